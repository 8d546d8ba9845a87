//! Sources that are told in all but one thing: by another year, by another size, or by their country alone.

use super::{Candidate, Identified, Identifying, NAMED, THRESHOLD, YEAR_POINTS, described};
use crate::{
    check::{
        claim::{Claim, Subject},
        known::of_kind,
        quantity::Role,
    },
    corpus::lexicon::Cue,
    domain::{StudyDesign, TopicKind},
    text::Grammar,
};

/// How a source was recognised of which all is told that tells it from others, but for its size.
pub(super) const NEARLY: &str = "all but its size";

/// Words between a country and a year that are told together.
const NATION_REACH: usize = 7;

/// Words between a country and the word for a study from there.
const NOUN_REACH: usize = 2;

/// What tells of which kind of work words speak.
pub(in crate::check) type KindOf = fn(&Claim, usize, usize) -> Option<fn(StudyDesign) -> bool>;

/// Agreement without its size, in points, that nearly names a source.
const NEAR_POINTS: i32 = 8;

/// By so many points it must be ahead of any other.
const NEAR_AHEAD: i32 = 3;

/// A treatment that at most so many sources are about tells one from others.
const RARE_TREATMENT: usize = 8;

impl Identifying<'_> {
    /// The one source that is told by its year, what kind of study it is, its treatment, its condition, and its journal, country or
    /// a treatment that few are about, in a sentence that counts other people or studies.
    pub(super) fn but_for_its_size(&self, claim: &Claim, candidates: &[Candidate]) -> Option<Identified> {
        let best = candidates.iter().max_by_key(|one| one.points + one.missed).filter(|best| best.missed > 0)?;
        let full = best.points + best.missed;
        let has = |what: &str| best.by.contains(&what);
        if full < NEAR_POINTS || !(has("year") && has("design") && has("topic")) {
            return None;
        }
        let rivals = candidates.iter().filter(|one| one.source != best.source);
        if rivals.into_iter().any(|one| one.points + one.missed + NEAR_AHEAD > full) {
            return None;
        }
        let treatments = of_kind(self.corpus, &claim.topics, &[TopicKind::Intervention]);
        let conditions = of_kind(self.corpus, &claim.topics, &[TopicKind::Condition, TopicKind::Population]);
        let known = self.facts.sources.get(best.source)?;
        let is_on = |topics: &[usize]| {
            topics.iter().any(|&topic| known.own_topics.iter().any(|&own| self.facts.related(topic, own)))
        };
        let is_rare = |topic: &usize| {
            let about = self.facts.sources.iter().filter(|known| known.own_topics.contains(topic));
            known.own_topics.contains(topic) && about.count() <= RARE_TREATMENT
        };
        let tells_more = has("journal") || has("country") || has("author") || treatments.iter().any(is_rare);
        let record = self.corpus.sources().get(best.source)?;
        let (first, last) = best.span.or_else(|| described(claim))?;
        let is_one = is_on(&treatments) && is_on(&conditions) && tells_more && record.assertion.is_none();
        is_one.then(|| Identified {
            source: best.source,
            points: full,
            also: Vec::new(),
            alike: Vec::new(),
            is_sure: true,
            by: best.by.iter().copied().chain([NEARLY]).collect(),
            first,
            last,
        })
    }

    /// The one guideline of an issuer that is named beside the year of none of its own: it may be meant, and nobody can be sure.
    pub(super) fn of_another_year(&self, claim: &Claim, candidates: &[Candidate]) -> Option<Identified> {
        let mut named = candidates.iter().filter(|one| one.by.contains(&"issuer") && one.is_named);
        let one = named.next().filter(|_| named.next().is_none())?;
        let of_issuer = self.facts.of_same_issuer.get(&one.source)?;
        let design = self.corpus.sources().get(one.source).map(|source| source.design);
        let is_only = of_issuer.iter().any(|same| same.iter().all(|&other| other == one.source));
        // `Since that day of another year the payer has covered it`: there is one rule of this payer.
        let is_dated_rule = design == Some(StudyDesign::CoveragePolicy)
            && claim.has(Cue::Covers)
            && claim.numbers_of(Role::Year).any(|number| number.day.is_some());
        let is_advice = claim.has(Cue::Guideline) && design == Some(StudyDesign::Guideline);
        let is_told = (is_advice || is_dated_rule) && is_only;
        let tells_year = claim.numbers_of(Role::Year).count() == 1 && !one.by.contains(&"year");
        let (first, last) = one.span?;
        (is_told && tells_year && one.points + YEAR_POINTS >= THRESHOLD).then(|| Identified {
            source: one.source,
            points: one.points,
            also: Vec::new(),
            alike: Vec::new(),
            is_sure: is_dated_rule,
            by: one.by.clone(),
            first,
            last,
        })
    }

    /// The one study of its kind, on the treatments of a claim, from the country that stands before the word for it: `the Northland
    /// trial`. Others may have studied there too, so nobody can be sure of one that is told as if it were new.
    pub(in crate::check) fn only_of_nation(&self, claim: &Claim, kind: KindOf) -> Option<Identified> {
        let is_nation = |at: &usize| Grammar::Nations.has(claim.word(*at));
        let at = (0..claim.read.words.len()).find(|at| is_nation(at) && self.noun_behind(claim, *at).is_some())?;
        let noun = self.noun_behind(claim, at)?;
        let is = kind(claim, noun, noun)?;
        let nations = self.facts.nations_of(claim);
        let treatments = self.treatments(claim);
        let fits = |source: &usize| {
            let record = self.corpus.sources().get(*source);
            record.is_some_and(|record| is(record.design) && record.assertion.is_none())
                && self.facts.is_of_nation(&nations, *source) == Some(true)
                && (treatments.is_empty() || self.treats(*source, &treatments))
        };
        let mut all = (0..self.corpus.sources().len()).filter(fits);
        let source = all.next().filter(|_| all.next().is_none() && claim.numbers_of(Role::Year).next().is_none())?;
        let is_definite = at.checked_sub(1).is_some_and(|before| Grammar::Definite.has(claim.word(before)));
        Some(Identified {
            source,
            points: THRESHOLD,
            also: Vec::new(),
            alike: Vec::new(),
            is_sure: is_definite && !treatments.is_empty(),
            by: vec!["country", "design"],
            first: at,
            last: noun,
        })
    }

    /// The word for one study that stands behind a word.
    fn noun_behind(&self, claim: &Claim, at: usize) -> Option<usize> {
        let is_one = |at: &usize| {
            let word = claim.word(*at);
            [Grammar::Studies, Grammar::AnyStudy].iter().any(|list| list.has(word)) && !Grammar::ManyStudies.has(word)
        };
        (at + 1..=at + NOUN_REACH).find(is_one)
    }

    /// The one guideline of a country and of a year that are named together, where advice is told or guidelines are listed.
    pub(in crate::check) fn guideline_of_nation(&self, claim: &Claim, is_listed: bool) -> Option<Identified> {
        let advises = claim.has(Cue::Guideline) || claim.subject == Subject::Recommendation;
        let tells_a_study = claim.has(Cue::Trial) || claim.has(Cue::Review);
        let year = claim.numbers_of(Role::Year).next().filter(|_| (advises || is_listed) && !tells_a_study)?;
        let near = year.first.saturating_sub(NATION_REACH)..=year.last + NATION_REACH;
        let at = near.into_iter().find(|at| Grammar::Nations.has(claim.word(*at)))?;
        #[expect(clippy::cast_possible_truncation, reason = "a year has four figures")]
        let of_year = self.facts.of_year.get(&(year.low as i16))?;
        let nations = self.facts.nations_of(claim);
        let fits = |source: &&usize| {
            let design = self.corpus.sources().get(**source).map(|source| source.design);
            design == Some(StudyDesign::Guideline) && self.facts.is_of_nation(&nations, **source) == Some(true)
        };
        let mut all = of_year.iter().filter(fits);
        let source = all.next().copied().filter(|_| all.next().is_none())?;
        Some(Identified {
            source,
            points: NAMED,
            also: Vec::new(),
            alike: Vec::new(),
            is_sure: true,
            by: vec!["country", "year", "design"],
            first: at.min(year.first),
            last: at.max(year.last),
        })
    }
}
