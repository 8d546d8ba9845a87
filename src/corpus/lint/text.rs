//! What texts of ours may say, given what they rest on.
//!
//! The rules read words, not meanings: they catch the slip of a pen (a number from another trial, "reduces" where the
//! evidence says "may"), and leave the meaning to the person who signs.

use std::collections::BTreeSet;

use super::{Files, numbers::Printable};
use crate::{
    corpus::diagnostic::{
        ABSOLUTE_WORDING, Rule, TEXT_CERTAINTY, TEXT_COMPARATOR, TEXT_NUMBER, TEXT_POPULATION, UNVERIFIED_TEXT,
    },
    domain::{
        Certainty, Finding, FindingId, FindingKind, Source, SourceId, Topic, TopicId, TopicKind,
        certainty::{AcpQuality, AhrqStrength, CinemaConfidence, GradeCertainty},
        finding::ComparatorClass,
        prose::{self, Wording},
    },
};

/// A breach: the rule, what the text does, what would be right.
pub(super) type Fault = (Rule, String, String);

/// Everything a text rests on, and the numbers that come with it.
pub(super) struct Basis<'a> {
    pub(super) findings: Vec<&'a Finding>,
    pub(super) sources: Vec<&'a Source>,
    topics: Vec<&'a Topic>,
    numbers: Printable,
}

/// How sure the words of a text may be. Ratings of different systems are not compared with one another: each says which
/// words it carries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Assurance {
    VeryLow,
    Low,
    Moderate,
    High,
}

impl Assurance {
    /// None for a rating that judges a study, not what is known.
    fn of(certainty: Certainty) -> Option<Self> {
        match certainty {
            Certainty::Grade(GradeCertainty::High)
            | Certainty::Acp(AcpQuality::High)
            | Certainty::AhrqSoe(AhrqStrength::High)
            | Certainty::Cinema(CinemaConfidence::High) => Some(Self::High),
            Certainty::Grade(GradeCertainty::Moderate)
            | Certainty::Acp(AcpQuality::Moderate)
            | Certainty::AhrqSoe(AhrqStrength::Moderate)
            | Certainty::Cinema(CinemaConfidence::Moderate) => Some(Self::Moderate),
            Certainty::Grade(GradeCertainty::Low)
            | Certainty::Acp(AcpQuality::Low)
            | Certainty::AhrqSoe(AhrqStrength::Low | AhrqStrength::LowToModerate)
            | Certainty::Cinema(CinemaConfidence::Low) => Some(Self::Low),
            Certainty::Grade(GradeCertainty::VeryLow)
            | Certainty::Acp(AcpQuality::Insufficient)
            | Certainty::AhrqSoe(AhrqStrength::Insufficient)
            | Certainty::Cinema(CinemaConfidence::VeryLow) => Some(Self::VeryLow),
            Certainty::Ocebm2011(_) => None,
        }
    }
}

