//! The first words on a data set: who is best, by how much, and whether chance would explain it.

use super::svg::escape;
use super::table::probability;
use super::view::Section;
use crate::report::marks::is_oracle;
use crate::results::{Difference, Estimate};
use crate::statistics::Measure;

/// One to three sentences on the primary measure, as HTML.
pub(super) fn lede(section: &Section<'_>) -> String {
    let measure = section.view.primary;
    let Some((best, estimate)) = section.best(&measure) else {
        return format!("No system has {} here.", escape(measure.label));
    };
    let sentences = [
        Some(first(section, &measure, best, &estimate)),
        runner_up(section, &measure, best),
        bound(section, &measure),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The finding in a few words, as HTML.
pub(super) fn headline(section: &Section<'_>) -> String {
    let measure = section.view.primary;
    let Some((best, estimate)) = section.best(&measure) else {
        return format!("no {} was computed.", escape(measure.label));
    };
    let figures = format!(
        "<b>{}</b> has the best {}, <b class=\"figure\">{}</b>",
        escape(best),
        escape(measure.label),
        measure.scale.show(estimate.value)
    );
    match (section.view.baseline(), difference(section, &measure, best)) {
        (Some(baseline), Some(difference)) => {
            format!("{figures}, {}.", compared(&measure, &difference, baseline))
        }
        (Some(baseline), None) if baseline == best => format!("{figures}; it is the baseline."),
        _ => format!("{figures}."),
    }
}

fn first(section: &Section<'_>, measure: &Measure, best: &str, estimate: &Estimate) -> String {
    let name = escape(best);
    let figures = with_interval(measure, estimate);
    let label = escape(measure.label);
    match (section.view.baseline(), difference(section, measure, best)) {
        (Some(baseline), _) if baseline == best => {
            format!("The baseline <b>{name}</b> has the best {label}: {figures}.")
        }
        (Some(baseline), Some(difference)) => format!(
            "<b>{name}</b> has the best {label}: {figures}. That is {}.",
            compared(measure, &difference, baseline)
        ),
        _ => format!("<b>{name}</b> has the best {label}: {figures}."),
    }
}

/// The next system, where the best one is the baseline.
fn runner_up(section: &Section<'_>, measure: &Measure, best: &str) -> Option<String> {
    let baseline = section.view.baseline().filter(|&baseline| baseline == best)?;
    let ranking = section.ranking(measure);
    let mut rivals = ranking.iter().filter(|(name, _)| *name != best && !is_oracle(name));
    let (next, _) = rivals.next()?;
    let difference = difference(section, measure, next)?;
    Some(format!(
        "Next comes <b>{}</b>, {}.",
        escape(next),
        compared(measure, &difference, baseline)
    ))
}

fn bound(section: &Section<'_>, measure: &Measure) -> Option<String> {
    let ranking = section.ranking(measure);
    let (name, estimate) = ranking.iter().find(|(name, _)| is_oracle(name))?;
    let value = measure.scale.show(estimate.value);
    Some(format!("<b>{}</b>, which sees the references, reaches {value}.", escape(name)))
}

fn difference(section: &Section<'_>, measure: &Measure, system: &str) -> Option<Difference> {
    let aggregates = section.aggregates();
    let (_, aggregate) = aggregates.iter().find(|(name, _)| *name == system)?;
    let difference = aggregate.differences.get(measure.name)?;
    difference.value.is_finite().then_some(*difference)
}

fn compared(measure: &Measure, difference: &Difference, baseline: &str) -> String {
    let side = if difference.value < 0.0 { "below" } else { "above" };
    let size = measure.scale.show(difference.value.abs());
    let p = probability(difference.p_randomisation);
    let verdict = if difference.p_randomisation < 0.05 {
        format!("more than chance explains (p {})", equals(&p))
    } else {
        format!("which may be chance (p {})", equals(&p))
    };
    format!("{size} {side} {}, {verdict}", escape(baseline))
}

fn equals(p: &str) -> String {
    match p.strip_prefix("below ") {
        Some(bound) => format!("&lt; {bound}"),
        None => format!("= {p}"),
    }
}

fn with_interval(measure: &Measure, estimate: &Estimate) -> String {
    let value = measure.scale.show(estimate.value);
    if estimate.low.is_finite() && estimate.high.is_finite() {
        let (low, high) = (measure.scale.show(estimate.low), measure.scale.show(estimate.high));
        format!("<b class=\"figure\">{value}</b> (95 % interval {low} to {high})")
    } else {
        format!("<b class=\"figure\">{value}</b>")
    }
}
