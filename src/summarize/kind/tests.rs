//! Invented pieces of each kind, and pieces that look like another.

use super::*;
use crate::article::{Sentence, Span};

/// A piece laid out for tests: its paragraphs, divided into sentences after `. `, `? ` and `! `.
pub(in crate::summarize) struct Piece {
    body: String,
    sentences: Vec<Sentence>,
    title: Option<&'static str>,
    language: &'static str,
}

impl Piece {
    pub(in crate::summarize) fn new(title: Option<&'static str>, paragraphs: &[&str]) -> Self {
        let (mut body, mut sentences) = (String::new(), Vec::new());
        for (paragraph, text) in paragraphs.iter().enumerate() {
            let mut rest = *text;
            while !rest.is_empty() {
                let ends = [". ", "? ", "! ", ".” ", "?” "];
                let end = ends
                    .iter()
                    // Nearer to the beginning it is the number of an entry.
                    .filter_map(|end| rest.match_indices(end).find(|&(at, _)| at >= 4))
                    .map(|(at, end)| at + end.len())
                    .min()
                    .unwrap_or(rest.len());
                let start = body.len();
                body.push_str(&rest[..end]);
                let span = Span::new(start, start + rest[..end].trim_end().len());
                sentences.push(Sentence { span, paragraph });
                rest = &rest[end..];
            }
            body.push_str("\n\n");
        }
        Self { body, sentences, title, language: "en" }
    }

    pub(in crate::summarize) fn document(&self) -> Document<'_> {
        Document {
            body: &self.body,
            title: self.title,
            language: Some(self.language),
            sentences: &self.sentences,
            embeddings: None,
            count_words: |text| text.split_whitespace().count(),
        }
    }

    fn kind(&self) -> PieceKind {
        PieceKind::of(&self.document())
    }
}

fn kind(title: Option<&'static str>, paragraphs: &[&str]) -> PieceKind {
    Piece::new(title, paragraphs).kind()
}

pub(in crate::summarize) const TIPS: &[&str] = &[
    "Nobody likes a damp cabin in spring. Have you ever opened the hatch after a long winter?",
    "A dry boat needs moving air, clean bilges and covers that breathe, and these tips for owners show how to get there.",
    "1. Open the hatches",
    "Open every hatch for an hour a day, and you let the damp air out before it settles on your cushions.",
    "2. Empty the bilge",
    "Pump your bilge until it is dry, and wipe what is left with an old towel, because standing water feeds mould.",
    "3. Choose a cover that breathes",
    "Use a cotton cover if you can, and leave a gap at both ends so that you keep the wind moving.",
    "4. Take the cushions home",
    "Keep your cushions in a warm room, and stand them on their edges so that they dry on both sides.",
    "Thanks for reading, and let us know how you dry your boat!",
];

pub(in crate::summarize) const HARBOURS: &[&str] = &[
    "Summer is near, and everybody wants to be on the water.",
    "We visited nineteen harbours of the coast, and these five are the best for a quiet weekend.",
    "Wexley Basin",
    "The basin has nine berths behind a stone mole, and a bakery that opens at five in the morning.",
    "Port Ansel",
    "Port Ansel lies at the mouth of a small river, and its lock keeper knows every boat by name.",
    "Grey Sands",
    "At low tide the sand carries a cart, and the harbour master sells mussels from his window.",
    "Old Ferry Quay",
    "The ferry left forty years ago, but its pier stays the calmest place on the western shore.",
    "Marrow Point",
    "Marrow Point is the smallest of them, with four berths, one tap and a view to the lighthouse.",
];

#[test]
fn news_is_told_by_its_reports() {
    let paragraphs = [
        "The council of Wexley voted on Tuesday to close the old bridge, officials said.",
        "Engineers had found cracks in two pillars, a spokesman told reporters. Police reported long queues on both banks.",
        "“We had no choice,” said Ada Moss, who heads the works department.",
    ];
    assert_eq!(kind(Some("Wexley closes bridge"), &paragraphs), PieceKind::News);
}

#[test]
fn news_with_some_headings_stays_news() {
    let paragraphs = [
        "The ferry to Port Ansel stopped on Monday after inspectors had found cracks, officials said.",
        "The company announced that buses would run from Wednesday. Police reported long queues at the pier, and the ministry confirmed the order.",
        "Talks on Friday",
        "The operator told reporters that it had asked for talks. A spokesman said that the yard was ready.",
        "No word on fares",
        "The ministry said that fares were not touched. “We pay for the buses,” a spokeswoman said.",
    ];
    assert_eq!(kind(Some("Ferry stopped after inspection"), &paragraphs), PieceKind::News);
}

#[test]
fn news_that_quotes_questions_is_no_list_of_answers() {
    let paragraphs = [
        "Angry owners faced the harbour board on Monday night, and the board had few answers, officials said.",
        "“Who pays for the boats that sank?” one owner asked. “Why was nobody told?” said another.",
        "“When will the gates open again?” a third owner told the board. The chairman said that he was waiting for a report.",
        "Police confirmed that the meeting ended at midnight, and the ministry announced an inquiry.",
    ];
    assert_eq!(kind(Some("Owners face board"), &paragraphs), PieceKind::News);
}

#[test]
fn tips_are_instructions() {
    assert_eq!(kind(Some("4 tips to keep your boat dry"), TIPS), PieceKind::HowTo);
    assert_eq!(kind(None, TIPS), PieceKind::HowTo, "without a title");
}

#[test]
fn places_under_headings_are_a_list() {
    assert_eq!(kind(Some("The 5 best harbours for a quiet weekend"), HARBOURS), PieceKind::List);
}

