//! `data/collection.toml`: what the collection is, and the version of the format its records are written in.

use serde_json::{Value, json};

use crate::{
    corpus::{
        diagnostic::{FORMAT_NEWER, FORMAT_OLDER},
        read::{Definitions, FromToml, Node, Table, record},
    },
    domain::{
        Collection,
        collection::{Detail, FORMAT},
    },
};

/// The file in the data folder.
pub const FILE: &str = "collection.toml";

impl FromToml for Detail {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        if node.is_text("") { Some(Self::default()) } else { String::from_toml(node).map(Self::new) }
    }

    fn when_absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "string" })
    }
}

record! { Collection, checked by format_is_current {
    format: u16 = "format", "Version of the format of the records.";
    title: Detail = "title", "Name of the collection.";
    subject: Detail = "subject", "What it is about, in a line.";
    publisher: Detail = "publisher", "Who publishes it.";
    contact: Detail = "contact", "Where its publisher can be reached.";
    licence: Detail = "licence", "Terms under which the records may be reused.";
    responsible: Detail = "responsible", "Who answers for what the records say.";
} }

fn format_is_current(table: &Table<'_>, collection: &Collection) -> Option<()> {
    if collection.format < FORMAT {
        let message = format!("the records are written in format {}", collection.format);
        table.get("format")?.fault(
            FORMAT_OLDER,
            message,
            format!("`evidence fmt --upgrade` carries them over to format {FORMAT}"),
        );
    }
    Some(())
}

/// The version a collection gives for its format when it is a newer one than this program knows; what else the file holds
/// cannot be judged then.
pub(in crate::corpus) struct NewerFormat;

impl FromToml for NewerFormat {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        let format = node.table()?.get("format")?;
        let version = u16::from_toml(&format)?;
        (version > FORMAT).then(|| {
            let message = format!("the records are written in format {version}, this program reads up to {FORMAT}");
            format.fault(FORMAT_NEWER, message, "use a newer version of the program");
            Self
        })
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "integer" })
    }
}
