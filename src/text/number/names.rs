//! What looks like a number and is a name, a code, an address or an idiom: its tokens are masked before reading.

use super::{first::Begins, reader::Reader};
use crate::text::{
    lexicon::near::Near,
    token::{FigureForm, TokenKind},
};

/// Masks every token that belongs to a name.
pub(super) fn mask(reader: &mut Reader<'_>) {
    addresses(reader);
    enumerations(reader);
    for at in 0..reader.tokens.len() {
        if let Some((first, last)) = telephone(reader, at) {
            cover(reader, first, last);
        }
    }
    for at in 0..reader.tokens.len() {
        if reader.masked[at] {
            continue;
        }
        let rules = match reader.tokens[at].kind {
            TokenKind::Figure(_) => OF_FIGURES,
            TokenKind::Word | TokenKind::Code => OF_WORDS,
            TokenKind::Sign(_) => OF_SIGNS,
            TokenKind::Superscript(_) => &[],
        };
        if let Some((first, last)) = rules.iter().find_map(|rule| rule(reader, at)) {
            cover(reader, first, last);
        }
    }
    joined_by_commas(reader);
}

type Rule = fn(&Reader<'_>, usize) -> Place;

/// What may begin with a figure, in the order in which it is tried.
const OF_FIGURES: &[Rule] =
    &[item_mark, before_hyphen, row, before_abbreviation, idiom_of_figures, capitals_after, volume, street];
/// What may begin with a word or a code.
const OF_WORDS: &[Rule] = &[idiom, after_hyphen, after_code, after_name, after_letters, after_capital, note_mark];
/// What may begin with a sign.
const OF_SIGNS: &[Rule] = &[reference_marks, after_name];

/// `1. Rest`, `2) Tea`: the figure before an item of a list.
fn item_mark(reader: &Reader<'_>, at: usize) -> Place {
    let value = reader.whole(at).filter(|value| *value < 100.0)?;
    let opens = at == 0 || reader.is_sign(at - 1, ".:;,•-–") || reader.is_near(at - 1, Near::Conjunctions);
    let stop = reader.is_sign(at + 1, ".") && reader.is_glued(at + 1) && !reader.is_glued(at + 2);
    let bracket = reader.is_sign(at + 1, ")") && reader.is_glued(at + 1) && reader.opening(at + 1).is_none();
    let text_follows = !reader.word(at + 2).is_empty();
    (value > 0.0 && opens && text_follows && (stop || bracket)).then_some((at, at))
}

/// `2,3,4,5-tetrahydro`: figures joined to a name by commas without blanks.
fn joined_by_commas(reader: &mut Reader<'_>) {
    let joined = |reader: &Reader<'_>, at: usize| {
        reader.is_sign(at + 1, ",") && reader.is_glued(at + 1) && reader.is_glued(at + 2)
    };
    let is_figure =
        |reader: &Reader<'_>, at: usize| reader.tokens.get(at).is_some_and(|token| token.figure().is_some());
    for at in 0..reader.tokens.len() {
        if reader.masked[at] && joined(reader, at) && is_figure(reader, at + 2) {
            cover(reader, at, at + 2);
        }
    }
    for at in (2..reader.tokens.len()).rev() {
        if reader.masked[at] && joined(reader, at - 2) && is_figure(reader, at - 2) {
            cover(reader, at - 2, at);
        }
    }
}

/// `3,5,3,13,1`: a code, not a list.
fn row(reader: &Reader<'_>, at: usize) -> Place {
    let is_small = |at: usize| {
        reader
            .tokens
            .get(at)
            .and_then(crate::text::Token::figure)
            .is_some_and(|figure| figure.decimals == 0 || matches!(figure.form, FigureForm::Comma(..)))
    };
    let (mut last, mut figures) = (at, 1);
    while is_small(last)
        && reader.is_sign(last + 1, ",")
        && reader.is_glued(last + 1)
        && reader.is_glued(last + 2)
        && is_small(last + 2)
    {
        (last, figures) = (last + 2, figures + 1);
    }
    (figures > 3).then_some((at, last))
}

/// `otubain 1 (OTUB1)`: the figure belongs to the name whose short form follows.
fn before_abbreviation(reader: &Reader<'_>, at: usize) -> Place {
    let value = reader.whole(at).filter(|value| *value < 1000.0)?;
    let named = reader.is_sign(at + 1, "(")
        && at > 0
        && !reader.word(at - 1).is_empty()
        && !reader.numbers().stops.contains(reader.word(at - 1));
    let short = reader.tokens.get(at + 2)?;
    let holds = short.kind == TokenKind::Code && short.text.chars().any(char::is_uppercase)
        || short.text.chars().filter(|c| c.is_uppercase()).count() > 1
            && reader.numbers().labels.get(reader.word(at + 2)).is_none();
    (value > 0.0 && named && holds).then_some((at, at))
}

