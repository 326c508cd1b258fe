//! How sure a difference is, as a mark.

use crate::results::{Aggregate, Difference};
use crate::statistics::{Better, Measure};

/// What the marks mean.
pub(crate) const LEGEND: &str =
    "* p < 0.05, ** p < 0.01: approximate randomisation against the baseline";

/// The mark of a difference.
pub(crate) fn significance(difference: Option<&Difference>) -> &'static str {
    match difference.map(|difference| difference.p_randomisation) {
        Some(p) if p < 0.01 => "**",
        Some(p) if p < 0.05 => "*",
        _ => "",
    }
}

/// Whether a system sees the reference and so is out of competition.
pub(crate) fn is_oracle(system: &str) -> bool {
    system.starts_with("oracle")
}

/// The systems with the best value of a measure, oracles left out.
pub(crate) fn best<'a>(aggregates: &[&'a Aggregate], measure: &Measure) -> Vec<&'a str> {
    let value = |aggregate: &Aggregate| Some(aggregate.measures.get(measure.name)?.value);
    let competing = || aggregates.iter().filter(|aggregate| !is_oracle(&aggregate.system));
    let values = competing().filter_map(|aggregate| value(aggregate));
    let best = match measure.better {
        Better::Higher => values.max_by(f64::total_cmp),
        Better::Lower => values.min_by(f64::total_cmp),
        Better::Neither => None,
    };
    let Some(best) = best.filter(|_| competing().count() > 1) else { return Vec::new() };
    let is_best = |aggregate: &&&'a Aggregate| value(aggregate) == Some(best);
    competing().filter(is_best).map(|aggregate| aggregate.system.as_str()).collect()
}
