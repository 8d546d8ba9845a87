//! BibTeX and BibLaTeX. The crate `biblatex` reads the values; the entries are told apart here, so that a broken one costs
//! itself only, and abbreviations are written out here, because the crate would follow one that names itself for ever.

use std::{borrow::Cow, collections::HashMap, fmt::Write, io};

use biblatex::{Bibliography as Entries, Chunk, ChunksExt, Entry, RawBibliography, RawChunk};

use super::{
    Malformed, Outcome,
    handed::Handed,
    input::{Input, MAX_RECORD},
    language,
    raw::{Raw, is_article_number, person_by_commas, registered, shortened, standing, without_stop},
    tagged::{note, take_note},
};
use crate::domain::{
    Name, Source,
    source::{Bibliography, ItemType},
};

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
pub(super) fn read(input: &mut Input<'_>, each: &mut dyn FnMut(Outcome)) -> io::Result<()> {
    let mut abbreviations = HashMap::new();
    let mut open: Option<Open> = None;
    while let Some(line) = input.next_line()? {
        // An entry within an entry: the closing brace of the first one is missing.
        if entry_start(&line.text).is_some()
            && let Some(Open { line: begun, .. }) = open.take()
        {
            let message = format!("the entry is not closed before line {}, where the next one begins", line.number);
            each(Err(Malformed { line: begun, message }));
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
                                close(entry, &mut abbreviations, each);
                            }
                        }
                        None => break,
                    }
                }
            }
        }
    }
    if let Some(Open { line, .. }) = open {
        each(Err(Malformed { line, message: "the file ends within the entry: a closing brace is missing".to_owned() }));
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

fn close(open: Open, abbreviations: &mut HashMap<String, String>, each: &mut dyn FnMut(Outcome)) {
    let Open { line, mut text, fault, depth: _, in_parentheses: _, escaped: _ } = open;
    text.push('}');
    let kind = entry_start(&text).unwrap_or_default().to_ascii_lowercase();
    let malformed = |message: String| Err(Malformed { line, message });
    match (kind.as_str(), fault) {
        ("comment" | "preamble", _) => {}
        (_, Some(message)) => each(malformed(message)),
        ("string", None) => {
            if let Err(message) = abbreviate(&text, abbreviations) {
                each(malformed(message));
            }
        }
        (_, None) => each(match entry(&text, abbreviations, line) {
            Ok(raw) => raw.finish(),
            Err(message) => malformed(message),
        }),
    }
}

/// Notes what `@string{name = "value"}` says, written out.
fn abbreviate(text: &str, abbreviations: &mut HashMap<String, String>) -> Result<(), String> {
    let parsed = RawBibliography::parse(text).map_err(|error| error.kind.to_string())?;
    for pair in parsed.abbreviations {
        let value = written_out(&pair.value.v, abbreviations)?.into_owned();
        if value.len() > MAX_ABBREVIATION || abbreviations.len() >= MAX_ABBREVIATIONS {
            return Err(format!("the abbreviation `{}` stands for more text than any does", shortened(pair.key.v)));
        }
        abbreviations.insert(pair.key.v.to_ascii_lowercase(), value);
    }
    Ok(())
}

/// A value with its abbreviations replaced. Months are left to the crate.
fn written_out<'a>(
    field: &[biblatex::Spanned<RawChunk<'a>>],
    abbreviations: &HashMap<String, String>,
) -> Result<Cow<'a, str>, String> {
    if let [only] = field
        && let RawChunk::Normal(text) = only.v
    {
        return Ok(Cow::Borrowed(text));
    }
    let mut whole = String::new();
    for chunk in field {
        match chunk.v {
            RawChunk::Normal(text) => whole.push_str(text),
            RawChunk::Abbreviation(name) => match abbreviations.get(&name.to_ascii_lowercase()) {
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

/// Fields that point to other entries. The crate would follow them; a reference has what it needs itself.
const POINTERS: [&str; 5] = ["crossref", "xref", "xdata", "ids", "related"];

fn entry(text: &str, abbreviations: &HashMap<String, String>, line: usize) -> Result<Raw, String> {
    let parsed = RawBibliography::parse(text).map_err(|error| format!("the entry is malformed: {}", error.kind))?;
    let Some(raw_entry) = parsed.entries.into_iter().next() else { return Err("the entry is empty".to_owned()) };
    let mut raw = Raw::at(line);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut addresses: Vec<(String, String)> = Vec::new();
    for pair in &raw_entry.v.fields {
        let name = pair.key.v.to_ascii_lowercase();
        if POINTERS.contains(&name.as_str()) {
            raw.note(format!("`{name}` is not followed"));
            continue;
        }
        let value = written_out(&pair.value.v, abbreviations)?;
        if VERBATIM.contains(&name.as_str()) {
            addresses.push((name, address(&value)));
        } else {
            fields.push((name, plain_tex(&value)));
        }
    }
    let mut rewritten = RawBibliography { preamble: String::new(), entries: Vec::new(), abbreviations: Vec::new() };
    let mut whole = raw_entry.clone();
    whole.v.fields = Vec::new();
    for (name, value) in &fields {
        let value = vec![biblatex::Spanned::new(RawChunk::Normal(value.as_str()), 0..0)];
        let (key, value) = (biblatex::Spanned::new(name.as_str(), 0..0), biblatex::Spanned::new(value, 0..0));
        whole.v.fields.push(biblatex::Pair::new(key, value));
    }
    rewritten.entries.push(whole);
    let entries = Entries::from_raw(rewritten).map_err(|error| format!("the entry is malformed: {}", error.kind))?;
    let Some(entry) = entries.iter().next() else { return Err("the entry is empty".to_owned()) };
    Ok(convert(raw, raw_entry.v.kind.v, entry, &addresses))
}

/// Fields in which nothing is a command. The crate would make dashes of their hyphens.
const VERBATIM: [&str; 4] = ["url", "doi", "eprint", "file"];

/// An address as it is meant: without the `\\url{…}` and the backslashes that BibTeX styles wanted, and with what could
/// not stand there.
fn address(value: &str) -> String {
    let value = value.trim();
    let value = value.strip_prefix("\\url").unwrap_or(value).trim_matches(['{', '}', ' ']);
    let mut plain = String::with_capacity(value.len());
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some('_' | '%' | '#' | '&' | '~' | '$' | ':' | '{' | '}')) | ('{' | '}', _) => {}
            (c, _) => plain.push(c),
        }
    }
    plain
}

/// TeX the crate takes as it stands, made into what it means: ties, quotation marks, Greek letters and the like.
fn plain_tex(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '~', '`', '\'', '$']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("``") {
            plain.push('“');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("''") {
            plain.push('”');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('~') {
            plain.push('\u{a0}');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('$') {
            match after.split_once('$') {
                Some((math, after)) => {
                    plain.push_str(&plain_math(math));
                    rest = after;
                }
                None => {
                    plain.push_str("\\$");
                    rest = after;
                }
            }
        } else if let Some(after) = rest.strip_prefix('\\') {
            let letters = after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (name, after) = after.split_at(letters);
            match symbol(name) {
                Some(symbol) => {
                    plain.push_str(symbol);
                    // What ends the name of a command is no part of the text.
                    rest = after.strip_prefix("{}").or(after.strip_prefix(' ')).unwrap_or(after);
                }
                // A font or a shift, of which the text remains.
                None if FONTS.contains(&name) && after.starts_with('{') => rest = after,
                None => {
                    plain.push('\\');
                    plain.push_str(name);
                    // What is escaped is no sign of ours.
                    let taken = if name.is_empty() { after.chars().next().map_or(0, char::len_utf8) } else { 0 };
                    plain.push_str(&after[..taken]);
                    rest = &after[taken..];
                }
            }
        } else {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            plain.push_str(&rest[..first]);
            rest = &rest[first..];
        }
    }
    plain.push_str(rest);
    plain
}

const FONTS: [&str; 14] = [
    "textit",
    "textbf",
    "textrm",
    "textsf",
    "texttt",
    "textsc",
    "emph",
    "textsuperscript",
    "textsubscript",
    "mathrm",
    "mathit",
    "mathbf",
    "text",
    "url",
];

/// Mathematics as text: letters and signs, without what moves them up or down.
fn plain_math(math: &str) -> String {
    let mut plain = String::new();
    let mut rest = math;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
                let (name, after) = rest.split_at(letters);
                plain.push_str(symbol(name).unwrap_or_default());
                rest = after.trim_start_matches(' ');
            }
            '{' | '}' | '^' | '_' => {}
            // They would begin something in what the crate reads next.
            '%' | '&' | '#' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

/// The character a command stands for, with or without `text` before its name.
fn symbol(command: &str) -> Option<&'static str> {
    const SYMBOLS: &[(&str, &str)] = &[
        ("alpha", "α"),
        ("beta", "β"),
        ("gamma", "γ"),
        ("delta", "δ"),
        ("epsilon", "ε"),
        ("varepsilon", "ε"),
        ("zeta", "ζ"),
        ("eta", "η"),
        ("theta", "θ"),
        ("iota", "ι"),
        ("kappa", "κ"),
        ("lambda", "λ"),
        ("mu", "μ"),
        ("nu", "ν"),
        ("xi", "ξ"),
        ("pi", "π"),
        ("rho", "ρ"),
        ("sigma", "σ"),
        ("tau", "τ"),
        ("phi", "φ"),
        ("chi", "χ"),
        ("psi", "ψ"),
        ("omega", "ω"),
        ("Gamma", "Γ"),
        ("Delta", "Δ"),
        ("Sigma", "Σ"),
        ("Omega", "Ω"),
        ("pm", "±"),
        ("times", "×"),
        ("leq", "≤"),
        ("le", "≤"),
        ("geq", "≥"),
        ("ge", "≥"),
        ("approx", "≈"),
        ("cdot", "·"),
        ("degree", "°"),
        ("circ", "°"),
        ("infty", "∞"),
        ("rightarrow", "→"),
        ("less", "<"),
        ("greater", ">"),
    ];
    // Letters of Latin scripts, of which the crate would take a full stop for a part of the name.
    const LETTERS: &[(&str, &str)] = &[
        ("o", "ø"),
        ("O", "Ø"),
        ("l", "ł"),
        ("L", "Ł"),
        ("i", "ı"),
        ("ss", "ß"),
        ("ae", "æ"),
        ("AE", "Æ"),
        ("oe", "œ"),
        ("OE", "Œ"),
        ("aa", "å"),
        ("AA", "Å"),
        ("dh", "ð"),
        ("DH", "Ð"),
        ("dj", "đ"),
        ("DJ", "Đ"),
        ("th", "þ"),
        ("TH", "Þ"),
    ];
    // `\textbeta` is the letter as well; `\textmu` is the micro sign, which is written like it.
    let name = command.strip_prefix("text").filter(|rest| !rest.is_empty()).unwrap_or(command);
    let find = |list: &[(&str, &'static str)], name: &str| {
        list.iter().find(|(known, _)| *known == name).map(|(_, symbol)| *symbol)
    };
    find(SYMBOLS, name).or_else(|| find(LETTERS, command))
}

/// The types of BibTeX and BibLaTeX and what they are here.
const TYPES: &[(&str, ItemType)] = &[
    ("article", ItemType::ArticleJournal),
    ("report", ItemType::Report),
    ("techreport", ItemType::Report),
    ("manual", ItemType::Report),
    ("book", ItemType::Book),
    ("mvbook", ItemType::Book),
    ("collection", ItemType::Book),
    ("booklet", ItemType::Book),
    ("online", ItemType::Webpage),
    ("electronic", ItemType::Webpage),
    ("www", ItemType::Webpage),
    ("legislation", ItemType::Legislation),
    ("legal", ItemType::Legislation),
];

fn convert(mut raw: Raw, kind: &str, entry: &Entry, addresses: &[(String, String)]) -> Raw {
    let address = |name: &str| addresses.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let text = |name: &str| {
        let value = entry.get(name)?.format_verbatim().replace('\u{a0}', " ");
        Some(value).filter(|value| !value.trim().is_empty())
    };
    let any = |names: &[&str]| names.iter().find_map(|name| text(name));
    let kind = kind.to_ascii_lowercase();
    raw.item_type = TYPES.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type);
    if kind == "misc" && text("entrysubtype").as_deref() == Some("webpage") {
        raw.item_type = Some(ItemType::Webpage);
    }
    if raw.item_type.is_none() && kind != "misc" {
        raw.note(format!("the file says type `{}`, which we have no word for", shortened(&kind)));
    }
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);

    raw.title = text("title").map(|title| without_stop(&title).to_owned());
    if let (Some(title), Some(subtitle)) = (&raw.title, text("subtitle")) {
        raw.title = Some(format!("{title}: {}", without_stop(&subtitle)));
    }
    raw.author = entry.get("author").map(names).unwrap_or_default();
    raw.container_title = any(&["journaltitle", "journal", "booktitle", "series"]);
    raw.container_title_short = any(&["shortjournal", "journal-iso", "shortseries"]);
    raw.publisher = any(&["publisher", "institution", "organization", "school"]);
    raw.publisher_place = any(&["location", "address"]);
    raw.issued = text("date").map(|date| date.split('/').next().unwrap_or_default().to_owned()).or_else(|| {
        Some([text("year")?, text("month").unwrap_or_default(), text("day").unwrap_or_default()].join(" "))
    });
    raw.available = text("availabledate");
    raw.volume = text("volume");
    // BibTeX has one field for the issue of a journal and the number of a report.
    if is_article {
        raw.issue = any(&["number", "issue"]);
        raw.number = text("eid").or_else(|| text("article-number"));
    } else {
        raw.issue = text("issue");
        raw.number = text("number").or_else(|| text("eid"));
    }
    raw.page = text("pages");
    if is_article && raw.number.is_none() && raw.page.as_deref().is_some_and(is_article_number) {
        raw.number = raw.page.take();
    }
    raw.version = any(&["version", "edition"]);
    raw.language = any(&["langid", "language", "hyphenation"]);
    // A DOI may hold braces; an address with them means the same when they are encoded.
    raw.doi = address("doi").map(|doi| doi.replace("%7B", "{").replace("%7D", "}").replace("%5C", "\\"));
    raw.url = address("url");
    raw.serials = ["issn", "isbn"].iter().filter_map(|name| text(name)).collect();
    raw.pmid = text("pmid").or_else(|| {
        let kind = any(&["eprinttype", "archiveprefix"])?;
        if kind.eq_ignore_ascii_case("pubmed") { address("eprint") } else { None }
    });
    raw.pmcid = any(&["pmcid", "pmc"]);
    for list in ["nct", "prospero"] {
        let numbers = text(list).unwrap_or_default();
        raw.registered
            .extend(numbers.split(',').map(|number| number.trim().to_owned()).filter(|number| !number.is_empty()));
    }
    for field in ["note", "annotation", "addendum"] {
        if let Some(note) = text(field) {
            take_note(&mut raw, &note);
        }
    }
    raw
}

