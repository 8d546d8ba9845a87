//! The entries of a draft's own list of references, and which of them a stretch of it cites.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    cited::Cited,
    claim::ClaimReader,
    identify::{Identified, Identifying, Named},
    known::{NameEntry, NameKind},
    read::{Passage, PassageKind, SUPERSCRIPTS},
};

/// Longest entry of a list of references that is looked through, in bytes.
const ENTRY: usize = 1_000;

/// Longest label of a footnote, in bytes.
const LABEL: usize = 30;

/// Most numbers of a list that one sentence cites.
const MOST_CITED: usize = 50;

/// The entries of lists of references by their labels: passages that begin with a number or a label of a footnote, or items
/// in their order, that have an identifier or a name in them.
pub(super) fn references(
    passages: &[Passage],
    identifying: &Identifying<'_>,
    claims: &mut ClaimReader<'_>,
) -> HashMap<String, Cited> {
    let mut entries: HashMap<String, Cited> = HashMap::new();
    let mut item = 0;
    for passage in passages {
        item = if passage.kind == PassageKind::Item { item + 1 } else { 0 };
        let text = passage.text.trim_start();
        let bare = text.strip_prefix('[').unwrap_or(text);
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        let is_numbered =
            (1..4).contains(&digits) && bare.get(digits..).is_some_and(|rest| rest.starts_with(['.', ']', ')']));
        let number = if is_numbered { bare.get(..digits).map(str::to_owned) } else { None };
        let label = number.or_else(|| footnote(text)).or((item > 0).then(|| item.to_string()));
        let anchor = passage.anchor.as_ref().filter(|_| passage.kind != PassageKind::Heading);
        let anchor = anchor.map(|anchor| format!("#{anchor}"));
        if label.is_none() && anchor.is_none() {
            continue;
        }
        let end = (0..=ENTRY.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let entry = text.get(..end).unwrap_or_default();
        let mut cited = Cited::by_identifiers(identifying.corpus, entry);
        for (_, target) in passage.links.iter().take(4) {
            cited.add(&Cited::by_identifiers(identifying.corpus, target));
        }
        // An identifier that leads to another one than author and title is a slip.
        if let Some(source) = by_imprint(identifying, claims, entry).filter(|source| !cited.sources.contains(source)) {
            cited = Cited { sources: vec![source], is_elsewhere: false };
        }
        // An entry without an identifier may have a name: `Gloam trial, 2025`.
        if cited == Cited::default() && item == 0 {
            let claim = claims.claim(entry, false);
            let named = identifying.named(entry, &claim, &[], &Cited::default());
            let is_certain = |one: &Identified| one.by.iter().any(|by| matches!(*by, "name" | "author and year"));
            if let Named::Source(one) = named
                && is_certain(&one)
            {
                cited.sources.push(one.source);
            }
        }
        if cited != Cited::default() {
            for label in label.into_iter().chain(anchor) {
                entries.entry(label).or_insert_with(|| cited.clone());
            }
        }
    }
    entries
}

/// Bytes at the begin of an entry in which its first author stands.
const AUTHOR_BYTES: usize = 60;

/// Fewest telling words of a title that an entry must have …
const TITLE_WORDS: usize = 3;

/// … and of so many …
const OF_WORDS: usize = 5;

/// … at least so many. See [`OF_WORDS`].
const SHARED_WORDS: usize = 4;

/// Shortest word of a title that tells it, in bytes.
const TELLING_WORD: usize = 4;

/// The telling words of a title or an entry, in small letters.
fn title_words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= TELLING_WORD);
    words.map(str::to_lowercase).collect()
}

