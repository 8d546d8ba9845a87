//! Every rule of the lint notices its fault, at its place, and nothing else.
//!
//! `tests/fixtures/lint` is a small corpus of people, studies and pains that do not exist. Each case alters it so that
//! one rule is broken once.

use std::{collections::BTreeSet, fs, path::Path};

use evidence::corpus::{Corpus, Diagnostic, LoadError, Loaded, RULES, Severity};

use crate::library::{copy, root};

const GUIDELINE: &str = "sources/nowhere-2020.toml";
const TRIAL: &str = "sources/nobody-2021.toml";
const REVIEW: &str = "sources/review-2023.toml";
const UNFOUND: &str = "sources/unfound-2022.toml";
const PAIN: &str = "topics/nowhere-pain.toml";
const CHRONIC: &str = "topics/chronic-nowhere-pain.toml";
const NEEDLING: &str = "topics/imaginary-needling.toml";
const CARE: &str = "topics/made-up-care.toml";
const PAGE: &str = "pages/nowhere-page.toml";
const WORDS: &str = "pages/nowhere-page.txt";
const EFFECT: &str = "blurbs/needling-effect.md";
const ADVICE: &str = "blurbs/needling-guidelines.md";
const DRAFT: &str = "blurbs/needling-older.md";
const WITHDRAWN: &str = "blurbs/needling-withdrawn.md";
const COLLECTION: &str = "collection.toml";
const CORRECTIONS: &str = "changes/2026.toml";

/// More than 140 characters.
const LONG_LINE: &str = "Imaginary needling may ease nowhere pain a little more than a sham of it. So it is said. So it is \
                         said. So it is said. So it is said. So it is said.";

/// More than 60 words with what follows it.
const LONG_SHORT: &str = "For nowhere pain, imaginary needling may help a little more than a sham of it. So it is said. So it \
                          is said. So it is said. So it is said. So it is said. So it is said. So it is said. So it is said. \
                          So it is said. So it is said.";

const BEGUN: &str = "sources/begun-2024.toml";
const BEGUN_TEXT: &[u8] = b"draft = true\nid = \"begun-2024\"\nrecorded = \"2026-01-15\"\ntype = \"book\"\n\
    title = \"A Book of Nowhere\"\nissued = \"2024\"\nlanguage = \"en\"\nDOI = \"10.5555/begun\"\n\
    [provenance]\nunverified = \"invented\"\n";

