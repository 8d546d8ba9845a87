//! What else of a sentence agrees with a source that it may name, and what does not.

use std::cell::OnceCell;

use super::{
    CERTAIN, Candidate, Identifying, YEAR_POINTS,
    candidates::{FEW_STUDIES, FEWEST_REVIEWED, years_of},
    counted,
};
use crate::{
    check::{
        claim::{Claim, Subject},
        known::{Outline, Reported, of_kind},
        quantity::{Number, Role},
        whole::{is_review, is_trial, of_whole},
    },
    corpus::lexicon::Cue,
    domain::{Source, StudyDesign, TopicKind},
    text::Grammar,
};

/// From here on a number that a record has is no coincidence.
const TELLING_COUNT: f64 = 20.0;

/// From here on a number that one record alone has is no coincidence, whatever it counts.
const HUGE_NUMBER: f64 = 10_000.0;

/// What another number of people or of studies takes away, in points.
const SIZE_POINTS: i32 = 6;

/// So many people, told to the last one, are those of one study.
const NO_COINCIDENCE: f64 = 1_000.0;

/// A word that tells publications of one issuer apart stands in at most one source of so many.
const RARE_SHARE: usize = 4;

/// What a sentence says that a source may agree with, gathered once for all that it may name.
pub(super) struct Sought<'c> {
    claim: &'c Claim,
    /// Stems of what it is about and no topic names.
    foreign: Vec<&'c str>,
    treatments: Vec<usize>,
    /// Topics that tell what it is about.
    topics: Vec<usize>,
    conditions: Vec<usize>,
    /// Topics of the heading and document, and the conditions among them.
    around: &'c [usize],
    conditions_around: Vec<usize>,
    years: Vec<f64>,
    names_studies: bool,
    /// Whether it tells what something costs.
    tells_costs: bool,
    /// The countries it names, each by the stems of all words for it.
    nations: Vec<&'c [String]>,
    /// Stems of its words that are rare among the sources.
    rare: OnceCell<Vec<&'c str>>,
}

