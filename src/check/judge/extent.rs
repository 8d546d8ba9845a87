//! What a claim says of how often and how completely, without a number, against what its source counted (E005).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, Subject},
        quantity::Role,
        rule,
    },
    corpus::lexicon::{Cue, Often},
    domain::{Finding, Vocabulary, finding::FindingKind, number::Measure},
    text::Grammar,
};

/// Up to this share, in percent, harm is called rare: a side effect that one person in a hundred has is common in the words of
/// package leaflets, one in a thousand is rare.
const RARE: f64 = 0.1;

/// From this share on, in percent, harm is common, in the words of package leaflets.
const COMMON: f64 = 1.0;

/// Words from what asks for something, or leaves it open, to how often it happens.
const ASKED_REACH: usize = 3;

impl Judge<'_> {
    /// E005: outcomes told as total, and harm told as more or less frequent than it was.
    pub(super) fn extent(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        self.absolute(claim, of, found);
        self.how_often(claim, of, found);
    }

    /// Pain that is gone for good, in everybody: no finding that is a comparison of groups says so.
    fn absolute(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let asked = claim.first(Cue::Indirect).map_or(usize::MAX, |asked| asked.first);
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::Absolute && cue.first < asked) {
            let span = (cue.first, cue.last);
            found.leave(AttributeKind::Direction, span);
            // `Vanished in 40%` tells a share, and `not gone` no wonder.
            let is_share = claim.numbers_of(Role::Percent).next().is_some();
            let says_so = of.known.findings.iter().any(|&at| self.says(at, Cue::Absolute));
            if is_share || says_so || claim.is_negated(cue.first) {
                continue;
            }
            let of_effect = |at: &&usize| {
                self.finding(**at).is_some_and(|finding| {
                    matches!(finding.result.kind(), FindingKind::Effect) && finding.result.measurement().is_some()
                })
            };
            let Some(&at) = of.fitting.iter().chain(&of.known.findings).find(of_effect) else { continue };
            let Some(finding) = self.finding(at) else { continue };
            let statement = finding.values().statement;
            let contradiction = Contradiction {
                kind: AttributeKind::Direction,
                span,
                finding: Some(at),
                message: format!(
                    "{} reports how much changed in groups, and nothing that is so complete",
                    of.source.short_title
                ),
                expected: Some(one_line(&finding.statement)),
                on_record: Some(OnRecord::of(statement, one_line(&finding.statement), Some(at), of.at)),
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }

    /// `Several serious events` of a trial that had none, `harm is common` of a rate of one in ten thousand.
    fn how_often(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        // `Rare harm is hard to count: it is put at 1.01 in 10,000`: the number says how often.
        if claim.subject != Subject::Harm || claim.numbers_of(Role::Percent).next().is_some() {
            return;
        }
        // `More common than`, `about as often`: a comparison, judged as one.
        let is_compared = |first: usize, last: usize| {
            claim.relations.iter().any(|relation| relation.first <= last && first <= relation.last)
        };
        let told = claim.cues.iter().filter(|cue| !is_compared(cue.first, cue.last)).filter_map(|cue| {
            let Cue::HowOften(often) = cue.cue else { return None };
            Some((often, cue.first, cue.last))
        });
        // `Too few to exclude rare harm` says nothing of how rare it was.
        let is_asked = |first: usize, last: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::Indirect && cue.first < last && first <= cue.last + ASKED_REACH)
        };
        // `Too small to rule out rare harm`, `rare bleeding may have been missed`: a kind of harm, of which nothing is told.
        let is_kind_of_harm = |said: Often, last: usize| {
            let is_named =
                claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Harm | Cue::Event) && cue.first == last + 1)
                    || claim.read.topics.iter().any(|read| read.first == last + 1);
            let detects = |at: usize| Grammar::Detects.has(claim.word(at)) && claim.clause(at) == claim.clause(last);
            said == Often::Rarely && is_named && (0..claim.read.words.len()).any(detects)
        };
        let told = told.filter(|(said, _, last)| !is_kind_of_harm(*said, *last));
        for (said, first, last) in told.filter(|(_, first, last)| !is_asked(*first, *last)) {
            let span = (first, last);
            found.leave(AttributeKind::Percent, span);
            if claim.is_negated(first) && said != Often::Never {
                continue;
            }
            let own: Vec<(usize, &Finding, Often)> = self
                .of_this_harm(claim, of)
                .into_iter()
                .filter_map(|(at, finding)| Some((at, finding, self.happened(at, finding)?)))
                .collect();
            let on_record = |at: usize, finding: &Finding| {
                OnRecord::of(finding.values().statement, one_line(&finding.statement), Some(at), of.at)
            };
            if let Some((at, finding, _)) = own.iter().find(|(_, _, own)| *own == said) {
                found.confirm(AttributeKind::Percent, span, Some(on_record(*at, finding)));
                continue;
            }
            let is_wrong = |own: Often| match said {
                Often::Never => own != Often::Never,
                Often::Rarely => own == Often::Commonly,
                Often::Repeatedly => own == Often::Never,
                Often::Commonly => matches!(own, Often::Never | Often::Rarely),
            };
            let Some((at, finding, often)) = own.first().filter(|_| own.iter().all(|(_, _, own)| is_wrong(*own)))
            else {
                continue;
            };
            let contradiction = Contradiction {
                kind: AttributeKind::Percent,
                span,
                finding: Some(*at),
                message: format!("by {} this happened {}", of.source.short_title, often.label().to_lowercase()),
                expected: Some(one_line(&finding.statement)),
                on_record: Some(on_record(*at, finding)),
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }

    /// The findings on harm whose outcome has most of the words of a claim: `serious` tells two of them apart.
    fn of_this_harm(&self, claim: &Claim, of: Of<'_>) -> Vec<(usize, &Finding)> {
        let shared = |at: usize| {
            let words = self.facts.words_of.get(at).map(|words| &words.outcome);
            claim.read.words.iter().filter(|word| words.is_some_and(|words| words.contains(&word.stem))).count()
        };
        let harms: Vec<(usize, &Finding)> = of
            .known
            .findings
            .iter()
            .filter_map(|&at| Some((at, self.finding(at)?)))
            .filter(|(_, finding)| finding.result.kind() == FindingKind::Harm)
            .collect();
        let most = harms.iter().map(|(at, _)| shared(*at)).max().unwrap_or(0);
        harms.into_iter().filter(|(at, _)| most > 0 && shared(*at) == most).collect()
    }

    /// How often a harm happened: by its count or rate, else by the words of its statement.
    fn happened(&self, at: usize, finding: &Finding) -> Option<Often> {
        let estimates = finding.result.measurement().map(|m| m.estimates.as_slice()).unwrap_or_default();
        if estimates.iter().any(|one| one.measure == Measure::Count && one.value.to_f64() == 0.0) {
            return Some(Often::Never);
        }
        let source = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source))?;
        let shares =
            source.typed.iter().filter(|one| one.finding == Some(at) && one.role == Role::Percent && one.arm.is_none());
        match shares.map(|one| one.high).reduce(f64::max) {
            Some(share) if share <= 0.0 => Some(Often::Never),
            Some(share) if share <= RARE => Some(Often::Rarely),
            Some(share) if share >= COMMON => Some(Often::Commonly),
            Some(_) => None,
            None => {
                let often = [Often::Never, Often::Rarely, Often::Commonly];
                let mut told = often.into_iter().filter(|often| self.says(at, Cue::HowOften(*often)));
                told.next().filter(|_| told.next().is_none())
            }
        }
    }

    /// Whether the statement of a finding has a phrase of this meaning.
    fn says(&self, at: usize, cue: Cue) -> bool {
        self.records.known_of_finding(at).is_some_and(|known| known.says(at, cue))
    }
}
