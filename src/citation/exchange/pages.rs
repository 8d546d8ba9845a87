//! Pages and article numbers, which files keep in one field.

/// What a field for pages holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Pages, written out.
    pub(super) pages: Option<String>,
    /// The number of an article that has no pages.
    pub(super) number: Option<String>,
    /// A DOI that stands beside them.
    pub(super) doi: Option<String>,
}

/// Labels that say that what follows is a number.
const NUMBER_LABELS: &[&str] = &[
    "pii",
    "article number",
    "article no",
    "article id",
    "artikel",
    "artículo",
    "article",
    "art. no",
    "art no",
    "art",
    "artn",
    "unsp",
    "id",
    "paper no",
    "number",
    "no",
];

/// Reads a field for pages: `514-30`, `pii: E1392. doi: 10.5555/x.9`, `Article 1042`, `e045961`.
pub(super) fn read(text: &str) -> Place {
    let mut place = Place::default();
    let mut rest = text.trim();
    if let Some((before, doi)) = split_label(rest, "doi") {
        place.doi = Some(doi.trim().trim_end_matches('.').to_owned());
        rest = before;
    }
    let rest = rest.trim_end_matches([' ', '.', ';', ',']);
    // `1-8; discussion 9`: the reference names the article.
    let rest = rest.split(';').next().unwrap_or_default().trim();
    if let Some(number) = NUMBER_LABELS.iter().find_map(|label| labelled(rest, label)) {
        place.number = Some(number.to_owned());
        return place;
    }
    // `12 p.`: how many there are, and not which.
    if is_count(rest) {
        return place;
    }
    let pages = written_out(rest);
    // `1042:1-1042:20`: the pages of an article with a number.
    if let Some((number, _)) = pages.split_once(':')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && pages.split('-').all(|part| part.split_once(':').is_some_and(|(own, _)| own == number))
    {
        place.number = Some(number.to_owned());
        return place;
    }
    if is_article_number(&pages) || is_cochrane(&pages) {
        place.number = Some(pages);
    } else if !pages.is_empty() {
        place.pages = Some(pages);
    }
    place
}

/// Whether a text counts pages: `12 p`, `10 pages`.
fn is_count(text: &str) -> bool {
    let Some((number, word)) = text.split_once(' ') else { return false };
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(word.trim_end_matches('.'), "p" | "pp" | "page" | "pages" | "S" | "Seiten")
}

/// The number of a Cochrane review, with that of its update: `CD000011.pub2`.
fn is_cochrane(text: &str) -> bool {
    let number = text.split('.').next().unwrap_or_default();
    number.len() == 8
        && number.strip_prefix("CD").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What stands before a label and behind it, with its colon.
fn split_label<'a>(text: &'a str, label: &str) -> Option<(&'a str, &'a str)> {
    let at = text.to_ascii_lowercase().find(&format!("{label}:"))?;
    Some((&text[..at], &text[at + label.len() + 1..]))
}

/// The one word behind a label that the text begins with.
fn labelled<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let rest = text.get(label.len()..).filter(|_| text[..label.len()].eq_ignore_ascii_case(label))?;
    let value = rest.trim_start_matches([':', '.', ' ', '#']);
    let is_parted = value.len() < rest.len();
    (is_parted && value.bytes().any(|byte| byte.is_ascii_digit()) && !value.contains(' ')).then_some(value)
}

