//! The fields of each kind of record: their names in the files, what they hold, and which belong together.
//!
//! Here stand the values that all kinds share; a kind of file has a module of its own.

mod blurb;
mod change;
mod collection;
mod finding;
mod lexicon;
mod page;
mod provenance;
mod scope;
mod source;
mod topic;

pub(in crate::corpus) use blurb::{FrontMatter, front_matter, places_of_blurb, read_blurb};
pub(in crate::corpus) use change::ChangeFile;
pub use collection::FILE as COLLECTION_FILE;
pub(in crate::corpus) use collection::NewerFormat;
pub(in crate::corpus) use lexicon::LexiconFile;
pub(in crate::corpus) use page::PageFile;
pub use scope::FILE as SCOPE_FILE;
pub(in crate::corpus) use source::{DraftFile, SourceEntry, SourceFile};

use serde_json::{Value, json};

use super::{
    diagnostic::{
        BAD_DATE, BAD_ID, BAD_IDENTIFIER, BAD_NUMBER, BAD_PHRASE, BAD_TIME, INTERVAL_ORDER, UNKNOWN_WORD, WRONG_TYPE,
    },
    lexicon::{Axis, CueKind, Often, Polarity, RelationDirection},
    read::{Definitions, FromToml, Node, Table},
};
use crate::domain::{
    Aspect, BlurbId, Date, Decimal, Duration, EditorialStatus, FindingId, FindingKind, Name, PartialDate, RecordKind,
    SourceId, StudyDesign, TopicId, TopicKind, Verdict, Vocabulary,
    blurb::Stage,
    certainty::{CertaintySystem, Level, OcebmLevel},
    claim::{ClaimForm, ClaimKind, LinkRole, PassageHash},
    finding::{Better, Clinical, ComparatorClass, Direction, DurationClass, Stance, Strength, TimeOrigin},
    identifier::{Doi, Isbn, Issn, NctId, Pmcid, Pmid, ProsperoId, WebAddress},
    number::{Arm, CountUnit, Measure},
    phrase::Phrase,
    scope::{OutsideKind, Sign, Urgency},
    source::{ItemType, Relation},
};

macro_rules! vocabularies {
    ($( $T:ty ),+ $(,)?) => { $(
        impl FromToml for $T {
            fn from_toml(node: &Node<'_>) -> Option<Self> {
                word(node)
            }

            fn schema(_: &mut Definitions) -> Value {
                json!({ "enum": <$T>::ALL.iter().map(|value| value.slug()).collect::<Vec<_>>() })
            }
        }
    )+ };
}

vocabularies!(
    Urgency,
    OutsideKind,
    StudyDesign,
    ItemType,
    EditorialStatus,
    Relation,
    FindingKind,
    ComparatorClass,
    DurationClass,
    Direction,
    Clinical,
    TimeOrigin,
    Better,
    Measure,
    Arm,
    CountUnit,
    Stance,
    Strength,
    CertaintySystem,
    Level,
    OcebmLevel,
    TopicKind,
    ClaimKind,
    ClaimForm,
    Verdict,
    LinkRole,
    Aspect,
    Stage,
    RecordKind,
    CueKind,
    RelationDirection,
    Axis,
    Often,
    Polarity,
);

fn word<T: Vocabulary>(node: &Node<'_>) -> Option<T> {
    let text = node.text()?;
    match T::from_slug(&text) {
        Ok(value) => Some(value),
        Err(unknown) => {
            let help = match unknown.nearest {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("allowed: {}", unknown.allowed.join(", ")),
            };
            node.fault(UNKNOWN_WORD, unknown.to_string(), help);
            None
        }
    }
}

macro_rules! texts {
    ($( $T:ty, $rule:ident, $expected:literal; )+) => { $(
        impl FromToml for $T {
            fn from_toml(node: &Node<'_>) -> Option<Self> {
                node.parsed($rule, $expected)
            }

            fn schema(_: &mut Definitions) -> Value {
                json!({ "type": "string", "title": $expected })
            }
        }
    )+ };
}

