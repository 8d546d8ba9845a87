//! What the places of a guide are filled with: counts of the records as they are now, limits as the program has them,
//! lists as the code declares them.

use std::{
    cell::OnceCell,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{GROUPS, dictionary::Dictionary, figures};
use crate::{
    app::{Examples, MAX_CITATIONS, MAX_REFERENCES},
    check::CHECK_RULES,
    corpus::Corpus,
    domain::{
        Blurb, BlurbState, Collection, Currency, EditorialStatus, Estimate, Finding, PageKind, Provenance, Source,
        Stated, StudyDesign, Verdict, Verification, Vocabulary,
        blurb::{Limit, TextLength},
        status::CurrencyRule,
    },
    embed,
    http::{
        body, headers, limits,
        origin::Origin,
        served::{PROGRAM, RequestContext},
        work::{DEADLINE_SECONDS, PATIENCE_SECONDS},
    },
};

/// Leaves out what stands between `{{with <name>}}` and `{{end}}` where nothing has that name, and what stands between
/// `{{without <name>}}` and `{{end}}` where something has. Such parts are not nested; each mark stands on a line of its
/// own.
///
/// # Errors
/// The mark that is not closed.
pub(super) fn chosen(text: &str, has: impl Fn(&str) -> bool) -> Result<String, String> {
    let mut chosen = String::with_capacity(text.len());
    // Whether the open part is kept; none outside of one.
    let mut part: Option<(bool, &str)> = None;
    for line in text.split_inclusive('\n') {
        let mark = line.trim_end().strip_prefix("{{").and_then(|line| line.strip_suffix("}}"));
        let opened = mark.and_then(|mark| match mark.split_once(' ') {
            Some(("with", name)) => Some((has(name), mark)),
            Some(("without", name)) => Some((!has(name), mark)),
            _ => None,
        });
        match (opened, part, mark) {
            (Some(opened), None, _) => part = Some(opened),
            (Some((_, mark)), Some(_), _) => return Err(mark.to_owned()),
            (None, Some(_), Some("end")) => part = None,
            (None, Some((false, _)), _) => {}
            (None, None | Some((true, _)), _) => chosen.push_str(line),
        }
    }
    part.map_or(Ok(chosen), |(_, mark)| Err(mark.to_owned()))
}

/// Fills every `{{name}}` of a text.
///
/// # Errors
/// The name that nothing fills.
pub(super) fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or_else(|| after.chars().take(20).collect::<String>())?;
        filled.push_str(before);
        filled.push_str(&value(name).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What a guide is filled from.
pub(super) struct Places<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) origin: &'a Origin,
    /// What the document says, read when it is first asked for.
    dictionary: OnceCell<Option<Dictionary>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(context: &'a RequestContext, origin: &'a Origin) -> Self {
        Self { context, origin, dictionary: OnceCell::new() }
    }

    fn dictionary(&self) -> Option<&Dictionary> {
        self.dictionary.get_or_init(|| Dictionary::read(&self.context.served.described)).as_ref()
    }

    /// Whether a part of a guide has what it speaks of: `source/<id>`, `finding/<id>` and the like, or an example of a
    /// `blurb`.
    pub(super) fn has(&self, name: &str) -> bool {
        let corpus = self.context.served.library.corpus();
        match name.split_once('/') {
            Some(("source", id)) => corpus.source(id).is_some(),
            Some(("finding", id)) => corpus.finding(id).is_some(),
            Some(("blurb", id)) => corpus.blurb(id).is_some(),
            Some(("page", id)) => corpus.page(id).is_some(),
            Some(_) => false,
            None => name == "blurb" && self.examples().blurb.is_some(),
        }
    }

    fn examples(&self) -> Examples<'_> {
        self.context.served.library.examples(self.context.today)
    }

    /// What stands in the place with this name.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let corpus = self.context.served.library.corpus();
        let today = self.context.today;
        let of_source =
            |is: &dyn Fn(&Source) -> bool| corpus.sources().iter().filter(|source| is(source)).count().to_string();
        let in_state = |state: Currency| of_source(&|source| corpus.currency(source, today).state == state);
        let of_finding =
            |is: &dyn Fn(&Finding) -> bool| corpus.findings().iter().filter(|finding| is(finding)).count().to_string();
        let blurbs_in = |state: BlurbState| {
            corpus.blurbs().iter().filter(|blurb| blurb.life.state(today) == Some(state)).count().to_string()
        };
        Some(match name {
            "origin" => self.origin.or_local().to_string(),
            "host" => self.origin.or_local().authority().to_owned(),
            "base" => self.origin.to_string(),
            "deadline" => DEADLINE_SECONDS.to_string(),
            "patience" => PATIENCE_SECONDS.to_string(),
            "report-max" => kibibytes(limits::MAX_ANSWER_BYTES),
            "today" => today.to_string(),
            "version" => self.context.served.version.clone(),
            "fingerprint" => corpus.fingerprint().to_string(),
            "program" => PROGRAM.to_owned(),

            "collection-title" => corpus.collection().title.to_string(),
            "subject" => corpus.collection().subject.to_string(),
            "on-subject" => {
                corpus.collection().subject.value().map(|subject| format!(" on {subject}")).unwrap_or_default()
            }
            "collection" => about(corpus.collection()),

            "sources" => corpus.sources().len().to_string(),
            "findings" => corpus.findings().len().to_string(),
            "claims" => corpus.claims().len().to_string(),
            "blurbs" => corpus.blurbs().len().to_string(),
            "topics" => corpus.topics().len().to_string(),

            "designs" => designs(corpus),
            "verdicts" => verdicts(corpus),
            "sources-without-level" => of_source(&|source| matches!(source.level, Stated::NotReported)),
            "sources-level-not-applicable" => of_source(&|source| matches!(source.level, Stated::NotApplicable)),
            "sources-partly-verified" => of_source(&|source| source.verification() == Verification::Partial),
            "sources-unverified" => of_source(&|source| source.verification() == Verification::Unverified),
            "sources-second-hand" => of_source(&|source| source.verification() == Verification::SecondHand),
            "sources-read-first-hand" => of_source(&|source| source.verification() == Verification::Verified),
            "sources-unidentified" => of_source(&|source| source.assertion.is_some()),
            "sources-status-unchecked" => of_source(&|source| source.editorial.checked.is_none()),
            "blurbs-without-clinician" => {
                let is_given = |blurb: &&Blurb| blurb.life.is_publishable(today);
                let unread = |blurb: &&Blurb| is_given(blurb) && blurb.reviewed_by.is_none();
                corpus.blurbs().iter().filter(unread).count().to_string()
            }
            "sources-corrected" => of_source(&|source| source.editorial.status == EditorialStatus::Corrected),
            "sources-retracted" => of_source(&|source| source.editorial.status == EditorialStatus::Retracted),
            "sources-lapsed" => in_state(Currency::Lapsed),
            "sources-superseded" => in_state(Currency::Superseded),
            "sources-current" => in_state(Currency::Current),
            "sources-currency-unknown" => in_state(Currency::Unknown),
            "sources-rule-unstated" => of_source(&|source| matches!(source.currency_rule, CurrencyRule::Unstated)),
            "findings-without-certainty" => of_finding(&|finding| matches!(finding.certainty, Stated::NotReported)),
            "findings-certainty-not-applicable" => {
                of_finding(&|finding| matches!(finding.certainty, Stated::NotApplicable))
            }
            "findings-with-certainty" => of_finding(&|finding| matches!(finding.certainty, Stated::As(_))),
            "findings-qualified" => of_finding(&|finding| !finding.qualified_by.is_empty()),
            "findings-partly-verified" => of_finding(&|finding| finding.verification() == Verification::Partial),
            "findings-second-hand" => of_finding(&|finding| finding.verification() == Verification::SecondHand),
            "findings-read-first-hand" => of_finding(&|finding| finding.verification() == Verification::Verified),
            "findings-unverified" => of_finding(&|finding| finding.verification() == Verification::Unverified),
            "second-hand-numbers" => {
                numbers(corpus).filter(|read| read.page_kind() == Some(PageKind::Secondary)).count().to_string()
            }
            "unverified-numbers" => unverified_numbers(corpus).to_string(),
            "numbers" => numbers(corpus).count().to_string(),
            "blurbs-live" => blurbs_in(BlurbState::Live),
            "blurbs-due" => blurbs_in(BlurbState::Due),
            "blurbs-expired" => blurbs_in(BlurbState::Expired),
            "blurbs-withdrawn" => blurbs_in(BlurbState::Withdrawn),
            "pages-read" => pages_read(corpus),

            "more" => more(),
            "everything" => everything(self.origin),
            "part-names" => self.dictionary()?.part_names(),
            "vocabulary-names" => self.dictionary()?.vocabulary_names(),
            "parts" => self.dictionary()?.parts()?,
            "vocabularies" => self.dictionary()?.vocabularies()?,
            "identifiers" => self.dictionary()?.texts()?,
            "rules" => rules(),
            "figures" => figures::summary()?,
            "figures-of-rules" => figures::of_rules()?,
            "figures-abstained" => figures::abstained()?,

            "snippet" => {
                let (library, blurb) = (&self.context.served.library, self.examples().blurb?);
                embed::snippet(library, blurb.id.as_str(), TextLength::Line, today, self.origin)?
            }
            "element-path" => embed::element_path(),
            "example-blurb" => self.examples().blurb?.id.to_string(),
            "example-title" => self.examples().blurb?.title.clone(),
            "example-short" => beginning(self.examples().blurb?.texts.of(TextLength::Short)),
            "example-line" => beginning(self.examples().blurb?.texts.of(TextLength::Line)),
            "example-source" => self.examples().source.map_or("no-source", |source| source.id.as_str()).to_owned(),
            "example-valid-until" => self.examples().blurb?.life.valid_until.to_string(),
            "example-topic" => self.examples().condition.map_or("", |topic| topic.id.as_str()).to_owned(),
            "example-question" => self
                .examples()
                .condition
                .map(|topic| url::form_urlencoded::byte_serialize(topic.label.to_lowercase().as_bytes()).collect())
                .unwrap_or_default(),

            "limit-default" => self.dictionary()?.parameter("/v1/search", "limit")?.get("default")?.to_string(),
            "limit-max" => self.dictionary()?.parameter("/v1/search", "limit")?.get("maximum")?.to_string(),
            "suggest-max" => self.dictionary()?.parameter("/v1/suggest", "limit")?.get("maximum")?.to_string(),
            "identifiers-max" => self.dictionary()?.parameter("/v1/sources", "id")?.get("maxItems")?.to_string(),
            "export-max" => self.dictionary()?.parameter("/v1/export", "ids")?.get("maxItems")?.to_string(),
            "references-max" => MAX_REFERENCES.to_string(),
            "citations-max" => MAX_CITATIONS.to_string(),
            "address-max" => kibibytes(limits::MAX_ADDRESS_BYTES),
            "unread-max" => kibibytes(limits::MAX_UNREAD_BYTES),
            "posted-max" => kibibytes(limits::MAX_POSTED_BYTES),
            "form-max" => kibibytes(limits::MAX_FORM_BYTES),
            "body-patience" => body::PATIENCE.as_secs().to_string(),
            "request-timeout" => limits::REQUEST_TIMEOUT.as_secs().to_string(),
            "keep-alive" => limits::KEEP_ALIVE.as_secs().to_string(),
            "shutdown-seconds" => limits::SHUTDOWN_SECONDS.to_string(),
            "line-max" => size(TextLength::Line),
            "short-max" => size(TextLength::Short),
            "full-max" => size(TextLength::Full),
            "cache-control" => headers::DATASET_CACHING.to_owned(),
            _ => self.dictionary()?.record(name.strip_prefix("fields-of-")?)?,
        })
    }
}

