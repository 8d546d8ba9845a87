//! Where a reference says that something was printed: `2007 Sep 24;167(17):1892-8`, `vol. 167, no. 17, pp. 1892–98`, `167,
//! no. 17 (2007): 1892`, `167 (2007) 1892–1898`, and what lies between them.

use super::words::Token;
use crate::{
    citation::exchange::pages_written_out,
    text::{Citing, is_month},
};

/// Volume, issue and pages, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The first token of it, with the year and the day before.
    pub(super) from: usize,
    /// The token behind it.
    pub(super) to: usize,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    /// As written.
    pub(super) pages: Option<String>,
    /// Tokens that are no year, because they are one of these.
    used: Vec<usize>,
}

impl Place {
    /// Without what stands there until the article is in an issue: a volume and an issue of nothing but zeros, and pages from 1 on
    /// without either. `0(0):1-12`, `2021 Mar 3:1-12`
    pub(super) fn without_stopgaps(mut self) -> Self {
        let is_zero = |number: &String| number.chars().all(|c| c == '0');
        self.volume = self.volume.filter(|volume| !is_zero(volume));
        self.issue = self.issue.filter(|issue| !is_zero(issue));
        let ends = self.pages.as_deref().and_then(ends_of);
        let is_counted = matches!(&ends, Some((first, Some(_))) if first == "1");
        if self.volume.is_none() && self.issue.is_none() && is_counted {
            self.pages = None;
        }
        self
    }
}

/// A run of tokens with the signs between them.
pub(super) struct Run<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    /// Tokens of this run, the first and the one behind the last.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Most figures of the number of an article: some publishers put the ISSN, the year and more into it.
const LONGEST_PAGE: usize = 18;

impl Run<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        (self.from..self.to).contains(&at).then(|| self.tokens.get(at)).flatten().filter(|token| !token.is_taken)
    }

    fn word(&self, at: usize) -> &str {
        self.token(at).map_or("", |token| token.word.as_str())
    }

    /// The signs before a token, without blanks, dashes as `-`.
    fn gap(&self, at: usize) -> String {
        let end = self.tokens.get(at).map_or(self.text.len(), |token| token.start);
        let start = at.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.end);
        let signs = self.text.get(start..end).unwrap_or_default();
        let plain = |c| if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '―' | '−') { '-' } else { c };
        signs.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
    }

    fn is_number(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.has_digit() && token.word.len() <= 8)
    }

    fn is_volume(&self, at: usize) -> bool {
        // A volume is a number, which may have letters beside it: 12A, 20S1.
        let is_month = at.checked_sub(1).is_some_and(|before| is_month_or_season(self.word(before)))
            && !self.gap(at).contains(';');
        self.is_number(at) && self.word(at).len() <= 6 && !is_month
    }

    fn is_roman(&self, at: usize) -> bool {
        let word = self.word(at);
        !word.is_empty() && word.len() <= 8 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c' | 'm'))
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.token(at).and_then(Token::year)
    }

    /// Tokens of a text as it stands there.
    fn slice(&self, from: usize, to: usize) -> Option<String> {
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        self.text.get(first.start..last.end).map(str::to_owned)
    }

    /// The first token of the brackets that close before token `at`.
    fn bracket(&self, at: usize) -> Option<usize> {
        // No issue and no date has more words.
        const LONGEST: usize = 8;
        let lowest = at.saturating_sub(LONGEST).max(self.from);
        (lowest..at).rev().find(|from| self.gap(*from).ends_with(['(', '[']))
    }

    /// Reads pages from a token on; the token behind them.
    fn pages(&self, at: usize) -> Option<(String, usize)> {
        let mut at = at;
        while Citing::ArticleNumber.has(self.word(at))
            || Citing::Issue.has(self.word(at))
            || Citing::Pages.has(self.word(at))
        {
            at += 1;
        }
        if !self.is_page(at) {
            return None;
        }
        let end_of_page = |from: usize| {
            let mut end = from + 1;
            // 420.e1 and e19.00565
            let goes_on = |end: usize| {
                let is_lettered = self.token(end - 1).is_some_and(|token| !token.is_number());
                let is_rest = |token: &Token| {
                    token.has_digit() && token.word.starts_with('e')
                        || is_lettered && token.is_number() && token.word.len() > 2
                };
                self.gap(end) == "." && self.is_tight(end) && self.token(end).is_some_and(is_rest)
            };
            while goes_on(end) {
                end += 1;
            }
            end
        };
        let mut end = end_of_page(at);
        while matches!(self.gap(end).as_str(), "-" | "--") && self.is_page(end) {
            end = end_of_page(end);
        }
        let pages = self.slice(at, end)?;
        Some((pages, end))
    }

    fn is_page(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.has_digit() && token.word.len() <= LONGEST_PAGE) || self.is_roman(at)
    }

    fn is_tight(&self, at: usize) -> bool {
        let (Some(before), Some(token)) =
            (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at))
        else {
            return false;
        };
        token.start - before.end <= 1
    }
}

