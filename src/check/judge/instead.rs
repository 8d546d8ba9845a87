//! What a record has in the place of what a claim says and it does not: a part that stands nowhere in the record breaks the rule of its
//! kind, as a warning, where the record has values of that kind (E001 to E004).

use super::{
    Breach, Judge,
    mentioned::is_base_of_share,
    options::is_one_of_options,
    reported::{told_number, value},
    told_of_people::is_between_works,
    unique,
};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind},
        claim::Claim,
        known::{Known, Reported},
        quantity::{Number, Role, days},
        rule::{self, CheckRule, HitSeverity},
    },
    corpus::lexicon::Cue,
    domain::{
        Source, TopicKind, Vocabulary,
        finding::{ComparatorClass, TimePoint},
        source::Relation,
    },
    text::{Grammar, Qualifier},
};

/// Up to so many are told in passing: `the lowest of three grades`.
const FEW: f64 = 3.0;

/// The same of things that are no people, studies or sessions.
const FEW_THINGS: f64 = 10.0;

/// Most values of a record that a message names.
const NAMED_VALUES: usize = 3;

/// The numbers of people that rates are told in.
const RATE_BASES: [f64; 4] = [100.0, 1_000.0, 10_000.0, 100_000.0];

/// Words before a treatment within which stands that something is compared with it.
const COMPARED_REACH: usize = 3;

/// A claim with the record that has nothing of one of its parts.
pub(super) struct Beside<'s> {
    pub(super) claim: &'s Claim,
    pub(super) source: &'s Source,
    pub(super) at: usize,
    pub(super) known: &'s Known,
    /// The findings that the claim was compared with.
    pub(super) compared: &'s [usize],
}