/// A list of names with `and` between them. A name in braces is that of an organisation.
fn names(chunks: biblatex::ChunksRef<'_>) -> Vec<Name> {
    let mut all = Vec::new();
    let mut parts: Vec<(String, bool)> = Vec::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Verbatim(text) => parts.push((text.clone(), true)),
            Chunk::Normal(text) | Chunk::Math(text) => {
                // With blanks at the ends, so that a name in braces beside `and` is parted from it.
                let words: Vec<&str> = text.split(' ').collect();
                let mut name = String::new();
                for (at, word) in words.iter().enumerate() {
                    if word.trim() == "and" {
                        parts.push((std::mem::take(&mut name), false));
                        all.extend(one_name(&std::mem::take(&mut parts)));
                        continue;
                    }
                    if at > 0 {
                        name.push(' ');
                    }
                    name.push_str(word);
                }
                parts.push((name, false));
            }
        }
    }
    all.extend(one_name(&parts));
    all
}

fn one_name(parts: &[(String, bool)]) -> Option<Name> {
    let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
    let whole = whole.replace('\u{a0}', " ");
    let whole = whole.trim();
    let is_braced = parts.iter().all(|(text, braced)| *braced || text.trim().is_empty());
    if whole.is_empty() || whole == "others" {
        return None;
    }
    let has_comma = parts.iter().any(|(text, braced)| !braced && text.contains(','));
    if is_braced && !has_comma {
        return Some(Name::Organisation { literal: whole.to_owned() });
    }
    if has_comma {
        // The crate of braces has kept commas inside them out of this.
        return person_of_parts(parts);
    }
    // `Anna von der Heide`: the family name begins with its particle, or is the last word.
    let words: Vec<&str> = whole.split_whitespace().collect();
    let particle = (1..words.len().saturating_sub(1).max(1)).find(|&at| words[at].starts_with(char::is_lowercase));
    let at = particle.unwrap_or(words.len().saturating_sub(1));
    let given = words[..at].join(" ");
    Some(Name::Person {
        family: words[at..].join(" "),
        given: Some(given).filter(|given| !given.is_empty()),
        suffix: None,
    })
}

