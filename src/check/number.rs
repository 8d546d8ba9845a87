//! The numbers of a sentence, each with what it counts.

use crate::search::ReadWord;

/// What a number counts, told from the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// People, or the treatments or cases counted instead.
    Participants,
    /// Trials, studies, reviews.
    Studies,
    /// Percent of something; `four out of ten` is one.
    Percent,
    /// Sessions or visits.
    Sessions,
    /// A span of time, in days.
    Days,
    /// Years of life.
    Age,
    /// A year of the calendar.
    Year,
    /// A p value.
    P,
    /// The ends of an interval.
    Interval,
    /// Points or millimetres of a scale, standard deviations, ratios.
    Effect,
    /// Money, hours, addresses, telephone numbers: nothing research reports.
    Logistics,
    /// Options or recommendations counted, events per so many, and what nobody can tell.
    Other,
}

/// A number, or a range of two.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// Its first word.
    pub(super) first: usize,
    /// Its last word, the unit included.
    pub(super) last: usize,
    /// The number, or the lower end.
    pub(super) low: f64,
    /// The upper end; equal to `low` unless it is a range.
    pub(super) high: f64,
    /// Decimals it was written with: `10` may stand for 10.26, `10.0` may not.
    pub(super) decimals: u8,
    /// What it counts.
    pub(super) role: Role,
    /// Whether it is called approximate: `about 40%`.
    pub(super) is_rough: bool,
}

/// Days in a unit of time: a month is a twelfth of a year.
fn days(unit: &str) -> Option<f64> {
    Some(match unit {
        "hour" | "hours" => 1.0 / 24.0,
        "day" | "days" => 1.0,
        "week" | "weeks" | "wk" | "wks" => 7.0,
        "month" | "months" | "mo" => 30.4375,
        "year" | "years" | "yr" | "yrs" => 365.25,
        _ => return None,
    })
}

fn in_words(word: &str) -> Option<f64> {
    Some(match word {
        "one" => 1.0,
        "two" | "twice" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelve" => 12.0,
        "thirteen" => 13.0,
        "fourteen" => 14.0,
        "fifteen" => 15.0,
        "sixteen" => 16.0,
        "eighteen" => 18.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "hundred" => 100.0,
        _ => return None,
    })
}

fn is_people(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "person"
            | "persons"
            | "participant"
            | "participants"
            | "patient"
            | "patients"
            | "adult"
            | "adults"
            | "volunteer"
            | "volunteers"
            | "subject"
            | "subjects"
            | "men"
            | "women"
            | "individuals"
            | "enrollees"
            | "seniors"
            | "children"
            | "procedures"
            | "treatments"
            | "cases"
            | "respondents"
            | "sufferers"
    )
}

fn is_studies(word: &str) -> bool {
    matches!(
        word,
        "trial"
            | "trials"
            | "study"
            | "studies"
            | "rct"
            | "rcts"
            | "review"
            | "reviews"
            | "articles"
            | "papers"
            | "reports"
    )
}

fn is_sessions(word: &str) -> bool {
    matches!(word, "session" | "sessions" | "visit" | "visits" | "appointments")
}

fn is_points(word: &str) -> bool {
    matches!(word, "point" | "points" | "mm" | "millimeters" | "sd" | "sds")
}

/// Words that may stand between a number and what it counts.
fn may_stand_between(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "randomized",
        "controlled",
        "clinical",
        "older",
        "adult",
        "american",
        "german",
        "chinese",
        "new",
        "different",
        "placebo",
        "sham",
        "high",
        "quality",
        "small",
        "large",
        "published",
        "eligible",
        "included",
        "acupuncture",
        "in",
        "needle",
        "unique",
        "additional",
        "treatment",
        "weekly",
        "maintenance",
        "or",
        "more",
        "us",
        "uk",
    ];
    WORDS.contains(&word)
}

