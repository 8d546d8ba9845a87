//! XML of databases and programs, read as a stream: one record is in memory at a time, and of it only what its format asks for.
//!
//! Entities are never expanded: those of XML itself and numbered characters are read, any other stays as it is written,
//! so that a document that defines some for itself gains nothing by it.

mod parts;
mod passing;
mod tree;

use std::io::{self, BufRead, Read};

pub(super) use parts::{anatomy, values};
pub(super) use tree::Element;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use tree::Tree;

use super::{
    Malformed, ReadError,
    input::{Input, MAX_RECORD},
    tidy::shortened,
};

/// What the documents of a format look like.
pub(super) struct Doctype {
    /// Elements a document may have at its root.
    pub(super) roots: &'static [&'static str],
    /// Whether an element is one record.
    pub(super) begins_record: fn(&str) -> bool,
    /// Whether an element of a record is passed over, with all that is in it.
    pub(super) passes_over: fn(&str) -> bool,
}

/// The name of the root element, as far as the begin of a document shows it: behind declarations and comments.
pub(super) fn root(begin: &str) -> Option<&str> {
    let mut rest = begin;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->")? + "-->".len()
        } else if rest.starts_with("<?") {
            rest.find("?>")? + "?>".len()
        } else if rest.starts_with("<!") {
            // A document type may hold declarations of its own, in brackets.
            let end = rest.find('>')?;
            match rest[..end].contains('[') {
                true => rest.find(']').and_then(|at| Some(at + rest[at..].find('>')? + 1))?,
                false => end + 1,
            }
        } else {
            let name = rest.strip_prefix('<')?;
            return name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        };
        rest = &rest[end..];
    }
}

/// What is expected at the root of a document, for messages.
const EXPECTED: &str =
    "expected <PubmedArticleSet>, as PubMed saves it, or <xml> with <records>, as EndNote exports it";

/// Deepest nesting of a record; an article of PubMed has nine, with markup in a title.
const MAX_DEPTH: usize = 32;

/// Most elements that may be open at once in a whole document, in records or not: the reader of XML remembers each.
const MAX_OPEN: usize = 10_000;

/// The bytes of a document, counted between two elements, so that one that never ends is noticed.
struct Bounded<'a> {
    input: Input<'a>,
    since: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let amount = ready.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&ready[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > MAX_RECORD {
            let message = format!("one element or text has more than {} MiB", MAX_RECORD >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        self.input.ready()
    }

    fn consume(&mut self, amount: usize) {
        self.since += amount;
        self.input.take_ready(amount);
    }
}

/// What has come to its end.
pub(super) enum Complete<'a> {
    /// A record, or what else the format has in its place.
    Element(Record<'a>),
    /// What should have been one.
    Fault(Malformed),
}

/// A record as its elements.
pub(super) struct Record<'a> {
    /// The element that is the record.
    pub(super) element: Element<'a>,
    /// What was noticed while it was read.
    pub(super) notes: Vec<String>,
    /// Elements that were passed over, with their lines.
    pub(super) passed_over: Vec<(String, usize)>,
}

/// Most elements of a record that are remembered because they were passed over.
const MAX_PASSED_OVER: usize = 500;

/// Who is told of it.
pub(super) type Told<'a> = dyn FnMut(Complete<'_>) + 'a;

/// Where in the document the reader is.
enum Place {
    /// Between records.
    Between,
    /// In a record.
    Within,
    /// In an element of a record that is passed over, so many elements deep.
    Passing(usize),
    /// After a fault, until the next record begins.
    Lost,
}

/// The records of a document, one at a time.
struct Records<'a, 't> {
    doctype: &'a Doctype,
    each: &'a mut Told<'t>,
    place: Place,
    /// The record that is open.
    tree: Tree,
    notes: Vec<String>,
    passed_over: Vec<(String, usize)>,
}

/// Reads a document of this type to its end.
///
/// # Errors
/// [`ReadError`].
pub(super) fn elements(input: Input<'_>, doctype: &Doctype, each: &mut Told<'_>) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(Bounded { input, since: 0 });
    // Ends are compared with begins below, where a wrong one costs one record and not the file.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut records = Records {
        doctype,
        each,
        place: Place::Between,
        tree: Tree::default(),
        notes: Vec::new(),
        passed_over: Vec::new(),
    };
    let mut buffer = Vec::new();
    let mut root: Option<String> = None;
    let mut is_closed = false;
    let mut last_fault_at = None;
    let mut opened = 0_usize;
    // Within a text the reader knows what comes next.
    let mut is_after_tag = false;
    loop {
        buffer.clear();
        reader.get_mut().since = 0;
        let passed = match &mut records.place {
            Place::Passing(depth) if is_after_tag => reader.get_mut().pass_over(depth, &mut opened, doctype),
            Place::Between | Place::Within | Place::Passing(_) | Place::Lost => Ok(()),
        };
        let event = match passed {
            Ok(()) => reader.read_event_into(&mut buffer),
            Err(error) => Err(error.into()),
        };
        let line = reader.get_ref().input.line();
        let event = match event {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                records.lose("the record is not whole".to_owned());
                let of_content =
                    [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof, io::ErrorKind::InvalidInput];
                if of_content.contains(&error.kind()) {
                    return Err(ReadError::Broken { line, message: error.to_string() });
                }
                let source = io::Error::new(error.kind(), error.to_string());
                return Err(ReadError::Io { line, source });
            }
            Err(fault) => {
                let at = reader.buffer_position();
                // A fault that nothing moves past would be told for ever.
                let is_stuck = last_fault_at == Some(at);
                last_fault_at = Some(at);
                if let Place::Between = records.place {
                    (records.each)(Complete::Fault(Malformed { line, message: format!("this is no XML: {fault}") }));
                }
                records.lose(format!("line {line} is no XML: {fault}"));
                if is_stuck {
                    return Err(ReadError::Broken { line, message: fault.to_string() });
                }
                continue;
            }
        };
        match &event {
            Event::Start(element) | Event::Empty(element) if root.is_none() => {
                let name = element.name().as_ref().to_owned();
                if !doctype.roots.contains(&name.as_str()) {
                    let name = shortened(&name);
                    return Err(ReadError::Format(format!("the root element is <{name}>; {EXPECTED}")));
                }
                opened += usize::from(matches!(event, Event::Start(_)));
                root = Some(name);
            }
            Event::Start(_) => opened += 1,
            Event::End(end) => {
                opened = opened.saturating_sub(1);
                is_closed |= root.as_deref() == Some(end.name().as_ref());
            }
            Event::Eof => {
                records.lose("the file ends within the record".to_owned());
                return match &root {
                    None => Err(ReadError::Format(format!("the file holds no element; {EXPECTED}"))),
                    Some(name) if !is_closed && !(doctype.begins_record)(name) => {
                        let message = format!("the file is cut off: it ends without </{name}>");
                        Err(ReadError::Broken { line, message })
                    }
                    Some(_) => Ok(()),
                };
            }
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
        is_after_tag = matches!(event, Event::Start(_) | Event::Empty(_) | Event::End(_));
        if opened > MAX_OPEN {
            let message = format!("{MAX_OPEN} elements stand in one another, and none is closed");
            return Err(ReadError::Broken { line, message });
        }
        records.take(&event, line);
    }
}

