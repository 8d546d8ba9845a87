//! Dates as reference managers and databases print them.

use crate::domain::PartialDate;

/// A date, and whether the text says more than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReadDate {
    pub(super) date: PartialDate,
    /// A season, a range or two numbers that could each be the month were left out.
    pub(super) is_rounded: bool,
}

/// `2017`, `2017-04-04`, `2017/04/04/`, `20170404`, `2017 Apr 4`, `4 April 2017`, `2017 Jan-Feb`, `2000 Spring`. None
/// without a year.
pub(super) fn read(text: &str) -> Option<ReadDate> {
    if let Ok(date) = text.parse() {
        return Some(ReadDate { date, is_rounded: false });
    }
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect();
    if let [only] = words.as_slice()
        && let Some(date) = run_together(only)
    {
        return Some(ReadDate { date, is_rounded: false });
    }
    let is_year = |word: &str| word.len() == 4 && number(word).is_some_and(|year| (1000..=2999).contains(&year));
    let year_at = words.iter().position(|word| is_year(word))?;
    let year = words[year_at];
    // What comes after a second year belongs to the end of a range.
    let end = (year_at + 1..words.len()).find(|&at| is_year(words[at]));
    let first = &words[..end.unwrap_or(words.len())];
    let mut is_rounded = end.is_some();
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
        (None, [(at, month), (_, day), rest @ ..]) if *at > year_at => {
            is_rounded |= !rest.is_empty();
            (Some(*month), Some(*day))
        }
        // `4/5/2017` means April in one country and May in another.
        (None, _) => {
            is_rounded = true;
            (None, None)
        }
    };
    let candidates = [
        month.zip(day).map(|(month, day)| format!("{year}-{month:02}-{day:02}")),
        month.map(|month| format!("{year}-{month:02}")),
        Some(year.to_owned()),
    ];
    let possible: Vec<String> = candidates.into_iter().flatten().collect();
    let at = possible.iter().position(|text| text.parse::<PartialDate>().is_ok())?;
    Some(ReadDate { date: possible[at].parse().ok()?, is_rounded: is_rounded || at > 0 })
}

/// `20170404` and `201704`.
fn run_together(word: &str) -> Option<PartialDate> {
    if !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match word.len() {
        8 => format!("{}-{}-{}", &word[..4], &word[4..6], &word[6..]).parse().ok(),
        6 => format!("{}-{}", &word[..4], &word[4..]).parse().ok(),
        _ => None,
    }
}

fn number(word: &str) -> Option<u16> {
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month_of(word: &str) -> Option<u16> {
    let begin = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == begin)?;
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
            ("20240411", "2024-04-11", false),
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
            assert_eq!(read, Some((expected.to_owned(), is_rounded)), "{written}");
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
