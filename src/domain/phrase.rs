//! Phrases as an editor writes them, and how they are found in a list of words in one pass.
//!
//! A phrase is written as it is read: `no|zero (..2) side effect|effects`. Words stand as they are spelt and are folded
//! like the text; `a|b` is either; `confirm*` is any word that begins so; `(word)` may be missing; `..2` is up to two words
//! of any kind; `{intervention}` is a name of any topic of that kind; `#` is a number in digits, `#38-42` one from 38 to 42, with
//! or without a unit behind it (`38.5c`).

use std::{collections::HashMap, fmt, str::FromStr};

use super::{topic_kind::TopicKind, vocabulary::Vocabulary, word_table::WordMap};

/// Most parts of a phrase. It also bounds how deep the search for one goes.
const MAX_PARTS: usize = 16;

/// Most words that a gap may skip.
const MAX_GAP: usize = 12;

/// Most gaps of a phrase: each is tried with every length, so the work is their product.
const MAX_GAPS: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Exact(String),
    Loose(Loose),
}

/// What may stand for a word and is not told by its spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Loose {
    Prefix(String),
    /// A name of a topic of this kind, of one word or more.
    Named(TopicKind),
    /// A number in digits, from one bound to the other.
    Number(u16, u16),
}

impl Loose {
    /// Whether a word that begins with a digit is a number between the bounds.
    fn is_between(word: &str, low: u16, high: u16) -> bool {
        let digits = word.find(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(word, |end| &word[..end]);
        digits.parse::<f64>().is_ok_and(|value| value >= f64::from(low) && value <= f64::from(high))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word { forms: Vec<Form>, optional: bool },
    Gap(usize),
}

/// A phrase as it is written in a lexicon or with a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    text: String,
    parts: Vec<Part>,
}

/// Why a text is no phrase.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// The first part could be anything.
    #[error("a phrase begins with a word that must be there: neither `(word)` nor `..2`")]
    Beginning,
    /// The last part is a gap, which says nothing.
    #[error("a phrase does not end in `..2`")]
    End,
    /// More parts or gaps than one phrase may have.
    #[error("a phrase has at most {MAX_PARTS} parts and {MAX_GAPS} gaps")]
    TooLong,
    /// A gap that is no number or skips too much.
    #[error("`{0}` is no gap: write `..1` to `..{MAX_GAP}`")]
    Gap(String),
    /// A word with signs that no word has.
    #[error(
        "`{0}` is no word: write letters, digits and apostrophes in lower case, `a|b`, `begin*`, `(word)`, `{{intervention}}`, `#` or `#38-42`"
    )]
    Word(String),
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Phrase {
    type Err = PhraseError;

    fn from_str(text: &str) -> Result<Self, PhraseError> {
        let parts = text.split_whitespace().map(part).collect::<Result<Vec<Part>, PhraseError>>()?;
        if parts.len() > MAX_PARTS || parts.iter().filter(|part| matches!(part, Part::Gap(_))).count() > MAX_GAPS {
            return Err(PhraseError::TooLong);
        }
        if !matches!(parts.first(), Some(Part::Word { optional: false, .. })) {
            return Err(PhraseError::Beginning);
        }
        if matches!(parts.last(), Some(Part::Gap(_))) {
            return Err(PhraseError::End);
        }
        Ok(Self { text: text.to_owned(), parts })
    }
}

impl Phrase {
    /// The words that stand in it as they are spelt.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let forms = self.parts.iter().filter_map(|part| match part {
            Part::Word { forms, optional: _ } => Some(forms),
            Part::Gap(_) => None,
        });
        forms.flatten().filter_map(|form| match form {
            Form::Exact(word) => Some(word.as_str()),
            Form::Loose(_) => None,
        })
    }
}

fn part(text: &str) -> Result<Part, PhraseError> {
    if let Some(count) = text.strip_prefix("..") {
        let count = count.parse().ok().filter(|count| (1..=MAX_GAP).contains(count));
        return count.map(Part::Gap).ok_or_else(|| PhraseError::Gap(text.to_owned()));
    }
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let forms = inner.unwrap_or(text).split('|').map(form).collect::<Result<Vec<Form>, PhraseError>>()?;
    Ok(Part::Word { forms, optional: inner.is_some() })
}

