//! The OpenAPI document as the reference reads it: the part of the format that ours uses, in the order in which it is
//! written.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub(super) info: Info,
    pub(super) tags: Vec<Tag>,
    paths: Ordered<Ordered<Operation>>,
    pub(super) components: Components,
}

#[derive(Debug, Deserialize)]
pub(super) struct Info {
    pub(super) version: String,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) operation_id: String,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) description: String,
    tags: Vec<String>,
    #[serde(default)]
    pub(super) parameters: Vec<Parameter>,
    pub(super) request_body: Option<Response>,
    pub(super) responses: Ordered<Response>,
}

impl Operation {
    /// The group it stands in: the first of its tags, as Swagger UI has it.
    pub(super) fn tag(&self) -> &str {
        self.tags.first().map_or("", String::as_str)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) r#in: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) schema: Schema,
    pub(super) example: Option<Value>,
}

/// An answer, or the body of a request: what both have in common.
#[derive(Debug, Deserialize)]
pub(super) struct Response {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) content: Ordered<Content>,
    /// Codes of the problems that are answered with this status.
    #[serde(default, rename = "x-problem-codes")]
    pub(super) codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Content {
    pub(super) schema: Option<Schema>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Header {
    pub(super) description: String,
    pub(super) example: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Components {
    pub(super) schemas: Ordered<Schema>,
    responses: Ordered<Response>,
    pub(super) headers: Ordered<Header>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    pub(super) r#type: Types,
    pub(super) description: String,
    pub(super) r#enum: Vec<String>,
    pub(super) properties: Ordered<Schema>,
    pub(super) required: Vec<String>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) one_of: Vec<Schema>,
    pub(super) additional_properties: Additional,
    pub(super) example: Option<Value>,
    pub(super) examples: Vec<Value>,
    pub(super) default: Option<Value>,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) minimum: Option<serde_json::Number>,
    pub(super) maximum: Option<serde_json::Number>,
    pub(super) max_length: Option<u64>,
    pub(super) max_items: Option<u64>,
}

/// One type, or several of which one is `null`.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Types {
    #[default]
    None,
    One(String),
    Several(Vec<String>),
}

impl Types {
    /// The type that is not `null`.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::One(name) => Some(name),
            Self::Several(names) => names.iter().map(String::as_str).find(|name| *name != "null"),
        }
    }

    pub(super) fn may_be_null(&self) -> bool {
        match self {
            Self::None => false,
            Self::One(name) => name == "null",
            Self::Several(names) => names.iter().any(|name| name == "null"),
        }
    }
}

/// What fields an object has beside those that are named.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Additional {
    #[default]
    Unsaid,
    Allowed(#[expect(dead_code, reason = "only a schema says more than the fields that are named")] bool),
    Each(Box<Schema>),
}

impl Document {
    /// The document that is served.
    ///
    /// # Errors
    /// Why it cannot be read, which is a fault of the program.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("the OpenAPI document: {error}"))
    }

    /// Every operation with its method and its path, in the order of the tags and then of the document.
    pub(super) fn operations(&self) -> impl Iterator<Item = (&str, &str, &Operation)> {
        self.tags.iter().flat_map(|tag| self.tagged(tag))
    }

    /// The operations of a tag with method and path.
    pub(super) fn tagged(&self, tag: &Tag) -> impl Iterator<Item = (&str, &str, &Operation)> {
        let all = self
            .paths
            .iter()
            .flat_map(|(path, methods)| methods.iter().map(move |(method, operation)| (method, path, operation)));
        all.filter(move |(_, _, operation)| operation.tag() == tag.name)
    }

    /// The schema that is referred to, with its name; the schema itself where nothing is.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Schema) -> (Option<&'a str>, &'a Schema) {
        let name = schema.reference.as_deref().and_then(|reference| reference.strip_prefix("#/components/schemas/"));
        match name.and_then(|name| Some((name, self.components.schemas.get(name)?))) {
            Some((name, target)) => (Some(name), target),
            None => (None, schema),
        }
    }

    /// The answer that is referred to, or the answer itself.
    pub(super) fn answer<'a>(&'a self, response: &'a Response) -> &'a Response {
        let name =
            response.reference.as_deref().and_then(|reference| reference.strip_prefix("#/components/responses/"));
        name.and_then(|name| self.components.responses.get(name)).unwrap_or(response)
    }
}

/// The entries of a JSON object in the order in which they are written.
#[derive(Debug)]
pub(super) struct Ordered<T>(Vec<(String, T)>);

impl<T> Ordered<T> {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}
