//! What of a source is handed on to other programs.

use crate::domain::{
    FieldPath, Name, PartialDate, Source, Sourced,
    bibliography::bibliographic_fields,
    field::BibliographyValues,
    identifier::{Doi, Isbn, Issn, NctId, Pmcid, Pmid, ProsperoId, WebAddress},
    source::{Bibliography, ItemType, Registration},
};

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
pub(super) struct ExportRecord {
    /// Without the identifiers that nobody has verified: programs open publications by them, and take records for one,
    /// where nobody reads a note.
    pub(super) bibliography: Bibliography,
    /// What nobody has verified: identifiers that were left out, with their values, and the names of fields that were
    /// kept. None for most sources.
    pub(super) unverified: Option<String>,
}

macro_rules! exported {
    ($( $field:ident : $T:ty = $name:literal $(as $json:literal)?, $doc:literal; )+) => {
        /// The bibliography of a source as it is handed on, the identifiers that are left out, and the fields that are kept
        /// although nobody has verified them.
        fn exported(source: &Source) -> (Bibliography, Vec<String>, Vec<FieldPath>) {
            let BibliographyValues { $( $field, )+ } = source.bibliography_values();
            let (mut left_out, mut kept) = (Vec::new(), Vec::new());
            let bibliography = Bibliography { $( $field: <$T>::exported($field, &mut left_out, &mut kept), )+ };
            (bibliography, left_out, kept)
        }
    };
}
bibliographic_fields!(exported);

impl ExportRecord {
    pub(super) fn of(source: &Source) -> Self {
        let (bibliography, left_out, kept) = exported(source);
        let kept: Vec<&str> = kept.into_iter().map(FieldPath::as_str).collect();
        let left_out = (!left_out.is_empty()).then(|| format!("left out: {}", left_out.join(", ")));
        let kept = (!kept.is_empty()).then(|| format!("kept: {}", kept.join(", ")));
        // What no person has compared with the publication, whatever its values say.
        let unread = (!source.is_appraised()).then(|| format!("known from a database alone ({})", source.short_title));
        let told: Vec<String> = left_out.into_iter().chain(kept).chain(unread).collect();
        Self { bibliography, unverified: (!told.is_empty()).then(|| told.join("; ")) }
    }
}

/// How values of a kind are handed on that nobody has verified.
trait Exportable: Sized {
    fn exported(value: Sourced<'_, Self>, left_out: &mut Vec<String>, kept: &mut Vec<FieldPath>) -> Self;
}

/// What a reference cannot do without is handed on as it is, with a word about what nobody has verified.
macro_rules! kept {
    ($( $Type:ty ),+) => { $(
        impl Exportable for $Type {
            fn exported(value: Sourced<'_, Self>, _: &mut Vec<String>, kept: &mut Vec<FieldPath>) -> Self {
                kept.extend((!value.is_verified()).then_some(value.field()));
                value.with_doubt().0.clone()
            }
        }
    )+ };
}
kept!(ItemType, String, Vec<Name>, PartialDate, Option<String>, Option<PartialDate>);

/// An identifier that nobody has verified is left out, and named among those that are.
macro_rules! left_out {
    ($( $Type:ty ),+) => { $(
        impl Exportable for Option<$Type> {
            fn exported(value: Sourced<'_, Self>, left_out: &mut Vec<String>, _: &mut Vec<FieldPath>) -> Self {
                let value = value.known()?;
                let field = value.field();
                match value.with_doubt() {
                    (value, None) => Some(value.clone()),
                    (value, Some(_)) => {
                        left_out.push(format!("{field} {value}"));
                        None
                    }
                }
            }
        }
    )+ };
}
left_out!(Doi, Pmid, Pmcid, Issn, Isbn, WebAddress);

/// Numbers of trial registers.
pub(super) fn registered(registration: &Registration) -> impl Iterator<Item = &str> {
    let Registration { nct, prospero } = registration;
    nct.iter().map(NctId::as_str).chain(prospero.iter().map(ProsperoId::as_str))
}
