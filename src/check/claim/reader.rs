//! A claim read from the words of its sentence.

use super::{
    Claim, EffectDirection, Relation, Said, SentenceClass, Subject, kind_of,
    relation::{ELLIPSIS_REACH, Relations, advise, deny, deny_mistaken, strengths, way_of},
    spans::{durations, lasting, origins},
};
use crate::{
    check::quantity::{Role, quantities},
    corpus::{
        Corpus,
        lexicon::{Axis, Cue},
    },
    domain::{
        TopicKind,
        certainty::Level,
        finding::ComparatorClass,
        phrase::{Found, NamedTopic, Phrases},
    },
    search::{ReadText, ReadTopic, ReadWord, TextReader},
    text::{Grammar, is_stopword},
};

/// Words of one text, for the phrases.
fn exact(words: &[ReadWord]) -> impl ExactSizeIterator<Item = &str> {
    words.iter().map(|word| word.exact.as_str())
}

/// Reads sentences.
pub(in crate::check) struct ClaimReader<'a> {
    pub(in crate::check) corpus: &'a Corpus,
    pub(in crate::check) phrases: &'a Phrases<Cue>,
    pub(in crate::check) reader: TextReader<'a>,
}

impl ClaimReader<'_> {
    /// Understands a sentence that answers the question before it: `Did it beat the sham? No, says the trial`. The words of the
    /// question stand behind its own, in a clause of their own, where no place in the text is; none where it answers nothing.
    pub(in crate::check) fn answer(&mut self, text: &str, question: &str) -> Option<Claim> {
        let asked = question.trim_end().trim_end_matches('?');
        let own = self.reader.read(text).words;
        let answer = Answer::of(text, &own, &self.reader.read(asked).words)?;
        let mut claim = self.read(&format!("{text}; {asked}"));
        claim.is_answer = true;
        let from = own.len();
        match answer {
            Answer::Yes => {}
            Answer::No => deny(&mut claim, from),
            Answer::Picked(last) => {
                claim.picked = Some((0, last));
                // `Massage or humming for a bad back? Massage`: the better of both is asked for.
                let is_told = claim.relations.iter().any(|relation| relation.first >= from);
                if !is_told && self.asks_for_treatment(&claim, from) {
                    let clause = claim.clause(from);
                    claim.relations.push(Relation { way: EffectDirection::Better, first: 0, last, clause });
                    claim.way = claim.way.or(Some(Said { what: EffectDirection::Better, first: 0, last }));
                }
            }
        }
        self.conclude(&mut claim, false);
        Some(claim)
    }

    /// Whether a question names treatments on both sides of what joins two of them.
    fn asks_for_treatment(&self, claim: &Claim, from: usize) -> bool {
        let joints = (from..claim.read.words.len()).filter(|&at| Grammar::Alternatives.has(claim.word(at)));
        let is_treatment = |at: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::Treating && cue.first <= at && at <= cue.last)
                || claim.read.topics.iter().any(|read| {
                    read.first <= at && at <= read.last && self.kind_of(read.topic) == Some(TopicKind::Intervention)
                })
        };
        joints.into_iter().any(|at| is_treatment(at.saturating_sub(1)) && is_treatment(at + 1))
    }

    /// Understands a sentence. `is_heading` text claims only what it says outright.
    pub(in crate::check) fn claim(&mut self, text: &str, is_heading: bool) -> Claim {
        let mut claim = self.read(text);
        self.conclude(&mut claim, is_heading);
        claim
    }

    /// Reads all of a sentence but what it amounts to.
    fn read(&mut self, text: &str) -> Claim {
        let mut read = self.reader.read(text);
        without_verbs(&mut read);
        let numbers = quantities(text, &read.words);
        let named: Vec<NamedTopic> = read
            .topics
            .iter()
            .filter_map(|read| Some(NamedTopic { kind: self.kind_of(read.topic)?, first: read.first, last: read.last }))
            .collect();
        let mut cues = self.phrases.find(exact(&read.words), &named);
        self.tell_in_verbs(&read, &mut cues);
        tell_nothing(&read, &mut cues);
        let poles = poles(&cues);
        cues.retain(|found| !matches!(found.cue, Cue::Opposed(..)));
        // `Not even three in ten`: fewer than so many, and nothing is denied.
        cues.retain(|found| {
            let is_even = read.words.get(found.first + 1).is_some_and(|word| Grammar::Even.has(&word.exact));
            let is_bound = found.cue == Cue::Not && found.first == found.last && is_even;
            !(is_bound && numbers.iter().any(|number| number.first == found.first + 2 && number.qualifier.is_some()))
        });
        let mut topics: Vec<usize> = read.topics.iter().map(|topic| topic.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let is_question = text.trim_end().ends_with('?') && !cues.iter().any(|found| found.cue == Cue::Rhetorical);
        let mut claim = Claim {
            class: SentenceClass::Other,
            subject: Subject::Effect,
            read,
            numbers,
            cues,
            poles,
            way: None,
            relations: Vec::new(),
            further: Vec::new(),
            unread_negations: Vec::new(),
            advice: None,
            strengths: Vec::new(),
            comparators: Vec::new(),
            compared_with: Vec::new(),
            topics,
            levels: Vec::new(),
            origins: Vec::new(),
            durations: Vec::new(),
            is_question,
            is_negated_advice: false,
            clauses: Vec::new(),
            label: 0,
            colon: None,
            says: false,
            is_answer: false,
            picked: None,
            is_by_place: false,
        };
        claim.label = label(text, &claim.read.words);
        claim.colon = colon(text, &claim.read.words).find(|at| *at > claim.label);
        let told: Vec<usize> = claim.cues.iter().filter(|found| way_of(found.cue).is_some()).map(|f| f.first).collect();
        let apart: Vec<usize> = claim.cues.iter().filter(|found| found.cue == Cue::Contrast).map(|f| f.first).collect();
        let relations = Relations { corpus: self.corpus };
        let elliptic = relations.elliptic(&claim);
        let denials = claim.cues.iter().filter(|found| {
            let word = claim.word(found.first);
            found.cue == Cue::Same && (Grammar::No.has(word) || Grammar::Not.has(word))
        });
        let denials: Vec<usize> = denials.map(|found| found.first).collect();
        let negations: Vec<usize> = claim.cues.iter().filter(|cue| cue.cue == Cue::Not).map(|cue| cue.first).collect();
        let joints = Joints { told, apart, elliptic, denials, negations };
        claim.clauses = clauses(text, &claim.read.words, &joints);
        claim.levels = levels(&claim.cues);
        claim.durations = durations(&claim.cues);
        lasting(&mut claim);
        self.comparison(&mut claim);
        relations.relate(&mut claim);
        deny_mistaken(&mut claim);
        claim.origins = origins(&claim);
        claim.strengths = strengths(&claim);
        claim
    }

    /// What a sentence that has been read is about, and of which class it is.
    fn conclude(&self, claim: &mut Claim, is_heading: bool) {
        claim.subject = self.subject(claim);
        advise(claim);
        claim.says = self.says(claim);
        claim.class = self.class(claim, is_heading);
    }

    fn kind_of(&self, topic: usize) -> Option<TopicKind> {
        kind_of(self.corpus, topic)
    }

    fn names(&self, claim: &Claim, kind: TopicKind) -> bool {
        claim.topics.iter().any(|&topic| self.kind_of(topic) == Some(kind))
    }

    /// Classes named anywhere, and treatments that stand after a word of comparison.
    fn comparison(&self, claim: &mut Claim) {
        let is_compared = |at: usize| {
            claim.cues.iter().any(|found| {
                matches!(found.cue, Cue::Against | Cue::Rank | Cue::AsGood | Cue::NotAs)
                    && found.first >= claim.label
                    // `People of 65 and over who had humming`.
                    && !(Grammar::Over.has(claim.word(found.first))
                        && Grammar::Conjunctions.has(claim.word(found.first.wrapping_sub(1))))
                    // `Over 90% likely that humming`, `fewer than half`: more or less than so many.
                    && !((Grammar::Over.has(claim.word(found.first)) || Grammar::Than.has(claim.word(found.first)))
                        && claim.numbers.iter().any(|number| number.first <= found.last + 1 && found.first <= number.last))
                    // `Recommends against humming` compares nothing.
                    && !claim.cues.iter().any(|cue| {
                        cue.cue == Cue::RecommendAgainst && cue.first <= found.first && found.first <= cue.last
                    })
                    && !is_behind_front(claim, *found, at)
                    && !is_listed_behind(claim, *found, at)
                    // `Of less than 12 weeks, humming`.
                    && !(Grammar::Than.has(claim.word(found.first)) && found.first > 0 && claim.is_bound(found.first - 1))
                    && joined(claim, *found) <= at
                    && steps(claim, joined(claim, *found), at) <= if found.cue == Cue::NotAs { 6 } else { 4 }
            })
        };
        let mut comparators: Vec<Said<ComparatorClass>> = Vec::new();
        for found in &claim.cues {
            if let Cue::Comparator(class) = found.cue
                && !comparators.iter().any(|said| said.what == class)
            {
                comparators.push(Said { what: class, first: found.first, last: found.last });
            }
        }
        // `Better than the standardized kind`: another form of what was named.
        let of_kind = claim.cues.iter().filter(|found| found.cue == Cue::Against).find_map(|found| {
            let from = joined(claim, *found) + 1;
            let kind = claim.find_word(from + 1..from + KIND_REACH, Grammar::Kinds)?;
            let is_told = !is_stopword(claim.word(kind - 1)) && !claim.cues.iter().any(|cue| cue.last + 1 == kind);
            let is_named = |topic: &ReadTopic| {
                topic.first < found.first && self.kind_of(topic.topic) == Some(TopicKind::Intervention)
            };
            (is_told && claim.read.topics.iter().any(is_named)).then_some((kind - 1, kind))
        });
        if let Some((first, last)) = of_kind {
            comparators.push(Said { what: ComparatorClass::SameIntervention, first, last });
        }
        // A comparator by its name.
        for read in &claim.read.topics {
            if let Some(class) = self.corpus.topics().get(read.topic).and_then(|topic| topic.comparator_class)
                && !comparators.iter().any(|said| said.what == class)
            {
                comparators.push(Said { what: class, first: read.first, last: read.last });
            }
        }
        // `Than NSAIDs, relaxants or opioids`: each stands near the one before.
        let mut reach: Option<usize> = None;
        let compared: Vec<Said<usize>> = claim
            .read
            .topics
            .iter()
            .filter(|topic| self.kind_of(topic.topic) == Some(TopicKind::Intervention))
            .filter(|topic| {
                let near = is_compared(topic.first)
                    || self.is_second_of_two(claim, topic)
                    || reach.is_some_and(|last| {
                        topic.first <= last + 3
                            && !claim.colon.is_some_and(|colon| last < colon && colon <= topic.first)
                    });
                reach = near.then_some(topic.last);
                near
            })
            // `no acupuncture`, `sham acupuncture`: a comparator of its own.
            .filter(|topic| {
                !claim.cues.iter().any(|found| {
                    matches!(found.cue, Cue::Comparator(_))
                        && found.first <= topic.first
                        && (topic.last <= found.last || topic.first == found.last + 1)
                })
            })
            .map(|topic| Said { what: topic.topic, first: topic.first, last: topic.last })
            .collect();
        let any = claim.cues.iter().find(|found| found.cue == Cue::AnyTreatment && is_compared(found.first));
        // `Individualized acupuncture is no better than standardized acupuncture`: another form of the same.
        let is_same = |said: &Said<usize>| {
            claim
                .read
                .topics
                .iter()
                .any(|topic| topic.topic == said.what && topic.last < said.first && topic.first >= claim.label)
        };
        if let Some(same) = compared.iter().find(|said| is_same(said) && !claim.has(Cue::NotAs)) {
            // `Humming with whistling did better than whistling alone` compares with another treatment.
            let is_part = claim.read.topics.iter().any(|topic| {
                topic.topic != same.what
                    && topic.last < same.first
                    && topic.first >= claim.label
                    && self.kind_of(topic.topic) == Some(TopicKind::Intervention)
            });
            let what = if is_part { ComparatorClass::Active } else { ComparatorClass::SameIntervention };
            comparators.push(Said { what, first: same.first, last: same.last });
        }
        let compared: Vec<Said<usize>> =
            compared.iter().copied().filter(|said| claim.has(Cue::NotAs) || !is_same(said)).collect();
        let active =
            compared.first().map(|said| (said.first, said.last)).or(any.map(|found| (found.first, found.last)));
        if let Some((first, last)) = active {
            comparators.push(Said { what: ComparatorClass::Active, first, last });
        }
        claim.comparators = comparators;
        claim.compared_with = compared;
    }

    /// Whether a treatment is the second of two between which something is told: `no difference between adults who hummed and adults who
    /// used oil`.
    fn is_second_of_two(&self, claim: &Claim, second: &ReadTopic) -> bool {
        let is_treatment = |read: &&ReadTopic| self.kind_of(read.topic) == Some(TopicKind::Intervention);
        let is_here = |at: &usize| claim.clause(*at) == claim.clause(second.first);
        let Some(between) = (claim.label..second.first).rev().find(|at| Grammar::Between.has(claim.word(*at))) else {
            return false;
        };
        let first = claim.read.topics.iter().filter(is_treatment).find(|read| between < read.first);
        let Some(first) = first.filter(|read| read.last < second.first && is_here(&between)) else { return false };
        let joint = claim.find_word(first.last + 1..second.first, Grammar::And);
        joint.is_some_and(|joint| steps(claim, joint, second.first) <= BETWEEN_STEPS)
            && !claim.says_within(between + 1..first.first, Grammar::And)
    }

    /// Adds what verbs of an outcome tell of how much of it there was: `they itched more`, `were itching less`.
    fn tell_in_verbs(&self, read: &ReadText, cues: &mut Vec<Found<Cue>>) {
        let word = |at: usize| read.words.get(at).map_or("", |word| word.exact.as_str());
        let ends = |list: Grammar, at: usize| list.words().iter().any(|end| word(at).ends_with(end.as_str()));
        let is_outcome = |topic: usize| self.kind_of(topic) == Some(TopicKind::Outcome);
        let named = read.topics.iter().filter(|read| read.first == read.last && is_outcome(read.topic));
        let spoken = cues.iter().filter(|cue| matches!(cue.cue, Cue::Outcome(_)) && cue.first == cue.last);
        let mut places: Vec<usize> = named.map(|read| read.first).chain(spoken.map(|cue| cue.first)).collect();
        places.sort_unstable();
        places.dedup();
        for at in places {
            let is_verb = ends(Grammar::PastEndings, at)
                || ends(Grammar::GoingOnEndings, at)
                    && at.checked_sub(1).is_some_and(|at| Grammar::BeingOrNot.has(word(at)));
            let cue = match word(at + 1) {
                next if Grammar::MoreOften.has(next) => Cue::Higher,
                next if Grammar::LessOften.has(next) => Cue::Lower,
                _ => continue,
            };
            if is_verb {
                cues.push(Found { cue, first: at, last: at + 1 });
            }
        }
        cues.sort_by_key(|cue| cue.first);
    }

    fn subject(&self, claim: &Claim) -> Subject {
        if self.names(claim, TopicKind::Payer) && (claim.has(Cue::Covers) || claim.has(Cue::Bills)) {
            return Subject::Coverage;
        }
        // `Gives it the highest grade`.
        let grades = claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Strength(_)))
            && claim.has(Cue::Guideline)
            && self.names(claim, TopicKind::Intervention);
        let advises = grades
            || [Cue::Recommend, Cue::RecommendAgainst, Cue::Order, Cue::Reversal].iter().any(|cue| claim.has(*cue));
        if advises || (claim.has(Cue::Rank) && claim.has(Cue::Guideline)) {
            let is_result = claim.has(Cue::Trial) && !claim.has(Cue::Guideline) && !claim.has(Cue::RecommendAgainst);
            if !is_result {
                return Subject::Recommendation;
            }
        }
        // `Adverse events in chronic pain` are about harm; `less pain and fewer side effects` is about both.
        let is_main = |topic: usize| self.corpus.topics().get(topic).is_some_and(|topic| topic.is_main_outcome);
        let tells_benefit = claim.outcomes(self.corpus).any(is_main);
        if claim.has(Cue::Harm) && !(tells_benefit && claim.way.is_some() && !claim.has(Cue::Safety)) {
            return Subject::Harm;
        }
        if claim.has(Cue::NotAs) && !claim.compared_with.is_empty() {
            return Subject::Effect;
        }
        // `Anti-inflammatory drugs` are a treatment.
        let is_of_treatment = |cue: &Found<Cue>| {
            claim.read.topics.iter().any(|read| {
                read.first <= cue.first
                    && cue.last <= read.last
                    && self.kind_of(read.topic) == Some(TopicKind::Intervention)
            })
        };
        let tells_mechanism = claim.cues.iter().any(|cue| cue.cue == Cue::Mechanism && !is_of_treatment(cue));
        if self.names(claim, TopicKind::Mechanism) || tells_mechanism {
            return Subject::Mechanism;
        }
        Subject::Effect
    }

    fn says(&self, claim: &Claim) -> bool {
        let cues = [
            Cue::Promise,
            Cue::Overclaim,
            Cue::Absolute,
            Cue::Order,
            Cue::Safety,
            Cue::HarmAsGood,
            Cue::Recommend,
            Cue::RecommendAgainst,
            Cue::Reversal,
            Cue::InForce,
            Cue::Rank,
        ];
        let counts = claim.numbers.iter().any(|number| {
            matches!(number.role, Role::Participants | Role::Studies | Role::Percent | Role::P | Role::Interval)
        });
        claim.way.is_some()
            || cues.iter().any(|cue| claim.has(*cue))
            || !claim.levels.is_empty()
            // `It stands at the foot of the ranking.`
            || claim.poles.iter().any(|pole| pole.cue.0 == Axis::Rank)
            || counts
            || claim.subject == Subject::Coverage
    }

    fn class(&self, claim: &Claim, is_heading: bool) -> SentenceClass {
        let has = |cue| claim.has(cue);
        let counts = claim.numbers.iter().any(|number| {
            matches!(number.role, Role::Participants | Role::Studies | Role::Percent | Role::P | Role::Interval)
        });
        let treatment = self.names(claim, TopicKind::Intervention) || self.names(claim, TopicKind::Payer);
        let condition = self.names(claim, TopicKind::Condition);
        let outcome = self.names(claim, TopicKind::Outcome)
            || self.names(claim, TopicKind::Instrument)
            || claim.cues.iter().any(|found| matches!(found.cue, Cue::Outcome(_)));
        let research = has(Cue::VagueSource) || has(Cue::Research) || self.names(claim, TopicKind::Design);
        let logistic = has(Cue::Logistics) || {
            !claim.numbers.is_empty() && claim.numbers.iter().all(|number| number.role == Role::Logistics)
        };
        if claim.is_question {
            return SentenceClass::Other;
        }
        let cites = counts || has(Cue::Trial) || has(Cue::Review) || has(Cue::Guideline);
        let claims = claim.overclaims() || has(Cue::Safety) || has(Cue::HarmAsGood) || claim.way.is_some();
        // An address or an appointment beside a claim makes it no less of one.
        if logistic && !cites && !(claims && (treatment || condition)) {
            return SentenceClass::Logistics;
        }
        if claim.share_of_own().is_some() {
            return SentenceClass::PracticeExperience;
        }
        // Whom a payer pays is no experience, whoever tells it.
        let tells_coverage = claim.subject == Subject::Coverage;
        if (has(Cue::Practice) || has(Cue::Observation))
            && !cites
            && !tells_coverage
            && !has(Cue::Safety)
            && !claim.overclaims()
        {
            return SentenceClass::PracticeExperience;
        }
        let says = claim.says;
        if has(Cue::HarmAsGood) {
            return SentenceClass::EvidenceClaim;
        }
        if is_heading {
            let outright = claim.overclaims()
                || has(Cue::Safety)
                || (counts && research)
                || (has(Cue::Praise) && treatment)
                || (has(Cue::Recommend) && treatment);
            return if outright { SentenceClass::EvidenceClaim } else { SentenceClass::Other };
        }
        let about = treatment
            || condition
            || outcome
            || self.names(claim, TopicKind::Mechanism)
            || has(Cue::Mechanism)
            || has(Cue::Harm)
            || (claim.overclaims() && (has(Cue::Treating) || has(Cue::AnyTreatment)));
        let acts =
            claim.subject == Subject::Mechanism && (treatment || has(Cue::Treating)) && claim.read.words.len() > 3;
        if (says && (about || research)) || acts || (has(Cue::Harm) && treatment) {
            return SentenceClass::EvidenceClaim;
        }
        SentenceClass::Other
    }
}

