//! One reference as it was sent: its words, and the identifiers in it.

use std::borrow::Cow;

use super::{
    item_number::item_numbers,
    labelled::in_order,
    links::{begin, without_links},
    publication::ReferenceState,
    words::{Token, tokens, words},
};
use crate::{
    citation::exchange::{plain, standing_of_title},
    domain::{
        EditorialStatus, Identifier,
        identifier::{Doi, Pmcid, Pmid},
        source::{Bibliography, ItemType},
        visible::is_hidden,
    },
    text::Citing,
};

/// Most bytes of a reference that are read: no reference is longer.
pub(super) const MAX_READ: usize = 4_000;

/// A reference, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Without markup, entities, number of the list.
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    pub(super) dois: Vec<Doi>,
    pub(super) pmids: Vec<Pmid>,
    pub(super) pmcids: Vec<Pmcid>,
    /// The values, where the reference came in a format that has fields.
    pub(super) fields: Option<Box<Bibliography>>,
    /// What it says itself has become of the publication: `RETRACTED: …`.
    pub(super) says: Option<ReferenceState>,
}

impl Reading {
    /// Reads a reference in free form.
    pub(super) fn of_text(input: &str) -> Self {
        // What stands in front is one word or two, and the authors or the title behind it.
        let said = standing_of_title(without_number(input.trim()))
            .map(ReferenceState::from)
            .filter(|state| !state.is_notice());
        let input = &without_line_breaks(input);
        // Markup takes as much room as the text.
        let input = &in_order(begin(input, MAX_READ * 2));
        let input = &without_links(input);
        let input = without_notice(input);
        let text: String = plain(begin(input, MAX_READ))
            .chars()
            .filter(|c| !is_hidden(*c))
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        let text = with_labels(with_figures(without_number(text.trim())));
        let tokens = tokens(&text);
        let mut reading =
            Self { text, tokens, dois: Vec::new(), pmids: Vec::new(), pmcids: Vec::new(), fields: None, says: None };
        reading.says = said;
        reading.take_identifiers();
        reading
    }

    /// A reference that came with fields.
    pub(super) fn of_fields(bibliography: Bibliography, status: EditorialStatus) -> Self {
        let Bibliography { doi, pmid, pmcid, .. } = &bibliography;
        Self {
            text: String::new(),
            tokens: Vec::new(),
            dois: doi.iter().cloned().collect(),
            pmids: pmid.iter().copied().collect(),
            pmcids: pmcid.iter().cloned().collect(),
            fields: Some(Box::new(bibliography)),
            says: Some(ReferenceState::from(status)).filter(|state| state.is_remarkable()),
        }
    }

    pub(super) fn identifiers(&self) -> impl Iterator<Item = Identifier> {
        let dois = self.dois.iter().cloned().map(Identifier::Doi);
        let pmids = self.pmids.iter().copied().map(Identifier::Pmid);
        dois.chain(pmids).chain(self.pmcids.iter().cloned().map(Identifier::Pmcid))
    }

    /// Whether there is anything but identifiers and their labels.
    pub(super) fn has_words(&self) -> bool {
        self.fields.is_some() || self.tokens.iter().any(|token| !token.is_taken)
    }

    /// Whether it says of itself that it is to a preprint.
    pub(super) fn names_a_preprint(&self) -> bool {
        match &self.fields {
            Some(fields) => fields.item_type == ItemType::Preprint,
            None => self.tokens.iter().any(|token| Citing::Preprints.has(&token.word)),
        }
    }

    /// Whether it says that it is to a notice: by words that are in no title of the publication concerned.
    pub(super) fn names_a_notice(&self) -> bool {
        let is_name = |word: &str| Citing::Notices.has(word);
        match &self.fields {
            Some(fields) => words(&fields.title).iter().any(|word| is_name(word)),
            None => {
                let mut pairs = self.tokens.windows(3);
                self.tokens.iter().any(|token| is_name(&token.word))
                    || pairs.any(|three| matches!(three, [a, b, c] if Citing::ConcernNotice.has(&format!("{} {} {}", a.word, b.word, c.word))))
            }
        }
    }

