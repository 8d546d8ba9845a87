//! A fabricated collection of any size, for what grows with the records: sources with findings that refer to one another,
//! topics in a tree, texts, audited pages and corrections. It lints without a fault.
//!
//! Nothing is drawn at random: a record depends on its number alone, so that a small collection is the beginning of a
//! large one, byte for byte. Words are made of syllables and follow Zipf's law, as words and topics of real
//! collections do; each new source brings new ones.

use std::{
    fmt::{self, Write as _},
    fs, io,
    path::Path,
};

use evidence::domain::collection::FORMAT;

/// Records that every collection has, for who asks about one of each. All belong to the first source.
#[derive(Clone, Debug)]
pub struct Known {
    pub source: String,
    pub doi: String,
    /// What the source calls itself, as a text would.
    pub title: String,
    pub finding: String,
    /// The condition that most sources are about.
    pub condition: Topic,
    /// The treatment that most sources are about.
    pub treatment: Topic,
    pub blurb: String,
    pub page: String,
    pub claim: String,
}

/// The records that [`write()`] writes whatever the size.
pub fn known() -> Known {
    let source = Source::of(0);
    Known {
        doi: source.doi(),
        title: source.short_title(),
        finding: source.finding(0),
        source: source.id,
        condition: condition(source.condition),
        treatment: intervention(source.intervention),
        blurb: blurb_id(0),
        page: page_id(0),
        claim: format!("{}-c01", page_id(0)),
    }
}

/// Writes a collection of this many sources into a folder, which must be empty.
///
/// # Errors
/// When a file cannot be written.
pub fn write(data: &Path, sources: usize) -> io::Result<()> {
    for folder in ["sources", "topics", "pages", "blurbs", "changes"] {
        fs::create_dir_all(data.join(folder))?;
    }
    fs::write(
        data.join("collection.toml"),
        format!("format = {FORMAT}\ntitle = \"A collection of {sources} sources\"\n"),
    )?;
    let put = |folder: &str, id: &str, ending: &str, text: String| {
        fs::write(data.join(folder).join(format!("{id}.{ending}")), text)
    };
    let most = topics_at(sources);
    let outcomes = (0..outcomes_at(sources)).map(outcome);
    for topic in (0..most).map(condition).chain((0..most).map(intervention)).chain(outcomes) {
        put("topics", &topic.id, "toml", topic.file())?;
    }
    let mut corrections = String::new();
    for i in 0..sources {
        let mut source = Source::of(i);
        let file = source.file();
        put("sources", &source.id, "toml", file)?;
        if i.is_multiple_of(10) {
            corrections.push_str(&correction(&source));
        }
        if i.is_multiple_of(20) {
            put("blurbs", &blurb_id(i), "md", blurb(&source))?;
        }
        if i.is_multiple_of(50) {
            let (record, words) = page(i);
            put("pages", &page_id(i), "toml", record)?;
            put("pages", &page_id(i), "txt", words)?;
        }
    }
    put("changes", "2026", "toml", corrections)
}

/// Two letters each, so that no two rows of syllables are one word.
const CONSONANTS: [&str; 14] = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "v", "z"];
const VOWELS: [&str; 4] = ["a", "e", "o", "u"];
const SYLLABLES: usize = CONSONANTS.len() * VOWELS.len();

/// What stands in every text, before the made-up words.
const COMMON: [&str; 24] = [
    "the",
    "of",
    "and",
    "in",
    "with",
    "to",
    "adults",
    "weeks",
    "group",
    "trial",
    "was",
    "were",
    "for",
    "than",
    "people",
    "after",
    "difference",
    "between",
    "treatment",
    "at",
    "more",
    "outcome",
    "results",
    "reported",
];

