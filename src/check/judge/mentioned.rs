//! Numbers that no field of the record holds, against those that its texts have beside the same words (E001).

use super::{
    Contradiction, Found, Judge, Of,
    numbers::is_rest_of_group,
    reported::{of_mention, told_number},
    unique,
};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind, Standing},
        claim::Claim,
        known::{Context, Mention, is_alike},
        quantity::{Number, Role, days},
        rule,
        whole::of_whole,
    },
    corpus::lexicon::Cue,
    domain::Vocabulary,
    text::{Grammar, Qualifier},
};

/// A single word that two numbers share stands in at most one source of so many: `events` says little by itself.
const TELLING_SHARE: usize = 4;

/// Words behind a number of the record, of which one says what it counts.
const FRONT_WORDS: usize = 2;

impl Judge<'_> {
    /// E001 for what is counted in words: `154 of them were moderate` where the record has 13 moderate and 154 very low ones.
    pub(super) fn mentioned(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for (at, number) in claim.numbers.iter().enumerate() {
            if number.is_money {
                amount(claim, at, of, found);
            }
            threshold(claim, number, of, found);
            self.units(claim, number, of, found);
            let Some(kind) = AttributeKind::of_role(number.role).filter(|_| is_told_in_words(number)) else { continue };
            let span = (number.first, number.last);
            // `Of seven`, behind four of them: what there were in all.
            if number.role == Role::Other && claim.is_of_part(number) {
                continue;
            }
            // `Split them three ways`, `into three groups`: how many groups there were counts nothing that was found.
            if claim.says_within(number.last..=number.last + 2, Grammar::GroupsOfPeople) {
                continue;
            }
            // `A third stayed with usual care`: who got what.
            if number.role == Role::Percent && self.tells_who_got_what(claim, of) {
                continue;
            }
            // `At week two`: a time.
            if number.first.checked_sub(1).is_some_and(|before| days(claim.word(before)).is_some()) {
                continue;
            }
            self.all_but_others(claim, number, of, found);
            let context = Context::of(&claim.numbers, at, &claim.read.words);
            let near = || of.known.mentions.iter().filter(|mention| is_alike(&mention.number, number));
            let is_same = |mention: &&Mention| number.is(mention.number.low) && number.is(mention.number.high);
            let own: Vec<&Mention> = near().filter(is_same).collect();
            let shares = |mention: &&&Mention| context.shared(&mention.context) > 0;
            if let Some(mention) = own.iter().find(shares) {
                self.turned_round(number, mention, of, found);
                continue;
            }
            // That the record has this number somewhere says little of what was counted.
            let is_open = |one: &Attribute| match one.standing {
                Standing::Uncompared => true,
                Standing::Confirmed => {
                    let of_whole = one.on_record.as_ref().is_some_and(|record| record.finding.is_none());
                    number.role == Role::Other || of_whole && !number.role.is_result()
                }
                Standing::Contradicted => false,
            };
            // A result that the record has, of whatever finding, is one; in its texts alone only beside words that are said of it.
            let is_told_so = own.is_empty() || own.iter().any(|mention| context.touches(&mention.context));
            let is_result = number.role.is_result()
                && of.known.alike(number).any(|one| one.is(number) && (one.is_typed || is_told_so));
            let is_of = |word: &str| Grammar::PartOfWhole.has(word) && !Grammar::In.has(word);
            // `Of the 34 trials, fifteen were about it`: trials, as in the record.
            let is_of_studies = own.iter().any(|mention| mention.number.role == Role::Studies)
                && claim.numbers_of(Role::Studies).any(|all| {
                    let is_of = |back: usize| all.first.checked_sub(back).is_some_and(|at| is_of(claim.word(at)));
                    all.last < number.first && all.low > number.low && (is_of(1) || is_of(2))
                });
            // Nor is the size of a study that its field has.
            // `672 of those older adults`: people, whatever stands in between.
            let is_of_people = number.role == Role::Other
                && number.low >= TELLING_COUNT
                && Grammar::PartOfWhole.has(claim.word(number.last + 1))
                && (number.last + 2..=number.last + PEOPLE_REACH)
                    .filter_map(|at| claim.read.words.get(at))
                    .any(|word| self.facts.is_person(&word.stem));
            let own_role = if is_of_people { Role::Participants } else { number.role };
            let is_size = own_role != Role::Other
                && of.known.reported.iter().any(|one| one.is_typed && one.role == own_role && one.is(number));
            if is_result
                || is_of_studies
                || is_size
                || is_rest_of_group(claim, number, of)
                || !found.said(kind, span).any(|one| is_open(one))
            {
                continue;
            }
            if let Some(mention) = self.of_another_kind(number, &own) {
                let counted = AttributeKind::of_role(mention.number.role).map(|kind| kind.label().to_lowercase());
                let value = format!("{} {}", told_number(&mention.number), counted.unwrap_or_default());
                found.contradict(
                    rule::NUMBER_MISMATCH,
                    Contradiction::of(
                        kind,
                        span,
                        format!("{} has this number of something else: {value}", of.source.short_title),
                        of_mention(mention, value, of.at),
                    ),
                );
                continue;
            }
            // `Of 1,422 children 168 had a mild event`: the same part of the same whole.
            let is_part = |mention: &Mention| {
                let says = |value: f64| claim.numbers.iter().any(|other| other.low == value && other.high == value);
                let is_same = mention.number.parts.is_some_and(|(part, whole)| number.is(part) && says(whole));
                is_same && context.touches(&mention.context)
            };
            if of.known.mentions.iter().any(is_part) {
                continue;
            }
            if is_told_in_front(claim, at, &own) {
                continue;
            }
            // `One of 13 options`: there are thirteen.
            let is_whole = |mention: &Mention| mention.number.parts.is_some_and(|(_, whole)| number.is(whole));
            if of.known.mentions.iter().any(|mention| is_whole(mention) && context.shared(&mention.context) > 0) {
                continue;
            }
            // The words behind it stand behind another number of the record.
            let is_other = |mention: &&Mention| {
                self.is_said_of(claim, &context, number, mention, !own.is_empty())
                    || is_told_beside(claim, &context, number, mention, of)
            };
            // The length of a scale counts nothing: `0 to 23`.
            // And `at least one` counts nothing either.
            let is_any = |one: &Number| one.qualifier == Some(Qualifier::AtLeast) && one.high <= 1.0;
            let is_scale = |one: &Number| one.is_scale || one.low == 0.0 && one.high > 0.0 || is_any(one);
            // Parts of one whole are held beside each other as such.
            let whole = |one: &Number| one.parts.map(|(_, whole)| whole);
            let others: Vec<&Mention> = near()
                .filter(|mention| !is_same(mention) && !is_scale(&mention.number))
                .filter(|mention| number.parts.is_none() || whole(&mention.number) != whole(number))
                .filter(is_other)
                .collect();
            let Some(first) = others.first() else {
                let is_typed = of.known.alike(number).any(|one| one.is_typed && one.is(number));
                let is_said_so = context.is_empty() || own.iter().any(|mention| context.touches(&mention.context));
                if number.role == Role::Other && !is_typed && !own.is_empty() && !is_said_so {
                    found.said(kind, span).for_each(|one| (one.standing, one.on_record) = (Standing::Uncompared, None));
                }
                continue;
            };
            // What the record counts twice in the same words was counted of several things.
            let values = unique(others.iter().map(|mention| told_number(&mention.number)));
            // `One moderate bleed` may be one of many.
            if number.high <= FEW || own.is_empty() && values.len() > 1 {
                continue;
            }
            // `6 about it`, where the record has `6 with 889 about it`: both are told of the same.
            let is_pair = |pair: &[f64]| matches!(pair, [one, other] if number.is(*one) && (other - first.number.low).abs() < 1e-9);
            let is_bare = |mention: &Mention| mention.field == first.field && mention.context.after.is_empty();
            if values.len() == 1
                && own.iter().any(|mention| is_bare(mention))
                && of.known.opposing.iter().any(|sentence| sentence.numbers.windows(2).any(is_pair))
            {
                continue;
            }
            // `47.6% of 387 people`: those of whom a share is told are a group of the whole.
            let is_group = number.role == Role::Participants
                && is_base_of_share(claim, number)
                && of_whole(of.source, Role::Participants)
                    .is_some_and(|whole| number.low < whole && others.iter().all(|other| other.number.is(whole)));
            if is_group {
                continue;
            }
            let expected = values.join(" or ");
            found.contradict(
                rule::NUMBER_MISMATCH,
                Contradiction::of(
                    kind,
                    span,
                    format!("{} has {expected} where this says {}", of.source.short_title, self.said(claim, number)),
                    of_mention(first, expected, of.at),
                ),
            );
        }
    }

    /// `Of the 17, all but nine stayed below it`, where the record says that all but two did.
    fn all_but_others(&self, claim: &Claim, number: &Number, of: Of<'_>, found: &mut Found<'_>) {
        let (Some(kind), true, None) = (AttributeKind::of_role(number.role), is_all_but(number), number.parts) else {
            return;
        };
        let says = |whole: f64| claim.numbers.iter().any(|other| other.first != number.first && other.is(whole));
        let mut told = of.known.mentions.iter().filter(|mention| {
            is_all_but(&mention.number) && mention.number.parts.is_some_and(|(_, whole)| says(whole))
        });
        let part = |mention: &Mention| mention.number.parts.map_or(mention.number.low, |(part, _)| part);
        let Some(mention) =
            told.next().filter(|first| !number.is(part(first)) && told.all(|one| !number.is(part(one))))
        else {
            return;
        };
        let value = format!("{} of these", part(mention));
        found.contradict(
            rule::NUMBER_MISMATCH,
            Contradiction::of(
                kind,
                (number.first, number.last),
                format!("{} has all but {value}", of.source.short_title),
                of_mention(mention, value, of.at),
            ),
        );
    }

    /// `Two of the 17 stayed below it`, where the record says that all but two did.
    fn turned_round(&self, number: &Number, mention: &Mention, of: Of<'_>, found: &mut Found<'_>) {
        let (Some(kind), true) =
            (AttributeKind::of_role(number.role), is_all_but(number) != is_all_but(&mention.number))
        else {
            return;
        };
        let expected = if is_all_but(number) { "so many, not all but so many" } else { "all but so many" }.to_owned();
        found.contradict(
            rule::NUMBER_MISMATCH,
            Contradiction::of(
                kind,
                (number.first, number.last),
                format!("{} says {expected}", of.source.short_title),
                of_mention(mention, expected, of.at),
            ),
        );
    }

    /// Where a record has a number, and only for things of another kind: people who were treatments.
    fn of_another_kind<'m>(&self, number: &Number, own: &[&'m Mention]) -> Option<&'m Mention> {
        let is_size = |role: Role| matches!(role, Role::Participants | Role::Sessions | Role::Studies);
        let is_other = |mention: &&Mention| mention.number.role != number.role && is_size(mention.number.role);
        let is_plain = is_size(number.role) && number.low >= TELLING_COUNT && number.low >= number.high;
        own.iter().copied().next().filter(|_| is_plain && own.iter().all(is_other))
    }

    /// Whether the words behind a number are those behind another one of the record: all of them, or the first of them and more.
    /// Where the record has the number for something else (`is_elsewhere`), one telling word is enough: `294 followed cupping`.
    fn is_said_of(
        &self,
        claim: &Claim,
        context: &Context,
        number: &Number,
        mention: &Mention,
        is_elsewhere: bool,
    ) -> bool {
        let is_rare = |stem: &String| {
            let words = claim.read.words.iter().skip(number.last);
            words
                .take(2 * REACH)
                .find(|word| word.stem == *stem)
                .is_some_and(|word| self.facts.is_rare(word, TELLING_SHARE))
        };
        let shared = context.shared(&mention.context);
        let is_telling = || context.after.iter().any(|stem| mention.context.after.contains(stem) && is_rare(stem));
        let is_first = context.after.first().is_some_and(|stem| mention.context.after.contains(stem));
        let is_all = shared > 0 && shared == context.after.len();
        (is_all && (shared > 1 || is_telling()))
            || (is_first && (shared > 1 || is_telling()))
            || (is_elsewhere && is_telling())
    }
}

