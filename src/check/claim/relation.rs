//! How a sentence says a comparison went, clause by clause, and which way its advice goes.

use super::{Claim, EffectDirection, Relation, Said, Subject, kind_of};
use crate::{
    check::quantity::Role,
    corpus::{
        Corpus,
        lexicon::{Axis, Cue},
    },
    domain::{
        TopicKind,
        finding::{ComparatorClass, Strength},
        phrase::Found,
    },
    text::Grammar,
};

/// Words after a gain within which it may be said that it was not shown.
const NOT_SHOWN_REACH: usize = 20;

/// Words after `not shown` within which stands what was not.
const NOT_SHOWN_OBJECT: usize = 4;

/// Most words between what was measured and the `not` that denies of it what was said before.
pub(super) const ELLIPSIS_REACH: usize = 5;

/// Most words from a part of something to what it is a part of.
const PART_REACH: usize = 4;

/// Most words from a relation to the `than` of what it compares.
const OUTCOMES_REACH: usize = 5;

/// Cues looked at on either side for a longer one.
const NEAR_CUES: usize = 16;

/// Reads relations. It knows what kind of thing a topic is: `lower back pain` is no improvement.
pub(super) struct Relations<'a> {
    pub(super) corpus: &'a Corpus,
}

impl Relations<'_> {
    /// The negations that deny of an outcome or a treatment what was said of another before: `pain fell, and disability did not`.
    pub(super) fn elliptic(&self, claim: &Claim) -> Vec<usize> {
        let ends_here = |at: usize| ends_at(claim, at);
        let names = |at: usize| {
            let near = at.saturating_sub(ELLIPSIS_REACH)..at;
            let kinds = [TopicKind::Outcome, TopicKind::Instrument, TopicKind::Intervention];
            let is_one = |topic: usize| kind_of(self.corpus, topic).is_some_and(|kind| kinds.contains(&kind));
            claim.read.topics.iter().any(|read| near.contains(&read.first) && is_one(read.topic))
                // `And the wet ones didn't`.
                || near.clone().any(|at| Grammar::Kinds.has(claim.word(at)))
                || claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Outcome(_)) && near.contains(&cue.first))
        };
        let negations = claim.cues.iter().filter(|cue| cue.cue == Cue::Not).map(|cue| cue.last);
        let told = |at: usize| {
            claim.cues.iter().any(|cue| way_of(cue.cue).is_some_and(EffectDirection::is_gain) && cue.last < at)
        };
        let denials = negations.filter(|&at| Grammar::Denials.has(claim.word(at)) && ends_here(at));
        // `Function improved, pain was not shown to`.
        let unshown = claim.cues.iter().filter(|cue| {
            cue.cue == Cue::NotShown && Grammar::Infinitive.has(claim.word(cue.last + 1)) && ends_here(cue.last + 1)
        });
        let mut all: Vec<usize> =
            denials.chain(unshown.map(|cue| cue.first)).filter(|&at| names(at) && told(at)).collect();
        all.sort_unstable();
        all
    }

    /// Reads how the comparisons of the claim came out: of each clause, and in the main.
    pub(super) fn relate(&self, claim: &mut Claim) {
        let all: Vec<(EffectDirection, Found<Cue>)> = claim
            .cues
            .iter()
            .filter_map(|found| Some((way_of(found.cue)?, *found)))
            .filter(|(_, found)| {
                // `It was massage, not acupuncture, that came out ahead`: the denial ends with its aside.
                !Grammar::Not.has(claim.word(found.first)) || claim.clause(found.first) == claim.clause(found.last)
            })
            .filter(|(_, found)| {
                // `It improved by 7 points, less than the 10 that count`: an aside on the number.
                let is_aside = Grammar::Less.has(claim.word(found.last)) && claim.is_parted(found.last);
                found.first == found.last || !is_aside
            })
            .filter(|(way, found)| {
                // `Came to a similar figure`: two works are compared, and no groups.
                let is_of_work = Grammar::Verdicts.has(claim.word(found.last + 1));
                !(*way == EffectDirection::Same && found.first == found.last && is_of_work)
            })
            .filter(|(_, found)| {
                // `The lead hardly faded`: it is still there.
                let is_hardly = claim.says_within(found.first..found.last, Grammar::Hardly);
                !(is_hardly && Grammar::Fading.has(claim.word(found.last)))
            })
            .collect();
        let length = |found: &Found<Cue>| found.last - found.first;
        let mut relations: Vec<Relation> = Vec::new();
        let mut unread: Vec<(usize, usize)> = Vec::new();
        // Where something was said not to be shown, and what that is was read.
        let mut turned: Vec<(usize, usize)> = Vec::new();
        // `How large the benefit was is not known`, `the trial asked whether it helped`.
        let asked = claim.first(Cue::Indirect).map(|found| found.first);
        let mut longer_until = 0;
        for (at, (way, found)) in all.iter().enumerate() {
            // Of `no better` and `better` the longer one counts.
            let near = || {
                let near = all.iter().skip(at.saturating_sub(NEAR_CUES)).take(2 * NEAR_CUES);
                near.filter(|(_, other)| other.first <= found.last && found.first <= other.last)
            };
            // `Not shown to lower pain less`: two phrases that share a word say together what neither does.
            // `Did not speed up recovery`: the denial reaches into what it denies.
            let is_denied = way.is_gain()
                && near().any(|(other_way, other)| *other_way == EffectDirection::Same && other.first < found.first);
            // `No match for placebo` is one phrase, whatever others stand in it.
            let is_covered = near().any(|(_, other)| {
                other.first <= found.first && found.last <= other.last && length(other) > length(found)
            });
            let crosses = !is_denied
                && !is_covered
                && near().any(|(other_way, other)| {
                    let is_apart = other.first < found.first && other.last < found.last;
                    // `A difference was no longer there`: the longer phrase begins with its noun.
                    let is_its_noun = *other_way == EffectDirection::Differs
                        && *way == EffectDirection::Same
                        && other.last == found.first;
                    is_apart && other_way != way && !is_its_noun
                });
            if crosses {
                unread.push((found.first, found.last));
            }
            let reaches = |other_way: EffectDirection, other: &Found<Cue>| {
                *way == EffectDirection::Same
                    && other_way.is_gain()
                    && found.first < other.first
                    && other.last > found.last
            };
            let is_part = is_denied
                || near().any(|(other_way, other)| length(other) > length(found) && !reaches(*other_way, other))
                || found.first < longer_until;
            // `Against no treatment, the gain was`: the `no` belongs to what it is compared with.
            let is_of_comparator = *way == EffectDirection::Same
                && claim.cues.iter().any(|cue| {
                    matches!(cue.cue, Cue::Comparator(_))
                        && cue.first == found.first
                        && cue.last > cue.first
                        && cue.last < found.last
                });
            // `The lead was half gone`: how much is told by the number.
            let is_told_in_numbers = *way == EffectDirection::Same
                && claim.numbers.iter().any(|number| {
                    let is_part = Grammar::PartOfWhole.has(claim.word(number.last + 1));
                    number.role.is_result() && found.first < number.first && number.last < found.last
                            // `Half of the lead was gone`.
                            || is_part && number.last < found.first && found.first <= number.last + PART_REACH
                });
            // `Whose back has hurt for more than twelve weeks`: more than so many.
            // `Cost-effective` is no effect.
            let is_of_cost =
                found.first > 0 && found.first == found.last && Grammar::Costs.has(claim.word(found.first - 1));
            if is_of_comparator
                || is_told_in_numbers
                || is_of_cost
                || claim.is_bound(found.last)
                || claim.is_bound(found.first)
            {
                continue;
            }
            // `Did more for pain than for function` compares two outcomes, and no groups.
            if self.compares_outcomes(claim, *found) {
                unread.push((found.first, found.last));
                continue;
            }
            if is_part || asked.is_some_and(|asked| found.first >= asked) || self.is_beside_the_point(claim, *found) {
                continue;
            }
            longer_until = found.last + 1;
            let mut way = *way;
            // `Not shown to be more or less frequent` denies both ways; without a denial nobody can tell which is meant.
            if claim.is_either_way(found.first, found.last) {
                let clause = claim.clause(found.first);
                let denial = claim.cues.iter().rev().find(|cue| {
                    matches!(cue.cue, Cue::Not | Cue::NotShown)
                        && cue.first <= found.last
                        && claim.clause(cue.first) == clause
                        && !Grammar::Less.has(claim.word(cue.first))
                });
                match denial {
                    Some(cue) => {
                        turned.push((cue.first, cue.last));
                        relations.push(Relation {
                            way: EffectDirection::Same,
                            first: found.first,
                            last: found.last,
                            clause,
                        });
                    }
                    None => unread.push((found.first, found.last)),
                }
                continue;
            }
            // `Faster recovery was not shown.`
            let not_shown = claim.cues.iter().find(|cue| {
                cue.cue == Cue::NotShown
                    && cue.first > found.last
                    && cue.first <= found.last + NOT_SHOWN_REACH
                    && claim.clause(cue.first) == claim.clause(found.first)
                    // `Lower, and function was not shown to be better`: what follows was not shown.
                    && !all.iter().any(|(way, other)| {
                        *way != EffectDirection::Differs
                            && other.first > found.last
                            && other.first <= cue.last + NOT_SHOWN_OBJECT
                    })
            });
            // `It did not show that it speeds recovery.`
            let not_shown = not_shown.or_else(|| {
                claim.cues.iter().find(|cue| {
                    cue.cue == Cue::NotShown
                        && cue.last < found.first
                        && found.first <= cue.last + NOT_SHOWN_REACH
                        && claim.clause(cue.first) == claim.clause(found.first)
                        && (Grammar::ClauseFollows.has(claim.word(cue.last + 1))
                        // `Did not find that`.
                        || Grammar::ClauseFollows.has(claim.word(cue.last))
                        || is_to_be(claim, found.first))
                        && !all.iter().any(|(_, other)| cue.last < other.first && other.first < found.first)
                })
            });
            let not_shown = not_shown.filter(|_| way.is_gain() || way == EffectDirection::Higher);
            // `Not shown to be likelier`: the `not` is that of what was not shown. That a value was not shown to be higher says little.
            let is_frequency = claim
                .poles
                .iter()
                .any(|pole| pole.cue.0 == Axis::Frequency && pole.first <= found.last && found.first <= pole.last);
            // `More of them are not ruled out`: whether there are nobody can tell.
            if is_left_open(claim, *found) {
                unread.push((found.first, found.last));
                continue;
            }
            // `What endures of the gain is not known`: nobody has looked.
            if not_shown.is_some_and(|cue| Grammar::NotKnown.has(claim.word(cue.last))) {
                unread.push((found.first, found.last));
                continue;
            }
            let is_of_not_shown = |negation: &Found<Cue>| {
                (way.is_gain() || is_frequency)
                    && not_shown.is_some_and(|cue| cue.first <= negation.first && negation.last <= cue.last)
            };
            // `Was not ahead of`, `recovered no faster`: a denial within the words themselves.
            let is_denied_inside = way.is_gain()
                && claim.cues.iter().any(|cue| {
                    cue.cue == Cue::Not
                        && !Grammar::Less.has(claim.word(cue.first))
                        && cue.first == cue.last
                        && (cue.first == found.first + 1 || cue.first + 1 == found.last)
                        && found.first < cue.first
                        && cue.first < found.last
                });
            // `Neither massage nor humming did better`: denied of both.
            let is_of_neither = is_of_neither(claim, *found);
            if is_of_neither && !way.is_gain() {
                unread.push((found.first, found.last));
                continue;
            }
            let negation = claim.negation(found.first).filter(|negation| !is_of_not_shown(negation));
            if let Some(negation) = negation.filter(|_| !is_of_neither) {
                unread.push((negation.first, found.last));
                continue;
            }
            if is_of_neither || is_denied_inside {
                way = EffectDirection::Same;
            }
            if let Some(cue) = not_shown {
                way = EffectDirection::Same;
                turned.push((cue.first, cue.last));
            }
            relations.push(Relation { way, first: found.first, last: found.last, clause: claim.clause(found.first) });
        }
        let is_in_relation = |cue: &&Found<Cue>| {
            relations.iter().any(|relation| relation.first <= cue.last && cue.first <= relation.last)
        };
        // `Was not shown` holds `not shown` as well; beside a gain nobody can tell which of both it denies: `the share who improved was
        // not shown to be higher`.
        let is_beside_gain =
            |cue: &Found<Cue>| relations.iter().any(|one| one.way.is_gain() && one.clause == claim.clause(cue.first));
        let is_turned = |cue: &Found<Cue>| {
            turned.iter().any(|&(first, last)| {
                first == cue.first || first <= cue.last && cue.first <= last && !is_beside_gain(cue)
            })
        };
        let elsewhere = self.elliptic(claim);
        let is_elliptic = |cue: &Found<Cue>| elsewhere.iter().any(|at| (*at..=at + 1).contains(&cue.first));
        let not_shown =
            claim.cues.iter().filter(|cue| cue.cue == Cue::NotShown && !is_turned(cue) && !is_elliptic(cue));
        unread.extend(not_shown.filter(|cue| !is_in_relation(cue)).map(|cue| (cue.first, cue.last)));
        if let Some(found) = claim.first(Cue::NotAs)
            && !claim.compared_with.is_empty()
        {
            // `A does not … the way B does` praises B.
            relations = vec![Relation {
                way: EffectDirection::Worse,
                first: found.first,
                last: found.last,
                clause: claim.clause(found.first),
            }];
            unread.clear();
        }
        // `Beat the waiting list but not the sham`, `better at first, though not after a year`: the same verb, denied.
        let gain = relations.iter().find(|relation| relation.way.is_gain()).copied();
        for negation in claim.cues.iter().filter(|cue| cue.cue == Cue::Not && Grammar::Not.has(claim.word(cue.first))) {
            let clause = claim.clause(negation.first);
            // `Lower with one, not with the other`: an aside of its own clause.
            let is_aside = negation.first > 0 && claim.clause(negation.first - 1) != clause;
            let joins = is_aside
                || Grammar::And.has(claim.word(negation.first.wrapping_sub(1)))
                || claim.cues.iter().any(|cue| cue.cue == Cue::Contrast && cue.last + 1 == negation.first);
            let follows = joins && gain.is_some_and(|gain| gain.last < negation.first);
            let near = |first: usize| negation.last < first && first <= negation.last + NOT_SHOWN_OBJECT;
            let compared = claim.comparators.iter().find(|said| near(said.first)).map(|said| said.last);
            let timed = || claim.numbers_of(Role::Days).find(|number| near(number.first)).map(|number| number.last);
            let measured = || {
                let is_outcome = |topic: usize| {
                    matches!(kind_of(self.corpus, topic), Some(TopicKind::Outcome | TopicKind::Instrument))
                };
                let read = claim.read.topics.iter().find(|read| near(read.first) && is_outcome(read.topic));
                let phrase = claim.cues.iter().find(|cue| matches!(cue.cue, Cue::Outcome(_)) && near(cue.first));
                read.map(|read| read.last).or(phrase.map(|cue| cue.last))
            };
            let treated = || {
                let is_treatment = |topic: usize| kind_of(self.corpus, topic) == Some(TopicKind::Intervention);
                claim.read.topics.iter().find(|read| near(read.first) && is_treatment(read.topic)).map(|read| read.last)
            };
            let object = compared.or_else(timed).or_else(measured).or_else(treated);
            if let Some(last) = object.filter(|_| follows)
                && !relations.iter().any(|relation| relation.clause == clause)
            {
                relations.push(Relation { way: EffectDirection::Same, first: negation.first, last, clause });
            }
        }
        // `Pain fell, and disability did not`: the same, denied of another thing.
        for &at in &elsewhere {
            let clause = claim.clause(at);
            let is_apart = relations.iter().any(|one| one.way.is_gain() && one.last < at && one.clause != clause)
                && relations.iter().all(|one| one.clause != clause);
            if is_apart {
                relations.push(Relation { way: EffectDirection::Same, first: at, last: at, clause });
            }
        }
        // `One came out better and the other did not`: what is denied is told before.
        let ends_here = |at: usize| ends_at(claim, at);
        let elliptic = claim.cues.iter().filter(|cue| {
            cue.cue == Cue::Not
                && Grammar::Not.has(claim.word(cue.last))
                && ends_here(cue.last)
                && relations.iter().any(|relation| relation.last < cue.first)
                && !relations.iter().any(|relation| relation.first == cue.last)
        });
        unread.extend(elliptic.map(|cue| (cue.first, cue.last)).collect::<Vec<_>>());
        claim.way = main_way(&relations);
        for clause in relations.chunk_by(|a, b| a.clause == b.clause) {
            let Some(main) = main_way(clause) else { continue };
            let is_main = |one: &&Relation| (one.first, one.last) == (main.first, main.last);
            claim.relations.extend(clause.iter().copied().filter(|one| is_main(&one)));
            claim.further.extend(clause.iter().copied().filter(|one| !is_main(&one)));
        }
        claim.unread_negations = unread;
    }

    /// Whether what a relation compares are two outcomes of one group.
    fn compares_outcomes(&self, claim: &Claim, found: Found<Cue>) -> bool {
        let than = (found.first..=found.last + OUTCOMES_REACH).find(|&at| Grammar::Than.has(claim.word(at)));
        let Some(than) = than.filter(|&than| Grammar::About.has(claim.word(than + 1))) else { return false };
        let near = than + 2..=than + 2 + PART_REACH;
        let is_outcome =
            |topic: usize| matches!(kind_of(self.corpus, topic), Some(TopicKind::Outcome | TopicKind::Instrument));
        let is_group = claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Comparator(_)) && near.contains(&cue.first))
            || claim.read.topics.iter().any(|read| {
                near.contains(&read.first) && kind_of(self.corpus, read.topic) == Some(TopicKind::Intervention)
            });
        let is_measured = claim.read.topics.iter().any(|read| near.contains(&read.first) && is_outcome(read.topic))
            || claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Outcome(_)) && near.contains(&cue.first));
        is_measured && !is_group
    }

    /// `Lower back pain` is no improvement, and `where lower is better` explains a scale.
    fn is_beside_the_point(&self, claim: &Claim, found: Found<Cue>) -> bool {
        let explains = claim
            .cues
            .iter()
            .any(|note| note.cue == Cue::ScaleNote && note.first <= found.first && found.last <= note.last);
        explains
            || claim.read.topics.iter().any(|topic| {
                topic.first <= found.first
                    && found.last <= topic.last
                    && kind_of(self.corpus, topic.topic) == Some(TopicKind::Condition)
                    // `It lowers back pain`.
                    && !Grammar::Lowering.has(claim.word(found.first))
            })
            // `Larger trials`.
            || Grammar::Comparatives.has(claim.word(found.first))
                && found.first == found.last
                && Grammar::ManyStudies.has(claim.word(found.last + 1))
            // `Made the lower back work better`: a part of the body.
            || Grammar::Lower.has(claim.word(found.first)) && Grammar::Back.has(claim.word(found.first + 1))
    }
}

