//! What texts of ours may say, given what they rest on.
//!
//! The rules read words, not meanings: they catch the slip of a pen (a number from another trial, "reduces" where the
//! evidence says "may"), and leave the meaning to the person who signs.

use std::collections::BTreeSet;

use super::{Files, numbers::Printable};
use crate::{
    corpus::{
        diagnostic::{
            ABSOLUTE_WORDING, Rule, TEXT_CERTAINTY, TEXT_COMPARATOR, TEXT_NUMBER, TEXT_POPULATION, UNVERIFIED_TEXT,
        },
        lexicon::{self, Cue},
    },
    domain::{
        Finding, FindingId, FindingKind, Source, SourceId, Stated, Topic, TopicId, TopicKind, Vocabulary,
        certainty::Level, finding::ComparatorClass, phrase::Found,
    },
    text::{self, Grammar, PrintedValue, Wording, folded_words, printed_values},
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

impl<'a> Basis<'a> {
    pub(super) fn new<'b>(
        files: &Files<'a>,
        ids: impl IntoIterator<Item = &'b FindingId>,
        sources: impl IntoIterator<Item = &'b SourceId>,
        topics: impl IntoIterator<Item = &'b TopicId>,
    ) -> Self {
        let bound = files.numbers.findings(ids);
        let named: Vec<&SourceId> = sources.into_iter().collect();
        let sources = files.numbers.sources(named.into_iter().chain(bound.iter().map(|finding| &finding.source)));
        let named: Vec<&TopicId> = topics.into_iter().collect();
        let topics = named.into_iter().chain(bound.iter().flat_map(|finding| finding.all_topics()));
        let topics = files.numbers.topics(topics);
        let numbers = files.numbers.of(&bound, &sources, &topics);
        Self { findings: bound, sources, topics, numbers }
    }

    /// Lets the text print the numbers of another text.
    pub(super) fn allow_numbers_of(&mut self, text: &str) {
        self.numbers.allow(printed_values(text).iter().flat_map(PrintedValue::readings));
    }

    /// Numbers of the text that are not numbers of its basis, or are not confirmed.
    pub(super) fn faults_of_numbers(&self, text: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for printed in printed_values(text) {
            if self.numbers.has(&printed) {
                continue;
            }
            let said = printed.said();
            if self.numbers.has_unverified(&printed) {
                let message = format!("prints {said}, which is not verified");
                let help = "find the page it can be read on, or say it without the number".to_owned();
                faults.push((UNVERIFIED_TEXT, message, help));
            } else {
                let message = format!("prints {said}, which is no number of its findings");
                faults.push((TEXT_NUMBER, message, "check it, or name the finding it comes from".to_owned()));
            }
        }
        faults
    }

    /// The surest rating among its effects, and whether any of them has none. Ratings of different systems are not compared
    /// with one another: each says which words it carries.
    fn assurance(&self) -> (Option<Level>, bool) {
        let effects = self.findings.iter().filter(|finding| is_effect(finding));
        let ratings = effects.map(|finding| {
            // A rating nobody has verified carries no wording.
            let certainty = finding.values().certainty.verified().and_then(Stated::value);
            certainty.and_then(|rated| rated.certainty.levels())
        });
        let (mut best, mut unrated) = (None, false);
        for rating in ratings {
            unrated |= rating.is_none();
            best = best.max(rating.map(|(least, _)| least));
        }
        (best, unrated)
    }

    /// Words that are surer than the evidence.
    pub(super) fn faults_of_certainty(&self, files: &Files<'_>, text: &str) -> Vec<Fault> {
        if !self.findings.iter().any(|finding| is_effect(finding)) {
            return Vec::new();
        }
        let (best, unrated) = self.assurance();
        let mut faults = Vec::new();
        for sentence in sentences(text) {
            let read = files.wording.read(sentence);
            // "More than no treatment" names a comparator and takes nothing back.
            let is_comparator = |found: &Found<Cue>| {
                read.cues.iter().any(|other| {
                    other.cue == Cue::Comparator(ComparatorClass::NoTreatment) && other.first == found.first
                })
            };
            let is_reserved = read.cues.iter().any(|found| found.cue == Cue::Reservation && !is_comparator(found));
            // `to reduce pain` names an aim, `lower` is an adjective more often than not.
            let is_aim = |at: usize| {
                at.checked_sub(1)
                    .and_then(|i| read.words.get(i))
                    .is_some_and(|word| Grammar::Infinitive.has(&word.exact))
            };
            let verb = read.cues.iter().find(|found| found.cue == Cue::EffectVerb && !is_aim(found.first));
            if read.has(Cue::Probable) && best < Some(Level::Moderate) && !read.has(Cue::Denial) {
                let message = format!("says `probably` on evidence that is not moderate: `{sentence}`");
                faults.push((TEXT_CERTAINTY, message, "low certainty is `may`".to_owned()));
            }
            let Some(verb) = verb else { continue };
            if !is_reserved && best < Some(Level::High) {
                let verb = read.said(*verb);
                let message =
                    format!("says `{verb}` without a hedge on evidence that is not of high certainty: `{sentence}`");
                let help =
                    "moderate is `probably`, low `may`; or report what people in the study had, in the past tense";
                faults.push((TEXT_CERTAINTY, message, help.to_owned()));
            }
        }
        let nothing_known = best.is_some_and(|best| best <= Level::VeryLow) && !unrated;
        if nothing_known && !files.wording.read(text).has(Cue::Doubt) {
            let message = "does not say that the evidence is very uncertain".to_owned();
            let help = format!("use one of: {}", files.lexicon.written(Cue::Doubt).join(", "));
            faults.push((TEXT_CERTAINTY, message, help));
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
            let says_age = printed_values(text).iter().any(|printed| printed.size.number == u32::from(*age).into());
            if !says_age && !Grammar::Older.words().iter().any(|word| wording.mentions(word)) {
                let message = format!("does not say that its finding is about people of {age} and older");
                faults.push((TEXT_POPULATION, message, format!("write `{age}` or `older`")));
            }
        }
        faults
    }

    /// Whether the text says against what effects were measured: all of them, or at least one.
    pub(super) fn faults_of_comparator(&self, files: &Files<'_>, text: &str, all: bool) -> Vec<Fault> {
        let effects = self.findings.iter().filter(|finding| is_effect(finding));
        let comparisons: Vec<(&Finding, Against)> =
            effects.filter_map(|finding| Some((*finding, self.against(files, finding)?))).collect();
        let wording = Wording::of(text);
        let read = files.wording.read(text);
        let named = |finding: &Finding, against: &Against| match against {
            Against::One(names) => {
                read.has(Cue::Comparator(finding.comparator.class)) || names.iter().any(|name| wording.mentions(name))
            }
            Against::Pool(classes) => {
                classes.iter().filter(|class| read.has(cue_of(**class))).count() > 1
                    || Grammar::Pools.words().iter().any(|word| wording.mentions(word))
            }
        };
        let missing: Vec<_> = comparisons.iter().filter(|(finding, against)| !named(finding, against)).collect();
        let faulty = if all { !missing.is_empty() } else { missing.len() == comparisons.len() };
        match missing.first() {
            Some((finding, against)) if faulty => {
                let message = format!("does not say against what `{}` was measured", finding.id);
                let help = match against {
                    Against::One(names) => format!("write one of: {}", names.join(", ")),
                    Against::Pool(classes) => {
                        let labels: Vec<String> = classes.iter().map(|class| class.label().to_lowercase()).collect();
                        format!("it pools {}: name two of them, or call it a mix of controls", labels.join(", "))
                    }
                };
                vec![(TEXT_COMPARATOR, message, help)]
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// What it takes to say against what a finding was measured; nothing where it was measured against nothing.
    fn against(&self, files: &Files<'_>, finding: &Finding) -> Option<Against> {
        if finding.comparator.class == ComparatorClass::None {
            let read = files.wording.read(&finding.comparator.description);
            let pooled = ComparatorClass::ALL.iter().copied().filter(|class| read.has(cue_of(*class)));
            return Some(pooled.collect::<Vec<_>>()).filter(|classes| classes.len() > 1).map(Against::Pool);
        }
        Some(self.comparator_names(files, finding)).filter(|names| !names.is_empty()).map(Against::One)
    }

    /// What the comparator of a finding may be called, beside the phrases of the lexicon.
    fn comparator_names(&self, files: &Files<'_>, finding: &Finding) -> Vec<String> {
        match finding.comparator.class {
            class @ (ComparatorClass::Sham
            | ComparatorClass::NoTreatment
            | ComparatorClass::WaitList
            | ComparatorClass::UsualCare) => {
                let topics = files.records.topics.iter().map(|filed| &filed.record);
                let of_class = topics.filter(|topic| topic.comparator_class == Some(class));
                std::iter::once(class.label().to_lowercase())
                    .chain(of_class.flat_map(|topic| topic.names().map(str::to_owned)))
                    .collect()
            }
            ComparatorClass::Active => {
                let of_topics = self
                    .topics
                    .iter()
                    .filter(|topic| finding.comparator.topics.contains(&topic.id))
                    .flat_map(|topic| topic.names().map(str::to_owned).collect::<Vec<_>>());
                // Its description in other words, too: any noun of it will do, but for those of the treatment itself.
                let treatments = self.topics.iter().filter(|topic| finding.intervention.topics.contains(&topic.id));
                let words = |text| folded_words(text).into_iter().map(|word| word.exact);
                let own: BTreeSet<String> = treatments.flat_map(|topic| topic.names()).flat_map(words).collect();
                let described: Vec<String> = words(&finding.comparator.description).collect();
                let begins = |word: &String| {
                    Grammar::MedicineBegins.words().iter().any(|begin| word.starts_with(begin.as_str()))
                };
                let of_drugs = if described.iter().any(begins) { Grammar::Medicines.words() } else { &[] };
                of_topics
                    .chain(
                        described
                            .into_iter()
                            .filter(|word| word.len() > 3 && !Grammar::TellNothing.has(word) && !own.contains(word)),
                    )
                    .chain(of_drugs.iter().cloned())
                    .collect()
            }
            ComparatorClass::SameIntervention | ComparatorClass::None => Vec::new(),
        }
    }
}

fn is_effect(finding: &Finding) -> bool {
    finding.result.kind() == FindingKind::Effect
}

/// What a finding was measured against, as far as a text has to say it.
enum Against {
    /// Any of these names will do, or a phrase for its class.
    One(Vec<String>),
    /// Several kinds taken together: one of them alone would say more than the source.
    Pool(Vec<ComparatorClass>),
}

/// The cue by which words tell that a comparator of this class is among several.
fn cue_of(class: ComparatorClass) -> Cue {
    if class == ComparatorClass::Active { Cue::AnyTreatment } else { Cue::Comparator(class) }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text::sentences(text).into_iter().filter_map(|range| text.get(range))
}

/// Promises in a text that its words do not take back.
pub(super) fn promises(files: &Files<'_>, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for sentence in sentences(text) {
        let read = files.wording.read(sentence);
        for promise in lexicon::promises(&read.cues) {
            let message = format!("says `{}`: `{sentence}`", read.said(promise));
            faults.push((ABSOLUTE_WORDING, message, "say what was found, in whom, and how sure it is".to_owned()));
        }
    }
    faults
}
