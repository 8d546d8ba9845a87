//! Extracts of what matched: our own, because tantivy's cut characters in two, count from the fragment and mark single
//! words of a phrase.
//!
//! Texts come cut into words (`cut`), so that an extract costs a scan over numbers.

use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use super::{
    answer::{Cut, Excerpt, Offset, Span, TextField, utf16_length},
    document::Text,
    plan::{Group, Mark},
    rank,
    thesaurus::Concept,
};
use crate::{
    domain::repeated::escape_html,
    text::{Shape, Word, sentences},
};

/// Texts up to this many bytes are given whole.
const WHOLE: usize = 280;

/// Most bytes of an extract from a longer text, beyond which no further sentence is added.
const TARGET: usize = 220;

/// Most extracts of one hit.
const MAX_EXCERPTS: usize = 3;

/// Where the words and names of a text of a record stand. The text itself is taken from the record again when it is shown.
#[derive(Debug)]
pub(super) struct CutText {
    words: Box<[CutWord]>,
    concepts: Box<[CutConcept]>,
    /// The sentences, from when an extract is first taken from between them.
    sentences: OnceLock<Box<[(usize, usize)]>>,
}

#[derive(Clone, Copy, Debug)]
struct CutWord {
    /// Words by their hashes: among a hundred thousand two have the same with a chance of one in a thousand million.
    exact: u64,
    stem: u64,
    start: u32,
    end: u32,
    shape: Shape,
}

#[derive(Clone, Copy, Debug)]
struct CutConcept {
    topic: u32,
    start: u32,
    end: u32,
}

fn hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

impl CutText {
    /// `concepts` with, for each, the topic and all wider ones: a name of `chronic low back pain` is marked for
    /// `low back pain`, too.
    pub(super) fn new<'w>(words: &[Word], concepts: &[Concept], wider: impl Fn(usize) -> &'w [usize]) -> Self {
        let cut = words.iter().map(|word| CutWord {
            exact: hash(&word.exact),
            stem: hash(&word.stem),
            start: offset(word.start),
            end: offset(word.end),
            shape: word.shape,
        });
        let cut = cut.collect();
        let concepts = concepts.iter().flat_map(|concept| {
            let (start, end) = (offset(words[concept.first].start), offset(words[concept.last].end));
            wider(concept.topic).iter().map(move |&topic| CutConcept { topic: offset(topic), start, end })
        });
        Self { words: cut, concepts: concepts.collect(), sentences: OnceLock::new() }
    }

    /// The first bytes of the sentences of this text, and those after their last.
    fn sentences(&self, text: &str) -> &[(usize, usize)] {
        self.sentences.get_or_init(|| sentences(text).into_iter().map(|range| (range.start, range.end)).collect())
    }

    /// How much memory it takes, but for its sentences, which are few beside its words.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self) + size_of_val(&*self.words) + size_of_val(&*self.concepts)
    }
}

/// First byte, byte after the last, and the group of the query it belongs to.
type Match = (usize, usize, usize);

/// What is to be marked, as numbers.
pub(super) struct Marker {
    /// For each group of the query.
    groups: Vec<Marks>,
}

#[derive(Default)]
struct Marks {
    stems: Vec<u64>,
    topics: Vec<u32>,
    phrases: Vec<Vec<u64>>,
}

impl Marker {
    pub(super) fn new(groups: &[Group]) -> Self {
        let groups = groups
            .iter()
            .map(|group| {
                let mut marks = Marks::default();
                for mark in &group.marks {
                    match mark {
                        Mark::Stem(stem) => {
                            marks.stems.push(hash(stem));
                        }
                        Mark::Topic(topic) => {
                            marks.topics.push(offset(*topic));
                        }
                        Mark::Phrase(words) => marks.phrases.push(words.iter().map(|word| hash(word)).collect()),
                    }
                }
                marks
            })
            .collect();
        Self { groups }
    }

    /// The stretches of a text that match, with the group they belong to; sorted, overlaps merged.
    fn matches(&self, text: &CutText) -> Vec<Match> {
        let mut found = Vec::new();
        for (group, Marks { stems, topics, phrases }) in self.groups.iter().enumerate() {
            let words = text.words.iter().filter(|word| stems.contains(&word.stem)).map(|word| (word.start, word.end));
            let names = text.concepts.iter().filter(|c| topics.contains(&c.topic)).map(|c| (c.start, c.end));
            found.extend(words.chain(names).map(|(start, end)| (start as usize, end as usize, group)));
            for phrase in phrases {
                let plain: Vec<&CutWord> = text.words.iter().filter(|word| word.shape != Shape::Compound).collect();
                for window in plain.windows(phrase.len().max(1)) {
                    if window.iter().map(|word| word.exact).eq(phrase.iter().copied())
                        && let (Some(first), Some(last)) = (window.first(), window.last())
                    {
                        found.push((first.start as usize, last.end as usize, group));
                    }
                }
            }
        }
        found.sort_unstable();
        let mut merged: Vec<Match> = Vec::with_capacity(found.len());
        for next in found {
            match merged.last_mut() {
                Some(last) if next.0 < last.1 => last.1 = last.1.max(next.1),
                Some(_) | None => merged.push(next),
            }
        }
        merged
    }

