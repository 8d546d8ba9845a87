//! One form for words that differ only in case, accents, script or spelling.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::lexicon::lexicon;
use crate::domain::source::Bibliography;

/// Shortest root, in bytes, whose ending is folded to the American one: `wise` stays.
const LEAST_ROOT: usize = 4;

/// An apostrophe inside a word.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// A word in lower case, without accents and possessive endings, Greek spelt out, in American spelling.
pub fn fold(raw: &str) -> String {
    let mut folded = plain(raw);
    if let Some(owner) = folded.strip_suffix(lexicon().spelling.possessive.as_str()) {
        folded.truncate(owner.len());
    }
    folded.retain(|c| c != '\'');
    american(folded)
}

/// A word as printed, without the ending of an owner: `Nobody` of `Nobody’s`.
pub fn without_possessive(raw: &str) -> &str {
    let ending = lexicon().spelling.possessive.as_str();
    let cut = raw.char_indices().rev().nth(ending.chars().count().saturating_sub(1)).map(|(at, _)| raw.split_at(at));
    match cut {
        Some((owner, end)) if end.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).eq(ending.chars()) => owner,
        _ => raw,
    }
}

/// A text in lower case, without accents, Greek spelt out, apostrophes straight; spelling, blanks and signs as they are.
pub fn plain(raw: &str) -> String {
    let mut folded = String::with_capacity(raw.len());
    if raw.is_ascii() {
        folded.extend(raw.chars().map(|c| c.to_ascii_lowercase()));
        return folded;
    }
    let letters = &lexicon().spelling.letters;
    for c in raw.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match letters.get(&c) {
            Some(name) => folded.push_str(name),
            None => folded.push(if is_apostrophe(c) { '\'' } else { c }),
        }
    }
    folded
}

/// What tells a publication by its title: letters and digits as [`plain`] has them, and the year of issue. Without any
/// letter for a title without any.
pub fn title_key(bibliography: &Bibliography) -> (String, i16) {
    let letters = plain(&bibliography.title).chars().filter(|c| c.is_alphanumeric()).collect();
    (letters, bibliography.issued.year())
}

/// A text in the letters of ids, `a` to `z` and digits, with a hyphen for whatever stands between words.
///
/// `Bäumler` is `baumler`, `van der Heide` is `van-der-heide`. Empty for a script that has none of these letters.
pub fn slug(text: &str) -> String {
    let letters = &lexicon().spelling.latin;
    let mut slug = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match letters.get(&c) {
            Some(written) => slug.push_str(written),
            None if c.is_ascii_lowercase() || c.is_ascii_digit() => slug.push(c),
            // `O'Neill` is one word.
            None if is_apostrophe(c) || c == '.' || is_combining_mark(c) => {}
            None if slug.is_empty() || slug.ends_with('-') => {}
            None => slug.push('-'),
        }
    }
    slug
}

/// British spellings whose American form has another stem. Regular endings first, then single words of the field.
fn american(word: String) -> String {
    let spelling = &lexicon().spelling;
    if let Some(american) = spelling.words.get(&word) {
        return american.clone();
    }
    for ending in &spelling.endings {
        if let Some(root) = word.strip_suffix(ending.from.as_str())
            && root.len() >= LEAST_ROOT
        {
            return format!("{root}{}", ending.to);
        }
    }
    word
}
