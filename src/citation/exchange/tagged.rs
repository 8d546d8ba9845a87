//! Formats of lines with a tag before each value: RIS and MEDLINE.

use std::io;

use super::{
    Malformed,
    explain::{Anatomy, Each, Part},
    input::{Input, Line, MAX_RECORD},
    raw::RawEntry,
    tidy::shortened,
};

/// Most values of one record.
const MAX_FIELDS: usize = 50_000;

/// A value with its tag.
#[derive(Clone)]
pub(super) struct Field {
    /// The line it begins on.
    pub(super) line: usize,
    pub(super) tag: String,
    pub(super) value: String,
}

/// What becomes of the values of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is read, and ends with its line; in formats that move the further lines of a value to the right, with those.
    Line,
    /// It is read, and may go on in the next lines.
    Text,
    /// It is passed over, with the lines that it goes on in: the reader says in its documentation that it is.
    PassedOver,
    /// Nobody has said what it means: it is told.
    Unknown,
}

/// The tag and value of a line of RIS: `TY  - JOUR`, and `TY - JOUR` of those who miscount. Blanks may be of any kind, and
/// stand before the tag.
pub(super) fn ris_field(line: &str) -> Option<(&str, &str)> {
    let trimmed = without_blanks(line);
    let length = trimmed.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit())).unwrap_or(trimmed.len());
    let (tag, rest) = trimmed.split_at(length);
    let is_tag = (2..=4).contains(&length) && tag.starts_with(|c: char| c.is_ascii_uppercase());
    let after_blanks = rest.trim_start_matches(is_blank);
    let blanks = rest.chars().count() - after_blanks.chars().count();
    let value = after_blanks.strip_prefix(['-', '–'])?;
    // Two blanks are the mark of the format; with others, or a longer tag, the line must look like a field otherwise.
    let is_parted = value.is_empty() || value.starts_with(is_blank) || (blanks == 2 && length == 2);
    let is_field = is_tag && is_parted && (1..=6).contains(&blanks) && (length == 2 || LONG_TAGS.contains(&tag));
    is_field.then(|| (tag, value.trim_matches(is_blank)))
}

/// Tags of three letters and more that databases write: the Cochrane Library among them.
const LONG_TAGS: &[&str] =
    &["DOI", "KEY", "PMID", "PMC", "ISSN", "ISBN", "URL", "ABS", "PUB", "ORN", "XFR", "YEAR", "AUTH", "TITL", "CDSR"];

/// Blanks of any kind, and the byte order marks that stand where files were put together.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

fn without_blanks(line: &str) -> &str {
    line.trim_start_matches(is_blank)
}

/// The tag and value of a line of MEDLINE: a tag filled up with blanks to four characters, a hyphen and a blank. The whole
/// may be moved to the right, and blanks be of any kind.
pub(super) fn nbib_field(line: &str) -> Option<(&str, &str)> {
    let trimmed = without_blanks(line);
    let length = trimmed.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit())).unwrap_or(trimmed.len());
    let (tag, rest) = trimmed.split_at(length);
    let after_blanks = rest.trim_start_matches(is_blank);
    let blanks = rest.chars().count() - after_blanks.chars().count();
    let value = after_blanks.strip_prefix('-')?;
    let is_tag = (2..=4).contains(&length) && length + blanks == 4 && tag.starts_with(|c: char| c.is_ascii_uppercase());
    (is_tag && (value.is_empty() || value.starts_with(is_blank))).then(|| (tag, value.trim_matches(is_blank)))
}

/// Whether a line could be a field that is spelt in a way nobody foresaw: a short word in letters of one case, and a dash.
fn looks_like_a_field(text: &str) -> bool {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let is_tag = matches!(length, 2..=4) && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let after = rest.trim_start_matches(is_blank);
    let is_one_case = word.bytes().all(|b| !b.is_ascii_lowercase()) || word.bytes().all(|b| !b.is_ascii_uppercase());
    is_tag
        && is_one_case
        && after.strip_prefix(['-', '–', '—', '−']).is_some_and(|rest| rest.is_empty() || rest.starts_with(is_blank))
}

