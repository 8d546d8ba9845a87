//! The address of a value in a record.
//!
//! A value of a source or a finding has one address, the path of its field in the record file. What is said of a path
//! holds for all paths below it, unless one of those says otherwise.

use std::fmt;

use super::vocabulary::nearest;

/// The address of a value in the file of its record: `study.sample`, `DOI`. There are those of [`FieldPath::of_source`] and
/// [`FieldPath::of_finding`] and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldPath {
    pub(super) path: &'static str,
    pub(super) json: &'static str,
}

impl FieldPath {
    /// The numbers of a finding, which have a provenance of their own where they are written; this one holds for the
    /// others.
    pub const ESTIMATE: Self = Self { path: "estimate", json: "estimates" };

    /// The field of this spelling among some.
    ///
    /// # Errors
    /// [`UnknownField`], with the field that was meant if that can be told.
    pub fn find(text: &str, among: impl Iterator<Item = Self> + Clone) -> Result<Self, UnknownField> {
        among.clone().find(|field| field.path == text).ok_or_else(|| {
            let by_path = nearest(text, among.clone().map(|field| field.path));
            // `sample` for `study.sample`: the last part alone.
            let by_part = || {
                let part = nearest(text, among.clone().map(|field| last_part(field.path)))?;
                among.clone().map(|field| field.path).find(|path| last_part(path) == part)
            };
            // `study.sample` for `sample`: another table, the same name.
            let by_name = || among.clone().map(|field| field.path).find(|path| last_part(path) == last_part(text));
            UnknownField { found: text.to_owned(), nearest: by_path.or_else(by_part).or_else(by_name) }
        })
    }

    /// The path as record files write it, with dots: `study.age-min`.
    pub fn as_str(self) -> &'static str {
        self.path
    }

    /// The path of the value in the JSON of the record, with dots: `study.age_min`.
    pub fn json(self) -> &'static str {
        self.json
    }

    /// Whether what is said of this field holds for the other: it is the same, or stands above it.
    pub fn covers(self, other: Self) -> bool {
        other.path.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A text that is the address of no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no field of the record")]
pub struct UnknownField {
    /// What was written.
    pub found: String,
    /// The field most like it, when one is near enough to be meant.
    pub nearest: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str) -> FieldPath {
        FieldPath::find(path, FieldPath::of_source()).unwrap()
    }

    #[test]
    fn an_unknown_field_is_told_with_the_one_that_was_meant() {
        let nearest = |text| FieldPath::find(text, FieldPath::of_source()).map_err(|unknown| unknown.nearest);
        assert_eq!(nearest("DOI").map(FieldPath::as_str), Ok("DOI"));
        assert_eq!(nearest("doi"), Err(Some("DOI")));
        assert_eq!(nearest("studdy.sample"), Err(Some("study.sample")));
        assert_eq!(nearest("smaple"), Err(Some("study.sample")));
        assert_eq!(nearest("PICO"), Err(Some("pico")));
        assert_eq!(nearest("nonsense.at.all"), Err(None));
        // Another record has such a field; this one has it below `study`.
        assert_eq!(nearest("sample"), Err(Some("study.sample")));
    }

    #[test]
    fn a_parent_covers_what_stands_below_it() {
        assert!(source("study").covers(source("study.sample")));
        assert!(source("study.sample").covers(source("study.sample")));
        assert!(!source("study.sample").covers(source("study")));
        assert!(!source("container-title").covers(source("container-title-short")));
    }
}