/// What a sentence answers to the question before it.
enum Answer {
    Yes,
    No,
    /// It picks one of two by the words up to this one.
    Picked(usize),
}

impl Answer {
    /// Most words of an answer that picks one of two.
    const PICK_WORDS: usize = 4;

    /// The answer that these words begin with, up to the first sign.
    fn of(text: &str, own: &[ReadWord], asked: &[ReadWord]) -> Option<Self> {
        let ends = |pair: &[ReadWord]| match pair {
            [one, next] => text.get(one.end..next.start).is_some_and(|gap| gap.trim_end() != "" || gap.is_empty()),
            _ => false,
        };
        let last = own.windows(2).position(ends).unwrap_or(own.len().checked_sub(1)?);
        let (first, next) = (own.first()?.exact.as_str(), own.get(1).map_or("", |word| word.exact.as_str()));
        let is_short = last == 0 || last == 1 && own.get(1).is_some_and(|word| word.is_stopword);
        if Grammar::AnswersNo.has(first) && (is_short || Grammar::ClauseFollows.has(next)) {
            return Some(Self::No);
        }
        if Grammar::AnswersYes.has(first) && is_short {
            return Some(Self::Yes);
        }
        // `It did, according to`.
        if last == 1 && (Grammar::Pronouns.has(first) || Grammar::It.has(first)) {
            if Grammar::Denials.has(next) {
                return Some(Self::No);
            }
            if Grammar::AnswersSo.has(next) {
                return Some(Self::Yes);
            }
        }
        // `Massage or humming? Massage`: a word on either side of what joins two, and not on both.
        let joint = asked.iter().position(|word| Grammar::Alternatives.has(&word.exact))?;
        let has = |side: &[ReadWord], stem: &str| side.iter().any(|word| word.stem == stem);
        let (before, after) = asked.split_at(joint);
        let picks = own.iter().take(last + 1).filter(|word| !word.is_stopword);
        let is_picked = picks.into_iter().any(|word| has(before, &word.stem) != has(after, &word.stem));
        (last < Self::PICK_WORDS && is_picked).then_some(Self::Picked(last))
    }
}

