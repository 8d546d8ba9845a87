//! A table for spreadsheets: RFC 4180, UTF-8.

use super::{
    handed::{Exported, Handed},
    raw::registered,
    status::Standing,
};
use crate::domain::{Name, Vocabulary, source::Bibliography};

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

fn cells(exported: &Exported<'_>) -> [String; COLUMNS.len()] {
    let Exported { source, currency } = exported;
    let Handed { bibliography, unverified } = Handed::of(source);
    // What nobody could find has no status of a publication.
    let unfound = source.assertion.is_some().then(|| Standing::of(source).words);
    let unverified = [unfound, unverified].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let Bibliography {
        item_type,
        title,
        author,
        editor,
        translator,
        container_title,
        container_title_short,
        event_title,
        edition,
        genre,
        publisher,
        publisher_place,
        issued,
        available_date,
        accessed,
        volume,
        issue,
        page,
        number,
        version,
        language,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = &bibliography;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    fn shown(value: Option<&impl ToString>) -> String {
        value.map(ToString::to_string).unwrap_or_default()
    }
    let people = |people: &[Name]| people.iter().map(name).collect::<Vec<_>>().join("; ");
    let registrations: Vec<&str> = registered(&source.registration).collect();
    [
        source.id.to_string(),
        source.short_title.clone(),
        item_type.slug().to_owned(),
        title.clone(),
        people(author),
        text(container_title),
        text(container_title_short),
        text(publisher),
        text(publisher_place),
        issued.to_string(),
        shown(available_date.as_ref()),
        text(volume),
        text(issue),
        text(page),
        text(number),
        text(version),
        language.clone(),
        shown(doi.as_ref()),
        shown(pmid.as_ref()),
        shown(pmcid.as_ref()),
        shown(issn.as_ref()),
        shown(isbn.as_ref()),
        shown(url.as_ref()),
        registrations.join("; "),
        if source.is_appraised() { source.design.slug().to_owned() } else { String::new() },
        source.editorial.status.slug().to_owned(),
        source.verification().slug().to_owned(),
        bibliography.best_url().unwrap_or_default(),
        source.conclusion.clone(),
        unverified,
        people(editor),
        people(translator),
        text(event_title),
        text(edition),
        text(genre),
        shown(accessed.as_ref()),
        text(currency),
        text(&source.editorial.notice),
        shown(source.editorial.noticed.as_ref()),
        shown(source.editorial.checked.as_ref()),
    ]
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