/// `Family, Given` and `Family, Jr, Given`, in which commas within braces part nothing.
fn person_of_parts(parts: &[(String, bool)]) -> Option<Name> {
    const HIDDEN: char = '\u{e000}';
    let hidden: String = parts
        .iter()
        .map(|(text, braced)| if *braced { text.replace(',', &HIDDEN.to_string()) } else { text.clone() })
        .collect();
    let shown = |text: String| text.replace(HIDDEN, ",").replace('\u{a0}', " ");
    match person_by_commas(&hidden)? {
        Name::Person { family, given, suffix } => {
            // Three parts are family, suffix, given names.
            let (given, suffix) = match (given, suffix) {
                (Some(middle), Some(last)) => (Some(last), Some(middle)),
                (None, Some(last)) => (None, Some(last)),
                other => other,
            };
            let (given, suffix) = match (given, suffix) {
                (Some(given), Some(suffix)) if super::raw::is_suffix(&given) && !super::raw::is_suffix(&suffix) => {
                    (Some(suffix), Some(given))
                }
                other => other,
            };
            Some(Name::Person { family: shown(family), given: given.map(shown), suffix: suffix.map(shown) })
        }
        organisation @ Name::Organisation { .. } => Some(organisation),
    }
}

/// Which of the two is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Bibtex,
    Biblatex,
}

