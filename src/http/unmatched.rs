//! Requests that no route takes: an address nobody serves, or a method the resource does not have.

use actix_web::{HttpRequest, HttpResponse, dev::ResourceMap, http::Method, web};

use super::{
    methods,
    problem::{Code, Problem},
};
use crate::domain::vocabulary::nearest;

/// Every address of the service as a pattern: `/v1/sources/{id}`.
#[derive(Clone, Debug, Default)]
pub struct Paths(Vec<String>);

impl Paths {
    /// These patterns.
    pub fn new(patterns: impl IntoIterator<Item = String>) -> Self {
        Self(patterns.into_iter().collect())
    }

    /// The address most like `path`, if one could be meant. Where a pattern has a variable, what was asked for stands.
    fn nearest(&self, path: &str) -> Option<String> {
        let filled: Vec<String> = self.0.iter().filter_map(|pattern| fill(pattern, path)).collect();
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

/// Whether some route has this address, whatever its methods.
pub fn is_known(routes: &ResourceMap, path: &str) -> bool {
    routes.has_resource(path)
}

/// Answers what no route takes. Register it as the default service.
///
/// # Errors
/// Always: that is its answer.
pub async fn unmatched(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path();
    // HEAD arrives here as GET. A GET that gets here has found no route, whatever the map of routes says.
    if *request.method() != Method::GET && is_known(request.resource_map(), path) {
        let detail = format!("{path} has no {}; it has {}", request.method(), methods::ALLOWED.join(", "));
        let problem = Problem::new(Code::MethodNotAllowed, detail);
        return Err(Problem { allow: methods::ALLOWED.to_vec(), ..problem });
    }
    let near = request.app_data::<web::Data<Paths>>().and_then(|paths| paths.nearest(path));
    let path = shortened(path);
    Err(Problem::new(
        Code::NotFound,
        match near {
            Some(near) => format!("there is nothing at {path}; did you mean {}?", shortened(&near)),
            None => format!("there is nothing at {path}; /openapi.json lists every address"),
        },
    ))
}

/// The longest address that is repeated in an answer, in characters.
const SHOWN_CHARS: usize = 200;

fn shortened(path: &str) -> String {
    let mut shown: String = path.chars().take(SHOWN_CHARS).collect();
    if shown.len() < path.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_address_keeps_what_was_asked_for() {
        let paths = Paths::new(["/v1", "/v1/search", "/v1/sources/{id}", "/docs/{_:.*}"].map(str::to_owned));
        let check = |path: &str, expected: Option<&str>| assert_eq!(paths.nearest(path).as_deref(), expected, "{path}");
        check("/v1/serch", Some("/v1/search"));
        check("/v1/source/acp-2017", Some("/v1/sources/acp-2017"));
        check("/v1/search/", Some("/v1/search"));
        check("/v2", Some("/v1"));
        check("/wp-admin/login.php", None);
    }
}
