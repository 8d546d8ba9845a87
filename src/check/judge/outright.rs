//! What is told of a treatment as a plain fact, where no source is named: what it does in the body, that it adds no risk, that it is
//! better than another (W105, W107, W110, W112).

use super::{
    Found, Judge, SentenceContext, one_line,
    sweeping::{is_hearsay, points_back},
};
use crate::{
    check::{claim::Claim, identify::Named, rule},
    corpus::lexicon::Cue,
    domain::{Finding, TopicKind, finding::ComparatorClass},
    text::Grammar,
};

/// Words from a verb of more or less to the harm that there is said to be no more of.
const RISK_REACH: usize = 6;

/// Words from a denial to the verb that it denies.
const DENIAL_REACH: usize = 2;

/// Words from a verb of what happens in the body to the part of it that is meant.
const BODY_REACH: usize = 4;

/// So many words of a description say what something is.
const FIRST_WORDS: usize = 8;

/// Words from a relation to the `than` of what it compares: `works better than`.
const THAN_REACH: usize = 2;

/// Most words from one `the more` to the other.
const PAIR_REACH: usize = 14;

impl Judge<'_> {
    /// What a sentence tells as a fact that names no source itself. `is_carried` says that only its place in the text tells one.
    pub(super) fn outright(
        &self,
        claim: &Claim,
        named: &Named,
        is_carried: bool,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        let is_own = *named != Named::Nothing && !is_carried;
        if is_own || is_open(claim) {
            return;
        }
        self.in_body(claim, around, found);
        self.no_more_risk(claim, around, found);
        if *named == Named::Nothing {
            self.in_general(claim, around, found);
        }
    }

    /// W112: what happens in the body, told of no people and no animals.
    fn in_body(&self, claim: &Claim, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let read = claim.first(Cue::InBody).map(|cue| (cue.first, cue.last));
        let Some((first, last)) = read.or_else(|| acts_in_body(claim)) else { return };
        let is_told = found.breaches.iter().any(|breach| breach.rule.id == rule::FROM_ANIMALS.id);
        let is_denied = claim.is_negated(first) || claim.is_disowned(first) || is_hearsay(claim, first);
        if is_told || is_denied || claim.has(Cue::VagueSource) {
            return;
        }
        let points_back = (0..=1).any(|at| points_back(claim, at));
        let of_people = claim.says(Grammar::Readers);
        // Behind what was seen in animals: only what is said of people goes further.
        if points_back && around.says_anywhere(Cue::Animals) && !of_people {
            return;
        }
        let treatments = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let is_agent = if treatments.is_empty() {
            claim.has(Cue::Treating)
                || claim.says_within(0..first, Grammar::Needling)
                || !around.treatments.is_empty() && (points_back || of_people)
        } else {
            treatments.iter().any(|topic| !self.is_medicine(*topic))
        };
        if is_agent {
            let message = "told as a fact of the body, and neither by whom nor in whom it was seen".to_owned();
            found.at(rule::FROM_ANIMALS, (first, last), None, message, None);
        }
    }

    /// Whether a topic is described as a medicine: how these act is known otherwise.
    fn is_medicine(&self, topic: usize) -> bool {
        let description = self.corpus.topics().get(topic).map_or("", |topic| topic.description.as_str());
        let first: Vec<String> = description.split_whitespace().take(FIRST_WORDS).map(folded).collect();
        first.iter().any(|word| Grammar::DrugsAtLarge.has(word)) && !first.iter().any(|word| Grammar::Without.has(word))
    }

    /// W105: that there is no more of a harm, told as certain.
    fn no_more_risk(&self, claim: &Claim, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        if claim.numbers.iter().any(|number| number.role.is_result()) {
            return;
        }
        let is_harm = |at: usize| {
            claim
                .cues
                .iter()
                .any(|cue| matches!(cue.cue, Cue::Harm | Cue::Event) && (at..=at + RISK_REACH).contains(&cue.first))
        };
        let denied = |at: usize| {
            (at.saturating_sub(DENIAL_REACH)..at).find(|before| {
                let is_now =
                    Grammar::Now.has(claim.word(*before)) || Grammar::Now.has(claim.word(before.wrapping_sub(1)));
                is_now && claim.cues.iter().any(|cue| cue.cue == Cue::Not && cue.first == *before)
            })
        };
        let verb = (0..claim.read.words.len())
            .filter(|at| Grammar::Raising.has(claim.word(*at)) && is_harm(at + 1))
            .find_map(|at| Some((denied(at)?, at)));
        let Some(span) = verb.filter(|(first, _)| !claim.is_disowned(*first)) else { return };
        let message = "told as certain that there is no more harm; no finding here is that certain".to_owned();
        found.at(rule::ABSOLUTE_SAFETY, span, self.harm(around, claim), message, None);
    }

    /// W110, and W107 where a source found no difference: that one is better than another, or the better the more there is of something.
    fn in_general(&self, claim: &Claim, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let names = !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty() || claim.has(Cue::Treating);
        let is_number = |first: usize, last: usize| claim.is_bound(first) || claim.is_bound(last);
        let compared = claim
            .relations
            .iter()
            .filter(|one| one.way.is_gain() && !is_number(one.first, one.last))
            .find(|one| claim.says_within(one.last..=one.last + THAN_REACH, Grammar::Than))
            .map(|one| (one.first, one.last));
        let by_skill = claim.says(Grammar::Skill);
        let proportional = || the_more_the_better(claim).filter(|_| names || by_skill);
        let Some(span) = compared.filter(|_| names).or_else(proportional) else { return };
        if claim.is_disowned(span.0) || claim.numbers.iter().any(|number| number.role.is_result()) {
            return;
        }
        if let Some((at, finding)) = self.found_alike(claim, around) {
            let message =
                "a source here looked at this and found no difference, and the text does not say so".to_owned();
            found.at(rule::CONTRARY_GUIDANCE, span, Some(at), message, Some(one_line(&finding.statement)));
        }
        if !around.names_research {
            let message = "a comparison is told as a fact, without its source".to_owned();
            found.at(rule::UNCITED, span, None, message, None);
        }
    }

    /// Of a treatment made for one patient, or of those who know their trade: a finding of no difference.
    fn found_alike(&self, claim: &Claim, around: &SentenceContext<'_>) -> Option<(usize, &Finding)> {
        let said = [Grammar::Fitted, Grammar::Skill].into_iter().find(|list| claim.says(*list))?;
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let own: &[usize] = if own.is_empty() { around.treatments } else { &own };
        let mut alike = self.no_different_from(ComparatorClass::SameIntervention, own);
        alike.find(|(_, finding)| has_word_of(&finding.statement, said))
    }
}

