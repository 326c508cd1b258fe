//! Each rule on small invented texts: what it must find, and the false friends that it must pass
//! over.

use proptest::prelude::*;

use super::{Audit, Auditor, Kind, audit};

pub(super) const OPENING: &str = "Ada Moss runs a bakery in the harbour.";
pub(super) const BRIDGE: &str = "Rain fell.";

/// Audits the last sentence of a document of which it and the first are picked.
fn last(sentences: &[&str]) -> Audit {
    audit(sentences, &[0, sentences.len() - 1], "en").expect("English is audited")
}

/// The kind and the words of each finding in `sentence`, two sentences after an opening that names
/// Ada Moss.
pub(super) fn findings(sentence: &str) -> Vec<(Kind, String)> {
    let found = last(&[OPENING, BRIDGE, sentence]).findings;
    found.into_iter().map(|f| (f.kind, sentence[f.span].to_owned())).collect()
}

pub(super) fn kinds(sentences: &[&str]) -> Vec<Kind> {
    last(sentences).findings.into_iter().map(|f| f.kind).collect()
}

#[test]
fn opening_connectives_are_broken() {
    let table = [
        ("But Ada Moss stayed.", "But"),
        ("“But Ada Moss stayed,” Tom Reed said.", "But"),
        ("And so Ada Moss stayed.", "And so"),
        ("So Ada Moss stayed.", "So"),
        ("Yet Ada Moss stayed.", "Yet"),
        ("Still, Ada Moss stayed.", "Still"),
        ("However, Ada Moss stayed.", "However"),
        ("Instead, Ada Moss stayed.", "Instead"),
        ("Also absent was Tom Reed.", "Also"),
        ("Then came a letter.", "Then"),
        ("As a result, Ada Moss stayed.", "As a result"),
        ("For example, Ada Moss bakes rye.", "For example"),
        ("In addition, Ada Moss bakes rye.", "In addition"),
        ("On the other hand, rye is cheap.", "On the other hand"),
        ("That's why Ada Moss stayed.", "That's why"),
        ("That’s why Ada Moss stayed.", "That’s why"),
        ("Because of this, Ada Moss stayed.", "Because of this"),
        ("Even so, Ada Moss stayed.", "Even so"),
        ("Otherwise, Ada Moss would leave.", "Otherwise"),
        ("Besides, rye is cheap.", "Besides"),
        ("Either way, Ada Moss stays.", "Either way"),
        ("- But Ada Moss stayed.", "But"),
    ];
    for (sentence, words) in table {
        let found = findings(sentence);
        let broken = found.iter().any(|f| *f == (Kind::BrokenConnective, words.to_owned()));
        assert!(broken, "{sentence}: {found:?}");
    }
}

#[test]
fn false_friends_of_connectives_pass() {
    let table = [
        "So far, Ada Moss has sold forty loaves.",
        "So-called sourdough sells well.",
        "So many loaves were sold that Ada Moss ran out.",
        "Still life painters love bread.",
        "Still recovering from a fall, Ada Moss bakes.",
        "Then President Tom Reed bought a loaf.",
        "However hard Ada Moss works, the oven is slow.",
        "Instead of rye, Ada Moss bakes spelt.",
        "In addition to rye, Ada Moss bakes spelt.",
        "In contrast to Tom Reed, Ada Moss bakes.",
        "As a result of the flood, Ada Moss moved.",
        "Also known as Red Ada, Ada Moss bakes.",
        "Thus far, Ada Moss has sold forty loaves.",
        "Besides rye, Ada Moss bakes spelt.",
        "Otherwise healthy ovens can crack.",
        "While rain fell, Ada Moss baked.",
        "Although rain fell, Ada Moss baked.",
        "Because rain fell, Ada Moss baked.",
        "After lunch, Ada Moss baked.",
        "Meanwhile, Tom Reed bakes rye.",
        "OR gates are made of two switches.",
        "Andes cheese sells well.",
        "Yet another oven broke, Ada Moss said.",
    ];
    for sentence in table {
        let found = findings(sentence);
        let broken = found.iter().any(|(kind, _)| *kind == Kind::BrokenConnective);
        assert!(!broken, "{sentence}: {found:?}");
    }
}

