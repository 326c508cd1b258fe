use proptest::prelude::*;

use super::{Forest, ForestError, MAX_FEATURES, Node, Tree};

const NAMES: [&str; 4] = ["position", "length", "title overlap", "größe"];

/// Any tree over the four features: the choices say, in pre-order, what each node is, and
/// leaves end what they leave open.
fn trees() -> impl Strategy<Value = Tree> {
    let value = -10.0..10.0f32;
    let threshold = prop_oneof![9 => -2.0..2.0f32, 1 => Just(f32::INFINITY)];
    let choice = (any::<bool>(), 0..4u16, threshold, any::<bool>(), value);
    prop::collection::vec(choice, 1..40).prop_map(|choices| {
        let mut nodes = Vec::new();
        let mut open = 1;
        for (split, feature, threshold, nan_left, value) in choices {
            if open == 0 {
                break;
            }
            if split {
                nodes.push(Node::Split { feature, threshold, nan_left, value });
                open += 1;
            } else {
                nodes.push(Node::Leaf { value });
                open -= 1;
            }
        }
        nodes.extend((0..open).map(|leaf| Node::Leaf { value: leaf as f32 }));
        Tree::from_preorder(&nodes).expect("the nodes are a tree")
    })
}

fn forests() -> impl Strategy<Value = Forest> {
    (-5.0..5.0f32, prop::collection::vec(trees(), 0..12))
        .prop_map(|(base, trees)| Forest::new(base, NAMES.len(), trees).expect("valid"))
}

fn rows() -> impl Strategy<Value = Vec<f32>> {
    let number = prop_oneof![
        6 => -3.0..3.0f32,
        1 => Just(f32::NAN),
        1 => Just(f32::INFINITY),
        1 => Just(f32::NEG_INFINITY),
    ];
    prop::collection::vec(number, NAMES.len())
}

/// The bytes with the checksum that fits them.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(end) = bytes.len().checked_sub(4) {
        let checksum = crc32fast::hash(&bytes[..end]).to_le_bytes();
        bytes[end..].copy_from_slice(&checksum);
    }
    bytes
}

