//! CSL-JSON: a publication as reference managers and citation engines exchange it (CSL 1.0.2, `csl-data.json`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::date;
use crate::domain::{
    Name, PartialDate, Source, SourceId, Vocabulary,
    source::{BibliographicValue, Bibliography, ItemType},
};

/// Names of variables as CSL spells them, each once.
pub mod variable {
    #![expect(missing_docs, reason = "each is the CSL variable of its name")]
    pub const AUTHOR: &str = "author";
    pub const CONTAINER_TITLE: &str = "container-title";
    pub const CONTAINER_TITLE_SHORT: &str = "container-title-short";
    pub const EDITOR: &str = "editor";
    pub const EVENT_TITLE: &str = "event-title";
    pub const GENRE: &str = "genre";
    pub const ISSUE: &str = "issue";
    pub const ISSUED: &str = "issued";
    pub const JOURNAL_ABBREVIATION: &str = "journalAbbreviation";
    pub const NOTE: &str = "note";
    pub const NUMBER: &str = "number";
    pub const PAGE: &str = "page";
    pub const PUBLISHER: &str = "publisher";
    pub const TITLE: &str = "title";
    pub const TITLE_SHORT: &str = "title-short";
}

/// Variables that hold names.
const NAMES: &[&str] = &[
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "editor-translator",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
];

/// Variables that hold dates.
const DATES: &[&str] = &["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];

/// One publication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is called in a list of items: our id, or that of whoever made the item.
    pub id: String,
    /// CSL type: `article-journal`.
    pub kind: String,
    /// Variables that are text or numbers, by their CSL names; no value is empty.
    pub texts: BTreeMap<String, String>,
    /// Lists of names, by variable; no list is empty.
    pub names: BTreeMap<String, Vec<ItemName>>,
    /// Dates, by variable.
    pub dates: BTreeMap<String, ItemDate>,
}

/// A name as CSL keeps it. A name with `literal` has nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemName {
    /// Family name.
    pub family: Option<String>,
    /// Given names or initials.
    pub given: Option<String>,
    /// A particle that stays with the family name: `van` of a Dutch name.
    pub non_dropping_particle: Option<String>,
    /// A particle that is left out when only the family name stands: `von` of a German name.
    pub dropping_particle: Option<String>,
    /// `Jr`, `III`.
    pub suffix: Option<String>,
    /// Name of an organisation.
    pub literal: Option<String>,
}

/// A date or a range of two, or what stands in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemDate {
    /// Year, month and day as far as known; one for a date, two for a range, none when there are only words.
    pub parts: Vec<(i16, Option<u8>, Option<u8>)>,
    /// Season, 1 (spring) to 4.
    pub season: Option<u8>,
    /// Whether the date is approximate.
    pub circa: bool,
    /// Words for a date that has no numbers.
    pub literal: Option<String>,
}

/// Why a value is no CSL item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message}")]
pub struct ItemError {
    /// JSON pointer from the item.
    pub pointer: String,
    /// What was found and what would be right.
    pub message: String,
}

impl From<PartialDate> for ItemDate {
    fn from(date: PartialDate) -> Self {
        let (year, month, day) = date.parts();
        let part = |part: Option<i8>| part.and_then(|part| u8::try_from(part).ok());
        Self { parts: vec![(year, part(month), part(day))], ..Self::default() }
    }
}

impl From<&Name> for ItemName {
    fn from(name: &Name) -> Self {
        match name {
            Name::Person { family, given, suffix } => {
                Self { family: Some(family.clone()), given: given.clone(), suffix: suffix.clone(), ..Self::default() }
            }
            Name::Organisation { literal } => Self { literal: Some(literal.clone()), ..Self::default() },
        }
    }
}

