//! What a file says of a publication since it appeared: that it was retracted, corrected, updated; and whether the record
//! is itself the notice that says so of another one.

use super::{
    raw::RawEntry,
    tidy::{clean, without_stop},
};
use crate::{
    citation::date,
    domain::{Date, Editorial, EditorialState, EditorialStatus, PartialDate, Source, Vocabulary},
};

/// What one of the words of a database says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Of this publication.
    Of(EditorialStatus),
    /// There is a newer version of this publication.
    Updated,
    /// It was printed again elsewhere, or is what was printed again: nothing is wrong with it.
    Reprinted,
    /// This record is a notice about another publication.
    Notice(&'static str),
}

use EditorialStatus::{Corrected, ExpressionOfConcern, Removed, Retracted, RetractedAndRepublished};

/// Words of databases and publishers, in lower case: types of publications, types of updates at Crossref, labels.
const WORDS: &[(&str, Said)] = &[
    ("retracted", Said::Of(Retracted)),
    ("retracted publication", Said::Of(Retracted)),
    ("retracted article", Said::Of(Retracted)),
    ("retracted paper", Said::Of(Retracted)),
    ("withdrawn", Said::Of(Retracted)),
    ("withdrawn publication", Said::Of(Retracted)),
    ("withdrawn article", Said::Of(Retracted)),
    ("removed", Said::Of(Removed)),
    ("publication with expression of concern", Said::Of(ExpressionOfConcern)),
    ("retracted and republished", Said::Of(RetractedAndRepublished)),
    ("corrected and republished article", Said::Notice("corrected republication")),
    ("item withdrawal", Said::Notice("retraction")),
    ("withdrawal", Said::Notice("retraction")),
    ("errata", Said::Notice("correction")),
    ("corrigenda", Said::Notice("correction")),
    ("addendum", Said::Notice("correction")),
    ("retraction of publication", Said::Notice("retraction")),
    ("retraction notice", Said::Notice("retraction")),
    ("retraction", Said::Notice("retraction")),
    ("published erratum", Said::Notice("correction")),
    ("erratum", Said::Notice("correction")),
    ("corrigendum", Said::Notice("correction")),
    ("correction", Said::Notice("correction")),
    ("expression of concern", Said::Notice("expression of concern")),
];

/// What a type, a keyword or a label says, taken whole.
pub(super) fn of_word(word: &str) -> Option<Said> {
    let word = word.trim().trim_matches(['[', ']', '(', ')', '*', '.', ' ']).to_lowercase();
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, said)| *said)
}

/// The state that a type of publication, a keyword or a label says, taken whole.
pub(super) fn standing_of_word(word: &str) -> Option<EditorialState> {
    let said = of_word(word)?;
    state_said(said, word)
}

/// The state that a title says in front of it or behind it: `Retracted: …`, `WITHDRAWN: …`, `Expression of concern: …`.
pub fn standing_of_title(title: &str) -> Option<EditorialState> {
    let (said, word, _) = of_title(title)?;
    state_said(said, word)
}

fn state_said(said: Said, word: &str) -> Option<EditorialState> {
    Some(match said {
        Said::Of(Retracted) if word.to_ascii_lowercase().contains("withdrawn") => EditorialState::Withdrawn,
        Said::Of(status) => EditorialState::of_status(status)?,
        Said::Updated | Said::Reprinted => return None,
        Said::Notice("retraction") => EditorialState::RetractionNotice,
        Said::Notice("expression of concern") => EditorialState::ConcernNotice,
        Said::Notice("correction") => EditorialState::CorrectionNotice,
        Said::Notice(_) => return None,
    })
}

