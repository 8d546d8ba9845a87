//! Whether the program knows what it can answer: questions within the collection and questions beyond it, by kind.
//!
//! The questions of `tests/relevance/scope.toml` were written before any of them was asked. The floors only move up.

use std::{collections::BTreeMap, fs};

use evidence::{
    app::SearchAnswer,
    corpus::Record,
    domain::{Aspect, Currency, FindingKind, StudyDesign, TopicKind, scope::Coverage},
    search::{Lead, Request},
};
use serde::Deserialize;

use crate::library::{AS_OF, LIBRARY, ask, copy, ids, open, real_library, root};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    outside: BTreeMap<String, Vec<String>>,
    partly: BTreeMap<String, Vec<String>>,
    inside: BTreeMap<String, Vec<String>>,
}

fn asked() -> Asked {
    let text = fs::read_to_string(root().join("tests/relevance/scope.toml")).expect("the questions");
    toml::from_str(&text).expect("the questions are well formed")
}

fn answer(text: &str) -> SearchAnswer<'static> {
    real_library().search(&Request { limit: 3, ..Request::new(text, AS_OF) }).expect("no question is an error")
}

/// The share of those that fail, in thousandths, and all that do, by kind.
#[expect(clippy::print_stderr, reason = "who mends a kind reads which questions fail")]
fn failing(kinds: &BTreeMap<String, Vec<String>>, fails: impl Fn(&str) -> Option<String>) -> (usize, Vec<String>) {
    let (mut count, mut failed) = (0, Vec::new());
    for (kind, texts) in kinds {
        count += texts.len();
        failed.extend(texts.iter().filter_map(|text| Some(format!("{kind}: {text:?}: {}", fails(text)?))));
    }
    eprintln!("{} of {count} fail: {failed:#?}", failed.len());
    (1000 * failed.len() / count, failed)
}

fn what(answer: &SearchAnswer<'_>) -> String {
    format!("{} {:?} {:?} {:?}", answer.scope.coverage, answer.scope.outside, ids(&answer.hits), answer.lead)
}

#[test]
fn what_lies_beyond_is_told() {
    let Asked { outside, partly, .. } = asked();
    let is_untold = |text: &str| {
        let answer = answer(text);
        (answer.scope.coverage == Coverage::Inside && !matches!(answer.lead, Some(Lead::Flag(_))))
            .then(|| what(&answer))
    };
    let (share, failed) = failing(&outside, is_untold);
    assert!(share <= 100, "{failed:#?}");
    let (share, failed) = failing(&partly, is_untold);
    assert!(share <= 130, "{failed:#?}");
}

#[test]
fn nothing_else_comes_first_for_what_lies_beyond() {
    let (share, failed) = failing(&asked().outside, |text| {
        let answer = answer(text);
        let is_filled = !answer.hits.is_empty() || matches!(answer.lead, Some(Lead::Blurb(_)));
        is_filled.then(|| what(&answer))
    });
    assert!(share <= 100, "{failed:#?}");
}

#[test]
fn what_lies_within_is_not_told_to_be_missing() {
    let (share, failed) = failing(&asked().inside, |text| {
        let answer = answer(text);
        (answer.scope.coverage != Coverage::Inside || answer.hits.is_empty()).then(|| what(&answer))
    });
    assert!(share <= 50, "{failed:#?}");
}

#[test]
fn what_a_text_is_written_to_answer_lies_within() {
    let corpus = real_library().corpus();
    let mut texts = BTreeMap::new();
    for blurb in corpus.blurbs() {
        let all: Vec<String> = std::iter::once(&blurb.title).chain(&blurb.asked_as).cloned().collect();
        texts.insert(blurb.id.to_string(), all);
    }
    let (share, failed) = failing(&texts, |text| {
        let answer = answer(text);
        (answer.scope.coverage != Coverage::Inside).then(|| what(&answer))
    });
    assert!(share <= 20, "{failed:#?}");
}

/// Whether a record is a position of a guideline or a payer, and whether that still holds.
fn position(record: Record<'_>) -> Option<bool> {
    let corpus = real_library().corpus();
    let source = match record {
        Record::Source(source) => source,
        Record::Finding(finding) => corpus.source_of(finding)?,
        Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => return None,
    };
    let is_position = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
    let state = corpus.currency(source, AS_OF).state;
    is_position.then_some(!matches!(state, Currency::Lapsed | Currency::Superseded))
}

