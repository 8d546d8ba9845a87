//! CSL-JSON, as citation processors read it and reference managers export it.

use std::{collections::HashSet, io};

use serde_json::{Map, Value, json};

use super::{
    Malformed, date,
    explain::{Anatomy, Each, Part},
    handed::{Exported, Handed},
    input::{Input, MAX_RECORD, text},
    labels::{note, take_note},
    name::{self, Written},
    raw::{Raw, listed, registered, shortened, without_stop},
    status::{self, Said, standing},
};
use crate::{
    citation::csl::{Item, variable::NOTE},
    domain::{Vocabulary, source::ItemType},
};

/// Deepest nesting of an item; the reader of JSON goes no deeper than 128.
const MAX_DEPTH: usize = 64;

/// What the bytes read so far have opened.
#[derive(Default)]
struct Scan {
    /// The item that is open, and the line it began on.
    item: Option<(usize, Vec<u8>)>,
    depth: usize,
    in_text: bool,
    escaped: bool,
    fault: Option<String>,
    told_stray: bool,
}

/// Reads items until the end of the file: those of a list, or one after the other.
pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    let mut scan = Scan::default();
    loop {
        let line = input.line();
        let ready = input.ready()?;
        if ready.is_empty() {
            break;
        }
        // Line by line, so that the line an item begins on is known.
        let amount = ready.iter().position(|byte| *byte == b'\n').map_or(ready.len(), |at| at + 1);
        scan.take(&ready[..amount], line, each);
        input.take_ready(amount);
    }
    if let Some((line, _)) = scan.item {
        each.fault(Malformed { line, message: "the file ends within the item".to_owned() });
    }
    Ok(())
}

impl Scan {
    fn take(&mut self, bytes: &[u8], line: usize, each: &mut Each<'_>) {
        let mut kept_from = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if self.item.is_none() {
                match byte {
                    b'{' => {
                        (self.item, self.depth, kept_from) = (Some((line, Vec::new())), 1, at);
                        (self.in_text, self.escaped, self.fault) = (false, false, None);
                    }
                    b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                    // A byte order mark, where files were put together.
                    0xef | 0xbb | 0xbf => {}
                    _ if !self.told_stray => {
                        self.told_stray = true;
                        let message = "something that is no item stands in the list".to_owned();
                        each.fault(Malformed { line, message });
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                _ if std::mem::take(&mut self.escaped) => {}
                b'\\' if self.in_text => self.escaped = true,
                b'"' => self.in_text = !self.in_text,
                // No text of JSON goes over the end of a line: its closing quotation mark is missing.
                b'\n' => self.in_text = false,
                b'{' | b'[' if !self.in_text => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        self.fault
                            .get_or_insert_with(|| format!("brackets stand more than {MAX_DEPTH} deep in one another"));
                    }
                }
                b'}' | b']' if !self.in_text => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.keep(&bytes[kept_from..=at]);
                        self.close(each);
                    }
                }
                _ => {}
            }
        }
        if self.item.is_some() {
            self.keep(&bytes[kept_from..]);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let Some((_, kept)) = &mut self.item else { return };
        if self.fault.is_none() && kept.len() + bytes.len() > MAX_RECORD {
            self.fault = Some(format!("more than {} MiB: no item is that long", MAX_RECORD >> 20));
        }
        if self.fault.is_some() {
            *kept = Vec::new();
        } else {
            kept.extend_from_slice(bytes);
        }
    }

    fn close(&mut self, each: &mut Each<'_>) {
        let Some((line, bytes)) = self.item.take() else { return };
        if let Some(message) = self.fault.take() {
            return each.fault(Malformed { line, message });
        }
        match serde_json::from_str::<Value>(&text(&bytes)) {
            Ok(Value::Object(item)) => items(&item, line, each),
            Ok(_) => {}
            Err(error) => {
                let message = format!("line {} is no JSON: {error}", line + error.line().saturating_sub(1));
                each.fault(Malformed { line, message });
            }
        }
    }
}

/// The items of a value: of a list, of what services and programs wrap them in, or the item itself.
pub fn items_in(value: &Value) -> Vec<&Value> {
    let mut value = value;
    for _ in 0..MAX_WRAPPING {
        let Value::Object(object) = value else { break };
        let wrapper =
            WRAPPERS.iter().filter_map(|name| object.get(*name)).find(|value| value.is_object() || value.is_array());
        match wrapper {
            Some(wrapper) if !object.contains_key("title") => value = wrapper,
            None if !object.is_empty() && object.values().all(|value| value.get("type").is_some()) => {
                return object.values().collect();
            }
            _ => break,
        }
    }
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}

