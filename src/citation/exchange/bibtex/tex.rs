//! TeX as plain text, as far as titles and names have it: what the crate takes as it stands.

use super::super::plain::raised;

/// Fields in which nothing is a command. The crate would make dashes of their hyphens.
pub(super) const VERBATIM: [&str; 6] = ["url", "doi", "eprint", "file", "ee", "howpublished"];

/// An address as it is meant: without the `\\url{…}` and the backslashes that BibTeX styles wanted, and with what could
/// not stand there.
pub(super) fn address(value: &str) -> String {
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
pub(super) fn plain_tex(text: &str) -> String {
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
                // What is raised stays raised: 10⁹ would be another number.
                None if name == "textsuperscript" && after.starts_with('{') => {
                    let (inner, after) = group(after);
                    plain.push_str(&lifted(&plain_tex(inner)));
                    rest = after;
                }
                // A switch of fonts, which ends with its group.
                None if SWITCHES.contains(&name) => {
                    rest = after.strip_prefix("{}").unwrap_or(after).trim_start_matches(' ')
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

const FONTS: [&str; 13] = [
    "textit",
    "textbf",
    "textrm",
    "textsf",
    "texttt",
    "textsc",
    "emph",
    "textsubscript",
    "mathrm",
    "mathit",
    "mathbf",
    "text",
    "url",
];

/// Commands that change the font of what follows, or do nothing.
const SWITCHES: [&str; 14] = [
    "it",
    "em",
    "bf",
    "sc",
    "rm",
    "sf",
    "tt",
    "sl",
    "itshape",
    "bfseries",
    "scshape",
    "upshape",
    "normalfont",
    "relax",
];

/// What stands in the braces that a text begins with, and what stands behind them.
fn group(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return (&text[1..at], &text[at + 1..]),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    (text.strip_prefix('{').unwrap_or(text), "")
}

/// A text raised, where all of it can be.
fn lifted(text: &str) -> String {
    let mut text = text.to_owned();
    raised(&mut text, 0);
    text
}

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
            '^' if rest.starts_with('{') => {
                let (inner, after) = group(rest);
                plain.push_str(&lifted(&plain_math(inner)));
                rest = after;
            }
            '^' => {
                let length = rest.chars().next().filter(|c| *c != '\\').map_or(0, char::len_utf8);
                plain.push_str(&lifted(&rest[..length]));
                rest = &rest[length..];
            }
            '{' | '}' | '_' => {}
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