/// What a note says that begins with words about the publication, `Retraction in: J Nowhere. 2020;1:2.`, `Retracted 2019`,
/// and the rest of it. What stands there, identifiers too, is of the other publication.
pub(super) fn of_note(line: &str) -> Option<(Said, &str)> {
    const BEGINS: &[(&str, Said)] = &[
        ("retracted and republished in", Said::Of(RetractedAndRepublished)),
        ("corrected and republished in", Said::Of(Corrected)),
        ("retraction in", Said::Of(Retracted)),
        ("partial retraction in", Said::Of(Retracted)),
        ("erratum in", Said::Of(Corrected)),
        ("correction in", Said::Of(Corrected)),
        ("expression of concern in", Said::Of(ExpressionOfConcern)),
        ("update in", Said::Updated),
        ("republished in", Said::Reprinted),
        ("republished from", Said::Reprinted),
        ("reprint in", Said::Reprinted),
        ("reprint of", Said::Reprinted),
        ("retraction of", Said::Notice("retraction")),
        ("erratum for", Said::Notice("correction")),
        ("correction to", Said::Notice("correction")),
        ("correction of", Said::Notice("correction")),
        ("expression of concern for", Said::Notice("expression of concern")),
        ("retracted", Said::Of(Retracted)),
        ("withdrawn", Said::Of(Retracted)),
    ];
    if let Some(said) = of_sentence(line) {
        return Some((said, ""));
    }
    let line = line.trim_start_matches(['[', '(', '*', ' ']);
    let (word, said) =
        BEGINS.iter().find(|(word, _)| line.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))?;
    let rest = &line[word.len()..];
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let rest = rest.trim_start_matches([':', '.', ',', ';', ' ']);
    // "Withdrawn children and their backs" is about something else: a word alone needs a place or a day behind it.
    let is_word = !word.contains(' ');
    let place = ["in ", "in:", "on ", "by ", "see ", "due ", "for ", "because "];
    let is_about_it = rest.is_empty()
        || line[word.len()..].starts_with([':', '.', ',', ';'])
        || rest.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '[')
        || place.iter().any(|place| rest.get(..place.len()).is_some_and(|head| head.eq_ignore_ascii_case(place)));
    (!is_word || is_about_it).then_some((*said, rest))
}

/// What a sentence says of this publication: `This article has been retracted.`
fn of_sentence(line: &str) -> Option<Said> {
    let words: Vec<String> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(8)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [begin @ .., _, _] = words.as_slice() else { return None };
    let is_this = matches!(begin, ["this" | "the", _, ..]);
    let verbs: &[&[&str]] = &[&["has", "been"], &["was"], &["is"], &["have", "been"]];
    let said = verbs.iter().find_map(|verb| {
        let rest = words.get(2..)?.strip_prefix(*verb)?;
        match rest.first()? {
            &"retracted" | &"withdrawn" => Some(Said::Of(Retracted)),
            &"corrected" => Some(Said::Of(Corrected)),
            _ => None,
        }
    });
    let is_publication = words.get(1).is_some_and(|word| {
        matches!(*word, "article" | "paper" | "publication" | "study" | "review" | "work" | "chapter" | "preprint")
    });
    said.filter(|_| is_this && is_publication)
}

/// What the type of an update at Crossref says of the work that is updated.
pub(super) fn of_update(kind: &str) -> Option<EditorialStatus> {
    Some(match kind.to_lowercase().replace(['-', ' '], "_").as_str() {
        "retraction" | "partial_retraction" | "withdrawal" => Retracted,
        "removal" => Removed,
        "expression_of_concern" => ExpressionOfConcern,
        "correction" | "corrigendum" | "erratum" | "addendum" | "clarification" => Corrected,
        _ => return None,
    })
}

/// What a notice is called that gives a work this status.
pub(super) fn of_notice(status: EditorialStatus) -> &'static str {
    match status {
        EditorialStatus::Unchecked | EditorialStatus::None => "update",
        Corrected => "correction",
        ExpressionOfConcern => "expression of concern",
        Retracted => "retraction",
        RetractedAndRepublished => "republication",
        Removed => "removal",
    }
}

/// How grave what the publisher says is: what is graver is kept.
fn gravity(status: EditorialStatus) -> u8 {
    match status {
        EditorialStatus::Unchecked | EditorialStatus::None => 0,
        Corrected => 1,
        ExpressionOfConcern => 2,
        Retracted => 3,
        RetractedAndRepublished => 4,
        Removed => 5,
    }
}

