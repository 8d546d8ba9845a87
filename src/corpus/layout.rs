//! The canonical layout of record files: `key = value`, a blank line before each table, lists with their commas and indents.
//! Order, comments, line breaks within lists and the words themselves stay as their author wrote them, so that the change
//! is as small as it can be.

use toml_edit::{Array, Decor, DocumentMut, InlineTable, Item, KeyMut, RawString, Table, Value};

use super::{
    diagnostic::{self, Diagnostic},
    file_text::FileText,
    folder::FileKind,
    record::{COLLECTION_FILE, front_matter},
    upgrade,
};

/// Indent of an item that stands on a line of its own.
const INDENT: &str = "    ";
/// Most blank lines in a row.
const MOST_BLANKS: usize = 2;

/// A record file, laid out.
#[derive(Debug)]
pub struct LaidOut {
    /// The file.
    pub text: String,
    /// What of an older format could not be carried over and needs somebody to look; empty when nothing was to be.
    pub left: Vec<String>,
}

/// Whether a file has a layout: `path` is relative to the data folder, with `/`. The words of a page stay as they are.
pub fn has_layout(path: &str) -> bool {
    match FileKind::of(path) {
        Some(
            FileKind::Source
            | FileKind::Topic
            | FileKind::Page
            | FileKind::Blurb
            | FileKind::Changes
            | FileKind::Lexicon
            | FileKind::Reading,
        ) => true,
        Some(FileKind::PageText) => false,
        None => path == COLLECTION_FILE,
    }
}

/// Lays a file out, and carries it over from older formats if that is wanted. None when the file
/// there [has no layout](has_layout).
///
/// # Errors
/// A diagnostic with place when the file is no TOML.
pub fn laid_out(path: &str, content: &str, with_upgrade: bool) -> Option<Result<LaidOut, Diagnostic>> {
    let text = content.strip_prefix('\u{feff}').unwrap_or(content).replace("\r\n", "\n");
    let file = FileText::new(path.to_owned(), text);
    match FileKind::of(path) {
        Some(FileKind::Blurb) => Some(blurb(&file, with_upgrade)),
        _ => has_layout(path).then(|| whole(&file, with_upgrade)),
    }
}

fn whole(file: &FileText, with_upgrade: bool) -> Result<LaidOut, Diagnostic> {
    let mut document = parsed(file, 0, file.text())?;
    let left = if with_upgrade { upgrade::document(file, &mut document) } else { Vec::new() };
    Ok(LaidOut { text: tidied(document), left })
}

/// The front matter laid out, the texts without blanks at the ends of their lines.
fn blurb(file: &FileText, with_upgrade: bool) -> Result<LaidOut, Diagnostic> {
    let Some((begin, end)) = front_matter(file.text()) else {
        let help = "begin the file with a line `+++`, write the fields as TOML, end them with a line `+++`";
        return Err(file.diagnostic(0, diagnostic::SYNTAX, "there is no front matter".to_owned(), help.to_owned()));
    };
    let (before, rest) = file.text().split_at(begin);
    let (matter, after) = rest.split_at(end - begin);
    let mut text = before.to_owned();
    let mut document = parsed(file, begin, matter)?;
    let left = if with_upgrade { upgrade::document(file, &mut document) } else { Vec::new() };
    text.push_str(&tidied(document));
    let lines: Vec<&str> = after.trim_start_matches('\n').lines().map(str::trim_end).collect();
    text.push_str(lines.join("\n").trim_end());
    text.push('\n');
    Ok(LaidOut { text, left })
}

fn parsed(file: &FileText, at: usize, toml: &str) -> Result<DocumentMut, Diagnostic> {
    toml.parse::<DocumentMut>().map_err(|error| {
        let offset = at + error.span().map_or(0, |span| span.start);
        let help = "see https://toml.io; strings stand in quotes, tables in [brackets]".to_owned();
        file.diagnostic(offset, diagnostic::SYNTAX, error.message().trim().to_owned(), help)
    })
}

fn tidied(mut document: DocumentMut) -> String {
    tidy_table(document.as_table_mut());
    let trailing = comments(text_of(document.trailing()));
    document.set_trailing(trailing.trim_end().to_owned());
    let text = document.to_string();
    let mut text = text.trim_start_matches('\n').trim_end().to_owned();
    text.push('\n');
    text
}