impl Item {
    /// A source as an item. Both dates are kept: `issued` is the date that references print, `available-date` the day it
    /// was first online. An article that has a number and no pages has the number in `page` as well, where reference
    /// managers keep it and most styles look for it.
    pub fn of(source: &Source) -> Self {
        Self::describing(&source.id, &source.bibliography)
    }

    /// A bibliography as an item of this id.
    pub(super) fn describing(id: &SourceId, bibliography: &Bibliography) -> Self {
        let Bibliography { item_type, genre, page, number, .. } = bibliography;
        let mut item = Self { id: id.to_string(), kind: item_type.slug().to_owned(), ..Self::default() };
        // The names of fields are those of the variables.
        for (name, value) in bibliography.values().filter(|(name, _)| *name != "type") {
            let name = name.to_owned();
            match value {
                BibliographicValue::Text(text) => drop(item.texts.insert(name, text.into_owned())),
                BibliographicValue::Names(names) => {
                    drop(item.names.insert(name, names.iter().map(ItemName::from).collect()));
                }
                BibliographicValue::Date(date) => drop(item.dates.insert(name, date.into())),
            }
        }
        if let (ItemType::ArticleJournal, None, Some(number)) = (item_type, page, number) {
            item.texts.insert(variable::PAGE.to_owned(), number.clone());
        }
        // A reference to a preprint says so (AMA Manual of Style 3.11.4.1).
        if *item_type == ItemType::Preprint && genre.is_none() {
            item.texts.insert(variable::GENRE.to_owned(), item_type.label().to_owned());
        }
        item
    }

    /// The text of a variable.
    pub fn text(&self, variable: &str) -> Option<&str> {
        self.texts.get(variable).map(String::as_str)
    }

    /// The authors; empty when there are none.
    pub fn authors(&self) -> &[ItemName] {
        self.names.get(variable::AUTHOR).map_or(&[], Vec::as_slice)
    }

    /// The item as CSL-JSON, valid against the official schema.
    pub fn to_json(&self) -> Value {
        let Self { id, kind, texts, names, dates } = self;
        let mut object = Map::new();
        object.insert("id".to_owned(), id.as_str().into());
        object.insert("type".to_owned(), kind.as_str().into());
        for (variable, value) in texts {
            object.insert(variable.clone(), value.as_str().into());
        }
        for (variable, list) in names {
            object.insert(variable.clone(), list.iter().map(ItemName::to_json).collect());
        }
        for (variable, date) in dates {
            object.insert(variable.clone(), date.to_json());
        }
        Value::Object(object)
    }

    /// The item in CSL-JSON, as programs write it: numbers where texts belong, years as text, `raw` dates. Variables that
    /// CSL does not know are left out, `custom` among them.
    ///
    /// # Errors
    /// [`ItemError`] when it is no object, has no type, or a variable has a value of another kind.
    pub fn from_json(value: &Value) -> Result<Self, ItemError> {
        let error =
            |pointer: &str, message: &str| ItemError { pointer: pointer.to_owned(), message: message.to_owned() };
        let Value::Object(object) = value else { return Err(error("", "an item is an object")) };
        let mut item = Self::default();
        for (variable, value) in object {
            let pointer = format!("/{variable}");
            if value.is_null() {
                continue;
            }
            match variable.as_str() {
                "id" => item.id = plain(value).ok_or_else(|| error(&pointer, "an id is a text or a number"))?,
                "type" => item.kind = plain(value).ok_or_else(|| error(&pointer, "a type is a text"))?,
                _ if NAMES.contains(&variable.as_str()) => {
                    // One name without its list, as some programs write it.
                    let list = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
                    let names: Option<Vec<_>> =
                        list.iter().filter(|name| !is_empty(name)).map(ItemName::from_json).collect();
                    let names = names.ok_or_else(|| {
                        error(&pointer, "a name is an object with `family` or `literal`, and texts for values")
                    })?;
                    if !names.is_empty() {
                        item.names.insert(variable.clone(), names);
                    }
                }
                _ if DATES.contains(&variable.as_str()) => {
                    // A date without anything in it is none.
                    if !is_empty(value) {
                        let date = ItemDate::from_json(value).ok_or_else(|| {
                            error(&pointer, "a date has `date-parts` such as [[2017, 4, 4]], or `raw`")
                        })?;
                        item.dates.insert(variable.clone(), date);
                    }
                }
                "custom" | "categories" | "keyword" => {}
                _ if is_empty(value) => {}
                _ => {
                    // Crossref has lists of titles.
                    let value = value.as_array().and_then(|list| list.first()).unwrap_or(value);
                    if let Some(text) = plain(value).filter(|text| !text.trim().is_empty()) {
                        item.texts.insert(variable.clone(), text);
                    } else if !matches!(value, Value::String(_)) {
                        return Err(error(&pointer, "this variable is a text or a number"));
                    }
                }
            }
        }
        if item.kind.is_empty() {
            return Err(error("/type", "an item has a type, such as `article-journal`"));
        }
        // Two spellings of one variable.
        if let Some(short) = item.texts.remove(variable::JOURNAL_ABBREVIATION) {
            item.texts.entry(variable::CONTAINER_TITLE_SHORT.to_owned()).or_insert(short);
        }
        if let Some(short) = item.texts.remove("shortTitle") {
            item.texts.entry(variable::TITLE_SHORT.to_owned()).or_insert(short);
        }
        Ok(item)
    }
}

