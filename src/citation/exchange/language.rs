//! Languages as databases and reference managers name them, and as BCP 47 does.

/// The tag of a publication of which nobody has said it.
pub(super) const UNDETERMINED: &str = "und";

/// Tag (BCP 47), code of MARC and MEDLINE, name that babel knows, English name.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    ("en", "eng", "english", "english"),
    ("de", "ger", "ngerman", "german"),
    ("fr", "fre", "french", "french"),
    ("es", "spa", "spanish", "spanish"),
    ("it", "ita", "italian", "italian"),
    ("pt", "por", "portuguese", "portuguese"),
    ("nl", "dut", "dutch", "dutch"),
    ("sv", "swe", "swedish", "swedish"),
    ("no", "nor", "norsk", "norwegian"),
    ("da", "dan", "danish", "danish"),
    ("fi", "fin", "finnish", "finnish"),
    ("is", "ice", "icelandic", "icelandic"),
    ("pl", "pol", "polish", "polish"),
    ("cs", "cze", "czech", "czech"),
    ("sk", "slo", "slovak", "slovak"),
    ("sl", "slv", "slovene", "slovenian"),
    ("hr", "hrv", "croatian", "croatian"),
    ("sr", "srp", "serbian", "serbian"),
    ("hu", "hun", "hungarian", "hungarian"),
    ("ro", "rum", "romanian", "romanian"),
    ("bg", "bul", "bulgarian", "bulgarian"),
    ("ru", "rus", "russian", "russian"),
    ("uk", "ukr", "ukrainian", "ukrainian"),
    ("el", "gre", "greek", "greek"),
    ("tr", "tur", "turkish", "turkish"),
    ("ar", "ara", "arabic", "arabic"),
    ("he", "heb", "hebrew", "hebrew"),
    ("fa", "per", "persian", "persian"),
    ("hi", "hin", "hindi", "hindi"),
    ("zh", "chi", "chinese", "chinese"),
    ("ja", "jpn", "japanese", "japanese"),
    ("ko", "kor", "korean", "korean"),
    ("th", "tha", "thai", "thai"),
    ("vi", "vie", "vietnamese", "vietnamese"),
    ("id", "ind", "indonesian", "indonesian"),
    ("ca", "cat", "catalan", "catalan"),
    ("gl", "glg", "galician", "galician"),
    ("la", "lat", "latin", "latin"),
    ("lt", "lit", "lithuanian", "lithuanian"),
    ("lv", "lav", "latvian", "latvian"),
    ("et", "est", "estonian", "estonian"),
    ("en-US", "", "american", "american english"),
    ("en-GB", "", "british", "british english"),
];

/// The tag for a name, a code or a tag. None for what is none of them.
pub(super) fn tag(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let known = KNOWN.iter().find(|(tag, code, babel, name)| {
        tag.eq_ignore_ascii_case(&lower) || (!code.is_empty() && *code == lower) || *babel == lower || *name == lower
    });
    if let Some((tag, ..)) = known {
        return Some((*tag).to_owned());
    }
    // `en_GB` and tags that are not in the list: a language of two or three letters, then short parts.
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().filter(|part| matches!(part.len(), 2 | 3))?;
    let is_tag = language.bytes().all(|b| b.is_ascii_alphabetic())
        && tag.len() <= 35
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    is_tag.then_some(tag)
}

/// The code of MEDLINE, or the tag itself where we know none.
pub(super) fn marc(tag: &str) -> &str {
    KNOWN.iter().find(|(known, code, ..)| *known == tag && !code.is_empty()).map_or(tag, |(_, code, ..)| code)
}

/// The name that babel, and so biblatex, knows.
pub(super) fn babel(tag: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, ..)| *known == tag).map(|(_, _, babel, _)| *babel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_language_leads_to_its_tag() {
        for (known, code, babel, name) in KNOWN {
            assert_eq!(tag(known).as_deref(), Some(*known));
            assert_eq!(tag(babel).as_deref(), Some(*known));
            assert_eq!(tag(name).as_deref(), Some(*known));
            if !code.is_empty() {
                assert_eq!(tag(code).as_deref(), Some(*known));
                assert_eq!(marc(known), *code);
            }
        }
        assert_eq!(tag("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(tag("pt-BR").as_deref(), Some("pt-BR"));
        for nothing in ["", "klingonisch", "e", "en--", "multiple languages"] {
            assert_eq!(tag(nothing), None, "{nothing}");
        }
    }
}
