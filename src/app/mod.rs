//! The use cases: one method for each question somebody asks, without HTTP and without a clock.

mod cite;
mod contradicted;
mod examples;
pub mod intake;
mod lead;
mod literature;
mod named;
mod notices;
mod overview;
mod question;
mod references;
mod standing;
mod unanswered;

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

pub use cite::{Bibliography, CiteError, Draft, MAX_CITATIONS, MAX_REFERENCES, PlacedGroup, UnknownKey, key_of};
pub use contradicted::Contradiction;
pub use examples::Examples;
pub use lead::{Leading, elsewhere};
pub use literature::{NoLiterature, Shelf, imported_of, source_of};
pub use notices::{Notice, NoticeKind, PrintedValue, exported, listed, notices, notices_of_states};
pub use overview::Overview;
pub use question::{Filter, FilterFault, Question, ReadFilter, parameter};
pub use standing::Standing;
pub use unanswered::{Counts, CountsError, LEAST_SEEN, MAX_TERMS, Unanswered};

pub use crate::references::{Candidate, LEAST_SCORE, ReferencePart};

use crate::{
    check::{CheckError, CheckRequest, Checker, Report},
    citation::render::Renderer,
    corpus::{Corpus, Diagnostic, LoadError, Loaded, Record},
    domain::{Date, Identifier, RecordKind, Source, identifier::Unrecognised},
    references::{Cards, PublicationIndex},
    search::{self, Engine, IndexError, NameField, Opened, Progress, SearchError},
};

/// Why there is nothing to serve.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data has faults or cannot be read.
    #[error("the data cannot be used")]
    Data(#[source] LoadError),
    /// The index cannot be opened or built.
    #[error("the index cannot be used")]
    Index(#[source] IndexError),
}

/// Corpus, index and what the draft check needs, of one version of the data, immutable.
#[derive(Debug)]
pub struct Library {
    corpus: Corpus,
    engine: Engine,
    checker: Checker,
    renderer: Renderer,
    set_references: cite::SetReferences,
    /// The sources, laid out for what somebody remembers of them; made when somebody asks so.
    cards: OnceLock<Cards>,
    /// The sources, laid out for references that name them.
    cited: Arc<PublicationIndex>,
    literature: Shelf,
    /// What publications are named by; made when somebody asks by a name.
    names: OnceLock<named::Names>,
    /// What the examples are chosen from; counted when somebody asks for them.
    frequent: OnceLock<examples::Frequent>,
    /// Where searches without results are counted, if the operator wants it.
    unanswered: Option<Arc<Unanswered>>,
}

/// A library, and what was noticed while opening it.
#[derive(Debug)]
pub struct OpenedLibrary {
    /// The library.
    pub library: Library,
    /// Diagnostics of severity warning.
    pub warnings: Vec<Diagnostic>,
    /// Whether the index had to be built.
    pub index: Opened,
}

/// A hit with its record.
#[derive(Debug)]
pub struct FoundRecord<'a> {
    /// The record.
    pub record: Record<'a>,
    /// Score, excerpts and explanation.
    pub hit: search::Hit,
}

/// The answer to a search, hydrated from the corpus.
#[derive(Debug)]
pub struct SearchAnswer<'a> {
    /// The hits of this page.
    pub hits: Vec<FoundRecord<'a>>,
    /// How many there are in all; exact.
    pub total: usize,
    /// Counts of the facets asked for.
    pub facets: Vec<search::FacetCounts>,
    /// How the text was understood.
    pub understood: search::QueryInterpretation,
    /// Whether it lies within the collection.
    pub scope: search::QuestionScope,
    /// What answers it, beside the hits.
    pub lead: Option<search::Lead>,
    /// What a record has otherwise, where a whole sentence is looked for.
    pub contradictions: Vec<Contradiction>,
}

/// A name that somebody filters by and no publication has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// Of what.
    pub field: NameField,
    /// As it was typed.
    pub said: String,
    /// The nearest that a publication has, if one is near.
    pub nearest: Option<String>,
}

/// What became of one pasted identifier.
#[derive(Debug)]
pub struct LookUp<'a> {
    /// The identifier it was taken for.
    pub identifier: Result<Identifier, Unrecognised>,
    /// The sources that have it, by id; a registration may belong to several.
    pub sources: Vec<&'a Source>,
}

