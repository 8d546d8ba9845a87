//! A report as the page shows it: the text in rows, each with its marks, and beside it a card for each sentence that there
//! is something to say of.

use super::{
    form::{self, Form},
    replace::{replacement, suggestions, worst},
};
use crate::{
    app::Library,
    check::{
        CheckVerdict, DraftFormat, Hit, HitSeverity, NamedSource, RecordedValue, Report, ReportedAttribute,
        SentenceClass, SentenceReport, Standing,
    },
    domain::{Date, SourceId, Vocabulary},
    web::parts::{Linked, Mark, Tone, address},
};

/// Most cards of a page: a browser that shows more of them is no joy to use.
const MAX_CARDS: usize = 1_500;

/// A report with the text it is about.
pub(super) struct Marked {
    /// What was found, in a sentence.
    pub(super) headline: String,
    /// What was not compared, in a sentence.
    pub(super) skipped: String,
    /// What the check could not do.
    pub(super) limits: Vec<String>,
    pub(super) filters: Vec<Filter>,
    pub(super) rows: Vec<Row>,
    /// What is not shown any more, in a sentence.
    pub(super) rest: Option<String>,
    pub(super) as_of: Date,
    pub(super) dataset: String,
}

/// A choice of sentences.
pub(super) struct Filter {
    /// Its class in the stylesheet.
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) count: usize,
}

/// A line or a paragraph, and what there is to say of it.
#[derive(Default)]
pub(super) struct Row {
    pub(super) is_heading: bool,
    pub(super) parts: Vec<Part>,
    pub(super) cards: Vec<Card>,
}

/// A part of a row.
pub(super) enum Part {
    /// Nothing to say of it.
    Text(String),
    /// A sentence with a card.
    Sentence {
        /// Number of its card.
        number: usize,
        classes: String,
        pieces: Vec<Piece>,
    },
}

/// A piece of a sentence; the pieces put together are the sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The worst severity on it; none outside of hits.
    pub(super) severity: Option<&'static str>,
}

/// What there is to say of a sentence.
pub(super) struct Card {
    pub(super) number: usize,
    pub(super) classes: String,
    /// Where the sentence stands, in the units of the browser.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) verdict: &'static str,
    pub(super) mark: Mark,
    /// Whether its reasons are open at first: those of errors are.
    pub(super) is_open: bool,
    /// What is said of it, in a few words, while it is folded.
    pub(super) line: String,
    pub(super) source: Option<Linked>,
    /// By what the source was recognised.
    pub(super) recognised_by: String,
    pub(super) hits: Vec<ShownHit>,
    pub(super) choices: Vec<Choice>,
    /// Whether the sentence has markup that a suggestion has not.
    pub(super) has_markup: bool,
    pub(super) caveats: Vec<String>,
    /// Whether a source is known: findings shown without one are related at most.
    pub(super) is_compared: bool,
    pub(super) attributes: Vec<ShownAttribute>,
    pub(super) findings: Vec<(Linked, String)>,
}

/// A part of a sentence, and how it stands.
pub(super) struct ShownAttribute {
    pub(super) mark: Mark,
    pub(super) kind: &'static str,
    pub(super) said: String,
    pub(super) record: Option<ShownValue>,
}

/// What the record has.
pub(super) struct ShownValue {
    pub(super) value: String,
    /// Address of the record.
    pub(super) href: String,
    pub(super) field: &'static str,
    pub(super) locator: Option<String>,
    pub(super) is_verified: bool,
}

/// A hit of a rule.
pub(super) struct ShownHit {
    /// Whether it is one line at first, because a worse one stands beside it.
    pub(super) is_folded: bool,
    pub(super) mark: Mark,
    pub(super) rule: &'static str,
    pub(super) title: &'static str,
    pub(super) found: String,
    /// What is wrong, cut where words are named: every other piece is such words.
    pub(super) message: Vec<String>,
    pub(super) expected: Option<String>,
    pub(super) finding: Option<String>,
    /// The field for the reason why it may stand.
    pub(super) field: String,
    pub(super) reason: String,
    pub(super) acknowledged: Option<String>,
}

/// A sentence that would be right.
pub(super) struct Choice {
    pub(super) text: String,
    /// The same as it is written into the draft.
    pub(super) with: String,
    /// Which sentence it replaces, for a form.
    pub(super) accept: String,
}