    /// The best extracts of a record, of those of its texts that are shown.
    pub(super) fn excerpts(&self, texts: &[(Text<'_>, &CutText)]) -> Vec<Excerpt> {
        let mut candidates: Vec<_> = texts
            .iter()
            .enumerate()
            .filter_map(|(i, (text, cut))| {
                let matches = self.matches(cut);
                let groups = distinct(matches.iter().map(|(_, _, group)| *group));
                // How many terms of the query it has comes first, then how telling the field is.
                let worth = 4.0 * f32::from(u16::try_from(groups).unwrap_or(u16::MAX)) + rank::boost(text.field);
                (!matches.is_empty()).then_some((worth, i, (text, *cut), matches))
            })
            .collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // One of each field: three names of one record tell less than a name, a summary and a caveat.
        let mut fields: Vec<TextField> = Vec::new();
        candidates.retain(|(_, _, (text, _), _)| {
            let is_new = !fields.contains(&text.field);
            fields.push(text.field);
            is_new
        });
        candidates.truncate(MAX_EXCERPTS);
        candidates.into_iter().map(|(_, _, (text, cut), matches)| extract(text, cut, &matches)).collect()
    }
}

/// How many different ones there are of a few.
fn distinct(groups: impl Iterator<Item = usize>) -> usize {
    let mut groups: Vec<usize> = groups.collect();
    groups.sort_unstable();
    groups.dedup();
    groups.len()
}

fn extract(text: &Text<'_>, cut: &CutText, matches: &[Match]) -> Excerpt {
    let Text { field, pointer, text } = text;
    let (start, end) = window(text, cut, matches);
    let inside: Vec<_> = matches.iter().filter(|(from, to, _)| *from >= start && *to <= end).collect();
    let start_utf16 = utf16_length(&text[..start]);
    let place = |bytes: usize| Offset { bytes, utf16: start_utf16 + utf16_length(&text[start..bytes]) };
    let marks: Vec<Span> = inside.iter().map(|(from, to, _)| Span { start: place(*from), end: place(*to) }).collect();
    let mut html = String::new();
    let mut at = start;
    for Span { start: from, end: to } in &marks {
        escape_html(&text[at..from.bytes], &mut html);
        html.push_str("<mark>");
        escape_html(&text[from.bytes..to.bytes], &mut html);
        html.push_str("</mark>");
        at = to.bytes;
    }
    escape_html(&text[at..end], &mut html);
    Excerpt {
        field: *field,
        pointer: pointer.clone().unwrap_or_default(),
        text: text[start..end].to_owned(),
        start: Offset { bytes: start, utf16: start_utf16 },
        marks,
        html,
        cut: Cut { before: start > 0, after: end < text.len() },
    }
}

/// Which bytes of the text to give.
fn window(text: &str, cut: &CutText, matches: &[Match]) -> (usize, usize) {
    if text.len() <= WHOLE {
        return (0, text.len());
    }
    let sentences = cut.sentences(text);
    let terms_in = |start: usize, end: usize| {
        distinct(matches.iter().filter(|(from, to, _)| *from >= start && *to <= end).map(|(_, _, group)| *group))
    };
    let best = (0..sentences.len())
        .max_by_key(|&i| (terms_in(sentences[i].0, sentences[i].1), std::cmp::Reverse(i)))
        .unwrap_or(0);
    let Some(&(start, mut end)) = sentences.get(best) else { return (0, text.len()) };
    if terms_in(start, end) == 0 || end - start > WHOLE {
        return cut_sentence(text, &cut.words, matches, start, end);
    }
    for &(_, next_end) in &sentences[best + 1..] {
        if next_end - start > TARGET {
            break;
        }
        end = next_end;
    }
    (start, end)
}

/// A stretch of a long sentence around its first match, cut between words but never between a number and what
/// follows or precedes it as its unit or name.
fn cut_sentence(
    text: &str,
    words: &[CutWord],
    matches: &[Match],
    sentence_start: usize,
    sentence_end: usize,
) -> (usize, usize) {
    // A match may reach over the end of a sentence (`vs. sham`): then the sentence bounds do not hold.
    let inside = matches.iter().find(|(from, to, _)| *from >= sentence_start && *to <= sentence_end);
    let (low, high) = if inside.is_some() { (sentence_start, sentence_end) } else { (0, text.len()) };
    let Some(&(from, to, _)) = inside.or(matches.first()) else { return (low, high) };
    let earliest = from.saturating_sub(TARGET / 3).max(low);
    let plain: Vec<&CutWord> = words.iter().filter(|word| word.shape != Shape::Compound).collect();
    let mut first = plain.iter().position(|word| word.start as usize >= earliest).unwrap_or(0);
    while first > 0
        && plain[first - 1].start as usize >= low
        && (plain[first - 1].shape == Shape::Digits || plain[first].shape == Shape::Digits)
    {
        first -= 1;
    }
    let start = plain.get(first).map_or(low, |word| (word.start as usize).min(from));
    let start = if start <= low + 1 { low } else { signed(text, start) };
    let latest = (start + TARGET).max(to);
    let mut last = plain.iter().rposition(|word| word.end as usize <= latest).unwrap_or(0);
    while last + 1 < plain.len()
        && plain[last + 1].end as usize <= high
        && (plain[last].shape == Shape::Digits || plain[last + 1].shape == Shape::Digits)
    {
        last += 1;
    }
    let end = plain.get(last).map_or(high, |word| (word.end as usize).max(to));
    // Closing punctuation and signs belong to what they follow: `62%`, `1.9)`.
    let end = end
        + text[end..]
            .chars()
            .take_while(|c| matches!(c, '%' | ')' | ']' | '.' | '°'))
            .map(char::len_utf8)
            .sum::<usize>();
    (start, end.min(high).max(to))
}

/// The place of the sign or opening bracket before a word, if one stands there.
fn signed(text: &str, start: usize) -> usize {
    let before: usize = text[..start]
        .chars()
        .rev()
        .take_while(|c| matches!(c, '-' | '−' | '+' | '<' | '>' | '≤' | '≥' | '=' | '(' | '[' | '$' | '€' | '.'))
        .map(char::len_utf8)
        .sum();
    start - before
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Analyser;

    fn excerpts(text: &str, groups: &[Group]) -> Vec<Excerpt> {
        let words = Analyser::new().words(text);
        let cut = CutText::new(&words, &[], |_| &[]);
        let text = Text { field: TextField::Summary, pointer: Some("/summary".into()), text: text.into() };
        Marker::new(groups).excerpts(&[(text, &cut)])
    }

    fn stem(word: &str) -> Group {
        let stem = Analyser::new().words(word).remove(0).stem;
        Group::new(Vec::new(), vec![Mark::Stem(stem)])
    }

    fn phrase(words: &[&str]) -> Group {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Group::new(Vec::new(), vec![Mark::Phrase(words)])
    }

    #[test]
    fn only_the_phrase_is_marked() {
        let found = excerpts("Usual care. Care as usual. Then usual care again.", &[phrase(&["usual", "care"])]);
        assert_eq!(found[0].html, "<mark>Usual care</mark>. Care as usual. Then <mark>usual care</mark> again.");
    }

    #[test]
    fn offsets_count_bytes_and_utf16_from_the_whole_text() {
        let found = excerpts("😀 β-endorphin <b>rose</b>", &[stem("endorphin")]);
        let mark = found[0].marks[0];
        assert_eq!((mark.start.bytes, mark.end.bytes), (8, 17));
        assert_eq!((mark.start.utf16, mark.end.utf16), (5, 14));
        assert_eq!(found[0].html, "😀 β-<mark>endorphin</mark> &lt;b&gt;rose&lt;/b&gt;");
    }

    #[test]
    fn a_number_keeps_its_unit_and_sign() {
        for padding in 0..40 {
            let text = format!(
                "{}pain fell by {} 16.76 points of 100 and {} more words follow here so that the sentence is long \
                 enough to be cut somewhere after all of this has been said at some length without a full stop",
                "w ".repeat(padding),
                "x ".repeat(padding * 2),
                "y ".repeat(60),
            );
            let excerpt = &excerpts(&text, &[stem("fell")])[0];
            assert_eq!(excerpt.text.contains("16.76"), excerpt.text.contains("16.76 points"), "{}", excerpt.text);
            assert_eq!(
                excerpt.text.contains("points of"),
                excerpt.text.contains("points of 100 and"),
                "{}",
                excerpt.text
            );
        }
    }

    proptest! {
        #[test]
        fn marks_lie_on_characters_inside_the_extract(
            text in "([a-zß-ÿ😀]{1,9}[ ,.;-]{1,2}|[0-9]{1,4} ?){0,120}", word in "[a-z]{1,3}"
        ) {
            for excerpt in excerpts(&text, &[stem(&word), phrase(&["a", "b"])]) {
                let start = excerpt.start.bytes;
                let end = start + excerpt.text.len();
                prop_assert_eq!(text.get(start..end), Some(excerpt.text.as_str()));
                let mut last = start;
                for Span { start: from, end: to } in excerpt.marks {
                    prop_assert!(last <= from.bytes && from.bytes < to.bytes && to.bytes <= end);
                    prop_assert!(text.get(from.bytes..to.bytes).is_some());
                    let units: Vec<u16> = text.encode_utf16().collect();
                    let marked = String::from_utf16(&units[from.utf16..to.utf16]).ok();
                    prop_assert_eq!(marked.as_deref(), text.get(from.bytes..to.bytes));
                    last = to.bytes;
                }
                prop_assert!(!excerpt.html.replace("<mark>", "").replace("</mark>", "").contains('<'));
            }
        }
    }
}
