//! Sentences that stand beside a source and tell nothing of it: what a practice says of itself, prices, advice to the reader,
//! words of somebody else, and praise in general.

use super::{Place, research::is_advice, source_of};
use crate::{
    check::{
        Sentence,
        claim::{Claim, Subject},
        identify::Identifying,
        known::of_kind,
        quantity::Role,
    },
    corpus::{Corpus, lexicon::Cue},
    domain::{StudyDesign, TopicKind},
    search::ReadWord,
    text::Grammar,
};

/// Words from the begin of a sentence within which it is said that it goes on with what was told.
const BEGIN: usize = 3;

/// Words between whose people are and the word for them.
const OWNED_REACH: usize = 2;

/// Words from `every` to the word for a study of which all are meant.
const ALL_REACH: usize = 4;

/// Whether a sentence is apart from whatever source its place would give it.
pub(super) fn is_apart(identifying: &Identifying<'_>, sentence: &Sentence<'_>, place: &Place) -> bool {
    let claim = &sentence.claim;
    let source = place.current.as_ref().and_then(|(_, _, named)| source_of(named));
    let design = source.and_then(|at| identifying.corpus.sources().get(at)).map(|source| source.design);
    // `Sample has shown once and for all`: its author is named.
    let names_it = || {
        let names = identifying.names(sentence.text, claim);
        names.iter().any(|(entry, ..)| Some(entry.source) == source)
    };
    tells_of_a_practice(claim)
        || is_priced_apart(claim, design)
        || tells_the_reader(claim, design)
        || is_quoted(sentence.text)
        || speaks_of_all(claim)
        || speaks_of_other_studies(claim)
        || is_on_something_else(identifying, claim, source)
        || ends_with_the_speaker(claim)
        || vouches_for_skill(claim)
        || praises_beside_advice(claim, design)
        || promises_at_large(identifying.corpus, claim)
        || addresses_the_reader(claim, design) && !names_it()
}

/// What a practice counts of its own patients, or says of itself.
fn tells_of_a_practice(claim: &Claim) -> bool {
    let own = [Cue::OwnResult, Cue::Testimonial, Cue::Practice];
    // `Nine of ten of our sore patients`.
    let owns = |at: usize| {
        let behind = at + 1..=at + OWNED_REACH;
        Grammar::Speaker.has(claim.word(at)) && behind.into_iter().any(|at| Grammar::Persons.has(claim.word(at)))
    };
    own.iter().any(|cue| claim.has(*cue))
        || claim.says_within(0..BEGIN, Grammar::Speaker)
        || (0..claim.read.words.len()).any(owns)
}

/// An amount of money beside a source that is about no costs.
fn is_priced_apart(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let is_of_costs = matches!(design, Some(StudyDesign::EconomicEvaluation | StudyDesign::CoveragePolicy));
    let counts = claim.numbers.iter().any(|number| number.role.is_result() || number.role == Role::Participants);
    !is_of_costs && !counts && claim.numbers.iter().any(|number| number.is_money)
}

/// An order to the reader: `tell your doctor`. What a guideline or a payer says may begin so.
fn tells_the_reader(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let addresses = claim.says(Grammar::Reader);
    let orders = Grammar::Orders.has(claim.word(0)) || claim.is_parted(1) && Grammar::Orders.has(claim.word(1));
    let counts = claim.numbers.iter().any(|number| number.role.is_result());
    orders && !counts && (addresses || !design.is_some_and(is_advice))
}

/// Words of somebody, in quotation marks from their begin.
fn is_quoted(text: &str) -> bool {
    text.trim_start().starts_with(['"', '\u{201c}', '\u{201e}'])
}

/// Whether a sentence says that it goes on with what was told before it.
fn goes_on(claim: &Claim) -> bool {
    claim.has(Cue::Anaphora)
        || (0..BEGIN).any(|at| Grammar::LinksBack.has(claim.word(at)) || Grammar::Pronouns.has(claim.word(at)))
}

/// Whether a sentence counts something that research or a payer may.
fn counts(claim: &Claim) -> bool {
    claim.numbers.iter().any(|number| number.is_money || !matches!(number.role, Role::Other | Role::Logistics))
}

/// Whether a claim says in general that nothing can go wrong or what always happens, and no result: nobody has found that.
fn promises_at_large(corpus: &Corpus, claim: &Claim) -> bool {
    // What is promised of a treatment by its name; `the debate is closed` may be said of the source before.
    let is_named = || !of_kind(corpus, &claim.topics, &[TopicKind::Intervention]).is_empty();
    let promises = claim.promises().any(|cue| cue.cue == Cue::Safety || cue.cue == Cue::Promise && is_named());
    let as_good = claim.has(Cue::HarmAsGood) || claim.has(Cue::GoodSign);
    (promises || as_good || claim.has(Cue::InBody))
        && claim.comparators.is_empty()
        && !claim.numbers.iter().any(|number| number.role != Role::Other)
}

/// What is said to the reader, and goes on with nothing: `if a wound hurts, you may say so`.
fn addresses_the_reader(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let addresses = claim.says(Grammar::Reader);
    addresses && !design.is_some_and(is_advice) && !goes_on(claim) && !counts(claim) && claim.comparators.is_empty()
}

