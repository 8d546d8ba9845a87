//! What all formats share: loosely written values made into those of a record.
//!
//! A value that cannot be what it should be is left out and noted, never a reason to lose the record. Only a record
//! without a title or a year is refused: nobody could cite it.

use std::collections::HashSet;

use super::{Imported, Malformed, date, language};
use crate::domain::{
    Editorial, EditorialStatus, Identifier, Name, PartialDate, Source, StudyDesign, Vocabulary,
    identifier::{Doi, Isbn, Issn, NctId, Pmcid, Pmid, ProsperoId, WebAddress},
    source::{Bibliography, ItemType, Registration},
    visible::is_foreign,
};

/// Most characters of one value that is kept. Titles of real records have up to a thousand.
const MAX_VALUE: usize = 4_000;

/// A record as a format gave it: texts, each at its place.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) line: usize,
    pub(super) item_type: Option<ItemType>,
    pub(super) title: Option<String>,
    pub(super) author: Vec<Name>,
    pub(super) container_title: Option<String>,
    pub(super) container_title_short: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) publisher_place: Option<String>,
    pub(super) issued: Option<String>,
    pub(super) available: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) page: Option<String>,
    pub(super) number: Option<String>,
    pub(super) version: Option<String>,
    pub(super) language: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) pmid: Option<String>,
    pub(super) pmcid: Option<String>,
    /// ISSNs and ISBNs: formats do not keep them apart.
    pub(super) serials: Vec<String>,
    pub(super) url: Option<String>,
    /// Numbers of registers, of any kind.
    pub(super) registered: Vec<String>,
    pub(super) design: Option<StudyDesign>,
    pub(super) editorial: Option<Editorial>,
    pub(super) notes: Vec<String>,
}

impl Raw {
    pub(super) fn at(line: usize) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// The record, or why there is none.
    pub(super) fn finish(self) -> Result<Imported, Malformed> {
        let Self {
            line,
            item_type,
            title,
            author,
            container_title,
            container_title_short,
            publisher,
            publisher_place,
            issued,
            available,
            volume,
            issue,
            page,
            number,
            version,
            language,
            doi,
            pmid,
            pmcid,
            serials,
            url,
            registered,
            design,
            editorial,
            mut notes,
        } = self;
        let Some(title) = clean(title) else {
            return Err(Malformed { line, message: "the record has no title".to_owned() });
        };
        let available = day_in(available, "the date it was first online", &mut notes);
        let Some(issued) = day_in(issued, "the date of issue", &mut notes).or(available) else {
            return Err(Malformed { line, message: format!("the record has no year: \"{}\"", shortened(&title)) });
        };
        // An address that only leads to what has a number of its own says the number.
        let (mut doi, mut pmid, mut pmcid, mut url) = (doi, pmid, pmcid, url);
        let number_in_url = clean(url.clone()).and_then(|url| Identifier::recognise(&url).ok());
        let place = match &number_in_url {
            Some(Identifier::Doi(_)) => Some(&mut doi),
            Some(Identifier::Pmid(_)) => Some(&mut pmid),
            Some(Identifier::Pmcid(_)) => Some(&mut pmcid),
            _ => None,
        };
        if let Some(place) = place {
            let address = url.take();
            *place = place.take().or(address);
        }
        let doi = identifier(doi, "DOI", &mut notes, |text| match Identifier::recognise(text) {
            Ok(Identifier::Doi(doi)) => Some(doi),
            _ => None::<Doi>,
        });
        let pmid = identifier(pmid, "PMID", &mut notes, |text| match Identifier::recognise(text) {
            Ok(Identifier::Pmid(pmid)) => Some(pmid),
            _ => None::<Pmid>,
        });
        let pmcid = identifier(pmcid, "PMCID", &mut notes, |text| match Identifier::recognise(text) {
            Ok(Identifier::Pmcid(pmcid)) => Some(pmcid),
            _ => None::<Pmcid>,
        });
        let url = identifier(url, "web address", &mut notes, |text| text.parse::<WebAddress>().ok());
        let (issn, isbn) = serial_numbers(&serials, &mut notes);
        let mut registration = Registration::default();
        let mut seen = HashSet::new();
        for text in registered {
            match Identifier::recognise(&text) {
                Ok(identifier @ (Identifier::Nct(_) | Identifier::Prospero(_))) if !seen.insert(identifier.clone()) => {
                }
                Ok(Identifier::Nct(nct)) => registration.nct.push(nct),
                Ok(Identifier::Prospero(crd)) => registration.prospero.push(crd),
                _ => notes.push(format!("registered as `{}`", shortened(&text))),
            }
        }
        let container_title = clean(container_title);
        let publisher = clean(publisher);
        let page = clean(page).map(|page| pages(&page)).filter(|page| !page.is_empty());
        let number = clean(number);
        // Where both stand, the page repeats the article number for programs that know no other place.
        let page = page.filter(|page| Some(page) != number.as_ref());
        let item_type = item_type.unwrap_or(match (&container_title, &publisher, &url) {
            (Some(_), _, _) => ItemType::ArticleJournal,
            (None, Some(_), _) | (None, None, None) => ItemType::Report,
            (None, None, Some(_)) => ItemType::Webpage,
        });
        let language = match clean(language) {
            None => language::UNDETERMINED.to_owned(),
            Some(text) => language::tag(&text).unwrap_or_else(|| {
                notes.push(format!("`{}` is not a language we know", shortened(&text)));
                language::UNDETERMINED.to_owned()
            }),
        };
        let available_date = available.filter(|online| *online != issued);
        let mut author: Vec<Name> = author.into_iter().filter_map(clean_name).collect();
        author.truncate(MAX_AUTHORS);
        let bibliography = Bibliography {
            item_type,
            title,
            author,
            container_title_short: clean(container_title_short),
            container_title,
            publisher,
            publisher_place: clean(publisher_place),
            issued,
            available_date,
            volume: clean(volume),
            issue: clean(issue),
            page,
            number,
            version: clean(version),
            language,
            doi,
            pmid,
            pmcid,
            issn,
            isbn,
            url,
        };
        notes.sort_unstable();
        notes.dedup();
        notes.truncate(MAX_NOTES);
        let nothing =
            Editorial { status: EditorialStatus::None, checked: None, notice: None, noticed: None, note: None };
        let editorial = editorial.unwrap_or(nothing);
        Ok(Imported { line, bibliography, registration, design, editorial, notes })
    }
}