/// The place in a run of tokens: empty where there is none.
pub(super) fn read(run: &Run<'_>) -> Option<Place> {
    by_colon(run)
        .or_else(|| by_bracket(run))
        .or_else(|| by_labels(run))
        .or_else(|| by_comma(run))
        .or_else(|| by_semicolon(run))
        .map(|mut place| {
            place.from = begin(run, place.from);
            place
        })
}

/// The years in a run, without those that are a volume, a page, or a day on which somebody looked.
pub(super) fn years(run: &Run<'_>, place: Option<&Place>) -> Vec<i16> {
    let used = place.map_or(&[][..], |place| &place.used);
    let is_other_day = |at: usize| (at.saturating_sub(4)..at).any(|before| Citing::OtherDay.has(run.word(before)));
    let years = (run.from..run.to).filter(|at| !used.contains(at) && !is_other_day(*at)).filter_map(|at| run.year(at));
    years.collect()
}

/// Where the place begins, with year, day and labels before the volume.
fn begin(run: &Run<'_>, mut from: usize) -> usize {
    while let Some(before) = from.checked_sub(1).filter(|before| *before >= run.from) {
        let word = run.word(before);
        let is_day = run.token(before).is_some_and(|token| token.is_number() && token.word.len() <= 2)
            && before.checked_sub(1).is_some_and(|month| is_month_or_season(run.word(month)));
        let is_ahead = matches!(
            run.gap(from).as_str(),
            ";" | ":" | "," | "" | "(" | ")" | "." | ";(" | "),(" | "-" | "/" | ")." | "),"
        );
        if is_ahead && (run.year(before).is_some() || is_month_or_season(word) || Citing::Volume.has(word) || is_day) {
            from = before;
        } else {
            break;
        }
    }
    from
}