/// Most words from what may be so to what says that it is not ruled out.
const LEFT_OPEN_REACH: usize = 12;

/// Whether a sentence says of what a relation tells that it is not ruled out: `more of them are not ruled out`, `a gain cannot be
/// excluded`.
fn is_left_open(claim: &Claim, found: Found<Cue>) -> bool {
    let denies = |at: usize| Grammar::Denials.has(claim.word(at)) || Grammar::Never.has(claim.word(at));
    let is_undone = |at: usize| {
        let linked = (at.saturating_sub(2)..at).any(|at| {
            Grammar::Being.has(claim.word(at))
                || Grammar::Be.has(claim.word(at))
                || Grammar::BeingOrNot.has(claim.word(at))
        });
        linked && (at.saturating_sub(3)..at).any(denies)
    };
    (found.last + 1..=found.last + LEFT_OPEN_REACH).any(|at| {
        Grammar::RulesOut.has(claim.word(at)) && claim.clause(at) == claim.clause(found.first) && is_undone(at)
    })
}

/// Whether right before a word stands `to be`: `did not find it to be more frequent`.
fn is_to_be(claim: &Claim, at: usize) -> bool {
    // `Did not show them to be more frequent`: what that is stands elsewhere.
    let is_named = |to: usize| !Grammar::Them.has(claim.word(to.wrapping_sub(1)));
    let is_told = |to: usize| Grammar::Infinitive.has(claim.word(to)) && Grammar::Be.has(claim.word(to + 1));
    at.checked_sub(2).is_some_and(|to| is_told(to) && is_named(to))
}

