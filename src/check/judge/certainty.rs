//! How sure a claim says one may be, against what its source says (E007, W103).

use std::collections::HashSet;

use super::{Contradiction, Found, Judge, Of, SentenceContext, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, EffectDirection, Said, Subject},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        Certainty, Finding, TopicKind, Vocabulary,
        certainty::Level,
        finding::{ComparatorClass, DurationClass},
    },
    text::Grammar,
};

/// Words before a level within which it is denied.
const DENIED_REACH: usize = 3;

impl Judge<'_> {
    /// E007 and W103.
    pub(super) fn certainty(&self, claim: &Claim, of: Of<'_>, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let Of { source, known, meant, .. } = of;
        // `High-quality evidence is what it lacks`.
        let is_lacking = |at: usize| {
            Grammar::Unavailable.has(claim.word(at))
                && claim.levels.iter().any(|said| claim.clause(said.first) == claim.clause(at))
        };
        if (0..claim.read.words.len()).any(is_lacking) {
            return;
        }
        // `Not proven beyond doubt`.
        let is_denied = |said: &Said<Level>| {
            let mut before = (1..=DENIED_REACH).filter_map(|back| said.first.checked_sub(back));
            let denies = |at: usize| {
                [Grammar::Not, Grammar::Denials, Grammar::Nobody].iter().any(|list| list.has(claim.word(at)))
            };
            said.what == Level::High && (before.any(denies) || (said.first..=said.last).any(denies))
        };
        if claim.levels.iter().any(is_denied) {
            return;
        }
        let kinds = self.kinds(claim);
        let outcomes = self.outcomes(claim);
        // `Acute pain, the guideline of 2017. The evidence is of low quality`: what stands before says for whom.
        let own: HashSet<DurationClass> = claim.durations.iter().map(|said| said.what).collect();
        let names_treatment = !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty();
        let durations = if own.is_empty() && names_treatment { &around.of_source.durations } else { &own };
        let rate = |is_any_kind: bool| -> Vec<(usize, &Finding, Certainty)> {
            known
                .findings
                .iter()
                .filter_map(|&at| {
                    let finding = self.finding(at)?;
                    let fits = (is_any_kind || kinds.contains(&finding.result.kind()))
                        && (durations.is_empty()
                            || finding
                                .population
                                .duration
                                .value()
                                .is_none_or(|own| own.iter().any(|class| durations.contains(class))))
                        && (finding.result.measurement().is_some() || self.treats(claim, finding, around));
                    fits.then_some((at, finding, finding.certainty.value()?.certainty))
                })
                .collect()
        };
        let mut rated = rate(false);
        // `The guideline called the evidence high quality`: the rating of its advice.
        if rated.is_empty() && !claim.levels.is_empty() {
            rated = rate(true);
        }
        // Of several treatments of one source each has its own certainty.
        let is_of_named = |finding: &Finding| names_treatment && self.treats(claim, finding, around);
        if !claim.levels.is_empty() && rated.iter().any(|(_, finding, _)| is_of_named(finding)) {
            rated.retain(|(_, finding, _)| is_of_named(finding));
        }
        // `A benefit` without more is one in what people are treated for, not in quality of life.
        let main: Vec<usize> =
            (0..).zip(self.corpus.topics()).filter(|(_, t)| t.is_main_outcome).map(|(i, _)| i).collect();
        let of_outcome = |finding: &Finding| {
            finding.result.measurement().is_none_or(|m| {
                let own = self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()));
                let asked = if outcomes.is_empty() { &main } else { &outcomes };
                own.iter().any(|topic| asked.contains(topic))
            })
        };
        if !claim.levels.is_empty() && !rated.is_empty() {
            let is_said = |certainty: &Certainty| claim.levels.iter().any(|said| level_is(*certainty, said.what));
            let all: Vec<&Said<ComparatorClass>> =
                claim.comparators.iter().filter(|said| said.what != ComparatorClass::Active).collect();
            // A certainty belongs to the comparisons of its own clause.
            let near: Vec<&Said<ComparatorClass>> = all
                .iter()
                .copied()
                .filter(|said| claim.levels.iter().any(|level| claim.clause(level.first) == claim.clause(said.first)))
                .collect();
            let classes = if near.is_empty() { all } else { near };
            let mut wrong: Vec<(&Said<ComparatorClass>, usize, Certainty)> = Vec::new();
            // Each level that is named stands by itself.
            for said in &claim.levels {
                let bears = |(at, _, certainty): &&(usize, &Finding, Certainty)| {
                    level_is(*certainty, said.what) && (of.fitting.contains(at) || classes.is_empty())
                };
                if let Some((at, finding, _)) = rated.iter().find(bears) {
                    let on_record = self.rated(*at, finding, of);
                    found.confirm(AttributeKind::Certainty, (said.first, said.last), Some(on_record));
                }
            }
            let mut right = false;
            for &said in &classes {
                let of_class: Vec<_> = rated.iter().filter(|(at, _, _)| self.is_against(said.what, *at)).collect();
                let narrow: Vec<_> = of_class.iter().filter(|(_, finding, _)| of_outcome(finding)).collect();
                let these: Vec<_> = if narrow.is_empty() { of_class.iter().collect() } else { narrow };
                match these.first() {
                    Some(_) if these.iter().any(|(_, _, certainty)| is_said(certainty)) => right = true,
                    Some((at, _, certainty)) => wrong.push((said, *at, *certainty)),
                    None => {}
                }
            }
            if classes.is_empty() {
                let narrow: Vec<_> = rated.iter().filter(|(at, _, _)| meant.contains(at)).collect();
                let these: Vec<_> = if narrow.is_empty() { rated.iter().collect() } else { narrow };
                if these.iter().any(|(_, _, certainty)| is_said(certainty)) {
                    right = true;
                } else if let (Some((at, _, certainty)), Some(said)) = (these.first(), claim.levels.first()) {
                    let message = format!("{} rates this as {}", source.short_title, rating(*certainty));
                    found.contradict(
                        rule::WRONG_CERTAINTY,
                        Contradiction {
                            kind: AttributeKind::Certainty,
                            span: (said.first, said.last),
                            finding: Some(*at),
                            message,
                            expected: Some(rating(*certainty)),
                            on_record: self.finding(*at).map(|finding| self.rated(*at, finding, of)),
                        },
                    );
                }
            }
            for (said, at, certainty) in wrong {
                let message = format!(
                    "against {} {} gives {}",
                    said.what.label().to_lowercase(),
                    source.short_title,
                    rating(certainty)
                );
                let span = match (right, claim.levels.first()) {
                    (false, Some(level)) => (level.first, level.last),
                    (true, _) | (false, None) => (said.first, said.last),
                };
                let level = claim.levels.first().map_or(span, |level| (level.first, level.last));
                let on_record = self.finding(at).map(|finding| self.rated(at, finding, of));
                found.contradict(
                    rule::WRONG_CERTAINTY,
                    Contradiction {
                        kind: AttributeKind::Certainty,
                        span: if right { span } else { level },
                        finding: Some(at),
                        message,
                        expected: Some(rating(certainty)),
                        on_record,
                    },
                );
            }
            return;
        }
        if rated.is_empty() {
            self.certainty_in_words(claim, of, found);
        }
        // W103
        let said = around.whole.levels;
        let hedged = claim.has(Cue::Hedge) || claim.has(Cue::Small);
        let relevant: Vec<_> = match claim.subject {
            Subject::Recommendation => rated.iter().collect(),
            Subject::Effect | Subject::Harm | Subject::Mechanism | Subject::Coverage => {
                rated.iter().filter(|(at, _, _)| meant.contains(at)).collect()
            }
        };
        let low = relevant.iter().find(|(_, _, certainty)| is_low(*certainty));
        let all_low = relevant.iter().all(|(_, _, certainty)| is_low(*certainty));
        let asserts = claim.way.is_some_and(|way| way.what != EffectDirection::Same)
            || matches!(claim.subject, Subject::Recommendation);
        if let Some((at, finding, certainty)) = low
            && asserts
            && !said
            && !hedged
            && !claim.is_negated_advice
            && (all_low || claim.subject == Subject::Recommendation)
        {
            let who = match finding.population.duration.value().map(Vec::as_slice) {
                Some([class, ..]) if finding.result.recommendation().is_some() => {
                    format!(" for {}", self.condition_of(finding, *class))
                }
                _ => String::new(),
            };
            let message =
                format!("{} rests on {}{who}, and the text does not say so", source.short_title, rating(*certainty));
            let span = claim
                .way
                .map(|way| (way.first, way.last))
                .or(claim.first(Cue::Recommend).map(|cue| (cue.first, cue.last)));
            found.at(
                rule::CERTAINTY_OMITTED,
                span.unwrap_or_else(|| found.whole()),
                Some(*at),
                message,
                Some(rating(*certainty)),
            );
        }
    }

    /// E007: evidence told as surer than any text of its source calls it, where no finding has a rating: `moderate at best`.
    fn certainty_in_words(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let own = &of.known.scope.levels;
        let Some(surest) = own.iter().max_by_key(|told| told.level) else { return };
        for said in claim.levels.iter().filter(|said| said.what > surest.level) {
            if claim.is_negated(said.first) || heads_denial(claim, said.first) {
                continue;
            }
            let on_record = OnRecord {
                value: one_line(&surest.text),
                field: surest.field,
                is_verified: surest.is_verified,
                finding: surest.finding,
                source: of.at,
            };
            let message = format!("{} calls it {}", of.source.short_title, surest.level.label().to_lowercase());
            let contradiction =
                Contradiction::of(AttributeKind::Certainty, (said.first, said.last), message, on_record);
            found.contradict(rule::WRONG_CERTAINTY, contradiction);
        }
    }

    /// How a finding is rated.
    fn rated(&self, at: usize, finding: &Finding, of: Of<'_>) -> OnRecord {
        let certainty = finding.values().certainty;
        let value = certainty.with_doubt().0.value().map(|rated| rating(rated.certainty)).unwrap_or_default();
        OnRecord::of(certainty, value, Some(at), of.at)
    }

    /// Whether a recommendation is about the treatment of the claim.
    pub(super) fn treats(&self, claim: &Claim, finding: &Finding, around: &SentenceContext<'_>) -> bool {
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let own = if own.is_empty() { around.treatments.to_vec() } else { own };
        let topics = self.positions(&finding.intervention.topics);
        own.is_empty() || own.iter().any(|&a| topics.iter().any(|&b| self.facts.related(a, b)))
    }
}

/// Whether the clause of a word begins with a denial: `no treatment rests on strong evidence`.
fn heads_denial(claim: &Claim, at: usize) -> bool {
    let head = claim.clauses.iter().position(|clause| *clause == claim.clause(at));
    head.is_some_and(|head| [Grammar::No, Grammar::Nobody].iter().any(|list| list.has(claim.word(head))))
}

/// Whether a rating is the one a sentence names. Systems are compared by their own words and never converted.
pub(super) fn level_is(certainty: Certainty, level: Level) -> bool {
    // A level of design is no rating of certainty.
    certainty.levels().is_none_or(|(least, surest)| (least..=surest).contains(&level))
}

/// Whether its own system calls it low or less.
pub(super) fn is_low(certainty: Certainty) -> bool {
    certainty.levels().is_some_and(|(_, surest)| surest <= Level::Low)
}

/// `LOW certainty (GRADE)`: the rating stands out.
pub(super) fn rating(certainty: Certainty) -> String {
    let label = certainty.label();
    let rating = certainty.rating().replace('-', " ");
    match label.get(rating.len()..) {
        Some(rest) if label.to_lowercase().starts_with(&rating) => format!("{}{rest}", rating.to_uppercase()),
        _ => label,
    }
}