/// `12-lead`, `3,5-dioxo`: a figure with a hyphen to a word that is neither a unit nor counted.
fn before_hyphen(reader: &Reader<'_>, at: usize) -> Place {
    reader.tokens.get(at)?.figure()?;
    if !reader.is_hyphen(at + 1) || (at > 0 && reader.is_dash(at - 1)) {
        return None;
    }
    let is_word =
        reader.tokens.get(at + 2).is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Code));
    let after = at + 2;
    let is_number = reader.unit(at + 1).is_some()
        || reader.compound_noun(after).is_some()
        || reader.is_near(after, Near::AfterFigureHyphen)
        || reader.numbers().scales.contains_key(reader.word(after))
        || reader.numbers().months.contains_key(reader.word(after))
        || reader.numbers().parts.contains_key(reader.word(after))
        || reader.numbers().stops.contains(reader.word(after))
        || reader.units().periods.contains_key(reader.word(after));
    (is_word && !is_number).then_some((at, at))
}

fn cover(reader: &mut Reader<'_>, first: usize, last: usize) {
    for masked in reader.masked.iter_mut().take(last + 1).skip(first) {
        *masked = true;
    }
}

/// `(1) rest, (2) tea`: figures in brackets that count on number the items of a list.
fn enumerations(reader: &mut Reader<'_>) {
    let alone = |reader: &Reader<'_>, at: usize| {
        let is_alone =
            reader.is_sign(at, "(") && reader.is_sign(at + 2, ")") && reader.is_glued(at + 1) && !reader.is_glued(at);
        reader.whole(at + 1).filter(|value| is_alone && *value < 30.0)
    };
    let items: Vec<(usize, f64)> = (0..reader.tokens.len()).filter_map(|at| Some((at, alone(reader, at)?))).collect();
    let counts_on = items.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1.0);
    if items.len() > 1 && counts_on && items[0].1 <= 1.0 {
        for (at, _) in items {
            cover(reader, at, at + 2);
        }
    }
}

type Place = Option<(usize, usize)>;

/// Web addresses, DOIs and e-mail addresses: everything between two blanks.
fn addresses(reader: &mut Reader<'_>) {
    let mut first = 0;
    while first < reader.tokens.len() {
        let mut last = first;
        while reader.is_glued(last + 1) {
            last += 1;
        }
        // A word or a figure by itself is no address.
        if last == first && reader.sign(first).is_none() {
            first += 1;
            continue;
        }
        let printed = reader.slice(first, last);
        let is_address = printed.contains("://")
            || printed.starts_with("www.")
            || printed.contains('@')
            || printed.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("doi:"))
            || (printed.contains("10.")
                && printed.contains('/')
                && printed
                    .split("10.")
                    .nth(1)
                    .is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= 4));
        if is_address {
            cover(reader, first, last);
        }
        first = last + 1;
    }
}

fn idiom(reader: &Reader<'_>, at: usize) -> Place {
    if !reader.begins(at).has(Begins::IDIOM) {
        return None;
    }
    reader.phrase(at, &reader.numbers().idioms).map(|(last, ())| (at, last))
}

/// `24/7`, `50-50`.
fn idiom_of_figures(reader: &Reader<'_>, at: usize) -> Place {
    let printed = reader.slice(at, at + 2);
    reader.numbers().idiom_figures.contains(printed).then_some((at, at + 2))
}

/// `COVID-19`, `omega-3`, `miR-497-5p`: a figure with a hyphen to the word before it.
fn after_hyphen(reader: &Reader<'_>, at: usize) -> Place {
    let is_name = !reader.word(at).is_empty() && reader.is_hyphen(at + 1);
    if !is_name {
        return None;
    }
    let figure = reader.tokens.get(at + 2)?;
    let is_figure = figure.figure().is_some() || figure.kind == TokenKind::Code;
    let figure_form = figure.figure().map(|figure| figure.form);
    if !is_figure || figure_form == Some(FigureForm::Decade) || figure_form == Some(FigureForm::Ordinal) {
        return None;
    }
    let word = reader.word(at);
    let numbers = reader.numbers();
    // `mid-1990`, `CI-0.4`, `January-5`, `twenty-1`, `five-10`: still numbers. So is `mmHg-5`.
    let is_prefix = numbers.names.prefixes.contains(word)
        || numbers.months.contains_key(word)
        || numbers.cardinals.contains_key(word)
        || numbers.labels.get(word).is_some_and(|_| word.len() > 1)
        || (at > 0 && reader.tokens[at - 1].figure().is_some() && !reader.is_dash(at.wrapping_sub(1)));
    let has_decimals = figure.figure().is_some_and(|figure| figure.decimals > 0);
    if is_prefix || has_decimals {
        return None;
    }
    let mut last = at + 2;
    while reader.is_hyphen(last + 1)
        && reader
            .tokens
            .get(last + 2)
            .is_some_and(|token| matches!(token.kind, TokenKind::Figure(_) | TokenKind::Code | TokenKind::Word))
    {
        last += 2;
    }
    Some((at, last))
}

