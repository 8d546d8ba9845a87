//! Closed vocabularies: an enum whose values have one spelling everywhere.
//!
//! The same slug stands in `data/`, in a filter, in the JSON and in the OpenAPI document. One macro writes all of
//! that from one list, so that a new value cannot be spelled in one place and forgotten in another.

use std::fmt;

/// A closed list of words of the field.
pub trait Vocabulary: Copy + Eq + Sized + 'static {
    /// What the list is a list of, as a noun: `study design`.
    const NOUN: &'static str;
    /// All values in their published order.
    const ALL: &'static [Self];
    /// The spelling in data, filters and JSON: lower case with hyphens, never changed once released.
    fn slug(self) -> &'static str;
    /// The words shown to people, in sentence case.
    fn label(self) -> &'static str;
    /// The value with this slug.
    ///
    /// # Errors
    /// [`UnknownWord`] with the nearest slug and all that are allowed.
    fn from_slug(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.iter().copied().find(|value| value.slug() == text).ok_or_else(|| UnknownWord {
            noun: Self::NOUN,
            found: text.to_owned(),
            nearest: nearest(text, Self::ALL.iter().map(|value| value.slug())),
            allowed: Self::ALL.iter().map(|value| value.slug()).collect(),
        })
    }
}

/// A word that is not in a closed vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// What the vocabulary is a list of.
    pub noun: &'static str,
    /// What was written.
    pub found: String,
    /// The allowed word most like it, when one is near enough to be meant.
    pub nearest: Option<&'static str>,
    /// Every allowed word, in published order.
    pub allowed: Vec<&'static str>,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a {}", self.found, self.noun)
    }
}

impl std::error::Error for UnknownWord {}

/// The candidate most like `text`, if it is near enough to be what was meant: at most a third of its characters
/// differ (optimal string alignment distance), and at least one edit is always allowed.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    // A long text is no misspelling of a short word, and the distance is quadratic: bound it first.
    let text_chars = text.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(text_chars) <= 1 + text_chars.min(64) / 3)
        .map(|candidate| (strsim::osa_distance(&text, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

macro_rules! vocabulary {
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $Name:ident ($noun:literal) {
            $( $(#[doc = $value_doc:literal])+ $Value:ident = $slug:literal, $label:literal; )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        $vis enum $Name {
            $( $(#[doc = $value_doc])+ #[serde(rename = $slug)] $Value, )+
        }

        impl $crate::domain::vocabulary::Vocabulary for $Name {
            const NOUN: &'static str = $noun;
            const ALL: &'static [Self] = &[$( Self::$Value, )+];
            fn slug(self) -> &'static str {
                match self { $( Self::$Value => $slug, )+ }
            }
            fn label(self) -> &'static str {
                match self { $( Self::$Value => $label, )+ }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::domain::vocabulary::Vocabulary::slug(*self))
            }
        }

        // By hand: the derive of utoipa does not see a slug that a macro passes on, and would print the Rust names.
        impl utoipa::PartialSchema for $Name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let description = concat!($( $doc, "\n", )+ "\n", $( "- `", $slug, "`:", $( $value_doc, )+ "\n", )+);
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .description(Some(description.trim()))
                    .enum_values(Some([$( $slug, )+]))
                    .into()
            }
        }

        impl utoipa::ToSchema for $Name {}
    };
}
pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_offers_only_what_could_be_meant() {
        let words = ["design", "year", "outcome", "currency"];
        assert_eq!(nearest("desing", words), Some("design"));
        assert_eq!(nearest("Outcomes", words), Some("outcome"));
        assert_eq!(nearest("yaer", words), Some("year"));
        assert_eq!(nearest("zzz", words), None);
        assert_eq!(nearest(&"a".repeat(100_000), words), None);
    }
}
