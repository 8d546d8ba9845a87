//! Which of the sources named so far is meant: the one of the kind that is spoken of, the cost study of a trial, the publication
//! of an issuer that was spoken of last, and the one of the words before a list.

use super::{Place, RECENT, has_its_words, source_of, tells_of_results};
use crate::{
    check::{
        Sentence,
        claim::{Claim, SentenceClass, Subject},
        identify::{COMPANION, DESCRIPTION, Identified, Identifying, NUMBER, Named},
        known::{alike, of_kind},
        quantity::Role,
        read::PassageKind,
        whole::{is_review, is_trial},
    },
    corpus::{Corpus, lexicon::Cue},
    domain::{Source, StudyDesign, TopicKind},
    text::Grammar,
};

/// Words from the begin of a sentence within which stands whose it is: `the trial allowed`.
const BEGIN: usize = 2;

/// Words between what says that a study is one of costs and the word for it.
const COSTS_REACH: usize = 2;

/// What names a source better than the name of its issuer.
const BETTER: [&str; 9] =
    ["name", "identifier", "link", "marker", "author", "author and year", "participants", "studies", "journal"];

/// Whether a design is the advice of an issuer, and no study.
pub(super) fn is_advice(design: StudyDesign) -> bool {
    matches!(design, StudyDesign::Guideline | StudyDesign::CoveragePolicy)
}

/// The kind of work that words point back to; none where they may be of any.
pub(super) fn kind_of(claim: &Claim, first: usize, last: usize) -> Option<fn(StudyDesign) -> bool> {
    let is_of =
        |cue: Cue| claim.cues.iter().any(|found| found.cue == cue && first <= found.first && found.last <= last);
    let has = |list: Grammar| claim.says_within(first..=last, list);
    if has(Grammar::Trial) {
        Some(is_trial)
    } else if is_of(Cue::Review) {
        Some(is_review)
    } else if has(Grammar::Studies) || has(Grammar::AnyStudy) {
        Some(|design| !is_advice(design))
    } else {
        None
    }
}

/// Whether a claim speaks of a study of costs in words that may point back: `the trial's own cost study`.
fn names_cost_study(claim: &Claim) -> bool {
    let is_study = |at: usize| {
        let word = claim.word(at);
        [Grammar::OfAuthor, Grammar::AnyStudy, Grammar::Works].iter().any(|list| list.has(word))
    };
    (0..claim.read.words.len()).any(|at| {
        let is_one = Grammar::OfCosts.has(claim.word(at)) && (at + 1..=at + COSTS_REACH).any(is_study);
        let points_back = || {
            let mut before = at.saturating_sub(COSTS_REACH)..at;
            let points = |at: usize| Grammar::Definite.has(claim.word(at)) || Grammar::LinksBack.has(claim.word(at));
            claim.has(Cue::Anaphora) || before.any(points)
        };
        is_one && points_back()
    })
}

/// The economic evaluation of the study that a source is of, or the source itself where it is one.
fn costs_of(corpus: &Corpus, source: usize) -> Option<usize> {
    let is_of_costs = |source: &Source| source.design == StudyDesign::EconomicEvaluation;
    let record = corpus.sources().get(source)?;
    if is_of_costs(record) {
        return Some(source);
    }
    let own = record.links.iter().filter_map(|link| corpus.position_of_source(&link.source));
    let others = corpus.links_to(record).filter_map(|(other, _)| corpus.position_of_source(&other.id));
    own.chain(others).find(|&at| corpus.sources().get(at).is_some_and(is_of_costs))
}

/// The design of the source that is named.
fn design_of(corpus: &Corpus, named: &Named) -> Option<StudyDesign> {
    Some(corpus.sources().get(source_of(named)?)?.design)
}

impl Place {
    /// The sources named last: that of the paragraph, then those of the document, the last one first.
    fn last_named(&self) -> impl Iterator<Item = &Named> {
        let current = self.current.iter().map(|(_, _, named)| named);
        current.chain(self.recent.iter().rev().take(RECENT))
    }

    /// The cost study that a claim points back to.
    pub(super) fn cost_study(&self, corpus: &Corpus, claim: &Claim) -> Option<Named> {
        if !names_cost_study(claim) {
            return None;
        }
        let named = self.last_named().find_map(|named| match named {
            Named::Source(one) => Some((one, costs_of(corpus, one.source)?)),
            Named::Unknown { .. } | Named::Nothing => None,
        });
        named.map(|(one, source)| {
            Named::Source(Identified { source, also: Vec::new(), alike: Vec::new(), ..one.clone() })
        })
    }

