//! Reading TOML into typed records without stopping at the first fault.
//!
//! serde gives up at the first field it cannot take. A curator wants all faults of all files at once, each with its
//! line, so records are read from the parsed tree: every field is tried, every fault noted, and the record exists only
//! if there was none. The same description of fields writes the JSON Schema for editors (see [`super::schema`]), so
//! that there is one list of fields, not two.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashSet},
};

use serde_json::{Map, Value, json};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    diagnostic::{self, Diagnostic, Rule, Severity},
    file_text::FileText,
};
use crate::domain::{
    Date, FieldPath, Provenance, Provenances, RecordKind, Stated, repeated::one_line, visible::is_foreign, vocabulary,
};

/// A mention of another record, to be looked up when all are read.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) kind: RecordKind,
    pub(super) id: Box<str>,
    /// For rules about what may stand where; none where any topic may.
    pub(super) place: Option<TopicPlace>,
    pub(super) offset: usize,
}

/// A place that takes topics of some kinds only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TopicPlace {
    /// Who was studied, or was not.
    Population,
    /// What was done, or what it was compared with.
    Treatment,
    /// What was measured.
    Outcome,
    /// With what it was measured.
    Instrument,
}

impl TopicPlace {
    /// By the path of a field: `population.topics[0]`.
    fn of(path: &str) -> Option<Self> {
        let has = |parts: [&str; 2]| parts.into_iter().any(|part| path.contains(part));
        if has(["population.topics", "population.excludes"]) {
            Some(Self::Population)
        } else if has(["intervention.topics", "comparator.topics"]) {
            Some(Self::Treatment)
        } else if path.ends_with("outcome.topic") {
            Some(Self::Outcome)
        } else if path.ends_with("outcome.instrument") {
            Some(Self::Instrument)
        } else {
            None
        }
    }
}

/// One file being read.
pub(super) struct Reading<'a> {
    file: &'a FileText,
    faults: RefCell<Vec<Diagnostic>>,
    references: RefCell<Vec<Reference>>,
    /// Byte offset of each field by its path; none while nobody asks for them.
    places: RefCell<Option<Vec<(String, usize)>>>,
    recorded: Cell<Option<Date>>,
    inherited: RefCell<Option<Provenances>>,
    /// Paths of fields that are missing and may be; none while none may.
    absent: RefCell<Option<Vec<String>>>,
}

/// What reading a file gave beside the record.
pub(super) struct Read<T> {
    pub(super) record: Option<T>,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) references: Vec<Reference>,
}

/// Reads a whole file as one record.
pub(super) fn read<T: FromToml>(file: &FileText) -> Read<T> {
    read_part(file, file.text())
}

/// Reads a record from a part of a file: `toml` is the text of the file up to some place, with everything that is no TOML
/// blanked out byte for byte, so that places in it are places in the file.
pub(super) fn read_part<T: FromToml>(file: &FileText, toml: &str) -> Read<T> {
    read_noting(file, toml, None).0
}

/// The byte offset of each field of a record in a part of a file, by its path: read again for those who ask, because to note them costs
/// more than to read.
pub(super) fn places_in<T: FromToml>(file: &FileText, toml: &str) -> Vec<(String, usize)> {
    read_noting::<T>(file, toml, Some(Vec::new())).1
}

fn read_noting<T: FromToml>(
    file: &FileText,
    toml: &str,
    places: Option<Vec<(String, usize)>>,
) -> (Read<T>, Vec<(String, usize)>) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let reading = Reading {
        file,
        faults: RefCell::default(),
        references: RefCell::default(),
        places: RefCell::new(places),
        recorded: Cell::new(None),
        inherited: RefCell::new(None),
        absent: RefCell::new(None),
    };
    if !errors.is_empty() {
        // The tree of a file with syntax errors has holes; faults found in it would be echoes of the first one.
        let faults = errors
            .iter()
            .map(|error| {
                let offset = error.span().map_or(0, |span| span.start);
                let help = "see https://toml.io; strings stand in quotes, tables in [brackets]".to_owned();
                file.diagnostic(offset, diagnostic::SYNTAX, error.message().trim().to_owned(), help)
            })
            .collect();
        return (Read { record: None, faults, references: Vec::new() }, Vec::new());
    }
    let root = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let node = Node { reading: &reading, value: &root, path: String::new() };
    let record = T::from_toml(&node);
    let faults = reading.faults.into_inner();
    let record = record.filter(|_| faults.iter().all(|fault| fault.severity == Severity::Warning));
    let places = reading.places.into_inner().unwrap_or_default();
    (Read { record, faults, references: reading.references.into_inner() }, places)
}

