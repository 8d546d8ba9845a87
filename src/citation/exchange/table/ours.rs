//! The table of our own export, which may have been through a spreadsheet.

use super::{
    super::{
        csv::is_calculated,
        name::{Written, could_be_a_person},
        raw::RawEntry,
        status,
        tidy::{listed, shortened},
    },
    undated,
};
use crate::{
    citation::date,
    domain::{EditorialStatus, StudyDesign, Vocabulary, source::ItemType},
};

/// Columns that are passed over: our own names and addresses, our words about the result, and what we could not vouch for, which is
/// no value for others.
pub(super) const PASSED_OVER: &[&str] =
    &["id", "short_title", "verification", "best_url", "conclusion", "not_verified"];

/// Whether these columns are those of our own table.
pub(super) fn is_header(names: &[String]) -> bool {
    ["title", "authors", "container_title", "issued"].iter().all(|wanted| names.iter().any(|name| name == wanted))
}

/// The record that a row makes.
pub(super) fn convert(values: &[(&str, &str)], line: usize) -> RawEntry {
    let mut raw = RawEntry::at(line);
    let mut unknown = Vec::new();
    let (mut status, mut notice, mut noticed, mut checked) = (None, None, None, None);
    for (name, value) in values {
        let value = unguarded(value);
        let text = || Some(value.to_owned());
        let number = |raw: &mut RawEntry| {
            let number = undated(value);
            if number != value {
                raw.note(format!("`{}` is what a spreadsheet makes of `{number}`", shortened(value)));
            }
            Some(number)
        };
        match *name {
            "type" => {
                raw.item_type = ItemType::from_slug(value).ok();
                if raw.item_type.is_none() {
                    raw.note(format!("the file says type `{}`, which we have no word for", shortened(value)));
                }
            }
            "title" => raw.title = text(),
            "authors" => raw.author = people(value),
            "editors" => raw.editor = people(value),
            "translators" => raw.translator = people(value),
            "container_title" => raw.container_title = text(),
            "container_title_short" => raw.container_title_short = text(),
            "event_title" => raw.event = text(),
            "edition" => raw.edition = text(),
            "kind" => raw.genre = text(),
            "publisher" => raw.publisher = text(),
            "publisher_place" => raw.publisher_place = text(),
            "issued" => raw.issued = text(),
            "available_date" => raw.available = text(),
            "accessed" => raw.accessed = text(),
            "volume" => raw.volume = number(&mut raw),
            "issue" => raw.issue = number(&mut raw),
            "page" => raw.page = number(&mut raw),
            "number" => raw.number = text(),
            "version" => raw.version = text(),
            "language" => raw.language = text(),
            "doi" => raw.doi = text(),
            "pmid" => raw.pmid = text(),
            "pmcid" => raw.pmcid = text(),
            "issn" | "isbn" => raw.serials.push(value.to_owned()),
            "url" => raw.url = text(),
            "registrations" => raw.registered.extend(value.split(';').map(|number| number.trim().to_owned())),
            "design" => {
                raw.design = StudyDesign::from_slug(value).ok();
                if raw.design.is_none() {
                    raw.note(format!("design is `{}`, which we have no word for", shortened(value)));
                }
            }
            "editorial_status" => {
                status = EditorialStatus::from_slug(value).ok();
                if status.is_none() && !raw.takes_word(value) {
                    raw.note(format!("editorial_status is `{}`, which we have no word for", shortened(value)));
                }
            }
            "editorial_notice" => notice = text(),
            "editorial_noticed" => noticed = date::read(value).map(|read| read.date),
            "editorial_checked" => checked = value.parse().ok(),
            "not_verified" if status::read_unfound(&mut raw, value) => {}
            "currency" => raw.note(format!("when it was exported: {value}")),
            name if PASSED_OVER.contains(&name) => {}
            name => unknown.push(name),
        }
    }
    if !unknown.is_empty() {
        raw.note(format!("not read: {}", listed(&unknown)));
    }
    for name in raw.author.iter().chain(&raw.editor).chain(&raw.translator) {
        if let Written::Organisation(literal) = name
            && could_be_a_person(literal)
        {
            raw.notes.push(format!("`{}` is one name in the file; a person has two", shortened(literal)));
        }
    }
    if let Some(status) = status {
        status::take(&mut raw, status, notice, noticed, checked);
    }
    let kept = values.iter().filter(|(name, _)| {
        // Lists of names and numbers say one by one what became of them.
        let is_list =
            ["authors", "editors", "translators", "registrations", "language", "type", "design"].contains(name);
        !is_list && !PASSED_OVER.contains(name) && !name.starts_with("editorial_")
    });
    let kept: Vec<(String, String)> =
        kept.map(|(name, value)| ((*name).to_owned(), undated(unguarded(value)))).collect();
    raw.note_unread(kept.iter().map(|(name, value)| (name.clone(), value.as_str())));
    raw
}

/// A cell without the apostrophe that keeps a spreadsheet from calculating it.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_calculated(rest) => rest.trim(),
        Some(_) | None => cell,
    }
}

/// The names of a cell, each as the table has it: parts behind commas, braces around what is one part.
fn people(cell: &str) -> Vec<Written> {
    parted(cell, ';')
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| {
            let parts: Vec<String> = parted(&name, ',').iter().map(|part| unbraced(part)).collect();
            let some = |at: usize| parts.get(at).filter(|part| !part.is_empty()).cloned();
            match parts.as_slice() {
                [whole] => Written::Organisation(whole.clone()),
                [family, ..] => Written::Parts(family.clone(), some(1), some(2)),
                [] => Written::Organisation(unbraced(&name)),
            }
        })
        .collect()
}

/// The parts of a text between these signs; within braces they part nothing.
fn parted(text: &str, sign: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_braced = false;
    for c in text.chars() {
        match c {
            '{' => is_braced = true,
            '}' => is_braced = false,
            _ => {}
        }
        if c == sign && !is_braced {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

fn unbraced(part: &str) -> String {
    part.strip_prefix('{').and_then(|part| part.strip_suffix('}')).unwrap_or(part).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_where_the_table_parts_them() {
        let parts = |family: &str, given: Option<&str>, suffix: Option<&str>| {
            Written::Parts(family.to_owned(), given.map(str::to_owned), suffix.map(str::to_owned))
        };
        let names = people("Nobody, Anna, Jr; Example,; {Institute of Nowhere, Elsewhere; and Beyond}; Board");
        assert_eq!(
            names,
            [
                parts("Nobody", Some("Anna"), Some("Jr")),
                parts("Example", None, None),
                Written::Organisation("Institute of Nowhere, Elsewhere; and Beyond".to_owned()),
                Written::Organisation("Board".to_owned()),
            ]
        );
        assert_eq!(unguarded("'=1+1"), "=1+1");
        assert_eq!(unguarded("'Tis nothing"), "'Tis nothing");
    }
}