/// Whether there is nothing in a value, however deep: `{"date-parts": [[null]]}`.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(object) => object.values().all(is_empty),
    }
}

/// A text, or a number as text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

impl ItemName {
    fn to_json(&self) -> Value {
        let Self { family, given, non_dropping_particle, dropping_particle, suffix, literal } = self;
        let parts = [
            ("family", family),
            ("given", given),
            ("non-dropping-particle", non_dropping_particle),
            ("dropping-particle", dropping_particle),
            ("suffix", suffix),
            ("literal", literal),
        ];
        let present = |(name, part): (&str, &Option<String>)| Some((name.to_owned(), part.as_deref()?.into()));
        Value::Object(parts.into_iter().filter_map(present).collect())
    }

    fn from_json(value: &Value) -> Option<Self> {
        if let Value::String(text) = value {
            let (family, given) = match text.split_once(',') {
                Some((family, given)) => (family.trim(), given.trim()),
                None => return Some(Self { literal: Some(text.trim().to_owned()), ..Self::default() }),
            };
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            return Some(Self { family: some(family), given: some(given), ..Self::default() });
        }
        let Value::Object(object) = value else { return None };
        let text = |name: &str| object.get(name).and_then(plain).filter(|text| !text.trim().is_empty());
        let name = Self {
            family: text("family"),
            given: text("given"),
            non_dropping_particle: text("non-dropping-particle"),
            dropping_particle: text("dropping-particle"),
            suffix: text("suffix"),
            literal: text("literal"),
        };
        (name.family.is_some() || name.literal.is_some() || name.given.is_some()).then_some(name)
    }
}

impl ItemDate {
    /// A date in a text, or the text.
    fn of_text(text: String) -> Self {
        match date::read(&text) {
            Some(read) => Self::from(read.date),
            None => Self { literal: Some(text), ..Self::default() },
        }
    }

    fn to_json(&self) -> Value {
        let Self { parts, season, circa, literal } = self;
        let mut object = Map::new();
        if !parts.is_empty() {
            let numbers = |(year, month, day): &(i16, Option<u8>, Option<u8>)| -> Value {
                let rest = [*month, *day].into_iter().map_while(|part| part.map(i16::from));
                std::iter::once(*year).chain(rest).collect()
            };
            object.insert("date-parts".to_owned(), parts.iter().map(numbers).collect());
        }
        if let Some(season) = season {
            object.insert("season".to_owned(), (*season).into());
        }
        if *circa {
            object.insert("circa".to_owned(), true.into());
        }
        if let Some(literal) = literal {
            object.insert("literal".to_owned(), literal.as_str().into());
        }
        Value::Object(object)
    }

