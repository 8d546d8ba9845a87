//! Dates as reference managers and databases print them.

use crate::domain::PartialDate;

/// A date, and whether the text says more than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReadDate {
    pub(super) date: PartialDate,
    /// A season, a range or two numbers that could each be the month were left out.
    pub(super) is_rounded: bool,
}

/// `2017`, `2017-04-04`, `2017/04/04/`, `20170404`, `2017 Apr 4`, `4 April 2017`, `2017 Jan-Feb`, `2000 Spring`, `c2015`,
/// `2017-04-04T00:00:00Z`. None without a year.
///
/// Each part is read where it stands, or not at all: nothing is worked out from words that are not understood.
pub(super) fn read(text: &str) -> Option<ReadDate> {
    let text = text.trim();
    // `2015年5月3日`
    if text.contains('年') {
        return read(&text.replace(['年', '月', '日'], " "));
    }
    if let Ok(date) = text.parse() {
        return Some(ReadDate { date, is_rounded: false });
    }
    if let Some(read) = by_slashes(text) {
        return Some(read);
    }
    let words: Vec<&str> =
        without_time(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect();
    if let [only] = words.as_slice()
        && let Some(read) = run_together(only)
    {
        return Some(read);
    }
    let year_at = words.iter().position(|word| is_year(word));
    // `c2015` and `2016a`: a year all the same.
    let (year_at, year, is_marked) = match year_at {
        Some(at) => (at, words[at], false),
        None => {
            let marked = words.iter().enumerate().find_map(|(at, word)| Some((at, marked_year(word)?)))?;
            (marked.0, marked.1, true)
        }
    };
    // What comes after a second year belongs to the end of a range.
    let end = (year_at + 1..words.len()).find(|&at| is_year(words[at]));
    let first = &words[..end.unwrap_or(words.len())];
    // `2015?`, `~2015`: whoever wrote it was not sure.
    let mut is_rounded = end.is_some() || is_marked || text.contains(['?', '~', '≈']);
    let (mut month, mut numbers) = (None, Vec::new());
    for (at, word) in first.iter().enumerate() {
        if at == year_at {
            continue;
        }
        match (month_of(word), number(word).filter(|_| word.len() <= 2)) {
            (Some(named), _) if month.is_none() => month = Some(named),
            (None, Some(small)) => numbers.push((at, small)),
            // A second month, a season, a word.
            _ => is_rounded = true,
        }
    }
    let (month, day) = match (month, numbers.as_slice()) {
        (Some(month), []) => (Some(month), None),
        (Some(month), [(_, day), rest @ ..]) => {
            is_rounded |= !rest.is_empty();
            (Some(month), Some(*day))
        }
        (None, []) => (None, None),
        (None, [(at, month)]) if *at > year_at => (Some(*month), None),
        // `05/2019`.
        (None, [(_, month)]) if first.len() == 2 => (Some(*month), None),
        (None, [(at, month), (_, day), rest @ ..]) if *at > year_at => {
            is_rounded |= !rest.is_empty();
            (Some(*month), Some(*day))
        }
        // `15/05/2017` has one reading, because no year has fifteen months.
        (None, [(_, day), (at, month)]) if *at < year_at && *day > 12 && *month <= 12 => (Some(*month), Some(*day)),
        // `4/5/2017` means April in one country and May in another.
        (None, _) => {
            is_rounded = true;
            (None, None)
        }
    };
    as_precise(year, month, day, is_rounded)
}

/// As much of a date as stands in the calendar.
fn as_precise(year: &str, month: Option<u16>, day: Option<u16>, is_rounded: bool) -> Option<ReadDate> {
    let read = |text: String| text.parse::<PartialDate>().ok();
    if let Some((month, day)) = month.zip(day)
        && let Some(date) = read(format!("{year}-{month:02}-{day:02}"))
    {
        return Some(ReadDate { date, is_rounded });
    }
    if let Some(month) = month
        && let Some(date) = read(format!("{year}-{month:02}"))
    {
        return Some(ReadDate { date, is_rounded: is_rounded || day.is_some() });
    }
    Some(ReadDate { date: read(year.to_owned())?, is_rounded: is_rounded || month.is_some() })
}

/// The dates of RIS, `YYYY/MM/DD/other`, in which each slash stands even where its part is empty: what is other is no
/// part of the date.
fn by_slashes(text: &str) -> Option<ReadDate> {
    let mut parts = text.splitn(4, '/').map(str::trim);
    let year = parts.next().filter(|year| is_year(year))?;
    let (month, day, other) = (parts.next()?, parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    // `2015/october` and `2015/Nov-Dec` are read as words.
    let read =
        |part: &str| if part.is_empty() { Some(None) } else { number(part).filter(|_| part.len() <= 2).map(Some) };
    // A time behind the day.
    let day = day.split(['T', ' ']).next().unwrap_or_default();
    let (month, day) = (read(month)?, read(day)?);
    // `2017/0/0` and `2017/00/00` leave the parts empty in another way.
    let (month, day) = (month.filter(|month| *month > 0), day.filter(|day| *day > 0));
    // A second year, or words that say something else than the parts do.
    let says_more = !other.trim_matches('/').is_empty() && !repeats(other, year, month, day);
    as_precise(year, month, day, says_more)
}

/// Whether the words beside a date say nothing that it does not say: `May 2, 2019` beside 2019-05-02.
fn repeats(words: &str, year: &str, month: Option<u16>, day: Option<u16>) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        word == year
            || month.is_some_and(|month| month_of(word) == Some(month) || number(word) == Some(month))
            || day.is_some_and(|day| number(word) == Some(day))
    })
}

