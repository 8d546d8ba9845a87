//! What the evidence says of a claim: the findings behind it, how far they agree, and every rule it breaks.
//!
//! Accusing a right sentence is nearly as bad as missing a wrong one. So a rule of severity error fires only where the
//! source of the sentence is known or the comparison is named, and every finding that could be meant disagrees.

mod absent;
mod advice;
mod apart;
mod arms;
mod as_meant;
mod beside;
mod carried;
mod certainty;
mod choice;
mod clause;
mod comparators;
mod comparison;
mod concluded;
mod context;
mod costs;
mod counted;
mod dated;
mod denied;
mod design;
mod doses;
mod doubt;
mod every_kind;
mod extent;
mod fading;
mod found;
mod gain;
mod groups;
mod importance;
mod imprint;
mod instead;
mod lacking;
mod larger;
mod lasting;
mod mentioned;
mod more;
mod most;
mod nearest;
mod numbers;
mod omission;
mod opposed;
mod options;
mod other_arms;
mod outright;
mod outside;
mod people;
mod proportion;
mod ratios;
mod reckoned;
mod recorded;
mod reported;
mod reread;
mod reworded;
mod ruled_out;
mod seen;
mod setting;
mod shared;
mod shares;
mod side;
mod stage;
mod steps;
mod subject;
mod swapped;
mod sweeping;
mod times;
mod together;
mod told_of_people;
mod units;
mod unsourced;
mod untold;
mod validity;
mod wording;

use super::{
    attribute::{Attribute, AttributeKind, Standing, said},
    claim::{Claim, EffectDirection, SentenceClass},
    identify::{Identified, Named},
    known::{Dose, Facts, Known, RecordReader, of_kind},
    quantity::Role,
    rule::{self, HitSeverity},
    whole::of_whole,
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{
        Date, Finding, Source, StudyDesign, TopicKind,
        finding::{ComparatorClass, Direction, FindingKind},
        repeated::one_line,
        vocabulary::vocabulary,
    },
};

use carried::{IS_CARRIED, MAY_BE_ANOTHER, lower};
pub(super) use context::{SentenceContext, Told};
pub(super) use found::Breach;
use found::{Contradiction, Found};

vocabulary! {
    /// What the collection says of a sentence. It never says true or false.
    pub enum CheckVerdict ("verdict of the draft check") {
        /// Its source has all that the sentence says, as far as it says something of a result, advice or a number.
        Matched = "matched", "Matched";
        /// Its source has some of what the sentence says; the rest could not be compared, or something that belongs to it is
        /// missing.
        PartlyMatched = "partly-matched", "Partly matched";
        /// Its source says something else.
        Conflicts = "conflicts", "Conflicts with the source";
        /// It is about a known source, and nothing that it says could be compared with the record.
        NotCompared = "not-compared", "Not compared";
        /// No source of this collection is named, described or linked; findings that are shown are related at most.
        NotFound = "not-found", "Not found in this collection";
        /// There is nothing in it that findings could be compared with.
        NotCheckable = "not-checkable", "Not checkable";
    }
}

#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) verdict: CheckVerdict,
    /// Positions of findings, best first.
    pub(super) compared: Vec<usize>,
    /// The parts of the claim in order, each with how it stands.
    pub(super) attributes: Vec<Attribute>,
    pub(super) breaches: Vec<Breach>,
}

impl Judgement {
    /// Of a sentence with nothing in it to compare, whatever its wording.
    fn not_checkable(found: Found<'_>) -> Self {
        Self {
            verdict: CheckVerdict::NotCheckable,
            compared: Vec::new(),
            attributes: Vec::new(),
            breaches: found.breaches,
        }
    }
}

/// Most findings shown for a sentence.
const SHOWN: usize = 4;

pub(super) struct Judge<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) facts: &'a Facts,
    pub(super) records: RecordReader<'a>,
    pub(super) as_of: Date,
}

