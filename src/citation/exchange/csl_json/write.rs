//! Sources as CSL-JSON.

use serde_json::{Map, Value, json};

use super::super::{
    export::{ExportRecord, Exported, registered},
    labels::note,
    status::Standing,
};
use crate::citation::csl::{Item, variable::NOTE};

/// All sources as a CSL-JSON list.
pub fn write(sources: &[Exported<'_>]) -> String {
    let items: Vec<Value> = sources.iter().map(item).collect();
    // Values that are plain data always print.
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    text
}

/// One source as an item of CSL-JSON.
pub fn write_one(source: &Exported<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&item(source)).unwrap_or_default();
    text.push('\n');
    text
}

/// The item of [`csl`](crate::citation::csl), with the registrations, for which CSL has no variable, in `custom`.
fn item(exported: &Exported<'_>) -> Value {
    let Exported { source, currency } = exported;
    let ExportRecord { bibliography, unverified } = ExportRecord::of(source);
    let mut item = Item::describing(&source.id, &bibliography).to_json();
    let (nct, prospero): (Vec<&str>, Vec<&str>) =
        registered(&source.registration).partition(|number| number.starts_with("NCT"));
    let lists = [("nct", nct), ("prospero", prospero)];
    let custom: Map<String, Value> = lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| (name.to_owned(), json!(list)))
        .collect();
    if let Some(object) = item.as_object_mut() {
        if !custom.is_empty() {
            object.insert("custom".to_owned(), custom.into());
        }
        let standing = format!("{}: {}", note::STANDING, Standing::of(source).words);
        let unverified = unverified.map(|told| format!("{}: {told}", note::UNVERIFIED));
        let currency = currency.as_ref().map(|currency| format!("{}: {currency}", note::CURRENCY));
        let notes: Vec<String> = [Some(standing), currency, unverified].into_iter().flatten().collect();
        object.insert(NOTE.to_owned(), notes.join("\n").into());
    }
    item
}
