//! Where publications are looked up: the appraised sources in memory, and the literature on disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    look_up_keys::LookUpKeys,
    publication::{Key, Publication, ReferenceEditorial},
    publication_index::{MAX_FOUND, PublicationIndex},
    words::words,
};
use crate::{
    domain::{Identifier, stop::Stop},
    literature::{Filters, Literature, LookUpError, Matching, Record, Request, SearchError, Sort},
};

/// The literature could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum HoldingError {
    /// A look-up failed.
    #[error(transparent)]
    LookUp(#[from] LookUpError),
    /// A search failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// Where publications are looked up.
#[derive(Clone, Copy, Debug)]
pub enum Holding<'a> {
    /// In memory.
    InMemory(&'a PublicationIndex),
    /// The literature tier.
    Literature(&'a Literature),
}

type Found = Result<Vec<Arc<Publication>>, HoldingError>;

impl Holding<'_> {
    /// Those that a reference may mean, by all it says; without order, some of them more than once.
    pub(super) fn candidates(&self, keys: &LookUpKeys) -> Found {
        match self {
            Self::InMemory(index) => Ok(shelved(index, keys)),
            Self::Literature(literature) => listed(literature, keys),
        }
    }

    /// Those that have the identifier.
    pub(super) fn identified(&self, identifier: &Identifier) -> Found {
        match self {
            Self::InMemory(index) => Ok(index.identified(identifier)),
            Self::Literature(literature) => {
                let records = match identifier {
                    Identifier::Doi(doi) => literature.by_doi(doi)?,
                    Identifier::Pmid(pmid) => literature.by_pmid(*pmid)?.into_iter().collect(),
                    Identifier::Pmcid(pmcid) => literature.by_pmcid(pmcid)?,
                    Identifier::Source(_)
                    | Identifier::Nct(_)
                    | Identifier::Prospero(_)
                    | Identifier::Isbn(_)
                    | Identifier::Url(_) => Vec::new(),
                };
                Ok(records.iter().map(published).collect())
            }
        }
    }

    /// Whether a name is that of a journal with publications here.
    pub(super) fn knows_journal(&self, name: &str) -> Result<bool, HoldingError> {
        match self {
            Self::InMemory(index) => Ok(index.knows_journal(name)),
            Self::Literature(literature) => Ok(literature.knows_journal(name)?),
        }
    }

    /// What has become of one of its publications, by the records of others as well; none where it is not one of these.
    pub(super) fn editorial(&self, publication: &Publication) -> Result<Option<ReferenceEditorial>, HoldingError> {
        let Self::Literature(literature) = self else { return Ok(None) };
        let Key::Literature(id) = &publication.key else { return Ok(None) };
        let Some(record) = literature.by_id(id)? else { return Ok(None) };
        let states = literature.states(&record)?;
        Ok(states.gravest().map(ReferenceEditorial::of))
    }

    /// What notices say of a publication that need not be here.
    pub(super) fn noticed(&self, identifier: &Identifier) -> Result<Option<ReferenceEditorial>, HoldingError> {
        match self {
            Self::InMemory(index) => Ok(match identifier {
                Identifier::Pmid(pmid) => index.noticed(*pmid),
                Identifier::Doi(_)
                | Identifier::Pmcid(_)
                | Identifier::Source(_)
                | Identifier::Nct(_)
                | Identifier::Prospero(_)
                | Identifier::Isbn(_)
                | Identifier::Url(_) => None,
            }),
            Self::Literature(literature) => Ok(literature.states_of(identifier)?.gravest().map(ReferenceEditorial::of)),
        }
    }

    /// Publications that lists of notices are about, with what they say: those whose titles the reference may have.
    pub(super) fn listed(&self, keys: &LookUpKeys) -> Result<Vec<(Publication, ReferenceEditorial)>, HoldingError> {
        let Self::Literature(literature) = self else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for title in &keys.titles {
            for notice in literature.listed_by_title(title, MAX_FOUND)? {
                let said = ReferenceEditorial::of(&notice.said());
                found.extend(Publication::of_listed(&notice).map(|publication| (publication, said)));
            }
        }
        Ok(found)
    }
}

fn shelved(index: &PublicationIndex, keys: &LookUpKeys) -> Vec<Arc<Publication>> {
    let words: BTreeSet<&str> = keys.words.iter().map(String::as_str).collect();
    let mut found = index.titled(&words);
    if let Some(pages) = &keys.pages {
        found.extend(index.printed(keys.volume.as_deref(), pages));
    }
    if let Some(family) = &keys.family {
        found.extend(index.written(family, &keys.years));
    }
    found
}

/// Fewest words of the begin of a journal's name.
const LEAST_WORDS: usize = 2;

/// Most words of a reference that is looked up by author, journal and year alone.
const SHORT: usize = 14;

fn listed(literature: &Literature, keys: &LookUpKeys) -> Found {
    let mut found: BTreeMap<String, Record> = BTreeMap::new();
    let mut keep = |record: Record| {
        found.entry(record.id.as_str().to_owned()).or_insert(record);
    };
    for title in &keys.titles {
        for matched in literature.by_title(title, MAX_FOUND)? {
            keep(matched.record);
        }
    }
    let mut is_placed = false;
    if let (Some(volume), Some(pages)) = (&keys.volume, &keys.pages) {
        for journal in &keys.journals {
            let mut placed = literature.by_place(journal, volume, pages)?;
            placed.extend(literature.notices_about_place(journal, volume, pages)?);
            // `Clin Orthop`, of which the rest is left out.
            if words(journal).len() >= LEAST_WORDS {
                placed.extend(literature.by_begun_place(journal, volume, pages)?);
            }
            is_placed |= !placed.is_empty();
            placed.into_iter().for_each(&mut keep);
        }
        // Of notices about other journals `judge` takes none.
        literature.notices_about_place("", volume, pages)?.into_iter().for_each(&mut keep);
    }
    // What a title is not among is looked up by who wrote it, when and where.
    if keys.words.len() <= SHORT {
        for journal in &keys.journals {
            if literature.knows_journal(journal)? {
                written(literature, keys, Some(journal))?.into_iter().for_each(&mut keep);
            }
        }
    }
    // A journal under a name that no record here has, and a title in the language of the work, of which there is a translation here.
    if !is_placed && keys.pages.is_some() {
        let records = written(literature, keys, None)?;
        records.into_iter().filter(|record| keys.are_of(&record.bibliography)).for_each(&mut keep);
    }
    Ok(found.values().map(published).collect())
}

/// By the first author and the year, in a journal or in any of them.
fn written(literature: &Literature, keys: &LookUpKeys, journal: Option<&str>) -> Result<Vec<Record>, HoldingError> {
    let (Some(family), Some(first), Some(last)) = (&keys.family, keys.years.iter().min(), keys.years.iter().max())
    else {
        return Ok(Vec::new());
    };
    let (Ok(first), Ok(last)) = (u16::try_from(*first), u16::try_from(*last)) else { return Ok(Vec::new()) };
    let filters = Filters {
        author: vec![keys.initial.map_or_else(|| family.clone(), |initial| format!("{family} {initial}"))],
        journal: journal.map(str::to_owned).into_iter().collect(),
        year: Some((first, last)),
        ..Filters::default()
    };
    let request = Request {
        text: "",
        matching: Matching::All,
        filters,
        sort: Sort::Newest,
        limit: MAX_FOUND,
        after: None,
        facets: Vec::new(),
    };
    let answer = literature.search(&request, &Stop::default())?;
    Ok(answer.found.into_iter().map(|found| found.record).collect())
}

fn published(record: &Record) -> Arc<Publication> {
    Arc::new(Publication::of_record(record))
}