impl Identifying<'_> {
    /// What a claim says. `around` are the topics of the heading and document.
    pub(super) fn sought<'c>(&'c self, claim: &'c Claim, around: &'c [usize]) -> Sought<'c> {
        const TELLING: &[TopicKind] = &[
            TopicKind::Condition,
            TopicKind::Population,
            TopicKind::Intervention,
            TopicKind::Mechanism,
            TopicKind::Outcome,
        ];
        Sought {
            claim,
            foreign: self.facts.foreign_stems(self.corpus, claim),
            treatments: self.treatments(claim),
            topics: of_kind(self.corpus, &claim.topics, TELLING),
            conditions: of_kind(self.corpus, &claim.topics, &[TopicKind::Condition]),
            around,
            conditions_around: of_kind(self.corpus, around, &[TopicKind::Condition]),
            years: years_of(claim).collect(),
            names_studies: claim.says(Grammar::Studies),
            tells_costs: self.tells_costs(claim),
            nations: self.facts.nations_of(claim),
            rare: OnceCell::new(),
        }
    }

    /// Whether a claim tells what something costs.
    pub(in crate::check) fn tells_costs(&self, claim: &Claim) -> bool {
        claim.numbers.iter().any(|number| number.is_money)
            || claim.topics.iter().any(|topic| self.facts.costs.contains(topic))
            || claim.says(Grammar::OfCosts)
    }

    fn rare<'s>(&self, sought: &'s Sought<'_>) -> &'s [&'s str] {
        sought.rare.get_or_init(|| {
            let rare = sought.claim.read.words.iter().filter(|word| self.facts.is_rare(word, RARE_SHARE));
            rare.map(|word| word.stem.as_str()).collect()
        })
    }

    /// Adds what else agrees, and takes away what does not.
    pub(super) fn agree(&self, candidate: &mut Candidate, sought: &Sought<'_>) {
        let claim = sought.claim;
        let candidate_at = candidate.source;
        let Some(source) = self.corpus.sources().get(candidate_at) else { return };
        let Some(known) = self.facts.sources.get(candidate.source) else { return };
        // Of few candidates anybody asks for the numbers in their prose.
        let reported = || self.records.reported(candidate_at);
        counts(candidate, claim, source, &reported);
        years(candidate, sought, source, &reported);
        few_studies(candidate, claim, source);
        design(candidate, claim, source);
        self.costs(candidate, sought, source, known);
        self.country(candidate, sought);
        results(candidate, claim, source, known);
        self.people(candidate, sought, source, known);
        self.subject(candidate, sought, known);
        // `A study by Sample in that journal`, `… of so many people`: two things that agree name it.
        let is_by_author = candidate.by.contains(&"author");
        if is_by_author && ["journal", "participants", "studies", "year"].iter().any(|what| candidate.by.contains(what))
        {
            candidate.is_named = true;
        }
        // Of two authors of one name, the one whose record has a number of the sentence.
        let is_mentioned = |number: &Number| {
            number.low >= TELLING_COUNT
                && number.role != Role::Year
                && reported().iter().any(|one| one.role != Role::Year && number.is(one.low))
        };
        if is_by_author && claim.numbers.iter().any(is_mentioned) {
            candidate.add(2, "results");
        }
        // There are trials of 800 people about anything, and an issuer advises on much.
        let is_foreign = self.facts.lacks(candidate.source, &sought.foreign);
        if is_foreign && !candidate.by.iter().any(|by| CERTAIN.contains(by)) && !self.is_rule_on(sought, source, known)
        {
            // Three capitals stand for many things: `adults with HIV who get ART`.
            let is_by_issuer_alone = candidate.by.contains(&"issuer") && !candidate.by.contains(&"year");
            candidate.add(if candidate.is_named && !is_by_issuer_alone { -4 } else { -12 }, "topic");
        }
        if !known.findings.is_empty() {
            candidate.add(1, "findings");
        }
        // Of several publications of one issuer, the one that has the rarer words of the sentence.
        let shares_a_word = || self.rare(sought).iter().any(|stem| known.stems.contains(stem));
        candidate.add(i32::from(candidate.by.contains(&"issuer") && shares_a_word()), "words");
        // `The first Danish study` of whatever: an issuer that gives its country a name is not meant by that alone.
        if candidate.by.contains(&"issuer") && !agrees_in_more(candidate, &["participants", "studies"]) {
            candidate.add(-4, "issuer alone");
        }
        // A count alone is a coincidence: `245 of 262 patients` may be said of any trial.
        let tells_a_study = sought.names_studies
            || candidate.is_named && claim.numbers_of(Role::Participants).any(|number| number.low >= NO_COINCIDENCE);
        // So many, told to the last one, and in one record only: no coincidence either.
        let is_huge = || {
            let mut huge = claim.numbers.iter().filter(|number| number.low >= HUGE_NUMBER);
            huge.any(|number| self.facts.only_holder(number) == Some(candidate_at))
        };
        if !tells_a_study && !is_huge() && !agrees_in_more(candidate, &["issuer", "description"]) {
            candidate.add(-6, "count alone");
        }
    }

    /// What is told of costs is of the study of them, and what is not told of costs is of the trial.
    fn costs(&self, candidate: &mut Candidate, sought: &Sought<'_>, source: &Source, known: &Outline) {
        if candidate.by.iter().any(|by| CERTAIN.contains(by) || *by == "author and year") {
            return;
        }
        let is_of_costs = source.design == StudyDesign::EconomicEvaluation;
        let about_costs = is_of_costs || known.own_topics.iter().any(|topic| self.facts.costs.contains(topic));
        match (about_costs, sought.tells_costs) {
            (true, true) => candidate.add(2, "costs"),
            (true, false) if is_of_costs => candidate.add(-3, "costs"),
            (true | false, true | false) => {}
        }
    }

    /// The country in which a study that is described was done.
    fn country(&self, candidate: &mut Candidate, sought: &Sought<'_>) {
        if !candidate.is_named
            && let Some(fits) = self.facts.is_of_nation(&sought.nations, candidate.source)
        {
            candidate.add(if fits { 2 } else { -2 }, "country");
        }
    }

    /// Whether a claim on what a payer pays for is about the treatments of this rule: whatever people it names, that rule says
    /// whether they are paid for.
    fn is_rule_on(&self, sought: &Sought<'_>, source: &Source, known: &Outline) -> bool {
        let treatments = &sought.treatments;
        source.design == StudyDesign::CoveragePolicy
            && sought.claim.subject == Subject::Coverage
            && !treatments.is_empty()
            && treatments.iter().all(|&topic| known.own_topics.iter().any(|&own| self.facts.related(topic, own)))
    }

    /// People that a source says it is not about, and treatments that it does not test.
    fn people(&self, candidate: &mut Candidate, sought: &Sought<'_>, source: &Source, known: &Outline) {
        let claim = sought.claim;
        // A guideline that says it is not about these people is not the one that is meant.
        let is_excluded = claim.topics.iter().any(|&topic| self.facts.excludes(candidate.source, topic));
        // Nor one that is not about some of them.
        let is_partly_excluded = claim.topics.iter().any(|&topic| {
            known.excluded.iter().any(|&other| self.facts.wider.get(other).is_some_and(|above| above.contains(&topic)))
        });
        if is_partly_excluded && !is_excluded {
            candidate.add(-2, "population");
        }
        if is_excluded
            && !candidate.by.iter().any(|by| matches!(*by, "name" | "identifier" | "link" | "marker"))
            && !self.is_rule_on(sought, source, known)
        {
            candidate.add(-8, "population");
        }
        self.treatment(candidate, sought, source);
    }

    /// What is described, and not named, is about the treatment that is named with it.
    fn treatment(&self, candidate: &mut Candidate, sought: &Sought<'_>, source: &Source) {
        let treatments = &sought.treatments;
        let is_official = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
        if is_official || treatments.is_empty() || self.treats(candidate.source, treatments) {
            return;
        }
        let telling = ["identifier", "link", "marker", "author and year"];
        if candidate.by.iter().any(|by| telling.contains(by)) {
            return;
        }
        // So many people or trials are no coincidence; of two that count as many, the one on the treatment is meant.
        if candidate.by.iter().any(|by| ["participants", "studies"].contains(by)) {
            candidate.add(-2, "treatment");
            return;
        }
        let is_described = match candidate.by.contains(&"name") {
            true => self.has_namesake_on(candidate.source, treatments),
            false => candidate.by.contains(&"issuer") || !candidate.is_named,
        };
        if is_described {
            candidate.add(-8, "treatment");
        }
    }

    /// Whether one of the treatments is among the topics of a source, by its position.
    pub(in crate::check) fn treats(&self, source: usize, treatments: &[usize]) -> bool {
        let own = self.facts.sources.get(source).map_or(&[][..], |known| known.own_topics.as_slice());
        treatments.iter().any(|topic| own.iter().any(|&other| self.facts.related(*topic, other)))
    }

    /// Whether another source of the same issuer and year, which is called the same, is about one of the treatments: `a 2020
    /// Cochrane review` names none of two.
    fn has_namesake_on(&self, source: usize, treatments: &[usize]) -> bool {
        let year = |at: usize| self.corpus.sources().get(at).map(|source| source.bibliography.issued.year());
        self.facts
            .of_same_issuer
            .get(&source)
            .into_iter()
            .flatten()
            .flat_map(|same| same.iter())
            .any(|&other| other != source && year(other) == year(source) && self.treats(other, treatments))
    }

    /// What the sentence, or what stands around it, is about.
    fn subject(&self, candidate: &mut Candidate, sought: &Sought<'_>, known: &Outline) {
        // Who names a condition means its kinds as well.
        let is_of =
            |topic: usize, other: usize| self.facts.wider.get(other).is_some_and(|above| above.contains(&topic));
        if sought.topics.iter().any(|topic| known.wider_topics.binary_search(topic).is_ok()) {
            candidate.add(1, "topic");
            let exact = sought.conditions.iter().any(|&topic| known.own_topics.iter().any(|&own| is_of(topic, own)));
            candidate.add(i32::from(exact), "topic");
            // What it was compared with tells two reviews of one year apart.
            let compared = sought.claim.comparators.iter().any(|said| known.classes.contains(&said.what));
            candidate.add(i32::from(compared && !candidate.is_named), "comparator");
        } else if !sought.topics.is_empty() && !candidate.is_named {
            candidate.add(-3, "topic");
        }
        if sought.conditions.is_empty() && sought.conditions_around.iter().any(|topic| known.own_topics.contains(topic))
        {
            candidate.add(1, "context");
        }
        if sought.topics.is_empty() && sought.around.iter().any(|topic| known.topics.contains(topic)) {
            candidate.add(1, "context");
        }
    }
}