/// How the records of a format are told apart.
pub(super) struct Grammar {
    pub(super) field: fn(&str) -> Option<(&str, &str)>,
    /// Whether this tag begins a record, given whether one has begun.
    pub(super) begins: fn(&str, bool) -> bool,
    /// Whether this tag ends a record.
    pub(super) ends: fn(&str) -> bool,
    /// Whether every record has such a tag: one without it may have lost what stood before it.
    pub(super) must_end: bool,
    /// Whether an empty line ends a record.
    pub(super) ends_at_gap: bool,
    /// Whether fields may stand before the tag that begins their record, and an empty line before them: nothing says there where
    /// a record ends.
    pub(super) begins_behind_gap: bool,
    /// Whether the further lines of a value are moved to the right.
    pub(super) wraps: bool,
    pub(super) uses: fn(&str) -> Use,
    /// Whether fields are a record that lost its begin: what it is cited by is there.
    pub(super) is_record: fn(&[Field]) -> bool,
    pub(super) convert: fn(RawEntry, &[Field]) -> RawEntry,
    /// Whether values of this tag may be lost without a word.
    pub(super) may_be_lost: fn(&str) -> bool,
    /// What a record begins with, for messages.
    pub(super) start: &'static str,
}

/// A record of which the end has not come, or fields before its begin.
struct Open {
    line: usize,
    /// Whether the tag was there that begins it.
    has_begun: bool,
    /// Whether the tag was there that ends it.
    has_end: bool,
    /// The first line, for messages.
    first: String,
    fields: Vec<Field>,
    size: usize,
    /// How many fields there were at the last empty line.
    at_gap: usize,
    /// What the last tag is used for, so that it is known what a further line belongs to.
    last: Use,
    /// What belongs to no field, and fields nobody knows.
    notes: Vec<String>,
    unknown: Vec<(String, usize)>,
    /// What is passed over, with its lines.
    passed_over: Vec<(String, usize)>,
    strays: usize,
    fault: Option<String>,
}

impl Open {
    fn at(line: &Line) -> Self {
        Self {
            line: line.number,
            has_begun: false,
            has_end: false,
            first: shortened(line.text.trim_matches(is_blank)),
            fields: Vec::new(),
            size: 0,
            at_gap: 0,
            last: Use::PassedOver,
            notes: Vec::new(),
            unknown: Vec::new(),
            passed_over: Vec::new(),
            strays: 0,
            fault: None,
        }
    }
}

/// Reads records until the end of the file. What stands between two records and is no field belongs to none: databases
/// print there what was searched.
pub(super) fn read(input: &mut Input<'_>, grammar: &Grammar, each: &mut Each<'_>) -> io::Result<()> {
    let mut reading = Reading { grammar, open: None, told_stray: false, each };
    // An empty line, until it is known whether the value goes on behind it.
    let mut gap = false;
    while let Some(line) = input.next_line()? {
        let field = (grammar.field)(&line.text);
        let is_empty = line.text.trim_matches(is_blank).is_empty();
        if std::mem::take(&mut gap) && !(field.is_none() && line.text.starts_with([' ', '\t']) && !is_empty) {
            reading.close();
        }
        match field {
            Some((tag, value)) => reading.field(tag, value, &line),
            None if is_empty => {
                gap = grammar.ends_at_gap && reading.open.is_some();
                if let Some(open) = &mut reading.open {
                    open.at_gap = open.fields.len();
                }
            }
            None => reading.further(&line),
        }
    }
    reading.close();
    Ok(())
}

struct Reading<'a, 'b> {
    grammar: &'a Grammar,
    open: Option<Open>,
    told_stray: bool,
    each: &'a mut Each<'b>,
}