/// Whether a number of people is what a share right before it is counted in: `40% of 387 people`.
pub(super) fn is_base_of_share(claim: &Claim, number: &Number) -> bool {
    let joint = number.first.checked_sub(1).filter(|at| Grammar::PartOfWhole.has(claim.word(*at)));
    joint.is_some_and(|at| claim.numbers_of(Role::Percent).any(|share| share.last + 1 == at))
}

fn is_all_but(number: &Number) -> bool {
    number.qualifier == Some(Qualifier::AllBut)
}

/// Telling words behind a number of which the first that its record has may be what is counted.
const VERB_REACH: usize = 2;

/// Words behind a number of some people within which it is said who they are: `672 of those older adults`.
const PEOPLE_REACH: usize = 6;

/// Whether a sentence of the record that counts what a number counts has another large number of the claim as well: `of 308 events,
/// so many followed humming`.
fn is_told_beside(claim: &Claim, context: &Context, number: &Number, mention: &Mention, of: Of<'_>) -> bool {
    // A verb may stand between: `249 came after humming`.
    let is_first = context.after.iter().take(VERB_REACH).any(|stem| mention.context.after.first() == Some(stem));
    let has = |numbers: &[f64], value: f64| numbers.iter().any(|own| (own - value).abs() < 1e-9);
    let others = || claim.numbers.iter().filter(|other| other.first != number.first && other.low >= TELLING_COUNT);
    let is_count = |one: &Number| one.role != Role::Year && one.role != Role::Days;
    is_first
        && number.low >= TELLING_COUNT
        && of.known.opposing.iter().any(|sentence| {
            has(&sentence.numbers, mention.number.low)
                && others().any(|other| is_count(other) && has(&sentence.numbers, other.low))
        })
}