/// A value in the tree, with its place.
#[derive(Clone)]
pub(super) struct Node<'a> {
    reading: &'a Reading<'a>,
    value: &'a Spanned<DeValue<'a>>,
    path: String,
}

impl<'a> Node<'a> {
    pub(super) fn fault(&self, rule: Rule, message: impl Into<String>, help: impl Into<String>) {
        let offset = self.value.span().start;
        let fault = self.reading.file.diagnostic(offset, rule, message.into(), help.into());
        self.reading.faults.borrow_mut().push(fault);
    }

    fn wrong_type(&self, expected: &str) {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date without quotes",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{}` is {found}", self.name());
        self.fault(diagnostic::WRONG_TYPE, message, format!("expected {expected}"));
    }

    fn name(&self) -> &str {
        if self.path.is_empty() { "the file" } else { &self.path }
    }

    fn raw_str(&self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    /// A text: not empty, nothing around it, line ends folded to spaces.
    pub(super) fn text(&self) -> Option<String> {
        let Some(raw) = self.raw_str() else {
            self.wrong_type("text in quotes");
            return None;
        };
        let folded = one_line(raw);
        // Multi-line strings end in a line break as a matter of course; blanks are a slip.
        if folded.is_empty() || raw.trim_matches('\n') != raw.trim() {
            let message = format!("`{}` is empty or has white space around it", self.name());
            self.fault(diagnostic::BAD_TEXT, message, "write the text without blanks at its ends");
            return None;
        }
        self.is_written(&folded).then_some(folded)
    }

    /// Whether a text has only characters that can be seen; notes the first that cannot.
    fn is_written(&self, text: &str) -> bool {
        let foreign = text.chars().find(|c| is_foreign(*c));
        if let Some(foreign) = foreign {
            let code = u32::from(foreign);
            let message = match foreign.is_control() {
                true => format!("`{}` holds the control character U+{code:04X}", self.name()),
                false => format!("`{}` holds the invisible character U+{code:04X}", self.name()),
            };
            self.fault(diagnostic::BAD_TEXT, message, "remove it");
        }
        foreign.is_none()
    }

    /// A text that parses as `T`.
    pub(super) fn parsed<T: std::str::FromStr>(&self, rule: Rule, expected: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        let Some(raw) = self.raw_str() else {
            self.wrong_type(expected);
            return None;
        };
        if !self.is_written(raw) {
            return None;
        }
        match raw.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(rule, format!("`{raw}` is not {expected}"), error.to_string());
                None
            }
        }
    }

    pub(super) fn table(&self) -> Option<Table<'a>> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(Table { node: self.clone(), table, known: RefCell::default() }),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                self.wrong_type("a table");
                None
            }
        }
    }

    pub(super) fn items(&self) -> Option<Vec<Node<'a>>> {
        let Some(array) = self.value.get_ref().as_array() else {
            self.wrong_type("a list in [brackets]");
            return None;
        };
        let item = |(i, value)| Node { reading: self.reading, value, path: format!("{}[{i}]", self.path) };
        Some(array.iter().enumerate().map(item).collect())
    }

    /// The digits of a number as written.
    pub(super) fn number_text(&self, expected: &str) -> Option<&'a str> {
        match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str()),
            DeValue::Float(float) => Some(float.as_str()),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong_type(expected);
                None
            }
        }
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        let value = self.value.get_ref().as_bool();
        if value.is_none() {
            self.wrong_type("true or false");
        }
        value
    }

    /// Whether the value is just this text.
    pub(super) fn is_text(&self, text: &str) -> bool {
        self.raw_str() == Some(text)
    }

    pub(super) fn refer(&self, kind: RecordKind, id: &str) {
        let place = TopicPlace::of(&self.path);
        let reference = Reference { kind, id: id.into(), place, offset: self.value.span().start };
        self.reading.references.borrow_mut().push(reference);
    }

    /// The day the file says its values were entered.
    pub(super) fn recorded(&self) -> Option<Date> {
        self.reading.recorded.get()
    }

    /// Provenance of the record the value belongs to, for values without their own.
    pub(super) fn inherited_provenance(&self) -> Option<Provenance> {
        self.reading.inherited.borrow().as_ref().map(|provenances| provenances.of(FieldPath::ESTIMATE).clone())
    }
}