/// What is known of the source that a claim speaks of.
#[derive(Clone, Copy)]
struct Of<'s> {
    /// Its position.
    at: usize,
    source: &'s Source,
    known: &'s Known,
    identified: &'s Identified,
    /// Its findings that fit the claim best, as positions.
    meant: &'s [usize],
    /// All that the claim can be about: of its treatment, comparison, outcome, people and time, where it names these.
    fitting: &'s [usize],
}

impl<'a> Judge<'a> {
    /// Judges a sentence that names this research. `is_carried` says that only its place in the text tells so.
    pub(super) fn judge(
        &self,
        claim: &Claim,
        named: &Named,
        around: &SentenceContext<'_>,
        is_carried: bool,
    ) -> Judgement {
        let source = match named {
            Named::Source(identified) => Some(identified.source),
            Named::Unknown { record, nearest, .. } => record.or(*nearest),
            Named::Nothing => None,
        };
        let claim = &*self.reread(claim, source);
        let mut found = Found { attributes: Vec::new(), breaches: Vec::new(), claim, source };
        // Whatever a sentence is about, and of whatever kind it is.
        self.wording(claim, around, &mut found);
        own_results(claim, &mut found);
        self.sweeping(claim, named, is_carried, around, &mut found);
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
                match named {
                    Named::Source(identified) => {
                        self.label(claim, identified, &mut found);
                        self.editorial(claim, identified, around, &mut found);
                        self.told_in_force(claim, identified.source, around, &mut found);
                    }
                    Named::Nothing => self.appeal(claim, &mut found),
                    Named::Unknown { .. } => {}
                }
                self.outright(claim, named, is_carried, around, &mut found);
                return Judgement::not_checkable(found);
            }
        }
        found.attributes = said(self.corpus, claim);
        let (basis, compared) = match named {
            Named::Source(identified) => self.of_source(claim, identified, around, &mut found),
            Named::Unknown { record, nearest, is_near, first, last } => {
                // A trial of something else is not in this collection, and nobody expects it there.
                // That it could not be found is what the record says of it.
                let is_told = record.is_some() && claim.says_untraced();
                if !is_told && (record.is_some() || self.is_in_field(claim, around)) {
                    let rule = if record.is_some() || *is_near { rule::SOURCE_NOT_FOUND } else { rule::UNKNOWN_STUDY };
                    let message = self.unknown(*record, nearest.filter(|_| *is_near || record.is_some()));
                    found.at(rule, (*first, *last), None, message, None);
                }
                (Basis::NoSource, Vec::new())
            }
            Named::Nothing => (Basis::NoSource, self.without_source(claim, around, &mut found)),
        };
        self.outright(claim, named, is_carried, around, &mut found);
        let Found { mut attributes, mut breaches, .. } = found;
        let identified = if let Named::Source(identified) = named { Some(identified) } else { None };
        if let Some(unsure) = identified.filter(|one| !one.is_sure) {
            if unsure.is_dated_in_part() {
                lower(&mut breaches, MAY_BE_ANOTHER);
            } else {
                // `A 2020 review` may be another one: what is not sure accuses nobody.
                breaches.retain(|breach| breach.rule.severity != HitSeverity::Error);
                let wrong = attributes.iter_mut().filter(|attribute| attribute.standing == Standing::Contradicted);
                wrong.for_each(|attribute| attribute.standing = Standing::Uncompared);
            }
        }
        self.lower_what_is_doubtful(claim, &compared, &mut breaches);
        let is_nearly = identified.is_some_and(Identified::is_nearly);
        if is_carried || is_nearly {
            self.leave_what_may_be_of_others(claim, source, &mut attributes, &mut breaches);
            lower(&mut breaches, if is_nearly { MAY_BE_ANOTHER } else { IS_CARRIED });
        }
        if let Some(identified) = identified
            && identified.is_sure
            && !is_carried
            // Of what a source has never heard of there is nothing on record.
            && basis == Basis::Source
            // What is wrong is mended first, and may be what is lacking.
            && !breaches.iter().any(|breach| breach.rule.severity == HitSeverity::Error)
        {
            breaches.extend(self.not_on_record(claim, identified, &compared, &attributes));
        }
        breaches.sort_by_key(|breach| (breach.severity, breach.rule.id, breach.first));
        attributes.sort_by_key(|attribute| (attribute.first, attribute.last, attribute.kind));
        let verdict = verdict(basis, &attributes, &breaches);
        // What only its place makes a claim is one where something of it is on record.
        if claim.is_by_place && matches!(verdict, CheckVerdict::NotCompared | CheckVerdict::NotFound) {
            breaches.retain(|breach| breach.severity != HitSeverity::Info);
            return Judgement {
                verdict: CheckVerdict::NotCheckable,
                compared: Vec::new(),
                attributes: Vec::new(),
                breaches,
            };
        }
        let is_told = breaches.iter().any(|breach| breach.rule.id == rule::NOT_ON_RECORD.id);
        if verdict == CheckVerdict::PartlyMatched && !is_told {
            breaches.extend(self.left_uncompared(claim, source, &attributes));
        }
        Judgement { verdict, compared, attributes, breaches }
    }

    /// I203: what of a claim was left uncompared, on the part that matters most.
    fn left_uncompared(&self, claim: &Claim, source: Option<usize>, attributes: &[Attribute]) -> Option<Breach> {
        let left = || attributes.iter().filter(|one| one.standing == Standing::Uncompared);
        let main = left().min_by_key(|one| (!one.is_substance(), one.kind == AttributeKind::Whole))?;
        let name = source.and_then(|at| self.source(at)).map(|source| source.short_title.as_str()).unwrap_or_default();
        let words = |one: &Attribute| (one.first..=one.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        let parts = left().filter(|one| one.kind != AttributeKind::Whole).map(|one| format!("`{}`", words(one)));
        let parts = unique(parts).join(", ");
        let message = if parts.is_empty() {
            format!("{name} has no single result with all that is said here")
        } else {
            format!("nothing in the record of {name} could be held beside {parts}")
        };
        Some(Breach {
            rule: rule::LEFT_UNCOMPARED,
            severity: rule::LEFT_UNCOMPARED.severity,
            is_doubtful: false,
            first: main.first,
            last: main.last,
            message,
            expected: None,
            finding: None,
            source,
        })
    }

    /// The effects of treatments, by their topics, that came out no different from a comparator.
    fn no_different_from<'j>(
        &'j self,
        class: ComparatorClass,
        treatments: &[usize],
    ) -> impl Iterator<Item = (usize, &'j Finding)> {
        let all = treatments.iter().filter_map(|topic| self.facts.findings_by_topic.get(topic)).flatten();
        all.filter_map(|&at| Some((at, self.finding(at)?))).filter(move |(_, finding)| {
            finding.comparator.class == class
                && finding.result.kind() == FindingKind::Effect
                && finding.result.measurement().is_some_and(|m| m.direction == Direction::NoDifference)
        })
    }

    /// Whether a finding, by its position, was compared with this, alone or taken together with others.
    fn is_against(&self, class: ComparatorClass, at: usize) -> bool {
        self.finding(at).is_some_and(|finding| same_class(class, finding.comparator.class))
            || self
                .records
                .known_of_finding(at)
                .is_some_and(|known| known.pooled(at).iter().any(|one| same_class(class, *one)))
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
        of_kind(self.corpus, topics, kinds)
    }

    /// Whether the paragraph names a condition of this collection or a treatment it is about, and the claim nothing that it
    /// does not know.
    fn is_in_field(&self, claim: &Claim, around: &SentenceContext<'_>) -> bool {
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

    /// A claim with a known source: on what it can be judged, and the findings it was compared with.
    fn of_source(
        &self,
        claim: &Claim,
        identified: &Identified,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) -> (Basis, Vec<usize>) {
        let at = identified.source;
        let (Some(source), Some(known)) = (self.source(at), self.records.known(at)) else {
            return (Basis::NoSource, Vec::new());
        };
        let known = &*known;
        let meant = self.meant(claim, &known.findings, around);
        let fitting = self.fitting(claim, known);
        let of = Of { at, source, known, identified, meant: &meant, fitting: &fitting };
        self.unread(claim, of, found);
        self.importance(claim, of, found);
        self.numbers(claim, of, found);
        self.mentioned(claim, of, found);
        self.reckoned(claim, of, found);
        self.counted_otherwise(claim, of, found);
        self.dates(claim, of, found);
        self.ratios(claim, of, found);
        if self.is_about_something_else(claim, of, found) {
            return (Basis::Foreign, Vec::new());
        }
        self.time(claim, of, found);
        self.population(claim, of, found);
        self.outside(claim, of, found);
        self.every_kind(claim, of, found);
        // What goes with more of a treatment is held beside sentences that say so, and is no comparison of two groups.
        if Dose::all(claim).is_empty() {
            self.direction(claim, Some(of), of.fitting, of.meant, found);
        }
        self.cost_turned(claim, of, found);
        self.comparator(claim, of, around, found);
        self.other_arms(claim, of, found);
        self.advice(claim, of, around, found);
        self.steps(claim, of, found);
        self.no_position(claim, of, found);
        self.certainty(claim, of, around, found);
        self.subjects(claim, of, found);
        self.events(claim, of, found);
        self.extent(claim, of, found);
        self.told_as_absent(claim, of, found);
        self.omitted(claim, of, around, found);
        self.label(claim, identified, found);
        self.design(claim, of, found);
        self.editorial(claim, identified, around, found);
        self.currency(claim, source, around, found);
        self.contrary(claim, Some((source, known)), around, found);
        self.mechanism(claim, &meant, around, found);
        self.arms(claim, of, found);
        self.values_of_others(claim, of, found);
        self.share_of_another_group(claim, of, found);
        self.settings(claim, of, found);
        self.denied_results(claim, of, found);
        self.together(claim, of, found);
        self.had_more(claim, of, found);
        self.doses(claim, of, found);
        self.lacking(claim, of, found);
        self.outnumbered(claim, of, found);
        self.ruled_out(claim, of, found);
        self.proportional(claim, of, found);
        self.opposed(claim, of, found);
        self.fading(claim, of, found);
        let shown: Vec<usize> = if fitting.len() < known.findings.len() { fitting.clone() } else { meant.clone() };
        // `In people with gout, the trial found`: what is on record is about something else.
        let is_foreign = self.facts.lacks(at, &self.facts.foreign_stems(self.corpus, claim));
        let basis = if is_foreign { Basis::Foreign } else { Basis::Source };
        (basis, shown.into_iter().take(SHOWN).collect())
    }

    /// Whether a claim that names nothing of its source but an issuer is about what that has never heard of: an issuer
    /// advises on much.
    fn is_about_something_else(&self, claim: &Claim, of: Of<'_>, found: &Found<'_>) -> bool {
        let about = self.of_kind(
            &claim.topics,
            &[TopicKind::Intervention, TopicKind::Condition, TopicKind::Outcome, TopicKind::Mechanism],
        );
        let is_unread = found.attributes.iter().any(|attribute| attribute.kind == AttributeKind::Words);
        let bears = found
            .attributes
            .iter()
            .any(|attribute| attribute.is_substance() && attribute.standing != Standing::Uncompared);
        let is_official = matches!(of.source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
        let by_issuer = of.identified.by.contains(&"issuer") || is_official && of.identified.by.contains(&"name");
        !bears
            && about.is_empty()
            && claim.comparators.is_empty()
            && is_unread
            && by_issuer
            && !claim.has(Cue::Harm)
            && !claim.has(Cue::Bills)
    }
}

/// On what a claim is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// On the record of the source it speaks of.
    Source,
    /// On nothing: its source is known, and it is about what that has never heard of.
    Foreign,
    /// On nothing: no source is known.
    NoSource,
}

