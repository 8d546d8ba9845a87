//! Where the sentences of a text end.
//!
//! A full stop ends a sentence unless the word before it is an abbreviation, an initial or a number of a list, or what
//! follows cannot begin one. A line ends a sentence where it is a heading or an item of a list. `data/lexicon/en/abbreviations.toml`
//! has the words.

use std::ops::Range;

use super::{
    lexicon::{Abbreviations, lexicon},
    token::is_dash,
};

/// Longest sentence, in bytes: what is longer is cut, so that no single one can cost more than this.
const MAX_SENTENCE: usize = 4_000;

/// Longest line, in characters, that may be a heading: a longer one without a stop was broken to fit a page.
const MAX_HEADING: usize = 60;

/// The sentences of a text in order, as bytes, without the white space around them. In time linear in its length.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let cutter = Cutter { text, closings: closings(text), words: &lexicon().abbreviations };
    let mut found = Vec::new();
    let mut begin = 0;
    // Whether the line has anything yet: of blank lines only the first break is looked at.
    let mut has_text = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let breaks = matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        let end = match c {
            _ if breaks && !has_text => None,
            _ if breaks => cutter.line_end(begin, at),
            '.' | '!' | '?' | '…' | '。' => cutter.stop_end(begin, at, c),
            _ if at - begin >= MAX_SENTENCE => Some(cutter.cut(begin, at)),
            _ => None,
        };
        has_text = !breaks && (has_text || !c.is_whitespace());
        let Some(end) = end.filter(|end| *end > begin) else { continue };
        found.push(begin..end);
        begin = end;
        while chars.peek().is_some_and(|(next, _)| *next < end) {
            chars.next();
        }
    }
    found.push(begin..text.len());
    found.into_iter().filter_map(|range| trimmed(text, range)).collect()
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    (start < end).then_some(start..end)
}