/// So few may be a part of what was counted.
const FEW: f64 = 2.0;

/// From here on a number that a record has is no coincidence.
const TELLING_COUNT: f64 = 20.0;

/// Leaves open what counts as important, where the record has that number for what was found: `10 points as important`.
fn threshold(claim: &Claim, number: &Number, of: Of<'_>, found: &mut Found<'_>) {
    let is_told = claim.cues.iter().any(|cue| {
        cue.cue == Cue::Meaningful
            && number.last < cue.first
            && cue.first - number.last <= REACH
            && claim.clause(cue.first) == claim.clause(number.first)
            && (Grammar::As.has(claim.word(cue.first)) || Grammar::As.has(claim.word(cue.first.wrapping_sub(1))))
    });
    let of_record = |one: &&Mention| one.field.as_str() == IMPORTANCE && number.is(one.number.low);
    if is_told && number.role == Role::Effect && !of.known.mentions.iter().any(|one| of_record(&one)) {
        found.leave(AttributeKind::Words, (number.first, number.last));
    }
}

/// The field of a finding that says what counts as important.
const IMPORTANCE: &str = "importance";

/// Leaves open what an amount of money is told of, where the record tells it of something else: the price of a year of health
/// told as the cost of a person.
fn amount(claim: &Claim, at: usize, of: Of<'_>, found: &mut Found<'_>) {
    let Some(number) = claim.numbers.get(at) else { return };
    let context = Context::of(&claim.numbers, at, &claim.read.words);
    let mut own = of.known.mentions.iter().filter(|mention| number.is(mention.number.low)).peekable();
    // Of a source that measures no costs, a sum that none of its texts has stands there for nothing.
    if own.peek().is_none() && number.role == Role::Logistics {
        found.leave(AttributeKind::Words, (number.first, number.last));
        return;
    }
    if own.peek().is_some() && !context.after.is_empty() && !own.any(|mention| context.shared(&mention.context) > 0) {
        found.leave(AttributeKind::Words, (number.first, number.last));
    }
}

