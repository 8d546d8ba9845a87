//! People whom a source left out, or animals, told as those whom it studied (E003).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, SentenceClass},
        identify::NAMED,
        known::is_negative,
        quantity::Role,
        rule,
        whole::of_whole,
    },
    corpus::lexicon::Cue,
    domain::{StudyDesign, TopicKind},
    text::{Grammar, folded_words},
};

/// Words between somebody and what they have: `patients with earlier surgery`.
const PEOPLE_REACH: usize = 3;

/// Words behind a condition within which stands who has it or what looked at it: `back pain trials`.
const BEHIND_REACH: usize = 2;

/// Words behind what is lifted out of a sentence within which the rest of it begins: `gout is what brought them`.
const LIFTED_REACH: usize = 2;

/// Most words between how many were studied and what they had.
const COUNT_REACH: usize = 8;

/// Words before those who were left out within which a negation sets them apart.
const DENIED_REACH: usize = 8;

/// Words behind them within which it does.
const DENIED_BEHIND: usize = 6;

impl Judge<'_> {
    /// E003: whom the texts of a source say that it left out, told as its people.
    pub(super) fn outside(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        self.as_human(claim, of, found);
        self.as_old(claim, of, found);
        self.counted_with(claim, of, found);
        // Whoever tells who was left out tells it rightly, in whatever words.
        // `Carried out in people with gout` leaves nobody out.
        let is_done = |at: usize| Grammar::Done.has(claim.word(at.wrapping_sub(1)));
        let leaves_out = (0..claim.read.words.len()).any(|at| Grammar::KeptOut.has(claim.word(at)) && !is_done(at));
        if of.identified.points < NAMED || leaves_out || claim.is_question {
            return;
        }
        let scope = &of.known.scope;
        let is_own = |topic: usize| {
            let findings = of.known.findings.iter().filter_map(|&at| self.facts.topics_at.get(at));
            findings.flat_map(|own| &own.people).any(|&own| self.facts.related(own, topic))
        };
        let is_outside = |topic: usize| {
            let above = self.facts.wider.get(topic).map_or(&[][..], Vec::as_slice);
            above.iter().any(|wide| scope.conditions_left_out.contains(wide)) && !is_own(topic)
        };
        let conditions =
            claim.read.topics.iter().filter(|read| {
                !self.of_kind(&[read.topic], &[TopicKind::Condition]).is_empty() && is_outside(read.topic)
            });
        let told = conditions.filter(|read| self.is_of_people(claim, read.first, read.last));
        let mut spans: Vec<(usize, usize)> = told.map(|read| (read.first, read.last)).collect();
        // What is no condition by a name is told as theirs where the sentence says who was taken in.
        if claim.says(Grammar::TakenIn) {
            let words = claim.read.words.iter().enumerate();
            let is_told = |at: usize| self.is_of_people(claim, at, at) && !self.stands_in_topic(claim, at);
            spans.extend(
                words
                    .filter(|(at, word)| {
                        scope.words_left_out.contains(&word.stem) && self.facts.is_telling(word) && is_told(*at)
                    })
                    .map(|(at, _)| (at, at)),
            );
        }
        let Some(&span) = spans.iter().find(|(first, _)| !is_denied(claim, *first)) else { return };
        let words = (span.0..=span.1).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        let message = format!("{} left out what `{words}` stands for, or is not about it", of.source.short_title);
        self.is_outside_of(claim, of, span, message, found);
    }

    /// E003: all who were studied, told as people with a complaint that none of them is said to have had: `1,968 patients with gout`, of a
    /// study of people with migraine or with any complaint.
    fn counted_with(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let whole = of_whole(of.source, Role::Participants);
        let mut counts = claim.numbers_of(Role::Participants);
        if !whole.is_some_and(|whole| counts.any(|number| number.is(whole))) || claim.is_question {
            return;
        }
        let is_own = |topic: usize| {
            let findings = of.known.findings.iter().filter_map(|&at| self.facts.topics_at.get(at));
            findings.flat_map(|own| &own.people).any(|&own| self.facts.related(own, topic))
        };
        let told = claim.read.topics.iter().find(|read| {
            !self.of_kind(&[read.topic], &[TopicKind::Condition]).is_empty()
                && !is_own(read.topic)
                && !is_not_theirs(claim, read.first, read.last)
                && self.is_of_people(claim, read.first, read.last)
        });
        let Some(read) = told.filter(|_| !of.known.findings.is_empty()) else { return };
        let texts = || {
            let findings = of.known.findings.iter().filter_map(|&at| self.finding(at));
            findings.map(|finding| finding.population.description.as_str()).chain([of.source.pico.population.as_str()])
        };
        let is_named = |text: &str| {
            let own = folded_words(text);
            (read.first..=read.last).all(|at| own.iter().any(|word| word.exact == claim.word(at)))
        };
        if texts().any(is_named) {
            return;
        }
        let words = (read.first..=read.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        let contradiction = Contradiction {
            kind: AttributeKind::Population,
            span: (read.first, read.last),
            finding: of.meant.first().copied(),
            message: format!("{} studied other people than those with {words}", of.source.short_title),
            expected: Some(one_line(&of.source.pico.population)),
            on_record: None,
        };
        found.contradict_if(of.identified.points >= NAMED, rule::WRONG_POPULATION, contradiction);
    }

    /// E003: what was seen in animals, mostly, told of people.
    fn as_human(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_told_elsewhere = of.source.design == StudyDesign::Animal;
        if !of.known.scope.is_of_animals || is_told_elsewhere || claim.has(Cue::Animals) || is_negative(claim) {
            return;
        }
        let person = claim.read.words.iter().position(|word| self.facts.is_person(&word.stem));
        let human = claim.first(Cue::Human).map(|cue| (cue.first, cue.last)).or(person.map(|at| (at, at)));
        let Some(span) = human else { return };
        let message = format!("{} is mostly about animals", of.source.short_title);
        self.is_outside_of(claim, of, span, message, found);
    }

    /// E003: a study of young people, told of old ones.
    fn as_old(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let old = claim.first(Cue::Old).filter(|cue| of.known.scope.is_of_young && !claim.is_negated(cue.first));
        let Some(old) = old.filter(|_| !claim.has(Cue::Young)) else { return };
        let message = format!("{} studied young people", of.source.short_title);
        self.is_outside_of(claim, of, (old.first, old.last), message, found);
    }

    fn is_outside_of(&self, claim: &Claim, of: Of<'_>, span: (usize, usize), message: String, found: &mut Found<'_>) {
        let kind = AttributeKind::Population;
        let is_judged = found.breaches.iter().any(|breach| breach.rule.id == rule::WRONG_POPULATION.id);
        if is_judged || claim.class != SentenceClass::EvidenceClaim {
            return;
        }
        let contradiction = Contradiction {
            kind,
            span,
            finding: of.meant.first().copied(),
            message,
            expected: Some(one_line(&of.source.pico.population)),
            on_record: None,
        };
        found.contradict(rule::WRONG_POPULATION, contradiction);
    }

    /// Whether words say what the people of a study have, or what its trials looked at: `1,968 patients with gout`, `three gout trials`.
    /// That something is said for people with gout says nothing of who was studied.
    fn is_of_people(&self, claim: &Claim, first: usize, last: usize) -> bool {
        let is_person = |at: usize| claim.read.words.get(at).is_some_and(|word| self.facts.is_person(&word.stem));
        let has = |at: usize| is_person(at) || Grammar::Those.has(claim.word(at));
        let is_study = |at: usize| Grammar::ManyStudies.has(claim.word(at));
        let is_near = (first.saturating_sub(PEOPLE_REACH)..first).any(has)
            || (last + 1..=last + BEHIND_REACH).any(|at| is_person(at) || is_study(at));
        let is_counted = claim.numbers.iter().any(|number| {
            let is_size = matches!(number.role, Role::Participants | Role::Studies);
            let is_beside = number.first <= last + COUNT_REACH && first <= number.last + COUNT_REACH;
            is_size && is_beside && claim.clause(number.first) == claim.clause(first)
        });
        let is_taken_in = claim.says(Grammar::TakenIn);
        let is_about = first > 0 && Grammar::About.has(claim.word(first - 1)) && (0..first).any(is_study) && is_counted;
        // `Most of its trials were in people with gout`.
        let in_people = || {
            let people = (first.saturating_sub(PEOPLE_REACH)..first).find(|at| is_person(*at));
            people.is_some_and(|at| {
                let is_inside = Grammar::In.has(claim.word(at.wrapping_sub(1)))
                    || Grammar::PartOfWhole.has(claim.word(at.wrapping_sub(1)));
                is_inside && (0..at).any(|at| is_study(at) && claim.clause(at) == claim.clause(first))
            })
        };
        // `Gout is what brought the 80 patients to it`.
        let is_lifted = || {
            let is_head = first == 0 || Grammar::It.has(claim.word(first.wrapping_sub(2)));
            let brought = (last + 1..=last + LIFTED_REACH)
                .any(|at| Grammar::Relative.has(claim.word(at)) || Grammar::What.has(claim.word(at)));
            is_head && brought && claim.numbers_of(Role::Participants).next().is_some()
        };
        is_near && (is_counted || is_taken_in) || is_about || in_people() || is_lifted()
    }

    fn stands_in_topic(&self, claim: &Claim, at: usize) -> bool {
        claim.read.topics.iter().any(|read| read.first <= at && at <= read.last)
    }
}

/// Whether words of a claim say that those who have something were not studied.
fn is_denied(claim: &Claim, first: usize) -> bool {
    let is_near = |at: usize| {
        let is_behind = first < at && at <= first + DENIED_BEHIND && claim.clause(at) == claim.clause(first);
        first.saturating_sub(DENIED_REACH) <= at && at < first || is_behind
    };
    claim.cues.iter().any(|cue| cue.cue == Cue::Not && is_near(cue.first))
        || claim.is_of_nobody(first)
        || claim.is_set_apart(first)
}

/// Whether a claim says of a complaint that those who were counted did not have it: `none of them treated for gout`, `gout is not among
/// them`. What they did not have afterwards says nothing of it.
fn is_not_theirs(claim: &Claim, first: usize, last: usize) -> bool {
    let is_behind = Grammar::BeingOrNot.has(claim.word(last + 1)) && Grammar::Not.has(claim.word(last + 2));
    is_behind
        || claim.is_of_nobody(first)
        || claim.is_set_apart(first)
        || claim.cues.iter().any(|cue| cue.cue == Cue::Not && cue.first < first && first - cue.first <= DENIED_REACH)
}