impl Judge<'_> {
    /// The breach that tells a part which stands nowhere in a record under the rule of its kind. None where the record has no value
    /// of the kind, or where the claim may say rightly that there is none.
    pub(super) fn instead(&self, beside: &Beside<'_>, lacking: &Attribute) -> Option<Breach> {
        let (rule, own) = match lacking.kind {
            AttributeKind::Percent
            | AttributeKind::Participants
            | AttributeKind::Studies
            | AttributeKind::Sessions
            | AttributeKind::Time
            | AttributeKind::Number => (rule::NUMBER_MISMATCH, self.numbers_instead(beside, lacking)),
            AttributeKind::TimeOrigin => (rule::WRONG_TIME_ORIGIN, self.times_instead(beside)),
            AttributeKind::Comparator | AttributeKind::Treatment => {
                (rule::WRONG_COMPARATOR, self.comparators_instead(beside, lacking))
            }
            AttributeKind::Population => (rule::WRONG_POPULATION, self.people_instead(beside, lacking)),
            AttributeKind::Age
            | AttributeKind::PValue
            | AttributeKind::Interval
            | AttributeKind::Effect
            | AttributeKind::Outcome
            | AttributeKind::Certainty
            | AttributeKind::Strength
            | AttributeKind::Provider
            | AttributeKind::Direction
            | AttributeKind::Stance
            | AttributeKind::Coverage
            | AttributeKind::Year
            | AttributeKind::Whole
            | AttributeKind::Words => return None,
        };
        own.map(|own| breach(beside, lacking, rule, own))
    }

    /// The numbers of the same kind that a record has, the ones of what was compared first.
    fn numbers_instead(&self, beside: &Beside<'_>, lacking: &Attribute) -> Option<String> {
        let Beside { claim, known, compared, .. } = beside;
        let number = claim.numbers.iter().find(|one| (one.first, one.last) == (lacking.first, lacking.last))?;
        let is_denied = claim.is_negated(number.first) || claim.is_of_nobody(number.first);
        // `47.6% of 387 people`: a group, and no other size of the whole.
        let is_group = number.role == Role::Participants && is_base_of_share(claim, number);
        let is_untold = is_denied || is_group || is_between_works(claim, number);
        if !is_exact(claim, number) || is_untold || self.is_of_linked(number, beside) {
            return None;
        }
        let is_kind = |role: Role| {
            let counts = [Role::Other, Role::Participants, Role::Studies, Role::Sessions];
            let counts = |role: Role| counts.contains(&role) || role == Role::Percent && number.parts.is_some();
            role == number.role || counts(role) && counts(number.role)
        };
        // `A median of 36 cases`: counted as well.
        let is_median = |one: &Reported| one.role == Role::Effect && !one.is_of_scale && number.role == Role::Other;
        let of_kind = || known.reported.iter().filter(|one| one.is_typed && (is_kind(one.role) || is_median(one)));
        let is_compared = |one: &&Reported| one.finding.is_some_and(|at| compared.contains(&at));
        let typed = unique(of_kind().filter(is_compared).chain(of_kind()).map(value));
        let told = known.mentions.iter().map(|mention| &mention.number).filter(|own| is_kind(own.role));
        let told = if typed.is_empty() { unique(told.map(told_number)) } else { typed };
        let told = if told.is_empty() { unique(counts_as_rate(known, number).map(value)) } else { told };
        (!told.is_empty()).then(|| list(told))
    }

    /// Whom a source studied, where a claim tells of people that no text of the record has.
    fn people_instead(&self, beside: &Beside<'_>, lacking: &Attribute) -> Option<String> {
        let Beside { claim, compared, known, .. } = beside;
        let named = claim.read.topics.iter().find(|read| (read.first, read.last) == (lacking.first, lacking.last));
        let is_people = named.is_some_and(|read| !self.of_kind(&[read.topic], &[TopicKind::Population]).is_empty());
        let at = compared.first().or(known.findings.first())?;
        let people = &self.finding(*at)?.population.description;
        let is_told = is_people && !claim.denies() && !is_of_age(claim, lacking) && !people.is_empty();
        is_told.then(|| super::one_line(people))
    }

    /// Whether a text of the plan of the same study has a number, or of what came of that plan: the one may be meant by the other.
    fn is_of_linked(&self, number: &Number, beside: &Beside<'_>) -> bool {
        let place = |id: &str| self.corpus.sources().iter().position(|source| source.id.as_str() == id);
        let plans = beside.source.links.iter().filter(|link| link.relation == Relation::Protocol);
        let named = plans.map(|link| link.source.as_str());
        let naming = self.corpus.links_to(beside.source).filter(|(_, relation)| *relation == Relation::Protocol);
        let naming = naming.map(|(other, _)| other.id.as_str());
        named.chain(naming).filter_map(place).filter_map(|at| self.records.known(at)).any(|known| {
            known.reported.iter().any(|one| number.is(one.low) || number.is(one.high))
                || known.mentions.iter().any(|one| number.is(one.number.low))
        })
    }

    /// The times at which a record has results, each with the day that it is counted from.
    fn times_instead(&self, beside: &Beside<'_>) -> Option<String> {
        let times = |findings: &[usize]| {
            let measured = findings.iter().filter_map(|&at| self.finding(at)?.result.measurement());
            let times = measured.filter_map(|measured| measured.time.value());
            unique(times.filter(|time| time.origin.value().is_some()).map(TimePoint::text))
        };
        let near = times(beside.compared);
        let all = if near.is_empty() { times(&beside.known.findings) } else { near };
        (!all.is_empty()).then(|| list(all))
    }

    /// With what a source compared, where a claim tells of another comparison that the record does not have.
    fn comparators_instead(&self, beside: &Beside<'_>, lacking: &Attribute) -> Option<String> {
        let Beside { claim, known, .. } = beside;
        let own = || known.classes.iter().filter(|class| **class != ComparatorClass::None);
        if denies(claim) {
            return None;
        }
        // `Drugs or sham humming, taken together`.
        let pooled = || self.pooled_instead(beside);
        if own().next().is_none() && pooled().is_none() {
            return None;
        }
        let is_here = |first: usize, last: usize| first <= lacking.last && lacking.first <= last;
        let of_class = claim.comparators.iter().find(|said| is_here(said.first, said.last)).map(|said| said.what);
        let named = claim.read.topics.iter().find(|read| {
            is_here(read.first, read.last) && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
        });
        let is_known = |topic: usize| known.topics.iter().any(|&own| self.facts.related(own, topic));
        let is_other = match of_class {
            Some(ComparatorClass::Sham) => true,
            Some(ComparatorClass::Active) | None => {
                named.is_some_and(|read| !is_known(read.topic) && is_compared_with(claim, read.first, read.last))
            }
            Some(_) => false,
        };
        let listed = || (own().next().is_some()).then(|| list(unique(own().map(|class| class.label().to_lowercase()))));
        if is_other { listed().or_else(pooled) } else { None }
    }

    /// What a source compared with, taken together, where its findings tell no class of it.
    fn pooled_instead(&self, beside: &Beside<'_>) -> Option<String> {
        let all = beside.compared.iter().chain(&beside.known.findings);
        let mut pooled = all.filter(|&&at| !beside.known.pooled(at).is_empty()).filter_map(|&at| self.finding(at));
        pooled.next().map(|finding| super::one_line(&finding.comparator.description))
    }
}

