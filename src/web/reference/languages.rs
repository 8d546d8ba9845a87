//! Code that sends a sample request, in four languages, as one would write it by hand.

use serde_json::Value;

use super::samples::{Given, Path, Prints, Sample, at};
use crate::domain::{Vocabulary, vocabulary::vocabulary};

vocabulary! {
    /// A language that samples are written in.
    pub(super) enum Language ("language") {
        /// For a terminal.
        Curl = "curl", "curl";
        /// For a browser, and for programs on a server.
        JavaScript = "javascript", "JavaScript";
        /// With what every Python brings along.
        Python = "python", "Python";
        /// With a small client that blocks.
        Rust = "rust", "Rust";
    }
}

impl Language {
    /// What must be there to run a sample.
    pub(super) fn needs(self) -> &'static str {
        match self {
            Self::Curl => "For a terminal; needs curl 7.76 or later.",
            Self::JavaScript => "For Node.js 18 or later, Deno, Bun, or a browser; needs no package.",
            Self::Python => "For Python 3.8 or later; needs no package.",
            Self::Rust => "Needs `cargo add ureq serde_json`.",
        }
    }

    /// The class of a highlighter, and the fence in Markdown.
    pub(super) fn fence(self) -> &'static str {
        match self {
            Self::Curl => "sh",
            Self::JavaScript | Self::Python | Self::Rust => self.slug(),
        }
    }

    /// The code for a sample, against the service at `origin`.
    pub(super) fn code(self, sample: &Sample, origin: &str) -> String {
        let request = Request { sample, url: format!("{origin}{}", sample.path), answer: sample.answer() };
        let lines = match self {
            Self::Curl => request.curl(),
            Self::JavaScript => request.javascript(),
            Self::Python => request.python(),
            Self::Rust => request.rust(),
        };
        lines.join("\n")
    }
}

struct Request<'a> {
    sample: &'a Sample,
    url: String,
    /// The answer on the page, which tells texts from numbers.
    answer: Value,
}