/// How deep items may stand in what services wrap them in.
const MAX_WRAPPING: usize = 3;

/// The item itself, or those in what wraps it: the answer of a service, a list by name, items by their ids.
fn items(object: &Map<String, Value>, line: usize, each: &mut Each<'_>) {
    let mut found = Vec::new();
    unwrapped(object, MAX_WRAPPING, &mut found);
    if found.is_empty() {
        let names: Vec<&str> = object.keys().take(5).map(String::as_str).collect();
        let message =
            format!("no item of CSL-JSON, and nothing that holds one: it has {}", shortened(&names.join(", ")));
        return each.fault(Malformed { line, message });
    }
    for item in found {
        each.record(convert(item, line), || Anatomy {
            parts: item
                .iter()
                .map(|(name, value)| Part { name: name.clone(), line: None, written: written(value) })
                .collect(),
            passed_over: Vec::new(),
            read: Box::new(move |keep| {
                let kept = item.iter().filter(|(name, _)| keep(name)).map(|(name, value)| (name.clone(), value.clone()));
                convert(&kept.collect(), line)
            }),
        });
    }
}

/// A value as it is written; a text without its quotation marks.
fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Names of what holds items in the answers of services and the exports of programs.
const WRAPPERS: &[&str] =
    &["message", "items", "data", "references", "records", "results", "result", "resultList", "csl", "entries"];

fn unwrapped<'a>(object: &'a Map<String, Value>, depth: usize, found: &mut Vec<&'a Map<String, Value>>) {
    let is_item = ["title", "DOI", "author", "issued", "container-title"].iter().any(|name| object.contains_key(*name))
        && !object.contains_key("message");
    if is_item || depth == 0 {
        found.extend(is_item.then_some(object));
        return;
    }
    let inside = |value: &'a Value, found: &mut Vec<&'a Map<String, Value>>| match value {
        Value::Object(inner) => unwrapped(inner, depth - 1, found),
        Value::Array(list) => {
            list.iter().filter_map(Value::as_object).for_each(|inner| unwrapped(inner, depth - 1, found))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    };
    let wrapper =
        WRAPPERS.iter().filter_map(|name| object.get(*name)).find(|value| value.is_object() || value.is_array());
    match wrapper {
        Some(wrapper) => inside(wrapper, found),
        // Items by their ids: everything in it is one.
        None if !object.is_empty() && object.values().all(Value::is_object) => {
            object.values().for_each(|value| inside(value, found));
        }
        // An empty object or something else: what it lacks is told.
        None if object.contains_key("type") => found.push(object),
        None => {}
    }
}

/// The types of CSL and of Crossref that are no type of ours by the same name.
const TYPES: &[(&str, ItemType)] = &[
    ("article-magazine", ItemType::ArticleJournal),
    ("article-newspaper", ItemType::ArticleJournal),
    ("journal-article", ItemType::ArticleJournal),
    ("review", ItemType::ArticleJournal),
    ("standard", ItemType::Report),
    ("report-component", ItemType::Report),
    ("report-series", ItemType::Report),
    ("regulation", ItemType::Legislation),
    ("bill", ItemType::Legislation),
    ("post", ItemType::Webpage),
    ("post-weblog", ItemType::Webpage),
    ("monograph", ItemType::Book),
    ("edited-book", ItemType::Book),
    ("reference-book", ItemType::Book),
    ("book-set", ItemType::Book),
    ("collection", ItemType::Book),
    ("book-chapter", ItemType::Chapter),
    ("book-section", ItemType::Chapter),
    ("book-part", ItemType::Chapter),
    ("reference-entry", ItemType::Chapter),
    ("entry-dictionary", ItemType::Chapter),
    ("entry-encyclopedia", ItemType::Chapter),
    ("entry", ItemType::Chapter),
    ("dissertation", ItemType::Thesis),
    ("proceedings-article", ItemType::PaperConference),
    ("proceedings", ItemType::Book),
    ("posted-content", ItemType::Preprint),
    ("preprint", ItemType::Preprint),
];