/// Takes a verb away from the name of a complaint that begins with a word of its stem: `humming lowers back pain` tells of back pain,
/// and so does `it may lower back pain`.
fn without_verbs(read: &mut ReadText) {
    let word = |at: usize| read.words.get(at).map_or("", |word| word.exact.as_str());
    let is_verb = |at: usize| {
        let is_aided = || {
            let before = at.checked_sub(1).map_or("", word);
            Grammar::OpenModals.has(before) || Grammar::Denials.has(before) && !Grammar::Not.has(before)
        };
        Grammar::Lowering.has(word(at)) || is_lowering(read.words.get(at)) && is_aided()
    };
    let begins: Vec<bool> = read.topics.iter().map(|topic| topic.first < topic.last && is_verb(topic.first)).collect();
    for (topic, begins) in read.topics.iter_mut().zip(begins) {
        topic.first += usize::from(begins);
    }
}

/// Whether a word has the stem of a verb that is also a word for a part of the body.
fn is_lowering(word: Option<&ReadWord>) -> bool {
    word.is_some_and(|word| Grammar::Lowering.words().iter().any(|verb| verb.starts_with(word.exact.as_str())))
}

/// The words by which clauses are told apart, each list in order.
struct Joints {
    /// The first words of what tells how a comparison came out.
    told: Vec<usize>,
    /// Those that set clauses apart.
    apart: Vec<usize>,
    /// Those that deny what was said before.
    elliptic: Vec<usize>,
    /// The first words of what says that there was no difference.
    denials: Vec<usize>,
    /// Words that deny.
    negations: Vec<usize>,
}

