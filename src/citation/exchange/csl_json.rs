//! CSL-JSON, as citation processors read it and reference managers export it.

mod items;
mod services;
mod values;
mod write;

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{
    labels::{take_identifiers, take_note},
    name::{self, Written},
    raw::RawEntry,
    status::{self, Said},
    tidy::{listed, shortened, without_stop},
};
use crate::{
    citation::date,
    domain::{Vocabulary, source::ItemType},
};
pub use items::items_in;
pub(super) use items::read;
use values::{day_of, written_name};
pub use write::{write, write_one};

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

/// Every variable of which a value may be lost without a word in the draft: notes are searched and not kept,
/// and when something was opened is kept of pages only.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    PASSED_OVER.iter().chain(&["note", "annote", "accessed"]).copied()
}

fn convert(item: &Map<String, Value>, line: usize) -> RawEntry {
    if let Some((item, told)) = services::in_csl(item) {
        let mut raw = convert(&item, line);
        raw.notes.extend(told.iter().map(|note| shortened(note)));
        return raw;
    }
    let mut reading = ItemReading { item, raw: RawEntry::at(line), read: HashSet::new() };
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
    raw: RawEntry,
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
                if texts.len() > 1 && matches!(name, "title" | "subtitle" | "container-title") {
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
            match (&found, text) {
                (None, text) => found = text,
                // Another way to say one thing, when it says another one, is told.
                (Some(known), Some(other)) if *known != other => {
                    self.read.remove(name);
                }
                (Some(_), _) => {}
            }
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
        if self.raw.item_type.is_none() && !kind.is_empty() {
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
        self.raw.doi = self.any(&["DOI", "doi"]);
        self.raw.pmid = self.any(&["PMID", "pmid"]);
        self.raw.pmcid = self.any(&["PMCID", "pmcid"]).map(|number| match number.bytes().all(|b| b.is_ascii_digit()) {
            true => format!("PMC{number}"),
            false => number,
        });
        for name in ["ISSN", "ISBN"] {
            let all =
                self.item.get(name).and_then(Value::as_array).into_iter().flatten().skip(1).filter_map(Value::as_str);
            let further: Vec<String> = all.map(str::to_owned).collect();
            let first = self.string(name);
            self.raw.serials.extend(first.into_iter().chain(further));
        }
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
        // An id that is a DOI with its address or a number of PubMed with its name.
        if let Some(id) = self.item.get("id").and_then(Value::as_str)
            && (id.contains("doi.org/10.")
                || ["doi:", "pmid:"].iter().any(|label| id.to_lowercase().starts_with(label)))
            && (self.raw.doi.is_none() || id.to_lowercase().starts_with("pmid:"))
        {
            take_identifiers(&mut self.raw, id);
        }
        self.relations();
        for name in ["is_retracted", "is-retracted", "retracted"] {
            if self.item.get(name).and_then(Value::as_bool) == Some(true) {
                self.raw.takes_word("retracted");
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
        let online = online.or_else(|| {
            self.item.get("journal-issue").and_then(|issue| issue.get("published-online")).and_then(day_of)
        });
        // Crossref has the date of the issue with the issue as well.
        let issue = self.item.get("journal-issue");
        let of_issue = |name: &str| issue.and_then(|issue| issue.get(name)).and_then(day_of);
        let print = self.date("published-print").or_else(|| of_issue("published-print"));
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

    /// The other versions of a work that Crossref names, which are publications of their own.
    fn relations(&mut self) {
        const TOLD: [(&str, &str); 4] = [
            ("is-preprint-of", "published since as"),
            ("is-replaced-by", "replaced by"),
            ("is-version-of", "a version of"),
            ("is-translation-of", "a translation of"),
        ];
        let Some(relations) = self.item.get("relation").and_then(Value::as_object) else { return };
        for (name, words) in TOLD {
            let others = relations.get(name).and_then(Value::as_array).into_iter().flatten();
            for id in others.filter_map(|other| other.get("id").and_then(Value::as_str)) {
                self.raw.note(format!("{words} `{}`", shortened(id)));
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
