use proptest::prelude::*;

use super::*;

fn of(body: &str) -> Option<String> {
    put_together(None, body, || None).map(|(_, body)| body)
}

/// Behind each text stands one with enough marks to tell.
fn mended(text: &str) -> String {
    const TAIL: &str = "\n\nThe ferry , the last one , left . Nobody was on board .";
    const MENDED: &str = "\n\nThe ferry, the last one, left. Nobody was on board.";
    let body = of(&format!("{text}{TAIL}")).expect("the tail tells");
    body.strip_suffix(MENDED).expect("the tail is mended").to_owned()
}

#[test]
fn the_treebank_is_read() {
    for (text, expected) in [
        (
            "RIVERTON -LRB- WPN -RRB- -- `` It is n't over , '' said Dr. Ann Reed .",
            "RIVERTON (WPN) -- “It isn't over,” said Dr. Ann Reed.",
        ),
        (
            "riverton -lrb- wpn -rrb- -- `` it wo n't end , '' said dr. reed .",
            "riverton (wpn) -- “it won't end,” said dr. reed.",
        ),
        ("They left the U.S. . It rained .", "They left the U.S. It rained."),
        ("It cost $ 5.2 million , or 3 % more .", "It cost $5.2 million, or 3% more."),
        ("She asked , `` Who said ` never again ' ? ''", "She asked, “Who said ‘never again’?”"),
        (
            "The workers ' rights , `` the boats ' owners ' said .",
            "The workers' rights, “the boats' owners' said.",
        ),
        ("We 're gon na stay , I 'd say .", "We're gonna stay, I'd say."),
        ("`` Harbour Lights '' 's star left", "“Harbour Lights”'s star left"),
        ("It was 1\\/2 full ... and then empty ...", "It was 1/2 full ... and then empty..."),
        ("Is it true ?! Yes !", "Is it true?! Yes!"),
    ] {
        assert_eq!(mended(text), expected);
    }
}

#[test]
fn moses_is_read() {
    for (text, expected) in [
        (
            "The well @-@ known mayor &apos;s 1 @,@ 200 boats &quot; sank &quot; , he said .",
            "The well-known mayor's 1,200 boats \"sank\", he said.",
        ),
        ("They don &apos;t know ( yet ) .", "They don't know (yet)."),
        ("The ' best ' boat , the boats ' owners", "The ‘best’ boat, the boats' owners"),
    ] {
        assert_eq!(mended(text), expected);
    }
}

#[test]
fn other_languages_keep_their_spaces() {
    let french = "L' homme , l' hôtel , la mer . Est -ce vrai ? Oui .";
    let (_, body) = put_together(None, french, || Some("fr".to_owned())).unwrap();
    assert_eq!(body, "L'homme, l'hôtel, la mer. Est -ce vrai ? Oui.");
    let german = "„ Das Boot “ , sagt er , „ ist da “ . Es regnet .";
    let (_, body) = put_together(None, german, || Some("de".to_owned())).unwrap();
    assert_eq!(body, "„Das Boot“, sagt er, „ist da“. Es regnet.");
}

#[test]
fn where_only_stops_stand_apart_only_they_are_joined() {
    let text = "Boats, the 'small' ones, left . `` Why '' ? It rained . Nobody knew .";
    let expected = "Boats, the 'small' ones, left. `` Why ''? It rained. Nobody knew.";
    assert_eq!(of(text).as_deref(), Some(expected));
}

#[test]
fn a_title_goes_with_its_body() {
    let body = "The ferry , the last one , left . It rained .";
    let (title, _) = put_together(Some("Ferry 's end : why ?"), body, || None).unwrap();
    assert_eq!(title.as_deref(), Some("Ferry's end: why?"));
}

#[test]
fn what_was_not_taken_apart_stays() {
    for text in [
        "\"It isn't over,\" she said (again). The U.S. boats, all five, left. It cost $5.",
        "In LaTeX, ``quoted'' words stand so. The -LRB- code, too, is told here. It helps.",
        "The well @-@ known sign, alone, tells nothing. Nobody wonders.",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn once_is_enough_and_no_letter_is_lost(
        tokens in proptest::collection::vec(
            "[a-zA-Zé漢]{1,6}|[,.?!;:'\"`]|``|''|-LRB-|-rrb-|@-@|n't|'s|\\$|%|U\\.S\\.|\\.\\.\\.|„|“|\n\n",
            0..60,
        ),
    ) {
        let body = tokens.join(" ");
        if let Some(mended) = of(&body) {
            prop_assert_eq!(of(&mended), None);
            let letters = |text: &str| {
                let text = text.replace("-LRB-", "").replace("-rrb-", "");
                text.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
            };
            prop_assert_eq!(letters(&mended), letters(&body));
        }
    }
}
