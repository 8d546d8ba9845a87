//! What a sentence claims: kind, direction, comparators, times, people, certainty, research named.

mod own;
mod reader;
mod relation;
mod spans;

use super::quantity::{Number, Role};
use crate::{
    corpus::{
        Corpus,
        lexicon::{self, Axis, Cue},
    },
    domain::{
        TopicKind,
        certainty::Level,
        finding::{ComparatorClass, DurationClass, Strength, TimeOrigin},
        phrase::Found,
        vocabulary::vocabulary,
    },
    search::ReadText,
    text::Grammar,
};

pub(super) use reader::{ClaimReader, joined};
use relation::way_of;
pub(super) use relation::{advise, relate_anew};

vocabulary! {
    /// What a sentence is, as far as evidence is concerned.
    pub enum SentenceClass ("class of a sentence") {
        /// Says something that research could show or refute.
        EvidenceClaim = "evidence-claim", "Evidence claim";
        /// What its writers see, do or hear from patients.
        PracticeExperience = "practice-experience", "Practice experience";
        /// Prices, hours, addresses, appointments.
        Logistics = "logistics", "Logistics";
        /// Anything else: questions, definitions, headings.
        Other = "other", "Other";
    }
}

/// Which way a sentence says a comparison went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EffectDirection {
    /// The intervention did better, or people got better with it.
    Better,
    /// No difference.
    Same,
    /// The intervention did worse.
    Worse,
    /// As good as another treatment.
    Equivalent,
    /// A lower value: better or worse, as the scale has it.
    Lower,
    /// A higher value.
    Higher,
    /// A difference, whichever way.
    Differs,
}

impl EffectDirection {
    /// Whether it tells a gain: lower is better on most scales.
    pub(super) fn is_gain(self) -> bool {
        matches!(self, Self::Better | Self::Lower)
    }
}

/// What a sentence is about, in the terms of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Effect,
    Harm,
    Recommendation,
    Mechanism,
    Coverage,
}

/// Something said, and the words that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said<T> {
    pub(super) what: T,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// A way that a clause says a comparison went, and the words that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) way: EffectDirection,
    pub(super) first: usize,
    pub(super) last: usize,
    /// The clause it stands in.
    pub(super) clause: usize,
}

/// A sentence as the check understands it.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) class: SentenceClass,
    pub(super) subject: Subject,
    pub(super) read: ReadText,
    pub(super) numbers: Vec<Number>,
    pub(super) cues: Vec<Found<Cue>>,
    /// Words that exclude others, of what stands beside them; they say nothing by themselves and are no other cue's words.
    pub(super) poles: Vec<Found<(Axis, u32)>>,
    /// The way the sentence says a comparison went, in the main.
    pub(super) way: Option<Said<EffectDirection>>,
    /// The way of each clause that says one, in order.
    pub(super) relations: Vec<Relation>,
    /// Further ways that a clause says beside its own: `less pain, and took fewer pills`.
    pub(super) further: Vec<Relation>,
    /// Negations of something that was not understood: nobody can tell what such a sentence says.
    pub(super) unread_negations: Vec<(usize, usize)>,
    /// The words that give advice or tell of coverage.
    pub(super) advice: Option<(usize, usize)>,
    pub(super) strengths: Vec<Said<Strength>>,
    pub(super) comparators: Vec<Said<ComparatorClass>>,
    /// Treatments the sentence compares with, as positions of topics.
    pub(super) compared_with: Vec<Said<usize>>,
    /// Topics by position, each once.
    pub(super) topics: Vec<usize>,
    pub(super) levels: Vec<Said<Level>>,
    /// For each number of days, counted from when.
    pub(super) origins: Vec<(usize, Said<TimeOrigin>)>,
    pub(super) durations: Vec<Said<DurationClass>>,
    pub(super) is_question: bool,
    /// Whether it says that something is advised against or not covered.
    pub(super) is_negated_advice: bool,
    /// For each word, in which clause it stands.
    pub(super) clauses: Vec<usize>,
    /// Words before a colon that only announce the rest: `Acupuncture vs. massage:`.
    pub(super) label: usize,
    /// The first word behind a colon that stands behind more than a label: a list, or what was found.
    pub(super) colon: Option<usize>,
    /// Whether it says something that a source could confirm or deny.
    pub(super) says: bool,
    /// Whether the words of the question before stand behind its own.
    pub(super) is_answer: bool,
    /// Of two things that the question before names, the words that pick one: `massage or humming? Massage, says the trial`.
    pub(super) picked: Option<(usize, usize)>,
    /// Whether only the source that is known beside it makes it a claim about evidence.
    pub(super) is_by_place: bool,
}