impl Marked {
    pub(super) fn of(library: &Library, form: &Form, report: &Report) -> Self {
        let Report { as_of, sentences, coverage, left, limits } = report;
        let mut marking = Marking { library, form, rows: Vec::new(), row: Row::default(), cards: 0, at: 0 };
        let mut rest = None;
        for (i, sentence) in sentences.iter().enumerate() {
            if marking.cards == MAX_CARDS {
                let left = sentences.get(i..).unwrap_or_default();
                let with_hits = left.iter().filter(|sentence| worst(sentence).is_some()).count();
                rest = Some(format!(
                    "The text goes on with {} more sentences, {with_hits} of them with hits, which are too many to show at a \
                     time: check the text in parts, or take the substantiation file, which has all of them.",
                    left.len()
                ));
                break;
            }
            marking.sentence(sentence);
        }
        if rest.is_none() && left.is_some() {
            rest = Some(
                "The text goes on, with more to say of it than one report holds: check the rest as a text of its own."
                    .to_owned(),
            );
        } else if rest.is_none() {
            marking.gap(form.text.len(), false);
        }
        marking.begin();
        let headline = format!(
            "{}, {}, {}. {} of {} {} an evidence claim; {} of {} anchored in a source, {} compared with it.",
            counted(report.count(HitSeverity::Error), "error"),
            counted(report.count(HitSeverity::Warning), "warning"),
            counted(report.count(HitSeverity::Info), "note"),
            coverage.evidence_claims,
            counted(coverage.sentences, "sentence"),
            if coverage.evidence_claims == 1 { "makes" } else { "make" },
            coverage.anchored,
            counted(coverage.evidence_claims, "claim"),
            coverage.found,
        );
        let skipped = format!(
            "Not compared: {} on practice, {} on prices and places, {} that claim nothing.",
            coverage.practice_experience, coverage.logistics, coverage.other
        );
        let all: Vec<&str> =
            sentences.iter().filter(|sentence| has_card(sentence)).map(|sentence| worst_of(sentence)).collect();
        let filters = FILTERS.iter().map(|(id, label)| {
            let count = all.iter().filter(|worst| *id == ALL || *worst == id).count();
            Filter { id, label, count }
        });
        Self {
            headline,
            skipped,
            filters: filters.filter(|filter| filter.id == ALL || filter.count > 0).collect(),
            rows: marking.rows,
            rest,
            limits: limits.clone(),
            as_of: *as_of,
            dataset: library.corpus().fingerprint().to_string(),
        }
    }
}

const ALL: &str = "all";

/// Which sentences can be chosen, by the class of their cards. Each sentence belongs to one of them beside all, so that the
/// counts add up.
const FILTERS: &[(&str, &str)] = &[
    (ALL, "All marked"),
    ("error", "With errors"),
    ("warning", "Warnings only"),
    ("info", "Notes only"),
    ("stood", "Let stand"),
    ("conflicts", "Conflicts"),
    ("partly-matched", "Partly matched"),
    ("not-compared", "Not compared"),
    ("not-checkable", "Not checkable"),
    ("not-found", "Not found"),
    ("matched", "Matched"),
];

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Whether there is something to say of a sentence.
fn has_card(sentence: &SentenceReport) -> bool {
    sentence.class == SentenceClass::EvidenceClaim || !sentence.hits.is_empty()
}

/// The choice a sentence belongs to: its worst open hit, else that its hits may stand, else its verdict.
fn worst_of(sentence: &SentenceReport) -> &'static str {
    match worst(sentence) {
        Some(severity) => severity.slug(),
        None if !sentence.hits.is_empty() => "stood",
        None => sentence.verdict.slug(),
    }
}

/// What a folded card says: the rules that were hit, or what was compared and how it stands.
fn line_of(sentence: &SentenceReport) -> String {
    let rules: Vec<&str> = sentence.hits.iter().map(|hit| hit.rule.title).collect();
    if !rules.is_empty() {
        return rules.join("; ");
    }
    let confirmed = sentence.attributes.iter().filter(|attribute| attribute.standing == Standing::Confirmed);
    let confirmed: Vec<String> = confirmed.map(|attribute| attribute.kind.label().to_lowercase()).collect();
    if confirmed.is_empty() { String::new() } else { format!("{} agrees", confirmed.join(", ")) }
}

/// The page on its way.
struct Marking<'a> {
    library: &'a Library,
    form: &'a Form,
    rows: Vec<Row>,
    /// The last row, which may still grow.
    row: Row,
    cards: usize,
    /// The first byte of the draft that was not looked at yet.
    at: usize,
}