/// Consortia name some thousands of authors; more is no author list.
const MAX_AUTHORS: usize = 10_000;
/// Most notes of one record.
const MAX_NOTES: usize = 20;

/// Without white space at the ends, line breaks and characters that no record may hold; none when nothing is left.
pub(super) fn clean(text: Option<String>) -> Option<String> {
    // Control characters part words; the others stand within them.
    let text = text?;
    let parted = text.chars().map(|c| if c.is_control() || c == '\u{feff}' { ' ' } else { c });
    let text: String = parted.filter(|c| !is_foreign(*c)).collect();
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    if let Some((end, _)) = folded.char_indices().nth(MAX_VALUE) {
        folded.truncate(end);
        folded.truncate(folded.trim_end().len());
    }
    (!folded.is_empty()).then_some(folded)
}

fn clean_name(name: Name) -> Option<Name> {
    match name {
        Name::Person { family, given, suffix } => match (clean(Some(family)), clean(given)) {
            (Some(family), given) => Some(Name::Person { family, given, suffix: clean(suffix) }),
            // Whoever has one name is called by it.
            (None, Some(given)) => Some(Name::Person { family: given, given: None, suffix: clean(suffix) }),
            (None, None) => None,
        },
        Name::Organisation { literal } => clean(Some(literal)).map(|literal| Name::Organisation { literal }),
    }
}

/// The begin of a text, for messages.
pub(super) fn shortened(text: &str) -> String {
    const MAX: usize = 80;
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_foreign(*c));
    let line: String = line.take(MAX + 1).collect();
    match line.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn day_in(text: Option<String>, what: &str, notes: &mut Vec<String>) -> Option<PartialDate> {
    let text = clean(text)?;
    let read = date::read(&text);
    match &read {
        None => notes.push(format!("`{}` cannot be {what}", shortened(&text))),
        Some(date) if date.is_rounded => notes.push(format!("{what} is printed `{}`", shortened(&text))),
        Some(_) => {}
    }
    read.map(|read| read.date)
}

fn identifier<T>(
    text: Option<String>,
    what: &str,
    notes: &mut Vec<String>,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = clean(text)?;
    let parsed = parse(&text);
    if parsed.is_none() {
        notes.push(format!("`{}` is no {what}", shortened(&text)));
    }
    parsed
}