    /// Finds DOIs, ids of PubMed and addresses, and takes their words out of the others.
    fn take_identifiers(&mut self) {
        let mut taken: Vec<(usize, usize)> = Vec::new();
        let pieces = pieces(&self.text);
        // The text may be one bare number.
        if let [(from, to)] = pieces.as_slice()
            && let Ok(Identifier::Pmid(pmid)) = Identifier::recognise(&self.text)
        {
            self.pmids.push(pmid);
            taken.push((*from, *to));
        }
        let mut skip = 0;
        for (i, &(from, to)) in pieces.iter().enumerate() {
            if i < skip {
                continue;
            }
            let piece = &self.text[from..to];
            let lower = piece.to_ascii_lowercase();
            let next = pieces.get(i + 1).copied();
            if let Some(at) = doi_begins(&lower) {
                let begin = if lower.contains("://") || lower[..at].contains("doi.org") { 0 } else { at };
                let mut end = to;
                let mut found = Identifier::recognise(trimmed(&self.text[from + begin..end]));
                // `10.1000/ abc`, broken at the end of a line.
                if let Some((_, after)) = next
                    && piece.ends_with(['/', '-'])
                {
                    let joined =
                        format!("{}{}", &piece[begin..], &self.text[next.map_or(end, |(next, _)| next)..after]);
                    if let Ok(whole @ Identifier::Doi(_)) = Identifier::recognise(trimmed(&joined)) {
                        (found, end) = (Ok(whole), after);
                        skip = i + 2;
                    }
                }
                self.keep(found.ok());
                let label = label_before(&pieces, i, &self.text, &["doi"]);
                taken.push((label.unwrap_or(from), end));
                continue;
            }
            if lower.contains("://") || lower.starts_with("www.") || lower.starts_with("pubmed.ncbi") {
                let found = Identifier::recognise(trimmed(piece));
                self.keep(found.ok());
                taken.push((from, to));
                continue;
            }
            let label = lower.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            let number_in = |text: &str| -> Option<Pmid> { trimmed(text).parse().ok() };
            // `PMID: 1234`, `PubMed PMID: 1234`, `PubMed 1234`
            if matches!(label, "pmid" | "pubmed" | "medline")
                && let Some((start, end)) = next
                && let Some(pmid) = number_in(&self.text[start..end])
            {
                self.pmids.push(pmid);
                taken.push((from, end));
                skip = i + 2;
                continue;
            }
            // `Doi T, Somebody A`: a family name.
            let is_name = piece == "Doi" && next.is_some();
            if matches!(label, "pmid" | "pmcid" | "doi") && !is_name {
                taken.push((from, to));
                continue;
            }
            if let Some(rest) = label.strip_prefix("pmid")
                && let Some(pmid) = number_in(rest.trim_start_matches(':'))
            {
                self.pmids.push(pmid);
                taken.push((from, to));
                continue;
            }
            let central = label.rsplit(':').next().unwrap_or(label);
            if central.starts_with("pmc")
                && let Ok(pmcid) = central.to_ascii_uppercase().parse()
            {
                self.pmcids.push(pmcid);
                taken.push((from, to));
            }
        }
        taken.extend(item_numbers(&self.text));
        for token in &mut self.tokens {
            token.is_taken = taken.iter().any(|&(from, to)| token.start < to && token.end > from);
        }
        // `(see also doi: …)`
        let is_pointed_at = self.identifiers().next().is_some();
        if is_pointed_at && self.tokens.iter().all(|token| token.is_taken || Citing::Pointing.has(&token.word)) {
            self.tokens.iter_mut().for_each(|token| token.is_taken = true);
        }
        self.dois.dedup();
        self.pmids.dedup();
        self.pmcids.dedup();
    }

    fn keep(&mut self, found: Option<Identifier>) {
        match found {
            Some(Identifier::Doi(doi)) => self.dois.push(doi),
            Some(Identifier::Pmid(pmid)) => self.pmids.push(pmid),
            Some(Identifier::Pmcid(pmcid)) => self.pmcids.push(pmcid),
            Some(
                Identifier::Source(_)
                | Identifier::Nct(_)
                | Identifier::Prospero(_)
                | Identifier::Isbn(_)
                | Identifier::Url(_),
            )
            | None => {}
        }
    }
}

