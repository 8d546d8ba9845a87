//! What a sentence claims, read from its words: kind, direction, comparators, times, people, certainty, research named.

use super::{
    quantity::{Number, Role, quantities},
    relation::{advise, strengths, way_of},
};
use crate::{
    corpus::{
        Corpus,
        lexicon::{self, Axis, Cue},
    },
    domain::{
        TopicKind,
        certainty::Level,
        finding::{ComparatorClass, DurationClass, Strength, TimeOrigin},
        phrase::{Found, NamedTopic, Phrases},
        vocabulary::vocabulary,
    },
    search::{ReadText, ReadWord, TextReader},
    text::{Grammar, Qualifier},
};

vocabulary! {
    /// What a sentence is, as far as evidence is concerned.
    pub enum SentenceClass ("class of a sentence") {
        /// Says something that research could show or refute.
        EvidenceClaim = "evidence-claim", "Evidence claim";
        /// What its writers see, do or hear from patients.
        PracticeExperience = "practice-experience", "Practice experience";
        /// Prices, hours, addresses, appointments.
        Logistics = "logistics", "Logistics";
        /// Anything else: questions, definitions, headings.
        Other = "other", "Other";
    }
}

/// Which way a sentence says a comparison went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The intervention did better, or people got better with it.
    Better,
    /// No difference.
    Same,
    /// The intervention did worse.
    Worse,
    /// As good as another treatment.
    AsGood,
    /// A lower value: better or worse, as the scale has it.
    Lower,
    /// A higher value.
    Higher,
    /// A difference, whichever way.
    Differs,
}

impl Way {
    /// Whether it tells a gain: lower is better on most scales.
    pub(super) fn is_gain(self) -> bool {
        matches!(self, Self::Better | Self::Lower)
    }
}

/// What a sentence is about, in the terms of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Effect,
    Harm,
    Recommendation,
    Mechanism,
    Coverage,
}

/// Something said, and the words that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said<T> {
    pub(super) what: T,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// A way that a clause says a comparison went, and the words that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) way: Way,
    pub(super) first: usize,
    pub(super) last: usize,
    /// The clause it stands in.
    pub(super) clause: usize,
}

/// A sentence as the check understands it.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) class: SentenceClass,
    pub(super) subject: Subject,
    pub(super) read: ReadText,
    pub(super) numbers: Vec<Number>,
    pub(super) cues: Vec<Found<Cue>>,
    /// Words that exclude others, of what stands beside them; they say nothing by themselves and are no other cue's words.
    pub(super) poles: Vec<Found<(Axis, u32)>>,
    /// The way the sentence says a comparison went, in the main.
    pub(super) way: Option<Said<Way>>,
    /// The way of each clause that says one, in order.
    pub(super) relations: Vec<Relation>,
    /// Negations of something that was not understood: nobody can tell what such a sentence says.
    pub(super) unread_negations: Vec<(usize, usize)>,
    /// The words that give advice or tell of coverage.
    pub(super) advice: Option<(usize, usize)>,
    pub(super) strengths: Vec<Said<Strength>>,
    pub(super) comparators: Vec<Said<ComparatorClass>>,
    /// Treatments the sentence compares with, as positions of topics.
    pub(super) compared_with: Vec<Said<usize>>,
    /// Topics by position, each once.
    pub(super) topics: Vec<usize>,
    pub(super) levels: Vec<Said<Level>>,
    /// For each number of days, counted from when.
    pub(super) origins: Vec<(usize, Said<TimeOrigin>)>,
    pub(super) durations: Vec<Said<DurationClass>>,
    pub(super) is_question: bool,
    /// Whether it says that something is advised against or not covered.
    pub(super) is_negated_advice: bool,
    /// For each word, in which clause it stands.
    pub(super) clauses: Vec<usize>,
    /// Words before a colon that only announce the rest: `Acupuncture vs. massage:`.
    pub(super) label: usize,
    /// Whether it says something that a source could confirm or deny.
    pub(super) says: bool,
    /// Whether only the source that is known beside it makes it a claim about evidence.
    pub(super) is_by_place: bool,
}

