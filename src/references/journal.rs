//! Names of journals: whether two mean one journal, whole, by ISO 4, as MEDLINE abbreviates, or by initials.

use super::{reading::Reading, words::words};
use crate::{
    literature::journal_names,
    text::{Citing, journal_alias},
};

/// Whether what is said names the journal.
///
/// Each word of the one is a word of the other or shortens it, in order, and no word that counts is left over. What stands in brackets or behind a colon in the name on record may be left out.
pub fn is_same(said: &str, name: &str) -> bool {
    let names = journal_names(name);
    journal_names(said).into_iter().any(|said| names.iter().any(|name| is_one(said, name)))
}

fn is_one(said: &str, name: &str) -> bool {
    // `J Bone Joint Surg [Am]`: a section of the journal, where the name on record has it without brackets.
    is_named(&without_brackets(said), name) || said.contains(['(', '[']) && is_named(said, name)
}

fn is_named(said: &str, name: &str) -> bool {
    let said = significant(said);
    if said.is_empty() {
        return false;
    }
    let bare = without_brackets(name);
    let whole = significant(&bare);
    if is_abbreviated(&said, &whole)
        || is_abbreviated(&whole, &said)
        || is_initials(&said, &whole)
        || is_initials(&whole, &said)
    {
        return true;
    }
    // "Pain medicine (Malden, Mass.)", "Chest : official journal of …", "The Lancet. Oncology" has a part that counts.
    let with_brackets = significant(name);
    let before_colon = bare.split_once([':', '=']).map(|(before, _)| significant(before));
    let is_organ =
        |at: &usize| bare[*at..].split(' ').nth(1).is_some_and(|word| Citing::OfficialOrgan.has(&word.to_lowercase()));
    let before_official = bare.match_indices(' ').map(|(at, _)| at).find(is_organ).map(|at| significant(&bare[..at]));
    is_abbreviated(&said, &with_brackets)
        || [before_colon, before_official, Some(whole)]
            .into_iter()
            .flatten()
            .any(|name| is_abbreviated(&said, &name) || is_thinned(&said, &name))
}

/// Whether what is said is the begin of one of the names, in two words or more: `Clin Orthop` of `Clin Orthop Relat Res`. It may be
/// another journal as well.
pub(super) fn is_begin(said: &str, names: &[String]) -> bool {
    // `J Nowhere [Br]` is no begin of `J Nowhere Am`.
    let said = significant(said);
    let begins = |name: &String| {
        let whole = significant(&without_brackets(name));
        whole.len() > said.len() && said.iter().zip(&whole).all(|(short, long)| shortens(short, long))
    };
    said.len() >= 2 && names.iter().any(begins)
}

/// What stands where the journal is named.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The first token of it.
    pub(super) from: usize,
    /// What it says.
    pub(super) said: String,
    /// Whether it is one of the names.
    pub(super) is_same: bool,
}

/// Whether what is said begins with the name, whole.
pub(super) fn begins(said: &str, name: &str) -> bool {
    let count = words(said).len();
    let mut ends = said.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at).take(24);
    count > 1 && ends.any(|at| is_same(&said[..at], name))
}

