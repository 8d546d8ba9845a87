//! The parameters of a resource, gone through one after the other: to describe them, or to read those of a request.
//!
//! Each kind of value is one function here, which knows both: what the document says of it, and how it is read. So what is
//! described cannot differ from what is taken.

use serde_json::{Value, json};
use utoipa::openapi::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type, schema::ArrayBuilder};

use super::{MAX_FAULTS, Params, Resource, elsewhere};
use crate::{
    api::{
        Context,
        cursor::{self, Cursor},
        warning::Warning,
    },
    app::{Filter, FilterFault, Question, ReadFilter},
    domain::{Date, Vocabulary, date::written_day, repeated::shortened, vocabulary::nearest},
    http::problem::{Code, Fault, Problem},
    search::{MAX_DIGITS, MAX_NAMES},
};

/// A parameter in the words of the document.
pub(in crate::api) struct Param {
    pub(in crate::api) name: &'static str,
    pub(super) described: Described,
}

/// What the document says of a parameter.
pub(super) struct Described {
    pub(super) description: String,
    pub(super) example: Value,
    pub(super) schema: Schema,
    /// Whether an array is written with commas (`false`) or by repeating the parameter; none for what is no array.
    pub(super) explode: Option<bool>,
    /// Whether the schema says that it may be empty. To say it a second time makes tools look for values that only one of
    /// the two refuses, and there are none.
    pub(super) schema_has_empty: bool,
}

impl Described {
    pub(super) fn new(description: impl Into<String>, example: impl Into<Value>, schema: impl Into<Schema>) -> Self {
        Self {
            description: description.into(),
            example: example.into(),
            schema: schema.into(),
            explode: None,
            schema_has_empty: false,
        }
    }

    /// An array that is written by repeating the parameter.
    pub(super) fn repeated(self) -> Self {
        Self { explode: Some(true), ..self }
    }

    /// An array that is written with commas.
    pub(super) fn with_commas(self) -> Self {
        Self { explode: Some(false), ..self }
    }

    /// Its schema says that it may be empty.
    pub(super) fn or_empty(self) -> Self {
        Self { schema_has_empty: true, ..self }
    }
}

pub(super) fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

pub(super) fn list(items: ObjectBuilder) -> ArrayBuilder {
    ArrayBuilder::new().items(items)
}

pub(super) fn slugs<T: Vocabulary>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.slug()).collect()
}

/// What goes through the parameters of a resource.
pub(in crate::api) enum Form<'a> {
    /// For the document.
    Describing(Vec<Param>),
    /// For a request.
    Reading(Reader<'a>),
}

/// The parameters of a resource, described.
pub(super) fn described<P: Params>() -> Vec<Param> {
    let mut form = Form::Describing(Vec::new());
    let _ = P::of(&mut form);
    match form {
        Form::Describing(params) => params,
        Form::Reading(_) => Vec::new(),
    }
}

/// The parameters of a request, all at their value or default, and what was read in a way its writer may not have meant.
///
/// # Errors
/// One problem with all faults of all parameters; or that of the cursor, when it is the only fault.
pub(super) fn read<P: Params>(context: &Context<'_>) -> Result<(P, Vec<Warning>), Problem> {
    let mut form = Form::Reading(Reader {
        context,
        known: Vec::new(),
        place: 0,
        faults: Vec::new(),
        found: 0,
        missing: 0,
        warnings: Vec::new(),
        cursor: None,
    });
    let params = P::of(&mut form);
    match form {
        Form::Reading(reader) => reader.done().map(|warnings| (params, warnings)),
        Form::Describing(_) => Ok((params, Vec::new())),
    }
}

impl<'a> Form<'a> {
    /// A parameter with one value.
    pub(super) fn one<T>(
        &mut self,
        name: &'static str,
        described: impl FnOnce() -> Described,
        read: impl FnOnce(&mut Reader<'a>, &'a str) -> Option<T>,
    ) -> Option<T> {
        match self {
            Self::Describing(params) => {
                params.push(Param { name, described: described() });
                None
            }
            Self::Reading(reader) => {
                let value = reader.one(name)?;
                read(reader, value)
            }
        }
    }