impl Claim {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|found| found.cue == cue)
    }

    /// Negations that are no part of a phrase, and negate neither a result nor advice that was read.
    pub(super) fn loose_negations(&self) -> impl Iterator<Item = Found<Cue>> {
        // Cues stand in the order of their first words; no phrase begins further before one of its words.
        let near = |at: usize| {
            let from = self.cues.partition_point(|cue| cue.first + PHRASE_REACH < at);
            self.cues.iter().skip(from).take_while(move |cue| cue.first <= at + COVERAGE_REACH)
        };
        let is_read = move |negation: &Found<Cue>| {
            near(negation.first).any(|other| {
                let is_phrase = other.cue != Cue::Not
                    && other.last > other.first
                    && other.first <= negation.first
                    && negation.last <= other.last;
                // `Does not currently recommend it`: read with the advice.
                let is_advice = self.is_negated_advice
                    && other.cue == Cue::Recommend
                    && negation.first < other.first
                    && self.advice == Some((other.first, other.last));
                let is_coverage = self.subject == Subject::Coverage
                    && matches!(other.cue, Cue::Covers | Cue::Bills)
                    && negation.first < other.first;
                // `No sham group`: what there was not.
                let is_absent = matches!(other.cue, Cue::Comparator(_)) && other.first == negation.last + 1;
                is_phrase || is_coverage || is_advice || is_absent
            })
        };
        let is_result = !matches!(self.subject, Subject::Recommendation | Subject::Coverage);
        let is_related = move |cue: &Found<Cue>| {
            is_result
                && self
                    .relations
                    .iter()
                    .any(|one| one.first <= cue.first && cue.last <= one.last && one.way == Way::Same)
        };
        self.cues.iter().copied().filter(move |cue| cue.cue == Cue::Not && !is_read(cue) && !is_related(cue))
    }

    pub(super) fn first(&self, cue: Cue) -> Option<Found<Cue>> {
        self.cues.iter().copied().find(|found| found.cue == cue)
    }

    /// In which clause a word stands.
    pub(super) fn clause(&self, at: usize) -> usize {
        self.clauses.get(at).copied().unwrap_or(0)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.read.words.get(at).map_or("", |word| word.exact.as_str())
    }

    pub(super) fn numbers_of(&self, role: Role) -> impl Iterator<Item = &Number> {
        self.numbers.iter().filter(move |number| number.role == role)
    }

    /// Whether a negation stands up to four words before.
    pub(super) fn is_negated(&self, at: usize) -> bool {
        self.cues.iter().any(|found| found.cue == Cue::Not && found.first < at && at - found.first <= 4)
    }

    /// The negation that stands up to four words before in the same clause, and is no part of another phrase: the `no` of `no
    /// treatment` negates nothing but the treatment.
    pub(super) fn negation(&self, at: usize) -> Option<Found<Cue>> {
        // `No longer did better` denies; `no longer recommended` tells of advice.
        let is_result = self.cues.iter().any(|cue| cue.first == at && way_of(cue.cue).is_some());
        let is_part = |negation: &Found<Cue>| {
            self.cues.iter().filter(|other| !(is_result && other.cue == Cue::LapseStated)).any(|other| {
                matches!(
                    other.cue,
                    Cue::Comparator(_)
                        | Cue::Better
                        | Cue::Same
                        | Cue::Worse
                        | Cue::AsGood
                        | Cue::Lower
                        | Cue::Safety
                        | Cue::LapseStated
                ) && other.first <= negation.first
                    && negation.last <= other.last
                    && other.last > other.first
            })
        };
        self.cues.iter().copied().find(|found| {
            found.cue == Cue::Not
                && found.first < at
                && at - found.first <= 4
                && self.clause(found.first) == self.clause(at)
                && !is_part(found)
        })
    }

    /// The promises of the sentence that its words do not take back.
    pub(super) fn promises(&self) -> impl Iterator<Item = Found<Cue>> {
        lexicon::promises(&self.cues)
    }

    /// Whether it says more than any evidence can, in whatever words.
    pub(super) fn overclaims(&self) -> bool {
        self.has(Cue::Promise) || self.has(Cue::Overclaim)
    }

    /// The outcomes it speaks of without their names: phrases that are no part of the name of something else, as `pain` is
    /// of `back pain`.
    pub(super) fn outcomes<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = usize> + 'a {
        let is_outcome = |topic: usize| {
            let kind = corpus.topics().get(topic).map(|topic| topic.kind);
            matches!(kind, Some(TopicKind::Outcome | TopicKind::Instrument))
        };
        self.cues.iter().filter_map(move |found| {
            let Cue::Outcome(topic) = found.cue else { return None };
            let is_part = self
                .read
                .topics
                .iter()
                .any(|read| read.first <= found.first && found.last <= read.last && !is_outcome(read.topic));
            (!is_part).then_some(topic)
        })
    }

    /// Whether a word bounds the number behind it: the `more` of `more than twelve weeks`.
    pub(super) fn is_bound(&self, at: usize) -> bool {
        Grammar::Than.has(self.word(at + 1))
            && self.numbers.iter().any(|number| number.first <= at + 2 && at + 2 <= number.last)
    }

    /// Whether it speaks of the group that got a sham: `the sham arm`.
    pub(super) fn names_group_of(&self, said: &Said<ComparatorClass>) -> bool {
        said.what == ComparatorClass::Sham && Grammar::Arms.has(self.word(said.last + 1))
    }

    /// Whether the sentence says that the intervention helps.
    pub(super) fn is_positive(&self) -> bool {
        self.way.is_some_and(|way| way.what.is_gain() || way.what == Way::AsGood)
    }
}

