//! From values to odds: the set forest is scaled so that the value of a set less that of another
//! is the log odds that it is the better one.
//!
//! One factor, fitted by maximum likelihood (Platt scaling without an offset: a set is as good as
//! itself) to the best set of each document against its lead, the first set, by forests that have not seen
//! the document. Ties say nothing and are left out.

use anyhow::Result;
use nutgraf::summarize::forest::{Forest, Node, Tree};

/// The factor, from the predicted and the true values of each document's sets.
pub(super) fn scale(predicted: &[Vec<f32>], values: &[Vec<f32>]) -> f32 {
    let outcomes: Vec<(f64, bool)> = predicted
        .iter()
        .zip(values)
        .filter_map(|(predicted, values)| {
            let best =
                (0..predicted.len()).max_by(|&a, &b| predicted[a].total_cmp(&predicted[b]))?;
            let margin = f64::from(predicted[best] - predicted[0]);
            (margin > 0.0 && values[best] != values[0]).then(|| (margin, values[best] > values[0]))
        })
        .collect();
    slope(&outcomes) as f32
}

/// The slope of the logistic regression without an offset of outcomes on margins above 0, by
/// Newton's method; 1 where there is nothing to fit.
fn slope(outcomes: &[(f64, bool)]) -> f64 {
    /// Beyond it, every margin is certainty.
    const STEEPEST: f64 = 1e4;
    let mut slope = 0.0;
    for _ in 0..50 {
        let (mut gradient, mut curvature) = (0.0, 0.0);
        for &(margin, is_better) in outcomes {
            let probability = 1.0 / (1.0 + (-slope * margin).exp());
            gradient += margin * (f64::from(u8::from(is_better)) - probability);
            curvature += margin * margin * probability * (1.0 - probability);
        }
        if curvature <= 0.0 {
            break;
        }
        let step = gradient / curvature;
        slope = (slope + step).clamp(-STEEPEST, STEEPEST);
        if step.abs() < 1e-9 * slope.abs() {
            break;
        }
    }
    // Without a gain over the lead, the order of sets is still the forest's.
    if slope > 0.0 { slope } else { 1.0 }
}

/// The forest with all its values times `factor`.
pub(super) fn scaled(forest: &Forest, factor: f32) -> Result<Forest> {
    let scaled = |node: Node| match node {
        Node::Leaf { value } => Node::Leaf { value: value * factor },
        Node::Split { feature, threshold, nan_left, value } => {
            Node::Split { feature, threshold, nan_left, value: value * factor }
        }
    };
    let trees = forest.trees().iter().map(|tree| {
        let nodes: Vec<Node> = tree.nodes().map(scaled).collect();
        Tree::from_preorder(&nodes)
    });
    let trees = trees.collect::<Result<Vec<_>, _>>()?;
    Ok(Forest::new(forest.base() * factor, forest.features(), trees)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_gives_the_share_of_wins() {
        // Of a margin of 0.5, three of four win: log odds ln 3.
        let outcomes = [(0.5, true), (0.5, true), (0.5, true), (0.5, false)];
        assert!((slope(&outcomes) - 2.0 * 3f64.ln()).abs() < 1e-6);
        assert_eq!(slope(&[]), 1.0);
        assert_eq!(slope(&[(0.5, false)]), 1.0);
        assert!(slope(&[(0.5, true)]).is_finite());
    }

    #[test]
    fn ties_and_the_lead_itself_say_nothing() {
        let predicted = [vec![0.0, 0.5], vec![0.5, 0.0], vec![0.0, 0.5], vec![0.0, 0.5]];
        let values = [vec![0.2, 0.3], vec![0.2, 0.3], vec![0.2, 0.2], vec![0.3, 0.2]];
        assert_eq!(scale(&predicted, &values), 1.0, "one won and one lost");
    }

    #[test]
    fn a_scaled_forest_predicts_in_proportion() {
        let nodes = [
            Node::Split { feature: 0, threshold: 1.0, nan_left: false, value: 0.5 },
            Node::Leaf { value: 0.25 },
            Node::Leaf { value: 2.0 },
        ];
        let forest = Forest::new(1.0, 1, vec![Tree::from_preorder(&nodes).unwrap()]).unwrap();
        let scaled = scaled(&forest, 4.0).unwrap();
        for row in [[0.0], [2.0]] {
            assert_eq!(scaled.predict(&row), 4.0 * forest.predict(&row));
        }
    }
}
