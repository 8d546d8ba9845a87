//! What became of a publication: read from its own record, and from the records that speak of it.

use super::{Literature, LookUpError, record::Record, schema::about};
use crate::{
    citation::exchange::{Remark, is_preprint_server},
    domain::{
        EditorialState, RemarkKind, SaidBy, StateSaid, States, StudyDesign, Vocabulary, identifier::Pmid,
        source::ItemType,
    },
};

/// What the record itself tells: by its title, its types and its remarks.
pub(super) fn own(record: &Record) -> States {
    let mut states = States::default();
    for remark in &record.remarks {
        let Remark { kind, pmid, place } = remark;
        let state = if *kind == RemarkKind::UpdateIn { updated(record) } else { kind.state() };
        if let Some(state) = state {
            let place = (!place.is_empty()).then(|| place.clone());
            states.add(StateSaid { state, by: SaidBy::Remark, other: *pmid, place, date: remark.date(), list: None });
        }
    }
    for said in told(record) {
        states.add(said.clone());
    }
    states
}

/// What title, types and exporter say became of it. A notice that is called `Retracted: …` after what it retracts was not
/// retracted itself.
pub(super) fn told(record: &Record) -> impl Iterator<Item = &StateSaid> {
    let is_notice = record.remarks.iter().any(|remark| remark.kind.state() == Some(EditorialState::RetractionNotice));
    let is_of_other = move |said: &&StateSaid| is_notice && said.by == SaidBy::Title && !said.state.is_of_another();
    record.said.iter().filter(move |said| !is_of_other(said))
}

/// What an update makes of a publication. A preprint was published; a review or a guideline has a newer edition; of others
/// it may be a letter and its reply.
fn updated(record: &Record) -> Option<EditorialState> {
    if record.bibliography.item_type == ItemType::Preprint {
        return Some(EditorialState::PublishedSince);
    }
    let has_editions = matches!(
        record.design,
        Some(
            StudyDesign::SystematicReview
                | StudyDesign::MetaAnalysis
                | StudyDesign::NetworkMetaAnalysis
                | StudyDesign::Guideline
        )
    );
    let journal =
        record.bibliography.container_title_short.as_deref().or(record.bibliography.container_title.as_deref());
    (has_editions || journal.is_some_and(is_of_editions)).then_some(EditorialState::Superseded)
}

/// A journal whose articles are editions of one another.
fn is_of_editions(journal: &str) -> bool {
    super::schema::journal_key(journal).starts_with("cochranedatabase")
}

/// The same, when only the record of the update is here: the journal stands in front of the place it names.
fn updated_at(place: &str) -> Option<EditorialState> {
    let journal = place.split('.').next().unwrap_or_default();
    if is_preprint_server(journal) {
        Some(EditorialState::PublishedSince)
    } else {
        is_of_editions(journal).then_some(EditorialState::Superseded)
    }
}

impl Literature {
    /// Everything known of what became of a publication, by its own record and by those that speak of it.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn states(&self, record: &Record) -> Result<States, LookUpError> {
        let mut states = own(record);
        if let Some(pmid) = record.bibliography.pmid {
            self.add_noticed(pmid, Some(record), &mut states)?;
        }
        self.add_listed_of(record, &mut states)?;
        Ok(states)
    }

    /// What the records that are loaded say of a publication that need not be.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn states_of_pmid(&self, pmid: Pmid) -> Result<States, LookUpError> {
        match self.by_pmid(pmid)? {
            Some(record) => self.states(&record),
            None => {
                let mut states = States::default();
                self.add_noticed(pmid, None, &mut states)?;
                self.add_listed_of_pmid(pmid, &mut states)?;
                Ok(states)
            }
        }
    }

    fn add_noticed(&self, pmid: Pmid, of: Option<&Record>, states: &mut States) -> Result<(), LookUpError> {
        for kind in RemarkKind::ALL.iter().copied().filter(|kind| kind.speaks()) {
            let said = kind.reverse().state();
            if said.is_none() && kind != RemarkKind::UpdateOf {
                continue;
            }
            for notice in self.records_with(self.fields.about, &about(kind, pmid), usize::MAX)? {
                let state = match (said, of) {
                    (Some(state), _) => Some(state),
                    (None, Some(record)) => updated(record),
                    (None, None) => {
                        let remark =
                            notice.remarks.iter().find(|remark| remark.kind == kind && remark.pmid == Some(pmid));
                        remark.and_then(|remark| updated_at(&remark.place))
                    }
                };
                if let Some(state) = state {
                    states.add(StateSaid {
                        state,
                        by: SaidBy::Notice,
                        other: notice.bibliography.pmid,
                        place: Some(notice.place()),
                        date: Some(notice.issued()),
                        list: None,
                    });
                }
            }
        }
        Ok(())
    }
}
