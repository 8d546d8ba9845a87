//! What a single clause of a claim is about: `better at six months, while at twelve no difference was shown` tells two results,
//! each of its own time.

use super::{Judge, Of};
use crate::{
    check::{
        claim::{Claim, EffectDirection, Relation},
        quantity::Role,
    },
    corpus::lexicon::Cue,
    domain::{
        TopicKind,
        finding::{Direction, FindingKind},
    },
    search::ReadWord,
    text::Grammar,
};

/// What one clause may name for itself, by the kinds of topics that stand for it.
const GROUPS: [&[TopicKind]; 3] = [
    &[TopicKind::Intervention],
    &[TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism],
    &[TopicKind::Condition, TopicKind::Population],
];

/// Words before a relation within which stands what was lower or better.
const OUTCOME_REACH: usize = 3;

/// Words behind `no difference in` within which stands in what there was none.
const OBJECT_REACH: usize = 5;

impl Judge<'_> {
    /// The findings on what stands right before a relation, or in it, where that tells some results of the source from the
    /// others: `pain was lower by 0.7, and opioid use significantly lower`, `took fewer pills`.
    pub(super) fn of_own_outcome(&self, claim: &Claim, relation: Relation, of: Of<'_>) -> Option<Vec<usize>> {
        let is_fitting = |at: &usize| of.fitting.contains(at);
        let before = relation.first.saturating_sub(OUTCOME_REACH)..relation.first;
        // `Fewer painkillers`: what was taken is what was measured.
        let is_tested = |at: usize| {
            let here = claim.read.topics.iter().filter(|read| read.first <= at && at <= read.last);
            here.into_iter().any(|read| {
                let topics = of.fitting.iter().filter_map(|at| self.facts.topics_at.get(*at));
                topics.into_iter().any(|topics| topics.treatment.contains(&read.topic))
            })
        };
        // Not so `did not find an opioid better`, of a trial of opioids.
        let taken = (relation.first..=relation.last).find(|&at| self.is_treatment_at(claim, at) && !is_tested(at));
        // `No difference in the health of the newborn`: it is told of what stands behind.
        let is_denied_of = relation.way == EffectDirection::Same && Grammar::In.has(claim.word(relation.last + 1));
        let behind = (relation.last + 2..claim.read.words.len().min(relation.last + 2 + OBJECT_REACH))
            .take_while(|at| !claim.is_parted(*at));
        for measured in self.measured(claim, of) {
            let of_places = |places: &mut dyn Iterator<Item = usize>| {
                self.of_outcome_words(claim, places, relation.clause, &measured).unwrap_or_default()
            };
            let mut own = of_places(&mut taken.into_iter());
            if own.is_empty() && relation.way.is_gain() {
                own = self.of_outcome_within(claim, relation, &measured);
            }
            if own.is_empty() && is_denied_of {
                own = of_places(&mut behind.clone().filter(|&at| !self.is_treatment_at(claim, at)));
            }
            if own.iter().any(is_fitting) {
                own.retain(is_fitting);
            }
            if own.is_empty() {
                // `Reached for painkillers less often`: right before it, a treatment is what was counted.
                let is_counted = |at: usize| {
                    (at + 1 == relation.first || is_use_of(claim, at)) && !is_tested(at)
                        || !self.is_treatment_at(claim, at)
                };
                own = of_places(&mut before.clone().filter(|&at| is_counted(at)));
                // `The use of painkillers was lower`: a treatment that is counted is nothing else's outcome.
                let is_used = before.clone().any(|at| is_use_of(claim, at) && self.is_treatment_at(claim, at));
                if is_used && !own.is_empty() {
                    return Some(own);
                }
                if own.iter().any(is_fitting) {
                    // Beside what was compared, what was only counted is another thing: early birth and stillbirth.
                    let is_described = |at: &usize| {
                        let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
                        measured.is_some_and(|m| m.direction == Direction::Descriptive)
                    };
                    let others: Vec<usize> = of.fitting.iter().copied().filter(|at| !own.contains(at)).collect();
                    let is_apart =
                        matches!(relation.way, EffectDirection::Lower | EffectDirection::Higher) && !others.is_empty();
                    own.retain(is_fitting);
                    let are_compared = own.iter().all(|at| !is_described(at));
                    return (is_apart && are_compared && others.iter().all(is_described)).then_some(own);
                }
            }
            if !own.is_empty() {
                return Some(own);
            }
        }
        None
    }

    /// The findings on what stands beside a further relation of a clause, up to what joins it to another thing: `pain eased, and
    /// sleep got better`, `may ease pain and lower disability`.
    pub(super) fn of_joined_outcome(&self, claim: &Claim, relation: Relation, of: Of<'_>) -> Option<Vec<usize>> {
        let others = || claim.relations.iter().chain(&claim.further).filter(|other| other.first != relation.first);
        let ends = |at: &usize| {
            Grammar::And.has(claim.word(*at))
                || Grammar::Than.has(claim.word(*at))
                || others().any(|other| other.first <= *at && *at <= other.last)
        };
        let before = (relation.first.saturating_sub(OUTCOME_REACH)..relation.first)
            .rev()
            .find(ends)
            .map_or_else(|| relation.first.saturating_sub(OUTCOME_REACH), |end| end + 1);
        let reach = relation.last + 1..relation.last + 1 + OUTCOME_REACH;
        let after = reach.clone().find(ends).unwrap_or(reach.end);
        self.measured(claim, of)
            .into_iter()
            .find_map(|measured| self.of_outcome_words(claim, before..after, relation.clause, &measured))
    }

    /// The findings on what the words of a clause name as measured, where that tells some of these findings from the others.
    fn of_named_outcome(&self, claim: &Claim, clause: usize, of: Of<'_>) -> Option<Vec<usize>> {
        let all = || (0..claim.read.words.len()).filter(|&at| !self.is_treatment_at(claim, at));
        self.measured(claim, of).into_iter().find_map(|measured| self.of_outcome_words(claim, all(), clause, &measured))
    }

    /// The findings whose outcome is called by the name that a clause has for one, be it of a gain or a harm: what is only filed beside
    /// it, as `stopping the treatment` beside adverse events, is another thing.
    fn called_in(&self, claim: &Claim, clause: usize, of: Of<'_>) -> Vec<usize> {
        let here = claim.read.topics.iter().filter(|read| claim.clause(read.first) == clause);
        let here: Vec<usize> = here.map(|read| read.topic).collect();
        let here = self.of_kind(&here, &[TopicKind::Outcome, TopicKind::Instrument]);
        let [_, both] = self.measured(claim, of);
        let is_called = |at: &usize| {
            self.facts.words_of.get(*at).is_some_and(|words| here.iter().any(|topic| words.named.contains(topic)))
        };
        both.into_iter().filter(is_called).collect()
    }

    /// The measured findings of a source: those of the kind that a claim is of, and then gains and harms together, because one clause
    /// may tell of one and the next of the other.
    fn measured(&self, claim: &Claim, of: Of<'_>) -> [Vec<usize>; 2] {
        const BOTH: &[FindingKind] = &[FindingKind::Effect, FindingKind::Harm];
        let kinds = self.kinds(claim);
        let is_one = kinds.iter().any(|kind| BOTH.contains(kind));
        let of_kinds = |kinds: &[FindingKind]| -> Vec<usize> {
            let is = |at: &usize| self.finding(*at).is_some_and(|finding| kinds.contains(&finding.result.kind()));
            of.known.findings.iter().copied().filter(is).collect()
        };
        [of_kinds(kinds), of_kinds(if is_one { BOTH } else { &[] })]
    }

    /// Of some findings those of a treatment by itself, where a claim says that it was given alone, and not all of them are of that.
    pub(super) fn given_alone(&self, claim: &Claim, among: &[usize]) -> Option<Vec<usize>> {
        let is_alone = |at: usize| {
            Grammar::Alone.has(claim.word(at))
                || Grammar::By.has(claim.word(at)) && Grammar::Alone.has(claim.word(at + 1))
        };
        let is_treatment = |topic: usize| {
            let own = self.corpus.topics().get(topic);
            own.is_some_and(|topic| topic.kind == TopicKind::Intervention && topic.comparator_class.is_none())
        };
        let is_compared = |topic: usize| claim.compared_with.iter().any(|said| said.what == topic);
        let is_told = claim
            .read
            .topics
            .iter()
            .any(|read| is_alone(read.last + 1) && is_treatment(read.topic) && !is_compared(read.topic));
        if !is_told || claim.says(Grammar::AddedTo) {
            return None;
        }
        let [_, alone] = &self.facts.company;
        let is_of_alone = |at: &usize| {
            self.facts.words_of.get(*at).is_some_and(|own| alone.iter().any(|one| own.treatment.contains(one)))
        };
        let mut own: Vec<usize> = among.iter().copied().filter(is_of_alone).collect();
        // Nor is it told of what was compared with several together.
        let is_together = |at: &usize| {
            let comparator =
                self.finding(*at).map(|finding| finding.comparator.description.as_str()).unwrap_or_default();
            comparator.split(|c: char| !c.is_alphanumeric()).any(|word| Grammar::AddedTo.has(word))
        };
        if !own.iter().all(is_together) {
            own.retain(|at| !is_together(at));
        }
        (!own.is_empty() && own.len() < among.len()).then_some(own)
    }

    /// The findings on what the words of a relation itself name, of a clause that names nothing else that was measured: `disability
    /// fell`, `got people moving again`.
    fn of_outcome_within(&self, claim: &Claim, relation: Relation, measured: &[usize]) -> Vec<usize> {
        let kinds = [TopicKind::Outcome, TopicKind::Instrument];
        let spoken = claim.cues.iter();
        let spoken =
            spoken.filter_map(|cue| if let Cue::Outcome(topic) = cue.cue { Some((topic, cue.first)) } else { None });
        let is_outcome = |topic: usize| !self.of_kind(&[topic], &kinds).is_empty();
        let named = claim.read.topics.iter().filter(|read| is_outcome(read.topic)).map(|read| (read.topic, read.first));
        let is_of_people = |at: usize| {
            claim.read.topics.iter().any(|read| !is_outcome(read.topic) && read.first <= at && at <= read.last)
        };
        let here = spoken.chain(named).filter(|(_, at)| claim.clause(*at) == relation.clause && !is_of_people(*at));
        let mut topics: Vec<(usize, usize)> = here.collect();
        topics.sort_unstable();
        topics.dedup_by_key(|(topic, _)| *topic);
        let [(topic, at)] = topics.as_slice() else { return Vec::new() };
        if !(relation.first..=relation.last).contains(at) {
            return Vec::new();
        }
        let is_of = |at: &usize| self.facts.topics_at.get(*at).is_some_and(|own| own.outcome.contains(topic));
        let own: Vec<usize> = measured.iter().copied().filter(is_of).collect();
        if own.len() < measured.len() { own } else { Vec::new() }
    }

    /// Whether a word is of a treatment, named or not.
    fn is_treatment_at(&self, claim: &Claim, at: usize) -> bool {
        claim.cues.iter().any(|cue| cue.cue == Cue::AnyTreatment && cue.first <= at && at <= cue.last)
            || claim.read.topics.iter().any(|read| {
                let is_one = || !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty();
                read.first <= at && at <= read.last && is_one()
            })
    }

    /// Whether a word is a part of the name of the complaint that findings are about, and no outcome is spoken of in it: `for a fresh
    /// back`, beside how many were back at work.
    fn is_of_complaint_alone(&self, claim: &Claim, at: usize, findings: &[usize]) -> bool {
        let is_outcome =
            claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Outcome(_)) && cue.first <= at && at <= cue.last);
        let people = findings.iter().filter_map(|&at| self.facts.topics_at.get(at)).flat_map(|topics| &topics.people);
        let conditions = people.filter(|topic| !self.of_kind(&[**topic], &[TopicKind::Condition]).is_empty());
        let names = |topic: &usize| self.label_of(*topic).split(' ').any(|word| word == claim.word(at));
        !is_outcome && conditions.into_iter().any(names)
    }

    /// Of these findings the ones whose outcome has most of the telling words at some places of a clause: words that some of the
    /// outcomes have and others not, and no treatment.
    fn of_outcome_words(
        &self,
        claim: &Claim,
        places: impl Iterator<Item = usize>,
        clause: usize,
        measured: &[usize],
    ) -> Option<Vec<usize>> {
        let words = |at: usize| self.facts.words_of.get(at);
        let has = |at: usize, stem: &str| words(at).is_some_and(|words| words.outcome.contains(stem));
        let tells_apart = |stem: &str| {
            measured.iter().any(|&at| has(at, stem))
                && !measured.iter().all(|&at| has(at, stem))
                && !measured.iter().any(|&at| words(at).is_some_and(|words| words.treatment.contains(stem)))
        };
        let is_number = |at: usize| claim.numbers.iter().any(|number| number.first <= at && at <= number.last);
        // `Low back pain` is what people have, and no result.
        let is_of_people = |at: usize| {
            claim.read.topics.iter().any(|read| {
                let kinds = [TopicKind::Condition, TopicKind::Population];
                read.first <= at && at <= read.last && !self.of_kind(&[read.topic], &kinds).is_empty()
            })
        };
        let here = places.filter(|&at| claim.clause(at) == clause && !is_number(at) && !is_of_people(at));
        // `The shorter one` stands for a treatment.
        let tells = |word: &&ReadWord| !word.is_stopword && !Grammar::Kinds.has(&word.exact);
        let told = here.filter_map(|at| Some((at, claim.read.words.get(at)?))).filter(|(_, word)| tells(word));
        let apart = told.filter(|(_, word)| tells_apart(&word.stem));
        let apart = apart.filter(|(at, _)| !self.is_of_complaint_alone(claim, *at, measured));
        let stems: Vec<&str> = apart.map(|(_, word)| word.stem.as_str()).collect();
        let count = |at: usize| stems.iter().filter(|stem| has(at, stem)).count();
        let most = measured.iter().map(|&at| count(at)).max().filter(|most| *most > 0)?;
        Some(measured.iter().copied().filter(|&at| count(at) == most).collect())
    }

    /// The findings that a clause can be about, where it names a treatment, outcome, group of people, time or comparison of
    /// its own and another clause names others; none where the claim has nothing to tell apart.
    pub(super) fn of_clause(&self, claim: &Claim, clause: usize, of: Of<'_>) -> Option<Vec<usize>> {
        let inside = |at: usize| claim.clause(at) == clause;
        let kind = |topic: usize| self.corpus.topics().get(topic).map(|topic| topic.kind);
        let mut own = claim.clone();
        let mut is_apart = false;
        for group in GROUPS {
            let is_one = |topic: usize| kind(topic).is_some_and(|kind| group.contains(&kind));
            let spoken = |cue: &Cue| matches!(cue, Cue::Outcome(_)) && group.contains(&TopicKind::Outcome);
            let here = claim.read.topics.iter().any(|read| is_one(read.topic) && inside(read.first))
                || claim.cues.iter().any(|found| spoken(&found.cue) && inside(found.first));
            let elsewhere = claim.read.topics.iter().any(|read| is_one(read.topic) && !inside(read.first))
                || claim.cues.iter().any(|found| spoken(&found.cue) && !inside(found.first));
            if here && elsewhere {
                is_apart = true;
                own.read.topics.retain(|read| !is_one(read.topic) || inside(read.first));
                own.cues.retain(|found| !spoken(&found.cue) || inside(found.first));
            }
        }
        own.topics = Vec::new();
        for read in &own.read.topics {
            if !own.topics.contains(&read.topic) {
                own.topics.push(read.topic);
            }
        }
        // Times of other clauses are theirs.
        let before = claim.relations.iter().chain(&claim.further).map(|one| one.first).min().unwrap_or(0);
        let has_own = claim.numbers_of(Role::Days).any(|number| inside(number.first));
        // `At six months pain was lower, whereas disability was not`: what stands before all of it is the time of all.
        let is_of_all = |first: usize| !has_own && first < before;
        if claim.numbers_of(Role::Days).any(|number| !inside(number.first)) {
            is_apart = true;
            own.numbers.retain(|number| number.role != Role::Days || inside(number.first) || is_of_all(number.first));
        }
        let compares_here = claim.comparators.iter().any(|said| inside(said.first));
        if compares_here && claim.comparators.iter().any(|said| !inside(said.first)) {
            is_apart = true;
            own.comparators.retain(|said| inside(said.first));
            own.compared_with.retain(|said| inside(said.first));
        }
        // So are forms of a treatment: `lower with the wet one; for the dry one, nothing was shown`.
        let forms = self.forms_at(claim, of.known);
        let (here, elsewhere): (Vec<_>, Vec<_>) = forms.into_iter().partition(|(at, _)| inside(*at));
        let differ = here.iter().any(|(_, stem)| elsewhere.iter().all(|(_, other)| other != stem));
        let is_of_forms = differ && !elsewhere.is_empty();
        // And what is measured, in words that are no topic: `major bleeds no likelier, minor ones a little`.
        let is_one_of_several = claim.clauses.iter().any(|other| *other != clause);
        let named = if is_one_of_several { self.of_named_outcome(claim, clause, of) } else { None };
        // `By itself it did nothing, whereas added to drugs it eased pain`.
        let [added, alone] = &self.facts.company;
        let names = |list: Grammar, is_here: bool| {
            claim.read.words.iter().enumerate().any(|(at, word)| inside(at) == is_here && list.has(&word.exact))
        };
        let [own_company, other_company] =
            [true, false].map(|is_here| [Grammar::AddedTo, Grammar::Alone].map(|list| names(list, is_here)));
        let company = match (own_company, other_company) {
            ([true, false], [_, true]) => added.as_slice(),
            ([false, true], [true, _]) => alone.as_slice(),
            (_, _) => &[],
        };
        (is_apart || is_of_forms || !company.is_empty() || named.is_some()).then(|| {
            let mut all = self.fitting(&own, of.known);
            let is_of_company = |at: &usize| {
                self.facts.words_of.get(*at).is_some_and(|own| company.iter().any(|one| own.treatment.contains(one)))
            };
            if all.iter().any(is_of_company) {
                all.retain(is_of_company);
            }
            let called = self.called_in(claim, clause, of);
            if called.is_empty() || all.iter().any(|at| called.contains(at)) {
                if let Some(named) = named.filter(|named| all.iter().any(|at| named.contains(at))) {
                    all.retain(|at| named.contains(at));
                }
            } else {
                all = called;
            }
            if is_of_forms && all.iter().any(|&at| here.iter().any(|(_, stem)| self.has_form(at, stem))) {
                all.retain(|&at| here.iter().any(|(_, stem)| self.has_form(at, stem)));
            }
            all
        })
    }
}

/// Whether a treatment is named as what was used, and so counted: `the use of painkillers`, `the need for opioids`.
fn is_use_of(claim: &Claim, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map_or("", |at| claim.word(at));
    Grammar::Prepositions.has(before(1)) && Grammar::Uses.has(before(2))
}
