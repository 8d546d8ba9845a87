//! Whether the first page of results is what people meant, measured on judged queries.
//!
//! nDCG@10 with gains 2^grade − 1 (Järvelin and Kekäläinen 2002) and recall@10. The floors only move up; a change that
//! lowers them shows its queries here and has to say why it is right all the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use evidence::{
    app::SearchAnswer,
    domain::{Aspect, FindingKind, scope::Coverage},
    search::{Choice, Facet, Filters, Lead, Request},
};
use serde::Deserialize;

use crate::library::{AS_OF, ids, real_library, root};

/// Mean nDCG@10 over all queries, in thousandths, among evidence and claims: texts that answer a question in plain words are
/// measured by the questions of people.
const NDCG_FLOOR: u32 = 842;

/// Mean recall@10 over all queries, in thousandths.
const RECALL_FLOOR: u32 = 846;

/// The same two for queries about text to publish and sentences of pages, which come after the evidence by rule.
const TEXT_FLOORS: (u32, u32) = (620, 617);

/// No single query may fall below this nDCG@10, in thousandths: an average hides a query that finds nothing.
const WORST_FLOOR: u32 = 50;

const DEPTH: usize = 10;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Queries {
    query: Vec<Judged>,
    /// Queries whose answer is a blurb or a claim.
    text: Vec<Judged>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    text: String,
    why: String,
    expect: BTreeMap<String, u8>,
}

/// A judged query with what was found and how good that is.
struct Measured {
    ndcg: f64,
    recall: f64,
    judged: Judged,
    found: Vec<&'static str>,
}

fn queries() -> Queries {
    let text = fs::read_to_string(root().join("tests/relevance/queries.toml")).expect("the judged queries");
    toml::from_str(&text).expect("the judged queries are well formed")
}

fn gain(grade: u8) -> f64 {
    f64::from(2u32.pow(grade.into()) - 1)
}

/// Sum of gains, each divided by the logarithm of its place.
fn discounted(grades: impl IntoIterator<Item = u8>) -> f64 {
    let places = (2u32..).map(f64::from);
    grades.into_iter().take(DEPTH).zip(places).map(|(grade, place)| gain(grade) / place.log2()).sum()
}

fn ndcg(found: &[&str], expect: &BTreeMap<String, u8>) -> f64 {
    let mut ideal: Vec<u8> = expect.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    discounted(found.iter().map(|id| expect.get(*id).copied().unwrap_or(0))) / discounted(ideal)
}

fn recall(found: &[&str], expect: &BTreeMap<String, u8>) -> f64 {
    let hits = found.iter().take(DEPTH).filter(|id| expect.contains_key(**id)).count();
    let possible = expect.len().min(DEPTH);
    f64::from(u32::try_from(hits).unwrap_or(0)) / f64::from(u32::try_from(possible).unwrap_or(1))
}

