//! Requests that no route takes: an address nobody serves, or a method the resource does not have.

use actix_web::{HttpRequest, HttpResponse, dev::ResourceMap, http::header::LOCATION, web};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    problem::{Code, Problem},
    routes::Routes,
};
use crate::domain::{Identifier, repeated::shortened_to};

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
    let routes = request.app_data::<web::Data<Routes>>();
    let methods = Routes::methods_at(routes, request.resource_map(), path);
    // A method that the address has, and that gets here, has found no route, whatever the map of routes says.
    if !methods.has(request.method()) && is_known(request.resource_map(), path) {
        let allow = methods.names();
        let (path, method) = (shown(path), shown(request.method().as_str()));
        let detail = format!("{path} has no {method}; it has {}", allow.join(", "));
        return Err(Problem { allow: allow.to_vec(), ..Problem::new(Code::MethodNotAllowed, detail) });
    }
    if let Some(meant) = address_meant(request.resource_map(), path) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Ok(HttpResponse::PermanentRedirect().insert_header((LOCATION, format!("{meant}{query}"))).finish());
    }
    let near = routes.and_then(|routes| routes.nearest(path));
    let looked_up = identifier_in(path);
    let path = shown(path);
    Err(Problem::new(
        Code::NotFound,
        match (looked_up, near) {
            (Some(identifier), _) => {
                let address = format!("/v1/sources?id={}", shown(&identifier));
                format!("there is nothing at {path}; identifiers are looked up with {address}")
            }
            (None, Some(near)) => format!("there is nothing at {path}; did you mean {}?", shown(&near)),
            (None, None) => format!("there is nothing at {path}; /openapi.json lists every address"),
        },
    ))
}

/// The address that is surely meant: without a slash too many at its end, or with a DOI as one part of the path.
fn address_meant(map: &ResourceMap, path: &str) -> Option<String> {
    let without = path.trim_end_matches('/');
    // What begins with two slashes would be the name of another host.
    if without.len() < path.len() && !without.is_empty() && !without.starts_with("//") && is_known(map, without) {
        return Some(without.to_owned());
    }
    let doi = identifier_in(path.strip_prefix("/v1").filter(|rest| rest.starts_with("/sources/"))?)?;
    let asked = path.strip_prefix("/v1/sources/")?;
    asked.contains('/').then(|| format!("/v1/sources/{}", utf8_percent_encode(&doi, NON_ALPHANUMERIC)))
}

/// The identifier that somebody put into a path where ids stand: a DOI has slashes of its own.
fn identifier_in(path: &str) -> Option<String> {
    let (_, asked) = path.split_once("/sources/")?;
    match Identifier::recognise(asked).ok()? {
        Identifier::Doi(doi) => Some(doi.to_string()),
        other @ (Identifier::Pmid(_) | Identifier::Pmcid(_) | Identifier::Nct(_) | Identifier::Prospero(_)) => {
            Some(other.to_string())
        }
        Identifier::Source(_) | Identifier::Isbn(_) | Identifier::Url(_) => None,
    }
}

/// The most of an address or a method that is repeated in an answer, in characters.
const SHOWN_CHARS: usize = 200;

fn shown(asked: &str) -> String {
    shortened_to(asked, SHOWN_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::methods::Methods;

    #[test]
    fn identifiers_in_paths_are_looked_up_elsewhere() {
        for (path, expected) in [
            ("/v1/sources/doi:10.5555/nowhere.1", Some("10.5555/nowhere.1")),
            ("/v1/sources/https://doi.org/10.5555/nowhere.1", Some("10.5555/nowhere.1")),
            ("/v1/sources/nobody-2024/citatoin", None),
            ("/v1/search/10.5555/nowhere.1", None),
        ] {
            assert_eq!(identifier_in(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn the_nearest_address_keeps_what_was_asked_for() {
        let patterns = ["/v1", "/v1/search", "/v1/sources/{id}", "/docs/{_:.*}"];
        let routes = Routes::new(patterns.map(|pattern| (pattern.to_owned(), Methods::READS)));
        let check =
            |path: &str, expected: Option<&str>| assert_eq!(routes.nearest(path).as_deref(), expected, "{path}");
        check("/v1/serch", Some("/v1/search"));
        check("/v1/source/acp-2017", Some("/v1/sources/acp-2017"));
        check("/v1/search/", Some("/v1/search"));
        check("/v2", Some("/v1"));
        check("/wp-admin/login.php", None);
    }
}
