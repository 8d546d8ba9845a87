//! A sentence in the place of another, in a text with markup.

use std::collections::HashMap;

use crate::{
    check::{DraftFormat, HitSeverity, SentenceReport},
    domain::Vocabulary,
};

/// Sentences that could stand in the place of one, from the findings behind its open hits, errors first. Of two that begin
/// alike only the longer one: it has the caveat.
pub(super) fn suggestions(sentence: &SentenceReport) -> Vec<&str> {
    let open = sentence.hits.iter().filter(|hit| hit.acknowledged.is_none());
    let mut all: Vec<&str> = Vec::new();
    for right in open.filter_map(|hit| hit.suggestion.as_deref()) {
        if all.iter().any(|known| known.starts_with(right)) {
            continue;
        }
        match all.iter_mut().find(|known| right.starts_with(**known)) {
            Some(shorter) => *shorter = right,
            None => all.push(right),
        }
    }
    all
}

/// The worst open hit of a sentence.
pub(super) fn worst(sentence: &SentenceReport) -> Option<HitSeverity> {
    let open = sentence.hits.iter().filter(|hit| hit.acknowledged.is_none());
    open.map(|hit| hit.severity).min_by_key(|severity| HitSeverity::ALL.iter().position(|known| known == severity))
}

/// What to write into the draft for `right`, where `original` stood. Markup that begins or ends inside of the sentence
/// and goes on outside of it is kept, so that the document stays whole.
pub(super) fn replacement(format: DraftFormat, original: &str, right: &str) -> String {
    match format {
        DraftFormat::Plain => right.to_owned(),
        DraftFormat::Markdown => {
            let mut text = String::new();
            for c in right.chars() {
                if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&') {
                    text.push('\\');
                }
                text.push(c);
            }
            text
        }
        DraftFormat::Html => {
            let text = right.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("{text}{}", unbalanced(original))
        }
    }
}

/// The tags of a piece of HTML that have no partner in it.
fn unbalanced(html: &str) -> String {
    const VOID: &[&str] =
        &["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    let mut open: Vec<Option<&str>> = Vec::new();
    // Where in `open` the tags of a name stand that have no partner yet, the last one last.
    let mut begun: HashMap<String, Vec<usize>> = HashMap::new();
    let mut rest = html;
    let mut closing = String::new();
    while let Some(at) = rest.find('<') {
        let from = rest.get(at..).unwrap_or_default();
        let Some(length) = from.find('>').map(|end| end + 1) else { break };
        let tag = from.get(..length).unwrap_or_default();
        rest = from.get(length..).unwrap_or_default();
        let inside = tag.trim_start_matches('<');
        let is_end = inside.starts_with('/');
        let name: String = inside
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        if name.is_empty() || VOID.contains(&name.as_str()) || tag.ends_with("/>") {
            continue;
        }
        if !is_end {
            begun.entry(name).or_default().push(open.len());
            open.push(Some(tag));
        } else if let Some(partner) = begun.get_mut(&name).and_then(Vec::pop).and_then(|at| open.get_mut(at)) {
            *partner = None;
        } else {
            closing.push_str(tag);
        }
    }
    closing.extend(open.into_iter().flatten());
    closing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_that_goes_on_outside_is_kept() {
        let check = |original: &str, expected: &str| assert_eq!(unbalanced(original), expected, "{original}");
        check("No tag at all, 3 < 4", "");
        check("In <em>one</em> trial<br> of 800", "");
        check("one</b> of <i class=\"x\">two", "</b><i class=\"x\">");
        check("<b>a</b></b><B>c", "</b><B>");
        check("<!-- not --> a <", "");
        check("<b><i></b><i></i><b>", "<i><b>");
        assert_eq!(replacement(DraftFormat::Html, "a</b>", "p < 0.05 & <b>"), "p &lt; 0.05 &amp; &lt;b&gt;</b>");
        assert_eq!(replacement(DraftFormat::Markdown, "a", "5 * [x]_y"), "5 \\* \\[x\\]\\_y");
        assert_eq!(replacement(DraftFormat::Plain, "a", "5 * <x>"), "5 * <x>");
    }
}
