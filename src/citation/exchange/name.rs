//! Names of people and organisations, as files write them.
//!
//! Every format hands its names here. What a format says of a name is kept: its parts, or that it is an organisation.
//! Where it has one text only, the text is read by its commas and its initials; several people in one text are told
//! apart where that can be seen, and what was decided is noted. A text that could be a person or an organisation stays
//! whole.

mod line;
mod signs;

use super::tidy::{clean, shortened};
use crate::domain::Name;
pub(super) use line::{of_line, on_one_line};
pub(super) use signs::{
    are_people, could_be_a_person, has_initials_last, is_family_with_initials, is_full_name, is_organisation,
    is_others, is_suffix, parted, turned,
};
use signs::{
    has_a_capital, has_word_of_organisations, initials_at, is_degrees, is_lone_initial, is_name_word, is_nobody,
    is_pair, is_surely_people, may_be_others, without_others,
};

/// A name as a format gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Family name, given names, suffix.
    Parts(String, Option<String>, Option<String>),
    /// An organisation, marked as one.
    Organisation(String),
    /// One text, of a person or an organisation, or of several.
    Text(String),
    /// One text where the format has people only.
    PersonText(String),
}

impl From<Name> for Written {
    fn from(name: Name) -> Self {
        match name {
            Name::Person { family, given, suffix } => Self::Parts(family, given, suffix),
            Name::Organisation { literal } => Self::Organisation(literal),
        }
    }
}

/// Consortia name some thousands of authors; more is no author list.
const MAX_NAMES: usize = 10_000;

/// The names of a list. `role` says whose they are, for the notes: `author`.
pub(super) fn names(written: Vec<Written>, role: &str, notes: &mut Vec<String>) -> Vec<Name> {
    let mut reading = Reading { all: Vec::new(), is_cut: false, role, notes };
    for name in written {
        reading.name(name);
    }
    let Reading { mut all, is_cut, .. } = reading;
    if is_cut {
        notes.push(format!("the file cuts the list of {role}s: there are more than it names"));
    }
    if all.len() > MAX_NAMES {
        notes.push(format!("{} {role}s are left out: {MAX_NAMES} are kept", all.len() - MAX_NAMES));
        all.truncate(MAX_NAMES);
    }
    all
}

struct Reading<'a> {
    all: Vec<Name>,
    /// Whether the file says that there are others.
    is_cut: bool,
    role: &'a str,
    notes: &'a mut Vec<String>,
}

