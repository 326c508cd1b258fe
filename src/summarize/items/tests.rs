use super::*;
use crate::summarize::kind::tests::{HARBOURS, Piece, TIPS};
use crate::summarize::line_kinds;

/// The items of a piece of this kind.
fn items(title: Option<&'static str>, kind: PieceKind, paragraphs: &[&str]) -> Vec<String> {
    let piece = Piece::new(title, paragraphs);
    let document = piece.document();
    let form = Form::new(&document);
    let items = Items::of(&document, kind, &form, &line_kinds(&document));
    let texts = |items: Items| {
        items.items.iter().map(|item| document.body[item.span].to_owned()).collect::<Vec<_>>()
    };
    items.map(texts).unwrap_or_default()
}

#[test]
fn numbered_headings_are_items() {
    assert_eq!(
        items(None, PieceKind::HowTo, TIPS),
        [
            "Open the hatches",
            "Empty the bilge",
            "Choose a cover that breathes",
            "Take the cushions home"
        ]
    );
}

#[test]
fn headings_of_like_form_are_items() {
    assert_eq!(
        items(Some("The 5 best harbours"), PieceKind::List, HARBOURS),
        ["Wexley Basin", "Port Ansel", "Grey Sands", "Old Ferry Quay", "Marrow Point"]
    );
}

#[test]
fn numbers_in_one_paragraph_are_items() {
    let one = "The fair has six boats to see. 1. The grey cutter. It was built in a barn by two \
               brothers. 2. The tar barge. It carried coal until the mine was shut in spring. 3. The \
               pilot's skiff. It still goes out on stormy nights. They all can be boarded.";
    assert_eq!(
        items(None, PieceKind::List, &[one]),
        ["The grey cutter", "The tar barge", "The pilot's skiff"]
    );
}

#[test]
fn entries_with_bullets_are_items() {
    let paragraphs = [
        "These people will speak at the hearing on the lock.",
        "• Ada Moss: The harbour master has run the office since 2019 and ordered the gates shut in May.",
        "• Lee Brandt: He built two of the boats that sank, and has asked for money ever since that night.",
        "• Joan Okafor: The diver found the mud on the sill, and wrote the report that the board kept back.",
    ];
    assert_eq!(
        items(None, PieceKind::List, &paragraphs),
        ["Ada Moss", "Lee Brandt", "Joan Okafor"]
    );
}

#[test]
fn headings_of_sections_are_no_items() {
    let paragraphs = [
        "Boats get damp in winter, and owners try many things against it.",
        "Introduction",
        "Damp comes from the water under the boat and from the people who sleep in it.",
        "Why damp matters",
        "Wood rots, and mould makes people ill when they sleep among it for some weeks.",
        "FAQ",
        "Owners ask whether salt helps, and it does not help at all in a closed cabin.",
        "Conclusion",
        "Moving air is what keeps a boat dry, and it costs nothing but an open hatch.",
    ];
    assert!(items(None, PieceKind::HowTo, &paragraphs).is_empty());
    assert!(items(None, PieceKind::List, &paragraphs).is_empty());
}

#[test]
fn headings_that_return_are_no_items() {
    let thing = |name: &'static str| {
        [
            name,
            "It floats, and it is made of oak that grew on the western shore.",
            "Pros",
            "It is light, and two people carry it over the mole without any help.",
            "Cons",
            "It leaks, and its owner bails it out each morning before the ferry comes.",
        ]
    };
    let paragraphs: Vec<&str> =
        ["Grey cutter", "Tar barge", "Pilot's skiff"].into_iter().flat_map(thing).collect();
    assert_eq!(
        items(Some("The 3 best boats"), PieceKind::List, &paragraphs),
        ["Grey cutter", "Tar barge", "Pilot's skiff"]
    );
}

#[test]
fn lines_that_all_begin_alike_are_said_of_the_items_before_them() {
    let paragraphs = [
        "Our people sailed all summer, and these boats made them happy.",
        "Grey cutter",
        "Sailed by Ada",
        "It floats, and it is made of oak that grew on the western shore.",
        "Tar barge",
        "Sailed by Lee",
        "It is slow, and nobody minds once the kettle is on the stove.",
        "Pilot's skiff",
        "Sailed by Joan",
        "It is small, and two people carry it over the mole without help.",
    ];
    assert_eq!(
        items(Some("The 3 best boats"), PieceKind::List, &paragraphs),
        ["Grey cutter", "Tar barge", "Pilot's skiff"]
    );
}

#[test]
fn other_kinds_have_none() {
    for kind in PieceKind::ALL {
        let has = matches!(kind, PieceKind::List | PieceKind::HowTo);
        assert_eq!(!items(None, kind, TIPS).is_empty(), has, "{kind}");
    }
}

#[test]
fn two_are_no_list() {
    assert!(items(None, PieceKind::HowTo, &TIPS[..6]).is_empty());
}

#[test]
fn questions_are_no_items() {
    let paragraphs = [
        "Lee Brandt has steered the night ferry to Grey Sands for sixteen years.",
        "**How did it begin?**",
        "My uncle had a boat, and I carried the ropes for him in the summer.",
        "**Are the stories true?**",
        "Most of them are, and the ones that are not I was told on board.",
        "**And the money?**",
        "It pays for the fuel, and in a good year it pays for the paint.",
        "**What comes next?**",
        "I sail until the new bridge opens, and then I will write it all down.",
    ];
    for kind in [PieceKind::HowTo, PieceKind::List] {
        assert_eq!(items(None, kind, &paragraphs), Vec::<String>::new());
    }
}
