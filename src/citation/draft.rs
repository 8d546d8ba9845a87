//! A text with its citations set, and the list below it.

use std::fmt::Write;

use super::{
    markers::{Marker, TextKind},
    render::{Reference, RenderedCluster},
    rich::{Written, escape_markdown},
};
use crate::domain::repeated::escape_html;

/// A text in the forms that can be made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Plain; none of a text with markup.
    pub text: Option<String>,
    /// HTML; none of Markdown.
    pub html: Option<String>,
    /// Markdown; none of HTML.
    pub markdown: Option<String>,
}

/// What stands in the place of a marker.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The marker.
    pub marker: &'a Marker,
    /// Its citations; none when nothing of it is known, and it stays as it was written.
    pub group: Option<&'a RenderedCluster>,
    /// Keys of the marker that nobody knows.
    pub unknown: Vec<&'a str>,
    /// Its number among the groups, from 1.
    pub number: usize,
}

/// The text with its citations set.
pub fn document(text: &str, kind: TextKind, placed: &[Placed<'_>], has_anchors: bool) -> Document {
    let html = |written: Written, number| {
        let id = if has_anchors { format!(" id=\"cite-{number}\"") } else { String::new() };
        format!("<span class=\"citation\"{id}>{}</span>", written.html)
    };
    let set = Setter { text, placed };
    match kind {
        TextKind::Text => Document {
            text: Some(set.with(|written, _| written.text, |part, out| out.push_str(part), false)),
            html: Some(paragraphs(&set.with(html, escape_html, true))),
            markdown: Some(set.with(|written, _| written.markdown, escape_markdown, true)),
        },
        TextKind::Html => {
            Document { html: Some(set.with(html, |part, out| out.push_str(part), true)), ..Document::default() }
        }
        TextKind::Markdown => Document {
            markdown: Some(set.with(|written, _| written.markdown, |part, out| out.push_str(part), true)),
            ..Document::default()
        },
    }
}

/// Puts citations into the places of markers.
struct Setter<'a> {
    text: &'a str,
    placed: &'a [Placed<'a>],
}

impl Setter<'_> {
    /// The text with each group written by `citation`, under its number, and everything else by `rest`. A raised number
    /// stands close to its word, and behind the point or comma after it (as AMA and Chicago print them); on the line,
    /// in plain text, it stands where its marker stood.
    fn with(
        &self,
        citation: impl Fn(Written, usize) -> String,
        rest: impl Fn(&str, &mut String),
        may_raise: bool,
    ) -> String {
        let Self { text, placed } = self;
        let mut out = String::with_capacity(text.len() * 2);
        let mut at = 0;
        for Placed { marker, group, unknown, number } in *placed {
            let range = marker.range.clone();
            let before = text.get(at..range.start).unwrap_or_default();
            at = range.end;
            let Some(group) = group else {
                rest(before, &mut out);
                rest(text.get(range).unwrap_or_default(), &mut out);
                continue;
            };
            let is_raised = may_raise && group.in_text.pieces().first().is_some_and(|piece| piece.marks.superscript);
            rest(if is_raised { before.trim_end_matches([' ', '\u{a0}']) } else { before }, &mut out);
            if is_raised && unknown.is_empty() {
                let after = text.get(at..).unwrap_or_default();
                let point = after.starts_with([',', '.']) && !after.starts_with("..");
                if let Some(point) = point.then(|| after.get(..1)).flatten() {
                    rest(point, &mut out);
                    at += 1;
                }
            }
            // A link within a link would end the outer one.
            let in_text = if marker.is_in_link { group.in_text.clone().without_links() } else { group.in_text.clone() };
            out.push_str(&citation(in_text.written(), *number));
            // What was opened within the marker stays open, and what was closed stays closed.
            marker.tags.iter().filter_map(|tag| text.get(tag.clone())).for_each(|tag| out.push_str(tag));
            for key in unknown {
                out.push(' ');
                rest(&format!("[@{key}?]"), &mut out);
            }
        }
        rest(text.get(at..).unwrap_or_default(), &mut out);
        out
    }
}

/// Escaped text as paragraphs.
fn paragraphs(escaped: &str) -> String {
    let lines = escaped.replace("\r\n", "\n");
    let mut out = String::with_capacity(lines.len() + 16);
    for paragraph in lines.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|text| !text.is_empty()) {
        let _ = writeln!(out, "<p>{}</p>", paragraph.replace('\n', "<br>\n"));
    }
    out
}

/// An entry of the list, and where it is cited.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The reference.
    pub reference: &'a Reference,
    /// Id of its work.
    pub id: &'a str,
    /// Numbers of the groups that cite it.
    pub cited_by: Vec<usize>,
}

/// The notes and the list, in every form. Numbered lists are ordered lists.
pub fn list(notes: &[(usize, Written)], entries: &[Entry<'_>], has_anchors: bool) -> Written {
    let mut list = Written::default();
    if !notes.is_empty() {
        list.html.push_str("<ol class=\"csl-notes\">\n");
        for (number, note) in notes {
            let _ = writeln!(list.text, "{number}. {}", note.text);
            let _ = writeln!(list.markdown, "{number}. {}", note.markdown);
            let back = if has_anchors { back(*number, 1) } else { String::new() };
            let id = if has_anchors { format!(" id=\"note-{number}\"") } else { String::new() };
            let _ = writeln!(list.html, "<li{id} value=\"{number}\">{}{back}</li>", note.html);
        }
        list.html.push_str("</ol>\n");
        list.text.push('\n');
        list.markdown.push('\n');
    }
    let is_numbered = entries.iter().any(|entry| entry.reference.number.is_some());
    let tag = if is_numbered { "ol" } else { "ul" };
    let _ = writeln!(list.html, "<{tag} class=\"csl-bib-body\">");
    for Entry { reference, id, cited_by } in entries {
        let Written { text, html, markdown } = reference.text.written();
        let number = reference.number.map(|number| format!("{number}. ")).unwrap_or_default();
        let mark = if is_numbered { number.as_str() } else { "- " };
        let _ = writeln!(list.text, "{number}{text}");
        let value = reference.number.map(|number| format!(" value=\"{number}\"")).unwrap_or_default();
        if has_anchors {
            let _ = writeln!(list.markdown, "{mark}<a id=\"ref-{id}\"></a>{markdown}");
            let backs: String = cited_by
                .iter()
                .enumerate()
                .map(|(place, group)| back(*group, if cited_by.len() > 1 { place + 1 } else { 0 }))
                .collect();
            let _ = writeln!(list.html, "<li class=\"csl-entry\" id=\"ref-{id}\"{value}>{html}{backs}</li>");
        } else {
            let _ = writeln!(list.markdown, "{mark}{markdown}");
            let _ = writeln!(list.html, "<li class=\"csl-entry\"{value}>{html}</li>");
        }
    }
    let _ = writeln!(list.html, "</{tag}>");
    list
}

/// A link from an entry back to the place in the text; `place` tells several of one entry apart.
fn back(group: usize, place: usize) -> String {
    let mark = if place > 1 { format!("↩<sup>{place}</sup>") } else { "↩".to_owned() };
    format!(" <a class=\"csl-back\" href=\"#cite-{group}\" aria-label=\"Back to citation {group}\">{mark}</a>")
}