    /// A parameter that may be given several times; nothing is read when it is not given.
    pub(super) fn all<T>(
        &mut self,
        name: &'static str,
        described: impl FnOnce() -> Described,
        read: impl FnOnce(&mut Reader<'a>, &[&'a str]) -> T,
    ) -> Option<T> {
        match self {
            Self::Describing(params) => {
                params.push(Param { name, described: described() });
                None
            }
            Self::Reading(reader) => {
                let values = reader.all(name);
                (!values.is_empty()).then(|| read(reader, &values))
            }
        }
    }

    /// Any text.
    pub(super) fn text(&mut self, name: &'static str, description: &str, example: &str) -> String {
        let described = || Described::new(description, example, string()).or_empty();
        self.one(name, described, |_, value| Some(value.to_owned())).unwrap_or_default()
    }

    /// A word of a closed vocabulary; `default` is what the document says is taken without one.
    pub(super) fn word<T: Vocabulary>(
        &mut self,
        name: &'static str,
        default: Option<T>,
        description: &str,
        example: &str,
    ) -> Option<T> {
        let described = || {
            let words = string().enum_values(Some(slugs::<T>()));
            let words = match default {
                Some(default) => words.default(Some(json!(default.slug()))),
                None => words,
            };
            Described::new(description, example, words)
        };
        self.one(name, described, |reader, value| reader.word(name, value))
    }

    /// Words with commas between them, each once; none when it is not given.
    pub(super) fn words<T: PartialEq>(
        &mut self,
        name: &'static str,
        known: impl Fn() -> Vec<&'static str>,
        parse: fn(&str) -> Option<T>,
        described: impl FnOnce() -> (String, Value),
    ) -> Option<Vec<T>> {
        let of_the_document = || {
            let (description, example) = described();
            let words = list(string().enum_values(Some(known())));
            Described::new(description, example, words).with_commas()
        };
        self.one(name, of_the_document, |reader, value| Some(reader.words(name, value, &known(), parse)))
    }

    /// `true` or `false`; `default` is what the document says is taken without it.
    pub(super) fn flag(
        &mut self,
        name: &'static str,
        default: Option<bool>,
        description: impl FnOnce() -> String,
        example: bool,
    ) -> Option<bool> {
        let described = || {
            let flag = ObjectBuilder::new().schema_type(Type::Boolean);
            let flag = match default {
                Some(default) => flag.default(Some(json!(default))),
                None => flag,
            };
            Described::new(description(), example, flag)
        };
        self.one(name, described, |reader, value| reader.flag(name, value))
    }

    /// A day of the calendar.
    pub(super) fn day(&mut self, name: &'static str, description: &str, example: &str) -> Option<Date> {
        let described = || {
            let day = string().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
            Described::new(description, example, day)
        };
        self.one(name, described, |reader, value| reader.day(name, value))
    }

    /// How many to give at most: 1 to `max`.
    pub(super) fn limit(&mut self, default: usize, max: usize) -> Option<usize> {
        let described = || {
            let limit = ObjectBuilder::new().schema_type(Type::Integer);
            let limit = limit.minimum(Some(1)).maximum(Some(max)).default(Some(json!(default)));
            Described::new(format!("How many to give at most: 1 to {max}."), default, limit)
        };
        self.one("limit", described, |reader, value| reader.limit("limit", value, max))
    }

    /// A filter of the records.
    pub(super) fn filter(&mut self, question: &mut Question, filter: Filter, described: impl FnOnce() -> Described) {
        self.all(filter.name(), described, |reader, values| reader.narrow(question, filter, values));
    }

    /// The place in a list that the page before named, and what the next one is named by.
    pub(super) fn page_after(&mut self, described: impl FnOnce() -> Described) -> Option<Cursor> {
        self.one("cursor", described, |reader, value| {
            let Context { library, resource, pairs, .. } = *reader.context;
            let dataset = cursor::dataset(library.corpus().fingerprint());
            match Cursor::read(value, dataset, cursor::question(resource.path(), pairs)) {
                Ok(cursor) => Some(cursor),
                Err(problem) => {
                    reader.cursor = Some(problem);
                    None
                }
            }
        })
    }

    /// What is read from a request beside its parameters; none for the document.
    pub(super) fn context(&self) -> Option<&'a Context<'a>> {
        match self {
            Self::Describing(_) => None,
            Self::Reading(reader) => Some(reader.context),
        }
    }

    /// Says that something was read in a way its writer may not have meant.
    pub(super) fn warn(&mut self, parameter: &'static str, message: impl Into<String>) {
        if let Self::Reading(reader) = self {
            reader.warn(parameter, message);
        }
    }
}

