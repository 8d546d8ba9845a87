//! CSL-JSON, as citation processors read it and reference managers export it.

use std::io;

use serde_json::{Map, Value, json};

use super::{
    Malformed, Outcome,
    handed::Handed,
    input::{Input, MAX_RECORD, text},
    raw::{Raw, is_article_number, registered, shortened, standing, without_stop},
    tagged::{note, take_note},
};
use crate::{
    citation::csl::{Item, variable::NOTE},
    domain::{Name, Source, Vocabulary, source::ItemType},
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
pub(super) fn read(input: &mut Input<'_>, each: &mut dyn FnMut(Outcome)) -> io::Result<()> {
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
        each(Err(Malformed { line, message: "the file ends within the item".to_owned() }));
    }
    Ok(())
}

impl Scan {
    fn take(&mut self, bytes: &[u8], line: usize, each: &mut dyn FnMut(Outcome)) {
        let mut kept_from = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if self.item.is_none() {
                match byte {
                    b'{' => {
                        (self.item, self.depth, kept_from) = (Some((line, Vec::new())), 1, at);
                        (self.in_text, self.escaped, self.fault) = (false, false, None);
                    }
                    b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                    _ if !self.told_stray => {
                        self.told_stray = true;
                        let message = "something that is no item stands in the list".to_owned();
                        each(Err(Malformed { line, message }));
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

    fn close(&mut self, each: &mut dyn FnMut(Outcome)) {
        let Some((line, bytes)) = self.item.take() else { return };
        if let Some(message) = self.fault.take() {
            return each(Err(Malformed { line, message }));
        }
        match serde_json::from_str::<Value>(&text(&bytes)) {
            Ok(Value::Object(item)) => items(&item, line, each),
            Ok(_) => {}
            Err(error) => {
                let message = format!("line {} is no JSON: {error}", line + error.line().saturating_sub(1));
                each(Err(Malformed { line, message }));
            }
        }
    }
}

/// The item itself, or those in the `items` of what wraps them.
fn items(object: &Map<String, Value>, line: usize, each: &mut dyn FnMut(Outcome)) {
    match object.get("items") {
        Some(Value::Array(inner)) if !object.contains_key("title") => {
            for item in inner.iter().filter_map(Value::as_object) {
                each(convert(item, line).finish());
            }
        }
        _ => each(convert(object, line).finish()),
    }
}

/// The types of CSL that are no type of ours by the same name.
const TYPES: &[(&str, ItemType)] = &[
    ("article", ItemType::ArticleJournal),
    ("article-magazine", ItemType::ArticleJournal),
    ("article-newspaper", ItemType::ArticleJournal),
    ("review", ItemType::ArticleJournal),
    ("standard", ItemType::Report),
    ("regulation", ItemType::Legislation),
    ("bill", ItemType::Legislation),
    ("post", ItemType::Webpage),
    ("post-weblog", ItemType::Webpage),
];

fn convert(item: &Map<String, Value>, line: usize) -> Raw {
    let mut raw = Raw::at(line);
    let string = |name: &str| match item.get(name)? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        // Crossref gives lists of titles.
        Value::Array(list) => list.first()?.as_str().map(|text| text.trim().to_owned()),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    };
    let any = |names: &[&str]| names.iter().find_map(|name| string(name).filter(|text| !text.is_empty()));
    let kind = string("type").unwrap_or_default();
    let crossref = if kind == "journal-article" { "article-journal" } else { &kind };
    raw.item_type = ItemType::from_slug(crossref)
        .ok()
        .or_else(|| TYPES.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type));
    if raw.item_type.is_none() {
        raw.note(format!("the file says type `{}`, which we have no word for", shortened(&kind)));
    }
    raw.title = string("title").map(|title| without_stop(&without_markup(&title)).to_owned());
    raw.author = item.get("author").and_then(Value::as_array).into_iter().flatten().filter_map(name).collect();
    raw.container_title = any(&["container-title", "collection-title"]).map(|name| without_markup(&name));
    raw.container_title_short = any(&["container-title-short", "journalAbbreviation", "short-container-title"]);
    raw.publisher = string("publisher");
    raw.publisher_place = string("publisher-place");
    raw.issued = item.get("issued").and_then(date);
    raw.available = item.get("available-date").or_else(|| item.get("published-online")).and_then(date);
    raw.volume = string("volume");
    raw.issue = string("issue");
    raw.page = any(&["page", "page-first"]);
    raw.number = any(&["number", "article-number"]);
    if raw.item_type == Some(ItemType::ArticleJournal)
        && raw.number.is_none()
        && raw.page.as_deref().is_some_and(is_article_number)
    {
        raw.number = raw.page.take();
    }
    raw.version = any(&["version", "edition"]);
    raw.language = string("language");
    raw.doi = string("DOI");
    raw.pmid = string("PMID");
    raw.pmcid = string("PMCID");
    raw.serials = ["ISSN", "ISBN"].iter().filter_map(|name| string(name)).collect();
    raw.url = string("URL");
    if let Some(custom) = item.get("custom").and_then(Value::as_object) {
        let lists = ["nct", "prospero"].iter().filter_map(|name| custom.get(*name)?.as_array()).flatten();
        raw.registered.extend(lists.filter_map(Value::as_str).map(str::to_owned));
    }
    // Zotero's "Extra", with a field of CSL on each line.
    if let Some(Value::String(note)) = item.get("note") {
        take_note(&mut raw, note);
    }
    raw
}

/// A text without the markup that CSL-JSON may hold: `<i>`, `<sup>`, `<span class="nocase">`.
fn without_markup(text: &str) -> String {
    const TAGS: [&str; 9] = ["i", "b", "sup", "sub", "sc", "span", "em", "strong", "scp"];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut tags_end = true;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let is_tag = TAGS.contains(&&name[..length]) && name[length..].starts_with([' ', '\t', '>']);
        let end = if is_tag && tags_end { rest.find('>') } else { None };
        // Where one tag has no end, none after it has.
        tags_end &= end.is_some() || !is_tag;
        match end {
            Some(end) => rest = &rest[end + 1..],
            None => plain.push('<'),
        }
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

fn name(value: &Value) -> Option<Name> {
    let string = |name: &str| value.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let literal = string("literal").or_else(|| string("name"));
    if let Some(literal) = literal {
        return Some(Name::Organisation { literal: literal.to_owned() });
    }
    let particles = [string("dropping-particle"), string("non-dropping-particle"), string("family")];
    let family = particles.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let given = string("given").map(str::to_owned);
    let suffix = string("suffix").map(str::to_owned);
    (!family.is_empty() || given.is_some()).then_some(Name::Person { family, given, suffix })
}

/// `{ "date-parts": [[2017, 4, 4]] }`, its parts as numbers or texts; `raw` and `literal` as they are; a bare text.
fn date(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let parts =
        value.get("date-parts").and_then(Value::as_array).and_then(|list| list.first()).and_then(Value::as_array);
    let Some(parts) = parts else {
        return ["raw", "literal"].iter().find_map(|name| value.get(*name)?.as_str().map(str::to_owned));
    };
    let mut shown = Vec::new();
    for part in parts.iter().take(3) {
        let number = part.as_u64().or_else(|| part.as_str()?.trim().parse().ok())?;
        shown.push(if shown.is_empty() { format!("{number:04}") } else { format!("{number:02}") });
    }
    Some(shown.join("-")).filter(|text| !text.is_empty())
}

/// All sources as a CSL-JSON list.
pub fn write(sources: &[&Source]) -> String {
    let items: Vec<Value> = sources.iter().map(|source| item(source)).collect();
    // Values that are plain data always print.
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    text
}

/// The item of [`csl`](crate::citation::csl), with the registrations, for which CSL has no variable, in `custom`.
fn item(source: &Source) -> Value {
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
        let notes: Vec<String> = standing.into_iter().chain(unverified).collect();
        if !notes.is_empty() {
            object.insert(NOTE.to_owned(), notes.join("\n").into());
        }
    }
    item
}
