//! What takes more than one request, or another program: written by hand, run by the same test as the samples.

use super::{
    languages::Language,
    prose::pieces,
    samples::MISTYPED,
    view::{Code, code},
};
use crate::domain::Vocabulary;

/// Stands in the texts for the address of the service.
const ORIGIN: &str = "{origin}";

/// Every page of a list. All of them end with the number of findings.
fn all_pages(language: Language) -> &'static str {
    match language {
        Language::Curl => {
            r#"origin={origin}
next='/v1/findings?comparator=sham&limit=10'
while [ -n "$next" ]; do
  curl --fail-with-body --silent --dump-header headers.txt "$origin$next" || break
  echo
  next=$(tr -d '\r' < headers.txt | sed -n 's/^[Ll]ink: <\(.*\)>; rel="next"$/\1/p')
done"#
        }
        Language::JavaScript => {
            r#"const url = new URL("{origin}/v1/findings");
url.searchParams.set("comparator", "sham");
url.searchParams.set("limit", "10");

let seen = 0;
let cursor = "";
do {
  url.searchParams.set("cursor", cursor);
  const response = await fetch(url);
  const page = await response.json();
  if (!response.ok) throw new Error(`${page.title}: ${page.detail}`);
  seen += page.data.length;
  cursor = page.meta.next_cursor;
} while (cursor);
console.log(seen);"#
        }
        Language::Python => {
            r#"import json
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

question = {"comparator": "sham", "limit": "10", "cursor": ""}
seen = 0
while question["cursor"] is not None:
    url = "{origin}/v1/findings?" + urlencode(question)
    try:
        with urlopen(url, timeout=10) as response:
            page = json.load(response)
    except HTTPError as error:
        problem = json.load(error)
        raise SystemExit(f"{problem['title']}: {problem['detail']}")
    seen += len(page["data"])
    question["cursor"] = page["meta"]["next_cursor"]
print(seen)"#
        }
        Language::Rust => {
            r#"use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = "{origin}/v1/findings";
    let mut seen = 0;
    let mut cursor = Some(String::new());
    while let Some(known) = cursor {
        let mut response = ureq::get(url)
            .query("comparator", "sham")
            .query("limit", "10")
            .query("cursor", &known)
            .config()
            .http_status_as_error(false)
            .build()
            .call()?;
        let page: Value = serde_json::from_reader(response.body_mut().as_reader())?;
        if !response.status().is_success() {
            let title = page["title"].as_str().unwrap_or_default();
            let detail = page["detail"].as_str().unwrap_or_default();
            return Err(format!("{title}: {detail}").into());
        }
        seen += page["data"].as_array().map_or(0, Vec::len);
        cursor = page["meta"]["next_cursor"].as_str().map(str::to_owned);
    }
    println!("{seen}");
    Ok(())
}"#
        }
    }
}

/// Asks again only for what has changed.
const AGAIN: &str = "\
curl --fail-with-body --silent --etag-save etag.txt --etag-compare etag.txt \\
  --output index.json --write-out '%{http_code}\\n' {origin}/v1";

const MAKE_TYPES: &str = "npx openapi-typescript {origin}/openapi.json --output evidence.d.ts";

const USE_TYPES: &str = r#"import type { components } from "./evidence";

type Schemas = components["schemas"];

const response = await fetch("{origin}/v1/search?q=sciatica");
if (!response.ok) {
  const problem: Schemas["Problem"] = await response.json();
  throw new Error(`${problem.title}: ${problem.detail}`);
}
const page: Schemas["SearchPage"] = await response.json();
for (const hit of page.data) {
  console.log(hit.kind === "source" ? hit.year : "no year", hit.title);
}"#;

/// Reads every page of a list, in each language.
pub(super) fn pages(origin: &str) -> Vec<Code> {
    let in_language = |language: Language| code(language, all_pages(language).replace(ORIGIN, origin));
    Language::ALL.iter().copied().map(in_language).collect()
}

/// A request that is refused.
pub(super) fn mistyped(origin: &str) -> Code {
    Code {
        slug: "mistyped",
        label: "curl",
        needs: pieces("With a slip of the pen: `desing` for `design`."),
        fence: "sh",
        text: Language::Curl.code(&MISTYPED, origin),
    }
}

/// Asks again only for what has changed.
pub(super) fn again(origin: &str) -> Code {
    Code {
        slug: "again",
        label: "curl",
        needs: pieces("Prints 200 the first time, and 304 while nothing has changed."),
        fence: "sh",
        text: AGAIN.replace(ORIGIN, origin),
    }
}

/// Makes types for TypeScript out of the OpenAPI document, and uses them.
pub(super) fn types(origin: &str) -> [Code; 2] {
    let shown = |slug, label, needs, fence, text: &str| Code {
        slug,
        label,
        needs: pieces(needs),
        fence,
        text: text.replace(ORIGIN, origin),
    };
    [
        shown("make-types", "Once", "Needs Node.js 20 or later.", "sh", MAKE_TYPES),
        shown(
            "use-types",
            "TypeScript",
            "A misspelled field is now an error of the compiler.",
            "typescript",
            USE_TYPES,
        ),
    ]
}