/// Most words between the first word of a phrase and any other of it that is looked for.
const PHRASE_REACH: usize = 16;

/// Words after a negation within which it may deny coverage.
const COVERAGE_REACH: usize = 4;

/// Words of one text, for the phrases.
fn exact(words: &[ReadWord]) -> impl ExactSizeIterator<Item = &str> {
    words.iter().map(|word| word.exact.as_str())
}

/// Reads sentences.
pub(super) struct Claims<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) phrases: &'a Phrases<Cue>,
    pub(super) reader: TextReader<'a>,
}

impl Claims<'_> {
    /// Understands a sentence. `is_heading` text claims only what it says outright.
    pub(super) fn claim(&mut self, text: &str, is_heading: bool) -> Claim {
        let read = self.reader.read(text);
        let numbers = quantities(text, &read.words);
        let named: Vec<NamedTopic> = read
            .topics
            .iter()
            .filter_map(|read| Some(NamedTopic { kind: self.kind_of(read.topic)?, first: read.first, last: read.last }))
            .collect();
        let mut cues = self.phrases.find(exact(&read.words), &named);
        let poles = poles(&cues);
        cues.retain(|found| !matches!(found.cue, Cue::Opposed(..)));
        let mut topics: Vec<usize> = read.topics.iter().map(|topic| topic.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let is_question = text.trim_end().ends_with('?') && !cues.iter().any(|found| found.cue == Cue::Rhetorical);
        let mut claim = Claim {
            class: SentenceClass::Other,
            subject: Subject::Effect,
            read,
            numbers,
            cues,
            poles,
            way: None,
            relations: Vec::new(),
            unread_negations: Vec::new(),
            advice: None,
            strengths: Vec::new(),
            comparators: Vec::new(),
            compared_with: Vec::new(),
            topics,
            levels: Vec::new(),
            origins: Vec::new(),
            durations: Vec::new(),
            is_question,
            is_negated_advice: false,
            clauses: Vec::new(),
            label: 0,
            says: false,
            is_by_place: false,
        };
        claim.label = label(text, &claim.read.words);
        let told: Vec<usize> = claim.cues.iter().filter(|found| way_of(found.cue).is_some()).map(|f| f.first).collect();
        let apart: Vec<usize> = claim.cues.iter().filter(|found| found.cue == Cue::Contrast).map(|f| f.first).collect();
        claim.clauses = clauses(text, &claim.read.words, &told, &apart);
        claim.levels = levels(&claim.cues);
        claim.durations = durations(&claim.cues);
        lasting(&mut claim);
        self.comparison(&mut claim);
        self.relate(&mut claim);
        claim.origins = origins(&claim);
        claim.strengths = strengths(&claim);
        claim.subject = self.subject(&claim);
        advise(&mut claim);
        claim.says = self.says(&claim);
        claim.class = self.class(&claim, is_heading);
        claim
    }

    pub(super) fn kind_of(&self, topic: usize) -> Option<TopicKind> {
        self.corpus.topics().get(topic).map(|topic| topic.kind)
    }

    fn names(&self, claim: &Claim, kind: TopicKind) -> bool {
        claim.topics.iter().any(|&topic| self.kind_of(topic) == Some(kind))
    }

    /// Classes named anywhere, and treatments that stand after a word of comparison.
    fn comparison(&self, claim: &mut Claim) {
        let is_compared = |at: usize| {
            claim.cues.iter().any(|found| {
                matches!(found.cue, Cue::Against | Cue::Rank | Cue::AsGood | Cue::NotAs)
                    && found.first >= claim.label
                    // `People of 65 and over who had humming`.
                    && !(Grammar::Over.has(claim.word(found.first))
                        && Grammar::Conjunctions.has(claim.word(found.first.wrapping_sub(1))))
                    // `Over 90% likely that humming`, `fewer than half`: more or less than so many.
                    && !((Grammar::Over.has(claim.word(found.first)) || Grammar::Than.has(claim.word(found.first)))
                        && claim.numbers.iter().any(|number| number.first <= found.last + 1 && found.first <= number.last))
                    // `Recommends against humming` compares nothing.
                    && !claim.cues.iter().any(|cue| {
                        cue.cue == Cue::RecommendAgainst && cue.first <= found.first && found.first <= cue.last
                    })
                    && joined(claim, *found) <= at
                    && at.saturating_sub(joined(claim, *found)) <= if found.cue == Cue::NotAs { 6 } else { 4 }
            })
        };
        let mut comparators: Vec<Said<ComparatorClass>> = Vec::new();
        for found in &claim.cues {
            if let Cue::Comparator(class) = found.cue
                && !comparators.iter().any(|said| said.what == class)
            {
                comparators.push(Said { what: class, first: found.first, last: found.last });
            }
        }
        // A comparator by its name.
        for read in &claim.read.topics {
            if let Some(class) = self.corpus.topics().get(read.topic).and_then(|topic| topic.comparator_class)
                && !comparators.iter().any(|said| said.what == class)
            {
                comparators.push(Said { what: class, first: read.first, last: read.last });
            }
        }
        // `Than NSAIDs, relaxants or opioids`: each stands near the one before.
        let mut reach: Option<usize> = None;
        let compared: Vec<Said<usize>> = claim
            .read
            .topics
            .iter()
            .filter(|topic| self.kind_of(topic.topic) == Some(TopicKind::Intervention))
            .filter(|topic| {
                let near = is_compared(topic.first) || reach.is_some_and(|last| topic.first <= last + 3);
                reach = near.then_some(topic.last);
                near
            })
            // `no acupuncture`, `sham acupuncture`: a comparator of its own.
            .filter(|topic| {
                !claim.cues.iter().any(|found| {
                    matches!(found.cue, Cue::Comparator(_))
                        && found.first <= topic.first
                        && (topic.last <= found.last || topic.first == found.last + 1)
                })
            })
            .map(|topic| Said { what: topic.topic, first: topic.first, last: topic.last })
            .collect();
        let any = claim.cues.iter().find(|found| found.cue == Cue::AnyTreatment && is_compared(found.first));
        // `Individualized acupuncture is no better than standardized acupuncture`: another form of the same.
        let is_same = |said: &Said<usize>| {
            claim
                .read
                .topics
                .iter()
                .any(|topic| topic.topic == said.what && topic.last < said.first && topic.first >= claim.label)
        };
        if let Some(same) = compared.iter().find(|said| is_same(said) && !claim.has(Cue::NotAs)) {
            // `Humming with whistling did better than whistling alone` compares with another treatment.
            let is_part = claim.read.topics.iter().any(|topic| {
                topic.topic != same.what
                    && topic.last < same.first
                    && topic.first >= claim.label
                    && self.kind_of(topic.topic) == Some(TopicKind::Intervention)
            });
            let what = if is_part { ComparatorClass::Active } else { ComparatorClass::SameIntervention };
            comparators.push(Said { what, first: same.first, last: same.last });
        }
        let compared: Vec<Said<usize>> =
            compared.iter().copied().filter(|said| claim.has(Cue::NotAs) || !is_same(said)).collect();
        let active =
            compared.first().map(|said| (said.first, said.last)).or(any.map(|found| (found.first, found.last)));
        if let Some((first, last)) = active {
            comparators.push(Said { what: ComparatorClass::Active, first, last });
        }
        claim.comparators = comparators;
        claim.compared_with = compared;
    }

    fn subject(&self, claim: &Claim) -> Subject {
        if self.names(claim, TopicKind::Payer) && (claim.has(Cue::Covers) || claim.has(Cue::Bills)) {
            return Subject::Coverage;
        }
        // `Gives it the highest grade`.
        let grades = claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Strength(_)))
            && claim.has(Cue::Guideline)
            && self.names(claim, TopicKind::Intervention);
        let advises = grades
            || [Cue::Recommend, Cue::RecommendAgainst, Cue::Order, Cue::Reversal].iter().any(|cue| claim.has(*cue));
        if advises || (claim.has(Cue::Rank) && claim.has(Cue::Guideline)) {
            let is_result = claim.has(Cue::Trial) && !claim.has(Cue::Guideline) && !claim.has(Cue::RecommendAgainst);
            if !is_result {
                return Subject::Recommendation;
            }
        }
        // `Adverse events in chronic pain` are about harm; `less pain and fewer side effects` is about both.
        let is_main = |topic: usize| self.corpus.topics().get(topic).is_some_and(|topic| topic.is_main_outcome);
        let tells_benefit = claim.outcomes(self.corpus).any(is_main);
        if claim.has(Cue::Harm) && !(tells_benefit && claim.way.is_some() && !claim.has(Cue::Safety)) {
            return Subject::Harm;
        }
        if claim.has(Cue::NotAs) && !claim.compared_with.is_empty() {
            return Subject::Effect;
        }
        if self.names(claim, TopicKind::Mechanism) || claim.has(Cue::Mechanism) {
            return Subject::Mechanism;
        }
        Subject::Effect
    }

    fn says(&self, claim: &Claim) -> bool {
        let cues = [
            Cue::Promise,
            Cue::Overclaim,
            Cue::Absolute,
            Cue::Order,
            Cue::Safety,
            Cue::HarmAsGood,
            Cue::Recommend,
            Cue::RecommendAgainst,
            Cue::Reversal,
            Cue::InForce,
            Cue::Rank,
        ];
        let counts = claim.numbers.iter().any(|number| {
            matches!(number.role, Role::Participants | Role::Studies | Role::Percent | Role::P | Role::Interval)
        });
        claim.way.is_some()
            || cues.iter().any(|cue| claim.has(*cue))
            || !claim.levels.is_empty()
            || counts
            || claim.subject == Subject::Coverage
    }

    fn class(&self, claim: &Claim, is_heading: bool) -> SentenceClass {
        let has = |cue| claim.has(cue);
        let counts = claim.numbers.iter().any(|number| {
            matches!(number.role, Role::Participants | Role::Studies | Role::Percent | Role::P | Role::Interval)
        });
        let treatment = self.names(claim, TopicKind::Intervention) || self.names(claim, TopicKind::Payer);
        let condition = self.names(claim, TopicKind::Condition);
        let outcome = self.names(claim, TopicKind::Outcome)
            || self.names(claim, TopicKind::Instrument)
            || claim.cues.iter().any(|found| matches!(found.cue, Cue::Outcome(_)));
        let research = has(Cue::VagueSource) || has(Cue::Research) || self.names(claim, TopicKind::Design);
        let logistic = has(Cue::Logistics) || {
            !claim.numbers.is_empty() && claim.numbers.iter().all(|number| number.role == Role::Logistics)
        };
        if claim.is_question {
            return SentenceClass::Other;
        }
        let cites = counts || has(Cue::Trial) || has(Cue::Review) || has(Cue::Guideline);
        let claims = claim.overclaims() || has(Cue::Safety) || has(Cue::HarmAsGood) || claim.way.is_some();
        // An address or an appointment beside a claim makes it no less of one.
        if logistic && !cites && !(claims && (treatment || condition)) {
            return SentenceClass::Logistics;
        }
        if (has(Cue::Practice) || has(Cue::Observation)) && !cites && !has(Cue::Safety) && !claim.overclaims() {
            return SentenceClass::PracticeExperience;
        }
        let says = claim.says;
        if has(Cue::HarmAsGood) {
            return SentenceClass::EvidenceClaim;
        }
        if is_heading {
            let outright = claim.overclaims()
                || has(Cue::Safety)
                || (counts && research)
                || (has(Cue::Praise) && treatment)
                || (has(Cue::Recommend) && treatment);
            return if outright { SentenceClass::EvidenceClaim } else { SentenceClass::Other };
        }
        let about = treatment
            || condition
            || outcome
            || self.names(claim, TopicKind::Mechanism)
            || has(Cue::Mechanism)
            || has(Cue::Harm)
            || (claim.overclaims() && (has(Cue::Treating) || has(Cue::AnyTreatment)));
        let acts =
            claim.subject == Subject::Mechanism && (treatment || has(Cue::Treating)) && claim.read.words.len() > 3;
        if (says && (about || research)) || acts || (has(Cue::Harm) && treatment) {
            return SentenceClass::EvidenceClaim;
        }
        SentenceClass::Other
    }
}

