//! What became of a publication, loaded or not: read from its own record, from the records that speak of it, and from lists of
//! notices.

use tantivy::{
    TantivyDocument, Term,
    schema::{Field, Value},
};
use xxhash_rust::xxh3::xxh3_64;

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
        EditorialState, RemarkKind, SaidBy, StateSaid, States, Vocabulary,
        identifier::{Identifier, Pmid},
    },
};

/// The publications that something here speaks of. Of most nothing does, and these are not looked up: a list of ten records would
/// ask the index for a hundred terms that it does not have.
#[derive(Debug)]
pub(super) struct Spoken {
    /// PubMed ids in the remarks of other records that tell a state, in order.
    pmids: Vec<Pmid>,
    /// Hashes of the terms of `concerned`, in order.
    concerned: Vec<u64>,
}

impl Spoken {
    /// PubMed ids in the remarks of other records that tell a state, in order.
    pub(super) fn pmids(&self) -> &[Pmid] {
        &self.pmids
    }

    /// Whether another record may tell something of a publication.
    fn may_tell_of(&self, pmid: Pmid) -> bool {
        self.pmids.binary_search(&pmid).is_ok()
    }

    /// Whether a notice may name a publication by a term of `concerned`.
    fn may_concern(&self, term: &str) -> bool {
        self.concerned.binary_search(&xxh3_64(term.as_bytes())).is_ok()
    }
}

/// The remarks that tell a state of the publication they speak of.
fn telling() -> impl Iterator<Item = RemarkKind> {
    let tells = |kind: &RemarkKind| kind.reverse().state().is_some() || *kind == RemarkKind::UpdateOf;
    RemarkKind::ALL.iter().copied().filter(|kind| kind.speaks()).filter(tells)
}

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

    /// What is spoken of here, gathered when it is first asked for.
    pub(super) fn spoken(&self) -> Result<&Spoken, LookUpError> {
        if let Some(spoken) = self.spoken.get() {
            return Ok(spoken);
        }
        let mut pmids = Vec::new();
        for kind in telling() {
            let begin = format!("{}:", kind.slug());
            self.each_term(self.fields.about, &begin, |term| {
                let pmid = term.get(begin.len()..).and_then(|pmid| std::str::from_utf8(pmid).ok());
                pmids.extend(pmid.and_then(|pmid| pmid.parse::<Pmid>().ok()));
            })?;
        }
        let mut concerned = Vec::new();
        self.each_term(self.fields.concerned, "", |term| concerned.push(xxh3_64(term)))?;
        pmids.sort_unstable();
        pmids.dedup();
        concerned.sort_unstable();
        concerned.dedup();
        Ok(self.spoken.get_or_init(|| Spoken { pmids, concerned }))
    }

    /// Hands on the terms of a field that begin so; one that several segments have comes several times.
    fn each_term(&self, field: Field, begin: &str, mut each: impl FnMut(&[u8])) -> tantivy::Result<()> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().range().ge(begin).into_stream()?;
            while terms.advance() && terms.key().starts_with(begin.as_bytes()) {
                each(terms.key());
            }
        }
        Ok(())
    }

    fn add_noticed(&self, pmid: Pmid, of: Option<&Record>, states: &mut States) -> Result<(), LookUpError> {
        if !self.spoken()?.may_tell_of(pmid) {
            return Ok(());
        }
        for kind in telling() {
            let said = kind.reverse().state();
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
                    states.add(told_by(&notice, state));
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
        let spoken = self.spoken()?;
        for name in terms.into_iter().filter(|name| spoken.may_concern(name)) {
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
                        states.add(told_by(&notice, state));
                    }
                }
            }
        }
        Ok(())
    }
}

/// A state of the publication that a notice is about.
fn told_by(notice: &Record, state: EditorialState) -> StateSaid {
    StateSaid {
        state,
        by: SaidBy::Notice,
        other: notice.bibliography.pmid,
        place: Some(notice.place()),
        date: Some(notice.issued()),
        list: None,
    }
}
