//! XML of databases and programs, read as a stream: one record is in memory at a time, and of it only what its format asks for.
//!
//! Entities are never expanded: those of XML itself and numbered characters are read, any other stays as it is written,
//! so that a document that defines some for itself gains nothing by it.

mod parts;

use std::io::{self, BufRead, Read};

pub(super) use parts::anatomy;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    Malformed, ReadError,
    input::{Input, MAX_RECORD},
    plain::raised,
    raw::shortened,
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

/// What an element takes beside its texts, in bytes.
const ELEMENT: usize = size_of::<Element>();

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

/// An element of one record, as far as it is kept.
#[derive(Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// The line it begins on.
    pub(super) line: usize,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// All text within, that of its children included: markup in a title is not kept.
    pub(super) text: String,
}

impl Element {
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(super) fn value(&self, path: &[&str]) -> Option<String> {
        self.at(path).map(|element| element.text.clone()).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
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
    pub(super) element: &'a Element,
    /// What was noticed while it was read.
    pub(super) notes: Vec<String>,
    /// Elements that were passed over, with their lines.
    pub(super) passed_over: Vec<(String, usize)>,
}

/// Most elements of a record that are remembered because they were passed over.
const MAX_PASSED_OVER: usize = 500;

/// Who is told of it.
pub(super) type Told<'a> = dyn FnMut(Complete<'_>) + 'a;

/// What has been read of a record.
struct Open {
    line: usize,
    /// The open elements, that of the record first.
    stack: Vec<Element>,
    size: usize,
    notes: Vec<String>,
    passed_over: Vec<(String, usize)>,
}

/// Where in the document the reader is.
enum Place {
    /// Between records.
    Between,
    /// In a record.
    Within(Open),
    /// In an element of a record that is passed over, so many elements deep.
    Passing(Open, usize),
    /// After a fault, until the next record begins.
    Lost,
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
    let mut buffer = Vec::new();
    let mut place = Place::Between;
    let mut root: Option<String> = None;
    let mut is_closed = false;
    let mut last_fault_at = None;
    let mut opened = 0_usize;
    loop {
        buffer.clear();
        reader.get_mut().since = 0;
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().input.line();
        let event = match event {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                if let Place::Within(open) | Place::Passing(open, _) = place {
                    each(Complete::Fault(Malformed { line: open.line, message: "the record is not whole".to_owned() }));
                }
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
                match std::mem::replace(&mut place, Place::Lost) {
                    Place::Within(open) | Place::Passing(open, _) => {
                        each(Complete::Fault(Malformed {
                            line: open.line,
                            message: format!("line {line} is no XML: {fault}"),
                        }));
                    }
                    Place::Between => {
                        each(Complete::Fault(Malformed { line, message: format!("this is no XML: {fault}") }))
                    }
                    Place::Lost => {}
                }
                if is_stuck {
                    return Err(ReadError::Broken { line, message: fault.to_string() });
                }
                continue;
            }
        };
        if let Event::Start(element) | Event::Empty(element) = &event
            && root.is_none()
        {
            let name = element.name().as_ref().to_owned();
            if !doctype.roots.contains(&name.as_str()) {
                let name = shortened(&name);
                return Err(ReadError::Format(format!("the root element is <{name}>; {EXPECTED}")));
            }
            root = Some(name);
        }
        if let Event::Eof = event {
            match place {
                Place::Within(open) | Place::Passing(open, _) => {
                    each(Complete::Fault(Malformed {
                        line: open.line,
                        message: "the file ends within the record".to_owned(),
                    }));
                }
                Place::Between | Place::Lost => {}
            }
            return match &root {
                None => Err(ReadError::Format(format!("the file holds no element; {EXPECTED}"))),
                Some(name) if !is_closed && !(doctype.begins_record)(name) => {
                    let message = format!("the file is cut off: it ends without </{name}>");
                    Err(ReadError::Broken { line, message })
                }
                Some(_) => Ok(()),
            };
        }
        match &event {
            Event::Start(_) => opened += 1,
            Event::End(end) => {
                opened = opened.saturating_sub(1);
                is_closed |= root.as_deref() == Some(end.name().as_ref());
            }
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::Eof => {}
        }
        if opened > MAX_OPEN {
            let message = format!("{MAX_OPEN} elements stand in one another, and none is closed");
            return Err(ReadError::Broken { line, message });
        }
        place = step(place, &event, line, doctype, each);
    }
}

fn step(place: Place, event: &Event<'_>, line: usize, doctype: &Doctype, each: &mut Told<'_>) -> Place {
    // A record within a record: the end of the first one is missing.
    if let Event::Start(start) = event
        && (doctype.begins_record)(start.name().as_ref())
    {
        if let Place::Within(open) | Place::Passing(open, _) = place {
            let message = format!("the record does not end before the next one, which begins on line {line}");
            each(Complete::Fault(Malformed { line: open.line, message }));
        }
        return Place::Within(Open {
            line,
            stack: vec![element(start, line)],
            size: 0,
            notes: Vec::new(),
            passed_over: Vec::new(),
        });
    }
    match (place, event) {
        (Place::Passing(open, depth), Event::Start(_)) => Place::Passing(open, depth + 1),
        (Place::Passing(open, 0), Event::End(_)) => Place::Within(open),
        (Place::Passing(open, depth), Event::End(_)) => Place::Passing(open, depth - 1),
        (Place::Within(open), event) => within(open, event, line, doctype, each),
        (place, _) => place,
    }
}

