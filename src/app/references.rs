//! References held against what is here.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Library, literature::Shelf};
use crate::{
    check::{
        CheckError, CheckRequest, DraftReference, MAX_REFERRED, ReferenceBreach, ReferenceFault, draft_references,
    },
    corpus::Corpus,
    domain::{Source, Vocabulary, stop::Stop},
    references::{
        Candidate, Cards, Checked, Difference, Holding, MAX_CHECKED, Publication, PublicationIndex, ReferenceEditorial,
        ReferenceState, ReferenceStatus, References, ReferencesError,
    },
};

const _: () = assert!(MAX_REFERRED <= MAX_CHECKED, "a draft has more references than are checked at once");

/// The sources, laid out for references. What nobody could identify is none that a reference can mean. Publications of a version of
/// the data before are held in common with it, where they are the same, and all of it where all are.
pub(super) fn publication_index(corpus: &Corpus, before: Option<&Arc<PublicationIndex>>) -> Arc<PublicationIndex> {
    let same = |source: &Source| {
        let publication = before?.of_source(&source.id)?;
        // Another source may replace it, or no longer.
        let is_same = publication.bibliography == source.bibliography
            && publication.standing == Publication::standing_of(corpus, source);
        is_same.then(|| Arc::clone(publication))
    };
    let identified = corpus.sources().iter().filter(|source| source.assertion.is_none());
    let publications: Vec<Arc<Publication>> = identified
        .map(|source| same(source).unwrap_or_else(|| Arc::new(Publication::of_source(corpus, source))))
        .collect();
    match before.filter(|index| index.is_of(&publications)) {
        Some(index) => Arc::clone(index),
        None => Arc::new(PublicationIndex::new(publications)),
    }
}

/// What a report says whose references could not be looked up in the literature.
const WITHOUT_LITERATURE: &str = "The literature of this installation is damaged and was not asked: references were compared with \
     the appraised sources alone, and nothing is known of retractions and corrections of other publications";

/// What the references of a draft gave.
#[derive(Default)]
pub(super) struct FoundInReferences {
    pub(super) breaches: Vec<ReferenceBreach>,
    /// What could not be looked up.
    pub(super) limit: Option<&'static str>,
}

impl Library {
    /// Which records references mean, where they differ from them, and what has become of the publications: among the sources, and
    /// in the literature where some is loaded.
    ///
    /// # Errors
    /// [`ReferencesError`] when the literature is damaged or cannot be asked, or nobody waits any more.
    pub fn check_references(&self, references: References, stop: &Stop) -> Result<Vec<Checked>, ReferencesError> {
        let mut holdings = vec![Holding::InMemory(&self.cited)];
        match self.shelf() {
            Shelf::NotLoaded => {}
            Shelf::Loaded(literature) => holdings.push(Holding::Literature(literature)),
            Shelf::Damaged(because) => return Err(ReferencesError::Damaged(because.clone())),
        }
        references.check(&holdings, stop)
    }

    /// The sources that a reference may mean: a whole one in any style, or what somebody remembers of it. The likeliest first.
    pub fn recognise(&self, reference: &str) -> Vec<Candidate<'_>> {
        self.cards.get_or_init(|| Cards::new(&self.corpus)).recognise(&self.corpus, reference)
    }

    /// What is wrong with the references of a draft. Literature that cannot be used keeps nobody from the sources, and the
    /// report says that they were all there was.
    pub(super) fn reference_breaches(&self, request: &CheckRequest<'_>) -> Result<FoundInReferences, CheckError> {
        let found = draft_references(request.text, request.format);
        if found.is_empty() {
            return Ok(FoundInReferences::default());
        }
        let failed = |error: ReferencesError| match error {
            ReferencesError::Stopped(stopped) => CheckError::Stopped(stopped),
            ReferencesError::TooLong { .. }
            | ReferencesError::TooMany
            | ReferencesError::Unreadable(_)
            | ReferencesError::Damaged(_)
            | ReferencesError::Literature(_) => CheckError::References(error.to_string()),
        };
        let texts: Vec<String> = found.iter().map(|reference| reference.text.clone()).collect();
        let mut holdings = vec![Holding::InMemory(&self.cited)];
        holdings.extend(self.shelf().literature().map(Holding::Literature));
        let checked = References::of_list(&texts).and_then(|list| list.check(&holdings, &request.stop));
        let checked = checked.map_err(failed)?;
        let all = found.into_iter().zip(checked);
        Ok(FoundInReferences {
            breaches: all.flat_map(|(reference, checked)| self.breaches(&reference, &checked)).collect(),
            limit: matches!(self.shelf(), Shelf::Damaged(_)).then_some(WITHOUT_LITERATURE),
        })
    }

    fn breaches(&self, reference: &DraftReference, checked: &Checked) -> Vec<ReferenceBreach> {
        let Checked { record, status, differences, editorial, identifier_of, .. } = checked;
        let source = record.as_ref().and_then(|record| self.corpus.source(&record.id)).map(|source| source.id.clone());
        let compared = format!("{:?}{differences:?}{editorial:?}", record.as_ref().map(|record| &record.id));
        let breach = |fault, message, expected| ReferenceBreach {
            reference: reference.clone(),
            fault,
            message,
            expected,
            source: source.clone(),
            record: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(compared.as_bytes())),
        };
        let mut all = Vec::new();
        let named = record.as_ref().map(|record| format!("“{}”", record.title));
        let named = named.unwrap_or_else(|| "this publication".to_owned());
        if let Some(ReferenceEditorial { state, notice }) = editorial {
            let notice = notice.as_ref().map(|notice| format!(", see {notice}")).unwrap_or_default();
            let label = state.label().to_lowercase();
            match state {
                ReferenceState::Retracted
                | ReferenceState::RetractedAndRepublished
                | ReferenceState::Withdrawn
                | ReferenceState::ExpressionOfConcern
                    if !reference.is_told =>
                {
                    all.push(breach(ReferenceFault::TakenBack, format!("{named}: {label}{notice}"), None));
                }
                ReferenceState::Corrected
                | ReferenceState::Superseded
                | ReferenceState::PublishedSince
                | ReferenceState::CorrectionNotice
                | ReferenceState::ConcernNotice
                | ReferenceState::RetractionNotice => {
                    all.push(breach(ReferenceFault::ChangedSince, format!("{named}: {label}{notice}"), None));
                }
                ReferenceState::Retracted
                | ReferenceState::RetractedAndRepublished
                | ReferenceState::Withdrawn
                | ReferenceState::ExpressionOfConcern
                | ReferenceState::Unchecked
                | ReferenceState::None => {}
            }
        }
        if !differences.is_empty() {
            let each = differences.iter().map(|Difference { field, said, on_record }| match on_record {
                Some(on_record) => {
                    format!("{}: the reference says `{said}`, on record it is `{on_record}`", field.label())
                }
                None => format!("{}: `{said}` belongs to another publication", field.label()),
            });
            let expected = match differences.as_slice() {
                [only] => only.on_record.clone(),
                _ => None,
            };
            all.push(breach(ReferenceFault::Misquoted, each.collect::<Vec<_>>().join("; "), expected));
        }
        if let (ReferenceStatus::Mismatch, Some(owner)) = (status, identifier_of) {
            let message =
                format!("its words mean nothing that is here, and its identifier belongs to “{}”", owner.title);
            all.push(breach(ReferenceFault::OtherIdentifier, message, None));
        }
        all
    }
}