/// Pages with plain hyphens, and the last page whole: `514--30` is `514-530`.
pub fn written_out(text: &str) -> String {
    let plain: String = text.chars().map(|c| if matches!(c, '–' | '—' | '−' | '‐' | '‑') { '-' } else { c }).collect();
    let plain = plain.replace("--", "-").replace(" - ", "-");
    let plain = plain.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let plain = plain.trim_start_matches("pp.").trim_start_matches("p.").trim_start_matches("pp ");
    let parts: Vec<String> =
        plain.split(',').map(|part| whole_range(part.trim())).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The first and the last page of a range of plain numbers.
pub(super) fn ends(pages: &str) -> Option<(u32, u32)> {
    let (first, last) = pages.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

fn whole_range(text: &str) -> String {
    let Some((first, last)) = text.split_once('-') else { return text.to_owned() };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // `S12-8` and `e1234-40`: the letters before the number stand for both.
    let number_at = first.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (letters, number) = first.split_at(number_at);
    // `S7-15` has letters on both sides as well.
    if !letters.is_empty() && digits(number) && digits(last) && last.len() >= number.len() {
        return format!("{first}-{letters}{last}");
    }
    if digits(number) && digits(last) && last.len() < number.len() {
        let kept = &number[..number.len() - last.len()];
        return format!("{first}-{letters}{kept}{last}");
    }
    // `915-21C`: the last page has a letter behind it.
    let shorter = last.strip_suffix(|c: char| c.is_ascii_alphabetic()).filter(|shorter| digits(shorter));
    if let Some(shorter) = shorter.filter(|shorter| digits(number) && shorter.len() < number.len()) {
        let kept = &number[..number.len() - shorter.len()];
        return format!("{first}-{letters}{kept}{last}");
    }
    text.to_owned()
}

/// An article number rather than a page: one word of a letter and at least three digits, `e2531348`.
pub(super) fn is_article_number(page: &str) -> bool {
    let rest = page.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = page.len() - rest.len();
    (1..=4).contains(&letters)
        && page.starts_with(['e', 'E'])
        && rest.len() >= 3
        && rest.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a number of a publisher is short enough to be that of an article in its journal, `1042` and `CD000011`, and not
/// one of the publisher's own, `S0140-6736(05)12345-6` and `nu11020001`.
pub(super) fn is_short_number(pii: &str) -> bool {
    let digits = pii.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &pii[..pii.len() - digits.len()];
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=6).contains(&digits.len())
        && (matches!(letters, "" | "e" | "E" | "CD") || (letters.len() == 1 && digits.len() >= 3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pages_and_numbers_are_told_apart() {
        let pages = |pages: &str| Place { pages: Some(pages.to_owned()), ..Place::default() };
        let number = |number: &str| Place { number: Some(number.to_owned()), ..Place::default() };
        for (written, expected) in [
            ("514-30", pages("514-530")),
            ("514--530", pages("514-530")),
            ("187–94", pages("187-194")),
            ("S12-8", pages("S12-S18")),
            ("145–52A", pages("145-152A")),
            ("99-101A", pages("99-101A")),
            ("420-e1", pages("420-e1")),
            ("S7--15", pages("S7-S15")),
            ("e12-e18", pages("e12-e18")),
            ("1-3, 7-9", pages("1-3, 7-9")),
            ("99-101", pages("99-101")),
            ("pp. 3-4", pages("3-4")),
            ("1-8; discussion 9", pages("1-8")),
            ("-", Place::default()),
            ("e045961", number("e045961")),
            ("pii: E1392", number("E1392")),
            ("pii:1042", number("1042")),
            ("Article 1042", number("1042")),
            ("Art. No. e7", number("e7")),
            ("ARTN 123", number("123")),
            ("Article ID 1042", number("1042")),
            ("CD000011", number("CD000011")),
            ("1042:1--1042:20", number("1042")),
            ("12 p.", Place::default()),
            ("artery", pages("artery")),
        ] {
            assert_eq!(read(written), expected, "{written}");
        }
        let both = read("pii: E1392. doi: 10.5555/x.9.");
        assert_eq!((both.number.as_deref(), both.doi.as_deref()), (Some("E1392"), Some("10.5555/x.9")));
        assert!(is_article_number("e045961") && is_article_number("E2531348"));
        assert!(!is_article_number("514") && !is_article_number("e12-e18") && !is_article_number("S123"));
        for pii in ["1042", "E1392", "CD000011", "e7"] {
            assert!(is_short_number(pii), "{pii}");
        }
        for pii in ["S0140-6736(05)12345-6", "nu11020001", "dmx123", "2654321", "M16-2367", ""] {
            assert!(!is_short_number(pii), "{pii}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (read(&text), is_article_number(&text), is_short_number(&text));
        }
    }
}
