use proptest::prelude::*;

use super::*;

const WRAPPED: &str = "\
The harbour master closed the port before noon, because the wind had
grown too strong for the ferries. The fishing boats stayed at home and
nobody in the village minded.

By the evening the wind had gone down, and the first of the ferries
left with forty passengers, the mail of three long days and one well-
known goat.
   A second one followed at nine.";

#[test]
fn wrapped_text_is_joined_into_paragraphs() {
    let paragraphs = paragraphs(WRAPPED);
    assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
    assert!(paragraphs[0].contains("wind had grown too"));
    assert!(paragraphs[0].ends_with("nobody in the village minded."));
    assert!(paragraphs[1].ends_with("one well-known goat."));
}

#[test]
fn a_paragraph_a_line_stays_so() {
    for text in [
        "The port closed before noon.\nThe wind had grown too strong for the ferries that day.\n\
         Nobody in the village minded it.\nThe boats stayed at home.",
        "Roses are red,\nviolets are blue,\nthe ferry is late,\nand so are you",
        "First item\nSecond item\n\nThird item",
    ] {
        let lines = text.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(paragraphs(text).len(), lines, "{text}");
    }
}

#[test]
fn joined_paragraphs_are_joined_no_further() {
    let once = joined(WRAPPED);
    assert_eq!(joined(&once), once);
}

#[test]
fn a_title_stands_alone_and_is_short_and_open() {
    let title = |text: &str| title_and_paragraphs(text, false).0;
    let body = "The harbour master closed the port before noon because of the wind.";
    assert_eq!(title(&format!("Port closed\n\n{body}")).as_deref(), Some("Port closed"));
    assert_eq!(title(&format!("Port closed\n{body}")), None);
    assert_eq!(title(&format!("Port closed.\n\n{body}")), None);
    assert_eq!(title(&format!("Port closed?\n\n{body}")), None);
    assert_eq!(title("Port closed\n\nOpen"), None);
    assert_eq!(title("Port closed"), None);
    let generous = title_and_paragraphs(&format!("Port closed?\n\n{body}"), true);
    assert_eq!(generous.0.as_deref(), Some("Port closed?"));
}

/// An article of four paragraphs, one line each.
const ARTICLE: [&str; 4] = [
    "The harbour master closed the port before noon, because the wind had grown too strong for \
     the ferries. The fishing boats stayed at home and nobody in the village minded. It was the \
     third storm of the year.",
    "By the evening the wind had gone down, and the first of the ferries left with forty \
     passengers, the mail of three long days and a goat that belonged to the baker of the \
     island. She had waited on the quay since Monday.",
    "The council said that the quay would be raised by a yard in the spring. It will cost about \
     four million dollars, of which the county pays a third, and the work will be done by the \
     men who built the mole in 1974.",
    "Nobody knows who is to pay for the rest of it. The mayor has asked the state for a loan, and \
     the state has asked for a report.",
];

/// The lines of a paragraph that is wrapped at a width, words of many letters divided or not.
fn wrapped(paragraph: &str, width: usize, first: &str, other: &str) -> String {
    let mut lines = vec![first.to_owned()];
    let mut is_empty = true;
    for word in paragraph.split(' ') {
        let line = lines.last_mut().unwrap();
        if !is_empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(format!("{other}{word}"));
        } else {
            line.push_str(if is_empty { "" } else { " " });
            line.push_str(word);
        }
        is_empty = false;
    }
    lines.join("\n")
}

fn wrapped_article(width: usize, first: &str, other: &str, between: &str) -> String {
    ARTICLE.map(|paragraph| wrapped(paragraph, width, first, other)).join(between)
}

#[test]
fn text_of_any_width_and_indent_is_joined() {
    for width in [28, 34, 40, 55, 66, 72, 80, 100, 120, 140] {
        let text = wrapped_article(width, "", "", "\n\n");
        assert_eq!(paragraphs(&text), ARTICLE, "{width}");
    }
    for (first, other, between) in [
        ("    ", "    ", "\n\n"),
        ("    ", "    ", "\n    \n"),
        ("", "\t", "\n"),
        ("", "    ", "\n\n"),
        ("   ", "", "\n"),
        ("\t", "", "\n\n"),
        ("> ", "> ", "\n>\n"),
        (">> ", ">> ", "\n>>\n"),
        ("> > > ", "> > > ", "\n> > >\n"),
        ("  > ", "  > ", "\n  > \n"),
        ("1. ", "   ", "\n"),
        ("- ", "  ", "\n"),
    ] {
        let text = wrapped_article(70, first, other, between);
        let marks = if first.starts_with(['1', '-']) { first } else { "" };
        let expected = ARTICLE.map(|paragraph| format!("{marks}{paragraph}"));
        assert_eq!(paragraphs(&text), expected, "{first:?} {other:?} {between:?}");
    }
}

