//! The references of a draft: entries of its list, and identifiers and links in its text. Whoever has records of publications
//! looks them up; what is wrong with one becomes a hit of the sentence it stands in.

use std::{collections::HashSet, ops::Range};

use super::{
    CheckRequest,
    cited::has_mark,
    read::{DraftFormat, Passage, PassageKind, passages},
    report::{Hit, Places, Report},
    rule::{self, CheckRule},
};
use crate::{
    domain::{Identifier, SourceId},
    text::Citing,
};

/// Most references of a draft that are looked up.
pub const MAX_REFERRED: usize = 500;

/// Longest entry of a list, in bytes: what is longer is a paragraph.
const LONGEST: usize = 1_500;

/// A reference in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftReference {
    /// Where it stands, in bytes of the draft.
    pub range: Range<usize>,
    /// What is to be looked up: the entry, the identifier, or where the link leads.
    pub text: String,
    /// The words as a reader sees them.
    pub found: String,
    /// Whether the text says itself that the publication was taken back.
    pub is_told: bool,
}

/// What can be wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceFault {
    /// The publication was retracted, withdrawn or doubted.
    TakenBack,
    /// A part is another on record.
    Misquoted,
    /// The identifier belongs to another publication than the words.
    OtherIdentifier,
    /// The publication was corrected or replaced, or is a notice.
    ChangedSince,
}

impl ReferenceFault {
    /// The rule it breaks.
    pub fn rule(self) -> &'static CheckRule {
        match self {
            Self::TakenBack => rule::REFERENCE_TAKEN_BACK,
            Self::Misquoted => rule::REFERENCE_MISQUOTED,
            Self::OtherIdentifier => rule::REFERENCE_MISMATCH,
            Self::ChangedSince => rule::REFERENCE_CHANGED_SINCE,
        }
    }
}

/// What is wrong with a reference of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceBreach {
    /// The reference.
    pub reference: DraftReference,
    /// What is wrong.
    pub fault: ReferenceFault,
    /// In a sentence.
    pub message: String,
    /// What the record has instead, when one part alone is another.
    pub expected: Option<String>,
    /// The appraised source that it means, if it means one.
    pub source: Option<SourceId>,
    /// A hash of what it was compared with, for acknowledging.
    pub record: String,
}

/// The references of a draft in their order, at most [`MAX_REFERRED`].
pub fn draft_references(text: &str, format: DraftFormat) -> Vec<DraftReference> {
    let mut all = Vec::new();
    let mut is_in_list = false;
    for passage in passages(text, format) {
        if all.len() >= MAX_REFERRED {
            break;
        }
        if passage.kind == PassageKind::Heading {
            is_in_list = is_heading_of_list(&passage.text);
            continue;
        }
        if is_entry(&passage, is_in_list) {
            let shown = passage.text.trim();
            let is_told = is_told(shown);
            let start = passage.text.len() - passage.text.trim_start().len();
            let mut entry = shown.to_owned();
            // A link of the entry that leads to an identifier is a part of it, though no reader sees it.
            for (_, target) in passage.links.iter().take(4).filter(|(_, target)| identifier(target).is_some()) {
                if !entry.contains(target.as_str()) {
                    entry.push(' ');
                    entry.push_str(target);
                }
            }
            all.push(DraftReference {
                range: passage.original(start, start + shown.len()),
                text: entry,
                found: shown.to_owned(),
                is_told,
            });
        } else {
            in_text(&passage, &mut all);
        }
    }
    all.truncate(MAX_REFERRED);
    all
}

fn is_heading_of_list(heading: &str) -> bool {
    let words = heading.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let words = words.trim_end_matches([':', '.']).trim().to_lowercase();
    Citing::Headings.has(&words)
}

fn is_told(text: &str) -> bool {
    let text = text.to_lowercase();
    Citing::TakenBack.words().iter().any(|word| text.contains(word.as_str()))
}

/// Whether a passage is an entry of a list of references: it stands under such a heading, or has a number or a bullet, and it
/// says where something was printed, or has an identifier beside words.
fn is_entry(passage: &Passage, is_in_list: bool) -> bool {
    let text = passage.text.trim();
    if text.is_empty() || text.len() > LONGEST || passage.row.is_some() {
        return false;
    }
    let bare = text.trim_start_matches(['[', '(', '^']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = (1..4).contains(&digits)
        && bare.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')', ']']) && rest.len() > 2);
    let is_footnote = text.starts_with("[^");
    let may_be = is_in_list || is_numbered || is_footnote || passage.kind == PassageKind::Item;
    let words = text.split_whitespace().filter(|word| word.len() > 2).count();
    may_be
        && words >= 5
        && (has_place(text) || has_year(text) && tokens(text).any(|(_, token)| identifier(token).is_some()))
}

/// `2007;167(17)`: a year with the volume behind it.
fn has_place(text: &str) -> bool {
    text.match_indices(';').any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + 1..).unwrap_or_default().trim_start();
        let tail: String = before.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
        has_year(&tail) && after.starts_with(|c: char| c.is_ascii_digit() || c == '(')
    })
}

fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).any(|at| {
        let year = &bytes[at..at + 4];
        let is_alone = at.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_digit())
            && bytes.get(at + 4).is_none_or(|after| !after.is_ascii_digit());
        is_alone && year.iter().all(u8::is_ascii_digit) && (year.starts_with(b"19") || year.starts_with(b"20"))
    })
}

