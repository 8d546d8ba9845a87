//! The names of topics and the words of the corpus: synonyms, corrections, completions.

mod kept;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap},
    ops::Bound,
    sync::Arc,
};

use super::{answer::Suggestion, place::places};
use crate::{
    corpus::Corpus,
    domain::{
        BlurbState, Date, RecordKind, Source, Topic, TopicId,
        blurb::LifeCycle,
        word_table::{WordMap, WordSet},
    },
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
    names: WordMap<String, Vec<usize>>,
    /// Names with another meaning elsewhere, folded and joined by spaces. Their stems may be those of a name that has
    /// one meaning: `anti-inflammatory` and `anti-inflammatories`.
    ambiguous: WordSet<String>,
    /// Most words a name has.
    longest_name: usize,
    /// For each first stem of a name the most words that such a name has: most words of a text begin none.
    begun: WordMap<String, usize>,
    /// For each topic, itself and all wider ones.
    wider: Vec<Vec<usize>>,
    completions: Completions,
    /// For each way of saying, what it means.
    meanings: Vec<Vec<Meaning>>,
    /// Where publications stand: article numbers, pages with their volume, ends of DOIs.
    places: WordSet<String>,
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
#[derive(Clone, Debug, Default)]
pub(super) struct KnownWords {
    counts: WordMap<String, Count>,
    /// Every word, in the order of the alphabet, so that those that begin alike stand together.
    in_order: Vec<String>,
    /// Stems, each with how many different words have it.
    stems: WordMap<String, u32>,
    /// Words of names and titles, in the order of the alphabet.
    names: Vec<String>,
    /// Whole numbers as they stand in the texts, each with how often it does.
    numbers: BTreeMap<u64, u32>,
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

/// The same of a word of which only so few letters are there as make a beginning: most of what begins so is not meant, and each
/// costs as much as a word that is.
const FEW_COMPLETIONS: usize = 3;

/// Endings that tell one disease or operation from another: a correction keeps them.
fn telling_ending(word: &str) -> Option<&'static str> {
    Questions::english().ending(word)
}

impl KnownWords {
    /// Takes in the words of a text; whether it is part of a reference.
    pub(super) fn learn(&mut self, words: &[Word], is_reference: bool) {
        for word in words {
            if word.shape == Shape::Digits {
                if let Ok(number) = word.exact.parse::<u64>() {
                    *self.numbers.entry(number).or_default() += 1;
                }
                continue;
            }
            let count = |count: &mut Count| {
                count.all += 1;
                count.of_texts += u32::from(!is_reference);
            };
            // A word that is known is not copied.
            if let Some(known) = self.counts.get_mut(&word.exact) {
                count(known);
                continue;
            }
            count(self.counts.entry(word.exact.clone()).or_default());
            // A word has the same stem wherever it stands.
            *self.stems.entry(word.stem.clone()).or_default() += 1;
        }
    }

    /// Takes in what was learnt of other texts.
    pub(super) fn add(&mut self, others: &Self, analyser: &Analyser) {
        for (word, Count { all, of_texts }) in &others.counts {
            let known = self.counts.entry(word.clone()).or_insert_with(|| {
                *self.stems.entry(analyser.stem_of(word)).or_default() += 1;
                Count::default()
            });
            known.all += all;
            known.of_texts += of_texts;
        }
        for (number, count) in &others.numbers {
            *self.numbers.entry(*number).or_default() += count;
        }
    }

    /// Forgets what was learnt of some of its texts.
    pub(super) fn forget(&mut self, some: &Self, analyser: &Analyser) {
        for (word, Count { all, of_texts }) in &some.counts {
            let Some(known) = self.counts.get_mut(word) else { continue };
            known.all = known.all.saturating_sub(*all);
            known.of_texts = known.of_texts.saturating_sub(*of_texts);
            if known.all > 0 {
                continue;
            }
            self.counts.remove(word);
            let stem = analyser.stem_of(word);
            if let Some(words) = self.stems.get_mut(&stem) {
                *words = words.saturating_sub(1);
                if *words == 0 {
                    self.stems.remove(&stem);
                }
            }
        }
        for (number, count) in &some.numbers {
            let Some(known) = self.numbers.get_mut(number) else { continue };
            *known = known.saturating_sub(*count);
            if *known == 0 {
                self.numbers.remove(number);
            }
        }
    }

    /// The words that one not yet finished may become, the most frequent first; none for a word that is finished as it
    /// stands.
    pub(super) fn completions(&self, begun: &Word) -> Vec<&str> {
        let length = begun.exact.chars().count();
        let is_of_texts = self.counts.get(&begun.exact).is_some_and(|count| count.of_texts > 0);
        // Initials are no form of another word, and a cut name of a journal is the beginning of one.
        let is_form =
            length > AS_SHORT_AS_INITIALS && begun.exact != begun.stem && self.stems.contains_key(&begun.stem);
        let is_finished = is_of_texts || is_form;
        if begun.shape != Shape::Letters || length < MIN_BEGUN || is_finished {
            return Vec::new();
        }
        let from = self.in_order.partition_point(|word| *word <= begun.exact);
        let begins = self.in_order.iter().skip(from).take_while(|word| word.starts_with(&begun.exact));
        let mut words: Vec<(u32, &str)> =
            begins.filter_map(|word| Some((self.counts.get(word)?.all, word.as_str()))).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let most = if length == MIN_BEGUN { FEW_COMPLETIONS } else { MAX_COMPLETIONS };
        words.into_iter().map(|(_, word)| word).take(most).collect()
    }

    /// Takes in the names and titles that misspelt words may be corrected to, when all texts were taken in.
    pub(super) fn learn_names(&mut self, lexicon: &Lexicon) {
        self.in_order = self.counts.keys().cloned().collect();
        self.in_order.sort_unstable();
        let is_of_letters = |word: &&String| word.chars().all(char::is_alphabetic);
        // The words of a question are those of everybody.
        let named = lexicon.completions.all.iter().filter(|completion| completion.suggestion.kind != RecordKind::Blurb);
        let names: BTreeSet<&String> = named.flat_map(|completion| &completion.words).filter(is_of_letters).collect();
        self.names = names.into_iter().cloned().collect();
    }

    /// The whole numbers of the texts between two bounds, both included.
    pub(super) fn numbers_between(&self, low: u64, high: u64) -> impl Iterator<Item = u64> {
        self.numbers.range(low..=high).map(|(number, _)| *number)
    }

    /// Whether any text has the word in any form.
    pub(super) fn has_form_of(&self, word: &Word) -> bool {
        self.counts.contains_key(&word.exact) || (word.exact != word.stem && self.stems.contains_key(&word.stem))
    }

    /// Whether only references have the word: it is of the name of an author or a journal.
    pub(super) fn is_of_references(&self, exact: &str) -> bool {
        self.counts.get(exact).is_some_and(|count| count.of_texts == 0)
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
        let lengths = length.saturating_sub(edits).max(MIN_CORRECTED - 1)..=length + edits;
        let meant: Vec<char> = exact.chars().collect();
        // Names that begin alike stand together: from the first letter on, whole rows of them are passed over.
        let names = match meant.first().filter(|_| length <= FIRST_LETTER_KEPT) {
            None => self.names.as_slice(),
            Some(first) => {
                let from = self.names.partition_point(|name| name.chars().next() < Some(*first));
                let to = self.names.partition_point(|name| name.chars().next() <= Some(*first));
                self.names.get(from..to).unwrap_or_default()
            }
        };
        let near = near(names, &meant, edits).into_iter();
        near.filter(|(name, _)| lengths.contains(&name.chars().count()) && ending == telling_ending(name))
            .map(|(name, distance)| {
                let count = self.counts.get(name).map_or(0, |count| count.all);
                (distance, Reverse(count), name)
            })
            .min()
            .map(|(_, _, name)| name)
    }
}

/// Those of some words, which are in order, that are at most so many edits away (optimal string alignment), with how many.
///
/// The table of distances is kept for the letters that a word shares with the one before it; where its last rows say that no
/// word that begins so can be near, all that do are passed over.
pub(super) fn near<'a>(words: &'a [String], meant: &[char], edits: usize) -> Vec<(&'a str, usize)> {
    let mut found = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    let mut rows: Vec<Vec<usize>> = vec![(0..=meant.len()).collect()];
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let shared = word.chars().zip(&letters).take_while(|(a, b)| a == *b).count();
        letters.truncate(shared);
        rows.truncate(shared + 1);
        let mut is_far = false;
        for letter in word.chars().skip(shared) {
            rows.push(next_row(&rows, &letters, letter, meant));
            letters.push(letter);
            let least =
                |back: usize| rows.iter().rev().nth(back).and_then(|row| row.iter().min()).copied().unwrap_or(0);
            // Two letters that change places look one row further back.
            if least(0) > edits && least(1) + 1 > edits {
                is_far = true;
                break;
            }
        }
        if is_far {
            let beginning: String = letters.iter().collect();
            at += words.get(at..).unwrap_or_default().partition_point(|other| other.starts_with(&beginning));
            continue;
        }
        let distance = rows.last().and_then(|row| row.last()).copied().unwrap_or(0);
        if distance <= edits {
            found.push((word.as_str(), distance));
        }
        at += 1;
    }
    found
}

