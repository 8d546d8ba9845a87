//! Formats of lines with a tag before each value: RIS and MEDLINE.

use std::io;

use super::{
    Malformed, Outcome,
    input::{Input, MAX_RECORD},
    raw::{Raw, shortened},
};

/// Most values of one record.
const MAX_FIELDS: usize = 50_000;

/// A value with its tag.
pub(super) struct Field {
    pub(super) tag: String,
    pub(super) value: String,
}

/// The tag and value of a line of RIS: `TY  - JOUR`, and `TY - JOUR` of those who miscount.
pub(super) fn ris_field(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let is_tag = tag.as_bytes()[0].is_ascii_uppercase()
        && (tag.as_bytes()[1].is_ascii_uppercase() || tag.as_bytes()[1].is_ascii_digit());
    let rest = line.get(2..)?;
    let after = rest.trim_start_matches(' ').strip_prefix('-')?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let is_field = is_tag && (1..=2).contains(&blanks) && (after.is_empty() || after.starts_with(' '));
    is_field.then_some((tag, after.trim()))
}

/// The tag and value of a line of MEDLINE: a tag filled up with blanks to four characters, a hyphen and a blank.
pub(super) fn nbib_field(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = (line.get(..4)?, line.get(4..)?);
    let after = rest.strip_prefix('-')?;
    let tag = tag.trim_end();
    let is_tag = tag.len() >= 2
        && tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (is_tag && (after.is_empty() || after.starts_with(' '))).then_some((tag, after.trim()))
}

/// How the records of a format are told apart.
pub(super) struct Grammar {
    pub(super) field: fn(&str) -> Option<(&str, &str)>,
    /// Whether this tag begins a record, given that one is open.
    pub(super) begins: fn(&str, bool) -> bool,
    /// Whether this tag ends a record.
    pub(super) ends: fn(&str) -> bool,
    /// Whether an empty line ends a record.
    pub(super) ends_at_gap: bool,
    /// Whether values of this tag are used; others are not kept.
    pub(super) uses: fn(&str) -> bool,
    pub(super) convert: fn(Raw, Vec<Field>) -> Raw,
    /// What a record begins with, for messages.
    pub(super) start: &'static str,
}

struct Open {
    line: usize,
    fields: Vec<Field>,
    size: usize,
    /// Whether the last value is one that is kept, so that a further line belongs to it.
    keeps_last: bool,
    fault: Option<String>,
}

/// Reads records until the end of the file.
pub(super) fn read(input: &mut Input<'_>, grammar: &Grammar, each: &mut dyn FnMut(Outcome)) -> io::Result<()> {
    let mut open: Option<Open> = None;
    let mut told_stray = false;
    while let Some(line) = input.next_line()? {
        let number = line.number;
        let Some((tag, value)) = (grammar.field)(&line.text) else {
            let text = line.text.trim();
            match &mut open {
                Some(_) if text.is_empty() && grammar.ends_at_gap => close(open.take(), grammar, each),
                Some(record) if !text.is_empty() => record.go_on(text, line.is_cut, number),
                _ => {}
            }
            continue;
        };
        if (grammar.begins)(tag, open.is_some()) {
            close(open.take(), grammar, each);
            open = Some(Open { line: number, fields: Vec::new(), size: 0, keeps_last: false, fault: None });
        }
        let Some(record) = &mut open else {
            // One message for all of them: a file that begins in the middle has many.
            if !told_stray {
                told_stray = true;
                let message =
                    format!("`{}` stands outside a record, which begins with {}", shortened(&line.text), grammar.start);
                each(Err(Malformed { line: number, message }));
            }
            continue;
        };
        if (grammar.ends)(tag) {
            close(open.take(), grammar, each);
            continue;
        }
        record.keeps_last = (grammar.uses)(tag);
        if line.is_cut {
            record.too_large(number);
        } else if record.keeps_last {
            record.size += value.len();
            record.fields.push(Field { tag: tag.to_owned(), value: value.to_owned() });
            if record.fields.len() > MAX_FIELDS || record.size > MAX_RECORD {
                record.too_large(number);
            }
        }
    }
    close(open, grammar, each);
    Ok(())
}

impl Open {
    /// A further line of the last value.
    fn go_on(&mut self, text: &str, is_cut: bool, line: usize) {
        if is_cut || self.size > MAX_RECORD {
            self.too_large(line);
        } else if self.keeps_last
            && let Some(last) = self.fields.last_mut()
        {
            last.value.push('\n');
            last.value.push_str(text);
            self.size += text.len();
        }
    }

    fn too_large(&mut self, line: usize) {
        let limit = MAX_RECORD >> 20;
        self.fault.get_or_insert_with(|| {
            format!("more than {limit} MiB or {MAX_FIELDS} values by line {line}: no record is that long")
        });
        self.fields = Vec::new();
        self.keeps_last = false;
    }
}

fn close(open: Option<Open>, grammar: &Grammar, each: &mut dyn FnMut(Outcome)) {
    let Some(Open { line, fields, fault, size: _, keeps_last: _ }) = open else { return };
    each(match fault {
        Some(message) => Err(Malformed { line, message }),
        None => (grammar.convert)(Raw::at(line), fields).finish(),
    });
}

/// The labels of notes that stand for fields a format has no tag for, written and read alike.
pub(super) mod note {
    pub(in crate::citation::exchange) const REGISTRATION: &str = "Registration";
    pub(in crate::citation::exchange) const FIRST_ONLINE: &str = "First online";
    pub(in crate::citation::exchange) const STANDING: &str = "Editorial status";
    pub(in crate::citation::exchange) const UNVERIFIED: &str = "Not verified";
    pub(in crate::citation::exchange) const VERSION: &str = "Version";
    pub(in crate::citation::exchange) const ADDRESS: &str = "URL";
}

/// Takes what a note says by its label: ours, and the `PMID: 1` that reference managers put there.
pub(super) fn take_note(raw: &mut Raw, text: &str) {
    for line in text.lines() {
        let Some((label, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        // A sentence with a colon in it is no labelled value.
        if value.is_empty() || value.len() > 400 {
            continue;
        }
        let value = || value.to_owned();
        match label.trim() {
            note::REGISTRATION => raw.registered.push(value()),
            note::FIRST_ONLINE => raw.available = Some(value()),
            note::VERSION => raw.version = Some(value()),
            note::ADDRESS if raw.url.is_none() => raw.url = Some(value()),
            "PMID" if raw.pmid.is_none() => raw.pmid = Some(value()),
            "PMCID" if raw.pmcid.is_none() => raw.pmcid = Some(value()),
            "DOI" if raw.doi.is_none() => raw.doi = Some(value()),
            _ => {}
        }
    }
}
