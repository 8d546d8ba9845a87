//! Links as documents write them: `[Title](https://…)`, `<a href="…">Title</a>`, `\href{…}{Title}`, `[[…][Title]]`. The text of a link
//! belongs to the reference, and its address stands behind it like any other.

use std::borrow::Cow;

/// The text with each link as its text and, parted by blanks, its address.
pub(super) fn without_links(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    let forms: [(&str, Read); 5] =
        [("<", anchor), ("\\", command), ("[[", double_bracket), ("](", bracket), ("<", pointed)];
    for (sign, read) in forms {
        if plain.contains(sign) {
            plain = Cow::Owned(replaced(&plain, sign, read));
        }
    }
    if ["\\bibitem", "\\emph", "\\text", "{\\"].iter().any(|command| plain.contains(command)) {
        plain = Cow::Owned(without_commands(&plain));
    }
    if plain.matches('*').count() > 1 { Cow::Owned(without_stars(&plain)) } else { plain }
}

/// Reads the link that a text begins with.
type Read = fn(&str) -> Option<Link<'_>>;

/// Most bytes of a link that are looked at.
const LONGEST: usize = 2_000;

/// A link that begins where a sign stands.
struct Link<'a> {
    /// What is to be read; none where it stands before the sign.
    shown: Option<&'a str>,
    address: &'a str,
    /// What is shown while somebody points at the link, which may be a title.
    hint: &'a str,
    /// Bytes from the sign to its end.
    length: usize,
}

fn replaced(text: &str, sign: &str, read: Read) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(sign) {
        let (before, link) = rest.split_at(at);
        plain.push_str(before);
        let found = read(begin(link, LONGEST)).filter(|found| found.shown.is_some() || take_opening(&mut plain));
        let Some(Link { shown, address, hint, length }) = found else {
            plain.push_str(sign);
            rest = &link[sign.len()..];
            continue;
        };
        for part in [shown.unwrap_or_default(), " ", address, " ", hint] {
            plain.push_str(part);
        }
        rest = link.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// At most so many bytes of a text.
pub(super) fn begin(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Takes out the bracket that opened what stands at the end of a text; whether there is one.
fn take_opening(text: &mut String) -> bool {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => {
                text.remove(at);
                return true;
            }
            '[' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Whether a text is an address or an identifier, and no remark.
fn is_address(text: &str) -> bool {
    let begins = |begin: &&str| text.get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin));
    ["http://", "https://", "www.", "doi:", "10."].iter().any(begins)
}

/// `<a href="https://…">Title</a>`.
fn anchor(text: &str) -> Option<Link<'_>> {
    text.strip_prefix("<a").or_else(|| text.strip_prefix("<A")).filter(|rest| rest.starts_with(char::is_whitespace))?;
    let lower = text.to_ascii_lowercase();
    let inner = lower.find('>')?;
    let close = inner + 1 + lower[inner + 1..].find("</a")?;
    let end = close + lower[close..].find('>')? + 1;
    let value = text[..inner].get(lower[..inner].find("href")? + "href".len()..)?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let address = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    is_address(address).then(|| Link { shown: Some(&text[inner + 1..close]), address, hint: "", length: end })
}

/// `\href{https://…}{Title}`.
fn command(text: &str) -> Option<Link<'_>> {
    const NAME: &str = "\\href{";
    let (address, after) = text.strip_prefix(NAME)?.split_once('}')?;
    let inner = after.strip_prefix('{')?;
    let end = closed(inner, '{', '}')?;
    let length = text.len() - inner.len() + end + 1;
    is_address(address).then(|| Link { shown: Some(&inner[..end]), address, hint: "", length })
}

/// `[[https://…][Title]]`.
fn double_bracket(text: &str) -> Option<Link<'_>> {
    let (address, after) = text.strip_prefix("[[")?.split_once("][")?;
    let (shown, rest) = after.split_once("]]")?;
    is_address(address).then(|| Link { shown: Some(shown), address, hint: "", length: text.len() - rest.len() })
}

