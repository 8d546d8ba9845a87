//! What the engine gets wrong, put right at its border: never in the records.
//!
//! Each function says what is wrong and what is right; `tests/citations` compares the whole with two other engines.

use std::ops::Range;

use super::{
    csl::{Item, ItemName, variable},
    engine::HIDDEN_BLANK,
    markup,
    rich::Rich,
    style::{NEVER, Style, StyleId},
    title_case::title_case,
};

/// Follows a text that must not be read as a number, and is taken out again: the engine takes `Review No. 227` for a
/// number with a prefix, where CSL knows prefixes without spaces only.
const NO_NUMBER: &str = "\u{e000} \u{e000}";

/// Variables that may be numbers.
const NUMBERS: &[&str] = &["number", "volume", "issue", "edition", "version", "chapter-number", "collection-number"];

/// The item as the engine must be given it.
pub(super) fn item(style: &Style, item: &Item) -> Item {
    let mut item = markup::without(item);
    item.texts.remove(NEVER);
    // Whoever asks for the abbreviation gets the title where there is none.
    if let Some(title) = item.text(variable::CONTAINER_TITLE).map(str::to_owned) {
        item.texts.entry(variable::CONTAINER_TITLE_SHORT.to_owned()).or_insert(title);
    }
    // MLA would print the number of an article twice.
    if style.id == Some(StyleId::Mla) && item.text(variable::NUMBER) == item.text(variable::PAGE) {
        item.texts.remove(variable::NUMBER);
    }
    for number in NUMBERS {
        // Of a number that is printed as a text, a hyphen stays a hyphen.
        let is_text = style.prints_issues_as_text() && *number == variable::ISSUE;
        if let Some(text) = item.texts.get_mut(*number)
            && (!is_csl_number(text) || is_text && text.contains('-'))
        {
            text.push_str(NO_NUMBER);
        }
    }
    for name in item.names.values_mut().flatten() {
        particle(name);
        keep_whole(name);
        if let Some(given) = &mut name.given {
            *given = spaced_initials(given);
        }
    }
    item
}

/// Whether CSL takes the text for a number: digits with a prefix and a suffix without spaces, or several of these with
/// commas, hyphens or ampersands between them.
fn is_csl_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split([',', '-', '–', '&']).map(str::trim).collect();
    parts.iter().all(|part| {
        let has_digit = part.bytes().any(|b| b.is_ascii_digit());
        has_digit && !part.contains(char::is_whitespace)
    })
}

/// Splits particles off a family name that begins with them: `van Tulder` prints as `van Tulder, M.`, and not as
/// `Tulder, M. van`.
fn particle(name: &mut ItemName) {
    let ItemName { family, non_dropping_particle, dropping_particle, .. } = name;
    let Some(whole) = family.as_deref() else { return };
    if non_dropping_particle.is_some() || dropping_particle.is_some() {
        return;
    }
    let last = whole
        .char_indices()
        .find(|(at, c)| c.is_uppercase() && whole[..*at].ends_with([' ', '\'', '’', '-']))
        .map(|(at, _)| at);
    if let Some(at) = last
        && whole.starts_with(char::is_lowercase)
        && whole[..at].ends_with(' ')
    {
        let (particle, rest) = (whole[..at].trim_end().to_owned(), whole[at..].to_owned());
        (*family, *non_dropping_particle) = (Some(rest), Some(particle));
    }
}

/// The engine takes `De` for a particle whatever its case, and sets `De Carvalho D` as `Carvalho D De`; CSL has particles in small
/// letters only. Blanks within such a name are hidden from it.
fn keep_whole(name: &mut ItemName) {
    if name.given.is_some()
        && let Some(family) = &mut name.family
        && family.starts_with(char::is_uppercase)
        && family.contains(' ')
    {
        *family = family.replace(' ', HIDDEN_BLANK);
    }
}

/// `E.A.` as `E. A.`: the engine prints one initial for each word only.
fn spaced_initials(given: &str) -> String {
    let mut spaced = String::with_capacity(given.len() + 4);
    let mut rest = given.chars().peekable();
    while let Some(c) = rest.next() {
        spaced.push(c);
        if c == '.' && rest.peek().is_some_and(|next| next.is_uppercase()) {
            spaced.push(' ');
        }
    }
    spaced
}

/// A reference as the engine wrote it for this prepared item, put right.
pub(super) fn reference(style: &Style, item: &Item, text: Rich, language: &str) -> Rich {
    let text = without_marks_of_ours(text);
    let text = recased(item, text, style.abbreviates());
    let text = initials(item, text);
    let has = |marks: &str| item.texts.values().any(|text| text.contains(marks));
    let text = one_mark(text, &has);
    let has_loose_colon = has(" : ") || style.parts_by_blank(':');
    let text = quotation_marks(tidy(text, has_loose_colon, style.parts_by_blank(';')), language == "en-GB");
    if language == "en-US" { quoted_points(text) } else { text }
}

