//! Early or late: `straight after the course`, `in the long run`, of results of one comparison that differ with the time.

use super::Judge;
use crate::{
    check::claim::{Claim, Relation},
    domain::{Finding, finding::Direction},
    text::Grammar,
};

/// A finding with its position and how it came out.
type Compared<'f> = (usize, &'f Finding, Direction);

/// When a result was seen, as words tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Early,
    Late,
}

impl Judge<'_> {
    /// Of findings that a relation may be about the early or the late ones, where its clause says which of both is meant by no
    /// number, and the source has both.
    pub(super) fn at_stage<'f>(
        &self,
        claim: &Claim,
        relation: Relation,
        compared: &[Compared<'f>],
    ) -> Option<Vec<Compared<'f>>> {
        if compared.len() < 2 {
            return None;
        }
        let stage = said_stage(claim, relation)?;
        let of_stage: Vec<Compared<'f>> = compared
            .iter()
            .copied()
            .filter(|(at, finding, _)| stage_of(*at, finding, compared) == Some(stage))
            .collect();
        (!of_stage.is_empty() && of_stage.len() < compared.len()).then_some(of_stage)
    }
}

/// Whether another relation tells of another stage than a first one: `better at once, and no different later`.
pub(super) fn is_of_other_stage(claim: &Claim, relation: Relation, other: Relation) -> bool {
    let (own, other) = (said_stage(claim, relation), said_stage(claim, other));
    own.is_some() && other.is_some() && own != other
}

/// Which stage the clause of a relation tells, if it tells one and no time in numbers.
fn said_stage(claim: &Claim, relation: Relation) -> Option<Stage> {
    let is_alone = claim.relations.len() < 2;
    let here: Vec<&str> = (0..claim.read.words.len())
        .filter(|at| is_alone || claim.clause(*at) == relation.clause)
        .map(|at| claim.word(at))
        .collect();
    let says = |list: Grammar| {
        list.words().iter().any(|phrase| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            here.windows(phrase.len()).any(|window| window == phrase.as_slice())
        })
    };
    match (says(Grammar::EarlyOn), says(Grammar::LaterOn)) {
        (true, false) => Some(Stage::Early),
        (false, true) => Some(Stage::Late),
        (true, true) | (false, false) => None,
    }
}

/// The stage of a finding beside others of the same outcome and comparison: by their times, or by the words of its statement.
fn stage_of(at: usize, finding: &Finding, among: &[Compared<'_>]) -> Option<Stage> {
    let days = |finding: &Finding| finding.result.measurement().and_then(|m| m.time.value()).map(|time| time.to.days());
    let topic = |finding: &Finding| finding.result.measurement().map(|m| m.outcome.topic.clone());
    let is_beside = |other: &Finding| {
        topic(other) == topic(finding)
            && other.comparator.class == finding.comparator.class
            && other.comparator.topics == finding.comparator.topics
    };
    if let Some(own) = days(finding) {
        let others: Vec<f64> = among
            .iter()
            .filter(|(other, beside, _)| *other != at && is_beside(beside))
            .filter_map(|(_, beside, _)| days(beside))
            .collect();
        let (is_last, is_first) = (others.iter().all(|day| *day <= own), others.iter().all(|day| *day >= own));
        return match (is_first, is_last) {
            (true, false) => Some(Stage::Early),
            (false, true) => Some(Stage::Late),
            (true, true) | (false, false) => None,
        };
    }
    let statement = finding.statement.to_lowercase().replace(['-', '\n'], " ");
    let says =
        |list: Grammar| list.words().iter().any(|phrase| phrase.contains(' ') && statement.contains(phrase.as_str()));
    match (says(Grammar::EarlyOn), says(Grammar::LaterOn)) {
        (true, false) => Some(Stage::Early),
        (false, true) => Some(Stage::Late),
        (true, true) | (false, false) => None,
    }
}
