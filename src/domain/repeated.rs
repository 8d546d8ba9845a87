//! Words of somebody else as they are repeated: cut where they are long, on one line, as HTML shows them.
//!
//! What must not reach a terminal or a record at all stands in [`super::visible`].

/// How much of a text a message repeats, in characters: enough to know it again, too little to fill an answer.
const SHOWN_CHARS: usize = 80;

/// The begin of a text for a message.
pub fn shortened(text: &str) -> String {
    shortened_to(text, SHOWN_CHARS)
}

/// The first `most` characters of a text, with a sign that there were more.
pub fn shortened_to(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text.to_owned(),
    }
}

/// A text without its line breaks, single blanks between the words.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as it stands in HTML, in content and between quotation marks of either kind.
pub fn escaped_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_html(text, &mut html);
    html
}

/// Writes a text so that HTML shows it as it is, in content and between quotation marks of either kind.
pub fn escape_html(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_says_so() {
        assert_eq!(shortened_to("äöü", 3), "äöü");
        assert_eq!(shortened_to("äöü", 2), "äö…");
        assert_eq!(shortened(&"ä".repeat(500)).chars().count(), SHOWN_CHARS + 1);
    }

    #[test]
    fn html_shows_what_was_written() {
        assert_eq!(escaped_html("<a b=\"c\" d='e'>&amp;"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    }
}
