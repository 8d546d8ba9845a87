//! The log of the process: events with fields, on stderr.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::{EnvFilter, fmt};

use crate::{config::LogFormat, domain::visible::visible};

/// Why the log cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not one.
    #[error("`{filter}` is no log filter; write a level such as info, or parts such as evidence=debug,info")]
    Filter {
        /// What was given.
        filter: String,
        /// Why.
        #[source]
        source: tracing_subscriber::filter::ParseError,
    },
}

/// Standard error for people: characters of others that nobody sees are written down. The formatter hands on an event at
/// a time, and has done so with those of a terminal already.
struct Shown {
    /// Whether the formatter writes colours, which are to stay.
    has_colours: bool,
}

impl Write for Shown {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let shown = match self.has_colours {
            true => text.split(ESCAPE).map(visible).collect::<Vec<_>>().join(ESCAPE).into(),
            false => visible(&text),
        };
        io::stderr().lock().write_all(shown.as_bytes()).map(|()| event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

const ESCAPE: &str = "\u{1b}";

/// Starts the log. A log that is running already goes on, so that tests may start the service twice.
///
/// # Errors
/// [`TelemetryError`].
pub fn start(format: LogFormat, filter: &str) -> Result<(), TelemetryError> {
    let filter =
        EnvFilter::try_new(filter).map_err(|source| TelemetryError::Filter { filter: filter.to_owned(), source })?;
    let log = fmt().with_env_filter(filter).with_target(false);
    let has_colours = io::stderr().is_terminal();
    let _ = match format {
        LogFormat::Text => log.with_ansi(has_colours).with_writer(move || Shown { has_colours }).try_init(),
        LogFormat::Json => log.with_writer(io::stderr).json().flatten_event(true).try_init(),
    };
    Ok(())
}
