//! The folder an index is kept in.
//!
//! ```text
//! index/manifest.json     which index is in force, what it was built from, size and hash of each of its files
//! index/<name>/           its files, as tantivy wrote them
//! ```
//! An index is built in memory, written to a folder of its own and put in force by replacing the manifest, which is one
//! rename: whoever reads sees the old index or the new one, and a process that is killed leaves both whole. On opening
//! every byte is checked against the manifest and kept in memory, so that damage done to a file later cannot be served.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tantivy::{
    Index,
    directory::{Directory, RamDirectory},
};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::files::{ClaimError, Folder, WriteError};

/// Changes when the files do that are kept beside those of tantivy.
const LAYOUT: u32 = 3;

/// The file with the words of the records, beside those of tantivy.
const WORDS: &str = "words.bin";

const MANIFEST: &str = "manifest.json";

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process is writing.
    #[error("the index in {path} is being written by {by}: wait for it, or give another folder with --index")]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Which process.
        by: String,
    },
    /// The folder cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// File or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// tantivy failed.
    #[error("the index cannot be built")]
    Engine(#[source] tantivy::TantivyError),
}

/// What an index was built from: one that was built from anything else is stale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    /// Layout of the fields.
    layout: u32,
    /// Version of tantivy's file format.
    format: u32,
    /// Fingerprint of the data.
    fingerprint: String,
    /// Which program built it, by a hash of its sources and word lists: another one may cut the same texts otherwise. To cut them again
    /// only to compare would be most of the work of building.
    program: String,
}

impl Origin {
    pub(super) fn new(fingerprint: String) -> Self {
        let format = tantivy::INDEX_FORMAT_VERSION;
        Self { layout: LAYOUT, format, fingerprint, program: env!("EVIDENCE_PROGRAM").to_owned() }
    }
}

/// An index that was read from its folder.
pub(super) struct Kept {
    pub(super) index: Index,
    /// What was written as the words of the records.
    pub(super) words: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    #[serde(flatten)]
    origin: Origin,
    /// Name of the folder.
    folder: String,
    files: Vec<ManifestFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ManifestFile {
    name: String,
    bytes: u64,
    /// XXH3-128 of the content.
    hash: String,
}

/// Reads the index in force, if it was built from `origin` and is undamaged.
///
/// # Errors
/// Why it cannot be used, for the log.
pub(super) fn read(folder: &Path, origin: &Origin) -> Result<Kept, String> {
    let manifest = match fs::read(folder.join(MANIFEST)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err("there is none yet".to_owned()),
        Err(error) => return Err(format!("its manifest cannot be read: {error}")),
    };
    let manifest: Manifest =
        serde_json::from_slice(&manifest).map_err(|error| format!("its manifest is damaged: {error}"))?;
    if manifest.origin != *origin {
        return Err(match manifest.origin.fingerprint == origin.fingerprint {
            true => "it was built by another version of the program".to_owned(),
            false => "it was built from other data".to_owned(),
        });
    }
    // The manifest names a folder beside itself; one that leads elsewhere was not written by us.
    if !is_plain_name(&manifest.folder) || !manifest.files.iter().all(|file| is_plain_name(&file.name)) {
        return Err("its manifest is damaged: it names files elsewhere".to_owned());
    }
    let directory = RamDirectory::create();
    let mut words = None;
    for ManifestFile { name, bytes, hash } in &manifest.files {
        let content = fs::read(folder.join(&manifest.folder).join(name))
            .map_err(|error| format!("{name} cannot be read: {error}"))?;
        if u64::try_from(content.len()) != Ok(*bytes) {
            return Err(format!("{name} has {} bytes instead of {bytes}", content.len()));
        }
        if format!("{:032x}", xxh3_128(&content)) != *hash {
            return Err(format!("{name} is damaged: its content has changed"));
        }
        if name == WORDS {
            words = Some(content);
            continue;
        }
        directory.atomic_write(Path::new(name), &content).map_err(|error| format!("{name}: {error}"))?;
    }
    let words = words.ok_or_else(|| format!("it has no file `{WORDS}`"))?;
    let index = Index::open(directory).map_err(|error| format!("tantivy cannot open it: {error}"))?;
    Ok(Kept { index, words })
}

fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0'])
}