/// Whether what a word says ends with it: at a sign, or before where it was told: `and whistling was not in the review of 2025`.
fn ends_at(claim: &Claim, at: usize) -> bool {
    at + 1 >= claim.read.words.len() || claim.is_parted(at + 1) || Grammar::In.has(claim.word(at + 1))
}

/// Most words from what is said to be wrong to the claim that is.
const FRAME_REACH: usize = 4;

/// Most words from whoever claims something to the verb.
const CLAIMING_REACH: usize = 3;

/// Denies what a sentence reports as a claim that is wrong: `it would be wrong to say that it helps`, `whoever claims that it helps has
/// misread it`.
pub(super) fn deny_mistaken(claim: &mut Claim) {
    if let Some((from, until)) = mistaken(claim) {
        deny_within(claim, from, until);
    }
}

/// The words of a claim that a sentence reports as wrong, from the first up to the one behind the last.
fn mistaken(claim: &Claim) -> Option<(usize, usize)> {
    let length = claim.read.words.len();
    let is_that = |at: usize| Grammar::ClauseFollows.has(claim.word(at));
    let denied = |at: usize| {
        (at.saturating_sub(2)..at)
            .any(|before| Grammar::Denials.has(claim.word(before)) || Grammar::No.has(claim.word(before)))
    };
    let is_wrong = |at: usize| Grammar::Mistaken.has(claim.word(at)) && !denied(at);
    let is_untrue = |at: usize| Grammar::Correct.has(claim.word(at)) && denied(at);
    // Up to the next clause, in which something else is said.
    let ends = |from: usize| {
        (from..length).find(|at| claim.clause(*at) != claim.clause(from) && claim.is_parted(*at)).unwrap_or(length)
    };
    // `It is a mistake to conclude that`, `it is not true that`, `a myth that`.
    if let Some(at) = (0..length.min(2 * FRAME_REACH)).find(|at| is_wrong(*at) || is_untrue(*at)) {
        let claims = |from: usize| claim.find_word(from + 1..=from + FRAME_REACH, Grammar::Claiming);
        let follows = claim.word(at + 1);
        let begins = match Grammar::Infinitive.has(follows) {
            true => claims(at).filter(|verb| *verb == at + 2).map(|verb| verb + 1),
            false => Some(at + 1).filter(|next| is_that(*next)),
        };
        let is_said = Grammar::It.has(claim.word(0)) || (0..at).any(|before| Grammar::It.has(claim.word(before)));
        if let Some(from) = begins.filter(|from| is_said && *from < length) {
            return Some((from, ends(from)));
        }
    }
    // `Whoever says that it helps is mistaken`, `the claim that it helps is unfounded`.
    let whoever = claim.find_word(0..length.min(FRAME_REACH), Grammar::Whoever);
    let verb = whoever.and_then(|at| claim.find_word(at + 1..=at + CLAIMING_REACH, Grammar::Claiming));
    let noun = (0..length.min(FRAME_REACH)).find(|at| Grammar::ClaimNouns.has(claim.word(*at)) && is_that(at + 1));
    let from = verb.or(noun)? + 1;
    let wrong = (from + 1..length).find(|at| is_wrong(*at) || is_untrue(*at))?;
    (claim.clause(wrong) == claim.clause(from)).then_some((from, wrong))
}

