//! Whom a claim speaks of, against whom its source studied (E003).

use std::collections::HashSet;

use super::{
    Contradiction, Found, Judge, Of, one_line, unique,
    untold::{is_kept_out_beside, is_left_out, pays_nothing, tells_nothing},
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord, Standing},
        claim::{Claim, Said, Subject},
        identify::NAMED,
        known::{Known, Strangers},
        quantity::Role,
        rule::{self, HitSeverity},
    },
    corpus::{Corpus, lexicon::Cue},
    domain::{
        Finding, TopicKind, Vocabulary,
        finding::{DurationClass, Stance},
        phrase::Found as FoundCue,
    },
    search::ReadTopic,
    text::{Grammar, Qualifier, Subjects},
};

/// Words behind `for` or `people with` within which somebody may be named whom a payer leaves out.
const LEFT_OUT_REACH: usize = 4;

/// Words behind a negation within which stands the gain that it denies.
const VAIN_REACH: usize = 5;

/// Words before the trials of a review within which it is said that it took them in.
const TAKEN_REACH: usize = 3;

/// Words behind people within which stands the verb that says what they are not.
const DENIED_BEHIND: usize = 2;

/// Words before people within which stands what leads to those who were studied.
const LEADING_REACH: usize = 2;

/// From this age on somebody is grown up.
const GROWN_UP: f64 = 16.0;

/// Words before people within which it is said that there are no others.
const ONLY_REACH: usize = 4;

