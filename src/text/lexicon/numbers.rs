//! Number words and the words beside numbers, `numbers.toml`.

use std::hash::Hash;

use serde::Deserialize;

use super::{WordList, Words, near::Near};
use crate::{
    domain::word_table::WordMap,
    text::{
        phrase_table::PhraseTable,
        word_class::{Counted, Label, Qualifier},
        word_file::{LexiconError, read_list},
        word_lists::{ListSet, Lists, Written},
    },
};

pub(super) const FILE: &str = "numbers.toml";
const TEXT: &str = include_str!("../../../data/lexicon/en/numbers.toml");

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
pub(in crate::text) struct AgeFile {
    pub(in crate::text) before: Words,
    pub(in crate::text) between: Words,
    pub(in crate::text) after: Words,
    pub(in crate::text) joint: Words,
    pub(in crate::text) comparison: Words,
}

/// Words around a year of the calendar.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::text) struct YearsFile {
    pub(in crate::text) before: Words,
    pub(in crate::text) after: Words,
    pub(in crate::text) eras: Words,
}

/// What makes a figure a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::text) struct NamesFile {
    pub(in crate::text) before: Words,
    pub(in crate::text) also_words: Words,
    pub(in crate::text) gatherings: Words,
    pub(in crate::text) with_decimals: Words,
    pub(in crate::text) codes: Words,
    pub(in crate::text) streets: Words,
    pub(in crate::text) prefixes: Words,
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
pub(in crate::text) struct JointsFile {
    /// Between the name of an interval and its ends.
    pub(in crate::text) interval: Words,
    pub(in crate::text) range: Words,
    pub(in crate::text) list: Words,
    pub(in crate::text) determiners: Words,
}

/// Number words and the words beside numbers.
#[derive(Debug)]
pub(in crate::text) struct Numbers {
    near: Lists,
    pub(in crate::text) cardinals: Values,
    pub(in crate::text) scales: Values,
    pub(in crate::text) money_scales: Values,
    pub(in crate::text) ordinals: Values,
    pub(in crate::text) parts: Values,
    pub(in crate::text) decades: Values,
    pub(in crate::text) times: Values,
    pub(in crate::text) multiples: Values,
    pub(in crate::text) multiple_adjectives: Values,
    pub(in crate::text) prescriptions: Values,
    pub(in crate::text) months: WordMap<String, u8>,
    pub(in crate::text) counts: PhraseTable<Counted>,
    /// Nouns of the lists as they stand there: plurals.
    plurals: Words,
    people: PeopleFile,
    pub(in crate::text) stops: Words,
    pub(in crate::text) labels: PhraseTable<Label>,
    pub(in crate::text) before: PhraseTable<Qualifier>,
    pub(in crate::text) after: PhraseTable<Qualifier>,
    pub(in crate::text) signs: WordMap<char, Qualifier>,
    pub(in crate::text) change: Words,
    pub(in crate::text) range: Words,
    pub(in crate::text) movement: Words,
    pub(in crate::text) age: AgeFile,
    pub(in crate::text) years: YearsFile,
    pub(in crate::text) names: NamesFile,
    pub(in crate::text) idioms: PhraseTable<()>,
    pub(in crate::text) idiom_figures: Words,
    pub(in crate::text) pronoun: Words,
    pub(in crate::text) joints: JointsFile,
}

fn phrases<T: Copy + Eq + Hash>(lists: &WordMap<T, Vec<String>>) -> PhraseTable<T> {
    PhraseTable::new(lists.iter().flat_map(|(value, list)| list.iter().map(|phrase| (phrase.as_str(), *value))))
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
    pub(super) fn read() -> Result<Self, LexiconError> {
        Self::of(read_list(FILE, TEXT)?)
    }

    fn of(file: NumbersFile) -> Result<Self, LexiconError> {
        let near = Lists::of(FILE, Near::NAMES, file.near)?;
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
            counts: PhraseTable::new(counts.iter().map(|(noun, class)| (noun.as_str(), *class))),
            labels: phrases(&file.labels),
            before: phrases(&file.qualifiers.before),
            after: phrases(&file.qualifiers.after),
            signs: file
                .qualifiers
                .signs
                .into_iter()
                .flat_map(|(q, signs)| signs.into_iter().map(move |s| (s, q)))
                .collect(),
            idioms: PhraseTable::new(file.idioms.phrases.iter().map(|phrase| (phrase.as_str(), ()))),
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
    pub(in crate::text) fn is_people(&self, noun: &str) -> bool {
        let PeopleFile { endings, except } = &self.people;
        !except.contains(noun)
            && endings.iter().any(|ending| noun.len() > ending.len() && noun.ends_with(ending.as_str()))
    }

    /// Whether the noun of a list is a plural.
    pub(in crate::text) fn is_plural(&self, noun: &str) -> bool {
        self.plurals.contains(noun)
    }

    /// Whether the word stands in a list.
    pub(in crate::text) fn is_near(&self, word: &str, list: Near) -> bool {
        self.near.has(list as usize, word)
    }

    /// Every word of these lists with those that it stands in.
    pub(in crate::text) fn lists_by_word(&self) -> WordMap<&str, ListSet> {
        self.near.by_word()
    }

    /// The words of a list.
    pub(in crate::text) fn words_near(&self, list: Near) -> &[String] {
        self.near.words(list as usize)
    }

    pub(in crate::text) fn is_interval_label(&self, word: &str) -> bool {
        matches!(self.labels.get(word), Some(Label::Interval | Label::Quartiles))
    }
}
