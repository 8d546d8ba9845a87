//! Labelled values in notes: ours, which stand for fields a format has no tag for, and those that reference managers and
//! databases put there.

use super::{name, raw::RawEntry, status};
use crate::domain::Identifier;

/// The labels of notes that we write and read alike.
pub(super) mod note {
    pub(in crate::citation::exchange) const REGISTRATION: &str = "Registration";
    pub(in crate::citation::exchange) const FIRST_ONLINE: &str = "First online";
    pub(in crate::citation::exchange) const STANDING: &str = "Editorial status";
    pub(in crate::citation::exchange) const CURRENCY: &str = "Currency";
    pub(in crate::citation::exchange) const UNVERIFIED: &str = "Not verified";
    pub(in crate::citation::exchange) const VERSION: &str = "Version";
    pub(in crate::citation::exchange) const ADDRESS: &str = "URL";
    pub(in crate::citation::exchange) const EDITOR: &str = "Editor";
    pub(in crate::citation::exchange) const TRANSLATOR: &str = "Translator";
    pub(in crate::citation::exchange) const EVENT: &str = "Event";
    pub(in crate::citation::exchange) const EDITION: &str = "Edition";
    pub(in crate::citation::exchange) const GENRE: &str = "Kind";
    pub(in crate::citation::exchange) const ACCESSED: &str = "Accessed";
    pub(in crate::citation::exchange) const NUMBER: &str = "Number";
}

/// Longest value behind a label; a sentence with a colon in it is no labelled value.
const MAX_LABELLED: usize = 400;

/// Takes what a note says by its labels, a line each, and the identifiers that stand in it anywhere. Whether anything was
/// taken.
pub(super) fn take_note(raw: &mut RawEntry, text: &str) -> bool {
    let mut took = false;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        took |= take_line(raw, line.trim());
    }
    took
}

fn take_line(raw: &mut RawEntry, line: &str) -> bool {
    // Before identifiers are looked for: those of a notice are not those of the publication.
    if let Some((said, place)) = super::status::of_note(line) {
        raw.takes(said, Some(place.to_owned()).filter(|place| !place.is_empty()));
        return true;
    }
    if let Some((label, value)) = line.split_once(':')
        && !value.trim().is_empty()
        && value.len() <= MAX_LABELLED
    {
        let value = value.trim();
        let set = |place: &mut Option<String>| {
            place.get_or_insert_with(|| value.to_owned());
        };
        match label.trim() {
            note::REGISTRATION => raw.registered.push(value.to_owned()),
            note::FIRST_ONLINE => set(&mut raw.available),
            note::VERSION => set(&mut raw.version),
            note::ADDRESS => set(&mut raw.url),
            note::EVENT => set(&mut raw.event),
            note::EDITION => set(&mut raw.edition),
            note::GENRE => set(&mut raw.genre),
            note::ACCESSED => set(&mut raw.accessed),
            note::NUMBER => set(&mut raw.number),
            note::EDITOR => raw.editor.push(name::of_line(value)),
            note::TRANSLATOR => raw.translator.push(name::of_line(value)),
            note::STANDING if status::read_standing(raw, value) => {}
            // Worked out from the record on the day it was exported: whoever completes the record decides again.
            note::CURRENCY => raw.note(format!("when it was exported: {value}")),
            // What we could not vouch for is no value for others.
            note::UNVERIFIED => {}
            _ => return take_identifiers(raw, line) || raw.takes_word(line),
        }
        return true;
    }
    take_identifiers(raw, line) || raw.takes_word(line)
}

/// The labels of identifiers, in lower case, longer ones first where one ends another.
const LABELS: &[(&str, Kind)] = &[
    ("pmcid", Kind::Pmcid),
    ("pmc", Kind::Pmcid),
    ("pmid", Kind::Pmid),
    ("medline", Kind::Pmid),
    ("pubmed", Kind::Pmid),
    ("doi", Kind::Doi),
    ("isbn", Kind::Serial),
    ("issn", Kind::Serial),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Doi,
    Pmid,
    Pmcid,
    Serial,
}

/// Takes the identifiers of a text that stand behind their labels, `PMID: 1 PMCID: PMC2`, or are known by their form: a
/// DOI, an address of one, a number of PubMed Central. Those that are known already stay. Whether there were any.
pub(super) fn take_identifiers(raw: &mut RawEntry, text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '|'))
        // Only what stands before an identifier is wrapping; a DOI may end in a bracket.
        .map(|word| word.trim_start_matches(['[', '(', '{', '<', '"']))
        .filter(|word| !word.is_empty())
        .collect();
    let mut took = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        // `PMID: 1`, `PMID:1` and `doi 10.5555/x`.
        let labelled = LABELS.iter().find_map(|(label, kind)| {
            let head = word.get(..label.len()).filter(|head| head.eq_ignore_ascii_case(label))?;
            let rest = word[head.len()..].strip_prefix(':').or_else(|| word[head.len()..].is_empty().then_some(""))?;
            // EBSCO writes `PMID: NLM99999901`.
            Some((*kind, if *kind == Kind::Pmid { rest.trim_start_matches("NLM") } else { rest }))
        });
        let (kind, value) = match labelled {
            Some((kind, "")) => {
                // `PubMed ID 99999901`, `PMID: NLM99999901`
                if words.get(at).is_some_and(|next| next.trim_end_matches(':').eq_ignore_ascii_case("id")) {
                    at += 1;
                }
                let next = words.get(at).map(|next| match kind {
                    Kind::Pmid => next.trim_start_matches("NLM"),
                    Kind::Doi | Kind::Pmcid | Kind::Serial => next,
                });
                match next {
                    Some(next) if reads(kind, next) => {
                        at += 1;
                        (Some(kind), next)
                    }
                    _ => continue,
                }
            }
            Some((kind, rest)) => (Some(kind), rest),
            None => (None, *word),
        };
        took |= take_one(raw, kind, value);
    }
    took
}

