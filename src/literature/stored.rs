//! How a record lies in the index: a form of its own, so that a change of the domain is no change of what is stored.
//!
//! JSON with short names; the index compresses it. A field that is new is empty in records stored before.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

use super::record::{LiteratureId, OtherDoi, Rank, Record};
use crate::{
    citation::exchange::{AbstractPart, MeshHeading, Remark},
    domain::{
        EditorialState, Name, PartialDate, RemarkKind, SaidBy, StateSaid, StudyDesign, Vocabulary,
        source::{Bibliography, ItemType, Registration},
    },
};

/// Why a stored record cannot be read: it was damaged, or written by a newer program.
#[derive(Debug, thiserror::Error)]
#[error("a stored record cannot be read: {0}")]
pub struct StoredError(pub(super) String);

macro_rules! stored {
    ($($field:ident: $key:literal,)*) => {
        /// A record. One struct, however long: one within the other, as serde flattens them, would be read twice.
        #[derive(Serialize, Deserialize)]
        struct Stored {
            id: String,
            #[serde(rename = "r")]
            rank: u64,
            #[serde(rename = "f")]
            file: String,
            #[serde(rename = "t")]
            title: String,
            #[serde(rename = "k")]
            item_type: String,
            #[serde(rename = "d")]
            issued: String,
            #[serde(rename = "l")]
            language: String,
            #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
            author: Vec<StoredName>,
            #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
            editor: Vec<StoredName>,
            #[serde(rename = "tr", default, skip_serializing_if = "Vec::is_empty")]
            translator: Vec<StoredName>,
            // The fields of a reference that may be missing, each as a text.
            $( #[serde(rename = $key, default, skip_serializing_if = "Option::is_none")] $field: Option<String>, )*
            #[serde(rename = "od", default, skip_serializing_if = "Vec::is_empty")]
            other_dois: Vec<(u16, String)>,
            #[serde(rename = "nct", default, skip_serializing_if = "Vec::is_empty")]
            nct: Vec<String>,
            #[serde(rename = "crd", default, skip_serializing_if = "Vec::is_empty")]
            prospero: Vec<String>,
            #[serde(rename = "de", default, skip_serializing_if = "Option::is_none")]
            design: Option<String>,
            #[serde(rename = "ab", default, skip_serializing_if = "Vec::is_empty")]
            abstract_parts: Vec<(Option<String>, String)>,
            #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
            mesh: Vec<StoredHeading>,
            #[serde(rename = "ty", default, skip_serializing_if = "Vec::is_empty")]
            types: Vec<String>,
            #[serde(rename = "re", default, skip_serializing_if = "Vec::is_empty")]
            remarks: Vec<(String, Option<String>, String)>,
            #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
            said: Vec<StoredState>,
        }

        impl Stored {
            fn of(record: &Record) -> Self {
                let Record {
                    id,
                    rank,
                    file,
                    bibliography,
                    other_dois,
                    registration: Registration { nct, prospero },
                    design,
                    abstract_parts,
                    mesh,
                    types,
                    remarks,
                    said,
                } = record;
                // Nobody can forget a field that is new: without it this does not compile.
                let Bibliography { item_type, title, author, editor, translator, issued, language, $($field,)* } =
                    bibliography;
                let names = |names: &[Name]| names.iter().map(StoredName::of).collect();
                Self {
                    id: id.to_string(),
                    rank: rank.packed(),
                    file: file.clone(),
                    title: title.clone(),
                    item_type: item_type.slug().to_owned(),
                    issued: issued.to_string(),
                    language: language.clone(),
                    author: names(author),
                    editor: names(editor),
                    translator: names(translator),
                    $( $field: text($field), )*
                    other_dois: other_dois.iter().map(|other| (other.version, other.doi.to_string())).collect(),
                    nct: nct.iter().map(ToString::to_string).collect(),
                    prospero: prospero.iter().map(ToString::to_string).collect(),
                    design: design.map(|design| design.slug().to_owned()),
                    abstract_parts: abstract_parts.iter().map(|part| (part.label.clone(), part.text.clone())).collect(),
                    mesh: mesh.iter().map(StoredHeading::of).collect(),
                    types: types.clone(),
                    remarks: remarks
                        .iter()
                        .map(|Remark { kind, pmid, place }| (kind.slug().to_owned(), text(pmid), place.clone()))
                        .collect(),
                    said: said.iter().map(StoredState::of).collect(),
                }
            }

            fn read(self) -> Result<Record, StoredError> {
                let names = |names: Vec<StoredName>| names.into_iter().map(StoredName::into_name).collect();
                let remark = |(kind, pmid, place): (String, Option<String>, String)| {
                    Ok(Remark { kind: word::<RemarkKind>(&kind)?, pmid: parsed_if_any(pmid)?, place })
                };
                Ok(Record {
                    id: parsed::<LiteratureId>(&self.id)?,
                    rank: Rank::unpacked(self.rank),
                    file: self.file,
                    bibliography: Bibliography {
                        item_type: word::<ItemType>(&self.item_type)?,
                        title: self.title,
                        author: names(self.author),
                        editor: names(self.editor),
                        translator: names(self.translator),
                        issued: parsed::<PartialDate>(&self.issued)?,
                        language: self.language,
                        $( $field: parsed_if_any(self.$field)?, )*
                    },
                    other_dois: self
                        .other_dois
                        .into_iter()
                        .map(|(version, doi)| Ok(OtherDoi { version, doi: parsed(&doi)? }))
                        .collect::<Result<_, StoredError>>()?,
                    registration: Registration { nct: all(&self.nct)?, prospero: all(&self.prospero)? },
                    design: self.design.as_deref().map(word::<StudyDesign>).transpose()?,
                    abstract_parts: self
                        .abstract_parts
                        .into_iter()
                        .map(|(label, text)| AbstractPart { label, text })
                        .collect(),
                    mesh: self.mesh.into_iter().map(StoredHeading::into_heading).collect(),
                    types: self.types,
                    remarks: self.remarks.into_iter().map(remark).collect::<Result<_, StoredError>>()?,
                    said: self.said.into_iter().map(StoredState::read).collect::<Result<_, StoredError>>()?,
                })
            }
        }
    };
}

stored! {
    container_title: "j",
    container_title_short: "ja",
    event_title: "ev",
    edition: "ed",
    genre: "g",
    publisher: "pb",
    publisher_place: "pp",
    available_date: "on",
    accessed: "ac",
    volume: "v",
    issue: "i",
    page: "p",
    number: "n",
    version: "ver",
    doi: "doi",
    pmid: "pm",
    pmcid: "pmc",
    issn: "is",
    isbn: "ib",
    url: "u",
}

/// Family, given, suffix; an organisation is its name alone.
#[derive(Serialize)]
#[serde(untagged)]
enum StoredName {
    Organisation(String),
    Person(String, Option<String>, Option<String>),
}

impl<'de> Deserialize<'de> for StoredName {
    /// Derived, it would be tried as one and then as the other.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = StoredName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a list of its parts")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<StoredName, E> {
                Ok(StoredName::Organisation(name.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<StoredName, A::Error> {
                let parts: (String, Option<String>, Option<String>) =
                    Deserialize::deserialize(SeqAccessDeserializer::new(parts))?;
                let (family, given, suffix) = parts;
                Ok(StoredName::Person(family, given, suffix))
            }
        }

        deserializer.deserialize_any(Names)
    }
}

/// Descriptor, its identifier, whether it is major, qualifiers.
#[derive(Serialize, Deserialize)]
struct StoredHeading(String, Option<String>, bool, Vec<String>);

/// State, who says so, PMID of the other, place, date.
#[derive(Serialize, Deserialize)]
struct StoredState(String, String, Option<String>, Option<String>, Option<String>);

fn text(value: &Option<impl ToString>) -> Option<String> {
    value.as_ref().map(ToString::to_string)
}

pub(super) fn write(record: &Record) -> Result<Vec<u8>, StoredError> {
    serde_json::to_vec(&Stored::of(record)).map_err(|error| StoredError(error.to_string()))
}

pub(super) fn read(bytes: &[u8]) -> Result<Record, StoredError> {
    let stored: Stored = serde_json::from_slice(bytes).map_err(|error| StoredError(error.to_string()))?;
    stored.read()
}

impl StoredName {
    fn of(name: &Name) -> Self {
        match name {
            Name::Person { family, given, suffix } => Self::Person(family.clone(), given.clone(), suffix.clone()),
            Name::Organisation { literal } => Self::Organisation(literal.clone()),
        }
    }

    fn into_name(self) -> Name {
        match self {
            Self::Person(family, given, suffix) => Name::Person { family, given, suffix },
            Self::Organisation(literal) => Name::Organisation { literal },
        }
    }
}

impl StoredHeading {
    fn of(heading: &MeshHeading) -> Self {
        let MeshHeading { descriptor, id, is_major, qualifiers } = heading;
        Self(descriptor.clone(), id.clone(), *is_major, qualifiers.clone())
    }

    fn into_heading(self) -> MeshHeading {
        let Self(descriptor, id, is_major, qualifiers) = self;
        MeshHeading { descriptor, id, is_major, qualifiers }
    }
}

impl StoredState {
    fn of(said: &StateSaid) -> Self {
        // What lists of notices say is kept with the notices.
        let StateSaid { state, by, other, place, date, list: _ } = said;
        Self(state.slug().to_owned(), by.slug().to_owned(), text(other), place.clone(), text(date))
    }

    fn read(self) -> Result<StateSaid, StoredError> {
        let Self(state, by, other, place, date) = self;
        Ok(StateSaid {
            state: word::<EditorialState>(&state)?,
            by: word::<SaidBy>(&by)?,
            other: parsed_if_any(other)?,
            place,
            date: parsed_if_any(date)?,
            list: None,
        })
    }
}

/// A value that was written from one of its kind.
pub(super) fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, StoredError> {
    text.parse().map_err(|_| StoredError(format!("`{text}` is not what it was written as")))
}

pub(super) fn parsed_if_any<T: std::str::FromStr>(text: Option<String>) -> Result<Option<T>, StoredError> {
    text.as_deref().map(parsed).transpose()
}

fn all<T: std::str::FromStr>(texts: &[String]) -> Result<Vec<T>, StoredError> {
    texts.iter().map(|text| parsed(text)).collect()
}

fn word<T: Vocabulary>(slug: &str) -> Result<T, StoredError> {
    T::from_slug(slug).map_err(|error| StoredError(error.to_string()))
}