    fn from_json(value: &Value) -> Option<Self> {
        if let Some(raw) = plain(value) {
            return Some(Self::of_text(raw));
        }
        let Value::Object(object) = value else { return None };
        let mut date = Self {
            literal: object.get("literal").and_then(plain),
            season: object.get("season").and_then(plain).and_then(|season| season.parse().ok()),
            circa: object.get("circa").is_some_and(|circa| *circa == true || plain(circa).is_some_and(|c| c != "0")),
            parts: Vec::new(),
        };
        if let Some(Value::Array(ends)) = object.get("date-parts") {
            // `[2017, 4]`, a list too few.
            let is_flat = ends.first().is_some_and(|first| !first.is_array());
            let ends = if is_flat { vec![ends] } else { ends.iter().map_while(Value::as_array).collect() };
            for numbers in ends.into_iter().take(2).filter(|numbers| !numbers.iter().all(is_empty)) {
                let mut numbers = numbers.iter().map(|number| plain(number)?.trim().parse::<i16>().ok());
                let year = numbers.next()??;
                let mut part = |most: u8| {
                    let number = numbers.next().flatten().and_then(|number| u8::try_from(number).ok());
                    number.filter(|number| (1..=most).contains(number))
                };
                let month = part(12);
                let day = part(31).filter(|_| month.is_some());
                date.parts.push((year, month, day));
            }
        } else if let Some(raw) = object.get("raw").and_then(plain) {
            date.parts = Self::of_text(raw.clone()).parts;
            if date.parts.is_empty() {
                date.literal = Some(raw);
            }
        }
        // Words with a year in them have it, whatever else they say.
        if date.parts.is_empty()
            && let Some(words) = date.literal.clone()
        {
            date.parts = Self::of_text(words).parts;
        }
        (!date.parts.is_empty() || date.literal.is_some() || date.season.is_some()).then_some(date)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_other_programs_write_is_read() {
        let written = json!({
            "id": 7,
            "type": "article-journal",
            "title": "A Fabricated Title",
            "journalAbbreviation": "J Nowhere",
            "volume": 12,
            "issue": "",
            "author": [
                {"family": "Nobody", "given": "Anna", "non-dropping-particle": "van"},
                {"literal": "Nowhere Group"},
            ],
            "issued": {"date-parts": [["2024", 5], ["2024", 6]]},
            "accessed": {"raw": "2026-01-15"},
            "custom": {"a": 1},
        });
        let item = Item::from_json(&written).expect("an item");
        assert_eq!((item.id.as_str(), item.text("volume"), item.text("issue")), ("7", Some("12"), None));
        assert_eq!(item.text(variable::CONTAINER_TITLE_SHORT), Some("J Nowhere"));
        assert_eq!(item.dates["issued"].parts, [(2024, Some(5), None), (2024, Some(6), None)]);
        assert_eq!(item.dates["accessed"].parts, [(2026, Some(1), Some(15))]);
        assert_eq!(Item::from_json(&item.to_json()), Ok(item));
    }

    #[test]
    fn what_is_no_item_is_refused_with_its_place() {
        let check = |written: Value, pointer: &str| {
            assert_eq!(Item::from_json(&written).map_err(|error| error.pointer), Err(pointer.to_owned()), "{written}");
        };
        check(json!([]), "");
        check(json!({"title": "Untyped"}), "/type");
        check(json!({"type": "book", "author": [{"dropping-particle": "von"}]}), "/author");
        check(json!({"type": "book", "issued": true}), "/issued");
        check(json!({"type": "book", "issued": {"date-parts": [["soon"]]}}), "/issued");
        check(json!({"type": "book", "title": {"en": "x"}}), "/title");
    }
}
