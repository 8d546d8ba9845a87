//! Two axes that are never one flag: what the publisher did to a publication, and whether it still holds.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    date::{Date, PartialDate},
    id::SourceId,
    number::Stated,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What the publisher has said about a publication since it appeared (NISO RP-45 CREC).
    pub enum EditorialStatus ("editorial status") {
        /// Nobody has looked for notices yet.
        Unchecked = "unchecked", "Notices not looked up";
        /// Looked for, and no notice found.
        None = "none", "No notice known";
        /// Corrected; the results stand.
        Corrected = "corrected", "Corrected";
        /// The editors have doubts that are not settled.
        ExpressionOfConcern = "expression-of-concern", "Expression of concern";
        /// Withdrawn; the results must not be used.
        Retracted = "retracted", "Retracted";
        /// Withdrawn and published again in corrected form.
        RetractedAndRepublished = "retracted-and-republished", "Retracted and republished";
        /// Taken down.
        Removed = "removed", "Removed";
    }
}

impl EditorialStatus {
    /// Whether the publisher is known to have said something.
    pub fn is_notice(self) -> bool {
        match self {
            Self::Unchecked | Self::None => false,
            Self::Corrected
            | Self::ExpressionOfConcern
            | Self::Retracted
            | Self::RetractedAndRepublished
            | Self::Removed => true,
        }
    }
}

/// The editorial status of a source with its notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Editorial {
    /// What is known.
    pub status: EditorialStatus,
    /// Day on which notices were last looked for; null when nobody has, and the status is `unchecked` unless a notice is known.
    #[schema(value_type = Option<String>, format = Date)]
    pub checked: Option<Date>,
    /// Address or identifier of the notice.
    pub notice: Option<String>,
    /// Date of the notice.
    pub noticed: Option<PartialDate>,
    /// What readers should know of it, in our words: disputes and calls for retraction belong here.
    pub note: Option<String>,
}

vocabulary! {
    /// Whether a publication still holds.
    pub enum Currency ("currency state") {
        /// In force, or a report of research that has not been superseded.
        Current = "current", "Current";
        /// Its review date has passed.
        DueForReview = "due-for-review", "Due for review";
        /// Past the age at which its own issuer stops standing by it.
        Lapsed = "lapsed", "Lapsed";
        /// Replaced by a newer publication.
        Superseded = "superseded", "Superseded";
        /// Nobody has stated how long it holds.
        Unknown = "unknown", "Not stated";
    }
}

/// How long a publication holds, by whoever may say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurrencyRule {
    /// The issuer counts it as withdrawn so many years after its issue date.
    LapsesAfter {
        /// Whole years, 1 or more.
        years: u8,
        /// Who says so.
        issuer: String,
    },
    /// A report of research: it stays what was found then, until something supersedes it.
    DoesNotLapse,
    /// Nobody has said.
    Unstated,
}

/// The currency of a source on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrencyState {
    /// The state on `as_of`.
    pub state: Currency,
    /// The day the state was computed for.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    pub as_of: Date,
    /// The day the state began, when it is one that begins.
    #[schema(value_type = Option<String>, format = Date, example = "2022-04-04")]
    pub since: Option<Date>,
    /// The source that supersedes this one.
    pub superseded_by: Option<SourceId>,
    /// Why, in a sentence.
    pub reason: String,
}

/// What the currency of a publication is computed from.
#[derive(Clone, Debug)]
pub struct CurrencyBasis<'a> {
    /// How long it holds.
    pub rule: &'a CurrencyRule,
    /// Its issue date.
    pub issued: PartialDate,
    /// When its issuer meant to look at it again.
    pub review_due: &'a Stated<PartialDate>,
    /// The source that supersedes it, and when that one was issued; the earliest if there are several.
    pub superseded_by: Option<(&'a SourceId, PartialDate)>,
}

