//! Walks over the tokens of a sentence and tries the rules at each.

use super::{
    Number, names,
    reader::{Reader, Reading},
};

/// The numbers of a sentence in their order.
pub(super) fn read(sentence: &str) -> Vec<Number> {
    let mut reader = Reader::new(sentence);
    names::mask(&mut reader);
    let mut at = 0;
    while at < reader.tokens.len() {
        reader.announce(at);
        let next = if reader.is_masked(at) { None } else { rules(&mut reader, at) };
        at = next.unwrap_or(at + 1).max(at + 1);
    }
    reader.settle();
    let tokens = &reader.tokens;
    let numbers = reader.found.into_iter().filter_map(|reading| {
        let Reading {
            first,
            last,
            kind,
            value,
            unit,
            counts,
            noun,
            qualifier,
            role,
            decimals,
            per,
            spread,
            is_bare: _,
        } = reading;
        let (start, end) = (tokens.get(first)?.start, tokens.get(last)?.end);
        let noun_end = noun.and_then(|noun| tokens.get(noun)).map(|token| token.end).filter(|noun| *noun > end);
        Some(Number { start, end, kind, value, unit, counts, noun_end, qualifier, role, decimals, per, spread })
    });
    numbers.collect()
}

/// Tries the rules at a token; says where to go on.
fn rules(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    const RULES: &[fn(&mut Reader<'_>, usize) -> Option<usize>] = &[
        |reader, at| reader.moment(at),
        |reader, at| reader.p_value(at),
        |reader, at| reader.interval(at),
        |reader, at| reader.decade(at),
        |reader, at| reader.schedule(at),
        |reader, at| reader.multiple(at),
        |reader, at| reader.fraction(at),
        |reader, at| reader.ordinal(at),
        |reader, at| reader.quantity(at),
        |reader, at| reader.span_of_time(at),
    ];
    RULES.iter().find_map(|rule| rule(reader, at))
}