/// Without the time of day behind a date: `2019-05-02T00:00:00Z`.
fn without_time(text: &str) -> &str {
    let is_time = |(at, c): &(usize, char)| {
        matches!(c, 'T' | ' ')
            && text[..*at].ends_with(|c: char| c.is_ascii_digit())
            && text[*at + 1..].bytes().take(2).filter(u8::is_ascii_digit).count() == 2
            && text.as_bytes().get(*at + 3) == Some(&b':')
    };
    text.char_indices().find(is_time).map_or(text, |(at, _)| &text[..at])
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && number(word).is_some_and(|year| (1000..=2999).contains(&year))
}

/// The year in a word that marks it: `c2015` of a copyright, `2016a` of a list of references.
fn marked_year(word: &str) -> Option<&str> {
    let year = word.trim_start_matches(['c', 'C', 'p', 'P']);
    let year = year.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(year);
    (is_year(year) && word.len() - year.len() <= 2).then_some(year)
}

/// `20170404` and `201704`; a day or a month that the calendar has not is left out.
fn run_together(word: &str) -> Option<ReadDate> {
    if !word.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(word.len(), 6 | 8) || !is_year(&word[..4]) {
        return None;
    }
    as_precise(&word[..4], number(&word[4..6]), word.get(6..8).and_then(number), false)
}

fn number(word: &str) -> Option<u16> {
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

/// Whether a text has a year in it.
pub(super) fn has_year(text: &str) -> bool {
    read(text).is_some()
}

/// The names of months that files have, in lower case: English, German, then others.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "gennaio", "janeiro"],
    &["february", "februar", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "märz", "maerz", "mars", "marzo", "março"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "août", "aout", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// The month a word names: whole, or by three letters of it or more.
pub(super) fn month_of(word: &str) -> Option<u16> {
    // As databases have it.
    if let Some(month) = (1..=12).find(|month| month_name(*month).eq_ignore_ascii_case(word)) {
        return u16::try_from(month).ok();
    }
    let word = word.to_lowercase();
    let length = word.chars().count();
    // English and German names are cut to three letters; in other languages those would be words of English.
    let fits = |(at, name): (usize, &&str)| length >= if at < 2 { 3 } else { 4 } && name.starts_with(&word);
    let mut fitting = MONTHS.iter().enumerate().filter(|(_, names)| names.iter().enumerate().any(fits));
    let (at, _) = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    u16::try_from(at + 1).ok()
}

/// The month as MEDLINE writes it: `Apr`.
pub(super) fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_as_programs_print_them() {
        for (written, expected, is_rounded) in [
            ("2017", "2017", false),
            ("2017-04-04", "2017-04-04", false),
            ("2017/04/04/", "2017-04-04", false),
            ("2017/04//", "2017-04", false),
            ("2017///", "2017", false),
            ("2017/04/04/Spring", "2017-04-04", true),
            ("2019/05/02/May 2, 2019", "2019-05-02", false),
            ("2019/01/15/15 Jan 2019", "2019-01-15", false),
            ("2020/11//Nov/Dec2020", "2020-11", true),
            ("2020///Winter", "2020", true),
            ("2015/october", "2015-10", false),
            ("2017/13/01", "2017", true),
            ("2017/00/00/", "2017", false),
            ("2019-05-02T00:00:00Z", "2019-05-02", false),
            ("2019-05-02 10:12", "2019-05-02", false),
            ("20240411", "2024-04-11", false),
            ("20240231", "2024-02", true),
            ("20241", "", true),
            ("c2015", "2015", true),
            ("©2015", "2015", false),
            ("2016a", "2016", true),
            ("[2015]", "2015", false),
            ("15/05/2017", "2017-05-15", false),
            ("05/2017", "2017-05", false),
            ("3. Mai 2017", "2017-05-03", false),
            ("2015 Decision", "2015", true),
            ("2017 Apr 4", "2017-04-04", false),
            ("Apr 2017", "2017-04", false),
            ("April 4, 2017", "2017-04-04", false),
            ("4 Sept. 2017", "2017-09-04", false),
            ("2017 Jan-Feb", "2017-01", true),
            ("1998 Dec-1999 Jan", "1998-12", true),
            ("2000 Spring", "2000", true),
            ("4/5/2017", "2017", true),
            ("2017-02-31", "2017-02", true),
            ("1998-1999", "1998", true),
        ] {
            let read = read(written).map(|read| (read.date.to_string(), read.is_rounded));
            let expected = (!expected.is_empty()).then(|| (expected.to_owned(), is_rounded));
            assert_eq!(read, expected, "{written}");
        }
        for nothing in ["", "in press", "17", "forthcoming 12"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn no_date_like_text_panics(text in "[0-9/ -]{0,20}(Jan|Mai|Ä)?[0-9]{0,9}") {
            let _ = read(&text);
        }
    }
}
