//! Of which group of a result something is said: of those who had the treatment, or of those it was compared with.

use super::{Judge, same_class};
use crate::{
    check::claim::{Claim, EffectDirection, Relation, joined},
    corpus::lexicon::Cue,
    domain::{Finding, TopicKind, finding::ComparatorClass, phrase::Found},
    text::Grammar,
};

/// A group of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Treated,
    Compared,
}

/// A group where a claim names it.
#[derive(Clone, Copy)]
struct Mention {
    first: usize,
    last: usize,
    side: Side,
}

/// Words behind `than` within which stands who is compared with.
const OBJECT_REACH: usize = 8;

/// Most words from `it was` to the group that is lifted out, and from that to `that`.
const LIFTED_REACH: usize = 5;

/// Words behind `than` within which stands who is meant by those.
const STAND_IN_REACH: usize = 3;

/// Words before a group within which something says that it is the one compared with.
const BESIDE_REACH: usize = 2;

impl Judge<'_> {
    /// The group of a finding that a relation is told of; none where the words do not tell.
    pub(super) fn side(&self, claim: &Claim, relation: Relation, at: usize, finding: &Finding) -> Option<Side> {
        // `Massage or humming, which did better? Massage`.
        if let Some((first, last)) = claim.picked {
            let answer = self.groups(claim, claim.clause(first), at, finding);
            let mut picked = answer.iter().filter(|one| first <= one.first && one.last <= last);
            return picked.next().filter(|_| picked.next().is_none()).map(|one| one.side);
        }
        let mentions = self.groups(claim, relation.clause, at, finding);
        // `It was usual care that came out ahead, with the needles trailing`.
        let is_nearest =
            |one: &Mention| !mentions.iter().any(|other| one.last < other.first && other.last < relation.first);
        if let Some(lifted) = mentions.iter().find(|one| is_nearest(one) && is_lifted(claim, **one, relation)) {
            return Some(lifted.side);
        }
        // Whom it is told of stands between it and what compares, or else before it.
        let before = mentions
            .iter()
            .rev()
            .find(|one| one.last < relation.first && !self.is_beside_compared(claim, **one, &mentions));
        if let Some(than) = than(claim, relation) {
            return match groups_about(&mentions, relation, than, before) {
                (Some(subject), Some(object)) => (subject.side != object.side).then_some(subject.side),
                // `Usual care left people better off than those who had it`: nobody but the other group is meant.
                (Some(subject), None) => {
                    let is_told = subject.side == Side::Compared && stands_for_group(claim, than.last + 1);
                    is_told.then_some(Side::Compared)
                }
                // `Pills did more than acupuncture`: whatever did better than the treatment is what it was compared with.
                (None, Some(object)) => self.is_alone_behind(claim, than, object, at).then_some(Side::Compared),
                (None, None) => None,
            };
        }
        let Some(subject) = before else { return self.side_behind(claim, relation, &mentions) };
        // `Saw massage come out ahead: 5.9 with massage and 8.3 with acupuncture`: right before it stands of whom it is told.
        if subject.last + 1 == relation.first {
            return Some(subject.side);
        }
        let until = until(claim, relation);
        let others = || mentions.iter().filter(|one| one.first < until && one.side != subject.side);
        // `Compared with the sham, it did better`.
        if others().next().is_some() && others().all(|one| self.is_beside_compared(claim, *one, &mentions)) {
            return Some(subject.side);
        }
        // `After massage it was worse`: nobody else is named.
        (others().next().is_none() && subject.side == Side::Compared).then_some(Side::Compared)
    }

    /// The group that stands right behind a comparison of no others: `it eased less with the sham`.
    fn side_behind(&self, claim: &Claim, relation: Relation, mentions: &[Mention]) -> Option<Side> {
        let compares = claim.says_within(relation.first..=relation.last, Grammar::Comparatives);
        let first = mentions.iter().find(|one| one.first > relation.last)?;
        let leads = first.first == relation.last + 2 || first.first == relation.last + 3;
        let is_given = Grammar::OfGroup.has(claim.word(relation.last + 1));
        let is_compared = first.side == Side::Compared && mentions.iter().all(|one| one.side == Side::Compared);
        let is_way =
            !matches!(relation.way, EffectDirection::Same | EffectDirection::Equivalent | EffectDirection::Differs);
        (compares && leads && is_given && is_compared && is_way).then_some(Side::Compared)
    }

    /// Whether a sentence lifts out a group of some finding as the one that a relation is told of, and so sets it against the others.
    pub(super) fn lifts_out(&self, claim: &Claim, relation: Relation, among: &[usize]) -> bool {
        among.iter().filter_map(|&at| Some((at, self.finding(at)?))).any(|(at, finding)| {
            let mentions = self.groups(claim, relation.clause, at, finding);
            mentions.iter().any(|one| is_lifted(claim, *one, relation))
        })
    }

    /// Whether a relation compares something with a part of what a finding tested, of which the finding says nothing: `drugs did more
    /// than acupuncture`, where acupuncture was added to drugs.
    pub(super) fn is_of_others(&self, claim: &Claim, relation: Relation, at: usize, finding: &Finding) -> bool {
        if claim.picked.is_some() {
            return self.side(claim, relation, at, finding).is_none();
        }
        let Some(than) = than(claim, relation) else { return false };
        let mentions = self.groups(claim, relation.clause, at, finding);
        let before = mentions
            .iter()
            .rev()
            .find(|one| one.last < relation.first && !self.is_beside_compared(claim, **one, &mentions));
        match groups_about(&mentions, relation, than, before) {
            (None, Some(object)) => {
                object.side == Side::Treated && leads_to(claim, than, object) && !self.is_one_treatment(at)
            }
            (Some(_), _) | (None, None) => false,
        }
    }

    /// The groups of a finding that any clause of a claim names, in order, each with its words.
    pub(super) fn sides(&self, claim: &Claim, at: usize, finding: &Finding) -> Vec<(Side, usize, usize)> {
        let mut clauses = claim.clauses.clone();
        clauses.dedup();
        let all = clauses.into_iter().flat_map(|clause| self.groups(claim, clause, at, finding));
        let mut all: Vec<(Side, usize, usize)> = all.map(|one| (one.side, one.first, one.last)).collect();
        all.sort_by_key(|(_, first, _)| *first);
        all
    }

    /// Whether what stands right behind a word of comparison is the treatment of a finding, and that is one treatment by itself: of
    /// several together, `exercise alone` is what they are compared with.
    fn is_alone_behind(&self, claim: &Claim, than: Found<Cue>, object: Mention, at: usize) -> bool {
        let before = |back: usize| object.first.checked_sub(back).map_or("", |at| claim.word(at));
        let is_lacking =
            (1..=BESIDE_REACH).any(|back| Grammar::Without.has(before(back)) || Grammar::No.has(before(back)));
        object.side == Side::Treated && leads_to(claim, than, object) && !is_lacking && self.is_one_treatment(at)
    }

    /// Whether a finding tested one treatment, and that not on top of another.
    fn is_one_treatment(&self, at: usize) -> bool {
        let [added, _] = &self.facts.company;
        let words = self.facts.words_of.get(at).map(|words| &words.treatment);
        let is_added = words.is_some_and(|words| added.iter().any(|stem| words.contains(stem)));
        !is_added && self.facts.topics_at.get(at).is_some_and(|topics| topics.treatment.len() < 2)
    }

    /// The groups of a finding that a clause names, in order.
    fn groups(&self, claim: &Claim, clause: usize, at: usize, finding: &Finding) -> Vec<Mention> {
        let Some(topics) = self.facts.topics_at.get(at) else { return Vec::new() };
        let inside = |first: usize| claim.clause(first) == clause;
        let is_class =
            |cue: &Found<Cue>| matches!(cue.cue, Cue::Comparator(class) if same_class(class, finding.comparator.class));
        let names_study = |last: usize| Grammar::Controlled.has(claim.word(last + 1));
        let mut all: Vec<Mention> = Vec::new();
        let compared = claim.cues.iter().filter(|cue| inside(cue.first) && is_class(cue) && !names_study(cue.last));
        all.extend(compared.map(|cue| Mention { first: cue.first, last: cue.last, side: Side::Compared }));
        for read in claim.read.topics.iter().filter(|read| inside(read.first)) {
            let class = self.corpus.topics().get(read.topic).and_then(|topic| topic.comparator_class);
            let is_part = claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Comparator(_)) && cue.first <= read.last && read.first <= cue.last + 1
            });
            if is_part || names_study(read.last) {
                continue;
            }
            let is_treatment = !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty();
            let is_treated = is_treatment && topics.treatment.contains(&read.topic);
            let is_compared = is_treatment && topics.comparator.contains(&read.topic)
                || class.is_some_and(|class| same_class(class, finding.comparator.class));
            let side = match (is_treated, is_compared) {
                (true, false) => Side::Treated,
                (false, true) => Side::Compared,
                (true, true) | (false, false) => continue,
            };
            all.push(Mention { first: read.first, last: read.last, side });
        }
        self.groups_in_words(claim, clause, (at, finding), &mut all);
        // `The real thing`, beside its imitation.
        let genuine = (0..claim.read.words.len()).filter(|&at| inside(at) && Grammar::Genuine.has(claim.word(at)));
        let is_new = |at: usize| !all.iter().any(|one| one.first <= at + 1 && at <= one.last);
        let genuine: Vec<usize> =
            genuine.filter(|&at| is_new(at) && all.iter().any(|one| one.side == Side::Compared)).collect();
        all.extend(genuine.into_iter().map(|at| Mention { first: at, last: at, side: Side::Treated }));
        all.sort_by_key(|one| one.first);
        all
    }

    /// Adds the groups that a clause names by no topic: `those who were needled`, and of two forms of one treatment `the
    /// standardized one`.
    fn groups_in_words(&self, claim: &Claim, clause: usize, (at, finding): (usize, &Finding), all: &mut Vec<Mention>) {
        let Some(topics) = self.facts.topics_at.get(at) else { return };
        let is_free = |first: usize, last: usize, all: &[Mention]| {
            claim.clause(first) == clause
                && !all.iter().any(|one| one.first <= last + 1 && first <= one.last + 1)
                && !claim.read.topics.iter().any(|read| read.first <= first && last <= read.last)
        };
        // Words that stand for treatments of several names are no name of one.
        let has_own = |topic: usize| self.corpus.topics().get(topic).is_some_and(|topic| !topic.phrases.is_empty());
        let has_words = |&topic: &usize| {
            let above = self.facts.wider.get(topic).into_iter().flatten();
            has_own(topic) || above.into_iter().any(|&wider| has_own(wider))
        };
        let treatments = |topics: &[usize]| self.of_kind(topics, &[TopicKind::Intervention]);
        let is_told = treatments(&topics.treatment).iter().any(has_words);
        if is_told && !treatments(&topics.comparator).iter().any(has_words) {
            let treating = claim.cues.iter().filter(|cue| cue.cue == Cue::Treating);
            for cue in treating.filter(|cue| !Grammar::AnyTreatment.has(claim.word(cue.first))) {
                if is_free(cue.first, cue.last, all) {
                    all.push(Mention { first: cue.first, last: cue.last, side: Side::Treated });
                }
            }
        }
        let is_other = matches!(finding.comparator.class, ComparatorClass::Active | ComparatorClass::SameIntervention);
        let Some(words) = self.facts.words_of.get(at).filter(|_| is_other) else { return };
        for (place, word) in claim.read.words.iter().enumerate() {
            let lists = [Grammar::AnyTreatment, Grammar::Arms, Grammar::StandIns];
            let is_any = lists.iter().any(|list| list.has(&word.exact));
            if is_any || word.is_stopword || word.has_digit || !is_free(place, place, all) {
                continue;
            }
            let side = match (words.form.contains(&word.stem), words.compared.contains(&word.stem)) {
                (true, false) if !words.outcome.contains(&word.stem) => Side::Treated,
                (false, true) if !words.treatment.contains(&word.stem) => Side::Compared,
                (true, _) | (false, _) => continue,
            };
            all.push(Mention { first: place, last: place, side });
        }
    }

    /// Whether a group is named as what is compared with: `the gain over sham`. Behind what compares it is the first one, under
    /// whatever names.
    fn is_beside_compared(&self, claim: &Claim, one: Mention, all: &[Mention]) -> bool {
        let is_next =
            |at: usize| !all.iter().any(|other| at < other.first && other.first < one.first && other.side != one.side);
        let is_beside = |at: usize| {
            claim.clause(at) == claim.clause(one.first)
                && (Grammar::BesideCompared.has(claim.word(at)) || Grammar::Without.has(claim.word(at)))
        };
        (one.first.saturating_sub(BESIDE_REACH)..one.first).any(|at| is_beside(at) && is_next(at))
            || claim.cues.iter().any(|cue| {
                // `Compared humming with silence`: behind the `with`.
                let last = joined(claim, *cue);
                cue.cue == Cue::Against && last < one.first && one.first <= last + BESIDE_REACH + 2 && is_next(last)
            })
    }
}