#[test]
fn an_answer_needs_its_question() {
    let asked = [OPENING, "“Will rye sell?”", "“Yes, it sells,” Tom Reed said."];
    assert_eq!(kinds(&asked), [Kind::BrokenConnective]);
    assert_eq!(kinds(&[OPENING, "Will rye sell?", "No."]), [Kind::BrokenConnective]);
    assert_eq!(kinds(&[OPENING, "Will rye sell?", "No baker knows."]), []);
    assert_eq!(kinds(&[OPENING, BRIDGE, "Yes, Ada Moss bakes."]), []);
}

#[test]
fn a_question_needs_what_follows_it() {
    let document = [OPENING, "Will rye sell?", "Bakers doubt it.", "Rain fell."];
    let found = audit(&document, &[1, 3], "en").expect("English is audited");
    assert!(found.is_cut_off() && !found.has_dangling_reference());
    assert_eq!(found.findings[0].antecedent, Some(2));
    assert_eq!(&document[1][found.findings[0].span.clone()], "Will rye sell?");
    assert!(!audit(&document, &[1, 2], "en").expect("English is audited").is_cut_off());
    assert_eq!(kinds(&[OPENING, BRIDGE, "Will rye sell?"]), [], "nothing follows it");
    let lost = [OPENING, "?Rye sells, ? Tom Reed said.?", "Rain fell."];
    assert!(audit(&lost, &[1], "en").expect("English is audited").is_faithful());
}

#[test]
fn quotations_need_their_ends_and_their_speaker() {
    let document = [
        OPENING,
        "“The oven is cold.",
        "The baker waits.",
        "Nobody buys rye,” Tom Reed said.",
        "“Spelt sells.”",
        "Rain fell.",
    ];
    let cut = |picks: &[usize]| {
        let found = audit(&document, picks, "en").expect("English is audited").findings;
        let cut = found.into_iter().filter(|f| f.kind == Kind::CutQuotation);
        cut.map(|f| (f.sentence, f.antecedent)).collect::<Vec<_>>()
    };
    assert_eq!(cut(&[0, 1]), [(1, Some(2))], "no end");
    assert_eq!(cut(&[0, 2]), [(2, Some(1))], "neither");
    assert_eq!(cut(&[0, 3]), [(3, Some(2))], "no beginning");
    assert_eq!(cut(&[0, 4]), [(4, Some(3))], "no speaker");
    assert_eq!(cut(&[1, 2, 3]), []);
    assert_eq!(cut(&[3, 4, 5]), [(3, Some(2))]);
}

#[test]
fn pronouns_dangle_without_their_antecedent() {
    let table: &[&[&str]] = &[
        &["Bread is old.", "Tom Reed bakes.", "He is tired."],
        &["Bread is old.", "Tom Reed bakes.", "“Rye is cheap,” he said."],
        &["Bread is old.", "Tom Reed bakes.", "“Ask Nina Holt,” he said."],
        &["Bread is old.", "Tom Reed bakes.", "His oven is slow."],
        &["Bread is old.", "Tom Reed bakes.", "Last May, the council gave him a prize."],
        &["Tom Reed bakes.", "Mary Holt paints.", "She is tired."],
        &["Bread is old.", "A spokeswoman arrived.", "She was late."],
        &["Tom Reed bakes.", "The farmers went on strike.", "They want higher prices."],
        &["Tom Reed bakes.", "The committee met.", "Their report is due."],
        &["Tom Reed bakes.", "A new oven arrived.", "It broke at once."],
        &["Tom Reed bakes.", "A new oven arrived.", "Its door was broken."],
    ];
    for sentences in table {
        assert_eq!(kinds(sentences), [Kind::DanglingPronoun], "{sentences:?}");
        assert_eq!(last(sentences).findings[0].antecedent, Some(1), "{sentences:?}");
    }
}

