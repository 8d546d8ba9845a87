//! Walks over the tokens of a sentence and tries the rules at each.

use super::{
    Number,
    first::Begins,
    names,
    reader::{Reader, Reading},
};
use crate::text::token::Token;

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

/// What a rule must begin with, and the rule: it says where to go on if it reads something.
type Rule = (Begins, fn(&mut Reader<'_>, usize) -> Option<usize>);

/// Tries the rules that may begin at a token; says where to go on.
fn rules(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    const RULES: &[Rule] = &[
        (Begins::MOMENT, |reader, at| reader.moment(at)),
        (Begins::P_VALUE, |reader, at| reader.p_value(at)),
        (Begins::INTERVAL, |reader, at| reader.interval(at)),
        (Begins::DECADE, |reader, at| reader.decade(at)),
        (Begins::SCHEDULE, |reader, at| reader.schedule(at)),
        (Begins::MULTIPLE, |reader, at| reader.multiple(at)),
        (Begins::FRACTION, |reader, at| reader.fraction(at)),
        (Begins::ORDINAL, |reader, at| reader.ordinal(at)),
        (Begins::QUANTITY, |reader, at| reader.quantity(at)),
        (Begins::SPAN, |reader, at| reader.span_of_time(at)),
    ];
    let mut begins = reader.begins(at);
    // A sign of the amount, or the name of its currency, stands before a figure.
    let figure_follows = |at: usize| reader.tokens.get(at).and_then(Token::figure).is_some();
    if reader.is_dash(at) || reader.sign(at) == Some('+') || figure_follows(at + 1) || figure_follows(at + 2) {
        begins = begins.with(Begins::QUANTITY);
    }
    if begins == Begins::default() {
        return None;
    }
    RULES.iter().filter(|(first, _)| begins.has(*first)).find_map(|(_, rule)| rule(reader, at))
}