/// The verdict, which follows from how the parts stand.
fn verdict(basis: Basis, attributes: &[Attribute], breaches: &[Breach]) -> CheckVerdict {
    let has = |standing| attributes.iter().any(|attribute| attribute.standing == standing);
    if has(Standing::Contradicted) {
        return CheckVerdict::Conflicts;
    }
    match basis {
        Basis::NoSource | Basis::Foreign => return CheckVerdict::NotFound,
        Basis::Source => {}
    }
    // The source is known, but does not speak of what it is said to.
    if breaches.iter().any(|breach| breach.rule.id == rule::SOURCE_NOT_FOUND.id) {
        return CheckVerdict::NotFound;
    }
    let is = |attribute: &Attribute| attribute.standing == Standing::Confirmed;
    // With what it was compared, or that there was no such group, is all that some sentences say.
    let tells_design = attributes.iter().any(|one| one.kind == AttributeKind::Comparator && is(one))
        && !attributes.iter().any(|one| matches!(one.kind, AttributeKind::Direction | AttributeKind::Words));
    let bears = tells_design || attributes.iter().any(|attribute| is(attribute) && attribute.is_substance());
    let lacks = breaches.iter().any(|breach| breach.severity == HitSeverity::Warning);
    match (bears, has(Standing::Uncompared) || lacks) {
        (true, false) => CheckVerdict::Matched,
        (true, true) => CheckVerdict::PartlyMatched,
        (false, _) => CheckVerdict::NotCompared,
    }
}