texts! {
    Doi, BAD_IDENTIFIER, "a DOI";
    Pmid, BAD_IDENTIFIER, "a PMID";
    Pmcid, BAD_IDENTIFIER, "a PMCID";
    NctId, BAD_IDENTIFIER, "a ClinicalTrials.gov id";
    ProsperoId, BAD_IDENTIFIER, "a PROSPERO id";
    Issn, BAD_IDENTIFIER, "an ISSN";
    Isbn, BAD_IDENTIFIER, "an ISBN";
    WebAddress, BAD_IDENTIFIER, "a web address";
    PartialDate, BAD_DATE, "a date";
    Duration, BAD_TIME, "a length of time";
    Phrase, BAD_PHRASE, "a phrase";
    Sign, BAD_PHRASE, "a sign";
    PassageHash, BAD_IDENTIFIER, "a SHA-256 hash";
}

impl FromToml for Date {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        let date: PartialDate = node.parsed(BAD_DATE, "a day")?;
        if date.earliest() != date.latest() {
            node.fault(BAD_DATE, format!("`{date}` is not a day"), "write year, month and day: `2017-04-04`");
            return None;
        }
        Some(date.earliest())
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "string", "format": "date" })
    }
}

macro_rules! references {
    ($( $T:ty, $kind:ident, $expected:literal; )+) => { $(
        impl FromToml for $T {
            fn from_toml(node: &Node<'_>) -> Option<Self> {
                let id: Self = node.parsed(BAD_ID, $expected)?;
                node.refer(RecordKind::$kind, id.as_str());
                Some(id)
            }

            fn schema(_: &mut Definitions) -> Value {
                json!({ "type": "string", "title": $expected, "pattern": "^[a-z0-9]+([.-][a-z0-9]+)*$" })
            }
        }
    )+ };
}

references! {
    SourceId, Source, "the id of a source";
    FindingId, Finding, "the id of a finding";
    TopicId, Topic, "the id of a topic";
    BlurbId, Blurb, "the id of a blurb";
}

impl FromToml for Decimal {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        let text = node.number_text("a number")?;
        let number = text.replace('_', "").parse().ok();
        if number.is_none() {
            let help = "write plain digits as the source prints them, without exponent: -1.0";
            node.fault(BAD_NUMBER, format!("`{text}` is not a plain decimal"), help);
        }
        number
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "number" })
    }
}

impl FromToml for Name {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        let table = node.table()?;
        let literal = table.field::<Option<String>>("literal")?;
        let family = table.field::<Option<String>>("family")?;
        let given = table.field::<Option<String>>("given")?;
        let suffix = table.field::<Option<String>>("suffix")?;
        table.close();
        match (literal, family) {
            (Some(literal), None) if given.is_none() && suffix.is_none() => Some(Self::Organisation { literal }),
            (None, Some(family)) => Some(Self::Person { family, given, suffix }),
            _ => {
                let help = "a person has `family` and `given`, an organisation has `literal` alone";
                node.fault(WRONG_TYPE, "this is neither a person nor an organisation", help);
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> Value {
        let text = json!({ "type": "string", "minLength": 1 });
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": { "family": text, "given": text, "suffix": text, "literal": text },
            "oneOf": [{ "required": ["family"] }, { "required": ["literal"] }],
        })
    }
}

/// The id of the record itself, which is no reference to another one.
fn own_id<T: std::str::FromStr>(table: &Table<'_>, id: &str) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    match id.parse() {
        Ok(id) => Some(id),
        Err(error) => {
            table.get("id")?.fault(BAD_ID, format!("`{id}` is not an id"), error.to_string());
            None
        }
    }
}

/// A text that may be an address: if it begins like one, it is one, with nothing behind it.
fn words_or_address(node: &Node<'_>) -> Option<String> {
    let text = node.text()?;
    let is_address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    if is_address { node.parsed::<WebAddress>(BAD_IDENTIFIER, "a web address").map(|_| text) } else { Some(text) }
}

/// Notes an interval, a range or a period that ends before it begins.
fn in_order(table: &Table<'_>, holds: bool, fault: impl FnOnce() -> (String, &'static str)) -> Option<()> {
    if !holds {
        let (message, help) = fault();
        table.node.fault(INTERVAL_ORDER, message, help);
    }
    holds.then_some(())
}