impl CurrencyBasis<'_> {
    /// The state on the day `as_of`. Incomplete dates count from the first day they can mean, which errs on the side of
    /// calling a publication old.
    pub fn on(&self, as_of: Date) -> CurrencyState {
        let issued = self.issued.earliest();
        let state = |state, since, superseded_by: Option<&SourceId>, reason: String| CurrencyState {
            state,
            as_of,
            since,
            superseded_by: superseded_by.cloned(),
            reason,
        };
        if as_of < issued {
            return state(Currency::Unknown, None, None, format!("issued {} or later, after this day", self.issued));
        }
        if let Some((by, date)) = self.superseded_by
            && date.earliest() <= as_of
        {
            let reason = format!("superseded by {by} ({date})");
            return state(Currency::Superseded, Some(date.earliest()), Some(by), reason);
        }
        if let CurrencyRule::LapsesAfter { years, issuer } = self.rule
            && let Some(lapses) = years_after(issued, *years)
            && lapses <= as_of
        {
            let reason = format!("{issuer} counts its guidelines as withdrawn {years} years after publication");
            return state(Currency::Lapsed, Some(lapses), None, reason);
        }
        if let Stated::As(due) = self.review_due
            && due.earliest() <= as_of
        {
            return state(Currency::DueForReview, Some(due.earliest()), None, format!("review was due {due}"));
        }
        match self.rule {
            CurrencyRule::LapsesAfter { years, issuer } => state(
                Currency::Current,
                None,
                None,
                format!("within the {years} years for which {issuer} stands by its guidelines"),
            ),
            CurrencyRule::DoesNotLapse => state(
                Currency::Current,
                None,
                None,
                "a report of research; nothing is known to supersede it".to_owned(),
            ),
            CurrencyRule::Unstated => {
                state(Currency::Unknown, None, None, "nobody has stated how long this publication holds".to_owned())
            }
        }
    }
}

/// The same day `years` later; 29 February becomes 28 February.
fn years_after(date: Date, years: u8) -> Option<Date> {
    let year = date.year().checked_add(i16::from(years))?;
    Date::new(year, date.month(), date.day()).or_else(|_| Date::new(year, date.month(), date.day() - 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn state(basis: &CurrencyBasis<'_>, as_of: &str) -> (Currency, Option<Date>) {
        let found = basis.on(day(as_of));
        (found.state, found.since)
    }

    #[test]
    fn a_guideline_lapses_on_the_day_its_issuer_says() {
        let rule = CurrencyRule::LapsesAfter { years: 5, issuer: "ACP".to_owned() };
        let issued = "2017-04-04".parse().expect("a date");
        let basis = CurrencyBasis { rule: &rule, issued, review_due: &Stated::NotReported, superseded_by: None };
        assert_eq!(state(&basis, "2017-04-03"), (Currency::Unknown, None));
        assert_eq!(state(&basis, "2020-01-01"), (Currency::Current, None));
        assert_eq!(state(&basis, "2022-04-03"), (Currency::Current, None));
        assert_eq!(state(&basis, "2022-04-04"), (Currency::Lapsed, Some(day("2022-04-04"))));
    }

    #[test]
    fn superseded_counts_from_the_day_of_the_successor() {
        let rule = CurrencyRule::DoesNotLapse;
        let issued = "2007".parse().expect("a date");
        let newer: SourceId = "newer".parse().expect("an id");
        let by = Some((&newer, "2017-04".parse().expect("a date")));
        let basis = CurrencyBasis { rule: &rule, issued, review_due: &Stated::NotReported, superseded_by: by };
        assert_eq!(state(&basis, "2017-03-31"), (Currency::Current, None));
        assert_eq!(state(&basis, "2017-04-01"), (Currency::Superseded, Some(day("2017-04-01"))));
        assert_eq!(basis.on(day("2017-04-01")).superseded_by, Some(newer.clone()));
    }

    #[test]
    fn review_dates_and_silence() {
        let due = Stated::As("2020-06".parse().expect("a date"));
        let issued = "2016-11-30".parse().expect("a date");
        let unstated = CurrencyRule::Unstated;
        let basis = CurrencyBasis { rule: &unstated, issued, review_due: &due, superseded_by: None };
        assert_eq!(state(&basis, "2020-05-31"), (Currency::Unknown, None));
        assert_eq!(state(&basis, "2020-06-01"), (Currency::DueForReview, Some(day("2020-06-01"))));
    }

    #[test]
    fn a_leap_day_lapses_on_the_last_of_february() {
        assert_eq!(years_after(day("2016-02-29"), 5), Some(day("2021-02-28")));
    }
}
