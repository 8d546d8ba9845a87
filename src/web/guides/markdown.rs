//! Markdown as the HTML of a page: headings that can be linked to, code that can be copied, tables without styles.
//!
//! The texts are ours. HTML in them is shown, not used, all the same: what is filled in comes from records.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};

use crate::domain::repeated::escaped_html;

/// A text as HTML.
pub(super) struct Rendered {
    /// The main heading and what stands before the first section.
    pub(super) intro: String,
    /// The rest.
    pub(super) body: String,
    /// The sections in their order.
    pub(super) sections: Vec<Section>,
}

/// A heading of the second level.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
}

/// Columns that every screen has room for.
const WIDE: usize = 3;

pub(super) fn rendered(text: &str) -> Rendered {
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES);
    let mut out = Vec::new();
    let mut sections = Vec::new();
    let mut ids = Vec::new();
    let mut samples = 0;
    // Where the first section begins.
    let mut begin = None;
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let inner = until(&mut events, |end| matches!(end, TagEnd::Heading(_)));
                let title = words(&inner);
                let id = unique(&title, &mut ids);
                if level == HeadingLevel::H2 {
                    begin.get_or_insert(out.len());
                    sections.push(Section { id: id.clone(), title });
                }
                if level == HeadingLevel::H1 {
                    out.push(html(format!("<h1>{}</h1>\n", of(inner))));
                } else {
                    // An empty link: its sign is drawn by the stylesheet, so that it is no word of the text.
                    let link = format!("<a class=\"here\" href=\"#{id}\" aria-label=\"Link to this section\"></a>");
                    out.push(html(format!("<{level} id=\"{id}\">{} {link}</{level}>\n", of(inner))));
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let code = words(&until(&mut events, |end| matches!(end, TagEnd::CodeBlock)));
                let language = match &kind {
                    CodeBlockKind::Fenced(language) => language.as_ref(),
                    CodeBlockKind::Indented => "text",
                };
                out.push(html(sample(language, &code, &mut samples)));
            }
            // Columns are aligned by style attributes, which the policy of the pages forbids.
            Event::Start(Tag::Table(columns)) => {
                // A wide one is scrolled on a narrow screen, which must be possible without a mouse, too.
                let scroll = if columns.len() > WIDE {
                    let title = sections.last().map_or("Table", |section: &Section| section.title.as_str());
                    format!(
                        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\">",
                        escaped_html(title)
                    )
                } else {
                    "<div class=\"scroll\">".to_owned()
                };
                out.push(html(scroll));
                out.push(Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()])));
            }
            Event::End(TagEnd::Table) => {
                out.push(Event::End(TagEnd::Table));
                out.push(html("</div>\n".to_owned()));
            }
            Event::Html(text) | Event::InlineHtml(text) => out.push(Event::Text(text)),
            event @ (Event::Start(_)
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_)) => out.push(event),
        }
    }
    let body = out.split_off(begin.unwrap_or(out.len()));
    let with_scope = |html: String| html.replace("<th>", "<th scope=\"col\">");
    Rendered { intro: with_scope(of(out)), body: with_scope(of(body)), sections }
}

/// The events before the end that is asked for, which is taken too.
fn until<'a>(events: &mut Parser<'a>, is_end: fn(TagEnd) -> bool) -> Vec<Event<'a>> {
    events.take_while(|event| !matches!(event, Event::End(end) if is_end(*end))).collect()
}

fn of<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut html = String::new();
    push_html(&mut html, events.into_iter());
    html
}

fn html<'a>(text: String) -> Event<'a> {
    Event::Html(CowStr::from(text))
}