impl Records<'_, '_> {
    fn take(&mut self, event: &Event<'_>, line: usize) {
        // A record within a record: the end of the first one is missing.
        if let Event::Start(start) = event
            && (self.doctype.begins_record)(start.name().as_ref())
        {
            self.lose(format!("the record does not end before the next one, which begins on line {line}"));
            self.tree.clear();
            self.notes.clear();
            self.passed_over.clear();
            self.begin(start, line);
            self.place = Place::Within;
            return;
        }
        match (&mut self.place, event) {
            (Place::Passing(depth), Event::Start(_)) => *depth += 1,
            (Place::Passing(0), Event::End(_)) => self.place = Place::Within,
            (Place::Passing(depth), Event::End(_)) => *depth -= 1,
            (Place::Within, event) => self.within(event, line),
            (Place::Between | Place::Passing(_) | Place::Lost, _) => {}
        }
    }

    fn within(&mut self, event: &Event<'_>, line: usize) {
        match event {
            Event::Start(start) if (self.doctype.passes_over)(start.name().as_ref()) => {
                if self.passed_over.len() < MAX_PASSED_OVER {
                    self.passed_over.push((start.name().as_ref().to_owned(), line));
                }
                self.place = Place::Passing(0);
            }
            Event::Empty(start) if (self.doctype.passes_over)(start.name().as_ref()) => {}
            Event::Start(_) if self.tree.depth() >= MAX_DEPTH => {
                self.lose(format!("elements stand more than {MAX_DEPTH} deep in one another on line {line}"));
            }
            Event::Start(start) => self.begin(start, line),
            Event::Empty(start) => {
                self.begin(start, line);
                self.tree.end();
            }
            Event::End(end) if self.tree.open_name() == Some(end.name().as_ref()) => {
                if self.tree.end() {
                    let Self { tree, notes, passed_over, each, .. } = self;
                    let (notes, passed_over) = (std::mem::take(notes), std::mem::take(passed_over));
                    if let Some(element) = tree.record() {
                        each(Complete::Element(Record { element, notes, passed_over }));
                    }
                    self.place = Place::Between;
                }
            }
            Event::End(end) => {
                let (found, expected) = (end.name(), self.tree.open_name().unwrap_or_default());
                let (found, expected) = (shortened(found.as_ref()), shortened(expected));
                self.lose(format!("line {line} ends <{found}> where <{expected}> is open"));
            }
            Event::Text(text) => self.tree.add_text(text),
            Event::CData(text) => self.tree.add_text(text),
            Event::GeneralRef(entity) => {
                let name: &str = entity;
                match entity.resolve_char_ref() {
                    Ok(Some(c)) => self.tree.add_text(c.encode_utf8(&mut [0; 4])),
                    read => {
                        let predefined = read.ok().and_then(|_| quick_xml::escape::resolve_predefined_entity(name));
                        match predefined {
                            Some(text) => self.tree.add_text(text),
                            None => {
                                if self.notes.is_empty() {
                                    let name = shortened(name);
                                    self.notes.push(format!("line {line} holds `&{name};`, which is not expanded"));
                                }
                                self.tree.add_text(&format!("&{name};"));
                            }
                        }
                    }
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
        if self.tree.size() > MAX_RECORD {
            self.lose(format!("more than {} MiB by line {line}: no record is that long", MAX_RECORD >> 20));
        }
    }

    /// Gives up the record that is open, if one is, and passes over what comes before the next.
    fn lose(&mut self, message: String) {
        if let Place::Within | Place::Passing(_) = self.place {
            (self.each)(Complete::Fault(Malformed { line: self.tree.line(), message }));
            self.tree.clear();
        }
        self.place = Place::Lost;
    }

    fn begin(&mut self, start: &BytesStart<'_>, line: usize) {
        let attributes = start.attributes().filter_map(Result::ok).filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            Some((attribute.key.into_inner(), value))
        });
        self.tree.begin(start.name().as_ref(), line, attributes);
    }
}
