//! The word lists of the language, `data/lexicon/en/*.toml`, read once from what was built into the program.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    hash::Hash,
    sync::LazyLock,
};

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    number::{Counted, Qualifier},
    question::QUESTIONS,
};

const NUMBERS: (&str, &str) = ("numbers.toml", include_str!("../../data/lexicon/en/numbers.toml"));
const UNITS: (&str, &str) = ("units.toml", include_str!("../../data/lexicon/en/units.toml"));
const ABBREVIATIONS: (&str, &str) = ("abbreviations.toml", include_str!("../../data/lexicon/en/abbreviations.toml"));
const STOPWORDS: (&str, &str) = ("stopwords.toml", include_str!("../../data/lexicon/en/stopwords.toml"));
const SPELLING: (&str, &str) = ("spelling.toml", include_str!("../../data/lexicon/en/spelling.toml"));

/// The files below `data/lexicon/en` that say how texts are read. They hold lists of words, no phrases with a meaning.
pub const FILES: [&str; 6] = [NUMBERS.0, UNITS.0, ABBREVIATIONS.0, STOPWORDS.0, SPELLING.0, QUESTIONS.0];

/// A word list that cannot be read: where and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconError {
    /// Name of the file below `data/lexicon/en`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for LexiconError {}

/// Reads a word list.
///
/// # Errors
///
/// What TOML or the type `T` does not allow, with the line.
pub fn read_list<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = 1 + text.get(..start).unwrap_or_default().matches('\n').count();
        LexiconError { file: file.to_owned(), line, message: error.message().to_owned() }
    })
}

/// Phrases with what each stands for, found in a row of words; the longest counts.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    entries: HashMap<String, T>,
    /// Words of the longest phrase.
    longest: usize,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { entries: HashMap::new(), longest: 0 }
    }
}

impl<T: Copy> Phrases<T> {
    /// Phrases of words with one blank between.
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut phrases = Self::default();
        for (phrase, value) in entries {
            phrases.longest = phrases.longest.max(phrase.split(' ').count());
            phrases.entries.insert(phrase.to_owned(), value);
        }
        phrases
    }

    /// What the phrase stands for.
    pub fn get(&self, phrase: &str) -> Option<T> {
        self.entries.get(phrase).copied()
    }

    /// The longest phrase that begins with the first of `words`, and how many of them it has. `word(n)` is the n-th word,
    /// empty where there is none.
    pub fn at<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(usize, T)> {
        let mut phrase = String::new();
        let mut found = None;
        for n in 0..self.longest {
            let next = word(n);
            if next.is_empty() {
                break;
            }
            if n > 0 {
                phrase.push(' ');
            }
            phrase.push_str(next);
            if let Some(value) = self.entries.get(&phrase) {
                found = Some((n + 1, *value));
            }
        }
        found
    }

    /// The longest phrase that ends with the last of the words before a place. `word(n)` is the n-th word backwards.
    pub fn before<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(usize, T)> {
        let mut phrase = String::new();
        let mut found = None;
        for n in 0..self.longest {
            let next = word(n);
            if next.is_empty() {
                break;
            }
            phrase = if n == 0 { next.to_owned() } else { format!("{next} {phrase}") };
            if let Some(value) = self.entries.get(&phrase) {
                found = Some((n + 1, *value));
            }
        }
        found
    }
}

/// All word lists.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) numbers: Numbers,
    pub(super) units: Units,
    pub(super) abbreviations: Abbreviations,
    pub(super) spelling: Spelling,
    pub(super) stopwords: WordList,
}

/// The word lists that ship with the program.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read().expect("a test reads the word lists that are built in"));
    &LEXICON
}

impl Lexicon {
    fn read() -> Result<Self, LexiconError> {
        let (numbers, units) = (read_list(NUMBERS.0, NUMBERS.1)?, read_list(UNITS.0, UNITS.1)?);
        Ok(Self {
            numbers: Numbers::of(numbers),
            units: Units::of(units),
            abbreviations: read_list(ABBREVIATIONS.0, ABBREVIATIONS.1)?,
            spelling: read_list(SPELLING.0, SPELLING.1)?,
            stopwords: read_list(STOPWORDS.0, STOPWORDS.1)?,
        })
    }
}

type Words = HashSet<String>;
type Values = HashMap<String, f64>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NumbersFile {
    cardinals: Values,
    scales: Values,
    money_scales: Values,
    ordinals: Values,
    parts: Values,
    decades: Values,
    times: Values,
    multiples: Values,
    multiple_adjectives: Values,
    prescriptions: Values,
    months: HashMap<String, u8>,
    counts: HashMap<Counted, Vec<String>>,
    people: PeopleFile,
    stops: WordList,
    labels: HashMap<Label, Vec<String>>,
    qualifiers: QualifiersFile,
    verbs: VerbsFile,
    age: AgeFile,
    years: YearsFile,
    names: NamesFile,
    idioms: IdiomsFile,
    joints: JointsFile,
    near: HashMap<Near, Words>,
}