/// Volume and issue that end before token `at`, with what stands between them and `at`; the first token of them.
fn volume_before(run: &Run<'_>, at: usize, place: &mut Place) -> Option<usize> {
    let mut end = at;
    // 2007;167(17): and 167, no. 17 (2007):
    let mut gap = run.gap(end);
    while gap.starts_with([')', ']']) {
        let group = run.bracket(end)?;
        let dated = (group..end).any(|i| run.year(i).is_some());
        if dated {
            place.used.retain(|used| !(group..end).contains(used));
        } else {
            place.issue = run.slice(group, end);
            place.used.extend(group..end);
        }
        end = group;
        // `2019;(2):CD000000`: an issue without a volume.
        if !dated && run.gap(end).contains(';') {
            return Some(end);
        }
        gap = run.gap(end).trim_end_matches(['(', '[']).to_owned();
    }
    let last = end.checked_sub(1).filter(|last| *last >= run.from)?;
    // `60, no. 1-2`
    if run.gap(last) == "-"
        && last >= run.from + 3
        && Citing::Issue.has(run.word(last - 2))
        && run.is_number(last)
        && run.is_volume(last - 3)
    {
        place.issue = run.slice(last - 1, last + 1);
        place.volume = run.slice(last - 3, last - 2);
        place.used.extend(last - 3..=last);
        return Some(last - 3);
    }
    // `167, no. 17`
    if last > run.from && Citing::Issue.has(run.word(last - 1)) && run.is_number(last) {
        place.issue = run.slice(last, last + 1);
        place.used.push(last);
        let before = last.checked_sub(2).filter(|before| *before >= run.from)?;
        // `2020, Issue 4`: a year is no volume.
        if !run.is_volume(before) || run.year(before).is_some() && run.gap(last - 1) == "," {
            return Some(last - 1);
        }
        place.volume = run.slice(before, before + 1);
        place.used.push(before);
        return Some(before);
    }
    // `55/12`
    if run.gap(last) == "/"
        && last > run.from
        && run.is_volume(last)
        && run.is_volume(last - 1)
        && run.year(last - 1).is_none()
    {
        place.issue = run.slice(last, last + 1);
        place.volume = run.slice(last - 1, last);
        place.used.extend(last - 1..=last);
        return Some(last - 1);
    }
    // `20 Suppl 1`, `20 Suppl`
    let part =
        [last, last.saturating_sub(1)].into_iter().find(|part| *part > run.from && Citing::Part.has(run.word(*part)));
    if let Some(part) = part {
        // `20 Pt 1(3)`: the issue in brackets is behind the part.
        let written = run.slice(part, end);
        place.issue = match (written, place.issue.take()) {
            (Some(part), Some(issue)) => Some(format!("{part} {issue}")),
            (written, issue) => written.or(issue),
        };
        place.used.extend(part..end);
        // `125, no. Pt 2`
        let volume = if Citing::Issue.has(run.word(part - 1)) { part.saturating_sub(2) } else { part - 1 };
        if volume >= run.from && run.is_volume(volume) && (run.gap(part).is_empty() || volume + 1 < part) {
            place.volume = run.slice(volume, volume + 1);
            place.used.push(volume);
            return Some(volume);
        }
        return Some(part);
    }
    if !run.is_volume(last) {
        return (place.issue.is_some()).then_some(end);
    }
    // `235-236`
    let is_double = run.gap(last) == "-" && last > run.from && run.is_volume(last - 1) && run.year(last - 1).is_none();
    let first = if is_double { last - 1 } else { last };
    place.volume = run.slice(first, end);
    place.used.extend(first..end);
    Some(first)
}

/// What stands before a colon and behind it.
fn by_colon(run: &Run<'_>) -> Option<Place> {
    let mut found: Option<(bool, Place)> = None;
    for at in run.from + 1..run.to {
        let gap = run.gap(at);
        if !gap.ends_with(':') || gap.len() > 3 || gap.contains('.') {
            continue;
        }
        let Some((pages, to)) = run.pages(at) else { continue };
        let mut place = Place { to, pages: Some(pages), used: (at..to).collect(), ..Place::default() };
        // A volume that is a year with nothing else before it is the year.
        let before = at - 1;
        let is_only_year = gap == ":" && run.year(before).is_some() && !run.gap(before).ends_with(';');
        // Ahead of print: `2021 Mar 3:1-12`.
        let is_day = gap == ":"
            && run.token(before).is_some_and(|token| token.is_number() && token.word.len() <= 2)
            && before > run.from
            && is_month_or_season(run.word(before - 1));
        let is_month = gap == ":" && is_month_or_season(run.word(before));
        if is_only_year || is_day || is_month {
            place.from = at;
        } else {
            match volume_before(run, at, &mut place) {
                Some(from) => place.from = from,
                None => continue,
            }
        }
        // A title can hold `phase 3: 12 patients`: what has a year beside it is the place.
        let is_dated =
            (place.from.saturating_sub(4)..place.to + 3).any(|i| run.year(i).is_some() && !place.used.contains(&i));
        if found.as_ref().is_none_or(|(dated, _)| is_dated >= *dated) {
            found = Some((is_dated, place));
        }
    }
    found.map(|(_, place)| place)
}

/// `167 (2007) 1892–1898`.
fn by_bracket(run: &Run<'_>) -> Option<Place> {
    (run.from + 2..run.to).rev().find_map(|at| {
        let is_after = matches!(run.gap(at).as_str(), ")" | "),");
        let group = is_after.then(|| run.bracket(at)).flatten()?;
        let is_year = group + 1 == at && run.year(group).is_some();
        let volume = group.checked_sub(1).filter(|volume| *volume >= run.from)?;
        if !is_year
            || !(run.is_volume(volume) || Citing::Issue.has(run.word(volume.saturating_sub(1))))
            || run.year(volume).is_some()
        {
            return None;
        }
        // `10 (1979), Nr. 1, S. 81–89`
        let is_numbered =
            Citing::Issue.has(run.word(at)) && run.is_number(at + 1) && Citing::Pages.has(run.word(at + 2));
        let begin = if is_numbered { at + 2 } else { at };
        let (pages, to) = run.pages(begin)?;
        let mut place = Place { to, pages: Some(pages), used: (at..to).collect(), ..Place::default() };
        place.from = volume_before(run, group, &mut place)?;
        if is_numbered {
            place.issue = run.slice(at + 1, at + 2);
        }
        Some(place)
    })
}

