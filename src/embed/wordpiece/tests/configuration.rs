//! Which files are read, and that what is read of them is what the `tokenizers` crate reads.

use serde_json::{Value, json};

use super::super::WordPiece;
use super::{PAIR, Pair, small_json};

fn read(file: &Value) -> Option<WordPiece> {
    WordPiece::from_json(file.to_string().as_bytes())
}

/// The small file with the value at `pointer` replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut file = small_json();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match file.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.insert(key.to_owned(), value)),
        Value::Array(values) => values[key.parse::<usize>().unwrap()] = value,
        other => panic!("{other}"),
    }
    file
}

#[test]
fn the_bundled_tokenizer_is_read() {
    let ours = &PAIR.ours;
    assert_eq!((ours.len(), ours.max_id(), ours.special_tokens()), (30_522, 30_521, 2));
}

#[test]
fn sizes_are_those_of_the_file() {
    let ours = read(&small_json()).unwrap();
    let tokens = small_json()["model"]["vocab"].as_object().unwrap().len();
    assert_eq!((ours.len(), ours.max_id() as usize), (tokens, 3 * (tokens - 1)));
    let far = with("/post_processor/special_tokens/[CLS]/ids", json!([9_000]));
    assert_eq!(read(&far).unwrap().max_id(), 9_000);
}

#[test]
fn what_is_understood_gives_the_same_ids() {
    let sequence = json!({"Sequence": {"id": "A", "type_id": 0}});
    let special = |id: &str| json!({"SpecialToken": {"id": id, "type_id": 0}});
    let files = [
        with("/truncation", json!({"max_length": 4, "strategy": "LongestFirst", "stride": 0})),
        with("/decoder", json!(null)),
        with("/added_tokens", json!([])),
        with("/added_tokens/0/special", json!(false)),
        with(
            "/post_processor",
            json!({"type": "BertProcessing", "cls": ["[CLS]", 6], "sep": ["[SEP]", 9]}),
        ),
        with("/post_processor/single", json!([sequence, special("[SEP]"), special("[SEP]")])),
        with(
            "/post_processor/special_tokens/[CLS]",
            json!({"id": "[CLS]", "ids": [6, 12], "tokens": ["[CLS]", "[MASK]"]}),
        ),
        with("/model/max_input_chars_per_word", json!(0)),
        with("/model/max_input_chars_per_word", json!(3)),
        with("/model/unk_token", json!("##a")),
    ];
    let texts = [
        "",
        "abab",
        "ab, ÉÉ\"\\ [MASK]ab",
        "é ababa zz",
        "antidisestablishmentsantidisestablishment",
    ];
    for file in files {
        let pair = Pair::new(file.to_string().as_bytes());
        for max_tokens in [4, 5, 6, 100] {
            pair.assert_equal(&texts, max_tokens);
        }
    }
}

#[test]
fn a_text_without_special_tokens_is_said_to_be_cut() {
    let single = json!([{"Sequence": {"id": "A", "type_id": 0}}]);
    let pair = Pair::new(with("/post_processor/single", single).to_string().as_bytes());
    for (max_tokens, cut) in [(0, true), (1, true), (3, true), (4, false), (5, false)] {
        let (ids, truncated) = pair.ours("ab a b é", max_tokens);
        // The oracle stops at the last token that it keeps, and does not see that more follow.
        assert_eq!(ids, pair.oracle(&["ab a b é"], max_tokens)[0].0);
        assert_eq!(truncated, cut, "{max_tokens}");
    }
}

#[test]
fn escapes_in_the_file_are_undone() {
    let escape = |character: char| {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect::<String>()
    };
    let plain = small_json().to_string().replace("\"[", "\"{");
    let escaped: String = plain
        .chars()
        .map(|it| if it.is_ascii() { it.to_string() } else { escape(it) })
        .collect::<String>()
        .replace("\"{", "\"\\u005b");
    let pair = Pair::new(escaped.as_bytes());
    let text = "中 🙂 [MASK] \" \\ ’";
    pair.assert_equal(&[text], 100);
    let unknown = pair.ours.unknown;
    assert!(!pair.ours(text, 100).0.contains(&unknown));
}

#[test]
fn what_is_not_understood_is_left_to_others() {
    let others = [
        ("/version", json!("2.0")),
        ("/unheard_of", json!(null)),
        ("/normalizer", json!(null)),
        ("/normalizer", json!({"type": "Lowercase"})),
        ("/normalizer/unheard_of", json!(true)),
        ("/normalizer/type", json!("Bert")),
        ("/pre_tokenizer", json!({"type": "Whitespace"})),
        ("/pre_tokenizer/unheard_of", json!(1)),
        ("/post_processor", json!(null)),
        ("/post_processor/type", json!("RobertaProcessing")),
        ("/post_processor/single", json!([])),
        ("/post_processor/single/1/Sequence/id", json!("B")),
        ("/post_processor/single/0", json!({"Sequence": {"id": "A", "type_id": 0}})),
        ("/post_processor/single/0/SpecialToken/id", json!("[CL ]")),
        ("/post_processor/special_tokens/[CLS]/tokens", json!([])),
        ("/post_processor/special_tokens/[CLS]/unheard_of", json!([])),
        ("/model/type", json!("WordLevel")),
        ("/model/unk_token", json!("[unk]")),
        ("/model/continuing_subword_prefix", json!("@@")),
        ("/model/max_input_chars_per_word", json!(-1)),
        ("/model/unheard_of", json!(1)),
        ("/model/vocab", json!({})),
        ("/model/vocab/a", json!("1")),
        ("/model/vocab/a", json!(-1)),
        ("/added_tokens/0/id", json!(3)),
        ("/added_tokens/0/id", json!(1)),
        ("/added_tokens/0/content", json!("")),
        ("/added_tokens/0/content", json!("[EXTRA]")),
        ("/added_tokens/0/single_word", json!(true)),
        ("/added_tokens/0/lstrip", json!(true)),
        ("/added_tokens/0/rstrip", json!(true)),
        ("/added_tokens/0/normalized", json!(true)),
        ("/added_tokens/0/unheard_of", json!(true)),
    ];
    assert!(read(&small_json()).is_some());
    for (pointer, value) in others {
        assert!(read(&with(pointer, value.clone())).is_none(), "{pointer} {value}");
    }
    let twice = small_json().to_string().replace(r#""vocab":{"#, r#""vocab":{"ab":1,"#);
    assert!(WordPiece::from_json(twice.as_bytes()).is_none());
    for bytes in [&b""[..], b"{}", b"\xFF", b"[]", b"null"] {
        assert!(WordPiece::from_json(bytes).is_none());
    }
}

#[test]
fn no_cut_of_a_file_is_read() {
    let file = small_json().to_string();
    for end in 0..file.len() {
        assert!(WordPiece::from_json(&file.as_bytes()[..end]).is_none(), "{end}");
    }
}
