//! Words of the records that exclude others: `rarer`, with what they stand beside.

use super::{
    doses::Dose,
    lacking::Lacking,
    more::More,
    order::{Order, outcome_in},
    prose::Prose,
    stems::{StemSet, Stems},
    steps::Step,
};
use crate::{
    check::claim::Claim,
    corpus::lexicon::{Axis, Cue},
    domain::{FieldPath, phrase::Found},
    text::Grammar,
};

/// Most telling words on one side of such a word.
const WORDS: usize = 3;

/// Most words looked at on one side.
const REACH: usize = 8;

/// Most words from a thing to the `among` that it is denied of.
const UNLISTED_REACH: usize = 4;

/// Words from what asks to what is asked.
const ASKED_REACH: usize = 2;

/// A word that excludes others, with the stems of the telling words around it.
#[derive(Clone, Debug)]
pub(in crate::check) struct Pole {
    pub(in crate::check) axis: Axis,
    /// Which of the axis: others exclude it.
    pub(in crate::check) pole: u32,
    pub(in crate::check) first: usize,
    pub(in crate::check) last: usize,
    pub(in crate::check) beside: Vec<String>,
}

/// A sentence of a record that has such words.
#[derive(Clone, Debug)]
pub(in crate::check) struct RecordSentence {
    pub(in crate::check) text: Box<str>,
    pub(in crate::check) field: FieldPath,
    pub(in crate::check) is_verified: bool,
    /// The finding it belongs to; none for a text on the source as a whole.
    pub(in crate::check) finding: Option<usize>,
    /// See [`telling_of`].
    pub(in crate::check) telling: Stems,
    /// Its numbers: of ranges the lower ends.
    pub(in crate::check) numbers: Box<[f64]>,
    pub(in crate::check) poles: Vec<Pole>,
    /// The words after which stands what is compared with, by their places.
    pub(in crate::check) against: Vec<usize>,
    /// Stems of what it sets apart: of `with the real one but not with the sham` the `sham`.
    pub(in crate::check) apart: Vec<String>,
    /// Topics that it says are not among others: `humming is not among the treatments that did better`.
    pub(in crate::check) unlisted: Vec<usize>,
    /// The pairs of words that it denies: of `not well understood` the last two.
    pub(in crate::check) denied: Vec<[String; 2]>,
    /// The pairs of words that it affirms, where it denies nothing.
    pub(in crate::check) affirmed: Vec<[String; 2]>,
    /// Of two outcomes the one that it says gained more, and the other one.
    pub(in crate::check) larger: Option<[usize; 2]>,
    /// The people that it says had more of something than others, or less.
    pub(in crate::check) more: Vec<More>,
    /// What it says of those who lack something.
    pub(in crate::check) lacking: Option<Lacking>,
    /// What it says of more or less of a treatment.
    pub(in crate::check) doses: Vec<Dose>,
    /// What it puts first in an order of care, and what later.
    pub(in crate::check) steps: Vec<Step>,
    /// Whether it denies something.
    pub(in crate::check) is_negative: bool,
    /// Whether it is of one clause.
    pub(in crate::check) is_single: bool,
}

impl RecordSentence {
    /// A sentence as it was read.
    pub(super) fn of(text: &Prose<'_>, sentence: &str, claim: Claim) -> Self {
        Self {
            text: sentence.into(),
            field: text.field,
            is_verified: text.is_verified,
            finding: text.finding,
            telling: telling_of(&claim),
            poles: poles_of(&claim),
            against: claim.cues.iter().filter(|cue| cue.cue == Cue::Against).map(|cue| cue.first).collect(),
            apart: set_apart(&claim),
            unlisted: unlisted(&claim),
            larger: Order::of(&claim).and_then(|order| order.pair(|places| outcome_in(&claim, places))),
            more: More::on_record(&claim),
            lacking: Lacking::of(&claim),
            doses: Dose::all(&claim),
            steps: Step::all(&claim),
            denied: denied(&claim),
            affirmed: if is_negative(&claim) { Vec::new() } else { pairs_of(&claim).map(|(_, pair)| pair).collect() },
            is_negative: is_negative(&claim),
            is_single: is_single(&claim),
            numbers: claim.numbers.iter().map(|number| number.low).collect(),
        }
    }

    /// Whether a comparison stands between two words.
    pub(in crate::check) fn compares_between(&self, first: usize, last: usize) -> bool {
        self.against.iter().any(|at| first < *at && *at < last)
    }

