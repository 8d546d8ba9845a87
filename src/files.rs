//! Files as they are written: the only module that changes anything on a disk.
//!
//! A file is written aside, synced, and given its name in one step; then its folder is synced. So whoever reads sees the
//! old file or the new one, whole, also after a crash. Only one process at a time writes in a folder: it holds a
//! lock file there from before it reads what its decisions rest on until it has written them. A process that is killed
//! leaves files aside, which the next one to write removes, and no lock: that ends with the process.
//!
//! ```text
//! .evidence-lock          held by the process that writes; says which one that is
//! .evidence-A1b2C3.new    a file that has no name yet
//! ```
//! Names that begin with a dot are no records: whoever reads a folder passes them over.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    panic,
    path::{Path, PathBuf},
    thread,
};

use tempfile::{NamedTempFile, TempDir};

const LOCK: &str = ".evidence-lock";
const ASIDE_BEGIN: &str = ".evidence-";
const ASIDE_END: &str = ".new";
/// Random letters and digits between the two.
const ASIDE_RANDOM: usize = 6;

/// Most bytes of a lock file that are read: longer than any name we write into it.
const MAX_HOLDER: u64 = 200;

/// How many files are synced beside each other. The file system then writes them down together, which takes a tenth of
/// the time; more gain nothing.
const LANES: usize = 4;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}")]
pub struct WriteError {
    /// The file, or the folder it was to stand in.
    pub path: PathBuf,
    /// Why. [`io::ErrorKind::AlreadyExists`] for a file that was to be new.
    #[source]
    pub source: io::Error,
}

/// Why nothing may be written in a folder.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Another process is writing there.
    #[error("{path} is being written by {by}: try again when it has finished")]
    Held {
        /// The folder.
        path: PathBuf,
        /// Which process: `evidence import, process 4711`; `another process` when it does not say.
        by: String,
    },
    /// The folder or its lock file cannot be made.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A file that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name, without a folder.
    pub name: String,
    /// All of it.
    pub content: String,
}

/// A folder in which this process alone writes. The right ends with the value, or with the process.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: File,
}

impl Folder {
    /// Takes the right to write in a folder, without waiting. Makes the folder if there is none, and removes the files
    /// that killed processes left aside in it. `task` is what others are told is writing: `evidence import`.
    ///
    /// # Errors
    /// [`ClaimError`].
    pub fn claim(path: &Path, task: &str) -> Result<Self, ClaimError> {
        let open = opened(path, |file| match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        })?;
        match open {
            Some(lock) => Ok(Self::held(path, lock, task)?),
            None => Err(ClaimError::Held { path: path.to_owned(), by: holder(path) }),
        }
    }

    /// The same for somebody who writes a moment only, and can wait for others who do.
    fn claim_in_turn(path: &Path, task: &str) -> Result<Self, WriteError> {
        let open = opened(path, |file| file.lock().map(|()| true))?;
        // It was waited for.
        let lock = open.ok_or_else(|| failed(path, io::ErrorKind::WouldBlock.into()))?;
        Self::held(path, lock, task)
    }

    fn held(path: &Path, mut lock: File, task: &str) -> Result<Self, WriteError> {
        let name = format!("{task}, process {}\n", std::process::id());
        lock.set_len(0)
            .and_then(|()| lock.write_all(name.as_bytes()))
            .map_err(|source| failed(&path.join(LOCK), source))?;
        let folder = Self { path: path.to_owned(), lock };
        folder.remove_left_over();
        Ok(folder)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file, in the place of one that may be there. `name` may lead through folders, which are made.
    ///
    /// # Errors
    /// [`WriteError`]. What was there is as it was.
    pub fn replace(&self, name: impl AsRef<Path>, content: &[u8]) -> Result<(), WriteError> {
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
        let written = aside(folder, content)
            .and_then(|file| file.persist(&path).map_err(|error| error.error))
            .and_then(|_| sync_folder(folder));
        written.map_err(|source| failed(&path, source))
    }

    /// Writes files that are not there yet.
    ///
    /// # Errors
    /// [`WriteError`] for the first that cannot be written; a file that is there already stays as it is. Others may have
    /// been written.
    pub fn add(&self, files: &[NewFile]) -> Result<(), WriteError> {
        let in_lane = files.len().div_ceil(LANES).max(1);
        let written = thread::scope(|scope| {
            let lanes: Vec<_> = files
                .chunks(in_lane)
                .map(|lane| scope.spawn(move || lane.iter().try_for_each(|file| self.add_one(file))))
                .collect();
            lanes.into_iter().try_for_each(|lane| lane.join().unwrap_or_else(|fault| panic::resume_unwind(fault)))
        });
        // Also when one failed: the others are there.
        let synced = sync_folder(&self.path).map_err(|source| failed(&self.path, source));
        written.and(synced)
    }

    fn add_one(&self, NewFile { name, content }: &NewFile) -> Result<(), WriteError> {
        let path = self.path.join(name);
        aside(&self.path, content.as_bytes())
            .and_then(|file| file.persist_noclobber(&path).map_err(|error| error.error))
            .map(drop)
            .map_err(|source| failed(&path, source))
    }

    /// Removes a folder below this one with all that is in it, if it is there.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn remove_folder(&self, name: impl AsRef<Path>) -> Result<(), WriteError> {
        let path = self.path.join(name);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path, error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Removes the files of this folder whose names are `ours`; others stay, and so do folders.
    ///
    /// # Errors
    /// [`WriteError`] for the first that cannot be removed. Others may have been.
    pub fn remove_files(&self, ours: impl Fn(&str) -> bool) -> Result<(), WriteError> {
        for entry in fs::read_dir(&self.path).map_err(|source| failed(&self.path, source))? {
            let entry = entry.map_err(|source| failed(&self.path, source))?;
            if entry.file_name().to_str().is_some_and(&ours) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                fs::remove_file(entry.path()).map_err(|source| failed(&entry.path(), source))?;
            }
        }
        sync_folder(&self.path).map_err(|source| failed(&self.path, source))
    }

    /// Nobody else writes here: what lies aside belongs to no process. Failing to remove it is no fault, it is only in
    /// the way.
    fn remove_left_over(&self) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_str().is_some_and(is_aside) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // While the lock is held; whoever opened the file before sees that it has gone and opens the next one. Elsewhere
        // a file that is open cannot be told from the next one, and stays.
        if cfg!(unix) {
            let _ = fs::remove_file(self.path.join(LOCK));
        } else {
            let _ = self.lock.set_len(0);
        }
    }
}