impl Marking<'_> {
    fn sentence(&mut self, sentence: &SentenceReport) {
        let (start, end) = (sentence.span.start.bytes, sentence.span.end.bytes);
        self.gap(start, sentence.is_heading);
        let original = self.form.text.get(start..end).unwrap_or_default();
        let shown = if self.form.format == DraftFormat::Plain { original } else { &sentence.text };
        if has_card(sentence) {
            self.cards += 1;
            let card = self.card(self.cards, sentence, original);
            let part = Part::Sentence {
                number: card.number,
                classes: card.classes.clone(),
                pieces: pieces(shown, original, sentence),
            };
            self.row.parts.push(part);
            self.row.cards.push(card);
        } else {
            let text = visible(shown);
            self.row.parts.push(Part::Text(text));
        }
        self.row.is_heading |= sentence.is_heading;
        self.at = self.at.max(end);
    }

    /// What stands before the sentence that begins at a byte. A plain text is there whole; of a text with markup what a
    /// reader sees.
    fn gap(&mut self, to: usize, is_heading: bool) {
        let gap = self.form.text.get(self.at..to).unwrap_or_default();
        self.at = self.at.max(to);
        let after_heading = self.rows.last().is_some_and(|row| row.is_heading);
        if self.form.format != DraftFormat::Plain {
            if is_heading || after_heading || begins_anew(gap, self.form.format) {
                self.begin();
            } else if !self.row.parts.is_empty() {
                self.row.parts.push(Part::Text(" ".to_owned()));
            }
            return;
        }
        for (i, line) in gap.split('\n').enumerate() {
            if i > 0 {
                self.begin();
            }
            if !line.trim().is_empty() || !self.row.parts.is_empty() {
                let text = visible(line);
                self.row.parts.push(Part::Text(text));
            }
        }
    }

    /// Begins a row, unless the last one has nothing yet.
    fn begin(&mut self) {
        if !self.row.parts.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    fn card(&self, number: usize, sentence: &SentenceReport, original: &str) -> Card {
        let SentenceReport {
            span,
            text,
            class: _,
            is_heading: _,
            verdict,
            source,
            attributes,
            findings,
            caveats,
            hits,
            hash,
        } = sentence;
        let choices = suggestions(sentence).into_iter().enumerate().map(|(i, right)| Choice {
            text: right.to_owned(),
            with: replacement(self.form.format, original, right),
            accept: format!("{}-{}-{hash}-{i}", span.start.bytes, span.end.bytes),
        });
        let choices: Vec<Choice> = choices.collect();
        let mut classes = vec![worst_of(sentence)];
        classes.push(match worst(sentence) {
            Some(HitSeverity::Error) => "bad",
            Some(HitSeverity::Warning) => "warn",
            Some(HitSeverity::Info) => "plain",
            None => tone(*verdict).class(),
        });
        let linked = |id: &SourceId| {
            let label = self.library.corpus().source(id.as_str()).map(|source| source.short_title.clone());
            Linked { href: address("sources", id.as_str()), label: label.unwrap_or_else(|| id.to_string()) }
        };
        let recognised_by = source.as_ref().map(|NamedSource { id: _, recognised_by }| recognised_by.join(", "));
        Card {
            number,
            classes: classes.join(" "),
            start: span.start.utf16,
            end: span.end.utf16,
            verdict: verdict.slug(),
            mark: Mark::new(tone(*verdict), verdict.label()),
            is_open: worst(sentence) == Some(HitSeverity::Error),
            line: line_of(sentence),
            source: source.as_ref().map(|source| linked(&source.id)),
            recognised_by: recognised_by.unwrap_or_default(),
            hits: hits.iter().map(|hit| self.hit(hit, hash, &choices, worst(sentence))).collect(),
            has_markup: self.form.format != DraftFormat::Plain && text != original,
            choices,
            caveats: caveats.clone(),
            is_compared: source.is_some(),
            attributes: attributes.iter().map(shown_attribute).collect(),
            findings: findings
                .iter()
                .map(|finding| {
                    let label = finding.statement.clone();
                    (Linked { href: address("findings", finding.id.as_str()), label }, linked(&finding.source).label)
                })
                .collect(),
        }
    }

    fn hit(&self, hit: &Hit, sentence: &str, choices: &[Choice], worst: Option<HitSeverity>) -> ShownHit {
        let Hit {
            rule,
            severity,
            span: _,
            found,
            message,
            expected,
            finding,
            source: _,
            suggestion: _,
            record,
            acknowledged,
        } = hit;
        // What is offered as a whole sentence below need not be said twice.
        let expected =
            expected.clone().filter(|text| !choices.iter().any(|choice| choice.text.starts_with(text.as_str())));
        ShownHit {
            is_folded: acknowledged.is_none() && worst.is_some_and(|worst| worst != *severity),
            mark: Mark::new(
                match severity {
                    HitSeverity::Error => Tone::Bad,
                    HitSeverity::Warning => Tone::Warn,
                    HitSeverity::Info => Tone::Plain,
                },
                severity.label(),
            ),
            rule: rule.id,
            title: rule.title,
            found: visible(found),
            message: message.split('`').map(visible).collect(),
            expected,
            finding: finding.as_ref().map(|id| address("findings", id.as_str())),
            field: form::stand_name(rule.id, sentence, record),
            reason: self.form.reason(rule.id, sentence, record).to_owned(),
            acknowledged: acknowledged.clone(),
        }
    }
}

