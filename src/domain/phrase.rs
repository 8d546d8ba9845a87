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
    Prefix(String),
    /// A name of a topic of this kind, of one word or more.
    Named(TopicKind),
    /// A number in digits, from one bound to the other.
    Number(u16, u16),
}

impl Form {
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
            Form::Prefix(_) | Form::Named(_) | Form::Number(..) => None,
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
        return TopicKind::from_slug(kind).map(Form::Named).map_err(|_| wrong());
    }
    if let Some(bounds) = text.strip_prefix('#') {
        if bounds.is_empty() {
            return Ok(Form::Number(0, u16::MAX));
        }
        let (low, high) = bounds.split_once('-').ok_or_else(wrong)?;
        let bound = |text: &str| text.parse().map_err(|_| wrong());
        return Ok(Form::Number(bound(low)?, bound(high)?));
    }
    let (word, is_prefix) = text.strip_suffix('*').map_or((text, false), |word| (word, true));
    let is_word = !word.is_empty()
        && word.chars().all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '\'' | '’' | '.'));
    // The beginning of a word is looked up by two bytes of it.
    match (is_word, is_prefix) {
        (true, true) if word.len() >= 2 => Ok(Form::Prefix(word.to_owned())),
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

#[derive(Clone, Debug)]
struct Pattern<C> {
    cue: C,
    parts: Vec<Part>,
}

/// A table of phrases, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Phrases<C> {
    patterns: Vec<Pattern<C>>,
    /// Patterns by their first word.
    by_word: WordMap<String, Vec<usize>>,
    /// Patterns that begin with the beginning of a word, by its first two bytes, each with that beginning.
    by_prefix: HashMap<[u8; 2], Vec<(String, usize)>>,
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
            by_word: WordMap::default(),
            by_prefix: HashMap::new(),
            by_kind: HashMap::new(),
            by_number: Vec::new(),
        };
        for (cue, phrase) in phrases {
            let parts = phrase.parts.iter().map(|part| part.folded(&mut fold)).collect();
            all.add(cue, parts);
        }
        all
    }

    fn add(&mut self, cue: C, parts: Vec<Part>) {
        let index = self.patterns.len();
        if let Some(Part::Word { forms, optional: _ }) = parts.first() {
            for form in forms {
                match form {
                    Form::Exact(word) => self.by_word.entry(word.clone()).or_default().push(index),
                    Form::Prefix(prefix) => {
                        if let [a, b, ..] = prefix.as_bytes() {
                            self.by_prefix.entry([*a, *b]).or_default().push((prefix.clone(), index));
                        }
                    }
                    Form::Named(kind) => self.by_kind.entry(*kind).or_default().push(index),
                    Form::Number(..) => self.by_number.push(index),
                }
            }
        }
        self.patterns.push(Pattern { cue, parts });
    }

    /// Every phrase in a text, by first word; of one phrase at one place the longest. `named` are the names of topics
    /// among the words.
    pub fn find<'w>(&self, words: impl IntoIterator<Item = &'w str>, named: &[NamedTopic]) -> Vec<Found<C>> {
        let words: Vec<&str> = words.into_iter().collect();
        let mut names: HashMap<usize, Vec<NamedTopic>> = HashMap::new();
        for name in named {
            names.entry(name.first).or_default().push(*name);
        }
        let text = Text { words: &words, names: &names };
        let mut found = Vec::new();
        let mut tried: Vec<usize> = Vec::new();
        for (first, word) in words.iter().enumerate() {
            tried.clear();
            tried.extend(self.by_word.get(*word).into_iter().flatten());
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
                if let Some(end) = text.matched(&pattern.parts, first)
                    && end > first
                {
                    found.push(Found { cue: pattern.cue, first, last: end - 1 });
                }
            }
        }
        found
    }
}

impl Part {
    fn folded(&self, fold: &mut impl FnMut(&str) -> String) -> Self {
        match self {
            Self::Gap(most) => Self::Gap(*most),
            Self::Word { forms, optional } => {
                let forms = forms.iter().map(|form| match form {
                    Form::Exact(word) => Form::Exact(fold(word)),
                    Form::Prefix(_) | Form::Named(_) | Form::Number(..) => form.clone(),
                });
                Self::Word { forms: forms.collect(), optional: *optional }
            }
        }
    }
}

/// The words of a text, and the names among them by their first word.
struct Text<'t> {
    words: &'t [&'t str],
    names: &'t HashMap<usize, Vec<NamedTopic>>,
}

impl Text<'_> {
    fn names_at(&self, at: usize) -> impl Iterator<Item = &NamedTopic> {
        // Most texts name nothing.
        let here = if self.names.is_empty() { None } else { self.names.get(&at) };
        here.into_iter().flatten()
    }

    /// Where the parts end if they stand at `at`, the longest way of reading them. Calls itself once for each part.
    fn matched(&self, parts: &[Part], at: usize) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else { return Some(at) };
        match part {
            Part::Word { forms, optional } => {
                let with = self.ends(forms, at).and_then(|end| self.matched(rest, end));
                if *optional { with.or_else(|| self.matched(rest, at)) } else { with }
            }
            // The shortest gap first: a phrase does not reach further than it must.
            Part::Gap(most) => (0..=*most).find_map(|skipped| self.matched(rest, at + skipped)),
        }
    }

    /// Where one of these forms ends, if it stands at `at`: a word before a name of several.
    fn ends(&self, forms: &[Form], at: usize) -> Option<usize> {
        let word = self.words.get(at)?;
        let named = |kind: TopicKind| self.names_at(at).filter(move |name| name.kind == kind).map(|name| name.last + 1);
        forms
            .iter()
            .filter_map(|form| match form {
                Form::Exact(exact) => (exact == word).then_some(at + 1),
                Form::Prefix(prefix) => word.starts_with(prefix.as_str()).then_some(at + 1),
                Form::Named(kind) => named(*kind).max(),
                Form::Number(low, high) => Form::is_between(word, *low, *high).then_some(at + 1),
            })
            .max()
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