/// Numbers the clauses: a semicolon ends one, and so do `but` and, after a comma, its like. So does `and` after a comma
/// between two comparisons, and before what is denied of another thing than the one before, and after a comparison the comma before
/// another one that begins with a denial.
fn clauses(
    text: &str,
    words: &[ReadWord],
    Joints { told, apart, elliptic, denials, negations }: &Joints,
) -> Vec<usize> {
    let mut clause = 0;
    let mut began = 0;
    // The clause that an aside stands in: `dry cupping, but not wet cupping, lowered pain`.
    let mut around: Option<usize> = None;
    let mut count = 0;
    let mut all = Vec::with_capacity(words.len());
    let mut last: Option<&ReadWord> = None;
    for (at, word) in words.iter().enumerate() {
        let gap = last.and_then(|last| text.get(last.end..word.start)).unwrap_or_default();
        let joins = apart.binary_search(&at).is_ok();
        let is_between = || {
            let before = told.partition_point(|&first| first < began);
            told.get(before).is_some_and(|&first| first < at) && told.last().is_some_and(|&first| first > at)
        };
        let adds = gap.contains(',') && Grammar::And.has(&word.exact) && is_between();
        let is_told = || told.get(told.partition_point(|&first| first < began)).is_some_and(|&first| first < at);
        let denies_next = (Grammar::And.has(&word.exact) || gap.contains(',') && is_told())
            && elliptic.iter().any(|&negation| at < negation && negation <= at + ELLIPSIS_REACH + 1);
        // `Better at six months, no difference at twelve`.
        let denies_here = gap.contains(',') && denials.binary_search(&at).is_ok() && is_told();
        // `Unlike humming, whistling did better`: what a sentence begins to set apart ends at the comma.
        // `When the operation has not helped, it eased pain`: what is denied there is not the result.
        let is_condition = || {
            words.first().is_some_and(|word| Grammar::Conditions.has(&word.exact))
                && negations.first().is_some_and(|&negation| negation < at)
        };
        let is_first = gap.contains(',') && began == 0 && clause == 0;
        let ends_first = is_first && (apart.first() == Some(&0) || is_condition());
        if let Some(outer) = around.filter(|_| gap.contains(',')) {
            around = None;
            if at - began <= ASIDE_WORDS && !joins {
                clause = outer;
                all.push(clause);
                last = Some(word);
                continue;
            }
        }
        // `Lower with one, not with the other`.
        let denies = gap.contains(',') && Grammar::Not.has(&word.exact);
        let begins = gap.contains(';') || (gap.contains(',') && joins) || denies || Grammar::Contrasts.has(&word.exact);
        if begins || adds || denies_next || denies_here || ends_first {
            let is_aside =
                gap.contains(',') && (denies || words.get(at + 1).is_some_and(|next| Grammar::Not.has(&next.exact)));
            around = is_aside.then_some(clause);
            count += 1;
            clause = count;
            began = at;
        }
        all.push(clause);
        last = Some(word);
    }
    all
}