/// Words behind a number that are looked through.
const REACH: usize = 8;

/// Whether what a number counts is told by the words beside it and by no field: results, times and the sizes of studies have
/// fields of their own.
fn is_told_in_words(number: &Number) -> bool {
    // `Five of twelve trials` is a share, whatever is counted.
    let is_share = number.role == Role::Other && number.last - number.first > 1;
    matches!(number.role, Role::Other | Role::Participants | Role::Sessions | Role::Percent)
        && !number.is_scale
        && !is_share
}

/// Whether what the record counts with a number stands in front of it in its clause, behind the number before: `cupping accounted for 10`.
fn is_told_in_front(claim: &Claim, at: usize, own: &[&Mention]) -> bool {
    let Some(number) = claim.numbers.get(at) else { return false };
    let next = number.last + 1;
    let is_alone = next >= claim.read.words.len()
        || claim.is_parted(next)
        || Grammar::Conjunctions.has(claim.word(next))
        || Grammar::PartOfWhole.has(claim.word(next));
    if !is_alone {
        return false;
    }
    let from = at.checked_sub(1).and_then(|before| claim.numbers.get(before)).map_or(0, |before| before.last + 1);
    let words = claim.read.words.get(from..number.first).unwrap_or_default();
    let told: Vec<&String> = words.iter().filter(|word| !word.is_stopword).map(|word| &word.stem).collect();
    own.iter().any(|mention| mention.context.after.iter().take(FRONT_WORDS).any(|stem| told.contains(&stem)))
}
