//! How a record was read: which value is from which part of its file, and what became of the other parts.
//!
//! Nothing is traced while a record is read. It is read again without each of its parts, and with each part alone; what
//! changes is what the part says. So an explanation cannot say anything else than what the reader does.

use std::collections::HashSet;

use super::{
    Imported, Malformed, Outcome,
    finish::{PLACEHOLDER_TITLE, PLACEHOLDER_YEAR},
    raw::RawEntry,
    tidy::letters,
};
use crate::domain::{
    Editorial, EditorialStatus, Name, Vocabulary,
    source::{BibliographicValue, Registration},
};

/// A record with the explanation of how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The record, or why there is none.
    pub outcome: Outcome,
    /// Its parts in the order of the file. Empty when the record could not be taken apart.
    pub parts: Vec<ExplainedPart>,
    /// Notes that no single part led to.
    pub notes: Vec<String>,
    /// Parts that are not explained, because the record has more names than any real one.
    pub left_out: usize,
}

/// All that stands in a record under one tag, field, member or path of elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPart {
    /// Its name: `TI`, `journaltitle`, `titles/secondary-title`.
    pub name: String,
    /// The lines it stands on, where the format knows them.
    pub lines: Vec<usize>,
    /// As it is written.
    pub written: Vec<String>,
    /// Values of the record that would not be there, or be others, without it.
    pub gives: Vec<FieldValue>,
    /// Values of the record that it says as well as another part does.
    pub repeats: Vec<FieldValue>,
    /// Notes that would not be there without it.
    pub notes: Vec<String>,
    /// Whether reading passes it over, as [`passed_over`](super::passed_over) says.
    pub is_passed_over: bool,
}

/// A value of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// Its field, by the name it has in the files of records.
    pub field: &'static str,
    /// What it is: a value, or those of a list.
    pub values: Vec<String>,
}

/// A value as the file has it.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) line: Option<usize>,
    pub(super) written: String,
}

/// Reads a record, of which it keeps the parts whose name is asked for.
pub(super) type ReadAgain<'a> = dyn Fn(&dyn Fn(&str) -> bool) -> RawEntry + 'a;

/// A record that can be read again with some of its parts only.
pub(super) struct Anatomy<'a> {
    /// What is read.
    pub(super) parts: Vec<Part>,
    /// Names and lines of what is passed over.
    pub(super) passed_over: Vec<(String, usize)>,
    /// Reads the parts whose name is kept.
    pub(super) read: Box<ReadAgain<'a>>,
}

/// Who is told of each record.
pub(super) enum Each<'a> {
    /// Of the record.
    Outcome(&'a mut dyn FnMut(Outcome)),
    /// Of the record and how it was read.
    Explained {
        /// Whom to tell.
        each: &'a mut dyn FnMut(Explained),
        /// Names of which a value may be lost without a note.
        passed_over: Vec<&'static str>,
    },
}

impl Each<'_> {
    /// Something that should have been a record.
    pub(super) fn fault(&mut self, fault: Malformed) {
        match self {
            Self::Outcome(each) => each(Err(fault)),
            Self::Explained { each, .. } => {
                each(Explained { outcome: Err(fault), parts: Vec::new(), notes: Vec::new(), left_out: 0 });
            }
        }
    }

    /// A record; it is taken apart only for who asks how it was read.
    pub(super) fn record<'a>(&mut self, raw: RawEntry, anatomy: impl FnOnce() -> Anatomy<'a>) {
        match self {
            Self::Outcome(each) => each(raw.finish()),
            Self::Explained { each, passed_over } => each(explain(raw, anatomy(), passed_over)),
        }
    }
}

/// Most names of a record that are explained: each is a reading of the record.
const MAX_NAMES: usize = 200;
/// Most values under one name that are shown.
const MAX_WRITTEN: usize = 50;