proptest! {
    #[test]
    fn parts_add_up_to_the_prediction(forest in forests(), row in rows()) {
        let mut parts = [f32::NAN; NAMES.len()];
        let start = forest.explain(&row, &mut parts);
        let sum = parts.iter().fold(start, |sum, part| sum + part);
        prop_assert!((sum - forest.predict(&row)).abs() < 1e-3, "{sum} {}", forest.predict(&row));
    }

    #[test]
    fn bytes_come_back_as_they_went(forest in forests()) {
        let bytes = forest.to_bytes(&NAMES).expect("names fit");
        let read = Forest::from_bytes(&bytes, &NAMES).expect("bytes are whole");
        prop_assert_eq!(read.to_bytes(&NAMES).expect("names fit"), bytes);
        prop_assert_eq!(read, forest);
    }

    #[test]
    fn truncation_is_found(forest in forests(), at in any::<prop::sample::Index>()) {
        let bytes = forest.to_bytes(&NAMES).expect("names fit");
        prop_assert!(Forest::from_bytes(&bytes[..at.index(bytes.len())], &NAMES).is_err());
    }

    #[test]
    fn a_changed_byte_is_found(
        forest in forests(),
        at in any::<prop::sample::Index>(),
        change in 1..=255u8,
    ) {
        let mut bytes = forest.to_bytes(&NAMES).expect("names fit");
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        prop_assert!(Forest::from_bytes(&bytes, &NAMES).is_err());
    }

    /// What gets past the checksum is refused, or is a forest whose walks end.
    #[test]
    fn forged_bytes_do_no_harm(
        forest in forests(),
        row in rows(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in 0..12usize,
    ) {
        let mut bytes = forest.to_bytes(&NAMES).expect("names fit");
        for (at, byte) in changes {
            let at = 20 + at.index(bytes.len() - 20);
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - cut);
        if let Ok(read) = Forest::from_bytes(&with_checksum(bytes), &NAMES) {
            let mut parts = [0.0; NAMES.len()];
            let _ = read.explain(&row, &mut parts);
            prop_assert!(!read.predict(&row).is_nan());
        }
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(Forest::from_bytes(&bytes, &NAMES), Err(ForestError::NotAForest));
    }
}

fn stump(feature: u16, nan_left: bool) -> Tree {
    Tree::from_preorder(&[
        Node::Split { feature, threshold: 1.0, nan_left, value: 0.0 },
        Node::Leaf { value: -1.0 },
        Node::Leaf { value: 1.0 },
    ])
    .expect("a stump is a tree")
}

#[test]
fn rows_go_left_up_to_the_threshold_and_nan_where_it_was_learned() {
    for (row, nan_left, value) in [
        (1.0, false, -1.0),
        (1.000_001, true, 1.0),
        (f32::NEG_INFINITY, false, -1.0),
        (f32::INFINITY, true, 1.0),
        (f32::NAN, true, -1.0),
        (f32::NAN, false, 1.0),
    ] {
        assert_eq!(stump(0, nan_left).predict(&[row]), value, "{row} {nan_left}");
    }
}

#[test]
fn a_huge_count_with_a_right_checksum_takes_no_memory() {
    let bytes = Forest::new(0.0, 0, Vec::new()).expect("valid").to_bytes(&[]).expect("valid");
    for (at, length) in [(26, 4), (20, 2)] {
        let mut bytes = bytes.clone();
        bytes[at..at + length].fill(0xFF);
        let read = Forest::from_bytes(&with_checksum(bytes), &[]);
        assert!(matches!(read, Err(ForestError::Damaged { .. })), "{read:?}");
    }
}

#[test]
fn another_version_is_named() {
    let mut bytes = Forest::new(0.0, 0, Vec::new()).expect("valid").to_bytes(&[]).expect("valid");
    bytes[16] = 2;
    let error = Forest::from_bytes(&bytes, &[]).expect_err("a later version");
    assert_eq!(error, ForestError::Version { found: 2, supported: 1 });
}

#[test]
fn the_feature_that_does_not_fit_is_named() {
    let bytes = Forest::new(0.0, 2, Vec::new()).expect("valid").to_bytes(&["a", "b"]);
    let bytes = bytes.expect("names fit");
    for (program, position, expected, found) in [
        (&["a", "c"][..], 1, Some("c"), Some("b")),
        (&["a"], 1, None, Some("b")),
        (&["a", "b", "c"], 2, Some("c"), None),
        (&["b", "a"], 0, Some("b"), Some("a")),
    ] {
        let error = Forest::from_bytes(&bytes, program).expect_err("names differ");
        let wrong = ForestError::WrongFeature {
            position,
            program: expected.map(str::to_owned),
            model: found.map(str::to_owned),
        };
        assert_eq!(error, wrong);
        assert!(error.to_string().contains(found.unwrap_or("none")), "{error}");
    }
}

#[test]
fn names_have_to_fit_the_forest() {
    let forest = Forest::new(0.0, 2, Vec::new()).expect("valid");
    assert_eq!(forest.to_bytes(&["a"]), Err(ForestError::Names { features: 2, names: 1 }));
    let long = "a".repeat(65_536);
    assert_eq!(
        forest.to_bytes(&["a", &long]),
        Err(ForestError::NameTooLong { position: 1, length: 65_536 })
    );
}

#[test]
fn nodes_that_are_no_tree_are_refused() {
    let split = Node::Split { feature: 0, threshold: 0.0, nan_left: false, value: 0.0 };
    let leaf = Node::Leaf { value: 0.0 };
    for nodes in [&[][..], &[split], &[split, leaf], &[leaf, leaf], &[split, leaf, leaf, leaf]] {
        assert!(Tree::from_preorder(nodes).is_err(), "{nodes:?}");
    }
    for odd in [
        Node::Split { feature: MAX_FEATURES as u16, threshold: 0.0, nan_left: true, value: 0.0 },
        Node::Split { feature: 0, threshold: f32::NAN, nan_left: true, value: 0.0 },
        Node::Split { feature: 0, threshold: 0.0, nan_left: true, value: f32::INFINITY },
    ] {
        assert!(Tree::from_preorder(&[odd, leaf, leaf]).is_err(), "{odd:?}");
    }
    assert!(Forest::new(0.0, 1, vec![stump(1, true)]).is_err());
    assert!(Forest::new(f32::NAN, 1, Vec::new()).is_err());
    assert!(Forest::new(0.0, MAX_FEATURES + 1, Vec::new()).is_err());
    assert!(Forest::new(0.0, MAX_FEATURES, vec![stump(MAX_FEATURES as u16 - 1, true)]).is_ok());
}