/// All sources as BibTeX, in UTF-8, with our ids as keys.
pub fn write_bibtex(sources: &[&Source]) -> String {
    sources.iter().map(|source| write_one(source, Dialect::Bibtex)).collect::<Vec<_>>().join("\n")
}

/// All sources as BibLaTeX, in UTF-8, with our ids as keys.
pub fn write_biblatex(sources: &[&Source]) -> String {
    sources.iter().map(|source| write_one(source, Dialect::Biblatex)).collect::<Vec<_>>().join("\n")
}

fn write_one(source: &Source, dialect: Dialect) -> String {
    let Handed { bibliography, unverified } = Handed::of(source);
    let Bibliography {
        item_type,
        title,
        author,
        container_title,
        container_title_short,
        publisher,
        publisher_place,
        issued,
        available_date,
        volume,
        issue,
        page,
        number,
        version,
        language: tag,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = &bibliography;
    let is_bibtex = dialect == Dialect::Bibtex;
    let is_article = *item_type == ItemType::ArticleJournal;
    let kind = match item_type {
        ItemType::ArticleJournal => "article",
        ItemType::Report if is_bibtex => "techreport",
        ItemType::Report => "report",
        ItemType::Book => "book",
        ItemType::Webpage if is_bibtex => "misc",
        ItemType::Webpage => "online",
        ItemType::Legislation => "legislation",
    };
    let publisher_field = match item_type {
        ItemType::Report => "institution",
        ItemType::Webpage if !is_bibtex => "organization",
        ItemType::ArticleJournal | ItemType::Book | ItemType::Webpage | ItemType::Legislation => "publisher",
    };
    let authors: Vec<String> = author.iter().map(written_name).collect();
    let (year, month, day) = issued.parts();
    let (nct, prospero): (Vec<&str>, Vec<&str>) =
        registered(&source.registration).partition(|number| number.starts_with("NCT"));
    let named = |bibtex: &'static str, biblatex: &'static str| if is_bibtex { bibtex } else { biblatex };
    let text = |value: &Option<String>| value.as_deref().map(escaped);
    fn shown(value: Option<&impl ToString>) -> Option<String> {
        value.map(|value| escaped(&value.to_string()))
    }
    // BibTeX's own styles know no `eid`.
    let pages = page.as_ref().or(number.as_ref().filter(|_| is_bibtex && is_article));
    let list = |numbers: Vec<&str>| Some(numbers.join(", ")).filter(|list| !list.is_empty());
    let babel = language::babel(tag).filter(|_| !is_bibtex);
    let fields = [
        ("author", Some(authors.join(" and ")).filter(|list| !list.is_empty())),
        ("title", Some(protected(title))),
        ("entrysubtype", (is_bibtex && *item_type == ItemType::Webpage).then(|| "webpage".to_owned())),
        (if is_article { named("journal", "journaltitle") } else { "series" }, text(container_title)),
        (if is_article { "shortjournal" } else { "shortseries" }, text(container_title_short)),
        (publisher_field, text(publisher)),
        (named("address", "location"), text(publisher_place)),
        ("date", (!is_bibtex).then(|| issued.to_string())),
        ("year", is_bibtex.then(|| format!("{year:04}"))),
        ("month", month.filter(|_| is_bibtex).map(|month| super::date::month_name(month).to_lowercase())),
        ("day", shown(day.filter(|_| is_bibtex).as_ref())),
        ("availabledate", shown(available_date.as_ref())),
        ("volume", text(volume)),
        (if is_article { "number" } else { "issue" }, text(issue)),
        ("pages", pages.map(|page| escaped(page).replace("{}", "").replace("--", "-").replace('-', "--"))),
        (if is_article { "eid" } else { "number" }, text(number)),
        ("version", text(version)),
        ("langid", babel.map(str::to_owned)),
        ("language", babel.is_none().then(|| escaped(tag))),
        ("doi", doi.as_ref().map(|doi| unbraced(doi.as_str()))),
        ("pmid", shown(pmid.as_ref())),
        ("eprinttype", (pmid.is_some() && !is_bibtex).then(|| "pubmed".to_owned())),
        ("eprint", shown(pmid.filter(|_| !is_bibtex).as_ref())),
        ("pmcid", shown(pmcid.as_ref())),
        ("issn", shown(issn.as_ref())),
        ("isbn", shown(isbn.as_ref())),
        ("nct", list(nct)),
        ("prospero", list(prospero)),
        ("url", url.as_ref().map(|url| unbraced(url.as_str()))),
        ("note", standing(source).map(|note| escaped(&note))),
        ("annotation", unverified.map(|told| escaped(&format!("{}: {told}", note::UNVERIFIED)))),
    ];
    let mut all = format!("@{kind}{{{},\n", source.id);
    for (name, value) in fields {
        let Some(value) = value else { continue };
        // Writing to a string does not fail.
        let _ = match name {
            // A name that BibTeX knows, in the language of its style.
            "month" => writeln!(all, "  month = {value},"),
            _ => writeln!(all, "  {name} = {{{value}}},"),
        };
    }
    all.push_str("}\n");
    all
}

/// A verbatim value without what would end it.
fn unbraced(value: &str) -> String {
    value.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// A text as LaTeX reads it. Letters stay as they are; braces are written by name, because BibTeX counts even those behind
/// a backslash.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '$' | '&' | '#' | '%' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Two of them would be a dash or a quotation mark.
            '-' | '`' | '\'' if last == Some(c) => {
                escaped.push_str("{}");
                escaped.push(c);
            }
            c => escaped.push(c),
        }
        last = Some(c);
    }
    escaped
}

