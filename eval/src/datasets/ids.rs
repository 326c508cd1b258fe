//! Ids that name one item each, which result files join documents by.

use std::collections::HashMap;

/// The ids of a data set so far, each with the number to try next when it comes again.
#[derive(Default)]
pub(super) struct Ids(HashMap<String, usize>);

impl Ids {
    /// The id itself if it is new, else with the first free of `#2`, `#3`... behind it; and
    /// whether it is new.
    pub(super) fn distinct(&mut self, id: String) -> (String, bool) {
        let Some(&next) = self.0.get(&id) else {
            self.0.insert(id.clone(), 2);
            return (id, true);
        };
        let mut number = next;
        let other = loop {
            let other = format!("{id}#{number}");
            number += 1;
            if !self.0.contains_key(&other) {
                break other;
            }
        };
        self.0.insert(id, number);
        self.0.insert(other.clone(), 2);
        (other, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_ids_are_numbered() {
        let mut ids = Ids::default();
        let found: Vec<(String, bool)> =
            ["7", "8", "7", "7#2", "7"].iter().map(|id| ids.distinct((*id).to_owned())).collect();
        let expected = [("7", true), ("8", true), ("7#2", false), ("7#2#2", false), ("7#3", false)];
        assert_eq!(found, expected.map(|(id, new)| (id.to_owned(), new)));
    }
}
