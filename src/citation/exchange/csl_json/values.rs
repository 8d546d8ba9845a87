//! Names and dates, in each of the shapes that programs give them.

use serde_json::Value;

use super::super::name::{self, Written};

/// A name: an object as CSL has it, or a text.
pub(super) fn written_name(value: &Value) -> Option<Written> {
    if let Value::String(text) = value {
        return Some(Written::Text(text.clone()));
    }
    let string = |name: &str| value.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let literal = string("literal").or_else(|| string("name"));
    if let Some(literal) = literal {
        // One field for a person or several, as some programs fill it.
        // `name` is no variable of CSL: nothing says what it holds.
        // A sentence with a colon is no list of names: `Reviewers: members of the board; by its chair: Anna Nobody`.
        let is_list = literal.contains(';') && !literal.contains(": ");
        let is_text = is_list || name::are_people(literal) || string("literal").is_none();
        return Some(if is_text {
            Written::Text(literal.to_owned())
        } else {
            Written::Organisation(literal.to_owned())
        });
    }
    let any = |names: [&str; 3]| names.iter().find_map(|name| string(name));
    let last = any(["family", "lastName", "last"]);
    let particles = [string("dropping-particle"), string("non-dropping-particle"), last];
    let family = particles.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let given = any(["given", "firstName", "first"]).or_else(|| string("initials")).map(str::to_owned);
    // The whole name in the place of the given ones.
    if let Some(given) = &given
        && family.is_empty()
        && given.contains(' ')
    {
        return Some(Written::Text(given.clone()));
    }
    let suffix = string("suffix").map(str::to_owned);
    if given.is_none() && family.contains(',') {
        return Some(Written::PersonText(family));
    }
    (!family.is_empty() || given.is_some()).then_some(Written::Parts(family, given, suffix))
}

/// `{ "date-parts": [[2017, 4, 4]] }`, its parts as numbers or texts, with one list or two; `raw` and `literal` as they
/// are; a bare text, number or list.
pub(super) fn day_of(value: &Value) -> Option<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let one_day = |parts: &Vec<Value>| {
        let mut shown: Vec<String> = Vec::new();
        for part in parts.iter().take(3).map_while(plain) {
            match part.parse::<u64>() {
                Ok(0) => break,
                Ok(number) if shown.is_empty() => shown.push(format!("{number:04}")),
                Ok(number) => shown.push(format!("{number:02}")),
                // The name of a month, or a whole date in the place of the year: read as words.
                Err(_) => return Some(parts.iter().take(3).map_while(plain).collect::<Vec<_>>().join(" ")),
            }
        }
        Some(shown.join("-")).filter(|text| !text.is_empty())
    };
    let of_parts = |parts: &Vec<Value>| {
        if !parts.iter().any(Value::is_array) {
            return one_day(parts);
        }
        // The second one is the end of a range.
        let days: Vec<String> = parts.iter().take(2).filter_map(Value::as_array).filter_map(one_day).collect();
        Some(days.join("/")).filter(|text| !text.is_empty())
    };
    match value {
        Value::String(_) | Value::Number(_) => plain(value),
        Value::Array(parts) => of_parts(parts),
        Value::Object(object) => {
            let parts = object.get("date-parts").and_then(Value::as_array).and_then(of_parts);
            // CSL numbers the seasons; a season with a month says nothing more.
            const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
            let season = object.get("season").and_then(|season| match plain(season)?.parse::<usize>() {
                Ok(number) => number.checked_sub(1).and_then(|at| SEASONS.get(at % 20)).map(|name| (*name).to_owned()),
                Err(_) => plain(season),
            });
            let parts = match (parts, season) {
                (Some(year), Some(season)) if year.len() == 4 => Some(format!("{year} {season}")),
                (parts, _) => parts,
            };
            parts.or_else(|| ["raw", "literal", "date-time", "year"].iter().find_map(|name| plain(object.get(*name)?)))
        }
        Value::Null | Value::Bool(_) => None,
    }
}