/// What is done to the corpus.
#[derive(Clone, Copy)]
enum Change {
    /// The first occurrence of a text in a file is replaced.
    Replace(&'static str, &'static str, &'static str),
    /// A text is added to the end of a file, which is made when it is not there.
    Append(&'static str, &'static [u8]),
    /// A folder is made where a file is expected.
    Folder(&'static str),
    /// A file is removed.
    Remove(&'static str),
}
use Change::{Append, Folder, Remove, Replace};

/// A breach of one rule.
struct Case {
    code: &'static str,
    changes: &'static [Change],
    file: &'static str,
    /// The diagnostic stands on the line with the first occurrence of this text; line 1 when there is none.
    at: &'static str,
}

const fn case(code: &'static str, changes: &'static [Change], file: &'static str, at: &'static str) -> Case {
    Case { code, changes, file, at }
}

const LEXICON: &str = "lexicon/en/own.toml";

const CASES: &[Case] = &[
    case(
        "bad-phrase",
        &[Append(LEXICON, b"[[entry]]\nid = \"own\"\ncue = \"hedge\"\nphrases = [\n    \"it is said\",\n    \"(so) they say\",\n]\n")],
        LEXICON,
        "(so)",
    ),
    case("bad-phrase", &[Replace(NEEDLING, "kind = ", "phrases = [\"needle ..99 it\"]\nkind = ")], NEEDLING, "phrases"),
    case(
        "unknown-word",
        &[Append(LEXICON, b"[[entry]]\nid = \"own\"\ncue = \"hedges\"\nphrases = [\"it is said\"]\n")],
        LEXICON,
        "cue =",
    ),
    case(
        "duplicate-id",
        &[
            Append(LEXICON, b"[[entry]]\nid = \"own\"\ncue = \"hedge\"\nphrases = [\"it is said\"]\n"),
            Append("lexicon/en/second.toml", b"[[entry]]\n# again\nid = \"own\"\ncue = \"hedge\"\nphrases = []\n"),
        ],
        "lexicon/en/second.toml",
        "id =",
    ),
    case(
        "missing-field",
        &[Append(LEXICON, b"# no phrases\n[[entry]]\nid = \"own\"\ncue = \"hedge\"\n")],
        LEXICON,
        "[[entry]]",
    ),
    case(
        "kind-fields",
        &[Append(LEXICON, b"[[entry]]\nid = \"own\"\ncue = \"hedge\"\nlevel = \"low\"\nphrases = [\"it is said\"]\n")],
        LEXICON,
        "level",
    ),
    case(
        "kind-fields",
        &[Append(LEXICON, b"# no direction\n[[entry]]\nid = \"own\"\ncue = \"relation\"\npolarity = \"denied\"\nphrases = [\"beats\"]\n")],
        LEXICON,
        "[[entry]]",
    ),
    case(
        "kind-fields",
        &[Append(
            LEXICON,
            b"# says nothing\n[[entry]]\nid = \"own\"\ncue = \"relation\"\ndirection = \"lower\"\npolarity = \"denied\"\nphrases = [\"not lower\"]\n",
        )],
        LEXICON,
        "[[entry]]",
    ),
    case("kind-fields", &[Replace(PAIN, "kind = ", "main-outcome = true\nkind = ")], PAIN, "main-outcome"),
    case(
        "kind-fields",
        &[Append(NEEDLING, b"[span]\nclass = \"acute\"\n")],
        NEEDLING,
        "[span]",
    ),
    case("unreadable-file", &[Append("topics/latin-1.toml", b"label = \"caf\xe9\"\n")], "topics/latin-1.toml", ""),
    // Other records link to this one; that it cannot be read must not be said again for each link.
    case("unreadable-file", &[Append(PAIN, b"# \xff\n")], PAIN, ""),
    case("unreadable-file", &[Folder("sources/folder.toml")], "sources/folder.toml", ""),
    case("stray-file", &[Append("topics/notes.txt", b"buy milk")], "topics/notes.txt", ""),
    case("stray-file", &[Folder("sources/old")], "sources/old", ""),
    case("syntax", &[Replace(PAIN, "kind = \"condition\"", "kind = condition")], PAIN, "kind = "),
    case("unknown-field", &[Replace(TRIAL, "volume =", "volum =")], TRIAL, "volum ="),
    case("unreadable-file", &[Append(COLLECTION, b"# \xff\n")], COLLECTION, ""),
    case("collection", &[Remove(COLLECTION)], COLLECTION, ""),
    case("format-older", &[Replace(COLLECTION, "format = 2", "format = 1")], COLLECTION, "format ="),
    case("missing-field", &[Replace(COLLECTION, "format = 2\n", "")], COLLECTION, ""),
    case("unknown-field", &[Append(COLLECTION, b"titel = \"Nowhere\"\n")], COLLECTION, "titel"),
    // What a newer format means is not guessed at: neither here nor in the records.
    case(
        "format-newer",
        &[
            Replace(COLLECTION, "format = 2", "format = 3"),
            Append(COLLECTION, b"audience = [\"patients\"]\n"),
            Replace(TRIAL, "volume =", "tome ="),
        ],
        COLLECTION,
        "format =",
    ),
    case(
        "unknown-field",
        &[Replace(TRIAL, "[finding.comparator]", "[finding.comparator]\nkind = \"sham\"")],
        TRIAL,
        "kind = \"sham\"",
    ),
    // A record that is older than a field of the format is a record.
    case("unstated-field", &[Replace(TRIAL, "funding = \"not-reported\"\n", "")], TRIAL, ""),
    case("unstated-field", &[Replace(TRIAL, ", origin = \"randomization\"", "")], TRIAL, "time ="),
    case(
        "missing-field",
        &[Replace(TRIAL, "title = \"Imaginary Needling for Nowhere Pain: A Trial That Never Was\"\n", "")],
        TRIAL,
        "",
    ),
    case("missing-field", &[Replace(TRIAL, "measure = \"MD\"\n", "")], TRIAL, "[[finding.estimate]]"),
    case("wrong-type", &[Replace(TRIAL, "volume = \"13\"", "volume = 13")], TRIAL, "volume"),
    // Where one field of a table is at fault, those beside it are not.
    case(
        "wrong-type",
        &[Replace(TRIAL, "[provenance]\nunverified", "[provenance]\nsourced = \"a page\"\nunverified")],
        TRIAL,
        "sourced",
    ),
    case("wrong-type", &[Replace(GUIDELINE, "years = 5", "years = \"5\"")], GUIDELINE, "years"),
    case("unknown-word", &[Replace(TRIAL, "design = \"rct\"", "design = \"rtc\"")], TRIAL, "design ="),
    // What a finding of no known kind should hold cannot be told: its other fields are not faults.
    case("unknown-word", &[Replace(TRIAL, "kind = \"effect\"", "kind = \"efect\"")], TRIAL, "kind = \"efect\""),
    case("unknown-word", &[Replace(GUIDELINE, "rating = \"low\"", "rating = \"lowish\"")], GUIDELINE, "lowish"),
    case("unknown-word", &[Replace(GUIDELINE, "years = 5\n", "")], GUIDELINE, "[currency]"),
    case("bad-text", &[Replace(PAIN, "label = \"Nowhere pain\"", "label = \" Nowhere pain\"")], PAIN, "label"),
    case("bad-text", &[Replace(CARE, "label = \"Made-up care\"", "label = \"Made-up\\u0007care\"")], CARE, "label"),
    case("bad-id", &[Replace(TRIAL, "id = \"nobody-2021\"", "id = \"Nobody_2021\"")], TRIAL, "id ="),
    case("bad-identifier", &[Replace(TRIAL, "10.5555/nobody.2021", "5555/nobody")], TRIAL, "DOI ="),
    // A check digit: the ISSN of a journal is 8 digits of which the last follows from the others.
    case("bad-identifier", &[Replace(TRIAL, "DOI =", "ISSN = \"1234-5678\"\nDOI =")], TRIAL, "ISSN ="),
    case("bad-date", &[Replace(TRIAL, "issued = \"2021-05\"", "issued = \"2021-02-30\"")], TRIAL, "issued ="),
    case("bad-date", &[Replace(TRIAL, "recorded = \"2026-01-02\"", "recorded = \"2026-01\"")], TRIAL, "recorded ="),
    case("bad-number", &[Replace(TRIAL, "weeks = 6", "weeks = 0")], TRIAL, "weeks = 0"),
    case("bad-number", &[Replace(TRIAL, "age-min = 18", "age-min = 300")], TRIAL, "age-min = 300"),
    case("bad-number", &[Replace(TRIAL, "value = -1.5", "value = -15e-1")], TRIAL, "value = -15e-1"),
    case(
        "bad-time",
        &[Replace(TRIAL, "{ at = \"6 months\",", "{ at = \"6 months\", within = \"1 year\",")],
        TRIAL,
        "within",
    ),
    case("bad-time", &[Replace(TRIAL, "at = \"6 months\"", "at = \"half a year\"")], TRIAL, "half a year"),
    case("interval-order", &[Replace(TRIAL, "[-2.5, -0.5]", "[-0.5, -2.5]")], TRIAL, "ci = [-0.5"),
    case("interval-order", &[Replace(TRIAL, "{ min = 4, max = 8 }", "{ min = 8, max = 4 }")], TRIAL, "sessions = {"),
    case("interval-order", &[Replace(TRIAL, "to = \"2020-06\"", "to = \"2018-06\"")], TRIAL, "enrolled ="),
    case("outside-interval", &[Replace(TRIAL, "value = -1.5", "value = 1.5")], TRIAL, "[[finding.estimate]]"),
    case(
        "provenance",
        &[Replace(TRIAL, "[provenance]\n", "[provenance]\ninferred = \"by guessing\"\n")],
        TRIAL,
        "[provenance]",
    ),
    case(
        "provenance",
        &[Replace(TRIAL, "[provenance]\nunverified = \"Invented for the tests.\"", "[provenance]")],
        TRIAL,
        "[provenance]",
    ),
    case(
        "provenance-field",
        &[Replace(
            TRIAL,
            "[provenance]\nunverified = \"Invented for the tests.\"\n",
            "[provenance]\nunverified = \"Invented for the tests.\"\n[[provenance.except]]\nfields = [\"doi\"]\n\
             inferred = \"by guessing\"\n",
        )],
        TRIAL,
        "fields = [\"doi\"]",
    ),
    case(
        "kind-fields",
        &[Replace(GUIDELINE, "stance = \"for\"", "stance = \"for\"\nstudies = 3")],
        GUIDELINE,
        "studies = 3",
    ),
    case(
        "kind-fields",
        &[Replace(
            TRIAL,
            "studies = \"not-applicable\"\ndirection",
            "studies = \"not-applicable\"\nstance = \"for\"\ndirection",
        )],
        TRIAL,
        "stance",
    ),
    case(
        "quote-length",
        &[Replace(
            TRIAL,
            "locator = \"not-reported\"",
            "locator = \"not-reported\"\nquote = { locator = \"p. 0\", text = \"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26\" }",
        )],
        TRIAL,
        "quote =",
    ),
    case(
        "id-file-name",
        &[Replace(CHRONIC, "id = \"chronic-nowhere-pain\"", "id = \"lasting-nowhere-pain\"")],
        CHRONIC,
        "id =",
    ),
    case(
        "duplicate-id",
        &[
            Replace(TRIAL, "id = \"nobody-2021-pain-care\"", "id = \"nobody-2021-pain-sham\""),
            Replace(TRIAL, "qualified-by = [\"nobody-2021-pain-sham\"]", "qualified-by = []"),
        ],
        TRIAL,
        "id = \"nobody-2021-pain-sham\"\nkind = \"effect\"\nstatement = \"In nobody with nowhere pain, imaginary needling did not",
    ),
    case(
        "finding-id",
        &[Replace(TRIAL, "id = \"nobody-2021-pain-care\"", "id = \"nobody-2022-pain-care\"")],
        TRIAL,
        "id = \"nobody-2022",
    ),
    case(
        "finding-id",
        &[Replace(TRIAL, "id = \"nobody-2021-pain-care\"", "id = \"nobody-2021\"")],
        TRIAL,
        "id = \"nobody-2021\"\nkind",
    ),
    case(
        "dangling-link",
        &[Replace(CHRONIC, "broader = [\"nowhere-pain\"]", "broader = [\"nowhere-pane\"]")],
        CHRONIC,
        "broader =",
    ),
    case(
        "dangling-link",
        &[Replace(GUIDELINE, "qualified-by = [\"nobody-2021-pain-sham\"]", "qualified-by = [\"nobody-2021-none\"]")],
        GUIDELINE,
        "qualified-by =",
    ),
    case(
        "dangling-link",
        &[Replace(
            TRIAL,
            "[provenance]",
            "[[link]]\nrelation = \"companion\"\nsource = \"nowhere-1920\"\n\n[provenance]",
        )],
        TRIAL,
        "nowhere-1920",
    ),
    case("self-link", &[Replace(PAIN, "lay =", "broader = [\"nowhere-pain\"]\nlay =")], PAIN, "broader"),
    case(
        "self-link",
        &[Replace(TRIAL, "qualified-by = [\"nobody-2021-pain-sham\"]", "qualified-by = [\"nobody-2021-pain-care\"]")],
        TRIAL,
        "qualified-by",
    ),
    case(
        "topic-kind",
        &[Replace(TRIAL, "topic = \"invented-pain\"", "topic = \"nowhere-pain\"")],
        TRIAL,
        "topic = \"nowhere-pain\"",
    ),
    case(
        "topic-kind",
        &[Replace(TRIAL, "instrument = \"nobody-scale\"", "instrument = \"invented-pain\"")],
        TRIAL,
        "instrument = \"invented-pain\"",
    ),
    // A cycle is one fault, however many topics are part of it.
    case("topic-cycle", &[Replace(PAIN, "lay =", "broader = [\"chronic-nowhere-pain\"]\nlay =")], CHRONIC, "broader"),
    case("duplicate-name", &[Replace(NEEDLING, "\"pretend pins\"", "\"It hurts nowhere\"")], PAIN, "lay ="),
    case("duplicate-name", &[Replace(CARE, "technical = []", "technical = [\"made-up care\"]")], CARE, "technical"),
    case("duplicate-identifier", &[Replace(TRIAL, "10.5555/nobody.2021", "10.5555/Nowhere.2020")], GUIDELINE, "DOI"),
    case(
        "duplicate-title",
        &[
            Replace(
                TRIAL,
                "Imaginary Needling for Nowhere Pain: A Trial That Never Was",
                "Example guideline of Nowhere.",
            ),
            Replace(TRIAL, "issued = \"2021-05\"", "issued = \"2020\""),
        ],
        GUIDELINE,
        "title = \"Example",
    ),
    case("no-topic", &[Replace(UNFOUND, "topics = [\"nowhere-pain\"]", "topics = []")], UNFOUND, "topics"),
    case(
        "no-topic",
        &[Replace(GUIDELINE, "topics = [\"nowhere-pain\", \"imaginary-needling\"]", "topics = []")],
        GUIDELINE,
        "topics = []",
    ),
    case(
        "incomplete-reference",
        &[Replace(TRIAL, "container-title = \"Journal of Invented Results\"\n", "")],
        TRIAL,
        "type =",
    ),
    case(
        "incomplete-reference",
        &[Replace(TRIAL, "type = \"article-journal\"", "type = \"webpage\"")],
        TRIAL,
        "type =",
    ),
    case(
        "unidentified",
        &[Replace(UNFOUND, "language =", "DOI = \"10.5555/unfound\"\nlanguage =")],
        UNFOUND,
        "[assertion]",
    ),
    case(
        "date-order",
        &[Replace(
            GUIDELINE,
            "[provenance]",
            "[[link]]\nrelation = \"supersedes\"\nsource = \"nobody-2021\"\n\n[provenance]",
        )],
        GUIDELINE,
        "[[link]]",
    ),
    case("date-order", &[Replace(TRIAL, "recorded = \"2026-01-02\"", "recorded = \"2021-01-02\"")], TRIAL, "issued"),
    case(
        "date-order",
        &[Replace(GUIDELINE, "searched-through = \"2019-12\"", "searched-through = \"2022\"")],
        GUIDELINE,
        "searched-through",
    ),
    case(
        "scale-direction",
        &[Replace(
            TRIAL,
            "name = \"invented pain, by the scale\"\ntopic = \"invented-pain\"\ninstrument = \"nobody-scale\"\nscale = { min = 0, max = 10 }\nbetter = \"lower\"",
            "name = \"invented pain, by the scale\"\ntopic = \"invented-pain\"\ninstrument = \"nobody-scale\"\nscale = { min = 0, max = 10 }\nbetter = \"higher\"",
        )],
        TRIAL,
        "[finding.outcome]\nname = \"invented pain, by the scale\"",
    ),
    case(
        "direction",
        &[Replace(TRIAL, "direction = \"favours-intervention\"", "direction = \"favours-comparator\"")],
        TRIAL,
        "direction",
    ),
    case(
        "direction",
        &[Replace(TRIAL, "direction = \"no-difference\"", "direction = \"favours-intervention\"")],
        TRIAL,
        "direction = \"favours-intervention\"\nimportance = \"not-reported\"\ncertainty = \"not-applicable\"\ngood-to-know = []\nqualified-by = []",
    ),
    case("draft", &[Append(BEGUN, BEGUN_TEXT)], BEGUN, "draft = true"),
    // A draft is checked as far as its form goes, and must not be begun twice.
    case(
        "bad-identifier",
        &[Append(BEGUN, BEGUN_TEXT), Replace(BEGUN, "DOI = \"10.5555/begun\"", "DOI = \"begun\"")],
        BEGUN,
        "\"begun\"",
    ),
    case(
        "unknown-field",
        &[Append(BEGUN, BEGUN_TEXT), Replace(BEGUN, "title =", "titel = \"x\"\ntitle =")],
        BEGUN,
        "titel",
    ),
    case("missing-field", &[Append(BEGUN, BEGUN_TEXT), Replace(BEGUN, "issued = \"2024\"\n", "")], BEGUN, ""),
    case(
        "unknown-word",
        &[Append(BEGUN, BEGUN_TEXT), Replace(BEGUN, "[prov", "design = \"rtc\"\n[prov")],
        BEGUN,
        "\"rtc\"",
    ),
    case(
        "no-rating",
        &[Replace(GUIDELINE, "certainty = { system = \"grade\", rating = \"low\" }", "certainty = \"not-reported\"")],
        GUIDELINE,
        "certainty",
    ),
    case("stray-file", &[Append("pages/notes.md", b"buy milk")], "pages/notes.md", ""),
    case("stray-file", &[Append("blurbs/needling-effect.toml", b"id = 1")], "blurbs/needling-effect.toml", ""),
    // The words of a page that nobody audited.
    case("stray-file", &[Append("pages/nobody.txt", b"Nobody audited this.")], "pages/nobody.txt", ""),
    // A page whose words cannot be read is not told to have none.
    case("unreadable-file", &[Append(WORDS, b"\xff")], WORDS, ""),
    // Front matter stands between two fences.
    case("syntax", &[Replace(DRAFT, "+++\nid =", "id =")], DRAFT, ""),
    case("syntax", &[Replace(DRAFT, "+++\n\n# Line", "\n# Line")], DRAFT, ""),
    case("syntax", &[Replace(DRAFT, "status = \"draft\"", "status = draft")], DRAFT, "status = "),
    case("unknown-field", &[Replace(DRAFT, "good-to-know =", "good-to-knw =")], DRAFT, "good-to-knw ="),
    case(
        "unknown-field",
        &[Replace(PAGE, "form = \"implied\"", "form = \"implied\"\nmood = \"glad\"")],
        PAGE,
        "mood =",
    ),
    // A link of a claim leads to one place.
    case(
        "missing-field",
        &[Replace(PAGE, "links = [{ source = \"unfound-2022\", role", "links = [{ role")],
        PAGE,
        "links = [{ role",
    ),
    case("missing-field", &[Replace(CORRECTIONS, "why = \"Two digits had changed places.\"\n", "")], CORRECTIONS, ""),
    case(
        "wrong-type",
        &[Replace(
            PAGE,
            "links = [{ finding = \"review-2023-older\", role",
            "links = [{ finding = \"review-2023-older\", source = \"review-2023\", role",
        )],
        PAGE,
        "links = [{ finding = \"review-2023-older\", source",
    ),
    case("unknown-word", &[Replace(PAGE, "role = \"qualifies\"", "role = \"qualify\"")], PAGE, "role = \"qualify\""),
    case(
        "unknown-word",
        &[Replace(PAGE, "verdict = \"overstated\"", "verdict = \"false\"")],
        PAGE,
        "verdict = \"false\"",
    ),
    // `due` follows from the day; nobody writes it.
    case("unknown-word", &[Replace(DRAFT, "status = \"draft\"", "status = \"due\"")], DRAFT, "status ="),
    case(
        "unknown-word",
        &[Replace(CORRECTIONS, "record = \"finding\"", "record = \"findings\"")],
        CORRECTIONS,
        "record =",
    ),
    case("bad-date", &[Replace(DRAFT, "reviewed = \"2026-01-05\"", "reviewed = \"2026-01\"")], DRAFT, "reviewed ="),
    case("bad-number", &[Replace(PAGE, "line = 5", "line = 0")], PAGE, "line = 0"),
    case(
        "bad-id",
        &[Replace(PAGE, "id = \"nowhere-page-c04\"", "id = \"nowhere-page-C04\"")],
        PAGE,
        "id = \"nowhere-page-C04\"",
    ),
    // What changed is a JSON pointer.
    case("bad-id", &[Replace(CORRECTIONS, "field = \"/estimates", "field = \"estimates")], CORRECTIONS, "field ="),
    case("id-file-name", &[Replace(DRAFT, "id = \"needling-older\"", "id = \"needling-elder\"")], DRAFT, "id ="),
    case(
        "duplicate-id",
        &[Replace(PAGE, "id = \"nowhere-page-c04\"", "id = \"nowhere-page-c03\"")],
        PAGE,
        "id = \"nowhere-page-c03\"\nsection = \"What Nobody Found\"\nline = 6\nquote = \"It has never hurt anybody\"",
    ),
    case(
        "dangling-link",
        &[Replace(PAGE, "finding = \"elsewhere-2024-advice\"", "finding = \"elsewhere-2024-device\"")],
        PAGE,
        "finding = \"elsewhere-2024-device\"",
    ),
    case(
        "dangling-link",
        &[Replace(PAGE, "source = \"unfound-2022\"", "source = \"unfound-2023\"")],
        PAGE,
        "source = \"unfound-2023\"",
    ),
    case(
        "dangling-link",
        &[Replace(PAGE, "cites = [\"nowhere-2020\"]", "cites = [\"nowhere-1920\"]")],
        PAGE,
        "cites = [\"nowhere-1920\"]",
    ),
    case(
        "dangling-link",
        &[Replace(WITHDRAWN, "findings = [\"review-2023-sham\"]", "findings = [\"review-2023-shame\"]")],
        WITHDRAWN,
        "findings = [\"review-2023-shame\"]",
    ),
    case(
        "dangling-link",
        &[Replace(WITHDRAWN, "topics = [\"imaginary-needling\"]", "topics = [\"imaginary-kneeling\"]")],
        WITHDRAWN,
        "topics = [\"imaginary-kneeling\"]",
    ),
    case(
        "dangling-link",
        &[Replace(WITHDRAWN, "replaced-by = \"needling-effect\"", "replaced-by = \"needling-affect\"")],
        WITHDRAWN,
        "replaced-by = \"needling-affect\"",
    ),
    case(
        "dangling-link",
        &[Replace(CORRECTIONS, "id = \"review-2023-sham\"", "id = \"review-2023-shame\"")],
        CORRECTIONS,
        "id = \"review-2023-shame\"",
    ),
    case(
        "no-topic",
        &[Replace(PAGE, "topics = [\"imaginary-needling\"]\nkind = \"practice\"", "topics = []\nkind = \"practice\"")],
        PAGE,
        "topics = []",
    ),
    case(
        "date-order",
        &[Replace(DRAFT, "review-due = \"2027-01-05\"", "review-due = \"2026-01-05\"")],
        DRAFT,
        "review-due =",
    ),
    case(
        "date-order",
        &[Replace(DRAFT, "valid-until = \"2027-07-05\"", "valid-until = \"2026-12-05\"")],
        DRAFT,
        "valid-until =",
    ),
    case("page-text", &[Remove(WORDS)], PAGE, "quote ="),
    case(
        "quote-place",
        &[Replace(PAGE, "\"In 987 people it took", "\"In 987 persons it took")],
        PAGE,
        "quote = \"In 987 persons",
    ),
    case("quote-place", &[Replace(PAGE, "line = 5", "line = 4")], PAGE, "quote = \"In 987"),
    case("quote-place", &[Replace(PAGE, "line = 5", "line = 50")], PAGE, "line = 50"),
    case(
        "quote-place",
        &[Replace(PAGE, "section = \"What Nobody Found\"\nline = 5", "section = \"Prices\"\nline = 5")],
        PAGE,
        "section = \"Prices\"\nline = 5",
    ),
    case(
        "quote-place",
        &[Replace(PAGE, "section = \"What Nobody Found\"\nline = 5", "section = \"Introduction\"\nline = 5")],
        PAGE,
        "section = \"Introduction\"\nline = 5",
    ),
    case(
        "quote-place",
        &[Replace(PAGE, "section = \"Introduction\"\nline = 2", "section = \"What Nobody Found\"\nline = 2")],
        PAGE,
        "section = \"What Nobody Found\"\nline = 2",
    ),
    case(
        "quote-place",
        &[Replace(PAGE, "quote = \"It is recommended\"", "quote = \"It was recommended\"")],
        PAGE,
        "also =",
    ),
    // The page is the yardstick, to the last quotation mark.
    case("quote-place", &[Replace(WORDS, "“Nobody”", "\"Nobody\"")], PAGE, "quote = \"It has never hurt anybody. “"),
    case(
        "claim-id",
        &[Replace(PAGE, "id = \"nowhere-page-c04\"", "id = \"somewhere-c04\"")],
        PAGE,
        "id = \"somewhere-c04\"",
    ),
    case(
        "claim-id",
        &[Replace(PAGE, "id = \"nowhere-page-c04\"", "id = \"nowhere-page\"")],
        PAGE,
        "id = \"nowhere-page\"\nsection",
    ),
    case(
        "claim-links",
        &[Replace(PAGE, "role = \"supports\"", "role = \"background\"")],
        PAGE,
        "verdict = \"supported-with-caveat\"",
    ),
    case(
        "claim-links",
        &[Replace(PAGE, "role = \"qualifies\"", "role = \"supports\"")],
        PAGE,
        "verdict = \"overstated\"",
    ),
    case(
        "claim-links",
        &[Replace(
            PAGE,
            "\"review-2023-older\", role = \"contradicts\"",
            "\"review-2023-older\", role = \"qualifies\"",
        )],
        PAGE,
        "verdict = \"contradicted\"",
    ),
    case("blurb-texts", &[Replace(DRAFT, "# Short", "# Shorter")], DRAFT, "# Shorter"),
    case("blurb-texts", &[Replace(DRAFT, "# Line\n", "Words.\n\n# Line\n")], DRAFT, "Words."),
    case("blurb-texts", &[Append(DRAFT, b"\n# Longest\n")], DRAFT, "# Longest"),
    // A text that is empty is told where it should begin.
    case(
        "blurb-texts",
        &[Replace(DRAFT, "In older people with nowhere pain, it is not clear if needling beats waiting.\n", "")],
        DRAFT,
        "# Short",
    ),
    case(
        "blurb-texts",
        &[Replace(DRAFT, "needling beats waiting", "needling *beats* waiting")],
        DRAFT,
        "In older people",
    ),
    case(
        "blurb-texts",
        &[Replace(DRAFT, "list. Nobody took", "list.\n\nNobody took")],
        DRAFT,
        "In older people with nowhere pain, it is not known",
    ),
    case(
        "blurb-stage",
        &[Replace(
            WITHDRAWN,
            "\n[withdrawn]\non = \"2026-02-03\"\nreason = \"It promised too much.\"\nreplaced-by = \"needling-effect\"\n",
            "",
        )],
        WITHDRAWN,
        "status =",
    ),
    case(
        "blurb-stage",
        &[Replace(
            DRAFT,
            "recorded = \"2026-01-05\"\n",
            "recorded = \"2026-01-05\"\n\n[withdrawn]\non = \"2026-02-03\"\nreason = \"None.\"\n",
        )],
        DRAFT,
        "[withdrawn]",
    ),
    case("blurb-stage", &[Replace(WITHDRAWN, "on = \"2026-02-03\"", "on = \"2025-02-03\"")], WITHDRAWN, "[withdrawn]"),
    // Nobody is sent to a text that is not given out.
    case(
        "blurb-stage",
        &[Replace(WITHDRAWN, "replaced-by = \"needling-effect\"", "replaced-by = \"needling-older\"")],
        WITHDRAWN,
        "replaced-by",
    ),
    case(
        "blurb-evidence",
        &[Replace(WITHDRAWN, "findings = [\"review-2023-sham\"]", "findings = []")],
        WITHDRAWN,
        "findings =",
    ),
    case("blurb-evidence", &[Replace(DRAFT, "good-to-know = [\"Nobody took part.\"]", "good-to-know = []")], DRAFT, "good-to-know ="),
    case("unchecked-status", &[Replace(REVIEW, "status = \"unchecked\"", "status = \"none\"")], REVIEW, "status = \"none\""),
    case(
        "good-to-know",
        &[Replace(DRAFT, "[\"Nobody took part.\"]", "[\"Nobody took part.\", \"Nobody was asked.\", \"Nobody came.\", \"Nobody knows.\"]")],
        DRAFT,
        "good-to-know =",
    ),
    case(
        "plain-words",
        &[Replace(REVIEW, "good-to-know = [\"Nobody took part.\"]", "good-to-know = [\"How many took part is not known to us.\"]")],
        REVIEW,
        "good-to-know = [\"How",
    ),
    case(
        "text-length",
        &[Replace(EFFECT, "Imaginary needling may ease nowhere pain a little more than a sham of it.", LONG_LINE)],
        EFFECT,
        "Imaginary needling may ease",
    ),
    case(
        "text-length",
        &[Replace(
            EFFECT,
            "For nowhere pain, imaginary needling may help a little more than a sham of it.",
            LONG_SHORT,
        )],
        EFFECT,
        "For nowhere pain",
    ),
    case("text-number", &[Replace(EFFECT, "0.64 points", "0.46 points")], EFFECT, "A review of nothing looked"),
    case("text-number", &[Replace(EFFECT, "At 7 weeks", "At nineteen weeks")], EFFECT, "A review of nothing looked"),
    case("text-number", &[Replace(EFFECT, "At 7 weeks", "At thirty-eight weeks")], EFFECT, "A review of nothing looked"),
    case("text-number", &[Replace(EFFECT, "there the gap", "for two thirds the gap")], EFFECT, "A review of nothing looked"),
    // Caveats and titles are printed, too.
    case(
        "text-number",
        &[Replace(EFFECT, "good-to-know = [\"Nobody", "good-to-know = [\"One in 14 took part. Nobody")],
        EFFECT,
        "good-to-know =",
    ),
    case("text-number", &[Replace(PAGE, "fell by 0.64", "fell by 0.46")], PAGE, "rewording = \"In a review"),
    case(
        "unverified-text",
        &[Replace(EFFECT, "So it probably helps a bit", "So it probably helps 37% a bit")],
        EFFECT,
        "A review of nothing looked",
    ),
    case(
        "unverified-text",
        &[Replace(PAGE, "pain fell by 0.64", "37% felt better, and pain fell by 0.64")],
        PAGE,
        "rewording = \"In a review",
    ),
    case(
        "unverified-text",
        &[Replace(EFFECT, "\"review-2023-care\"]", "\"review-2023-care\", \"nobody-2021-pain-sham\"]")],
        EFFECT,
        "findings =",
    ),
    case(
        "text-certainty",
        &[Replace(EFFECT, "needling may ease", "needling eases")],
        EFFECT,
        "Imaginary needling eases",
    ),
    // `No treatment` is a comparator, not a doubt.
    case(
        "text-certainty",
        &[Replace(
            EFFECT,
            "needling may ease nowhere pain a little more than a sham of it",
            "needling eases nowhere pain more than no treatment or a sham",
        )],
        EFFECT,
        "Imaginary needling eases",
    ),
    case(
        "text-certainty",
        &[Replace(
            DRAFT,
            "In older people with nowhere pain, it is not clear if needling beats waiting.",
            "It is unclear, but in older people with nowhere pain, needling probably does more than waiting.",
        )],
        DRAFT,
        "It is unclear, but",
    ),
    case(
        "text-certainty",
        &[Replace(
            DRAFT,
            "In older people with nowhere pain, it is not clear if needling beats waiting.",
            "In older people with nowhere pain, needling may do more than waiting.",
        )],
        DRAFT,
        "In older people with nowhere pain, needling may",
    ),
    case(
        "absolute-wording",
        &[Replace(EFFECT, "It probably helps more than made-up care.", "It has no side effects.")],
        EFFECT,
        "For nowhere pain",
    ),
    case(
        "absolute-wording",
        &[Replace(
            EFFECT,
            "title = \"Does imaginary needling help nowhere pain?\"",
            "title = \"A cure for nowhere pain\"",
        )],
        EFFECT,
        "title =",
    ),
    case(
        "absolute-wording",
        &[Replace(PAGE, "rewording = \"In a review", "rewording = \"It is proven. In a review")],
        PAGE,
        "rewording = \"It is proven",
    ),
    case(
        "text-population",
        &[Replace(EFFECT, "may ease nowhere pain", "may ease pain")],
        EFFECT,
        "Imaginary needling may ease pain",
    ),
    case(
        "text-population",
        &[Replace(
            DRAFT,
            "In older people with nowhere pain, it is not clear",
            "In people with nowhere pain, it is not clear",
        )],
        DRAFT,
        "In people with nowhere pain",
    ),
    case(
        "text-comparator",
        &[Replace(EFFECT, " a little more than a sham of it.\n\n# Short", " a little.\n\n# Short")],
        EFFECT,
        "Imaginary needling may ease",
    ),
    // One comparator will do for a line, all are named in the full text.
    case(
        "text-comparator",
        &[Replace(EFFECT, "scale than with a\nsham", "scale than without it")],
        EFFECT,
        "A review of nothing looked",
    ),
    // Of what was pooled, one kind alone is not what it was compared with.
    case(
        "text-comparator",
        &[Replace(
            REVIEW,
            "class = \"usual-care\"\ndescription = \"made-up care\"",
            "class = \"none\"\ndescription = \"Usual care or a waiting list, pooled.\"",
        )],
        EFFECT,
        "A review of nothing looked",
    ),
    case(
        "opposing-guidelines",
        &[Replace(ADVICE, "\"nowhere-2020-advice\", \"elsewhere-2024-advice\"", "\"nowhere-2020-advice\"")],
        ADVICE,
        "findings =",
    ),
    case(
        "opposing-guidelines",
        &[Replace(ADVICE, "and Elsewhere says no", "and others say no")],
        ADVICE,
        "For nowhere pain",
    ),
    case("text-currency", &[Replace(ADVICE, " That text has lapsed. The", " The")], ADVICE, "The Committee of Nowhere"),
    case("text-currency", &[Replace(ADVICE, "Nowhere (2020) says", "Nowhere says")], ADVICE, "For nowhere pain"),
    case(
        "reading-grade",
        &[Replace(
            DRAFT,
            "waiting list. Nobody took part",
            "waiting list. Nobody participated, notwithstanding considerable administrative encouragement and extraordinarily complicated questionnaires",
        )],
        DRAFT,
        "In older people with nowhere pain, it is not known",
    ),
    // Turns that people do not use, and notes on our own reading: in texts, rewordings and statements.
    case(
        "plain-words",
        &[Replace(EFFECT, "So it probably helps a bit.", "So it probably helps a bit, as printed.")],
        EFFECT,
        "A review of nothing looked",
    ),
    case(
        "plain-words",
        &[Replace(EFFECT, "So it probably helps a bit.", "So it probably helps. How much is not known to us.")],
        EFFECT,
        "A review of nothing looked",
    ),
    case("plain-words", &[Replace(EFFECT, "help nowhere pain?", "help, or set free, nowhere pain?")], EFFECT, "title ="),
    case(
        "plain-words",
        &[Replace(PAGE, "more with imaginary needling than", "of 10 more with imaginary needling than"), Replace(PAGE, "0.64 points of", "9 points of")],
        PAGE,
        "rewording = \"In a review",
    ),
    case(
        "plain-words",
        &[Replace(TRIAL, "lowered pain by 1.5 points more on a 10-point scale", "lowered pain by 1.5 points of 10 more")],
        TRIAL,
        "statement = \"In nobody with nowhere pain, imaginary needling lowered",
    ),
    case(
        "long-sentence",
        &[Replace(
            TRIAL,
            "made-up care after 6 months.",
            "made-up care after 6 months, and so it went on and on and on, from one day to the next and from one week to \
             the next, with no end to it in sight, and nobody ever knew what came of it all.",
        )],
        TRIAL,
        "statement = \"In nobody with nowhere pain, imaginary needling lowered",
    ),
    case(
        "telegram",
        &[Replace(EFFECT, "Imaginary needling may ease nowhere pain a", "Nowhere pain: needling may ease it a")],
        EFFECT,
        "Nowhere pain: needling",
    ),
    case("excluded-null", &[Replace(TRIAL, "ci = [-0.9, 0.5]", "ci = [-0.9, -0.1]")], TRIAL, "direction = \"no-diff"),
    case(
        "excluded-null",
        &[Replace(TRIAL, "measure = \"MD\"\nvalue = -0.2\nci = [-0.9, 0.5]", "measure = \"RR\"\nvalue = 1.2\nci = [1.1, 1.5]")],
        TRIAL,
        "direction = \"no-diff",
    ),
    // One comparison by the table, the next by the summary.
    case(
        "one-basis",
        &[
            Replace(REVIEW, "locator = \"not-reported\"", "locator = \"Table 2\""),
            Replace(REVIEW, "locator = \"not-reported\"", "locator = \"Plain-language summary\""),
        ],
        REVIEW,
        "locator = \"Plain",
    ),
    case(
        "rated-part",
        &[Replace(REVIEW, "good-to-know = [\"Nobody took part.\"]", "good-to-know = [\"The rating was read for the first week.\"]")],
        REVIEW,
        "certainty = { system",
    ),
    case(
        "single-study",
        &[Replace(TRIAL, "certainty = \"not-applicable\"", "certainty = \"not-reported\"")],
        TRIAL,
        "certainty = \"not-reported\"",
    ),
];

/// A copy of the fabricated corpus.
fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    copy(&root().join("tests/fixtures/lint"), folder.path());
    folder
}

fn apply(data: &Path, change: Change) {
    match change {
        Replace(file, from, to) => {
            let path = data.join(file);
            let text = fs::read_to_string(&path).expect("the file is text");
            assert!(text.contains(from), "{file} does not hold {from:?}: the case is out of date");
            fs::write(path, text.replacen(from, to, 1)).expect("the file can be written");
        }
        Append(file, bytes) => {
            let path = data.join(file);
            let mut content = fs::read(&path).unwrap_or_default();
            content.extend_from_slice(bytes);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
            fs::write(path, content).expect("the file can be written");
        }
        Folder(path) => fs::create_dir(data.join(path)).expect("the folder can be made"),
        Remove(file) => fs::remove_file(data.join(file)).expect("the file can be removed"),
    }
}

/// Everything the lint says.
fn diagnostics(data: &Path) -> Vec<Diagnostic> {
    match Corpus::load(data) {
        Ok(Loaded { warnings, .. }) => warnings,
        Err(LoadError::Faults(faults)) => faults,
        Err(other) => panic!("{other}"),
    }
}

fn load(data: &Path) -> Corpus {
    Corpus::load(data).expect("there is no fault").corpus
}

/// The line on which a text begins for the first time.
fn line_of(data: &Path, file: &str, text: &str) -> usize {
    if text.is_empty() {
        return 1;
    }
    let content = fs::read_to_string(data.join(file)).expect("the file is text");
    let at = content.find(text).unwrap_or_else(|| panic!("{file} does not hold {text:?}"));
    content[..at].matches('\n').count() + 1
}

#[test]
fn the_fabricated_corpus_is_clean() {
    assert_eq!(diagnostics(corpus().path()), []);
}

#[test]
fn every_rule_notices_its_fault_and_nothing_else() {
    let mut wrong = Vec::new();
    for Case { code, changes, file, at } in CASES {
        let data = corpus();
        for change in *changes {
            apply(data.path(), *change);
        }
        let expected = (*code, (*file).to_owned(), line_of(data.path(), file, at));
        let found = diagnostics(data.path());
        let places: Vec<_> = found.iter().map(|d| (d.code, d.file.clone(), d.line)).collect();
        if places != [expected.clone()] {
            wrong.push((expected, found));
        }
    }
    assert!(wrong.is_empty(), "expected, found: {wrong:#?}");
}

/// What is near a fault and is none.
#[test]
fn what_may_be_said_is_not_a_fault() {
    let allowed: &[&[Change]] = &[
        // A draft may hold what is still to be verified.
        &[
            Replace(DRAFT, "\"review-2023-older\"", "\"review-2023-older\", \"review-2023-sham\""),
            Replace(DRAFT, "a waiting list. Nobody", "a waiting list or a sham. Some say 37%. Nobody"),
        ],
        // 0.64 is 0.64 without its sign, and 987 people are 987 of the review.
        &[Replace(EFFECT, "At 7 weeks, pain", "Among 987 people, at 7 weeks, pain")],
        // What is denied is not promised.
        &[Replace(EFFECT, "Made-up usual care", "It is not proven and no cure. Made-up usual care")],
        // What a study found is told in the past, without a hedge.
        &[Replace(
            EFFECT,
            "needling may ease nowhere pain a little more",
            "needling eased nowhere pain more in a review",
        )],
        &[Replace(EFFECT, "needling may ease nowhere pain", "needling probably eases nowhere pain")],
        // Where the rationale says where it was read, a verdict needs no finding.
        &[
            Replace(PAGE, "role = \"qualifies\"", "role = \"background\""),
            Replace(
                PAGE,
                "verdict = \"overstated\"",
                "provenance = { sourced = [\"example.org/x\"] }\nverdict = \"overstated\"",
            ),
        ],
        // The authors' words may be followed, when the record says how they read the interval.
        &[
            Replace(TRIAL, "ci = [-0.9, 0.5]", "ci = [-0.9, -0.1]"),
            Replace(
                TRIAL,
                "direction = \"no-difference\"\nimportance = \"not-reported\"\ncertainty = \"not-applicable\"\ngood-to-know = []",
                "direction = \"no-difference\"\nimportance = \"not-reported\"\ncertainty = \"not-applicable\"\ngood-to-know = [\"The authors call it none, though the interval leaves none out.\"]",
            ),
        ],
        // A difference of one group from its own beginning compares nobody.
        &[Replace(
            TRIAL,
            "measure = \"MD\"\nvalue = -0.2\nci = [-0.9, 0.5]",
            "measure = \"change\"\narm = \"intervention\"\nvalue = -0.2\nci = [-0.3, -0.1]",
        )],
        // A summary may be followed beside a table, when the record says so.
        &[
            Replace(REVIEW, "locator = \"not-reported\"", "locator = \"Table 2\""),
            Replace(REVIEW, "locator = \"not-reported\"", "locator = \"Plain-language summary\""),
            Replace(
                REVIEW,
                "rating = \"moderate\" }\ngood-to-know = [\"Nobody took part.\"]",
                "rating = \"moderate\" }\ngood-to-know = [\"This follows the plain-language summary.\"]",
            ),
        ],
        // Words of a withdrawn text are kept as they were.
        &[Replace(WITHDRAWN, "77 of 77 people", "77 of 77 people, as printed,")],
        &[Replace(WITHDRAWN, "77 of 77 people", "88 of 88 people")],
    ];
    for changes in allowed {
        let data = corpus();
        for change in *changes {
            apply(data.path(), *change);
        }
        assert_eq!(diagnostics(data.path()), []);
    }
}

/// What the lint says of a corpus with the draft, after further changes: codes of errors, with the file.
fn errors_with_draft(changes: &[Change]) -> Vec<(&'static str, String)> {
    let data = corpus();
    apply(data.path(), Append(BEGUN, BEGUN_TEXT));
    for change in changes {
        apply(data.path(), *change);
    }
    let errors = diagnostics(data.path()).into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| (diagnostic.code, diagnostic.file)).collect()
}

#[test]
fn a_draft_is_told_what_it_lacks_and_is_not_served() {
    let data = corpus();
    let before = load(data.path());
    apply(data.path(), Append(BEGUN, BEGUN_TEXT));
    let Loaded { corpus: after, drafts, warnings } = Corpus::load(data.path()).expect("a draft is no error");
    assert_eq!(after.fingerprint(), before.fingerprint());
    assert!(after.source("begun-2024").is_none());
    assert_eq!(drafts.iter().map(|draft| draft.id.as_str()).collect::<Vec<_>>(), ["begun-2024"]);
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert_eq!(warning.message, "`begun-2024` is a draft, and not served");
    for missing in ["short-title", "design", "summary", "pico", "study", "editorial", "currency", "topics"] {
        assert!(warning.help.contains(missing), "{missing}: {}", warning.help);
    }
}

#[test]
fn a_draft_with_nothing_missing_says_so() {
    let data = corpus();
    apply(data.path(), Replace(UNFOUND, "id = ", "draft = true\nid = "));
    let warnings = diagnostics(data.path());
    let draft = warnings.iter().find(|warning| warning.code == "draft").expect("the draft is told");
    assert!(draft.help.contains("no field is missing"), "{}", draft.help);
    // Half a table is asked for by the field that lacks.
    let text = fs::read_to_string(data.path().join(UNFOUND)).expect("the file is text");
    let line = text.lines().find(|line| line.starts_with("comparator = ")).expect("there is a comparator").to_owned();
    fs::write(data.path().join(UNFOUND), text.replace(&line, "")).expect("the file can be written");
    let warnings = diagnostics(data.path());
    assert!(warnings.iter().any(|warning| warning.help.contains("still to add: pico.comparator;")), "{warnings:?}");
}

#[test]
fn a_draft_is_no_second_record_of_a_publication() {
    let in_draft = |code| vec![(code, BEGUN.to_owned())];
    let text = fs::read_to_string(root().join("tests/fixtures/lint").join(TRIAL)).expect("the file is text");
    let line = |field: &str| text.lines().find(|line| line.starts_with(field)).expect("the trial has it").to_owned();
    let doi = String::leak(line("DOI = "));
    let title = String::leak(format!("{}\nissued = \"{}\"", line("title = "), &line("issued = ")[10..14]));
    let renamed = Replace(BEGUN, "id = \"begun-2024\"", "id = \"begun\"");
    assert_eq!(errors_with_draft(&[renamed]), in_draft("id-file-name"));
    let same_doi = Replace(BEGUN, "DOI = \"10.5555/begun\"", doi);
    assert_eq!(errors_with_draft(&[same_doi]), in_draft("duplicate-identifier"));
    let retitled = Replace(BEGUN, "title = \"A Book of Nowhere\"\nissued = \"2024\"", title);
    // With a DOI of its own it is another publication of that name.
    assert_eq!(errors_with_draft(&[retitled]), []);
    let without_doi = Replace(BEGUN, "DOI = \"10.5555/begun\"\n", "");
    assert_eq!(errors_with_draft(&[retitled, without_doi]), in_draft("duplicate-title"));
}

#[test]
fn no_record_rests_on_a_draft() {
    const LINK: &[u8] = b"\n[[link]]\nrelation = \"same-study\"\nsource = \"begun-2024\"\n";
    let begin =
        Replace(TRIAL, "[provenance]", "[[link]]\nrelation = \"same-study\"\nsource = \"begun-2024\"\n\n[provenance]");
    assert_eq!(errors_with_draft(&[begin]), [("dangling-link", TRIAL.to_owned())]);
    // Drafts may name one another.
    let another = [
        Append("sources/second-2024.toml", BEGUN_TEXT),
        Replace("sources/second-2024.toml", "id = \"begun-2024\"", "id = \"second-2024\""),
        Replace("sources/second-2024.toml", "10.5555/begun", "10.5555/second"),
        Append("sources/second-2024.toml", LINK),
    ];
    assert_eq!(errors_with_draft(&another), []);
}

#[test]
fn every_rule_has_a_case() {
    let tested: BTreeSet<_> = CASES.iter().map(|case| case.code).collect();
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(tested, rules);
}

#[test]
fn warnings_do_not_keep_data_from_being_served() {
    for Case { code, changes, .. } in CASES {
        let data = corpus();
        for change in *changes {
            apply(data.path(), *change);
        }
        let severity = RULES.iter().find(|rule| rule.code == *code).map(|rule| rule.severity);
        assert_eq!(Corpus::load(data.path()).is_ok(), severity == Some(Severity::Warning), "{code}");
    }
}

#[test]
fn all_faults_of_all_files_are_told_at_once_and_in_order() {
    let data = corpus();
    for change in [
        Replace(NEEDLING, "kind = \"intervention\"", "kind = \"interventoin\""),
        Replace(TRIAL, "weeks = 6", "weeks = 0"),
        Replace(TRIAL, "design = \"rct\"", "design = \"rtc\""),
        Replace(TRIAL, "[-2.5, -0.5]", "[-0.5, -2.5]"),
        Replace(GUIDELINE, "stance = \"for\"", "stance = \"fro\""),
        Replace(UNFOUND, "topics = [\"nowhere-pain\"]", "topics = []"),
        Append("sources/a.txt", b""),
    ] {
        apply(data.path(), change);
    }
    let found = diagnostics(data.path());
    let told: Vec<_> = found.iter().map(|d| (d.file.as_str(), d.code)).collect();
    assert_eq!(
        told,
        [
            ("sources/a.txt", "stray-file"),
            (TRIAL, "unknown-word"),
            (TRIAL, "bad-number"),
            (TRIAL, "interval-order"),
            (GUIDELINE, "unknown-word"),
            (UNFOUND, "no-topic"),
            (NEEDLING, "unknown-word"),
        ]
    );
    assert!(found.is_sorted_by_key(|d| (&d.file, d.line, d.column)));
    assert!(found.iter().all(|d| !d.message.is_empty() && !d.help.is_empty()));
}

#[test]
fn the_summary_of_faults_names_an_error_not_a_warning() {
    let data = corpus();
    apply(data.path(), Append("sources/a.txt", b""));
    apply(data.path(), Replace(TRIAL, "weeks = 6", "weeks = 0"));
    let error = Corpus::load(data.path()).expect_err("there is a fault");
    let text = error.to_string();
    assert!(text.starts_with("the data has a fault") && text.contains("bad-number"), "{text}");
}

#[test]
fn columns_count_characters() {
    let data = corpus();
    // é and 😀 are two and four bytes, and one character each.
    apply(
        data.path(),
        Replace(TRIAL, "sessions = { min = 4, max = 8 }", "sessions = { \"é😀\" = 1, min = 4, max = 0 }"),
    );
    let found: Vec<_> = diagnostics(data.path()).into_iter().map(|d| (d.code, d.column)).collect();
    assert_eq!(found, [("unknown-field", 14), ("bad-number", 39)]);
}

#[test]
fn line_ends_byte_order_marks_and_editor_files_change_nothing() {
    let plain = corpus();
    let fingerprint = load(plain.path()).fingerprint();

    let windows = corpus();
    for file in [GUIDELINE, TRIAL, PAIN, PAGE, WORDS, EFFECT, CORRECTIONS] {
        let path = windows.path().join(file);
        let text = fs::read_to_string(&path).expect("the file is text").replace('\n', "\r\n");
        fs::write(path, format!("\u{feff}{text}")).expect("the file can be written");
    }
    fs::write(windows.path().join("sources/.nowhere-2020.toml.swp"), b"\xff").expect("the file can be written");
    fs::write(windows.path().join("sources/nowhere-2020.toml~"), b"\xff").expect("the file can be written");
    assert_eq!(diagnostics(windows.path()), []);
    let corpus = load(windows.path());
    assert_eq!(corpus.fingerprint(), fingerprint);
    assert_eq!(corpus.source("nowhere-2020"), load(plain.path()).source("nowhere-2020"));
}

#[test]
fn the_order_in_which_files_were_made_changes_nothing() {
    let plain = corpus();
    let again = tempfile::tempdir().expect("a folder");
    fs::copy(plain.path().join(COLLECTION), again.path().join(COLLECTION)).expect("the file can be copied");
    for folder in ["topics", "changes", "blurbs", "pages", "sources"] {
        fs::create_dir(again.path().join(folder)).expect("a folder");
        let mut names: Vec<_> = fs::read_dir(plain.path().join(folder))
            .expect("the folder can be read")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        for name in names {
            let (from, to) = (plain.path().join(folder).join(&name), again.path().join(folder).join(&name));
            fs::copy(from, to).expect("the file can be copied");
        }
    }
    let (a, b) = (load(plain.path()), load(again.path()));
    assert_eq!(a.fingerprint(), b.fingerprint());
    let ids = |corpus: &Corpus| corpus.records().map(|record| record.id().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&a), ids(&b));
}