/// Numbers the clauses: a semicolon ends one, and so do `but` and, after a comma, its like. So does `and` after a comma
/// between two comparisons. `told` are the first words of what tells how a comparison came out, `apart` those that set clauses
/// apart, both in order.
fn clauses(text: &str, words: &[ReadWord], told: &[usize], apart: &[usize]) -> Vec<usize> {
    let mut clause = 0;
    let mut began = 0;
    // The clause that an aside stands in: `dry cupping, but not wet cupping, lowered pain`.
    let mut around: Option<usize> = None;
    let mut count = 0;
    let mut all = Vec::with_capacity(words.len());
    let mut last: Option<&ReadWord> = None;
    for (at, word) in words.iter().enumerate() {
        let gap = last.and_then(|last| text.get(last.end..word.start)).unwrap_or_default();
        let joins = apart.binary_search(&at).is_ok();
        let is_between = || {
            let before = told.partition_point(|&first| first < began);
            told.get(before).is_some_and(|&first| first < at) && told.last().is_some_and(|&first| first > at)
        };
        let adds = gap.contains(',') && Grammar::And.has(&word.exact) && is_between();
        // `Unlike humming, whistling did better`: what a sentence begins to set apart ends at the comma.
        let ends_first = gap.contains(',') && began == 0 && clause == 0 && apart.first() == Some(&0);
        if let Some(outer) = around.filter(|_| gap.contains(',')) {
            around = None;
            if at - began <= ASIDE_WORDS && !joins {
                clause = outer;
                all.push(clause);
                last = Some(word);
                continue;
            }
        }
        // `Lower with one, not with the other`.
        let denies = gap.contains(',') && Grammar::Not.has(&word.exact);
        let begins = gap.contains(';') || (gap.contains(',') && joins) || denies || Grammar::Contrasts.has(&word.exact);
        if begins || adds || ends_first {
            let is_aside =
                gap.contains(',') && (denies || words.get(at + 1).is_some_and(|next| Grammar::Not.has(&next.exact)));
            around = is_aside.then_some(clause);
            count += 1;
            clause = count;
            began = at;
        }
        all.push(clause);
        last = Some(word);
    }
    all
}

