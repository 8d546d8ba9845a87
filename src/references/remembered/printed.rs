//! An abbreviated citation: where something was printed, without who wrote what (`Arch Intern Med 2007;167:1892`). Volume and
//! first page in a journal, or in a year, are those of one article.

use crate::{
    domain::{Source, source::Bibliography},
    text::{Citing, is_month},
};

/// Fewest characters of a number that no page has.
const NUMBER_LETTERS: usize = 5;

/// Where something was printed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Printed {
    /// The words of the journal, in lower case; empty when none is named.
    journal: Vec<String>,
    year: Option<i16>,
    volume: String,
    /// The first page, or the number of the article, in lower case.
    page: String,
}

impl Printed {
    /// Reads `166(7):514-30`, `2007;167:1892` and `vol. 166, no. 7, pp. 514-530`, with a journal before. None for a text
    /// without a volume and a page, and for one that says more than where it was printed.
    pub(super) fn read(text: &str) -> Option<Self> {
        // Longer than any such citation.
        const LONGEST: usize = 400;
        if text.len() > LONGEST {
            return None;
        }
        let lower = text.to_lowercase();
        let (before, volume, page) = by_colon(&lower).or_else(|| by_labels(&lower)).or_else(|| by_comma(&lower))?;
        let is_year =
            |word: &str| word.len() == 4 && word.parse::<i16>().is_ok_and(|year| (1800..2200).contains(&year));
        let words = || before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        // Or behind the page, in brackets.
        let at_end =
            || lower.trim_end_matches(['.', ' ']).strip_suffix(')')?.rsplit_once('(').map(|(_, inner)| inner.trim());
        let year = words().rfind(|word| is_year(word)).or_else(|| at_end().filter(|word| is_year(word)));
        let year = year.and_then(|year| year.parse().ok());
        let mut journal = Vec::new();
        for word in words() {
            if word.bytes().all(|byte| byte.is_ascii_digit()) || Citing::NoJournal.has(word) || is_month(word) {
                continue;
            }
            journal.push(word.to_owned());
        }
        (!journal.is_empty() || year.is_some()).then_some(Self {
            journal,
            year,
            volume: volume.to_owned(),
            page: page.to_owned(),
        })
    }

    /// Whether a source was printed there, and nowhere else that was named.
    pub(super) fn is_of(&self, source: &Source) -> bool {
        let Bibliography {
            container_title, container_title_short, volume, page, number, issued, available_date, ..
        } = &source.bibliography;
        let Self { journal, year, volume: asked_volume, page: asked_page } = self;
        let first = |pages: &String| pages.split(['-', '–', ',']).next().unwrap_or_default().trim().to_lowercase();
        let is_page = [page, number].into_iter().flatten().any(|pages| first(pages) == *asked_page);
        // A number with letters is that of one article, whatever volume it is counted to: `2020;12:CD013814`, `2020;(12):CD013814`.
        let is_number = asked_page.starts_with(|c: char| c.is_alphabetic()) && asked_page.len() >= NUMBER_LETTERS;
        let is_volume = match volume {
            Some(volume) if !asked_volume.is_empty() => volume.to_lowercase() == *asked_volume,
            Some(_) | None => is_number && !journal.is_empty(),
        };
        // A year may be a word of the journal: `Nowhere (Town 1976)`.
        let titles = || [container_title, container_title_short].into_iter().flatten();
        let is_of_title = |year: i16| titles().any(|title| title.contains(&year.to_string()));
        let is_year = year.is_none_or(|year| {
            issued.year() == year || is_of_title(year) || available_date.is_some_and(|day| day.year() == year)
        });
        let is_journal = journal.is_empty()
            || [container_title, container_title_short].into_iter().flatten().any(|title| abbreviates(journal, title));
        is_page && is_volume && is_year && is_journal
    }
}

/// `2007;167(17):1892-8`: what stands before the volume, the volume, the first page.
fn by_colon(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices(':').find_map(|(at, _)| {
        let (before, after) = (text[..at].trim_end(), text[at + 1..].trim_start());
        // The issue, in brackets, is behind the volume.
        let (before, has_issue) = match before.strip_suffix(')') {
            Some(inner) => (inner[..inner.rfind('(')?].trim_end(), true),
            None => (before, false),
        };
        let start = before
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let (before, volume) = before.split_at(start);
        let page = page_at(after)?;
        let is_volume = volume.len() <= 5 && volume.bytes().any(|byte| byte.is_ascii_digit());
        // `2020;(12):CD013814`: an issue without a volume.
        let is_left_out = volume.is_empty() && has_issue && page.starts_with(char::is_alphabetic);
        (is_volume || is_left_out).then_some((before, volume, page))
    })
}