impl Library {
    /// Reads `data`, opens or builds `index`, telling `progress` how far the building is.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(data: &Path, index: &Path, progress: &dyn Fn(Progress)) -> Result<OpenedLibrary, OpenError> {
        Self::open_after(None, data, index, progress)
    }

    /// The same after a version of the data that was opened before: what has not changed since is not read again, and is held once for
    /// both. The answers are those of [`Library::open`].
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_after(
        before: Option<&Self>,
        data: &Path,
        index: &Path,
        progress: &dyn Fn(Progress),
    ) -> Result<OpenedLibrary, OpenError> {
        let of_before = before.map(|library| &library.corpus);
        let Loaded { corpus, drafts: _, warnings } = Corpus::load_after(of_before, data).map_err(OpenError::Data)?;
        let of_engine = before.map(|library| (&library.corpus, &library.engine));
        let (engine, index) = Engine::open(of_engine, &corpus, index, progress).map_err(OpenError::Index)?;
        let checker = Checker::after(before.map(|library| (&library.corpus, &library.checker)), &corpus, &engine);
        let cited = references::publication_index(&corpus, before.map(|library| &library.cited));
        let renderer = Renderer::new();
        let set_references = cite::SetReferences::new(cite::MAX_SET);
        let library = Self {
            corpus,
            engine,
            checker,
            renderer,
            set_references,
            cards: OnceLock::new(),
            cited,
            literature: Shelf::NotLoaded,
            names: OnceLock::new(),
            frequent: OnceLock::new(),
            unanswered: None,
        };
        Ok(OpenedLibrary { library, warnings, index })
    }

    /// The records.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Records that show what the collection holds, on a day.
    pub fn examples(&self, today: Date) -> Examples<'_> {
        let frequent = self.frequent.get_or_init(|| examples::Frequent::of(&self.corpus));
        Examples::on(&self.corpus, *frequent, today)
    }

    /// What sets references.
    pub fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// One ranked list over all kinds of record. Lists of one kind are searches filtered by that kind.
    ///
    /// # Errors
    /// [`SearchError`], never because of what is asked.
    pub fn search(&self, request: &search::Request<'_>) -> Result<SearchAnswer<'_>, SearchError> {
        let names = &request.filters.names;
        let passing = (!names.is_empty()).then(|| self.names().passing(names));
        let request = search::Request { published: passing.as_deref().or(request.published), ..request.clone() };
        let search::Answer { hits, total, facets, understood, scope, lead } =
            self.engine.search(&self.corpus, &request)?;
        let hits: Vec<FoundRecord<'_>> = hits
            .into_iter()
            .filter_map(|hit| Some(FoundRecord { record: self.corpus.record(hit.ordinal)?, hit }))
            .collect();
        let contradictions = self.contradictions(request.text, request.as_of, &hits);
        Ok(SearchAnswer { hits, total, facets, understood, scope, lead, contradictions })
    }

    fn names(&self) -> &named::Names {
        self.names.get_or_init(|| named::Names::new(&self.corpus))
    }

    /// The names in the filters that no publication has.
    pub fn unknown_names(&self, filters: &search::Filters) -> Vec<UnknownName> {
        let typed = filters.names.iter().flat_map(|named| named.any_of.iter().map(|said| (named.field, said)));
        let unknown = typed.filter_map(|(field, said)| {
            let nearest = self.names().unknown(field, said)?;
            Some(UnknownName { field, said: said.clone(), nearest })
        });
        unknown.collect()
    }

    /// What in a draft the evidence does not say, and what is wrong with its references.
    ///
    /// # Errors
    /// [`CheckError`] when there is too much of it.
    pub fn check(&self, request: &CheckRequest<'_>) -> Result<Report, CheckError> {
        let mut report = self.checker.check(&self.corpus, &self.engine, request)?;
        let found = self.reference_breaches(request)?;
        report.tell(request, found.breaches);
        report.limits.extend(found.limit.map(str::to_owned));
        Ok(report)
    }

    /// Completions of what is being typed, best first: names of topics and sources, and questions of blurbs that may be
    /// published on the day.
    pub fn suggest(&self, text: &str, kinds: &[RecordKind], as_of: Date, limit: usize) -> Vec<search::Suggestion> {
        self.engine.suggest(text, kinds, as_of, limit)
    }

    /// Whether something completes the text as it stands.
    pub fn completes(&self, text: &str, kinds: &[RecordKind], as_of: Date) -> bool {
        self.engine.completes(text, kinds, as_of)
    }

    /// The text with words corrected that no record has.
    pub fn did_you_mean(&self, text: &str) -> Option<String> {
        self.engine.did_you_mean(&self.corpus, text)
    }

    /// Every value a facet may be filtered by, with its label.
    pub fn facet_values(&self, facet: search::Facet) -> &[(String, String)] {
        self.engine.facet_values(facet)
    }

    /// The sources that a pasted identifier means: to the letter if there is one, else without what word processors and
    /// the pages of publishers put around it.
    pub fn look_up(&self, pasted: &str) -> LookUp<'_> {
        for reading in Identifier::readings(pasted).into_iter().chain(Identifier::conjectures(pasted)) {
            let sources: Vec<&Source> = self.corpus.identified(&reading).collect();
            if !sources.is_empty() {
                return LookUp { identifier: Ok(reading), sources };
            }
        }
        LookUp { identifier: Identifier::recognise(pasted), sources: Vec::new() }
    }
}