/// The words that exclude others, of each axis those of the longest phrase: `no more often` is not `more often` as well.
/// `Moderate certainty` tells of the evidence, and is the name of nothing else.
fn poles(cues: &[Found<Cue>]) -> Vec<Found<(Axis, u32)>> {
    let all = || {
        cues.iter().filter_map(|found| {
            let Cue::Opposed(axis, pole) = found.cue else { return None };
            Some(Found { cue: (axis, pole), first: found.first, last: found.last })
        })
    };
    let is_part = |one: &Found<(Axis, u32)>| {
        all().any(|other| {
            other.cue.0 == one.cue.0
                && other.last - other.first > one.last - one.first
                && other.first <= one.first
                && one.last <= other.last
        }) || cues.iter().any(|other| {
            matches!(other.cue, Cue::Certainty(_) | Cue::Strength(_))
                && other.first <= one.last
                && one.first <= other.last
        })
    };
    all().filter(|one| !is_part(one)).collect()
}

/// Words behind what compares within which a form of a treatment is named by its kind.
const KIND_REACH: usize = 4;

/// Most words of an aside between commas.
const ASIDE_WORDS: usize = 6;

/// Most steps from the `and` between two groups to what the second of them got.
const BETWEEN_STEPS: usize = 3;

/// Words of which a group that is named by what it got takes no room: of `than those who were given oil` all but the last.
fn steps(claim: &Claim, from: usize, to: usize) -> usize {
    let lists = [Grammar::StandIns, Grammar::Relative, Grammar::Got, Grammar::BeingOrNot, Grammar::OfGroup];
    let is_empty = |at: &usize| *at < to && lists.iter().any(|list| list.has(claim.word(*at)));
    to.saturating_sub(from).saturating_sub((from + 1..to.min(from + GROUP_WORDS)).filter(is_empty).count())
}