/// Takes the identifier that a field of the reader's own holds, behind its label or plain, and nothing of a text that only
/// mentions one.
pub(super) fn take_identifier(raw: &mut RawEntry, text: &str) {
    // `99999901[pmid]`, as PubMed's own files have it.
    let tagged = text.trim().strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let text =
        tagged.map_or_else(|| text.trim().to_owned(), |(value, label)| format!("{}: {}", label.trim(), value.trim()));
    let is_one = Identifier::recognise(&text).is_ok_and(|read| {
        matches!(read, Identifier::Doi(_) | Identifier::Pmcid(_))
            || (matches!(read, Identifier::Pmid(_)) && text.contains(':'))
    });
    if is_one && text.split_whitespace().count() <= 2 {
        take_identifiers(raw, &text);
    }
}

/// Whether a word can be what its label promises.
fn reads(kind: Kind, word: &str) -> bool {
    match Identifier::readings(word).pop() {
        Some(Identifier::Doi(_)) => kind == Kind::Doi,
        Some(Identifier::Pmid(_)) => matches!(kind, Kind::Pmid | Kind::Pmcid),
        Some(Identifier::Pmcid(_)) => kind == Kind::Pmcid,
        _ => kind == Kind::Serial,
    }
}

fn take_one(raw: &mut RawEntry, kind: Option<Kind>, value: &str) -> bool {
    let read = Identifier::readings(value).pop();
    match (kind, read) {
        (Some(Kind::Serial), _) => raw.serials.push(value.to_owned()),
        (None | Some(Kind::Doi), Some(doi @ Identifier::Doi(_))) => set(&mut raw.doi, value, &doi, &mut raw.notes),
        (Some(Kind::Pmid), Some(pmid @ Identifier::Pmid(_))) => set(&mut raw.pmid, value, &pmid, &mut raw.notes),
        (None | Some(Kind::Pmcid), Some(pmcid @ Identifier::Pmcid(_))) => {
            set(&mut raw.pmcid, value, &pmcid, &mut raw.notes);
        }
        (Some(Kind::Pmcid), Some(Identifier::Pmid(number))) => {
            raw.pmcid.get_or_insert_with(|| format!("PMC{number}"));
        }
        // An address of PubMed; a bare number would be anything.
        (None, Some(pmid @ Identifier::Pmid(_))) if value.contains('/') => {
            set(&mut raw.pmid, value, &pmid, &mut raw.notes);
        }
        (None, Some(Identifier::Nct(_) | Identifier::Prospero(_))) => raw.registered.push(value.to_owned()),
        _ => return false,
    }
    true
}

/// Puts an identifier into its place; another one that is there already stays, and the further one is told.
fn set(place: &mut Option<String>, value: &str, read: &Identifier, notes: &mut Vec<String>) {
    match place {
        None => *place = Some(value.to_owned()),
        Some(known) if Identifier::readings(known).contains(read) => {}
        Some(_) => notes.push(format!("a further identifier: {read}")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn identifiers_are_found_behind_their_labels() {
        for (text, doi, pmid, pmcid) in [
            ("doi: 10.5555/x.1", Some("10.5555/x.1"), None, None),
            ("DOI 10.5555/x.1", Some("10.5555/x.1"), None, None),
            ("10.5555/x.1", Some("10.5555/x.1"), None, None),
            ("PMID: 1 PMCID: PMC2", None, Some("1"), Some("PMC2")),
            ("PMID: 1\nPMCID: PMC2", None, Some("1"), Some("PMC2")),
            ("PubMed PMID: 1; PubMed Central PMCID: PMC2.", None, Some("1"), Some("PMC2.")),
            ("PMC 2", None, None, Some("PMC2")),
            ("[PMID:1]", None, Some("1]"), None),
            ("PubMed ID 1", None, Some("1"), None),
            ("Language: English. PMID: NLM1.", None, Some("1."), None),
            ("Accession Number: 147000000", None, None, None),
            ("A note about 5 doi of nothing", None, None, None),
        ] {
            let mut raw = RawEntry::default();
            take_note(&mut raw, text);
            assert_eq!((raw.doi.as_deref(), raw.pmid.as_deref(), raw.pmcid.as_deref()), (doi, pmid, pmcid), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = take_note(&mut RawEntry::default(), &text);
        }
    }
}
