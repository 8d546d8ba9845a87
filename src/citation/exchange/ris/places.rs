//! Where a publication stands and when it came out: values for which files of RIS have several tags, each with a use of its own.

use super::{
    super::{
        raw::RawEntry,
        tidy::{letters, shortened},
    },
    PROVIDER,
};
use crate::{citation::date, domain::source::ItemType};

/// The journal, book or series, and its short name. `JF` is the whole name of a journal; `T2` is that in most files, and
/// a section or a theme in others.
pub(super) fn containers(raw: &mut RawEntry, first: &dyn Fn(&str) -> Option<String>, is_article: bool, is_book: bool) {
    let any = |tags: &[&str]| tags.iter().find_map(|tag| first(tag));
    let full = if is_article {
        any(&["JF", "T2", "BT", "T3"])
    } else if is_book {
        // Of a book `T2` may be its series; where it has no other title, it was its title.
        if first("TI").or_else(|| first("T1")).is_some() { any(&["T2", "T3", "JF"]) } else { first("T3") }
    } else if raw.item_type == Some(ItemType::PaperConference) {
        raw.event = if first("C3").is_some() { first("T2") } else { None };
        any(&["C3", "T2", "BT", "JF", "T3"])
    } else {
        any(&["T2", "BT", "JF", "T3"])
    };
    if is_article
        && let (Some(journal), Some(other)) = (first("JF"), first("T2"))
        && letters(&journal) != letters(&other)
        && !abbreviates(&other, &journal)
        && !abbreviates(&journal, &other)
    {
        raw.note(format!("T2 says `{}`, which is not the journal", shortened(&other)));
    }
    if !is_article
        && let (Some(whole), Some(series)) = (&full, first("T3"))
        && *whole != series
    {
        raw.note(format!("in the series `{}`", shortened(&series)));
    }
    // Without `JF`, what `JO` says in other words than `T2` is the journal where another tag says it too.
    let full = match (&full, first("JO")) {
        (Some(section), Some(journal))
            if is_article
                && first("JF").is_none()
                && letters(section) != letters(&journal)
                && !abbreviates(&journal, section)
                && !abbreviates(section, &journal) =>
        {
            let is_said_twice = ["J1", "JA", "J2"].iter().any(|tag| first(tag).as_ref() == Some(&journal));
            raw.note(format!("the file names two journals: `{}` and `{}`", shortened(section), shortened(&journal)));
            if is_said_twice { Some(journal) } else { full }
        }
        _ => full,
    };
    // Where the whole name has its place, Zotero puts the abbreviation into `JO`.
    let (name, short) = match (full, first("JO")) {
        (Some(full), jo) => (Some(full.clone()), jo.filter(|jo| *jo != full)),
        (None, jo) => (jo, None),
    };
    // The first of them that is another one than the whole name.
    let others = ["J2", "JA", "J1"].iter().filter_map(|tag| first(tag));
    let other = others.into_iter().find(|short| name.as_deref().is_none_or(|name| letters(name) != letters(short)));
    let short = other.or_else(|| first("J2")).or(short);
    // EndNote's own files have the short name in the place of the whole one, and the whole one beside it.
    let (name, short) = match (name, short) {
        (Some(name), Some(short))
            if is_article && first("DP").as_deref() != Some(PROVIDER) && is_short_for(&name, &short) =>
        {
            (Some(short), Some(name))
        }
        other => other,
    };
    // A short name alone is the name.
    raw.container_title = name.or_else(|| short.clone());
    raw.container_title_short = short;
}

/// Whether each word of a short name begins a word of the long one, in their order, or it is made of initials.
fn abbreviates(short: &str, long: &str) -> bool {
    // `ANJ` stands for all of them.
    if !short.contains(' ') && short.chars().all(char::is_uppercase) {
        return true;
    }
    let long = long.to_lowercase();
    let mut words = long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let short = short.to_lowercase();
    short
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|begin| words.any(|word| word.starts_with(begin)))
}

/// Whether one name is the other with words cut: `J Nowhere` of `Journal of Nowhere`, and not `Nowhere` of `Nowhere (Town)`.
fn is_short_for(short: &str, long: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (short, long) = (words(short), words(long));
    let mut rest = long.iter();
    let mut is_cut = false;
    let is_begin = short.iter().all(|begin| {
        let found = rest.find(|word| word.starts_with(begin.as_str()));
        is_cut |= found.is_some_and(|word| word.len() > begin.len());
        found.is_some()
    });
    is_begin && is_cut
}

/// Most years that may lie between the first publication online and the issue: more, and one of the dates is another.
const MAX_YEARS_ONLINE: u16 = 3;

/// The dates. `DA` is the whole date, or what EndNote adds to the year; where the dates name two years, the issue is the
/// later one.
pub(super) fn dates(raw: &mut RawEntry, first: &dyn Fn(&str) -> Option<String>) {
    let year = ["PY", "Y1"].iter().filter_map(|tag| first(tag)).max_by_key(|text| {
        // The more precise one of one year; the later one of two.
        date::read(text).map(|read| (read.date.year(), read.date.to_string().len()))
    });
    let read = |text: &Option<String>| text.as_deref().and_then(date::read).map(|read| read.date);
    let other = ["PY", "Y1"]
        .iter()
        .filter_map(|tag| first(tag))
        .find(|text| read(&Some(text.clone())).map(|d| d.year()) != read(&year).map(|d| d.year()));
    let day = first("DA");
    raw.issued = match (&year, &day) {
        (Some(year), Some(day)) if !date::has_year(day) => Some(format!("{} {day}", year.trim_matches('/'))),
        (Some(text), Some(text_of_day)) => match (read(&year), read(&day)) {
            (Some(one), Some(two)) if one.year() == two.year() => Some(text_of_day.clone()),
            (Some(one), Some(two)) if one.year().abs_diff(two.year()) <= MAX_YEARS_ONLINE => {
                let (online, issue) = if one.year() < two.year() { (text, text_of_day) } else { (text_of_day, text) };
                raw.note(format!("the file names two years: `{}` and `{}`", shortened(text), shortened(text_of_day)));
                raw.available = Some(online.clone());
                Some(issue.clone())
            }
            (Some(_), Some(_)) => {
                raw.note(format!("the file names two years: `{}` and `{}`", shortened(text), shortened(text_of_day)));
                Some(text.clone())
            }
            (None, Some(_)) => Some(text_of_day.clone()),
            _ => Some(text.clone()),
        },
        (year, day) => year.clone().or_else(|| day.clone()),
    };
    if let Some(other) = other.filter(|_| raw.available.is_none()) {
        raw.note(format!("the file names two years: `{}` too", shortened(&other)));
        raw.available = read(&Some(other.clone())).map(|_| other);
    }
}