/// A title with braces around the words that keep their capitals in every style: names and abbreviations. In a title where
/// nearly every word has one, only those with a capital inside are known to be such.
fn protected(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let begins_big =
        |word: &&&str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let long: Vec<&&str> = words.iter().skip(1).filter(|word| word.chars().count() > 3).collect();
    let is_title_case = long.iter().filter(|word| begins_big(word)).count() * 2 > long.len();
    let mut after_colon = true;
    let written = words.iter().map(|word| {
        let has_inner = word.chars().skip_while(|c| !c.is_alphanumeric()).skip(1).any(char::is_uppercase);
        let is_name = begins_big(&word) && !is_title_case && !after_colon;
        after_colon = word.ends_with([':', '.', '?', '!', '—']);
        if has_inner || is_name { format!("{{{}}}", escaped(word)) } else { escaped(word) }
    });
    written.collect::<Vec<_>>().join(" ")
}

fn written_name(name: &Name) -> String {
    match name {
        Name::Organisation { literal } => format!("{{{}}}", escaped(literal)),
        Name::Person { family, given, suffix } => {
            // Braces keep "and" and commas within a name.
            let part = |text: &str| {
                let text_escaped = escaped(text);
                let parts_names = text.contains(',') || text.split(' ').any(|word| word == "and");
                if parts_names { format!("{{{text_escaped}}}") } else { text_escaped }
            };
            let (family, given) = (part(family), given.as_deref().map(part));
            match (given, suffix) {
                (Some(given), Some(suffix)) => format!("{family}, {}, {given}", part(suffix)),
                (Some(given), None) => format!("{family}, {given}"),
                (None, Some(suffix)) => format!("{family}, {}, ", part(suffix)),
                (None, None) => format!("{family},"),
            }
        }
    }
}
