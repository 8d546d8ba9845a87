//! How names of people are written: in full, with initials, family name first or last.

use super::fold;

/// The ways to write given names, folded: each in full, the first initial, and all initials.
pub fn given_words(given: &str) -> Vec<String> {
    let parts: Vec<&str> = given.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let mut words: Vec<String> = parts.iter().map(|part| fold(part)).collect();
    // `JA` is two initials, `Jo` a name.
    let initials: String = parts
        .iter()
        .flat_map(|part| {
            let all = part.chars().count() <= 3 && part.chars().all(char::is_uppercase);
            part.chars().take(if all { 3 } else { 1 })
        })
        .collect();
    let initials = fold(&initials);
    words.extend(initials.chars().next().map(String::from));
    words.push(initials);
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}