/// Reads the numbers of a sentence.
pub(super) fn numbers(text: &str, words: &[ReadWord]) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match (Reading { text, words }).number_at(at) {
            Some(number) => {
                at = number.last + 1;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    text: &'a str,
    words: &'a [ReadWord],
}

impl Reading<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.exact.as_str())
    }

    fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.word(i))
    }

    /// The text between two words that follow one another.
    fn gap(&self, at: usize) -> &str {
        match (self.words.get(at), self.words.get(at + 1)) {
            (Some(one), Some(next)) => self.text.get(one.end..next.start).unwrap_or_default(),
            _ => "",
        }
    }

    /// The character before a word, and after it.
    fn around(&self, at: usize) -> (Option<char>, Option<char>) {
        let Some(word) = self.words.get(at) else { return (None, None) };
        let before = self.text.get(..word.start).and_then(|text| text.chars().next_back());
        let after = self.text.get(word.end..).and_then(|text| text.chars().next());
        (before, after)
    }

    /// The value of a single word.
    fn value(&self, at: usize) -> Option<f64> {
        let word = self.words.get(at)?;
        if word.has_digit {
            let finite = word.exact.parse::<f64>().ok().filter(|value| value.is_finite());
            return finite.filter(|_| word.exact.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        }
        in_words(&word.exact)
    }

    fn decimals(&self, at: usize) -> u8 {
        let Some(word) = self.words.get(at) else { return 0 };
        let raw = self.text.get(word.start..word.end).unwrap_or_default();
        raw.rsplit_once(['.', '·']).map_or(0, |(_, fraction)| u8::try_from(fraction.len()).unwrap_or(u8::MAX))
    }

    fn number_at(&self, at: usize) -> Option<Number> {
        let word = self.words.get(at)?;
        // `6am`, `24h` mix digits and letters; `12-month` and `800-person` are two words and need nothing.
        let low = self.value(at)?;
        let spelt = !word.has_digit;
        let (mut last, mut high) = (at, low);
        let gap = self.gap(at);
        let joined = match gap.trim() {
            "-" | "–" | "—" | "−" | "‒" | "‑" | "%-" | "%–" => Some(at + 1),
            "" | "%"
                if matches!(self.word(at + 1), "to")
                    || (self.word(at + 1) == "and" && self.before(at, 1) == "between") =>
            {
                Some(at + 2)
            }
            _ => None,
        };
        if let Some(next) = joined
            && let Some(upper) = self.value(next)
            && upper >= low
            && !(self.is_year(at) ^ self.is_year(next))
        {
            (last, high) = (next, upper);
        }
        let decimals = self.decimals(at).max(self.decimals(last));
        let is_rough = [self.before(at, 1), self.before(at, 2)].iter().any(|word| {
            matches!(*word, "about" | "around" | "roughly" | "approximately" | "nearly" | "almost" | "some" | "over")
        });
        let number = |last, low, high, role| Number { first: at, last, low, high, decimals, role, is_rough };
        // `1 in 5`, `four out of ten`.
        let of = match (self.word(last + 1), self.word(last + 2)) {
            ("in", _) if low <= 20.0 => Some(last + 2),
            ("out", "of") => Some(last + 3),
            _ => None,
        };
        if let Some(whole) = of
            && let Some(total) = self.value(whole)
            && total >= low
            && total <= 100.0
            && total > 1.0
            && high == low
            && days(self.word(whole + 1)).is_none()
        {
            let mut share = number(whole, 100.0 * low / total, 100.0 * low / total, Role::Percent);
            share.is_rough = true;
            share.decimals = 0;
            return Some(share);
        }
        let (role, unit) = self.role(at, last)?;
        let scale = if role == Role::Days { days(self.word(unit)).unwrap_or(1.0) } else { 1.0 };
        let (low, high) = (low * scale, high * scale);
        // Single words such as `one` count nothing unless a unit says so.
        if spelt && matches!(role, Role::Other | Role::Logistics | Role::Year | Role::P | Role::Interval) {
            return None;
        }
        Some(number(unit.max(last), low, high, role))
    }

    fn is_year(&self, at: usize) -> bool {
        let four = self.words.get(at).is_some_and(|word| word.exact.len() == 4 && word.end - word.start == 4);
        four && self.value(at).is_some_and(|value| (1950.0..=2040.0).contains(&value))
    }

    /// What the number from `at` to `last` counts, and the last word that says so.
    fn role(&self, at: usize, last: usize) -> Option<(Role, usize)> {
        let (before, _) = self.around(at);
        let (_, after) = self.around(last);
        let previous = self.before(at, 1);
        let unit = self.word(last + 1);
        let unit_is_near = !self.gap(last).contains([',', ';', '.', ':', ')']);
        if matches!(before, Some('$' | '€' | '£' | '/' | '#' | '@'))
            || matches!(after, Some('/' | '@' | '$' | '€' | ':'))
        {
            return Some((Role::Logistics, last));
        }
        if after == Some('%') || matches!(unit, "percent" | "percentage") {
            let is_interval = matches!(self.word(last + 1), "ci" | "confidence" | "credible" | "cri" | "uncertainty");
            let role = if is_interval { Role::Other } else { Role::Percent };
            let last = if matches!(unit, "percent" | "percentage") { last + 1 } else { last };
            return Some((role, last));
        }
        let relation = at.checked_sub(1).map_or("", |i| self.gap(i));
        if previous == "p" && (relation.contains(['=', '<', '>', '≤', '≥']) || self.text.contains("P value")) {
            return Some((Role::P, last));
        }
        if previous == "n" && relation.contains('=') {
            return Some((Role::Participants, last));
        }
        if previous == "k" && relation.contains('=') {
            return Some((Role::Studies, last));
        }
        if matches!(previous, "ci" | "interval") || (self.before(at, 2) == "ci" && at != last) {
            return Some((Role::Interval, last));
        }
        if self.is_year(at) && (unit.is_empty() || !unit_is_near || !(is_people(unit) || is_studies_plural(unit))) {
            return Some((Role::Year, last));
        }
        if matches!(previous, "aged" | "age" | "ages" | "over" | "under" | "older" | "younger" | "above" | "than")
            && (previous == "aged" || previous == "age" || previous == "ages" || self.is_age_after(last))
        {
            return Some((Role::Age, last));
        }
        if self.is_age_after(last) {
            return Some((Role::Age, last + 1));
        }
        if matches!(previous, "md" | "smd" | "wmd" | "rr" | "arr" | "or" | "hr" | "nnt") && !relation.contains(',') {
            let raw = at.checked_sub(1).and_then(|i| self.words.get(i)).and_then(|w| self.text.get(w.start..w.end));
            if raw.is_some_and(|raw| raw.chars().all(|c| c.is_uppercase() || c == 'a')) {
                return Some((Role::Effect, last));
            }
        }
        if !unit_is_near {
            return Some((Role::Other, last));
        }
        // `1 of 10,000 patients` counts ten thousand of nobody.
        let is_base = matches!(previous, "of" | "in" | "per" | "every" | "each" | "among")
            && self.value(at).is_some_and(|value| [100.0, 1_000.0, 10_000.0, 100_000.0].contains(&value));
        if is_base {
            return Some((Role::Other, last));
        }
        for ahead in 1..=4 {
            let (here, word) = (last + ahead, self.word(last + ahead));
            if word.is_empty() || (ahead > 1 && self.gap(here - 1).contains([',', ';', ')', ':'])) {
                break;
            }
            if days(word).is_some() {
                return Some((Role::Days, here));
            }
            if is_people(word) {
                // `33 adult trials`: the last noun is what is counted.
                let trials = is_studies(self.word(here + 1)) && !self.gap(here).contains(',');
                let is_one_trial = matches!(self.word(here + 1), "trial" | "study");
                return Some(match trials && !is_one_trial {
                    true => (Role::Studies, here + 1),
                    false => (Role::Participants, here),
                });
            }
            if is_studies(word) {
                return Some((Role::Studies, here));
            }
            if is_sessions(word) {
                return Some((Role::Sessions, here));
            }
            if is_points(word) && matches!(self.word(here + 1), "scale" | "questionnaire" | "index" | "score") {
                return Some((Role::Other, here + 1));
            }
            if is_points(word) {
                return Some((Role::Effect, here));
            }
            if matches!(word, "minute" | "minutes" | "am" | "pm" | "miles" | "street" | "dollars") {
                return Some((Role::Logistics, here));
            }
            if !may_stand_between(word) {
                break;
            }
        }
        Some((Role::Other, last))
    }

    /// `65 and older`, `65+`, `65 or over`, `65 years and older`, `65 years of age`.
    fn is_age_after(&self, last: usize) -> bool {
        let (_, after) = self.around(last);
        let years = usize::from(matches!(self.word(last + 1), "years" | "year"));
        let joint = self.word(last + 1 + years);
        let end = self.word(last + 2 + years);
        (after == Some('+') && self.value(last).is_some_and(|age| (16.0..100.0).contains(&age)))
            || (matches!(joint, "and" | "or") && matches!(end, "older" | "over" | "above" | "up" | "younger" | "under"))
            || (years == 1 && (joint == "old" || (joint == "of" && end == "age")))
    }
}