#[test]
fn a_short_line_ends_a_paragraph_where_no_blank_line_does() {
    let text = wrapped_article(60, "", "", "\n");
    assert_eq!(paragraphs(&text), ARTICLE);
}

#[test]
fn lines_of_uneven_width_are_joined() {
    let ragged: Vec<String> = ARTICLE
        .iter()
        .map(|paragraph| {
            // Letters of different widths, as in print: narrow ones count for less.
            let mut lines = vec![String::new()];
            let mut width = 0;
            for word in paragraph.split(' ') {
                let narrow = word.matches(['i', 'l', 't', 'f', 'r', 'j', '.', ',']).count();
                let wide = word.matches(['m', 'w', 'M', 'W']).count();
                let letters = 4 * word.len() + 4 + 4 * wide - 2 * narrow;
                if width + letters > 320 {
                    lines.push(String::new());
                    width = 0;
                }
                let line = lines.last_mut().unwrap();
                line.push_str(if width == 0 { "" } else { " " });
                line.push_str(word);
                width += letters;
            }
            lines.join("\n")
        })
        .collect();
    assert_eq!(paragraphs(&ragged.join("\n\n")), ARTICLE);
}

#[test]
fn an_address_wider_than_all_lines_does_no_harm() {
    let address =
        "https://www.ada.example/council/2031/03/reports/quay-and-mole-final-version-4.pdf";
    let mut text = wrapped_article(70, "", "", "\n\n");
    text.push_str(&format!(
        "\n\nThe report of the council, with all its plans, can be read here:\n{address}"
    ));
    let paragraphs = paragraphs(&text);
    assert_eq!(paragraphs[..4], ARTICLE);
    assert!(paragraphs[4].ends_with(address));
}

#[test]
fn soft_lines_go_on_whatever_their_width() {
    let text = "The harbour master closed \nthe port before noon, because \nof \nMonday's wind. \
        Nobody \ndid.\n\nThe boats stayed \nat home.";
    let expected = [
        "The harbour master closed the port before noon, because of Monday's wind. Nobody did.",
        "The boats stayed at home.",
    ];
    assert_eq!(paragraphs(text), expected);
}

#[test]
fn divided_words_are_joined_and_compounds_keep_their_hyphens() {
    let with = |word: &str, more: &str| {
        let text = format!(
            "The harbour master closed the port before noon, because the {word} wind had\n\
             grown too strong for the ferries. The fishing boats stayed at home and\n\
             nobody in the village of Ada minded it. {more}"
        );
        paragraphs(&text)[0].clone()
    };
    for (word, joined) in [
        ("inter-\nnational", "international"),
        ("imme-\ndiate", "immediate"),
        ("well-\nknown", "well-known"),
        ("old-\nfashioned", "old-fashioned"),
        ("Rossouw-\nMbele", "Rossouw-Mbele"),
        ("twenty-\nfive", "twenty-five"),
        ("state-of-\nthe-art", "state-of-the-art"),
        ("e-\nmail", "e-mail"),
        ("1990-\n1995", "1990-1995"),
        ("short-\nand long-term", "short- and long-term"),
        ("so-called -\nand cold -", "so-called - and cold -"),
        ("coun\u{AD}\ncil", "council"),
    ] {
        assert!(with(word, "").contains(joined), "{word:?}: {}", with(word, ""));
    }
    // The text itself knows better.
    assert!(with("flood-\nwater", "It was flood-water.").contains("the flood-water wind"));
    assert!(with("well-\nfare", "Their well-fare counts.").contains("the well-fare wind"));
    assert!(with("long-\nboat", "The longboat sank.").contains("the longboat wind"));
}

