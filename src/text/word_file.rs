//! How a file of word lists is read, and what is wrong with one that cannot be.

use std::fmt;

use serde::de::DeserializeOwned;

/// A word list that cannot be read: where and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconError {
    /// Name of the file below `data/lexicon/en`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for LexiconError {}

/// Reads a word list.
///
/// # Errors
///
/// What TOML or the type `T` does not allow, with the line.
pub fn read_list<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = 1 + text.get(..start).unwrap_or_default().matches('\n').count();
        LexiconError { file: file.to_owned(), line, message: error.message().to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct WordList {
        #[expect(dead_code, reason = "it is read for its faults")]
        words: Vec<String>,
    }

    #[test]
    fn an_error_says_where() {
        let error = read_list::<WordList>("numbers.toml", "# words\nwords = [\"a\", 7]\n").unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("numbers.toml", 2));
        let error = read_list::<WordList>("numbers.toml", "words = []\nmore = 1\n").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
    }
}
