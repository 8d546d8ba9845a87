//! How far the building of an index is, for people who wait for it.

use std::cell::OnceCell;

use indicatif::{ProgressBar, ProgressStyle};

use crate::search::Progress;

/// A bar on stderr, from the first record on. Draws nothing when stderr is no terminal.
#[derive(Default)]
pub(super) struct Bar(OnceCell<ProgressBar>);

impl Bar {
    pub(super) fn show(&self, progress: Progress) {
        let Progress { done, total } = progress;
        let bar = self.0.get_or_init(|| {
            let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
            // A template that cannot be read leaves the bar as it comes.
            match ProgressStyle::with_template("indexing {bar:30} {pos}/{len} records") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        if done >= total {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.0.get() {
            bar.finish_and_clear();
        }
    }
}
