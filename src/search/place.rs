//! Where a publication stands, as people copy it: an article number, pages, `12(3):45`, the end of a DOI.

use crate::domain::source::Bibliography;

/// Shortest text that is taken for a place, in bytes.
const MIN_PLACE: usize = 4;

/// Longest.
const MAX_PLACE: usize = 48;

/// Fewest digits of a first page that stands without its volume.
const MIN_PAGE: usize = 3;

/// How a chunk of a text is spelt as a place; none for one that cannot be one. Plain numbers are none: they count people.
pub(super) fn place(chunk: &str) -> Option<String> {
    // `2009;169(9):858` begins with the year.
    let chunk = chunk.rsplit(';').next().unwrap_or_default();
    let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    if chunk.len() < MIN_PLACE || chunk.len() > MAX_PLACE || !chunk.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let spelt = spelt(chunk);
    let has_sign = spelt.contains(|c: char| c.is_alphabetic() || matches!(c, ':' | '-'));
    has_sign.then_some(spelt)
}

fn spelt(text: &str) -> String {
    let sign = |c: char| if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−') { '-' } else { c };
    text.trim().chars().map(sign).flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

/// The places of a publication, in every form that is printed.
pub(super) fn places(bibliography: &Bibliography) -> Vec<String> {
    let Bibliography { volume, issue, page, number, doi, .. } = bibliography;
    let mut begins: Vec<String> = Vec::new();
    if let Some(volume) = volume.as_deref().map(spelt) {
        begins.extend(issue.as_deref().map(|issue| format!("{volume}({})", spelt(issue))));
        begins.push(volume);
    }
    let mut all = Vec::new();
    for pages in page.iter().chain(number).map(|text| spelt(text)) {
        let (first, last) = pages.split_once('-').map_or((pages.as_str(), None), |(first, last)| (first, Some(last)));
        let mut forms = vec![first.to_owned()];
        if let Some(last) = last {
            // `858-866`, `858-66`.
            let shared = first.chars().zip(last.chars()).take_while(|(a, b)| a == b).count();
            let shared = if first.chars().count() == last.chars().count() { shared } else { 0 };
            forms.push(format!("{first}-{last}"));
            forms.extend((shared > 0).then(|| format!("{first}-{}", last.chars().skip(shared).collect::<String>())));
        }
        for begin in &begins {
            all.extend(forms.iter().map(|form| format!("{begin}:{form}")));
        }
        let has_letter = first.contains(char::is_alphabetic);
        let is_alone = |form: &String| has_letter || form.contains('-') && first.len() >= MIN_PAGE;
        all.extend(forms.into_iter().filter(is_alone));
    }
    // `10.1000/j.none.2020.7`, and its last part where it has several.
    if let Some(doi) = doi {
        let doi = spelt(&doi.to_string());
        all.extend(doi.rsplit('/').next().filter(|end| end.contains(char::is_alphabetic)).map(str::to_owned));
    }
    all.retain(|form| place(form).as_deref() == Some(form.as_str()));
    all.sort_unstable();
    all.dedup();
    all
}

/// The word of the index that stands for a place.
pub(super) fn place_word(place: &str) -> String {
    format!("at:{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_copied() {
        for (chunk, spelt) in [
            ("E1234567,", "e1234567"),
            ("(2009;169(9):858–866)", "169(9):858-866"),
            ("nn.2562", "nn.2562"),
            ("7191‑7224", "7191-7224"),
        ] {
            assert_eq!(place(chunk).as_deref(), Some(spelt), "{chunk}");
        }
        for chunk in ["858", "2009", "a1", "gloaming", "800,000"] {
            assert_eq!(place(chunk), None, "{chunk}");
        }
    }
}