/// Reads anew how the comparisons of a claim came out, some of whose cues were found to say nothing of it.
pub(in crate::check) fn relate_anew(claim: &mut Claim, corpus: &Corpus) {
    claim.relations.clear();
    claim.further.clear();
    Relations { corpus }.relate(claim);
}

/// Denies what is said from a word on: a gain was none, and what the rest means then nobody can tell.
pub(super) fn deny(claim: &mut Claim, from: usize) {
    deny_within(claim, from, usize::MAX);
}

/// Denies what is said from a word on, up to another one.
fn deny_within(claim: &mut Claim, from: usize, until: usize) {
    let is_asked = |relation: &Relation| (from..until).contains(&relation.first);
    let is_open =
        |way: EffectDirection| way.is_gain() || matches!(way, EffectDirection::Higher | EffectDirection::Differs);
    let lost = claim.relations.iter().filter(|relation| is_asked(relation) && !is_open(relation.way));
    claim.unread_negations.extend(lost.map(|relation| (relation.first, relation.last)));
    claim.relations.retain(|relation| !is_asked(relation) || is_open(relation.way));
    for relation in claim.relations.iter_mut().filter(|relation| is_asked(relation)) {
        relation.way = EffectDirection::Same;
    }
    claim.further.retain(|relation| !is_asked(relation));
    claim.way = main_way(&claim.relations);
}

