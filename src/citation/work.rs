//! A work that is cited: its item, and what its reference must say of it beyond that.

use super::{
    csl::{Item, ItemName, variable},
    style::StyleId,
};
use crate::domain::{EditorialStatus, PartialDate, Source, source::Bibliography};

/// A work that is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What its reference is made of.
    pub item: Item,
    /// What the publisher has said about it since.
    standing: Option<Standing>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    status: EditorialStatus,
    notice: Option<String>,
    noticed: Option<PartialDate>,
}

/// Names the status as NISO RP-45 (CREC) asks, before the title, so that it stays with the title wherever it is copied.
fn label(status: EditorialStatus) -> Option<&'static str> {
    match status {
        EditorialStatus::Retracted => Some("RETRACTED: "),
        EditorialStatus::Removed => Some("REMOVED: "),
        EditorialStatus::ExpressionOfConcern => Some("EXPRESSION OF CONCERN: "),
        EditorialStatus::Unchecked
        | EditorialStatus::None
        | EditorialStatus::Corrected
        | EditorialStatus::RetractedAndRepublished => None,
    }
}

/// The title of a source, with what its publisher has said since before it where that is grave, so that it stays with the
/// title wherever it is copied.
pub fn labelled_title(source: &Source) -> String {
    let title = &source.bibliography.title;
    match label(source.editorial.status) {
        // The publisher may have put it into the title already.
        Some(label) if !title.to_uppercase().starts_with(label.trim_end()) => format!("{label}{title}"),
        Some(_) | None => title.clone(),
    }
}

impl Work {
    /// A source. One that could not be identified becomes an item that no reader can take for a publication: it has
    /// no journal and no identifier, and says in the place of the authors what it is.
    pub fn of(source: &Source) -> Self {
        let editorial = &source.editorial;
        let mut item = Item::of(source);
        if let Some(assertion) = &source.assertion {
            let Bibliography { title, issued, .. } = &source.bibliography;
            item = Item { id: item.id, kind: "report".to_owned(), ..Item::default() };
            let said = title.trim_end_matches('.');
            let by = assertion.by.trim_end_matches('.');
            let title = format!("{said} [not to be cited as evidence; asserted by {by}]");
            item.texts.insert(variable::TITLE.to_owned(), title);
            let nobody = ItemName { literal: Some("Publication not identified".to_owned()), ..ItemName::default() };
            item.names.insert(variable::AUTHOR.to_owned(), vec![nobody]);
            item.dates.insert(variable::ISSUED.to_owned(), (*issued).into());
            return Self { item, standing: None };
        }
        item.texts.insert(variable::TITLE.to_owned(), labelled_title(source));
        let standing = (editorial.status.is_notice()).then(|| Standing {
            status: editorial.status,
            notice: editorial.notice.clone(),
            noticed: editorial.noticed,
        });
        Self { item, standing }
    }

    /// An item of somebody else, of which nothing more is known.
    pub fn from_item(item: Item) -> Self {
        Self { item, standing: None }
    }

    /// What follows the reference: what was published about the work since, where and when, in the words of the style.
    pub(super) fn notice(&self, style: Option<StyleId>) -> Option<String> {
        let Standing { status, notice, noticed } = self.standing.as_ref()?;
        let place = notice.as_deref().map(|notice| notice.trim_end_matches('.'));
        let year = noticed.map(|date| date.year().to_string());
        // The place may have its year already.
        let said = |year: &String| place.is_some_and(|place| place.contains(year.as_str()));
        let other_year = year.clone().filter(|year| !said(year));
        // Each in the words its style is known for; no manual was at hand to look them up.
        let (nlm, other) = match status {
            EditorialStatus::Unchecked | EditorialStatus::None => return None,
            EditorialStatus::Corrected => ("Erratum in", "Correction published"),
            EditorialStatus::ExpressionOfConcern => ("Expression of concern in", "Expression of concern published"),
            EditorialStatus::Retracted => ("Retraction in", "Retraction published"),
            EditorialStatus::RetractedAndRepublished => ("Retracted and republished in", "Retracted and republished"),
            EditorialStatus::Removed => ("Removed, notice in", "Removed, notice published"),
        };
        Some(match (style, place) {
            (Some(StyleId::Vancouver), Some(place)) => match other_year {
                Some(year) => format!(" {nlm}: {place}; {year}."),
                None => format!(" {nlm}: {place}."),
            },
            (Some(StyleId::Apa), _) => {
                let parts: Vec<String> = [other_year, place.map(str::to_owned)].into_iter().flatten().collect();
                if parts.is_empty() { format!(" ({other})") } else { format!(" ({other} {})", parts.join(", ")) }
            }
            (_, place) => {
                let when = year.map(|year| format!(" {year}")).unwrap_or_default();
                let at = place.map(|place| format!(": {place}")).unwrap_or_default();
                format!(" [{other}{when}{at}]")
            }
        })
    }
}
