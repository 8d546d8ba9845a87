//! Which source a reference means: a whole one in any style, or what somebody remembers of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::Library;
use crate::{
    corpus::Corpus,
    domain::{Name, Source, source::Bibliography, vocabulary::vocabulary},
};

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

/// Words that styles put into references, which tell no source from another.
const BOILERPLATE: &[&str] = &[
    "accessed",
    "al",
    "and",
    "article",
    "at",
    "available",
    "by",
    "cited",
    "date",
    "doi",
    "ed",
    "eds",
    "et",
    "for",
    "from",
    "http",
    "https",
    "in",
    "internet",
    "no",
    "nos",
    "of",
    "online",
    "org",
    "pmc",
    "pmcid",
    "pmid",
    "pp",
    "published",
    "pubmed",
    "report",
    "retrieved",
    "the",
    "to",
    "und",
    "vol",
    "vols",
    "with",
    "www",
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
];

/// What is compared of the sources, made once for a version of the data.
#[derive(Debug)]
pub(super) struct Cards {
    cards: Vec<Card>,
    /// How much a word tells: more, the fewer sources have it.
    weights: HashMap<String, f64>,
}

#[derive(Debug)]
struct Card {
    /// Each word with the parts it stands in.
    words: HashMap<String, BTreeSet<ReferencePart>>,
    identifiers: Vec<String>,
}

impl Cards {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let cards: Vec<Card> = corpus.sources().iter().map(Card::of).collect();
        let mut sources_with: HashMap<&str, u32> = HashMap::new();
        for word in cards.iter().flat_map(|card| card.words.keys()) {
            *sources_with.entry(word).or_default() += 1;
        }
        let all = f64::from(u32::try_from(cards.len()).unwrap_or(u32::MAX));
        let weight = |count: u32| (1.0 + all / f64::from(count)).ln();
        let weights = sources_with.into_iter().map(|(word, count)| (word.to_owned(), weight(count))).collect();
        Self { cards, weights }
    }

    fn weight(&self, word: &str) -> f64 {
        // A word no source has tells that the reference is to something else.
        self.weights.get(word).copied().unwrap_or(2.0)
    }
}

impl Card {
    fn of(source: &Source) -> Self {
        let Bibliography {
            item_type: _,
            title,
            author,
            container_title,
            container_title_short,
            publisher,
            publisher_place,
            issued,
            available_date,
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
                card.words.entry(word).or_default().insert(part);
            }
        };
        add(ReferencePart::Title, title);
        for name in author {
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

    /// Whether the text names one of the identifiers, whole.
    fn is_identified(&self, text: &str) -> bool {
        let is_part = |c: char| c.is_ascii_alphanumeric();
        self.identifiers.iter().any(|identifier| {
            text.match_indices(identifier.as_str()).any(|(at, _)| {
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                let after = text.get(at + identifier.len()..).and_then(|text| text.chars().next());
                !before.is_some_and(is_part) && !after.is_some_and(is_part)
            })
        })
    }
}

/// The words of a text: lower case, without accents, short ones only when they are numbers.
fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 || word.chars().all(|c| c.is_ascii_digit()))
        .filter(|word| !word.is_empty() && !BOILERPLATE.contains(word))
        .map(str::to_owned)
        .collect()
}

impl Library {
    /// The sources that a reference may mean, the likeliest first; at equal scores by id.
    ///
    /// The score is the share of the reference that the source accounts for, by how much each word tells, lowered
    /// when neither its authors nor most of its title were named. An identifier decides alone.
    pub fn recognise(&self, reference: &str) -> Vec<Candidate<'_>> {
        let lower = reference.to_lowercase();
        let asked: HashSet<String> = words(&without_addresses(&lower)).into_iter().collect();
        let total: f64 = asked.iter().map(|word| self.cards.weight(word)).sum();
        let mut found: Vec<Candidate<'_>> = self
            .corpus
            .sources()
            .iter()
            .zip(&self.cards.cards)
            .filter_map(|(source, card)| {
                let mut parts: BTreeSet<ReferencePart> = BTreeSet::new();
                let mut explained = 0.0;
                for word in &asked {
                    if let Some(of) = card.words.get(word) {
                        explained += self.cards.weight(word);
                        parts.extend(of);
                    }
                }
                let in_title = |(_, of): &(&String, &BTreeSet<ReferencePart>)| of.contains(&ReferencePart::Title);
                let (mut named, mut whole) = (0.0, 0.0);
                for (word, _) in card.words.iter().filter(in_title) {
                    let weight = self.cards.weight(word);
                    whole += weight;
                    named += if asked.contains(word) { weight } else { 0.0 };
                }
                let title_share = if whole > 0.0 { named / whole } else { 0.0 };
                let has = |part: ReferencePart| f64::from(u8::from(parts.contains(&part)));
                // A year alone is no memory of a publication.
                let memory = has(ReferencePart::Author) * (0.5 + 0.4 * has(ReferencePart::Year));
                let evidence = title_share.max(memory);
                let score = if card.is_identified(&lower) {
                    parts.insert(ReferencePart::Identifier);
                    1.0
                } else if total > 0.0 {
                    (explained / total) * (0.4 + 0.6 * evidence)
                } else {
                    0.0
                };
                (score >= LEAST_SCORE).then(|| Candidate {
                    source,
                    score,
                    title_share,
                    parts: parts.into_iter().collect(),
                })
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