/// The answer of the real library, whose records are judged.
fn answer(request: &Request<'_>) -> SearchAnswer<'static> {
    real_library().search(request).expect("no question is an error")
}

fn thousandths(share: f64) -> u32 {
    // Shares are from 0 to 1, so there is nothing to lose.
    format!("{:.0}", (share * 1000.0).floor()).parse().unwrap_or(0)
}

/// Measures all queries, tells the worst of them, and gives means of nDCG and recall and the worst nDCG, in thousandths.
#[expect(clippy::print_stderr, reason = "who tunes the ranking reads which queries do worst")]
fn measure(queries: Vec<Judged>, kinds: &[&str]) -> (u32, u32, u32) {
    let any_of = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let filters = Filters { choices: vec![Choice { facet: Facet::Kind, any_of }], ..Filters::default() };
    let measured = |judged: Judged| {
        let request = Request { limit: DEPTH, filters: filters.clone(), ..Request::new(&judged.text, AS_OF) };
        let found = ids(&answer(&request).hits);
        Measured { ndcg: ndcg(&found, &judged.expect), recall: recall(&found, &judged.expect), judged, found }
    };
    let mut results: Vec<Measured> = queries.into_iter().map(measured).collect();
    results.sort_by(|a, b| a.ndcg.total_cmp(&b.ndcg));
    let count = f64::from(u32::try_from(results.len()).expect("some queries"));
    let mean_ndcg = results.iter().map(|result| result.ndcg).sum::<f64>() / count;
    let mean_recall = results.iter().map(|result| result.recall).sum::<f64>() / count;
    eprintln!("{count} queries: nDCG@10 {mean_ndcg:.4}, recall@10 {mean_recall:.4}; the worst:");
    for Measured { ndcg, recall, judged: Judged { text, why, expect }, found } in results.iter().take(20) {
        eprintln!("  nDCG {ndcg:.3} recall {recall:.3} {text:?} ({why})");
        for id in found {
            eprintln!("      {} {id}", expect.get(*id).copied().unwrap_or(0));
        }
        for (id, grade) in expect.iter().filter(|(id, _)| !found.contains(&id.as_str())) {
            eprintln!("    - {grade} {id}");
        }
    }
    let worst = results.first().map_or(0, |worst| thousandths(worst.ndcg));
    (thousandths(mean_ndcg), thousandths(mean_recall), worst)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    question: Vec<Question>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Question {
    text: String,
    group: Group,
    expect: BTreeMap<String, u8>,
    #[serde(default)]
    never_first: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Group {
    Sentence,
    Keywords,
    Writer,
    Outside,
    Sign,
}

fn questions() -> Vec<Question> {
    let text = fs::read_to_string(root().join("tests/relevance/questions.toml")).expect("the judged questions");
    toml::from_str::<Questions>(&text).expect("the judged questions are well formed").question
}

/// Least share of a group, in thousandths, that has an answer first, and among the first three; and most without a hit.
const QUESTION_FLOORS: [(Group, u32, u32, u32); 3] =
    [(Group::Sentence, 720, 830, 0), (Group::Keywords, 680, 890, 0), (Group::Writer, 910, 910, 0)];

#[test]
fn questions_of_people_find_their_answer() {
    let questions = questions();
    for (group, first, among_three, empty) in QUESTION_FLOORS {
        let of_group: Vec<&Question> = questions.iter().filter(|question| question.group == group).collect();
        let (mut at_first, mut in_three, mut nothing) = (0_u32, 0_u32, 0_u32);
        let mut missed = Vec::new();
        for Question { text, expect, never_first, .. } in &of_group {
            let found = ids(&answer(&Request { limit: DEPTH, ..Request::new(text, AS_OF) }).hits);
            let grade = |id: &&str| expect.get(*id).copied().unwrap_or(0);
            at_first += u32::from(found.first().map(grade) == Some(3));
            let is_there = found.iter().take(3).any(|id| grade(id) == 3);
            in_three += u32::from(is_there);
            nothing += u32::from(found.is_empty());
            if !is_there {
                missed.push(text.as_str());
            }
            assert!(!found.first().is_some_and(|id| never_first.iter().any(|never| never == id)), "{text}: {found:?}");
        }
        let count = u32::try_from(of_group.len()).expect("few questions");
        let share = |of: u32| 1000 * of / count;
        let shares = (share(at_first), share(in_three), share(nothing));
        let is_kept = shares.0 >= first && shares.1 >= among_three && shares.2 <= empty;
        assert!(is_kept, "{group:?}: first, among three, without a hit: {shares:?}; missed {missed:#?}");
    }
}

/// Questions of a hand that had no part in the search.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Examined {
    #[serde(default)]
    never_first_of_patients: Vec<String>,
    question: Vec<ExaminedQuestion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ExaminedQuestion {
    text: String,
    group: Group,
    #[serde(default)]
    expect: BTreeMap<String, u8>,
    #[serde(default)]
    asks_how_it_acts: bool,
    #[serde(default)]
    never_first: Vec<String>,
    #[serde(default)]
    outside: Vec<String>,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default, rename = "note")]
    _note: String,
}

/// What must come out of a file of such questions, in thousandths.
struct ExaminedFloors {
    file: &'static str,
    /// Of each group the least share that has an answer first, and among the first three; most without a hit, and most with a misleading
    /// one first.
    answered: [(Group, u32, u32, u32, u32); 3],
    /// The least share of what is outside that is told, with nothing irrelevant first; and of signs that are answered by what to do.
    told: (u32, u32),
}

const EXAMINED: [ExaminedFloors; 2] = [
    ExaminedFloors {
        file: "examined",
        answered: [
            (Group::Sentence, 790, 920, 0, 0),
            (Group::Keywords, 740, 940, 0, 0),
            (Group::Writer, 850, 1000, 0, 0),
        ],
        told: (920, 1000),
    },
    ExaminedFloors {
        file: "examined-2",
        answered: [
            (Group::Sentence, 800, 911, 0, 0),
            (Group::Keywords, 850, 900, 0, 0),
            (Group::Writer, 966, 1000, 0, 0),
        ],
        told: (1000, 1000),
    },
];

#[test]
fn questions_of_others_come_out_as_they_did() {
    EXAMINED.iter().for_each(come_out_as_they_did);
}

fn come_out_as_they_did(floors: &ExaminedFloors) {
    let ExaminedFloors { file, answered, told } = floors;
    let text = fs::read_to_string(root().join(format!("tests/relevance/{file}.toml"))).expect("the judged questions");
    let Examined { never_first_of_patients, question } = toml::from_str(&text).expect("they are well formed");
    let scope = real_library().corpus().scope().expect("the collection says what it has nothing on");
    let (mut counts, mut faults) = (BTreeMap::new(), Vec::new());
    for ExaminedQuestion { text, group, expect, asks_how_it_acts, never_first, outside, signs, _note: _ } in &question {
        let is_listed = |id: &String| scope.outside.iter().any(|outside| outside.id == *id);
        assert!(outside.iter().all(is_listed), "{text}: {outside:?}");
        assert!(signs.iter().all(|id| scope.flags.iter().any(|flag| flag.id == *id)), "{text}: {signs:?}");
        let answer = answer(&Request { limit: DEPTH, ..Request::new(text, AS_OF) });
        let found = ids(&answer.hits);
        let grade = |id: &&str| expect.get(*id).copied().unwrap_or(0);
        let is_patient = matches!(group, Group::Sentence | Group::Keywords) && !asks_how_it_acts;
        let never = never_first.iter().chain(never_first_of_patients.iter().filter(|_| is_patient));
        let is_answered = found.iter().take(3).any(|id| grade(id) == 3);
        let is_misleading = found.first().is_some_and(|id| never.clone().any(|never| never == id));
        let is_told = !answer.scope.outside.is_empty() || answer.scope.coverage != Coverage::Inside;
        let is_right = match group {
            Group::Sentence | Group::Keywords | Group::Writer => is_answered && !is_misleading,
            Group::Outside => is_told && found.first().is_none_or(|id| grade(id) > 0),
            Group::Sign => matches!(answer.lead, Some(Lead::Flag(_))),
        };
        let count: &mut [u32; 5] = counts.entry(format!("{group:?}")).or_default();
        let has = [true, found.first().map(grade) == Some(3), is_right, found.is_empty(), is_misleading];
        count.iter_mut().zip(has).for_each(|(count, has)| *count += u32::from(has));
        if !is_right {
            faults.push(format!("{group:?} {text:?}: {:?}", found.iter().take(3).collect::<Vec<_>>()));
        }
    }
    let share = |group: Group, which: usize| {
        let count = counts[&format!("{group:?}")];
        1000 * count[which] / count[0]
    };
    for (group, first, among_three, empty, misled) in *answered {
        let shares = [1, 2, 3, 4].map(|which| share(group, which));
        let is_kept = shares[0] >= first && shares[1] >= among_three && shares[2] <= empty && shares[3] <= misled;
        assert!(is_kept, "{file}, {group:?}: first, among three, without a hit, misled: {shares:?}; {faults:#?}");
    }
    let shares = (share(Group::Outside, 2), share(Group::Sign, 2));
    assert!(shares.0 >= told.0 && shares.1 >= told.1, "told: {shares:?}; {faults:#?}");
}

#[test]
fn what_the_collection_has_nothing_on_is_told_and_not_filled() {
    for Question { text, expect, .. } in questions().into_iter().filter(|question| question.group == Group::Outside) {
        let answer = answer(&Request { limit: DEPTH, ..Request::new(&text, AS_OF) });
        let found = ids(&answer.hits);
        assert!(!answer.scope.outside.is_empty(), "{text}: nothing is told");
        if answer.scope.coverage == Coverage::Outside {
            assert!(found.is_empty() && answer.lead.is_none(), "{text}: {found:?}");
        } else {
            // What is only mentioned is not all there is to it: whoever asks is told.
            assert_eq!(answer.scope.coverage, Coverage::Partly, "{text}: {expect:?} {found:?}");
        }
    }
}

#[test]
fn a_sign_that_must_be_seen_to_comes_before_any_evidence() {
    let scope = real_library().corpus().scope().expect("the collection says what it has nothing on");
    for flag in &scope.flags {
        for name in &flag.names {
            let text = format!("back pain and {name}, would acupuncture help");
            let lead = answer(&Request::new(&text, AS_OF)).lead;
            assert!(matches!(lead, Some(Lead::Flag(_))), "{text}: {lead:?}");
        }
        assert!(!flag.listed_by.is_empty() && !scope.advice(flag).is_empty(), "{}", flag.id);
    }
}

#[test]
fn no_name_of_what_there_is_nothing_on_is_answered_with_something_else() {
    let scope = real_library().corpus().scope().expect("the collection says what it has nothing on");
    for outside in &scope.outside {
        for name in std::iter::once(&outside.label).chain(&outside.names) {
            let text = format!("acupuncture for {name}");
            let answer = answer(&Request::new(&text, AS_OF));
            assert!(
                answer.hits.is_empty() || answer.scope.coverage != Coverage::Inside,
                "{text}: {:?}",
                ids(&answer.hits)
            );
            let is_inside = answer.scope.coverage == Coverage::Inside;
            assert!(!matches!(answer.lead, Some(Lead::Blurb(_))) || is_inside, "{text}: {:?}", answer.lead);
        }
    }
}

/// Questions about harm, and what a record must be about to answer them: one of its first three is.
const HARM_QUESTIONS: [&str; 30] = [
    "is acupuncture safe",
    "can acupuncture be dangerous",
    "what are the risks of acupuncture",
    "side effects of acupuncture",
    "does acupuncture have any downsides",
    "can acupuncture injure you",
    "can acupuncture damage a lung",
    "could a needle puncture my lung",
    "has acupuncture ever killed anyone",
    "do people die from acupuncture",
    "how often do serious harms happen",
    "is acupuncture harmful for elderly people",
    "is it safe for older adults",
    "will I bruise after acupuncture",
    "bleeding after acupuncture",
    "I had a bad reaction to acupuncture",
    "sore after acupuncture",
    "how long does soreness last after acupuncture",
    "is acupuncture painful",
    "does acupuncture sting",
    "feeling tired after acupuncture",
    "drowsy after acupuncture",
    "can I drive after acupuncture",
    "can acupuncture make pain worse",
    "adverse events of acupuncture",
    "acupuncture complications",
    "are side effects worse than with sham needles",
    "how common are side effects",
    "unwanted effects of acupuncture needles",
    "can things go wrong with acupuncture",
];

#[test]
fn questions_about_harm_find_a_record_about_harm() {
    let corpus = real_library().corpus();
    for text in HARM_QUESTIONS {
        let found = ids(&answer(&Request { limit: 3, ..Request::new(text, AS_OF) }).hits);
        let is_harm = |id: &&str| {
            corpus.finding(id).is_some_and(|finding| finding.result.kind() == FindingKind::Harm)
                || corpus.blurb(id).is_some_and(|blurb| blurb.aspect == Aspect::Safety)
                || corpus.source(id).is_some_and(|source| {
                    corpus.findings_of(source).any(|finding| finding.result.kind() == FindingKind::Harm)
                })
        };
        assert!(found.iter().any(is_harm), "{text}: {found:?}");
    }
}

#[test]
fn judged_queries_find_what_was_meant() {
    let (ndcg, recall, worst) = measure(queries().query, &["source", "finding", "topic", "claim"]);
    assert!(ndcg >= NDCG_FLOOR, "nDCG@10 of {ndcg} thousandths is below its floor");
    assert!(recall >= RECALL_FLOOR, "recall@10 of {recall} thousandths is below its floor");
    assert!(worst >= WORST_FLOOR, "one query fell below its floor");
}

#[test]
fn queries_for_text_find_it_among_the_evidence() {
    let (ndcg, recall, worst) = measure(queries().text, &["source", "finding", "topic", "claim", "blurb"]);
    assert!(ndcg >= TEXT_FLOORS.0, "nDCG@10 of {ndcg} thousandths is below its floor");
    assert!(recall >= TEXT_FLOORS.1, "recall@10 of {recall} thousandths is below its floor");
    assert!(worst >= WORST_FLOOR, "one query fell below its floor");
}

#[test]
fn who_asks_for_text_gets_the_text_that_answers_first() {
    let kind = |text: &str, kind: &str| {
        let choices = vec![Choice { facet: Facet::Kind, any_of: vec![kind.to_owned()] }];
        let filters = Filters { choices, ..Filters::default() };
        ids(&answer(&Request { limit: DEPTH, filters, ..Request::new(text, AS_OF) }).hits)
    };
    for (text, blurb) in [
        ("may I say acupuncture has no side effects", "acupuncture-safety-any-side-effect"),
        ("who can bill medicare", "medicare-acupuncture-who-may-bill"),
        ("how long does soreness last", "acupuncture-soreness-how-long"),
        ("what does EA mean", "electroacupuncture-meaning-of-ea"),
        ("12 months older adults", "acupuncture-older-adults-one-year"),
    ] {
        let found = kind(text, "blurb");
        assert!(found.iter().take(3).any(|id| *id == blurb), "{text}: {found:?}");
    }
    for (text, claim) in [
        ("benefits lasting up to 12 months after treatment", "back-pain-c06"),
        ("master's-level program with thousands of hours", "back-pain-c66"),
        ("ahead of NSAIDs and muscle relaxants", "back-pain-c02"),
    ] {
        let found = kind(text, "claim");
        assert_eq!(found.first(), Some(&claim), "{text}: {found:?}");
    }
}

#[test]
fn who_types_the_name_of_a_source_gets_that_source_first() {
    // Other records name these, too, some of them more often for their length.
    for source in real_library().corpus().sources() {
        for name in std::iter::once(&source.short_title).chain(&source.also_known_as) {
            let found = ids(&answer(&Request::new(name, AS_OF)).hits);
            assert_eq!(found.first(), Some(&source.id.as_str()), "{name}");
        }
    }
}

#[test]
fn judgements_are_complete_and_name_records() {
    let Queries { query, text } = queries();
    assert!(query.len() >= 80 && text.len() >= 10, "{} and {} queries", query.len(), text.len());
    let all: Vec<_> = query.iter().chain(&text).collect();
    let texts: BTreeSet<_> = all.iter().map(|judged| &judged.text).collect();
    assert_eq!(texts.len(), all.len(), "a query is judged twice");
    let corpus = real_library().corpus();
    for Judged { text, why, expect } in all {
        assert!(!why.is_empty() && !expect.is_empty(), "{text}");
        assert!(expect.values().any(|grade| *grade == 3), "{text}: nothing is what was meant");
        for (id, grade) in expect {
            let known = [
                corpus.source(id).is_some(),
                corpus.finding(id).is_some(),
                corpus.claim(id).is_some(),
                corpus.blurb(id).is_some(),
                corpus.topic(id).is_some(),
            ];
            assert!(known.contains(&true), "{text}: there is no {id}");
            assert!((1..=3).contains(grade), "{text}: {id} = {grade}");
        }
    }
}

#[test]
fn the_measures_measure() {
    let expect: BTreeMap<String, u8> = [("a", 3), ("b", 2), ("c", 1)].map(|(id, grade)| (id.to_owned(), grade)).into();
    assert_eq!(ndcg(&["a", "b", "c"], &expect), 1.0);
    assert_eq!(ndcg(&["x", "y"], &expect), 0.0);
    assert!(ndcg(&["b", "a", "c"], &expect) < 1.0);
    assert!(ndcg(&["x", "a", "b", "c"], &expect) < ndcg(&["a", "x", "b", "c"], &expect));
    // 7/log2(2) + 3/log2(3) + 1/log2(4), by hand.
    assert!((discounted([3, 2, 1]) - 9.3928).abs() < 1e-4);
    assert_eq!(recall(&["a", "x"], &expect), 1.0 / 3.0);
    let many: BTreeMap<String, u8> = (0..20).map(|i| (i.to_string(), 1)).collect();
    let ten: Vec<String> = (0..10).map(|i| i.to_string()).collect();
    // No more than ten fit on a page.
    assert_eq!(recall(&ten.iter().map(String::as_str).collect::<Vec<_>>(), &many), 1.0);
}
