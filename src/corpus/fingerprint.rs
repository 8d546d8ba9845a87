//! One short text that stands for the whole data.

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use super::file_text::FileText;

/// Hash of all record files: XXH3-128 over the path of each and the hash of its content, in the order of their paths.
///
/// Independent of the order in which files are found and of line ends, so that a checkout on another system has the
/// same one. It tells versions of data apart; it is no defence against somebody who wants two to look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Of the record files, in any order.
    pub(super) fn of<'a>(files: impl IntoIterator<Item = &'a FileText>) -> Self {
        let mut files: Vec<_> = files.into_iter().map(|file| (&file.path, file.hash())).collect();
        files.sort_unstable();
        let mut hash = Xxh3::new();
        for (path, content) in files {
            // The length keeps a path apart from what follows it.
            hash.update(&u64::try_from(path.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(path.as_bytes());
            hash.update(&content.to_le_bytes());
        }
        Self(hash.digest128())
    }

    /// The number behind the text, for mixing into other hashes.
    pub fn to_u128(self) -> u128 {
        self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
