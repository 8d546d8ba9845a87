//! The names of topics and the words of the corpus: synonyms, corrections, completions.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::Bound,
};

use super::answer::Suggestion;
use crate::{
    corpus::Corpus,
    domain::{BlurbState, Date, RecordKind, Source, Topic, TopicId, blurb::LifeCycle},
    text::{Analyser, Questions, Shape, Word, is_english},
};

/// A name of a topic found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Concept {
    /// Position of the topic in the corpus.
    pub(super) topic: usize,
    /// The first of its words in the list of words.
    pub(super) first: usize,
    /// The last of its words.
    pub(super) last: usize,
}

/// Shortest word that is ever corrected, in characters.
const MIN_CORRECTED: usize = 5;

/// From this length on, in characters, two edits are allowed instead of one.
const TWO_EDITS_FROM: usize = 9;

/// Up to this length, in characters, a correction keeps the first letter: writers get it right, and `weight` is not
/// `height`.
const FIRST_LETTER_KEPT: usize = 8;

/// What is known of names.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Stems of a name, joined by spaces, to the topics that have it.
    names: HashMap<String, Vec<usize>>,
    /// Names with another meaning elsewhere, folded and joined by spaces. Their stems may be those of a name that has
    /// one meaning: `anti-inflammatory` and `anti-inflammatories`.
    ambiguous: HashSet<String>,
    /// Most words a name has.
    longest_name: usize,
    /// For each topic, itself and all wider ones.
    wider: Vec<Vec<usize>>,
    completions: Vec<Completion>,
    /// For each way of saying, what it means.
    meanings: Vec<Vec<Meaning>>,
}

/// What a way of saying means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A topic, by its position in the corpus.
    Topic(usize),
    /// Words in a row, as stems.
    Words(Vec<String>),
}

/// The words of the corpus, for telling what is unknown and what was meant by it.
#[derive(Debug, Default)]
pub(super) struct KnownWords {
    /// Every word, in the order of the alphabet, so that those that begin alike stand together.
    counts: BTreeMap<String, Count>,
    stems: HashSet<String>,
    /// Words of names and titles by their length in characters: only those of like length can be what was meant.
    by_length: BTreeMap<usize, Vec<String>>,
    /// Whole numbers as they stand in the texts.
    numbers: BTreeSet<u64>,
}

/// How often a word stands in the records.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: u32,
    /// Without references, which are full of the initials of people and of cut names of journals.
    of_texts: u32,
}

/// Longest word that may be somebody's initials.
const AS_SHORT_AS_INITIALS: usize = 3;

/// Shortest beginning of a word that is completed, in characters.
const MIN_BEGUN: usize = 2;

/// Most words that the beginning of one is looked for as.
const MAX_COMPLETIONS: usize = 8;

/// Endings that tell one disease or operation from another: a correction keeps them.
fn telling_ending(word: &str) -> Option<&'static str> {
    Questions::english().ending(word)
}

impl KnownWords {
    /// Takes in the words of a text; whether it is part of a reference.
    pub(super) fn learn(&mut self, words: &[Word], is_reference: bool) {
        for word in words {
            if word.shape == Shape::Digits {
                self.numbers.extend(word.exact.parse::<u64>().ok());
                continue;
            }
            if !self.counts.contains_key(&word.exact) {
                self.counts.insert(word.exact.clone(), Count::default());
                self.stems.insert(word.stem.clone());
            }
            if let Some(count) = self.counts.get_mut(&word.exact) {
                count.all += 1;
                count.of_texts += u32::from(!is_reference);
            }
        }
    }

    /// The words that one not yet finished may become, the most frequent first; none for a word that is finished as it
    /// stands.
    pub(super) fn completions(&self, begun: &Word) -> Vec<&str> {
        let length = begun.exact.chars().count();
        let is_of_texts = self.counts.get(&begun.exact).is_some_and(|count| count.of_texts > 0);
        // Initials are no form of another word, and a cut name of a journal is the beginning of one.
        let is_form = length > AS_SHORT_AS_INITIALS && begun.exact != begun.stem && self.stems.contains(&begun.stem);
        let is_finished = is_of_texts || is_form;
        if begun.shape != Shape::Letters || length < MIN_BEGUN || is_finished {
            return Vec::new();
        }
        let from = self.counts.range::<str, _>((Bound::Excluded(begun.exact.as_str()), Bound::Unbounded));
        let mut words: Vec<(u32, &str)> = from
            .take_while(|(word, _)| word.starts_with(&begun.exact))
            .map(|(word, count)| (count.all, word.as_str()))
            .collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        words.into_iter().map(|(_, word)| word).take(MAX_COMPLETIONS).collect()
    }