/// Whether the clause of a relation denies it of two things: `neither massage nor humming`.
fn is_of_neither(claim: &Claim, found: Found<Cue>) -> bool {
    let clause = claim.clause(found.first);
    let here: Vec<usize> = (claim.label..found.first)
        .filter(|&at| claim.clause(at) == clause && Grammar::Neither.has(claim.word(at)))
        .collect();
    here.first().zip(here.last()).is_some_and(|(neither, nor)| claim.word(*neither) != claim.word(*nor))
}

/// The way that a phrase says a comparison went.
pub(super) fn way_of(cue: Cue) -> Option<EffectDirection> {
    let ways = [
        (Cue::Better, EffectDirection::Better),
        (Cue::Same, EffectDirection::Same),
        (Cue::Worse, EffectDirection::Worse),
        (Cue::AsGood, EffectDirection::Equivalent),
        (Cue::Lower, EffectDirection::Lower),
        (Cue::Higher, EffectDirection::Higher),
        (Cue::Differs, EffectDirection::Differs),
    ];
    ways.iter().find(|(of, _)| *of == cue).map(|(_, way)| *way)
}

/// Of several ways the one that the whole says: of `better than nothing, but no better than sham` what comes first.
fn main_way(relations: &[Relation]) -> Option<Said<EffectDirection>> {
    let first = |way| relations.iter().find(|relation| relation.way == way);
    let (good, same, worse) = (
        first(EffectDirection::Equivalent),
        first(EffectDirection::Same),
        first(EffectDirection::Worse).or(first(EffectDirection::Higher)),
    );
    let better = relations.iter().find(|relation| relation.way.is_gain());
    let differs = first(EffectDirection::Differs);
    let main = match (good, same, worse, better) {
        (Some(good), _, _, _) => good,
        (None, Some(same), None, Some(better)) if better.first < same.first => better,
        (None, Some(same), _, _) => same,
        (None, None, Some(worse), _) => worse,
        (None, None, None, Some(better)) => better,
        (None, None, None, None) => differs?,
    };
    Some(Said { what: main.way, first: main.first, last: main.last })
}