/// `vol. 167, no. 17, pp. 1892–1898`, any of them.
fn by_labels(run: &Run<'_>) -> Option<Place> {
    let labelled = |labels: Citing, at: usize| {
        labels.has(run.word(at)) && matches!(run.gap(at + 1).as_str(), "" | "." | ":" | ".:")
    };
    let volume = (run.from..run.to).find(|at| labelled(Citing::Volume, *at) && run.is_number(at + 1));
    let pages = (run.from..run.to).rev().find_map(|at| {
        let is_label = labelled(Citing::Pages, at) || labelled(Citing::ArticleNumber, at);
        // `Smith S 12`: the initial of a name is no label of pages.
        let is_lone = Citing::PageLetter.has(run.word(at))
            && run.tokens.get(at).and_then(|token| run.text.get(token.start..token.end)) != Some("S");
        // `P M, Somebody A`: nor are two initials a label and a page in Roman figures.
        let is_initials = |at: usize| {
            let raw = run.tokens.get(at).and_then(|token| run.text.get(token.start..token.end)).unwrap_or_default();
            raw.chars().count() <= 2 && raw.chars().all(char::is_uppercase)
        };
        let is_lone = is_lone || is_initials(at) && is_initials(at + 1);
        (is_label && !is_lone).then(|| run.pages(at + 1)).flatten().map(|(pages, to)| (at, pages, to))
    });
    let mut place = Place::default();
    match (volume, pages) {
        (None, None) => return None,
        (Some(label), pages) => {
            place.volume = run.slice(label + 1, label + 2);
            place.used.push(label + 1);
            (place.from, place.to) = (label, label + 2);
            if run.gap(label + 2).ends_with('(')
                && !Citing::Pages.has(run.word(label + 2))
                && let Some(end) = (label + 3..(label + 9).min(run.to + 1)).find(|end| run.gap(*end).starts_with(')'))
                && !(label + 2..end).any(|i| run.year(i).is_some())
            {
                place.issue = run.slice(label + 2, end);
                place.used.extend(label + 2..end);
                place.to = end;
            }
            if let Some(at) = (label + 2..run.to).find(|at| labelled(Citing::Issue, *at) && run.is_number(at + 1)) {
                place.issue = run.slice(at + 1, at + 2);
                // `no. 1-2`
                if run.gap(at + 2) == "-" && run.is_number(at + 2) {
                    place.issue = run.slice(at + 1, at + 3);
                    place.used.push(at + 2);
                }
                place.used.push(at + 1);
                place.to = at + 2;
            }
            if let Some((label, pages, to)) = pages {
                place.pages = Some(pages);
                place.used.extend(label..to);
                place.to = to;
            }
        }
        (None, Some((label, pages, to))) => {
            place.pages = Some(pages);
            place.used.extend(label..to);
            (place.from, place.to) = (label, to);
            // `167(17), pp. 1892`, `167, pp. 1892`, `167 (2007), pp. 1892`
            let mut before = Place { used: place.used.clone(), ..Place::default() };
            if let Some(from) = volume_before(run, label, &mut before)
                && before.volume.as_deref().is_none_or(|_| run.year(from).is_none())
            {
                place.from = from;
                place.volume = before.volume;
                place.issue = before.issue;
                place.used = before.used;
            }
        }
    }
    Some(place)
}