/// A text with the words whole that were parted at the end of a line: `fis-` and below it `tulas`, with a soft hyphen or a plain one.
/// Not within an identifier or an address, which has hyphens of its own.
fn without_line_breaks(text: &str) -> Cow<'_, str> {
    const SOFT: char = '\u{ad}';
    if !text.contains([SOFT, '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let is_open = |c: char| c.is_alphabetic() || matches!(c, ' ' | '"' | '(' | '[');
        let before = whole.trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let next = line.trim_start();
        let goes_on = next.starts_with(char::is_lowercase) && !word.contains(['/', '@']) && !next.starts_with("http");
        let parted = before.strip_suffix(SOFT).or_else(|| {
            let rest = before.strip_suffix(['-', '\u{2010}'])?;
            (goes_on && rest.ends_with(char::is_alphabetic)).then_some(rest)
        });
        match parted.filter(|rest| rest.ends_with(is_open)).map(str::len) {
            Some(end) => {
                whole.truncate(end);
                whole.push_str(next);
            }
            None => {
                if !whole.is_empty() {
                    whole.push('\n');
                }
                whole.push_str(line);
            }
        }
    }
    Cow::Owned(whole)
}

/// A reference without the place of a notice or a comment that some styles put behind it: `Retraction in: J Nowhere. 2016;5:20`.
fn without_notice(input: &str) -> &str {
    // What stands at the beginning is a title.
    const AHEAD: usize = 30;
    let lower = input.to_ascii_lowercase();
    let names = Citing::OtherPlaces.words();
    let begins = names.iter().flat_map(|name| lower.match_indices(name).map(|(at, name)| (at, at + name.len())));
    let first = begins.filter(|(at, end)| {
        let is_opened = lower.get(..*at).is_some_and(|before| before.ends_with(['[', '(']));
        *at >= AHEAD && (is_opened || lower.get(*end..).is_some_and(|rest| rest.trim_start().starts_with(':')))
    });
    let Some((at, _)) = first.min() else { return input };
    let before = input.get(..at).unwrap_or(input);
    let before = before.trim_end_matches(['[', '(', ' ']);
    before.strip_suffix("Expression of").unwrap_or(before).trim_end()
}

/// A text with the letters as figures that a scanner has read for them within a number: `2OO1`, `1O81`. Not within an identifier.
fn with_figures(text: &str) -> String {
    let mut mended = text.to_owned();
    for (from, to) in pieces(text) {
        let piece = &text[from..to];
        if piece.contains('/') || doi_begins(&piece.to_ascii_lowercase()).is_some() {
            continue;
        }
        let mut start = from;
        for run in piece.split(|c: char| !c.is_alphanumeric()) {
            let figure = |c: char| match c {
                'O' | 'o' => Some('0'),
                'l' | 'I' => Some('1'),
                _ => c.is_ascii_digit().then_some(c),
            };
            let is_number = run.len() > 2
                && run.starts_with(|c: char| c.is_ascii_digit())
                && run.ends_with(|c: char| c.is_ascii_digit());
            let read: Option<String> = if is_number { run.chars().map(figure).collect() } else { None };
            if let Some(read) = read {
                mended.replace_range(start..start + run.len(), &read);
            }
            // Whatever parts two runs is one character.
            start += run.len();
            start += text[start..to].chars().next().map_or(0, char::len_utf8);
        }
    }
    mended
}

/// A text with the usual labels before the volume and the page of an index of citations: `J NOWHERE, V12, P145`.
fn with_labels(text: String) -> String {
    let number_of = |piece: &str, label: char| {
        piece.strip_prefix(label).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit()) && rest.trim_end_matches([',', '.']).len() + 1 >= rest.len()
        })
    };
    let pieces = pieces(&text);
    let is_label = |two: &&[(usize, usize)]| matches!(two, [(from, to), (next, end)] if number_of(&text[*from..*to], 'V') && number_of(&text[*next..*end], 'P'));
    let Some([(volume, _), (page, _)]) = pieces.windows(2).find(is_label) else { return text };
    let first = |labels: Citing| labels.words().first().map_or("", String::as_str);
    let (number, rest) = (&text[volume + 1..*page], &text[page + 1..]);
    format!("{}{} {number}{} {rest}", &text[..*volume], first(Citing::Volume), first(Citing::Pages))
}

