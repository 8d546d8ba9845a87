//! Harm that a claim says nobody had, against what its source counted (E005).

use super::{Contradiction, Found, Judge, Of, beside::amount, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{
        Finding, TopicKind,
        finding::FindingKind,
        number::{Arm, Measure},
        phrase,
    },
    text::{FoldedWord, Grammar, folded_words},
};

/// Most words between `nobody` and what nobody had.
const SUBJECT_REACH: usize = 12;

/// Words behind a harm that is denied within which stands of which harm alone it is said: `was judged to be due to it`.
const CAUSE_REACH: usize = 8;

/// Most words between a denial, or a verb, and the harm that it denies: `no case of a`.
const FILLERS: usize = 5;

/// Words that may say that there was none.
type Denial = phrase::Found<(Axis, u32)>;

/// Words that name the outcome of a finding on harm.
struct Harm {
    finding: usize,
    first: usize,
    last: usize,
    /// Words of the outcome's name among them.
    shared: usize,
}

impl Judge<'_> {
    /// E005: `none of the patients fainted`, `no case of gout was seen`, where the source counted some.
    pub(super) fn told_as_absent(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        // Who names the other group may tell of that one, and the search of `no difference` is not for cases.
        if !claim.named_comparators().all(|said| claim.is_denied_by_word_before(said.first)) || claim.has(Cue::NotShown)
        {
            return;
        }
        let is_told = |pole: &Denial| {
            let told = |cue: Cue| matches!(cue, Cue::HowOften(_) | Cue::Same | Cue::Better | Cue::Worse | Cue::Hedge);
            claim
                .cues
                .iter()
                .any(|cue| told(cue.cue) && cue.first <= pole.last && pole.first <= cue.last && cue.last > pole.last)
        };
        for pole in claim.poles.iter().filter(|pole| is_denial(claim, pole) && !is_told(pole)) {
            let Some(at) = self.denied_harm(claim, pole).filter(|_| !self.is_of_harms(claim, pole)) else { continue };
            let harms = self.harms_at(claim, at, of);
            // `No bleed that needed care`: of others nothing is said.
            let is_narrowed = |harm: &&Harm| {
                // `In the trial of Moor`, `after humming`: all that was counted.
                let behind = harm.last + 2..=harm.last + 3;
                let names_source = behind.contains(&of.identified.first);
                let mut treatments = claim.read.topics.iter().filter(|read| behind.contains(&read.first));
                let names_treatment =
                    treatments.any(|read| !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty());
                // `No severe event was judged to be due to it`: of what else there was nothing is said.
                let clause = claim.clause(harm.last);
                let is_caused = (harm.last + 2..=harm.last + CAUSE_REACH).any(|at| {
                    let word = claim.word(at);
                    claim.clause(at) == clause && Grammar::Narrowing.has(word) && !Grammar::Prepositions.has(word)
                });
                if is_caused {
                    return true;
                }
                Grammar::Narrowing.has(claim.word(harm.last + 1))
                    && !names_source
                    && !names_treatment
                    && !self.names_all_people(claim, harm)
            };
            let Some(harm) = harms.first().filter(|harm| !is_narrowed(harm)) else { continue };
            let Some(finding) = self.finding(harm.finding) else { continue };
            let statement = finding.values().statement;
            let on_record = OnRecord::of(statement, one_line(&finding.statement), Some(harm.finding), of.at);
            let span = (pole.first, harm.last);
            let occurrences: Vec<Option<bool>> = harms
                .iter()
                .filter_map(|harm| self.finding(harm.finding))
                .map(|one| occurred(one).or_else(|| told(one)))
                .collect();
            if occurrences.contains(&Some(false)) {
                found.leave(AttributeKind::Percent, span);
                found.confirm(AttributeKind::Percent, span, Some(on_record));
                continue;
            }
            if !occurrences.contains(&Some(true)) {
                continue;
            }
            let message = format!("by {} this happened", of.source.short_title);
            found.contradict(
                rule::DIRECTION_CONFLICT,
                Contradiction {
                    kind: AttributeKind::Percent,
                    span,
                    finding: Some(harm.finding),
                    message,
                    expected: Some(one_line(&finding.statement)),
                    on_record: Some(on_record),
                },
            );
        }
    }

    /// Whether a denial counts some of the harms that there were: `none of the severe events was due to it`.
    fn is_of_harms(&self, claim: &Claim, pole: &Denial) -> bool {
        let is_definite = |at: usize| Grammar::Definite.has(claim.word(at));
        let is_of = Grammar::Of.has(claim.word(pole.last)) || Grammar::Of.has(claim.word(pole.last + 1));
        let the = (pole.last + 1..=pole.last + 2).find(|at| is_definite(*at)).filter(|_| is_of);
        let is_person = |at: usize| claim.read.words.get(at).is_some_and(|word| self.facts.is_person(&word.stem));
        the.is_some_and(|the| !(the..the + FILLERS).any(is_person))
    }

    /// Whether `in` and nothing but those who were studied stand behind a harm: `no severe event in pregnant women`.
    fn names_all_people(&self, claim: &Claim, harm: &Harm) -> bool {
        let is_in = Grammar::In.has(claim.word(harm.last + 1)) || Grammar::Among.has(claim.word(harm.last + 1));
        let is_person = |at: &usize| claim.read.words.get(*at).is_some_and(|word| self.facts.is_person(&word.stem));
        let Some(person) = (harm.last + 2..=harm.last + FILLERS).find(is_person).filter(|_| is_in) else {
            return false;
        };
        let people = self.finding(harm.finding).map(|finding| folded_words(&finding.population.description));
        let ends = person + 1 >= claim.read.words.len() || claim.is_parted(person + 1);
        ends && people.is_some_and(|people| {
            (harm.last + 2..=person).all(|at| {
                claim.read.words.get(at).is_some_and(|word| word.is_stopword)
                    || people.iter().any(|own| own.exact == claim.word(at))
            })
        })
    }

    /// The first word of what is denied: right behind `no case of`, or behind the verb of whom it is denied of.
    fn denied_harm(&self, claim: &Claim, pole: &Denial) -> Option<usize> {
        let clause = claim.clause(pole.first);
        let inside = |at: usize| at < claim.read.words.len() && claim.clause(at) == clause;
        let skip = |from: usize| {
            (from..=from + FILLERS).find(|&at| !Grammar::CaseWords.has(claim.word(at))).filter(|&at| inside(at))
        };
        let is_person = |at: usize| claim.read.words.get(at).is_some_and(|word| self.facts.is_person(&word.stem));
        // `Nothing serious`: the harm stands inside what denies it.
        let is_nothing = Grammar::Nothing.has(claim.word(pole.first));
        let from = if is_nothing { pole.first + 1 } else { pole.last + 1 };
        // `No severe event in pregnant women`: people behind the harm are none of whom it is denied.
        let leads = |at: usize| at > from && (Grammar::In.has(claim.word(at)) || Grammar::Among.has(claim.word(at)));
        let mut near = (from..from + FILLERS).take_while(|at| !leads(*at));
        let is_of_people = Grammar::Nobody.has(claim.word(pole.first)) || near.any(is_person);
        if !is_of_people {
            return skip(from);
        }
        // `None of the trials counted deaths` denies no death.
        if (from..from + FILLERS)
            .any(|at| Grammar::Studies.has(claim.word(at)) || Grammar::ManyStudies.has(claim.word(at)))
        {
            return None;
        }
        let verb =
            (from..from + SUBJECT_REACH).take_while(|at| inside(*at)).find(|at| Grammar::Suffered.has(claim.word(*at)));
        match verb {
            Some(verb) => skip(verb + 1),
            // `Nobody died`.
            None => claim
                .cues
                .iter()
                .find(|cue| {
                    cue.cue == Cue::Event && from <= cue.first && cue.first <= from + FILLERS && inside(cue.first)
                })
                .map(|cue| cue.first),
        }
    }

    /// The findings on harm whose outcome the words from one on name, those with most of them.
    fn harms_at(&self, claim: &Claim, at: usize, of: Of<'_>) -> Vec<Harm> {
        let harms = of
            .known
            .findings
            .iter()
            .filter(|&&finding| self.finding(finding).is_some_and(|one| one.result.kind() == FindingKind::Harm));
        let named = harms.filter_map(|&finding| {
            let words = &self.facts.words_of.get(finding)?.outcome;
            let is_own = |at: usize| {
                claim.read.words.get(at).is_some_and(|word| !word.is_stopword && words.contains(&word.stem))
            };
            let last = (at..claim.read.words.len()).take_while(|&at| is_own(at)).last()?;
            Some(Harm { finding, first: at, last, shared: last + 1 - at })
        });
        let mut named: Vec<Harm> = named.collect();
        let most = named.iter().map(|harm| harm.shared).max().unwrap_or_default();
        named.retain(|harm| harm.shared == most && !claim.word(harm.first).is_empty());
        named
    }
}

