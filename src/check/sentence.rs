//! From a passage to its sentences: the sentence boundaries of Unicode (UAX #29), mended where medical prose breaks them.
//!
//! UAX #29 ends a sentence at each full stop before a capital letter: after `vs.`, `et al.`, `Dr.`, initials and `P.`.
//! Boundaries that follow one of these are taken back.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Longest sentence, in bytes: what is longer is cut, so that no single one can cost more than this.
const MAX_SENTENCE: usize = 4_000;

/// Words that end in a full stop without ending a sentence, in lower case and without the stop.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "art", "assoc", "avg", "bull", "ca", "cf", "chap", "clin", "dept", "diff", "dr", "ed", "eds",
    "e.g", "eg", "eq", "esp", "est", "fig", "figs", "gen", "hosp", "i.e", "ie", "int", "j", "jr", "max", "med", "min",
    "mr", "mrs", "ms", "no", "nos", "p", "pp", "prof", "pt", "ref", "refs", "resp", "sec", "sr", "st", "suppl", "syst",
    "tab", "univ", "v", "viz", "vol", "vs", "u.s", "u.k", "ph.d", "m.d", "l.ac",
];

/// Abbreviations that may well stand at the end of a sentence: then a capital letter decides that it is one.
const MAY_END: &[&str] =
    &["al", "u.s", "u.k", "ph.d", "m.d", "l.ac", "no", "min", "max", "ed", "art", "est", "st", "pt"];

/// The sentences of a passage in order, without the white space around them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (start, piece) in text.split_sentence_bound_indices() {
        let end = start + piece.len();
        let begin = open.take().map_or(start, |range| range.start);
        let so_far = text.get(begin..end).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default();
        if end - begin < MAX_SENTENCE && goes_on(so_far, rest) {
            open = Some(begin..end);
        } else {
            found.push(begin..end);
        }
    }
    found.extend(open);
    found.into_iter().flat_map(|range| cut(text, range)).filter_map(|range| trimmed(text, range)).collect()
}

/// Whether the sentence does not end here after all.
fn goes_on(so_far: &str, rest: &str) -> bool {
    // Before looking ahead, so that what is no sentence at all is gone through once.
    let Some(before_stop) = so_far.trim_end().strip_suffix('.') else { return false };
    let Some(next) = rest.chars().find(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '(' | '\'' | '‘')) else {
        return false;
    };
    if next.is_lowercase() {
        return true;
    }
    let from =
        before_stop.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"')).map_or(0, |i| i + 1);
    // The byte after a quotation mark of several bytes is no beginning.
    let word = before_stop.get(from..).unwrap_or_default().to_lowercase();
    let is_initial = word.chars().count() == 1
        && before_stop.chars().next_back().is_some_and(char::is_uppercase)
        && !ends_with_grade(before_stop);
    if is_initial {
        return true;
    }
    if !ABBREVIATIONS.contains(&word.as_str()) {
        return false;
    }
    // `vs. Sham` goes on; `in the U.S. The trial` does not; `et al. 2020` and `No. 5` do.
    !MAY_END.contains(&word.as_str()) || next.is_ascii_digit() || !next.is_uppercase()
}

/// `vitamin B.`, `hepatitis C.`: a single letter that ends a sentence after a lower-case word.
fn ends_with_grade(before_stop: &str) -> bool {
    let mut words = before_stop.split_whitespace().rev();
    let (_, before) = (words.next(), words.next());
    before.is_some_and(|word| word.len() > 2 && word.chars().all(char::is_lowercase))
}

/// Cuts what is too long at white space.
fn cut(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from = range.start;
    while range.end - from > MAX_SENTENCE {
        let mut to = from + MAX_SENTENCE;
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let space = text.get(from..to).and_then(|piece| piece.rfind(' ')).filter(|space| *space > 0);
        to = space.map_or(to, |space| from + space);
        pieces.push(from..to);
        from = to;
    }
    pieces.push(from..range.end);
    pieces
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut_up(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn medical_prose_is_cut_where_its_sentences_end() {
        for (text, count) in [
            ("Acupuncture vs. Sham was tested. It was no better.", 2),
            ("Haake et al. 2007 found no difference. So did Mu et al. (2020).", 2),
            ("Pain fell by 9.38 points (P = .04). Function did not.", 2),
            ("The trial of J. B. Nobody et al. found nothing. It was small.", 2),
            ("Dr. Example said so, e.g. On Mondays.", 1),
            ("It was done in the U.S. The trial ran for a year.", 2),
            ("See Fig. 2 and Vol. 3 for it.", 1),
            ("Does it work? Some say so! Others do not.", 3),
            ("They took vitamin C. The others took none.", 2),
            ("pain... and then more of it.", 1),
            ("Sciatica: pain down the leg", 1),
            ("", 0),
            (" . ", 1),
        ] {
            assert_eq!(cut_up(text).len(), count, "{text:?} is {:?}", cut_up(text));
        }
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let text = "a".repeat(3 * MAX_SENTENCE);
        assert_eq!(cut_up(&text).len(), 3);
        let text = "word ".repeat(MAX_SENTENCE);
        assert!(cut_up(&text).iter().all(|sentence| sentence.len() <= MAX_SENTENCE && !sentence.contains("wor ")));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "([A-Za-zé.?! “(0-9\n]|vs\\. |et al\\. ){0,60}") {
            let kept: String = sentences(&text).into_iter().map(|range| &text[range]).collect();
            let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeezed(&kept), squeezed(&text));
        }
    }
}
