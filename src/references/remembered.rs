//! Which source a reference means: a whole one in any style, or what somebody remembers of it.

mod printed;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    corpus::Corpus,
    domain::{Name, Source, Vocabulary as _, source::Bibliography, vocabulary::vocabulary},
    text::{Citing, is_month, title_words},
};
use printed::Printed;

vocabulary! {
    /// Parts of a reference that a source was recognised by.
    pub enum ReferencePart ("part of a reference") {
        /// A DOI, PMID or PMCID.
        Identifier = "identifier", "Identifier";
        /// Words of the title.
        Title = "title", "Title";
        /// Names of authors.
        Author = "author", "Author";
        /// The year of the issue, or of the first publication online.
        Year = "year", "Year";
        /// Words of the journal.
        Container = "container-title", "Journal";
        /// Volume and issue.
        Volume = "volume", "Volume or issue";
        /// Pages or article number.
        Page = "page", "Pages or number";
        /// Publisher.
        Publisher = "publisher", "Publisher";
    }
}

/// The least score of a candidate; what is below has too little in common to be offered.
pub const LEAST_SCORE: f64 = 0.5;

/// The score of a source that was printed where the reference says, in a journal or a year it names.
const PLACE_SCORE: f64 = 0.95;

/// A source that a reference may mean.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The source.
    pub source: &'a Source,
    /// How likely it is meant, [`LEAST_SCORE`] to 1.
    pub score: f64,
    /// The share of the title's words that were found, by how much they tell; 0 to 1.
    pub title_share: f64,
    /// What it was recognised by.
    pub parts: Vec<ReferencePart>,
}

/// What is compared of the sources, made once for a version of the data and looked up by the words of a reference.
#[derive(Debug)]
pub struct Cards {
    words: HashMap<String, Word>,
    /// For each source, by position, how much the words of its title tell together.
    titles: Vec<f64>,
    /// For each source its identifiers, in lower case.
    identifiers: Vec<Vec<String>>,
}

/// Some parts of a reference, a bit for each: there is a set for every word of every source.
#[derive(Clone, Copy, Debug, Default)]
struct Parts(u16);

impl Parts {
    fn add(&mut self, part: ReferencePart) {
        self.0 |= 1 << part as u16;
    }

    fn add_all(&mut self, Self(others): Self) {
        self.0 |= others;
    }

    fn has(self, part: ReferencePart) -> bool {
        self.0 & (1 << part as u16) != 0
    }

    /// Those of it, in published order.
    fn list(self) -> Vec<ReferencePart> {
        ReferencePart::ALL.iter().copied().filter(|part| self.has(*part)).collect()
    }
}

/// A word of some sources.
#[derive(Debug)]
struct Word {
    /// How much it tells: more, the fewer sources have it.
    weight: f64,
    /// The sources that have it, by position, each with the parts it stands in.
    of: Vec<(usize, Parts)>,
}

/// How much a word tells that no source has: that the reference is to something else.
const STRANGE: f64 = 2.0;

/// What a source has in common with a reference.
#[derive(Clone, Debug, Default)]
struct Shared {
    parts: Parts,
    /// How much the words tell that both have.
    explained: f64,
    /// How much those of them tell that stand in the title.
    named: f64,
}

impl Cards {
    /// Lays the sources out.
    pub fn new(corpus: &Corpus) -> Self {
        let mut of: BTreeMap<String, Vec<(usize, Parts)>> = BTreeMap::new();
        let mut identifiers = Vec::with_capacity(corpus.sources().len());
        for (at, source) in corpus.sources().iter().enumerate() {
            let card = Card::of(source);
            for (word, parts) in card.words {
                of.entry(word).or_default().push((at, parts));
            }
            identifiers.push(card.identifiers);
        }
        let count = |sources: usize| f64::from(u32::try_from(sources).unwrap_or(u32::MAX));
        let all = count(corpus.sources().len());
        let mut titles = vec![0.0; corpus.sources().len()];
        // In the order of the words, so that sums of them are always the same.
        let weighed = of.into_iter().map(|(word, mut of)| {
            of.shrink_to_fit();
            let weight = (1.0 + all / count(of.len())).ln();
            for (at, _) in of.iter().filter(|(_, parts)| parts.has(ReferencePart::Title)) {
                titles[*at] += weight;
            }
            (word, Word { weight, of })
        });
        let words = weighed.collect();
        Self { words, titles, identifiers }
    }

    /// What each source, by position, has in common with these words, and how much the words tell together.
    fn compare(&self, asked: &BTreeSet<String>) -> (Vec<Shared>, f64) {
        let mut shared = vec![Shared::default(); self.titles.len()];
        let mut total = 0.0;
        for word in asked {
            let Some(Word { weight, of }) = self.words.get(word) else {
                total += STRANGE;
                continue;
            };
            total += weight;
            for (at, parts) in of {
                let Some(shared) = shared.get_mut(*at) else { continue };
                shared.parts.add_all(*parts);
                shared.explained += weight;
                if parts.has(ReferencePart::Title) {
                    shared.named += weight;
                }
            }
        }
        (shared, total)
    }
}

/// What one source has to be recognised by.
#[derive(Debug)]
struct Card {
    /// Each word with the parts it stands in.
    words: HashMap<String, Parts>,
    /// In lower case.
    identifiers: Vec<String>,
}