/// Every study there is, or none, and nobody ever: `every decent trial ever done`.
fn speaks_of_all(claim: &Claim) -> bool {
    let has = |list: Grammar| claim.says_within(1..=ALL_REACH, list);
    let is_guideline = |at: usize| claim.cues.iter().any(|found| found.cue == Cue::Guideline && found.first == at);
    let has_guidelines = || (1..=ALL_REACH).any(is_guideline);
    let is_of_studies = || Grammar::EachOfAll.has(claim.word(0)) && (has(Grammar::Studies) || has_guidelines());
    let is_of_anybody = || Grammar::Nobody.has(claim.word(0)) && has(Grammar::Ever);
    let counts = claim.numbers_of(Role::Studies).next().is_some();
    !counts && !claim.has(Cue::Anaphora) && (is_of_studies() || is_of_anybody())
}

/// Words between a word for other works and the word for what they are.
const OTHERS_REACH: usize = 3;

/// What other studies found, or all of them before: `earlier trials had shown`.
fn speaks_of_other_studies(claim: &Claim) -> bool {
    let others = claim.find_word(0..BEGIN, Grammar::OtherResearch);
    let is_of_studies = |from: usize| claim.says_within(from + 1..=from + OTHERS_REACH, Grammar::ManyStudies);
    let points_back =
        (0..BEGIN).any(|at| Grammar::LinksBack.has(claim.word(at)) || Grammar::Definite.has(claim.word(at)));
    others.is_some_and(is_of_studies) && !points_back && !claim.has(Cue::Anaphora)
}

/// Words from a wish to the research that is wished for.
const WISH_REACH: usize = 6;

/// Words from a form of `be` to what is said to be wanted.
const SAID_REACH: usize = 2;

/// What somebody wants to find out, or that more should be found out: it tells nothing of a source, whoever says it.
pub(super) fn looks_ahead(claim: &Claim) -> bool {
    let is_research = |at: usize| {
        let word = claim.word(at);
        Grammar::SeveralStudies.has(word) || Grammar::Studying.has(word)
    };
    let wishes = |at: usize| Grammar::WishesFor.has(claim.word(at)) && (at + 1..=at + WISH_REACH).any(is_research);
    // `Larger studies are still needed`; the women in these studies needed fewer pills.
    let is_said_to_be = |at: usize| {
        let mut before = at.saturating_sub(SAID_REACH)..at;
        before.any(|at| Grammar::BeingOrNot.has(claim.word(at)) || Grammar::Be.has(claim.word(at)))
    };
    let lacks = |at: usize| {
        Grammar::Wanted.has(claim.word(at)) && is_said_to_be(at) && (at.saturating_sub(WISH_REACH)..at).any(is_research)
    };
    let found = claim.numbers.iter().any(|number| number.role.is_result() || number.role == Role::Participants);
    !found && claim.comparators.is_empty() && (0..claim.read.words.len()).any(|at| wishes(at) || lacks(at))
}

/// So many telling words at the begin of a sentence say what it is about.
const SUBJECT_WORDS: usize = 2;

/// What is said in general of things that a source has no word for: `standing desks are the cheapest way`.
fn is_on_something_else(identifying: &Identifying<'_>, claim: &Claim, source: Option<usize>) -> bool {
    let Some(known) = source.and_then(|source| identifying.facts.sources.get(source)) else { return false };
    // `Speed` ends as what is past does, and tells of no time.
    let is_past = |word: &ReadWord| {
        let ends_so = || Grammar::PastEndings.words().iter().any(|ending| word.exact.ends_with(ending.as_str()));
        Grammar::TellsPast.has(&word.exact) || word.stem != word.exact && ends_so()
    };
    let is_telling =
        |word: &&ReadWord| !word.is_stopword && word.exact.len() > 2 && !Grammar::OtherResearch.has(&word.exact);
    let telling = claim.read.words.iter().filter(is_telling);
    let begin: Vec<&str> = telling.take(SUBJECT_WORDS).map(|word| word.stem.as_str()).collect();
    begin.len() == SUBJECT_WORDS
        && !goes_on(claim)
        && !claim.says_within(0..BEGIN, Grammar::Definite)
        && claim.numbers.is_empty()
        && claim.comparators.is_empty()
        && !begin.iter().any(|stem| known.stems.contains(stem))
        && !claim.read.words.iter().any(is_past)
}

/// Words at the end of a sentence within which it is said whose everything is: `the people they send us`.
const END: usize = 2;

/// Whether a sentence ends with whoever writes: `safe in our hands`.
fn ends_with_the_speaker(claim: &Claim) -> bool {
    let words = &claim.read.words;
    words.len() > END && words.iter().rev().take(END).any(|word| Grammar::Speaker.has(&word.exact))
}

/// What goes for people who know their trade: `no harm with a trained hand`. No study is told so.
fn vouches_for_skill(claim: &Claim) -> bool {
    let tells_harm =
        claim.subject == Subject::Harm || [Cue::Harm, Cue::Event, Cue::Safety].iter().any(|cue| claim.has(*cue));
    let is_skilled = || claim.says(Grammar::Skilled);
    tells_harm && claim.numbers.is_empty() && claim.comparators.is_empty() && is_skilled()
}

/// What is ranked or praised in general, beside advice: a guideline tells what to do.
fn praises_beside_advice(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let praises = [Cue::Rank, Cue::Lasting, Cue::Praise].iter().any(|cue| claim.has(*cue));
    let advises = matches!(claim.subject, Subject::Recommendation | Subject::Coverage) || claim.has(Cue::Recommend);
    design.is_some_and(is_advice)
        && praises
        && !advises
        && !goes_on(claim)
        && claim.numbers.is_empty()
        && claim.durations.is_empty()
        && claim.comparators.is_empty()
}
