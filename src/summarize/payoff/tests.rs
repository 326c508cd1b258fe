use super::*;
use crate::summarize::kind::tests::{ANSWERED, Piece, TIPS};

/// The sentence of the greatest payoff, taken as this kind.
fn best(piece: &Piece, kind: PieceKind) -> &str {
    let document = piece.document();
    let payoffs = payoffs_of(&document, kind);
    assert!(payoffs.iter().all(|payoff| (0.0..=1.0).contains(payoff)), "{payoffs:?}");
    let best = (0..payoffs.len()).max_by(|&i, &j| payoffs[i].total_cmp(&payoffs[j])).unwrap();
    document.sentences[best].text(document.body)
}

#[test]
fn the_thesis_of_an_opinion_is_told() {
    let piece = Piece::new(
        None,
        &[
            "When I was a boy, my father took me to the lock every spring.",
            "I remember the smell of tar and the men who waited with their hats in their hands.",
            "The gates have stayed shut for nine years, and 400 boats lie where they lay.",
            "The council must open the lock again, or the harbour will die.",
            "“We are thinking about it,” the chairman said.",
        ],
    );
    assert_eq!(
        best(&piece, PieceKind::Opinion),
        "The council must open the lock again, or the harbour will die."
    );
}

#[test]
fn the_verdict_of_a_review_is_told() {
    let piece = Piece::new(
        Some("Wexley 500 review"),
        &[
            "The box arrived on a Tuesday, and my neighbour carried it up the stairs.",
            "Inflating it takes nine minutes with the pump that comes in the bag.",
            "Verdict",
            "Overall the Wexley 500 is a great first boat, but nothing for the sea.",
        ],
    );
    assert!(best(&piece, PieceKind::Review).starts_with("Overall"));
}

#[test]
fn answers_stand_behind_their_questions() {
    let piece = Piece::new(None, ANSWERED);
    let document = piece.document();
    let payoffs = payoffs_of(&document, PieceKind::Questions);
    for (i, sentence) in document.sentences.iter().enumerate() {
        let asks = sentence.text(document.body).ends_with('?');
        assert!(!asks || payoffs[i] < 0.1, "{i}");
        assert!(i < 2 || asks || payoffs[i] > payoffs[0], "{i}: {payoffs:?}");
    }
}

#[test]
fn advice_is_not_what_clears_the_throat() {
    let piece = Piece::new(Some("4 tips to keep your boat dry"), TIPS);
    assert!(best(&piece, PieceKind::HowTo).starts_with("A dry boat needs moving air"));
}

#[test]
fn boilerplate_has_none() {
    let piece = Piece::new(
        None,
        &[
            "Moss Marine today announced a new pump for small boats that runs a season on one charge.",
            "“Owners asked for quiet,” said Lee Brandt, who heads development there.",
            "About Moss Marine",
            "Moss Marine provides new pumps and announces more of them every year than others do.",
        ],
    );
    let payoffs = payoffs_of(&piece.document(), PieceKind::PressRelease);
    assert_eq!(payoffs[3], 0.0);
    assert!(payoffs[0] > payoffs[1]);
}

#[test]
fn news_and_what_is_unknown_have_none() {
    let piece = Piece::new(None, ANSWERED);
    for kind in [PieceKind::News, PieceKind::Other] {
        assert!(payoffs_of(&piece.document(), kind).iter().all(|&payoff| payoff == 0.0));
    }
    let empty = Piece::new(None, &[]);
    for kind in PieceKind::ALL {
        assert!(payoffs_of(&empty.document(), kind).is_empty());
    }
}
