//! The substantiation file of a page: what a reviewer signs. Each claim, what is behind it and what is open.

use std::fmt::Write;

use super::Checked;
use crate::{
    app::Library,
    check::{SentenceClass, SentenceReport},
    domain::{Date, Finding, Vocabulary},
};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
    article{border-top:1px solid #767676;padding:1rem 0}blockquote{margin:.5rem 0;padding-left:1rem;border-left:4px solid #767676}\
    dt{font-weight:600}dd{margin:0 0 .5rem}.error{border-color:#b00020}li{margin:.25rem 0}";

/// One page for all drafts.
pub(super) fn page(library: &Library, all: &[Checked], as_of: Date) -> String {
    let mut page = String::new();
    let dataset = library.corpus().fingerprint();
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>Substantiation file</title>\n<style>{STYLE}</style>\n<body>\n\
         <h1>Substantiation file</h1>\n<p>Checked against records {dataset} on {as_of}. Verdicts say what this collection \
         has; none says true or false.</p>\n"
    );
    for Checked { name, text: _, report } in all {
        let shown = if name == "-" { "Standard input" } else { name };
        let _ = writeln!(page, "<section>\n<h2>{}</h2>", escaped(shown));
        let claims: Vec<&SentenceReport> =
            report.sentences.iter().filter(|sentence| sentence.class == SentenceClass::EvidenceClaim).collect();
        let _ =
            writeln!(page, "<p>{} of {} sentences make an evidence claim.</p>", claims.len(), report.sentences.len());
        for claim in claims {
            article(library, claim, &mut page);
        }
        page.push_str("</section>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn article(library: &Library, claim: &SentenceReport, page: &mut String) {
    let is_open = claim.hits.iter().any(|hit| hit.acknowledged.is_none());
    let class = if is_open { " class=\"error\"" } else { "" };
    let _ = writeln!(page, "<article>\n<blockquote{class}>{}</blockquote>\n<dl>", escaped(&claim.text));
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(page, "<dt>{name}</dt><dd>{}</dd>", escaped(value));
    };
    line("CheckVerdict", claim.verdict.label());
    let best = claim.findings.first().and_then(|finding| library.corpus().finding(finding.id.as_str()));
    let source = claim.source.as_ref().map(|source| &source.id).or(best.map(|finding| &finding.source));
    if let Some(source) = source.and_then(|id| library.corpus().source(id.as_str())) {
        let address = source.best_url().unwrap_or_else(|| "no address".to_owned());
        line("Source", &format!("{} ({}), {address}", source.bibliography.title, source.year()));
    }
    if let Some(finding) = best {
        line("Finding", &one_line(&finding.statement));
        line("Certainty", &certainty(finding));
        if let Some(quote) = &finding.quote {
            line("Quote", &format!("“{}” ({})", one_line(&quote.text), one_line(&quote.locator)));
        }
        for caveat in &claim.caveats {
            line("Must be said with it", caveat);
        }
    }
    page.push_str("</dl>\n");
    if !claim.hits.is_empty() {
        page.push_str("<p>Open:</p>\n<ul>\n");
        for hit in &claim.hits {
            let state = hit.acknowledged.as_ref().map(|reason| format!(" Acknowledged: {reason}")).unwrap_or_default();
            let _ = writeln!(
                page,
                "<li><strong>{} {}</strong>: “{}”: {}.{}</li>",
                hit.rule.id,
                hit.rule.name,
                escaped(&hit.found),
                escaped(&hit.message),
                escaped(&state)
            );
        }
        page.push_str("</ul>\n");
        if let Some(right) = claim.hits.iter().find_map(|hit| hit.suggestion.as_ref()) {
            let _ = writeln!(page, "<p>Would be right: {}</p>", escaped(right));
        }
    }
    page.push_str("</article>\n");
}

fn certainty(finding: &Finding) -> String {
    finding.certainty.value().map_or_else(|| "not reported".to_owned(), |rated| rated.certainty.label())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