/// The journal in the tokens `from..to`: the whole of them or, where other parts may stand before it, an end of them.
pub(super) fn find(reading: &Reading, from: usize, to: usize, is_alone: bool, names: &[String]) -> Option<Found> {
    let Reading { text, tokens, .. } = reading;
    let range: Vec<usize> = (from..to).filter(|at| tokens.get(*at).is_some_and(|token| !token.is_taken)).collect();
    let (first, last) = (*range.first()?, *range.last()?);
    let slice = |from: usize, to: usize| {
        let (first, last) = (tokens.get(from)?, tokens.get(to)?);
        let named = text.get(first.start..last.end)?;
        // With the bracket behind it, if it was opened here.
        let is_open = |open: char, close: char| named.matches(open).count() > named.matches(close).count();
        let next = text.get(last.end..).and_then(|rest| rest.chars().next());
        let is_closed =
            matches!(next, Some(')') if is_open('(', ')')) || matches!(next, Some(']') if is_open('[', ']'));
        text.get(first.start..last.end + usize::from(is_closed))
    };
    let gap = |at: usize| {
        let start = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.end);
        tokens.get(at).and_then(|token| text.get(start..token.start)).unwrap_or_default()
    };
    let is_one = |said: &str| names.iter().any(|name| is_same(said, name));
    // Behind a sign, behind a dash as lists of hits have it, and behind a year: `Nobody et al. 1979 J Nowhere 36:88`.
    let is_parted = |at: usize| {
        gap(at).contains(['.', ',', ';', ':', '"', '”', '’', '»', '?', '!', ')', ']', '(', '\'', '|'])
            || [" - ", " – ", " — "].contains(&gap(at))
            || at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.year().is_some())
    };
    let begins: Vec<usize> = range.iter().copied().filter(|at| *at == first || is_parted(*at)).collect();
    // A journal has at most so many words.
    const LONGEST: usize = 24;
    let near: Vec<usize> = begins.iter().copied().filter(|at| last - at < LONGEST).collect();
    for &begin in &near {
        let is_year = |at: usize| tokens.get(at).is_some_and(|token| token.year().is_some());
        if is_alone
            && begin != first
            && !(first..begin).all(is_year)
            && !is_label(slice(first, begin - 1).unwrap_or_default())
        {
            break;
        }
        let mut ends: Vec<usize> = begins.iter().filter(|end| **end > begin).map(|end| end - 1).collect();
        ends.push(last);
        if let Some(end) = ends.into_iter().rev().find(|end| slice(begin, *end).is_some_and(is_one)) {
            let said = slice(begin, end).unwrap_or_default().to_owned();
            return Some(Found { from: begin, said, is_same: true });
        }
    }
    // None of its names: what stands there is another, or no journal at all.
    let begin = if is_alone {
        first
    } else {
        near.iter().rev().copied().find(|at| !is_dotted(reading, *at, first)).unwrap_or(first)
    };
    let said = slice(begin, last).unwrap_or_default();
    let is_name = last - begin < LONGEST && said.chars().any(char::is_alphabetic);
    Some(Found { from: begin, said: if is_name { said.to_owned() } else { String::new() }, is_same: false })
}

/// Words before a journal that belong to no name.
fn is_label(text: &str) -> bool {
    let label = text.trim().to_lowercase();
    let first = label.split(' ').next().unwrap_or_default();
    Citing::JournalLabels.has(&label)
        || Citing::JournalLabelBegins.words().iter().any(|begin| label.starts_with(begin.as_str()))
        || first.len() < label.len() && Citing::ShortLabelBegins.has(first) && text.len() < 20
}

/// Whether the token goes on with an abbreviation: `Arch. Intern. Med.`
fn is_dotted(reading: &Reading, at: usize, first: usize) -> bool {
    let Some(before) =
        at.checked_sub(1).filter(|before| *before >= first).and_then(|before| reading.tokens.get(before))
    else {
        return false;
    };
    let Some(token) = reading.tokens.get(at) else { return false };
    let gap = reading.text.get(before.end..token.start).unwrap_or_default();
    gap.trim() == "." && before.word.len() <= 6 && before.end - before.start > 1
}

fn significant(name: &str) -> Vec<String> {
    // French joins its articles to the word: l'Academie.
    let name = name.replace(['’', 'ʼ'], "'");
    let name = Citing::JoinedArticles
        .words()
        .iter()
        .fold(name, |name, article| name.replace(article.as_str(), "").replace(&article.to_uppercase(), ""));
    let kept: Vec<String> = words(&name).into_iter().filter(|word| !Citing::LeftOutOfJournals.has(word)).collect();
    let joined = kept.join(" ");
    match journal_alias(&joined) {
        Some(meant) => meant.split(' ').map(str::to_owned).collect(),
        // A name of small words only: "El".
        None if kept.is_empty() => words(&name),
        None => kept,
    }
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    if bare.trim().is_empty() { name.to_owned() } else { bare }
}

/// Whether each short word shortens the word at its place.
fn is_abbreviated(short: &[String], long: &[String]) -> bool {
    !short.is_empty() && short.len() == long.len() && short.iter().zip(long).all(|(short, long)| shortens(short, long))
}