/// A table whose fields are asked for by name.
pub(super) struct Table<'a> {
    pub(super) node: Node<'a>,
    table: &'a DeTable<'a>,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    /// The field of that name, if it is there. Asking makes the name known to [`Table::close`].
    pub(super) fn get(&self, name: &'static str) -> Option<Node<'a>> {
        self.known.borrow_mut().push(name);
        let (key, value) = self.table.get_key_value(name)?;
        let prefix = &self.node.path;
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        if let Some(places) = self.node.reading.places.borrow_mut().as_mut() {
            places.push((path.clone(), key.span().start));
        }
        Some(Node { reading: self.node.reading, value, path })
    }

    /// The value of a field; its absence is a fault unless the type has a value for that.
    pub(super) fn field<T: FromToml>(&self, name: &'static str) -> Option<T> {
        match self.get(name) {
            Some(node) => T::from_toml(&node),
            None => T::when_absent().or_else(|| {
                let assumed = T::assumed();
                if assumed.is_some() && self.node.reading.absent.borrow().is_none() {
                    self.assume(name);
                } else {
                    self.missing(name);
                }
                assumed
            }),
        }
    }

    /// From here on, fields that are missing are listed and no faults: the file is a draft.
    pub(super) fn let_be_absent(&self) {
        *self.node.reading.absent.borrow_mut() = Some(Vec::new());
    }

    /// The fields that were missing since then, each once.
    pub(super) fn absent(&self) -> Vec<String> {
        let all = self.node.reading.absent.borrow();
        let mut seen = HashSet::new();
        all.iter().flatten().filter(|path| seen.insert(path.as_str())).cloned().collect()
    }

    /// Notes a field that is missing and is read as not reported.
    fn assume(&self, name: &str) {
        let of = if self.node.path.is_empty() { "the record" } else { &self.node.path };
        self.node.fault(
            diagnostic::UNSTATED_FIELD,
            format!("`{name}` is missing in {of}, and read as \"not-reported\""),
            "add it; what a source does not report is \"not-reported\", what cannot apply \"not-applicable\"",
        );
    }

    pub(super) fn missing(&self, name: &str) {
        if let Some(absent) = self.node.reading.absent.borrow_mut().as_mut() {
            let prefix = &self.node.path;
            let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
            absent.push(path);
            return;
        }
        let of = if self.node.path.is_empty() { "the record" } else { &self.node.path };
        self.node.fault(
            diagnostic::MISSING_FIELD,
            format!("`{name}` is missing in {of}"),
            "add it; what a source does not report is \"not-reported\", what cannot apply \"not-applicable\"",
        );
    }

    /// Notes every field nobody asked for.
    pub(super) fn close(&self) {
        let known = self.known.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match vocabulary::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            let fault = self.node.reading.file.diagnostic(
                key.span().start,
                diagnostic::UNKNOWN_FIELD,
                format!("unknown field `{name}`"),
                help,
            );
            self.node.reading.faults.borrow_mut().push(fault);
        }
    }

    pub(super) fn set_recorded(&self, day: Date) {
        self.node.reading.recorded.set(Some(day));
    }

    pub(super) fn set_inherited_provenance(&self, provenances: Option<Provenances>) {
        *self.node.reading.inherited.borrow_mut() = provenances;
    }
}

