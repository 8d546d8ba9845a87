//! Lists of words by the place they stand in: what is English in a rule is a list of `data/lexicon`, and the rule names it.
//!
//! [`word_lists!`] writes an enum with a value for each list. A list that no value names, a value without its list, an empty
//! list and a word that could never be met are faults of the file, told with the name of the list.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;

use super::lexicon::{LexiconError, lexicon, read_list};
use crate::domain::word_table::WordMap;

/// Words between the words that carry a meaning: articles, negations, joints.
const GRAMMAR: (&str, &str) = ("grammar.toml", include_str!("../../data/lexicon/en/grammar.toml"));
/// Words of references, in the languages they come in; it stands beside the folder of English.
const REFERENCES: (&str, &str) = ("references.toml", include_str!("../../data/lexicon/references.toml"));

/// The name of the file of [`Grammar`] below `data/lexicon/en`.
pub(super) const GRAMMAR_FILE: &str = GRAMMAR.0;

/// The lists of a file as they stand there.
pub(super) type Written = BTreeMap<String, Vec<String>>;

/// The lists of a file, in the order of the values of an enum.
#[derive(Debug)]
pub(super) struct Lists(Vec<List>);

#[derive(Debug)]
struct List {
    /// In the order of their bytes, to be looked up by halves.
    sorted: Vec<String>,
    written: Vec<String>,
    /// Their lengths and first bytes, a bit for each: most words that are asked for have those of none.
    looks: Looks,
}

/// Lengths and first bytes of words, several to a bit.
#[derive(Clone, Copy, Debug, Default)]
struct Looks {
    lengths: u64,
    begins: u64,
}

impl Looks {
    fn of(word: &str) -> Self {
        let bit = |number: usize| 1_u64 << (number % 64);
        let first = word.as_bytes().first().copied().unwrap_or_default();
        Self { lengths: bit(word.len()), begins: bit(usize::from(first)) }
    }

    fn with(self, other: Self) -> Self {
        Self { lengths: self.lengths | other.lengths, begins: self.begins | other.begins }
    }

    fn may_be(self, one: Self) -> bool {
        self.lengths & one.lengths != 0 && self.begins & one.begins != 0
    }
}

/// Some lists of a file, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ListSet([u64; 3]);

impl ListSet {
    /// Most lists of a file whose words are looked up in all of them at once.
    const MOST: usize = 192;

    /// Whether the list at a place is one of them.
    pub(super) fn has(self, list: usize) -> bool {
        self.0.get(list / 64).is_some_and(|bits| bits & (1 << (list % 64)) != 0)
    }

    fn add(&mut self, list: usize) {
        if let Some(bits) = self.0.get_mut(list / 64) {
            *bits |= 1 << (list % 64);
        }
    }
}

impl Lists {
    /// The lists with these names.
    ///
    /// # Errors
    /// The first list that is missing, not asked for, or has a word that no text can have.
    pub(super) fn of(file: &str, names: &[&str], mut written: Written) -> Result<Self, LexiconError> {
        let fault = |message: String| LexiconError { file: file.to_owned(), line: 1, message };
        let mut lists = Vec::with_capacity(names.len());
        for name in names {
            let written = written.remove(*name).ok_or_else(|| fault(format!("the list `{name}` is missing")))?;
            let is_bad = |word: &&String| word.is_empty() || word.trim() != word.as_str();
            if let Some(word) = written.iter().find(is_bad) {
                return Err(fault(format!("the list `{name}` has `{word}`, which is no word")));
            }
            let mut sorted = written.clone();
            sorted.sort_unstable();
            if let Some([twice, _]) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(fault(format!("the list `{name}` has `{twice}` twice")));
            }
            if sorted.is_empty() {
                return Err(fault(format!("the list `{name}` is empty")));
            }
            let looks = written.iter().fold(Looks::default(), |looks, word| looks.with(Looks::of(word)));
            lists.push(List { sorted, written, looks });
        }
        if names.len() > ListSet::MOST {
            return Err(fault(format!("there are more than {} lists", ListSet::MOST)));
        }
        match written.keys().next() {
            Some(name) => Err(fault(format!("nothing reads the list `{name}`"))),
            None => Ok(Self(lists)),
        }
    }

    /// Whether the word stands in the list at a place.
    pub(super) fn has(&self, list: usize, word: &str) -> bool {
        self.0.get(list).is_some_and(|list| {
            list.looks.may_be(Looks::of(word)) && list.sorted.binary_search_by(|other| other.as_str().cmp(word)).is_ok()
        })
    }

    /// The words of the list at a place, as they stand there.
    pub(super) fn words(&self, list: usize) -> &[String] {
        self.0.get(list).map_or(&[], |list| list.written.as_slice())
    }

    /// Every word with the lists that it stands in: who asks for several of them at one word looks it up once.
    pub(super) fn by_word(&self) -> WordMap<&str, ListSet> {
        let mut all: WordMap<&str, ListSet> = WordMap::default();
        for (at, list) in self.0.iter().enumerate() {
            for word in &list.written {
                all.entry(word).or_default().add(at);
            }
        }
        all
    }
}