fn is_studies_plural(word: &str) -> bool {
    matches!(word, "trials" | "studies" | "rcts" | "reviews")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as the reader of the index cuts them, near enough for numbers.
    fn read(text: &str) -> Vec<Number> {
        let mut words = Vec::new();
        let bytes: Vec<(usize, char)> = text.char_indices().collect();
        let mut at = 0;
        while at < bytes.len() {
            let (start, c) = bytes[at];
            if !c.is_alphanumeric() {
                at += 1;
                continue;
            }
            let mut end = at;
            while end < bytes.len() {
                let (_, c) = bytes[end];
                let digit_follows = bytes.get(end + 1).is_some_and(|(_, next)| next.is_ascii_digit());
                let inside =
                    bytes[start_index(&bytes, start)].1.is_ascii_digit() && matches!(c, '.' | ',') && digit_follows;
                if !(c.is_alphanumeric() || inside) {
                    break;
                }
                end += 1;
            }
            let stop = bytes.get(end).map_or(text.len(), |(i, _)| *i);
            let exact = text[start..stop].to_lowercase().replace(',', "");
            let has_digit = exact.bytes().any(|b| b.is_ascii_digit());
            words.push(ReadWord { stem: exact.clone(), exact, start, end: stop, has_digit, known: true });
            at = end;
        }
        numbers(text, &words)
    }

    fn start_index(chars: &[(usize, char)], start: usize) -> usize {
        chars.iter().position(|(i, _)| *i == start).unwrap_or(0)
    }

    #[test]
    fn every_number_has_its_role() {
        for (text, expected) in [
            (
                "33 studies with 8,270 participants",
                &[(Role::Studies, 33.0, 33.0), (Role::Participants, 8270.0, 8270.0)][..],
            ),
            ("an 800-person trial", &[(Role::Participants, 800.0, 800.0)]),
            ("63 Randomized Controlled Trials (2025)", &[(Role::Studies, 63.0, 63.0), (Role::Year, 2025.0, 2025.0)]),
            ("8-12 sessions", &[(Role::Sessions, 8.0, 12.0)]),
            ("8–15 sessions over 12 weeks", &[(Role::Sessions, 8.0, 15.0), (Role::Days, 84.0, 84.0)]),
            ("8 to 15 sessions", &[(Role::Sessions, 8.0, 15.0)]),
            ("about 39–44% improved", &[(Role::Percent, 39.0, 44.0)]),
            ("1 in 5 people", &[(Role::Percent, 20.0, 20.0)]),
            ("four out of ten", &[(Role::Percent, 40.0, 40.0)]),
            ("12 months after", &[(Role::Days, 365.25, 365.25)]),
            ("two weeks", &[(Role::Days, 14.0, 14.0)]),
            ("adults aged 65 and older", &[(Role::Age, 65.0, 65.0)]),
            ("adults 65+", &[(Role::Age, 65.0, 65.0)]),
            ("people over 50 years old", &[(Role::Age, 50.0, 50.0)]),
            ("P = .04", &[(Role::P, 4.0, 4.0)]),
            ("10.26 points of 100", &[(Role::Effect, 10.26, 10.26), (Role::Other, 100.0, 100.0)]),
            (
                "(95% CI -17.11 to -3.40)",
                &[(Role::Other, 95.0, 95.0), (Role::Interval, 17.11, 17.11), (Role::Other, 3.4, 3.4)],
            ),
            ("it costs $150", &[(Role::Logistics, 150.0, 150.0)]),
            ("in 2017 it said so", &[(Role::Year, 2017.0, 2017.0)]),
            ("one of them", &[]),
        ] {
            let read: Vec<(Role, f64, f64)> = read(text).into_iter().map(|n| (n.role, n.low, n.high)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