#[test]
fn a_position_that_lapsed_leads_nowhere_before_one_that_holds() {
    let corpus = real_library().corpus();
    let Asked { partly, inside, .. } = asked();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    texts.extend(partly);
    texts.extend(inside.into_iter().filter(|(kind, _)| kind != "writers"));
    for blurb in corpus.blurbs() {
        texts.insert(blurb.id.to_string(), std::iter::once(&blurb.title).chain(&blurb.asked_as).cloned().collect());
    }
    let judged = fs::read_to_string(root().join("tests/relevance/questions.toml")).expect("the judged questions");
    let judged: toml::Value = toml::from_str(&judged).expect("they are well formed");
    let of_people = judged["question"].as_array().expect("a list").iter();
    let of_people = of_people.filter(|question| question["group"].as_str() != Some("writer"));
    texts
        .insert("judged".to_owned(), of_people.map(|question| question["text"].as_str().unwrap().to_owned()).collect());
    let (_, failed) = failing(&texts, |text| {
        let request = Request { limit: 10, ..Request::new(text, AS_OF) };
        let answer = real_library().search(&request).expect("no question is an error");
        let positions: Vec<Option<bool>> = answer.hits.iter().map(|found| position(found.record)).collect();
        // Who names a guideline gets that one, whatever became of it.
        let names = |name: &str| text.to_lowercase().contains(&name.to_lowercase());
        let is_named = answer.hits.first().is_some_and(|found| match found.record {
            Record::Source(source) => source.also_known_as.iter().chain([&source.short_title]).any(|name| names(name)),
            Record::Finding(finding) => corpus
                .source_of(finding)
                .is_some_and(|source| source.also_known_as.iter().chain([&source.short_title]).any(|name| names(name))),
            Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => false,
        });
        let leads_lapsed = positions.first() == Some(&Some(false)) && positions.contains(&Some(true)) && !is_named;
        leads_lapsed.then(|| what(&answer))
    });
    assert_eq!(failed, Vec::<String>::new());
}

#[test]
fn a_pasted_sentence_is_told_what_its_record_has_otherwise() {
    let told = |text: &str| !answer(text).contradictions.is_empty();
    for wrong in [
        "In the GERAC trial, 47.6% responded to real acupuncture and 34.2% to sham acupuncture at 6 months.",
        "In BackInAction, adults 65 and older kept a benefit in disability 12 months after treatment ended.",
        "\"Medicare covers up to 20 acupuncture visits in 90 days for chronic low back pain.\"",
        // Without a name, and without being a sentence: the search knows who has the figure.
        "47.6% had responded to real needles six months after treatment ended",
        "gerac: 44.2% with sham one year after randomization",
        // The figure of another group, and of other people.
        "In BackInAction 39.1% of people on the enhanced course had at least 30% less disability at six months.",
        "In adults, 11.8% had a mild complaint after needle acupuncture, Adams found.",
    ] {
        assert!(told(wrong), "{wrong}");
    }
    for right in [
        "In GERAC, 47.6% had responded to real acupuncture and 27.4% to guideline care 6 months after randomization.",
        "At week 4, leg pain in people with chronic sciatica had fallen by 16.0 mm more with acupuncture than with sham.",
        "does acupuncture still help people over 65 after 12 months?",
        "In BackInAction 39.1% of people on the standard course had at least 30% less disability at six months.",
        "11.8% of children had a mild complaint after needle acupuncture",
        "47.6% had responded to real needles six months after randomization",
        "the 800 person trial of acupuncture",
    ] {
        assert!(!told(right), "{right}");
    }
}

#[test]
fn a_word_that_stands_for_a_subject_is_outside_unless_a_record_is_about_it() {
    let outside = |text: &str| {
        let answer = ask(text);
        (answer.scope.coverage, answer.scope.outside.first().map(|term| term.label.clone()), answer.hits.is_empty())
    };
    let asthma = Some(Some("asthma".to_owned()));
    assert_eq!(outside("does lunapressure help asthma"), (Coverage::Outside, asthma.clone(), true));
    // Misspelt, and in the plural.
    assert_eq!(outside("lunapressure for athsma"), (Coverage::Outside, asthma.clone(), true));
    assert_eq!(outside("can lunapressure help my wrists").0, Coverage::Outside);
    // Beside what is recorded it is told, and what is recorded is shown.
    assert_eq!(outside("does lunapressure help chronic moonache with asthma"), (Coverage::Partly, asthma, false));
    // An ordinary word is no subject, whatever its stem; nor is one that only was misspelt.
    assert_eq!(outside("does lunapressure help chronic moonache"), (Coverage::Inside, None, false));
    assert_eq!(outside("does lunapressure realy help chronic moonache").0, Coverage::Inside);
}