/// Reads which way advice or coverage goes: said, denied, or taken back.
pub(in crate::check) fn advise(claim: &mut Claim) {
    let coverage = claim.subject == Subject::Coverage;
    // `Has nothing against humming` holds `against humming` as well.
    let is_in_praise = |one: Found<Cue>| {
        let holds = |cue: &Found<Cue>| cue.first < one.first && one.last <= cue.last;
        // `Tells them not to start` holds a refusal that is one.
        let denies = claim.cues.iter().any(|cue| cue.cue == Cue::Not && one.first <= cue.first && cue.last <= one.last);
        !denies && claim.cues.iter().any(|cue| cue.cue == Cue::Recommend && holds(cue))
    };
    let refuses = |cue: &Found<Cue>| cue.cue == Cue::RecommendAgainst && !is_in_praise(*cue);
    let against = claim.cues.iter().copied().find(refuses).filter(|_| !coverage);
    let said = if coverage {
        claim.first(Cue::Covers)
    } else {
        against.or(claim.first(Cue::Recommend)).or(claim.first(Cue::Order)).or(claim.first(Cue::Rank))
    };
    let said = said.or(claim.first(Cue::Reversal));
    // `It does not currently recommend it`; `it recommends it not only for` says it all the same.
    let is_rank = |said: Found<Cue>| claim.cues.iter().any(|cue| cue.cue == Cue::Rank && cue.first == said.first);
    let is_recommended = said.is_some_and(|said| said.cue == Cue::Recommend && !is_rank(said)) && against.is_none();
    // `No traction and no braces, it advises`.
    let is_headed_by_no = said.is_some_and(|said| {
        let names = claim.read.topics.iter().any(|read| read.first == 1 && read.last < said.first);
        Grammar::No.has(claim.word(0)) && (names || claim.says_within(1..said.first, Grammar::No))
    });
    let is_denied = is_recommended && is_headed_by_no
        || (coverage || is_recommended)
            && said
                .and_then(|said| claim.negation(said.first))
                .is_some_and(|negation| coverage || !Grammar::NotOnly.has(claim.word(negation.first + 1)));
    // `Does not recommend against it` says neither.
    let refusals: Vec<Found<Cue>> = claim.cues.iter().copied().filter(refuses).collect();
    let is_not = |one: &Found<Cue>| claim.cues.iter().any(|cue| cue.cue == Cue::Not && cue.first == one.first);
    let crossed = refusals.iter().filter(|one| is_not(one)).find(|one| {
        refusals.iter().any(|other| one.first < other.first && other.first <= one.last + 1 && one.last < other.last)
    });
    // `Advises against it, and that it not be used`: two refusals may undo one another.
    let doubled = refusals.iter().find(|one| {
        refusals.iter().any(|other| one.last < other.first && claim.clause(one.first) == claim.clause(other.first))
    });
    // `Does not turn it down`: whether that is advice nobody can tell.
    let undone = against.filter(|one| claim.negation(one.first).is_some());
    let crossed = crossed.copied().or(doubled.copied()).or(undone);
    if let Some(crossed) = crossed {
        claim.unread_negations.push((crossed.first, crossed.last));
        return;
    }
    let is_denied = is_denied || is_recommended && advises_none(claim);
    let taken_back =
        |cue: &&Found<Cue>| cue.cue == Cue::Reversal && !said.is_some_and(|said| gives_anew(claim, **cue, said));
    let is_taken_back = claim.cues.iter().any(|cue| taken_back(&cue));
    claim.is_negated_advice = (against.is_some() || is_denied) != (is_taken_back && said.is_some());
    claim.advice = said.map(|found| (found.first, found.last));
}

