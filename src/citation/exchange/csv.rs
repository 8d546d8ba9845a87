//! A table for spreadsheets: RFC 4180, UTF-8.

use super::{
    export::{ExportRecord, Exported, registered},
    status::Standing,
};
use crate::domain::{Name, Vocabulary, source::BibliographicValue};

/// The columns, in their order. New ones are added at the end.
pub const COLUMNS: [&str; 40] = [
    "id",
    "short_title",
    "type",
    "title",
    "authors",
    "container_title",
    "container_title_short",
    "publisher",
    "publisher_place",
    "issued",
    "available_date",
    "volume",
    "issue",
    "page",
    "number",
    "version",
    "language",
    "doi",
    "pmid",
    "pmcid",
    "issn",
    "isbn",
    "url",
    "registrations",
    "design",
    "editorial_status",
    "verification",
    "best_url",
    "conclusion",
    "not_verified",
    "editors",
    "translators",
    "event_title",
    "edition",
    "kind",
    "accessed",
    "currency",
    "editorial_notice",
    "editorial_noticed",
    "editorial_checked",
];

/// All sources, a row each below the names of the [columns](COLUMNS).
///
/// Begins with a byte order mark, without which spreadsheets take UTF-8 for something else. A cell that a spreadsheet
/// would calculate, because it begins with `=`, `+`, `-`, `@`, a tab or a line break, has an apostrophe before it, which
/// makes it text.
pub fn write(sources: &[Exported<'_>]) -> String {
    let mut all = String::from("\u{feff}");
    row(&mut all, COLUMNS.map(str::to_owned));
    for source in sources {
        row(&mut all, cells(source));
    }
    all
}

/// Columns that are called otherwise than the field of a reference they hold.
pub(super) const RENAMED: [(&str, &str); 4] =
    [("authors", "author"), ("editors", "editor"), ("translators", "translator"), ("kind", "genre")];

/// The field of a reference that a column holds, if it holds one, spelt as columns are.
fn field_of(column: &str) -> &str {
    RENAMED.iter().find(|(known, _)| *known == column).map_or(column, |(_, field)| field)
}

fn cells(exported: &Exported<'_>) -> [String; COLUMNS.len()] {
    let Exported { source, currency } = exported;
    let ExportRecord { bibliography, unverified } = ExportRecord::of(source);
    // What nobody could find has no status of a publication.
    let unfound = source.assertion.is_some().then(|| Standing::of(source).words);
    let unverified = [unfound, unverified].into_iter().flatten().collect::<Vec<_>>().join("; ");
    fn shown(value: Option<&impl ToString>) -> String {
        value.map(ToString::to_string).unwrap_or_default()
    }
    let registrations: Vec<&str> = registered(&source.registration).collect();
    let mut values: Vec<(String, String)> = bibliography
        .values()
        .map(|(field, value)| {
            let value = match value {
                BibliographicValue::Text(text) => text.into_owned(),
                BibliographicValue::Names(names) => names.iter().map(name).collect::<Vec<_>>().join("; "),
                BibliographicValue::Date(date) => date.to_string(),
            };
            (field.to_lowercase().replace('-', "_"), value)
        })
        .collect();
    COLUMNS.map(|column| match column {
        "id" => source.id.to_string(),
        "short_title" => source.short_title.clone(),
        "registrations" => registrations.join("; "),
        "design" if source.is_appraised() => source.design.slug().to_owned(),
        "design" => String::new(),
        "editorial_status" => source.editorial.status.slug().to_owned(),
        "editorial_notice" => shown(source.editorial.notice.as_ref()),
        "editorial_noticed" => shown(source.editorial.noticed.as_ref()),
        "editorial_checked" => shown(source.editorial.checked.as_ref()),
        "verification" => source.verification().slug().to_owned(),
        "best_url" => bibliography.best_url().unwrap_or_default(),
        "conclusion" => source.conclusion.clone(),
        "not_verified" => unverified.clone(),
        "currency" => shown(currency.as_ref()),
        column => {
            let held = values.iter_mut().find(|(field, _)| field == field_of(column));
            held.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
        }
    })
}

/// `Family, Given, Suffix`, with a comma behind a family name that is all there is, or the name of an organisation. What would
/// be taken for several names or parts has braces around it.
fn name(name: &Name) -> String {
    let braced = |text: &str| match text.contains([',', ';', '{', '}']) {
        true => format!("{{{}}}", text.replace(['{', '}'], "")),
        false => text.to_owned(),
    };
    match name {
        Name::Organisation { literal } => braced(literal),
        Name::Person { family, given, suffix } => {
            let mut parts = vec![braced(family), given.as_deref().map(braced).unwrap_or_default()];
            parts.extend(suffix.as_deref().map(braced));
            parts.join(", ").trim_end().to_owned()
        }
    }
}

/// Whether a spreadsheet would calculate a cell, or it looks as if it had been kept from that.
pub(super) fn is_calculated(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

fn row(all: &mut String, cells: [String; COLUMNS.len()]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            all.push(',');
        }
        let guard = if is_calculated(cell) { "'" } else { "" };
        if cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            all.push('"');
            all.push_str(guard);
            all.push_str(&cell.replace('"', "\"\""));
            all.push('"');
        } else {
            all.push_str(guard);
            all.push_str(cell);
        }
    }
    all.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FieldPath;

    #[test]
    fn every_field_of_a_reference_has_a_column() {
        for field in crate::domain::field::BibliographyValues::FIELDS.iter().copied().map(FieldPath::as_str) {
            let field = field.to_lowercase().replace('-', "_");
            assert!(COLUMNS.iter().any(|column| field_of(column) == field), "{field} has no column");
        }
    }
}
