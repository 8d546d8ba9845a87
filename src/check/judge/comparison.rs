//! How a comparison came out (E005).

use super::{
    Contradiction, Found, Judge, Of,
    concluded::is_conclusion,
    gain::{against, against_record, is_unimportant, turned, turned_round},
    groups::{is_of_group, object_behind},
    one_line, same_class,
    seen::{is_beside_harm, is_set_against},
    side::{Side, subject_class},
    stage::is_of_other_stage,
};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind, Standing},
        claim::{Claim, EffectDirection, Relation, Said, Subject},
        known::Reported,
        quantity::Role,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{
        Finding, StudyDesign, TopicKind, Vocabulary,
        finding::{Better, ComparatorClass, Direction, FindingKind},
        number::Arm,
    },
    text::Grammar,
};

/// Shares of two groups that lie further apart than this part of the larger are told by nobody as the same.
const APART: f64 = 0.3;

/// The pole of [`Axis::Difference`] that says that there was none, as `opposites.toml` numbers it.
const NO_DIFFERENCE: u32 = 1;

/// Most words between a complaint and what says that it was less.
const CONDITION_REACH: usize = 4;

impl Judge<'_> {
    /// E005: better, worse or no different, clause by clause. `among` are the findings that the claim can be about, `best` those
    /// that fit it best.
    pub(super) fn direction(
        &self,
        claim: &Claim,
        of: Option<Of<'_>>,
        among: &[usize],
        best: &[usize],
        found: &mut Found<'_>,
    ) {
        if matches!(claim.subject, Subject::Recommendation | Subject::Coverage) {
            return;
        }
        // `Improved with real and with simulated needles` tells of two groups and compares nothing.
        let compares = [Cue::Against, Cue::NotAs, Cue::Same, Cue::AsGood].iter().any(|cue| claim.has(*cue));
        // `39% improved with it and 29% with usual care` may be right; it is no comparison that could be wrong.
        // `The extra sessions improved it further` compares with the course before.
        let is_further = claim.comparators.iter().all(|said| said.what == ComparatorClass::SameIntervention)
            && claim
                .read
                .words
                .iter()
                .any(|word| Grammar::Further.has(&word.exact) && !Grammar::Comparatives.has(&word.exact));
        let may_conflict = claim.comparators.is_empty() || compares || is_further;
        for relation in &claim.relations {
            let of_outcome = of.and_then(|of| self.of_own_outcome(claim, *relation, of));
            let names_outcome = of_outcome.is_some();
            let own = of_outcome.or_else(|| of.and_then(|of| self.of_clause(claim, relation.clause, of)));
            let may_conflict = (may_conflict
                || relation.way == EffectDirection::Worse
                || is_conclusion(claim, *relation)
                || claim.says_within(relation.first..=relation.last, Grammar::Wins)
                || self.lifts_out(claim, *relation, own.as_deref().unwrap_or(among)))
                && !of.is_some_and(|of| self.compares_with_unread(claim, *relation, of));
            let (own, best) = own.as_deref().map_or((among, best), |own| (own, &[]));
            let alone = self.given_alone(claim, own);
            let (own, best) = alone.as_deref().map_or((own, best), |alone| (alone, &[]));
            self.relation(claim, of, *relation, (own, best, names_outcome), may_conflict, found);
        }
        // `Less pain, and took fewer pills`: what a clause says of another thing, where that thing is known.
        for relation in claim.further.iter().filter(|relation| is_plain(claim, relation.clause)) {
            let own = of.and_then(|of| self.of_joined_outcome(claim, *relation, of));
            if let Some(own) = own {
                self.relation(claim, of, *relation, (&own, &[], true), may_conflict, found);
            }
        }
        self.concluded_difference(claim, among, found);
        self.scale_notes(claim, best, found);
    }

    /// E005: which end of a scale is the good one, where the sentence explains it.
    fn scale_notes(&self, claim: &Claim, best: &[usize], found: &mut Found<'_>) {
        let Some((at, finding)) = best.iter().find_map(|&at| Some((at, self.finding(at)?))) else { return };
        let Some(own) = finding.result.measurement().and_then(|m| m.outcome.better.value().copied()) else { return };
        for note in claim.cues.iter().filter(|found| found.cue == Cue::ScaleNote) {
            let is_inside =
                |cue| claim.cues.iter().any(|it| it.cue == cue && note.first <= it.first && it.last <= note.last);
            // `Higher is worse` says that lower is better.
            let said = match (is_inside(Cue::Higher), is_inside(Cue::Lower), is_inside(Cue::Worse)) {
                (true, false, false) | (false, true, true) => Better::Higher,
                (false, true, false) | (true, false, true) => Better::Lower,
                (true, true, _) | (false, false, _) => continue,
            };
            if said == own {
                continue;
            }
            let expected = own.label().to_owned();
            found.contradict(
                rule::DIRECTION_CONFLICT,
                Contradiction {
                    kind: AttributeKind::Direction,
                    span: (note.first, note.last),
                    finding: Some(at),
                    message: format!("on this scale {expected}"),
                    expected: Some(expected),
                    on_record: None,
                },
            );
        }
    }

    fn relation(
        &self,
        claim: &Claim,
        of: Option<Of<'_>>,
        relation: Relation,
        (among, best, names_outcome): (&[usize], &[usize], bool),
        may_conflict: bool,
        found: &mut Found<'_>,
    ) {
        let in_clause =
            |said: &&Said<ComparatorClass>| claim.relations.len() < 2 || claim.clause(said.first) == relation.clause;
        let mut classes: Vec<ComparatorClass> =
            claim.comparators.iter().filter(in_clause).map(|said| said.what).collect();
        if classes.is_empty() {
            classes = claim.comparators.iter().map(|said| said.what).collect();
        }
        if let Some(subject) = subject_class(claim) {
            let object = object_behind(claim, relation, subject);
            if let Some(object) = object {
                self.without_treatment(relation, (subject, object), among, found);
                return;
            }
            classes = vec![subject];
        }
        if let Some(pair) = self.groups_behind(claim, relation) {
            self.without_treatment(relation, pair, among, found);
            return;
        }
        // `Medicines come second`: a guideline says in which order, and no result.
        let is_order = claim.says_within(relation.first..=relation.last, Grammar::Places);
        let is_advice =
            of.is_some_and(|of| matches!(of.source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy));
        if is_of_some(claim, relation)
            || is_of_group(claim, relation)
            || is_of_kinds(claim, relation)
            || is_order && is_advice
        {
            return;
        }
        let measured = |&at: &usize| {
            let finding = self.finding(at)?;
            Some((at, finding, finding.result.measurement()?.direction))
        };
        let compared: Vec<(usize, &Finding, Direction)> = among
            .iter()
            .filter_map(measured)
            .filter(|(at, finding, _)| {
                classes.is_empty()
                    || classes.iter().any(|class| self.is_against(*class, *at))
                    || finding.comparator.class == ComparatorClass::None && is_beside_going_without(claim)
            })
            .collect();
        let told = |at: usize, finding: &Finding, direction| {
            self.tells_of(claim, relation, (at, finding), direction)
                .or_else(|| self.tells_in_words(claim, relation, at))
        };
        let is_directed = |direction: Direction| !matches!(direction, Direction::Descriptive | Direction::Mixed);
        // Of results whose direction is on record, and others that only tell of it in passing, the first count.
        let has_directed = compared.iter().any(|(_, _, direction)| is_directed(*direction));
        let may_agree = compared.iter().any(|(at, finding, direction)| {
            (is_directed(*direction) || !has_directed) && told(*at, finding, *direction) == Some(true)
        });
        let of_both = self.told_of_both(claim, relation, &compared, &told);
        let of_both = of_both.map(|(at, finding)| ((relation.first, relation.last), at, finding));
        let of_each = || self.told_of_each(claim, relation, (among, &classes), &told);
        if let Some((span, at, finding)) = of_both.or_else(of_each) {
            let contradiction = Contradiction {
                kind: AttributeKind::Direction,
                span,
                finding: Some(at),
                message: against_record(finding),
                expected: Some(one_line(&finding.statement)),
                on_record: None,
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
            return;
        }
        // `Both kinds work`: each of them must have; whether a record is of both nobody can tell where all of it agrees.
        if relation.way.is_gain() && claim.says_within(relation.first..=relation.last, Grammar::SeveralKinds) {
            let is_of_kind =
                |finding: &Finding| !classes.is_empty() || finding.comparator.class == ComparatorClass::None;
            let other = compared
                .iter()
                .find(|(at, finding, direction)| is_of_kind(finding) && told(*at, finding, *direction) == Some(false));
            if let Some((at, finding, _)) = other {
                let contradiction = Contradiction {
                    kind: AttributeKind::Direction,
                    span: (relation.first, relation.last),
                    finding: Some(*at),
                    message: against_record(finding),
                    expected: Some(one_line(&finding.statement)),
                    on_record: self.direction_on_record(*at, finding),
                };
                found.contradict(rule::DIRECTION_CONFLICT, contradiction);
            }
            return;
        }
        // A gain that is told without its outcome is one in what people are treated for.
        let main: Vec<(usize, &Finding, Direction)> =
            compared.iter().copied().filter(|(_, finding, _)| self.is_of_main_outcome(finding)).collect();
        // So is that there was none, beside something that is named.
        let is_of_main = relation.way.is_gain() || relation.way == EffectDirection::Same && !classes.is_empty();
        let compared = if main.is_empty() || !is_of_main || !self.outcomes(claim).is_empty() { compared } else { main };
        let best: Vec<(usize, &Finding, Direction)> =
            compared.iter().copied().filter(|(at, _, _)| best.contains(at)).collect();
        let compared = if best.is_empty() { compared } else { best };
        // `In the long run`, `straight after the course`.
        let at_stage = self.at_stage(claim, relation, &compared);
        let is_at_stage = at_stage.is_some();
        let compared = at_stage.unwrap_or(compared);
        // Of results of one outcome, those whose direction is on record say how it came out.
        let directed: Vec<(usize, &Finding, Direction)> =
            compared.iter().copied().filter(|(_, _, direction)| is_directed(*direction)).collect();
        let compared = if directed.is_empty() { compared } else { directed };
        let agreed = compared.iter().find(|(at, finding, direction)| told(*at, finding, *direction) == Some(true));
        let conflict = compared.iter().find(|(at, finding, direction)| told(*at, finding, *direction) == Some(false));
        let span = (relation.first, relation.last);
        // `Clearly better`, of a gain that its own source calls too small to matter.
        let all_small = || {
            let agreeing = || compared.iter().filter(|(at, finding, way)| told(*at, finding, *way) == Some(true));
            agreeing().next().is_some() && agreeing().all(|(_, finding, _)| is_unimportant(finding))
        };
        let emphasis = claim.cues.iter().find(|cue| {
            cue.cue == Cue::Emphatic
                && claim.clause(cue.first) == relation.clause
                && relation.way.is_gain()
                && !claim.is_negated(cue.first)
        });
        if let (Some(cue), Some((at, finding, _))) = (emphasis.filter(|_| all_small()), agreed) {
            let contradiction = Contradiction {
                kind: AttributeKind::Direction,
                span: (cue.first, cue.last),
                finding: Some(*at),
                message: format!("the difference from {} was too small to matter", against(finding)),
                expected: Some(one_line(&finding.statement)),
                on_record: self.direction_on_record(*at, finding),
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
            return;
        }
        match (agreed, conflict) {
            // `A gain too small to matter` is the one that its source calls so.
            (Some((at, finding, _)), Some(_))
                if relation.way.is_gain() && is_unimportant(finding) && is_called_small(claim, relation.clause) =>
            {
                found.confirm(AttributeKind::Direction, span, self.direction_on_record(*at, finding));
            }
            // `Physical quality of life came out better and mental did not`: each says its own.
            (Some(_), Some(_))
                if claim
                    .unread_negations
                    .iter()
                    .any(|(first, _)| relation.last < *first && claim.clause(*first) == relation.clause) => {}
            // The words may tell these apart: `right after the course`, `at follow-up`.
            (Some(_), Some(_)) => {
                let positions: Vec<usize> = compared.iter().map(|(at, _, _)| *at).collect();
                let mut closest = self.closest(claim, relation, &positions);
                // Where the clause says something further, one of them has to be the one.
                if closest.len() > 1 && claim.further.iter().any(|other| other.clause == relation.clause) {
                    closest.clear();
                }
                let mut near = compared.iter().filter(|(at, _, _)| closest.contains(at));
                let Some((at, finding, direction)) = near.next() else { return };
                // `At follow-up`, of pain as of function: all that are as near must have come out alike.
                let said = told(*at, finding, *direction);
                if !near.all(|(at, finding, direction)| told(*at, finding, *direction) == said) {
                    return;
                }
                let others: Vec<usize> =
                    positions.iter().copied().filter(|other| other == at || !closest.contains(other)).collect();
                match said {
                    // `No better than the sham`, of results that differ: of one of them, where its words say which.
                    Some(true)
                        if relation.way == EffectDirection::Same
                            && self.outcomes(claim).is_empty()
                            && !self.names_outcome_of(claim, relation, *at, &others)
                            && !self.names_result_of(claim, relation, *at, &others) => {}
                    Some(true) => found.confirm(AttributeKind::Direction, span, self.direction_on_record(*at, finding)),
                    // `Mental quality of life`, where it is the physical one that agrees.
                    Some(false)
                        if self.names_outcome_of(claim, relation, *at, &others)
                            || self.names_result_of(claim, relation, *at, &others) =>
                    {
                        let contradiction = Contradiction {
                            kind: AttributeKind::Direction,
                            span,
                            finding: Some(*at),
                            message: against_record(finding),
                            expected: Some(one_line(&finding.statement)),
                            on_record: self.direction_on_record(*at, finding),
                        };
                        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
                    }
                    Some(false) | None => {}
                }
            }
            // `Pain came down`, of a source that measured something else: nothing on record says so.
            (Some((at, _, _)), None) if self.is_of_no_finding(claim, *at) => {}
            // `Improved sleep`, where nothing on record is about that.
            (Some(_), None) if relation.way.is_gain() && has_unread_object(claim, relation, found) => {}
            (Some((at, finding, _)), None) => {
                found.confirm(AttributeKind::Direction, span, self.direction_on_record(*at, finding));
            }
            // `Whose disability improved … was not shown to be higher`: a denial that was not read may turn it round.
            (None, Some(_))
                if claim.unread_negations.iter().any(|(first, _)| claim.clause(*first) == relation.clause) => {}
            // `They were about as common`, of what the sentence before spoke of.
            (None, Some(_)) if self.outcomes(claim).is_empty() && points_back(claim) => {}
            // Another result of this source agrees.
            (None, Some(_)) if may_agree && emphasis.is_none() && !is_at_stage || !may_conflict => {}
            // `Both cost about as much`, of a source that counted no costs.
            (None, Some((_, finding, _)))
                if is_of_price(claim, relation) && finding.result.kind() != FindingKind::Cost => {}
            // What was seen, told as it was, or told of another result.
            (None, Some((at, finding, direction)))
                if self.is_told_as_seen(claim, relation, (*at, *direction))
                    || self.is_of_other_value(claim, relation, *at)
                    || is_beside_harm(claim, relation, finding)
                    || is_set_against(claim, relation) => {}
            // `A gain that was not significant`: the clause says itself that none was shown.
            (None, Some((_, _, Direction::NoDifference)))
                if claim.further.iter().any(|other| {
                    let is_behind = other.clause == relation.clause && relation.last < other.first;
                    is_behind && other.way == EffectDirection::Same
                }) => {}
            // `Half were better after 9 days with it and after 14 without it` tells what was seen in each group.
            (None, Some((at, _, Direction::NoDifference)))
                if self.tells_both_arms(claim, *at) && !is_conclusion(claim, relation) => {}
            // `39% of the usual-care group had improved, and 60% of the others`: so many in each, and nothing compared by it.
            (None, Some((at, finding, _)))
                if relation.way == EffectDirection::Better
                    && self.tells_both_arms(claim, *at)
                    && self.side(claim, relation, *at, finding) == Some(Side::Compared)
                    && !claim.cues.iter().any(|cue| {
                        let is_of_values = claim.numbers.iter().any(|number| number.first == cue.last + 1);
                        cue.cue == Cue::Against
                            && relation.last < cue.first
                            && claim.clause(cue.first) == relation.clause
                            && !is_of_values
                    }) => {}
            // `Fewer were recorded with it, but that may be chance`: the sentence says itself that nothing was shown.
            (None, Some((_, _, Direction::NoDifference)))
                if claim.poles.iter().any(|pole| {
                    // `Major bleeds were likelier, and minor ones not shown to be` says that of others.
                    let clause = claim.clause(pole.first);
                    let is_of_others =
                        clause != relation.clause && claim.relations.iter().any(|one| one.clause == clause);
                    pole.cue == (Axis::Difference, NO_DIFFERENCE) && relation.last < pole.first && !is_of_others
                }) => {}
            // `491 dollars less` tells what was seen, whether or not it was shown.
            (None, Some((_, finding, direction)))
                if matches!(relation.way, EffectDirection::Lower | EffectDirection::Higher)
                    && (Grammar::Costs.has(claim.word(relation.first))
                        || claim.numbers.iter().any(|number| number.is_money && number.role == Role::Effect))
                    && finding.result.kind() == FindingKind::Cost
                    && *direction == Direction::NoDifference => {}
            // What was compared with nothing is better or worse than nothing.
            (None, Some((_, finding, _)))
                if relation.way == EffectDirection::Worse
                    && classes.is_empty()
                    && !names_outcome
                    && finding.comparator.class == ComparatorClass::None
                    && finding.result.measurement().is_some_and(|m| {
                        m.direction != Direction::NoDifference
                            && (m.direction != Direction::FavoursIntervention || self.outcomes(claim).is_empty())
                    }) => {}
            // How a mechanism went is told in more ways than these.
            (None, Some(_))
                if claim.subject == Subject::Mechanism
                    && (claim.relations.len() > 1 || compared.len() > 1 || self.outcomes(claim).is_empty()) => {}
            (None, Some((at, finding, _))) => {
                // `491 dollars lower, but no difference was shown`: the sentence says itself how that is meant.
                let is_taken_back = claim.relations.iter().any(|other| {
                    let direction = finding.result.measurement().map(|m| m.direction);
                    // `Beat the sham but not the waiting list` says each of its own comparison.
                    let mut own = claim.comparators.iter().filter(|said| claim.clause(said.first) == other.clause);
                    let is_of_other = own.clone().next().is_some()
                        && !own.any(|said| same_class(said.what, finding.comparator.class));
                    // `Less with dry cupping, not with wet cupping` says each of its own treatment.
                    let names_treatment = Grammar::Not.has(claim.word(other.first))
                        && claim.read.topics.iter().any(|read| {
                            read.last == other.last
                                && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
                        });
                    // `Minor bleeds likelier, but major ones not` says each of its own.
                    let is_apart = || {
                        let own = of.and_then(|of| {
                            self.of_own_outcome(claim, *other, of).or_else(|| self.of_clause(claim, other.clause, of))
                        });
                        own.is_some_and(|own| !own.contains(at)) || is_of_other_stage(claim, relation, *other)
                    };
                    other.clause != relation.clause
                        && !is_of_other
                        && !names_treatment
                        && !self.is_of_other_outcome(claim, *other, finding)
                        && !self.is_of_other_form(claim, (relation, *other), *at)
                        && direction.is_some_and(|direction| {
                            self.tells_of(claim, *other, (*at, finding), direction) == Some(true)
                        })
                        && !is_apart()
                });
                if is_taken_back {
                    return;
                }
                // Without a comparator the sentence may mean another result of the same source.
                let known = self.records.known_of_finding(*at);
                let known = known.as_deref();
                // `No difference was left in the best trials`: a caveat of the record, in its words.
                if relation.way == EffectDirection::Same && known.is_some_and(|known| self.is_told_so(claim, known)) {
                    return;
                }
                let tells_form = known.is_some_and(|known| {
                    let forms = self.forms(claim, known);
                    forms.iter().any(|stem| self.has_form(*at, stem))
                });
                let tells_outcome = !self.outcomes(claim).is_empty() || self.tells_of_condition(claim, relation);
                let is_pinned = names_outcome
                    || tells_outcome && (tells_time(claim, finding) || is_told_as_well(claim, relation))
                    || tells_form
                    || self.tells_in_own_words(claim, span, *at)
                    || is_at_stage;
                if classes.is_empty()
                    && relation.way.is_gain()
                    && self.has_gain_beside(claim, *at, finding)
                    && !is_pinned
                {
                    return;
                }
                found.contradict(
                    rule::DIRECTION_CONFLICT,
                    Contradiction {
                        kind: AttributeKind::Direction,
                        span,
                        finding: Some(*at),
                        message: against_record(finding),
                        expected: Some(one_line(&finding.statement)),
                        on_record: self.direction_on_record(*at, finding),
                    },
                );
            }
            (None, None) => {}
        }
    }

    /// Whether a claim gives the value of each of both groups of a result.
    pub(super) fn tells_both_arms(&self, claim: &Claim, at: usize) -> bool {
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let tells = |arm: Arm| {
            known.is_some_and(|known| {
                let of_arm = known.typed.iter().filter(|one| one.finding == Some(at) && one.arm == Some(arm));
                of_arm.into_iter().any(|one| claim.numbers_of(one.role).any(|number| one.is(number)))
            })
        };
        tells(Arm::Intervention) && tells(Arm::Comparator)
    }

    /// Whether a way that is said is the one that the statement of a finding tells, of those that have no direction on
    /// record.
    fn tells_in_words(&self, claim: &Claim, relation: Relation, at: usize) -> Option<bool> {
        let finding = self.finding(at)?;
        let direction = finding.result.measurement()?.direction;
        let side = self.side(claim, relation, at, finding);
        // `Usual care was the cheaper one`: the treatment was dearer.
        let way = match (side, relation.way) {
            (Some(Side::Compared), EffectDirection::Lower) => EffectDirection::Higher,
            (Some(Side::Compared), EffectDirection::Higher) => EffectDirection::Lower,
            (Some(Side::Compared), way) => turned_round(way),
            (Some(Side::Treated) | None, way) => way,
        };
        if !matches!(direction, Direction::Descriptive | Direction::Mixed) || !claim.unread_negations.is_empty() {
            return None;
        }
        // `How much is left is not known`: what has no direction on record is not shown to be the same.
        if way == EffectDirection::Same && claim.has(Cue::NotShown) {
            return None;
        }
        if let Some(told) = self.tells_in_arms(claim, (way, side), at) {
            return Some(told);
        }
        let known = self.records.known_of_finding(at)?;
        let is_opposite = |own: EffectDirection| {
            matches!(
                (way, own),
                (EffectDirection::Lower, EffectDirection::Higher) | (EffectDirection::Higher, EffectDirection::Lower)
            ) || matches!(
                (way, own),
                (EffectDirection::Better, EffectDirection::Worse | EffectDirection::Same)
                    | (EffectDirection::Worse, EffectDirection::Better | EffectDirection::Same)
            ) || matches!(
                (way, own),
                (EffectDirection::Same, EffectDirection::Better | EffectDirection::Worse | EffectDirection::Differs)
                    | (EffectDirection::Differs, EffectDirection::Same)
            )
        };
        match known.ways(at) {
            [own] if is_opposite(*own) => Some(false),
            own if own.contains(&way) => Some(true),
            _ => None,
        }
    }

    /// Whether a way that is said is that of the shares of both groups, where a finding has these and no direction.
    fn tells_in_arms(&self, claim: &Claim, (way, side): (EffectDirection, Option<Side>), at: usize) -> Option<bool> {
        let finding = self.finding(at)?;
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source))?;
        let of = |arm: Arm| {
            // What each of both cost is told like shares.
            let is_told = |one: &Reported| {
                one.role == Role::Percent || one.role == Role::Effect && finding.result.kind() == FindingKind::Cost
            };
            let is = |one: &&Reported| one.finding == Some(at) && one.arm == Some(arm) && is_told(one);
            let mut all = known.typed.iter().filter(is).map(|one| one.high);
            all.next().filter(|_| all.next().is_none())
        };
        let (treated, compared) = (of(Arm::Intervention)?, of(Arm::Comparator)?);
        // Whose share is told first cannot be seen where the comparator is the subject.
        let is_turned = || {
            subject_class(claim).is_some()
                || turned(self, claim, finding, EffectDirection::Better) != EffectDirection::Better
        };
        if side.is_none() && is_turned() {
            return None;
        }
        let is_apart = (treated - compared).abs() > APART * treated.max(compared);
        match way {
            EffectDirection::Higher => Some(treated > compared),
            EffectDirection::Lower => Some(treated < compared),
            EffectDirection::Same => Some(!is_apart).filter(|same| !*same),
            EffectDirection::Better
            | EffectDirection::Worse
            | EffectDirection::Equivalent
            | EffectDirection::Differs => None,
        }
    }

    /// Whether a clause says that a complaint itself was more or less: `low back pain was lower`.
    fn tells_of_condition(&self, claim: &Claim, relation: Relation) -> bool {
        let is_near = |first: usize, last: usize| {
            claim.clause(first) == relation.clause
                && (last < relation.first && relation.first - last <= CONDITION_REACH
                    || first > relation.last && first - relation.last <= CONDITION_REACH)
        };
        relation.way == EffectDirection::Lower
            && claim.read.topics.iter().any(|read| {
                !self.of_kind(&[read.topic], &[TopicKind::Condition]).is_empty() && is_near(read.first, read.last)
            })
    }

    /// Whether the source of a finding reports a gain in the same kind of result against anything.
    pub(super) fn has_gain(&self, finding: &Finding) -> bool {
        let source = self.corpus.position_of_source(&finding.source);
        let all = source.and_then(|at| self.facts.sources.get(at)).map(|known| known.findings.as_slice());
        all.unwrap_or_default().iter().filter_map(|&at| self.finding(at)).any(|other| {
            other.result.kind() == finding.result.kind()
                && other.result.measurement().is_some_and(|m| m.direction == Direction::FavoursIntervention)
        })
    }
}