impl Judge<'_> {
    /// E003: ages, durations and conditions the source does not have.
    pub(super) fn population(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        self.ages(claim, of, found);
        self.durations(claim, of, found);
        self.conditions(claim, of, found);
        self.lasting(claim, of, found);
        self.species(claim, of, found);
        self.strangers(claim, of, found);
        self.left_out(claim, of, found);
        self.paid_in_vain(claim, of, found);
        self.of_age(claim, of, found);
        self.minors(claim, of, found);
    }

    /// E003: children, of a source that studied adults and speaks of no others.
    fn minors(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if of.identified.points < NAMED || claim.says_unknown() || claim.denies() {
            return;
        }
        let words = claim.read.words.iter().enumerate();
        let is_inside = |at: usize| {
            let is_name = |read: &ReadTopic| read.first <= at && at <= read.last && read.first < read.last;
            claim.read.topics.iter().any(is_name)
        };
        let stands_for_people = |at: usize| {
            let before = |back: usize| at.checked_sub(back).map_or("", |at| claim.word(at));
            let leads = |word: &str| Grammar::In.has(word) || Grammar::Among.has(word) || Grammar::Of.has(word);
            at == 0
                || (1..=LEADING_REACH).any(|back| leads(before(back)))
                || Grammar::Those.has(claim.word(at + 1))
                || claim.numbers_of(Role::Participants).any(|number| number.last + 1 == at || number.last == at)
        };
        let mut told = words.filter(|(at, word)| {
            Grammar::Minors.has(&word.exact) && stands_for_people(*at) && !is_inside(*at) && !claim.is_negated(*at)
        });
        let Some((at, word)) = told.next().filter(|(_, word)| self.facts.lacks(of.at, &[&word.stem])) else { return };
        // Whom other words for them stand for, in the record.
        let texts = || {
            let findings = of.known.findings.iter().filter_map(|&at| self.finding(at));
            findings.map(|finding| finding.population.description.as_str()).chain([of.source.pico.population.as_str()])
        };
        let names = |list: Grammar| {
            texts().any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|word| list.has(&word.to_lowercase())))
        };
        let is_of_age =
            of.known.reported.iter().any(|one| one.role == Role::Age && one.is_typed && one.low >= GROWN_UP);
        if names(Grammar::Minors) || !(names(Grammar::Adults) || is_of_age) {
            return;
        }
        let contradiction = Contradiction {
            kind: AttributeKind::Population,
            span: (at, at),
            finding: of.meant.first().copied(),
            message: format!(
                "{} studied adults; nothing on record says that it studied {}",
                of.source.short_title, word.exact
            ),
            expected: Some(one_line(&of.source.pico.population)),
            on_record: None,
        };
        found.contradict(rule::WRONG_POPULATION, contradiction);
    }

    /// E005: people whom the conditions of a payer leave out: `for back pain in pregnancy`.
    fn left_out(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        // `Only if it is not linked to surgery` names the same to leave it out.
        let is_told = self.tells_coverage(claim, of) && !claim.has(Cue::Not);
        let stems = &of.known.left_out;
        if !is_told || stems.is_empty() {
            return;
        }
        let stands_behind = |at: usize| {
            claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Subject | Cue::PeopleWith | Cue::Lasting)
                    && cue.last < at
                    && at <= cue.last + LEFT_OUT_REACH
            })
        };
        let is_after =
            |at: usize| (1..=LEFT_OUT_REACH).any(|back| Grammar::After.has(claim.word(at.wrapping_sub(back))));
        // `20 treatments a year` say how many.
        let is_number = |at: usize| claim.numbers.iter().any(|number| number.first <= at && at <= number.last);
        // `Pain that comes with pregnancy is covered`: what is covered is named in the clause that says so.
        let is_plain = !claim.says(Grammar::KeptOut) && !claim.says(Grammar::Exceptions);
        let covers = claim.advice.map(|(at, _)| claim.clause(at)).filter(|_| is_plain);
        let may_be = |at: usize| Subjects::english().may_be(claim.word(at));
        let is_covered = |at: usize| covers == Some(claim.clause(at)) && may_be(at);
        let words = claim.read.words.iter().enumerate().filter(|(at, _)| !is_number(*at));
        let left = words.filter(|(at, word)| {
            stems.contains(&word.stem) && (stands_behind(*at) || is_after(*at) || is_covered(*at))
        });
        for (at, word) in left {
            let name = &of.source.short_title;
            let contradiction = Contradiction {
                kind: AttributeKind::Population,
                span: (at, at),
                finding: of.fitting.first().copied(),
                message: format!("a condition of {name} leaves out what `{}` stands for", word.exact),
                expected: Some(one_line(&of.source.pico.population)),
                on_record: None,
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }

    /// E005: more is paid although nothing got better, where a condition of the payer asks for that.
    fn paid_in_vain(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let Some(place) = claim.advice.filter(|_| self.tells_coverage(claim, of) && of.known.asks_for_gain) else {
            return;
        };
        // `No gain, no further visits`: nothing more is paid.
        let pays_nothing = claim.cues.iter().filter(|cue| cue.cue == Cue::Not).any(|cue| {
            claim.says_within(cue.last + 1..=cue.last + VAIN_REACH, Grammar::PaidFor)
                && !claim.says_within(cue.last + 1..=cue.last + VAIN_REACH, Grammar::Gains)
        });
        if pays_nothing {
            return;
        }
        let is_exception = |at: usize| Grammar::Exceptions.has(claim.word(at)) || Grammar::KeptOut.has(claim.word(at));
        if (0..claim.read.words.len()).any(is_exception) {
            return;
        }
        let is_gain = |at: usize| {
            Grammar::Gains.has(claim.word(at))
                || claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Better) && cue.first <= at && at <= cue.last)
        };
        let denials = (0..claim.read.words.len()).filter(|at| Grammar::DeniesGain.has(claim.word(*at)));
        let vain = denials.into_iter().find_map(|denial| {
            let mut behind = (denial + 1..=denial + VAIN_REACH).filter(|at| claim.clause(*at) == claim.clause(denial));
            behind.find(|at| is_gain(*at)).map(|at| (denial, at))
        });
        if !vain.is_some_and(|(first, last)| last < place.0 || place.1 < first) {
            return;
        }
        let name = &of.source.short_title;
        let contradiction = Contradiction {
            kind: AttributeKind::Coverage,
            span: place,
            finding: of.fitting.first().copied(),
            message: format!("{name} pays for more only if there is a gain"),
            expected: of.fitting.first().and_then(|&at| self.finding(at)).map(|finding| one_line(&finding.statement)),
            on_record: None,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    /// People that no text of the source mentions, told in words that are no topic of the collection.
    fn strangers(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let name = &of.source.short_title;
        let is_asked = |at: usize| claim.first(Cue::Indirect).is_some_and(|asked| asked.first < at);
        let strangers = self.facts.strangers(self.corpus, claim, of.at).filter(|strangers| {
            // `It is not true that it is paid for in everybody with gout`.
            let is_refused = pays_nothing(claim) || claim.subject == Subject::Coverage && claim.is_negated_advice;
            // `So much for a clear answer`.
            let is_verdict = Grammar::Verdicts.has(claim.word(strangers.last + 1));
            let is_told = !claim.is_negated(strangers.first) && !is_asked(strangers.first);
            // Named beyond doubt: people it does not have are then no sign of another source.
            of.identified.points >= NAMED
                && is_told
                && !is_refused
                && !is_verdict
                && !tells_nothing(claim, strangers.first)
        });
        let Some(Strangers { first, last, is_studied_elsewhere }) = strangers else { return };
        let words = (first..=last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        let (kind, span, finding) = (AttributeKind::Population, (first, last), of.meant.first().copied());
        let expected = Some(one_line(&of.source.pico.population));
        let covers = self.tells_coverage(claim, of);
        if is_studied_elsewhere || covers {
            let message = if covers {
                format!("{name} does not cover {words}")
            } else {
                format!("{name} does not report on {words}")
            };
            let contradiction = Contradiction { kind, span, finding, message, expected, on_record: None };
            found.contradict(rule::WRONG_POPULATION, contradiction);
        } else {
            let message = format!("nothing on record says that {name} studied people with {words}");
            found.leave(kind, span);
            found.as_severe_as(HitSeverity::Warning, rule::WRONG_POPULATION, span, finding, message, expected);
        }
    }

    fn ages(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let name = &of.source.short_title;
        let ages = || of.known.reported.iter().filter(|reported| reported.role == Role::Age && reported.is_typed);
        let lowest = ages().min_by(|a, b| a.low.total_cmp(&b.low));
        let on_record = lowest.map(|reported| OnRecord {
            value: format!("{} and older", reported.low),
            field: reported.field,
            is_verified: reported.is_verified,
            finding: reported.finding,
            source: of.at,
        });
        let youngest = lowest.map(|reported| reported.low);
        let wrong = |kind, span, only: &str| {
            let age = youngest.unwrap_or_default();
            Contradiction {
                kind,
                span,
                finding: of.meant.first().copied(),
                message: format!("{name} studied people aged {age} and older{only}"),
                expected: Some(format!("{age} and older")),
                on_record: on_record.clone(),
            }
        };
        let is_unknown = claim.says_unknown() || tells_nothing(claim, claim.read.words.len());
        for number in claim.numbers_of(Role::Age) {
            let span = (number.first, number.last);
            // `Adults under 65`, of people of 65 and over.
            let is_below = matches!(number.qualifier, Some(Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo))
                && !claim.is_negated(number.first)
                && !claim.is_of_nobody(number.first);
            // `Nothing is known of those under 65`: whom it leaves out is told rightly.
            if is_below && is_unknown {
                continue;
            }
            if is_below && youngest.is_some_and(|age| number.high <= age) {
                found.contradict(rule::WRONG_POPULATION, wrong(AttributeKind::Age, span, ""));
            } else if of.known.reported.iter().any(|reported| reported.role == Role::Age && reported.is(number)) {
                found.confirm(AttributeKind::Age, span, on_record.clone());
            } else if youngest.is_some() {
                found.contradict(rule::WRONG_POPULATION, wrong(AttributeKind::Age, span, ""));
            }
        }
        for cue in &claim.cues {
            let span = (cue.first, cue.last);
            // `Whether this holds for people of all ages is unknown`.
            let is_asked = claim
                .first(Cue::Indirect)
                .is_some_and(|asked| asked.first < cue.first && Grammar::Subordinate.has(claim.word(asked.first)));
            if cue.cue == Cue::Young
                && youngest.is_some_and(|age| age >= 50.0)
                && !claim.is_negated(cue.first)
                && !is_unknown
                && !is_asked
            {
                found.contradict(rule::WRONG_POPULATION, wrong(AttributeKind::Population, span, " only"));
            } else if cue.cue == Cue::Old && youngest.is_some_and(|age| age >= 60.0) {
                found.confirm(AttributeKind::Population, span, on_record.clone());
            }
        }
    }

    /// E003: old people denied, or told as left out for young ones, of a source whose people have them among them.
    fn of_age(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let has_old = of.known.findings.iter().find(|&&at| {
            let own = self.finding(at).map(|finding| finding.population.description.to_lowercase());
            own.is_some_and(|own| own.split(|c: char| !c.is_alphanumeric()).any(|word| Grammar::Aged.has(word)))
        });
        let Some(&at) = has_old.filter(|_| of.identified.points >= NAMED && !claim.says_unknown()) else { return };
        let is_denied = |cue: &FoundCue<Cue>| {
            let next = claim.find_word(cue.last + 1..=cue.last + DENIED_BEHIND, Grammar::BeingOrNot);
            let is_behind =
                next.is_some_and(|at| Grammar::Not.has(claim.word(at + 1)) || Grammar::Denials.has(claim.word(at)));
            claim.is_set_apart(cue.first) || is_behind
        };
        let is_only =
            |cue: &FoundCue<Cue>| claim.says_within(cue.first.saturating_sub(ONLY_REACH)..cue.first, Grammar::Confined);
        let told = claim.cues.iter().find(|cue| {
            cue.cue == Cue::Old && is_denied(cue)
                || cue.cue == Cue::Young && is_only(cue) && !claim.is_negated(cue.first)
        });
        let Some(cue) = told else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Population,
            span: (cue.first, cue.last),
            finding: Some(at),
            message: format!("{} has older people among those it is about", of.source.short_title),
            expected: self.finding(at).map(|finding| one_line(&finding.population.description)),
            on_record: None,
        };
        found.contradict(rule::WRONG_POPULATION, contradiction);
    }

    /// How long the complaints of those who were studied had lasted, by each finding that says so.
    pub(super) fn durations_of(&self, known: &Known) -> Vec<DurationClass> {
        let stated = |&at: &usize| self.finding(at)?.population.duration.value();
        let of_findings: Vec<DurationClass> = known.findings.iter().filter_map(stated).flatten().copied().collect();
        // Where no finding says so, what the record says of all its people.
        if of_findings.is_empty() { known.scope.durations.iter().copied().collect() } else { of_findings }
    }

    fn durations(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let durations = self.durations_of(of.known);
        let advises = matches!(claim.subject, Subject::Recommendation | Subject::Coverage);
        for said in &claim.durations {
            let span = (said.first, said.last);
            // That it advises against something for these people says something of them.
            let refuses = of
                .fitting
                .iter()
                .filter_map(|&at| self.finding(at)?.result.recommendation())
                .any(|advice| advice.stance == Stance::Against);
            let is_denied = is_left_out(claim)
                || pays_nothing(claim)
                || advises && (claim.is_negated_advice && !refuses || claim.is_negated(said.first));
            // `For pain that is chronic, not for pain that is acute`: nothing is said of these.
            let is_untold = !durations.contains(&said.what) && tells_nothing(claim, said.first);
            if claim.is_set_apart(said.first) || claim.is_of_nobody(said.first) || is_untold {
                continue;
            }
            // `Left out trials in acute pain only`: who was not studied is told rightly.
            if !durations.contains(&said.what) && is_kept_out_beside(claim, said.first) {
                continue;
            }
            // `It took in acute pain; chronic pain is for others`: beside its own, and without a result.
            let clause = claim.clause(said.first);
            let is_own =
                |other: &Said<DurationClass>| durations.contains(&other.what) && claim.clause(other.first) != clause;
            let tells = claim.relations.iter().any(|one| one.clause == clause)
                || claim.advice.is_some_and(|(at, _)| claim.clause(at) == clause);
            if !durations.contains(&said.what) && claim.durations.iter().any(is_own) && !tells {
                continue;
            }
            let others = self.of_others(claim, said.what, of);
            let has = |&at: &usize| {
                let finding = self.finding(at)?;
                let own = finding.values().population.values().duration;
                let is = own.with_doubt().0.value().is_some_and(|own| own.contains(&said.what));
                is.then(|| OnRecord::of(own, said.what.label().to_lowercase(), Some(at), of.at))
            };
            if let Some(finding) = others.filter(|_| !is_denied) {
                let Some(own) = self.finding(finding) else { continue };
                found.contradict(
                    rule::WRONG_POPULATION,
                    Contradiction {
                        kind: AttributeKind::Population,
                        span,
                        finding: Some(finding),
                        message: format!("{} says this of others", of.source.short_title),
                        expected: Some(one_line(&own.population.description)),
                        on_record: None,
                    },
                );
            } else if let Some(on_record) = of.fitting.iter().chain(&of.known.findings).find_map(has) {
                found.confirm(AttributeKind::Population, span, Some(on_record));
            } else if of.known.scope.durations.contains(&said.what) && durations.contains(&said.what) {
                found.confirm(AttributeKind::Population, span, None);
            } else if is_denied {
                self.denied(claim, of, found);
            } else if !durations.is_empty()
                && (advises || !self.mentions_duration(of.at, said.what) || self.is_of_studied(claim, of, said.first))
            {
                let condition = |class: DurationClass| self.condition_in(&of.known.topics, class);
                let own = unique(durations.iter().map(|class| condition(*class)));
                found.contradict(
                    rule::WRONG_POPULATION,
                    Contradiction {
                        kind: AttributeKind::Population,
                        span,
                        finding: of.meant.first().copied(),
                        message: format!(
                            "{} studied {}, not {}",
                            of.source.short_title,
                            own.join(" and "),
                            condition(said.what)
                        ),
                        expected: Some(own.join(" or ")),
                        on_record: None,
                    },
                );
            }
        }
    }

    /// Whether a word says of whom a source is said to have studied, by a number of these people or trials before it, what another text of
    /// its record mentions.
    fn is_of_studied(&self, claim: &Claim, of: Of<'_>, at: usize) -> bool {
        // `Took in trials of recent pain`.
        let studies = (0..at).rev().find(|before| Grammar::ManyStudies.has(claim.word(*before)));
        let is_taken_in = || {
            let studies = studies.filter(|studies| claim.clause(*studies) == claim.clause(at));
            studies.is_some_and(|studies| {
                (studies.saturating_sub(TAKEN_REACH)..studies).any(|before| Grammar::TakenIn.has(claim.word(before)))
            })
        };
        let is_taken = |cue: &FoundCue<Cue>| {
            cue.cue == Cue::Sample && cue.last < at && claim.clause(cue.first) == claim.clause(at)
        };
        let is_counted = claim
            .numbers
            .iter()
            .any(|number| matches!(number.role, Role::Participants | Role::Studies) && number.last < at);
        of.identified.points >= NAMED
            && (claim.cues.iter().any(is_taken) && is_counted || is_taken_in())
            && !claim.is_negated(at)
            && claim.unread_negations.is_empty()
    }

    /// A finding of the one treatment that a claim tells a gain of, where the source has that treatment for people with other
    /// complaints only, and something else for these: `NSAIDs in chronic pain`, of a source that has them for acute pain.
    fn of_others(&self, claim: &Claim, duration: DurationClass, of: Of<'_>) -> Option<usize> {
        // `The massage guideline`: what a work is called by is no treatment that it advises.
        let is_name = |read: &ReadTopic| {
            claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Guideline | Cue::Review | Cue::Trial)
                    && cue.first <= read.last + 1
                    && read.first <= cue.last
            })
        };
        let named = claim.read.topics.iter().filter(|read| !is_name(read)).map(|read| read.topic);
        let treatments = self.of_kind(&unique(named), &[TopicKind::Intervention]);
        let [treatment] = treatments.as_slice() else { return None };
        let is_gain = claim.relations.len() == 1 && claim.relations.iter().all(|relation| relation.way.is_gain());
        let advises = claim.subject == Subject::Recommendation && claim.advice.is_some() && !claim.is_negated_advice;
        let is_plain = claim.durations.len() == 1
            && claim.unread_negations.is_empty()
            && (is_gain || advises)
            && !claim.has(Cue::Not);
        let own = |at: usize| self.finding(at)?.population.duration.value();
        let has = |at: usize| own(at).is_some_and(|own| own.contains(&duration));
        let topics_at = |at: usize| self.facts.topics_at.get(at).map_or(&[][..], |topics| topics.treatment.as_slice());
        // Advice on a treatment that is named by itself is none on what is only akin to it.
        let is_named = advises && of.known.findings.iter().any(|&at| topics_at(at).contains(treatment));
        let is_of_treatment = |at: usize| {
            let mut topics = topics_at(at).iter();
            topics.any(|&own| own == *treatment || !is_named && self.facts.related(own, *treatment))
        };
        let (of_treatment, rest): (Vec<usize>, Vec<usize>) =
            of.known.findings.iter().partition(|&&at| is_of_treatment(at));
        let is_of_others = !of_treatment.is_empty() && of_treatment.iter().all(|&at| own(at).is_some() && !has(at));
        let is_told_of_these = rest.iter().any(|&at| has(at));
        of_treatment.first().copied().filter(|_| is_plain && is_of_others && is_told_of_these)
    }

    /// That a payer does not pay for people whom its rule leaves out is what the rule says.
    fn denied(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let covered = of.known.findings.iter().find_map(|&at| {
            let finding = self.finding(at)?;
            let stance = finding.recommendation_values()?.stance;
            let is_rule = finding.result.recommendation()?.stance == Stance::Covered;
            let value = format!("covers only: {}", one_line(&finding.population.description));
            is_rule.then(|| OnRecord::of(stance, value, Some(at), of.at))
        });
        if let (Some(on_record), Some(place)) = (covered, claim.advice)
            && claim.subject == Subject::Coverage
            && claim.is_negated_advice
        {
            found.confirm(AttributeKind::Coverage, place, Some(on_record));
            for duration in &claim.durations {
                found.confirm(AttributeKind::Population, (duration.first, duration.last), None);
            }
        }
    }

    fn conditions(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let name = &of.source.short_title;
        for read in &claim.read.topics {
            let Some(TopicKind::Condition | TopicKind::Population) =
                self.corpus.topics().get(read.topic).map(|topic| topic.kind)
            else {
                continue;
            };
            let span = (read.first, read.last);
            // `It does not address recent cases` tells an exclusion rightly.
            // `Low back pain is not what it is about`.
            let is_denied_behind =
                Grammar::Being.has(claim.word(read.last + 1)) && Grammar::Not.has(claim.word(read.last + 2));
            let is_denied =
                claim.is_negated(read.first) || is_denied_behind || claim.is_negated_advice || is_left_out(claim);
            let is_denied = is_denied || tells_nothing(claim, read.first);
            if claim.is_negated_advice
                && claim.subject == Subject::Coverage
                && found.said(AttributeKind::Population, span).any(|one| one.standing == Standing::Confirmed)
            {
                found.confirm(AttributeKind::Population, span, None);
                continue;
            }
            if self.facts.excludes(of.at, read.topic) {
                let advises = matches!(claim.subject, Subject::Recommendation | Subject::Coverage);
                if is_denied {
                    continue;
                }
                found.contradict(
                    if advises { rule::DIRECTION_CONFLICT } else { rule::WRONG_POPULATION },
                    Contradiction {
                        kind: AttributeKind::Population,
                        span,
                        finding: of.fitting.first().copied(),
                        message: format!("{name} is not about {}", self.label_of(read.topic)),
                        expected: Some(one_line(&of.source.pico.population)),
                        on_record: self.exclusion(of, read.topic),
                    },
                );
                continue;
            }
            // What is said of a condition is said of its kinds; the other way round it takes a word in the record.
            let bears = |&at: &usize| {
                let finding = self.finding(at)?;
                let own = finding.values().population;
                let topics = self.positions(&finding.population.topics);
                let above = |narrow: usize, wide: usize| {
                    self.facts.wider.get(narrow).is_some_and(|above| above.contains(&wide))
                };
                // Advice on a condition is advice on its kinds; a result is not.
                let advises = finding.result.recommendation().is_some();
                let is = topics.iter().any(|&topic| above(topic, read.topic) || (advises && above(read.topic, topic)));
                is.then(|| OnRecord::of(own, one_line(&finding.population.description), Some(at), of.at))
            };
            if let Some(on_record) = of.fitting.iter().chain(&of.known.findings).find_map(bears) {
                found.confirm(AttributeKind::Population, span, Some(on_record));
            }
            let is_known = of.known.topics.iter().any(|&other| {
                self.facts.related(read.topic, other)
                    && (read.topic == other || !is_leaf_sibling(self.corpus, read.topic))
            });
            let is_condition =
                self.corpus.topics().get(read.topic).map(|topic| topic.kind) == Some(TopicKind::Condition);
            let covers = self.tells_coverage(claim, of);
            let verb = if covers { "does not cover" } else { "does not report on" };
            let tells_harm = claim.subject == Subject::Harm && claim.numbers_of(Role::Participants).next().is_some();
            // Its duration was told as wrong.
            let is_told = found.breaches.iter().any(|breach| {
                breach.rule.id == rule::WRONG_POPULATION.id && breach.first <= read.last && read.first <= breach.last
            });
            let is_wrong = is_condition && !is_known && !is_denied && !is_told;
            if is_wrong && (claim.way.is_some() || covers || tells_harm) {
                found.contradict(
                    rule::WRONG_POPULATION,
                    Contradiction {
                        kind: AttributeKind::Population,
                        span,
                        finding: of.meant.first().copied(),
                        message: format!("{name} {verb} {}", self.label_of(read.topic)),
                        expected: Some(one_line(&of.source.pico.population)),
                        on_record: None,
                    },
                );
            }
        }
    }

    /// Whether a claim says that a payer pays, whose rule names those it pays for: for others it does not.
    fn tells_coverage(&self, claim: &Claim, of: Of<'_>) -> bool {
        let covers =
            |finding: &Finding| finding.result.recommendation().is_some_and(|advice| advice.stance == Stance::Covered);
        claim.subject == Subject::Coverage
            && claim.advice.is_some()
            && !claim.is_negated_advice
            && of.known.findings.iter().filter_map(|&at| self.finding(at)).any(covers)
    }

    /// Where the record says that it is not about a condition.
    pub(super) fn exclusion(&self, of: Of<'_>, condition: usize) -> Option<OnRecord> {
        of.known.findings.iter().find_map(|&at| {
            let finding = self.finding(at)?;
            let excludes = finding.values().population.values().excludes;
            let topics = self.positions(&finding.population.excludes);
            let is = topics.iter().any(|&topic| self.facts.related(topic, condition));
            is.then(|| OnRecord::of(excludes, format!("not {}", self.label_of(condition)), Some(at), of.at))
        })
    }

    /// Whether the words of a source name a condition of this duration.
    pub(super) fn mentions_duration(&self, source: usize, class: DurationClass) -> bool {
        self.facts
            .sources
            .get(source)
            .is_some_and(|known| known.topics.iter().any(|&topic| self.has_span(topic, class)))
    }

    fn has_span(&self, topic: usize, class: DurationClass) -> bool {
        self.corpus.topics().get(topic).and_then(|topic| topic.span.as_ref()).is_some_and(|span| span.class == class)
    }

    /// The kind of a condition that has lasted so long: a topic below it, by its position.
    pub(super) fn of_duration(&self, condition: usize, class: DurationClass) -> Option<usize> {
        let is_below = |&topic: &usize| self.facts.wider.get(topic).is_some_and(|above| above.contains(&condition));
        (0..self.corpus.topics().len()).filter(is_below).find(|&topic| self.has_span(topic, class))
    }

    /// What a condition that has lasted so long is called: by the topics of a finding.
    pub(super) fn condition_of(&self, finding: &Finding, class: DurationClass) -> String {
        self.condition_in(&self.positions(&finding.population.topics).into_iter().collect(), class)
    }

    /// The name of a condition of this duration: one of these topics, a kind of one, or the duration of the widest.
    fn condition_in(&self, topics: &HashSet<usize>, class: DurationClass) -> String {
        let mut conditions = self.of_kind(&topics.iter().copied().collect::<Vec<_>>(), &[TopicKind::Condition]);
        conditions.sort_unstable();
        let of_class = conditions.iter().copied().find(|&topic| self.has_span(topic, class));
        let below = || conditions.iter().find_map(|&topic| self.of_duration(topic, class));
        match of_class.or_else(below) {
            Some(topic) => self.label_of(topic),
            None => format!("{} cases", class.label().to_lowercase()),
        }
    }
}

/// A condition with a kind of its own among wider ones: what is found in one is not found in its siblings.
pub(super) fn is_leaf_sibling(corpus: &Corpus, topic: usize) -> bool {
    corpus.topics().get(topic).is_some_and(|topic| corpus.narrower(topic).next().is_none())
}
