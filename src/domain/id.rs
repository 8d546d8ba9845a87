//! Ids of our own records: short slugs that are never reused.

use std::{fmt, str::FromStr};

use serde::Serialize;
use utoipa::ToSchema;

/// Longest id, in bytes (ids are ASCII).
pub const MAX_LEN: usize = 80;

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing there.
    #[error("an id must not be empty")]
    Empty,
    /// More than [`MAX_LEN`] bytes.
    #[error("an id has at most {MAX_LEN} characters")]
    TooLong,
    /// A character or a place for a hyphen or dot that slugs do not have.
    #[error("an id has lower-case letters and digits, with single hyphens or dots between them")]
    NotASlug,
}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > MAX_LEN {
        return Err(IdError::TooLong);
    }
    let words_are_slugs = text
        .split(['-', '.'])
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if words_are_slugs { Ok(()) } else { Err(IdError::NotASlug) }
}

macro_rules! ids {
    ($( $(#[doc = $doc:literal])+ $Id:ident, example $example:literal; )+) => { $(
        $(#[doc = $doc])+
        ///
        /// ASCII lower-case letters and digits, with single hyphens or dots between them; at most 80 of them.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
        #[schema(value_type = String, pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$", max_length = 80, example = $example)]
        pub struct $Id(String);

        impl $Id {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $Id {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(text.to_owned()))
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        // So that maps keyed by an id can be asked with a plain `&str` from a request.
        impl std::borrow::Borrow<str> for $Id {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+ };
}

ids! {
    /// Id of a source; the name of its file in `data/sources/`.
    SourceId, example "acp-2017";
    /// Id of a finding: begins with the id of its source and a hyphen.
    FindingId, example "acp-2017-chronic";
    /// Id of a topic; the name of its file in `data/topics/`.
    TopicId, example "low-back-pain";
    /// Id of an audited page; the name of its file in `data/pages/`.
    PageId, example "back-pain";
    /// Id of a claim: the id of its page, a hyphen, and a name.
    ClaimId, example "back-pain-c06";
    /// Id of a blurb; the name of its file in `data/blurbs/`.
    BlurbId, example "acupuncture-chronic-back-pain-sham";
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs() {
        for good in ["acp-2017", "cms-ncd-30.3.3", "a", "63"] {
            assert_eq!(good.parse::<SourceId>().map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for bad in ["ACP-2017", "acp--2017", "-acp", "acp-", "acp 2017", "acp/2017", "é", "../x"] {
            assert_eq!(bad.parse::<SourceId>(), Err(IdError::NotASlug), "{bad}");
        }
        assert_eq!("".parse::<SourceId>(), Err(IdError::Empty));
        assert_eq!("a".repeat(MAX_LEN + 1).parse::<SourceId>(), Err(IdError::TooLong));
    }

    proptest! {
        #[test]
        fn printing_gives_back_what_was_parsed(text in "[a-z0-9]{1,8}([.-][a-z0-9]{1,8}){0,6}") {
            prop_assert_eq!(text.parse::<TopicId>().map(|id| id.to_string()), Ok(text));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<FindingId>();
        }
    }
}