/// Variables and members that are passed over: abstracts and lists of references, which belong to their publishers, and
/// what services say of their own records.
const PASSED_OVER: &[&str] = &[
    "id",
    "type",
    "abstract",
    "reference",
    "references-count",
    "reference-count",
    "is-referenced-by-count",
    "indexed",
    "deposited",
    "created",
    "score",
    "prefix",
    "member",
    "source",
    "resource",
    "link",
    "license",
    "funder",
    "subject",
    "categories",
    "keyword",
    "content-domain",
    "relation",
    "assertion",
    "alternative-id",
    "issn-type",
    "isbn-type",
    "journal-issue",
    "title-short",
    "shortTitle",
    "citation-key",
    "citation-label",
    "language",
    "publisher-location",
    "short-title",
    "original-title",
    "call-number",
    "archive",
    "archive_location",
    "archive-place",
    "dimensions",
    "first-reference-note-number",
    "locator",
    "page-first",
    "number-of-pages",
    "number-of-volumes",
    "published-other",
    "content-created",
    "content-updated",
    "approved",
    "accepted",
    "update-policy",
    "aliases",
    "group-title",
    "year-suffix",
    "system_id",
    "multi",
    "custom",
    "status",
    "container",
    "degree",
    "free-to-read",
    "clinical-trial-number",
    "archive_collection",
    "medium",
    "submitted",
    "review",
    "peer-review",
];

/// Every variable of which a value may be lost without a word in the draft: notes are searched and not kept.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    PASSED_OVER.iter().chain(&["note", "annote"]).copied()
}

fn convert(item: &Map<String, Value>, line: usize) -> Raw {
    let mut reading = ItemReading { item, raw: Raw::at(line), read: HashSet::new() };
    reading.all();
    let ItemReading { mut raw, read, .. } = reading;
    // What is there and was not understood is told.
    let unread: Vec<&str> = item
        .iter()
        .filter(|(name, value)| {
            !read.contains(name.as_str()) && !PASSED_OVER.contains(&name.as_str()) && !is_empty(value)
        })
        .map(|(name, _)| name.as_str())
        .collect();
    if !unread.is_empty() {
        raw.note(format!("not read: {}", listed(&unread)));
    }
    raw
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(is) => !is,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(object) => object.values().all(is_empty),
        Value::Number(_) => false,
    }
}

/// An item being read, and which of its variables were understood.
struct ItemReading<'a> {
    item: &'a Map<String, Value>,
    raw: Raw,
    read: HashSet<&'static str>,
}

