//! Shares of a whole in words, `all`, `most`, `few`, `none`, against the numbers of the record, and numbers against its `none` (E001).

use super::{
    Contradiction, Found, Judge, Of,
    beside::{SURE, amount, is_same},
    reported::{of_mention, told_number},
};
use crate::{
    check::{
        attribute::{AttributeKind, Standing},
        claim::Claim,
        known::{Context, Mention, Pole, RecordSentence, topic_mark},
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{TopicKind, finding::FindingKind, phrase},
    text::{Grammar, Qualifier},
};

/// A word that stands in at most one source of so many says what a text is about.
const TELLING_SHARE: usize = 8;

/// Words behind `all` within which stands how old they were: `all of them over 60`.
const AGE_REACH: usize = 4;

/// Words behind `all` within which it is said that the others are meant.
const REST_REACH: usize = 2;

/// Words behind `all` or `none` that are looked through.
const REACH: usize = 9;

/// From this share on, in percent, whoever says `all` rounds.
const ALL: f64 = 97.0;

/// Up to this share, in percent, it is not nearly all.
const NEARLY_ALL: f64 = 75.0;

/// Up to this share, in percent, it is not most.
const MOST: f64 = 45.0;

/// From this number on it is the whole, and no part of it.
const MANY: f64 = 200.0;

impl Judge<'_> {
    /// E001: `three of them died`, where the record says that none did.
    pub(super) fn some_of_none(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for (at, number) in claim.numbers.iter().enumerate() {
            // `Between the two groups`: as many as there are, and no count of what befell them.
            let is_all = number.first.checked_sub(1).is_some_and(|at| Grammar::Definite.has(claim.word(at)));
            let counts =
                matches!(number.role, Role::Other | Role::Participants | Role::Percent) && number.low > 0.0 && !is_all;
            let Some(kind) = AttributeKind::of_role(number.role).filter(|_| counts && !claim.is_negated(number.first))
            else {
                continue;
            };
            let context = Context::of(&claim.numbers, at, &claim.read.words);
            let shares = |other: &[String]| context.after.iter().filter(|stem| other.contains(stem)).count() >= SURE;
            // How many were looked at is on record.
            if of.known.reported.iter().any(|one| one.role == number.role && one.is(number)) {
                continue;
            }
            let is_counted = of.known.mentions.iter().any(|one| one.number.low > 0.0 && shares(&one.context.after));
            let denies = |sentence: &&RecordSentence| {
                sentence
                    .poles
                    .iter()
                    .any(|own| (own.axis, own.pole) == (Axis::Amount, amount::NONE) && shares(&own.beside))
            };
            let Some(sentence) = of.known.opposing.iter().find(denies).filter(|_| !is_counted) else { continue };
            let span = (number.first, number.last);
            self.says_otherwise(claim, span, (kind, rule::NUMBER_MISMATCH), sentence, of, found);
        }
    }

    /// E001: `all of them` or `none of them`, where the record counts some. Whether it was judged.
    pub(super) fn share(&self, claim: &Claim, pole: &Pole, of: Of<'_>, found: &mut Found<'_>) -> bool {
        let Some(share) = Share::of(pole) else { return false };
        // `Tubes that never broke the skin`: told of a thing that the sentence describes.
        let before = pole.first.checked_sub(1).map_or("", |at| claim.word(at));
        if Grammar::Never.has(claim.word(pole.first)) && Grammar::Relative.has(before) {
            return false;
        }
        // `Most of the 255 outcomes`: what the record counts of them is a share as well.
        let whole = whole_of(claim, pole);
        let is_wrong = |number: &Number| {
            let percent = match whole {
                _ if number.role == Role::Percent => Some(number.high),
                Some(whole) if number.high < whole => Some(100.0 * number.high / whole),
                Some(_) | None => None,
            };
            match share {
                Share::None => number.low > 0.0,
                Share::All => percent.is_some_and(|own| own < ALL) || percent.is_none() && number.high > 0.0,
                Share::Most => percent.is_some_and(|own| own < MOST),
                Share::NearlyAll => percent.is_some_and(|own| own < NEARLY_ALL),
                Share::Few => percent.is_some_and(|own| own > MOST),
            }
        };
        // `No treatment` and `no better` say nothing of people, and `all adverse events` what was counted.
        let is_of_some = share != Share::None || !Grammar::No.has(claim.word(pole.first));
        // `A majority improved by at least 30%`: a bound is none of these shares.
        let counts_itself = claim.numbers.iter().any(|number| {
            claim.clause(number.first) == claim.clause(pole.first)
                && number.role.is_result()
                && number.qualifier != Some(Qualifier::AtLeast)
        });
        // `Each of its 638 adults was treated ten times`: what was done to all, and no result.
        let is_of_course = claim.way.is_none()
            && claim.numbers_of(Role::Sessions).next().is_some()
            && claim.says_within(pole.last + 1..=pole.last + REACH, Grammar::TreatedTimes);
        // `All 65 or older`: how old they were.
        let is_of_age =
            claim.numbers_of(Role::Age).any(|number| pole.last < number.first && number.first - pole.last <= AGE_REACH);
        let is_inside =
            claim.cues.iter().any(|cue| cue.last > cue.first && cue.first <= pole.first && pole.last <= cue.last);
        if !is_of_some || counts_itself || is_inside || is_of_course || is_of_age {
            return false;
        }
        let denies = |sentence: &&RecordSentence| sentence.poles.iter().any(|own| is_same(own, pole));
        if self.beside(claim, pole, of).iter().any(|(_, sentence)| denies(sentence)) {
            return false;
        }
        // `There was no major bleed`, of whatever few words.
        let stems: Vec<&String> = claim.read.words.iter().map(|word| &word.stem).collect();
        let is_none_of = |own: &&Pole| {
            (own.axis, own.pole) == (Axis::Amount, amount::NONE)
                && !own.beside.is_empty()
                && own.beside.iter().all(|beside| stems.contains(&beside))
        };
        if share == Share::None
            && of.known.opposing.iter().flat_map(|sentence| &sentence.poles).any(|own| is_none_of(&own))
        {
            return false;
        }
        // `All the rest came after it`: those that were not told of.
        if claim.says_within(pole.last + 1..=pole.last + REST_REACH, Grammar::OtherGroup) {
            return false;
        }
        let after: Vec<&String> = behind(claim, pole.last);
        let counted = |whole: f64| {
            let number = claim.numbers.iter().find(|number| (number.low - whole).abs() < 1e-9);
            let counted = number.map_or(0, |number| number.last);
            Counted { beside: Side::Behind, first: pole.first, last: pole.last, counted }
        };
        if let Some(whole) = whole
            && let Some(told) = self.parts_of(claim, &counted(whole), whole, of)
        {
            let is_wrong = told.iter().all(|mention| is_wrong(&mention.number));
            if is_wrong && let Some(mention) = told.first() {
                self.counts_otherwise(claim, pole, mention, of, found);
            }
            return is_wrong;
        }
        let is_alike = |mention: &&Mention| {
            let shared = after.iter().filter(|stem| mention.context.after.contains(stem)).count();
            let rare = after
                .iter()
                .any(|stem| mention.context.after.contains(stem) && self.facts.is_rare_stem(stem, TELLING_SHARE));
            let is_count =
                matches!(mention.number.role, Role::Percent | Role::Other | Role::Participants | Role::Studies);
            let is_said = claim.numbers.iter().any(|number| number.is(mention.number.low));
            // `Not one infection`, where the record counts infections.
            let is_first =
                share == Share::None && after.first().is_some_and(|stem| mention.context.after.first() == Some(stem));
            // `None had a moderate bleed`, where one did: the same words right behind.
            let is_same = shared >= SURE && mention.context.after.iter().take(SURE).all(|stem| after.contains(&stem));
            is_count && !is_said && (rare && (shared >= SURE || is_first) || share == Share::None && is_same)
        };
        let told: Vec<&Mention> = of.known.mentions.iter().filter(is_alike).collect();
        // What is counted in words: of a whole that stands beside it, a part.
        let is_part = |mention: &&&Mention| {
            share == Share::None || mention.number.role == Role::Percent || mention.number.low < MANY
        };
        let Some(mention) = told.iter().find(is_part).filter(|_| told.iter().all(|one| is_wrong(&one.number))) else {
            return false;
        };
        self.counts_otherwise(claim, pole, mention, of, found);
        true
    }

    /// E005, as a warning: `most of them are not cost-effective`, where the record says that most are, or the other way round: a large
    /// or small share, and an outcome that is told of it or denied, beside a sentence on the same outcome. Of none and of harm nothing is
    /// said here.
    pub(super) fn share_of_outcome(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_large = |pole: u32| matches!(pole, amount::ALL | amount::MOST | amount::NEARLY_ALL);
        let is_one = |pole: u32| is_large(pole) || pole == amount::FEW;
        if claim.has(Cue::Indirect) || claim.has(Cue::NotShown) {
            return;
        }
        for read in &claim.read.topics {
            if self.of_kind(&[read.topic], &[TopicKind::Outcome]).is_empty() {
                continue;
            }
            let is_near = |last: usize| last < read.first && read.first - last <= OUTCOME_REACH;
            // `For each year gained` tells a rate.
            let is_share = |pole: &&phrase::Found<(Axis, u32)>| {
                pole.cue.0 == Axis::Amount && is_one(pole.cue.1) && !Grammar::RateFronts.has(claim.word(pole.first))
            };
            let share = claim.poles.iter().filter(is_share).rfind(|pole| is_near(pole.last));
            let Some(share) = share else { continue };
            let is_not = |at: usize| Grammar::Not.has(claim.word(at));
            let denials = (share.last + 1..read.first).filter(|&at| is_not(at)).count();
            let is_before = share.first.checked_sub(1).is_some_and(is_not);
            if denials > 1 || is_before {
                continue;
            }
            let is_much = is_large(share.cue.1) != (denials == 1);
            let mark = topic_mark(read.topic);
            let told: Vec<(bool, &RecordSentence)> = of
                .known
                .opposing
                .iter()
                .filter(|sentence| {
                    let finding = sentence.finding.and_then(|at| self.finding(at));
                    let is_gain = finding.is_some_and(|one| one.result.kind() != FindingKind::Harm);
                    is_gain && sentence.telling.contains(&mark)
                })
                .filter_map(|sentence| {
                    let mut own = sentence.poles.iter().filter(|own| own.axis == Axis::Amount && is_one(own.pole));
                    let first = own.next().filter(|_| own.next().is_none())?;
                    Some((is_large(first.pole) != sentence.is_negative, sentence))
                })
                .collect();
            let Some((_, sentence)) = told.first().filter(|_| told.iter().all(|(own, _)| *own != is_much)) else {
                continue;
            };
            let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
            self.may_say_otherwise(claim, (share.first, read.last), breaks, sentence, of, found);
        }
    }

    /// E001: `ten of the twelve found a difference`, where the record counts five of them.
    pub(super) fn counted_parts(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for number in claim.numbers.iter().filter(|number| !number.is_rate && !claim.is_negated(number.first)) {
            let (Some((part, whole)), Some(kind)) = (number.parts, AttributeKind::of_role(number.role)) else {
                continue;
            };
            let span = (number.first, number.last);
            if found.said(kind, span).any(|one| one.standing != Standing::Uncompared) {
                continue;
            }
            let said = Counted { beside: Side::Both, first: number.first, last: number.last, counted: number.last };
            let Some(told) = self.parts_of(claim, &said, whole, of) else { continue };
            let of_record = |mention: &Mention| {
                let part = mention.number.parts.map_or(mention.number.low, |(part, _)| part);
                if mention.number.qualifier == Some(Qualifier::AllBut) { whole - part } else { part }
            };
            let is = |one: f64, other: f64| (one - other).abs() < 1e-9;
            // What is told of the others may be what the record tells of these.
            let may_be = |mention: &&&Mention| {
                let own = of_record(mention);
                is(own, part) || is(whole - own, part)
            };
            // `Low or very low: 242 of the 255`, of which the record counts 88 and 154. What it counts in several ways was counted of
            // several things.
            let all = || of.known.mentions.iter().map(|mention| mention.number.low);
            let is_sum = || all().any(|one| all().any(|other| one < other && is(one + other, part)));
            let is_one = told.windows(2).all(|pair| matches!(pair, [a, b] if is(of_record(a), of_record(b))));
            // `Four of seven said more, one said less`: that of which the record has so many is told as well.
            let says = |mention: &Mention| {
                let others = claim.numbers.iter().filter(|other| other.first != number.first);
                others.into_iter().any(|other| other.parts.is_none() && is(other.low, of_record(mention)))
            };
            let is_beside = all().any(|own| is(own, part)) && told.iter().all(|mention| says(mention));
            let is_told = !told.iter().any(|mention| may_be(&mention)) && is_one && !is_sum() && !is_beside;
            let Some(mention) = told.first().filter(|_| is_told) else {
                if let Some(mention) = told.iter().find(|mention| is(of_record(mention), part)) {
                    found.confirm(kind, span, Some(of_mention(mention, told_number(&mention.number), of.at)));
                }
                continue;
            };
            let value = format!("{} of {whole}", of_record(mention));
            found.contradict(
                rule::NUMBER_MISMATCH,
                Contradiction::of(
                    kind,
                    span,
                    format!("{} has {value} where this says {}", of.source.short_title, self.said(claim, number)),
                    of_mention(mention, value, of.at),
                ),
            );
        }
    }

    /// E007: `thirteen of them are of high certainty`, where the record counts thirteen of moderate certainty.
    pub(super) fn counted_by_certainty(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for (at, number) in claim.numbers.iter().enumerate() {
            let is_count = |number: &Number| {
                matches!(number.role, Role::Other | Role::Participants | Role::Percent | Role::Studies)
            };
            let counts = is_count(number);
            let next = claim.numbers.iter().skip(at + 1).find(|next| is_count(next));
            let end = next.map_or(usize::MAX, |next| next.first).min(number.last + CERTAINTY_REACH);
            let words = claim.read.words.iter().enumerate().skip(number.last + 1);
            let mut near =
                words.take_while(|(place, _)| *place < end && claim.clause(*place) == claim.clause(number.first));
            // `88 low and 154 very low`: the level that stands behind a number is told of it.
            let level = near.find(|(_, word)| Grammar::Levels.has(&word.exact)).filter(|_| counts);
            let Some((place, level)) = level.map(|(place, word)| (place, word.stem.as_str())) else { continue };
            let count = number.parts.map_or(number.low, |(part, _)| part);
            let is_level = |stem: &&String| Grammar::Levels.words().iter().any(|word| word.starts_with(stem.as_str()));
            let own = of.known.mentions.iter().filter(|mention| {
                mention.number.low >= mention.number.high && (mention.number.low - count).abs() < 1e-9
            });
            let told: Vec<(&Mention, &String)> =
                own.filter_map(|mention| Some((mention, mention.context.after.iter().find(is_level)?))).collect();
            let Some((mention, other)) = told.first().filter(|_| told.iter().all(|(_, own)| own.as_str() != level))
            else {
                continue;
            };
            let value = format!("{} {other}", told_number(&mention.number));
            found.contradict(
                rule::WRONG_CERTAINTY,
                Contradiction::of(
                    AttributeKind::Certainty,
                    (place, place),
                    format!("{} counts so many of another certainty", of.source.short_title),
                    of_mention(mention, value, of.at),
                ),
            );
        }
    }

    /// The parts of a whole that the record counts, where what the claim tells of is counted there: `five of the twelve found a
    /// difference`. None where the record does not count it.
    fn parts_of<'k>(&self, claim: &Claim, said: &Counted, whole: f64, of: Of<'k>) -> Option<Vec<&'k Mention>> {
        if whole < FEWEST_COUNTED {
            return None;
        }
        let is_same = |value: f64| (value - whole).abs() < 1e-9;
        let is_whole = |mention: &Mention| mention.number.parts.is_some_and(|(_, of)| is_same(of));
        let has_whole = of.known.mentions.iter().any(|mention| is_same(mention.number.low));
        // The word right behind the number of all of them is what they are.
        let things = claim.read.words.get(said.counted + 1).map_or("", |word| word.stem.as_str());
        let from = if said.beside == Side::Both { 0 } else { said.last + 1 };
        // `Four of the seven said more, one said less`: what stands behind the next part is told of that.
        let begins_part = |at: usize| {
            claim.is_parted(at) && (Grammar::Kinds.has(claim.word(at)) || Grammar::Nobody.has(claim.word(at)))
        };
        let end = (said.last.max(said.counted) + 1..claim.read.words.len()).find(|at| begins_part(*at));
        let until = end.unwrap_or(claim.read.words.len());
        let words = claim.read.words.iter().enumerate().take(until).skip(from);
        let words = words.filter(|(at, _)| *at < said.first || said.last < *at);
        let stems: Vec<&String> = words
            .filter(|(_, word)| !word.has_digit && !word.is_stopword && word.stem != things)
            .map(|(_, word)| &word.stem)
            .collect();
        let is_told = |mention: &&Mention| {
            let after = &mention.context.after;
            let shared = after.iter().filter(|stem| stems.contains(stem)).count();
            let is_first = after.first().is_some_and(|stem| stems.contains(&stem));
            let is_counted =
                matches!(mention.number.role, Role::Other | Role::Participants | Role::Studies | Role::Percent)
                    && (mention.number.parts.is_some() || mention.number.low.fract() == 0.0);
            let is_said =
                said.beside == Side::Behind && claim.numbers.iter().any(|number| number.is(mention.number.low));
            let is_part = has_whole && mention.number.parts.is_none() && mention.number.low < whole;
            // Words on both sides make one of them little.
            let is_first = is_first && said.beside == Side::Behind;
            let is_alike = shared >= SURE || said.beside == Side::Behind && shared > 0;
            is_counted && !is_said && (is_whole(mention) && is_alike || is_part && (is_first || shared >= SURE))
        };
        let told: Vec<&Mention> = of.known.mentions.iter().filter(is_told).collect();
        (!told.is_empty()).then_some(told)
    }

    /// A contradiction by what a text of the record counts.
    fn counts_otherwise(&self, claim: &Claim, pole: &Pole, mention: &Mention, of: Of<'_>, found: &mut Found<'_>) {
        let span = (pole.first, pole.last);
        let value = told_number(&mention.number);
        found.contradict(
            rule::NUMBER_MISMATCH,
            Contradiction::of(
                AttributeKind::Number,
                span,
                format!("{} has {value} where this says `{}`", of.source.short_title, claim.word(pole.first)),
                of_mention(mention, value, of.at),
            ),
        );
    }
}

