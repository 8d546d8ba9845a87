//! A name on one line, as our RIS and our notes have it: `Family, Given, Suffix`, and an organisation with a comma at its end, and
//! two for the first one inside, as EndNote asks.

use super::Written;
use crate::domain::Name;

/// The name on one line. What is written is read back equal.
pub(in crate::citation::exchange) fn on_one_line(name: &Name) -> String {
    match name {
        // Without the mark, some readers take the last word for a family name.
        Name::Organisation { literal } if literal.contains(',') => literal.replacen(',', ",,", 1),
        Name::Organisation { literal } => format!("{literal},"),
        Name::Person { family, given, suffix } => {
            let given = given.as_deref().unwrap_or_default();
            match suffix {
                Some(suffix) => format!("{family}, {given}, {suffix}"),
                None if given.is_empty() => family.clone(),
                None => format!("{family}, {given}"),
            }
        }
    }
}

/// Reads a name that [`on_one_line`] wrote, in which nothing has to be guessed.
pub(in crate::citation::exchange) fn of_line(text: &str) -> Written {
    if text.contains(",,") {
        return Written::Organisation(text.replacen(",,", ",", 1));
    }
    if let Some(name) = text.strip_suffix(',') {
        return Written::Organisation(name.to_owned());
    }
    let mut parts = text.splitn(3, ',').map(|part| part.trim().to_owned());
    let family = parts.next().unwrap_or_default();
    let some = |part: Option<String>| part.filter(|part| !part.is_empty());
    Written::Parts(family, some(parts.next()), some(parts.next()))
}