/// Most words that name a group before what it got.
const GROUP_WORDS: usize = 6;

/// The word behind which stands what is compared with: of `compared humming with silence` the `with`.
pub(in crate::check) fn joined(claim: &Claim, found: Found<Cue>) -> usize {
    let is_apart =
        found.cue == Cue::Against && found.first == found.last && Grammar::Compared.has(claim.word(found.first));
    let joins = |at: &usize| Grammar::ComparedWith.has(claim.word(*at));
    is_apart.then(|| (found.last + 2..found.last + 8).find(joins)).flatten().unwrap_or(found.last)
}

/// Words before a comparison that stands in front.
const FRONT_WORDS: usize = 2;

/// Whether a comparison stands in front and ends before a word: of `compared with silence, humming did better` the humming is what was
/// compared, and not what it was compared with.
fn is_behind_front(claim: &Claim, found: Found<Cue>, at: usize) -> bool {
    let is_named = |sign: usize| {
        let names = |cue: Cue| matches!(cue, Cue::Comparator(_) | Cue::AnyTreatment);
        claim.cues.iter().any(|cue| names(cue.cue) && found.last < cue.last && cue.last < sign)
    };
    let sign = (found.last + 1..=at).find(|next| claim.is_parted(*next));
    // Where a sentence or a clause of it begins.
    let clause = claim.clause(found.first);
    let begins = claim.clauses.iter().position(|other| *other == clause);
    begins.is_some_and(|begin| found.first <= begin + FRONT_WORDS) && sign.is_some_and(is_named)
}

