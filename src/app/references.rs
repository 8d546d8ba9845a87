//! References held against what is here.

use super::{Library, literature::Shelf as Tier};
use crate::{
    corpus::Corpus,
    domain::stop::Stop,
    references::{Candidate, Checked, Holding, Publication, References, ReferencesError, Shelf},
};

/// The sources, laid out for references. What nobody could identify is none that a reference can mean.
pub(super) fn shelf(corpus: &Corpus) -> Shelf {
    let identified = corpus.sources().iter().filter(|source| source.assertion.is_none());
    Shelf::new(identified.map(|source| Publication::of_source(corpus, source)))
}

impl Library {
    /// Which records references mean, where they differ from them, and what has become of the publications: among the sources, and
    /// in the literature where some is loaded.
    ///
    /// # Errors
    /// [`ReferencesError`] when the literature is damaged or cannot be asked, or nobody waits any more.
    pub fn check_references(&self, references: References, stop: &Stop) -> Result<Vec<Checked>, ReferencesError> {
        let mut holdings = vec![Holding::Shelf(&self.cited)];
        match self.shelf() {
            Tier::NotLoaded => {}
            Tier::Loaded(literature) => holdings.push(Holding::Literature(literature)),
            Tier::Damaged(because) => return Err(ReferencesError::Damaged(because.clone())),
        }
        references.check(&holdings, stop)
    }

    /// The sources that a reference may mean: a whole one in any style, or what somebody remembers of it. The likeliest first.
    pub fn recognise(&self, reference: &str) -> Vec<Candidate<'_>> {
        self.cards.recognise(&self.corpus, reference)
    }
}
