//! The word lists of the language, `data/lexicon/en/*.toml`, read once from what was built into the program.

use std::{fmt, hash::Hash, sync::LazyLock};

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    lists::{GRAMMAR_FILE, ListSet, Lists, Written, word_lists},
    number::{Counted, Qualifier},
    question::QUESTIONS,
    synonyms::SYNONYMS,
    telling::TELLING,
};
use crate::domain::word_table::{WordMap, WordSet};

const NUMBERS: (&str, &str) = ("numbers.toml", include_str!("../../data/lexicon/en/numbers.toml"));
const UNITS: (&str, &str) = ("units.toml", include_str!("../../data/lexicon/en/units.toml"));
const ABBREVIATIONS: (&str, &str) = ("abbreviations.toml", include_str!("../../data/lexicon/en/abbreviations.toml"));
const STOPWORDS: (&str, &str) = ("stopwords.toml", include_str!("../../data/lexicon/en/stopwords.toml"));
const SPELLING: (&str, &str) = ("spelling.toml", include_str!("../../data/lexicon/en/spelling.toml"));
const SYLLABLES: (&str, &str) = ("syllables.toml", include_str!("../../data/lexicon/en/syllables.toml"));

/// The files below `data/lexicon/en` that say how texts are read. They hold lists of words, no phrases with a meaning.
pub const FILES: [&str; 10] = [
    NUMBERS.0,
    UNITS.0,
    ABBREVIATIONS.0,
    STOPWORDS.0,
    SPELLING.0,
    SYLLABLES.0,
    GRAMMAR_FILE,
    QUESTIONS.0,
    SYNONYMS.0,
    TELLING.0,
];

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
    entries: WordMap<String, T>,
    /// For each word that begins a phrase the words of the longest that it begins: most words of a text begin none.
    begun: WordMap<String, usize>,
    /// The same for each word that ends one.
    ended: WordMap<String, usize>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { entries: WordMap::default(), begun: WordMap::default(), ended: WordMap::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Phrases of words with one blank between.
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut phrases = Self::default();
        for (phrase, value) in entries {
            let words: Vec<&str> = phrase.split(' ').collect();
            let Self { entries, begun, ended } = &mut phrases;
            for (longest, word) in [(begun, words.first()), (ended, words.last())] {
                let longest = longest.entry(word.copied().unwrap_or_default().to_owned()).or_default();
                *longest = words.len().max(*longest);
            }
            entries.insert(phrase.to_owned(), value);
        }
        phrases
    }

    /// Whether a phrase begins with this word.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.begun.contains_key(word)
    }

    /// Whether a phrase ends with this word.
    pub(super) fn ends(&self, word: &str) -> bool {
        self.ended.contains_key(word)
    }

    /// The words that phrases begin with.
    pub(super) fn first_words(&self) -> Vec<String> {
        self.begun.keys().cloned().collect()
    }

    /// What the phrase stands for.
    pub fn get(&self, phrase: &str) -> Option<T> {
        self.entries.get(phrase).copied()
    }

    /// The longest phrase that begins with the first of `words`, and how many of them it has. `word(n)` is the n-th word,
    /// empty where there is none.
    pub fn at<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(usize, T)> {
        let longest = *self.begun.get(word(0))?;
        let mut phrase = String::new();
        let mut found = None;
        for n in 0..longest {
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
        let longest = *self.ended.get(word(0))?;
        let mut phrase = String::new();
        let mut found = None;
        for n in 0..longest {
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
    pub(super) syllables: Syllables,
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
            numbers: Numbers::of(numbers)?,
            units: Units::of(units),
            abbreviations: read_list(ABBREVIATIONS.0, ABBREVIATIONS.1)?,
            spelling: read_list(SPELLING.0, SPELLING.1)?,
            syllables: read_list(SYLLABLES.0, SYLLABLES.1)?,
            stopwords: read_list(STOPWORDS.0, STOPWORDS.1)?,
        })
    }
}

