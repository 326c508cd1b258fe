//! What must hold for the card of any article, as `summarize --json` prints it.

use serde_json::Value;

pub(crate) fn offset(value: &Value, field: &str) -> usize {
    usize::try_from(value[field].as_u64().unwrap()).unwrap()
}

/// The numbers of the sentences that were picked.
pub(crate) fn picks(card: &Value) -> Vec<usize> {
    let picks = card["summary"]["sentences"].as_array().unwrap();
    picks.iter().map(|pick| offset(pick, "index")).collect()
}

/// What must hold for any card: offsets slice the body, parts add up to scores.
pub(crate) fn assert_consistent(card: &Value) {
    let body = card["body"].as_str().unwrap();
    let sentences = card["sentences"].as_array().unwrap();
    let mut before = (0, 0);
    for sentence in sentences {
        let (start, end) = (offset(sentence, "start"), offset(sentence, "end"));
        let text = body.get(start..end).expect("offsets are character boundaries");
        assert!(!text.is_empty() && text == text.trim() && !text.contains('\n'), "{text:?}");
        assert!(before.0 <= start, "sentences overlap at {start}");
        let skipped = &body[before.0..start];
        assert!(skipped.trim().is_empty(), "{skipped:?} is in no sentence");
        let paragraph = offset(sentence, "paragraph");
        assert_eq!(paragraph - before.1, usize::from(skipped == "\n\n"));
        before = (end, paragraph);
    }
    assert!(body[before.0..].trim().is_empty());

    let summary = &card["summary"];
    let mut texts = Vec::new();
    for pick in summary["sentences"].as_array().unwrap() {
        let sentence = &sentences[offset(pick, "index")];
        let (start, end) = (offset(pick, "start"), offset(pick, "end"));
        // A dateline is passed over.
        assert!(offset(sentence, "start") <= start && start < end);
        assert!(end <= offset(sentence, "end"));
        let cut = if end < offset(sentence, "end") { "…" } else { "" };
        assert_eq!(pick["cut"] == true, !cut.is_empty());
        texts.push(format!("{}{cut}", &body[start..end]));
        let parts = pick["parts"].as_object().unwrap().values();
        let sum: f64 = parts.map(|part| part.as_f64().unwrap()).sum();
        let score = pick["score"].as_f64().unwrap();
        assert!((sum - score).abs() < 1e-5, "{pick:#}");
    }
    assert!(!texts.is_empty() && picks(card).is_sorted());
    assert_eq!(summary["text"], texts.join(" "));
    let statistics = &card["statistics"];
    assert_eq!(statistics["sentences"], sentences.len());
    assert!(summary["words"].as_u64() <= statistics["words"].as_u64());
}
