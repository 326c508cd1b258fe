//! Which story an article joins.

/// How strongly a story's members speak for an article being one of them: the mean log odds over the half of
/// them that speak for it most, rounded up. A story moves on, and its first report need not be like its last;
/// one member alone may be a digest of several stories.
#[must_use]
pub fn belonging(log_odds: &[f32]) -> Option<f32> {
    let mut sorted = log_odds.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let half = sorted.len().div_ceil(2);
    (half > 0).then(|| sorted[..half].iter().sum::<f32>() / half as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_half_speaks() {
        assert_eq!(belonging(&[]), None);
        assert_eq!(belonging(&[2.0]), Some(2.0));
        assert_eq!(belonging(&[-9.0, 2.0]), Some(2.0));
        assert_eq!(belonging(&[1.0, -9.0, 2.0]), Some(1.5));
        assert_eq!(belonging(&[f32::NEG_INFINITY, 1.0, 3.0, -8.0]), Some(2.0));
    }
}