impl Request<'_> {
    fn is_json(&self) -> bool {
        matches!(self.sample.prints, Prints::Fields(_) | Prints::Each { .. })
    }

    fn is_post(&self) -> bool {
        !self.sample.body.is_empty()
    }

    fn curl(&self) -> Vec<String> {
        let Sample { query, .. } = self.sample;
        let mut words = Vec::new();
        match (self.sample.json(), query.is_empty()) {
            (Some(body), _) => {
                words.push(format!("curl --fail-with-body {}", self.url));
                words.push("--header 'Content-Type: application/json'".to_owned());
                words.push(format!("--data {}", quoted_for_shell(&body)));
            }
            (None, true) => words.push(format!("curl --fail-with-body {}", self.url)),
            (None, false) => {
                words.push(format!("curl --fail-with-body --get {}", self.url));
                let pairs = query.iter().map(|(name, value)| format!("{name}={value}"));
                words.extend(pairs.map(|pair| format!("--data-urlencode {}", quoted_for_shell(&pair))));
            }
        }
        let last = words.len().saturating_sub(1);
        let continued = |(i, word): (usize, String)| {
            format!("{}{word}{}", if i == 0 { "" } else { "  " }, if i == last { "" } else { " \\" })
        };
        words.into_iter().enumerate().map(continued).collect()
    }

    fn javascript(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let url = quoted(&self.url);
        let asked = if self.sample.query.is_empty() {
            url
        } else {
            lines.push(format!("const url = new URL({url});"));
            for (name, value) in self.sample.query {
                lines.push(format!("url.searchParams.set({}, {});", quoted(name), quoted(value)));
            }
            lines.push(String::new());
            "url".to_owned()
        };
        if self.is_post() {
            lines.push(format!("const response = await fetch({asked}, {{"));
            lines.push("  method: \"POST\",".to_owned());
            lines.push("  headers: { \"Content-Type\": \"application/json\" },".to_owned());
            lines.push("  body: JSON.stringify({".to_owned());
            lines.extend(self.sample.body.iter().map(|(name, given)| format!("    {name}: {},", literal(given))));
            lines.push("  }),".to_owned());
            lines.push("});".to_owned());
        } else {
            lines.push(format!("const response = await fetch({asked});"));
        }
        if self.is_json() {
            lines.push("const answer = await response.json();".to_owned());
            lines.push("if (!response.ok) throw new Error(`${answer.title}: ${answer.detail}`);".to_owned());
            lines.push(String::new());
        } else {
            lines.push("if (!response.ok) {".to_owned());
            lines.push("  const problem = await response.json();".to_owned());
            lines.push("  throw new Error(`${problem.title}: ${problem.detail}`);".to_owned());
            lines.push("}".to_owned());
            lines.push("const text = await response.text();".to_owned());
        }
        let dotted = |from: &str, path: Path| {
            path.iter().fold(from.to_owned(), |code, step| match step.parse::<usize>() {
                Ok(_) => format!("{code}[{step}]"),
                Err(_) => format!("{code}.{step}"),
            })
        };
        let values =
            |from: &str, fields: &[Path]| fields.iter().map(|path| dotted(from, path)).collect::<Vec<_>>().join(", ");
        match &self.sample.prints {
            Prints::Fields(fields) => lines.push(format!("console.log({});", values("answer", fields))),
            Prints::Each { list, item, fields } => {
                lines.push(format!("for (const {item} of {}) {{", dotted("answer", list)));
                lines.push(format!("  console.log({});", values(item, fields)));
                lines.push("}".to_owned());
            }
            Prints::Whole => lines.push("console.log(text);".to_owned()),
            Prints::FirstLine => lines.push("console.log(text.split(\"\\n\")[0]);".to_owned()),
        }
        lines
    }

    fn python(&self) -> Vec<String> {
        let Sample { query, body, .. } = self.sample;
        let mut lines = vec!["import json".to_owned(), "from urllib.error import HTTPError".to_owned()];
        if !query.is_empty() {
            lines.push("from urllib.parse import urlencode".to_owned());
        }
        lines.push(format!("from urllib.request import {}urlopen", if self.is_post() { "Request, " } else { "" }));
        lines.push(String::new());
        let asked = if self.is_post() {
            lines.push("body = {".to_owned());
            lines.extend(body.iter().map(|(name, given)| format!("    {}: {},", quoted(name), literal(given))));
            lines.push("}".to_owned());
            lines.push("request = Request(".to_owned());
            lines.push(format!("    {},", quoted(&self.url)));
            lines.push("    data=json.dumps(body).encode(),".to_owned());
            lines.push("    headers={\"Content-Type\": \"application/json\"},".to_owned());
            lines.push(")".to_owned());
            "request"
        } else if query.is_empty() {
            lines.push(format!("url = {}", quoted(&self.url)));
            "url"
        } else {
            lines.push("query = urlencode({".to_owned());
            lines.extend(query.iter().map(|(name, value)| format!("    {}: {},", quoted(name), quoted(value))));
            lines.push("})".to_owned());
            lines.push(format!("url = {} + query", quoted(&format!("{}?", self.url))));
            "url"
        };
        let read = if self.is_json() { "answer = json.load(response)" } else { "text = response.read().decode()" };
        lines.extend([
            "try:".to_owned(),
            format!("    with urlopen({asked}, timeout=10) as response:"),
            format!("        {read}"),
            "except HTTPError as error:".to_owned(),
            "    problem = json.load(error)".to_owned(),
            "    raise SystemExit(f\"{problem['title']}: {problem['detail']}\")".to_owned(),
            String::new(),
        ]);
        let values =
            |from: &str, fields: &[Path]| fields.iter().map(|path| indexed(from, path)).collect::<Vec<_>>().join(", ");
        match &self.sample.prints {
            Prints::Fields(fields) => lines.push(format!("print({})", values("answer", fields))),
            Prints::Each { list, item, fields } => {
                lines.push(format!("for {item} in {}:", indexed("answer", list)));
                lines.push(format!("    print({})", values(item, fields)));
            }
            Prints::Whole => lines.push("print(text)".to_owned()),
            Prints::FirstLine => lines.push("print(text.splitlines()[0])".to_owned()),
        }
        lines
    }

    fn rust(&self) -> Vec<String> {
        let Sample { query, body, .. } = self.sample;
        let names = if self.is_post() { "{Value, json}" } else { "Value" };
        let mut lines = vec![
            format!("use serde_json::{names};"),
            String::new(),
            "fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        ];
        if self.is_post() {
            lines.push("    let body = json!({".to_owned());
            lines.extend(body.iter().map(|(name, given)| format!("        {}: {},", quoted(name), literal(given))));
            lines.push("    });".to_owned());
        }
        let method = if self.is_post() { "post" } else { "get" };
        lines.push(format!("    let url = {};", quoted(&self.url)));
        lines.push(format!("    let mut response = ureq::{method}(url)"));
        if self.is_post() {
            lines.push("        .content_type(\"application/json\")".to_owned());
        }
        lines.extend(query.iter().map(|(name, value)| format!("        .query({}, {})", quoted(name), quoted(value))));
        lines.extend(["config()", "http_status_as_error(false)", "build()"].map(|call| format!("        .{call}")));
        lines.push(format!("        .{}?;", if self.is_post() { "send(body.to_string())" } else { "call()" }));
        lines.extend(
            [
                "    if !response.status().is_success() {",
                "        let problem: Value = serde_json::from_reader(response.body_mut().as_reader())?;",
                "        let title = problem[\"title\"].as_str().unwrap_or_default();",
                "        let detail = problem[\"detail\"].as_str().unwrap_or_default();",
                "        return Err(format!(\"{title}: {detail}\").into());",
                "    }",
            ]
            .map(str::to_owned),
        );
        lines.push(if self.is_json() {
            "    let answer: Value = serde_json::from_reader(response.body_mut().as_reader())?;".to_owned()
        } else {
            "    let text = response.body_mut().read_to_string()?;".to_owned()
        });
        match &self.sample.prints {
            Prints::Fields(fields) => lines.extend(rust_line("    ", "answer", &self.answer, fields)),
            Prints::Each { list, item, fields } => {
                lines.push(format!("    let items = {}.as_array();", indexed("answer", list)));
                lines.push(format!("    for {item} in items.into_iter().flatten() {{"));
                let first = at(&self.answer, list).get(0).unwrap_or(&Value::Null);
                lines.extend(rust_line("        ", item, first, fields));
                lines.push("    }".to_owned());
            }
            Prints::Whole => lines.push("    println!(\"{text}\");".to_owned()),
            Prints::FirstLine => {
                lines.push("    println!(\"{}\", text.lines().next().unwrap_or_default());".to_owned());
            }
        }
        lines.extend(["    Ok(())", "}"].map(str::to_owned));
        lines
    }
}

