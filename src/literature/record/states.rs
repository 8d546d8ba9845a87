//! What a record itself tells of what became of its publication.

use super::{super::key::journal_key, Record};
use crate::{
    citation::exchange::{Remark, is_preprint_server},
    domain::{EditorialState, RemarkKind, SaidBy, StateSaid, States, StudyDesign, source::ItemType},
};

impl Record {
    /// What the record itself tells: by its title, its types and its remarks.
    pub(in crate::literature) fn own_states(&self) -> States {
        let mut states = States::default();
        for remark in &self.remarks {
            let Remark { kind, pmid, place } = remark;
            let state = if *kind == RemarkKind::UpdateIn { self.state_once_updated() } else { kind.state() };
            if let Some(state) = state {
                let place = (!place.is_empty()).then(|| place.clone());
                states.add(StateSaid {
                    state,
                    by: SaidBy::Remark,
                    other: *pmid,
                    place,
                    date: remark.date(),
                    list: None,
                });
            }
        }
        for said in self.stated() {
            states.add(said.clone());
        }
        states
    }

    /// What title, types and exporter say became of it. A notice that is called `Retracted: …` after what it retracts was not
    /// retracted itself.
    pub fn stated(&self) -> impl Iterator<Item = &StateSaid> {
        let is_notice = self.remarks.iter().any(|remark| remark.kind.state() == Some(EditorialState::RetractionNotice));
        let is_of_other = move |said: &&StateSaid| is_notice && said.by == SaidBy::Title && !said.state.is_of_another();
        self.said.iter().filter(move |said| !is_of_other(said))
    }

    /// What an update makes of a publication. A preprint was published; a review or a guideline has a newer edition; of others
    /// it may be a letter and its reply.
    pub(in crate::literature) fn state_once_updated(&self) -> Option<EditorialState> {
        if self.bibliography.item_type == ItemType::Preprint {
            return Some(EditorialState::PublishedSince);
        }
        let has_editions = matches!(
            self.design,
            Some(
                StudyDesign::SystematicReview
                    | StudyDesign::MetaAnalysis
                    | StudyDesign::NetworkMetaAnalysis
                    | StudyDesign::Guideline
            )
        );
        let journal =
            self.bibliography.container_title_short.as_deref().or(self.bibliography.container_title.as_deref());
        (has_editions || journal.is_some_and(is_of_editions)).then_some(EditorialState::Superseded)
    }
}

/// A journal whose articles are editions of one another.
fn is_of_editions(journal: &str) -> bool {
    journal_key(journal).starts_with("cochranedatabase")
}

/// As [`Record::state_once_updated`], when only the record of the update is here: the journal stands in front of the place it
/// names.
pub(in crate::literature) fn state_once_updated_at(place: &str) -> Option<EditorialState> {
    let journal = place.split('.').next().unwrap_or_default();
    if is_preprint_server(journal) {
        Some(EditorialState::PublishedSince)
    } else {
        is_of_editions(journal).then_some(EditorialState::Superseded)
    }
}