/// For each opening bracket, sorted, where it closes.
fn closings(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push((at, ')')),
            '[' => open.push((at, ']')),
            // A blank line ends whatever was left open.
            '\n' => open.clear(),
            _ => {
                if open.last().is_some_and(|(_, close)| *close == c)
                    && let Some((from, _)) = open.pop()
                {
                    pairs.push((from, at));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

struct Cutter<'t> {
    text: &'t str,
    closings: Vec<(usize, usize)>,
    words: &'static Abbreviations,
}

impl<'t> Cutter<'t> {
    fn from(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn between(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Where the sentence ends if the line that breaks at `at` ends one.
    fn line_end(&self, begin: usize, at: usize) -> Option<usize> {
        let rest = self.from(at);
        let next = rest.trim_start();
        let blank_line = rest.len() - next.len() > 1
            && self
                .between(at, at + (rest.len() - next.len()))
                .chars()
                .filter(|c| matches!(c, '\n' | '\u{2029}'))
                .count()
                > 1;
        let line = self.between(begin, at).trim();
        if line.is_empty() {
            return None;
        }
        let first = next.chars().next()?;
        let line_start = self.between(begin, at).rfind('\n').map_or(begin, |newline| begin + newline + 1);
        let is_short = self.between(line_start, at).trim().chars().count() <= MAX_HEADING;
        let is_item = is_list_mark(next);
        let ended = line.ends_with(['.', '!', '?', ':', '…', ';']) || line.ends_with(['"', '”', ')']);
        let ends = blank_line || is_item || is_list_mark(line) || (!first.is_lowercase() && (is_short || ended));
        ends.then_some(at)
    }

    /// Where the sentence ends if the stop at `at` ends one: behind the quotation marks and brackets that follow it.
    fn stop_end(&self, begin: usize, at: usize, stop: char) -> Option<usize> {
        let after = at + stop.len_utf8();
        let rest = self.from(after);
        // In `?!` and `...` the last stop counts.
        if rest.starts_with(['.', '!', '?', '…']) {
            return None;
        }
        let end = after + self.closers(after);
        if self.is_inside_brackets(begin, at, end) {
            return None;
        }
        let closes_inner = self.is_inside_brackets(begin, at, at);
        let behind = self.from(end);
        let next = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        if next.is_empty() || next.starts_with(['\n', '\r']) {
            // The line decides, unless it only was broken.
            return self.ends_before_line(begin, at, end, stop).then_some(end);
        }
        let has_blank = behind.len() > next.len();
        // `(Lind.) Hale`: the stop belongs to what stands in the brackets.
        if closes_inner && has_blank && !self.starts_sentence(next) {
            return None;
        }
        let ends =
            if has_blank { self.ends_before(begin, at, end, stop, next) } else { self.lacks_blank(at, end, next) };
        ends.then_some(end)
    }

    fn ends_before_line(&self, begin: usize, at: usize, end: usize, stop: char) -> bool {
        let next = self.from(end).trim_start();
        let blank_line = self.between(end, self.text.len() - next.len()).matches('\n').count() > 1;
        next.is_empty() || blank_line || self.ends_before(begin, at, end, stop, next)
    }

    /// Bytes of closing quotation marks, brackets and marks of references after a stop.
    fn closers(&self, from: usize) -> usize {
        let mut end = from;
        loop {
            let rest = self.from(end);
            let Some(c) = rest.chars().next() else { break };
            let is_raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c) || (end > from && matches!(c, '⁻' | '˒'));
            if matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '“' | '*' | '_') || is_raised {
                // `.“` closes in some languages, but not before a letter.
                if c == '“' && rest.chars().nth(1).is_some_and(char::is_alphanumeric) {
                    break;
                }
                end += c.len_utf8();
                continue;
            }
            if c == '['
                && let Some((close, _)) = rest.char_indices().take(24).find(|(_, c)| *c == ']')
                && rest.get(1..close).is_some_and(|inside| {
                    inside.chars().all(|c| c.is_ascii_digit() || is_dash(c) || matches!(c, ',' | ' '))
                })
            {
                end += close + 1;
                continue;
            }
            break;
        }
        end - from
    }

    /// Whether the stop stands in a bracket that was opened within the sentence and closes behind `end`.
    fn is_inside_brackets(&self, begin: usize, at: usize, end: usize) -> bool {
        let first = begin + (self.from(begin).len() - self.from(begin).trim_start().len());
        let opened = self.closings.partition_point(|(open, _)| *open < at);
        let from = self.closings.partition_point(|(open, _)| *open <= first);
        // Brackets are short; the nearest few decide.
        self.closings
            .get(from.min(opened)..opened)
            .is_some_and(|pairs| pairs.iter().rev().take(8).any(|(open, close)| *close >= end && close - open < 400))
    }

    /// A stop without a blank behind it: `in the north.Recently`, but not in addresses and names of files.
    fn lacks_blank(&self, at: usize, end: usize, next: &str) -> bool {
        let mut letters = next.chars();
        let begins = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let word = self.word_before(at);
        let is_word = word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase());
        let is_figure = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == '%');
        let closed = end > at + 1;
        let next_word: &str = head(next).split(char::is_whitespace).next().unwrap_or_default();
        let is_address = next_word.trim_end_matches(['.', ',', ';', ':', '!', '?']).contains(['.', '@', '/', '_']);
        begins && (is_word || is_figure || closed) && !is_address
    }

    /// Whether an abbreviation stands before a bracket behind which the sentence goes on or ends: `Hale et al. (Journal, 2019) saw`.
    fn goes_on_behind_bracket(&self, at: usize, next: &str) -> bool {
        let folded = self.word_before(at).to_lowercase();
        let open = self.text.len() - next.len();
        let place = self.closings.binary_search_by_key(&open, |(open, _)| *open).ok();
        let close = place.and_then(|place| self.closings.get(place)).map(|(_, close)| *close);
        let behind = close.map_or("", |close| self.from(close + 1)).trim_start();
        let goes_on = behind.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ':' | '.' | '?' | '!'));
        self.words.may_end.contains(&folded) && goes_on
    }

    /// The word that ends at a stop, with the stops inside it.
    fn word_before(&self, at: usize) -> &'t str {
        let before = self.text.get(at.saturating_sub(40)..at).or_else(|| {
            let from = (at.saturating_sub(40)..at).find(|from| self.text.is_char_boundary(*from))?;
            self.text.get(from..at)
        });
        let before = before.unwrap_or_default();
        let is_border =
            |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"' | '‘' | '—' | '–' | '/' | ',' | ';');
        before.rsplit(is_border).next().unwrap_or_default()
    }

    /// Whether a sentence ends at a stop before `next`, which follows after a blank.
    fn ends_before(&self, begin: usize, at: usize, end: usize, stop: char, next: &str) -> bool {
        let Some(first) = next.chars().next() else { return true };
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '.' | '%' | '=' | '<' | '>' | '≤' | '≥') {
            return false;
        }
        let opened = next.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '«', '¿', '¡']);
        let Some(letter) = opened.chars().next() else { return true };
        if next.starts_with('(') && is_list_mark(next) && letter.is_alphanumeric() {
            return true;
        }
        if next.starts_with('(') && self.goes_on_behind_bracket(at, next) {
            return false;
        }
        let is_quoted = self.between(at, end).contains(['"', '”', '’', '»']);
        if is_quoted && self.is_ascription(opened) {
            return false;
        }
        let word = self.word_before(at);
        let folded = word.trim_start_matches(['\'', '*', '_']).to_lowercase();
        if letter.is_lowercase() {
            let is_abbreviation = self.words.never.contains(&folded) || self.words.may_end.contains(&folded);
            return stop != '…'
                && !self.is_ellipsis(at)
                && !is_abbreviation
                && !is_initial(word)
                && begins_with_name(opened);
        }
        if stop != '.' || self.is_ellipsis(at) {
            return true;
        }
        if letter.is_ascii_digit() {
            let belongs = self.words.before_figures.contains(&folded) && !self.is_answer(at, word);
            let goes_on = belongs || self.words.titles.contains(&folded) || self.is_list_number(begin, at, word);
            return !goes_on && (!is_initial(word) || word == "I");
        }
        // What is left begins with a capital, or with a letter or sign of no case.
        let starter = self.starts_sentence(opened);
        if self.is_list_number(begin, at, word) {
            return false;
        }
        if is_initial(word) {
            return starter && !next.starts_with("A.") || self.ends_with_letter(begin, at, word, opened);
        }
        if self.words.titles.contains(&folded) && word.starts_with(char::is_uppercase) {
            return starter && self.words.may_end.contains(&folded) && self.after_name(at, word);
        }
        if self.words.clock.contains(&folded) && self.words.weekdays.contains(&first_word(opened)) {
            return false;
        }
        if self.words.may_end.contains(&folded) {
            // `the U.S. Department`: letters with stops are adjectives too.
            let is_adjective = folded.contains('.') && word.chars().all(|c| c.is_uppercase() || c == '.');
            let is_short_word = self.words.short_words.contains(&folded);
            return match (is_adjective, is_short_word) {
                (true, _) => starter,
                (false, true) => starter || self.words.ending_words.contains(&folded),
                (false, false) => true,
            };
        }
        if self.words.never.contains(&folded) {
            // `p.`, `v.`, `c.` may be letters that name something; a real word `art` or `sec` ends before a starter.
            let is_word = self.words.words_too.contains(&folded);
            return is_word && starter && word.chars().all(char::is_lowercase);
        }
        true
    }

    /// `...`
    fn is_ellipsis(&self, at: usize) -> bool {
        self.text
            .get(..at)
            .is_some_and(|before| before.ends_with("..") || before.ends_with(". .") || before.ends_with('…'))
    }

    /// `"Is it safe?" she asked`, `"No." Reed said`: the words after a quotation name its speaker.
    fn is_ascription(&self, rest: &str) -> bool {
        let mut words = head(rest).split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty());
        let speaker = words.next().unwrap_or_default();
        let is_person = self.words.speakers.contains(&speaker.to_lowercase()) || !self.starts_sentence(speaker);
        is_person && words.next().is_some_and(|word| self.words.speech.contains(word))
    }

    /// The word `no` as an answer: `the answer was no. 12 left`.
    fn is_answer(&self, at: usize, word: &str) -> bool {
        let before = self.word_before(at.saturating_sub(word.len()).saturating_sub(1));
        self.words.answers.contains(word) && self.words.before_answers.contains(before)
    }

    /// `Step 1. Boil`, `1. Rest`: the number of an item, with nothing before it in the sentence.
    fn is_list_number(&self, begin: usize, at: usize, word: &str) -> bool {
        let head = self.between(begin, at).trim_start();
        let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 3;
        if head == word {
            return is_number;
        }
        let mut words = head.split_whitespace();
        let (name, number, rest) = (words.next().unwrap_or_default(), words.next(), words.next());
        let named = self.words.numbered.contains(&name.to_lowercase()) && name.starts_with(char::is_uppercase);
        is_number && named && number == Some(word) && rest.is_none()
    }

    /// Whether the first word is one that begins sentences.
    fn starts_sentence(&self, rest: &str) -> bool {
        let rest = head(rest);
        let word: &str = rest.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).next().unwrap_or_default();
        let folded = word.replace('’', "'").to_lowercase();
        // `A. B. Moor`: a letter with a stop is an initial.
        let is_initial = word.chars().count() == 1 && rest.get(word.len()..).is_some_and(|rest| rest.starts_with('.'));
        !is_initial && self.words.starters.contains(&folded)
    }

    /// `vitamin D.`, `Room B.`, `5 degrees C.`: a letter that names something, before a capital.
    fn ends_with_letter(&self, begin: usize, at: usize, word: &str, next: &str) -> bool {
        let head = self.between(begin, at.saturating_sub(word.len())).trim_end();
        let before = head.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[')).next().unwrap_or_default();
        let next_is_initial = next.chars().nth(1) == Some('.');
        let numbers = &lexicon().numbers;
        let folded = before.to_lowercase();
        let is_noun =
            before.chars().count() > 2 && before.chars().all(char::is_lowercase) && !numbers.stops.contains(&folded);
        let named = numbers.names.before.contains(&folded) || self.words.lettered.contains(&folded);
        let is_degree = before.ends_with(['°', '˚', 'º']);
        !next_is_initial
            && (is_noun || named || is_degree || before.chars().next_back().is_some_and(|c| c.is_ascii_digit()))
    }

    /// `12 Elm St.`: the title stands after a name.
    fn after_name(&self, at: usize, word: &str) -> bool {
        let before = self.word_before(at.saturating_sub(word.len() + 1));
        before.starts_with(char::is_uppercase)
    }

    /// Where to cut a sentence that is too long: at its last white space.
    fn cut(&self, begin: usize, at: usize) -> usize {
        let space = self.between(begin, at).rfind(char::is_whitespace).filter(|space| *space > 0);
        space.map_or(at, |space| begin + space)
    }
}