type Words = WordSet<String>;
type Values = WordMap<String, f64>;

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
    months: WordMap<String, u8>,
    counts: WordMap<Counted, Vec<String>>,
    plurals: PluralsFile,
    people: PeopleFile,
    stops: WordList,
    labels: WordMap<Label, Vec<String>>,
    qualifiers: QualifiersFile,
    verbs: VerbsFile,
    age: AgeFile,
    years: YearsFile,
    names: NamesFile,
    idioms: IdiomsFile,
    joints: JointsFile,
    near: Written,
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
    before: WordMap<Qualifier, Vec<String>>,
    signs: WordMap<Qualifier, Vec<char>>,
    after: WordMap<Qualifier, Vec<String>>,
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

word_lists! {
    /// Where words near a number stand that decide what it is: `[near]` of `data/lexicon/en/numbers.toml`.
    pub(super) enum Near {
        /// Between two moments.
        Until = "until",
        /// Before a time of day.
        ClockBefore = "clock-before",
        /// Before `over 60s` and `under 16s`, which are people then and no seconds.
        PeopleBefore = "people-before",
        /// Near a ratio.
        RatioWords = "ratio-words",
        /// Before an age by its ten.
        Possessives = "possessives",
        /// Between a label and its figure.
        LabelJoints = "label-joints",
        /// Before the noun of a whole.
        Determiners = "determiners",
        /// Centres of ages.
        Centres = "centres",
        /// Ages compared.
        AgeComparatives = "age-comparatives",
        /// Before the share that is left.
        RestBefore = "rest-before",
        /// Qualifiers with a stop.
        StoppedQualifiers = "stopped-qualifiers",
        /// Before `over` when it compares spans of time.
        MoreThanOver = "more-than-over",
        /// Before a year, whatever follows.
        YearAfter = "year-after",
        /// Before a year that describes what follows.
        YearAfterCounted = "year-after-counted",
        /// In the plural behind `the` and a year: works, which have a year; people and visits have a number.
        Published = "published",
        /// A share that was lost.
        Lost = "lost",
        /// A share that stayed.
        Kept = "kept",
        /// A share that dropped out, before it.
        Dropout = "dropout",
        /// After a figure and a hyphen.
        AfterFigureHyphen = "after-figure-hyphen",
        /// Before `one` as a pronoun.
        BeforePronoun = "before-pronoun",
        /// After the points of a scale.
        ScaleAfterPoints = "scale-after-points",
        /// After the length of a scale.
        ScaleAfterUnit = "scale-after-unit",
        /// After a factor.
        Comparatives = "comparatives",
        /// Before the number of a day.
        TimePoints = "time-points",
        /// Units of what is given.
        Given = "given",
        /// Within a period.
        PeriodAdjectives = "period-adjectives",
        /// Before a period.
        PeriodArticles = "period-articles",
        /// After `double`.
        WholeOfMultiple = "whole-of-multiple",
        /// Before a noun.
        NounBefore = "noun-before",
        /// Before `once` as a count.
        OnceBefore = "once-before",
        /// Changes that say no factor.
        PlainChange = "plain-change",
        /// Before `a year` as a span.
        SpanBefore = "span-before",
        /// After `a year` as a span.
        SpanAfter = "span-after",
        /// After `half as`.
        Degrees = "degrees",
        /// After a part of a whole.
        AfterPart = "after-part",
        /// Before `second` as a unit.
        SecondBefore = "second-before",
        /// Between `P` and its value.
        PJoints = "p-joints",
        /// In the name of a p value.
        PNames = "p-names",
        /// After degrees.
        Thermometers = "thermometers",
        /// After a unit that is a word too.
        AfterUnit = "after-unit",
        /// Units that are words too.
        WordUnits = "word-units",
        /// Before the base of a rate.
        Per = "per",
        /// Before a whole.
        Of = "of",
        /// Adds a part, or the upper end behind `between`.
        And = "and",
        /// Before the second of two values that are both possible.
        Or = "or",
        /// Before the upper end.
        To = "to",
        /// Before a whole or a period.
        In = "in",
        /// The first word of `out of`.
        Out = "out",
        /// Before the lower end.
        From = "from",
        /// Before both ends.
        Between = "between",
        /// Before the base of a rate, with `every`.
        For = "for",
        /// Before what a share is compared with.
        As = "as",
        /// Before what a share is compared with, and what is no share.
        That = "that",
        /// Before `average`.
        On = "on",
        /// Before an end that has an article.
        The = "the",
        /// Before a part or a scale.
        A = "a",
        /// After a comparison.
        Than = "than",
        /// One of two parts.
        Half = "half",
        /// More than one of them.
        Halves = "halves",
        /// Before a period that returns.
        Every = "every",
        /// Makes a period two: `every other day`.
        Other = "other",
        /// Count one.
        Indefinite = "indefinite",
        /// Join two values or two items.
        Conjunctions = "conjunctions",
        /// After `or`: the value is a bound.
        ComparedNumbers = "more-or-fewer",
        /// Between two ends.
        BetweenEnds = "between-ends",
        /// Between the ends of a range of one unit.
        RangeJoints = "range-joints",
        /// After a figure with a hyphen, before the upper end: `8- to 10-week`.
        HyphenJoints = "hyphen-joints",
        /// Between the items of a list of figures.
        ListJoints = "list-joints",
        /// After a comma, before the second of two moments.
        MomentJoints = "moment-joints",
        /// Before a moment, where no amount stands.
        UntilMoment = "until-moment",
        /// Between two numbers of times, or two shares.
        OrTo = "or-to",
        /// Between two ordinals.
        OrdinalJoints = "ordinal-joints",
        /// After an ordinal that is no unit of time.
        AfterOrdinal = "after-ordinal",
        /// Within the phrase that names what is counted.
        PhraseJoints = "phrase-joints",
        /// Between a number and the whole it is of.
        WholeBefore = "whole-before",
        /// Between `of` and a whole.
        WholeArticles = "whole-articles",
        /// Between a number and a unit of time: all of it.
        WholeUnits = "whole-units",
        /// Before the length of a scale without a hyphen.
        SingleArticles = "single-articles",
        /// After `that`: no share follows.
        OfIn = "of-in",
        /// Between a label in brackets and its figure.
        OfWas = "of-was",
        /// Before `of` and a multiple.
        Factor = "factor",
        /// Near the points of a scale.
        ScaleWords = "scale-words",
        /// After a number and a hyphen: parts of a thing, which count it.
        CompoundParts = "compound-parts",
        /// The ending of a plural behind a figure: `65s`.
        PluralEnding = "plural-ending",
        /// After an age.
        Old = "old",
        /// After `of`, and before a figure without a unit.
        OfAge = "age",
        /// After `on`.
        Average = "average",
        /// After a factor.
        Fold = "fold",
        /// Stands for the sign of multiplication.
        TimesSign = "times-sign",
        /// After the level of an interval.
        LevelWords = "level-words",
        /// Before a scale that counts one: `a hundred`.
        OneBeforeScale = "one-before-scale",
        /// Before a part: one of them.
        OneOfParts = "one-of-parts",
        /// Before a part: three of them.
        ThreeOfParts = "three-of-parts",
        /// After an hour.
        Oclock = "clock",
        /// After a time of day: before noon.
        Forenoon = "forenoon",
        /// After a time of day: after noon.
        Afternoon = "afternoon",
        /// Before a decade.
        PartOfDecade = "part-of-decade",
        /// Between a qualifier and its number.
        BeforeQualifier = "before-qualifier",
        /// Qualifiers of one word that are prepositions too.
        SingleQualifiers = "single-qualifiers",
        /// Of these, during a span, and more than an age.
        Over = "over",
        /// Of these, less than an age.
        Under = "under",
        /// Of these, of spans of time alone.
        Within = "within",
        /// A qualifier, but behind `of`.
        Some = "some",
        /// The first part of `drop-out`.
        Drop = "drop",
        /// Endings of a verb of what was done.
        ParticipleEndings = "participle-endings",
        /// Endings of nouns in the singular that end like a plural.
        NoPluralEndings = "no-plural-endings",
        /// Names of a page with a stop alone.
        PageLabels = "page-labels",
        /// A name of a number with a stop or a capital alone.
        NumberLabels = "number-labels",
        /// Determiners of a thing that is one of many.
        OneOfMany = "one-of-many",
        /// Units of one letter that are names too.
        UnitLetters = "unit-letters",
        /// Before a negative value.
        Minus = "minus",
        /// Latin schedules that no other word looks like.
        PlainPrescriptions = "plain-prescriptions",
        /// Between a number of times and its period.
        PeriodBefore = "period-before",
        /// After `in`, before a period that returns.
        PeriodAfterIn = "period-after-in",
        /// After a stroke, no period: `w/o`.
        SlashWords = "slash-words",
        /// After a number of times.
        TimesWords = "times-words",
        /// Of these, the one that stands alone.
        Times = "times",
        /// A period of an hour.
        Hourly = "hourly",
        /// Periods that a number and a hyphen multiply: `three-weekly`.
        WeeklyMonthly = "weekly-monthly",
        /// Before the span within which sessions are given.
        WindowBefore = "window-before",
        /// Before a unit that is a period.
        EachPeriod = "each-period",
        /// Behind `p`, without a blank: names of a p value.
        GluedPNames = "glued-p-names",
        /// The name of an interval as a code.
        IntervalCode = "interval-code",
        /// After the sign of per cent: percentage points.
        PointWords = "point-words",
        /// Before the name of a thermometer.
        DegreeWords = "degree-words",
        /// The ordinal that is a unit too.
        SecondWord = "second",
        /// Before a whole or a period that returns.
        EveryOrEach = "every-or-each",
        /// Words more often than units.
        DoubtfulUnits = "doubtful-units",
        /// Directly behind a figure: an ordinal.
        OrdinalEndings = "ordinal-endings",
        /// Directly behind a figure: words of their own.
        GluedWords = "glued-words",
    }
}

