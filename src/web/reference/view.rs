//! What the pages of the reference show, made from the document and the samples.

use askama::Template;

use super::{
    document::{Additional, Document, Operation, Parameter, Response, Schema},
    languages::Language,
    prose::{Block, Piece, blocks, meanings, pieces, without_meanings},
    samples::{Sample, plain},
};
use crate::{domain::Vocabulary, http::problem::Code as ProblemCode};

/// An operation in a list.
pub(super) struct Brief<'a> {
    pub(super) id: &'a str,
    pub(super) method: String,
    pub(super) path: &'a str,
    pub(super) summary: &'a str,
    pub(super) is_current: bool,
}

/// The operations of a tag.
pub(super) struct Group<'a> {
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) operations: Vec<Brief<'a>>,
}

/// All operations by tag; `current` is the one whose page this is.
pub(super) fn groups<'a>(document: &'a Document, current: &str) -> Vec<Group<'a>> {
    let brief = |(method, path, operation): (&str, &'a str, &'a Operation)| Brief {
        id: &operation.operation_id,
        method: method.to_uppercase(),
        path,
        summary: &operation.summary,
        is_current: operation.operation_id == current,
    };
    let group = |tag: &'a super::document::Tag| Group {
        name: &tag.name,
        description: &tag.description,
        operations: document.tagged(tag).map(brief).collect(),
    };
    document.tags.iter().map(group).collect()
}

/// Code in one language.
pub(super) struct Code {
    pub(super) slug: &'static str,
    pub(super) label: &'static str,
    pub(super) needs: Vec<Piece>,
    pub(super) fence: &'static str,
    pub(super) text: String,
}

/// Code with what its language needs.
pub(super) fn code(language: Language, text: String) -> Code {
    Code {
        slug: language.slug(),
        label: language.label(),
        needs: pieces(language.needs()),
        fence: language.fence(),
        text,
    }
}

/// The code for a sample in every language.
pub(super) fn codes(sample: &Sample, origin: &str) -> Vec<Code> {
    Language::ALL.iter().copied().map(|language| code(language, language.code(sample, origin))).collect()
}

/// A value that a field may have.
pub(super) struct Allowed {
    pub(super) value: String,
    pub(super) meaning: Vec<Piece>,
}

/// A parameter, or a field of a body.
pub(super) struct Field {
    pub(super) name: String,
    /// `query`, `path`; nothing for a field of a body.
    pub(super) place: String,
    pub(super) kind: String,
    /// `required`, `optional`, `may be missing`; nothing where it goes without saying.
    pub(super) presence: &'static str,
    pub(super) description: Vec<Block>,
    pub(super) default: Option<String>,
    pub(super) example: Option<String>,
    pub(super) limits: Vec<String>,
    pub(super) allowed: Vec<Allowed>,
    pub(super) inner: Option<Fields>,
}

impl Field {
    /// Whether its values fit in a line.
    fn has_few_values(&self) -> bool {
        self.allowed.len() <= 6 && self.allowed.iter().all(|allowed| allowed.meaning.is_empty())
    }
}

/// Fields with what is in them.
#[derive(Template)]
#[template(path = "reference_fields.html")]
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
}

impl Fields {
    /// Every field with the names that lead to it, outer fields first.
    pub(super) fn flat(&self) -> Vec<(String, &Field)> {
        let mut all = Vec::new();
        for field in &self.fields {
            all.push((field.name.clone(), field));
            let list = if field.kind.contains("array of") { "[]" } else { "" };
            let inner = field.inner.iter().flat_map(Fields::flat);
            all.extend(inner.map(|(name, inner)| (format!("{}{list}.{name}", field.name), inner)));
        }
        all
    }
}

/// What a request can be answered with.
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) description: Vec<Block>,
    /// Media types.
    pub(super) types: Vec<String>,
    /// The type of the whole body, where it is no object.
    pub(super) kind: Option<String>,
    pub(super) fields: Option<Fields>,
}

/// What a request can be refused with.
pub(super) struct Refusal {
    pub(super) status: String,
    pub(super) codes: Vec<String>,
    pub(super) description: Vec<Block>,
}

/// Who speaks: in a request a field is required or optional, in an answer it is there or may be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Answer,
}

/// Addresses that descriptions name, with the page about them, apart from those of operations.
const EXPLAINED: [(&str, &str); 3] =
    [("/docs/checks", "/docs/checks"), ("/problems/{code}", "/problems"), ("/openapi.json", "/docs/api/getOpenApi")];

