//! A record as a file has it: loosely written texts, each at its place, before they are made into values (`finish`).

use super::{name::Written, plain::plain, tidy::letters};
use crate::domain::{Editorial, StudyDesign, source::ItemType};

/// Most notes of one record.
pub(super) const MAX_NOTES: usize = 20;

/// A record as a format gave it: texts, each at its place.
#[derive(Clone, Debug, Default)]
pub(super) struct RawEntry {
    pub(super) line: usize,
    pub(super) item_type: Option<ItemType>,
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) author: Vec<Written>,
    pub(super) editor: Vec<Written>,
    pub(super) translator: Vec<Written>,
    pub(super) container_title: Option<String>,
    pub(super) container_title_short: Option<String>,
    pub(super) event: Option<String>,
    pub(super) edition: Option<String>,
    /// What kind of thesis, report or preprint it is.
    pub(super) genre: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) publisher_place: Option<String>,
    pub(super) issued: Option<String>,
    pub(super) available: Option<String>,
    pub(super) accessed: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) page: Option<String>,
    pub(super) number: Option<String>,
    /// Numbers of the publisher's own, of which one may be that of the article.
    pub(super) publisher_numbers: Vec<String>,
    pub(super) version: Option<String>,
    pub(super) language: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) pmid: Option<String>,
    pub(super) pmcid: Option<String>,
    /// ISSNs and ISBNs: formats do not keep them apart.
    pub(super) serials: Vec<String>,
    pub(super) url: Option<String>,
    /// Numbers of registers, of any kind.
    pub(super) registered: Vec<String>,
    pub(super) design: Option<StudyDesign>,
    pub(super) editorial: Option<Editorial>,
    pub(super) notes: Vec<String>,
}

impl RawEntry {
    pub(super) fn at(line: usize) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Notes those of the values, each with where it stood, that are nowhere in what was read: in no value and no note.
    pub(super) fn note_unread<'a>(&mut self, values: impl Iterator<Item = (String, &'a str)>) {
        let held = letters(&format!("{self:?}"));
        let lost: Vec<String> = values
            .filter(|(_, value)| {
                // With its markup or without: titles are made plain at the end.
                // Written as `held` is, which has signs that stand above others in words; on its lines, or on one.
                let one_line = value.replace(['\n', '\r', '\t'], " ");
                let written = [format!("{value:?}"), format!("{one_line:?}"), format!("{:?}", plain(&one_line))];
                let [own, one_line, plain] = written.map(|text| letters(&text));
                !plain.is_empty() && ![own, one_line, plain].iter().any(|text| held.contains(text))
            })
            .map(|(place, _)| place)
            .take(MAX_NOTES)
            .collect();
        if !lost.is_empty() {
            self.note(format!("not read: {}", lost.join(", ")));
        }
    }
}
