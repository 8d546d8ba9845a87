//! What the evidence says of a claim: the findings behind it, how far they agree, and every rule it breaks.
//!
//! Accusing a right sentence is nearly as bad as missing a wrong one. So a rule of severity error fires only where the
//! source of the sentence is known or the comparison is named, and every finding that could be meant disagrees.

mod advice;
mod certainty;
mod comparison;
mod doubt;
mod numbers;
mod omission;
mod people;
mod standing;
mod unsourced;
mod wording;

use std::collections::HashSet;

use super::{
    claim::{Claim, SentenceClass, Subject, Way},
    identify::{Identified, Named, of_whole},
    known::Facts,
    number::{Number, Role},
    rule::{self, CheckRule, HitSeverity},
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{
        Date, Finding, Source, Stated, TopicKind,
        certainty::Level,
        finding::{ComparatorClass, Direction, DurationClass, FindingKind},
        vocabulary::vocabulary,
    },
};

vocabulary! {
    /// What the collection says of a sentence. It never says true or false.
    pub enum CheckVerdict ("verdict of the draft check") {
        /// A finding agrees with what the sentence says.
        Matched = "matched", "Matched";
        /// A finding agrees, and something that belongs to it is missing.
        PartlyMatched = "partly-matched", "Partly matched";
        /// The source says something else.
        Conflicts = "conflicts", "Conflicts with the source";
        /// Nothing in this collection is about it.
        NotFound = "not-found", "Not found in this collection";
        /// There is nothing in it that findings could be compared with.
        NotCheckable = "not-checkable", "Not checkable";
    }
}

/// A breach of a rule, before it has its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Breach {
    pub(super) rule: &'static CheckRule,
    /// That of the rule, or a lower one where it rests on what nobody has verified.
    pub(super) severity: HitSeverity,
    /// Whether it does.
    pub(super) is_doubtful: bool,
    pub(super) first: usize,
    pub(super) last: usize,
    /// What was wrong, in a sentence.
    pub(super) message: String,
    /// What the record has instead, in few words.
    pub(super) expected: Option<String>,
    /// Position of the finding behind it.
    pub(super) finding: Option<usize>,
    /// Position of the source behind it.
    pub(super) source: Option<usize>,
}

/// A finding that a claim was compared with, and in what they agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) finding: usize,
    pub(super) agrees_in: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) verdict: CheckVerdict,
    pub(super) compared: Vec<Compared>,
    pub(super) breaches: Vec<Breach>,
}

impl Judgement {
    /// Of a sentence with nothing in it to compare, whatever its wording.
    fn not_checkable(found: Found<'_>) -> Self {
        Self { verdict: CheckVerdict::NotCheckable, compared: Vec::new(), breaches: found.breaches }
    }
}

/// Most findings shown for a sentence.
const SHOWN: usize = 4;

/// What several claims say together, gathered once for all of their sentences.
#[derive(Debug, Default)]
pub(super) struct Told {
    cues: HashSet<Cue>,
    /// Positions of topics.
    topics: HashSet<usize>,
    /// Any certainty, and one that is low or very low.
    levels: bool,
    low_level: bool,
    comparators: bool,
    durations: bool,
    ages: bool,
    /// How large an effect is, in numbers.
    sizes: bool,
    negated_advice: bool,
}

impl Told {
    pub(super) fn add(&mut self, claim: &Claim) {
        let counts = |role| claim.numbers_of(role).next().is_some();
        self.cues.extend(claim.cues.iter().map(|found| found.cue));
        self.topics.extend(&claim.topics);
        self.levels |= !claim.levels.is_empty();
        self.low_level |= claim.levels.iter().any(|said| said.what <= Level::Low);
        self.comparators |= !claim.comparators.is_empty();
        self.durations |= !claim.durations.is_empty();
        self.ages |= counts(Role::Age);
        self.sizes |= counts(Role::Effect) || counts(Role::Percent);
        self.negated_advice |= claim.is_negated_advice;
    }
}