/// The distances of a word one letter longer from each beginning of what is meant.
fn next_row(rows: &[Vec<usize>], letters: &[char], letter: char, meant: &[char]) -> Vec<usize> {
    let (Some(last), before) = (rows.last(), rows.len().checked_sub(2).and_then(|i| rows.get(i))) else {
        return Vec::new();
    };
    let mut row = Vec::with_capacity(last.len());
    row.push(rows.len());
    for (i, is) in meant.iter().enumerate() {
        let mut distance = (row[i] + 1).min(last[i + 1] + 1).min(last[i] + usize::from(*is != letter));
        if let (Some(before), Some(previous)) = (before, letters.last())
            && i > 0
            && meant[i - 1] == letter
            && is == previous
        {
            distance = distance.min(before[i - 1] + 1);
        }
        row.push(distance);
    }
    row
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
    /// Of a corpus. What was made of sources for a version of the data before is taken from there.
    pub(super) fn new(corpus: &Corpus, analyser: &mut Analyser, before: Option<(&Corpus, &Self)>) -> Self {
        let topics = corpus.topics();
        let position: HashMap<&TopicId, usize> = topics.iter().enumerate().map(|(i, topic)| (&topic.id, i)).collect();
        let mut names: WordMap<String, Vec<usize>> = WordMap::default();
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
        let mut begun: WordMap<String, usize> = WordMap::default();
        for name in names.keys() {
            let mut stems = name.split(' ');
            let longest = begun.entry(stems.next().unwrap_or_default().to_owned()).or_default();
            *longest = (*longest).max(1 + stems.count());
        }
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
        let before = before.map(|(corpus, lexicon)| (corpus, &lexicon.completions));
        let completions = Completions::new(completions(corpus, analyser, before));
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
        // The number of a guideline is a name of it, and of all that is said of it.
        let is_no_name = |place: &String| !completions.by_word.contains_key(place);
        let places =
            corpus.sources().iter().flat_map(|source| places(&source.bibliography)).filter(is_no_name).collect();
        Self { names, ambiguous, longest_name, begun, wider, completions, meanings, places }
    }

    /// Whether a publication stands at a place.
    pub(super) fn has_place(&self, place: &str) -> bool {
        self.places.contains(place)
    }

    /// The words of names that begin so, in the order of the alphabet; none where one is just that.
    pub(super) fn named_words<'a>(&'a self, begun: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.completions.by_word.range::<str, _>((Bound::Included(begun), Bound::Unbounded));
        let words = from.map(|(word, _)| word.as_str()).take_while(move |word| word.starts_with(begun));
        let is_finished = self.completions.by_word.contains_key(begun);
        words.take(if is_finished { 0 } else { MAX_COMPLETIONS })
    }

    /// What a way of saying means.
    pub(super) fn meanings(&self, way: usize) -> &[Meaning] {
        self.meanings.get(way).map_or(&[], Vec::as_slice)
    }

    /// Every name of a topic in a text, overlapping ones included, by first word and then by length.
    pub(super) fn concepts(&self, words: &[Word]) -> Vec<Concept> {
        let plain: Vec<usize> = (0..words.len()).filter(|&i| words[i].shape != Shape::Compound).collect();
        let mut found = Vec::new();
        for (from, &first) in plain.iter().enumerate() {
            let names = plain[from..].iter().map(|&at| (at, words[at].stem.as_str(), words[at].exact.as_str()));
            self.names_from(first, self.longest_from(&words[first].stem), names, &mut found);
        }
        found
    }

    /// Most words of a name that begins with a stem; most begin none.
    pub(super) fn longest_from(&self, stem: &str) -> usize {
        self.begun.get(stem).copied().unwrap_or(0)
    }

    /// Finds the names that begin at a word: of at most so many of the words from it on, each with its place, stem and spelling.
    pub(super) fn names_from<'w>(
        &self,
        first: usize,
        longest: usize,
        words: impl Iterator<Item = (usize, &'w str, &'w str)>,
        found: &mut Vec<Concept>,
    ) {
        let (mut key, mut spelt) = (String::new(), String::new());
        for (last, stem, exact) in words.take(longest) {
            if !key.is_empty() {
                key.push(' ');
                spelt.push(' ');
            }
            key.push_str(stem);
            spelt.push_str(exact);
            if let Some(topics) = self.names.get(&key)
                && !self.ambiguous.contains(&spelt)
            {
                found.extend(topics.iter().map(|&topic| Concept { topic, first, last }));
            }
        }
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
        let is_wanted = |completion: &Completion| {
            (kinds.is_empty() || kinds.contains(&completion.suggestion.kind)) && completion.is_given_on(as_of)
        };
        self.completions.complete(typed, limit, is_wanted)
    }
}

