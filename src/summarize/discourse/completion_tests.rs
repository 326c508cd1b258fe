//! Surnames and letters whose full form was left out, and what would be put in for them.

use super::{Auditor, Kind, audit};

/// The last of these sentences with what is put into it, where it alone is picked.
fn completed(document: &[&str]) -> String {
    let last = document.len() - 1;
    beside(document, last, &[last])
}

/// Sentence `index` with what is put into it beside `picks`.
fn beside(document: &[&str], index: usize, picks: &[usize]) -> String {
    let auditor = Auditor::new(document, "en").expect("English is audited").with_insertions();
    let mut text = document[index].to_owned();
    for insertion in auditor.insertions(index, picks).into_iter().rev() {
        text.insert_str(insertion.at, &insertion.text);
    }
    text
}

#[test]
fn a_surname_gets_the_name_that_stands_before_it() {
    for (first, last, shown) in [
        ("Michael Kim was arrested.", "Kim's trial begins.", "[Michael] Kim's trial begins."),
        (
            "Michael Kim was arrested.",
            "The trial of Kim begins.",
            "The trial of [Michael] Kim begins.",
        ),
        (
            "“I bake,” said Ada Moss.",
            "After Moss left, rain fell.",
            "After [Ada] Moss left, rain fell.",
        ),
        ("Dr. Otto Brandt bakes.", "Rain fell, Brandt said.", "Rain fell, [Otto] Brandt said."),
        (
            "Gov. Kestrel Vane spoke.",
            "“Rye is dear,” Vane said.",
            "“Rye is dear,” [Kestrel] Vane said.",
        ),
        ("Mr Tom Howard spoke.", "Mr Howard bakes.", "Mr [Tom] Howard bakes."),
        ("The dean was Dennis A. Pruett.", "Pruett bakes rye.", "[Dennis A.] Pruett bakes rye."),
        ("Patrick Carlow Jr., 55, baked.", "Carlow was held.", "[Patrick] Carlow was held."),
        ("CEO Paul Lindqvist baked.", "Lindqvist was held.", "[Paul] Lindqvist was held."),
        ("Zenobia Quarl, 31, baked.", "Rain fell on Quarl.", "Rain fell on [Zenobia] Quarl."),
        (
            "The baker is Mary Holms.",
            "Awards that Holms won are rare.",
            "Awards that [Mary] Holms won are rare.",
        ),
        // A surname may stand first.
        ("The baker Moro Jin left.", "Friends of Moro wept.", "Friends of Moro [Jin] wept."),
    ] {
        assert_eq!(completed(&[first, "Rain fell.", last]), shown);
        let kinds: Vec<Kind> = audit(&[first, "Rain fell.", last], &[2], "en")
            .expect("English is audited")
            .findings
            .iter()
            .map(|finding| finding.kind)
            .collect();
        assert!(kinds.contains(&Kind::DanglingSurname), "{last}: {kinds:?}");
    }
}

#[test]
fn names_that_say_enough_get_nothing() {
    for document in [
        // Places, organisations, months and what all know.
        &["The New Jersey bakery burned.", "Rain fell.", "The Jersey fire is out."][..],
        &["Mount Wexley is high.", "Rain fell.", "Wexley was climbed."],
        &["The Harbour Bank failed.", "Rain fell.", "The Bank said nothing."],
        &["Theresa May spoke.", "Rain fell.", "In May, rain fell."],
        &["Barack Obama spoke.", "Rain fell.", "Obama left."],
        &["The Boston Millers won.", "Rain fell.", "The Millers said nothing."],
        // The full name is there, or comes only later.
        &["Ada Moss bakes.", "Rain fell.", "Ada Moss said Moss is a plant."],
        &["Rain fell.", "Moss bakes.", "Rain fell.", "Ada Moss is tired.", "Moss left."],
        // Parts of longer phrases.
        &["Ada Moss bakes.", "Rain fell.", "The Moss family left."],
        &["Ada Moss bakes.", "Rain fell.", "Moss & Co baked."],
        &["Ada Moss bakes.", "Rain fell.", "President Moss left."],
        &["Ada Moss bakes.", "Rain fell.", "moss grows here."],
    ] {
        assert_eq!(completed(document), document[document.len() - 1]);
    }
}

