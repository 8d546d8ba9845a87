//! With what a claim says that its source compared (E004).

use super::{Contradiction, Found, Judge, Of, SentenceContext, one_line, same_class, unique};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, EffectDirection, Relation, Said, Subject},
        known::Known,
        rule,
        whole::{is_review, is_trial},
    },
    corpus::lexicon::Cue,
    domain::{Finding, TopicKind, Vocabulary, finding::ComparatorClass},
    text::Grammar,
};

/// Most words between `nobody` and what nobody got.
const NOBODY_REACH: usize = 4;

/// Most words from `neither` or `nor` to the group that there was not.
const NEITHER_REACH: usize = 2;

/// Most words from a relation to what it compares with.
const COMPARED_REACH: usize = 4;

/// Most words from `over anything` to what that is told of.
const NAMED_BEHIND: usize = 8;

/// Words behind `than` within which stands what is compared with.
pub(super) const COMPARED_WORDS: usize = 3;

impl Judge<'_> {
    /// E004: comparisons the source did not make.
    pub(super) fn comparator(&self, claim: &Claim, of: Of<'_>, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let Of { source, known, meant, .. } = of;
        // `It compared humming with sham humming` says so without a result.
        let denies = claim.comparators.iter().any(|said| claim.absence(said.first, said.last).is_some());
        // `Its sham arm ended up halfway`: a group that it has, or has not.
        let names_group = is_trial(source.design) && claim.comparators.iter().any(|said| claim.names_group_of(said));
        // `460 with it and 345 with the sham`.
        let tells_groups = || self.of_groups(claim).iter().any(|(_, class)| class.is_some());
        let compares = claim.way.is_some()
            || claim.has(Cue::Against)
            || around.is_in_row
            || denies
            || names_group
            || tells_groups();
        if !matches!(claim.subject, Subject::Effect | Subject::Harm) || known.classes.is_empty() || !compares {
            return;
        }
        // `It did not show that humming beats sham humming` may say that nobody looked.
        // A negation inside what says how a comparison came out, `neither better nor worse`, is read with it.
        let is_read = |first: usize| claim.relations.iter().any(|one| one.first <= first && first <= one.last);
        let is_denied = claim.has(Cue::NotShown) || claim.unread_negations.iter().any(|(first, _)| !is_read(*first));
        let on_record = |class: Option<ComparatorClass>| {
            let bears = |&&at: &&usize| {
                self.finding(at).is_some_and(|finding| {
                    finding.comparator.class != ComparatorClass::None
                        && class.is_none_or(|class| same_class(class, finding.comparator.class))
                })
            };
            let at = *of.fitting.iter().chain(&known.findings).find(bears)?;
            let finding = self.finding(at)?;
            let value = format!("{}: {}", finding.comparator.class.label(), one_line(&finding.comparator.description));
            Some(OnRecord::of(finding.values().comparator, value, Some(at), of.at))
        };
        let wrong = |said: &Said<ComparatorClass>, message: String, expected: String, on_record: Option<OnRecord>| {
            let finding = meant.first().copied();
            let (kind, span) = (AttributeKind::Comparator, (said.first, said.last));
            Contradiction { kind, span, finding, message, expected: Some(expected), on_record }
        };
        // `Uncertain whether it does more than usual care`: asked, and perhaps never looked at.
        let asked = claim.first(Cue::Indirect).map_or(usize::MAX, |asked| asked.first);
        for said in claim.comparators.iter().filter(|said| said.first < asked) {
            let is_active = said.what == ComparatorClass::Active;
            // A comparator told as absent is told rightly: `there was no sham group`.
            // `Without massage`: whatever those people got instead.
            let names_a_treatment = claim.read.topics.iter().any(|read| {
                said.first <= read.first
                    && read.last <= said.last
                    && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
            }) || Grammar::Without.has(claim.word(said.first))
                && !Grammar::AnyTreatment.has(claim.word(said.last));
            let is_without = said.what == ComparatorClass::NoTreatment && names_a_treatment;
            // Another form of the same is named beside the comparison that counts.
            let is_beside = said.what == ComparatorClass::SameIntervention && claim.comparators.len() > 1;
            // `Does nothing for it that a sham does not`: a result, and no group.
            let is_in_result = said.what == ComparatorClass::NoTreatment
                && claim.relations.iter().any(|one| one.first <= said.first && said.last < one.last);
            // `So many with acupuncture and so many without`: what those had is what they had not.
            let is_contrast = is_active
                && (said.last + 1..claim.read.words.len()).any(|at| {
                    let next = claim.word(at + 1);
                    Grammar::Without.has(claim.word(at)) && (next.is_empty() || Grammar::It.has(next))
                });
            if is_without || is_beside || is_in_result || is_contrast {
                continue;
            }
            // `Nobody got sham humming`.
            let by_nobody = claim.cues.iter().any(|cue| {
                cue.cue == Cue::Not
                    && Grammar::Nobody.has(claim.word(cue.first))
                    && cue.first < said.first
                    && said.first - cue.first <= NOBODY_REACH
            });
            let by_no = claim.is_negated(said.first) && Grammar::No.has(claim.word(said.first.wrapping_sub(1)));
            // `Neither a sham arm nor an untreated arm`.
            let by_neither = Grammar::Arms.has(claim.word(said.last + 1))
                && (1..=NEITHER_REACH).any(|back| Grammar::Neither.has(claim.word(said.first.wrapping_sub(back))));
            // `With usual care, not with a sham`: what it was not is told rightly.
            let before = |back: usize| said.first.checked_sub(back).map_or("", |at| claim.word(at));
            let by_not =
                Grammar::Not.has(before(1)) || Grammar::Not.has(before(2)) && Grammar::ComparedWith.has(before(1));
            if by_not && !known.classes.iter().any(|class| same_class(said.what, *class)) {
                found.confirm(AttributeKind::Comparator, (said.first, said.last), on_record(None));
                continue;
            }
            // `Nobody in the trial was given a sham`.
            let by_all =
                Grammar::Got.has(before(1)) || Grammar::Got.has(before(2)) && Grammar::Indefinite.has(before(1));
            let is_absent = claim.absence(said.first, said.last).is_some() || by_all && claim.is_of_nobody(said.first);
            let negated = (by_nobody || by_no || is_absent) && said.what == ComparatorClass::Sham
                || by_neither
                || Grammar::Nobody.has(before(1));
            if known.classes.iter().any(|class| same_class(said.what, *class)) {
                if negated && claim.way.is_none() {
                    let class = said.what.label().to_lowercase();
                    let message = format!("{} compared with {class}", source.short_title);
                    found.contradict(rule::WRONG_COMPARATOR, wrong(said, message, class, on_record(Some(said.what))));
                    continue;
                }
                if is_active && !is_denied && !negated && self.is_unlisted(claim, said, known) {
                    let message = format!(
                        "{} names no such comparison; it compared with {}",
                        source.short_title,
                        list_of(self, known)
                    );
                    let wrong = wrong(said, message, list_of(self, known), on_record(Some(said.what)));
                    found.suspect(rule::WRONG_COMPARATOR, wrong);
                    continue;
                }
                if !is_active || self.compares_with(claim, known) {
                    found.confirm(AttributeKind::Comparator, (said.first, said.last), on_record(Some(said.what)));
                    continue;
                }
            } else if is_active
                && known.classes.contains(&ComparatorClass::SameIntervention)
                && claim.compared_with.is_empty()
            {
                // `than other forms`: too vague to be wrong, unless treatments at large are meant.
                if !claim.has(Cue::AnyTreatment) {
                    continue;
                }
            }
            // `There was no sham group` is right of a source that compared with something else.
            if negated && (is_trial(source.design) || !mentions_class(known, said.what)) {
                found.confirm(AttributeKind::Comparator, (said.first, said.last), on_record(None));
                continue;
            }
            // `Needles against a sham, which is not among its comparisons`: of what a caveat names as lacking, a denial of whatever
            // kind may be meant.
            let is_lacking = is_review(source.design) && self.names_class(known, said.what);
            let denies = claim.cues.iter().any(|cue| cue.cue == Cue::Not && !Grammar::Less.has(claim.word(cue.first)));
            if is_lacking && (denies || claim.way.is_none() && !tells_groups()) {
                continue;
            }
            // Its prose speaks of such a comparison, and no finding tells how it came out; a number of another one is none of it.
            if is_review(source.design) && mentions_class(known, said.what) && !self.has_number_of_another(claim, of) {
                continue;
            }
            // `Works as well as most drugs`, of a review that compared with no treatment at all.
            let is_equal = claim.way.is_some_and(|way| way.what == EffectDirection::Equivalent)
                && ![ComparatorClass::Active, ComparatorClass::SameIntervention, ComparatorClass::UsualCare]
                    .iter()
                    .any(|class| known.classes.contains(class));
            let is_vague = is_review(source.design) && is_active && claim.compared_with.is_empty();
            let own = || unique(known.classes.iter().map(|class| class.label().to_lowercase())).join(", ");
            // `Does better than painkillers`, of a review that compared with nothing or with something inert: no name of a treatment,
            // and likely none of its comparisons.
            let inert = [ComparatorClass::Sham, ComparatorClass::NoTreatment, ComparatorClass::WaitList];
            let is_of_inert = known.classes.iter().all(|class| inert.contains(class));
            let is_told_against = !Grammar::AnyTreatment.has(claim.word(said.last))
                && claim.relations.iter().any(|one| {
                    one.last < said.first && claim.clause(said.first) == one.clause
                        || one.first <= said.first && said.last <= one.last
                });
            if is_vague && is_of_inert && is_told_against && !is_denied && !negated {
                let message = format!("{} tells of no such comparison; it compared with {}", source.short_title, own());
                found.suspect(rule::WRONG_COMPARATOR, wrong(said, message, own(), on_record(None)));
                continue;
            }
            // `Not shown to do more than exercise`, of a trial that had no such group.
            let is_of_no_group = is_active
                && is_denied
                && !negated
                && is_trial(source.design)
                && claim.relations.iter().any(|one| one.way == EffectDirection::Same)
                && !claim.compared_with.is_empty()
                && !claim
                    .compared_with
                    .iter()
                    .any(|said| known.topics.iter().any(|&own| self.facts.related(own, said.what)));
            if is_of_no_group {
                let message = format!("{} tells of no such comparison; it compared with {}", source.short_title, own());
                found.suspect(rule::WRONG_COMPARATOR, wrong(said, message, own(), on_record(None)));
                continue;
            }
            if negated || is_denied || (is_vague && !is_equal) {
                continue;
            }
            // The treatment named may be the one that the source tested: `against placebo, manipulation was better`.
            // `Set tailored against standard humming`: another form of the same.
            let is_same_treatment = is_active
                && known.classes.contains(&ComparatorClass::SameIntervention)
                && !claim.compared_with.is_empty()
                && claim.compared_with.iter().all(|said| known.topics.contains(&said.what));
            if is_same_treatment {
                continue;
            }
            let is_tested = known.findings.iter().filter_map(|&at| self.finding(at)).any(|finding| {
                let topics = self.positions(&finding.intervention.topics);
                claim.compared_with.iter().all(|said| topics.contains(&said.what)) && !claim.compared_with.is_empty()
            });
            // `It was the only treatment named as effective`: compared with nothing that is named.
            let compares = [Cue::Against, Cue::NotAs, Cue::AsGood].iter().any(|cue| claim.has(*cue));
            if is_active && is_tested && (claim.comparators.len() > 1 || !compares) {
                continue;
            }
            // `medication` is usual care in many trials.
            if is_active && claim.has(Cue::Comparator(ComparatorClass::UsualCare)) {
                continue;
            }
            if is_active && self.related_topics(claim, known) {
                continue;
            }
            let not_made = match is_active {
                true => "made no such comparison".to_owned(),
                false => format!("did not compare with {}", said.what.label().to_lowercase()),
            };
            let message = format!("{} {not_made}; it compared with {}", source.short_title, own());
            found.contradict(rule::WRONG_COMPARATOR, wrong(said, message, own(), on_record(None)));
        }
    }

    /// Whether what a relation compares with is told by a pronoun, or in words of the record that are no comparator that was read: `no
    /// longer ahead of them`, `more than the standard course`.
    pub(super) fn compares_with_unread(&self, claim: &Claim, relation: Relation, of: Of<'_>) -> bool {
        let against = claim.cues.iter().find(|cue| {
            cue.cue == Cue::Against
                && relation.first <= cue.last
                && cue.first <= relation.last + COMPARED_REACH
                && claim.clause(cue.first) == relation.clause
        });
        let Some(against) = against else { return false };
        let reach = against.last + 1..=against.last + COMPARED_WORDS;
        let is_read = claim.comparators.iter().any(|said| reach.contains(&said.first) || reach.contains(&said.last))
            || claim.read.topics.iter().any(|read| reach.contains(&read.first))
            || claim.numbers.iter().any(|number| reach.contains(&number.first))
            || claim.cues.iter().any(|cue| {
                reach.contains(&cue.first)
                    && matches!(
                        cue.cue,
                        Cue::Comparator(_) | Cue::AnyTreatment | Cue::Treating | Cue::Outcome(_) | Cue::InGroup
                    )
            });
        // `Than the others`: where a source compared two groups, the other one is meant.
        let mut classes: Vec<ComparatorClass> =
            of.known.classes.iter().copied().filter(|class| *class != ComparatorClass::None).collect();
        classes.dedup();
        let is_other_group = classes.len() == 1 && reach.clone().any(|at| Grammar::OtherGroup.has(claim.word(at)));
        // `So much with it and so much with the sham, and it came out ahead of that`: of one that is named before.
        let is_named_before = Grammar::Them.has(claim.word(against.last + 1))
            && claim.comparators.len() == 1
            && claim.comparators.iter().all(|said| said.last < relation.first && said.what != ComparatorClass::Active);
        // `Over anything, not even over the sham`.
        let is_named_behind =
            claim.comparators.iter().any(|said| against.last < said.first && said.first <= against.last + NAMED_BEHIND);
        let is_told = is_read || is_other_group || is_named_before || is_named_behind;
        if is_told || claim.word(against.last + 1).is_empty() {
            return false;
        }
        let mut words = reach.filter_map(|at| claim.read.words.get(at)).take_while(|word| !word.has_digit);
        let head = words.find(|word| !word.is_stopword);
        // Whoever is spoken of got something that was read, or may have.
        head.is_none_or(|word| {
            let is_known = Grammar::Kinds.has(&word.exact) || of.known.stems.contains(&word.stem);
            is_known || !self.facts.is_person(&word.stem)
        })
    }

    /// Whether a claim has a result in numbers that is on record, typed.
    fn has_number_of_another(&self, claim: &Claim, of: Of<'_>) -> bool {
        claim
            .numbers
            .iter()
            .filter(|number| number.role.is_result())
            .any(|number| of.known.alike(number).any(|one| one.is_typed && one.finding.is_some() && one.is(number)))
    }

    /// Whether any text of a source names a comparator, be it as what it lacks.
    fn names_class(&self, known: &Known, class: ComparatorClass) -> bool {
        let is_of_class = |topic: &usize| {
            let own = self.corpus.topics().get(*topic).and_then(|topic| topic.comparator_class);
            own.is_some_and(|own| same_class(own, class))
        };
        known.topics.iter().any(is_of_class)
    }

    /// Whether the source compared with a treatment the claim names.
    pub(super) fn compares_with(&self, claim: &Claim, known: &Known) -> bool {
        if claim.compared_with.is_empty() {
            return true;
        }
        known.findings.iter().filter_map(|&at| self.finding(at)).any(|finding| {
            let of_finding = self.positions(finding.comparator.topics.iter().chain(&finding.intervention.topics));
            // A comparator without topics, such as `oral drugs`, may mean any of them.
            let is_open = finding.comparator.topics.is_empty() && finding.comparator.class == ComparatorClass::Active;
            is_open
                || claim
                    .compared_with
                    .iter()
                    .any(|said| of_finding.iter().any(|&topic| self.facts.related(topic, said.what)))
        })
    }

    /// Whether what is compared with stands nowhere in a record that lists what it compared with, under whatever class: `than surgery`,
    /// of a review that pooled physical treatments.
    fn is_unlisted(&self, claim: &Claim, said: &Said<ComparatorClass>, known: &Known) -> bool {
        let is_of_record = |first: usize, last: usize| {
            (first..=last)
                .filter_map(|at| claim.read.words.get(at))
                .any(|word| known.stems.contains(&word.stem) || Grammar::AnyTreatment.has(&word.exact))
        };
        let is_known = claim.compared_with.iter().any(|own| {
            is_of_record(own.first, own.last) || known.topics.iter().any(|&topic| self.facts.related(topic, own.what))
        });
        let is_vague = claim.compared_with.is_empty() && Grammar::DrugsAtLarge.has(claim.word(said.last));
        let lists = |finding: &Finding| {
            finding.comparator.class == ComparatorClass::Active && finding.comparator.description.contains(':')
        };
        let mut active = known
            .findings
            .iter()
            .filter_map(|&at| self.finding(at))
            .filter(|finding| finding.comparator.class == ComparatorClass::Active)
            .peekable();
        !is_known && !is_vague && !is_of_record(said.first, said.last) && active.peek().is_some() && active.all(lists)
    }

    /// Whether the prose of the source names a treatment the claim compares with.
    pub(super) fn related_topics(&self, claim: &Claim, known: &Known) -> bool {
        claim.compared_with.iter().any(|said| known.topics.contains(&said.what))
            && known.classes.contains(&ComparatorClass::Active)
    }
}

/// Whether the texts of a source on its results tell of a comparator: what it lacks is told in its caveats.
pub(super) fn mentions_class(known: &Known, class: ComparatorClass) -> bool {
    known.scope.compared.iter().any(|own| same_class(*own, class))
}

/// With what a source compared, as it describes that.
fn list_of(judge: &Judge<'_>, known: &Known) -> String {
    let findings = known.findings.iter().filter_map(|&at| judge.finding(at));
    let own = findings.filter(|finding| finding.comparator.class != ComparatorClass::None);
    unique(own.map(|finding| one_line(&finding.comparator.description))).into_iter().next().unwrap_or_default()
}
