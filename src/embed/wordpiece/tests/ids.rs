//! Ids against those of the `tokenizers` crate.

use crate::skipped::skipped;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use super::{BUNDLED, PAIR, Pair, all_characters, any_text, small_json};

const WHOLE: usize = 1_000_000;

/// The tokens of the bundled vocabulary as they are written, `##` included.
static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let file: Value = serde_json::from_slice(BUNDLED).unwrap();
    file["model"]["vocab"].as_object().unwrap().keys().cloned().collect()
});

/// Texts of tokens, with and without their prefix, and of what stands between.
fn text_of_tokens() -> impl Strategy<Value = String> {
    let token = || (0..TOKENS.len()).prop_map(|at| TOKENS[at].clone());
    let part = prop_oneof![
        8 => token().prop_map(|token| token.trim_start_matches("##").to_owned()),
        1 => token(),
        1 => token().prop_map(|token| token.to_uppercase()),
        2 => proptest::sample::select(&[" ", "\u{301}", ".", "-", "[", "]", "\u{0}"][..])
            .prop_map(str::to_owned),
        1 => proptest::sample::select(
            &["[SEP]", "[CLS]", "[MASK]", "[UNK]", "[PAD]", "[sep]", "[MASK", "[[SEP]]"][..]
        )
        .prop_map(str::to_owned),
        1 => any_text(),
    ];
    let parts = proptest::collection::vec(part, 0..12);
    let glue = proptest::sample::select(&["", " "][..]);
    (parts, glue).prop_map(|(parts, glue)| parts.join(glue))
}

#[test]
fn every_character_has_the_same_ids() {
    let texts = all_characters();
    PAIR.assert_equal(&texts.iter().map(String::as_str).collect::<Vec<_>>(), WHOLE);
}

#[test]
fn every_token_has_the_same_ids() {
    let texts: Vec<&str> = TOKENS.iter().map(String::as_str).collect();
    PAIR.assert_equal(&texts, WHOLE);
}

#[test]
fn added_tokens_are_taken_as_they_stand() {
    let texts = [
        "[SEP]",
        "tide[SEP]tide",
        "tide [MASK].",
        "[[MASK]]",
        "[mask] [Mask] [MASK",
        "e[SEP]\u{301}\u{323}[CLS]e\u{301}",
        "[SEP\u{200B}]",
        "[UNK][PAD][CLS][SEP][MASK]",
    ];
    PAIR.assert_equal(&texts, WHOLE);
    assert_eq!(PAIR.ours("tide[SEP]", WHOLE).0[2..], [102, 102]);
}

#[test]
fn a_text_is_cut_alike() {
    let texts = [
        "",
        " \n\u{200B}",
        "ferry",
        "the harbour ferries",
        "unquestionabilitarianisms unquestionabilitarianisms",
        "[SEP][SEP][SEP] [SEP]",
        "a b c [SEP] d",
    ];
    for max_tokens in 2..12 {
        PAIR.assert_equal(&texts, max_tokens);
    }
    assert_eq!(PAIR.ours("ferry", 2), (vec![101, 102], true));
    // The oracle panics here: the special tokens alone are too many.
    assert_eq!(PAIR.ours("ferry", 1), (vec![101, 102], true));
}

#[test]
fn long_words_are_unknown_and_long_texts_are_left_early() {
    for length in [99, 100, 101, 5_000] {
        let texts = ["a", "é", "中", "\u{302E}", "\u{301}", "."].map(|part| part.repeat(length));
        PAIR.assert_equal(&texts.each_ref().map(String::as_str), WHOLE);
    }
    for part in ["x", "é", "\u{301}", "\u{302E}", "[", "x ", "中", "\0"] {
        let text = part.repeat(10_000_000 / part.len());
        let (ids, _) = PAIR.ours(&text, 256);
        assert!(ids.len() <= 256, "{part:?}");
    }
    assert_eq!(PAIR.ours(&"x".repeat(10_000_000), 256), (vec![101, 100, 102], false));
}

#[test]
fn real_texts_have_the_same_ids() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
    let mut texts = Vec::new();
    for folder in ["extraction", "segmentation", "similarity", "summarization"] {
        let Ok(files) = std::fs::read_dir(Path::new(root).join(folder)) else {
            skipped(format_args!("{root}/{folder} is absent"));
            continue;
        };
        for path in files.map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let content = std::fs::read_to_string(&path).unwrap();
            match path.extension().and_then(|it| it.to_str()) {
                Some("json") => strings(&serde_json::from_str(&content).unwrap(), &mut texts),
                Some("jsonl") => content
                    .lines()
                    .for_each(|line| strings(&serde_json::from_str(line).unwrap(), &mut texts)),
                _ => texts.extend(content.lines().map(str::to_owned)),
            }
        }
    }
    eprintln!("{} texts", texts.len());
    PAIR.assert_equal(&texts.iter().map(String::as_str).collect::<Vec<_>>(), WHOLE);
}

/// Every string of a JSON value.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

static SMALL: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let mut pairs = Vec::new();
    for bits in 0..24_u8 {
        let mut file = small_json();
        let rules = &mut file["normalizer"];
        rules["clean_text"] = (bits & 1 == 0).into();
        rules["handle_chinese_chars"] = (bits & 2 == 0).into();
        rules["lowercase"] = (bits & 4 == 0).into();
        rules["strip_accents"] = [None, Some(true), Some(false)][usize::from(bits / 8)].into();
        pairs.push(Pair::new(file.to_string().as_bytes()));
    }
    pairs
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_text_has_the_same_ids(text in any_text(), max_tokens in 2_usize..40) {
        PAIR.assert_equal(&[&text], max_tokens);
        PAIR.assert_equal(&[&text], WHOLE);
    }

    #[test]
    fn texts_of_tokens_have_the_same_ids(text in text_of_tokens(), max_tokens in 2_usize..40) {
        PAIR.assert_equal(&[&text], max_tokens);
        PAIR.assert_equal(&[&text], WHOLE);
    }

    #[test]
    fn any_rules_give_the_same_ids(text in any_text(), max_tokens in 2_usize..20) {
        for pair in SMALL.iter() {
            pair.assert_equal(&[&text], max_tokens);
        }
    }
}