/// An enum whose values are lists of words, each with its name in the file.
macro_rules! word_lists {
    ($(#[doc = $doc:literal])+ $vis:vis enum $Name:ident { $($(#[doc = $about:literal])+ $List:ident = $name:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $vis enum $Name { $($(#[doc = $about])+ $List,)+ }

        impl $Name {
            /// The names of the lists, in the order of the values.
            pub(super) const NAMES: &'static [&'static str] = &[$($name,)+];
        }
    };
}
pub(super) use word_lists;

word_lists! {
    /// Words between the words that carry a meaning, by what a rule asks of them: `data/lexicon/en/grammar.toml`.
    pub enum Grammar {
        /// Articles of one thing.
        Indefinite = "indefinite",
        /// Bring in a thing that was not named before.
        IndefiniteOrAnother = "one-more",
        /// The article in front of a name.
        Definite = "definite",
        /// Adds a clause or a thing.
        And = "and",
        /// Join two things of one kind.
        Conjunctions = "conjunctions",
        /// Set a clause against the one before, without a comma too.
        Contrasts = "contrasts",
        /// Stand between the words of a name, and before a further one.
        WithinNames = "within-names",
        /// Between a body and the larger one that it is of; what stands behind is the larger.
        BodyOf = "body-of",
        /// Negates what follows, alone.
        Not = "not",
        /// Negates a thing.
        No = "no",
        /// Tell a price, as verbs.
        Costs = "costs",
        /// Says what somebody did not get.
        Without = "without",
        /// Negate whoever is spoken of.
        Nobody = "nobody",
        /// After a negation: it is said all the same.
        NotOnly = "not-only",
        /// After a span of time: it is no beginning that follows.
        Even = "even",
        /// What is compared with follows.
        Than = "than",
        /// Before what is compared with, or more than a number, or behind an age.
        Over = "over",
        /// Comparators of several kinds, taken together.
        Pools = "pools",
        /// Before a judgement: it is compared.
        As = "as",
        /// The first word of a comparison in two parts.
        Compared = "compared",
        /// The second word of a comparison in two parts.
        ComparedWith = "compared-with",
        /// Mean all that were named before.
        EachOfTwo = "each-of-two",
        /// Verbs of advice that leave it open.
        OpenModals = "open-modals",
        /// After what was not shown: what it was.
        ClauseFollows = "clause-follows",
        /// Begin of a noun for advice.
        AdviceBegins = "advice-begins",
        /// After such a noun: what the advice is.
        AdviceFollows = "advice-follows",
        /// Before the span of a course of treatment.
        SpanFollows = "span-follows",
        /// Between a number and the whole it is counted in.
        PartOfWhole = "part-of-whole",
        /// Before the people of a rate.
        RateFollows = "rate-follows",
        /// Before what something comes from or follows on.
        After = "after",
        /// Behind `who had`: what was done to them follows.
        Been = "been",
        /// Before the people of a rate that stand in front of its number.
        RateFronts = "rate-fronts",
        /// Before the base of a rate.
        Per = "per",
        /// Before an author.
        By = "by",
        /// Between a review and the body for whose advice it was made.
        MadeFor = "made-for",
        /// Before `in` and the name of a journal.
        Printed = "printed",
        /// Words that the names of journals have.
        JournalWords = "journal-words",
        /// Before where something appeared.
        In = "in",
        /// Say that something came out, before the year.
        Issued = "issued",
        /// Stand for what was named before, at the beginning of a sentence.
        Pronouns = "pronouns",
        /// Between a number and the group that has it.
        OfGroup = "of-group",
        /// A treatment, whichever.
        AnyTreatment = "any-treatment",
        /// Says that something was shown, by whomever.
        Shown = "shown",
        /// Behind what one group of a study got: `the sham arm`.
        Arms = "arms",
        /// Before what a sentence lifts out: `it was … that`.
        It = "it",
        /// Behind `it`, before what is lifted out.
        Being = "being",
        /// After what is lifted out.
        Relative = "relative",
        /// Say how much of something there is, and of nobody what they have.
        Measures = "measures",
        /// Between a number and what there is more or less of by it.
        Differences = "differences",
        /// What an issuer is called, at the end of its name.
        Bodies = "bodies",
        /// Before the name of a journal.
        JournalFollows = "journal-follows",
        /// Behind a family name that is an author.
        AfterAuthor = "after-author",
        /// Words for a study that is no trial and no review for certain.
        AnyStudy = "any-study",
        /// Words for what an author has made or works with: behind a family name in the possessive they make it one.
        OfAuthor = "of-author",
        /// Who or what a rate is counted in.
        RateBases = "rate-bases",
        /// Of these, people.
        Persons = "persons",
        /// Words for a study beside which a number is its size.
        Studies = "studies",
        /// Words for what an issuer publishes.
        Works = "works",
        /// The word for a trial.
        Trial = "trial",
        /// Words for a mechanism, not named.
        Mechanism = "mechanism",
        /// Begin a clause, and say nothing of what it is about.
        Subordinate = "subordinate",
        /// Before a verb: an aim, no result.
        Infinitive = "infinitive",
        /// Says that people are older.
        Older = "older",
        /// Words for participants, as people search for them.
        People = "people",
        /// Name of the unit of a share.
        Percent = "percent",
        /// A medicine, not named.
        Medicine = "medicine",
        /// Begins of words for medicines.
        MedicineBegins = "medicine-begins",
        /// What a text may call medicines.
        Medicines = "medicines",
        /// Words in the description of a comparator that say nothing of it.
        TellNothing = "tell-nothing",
        /// How our own texts say that advice is past its time.
        PastItsTime = "past-its-time",
        /// How caveats say that a rating is not one of everything a finding says.
        RatedInPart = "rated-in-part",
        /// Words of a caveat on how the authors read an interval.
        IntervalReading = "interval-reading",
        /// Words of a locator that is a table.
        Tables = "tables",
        /// Words of a locator that is a summary for people.
        LaySummary = "lay-summary",
        /// Words of a title that no id is made of.
        NotInIds = "not-in-ids",
    }
}