/// The words of some events, without their marks.
fn words(events: &[Event<'_>]) -> String {
    let word = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => text.to_string(),
        Event::SoftBreak | Event::HardBreak => " ".to_owned(),
        Event::Start(_)
        | Event::End(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::Rule
        | Event::TaskListMarker(_) => String::new(),
    };
    events.iter().map(word).collect()
}

/// The id of a heading: its words with hyphens, and a number when another has them too.
fn unique(title: &str, ids: &mut Vec<String>) -> String {
    let parts = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    // Camel case of the names of types stays one word.
    let slug = parts.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let id = std::iter::once(slug.clone()).chain(numbered).find(|id| !ids.contains(id)).unwrap_or(slug);
    ids.push(id.clone());
    id
}

/// A block of code. What was typed at a console and what it printed are told apart, and only the former is copied.
fn sample(language: &str, code: &str, samples: &mut usize) -> String {
    if language != "console" {
        return piece(language, code.trim_end(), language != "text", samples);
    }
    let mut pieces = String::new();
    for entry in format!("\n{code}").split("\n$ ").skip(1) {
        let (command, printed) = command(entry);
        pieces.push_str(&piece("sh", command, true, samples));
        if !printed.is_empty() {
            pieces.push_str(&piece("output", printed, false, samples));
        }
    }
    pieces
}

/// What was typed, with the lines it goes on in, and what was printed.
fn command(entry: &str) -> (&str, &str) {
    let mut end = 0;
    for line in entry.split_inclusive('\n') {
        end += line.len();
        if !line.trim_end().ends_with('\\') {
            break;
        }
    }
    let (command, printed) = entry.split_at(end);
    (command.trim_end(), printed.trim_end())
}

fn piece(language: &str, code: &str, may_be_copied: bool, samples: &mut usize) -> String {
    let code = escaped_html(code);
    if language == "text" {
        // Laid out in columns, which broken lines would spoil: it is scrolled, without a mouse, too.
        return format!("<pre class=\"guide-code text\" tabindex=\"0\"><code>{code}</code></pre>\n");
    }
    if !may_be_copied {
        return format!("<pre class=\"guide-code {language}\"><code>{code}</code></pre>\n");
    }
    *samples += 1;
    let id = format!("sample-{samples}");
    format!(
        "<div class=\"guide-code\"><pre><code id=\"{id}\" class=\"language-{language}\">{code}</code></pre>\
         <button type=\"button\" data-copy=\"{id}\" aria-label=\"Copy sample {samples}\" hidden>Copy</button></div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_can_be_linked_to() {
        let Rendered { intro, body, sections } =
            rendered("# A *title*\n\nLead.\n\n## Go `on`\n\nText.\n\n## Go on\n\n### Deeper\n");
        assert_eq!(intro, "<h1>A <em>title</em></h1>\n<p>Lead.</p>\n");
        let ids: Vec<_> = sections.iter().map(|section| (section.id.as_str(), section.title.as_str())).collect();
        assert_eq!(ids, [("go-on", "Go on"), ("go-on-2", "Go on")]);
        assert!(body.contains("<h2 id=\"go-on\">Go <code>on</code> "), "{body}");
        assert!(body.contains("<h3 id=\"deeper\">"), "{body}");
    }

    #[test]
    fn what_was_typed_is_copied_without_what_was_printed() {
        let text = "# T\n\n## S\n\n```console\n$ curl \\\n    -s 'a&b'\n{\"a\": \"<b>\"}\n$ ls\n```\n";
        let body = rendered(text).body;
        assert!(body.contains("class=\"language-sh\">curl \\\n    -s &#39;a&amp;b&#39;</code></pre><button"), "{body}");
        assert!(
            body.contains("<pre class=\"guide-code output\"><code>{&quot;a&quot;: &quot;&lt;b&gt;&quot;}</code>"),
            "{body}"
        );
        assert_eq!(body.matches("data-copy").count(), 2);
    }

    #[test]
    fn markup_in_a_text_is_shown() {
        let text = "# T\n\n<script>alert(1)</script>\n\n<img src=x> a\n\n| a |\n| --: |\n| <b> |\n";
        let Rendered { intro, .. } = rendered(text);
        for unwanted in ["<script", "<img", "<b>", "style="] {
            assert!(!intro.contains(unwanted), "{intro}");
        }
    }
}