impl Document {
    /// A description, in which addresses lead to what explains them.
    pub(super) fn prose(&self, text: &str) -> Vec<Block> {
        let mut all = blocks(text);
        for piece in all.iter_mut().flat_map(Block::pieces_mut) {
            let Piece::Code(code) = piece else { continue };
            let explained = EXPLAINED.iter().find(|(address, _)| address == code).map(|(_, page)| (*page).to_owned());
            let operation = || self.operations().find(|(method, path, _)| *method == "get" && path == code);
            let href =
                explained.or_else(|| operation().map(|(_, _, known)| format!("/docs/api/{}", known.operation_id)));
            if let Some(href) = href {
                *piece = Piece::Link { text: std::mem::take(code), href };
            }
        }
        all
    }

    pub(super) fn parameters(&self, operation: &Operation) -> Fields {
        Fields { fields: operation.parameters.iter().map(|parameter| self.parameter(parameter)).collect() }
    }

    fn parameter(&self, parameter: &Parameter) -> Field {
        let Parameter { name, r#in, description, required, schema, example } = parameter;
        // A filter takes several values in one text: what is allowed stands in a pattern.
        let (_, item) = self.resolve(schema.items.as_deref().unwrap_or(schema));
        let default = schema.default.as_ref().map(plain);
        let example = example.as_ref().map(|example| match example.as_array() {
            Some(several) => several.iter().map(plain).collect::<Vec<_>>().join(", "),
            None => plain(example),
        });
        Field {
            name: name.clone(),
            place: r#in.clone(),
            kind: if schema.items.is_some() { "string, comma-separated".to_owned() } else { self.kind(schema) },
            presence: if *required { "required" } else { "" },
            description: self.prose(description),
            example: example.filter(|example| !example.is_empty() && default.as_ref() != Some(example)),
            default,
            limits: limits(item),
            allowed: self.allowed(item),
            inner: None,
        }
    }

    /// The body of a request, or of an answer.
    pub(super) fn answer_of(&self, status: &str, response: &Response, side: Side) -> Answer {
        let schema = response.content.iter().find_map(|(_, content)| content.schema.as_ref());
        let fields = schema.and_then(|schema| self.inner(schema, side, &mut Vec::new()));
        let kind = schema.filter(|_| fields.is_none()).map(|schema| self.kind(schema));
        Answer {
            status: status.to_owned(),
            description: self.prose(&response.description),
            types: response.content.iter().map(|(name, _)| name.to_owned()).collect(),
            kind,
            fields,
        }
    }

    pub(super) fn answers(&self, operation: &Operation) -> Vec<Answer> {
        let all = operation.responses.iter().map(|(status, response)| (status, self.answer(response)));
        let all = all.filter(|(_, response)| response.codes.is_empty());
        all.map(|(status, response)| self.answer_of(status, response, Side::Answer)).collect()
    }

    pub(super) fn refusals(&self, operation: &Operation) -> Vec<Refusal> {
        let all = operation.responses.iter().map(|(status, response)| (status, self.answer(response)));
        let all = all.filter(|(_, response)| !response.codes.is_empty());
        // The document describes a failure once for all operations that can have it.
        let has_cursor = operation.parameters.iter().any(|parameter| parameter.name == "cursor");
        let can_be = [
            (ProblemCode::InvalidCursor, has_cursor),
            (ProblemCode::InvalidParameter, !operation.parameters.is_empty()),
        ];
        let is_possible =
            |code: &&String| can_be.iter().all(|(known, can_be)| *can_be || known.slug() != code.as_str());
        let refusal = |(status, response): (&str, &Response)| Refusal {
            status: status.to_owned(),
            codes: response.codes.iter().filter(is_possible).cloned().collect(),
            description: self.prose(&response.description),
        };
        all.map(refusal).collect()
    }

    /// The fields of an object, or of the objects in a list. `within` has the names of the schemas around it: none is
    /// opened within itself.
    fn inner<'a>(&'a self, schema: &'a Schema, side: Side, within: &mut Vec<&'a str>) -> Option<Fields> {
        let (name, target) = self.resolve(schema);
        if let Some(inner) = target.one_of.first().or(target.items.as_deref()) {
            return self.inner(inner, side, within);
        }
        if let Additional::Each(each) = &target.additional_properties {
            return self.inner(each, side, within);
        }
        if target.properties.is_empty() || name.is_some_and(|name| within.contains(&name)) {
            return None;
        }
        within.extend(name);
        let field = |(name, schema)| self.field(name, schema, target, side, within);
        let fields = target.properties.iter().map(field).collect();
        if name.is_some() {
            within.pop();
        }
        Some(Fields { fields })
    }

