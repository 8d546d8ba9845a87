//! Names by the rules of BibTeX (`btxdoc`) and in the extended format of BibLaTeX.

use biblatex::Chunk;

use super::super::{
    name::{self, Written},
    tidy::shortened,
};
use crate::domain::Name;

/// A list of names with `and` between them. A name in braces is that of an organisation; a group in braces within one is
/// one word of it.
pub(super) fn names(chunks: biblatex::ChunksRef<'_>, notes: &mut Vec<String>) -> Vec<Written> {
    let ways = Ways { is_mixed: has_names_without_comma(chunks), is_list: is_list(chunks) };
    let mut all = Vec::new();
    let mut parts: Vec<(String, bool)> = Vec::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Verbatim(text) => parts.push((text.clone(), true)),
            Chunk::Normal(text) | Chunk::Math(text) => {
                // With blanks at the ends, so that a name in braces beside `and` is parted from it.
                let words: Vec<&str> = text.split(' ').collect();
                let mut name = String::new();
                for (at, word) in words.iter().enumerate() {
                    if word.trim() == "and" {
                        parts.push((std::mem::take(&mut name), false));
                        all.extend(one_name(&std::mem::take(&mut parts), ways, notes));
                        continue;
                    }
                    if at > 0 {
                        name.push(' ');
                    }
                    name.push_str(word);
                }
                parts.push((name, false));
            }
        }
    }
    all.extend(one_name(&parts, ways, notes));
    all
}

/// Whether a list has names in the order of speech, beside which a comma may part two people.
fn has_names_without_comma(chunks: biblatex::ChunksRef<'_>) -> bool {
    let whole: String = chunks
        .iter()
        .map(|chunk| match &chunk.v {
            Chunk::Verbatim(_) => "{",
            Chunk::Normal(text) | Chunk::Math(text) => text,
        })
        .collect();
    whole.split(" and ").any(|name| name.trim().contains(' ') && !name.contains([',', '{']))
}

/// Signs for what braces keep together, from an area of Unicode that no text uses.
const HIDDEN: [(char, char); 3] = [(',', '\u{e000}'), (' ', '\u{e001}'), (';', '\u{e002}')];

/// How the names of a list are written.
#[derive(Clone, Copy)]
struct Ways {
    /// Some are in the order of speech, beside which a comma may part two people.
    is_mixed: bool,
    /// There are several with `and` between them, so that a comma parts none.
    is_list: bool,
}

/// Whether a list has several names as the format parts them.
fn is_list(chunks: biblatex::ChunksRef<'_>) -> bool {
    chunks.iter().any(|chunk| match &chunk.v {
        Chunk::Verbatim(_) => false,
        Chunk::Normal(text) | Chunk::Math(text) => text.split(' ').any(|word| word.trim() == "and"),
    })
}