/// A list of words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordList {
    pub(super) words: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QualifiersFile {
    before: HashMap<Qualifier, Vec<String>>,
    signs: HashMap<Qualifier, Vec<char>>,
    after: HashMap<Qualifier, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbsFile {
    change: Words,
    range: Words,
    movement: Words,
}

/// Words around an age.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgeFile {
    pub(super) before: Words,
    pub(super) between: Words,
    pub(super) after: Words,
    pub(super) joint: Words,
    pub(super) comparison: Words,
}

/// Words around a year of the calendar.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearsFile {
    pub(super) before: Words,
    pub(super) after: Words,
    pub(super) eras: Words,
}

/// What makes a figure a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NamesFile {
    pub(super) before: Words,
    pub(super) also_words: Words,
    pub(super) gatherings: Words,
    pub(super) with_decimals: Words,
    pub(super) codes: Words,
    pub(super) streets: Words,
    pub(super) prefixes: Words,
}

/// Nouns of people told by their endings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    endings: Vec<String>,
    except: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdiomsFile {
    phrases: Vec<String>,
    figures: Words,
    pronoun: Words,
}

/// Words between numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JointsFile {
    /// Between the name of an interval and its ends.
    pub(super) interval: Words,
    pub(super) range: Words,
    pub(super) list: Words,
    pub(super) determiners: Words,
}

/// What a label before a figure announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Label {
    P,
    Estimate,
    Statistic,
    Effect,
    Centre,
    Interval,
    Quartiles,
    Range,
    Sample,
    Studies,
    Alpha,
    SpreadSd,
    SpreadSe,
    Confidence,
}

/// Where words near a number stand that decide what it is; the lists say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Near {
    Until,
    ClockBefore,
    PeopleBefore,
    RatioWords,
    Possessives,
    LabelJoints,
    Determiners,
    Centres,
    AgeComparatives,
    RestBefore,
    StoppedQualifiers,
    MoreThanOver,
    YearAfter,
    YearAfterCounted,
    Published,
    Lost,
    Kept,
    Dropout,
    AfterFigureHyphen,
    BeforePronoun,
    ScaleAfterPoints,
    ScaleAfterUnit,
    Comparatives,
    TimePoints,
    Given,
    PeriodAdjectives,
    PeriodArticles,
    WholeOfMultiple,
    NounBefore,
    OnceBefore,
    PlainChange,
    SpanBefore,
    SpanAfter,
    Degrees,
    AfterPart,
    SecondBefore,
    PJoints,
    PNames,
    Thermometers,
    AfterUnit,
    WordUnits,
}

/// Number words and the words beside numbers.
#[derive(Debug)]
pub(super) struct Numbers {
    near: HashMap<Near, Words>,
    pub(super) cardinals: Values,
    pub(super) scales: Values,
    pub(super) money_scales: Values,
    pub(super) ordinals: Values,
    pub(super) parts: Values,
    pub(super) decades: Values,
    pub(super) times: Values,
    pub(super) multiples: Values,
    pub(super) multiple_adjectives: Values,
    pub(super) prescriptions: Values,
    pub(super) months: HashMap<String, u8>,
    pub(super) counts: Phrases<Counted>,
    /// Nouns of the lists as they stand there: plurals.
    plurals: Words,
    people: PeopleFile,
    pub(super) stops: Words,
    pub(super) labels: Phrases<Label>,
    pub(super) before: Phrases<Qualifier>,
    pub(super) after: Phrases<Qualifier>,
    pub(super) signs: HashMap<char, Qualifier>,
    pub(super) change: Words,
    pub(super) range: Words,
    pub(super) movement: Words,
    pub(super) age: AgeFile,
    pub(super) years: YearsFile,
    pub(super) names: NamesFile,
    pub(super) idioms: Phrases<()>,
    pub(super) idiom_figures: Words,
    pub(super) pronoun: Words,
    pub(super) joints: JointsFile,
}

fn phrases<T: Copy + Eq + Hash>(lists: &HashMap<T, Vec<String>>) -> Phrases<T> {
    Phrases::new(lists.iter().flat_map(|(value, list)| list.iter().map(|phrase| (phrase.as_str(), *value))))
}