/// Number words and the words beside numbers.
#[derive(Debug)]
pub(super) struct Numbers {
    near: Lists,
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
    pub(super) months: WordMap<String, u8>,
    pub(super) counts: Phrases<Counted>,
    /// Nouns of the lists as they stand there: plurals.
    plurals: Words,
    people: PeopleFile,
    pub(super) stops: Words,
    pub(super) labels: Phrases<Label>,
    pub(super) before: Phrases<Qualifier>,
    pub(super) after: Phrases<Qualifier>,
    pub(super) signs: WordMap<char, Qualifier>,
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

fn phrases<T: Copy + Eq + Hash>(lists: &WordMap<T, Vec<String>>) -> Phrases<T> {
    Phrases::new(lists.iter().flat_map(|(value, list)| list.iter().map(|phrase| (phrase.as_str(), *value))))
}

/// How nouns become plurals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PluralsFile {
    /// The first that fits counts.
    endings: Vec<PluralEnding>,
    /// From the plural to the singular.
    irregular: WordMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PluralEnding {
    many: String,
    one: Vec<String>,
}

impl PluralsFile {
    /// The singulars that a plural may have: `patients` and `patient`, `boxes` and `box`, `bodies` and `body`.
    fn singulars(&self, plural: &str) -> Vec<String> {
        let regular = self.endings.iter().find_map(|ending| Some((plural.strip_suffix(ending.many.as_str())?, ending)));
        let mut all: Vec<String> = regular
            .map(|(root, ending)| ending.one.iter().map(|one| format!("{root}{one}")).collect())
            .unwrap_or_default();
        all.extend(self.irregular.get(plural).cloned());
        all
    }
}

impl Numbers {
    fn of(file: NumbersFile) -> Result<Self, LexiconError> {
        let near = Lists::of(NUMBERS.0, Near::NAMES, file.near)?;
        let mut counts: WordMap<String, Counted> = WordMap::default();
        for (class, nouns) in &file.counts {
            for noun in nouns {
                for one in file.plurals.singulars(noun) {
                    counts.entry(one).or_insert(*class);
                }
            }
        }
        let plurals = file.counts.values().flatten().map(|noun| noun.replace('-', " ")).collect();
        for (class, nouns) in &file.counts {
            counts.extend(nouns.iter().map(|noun| (noun.replace('-', " "), *class)));
        }
        Ok(Self {
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
            near,
        })
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
        self.near.has(list as usize, word)
    }

