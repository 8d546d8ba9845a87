//! Gives the program a version that changes with its sources: answers are told apart by it, and a client that holds the
//! answer of another build must not be told that nothing has changed.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    io,
    path::{Path, PathBuf},
};

/// Folders the program is made of: its sources, and the words of the language it reads.
const FOLDERS: [&str; 2] = ["src", "data/lexicon"];

/// What the program is made of beside these: the documentation shows the last two.
const BESIDE: [&str; 4] = ["Cargo.lock", "Cargo.toml", "CHANGELOG.md", "tests/check/README.md"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(Path::new(folder), &mut files)?;
    }
    files.extend(BESIDE.map(PathBuf::from));
    files.sort_unstable();
    // Made with fixed keys, so that equal sources give equal versions.
    let mut hash = DefaultHasher::new();
    for file in &files {
        hash.write(file.to_string_lossy().as_bytes());
        hash.write(&fs::read(file)?);
    }
    let build = hash.finish() >> 32;
    println!("cargo:rustc-env=EVIDENCE_PROGRAM={}.{build:08x}", std::env!("CARGO_PKG_VERSION"));
    for watched in BESIDE.iter().chain(&FOLDERS).chain(&["build.rs"]) {
        println!("cargo:rerun-if-changed={watched}");
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