/// The singulars of a regular plural: `patients` and `patient`, `boxes` and `box`, `bodies` and `body`.
fn singulars(plural: &str) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(root) = plural.strip_suffix("ies") {
        all.push(format!("{root}y"));
    } else if let Some(root) = plural.strip_suffix("es") {
        all.extend([format!("{root}e"), root.to_owned()]);
    } else if let Some(root) = plural.strip_suffix("men") {
        all.push(format!("{root}man"));
    } else if let Some(root) = plural.strip_suffix('s') {
        all.push(root.to_owned());
    }
    let irregular = [("children", "child"), ("people", "person"), ("mice", "mouse"), ("analyses", "analysis")];
    all.extend(irregular.iter().filter(|(many, _)| *many == plural).map(|(_, one)| (*one).to_owned()));
    all
}

impl Numbers {
    fn of(file: NumbersFile) -> Self {
        let mut counts: HashMap<String, Counted> = HashMap::new();
        for (class, nouns) in &file.counts {
            for noun in nouns {
                for one in singulars(noun) {
                    counts.entry(one).or_insert(*class);
                }
            }
        }
        let plurals = file.counts.values().flatten().map(|noun| noun.replace('-', " ")).collect();
        for (class, nouns) in &file.counts {
            counts.extend(nouns.iter().map(|noun| (noun.replace('-', " "), *class)));
        }
        Self {
            counts: Phrases::new(counts.iter().map(|(noun, class)| (noun.as_str(), *class))),
            labels: phrases(&file.labels),
            before: phrases(&file.qualifiers.before),
            after: phrases(&file.qualifiers.after),
            signs: file
                .qualifiers
                .signs
                .into_iter()
                .flat_map(|(q, signs)| signs.into_iter().map(move |s| (s, q)))
                .collect(),
            idioms: Phrases::new(file.idioms.phrases.iter().map(|phrase| (phrase.as_str(), ()))),
            idiom_figures: file.idioms.figures,
            pronoun: file.idioms.pronoun,
            cardinals: file.cardinals,
            scales: file.scales,
            money_scales: file.money_scales,
            ordinals: file.ordinals,
            parts: file.parts,
            decades: file.decades,
            times: file.times,
            multiples: file.multiples,
            multiple_adjectives: file.multiple_adjectives,
            prescriptions: file.prescriptions,
            months: file.months,
            plurals,
            people: file.people,
            stops: file.stops.words,
            change: file.verbs.change,
            range: file.verbs.range,
            movement: file.verbs.movement,
            age: file.age,
            years: file.years,
            names: file.names,
            joints: file.joints,
            near: file.near,
        }
    }

    /// Whether a noun that stands in no list is one of people by its ending.
    pub(super) fn is_people(&self, noun: &str) -> bool {
        let PeopleFile { endings, except } = &self.people;
        !except.contains(noun)
            && endings.iter().any(|ending| noun.len() > ending.len() && noun.ends_with(ending.as_str()))
    }

    /// Whether the noun of a list is a plural.
    pub(super) fn is_plural(&self, noun: &str) -> bool {
        self.plurals.contains(noun)
    }

    /// Whether the word stands in a list.
    pub(super) fn is_near(&self, word: &str, list: Near) -> bool {
        self.near.get(&list).is_some_and(|words| words.contains(word))
    }

