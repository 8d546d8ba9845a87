//! References checked: which publication a reference means, which of its parts differ from the record, and what has become of the
//! publication since.
//!
//! A reference is read beside each publication it may mean, because free text says where its title ends only to who knows the
//! title. Words decide, not identifiers: an identifier is one part among others, and one that belongs to another publication is
//! the sign of a reference that was made up.

mod agreement;
mod author;
mod compare;
mod holding;
mod item_number;
mod journal;
mod judge;
mod labelled;
mod links;
mod look_up_keys;
mod place;
mod publication;
mod publication_index;
mod reading;
mod remembered;
mod split;
mod words;

#[cfg(test)]
mod tests;

use crate::{
    citation::exchange::ReadError,
    domain::{
        Name,
        identifier::{Doi, Pmid},
        source::Bibliography,
        stop::{Stop, Stopped},
        vocabulary::vocabulary,
    },
};
use reading::Reading;

pub use compare::ReferenceField;
pub use holding::{Holding, HoldingError};
pub use journal::is_same as is_same_journal;
pub use publication::{Concerned, Key, Publication, ReferenceEditorial, ReferenceState};
pub use publication_index::PublicationIndex;
pub use remembered::{Candidate, Cards, LEAST_SCORE, ReferencePart};

/// Most references that are checked at once.
pub const MAX_CHECKED: usize = 500;

/// Most bytes of a text with references.
pub const MAX_TEXT: usize = 1 << 20;

vocabulary! {
    /// How a reference stands against what is here.
    pub enum ReferenceStatus ("status of a reference") {
        /// It means a record, and all it says agrees.
        Matches = "matches", "Matches";
        /// It means a record, and some of what it says is another.
        Differs = "differs", "Differs";
        /// Several records fit, or one fits of which the reference says too little.
        Ambiguous = "ambiguous", "Ambiguous";
        /// Its words mean nothing that is here, and its identifier belongs to another publication.
        Mismatch = "mismatch", "Identifier of another publication";
        /// Nothing here is meant. It may exist all the same.
        NotInThisCollection = "not-in-this-collection", "Not in this collection";
    }
}

/// How a record is named in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordName {
    /// Its id: of a source, or `pmid:` and the PubMed id.
    pub id: String,
    /// PubMed id.
    pub pmid: Option<Pmid>,
    /// DOI.
    pub doi: Option<Doi>,
    /// Title, for people.
    pub title: String,
    /// What tells it from others of that title, for people: first author, year, volume and pages, `Nobody 2020;12:145-152`.
    pub by: String,
}

impl RecordName {
    fn of(publication: &Publication) -> Self {
        let Bibliography { title, author, issued, volume, page, number, pmid, doi, .. } = &publication.bibliography;
        let mut by: Vec<&str> = author.first().map(Name::main).into_iter().collect();
        let mut place = issued.year().to_string();
        for (mark, part) in [(';', volume.as_ref()), (':', page.as_ref().or(number.as_ref()))] {
            if let Some(part) = part {
                place.push(mark);
                place.push_str(part);
            }
        }
        by.push(&place);
        Self { id: publication.key.to_string(), pmid: *pmid, doi: doi.clone(), title: title.clone(), by: by.join(" ") }
    }
}

/// A part that is another in the reference than on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which part.
    pub field: ReferenceField,
    /// What the reference says.
    pub said: String,
    /// What the record has; none when it has nothing, and what is said belongs to another publication.
    pub on_record: Option<String>,
}

/// What became of one reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The reference as it was sent.
    pub input: String,
    /// The parts that agree with the record that is meant.
    pub recognised_by: Vec<ReferenceField>,
    /// The record that its words mean, or its identifier where it has no words.
    pub record: Option<RecordName>,
    /// How it stands.
    pub status: ReferenceStatus,
    /// What differs; empty when nothing is meant.
    pub differences: Vec<Difference>,
    /// What has become of the publication. Known of one that is not here, when its notice is.
    pub editorial: Option<ReferenceEditorial>,
    /// What it may mean, when it is ambiguous; the likeliest first, at most ten.
    pub candidates: Vec<RecordName>,
    /// The record that its identifier belongs to, when that is not the one that is meant.
    pub identifier_of: Option<RecordName>,
}

impl Checked {
    fn nothing(input: String, status: ReferenceStatus) -> Self {
        Self {
            input,
            recognised_by: Vec::new(),
            record: None,
            status,
            differences: Vec::new(),
            editorial: None,
            candidates: Vec::new(),
            identifier_of: None,
        }
    }
}

/// Why references were not checked.
#[derive(Debug, thiserror::Error)]
pub enum ReferencesError {
    /// The text has more than [`MAX_TEXT`] bytes.
    #[error("the text has {bytes} bytes; {MAX_TEXT} are read at most: send it in parts")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// There are more than [`MAX_CHECKED`].
    #[error("there are more than {MAX_CHECKED} references, which are checked at most at once: send them in parts")]
    TooMany,
    /// A file of references cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// The literature is there and cannot be used.
    #[error("the literature cannot be read: {0}")]
    Damaged(String),
    /// The literature cannot be asked.
    #[error(transparent)]
    Literature(#[from] HoldingError),
    /// Nobody waits any more.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// References, cut apart and read.
#[derive(Clone, Debug)]
pub struct References(Vec<(String, Reading)>);

impl References {
    /// The references of a text: those of a file in one of the formats of import, else of a list written for people, cut at blank
    /// lines, numbers and hanging lines.
    ///
    /// # Errors
    /// [`ReferencesError`] when there are too many, or the file breaks off.
    pub fn of_text(text: &str) -> Result<Self, ReferencesError> {
        if text.len() > MAX_TEXT {
            return Err(ReferencesError::TooLong { bytes: text.len() });
        }
        let all = split::records(text)?.unwrap_or_else(|| {
            split::entries(text).into_iter().map(|entry| (entry.to_owned(), Reading::of_text(entry))).collect()
        });
        Self::bounded(all)
    }

    /// References that somebody has cut apart, each in whatever form.
    ///
    /// # Errors
    /// [`ReferencesError`] when there are too many.
    pub fn of_list(list: &[String]) -> Result<Self, ReferencesError> {
        if list.len() > MAX_CHECKED {
            return Err(ReferencesError::TooMany);
        }
        let one = |entry: &String| -> (String, Reading) {
            let records = split::records(entry).ok().flatten().unwrap_or_default();
            let reading = match records.into_iter().next() {
                Some((_, reading)) => reading,
                None => Reading::of_text(entry),
            };
            (entry.clone(), reading)
        };
        Ok(Self(list.iter().map(one).collect()))
    }

    fn bounded(all: Vec<(String, Reading)>) -> Result<Self, ReferencesError> {
        if all.len() > MAX_CHECKED { Err(ReferencesError::TooMany) } else { Ok(Self(all)) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Holds each against what is there.
    ///
    /// # Errors
    /// [`ReferencesError`] when the literature cannot be asked, or nobody waits any more.
    pub fn check(self, holdings: &[Holding<'_>], stop: &Stop) -> Result<Vec<Checked>, ReferencesError> {
        let mut all = Vec::with_capacity(self.0.len());
        for (input, reading) in self.0 {
            stop.check()?;
            all.push(judge::judge(input, &reading, holdings)?);
        }
        Ok(all)
    }
}