#[test]
fn pronouns_with_an_antecedent_pass() {
    let table: &[&[&str]] = &[
        // In the sentence itself.
        &["Bread is old.", "Rain fell.", "Tom Reed said he was tired."],
        &["Bread is old.", "Rain fell.", "The farmers said they would strike."],
        &["Bread is old.", "Rain fell.", "The oven lost its door."],
        &["Bread is old.", "Rain fell.", "Every baker brings his or her own flour."],
        // In an earlier picked sentence, across one that is left out.
        &["Tom Reed bakes.", "Rain fell.", "He is tired."],
        &["Tom Reed bakes.", "Reed paints too.", "He is tired."],
        &["Mary Holt paints.", "Rain fell.", "She is tired."],
        &["The farmers went on strike.", "Rain fell.", "They want more."],
        // The noun follows.
        &["Bread is old.", "Rain fell.", "In his speech, Tom Reed praised rye."],
        &["Bread is old.", "Rain fell.", "When she arrived, Mary Holt praised rye."],
        &["Bread is old.", "Rain fell.", "Despite its size, the oven is quick."],
        // Nobody is meant.
        &["Bread is old.", "An oven broke.", "It is clear that rye sells."],
        &["Bread is old.", "An oven broke.", "It was hard to find flour."],
        &["Bread is old.", "An oven broke.", "It rained all day."],
        &["Bread is old.", "An oven broke.", "It takes two to knead."],
        &["Bread is old.", "An oven broke.", "It was the third flood since May."],
        &["Bread is old.", "An oven broke.", "It turns out that rye sells."],
        &["Bread is old.", "An oven broke.", "It's midnight."],
        &["Bread is old.", "An oven broke.", "It is thought rye will sell."],
        &["Bread is old.", "Tom Reed bakes.", "I bake, you paint and we eat."],
        &["Bread is old.", "Tom Reed bakes.", "“It is cold,” Mary Holt said."],
    ];
    for sentences in table {
        assert_eq!(kinds(sentences), [], "{sentences:?}");
    }
}

#[test]
fn demonstratives_dangle() {
    let table = [
        ("This angered bakers.", "This"),
        ("This decision angered bakers.", "This decision"),
        ("That was a mistake.", "That"),
        ("That could ruin bakers.", "That"),
        ("That night, bakers met.", "That"),
        ("These loaves sell well.", "These loaves"),
        ("Those plans failed.", "Those"),
        ("Such a rule is rare.", "Such"),
        ("The latter sells well.", "The latter"),
        ("The former is cheap.", "The former"),
        ("Both were late.", "Both"),
        ("Both men were late.", "Both"),
        ("The same is true of rye.", "The same"),
        ("Another baker left.", "Another baker"),
        ("Others left.", "Others"),
        ("Despite this, bakers met.", "this"),
        ("Unfortunately, this failed.", "this"),
        ("All this angered bakers.", "this"),
        ("How is that fair?", "that"),
        ("Bakers will soon use this device.", "this device"),
    ];
    for (sentence, words) in table {
        let found = last(&[OPENING, BRIDGE, sentence]).findings;
        let hit = found.iter().find(|f| f.kind == Kind::DanglingDemonstrative);
        let span = hit.map(|f| &sentence[f.span.clone()]);
        assert!(span.is_some_and(|s| s.starts_with(words)), "{sentence}: {found:?}");
        assert_eq!(hit.and_then(|f| f.antecedent), Some(1), "{sentence}");
    }
}

#[test]
fn false_friends_of_demonstratives_pass() {
    let table = [
        "This week, bakers met.",
        "This year bakers met.",
        "These days bakers meet.",
        "That he bakes is known of Tom Reed.",
        "That the oven broke is known.",
        "Those who bake rise early.",
        "Those baking rye rise early.",
        "The former mayor bakes.",
        "Both Tom Reed and Mary Holt bake.",
        "The same oven as ever broke.",
        "Bakers said that rye sells.",
        "A cake such as this sells.",
        "A device came and bakers used this device.",
    ];
    for sentence in table {
        assert_eq!(findings(sentence), [], "{sentence}");
    }
    // The noun is in the summary already.
    assert_eq!(kinds(&["A flood hit the harbour.", "Rain fell.", "This flood was high."]), []);
}

