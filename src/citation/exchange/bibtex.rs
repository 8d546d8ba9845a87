//! BibTeX and BibLaTeX. The crate `biblatex` reads the values; the entries are told apart here, so that a broken one costs
//! itself only, and abbreviations are written out here, because the crate would follow one that names itself for ever.

mod entry;
mod fields;
mod names;
mod tex;
mod whole;
mod write;

use std::{
    borrow::Cow,
    collections::{HashMap, VecDeque},
    io,
};

use biblatex::{Bibliography as Entries, ChunksExt, RawBibliography, RawChunk, RawEntry as ParsedEntry};

use super::{
    Malformed,
    explain::{Anatomy, Each, Part},
    input::{Input, MAX_RECORD},
    raw::RawEntry,
    tidy::shortened,
};
use entry::Piece;
pub(super) use fields::passed_over;
use tex::{VERBATIM, address, plain_tex};
use whole::Wholes;
pub use write::{write_biblatex, write_bibtex};

/// Deepest nesting of braces. The crate calls itself for each, and titles need three.
const MAX_DEPTH: usize = 64;
/// Most bytes an abbreviation may stand for: those made of others could double with each.
const MAX_ABBREVIATION: usize = 4 << 10;
/// Most abbreviations of a file.
const MAX_ABBREVIATIONS: usize = 10_000;

/// The word after `@` of a line that begins an entry.
pub(super) fn entry_start(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('@')?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (kind, after) = rest.split_at(end);
    (!kind.is_empty() && after.trim_start().starts_with(['{', '('])).then_some(kind)
}

/// An entry of which the end has not come.
struct Open {
    line: usize,
    text: String,
    depth: usize,
    /// `@article( … )`.
    in_parentheses: bool,
    escaped: bool,
    fault: Option<String>,
}

/// Reads entries until the end of the file.
pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    let mut file = File::default();
    let mut open: Option<Open> = None;
    while let Some(line) = input.next_line()? {
        // An entry within an entry: the closing brace of the first one is missing.
        if entry_start(&line.text).is_some()
            && let Some(Open { line: begun, .. }) = open.take()
        {
            let message = format!("the entry is not closed before line {}, where the next one begins", line.number);
            file.fault(Malformed { line: begun, message }, each);
        }
        let mut rest = line.text.as_str();
        loop {
            match open.as_mut() {
                None => {
                    // Text between entries is a comment.
                    let Some(at) =
                        rest.match_indices('@').map(|(at, _)| at).find(|at| entry_start(&rest[*at..]).is_some())
                    else {
                        break;
                    };
                    rest = &rest[at..];
                    let brace = rest.find(['{', '(']).unwrap_or(0);
                    let in_parentheses = rest[brace..].starts_with('(');
                    let text = format!("{}{{", &rest[..brace]);
                    rest = &rest[brace + 1..];
                    open =
                        Some(Open { line: line.number, text, depth: 0, in_parentheses, escaped: false, fault: None });
                }
                Some(entry) => {
                    if line.is_cut {
                        entry.too_large();
                    }
                    match entry.take(rest) {
                        Some(used) => {
                            rest = &rest[used..];
                            if let Some(entry) = open.take() {
                                file.close(entry, each);
                            }
                        }
                        None => break,
                    }
                }
            }
        }
    }
    if let Some(Open { line, .. }) = open {
        let message = "the file ends within the entry: a closing brace is missing".to_owned();
        file.fault(Malformed { line, message }, each);
    }
    // What they are part of does not come any more.
    for queued in std::mem::take(&mut file.queue) {
        file.tell(queued.what, each);
    }
    Ok(())
}