/// `167(17), 1892–1898` and `167, 1892`, and without the comma.
fn by_comma(run: &Run<'_>) -> Option<Place> {
    (run.from + 1..run.to).rev().find_map(|at| {
        let gap = run.gap(at);
        let (pages, to) =
            matches!(gap.as_str(), "," | ")," | "" | ")" | ";" | "),(").then(|| run.pages(at)).flatten()?;
        let mut place = Place { to, pages: Some(pages), used: (at..to).collect(), ..Place::default() };
        let is_range = place.pages.as_ref().is_some_and(|pages| pages.contains(['-', '–', '—', '‐', '‑', '−']));
        let is_lettered = run.token(at).is_some_and(|token| !token.is_number() && token.has_digit());
        let is_labelled = Citing::ArticleNumber.has(run.word(at));
        let ends = to >= run.to || run.gap(to).starts_with(['.', ',', '(', ';']) || run.token(to).is_none();
        // `35, 1797 (2021)`: what could be a year is a page where the year stands behind it.
        let is_year = run.year(at).is_some()
            && !(gap == "," && run.gap(to) == "(" && run.year(to).is_some() && run.gap(to + 1).starts_with(')'));
        if !is_range && (gap.is_empty() || is_year) {
            return None;
        }
        let is_grouped = gap.starts_with(')');
        if !(is_range || is_lettered || is_labelled || ends && (is_grouped || gap == ",")) {
            return None;
        }
        // `142/2, 1977, 158–160`
        let is_dated = is_range && gap == "," && run.gap(at - 1) == "," && run.year(at - 1).is_some();
        let mut from = volume_before(run, if is_dated { at - 1 } else { at }, &mut place)?;
        // `142, 772, 780`: a volume and two pages.
        if let Some(before) = from.checked_sub(1).filter(|before| *before > run.from)
            && gap == ","
            && run.gap(from) == ","
            && place.issue.is_none()
            && run.is_volume(before)
            && run.year(before).is_none()
            && run.token(before - 1).is_some_and(|token| !token.has_digit())
        {
            place.pages = run.slice(from, to);
            place.volume = run.slice(before, before + 1);
            place.used.push(before);
            from = before;
        }
        let volume = place.volume.as_ref()?;
        // `Smith, 2007, 12`: a year is no volume, unless it has an issue behind it.
        let is_year = run.year(from).is_some() && place.issue.is_none();
        let is_title = volume.len() > 5;
        // A number within a title has small words on both sides; a volume stands behind its journal.
        (!is_year && !is_title).then_some(Place { from, ..place })
    })
}

/// `2007;167(17)`, without pages; `167(17)` behind a comma.
fn by_semicolon(run: &Run<'_>) -> Option<Place> {
    (run.from + 1..run.to).find_map(|at| {
        let behind_year = run.gap(at).ends_with(';')
            && (at.saturating_sub(3)..at).any(|before| run.year(before).is_some())
            && run.is_volume(at);
        let with_issue = run.is_volume(at)
            && run.year(at).is_none()
            && run.gap(at + 1) == "("
            && run.is_number(at + 1)
            && run.year(at + 1).is_none()
            && run.gap(at + 2).starts_with(')');
        if !behind_year && !with_issue {
            return None;
        }
        let mut place =
            Place { from: at, to: at + 1, volume: run.slice(at, at + 1), used: vec![at], ..Place::default() };
        if run.gap(at + 1).starts_with('(')
            && let Some(end) = (at + 2..(at + 8).min(run.to + 1)).find(|end| run.gap(*end).starts_with(')'))
            && !(at + 1..end).any(|i| run.year(i).is_some())
        {
            place.issue = run.slice(at + 1, end);
            place.used.extend(at + 1..end);
            place.to = end;
        }
        Some(place)
    })
}

/// First and last page in one form each, lower case; the last where it is said and is another one.
pub(super) fn ends_of(pages: &str) -> Option<(String, Option<String>)> {
    let written = pages_written_out(pages).to_lowercase();
    let written: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let first = written.split(['-', ',', ';']).next().unwrap_or_default().trim_end_matches('.').to_owned();
    let last = written.rsplit(['-', ',', ';']).next().unwrap_or_default().trim_end_matches('.').to_owned();
    (!first.is_empty()).then(|| (first.clone(), (last != first && !last.is_empty()).then_some(last)))
}

/// Whether two pages are one: the first of articles is a number, with an `e` before it or zeros or without.
pub(super) fn is_same_page(one: &str, other: &str) -> bool {
    let bare = |page: &str| {
        let page = page.trim_start_matches('e');
        let zeros = page.trim_start_matches('0');
        if zeros.is_empty() { page.to_owned() } else { zeros.to_owned() }
    };
    bare(one) == bare(other)
}

fn is_month_or_season(word: &str) -> bool {
    is_month(word) || Citing::Seasons.has(word)
}