/// Takes the right to write an index, without waiting.
pub(super) fn claim(folder: &Path) -> Result<Folder, IndexError> {
    Folder::claim(folder, "evidence").map_err(|error| match error {
        ClaimError::Held { path, by } => IndexError::Locked { path, by },
        ClaimError::Write(error) => error.into(),
    })
}

impl From<WriteError> for IndexError {
    fn from(WriteError { path, source }: WriteError) -> Self {
        Self::Write { path, source }
    }
}

/// Writes an index, with the words of the records beside it, and puts it in force.
pub(super) fn write(
    folder: &Folder,
    origin: &Origin,
    directory: &RamDirectory,
    words: &[u8],
) -> Result<(), IndexError> {
    let name = index_name(origin);
    // Left behind by a process that was killed; nobody reads it, for no manifest names it.
    folder.remove_folder(&name)?;
    let mut files = Vec::new();
    let mut put = |path: &Path, content: &[u8]| -> Result<(), IndexError> {
        folder.replace(Path::new(&name).join(path), content)?;
        files.push(ManifestFile {
            name: path.to_string_lossy().into_owned(),
            bytes: u64::try_from(content.len()).unwrap_or(u64::MAX),
            hash: format!("{:032x}", xxh3_128(content)),
        });
        Ok(())
    };
    for path in file_names(directory)? {
        // As it lies in memory: to read it atomically would copy it.
        let file = directory.open_read(&path).map_err(|error| IndexError::Engine(error.into()))?;
        let content = file.read_bytes().map_err(|error| IndexError::Engine(error.into()))?;
        put(&path, &content)?;
    }
    put(Path::new(WORDS), words)?;
    let manifest = Manifest { origin: origin.clone(), folder: name.clone(), files };
    let json = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| IndexError::Write { path: folder.path().join(MANIFEST), source: error.into() })?;
    folder.replace(MANIFEST, &json)?;
    remove_others(folder, &name);
    Ok(())
}

/// The files of an index in the order of their names.
fn file_names(directory: &RamDirectory) -> Result<Vec<PathBuf>, IndexError> {
    let index = Index::open(directory.clone()).map_err(IndexError::Engine)?;
    let mut names: Vec<PathBuf> = index.directory().list_managed_files().into_iter().collect();
    names.push(PathBuf::from(".managed.json"));
    names.sort_unstable();
    names.dedup();
    // Lock files and files given up while building are managed, too, but not there.
    names.retain(|name| directory.exists(name).unwrap_or(false));
    Ok(names)
}

/// Removes folders of indexes that are no longer in force, and what killed processes left of theirs. Only folders with
/// names such as ours: somebody may keep other things here. Failing to is no fault: they are only in the way.
fn remove_others(folder: &Folder, in_force: &str) {
    let Ok(entries) = fs::read_dir(folder.path()) else { return };
    for entry in entries.flatten() {
        let is_other = entry.file_name().to_str().is_some_and(|name| name != in_force && is_index_name(name));
        if is_other && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = folder.remove_folder(entry.file_name());
        }
    }
}

/// The name of the folder of an index of these data by this program, written by this process.
fn index_name(origin: &Origin) -> String {
    let of = xxh3_64(format!("{} {}", origin.fingerprint, origin.program).as_bytes());
    format!("{of:016x}-{}", std::process::id())
}

/// Hexadecimal digits of the hash in the name of a folder.
const HASH_DIGITS: usize = 16;

fn is_index_name(name: &str) -> bool {
    name.split_once('-').is_some_and(|(hash, process)| {
        hash.len() == HASH_DIGITS
            && hash.bytes().all(|b| b.is_ascii_hexdigit())
            && !process.is_empty()
            && process.bytes().all(|b| b.is_ascii_digit())
    })
}