/// Whether a claim compares with going without the treatment, and with nothing else: `fewer with it than without`.
fn is_beside_going_without(claim: &Claim) -> bool {
    let is_without = |said: &Said<ComparatorClass>| {
        said.what == ComparatorClass::NoTreatment && Grammar::Without.has(claim.word(said.first))
    };
    !claim.comparators.is_empty() && claim.comparators.iter().all(is_without)
}

/// Whether a claim begins with a word that stands for what was named before: not the `those` of `those on placebo`.
fn points_back(claim: &Claim) -> bool {
    let is_told = Grammar::Those.has(claim.word(1)) || Grammar::OfGroup.has(claim.word(1));
    Grammar::Pronouns.has(claim.word(0)) && !is_told
}

/// Most words from how many treatments there are to what is said of them.
const SOME_REACH: usize = 4;

/// Whether what came out so is a share of many treatments: `one in ten of the 56 treatments beat placebo` tells of no single one.
fn is_of_some(claim: &Claim, relation: Relation) -> bool {
    let is_share = claim.numbers.iter().any(|number| number.role == Role::Percent && number.last < relation.first);
    let before = relation.first.saturating_sub(SOME_REACH)..relation.first;
    let is_plural = |at: usize| {
        Grammar::AnyTreatment.has(claim.word(at))
            && claim.word(at).ends_with('s')
            && claim.clause(at) == relation.clause
    };
    // `It names treatments that did better`: those that did.
    let picks_out = |at: usize| {
        is_plural(at)
            && Grammar::Relative.has(claim.word(at + 1))
            && !Grammar::Those.has(claim.word(at.wrapping_sub(1)))
    };
    is_share && before.clone().any(is_plural) || before.into_iter().any(picks_out)
}

