//! Citations as PubMed prints them: its summaries as text, and what its "cite" button copies.
//!
//! `1: Nobody A, Example B; Nowhere Group. Title. J Nowhere. 2020 Jan-Feb;1(2):3-9. doi: 10.5555/x. Epub 2019 Dec 31. PMID: 1.`

use std::io;

use super::{
    Malformed,
    explain::{Anatomy, Each, Part},
    input::{Input, MAX_RECORD},
    labels::take_identifiers,
    language,
    name::{self, Written},
    raw::RawEntry,
    status,
    tidy::{shortened, without_stop},
};
use crate::domain::source::ItemType;

/// What PubMed prints behind every citation.
const PMID: &str = "PMID: ";

/// Whether a text begins with such a citation: its first paragraph ends with the number of PubMed.
pub(super) fn begins(head: &str) -> bool {
    let mut paragraph = String::new();
    for line in head.trim_start_matches(['\u{feff}', '\r', '\n', ' ']).lines() {
        if line.trim().is_empty() {
            break;
        }
        paragraph.push_str(line.trim());
        paragraph.push(' ');
    }
    let Some((before, after)) = paragraph.rsplit_once(PMID) else { return false };
    // `PMID: 1.` and `PMID: 1; PMCID: PMC1.`, and nothing else but a remark of the database.
    let number = after.bytes().take_while(u8::is_ascii_digit).count();
    let has_place = dated(before).is_some();
    (1..=9).contains(&number) && has_place
}

pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    let mut open: Option<(usize, String)> = None;
    while let Some(line) = input.next_line()? {
        let text = line.text.trim_matches(['\u{feff}', ' ', '\t']);
        let begins = numbered(text).is_some() || open.is_none();
        if text.is_empty() || begins {
            close(open.take(), each);
        }
        if text.is_empty() {
            continue;
        }
        let (begun, whole) = open.get_or_insert_with(|| (line.number, String::new()));
        if line.is_cut || whole.len() + text.len() > MAX_RECORD {
            each.fault(Malformed { line: *begun, message: "longer than any citation".to_owned() });
            open = None;
            continue;
        }
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(text);
    }
    close(open, each);
    Ok(())
}

fn close(open: Option<(usize, String)>, each: &mut Each<'_>) {
    let Some((line, text)) = open else { return };
    if !text.chars().any(char::is_alphanumeric) {
        return;
    }
    if !text.contains(PMID) && dated(&text).is_none() {
        let message = format!("`{}` is no citation of PubMed: it has no date and no number", shortened(&text));
        return each.fault(Malformed { line, message });
    }
    each.record(convert(&text, line), || Anatomy {
        parts: vec![Part { name: WHOLE.to_owned(), line: Some(line), written: text.clone() }],
        passed_over: Vec::new(),
        read: Box::new(move |keep| if keep(WHOLE) { convert(&text, line) } else { RawEntry::at(line) }),
    });
}

/// The name of the one part that a citation has.
const WHOLE: &str = "citation";

/// The text behind the number of a list: `1: `, `12. `.
fn numbered(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).filter(|_| (1..=5).contains(&digits))?;
    rest.strip_prefix(": ").or_else(|| rest.strip_prefix(". "))
}

fn convert(text: &str, line: usize) -> RawEntry {
    let mut raw = RawEntry::at(line);
    raw.item_type = Some(ItemType::ArticleJournal);
    let text = text.replace('\u{a0}', " ");
    let text = numbered(&text).unwrap_or(&text);
    let (text, numbers) = text.rfind(PMID).map_or((text, ""), |at| text.split_at(at));
    take_identifiers(&mut raw, numbers.trim_end_matches('.'));
    let Some((before, printed)) = dated(text) else {
        raw.title = Some(without_stop(text).to_owned());
        return raw;
    };
    let (ahead, journal) = last_sentence(before);
    raw.container_title = Some(journal.to_owned()).filter(|journal| !journal.is_empty());
    let title = authors(&mut raw, ahead);
    raw.title = Some(without_stop(title).to_owned()).filter(|title| !title.is_empty());
    take_printed(&mut raw, printed);
    raw
}

/// Takes where something was printed from a citation that stands beside other fields: `J Nowhere. 2020;1(2):3-9. doi: …`.
pub(super) fn take_place(raw: &mut RawEntry, citation: &str) {
    if let Some((_, printed)) = dated(citation) {
        take_printed(raw, printed);
    }
}

/// What stands before the date, and all from the date on: the first sentence that begins with a year and goes on as places do.
fn dated(text: &str) -> Option<(&str, &str)> {
    let begins = |at: &usize| {
        let rest = &text[*at..];
        let year = rest.get(..4).is_some_and(|year| year.parse::<u16>().is_ok_and(|year| (1800..2100).contains(&year)));
        let after = rest.get(4..).unwrap_or_default();
        // `2020;`, `2020 Feb 29;`, `2024 Winter:e17.`, `2020.`
        let end = after.find([';', ':', '.']).unwrap_or(after.len());
        let between = after.get(..end).unwrap_or_default();
        year && end < after.len()
            && between.len() <= 20
            && (between.is_empty() || between.starts_with(' '))
            && between.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/'))
    };
    let at = text
        .match_indices(['.', '?', '!'])
        .map(|(at, _)| at + 2)
        .filter(|at| text.is_char_boundary(*at))
        .find(|at| text.get(at - 1..*at) == Some(" ") && begins(at))?;
    Some((text[..at].trim_end(), &text[at..]))
}

