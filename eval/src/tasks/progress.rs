//! How far a run is: a bar on standard error, where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar of one data set.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar over `units`; none is drawn unless `shown`, nor where nobody sees it.
    pub(crate) fn new(shown: bool, name: &str, units: usize) -> Self {
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(units as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:32} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_prefix(name.to_owned());
        Self(bar)
    }

    /// So many more are done.
    pub(crate) fn advance(&self, units: usize) {
        self.0.inc(units as u64);
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.0.finish_and_clear();
    }
}