impl Open {
    /// Takes a line, or as much of it as belongs to the entry: then the bytes used.
    fn take(&mut self, line: &str) -> Option<usize> {
        let mut end = None;
        for (at, byte) in line.bytes().enumerate() {
            if std::mem::take(&mut self.escaped) {
                continue;
            }
            match byte {
                b'\\' => self.escaped = true,
                b'{' => self.depth += 1,
                b'}' if self.depth == 0 && !self.in_parentheses => end = Some(at),
                b'}' => self.depth = self.depth.saturating_sub(1),
                b')' if self.depth == 0 && self.in_parentheses => end = Some(at),
                _ => {}
            }
            if self.depth > MAX_DEPTH {
                self.fault.get_or_insert_with(|| format!("braces stand more than {MAX_DEPTH} deep in one another"));
            }
            if end.is_some() {
                break;
            }
        }
        self.escaped = false;
        if self.fault.is_none() {
            self.text.push_str(&line[..end.unwrap_or(line.len())]);
            self.text.push('\n');
            if self.text.len() > MAX_RECORD {
                self.too_large();
            }
        }
        end.map(|at| at + 1)
    }

    fn too_large(&mut self) {
        let limit = MAX_RECORD >> 20;
        self.fault.get_or_insert_with(|| format!("more than {limit} MiB: no entry is that long"));
        self.text = String::new();
    }
}

/// What has been read of a file that later entries need.
#[derive(Default)]
struct File {
    abbreviations: HashMap<String, String>,
    wholes: Wholes,
    /// Entries that are part of one that has not come, and what stands behind them, in the order of the file.
    queue: VecDeque<Queued>,
    /// How many have left the queue, and the places of those that wait for a key, counted from the first that ever was in it.
    left: usize,
    waiting: HashMap<String, Vec<usize>>,
    /// The bytes of all of them, and of those that wait.
    queued_bytes: usize,
    waiting_bytes: usize,
}

/// What is told when those before it are.
struct Queued {
    /// Whether the entry that it is part of has not come.
    waits: bool,
    bytes: usize,
    what: Result<Entry, Malformed>,
}

/// Most bytes of entries that wait for what they are part of: more are read without it. And most bytes of all that are kept in the
/// order of the file for their sake: with more, those that do not wait go first.
const MAX_WAITING: usize = 8 << 20;

impl File {
    fn close(&mut self, open: Open, each: &mut Each<'_>) {
        let Open { line, mut text, fault, depth: _, in_parentheses: _, escaped: _ } = open;
        text.push('}');
        let kind = entry_start(&text).unwrap_or_default().to_ascii_lowercase();
        let malformed = |message: String| Malformed { line, message };
        match (kind.as_str(), fault) {
            ("comment" | "preamble", _) => {}
            (_, Some(message)) => self.fault(malformed(message), each),
            ("string", None) => {
                if let Err(message) = abbreviate(&text, &mut self.abbreviations) {
                    self.fault(malformed(message), each);
                }
            }
            (_, None) => match entry(&text, &self.abbreviations, line) {
                Ok(mut entry) => {
                    let key = entry::key(&text).to_lowercase();
                    let is_whole = self.wholes.remember(&key, &kind, &entry.fields);
                    let mut waits_for = entry
                        .part_of
                        .as_ref()
                        .filter(|whole| !self.wholes.has(whole))
                        .map(|whole| whole.to_lowercase());
                    if waits_for.is_some() && (entry.says_enough() || self.waiting_bytes + text.len() > MAX_WAITING) {
                        waits_for = None;
                        entry.part_of = None;
                        entry.notes.push("`crossref` is not followed".to_owned());
                    }
                    self.put(waits_for, text.len(), Ok(entry), each);
                    // Those that wait for it.
                    if is_whole {
                        for place in self.waiting.remove(&key).into_iter().flatten() {
                            if let Some(queued) = self.queue.get_mut(place - self.left) {
                                queued.waits = false;
                                self.waiting_bytes -= queued.bytes;
                            }
                        }
                        self.go_on(each);
                    }
                }
                Err(message) => self.fault(malformed(message), each),
            },
        }
    }

    fn fault(&mut self, fault: Malformed, each: &mut Each<'_>) {
        self.put(None, fault.message.len(), Err(fault), each);
    }

    /// Tells an entry, or puts it behind those that wait.
    fn put(&mut self, waits_for: Option<String>, bytes: usize, what: Result<Entry, Malformed>, each: &mut Each<'_>) {
        if waits_for.is_none() && (self.queue.is_empty() || self.queued_bytes + bytes > MAX_WAITING) {
            return self.tell(what, each);
        }
        self.queued_bytes += bytes;
        let waits = waits_for.is_some();
        if let Some(key) = waits_for {
            self.waiting_bytes += bytes;
            self.waiting.entry(key).or_default().push(self.left + self.queue.len());
        }
        self.queue.push_back(Queued { waits, bytes, what });
    }

