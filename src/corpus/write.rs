//! A draft as a record file: fields in the order of `data/README.md`, in the layout that [`super::layout`] keeps. What is
//! written reads back equal.

use std::fmt::{Display, Write};

use crate::domain::{
    Date, Draft, Editorial, EditorialStatus, Name, Provenance, Provenances,
    source::{BibliographicValue, Bibliography, Registration},
    visible::is_foreign,
};

/// Longest line that is written where a text can be parted.
const WIDTH: usize = 120;

/// A draft as a file, with what its importer noticed as comments, a line each.
pub fn draft_file(draft: &Draft, remarks: &[String]) -> String {
    let Draft { id, short_title, bibliography, design, registration, editorial, recorded, provenance } = draft;
    let mut file = File::default();
    for remark in remarks {
        file.comment(remark);
    }
    file.value("draft", "true");
    file.text("id", id.as_str());
    file.some_text("short-title", short_title.as_ref());
    file.text("recorded", &recorded.to_string());
    file.gap();
    write_bibliography(&mut file, bibliography);
    if let Some(design) = design {
        file.gap();
        file.text("design", &design.to_string());
    }
    write_registration(&mut file, registration);
    if let Some(editorial) = editorial {
        write_editorial(&mut file, editorial);
    }
    write_provenances(&mut file, "provenance", provenance, *recorded);
    file.0
}

fn write_bibliography(file: &mut File, bibliography: &Bibliography) {
    for (field, value) in bibliography.values() {
        match value {
            BibliographicValue::Text(text) => file.text(field, &text),
            BibliographicValue::Names(names) => file.value(field, &array(names.iter().map(name), true)),
            BibliographicValue::Date(date) => file.text(field, &date.to_string()),
        }
    }
}

fn write_registration(file: &mut File, registration: &Registration) {
    let Registration { nct, prospero } = registration;
    if nct.is_empty() && prospero.is_empty() {
        return;
    }
    file.table("registration");
    file.list("nct", nct);
    file.list("prospero", prospero);
}

fn write_editorial(file: &mut File, editorial: &Editorial) {
    let Editorial { status, checked, notice, noticed, note } = editorial;
    file.table("editorial");
    file.text("status", status_slug(*status));
    file.some_text("checked", checked.as_ref());
    file.some_text("notice", notice.as_ref());
    file.some_text("noticed", noticed.as_ref());
    file.some_text("note", note.as_ref());
}

fn status_slug(status: EditorialStatus) -> &'static str {
    crate::domain::Vocabulary::slug(status)
}

fn write_provenances(file: &mut File, table: &str, provenances: &Provenances, recorded: Date) {
    let Provenances { default, except } = provenances;
    file.table(table);
    write_provenance(file, default, recorded);
    for same in except.chunk_by(|(_, one), (_, other)| one == other) {
        let Some((_, provenance)) = same.first() else { continue };
        file.item(&format!("{table}.except"));
        file.list("fields", &same.iter().map(|(field, _)| *field).collect::<Vec<_>>());
        write_provenance(file, provenance, recorded);
    }
}

fn write_provenance(file: &mut File, provenance: &Provenance, recorded: Date) {
    match provenance {
        Provenance::Sourced { pages, kind: _, on } => {
            file.list("sourced", pages);
            if *on != recorded {
                file.text("on", &on.to_string());
            }
        }
        Provenance::Inferred { step, kind: _ } => file.text("inferred", step),
        Provenance::Unverified { reason } => file.text("unverified", reason),
    }
}

fn name(name: &Name) -> String {
    let parts: Vec<(&str, &String)> = match name {
        Name::Person { family, given, suffix } => {
            let given = given.as_ref().map(|given| ("given", given));
            let suffix = suffix.as_ref().map(|suffix| ("suffix", suffix));
            std::iter::once(("family", family)).chain(given).chain(suffix).collect()
        }
        Name::Organisation { literal } => vec![("literal", literal)],
    };
    let parts: Vec<String> = parts.into_iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    format!("{{ {} }}", parts.join(", "))
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Items on one line if they fit there and `always_parted` does not say otherwise, else a line each.
fn array(items: impl Iterator<Item = String>, always_parted: bool) -> String {
    let items: Vec<String> = items.collect();
    let line = format!("[{}]", items.join(", "));
    // Room for the longest name of a field and its sign.
    if !always_parted && line.chars().count() + 20 <= WIDTH {
        return line;
    }
    let mut lines = String::from("[\n");
    for item in items {
        let _ = writeln!(lines, "    {item},");
    }
    lines.push(']');
    lines
}

/// A file of TOML being written.
#[derive(Default)]
struct File(String);

impl File {
    /// A value that is TOML already.
    fn value(&mut self, key: &str, value: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn text(&mut self, key: &str, text: &str) {
        self.value(key, &quoted(text));
    }

    fn some_text(&mut self, key: &str, text: Option<&impl Display>) {
        if let Some(text) = text {
            self.text(key, &text.to_string());
        }
    }

    fn list<T: Display>(&mut self, key: &str, items: &[T]) {
        if !items.is_empty() {
            self.value(key, &array(items.iter().map(|item| quoted(&item.to_string())), false));
        }
    }

    fn table(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n[{name}]");
    }

    fn item(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n[[{name}]]");
    }

    fn gap(&mut self) {
        self.0.push('\n');
    }

    fn comment(&mut self, text: &str) {
        let line: String =
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_foreign(*c)).collect();
        let _ = writeln!(self.0, "{}", format!("# {line}").trim_end());
    }
}
