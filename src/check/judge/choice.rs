//! Which findings a claim can mean: those that fit it best, and all of its source that it can be about.

use super::{Judge, SentenceContext, same_class};
use crate::{
    check::{
        claim::{Claim, EffectDirection, Subject},
        known::{FindingWords, Known, Stems},
        quantity::{Number, Role, is_same_span},
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, Stated, TopicKind,
        finding::{ComparatorClass, DurationClass, FindingKind, TimePoint},
        number::Measure,
    },
    search::ReadTopic,
    text::Grammar,
};

/// What a claim names, in the terms of a finding; topics by their positions.
struct Asked {
    /// Treatments that it is about.
    own: Vec<usize>,
    /// Treatments that it compares with.
    compared: Vec<usize>,
    classes: Vec<ComparatorClass>,
    outcomes: Vec<usize>,
    durations: Vec<DurationClass>,
    conditions: Vec<usize>,
}

impl Judge<'_> {
    /// The findings of a source that a claim can mean: those that agree with it in most.
    pub(super) fn meant(&self, claim: &Claim, among: &[usize], around: &SentenceContext<'_>) -> Vec<usize> {
        let kinds = self.kinds(claim);
        let asked = self.asked(claim);
        let mut scored: Vec<(i32, usize)> = among
            .iter()
            .filter_map(|&at| {
                let finding = self.finding(at)?;
                let of_kind = kinds.contains(&finding.result.kind());
                let kind = if of_kind { 6 } else { 0 };
                Some((kind + self.agreement(claim, &asked, at, around)?, at))
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

    pub(super) fn kinds(&self, claim: &Claim) -> &'static [FindingKind] {
        match claim.subject {
            // An amount of money is what something costs.
            Subject::Effect
                if claim.numbers.iter().any(|number| number.is_money || number.role == Role::Logistics)
                    || self.outcomes(claim).iter().any(|topic| self.facts.costs.contains(topic)) =>
            {
                &[FindingKind::Cost]
            }
            Subject::Effect => &[FindingKind::Effect],
            Subject::Harm => &[FindingKind::Harm],
            Subject::Recommendation | Subject::Coverage => &[FindingKind::Recommendation],
            Subject::Mechanism => &[FindingKind::Mechanism],
        }
    }

    /// Outcomes a claim names or speaks of, as positions of topics. `Function` may mean either of two.
    pub(super) fn outcomes(&self, claim: &Claim) -> Vec<usize> {
        let mut all = self.of_kind(&claim.topics, &[TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism]);
        all.extend(claim.outcomes(self.corpus));
        all
    }

    /// What a claim names, in the terms of a finding: gathered once for all that it is held beside.
    fn asked(&self, claim: &Claim) -> Asked {
        let compared: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        Asked {
            own: own.into_iter().filter(|topic| !compared.contains(topic)).collect(),
            compared,
            classes: claim.comparators.iter().map(|said| said.what).collect(),
            outcomes: self.outcomes(claim),
            durations: claim.durations.iter().map(|said| said.what).collect(),
            conditions: self.of_kind(&claim.topics, &[TopicKind::Condition]),
        }
    }

    /// In how much a finding agrees with a claim; none when it is about something else.
    fn agreement(&self, claim: &Claim, asked: &Asked, at: usize, around: &SentenceContext<'_>) -> Option<i32> {
        let Asked { own, compared, classes, outcomes, durations, conditions } = asked;
        let (finding, topics) = (self.finding(at)?, self.facts.topics_at.get(at)?);
        let (of_finding, against) = (&topics.treatment, &topics.comparator);
        let mut score = 0;
        if !own.is_empty() && !of_finding.is_empty() {
            let related = own.iter().any(|&a| of_finding.iter().chain(against).any(|&b| self.facts.related(a, b)));
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
        if !classes.is_empty() && finding.result.measurement().is_some() {
            let fits = classes.iter().any(|class| same_class(*class, finding.comparator.class));
            score += if fits { 3 } else { -2 };
            if !compared.is_empty() && finding.comparator.class == ComparatorClass::Active {
                let fits =
                    compared.iter().any(|&a| against.iter().chain(of_finding).any(|&b| self.facts.related(a, b)));
                score += if fits { 3 } else { -2 };
            }
        }
        if finding.result.measurement().is_some() && !outcomes.is_empty() {
            score += if topics.outcome.iter().any(|topic| outcomes.contains(topic)) { 2 } else { -1 };
        }
        if let Stated::As(of_finding) = &finding.population.duration
            && !durations.is_empty()
        {
            score += if durations.iter().any(|class| of_finding.contains(class)) { 2 } else { -2 };
        }
        if !conditions.is_empty() {
            let exact = topics.people.iter().any(|topic| conditions.contains(topic));
            score += i32::from(exact);
        }
        if let Some(m) = finding.result.measurement() {
            if let Stated::As(time) = m.time
                && claim.numbers_of(Role::Days).any(|number| is_same_span(number.high, time.to.days()))
            {
                score += 2;
            }
            // Points are told of a scale: the number needed to treat is none of it.
            let can_be = |number: &Number, measure: Measure| {
                !number.is_in_points || number.is_of_shares || measure.is_of_scale()
            };
            let has = |number: &Number| {
                m.estimates
                    .iter()
                    .any(|estimate| number.is(estimate.value.to_f64().abs()) && can_be(number, estimate.measure))
            };
            let told = |role| claim.numbers_of(role).any(has);
            score += 3 * i32::from(told(Role::Percent) || told(Role::Effect));
            let in_points = claim.numbers_of(Role::Effect).any(|number| number.is_in_points && !number.is_of_shares);
            score += i32::from(in_points && m.estimates.iter().any(|estimate| estimate.measure.is_of_scale()));
        }
        Some(score)
    }

    /// The findings of a source whose treatment a claim names in words that are no topic, and that not all of them have.
    pub(super) fn treated_in_words(&self, claim: &Claim, known: &Known) -> Vec<usize> {
        self.named_in_words(claim, known, |words| &words.treatment)
    }

    /// The findings whose treatment begins with a word of a claim, where that tells at most half of them apart: `needling`, which
    /// every record here speaks of, beside traction and braces.
    pub(super) fn headed_in_words(&self, claim: &Claim, known: &Known) -> Vec<usize> {
        let is_taken = |at: usize| {
            claim.read.topics.iter().any(|read| read.first <= at && at <= read.last)
                || claim.numbers.iter().any(|number| number.first <= at && at <= number.last)
        };
        let words = claim.read.words.iter().enumerate();
        let free = words.filter(|(at, word)| !is_taken(*at) && !word.is_stopword && !word.has_digit);
        let stems: Vec<&str> = free.map(|(_, word)| word.stem.as_str()).collect();
        let heads = |at: &usize| stems.iter().any(|stem| self.has_form(*at, stem));
        let few: Vec<usize> = known.findings.iter().copied().filter(heads).collect();
        if 2 * few.len() <= known.findings.len() { few } else { Vec::new() }
    }

    /// The same of what was measured.
    fn measured_in_words(&self, claim: &Claim, known: &Known) -> Vec<usize> {
        self.named_in_words(claim, known, |words| &words.outcome)
    }

    /// The stems in a claim that stand right before the name of a treatment, or in it, and tell forms of it apart that a source
    /// tested.
    pub(super) fn forms<'c>(&self, claim: &'c Claim, known: &Known) -> Vec<&'c str> {
        self.forms_at(claim, known).into_iter().map(|(_, stem)| stem).collect()
    }

    /// The same, each with its place.
    pub(super) fn forms_at<'c>(&self, claim: &'c Claim, known: &Known) -> Vec<(usize, &'c str)> {
        // `The dry one`.
        let words = claim.read.words.iter().enumerate();
        let of_kind = words.filter(|(at, word)| *at > 0 && Grammar::Kinds.has(&word.exact)).map(|(at, _)| at - 1);
        // `By 4 points with the wet and by 5 with the dry kind`.
        let joined = (1..claim.read.words.len()).filter(|at| {
            Grammar::OfGroup.has(claim.word(at - 1))
                && (Grammar::And.has(claim.word(at + 1)) || claim.is_parted(at + 1))
        });
        let before = claim
            .read
            .topics
            .iter()
            .filter(|read| !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty())
            // Its last word is what it is a form of.
            .flat_map(|read| read.first.saturating_sub(1)..read.last.max(read.first))
            .chain(self.forms_of(claim))
            .chain(of_kind)
            .chain(joined)
            .filter_map(|at| Some((at, claim.read.words.get(at)?.stem.as_str())));
        let has = |at: usize, stem: &str| self.has_form(at, stem);
        before
            .filter(|(_, stem)| {
                known.findings.iter().any(|&at| has(at, stem)) && !known.findings.iter().all(|&at| has(at, stem))
            })
            .collect()
    }

    /// Where a form is named before what a treatment is a kind of: `the standard course of humming`.
    fn forms_of<'c>(&'c self, claim: &'c Claim) -> impl Iterator<Item = usize> + 'c {
        let treatments =
            claim.read.topics.iter().filter(|read| !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty());
        treatments.filter_map(|read| {
            let kind = read.first.checked_sub(2)?;
            let is_of = Grammar::Of.has(claim.word(kind + 1));
            (is_of && Grammar::Kinds.has(claim.word(kind))).then(|| kind.checked_sub(1)).flatten()
        })
    }

    /// Whether the treatment of a finding is of this form.
    pub(super) fn has_form(&self, at: usize, stem: &str) -> bool {
        self.facts.words_of.get(at).is_some_and(|words| words.form.contains(stem))
    }

    fn named_in_words(&self, claim: &Claim, known: &Known, part: impl Fn(&FindingWords) -> &Stems) -> Vec<usize> {
        // `Fewer opioids`: a treatment may be what was measured.
        let is_measured = |read: &ReadTopic| {
            let words = || (read.first..=read.last).filter_map(|at| claim.read.words.get(at));
            !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
                && words().all(|word| {
                    known.findings.iter().any(|&at| {
                        let is_own =
                            || self.facts.topics_at.get(at).is_some_and(|own| own.treatment.contains(&read.topic));
                        let own = self.facts.words_of.get(at);
                        // `Misuse of opioids`, of those who got opioids, is named by more than these.
                        own.is_some_and(|own| part(own).contains(&word.stem) && !own.treatment.contains(&word.stem))
                            && !is_own()
                    })
                })
        };
        let is_taken = |at: usize| {
            claim.read.topics.iter().any(|read| read.first <= at && at <= read.last && !is_measured(read))
                || claim.cues.iter().any(|cue| cue.first <= at && at <= cue.last && cue.cue != Cue::Event)
                || claim.numbers.iter().any(|number| number.first <= at && at <= number.last)
        };
        let words = claim.read.words.iter().enumerate();
        let free: Vec<&str> = words
            .filter(|(at, word)| {
                let is_of_measured = || claim.read.topics.iter().any(|read| read.first <= *at && *at <= read.last);
                !is_taken(*at) && (is_of_measured() || self.facts.is_telling(word))
            })
            .map(|(_, word)| word.stem.as_str())
            .collect();
        let has = |at: usize, stem: &str| self.facts.words_of.get(at).is_some_and(|words| part(words).contains(stem));
        let telling: Vec<&str> =
            free.into_iter().filter(|stem| !known.findings.iter().all(|&at| has(at, stem))).collect();
        known.findings.iter().copied().filter(|&at| telling.iter().any(|stem| has(at, stem))).collect()
    }

    /// The findings of a source that a claim can be about: of its kind, and of the comparison, outcome, time, people and
    /// treatment that it names, as far as the source has any of these.
    pub(super) fn fitting(&self, claim: &Claim, known: &Known) -> Vec<usize> {
        let kinds = self.kinds(claim);
        let mut all: Vec<usize> = known.findings.clone();
        let Asked { own, compared, classes, outcomes, durations, conditions } = self.asked(claim);
        let mut narrow = |fits: &dyn Fn(usize, &Finding) -> bool| {
            let kept: Vec<usize> =
                all.iter().copied().filter(|&at| self.finding(at).is_some_and(|finding| fits(at, finding))).collect();
            if !kept.is_empty() {
                all = kept;
            }
        };
        // `Constipation was no more common`: what was measured tells that it is a harm, where no word for harm does.
        let measured = self.measured_in_words(claim, known);
        let is_of_kinds = |at: &usize| self.finding(*at).is_some_and(|finding| kinds.contains(&finding.result.kind()));
        if outcomes.is_empty() && !measured.is_empty() && !measured.iter().any(is_of_kinds) {
            narrow(&|at, _| measured.contains(&at));
        } else {
            narrow(&|_, finding| kinds.contains(&finding.result.kind()));
        }
        if !classes.is_empty() {
            narrow(&|_, finding| classes.iter().any(|class| same_class(*class, finding.comparator.class)));
        }
        let touches =
            |topics: &[usize], asked: &[usize]| asked.iter().any(|&a| topics.iter().any(|&b| self.facts.related(a, b)));
        if !compared.is_empty() {
            narrow(&|at, _| {
                let topics = self.facts.topics_at.get(at);
                topics.is_some_and(|topics| {
                    touches(&topics.comparator, &compared) || touches(&topics.treatment, &compared)
                })
            });
        }
        if !own.is_empty() {
            narrow(&|at, _| self.facts.topics_at.get(at).is_some_and(|topics| touches(&topics.treatment, &own)));
        }
        if own.is_empty() {
            let named = self.treated_in_words(claim, known);
            narrow(&|at, _| named.contains(&at));
        }
        let forms = self.forms(claim, known);
        if !forms.is_empty() {
            narrow(&|at, _| forms.iter().any(|stem| self.has_form(at, stem)));
        }
        // `Added to other treatment`, beside `alone`.
        let words_of = |at: usize| self.facts.words_of.get(at).map(|words| &words.treatment);
        let [added, alone] = &self.facts.company;
        let stems = match (claim.says(Grammar::AddedTo), claim.says(Grammar::Alone)) {
            (true, false) => added.as_slice(),
            (false, true) => alone.as_slice(),
            (true, true) | (false, false) => &[],
        };
        narrow(&|at, _| words_of(at).is_some_and(|words| stems.iter().any(|stem| words.contains(stem))));
        if !outcomes.is_empty() {
            narrow(&|at, _| {
                let topics = self.facts.topics_at.get(at);
                topics.is_some_and(|topics| topics.outcome.iter().any(|topic| outcomes.contains(topic)))
            });
        }
        // Of harms, what is filed beside an outcome is not called by its name: `stillbirth` beside early birth.
        if !outcomes.is_empty() {
            narrow(&|at, finding| {
                let words = self.facts.words_of.get(at);
                finding.result.kind() != FindingKind::Harm
                    || words.is_some_and(|words| words.named.iter().any(|topic| outcomes.contains(topic)))
            });
        }
        // `Cheaper` is said of money, not of the health that it buys.
        if kinds == [FindingKind::Cost]
            && claim.relations.iter().any(|one| matches!(one.way, EffectDirection::Lower | EffectDirection::Higher))
        {
            narrow(&|_, finding| {
                let m = finding.result.measurement();
                m.is_some_and(|m| m.estimates.iter().any(|one| one.measure == Measure::CostDifference))
            });
            narrow(&|_, finding| {
                let m = finding.result.measurement();
                m.is_some_and(|m| !m.estimates.iter().any(|one| one.measure == Measure::Qaly))
            });
        }
        if !durations.is_empty() {
            // Where a finding does not say how long complaints had lasted, it may be of these people.
            let is_open = |finding: &Finding| finding.population.duration.value().is_none();
            let is_of = |finding: &Finding| {
                finding.population.duration.value().is_some_and(|own| own.iter().any(|one| durations.contains(one)))
            };
            let has_one = known.findings.iter().filter_map(|&at| self.finding(at)).any(is_of);
            narrow(&|_, finding| is_of(finding) || has_one && is_open(finding));
        }
        if !conditions.is_empty() {
            narrow(&|at, _| self.facts.topics_at.get(at).is_some_and(|topics| touches(&topics.people, &conditions)));
        }
        // `In the one trial that went on for longer`: how many studies a result is of tells it from others.
        narrow(&|_, finding| {
            let studies = finding.result.measurement().and_then(|m| m.studies.value());
            studies.is_some_and(|studies| is_of_so_many(claim, f64::from(*studies)))
        });
        // `6 to 12 months` is a time of its own, beside `1 to 6 months`.
        let time = |finding: &Finding, fits: &dyn Fn(&Number, &TimePoint) -> bool| {
            let time = finding.result.measurement().and_then(|m| m.time.value());
            time.is_some_and(|time| claim.numbers_of(Role::Days).any(|number| fits(number, time)))
        };
        narrow(&|_, finding| {
            time(finding, &|number, time| {
                number.low < number.high && time.from.is_some_and(|from| number.spans(from.days(), time.to.days()))
            })
        });
        narrow(&|_, finding| time(finding, &|number, time| number.is(time.to.days())));
        narrow(&|at, _| measured.contains(&at));
        narrow(&|_, finding| {
            finding.result.measurement().is_some_and(|m| {
                m.estimates.iter().any(|estimate| {
                    let value = estimate.value.to_f64().abs();
                    claim.numbers.iter().any(|number| number.role.is_result() && number.is(value))
                })
            })
        });
        all
    }
}

/// Whether a claim says of how many studies its result is: `of five trials`, `the only trial that went on for longer`.
fn is_of_so_many(claim: &Claim, studies: f64) -> bool {
    let is_single = |at: usize| Grammar::Sole.has(claim.word(at)) && Grammar::Studies.has(claim.word(at + 1));
    claim.numbers_of(Role::Studies).any(|number| number.is(studies))
        || (studies - 1.0).abs() < 1e-9 && (0..claim.read.words.len()).any(is_single)
}
