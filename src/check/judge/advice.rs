//! What a guideline or payer says, against what a claim says it says (E004 to E007, W104).

use super::{Contradiction, Found, Judge, Of, SentenceContext, beside::amount, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, Subject},
        identify::{CERTAIN, NAMED},
        quantity::Role,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{
        Finding, Source, TopicKind, Vocabulary,
        finding::{DurationClass, Stance, Strength},
    },
    text::Grammar,
};

/// The pole of [`Axis::Position`] that leaves the choice to others, as `opposites.toml` numbers it.
const LEAVES_OPEN: u32 = 2;

/// Words behind `except` within which stands who is taken out.
const EXCEPTION_REACH: usize = 9;

impl Judge<'_> {
    /// Recommendations and coverage: stance, treatments named, strength, who may bill, and rankings nobody made.
    pub(super) fn advice(&self, claim: &Claim, of: Of<'_>, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let Of { source, known, .. } = of;
        let advice: Vec<(usize, &Finding)> = known
            .findings
            .iter()
            .filter_map(|&at| Some((at, self.finding(at)?)))
            .filter(|(_, finding)| finding.result.recommendation().is_some())
            .collect();
        if !matches!(claim.subject, Subject::Recommendation | Subject::Coverage) || advice.is_empty() {
            return;
        }
        let compared: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
        let mut own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        own.retain(|topic| !compared.contains(topic));
        let is_both = own.is_empty() && claim.says(Grammar::EachOfTwo);
        if own.is_empty() {
            own = if is_both { around.before.to_vec() } else { around.treatments.to_vec() };
        }
        let durations: Vec<DurationClass> = claim.durations.iter().map(|said| said.what).collect();
        let applies = |finding: &Finding| {
            let times = finding
                .population
                .duration
                .value()
                .is_none_or(|own| durations.is_empty() || own.iter().any(|class| durations.contains(class)));
            let topics = self.positions(&finding.intervention.topics);
            times && (own.is_empty() || own.iter().any(|&a| topics.iter().any(|&b| self.facts.related(a, b))))
        };
        let mut applying: Vec<(usize, &Finding)> =
            advice.iter().copied().filter(|(_, finding)| applies(finding)).collect();
        // Treatments that are no topic, by the words of the recommendation on them.
        let names_treatment = !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty();
        let in_words = if names_treatment { Vec::new() } else { self.treated_in_words(claim, known) };
        let is_untold = in_words.is_empty();
        let told: Vec<(usize, &Finding)> = advice.iter().copied().filter(|(at, _)| in_words.contains(at)).collect();
        if !told.is_empty() {
            applying = told;
            own.clear();
        }
        for &topic in &own {
            let named = known.topics.iter().any(|&other| self.facts.related(topic, other));
            if !named && (is_both || claim.topics.contains(&topic)) {
                let message = format!("{} says nothing about {}", source.short_title, self.label_of(topic));
                let place =
                    claim.read.topics.iter().find(|read| read.topic == topic).map(|read| (read.first, read.last));
                let place = place.or(claim.advice).unwrap_or_else(|| found.whole());
                // An issuer advises on much, and not all of that is here: `it says that this can be considered`.
                let is_certain = of.identified.by.iter().any(|by| CERTAIN.contains(by));
                let is_open = claim.advice.is_some_and(|(at, _)| Grammar::OpenModals.has(claim.word(at)));
                if is_open && !is_certain {
                    continue;
                }
                found.at(rule::SOURCE_NOT_FOUND, place, applying.first().map(|(at, _)| *at), message, None);
            }
        }
        // Which way it goes is that of the treatment meant, where the head of one tells it.
        let headed = if names_treatment || !is_untold { Vec::new() } else { self.headed_in_words(claim, known) };
        let of_head: Vec<(usize, &Finding)> = advice.iter().copied().filter(|(at, _)| headed.contains(at)).collect();
        let meant = if of_head.is_empty() { &applying } else { &of_head };
        if applying.is_empty() {
            self.refused_alternative(claim, of, (&advice, &own), found);
        }
        self.stance(claim, of, meant, around, found);
        self.other_stances(claim, of, &advice, found);
        self.billing(claim, of, &advice, found);
        self.ranking(claim, source, of.at, &applying, found);
        self.first_choice(claim, of, &applying, found);
        if let Some(order) = claim.first(Cue::Order)
            && !claim.is_negated(order.first)
            && let Some((at, finding)) = applying.iter().find(|(_, finding)| {
                finding.result.recommendation().is_some_and(|advice| !advice.alternatives.is_empty())
            })
        {
            let message = format!(
                "{} names options to choose from; it does not tell anybody to prescribe one",
                source.short_title
            );
            found.at(
                rule::OVERCLAIM_WORDING,
                (order.first, order.last),
                Some(*at),
                message,
                Some(one_line(&finding.statement)),
            );
        }
        self.strength(claim, of, &applying, found);
    }

    /// E005: advice against what a recommendation names as another one to choose, of a source that has no advice on that by itself.
    fn refused_alternative(
        &self,
        claim: &Claim,
        of: Of<'_>,
        (advice, own): (&[(usize, &Finding)], &[usize]),
        found: &mut Found<'_>,
    ) {
        let Some(place) = claim.advice.filter(|_| claim.subject == Subject::Recommendation) else { return };
        let is_named = |option: &str, topic: usize| {
            let option = option.to_lowercase();
            let topic = self.corpus.topics().get(topic);
            topic.is_some_and(|topic| {
                topic.names().any(|name| option.contains(name.to_lowercase().trim_end_matches('s')))
            })
        };
        let offers = |finding: &Finding| {
            let options =
                finding.result.recommendation().map(|advice| advice.alternatives.as_slice()).unwrap_or_default();
            !own.is_empty() && own.iter().all(|&topic| options.iter().any(|option| is_named(option, topic)))
        };
        let Some((at, finding)) = advice.iter().copied().find(|(_, finding)| offers(finding)) else { return };
        let options = finding.result.recommendation().map(|advice| advice.alternatives.join("; ")).unwrap_or_default();
        let on_record =
            finding.recommendation_values().map(|values| OnRecord::of(values.alternatives, options, Some(at), of.at));
        if !claim.is_negated_advice || !claim.unread_negations.is_empty() {
            return;
        }
        let contradiction = Contradiction {
            kind: AttributeKind::Stance,
            span: place,
            finding: Some(at),
            message: format!("{} names it as one to choose", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    /// E005: no position told, or the choice left to others, of a source that gives advice on just that: `it is neutral on humming`.
    pub(super) fn no_position(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let Some(pole) = claim.poles.iter().find(|pole| pole.cue.0 == Axis::Position) else { return };
        let is_denied = claim.negation(pole.first).is_some()
            || claim.first(Cue::Indirect).is_some_and(|asked| asked.first < pole.first)
            || claim.is_question;
        // What the record says itself of something that it has no advice on may be meant.
        let is_told =
            of.known.opposing.iter().flat_map(|sentence| &sentence.poles).any(|own| own.axis == Axis::Position);
        if is_denied || is_told || of.identified.points < NAMED {
            return;
        }
        let (own, people) = (
            self.of_kind(&claim.topics, &[TopicKind::Intervention]),
            self.of_kind(&claim.topics, &[TopicKind::Condition]),
        );
        let durations: Vec<DurationClass> = claim.durations.iter().map(|said| said.what).collect();
        let touches = |a: &[usize], b: &[usize]| a.iter().any(|&a| b.iter().any(|&b| self.facts.related(a, b)));
        let in_words = if own.is_empty() { self.headed_in_words(claim, of.known) } else { Vec::new() };
        let stance = |at: usize| {
            let finding = self.finding(at)?;
            let advice = finding.result.recommendation()?;
            let topics = self.facts.topics_at.get(at)?;
            let is_of_people = people.is_empty() || touches(&topics.people, &people);
            let lasted = finding.population.duration.value();
            let is_of_time =
                durations.is_empty() || lasted.is_none_or(|own| own.iter().any(|class| durations.contains(class)));
            let is_of_treatment = touches(&topics.treatment, &own) || in_words.contains(&at);
            (is_of_people && is_of_time && is_of_treatment).then_some((at, finding, advice.stance))
        };
        let applying: Vec<(usize, &Finding, Stance)> = of.known.findings.iter().filter_map(|&at| stance(at)).collect();
        // A weak recommendation leaves much open.
        let leaves_open = pole.cue.1 == LEAVES_OPEN;
        let is_other = |stance: Stance| !leaves_open || stance == Stance::Against;
        let Some((at, finding, stance)) = applying.first().filter(|_| applying.iter().all(|(.., own)| is_other(*own)))
        else {
            return;
        };
        let name = &of.source.short_title;
        let message = match stance {
            Stance::Against => format!("{name} advises against it"),
            Stance::For => format!("{name} recommends it"),
            Stance::Covered => format!("{name} covers it, on conditions"),
        };
        let contradiction = Contradiction {
            kind: AttributeKind::Stance,
            span: (pole.first, pole.last),
            finding: Some(*at),
            message,
            expected: Some(one_line(&finding.statement)),
            on_record: None,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    /// E005: which way the advice goes, or whether the payer pays.
    fn stance(
        &self,
        claim: &Claim,
        of: Of<'_>,
        applying: &[(usize, &Finding)],
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        let Of { source, identified, .. } = of;
        let Some(place) = claim.advice else { return };
        // `Makes no recommendation on it` gives none.
        if claim.poles.iter().any(|pole| pole.cue.0 == Axis::Position && pole.first <= place.1 && place.0 <= pole.last)
        {
            return;
        }
        // `Recommends` and no more: what it recommends stands in a line that was cut off.
        let names_before =
            claim.read.topics.iter().any(|read| {
                read.last <= place.1 && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
            });
        let is_bare = place.0 == place.1 && place.1 + 1 >= claim.read.words.len();
        if is_bare && !names_before {
            return;
        }
        // `Suggests exercise but not massage`: what comes behind the `not` is told the other way round.
        let is_treatment = |topic: usize| !self.of_kind(&[topic], &[TopicKind::Intervention]).is_empty();
        // `Considers it for gout, not for sprains`: so is whom it is for.
        let is_condition = |topic: usize| !self.of_kind(&[topic], &[TopicKind::Condition]).is_empty();
        let is_set_apart = claim.read.topics.iter().any(|read| {
            (is_treatment(read.topic) || is_condition(read.topic))
                && claim.negation(read.first).is_some_and(|negation| {
                    // `Whether or not there is gout` sets nothing apart.
                    let is_either = Grammar::Conjunctions.has(claim.word(negation.first.wrapping_sub(1)));
                    place.1 < negation.first && Grammar::Not.has(claim.word(negation.first)) && !is_either
                })
        });
        if is_set_apart {
            return;
        }
        let against = claim.is_negated_advice;
        // `Before that date it did not pay for it`: how it was before the rule.
        let is_earlier = |at: usize| Grammar::Earlier.has(claim.word(at)) && at < place.0;
        if against && claim.subject == Subject::Coverage && (0..claim.read.words.len()).any(is_earlier) {
            return;
        }
        let kind = if claim.subject == Subject::Coverage { AttributeKind::Coverage } else { AttributeKind::Stance };
        let fits = |stance: Stance| match stance {
            Stance::Against => against,
            Stance::For | Stance::Covered => !against,
        };
        let stances: Vec<(usize, Stance)> =
            applying.iter().filter_map(|(at, finding)| Some((*at, finding.result.recommendation()?.stance))).collect();
        let on_record = |at: usize| {
            let finding = self.finding(at)?;
            let stance = finding.recommendation_values()?.stance;
            let value = format!("{}: {}", stance.with_doubt().0.label(), one_line(&finding.population.description));
            Some(OnRecord::of(stance, value, Some(at), of.at))
        };
        // Another publication of the same issuer may be meant, or an earlier one.
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        let may_mean = |other: &&usize| {
            let topics = self.source(**other).map(|source| self.positions(&source.topics)).unwrap_or_default();
            let about =
                |&a: &usize| !self.facts.excludes(**other, a) && topics.iter().any(|&b| self.facts.related(a, b));
            !conditions.is_empty() && conditions.iter().any(about)
        };
        // What names it by itself leaves no other one, but where it is named as what leaves these people out.
        let is_certain = identified.by.iter().any(|by| CERTAIN.contains(by))
            && !conditions.iter().any(|&condition| self.exclusion(of, condition).is_some());
        let elsewhere = !is_certain
            && identified.also.iter().filter(may_mean).filter_map(|&other| self.facts.sources.get(other)).any(
                |other| {
                    other
                        .findings
                        .iter()
                        .filter_map(|&at| self.finding(at))
                        .any(|finding| finding.result.recommendation().is_some_and(|advice| fits(advice.stance)))
                },
            );
        // `Has reversed its advice of 2009 and now says`: the year of what was reversed.
        let reversal = claim.first(Cue::Reversal).map_or(usize::MAX, |cue| cue.first);
        let mut years =
            claim.numbers_of(Role::Year).filter(|year| !(reversal < year.first && year.last < place.0)).peekable();
        let other_year = years.peek().is_some() && !years.any(|number| number.is(f64::from(source.year())));
        let excluded = conditions.iter().any(|&condition| self.facts.excludes(of.at, condition));
        if let Some((at, _)) = stances.iter().find(|(_, stance)| fits(*stance)) {
            // Advice on other people bears nothing.
            if !excluded {
                found.confirm(kind, place, on_record(*at));
            }
            return;
        }
        if Grammar::AdviceBegins.words().iter().any(|begin| claim.word(place.0).starts_with(begin.as_str()))
            && !Grammar::AdviceFollows.has(claim.word(place.1 + 1))
        {
            // `The recommendations of 2025`: named, not repeated.
            return;
        }
        // `It is against that`: of several that were named before, another one may be meant.
        let is_named = !identified.by.is_empty() || claim.has(Cue::Guideline) || around.is_alone;
        let is_sure = is_named && !elsewhere && !other_year && !excluded;
        let Some((at, stance)) = stances.first().filter(|_| is_sure) else { return };
        // What a payer does not pay for, or leaves out, may be something else than what its rule covers.
        let is_coverage = kind == AttributeKind::Coverage || *stance == Stance::Covered;
        // `Without a gain it ends its coverage`: a condition, told as one.
        let names_gain = claim.says(Grammar::Gains);
        let is_condition_told = of.known.asks_for_gain && names_gain;
        // `Before that date it did not pay`.
        let is_told_of_before = claim.says_within(0..place.0, Grammar::Formerly);
        if is_coverage && against && (is_condition_told || is_told_of_before || self.says_more(claim, of)) {
            return;
        }
        let Some(finding) = self.finding(*at) else { return };
        let message = match stance {
            Stance::Against => format!("{} advises against it", source.short_title),
            Stance::For => format!("{} recommends it", source.short_title),
            Stance::Covered => format!("{} covers it, on conditions", source.short_title),
        };
        found.contradict(
            rule::DIRECTION_CONFLICT,
            Contradiction {
                kind,
                span: place,
                finding: Some(*at),
                message,
                expected: Some(one_line(&finding.statement)),
                on_record: on_record(*at),
            },
        );
    }

    /// E005: which way the advice goes for those whom the claim takes out of what it says, and in another clause: `not for back pain,
    /// except when there is sciatica`, `turns it down, but keeps it as an option for sciatica`.
    fn other_stances(&self, claim: &Claim, of: Of<'_>, advice: &[(usize, &Finding)], found: &mut Found<'_>) {
        let Some(place) = claim.advice else { return };
        if of.identified.points < NAMED || claim.subject != Subject::Recommendation {
            return;
        }
        let is_against = claim.is_negated_advice;
        let length = claim.read.words.len();
        let exceptions = (0..length)
            .filter(|&at| Grammar::Exceptions.has(claim.word(at)) && !claim.is_denied_by_word_before(at))
            .map(|at| (at, at + 1..(at + EXCEPTION_REACH).min(length), !is_against));
        let clause = claim.clause(place.0);
        let elsewhere = claim.cues.iter().filter(|cue| {
            matches!(cue.cue, Cue::Recommend | Cue::RecommendAgainst) && claim.clause(cue.first) != clause
        });
        let elsewhere = elsewhere.filter_map(|cue| {
            let here = |at: &usize| claim.clause(*at) == claim.clause(cue.first);
            let (first, last) = ((0..length).find(here)?, (0..length).rev().find(here)?);
            let refuses = claim.cues.iter().any(|other| other.cue == Cue::RecommendAgainst && here(&other.first))
                || claim.negation(cue.first).is_some();
            (refuses != is_against).then_some((cue.first, first..last + 1, refuses))
        });
        for (at, range, refuses) in exceptions.chain(elsewhere) {
            let named = |kind: TopicKind| -> Vec<usize> {
                let inside = claim.read.topics.iter().filter(|read| range.contains(&read.first));
                inside.map(|read| read.topic).filter(|&topic| !self.of_kind(&[topic], &[kind]).is_empty()).collect()
            };
            let (people, own) = (named(TopicKind::Condition), named(TopicKind::Intervention));
            let treatments =
                if own.is_empty() { self.of_kind(&claim.topics, &[TopicKind::Intervention]) } else { own.clone() };
            if people.is_empty() && own.is_empty() {
                continue;
            }
            let applies = |at: usize| {
                let topics = self.facts.topics_at.get(at);
                topics.is_some_and(|topics| {
                    (people.is_empty() || people.iter().any(|one| topics.people.contains(one)))
                        && treatments.iter().any(|&a| topics.treatment.iter().any(|&b| self.facts.related(a, b)))
                })
            };
            let goes_against =
                |finding: &Finding| finding.result.recommendation().is_some_and(|one| one.stance == Stance::Against);
            let applying: Vec<(usize, &Finding)> = advice.iter().copied().filter(|(at, _)| applies(*at)).collect();
            let Some((finding_at, finding)) = applying.first().copied() else { continue };
            if applying.iter().any(|(_, finding)| goes_against(finding) == refuses) {
                continue;
            }
            let name = &of.source.short_title;
            let message = if refuses {
                format!("{name} does not advise against it")
            } else {
                format!("{name} makes no such exception")
            };
            let contradiction = Contradiction {
                kind: AttributeKind::Stance,
                span: (at, range.end.saturating_sub(1).max(at)),
                finding: Some(finding_at),
                message,
                expected: Some(one_line(&finding.statement)),
                on_record: None,
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }

    /// Whether a claim has words, conditions or numbers that the record of its source has not as such: it may then be about
    /// something else.
    fn says_more(&self, claim: &Claim, of: Of<'_>) -> bool {
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        let other = conditions.iter().any(|condition| {
            !of.fitting.iter().filter_map(|&at| self.finding(at)).any(|finding| {
                self.positions(&finding.population.topics)
                    .iter()
                    .any(|&topic| self.facts.wider.get(topic).is_some_and(|above| above.contains(condition)))
            })
        });
        // `Does not cover it`: whatever was named before.
        let names_treatment = !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty();
        // `Not for pain after surgery`: what its conditions leave out.
        let is_left_out = claim.read.words.iter().any(|word| of.known.left_out.contains(&word.stem));
        let is_other_people = || self.facts.strangers(self.corpus, claim, of.at).is_some();
        other
            || is_left_out
            || is_other_people()
            || !names_treatment
            || !claim.numbers.is_empty()
            // `Not in people of all ages`: of others nothing is said.
            || claim.poles.iter().any(|pole| pole.cue == (Axis::Amount, amount::ALL))
            || !self.facts.foreign_stems(self.corpus, claim).is_empty()
    }

    /// E005: who may bill the payer.
    fn billing(&self, claim: &Claim, of: Of<'_>, advice: &[(usize, &Finding)], found: &mut Found<'_>) {
        let Some(bills) = claim.first(Cue::Bills) else { return };
        let singular = |word: &str| word.trim_end_matches('s').to_owned();
        let names = |name: &str| {
            let name: Vec<String> = name.to_lowercase().split_whitespace().map(singular).collect();
            let words: Vec<String> =
                claim.read.words.iter().take(bills.first).map(|word| singular(&word.exact)).collect();
            !name.is_empty() && words.windows(name.len()).any(|here| here == name.as_slice())
        };
        let refused = advice.iter().find_map(|(at, finding)| {
            let who = finding.recommendation_values()?.not_billed_by;
            let name = who.with_doubt().0.iter().find(|name| names(name))?;
            Some((*at, OnRecord::of(who, format!("{name} cannot bill"), Some(*at), of.at)))
        });
        let span = (bills.first, bills.last);
        found.leave(AttributeKind::Provider, span);
        let Some((at, on_record)) = refused else { return };
        if claim.is_negated(bills.first) {
            found.confirm(AttributeKind::Provider, span, Some(on_record));
            return;
        }
        let message = format!("{}: {}", of.source.short_title, on_record.value);
        found.contradict(
            rule::DIRECTION_CONFLICT,
            Contradiction {
                kind: AttributeKind::Provider,
                span,
                finding: Some(at),
                message,
                expected: Some(on_record.value.clone()),
                on_record: Some(on_record),
            },
        );
    }

    /// E007: how strong the recommendation is, in its issuer's word.
    fn strength(&self, claim: &Claim, of: Of<'_>, applying: &[(usize, &Finding)], found: &mut Found<'_>) {
        self.urged(claim, of, applying, found);
        for said in &claim.strengths {
            let span = (said.first, said.last);
            let on_record = |at: usize, finding: &Finding| {
                let strength = finding.recommendation_values()?.strength;
                let label = strength.with_doubt().0.value()?.label().to_lowercase();
                Some(OnRecord::of(strength, label, Some(at), of.at))
            };
            let strengths: Vec<_> = applying
                .iter()
                .filter_map(|(at, finding)| Some((*at, *finding, *finding.result.recommendation()?.strength.value()?)))
                .collect();
            // Weak and conditional are two words for one thing.
            let same = |own: Strength| (own == Strength::Strong) == (said.what == Strength::Strong);
            if let Some((at, finding, _)) = strengths.iter().find(|(_, _, own)| same(*own)) {
                found.confirm(AttributeKind::Strength, span, on_record(*at, finding));
            } else if let Some((at, finding, own)) = strengths.first() {
                let (own, said) = (own.label().to_lowercase(), said.what.label().to_lowercase());
                found.contradict(
                    rule::WRONG_CERTAINTY,
                    Contradiction {
                        kind: AttributeKind::Strength,
                        span,
                        finding: Some(*at),
                        message: format!("the recommendation of {} is {own}, not {said}", of.source.short_title),
                        expected: Some(own),
                        on_record: on_record(*at, finding),
                    },
                );
            }
        }
    }

    /// E007: what advice leaves open, told as what has to be done: `it should be given`, of a weak recommendation that says `may`.
    fn urged(&self, claim: &Claim, of: Of<'_>, applying: &[(usize, &Finding)], found: &mut Found<'_>) {
        let leaves_open = claim.says(Grammar::LeavesOpen);
        let urges = claim
            .cues
            .iter()
            .find(|cue| cue.cue == Cue::Urges && !claim.is_negated(cue.first) && !claim.is_set_apart(cue.first));
        // What is told as weak as well, or as one of several options, is told rightly.
        let Some(cue) = urges.filter(|_| claim.strengths.is_empty() && !leaves_open && !claim.is_negated_advice) else {
            return;
        };
        let strength = |finding: &Finding| {
            let advice = finding.result.recommendation()?;
            (advice.stance == Stance::For).then(|| advice.strength.value().copied()).flatten()
        };
        let all_weak = applying
            .iter()
            .all(|(_, finding)| matches!(strength(finding), Some(Strength::Weak | Strength::Conditional)));
        let Some((at, finding)) = applying.first().filter(|_| all_weak) else { return };
        let own = strength(finding).map(|own| own.label().to_lowercase()).unwrap_or_default();
        let on_record =
            finding.recommendation_values().map(|values| OnRecord::of(values.strength, own.clone(), Some(*at), of.at));
        let contradiction = Contradiction {
            kind: AttributeKind::Strength,
            span: (cue.first, cue.last),
            finding: Some(*at),
            message: format!("the recommendation of {} is {own}, and leaves it open", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record,
        };
        found.contradict(rule::WRONG_CERTAINTY, contradiction);
    }

    /// E004 for guidelines: a treatment put before one that the same recommendation names.
    pub(super) fn ranking(
        &self,
        claim: &Claim,
        source: &Source,
        of: usize,
        applying: &[(usize, &Finding)],
        found: &mut Found<'_>,
    ) {
        // `Neither ranks it above the others` puts nothing first.
        let Some(rank) = claim.first(Cue::Rank).filter(|rank| !claim.is_negated(rank.first)) else { return };
        // `In chronic pain … before drugs; in acute pain …`: what stands in the clause counts.
        let here: Vec<DurationClass> = claim
            .durations
            .iter()
            .filter(|said| claim.clause(said.first) == claim.clause(rank.first))
            .map(|said| said.what)
            .collect();
        let mut targets: Vec<(String, usize, usize)> = claim
            .compared_with
            .iter()
            .filter_map(|said| Some((self.corpus.topics().get(said.what)?, said)))
            .flat_map(|(topic, said)| topic.names().map(move |name| (name.to_lowercase(), said.first, said.last)))
            .collect();
        if claim.compared_with.is_empty()
            && let Some(any) = claim.cues.iter().find(|cue| cue.cue == Cue::AnyTreatment && cue.first >= rank.first)
        {
            targets.extend(Grammar::Medicine.words().iter().map(|name| (name.clone(), any.first, any.last)));
        }
        for (at, finding) in applying {
            let Some(advice) = finding.result.recommendation() else { continue };
            let fits =
                finding.population.duration.value().is_none_or(|own| own.iter().any(|class| here.contains(class)));
            if !here.is_empty() && !fits {
                continue;
            }
            let listed = advice.alternatives.iter().find_map(|option| {
                let option_text = option.to_lowercase();
                let hit = targets.iter().find(|(name, _, _)| option_text.contains(name.trim_end_matches('s')));
                hit.map(|(_, first, last)| (option, *first, *last))
            });
            if let Some((option, first, last)) = listed {
                let message = format!(
                    "{} does not put one before the other here: the same recommendation names {option}",
                    source.short_title
                );
                found.contradict(
                    rule::WRONG_COMPARATOR,
                    Contradiction {
                        kind: AttributeKind::Comparator,
                        span: (rank.first.min(first), last.max(rank.last)),
                        finding: Some(*at),
                        message,
                        expected: Some(one_line(&finding.statement)),
                        on_record: finding.recommendation_values().map(|values| {
                            OnRecord::of(values.alternatives, advice.alternatives.join("; "), Some(*at), of)
                        }),
                    },
                );
                return;
            }
        }
    }
}
