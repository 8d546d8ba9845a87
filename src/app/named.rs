//! Publications by what a reader remembers of them: an author, words of the title, the journal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    corpus::Corpus,
    domain::{Name, Source, vocabulary::nearest},
    references::is_same_journal,
    search::{NameField, Named},
    text::{Analyser, Shape, folded_words, given_words, is_stopword},
};

/// What publications are named by, made once for a version of the data, when it is first asked for.
#[derive(Debug)]
pub(super) struct Names {
    /// How many sources there are.
    sources: usize,
    /// Positions of sources by each word of the names of their authors.
    by_author_word: HashMap<String, Vec<usize>>,
    /// For each source, its authors.
    authors: Vec<Vec<AuthorWords>>,
    /// Positions of sources by each stem of their titles.
    by_title_stem: HashMap<String, Vec<usize>>,
    /// Positions of sources by each name of their journal, and the first letters of its words.
    by_journal: BTreeMap<String, (Letters, Vec<usize>)>,
    /// Positions of sources by ISSN, without its hyphen.
    by_issn: HashMap<String, Vec<usize>>,
    /// Names as they are written, to offer the nearest.
    written: Vec<String>,
}

/// What is longer, in bytes, names nothing.
const MAX_BYTES: usize = 300;
/// The same of a journal, which is held against each that there is.
const MAX_JOURNAL_BYTES: usize = 150;

/// The letters that the words of a name begin with, several to a bit: names that share none are not compared, because a word
/// and what shortens it begin alike.
#[derive(Clone, Copy, Debug)]
struct Letters(u64);

impl Letters {
    fn of(name: &str) -> Self {
        let first = words(name).into_iter().filter_map(|word| word.chars().next());
        Self(first.fold(0, |all, letter| all | 1 << (u32::from(letter) % u64::BITS)))
    }

    fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// An author, folded.
#[derive(Debug)]
struct AuthorWords {
    /// The family name, or the name of an organisation.
    main: Vec<String>,
    /// The ways to write the given names.
    given: Vec<String>,
}

fn words(text: &str) -> Vec<String> {
    folded_words(text).into_iter().map(|word| word.exact).collect()
}

/// What of a title tells something, stemmed; all of it where nothing does.
fn telling_stems(analyser: &mut Analyser, text: &str) -> Vec<String> {
    let all: Vec<_> = analyser.words(text).into_iter().filter(|word| word.shape != Shape::Compound).collect();
    let telling: Vec<_> = all.iter().filter(|word| !is_stopword(&word.exact)).map(|word| word.stem.clone()).collect();
    if telling.is_empty() { all.into_iter().map(|word| word.stem).collect() } else { telling }
}

fn add(places: &mut Vec<usize>, at: usize) {
    if places.last() != Some(&at) {
        places.push(at);
    }
}

impl AuthorWords {
    fn of(name: &Name) -> Self {
        let given = match name {
            // In full, all initials together, and each by itself.
            Name::Person { given: Some(given), .. } => {
                let initials = words(given).into_iter().filter_map(|word| word.chars().next());
                let initials: Vec<String> = initials.map(String::from).collect();
                given_words(given).into_iter().chain(initials).collect()
            }
            Name::Person { given: None, .. } | Name::Organisation { .. } => Vec::new(),
        };
        Self { main: words(name.main()), given }
    }

    /// Whether the words name this author: family name or a part of it, alone, or with given names or initials behind or
    /// before it.
    fn is_named(&self, said: &[String]) -> bool {
        let Self { main, given } = self;
        let of_main = |part: &[String]| !part.is_empty() && main.windows(part.len()).any(|window| window == part);
        let of_given = |part: &[String]| part.iter().all(|word| given.contains(word));
        (0..=said.len()).any(|at| {
            let (before, behind) = said.split_at(at);
            (of_main(before) && of_given(behind)) || (of_given(before) && of_main(behind))
        })
    }
}

impl Names {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut analyser = Analyser::new();
        let mut names = Self {
            sources: corpus.sources().len(),
            by_author_word: HashMap::new(),
            authors: Vec::with_capacity(corpus.sources().len()),
            by_title_stem: HashMap::new(),
            by_journal: BTreeMap::new(),
            by_issn: HashMap::new(),
            written: Vec::new(),
        };
        for (at, source) in corpus.sources().iter().enumerate() {
            names.add(&mut analyser, at, source);
        }
        names.written.sort_unstable();
        names.written.dedup();
        names
    }