    /// Whether none of these poles has another one of its axis here.
    pub(in crate::check) fn poles_agree(&self, poles: &[(Axis, u32)]) -> bool {
        poles.iter().all(|(axis, pole)| {
            let mut own = self.poles.iter().filter(|own| own.axis == *axis).peekable();
            own.peek().is_none() || own.any(|own| own.pole == *pole)
        })
    }
}

/// What tells in a claim: the topics that it names, and the stems of its other words.
pub(in crate::check) fn telling_of(claim: &Claim) -> Stems {
    let is_named = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
    let words = claim.read.words.iter().enumerate();
    let stems = words
        .filter(|(at, word)| !word.has_digit && !word.is_stopword && word.exact.len() > 2 && !is_named(*at))
        .map(|(_, word)| word.stem.as_str());
    let mut all = StemSet::default();
    all.add(stems);
    for topic in &claim.topics {
        all.add(std::iter::once(topic_mark(*topic).as_str()));
    }
    all.into()
}

/// Whether a claim denies something: `not shown`, `no difference`. `Less` and `without` deny nothing that is told.
pub(in crate::check) fn is_negative(claim: &Claim) -> bool {
    let denies = |word: &str| {
        let lists = [Grammar::Not, Grammar::No, Grammar::Nobody, Grammar::Improbable];
        lists.iter().any(|list| list.has(word))
    };
    // `No treatment` is what it was compared with.
    let is_compared = |at: usize| claim.comparators.iter().any(|said| said.first == at);
    // `Providers who are not physicians` names people by what they are not.
    let names_people = |at: usize| at.checked_sub(2).is_some_and(|at| Grammar::Relative.has(claim.word(at)));
    claim.cues.iter().any(|cue| {
        matches!(cue.cue, Cue::NotShown | Cue::Same)
            || cue.cue == Cue::Not
                && denies(claim.word(cue.first))
                && !is_compared(cue.first)
                && !names_people(cue.first)
    })
}

/// The topics right before `not among`.
fn unlisted(claim: &Claim) -> Vec<usize> {
    let is_not = |at: usize| claim.cues.iter().any(|cue| cue.cue == Cue::Not && cue.first <= at && at <= cue.last);
    let among = (1..claim.read.words.len()).filter(|&at| Grammar::Among.has(claim.word(at)) && is_not(at - 1));
    among
        .flat_map(|among| {
            let read = claim.read.topics.iter().rev().find(|read| read.last < among);
            read.filter(|read| among - read.last <= UNLISTED_REACH).map(|read| read.topic)
        })
        .collect()
}

/// The pairs of telling words right behind a `not`.
fn denied(claim: &Claim) -> Vec<[String; 2]> {
    let nots = (0..claim.read.words.len()).filter(|&at| Grammar::Not.has(claim.word(at)));
    nots.filter_map(|at| pair_at(claim, at + 1)).collect()
}

/// Two words in a row, where both say something and neither is of a name or of what tells how a comparison came out.
pub(in crate::check) fn pair_at(claim: &Claim, at: usize) -> Option<[String; 2]> {
    let (one, other) = (claim.read.words.get(at)?, claim.read.words.get(at + 1)?);
    let is_read = claim.cues.iter().any(|cue| {
        let tells = matches!(
            cue.cue,
            Cue::Better
                | Cue::Same
                | Cue::Worse
                | Cue::AsGood
                | Cue::Lower
                | Cue::Higher
                | Cue::Meaningful
                | Cue::Small
        );
        tells && cue.first <= at + 1 && at <= cue.last && !Grammar::Not.has(claim.word(cue.first))
    });
    let is_named = claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
    let tells = (Grammar::Fully.has(&one.exact) || !one.is_stopword && one.exact.len() > 2) && !other.is_stopword;
    let is_plain = tells && !one.has_digit && !other.has_digit && claim.clause(at) == claim.clause(at + 1);
    (is_plain && !is_read && !is_named).then(|| [one.stem.clone(), other.stem.clone()])
}

/// The pairs of words of a claim that nothing right before them denies, with their places.
pub(in crate::check) fn pairs_of(claim: &Claim) -> impl Iterator<Item = (usize, [String; 2])> {
    (0..claim.read.words.len()).filter(|&at| !claim.is_negated(at)).filter_map(|at| Some((at, pair_at(claim, at)?)))
}