/// Opens the lock file of a folder and asks for its lock; none when it is not to be had.
fn opened(folder: &Path, lock: impl Fn(&File) -> io::Result<bool>) -> Result<Option<File>, WriteError> {
    fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    let path = folder.join(LOCK);
    loop {
        let asked = File::options().create(true).truncate(false).write(true).open(&path).and_then(|file| {
            let is_ours = lock(&file)?;
            Ok((file, is_ours))
        });
        match asked.map_err(|source| failed(&path, source))? {
            (_, false) => return Ok(None),
            (file, true) if stands_there(&file, &path) => return Ok(Some(file)),
            // Its holder removed it in between.
            (_, true) => {}
        }
    }
}

/// Whether the open file is the one that has this name now.
#[cfg(unix)]
fn stands_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(|(open, named)| same(&open, &named))
}

#[cfg(not(unix))]
fn stands_there(_: &File, _: &Path) -> bool {
    true
}

/// Who says to be writing in a folder.
fn holder(folder: &Path) -> String {
    let mut text = String::new();
    let read = File::open(folder.join(LOCK)).and_then(|file| file.take(MAX_HOLDER).read_to_string(&mut text));
    match text.trim() {
        "" => "another process".to_owned(),
        _ if read.is_err() => "another process".to_owned(),
        name => name.to_owned(),
    }
}