fn form(text: &str) -> Result<Form, PhraseError> {
    let wrong = || PhraseError::Word(text.to_owned());
    if let Some(kind) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        return TopicKind::from_slug(kind).map(|kind| Form::Loose(Loose::Named(kind))).map_err(|_| wrong());
    }
    if let Some(bounds) = text.strip_prefix('#') {
        if bounds.is_empty() {
            return Ok(Form::Loose(Loose::Number(0, u16::MAX)));
        }
        let (low, high) = bounds.split_once('-').ok_or_else(wrong)?;
        let bound = |text: &str| text.parse().map_err(|_| wrong());
        return Ok(Form::Loose(Loose::Number(bound(low)?, bound(high)?)));
    }
    let (word, is_prefix) = text.strip_suffix('*').map_or((text, false), |word| (word, true));
    let is_word = !word.is_empty()
        && word.chars().all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '\'' | '’' | '.'));
    // The beginning of a word is looked up by two bytes of it.
    match (is_word, is_prefix) {
        (true, true) if word.len() >= 2 => Ok(Form::Loose(Loose::Prefix(word.to_owned()))),
        (true, false) => Ok(Form::Exact(word.to_owned())),
        (true | false, _) => Err(wrong()),
    }
}

/// A name of a topic among the words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedTopic {
    /// What the topic is.
    pub kind: TopicKind,
    /// Its first word.
    pub first: usize,
    /// Its last word.
    pub last: usize,
}

/// A phrase found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<C> {
    /// What it means.
    pub cue: C,
    /// Its first word.
    pub first: usize,
    /// Its last word.
    pub last: usize,
}

/// A word of phrases by its number, so that words of a text are compared with it as numbers, and looked up once each.
type WordId = u32;

/// A word that no phrase has.
const UNKNOWN: WordId = WordId::MAX;

/// A part of a phrase, ready to be compared.
#[derive(Clone, Debug)]
enum Step {
    Word {
        /// Words that may stand here.
        exact: Box<[WordId]>,
        loose: Box<[Loose]>,
        optional: bool,
    },
    Gap(usize),
}

#[derive(Clone, Debug)]
struct Pattern<C> {
    cue: C,
    steps: Box<[Step]>,
}

/// A table of phrases, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Phrases<C> {
    patterns: Vec<Pattern<C>>,
    ids: WordMap<String, WordId>,
    /// Patterns by their first word.
    by_word: Vec<Vec<usize>>,
    /// Patterns that begin with the beginning of a word, by its first two bytes, each with that beginning.
    by_prefix: WordMap<[u8; 2], Vec<(String, usize)>>,
    /// Patterns that begin with the name of a topic, by its kind.
    by_kind: HashMap<TopicKind, Vec<usize>>,
    /// Patterns that begin with a number.
    by_number: Vec<usize>,
}