/// Whether a word says that there was none: `hardly any` does not.
fn is_denial(claim: &Claim, pole: &Denial) -> bool {
    let word = claim.word(pole.first);
    pole.cue == (Axis::Amount, amount::NONE)
        && [Grammar::No, Grammar::Not, Grammar::Nobody, Grammar::Without, Grammar::Nothing]
            .iter()
            .any(|list| list.has(word))
}

/// Whether a finding counts any of its harm among those who were treated; none where it does not count it.
fn occurred(finding: &Finding) -> Option<bool> {
    let estimates = finding.result.measurement().map(|measured| measured.estimates.as_slice()).unwrap_or_default();
    let counts = estimates.iter().filter(|one| {
        matches!(one.measure, Measure::Count | Measure::Percent | Measure::Rate) && one.arm != Some(Arm::Comparator)
    });
    counts.map(|one| one.value.to_f64() > 0.0).reduce(|one, other| one && other)
}

/// Words between an amount in words and what there is so much of.
const AMOUNT_REACH: usize = 2;

/// Whether the statement of a finding that counts nothing says that there was some of its harm: `few severe events were reported`; none
/// where it does not say so, or denies anything.
fn told(finding: &Finding) -> Option<bool> {
    let measured = finding.result.measurement().filter(|measured| measured.estimates.is_empty())?;
    let words = folded_words(&finding.statement);
    let denies = |word: &FoldedWord| {
        let lists = [Grammar::Not, Grammar::No, Grammar::Nobody, Grammar::Without, Grammar::Nothing, Grammar::Denials];
        lists.iter().any(|list| list.has(&word.exact))
    };
    if words.iter().any(denies) {
        return None;
    }
    let name = folded_words(&measured.outcome.name);
    let is_named = |at: usize| words.get(at).is_some_and(|word| name.iter().any(|own| own.exact == word.exact));
    let is_amount = |at: usize| words.get(at).is_some_and(|word| Grammar::SomeOf.has(&word.exact));
    (0..words.len()).any(|at| is_amount(at) && (at + 1..=at + AMOUNT_REACH).any(is_named)).then_some(true)
}
