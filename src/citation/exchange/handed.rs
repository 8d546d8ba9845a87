//! What of a source is handed on to other programs.

use crate::domain::{FieldPath, Source, Sourced, field::BibliographyValues, source::Bibliography};

/// A source that is exported, with what its record alone does not say.
#[derive(Clone, Debug)]
pub struct Exported<'a> {
    /// The source.
    pub source: &'a Source,
    /// That it has lapsed or was superseded, in a sentence; none for what holds.
    pub currency: Option<String>,
}

impl<'a> From<&'a Source> for Exported<'a> {
    /// A source of whose currency nothing is said.
    fn from(source: &'a Source) -> Self {
        Self { source, currency: None }
    }
}

/// A source as a file for other programs has it.
pub(super) struct Handed {
    /// Without the identifiers that nobody has verified: programs open publications by them, and take records for one,
    /// where nobody reads a note.
    pub(super) bibliography: Bibliography,
    /// What nobody has verified: identifiers that were left out, with their values, and the names of fields that were
    /// kept. None for most sources.
    pub(super) unverified: Option<String>,
}

impl Handed {
    pub(super) fn of(source: &Source) -> Self {
        let BibliographyValues {
            item_type,
            title,
            author,
            editor,
            translator,
            container_title,
            container_title_short,
            event_title,
            edition,
            genre,
            publisher,
            publisher_place,
            issued,
            available_date,
            accessed,
            volume,
            issue,
            page,
            number,
            version,
            language,
            doi,
            pmid,
            pmcid,
            issn,
            isbn,
            url,
        } = source.bibliography_values();
        let mut left_out = Vec::new();
        let mut bibliography = source.bibliography.clone();
        bibliography.doi = verified(doi, &mut left_out);
        bibliography.pmid = verified(pmid, &mut left_out);
        bibliography.pmcid = verified(pmcid, &mut left_out);
        bibliography.issn = verified(issn, &mut left_out);
        bibliography.isbn = verified(isbn, &mut left_out);
        bibliography.url = verified(url, &mut left_out);
        // What a reference cannot do without: handed on as it is, with a word about what nobody has verified.
        let kept = [
            doubted(item_type),
            doubted(title),
            doubted(author),
            doubted(editor),
            doubted(translator),
            doubted(container_title),
            doubted(container_title_short),
            doubted(event_title),
            doubted(edition),
            doubted(genre),
            doubted(publisher),
            doubted(publisher_place),
            doubted(issued),
            doubted(available_date),
            doubted(accessed),
            doubted(volume),
            doubted(issue),
            doubted(page),
            doubted(number),
            doubted(version),
            doubted(language),
        ];
        let kept: Vec<&str> = kept.into_iter().flatten().map(FieldPath::as_str).collect();
        let left_out = (!left_out.is_empty()).then(|| format!("left out: {}", left_out.join(", ")));
        let kept = (!kept.is_empty()).then(|| format!("kept: {}", kept.join(", ")));
        // What no person has compared with the publication, whatever its values say.
        let unread = (!source.is_appraised()).then(|| format!("known from a database alone ({})", source.short_title));
        let told: Vec<String> = left_out.into_iter().chain(kept).chain(unread).collect();
        Self { bibliography, unverified: (!told.is_empty()).then(|| told.join("; ")) }
    }
}

/// An identifier that somebody has verified; one that nobody has is named among those left out.
fn verified<T: Clone + ToString>(value: Sourced<'_, Option<T>>, left_out: &mut Vec<String>) -> Option<T> {
    let value = value.known()?;
    let field = value.field();
    match value.with_doubt() {
        (value, None) => Some(value.clone()),
        (value, Some(_)) => {
            left_out.push(format!("{field} {}", value.to_string()));
            None
        }
    }
}

/// The field of a value that nobody has verified.
fn doubted<T>(value: Sourced<'_, T>) -> Option<FieldPath> {
    (!value.is_verified()).then_some(value.field())
}