#[test]
fn what_is_lines_by_intent_stays_lines() {
    for text in [
        // Verse, with capitals and without.
        "The tide came in at half past nine,\nThe ferry did not care;\nIt lay beside the harbour \
         line\nAnd combed its rusty hair.\n\nThe baker's goat upon the quay\nLooked out across the \
         foam,\nAnd said that what it wished to see\nWas somebody come home.",
        "the tide came in\nlike someone late\nfor his own wedding\nand the goat\nwho had waited\n\
         since monday\nlooked at the sea\nand did not stir",
        "I have been in this harbour longer than the harbour has been here\nAnd I have seen the \
         boats go out and the same boats never come again\nAnd the men who built the mole, and the \
         sons of the men who built the mole,\nAll of them I have seen, and all have seen me",
        // Lists, with marks and without.
        "- rope\n- two nets of the larger kind\n- a lamp\n- bread for a week",
        "rope\ntwo nets of the larger kind\na lamp\nbread for a week",
        "225 g butter, softened\n225 g sugar\n4 eggs\n2 lemons, zest and juice",
        "1. Heat the oven.\n2. Beat the butter and sugar until pale.\n3. Fold in the flour.",
        // Addresses, tables, code, headlines, dialogue.
        "Anna Berg\n12 Harbour Street\nPort Ada\nNM4 2AB",
        "boat      crew   year\nAda        12   1974\nLina        9   1980\nBerg       31   2002",
        "let port = open(ada);\nfor boat in port.boats() {\n    boat.close();\n}",
        "Port closed by storm\nFerry service resumes on Tuesday\nGoat waits for three days\n\
         Council to raise quay by a yard\nMayor asks state for loan",
        "“Where is the goat?” asked Anna.\n“On the quay.”\n“Since when?”\n“Since Monday, I think.”",
        "ANNA: Where is the goat?\nOLE: On the quay.\nANNA: Since when?\nOLE: Since Monday.",
        // A paragraph or a sentence a line.
        "The port is closed.\nThe ferry stays at home until the wind has gone down for good.\n\
         Nobody minds.\nThe goat waits on the quay for the third day running, says the baker.",
        // Scripts without small letters.
        "港は正午前に閉鎖された。\n風が強すぎたためだ。\n漁船は港にとどまった。",
        "ปิดท่าเรือก่อนเที่ยง\nลมแรงเกินไปสำหรับเรือข้ามฟาก\nเรือประมงจอดอยู่ในท่า",
        "أغلق الميناء قبل الظهر.\nكانت الرياح شديدة جدا.\nبقيت القوارب في الميناء.",
    ] {
        let lines: Vec<String> =
            text.lines().map(clean_line).filter(|line| !line.is_empty()).collect();
        assert_eq!(paragraphs(text), lines);
    }
}

#[test]
fn a_poem_in_wrapped_text_stays_a_poem() {
    let poem = "The tide came in at half past nine,\nThe ferry did not care;\nIt lay beside the \
        harbour line\nAnd combed its rusty hair.";
    let text = format!("{}\n\n{poem}\n\nrope\na lamp", wrapped_article(72, "", "", "\n\n"));
    let paragraphs = paragraphs(&text);
    assert_eq!(paragraphs[..4], ARTICLE);
    assert_eq!(paragraphs[4..8].join("\n"), poem);
    assert_eq!(paragraphs[8..], ["rope", "a lamp"]);
}

#[test]
fn german_and_japanese_are_joined_too() {
    let german = "Der Hafenmeister schloss den Hafen am Vormittag, weil der Wind für\ndie Fähren \
        zu stark geworden war. Die Fischerboote blieben im Hafen,\nund niemand im Dorf störte sich \
        daran. Am Abend legte sich der Wind.";
    assert_eq!(paragraphs(german), [german.replace('\n', " ")]);
    let japanese = "港は月曜日の正午前に閉鎖された。風が強すぎて渡し船が出られなかった\n\
        からである。漁船は一日中港にとどまり、乗組員は氷室の裏の長い小屋で\n網を繕った。";
    assert_eq!(paragraphs(japanese), [japanese.replace('\n', "")]);
}

#[test]
fn many_lines_take_a_moment() {
    let start = std::time::Instant::now();
    for text in [
        wrapped_article(72, "> ", "> ", "\n>\n").repeat(50),
        wrapped_article(40, "", "", "\n").repeat(50),
        "a\n".repeat(20_000),
        "a-\n".repeat(20_000),
        ">".repeat(300_000),
        "a b-".repeat(50_000) + "\n" + &"c ".repeat(100_000),
    ] {
        let _ = joined(&text);
    }
    // A generous bound, for slow machines: quadratic work takes hours.
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn wrapped_text_is_joined_at_every_width(width in 46_usize..130, indent in "[ \t]{0,4}") {
        let text = wrapped_article(width, &indent, &indent, "\n\n");
        prop_assert_eq!(paragraphs(&text), ARTICLE);
    }

    #[test]
    fn joining_again_changes_nothing_and_loses_no_letter(
        text in "([a-c]{1,3}|[A-Z][a-z]{30}|[-. \n\t>|*\u{7}\u{AD}\u{A0}]|> |we-\n|\n[a-z]){0,60}",
    ) {
        let once = joined(&text);
        prop_assert_eq!(&joined(&once), &once);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&once), letters(&text));
    }
}
