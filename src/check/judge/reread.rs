//! A claim read again in the light of its source: what words mean differs with who is spoken of.

use std::borrow::Cow;

use super::{Judge, comparators::COMPARED_WORDS, same_class};
use crate::{
    check::{
        claim::{Claim, Said, Subject, advise, relate_anew},
        quantity::Role,
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, StudyDesign,
        finding::{ComparatorClass, FindingKind},
    },
    text::Grammar,
};

/// Most words before the last one of the name of a body: `Northland Physical Therapy Association`.
const BODY_WORDS: usize = 4;

/// Fewest words that describe a comparator so that it is known by them.
const FEWEST_DESCRIBING: usize = 2;

/// One way of reading a claim anew in the light of a source, by its position; none where it says the same as before.
type Rereading<J> = fn(&J, &Claim, usize) -> Option<Claim>;

impl Judge<'_> {
    /// A claim as it is meant of a source, by its position; as it is, where none is known.
    pub(super) fn reread<'c>(&self, claim: &'c Claim, source: Option<usize>) -> Cow<'c, Claim> {
        let Some(source) = source else { return Cow::Borrowed(claim) };
        let steps: [Rereading<Self>; 8] = [
            Self::without_imprint,
            Self::as_result,
            Self::as_ranking,
            Self::as_cost,
            Self::as_own_comparator,
            Self::as_described_comparator,
            Self::as_other_form,
            Self::as_further_course,
        ];
        let as_is = Cow::Borrowed(claim);
        steps.iter().fold(as_is, |claim, step| step(self, &claim, source).map(Cow::Owned).unwrap_or(claim))
    }

    /// A claim without what the words of its source's journal or issuer would say: `Current Pain and Headache Reports` is no outcome.
    fn without_imprint(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let own = self.facts.imprints(claim).filter(|(entry, ..)| entry.source == source);
        // `The Northland Physical Therapy Association`: whose it is.
        let is_plain = |at: &usize| !claim.read.words.get(*at).is_none_or(|word| word.is_stopword || word.has_digit);
        let bodies = (0..claim.read.words.len()).filter(|at| Grammar::Bodies.has(claim.word(*at))).filter_map(|body| {
            let first = (0..body).rev().take(BODY_WORDS).take_while(is_plain).last()?;
            Some((first, body))
        });
        let spans: Vec<(usize, usize)> = own.map(|(_, first, last)| (first, last)).chain(bodies).collect();
        let is_inside = |first: usize, last: usize| spans.iter().any(|&(from, to)| from <= first && last <= to);
        let says = claim.read.topics.iter().any(|read| is_inside(read.first, read.last))
            || claim.cues.iter().any(|cue| is_inside(cue.first, cue.last))
            || claim.numbers.iter().any(|number| is_inside(number.first, number.first));
        says.then(|| {
            let mut claim = claim.clone();
            claim.read.topics.retain(|read| !is_inside(read.first, read.last));
            claim.cues.retain(|cue| !is_inside(cue.first, cue.last));
            // `PLoS ONE in 2012` is no share.
            claim.numbers.retain(|number| !is_inside(number.first, number.first));
            claim.topics = claim.read.topics.iter().map(|read| read.topic).collect();
            claim.topics.sort_unstable();
            claim.topics.dedup();
            // `In the Annals of Nothing, humming eased it` denies nothing.
            if claim.unread_negations.iter().any(|&(first, _)| is_inside(first, first)) && !claim.is_answer {
                relate_anew(&mut claim, self.corpus);
            }
            claim
        })
    }

    /// A claim that reads as advice, of a source that gives none and measured something: `it lists it among the treatments
    /// that beat placebo` tells a result.
    fn as_result(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let advises = |&at: &usize| self.finding(at).is_some_and(|finding| finding.result.recommendation().is_some());
        let known = self.facts.sources.get(source)?;
        let is_result = claim.subject == Subject::Recommendation
            && !claim.relations.is_empty()
            && !known.findings.is_empty()
            && !known.findings.iter().any(advises);
        is_result.then(|| Claim { subject: Subject::Effect, ..claim.clone() })
    }

    /// A claim that reads as a result, of a guideline that is said to have put one treatment before another: `it put humming ahead of
    /// whistling`.
    fn as_ranking(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let is_guideline = self.source(source).is_some_and(|source| source.design == StudyDesign::Guideline);
        let ranks = claim.cues.iter().any(|cue| cue.cue == Cue::Rank && cue.last > cue.first + 1);
        let is_ranking = is_guideline && ranks && claim.subject == Subject::Effect && !claim.has(Cue::Trial);
        is_ranking.then(|| {
            let mut claim = Claim { subject: Subject::Recommendation, ..claim.clone() };
            advise(&mut claim);
            claim
        })
    }

    /// A claim whose amounts of money are results, of a source that measured costs.
    fn as_cost(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let is_cost = |&at: &usize| self.finding(at).is_some_and(|finding| finding.result.kind() == FindingKind::Cost);
        let measures = self.facts.sources.get(source)?.findings.iter().any(is_cost);
        let is_told = measures && claim.numbers.iter().any(|number| number.is_money);
        is_told.then(|| {
            let mut claim = claim.clone();
            for number in claim.numbers.iter_mut().filter(|number| number.is_money) {
                number.role = Role::Effect;
            }
            claim
        })
    }

    /// A claim that calls what was compared with as its source does, where that is of another class than the words say: `conventional
    /// treatment` is usual care where the record has it as such.
    fn as_own_comparator(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let is_active = |said: &Said<ComparatorClass>| said.what == ComparatorClass::Active;
        let at = claim.comparators.iter().position(|said| {
            let is_phrase = claim
                .cues
                .iter()
                .any(|cue| cue.cue == Cue::AnyTreatment && (cue.first, cue.last) == (said.first, said.last));
            is_active(said) && is_phrase && said.last > said.first
        })?;
        let said = claim.comparators.get(at)?;
        let words = (said.first..=said.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        let findings = self.facts.sources.get(source)?.findings.iter().filter_map(|&at| self.finding(at));
        let mut own = findings.map(|finding| &finding.comparator);
        let class = own.find(|own| own.description.trim().to_lowercase().starts_with(&words))?.class;
        let mut claim = claim.clone();
        claim.comparators.get_mut(at)?.what = class;
        Some(claim)
    }

    /// A claim that names what was compared with in the words in which its source describes it: `pressing with a moon of paper`.
    fn as_described_comparator(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let findings = self.facts.sources.get(source)?.findings.iter().filter_map(|&at| self.finding(at));
        let described = findings.filter(|finding| {
            let class = finding.comparator.class;
            !matches!(class, ComparatorClass::Active | ComparatorClass::SameIntervention | ComparatorClass::None)
                && !claim.comparators.iter().any(|said| same_class(said.what, class))
        });
        let words: Vec<&str> = claim.read.words.iter().map(|word| word.exact.as_str()).collect();
        let said = described.into_iter().find_map(|finding| {
            let own = finding.comparator.description.to_lowercase();
            let own: Vec<&str> = own.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let first = (own.len() >= FEWEST_DESCRIBING)
                .then(|| words.windows(own.len()).position(|here| here == own.as_slice()))??;
            Some(Said { what: finding.comparator.class, first, last: first + own.len() - 1 })
        })?;
        let mut claim = claim.clone();
        claim.comparators.push(said);
        claim.comparators.sort_by_key(|said| said.first);
        Some(claim)
    }

    /// A claim that names another form of the treatment as what it compares with, in a word of the record: `further than the standard
    /// course did`.
    fn as_other_form(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let known = self.facts.sources.get(source)?;
        let against =
            claim.cues.iter().find(|cue| cue.cue == Cue::Against && Grammar::Than.has(claim.word(cue.last)))?;
        let reach = against.last + 1..=against.last + COMPARED_WORDS;
        let is_read = claim.comparators.iter().any(|said| said.last > against.last)
            || claim.numbers.iter().any(|number| reach.contains(&number.first));
        let head = reach.clone().find(|at| claim.read.words.get(*at).is_some_and(|word| !word.is_stopword))?;
        let stem = &claim.read.words.get(head)?.stem;
        let is_other_form = |finding: &&Finding| finding.comparator.class == ComparatorClass::SameIntervention;
        let compares = |at: usize| self.facts.words_of.get(at).is_some_and(|words| words.compared.contains(stem));
        let (own, others): (Vec<usize>, Vec<usize>) =
            known.findings.iter().copied().partition(|&at| self.finding(at).as_ref().is_some_and(is_other_form));
        let is_kind =
            (head..=head + 1).any(|at| Grammar::Kinds.has(claim.word(at)) || Grammar::Courses.has(claim.word(at)));
        if is_read || !is_kind || !own.into_iter().any(compares) || others.into_iter().any(compares) {
            return None;
        }
        let mut claim = claim.clone();
        claim.comparators.push(Said { what: ComparatorClass::SameIntervention, first: head, last: head });
        Some(claim)
    }

    /// A claim that tells a further gain by more of a treatment, in a word of the record for that: `the extra sessions brought it down
    /// further`.
    fn as_further_course(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let tells_further =
            |at: usize| Grammar::Further.has(claim.word(at)) && !Grammar::Comparatives.has(claim.word(at));
        // `Did not, as far as anybody could show, improve it further`: denied.
        let is_told = claim.comparators.is_empty()
            && !claim.denies()
            && claim.relations.iter().any(|one| one.way.is_gain())
            && (0..claim.read.words.len()).any(tells_further);
        let known = self.facts.sources.get(source).filter(|_| is_told)?;
        let is_other_form = |at: &&usize| {
            self.finding(**at).is_some_and(|one| one.comparator.class == ComparatorClass::SameIntervention)
        };
        let own: Vec<usize> = known.findings.iter().filter(is_other_form).copied().collect();
        let head = claim.read.words.iter().enumerate().position(|(at, word)| {
            let is_plain = !word.is_stopword && !word.has_digit && !tells_further(at);
            let is_named = claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
            let is_session = Grammar::SessionWords.has(&word.exact) || Grammar::AnyTreatment.has(&word.exact);
            let treats = |at: &usize| {
                self.facts
                    .words_of
                    .get(*at)
                    .is_some_and(|words| words.treatment.contains(&word.stem) && !words.outcome.contains(&word.stem))
            };
            is_plain && !is_named && !is_session && own.iter().any(treats)
        })?;
        let mut claim = claim.clone();
        claim.comparators.push(Said { what: ComparatorClass::SameIntervention, first: head, last: head });
        Some(claim)
    }
}
