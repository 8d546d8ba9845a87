//! How long the complaint of those who were studied had lasted, told as a span of time, and whether they were people (E003).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, Standing},
        claim::Claim,
        quantity::Role,
        rule,
    },
    corpus::lexicon::Cue,
    domain::{StudyDesign, finding::DurationClass},
    text::Qualifier,
};

/// Most words between what says that a complaint has lasted and how long.
const LASTING_REACH: usize = 5;

/// Days that are certainly too few for a chronic complaint, whoever rounds.
const SHORT: f64 = 70.0;

/// Days from which a complaint is chronic: 12 weeks.
const CHRONIC: f64 = 84.0;

impl Judge<'_> {
    /// E003: how long a complaint has lasted, told in weeks or years: `pain of more than a year` in a trial of recent pain.
    pub(super) fn lasting(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let own = self.durations_of(of.known);
        if own.is_empty() {
            return;
        }
        for number in claim.numbers_of(Role::Days) {
            let span = (number.first, number.last);
            let is_open = found.said(AttributeKind::Time, span).any(|one| one.standing == Standing::Uncompared);
            let is_lasting = claim.cues.iter().any(|cue| {
                cue.cue == Cue::Lasting && cue.last < number.first && number.first - cue.last <= LASTING_REACH
            });
            if !is_open || !is_lasting {
                continue;
            }
            let is_chronic = |class: &DurationClass| *class == DurationClass::Chronic;
            let wrong = match number.qualifier {
                Some(Qualifier::MoreThan | Qualifier::AtLeast) => number.low >= CHRONIC && !own.iter().any(is_chronic),
                Some(Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo) => {
                    number.high <= CHRONIC && own.iter().all(is_chronic)
                }
                None => number.high < SHORT && own.iter().all(is_chronic),
                Some(
                    Qualifier::About | Qualifier::Nearly | Qualifier::AllBut | Qualifier::AsManyAs | Qualifier::AsFewAs,
                ) => false,
            };
            // `Pain that has lasted two weeks or longer`, where all had it for months: what lasted may be something else.
            let is_wide = matches!(number.qualifier, Some(Qualifier::MoreThan | Qualifier::AtLeast))
                && number.high < SHORT
                && own.iter().all(is_chronic);
            if wrong || is_wide {
                let expected = Some(one_line(&of.source.pico.population));
                let contradiction = Contradiction {
                    kind: AttributeKind::Time,
                    span,
                    finding: of.meant.first().copied(),
                    message: format!(
                        "{} studied people whose complaint had lasted another time",
                        of.source.short_title
                    ),
                    expected,
                    on_record: None,
                };
                if wrong {
                    found.contradict(rule::WRONG_POPULATION, contradiction);
                } else {
                    found.suspect(rule::WRONG_POPULATION, contradiction);
                }
            }
        }
    }

    /// E003: what was seen in animals, told of people.
    pub(super) fn species(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        // `In patients, not in mice` names both.
        let denied = claim.cues.iter().filter(|cue| cue.cue == Cue::Animals).all(|cue| claim.is_set_apart(cue.first));
        if of.source.design != StudyDesign::Animal || !denied {
            return;
        }
        let Some(people) = claim.first(Cue::Human).filter(|cue| !claim.is_negated(cue.first)) else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Population,
            span: (people.first, people.last),
            finding: of.meant.first().copied(),
            message: format!("{} studied animals, and no people", of.source.short_title),
            expected: Some(one_line(&of.source.pico.population)),
            on_record: None,
        };
        found.contradict(rule::WRONG_POPULATION, contradiction);
    }
}
