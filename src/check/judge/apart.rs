//! What a comparison tells of another outcome or another form of a treatment than a finding is about, and of several outcomes at
//! once.

use super::Judge;
use crate::{
    check::claim::{Claim, Relation},
    corpus::lexicon::Cue,
    domain::{
        Finding, TopicKind,
        finding::{ComparatorClass, Direction, DurationClass},
    },
    text::Grammar,
};

impl<'a> Judge<'a> {
    /// Whether a relation names the form of the treatment that a finding is about, and another one none but others: `dry cupping
    /// helped, and wet cupping did not`.
    pub(super) fn is_of_other_form(&self, claim: &Claim, (own, other): (Relation, Relation), at: usize) -> bool {
        let known = self.records.known_of_finding(at);
        let forms = known.as_deref().map(|known| self.forms_at(claim, known)).unwrap_or_default();
        let of_clause = |clause| forms.iter().filter(move |(place, _)| claim.clause(*place) == clause);
        let has = |(_, stem): &(usize, &str)| self.has_form(at, stem);
        let mut elsewhere = of_clause(other.clause).peekable();
        of_clause(own.clause).any(has) && elsewhere.peek().is_some() && !elsewhere.any(has)
    }

    /// Whether the clause of a relation names an outcome, and none that a finding is about: `pain fell, while disability did not`.
    pub(super) fn is_of_other_outcome(&self, claim: &Claim, relation: Relation, finding: &Finding) -> bool {
        let inside = |first: usize| claim.clause(first) == relation.clause;
        // `Low back pain` is a complaint.
        let is_part = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
        let spoken = claim.cues.iter().filter(|cue| inside(cue.first) && !is_part(cue.first)).filter_map(|cue| {
            let Cue::Outcome(topic) = cue.cue else { return None };
            Some(topic)
        });
        let named = claim.read.topics.iter().filter(|read| inside(read.first)).map(|read| read.topic);
        let all: Vec<usize> = spoken.chain(named).collect();
        let outcomes = self.of_kind(&all, &[TopicKind::Outcome, TopicKind::Instrument]);
        let Some(m) = finding.result.measurement() else { return false };
        let own = self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()));
        !outcomes.is_empty() && !outcomes.iter().any(|&named| own.iter().any(|&own| self.facts.related(own, named)))
    }

    /// Of several outcomes that a clause names side by side, a finding on one of them that came out otherwise than it says of all:
    /// `pain and disability had both fallen more`.
    pub(super) fn told_of_both<'f>(
        &self,
        claim: &Claim,
        relation: Relation,
        compared: &[(usize, &'f Finding, Direction)],
        told: &impl Fn(usize, &Finding, Direction) -> Option<bool>,
    ) -> Option<(usize, &'f Finding)> {
        let here = |at: usize| claim.clause(at) == relation.clause;
        if denies(claim, relation.clause) || claim.relations.len() > 1 || !relation.way.is_gain() {
            return None;
        }
        let kinds = [TopicKind::Outcome, TopicKind::Instrument];
        let read = claim.read.topics.iter().filter(|read| here(read.first));
        let read = read.filter(|read| !self.of_kind(&[read.topic], &kinds).is_empty()).map(|read| read.topic);
        let is_part =
            |first: usize, last: usize| claim.read.topics.iter().any(|read| read.first <= first && last <= read.last);
        let spoken = claim.cues.iter().filter(|cue| here(cue.first) && !is_part(cue.first, cue.last));
        let spoken = spoken.filter_map(|cue| if let Cue::Outcome(topic) = cue.cue { Some(topic) } else { None });
        let mut named: Vec<usize> = read.chain(spoken).collect();
        named.sort_unstable();
        named.dedup();
        let of_outcome = |outcome: usize| {
            compared.iter().copied().filter(move |(at, _, _)| {
                self.facts.topics_at.get(*at).is_some_and(|topics| topics.outcome.contains(&outcome))
            })
        };
        let is =
            |(at, finding, direction): (usize, &Finding, Direction), is_so| told(at, finding, direction) == Some(is_so);
        let agrees = |outcome: usize| of_outcome(outcome).any(|one| is(one, true));
        let conflicts =
            |outcome: usize| of_outcome(outcome).next().is_some() && of_outcome(outcome).all(|one| is(one, false));
        let other = named.iter().copied().find(|&outcome| conflicts(outcome))?;
        let (at, finding, _) = of_outcome(other).next()?;
        named.iter().any(|&outcome| agrees(outcome)).then_some((at, finding))
    }

    /// Of several treatments that a clause names side by side, a result on one of them, where all results of its source on that one came
    /// out otherwise than it says and one on another came out so: `antibiotics and exercise did better than placebo`. With the
    /// words that name it.
    pub(super) fn told_of_each(
        &self,
        claim: &Claim,
        relation: Relation,
        (among, classes): (&[usize], &[ComparatorClass]),
        told: &impl Fn(usize, &Finding, Direction) -> Option<bool>,
    ) -> Option<((usize, usize), usize, &'a Finding)> {
        if denies(claim, relation.clause) || claim.relations.len() > 1 || !relation.way.is_gain() {
            return None;
        }
        let source = self.facts.source_of.get(*among.first()?)?;
        let kinds = self.kinds(claim);
        let is_of = |own: &[DurationClass]| own.iter().any(|one| claim.durations.iter().any(|said| said.what == *one));
        let results: Vec<(usize, &Finding, Direction)> = self
            .facts
            .sources
            .get(*source)?
            .findings
            .iter()
            .filter_map(|&at| {
                let finding = self.finding(at).filter(|finding| kinds.contains(&finding.result.kind()))?;
                Some((at, finding, finding.result.measurement()?.direction))
            })
            .filter(|(at, finding, _)| {
                let duration = finding.population.duration.value();
                (claim.durations.is_empty() || duration.is_none_or(|own| is_of(own)))
                    && (classes.is_empty() || classes.iter().any(|class| self.is_against(*class, *at)))
            })
            .collect();
        let treats =
            |at: usize, stem: &str| self.facts.words_of.get(at).is_some_and(|words| words.treatment.contains(stem));
        let listed = (0..claim.read.words.len()).filter(|&at| is_listed(claim, at, relation)).filter_map(|at| {
            let stem = claim.read.words.get(at)?.stem.as_str();
            let own: Vec<_> = results.iter().copied().filter(|(finding, _, _)| treats(*finding, stem)).collect();
            (!own.is_empty() && own.len() < results.len()).then_some((at, own))
        });
        let listed: Vec<(usize, Vec<_>)> = listed.collect();
        let is = |(at, finding, direction): &(usize, &Finding, Direction), is_so| {
            told(*at, finding, *direction) == Some(is_so)
        };
        let (place, other) = listed.iter().find(|(_, own)| own.iter().all(|one| is(one, false)))?;
        let (at, finding, _) = other.first()?;
        let mut agreeing = listed.iter().filter(|(_, own)| own.iter().any(|one| is(one, true))).peekable();
        // `The review of dry and wet cupping found it lower with the wet one`: of which it is told stands behind.
        // Or between: `shows that only the wet one lowered it`.
        let behind = |place: usize| claim.read.words.iter().skip(place + 1).map(|word| &word.stem);
        let stem = |place: usize| claim.read.words.get(place).map(|word| &word.stem);
        let is_named_again = |place: usize| behind(place).any(|own| Some(own) == stem(place));
        let agrees = agreeing.peek().is_some() && !agreeing.any(|(place, _)| is_named_again(*place));
        agrees.then_some(((*place, *place), *at, *finding))
    }

    /// Whether a claim names outcomes by their topics, and no result of the source of a finding is about any of them or about a
    /// wider or narrower one, nor says a word of them.
    pub(super) fn is_of_no_finding(&self, claim: &Claim, at: usize) -> bool {
        let outcomes = self.of_kind(&self.outcomes(claim), &[TopicKind::Outcome, TopicKind::Instrument]);
        let Some(known) = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source)) else {
            return false;
        };
        let is_told = |outcome: usize| {
            known.topics.contains(&outcome)
                || known.findings.iter().any(|&other| {
                    let topics = self.facts.topics_at.get(other);
                    topics.is_some_and(|topics| topics.outcome.iter().any(|&own| self.facts.related(own, outcome)))
                })
        };
        !outcomes.is_empty() && !outcomes.into_iter().any(is_told)
    }
}

/// Whether a clause denies something.
fn denies(claim: &Claim, clause: usize) -> bool {
    let is_denial = |word: &str| [Grammar::Not, Grammar::No, Grammar::Nobody].iter().any(|list| list.has(word));
    claim.cues.iter().filter(|cue| claim.clause(cue.first) == clause).any(|cue| {
        matches!(cue.cue, Cue::NotShown | Cue::Contrast | Cue::Same)
            || cue.cue == Cue::Not && is_denial(claim.word(cue.first))
    })
}

/// Whether a word stands in a list before a relation: beside a comma, or what joins things.
fn is_listed(claim: &Claim, at: usize, relation: Relation) -> bool {
    let Some(word) = claim.read.words.get(at).filter(|word| !word.is_stopword && !word.has_digit) else { return false };
    let joins = |at: usize| Grammar::And.has(claim.word(at));
    word.exact.len() > 2
        && (claim.label..relation.first).contains(&at)
        && claim.clause(at) == relation.clause
        && (joins(at + 1) || claim.is_parted(at + 1) || claim.is_parted(at) || at.checked_sub(1).is_some_and(joins))
}