/// What can be completed, the shorter names first, so that positions are the order in which they are suggested.
#[derive(Debug)]
struct Completions {
    all: Vec<Arc<Completion>>,
    /// Positions in the order of the folded words.
    by_key: Vec<u32>,
    /// For each word, in the order of the alphabet, the positions of those that have it, in their order.
    by_word: BTreeMap<String, Vec<u32>>,
}

impl Completions {
    fn new(mut all: Vec<Arc<Completion>>) -> Self {
        all.sort_unstable_by(|a, b| {
            (a.words.len(), &a.key, &a.suggestion.id).cmp(&(b.words.len(), &b.key, &b.suggestion.id))
        });
        // Nobody holds more names than this can number.
        let positions = 0..u32::try_from(all.len()).unwrap_or(u32::MAX);
        let mut by_key: Vec<u32> = positions.clone().collect();
        by_key.sort_by(|a, b| all[*a as usize].key.cmp(&all[*b as usize].key));
        let mut by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, completion) in positions.zip(&all) {
            for word in &completion.words {
                let having = match by_word.get_mut(word) {
                    Some(having) => having,
                    None => by_word.entry(word.clone()).or_default(),
                };
                if having.last() != Some(&at) {
                    having.push(at);
                }
            }
        }
        Self { all, by_key, by_word }
    }

    /// Those that begin with what was typed, then those that have its words and one that begins like the last.
    fn complete(&self, typed: &[String], limit: usize, is_wanted: impl Fn(&Completion) -> bool) -> Vec<Suggestion> {
        let Some((last, whole)) = typed.split_last() else { return Vec::new() };
        let begins = typed.join(" ");
        let mut chosen: Vec<Suggestion> = Vec::new();
        // One line a record: its best name. Tells whether there is room for more.
        let mut choose = |at: u32| -> bool {
            let completion = &self.all[at as usize];
            let id = &completion.suggestion.id;
            if chosen.len() < limit && is_wanted(completion) && chosen.iter().all(|other| other.id != *id) {
                chosen.push(completion.suggestion.clone());
            }
            chosen.len() < limit
        };
        let key = |at: &u32| &self.all[*at as usize].key;
        let from = self.by_key.partition_point(|at| *key(at) < begins);
        let beginning: Vec<u32> =
            self.by_key[from..].iter().copied().take_while(|at| key(at).starts_with(&begins)).collect();
        let is_full = !in_order(beginning, &mut choose);
        if !is_full {
            let mut rest = |at: u32| key(&at).starts_with(&begins) || choose(at);
            self.with_words(whole, last, &mut rest);
        }
        chosen
    }

    /// Tells `each`, in their order, those that have all whole words and one that begins like the last; until it says no.
    fn with_words(&self, whole: &[String], last: &str, each: &mut dyn FnMut(u32) -> bool) {
        let from = self.by_word.range::<str, _>((Bound::Included(last), Bound::Unbounded));
        let begun: Vec<&Vec<u32>> =
            from.take_while(|(word, _)| word.starts_with(last)).map(|(_, having)| having).collect();
        let Some(mut of_whole) = whole.iter().map(|word| self.by_word.get(word)).collect::<Option<Vec<_>>>() else {
            return;
        };
        of_whole.sort_by_key(|having| having.len());
        let many: usize = begun.iter().map(|having| having.len()).sum();
        match of_whole.split_first() {
            // Fewer have the rarest whole word: the first of them that fit are found soon.
            Some((rarest, others)) if rarest.len() < many => {
                for at in rarest.iter().copied() {
                    let has = || self.all[at as usize].words.iter().any(|word| word.starts_with(last));
                    if others.iter().all(|having| having.binary_search(&at).is_ok()) && has() && !each(at) {
                        return;
                    }
                }
            }
            _ => {
                let fits = |at: &u32| of_whole.iter().all(|having| having.binary_search(at).is_ok());
                let all: Vec<u32> = begun.into_iter().flatten().copied().filter(fits).collect();
                in_order(all, each);
            }
        }
    }
}