/// Where the words stand that say what a part of a whole is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Behind,
    Both,
}

/// A part of a whole, as a claim says it.
struct Counted {
    /// On which side of it stands what it is a part of.
    beside: Side,
    /// The words that say it.
    first: usize,
    last: usize,
    /// The last word of the number of all of them.
    counted: usize,
}

/// Most words between a share and the outcome that it is of: `hardly any of the treatments turned out to be worth their price`.
const OUTCOME_REACH: usize = 14;

/// Most words between what is counted and how certain it is.
const CERTAINTY_REACH: usize = 14;

/// Fewest things of which a share in words is held beside what the record counts of them.
const FEWEST_COUNTED: f64 = 5.0;

/// Words behind `most` within which stands how many there are: `of its seven`.
const WHOLE_REACH: usize = 4;

/// How many there are of which a share is told in words: right behind it, or the one number that stands before.
fn whole_of(claim: &Claim, pole: &Pole) -> Option<f64> {
    let near = pole.last + 1..=pole.last + WHOLE_REACH;
    let is_count = |number: &&Number| {
        number.low >= number.high && matches!(number.role, Role::Other | Role::Participants | Role::Studies)
    };
    let behind = claim.numbers.iter().find(|number| near.contains(&number.first) && is_count(number));
    let mut before = claim.numbers.iter().filter(|number| number.last < pole.first).filter(is_count);
    // `Up to 21 in all`.
    let is_sum = Grammar::In.has(claim.word(pole.first.wrapping_sub(1)));
    let only = before.next().filter(|_| !is_sum && before.next().is_none());
    behind.or(only).map(|number| number.low)
}

/// The stems of the telling words behind a place, numbers left out.
fn behind(claim: &Claim, last: usize) -> Vec<&String> {
    let words = claim.read.words.iter().enumerate().skip(last + 1).take(REACH);
    words
        .filter(|(at, word)| !word.has_digit && !word.is_stopword && claim.clause(*at) == claim.clause(last))
        .map(|(_, word)| &word.stem)
        .collect()
}

/// How much of a whole a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    None,
    All,
    Most,
    Few,
    NearlyAll,
}

impl Share {
    fn of(pole: &Pole) -> Option<Self> {
        match (pole.axis, pole.pole) {
            (Axis::Amount, amount::NONE) => Some(Self::None),
            (Axis::Amount, amount::ALL) => Some(Self::All),
            (Axis::Amount, amount::MOST) => Some(Self::Most),
            (Axis::Amount, amount::FEW) => Some(Self::Few),
            (Axis::Amount, amount::NEARLY_ALL) => Some(Self::NearlyAll),
            _ => None,
        }
    }
}

/// Whether a word says a share of a whole.
pub(super) fn is_share(pole: &Pole) -> bool {
    Share::of(pole).is_some()
}