impl<'a> Basis<'a> {
    pub(super) fn new<'b>(
        files: &Files<'a>,
        ids: impl IntoIterator<Item = &'b FindingId>,
        sources: impl IntoIterator<Item = &'b SourceId>,
        topics: impl IntoIterator<Item = &'b TopicId>,
    ) -> Self {
        let ids: BTreeSet<&FindingId> = ids.into_iter().collect();
        let named: BTreeSet<&SourceId> = sources.into_iter().collect();
        let records = files.records;
        let reported = records.sources.iter().flat_map(|filed| &filed.record.findings);
        let bound: Vec<&Finding> = reported.filter(|finding| ids.contains(&finding.id)).collect();
        let sources: Vec<&Source> = records
            .sources
            .iter()
            .map(|filed| &filed.record.source)
            .filter(|source| named.contains(&source.id) || bound.iter().any(|finding| finding.source == source.id))
            .collect();
        let mut named: BTreeSet<&TopicId> = topics.into_iter().collect();
        named.extend(bound.iter().flat_map(|finding| finding.all_topics()));
        let topics = records.topics.iter().map(|filed| &filed.record).filter(|topic| named.contains(&topic.id));
        let topics: Vec<&Topic> = topics.collect();
        let numbers = files.numbers.of(&bound, &sources, &topics);
        Self { findings: bound, sources, topics, numbers }
    }

    /// Lets the text print the numbers of another text.
    pub(super) fn allow_numbers_of(&mut self, text: &str) {
        self.numbers.allow(prose::numbers(text).into_iter().map(|number| number.value.magnitude()));
    }

    /// Numbers of the text that are not numbers of its basis, or are not confirmed.
    pub(super) fn faults_of_numbers(&self, text: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for number in prose::numbers(text) {
            let value = number.value.magnitude();
            let printed = &number.text;
            if self.numbers.has(value) {
                continue;
            }
            if self.numbers.has_unverified(value) {
                let message = format!("prints `{printed}`, which is not verified");
                let help = "find the page it can be read on, or say it without the number".to_owned();
                faults.push((UNVERIFIED_TEXT, message, help));
            } else {
                let message = format!("prints `{printed}`, which is no number of its findings");
                faults.push((TEXT_NUMBER, message, "check it, or name the finding it comes from".to_owned()));
            }
        }
        faults
    }

    /// The surest rating among its effects, and whether any of them has none.
    fn assurance(&self) -> (Option<Assurance>, bool) {
        let effects = self.findings.iter().filter(|finding| is_effect(finding));
        let ratings = effects.map(|finding| finding.certainty.value().and_then(|rated| Assurance::of(rated.certainty)));
        let (mut best, mut unrated) = (None, false);
        for rating in ratings {
            unrated |= rating.is_none();
            best = best.max(rating);
        }
        (best, unrated)
    }

    /// Words that are surer than the evidence.
    pub(super) fn faults_of_certainty(&self, text: &str) -> Vec<Fault> {
        if !self.findings.iter().any(|finding| is_effect(finding)) {
            return Vec::new();
        }
        let (best, unrated) = self.assurance();
        let mut faults = Vec::new();
        for sentence in prose::sentences(text) {
            let words = prose::words(&sentence);
            let followed_by =
                |i: usize, list: &[&str]| words.get(i + 1).is_some_and(|next| list.contains(&next.as_str()));
            // "More than no treatment" names a comparator and takes nothing back.
            let is_comparator = |(i, word): (usize, &String)| word == "no" && followed_by(i, OF_NO_TREATMENT);
            let has = |list: &[&str]| {
                words.iter().enumerate().any(|(i, word)| list.contains(&word.as_str()) && !is_comparator((i, word)))
            };
            let verb = words.iter().enumerate().find(|(i, word)| {
                // `to reduce pain` names an aim, `lower` is an adjective more often than not.
                let aim = i.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| before == "to");
                EFFECT_VERBS.contains(&word.as_str()) && !aim
            });
            if has(&["probably", "likely"]) && best < Some(Assurance::Moderate) && !has(&["not", "unlikely"]) {
                let message = format!("says `probably` on evidence that is not moderate: `{sentence}`");
                faults.push((TEXT_CERTAINTY, message, "low certainty is `may`".to_owned()));
            }
            let Some((_, verb)) = verb else { continue };
            if !has(HEDGES) && best < Some(Assurance::High) {
                let message =
                    format!("says `{verb}` without a hedge on evidence that is not of high certainty: `{sentence}`");
                let help =
                    "moderate is `probably`, low `may`; or report what people in the study had, in the past tense";
                faults.push((TEXT_CERTAINTY, message, help.to_owned()));
            }
        }
        let nothing_known = best == Some(Assurance::VeryLow) && !unrated;
        let wording = Wording::of(text);
        if nothing_known && !DOUBTS.iter().any(|doubt| wording.mentions(doubt)) {
            let message = "does not say that the evidence is very uncertain".to_owned();
            faults.push((TEXT_CERTAINTY, message, format!("use one of: {}", DOUBTS.join(", "))));
        }
        faults
    }

    /// Whether the text says who it is about.
    pub(super) fn faults_of_population(&self, files: &Files<'a>, text: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let wording = Wording::of(text);
        let meant: BTreeSet<&str> = self
            .findings
            .iter()
            .flat_map(|finding| &finding.population.topics)
            .flat_map(|topic| files.topics.above(topic.as_str()).chain([topic.as_str()]))
            .collect();
        let meant: Vec<&Topic> = meant.into_iter().filter_map(|id| files.topics.get(id)).collect();
        let names: BTreeSet<&str> = meant.iter().flat_map(|topic| topic.names()).collect();
        let asked = meant.iter().any(|topic| topic.kind == TopicKind::Condition);
        if asked && !names.iter().any(|name| wording.mentions(name)) {
            let message = "does not say who it is about".to_owned();
            let shortest = names.iter().min_by_key(|name| name.len()).copied().unwrap_or_default();
            faults.push((TEXT_POPULATION, message, format!("name the condition: `{shortest}`, say")));
        }
        let oldest = self.findings.iter().filter_map(|finding| finding.population.age_min.value()).max();
        if let Some(age) = oldest.filter(|age| **age >= 50) {
            let says_age = prose::numbers(text).iter().any(|number| number.value == u32::from(*age).into());
            if !says_age && !wording.mentions("older") {
                let message = format!("does not say that its finding is about people of {age} and older");
                faults.push((TEXT_POPULATION, message, format!("write `{age}` or `older`")));
            }
        }
        faults
    }

    /// Whether the text says against what effects were measured: all of them, or at least one.
    pub(super) fn faults_of_comparator(&self, text: &str, all: bool) -> Vec<Fault> {
        let comparisons: Vec<(&Finding, Vec<String>)> = self
            .findings
            .iter()
            .filter(|finding| is_effect(finding))
            .map(|finding| (*finding, self.comparator_names(finding)))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        let wording = Wording::of(text);
        let named = |names: &[String]| names.iter().any(|name| wording.mentions(name));
        let missing: Vec<_> = comparisons.iter().filter(|(_, names)| !named(names)).collect();
        let faulty = if all { !missing.is_empty() } else { missing.len() == comparisons.len() };
        match missing.first() {
            Some((finding, names)) if faulty => {
                let message = format!("does not say against what `{}` was measured", finding.id);
                vec![(TEXT_COMPARATOR, message, format!("write one of: {}", names.join(", ")))]
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// What the comparator of a finding may be called.
    fn comparator_names(&self, finding: &Finding) -> Vec<String> {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        match finding.comparator.class {
            ComparatorClass::Sham => names(&["sham", "simulated", "fake", "placebo", "minimal acupuncture", "pretend"]),
            ComparatorClass::NoTreatment => {
                names(&["no treatment", "no acupuncture", "without acupuncture", "nothing", "not having acupuncture"])
            }
            ComparatorClass::WaitList => names(&["waiting list", "wait list", "waitlist", "waited", "waiting"]),
            ComparatorClass::UsualCare => {
                names(&["usual care", "usual medical care", "standard care", "guideline care", "guideline-based care"])
            }
            ComparatorClass::Active => {
                let of_topics = self
                    .topics
                    .iter()
                    .filter(|topic| finding.comparator.topics.contains(&topic.id))
                    .flat_map(|topic| topic.names().map(str::to_owned).collect::<Vec<_>>());
                // Its description in other words, too: any noun of it will do.
                let described = prose::words(&finding.comparator.description);
                let drugs = described.iter().any(|word| word.starts_with("medic") || word.starts_with("drug"));
                let of_drugs =
                    names(if drugs { &["drugs", "drug", "medicines", "medicine", "pills", "tablets"] } else { &[] });
                of_topics
                    .chain(described.into_iter().filter(|word| word.len() > 3 && !FILLERS.contains(&word.as_str())))
                    .chain(of_drugs)
                    .collect()
            }
            ComparatorClass::SameIntervention | ComparatorClass::None => Vec::new(),
        }
    }
}

fn is_effect(finding: &Finding) -> bool {
    finding.result.kind() == FindingKind::Effect
}

/// Verbs that state an effect of a treatment in general.
const EFFECT_VERBS: &[&str] = &[
    "reduces",
    "reduce",
    "improves",
    "improve",
    "relieves",
    "relieve",
    "eases",
    "helps",
    "lowers",
    "works",
    "prevents",
    "prevent",
    "increases",
    "lessens",
    "lessen",
    "beats",
    "outperforms",
];

/// Words of a description that do not say what a comparator is.
const FILLERS: &[&str] = &[
    "acupuncture",
    "alone",
    "also",
    "each",
    "from",
    "given",
    "kind",
    "other",
    "same",
    "seen",
    "some",
    "such",
    "than",
    "that",
    "their",
    "treatment",
    "were",
    "what",
    "which",
    "with",
    "without",
];

/// Words that take back some of what a verb states, or turn it into a question or a report.
const HEDGES: &[&str] = &[
    "may",
    "might",
    "could",
    "probably",
    "likely",
    "unlikely",
    "whether",
    "if",
    "did",
    "not",
    "no",
    "does",
    "unclear",
    "uncertain",
    "unsure",
    "cannot",
    "can't",
    "nor",
    "how",
    "would",
];

/// Words that make `no` the name of a comparator.
const OF_NO_TREATMENT: &[&str] = &["treatment", "treatments", "acupuncture", "therapy", "care", "needling"];

/// Words for "nobody knows".
const DOUBTS: &[&str] = &[
    "uncertain",
    "unclear",
    "not clear",
    "not known",
    "unknown",
    "not sure",
    "cannot tell",
    "can't tell",
    "hard to say",
];

/// Words that promise what no evidence can.
const PROMISES: &[&str] = &[
    "proven",
    "proves",
    "prove",
    "cure",
    "cures",
    "cured",
    "guarantee",
    "guaranteed",
    "guarantees",
    "miracle",
    "no side effects",
    "no risk",
    "risk free",
    "completely safe",
    "perfectly safe",
    "totally safe",
    "always works",
    "never fails",
];

/// Promises in a text; one that is denied ("no cure", "not proven") is none.
pub(super) fn promises(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for sentence in prose::sentences(text) {
        let wording = Wording::of(&sentence);
        for promise in PROMISES.iter().filter(|promise| wording.mentions(promise)) {
            let denied = ["not", "no", "never", "without", "cannot", "yet to be"].iter().any(|denial| {
                wording.mentions(&format!("{denial} {promise}")) || wording.mentions(&format!("{denial} a {promise}"))
            });
            if !denied {
                let message = format!("says `{promise}`: `{sentence}`");
                faults.push((ABSOLUTE_WORDING, message, "say what was found, in whom, and how sure it is".to_owned()));
            }
        }
    }
    faults
}