/// The beginning of a text, long enough for a word or two: no word decides anything by what comes after that.
fn head(text: &str) -> &str {
    const LONGEST: usize = 80;
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// The letters at the beginning, in lower case.
fn first_word(rest: &str) -> String {
    head(rest).chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// A single capital letter, or letters joined by a hyphen: `J.`, `J.-P.`
fn is_initial(word: &str) -> bool {
    let last = word.rsplit(['.', '-', '‐']).next().unwrap_or_default();
    let mut letters = last.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    is_capital
        && word.chars().all(|c| c.is_uppercase() || c == '.' || is_dash(c))
        && word.matches('.').count() <= 3
        && !word.contains('.')
}

/// Names of genes and the like that begin a sentence in lower case: `c-Myc`, `pUB110`, `p53`.
fn begins_with_name(rest: &str) -> bool {
    let word: &str = head(rest).split(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let capital = word.chars().skip(1).any(char::is_uppercase);
    let digit = word.chars().any(|c| c.is_ascii_digit());
    word.chars().count() > 1 && (capital || digit) && !word.contains(['.', '/', '@', '='])
}

/// Whether a line begins as an item of a list: `- `, `• `, `1. `, `(a) `, `b) `.
fn is_list_mark(line: &str) -> bool {
    let line = head(line);
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    if matches!(first, '•' | '●' | '▪' | '◦' | '‣' | '·' | '*' | '+' | '➢' | '✓' | '□' | '■' | '–' | '—' | '-' | '○')
    {
        return chars.next().is_none_or(char::is_whitespace) || matches!(first, '•' | '●' | '▪');
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let mark: String = inner.chars().take_while(|c| c.is_alphanumeric()).collect();
    let after = inner.get(mark.len()..).unwrap_or_default();
    let is_figure = (1..=3).contains(&mark.len()) && mark.chars().all(|c| c.is_ascii_digit());
    let is_letter = mark.chars().count() == 1
        || (mark.len() <= 4 && !mark.is_empty() && mark.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    let bracket = after.starts_with(')');
    let stop = after.starts_with('.') && !line.starts_with('(') && is_figure;
    let blank = after.chars().nth(1).is_none_or(char::is_whitespace);
    (is_figure && (bracket || stop) || is_letter && bracket) && blank
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sentence_without_end_is_cut() {
        for text in ["a".repeat(3 * MAX_SENTENCE), "word ".repeat(MAX_SENTENCE), "é".repeat(2 * MAX_SENTENCE)] {
            assert!(sentences(&text).iter().all(|range| range.len() <= MAX_SENTENCE + 4));
        }
        let text = "word ".repeat(MAX_SENTENCE);
        assert!(sentences(&text).iter().all(|range| text[range.clone()].ends_with("word")));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "([A-Za-zé.?!…“”\"() (0-9\n\\[\\]]|vs\\. |et al\\. |Dr\\. |- |1\\. ){0,60}") {
            let ranges = sentences(&text);
            let kept: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeezed(&kept), squeezed(&text));
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }

        #[test]
        fn anything_can_be_cut(text in any::<String>()) {
            let kept: usize = sentences(&text).iter().map(|range| text[range.clone()].len()).sum();
            prop_assert!(kept <= text.len());
        }
    }
}