impl RawEntry {
    /// Takes what the file says of the publication, unless it has said something graver. What is said a second time
    /// adds its notice.
    pub(super) fn says(&mut self, status: EditorialStatus, notice: Option<String>, noticed: Option<PartialDate>) {
        let notice = clean(notice).map(|notice| without_empty_parts(&notice));
        let noticed = noticed.or_else(|| notice.as_deref().and_then(date_in));
        // One status is kept; another one that is less grave is told.
        let lesser = |status: EditorialStatus, notice: Option<&String>| {
            let place = notice.map(|notice| format!(": {notice}")).unwrap_or_default();
            format!("{} as well{place}", status.label().to_lowercase())
        };
        // What is republished was retracted before.
        let is_implied =
            |less: EditorialStatus, graver: EditorialStatus| (less, graver) == (Retracted, RetractedAndRepublished);
        match &mut self.editorial {
            Some(known) if gravity(known.status) > gravity(status) => {
                if status.is_notice() && (notice.is_some() || !is_implied(status, known.status)) {
                    self.notes.push(lesser(status, notice.as_ref()));
                }
            }
            Some(known) if gravity(known.status) == gravity(status) => {
                known.notice = known.notice.take().or(notice);
                known.noticed = known.noticed.or(noticed);
            }
            known => {
                let is_told = |known: &&Editorial| {
                    known.status.is_notice() && (known.notice.is_some() || !is_implied(known.status, status))
                };
                if let Some(less) = known.as_ref().filter(is_told) {
                    self.notes.push(lesser(less.status, less.notice.as_ref()));
                }
                let checked = known.as_ref().and_then(|known| known.checked);
                *known = Some(Editorial { status, checked, notice, noticed, note: None });
            }
        }
    }

    /// Takes the day on which somebody looked for notices; that there are none, where nothing has said that there are.
    fn is_looked_up(&mut self, checked: Option<Date>) {
        let nothing =
            Editorial { status: EditorialStatus::None, checked: None, notice: None, noticed: None, note: None };
        let known = self.editorial.get_or_insert(nothing);
        known.checked = known.checked.or(checked);
    }

    /// Takes what a word of a database says. False when it says nothing.
    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        match of_word(word) {
            Some(Said::Of(status)) => self.says(status, None, None),
            Some(said) => self.takes(said, None),
            None => return false,
        }
        true
    }

    /// Takes what a database says, with the words that say where.
    pub(super) fn takes(&mut self, said: Said, place: Option<String>) {
        // Whole, because it says where the other one is.
        const LONGEST: usize = 300;
        let at = || {
            let place: String = place.as_deref().unwrap_or_default().trim().chars().take(LONGEST).collect();
            if place.is_empty() { place } else { format!(": {place}") }
        };
        match said {
            Said::Of(status) => self.says(status, place, None),
            Said::Updated => self.note(format!("there is a newer version{}", at())),
            Said::Reprinted => self.note(format!("it is also printed elsewhere{}", at())),
            Said::Notice(kind) => {
                self.note(format!("this record is itself a notice ({kind}) about another publication{}", at()));
            }
        }
    }

    /// Takes a word about the publication off its title, where publishers put it.
    pub(super) fn takes_title(&mut self, title: &str) -> String {
        // Databases put the word behind the title, publishers before it: it may stand at both ends.
        const ENDS: usize = 3;
        let mut title = title;
        for _ in 0..ENDS {
            let Some((said, word, rest)) = of_title(title) else { break };
            let Said::Of(status) = said else {
                self.takes(said, None);
                break;
            };
            let (notice, noticed) = place_of_notice(word);
            self.says(status, notice, noticed);
            self.note(format!("the title said \"{word}\""));
            title = without_stop(rest);
        }
        title.to_owned()
    }
}

/// A place without the signs of parts that it has not: `J Nowhere. 2021 Jun 6;:` of what is in no volume yet.
pub(super) fn without_empty_parts(place: &str) -> String {
    const EMPTY: &str = ";:";
    let place = place.trim_end().trim_end_matches(EMPTY);
    [".", " "].iter().fold(place.to_owned(), |place, behind| place.replace(&format!("{EMPTY}{behind}"), behind))
}

/// The place of a notice behind the words of a title, and its year: `Retracted article. See vol. 15, pg. 99, 2024`.
fn place_of_notice(words: &str) -> (Option<String>, Option<PartialDate>) {
    let begins = |at: &usize| {
        let head = words.get(*at..*at + 4).unwrap_or_default();
        head.eq_ignore_ascii_case("see ") && !words[..*at].ends_with(char::is_alphanumeric)
    };
    let Some(at) = words.char_indices().map(|(at, _)| at).find(begins) else { return (None, None) };
    let place = words[at + 4..].trim_end_matches(['.', ' ']);
    let year = place.rsplit([',', ' ']).next().filter(|year| year.len() == 4 && place.len() > 4);
    (Some(place.to_owned()), year.and_then(|year| year.parse().ok()))
}