/// `](https://…)` behind the text of a link, with a hint in quotes or without.
fn bracket(text: &str) -> Option<Link<'_>> {
    let inner = text.strip_prefix("](").filter(|inner| is_address(inner.trim_start_matches([' ', '<'])))?;
    let end = closed(inner, '(', ')')?;
    let (address, hint) = match inner[..end].trim().split_once(char::is_whitespace) {
        Some((address, hint)) => (address, hint.trim()),
        None => (inner[..end].trim(), ""),
    };
    let address = address.trim_start_matches('<').trim_end_matches('>');
    is_address(address).then(|| Link { shown: None, address, hint, length: text.len() - inner.len() + end + 1 })
}

/// `<https://…>`, with the signs around it that some formats need.
fn pointed(text: &str) -> Option<Link<'_>> {
    let (address, rest) = text.strip_prefix('<')?.split_once('>')?;
    let rest = rest.trim_start_matches(['`', '_']);
    let is_whole = is_address(address) && !address.contains(char::is_whitespace);
    is_whole.then(|| Link { shown: Some(""), address, hint: "", length: text.len() - rest.len() })
}

/// Where the bracket closes that was opened before the text.
fn closed(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            }
        }
    }
    None
}

/// A text of LaTeX without its commands and braces: `\bibitem{nobody} M{\"u}ller, \emph{J Nowhere}`.
fn without_commands(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}', '~']) {
        let (before, command) = rest.split_at(at);
        plain.push_str(before);
        let behind = &command[1..];
        if !command.starts_with('\\') {
            if command.starts_with('~') {
                plain.push(' ');
            }
            rest = behind;
            continue;
        }
        let name = &behind[..behind.bytes().take_while(u8::is_ascii_alphabetic).count()];
        rest = &behind[name.len()..];
        match name {
            // An accent, or a sign that is meant.
            "" => rest = rest.trim_start_matches(['"', '\'', '`', '^', '=', '.']),
            "bibitem" => {
                let key = rest.split_once(']').filter(|_| rest.starts_with('[')).map_or(rest, |(_, key)| key);
                rest = key.split_once('}').filter(|_| key.starts_with('{')).map_or(key, |(_, behind)| behind);
            }
            // Letters.
            "o" | "O" | "l" | "L" | "i" | "j" | "ss" | "ae" | "oe" | "aa" | "AE" | "OE" | "AA" => plain.push_str(name),
            _ => {}
        }
    }
    plain.push_str(rest);
    plain
}

/// Without the stars around slanted and bold words; one between two letters belongs to a name.
fn without_stars(text: &str) -> String {
    let mut before = None;
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_within =
            before.is_some_and(char::is_alphanumeric) && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if c != '*' || is_within {
            plain.push(c);
        }
        before = Some(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_text_of_a_link_is_kept() {
        for (written, plain) in [
            (
                "[Aches (and pains)](https://x.test/a(1)b), J Nowhere",
                "Aches (and pains) https://x.test/a(1)b , J Nowhere",
            ),
            ("[[Aches] in German](10.5555/a \"Aches\") 2020", "[Aches] in German 10.5555/a \"Aches\" 2020"),
            ("A. <A class=x HREF='https://x.test/a'>Aches</A>. J", "A. Aches https://x.test/a . J"),
            ("\\href{https://x.test}{Aches {and} pains}, A", "Aches {and} pains https://x.test , A"),
            ("[[https://x.test][Aches]] J", "Aches https://x.test  J"),
            ("`Aches <https://x.test>`_, A", "`Aches  https://x.test , A"),
            (
                "\\bibitem[1]{a} M{\\\"u}ller~A, \\emph{J Nowhere} {\\bf 12} \\& S{\\o}n",
                " Muller A, J Nowhere  12 & Son",
            ),
            ("*J Nowhere* **12**:3, HLA-B*27", "J Nowhere 12:3, HLA-B*27"),
        ] {
            assert_eq!(without_links(written), plain, "{written}");
        }
        for text in ["J Nowhere [Am](1978)", "a](https://x.test)", "p <10. and >", "B*27", "<a name=\"x\">Aches</a>"] {
            assert_eq!(without_links(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\\[|\\]|\\(|\\)|<a href=|</a>|<|>|\\\\href\\{|\\}|\\{|https://|\\*|ä|\"| ){0,30}") {
            let _ = without_links(&text);
        }
    }
}