fn is_aside(name: &str) -> bool {
    let random = name.strip_prefix(ASIDE_BEGIN).and_then(|rest| rest.strip_suffix(ASIDE_END));
    random.is_some_and(|random| random.len() == ASIDE_RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A synced file without a name of its own yet, gone if it gets none.
fn aside(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(ASIDE_BEGIN).suffix(ASIDE_END).rand_bytes(ASIDE_RANDOM);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any other file that is made: what the umask leaves. By default it would be the owner's alone.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes the names in a folder last. Where folders cannot be opened, they last without.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn failed(path: &Path, source: io::Error) -> WriteError {
    WriteError { path: path.to_owned(), source }
}

/// Writes one file, in the place of one that may be there; waits for others who write in its folder. A link stays, and
/// what it leads to is replaced; a device or a pipe is written into.
///
/// # Errors
/// [`WriteError`].
pub fn replace(path: &Path, content: &[u8], task: &str) -> Result<(), WriteError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_special = fs::metadata(&target).is_ok_and(|about| !about.is_file() && !about.is_dir());
    if is_special {
        let written = File::options().write(true).open(&target).and_then(|mut file| file.write_all(content));
        return written.map_err(|source| failed(path, source));
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = target.file_name() else {
        return Err(failed(path, io::ErrorKind::IsADirectory.into()));
    };
    // A slip in the name of a folder makes no new one.
    if !folder.is_dir() {
        return Err(failed(path, io::ErrorKind::NotFound.into()));
    }
    Folder::claim_in_turn(folder, task)?.replace(name, content)
}

/// A folder of files that nobody but this process reads; gone with the value. They are neither synced nor locked.
#[derive(Debug)]
pub struct Scratch(TempDir);

impl Scratch {
    /// An empty one, where the system keeps such folders.
    ///
    /// # Errors
    /// When there can be none.
    pub fn new() -> io::Result<Self> {
        tempfile::tempdir().map(Self)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file; `name` may lead through folders, which are made.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn put(&self, name: impl AsRef<Path>, content: &[u8]) -> Result<(), WriteError> {
        let path = self.path().join(name);
        let folder = path.parent().unwrap_or(self.path());
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, content));
        written.map_err(|source| failed(&path, source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn new_file(name: &str, content: &str) -> NewFile {
        NewFile { name: name.to_owned(), content: content.to_owned() }
    }

    #[test]
    fn one_at_a_time_and_nothing_stays_behind() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("records");
        let folder = Folder::claim(&path, "evidence test").unwrap();
        let said = Folder::claim(&path, "another").unwrap_err().to_string();
        assert!(said.contains(&format!("evidence test, process {}", std::process::id())), "{said}");
        folder.replace("a", b"1").unwrap();
        folder.replace("a", b"2").unwrap();
        folder.replace("below/b", b"3").unwrap();
        drop(folder);
        assert_eq!(names(&path), ["a", "below"]);
        assert_eq!(fs::read_to_string(path.join("a")).unwrap(), "2");
        drop(Folder::claim(&path, "another").unwrap());
    }

    #[test]
    fn what_is_there_is_not_written_over() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::claim(place.path(), "evidence test").unwrap();
        folder.add(&[new_file("a", "mine")]).unwrap();
        let files: Vec<_> = ["b", "c", "a", "d", "e", "f"].map(|name| new_file(name, "yours")).into();
        let error = folder.add(&files).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(error.path, place.path().join("a"));
        drop(folder);
        assert_eq!(fs::read_to_string(place.path().join("a")).unwrap(), "mine");
        assert!(names(place.path()).iter().all(|name| name.len() == 1), "{:?}", names(place.path()));
    }

    #[test]
    fn what_a_killed_process_left_aside_is_removed_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let mine = [".evidence-long-name.new", ".evidence-mine", ".hidden.new", "evidence-A1b2C3.new"];
        for name in mine.iter().chain(&[".evidence-A1b2C3.new", LOCK]) {
            fs::write(place.path().join(name), "x").unwrap();
        }
        drop(Folder::claim(place.path(), "evidence test").unwrap());
        assert_eq!(names(place.path()), mine);
    }

    /// Each waits for its turn, whoever removes the lock file meanwhile.
    #[test]
    fn many_writers_of_single_files_take_turns() {
        let place = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for lane in 0..4 {
                let path = place.path();
                scope.spawn(move || {
                    for i in 0..20 {
                        replace(&path.join(format!("{lane}-{i}")), b"x", "evidence test").unwrap();
                    }
                });
            }
        });
        assert_eq!(names(place.path()).len(), 80);
    }

    #[test]
    #[cfg(unix)]
    fn links_and_devices_stay_and_files_are_as_readable_as_others() {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt};
        let place = tempfile::tempdir().unwrap();
        let (file, link) = (place.path().join("file"), place.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new", "evidence test").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        let usual = place.path().join("usual");
        fs::write(&usual, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&file), mode(&usual));
        replace(Path::new("/dev/null"), b"gone", "evidence test").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        let missing = replace(&place.path().join("no/such/file"), b"x", "evidence test").unwrap_err();
        assert_eq!(missing.source.kind(), io::ErrorKind::NotFound);
    }
}