    pub(super) fn is_interval_label(&self, word: &str) -> bool {
        matches!(self.labels.get(word), Some(Label::Interval | Label::Quartiles))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeUnit {
    name: String,
    days: f64,
    spellings: Vec<String>,
}

/// A span that holds a number of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    pub(super) value: f64,
    pub(super) unit: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Currency {
    code: String,
    signs: Vec<String>,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyFile {
    words: Words,
    cents: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PercentFile {
    words: Vec<String>,
    points: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MeasureFile {
    signs: Words,
    words: Vec<String>,
    degrees: HashSet<char>,
    scales: Words,
    tails: Vec<String>,
    heads: Words,
    per_things: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RateSign {
    sign: char,
    base: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RatesFile {
    signs: Vec<RateSign>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    time: Vec<TimeUnit>,
    spans: HashMap<String, Span>,
    periods: HashMap<String, String>,
    currencies: Vec<Currency>,
    money: MoneyFile,
    percent: PercentFile,
    points: WordList,
    measure: MeasureFile,
    rates: RatesFile,
}

/// Units.
#[derive(Debug)]
pub(super) struct Units {
    /// From a spelling to the name of the unit and its days.
    time: HashMap<String, (String, f64)>,
    pub(super) spans: HashMap<String, Span>,
    /// From `weekly` to `week`.
    pub(super) periods: HashMap<String, String>,
    /// From a sign or code, in lower case, to the ISO 4217 code.
    signs: HashMap<String, String>,
    /// From a word to the ISO 4217 code, or to itself where the word does not say the country.
    money: HashMap<String, String>,
    pub(super) cents: Words,
    pub(super) percent: Phrases<()>,
    pub(super) percent_points: Phrases<()>,
    pub(super) points: Words,
    measure_signs: Words,
    pub(super) measure_words: Phrases<()>,
    pub(super) degrees: HashSet<char>,
    pub(super) scales: Words,
    pub(super) tails: Phrases<()>,
    pub(super) heads: Words,
    pub(super) per_things: Words,
    pub(super) rate_signs: HashMap<char, f64>,
}

impl Units {
    fn of(file: UnitsFile) -> Self {
        let listed = |list: &[String]| Phrases::new(list.iter().map(|phrase| (phrase.as_str(), ())));
        let mut time = HashMap::new();
        for TimeUnit { name, days, spellings } in file.time {
            time.extend(spellings.into_iter().map(|spelling| (spelling, (name.clone(), days))));
        }
        let (mut signs, mut money) = (HashMap::new(), HashMap::new());
        for Currency { code, signs: printed, words } in file.currencies {
            signs.extend(printed.into_iter().map(|sign| (sign, code.clone())));
            money.extend(words.into_iter().map(|word| (word, code.clone())));
        }
        money.extend(file.money.words.into_iter().map(|word| (word.clone(), word)));
        Self {
            time,
            spans: file.spans,
            periods: file.periods,
            signs,
            money,
            cents: file.money.cents,
            percent: listed(&file.percent.words),
            percent_points: listed(&file.percent.points),
            points: file.points.words,
            measure_signs: file.measure.signs,
            measure_words: listed(&file.measure.words),
            degrees: file.measure.degrees,
            scales: file.measure.scales,
            tails: listed(&file.measure.tails),
            heads: file.measure.heads,
            per_things: file.measure.per_things,
            rate_signs: file.rates.signs.into_iter().map(|RateSign { sign, base }| (sign, base)).collect(),
        }
    }

    /// The name of a unit of time.
    pub(super) fn time(&self, word: &str) -> Option<&str> {
        self.time.get(word).map(|(name, _)| name.as_str())
    }

    /// The length in days of a unit of time, by its name.
    pub(super) fn days(&self, name: &str) -> Option<f64> {
        self.time.get(name).map(|(_, days)| *days)
    }

    /// The ISO 4217 code of a sign.
    pub(super) fn currency(&self, sign: &str) -> Option<&str> {
        self.signs.get(sign).map(String::as_str)
    }

    pub(super) fn is_currency(&self, sign: &str) -> bool {
        self.signs.contains_key(sign)
    }

    /// The currency of a word of money, as a code where it names a country.
    pub(super) fn money(&self, word: &str) -> Option<&str> {
        self.money.get(word).map(String::as_str)
    }

    /// Whether the sign of a unit is printed so; case counts.
    pub(super) fn is_measure_sign(&self, printed: &str) -> bool {
        self.measure_signs.contains(printed)
    }

    /// Whether it is a unit of any kind, as it may follow a figure without a blank.
    pub(super) fn is_unit(&self, printed: &str) -> bool {
        self.is_measure_sign(printed)
            || self.time.contains_key(printed)
            || self.points.contains(printed)
            || self.measure_words.get(printed).is_some()
    }
}

/// Words that end in a full stop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Abbreviations {
    /// The sentence goes on, whatever follows.
    pub(super) never: Words,
    /// The sentence ends if a word follows that begins one.
    pub(super) may_end: Words,
    /// A figure that follows belongs to it.
    pub(super) before_figures: Words,
    /// A name follows.
    pub(super) titles: Words,
    /// With a figure they number a heading: `Step 1.`
    pub(super) numbered: Words,
    /// Words before a letter that names something: `Room B.`
    pub(super) lettered: Words,
    /// `a.m` and `p.m`, after which a day of the week may follow.
    pub(super) clock: Words,
    pub(super) weekdays: Words,
    /// Verbs after the speaker of a quotation.
    pub(super) speech: Words,
    /// Words that begin a sentence.
    pub(super) starters: Words,
}

/// Spellings that are folded to one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spelling {
    pub(super) words: HashMap<String, String>,
    pub(super) endings: Vec<Ending>,
    pub(super) letters: HashMap<char, String>,
    /// Words whose stem would be that of a word with another sense.
    pub(super) stems: HashMap<String, String>,
    /// In the letters of ids.
    pub(super) latin: HashMap<char, String>,
}

/// An ending and what it becomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ending {
    pub(super) from: String,
    pub(super) to: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_lists_are_read() {
        let lexicon = Lexicon::read().unwrap();
        assert!(lexicon.numbers.labels.get("iqr") == Some(Label::Quartiles));
    }

    #[test]
    fn an_error_says_where() {
        let error = read_list::<WordList>("numbers.toml", "# words\nwords = [\"a\", 7]\n").unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("numbers.toml", 2));
        let error = read_list::<WordList>("numbers.toml", "words = []\nmore = 1\n").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
    }
}
