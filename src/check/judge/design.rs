//! Of what design a source is said to be (W111): chance that decided in a study in which it did not, results of a plan, a review
//! called a trial.

use super::{Contradiction, Found, Judge, Of};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::Claim,
        identify::Identified,
        quantity::Role,
        rule,
        whole::{is_review, is_trial},
    },
    corpus::lexicon::Cue,
    domain::{Source, StudyDesign, Vocabulary, phrase::Found as FoundCue},
    text::Grammar,
};

/// Words behind `randomized` or `finished` within which stands what was.
const STUDY_REACH: usize = 3;

/// Words between an article and what a work is called.
const CALLED_REACH: usize = 3;

/// Words before it within which it is set apart: `unlike a randomized trial`.
const APART_REACH: usize = 4;

impl Judge<'_> {
    /// W111.
    pub(super) fn design(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let told = match of.source.design {
            StudyDesign::Cohort
            | StudyDesign::Survey
            | StudyDesign::Commentary
            | StudyDesign::CaseReport
            | StudyDesign::Animal => chance(claim, of),
            // Costs may be counted in a trial, which has people.
            StudyDesign::EconomicEvaluation if of.source.study.sample.value().is_none() => chance(claim, of),
            StudyDesign::Protocol => result(claim),
            StudyDesign::EconomicEvaluation
            | StudyDesign::Guideline
            | StudyDesign::CoveragePolicy
            | StudyDesign::SystematicReview
            | StudyDesign::MetaAnalysis
            | StudyDesign::IpdMetaAnalysis
            | StudyDesign::NetworkMetaAnalysis
            | StudyDesign::Overview
            | StudyDesign::NarrativeReview
            | StudyDesign::Rct
            | StudyDesign::PragmaticRct
            | StudyDesign::HumanExperiment => None,
        };
        let Some(span) = told.or_else(|| called(claim, of)) else { return };
        let design = of.source.design.label().to_lowercase();
        let message = format!("{} is of another design: {design}", of.source.short_title);
        let contradiction = Contradiction {
            kind: AttributeKind::Words,
            span,
            finding: None,
            message,
            expected: Some(design),
            on_record: None,
        };
        found.contradict(rule::MISLABELLED, contradiction);
    }

    /// W111: what kind of work a source is called right behind its name: `the Haake 2007 meta-analysis`.
    pub(super) fn called_beside(&self, claim: &Claim, identified: &Identified, source: &Source, found: &mut Found<'_>) {
        if !identified.is_called() {
            return;
        }
        let beside = |cue: Cue| {
            // `Sample 2020: one trial, 80 people`.
            let is_counted = |at: usize| claim.numbers.iter().any(|number| number.last + 1 == at || number.first == at);
            claim.cues.iter().copied().find(|found| {
                found.cue == cue
                    && found.first > identified.last
                    && found.first <= identified.last + 2
                    && !(is_counted(found.first) && claim.numbers_of(Role::Studies).any(|n| n.first > identified.last))
            })
        };
        let called_review = beside(Cue::Review);
        let called_trial = beside(Cue::Trial);
        let wrong = if is_trial(source.design) {
            called_review
        } else if is_review(source.design) {
            called_trial.filter(|cue| Grammar::Trial.has(claim.word(cue.first)))
        } else if source.design == StudyDesign::Guideline {
            called_trial.or(called_review)
        } else {
            None
        };
        if let Some(cue) = wrong {
            let design = source.design.label().to_lowercase();
            let message = format!("{} is a {design}", source.short_title);
            found.at(rule::MISLABELLED, (cue.first, cue.last), None, message, Some(design));
        }
    }
}

/// The word that says of a review that it is a trial, or of a trial that it is a review, right behind its name: `Sample 2020 is a
/// randomized controlled trial`.
fn called(claim: &Claim, of: Of<'_>) -> Option<(usize, usize)> {
    let verb = of.identified.last + 1;
    let is_said = Grammar::Being.has(claim.word(verb)) && Grammar::Indefinite.has(claim.word(verb + 1));
    let near = verb + 2..=verb + 2 + CALLED_REACH;
    let is_noun = |cue: &&FoundCue<Cue>| matches!(cue.cue, Cue::Trial | Cue::Review) && near.contains(&cue.first);
    let noun = claim.cues.iter().filter(|_| is_said).find(is_noun)?;
    let is_here = claim.clause(noun.first) == claim.clause(verb) && !claim.is_negated(noun.first);
    let is_other = if noun.cue == Cue::Trial {
        is_review(of.source.design) && claim.says_within(noun.first..=noun.last, Grammar::Trial)
    } else {
        is_trial(of.source.design)
    };
    (is_here && is_other).then_some((noun.first, noun.last))
}

/// The words that say that chance decided in this study, where no text of its record speaks of chance.
fn chance(claim: &Claim, of: Of<'_>) -> Option<(usize, usize)> {
    let before = |at: usize, back: usize| at.checked_sub(back).map_or("", |at| claim.word(at));
    let is_said = |at: &usize| {
        let word = claim.word(*at);
        let is_drawn = Grammar::Lots.has(word) && Grammar::Drawing.has(before(*at, 1));
        let is_chance = Grammar::Chance.has(word) && Grammar::By.has(before(*at, 1));
        is_drawn || is_chance || Grammar::AtRandom.has(word)
    };
    let is_apart = |at: usize| {
        let near = || (1..=APART_REACH).map(|back| before(at, back));
        near().any(|word| Grammar::BesideCompared.has(word))
            || claim.is_negated(at)
            || claim.is_of_nobody(at)
            || claim.is_set_apart(at)
    };
    // `The data of randomized trials`: others.
    let is_of_others = |at: usize| claim.says_within(at + 1..=at + STUDY_REACH, Grammar::SeveralStudies);
    let is_told =
        claim.read.words.iter().any(|word| Grammar::AtRandom.has(&word.exact) && of.known.stems.contains(&word.stem));
    let at = (0..claim.read.words.len()).filter(|_| !is_told && !claim.has(Cue::Indirect)).find(is_said)?;
    (!is_apart(at) && !is_of_others(at)).then_some((at, at))
}

/// The words that tell what came out, of a plan that has no results.
fn result(claim: &Claim) -> Option<(usize, usize)> {
    let is_planned = claim.says(Grammar::Planned);
    if is_planned || claim.denies() {
        return None;
    }
    let is_study = |at: usize| claim.says_within(at + 1..=at + STUDY_REACH, Grammar::OneStudy);
    let finished = (0..claim.read.words.len()).find(|at| Grammar::Finished.has(claim.word(*at)) && is_study(*at));
    let way = claim.way.map(|way| (way.first, way.last));
    way.or(finished.map(|at| (at, at)))
}
