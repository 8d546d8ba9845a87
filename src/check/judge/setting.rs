//! What came out at which setting of a treatment: `this substance at 2 Hz, that one at 100 Hz` (E001).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{attribute::AttributeKind, claim::Claim, known::is_negative, quantity::Number, rule},
    corpus::lexicon::Cue,
    domain::TopicKind,
};

/// What a sentence names, in its order: a number that is a setting of some findings, or an outcome that one finding tells of, by their
/// positions.
enum Named<'c> {
    Setting(&'c Number, Vec<usize>),
    Outcome(usize),
}

impl Judge<'_> {
    /// E001: a setting that the record has for another outcome than the one that is named with it.
    pub(super) fn settings(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if is_negative(claim) || claim.has(Cue::Indirect) {
            return;
        }
        let words_of = |at: usize| self.facts.words_of.get(at);
        let stems =
            |first: usize, last: usize| (first..=last).filter_map(|at| claim.read.words.get(at)).map(|word| &word.stem);
        let all = || of.known.findings.iter().copied();
        let mut named: Vec<(usize, Named<'_>)> = Vec::new();
        for number in claim.numbers.iter().filter(|number| number.role.is_result()) {
            let is_setting = |at: &usize| {
                words_of(*at)
                    .is_some_and(|words| stems(number.first, number.last).all(|stem| words.treatment.contains(stem)))
            };
            let own: Vec<usize> = all().filter(is_setting).collect();
            if !own.is_empty() && own.len() < of.known.findings.len() {
                named.push((number.first, Named::Setting(number, own)));
            }
        }
        let kinds = [TopicKind::Outcome, TopicKind::Mechanism];
        for read in claim.read.topics.iter().filter(|read| !self.of_kind(&[read.topic], &kinds).is_empty()) {
            let tells = |at: &usize| {
                words_of(*at).is_some_and(|words| stems(read.first, read.last).all(|stem| words.result.contains(stem)))
            };
            let mut own = all().filter(tells);
            if let (Some(at), None) = (own.next(), own.next()) {
                named.push((read.first, Named::Outcome(at)));
            }
        }
        named.sort_by_key(|(at, _)| *at);
        self.other_setting(claim, of, &named, found);
        let Some((number, at)) = mispaired(&named) else { return };
        if let Some(contradiction) = self.of_another_setting(number, at, of) {
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }

    /// That a setting is told of a finding, by its position, which is of another one.
    fn of_another_setting(&self, number: &Number, at: usize, of: Of<'_>) -> Option<Contradiction> {
        let finding = self.finding(at)?;
        Some(Contradiction {
            kind: AttributeKind::Effect,
            span: (number.first, number.last),
            finding: Some(at),
            message: format!("{} has this for another setting", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record: None,
        })
    }

    /// E001: a setting in a unit that the record has settings in, and not this one, beside an outcome that it tells of one of these:
    /// `this substance at 20 Hz`, of 2 Hz.
    fn other_setting(&self, claim: &Claim, of: Of<'_>, named: &[(usize, Named<'_>)], found: &mut Found<'_>) {
        let words_of = |at: usize| self.facts.words_of.get(at);
        for number in claim.numbers.iter().filter(|number| number.unit.is_some() && !number.is_money) {
            let Some(unit) = claim.read.words.get(number.last).filter(|_| number.first < number.last) else { continue };
            let told = (number.first..number.last).filter_map(|at| claim.read.words.get(at));
            let told: Vec<&String> = told.map(|word| &word.stem).collect();
            let of_unit = |at: &usize| words_of(*at).is_some_and(|words| words.treatment.contains(&unit.stem));
            let is_own =
                |at: usize| words_of(at).is_some_and(|words| told.iter().all(|stem| words.treatment.contains(stem)));
            // What is told in this unit of something that came out is no setting.
            let is_result = of.known.alike(number).any(|one| one.is_typed && one.is(number));
            let outcome = named.iter().find_map(|(place, one)| match one {
                Named::Outcome(at) if of_unit(at) && claim.clause(*place) == claim.clause(number.first) => Some(*at),
                Named::Outcome(_) | Named::Setting(..) => None,
            });
            let Some(at) = outcome.filter(|_| !is_result && !of.known.findings.iter().any(|at| is_own(*at))) else {
                continue;
            };
            if let Some(contradiction) = self.of_another_setting(number, at, of) {
                found.suspect(rule::NUMBER_MISMATCH, contradiction);
            }
        }
    }
}

/// A setting with an outcome that is on record for none of its findings, and that finding. Each setting goes with the outcomes before it
/// where the first thing named is an outcome, and else with those behind it; where two settings follow one another nobody can tell.
fn mispaired<'c>(named: &[(usize, Named<'c>)]) -> Option<(&'c Number, usize)> {
    let is_setting = |one: &(usize, Named<'_>)| matches!(one.1, Named::Setting(..));
    let ends_with_setting = named.last().is_some_and(is_setting);
    let begins_with_setting = named.first().is_some_and(is_setting);
    if begins_with_setting == ends_with_setting || named.windows(2).any(|pair| pair.iter().all(is_setting)) {
        return None;
    }
    let in_order: Box<dyn Iterator<Item = &(usize, Named<'c>)>> =
        if begins_with_setting { Box::new(named.iter()) } else { Box::new(named.iter().rev()) };
    let mut setting: Option<(&'c Number, &Vec<usize>)> = None;
    for (_, one) in in_order {
        match one {
            Named::Setting(number, own) => setting = Some((number, own)),
            Named::Outcome(at) => {
                if let Some((number, own)) = setting
                    && !own.contains(at)
                {
                    return Some((number, *at));
                }
            }
        }
    }
    None
}