/// Whether two kinds of one treatment are said to be alike, and no comparator is named beside that.
fn is_of_kinds(claim: &Claim, relation: Relation) -> bool {
    let inside = |at: usize| claim.clause(at) == relation.clause;
    let names_kinds = (0..relation.first).any(|at| inside(at) && Grammar::SeveralKinds.has(claim.word(at)));
    relation.way == EffectDirection::Same && names_kinds && !claim.comparators.iter().any(|said| inside(said.first))
}

/// Whether right behind a gain stands what was better by it, in a word that nothing here has read, and no outcome is named.
fn has_unread_object(claim: &Claim, relation: Relation, found: &Found<'_>) -> bool {
    let names_outcome = claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Outcome(_)));
    let is_unread = |one: &Attribute| {
        one.kind == AttributeKind::Words && one.first == relation.last + 1 && one.standing == Standing::Uncompared
    };
    relation.first == relation.last && !names_outcome && found.attributes.iter().any(is_unread)
}

/// Whether a claim gives the time of a finding, both ends of it where it has two.
fn tells_time(claim: &Claim, finding: &Finding) -> bool {
    let time = finding.result.measurement().and_then(|m| m.time.value());
    time.is_some_and(|time| {
        claim.numbers_of(Role::Days).any(|number| match time.from {
            Some(from) => number.low < number.high && number.spans(from.days(), time.to.days()),
            None => number.is(time.to.days()),
        })
    })
}

