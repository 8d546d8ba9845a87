//! Lists of words by the place they stand in: what is English in a rule is a list of `data/lexicon`, and the rule names it.
//!
//! [`word_lists!`] writes an enum with a value for each list. A list that no value names, a value without its list, an empty
//! list and a word that could never be met are faults of the file, told with the name of the list.

use std::collections::BTreeMap;

use super::word_file::LexiconError;
use crate::domain::word_table::WordMap;

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
pub(super) struct ListSet([u64; 6]);

impl ListSet {
    /// Most lists of a file whose words are looked up in all of them at once.
    const MOST: usize = 384;

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

#[cfg(test)]
mod tests {
    use super::*;

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
