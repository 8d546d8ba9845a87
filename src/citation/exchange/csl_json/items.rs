//! The items of a file: those of a list, one after the other, or those that services and programs wrap.

use std::io;

use serde_json::{Map, Value};

use super::{
    super::{
        Malformed,
        explain::{Anatomy, Each, Part},
        input::{Input, MAX_RECORD, text},
        tidy::shortened,
    },
    convert, services,
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
pub(in crate::citation::exchange) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
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
    let foreign = |object: &Map<String, Value>| match services::in_csl(object) {
        Some(_) => None,
        None => FOREIGN.iter().find(|(name, _)| object.contains_key(*name)),
    };
    let within = object.values().filter_map(Value::as_object).find_map(foreign);
    if let Some((_, of)) = foreign(object).or(within).filter(|_| found.is_empty()) {
        return each.fault(Malformed { line, message: format!("this is JSON of {of}, and no CSL-JSON; {ADVICE}") });
    }
    if found.is_empty() {
        let names: Vec<&str> = object.keys().take(5).map(String::as_str).collect();
        let message =
            format!("no item of CSL-JSON, and nothing that holds one: it has {}", shortened(&names.join(", ")));
        return each.fault(Malformed { line, message });
    }
    for item in found {
        if let Some((_, of)) = foreign(item) {
            let message = format!("this is JSON of {of}, and no CSL-JSON; {ADVICE}");
            each.fault(Malformed { line, message });
            continue;
        }
        each.record(convert(item, line), || Anatomy {
            parts: item
                .iter()
                .map(|(name, value)| Part { name: name.clone(), line: None, written: written(value) })
                .collect(),
            passed_over: Vec::new(),
            read: Box::new(move |keep| {
                let kept =
                    item.iter().filter(|(name, _)| keep(name)).map(|(name, value)| (name.clone(), value.clone()));
                convert(&kept.collect(), line)
            }),
        });
    }
}

/// Members that items of other services have and CSL-JSON has not, and whose they are.
const FOREIGN: &[(&str, &str)] = &[
    ("authorString", "Europe PMC"),
    ("itemType", "Zotero's own kind"),
    ("attributes", "DataCite"),
    ("externalIds", "Semantic Scholar"),
    ("sortpubdate", "PubMed's summaries"),
    ("uids", "PubMed's summaries"),
];
/// What to do with them.
const ADVICE: &str = "ask for RIS, BibTeX or CSL-JSON (`application/vnd.citationstyles.csl+json`)";

/// A value as it is written; a text without its quotation marks.
fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Names of what holds items in the answers of services and the exports of programs.
const WRAPPERS: &[&str] =
    &["message", "items", "data", "references", "records", "results", "result", "resultList", "csl", "entries"];

fn unwrapped<'a>(object: &'a Map<String, Value>, depth: usize, found: &mut Vec<&'a Map<String, Value>>) {
    let is_item = services::in_csl(object).is_some()
        || ["title", "DOI", "author", "issued", "container-title"].iter().any(|name| object.contains_key(*name))
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
