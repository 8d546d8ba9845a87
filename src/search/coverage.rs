//! Whether a question lies within the collection, by what was found.

use super::{
    answer::{InterpretedTerm, QueryInterpretation, QuestionScope, TermRole},
    gather::Gathered,
    plan::OutsideGroup,
    rank::Voice,
};
use crate::domain::scope::{Coverage, OutsideTerm};

impl QuestionScope {
    /// Adds what no record is about to what was found out; `is_nothing` where nothing else is found.
    pub(super) fn add(&mut self, term: OutsideTerm, is_nothing: bool) {
        self.outside.push(term);
        self.coverage = if is_nothing { Coverage::Outside } else { Coverage::Partly };
    }
}

/// Whether a question lies within the collection.
pub(super) fn of_question(
    understood: &QueryInterpretation,
    groups: &[OutsideGroup],
    gathered: &Gathered,
    voice: Voice,
) -> QuestionScope {
    let is_told = |group: &&OutsideGroup| !gathered.subjects.contains(&group.group);
    let mut outside: Vec<OutsideTerm> = groups.iter().filter(is_told).map(|group| group.term.clone()).collect();
    // Where nothing is found, any word that no record has is why. Where something is, it may be talk.
    let is_nothing = gathered.records.is_empty() && outside.is_empty();
    let is_unknown = |term: &&InterpretedTerm| is_nothing && !term.found && term.role == TermRole::Word;
    for term in understood.terms.iter().filter(is_unknown) {
        if outside.iter().all(|known| known.text != term.text) {
            outside.push(OutsideTerm { text: term.text.clone(), label: None });
        }
    }
    let coverage = match (outside.is_empty(), gathered.records.is_empty()) {
        _ if voice == Voice::LookUp && !groups.iter().any(|group| is_told(&group)) => Coverage::Inside,
        (true, _) => Coverage::Inside,
        (false, true) => Coverage::Outside,
        (false, false) => Coverage::Partly,
    };
    QuestionScope { coverage, outside }
}
