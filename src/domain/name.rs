//! Names of authors, as CSL keeps them.

use serde::Serialize;
use utoipa::ToSchema;

/// An author: a person with a family name, or an organisation whose name is taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Name {
    /// A person.
    #[schema(title = "Person")]
    Person {
        /// Family name with its particles: `von der Heide`.
        family: String,
        /// Given names or initials, as published.
        #[serde(skip_serializing_if = "Option::is_none")]
        given: Option<String>,
        /// `Jr`, `III`.
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<String>,
    },
    /// An organisation, never split or re-cased.
    #[schema(title = "Organisation")]
    Organisation {
        /// The full name.
        literal: String,
    },
}

impl Name {
    /// The family name, or the whole name of an organisation.
    pub fn main(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Organisation { literal } => literal,
        }
    }

    /// The first letter of the given names; none of an organisation.
    pub fn initial(&self) -> Option<char> {
        let Self::Person { given, .. } = self else { return None };
        given.as_deref()?.chars().find(|c| c.is_alphabetic())
    }

    /// The name as one would say it.
    pub fn full(&self) -> String {
        match self {
            Self::Person { family, given, suffix } => {
                let mut full = String::new();
                if let Some(given) = given {
                    full.push_str(given);
                    full.push(' ');
                }
                full.push_str(family);
                if let Some(suffix) = suffix {
                    full.push(' ');
                    full.push_str(suffix);
                }
                full
            }
            Self::Organisation { literal } => literal.clone(),
        }
    }
}
