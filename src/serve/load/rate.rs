//! How much is done in a second, while there is work.

use std::time::Instant;

/// What was done longer ago than this weighs less than half.
const MEMORY_SECONDS: f64 = 10.0;
/// So many tokens a second are assumed before anything was measured.
const ASSUMED: f64 = 5_000.0;

/// A rate that follows the work.
#[derive(Debug)]
pub(super) struct Rate {
    tokens: f64,
    seconds: f64,
    /// Since when time counts as spent on work; none while nothing is done.
    since: Option<Instant>,
}

impl Default for Rate {
    fn default() -> Self {
        Self { tokens: 0.0, seconds: 0.0, since: None }
    }
}

impl Rate {
    /// Work begins while none was done.
    pub(super) fn begin(&mut self, now: Instant) {
        self.since = Some(now);
    }

    /// So much was done; `idle` if nothing is being done any more.
    pub(super) fn done(&mut self, tokens: usize, now: Instant, idle: bool) {
        let elapsed = self.since.map_or(0.0, |since| now.duration_since(since).as_secs_f64());
        let kept = (-elapsed / MEMORY_SECONDS).exp();
        self.tokens = self.tokens * kept + tokens as f64;
        self.seconds = self.seconds * kept + elapsed;
        self.since = (!idle).then_some(now);
    }

    /// Tokens a second.
    pub(super) fn per_second(&self) -> f64 {
        if self.seconds < 0.05 { ASSUMED } else { (self.tokens / self.seconds).max(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_time_with_work_counts() {
        let mut rate = Rate::default();
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        assert!((rate.per_second() - ASSUMED).abs() < 1.0);
        rate.begin(at(0));
        rate.done(1_000, at(1_000), true);
        rate.begin(at(60_000));
        rate.done(500, at(60_500), false);
        rate.done(500, at(61_000), true);
        assert!((rate.per_second() - 1_000.0).abs() < 50.0, "{}", rate.per_second());
    }
}
