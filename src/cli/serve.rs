//! `evidence serve`.

use super::{Outcome, lint, output, progress::Bar};
use crate::{
    app::OpenError,
    config::Serve,
    corpus::LoadError,
    server::{self, ServeError},
    telemetry,
};

pub(super) fn run(arguments: &Serve) -> anyhow::Result<Outcome> {
    telemetry::start(arguments.log_format, &arguments.log)?;
    let bar = Bar::default();
    match server::serve(arguments, &|progress| bar.show(progress)) {
        Ok(()) => Ok(Outcome::Done),
        Err(ServeError::Library(OpenError::Data(LoadError::Faults(faults)))) => {
            output::remark(&lint::text(&arguments.folders.data, &faults));
            Ok(Outcome::Faults)
        }
        Err(other) => Err(other.into()),
    }
}