/// `C R Acad Sci D` for `Comptes rendus hebdomadaires des seances de l'Academie des sciences. Serie D: Sciences naturelles`: words between
/// the first two and the last may be left out of a long name.
fn is_thinned(short: &[String], long: &[String]) -> bool {
    // Of a name with fewer words each counts.
    const LEAST: usize = 4;
    let ([first, second, .., last], [first_on_record, second_on_record, between @ .., last_on_record]) = (short, long)
    else {
        return false;
    };
    let mut between = between.iter();
    short.len() >= LEAST
        && shortens(first, first_on_record)
        && shortens(second, second_on_record)
        && shortens(last, last_on_record)
        && short[2..short.len() - 1].iter().all(|short| between.any(|long| shortens(short, long)))
}

/// `med` for `medicine`, `natl` for `national`, `j` for `journal`.
fn shortens(short: &str, long: &str) -> bool {
    if long.starts_with(short) || short.starts_with(long) && short.len() == long.len() + 1 && short.ends_with('s') {
        return true;
    }
    if short.len() < 3 || !long.starts_with(short.get(..1).unwrap_or_default()) {
        return false;
    }
    let mut letters = long.chars();
    short.len() < long.len() && short.chars().all(|c| letters.any(|other| other == c))
}

/// `bmj` for `british medical journal`.
fn is_initials(short: &[String], long: &[String]) -> bool {
    let [short] = short else { return false };
    long.len() >= 3
        && short.chars().count() == long.len()
        && short.chars().zip(long).all(|(c, word)| word.starts_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_journal_has_many_names() {
        for (said, name) in [
            ("Arch Intern Med", "Archives of internal medicine"),
            ("Arch. Intern. Med.", "Archives of internal medicine"),
            ("Br Med J", "BMJ"),
            ("BMJ", "British medical journal"),
            ("BMJ", "BMJ (Clinical research ed.)"),
            ("The New England Journal of Medicine", "N Engl J Med"),
            ("N. Engl. J. Med.", "The New England journal of medicine"),
            ("Cochrane Database Syst Rev", "The Cochrane database of systematic reviews"),
            ("Lancet", "Lancet (London, England)"),
            ("Proc Natl Acad Sci U S A", "Proc. Natl. Acad. Sci. U.S.A."),
            ("AJR", "AJR. American journal of roentgenology"),
            ("American Journal of Roentgenology", "AJR. American journal of roentgenology"),
            ("Am J Roentgenol", "AJR Am J Roentgenol"),
            ("J Bone Joint Surg [Am]", "J Bone Joint Surg Am"),
            ("J. Bone Joint Surg. (Br)", "The Journal of bone and joint surgery. British"),
            ("Int J Obes [Lond]", "Int J Obes (Lond)"),
            ("Int. J. Obes. (London)", "International journal of obesity"),
            ("Munch. med. Wschr.", "MMW, Munchener medizinische Wochenschrift"),
            (
                "C R Acad Sci D",
                "Comptes rendus hebdomadaires des seances de l'Academie des sciences. Serie D: Sciences naturelles",
            ),
        ] {
            assert!(is_same(said, name), "{said} / {name}");
        }
        for (said, name) in [
            ("Pain", "J Pain"),
            ("J Pain", "Pain"),
            ("JAMA", "JAMA internal medicine"),
            ("Lancet", "Lancet Oncol"),
            ("Spine", "Spine J"),
            ("Ann Surg", "Archives of surgery"),
            ("J Bone Joint Surg Am", "The Journal of bone and joint surgery. British volume"),
            ("J Bone Joint Surg [Br]", "J Bone Joint Surg Am"),
            ("J Bone Joint Surg [Br]", "The Journal of bone and joint surgery. American volume"),
            ("C R Acad Sci D", "Comptes rendus de l'Academie des sciences. Serie III, Sciences de la vie"),
            ("J Am Coll Surg", "Journal of the American Medical Association"),
            ("APMIS", "Acta pathologica et microbiologica"),
            ("", "Pain"),
        ] {
            assert!(!is_same(said, name), "{said} / {name}");
        }
    }
}