/// Whether what is compared with is named before a colon behind which a word stands: of `five did better than silence: humming` the
/// humming did.
fn is_listed_behind(claim: &Claim, found: Found<Cue>, at: usize) -> bool {
    let names = |cue: Cue| matches!(cue, Cue::Comparator(_) | Cue::AnyTreatment);
    claim.colon.is_some_and(|colon| {
        let is_named = claim.cues.iter().any(|cue| names(cue.cue) && found.last < cue.first && cue.last < colon);
        found.last < colon && colon <= at && is_named
    })
}

/// Most words of a label before a colon.
const LABEL_WORDS: usize = 8;

/// How many words stand before a colon near the beginning.
fn label(text: &str, words: &[ReadWord]) -> usize {
    colon(text, words).next().filter(|at| *at <= LABEL_WORDS).unwrap_or(0)
}

/// The words right behind a colon.
fn colon<'t>(text: &'t str, words: &'t [ReadWord]) -> impl Iterator<Item = usize> + 't {
    let is_colon = |pair: &[ReadWord]| match pair {
        [one, next] => text.get(one.end..next.start).is_some_and(|gap| gap.starts_with(": ") || gap.starts_with("): ")),
        _ => false,
    };
    (1..).zip(words.windows(2)).filter(move |(_, pair)| is_colon(pair)).map(|(at, _)| at)
}

