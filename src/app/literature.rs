//! The second tier beside the records, and a record of it as a source, so that it is cited and exported as one.

use std::path::Path;

use super::Library;
use crate::{
    citation::exchange::Imported,
    corpus::Corpus,
    domain::{
        Date, Editorial, EditorialStatus, Identifier, PageKind, Provenance, Provenances, Source, SourceId, States,
        StudyDesign, Vocabulary,
        number::Stated,
        source::{Pico, Study},
        status::CurrencyRule,
    },
    literature::{Literature, LiteratureId, OpenError, Record},
};

/// The literature of an installation.
#[derive(Debug, Default)]
pub enum Shelf {
    /// None was loaded.
    #[default]
    NotLoaded,
    /// It is there.
    Loaded(Box<Literature>),
    /// It is there and cannot be used.
    Damaged(String),
}

/// Why a question cannot be put to the literature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLiterature {
    /// None was loaded.
    #[error(
        "no literature is loaded; the operator loads some with `evidence literature add FILE`, then the service loads it"
    )]
    NotLoaded,
    /// It is there and cannot be used.
    #[error("the literature cannot be read: {0}")]
    Damaged(String),
}

impl Shelf {
    /// What is in a folder; nothing when there is no literature in it.
    pub fn open(folder: &Path) -> Self {
        match Literature::open(folder) {
            Ok(literature) => Self::Loaded(Box::new(literature)),
            Err(OpenError::Nothing { .. }) => Self::NotLoaded,
            Err(damaged @ OpenError::Damaged { .. }) => Self::Damaged(damaged.to_string()),
        }
    }

    /// The literature, if it can be used.
    pub fn literature(&self) -> Option<&Literature> {
        match self {
            Self::Loaded(literature) => Some(literature),
            Self::NotLoaded | Self::Damaged(_) => None,
        }
    }
}

impl Library {
    /// The same library with literature beside it.
    #[must_use]
    pub fn with_literature(self, literature: Shelf) -> Self {
        Self { literature, ..self }
    }

    /// What there is of literature.
    pub fn shelf(&self) -> &Shelf {
        &self.literature
    }

    /// The literature.
    ///
    /// # Errors
    /// [`NoLiterature`].
    pub fn literature(&self) -> Result<&Literature, NoLiterature> {
        match &self.literature {
            Shelf::Loaded(literature) => Ok(literature),
            Shelf::NotLoaded => Err(NoLiterature::NotLoaded),
            Shelf::Damaged(because) => Err(NoLiterature::Damaged(because.clone())),
        }
    }

    /// The record of the literature that an identifier names, as a source; none when an appraised record of the same
    /// publication is here, which is to be used in its place.
    pub fn literature_source(&self, key: &str) -> Option<(Source, Record, States)> {
        let record = self.literature_record(key).filter(|record| self.appraised(record).is_none())?;
        let states = self.literature.literature()?.states(&record).ok()?;
        Some((source_of(&record, &states)?, record, states))
    }

    /// The appraised record of the publication whose record in the literature an identifier names: two databases know one
    /// publication by different identifiers.
    pub fn appraised_twin(&self, key: &str) -> Option<&Source> {
        self.appraised(&self.literature_record(key)?)
    }

    fn literature_record(&self, key: &str) -> Option<Record> {
        let literature = self.literature.literature()?;
        let readings = Identifier::readings(key).into_iter().chain(Identifier::conjectures(key));
        let ids = readings.filter_map(|reading| LiteratureId::of(&reading));
        // What cannot be read is not cited; verifying says so.
        ids.filter_map(|id| literature.by_id(&id).ok().flatten()).next()
    }

    /// The appraised record of the publication that a record of the literature is of.
    pub fn appraised(&self, record: &Record) -> Option<&Source> {
        appraised(&self.corpus, record)
    }
}

fn appraised<'a>(corpus: &'a Corpus, record: &Record) -> Option<&'a Source> {
    let dois = record.dois().cloned().map(crate::domain::Identifier::Doi);
    let mut identifiers = record.bibliography.identifiers().chain(dois);
    identifiers.find_map(|identifier| corpus.identified(&identifier).next())
}

