//! The descriptions in the OpenAPI document, which are Markdown: of it they use paragraphs, lists, code and strong words.

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Code(String),
    Strong(String),
    /// An address of this service, in code, and where it is explained.
    Link {
        text: String,
        href: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Piece>),
    List(Vec<Vec<Piece>>),
}

/// The paragraphs and lists of a description.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(block).collect()
}

fn block(text: &str) -> Block {
    let Some(list) = text.strip_prefix("- ") else { return Block::Paragraph(pieces(text)) };
    Block::List(list.split("\n- ").map(pieces).collect())
}

impl Block {
    /// The pieces in it.
    pub(super) fn pieces_mut(&mut self) -> impl Iterator<Item = &mut Piece> {
        match self {
            Self::Paragraph(line) => std::slice::from_mut(line),
            Self::List(lines) => lines.as_mut_slice(),
        }
        .iter_mut()
        .flatten()
    }
}

/// A line cut where code and strong words begin and end. Line breaks are spaces.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 1 {
            pieces.push(Piece::Code(part.to_owned()));
            continue;
        }
        for (i, part) in part.split("**").enumerate() {
            let part = part.replace('\n', " ");
            match part.is_empty() {
                true => {}
                false if i % 2 == 1 => pieces.push(Piece::Strong(part)),
                false => pieces.push(Piece::Text(part)),
            }
        }
    }
    pieces
}

/// The values that a description lists as "- `value`: what it means", with their meaning.
pub(super) fn meanings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.strip_prefix("- `")?.split_once("`: "))
}

/// A description without its list of values.
pub(super) fn without_meanings(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("- `")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_of_descriptions_becomes_paragraphs_lists_code_and_strong_words() {
        let text = "**Lists** have\n`data`.\n\n- `a`: one\n- `b`: two";
        let (strong, code) = (Piece::Strong("Lists".to_owned()), |text: &str| Piece::Code(text.to_owned()));
        let plain = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(
            blocks(text),
            [
                Block::Paragraph(vec![strong, plain(" have "), code("data"), plain(".")]),
                Block::List(vec![vec![code("a"), plain(": one")], vec![code("b"), plain(": two")]]),
            ]
        );
        assert_eq!(meanings(text).collect::<Vec<_>>(), [("a", "one"), ("b", "two")]);
        assert_eq!(without_meanings(text).trim(), "**Lists** have\n`data`.");
    }
}
