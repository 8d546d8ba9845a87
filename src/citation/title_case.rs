//! English title case as CSL 1.0.2 defines it.

/// Small words, which are capitalised at the begin, at the end and after a colon only.
const SMALL: &[&str] = &[
    "a",
    "according",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "amid",
    "among",
    "amongst",
    "an",
    "and",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "but",
    "by",
    "c",
    "ca",
    "circa",
    "de",
    "despite",
    "down",
    "due",
    "during",
    "et",
    "except",
    "for",
    "from",
    "given",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "next",
    "nor",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "out",
    "over",
    "per",
    "plus",
    "since",
    "so",
    "than",
    "the",
    "through",
    "throughout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "v",
    "versus",
    "via",
    "von",
    "vs",
    "when",
    "with",
    "within",
    "without",
    "yet",
];

/// The text with the words raised that are in lower case, small words aside. Words that have a capital anywhere are as
/// their authors wrote them.
pub(super) fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last_word = text.rfind(|c: char| c.is_alphanumeric()).unwrap_or(0);
    let mut begins = true;
    let mut rest = text;
    let mut at = 0;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if end == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            out.push(c);
            // A new title begins after these; a hyphen ends a word and begins none.
            if matches!(c, ':' | '?' | '!' | '“' | '"') || (c == '.' && rest.starts_with(". ")) {
                begins = true;
            }
            rest = &rest[c.len_utf8()..];
            at += c.len_utf8();
            continue;
        }
        let (word, after) = rest.split_at(end);
        let is_last = at + end > last_word;
        let is_small = SMALL.contains(&word.to_lowercase().as_str());
        let is_symbol = word.starts_with(|c: char| matches!(c, 'α'..='ω'));
        let is_lower = !is_symbol && word.chars().all(|c| !c.is_uppercase());
        if is_lower && (!is_small || begins || is_last) {
            let mut chars = word.chars();
            out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(chars.as_str());
        } else {
            out.push_str(word);
        }
        begins = false;
        at += end;
        rest = after;
    }
    out
}
