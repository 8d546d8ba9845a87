//! Signs that somebody should be seen by a professional first, as people tell of them in their own words: wordings, and parts
//! that stand near one another in whatever order. What is denied, long past or spoken of in general is no sign.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    plan::MAX_TERMS,
    scope::{FoundEntry, ScopeEntry},
};
use crate::{
    corpus::Corpus,
    domain::{
        Vocabulary,
        phrase::{Found, NamedTopic, Phrase, Phrases},
        scope::Urgency,
    },
    text::{Analyser, Shape, Telling, Told, Word, is_english},
};

/// Most words from the first to the last of parts that stand near one another.
const WINDOW: usize = 12;

/// Words after a denial that are denied, unless the clause ends before.
const DENIED: usize = 8;

/// Words between a sign and what puts it into the past.
const NEAR_PAST: usize = 8;

/// Shortest word that is taken for a misspelt one, in characters.
const MIN_MISSPELT: usize = 5;

/// From this length on, in characters, two slips are allowed instead of one.
const TWO_SLIPS_FROM: usize = 9;

/// What a phrase of the list stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    /// A part of signs, by its position.
    Part(usize),
    /// It is not this flag, by its position.
    Unless(usize),
    /// It counts as the name of a condition.
    Complaint,
}

/// A flag, as it is looked for.
#[derive(Debug)]
struct Flag {
    urgency: Urgency,
    with_condition: bool,
    even_past: bool,
    /// Parts near one another, in groups that may stand apart; by sign.
    signs: Vec<Vec<Vec<usize>>>,
}

/// All signs of a collection.
#[derive(Debug)]
pub(super) struct Signs {
    phrases: Phrases<Cue>,
    flags: Vec<Flag>,
    /// Words of the phrases by their length in characters, with their stems.
    vocabulary: BTreeMap<usize, BTreeMap<String, String>>,
}

/// A stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: usize,
    last: usize,
}

impl Span {
    fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

fn stem(word: &str, analyser: &mut Analyser) -> String {
    analyser.words(word).into_iter().next().map_or_else(|| word.to_owned(), |word| word.stem)
}

impl Signs {
    pub(super) fn new(corpus: &Corpus, analyser: &mut Analyser) -> Self {
        let Some(scope) = corpus.scope() else {
            return Self { phrases: Phrases::new([], str::to_owned), flags: Vec::new(), vocabulary: BTreeMap::new() };
        };
        let place = |id: &String| scope.parts.iter().position(|part| part.id == *id);
        let flags = scope.flags.iter().map(|flag| Flag {
            urgency: flag.urgency,
            with_condition: flag.with_condition,
            even_past: flag.even_past == Some(true),
            signs: flag
                .signs
                .iter()
                .map(|sign| sign.groups.iter().map(|group| group.iter().filter_map(place).collect()).collect())
                .collect(),
        });
        let flags = flags.collect();
        let parts =
            scope.parts.iter().enumerate().flat_map(|(i, part)| part.say.iter().map(move |say| (Cue::Part(i), say)));
        let unless = scope
            .flags
            .iter()
            .enumerate()
            .flat_map(|(i, flag)| flag.unless.iter().map(move |say| (Cue::Unless(i), say)));
        let complaint = scope.complaint.iter().map(|say| (Cue::Complaint, say));
        let all: Vec<(Cue, &Phrase)> = parts.chain(unless).chain(complaint).collect();
        let mut vocabulary: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
        for word in all.iter().flat_map(|(_, phrase)| phrase.words()) {
            let stem = stem(word, analyser);
            for form in [word, &stem] {
                vocabulary.entry(form.chars().count()).or_default().insert(form.to_owned(), stem.clone());
            }
        }
        Self { phrases: Phrases::new(all, |word| stem(word, analyser)), flags, vocabulary }
    }

    /// The stem of the word of a sign that a misspelt one was meant for; none for words that are right.
    fn meant(&self, word: &Word) -> Option<&str> {
        if word.shape != Shape::Letters || is_english(&word.exact) {
            return None;
        }
        // The ending may be right, and of a form that no phrase has.
        [&word.exact, &word.stem].into_iter().find_map(|spelt| self.nearest(spelt))
    }

    fn nearest(&self, spelt: &str) -> Option<&str> {
        let length = spelt.chars().count();
        if length < MIN_MISSPELT {
            return None;
        }
        let slips = if length >= TWO_SLIPS_FROM { 2 } else { 1 };
        let alike = self.vocabulary.range(length.saturating_sub(slips).max(MIN_MISSPELT - 1)..=length + slips);
        let first = spelt.chars().next();
        let near = alike.flat_map(|(_, words)| words).filter(|(known, _)| known.chars().next() == first);
        let near = near.map(|(known, stem)| (strsim::osa_distance(spelt, known), stem.as_str()));
        near.filter(|(distance, _)| *distance <= slips).min().map(|(_, stem)| stem)
    }

