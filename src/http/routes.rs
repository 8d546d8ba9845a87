//! The addresses of the service, and what can be done at each.

use actix_web::{dev::ResourceMap, web};

use super::methods::Methods;
use crate::domain::vocabulary::nearest;

/// Every documented address of the service as a pattern, `/v1/sources/{id}`, with what can be done there.
#[derive(Clone, Debug, Default)]
pub struct Routes(Vec<(String, Methods)>);

impl Routes {
    /// These patterns.
    pub fn new(patterns: impl IntoIterator<Item = (String, Methods)>) -> Self {
        Self(patterns.into_iter().collect())
    }

    /// What can be done at a path. Pages, which are no part of the document, are only read.
    pub(super) fn methods_at(routes: Option<&web::Data<Self>>, map: &ResourceMap, path: &str) -> Methods {
        let pattern = map.match_pattern(path);
        let known = routes.zip(pattern).and_then(|(routes, pattern)| {
            routes.0.iter().find(|(known, _)| *known == pattern).map(|(_, methods)| *methods)
        });
        known.unwrap_or(Methods::READS)
    }

    /// The address most like `path`, if one could be meant. Where a pattern has a variable, what was asked for stands.
    pub(super) fn nearest(&self, path: &str) -> Option<String> {
        let filled: Vec<String> = self.0.iter().filter_map(|(pattern, _)| fill(pattern, path)).collect();
        nearest(path, filled.iter().map(String::as_str)).map(str::to_owned)
    }
}

/// The pattern with its variables replaced by the parts of `path` in the same places.
fn fill(pattern: &str, path: &str) -> Option<String> {
    let (parts, asked): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    let has_variables = pattern.contains('{');
    if has_variables && parts.len() != asked.len() {
        return None;
    }
    let part = |(i, part): (usize, &&str)| -> String {
        let filled = if part.starts_with('{') { asked.get(i).copied().unwrap_or(part) } else { part };
        filled.to_owned()
    };
    Some(parts.iter().enumerate().map(part).collect::<Vec<_>>().join("/"))
}