/// What a collection says of itself, as a table.
fn about(collection: &Collection) -> String {
    let Collection { format: _, title, subject, publisher, contact, licence, responsible } = collection;
    let rows: String = [
        ("Collection", title),
        ("Subject", subject),
        ("Publisher", publisher),
        ("Who answers for it", responsible),
        ("Contact", contact),
        ("Licence of the records", licence),
    ]
    .into_iter()
    .map(|(name, value)| format!("| {name} | {value} |\n"))
    .collect();
    format!("| what | stated |\n| --- | --- |\n{}", rows.trim_end())
}

/// The first words of a text, as far as nothing in them is written another way in HTML or JSON.
fn beginning(text: &str) -> String {
    let is_plain = |word: &&str| !word.contains(['<', '>', '&', '"', '\'', '’', '\\']);
    text.split_whitespace().take(8).take_while(is_plain).collect::<Vec<_>>().join(" ")
}

fn size(length: TextLength) -> String {
    match length.limit() {
        Limit::Characters(most) => format!("{most} characters"),
        Limit::Words(most) => format!("{most} words"),
    }
}

fn kibibytes(bytes: usize) -> String {
    let kibibytes = bytes / 1024;
    if kibibytes.is_multiple_of(1024) { format!("{} MiB", kibibytes / 1024) } else { format!("{kibibytes} KiB") }
}