/// The source that an entry tells by its first author and its title, as lists of references do; of two of one author, that of its
/// year.
fn by_imprint(identifying: &Identifying<'_>, claims: &mut ClaimReader<'_>, entry: &str) -> Option<usize> {
    let begin = entry.find(']').filter(|_| entry.starts_with('[')).map_or(0, |end| end + 1);
    let bare = entry.get(begin..)?.trim_start_matches(|c: char| !c.is_alphabetic());
    let mut digits = entry.split(|c: char| !c.is_ascii_digit());
    let has_year = digits.any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
    if !has_year || !bare.starts_with(char::is_uppercase) {
        return None;
    }
    let end = (0..=AUTHOR_BYTES.min(bare.len())).rev().find(|at| bare.is_char_boundary(*at)).unwrap_or(0);
    let head = claims.claim(bare.get(..end)?, false);
    let is_author = |entry: &&NameEntry| {
        entry.kind == NameKind::Author && entry.words.iter().enumerate().all(|(at, word)| head.word(at) == word)
    };
    let authors = identifying.facts.names.get(head.word(0)).into_iter().flatten().filter(is_author);
    let told = title_words(bare);
    let mut best: Option<((bool, usize), usize)> = None;
    for source in authors.map(|entry| entry.source) {
        let Some(record) = identifying.corpus.sources().get(source) else { continue };
        let title = &record.bibliography.title;
        let main = title_words(title.split_once(": ").map_or(title.as_str(), |(main, _)| main));
        let shared = main.iter().filter(|word| told.contains(*word)).count();
        if shared < TITLE_WORDS.min(main.len().max(2)) || OF_WORDS * shared < SHARED_WORDS * main.len() {
            continue;
        }
        let is_of_year = entry.contains(&record.year().to_string());
        let all = title_words(title).iter().filter(|word| told.contains(*word)).count();
        if best.is_none_or(|(rank, _)| rank < (is_of_year, all)) {
            best = Some(((is_of_year, all), source));
        }
    }
    best.map(|(_, source)| source)
}

/// The label of a footnote: `[^note]: …`.
fn footnote(text: &str) -> Option<String> {
    let (label, _) = text.strip_prefix("[^")?.split_once("]:")?;
    (label.len() <= LABEL).then(|| format!("^{label}"))
}

/// What a stretch of a passage cites by links and by numbers of the list.
pub(super) fn cited(
    passage: &Passage,
    range: Range<usize>,
    numbered: &HashMap<String, Cited>,
    identifying: &Identifying<'_>,
) -> Cited {
    let mut cited = Cited::by_markers(identifying.corpus, passage.text.get(range.clone()).unwrap_or_default());
    let from = passage.links.partition_point(|(link, _)| link.end <= range.start);
    for (_, target) in passage.links.iter().skip(from).take_while(|(link, _)| link.start < range.end) {
        match numbered.get(target).filter(|_| target.starts_with('#')) {
            Some(entry) => cited.add(entry),
            None => cited.add(&Cited::by_identifiers(identifying.corpus, target)),
        }
    }
    if numbered.is_empty() {
        return cited;
    }
    // A number that begins a sentence is one of a list, and cites nothing.
    let text = passage.text.get(range).unwrap_or_default();
    let in_brackets = text.split('[').skip(1).enumerate().filter(|(i, _)| *i > 0 || !text.starts_with('['));
    let in_brackets = in_brackets
        .filter_map(|(_, rest)| rest.split_once(']'))
        .flat_map(|(inside, _)| inside.split([',', ';', ' ']))
        .map(|label| label.trim().to_owned());
    let raised = superscripts(text).into_iter().map(|number| number.to_string());
    for label in in_brackets.chain(raised).take(MOST_CITED) {
        if let Some(entry) = numbered.get(&label) {
            cited.add(entry);
        }
    }
    cited
}

/// The numbers that are written as superscripts.
fn superscripts(text: &str) -> Vec<usize> {
    let mut all = Vec::new();
    let mut open: Option<usize> = None;
    for c in text.chars() {
        match (SUPERSCRIPTS.iter().position(|digit| *digit == c), open) {
            (Some(value), None) => open = Some(value),
            (Some(value), Some(so_far)) => open = Some(so_far.saturating_mul(10).saturating_add(value)),
            (None, _) => all.extend(open.take()),
        }
    }
    all.extend(open);
    all
}