#[test]
fn one_thing_judged_is_a_review() {
    let paragraphs = [
        "The Wexley 500 is an inflatable boat for two, and it costs £900. Tested by Ada Moss.",
        "On flat water it is brilliant, stable and fun, and the seat is excellent.",
        "In waves it is disappointing: the floor bends, and the pump is weak.",
        "Verdict",
        "Overall the Wexley 500 is a great first boat for lakes, but it lacks the strength for the sea.",
    ];
    assert_eq!(kind(Some("Wexley 500 review"), &paragraphs), PieceKind::Review);
}

#[test]
fn who_argues_writes_an_opinion() {
    let paragraphs = [
        "Every spring the board promises that the gates will open on time, and every spring they stay shut.",
        "I believe that the board should resign. The truth is that it must answer for nine years of failure, and we must stop pretending.",
        "It is wrong to let owners pay for a fault that the board knew of. The danger is real.",
        "It's time to elect a board that does its duty.",
    ];
    assert_eq!(kind(Some("Nine years are enough"), &paragraphs), PieceKind::Opinion);
}

#[test]
fn turns_make_an_interview() {
    let paragraphs = [
        "Ada Moss has run the harbour office since 2019. We met her on the mole.",
        "Courier: What was the hardest year?",
        "Moss: The second one. The storm took two piers, and nobody had money.",
        "Courier: Who helped?",
        "Moss: The town did. People came with boats, ropes and soup.",
        "Courier: Would you do it again?",
        "Moss: Yes, but with more sleep.",
    ];
    assert_eq!(kind(Some("“The town came with soup”"), &paragraphs), PieceKind::Interview);
}

pub(in crate::summarize) const ANSWERED: &[&str] = &[
    "The new lock opens in May, and owners have many questions about it.",
    "What does the new lock cost?",
    "A passage costs nine crowns for boats up to eight metres, and twelve for longer ones.",
    "Who may use the lock?",
    "All boats with a valid licence may use it, day and night, from the first of May.",
    "How long does a passage take?",
    "A passage takes about twelve minutes when the tide is low, and twenty when it is high.",
];

#[test]
fn questions_with_answers_are_told() {
    assert_eq!(kind(Some("The new lock"), ANSWERED), PieceKind::Questions);
}

#[test]
fn a_thread_that_opens_with_a_question_is_told() {
    let paragraphs = [
        "I'm new to sailing and I bought my first boat last week. My cabin is damp. Any advice on how to dry it? Thanks in advance!",
        "I would open the hatches every day, it worked for me.",
        "I use a small fan. I had the same trouble with my old boat.",
    ];
    assert_eq!(kind(Some("Damp cabin?"), &paragraphs), PieceKind::Questions);
}

#[test]
fn times_make_a_live_blog() {
    let paragraphs = [
        "17:40 The gates are open, and the first boats pass.",
        "17:15 The chairman arrives at the lock.",
        "16:50 Divers report that the sill is free of mud.",
        "16:20 Owners gather on both banks.",
    ];
    assert_eq!(kind(Some("Lock opens: live"), &paragraphs), PieceKind::LiveBlog);
}

#[test]
fn a_house_that_tells_of_itself_releases_to_the_press() {
    let paragraphs = [
        "WEXLEY, May 3 – Moss Marine today announced a new pump for small boats that runs a season on one charge.",
        "“Owners asked for quiet,” said Lee Brandt, who heads development at Moss Marine.",
        "The pump is available from June. For more information, visit the company's page.",
        "About Moss Marine",
        "Moss Marine is a leading maker of pumps and fittings for boats up to nine metres.",
    ];
    assert_eq!(kind(Some("Moss Marine launches pump"), &paragraphs), PieceKind::PressRelease);
}

#[test]
fn goods_and_prices_make_a_service_page() {
    let paragraphs = [
        "Shop our boat covers, designed for every harbour, with free shipping on each order.",
        "Cotton cover, 6 m",
        "$199.00",
        "Cotton cover, 8 m",
        "$249.00",
        "Mesh cover, 6 m",
        "$99.00",
        "Our products come with a warranty. Contact us for a quote, and we call you back.",
    ];
    assert_eq!(kind(Some("Boat covers"), &paragraphs), PieceKind::ServicePage);
}

#[test]
fn what_form_does_not_tell_is_other() {
    for paragraphs in [
        &["The tide table stands beside the door."][..],
        &[
            "My uncle kept a boat on the river.",
            "Each June he painted it green, and each July the sun made it grey again.",
        ],
        &[],
        &["12", "", "—"],
    ] {
        assert_eq!(kind(None, paragraphs), PieceKind::Other, "{paragraphs:?}");
    }
}

#[test]
fn form_is_read_in_any_language() {
    let mut piece = Piece::new(
        None,
        &[
            "Der Hafen öffnet im Mai, und viele Leute haben Fragen dazu.",
            "Was kostet die neue Schleuse?",
            "Eine Fahrt kostet neun Kronen für Boote bis acht Meter, zwölf für längere.",
            "Wer darf die Schleuse nutzen?",
            "Alle Boote mit gültigem Schein dürfen sie Tag und Nacht nutzen, ab dem ersten Mai.",
            "Wie lange dauert eine Fahrt?",
            "Eine Fahrt dauert bei Ebbe etwa zwölf Minuten, bei Flut zwanzig.",
        ],
    );
    piece.language = "de";
    assert_eq!(piece.kind(), PieceKind::Questions);
}

#[test]
fn kinds_have_names_of_their_own() {
    let mut names: Vec<&str> = PieceKind::ALL.iter().map(|kind| kind.name()).collect();
    for kind in PieceKind::ALL {
        let json = serde_json::to_string(&kind).unwrap();
        assert_eq!(json, format!("\"{kind}\""));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PieceKind::ALL.len());
}