    fn add(&mut self, analyser: &mut Analyser, at: usize, source: &Source) {
        let about = &source.bibliography;
        let authors: Vec<AuthorWords> = about.author.iter().map(AuthorWords::of).collect();
        for word in authors.iter().flat_map(|author| &author.main) {
            add(self.by_author_word.entry(word.clone()).or_default(), at);
        }
        self.written.extend(about.author.iter().map(|name| name.main().to_owned()));
        self.authors.push(authors);
        for word in analyser.words(&about.title) {
            add(self.by_title_stem.entry(word.stem).or_default(), at);
        }
        for journal in [&about.container_title, &about.container_title_short].into_iter().flatten() {
            let letters = || (Letters::of(journal), Vec::new());
            add(&mut self.by_journal.entry(journal.clone()).or_insert_with(letters).1, at);
        }
        if let Some(issn) = &about.issn {
            add(self.by_issn.entry(issn.to_string().replace('-', "")).or_default(), at);
        }
    }

    fn of_author(&self, said: &str) -> Vec<usize> {
        let said = words(said);
        let different: BTreeSet<&String> = said.iter().collect();
        let candidates = different.into_iter().filter_map(|word| self.by_author_word.get(word)).flatten().copied();
        // Those that several of the words lead to, once.
        let candidates: BTreeSet<usize> = candidates.collect();
        let is_named = |at: &usize| self.authors.get(*at).into_iter().flatten().any(|author| author.is_named(&said));
        candidates.into_iter().filter(is_named).collect()
    }

    fn with_title(&self, said: &str) -> Vec<usize> {
        let stems = telling_stems(&mut Analyser::new(), said);
        let mut lists = stems.iter().map(|stem| self.by_title_stem.get(stem).map_or(&[][..], Vec::as_slice));
        let Some(first) = lists.next() else { return Vec::new() };
        let mut found = first.to_vec();
        for list in lists {
            found.retain(|at| list.binary_search(at).is_ok());
        }
        found
    }

    fn in_journal(&self, said: &str) -> Vec<usize> {
        if let Some(places) = self.by_issn.get(&said.trim().replace('-', "").to_uppercase()) {
            return places.clone();
        }
        if said.len() > MAX_JOURNAL_BYTES {
            return Vec::new();
        }
        let letters = Letters::of(said);
        let alike = self.by_journal.iter().filter(|(_, (of_name, _))| letters.meet(*of_name));
        let same = alike.filter(|(name, _)| is_same_journal(said, name));
        same.flat_map(|(_, (_, places))| places.iter().copied()).collect()
    }

    /// Positions of the sources that one name means, in no order, perhaps several times.
    fn meant(&self, field: NameField, said: &str) -> Vec<usize> {
        if said.len() > MAX_BYTES {
            return Vec::new();
        }
        match field {
            NameField::Author => self.of_author(said),
            NameField::Title => self.with_title(said),
            NameField::Journal => self.in_journal(said),
        }
    }

    /// For each source by its position, whether it has one of the names of every field.
    pub(super) fn passing(&self, named: &[Named]) -> Vec<bool> {
        let mut passing = vec![true; self.sources];
        for Named { field, any_of } in named {
            let mut meant = vec![false; self.sources];
            for at in any_of.iter().flat_map(|said| self.meant(*field, said)) {
                if let Some(meant) = meant.get_mut(at) {
                    *meant = true;
                }
            }
            passing.iter_mut().zip(meant).for_each(|(passes, is_meant)| *passes &= is_meant);
        }
        passing
    }

    /// Of a name that no source has, the nearest that one has, if one is near; none where some source has it.
    pub(super) fn unknown(&self, field: NameField, said: &str) -> Option<Option<String>> {
        if !self.meant(field, said).is_empty() {
            return None;
        }
        let near = match field {
            NameField::Author => nearest(said, self.written.iter().map(String::as_str)),
            NameField::Journal => nearest(said, self.by_journal.keys().map(String::as_str)),
            NameField::Title => None,
        };
        Some(near.map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_is_named_in_any_of_the_usual_ways() {
        let person = |family: &str, given: &str| {
            AuthorWords::of(&Name::Person { family: family.to_owned(), given: Some(given.to_owned()), suffix: None })
        };
        let is_named = |author: &AuthorWords, said: &str| author.is_named(&words(said));
        let nemo = person("van der Nemo", "Anna Beate");
        for said in [
            "Nemo",
            "nemo",
            "van der Nemo",
            "Nemo A",
            "Nemo AB",
            "Nemo, Anna",
            "Anna B. Nemo",
            "Anna Beate van der Nemo",
        ] {
            assert!(is_named(&nemo, said), "{said}");
        }
        for said in ["", "A", "Nem", "Nemo B C", "Nemo Karl", "der der Nemo", "Anna"] {
            assert!(!is_named(&nemo, said), "{said}");
        }
        let office = AuthorWords::of(&Name::Organisation { literal: "Office of Nowhere".to_owned() });
        assert!(is_named(&office, "office of nowhere") && is_named(&office, "Nowhere"));
        assert!(!is_named(&office, "Nowhere Office"));
    }
}