/// Whether more agrees than what is no sign by itself: a name, an author, an address, the journal, the year, the design, what it is
/// about, or one of `others`.
fn agrees_in_more(candidate: &Candidate, others: &[&str]) -> bool {
    let more =
        ["name", "author", "author and year", "identifier", "link", "marker", "journal", "year", "design", "topic"];
    candidate.by.iter().any(|by| more.contains(by) || others.contains(by))
}

/// The numbers of people and studies of the whole.
fn counts<'r>(candidate: &mut Candidate, claim: &Claim, source: &Source, reported: &impl Fn() -> &'r [Reported]) {
    let untold: Vec<Number> = counted(claim).collect();
    for (role, by, points) in [(Role::Participants, "participants", 6), (Role::Studies, "studies", 4)] {
        let mut said: Vec<&Number> = claim.numbers_of(role).filter(|number| number.low >= 10.0).collect();
        if said.is_empty()
            && let Some(value) = of_whole(source, role)
        {
            said.extend(untold.iter().filter(|number| number.role == role && number.is(value)));
        }
        if let Some(value) = of_whole(source, role)
            && !said.is_empty()
        {
            // `Some 8,000`: who rounds names no source.
            let fits = said.iter().any(|number| Number { qualifier: None, ..(*number).clone() }.is(value));
            let mentioned = || said.iter().any(|number| reported().iter().any(|reported| reported.is(number)));
            match (fits, fits || candidate.is_named || mentioned()) {
                (true, _) => {
                    // 229,230 patients are no coincidence; 200 are.
                    let telling = said.iter().any(|number| {
                        number.is(value)
                            && number.low >= if role == Role::Studies { 50.0 } else { 150.0 }
                            && number.low % if role == Role::Studies { 10.0 } else { 50.0 } != 0.0
                    });
                    candidate.is_named |= telling;
                    candidate.add(if telling { points + 2 } else { points }, by);
                }
                (false, true) => {}
                (false, false) => {
                    candidate.add(-SIZE_POINTS, by);
                    candidate.missed += SIZE_POINTS;
                }
            }
        }
    }
}