/// The certainties named; `very low` is not `low` as well, and what stands inside a longer phrase is part of it.
fn levels(cues: &[Found<Cue>]) -> Vec<Said<Level>> {
    let mut all: Vec<Said<Level>> = Vec::new();
    for found in cues {
        if let Cue::Certainty(what) = found.cue {
            let overlaps = |said: &&mut Said<Level>| said.first <= found.last && found.first <= said.last;
            match all.iter_mut().find(overlaps) {
                Some(said) if found.last - found.first > said.last - said.first => {
                    *said = Said { what, first: found.first, last: found.last };
                }
                Some(_) => {}
                None => all.push(Said { what, first: found.first, last: found.last }),
            }
        }
    }
    all
}

/// Adds that no difference was seen where a sentence says that nothing was found, and names nothing that it was: `the trial found
/// nothing`, `even beside no treatment it saw nothing`.
fn tell_nothing(read: &ReadText, cues: &mut Vec<Found<Cue>>) {
    let word = |at: usize| read.words.get(at).map_or("", |word| word.exact.as_str());
    let ends = |at: usize| match (read.words.get(at), read.words.get(at + 1)) {
        (Some(word), Some(next)) => next.start > word.end + 1,
        (_, None) | (None, _) => true,
    };
    let follows = |at: usize| at.checked_sub(1).is_some_and(|before| Grammar::Finds.has(word(before)));
    let told = (0..read.words.len()).filter(|&at| Grammar::Nothing.has(word(at)) && follows(at) && ends(at));
    let told: Vec<Found<Cue>> = told.map(|at| Found { cue: Cue::Same, first: at - 1, last: at }).collect();
    if !told.is_empty() {
        cues.extend(told);
        cues.sort_by_key(|cue| cue.first);
    }
}