/// What a title says about its publication, the words that say it, and the title without them.
fn of_title(title: &str) -> Option<(Said, &str, &str)> {
    const BEGINS: &[(&str, Said)] = &[
        ("retracted and replaced", Said::Of(RetractedAndRepublished)),
        ("retracted and republished", Said::Of(RetractedAndRepublished)),
        ("retracted article", Said::Of(Retracted)),
        ("retracted chapter", Said::Of(Retracted)),
        ("retracted publication", Said::Of(Retracted)),
        ("retracted paper", Said::Of(Retracted)),
        ("retracted", Said::Of(Retracted)),
        ("retractado", Said::Of(Retracted)),
        ("artículo retractado", Said::Of(Retracted)),
        ("rétracté", Said::Of(Retracted)),
        ("article rétracté", Said::Of(Retracted)),
        ("zurückgezogen", Said::Of(Retracted)),
        ("withdrawn publication", Said::Of(Retracted)),
        ("article retracted", Said::Of(Retracted)),
        ("withdrawn article", Said::Of(Retracted)),
        ("withdrawn", Said::Of(Retracted)),
        ("article withdrawn", Said::Of(Retracted)),
        ("temporary removal", Said::Of(Removed)),
        ("removed", Said::Of(Removed)),
    ];
    const NOTICES: &[(&str, Said)] = &[
        ("retraction notice", Said::Notice("retraction")),
        ("retraction note", Said::Notice("retraction")),
        ("notice of retraction", Said::Notice("retraction")),
        ("statement of retraction", Said::Notice("retraction")),
        ("retraction", Said::Notice("retraction")),
        ("withdrawal notice", Said::Notice("retraction")),
        ("withdrawal", Said::Notice("retraction")),
        ("expression of concern", Said::Notice("expression of concern")),
        ("editorial expression of concern", Said::Notice("expression of concern")),
        ("erratum", Said::Notice("correction")),
        ("corrigendum", Said::Notice("correction")),
        ("publisher correction", Said::Notice("correction")),
        ("author correction", Said::Notice("correction")),
        ("correction", Said::Notice("correction")),
        ("corrections", Said::Notice("correction")),
        ("errata", Said::Notice("correction")),
        ("corrigenda", Said::Notice("correction")),
        ("addendum", Said::Notice("correction")),
    ];
    let begins = |word: &str, text: &str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let inner = title.trim_start_matches(['[', '(', '{', '*', ' ', '"', '“']);
    let open = &title[..title.len() - inner.len()];
    for (word, said) in BEGINS {
        if !begins(word, inner) {
            continue;
        }
        let (written, rest) = inner.split_at(word.len());
        // Behind a bracket, a colon or a dash; "Removed teeth" is a title.
        let marked = if open.contains(['[', '(', '{']) {
            rest.strip_prefix([']', ')', '}'])
        } else {
            rest.strip_prefix([':', '-', '–', '—', '|'])
        };
        let marked = marked
            .or_else(|| rest.strip_prefix(" - "))
            .or_else(|| rest.strip_prefix(" – "))
            .or_else(|| rest.strip_prefix(" : "))
            // In capitals before a title that has small letters: `RETRACTED ARTICLE Humming`.
            .or_else(|| rest.strip_prefix(' ').filter(|rest| is_shouted(written) && !is_shouted(rest)));
        let rest = marked.map(|rest| rest.trim_start_matches([':', '-', '–', '—', ']', ')', '*', ' ']));
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            return Some((*said, written, rest));
        }
    }
    for (word, said) in NOTICES {
        if begins(word, inner) && inner[word.len()..].trim_start().starts_with([':', '.', '-', '–', '—']) {
            return Some((*said, &inner[..word.len()], title));
        }
        if begins(word, inner) && inner.len() == word.len() {
            return Some((*said, inner, title));
        }
        if begins(word, inner)
            && ["to ", "to: ", "for ", "for: "].iter().any(|to| begins(to, inner[word.len()..].trim_start()))
        {
            return Some((*said, &inner[..word.len()], title));
        }
    }
    let trimmed = title.trim_end_matches(['.', ' ']);
    // `Title: RETRACTED`, `Title - Retracted`, `Title RETRACTED`.
    for (word, said) in BEGINS {
        let from = trimmed.len().saturating_sub(word.len());
        if !trimmed.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(word)) {
            continue;
        }
        let (before, written) = trimmed.split_at(from);
        let rest = before.trim_end_matches([' ', ':', '-', '–', '—', '|']);
        let is_marked = before[rest.len()..].contains([':', '-', '–', '—', '|'])
            // A hyphen within a word parts nothing.
            && (before.ends_with(' ') || before.ends_with([':', '–', '—']) || before.ends_with("--"));
        let is_shouted = before.ends_with(' ') && is_shouted(written) && !is_shouted(rest);
        if !rest.is_empty() && (is_marked || is_shouted) {
            return Some((*said, written, rest));
        }
    }
    // `Title (Retracted article. See vol. 1, p. 2, 2020)`, `Title [RETRACTED]`.
    let open = if trimmed.ends_with(')') {
        trimmed.rfind('(')
    } else if trimmed.ends_with(']') {
        trimmed.rfind('[')
    } else {
        None
    }?;
    let inner = trimmed[open + 1..trimmed.len() - 1].trim();
    // `Title (Retraction in: J Nowhere 2021)`: of this one.
    if let Some((said, _)) = of_note(inner).filter(|(said, _)| matches!(said, Said::Of(_)) && !inner.is_empty()) {
        return Some((said, inner, title[..open].trim_end())).filter(|(_, _, rest)| !rest.is_empty());
    }
    // `Title (Retraction of vol 1, p. 2, 2015)`: the notice, under the title of the other one.
    let notice = NOTICES.iter().find(|(word, _)| {
        begins(word, inner) && [" of ", " to ", " for ", " in "].iter().any(|joint| begins(joint, &inner[word.len()..]))
    });
    if let Some((_, said)) = notice {
        return Some((*said, inner, title));
    }
    let said = BEGINS.iter().find(|(word, _)| {
        begins(word, inner)
            && !inner[word.len()..].starts_with(char::is_alphanumeric)
            && (inner.len() == word.len() || inner[word.len()..].starts_with(['.', ':', ',', ';']))
    })?;
    Some((said.1, inner, title[..open].trim_end())).filter(|(_, _, rest)| !rest.is_empty())
}

