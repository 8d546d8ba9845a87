//! What has been loaded. It lies in the commit of the index, so that it is true of exactly what the index holds: a process
//! that is killed leaves the records of whole files, and the list of these.

use serde::{Deserialize, Serialize};

use super::schema::LAYOUT;

/// What became of the records of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Records that are new.
    pub added: u64,
    /// Records that took the place of an older one.
    pub replaced: u64,
    /// Records that gave way to a newer one which was here before.
    pub older: u64,
    /// Records that the file deleted.
    pub deleted: u64,
    /// Records of other programs that are here already, from PubMed.
    pub known: u64,
    /// Records that cannot be read or named.
    pub refused: u64,
}

/// A file that was loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedFile {
    /// Its name, without folders.
    pub name: String,
    /// XXH3-128 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// Year in its name, of two digits; 0 for files without number.
    pub year: u16,
    /// Number in its name, from 1; 0 for files without number.
    pub number: u32,
    /// What became of its records.
    pub counts: Counts,
    /// How many notices it has, when it is a list of notices; else 0.
    #[serde(default)]
    pub notices: u64,
}

/// All that was loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    layout: u32,
    /// Records that can be found.
    pub records: u64,
    /// Marks of records that the database has deleted.
    pub gone: u64,
    /// Notices of lists.
    #[serde(default)]
    pub notices: u64,
    /// The files, in the order they were loaded.
    pub files: Vec<LoadedFile>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { layout: LAYOUT, records: 0, gone: 0, notices: 0, files: Vec::new() }
    }
}

impl Ledger {
    /// Reads what a commit holds.
    ///
    /// # Errors
    /// Why it is not one of ours, as the end of a sentence.
    pub(super) fn read(payload: &str) -> Result<Self, String> {
        let ledger: Self =
            serde_json::from_str(payload).map_err(|error| format!("its list of files cannot be read: {error}"))?;
        match ledger.layout {
            LAYOUT => Ok(ledger),
            other => Err(format!("it has layout {other}, and this program reads {LAYOUT}")),
        }
    }

    pub(super) fn payload(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|error| error.to_string())
    }

    /// How many entries the index has: records, marks and notices.
    pub(super) fn entries(&self) -> u64 {
        self.records + self.gone + self.notices
    }

    /// The file with these bytes, if it was loaded.
    pub fn file_with(&self, hash: &str) -> Option<&LoadedFile> {
        self.files.iter().find(|file| file.hash == hash)
    }

    /// Takes a file in, in the place of one of the same name.
    pub(super) fn add(&mut self, file: LoadedFile) {
        self.files.retain(|known| known.name != file.name);
        self.files.push(file);
    }

    /// The numbers that are missing before the last file of each year, as ranges: `pubmed21n0001 to pubmed21n1297`.
    pub fn gaps(&self) -> Vec<String> {
        let mut numbers: Vec<(u16, u32)> =
            self.files.iter().filter(|file| file.number > 0).map(|file| (file.year, file.number)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut gaps = Vec::new();
        let mut before = (0, 0);
        for (year, number) in numbers {
            let expected = if before.0 == year { before.1 + 1 } else { 1 };
            if number > expected {
                let (first, last) = (file_name(year, expected), file_name(year, number - 1));
                gaps.push(if first == last { first } else { format!("{first} to {last}") });
            }
            before = (year, number);
        }
        gaps
    }
}

fn file_name(year: u16, number: u32) -> String {
    format!("pubmed{year:02}n{number:04}")
}

/// Year and number in the name of a file of the NLM, `pubmed21n1298.xml.gz`; none for other names.
pub fn numbered(name: &str) -> Option<(u16, u32)> {
    let rest = name.strip_prefix("pubmed").or_else(|| name.strip_prefix("medline"))?;
    let (year, rest) = rest.split_once('n')?;
    let number = rest.split('.').next()?;
    let digits = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 2 || !digits(year) || !digits(number) {
        return None;
    }
    Some((year.parse().ok()?, number.parse().ok().filter(|number| *number > 0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> LoadedFile {
        let (year, number) = numbered(name).unwrap_or_default();
        LoadedFile { name: name.to_owned(), hash: name.to_owned(), year, number, counts: Counts::default(), notices: 0 }
    }

    #[test]
    fn names_of_the_nlm_are_read() {
        assert_eq!(numbered("pubmed21n1298.xml.gz"), Some((21, 1298)));
        assert_eq!(numbered("pubmed21n1298_1.xml"), None);
        assert_eq!(numbered("medline04n0001.xml"), Some((4, 1)));
        for other in ["library.ris", "pubmed.xml", "pubmedxxn1.xml", "pubmed21n0000.xml", "pubmed21n.xml"] {
            assert_eq!(numbered(other), None, "{other}");
        }
    }

    #[test]
    fn gaps_are_told_year_by_year() {
        let mut ledger = Ledger::default();
        for name in ["pubmed20n0001.xml", "pubmed20n0002.xml", "pubmed20n0005.xml", "pubmed21n0002.xml", "own.ris"] {
            ledger.add(file(name));
        }
        assert_eq!(ledger.gaps(), ["pubmed20n0003 to pubmed20n0004", "pubmed21n0001"]);
        let payload = ledger.payload().unwrap();
        assert_eq!(Ledger::read(&payload), Ok(ledger));
        assert!(Ledger::read("{}").is_err());
    }
}
