//! Where publications are looked up: the appraised sources in memory, and the literature on disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    place,
    publication::{Key, Publication, ReferenceEditorial},
    reading::Reading,
    shelf::{MAX_FOUND, Shelf},
    words::{Token, words},
};
use crate::{
    domain::{Identifier, Name, source::Bibliography, stop::Stop},
    literature::{Filters, Literature, LookUpError, Matching, Record, Request, SearchError, Sort},
    text::journal_alias,
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
    Shelf(&'a Shelf),
    /// The literature tier.
    Literature(&'a Literature),
}

type Found = Result<Vec<Arc<Publication>>, HoldingError>;

impl Holding<'_> {
    /// Those that a reference may mean, by all it says; without order, some of them more than once.
    pub(super) fn candidates(&self, asked: &Asked) -> Found {
        match self {
            Self::Shelf(shelf) => Ok(shelved(shelf, asked)),
            Self::Literature(literature) => listed(literature, asked),
        }
    }

    /// Those that have the identifier.
    pub(super) fn identified(&self, identifier: &Identifier) -> Found {
        match self {
            Self::Shelf(shelf) => Ok(shelf.identified(identifier)),
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
            Self::Shelf(shelf) => Ok(shelf.knows_journal(name)),
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
            Self::Shelf(shelf) => Ok(match identifier {
                Identifier::Pmid(pmid) => shelf.noticed(*pmid),
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
    pub(super) fn listed(&self, asked: &Asked) -> Result<Vec<(Publication, ReferenceEditorial)>, HoldingError> {
        let Self::Literature(literature) = self else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for title in &asked.titles {
            for notice in literature.listed_by_title(title, MAX_FOUND)? {
                let said = ReferenceEditorial::of(&notice.said());
                found.extend(Publication::of_listed(&notice).map(|publication| (publication, said)));
            }
        }
        Ok(found)
    }
}

fn shelved(shelf: &Shelf, asked: &Asked) -> Vec<Arc<Publication>> {
    let words: BTreeSet<&str> = asked.words.iter().map(String::as_str).collect();
    let mut found = shelf.titled(&words);
    if let Some(pages) = &asked.pages {
        found.extend(shelf.printed(asked.volume.as_deref(), pages));
    }
    if let Some(family) = &asked.family {
        found.extend(shelf.written(family, &asked.years));
    }
    found
}

/// Fewest words of the begin of a journal's name.
const LEAST_WORDS: usize = 2;

/// Most initials of a person.
const MAX_INITIALS: usize = 4;

/// Most words of a reference that is looked up by author, journal and year alone.
const SHORT: usize = 14;

fn listed(literature: &Literature, asked: &Asked) -> Found {
    let mut found: BTreeMap<String, Record> = BTreeMap::new();
    let mut keep = |record: Record| {
        found.entry(record.id.as_str().to_owned()).or_insert(record);
    };
    for title in &asked.titles {
        for matched in literature.by_title(title, MAX_FOUND)? {
            keep(matched.record);
        }
    }
    let mut is_placed = false;
    if let (Some(volume), Some(pages)) = (&asked.volume, &asked.pages) {
        for journal in &asked.journals {
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
    if asked.words.len() <= SHORT {
        for journal in &asked.journals {
            if literature.knows_journal(journal)? {
                written(literature, asked, Some(journal))?.into_iter().for_each(&mut keep);
            }
        }
    }
    // A journal under a name that no record here has, and a title in the language of the work, of which there is a translation here.
    if !is_placed && asked.pages.is_some() {
        let records = written(literature, asked, None)?;
        records.into_iter().filter(|record| asked.is_printed_as(&record.bibliography)).for_each(&mut keep);
    }
    Ok(found.values().map(published).collect())
}

/// By the first author and the year, in a journal or in any of them.
fn written(literature: &Literature, asked: &Asked, journal: Option<&str>) -> Result<Vec<Record>, HoldingError> {
    let (Some(family), Some(first), Some(last)) = (&asked.family, asked.years.iter().min(), asked.years.iter().max())
    else {
        return Ok(Vec::new());
    };
    let (Ok(first), Ok(last)) = (u16::try_from(*first), u16::try_from(*last)) else { return Ok(Vec::new()) };
    let filters = Filters {
        author: vec![asked.initial.map_or_else(|| family.clone(), |initial| format!("{family} {initial}"))],
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

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Folded words, the title's among them.
    pub(super) words: BTreeSet<String>,
    /// Parts of the text in which the title is, the likeliest first.
    titles: Vec<String>,
    /// What may be the name of the journal.
    pub(super) journals: Vec<String>,
    pub(super) volume: Option<String>,
    pub(super) pages: Option<String>,
    /// The family name of the first author.
    family: Option<String>,
    /// The first letter of their given names.
    initial: Option<char>,
    pub(super) years: Vec<i16>,
}

impl Asked {
    pub(super) fn of(reading: &Reading) -> Self {
        let Some(fields) = &reading.fields else { return Self::of_text(reading) };
        let Bibliography {
            title,
            author,
            container_title,
            container_title_short,
            issued,
            available_date,
            volume,
            page,
            number,
            ..
        } = fields.as_ref();
        Self {
            words: words(title).into_iter().collect(),
            titles: vec![title.clone()],
            journals: [container_title, container_title_short].into_iter().flatten().cloned().collect(),
            volume: volume.clone(),
            pages: page.clone().or_else(|| number.clone()),
            family: author.first().map(|name| name.main().to_owned()),
            initial: author.first().and_then(Name::initial),
            years: [Some(issued.year()), available_date.map(|day| day.year())].into_iter().flatten().collect(),
        }
    }

    /// Whether volume and first page are those of the record.
    fn is_printed_as(&self, record: &Bibliography) -> bool {
        let first = |pages: Option<&String>| pages.and_then(|pages| place::ends_of(pages)).map(|(first, _)| first);
        let (said, own) = (first(self.pages.as_ref()), first(record.page.as_ref().or(record.number.as_ref())));
        let is_page = said.zip(own).is_some_and(|(said, own)| place::is_same_page(&said, &own));
        is_page && self.volume.as_deref().map(str::trim) == record.volume.as_deref().map(str::trim)
    }

    fn of_text(reading: &Reading) -> Self {
        let Reading { text, tokens, .. } = reading;
        let run = place::Run { text, tokens, from: 0, to: tokens.len() };
        let printed = place::read(&run);
        let years = place::years(&run, printed.as_ref());
        // Initials stand behind the name or, in some styles, before it.
        let is_name = |token: &Token| !token.is_taken && !token.has_digit() && token.word.chars().count() > 1;
        let written = |token: &Token| text.get(token.start..token.end);
        let first = tokens.iter().position(is_name);
        let initials = |at: usize| {
            let written = tokens.get(at).and_then(written).filter(|written| written.chars().count() <= MAX_INITIALS)?;
            written.chars().all(char::is_uppercase).then(|| written.chars().next()).flatten()
        };
        let free: Vec<&Token> = tokens.iter().filter(|token| !token.is_taken).collect();
        Self {
            words: free.iter().map(|token| token.word.clone()).collect(),
            titles: titles(text, &free),
            journals: journals(text, tokens, printed.as_ref()),
            volume: printed.as_ref().and_then(|printed| printed.volume.clone()),
            pages: printed.and_then(|printed| printed.pages),
            family: first.and_then(|at| tokens.get(at)).and_then(written).map(str::to_owned),
            initial: first.and_then(|at| at.checked_sub(1).and_then(initials).or_else(|| initials(at + 1))),
            years,
        }
    }
}

/// The sentences of a reference with the most words in small letters, one of which is its title, and all of it: names of authors
/// are words of titles too, and would crowd out those of this one.
fn titles(text: &str, free: &[&Token]) -> Vec<String> {
    // As many sentences are tried.
    const TRIED: usize = 2;
    let mut sentences: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut end = 0;
    for token in free {
        let gap = text.get(end..token.start).unwrap_or_default();
        let raw = text.get(token.start..token.end).unwrap_or_default();
        if sentences.is_empty() || gap.contains(['.', '?', '!', '"', '“', '”', '‘', '[', ']']) || gap.contains("’,")
        {
            sentences.push((0, Vec::new()));
        }
        if let Some((small, words)) = sentences.last_mut() {
            *small += usize::from(raw.chars().count() > 2 && raw.starts_with(char::is_lowercase));
            words.push(raw);
        }
        end = token.end;
    }
    let whole: Vec<&str> = sentences.iter().flat_map(|(_, words)| words).copied().collect();
    let whole = whole.join(" ");
    sentences.sort_by_key(|(small, words)| std::cmp::Reverse((*small, words.len())));
    let mut titles: Vec<String> =
        sentences.iter().take(TRIED).filter(|(small, _)| *small > 0).map(|(_, words)| words.join(" ")).collect();
    if !titles.contains(&whole) {
        titles.push(whole);
    }
    titles
}

/// The ends of what stands before the place, or before the first year: one of them is the journal.
fn journals(text: &str, tokens: &[Token], printed: Option<&place::Place>) -> Vec<String> {
    // No abbreviation has more words, and few titles.
    const LONGEST: usize = 10;
    let year = tokens.iter().position(|token| token.year().is_some() && !token.is_taken);
    let Some(end) = printed.map(|printed| printed.from).or(year) else { return Vec::new() };
    let Some(last) = end.checked_sub(1).and_then(|last| tokens.get(last)) else { return Vec::new() };
    let begins = (end.saturating_sub(LONGEST)..end).rev().filter_map(|from| tokens.get(from));
    let mut names: Vec<String> =
        begins.filter_map(|token| text.get(token.start..last.end)).map(str::to_owned).collect();
    // `Br Med J` is in databases under its later name.
    let others: Vec<&str> = names.iter().filter_map(|name| journal_alias(&words(name).join(" "))).collect();
    names.extend(others.into_iter().map(str::to_owned));
    names
}