/// A type that can be read from a TOML value and say what such a value looks like.
pub(super) trait FromToml: Sized {
    /// The value, or `None` after noting at least one fault.
    fn from_toml(node: &Node<'_>) -> Option<Self>;

    /// The value of a field that is not there, if that is allowed.
    fn when_absent() -> Option<Self> {
        None
    }

    /// The value of a field that should be there and is not: what is read when a record is older than the field.
    fn assumed() -> Option<Self> {
        None
    }

    /// Whether a record without the field is no record.
    fn must_be_there() -> bool {
        Self::when_absent().or_else(Self::assumed).is_none()
    }

    /// JSON Schema of the value.
    fn schema(definitions: &mut Definitions) -> Value;
}

/// A type that is read from the fields of a table.
pub(super) trait FromTable: Sized {
    /// The value, or `None` after noting at least one fault. Does not close the table.
    fn from_table(table: &Table<'_>) -> Option<Self>;

    /// Name, description, schema and whether it must be there, of each field.
    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema>;
}

/// A field as the JSON Schema shows it.
pub(super) struct FieldSchema {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) schema: Value,
    pub(super) required: bool,
}

/// The named parts of a schema.
#[derive(Default)]
pub(super) struct Definitions(pub(super) BTreeMap<&'static str, Value>);

impl Definitions {
    /// A reference to the schema of `T`, which is added when it is not there yet.
    pub(super) fn reference<T: FromTable>(&mut self, name: &'static str) -> Value {
        if !self.0.contains_key(name) {
            // Holds the place, so that a type that contains itself ends the recursion.
            self.0.insert(name, Value::Null);
            let schema = object(T::fields(self));
            self.0.insert(name, schema);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }
}

/// The schema of a table with these fields and no others.
pub(super) fn object(fields: Vec<FieldSchema>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for FieldSchema { name, description, mut schema, required: must } in fields {
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), description.into());
        }
        properties.insert(name.to_owned(), schema);
        if must {
            required.push(Value::from(name));
        }
    }
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// Reads a struct from a table: `rust_field: Type = "toml-name", "what it holds";`, with `..field: Type` for a part
/// whose fields stand in the same table. A function after `checked by` notes what is wrong between fields that are right
/// by themselves.
macro_rules! record {
    ($Type:ident $(, checked by $check:ident)? {
        $( $field:ident : $T:ty = $name:literal, $doc:literal; )* $( ..$part:ident : $P:ty; )*
    }) => {
        impl $crate::corpus::read::FromTable for $Type {
            fn from_table(table: &$crate::corpus::read::Table<'_>) -> Option<Self> {
                $( let $field = table.field::<$T>($name); )*
                $( let $part = <$P as $crate::corpus::read::FromTable>::from_table(table); )*
                let value = Self { $( $field: $field?, )* $( $part: $part?, )* };
                $( $check(table, &value)?; )?
                Some(value)
            }

            fn fields(
                definitions: &mut $crate::corpus::read::Definitions,
            ) -> Vec<$crate::corpus::read::FieldSchema> {
                let own = vec![ $( $crate::corpus::read::FieldSchema {
                    name: $name,
                    description: $doc,
                    schema: <$T as $crate::corpus::read::FromToml>::schema(definitions),
                    required: <$T as $crate::corpus::read::FromToml>::must_be_there(),
                }, )* ];
                let parts: Vec<Vec<$crate::corpus::read::FieldSchema>> =
                    vec![ $( <$P as $crate::corpus::read::FromTable>::fields(definitions), )* ];
                own.into_iter().chain(parts.into_iter().flatten()).collect()
            }
        }

        $crate::corpus::read::table!($Type);
    };
}
pub(super) use record;

/// Makes a [`FromTable`] type a value of its own.
macro_rules! table {
    ($Type:ident) => {
        impl $crate::corpus::read::FromToml for $Type {
            fn from_toml(node: &$crate::corpus::read::Node<'_>) -> Option<Self> {
                let table = node.table()?;
                let value = <Self as $crate::corpus::read::FromTable>::from_table(&table);
                table.close();
                value
            }

            fn schema(definitions: &mut $crate::corpus::read::Definitions) -> serde_json::Value {
                definitions.reference::<Self>(stringify!($Type))
            }
        }
    };
}
pub(super) use table;

impl FromToml for String {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        node.text()
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "string", "minLength": 1 })
    }
}

impl FromToml for bool {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        node.boolean()
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "boolean" })
    }
}

macro_rules! whole_numbers {
    ($( $T:ty ),+) => { $(
        impl FromToml for $T {
            fn from_toml(node: &Node<'_>) -> Option<Self> {
                let text = node.number_text("a whole number")?;
                let value = text.replace('_', "").parse().ok().filter(|n| *n > 0);
                if value.is_none() {
                    let help = format!("expected a whole number from 1 to {}", <$T>::MAX);
                    node.fault(diagnostic::BAD_NUMBER, format!("`{text}` is out of range"), help);
                }
                value
            }

            fn schema(_: &mut Definitions) -> Value {
                json!({ "type": "integer", "minimum": 1, "maximum": <$T>::MAX })
            }
        }
    )+ };
}

whole_numbers!(u8, u16, u32);

impl<T: FromToml> FromToml for Option<T> {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        T::from_toml(node).map(Some)
    }

    fn when_absent() -> Option<Self> {
        Some(None)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }
}

impl<T: FromToml> FromToml for Vec<T> {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        // Every item is read, so that the faults of all are noted.
        let items: Vec<Option<T>> = node.items()?.iter().map(T::from_toml).collect();
        items.into_iter().collect()
    }

    fn when_absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({ "type": "array", "items": T::schema(definitions) })
    }
}

const NOT_REPORTED: &str = "not-reported";
const NOT_APPLICABLE: &str = "not-applicable";

impl<T: FromToml> FromToml for Stated<T> {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        if node.is_text(NOT_REPORTED) {
            return Some(Self::NotReported);
        }
        if node.is_text(NOT_APPLICABLE) {
            return Some(Self::NotApplicable);
        }
        T::from_toml(node).map(Self::As)
    }

    fn assumed() -> Option<Self> {
        Some(Self::NotReported)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({ "anyOf": [T::schema(definitions), { "enum": [NOT_REPORTED, NOT_APPLICABLE] }] })
    }
}