/// So few trials as a review that is told found in all: too few to look for it by them.
fn few_studies(candidate: &mut Candidate, claim: &Claim, source: &Source) {
    let is_few = |number: &&Number| (FEWEST_REVIEWED..10.0).contains(&number.low) && number.low >= number.high;
    let mut told = claim.numbers_of(Role::Studies).filter(is_few);
    if claim.has(Cue::Review)
        && is_review(source.design)
        && let Some(value) = of_whole(source, Role::Studies)
        && told.any(|number| number.is(value))
    {
        candidate.add(2, FEW_STUDIES);
    }
}

/// The year of publication.
fn years<'r>(
    candidate: &mut Candidate,
    Sought { claim, years, .. }: &Sought<'_>,
    source: &Source,
    reported: &impl Fn() -> &'r [Reported],
) {
    if !years.is_empty() {
        let b = &source.bibliography;
        let own = [Some(b.issued), b.available_date].into_iter().flatten().map(|date| f64::from(date.year()));
        let fits = own.into_iter().any(|year| years.contains(&year));
        let is_said = |one: &Reported| one.role == Role::Year && years.contains(&one.low);
        let mentioned = || reported().iter().any(is_said);
        let is_own = candidate.by.iter().any(|by| CERTAIN.contains(by));
        // `A 2019 Cochrane review`: the year of publication, whatever else happened in it.
        let is_beside = candidate.span.is_some_and(|(first, last)| {
            claim.numbers_of(Role::Year).any(|number| {
                (number.first < first && first - number.first <= 2) || (number.first > last && number.first - last <= 2)
            })
        });
        // `Since 2018 it has paid for it`: from when on something is so is no year of publication.
        let is_since = || {
            candidate.is_named
                && claim.subject == Subject::Coverage
                && claim.numbers_of(Role::Year).all(|number| {
                    number.first.checked_sub(1).is_some_and(|before| Grammar::Since.has(claim.word(before)))
                })
        };
        match (fits, fits || is_own || is_since() || (!is_beside && mentioned())) {
            (true, _) => candidate.add(3, "year"),
            (false, true) => {}
            (false, false) => candidate.add(-YEAR_POINTS, "year"),
        }
    }
}