/// What is known around a sentence.
pub(super) struct Around<'c> {
    /// What the paragraph says of the same source, this sentence included.
    pub(super) of_source: &'c Told,
    /// Whether the sentence is the first of these.
    pub(super) is_first: bool,
    /// Treatments the document is about, as positions of topics.
    pub(super) treatments: &'c [usize],
    /// What the paragraph says of whatever source.
    pub(super) whole: &'c Told,
    /// Whether the paragraph names any research.
    pub(super) names_research: bool,
    /// Treatments named right before, for `both`.
    pub(super) before: &'c [usize],
}

impl Around<'_> {
    fn says(&self, cue: Cue) -> bool {
        self.of_source.cues.contains(&cue)
    }

    /// Whether the paragraph says it anywhere, of whatever source.
    fn says_anywhere(&self, cue: Cue) -> bool {
        self.whole.cues.contains(&cue)
    }
}

pub(super) struct Judge<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) facts: &'a Facts,
    pub(super) as_of: Date,
}

/// Breaches as they are found.
struct Found<'a> {
    breaches: Vec<Breach>,
    claim: &'a Claim,
    source: Option<usize>,
}

impl Found<'_> {
    fn at(
        &mut self,
        rule: &'static CheckRule,
        span: (usize, usize),
        finding: Option<usize>,
        message: String,
        expected: Option<String>,
    ) {
        self.as_severe_as(rule.severity, rule, span, finding, message, expected);
    }

    /// With another severity than that of the rule.
    fn as_severe_as(
        &mut self,
        severity: HitSeverity,
        rule: &'static CheckRule,
        span: (usize, usize),
        finding: Option<usize>,
        message: String,
        expected: Option<String>,
    ) {
        let breach = Breach {
            rule,
            severity,
            is_doubtful: false,
            first: span.0,
            last: span.1,
            message,
            expected,
            finding,
            source: self.source,
        };
        if !self.breaches.iter().any(|other| other.rule.id == rule.id && (other.first, other.last) == (span.0, span.1))
        {
            self.breaches.push(breach);
        }
    }

    /// On the whole sentence.
    fn whole(&self) -> (usize, usize) {
        (0, self.claim.read.words.len().saturating_sub(1))
    }
}

impl<'a> Judge<'a> {
    /// Judges a sentence that names this research.
    pub(super) fn judge(&self, claim: &Claim, named: &Named, around: &Around<'_>) -> Judgement {
        let source = match named {
            Named::Source(identified) => Some(identified.source),
            Named::Unknown { record, nearest, .. } => record.or(*nearest),
            Named::Nothing => None,
        };
        let mut found = Found { breaches: Vec::new(), claim, source };
        // Whatever a sentence is about, and of whatever kind it is.
        self.wording(claim, around, &mut found);
        match claim.class {
            SentenceClass::EvidenceClaim => {}
            SentenceClass::PracticeExperience => {
                let span =
                    claim.first(Cue::Practice).or(claim.first(Cue::Observation)).map_or((0, 0), |f| (f.first, f.last));
                let message = "this tells what a practice sees; no finding was compared with it".to_owned();
                found.at(rule::PRACTICE, span, None, message, None);
                return Judgement::not_checkable(found);
            }
            SentenceClass::Logistics | SentenceClass::Other => {
                if let Named::Source(identified) = named {
                    self.label(claim, identified, &mut found);
                    self.editorial(claim, identified, around, &mut found);
                }
                return Judgement::not_checkable(found);
            }
        }
        let judgement = match named {
            Named::Source(identified) => self.of_source(claim, identified, around, &mut found),
            Named::Unknown { record, nearest, first, last } => {
                // A trial of something else is not in this collection, and nobody expects it there.
                if record.is_some() || self.is_in_field(claim, around) {
                    let message = self.unknown(*record, *nearest);
                    found.at(rule::SOURCE_NOT_FOUND, (*first, *last), None, message, None);
                }
                (CheckVerdict::NotFound, Vec::new())
            }
            Named::Nothing => self.without_source(claim, around, &mut found),
        };
        let (verdict, compared) = judgement;
        let mut breaches = found.breaches;
        // `A 2020 review` may be another one: what is not sure accuses nobody.
        if let Named::Source(Identified { is_sure: false, .. }) = named {
            breaches.retain(|breach| breach.rule.severity != HitSeverity::Error);
        }
        self.lower_what_is_doubtful(claim, &compared, &mut breaches);
        breaches.sort_by_key(|breach| (breach.severity, breach.rule.id, breach.first));
        let verdict = settle(verdict, &breaches);
        Judgement { verdict, compared, breaches }
    }