/// `L4/5`, `C5-6`, `H1N1/09`.
fn after_code(reader: &Reader<'_>, at: usize) -> Place {
    let is_code =
        reader.tokens.get(at)?.kind == TokenKind::Code && reader.word(at).starts_with(|c: char| c.is_alphabetic());
    let joined = (reader.is_sign(at + 1, "/.") && reader.is_glued(at + 1) && reader.is_glued(at + 2))
        || reader.is_hyphen(at + 1);
    let figure = reader.tokens.get(at + 2)?.figure().is_some();
    (is_code && joined && figure).then_some((at, at + 2))
}

/// `5-HT`, `17-OHP`, `2-AG`: a figure with a hyphen to capitals that are no unit.
fn capitals_after(reader: &Reader<'_>, at: usize) -> Place {
    reader.tokens.get(at)?.figure()?;
    let word = reader.printed(at + 2);
    let is_name = word.len() > 1
        && word.chars().filter(|c| c.is_uppercase()).count() > 1
        && !reader.units().is_unit(word)
        && reader.numbers().counts.get(reader.word(at + 2)).is_none()
        && !reader.units().is_currency(reader.word(at + 2));
    let before_hyphen = at > 1 && reader.is_hyphen(at - 1);
    (reader.is_hyphen(at + 1) && is_name && !before_hyphen).then_some((at, at + 2))
}

/// Rows of figures that no list or range explains: `020 7946 0018`, `555-0123`, `978-3-16-148410-0`.
fn telephone(reader: &Reader<'_>, at: usize) -> Place {
    reader.tokens.get(at)?.figure()?;
    if at > 0
        && (reader.tokens[at - 1].figure().is_some()
            || (reader.is_hyphen(at - 1) && at > 1 && reader.tokens[at - 2].figure().is_some()))
    {
        return None;
    }
    let is_plain = |at: usize| {
        reader.tokens.get(at).and_then(crate::text::Token::figure).is_some_and(|figure| figure.decimals == 0)
    };
    let (mut last, mut figures, mut hyphens) = (at, 1, 0);
    loop {
        let next = if reader.is_hyphen(last + 1) || reader.is_sign(last + 1, ")") { last + 2 } else { last + 1 };
        if !is_plain(next) {
            break;
        }
        hyphens += usize::from(reader.is_hyphen(last + 1));
        (last, figures) = (next, figures + 1);
    }
    let digits: usize = (at..=last).map(|at| reader.printed(at).len()).sum();
    let is_date = figures == 3 && hyphens == 2 && reader.calendar_year(at).is_some() && reader.printed(last).len() == 2;
    let begins_with_zero = reader.printed(at).starts_with('0') && reader.printed(at).len() > 2;
    let has_plus = reader.sign_before(at) == Some('+') && digits >= 8;
    let is_row = figures >= 3 && digits >= 5 && !is_date && (hyphens != 1);
    let is_short = figures == 2
        && hyphens == 1
        && reader.printed(at).len() == 3
        && reader.printed(last).len() == 4
        && reader.calendar_year(last).is_none();
    let is_number = (begins_with_zero && is_plain(at)) || has_plus || is_row || is_short;
    is_number.then_some((at, last))
}

