//! What can be seen of a name in one text: whether it is of a person, of an organisation, of several, or of nobody.

/// Given names, family name and suffix of a name in the order of speech: the family name begins with its particle, or is
/// the last word.
pub(in crate::citation::exchange) fn parted(text: &str) -> (Option<String>, String, Option<String>) {
    let (rest, suffix) = match text.rsplit_once(' ') {
        Some((rest, last)) if is_suffix(last) && rest.contains(' ') => {
            (rest.trim_end_matches([' ', ',']), Some(last.to_owned()))
        }
        _ => (text, None),
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let particle = (1..last).find(|&at| words[at].starts_with(char::is_lowercase));
    let at = particle.unwrap_or(last);
    let given = words[..at].join(" ");
    (Some(given).filter(|given| !given.is_empty()), words[at..].join(" "), suffix)
}

/// Whether what is given as one name looks like a family name and given names: `Nobody, Anna`.
pub(in crate::citation::exchange) fn could_be_a_person(text: &str) -> bool {
    // `Nobody A`, initials behind a family name.
    if is_family_with_initials(text) && !has_word_of_organisations(&text.split(' ').collect::<Vec<_>>()) {
        return true;
    }
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    text.matches(',').count() == 1
        && (2..=4).contains(&words.len())
        && words.iter().all(|word| is_name_word(word))
        && !has_word_of_organisations(&words)
}

/// Whether a name without commas has a word that only names of organisations have.
pub(in crate::citation::exchange) fn is_organisation(text: &str) -> bool {
    has_word_of_organisations(&text.split(' ').collect::<Vec<_>>())
}

/// Whether a text lists several people by family names with initials: `Nobody A, Example B`.
pub(in crate::citation::exchange) fn are_people(text: &str) -> bool {
    text.contains(',') && text.split(',').all(|name| is_family_with_initials(name.trim()))
}

/// Whether a name without commas has a family name first and initials behind it: `Oudan A`.
pub(in crate::citation::exchange) fn has_initials_last(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    !words.first().is_some_and(|word| is_initials(word)) && initials_at(&words).is_some()
}

/// Whether a name stands for those that are not named: `et al.`, `others`.
pub(in crate::citation::exchange) fn is_others(text: &str) -> bool {
    if !may_be_others(text.chars()) {
        return false;
    }
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_dots = !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '…'));
    matches!(letters.as_str(), "etal" | "alet" | "others" | "andothers" | "etalii" | "etaliae" | "andcolleagues")
        || is_dots
}

/// Whether the first letter is one that [`is_others`] knows, or there is none: most names need not be read to their ends.
pub(super) fn may_be_others(mut chars: impl Iterator<Item = char>) -> bool {
    let first = chars.find(|c| c.is_alphabetic());
    first.is_none_or(|first| matches!(first, 'e' | 'E' | 'a' | 'A' | 'o' | 'O'))
}

/// Whether a name stands for nobody, as databases fill the place of authors that are not known: `[No author name available]`.
pub(super) fn is_nobody(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_bracketed = text.trim().starts_with(['[', '<', '(']);
    matches!(
        letters.as_str(),
        "noauthornameavailable" | "noauthorslisted" | "noauthorlisted" | "noauthor" | "noauthors" | "authorunknown"
    ) || (is_bracketed && matches!(letters.as_str(), "anonymous" | "anon" | "na" | "blank" | "unknown" | "none"))
}

/// A name in the order of speech, `Ivy B. von der Heide`, as formats have it in which a family name stands first only before a
/// comma: family name, comma, given names. None for what could be an organisation.
pub(in crate::citation::exchange) fn turned(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains([',', ';', '&']) || !is_full_name(text) || has_initials_last(text) || is_others(text) {
        return None;
    }
    let (given, family, suffix) = parted(text);
    let suffix = suffix.map_or_else(String::new, |suffix| format!(", {suffix}"));
    Some(format!("{family}, {}{suffix}", given?))
}

/// A text without what stands for those that are not named, and whether there was any.
pub(super) fn without_others(text: &str) -> (&str, bool) {
    if is_others(text) {
        return ("", true);
    }
    const ENDS: [&str; 8] = ["et al.", "et al", "[et al.]", "[et al]", "(et al.)", "and others", "…", "..."];
    let trimmed = text.trim_end();
    for end in ENDS {
        let from = trimmed.len().saturating_sub(end.len());
        if let (Some(rest), Some(last)) = (trimmed.get(..from), trimmed.get(from..))
            && last.eq_ignore_ascii_case(end)
            && (end.starts_with(['…', '.', '[', '(']) || rest.ends_with([' ', ',', ';', '.']))
            && !rest.trim().is_empty()
        {
            return (rest.trim_end_matches([' ', ',', ';']), true);
        }
    }
    (text, false)
}

/// Whether a word is what stands behind a name.
pub(in crate::citation::exchange) fn is_suffix(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    matches!(word, "Jr" | "Sr" | "II" | "III" | "IV" | "2nd" | "3rd" | "4th" | "5th" | "6th")
}

/// Whether one of the words begins with a capital, or with a letter that has none.
pub(super) fn has_a_capital(text: &str) -> bool {
    text.split_whitespace().any(|word| !word.starts_with(char::is_lowercase))
}