    fn finding(&self, at: usize) -> Option<&'a Finding> {
        self.corpus.findings().get(at)
    }

    fn source(&self, at: usize) -> Option<&'a Source> {
        self.corpus.sources().get(at)
    }

    fn label_of(&self, topic: usize) -> String {
        self.corpus.topics().get(topic).map(|topic| topic.label.to_lowercase()).unwrap_or_default()
    }

    fn positions<'t>(&self, ids: impl IntoIterator<Item = &'t crate::domain::TopicId>) -> Vec<usize> {
        ids.into_iter().filter_map(|id| self.facts.topic_of.get(id.as_str()).copied()).collect()
    }

    fn of_kind(&self, topics: &[usize], kinds: &[TopicKind]) -> Vec<usize> {
        let is = |topic: &usize| self.corpus.topics().get(*topic).is_some_and(|topic| kinds.contains(&topic.kind));
        topics.iter().copied().filter(is).collect()
    }

    /// Whether the paragraph names a condition of this collection or a treatment it is about, and the claim nothing that it
    /// does not know.
    fn is_in_field(&self, claim: &Claim, around: &Around<'_>) -> bool {
        let is_own = |topic: &usize| {
            let kind = self.corpus.topics().get(*topic).map(|topic| topic.kind);
            matches!(kind, Some(TopicKind::Condition | TopicKind::Payer)) || self.facts.treated.contains(topic)
        };
        let names_own = around.whole.topics.iter().any(is_own);
        names_own && self.facts.foreign_stems(self.corpus, claim).is_empty()
    }

    fn unknown(&self, record: Option<usize>, nearest: Option<usize>) -> String {
        match (record.and_then(|at| self.source(at)), nearest.and_then(|at| self.source(at))) {
            (Some(source), _) => format!(
                "the source is not identified: it is known only as `{}`, and nothing of it could be confirmed",
                source.short_title
            ),
            (None, Some(near)) => {
                let mut counts = Vec::new();
                if let Some(studies) = of_whole(near, Role::Studies) {
                    counts.push(format!("{studies} studies"));
                }
                if let Some(people) = of_whole(near, Role::Participants) {
                    counts.push(format!("{people} participants"));
                }
                let counts = if counts.is_empty() { String::new() } else { format!(", {}", counts.join(", ")) };
                format!(
                    "no source in this collection fits this description; the nearest is {} ({}{counts})",
                    near.short_title,
                    near.year()
                )
            }
            (None, None) => "no source in this collection fits this description; give its DOI".to_owned(),
        }
    }

    /// The findings of a source that a claim can mean: those that agree with it in most.
    fn meant(&self, claim: &Claim, among: &[usize], around: &Around<'_>) -> Vec<usize> {
        let kinds = self.kinds(claim);
        let mut scored: Vec<(i32, usize)> = among
            .iter()
            .filter_map(|&at| {
                let finding = self.finding(at)?;
                let of_kind = kinds.contains(&finding.result.kind());
                let kind = if of_kind { 6 } else { 0 };
                Some((kind + self.agreement(claim, finding, around)?, at))
            })
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let Some(&(best, _)) = scored.first() else { return Vec::new() };
        let mut meant: Vec<usize> = scored.into_iter().filter(|(score, _)| *score == best).map(|(_, at)| at).collect();
        // Of those that fit alike, the ones with numbers first: they say most.
        meant.sort_by_key(|&at| {
            let numbers =
                self.finding(at).and_then(|finding| finding.result.measurement()).map_or(0, |m| m.estimates.len());
            (numbers == 0, at)
        });
        meant
    }

    fn kinds(&self, claim: &Claim) -> &'static [FindingKind] {
        match claim.subject {
            Subject::Effect => &[FindingKind::Effect],
            Subject::Harm => &[FindingKind::Harm],
            Subject::Recommendation | Subject::Coverage => &[FindingKind::Recommendation],
            Subject::Mechanism => &[FindingKind::Mechanism],
        }
    }

    /// Outcomes a claim names or speaks of, as positions of topics. `Function` may mean either of two.
    fn outcomes(&self, claim: &Claim) -> Vec<usize> {
        let mut all = self.of_kind(&claim.topics, &[TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism]);
        all.extend(claim.outcomes(self.corpus));
        all
    }

    /// In how much a finding agrees with a claim; none when it is about something else.
    fn agreement(&self, claim: &Claim, finding: &Finding, around: &Around<'_>) -> Option<i32> {
        let mut score = 0;
        let compared: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let own: Vec<usize> = own.into_iter().filter(|topic| !compared.contains(topic)).collect();
        let of_finding = self.positions(&finding.intervention.topics);
        let against = self.positions(&finding.comparator.topics);
        if !own.is_empty() && !of_finding.is_empty() {
            let related = own.iter().any(|&a| of_finding.iter().chain(&against).any(|&b| self.facts.related(a, b)));
            score += if related { 2 } else { -4 };
        } else if own.is_empty() && !around.treatments.is_empty() && !of_finding.is_empty() {
            let related = around.treatments.iter().any(|&a| of_finding.iter().any(|&b| self.facts.related(a, b)));
            score += i32::from(related);
        }
        // What a sham does by itself is not what is asked.
        let is_sham = |topic: &usize| {
            self.corpus.topics().get(*topic).and_then(|topic| topic.comparator_class) == Some(ComparatorClass::Sham)
        };
        if of_finding.iter().any(is_sham) {
            score -= 2;
        }
        let classes: Vec<ComparatorClass> = claim.comparators.iter().map(|said| said.what).collect();
        if !classes.is_empty() && finding.result.measurement().is_some() {
            let fits = classes.iter().any(|class| same_class(*class, finding.comparator.class));
            score += if fits { 3 } else { -2 };
            if !compared.is_empty() && finding.comparator.class == ComparatorClass::Active {
                let fits =
                    compared.iter().any(|&a| against.iter().chain(&of_finding).any(|&b| self.facts.related(a, b)));
                score += if fits { 3 } else { -2 };
            }
        }
        let outcomes = self.outcomes(claim);
        if let Some(m) = finding.result.measurement()
            && !outcomes.is_empty()
        {
            let own = self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()));
            score += if own.iter().any(|topic| outcomes.contains(topic)) { 2 } else { -1 };
        }
        let durations: Vec<DurationClass> = claim.durations.iter().map(|said| said.what).collect();
        if let Stated::As(of_finding) = &finding.population.duration
            && !durations.is_empty()
        {
            score += if durations.iter().any(|class| of_finding.contains(class)) { 2 } else { -2 };
        }
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        if !conditions.is_empty() {
            let own = self.positions(&finding.population.topics);
            let exact = own.iter().any(|topic| conditions.contains(topic));
            score += i32::from(exact);
        }
        if let Some(m) = finding.result.measurement() {
            if let Stated::As(time) = m.time
                && claim
                    .numbers_of(Role::Days)
                    .any(|number| (number.high - time.to.days()).abs() <= 0.03 * time.to.days())
            {
                score += 2;
            }
            let has = |number: &Number| {
                m.estimates.iter().any(|estimate| {
                    let value = estimate.value.to_f64().abs();
                    super::identify::same(number, value)
                })
            };
            let told = |role| claim.numbers_of(role).any(has);
            score += 3 * i32::from(told(Role::Percent) || told(Role::Effect));
        }
        Some(score)
    }

    /// A claim with a known source.
    fn of_source(
        &self,
        claim: &Claim,
        identified: &Identified,
        around: &Around<'_>,
        found: &mut Found<'_>,
    ) -> (CheckVerdict, Vec<Compared>) {
        let (Some(source), Some(known)) = (self.source(identified.source), self.facts.sources.get(identified.source))
        else {
            return (CheckVerdict::NotCheckable, Vec::new());
        };
        let meant = self.meant(claim, &known.findings, around);
        let mut agrees: Vec<&'static str> = Vec::new();
        self.numbers(claim, source, known, &meant, found, &mut agrees);
        self.time(claim, source, known, &meant, found, &mut agrees);
        self.population(claim, identified, source, known, &meant, found, &mut agrees);
        self.direction(claim, &meant, found, &mut agrees);
        self.comparator(claim, source, known, &meant, found, &mut agrees);
        self.advice(claim, identified, source, known, around, found, &mut agrees);
        self.certainty(claim, source, known, &meant, around, found, &mut agrees);
        self.omitted(claim, source, known, &meant, around, found);
        self.label(claim, identified, found);
        self.editorial(claim, identified, around, found);
        self.currency(claim, source, around, found, &mut agrees);
        self.contrary(claim, Some((source, known)), around, found);
        self.mechanism(claim, &meant, around, found);
        let published = identified.by.iter().any(|by| matches!(*by, "journal" | "participants" | "studies"));
        if published {
            agrees.push("source");
        }
        // `In people with gout, the trial found`: what is on record is about something else.
        let is_foreign = self.facts.lacks(identified.source, &self.facts.foreign_stems(self.corpus, claim));
        let verdict = match (agrees.is_empty(), meant.is_empty() || is_foreign) {
            (_, true) if is_foreign => CheckVerdict::NotFound,
            (false, _) => CheckVerdict::Matched,
            (true, true) => CheckVerdict::NotFound,
            (true, false) => CheckVerdict::NotCheckable,
        };
        let compared =
            meant.into_iter().take(SHOWN).map(|finding| Compared { finding, agrees_in: agrees.clone() }).collect();
        (verdict, compared)
    }
}