impl Reading<'_> {
    fn name(&mut self, written: Written) {
        match written {
            Written::Organisation(text) | Written::Text(text) | Written::PersonText(text) if is_nobody(&text) => {
                self.notes.push(format!("the file names no {}: `{}`", self.role, shortened(text.trim())));
            }
            Written::Organisation(text) => {
                // Databases leave the sign there that parted it from the people before it.
                if let Some(literal) = clean(Some(text.trim_start_matches([';', ',', ' ']).to_owned())) {
                    if is_others(&literal) {
                        self.is_cut = true;
                    } else {
                        let literal = self.without_address(literal);
                        self.all.push(Name::Organisation { literal });
                    }
                }
            }
            Written::Parts(family, given, suffix) => self.parts(clean(Some(family)), clean(given), clean(suffix)),
            Written::Text(text) => self.texts(clean(Some(text)), false),
            Written::PersonText(text) => self.texts(clean(Some(text)), true),
        }
    }

    /// The name of an organisation without the e-mail address that journals print behind it: `Nowhere Group. Electronic address:
    /// nobody@example.org`.
    fn without_address(&mut self, literal: String) -> String {
        const LABEL: &str = "electronic address:";
        let at = literal.match_indices(". ").map(|(at, _)| at).find(|at| {
            let behind = &literal[at + 2..];
            behind.get(..LABEL.len()).is_some_and(|label| label.eq_ignore_ascii_case(LABEL))
                || (behind.contains('@') && !behind.contains(' '))
        });
        match at {
            Some(at) => {
                self.notes.push(format!(
                    "not part of the name of an {}: `{}`",
                    self.role,
                    shortened(&literal[at + 2..])
                ));
                literal[..at].to_owned()
            }
            None => literal,
        }
    }

    fn parts(&mut self, family: Option<String>, given: Option<String>, suffix: Option<String>) {
        let (family, given) = match (family, given) {
            (Some(family), given) => (family, given),
            // Whoever has one name is called by it.
            (None, Some(given)) => (given, None),
            (None, None) => return,
        };
        let all = [Some(&family), given.as_ref(), suffix.as_ref()];
        let whole = |between: &str| all.into_iter().flatten().cloned().collect::<Vec<_>>().join(between);
        if may_be_others(all.into_iter().flatten().flat_map(|part| part.chars())) && is_others(&whole(" ")) {
            self.is_cut = true;
            return;
        }
        // What stands for the others, behind the last one who is named.
        if let Some((given_alone, true)) = given.as_deref().map(without_others) {
            self.is_cut = true;
            let given = Some(given_alone.to_owned()).filter(|given| !given.is_empty());
            return self.parts(Some(family), given, suffix);
        }
        // Several people in the fields of one.
        if all.into_iter().flatten().any(|part| part.contains(';')) {
            return self.texts(Some(whole(", ")), true);
        }
        // The suffix behind the family name, before the comma: `Nobody III, Ned`.
        let (family, suffix) = match (family.rsplit_once(' '), suffix) {
            // Particles alone are no name: of `van der Jr` the last word is the family's.
            (Some((rest, last)), None) if is_suffix(last) && given.is_some() && has_a_capital(rest) => {
                (rest.trim_end_matches([' ', ',']).to_owned(), Some(last.to_owned()))
            }
            (_, suffix) => (family, suffix),
        };
        // The suffix at the end of the given names, as MEDLINE writes it.
        let (given, suffix) = match (given, suffix) {
            (Some(given), None) => match given.rsplit_once([' ', ',']) {
                Some((rest, last)) if is_suffix(last) => {
                    (Some(rest.trim_end_matches([' ', ',']).to_owned()), Some(last.to_owned()))
                }
                _ if is_suffix(&given) => (None, Some(given)),
                _ => (Some(given), None),
            },
            other => other,
        };
        self.person(family, given, suffix);
    }

    fn person(&mut self, family: String, given: Option<String>, suffix: Option<String>) {
        let suffix = match suffix {
            Some(suffix) if is_degrees(&suffix) => {
                self.notes.push(format!(
                    "`{}` behind `{}` is left out: no reference names degrees",
                    shortened(&suffix),
                    shortened(&family)
                ));
                None
            }
            Some(suffix) => match suffix.trim() {
                "Junior" | "Júnior" => Some("Jr".to_owned()),
                suffix => {
                    if !is_suffix(suffix) {
                        self.notes.push(format!(
                            "`{}` is taken for a suffix of `{}`",
                            shortened(suffix),
                            shortened(&family)
                        ));
                    }
                    Some(suffix.to_owned())
                }
            },
            None => None,
        };
        let given = given.filter(|given| !given.is_empty());
        self.all.push(Name::Person { family, given, suffix });
    }

    /// What stands in one text.
    fn texts(&mut self, text: Option<String>, of_people: bool) {
        let Some(text) = text else { return };
        let (text, is_cut) = without_others(&text);
        self.is_cut |= is_cut;
        if text.is_empty() {
            return;
        }
        let before = self.all.len();
        if text.contains(';') {
            for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
                if is_others(part) {
                    self.is_cut = true;
                } else {
                    self.joined(part, of_people);
                }
            }
        } else {
            self.joined(text, of_people);
        }
        let count = self.all.len() - before;
        if count > 1 {
            self.notes.push(format!("`{}` is read as {count} {}s", shortened(text), self.role));
        }
    }

    /// People joined by a word, `Nobody, A. and Example, B.`, or by commas.
    fn joined(&mut self, text: &str, of_people: bool) {
        let plain = text.replace(", and ", " and ").replace(", & ", " and ").replace(" & ", " and ");
        let sides: Vec<&str> = plain.split(" and ").map(str::trim).filter(|side| !side.is_empty()).collect();
        if sides.len() > 1 && sides.iter().all(|side| is_surely_people(side)) {
            for side in sides {
                self.listed(side, of_people);
            }
        } else {
            self.listed(text, of_people);
        }
    }

    /// One name, or several with commas between them.
    fn listed(&mut self, text: &str, of_people: bool) {
        let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let owned = |part: &str| Some(part.to_owned());
        match parts.as_slice() {
            [] => {}
            [only] => self.single(only, of_people || text.ends_with(',')),
            [one, other] if is_family_with_initials(one) && is_family_with_initials(other) => {
                self.single(one, true);
                self.single(other, true);
            }
            [name, suffix] if is_suffix(suffix) && name.contains(' ') => {
                let before = self.all.len();
                // `Bert Example, Jr.` is in the order of speech; `van der Nobody, Jr.` and `Example BC, Jr.` begin with the family.
                let words: Vec<&str> = name.split(' ').collect();
                if initials_at(&words).is_some() || name.starts_with(char::is_lowercase) {
                    self.single(name, true);
                } else {
                    self.given_first(name);
                }
                if let Some(Name::Person { suffix: place, .. }) = self.all.get_mut(before) {
                    *place = owned(suffix);
                }
            }
            // What begins with a particle is a family name: `van Dyke, MA` has initials.
            [name, degrees] if is_degrees(degrees) && name.contains(' ') && !name.starts_with(char::is_lowercase) => {
                self.notes
                    .push(format!("`{degrees}` behind `{}` is left out: no reference names degrees", shortened(name)));
                // Degrees have people: `Anna Nobody, MD` is one in the order of speech, if it has no initials behind.
                if initials_at(&name.split(' ').collect::<Vec<_>>()).is_some() {
                    self.single(name, true);
                } else {
                    self.given_first(name);
                }
            }
            // `The Nowhere Group, on behalf of the collaborators`
            [group, _] if group.contains(' ') && has_word_of_organisations(&group.split(' ').collect::<Vec<_>>()) => {
                self.notes.push(format!("`{}` is taken for an organisation", shortened(text)));
                self.all.push(Name::Organisation { literal: text.to_owned() });
            }
            [family, given] => self.parts(owned(family), owned(given), None),
            [family, given, suffix] if is_suffix(suffix) => {
                self.person((*family).to_owned(), owned(given), owned(suffix))
            }
            [family, suffix, given] if is_suffix(suffix) => {
                self.person((*family).to_owned(), owned(given), owned(suffix))
            }
            [family, given, rest @ ..] if rest.iter().all(|part| is_degrees(part) || is_suffix(part)) => {
                for degrees in rest.iter().filter(|part| is_degrees(part)) {
                    self.notes.push(format!(
                        "`{degrees}` behind `{}` is left out: no reference names degrees",
                        shortened(family)
                    ));
                }
                let suffix = rest.iter().find(|part| is_suffix(part)).map(|suffix| (*suffix).to_owned());
                self.person((*family).to_owned(), owned(given), suffix);
            }
            several if several.iter().all(|part| is_family_with_initials(part)) => {
                for name in several {
                    self.single(name, true);
                }
            }
            several if several.len() % 2 == 0 && several.chunks(2).all(is_pair) => {
                for pair in several.chunks(2) {
                    if let [family, given] = pair {
                        self.person((*family).to_owned(), owned(given), None);
                    }
                }
            }
            several if several.iter().all(|part| is_full_name(part)) => {
                for name in several {
                    self.given_first(name);
                }
            }
            _ => {
                self.notes.push(format!(
                    "`{}` is kept as one {}: whether it is several people cannot be told",
                    shortened(text),
                    self.role
                ));
                self.all.push(Name::Organisation { literal: text.to_owned() });
            }
        }
    }

    /// A name without a comma.
    fn single(&mut self, text: &str, of_people: bool) {
        let (rest, suffix) = match text.rsplit_once(' ') {
            Some((rest, last)) if is_suffix(last) && rest.contains(' ') => (rest, Some(last.to_owned())),
            _ => (text, None),
        };
        let words: Vec<&str> = rest.split(' ').collect();
        if has_word_of_organisations(&words) && !of_people {
            self.all.push(Name::Organisation { literal: text.to_owned() });
            return;
        }
        if let Some(at) = initials_at(&words) {
            self.person(words[..at].join(" "), Some(words[at..].join(" ")), suffix);
        } else if words.len() > 1 && words[..words.len() - 1].iter().any(|word| is_lone_initial(word)) {
            self.given_first(text);
        } else if of_people {
            self.person(rest.to_owned(), None, suffix);
        } else {
            let could_be_a_person = (2..=4).contains(&words.len()) && words.iter().all(|word| is_name_word(word));
            if could_be_a_person {
                self.notes.push(format!(
                    "`{}` has no comma and is taken for an organisation; a person has family and given names",
                    shortened(text)
                ));
            }
            self.all.push(Name::Organisation { literal: text.to_owned() });
        }
    }

    /// `Anna B. von der Heide`, which begins with the given names.
    fn given_first(&mut self, text: &str) {
        let (given, family, suffix) = parted(text);
        self.person(family, given, suffix);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The names of one text in short, and how many notes there are.
    fn read(text: &str) -> (Vec<String>, usize) {
        let mut notes = Vec::new();
        let all = names(vec![Written::Text(text.to_owned())], "author", &mut notes);
        let short = |name: &Name| match name {
            Name::Organisation { literal } => format!("[{literal}]"),
            Name::Person { family, given, suffix } => {
                let given = given.as_deref().unwrap_or("-");
                suffix
                    .as_ref()
                    .map_or_else(|| format!("{family}/{given}"), |suffix| format!("{family}/{given}/{suffix}"))
            }
        };
        (all.iter().map(short).collect(), notes.len())
    }

    #[test]
    fn people_and_organisations_are_told_apart() {
        for (text, expected, notes) in [
            ("Nobody, Anna", &["Nobody/Anna"][..], 0),
            ("Example, Bert, Jr", &["Example/Bert/Jr"], 0),
            ("Example, Jr, Bert", &["Example/Bert/Jr"], 0),
            ("Oudan A", &["Oudan/A"], 0),
            ("Oudan Strom D", &["Oudan Strom/D"], 0),
            ("Fenning E.", &["Fenning/E."], 0),
            ("de la Example B.C.", &["de la Example/B.C."], 0),
            ("Example B Jr", &["Example/B/Jr"], 0),
            ("Example-Nobody III, Bert", &["Example-Nobody/Bert/III"], 0),
            ("van der Nobody Jr., B.", &["van der Nobody/B./Jr."], 0),
            ("Nowhere Stretch Grp", &["[Nowhere Stretch Grp]"], 0),
            ("Nobody A. B.", &["Nobody/A. B."], 0),
            ("A. B. Nobody", &["Nobody/A. B."], 0),
            ("Anna B. von der Heide", &["von der Heide/Anna B."], 0),
            ("WHO Study Group", &["[WHO Study Group]"], 0),
            ("Nowhere Collaboration UK", &["[Nowhere Collaboration UK]"], 0),
            ("Department of Aches", &["[Department of Aches]"], 0),
            ("UNESCO", &["[UNESCO]"], 0),
            ("Jane Haber", &["[Jane Haber]"], 1),
            ("Nobody, Anna, PhD, MPH", &["Nobody/Anna"], 2),
            ("Nobody, Anna et al.", &["Nobody/Anna"], 1),
            ("et al.", &[], 1),
            ("Nobody, A.; Example, B.; Third, C., Jr", &["Nobody/A.", "Example/B.", "Third/C./Jr"], 1),
            ("Nobody A, Example BC, Third D", &["Nobody/A", "Example/BC", "Third/D"], 1),
            ("Nobody A, Example B", &["Nobody/A", "Example/B"], 1),
            ("Nobody, A., Example, B. C.", &["Nobody/A.", "Example/B. C."], 1),
            ("Nobody, A., Example, B., & Third, C.", &["Nobody/A.", "Example/B.", "Third/C."], 1),
            ("Nobody, A. and Example, B.", &["Nobody/A.", "Example/B."], 1),
            ("Nobody A & Example B", &["Nobody/A", "Example/B"], 1),
            ("Adam Smyth, Karl Mark, Max Webber", &["Smyth/Adam", "Mark/Karl", "Webber/Max"], 1),
            ("Barnes & Noble", &["[Barnes & Noble]"], 0),
            ("One, Two, Three", &["[One, Two, Three]"], 1),
        ] {
            let (names, count) = read(text);
            assert_eq!(
                (names.as_slice(), count),
                (expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>().as_slice(), notes),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn nobody_is_lost_without_a_word(text in "[A-Z][a-z]{2,6}( [A-Z][a-z]{2,6})?(, [A-Z][a-z]{2,6}| [A-Z]{1,2})?(; [A-Z][a-z]{2,6}, [A-Z]\\.){0,3}") {
            let (names, _) = read(&text);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let kept: usize = names.iter().map(|name| letters(name)).sum();
            prop_assert_eq!(kept, letters(&text), "{:?}", names);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn no_list_panics(text in "([A-Z]|[a-z]|,|;| |\\.|and|et al|Jr|PhD|&){0,40}") {
            let _ = read(&text);
        }
    }
}
