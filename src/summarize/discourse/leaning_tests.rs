//! What leans on another sentence from inside the first clause, lead-ins, and openings of other
//! languages: what must be found, and the false friends that must be passed over.

use super::tests::{BRIDGE, OPENING, findings, kinds};
use super::{Auditor, Kind, audit};

#[test]
fn what_leans_from_inside_the_first_clause_dangles() {
    let table = [
        ("The oven, however, is slow.", Kind::BrokenConnective, "however"),
        ("In May, for example, bread was dear.", Kind::BrokenConnective, "for example"),
        ("Bakers won damages in each case.", Kind::BrokenConnective, "in each case"),
        ("Because, according to Tom Reed, rye is dear.", Kind::BrokenConnective, "Because"),
        ("Which is why rye sells.", Kind::BrokenConnective, "Which"),
        ("Rye sold well on that occasion.", Kind::DanglingDemonstrative, "that occasion"),
        ("Nobody knew what those questions meant.", Kind::DanglingDemonstrative, "those questions"),
        ("For its size, this one is light.", Kind::DanglingDemonstrative, "this one"),
        (
            "Tom Reed signed it into law the same month.",
            Kind::DanglingDemonstrative,
            "the same month",
        ),
        ("Tom Reed said that was a mistake.", Kind::DanglingDemonstrative, "that"),
        ("It was then that the oven broke.", Kind::DanglingDemonstrative, "then"),
        ("The latest attack was in May.", Kind::DanglingDefinite, "The latest attack"),
    ];
    for (sentence, kind, words) in table {
        let found = findings(sentence);
        assert!(found.contains(&(kind, words.to_owned())), "{sentence}: {found:?}");
    }
    let firm =
        ["Rye sells.", "Acme Bank lost millions.", BRIDGE, "According to the company, rye sells."];
    let found = audit(&firm, &[0, 3], "en").expect("English is audited").findings;
    assert_eq!((found[0].kind, found[0].antecedent), (Kind::DanglingDefinite, Some(1)));
    let aged = ["Bread is old.", "Tom Reed bakes.", "“Rye sells,” said the 34-year-old."];
    assert_eq!(kinds(&aged), [Kind::DanglingDefinite]);
    let met = ["Bakers signed a petition.", "Rain fell.", "Nobody read about the petition."];
    assert_eq!(kinds(&met), []);
    let dangling = [OPENING, "Bakers signed a petition.", "Nobody read about the petition."];
    assert_eq!(kinds(&dangling), [Kind::DanglingDefinite]);
}

#[test]
fn what_stands_by_itself_inside_the_first_clause_passes() {
    let table = [
        "However hard Ada Moss works, the oven is slow.",
        "Ada Moss bakes however she likes.",
        "Because rain fell, Ada Moss baked.",
        "Which bread is best?",
        "In the case of rye, bakers agree.",
        "Ada Moss said that bakers rise early.",
        "Ada Moss said that rye is dear.",
        "Bakers were given that chance by those who came.",
        "Ada Moss is one of those people.",
        "Cakes such as this one sell.",
        "Ada Moss moved in May and married the same month.",
        "Rye sold in the same week as spelt.",
        "Acme Bank said the company would close.",
        "Tom Reed said the man in the corner left.",
        "Tom Reed and Mary Holt are the suspects.",
        "A 34-year-old woman bakes.",
        "The 34-year-old oven broke.",
        "The latest bread from Leeds sells.",
    ];
    for sentence in table {
        assert_eq!(findings(sentence), [], "{sentence}");
    }
}

#[test]
fn a_lead_in_needs_what_it_leads_up_to() {
    let document = [OPENING, "Bakers sell:", "Rye, spelt and wheat.", "Rain fell at 10:30."];
    let found = audit(&document, &[1], "en").expect("English is audited").findings;
    assert_eq!((found[0].kind, found[0].antecedent), (Kind::OpenLeadIn, Some(2)));
    for picks in [&[1, 2][..], &[3], &[0]] {
        assert!(audit(&document, picks, "en").expect("English is audited").is_faithful());
    }
    let chinese = ["面包店开了。", "店里卖：", "面包。"];
    let found = audit(&chinese, &[1], "zh").expect("Chinese is audited").findings;
    assert_eq!(found[0].kind, Kind::OpenLeadIn);
}

#[test]
fn openings_of_other_languages_lean() {
    let german = ["Ada Moss backt Brot.", "Es regnet.", "Doch der Ofen ist kalt."];
    let found = audit(&german, &[0, 2], "de-AT").expect("German is audited").findings;
    assert_eq!((found[0].kind, found[0].antecedent), (Kind::BrokenConnective, Some(1)));
    assert!(audit(&german, &[1, 2], "de").expect("German is audited").is_faithful());
    assert!(audit(&german[2..], &[0], "de").expect("German is audited").is_faithful());
}

#[test]
fn some_faults_hurt_more() {
    let document = [OPENING, BRIDGE, "He left.", "Rain fell.", "But rain fell."];
    let auditor = Auditor::new(&document, "en").expect("English is audited");
    assert!(auditor.hurt(&[0, 1]).abs() < f32::EPSILON);
    assert!(auditor.hurt(&[1, 4]) > 0.0 && auditor.hurt(&[3, 4]).abs() < f32::EPSILON);
    assert!(auditor.hurt(&[2]) <= auditor.hurt(&[0, 2, 4]) + 1.0);
}