/// The first ISSN and the first ISBN among numbers that may stand in one field: `0003-4819 (Print) 1539-3704 (Online)`.
fn serial_numbers(texts: &[String], notes: &mut Vec<String>) -> (Option<Issn>, Option<Isbn>) {
    let (mut issn, mut isbn) = (None, None);
    for text in texts {
        let mut read_any = false;
        let whole = text.trim().trim_start_matches("urn:").trim_start_matches("ISBN").trim_start_matches("ISSN");
        let whole = whole.trim_start_matches([':', ' ']);
        for part in std::iter::once(whole).chain(whole.split([' ', ',', ';', '/'])) {
            let part = part.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if let Some(found) = issn_in(part) {
                read_any = true;
                issn.get_or_insert(found);
            } else if let Some(found) = isbn_in(part) {
                read_any = true;
                isbn.get_or_insert(found);
            }
        }
        if !read_any && !text.trim().is_empty() {
            notes.push(format!("`{}` is neither an ISSN nor an ISBN", shortened(text.trim())));
        }
    }
    (issn, isbn)
}

fn issn_in(text: &str) -> Option<Issn> {
    if text.len() == 8 && text.is_ascii() && !text.contains('-') {
        return format!("{}-{}", &text[..4], &text[4..]).parse().ok();
    }
    text.parse().ok()
}