/// Whether a claim denies something, or says that it was asked and not answered: what is not on record may be told so rightly.
fn denies(claim: &Claim) -> bool {
    claim.denies() || claim.says(Grammar::Nobody)
}

/// Whether words say how old people are beside others: `younger patients` are compared, or are children in other words.
fn is_of_age(claim: &Claim, lacking: &Attribute) -> bool {
    let lists = [Grammar::Aged, Grammar::Youthful];
    (lacking.first..=lacking.last).any(|at| lists.iter().any(|list| list.has(claim.word(at))))
}

/// Whether the words around a treatment say that something is compared with it: `than ibuprofen`, `it was physiotherapy that it was
/// measured against`.
fn is_compared_with(claim: &Claim, first: usize, last: usize) -> bool {
    let is_against = |at: usize| claim.cues.iter().any(|cue| cue.cue == Cue::Against && cue.last == at);
    let before = (1..=COMPARED_REACH).filter_map(|back| first.checked_sub(back));
    let is_lifted = Grammar::Relative.has(claim.word(last + 1))
        && claim.cues.iter().any(|cue| cue.cue == Cue::Against && cue.first > last);
    is_lifted || before.into_iter().any(|at| is_against(at) || Grammar::Than.has(claim.word(at)))
}

/// Whether a number is told so that no rounding makes another one of it: not a fraction in words, nor a bound, nor so few as are told
/// in passing.
fn is_exact(claim: &Claim, number: &Number) -> bool {
    let before = number.first.checked_sub(1);
    // `2017;166(7)`: of a reference; `between months six and twelve`: a time.
    let is_of_reference = before.is_some_and(|at| claim.numbers_of(Role::Year).any(|year| year.last == at));
    let is_of_time = number.role != Role::Days && before.is_some_and(|at| days(claim.word(at)).is_some());
    // `Once in 10,000 patients`: what a rate is counted in.
    let is_base = number.low >= 100.0 && number.low.log10().fract() == 0.0;
    if is_of_reference || is_of_time || is_base {
        return false;
    }
    let is_plain = match number.qualifier {
        None | Some(Qualifier::UpTo | Qualifier::AllBut | Qualifier::AsManyAs | Qualifier::AsFewAs) => true,
        Some(
            Qualifier::About
            | Qualifier::Nearly
            | Qualifier::MoreThan
            | Qualifier::AtLeast
            | Qualifier::LessThan
            | Qualifier::AtMost,
        ) => false,
    };
    // `Five kinds of treatment` counts what nobody else may have counted.
    let few = if number.role == Role::Other { FEW_THINGS } else { FEW };
    let is_passing = number.high <= few
        && number.per_days.is_none()
        && number.parts.is_none()
        && !matches!(number.role, Role::Days | Role::Percent);
    is_plain && (!number.is_of_few || is_one_of_options(claim, number)) && !is_passing
}

/// The counts that a claim tells as a rate: `36 in every 1,000 people`, of a median of 36 cases in a review.
fn counts_as_rate<'k>(known: &'k Known, number: &Number) -> impl Iterator<Item = &'k Reported> {
    let share = number.low;
    let is_rate = number.role == Role::Percent && number.is_rate;
    let is_part = move |value: f64| RATE_BASES.iter().any(|base| (share * base / 100.0 - value).abs() < 1e-6);
    let is_count = |role: Role| matches!(role, Role::Other | Role::Participants | Role::Effect);
    known
        .reported
        .iter()
        .filter(move |one| is_rate && one.is_typed && is_count(one.role) && one.low > FEW && is_part(one.low))
}

fn list(mut values: Vec<String>) -> String {
    values.truncate(NAMED_VALUES);
    values.join(" or ")
}

fn breach(beside: &Beside<'_>, lacking: &Attribute, rule: &'static CheckRule, own: String) -> Breach {
    let Beside { claim, source, at, .. } = beside;
    let said = (lacking.first..=lacking.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
    Breach {
        rule,
        severity: HitSeverity::Warning,
        is_doubtful: true,
        first: lacking.first,
        last: lacking.last,
        message: format!("nothing on record says `{said}` of {}; on record is {own}", source.short_title),
        expected: Some(own),
        finding: None,
        source: Some(*at),
    }
}