#[test]
fn another_text_is_another_fingerprint() {
    let plain = load(corpus().path()).fingerprint();
    let changed = corpus();
    apply(changed.path(), Replace(PAIN, "A pain that nobody has", "A pain that no one has"));
    assert_ne!(load(changed.path()).fingerprint(), plain);
    // The same bytes under another name are other data, too.
    let renamed = corpus();
    fs::remove_file(renamed.path().join(CORRECTIONS)).expect("the file can be removed");
    assert_ne!(load(renamed.path()).fingerprint(), plain);
}

/// A collection replaces an entry of the program by its id, takes one away, and adds one.
#[test]
fn a_collection_has_words_of_its_own() {
    let says = |folder: &Path, text: &'static str| {
        apply(folder, Replace(EFFECT, "may ease", text));
        diagnostics(folder).iter().any(|fault| fault.code == "absolute-wording")
    };
    let plain = || corpus();
    assert!(says(plain().path(), "cures, may ease"));
    assert!(!says(plain().path(), "unlocks, may ease"));
    let own = |text: &'static [u8]| {
        let folder = corpus();
        apply(folder.path(), Append(LEXICON, text));
        folder
    };
    let replaced = b"[[entry]]\nid = \"cure\"\ncue = \"promise\"\nphrases = [\"unlocks\"]\n";
    assert!(says(own(replaced).path(), "unlocks, may ease"));
    assert!(!says(own(replaced).path(), "cures, may ease"));
    let taken_away = b"[[entry]]\nid = \"cure\"\ncue = \"promise\"\nphrases = []\n";
    assert!(!says(own(taken_away).path(), "cures, may ease"));
    let added = b"[[entry]]\nid = \"unlock\"\ncue = \"promise\"\nphrases = [\"unlock*\"]\n";
    assert!(says(own(added).path(), "unlocking, may ease"));
    assert!(says(own(added).path(), "cures, may ease"));
    // How numbers are read belongs to the program: a file of that name is no fault, and changes nothing.
    let reading = corpus();
    apply(reading.path(), Append("lexicon/en/numbers.toml", b"[words]\none = 1\n"));
    assert_eq!(diagnostics(reading.path()), []);
}