    /// Whether a sentence that looks like prices tells what a study of costs found: it points back to one, or its paragraph speaks
    /// of one in whose words it is told.
    pub(super) fn tells_costs(&self, identifying: &Identifying<'_>, sentence: &Sentence<'_>) -> bool {
        let (corpus, claim) = (identifying.corpus, &sentence.claim);
        let is_told = || {
            let named =
                self.current.as_ref().filter(|(passage, ..)| *passage == sentence.passage).map(|(.., named)| named);
            let is_of_costs = |named: &&Named| design_of(corpus, named) == Some(StudyDesign::EconomicEvaluation);
            let source = named.filter(is_of_costs).and_then(source_of);
            source.is_some_and(|source| tells_of_results(corpus, claim) && has_its_words(identifying, claim, source))
        };
        is_told() || self.cost_study(corpus, claim).is_some()
    }

    /// Of what was named before, the last that is of the kind that words point back to, where what the paragraph speaks of is not.
    pub(super) fn other_kind(
        &self,
        corpus: &Corpus,
        claim: &Claim,
        (first, last): (usize, usize),
        current: &Named,
    ) -> Option<&Named> {
        let is = kind_of(claim, first, last)?;
        let fits = |named: &Named| design_of(corpus, named).is_some_and(is);
        // The cost study of a trial is called the trial as well.
        let is_of_costs = design_of(corpus, current) == Some(StudyDesign::EconomicEvaluation);
        if source_of(current).is_none() || fits(current) || is_of_costs {
            return None;
        }
        self.recent.iter().rev().take(RECENT).find(|named| fits(named))
    }

    /// Whether a source may be the one that the words of a claim point back to: `that review` is no guideline.
    pub(super) fn may_point_to(corpus: &Corpus, claim: &Claim, named: &Named) -> bool {
        let Some(anaphora) = claim.first(Cue::Anaphora) else { return true };
        let is = kind_of(claim, anaphora.first, anaphora.last);
        let is_of_costs = |design: StudyDesign| design == StudyDesign::EconomicEvaluation;
        is.is_none_or(|is| design_of(corpus, named).is_none_or(|design| is(design) || is_of_costs(design)))
    }

    /// What a sentence names, where the name is that of an issuer alone: nothing, if the sentence begins with `the trial` and
    /// the issuer gave advice, and the publication of the issuer that was spoken of last, if it may be that one as well.
    pub(super) fn settled(&self, identifying: &Identifying<'_>, sentence: &Sentence<'_>, own: Named) -> Named {
        let corpus = identifying.corpus;
        let claim = &sentence.claim;
        if own == Named::Nothing {
            return self.guideline_of_nation(identifying, sentence).map_or(own, Named::Source);
        }
        if let Named::Source(one) = &own
            && one.is_called()
            && design_of(corpus, &own).is_some_and(is_trial)
            && (names_cost_study(claim) || claim.numbers.iter().any(|number| number.is_money))
            && let Some(source) = costs_of(corpus, one.source)
        {
            return Named::Source(Identified { source, also: Vec::new(), alike: Vec::new(), ..one.clone() });
        }
        // What may be the cost study is the one of the trial before.
        if let Named::Source(one) = &own
            && !one.is_sure
            && self.cost_study(corpus, claim).and_then(|named| source_of(&named)) == Some(one.source)
        {
            return Named::Nothing;
        }
        // `In that analysis`: words that describe another one as well do not name it.
        if let Named::Source(one) = &own
            && one.by.contains(&DESCRIPTION)
            && !one.by.iter().any(|by| BETTER.contains(by) || ["year", "issuer", NUMBER, COMPANION].contains(by))
            && let Some(anaphora) = claim.first(Cue::Anaphora)
            && let Some(is) = kind_of(claim, anaphora.first, anaphora.last)
            && let Some((_, _, current)) = &self.current
            && design_of(corpus, current).is_some_and(is)
        {
            return Named::Nothing;
        }
        let one = match own {
            Named::Source(one) if one.by.contains(&"issuer") && !one.by.iter().any(|by| BETTER.contains(by)) => one,
            own @ (Named::Source(_) | Named::Unknown { .. } | Named::Nothing) => return own,
        };
        let is_first = one.first;
        let current = Named::Source(one.clone());
        if design_of(corpus, &current).is_some_and(is_advice)
            && let Some(anaphora) = claim.first(Cue::Anaphora).filter(|found| found.first <= BEGIN)
            && anaphora.last < is_first
            && self.other_kind(corpus, claim, (anaphora.first, anaphora.last), &current).is_some()
        {
            return Named::Nothing;
        }
        if self.is_named_aside(corpus, sentence, &one) {
            return Named::Nothing;
        }
        if let Some(source) =
            self.on_these_people(identifying, claim, &one).or_else(|| for_this(identifying, claim, &one))
        {
            return Named::Source(Identified { source, ..one });
        }
        if let Some(other) = self.another_of_issuer(identifying, claim, &one) {
            return other.map_or(Named::Nothing, |source| Named::Source(Identified { source, ..one }));
        }
        let tells_year = claim.numbers_of(Role::Year).next().is_some();
        // `On the strength of it the council advises`: its publication that the paragraph speaks of.
        let goes_on = claim.says_within(0..is_first, Grammar::It);
        let here = self.current.as_ref().filter(|(passage, ..)| *passage == sentence.passage && goes_on && !tells_year);
        if let Some(source) = here.and_then(|(.., named)| source_of(named))
            && let Some(same) = identifying.facts.of_same_issuer.get(&one.source)
            && same.iter().any(|same| same.contains(&source))
        {
            return Named::Source(Identified { source, ..one });
        }
        let may_be = |last: &usize| *last == one.source || one.alike.contains(last);
        match self.last_named().filter_map(source_of).find(may_be) {
            Some(source) if !tells_year => Named::Source(Identified { source, ..one }),
            Some(_) | None => current,
        }
    }