#[test]
fn definite_descriptions_dangle() {
    let table: &[(&[&str], &str, Option<usize>)] = &[
        (&["Rye sells.", "Tom Reed sent a letter.", "The letter is lost."], "The letter", Some(1)),
        (&["Rye sells.", "Tom Reed was held.", "The man denies theft."], "The man", Some(1)),
        (
            &["Rye sells.", "Acme Bank lost millions.", "The company said nothing."],
            "The company",
            Some(1),
        ),
        (&["Rye sells.", "Tom and Mary Holt fled.", "The pair were found."], "The pair", Some(1)),
        (&["Rye sells.", "Some loons sang.", "But the loons flew off."], "the loons", Some(1)),
        (&["Rye sells.", "Rain fell.", "The incident is being studied."], "The incident", None),
        (&["Rye sells.", "Rain fell.", "The Leeds club lost again."], "The Leeds club", None),
        (&["Rye sells.", "Tom Reed won.", "The Dutchman was hurt."], "The Dutchman", Some(1)),
    ];
    for &(sentences, words, antecedent) in table {
        let found = last(sentences).findings;
        let hit = found.iter().find(|f| f.kind == Kind::DanglingDefinite);
        let hit = hit.map(|f| (&sentences[2][f.span.clone()], f.antecedent));
        assert_eq!(hit, Some((words, antecedent)), "{sentences:?}: {found:?}");
    }
}

#[test]
fn definite_descriptions_that_identify_pass() {
    let table = [
        "The president spoke.",
        "The government fell.",
        "The weather was fair.",
        "The White House said nothing.",
        "The Supreme Court met.",
        "The Beatles sang.",
        "The New York Times wrote of rye.",
        "The price of rye rose.",
        "The man who bakes rye left.",
        "The man in the corner left.",
        "The first oven broke.",
        "The biggest oven broke.",
        "The harbour is old.",
        "The unheard-of gelding won.",
    ];
    for sentence in table {
        assert_eq!(findings(sentence), [], "{sentence}");
    }
    let resolved: &[&[&str]] = &[
        &["Tom Reed sent a letter.", "Rain fell.", "The letter is lost."],
        &["Tom Reed was held.", "Rain fell.", "The man denies theft."],
        &["Acme Bank lost millions.", "Rain fell.", "The company said nothing."],
    ];
    for sentences in resolved {
        assert_eq!(kinds(sentences), [], "{sentences:?}");
    }
}

#[test]
fn what_follows_its_predecessor_is_never_at_fault() {
    let document = ["Tom Reed bakes.", "But he is tired.", "This angers him.", "The man left."];
    let auditor = Auditor::new(&document, "en-GB").expect("English is audited");
    assert!(auditor.audit(&[0, 1, 2, 3]).is_faithful());
    assert!(auditor.audit(&[0, 1]).is_faithful());
    let broken = auditor.audit(&[1, 2]);
    assert!(broken.has_broken_connective() && broken.has_dangling_reference());
    assert!(broken.findings.iter().all(|f| f.sentence == 1 && f.antecedent == Some(0)));
}

#[test]
fn the_first_sentence_of_the_document_is_never_at_fault() {
    assert!(last(&["But he bakes. ", "Rain fell.", "Tom Reed bakes."]).is_faithful());
}

#[test]
fn order_repetition_and_stray_indices_do_not_matter() {
    let document = ["Tom Reed bakes.", "Rain fell.", "But Reed stayed."];
    let auditor = Auditor::new(&document, "EN").expect("English is audited");
    assert_eq!(auditor.audit(&[2, 0, 2, 99]), auditor.audit(&[0, 2]));
    assert!(auditor.audit(&[]).is_faithful());
    assert_eq!(audit(&[], &[0, 1], "en"), Some(Audit::default()));
}

#[test]
fn languages_without_rules_are_not_audited() {
    for language in ["sv", "", "eng", "fi-FI"] {
        assert_eq!(audit(&[OPENING], &[0], language), None, "{language}");
    }
}

