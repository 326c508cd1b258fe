//! What a user calls an article or a story by.

use crate::article::ArticleId;

/// The fewest hex digits that may stand for an id.
const SHORTEST_PREFIX: usize = 4;

/// How many an ambiguous reference names in its error.
pub(super) const CANDIDATES: usize = 5;

/// The first and the last id with this start, if it is one: hex digits, with hyphens where a UUID
/// has them or with none.
pub(super) fn ids_starting_with(start: &str) -> Option<(ArticleId, ArticleId)> {
    let hyphens_fit =
        start.char_indices().all(|(at, c)| (c == '-') == matches!(at, 8 | 13 | 18 | 23));
    let digits = if hyphens_fit { start.replace('-', "") } else { start.to_owned() };
    if !(SHORTEST_PREFIX..=32).contains(&digits.len())
        || !digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        return None;
    }
    Some((format!("{digits:0<32}").parse().ok()?, format!("{digits:f<32}").parse().ok()?))
}

/// The same ids, each once.
pub(super) fn each_once(ids: &[ArticleId]) -> Vec<ArticleId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_of_an_id_is_a_range_of_ids() {
        let (first, last) = ids_starting_with("3729183B-0c").unwrap();
        assert_eq!(first.to_string(), "3729183b-0c00-0000-0000-000000000000");
        assert_eq!(last.to_string(), "3729183b-0cff-ffff-ffff-ffffffffffff");
        assert!(ids_starting_with("3729183b0c00").is_some());
        for none in ["", "372", "37-29", "3729-183b", "article", "3729183g", "ÄÄÄÄ"] {
            assert!(ids_starting_with(none).is_none(), "{none}");
        }
    }
}