/// The words that exclude others, of each axis those of the longest phrase: `no more often` is not `more often` as well.
/// `Moderate certainty` tells of the evidence, and is the name of nothing else.
fn poles(cues: &[Found<Cue>]) -> Vec<Found<(Axis, u32)>> {
    let all = || {
        cues.iter().filter_map(|found| {
            let Cue::Opposed(axis, pole) = found.cue else { return None };
            Some(Found { cue: (axis, pole), first: found.first, last: found.last })
        })
    };
    let is_part = |one: &Found<(Axis, u32)>| {
        all().any(|other| {
            other.cue.0 == one.cue.0
                && other.last - other.first > one.last - one.first
                && other.first <= one.first
                && one.last <= other.last
        }) || cues.iter().any(|other| {
            matches!(other.cue, Cue::Certainty(_) | Cue::Strength(_))
                && other.first <= one.last
                && one.first <= other.last
        })
    };
    all().filter(|one| !is_part(one)).collect()
}

/// Most words of an aside between commas.
const ASIDE_WORDS: usize = 6;

/// The word behind which stands what is compared with: of `compared humming with silence` the `with`.
fn joined(claim: &Claim, found: Found<Cue>) -> usize {
    let is_apart =
        found.cue == Cue::Against && found.first == found.last && Grammar::Compared.has(claim.word(found.first));
    let joins = |at: &usize| Grammar::ComparedWith.has(claim.word(*at));
    is_apart.then(|| (found.last + 2..found.last + 8).find(joins)).flatten().unwrap_or(found.last)
}