fn within(mut open: Open, event: &Event<'_>, line: usize, doctype: &Doctype, each: &mut Told<'_>) -> Place {
    let lost = |open: Open, message: String| (Malformed { line: open.line, message }, Place::Lost);
    let (fault, place) = match event {
        Event::Start(start) if (doctype.passes_over)(start.name().as_ref()) => {
            open.pass_over(start, line);
            return Place::Passing(open, 0);
        }
        Event::Empty(start) if (doctype.passes_over)(start.name().as_ref()) => return Place::Within(open),
        Event::Start(start) => {
            let element = element(start, line);
            open.size += ELEMENT + element.name.len();
            if open.size > MAX_RECORD {
                return within_size(open, line, each);
            }
            if open.stack.len() >= MAX_DEPTH {
                lost(open, format!("elements stand more than {MAX_DEPTH} deep in one another on line {line}"))
            } else {
                open.stack.push(element);
                return Place::Within(open);
            }
        }
        Event::Empty(start) => {
            open.size += ELEMENT + start.len();
            if let Some(parent) = open.stack.last_mut() {
                parent.children.push(element(start, line));
            }
            return within_size(open, line, each);
        }
        Event::End(end) => match open.stack.pop() {
            Some(mut element) if element.name == end.name().as_ref() => match open.stack.last_mut() {
                Some(parent) => {
                    // Flattened, 10⁹ would be another number.
                    match element.name.rsplit(':').next() {
                        Some("sup") => {
                            raised(&mut element.text, 0);
                        }
                        // As EndNote styles a text.
                        Some("style") if element.attribute("face").is_some_and(|face| face.contains("superscript")) => {
                            raised(&mut element.text, 0);
                        }
                        Some("msup") => {
                            let power = element.children.last().map_or(0, |power| power.text.len());
                            let from = element.text.len().saturating_sub(power);
                            raised(&mut element.text, from);
                        }
                        _ => {}
                    }
                    parent.text.push_str(&element.text);
                    parent.children.push(element);
                    return Place::Within(open);
                }
                None => {
                    let Open { notes, passed_over, .. } = open;
                    each(Complete::Element(Record { element: &element, notes, passed_over }));
                    return Place::Between;
                }
            },
            other => {
                let (found, expected) = (end.name(), other.unwrap_or_default().name);
                let (found, expected) = (shortened(found.as_ref()), shortened(&expected));
                let message = format!("line {line} ends <{found}> where <{expected}> is open");
                lost(open, message)
            }
        },
        Event::Text(text) => {
            add_text(&mut open, text);
            return within_size(open, line, each);
        }
        Event::CData(text) => {
            add_text(&mut open, text);
            return within_size(open, line, each);
        }
        Event::GeneralRef(entity) => {
            let name = entity.to_string();
            let read = match entity.resolve_char_ref() {
                Ok(Some(c)) => Some(c.to_string()),
                Ok(None) => quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned),
                Err(_) => None,
            };
            let text = read.unwrap_or_else(|| {
                if open.notes.is_empty() {
                    open.notes.push(format!("line {line} holds `&{};`, which is not expanded", shortened(&name)));
                }
                format!("&{name};")
            });
            add_text(&mut open, &text);
            return within_size(open, line, each);
        }
        Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {
            return Place::Within(open);
        }
    };
    each(Complete::Fault(fault));
    place
}

impl Open {
    fn pass_over(&mut self, start: &BytesStart<'_>, line: usize) {
        if self.passed_over.len() < MAX_PASSED_OVER {
            self.passed_over.push((start.name().as_ref().to_owned(), line));
        }
    }
}

fn add_text(open: &mut Open, text: &str) {
    open.size += text.len();
    if let Some(element) = open.stack.last_mut() {
        element.text.push_str(text);
    }
}

fn within_size(open: Open, line: usize, each: &mut Told<'_>) -> Place {
    if open.size <= MAX_RECORD {
        return Place::Within(open);
    }
    let message = format!("more than {} MiB by line {line}: no record is that long", MAX_RECORD >> 20);
    each(Complete::Fault(Malformed { line: open.line, message }));
    Place::Lost
}

fn element(start: &BytesStart<'_>, line: usize) -> Element {
    let attributes = start
        .attributes()
        .filter_map(Result::ok)
        .take(16)
        .filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
            Some((attribute.key.as_ref().to_owned(), value))
        })
        .collect();
    Element { name: start.name().as_ref().to_owned(), line, attributes, ..Element::default() }
}