/// An ISBN; one of ten digits is written with thirteen, as ISO 2108 says since 2007.
fn isbn_in(text: &str) -> Option<Isbn> {
    if let Ok(isbn) = text.parse() {
        return Some(isbn);
    }
    let ten: Vec<u32> = text
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| if c.eq_ignore_ascii_case(&'x') { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()?;
    let sum: u32 = ten.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    if ten.len() != 10 || ten[..9].contains(&10) || !sum.is_multiple_of(11) {
        return None;
    }
    let body: Vec<u32> = [9, 7, 8].into_iter().chain(ten[..9].iter().copied()).collect();
    let sum: u32 = body.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let check = (10 - sum % 10) % 10;
    body.iter().chain([&check]).map(u32::to_string).collect::<String>().parse().ok()
}

/// Pages with plain hyphens, and the last page whole: `514--30` is `514-530`.
fn pages(text: &str) -> String {
    let plain: String = text.chars().map(|c| if matches!(c, '–' | '—' | '−' | '‐' | '‑') { '-' } else { c }).collect();
    let plain = plain.replace("--", "-").replace(" - ", "-");
    let plain =
        plain.trim_matches(|c: char| c == '-' || c.is_whitespace()).trim_start_matches("pp.").trim_start_matches("p.");
    let parts: Vec<String> =
        plain.split(',').map(|part| whole_range(part.trim())).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn whole_range(text: &str) -> String {
    let Some((first, last)) = text.split_once('-') else { return text.to_owned() };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // `S12-8` and `e1234-40`: the letters before the number stand for both.
    let number_at = first.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (letters, number) = first.split_at(number_at);
    if digits(number) && digits(last) && last.len() < number.len() {
        let kept = &number[..number.len() - last.len()];
        return format!("{first}-{letters}{kept}{last}");
    }
    text.to_owned()
}

/// An article number rather than a page: one word of a letter and at least three digits, `e2531348`.
pub(super) fn is_article_number(page: &str) -> bool {
    let rest = page.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = page.len() - rest.len();
    (1..=4).contains(&letters)
        && page.starts_with(['e', 'E'])
        && rest.len() >= 3
        && rest.bytes().all(|b| b.is_ascii_digit())
}

/// A title without the full stop that lists put after it, or the two of a list that did not see the first.
pub(super) fn without_stop(title: &str) -> &str {
    let title = title.trim();
    let Some(rest) = title.strip_suffix('.') else { return title };
    // "and so on..." ends with three dots of its own.
    if let Some(shorter) = rest.strip_suffix('.') {
        return if shorter.ends_with('.') { title } else { shorter };
    }
    // "in the U.S." ends with an abbreviation.
    let mut last = rest.chars().rev();
    let is_initial = last.next().is_some_and(char::is_alphabetic) && last.next() == Some('.');
    if is_initial { title } else { rest }
}

/// The title with the full stop that [`without_stop`] takes away again.
pub(super) fn with_stop(title: &str) -> String {
    let ended = format!("{title}.");
    if without_stop(title) == title && (title.ends_with(['?', '!']) || title.ends_with('.')) {
        title.to_owned()
    } else {
        ended
    }
}

/// A person as reference managers write one: `Family, Given, Suffix`. None for a text without a comma.
pub(super) fn person_by_commas(text: &str) -> Option<Name> {
    let mut parts = text.splitn(3, ',').map(str::trim);
    let family = parts.next().filter(|family| !family.is_empty())?.to_owned();
    let given = parts.next()?;
    let suffix = parts.next().filter(|suffix| !suffix.is_empty()).map(str::to_owned);
    let given = Some(given.to_owned()).filter(|given| !given.is_empty());
    // `Example, Jr, Bert`, as BibTeX has it.
    match (given, suffix) {
        (Some(given), Some(suffix)) if is_suffix(&given) && !is_suffix(&suffix) => {
            Some(Name::Person { family, given: Some(suffix), suffix: Some(given) })
        }
        (given, suffix) => Some(Name::Person { family, given, suffix }),
    }
}

/// Whether a word is what stands behind a name.
pub(super) fn is_suffix(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    matches!(word, "Jr" | "Sr" | "II" | "III" | "IV" | "2nd" | "3rd" | "4th" | "5th" | "6th")
}

/// What readers of a reference must know of the publication: what its publisher has said since, or that nobody has found
/// it. None for most.
pub(super) fn standing(source: &Source) -> Option<String> {
    if source.assertion.is_some() {
        return Some("Not identified: this publication is asserted, and could not be found".to_owned());
    }
    let Editorial { status, checked: _, notice, noticed, note: _ } = &source.editorial;
    if *status == EditorialStatus::None {
        return None;
    }
    let details: Vec<String> = [notice.clone(), noticed.map(|day| day.to_string())].into_iter().flatten().collect();
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    Some(format!("{}{details}", status.label()))
}

/// Numbers of trial registers.
pub(super) fn registered(registration: &Registration) -> impl Iterator<Item = &str> {
    let Registration { nct, prospero } = registration;
    nct.iter().map(NctId::as_str).chain(prospero.iter().map(ProsperoId::as_str))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pages_are_written_out() {
        for (written, expected) in [
            ("514-30", "514-530"),
            ("514--530", "514-530"),
            ("187–94", "187-194"),
            ("S12-8", "S12-S18"),
            ("e12-e18", "e12-e18"),
            ("1-3, 7-9", "1-3, 7-9"),
            ("99-101", "99-101"),
            ("pp. 3-4", "3-4"),
            ("-", ""),
            ("e045961", "e045961"),
        ] {
            assert_eq!(pages(written), expected, "{written}");
        }
        assert!(is_article_number("e045961") && is_article_number("E2531348"));
        assert!(!is_article_number("514") && !is_article_number("e12-e18") && !is_article_number("S123"));
    }

    #[test]
    fn short_book_numbers_become_long_ones() {
        assert_eq!(isbn_in("0-306-40615-2").map(|isbn| isbn.to_string()), Some("9780306406157".to_owned()));
        assert_eq!(isbn_in("0-306-40615-3"), None);
        let mut notes = Vec::new();
        let (issn, isbn) = serial_numbers(
            &["0003-4819 (Print) 1539-3704 (Online)".to_owned(), "978-0-306-40615-7".to_owned()],
            &mut notes,
        );
        assert_eq!(issn.map(|issn| issn.to_string()), Some("0003-4819".to_owned()));
        assert_eq!(isbn.map(|isbn| isbn.to_string()), Some("9780306406157".to_owned()));
        assert!(notes.is_empty());
    }

    proptest! {
        #[test]
        fn a_title_comes_back_from_a_list(title in "[A-Za-z0-9.?! ]{0,30}[a-z0-9]{2}(\\.{3}|[.?!])?") {
            let title = title.trim();
            // What ends in a stop of its own is what lists made of it.
            let title = without_stop(title);
            let ended = with_stop(title);
            prop_assert_eq!(without_stop(&ended), title);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (pages(&text), isbn_in(&text), issn_in(&text), without_stop(&text).len(), person_by_commas(&text));
            let _ = (clean(Some(text.clone())), is_article_number(&text), shortened(&text));
        }
    }
}