/// Whether all letters of a text are capitals.
fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// The date in a citation: `JAMA. 2018 Mar 6;319(9):950`.
pub(super) fn date_in(citation: &str) -> Option<PartialDate> {
    let at = citation.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).find(|at| {
        let digits = citation[*at..].bytes().take_while(u8::is_ascii_digit).count();
        digits == 4 && (*at == 0 || !citation.as_bytes()[at - 1].is_ascii_digit())
    })?;
    let date = citation[at..].split([';', ':', '.', '(']).next()?;
    date::read(date).map(|read| read.date)
}

/// What readers of a reference must know of the publication: what its publisher has said since, that nobody has found it,
/// whether and when anybody looked for notices.
pub(super) struct Standing {
    /// In words, which [`read_standing`] reads.
    pub(super) words: String,
    /// Whether it says something of the publication, and not only of the look-up: a reference is printed with it.
    pub(super) is_news: bool,
}

impl Standing {
    pub(super) fn of(source: &Source) -> Self {
        if source.assertion.is_some() {
            let words = "Not identified: this publication is asserted, and could not be found".to_owned();
            return Self { words, is_news: true };
        }
        let Editorial { status, checked, notice, noticed, note: _ } = &source.editorial;
        let checked = checked.map(|day| format!("{CHECKED} {day}"));
        let (notice, noticed) = if status.is_notice() { (notice.clone(), *noticed) } else { (None, None) };
        let details: Vec<String> =
            [notice, noticed.map(|day| day.to_string()), checked].into_iter().flatten().collect();
        let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
        Self { words: format!("{}{details}", status.label()), is_news: status.is_notice() }
    }
}

/// Stands before the day on which notices were last looked for.
const CHECKED: &str = "looked up";

