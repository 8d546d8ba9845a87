//! Whether there is more of a result by more of what a source looked at: `the longer the course, the better the result` (E005).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{attribute::AttributeKind, claim::Claim, known::is_negative, rule},
    corpus::lexicon::Cue,
    domain::{
        Finding,
        finding::{ComparatorClass, Direction},
    },
    search::ReadWord,
    text::Grammar,
};

/// Most words from one `the more` to the other.
const PAIR_REACH: usize = 12;

impl Judge<'_> {
    /// E005: a result said to grow with something that the record says makes no difference, or the other way round.
    pub(super) fn proportional(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let begins =
            |at: &usize| Grammar::Definite.has(claim.word(*at)) && Grammar::Comparatives.has(claim.word(*at + 1));
        let length = claim.read.words.len();
        let Some(first) = (0..length).find(begins) else { return };
        let Some(second) = (first + 3..length.min(first + PAIR_REACH)).find(begins) else { return };
        // `Not so that the more, the better`, `whether it holds that`.
        if is_negative(claim) || claim.has(Cue::Indirect) || !claim.is_parted(second) {
            return;
        }
        let span = (first, second + 1);
        let is_shared = |stem: &str| of.known.findings.iter().all(|&at| self.tells_stem(at, stem));
        let stems: Vec<&ReadWord> = claim.read.words.iter().take(second).skip(first + 1).collect();
        let stems = stems.into_iter().filter(|word| {
            !word.is_stopword && !word.has_digit && !Grammar::Comparatives.has(&word.exact) && !is_shared(&word.stem)
        });
        let stems: Vec<&str> = stems.map(|word| word.stem.as_str()).collect();
        let told = |at: usize| stems.iter().filter(|stem| self.tells_stem(at, stem)).count();
        // Kinds of one treatment are what can grow.
        let of_kinds = of.known.findings.iter().filter_map(|&at| Some((at, self.finding(at)?)));
        let of_kinds: Vec<(usize, &Finding, usize)> = of_kinds
            .filter(|(_, finding)| finding.comparator.class == ComparatorClass::SameIntervention)
            .map(|(at, finding)| (at, finding, told(at)))
            .collect();
        let most = of_kinds.iter().map(|(_, _, told)| *told).max().unwrap_or_default();
        let mut nearest = of_kinds.iter().filter(|(_, _, told)| *told == most && most > 0);
        let Some((at, finding, _)) = nearest.next().filter(|_| nearest.next().is_none()) else { return };
        if finding.result.measurement().is_none_or(|m| m.direction != Direction::NoDifference) {
            return;
        }
        let contradiction = Contradiction {
            kind: AttributeKind::Direction,
            span,
            finding: Some(*at),
            message: format!("{} does not show that one grows with the other", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record: self.direction_on_record(*at, finding),
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    /// Whether the statement of a finding has a word.
    fn tells_stem(&self, at: usize, stem: &str) -> bool {
        self.facts.words_of.get(at).is_some_and(|words| words.result.contains(stem))
    }
}
