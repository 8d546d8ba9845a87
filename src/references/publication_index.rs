//! Publications in memory, looked up by what references say: identifiers, words of titles, places, authors with years.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    author, journal, place,
    publication::{Key, Publication, ReferenceEditorial},
};
use crate::{
    domain::{Identifier, SourceId, identifier::Pmid, source::Bibliography},
    text::is_stopword,
};

/// Most candidates that one way of looking up gives.
pub(super) const MAX_FOUND: usize = 24;

/// Publications in memory.
#[derive(Debug, Default)]
pub struct PublicationIndex {
    all: Vec<Arc<Publication>>,
    identifiers: HashMap<Identifier, Vec<usize>>,
    /// For each word the titles it stands in, in their order.
    words: HashMap<String, Vec<usize>>,
    /// How much the words of each title tell together.
    weights: Vec<f64>,
    /// By volume and first page.
    places: HashMap<(String, String), Vec<usize>>,
    /// By first author and year.
    names: HashMap<(String, i16), Vec<usize>>,
    /// Notices by the PubMed ids of what they are about.
    concerned: HashMap<Pmid, Vec<usize>>,
}

impl PublicationIndex {
    /// Lays the publications out.
    pub fn new(publications: impl IntoIterator<Item = Arc<Publication>>) -> Self {
        let mut index = Self { all: publications.into_iter().collect(), ..Self::default() };
        for (at, publication) in index.all.iter().enumerate() {
            let Bibliography { pmid, pmcid, author, issued, available_date, volume, page, number, .. } =
                &publication.bibliography;
            let dois = publication.dois().cloned().map(Identifier::Doi);
            let ids = dois.chain(pmid.map(Identifier::Pmid)).chain(pmcid.clone().map(Identifier::Pmcid));
            for identifier in ids {
                index.identifiers.entry(identifier).or_default().push(at);
            }
            let titles: BTreeSet<&String> = publication.card.titles.iter().flatten().collect();
            for word in titles {
                index.words.entry(word.clone()).or_default().push(at);
            }
            for pages in [page, number].into_iter().flatten() {
                if let Some(key) = place_key(volume.as_deref(), pages) {
                    index.places.entry(key).or_default().push(at);
                }
            }
            if let Some(first) = author.first() {
                let years: BTreeSet<i16> =
                    [Some(issued.year()), available_date.map(|day| day.year())].into_iter().flatten().collect();
                for year in years {
                    index.names.entry((author::key(first.main()), year)).or_default().push(at);
                }
            }
            for concerned in &publication.concerns {
                if let Some(pmid) = concerned.pmid {
                    index.concerned.entry(pmid).or_default().push(at);
                }
            }
        }
        index.weights = index
            .all
            .iter()
            .map(|publication| {
                let whole: BTreeSet<&String> = publication.card.titles.first().into_iter().flatten().collect();
                whole.into_iter().map(|word| index.weight(word)).sum()
            })
            .collect();
        index
    }

    /// Whether these very publications are in it, and no others.
    pub fn is_of(&self, publications: &[Arc<Publication>]) -> bool {
        self.all.len() == publications.len() && self.all.iter().zip(publications).all(|(a, b)| Arc::ptr_eq(a, b))
    }

    /// The publication of a source; none where they do not stand in the order of their keys.
    pub fn of_source(&self, id: &SourceId) -> Option<&Arc<Publication>> {
        let key = Key::Source(id.clone());
        self.all.get(self.all.binary_search_by(|publication| publication.key.cmp(&key)).ok()?)
    }

    /// How much a word tells: more, the fewer titles have it.
    fn weight(&self, word: &str) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        let titles = self.words.get(word).map_or(0, Vec::len);
        let is_small = is_stopword(word);
        if is_small { 0.1 } else { (1.0 + count(self.all.len()) / count(titles.max(1))).ln() }
    }

    fn take<'a>(&'a self, at: &'a [usize]) -> impl Iterator<Item = Arc<Publication>> + 'a {
        at.iter().take(MAX_FOUND).filter_map(|at| self.all.get(*at)).cloned()
    }

    /// Those that have the identifier.
    pub(super) fn identified(&self, identifier: &Identifier) -> Vec<Arc<Publication>> {
        self.identifiers.get(identifier).map(|at| self.take(at).collect()).unwrap_or_default()
    }

    /// Those whose titles have the most of these words, the likeliest first.
    pub(super) fn titled(&self, words: &BTreeSet<&str>) -> Vec<Arc<Publication>> {
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for word in words.iter().filter(|word| !is_stopword(word)) {
            let weight = self.weight(word);
            for at in self.words.get(*word).into_iter().flatten() {
                *shared.entry(*at).or_default() += weight;
            }
        }
        let mut ranked: Vec<(usize, f64)> = shared
            .into_iter()
            .map(|(at, weight)| (at, weight * weight / self.weights.get(at).copied().unwrap_or(1.0).max(0.1)))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.iter().take(MAX_FOUND).filter_map(|(at, _)| self.all.get(*at)).cloned().collect()
    }

    /// Those that were printed at this place.
    pub(super) fn printed(&self, volume: Option<&str>, pages: &str) -> Vec<Arc<Publication>> {
        let at = place_key(volume, pages).and_then(|key| self.places.get(&key));
        at.map(|at| at.iter().filter_map(|at| self.all.get(*at)).cloned().collect()).unwrap_or_default()
    }

    /// Those whose first author has this name, in one of these years.
    pub(super) fn written(&self, family: &str, years: &[i16]) -> Vec<Arc<Publication>> {
        let of_year = |year: &i16| self.names.get(&(author::key(family), *year));
        years.iter().filter_map(of_year).flat_map(|at| self.take(at)).collect()
    }

    /// Whether a publication here is in the journal of this name.
    pub(super) fn knows_journal(&self, name: &str) -> bool {
        self.all.iter().any(|publication| publication.card.journals.iter().any(|own| journal::is_same(name, own)))
    }

    /// What a notice here says of the publication with this PubMed id.
    pub(super) fn noticed(&self, pmid: Pmid) -> Option<ReferenceEditorial> {
        let notices = self.concerned.get(&pmid)?;
        self.take(notices).find_map(|notice| {
            let concerned = notice.concerns.iter().find(|concerned| concerned.pmid == Some(pmid))?;
            Some(ReferenceEditorial { state: concerned.state, notice: Some(notice.key.to_string()) })
        })
    }
}

/// Volume and first page as they are looked up.
fn place_key(volume: Option<&str>, pages: &str) -> Option<(String, String)> {
    let (first, _) = place::ends_of(pages)?;
    let volume: String = volume.unwrap_or_default().chars().take_while(char::is_ascii_alphanumeric).collect();
    Some((volume.to_lowercase(), first.trim_start_matches('e').to_owned()))
}
