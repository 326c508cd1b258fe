//! Words against those of the normalizer and the pre-tokenizer of the `tokenizers` crate.

use std::ops::ControlFlow;

use proptest::prelude::*;
use rayon::prelude::*;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::{
    NormalizedString, Normalizer as _, OffsetReferential, OffsetType, PreTokenizedString,
    PreTokenizer as _,
};

use super::super::added_tokens::AddedTokens;
use super::super::words::{Item, Rules, Splitter};
use super::{all_characters, any_text};

/// All that `BertNormalizer` can be told.
fn all_rules() -> impl Iterator<Item = Rules> {
    (0..16).map(|bits| Rules {
        clean_text: bits & 1 == 0,
        handle_chinese_chars: bits & 2 == 0,
        strip_accents: bits & 4 == 0,
        lowercase: bits & 8 == 0,
    })
}

fn words(rules: Rules, text: &str) -> Vec<String> {
    let splitter = Splitter::new(rules, AddedTokens::new(vec![]), usize::MAX);
    let mut words = Vec::new();
    let flow = splitter.split(text, |item| {
        let Item::Word(word) = item else { panic!("{item:?}") };
        words.push(word.to_owned());
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    words
}

fn oracle(rules: Rules, text: &str) -> Vec<String> {
    let Rules { clean_text, handle_chinese_chars, strip_accents, lowercase } = rules;
    let normalizer =
        BertNormalizer::new(clean_text, handle_chinese_chars, Some(strip_accents), lowercase);
    let mut normalized = NormalizedString::from(text);
    normalizer.normalize(&mut normalized).unwrap();
    let mut split = PreTokenizedString::from(normalized);
    BertPreTokenizer.pre_tokenize(&mut split).unwrap();
    let splits = split.get_splits(OffsetReferential::Original, OffsetType::None);
    splits.into_iter().map(|(word, ..)| word.to_owned()).collect()
}

#[test]
fn every_character_is_dealt_with_alike() {
    let texts = all_characters();
    // Each rule on and off; their other combinations are for texts at random.
    for rules in all_rules().step_by(15) {
        texts.par_iter().for_each(|text| {
            assert_eq!(words(rules, text), oracle(rules, text), "{rules:?} {text:?}");
        });
    }
}

#[test]
fn marks_that_are_no_accents_are_put_in_canonical_order() {
    let uncased = all_rules().next().unwrap();
    // Of the classes 224 and 216; between them a control, an accent, and one of class zero.
    let cases = [
        ("a\u{302E}\u{1D165}b", "a\u{1D165}\u{302E}b"),
        ("\u{302E}\0\u{1D165}", "\u{1D165}\u{302E}"),
        ("\u{302E}\u{301}\u{1D165}", "\u{1D165}\u{302E}"),
        ("\u{302E}\u{34F}\u{1D165}", "\u{302E}\u{1D165}"),
    ];
    for (text, expected) in cases {
        assert_eq!(words(uncased, text), [expected]);
        assert_eq!(oracle(uncased, text), [expected]);
    }
    let apart = ["\u{302E}", "\u{1D165}"];
    assert_eq!(words(uncased, &apart.join(" ")), apart);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_gives_the_same_words(text in any_text()) {
        for rules in all_rules() {
            prop_assert_eq!(words(rules, &text), oracle(rules, &text), "{:?}", rules);
        }
    }
}
