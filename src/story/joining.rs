//! Which story an article joins.

use super::relation::SAME_STORY;

/// How strongly an article must belong to a story of so many members to join it: the more there are, the more
/// there are that it may be like by chance, and a story that takes in what is only near it draws in more
/// (`eval/RESULTS.md`).
#[must_use]
pub fn joined_above(members: usize) -> f32 {
    const FOR_EACH_FOLD: f32 = 0.4;
    SAME_STORY + FOR_EACH_FOLD * (members.max(1) as f32).ln()
}

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
    fn a_large_story_takes_more_to_join() {
        assert_eq!(joined_above(1), SAME_STORY);
        assert_eq!(joined_above(0), SAME_STORY);
        assert!((1..99).all(|members| joined_above(members) < joined_above(members + 1)));
    }

    #[test]
    fn the_better_half_speaks() {
        assert_eq!(belonging(&[]), None);
        assert_eq!(belonging(&[2.0]), Some(2.0));
        assert_eq!(belonging(&[-9.0, 2.0]), Some(2.0));
        assert_eq!(belonging(&[1.0, -9.0, 2.0]), Some(1.5));
        assert_eq!(belonging(&[f32::NEG_INFINITY, 1.0, 3.0, -8.0]), Some(2.0));
    }
}