word_lists! {
    /// Words of references, by the part of a reference they belong to: `data/lexicon/references.toml`.
    pub enum Citing {
        /// What the sign `&` is read as.
        Ampersand = "ampersand",
        /// Between two authors.
        AuthorJoints = "author-joints",
        /// Behind a name.
        NameSuffixes = "name-suffixes",
        /// Before a family name, in small letters.
        Particles = "particles",
        /// Two letters that other spellings of a name have as one, the first.
        Umlauts = "umlauts",
        /// Words before a title that turn its sense, when the title on record begins behind them.
        TitleTurns = "title-turns",
        /// Two spellings of one word, parted by a slash.
        Spellings = "spellings",
        /// Words of English titles that are none of other languages.
        OnlyEnglish = "only-english",
        /// One of these alone before a title turns nothing.
        TitleArticles = "title-articles",
        /// Words that abbreviations of journals leave out.
        LeftOutOfJournals = "left-out-of-journals",
        /// Articles that are joined to the word.
        JoinedArticles = "joined-articles",
        /// Before a journal, and no part of its name.
        JournalLabels = "journal-labels",
        /// Begins of such labels: the language of the article.
        JournalLabelBegins = "journal-label-begins",
        /// Begins of such labels when they are short.
        ShortLabelBegins = "short-label-begins",
        /// Behind the name of a journal: whose it is.
        OfficialOrgan = "official-organ",
        /// In the place of a month.
        Seasons = "seasons",
        /// Before a volume.
        Volume = "volume",
        /// Before an issue.
        Issue = "issue",
        /// Before pages.
        Pages = "pages",
        /// Of these, the one that is an initial as well.
        PageLetter = "page-letter",
        /// Before the number of an article.
        ArticleNumber = "article-number",
        /// Before a part or a supplement.
        Part = "part",
        /// Before a day that is not that of the issue.
        OtherDay = "other-day",
        /// Beside an identifier: they point to it and are no part of a title.
        Pointing = "pointing",
        /// Say that the reference is to a preprint.
        Preprints = "preprints",
        /// Say that the reference is to a notice.
        Notices = "notices",
        /// The same in several words.
        ConcernNotice = "concern-notice",
        /// Begin of the words by which a text says that a publication was taken back or doubted.
        TakenBack = "taken-back",
        /// Headings under which a list of references stands.
        Headings = "headings",
        /// The title of a notice begins so; `expression of` begins too many others.
        NoticeBegins = "notice-begins",
        /// Further words of a notice before the title of the publication.
        NoticeGoesOn = "notice-goes-on",
        /// A line that begins so belongs to the reference before.
        LineBegins = "line-begins",
        /// Series in which a publication comes out again under the same number.
        ReissuedSeries = "reissued-series",
        /// Words that styles put into references, which tell no publication from another; months beside them.
        TellNothing = "tell-nothing",
        /// Words before a volume that belong to no journal; months beside them.
        NoJournal = "no-journal",
        /// Before a volume, written out.
        VolumeLabels = "volume-labels",
        /// Before pages, written out.
        PageLabels = "page-labels",
    }
}