    /// Whether an issuer is named in a sentence that goes on with a study of its paragraph, and tells nothing of its advice: `that
    /// means it saves the payer money`, `it was meant to inform the payer`.
    fn is_named_aside(&self, corpus: &Corpus, sentence: &Sentence<'_>, one: &Identified) -> bool {
        let claim = &sentence.claim;
        let is_of_advice = |source: usize| corpus.sources().get(source).is_some_and(|source| is_advice(source.design));
        let here = self.current.as_ref().filter(|(passage, ..)| *passage == sentence.passage);
        let is_of_study = here.and_then(|(.., named)| source_of(named)).is_some_and(|source| !is_of_advice(source));
        let goes_on = one.first > 0
            && (Grammar::LinksBack.has(claim.word(0))
                || claim.cues.iter().any(|found| found.cue == Cue::Anaphora && found.first == 0));
        let advises = matches!(claim.subject, Subject::Recommendation | Subject::Coverage);
        let informs = |at: usize| Grammar::MadeFor.has(claim.word(at)) && !Grammar::Prepositions.has(claim.word(at));
        let is_meant_for = (one.first.saturating_sub(COSTS_REACH)..one.first).any(informs);
        is_of_study && is_of_advice(one.source) && goes_on && (!advises || is_meant_for)
    }

    /// The source named last of the same issuer which is about the people or the condition of a claim, where the one that its issuer
    /// tells is not.
    fn on_these_people(&self, identifying: &Identifying<'_>, claim: &Claim, one: &Identified) -> Option<usize> {
        let told = of_kind(identifying.corpus, &claim.topics, &[TopicKind::Condition, TopicKind::Population]);
        let own =
            |source: usize| identifying.facts.sources.get(source).map_or(&[][..], |known| known.own_topics.as_slice());
        let is_only_of =
            |source: usize| told.iter().any(|topic| own(source).contains(topic) && !own(one.source).contains(topic));
        let same = identifying.facts.of_same_issuer.get(&one.source)?;
        let mut last = self.last_named().filter_map(source_of);
        last.find(|&source| {
            source != one.source && same.iter().any(|same| same.contains(&source)) && is_only_of(source)
        })
    }