#[test]
fn what_a_list_says_may_stand_beside_what_is_recorded_does() {
    let folder = tempfile::tempdir().unwrap();
    copy(std::path::Path::new(LIBRARY), folder.path());
    let scope = r#"
read-on = "2026-03-02"
read-by-clinician = false
emergency = "Call somebody."
same-day = "Call somebody today."
soon = "Call somebody soon."

[[part]]
id = "glow"
say = ["glowing"]

[[flag]]
id = "glowing"
label = "Glowing"
names = []
signs = ["glow"]
urgency = "soon"
advice = "Stop glowing first."
with-condition = false
listed-by = ["Ministry of Nowhere"]

[[outside]]
id = "star-fever"
label = "Star fever"
names = ["starfever"]
mentioned = false
kind = "situation"

[[outside]]
id = "star-dust"
label = "Star dust"
names = ["stardust"]
mentioned = false
kind = "treatment"

[[outside]]
id = "wages"
label = "Wages"
names = []
say = ["how much ..4 earn"]
mentioned = false
"#;
    fs::write(folder.path().join("scope.toml"), scope).unwrap();
    let library = open(folder.path());
    let coverage = |text: &str| {
        let answer = library.search(&Request::new(text, AS_OF)).unwrap();
        (answer.scope.coverage, answer.hits.is_empty())
    };
    assert_eq!(coverage("lunapressure for starfever"), (Coverage::Outside, true));
    assert_eq!(coverage("lunapressure for chronic moonache and starfever"), (Coverage::Partly, false));
    // Who asks for another treatment is not given this one, unless this one is named, too.
    assert_eq!(coverage("stardust for chronic moonache"), (Coverage::Outside, true));
    assert_eq!(coverage("stardust or lunapressure for chronic moonache"), (Coverage::Partly, false));
    assert_eq!(coverage("how much does a lunapresser earn with chronic moonache"), (Coverage::Outside, true));
    let lead = library.search(&Request::new("i am glowing", AS_OF)).unwrap().lead;
    let leading = lead.and_then(|lead| library.leading(lead, AS_OF));
    let Some(evidence::app::Leading::Flag { flag, scope }) = leading else { panic!("no sign leads") };
    assert_eq!(scope.advice(flag), "Stop glowing first.");
}

