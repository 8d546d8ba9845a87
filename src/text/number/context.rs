//! The words around a number: labels, qualifiers, nouns, ages.

use super::{NumberKind, NumberRole, reader::Reader};
use crate::text::{
    lexicon::{lexicon, near::Near},
    token::TokenKind,
    word_class::{Counted, Label, Qualifier},
};

impl Reader<'_> {
    /// The label that announces the number at `first`, and where the label begins.
    pub(super) fn label(&self, first: usize) -> Option<Label> {
        let mut at = first.checked_sub(1)?;
        let mut related = false;
        for _ in 0..5 {
            let skip = if self.is_sign(at, "=:≈~∼<>≤≥") {
                related = true;
                true
            } else if self.is_sign(at, ")]") && related {
                // `t(48) = 2.31`
                at = self.opening(at)?;
                true
            } else {
                self.is_sign(at, ",(")
                    || matches!(self.tokens.get(at).map(|token| token.kind), Some(TokenKind::Superscript(_)))
                    || self.is_near(at, Near::LabelJoints)
            };
            if !skip {
                break;
            }
            at = at.checked_sub(1)?;
        }
        let (begin, label) = self.phrase_before(at + 1, &self.numbers().labels)?;
        let printed = self.printed(begin);
        let is_letter = begin == at && printed.chars().count() == 1;
        let direct = at + 1 == first;
        if is_letter && !related {
            return None;
        }
        // `OR` and `or`, `HR` and `hr`, `SIR` and `sir`: short labels are printed with a capital.
        let is_short = begin == at && printed.len() <= 4 && printed.is_ascii() && !is_letter;
        if is_short && !related && !printed.chars().any(char::is_uppercase) {
            return None;
        }
        if matches!(label, Label::Sample | Label::Studies) && !related && !direct {
            return None;
        }
        let crossed = (at + 1..first).any(|at| self.is_sign(at, ",")) && is_letter;
        (!crossed).then_some(label)
    }

    /// How exactly the number from `first` to `last` is meant.
    pub(super) fn qualifier(
        &self,
        first: usize,
        last: usize,
        kind: NumberKind,
        counts: Option<Counted>,
    ) -> Option<Qualifier> {
        if let Some(qualifier) = self.qualifier_before(first, kind, counts) {
            return Some(qualifier);
        }
        if self.is_sign(last + 1, "+＋") && self.is_glued(last + 1) {
            return Some(Qualifier::AtLeast);
        }
        let mut after = last + 1;
        if kind == NumberKind::Age && self.is_near(after, Near::Of) && self.is_near(after + 1, Near::OfAge) {
            after += 2;
        }
        if let Some((end, qualifier)) = self.phrase(after, &self.numbers().after) {
            // `12 at least 3 times`: the phrase belongs to what follows.
            let belongs = self.is_near(after, Near::Conjunctions) || self.atom(end + 1).is_none();
            return belongs.then_some(qualifier);
        }
        None
    }

    fn qualifier_before(&self, first: usize, kind: NumberKind, counts: Option<Counted>) -> Option<Qualifier> {
        let mut at = first;
        while self.is_near(at.wrapping_sub(1), Near::BeforeQualifier) && at > 0 {
            at -= 1;
        }
        if let Some(sign) = self.sign_before(at)
            && let Some(qualifier) = self.numbers().signs.get(&sign)
        {
            return Some(*qualifier);
        }
        // `ca. 12`, `max. 12`
        let end =
            if self.sign_before(at) == Some('.') && at > 1 && self.near(self.word(at - 2), Near::StoppedQualifiers) {
                at - 1
            } else {
                at
            };
        let (begin, qualifier) = self.phrase_before(end, &self.numbers().before)?;
        let phrase = self.word(begin);
        let is_single = begin + 1 == end;
        let before = self.word_before(begin, 1);
        if qualifier == Qualifier::UpTo && self.numbers().movement.contains(before) {
            return None;
        }
        if is_single && self.near(phrase, Near::SingleQualifiers) {
            // `it ran over 46 hours` is during; `for over 46 hours` is more than.
            let during = self.near(phrase, Near::Over)
                && (kind == NumberKind::Duration || counts == Some(Counted::Sessions))
                && !self.near(before, Near::MoreThanOver);
            if during {
                return None;
            }
            if self.near(phrase, Near::Within) && kind != NumberKind::Duration {
                return None;
            }
        }
        if is_single && self.near(phrase, Near::Some) && self.is_near(begin.wrapping_sub(1), Near::Of) {
            return None;
        }
        Some(qualifier)
    }

    /// What is counted by a number that ends before `at`: the class of the noun of the phrase there.
    pub(super) fn counted(&self, at: usize) -> Option<Counted> {
        self.noun(at).map(|(_, class)| class)
    }

    /// The noun that is counted by a number that ends before `at`: its last token and its class.
    pub(super) fn noun(&self, at: usize) -> Option<(usize, Counted)> {
        let begin = self.past_hyphen(at);
        let mut next = begin;
        let mut found: Option<(usize, Counted)> = None;
        let mut last_word = None;
        let mut people = None;
        for _ in 0..7 {
            let word = self.word(next);
            // `two 30-minute sessions`, `three weekly sessions`: what describes the noun is passed over.
            if let Some(described) = self.description(next) {
                next = described;
                continue;
            }
            // `14 older, frail residents`: a comma between adjectives.
            let adjectives = found.is_none() && last_word == Some(begin) && !is_plural(self.word(begin));
            if adjectives && self.is_sign(next, ",") && self.phrase_in(next + 1).is_some() {
                next += 1;
                continue;
            }
            if word.is_empty()
                || self.numbers().stops.contains(word)
                || self.sign_splits(begin, next)
                || self.atom(next).is_some()
            {
                break;
            }
            if let Some((last, class)) = self.phrase(next, &self.numbers().counts) {
                (found, last_word) = (Some((last, class)), Some(last));
                next = self.past_hyphen(last + 1);
                // `men report`: what follows a plural is a verb, unless it is a plural itself.
                let is_plural_here = self.numbers().is_plural(self.word(last)) || is_plural(self.word(last));
                if is_plural_here && !is_plural(self.word(next)) {
                    break;
                }
                continue;
            }
            // `12 Icelanders`: a plural with a capital is a people.
            let is_nation = is_plural(word)
                && self.printed(next).starts_with(char::is_uppercase)
                && self.printed(next).chars().skip(1).all(char::is_lowercase);
            if is_nation || self.numbers().is_people(word) {
                people = Some(next);
            }
            last_word = Some(next);
            next = self.past_hyphen(next + 1);
        }
        let (last, class) = match (found, last_word) {
            (Some(found), _) => found,
            (None, Some(_)) if people.is_some() => return people.map(|last| (last, Counted::Participants)),
            // `754 enrolled`: what was done with them, without a noun.
            (None, Some(head)) if head == begin && is_participle(self.word(head)) => return None,
            (None, Some(head)) => return Some((head, Counted::Things)),
            (None, None) => return None,
        };
        // `12 patient groups`: the last noun is what is counted.
        let plural = |at: usize| is_plural(self.word(at));
        match last_word.filter(|word| *word > last) {
            Some(head) if plural(head) && !plural(last) => Some((head, Counted::Things)),
            _ => Some((last, class)),
        }
    }

    /// Where the words go on after `30-minute` or `weekly` before a noun.
    fn description(&self, at: usize) -> Option<usize> {
        let noun_follows = !self.word(at + 1).is_empty() && !self.numbers().stops.contains(self.word(at + 1));
        if self.units().periods.contains_key(self.word(at)) && noun_follows {
            return Some(at + 1);
        }
        let atom = self.atom(at)?;
        let unit = self.unit(atom.last + 1).filter(|_| self.is_hyphen(atom.last + 1))?;
        Some(unit.last + 1)
    }

    fn sign_splits(&self, begin: usize, at: usize) -> bool {
        at > begin && self.sign_before(at).is_some_and(|sign| sign != ',') && !self.is_hyphen(at - 1)
    }

    /// What is counted when the noun follows `of`: `40% of all patients`, `half (12) of the participants`.
    pub(super) fn counted_of(&self, at: usize) -> Option<Counted> {
        let mut next = at;
        if let Some(close) = self.closing(next) {
            next = close + 1;
        }
        if !self.is_near(next, Near::WholeBefore) {
            return self.phrase_in(next);
        }
        let is_of = self.is_near(next, Near::Of);
        next += 1;
        while self.is_near(next, Near::Determiners) || self.whole(next).is_some() {
            next += 1;
        }
        let class = self.counted(next)?;
        let named = self.phrase_in(next).is_some();
        let is_plural = (next..next + 4)
            .take_while(|at| !self.word(*at).is_empty() && !self.numbers().stops.contains(self.word(*at)))
            .any(|at| is_plural(self.word(at)));
        (is_of && (named || is_plural)).then_some(class)
    }

    /// A noun of a known class in the phrase at a place.
    pub(super) fn phrase_in(&self, at: usize) -> Option<Counted> {
        let mut next = at;
        let mut known = false;
        for _ in 0..5 {
            let word = self.word(next);
            if known || word.is_empty() || self.numbers().stops.contains(word) {
                break;
            }
            known = self.phrase(next, &self.numbers().counts).is_some();
            next = self.past_hyphen(next + 1);
        }
        if known { self.counted(at) } else { None }
    }

    /// The class of the noun before a bracket: `Women (n = 12)`, `Walkers (20 per group)`.
    pub(super) fn counted_before_bracket(&self, first: usize) -> Option<Counted> {
        let open = (first.saturating_sub(4)..first).rev().find(|at| self.is_sign(*at, "(["))?;
        let class = self.phrase_before(open, &self.numbers().counts).map(|(_, class)| class);
        class.or_else(|| is_plural(self.word_before(open, 1)).then_some(Counted::Things))
    }

    /// Whether the words around say that it is an age: `aged 65`, `over 35 years` of mothers, `65 years and older`.
    pub(super) fn is_age(&self, first: usize, last: usize, has_unit: bool) -> bool {
        let age = &self.numbers().age;
        let next = self.past_hyphen(last + 1);
        // `years old`, `year-olds`, `years of age`, `years and older`, `65 or over`
        if has_unit
            && (age.after.contains(self.word(next))
                || (self.is_near(next, Near::Of) && self.is_near(next + 1, Near::OfAge)))
        {
            return true;
        }
        let joint = self.is_near(next, Near::Conjunctions) && age.joint.contains(self.word(next + 1));
        if joint && (has_unit || self.is_near(next + 1, Near::AgeComparatives) || self.people_before(first)) {
            return true;
        }
        if self.is_sign(last + 1, "+") && !has_unit && self.people_before(first) {
            return true;
        }
        // `the over 65 age group`
        if !has_unit && self.is_near(next, Near::OfAge) && !self.is_hyphen(next + 1) {
            return true;
        }
        let follows_age =
            self.found.last().is_some_and(|reading| reading.kind == NumberKind::Age && first - reading.last <= 5);
        // `Aged 65 and up in four places`: the age was told before.
        let is_told = follows_age && self.is_near(first.wrapping_sub(1), Near::OfIn);
        if self.age_label(first) && !is_told {
            return true;
        }
        if has_unit && follows_age && self.is_near(first.wrapping_sub(1), Near::Centres) {
            return true;
        }
        if has_unit
            && self.is_near(next, Near::On)
            && self.is_near(next + 1, Near::Average)
            && self.in_sample_bracket(first)
        {
            return true;
        }
        self.compares_people(first)
    }

    /// `the over-60s`, `in under 16s`, and where a phrase begins, `Over 65s have more pain`: a bound of ages and no seconds.
    pub(super) fn age_bound(&self, first: usize) -> Option<Qualifier> {
        let hyphen = first > 1 && self.is_hyphen(first - 1);
        let word = if hyphen { first - 2 } else { first.checked_sub(1)? };
        let qualifier = if self.is_near(word, Near::Over) {
            Qualifier::MoreThan
        } else if self.is_near(word, Near::Under) {
            Qualifier::LessThan
        } else {
            return None;
        };
        let begins = word == 0 || self.sign_before(word).is_some_and(|sign| ".;:,(".contains(sign));
        let is_bound = hyphen || begins || self.is_near(word.wrapping_sub(1), Near::PeopleBefore);
        is_bound.then_some(qualifier)
    }

    /// `aged`, `mean age was`, `ranging in age from`, `younger than` before the number.
    fn age_label(&self, first: usize) -> bool {
        let age = &self.numbers().age;
        let mut at = first;
        for _ in 0..9 {
            let Some(before) = at.checked_sub(1) else { return false };
            at = before;
            if age.before.contains(self.word(at)) {
                // `12 of 40 older patients`: the comparison needs its `than`.
                let is_comparison = self.is_near(at, Near::AgeComparatives);
                return !is_comparison || self.is_near(at + 1, Near::Than);
            }
            // `Aged 65+, 6 months`: the age is told.
            if self.is_sign(at, "+") && self.is_sign(at + 1, ",") {
                return false;
            }
            let word = self.word(at);
            let passes = self.is_sign(at, "=:≥≤<>~(),+")
                || self.is_dash(at)
                || age.between.contains(word)
                || self.spread_word(at)
                || (self.whole(at).is_some() && first - at < 5);
            if !passes {
                return false;
            }
        }
        false
    }

    fn spread_word(&self, at: usize) -> bool {
        matches!(
            self.numbers().labels.get(self.word(at)),
            Some(Label::SpreadSd | Label::SpreadSe | Label::Quartiles | Label::Range)
        )
    }

    /// `mothers over 35 years`, `guests ≥65 y`.
    fn compares_people(&self, first: usize) -> bool {
        let Some(before) = first.checked_sub(1) else { return false };
        let sign = self.sign(before).map(String::from).unwrap_or_default();
        let comparison = &self.numbers().age.comparison;
        let end = if self.is_sign(before.wrapping_sub(1), "(") && before > 0 { before - 1 } else { before };
        (comparison.contains(self.word(before)) || comparison.contains(&sign)) && self.people_at_end(end)
    }

    fn people_at_end(&self, end: usize) -> bool {
        self.phrase_before(end, &self.numbers().counts).is_some_and(|(_, class)| class == Counted::Participants)
    }

    /// People are named shortly before.
    fn people_before(&self, first: usize) -> bool {
        (first.saturating_sub(3)..first)
            .rev()
            .any(|at| self.numbers().counts.get(self.word(at)) == Some(Counted::Participants))
    }

    fn in_sample_bracket(&self, first: usize) -> bool {
        self.counted_before_bracket(first) == Some(Counted::Participants)
            || (first.saturating_sub(6)..first)
                .rev()
                .find(|at| self.is_sign(*at, "("))
                .is_some_and(|open| self.people_at_end(open))
    }

    /// Whether the figure stands where a year of the calendar may stand.
    pub(super) fn is_calendar(&self, first: usize, last: usize) -> bool {
        let years = &self.numbers().years;
        let before = self.word_before(first, 1);
        let next = self.word(last + 1);
        let noun = is_plural(next) && !self.numbers().stops.contains(next);
        let after_sign = self.sign_before(first).is_some_and(|sign| "(,;/–-—".contains(sign)) || first == 0;
        let capital = first > 0 && self.printed(first - 1).starts_with(char::is_uppercase);
        let named = years.before.contains(before) || self.numbers().months.contains_key(before) || capital;
        // `the 2000 people`
        let several = |noun: usize| is_plural(self.word(noun)) || self.numbers().is_plural(self.word(noun));
        if self.is_near(first.wrapping_sub(1), Near::Determiners)
            && first > 0
            && self.noun(last + 1).is_some_and(|(noun, class)| class == Counted::Participants && several(noun))
        {
            return false;
        }
        let counted_ahead = self.phrase_in(last + 1).is_some() && !before.is_empty();
        // `the 2021 and 2022 reviews`: in a list of years.
        let listed = self.found.last().is_some_and(|before| {
            before.kind == NumberKind::Year
                && before.last + 2 == first
                && (self.is_near(first - 1, Near::Conjunctions) || self.is_sign(first - 1, ","))
        });
        if listed && self.noun(last + 1).is_none_or(|(_, class)| matches!(class, Counted::Studies | Counted::Things)) {
            return true;
        }
        // `a 2017 trial`, `the 2017 guidelines`: an article before it and what is published behind it.
        if self.is_near(first.wrapping_sub(1), Near::Determiners) && first > 0 && self.is_published(before, last + 1) {
            return true;
        }
        if self.is_of_dated_work(first, last) {
            return true;
        }
        if noun || years.after.contains(next) && !self.near(before, Near::YearAfter) {
            return false;
        }
        if counted_ahead && !self.near(before, Near::YearAfterCounted) {
            return false;
        }
        named || after_sign || next.is_empty() && !before.is_empty()
    }

    /// Whether a work is told by its year, and what stands behind is what it does: `the review of 2020 finds that`.
    fn is_of_dated_work(&self, first: usize, last: usize) -> bool {
        if !self.near(self.word_before(first, 1), Near::Of) || !self.near(self.word_before(first, 2), Near::DatedWorks)
        {
            return false;
        }
        match self.noun(last + 1) {
            // `The guideline of 2020 judges the evidence`, and `the review of 2020 patients found`.
            Some((noun, Counted::Participants | Counted::Studies)) => {
                self.word(noun + 1).is_empty() || self.is_near(noun + 1, Near::Determiners)
            }
            Some(_) | None => true,
        }
    }

    /// Whether the noun phrase behind a year names one thing, or works that are published: not people, visits or events.
    fn is_published(&self, determiner: &str, at: usize) -> bool {
        if self.is_hyphen(at) {
            return false;
        }
        match self.noun(at) {
            Some((_, Counted::Studies)) => true,
            Some((noun, Counted::Things)) => {
                self.near(determiner, Near::Indefinite)
                    || !is_plural(self.word(noun))
                    || self.is_near(noun, Near::Published)
            }
            _ => false,
        }
    }

    /// What a share does in its sentence.
    pub(super) fn share_role(&self, first: usize, last: usize) -> Option<NumberRole> {
        if self.is_near(first.wrapping_sub(1), Near::RestBefore) && first > 0 {
            return Some(NumberRole::Complement);
        }
        for at in last + 1..=last + 8 {
            let word = self.word(at);
            if self.is_sign(at, ".;:") {
                break;
            }
            if self.near(word, Near::Lost) {
                return Some(NumberRole::Dropout);
            }
            if self.near(word, Near::Kept) {
                return Some(NumberRole::Retained);
            }
        }
        let before = (first.saturating_sub(5)..first).any(|at| self.near(self.word(at), Near::Dropout))
            || (first.saturating_sub(6)..first)
                .any(|at| self.is_near(at, Near::Drop) && self.is_dash(at + 1) && self.is_near(at + 2, Near::Out));
        before.then_some(NumberRole::Dropout)
    }
}

/// A verb of what was done, never a noun in the plural.
fn is_participle(word: &str) -> bool {
    word.len() > 5 && ends_in(word, Near::ParticipleEndings)
}

pub(super) fn is_plural(word: &str) -> bool {
    word.len() > 3 && ends_in(word, Near::PluralEnding) && !ends_in(word, Near::NoPluralEndings)
}

fn ends_in(word: &str, endings: Near) -> bool {
    lexicon().numbers.words_near(endings).iter().any(|ending| word.ends_with(ending.as_str()))
}
