//! Histograms of positions: where in the documents a system's picks lie, a small chart a system.

use super::axis::range;
use super::figure::{Figure, FigureGroup};
use super::svg::Svg;
use super::view::Section;

/// A small histogram of the positions of the picks for each system that picks sentences; `None`
/// if none does.
pub(super) fn positions(section: &Section<'_>) -> Option<FigureGroup> {
    let aggregates = section.aggregates();
    let systems: Vec<(&str, Vec<f64>)> = aggregates
        .into_iter()
        .filter_map(|(system, aggregate)| Some((system, shares(&aggregate.positions)?)))
        .collect();
    let most = range(systems.iter().flat_map(|(_, shares)| shares.iter().copied()))?.1;
    let figures = systems.iter().map(|(system, shares)| {
        Figure::new(system, "", draw_positions(section, system, shares, most))
            .of_system(section.view.class(system))
    });
    Some(FigureGroup {
        key: "positions",
        heading: "Where the picks lie",
        explanation: "The share of a system’s picks in each tenth of the documents, from their \
                      beginning to their end."
            .to_owned(),
        figures: figures.collect(),
        layout: "small",
    })
}

/// Counts as shares of their sum; `None` if there are none.
fn shares(counts: &[u64]) -> Option<Vec<f64>> {
    let sum: u64 = counts.iter().sum();
    (sum > 0).then(|| counts.iter().map(|&count| count as f64 / sum as f64).collect())
}

fn draw_positions(section: &Section<'_>, system: &str, shares: &[f64], most: f64) -> String {
    let (width, height, top) = (150.0, 100.0, 14.0);
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let listed: Vec<String> = shares.iter().map(|&share| percent(share)).collect();
    let label = format!("Positions of the picks of {system}: {}", listed.join(", "));
    let mut svg = Svg::new((width, height), label);
    let base = height - 16.0;
    let y = |share: f64| base - (base - top) * share / most;
    let step = width / shares.len() as f64;
    svg.open(&format!("m {}", section.view.class(system)), &listed.join(", "));
    for (tenth, &share) in shares.iter().enumerate() {
        let corner = (tenth as f64 * step + 1.0, y(share));
        svg.rect("fill", corner, (step - 2.0, base - y(share)));
    }
    svg.close();
    svg.line("rule", (0.0, base), (width, base));
    svg.text("tick start", (1.0, height - 4.0), "beginning");
    svg.text("tick end", (width - 1.0, height - 4.0), "end");
    let highest = shares.iter().enumerate().max_by(|left, right| left.1.total_cmp(right.1));
    if let Some((tenth, &share)) = highest {
        let x = ((tenth as f64 + 0.5) * step).clamp(14.0, width - 14.0);
        svg.text("number middle", (x, y(share) - 3.0), &percent(share));
    }
    svg.finish()
}