/// The word of this rank, the most frequent first.
pub fn word(rank: usize) -> String {
    if let Some(common) = COMMON.get(rank) {
        return (*common).to_owned();
    }
    let mut word = String::new();
    // At least three, so that none is a word by chance.
    let mut rest = rank - COMMON.len() + SYLLABLES * SYLLABLES;
    while rest > 0 {
        word.push_str(CONSONANTS[rest % SYLLABLES / VOWELS.len()]);
        word.push_str(VOWELS[rest % VOWELS.len()]);
        rest /= SYLLABLES;
    }
    word
}

/// A made-up word with a capital; different numbers, different names.
fn name(number: usize) -> String {
    capitalised(&word(COMMON.len() + number))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Numbers that follow from a seed and look like chance.
struct Dice(u64);

impl Dice {
    /// The next number below `most`, all equally often. The mixing is that of `SplitMix64`.
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }

    /// The next number below `most`, each `n`th as often as one in `n`: Zipf's law.
    fn zipf(&mut self, most: usize) -> usize {
        let share = self.below(1 << 30) as f64 / f64::from(1 << 30);
        ((most as f64).powf(share) as usize).clamp(1, most.max(1)) - 1
    }

    fn words(&mut self, count: usize, vocabulary: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| word(self.zipf(vocabulary))).collect();
        words.join(" ")
    }

    /// Sentences of 8 to 19 words.
    fn sentences(&mut self, count: usize, vocabulary: usize) -> String {
        let sentences: Vec<String> = (0..count)
            .map(|_| {
                let length = 8 + self.below(12);
                let number = if self.below(3) == 0 { format!(" {}", 10 + self.below(4000)) } else { String::new() };
                format!("{}{number}.", capitalised(&self.words(length, vocabulary)))
            })
            .collect();
        sentences.join(" ")
    }
}

/// Conditions there are when there are this many sources, and as many treatments.
fn topics_at(sources: usize) -> usize {
    6 + sources / 25
}

fn outcomes_at(sources: usize) -> usize {
    4 + sources / 50
}

/// A concept.
#[derive(Clone, Debug)]
pub struct Topic {
    pub id: String,
    pub label: String,
    kind: &'static str,
    /// Names of professionals and of patients.
    names: [String; 2],
    broader: Option<String>,
}

fn condition(number: usize) -> Topic {
    let of = |number| format!("ache-of-{}", word(COMMON.len() + number));
    let name = name(number);
    Topic {
        id: of(number),
        kind: "condition",
        label: format!("Ache of {name}"),
        names: [format!("{name} syndrome"), format!("sore {name}")],
        broader: (number > 2).then(|| of(number / 3)),
    }
}

fn intervention(number: usize) -> Topic {
    let of = |number| format!("{}-therapy", word(COMMON.len() + number));
    let name = name(number);
    Topic {
        id: of(number),
        kind: "intervention",
        label: format!("{name} therapy"),
        names: [format!("{name} technique"), format!("{name} remedy")],
        broader: (number > 2).then(|| of(number / 3)),
    }
}

fn outcome(number: usize) -> Topic {
    let name = name(number);
    Topic {
        id: format!("{}-score", word(COMMON.len() + number)),
        kind: "outcome",
        label: format!("{name} score"),
        names: [format!("{name} scale"), format!("{name} tally")],
        broader: None,
    }
}

impl Topic {
    fn file(&self) -> String {
        let Self { id, kind, label, names: [technical, lay], broader } = self;
        let broader = broader.iter().map(|id| format!("{id:?}")).collect::<String>();
        format!(
            "id = \"{id}\"\nkind = \"{kind}\"\nlabel = \"{label}\"\ndescription = \"Fabricated, for measuring.\"\nrecorded = \
             \"2026-01-02\"\ntechnical = [\"{technical}\"]\nlay = [\"{lay}\"]\nbroader = [{broader}]\n"
        )
    }
}

/// What of a source others refer to.
struct Source {
    number: usize,
    id: String,
    family: String,
    year: usize,
    /// Guidelines recommend, others have effects.
    is_guideline: bool,
    condition: usize,
    intervention: usize,
    findings: usize,
    dice: Dice,
}