    /// Takes in the names and titles that misspelt words may be corrected to.
    pub(super) fn learn_names(&mut self, lexicon: &Lexicon) {
        let mut names: BTreeSet<&String> = BTreeSet::new();
        let is_of_letters = |word: &&String| word.chars().all(char::is_alphabetic);
        // The words of a question are those of everybody.
        let named = lexicon.completions.iter().filter(|completion| completion.suggestion.kind != RecordKind::Blurb);
        names.extend(named.flat_map(|completion| &completion.words).filter(is_of_letters));
        for name in names {
            self.by_length.entry(name.chars().count()).or_default().push(name.clone());
        }
    }

    /// The whole numbers of the texts between two bounds, both included.
    pub(super) fn numbers_between(&self, low: u64, high: u64) -> impl Iterator<Item = u64> {
        self.numbers.range(low..=high).copied()
    }

    /// Whether any text has the word in any form.
    pub(super) fn has_form_of(&self, word: &Word) -> bool {
        self.counts.contains_key(&word.exact) || (word.exact != word.stem && self.stems.contains(&word.stem))
    }

    /// Whether any text has this word, in just this folded form.
    pub(super) fn knows(&self, exact: &str) -> bool {
        self.counts.contains_key(exact)
    }

    /// The word of a name or title most likely meant by an unknown one: fewest edits (optimal string alignment), then the
    /// most frequent, then the first in the alphabet. None for short words, because too many others are one edit away, and
    /// for English ones, which are no misspellings. Endings that tell one disease from another stay.
    pub(super) fn correction(&self, exact: &str) -> Option<&str> {
        let length = exact.chars().count();
        if length < MIN_CORRECTED || exact.bytes().any(|b| b.is_ascii_digit()) || is_english(exact) {
            return None;
        }
        let ending = telling_ending(exact);
        let edits = if length >= TWO_EDITS_FROM { 2 } else { 1 };
        self.by_length
            .range(length.saturating_sub(edits).max(MIN_CORRECTED - 1)..=length + edits)
            .flat_map(|(_, words)| words)
            .filter(|word| length > FIRST_LETTER_KEPT || word.chars().next() == exact.chars().next())
            .filter(|word| ending == telling_ending(word))
            .map(|word| {
                let count = self.counts.get(word).map_or(0, |count| count.all);
                (strsim::osa_distance(exact, word), std::cmp::Reverse(count), word.as_str())
            })
            .filter(|(distance, _, _)| *distance <= edits)
            .min()
            .map(|(_, _, word)| word)
    }
}

#[derive(Debug)]
struct Completion {
    words: Vec<String>,
    /// The folded words joined, for an order that does not depend on letter case.
    key: String,
    suggestion: Suggestion,
    /// Of the question that a blurb answers, when that may be published.
    life: Option<LifeCycle>,
}