    /// Tells what waits for nothing, up to the first that does.
    fn go_on(&mut self, each: &mut Each<'_>) {
        while self.queue.front().is_some_and(|queued| !queued.waits)
            && let Some(queued) = self.queue.pop_front()
        {
            self.left += 1;
            self.queued_bytes -= queued.bytes;
            self.tell(queued.what, each);
        }
    }

    fn tell(&self, what: Result<Entry, Malformed>, each: &mut Each<'_>) {
        match what {
            Ok(entry) => self.finish(entry, each),
            Err(fault) => each.fault(fault),
        }
    }

    fn finish(&self, mut entry: Entry, each: &mut Each<'_>) {
        let line = entry.line;
        if let Some(whole) = entry.part_of.take()
            && !self.wholes.complete(&whole, &entry.kind, &mut entry.fields)
        {
            entry.notes.push(format!("`{}`, of which it is a part, is not in the file", shortened(whole.trim())));
        }
        match entry.read(&|_| true) {
            Ok(raw) => each.record(raw, || entry.anatomy()),
            Err(message) => each.fault(Malformed { line, message }),
        }
    }
}

/// Notes what `@string{name = "value"}` says, written out.
fn abbreviate(text: &str, abbreviations: &mut HashMap<String, String>) -> Result<(), String> {
    for (name, value) in entry::fields(text)? {
        let value = written_out(&value, abbreviations)?.into_owned();
        if value.len() > MAX_ABBREVIATION || abbreviations.len() >= MAX_ABBREVIATIONS {
            return Err(format!("the abbreviation `{}` stands for more text than any does", shortened(name)));
        }
        abbreviations.insert(name.to_ascii_lowercase(), value);
    }
    Ok(())
}

/// A value with its abbreviations replaced. Months are left to the crate.
fn written_out<'a>(field: &[Piece<'a>], abbreviations: &HashMap<String, String>) -> Result<Cow<'a, str>, String> {
    if let [Piece::Text(text)] = field {
        return Ok(Cow::Borrowed(text));
    }
    let mut whole = String::new();
    for piece in field {
        match piece {
            Piece::Text(text) => whole.push_str(text),
            Piece::Name(name) => match abbreviations.get(&name.to_ascii_lowercase()) {
                Some(value) => whole.push_str(value),
                // `month = apr`.
                None => whole.push_str(name),
            },
        }
        if whole.len() > MAX_RECORD {
            return Err("abbreviations make the entry longer than any is".to_owned());
        }
    }
    Ok(Cow::Owned(whole))
}

/// Fields that point to other entries, but `crossref`. The crate would follow them; a reference has what it needs itself.
const POINTERS: [&str; 4] = ["xref", "xdata", "ids", "related"];

/// Notes, of which each line may say something of its own.
const NOTES: [&str; 4] = ["note", "annote", "annotation", "addendum"];
/// Stands for the end of a line in them, which means no more than a blank elsewhere.
const LINE_END: char = '\u{e003}';

/// A field: its name, its value, and whether that is verbatim, as a DOI or an address.
type Field = (String, String, bool);

/// An entry with its abbreviations written out.
struct Entry {
    line: usize,
    /// The word after `@`.
    kind: String,
    fields: Vec<Field>,
    /// The key of the entry it is part of.
    part_of: Option<String>,
    /// What was noticed while it was taken apart.
    notes: Vec<String>,
}