/// Whether a clause calls what it tells small, or says that it does not matter.
fn is_called_small(claim: &Claim, clause: usize) -> bool {
    let here =
        |cue: Cue| claim.cues.iter().filter(move |found| found.cue == cue && claim.clause(found.first) == clause);
    here(Cue::Small).next().is_some() || here(Cue::Meaningful).any(|found| claim.is_negated(found.first))
}

/// Whether a clause denies nothing: what it says beside is then said as well.
fn is_plain(claim: &Claim, clause: usize) -> bool {
    let is_told = |relation: &Relation| {
        !matches!(relation.way, EffectDirection::Same | EffectDirection::Equivalent | EffectDirection::Differs)
    };
    claim.relations.iter().filter(|relation| relation.clause == clause).all(is_told)
        && !claim.unread_negations.iter().any(|(first, _)| claim.clause(*first) == clause)
        && !claim.cues.iter().any(|cue| cue.cue == Cue::NotShown && claim.clause(cue.first) == clause)
}

/// Most words between a price and what is said of it.
const PRICE_REACH: usize = 3;

/// Whether what is said to be alike is a price: `both will cost you about as much`.
fn is_of_price(claim: &Claim, relation: Relation) -> bool {
    let near = relation.first.saturating_sub(PRICE_REACH)..=relation.last;
    relation.way == EffectDirection::Same && near.into_iter().any(|at| Grammar::Costs.has(claim.word(at)))
}

/// Words behind a gain within which it is said to be the same as one before.
const AS_WELL_REACH: usize = 4;

/// Whether a gain is told as no less than one before: `pain fell by just as much`, `disability improved as well`.
fn is_told_as_well(claim: &Claim, relation: Relation) -> bool {
    (relation.last + 1..=relation.last + AS_WELL_REACH).any(|at| {
        let is_alike = Grammar::As.has(claim.word(at))
            && (Grammar::AsMuch.has(claim.word(at + 1)) || Grammar::AsWell.has(claim.word(at + 1)))
            && !Grammar::As.has(claim.word(at + 2));
        is_alike || Grammar::Alike.has(claim.word(at))
    })
}