fn tidy_table(table: &mut Table) {
    for (mut key, item) in table.iter_mut() {
        match item {
            Item::Value(value) => {
                tidy_key(&mut key);
                tidy_value(value);
            }
            Item::Table(table) => {
                tidy_header(table);
                tidy_table(table);
            }
            Item::ArrayOfTables(tables) => {
                for table in tables.iter_mut() {
                    tidy_header(table);
                    tidy_table(table);
                }
            }
            Item::None => {}
        }
    }
}

/// A header stands at the begin of its line, below a blank one.
fn tidy_header(table: &mut Table) {
    if table.is_implicit() || table.is_dotted() {
        return;
    }
    let decor = table.decor_mut();
    let mut before = comments(prefix(decor));
    if !before.starts_with('\n') {
        before.insert(0, '\n');
    }
    let after = end_of_line(suffix(decor));
    *decor = Decor::new(before, after);
}

fn tidy_key(key: &mut KeyMut<'_>) {
    let decor = key.leaf_decor_mut();
    *decor = Decor::new(comments(prefix(decor)), " ");
}

fn tidy_value(value: &mut Value) {
    match value {
        Value::Array(array) => tidy_array(array),
        Value::InlineTable(table) => tidy_inline(table),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
    let decor = value.decor_mut();
    *decor = Decor::new(" ", end_of_line(suffix(decor)));
}

/// Where the list has lines, its items keep them; a list with comments stays as it is.
fn tidy_array(array: &mut Array) {
    let inside = |value: &Value| [prefix(value.decor()).to_owned(), suffix(value.decor()).to_owned()];
    let trailing = text_of(array.trailing()).to_owned();
    if array.iter().flat_map(inside).chain([trailing.clone()]).any(|text| text.contains('#')) {
        return;
    }
    let has_lines = trailing.contains('\n') || array.iter().any(|value| prefix(value.decor()).contains('\n'));
    for (i, value) in array.iter_mut().enumerate() {
        let before = match (i, prefix(value.decor()).contains('\n')) {
            (_, true) => format!("\n{INDENT}"),
            (0, false) => String::new(),
            (_, false) => " ".to_owned(),
        };
        tidy_value(value);
        *value.decor_mut() = Decor::new(before, "");
    }
    array.set_trailing_comma(has_lines && !array.is_empty());
    array.set_trailing(if has_lines { "\n" } else { "" });
}

/// `{ a = 1, b = 2 }`; a table over several lines, or with comments, stays as it is.
fn tidy_inline(table: &mut InlineTable) {
    let is_plain = |text: &str| !text.contains(['#', '\n']);
    let is_on_one_line = is_plain(text_of(table.trailing()))
        && table.iter().all(|(_, value)| is_plain(prefix(value.decor())) && is_plain(suffix(value.decor())))
        && table.get_values().iter().all(|(keys, _)| {
            keys.iter().all(|key| is_plain(prefix(key.leaf_decor())) && is_plain(suffix(key.leaf_decor())))
        });
    if !is_on_one_line || table.is_dotted() {
        return;
    }
    let last = table.len().saturating_sub(1);
    for (i, (mut key, value)) in table.iter_mut().enumerate() {
        tidy_value(value);
        *key.leaf_decor_mut() = Decor::new(" ", " ");
        *value.decor_mut() = Decor::new(" ", if i == last { " " } else { "" });
    }
    table.set_trailing("");
    table.set_trailing_comma(false);
}

fn text_of(raw: &RawString) -> &str {
    raw.as_str().unwrap_or_default()
}

fn prefix(decor: &Decor) -> &str {
    decor.prefix().map_or("", text_of)
}

fn suffix(decor: &Decor) -> &str {
    decor.suffix().map_or("", text_of)
}

/// What follows on a line: a comment, in its column.
fn end_of_line(text: &str) -> String {
    text.trim_end().to_owned()
}

/// The lines before something: comments without indent, not too many blank lines in a row.
fn comments(text: &str) -> String {
    let (lines, _indent) = text.rsplit_once('\n').map_or(("", text), |(lines, indent)| (lines, indent));
    if !text.contains('\n') {
        return String::new();
    }
    let mut kept = String::new();
    let mut blanks = 0;
    for line in lines.split('\n').map(str::trim) {
        blanks = if line.is_empty() { blanks + 1 } else { 0 };
        if blanks <= MOST_BLANKS {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}