/// What a draft is warned of, a text of ours may not say either.
#[test]
fn our_own_texts_promise_no_more_than_drafts_may() {
    for wording in [
        "It is a breakthrough and a dramatic, powerful gold standard.",
        "It is completely harmless.",
        "Nothing can go wrong.",
        "There are no adverse effects.",
        "Undeniably it works.",
    ] {
        let folder = corpus();
        let path = folder.path().join(EFFECT);
        let text = fs::read_to_string(&path).expect("the file can be read");
        fs::write(&path, format!("{}\n{wording}\n", text.trim_end())).expect("the file can be written");
        let faults = diagnostics(folder.path());
        assert!(faults.iter().any(|fault| fault.code == "absolute-wording"), "{wording}: {faults:?}");
    }
}

#[test]
fn a_collection_says_what_it_is_and_what_it_leaves_out_is_not_stated() {
    let data = corpus();
    let plain = load(data.path());
    assert_eq!(plain.collection().title.to_string(), "The Nowhere Collection");
    assert_eq!(plain.collection().publisher.to_string(), "not stated");
    apply(data.path(), Append(COLLECTION, b"contact = \"\"\npublisher = \"Nowhere Press\"\n"));
    let said = load(data.path());
    assert_eq!(said.collection().contact.value(), None);
    assert_eq!(said.collection().publisher.value(), Some("Nowhere Press"));
    // Pages show it: other words are another version of the data.
    assert_ne!(said.fingerprint(), plain.fingerprint());
}

#[test]
fn a_folder_without_records_says_what_is_expected() {
    let empty = tempfile::tempdir().expect("a folder");
    assert!(matches!(Corpus::load(empty.path()), Err(LoadError::Empty { .. })));
    assert!(matches!(Corpus::load(&empty.path().join("none")), Err(LoadError::Folder { .. })));
}
