//! Of how many something is named as one: `one of 13 options` (E001), and options told as the one to choose first (E004).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, Subject},
        known::{Context, Known, Mention},
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Axis,
    domain::{
        Finding, TopicKind,
        finding::{Stance, Strength},
    },
    text::Grammar,
};

/// The pole of [`Axis::Company`] that says that there are others, as `opposites.toml` numbers it.
const AMONG: u32 = 2;

/// Words behind `one of` within which stands of how many.
const LISTED_REACH: usize = 2;

/// Telling words behind a number within which stands what it counts.
const COUNTED_WORDS: usize = 3;

/// Whether advice names a treatment as one of so many.
pub(super) fn is_one_of_options(claim: &Claim, number: &Number) -> bool {
    let is_one = number.parts.is_some_and(|(part, _)| part == 1.0) && !number.is_rate;
    is_one && claim.subject == Subject::Recommendation
}

/// Whether a record names something as one of another number than this: `one of nine`, where it is one of others.
pub(super) fn is_told_of_others(known: &Known, part: f64, whole: f64) -> bool {
    let mut parts = known.mentions.iter().filter_map(|one| one.number.parts);
    parts.any(|(own, of)| own == part && (of - whole).abs() > 1e-9)
}

/// Of how many the findings that a claim can be about name something as one, in another number than the claim does: `one of only four
/// options`, of advice that names thirteen for these people and four for others.
pub(super) fn listed_here<'k>(claim: &Claim, number: &Number, of: Of<'k>) -> Option<&'k Mention> {
    let is_near = |last: usize| last < number.first && number.first - last <= LISTED_REACH;
    let is_one_of = claim
        .poles
        .iter()
        .any(|pole| pole.cue == (Axis::Company, AMONG) && pole.first < pole.last && is_near(pole.last));
    if number.role != Role::Other || !is_one_of {
        return None;
    }
    let at = claim.numbers.iter().position(|one| one.first == number.first)?;
    let context = Context::of(&claim.numbers, at, &claim.read.words);
    let is_here = |mention: &&Mention| mention.finding.is_some_and(|at| of.fitting.contains(&at));
    let counts_same = |mention: &&Mention| {
        let counted = mention.context.after.first();
        // `One of 13 options`: named as one itself.
        let is_one = mention.number.parts.is_some_and(|(part, _)| (part - 1.0).abs() < 1e-9);
        is_one && counted.is_some_and(|counted| context.after.iter().take(COUNTED_WORDS).any(|stem| stem == counted))
    };
    let mut here = of.known.mentions.iter().filter(is_here).filter(counts_same);
    let first = here.clone().next()?;
    here.all(|mention| !number.is(options(mention))).then_some(first)
}

/// Of how many a text of a record names one: of `one of 13` the 13.
pub(super) fn options(mention: &Mention) -> f64 {
    mention.number.parts.map_or(mention.number.low, |(_, whole)| whole)
}

/// Words behind `leads` within which stands the list.
const LIST_REACH: usize = 4;

/// Words before a choice within which it is denied or bound: `not the first choice`, `among the treatments of choice`.
const CHOICE_REACH: usize = 5;

impl Judge<'_> {
    /// E004: a treatment told as the one to choose first, which a guideline names as one of several, or recommends weakly.
    pub(super) fn first_choice(
        &self,
        claim: &Claim,
        of: Of<'_>,
        applying: &[(usize, &Finding)],
        found: &mut Found<'_>,
    ) {
        let Some((first, last)) = choice(claim).filter(|_| !claim.is_negated_advice && !claim.is_question) else {
            return;
        };
        // `Treatment without drugs`: which of these is put first nobody can tell.
        let names_treatment = claim
            .read
            .topics
            .iter()
            .any(|read| read.first < first && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty());
        if !names_treatment {
            return;
        }
        let is_open = |finding: &Finding| {
            finding.result.recommendation().is_some_and(|advice| {
                let is_weak = matches!(advice.strength.value(), Some(Strength::Weak | Strength::Conditional));
                advice.stance == Stance::For && (is_weak || !advice.alternatives.is_empty())
            })
        };
        let all_open = applying.iter().all(|(_, finding)| is_open(finding));
        let Some((at, finding)) = applying.first().filter(|_| all_open) else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Stance,
            span: (first, last),
            finding: Some(*at),
            message: format!("{} does not put it before the others", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record: None,
        };
        found.contradict(rule::WRONG_COMPARATOR, contradiction);
    }
}

/// The words that tell something as what to choose first.
fn choice(claim: &Claim) -> Option<(usize, usize)> {
    let is_bound = |at: usize| {
        (at.saturating_sub(CHOICE_REACH)..at).any(|at| {
            [Grammar::Not, Grammar::No, Grammar::Denials, Grammar::LeavesOpen]
                .iter()
                .any(|list| list.has(claim.word(at)))
                || Grammar::OneAmong.has(claim.word(at))
        })
    };
    (0..claim.read.words.len()).find_map(|at| {
        let is_first = Grammar::FirstChoice.has(claim.word(at)) && Grammar::Choice.has(claim.word(at + 1));
        // `The treatment of choice`, not `one of the choices`.
        let is_of = Grammar::Of.has(claim.word(at))
            && Grammar::Choice.has(claim.word(at + 1))
            && at.checked_sub(1).is_some_and(|before| Grammar::AnyTreatment.has(claim.word(before)));
        // `It leads the list`, `at the top of its list`.
        let heads =
            Grammar::HeadsList.has(claim.word(at)) && claim.says_within(at + 2..=at + LIST_REACH, Grammar::RankedLists);
        ((is_first || is_of || heads) && !is_bound(at)).then_some((at, at + 1))
    })
}