/// What stands before the last sentence, and that: a journal has no full stop in it where PubMed shortens it.
fn last_sentence(text: &str) -> (&str, &str) {
    let text = text.trim_end_matches(['.', ' ']);
    let end = [". ", "? ", "! ", "]. "].iter().filter_map(|mark| text.rfind(mark).map(|at| at + mark.len() - 1)).max();
    end.map_or(("", text), |at| (text[..at].trim_end(), text[at..].trim_start()))
}

/// Takes the authors at the begin of a citation; the title behind them.
fn authors<'a>(raw: &mut RawEntry, text: &'a str) -> &'a str {
    let Some((list, title)) = text.split_once(". ") else { return text };
    let mut groups = list.split(';').map(str::trim);
    let people = groups.next().unwrap_or_default();
    let are_people = people.split(',').map(str::trim).all(|person| {
        let bare = person.rsplit_once(' ').filter(|(_, last)| name::is_suffix(last)).map_or(person, |(bare, _)| bare);
        name::has_initials_last(bare) || name::is_others(person)
    });
    if !are_people && !name::is_organisation(people) {
        // The sentence is a part of the title.
        return text;
    }
    match are_people {
        true => raw.author.extend(people.split(',').map(|person| Written::Text(person.trim().to_owned()))),
        false => raw.author.push(Written::Organisation(people.to_owned())),
    }
    raw.author.extend(groups.filter(|group| !group.is_empty()).map(|group| Written::Organisation(group.to_owned())));
    title
}

/// Takes `2020 Jan-Feb;1(2):3-9. doi: 10.5555/x. Epub 2019 Dec 31. German. Erratum in: J Nowhere. 2021;2:1.`
fn take_printed(raw: &mut RawEntry, text: &str) {
    let (place, rest) = text.split_once(". ").unwrap_or((text.trim_end_matches('.'), ""));
    let (issued, place) = match place.find([';', ':']) {
        Some(at) => place.split_at(at),
        None => (place, ""),
    };
    raw.issued.get_or_insert_with(|| issued.trim().to_owned());
    let (volume, pages) = place.split_once(':').map_or((place, None), |(volume, pages)| (volume, Some(pages)));
    let volume = volume.trim_start_matches(';').trim();
    let (volume, issue) = match volume.strip_suffix(')').and_then(|volume| volume.split_once('(')) {
        Some((volume, issue)) => (volume, Some(issue)),
        None => (volume, None),
    };
    let set = |place: &mut Option<String>, value: &str| {
        let value = value.trim();
        if !value.is_empty() {
            place.get_or_insert_with(|| value.to_owned());
        }
    };
    set(&mut raw.volume, volume);
    set(&mut raw.issue, issue.unwrap_or_default());
    set(&mut raw.page, pages.unwrap_or_default());
    // Notices name other publications, with places and identifiers of their own.
    let starts: Vec<usize> = std::iter::once(0)
        .chain(rest.match_indices(". ").map(|(at, mark)| at + mark.len()))
        .filter(|at| status::of_note(&rest[*at..]).is_some_and(|(_, place)| !place.is_empty()))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([rest.len()]);
    for (from, to) in starts.iter().zip(ends) {
        let notice = rest[*from..to].trim_end_matches([' ', '.']);
        if let Some((said, place)) = status::of_note(notice) {
            raw.takes(said, Some(place.to_owned()));
        }
    }
    let own = &rest[..starts.first().copied().unwrap_or(rest.len())];
    for sentence in own.split(". ").map(|sentence| sentence.trim_end_matches(['.', ' '])).filter(|s| !s.is_empty()) {
        if let Some(day) = sentence.strip_prefix("Epub ").or_else(|| sentence.strip_prefix("eCollection ")) {
            // The collection of a year is when it was issued, and not when it was first online.
            if sentence.starts_with("Epub ") {
                set(&mut raw.available, day.trim_end_matches(" ahead of print"));
            }
        } else if language::tag(sentence).is_some() {
            set(&mut raw.language, sentence);
        } else if !take_identifiers(raw, sentence) && !raw.takes_word(sentence) {
            raw.note(format!("not read: `{}`", shortened(sentence)));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (convert(&text, 1), begins(&text));
        }

        #[test]
        fn no_citation_panics(text in "(Nobody A|, |; |\\. |\\? |2020|;1\\(2\\):3-9|doi: 10.5555/x|PMID: 1|Erratum in: |ä|et al|Epub |\\[|\\]){0,20}") {
            let _ = (convert(&text, 1), begins(&text));
        }
    }
}