impl<C: Copy> Phrases<C> {
    /// The phrases with their meanings. `fold` spells a word as the texts spell it.
    pub fn new<'p>(phrases: impl IntoIterator<Item = (C, &'p Phrase)>, mut fold: impl FnMut(&str) -> String) -> Self {
        let mut all = Self {
            patterns: Vec::new(),
            ids: WordMap::default(),
            by_word: Vec::new(),
            by_prefix: WordMap::default(),
            by_kind: HashMap::new(),
            by_number: Vec::new(),
        };
        for (cue, phrase) in phrases {
            let steps: Box<[Step]> = phrase.parts.iter().map(|part| all.step(part, &mut fold)).collect();
            all.add(cue, steps);
        }
        all
    }

    fn step(&mut self, part: &Part, fold: &mut impl FnMut(&str) -> String) -> Step {
        match part {
            Part::Gap(most) => Step::Gap(*most),
            Part::Word { forms, optional } => {
                let (mut exact, mut loose) = (Vec::new(), Vec::new());
                for form in forms {
                    match form {
                        Form::Exact(word) => exact.push(self.id_of(fold(word))),
                        Form::Loose(form) => loose.push(form.clone()),
                    }
                }
                Step::Word { exact: exact.into(), loose: loose.into(), optional: *optional }
            }
        }
    }

    /// The number of a word, which gets one if it has none.
    fn id_of(&mut self, word: String) -> WordId {
        let next = WordId::try_from(self.by_word.len()).unwrap_or(UNKNOWN);
        let id = *self.ids.entry(word).or_insert(next);
        if id == next {
            self.by_word.push(Vec::new());
        }
        id
    }

    /// Where the patterns stand that begin with a word.
    fn beginning_with(&self, id: WordId) -> &[usize] {
        usize::try_from(id).ok().and_then(|id| self.by_word.get(id)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, cue: C, steps: Box<[Step]>) {
        let index = self.patterns.len();
        if let Some(Step::Word { exact, loose, optional: _ }) = steps.first() {
            for id in exact {
                if let Some(patterns) = usize::try_from(*id).ok().and_then(|id| self.by_word.get_mut(id)) {
                    patterns.push(index);
                }
            }
            for form in loose {
                match form {
                    Loose::Prefix(prefix) => {
                        if let [a, b, ..] = prefix.as_bytes() {
                            self.by_prefix.entry([*a, *b]).or_default().push((prefix.clone(), index));
                        }
                    }
                    Loose::Named(kind) => self.by_kind.entry(*kind).or_default().push(index),
                    Loose::Number(..) => self.by_number.push(index),
                }
            }
        }
        self.patterns.push(Pattern { cue, steps });
    }

    /// Every phrase in a text, by first word; of one phrase at one place the longest. `named` are the names of topics
    /// among the words.
    pub fn find<'w>(&self, words: impl IntoIterator<Item = &'w str>, named: &[NamedTopic]) -> Vec<Found<C>> {
        let of_word = |word: &'w str| (word, self.ids.get(word).copied().unwrap_or(UNKNOWN));
        let words: Vec<(&str, WordId)> = words.into_iter().map(of_word).collect();
        let mut names = named.to_vec();
        names.sort_by_key(|name| name.first);
        let text = Text { words: &words, names: &names };
        let mut found = Vec::new();
        let mut tried: Vec<usize> = Vec::new();
        for (first, (word, id)) in words.iter().enumerate() {
            tried.clear();
            tried.extend(self.beginning_with(*id));
            if let [a, b, ..] = word.as_bytes()
                && let Some(beginnings) = self.by_prefix.get(&[*a, *b])
            {
                let fitting = beginnings.iter().filter(|(beginning, _)| word.starts_with(beginning.as_str()));
                tried.extend(fitting.map(|(_, pattern)| pattern));
            }
            for name in text.names_at(first) {
                tried.extend(self.by_kind.get(&name.kind).into_iter().flatten());
            }
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                tried.extend(&self.by_number);
            }
            tried.sort_unstable();
            tried.dedup();
            for pattern in tried.iter().filter_map(|i| self.patterns.get(*i)) {
                if let Some(end) = text.matched(&pattern.steps, first)
                    && end > first
                {
                    found.push(Found { cue: pattern.cue, first, last: end - 1 });
                }
            }
        }
        found
    }
}

/// The words of a text with their numbers, and the names among them in the order of their first words.
struct Text<'t> {
    words: &'t [(&'t str, WordId)],
    names: &'t [NamedTopic],
}