/// Reads what [`Standing`] says. False for other words.
pub(super) fn read_standing(raw: &mut RawEntry, text: &str) -> bool {
    let text = text.trim();
    if read_unfound(raw, text) {
        return true;
    }
    let (label, details) = match text.split_once(" (") {
        Some((label, details)) => (label, details.strip_suffix(')')),
        None => (text, None),
    };
    let status = EditorialStatus::ALL.iter().find(|status| status.label().eq_ignore_ascii_case(label.trim()));
    let Some(status) = status else { return false };
    let mut details: Vec<&str> = details.map(|details| details.split(", ").collect()).unwrap_or_default();
    let checked = details.last().and_then(|last| last.strip_prefix(CHECKED)?.trim().parse::<Date>().ok());
    if checked.is_some() {
        details.pop();
    }
    let noticed = details.last().and_then(|last| last.parse::<PartialDate>().ok());
    if noticed.is_some() {
        details.pop();
    }
    let notice = Some(details.join(", ")).filter(|notice| !notice.is_empty());
    take(raw, *status, notice, noticed, checked);
    true
}

/// Reads that nobody could find a publication. False for other words.
pub(super) fn read_unfound(raw: &mut RawEntry, text: &str) -> bool {
    let is_unfound = text.starts_with("Not identified:");
    if is_unfound {
        raw.note("when it was exported: the publication was asserted, and could not be found");
    }
    is_unfound
}

/// Takes a status of ours with its notice, the day of that, and the day of the look-up.
pub(super) fn take(
    raw: &mut RawEntry,
    status: EditorialStatus,
    notice: Option<String>,
    noticed: Option<PartialDate>,
    checked: Option<Date>,
) {
    if status.is_notice() {
        raw.says(status, notice, noticed);
    }
    match (status, checked) {
        // That there is no notice is said only by who has looked, with the day.
        (EditorialStatus::None, None) | (EditorialStatus::Unchecked, _) => {}
        (_, checked) => raw.is_looked_up(checked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_became_of_their_publications() {
        let check = |title: &str, status: Option<EditorialStatus>, rest: &str, notes: usize| {
            let mut raw = RawEntry::default();
            let kept = raw.takes_title(title);
            let said = raw.editorial.map(|editorial| editorial.status);
            assert_eq!((said, kept.as_str(), raw.notes.len()), (status, rest, notes), "{title}");
        };
        for title in [
            "RETRACTED: Needling nowhere",
            "RETRACTED ARTICLE: Needling nowhere",
            "Retracted - Needling nowhere",
            "[Retracted] Needling nowhere",
            "WITHDRAWN: Needling nowhere",
            "Needling nowhere (Retracted article. See vol. 1, pg. 2, 2020)",
            "Needling nowhere [RETRACTED]",
        ] {
            check(title, Some(Retracted), "Needling nowhere", 1);
        }
        check("TEMPORARY REMOVAL: Needling nowhere", Some(Removed), "Needling nowhere", 1);
        for title in [
            "Retraction: Needling",
            "Erratum to: Needling",
            "Corrigendum to 'Needling'",
            "Expression of Concern: Needling",
        ] {
            check(title, None, title, 1);
        }
        for title in [
            "Removed teeth and aches",
            "Withdrawn patients",
            "Correction of posture",
            "Retracted eardrums (retracted)ness",
        ] {
            check(title, None, title, 0);
        }
    }

    #[test]
    fn parts_that_a_place_has_not_leave_no_signs() {
        for (place, expected) in [
            ("J Nowhere. 2021 Jun 6;:", "J Nowhere. 2021 Jun 6"),
            ("J Nowhere. 2021 Jun 6;:. PMID: 99990001", "J Nowhere. 2021 Jun 6. PMID: 99990001"),
            ("J Nowhere. 2021;1:2", "J Nowhere. 2021;1:2"),
        ] {
            assert_eq!(without_empty_parts(place), expected);
        }
    }

    #[test]
    fn the_gravest_is_kept() {
        let mut raw = RawEntry::default();
        raw.says(Corrected, Some("J Nowhere. 2019;1:1".to_owned()), None);
        raw.says(Retracted, None, None);
        raw.says(Retracted, Some("10.5555/notice.1".to_owned()), "2020-01-02".parse().ok());
        raw.says(Corrected, Some("later".to_owned()), None);
        let editorial = raw.editorial.expect("something was said");
        assert_eq!((editorial.status, editorial.notice.as_deref()), (Retracted, Some("10.5555/notice.1")));
        assert_eq!(editorial.noticed, "2020-01-02".parse().ok());
    }
}