impl Reading<'_, '_> {
    fn field(&mut self, tag: &str, value: &str, line: &Line) {
        let Self { grammar, .. } = self;
        // With words behind it, it is a line of a text that only looks like the end.
        if (grammar.ends)(tag) && value.contains(' ') && self.open.is_some() {
            return self.further(line);
        }
        if (grammar.ends)(tag) {
            if let Some(open) = &mut self.open {
                open.has_end = true;
            }
            return self.close();
        }
        let has_begun = self.open.as_ref().is_some_and(|open| open.has_begun);
        let begins = (grammar.begins)(tag, has_begun);
        // Fields before their begin, as tools write them that sort their columns, belong to what begins now.
        if begins && has_begun {
            let ahead = self.open.as_mut().and_then(|open| open.behind_gap(self.grammar));
            self.close();
            self.open = ahead;
        }
        let usage = (self.grammar.uses)(tag);
        // A line within a text that only looks like a field.
        if usage == Use::Unknown
            && let Some(open) = &mut self.open
            && matches!(open.last, Use::Text | Use::PassedOver)
            && !line.text.starts_with(tag)
        {
            return self.further(line);
        }
        let record = self.open.get_or_insert_with(|| Open::at(line));
        if begins {
            // The fields before it were read as part of the record.
            record.has_begun = true;
        }
        record.last = usage;
        if line.is_cut {
            return record.too_large(line.number);
        }
        match usage {
            Use::Line | Use::Text => record.take(tag, value, line.number),
            Use::Unknown if !value.is_empty() => {
                if record.unknown.len() < MAX_UNKNOWN {
                    record.unknown.push((tag.to_owned(), line.number));
                } else {
                    record.strays += 1;
                }
            }
            Use::PassedOver if record.passed_over.len() < MAX_PASSED_OVER => {
                record.passed_over.push((tag.to_owned(), line.number));
            }
            Use::Unknown | Use::PassedOver => {}
        }
    }

    /// A line that is no field.
    fn further(&mut self, line: &Line) {
        let text = line.text.trim_matches(is_blank);
        let Some(record) = self.open.as_mut().filter(|record| record.has_begun) else {
            // What databases print before a record is none of it, unless it looks like a part of one.
            let begins = (self.grammar.field)(text).is_some_and(|(tag, _)| (self.grammar.begins)(tag, false));
            if begins || looks_like_a_field(text) || self.begins_with_colon(text) {
                self.outside(line.number, &shortened(text));
            }
            return;
        };
        // `SUB - …` with a tag of three letters that nobody knows is no part of the text above it.
        let is_tag = !line.text.starts_with(is_blank)
            && looks_like_a_field(text)
            && text.starts_with(|c: char| c.is_ascii_uppercase());
        match record.last {
            Use::Text if is_tag => record.stray(text, line.number),
            Use::Text => record.go_on(text, line),
            Use::Line if self.grammar.wraps && line.text.starts_with(is_blank) => record.go_on(text, line),
            Use::PassedOver => {}
            Use::Line | Use::Unknown => record.stray(text, line.number),
        }
    }

    /// Whether a line has the tag that begins a record, and a colon where its dash should be.
    fn begins_with_colon(&self, text: &str) -> bool {
        text.split_once(':').is_some_and(|(tag, _)| (self.grammar.begins)(tag.trim_end_matches(is_blank), false))
    }