impl Text<'_> {
    fn names_at(&self, at: usize) -> impl Iterator<Item = &NamedTopic> {
        let from = self.names.partition_point(|name| name.first < at);
        self.names.iter().skip(from).take_while(move |name| name.first == at)
    }

    /// Where the parts end if they stand at `at`, the longest way of reading them. Calls itself once for each part.
    fn matched(&self, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        match step {
            Step::Word { exact, loose, optional } => {
                let with = self.ends(exact, loose, at).and_then(|end| self.matched(rest, end));
                if *optional { with.or_else(|| self.matched(rest, at)) } else { with }
            }
            // The shortest gap first: a phrase does not reach further than it must.
            Step::Gap(most) => (0..=*most).find_map(|skipped| self.matched(rest, at + skipped)),
        }
    }

    /// Where one of these words or forms ends, if it stands at `at`: a word before a name of several.
    fn ends(&self, exact: &[WordId], loose: &[Loose], at: usize) -> Option<usize> {
        let (word, id) = self.words.get(at)?;
        let named = |kind: TopicKind| self.names_at(at).filter(move |name| name.kind == kind).map(|name| name.last + 1);
        let as_word = exact.contains(id).then_some(at + 1);
        let as_form = loose.iter().filter_map(|form| match form {
            Loose::Prefix(prefix) => word.starts_with(prefix.as_str()).then_some(at + 1),
            Loose::Named(kind) => named(*kind).max(),
            Loose::Number(low, high) => Loose::is_between(word, *low, *high).then_some(at + 1),
        });
        as_form.max().max(as_word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        found_among(pattern, text, &[])
    }

    fn found_among(pattern: &str, text: &str, named: &[NamedTopic]) -> Vec<(usize, usize)> {
        let phrase: Phrase = pattern.parse().unwrap();
        let phrases = Phrases::new([((), &phrase)], str::to_owned);
        phrases.find(text.split(' '), named).into_iter().map(|f| (f.first, f.last)).collect()
    }

    #[test]
    fn phrases_mean_what_they_look_like() {
        assert_eq!(found("no|zero ..2 side effect|effects", "it has no bad side effects"), [(2, 5)]);
        assert_eq!(found("no ..2 side effect|effects", "no one two three side effects"), []);
        assert_eq!(found("confirm*", "confirmed confirm con"), [(0, 0), (1, 1)]);
        assert_eq!(found("after (the) end (of) treatment", "after the end of treatment"), [(0, 4)]);
        assert_eq!(found("after (the) end (of) treatment", "after end treatment"), [(0, 2)]);
    }

    #[test]
    fn a_name_of_a_topic_stands_for_its_words() {
        let named = [NamedTopic { kind: TopicKind::Intervention, first: 1, last: 2 }];
        assert_eq!(found_among("without (any) {intervention}", "without warm humming it hurts", &named), [(0, 2)]);
        assert_eq!(found_among("{intervention}|treatment helps", "see warm humming helps", &named), [(1, 3)]);
        assert_eq!(found_among("{condition} helps", "see warm humming helps", &named), []);
    }

    #[test]
    fn a_number_stands_for_those_between_its_bounds() {
        assert_eq!(found("temperature ..2 #38-42", "temperature of 38.5c"), [(0, 2)]);
        assert_eq!(found("temperature ..2 #38-42", "temperature of 37.9 and 380"), []);
        assert_eq!(found("# weeks", "for 6 weeks"), [(1, 2)]);
        assert_eq!(found("# weeks", "some weeks"), []);
    }

    #[test]
    fn what_is_no_phrase_is_refused() {
        let error = |text: &str| text.parse::<Phrase>().unwrap_err();
        assert_eq!(error("(the) end"), PhraseError::Beginning);
        assert_eq!(error(""), PhraseError::Beginning);
        assert_eq!(error("..2 end"), PhraseError::Beginning);
        assert_eq!(error("end ..2"), PhraseError::End);
        assert_eq!(error("end ..x of"), PhraseError::Gap("..x".to_owned()));
        assert_eq!(error("end ..99 of"), PhraseError::Gap("..99".to_owned()));
        for wrong in ["Proven", "a||b", "x*", "{nothing}", "high-quality", "(open", "#3", "#a-b", "#1-99999"] {
            assert!(matches!(error(wrong), PhraseError::Word(_)), "{wrong}");
        }
        assert_eq!(error(&"word ".repeat(17)), PhraseError::TooLong);
        assert_eq!(error("a ..1 b ..1 c ..1 d"), PhraseError::TooLong);
    }
}
