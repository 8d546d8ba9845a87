//! Signs that come before any evidence: found however they are worded, and not where nobody has them.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use evidence::{
    app::Library,
    search::{Lead, Request},
};
use serde::Deserialize;

use crate::{
    library::{AS_OF, open, real_library, root},
    support::Fixture,
};

/// Signs of a body that does not exist.
const SCOPE: &str = r##"
read-on = "2026-03-02"
read-by-clinician = false
emergency = "Call somebody."
same-day = "Call somebody today."
soon = "Call somebody soon."
complaint = ["sore antenna"]

[[part]]
id = "ears"
say = ["ear|earlobe"]

[[part]]
id = "glow"
say = ["glow|shine", "light|lights up", "cant|cannot dim"]

[[part]]
id = "warm"
say = ["warmth ..2 #50-60", "feverish"]

[[part]]
id = "egg"
say = ["brooding", "# days brooding"]

[[flag]]
id = "warm"
label = "Too warm"
names = ["boiling over"]
signs = ["warm"]
urgency = "soon"
with-condition = true
listed-by = ["Ministry of Health of Nowhere"]

[[flag]]
id = "glowing-ears"
label = "Ears that glow"
names = []
signs = ["ears + glow"]
unless = ["earring"]
urgency = "emergency"
with-condition = false
listed-by = ["Ministry of Health of Nowhere"]

[[flag]]
id = "warm-while-brooding"
label = "Too warm while brooding"
names = []
signs = ["egg & warm"]
urgency = "soon"
with-condition = false
even-past = true
listed-by = ["Ministry of Health of Nowhere"]
"##;

fn library() -> &'static Library {
    static OPENED: LazyLock<Library> = LazyLock::new(|| {
        let fixture = Fixture::new();
        fs::write(fixture.data().join("scope.toml"), SCOPE).unwrap();
        open(&fixture.data())
    });
    &OPENED
}

/// The id of the sign that leads the answer.
fn sign(library: &'static Library, text: &str) -> Option<&'static str> {
    let lead = library.search(&Request::new(text, AS_OF)).expect("no question is an error").lead;
    let flags = &library.corpus().scope().expect("the collection has signs").flags;
    match lead {
        Some(Lead::Flag(position)) => Some(flags[position].id.as_str()),
        Some(Lead::Blurb(_)) | None => None,
    }
}

#[track_caller]
fn tells(text: &str, expected: Option<&str>) {
    assert_eq!(sign(library(), text), expected, "{text}");
}

#[test]
fn parts_are_found_in_any_order_and_form_with_words_between() {
    let expected = Some("glowing-ears");
    tells("my ears glow", expected);
    tells("there is a strange glowing on the left of my earlobes", expected);
    tells("I cannot dim this ear", expected);
    tells("ears lighting up?", expected);
    tells("my earlobse are glowwing", expected);
}

#[test]
fn parts_of_two_clauses_are_no_sign() {
    tells("my ears are sore. the lamp glows", None);
    tells("my ears are sore, the lamp glows", None);
    tells("my ears are sore and my lamp glows", None);
    tells("ears one two three four five six seven eight nine ten eleven twelve glow", None);
}

#[test]
fn what_is_denied_is_no_sign() {
    tells("I have no glowing ears", None);
    tells("without ears that glow", None);
    tells("I don't have sore feet, warm hands or glowing ears", None);
    tells("my ears do not glow", None);
    // What denies belongs to the part itself.
    tells("I cannot dim my ears", Some("glowing-ears"));
    // A denial ends with its clause.
    tells("no pain but my ears glow", Some("glowing-ears"));
    tells("no pain, my ears glow", Some("glowing-ears"));
}

#[test]
fn what_is_past_or_said_in_general_is_no_sign() {
    tells("my ears were glowing ten years ago", None);
    tells("as a child I had glowing ears", None);
    tells("years ago a sore foot, now my ears glow", Some("glowing-ears"));
    tells("can humming cause glowing ears", None);
    tells("can humming cause this, my ears glow", Some("glowing-ears"));
    tells("trials of people with glowing ears", None);
    tells("glowing ears", Some("glowing-ears"));
    tells("feverish years ago while brooding", Some("warm-while-brooding"));
}

#[test]
fn a_number_counts_between_its_bounds() {
    tells("brooding with a warmth of 52.5", Some("warm-while-brooding"));
    tells("brooding with a warmth of 52c", Some("warm-while-brooding"));
    tells("brooding with a warmth of 40", None);
    tells("warmth is 55 after 9 days brooding", Some("warm-while-brooding"));
}

#[test]
fn some_signs_count_only_beside_a_condition() {
    tells("I am feverish", None);
    tells("I am feverish and have a sore antenna", Some("warm"));
    tells("boiling over and a sore antenna", Some("warm"));
}

#[test]
fn what_shows_something_else_is_heeded() {
    tells("my ears glow with these earrings", None);
}

#[test]
fn the_most_urgent_sign_leads() {
    tells("feverish while brooding, and my ears glow", Some("glowing-ears"));
    tells("sore antenna, feverish while brooding", Some("warm-while-brooding"));
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wordings {
    none: Vec<String>,
    told: BTreeMap<String, Vec<String>>,
}

/// Least share of the wordings that lead to a sign, in thousandths, and most of those near one that do.
const FLOORS: (usize, usize) = (950, 20);

#[test]
fn wordings_of_people_are_known_and_those_near_them_are_left_alone() {
    let text = fs::read_to_string(root().join("tests/relevance/signs.toml")).unwrap();
    let Wordings { none, told } = toml::from_str(&text).unwrap();
    let missed: Vec<&String> = told.values().flatten().filter(|text| sign(real_library(), text).is_none()).collect();
    let alarms: Vec<&String> = none.iter().filter(|text| sign(real_library(), text).is_some()).collect();
    let known: Vec<&str> = real_library().corpus().scope().unwrap().flags.iter().map(|flag| flag.id.as_str()).collect();
    assert!(told.keys().all(|id| known.contains(&id.as_str())));
    let all: usize = told.values().map(Vec::len).sum();
    assert!(1000 * (all - missed.len()) >= FLOORS.0 * all, "{missed:#?}");
    assert!(1000 * alarms.len() <= FLOORS.1 * none.len(), "{alarms:#?}");
}