/// Whether two classes stand for the same comparison. Waiting is no treatment for now.
fn same_class(said: ComparatorClass, of_finding: ComparatorClass) -> bool {
    let plain = |class| if class == ComparatorClass::WaitList { ComparatorClass::NoTreatment } else { class };
    plain(said) == plain(of_finding)
}

/// Whether a way agrees with a direction; none when it cannot be told.
fn says(way: Way, direction: Direction) -> Option<bool> {
    match (way, direction) {
        (Way::Better, Direction::FavoursIntervention)
        | (Way::Same, Direction::NoDifference)
        | (Way::Worse, Direction::FavoursComparator)
        | (Way::AsGood, Direction::NoDifference | Direction::FavoursIntervention) => Some(true),
        (Way::Better, Direction::NoDifference | Direction::FavoursComparator)
        | (Way::Same | Way::Worse, Direction::FavoursIntervention)
        | (Way::Worse, Direction::NoDifference)
        | (Way::Same | Way::AsGood, Direction::FavoursComparator) => Some(false),
        (_, Direction::Mixed | Direction::Descriptive) => None,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each once, in order of appearance.
fn unique(values: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// The verdict, once the breaches are known.
fn settle(verdict: CheckVerdict, breaches: &[Breach]) -> CheckVerdict {
    let has = |rule: &CheckRule| {
        breaches.iter().any(|breach| breach.rule.id == rule.id && breach.severity == HitSeverity::Error)
    };
    let conflicts = [
        rule::NUMBER_MISMATCH,
        rule::WRONG_TIME_ORIGIN,
        rule::WRONG_POPULATION,
        rule::WRONG_COMPARATOR,
        rule::DIRECTION_CONFLICT,
        rule::WRONG_CERTAINTY,
    ];
    if conflicts.iter().any(|rule| has(rule)) {
        return CheckVerdict::Conflicts;
    }
    if has(rule::SOURCE_NOT_FOUND) {
        return CheckVerdict::NotFound;
    }
    let lacks = breaches.iter().any(|breach| breach.severity == HitSeverity::Warning);
    if verdict == CheckVerdict::Matched && lacks { CheckVerdict::PartlyMatched } else { verdict }
}