/// W113: a practice counts or quotes its own patients as evidence.
fn own_results(claim: &Claim, found: &mut Found<'_>) {
    let share = claim.numbers_of(Role::Percent).next().map(|number| (number.first, number.last));
    let of_practice = share.filter(|_| claim.has(Cue::Practice));
    let told = claim.first(Cue::OwnResult).or(claim.first(Cue::Testimonial)).map(|cue| (cue.first, cue.last));
    if let Some(span) = of_practice.or(told).or(claim.own_result()).or_else(|| claim.recovered_of_own()) {
        let message = "results of one practice, counted or told by itself, are no evidence that a treatment works";
        found.at(rule::OWN_RESULTS, span, None, message.to_owned(), None);
    }
}

/// Whether two classes stand for the same comparison. Waiting is no treatment for now.
fn same_class(said: ComparatorClass, of_finding: ComparatorClass) -> bool {
    let plain = |class| if class == ComparatorClass::WaitList { ComparatorClass::NoTreatment } else { class };
    plain(said) == plain(of_finding)
}

/// Whether a way agrees with a direction; none when it cannot be told.
fn says(way: EffectDirection, direction: Direction) -> Option<bool> {
    match (way, direction) {
        (EffectDirection::Lower | EffectDirection::Higher, _) | (_, Direction::Mixed | Direction::Descriptive) => None,
        (EffectDirection::Better, Direction::FavoursIntervention)
        | (EffectDirection::Same, Direction::NoDifference)
        | (EffectDirection::Worse, Direction::FavoursComparator)
        | (EffectDirection::Equivalent, Direction::NoDifference | Direction::FavoursIntervention)
        | (EffectDirection::Differs, Direction::FavoursIntervention | Direction::FavoursComparator) => Some(true),
        (EffectDirection::Better, Direction::NoDifference | Direction::FavoursComparator)
        | (EffectDirection::Same | EffectDirection::Worse, Direction::FavoursIntervention)
        | (EffectDirection::Worse | EffectDirection::Differs, Direction::NoDifference)
        | (EffectDirection::Same | EffectDirection::Equivalent, Direction::FavoursComparator) => Some(false),
    }
}

/// Each once, in order of appearance.
fn unique<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