    /// Every word of these lists with those that it stands in.
    pub(super) fn lists_by_word(&self) -> WordMap<&str, ListSet> {
        self.near.by_word()
    }

    /// The words of a list.
    pub(super) fn words_near(&self, list: Near) -> &[String] {
        self.near.words(list as usize)
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
    degrees: WordSet<char>,
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
    spans: WordMap<String, Span>,
    periods: WordMap<String, String>,
    currencies: Vec<Currency>,
    money: MoneyFile,
    percent: PercentFile,
    points: WordList,
    measure: MeasureFile,
    millimetres: WordMap<String, f64>,
    rates: RatesFile,
}

/// Units.
#[derive(Debug)]
pub(super) struct Units {
    /// From a spelling to the name of the unit and its days.
    time: WordMap<String, (String, f64)>,
    pub(super) spans: WordMap<String, Span>,
    /// From `weekly` to `week`.
    pub(super) periods: WordMap<String, String>,
    /// From a sign or code, in lower case, to the ISO 4217 code.
    signs: WordMap<String, String>,
    /// From a word to the ISO 4217 code, or to itself where the word does not say the country.
    money: WordMap<String, String>,
    pub(super) cents: Words,
    pub(super) percent: Phrases<()>,
    pub(super) percent_points: Phrases<()>,
    pub(super) points: Words,
    measure_signs: Words,
    pub(super) measure_words: Phrases<()>,
    pub(super) degrees: WordSet<char>,
    pub(super) scales: Words,
    pub(super) tails: Phrases<()>,
    pub(super) heads: Words,
    pub(super) per_things: Words,
    pub(super) rate_signs: WordMap<char, f64>,
    /// What a unit of length is in millimetres.
    pub(super) millimetres: WordMap<String, f64>,
}

impl Units {
    fn of(file: UnitsFile) -> Self {
        let listed = |list: &[String]| Phrases::new(list.iter().map(|phrase| (phrase.as_str(), ())));
        let mut time = WordMap::default();
        for TimeUnit { name, days, spellings } in file.time {
            time.extend(spellings.into_iter().map(|spelling| (spelling, (name.clone(), days))));
        }
        let (mut signs, mut money) = (WordMap::default(), WordMap::default());
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
            millimetres: file.millimetres,
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
    /// Of those that may end, words that are no abbreviation more often.
    pub(super) short_words: Words,
    /// Of these, the ones that end a sentence before a name too.
    pub(super) ending_words: Words,
    /// Of those that never end, words that end a sentence where the next word begins one.
    pub(super) words_too: Words,
    /// An answer of one word, which looks like an abbreviation.
    pub(super) answers: Words,
    /// Words before an answer.
    pub(super) before_answers: Words,
    /// Who may have said a quotation.
    pub(super) speakers: Words,
    /// Verbs after the speaker of a quotation.
    pub(super) speech: Words,
    /// Words that begin a sentence.
    pub(super) starters: Words,
}

/// Spellings that are folded to one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spelling {
    pub(super) words: WordMap<String, String>,
    pub(super) endings: Vec<Ending>,
    pub(super) letters: WordMap<char, String>,
    /// Words whose stem would be that of a word with another sense.
    pub(super) stems: WordMap<String, String>,
    /// In the letters of ids.
    pub(super) latin: WordMap<char, String>,
    /// The ending of an owner.
    pub(super) possessive: String,
}

/// How the syllables of a word are counted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Syllables {
    pub(super) vowels: String,
    /// Endings that are not spoken.
    pub(super) silent: Vec<SilentEnding>,
    /// Vowels that meet and are spoken apart.
    pub(super) apart: Vec<String>,
    /// Letters in which the same vowels are one syllable.
    pub(super) together: Vec<String>,
    /// Letters in which they glide into one, but for the words of `always`.
    pub(super) glide: Vec<String>,
    /// Words whose vowels are spoken apart whatever else they have.
    pub(super) always: Vec<String>,
}

/// An ending that is not spoken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SilentEnding {
    pub(super) ending: String,
    /// A longer ending that is spoken.
    #[serde(default)]
    pub(super) but: Option<String>,
    /// Letters before it, of which one must be there.
    #[serde(default)]
    pub(super) after: Option<String>,
    /// Letters before it, of which none may be there.
    #[serde(default)]
    pub(super) not_after: Option<String>,
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