/// The pieces of a text between blanks, by their bytes.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                all.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    all.extend(start.map(|from| (from, text.len())));
    all
}

/// Where `10.1234/` begins in a piece.
fn doi_begins(lower: &str) -> Option<usize> {
    lower.match_indices("10.").map(|(at, _)| at).find(|at| {
        let rest = &lower[at + 3..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let behind = rest[digits..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        let is_begin = !lower[..*at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        digits >= 4 && is_begin && (behind.starts_with('/') || behind.starts_with("%2f"))
    })
}

/// Without the marks of a sentence around it.
fn trimmed(text: &str) -> &str {
    let text = text.trim_matches(|c: char| matches!(c, ',' | ';' | '"' | '“' | '”' | '’' | '\''));
    let text = text.trim_end_matches(['.', ',', ';', ':']);
    // Brackets around it, not those within.
    let is_closed = |open: char, close: char| text.matches(open).count() >= text.matches(close).count();
    let text = if text.ends_with(')') && !is_closed('(', ')') { &text[..text.len() - 1] } else { text };
    let text = if text.ends_with(']') && !is_closed('[', ']') { &text[..text.len() - 1] } else { text };
    text.trim_end_matches(['.', ',', ';'])
}

/// Where the label before a piece begins, if it is one.
fn label_before(pieces: &[(usize, usize)], at: usize, text: &str, labels: &[&str]) -> Option<usize> {
    let (from, to) = *pieces.get(at.checked_sub(1)?)?;
    let label = text[from..to].to_ascii_lowercase();
    let label = label.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    labels.contains(&label).then_some(from)
}

/// The text without its number in a list: `12. `, `[12] `, `12) `, `• `.
pub(super) fn without_number(text: &str) -> &str {
    let bare = text.trim_start_matches(['•', '*', '–', '-', '·', ' ']);
    let inner = bare.trim_start_matches(['[', '(']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 4 {
        return bare;
    }
    let rest = &inner[digits..];
    let behind = rest.trim_start_matches([']', ')', '.', ':']);
    let is_marked = behind.len() < rest.len() && (behind.starts_with([' ', '\t']) || inner.len() < bare.len());
    if is_marked && !behind.trim().is_empty() { behind.trim_start() } else { bare }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn identifiers_are_taken_out() {
        let read = Reading::of_text(
            "3. Nobody A. Aches. J Nowhere. 2020;1(2):3-9. doi: 10.5555/(SICI)1097(2020)77:1<1::AID-X1>3.0.CO;2-A. PMID: 99990001; PMCID: PMC9999001.",
        );
        assert_eq!(
            read.dois.iter().map(Doi::as_str).collect::<Vec<_>>(),
            ["10.5555/(SICI)1097(2020)77:1<1::AID-X1>3.0.CO;2-A"]
        );
        assert_eq!(read.pmids.iter().map(ToString::to_string).collect::<Vec<_>>(), ["99990001"]);
        assert_eq!(read.pmcids.iter().map(ToString::to_string).collect::<Vec<_>>(), ["PMC9999001"]);
        let left: Vec<&str> =
            read.tokens.iter().filter(|token| !token.is_taken).map(|token| token.word.as_str()).collect();
        assert_eq!(left.join(" "), "nobody a aches j nowhere 2020 1 2 3 9");
        for text in ["99990001", "PMID 99990001", "pmid:99990001", "https://pubmed.ncbi.nlm.nih.gov/99990001/"] {
            let read = Reading::of_text(text);
            assert_eq!((read.pmids.len(), read.has_words()), (1, false), "{text}");
        }
        for text in ["10.5555/abc.1", "https://doi.org/10.5555/ABC.1", "doi:10.5555/abc.1.", "(doi 10.5555/abc.1)"] {
            let read = Reading::of_text(text);
            assert_eq!((read.dois.len(), read.has_words()), (1, false), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Reading::of_text(&text);
        }

        #[test]
        fn no_identifier_panics(text in "(10\\.5555/|pmid|PMC|doi|:|\\.|\\(|\\)|/| |1|a|ä|<|>|&|https://){0,30}") {
            let _ = Reading::of_text(&text);
        }
    }
}
