//! The entries of a draft's own list of references, and which of them a stretch of it cites.

use std::{collections::HashMap, ops::Range};

use super::{
    cited::Cited,
    claim::ClaimReader,
    identify::{Identified, Identifying, Named},
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