fn entry(text: &str, abbreviations: &HashMap<String, String>, line: usize) -> Result<Entry, String> {
    let kind = entry_start(text).unwrap_or_default().to_owned();
    let mut entry = Entry { line, kind, fields: Vec::new(), part_of: None, notes: Vec::new() };
    for (name, value) in entry::fields(text).map_err(malformed)? {
        // Web of Science has blanks in the names of its fields.
        let name = name.to_ascii_lowercase().replace([' ', '_'], "-");
        if POINTERS.contains(&name.as_str()) {
            entry.notes.push(format!("`{name}` is not followed"));
            continue;
        }
        let value = written_out(&value, abbreviations)?;
        if name == "crossref" && entry.part_of.is_none() {
            entry.part_of = Some(value.trim().to_owned()).filter(|key| !key.is_empty());
            continue;
        }
        if entry.fields.iter().any(|(known, _, _)| *known == name) {
            entry.notes.push(format!("not read: a further `{name}`, `{}`", shortened(value.trim())));
            continue;
        }
        let is_verbatim = VERBATIM.contains(&name.as_str());
        let value = match is_verbatim {
            true => address(&value),
            false if NOTES.contains(&name.as_str()) => plain_tex(&value.trim().replace('\n', &LINE_END.to_string())),
            false => plain_tex(&value),
        };
        entry.fields.push((name, value, is_verbatim));
    }
    Ok(entry)
}

fn malformed(fault: String) -> String {
    format!("the entry is malformed: {fault}")
}

impl Entry {
    /// Whether it has what it is cited by, and need not wait for what it is part of.
    fn says_enough(&self) -> bool {
        let has = |names: &[&str]| self.fields.iter().any(|(known, ..)| names.contains(&known.as_str()));
        has(&["title"]) && has(&["year", "date"]) && has(&["journal", "journaltitle", "booktitle"])
    }

    /// The fields whose names are kept, read.
    fn read(&self, keep: &dyn Fn(&str) -> bool) -> Result<RawEntry, String> {
        let Self { line, kind, fields, part_of: _, notes } = self;
        let mut raw = RawEntry::at(*line);
        raw.notes = notes.clone();
        let kept = |verbatim: bool| {
            let of_kind = fields.iter().filter(move |(name, _, is_verbatim)| *is_verbatim == verbatim && keep(name));
            of_kind.map(|(name, value, _)| (name.clone(), value.clone())).collect::<Vec<(String, String)>>()
        };
        let (fields, addresses) = (kept(false), kept(true));
        let spanned = |value: &'static str| biblatex::Spanned::new(value, 0..0);
        let mut whole = ParsedEntry { key: spanned("entry"), kind: spanned("misc"), fields: Vec::new() };
        for (name, value) in &fields {
            let value = vec![biblatex::Spanned::new(RawChunk::Normal(value.as_str()), 0..0)];
            let (key, value) = (biblatex::Spanned::new(name.as_str(), 0..0), biblatex::Spanned::new(value, 0..0));
            whole.fields.push(biblatex::Pair::new(key, value));
        }
        let entries = vec![biblatex::Spanned::new(whole, 0..0)];
        let rewritten = RawBibliography { preamble: String::new(), entries, abbreviations: Vec::new() };
        let entries = Entries::from_raw(rewritten).map_err(|error| malformed(error.kind.to_string()))?;
        let Some(entry) = entries.iter().next() else { return Err("the entry is empty".to_owned()) };
        let names = fields.iter().chain(&addresses).map(|(name, _)| name.as_str()).collect();
        let mut raw = fields::convert(raw, kind, entry, &addresses, names);
        let shown: Vec<(String, String)> = fields
            .iter()
            // Names are read as a list, of which each says what became of it.
            .filter(|(name, _)| !matches!(name.as_str(), "author" | "editor" | "translator"))
            .filter(|(name, _)| passed_over().all(|known| known != name))
            .filter_map(|(name, _)| Some((name.clone(), entry.get(name)?.format_verbatim())))
            .collect();
        raw.note_unread(shown.iter().map(|(name, value)| (name.clone(), value.as_str())));
        Ok(raw)
    }

    fn anatomy(self) -> Anatomy<'static> {
        let parts = self.fields.iter().map(|(name, value, _)| Part {
            name: name.clone(),
            line: None,
            written: value.replace(LINE_END, "\n"),
        });
        let parts = parts.collect();
        // What is left of an entry that could be read can be read.
        let read = move |keep: &dyn Fn(&str) -> bool| self.read(keep).unwrap_or_else(|_| RawEntry::at(self.line));
        Anatomy { parts, passed_over: Vec::new(), read: Box::new(read) }
    }
}
