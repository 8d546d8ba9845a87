//! Carrying record files over from older formats. A step for each format; a file goes through all of them, and one that needs
//! nothing comes out as it went in.

use toml_edit::{Array, DocumentMut, Item, TableLike, Value, value};

use super::{file_text::FileText, folder::FileKind, record::COLLECTION_FILE};
use crate::domain::{FieldPath, collection::FORMAT};

/// Names under which readers of format 1 asked for the provenance of values that stand elsewhere in the file of a source.
const OLD_NAMES: [(&str, &str); 3] =
    [("sample", "study.sample"), ("studies", "study.studies"), ("review-due", "currency.review-due")];

/// The one list in which format 1 kept what readers should know and what only writers must. Nobody but a person can part
/// them, so all of it stays for readers; the lint says where that is too much.
const CAVEATS: (&str, &str) = ("caveats", "good-to-know");

/// What a collection without a file of its own says of itself after the upgrade.
pub fn new_collection() -> String {
    let mut text =
        String::from("# What this collection is and who answers for it. What is empty is shown as \"not stated\".\n");
    text.push_str(&format!("format = {FORMAT}\n"));
    for detail in ["title", "subject", "publisher", "contact", "licence", "responsible"] {
        text.push_str(&format!("{detail} = \"\"\n"));
    }
    text
}

/// Carries a file over to the format of this program, and names what it could not carry over.
pub(super) fn document(file: &FileText, document: &mut DocumentMut) -> Vec<String> {
    if file.path == COLLECTION_FILE {
        let format = i64::from(FORMAT);
        match document.get_mut("format").and_then(Item::as_value_mut) {
            Some(old) if old.as_integer() == Some(format) => {}
            Some(old) => {
                let decor = old.decor().clone();
                *old = Value::from(format);
                *old.decor_mut() = decor;
            }
            None => {
                document.insert("format", value(format));
            }
        }
        return Vec::new();
    }
    let mut left = Vec::new();
    if file.kind() == Some(FileKind::Blurb) {
        rename_field(document.as_table_mut(), CAVEATS, &mut left);
    }
    if file.kind() != Some(FileKind::Source) {
        return left;
    }
    look_up(document.as_table_mut());
    name_fields(document.as_table_mut(), &FieldPath::of_source().collect::<Vec<_>>(), &OLD_NAMES, &mut left);
    let of_finding: Vec<FieldPath> = FieldPath::of_finding().collect();
    for finding in document.get_mut("finding").map(tables).into_iter().flatten() {
        rename_field(finding, CAVEATS, &mut left);
        name_fields(finding, &of_finding, &[CAVEATS], &mut left);
    }
    left
}

/// The tables of a list of tables, however it is written.
fn tables(item: &mut Item) -> Vec<&mut dyn TableLike> {
    match item {
        Item::ArrayOfTables(tables) => tables.iter_mut().map(|table| table as &mut dyn TableLike).collect(),
        Item::Value(Value::Array(array)) => {
            array.iter_mut().filter_map(Value::as_inline_table_mut).map(|table| table as &mut dyn TableLike).collect()
        }
        Item::Value(_) | Item::Table(_) | Item::None => Vec::new(),
    }
}

/// From format 1, which had one word for sources without a notice and for those nobody had looked at: without the day of a
/// look-up there was none.
fn look_up(source: &mut dyn TableLike) {
    let Some(editorial) = source.get_mut("editorial").and_then(Item::as_table_like_mut) else { return };
    let is_none = editorial.get("status").and_then(Item::as_str) == Some("none");
    if is_none
        && !editorial.contains_key("checked")
        && let Some(status) = editorial.get_mut("status").and_then(Item::as_value_mut)
    {
        let decor = status.decor().clone();
        *status = Value::from("unchecked");
        *status.decor_mut() = decor;
    }
}

