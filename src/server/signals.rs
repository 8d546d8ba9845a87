//! What the operator says to the process: stop, or load the data again.

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// SIGTERM or SIGINT; Ctrl-C where there are no signals.
    Stop,
    /// SIGHUP.
    Reload,
}

#[cfg(unix)]
mod system {
    use std::{future::poll_fn, io, task::Poll};

    use tokio::signal::unix::{self, SignalKind};

    use super::Signal;

    pub(in super::super) struct Signals {
        terminate: unix::Signal,
        interrupt: unix::Signal,
        hang_up: unix::Signal,
    }

    impl Signals {
        pub(in super::super) fn listen() -> io::Result<Self> {
            Ok(Self {
                terminate: unix::signal(SignalKind::terminate())?,
                interrupt: unix::signal(SignalKind::interrupt())?,
                hang_up: unix::signal(SignalKind::hangup())?,
            })
        }

        pub(in super::super) async fn next(&mut self) -> Signal {
            poll_fn(|context| {
                if self.terminate.poll_recv(context).is_ready() || self.interrupt.poll_recv(context).is_ready() {
                    Poll::Ready(Signal::Stop)
                } else {
                    self.hang_up.poll_recv(context).map(|_| Signal::Reload)
                }
            })
            .await
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::{future::pending, io};

    use super::Signal;

    pub(in super::super) struct Signals;

    impl Signals {
        pub(in super::super) fn listen() -> io::Result<Self> {
            Ok(Self)
        }

        pub(in super::super) async fn next(&mut self) -> Signal {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Signal::Stop,
                Err(_) => pending().await,
            }
        }
    }
}

pub(super) use system::Signals;