/// Whether advice is given behind what takes an earlier one back, and not taken back itself: `turned that around: it should not be
/// offered`, `has reversed its advice and now says that it should be offered`.
fn gives_anew(claim: &Claim, reversal: Found<Cue>, said: Found<Cue>) -> bool {
    let begins = |at: usize| claim.is_parted(at) || Grammar::And.has(claim.word(at));
    let is_behind = reversal.last < said.first && (reversal.last + 1..=said.first).any(begins);
    // `Reversed its position, under which it recommended it`: how it was.
    let is_past = Grammar::PastEndings.words().iter().any(|end| claim.word(said.first).ends_with(end.as_str()));
    is_behind && (!is_past || said.cue == Cue::RecommendAgainst)
}

/// Whether a sentence begins with what is advised, and that is none of something: `no humming, it advises`, `no humming and no
/// whistling`.
fn advises_none(claim: &Claim) -> bool {
    let begins = |at: &usize| *at == 0 || claim.is_parted(*at) || Grammar::And.has(claim.word(at.wrapping_sub(1)));
    let denied = |at: &usize| Grammar::No.has(claim.word(*at)) && begins(at);
    let is_treatment = |at: usize| {
        claim.cues.iter().any(|cue| cue.cue == Cue::Comparator(ComparatorClass::NoTreatment) && cue.first == at)
    };
    denied(&0) && (is_treatment(0) || (1..claim.read.words.len()).any(|at| denied(&at)))
}

/// The strengths of advice that are named, each within a clause: `the recommendation is strong, but the evidence was weak`.
pub(super) fn strengths(claim: &Claim) -> Vec<Said<Strength>> {
    let mut all: Vec<Said<Strength>> = Vec::new();
    for found in &claim.cues {
        if let Cue::Strength(what) = found.cue
            && claim.clause(found.first) == claim.clause(found.last)
            && !all.iter().any(|said| said.what == what)
        {
            all.push(Said { what, first: found.first, last: found.last });
        }
    }
    all
}