fn explain(raw: RawEntry, anatomy: Anatomy<'_>, may_be_lost: &[&str]) -> Explained {
    let Anatomy { parts, passed_over, read } = anatomy;
    let whole = Reading::of(raw.clone());
    let mut explained: Vec<ExplainedPart> = Vec::new();
    let mut left_out = 0;
    let all = parts
        .into_iter()
        .map(|Part { name, line, written }| (name, line, Some(written)))
        .chain(passed_over.into_iter().map(|(name, line)| (name, Some(line), None)));
    for (name, line, written) in all {
        let known = explained.iter().position(|part| part.name == name);
        let at = match known {
            Some(at) => at,
            None if explained.len() >= MAX_NAMES => {
                left_out += 1;
                continue;
            }
            None => {
                explained.push(ExplainedPart {
                    name,
                    lines: Vec::new(),
                    written: Vec::new(),
                    gives: Vec::new(),
                    repeats: Vec::new(),
                    notes: Vec::new(),
                    is_passed_over: written.is_none(),
                });
                explained.len() - 1
            }
        };
        let part = &mut explained[at];
        if part.lines.len() < MAX_WRITTEN {
            part.lines.extend(line);
            part.written.extend(written);
        }
    }
    let reading = |keep: &dyn Fn(&str) -> bool| Reading::of(read(keep));
    let mut without: Vec<Option<Reading>> = Vec::new();
    for part in &explained {
        without.push((!part.is_passed_over).then(|| reading(&|name| name != part.name)));
    }
    // What says of which type the record is decides where the other values go: no part is read without it.
    let decides = |reading: &Option<Reading>| reading.as_ref().is_some_and(|one| one.get(TYPE) != whole.get(TYPE));
    let deciding: Vec<String> =
        explained.iter().zip(&without).filter(|(_, one)| decides(one)).map(|(part, _)| part.name.clone()).collect();
    let is_deciding = |name: &str| deciding.iter().any(|known| known == name);
    let nothing = reading(&|_| false);
    let undecided = reading(&is_deciding);
    let mut told: HashSet<String> = HashSet::new();
    for (part, without) in explained.iter_mut().zip(&without) {
        let Some(without) = without else { continue };
        let alone = if is_deciding(&part.name) {
            reading(&|name| name == part.name).beyond(&nothing)
        } else {
            reading(&|name| name == part.name || is_deciding(name)).beyond(&undecided)
        };
        let says = |field: &str| alone.iter().any(|one| one.field == field);
        part.gives = whole.beyond(without);
        if is_deciding(&part.name) {
            // What it only decides about is another part's.
            let own: Vec<String> = part.written.iter().map(|written| letters(written)).collect();
            let holds = |value: &String| own.iter().any(|own| !own.is_empty() && letters(value).contains(own.as_str()));
            part.gives.retain(|one| one.field == TYPE || says(one.field) || one.values.iter().any(holds));
        }
        let given: Vec<&str> = part.gives.iter().map(|one| one.field).collect();
        part.repeats = alone
            .into_iter()
            .filter(|one| !given.contains(&one.field))
            .filter_map(|one| {
                // As it is, or less of it: the year of a date.
                let known = whole.get(one.field).map_or(&[][..], Vec::as_slice);
                let is_said = |value: &String| known.iter().any(|known| letters(known).contains(&letters(value)));
                if one.values.iter().all(is_said) {
                    return Some(FieldValue { field: one.field, values: known.to_vec() });
                }
                // In another field, beside what has the place of this one: the short name of a journal.
                let is_whole = |value: &String| one.values.contains(value);
                let other =
                    whole.values.iter().find(|other| !other.values.is_empty() && other.values.iter().all(is_whole));
                other.cloned()
            })
            .collect();
        part.notes = whole.notes.iter().filter(|note| !without.notes.contains(*note)).cloned().collect();
        told.extend(part.notes.iter().cloned());
        let is_silent = part.gives.is_empty() && part.repeats.is_empty() && part.notes.is_empty();
        part.is_passed_over = is_silent && may_be_lost.contains(&part.name.as_str());
    }
    let notes = whole.notes.iter().filter(|note| !told.contains(*note)).cloned().collect();
    Explained { outcome: raw.finish(), parts: explained, notes, left_out }
}

const TYPE: &str = "type";

/// A record laid out for comparing.
struct Reading {
    values: Vec<FieldValue>,
    notes: Vec<String>,
}

impl Reading {
    /// What a record says, even if it lacks what makes it one.
    fn of(raw: RawEntry) -> Self {
        let says_type = raw.item_type.is_some();
        match raw.finish_with_placeholders() {
            Ok(imported) => {
                let mut values = values(&imported);
                // What follows from the other values is said by none.
                values.retain(|one| one.field != TYPE || says_type);
                Self { values, notes: imported.notes }
            }
            Err(_) => Self { values: Vec::new(), notes: Vec::new() },
        }
    }

    fn get(&self, field: &str) -> Option<&Vec<String>> {
        self.values.iter().find(|one| one.field == field).map(|one| &one.values)
    }

    /// The values that another reading does not have.
    fn beyond(&self, other: &Self) -> Vec<FieldValue> {
        let further = |one: &FieldValue| {
            let known = other.get(one.field).map_or(&[][..], Vec::as_slice);
            let values: Vec<String> = one.values.iter().filter(|value| !known.contains(value)).cloned().collect();
            (!values.is_empty()).then_some(FieldValue { field: one.field, values })
        };
        self.values.iter().filter_map(further).collect()
    }
}

/// The values of a record by their fields.
fn values(imported: &Imported) -> Vec<FieldValue> {
    let Imported { line: _, bibliography, registration, design, editorial, notes: _ } = imported;
    let Registration { nct, prospero } = registration;
    let Editorial { status, checked: _, notice, noticed, note: _ } = editorial;
    fn shown(value: Option<&impl ToString>) -> Vec<String> {
        value.map(ToString::to_string).into_iter().collect()
    }
    let status = Some(*status).filter(|status| *status != EditorialStatus::Unchecked);
    let of_publication = bibliography.values().map(|(field, value)| {
        let values = match value {
            BibliographicValue::Text(text) => vec![text.into_owned()],
            BibliographicValue::Names(names) => names.iter().map(name).collect(),
            BibliographicValue::Date(date) => vec![date.to_string()],
        };
        (field, values)
    });
    let all = [
        ("design", design.iter().map(|design| design.slug().to_owned()).collect()),
        ("registration.nct", nct.iter().map(ToString::to_string).collect()),
        ("registration.prospero", prospero.iter().map(ToString::to_string).collect()),
        ("editorial.status", status.iter().map(|status| status.slug().to_owned()).collect()),
        ("editorial.notice", shown(notice.as_ref())),
        ("editorial.noticed", shown(noticed.as_ref())),
    ];
    // What stands for a value that is not there is none.
    const PLACEHOLDERS: [(&str, &str); 3] =
        [("title", PLACEHOLDER_TITLE), ("issued", PLACEHOLDER_YEAR), ("language", super::language::UNDETERMINED)];
    let is_value = |field: &str, value: &String| !PLACEHOLDERS.contains(&(field, value.as_str()));
    of_publication
        .filter(|(field, values)| values.iter().all(|value| is_value(field, value)))
        .chain(all)
        .filter(|(_, values)| !values.is_empty())
        .map(|(field, values)| FieldValue { field, values })
        .collect()
}

/// `Family, Given, Suffix`, or the name of an organisation.
fn name(name: &Name) -> String {
    match name {
        Name::Organisation { literal } => literal.clone(),
        Name::Person { family, given, suffix } => [Some(family), given.as_ref(), suffix.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
    }
}
