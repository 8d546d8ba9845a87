//! The request that the reference shows for each operation. The code in four languages and what it prints are made of it;
//! tests send it, and run the code as it stands on the page.

use serde_json::{Map, Value};

/// A request with the real answer to it.
#[derive(Debug)]
pub struct Sample {
    /// `operationId` in the OpenAPI document.
    pub operation: &'static str,
    /// Path of the address, with the id filled in.
    pub path: &'static str,
    pub(super) query: &'static [(&'static str, &'static str)],
    pub(super) body: &'static [(&'static str, Given)],
    pub(super) prints: Prints,
    /// The answer as the page shows it, shortened. Tests compare it with the service.
    recorded: &'static str,
}

/// A value in the body of a request.
#[derive(Debug)]
pub(super) enum Given {
    Text(&'static str),
    Texts(&'static [&'static str]),
}

/// The names and positions that lead to a value.
pub(super) type Path = &'static [&'static str];

/// What the code does with the answer.
#[derive(Debug)]
pub(super) enum Prints {
    /// Values of the answer, in a line.
    Fields(&'static [Path]),
    /// Values of each item of a list, a line for each.
    Each { list: Path, item: &'static str, fields: &'static [Path] },
    /// The answer, which is text.
    Whole,
    /// The first line of the answer, which is text.
    FirstLine,
}

/// Stands in a shortened list for the items that were left out.
const CUT: &str = "…";

impl Sample {
    /// The sample of an operation.
    pub(super) fn of(operation: &str) -> Option<&'static Self> {
        SAMPLES.iter().find(|sample| sample.operation == operation)
    }

    /// The address, with the query.
    pub fn address(&self) -> String {
        if self.query.is_empty() {
            return self.path.to_owned();
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.query).finish();
        format!("{}?{query}", self.path)
    }

    /// The body as JSON, for a POST.
    pub fn json(&self) -> Option<String> {
        let value = |given: &Given| match given {
            Given::Text(text) => Value::from(*text),
            Given::Texts(texts) => Value::from(texts.to_vec()),
        };
        let body: Map<_, _> = self.body.iter().map(|(name, given)| ((*name).to_owned(), value(given))).collect();
        (!body.is_empty()).then(|| Value::Object(body).to_string())
    }