/// Gives a field its new name, in its place and with its comments.
fn rename_field(record: &mut dyn TableLike, (old, new): (&str, &str), left: &mut Vec<String>) {
    if !record.contains_key(old) {
        return;
    }
    if record.contains_key(new) {
        left.push(format!("there is `{old}`, the old name, beside `{new}`: make one list of them"));
        return;
    }
    // A field can only be added at the end, so each is taken out and added in turn.
    let names: Vec<String> = record.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let decor = record.key(&name).map(|key| key.leaf_decor().clone());
        let Some(item) = record.remove(&name) else { continue };
        let name = if name == old { new } else { &name };
        record.insert(name, item);
        if let (Some(mut key), Some(decor)) = (record.key_mut(name), decor) {
            *key.leaf_decor_mut() = decor;
        }
    }
}

/// From format 1: the fields of a provenance are named as the file writes them. Until then any text was taken, and the
/// first of several provenances of a field counted.
fn name_fields(record: &mut dyn TableLike, fields: &[FieldPath], old: &[(&str, &str)], left: &mut Vec<String>) {
    let provenance = record.get_mut("provenance").and_then(Item::as_table_like_mut);
    let Some(except) = provenance.and_then(|provenance| provenance.get_mut("except")) else { return };
    let mut seen: Vec<FieldPath> = Vec::new();
    for exception in tables(except) {
        let Some(names) = exception.get_mut("fields").and_then(Item::as_array_mut) else { continue };
        rename(names, fields, old, &mut seen, left);
    }
    drop_empty(except);
}

fn rename(
    names: &mut Array,
    fields: &[FieldPath],
    old: &[(&str, &str)],
    seen: &mut Vec<FieldPath>,
    left: &mut Vec<String>,
) {
    let mut repeated = Vec::new();
    for (i, name) in names.iter_mut().enumerate() {
        let Some(text) = name.as_str().map(str::to_owned) else { continue };
        let Some(field) = meant(&text, fields, old) else {
            left.push(format!("`{text}` is no field of the record, and it is not clear which one is meant"));
            continue;
        };
        if seen.contains(&field) {
            repeated.push(i);
            continue;
        }
        seen.push(field);
        if field.as_str() != text {
            let decor = name.decor().clone();
            *name = Value::from(field.as_str());
            *name.decor_mut() = decor;
        }
    }
    for i in repeated.into_iter().rev() {
        names.remove(i);
    }
}

/// Takes out exceptions that hold for no field any more.
fn drop_empty(except: &mut Item) {
    let is_empty = |fields: Option<&Item>| fields.and_then(Item::as_array).is_some_and(Array::is_empty);
    match except {
        Item::ArrayOfTables(tables) => tables.retain(|table| !is_empty(table.get("fields"))),
        Item::Value(Value::Array(array)) => array.retain(|value| {
            let fields = value.as_inline_table().and_then(|table| table.get("fields")).and_then(Value::as_array);
            !fields.is_some_and(Array::is_empty)
        }),
        Item::Value(_) | Item::Table(_) | Item::None => {}
    }
}

/// The one field a name of format 1 can mean: spelled so, spelled so but for letter case and underscores, in the file or in
/// JSON, or the only one that ends so. A slip of the pen is nobody's to mend here.
fn meant(text: &str, fields: &[FieldPath], old: &[(&str, &str)]) -> Option<FieldPath> {
    let find = |path: &str| fields.iter().copied().find(|field| field.as_str() == path);
    if let Some(field) = find(text) {
        return Some(field);
    }
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    let wanted = plain(text);
    if let Some((_, path)) = old.iter().find(|(name, _)| *name == wanted) {
        return find(path);
    }
    let only = |fits: &dyn Fn(FieldPath) -> bool| {
        let mut fitting = fields.iter().copied().filter(|field| fits(*field));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    only(&|field| plain(field.as_str()) == wanted)
        .or_else(|| only(&|field| plain(field.json()) == wanted))
        .or_else(|| only(&|field| field.as_str().rsplit('.').next().is_some_and(|last| plain(last) == wanted)))
}