/// Most words of a label before a colon.
const LABEL_WORDS: usize = 8;

/// How many words stand before a colon near the beginning.
fn label(text: &str, words: &[ReadWord]) -> usize {
    let colon = words.windows(2).take(LABEL_WORDS).position(|pair| match pair {
        [one, next] => text.get(one.end..next.start).is_some_and(|gap| gap.starts_with(": ") || gap.starts_with("): ")),
        _ => false,
    });
    colon.map_or(0, |at| at + 1)
}

/// The certainties named; `very low` is not `low` as well, and what stands inside a longer phrase is part of it.
fn levels(cues: &[Found<Cue>]) -> Vec<Said<Level>> {
    let mut all: Vec<Said<Level>> = Vec::new();
    for found in cues {
        if let Cue::Certainty(what) = found.cue {
            let overlaps = |said: &&mut Said<Level>| said.first <= found.last && found.first <= said.last;
            match all.iter_mut().find(overlaps) {
                Some(said) if found.last - found.first > said.last - said.first => {
                    *said = Said { what, first: found.first, last: found.last };
                }
                Some(_) => {}
                None => all.push(Said { what, first: found.first, last: found.last }),
            }
        }
    }
    all
}

fn durations(cues: &[Found<Cue>]) -> Vec<Said<DurationClass>> {
    let mut all: Vec<Said<DurationClass>> = Vec::new();
    for found in cues {
        if let Cue::Duration(what) = found.cue {
            // `sub-acute` is cut into two words.
            let part = cues.iter().any(|other| {
                other.cue == Cue::Duration(DurationClass::Subacute)
                    && other.first <= found.first
                    && found.last <= other.last
                    && other != found
            });
            if !part && !all.iter().any(|said| said.what == what) {
                all.push(Said { what, first: found.first, last: found.last });
            }
        }
    }
    all
}