/// How many records have each value, as a table, the most frequent first.
fn counted<T: Vocabulary>(heading: &str, of: impl Fn(T) -> usize) -> String {
    let mut counts: Vec<(T, usize)> = T::ALL.iter().map(|&value| (value, of(value))).filter(|(_, n)| *n > 0).collect();
    counts.sort_by_key(|(_, n)| Reverse(*n));
    let rows: String = counts.iter().map(|(value, n)| format!("| {} | {n} |\n", value.label())).collect();
    format!("| {heading} | Records |\n| --- | --- |\n{}", rows.trim_end())
}

fn designs(corpus: &Corpus) -> String {
    counted("Design", |design: StudyDesign| corpus.sources().iter().filter(|source| source.design == design).count())
}

fn verdicts(corpus: &Corpus) -> String {
    counted("Verdict", |verdict: Verdict| corpus.claims().iter().filter(|claim| claim.verdict == verdict).count())
}

/// Where each number of the findings comes from: values and the ends of intervals.
fn numbers(corpus: &Corpus) -> impl Iterator<Item = &Provenance> {
    corpus
        .findings()
        .iter()
        .filter_map(|finding| finding.result.measurement())
        .flat_map(|measured| measured.estimates.iter().flat_map(Estimate::provenances))
}

fn unverified_numbers(corpus: &Corpus) -> usize {
    numbers(corpus).filter(|provenance| !provenance.is_publishable()).count()
}

