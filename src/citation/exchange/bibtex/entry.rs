//! The grammar of an entry of BibTeX: a key and fields. Read here and not by the crate, which refuses whole entries for
//! the spelling of a key or of a field that nobody needs.

use super::super::tidy::shortened;

/// A piece of a value: `"J " # name # {12}` has three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// What stands between braces or quotation marks, or a number.
    Text(&'a str),
    /// The name of an abbreviation.
    Name(&'a str),
}

/// The fields of an entry, `@kind{key, name = value, …}`, by their names as they are written. A key is passed over,
/// whatever it is made of, and may be missing.
///
/// # Errors
/// What is missing, and where.
pub(super) fn fields(entry: &str) -> Result<Vec<(&str, Vec<Piece<'_>>)>, String> {
    let Some((_, inner)) = entry.split_once(['{', '(']) else { return Err("it has no brace".to_owned()) };
    let inner = inner.trim_end();
    let inner = inner.strip_suffix(['}', ')']).unwrap_or(inner);
    let mut rest = inner;
    // The key ends at the first comma, unless that stands behind the first value.
    if let Some(comma) = rest.find(',')
        && !rest[..comma].contains('=')
    {
        rest = &rest[comma + 1..];
    } else if !rest.contains('=') {
        return Ok(Vec::new());
    }
    let mut fields = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return Ok(fields);
        }
        let Some((name, after)) = rest.split_once('=') else {
            return Err(format!("`{}` has no equals sign", shortened(rest.trim())));
        };
        let name = name.trim();
        if name.is_empty() || name.contains(['{', '}', '"', '\n']) || name.len() > 100 {
            return Err(format!("`{}` is no name of a field", shortened(name)));
        }
        let (value, after) = value(after).map_err(|missing| format!("`{}` {missing}", shortened(name)))?;
        fields.push((name, value));
        rest = after;
    }
}

/// The key of an entry; empty where it has none.
pub(super) fn key(entry: &str) -> &str {
    let inner = entry.split_once(['{', '(']).map_or("", |(_, inner)| inner);
    inner
        .split_once(',')
        .map_or("", |(key, _)| key.trim())
        .split('=')
        .next()
        .filter(|key| !key.contains('\n'))
        .unwrap_or_default()
}

/// A value, and what follows it.
fn value(text: &str) -> Result<(Vec<Piece<'_>>, &str), &'static str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let piece = match rest.chars().next() {
            Some('{') => {
                let end = closing(&rest[1..], '}').ok_or("has no closing brace")?;
                let piece = Piece::Text(&rest[1..=end]);
                rest = &rest[end + 2..];
                piece
            }
            Some('"') => {
                let end = closing(&rest[1..], '"').ok_or("has no closing quotation mark")?;
                let piece = Piece::Text(&rest[1..=end]);
                rest = &rest[end + 2..];
                piece
            }
            _ => {
                let end = rest
                    .find(|c: char| matches!(c, ',' | '#' | '{' | '}' | '"' | '=') || c.is_whitespace())
                    .unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                if word.is_empty() {
                    return Err("has no value");
                }
                rest = after;
                if word.bytes().all(|byte| byte.is_ascii_digit()) { Piece::Text(word) } else { Piece::Name(word) }
            }
        };
        pieces.push(piece);
        rest = rest.trim_start();
        match rest.strip_prefix('#') {
            Some(after) => rest = after,
            // A comma is missing before the next field, or something else stands there.
            None if rest.is_empty() || rest.starts_with(',') => return Ok((pieces, rest)),
            None if rest.starts_with(|c: char| c.is_ascii_alphabetic()) => return Ok((pieces, rest)),
            None => return Err("goes on behind its value"),
        }
    }
}

/// Where a value ends that began with a brace or a quotation mark: at the one that is in no braces of its own.
fn closing(text: &str, end: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            c if c == end && depth == 0 => return Some(at),
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_are_told_apart() {
        let names = |entry: &str| -> Result<Vec<String>, String> {
            let show = |(name, value): &(&str, Vec<Piece<'_>>)| format!("{name}={value:?}");
            fields(entry).map(|all| all.iter().map(show).collect())
        };
        for (entry, expected) in [
            ("@a{k, t = {x {y} z}, y = 2020}", &["t=[Text(\"x {y} z\")]", "y=[Text(\"2020\")]"][..]),
            ("@a{k, t = \"a {\"}b{\"}\" # jan}", &["t=[Text(\"a {\\\"}b{\\\"}\"), Name(\"jan\")]"]),
            ("@a{Anna B. Nobody &eacute;_2013,\n t = {x}}", &["t=[Text(\"x\")]"]),
            ("@a{ WOS:1,\n Early Access Date = {{NOV 2016}},\n}", &["Early Access Date=[Text(\"{NOV 2016}\")]"]),
            ("@a{t = {no key}}", &["t=[Text(\"no key\")]"]),
            ("@a{,\n t = {x}}", &["t=[Text(\"x\")]"]),
            ("@a{k}", &[]),
            ("@a(k, t = {x})", &["t=[Text(\"x\")]"]),
            ("@a{k, t = {x} y = {z}}", &["t=[Text(\"x\")]", "y=[Text(\"z\")]"]),
        ] {
            assert_eq!(names(entry), Ok(expected.iter().map(|field| (*field).to_owned()).collect()), "{entry}");
        }
        for (entry, fault) in [
            ("@a{k, t=, y=2}", "`t` has no value"),
            ("@a{k, t}", "`t` has no equals sign"),
            ("@a{k, t = {x}", "`t` has no closing brace"),
        ] {
            assert_eq!(names(entry), Err(fault.to_owned()), "{entry}");
        }
    }

    proptest! {
        #[test]
        fn no_entry_panics(text in "@[a-z]{1,3}[{(]([a-z=,#\"{}()\\\\ ä]|\n){0,40}") {
            let _ = fields(&text);
        }
    }
}