/// `[3,5–7]` after a word: marks of references.
fn reference_marks(reader: &Reader<'_>, at: usize) -> Place {
    let is_round = reader.sign(at) == Some('(');
    if !(is_round || reader.sign(at) == Some('[')) {
        return None;
    }
    let close = reader.closing(at)?;
    // In round brackets only a row with commas is one.
    if is_round && !reader.slice(at, close).contains(',') {
        return None;
    }
    let is_mark = |token: &crate::text::Token<'_>| match token.kind {
        TokenKind::Figure(figure) => {
            (figure.decimals == 0 || matches!(figure.form, FigureForm::Comma(..)))
                && figure.value < 1000.0
                && !token.text.starts_with('0')
        }
        TokenKind::Sign(sign) => sign == ',' || sign == ';' || crate::text::token::is_dash(sign),
        TokenKind::Word | TokenKind::Code | TokenKind::Superscript(_) => false,
    };
    let inside = reader.tokens.get(at + 1..close)?;
    // After a number it is an interval.
    let after_number = at > 0 && (reader.tokens[at - 1].figure().is_some() || reader.is_sign(at - 1, "%)=:"));
    let label = at > 0 && reader.phrase_before(at, &reader.numbers().labels).is_some();
    let unit = at > 1 && reader.tokens[at - 2].figure().is_some() && reader.units().is_unit(reader.printed(at - 1));
    (!inside.is_empty() && inside.iter().all(is_mark) && !after_number && !label && !unit).then_some((at, close))
}

/// `2019;45(3):123–130`, `45(3):12-9`: a volume with its pages.
fn volume(reader: &Reader<'_>, at: usize) -> Place {
    reader.tokens.get(at)?.figure()?;
    let issue = match reader.is_sign(at + 1, "(") && reader.is_glued(at + 1) {
        true => reader.closing(at + 1)? + 1,
        false => at + 1,
    };
    let year_before = at > 1 && reader.is_sign(at - 1, ";") && reader.tokens[at - 2].figure().is_some();
    let has_issue = issue > at + 1;
    let colon =
        reader.is_sign(issue, ":") && reader.tokens.get(issue + 1).is_some_and(|token| token.figure().is_some());
    if !(colon && (has_issue || year_before)) {
        return None;
    }
    let mut last = issue + 1;
    if reader.is_dash(last + 1)
        && reader.tokens.get(last + 2).is_some_and(|token| matches!(token.kind, TokenKind::Figure(_) | TokenKind::Code))
    {
        last += 2;
    }
    Some((at, last))
}

/// The figures after a word that numbers things: `type 2`, `Table 3`, `Figs. 4 and 5`, `No. 17`, `version 4`.
fn after_name(reader: &Reader<'_>, at: usize) -> Place {
    let names = &reader.numbers().names;
    let (word, printed) = (reader.word(at), reader.printed(at));
    if !(reader.sign(at) == Some('#') || reader.begins(at).has(Begins::NAME)) {
        return None;
    }
    let has_stop = reader.is_sign(at + 1, ".");
    let first = at + 1 + usize::from(has_stop);
    let first = first + usize::from(reader.is_sign(first, "#:"));
    let is_item = |at: usize| is_plain_figure(reader, at) || reader.numbers().cardinals.contains_key(reader.word(at));
    if !is_item(first) {
        return None;
    }
    let mut last = first;
    let joins = |at: usize| reader.is_near(at, Near::ListJoints) || reader.is_sign(at, ",/&") || reader.is_dash(at);
    while joins(last + 1) && is_item(last + 2) {
        last += 2;
    }
    // `code M54.5`
    let is_figure = |at: usize| reader.tokens.get(at).is_some_and(|token| token.figure().is_some());
    if reader.is_sign(last + 1, ".") && reader.is_glued(last + 1) && reader.is_glued(last + 2) && is_figure(last + 2) {
        last += 2;
    }
    let decimals = reader.tokens.get(first)?.figure().is_some_and(|figure| figure.decimals > 0);
    // `level 5.5 mg`: an amount. `study 12 patients`: something counted, after words that are no names alone.
    let counted = reader.phrase(last + 1, &reader.numbers().counts).is_some();
    let is_amount = has_unit(reader, last)
        || (counted && names.also_words.contains(word))
        || (names.gatherings.contains(word) && is_described(reader, at, counted));
    // `p` and `pp` are pages only with a stop, and `no` is a number then or with a capital.
    let is_short = reader.near(word, Near::PageLabels) && !has_stop
        || reader.near(word, Near::NumberLabels) && !(has_stop || (printed.starts_with('N') && at > 0));
    let is_section = !decimals || names.with_decimals.contains(word);
    (!is_amount && !is_short && is_section && !counted_before(reader, at)).then_some((at, last))
}

/// `in a second group 4 to 6 more`, `in the control group 34 people`: a group that is described is not named by a figure.
fn is_described(reader: &Reader<'_>, at: usize, counted: bool) -> bool {
    let before = (1..=3).map(|back| reader.word_before(at, back)).take_while(|word| !word.is_empty());
    let mut determiners = before.filter(|word| reader.numbers().joints.determiners.contains(*word));
    match determiners.next() {
        Some(determiner) if reader.near(determiner, Near::OneOfMany) => true,
        Some(_) => counted,
        None => false,
    }
}

