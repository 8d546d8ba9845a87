//! What is said to be ruled out, where the source has only not shown it (E007).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{attribute::AttributeKind, claim::Claim, rule},
    corpus::lexicon::Cue,
    domain::{Finding, certainty::Level, finding::Direction},
    text::Grammar,
};

impl Judge<'_> {
    /// E007, as a warning: that no difference was shown rules out nothing, unless the source is highly certain of it.
    pub(super) fn ruled_out(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_told = |first: usize| {
            let before = |back: usize| first.checked_sub(back).map_or("", |at| claim.word(at));
            let is_passive = Grammar::Being.has(before(1)) || Grammar::Been.has(before(1));
            Grammar::RulesOut.has(claim.word(first)) && !claim.is_negated(first) && !is_passive
        };
        let Some(cue) = claim.cues.iter().find(|cue| cue.cue == Cue::Indirect && is_told(cue.first)) else { return };
        // What it is that is ruled out is told by the words for what was measured.
        let shared = |at: usize| {
            let words = self.facts.words_of.get(at).map(|words| &words.outcome);
            claim.read.words.iter().filter(|word| words.is_some_and(|words| words.contains(&word.stem))).count()
        };
        let directed = || {
            of.fitting.iter().filter_map(|&at| {
                let direction = self.finding(at)?.result.measurement()?.direction;
                (!matches!(direction, Direction::Descriptive | Direction::Mixed)).then_some((at, direction))
            })
        };
        let most = directed().map(|(at, _)| shared(at)).max();
        let all = || {
            let meant = directed().filter(|(at, _)| Some(shared(*at)) == most);
            meant.filter_map(|(at, direction)| Some((at, self.finding(at)?, direction)))
        };
        let is_unshown = |(_, finding, direction): (usize, &Finding, Direction)| {
            direction == Direction::NoDifference && !is_certain(finding)
        };
        let Some((at, finding, _)) = all().next().filter(|_| all().all(is_unshown)) else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Certainty,
            span: (cue.first, cue.last),
            finding: Some(at),
            message: format!("{} did not show a difference, which rules out none", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record: None,
        };
        found.suspect(rule::WRONG_CERTAINTY, contradiction);
    }
}

/// Whether a source is highly certain of what it found.
fn is_certain(finding: &Finding) -> bool {
    let levels = finding.certainty.value().and_then(|rated| rated.certainty.levels());
    levels.is_some_and(|(low, _)| low == Level::High)
}