/// The lines of Rust that print values of `from`, which looks like `example`.
fn rust_line(indent: &str, from: &str, example: &Value, fields: &[Path]) -> Vec<String> {
    let name = |path: Path| path.last().copied().unwrap_or(from);
    let mut lines: Vec<_> = fields
        .iter()
        .map(|path| {
            let as_text = if at(example, path).is_string() { ".as_str().unwrap_or_default()" } else { "" };
            let reference = if as_text.is_empty() { "&" } else { "" };
            format!("{indent}let {} = {reference}{}{as_text};", name(path), indexed(from, path))
        })
        .collect();
    let names: Vec<_> = fields.iter().map(|path| format!("{{{}}}", name(path))).collect();
    lines.push(format!("{indent}println!(\"{}\");", names.join(" ")));
    lines
}

/// `answer["data"][0]`, in Python and in Rust.
fn indexed(from: &str, path: Path) -> String {
    path.iter().fold(from.to_owned(), |code, step| match step.parse::<usize>() {
        Ok(_) => format!("{code}[{step}]"),
        Err(_) => format!("{code}[{}]", quoted(step)),
    })
}

/// A text in double quotes: the same in JSON, JavaScript, Python and Rust as long as it has no control characters.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn literal(given: &Given) -> String {
    match given {
        Given::Text(text) => quoted(text),
        Given::Texts(texts) => format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
    }
}

/// A word of a command line.
fn quoted_for_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