    /// The other work of an issuer, where a sentence says that it means another than the one that the paragraph speaks of: `an earlier
    /// Northland review`. It is the one with a result of the sentence on record; none where no single one has that, and the outer none
    /// where nothing is said of another.
    fn another_of_issuer(
        &self,
        identifying: &Identifying<'_>,
        claim: &Claim,
        one: &Identified,
    ) -> Option<Option<usize>> {
        let before = one.first.checked_sub(1).map(|at| claim.word(at))?;
        let current = self.current.as_ref().and_then(|(.., named)| source_of(named))?;
        let same = identifying.facts.of_same_issuer.get(&one.source)?;
        let is_of_issuer = current == one.source || same.iter().any(|same| same.contains(&current));
        if !(Grammar::EarlierOrOther.has(before) && is_of_issuer) || claim.numbers_of(Role::Year).next().is_some() {
            return None;
        }
        let has_result = |source: usize| {
            let mut results = claim.numbers.iter().filter(|number| number.role.is_result());
            let known = identifying.facts.sources.get(source);
            known.is_some_and(|known| results.any(|number| alike(&known.typed, number).any(|own| own.is(number))))
        };
        let others = same.iter().flat_map(|same| same.iter()).copied();
        let mut fitting: Vec<usize> = others.filter(|&source| source != current && has_result(source)).collect();
        fitting.sort_unstable();
        fitting.dedup();
        Some(match fitting.as_slice() {
            [only] => Some(*only),
            _ => Some(one.source).filter(|source| *source != current),
        })
    }

    /// The guideline of a country and a year, where advice is told or a table lists guidelines: `Norway's of 2019 says`.
    fn guideline_of_nation(&self, identifying: &Identifying<'_>, sentence: &Sentence<'_>) -> Option<Identified> {
        let corpus = identifying.corpus;
        let is_listed =
            sentence.row.is_some() && self.last_named().any(|named| design_of(corpus, named).is_some_and(is_advice));
        identifying.guideline_of_nation(&sentence.claim, is_listed)
    }

    /// The source of the words before a list, where a sentence is one of its items.
    pub(super) fn listed(&self, identifying: &Identifying<'_>, sentence: &Sentence<'_>) -> Option<&Named> {
        let (reached, named) = self.lead.as_ref()?;
        let source = source_of(named)?;
        let claim = &sentence.claim;
        let counts = claim.numbers.iter().any(|number| number.role != Role::Logistics);
        let tells = counts
            || !claim.durations.is_empty()
            || tells_of_results(identifying.corpus, claim)
            || has_its_words(identifying, claim, source);
        let is_open = matches!(claim.class, SentenceClass::EvidenceClaim | SentenceClass::Other);
        (is_in_list(sentence) && sentence.passage <= reached + 1 && is_open && tells).then_some(named)
    }

    /// Takes in how far a list goes on, or that a sentence is what stands before one: words that end in a colon, or the rule of
    /// a payer before a table of what it allows.
    pub(super) fn lead_on(&mut self, corpus: &Corpus, sentence: &Sentence<'_>) {
        let names_another = sentence.carried.is_none() && source_of(&sentence.named).is_some();
        match &mut self.lead {
            Some((reached, _)) if is_in_list(sentence) && !names_another && sentence.passage <= *reached + 1 => {
                *reached = sentence.passage;
            }
            Some(_) | None => {
                let is_rule = design_of(corpus, &sentence.named) == Some(StudyDesign::CoveragePolicy);
                let begins = (is_rule || sentence.text.trim_end().ends_with(':')) && !is_in_list(sentence);
                let named = source_of(&sentence.named).is_some() && begins;
                self.lead = named.then(|| (sentence.passage, sentence.named.clone()));
            }
        }
    }
}

/// Words before a word for a guideline that say what it is on.
const TITLE_REACH: usize = 4;

/// The guideline of an issuer whose topic stands right before the word for it, where that of another one was found: `its gout
/// guideline`.
fn for_this(identifying: &Identifying<'_>, claim: &Claim, one: &Identified) -> Option<usize> {
    let noun = claim.first(Cue::Guideline)?.first;
    let before = noun.saturating_sub(TITLE_REACH)..noun;
    let mut told = claim.read.topics.iter().filter(|read| before.contains(&read.first) && read.last + 1 == noun);
    let topic = told.next()?.topic;
    let is_on = |source: usize| {
        let known = identifying.facts.sources.get(source);
        known.is_some_and(|known| known.own_topics.contains(&topic))
    };
    let of_advice = |source: &usize| {
        identifying.corpus.sources().get(*source).is_some_and(|source| source.design == StudyDesign::Guideline)
    };
    let same = identifying.facts.of_same_issuer.get(&one.source)?;
    let mut fits = same.iter().flat_map(|same| same.iter()).copied().filter(of_advice).filter(|&source| is_on(source));
    if is_on(one.source) {
        return None;
    }
    let first = fits.next()?;
    fits.all(|other| other == first).then_some(first)
}

/// Whether a sentence is an item of a list, or stands in a table.
fn is_in_list(sentence: &Sentence<'_>) -> bool {
    sentence.kind == PassageKind::Item || sentence.row.is_some()
}