/// Sentences made of what the rules look for, and of arbitrary text.
fn sentence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "But", "So", "That", "that", "'s", "why", "He", "he", "it", "It", "is", "the", "The",
        "man", "company", "Tom", "Reed", "This", "these", "both", ",", ".", "?", "\"", "“", "”",
        "Yes", "U.S.", "it’s", "İ", "ß", "1,000", "-", "of", "Mr.", "said", "loaves", "Michael",
        "Kim", "FTA", "(", ")", ":", "same", "month", "a",
    ]);
    prop_oneof![
        prop::collection::vec(words, 0..12).prop_map(|words| words.join(" ")),
        "\\PC{0,40}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn a_whole_document_is_faithful(document in prop::collection::vec(sentence(), 0..8)) {
        let document: Vec<&str> = document.iter().map(String::as_str).collect();
        let all: Vec<usize> = (0..document.len()).collect();
        prop_assert_eq!(audit(&document, &all, "en"), Some(Audit::default()));
    }

    #[test]
    fn findings_lie_in_the_summary_and_antecedents_outside(
        document in prop::collection::vec(sentence(), 0..8),
        picks in prop::collection::vec(0..10_usize, 0..5),
    ) {
        let document: Vec<&str> = document.iter().map(String::as_str).collect();
        let auditor = Auditor::new(&document, "en").expect("English is audited");
        let found = auditor.audit(&picks);
        prop_assert_eq!(Some(found.clone()), audit(&document, &picks, "en"));
        for finding in &found.findings {
            let words = document[finding.sentence].get(finding.span.clone());
            prop_assert!(words.is_some_and(|words| !words.is_empty()));
            prop_assert!(picks.contains(&finding.sentence));
            if let Some(antecedent) = finding.antecedent {
                prop_assert!(antecedent < document.len() && !picks.contains(&antecedent));
                let follows = antecedent == finding.sentence + 1;
                let asks = matches!(
                    finding.kind,
                    Kind::CutQuotation | Kind::OpenQuestion | Kind::OpenLeadIn
                );
                prop_assert!(antecedent < finding.sentence || follows && asks);
            }
        }
    }

    #[test]
    fn more_picks_put_none_at_fault(
        document in prop::collection::vec(sentence(), 1..8),
        picks in prop::collection::vec(0..8_usize, 0..5),
        more in 0..8_usize,
    ) {
        let document: Vec<&str> = document.iter().map(String::as_str).collect();
        let auditor = Auditor::new(&document, "en").expect("English is audited");
        let more = more % document.len();
        let faults = |audit: Audit| audit.findings.into_iter().map(|f| (f.sentence, f.kind));
        let before: Vec<_> = faults(auditor.audit(&picks)).collect();
        let grown = [picks.as_slice(), &[more]].concat();
        let mut sorted: Vec<usize> = picks.clone();
        sorted.sort_unstable();
        let own: Vec<_> = faults(Audit { findings: auditor.check(more, &sorted) }).collect();
        for fault in faults(auditor.audit(&grown)) {
            prop_assert!(before.contains(&fault) || fault.0 == more && own.contains(&fault));
        }
    }
}

#[test]
fn what_sums_up_needs_its_people_too() {
    let document = [
        "Anna Quill kept her husband's van beside the house.",
        "A tow truck took the van away in 2009.",
        "So began an odyssey with Wexley police and the court that left her with $1,200 in fines.",
        "Bread is dear in the town.",
    ];
    let auditor = Auditor::new(&document, "en").expect("English is audited");
    let kinds = |picks: &[usize]| -> Vec<Kind> {
        auditor.audit(picks).findings.iter().map(|finding| finding.kind).collect()
    };
    assert!(kinds(&[2]).contains(&Kind::BrokenConnective));
    assert_eq!(kinds(&[1, 2]), [Kind::DanglingPronoun]);
    assert!(kinds(&[0, 1, 2]).is_empty());
}

#[test]
fn how_many_there_are_does_not_say_which() {
    let document = [
        "A group of foreign nurses has crossed the border.",
        "Rain fell all day.",
        "The group of 11 people includes two Danes.",
        "The group of nurses from Leeds has gone home.",
    ];
    let audit = audit(&document, &[2], "en").expect("English is audited");
    assert_eq!(audit.findings[0].kind, Kind::DanglingDefinite);
    assert_eq!(audit.findings[0].antecedent, Some(0));
    let auditor = Auditor::new(&document, "en").expect("English is audited");
    assert!(auditor.audit(&[0, 2]).is_faithful() && auditor.audit(&[3]).is_faithful());
}
