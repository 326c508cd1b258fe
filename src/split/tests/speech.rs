//! Text that has next to no final marks.

use super::super::{RuleSplitter, SentenceSplitter};

/// The sentences, and the number of words in each.
fn sizes(body: &str) -> Vec<usize> {
    let sentences = RuleSplitter.split(body, None);
    sentences.iter().map(|sentence| sentence.text(body).split_whitespace().count()).collect()
}

const SPEECH: &str = "so hello everybody and welcome to the harbour show today i want to tell you how \
    we moved the old crane because it had to go before winter and nobody knew how so first we called \
    the man who built it and he told us that it comes apart in four pieces but then the rain came and \
    we had to wait for two weeks and after that the river was too high for the barge so we took the \
    road and the police closed it for one night and then it stood there in the new yard and it works \
    better than before so if you want to see it come on sunday and bring the children it is free bye";

#[test]
fn speech_without_marks_is_cut_at_clauses() {
    let found = RuleSplitter.split(SPEECH, None);
    let texts: Vec<&str> = found.iter().map(|sentence| sentence.text(SPEECH)).collect();
    assert!(texts.len() >= 4, "{texts:#?}");
    for (text, size) in texts.iter().zip(sizes(SPEECH)) {
        assert!((8..=45).contains(&size), "{text}");
    }
    for text in &texts[1..] {
        let first = text.split(' ').next().unwrap();
        assert!(["and", "so", "but", "then", "today", "because"].contains(&first), "{texts:#?}");
    }
}

#[test]
fn a_run_without_any_clause_is_bounded() {
    let body = "crane barge river stone ".repeat(100);
    assert!(sizes(&body).into_iter().all(|size| size <= 36));
    let thai = "สภาเทศบาลเมืองริมน้ำมีมติเมื่อวันอังคารให้ปิดสะพานเก่าข้ามแม่น้ำ ".repeat(20);
    assert!(sizes(&thai).len() >= 8, "{:?}", sizes(&thai));
}

#[test]
fn speakers_divide_speech() {
    let said = "we moved the crane over the river and it took us all night long ";
    let body = format!("HOST: {said}{said}SPEAKER 2: {said}{said}ORR: {said}{said}>> {said}");
    let found = RuleSplitter.split(&body, None);
    let begin = |label: &str| found.iter().any(|s| s.text(&body).starts_with(label));
    for label in ["HOST:", "SPEAKER 2:", "ORR:", ">>"] {
        assert!(begin(label), "{label}: {:#?}", found);
    }
}

#[test]
fn a_text_with_its_marks_is_left_alone() {
    let long = "the court found that the county and the firm and the owners ".repeat(12);
    let body = format!(
        "{} It ruled. They left. He stayed. It rained. She won. {}. Ada left. So did \
        he. They ate. It ended. Nobody spoke. The bell rang. It was noon.",
        "The case was old. ".repeat(8),
        long.trim()
    );
    assert!(sizes(&body).contains(&144), "{:?}", sizes(&body));
    // Lines are sentences already, and a short text is left alone.
    let lines = "the boat went down the river\n".repeat(40);
    assert_eq!(sizes(&lines), vec![6; 40]);
    assert_eq!(
        sizes("the council closed the bridge on tuesday and engineers found cracks in it").len(),
        1
    );
}
