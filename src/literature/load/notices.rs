//! Lists of notices in: a list of the same name takes the place of the one before, whole.

use std::{fs::File, path::Path};

use tantivy::Term;

use super::{
    super::{
        ledger::{Counts, LoadedFile},
        notices::ListedNotice,
    },
    LoadError, Loader, hash_of,
};
use crate::citation::exchange::{NoticeEntry, NoticeList, read_notices};

/// What became of a list of notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListOutcome {
    /// Its notices are in.
    Loaded(LoadedList),
    /// It was in before: the same bytes, under this name.
    Known(String),
}

/// What loading a list of notices did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadedList {
    /// Notices that are kept.
    pub notices: u64,
    /// Notices of the list of the same name before, which are gone.
    pub before: u64,
    /// Rows without a notice, or without DOI and PubMed id of the publication.
    pub passed_over: usize,
    /// Values that were no UTF-8.
    pub decoded: usize,
}

impl Loader {
    /// Keeps the notices of a list: CSV with the columns of Retraction Watch. Those of a list of the same name go.
    ///
    /// # Errors
    /// [`LoadError`]. Then nothing has changed.
    pub fn add_notices(&mut self, path: &Path) -> Result<ListOutcome, LoadError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let open = |source| LoadError::Open { file: path.display().to_string(), source };
        let hash = hash_of(path).map_err(open)?;
        if let Some(known) = self.ledger.file_with(&hash) {
            return Ok(ListOutcome::Known(known.name.clone()));
        }
        let before = self.ledger.files.iter().find(|file| file.name == name);
        if before.is_some_and(|before| before.notices == 0) {
            return Err(LoadError::NameTaken { file: name });
        }
        let before = before.map_or(0, |before| before.notices);
        let file = File::open(path).map_err(open)?;
        let list =
            read_notices(file).map_err(|source| LoadError::Notices { file: path.display().to_string(), source })?;
        let NoticeList { notices, passed_over, decoded } = list;
        if notices.is_empty() {
            return Err(LoadError::NoNotices { file: path.display().to_string(), passed_over });
        }
        let kept = u64::try_from(notices.len()).unwrap_or(u64::MAX);
        if let Err(error) = self.put_notices(&name, notices) {
            self.give_up();
            return Err(error);
        }
        let mut ledger = self.ledger.clone();
        ledger.notices = ledger.notices - before + kept;
        ledger.add(LoadedFile {
            name: name.clone(),
            hash,
            year: 0,
            number: 0,
            counts: Counts::default(),
            notices: kept,
        });
        self.commit(ledger, &name)?;
        Ok(ListOutcome::Loaded(LoadedList { notices: kept, before, passed_over, decoded }))
    }

    fn put_notices(&mut self, name: &str, notices: Vec<NoticeEntry>) -> Result<(), LoadError> {
        self.writer.delete_term(Term::from_field_text(self.documents.fields.file, &name.to_lowercase()));
        for (number, entry) in notices.into_iter().enumerate() {
            let notice = ListedNotice { list: name.to_owned(), entry };
            let document = self.documents.notice(&notice, number);
            let document = document.map_err(|source| LoadError::Stored { file: name.to_owned(), source })?;
            self.writer.add_document(document).map_err(|source| self.engine(name, source))?;
        }
        Ok(())
    }
}