impl Card {
    fn of(source: &Source) -> Self {
        let Bibliography {
            item_type: _,
            title,
            author,
            editor,
            translator: _,
            container_title,
            container_title_short,
            event_title,
            edition: _,
            genre: _,
            publisher,
            publisher_place,
            issued,
            available_date,
            accessed: _,
            volume,
            issue,
            page,
            number,
            version: _,
            language: _,
            doi,
            pmid,
            pmcid,
            issn: _,
            isbn: _,
            url,
        } = &source.bibliography;
        let mut card = Self { words: HashMap::new(), identifiers: Vec::new() };
        let mut add = |part: ReferencePart, text: &str| {
            for word in words(text) {
                card.words.entry(word).or_default().add(part);
            }
        };
        add(ReferencePart::Title, title);
        // Editors are named in the place of authors, or behind the book.
        for name in author.iter().chain(editor) {
            match name {
                Name::Person { family, given, suffix: _ } => {
                    add(ReferencePart::Author, family);
                    add(ReferencePart::Author, given.as_deref().unwrap_or_default());
                }
                Name::Organisation { literal } => add(ReferencePart::Author, literal),
            }
        }
        add(ReferencePart::Year, &issued.year().to_string());
        if let Some(online) = available_date {
            add(ReferencePart::Year, &online.year().to_string());
        }
        for (part, text) in [
            (ReferencePart::Container, container_title),
            (ReferencePart::Container, container_title_short),
            (ReferencePart::Container, event_title),
            (ReferencePart::Publisher, publisher),
            (ReferencePart::Publisher, publisher_place),
            (ReferencePart::Volume, volume),
            (ReferencePart::Volume, issue),
            (ReferencePart::Page, page),
            (ReferencePart::Page, number),
        ] {
            add(part, text.as_deref().unwrap_or_default());
        }
        // Most styles shorten the second page: 514-30.
        if let Some((first, last)) = page.as_deref().and_then(|page| page.split_once(['-', '–'])) {
            let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            if first.len() == last.len() {
                (1..=same).filter_map(|from| last.get(from..)).for_each(|short| add(ReferencePart::Page, short));
            }
        }
        for identifier in [
            doi.as_ref().map(ToString::to_string),
            pmid.map(|pmid| pmid.to_string()),
            pmcid.as_ref().map(ToString::to_string),
            url.as_ref().map(ToString::to_string),
        ] {
            card.identifiers.extend(identifier.map(|identifier| identifier.to_lowercase()));
        }
        card
    }
}

/// Whether the text names one of the identifiers, whole.
fn names_one(text: &str, identifiers: &[String]) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric();
    identifiers.iter().any(|identifier| {
        text.match_indices(identifier.as_str()).any(|(at, _)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + identifier.len()..).and_then(|text| text.chars().next());
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
    })
}

/// The words of a text that tell one publication from another: those of one letter only when they are numbers.
fn words(text: &str) -> Vec<String> {
    let tells = |word: &String| {
        let is_short = word.chars().count() == 1 && !word.chars().all(|c| c.is_ascii_digit());
        !is_short && !Citing::TellNothing.has(word) && !is_month(word)
    };
    title_words(text).into_iter().map(|word| word.exact).filter(tells).collect()
}

impl Cards {
    /// The sources that a reference may mean, the likeliest first; at equal scores by id.
    ///
    /// The score is the share of the reference that the source accounts for, by how much each word tells, lowered
    /// when neither its authors nor most of its title were named. An identifier decides alone.
    pub fn recognise<'a>(&self, corpus: &'a Corpus, reference: &str) -> Vec<Candidate<'a>> {
        let lower = reference.to_lowercase();
        // In order, so that sums of them are always the same.
        let asked: BTreeSet<String> = words(&without_addresses(&lower)).into_iter().collect();
        let printed = Printed::read(reference);
        let Self { words: _, titles, identifiers } = self;
        let (shared, total) = self.compare(&asked);
        let mut found: Vec<Candidate<'_>> = corpus
            .sources()
            .iter()
            .zip(shared)
            .zip(titles.iter().zip(identifiers))
            .filter_map(|((source, shared), (whole, identifiers))| {
                let Shared { mut parts, explained, named } = shared;
                let title_share = if *whole > 0.0 { named / whole } else { 0.0 };
                let has = |part: ReferencePart| f64::from(u8::from(parts.has(part)));
                // A year alone is no memory of a publication.
                let memory = has(ReferencePart::Author) * (0.5 + 0.4 * has(ReferencePart::Year));
                let evidence = title_share.max(memory);
                let is_printed_there = printed.as_ref().is_some_and(|printed| printed.is_of(source));
                let score = if names_one(&lower, identifiers) {
                    parts.add(ReferencePart::Identifier);
                    1.0
                } else if is_printed_there {
                    // Volume and first page decide like an identifier, if nobody mistyped them.
                    parts.add(ReferencePart::Volume);
                    parts.add(ReferencePart::Page);
                    PLACE_SCORE
                } else if total > 0.0 {
                    (explained / total) * (0.4 + 0.6 * evidence)
                } else {
                    0.0
                };
                (score >= LEAST_SCORE).then(|| Candidate { source, score, title_share, parts: parts.list() })
            })
            .collect();
        let by_likelihood = |a: &Candidate<'_>, b: &Candidate<'_>| {
            let score = b.score.total_cmp(&a.score);
            score.then(b.title_share.total_cmp(&a.title_share)).then_with(|| a.source.id.cmp(&b.source.id))
        };
        found.sort_by(by_likelihood);
        found
    }
}

/// The text without web addresses and DOIs, whose words are none of the title.
fn without_addresses(text: &str) -> String {
    let is_address = |word: &&str| word.contains("://") || word.contains("10.") && word.contains('/');
    text.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}