    /// The answer as the page shows it.
    pub fn recorded(&self) -> &'static str {
        self.recorded.trim_end()
    }

    /// Whether something was left out of the answer on the page.
    pub(super) fn is_cut(&self) -> bool {
        [format!("{CUT}\""), format!("{CUT}\n")].iter().any(|end| self.recorded.contains(end))
    }

    /// The answer as a value; null when it is text.
    pub(super) fn answer(&self) -> Value {
        serde_json::from_str(self.recorded).unwrap_or_default()
    }

    /// What the code prints; none when that is the whole answer. A last line of `…` stands for the lines of what the answer
    /// on the page leaves out.
    pub(super) fn printed(&self) -> Option<String> {
        let answer = self.answer();
        match self.prints {
            Prints::Whole => None,
            Prints::FirstLine => self.recorded.lines().next().map(str::to_owned),
            Prints::Fields(fields) => Some(line(&answer, fields)),
            Prints::Each { list, item: _, fields } => {
                let items = at(&answer, list).as_array().map_or(&[][..], Vec::as_slice);
                let lines = items.iter().map(|item| if item.is_string() { CUT.to_owned() } else { line(item, fields) });
                Some(lines.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

/// Values in a line, as every one of the languages prints them.
fn line(value: &Value, fields: &[Path]) -> String {
    let words = fields.iter().map(|path| plain(at(value, path)));
    words.collect::<Vec<_>>().join(" ")
}

/// A value as it is printed: texts without quotes.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The value that a path leads to.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().fold(value, |value, step| match step.parse::<usize>() {
        Ok(position) => &value[position],
        Err(_) => &value[*step],
    })
}

macro_rules! answer {
    ($file:literal) => {
        include_str!(concat!("answers/", $file))
    };
}

/// A request with a slip of the pen, and how it is refused.
pub const MISTYPED: Sample = Sample {
    operation: "search",
    path: "/v1/search",
    query: &[("q", "sciatica"), ("desing", "rct")],
    body: &[],
    prints: Prints::Whole,
    recorded: answer!("mistyped.json"),
};

/// A sample for every operation of the document.
pub const SAMPLES: &[Sample] = &[
    Sample {
        operation: "search",
        path: "/v1/search",
        query: &[("q", "the 800-person trial of acupuncture"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "hit", fields: &[&["kind"], &["title"]] },
        recorded: answer!("search.json"),
    },
    Sample {
        operation: "suggest",
        path: "/v1/suggest",
        query: &[("q", "acupunct"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "suggestion", fields: &[&["text"]] },
        recorded: answer!("suggest.json"),
    },
    Sample {
        operation: "listSources",
        path: "/v1/sources",
        query: &[("design", "rct,pragmatic-rct"), ("sort", "newest"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "source", fields: &[&["id"], &["title"]] },
        recorded: answer!("listSources.json"),
    },
    Sample {
        operation: "getSource",
        path: "/v1/sources/backinaction-2025",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["title"]]),
        recorded: answer!("getSource.json"),
    },
    Sample {
        operation: "exportSources",
        path: "/v1/export",
        query: &[("format", "ris"), ("ids", "backinaction-2025")],
        body: &[],
        prints: Prints::Whole,
        recorded: answer!("exportSources.txt"),
    },
    Sample {
        operation: "citeSource",
        path: "/v1/sources/backinaction-2025/citation",
        query: &[("style", "ama")],
        body: &[],
        prints: Prints::Fields(&[&["reference", "text"]]),
        recorded: answer!("citeSource.json"),
    },
    Sample {
        operation: "listStyles",
        path: "/v1/styles",
        query: &[],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "style", fields: &[&["id"], &["label"]] },
        recorded: answer!("listStyles.json"),
    },
    Sample {
        operation: "makeBibliography",
        path: "/v1/bibliography",
        query: &[],
        body: &[("ids", Given::Texts(&["backinaction-2025", "doi:10.7326/M16-2367"])), ("style", Given::Text("ama"))],
        prints: Prints::Each { list: &["references"], item: "entry", fields: &[&["number"], &["reference", "text"]] },
        recorded: answer!("makeBibliography.json"),
    },
    Sample {
        operation: "listFindings",
        path: "/v1/findings",
        query: &[("population", "chronic-low-back-pain"), ("comparator", "sham"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "finding", fields: &[&["statement"]] },
        recorded: answer!("listFindings.json"),
    },
    Sample {
        operation: "getFinding",
        path: "/v1/findings/backinaction-2025-rmdq-12mo-enhanced",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["statement"]]),
        recorded: answer!("getFinding.json"),
    },
    Sample {
        operation: "listClaims",
        path: "/v1/claims",
        query: &[("verdict", "contradicted"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "claim", fields: &[&["quote"]] },
        recorded: answer!("listClaims.json"),
    },
    Sample {
        operation: "getClaim",
        path: "/v1/claims/back-pain-c06",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["verdict"], &["quote"]]),
        recorded: answer!("getClaim.json"),
    },
    Sample {
        operation: "listBlurbs",
        path: "/v1/blurbs",
        query: &[("topic", "sciatica"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "blurb", fields: &[&["id"], &["title"]] },
        recorded: answer!("listBlurbs.json"),
    },
    Sample {
        operation: "getBlurb",
        path: "/v1/blurbs/acupuncture-sciatica",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["text"]]),
        recorded: answer!("getBlurb.json"),
    },
    Sample {
        operation: "listTopics",
        path: "/v1/topics",
        query: &[("q", "back pain"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "topic", fields: &[&["id"], &["label"]] },
        recorded: answer!("listTopics.json"),
    },
    Sample {
        operation: "getTopic",
        path: "/v1/topics/sciatica",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["description"]]),
        recorded: answer!("getTopic.json"),
    },
    Sample {
        operation: "searchLiterature",
        path: "/v1/literature",
        query: &[("q", "acupuncture"), ("facets", "type"), ("limit", "2")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "record", fields: &[&["id"], &["title"]] },
        recorded: answer!("searchLiterature.json"),
    },
    Sample {
        operation: "getLiterature",
        path: "/v1/literature/pmid:99999902",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["editorial", "state"], &["title"]]),
        recorded: answer!("getLiterature.json"),
    },
    Sample {
        operation: "citeLiterature",
        path: "/v1/literature/pmid:99999902/citation",
        query: &[("style", "ama")],
        body: &[],
        prints: Prints::Fields(&[&["reference", "text"]]),
        recorded: answer!("citeLiterature.json"),
    },
    Sample {
        operation: "checkDraft",
        path: "/v1/check",
        query: &[],
        body: &[("text", Given::Text("In a trial of 800 adults, benefits lasted 12 months after treatment."))],
        prints: Prints::Each { list: &["sentences", "0", "hits"], item: "hit", fields: &[&["rule"], &["message"]] },
        recorded: answer!("checkDraft.json"),
    },
    Sample {
        operation: "checkReferences",
        path: "/v1/references/check",
        query: &[],
        body: &[(
            "references",
            Given::Texts(&["10.7326/M16-2367", "Nobody A. Needles for nothing. J Nowhere. 2020;1(2):3-9."]),
        )],
        prints: Prints::Each { list: &["data"], item: "reference", fields: &[&["status"], &["input"]] },
        recorded: answer!("checkReferences.json"),
    },
    Sample {
        operation: "listChanges",
        path: "/v1/changes",
        query: &[("since", "2026-01-01"), ("as_of", "2026-11-23"), ("limit", "3")],
        body: &[],
        prints: Prints::Each { list: &["data"], item: "change", fields: &[&["on"], &["kind"], &["id"]] },
        recorded: answer!("listChanges.json"),
    },
    Sample {
        operation: "getIndex",
        path: "/v1",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["records", "findings"]]),
        recorded: answer!("getIndex.json"),
    },
    Sample {
        operation: "healthz",
        path: "/healthz",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["status"]]),
        recorded: answer!("healthz.json"),
    },
    Sample {
        operation: "readyz",
        path: "/readyz",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["status"]]),
        recorded: answer!("readyz.json"),
    },
    Sample {
        operation: "metrics",
        path: "/metrics",
        query: &[],
        body: &[],
        prints: Prints::FirstLine,
        recorded: answer!("metrics.txt"),
    },
    Sample {
        operation: "getOpenApi",
        path: "/openapi.json",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["info", "title"]]),
        recorded: answer!("getOpenApi.json"),
    },
    Sample {
        operation: "getOpenApi30",
        path: "/openapi-3.0.json",
        query: &[],
        body: &[],
        prints: Prints::Fields(&[&["openapi"]]),
        recorded: answer!("getOpenApi30.json"),
    },
    Sample {
        operation: "getOEmbed",
        path: "/oembed",
        query: &[("url", "/blurbs/acupuncture-chronic-back-pain-sham"), ("maxwidth", "480")],
        body: &[],
        prints: Prints::Fields(&[&["title"], &["provider_name"]]),
        recorded: answer!("getOEmbed.json"),
    },
    Sample {
        operation: "getAtomFeed",
        path: "/feeds/changes.atom",
        query: &[("topic", "acupuncture")],
        body: &[],
        prints: Prints::FirstLine,
        recorded: answer!("getAtomFeed.txt"),
    },
    Sample {
        operation: "getJsonFeed",
        path: "/feeds/changes.json",
        query: &[("topic", "acupuncture")],
        body: &[],
        prints: Prints::Fields(&[&["title"]]),
        recorded: answer!("getJsonFeed.json"),
    },
    Sample {
        operation: "getBadge",
        path: "/badges/sources/acp-2017.svg",
        query: &[],
        body: &[],
        prints: Prints::Whole,
        recorded: answer!("getBadge.txt"),
    },
];