fn shown_attribute(attribute: &ReportedAttribute) -> ShownAttribute {
    let ReportedAttribute { kind, standing, span: _, said, record } = attribute;
    let tone = match standing {
        Standing::Confirmed => Tone::Good,
        Standing::Contradicted => Tone::Bad,
        Standing::Uncompared => Tone::Plain,
    };
    ShownAttribute {
        mark: Mark::new(tone, standing.label()),
        kind: kind.label(),
        said: visible(said),
        record: record.as_ref().map(|RecordedValue { value, field, locator, is_verified, finding, source }| {
            ShownValue {
                value: visible(value),
                href: match finding {
                    Some(finding) => address("findings", finding.as_str()),
                    None => address("sources", source.as_str()),
                },
                field,
                locator: locator.clone(),
                is_verified: *is_verified,
            }
        }),
    }
}

fn tone(verdict: CheckVerdict) -> Tone {
    match verdict {
        CheckVerdict::Matched => Tone::Good,
        CheckVerdict::PartlyMatched => Tone::Caution,
        CheckVerdict::Conflicts => Tone::Bad,
        CheckVerdict::NotCompared | CheckVerdict::NotFound | CheckVerdict::NotCheckable => Tone::Plain,
    }
}

/// Text that a browser takes as it is: control characters would not be shown, or be an error of the page.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}') { '\u{fffd}' } else { c }).collect()
}

/// Whether a new paragraph begins in what stands between two sentences of a text with markup.
fn begins_anew(gap: &str, format: DraftFormat) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ];
    match format {
        DraftFormat::Plain => gap.contains('\n'),
        DraftFormat::Markdown => {
            let breaks = gap.matches('\n').count();
            gap.contains('|') || breaks > 1 || (breaks == 1 && !gap.trim().is_empty())
        }
        DraftFormat::Html => gap.split('<').skip(1).any(|tag| {
            let name: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_lowercase();
            BLOCKS.contains(&name.as_str())
        }),
    }
}

/// Where the words of a hit stand in the sentence as it is shown, in bytes.
fn place(shown: &str, original: &str, sentence: &SentenceReport, hit: &Hit) -> Option<(usize, usize)> {
    let before = hit.span.start.bytes.checked_sub(sentence.span.start.bytes)?;
    if shown == original {
        let end = hit.span.end.bytes.checked_sub(sentence.span.start.bytes)?;
        return Some((before, end.min(shown.len())));
    }
    // Markup lies between: of the places that have these words the one that is as far along.
    let expected = before * shown.len() / original.len().max(1);
    let start = shown.match_indices(hit.found.as_str()).map(|(at, _)| at).min_by_key(|at| at.abs_diff(expected))?;
    Some((start, start + hit.found.len()))
}

/// Cuts a sentence where hits begin and end. Where hits overlap, the worst one colours what they share.
fn pieces(shown: &str, original: &str, sentence: &SentenceReport) -> Vec<Piece> {
    let open = sentence.hits.iter().filter(|hit| hit.acknowledged.is_none());
    let places: Vec<((usize, usize), HitSeverity)> =
        open.filter_map(|hit| Some((place(shown, original, sentence, hit)?, hit.severity))).collect();
    let mut cuts: Vec<usize> = places.iter().flat_map(|((start, end), _)| [*start, *end]).collect();
    cuts.extend([0, shown.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let rank = |severity: &HitSeverity| HitSeverity::ALL.iter().position(|known| known == severity);
    cuts.windows(2)
        .filter_map(|pair| {
            let &[start, end] = pair else { return None };
            let over = places.iter().filter(|((from, to), _)| *from <= start && end <= *to);
            let severity = over.map(|(_, severity)| *severity).min_by_key(rank);
            Some(Piece { text: visible(shown.get(start..end)?), severity: severity.map(Vocabulary::slug) })
        })
        .collect()
}