/// `F.-wen` as `F.`: of a given name such as `Fang-wen` the engine takes the initial of the first part only, and leaves
/// the rest.
fn initials(item: &Item, rich: Rich) -> Rich {
    let mut rich = rich;
    for given in item.authors().iter().filter_map(|name| name.given.as_deref()) {
        for word in given.split_whitespace() {
            let Some((first, rest)) = word.split_once('-') else { continue };
            let Some(initial) = first.chars().next().filter(|_| rest.starts_with(char::is_lowercase)) else { continue };
            for (left, right) in [
                (format!("{initial}.-{rest}"), format!("{initial}.")),
                (format!(" {initial}-{rest}"), format!(" {initial}")),
                (format!(" {initial}- {rest}"), format!(" {initial}")),
            ] {
                let text = rich.text();
                let found: Vec<_> =
                    text.match_indices(&left).map(|(at, left)| (at..at + left.len(), right.clone())).collect();
                rich = rich.replaced(&found);
            }
        }
    }
    rich
}

/// Points and commas within the quotation, as American print has them.
fn quoted_points(rich: Rich) -> Rich {
    let text = rich.text();
    let mut found = Vec::new();
    for (at, _) in text.match_indices('”') {
        let after = at + '”'.len_utf8();
        let Some(point) = text.get(after..after + 1).filter(|point| matches!(*point, "." | ",")) else { continue };
        let is_ended = text.get(..at).is_some_and(|before| before.ends_with(['.', ',', '?', '!']));
        let moved = if is_ended { "”".to_owned() } else { format!("{point}”") };
        found.push((at..after + 1, moved));
    }
    rich.replaced(&found)
}

/// A work in a citation as the engine wrote it for this prepared item, put right.
pub(super) fn part(style: &Style, item: &Item, text: Rich) -> Rich {
    initials(item, recased(item, without_marks_of_ours(text), style.abbreviates()))
}

/// A citation in the text as the engine wrote it, put right.
pub(super) fn citation(style: &Style, text: Rich, language: &str) -> Rich {
    // AMA joins numbers with hyphens (11th edition, 3.6), in the list as in the text; the CSL style does so in the list.
    let text = match style.id {
        Some(StyleId::Ama) => {
            let whole = text.text();
            let found: Vec<_> =
                whole.match_indices('–').map(|(at, dash)| (at..at + dash.len(), "-".to_owned())).collect();
            text.replaced(&found)
        }
        _ => text,
    };
    let text = quotation_marks(tidy(without_marks_of_ours(text), true, style.parts_by_blank(';')), language == "en-GB");
    if language == "en-US" { quoted_points(text) } else { text }
}