/// The sites on which more than one source was read.
fn pages_read(corpus: &Corpus) -> String {
    let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
    for source in corpus.sources() {
        let read: BTreeSet<&str> = match &source.provenance.default {
            Provenance::Sourced { pages, .. } => pages.iter().map(|page| site(page)).collect(),
            Provenance::Inferred { .. } | Provenance::Unverified { .. } => continue,
        };
        for site in read {
            *sites.entry(site).or_default() += 1;
        }
    }
    let mut often: Vec<(&str, usize)> = sites.into_iter().filter(|(site, n)| site.contains('.') && *n > 1).collect();
    often.sort_by_key(|(_, n)| Reverse(*n));
    let rows: String = often.iter().map(|(site, n)| format!("| {site} | {n} |\n")).collect();
    format!("| Site | Sources read there |\n| --- | --- |\n{}", rows.trim_end())
}

/// The host of an address as curators write it, with or without its scheme.
fn site(page: &str) -> &str {
    let page = page.split_once("://").map_or(page, |(_, rest)| rest);
    let host = page.split(['/', ' ']).next().unwrap_or(page);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Every page but those of the three paths, as lists.
fn more() -> String {
    let lists = GROUPS.iter().skip(1).map(|group| {
        let items =
            group.entries.iter().map(|entry| format!("- [{}]({}): {}\n", entry.label, entry.address, entry.about));
        format!("### {}\n\n{}", group.label, items.collect::<String>())
    });
    lists.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Every page for programs: the Markdown where there is one.
fn everything(origin: &Origin) -> String {
    let lists = GROUPS.iter().map(|group| {
        let items = group.entries.iter().flat_map(|entry| std::iter::once(entry).chain(entry.parts)).map(|entry| {
            // The reference has a twin as well, made where it is made.
            let is_markdown = entry.text.is_some() || entry.address == "/docs/api";
            let address = origin.address(entry.address);
            let twin = if is_markdown { ".md" } else { "" };
            format!("- [{}]({address}{twin}): {}\n", entry.label, entry.about)
        });
        format!("## {}\n\n{}", group.label, items.collect::<String>())
    });
    lists.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The rules of the draft check.
fn rules() -> String {
    let rows: String = CHECK_RULES
        .iter()
        .map(|rule| {
            format!(
                "| [`{id}` {name}](/docs/checks/{id}) | {severity} | {asks} |\n",
                id = rule.id,
                name = rule.name,
                severity = rule.severity.label(),
                asks = rule.asks
            )
        })
        .collect();
    format!("| Rule | Severity | What it asks |\n| --- | --- | --- |\n{}", rows.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_nothing_fills_is_named() {
        let value = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(filled("x {{a}} y {{a}}", value).as_deref(), Ok("x 1 y 1"));
        assert_eq!(filled("x {{b}}", value), Err("b".to_owned()));
        assert_eq!(filled("x {{a", value), Err("a".to_owned()));
    }

    #[test]
    fn a_part_stands_where_there_is_what_it_speaks_of() {
        let text = "a\n{{with x}}\nb\n{{end}}\n{{without x}}\nc\n{{end}}\nd\n";
        assert_eq!(chosen(text, |name| name == "x").as_deref(), Ok("a\nb\nd\n"));
        assert_eq!(chosen(text, |_| false).as_deref(), Ok("a\nc\nd\n"));
        assert_eq!(chosen("{{with x}}\nb", |_| true), Err("with x".to_owned()));
        assert_eq!(chosen("{{with x}}\n{{with y}}\n{{end}}\n", |_| true), Err("with y".to_owned()));
    }

    #[test]
    fn sites_are_told_from_what_curators_write() {
        for (page, expected) in [
            ("https://www.example.org/a", "example.org"),
            ("example.org/a/b", "example.org"),
            ("PMC1", "PMC1"),
            ("cochranelibrary.com full text", "cochranelibrary.com"),
        ] {
            assert_eq!(site(page), expected);
        }
    }
}