/// A figure, or a code such as `3A`, as it numbers things.
fn is_plain_figure(reader: &Reader<'_>, at: usize) -> bool {
    reader.tokens.get(at).is_some_and(|token| match token.kind {
        TokenKind::Figure(figure) => matches!(
            figure.form,
            FigureForm::Plain | FigureForm::Comma(..) | FigureForm::Grouped | FigureForm::DotGroup
        ),
        TokenKind::Code => true,
        TokenKind::Word | TokenKind::Superscript(_) | TokenKind::Sign(_) => false,
    })
}

/// A unit follows; single letters may be anything.
fn has_unit(reader: &Reader<'_>, last: usize) -> bool {
    reader.unit(last + 1).is_some() && !reader.is_near(last + 1, Near::UnitLetters)
}

/// `SP 6`: letters of a code and a small figure.
fn after_letters(reader: &Reader<'_>, at: usize) -> Place {
    const LARGEST: f64 = 67.0;
    let is_code = reader.begins(at).has(Begins::LETTERS) && reader.printed(at).chars().all(char::is_uppercase);
    if !is_code {
        return None;
    }
    let small =
        reader.tokens.get(at + 1)?.figure().is_some_and(|figure| figure.value <= LARGEST && figure.decimals == 0);
    let counted = reader.phrase(at + 2, &reader.numbers().counts).is_some();
    (small && !counted && !has_unit(reader, at + 1)).then_some((at, at + 1))
}

/// `Apollo 11`: a figure after a name, with nothing behind it that it could measure or count.
fn after_capital(reader: &Reader<'_>, at: usize) -> Place {
    let first = at + 1;
    if !is_plain_figure(reader, first) || !is_proper(reader, at) {
        return None;
    }
    let Some(figure) = reader.tokens.get(first)?.figure() else { return Some((first, first)) };
    let next = reader.word(first + 1);
    let ends = (next.is_empty() || reader.numbers().stops.contains(next))
        && !reader.is_sign(first + 1, "%/±–-:(")
        && reader.half_of_day(first + 1).is_none();
    let is_name = figure.decimals == 0 && reader.calendar_year(first).is_none() && ends && !has_unit(reader, first);
    is_name.then_some((first, first))
}

/// `20 per group 5`: nothing yet that is counted by the word.
fn counted_before(reader: &Reader<'_>, at: usize) -> bool {
    // `two groups 12 and 14`: the word is what is counted, so the figures after it are its sizes.
    let plural = reader.word(at).ends_with('s') && reader.numbers().counts.get(reader.word(at)).is_some();
    plural
        && at > 0
        && (reader.tokens[at - 1].figure().is_some() || reader.numbers().cardinals.contains_key(reader.word(at - 1)))
}

/// A capitalised word inside the sentence that announces no number: `Apollo 11`, `Prism 8`.
fn is_proper(reader: &Reader<'_>, at: usize) -> bool {
    let printed = reader.printed(at);
    let word = reader.word(at);
    let numbers = reader.numbers();
    let mut letters = printed.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let named = printed.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let is_first = at == 0 || reader.is_sign(at - 1, ".:;(\"“•");
    let known = numbers.stops.contains(word)
        || numbers.labels.get(word).is_some()
        || numbers.months.contains_key(word)
        || numbers.cardinals.contains_key(word)
        || numbers.age.before.contains(word)
        || numbers.before.get(word).is_some()
        || numbers.counts.get(word).is_some()
        || reader.units().is_currency(word)
        || reader.units().is_unit(printed);
    capital && named && !is_first && !known && !reader.is_glued(at + 1)
}

/// `12 Elm St.`, `221B Baker Street`.
fn street(reader: &Reader<'_>, at: usize) -> Place {
    reader.tokens.get(at)?.figure().filter(|figure| figure.form == FigureForm::Plain)?;
    for last in at + 2..=at + 4 {
        let names_before = (at + 1..last).all(|at| reader.printed(at).starts_with(char::is_uppercase));
        if !names_before {
            return None;
        }
        let printed = reader.printed(last);
        if printed.starts_with(char::is_uppercase) && reader.numbers().names.streets.contains(reader.word(last)) {
            return Some((at, last));
        }
    }
    None
}

/// `notes¹²`, `[1]`: raised figures after a word.
fn note_mark(reader: &Reader<'_>, at: usize) -> Place {
    let raised = matches!(reader.tokens.get(at + 1)?.kind, TokenKind::Superscript(_)) && reader.is_glued(at + 1);
    (raised && !reader.word(at).is_empty()).then_some((at + 1, at + 1))
}