/// `p. iv, vi–xi` as `pp. iv, vi–xi`: the engine counts pages that are numbers only.
pub(super) fn plural_pages(text: Rich, locator: Option<&(&'static str, String)>) -> Rich {
    let Some(("page", pages)) = locator.map(|(label, pages)| (*label, pages.as_str())) else { return text };
    if !pages.contains([',', '-', '–', '&']) || pages.chars().all(|c| !c.is_alphabetic()) {
        return text;
    }
    let written = text.text();
    let first: String = pages.chars().take_while(|c| c.is_alphanumeric()).collect();
    let single = format!("p. {first}");
    let found = written.match_indices(&single).map(|(at, _)| at).find(|at| {
        let before = written.get(..*at).and_then(|before| before.chars().next_back());
        !first.is_empty() && before.is_none_or(|c| !c.is_alphanumeric())
    });
    match found {
        Some(at) => text.replaced(&[(at..at + 2, "pp.".to_owned())]),
        None => text,
    }
}

fn edits(text: &str, found: impl Iterator<Item = (Range<usize>, String)>) -> Vec<(Range<usize>, String)> {
    found.filter(|(range, with)| text.get(range.clone()).is_some_and(|was| was != with)).collect()
}

fn without_marks_of_ours(rich: Rich) -> Rich {
    let text = rich.text();
    let found = text.match_indices(NO_NUMBER).map(|(at, mark)| (at..at + mark.len(), String::new()));
    let edits = edits(&text, found);
    rich.replaced(&edits)
}

/// The engine lowers the rest of every word whose first letter it raises (`Plos One`), and raises small words after a
/// comma (`Subacute, And Chronic`). Where it has changed the case of a title, the title is set anew.
fn recased(item: &Item, rich: Rich, abbreviates: bool) -> Rich {
    let mut rich = rich;
    for variable in [variable::TITLE, variable::CONTAINER_TITLE, variable::CONTAINER_TITLE_SHORT] {
        let Some(original) = item.text(variable) else { continue };
        let text = rich.text();
        let Some(range) = rich.find_ignoring_case(original) else { continue };
        // The short form may differ from the long one in case only; what is set right already stays.
        if variable == variable::CONTAINER_TITLE_SHORT
            && item.text(variable::CONTAINER_TITLE).is_some_and(|long| rich.find_ignoring_case(long).is_some())
        {
            continue;
        }
        let set = text.get(range.clone()).unwrap_or_default();
        if set == original || abbreviates && item.text(variable::CONTAINER_TITLE_SHORT) == Some(set) {
            continue;
        }
        let upper = |text: &str| text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
        // Fewer capitals than before: a sentence was made of it, which the engine does right.
        if upper(set) >= upper(original)
            || set.to_lowercase() == title_case(original).to_lowercase()
                && upper(set) * 2 > set.split_whitespace().count()
        {
            let with = title_case(original);
            rich = rich.replaced(&[(range, with)]);
        }
    }
    rich
}

/// Of two marks that meet because a part is missing, or ends in one, the first: `166::450`, `2020;: 3`, `Nobody A:. Title`.
/// Those that a value has stay.
fn one_mark(rich: Rich, has: &dyn Fn(&str) -> bool) -> Rich {
    const MEETING: [&str; 6] = ["::", ";;", ",,", ":.", ";.", ";:"];
    let mut rich = rich;
    for marks in MEETING.into_iter().filter(|marks| !has(marks)) {
        let text = rich.text();
        // Three dots after a colon are a sign of their own.
        let found: Vec<_> = text
            .match_indices(marks)
            .filter(|(at, _)| !text.get(at + 1..).is_some_and(|rest| rest.starts_with("..")))
            .map(|(at, _)| (at + 1..at + 2, String::new()))
            .collect();
        rich = rich.replaced(&found);
    }
    rich
}

/// Space before punctuation, doubled points and doubled spaces, which come from parts that are missing.
fn tidy(rich: Rich, has_loose_colon: bool, has_loose_semicolon: bool) -> Rich {
    let text = rich.text();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let after = bytes.get(at + c.len_utf8()).copied();
        let is_superfluous = match c {
            // A title may have such a colon; a number after it is a page.
            ' ' if after == Some(b':') && !has_loose_colon => {
                bytes.get(at + 2) == Some(&b' ') && bytes.get(at + 3).is_some_and(u8::is_ascii_digit)
            }
            ' ' if after == Some(b';') => !has_loose_semicolon,
            ' ' => matches!(after, Some(b',' | b' ' | b')' | b']')) || after.is_none(),
            ',' => after == Some(b'.'),
            '.' => {
                matches!(before, Some(b'.' | b'?' | b'!'))
                    && bytes.get(at.wrapping_sub(2)) != Some(&b'.')
                    && after != Some(b'.')
            }
            _ => false,
        };
        if is_superfluous {
            found.push((at..at + c.len_utf8(), String::new()));
        }
    }
    rich.replaced(&found)
}

/// Straight apostrophes and quotation marks as print has them: within a quotation the other kind, in British English
/// the other way round. Addresses keep theirs.
fn quotation_marks(rich: Rich, is_british: bool) -> Rich {
    let text = rich.text();
    let mut found = Vec::new();
    let mut depth = 0_usize;
    // Where the word begins, and whether what was seen of it makes it an address.
    let (mut word, mut in_address) = (0, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            (word, in_address) = (at + c.len_utf8(), false);
            continue;
        }
        let so_far = text.get(word..at).unwrap_or_default();
        in_address |= so_far.ends_with("://") || so_far == "doi:";
        if in_address || !matches!(c, '\'' | '"' | '“' | '”') {
            continue;
        }
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '‘' | '—' | '–' | '"'));
        let is_inner = |depth: usize| depth.is_multiple_of(2) == is_british;
        let with = match c {
            '“' => {
                depth += 1;
                continue;
            }
            '”' => {
                depth = depth.saturating_sub(1);
                continue;
            }
            '"' if opens => {
                depth += 1;
                if is_inner(depth - 1) { "‘" } else { "“" }
            }
            '"' => {
                depth = depth.saturating_sub(1);
                if is_inner(depth) { "’" } else { "”" }
            }
            _ if opens && text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)) => "‘",
            _ => "’",
        };
        found.push((at..at + 1, with.to_owned()));
    }
    rich.replaced(&found)
}