/// The words between blanks with their places, without the marks around them.
fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    const AROUND: [char; 11] = ['(', ')', '[', ']', ',', ';', '.', '"', '”', '“', '@'];
    text.split_whitespace().filter_map(move |word| {
        let from = word.as_ptr() as usize - text.as_ptr() as usize;
        let inner = word.trim_start_matches(AROUND);
        let start = from + word.len() - inner.len();
        // A closing bracket may belong to a DOI.
        let inner = inner.trim_end_matches([',', ';', '.', '"', '”', '“', ']']);
        let is_open = inner.matches('(').count() < inner.matches(')').count();
        let inner = if is_open { inner.trim_end_matches([')', '.', ',']) } else { inner };
        (!inner.is_empty()).then_some((start..start + inner.len(), inner))
    })
}

/// The identifier of a publication that a word or an address is; none for our own ids and for numbers alone.
fn identifier(text: &str) -> Option<Identifier> {
    if !may_identify(text) {
        return None;
    }
    match Identifier::recognise(text) {
        Ok(found @ (Identifier::Doi(_) | Identifier::Pmid(_) | Identifier::Pmcid(_))) => Some(found),
        _ => None,
    }
}

/// Whether there is in a text what an identifier has, or the word before one.
fn may_identify(text: &str) -> bool {
    has_mark(text, &["10.", "PMID", "PMC", "PUBMED"])
}

/// Identifiers and links in running text.
fn in_text(passage: &Passage, all: &mut Vec<DraftReference>) {
    let text = &passage.text;
    let mut seen: HashSet<Identifier> = HashSet::new();
    let mut push = |range: Range<usize>, found: Identifier| {
        if seen.insert(found.clone()) {
            all.push(DraftReference {
                range: passage.original(range.start, range.end),
                text: found.to_string(),
                found: text.get(range).unwrap_or_default().to_owned(),
                is_told: is_told(text),
            });
        }
    };
    for (range, target) in &passage.links {
        if let Some(found) = identifier(target) {
            push(range.clone(), found);
        }
    }
    if !may_identify(text) {
        return;
    }
    let mut label: Option<usize> = None;
    for (range, token) in tokens(text) {
        // `PMID: 12345678`, in two words.
        let spelt = label.take().map(|start| (start..range.end, format!("PMID {token}")));
        let is_label = token.trim_end_matches(':').eq_ignore_ascii_case("pmid");
        match (spelt, is_label) {
            (_, true) => label = Some(range.start),
            (Some((whole, spelt)), false) => {
                if let Some(found) = identifier(&spelt) {
                    push(whole, found);
                }
            }
            (None, false) => {
                if let Some(found) = identifier(token) {
                    push(range, found);
                }
            }
        }
    }
}

impl Report {
    /// Tells what is wrong with references of the draft, each with the sentence in which it begins.
    pub fn tell(&mut self, request: &CheckRequest<'_>, breaches: Vec<ReferenceBreach>) {
        let places = Places::new(request.text);
        for ReferenceBreach { reference, fault, message, expected, source, record } in breaches {
            let rule = fault.rule();
            let applies = request.only.is_empty() || request.only.iter().any(|only| only.id == rule.id);
            if !applies || request.without.iter().any(|without| without.id == rule.id) {
                continue;
            }
            let begin = reference.range.start;
            let after = self.sentences.partition_point(|sentence| sentence.span.start.bytes <= begin);
            let at = after.saturating_sub(1);
            let Some(sentence) = self.sentences.get_mut(at).filter(|sentence| sentence.span.end.bytes > begin) else {
                continue;
            };
            // The sentence is told already that its source was taken back.
            if fault == ReferenceFault::TakenBack && sentence.hits.iter().any(|hit| hit.rule.id == rule::RETRACTED.id) {
                continue;
            }
            let seen = request.acknowledged.iter().find(|seen| {
                seen.rule.eq_ignore_ascii_case(rule.id) && seen.sentence == sentence.hash && seen.record == record
            });
            sentence.hits.push(Hit {
                rule,
                severity: rule.severity,
                span: places.span(reference.range),
                found: reference.found,
                message,
                expected,
                finding: None,
                source,
                suggestion: None,
                record,
                acknowledged: seen.map(|seen| format!("{} ({})", seen.reason, seen.date)),
            });
            sentence.hits.sort_by_key(|hit| hit.severity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        draft_references(text, DraftFormat::Markdown).into_iter().map(|reference| reference.text).collect()
    }

    #[test]
    fn entries_identifiers_and_links_are_references() {
        let entry = "Nobody A. Needles for nothing in an invented ward. J Nowhere. 2020;1(2):3-9.";
        for text in [
            format!("1. {entry}\n"),
            format!("# References\n\n{entry}\n"),
            format!("- {entry}\n"),
            format!("Said.[^1]\n\n[^1]: {entry}\n"),
        ] {
            let all = found(&text);
            assert!(all.len() == 1 && all[0].contains("Needles for nothing"), "{text}: {all:?}");
        }
        let linked = found("See [the trial](https://doi.org/10.5555/x.1) (PMID: 99990001), or 10.5555/y(2).");
        assert_eq!(
            linked,
            ["10.5555/x.1", "pmid:99990001", "10.5555/y(2)"]
                .map(str::to_owned)
                .map(|id| { if id.starts_with("10.") { format!("doi:{id}") } else { id } })
        );
        for none in [
            "In 2020; 12 people came to a ward and left again.",
            "A trial of 2019 found nothing.",
            "# References\n\nNobody knows.",
        ] {
            assert_eq!(found(none), Vec::<String>::new(), "{none}");
        }
    }

    #[test]
    fn places_are_those_of_the_draft() {
        let text = "Said here.\n\n1. Nobody A. Needles for *nothing* in a ward. J Nowhere. 2020;1(2):3-9.\n";
        let all = draft_references(text, DraftFormat::Markdown);
        let place = all.first().map(|reference| &text[reference.range.clone()]);
        assert!(place.is_some_and(|place| place.starts_with("Nobody A") && place.ends_with("3-9.")), "{place:?}");
    }
}