#[test]
fn no_statement_of_a_record_is_told_to_be_otherwise() {
    let corpus = real_library().corpus();
    let statements =
        corpus.findings().iter().map(|finding| finding.statement.split_whitespace().collect::<Vec<_>>().join(" "));
    let told = |text: &String| {
        let contradictions = answer(text).contradictions;
        (!contradictions.is_empty()).then(|| format!("{text}: {contradictions:?}"))
    };
    assert_eq!(statements.filter_map(|text| told(&text)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn where_a_publication_stands_leads_to_it() {
    let corpus = real_library().corpus();
    let mut tried = 0;
    for source in corpus.sources() {
        let bibliography = &source.bibliography;
        let (Some(volume), Some(page)) =
            (&bibliography.volume, bibliography.page.as_ref().or(bibliography.number.as_ref()))
        else {
            continue;
        };
        let first = page.split(['-', '–']).next().unwrap_or_default();
        let issue = bibliography.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default();
        for text in
            [format!("{volume}{issue}:{page}"), format!("{volume}:{first}"), format!("({volume}{issue}:{first}).")]
        {
            if text.len() < 6 {
                continue;
            }
            let answer = answer(&text);
            let has = |record: Record<'_>| matches!(record, Record::Source(found) if found.id == source.id);
            assert!(answer.hits.iter().any(|found| has(found.record)), "{text}: {}", what(&answer));
            tried += 1;
        }
        if let Some(doi) = &bibliography.doi {
            let doi = doi.to_string();
            let end = doi.rsplit('/').next().unwrap_or_default();
            if end.len() > 5 && end.contains(char::is_alphabetic) {
                let answer = answer(end);
                let has = |record: Record<'_>| matches!(record, Record::Source(found) if found.id == source.id);
                assert!(answer.hits.iter().any(|found| has(found.record)), "{end}: {}", what(&answer));
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn what_is_typed_is_suggested_without_the_words_that_ask() {
    let suggested = |text: &str| {
        let all = real_library().suggest(text, &[], AS_OF, 5);
        all.into_iter().map(|suggestion| suggestion.id).collect::<Vec<_>>()
    };
    for (text, id) in [
        ("is massage better than acup", "acupuncture-versus-massage"),
        ("cupping vs", "cupping"),
        ("nice ng5", "nice-ng59"),
    ] {
        assert!(suggested(text).iter().any(|found| found == id), "{text}: {:?}", suggested(text));
    }
    // A name with a digit that is not finished finds what it may become; a number is what it prints.
    assert!(ids(&answer("nice ng5").hits).iter().any(|id| id.ends_with("nice-ng59")), "{}", what(&answer("nice ng5")));
    assert!(!matches!(answer("acupuncture trial with 80").lead, Some(Lead::Flag(_))));
}

/// Whoever names no people asks of everybody: a text on people of one kind may be found, and does not lead.
#[test]
fn a_question_that_names_no_people_is_not_led_by_a_text_on_some() {
    for text in [
        "is acupuncture safe",
        "is it safe to have acupuncture",
        "are acupuncture needles safe",
        "is acupuncture a safe treatment",
        "how safe is acupuncture",
        "is acupuncture dangerous",
        "does acupuncture help with back pain",
    ] {
        let Some(Lead::Blurb(at)) = answer(text).lead else { panic!("{text} has no answer") };
        let corpus = real_library().corpus();
        let Some(Record::Blurb(blurb)) = corpus.record(at) else { panic!("{text}: {at}") };
        let kind = corpus.topic(blurb.topic.as_str()).expect("topics are known").kind;
        assert_ne!(kind, TopicKind::Population, "{text}: {}", blurb.id);
    }
}

/// Who is asked about, how long they have had it, and what happened to them, as people say it: each is of a kind that is known by
/// its form or by a list, and none of these wordings stands in one as a whole.
#[test]
fn people_times_and_harms_are_known_as_they_are_told() {
    for (text, expected) in [
        ("my grandfather is 81 with a sore back, are needles safe for him", "acupuncture-safety-older-adults"),
        ("aunt aged 70, lumbago for ages, would acupuncture help", "acupuncture-older-adults"),
        ("can my nephew aged 9 be needled safely", "acupuncture-children"),
        ("she is 30 weeks along with a sore back, are needles safe", "acupuncture-pregnancy-safety"),
        ("eight weeks of this backache now, is acupuncture any use", "acupuncture-subacute-back-pain"),
        ("i went woozy on the table halfway through", "acupuncture-fainting-dizziness"),
        ("left with black marks all over after the needles", "acupuncture-bruising-and-bleeding"),
        ("could i pick up an infection from shared needles", "acupuncture-infection"),
        // Its last word begins another one, and is whole.
        ("needles for pain after a disc op", "acupuncture-after-back-surgery"),
        ("could they hit a lung", "acupuncture-collapsed-lung"),
        ("is a rookie acupuncturist as good as an old hand", "acupuncture-practitioner-experience"),
        ("has anyone ever dropped dead from acupuncture", "acupuncture-safety-reported-deaths"),
    ] {
        let answer = answer(text);
        assert!(ids(&answer.hits).iter().any(|id| id.ends_with(expected)), "{text}: {}", what(&answer));
    }
}

/// What looks like a sign of illness or a subject and is a figure of speech, an old story or a place on the body.
#[test]
fn figures_of_speech_are_no_signs_and_no_subjects() {
    for text in [
        "came round from my spinal operation this morning, could needles help the pain",
        "my back is killing me, is acupuncture any good",
        "spine crooked since childhood, would needles help",
        "is it safe to needle round the shoulder blades",
    ] {
        let answer = answer(text);
        let is_flag = matches!(answer.lead, Some(Lead::Flag(_)));
        assert!(!is_flag && answer.scope.coverage == Coverage::Inside, "{text}: {}", what(&answer));
    }
}

#[test]
fn a_span_of_time_is_one_term_in_digits_and_in_words() {
    let first_findings = |text: &str| {
        let request = Request { limit: 5, ..Request::new(text, AS_OF) };
        let answer = real_library().search(&request).expect("no question is an error");
        let texts = answer.hits.iter().filter_map(|found| match found.record {
            Record::Finding(finding) => Some(finding.statement.to_lowercase()),
            Record::Source(source) => Some(format!("{} {}", source.summary, source.conclusion).to_lowercase()),
            Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => None,
        });
        texts.collect::<Vec<_>>()
    };
    for (text, any) in [
        // The same span in another unit counts, too.
        ("which study says 12 months", ["12 months", "twelve months", "one year", "52 weeks"]),
        ("anything measured after six months", ["6 months", "six months", "half a year", "26 weeks"]),
    ] {
        let found = first_findings(text);
        let has =
            |one: &String| any.iter().any(|form| one.split_whitespace().collect::<Vec<_>>().join(" ").contains(form));
        assert!(!found.is_empty() && found.iter().all(has), "{text}: {found:#?}");
    }
}

/// Whether a record says that something helps, or tells of harms: of a text, what it is about.
fn is_of_benefit(record: Record<'_>) -> bool {
    match record {
        Record::Blurb(blurb) => blurb.aspect != Aspect::Safety,
        Record::Finding(finding) => finding.result.kind() != FindingKind::Harm,
        Record::Source(_) | Record::Claim(_) | Record::Topic(_) => false,
    }
}

/// A drug, a device, an age: whether it goes together with treatment is answered from what is told of harms in people with both,
/// or told to be on no record; that either helps is no answer.
#[test]
fn whether_things_go_together_is_answered_from_harms_or_told_to_be_unknown() {
    let corpus = real_library().corpus();
    for text in [
        "i take tramadol, can i have needling",
        "can i have acupuncture while taking tramadol",
        "is acupuncture safe on ibuprofen",
        "on paracetamol, is it ok to have needles",
        "hubby is on muscle relaxants, may he have acupuncture",
        "does naproxen clash with needles",
    ] {
        let answer = answer(text);
        let first = answer.hits.first().map(|found| found.record);
        assert!(
            answer.scope.coverage != Coverage::Inside && !answer.scope.outside.is_empty(),
            "{text}: {}",
            what(&answer)
        );
        assert!(!first.is_some_and(is_of_benefit) && answer.lead.is_none(), "{text}: {}", what(&answer));
    }
    for (text, expected) in [
        ("can i have acupuncture while taking warfarin", "acupuncture-blood-thinners"),
        ("on blood thinners, are needles ok", "acupuncture-blood-thinners"),
        ("i take clopidogrel, can i be needled", "acupuncture-blood-thinners"),
        ("i have a pacemaker, can they use electroacupuncture", "electroacupuncture-pacemaker"),
        ("she is pregnant, can she have acupuncture safely", "acupuncture-pregnancy-safety"),
    ] {
        let answer = answer(text);
        let Some(Lead::Blurb(lead)) = answer.lead else { panic!("{text}: {}", what(&answer)) };
        assert_eq!(corpus.record(lead).map(|record| record.id()), Some(expected), "{text}: {}", what(&answer));
        assert!(!answer.hits.first().is_some_and(|found| is_of_benefit(found.record)), "{text}: {}", what(&answer));
    }
    // What is asked of one thing, or of which is better, is no such question.
    for text in ["does acupuncture help people on opioids", "is tramadol better than needles", "is acupuncture safe"] {
        assert_eq!(answer(text).scope.coverage, Coverage::Inside, "{text}");
    }
}

/// A time may be told in a word, and in other units than a record has.
#[test]
fn times_are_known_in_words_and_in_other_units() {
    for (text, expected) in [
        ("sciatica a year on from needling", "acupuncture-sciatica-one-year"),
        ("does it still help chronic pain half a year later", "acupuncture-chronic-back-pain-months-later"),
        ("short course of acupuncture, two years down the line", "acupuncture-uk-trial-two-years"),
        ("sore the day after needling", "acupuncture-soreness-how-long"),
        ("do older people still feel it twelve months on", "acupuncture-older-adults-one-year"),
    ] {
        let answer = answer(text);
        assert!(ids(&answer.hits).iter().any(|id| id.ends_with(expected)), "{text}: {}", what(&answer));
    }
}

#[test]
fn who_asks_whether_something_is_safe_is_not_told_that_it_helps() {
    let corpus = real_library().corpus();
    for text in [
        "can i have acupuncture while taking tramadol",
        "is acupuncture safe on ibuprofen",
        "acupuncture while on paracetamol",
        "can i still have needles while i am on muscle relaxants",
    ] {
        let lead = match answer(text).lead {
            Some(Lead::Blurb(ordinal)) => corpus.record(ordinal),
            Some(Lead::Flag(_)) | None => None,
        };
        let is_of_benefit = matches!(lead, Some(Record::Blurb(blurb)) if blurb.aspect == Aspect::Effectiveness);
        assert!(!is_of_benefit, "{text}: {lead:?}");
    }
    let lead = answer("can i have acupuncture while taking warfarin").lead;
    assert!(matches!(lead, Some(Lead::Blurb(_))), "{lead:?}");
}
