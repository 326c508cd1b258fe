//! A logistic regression with weights that are not below 0.

/// The weight of the square of the weights, against that of all rows: evidence that is rare in the data does
/// not become certainty.
const RIDGE: f64 = 1e-4;
const STEPS: usize = 4_000;

/// What is known of a row: its parts, whether it is, and how much it counts.
pub(super) type Row<const PARTS: usize> = ([f32; PARTS], bool, f64);

/// The weights of the parts, none below 0, and the log odds without any, by maximum likelihood.
pub(super) fn fit<const PARTS: usize>(rows: &[Row<PARTS>]) -> ([f32; PARTS], f32) {
    let all: f64 = rows.iter().map(|(.., counts)| counts).sum();
    let scale: [f64; PARTS] = std::array::from_fn(|part| {
        let square = |(row, _, counts): &Row<PARTS>| counts * f64::from(row[part]).powi(2);
        (rows.iter().map(square).sum::<f64>() / all).sqrt().max(1e-9)
    });
    let rows: Vec<([f64; PARTS], f64, f64)> = rows
        .iter()
        .map(|(row, is, counts)| {
            let scaled = std::array::from_fn(|part| f64::from(row[part]) / scale[part]);
            (scaled, f64::from(u8::from(*is)), counts / all)
        })
        .collect();
    // Steps along the slope, with momentum (Nesterov 1983): the loss is convex, and its curvature at most a fourth
    // of that of all parts together.
    let rate = 4.0 / (PARTS as f64 + 1.0);
    let (mut weights, mut bias) = ([0.0; PARTS], 0.0);
    let (mut weights_before, mut bias_before) = (weights, bias);
    for step in 0..STEPS {
        let momentum = step as f64 / (step as f64 + 3.0);
        let ahead: [f64; PARTS] = std::array::from_fn(|part| {
            weights[part] + momentum * (weights[part] - weights_before[part])
        });
        let bias_ahead = bias + momentum * (bias - bias_before);
        let (mut slope, mut bias_slope) = (ahead.map(|weight| RIDGE * weight), 0.0);
        for (row, is, counts) in &rows {
            let odds = bias_ahead + row.iter().zip(&ahead).map(|(a, b)| a * b).sum::<f64>();
            let error = counts * (1.0 / (1.0 + (-odds).exp()) - is);
            slope.iter_mut().zip(row).for_each(|(slope, value)| *slope += error * value);
            bias_slope += error;
        }
        (weights_before, bias_before) = (weights, bias);
        weights = std::array::from_fn(|part| (ahead[part] - rate * slope[part]).max(0.0));
        bias = bias_ahead - rate * bias_slope;
    }
    (std::array::from_fn(|part| (weights[part] / scale[part]) as f32), bias as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn what_tells_gets_the_weight_and_what_does_not_gets_none() {
        let mut random = Random::new(7);
        let mut chance = || random.next_u64() as f32 / u64::MAX as f32;
        let rows: Vec<Row<3>> = (0..8_000)
            .map(|_| {
                let (told, other) = (chance(), chance());
                // True with the odds of 4 x - 2.
                let is = chance() < 1.0 / (1.0 + (2.0 - 4.0 * told).exp());
                ([told, other, 1.0 - told], is, 1.0)
            })
            .collect();
        let (weights, bias) = fit(&rows);
        assert!((weights[0] - 4.0).abs() < 0.6 && weights[1] < 0.4, "{weights:?} {bias}");
        assert_eq!(weights[2], 0.0, "no weight is below 0");
        assert!((bias + 2.0).abs() < 0.4, "{bias}");
    }
}