impl Lexicon {
    pub(super) fn new(corpus: &Corpus, analyser: &mut Analyser) -> Self {
        let topics = corpus.topics();
        let position: HashMap<&TopicId, usize> = topics.iter().enumerate().map(|(i, topic)| (&topic.id, i)).collect();
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        let mut longest_name = 0;
        for (i, topic) in topics.iter().enumerate() {
            for name in topic.names() {
                let words = analyser.words(name);
                let stems = stems(&words);
                longest_name = longest_name.max(stems.len());
                let owners = names.entry(stems.join(" ")).or_default();
                if !stems.is_empty() && !owners.contains(&i) {
                    owners.push(i);
                }
            }
        }
        names.remove("");
        let ambiguous = topics
            .iter()
            .flat_map(|topic| &topic.ambiguous)
            .map(|name| {
                let words = analyser.words(name);
                let exact: Vec<&str> =
                    words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.exact.as_str()).collect();
                exact.join(" ")
            })
            .collect();
        let wider = (0..topics.len()).map(|i| wider(topics, &position, i)).collect();
        let completions = completions(corpus, analyser);
        let mut meaning = |text: &String| {
            let words = analyser.words(text);
            let stems: Vec<String> = stems(&words).into_iter().map(str::to_owned).collect();
            match names.get(&stems.join(" ")) {
                Some(topics) => topics.iter().map(|&topic| Meaning::Topic(topic)).collect(),
                None => vec![Meaning::Words(stems)],
            }
        };
        let meanings =
            Questions::english().all_means().map(|means| means.iter().flat_map(&mut meaning).collect()).collect();
        Self { names, ambiguous, longest_name, wider, completions, meanings }
    }

    /// What a way of saying means.
    pub(super) fn meanings(&self, way: usize) -> &[Meaning] {
        self.meanings.get(way).map_or(&[], Vec::as_slice)
    }

    /// Every name of a topic in a text, overlapping ones included, by first word and then by length.
    pub(super) fn concepts(&self, words: &[Word]) -> Vec<Concept> {
        let plain: Vec<usize> = (0..words.len()).filter(|&i| words[i].shape != Shape::Compound).collect();
        let mut found = Vec::new();
        let (mut key, mut exact) = (String::new(), String::new());
        for (from, &first) in plain.iter().enumerate() {
            key.clear();
            exact.clear();
            for &last in plain[from..].iter().take(self.longest_name) {
                if !key.is_empty() {
                    key.push(' ');
                    exact.push(' ');
                }
                key.push_str(&words[last].stem);
                exact.push_str(&words[last].exact);
                if let Some(topics) = self.names.get(&key)
                    && !self.ambiguous.contains(&exact)
                {
                    found.extend(topics.iter().map(|&topic| Concept { topic, first, last }));
                }
            }
        }
        found
    }

    /// Whether a row of stems is the name of a topic.
    pub(super) fn is_name(&self, stems: &[&str]) -> bool {
        self.names.contains_key(&stems.join(" "))
    }

    /// Most words a name has.
    pub(super) fn longest_name(&self) -> usize {
        self.longest_name
    }

    /// A topic and all wider ones.
    pub(super) fn with_wider(&self, topic: usize) -> &[usize] {
        self.wider.get(topic).map_or(&[], Vec::as_slice)
    }

    /// Completions of what is being typed: every word but the last must be a word of the name, the last one the
    /// beginning of one. Names that begin with what was typed come first, then shorter ones.
    pub(super) fn complete(
        &self,
        typed: &[String],
        kinds: &[RecordKind],
        as_of: Date,
        limit: usize,
    ) -> Vec<Suggestion> {
        let Some((last, whole)) = typed.split_last() else { return Vec::new() };
        if limit == 0 {
            return Vec::new();
        }
        let begins = typed.join(" ");
        let mut found: Vec<_> = self
            .completions
            .iter()
            .filter(|completion| kinds.is_empty() || kinds.contains(&completion.suggestion.kind))
            .filter(|completion| completion.is_given_on(as_of))
            .filter(|completion| whole.iter().all(|word| completion.words.contains(word)))
            .filter(|completion| completion.words.iter().any(|word| word.starts_with(last.as_str())))
            .map(|completion| {
                (!completion.key.starts_with(&begins), completion.words.len(), &completion.key, &completion.suggestion)
            })
            .collect();
        found.sort_unstable_by(|a, b| (a.0, a.1, a.2, &a.3.id).cmp(&(b.0, b.1, b.2, &b.3.id)));
        let mut seen: Vec<&str> = Vec::new();
        let mut chosen = Vec::new();
        for (_, _, _, suggestion) in found {
            // One line a record: its best name.
            if seen.contains(&suggestion.id.as_str()) {
                continue;
            }
            seen.push(&suggestion.id);
            chosen.push(suggestion.clone());
            if chosen.len() == limit {
                break;
            }
        }
        chosen
    }
}

impl Completion {
    /// Whether what it leads to may be shown on that day.
    fn is_given_on(&self, as_of: Date) -> bool {
        self.life.is_none_or(|life| life.state(as_of).is_some_and(BlurbState::is_publishable))
    }
}

fn stems(words: &[Word]) -> Vec<&str> {
    words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.stem.as_str()).collect()
}

fn wider(topics: &[Topic], position: &HashMap<&TopicId, usize>, topic: usize) -> Vec<usize> {
    let mut all = vec![topic];
    let mut next = 0;
    while let Some(&at) = all.get(next) {
        for above in topics[at].broader.iter().filter_map(|id| position.get(id)) {
            if !all.contains(above) {
                all.push(*above);
            }
        }
        next += 1;
    }
    all
}

fn completions(corpus: &Corpus, analyser: &mut Analyser) -> Vec<Completion> {
    let mut all = Vec::new();
    let mut add = |name: &str, kind: RecordKind, id: &str, life: Option<LifeCycle>| {
        let words: Vec<String> = analyser.words(name).into_iter().map(|word| word.exact).collect();
        let suggestion = Suggestion { text: name.to_owned(), kind, id: id.to_owned() };
        all.push(Completion { key: words.join(" "), words, suggestion, life });
    };
    for topic in corpus.topics() {
        for name in topic.names() {
            add(name, RecordKind::Topic, topic.id.as_str(), None);
        }
    }
    for Source { id, short_title, also_known_as, bibliography, .. } in corpus.sources() {
        let names = std::iter::once(short_title).chain(also_known_as).chain(std::iter::once(&bibliography.title));
        for name in names {
            add(name, RecordKind::Source, id.as_str(), None);
        }
        if let Some(author) = bibliography.author.first() {
            add(&format!("{} {}", author.main(), bibliography.issued.year()), RecordKind::Source, id.as_str(), None);
        }
    }
    for blurb in corpus.blurbs() {
        add(&blurb.title, RecordKind::Blurb, blurb.id.as_str(), Some(blurb.life));
    }
    all
}