impl ItemReading<'_> {
    /// A text, a number, or the first of a list of them: Crossref gives lists of titles.
    fn string(&mut self, name: &'static str) -> Option<String> {
        let text = match self.item.get(name)? {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(list) => {
                let texts: Vec<&str> =
                    list.iter().filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).collect();
                if texts.len() > 1 && matches!(name, "title" | "subtitle") {
                    let others = texts[1..].join("; ");
                    self.raw.note(format!("{name} has more than one: `{}`", shortened(&others)));
                }
                texts.first().map(|text| (*text).to_owned())
            }
            Value::Null | Value::Bool(_) | Value::Object(_) => None,
        };
        let text = text.filter(|text| !text.is_empty());
        if text.is_some() {
            self.read.insert(name);
        }
        text
    }

    fn any(&mut self, names: &[&'static str]) -> Option<String> {
        let mut found = None;
        for name in names {
            let text = self.string(name);
            found = found.or(text);
        }
        found
    }

    fn names(&mut self, variable: &'static str) -> Vec<Written> {
        let Some(value) = self.item.get(variable) else { return Vec::new() };
        let all: Vec<Option<Written>> = match value {
            Value::Array(list) => list.iter().filter(|value| !is_empty(value)).map(written_name).collect(),
            Value::Object(_) | Value::String(_) => vec![written_name(value)],
            Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
        };
        for literal in all.iter().flatten() {
            if let Written::Organisation(literal) = literal
                && name::could_be_a_person(literal)
            {
                self.raw.note(format!("`{}` is one name in the file; a person has two", shortened(literal)));
            }
        }
        if !all.is_empty() && all.iter().all(Option::is_some) {
            self.read.insert(variable);
        }
        all.into_iter().flatten().collect()
    }

    fn date(&mut self, name: &'static str) -> Option<String> {
        let date = self.item.get(name).and_then(day_of);
        if date.is_some() {
            self.read.insert(name);
        }
        date
    }

    fn all(&mut self) {
        let kind = self.string("type").unwrap_or_default();
        let genre = self.any(&["genre", "subtype"]);
        let says_preprint = genre.as_deref().is_some_and(|genre| genre.to_lowercase().contains("preprint"));
        self.raw.item_type = match kind.as_str() {
            // CSL 1.0.2 has it for preprints and papers that no journal has, older programs for what a journal has.
            "article" if says_preprint || !self.item.contains_key("container-title") => Some(ItemType::Preprint),
            "article" => Some(ItemType::ArticleJournal),
            "posted-content" if genre.is_some() && !says_preprint => Some(ItemType::Report),
            kind => ItemType::from_slug(kind)
                .ok()
                .or_else(|| TYPES.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type)),
        };
        if self.raw.item_type.is_none() {
            self.raw.note(format!("the file says type `{}`, which we have no word for", shortened(&kind)));
        }
        self.raw.genre = genre;
        self.raw.title = self.string("title").map(|title| without_stop(&title).to_owned());
        self.raw.subtitle = self.string("subtitle");
        self.raw.author = self.names("author");
        self.raw.editor = self.names("editor");
        if self.raw.editor.is_empty() {
            self.raw.editor = self.names("container-author");
        }
        self.raw.translator = self.names("translator");
        self.raw.container_title = self.string("container-title");
        let series = self.string("collection-title");
        match (&self.raw.container_title, series) {
            (None, series) => self.raw.container_title = series,
            (Some(_), Some(series)) => self.raw.note(format!("in the series `{}`", shortened(&series))),
            (Some(_), None) => {}
        }
        self.raw.container_title_short =
            self.any(&["container-title-short", "journalAbbreviation", "short-container-title"]);
        self.raw.event = self.any(&["event-title"]);
        match self.item.get("event") {
            Some(Value::Object(event)) => {
                self.raw.event = event.get("name").and_then(Value::as_str).map(str::to_owned).or(self.raw.event.take());
                self.read.insert("event");
            }
            _ => {
                let event = self.string("event");
                self.raw.event = self.raw.event.take().or(event);
            }
        }
        self.raw.publisher = self.string("publisher");
        if let Some(Value::Array(institutions)) = self.item.get("institution") {
            // Crossref names the server of a preprint here, and its owner as the publisher.
            let server = institutions.iter().find_map(|one| one.get("name")?.as_str());
            if let Some(server) = server {
                self.raw.publisher = Some(server.to_owned());
                self.read.insert("institution");
            }
        }
        self.raw.publisher_place = self.any(&["publisher-place", "publisher-location", "event-place"]);
        self.dates();
        self.raw.accessed = self.date("accessed");
        self.raw.volume = self.string("volume");
        self.raw.issue = self.string("issue");
        self.raw.page = self.string("page").or_else(|| self.string("page-first"));
        self.raw.number = self.any(&["number", "article-number"]);
        self.raw.edition = self.any(&["edition", "edition-number"]);
        self.raw.version = self.string("version");
        self.raw.language = self.string("language");
        self.raw.doi = self.string("DOI");
        self.raw.pmid = self.string("PMID");
        self.raw.pmcid = self.string("PMCID");
        self.raw.serials = ["ISSN", "ISBN"].into_iter().filter_map(|name| self.string(name)).collect();
        self.raw.url = self.string("URL");
        self.updates();
        if let Some(custom) = self.item.get("custom").and_then(Value::as_object) {
            let lists = ["nct", "prospero"].iter().filter_map(|name| custom.get(*name)?.as_array()).flatten();
            self.raw.registered.extend(lists.filter_map(Value::as_str).map(str::to_owned));
        }
        // Zotero's "Extra", with a field of CSL on each line.
        for name in ["note", "annote"] {
            if let Some(Value::String(note)) = self.item.get(name) {
                take_note(&mut self.raw, note);
                self.read.insert(name);
            }
        }
        for name in ["status", "keyword", "genre", "subtype"] {
            if let Some(Value::String(words)) = self.item.get(name) {
                words.split([',', ';']).for_each(|word| {
                    self.raw.takes_word(word);
                });
            }
        }
    }

    /// The date of issue and the first one online. Crossref's `issued` is the earliest of its dates; what belongs to the
    /// volume and issue is that of print.
    fn dates(&mut self) {
        let issued = self.date("issued");
        let online = self.date("available-date").or_else(|| self.date("published-online"));
        let print = self.date("published-print");
        let others = [self.date("published"), self.date("posted")];
        let (read, online_read) = (print.as_deref().and_then(date::read), online.as_deref().and_then(date::read));
        match (read, online_read) {
            (Some(print_read), _)
                if issued.as_deref().and_then(date::read).is_none_or(|issued| issued.date < print_read.date) =>
            {
                self.raw.issued = print;
                self.raw.available = online.or(issued);
            }
            _ => {
                let [published, posted] = others;
                self.raw.issued = issued.or(print).or(published).or(posted).or_else(|| online.clone());
                self.raw.available = online;
            }
        }
    }

    /// What Crossref says about a work and its updates.
    fn updates(&mut self) {
        for (name, is_updated) in [("updated-by", true), ("update-to", false)] {
            let Some(Value::Array(list)) = self.item.get(name) else { continue };
            self.read.insert(name);
            for update in list {
                let text = |name: &str| update.get(name).and_then(Value::as_str);
                let kind = text("type").or_else(|| text("label")).unwrap_or_default();
                let other = text("DOI").map(str::to_owned);
                let day = update.get("updated").and_then(day_of).and_then(|day| date::read(&day)).map(|read| read.date);
                match (is_updated, status::of_update(kind)) {
                    (true, Some(status)) => self.raw.says(status, other, day),
                    (true, None) => self.raw.takes(Said::Updated, other),
                    (false, Some(status)) => self.raw.takes(Said::Notice(status::of_notice(status)), other),
                    (false, None) => {}
                }
            }
        }
    }
}