#[test]
fn one_person_may_have_several_first_names() {
    let document = [
        "Hans Christian Brandt bakes.",
        "Patrick Moss bakes.",
        "“Pat Moss paints,” said Tom Reed.",
    ];
    let with = |last| [&document[..], &["Rain fell.", last]].concat();
    assert_eq!(completed(&with("Moss left.")), "[Patrick] Moss left.");
    assert_eq!(completed(&with("Brandt left.")), "[Hans Christian] Brandt left.");
}

#[test]
fn two_people_of_one_name_are_told_apart_by_no_insertion() {
    let document = ["Ada Moss, 31, bakes.", "Tom Moss paints.", "Rain fell.", "Moss left."];
    assert_eq!(completed(&document), "Moss left.");
    let found = audit(&document, &[3], "en").expect("English is audited").findings;
    assert_eq!(found[0].kind, Kind::DanglingSurname);
    let mended = Auditor::new(&document, "en").expect("English is audited").with_insertions();
    assert!(!mended.audit(&[3]).is_faithful(), "another sentence must mend it");
    assert!(mended.audit(&[0, 3]).is_faithful());
}

#[test]
fn nothing_is_put_in_that_the_summary_says_before() {
    let document = [
        "Ada Moss of the Freight Transport Association (FTA) spoke.",
        "Rain fell.",
        "Moss asked the FTA for help.",
        "The FTA gave Moss nothing.",
    ];
    let shown = "[Ada] Moss asked the FTA [Freight Transport Association] for help.";
    assert_eq!(beside(&document, 2, &[2, 3]), shown);
    assert_eq!(beside(&document, 3, &[2, 3]), document[3]);
    assert_eq!(beside(&document, 3, &[0, 3]), document[3]);
    let auditor = Auditor::new(&document, "en").expect("English is audited");
    assert!(auditor.insertions(2, &[2]).is_empty(), "it was not asked to");
    assert_eq!(auditor.audit(&[2, 3]).findings.len(), 2, "once each");
    assert!(auditor.with_insertions().audit(&[2, 3]).is_faithful());
}

#[test]
fn letters_get_the_name_that_they_stand_for() {
    for (first, last, shown) in [
        (
            "The Freight Transport Association (FTA) met.",
            "The FTA's vote is close.",
            "The FTA [Freight Transport Association]'s vote is close.",
        ),
        (
            "The Harbour Union of Bakers met.",
            "Members of the HUB left.",
            "Members of the HUB [Harbour Union of Bakers] left.",
        ),
        ("A value added tax (VAT) is due.", "Bakers pay VAT.", "Bakers pay VAT [value added tax]."),
        (
            "The RBG (Royal Bakers Guild) met.",
            "The RBG voted.",
            "The RBG [Royal Bakers Guild] voted.",
        ),
        ("European Bakeries (EBA) met.", "The EBA voted.", "The EBA [European Bakeries] voted."),
        // What all know, what is nowhere spelled out, and what stands beside the name.
        ("The United Nations (UN) met.", "The UN voted.", "The UN voted."),
        ("Bakers met.", "The FTA voted.", "The FTA voted."),
        ("The Fair Trade Office met.", "The FTA voted.", "The FTA voted."),
        (
            "The Royal Bakers Guild (RBG) met.",
            "The Royal Bakers Guild (RBG) voted.",
            "The Royal Bakers Guild (RBG) voted.",
        ),
        ("The Sandy Dunes are high.", "Rye is rare in SD.", "Rye is rare in SD."),
    ] {
        assert_eq!(completed(&[first, "Rain fell.", last]), shown);
    }
}

#[test]
fn an_insertion_says_where_it_was_taken_from() {
    let document = ["Rain fell.", "The baker Ada Lou Moss is old.", "Rain fell.", "Moss left."];
    let auditor = Auditor::new(&document, "en").expect("English is audited").with_insertions();
    let insertions = auditor.insertions(3, &[3]);
    let [insertion] = insertions[..] else { panic!("{insertions:?}") };
    assert_eq!((insertion.at, insertion.text.as_str()), (0, "[Ada Lou] "));
    assert_eq!(&document[insertion.source][insertion.from.clone()], "Ada Lou");
}
