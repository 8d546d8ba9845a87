//! `evidence index`.

use std::time::Instant;

use super::{Outcome, lint, output, progress::Bar};
use crate::{
    app::{Library, OpenError, OpenedLibrary, Shelf},
    config::Folders,
    corpus::LoadError,
    search::Opened,
};

pub(super) fn run(arguments: &Folders) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let Some(OpenedLibrary { library, index, .. }) = open(arguments)? else { return Ok(Outcome::Faults) };
    let (records, seconds) = (library.corpus().len(), started.elapsed().as_secs_f64());
    let folder = arguments.index.display();
    output::remark(&match index {
        Opened::Built { because } => {
            format!("built {folder} with {records} records in {seconds:.2} s: {because}")
        }
        Opened::AsItWas => format!("{folder} fits the {records} records"),
    });
    Ok(Outcome::Done)
}

/// Opens the library for a command that needs one; none when the records have faults, which are then on stderr.
pub(super) fn open(folders: &Folders) -> anyhow::Result<Option<OpenedLibrary>> {
    let bar = Bar::default();
    match Library::open(&folders.data, &folders.index, &|progress| bar.show(progress)) {
        Ok(OpenedLibrary { library, warnings, index }) => {
            let shelf = Shelf::open(&folders.literature());
            if let Shelf::Damaged(because) = &shelf {
                output::remark(&format!("warning: {because}"));
            }
            let library = library.with_literature(shelf);
            Ok(Some(OpenedLibrary { library, warnings, index }))
        }
        Err(OpenError::Data(LoadError::Faults(faults))) => {
            output::remark(&lint::text(&folders.data, &faults));
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}