    fn field<'a>(
        &'a self,
        name: &str,
        schema: &'a Schema,
        of: &Schema,
        side: Side,
        within: &mut Vec<&'a str>,
    ) -> Field {
        let is_required = of.required.iter().any(|required| required == name);
        let inner = schema.one_of.first().unwrap_or(schema);
        let (_, target) = self.resolve(inner);
        let item = target.items.as_deref().unwrap_or(target);
        let (_, item) = self.resolve(item);
        let said = [&schema.description, &inner.description].into_iter().find(|text| !text.is_empty());
        let allowed = self.allowed(item);
        let example =
            [schema, inner, target].into_iter().find_map(|schema| schema.example.as_ref().or(schema.examples.first()));
        Field {
            name: name.to_owned(),
            place: String::new(),
            kind: self.kind(schema),
            presence: match (side, is_required) {
                (Side::Request, true) => "required",
                (Side::Request, false) => "optional",
                (Side::Answer, true) => "",
                (Side::Answer, false) => "may be missing",
            },
            description: self.prose(&without_meanings(said.unwrap_or(&target.description))),
            default: schema.default.as_ref().map(plain),
            example: example.filter(|_| allowed.is_empty()).map(plain).filter(|example| !example.is_empty()),
            limits: limits(target),
            allowed,
            inner: self.inner(schema, side, within),
        }
    }

    /// The type, in the words of JSON and the names of the document.
    fn kind(&self, schema: &Schema) -> String {
        let (name, target) = self.resolve(schema);
        if let Some(inner) = target.one_of.first() {
            return format!("{} or null", self.kind(inner));
        }
        let or_null = if target.r#type.may_be_null() { " or null" } else { "" };
        if let Some(items) = target.items.as_deref() {
            return format!("array of {}{or_null}", self.kind(items));
        }
        if let Additional::Each(each) = &target.additional_properties {
            return format!("object: by name, {}", self.kind(each));
        }
        let kind = match (target.r#type.name(), target.format.as_deref()) {
            (Some("object") | None, _) => name.unwrap_or("object"),
            (Some("string"), Some("date")) => "date",
            (Some("string"), Some("date-time")) => "date and time",
            (Some(kind), _) => kind,
        };
        format!("{kind}{or_null}")
    }

    /// The values that are possible, when they can be listed.
    fn allowed(&self, schema: &Schema) -> Vec<Allowed> {
        let listed: Vec<&str> = schema.r#enum.iter().map(String::as_str).collect();
        let values =
            if listed.is_empty() { schema.pattern.as_deref().map(alternatives).unwrap_or_default() } else { listed };
        let is_same = |schema: &&Schema| !values.is_empty() && schema.r#enum == values;
        let vocabulary = self.components.schemas.iter().map(|(_, schema)| schema).find(is_same);
        let said = vocabulary.map_or(schema.description.as_str(), |vocabulary| vocabulary.description.as_str());
        let allowed = |value: &str| Allowed {
            value: value.to_owned(),
            meaning: meanings(said)
                .find(|(known, _)| *known == value)
                .map(|(_, text)| pieces(text))
                .unwrap_or_default(),
        };
        values.into_iter().map(allowed).collect()
    }
}

/// The values in a pattern for a list of them: `^(?:(?:a|b)(?:,(?:a|b))*)?$`.
fn alternatives(pattern: &str) -> Vec<&str> {
    let Some((values, _)) = pattern.strip_prefix("^(?:(?:").and_then(|rest| rest.split_once(")(?:,")) else {
        return Vec::new();
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '|' | '_');
    if values.chars().all(is_plain) { values.split('|').collect() } else { Vec::new() }
}

fn limits(schema: &Schema) -> Vec<String> {
    let mut limits = Vec::new();
    match (&schema.minimum, &schema.maximum) {
        (Some(low), Some(high)) => limits.push(format!("{low} to {high}")),
        (None, Some(high)) => limits.push(format!("at most {high}")),
        // That a count is not negative goes without saying.
        (Some(low), None) if low.as_i64() != Some(0) => limits.push(format!("at least {low}")),
        (Some(_) | None, None) => {}
    }
    limits.extend(schema.max_length.map(|most| format!("at most {most} characters")));
    limits.extend(schema.max_items.map(|most| format!("at most {most} items")));
    limits
}