impl Grammar {
    fn lists() -> &'static Lists {
        static LISTS: LazyLock<Lists> = LazyLock::new(|| grammar().expect("a test reads the lists that are built in"));
        &LISTS
    }

    /// Whether a folded word stands in the list.
    pub fn has(self, word: &str) -> bool {
        Self::lists().has(self as usize, word)
    }

    /// The words of the list, as they stand there.
    pub fn words(self) -> &'static [String] {
        Self::lists().words(self as usize)
    }
}

fn grammar() -> Result<Lists, LexiconError> {
    Lists::of(GRAMMAR.0, Grammar::NAMES, read_list(GRAMMAR.0, GRAMMAR.1)?)
}

#[derive(Debug, Deserialize)]
struct ReferencesFile {
    /// From one name of a journal to the other.
    aliases: HashMap<String, String>,
    #[serde(flatten)]
    lists: Written,
}

/// The words of references.
#[derive(Debug)]
struct OfReferences {
    lists: Lists,
    aliases: HashMap<String, String>,
}

impl OfReferences {
    fn read() -> Result<Self, LexiconError> {
        let ReferencesFile { aliases, lists } = read_list(REFERENCES.0, REFERENCES.1)?;
        Ok(Self { lists: Lists::of(REFERENCES.0, Citing::NAMES, lists)?, aliases })
    }

    fn built_in() -> &'static Self {
        static WORDS: LazyLock<OfReferences> =
            LazyLock::new(|| OfReferences::read().expect("a test reads the lists that are built in"));
        &WORDS
    }
}

impl Citing {
    /// Whether a folded word stands in the list.
    pub fn has(self, word: &str) -> bool {
        OfReferences::built_in().lists.has(self as usize, word)
    }

    /// The words of the list, as they stand there.
    pub fn words(self) -> &'static [String] {
        OfReferences::built_in().lists.words(self as usize)
    }
}

/// The other name under which a journal went, folded and without the words that abbreviations leave out.
pub fn journal_alias(name: &str) -> Option<&'static str> {
    OfReferences::built_in().aliases.get(name).map(String::as_str)
}

/// Whether a folded word is a month, whole or shortened.
pub fn is_month(word: &str) -> bool {
    lexicon().numbers.months.contains_key(word)
}

/// The days in a unit of time, by its name: a month is a twelfth of a year.
pub fn days_in(unit: &str) -> Option<f64> {
    lexicon().units.days(unit)
}

/// Whether a word is the name of a point of a scale.
pub fn is_point(word: &str) -> bool {
    lexicon().units.points.contains(word)
}

/// What a unit of length, as it is printed, is in millimetres: of those in which results on a scale are told.
pub fn in_millimetres(unit: &str) -> Option<f64> {
    lexicon().units.millimetres.get(unit).copied()
}

/// What a word like `million` multiplies by.
pub fn scale(word: &str) -> Option<f64> {
    lexicon().numbers.scales.get(word).copied()
}

/// The word for a small whole number: `six`. Of several spellings the one that others begin like, or the first.
pub fn number_word(value: u64) -> Option<&'static str> {
    let words = lexicon().numbers.cardinals.iter();
    let of_value = words.filter(|(_, of)| format!("{of:.0}").parse() == Ok(value)).map(|(word, _)| word.as_str());
    of_value.min_by_key(|word| (word.len(), *word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_words() {
        assert_eq!((number_word(6), number_word(40), number_word(41)), (Some("six"), Some("forty"), None));
    }

    #[test]
    fn the_lists_are_read() {
        grammar().unwrap();
        OfReferences::read().unwrap();
        assert!(Grammar::Conjunctions.has("and") && !Grammar::Conjunctions.has("but"));
        assert!(Citing::Volume.has("vol") && is_month("sept") && !is_month("vol"));
        assert_eq!(journal_alias("br med j"), Some("bmj"));
        assert_eq!((scale("million"), days_in("week")), (Some(1e6), Some(7.0)));
    }

    #[test]
    fn a_faulty_list_is_told_by_its_name() {
        let of =
            |text: &str| Lists::of("some.toml", &["one", "two"], toml::from_str(text).unwrap()).unwrap_err().message;
        for (text, message) in [
            ("one = ['a']", "the list `two` is missing"),
            ("one = ['a']\ntwo = []", "the list `two` is empty"),
            ("one = ['a', 'b', 'a']\ntwo = ['c']", "the list `one` has `a` twice"),
            ("one = ['a ']\ntwo = ['c']", "the list `one` has `a `, which is no word"),
            ("one = ['a']\ntwo = ['c']\nthree = ['d']", "nothing reads the list `three`"),
        ] {
            assert_eq!(of(text), message);
        }
    }
}