    /// The flags that a text tells of, the most urgent first, and the first and last words of what counts as the name of a
    /// condition. `named` are the names of topics among the words that are no
    /// compounds; `entries` the wordings found, `is_known` whether a word needs no correction.
    pub(super) fn find(
        &self,
        text: &str,
        words: &[Word],
        named: &[NamedTopic],
        entries: &[FoundEntry],
        names_condition: bool,
        is_known: impl Fn(&Word) -> bool,
    ) -> (Vec<usize>, Vec<(usize, usize)>) {
        if self.flags.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let plain: Vec<usize> = (0..words.len()).filter(|&i| words[i].shape != Shape::Compound).collect();
        let mut looked_up = 0;
        let stems: Vec<&str> = plain
            .iter()
            .map(|&i| {
                let word = &words[i];
                let is_unknown = looked_up < MAX_TERMS && !is_known(word);
                looked_up += usize::from(is_unknown);
                is_unknown.then(|| self.meant(word)).flatten().unwrap_or(&word.stem)
            })
            .collect();
        let mut parts: HashMap<usize, Vec<Span>> = HashMap::new();
        let mut unless = BTreeSet::new();
        let mut complaints = Vec::new();
        for Found { cue, first, last } in self.phrases.find(stems, named) {
            match cue {
                Cue::Part(part) => parts.entry(part).or_default().push(Span { first, last }),
                Cue::Unless(flag) => {
                    unless.insert(flag);
                }
                Cue::Complaint => complaints.push((plain[first], plain[last])),
            }
        }
        let has_condition = names_condition || !complaints.is_empty();
        let mut wordings: HashMap<usize, Vec<Span>> = HashMap::new();
        for FoundEntry { entry, first, last } in entries {
            if let ScopeEntry::Flag(flag) = entry
                && let (Ok(first), Ok(last)) = (plain.binary_search(first), plain.binary_search(last))
            {
                wordings.entry(*flag).or_default().push(Span { first, last });
            }
        }
        // Most questions have no part of a sign, or not all of one: how they tell it need not be read.
        let has_parts = |groups: &&Vec<Vec<usize>>| groups.iter().flatten().all(|part| parts.contains_key(part));
        let may_be = |i: usize, flag: &Flag| {
            !unless.contains(&i)
                && (has_condition || !flag.with_condition)
                && (wordings.contains_key(&i) || flag.signs.iter().any(|groups| has_parts(&groups)))
        };
        let candidates: Vec<(usize, &Flag)> =
            self.flags.iter().enumerate().filter(|(i, flag)| may_be(*i, flag)).collect();
        if candidates.is_empty() {
            return (Vec::new(), complaints);
        }
        let talk = Talk::of(text, words, &plain, named);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (i, flag) in candidates {
            let is_told = |spans: &[Span]| talk.tells(spans, flag.even_past);
            let is_worded = wordings.get(&i).is_some_and(|spans| spans.iter().any(|span| is_told(&[*span])));
            let is_there = |group: &Vec<usize>| is_near(group, &parts, &talk, &mut Vec::new(), &is_told);
            let made_up = flag.signs.iter().filter(has_parts).filter(|groups| groups.iter().all(is_there));
            let most = made_up.map(|groups| groups.iter().map(Vec::len).sum::<usize>()).max();
            if let Some(parts) = most.or(is_worded.then_some(1)) {
                found.push((i, parts));
            }
        }
        // The list of urgencies begins with the most urgent; of two alike, what more was said of tells more.
        let urgency = |flag: usize| Urgency::ALL.iter().position(|urgency| *urgency == self.flags[flag].urgency);
        found.sort_by_key(|&(flag, parts)| (urgency(flag), std::cmp::Reverse(parts), flag));
        (found.into_iter().map(|(flag, _)| flag).collect(), complaints)
    }
}

/// Whether parts stand near one another in one clause, in whatever order, and are told of. Calls itself once for each part.
fn is_near(
    group: &[usize],
    parts: &HashMap<usize, Vec<Span>>,
    talk: &Talk,
    chosen: &mut Vec<Span>,
    is_told: &impl Fn(&[Span]) -> bool,
) -> bool {
    let Some((part, rest)) = group.split_first() else { return is_told(chosen) };
    let all = parts.get(part).map_or(&[][..], Vec::as_slice);
    let (from, to) = match chosen.first() {
        // Found by first word; a phrase is no longer than the window.
        Some(first) => (first.first.saturating_sub(2 * WINDOW), first.first + WINDOW),
        None => (0, usize::MAX),
    };
    let begin = all.partition_point(|span| span.first < from);
    for span in all[begin..].iter().take_while(|span| span.first <= to) {
        let fits = |other: &Span| {
            let (first, last) = (span.first.min(other.first), span.last.max(other.last));
            !span.overlaps(*other) && last - first < WINDOW && talk.clause[first] == talk.clause[last]
        };
        if chosen.iter().all(fits) {
            chosen.push(*span);
            if is_near(rest, parts, talk, chosen, is_told) {
                return true;
            }
            chosen.pop();
        }
    }
    false
}

/// How a text tells what it tells, word by word.
#[derive(Debug, Default)]
struct Talk {
    /// The number of the clause.
    clause: Vec<usize>,
    /// The number of the sentence.
    sentence: Vec<usize>,
    /// What denies the word.
    denied_by: Vec<Option<Span>>,
    /// Whether a phrase before the word, in its sentence, speaks of what follows in general.
    general: Vec<bool>,
    /// By sentence, the last word that makes what stands before it general.
    general_before: HashMap<usize, usize>,
    /// Sentences in which somebody tells of a person.
    of_person: BTreeSet<usize>,
    past: Vec<Span>,
    now: Vec<Span>,
}

impl Talk {
    fn of(text: &str, words: &[Word], plain: &[usize], named: &[NamedTopic]) -> Self {
        let mut talk = Self::default();
        let exact = || plain.iter().map(|&i| words[i].exact.as_str());
        let told = Telling::english().find(exact(), named);
        let mut at: HashMap<usize, Vec<Found<Told>>> = HashMap::new();
        for found in told {
            at.entry(found.first).or_default().push(found);
        }
        let gap = |i: usize| match i.checked_sub(1) {
            Some(before) => &text[words[plain[before]].end.min(words[plain[i]].start)..words[plain[i]].start],
            None => "",
        };
        let (mut clause, mut sentence) = (0, 0);
        let mut denial: Option<(Span, usize)> = None;
        let mut general_from = None;
        for i in 0..plain.len() {
            let here = at.get(&i).map_or(&[][..], Vec::as_slice);
            let is = |told: Told| here.iter().find(|found| found.cue == told);
            let ends_sentence = gap(i).contains(['.', '!', '?', ';', '\n']);
            let is_comma = gap(i).contains([',', ':', '(', ')', '–', '—']);
            if ends_sentence {
                sentence += 1;
                general_from = None;
            }
            if ends_sentence || is_comma || is(Told::Breaks).is_some() {
                clause += 1;
            }
            // A list goes on behind its commas: `no fever, chills or weakness`.
            let joins =
                |next: usize| at.get(&next).is_some_and(|here| here.iter().any(|found| found.cue == Told::Joins));
            let goes_on = is_comma && (i..plain.len().min(i + DENIED)).any(joins);
            let is_over =
                |end: usize| ends_sentence || i > end || is_comma && !goes_on || is(Told::EndsDenial).is_some();
            denial = denial.filter(|(_, end)| !is_over(*end));
            talk.denied_by.push(denial.map(|(span, _)| span));
            talk.clause.push(clause);
            talk.sentence.push(sentence);
            talk.general.push(general_from.is_some_and(|from| from < i));
            for Found { cue, first, last } in here.iter().copied() {
                let span = Span { first, last };
                match cue {
                    Told::Denies => denial = Some((span, last + DENIED)),
                    Told::DeniesNext => denial = Some((span, last + 1)),
                    Told::General => general_from = general_from.max(Some(last)),
                    Told::GeneralAfter => {
                        talk.general_before.insert(sentence, first);
                    }
                    Told::Person => {
                        talk.of_person.insert(sentence);
                    }
                    Told::Past => talk.past.push(span),
                    Told::Now => talk.now.push(span),
                    Told::EndsDenial | Told::Joins | Told::Breaks => {}
                }
            }
        }
        talk
    }

