//! What became of a publication, loaded or not: read from its own record, from the records that speak of it, and from lists of
//! notices.

use tantivy::{TantivyDocument, Term, schema::Value};

use super::{
    Literature, LookUpError,
    key::{about, concerned_doi, concerned_pmid},
    look_up::addresses_with,
    notices::ListedNotice,
    place::remark_doi,
    record::{Record, state_once_updated_at},
    stored,
};
use crate::{
    citation::exchange::Remark,
    domain::{
        RemarkKind, SaidBy, StateSaid, States, Vocabulary,
        identifier::{Identifier, Pmid},
    },
};

impl Literature {
    /// Everything known of what became of a publication, by its own record and by those that speak of it.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn states(&self, record: &Record) -> Result<States, LookUpError> {
        let mut states = record.own_states();
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
                    (None, Some(record)) => record.state_once_updated(),
                    (None, None) => {
                        let remark =
                            notice.remarks.iter().find(|remark| remark.kind == kind && remark.pmid == Some(pmid));
                        remark.and_then(|remark| state_once_updated_at(&remark.place))
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

    /// What became of a publication that need not be loaded, by the records that speak of it and by lists of notices.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn states_of(&self, identifier: &Identifier) -> Result<States, LookUpError> {
        match identifier {
            Identifier::Pmid(pmid) => self.states_of_pmid(*pmid),
            Identifier::Doi(doi) => match self.by_doi(doi)?.first() {
                Some(record) => self.states(record),
                None => {
                    let mut states = States::default();
                    self.add_listed([concerned_doi(doi)], &mut states)?;
                    Ok(states)
                }
            },
            Identifier::Source(_)
            | Identifier::Pmcid(_)
            | Identifier::Nct(_)
            | Identifier::Prospero(_)
            | Identifier::Isbn(_)
            | Identifier::Url(_) => Ok(States::default()),
        }
    }

    /// What notices say that name a record by its DOI, or stand in a list.
    pub(super) fn add_listed_of(&self, record: &Record, states: &mut States) -> Result<(), LookUpError> {
        let pmid = record.bibliography.pmid.map(concerned_pmid);
        self.add_listed(pmid.into_iter().chain(record.dois().map(concerned_doi)), states)
    }

    /// What lists of notices say of a publication that is not loaded.
    pub(super) fn add_listed_of_pmid(&self, pmid: Pmid, states: &mut States) -> Result<(), LookUpError> {
        self.add_listed([concerned_pmid(pmid)], states)
    }

    fn add_listed(&self, terms: impl IntoIterator<Item = String>, states: &mut States) -> Result<(), LookUpError> {
        for name in terms {
            let term = Term::from_field_text(self.fields.concerned, &name);
            for at in addresses_with(&self.searcher, &term, usize::MAX)? {
                let document: TantivyDocument = self.searcher.doc(at)?;
                let bytes = |field| document.get_first(field).and_then(|value| value.as_bytes());
                if let Some(notice) = bytes(self.fields.notice) {
                    states.add(ListedNotice::read(notice)?.said());
                } else if let Some(record) = bytes(self.fields.record) {
                    let notice = stored::read(record)?;
                    let is_meant = |remark: &&Remark| {
                        remark.kind.speaks() && remark_doi(&remark.place).is_some_and(|doi| concerned_doi(&doi) == name)
                    };
                    for state in
                        notice.remarks.iter().filter(is_meant).filter_map(|remark| remark.kind.reverse().state())
                    {
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
        }
        Ok(())
    }
}