/// Days up to which a complaint is acute or subacute: 12 weeks, or three months.
const NOT_CHRONIC: f64 = 92.0;

/// Days from which a complaint is chronic: 12 weeks.
const CHRONIC: f64 = 84.0;

/// Most words between what says that a complaint has lasted and how long.
const LASTING_REACH: usize = 5;

/// Words after a span of time that say the same of it: `less than six weeks old`.
const LASTING_AFTER: usize = 1;

/// Reads a span of time that a complaint has lasted as what it is called by: `that began less than 12 weeks ago` is acute.
fn lasting(claim: &mut Claim) {
    let told = claim.numbers_of(Role::Days).find_map(|number| {
        let is_lasting = claim.cues.iter().any(|cue| {
            cue.cue == Cue::Lasting
                && (cue.last < number.first && number.first - cue.last <= LASTING_REACH
                    || cue.first > number.last && cue.first - number.last <= LASTING_AFTER)
        });
        let bound = number.qualifier?;
        let is_below = matches!(bound, Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo);
        let is_above = matches!(bound, Qualifier::MoreThan | Qualifier::AtLeast);
        let class = if is_below && number.high <= NOT_CHRONIC {
            DurationClass::Acute
        } else if is_above && number.low >= CHRONIC {
            DurationClass::Chronic
        } else {
            return None;
        };
        is_lasting.then_some(Said { what: class, first: number.first, last: number.last })
    });
    if let Some(said) = told.filter(|_| claim.durations.is_empty()) {
        claim.durations.push(said);
        // What is told as the definition of a kind of people is no time of a result.
        let defines = |number: &Number| (0.9 * CHRONIC..=1.1 * CHRONIC).contains(&number.high);
        claim.numbers.retain(|number| (number.first, number.last) != (said.first, said.last) || !defines(number));
    }
}

/// For each time, the origin that is said right after it.
fn origins(claim: &Claim) -> Vec<(usize, Said<TimeOrigin>)> {
    let mut all = Vec::new();
    for (i, number) in claim.numbers.iter().enumerate().filter(|(_, number)| number.role == Role::Days) {
        // `For a year, even after the last session` counts from nowhere.
        let near = |found: &&Found<Cue>| {
            found.first > number.last
                && found.first - number.last <= 2
                && !Grammar::Even.has(claim.word(number.last + 1))
        };
        let named = |cue| claim.cues.iter().filter(near).find(|found| found.cue == cue).copied();
        // `After the start of treatment` holds `after treatment` as well: the later says less.
        let by_precedence =
            [TimeOrigin::Randomization, TimeOrigin::Surgery, TimeOrigin::StartOfTreatment, TimeOrigin::EndOfTreatment];
        let origin = by_precedence.into_iter().find_map(|what| Some((named(Cue::TimeOrigin(what))?, what)));
        if let Some((found, what)) = origin {
            all.push((i, Said { what, first: number.first, last: found.last }));
        }
    }
    all
}