impl Source {
    fn of(number: usize) -> Self {
        let mut dice = Dice(number as u64);
        let topics = topics_at(number);
        let family = name(100 + dice.zipf(400 + number));
        let year = 1985 + dice.below(40);
        Self {
            number,
            id: format!("{}-{year}-{number}", family.to_lowercase()),
            family,
            year,
            is_guideline: number % 20 == 19,
            condition: if number == 0 { 0 } else { dice.zipf(topics) },
            intervention: if number == 0 { 0 } else { dice.zipf(topics) },
            findings: 1 + dice.below(4),
            dice,
        }
    }

    fn short_title(&self) -> String {
        format!("{} trial {}", self.family, self.number)
    }

    fn doi(&self) -> String {
        format!("10.5555/fabricated.{}.{}", self.year, self.number)
    }

    fn finding(&self, place: usize) -> String {
        format!("{}-f{place}", self.id)
    }

    fn participants(&self) -> usize {
        20 + self.number * 37 % 4000
    }

    fn file(&mut self) -> String {
        let mut file = String::new();
        // Writing into text does not fail.
        let _ = self.publication(&mut file);
        for place in 0..self.findings {
            let _ = self.result(place, &mut file);
        }
        file
    }

    fn publication(&mut self, file: &mut String) -> fmt::Result {
        let vocabulary = 2000 + 4 * self.number;
        let (id, family, year, number) = (&self.id, &self.family, self.year, self.number);
        let (condition, intervention) = (condition(self.condition), intervention(self.intervention));
        let dice = &mut self.dice;
        let authors: Vec<String> = (0..1 + dice.below(6))
            .map(|_| format!("{{ family = \"{}\", given = \"{}\" }}", name(100 + dice.zipf(600)), name(dice.below(90))))
            .collect();
        let authors = authors.join(", ");
        let title = capitalised(&dice.words(9, vocabulary));
        let journal = dice.zipf(80);
        let page = 1 + dice.below(900);
        writeln!(
            file,
            "# Fabricated: nobody wrote this, nothing of it is true.
id = \"{id}\"
short-title = \"{}\"
also-known-as = [\"the {}-person study number {number}\"]
recorded = \"2026-01-{:02}\"
title = \"{title} {number}\"
issued = \"{year}-{:02}\"
language = \"en\"
DOI = \"{}\"",
            format_args!("{family} trial {number}"),
            20 + number * 37 % 4000,
            1 + number % 28,
            1 + number % 12,
            format_args!("10.5555/fabricated.{year}.{number}"),
        )?;
        if self.is_guideline {
            writeln!(
                file,
                "type = \"report\"\nauthor = [{{ literal = \"{family} College of Nowhere\" }}]\npublisher = \"{family} College of \
                 Nowhere\"\ndesign = \"guideline\"\nlevel = \"not-applicable\""
            )?;
        } else {
            let design = ["rct", "pragmatic-rct", "cohort", "rct"][number % 4];
            writeln!(
                file,
                "type = \"article-journal\"\nauthor = [{{ family = \"{family}\", given = \"Nemo\" }}, {authors}]\ncontainer-title = \
                 \"Journal of Fabricated {} Results\"\nvolume = \"{}\"\npage = \"{page}-{}\"\ndesign = \"{design}\"\nlevel = \"2\"",
                name(journal),
                1 + number % 60,
                page + 9,
            )?;
        }
        writeln!(
            file,
            "topics = [\"{}\", \"{}\"]
summary = \"{}\"
conclusion = \"{}\"
funding = \"not-reported\"
conflicts = \"not-reported\"
licence = \"not-reported\"
limitations = [\"{}\"]
",
            condition.id,
            intervention.id,
            dice.sentences(4, vocabulary),
            dice.sentences(1, vocabulary),
            dice.sentences(1, vocabulary),
        )?;
        // Every fifth refers to one before it.
        if number % 5 == 4 {
            writeln!(file, "[[link]]\nrelation = \"companion\"\nsource = \"{}\"\n", Self::of(number / 2).id)?;
        }
        let (status, rule) = match (number % 40, self.is_guideline) {
            (7, _) => (
                "status = \"retracted\"\nnotice = \"10.5555/fabricated.notice\"\nnoticed = \"2026-02\"\nnote = \"It never took \
                 place.\"",
                String::from("rule = \"does-not-lapse\""),
            ),
            (_, true) => (
                "status = \"none\"",
                format!("rule = \"lapses-after\"\nyears = 5\nissuer = \"{family} College of Nowhere\""),
            ),
            (_, false) => ("status = \"none\"", String::from("rule = \"does-not-lapse\"")),
        };
        writeln!(
            file,
            "[pico]
population = \"adults with {}\"
intervention = \"{}\"
comparator = \"sham therapy\"
outcome = \"{}\"

[study]
sample = {{ value = {}, unit = \"participants\" }}
studies = \"not-applicable\"
age-min = 18
age-max = \"not-reported\"
searched-through = \"not-applicable\"
enrolled = \"not-reported\"
setting = \"Nowhere\"

[editorial]
{status}
checked = \"2026-03-02\"

[currency]
{rule}
review-due = \"not-reported\"

[provenance]
sourced = [\"https://example.org/{id}\"]",
            condition.label,
            intervention.label,
            dice.words(5, vocabulary),
            20 + number * 37 % 4000,
        )
    }

    fn result(&mut self, place: usize, file: &mut String) -> fmt::Result {
        let id = self.finding(place);
        let vocabulary = 2000 + 4 * self.number;
        let (condition, intervention) = (condition(self.condition), intervention(self.intervention));
        let people = self.participants();
        let weeks = 2 + 2 * self.dice.below(12);
        let tenths = self.dice.below(90);
        // The first of every source but the first is qualified by that of an earlier one.
        let qualifier = if place == 0 && self.number > 0 {
            format!("{:?}", Self::of(self.number / 2).finding(0))
        } else {
            String::new()
        };
        writeln!(
            file,
            "
[[finding]]
id = \"{id}\"
topics = [\"{0}\", \"{1}\"]
good-to-know = [\"{2}\"]
qualified-by = [{qualifier}]
locator = \"table {place}\"
population = {{ description = \"adults with {3}\", topics = [\"{0}\"], duration = [\"chronic\"], age-min = 18, age-max = \
             \"not-reported\" }}
intervention = {{ description = \"{4}\", topics = [\"{1}\"], sessions = {{ min = 6, max = 12 }}, weeks = {weeks} }}
comparator = {{ class = \"sham\", description = \"sham therapy\", topics = [] }}
provenance = {{ sourced = [\"https://example.org/{id}\"] }}
certainty = {{ system = \"grade\", rating = \"low\" }}",
            condition.id,
            intervention.id,
            self.dice.sentences(1, vocabulary),
            condition.label,
            intervention.label,
        )?;
        if self.is_guideline {
            return writeln!(
                file,
                "kind = \"recommendation\"
statement = \"The {} College of Nowhere suggests {} for adults with {}, number {place}.\"
stance = \"for\"
strength = \"weak\"
alternatives = []
conditions = []",
                self.family, intervention.label, condition.label,
            );
        }
        let outcome = outcome(self.dice.zipf(outcomes_at(self.number)));
        writeln!(
            file,
            "kind = \"effect\"
statement = \"In {people} adults with {}, {} lowered the {} by {}.{} points more than sham at {weeks} weeks.\"
time = {{ at = \"{weeks} weeks\", origin = \"randomization\" }}
sample = {{ value = {people}, unit = \"participants\" }}
studies = \"not-applicable\"
direction = \"favours-intervention\"
importance = \"not-reported\"
outcome = {{ name = \"{}\", topic = \"{}\", instrument = \"not-applicable\", scale = {{ min = 0, max = 100 }}, better = \"lower\" }}

[[finding.estimate]]
measure = \"MD\"
value = -{}.{}
ci = [-{}.5, -0.5]",
            condition.label,
            intervention.label,
            outcome.label,
            1 + tenths / 10,
            tenths % 10,
            self.dice.words(4, vocabulary),
            outcome.id,
            1 + tenths / 10,
            tenths % 10,
            3 + tenths / 10,
        )
    }
}

fn correction(source: &Source) -> String {
    let Source { id, number, .. } = source;
    format!(
        "[[change]]\non = \"2026-02-{:02}\"\nrecord = \"source\"\nid = \"{id}\"\nfield = \"/volume\"\nbefore = \"{number}\"\nafter = \
         \"{}\"\nwhy = \"A digit was read upside down.\"\n\n",
        1 + number % 28,
        1 + number % 60,
    )
}

fn blurb_id(number: usize) -> String {
    format!("question-{number}")
}

/// A text on the first finding of a source, which is no guideline.
fn blurb(source: &Source) -> String {
    let Source { number, .. } = source;
    let (condition, intervention) = (condition(source.condition), intervention(source.intervention));
    let text = format!(
        "In a trial, adults with {} had lower scores with {} than with sham.",
        condition.label, intervention.label
    );
    format!(
        "+++
id = \"{}\"
title = \"Does {} help {}?\"
topic = \"{}\"
topics = [\"{}\"]
aspect = \"effectiveness\"
status = \"live\"
findings = [\"{}\"]
good-to-know = [\"Fabricated.\"]
reviewed = \"2026-01-{:02}\"
review-due = \"2099-01-01\"
valid-until = \"2099-12-31\"
recorded = \"2026-01-{:02}\"
+++

# Line

{text}

# Short

{text} It is not known how long this holds.

# Full

{text} It is not known how long this holds. No one has looked since.
",
        blurb_id(*number),
        intervention.label,
        condition.label,
        condition.id,
        intervention.id,
        source.finding(0),
        1 + number % 28,
        1 + number % 28,
    )
}

fn page_id(number: usize) -> String {
    format!("page-{number}")
}

/// An audited page with a claim on each of six sources, and its words.
fn page(number: usize) -> (String, String) {
    let sources: Vec<Source> = (0..6).map(|i| Source::of(number / 50 * 7 + i * number / 6)).collect();
    let cited: Vec<String> = sources.iter().map(|source| format!("{:?}", source.id)).collect();
    let mut cited_once = cited;
    cited_once.dedup();
    let id = page_id(number);
    let mut words = format!("The Clinic of Nowhere, page {number}\n");
    let mut record = format!(
        "# Fabricated.
id = \"{id}\"
title = \"The Clinic of Nowhere, page {number}\"
publisher = \"Clinic of Nowhere\"
cites = [{}]
audited = \"2026-01-20\"
recorded = \"2026-01-20\"
note = \"Fabricated.\"
",
        cited_once.join(", "),
    );
    for (i, source) in sources.iter().enumerate() {
        let (condition, intervention) = (condition(source.condition), intervention(source.intervention));
        let quote = format!("{} takes away {} in days", intervention.label, condition.label);
        let _ = writeln!(words, "{quote}, we say.");
        let _ = write!(
            record,
            "
[[claim]]
id = \"{id}-c{:02}\"
section = \"Introduction\"
line = {}
quote = \"{quote}\"
topics = [\"{}\", \"{}\"]
kind = \"effectiveness\"
form = \"stated\"
verdict = \"overstated\"
rationale = \"Nobody lost the ache.\"
rewording = \"not-applicable\"
links = [{{ finding = \"{}\", role = \"qualifies\" }}]
",
            i + 1,
            i + 2,
            condition.id,
            intervention.id,
            source.finding(0),
        );
    }
    (record, words)
}