/// What compares the two groups of a relation: `than`, or in `did as well as` the relation itself.
fn than(claim: &Claim, relation: Relation) -> Option<Found<Cue>> {
    let joins = |cue: &&Found<Cue>| {
        let is_one = cue.cue == Cue::Against || cue.cue == Cue::AsGood && relation.way == EffectDirection::Equivalent;
        is_one && claim.clause(cue.first) == relation.clause
    };
    let until = until(claim, relation);
    let found = claim.cues.iter().filter(joins).find(|cue| {
        relation.first <= cue.first && cue.first < until && (cue.first > relation.last || cue.last <= relation.last)
    });
    found.copied()
}

/// Where the next relation of its clause begins.
fn until(claim: &Claim, relation: Relation) -> usize {
    let others = claim.relations.iter().chain(&claim.further).filter(|other| other.clause == relation.clause);
    others.map(|other| other.first).filter(|first| *first > relation.last).min().unwrap_or(usize::MAX)
}

/// The group that a relation is told of, and the one behind what compares them.
fn groups_about(
    mentions: &[Mention],
    relation: Relation,
    than: Found<Cue>,
    before: Option<&Mention>,
) -> (Option<Mention>, Option<Mention>) {
    let object = mentions.iter().find(|one| than.last < one.first && one.first <= than.last + OBJECT_REACH);
    let between = mentions.iter().rev().find(|one| relation.last < one.first && one.last < than.first);
    (between.or(before).copied(), object.copied())
}

