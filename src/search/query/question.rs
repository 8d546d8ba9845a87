//! What the words of a question say beside what it is about: what they ask for, other ways of saying, and names of what no
//! record is about.

use super::{
    Draft, Reader,
    group::{tells, text_fields},
    term,
};
use crate::{
    domain::{
        Sought, TopicKind,
        phrase::{Found, NamedTopic},
        scope::{OutsideKind, OutsideTerm},
    },
    search::{
        answer::{TermRole, TextField},
        plan::{Clause, Form, Group, Mark, OutsideGroup, Why, concept_word},
        rank,
        scope::{FoundEntry, ScopeEntry},
        thesaurus::{Concept, Meaning},
    },
    text::{Questions, Shape, Word, number_in_word},
};

/// What a stretch of a question says beside what it is about.
#[derive(Default)]
pub(super) struct Question {
    /// Words that only say what is asked for.
    pub(super) asking: Vec<usize>,
    /// Other ways of saying.
    pub(super) ways: Vec<Found<usize>>,
    /// Names of what no record is about, and of red flags.
    pub(super) entries: Vec<FoundEntry>,
    /// Words after which stands what it is about.
    pub(super) leads: Vec<usize>,
}

impl Reader<'_> {
    /// What the words ask for, and in which other ways they say what records say.
    pub(super) fn question(&self, text: &str, words: &[Word], concepts: &[Concept], draft: &mut Draft) -> Question {
        let questions = Questions::english();
        let plain: Vec<usize> = (0..words.len()).filter(|&i| words[i].shape != Shape::Compound).collect();
        let exact = || plain.iter().map(|&i| words[i].exact.as_str());
        let named: Vec<NamedTopic> = concepts
            .iter()
            .filter_map(|concept| {
                let kind = self.corpus.topics().get(concept.topic)?.kind;
                let place = |word: usize| plain.iter().position(|&i| i == word);
                Some(NamedTopic { kind, first: place(concept.first)?, last: place(concept.last)? })
            })
            .collect();
        // `WHO` asks of nobody, unless all is written in capitals.
        let has_small = text.chars().any(char::is_lowercase);
        let in_capitals = |word: &Word| has_small && text[word.start..word.end].chars().all(char::is_uppercase);
        let as_meant = plain.iter().map(|&i| {
            let meant = questions.in_capitals(&words[i].exact).filter(|_| in_capitals(&words[i]));
            meant.unwrap_or(&words[i].exact)
        });
        let mut ways = questions.ways(as_meant);
        // `my daughter is eleven`: phrases have numbers in digits.
        let in_digits = |word: &Word| number_in_word(&word.exact).filter(|number| *number > 1).map(|n| n.to_string());
        let numbers: Vec<Option<String>> = plain.iter().map(|&i| in_digits(&words[i])).collect();
        if numbers.iter().any(Option::is_some) {
            let with_digits = numbers.iter().zip(exact()).map(|(number, word)| number.as_deref().unwrap_or(word));
            let more = questions.ways(with_digits).into_iter().filter(|way| !ways.contains(way)).collect::<Vec<_>>();
            ways.extend(more);
        }
        let ways: Vec<Found<usize>> = ways
            .into_iter()
            .map(|Found { cue, first, last }| Found { cue, first: plain[first], last: plain[last] })
            .collect();
        // `needles` may be no name of the treatment, and yet mean it.
        let place = |word: usize| plain.binary_search(&word).ok();
        let meant = ways.iter().filter_map(|way| {
            let kind = |meaning: &Meaning| match meaning {
                Meaning::Topic(topic) => self.corpus.topics().get(*topic).map(|topic| topic.kind),
                Meaning::Words(_) => None,
            };
            let is_thing = |kind: &TopicKind| matches!(kind, TopicKind::Intervention | TopicKind::Population);
            let kind = self.thesaurus.meanings(way.cue).iter().filter_map(kind).find(is_thing)?;
            Some(NamedTopic { kind, first: place(way.first)?, last: place(way.last)? })
        });
        let things: Vec<NamedTopic> = named.iter().copied().chain(meant).collect();
        draft.things.extend(self.things(concepts, &ways));
        let mut asking = Vec::new();
        // `sore` asks for harms, and `sore back` is where it hurts.
        let is_in_condition = |first: usize, last: usize| {
            let is_wider =
                |name: &NamedTopic| name.first <= first && last <= name.last && name.last - name.first > last - first;
            named.iter().any(|name| name.kind == TopicKind::Condition && is_wider(name))
        };
        let asks = questions.asks(exact(), &things);
        for &Found { cue, first, last } in &asks {
            // `how long` asks how much of it, and `how long does it last` what it does.
            let is_begun = asks.iter().any(|other| other.first == first && other.last > last);
            if is_begun || is_in_condition(first, last) {
                continue;
            }
            let typed = &text[words[plain[first]].start..words[plain[last]].end];
            // `versus sham` asks for the comparison that it names.
            let is_named =
                cue.sought == Sought::Comparison && named.iter().any(|name| name.kind == TopicKind::Comparator);
            if !is_named && draft.sought.iter().all(|(sought, _)| *sought != cue.sought) {
                draft.sought.push((cue.sought, typed.to_owned()));
            }
            if cue.only {
                asking.extend(plain[first..=last].iter().copied().filter(|&i| {
                    // A word in a gap may be what the question is about.
                    first == last || questions.is_asking(&words[i].exact)
                }));
            }
        }
        let entries = self.scope_names.find(words);
        let is_condition =
            |topic: &usize| self.corpus.topics().get(*topic).is_some_and(|topic| topic.kind == TopicKind::Condition);
        let of_way = |way: &Found<usize>| {
            let means = |meaning: &Meaning| matches!(meaning, Meaning::Topic(topic) if is_condition(topic));
            self.thesaurus.meanings(way.cue).iter().any(means)
        };
        let names_condition = concepts.iter().any(|concept| is_condition(&concept.topic)) || ways.iter().any(of_way);
        let (flags, complaints) =
            self.signs.find(text, words, &named, &entries, names_condition, |word| self.is_known(word));
        // `spinal` in the name of something else tells nothing of a spine that hurts.
        let is_outside = |(first, last): &(usize, usize)| {
            let is_in = |entry: &FoundEntry| {
                !matches!(entry.entry, ScopeEntry::Flag(_)) && entry.first <= *first && *last <= entry.last
            };
            entries.iter().any(is_in)
        };
        draft.complains |= complaints.iter().any(|span| !is_outside(span));
        for flag in flags {
            if !draft.flags.contains(&flag) {
                draft.flags.push(flag);
            }
        }
        draft.is_afterwards |= questions.tells_of_afterwards(exact(), &things);
        let leads = questions.leads_to_subject(exact()).into_iter().map(|found| plain[found.last]).collect();
        Question { asking, ways, entries, leads }
    }

    /// The topics of each treatment, and of each thing that people have or are, in the order of their names; a name within the name
    /// of another is none.
    fn things(&self, concepts: &[Concept], ways: &[Found<usize>]) -> Vec<Vec<usize>> {
        let is_thing = |topic: &usize| {
            let kind = self.corpus.topics().get(*topic).map(|topic| topic.kind);
            matches!(kind, Some(TopicKind::Intervention | TopicKind::Population))
        };
        let of_way = |way: &Found<usize>| {
            let topic = |meaning: &Meaning| match meaning {
                Meaning::Topic(topic) => Some(*topic),
                Meaning::Words(_) => None,
            };
            let topics = self.thesaurus.meanings(way.cue).iter().filter_map(topic).filter(is_thing);
            (way.first, way.last, topics.collect::<Vec<usize>>())
        };
        let of_concept = |concept: &Concept| (concept.first, concept.last, vec![concept.topic]);
        let named = concepts.iter().filter(|concept| is_thing(&concept.topic)).map(of_concept);
        let mut all: Vec<(usize, usize, Vec<usize>)> =
            named.chain(ways.iter().map(of_way)).filter(|(_, _, topics)| !topics.is_empty()).collect();
        all.sort();
        let is_within = |(first, last, _): &(usize, usize, Vec<usize>)| {
            let is_wider = |other: &&(usize, usize, Vec<usize>)| {
                other.0 <= *first && *last <= other.1 && other.1 - other.0 > last - first
            };
            all.iter().any(|other| is_wider(&other))
        };
        all.iter().filter(|thing| !is_within(thing)).map(|(_, _, topics)| topics.clone()).collect()
    }

    /// A name of something that no record is about.
    pub(super) fn outside(&mut self, text: &str, words: &[Word], entry: ScopeEntry, draft: &mut Draft) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let typed = &text[first.start..last.end];
        let stems: Vec<String> =
            words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.stem.clone()).collect();
        let mut names = vec![stems.clone()];
        let (label, mentioned, kind) = match entry {
            ScopeEntry::Outside(outside) => {
                names.extend_from_slice(self.scope_names.names_of(outside));
                let entry = self.corpus.scope().and_then(|scope| scope.outside.get(outside));
                let label = entry.map(|entry| entry.label.clone());
                (label, entry.is_some_and(|entry| entry.mentioned), entry.and_then(|entry| entry.kind))
            }
            ScopeEntry::EmptyTopic(topic) => {
                let topic = self.corpus.topics().get(topic);
                names.extend(topic.map(|topic| vec![concept_word(topic.id.as_str())]));
                let kind = topic.and_then(|topic| match topic.kind {
                    TopicKind::Condition => Some(OutsideKind::Situation),
                    TopicKind::Intervention => Some(OutsideKind::Treatment),
                    TopicKind::Comparator
                    | TopicKind::Outcome
                    | TopicKind::Instrument
                    | TopicKind::Population
                    | TopicKind::Design
                    | TopicKind::Mechanism
                    | TopicKind::Payer => None,
                });
                (topic.map(|topic| topic.label.clone()), true, kind)
            }
            ScopeEntry::Flag(_) => return,
        };
        let mut clauses = Vec::new();
        for field in [TextField::Title, TextField::Names, TextField::Summary, TextField::Pico] {
            let boost = rank::boost(field);
            clauses.extend(names.iter().map(|name| Clause { field, form: Form::Stem, words: name.clone(), boost }));
        }
        let mark = if stems.len() > 1 { Mark::Phrase(stems) } else { Mark::Stem(stems.concat()) };
        let group = draft.groups.len();
        draft.add(
            Group::new(clauses, vec![mark]),
            term(typed, if words.len() > 1 { TermRole::Phrase } else { TermRole::Word }),
        );
        if draft.groups.len() > group {
            let term = OutsideTerm { text: typed.to_owned(), label };
            let why = if matches!(entry, ScopeEntry::EmptyTopic(_)) { Why::Topic } else { Why::Listed };
            draft.outside.push(OutsideGroup { group, mentioned, term, why, kind, is_required: true });
        }
    }

    /// Words that say in another way what records say.
    pub(super) fn way(&mut self, text: &str, words: &[Word], way: usize, draft: &mut Draft) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let typed = &text[first.start..last.end];
        let stems: Vec<String> =
            words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.stem.clone()).collect();
        let mut understood = term(typed, if stems.len() > 1 { TermRole::Phrase } else { TermRole::Word });
        let (mut clauses, mut marks) = (Vec::new(), Vec::new());
        let meanings = std::iter::once(Meaning::Words(stems)).chain(self.thesaurus.meanings(way).iter().cloned());
        for (i, meaning) in meanings.enumerate() {
            let worth = if i == 0 { 1.0 } else { rank::SYNONYM_DISCOUNT };
            let words = match &meaning {
                Meaning::Words(stems) => {
                    draft.is_said_otherwise |= i > 0;
                    stems.clone()
                }
                Meaning::Topic(topic) => {
                    draft.topics.push(*topic);
                    let Some(topic) = self.corpus.topics().get(*topic) else { continue };
                    draft.is_said_otherwise |= topic.kind != TopicKind::Intervention;
                    vec![concept_word(topic.id.as_str())]
                }
            };
            marks.push(match meaning {
                Meaning::Words(stems) if stems.len() > 1 => Mark::Phrase(stems),
                Meaning::Words(stems) => Mark::Stem(stems.into_iter().next().unwrap_or_default()),
                Meaning::Topic(topic) => Mark::Topic(topic),
            });
            clauses.extend(text_fields().filter(|field| tells(*field)).map(|field| Clause {
                field,
                form: Form::Stem,
                words: words.clone(),
                boost: rank::boost(field) * worth,
            }));
        }
        understood.synonyms = Questions::english().means(way).to_vec();
        draft.add(Group::new(clauses, marks), understood);
    }
}