/// Reads the parameters of a request, and gathers what is wrong with them.
pub(in crate::api) struct Reader<'a> {
    pub(super) context: &'a Context<'a>,
    /// The parameters of the resource, as far as they were gone through.
    known: Vec<&'static str>,
    /// Where in the request stands what is being read.
    place: usize,
    /// The first [`MAX_FAULTS`], each with its place.
    faults: Vec<(usize, Fault)>,
    /// How many there are in all.
    found: usize,
    /// How many of them name a source that is not there.
    pub(super) missing: usize,
    warnings: Vec<Warning>,
    /// What is wrong with the cursor, which is told when nothing else is.
    cursor: Option<Problem>,
}

impl<'a> Reader<'a> {
    /// The values that are not empty, with their places: forms and many clients send what was not filled in as empty.
    fn given(&self, name: &'static str) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let pairs = self.context.pairs.iter().enumerate();
        let own = pairs.filter(move |(_, (other, value))| other == name && !value.is_empty());
        own.map(|(place, (_, value))| (place, value.as_str()))
    }

    fn one(&mut self, name: &'static str) -> Option<&'a str> {
        self.known.push(name);
        let mut given = self.given(name);
        let (place, value) = given.next()?;
        if let Some((place, second)) = given.next() {
            self.place = place;
            self.fault(name, "is given more than once, and takes one value", second, None, Vec::new());
        }
        self.place = place;
        Some(value)
    }

    fn all(&mut self, name: &'static str) -> Vec<&'a str> {
        self.known.push(name);
        self.place = self.given(name).next().map_or(0, |(place, _)| place);
        self.given(name).map(|(_, value)| value).collect()
    }

    /// How often a parameter is given without a value.
    pub(super) fn empty(&self, name: &str) -> usize {
        self.context.pairs.iter().filter(|(other, value)| other == name && value.is_empty()).count()
    }

    pub(super) fn warn(&mut self, parameter: &'static str, message: impl Into<String>) {
        self.warnings.push(Warning { parameter, message: message.into() });
    }

    pub(super) fn fault(&mut self, name: &str, message: &str, found: &str, near: Option<&str>, allowed: Vec<String>) {
        self.add(|| Fault {
            parameter: Some(shortened(name)),
            pointer: None,
            message: message.to_owned(),
            found: Some(shortened(found)),
            did_you_mean: near.map(str::to_owned),
            allowed,
        });
    }

    /// Whether further faults are only counted, so that nothing need be worked out for them.
    fn is_full(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    fn add(&mut self, fault: impl FnOnce() -> Fault) {
        self.found += 1;
        if !self.is_full() {
            self.faults.push((self.place, fault()));
        }
    }

    /// Refuses what no parameter of the resource is called. Tells whether there was something.
    fn refuse_unknown(&mut self) -> bool {
        let known = std::mem::take(&mut self.known);
        let mut refused: std::collections::HashSet<&str> = std::collections::HashSet::new();
        for (place, (name, _)) in self.context.pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) && refused.insert(name) {
                self.place = place;
                self.unknown_name(self.context.resource, name, &known);
            }
        }
        !refused.is_empty()
    }

    fn unknown_name(&mut self, resource: Resource, name: &str, known: &[&'static str]) {
        if self.is_full() {
            self.found += 1;
            return;
        }
        let names = known.iter().copied();
        let near = elsewhere::called_elsewhere(name, names.clone()).or_else(|| nearest(name, names));
        let mut message = format!("is no parameter of {}", resource.path());
        if let Some(near) = near {
            message.push_str(&format!("; did you mean `{near}`?"));
        } else if let Some(hint) = elsewhere::instead(name) {
            message.push_str(&format!("; {hint}"));
        } else if known.is_empty() {
            message.push_str(", which takes none");
        }
        self.add(|| Fault {
            parameter: Some(shortened(name)),
            pointer: None,
            message,
            found: None,
            did_you_mean: near.map(str::to_owned),
            allowed: known.iter().map(|name| (*name).to_owned()).collect(),
        });
    }

    /// Narrows a question by all values of a filter.
    pub(super) fn narrow(&mut self, question: &mut Question, filter: Filter, values: &[&'a str]) {
        let ReadFilter { faults, turned } = question.narrow(self.context.library, filter, values);
        for fault in faults {
            self.filter_fault(filter, fault);
        }
        if let Some(range) = turned {
            self.warn(filter.name(), format!("the range ends before it begins, and was read as {range}"));
        }
    }

    fn filter_fault(&mut self, filter: Filter, fault: FilterFault<'_>) {
        if self.is_full() {
            self.found += 1;
            return;
        }
        let name = filter.name();
        match fault {
            FilterFault::NoSuchValue(facet, value) => {
                let library = self.context.library;
                let near = library.nearest_value(facet, value);
                let allowed = library.facet_values(facet).iter().map(|(value, _)| value.clone()).collect();
                self.fault(name, &format!("has no value `{}`", shortened(value)), value, near, allowed);
            }
            FilterFault::NoRange(_, value) => {
                let message = format!(
                    "takes a range of whole numbers of at most {MAX_DIGITS} digits: `10..20`, `10..`, `..20` or `10`"
                );
                self.fault(name, &message, value, None, Vec::new());
            }
            FilterFault::SecondRange(_, value) => {
                self.fault(name, "is given more than once, and takes one value", value, None, Vec::new());
            }
            FilterFault::TooManyNames(_, names) => {
                let message = format!("takes at most {MAX_NAMES} names");
                self.fault(name, &message, &format!("{names} names"), None, Vec::new());
            }
        }
    }

    pub(super) fn word<T: Vocabulary>(&mut self, name: &str, value: &str) -> Option<T> {
        match T::from_slug(value) {
            Ok(word) => Some(word),
            Err(unknown) => {
                let allowed = unknown.allowed.iter().map(|word| (*word).to_owned()).collect();
                self.fault(
                    name,
                    &format!("takes one of {}", unknown.allowed.join(", ")),
                    value,
                    elsewhere::called_elsewhere(value, unknown.allowed.iter().copied()).or(unknown.nearest),
                    allowed,
                );
                None
            }
        }
    }

    fn words<T: PartialEq>(
        &mut self,
        name: &str,
        value: &str,
        known: &[&'static str],
        parse: fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut words = Vec::new();
        for word in value.split(',') {
            match known.contains(&word).then(|| parse(word)).flatten() {
                Some(parsed) if words.contains(&parsed) => {}
                Some(parsed) => words.push(parsed),
                None if self.is_full() => self.found += 1,
                None => {
                    let allowed = known.iter().map(|word| (*word).to_owned()).collect();
                    let message = format!("takes some of {}, separated by commas", known.join(", "));
                    self.fault(name, &message, word, nearest(word, known.iter().copied()), allowed);
                }
            }
        }
        words
    }

    fn limit(&mut self, name: &str, value: &str, max: usize) -> Option<usize> {
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        let limit = value.parse().ok().filter(|limit| digits && (1..=max).contains(limit));
        if limit.is_none() {
            self.fault(name, &format!("takes a whole number from 1 to {max}"), value, None, Vec::new());
        }
        limit
    }

    fn flag(&mut self, name: &str, value: &str) -> Option<bool> {
        let parsed = match value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if parsed.is_none() {
            let allowed = vec!["true".to_owned(), "false".to_owned()];
            self.fault(name, "takes `true` or `false`", value, None, allowed);
        }
        parsed
    }

    fn day(&mut self, name: &str, value: &str) -> Option<Date> {
        let day = written_day(value);
        if day.is_none() {
            self.fault(name, "takes a day of the calendar: `2026-11-23`", value, None, Vec::new());
        }
        day
    }

    fn done(mut self) -> Result<Vec<Warning>, Problem> {
        let has_unknown = self.refuse_unknown();
        let Self { context: _, known: _, place: _, mut faults, found, missing, warnings, cursor } = self;
        if found == 0 {
            return cursor.map_or(Ok(warnings), Err);
        }
        // In the order of the request, whatever that of the parameters is.
        faults.sort_by_key(|(place, _)| *place);
        let faults: Vec<Fault> = faults.into_iter().map(|(_, fault)| fault).collect();
        let named = |fault: &Fault| format!("`{}` {}", fault.parameter.as_deref().unwrap_or_default(), fault.message);
        let first = faults.first().map(named).unwrap_or_default();
        let detail = match found {
            1 => first,
            n => format!("the parameters have {n} faults; the first one: {first}"),
        };
        let code = match has_unknown {
            true => Code::UnknownParameter,
            // As where the id stands in the path.
            false if missing == found => Code::NotFound,
            false => Code::InvalidParameter,
        };
        Err(Problem::new(code, detail).with_errors(faults))
    }
}
