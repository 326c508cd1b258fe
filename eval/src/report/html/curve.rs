//! Length curves: how good each system's summaries are at other lengths.

use super::axis::{Axis, range};
use super::figure::{Figure, FigureGroup};
use super::svg::{Point, Svg, shorten};
use super::view::Section;
use crate::results::CurvePoint;

const SIZE: Point = (380.0, 270.0);
const PLOT_X: (f64, f64) = (34.0, 276.0);
const PLOT_Y: (f64, f64) = (236.0, 12.0);
/// The least distance between two labels at the ends of the lines.
const LABEL: f64 = 13.0;

/// A curve: a system with its points.
type Curve<'a> = (&'a str, Vec<Point>);

/// ROUGE-1 F1 and ROUGE-2 recall against words; `None` if no system was measured at other lengths.
pub(super) fn curves(section: &Section<'_>) -> Option<FigureGroup> {
    let figures = [
        ("ROUGE-1 F1", (|point| point.rouge1_f1) as fn(&CurvePoint) -> f64),
        ("ROUGE-2 recall", |point| point.rouge2_recall),
    ]
    .into_iter()
    .filter_map(|(title, value)| {
        let chart = draw(section, title, &collect(section, value))?;
        Some(Figure::new(title, "Against the mean number of words.", chart))
    })
    .collect::<Vec<_>>();
    (!figures.is_empty()).then(|| FigureGroup {
        key: "lengths",
        heading: "Shorter and longer summaries",
        explanation: "Each point is a number of sentences: the mean over the documents. F1 has \
                      its best length where precision and recall meet; recall tends to grow."
            .to_owned(),
        figures,
        layout: "wide",
    })
}

fn collect<'a>(section: &Section<'a>, value: fn(&CurvePoint) -> f64) -> Vec<Curve<'a>> {
    let curve = |points: &[CurvePoint]| -> Vec<Point> {
        let mut points: Vec<Point> = points
            .iter()
            .map(|point| (point.words, 100.0 * value(point)))
            .filter(|(words, value)| words.is_finite() && value.is_finite())
            .collect();
        points.sort_by(|left, right| left.0.total_cmp(&right.0));
        points
    };
    section
        .aggregates()
        .into_iter()
        .map(|(system, aggregate)| (system, curve(&aggregate.curve)))
        .filter(|(_, points)| !points.is_empty())
        .collect()
}

fn draw(section: &Section<'_>, title: &str, curves: &[Curve<'_>]) -> Option<String> {
    let all = || curves.iter().flat_map(|(_, points)| points.iter().copied());
    let (_, longest) = range(all().map(|(words, _)| words))?;
    let (low, high) = range(all().map(|(_, value)| value))?;
    let below = LABEL * curves.len() as f64 - (PLOT_Y.0 - PLOT_Y.1);
    let bottom = PLOT_Y.0 + below.max(0.0);
    let x = Axis::covering((0.0, longest), PLOT_X);
    let y = Axis::covering((if low > 0.5 * high { low } else { 0.0 }, high), (bottom, PLOT_Y.1));
    let size = (SIZE.0, SIZE.1 + below.max(0.0));
    let mut svg = Svg::new(size, describe(section, title, curves));
    draw_axes(&mut svg, &x, &y, bottom);
    let ends: Vec<f64> =
        curves.iter().map(|(_, points)| points.last().map_or(bottom, |end| y.at(end.1))).collect();
    let labels = spread_out(&ends, (PLOT_Y.1, bottom));
    for ((system, points), label) in curves.iter().zip(labels) {
        svg.open(&format!("m {}", section.view.class(system)), system);
        let line: Vec<Point> =
            points.iter().map(|&(words, value)| (x.at(words), y.at(value))).collect();
        svg.path("curve", &line, false);
        for &point in &line {
            svg.dot("fill", point, 2.2);
        }
        if let Some(&end) = line.last() {
            svg.path("leader", &[(end.0 + 4.0, end.1), (PLOT_X.1 + 8.0, label)], false);
        }
        svg.text("name start", (PLOT_X.1 + 11.0, label + 4.0), &shorten(system, 14));
        svg.close();
    }
    Some(svg.finish())
}

fn draw_axes(svg: &mut Svg, x: &Axis, y: &Axis, bottom: f64) {
    for tick in y.ticks() {
        svg.line("gridline", (PLOT_X.0, y.at(tick)), (PLOT_X.1, y.at(tick)));
        svg.text("tick end", (PLOT_X.0 - 6.0, y.at(tick) + 3.5), &y.label(tick));
    }
    for tick in x.ticks() {
        svg.line("rule", (x.at(tick), bottom), (x.at(tick), bottom + 4.0));
        svg.text("tick middle", (x.at(tick), bottom + 16.0), &x.label(tick));
    }
    svg.line("rule", (PLOT_X.0, bottom), (PLOT_X.1, bottom));
    svg.text("tick start", (PLOT_X.1 + 11.0, bottom + 16.0), "words");
}

/// Heights near `wanted`, in its order, at least [`LABEL`] apart and as far as possible between
/// the two `ends`.
fn spread_out(wanted: &[f64], ends: (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&left, &right| wanted[left].total_cmp(&wanted[right]));
    let mut heights = wanted.to_vec();
    let mut free = ends.0;
    for &index in &order {
        heights[index] = heights[index].max(free);
        free = heights[index] + LABEL;
    }
    let mut free = ends.1;
    for &index in order.iter().rev() {
        heights[index] = heights[index].min(free);
        free = heights[index] - LABEL;
    }
    heights
}

fn describe(section: &Section<'_>, title: &str, curves: &[Curve<'_>]) -> String {
    let ends: Vec<String> = curves
        .iter()
        .filter_map(|(system, points)| {
            let ((from, first), (to, last)) = (points.first()?, points.last()?);
            Some(format!("{system} from {first:.1} at {from:.0} words to {last:.1} at {to:.0}"))
        })
        .collect();
    format!("{title} against words on {}: {}", section.dataset.name, ends.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_cover_each_other() {
        let heights = spread_out(&[50.0, 51.0, 20.0, 99.0, 100.0], (0.0, 100.0));
        let mut sorted = heights.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= LABEL - 1e-9), "{heights:?}");
        assert!(heights.iter().all(|height| (0.0..=100.0).contains(height)), "{heights:?}");
        assert_eq!(heights[2], 20.0, "one that is alone stays where it is");
    }
}