/// A name: an object as CSL has it, or a text.
fn written_name(value: &Value) -> Option<Written> {
    if let Value::String(text) = value {
        return Some(Written::Text(text.clone()));
    }
    let string = |name: &str| value.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let literal = string("literal").or_else(|| string("name"));
    if let Some(literal) = literal {
        // One field for a person or several, as some programs fill it.
        let is_text = literal.contains(';') || name::are_people(literal);
        return Some(if is_text {
            Written::Text(literal.to_owned())
        } else {
            Written::Organisation(literal.to_owned())
        });
    }
    let particles = [string("dropping-particle"), string("non-dropping-particle"), string("family")];
    let family = particles.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let given = string("given").map(str::to_owned);
    let suffix = string("suffix").map(str::to_owned);
    if given.is_none() && family.contains(',') {
        return Some(Written::PersonText(family));
    }
    (!family.is_empty() || given.is_some()).then_some(Written::Parts(family, given, suffix))
}

/// `{ "date-parts": [[2017, 4, 4]] }`, its parts as numbers or texts, with one list or two; `raw` and `literal` as they
/// are; a bare text, number or list.
fn day_of(value: &Value) -> Option<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let of_parts = |mut parts: &Vec<Value>| {
        while let Some(Value::Array(inner)) = parts.first() {
            parts = inner;
        }
        let mut shown = Vec::new();
        for part in parts.iter().take(3) {
            let Some(number) = plain(part).and_then(|part| part.parse::<u64>().ok()).filter(|number| *number > 0)
            else {
                break;
            };
            shown.push(if shown.is_empty() { format!("{number:04}") } else { format!("{number:02}") });
        }
        Some(shown.join("-")).filter(|text| !text.is_empty())
    };
    match value {
        Value::String(_) | Value::Number(_) => plain(value),
        Value::Array(parts) => of_parts(parts),
        Value::Object(object) => {
            let parts = object.get("date-parts").and_then(Value::as_array).and_then(of_parts);
            parts.or_else(|| ["raw", "literal", "date-time", "year"].iter().find_map(|name| plain(object.get(*name)?)))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// All sources as a CSL-JSON list.
pub fn write(sources: &[Exported<'_>]) -> String {
    let items: Vec<Value> = sources.iter().map(item).collect();
    // Values that are plain data always print.
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    text
}

/// One source as an item of CSL-JSON.
pub fn write_one(source: &Exported<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&item(source)).unwrap_or_default();
    text.push('\n');
    text
}

/// The item of [`csl`](crate::citation::csl), with the registrations, for which CSL has no variable, in `custom`.
fn item(exported: &Exported<'_>) -> Value {
    let Exported { source, currency } = exported;
    let Handed { bibliography, unverified } = Handed::of(source);
    let mut item = Item::describing(&source.id, &bibliography).to_json();
    let (nct, prospero): (Vec<&str>, Vec<&str>) =
        registered(&source.registration).partition(|number| number.starts_with("NCT"));
    let lists = [("nct", nct), ("prospero", prospero)];
    let custom: Map<String, Value> = lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| (name.to_owned(), json!(list)))
        .collect();
    if let Some(object) = item.as_object_mut() {
        if !custom.is_empty() {
            object.insert("custom".to_owned(), custom.into());
        }
        let standing = standing(source).map(|note| format!("{}: {note}", note::STANDING));
        let unverified = unverified.map(|told| format!("{}: {told}", note::UNVERIFIED));
        let currency = currency.as_ref().map(|currency| format!("{}: {currency}", note::CURRENCY));
        let notes: Vec<String> = standing.into_iter().chain(currency).chain(unverified).collect();
        if !notes.is_empty() {
            object.insert(NOTE.to_owned(), notes.join("\n").into());
        }
    }
    item
}