fn one_name(parts: &[(String, bool)], ways: Ways, notes: &mut Vec<String>) -> Vec<Written> {
    let Ways { is_mixed, is_list } = ways;
    let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
    let whole = whole.replace('\u{a0}', " ");
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    // One group; `{Anna} {Two Words}` are two words in braces.
    let first = parts.iter().position(|(_, braced)| *braced).unwrap_or(parts.len());
    let last = parts.iter().rposition(|(_, braced)| *braced).map_or(first, |last| last + 1);
    let is_one_group =
        parts.get(first..last).unwrap_or_default().iter().all(|(text, braced)| *braced || text.is_empty());
    let is_braced = is_one_group && parts.iter().all(|(text, braced)| *braced || text.trim().is_empty());
    let has_comma = parts.iter().any(|(text, braced)| !braced && text.contains(','));
    if whole.is_empty() || (is_braced && !has_comma) || name::is_others(&whole) {
        return (!whole.is_empty()).then_some(Written::Organisation(whole)).into_iter().collect();
    }
    let hidden: String = parts
        .iter()
        .map(|(text, braced)| match braced {
            true => HIDDEN.iter().fold(text.clone(), |text, (c, sign)| text.replace(*c, &sign.to_string())),
            false => text.clone(),
        })
        .collect();
    // A tie keeps two words of one part together, which commas part already.
    let hidden = hidden.replace('\u{a0}', " ");
    let hidden = hidden.trim();
    let shown = |text: String| HIDDEN.iter().fold(text, |text, (c, sign)| text.replace(*sign, &c.to_string()));
    if let Some((family, given, suffix)) = extended(hidden) {
        return vec![Written::Parts(shown(family), given.map(shown), suffix.map(shown))];
    }
    // A comma with nothing behind it: all before it is the family name, whatever it looks like.
    if let Some(family) = hidden.strip_suffix(',')
        && !family.contains([',', ';'])
    {
        return vec![Written::Parts(shown(family.trim().to_owned()), None, None)];
    }
    // Two people joined by a sign that is no word of BibTeX.
    if hidden.contains(" & ") {
        let sides = hidden.split(" & ").map(|side| vec![(side.to_owned(), false)]);
        let all: Vec<Written> = sides.flat_map(|side| one_name(&side, ways, notes)).collect();
        notes.push(format!("`{}` is read as {} authors", shortened(&shown(hidden.to_owned())), all.len()));
        let back = |written| match written {
            Written::Parts(family, given, suffix) => Written::Parts(shown(family), given.map(shown), suffix.map(shown)),
            Written::Organisation(text) => Written::Organisation(shown(text)),
            Written::Text(text) => Written::Text(shown(text)),
            Written::PersonText(text) => Written::PersonText(shown(text)),
        };
        return all.into_iter().map(back).collect();
    }
    // `Nowhere Study Group`, to which nobody gave braces.
    if !has_comma && name::is_organisation(hidden) {
        notes.push(format!("`{}` is taken for an organisation", shortened(&shown(hidden.to_owned()))));
        return vec![Written::Organisation(shown(hidden.to_owned()))];
    }
    // `Nobody M, Anna J` beside others: one with a family name of two words.
    if is_list
        && !is_mixed
        && let Some((family, given)) = hidden.split_once(", ")
        && name::is_family_with_initials(family)
        && name::is_family_with_initials(given)
    {
        return vec![Written::Parts(shown(family.to_owned()), Some(shown(given.to_owned())), None)];
    }
    // In the order of speech, unless initials at its end say that the family name comes first.
    let read = if has_comma || hidden.contains(';') || name::has_initials_last(hidden) {
        name::names(vec![Written::PersonText(hidden.to_owned())], "author", notes)
    } else {
        let (given, family, suffix) = name::parted(hidden);
        vec![Name::Person { family, given, suffix }]
    };
    for note in notes.iter_mut() {
        *note = shown(std::mem::take(note));
    }
    if let [Name::Person { family, given: Some(given), .. }] = read.as_slice()
        && has_comma
        && is_mixed
        && [family, given].iter().all(|part| name::is_full_name(part))
    {
        let whole = shortened(&shown(hidden.to_owned()));
        notes.push(format!("`{whole}` is read as one person: whether it is two cannot be told"));
    }
    let back = |name: Name| match name {
        Name::Person { family, given, suffix } => Written::Parts(shown(family), given.map(shown), suffix.map(shown)),
        Name::Organisation { literal } => Written::Organisation(shown(literal)),
    };
    read.into_iter().map(back).collect()
}

/// The extended format of names of BibLaTeX: `family=Beaunobody, given=Simon, prefix=de, useprefix=true`.
fn extended(text: &str) -> Option<(String, Option<String>, Option<String>)> {
    let pairs: Vec<(&str, &str)> = text
        .split(',')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map(|(name, value)| (name.trim(), value.trim().trim_matches('"'))))
        .collect::<Option<_>>()?;
    let get =
        |name: &str| pairs.iter().find(|(known, value)| *known == name && !value.is_empty()).map(|(_, value)| *value);
    let family = get("family").or_else(|| get("given"))?;
    let given = get("given").filter(|given| *given != family).or_else(|| get("given-i")).map(str::to_owned);
    let family = get("prefix").map_or_else(|| family.to_owned(), |prefix| format!("{prefix} {family}"));
    Some((family, given, get("suffix").map(str::to_owned)))
}