/// Whether nothing stands between what compares and a group but words that lead to it.
fn leads_to(claim: &Claim, than: Found<Cue>, object: Mention) -> bool {
    (than.last + 1..object.first).all(|at| is_empty(claim, at))
}

/// Whether a word between `than` and a group only leads to it: `than with`, `than the ones who had`.
fn is_empty(claim: &Claim, at: usize) -> bool {
    claim.read.words.get(at).is_some_and(|word| word.is_stopword) || Grammar::StandIns.has(claim.word(at))
}

/// Whether a group is lifted out as the one that a relation is told of: `it was the massage group that`, `it is massage that`.
fn is_lifted(claim: &Claim, one: Mention, relation: Relation) -> bool {
    let begins = |at: usize| Grammar::It.has(claim.word(at)) && Grammar::Being.has(claim.word(at + 1));
    let before = one.first.saturating_sub(LIFTED_REACH + 1)..one.first;
    let is_denied = || before.clone().any(|at| Grammar::Not.has(claim.word(at)));
    let follows = || {
        let until = relation.first.min(one.last + 1 + LIFTED_REACH);
        claim.says_within(one.last + 1..until, Grammar::Relative)
    };
    before.clone().any(begins) && !is_denied() && follows()
}

/// Whether words that stand for people or a group follow within few words: `than the ones who`.
fn stands_for_group(claim: &Claim, from: usize) -> bool {
    (from..from + STAND_IN_REACH)
        .any(|at| Grammar::StandIns.has(claim.word(at)) && claim.clause(at) == claim.clause(from))
}

/// The comparator that a sentence is about: `sham needling relieved pain more than acupuncture did`.
pub(super) fn subject_class(claim: &Claim) -> Option<ComparatorClass> {
    let way = claim.way?;
    let is_against = |from: usize, until: usize| {
        claim.cues.iter().any(|cue| cue.cue == Cue::Against && from <= cue.first && cue.first < until)
    };
    let subject = claim.comparators.iter().find(|said| {
        !matches!(said.what, ComparatorClass::Active | ComparatorClass::SameIntervention) && said.last < way.first
    })?;
    // `Compared with sham needling, acupuncture did better` is about acupuncture.
    let names_before = claim.read.topics.iter().any(|read| read.last < subject.first);
    let object = claim.comparators.iter().filter(|said| said.first > way.first).map(|said| said.first).max();
    let is_compared = object.is_some_and(|object| is_against(way.first, object));
    (is_compared && !is_against(0, subject.first) && !(names_before && claim.relations.len() > 1))
        .then_some(subject.what)
}