/// What needles, or what stands for them, are said to do to a part of the body: verb and part.
fn acts_in_body(claim: &Claim) -> Option<(usize, usize)> {
    let length = claim.read.words.len();
    let is_aim = |at: usize| Grammar::Infinitive.has(claim.word(at - 1));
    let is_verb = |at: &usize| Grammar::ActsInBody.has(claim.word(*at)) && !is_aim(*at);
    (1..length).filter(is_verb).find_map(|verb| {
        let from = (0..verb).rev().find(|at| *at == 0 || claim.is_parted(*at))?;
        let is_agent = points_back(claim, from) || claim.says_within(from..verb, Grammar::Needling);
        let is_joint = |at: usize| Grammar::Prepositions.has(claim.word(at)) && !Grammar::Of.has(claim.word(at));
        let mut reached = (verb + 1..=verb + BODY_REACH).take_while(|at| !is_joint(*at) && !claim.is_parted(*at));
        let part = reached.find(|at| Grammar::BodyParts.has(claim.word(*at)))?;
        is_agent.then_some((verb, part))
    })
}

/// A word of a record as the lists have it.
fn folded(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()
}

/// Whether a text has a word of a list.
fn has_word_of(text: &str, list: Grammar) -> bool {
    text.split_whitespace().any(|word| list.has(&folded(word)))
}

/// Whether a sentence asks, doubts, reports or denies: it tells nothing as a plain fact.
fn is_open(claim: &Claim) -> bool {
    let cues = [
        Cue::Hedge,
        Cue::Animals,
        Cue::NotShown,
        Cue::Trial,
        Cue::Review,
        Cue::Research,
        Cue::Guideline,
        Cue::RetractionStated,
    ];
    claim.is_question || cues.iter().any(|cue| claim.has(*cue))
}

/// `The more experience, the better the result`: where both stand.
fn the_more_the_better(claim: &Claim) -> Option<(usize, usize)> {
    let begins = |at: &usize| Grammar::Definite.has(claim.word(*at)) && Grammar::Comparatives.has(claim.word(*at + 1));
    let length = claim.read.words.len();
    let first = (0..length).find(begins)?;
    let second = (first + 3..length.min(first + PAIR_REACH)).find(begins)?;
    let tells = claim.says_within(second..length, Grammar::Gains) || claim.says_within(first..second, Grammar::Skill);
    let is_outcome = |cue: Cue| matches!(cue, Cue::Outcome(_) | Cue::Absolute | Cue::Treating);
    let tells = tells || claim.cues.iter().any(|cue| is_outcome(cue.cue) && cue.first > second);
    (claim.is_parted(second) && tells && !claim.denies()).then_some((first, second + 1))
}