/// Tells `each` all positions in their order, each once, until it says no: then this is no. Sorts no more of them than that.
fn in_order(all: Vec<u32>, each: &mut dyn FnMut(u32) -> bool) -> bool {
    let mut all = BinaryHeap::from(all.into_iter().map(Reverse).collect::<Vec<_>>());
    let mut last = None;
    while let Some(Reverse(at)) = all.pop() {
        if last != Some(at) && !each(at) {
            return false;
        }
        last = Some(at);
    }
    true
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

fn completions(
    corpus: &Corpus,
    analyser: &mut Analyser,
    before: Option<(&Corpus, &Completions)>,
) -> Vec<Arc<Completion>> {
    let mut made: HashMap<&str, Vec<&Arc<Completion>>> = HashMap::new();
    for completion in before.into_iter().flat_map(|(_, completions)| &completions.all) {
        if completion.suggestion.kind == RecordKind::Source {
            made.entry(&completion.suggestion.id).or_default().push(completion);
        }
    }
    let mut all = Vec::new();
    let mut add = |all: &mut Vec<_>, name: &str, kind: RecordKind, id: &str, life: Option<LifeCycle>| {
        let words: Vec<String> = analyser.words(name).into_iter().map(|word| word.exact).collect();
        let suggestion = Suggestion { text: name.to_owned(), kind, id: id.to_owned() };
        all.push(Arc::new(Completion { key: words.join(" "), words, suggestion, life }));
    };
    for topic in corpus.topics() {
        for name in topic.names() {
            add(&mut all, name, RecordKind::Topic, topic.id.as_str(), None);
        }
    }
    for (at, Source { id, short_title, also_known_as, bibliography, .. }) in corpus.sources().iter().enumerate() {
        if before.is_some_and(|(other, _)| corpus.same_source(at, other).is_some())
            && let Some(same) = made.get(id.as_str())
        {
            all.extend(same.iter().map(|completion| Arc::clone(completion)));
            continue;
        }
        let names = std::iter::once(short_title).chain(also_known_as).chain(std::iter::once(&bibliography.title));
        for name in names {
            add(&mut all, name, RecordKind::Source, id.as_str(), None);
        }
        if let Some(author) = bibliography.author.first() {
            let dated = format!("{} {}", author.main(), bibliography.issued.year());
            add(&mut all, &dated, RecordKind::Source, id.as_str(), None);
        }
    }
    for blurb in corpus.blurbs() {
        add(&mut all, &blurb.title, RecordKind::Blurb, blurb.id.as_str(), Some(blurb.life));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn completion(text: &str, id: usize) -> Completion {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let suggestion = Suggestion { text: text.to_owned(), kind: RecordKind::Topic, id: format!("id-{id}") };
        Completion { key: words.join(" "), words, suggestion, life: None }
    }

    /// As one would do it without any order: look at all, then sort.
    fn completed(all: &[Completion], typed: &[String], limit: usize) -> Vec<String> {
        let (last, whole) = typed.split_last().unwrap();
        let begins = typed.join(" ");
        let mut found: Vec<&Completion> = all
            .iter()
            .filter(|one| one.key.starts_with(&begins) || whole.iter().all(|word| one.words.contains(word)))
            .filter(|one| one.words.iter().any(|word| word.starts_with(last.as_str())))
            .collect();
        found.sort_by_key(|one| (!one.key.starts_with(&begins), one.words.len(), &one.key, &one.suggestion.id));
        let mut seen = HashSet::new();
        let best = found.into_iter().filter(|one| seen.insert(&one.suggestion.id));
        best.map(|one| one.suggestion.text.clone()).take(limit).collect()
    }

    proptest! {
        #[test]
        fn completions_are_those_of_looking_at_all(
            names in vec(("[ab]{1,3}( [abc]{1,2}){0,3}", 0_usize..12), 0..40), typed in "[abc]{1,2}( [abc]{1,2}){0,2}", limit in 0_usize..8
        ) {
            let all = || names.iter().map(|(text, id)| completion(text, *id)).collect::<Vec<_>>();
            let typed: Vec<String> = typed.split(' ').map(str::to_owned).collect();
            let found = Completions::new(all().into_iter().map(Arc::new).collect()).complete(&typed, limit, |_| true);
            let found: Vec<String> = found.into_iter().map(|suggestion| suggestion.text).collect();
            prop_assert_eq!(found, completed(&all(), &typed, limit));
        }

        #[test]
        fn near_words_are_those_of_comparing_all(words in vec("[abcé]{0,7}", 0..60), meant in "[abcé]{1,7}", edits in 1_usize..3) {
            let words: BTreeSet<String> = words.into_iter().collect();
            let words: Vec<String> = words.into_iter().collect();
            let compared = words.iter().map(|word| (word.as_str(), strsim::osa_distance(&meant, word)));
            let expected: Vec<(&str, usize)> = compared.filter(|(_, distance)| *distance <= edits).collect();
            prop_assert_eq!(near(&words, &meant.chars().collect::<Vec<_>>(), edits), expected);
        }
    }
}