    /// Whether the spans tell that somebody has it.
    fn tells(&self, spans: &[Span], even_past: bool) -> bool {
        let denied = |span: &Span| {
            let by = self.denied_by.get(span.first).copied().flatten();
            by.is_some_and(|by| spans.iter().all(|span| !span.overlaps(by)))
        };
        if spans.iter().any(denied) {
            return false;
        }
        let general = |span: &Span| {
            let sentence = &self.sentence[span.first];
            let is_before = self.general_before.get(sentence).is_some_and(|end| span.first < *end);
            (self.general[span.first] || is_before) && !self.of_person.contains(sentence)
        };
        if spans.iter().any(general) {
            return false;
        }
        even_past || !self.is_past(spans)
    }

    fn is_past(&self, spans: &[Span]) -> bool {
        let (Some(first), Some(last)) =
            (spans.iter().map(|span| span.first).min(), spans.iter().map(|span| span.last).max())
        else {
            return false;
        };
        // A phrase is shorter than the window; only those around are looked at, however many there are.
        let around = |all: &'_ [Span]| {
            let from = first.saturating_sub(NEAR_PAST + WINDOW);
            let begin = all.partition_point(|span| span.first < from);
            let end = all.partition_point(|span| span.first <= last + NEAR_PAST);
            begin..end.max(begin)
        };
        let now = &self.now[around(&self.now)];
        let puts_into_past = |past: &Span| {
            let (from, to) = if past.last < first { (past.last, first) } else { (last, past.first) };
            past.last + NEAR_PAST >= first
                && self.sentence[past.first] == self.sentence[first]
                && !now.iter().any(|now| now.first > from && now.first <= to)
        };
        self.past[around(&self.past)].iter().any(puts_into_past)
    }
}