/// Most words between the first word of a phrase and any other of it that is looked for.
const PHRASE_REACH: usize = 16;

/// Words after a negation within which it may deny coverage.
const COVERAGE_REACH: usize = 4;

/// Most words from what says that there was no such group to the group.
const ABSENCE_REACH: usize = 6;

/// Most words from a group to the verb that says that it was missing.
const ABSENCE_BEHIND: usize = 4;

/// Words before a denial within which another one undoes it.
const UNDONE_REACH: usize = 2;

/// Words behind a negation within which stands what was not found.
const UNTRACED_REACH: usize = 6;

/// Words behind a negation within which stands what cannot be told.
const UNKNOWN_REACH: usize = 3;

impl Claim {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|found| found.cue == cue)
    }

    /// Negations that are no part of a phrase, and negate neither a result nor advice that was read.
    pub(super) fn loose_negations(&self) -> impl Iterator<Item = Found<Cue>> {
        // Cues stand in the order of their first words; no phrase begins further before one of its words.
        let near = |at: usize| {
            let from = self.cues.partition_point(|cue| cue.first + PHRASE_REACH < at);
            self.cues.iter().skip(from).take_while(move |cue| cue.first <= at + COVERAGE_REACH)
        };
        let is_read = move |negation: &Found<Cue>| {
            near(negation.first).any(|other| {
                let is_phrase = other.cue != Cue::Not
                    && other.last > other.first
                    && other.first <= negation.first
                    && negation.last <= other.last;
                // `Does not currently recommend it`: read with the advice.
                let is_advice = self.is_negated_advice
                    && other.cue == Cue::Recommend
                    && negation.first < other.first
                    && self.advice == Some((other.first, other.last));
                let is_coverage = self.subject == Subject::Coverage
                    && matches!(other.cue, Cue::Covers | Cue::Bills)
                    && negation.first < other.first;
                // `No sham group`, `there never was a sham`: what there was not.
                let is_absent = matches!(other.cue, Cue::Comparator(_))
                    && (other.first == negation.last + 1
                        || self.absence(other.first, other.last).is_some_and(|at| negation.first == at));
                is_phrase || is_coverage || is_advice || is_absent
            })
        };
        let is_result = !matches!(self.subject, Subject::Recommendation | Subject::Coverage);
        let is_related = move |cue: &Found<Cue>| {
            is_result
                && self
                    .relations
                    .iter()
                    .any(|one| one.first <= cue.first && cue.last <= one.last && one.way == EffectDirection::Same)
        };
        self.cues.iter().copied().filter(move |cue| cue.cue == Cue::Not && !is_read(cue) && !is_related(cue))
    }

    pub(super) fn first(&self, cue: Cue) -> Option<Found<Cue>> {
        self.cues.iter().copied().find(|found| found.cue == cue)
    }

    /// In which clause a word stands.
    pub(super) fn clause(&self, at: usize) -> usize {
        self.clauses.get(at).copied().unwrap_or(0)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.read.words.get(at).map_or("", |word| word.exact.as_str())
    }

    /// Whether a word of a list stands anywhere in it.
    pub(super) fn says(&self, list: Grammar) -> bool {
        self.read.words.iter().any(|word| list.has(&word.exact))
    }

    /// Whether a word of a list stands at one of some places, which may lie behind its end.
    pub(super) fn says_within(&self, places: impl IntoIterator<Item = usize>, list: Grammar) -> bool {
        self.find_word(places, list).is_some()
    }

    /// The first of some places where a word of a list stands.
    pub(super) fn find_word(&self, places: impl IntoIterator<Item = usize>, list: Grammar) -> Option<usize> {
        places.into_iter().find(|at| list.has(self.word(*at)))
    }

    /// Whether a sign stands between a word and the one before it: more than a blank.
    pub(super) fn is_parted(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.read.words.get(before));
        before.zip(self.read.words.get(at)).is_some_and(|(word, next)| next.start > word.end + 1)
    }

    /// Whether the word before denies: `no sham`, `without a sham`.
    pub(super) fn is_denied_by_word_before(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        [Grammar::No, Grammar::Not, Grammar::Without].iter().any(|list| list.has(before))
    }

    pub(super) fn numbers_of(&self, role: Role) -> impl Iterator<Item = &Number> {
        self.numbers.iter().filter(move |number| number.role == role)
    }

    /// Whether a negation stands up to four words before: not the `less` of `less than three months`.
    pub(super) fn is_negated(&self, at: usize) -> bool {
        self.cues.iter().any(|found| {
            found.cue == Cue::Not && found.first < at && at - found.first <= 4 && !self.is_bound(found.first)
        })
    }

    /// Whether it denies something, or says that something was asked or not shown: the `less` of `less pain` denies nothing.
    pub(super) fn denies(&self) -> bool {
        let is_denial = |cue: &Found<Cue>| cue.cue == Cue::Not && !Grammar::Less.has(self.word(cue.first));
        self.has(Cue::NotShown) || self.has(Cue::Indirect) || self.cues.iter().any(is_denial)
    }

    /// Whether the clause of a word begins with what sets it apart: `not for pain that is acute`.
    pub(super) fn is_set_apart(&self, at: usize) -> bool {
        let clause = self.clause(at);
        let head = self.clauses.iter().position(|other| *other == clause);
        head.is_some_and(|head| Grammar::Not.has(self.word(head)) && !Grammar::NotOnly.has(self.word(head + 1)))
    }

    /// Whether a number stands beside another one as the part or the whole of it: `four studies of seven`.
    pub(super) fn is_of_part(&self, number: &Number) -> bool {
        let is_joint = |at: usize| Grammar::PartOfWhole.has(self.word(at)) && !Grammar::In.has(self.word(at));
        let begins = |at: usize| self.numbers.iter().any(|other| other.first == at);
        let ends = |at: usize| self.numbers.iter().any(|other| other.last == at);
        let joint = number.first.checked_sub(1).filter(|at| is_joint(*at));
        let is_whole = joint.and_then(|at| at.checked_sub(1)).is_some_and(|at| {
            ends(at) || Grammar::ManyStudies.has(self.word(at)) && at.checked_sub(1).is_some_and(ends)
        });
        let joint = number.last + 1 + usize::from(Grammar::ManyStudies.has(self.word(number.last + 1)));
        // `Thirteen outcomes out of 255`: a thing may stand between.
        let is_out = |at: usize| Grammar::Out.has(self.word(at)) && is_joint(at + 1);
        let is_whole_out = number
            .first
            .checked_sub(2)
            .filter(|at| is_out(*at))
            .is_some_and(|out| (1..=2).filter_map(|back| out.checked_sub(back)).any(ends));
        let is_part_out = (1..=2).any(|next| is_out(number.last + next) && begins(number.last + next + 2));
        is_whole || is_whole_out || is_part_out || is_joint(joint) && begins(joint + 1)
    }

    /// Whether the clause of a word denies whoever it is of: `nobody there was younger than 65`.
    pub(super) fn is_of_nobody(&self, at: usize) -> bool {
        (0..at).any(|before| Grammar::Nobody.has(self.word(before)) && self.clause(before) == self.clause(at))
    }

    /// The negation that stands up to four words before in the same clause, and is no part of another phrase: the `no` of `no
    /// treatment` negates nothing but the treatment.
    pub(super) fn negation(&self, at: usize) -> Option<Found<Cue>> {
        // `No longer did better` denies; `no longer recommended` tells of advice.
        let is_result = self.cues.iter().any(|cue| cue.first == at && way_of(cue.cue).is_some());
        let is_part = |negation: &Found<Cue>| {
            self.cues.iter().filter(|other| !(is_result && other.cue == Cue::LapseStated)).any(|other| {
                matches!(
                    other.cue,
                    Cue::Comparator(_)
                        | Cue::Better
                        | Cue::Same
                        | Cue::Worse
                        | Cue::AsGood
                        | Cue::Lower
                        | Cue::Safety
                        | Cue::LapseStated
                ) && other.first <= negation.first
                    && negation.last <= other.last
                    && other.last > other.first
            })
        };
        self.cues.iter().copied().find(|found| {
            found.cue == Cue::Not
                && found.first < at
                && at - found.first <= 4
                && self.clause(found.first) == self.clause(at)
                && !is_part(found)
                && !self.bounds_before(found.first)
                && !self.ends_before_sign(found.last)
        })
    }

    /// Whether a word that denies or bounds what stands before or is left out ends at a sign: `14 days without, a difference`, `12 weeks
    /// or less, it helped`.
    fn ends_before_sign(&self, at: usize) -> bool {
        (Grammar::Without.has(self.word(at)) || Grammar::Less.has(self.word(at))) && self.is_parted(at + 1)
    }

    /// Whether a word bounds the number before it: the `less` of `twelve weeks or less`.
    fn bounds_before(&self, at: usize) -> bool {
        let joint = at.checked_sub(1).filter(|joint| Grammar::Alternatives.has(self.word(*joint)));
        joint.is_some_and(|joint| {
            let is_behind = |number: &Number| number.last + 1 == joint || number.first < at && at <= number.last;
            Grammar::Less.has(self.word(at)) && self.numbers.iter().any(is_behind)
        })
    }

    /// The promises of the sentence that its words do not take back.
    pub(super) fn promises(&self) -> impl Iterator<Item = Found<Cue>> {
        lexicon::promises(&self.cues)
    }

    /// Whether it says more than any evidence can, in whatever words.
    pub(super) fn overclaims(&self) -> bool {
        self.has(Cue::Promise) || self.has(Cue::Overclaim)
    }

    /// The outcomes it speaks of without their names: phrases that are no part of the name of something else, as `pain` is
    /// of `back pain`.
    pub(super) fn outcomes<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = usize> + 'a {
        let is_outcome = |topic: usize| {
            let kind = corpus.topics().get(topic).map(|topic| topic.kind);
            matches!(kind, Some(TopicKind::Outcome | TopicKind::Instrument))
        };
        self.cues.iter().filter_map(move |found| {
            let Cue::Outcome(topic) = found.cue else { return None };
            let is_part = self
                .read
                .topics
                .iter()
                .any(|read| read.first <= found.first && found.last <= read.last && !is_outcome(read.topic));
            (!is_part).then_some(topic)
        })
    }

    /// Whether a word bounds the number behind it: the `more` of `more than twelve weeks`.
    pub(super) fn is_bound(&self, at: usize) -> bool {
        let is_here = |first: usize, last: usize| first <= at + 2 && at + 2 <= last;
        Grammar::Than.has(self.word(at + 1))
            && (self.numbers.iter().any(|number| is_here(number.first, number.last))
                || self.durations.iter().any(|said| is_here(said.first, said.last)))
    }

    /// What it says that was compared with, without a treatment that is not named beside what is: of `ahead of the sham group` the
    /// sham.
    pub(super) fn named_comparators(&self) -> impl Iterator<Item = &Said<ComparatorClass>> {
        let is_open =
            |said: &Said<ComparatorClass>| said.what == ComparatorClass::Active && self.compared_with.is_empty();
        let has_named = self.comparators.iter().any(|said| !is_open(said));
        self.comparators.iter().filter(move |said| !(has_named && is_open(said)))
    }

    /// Whether a comparison is one of two that are named as alternatives: `more or less frequent`.
    pub(super) fn is_either_way(&self, first: usize, last: usize) -> bool {
        let before = |back: usize| first.checked_sub(back).map_or("", |at| self.word(at));
        let is_pair = |joint: &str, other: &str| Grammar::Alternatives.has(joint) && Grammar::Comparatives.has(other);
        is_pair(before(1), before(2)) || is_pair(self.word(last + 1), self.word(last + 2))
    }

    /// The word that says that there was no group with a comparator: `there never was a sham group`, `a sham arm was missing`, `it lacks
    /// a comparison with sham`.
    pub(super) fn absence(&self, first: usize, last: usize) -> Option<usize> {
        let here = |at: &usize| self.clause(*at) == self.clause(first);
        // Only what belongs to the group stands between it and the word that denies it.
        let before = (first.saturating_sub(ABSENCE_REACH)..first).rev().filter(here);
        let denied = before
            .take_while(|at| !self.is_parted(at + 1))
            .find(|at| !Grammar::GroupWords.has(self.word(*at)))
            .filter(|at| Grammar::Absent.has(self.word(*at)))
            // `With the real one, but not with the sham`: what came out of it is denied, and no group.
            .filter(|at| !self.denies_result(*at))
            // `Did not do without a sham` had one.
            .filter(|at| !(at.saturating_sub(UNDONE_REACH)..*at).any(|before| self.denies_here(before)));
        let behind = (last + 1..=last + ABSENCE_BEHIND).filter(here);
        let verb = || behind.take_while(|at| !self.is_parted(*at)).find(|at| Grammar::BeingOrNot.has(self.word(*at)));
        denied.or_else(|| {
            verb().filter(|at| {
                let next = self.word(at + 1);
                let is_denied = Grammar::Not.has(next) || Grammar::Denials.has(self.word(*at));
                let what = if Grammar::Not.has(next) { self.word(at + 2) } else { next };
                Grammar::Missing.has(next) || is_denied && Grammar::Included.has(what)
            })
        })
    }

    /// Whether a `not` behind a contrast denies of a second group what was told of the first: `with the real one, but not with the sham`.
    fn denies_result(&self, at: usize) -> bool {
        let is_joined = at.checked_sub(1).is_some_and(|before| {
            Grammar::Contrasts.has(self.word(before)) || Grammar::And.has(self.word(before)) || self.is_parted(at)
        });
        let tells_group =
            |at: usize| Grammar::OfGroup.has(self.word(at)) && !Grammar::Compared.has(self.word(at.wrapping_sub(1)));
        let compares = self.cues.iter().any(|cue| cue.cue == Cue::Against && cue.first < at);
        Grammar::Not.has(self.word(at))
            && is_joined
            && Grammar::OfGroup.has(self.word(at + 1))
            && !compares
            && (0..at).any(tells_group)
    }

    /// Whether a word is a denial by itself.
    fn denies_here(&self, at: usize) -> bool {
        [Grammar::Not, Grammar::Denials, Grammar::Nobody].iter().any(|list| list.has(self.word(at)))
    }

    /// Whether it says that a work could not be found: `could not be traced to any publication`.
    pub(super) fn says_untraced(&self) -> bool {
        let denied = |at: usize| {
            self.cues.iter().any(|cue| cue.cue == Cue::Not && cue.first < at && at - cue.first <= UNTRACED_REACH)
        };
        (0..self.read.words.len()).any(|at| Grammar::Traced.has(self.word(at)) && denied(at))
    }

    /// Whether it says that nothing is known of what it names: `cannot tell`, `does not say`, `nothing is known of`.
    pub(super) fn says_unknown(&self) -> bool {
        self.cues.iter().filter(|cue| cue.cue == Cue::Not).any(|cue| {
            let behind = cue.last + 1..=cue.last + UNKNOWN_REACH;
            behind.clone().any(|at| Grammar::Tells.has(self.word(at)) && self.clause(at) == self.clause(cue.first))
        })
    }

    /// Whether it speaks of the group that got a sham: `the sham arm`.
    pub(super) fn names_group_of(&self, said: &Said<ComparatorClass>) -> bool {
        said.what == ComparatorClass::Sham && Grammar::Arms.has(self.word(said.last + 1))
    }

    /// Whether the sentence says that the intervention helps.
    pub(super) fn is_positive(&self) -> bool {
        self.way.is_some_and(|way| way.what.is_gain() || way.what == EffectDirection::Equivalent)
    }
}

/// What kind of concept the topic at a position is.
fn kind_of(corpus: &Corpus, topic: usize) -> Option<TopicKind> {
    corpus.topics().get(topic).map(|topic| topic.kind)
}