/// What kind of work it is called.
fn design(candidate: &mut Candidate, claim: &Claim, source: &Source) {
    let is_review = is_review(source.design);
    let is_trial = is_trial(source.design);
    let is_guideline = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
    let is_of_costs = source.design == StudyDesign::EconomicEvaluation;
    let one_trial =
        claim.has(Cue::Trial) && !claim.has(Cue::Review) && claim.numbers_of(Role::Studies).next().is_none();
    if (one_trial && is_trial) || (claim.has(Cue::Review) && is_review) || (claim.has(Cue::Guideline) && is_guideline) {
        candidate.add(1, "design");
    } else if !candidate.is_named
        && ((one_trial && !is_trial && !is_of_costs) || (claim.has(Cue::Guideline) && !is_guideline))
    {
        candidate.add(-3, "design");
    }
    // Of two reviews that fit alike, an overview is meant where one is told of.
    let tells_overview = claim.says(Grammar::Overviews);
    let is_overview = source.design == StudyDesign::Overview;
    if is_review && tells_overview != is_overview && (tells_overview || claim.has(Cue::Review)) {
        candidate.add(-1, "kind of review");
    }
    // `In mice` tells more than the word for a study.
    if claim.has(Cue::Animals) && !claim.has(Cue::Review) {
        candidate.add(if source.design == StudyDesign::Animal { 2 } else { 0 }, "design");
    }
    let advises = matches!(claim.subject, Subject::Recommendation | Subject::Coverage);
    candidate.add(i32::from(is_guideline && advises), "design");
}

/// The counts of one analysis, and results in numbers.
fn results(candidate: &mut Candidate, claim: &Claim, source: &Source, known: &Outline) {
    // Counts of one analysis of this source.
    if !candidate.is_named {
        for (role, points) in [(Role::Participants, 4), (Role::Studies, 2)] {
            let is_of_role = |reported: &Reported| reported.role == role;
            let whole = of_whole(source, role);
            let fits = claim
                .numbers_of(role)
                // 74 people may be anybody's.
                .filter(|number| role == Role::Studies || number.low >= 150.0 && number.low % 50.0 != 0.0)
                .filter(|number| number.low >= 2.0 && !whole.is_some_and(|value| number.is(value)))
                .any(|number| known.typed.iter().any(|reported| is_of_role(reported) && reported.is(number)));
            candidate.add(if fits { points } else { 0 }, "analysis");
        }
    }
    // Results told in numbers, as this source reports them. Of two works on one study they tell which is meant.
    let results = [Role::Percent, Role::Effect];
    let told: Vec<&Number> = claim.numbers.iter().filter(|number| results.contains(&number.role)).collect();
    if !told.is_empty() {
        let fits = told
            .iter()
            .any(|number| known.typed.iter().any(|reported| reported.role == number.role && reported.is(number)));
        let points = if candidate.is_named { 1 } else { 2 };
        candidate.add(if fits { points } else { 0 }, "results");
    }
}