/// The stems that stand behind `but not with`, and nowhere before it.
fn set_apart(claim: &Claim) -> Vec<String> {
    let joins = |at: usize| {
        let word = claim.word(at);
        Grammar::Contrasts.has(word) || Grammar::And.has(word)
    };
    let begins = claim.cues.iter().filter(|cue| cue.cue == Cue::Not && Grammar::Not.has(claim.word(cue.first)));
    let not = begins
        .map(|cue| cue.first)
        .find(|&at| at.checked_sub(1).is_some_and(joins) && Grammar::OfGroup.has(claim.word(at + 1)));
    let Some(not) = not else { return Vec::new() };
    let stems = |from: usize, most: usize| {
        let words = claim.read.words.iter().skip(from).take(most);
        words.filter(|word| !word.has_digit && !word.is_stopword).map(|word| word.stem.clone())
    };
    let before: Vec<String> = stems(0, not).collect();
    stems(not + 2, WORDS).filter(|stem| !before.contains(stem)).collect()
}

/// Whether a claim is of one clause, in which what is denied and what is told are of one thing.
fn is_single(claim: &Claim) -> bool {
    claim.clauses.iter().all(|clause| *clause == 0)
}

/// What stands for a topic among stems, whatever it is called: no stem begins so.
pub(in crate::check) fn topic_mark(topic: usize) -> String {
    format!("#{topic}")
}

/// The words of a claim that exclude others. What is denied right before says neither.
pub(in crate::check) fn poles_of(claim: &Claim) -> Vec<Pole> {
    let pole = |found: &Found<(Axis, u32)>| {
        let (axis, pole) = found.cue;
        Pole { axis, pole, first: found.first, last: found.last, beside: beside(claim, found) }
    };
    // `No difference was left`: whatever phrase the `no` belongs to, nothing is.
    let is_denied = |found: &&Found<(Axis, u32)>| {
        let is_compared = |cue: &Found<Cue>| {
            claim.cues.iter().any(|other| {
                matches!(other.cue, Cue::Comparator(_)) && other.first <= cue.first && cue.last <= other.last
            })
        };
        let near = |cue: &&Found<Cue>| cue.cue == Cue::Not && cue.first < found.first && found.first - cue.first <= 4;
        let inside = |cue: &&Found<Cue>| cue.cue == Cue::Not && found.first < cue.first && cue.first <= found.last;
        // `How much better it was is not given`, `the figures do not rule out that it is likelier`.
        let is_asked = claim.cues.iter().any(|cue| {
            let reach = if claim.clause(cue.first) == claim.clause(found.first) { REACH } else { ASKED_REACH };
            cue.cue == Cue::Indirect && cue.first <= found.first && found.first - cue.first <= reach
        });
        is_asked
            || claim.is_either_way(found.first, found.last)
            // `It cost more, at less than £20,000 for each`: less than so much.
            || claim.is_bound(found.last)
            // `Treatments without drugs: most of them` denies no share.
            || claim.negation(found.first).is_some_and(|one| {
                found.cue.0 != Axis::Amount || !Grammar::Without.has(claim.word(one.first))
            })
            // `None of the deaths in its trials was put down to it`.
            || found.cue.0 == Axis::Cause && claim.is_of_nobody(found.first)
            || found.cue.0 == Axis::Rest && claim.cues.iter().filter(near).any(|cue| !is_compared(cue))
            || matches!(found.cue, (Axis::Importance, 2) | (Axis::Sufficiency, 1)) && claim.cues.iter().any(|cue| inside(&cue))
    };
    claim.poles.iter().filter(|found| !is_denied(found)).map(pole).collect()
}

/// The stems of the nearest telling words on both sides, in the same clause.
fn beside(claim: &Claim, found: &Found<(Axis, u32)>) -> Vec<String> {
    let clause = claim.clause(found.first);
    let is_pole = |at: usize| claim.poles.iter().any(|pole| pole.first <= at && at <= pole.last);
    let stem = |at: usize| {
        let word = claim.read.words.get(at)?;
        let is_named = claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
        let tells = !word.has_digit && !word.is_stopword && word.exact.len() > 2 && !is_pole(at) && !is_named;
        (claim.clause(at) == clause && tells).then(|| word.stem.clone())
    };
    let after = (found.last + 1..claim.read.words.len()).take(REACH).filter_map(stem).take(WORDS);
    let before = (0..found.first).rev().take(REACH).filter_map(stem).take(WORDS);
    let reach = found.first.saturating_sub(REACH)..=found.last + REACH;
    let topics = claim.read.topics.iter().filter(|read| {
        reach.contains(&read.first)
            && claim.clause(read.first) == clause
            && !(found.first <= read.last && read.first <= found.last)
    });
    after.chain(before).chain(topics.map(|read| topic_mark(read.topic))).collect()
}