/// Whether all words are degrees or titles of professions, as publishers print them behind names.
pub(super) fn is_degrees(text: &str) -> bool {
    const DEGREES: &[&str] = &[
        "ba", "bm", "bs", "bsc", "ch", "chb", "dc", "dds", "dmd", "dms", "do", "dpt", "dphil", "drph", "drmed", "dsc",
        "dvm", "edd", "facp", "frcp", "frcgp", "frcs", "llm", "ma", "mb", "mbbs", "mbchb", "mba", "md", "med", "mmed",
        "mmedsc", "mph", "mphil", "mpp", "mpt", "mrcp", "ms", "msc", "mscr", "mse", "msn", "msw", "nd", "np", "obe",
        "pharmd", "phd", "prof", "psyd", "pt", "rd", "rn", "scd", "scm", "dr", "dacm", "daom", "lac", "dipac", "bmed",
        "mhs", "mhsc", "mspt", "msph", "cbe", "faafp",
    ];
    let mut words = text.split([' ', ',', '/']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| {
            if word.contains(|c: char| c.is_ascii_digit()) {
                return false;
            }
            let letters: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
            // `Ma`, `Do`, `Med` and `Mba` are names of people: written like a name, a degree is one that nobody could say.
            let is_like_a_name = word.starts_with(char::is_uppercase)
                && word.chars().filter(|c| c.is_uppercase()).count() == 1
                && letters.contains(['a', 'e', 'i', 'o', 'u', 'y'])
                && letters != "prof";
            // Mohammad, as it is shortened.
            let is_given_name = word == "Md" || word == "Md.";
            !is_like_a_name && !is_given_name && DEGREES.contains(&letters.as_str())
        })
}

/// Words that names of organisations have and names of people do not.
const ORGANISATIONS: &[&str] = &[
    "academy",
    "acad",
    "agency",
    "alliance",
    "assoc",
    "association",
    "authority",
    "authors",
    "board",
    "bureau",
    "center",
    "centers",
    "centre",
    "centres",
    "clinic",
    "clinics",
    "collaboration",
    "collaborative",
    "collaborators",
    "college",
    "commission",
    "committee",
    "community",
    "company",
    "confederation",
    "congress",
    "consort",
    "consortium",
    "cooperative",
    "corp",
    "corporation",
    "council",
    "department",
    "dept",
    "division",
    "faculty",
    "fdn",
    "federation",
    "for",
    "force",
    "forum",
    "foundation",
    "fund",
    "gesellschaft",
    "gmbh",
    "group",
    "grp",
    "gruppe",
    "guidelines",
    "health",
    "hospital",
    "hospitals",
    "inc",
    "inst",
    "initiative",
    "institut",
    "institute",
    "institutes",
    "institution",
    "international",
    "investigators",
    "laboratory",
    "league",
    "ltd",
    "ministry",
    "national",
    "nations",
    "natl",
    "network",
    "of",
    "office",
    "on",
    "organisation",
    "organization",
    "panel",
    "partnership",
    "press",
    "program",
    "programme",
    "project",
    "register",
    "registry",
    "research",
    "royal",
    "school",
    "section",
    "service",
    "services",
    "soc",
    "society",
    "study",
    "system",
    "systems",
    "taskforce",
    "team",
    "the",
    "trial",
    "trialists",
    "trust",
    "union",
    "univ",
    "universität",
    "universidad",
    "universite",
    "université",
    "university",
    "unit",
    "verein",
    "working",
    "world",
    "writing",
    "and",
    "&",
    "für",
    "uk",
    "usa",
];

pub(super) fn has_word_of_organisations(words: &[&str]) -> bool {
    words.iter().any(|word| {
        let word: String = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&').to_lowercase();
        ORGANISATIONS.contains(&word.as_str())
    })
}

/// Short names of countries and organisations, which are no initials.
const NO_INITIALS: &[&str] = &["UK", "USA", "US", "EU", "UN", "NZ", "WHO", "NHS", "AHRQ", "CDC", "NIH", "FDA"];

/// Initials of given names: `A`, `BC`, `B.C.`, `J-P`.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_dotted = word.contains(['.', '-']);
    (1..=if is_dotted { 4 } else { 3 }).contains(&letters)
        && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '‐'))
        && !NO_INITIALS.contains(&word)
}

/// One letter, with a full stop or without, of somebody whose family name follows: `B.` and the `A` of `A Nobody`.
pub(super) fn is_lone_initial(word: &str) -> bool {
    is_initials(word) && (word.contains('.') || word.chars().count() == 1)
}

/// Where the initials at the end of a name begin, if it has any behind a family name.
pub(super) fn initials_at(words: &[&str]) -> Option<usize> {
    let at = words.iter().rposition(|word| !is_initials(word))? + 1;
    let family = words.get(..at)?;
    let has_name = family.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    (at < words.len() && has_name && family.iter().all(|word| is_name_word(word))).then_some(at)
}

pub(in crate::citation::exchange) fn is_family_with_initials(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    initials_at(&words).is_some() && !has_word_of_organisations(&words)
}

/// A word of a name: letters, with a hyphen, an apostrophe or a full stop.
pub(super) fn is_name_word(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‐'))
}

/// `Karl Mark`, `Anna B. Nobody`: words of a name in the order of speech.
pub(in crate::citation::exchange) fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| is_name_word(word))
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.last().is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        && !has_word_of_organisations(&words)
}

/// A family name and the initials that follow it in a list: `Nobody` and `A. B.`
pub(super) fn is_pair(pair: &[&str]) -> bool {
    matches!(pair, [family, given]
        if !is_initials(family) && given.split(' ').all(is_initials) && family.split(' ').all(is_name_word))
}

/// Whether a side of `and` is surely a person, or people.
pub(super) fn is_surely_people(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    !has_word_of_organisations(&words)
        && words.len() > 1
        && words.iter().all(|word| is_name_word(word))
        && (text.contains(',') || is_family_with_initials(text) || words.iter().any(|word| is_lone_initial(word)))
}