/// A record of the literature as a source: its reference, and what is known of it since. Everything that only somebody who
/// appraises it could say is not reported.
pub fn source_of(record: &Record, states: &States) -> Option<Source> {
    let id: SourceId = record.id.as_str().replace(':', "-").to_lowercase().parse().ok().or_else(|| {
        // A DOI has characters that no id of ours has.
        let hash = xxhash_rust::xxh3::xxh3_64(record.id.as_str().as_bytes());
        format!("literature-{hash:016x}").parse().ok()
    })?;
    let page = match (&record.bibliography.pmid, record.bibliography.best_url()) {
        (Some(pmid), _) => pmid.url(),
        (None, url) => url.unwrap_or_else(|| record.file.clone()),
    };
    let on = record.issued().earliest();
    Some(Source {
        id,
        short_title: record.id.to_string(),
        also_known_as: Vec::new(),
        bibliography: record.bibliography.clone(),
        design: record.design.unwrap_or(StudyDesign::Commentary),
        level: Stated::NotReported,
        summary: String::new(),
        conclusion: String::new(),
        pico: Pico {
            population: String::new(),
            intervention: String::new(),
            comparator: String::new(),
            outcome: String::new(),
        },
        study: Study {
            sample: Stated::NotReported,
            studies: Stated::NotReported,
            age_min: Stated::NotReported,
            age_max: Stated::NotReported,
            searched_through: Stated::NotReported,
            enrolled: Stated::NotReported,
            setting: Stated::NotReported,
        },
        registration: record.registration.clone(),
        funding: Stated::NotReported,
        conflicts: Stated::NotReported,
        licence: Stated::NotReported,
        limitations: Vec::new(),
        editor_notes: Vec::new(),
        published_at: Vec::new(),
        editorial: editorial(states),
        currency_rule: CurrencyRule::Unstated,
        review_due: Stated::NotReported,
        links: Vec::new(),
        assertion: None,
        topics: Vec::new(),
        recorded: on,
        provenance: Provenances {
            // Read by a program in the file of a database: nobody has compared it with the publication.
            default: Provenance::Sourced { pages: vec![page], kind: Some(PageKind::Secondary), on },
            except: Vec::new(),
        },
    })
}

/// A record of the literature as it is taken in when a record is begun from it.
pub fn imported_of(record: &Record, states: &States) -> Imported {
    let mut notes: Vec<String> = states
        .all()
        .iter()
        .map(|said| {
            let other = said.other.map(|pmid| format!(", PMID {pmid}")).unwrap_or_default();
            let place = said.place.as_ref().map(|place| format!(": {place}")).unwrap_or_default();
            let list = said.list.as_ref().map(|list| {
                let doi = list.doi.as_ref().map(|doi| format!(", {doi}")).unwrap_or_default();
                let reason = list.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                format!("; {}{doi}{reason}", list.name)
            });
            let by = said.by.label().to_lowercase();
            format!("{} (by: {by}){place}{other}{}", said.state.label(), list.unwrap_or_default())
        })
        .collect();
    notes.extend((!record.types.is_empty()).then(|| format!("types of publication: {}", record.types.join("; "))));
    notes.extend((!record.mesh.is_empty()).then(|| {
        let headings: Vec<&str> = record.mesh.iter().map(|heading| heading.descriptor.as_str()).collect();
        format!("MeSH: {}", headings.join("; "))
    }));
    Imported {
        line: 1,
        bibliography: record.bibliography.clone(),
        registration: record.registration.clone(),
        design: record.design,
        editorial: editorial(states),
        notes,
    }
}

/// The states as the one editorial status that a reference has: the gravest of those about the publication itself.
fn editorial(states: &States) -> Editorial {
    let said = states.all().iter().find_map(|said| Some((said.state.status()?, said)));
    let (status, notice, noticed) = match said {
        None => (EditorialStatus::Unchecked, None, None),
        Some((status, said)) => {
            let listed = said.list.as_ref().and_then(|list| list.doi.as_ref()).map(ToString::to_string);
            (status, said.place.clone().or(listed), said.date)
        }
    };
    Editorial { status, checked: None::<Date>, notice, noticed, note: None }
}