/// `167, 1892 (2007)` and `167(17), 1892-1898`: a comma between volume and page, and nothing behind but the year.
fn by_comma(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_end_matches(['.', ' ']);
    let text = match text.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((rest, year)) if year.trim().len() == 4 && year.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
            rest.trim_end_matches([',', ' '])
        }
        _ => text,
    };
    let (before, pages) = text.rsplit_once(',')?;
    let pages = pages.trim();
    let page = page_at(pages).filter(|_| pages.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–')))?;
    let before = match before.trim_end().strip_suffix(')') {
        Some(inner) => inner[..inner.rfind('(')?].trim_end(),
        None => before.trim_end(),
    };
    let sign = before.rfind(|c: char| !c.is_ascii_alphanumeric())?;
    let (before, volume) = before.split_at(sign + before[sign..].chars().next().map_or(1, char::len_utf8));
    // A year there is none.
    let is_volume = volume.len() <= 5 && volume.len() != 4 && volume.bytes().any(|byte| byte.is_ascii_digit());
    (is_volume && before.chars().any(char::is_alphabetic)).then_some((before, volume, page))
}

/// `vol. 166, no. 7, pp. 514-530`.
fn by_labels(text: &str) -> Option<(&str, &str, &str)> {
    let behind = |labels: Citing| {
        labels.words().iter().find_map(|label| {
            text.match_indices(label.as_str()).find_map(|(at, _)| {
                let is_word = !text[..at].ends_with(char::is_alphanumeric);
                let rest = text[at + label.len()..].trim_start_matches(['.', ' ']);
                let is_parted = rest.len() < text.len() - at - label.len();
                (is_word && is_parted).then(|| page_at(rest)).flatten().map(|word| (at, word))
            })
        })
    };
    let (at, volume) = behind(Citing::VolumeLabels)?;
    let (_, page) = behind(Citing::PageLabels)?;
    Some((&text[..at], volume, page))
}

/// The word at the begin of a text, if it has a digit.
fn page_at(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    Some(&text[..end]).filter(|word| word.len() <= 24 && word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Whether each of the words begins a word of the title, in their order.
fn abbreviates(words: &[String], title: &str) -> bool {
    let title = title.to_lowercase();
    let mut whole = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.iter().all(|word| whole.any(|long| long.starts_with(word.as_str())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_read() {
        let read = |text: &str| {
            Printed::read(text).map(|Printed { journal, year, volume, page }| {
                format!("{} {year:?} {volume} {page}", journal.join(" "))
            })
        };
        for (text, expected) in [
            ("J Nowhere Med 2007;167:1892", Some("j nowhere med Some(2007) 167 1892")),
            ("J Nowhere Med 166:514", Some("j nowhere med None 166 514")),
            ("J. Nowhere Med. 167, 1892 (2007)", Some("j nowhere med Some(2007) 167 1892")),
            ("J Nowhere Med, 167(17), 1892-1898", Some("j nowhere med None 167 1892")),
            ("J Nowhere Med 167:1892 (2007)", Some("j nowhere med Some(2007) 167 1892")),
            ("Humming in 2007, 12", None),
            ("Humming, 12", None),
            ("J. Nowhere 2020; 12: CD000000.", Some("j nowhere Some(2020) 12 cd000000")),
            ("2017;166(7):514-30", Some(" Some(2017) 166 514")),
            ("J Nowhere 2017 Apr 4;166(7):514", Some("j nowhere Some(2017) 166 514")),
            ("Nowhere Med, vol. 166, no. 7, pp. 514-530", Some("nowhere med None 166 514")),
            ("166:514", None),
            ("A title: with a colon", None),
            ("https://example.org/1", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Printed::read(&text);
        }

        #[test]
        fn no_place_panics(text in "[a-zä0-9:;(), .–p-]{0,30}") {
            let _ = Printed::read(&text);
        }
    }
}
