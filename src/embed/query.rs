//! The parameters of what is embedded, read as strictly as those of the API: all faults at once, none passed over.

use actix_web::HttpRequest;

use crate::{
    domain::{Vocabulary, repeated::shortened, vocabulary::nearest},
    http::{
        cache::query_pairs,
        problem::{Code, Fault, Problem},
    },
};

/// Most faults that are listed.
const MAX_FAULTS: usize = 20;

/// The parameters of one request.
#[derive(Debug)]
pub(super) struct Query {
    given: Vec<(&'static str, String)>,
    faults: Vec<Fault>,
    has_unknown: bool,
}

impl Query {
    /// Reads the parameters with these names. What is left empty, as forms send it, is not given.
    pub(super) fn read(request: &HttpRequest, known: &[&'static str]) -> Self {
        let mut query = Self { given: Vec::new(), faults: Vec::new(), has_unknown: false };
        for (name, value) in query_pairs(request) {
            let Some(known_name) = known.iter().find(|known| **known == name) else {
                let near = nearest(&name, known.iter().copied());
                let mut message = format!("is no parameter of {}", request.path());
                if known.is_empty() {
                    message.push_str(", which takes none");
                }
                query.has_unknown = true;
                query.add(Fault {
                    parameter: Some(shortened(&name)),
                    message,
                    did_you_mean: near.map(str::to_owned),
                    allowed: known.iter().map(|name| (*name).to_owned()).collect(),
                    ..Fault::default()
                });
                continue;
            };
            if value.is_empty() {
                continue;
            }
            if query.text(known_name).is_some() {
                query.fault(known_name, "is given more than once, and takes one value", &value, None, Vec::new());
            } else {
                query.given.push((known_name, value));
            }
        }
        query
    }

    /// The value as it was given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// The value as a word of a closed vocabulary.
    pub(super) fn word<T: Vocabulary>(&mut self, name: &'static str) -> Option<T> {
        let value = self.text(name)?.to_owned();
        match T::from_slug(&value) {
            Ok(word) => Some(word),
            Err(unknown) => {
                let allowed: Vec<_> = unknown.allowed.iter().map(|word| (*word).to_owned()).collect();
                let message = format!("takes one of {}", allowed.join(", "));
                self.fault(name, &message, &value, unknown.nearest, allowed);
                None
            }
        }
    }

    /// The value as one of these.
    pub(super) fn one_of<'a, T>(
        &mut self,
        name: &'static str,
        noun: &str,
        all: &'a [T],
        id: impl Fn(&T) -> &str,
    ) -> Option<&'a T> {
        let value = self.text(name)?.to_owned();
        let found = all.iter().find(|item| id(item) == value);
        if found.is_none() {
            let near = nearest(&value, all.iter().map(&id));
            let allowed = all.iter().map(|item| id(item).to_owned()).collect();
            self.fault(name, &format!("is the id of no {noun}"), &value, near, allowed);
        }
        found
    }

    /// The value as a whole number within bounds.
    pub(super) fn number(&mut self, name: &'static str, bounds: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let value = self.text(name)?.to_owned();
        let number = value.parse().ok().filter(|number| bounds.contains(number));
        if number.is_none() {
            let message = format!("takes a whole number from {} to {}", bounds.start(), bounds.end());
            self.fault(name, &message, &value, None, Vec::new());
        }
        number
    }

    /// The value of a parameter that must be given; when it is not, empty and a fault.
    pub(super) fn required(&mut self, name: &'static str, asks: &str) -> String {
        let value = self.text(name).map(str::to_owned);
        value.unwrap_or_else(|| {
            let parameter = Some(name.to_owned());
            self.add(Fault { parameter, message: format!("is missing: {asks}"), ..Fault::default() });
            String::new()
        })
    }

    fn fault(&mut self, name: &'static str, message: &str, found: &str, near: Option<&str>, allowed: Vec<String>) {
        self.add(Fault {
            parameter: Some(name.to_owned()),
            pointer: None,
            message: message.to_owned(),
            found: Some(shortened(found)),
            did_you_mean: near.map(str::to_owned),
            allowed,
        });
    }

    fn add(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// With every fault that was found.
    pub(super) fn end(self) -> Result<(), Problem> {
        let Self { given: _, faults, has_unknown } = self;
        let Some(first) = faults.first() else { return Ok(()) };
        let code = if has_unknown { Code::UnknownParameter } else { Code::InvalidParameter };
        let name = first.parameter.as_deref().unwrap_or_default();
        let detail = match (faults.len(), &first.did_you_mean) {
            (1, Some(near)) => format!("`{name}` {}; did you mean `{near}`?", first.message),
            (1, None) => format!("`{name}` {}", first.message),
            (count, _) => format!("{count} parameters are faulty; `{name}` {}", first.message),
        };
        Err(Problem::new(code, detail).with_errors(faults))
    }
}