    /// Tells a line that belongs to no record: one for all of them, because a file that begins in the middle has many.
    fn outside(&mut self, line: usize, shown: &str) {
        if !self.told_stray {
            self.told_stray = true;
            let start = self.grammar.start;
            let message = format!("`{shown}` stands outside a record, which begins with {start}");
            self.each.fault(Malformed { line, message });
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Open {
            line,
            has_begun,
            has_end,
            first,
            fields,
            size: _,
            at_gap: _,
            last: _,
            notes,
            unknown,
            passed_over,
            strays,
            fault,
        } = open;
        let grammar = self.grammar;
        if let Some(message) = fault {
            return self.each.fault(Malformed { line, message });
        }
        if !has_begun && !(grammar.is_record)(&fields) {
            return self.outside(line, &first);
        }
        let mut raw = RawEntry::at(line);
        raw.notes = notes;
        if !has_begun {
            raw.note(format!("the record has no {}, with which one begins", grammar.start));
        }
        if grammar.must_end && !has_end {
            raw.note("the record has no end in the file: something of it may be lost");
        }
        if !unknown.is_empty() {
            let list: Vec<String> = unknown.iter().map(|(tag, line)| format!("{tag} (line {line})")).collect();
            raw.note(format!("not read: {}", list.join(", ")));
        }
        if strays > 0 {
            raw.note(format!("{strays} more lines are not read"));
        }
        let read = |fields: &[Field]| {
            let mut raw = (grammar.convert)(raw.clone(), fields);
            let kept = fields.iter().filter(|field| !(grammar.may_be_lost)(&field.tag));
            raw.note_unread(kept.map(|field| (format!("{} (line {})", field.tag, field.line), field.value.as_str())));
            raw
        };
        self.each.record(read(&fields), || Anatomy {
            parts: fields
                .iter()
                .map(|Field { line, tag, value }| Part { name: tag.clone(), line: Some(*line), written: value.clone() })
                .collect(),
            passed_over,
            read: Box::new(|keep| read(&fields.iter().filter(|field| keep(&field.tag)).cloned().collect::<Vec<_>>())),
        });
    }
}

/// Most fields of a record that are named because nobody knows what they mean; their names are short.
const MAX_UNKNOWN: usize = 50;

/// Most fields of a record that are remembered because they are passed over.
const MAX_PASSED_OVER: usize = 500;

/// Most lines of a record that are told one by one because nobody knows what they are.
const MAX_STRAYS: usize = 15;

impl Open {
    /// The fields behind the last empty line, as the begin of the next record: where those before it are one.
    fn behind_gap(&mut self, grammar: &Grammar) -> Option<Self> {
        let is_whole = grammar.begins_behind_gap && (grammar.is_record)(self.fields.get(..self.at_gap)?);
        let first = self.fields.get(self.at_gap).filter(|_| is_whole)?;
        let (line, shown) = (first.line, shortened(&format!("{} {}", first.tag, first.value)));
        let line = Line { number: line, text: shown, is_cut: false };
        let mut next = Self::at(&line);
        next.fields = self.fields.split_off(self.at_gap);
        next.size = next.fields.iter().map(|field| field.value.len()).sum();
        Some(next)
    }

    fn take(&mut self, tag: &str, value: &str, line: usize) {
        self.size += value.len();
        self.fields.push(Field { line, tag: tag.to_owned(), value: value.to_owned() });
        if self.fields.len() > MAX_FIELDS || self.size > MAX_RECORD {
            self.too_large(line);
        }
    }

    /// A further line of the last value.
    fn go_on(&mut self, text: &str, line: &Line) {
        if line.is_cut || self.size > MAX_RECORD {
            self.too_large(line.number);
        } else if let Some(last) = self.fields.last_mut() {
            last.value.push('\n');
            last.value.push_str(text);
            self.size += text.len();
        }
    }

    /// A line that belongs to no field.
    fn stray(&mut self, text: &str, line: usize) {
        if self.notes.len() < MAX_STRAYS {
            self.notes.push(format!("line {line} belongs to no field: `{}`", shortened(text)));
        } else {
            self.strays += 1;
        }
    }

    fn too_large(&mut self, line: usize) {
        let limit = MAX_RECORD >> 20;
        self.fault.get_or_insert_with(|| {
            format!("more than {limit} MiB or {MAX_FIELDS} values by line {line}: no record is that long")
        });
        self.fields = Vec::new();
        self.last = Use::PassedOver;
    }
}
