use super::*;
use crate::read::{Input, Item, read};

fn article(name: &str, text: &str) -> Article {
    match read(Input::bytes(name, text)).next() {
        Some(Ok(Item::Document(document))) => document.article,
        other => panic!("{other:?}"),
    }
}

fn body(text: &str) -> String {
    article("talk.txt", text).body
}

/// Cues of a second each, one after the other.
fn srt(cues: &[&str]) -> String {
    let cue = |(index, text): (usize, &&str)| {
        format!("{}\n00:00:{index:02},000 --> 00:00:{:02},900\n{text}\n\n", index + 1, index)
    };
    cues.iter().enumerate().map(cue).collect()
}

#[test]
fn the_lines_of_all_cues_are_one_text() {
    let cues =
        ["The ferry left the pier", "an hour late. Nobody\nminded much,", "not even the goat."];
    let text = "The ferry left the pier an hour late. Nobody minded much, not even the goat.";
    assert_eq!(body(&srt(&cues)), text);
    assert_eq!(body(&srt(&cues).replace('\n', "\r\n")), text);
    assert_eq!(body(&srt(&cues).replace(',', ".")), text.replace(',', "."));
    // Without the blank lines, without the numbers, with names for numbers.
    assert_eq!(body(&srt(&cues).replace("\n\n", "\n")), text);
    let bare: String =
        srt(&cues).lines().filter(|line| line.len() != 1).map(|it| format!("{it}\n")).collect();
    assert_eq!(body(&bare), text);
    let vtt = format!("WEBVTT\n\n{}", srt(&cues).replace("1\n00", "intro - 1\n00"));
    assert_eq!(body(&vtt), text);
}

#[test]
fn what_nobody_says_is_left_out() {
    for (cue, said) in [
        ("<i>The ferry</i> is <b>late</b>.", "The ferry is late."),
        ("{\\an8}The ferry is late.", "The ferry is late."),
        ("<v.loud Marta Øst>The ferry is late.</v>", "The ferry is late."),
        ("<00:00:01.500><c>The</c> ferry is late.", "The ferry is late."),
        ("- The ferry is late.", "The ferry is late."),
        (">> The ferry is late.", "The ferry is late."),
        (">>> MARTA: The ferry is late.", "The ferry is late."),
        ("[Music]\nThe ferry is late.", "The ferry is late."),
        ("(HORN BLOWS) The ferry is late.", "The ferry is late."),
        ("(a horn)\nThe ferry is late.", "The ferry is late."),
        ("♪ The ferry is late ♪", "The ferry is late"),
        ("The ferry &amp; the goat are late.", "The ferry & the goat are late."),
        // These are said.
        ("At 9:30 it was 5 < 6 degrees.", "At 9:30 it was 5 < 6 degrees."),
        ("-5 degrees at the pier.", "-5 degrees at the pier."),
        ("The ferry (an old one) is late.", "The ferry (an old one) is late."),
        ("Note: the ferry is late.", "Note: the ferry is late."),
        ("A pair {a, b} of ferries.", "A pair {a, b} of ferries."),
    ] {
        assert_eq!(body(&srt(&[cue])), said, "{cue}");
    }
}

#[test]
fn captions_that_roll_are_read_once() {
    let rolling = "WEBVTT\nKind: captions\nLanguage: en\n\n\
        00:00:00.000 --> 00:00:02.000 align:start position:0%\n \nthe<00:00:00.500><c> ferry</c>\n\n\
        00:00:02.000 --> 00:00:02.010\nthe ferry\n \n\n\
        00:00:02.010 --> 00:00:04.000\nthe ferry\nleft<00:00:03.000><c> the pier</c>\n\n\
        00:00:04.000 --> 00:00:04.010\nleft the pier\n \n\n\
        00:00:04.010 --> 00:00:06.000\nleft the pier\nan hour late\n";
    let article = article("talk.vtt", rolling);
    assert_eq!(article.body, "the ferry left the pier an hour late");
    assert_eq!(article.language.as_deref(), Some("en"));
    let growing = "WEBVTT\n\n00:01.000 --> 00:02.000\nThe\n\n00:02.000 --> 00:03.000\nThe ferry\n\n\
        00:03.000 --> 00:04.000\nThe ferry is late.\n";
    assert_eq!(body(growing), "The ferry is late.");
    // Who says it twice with time between says it twice.
    let twice = "WEBVTT\n\n00:01.000 --> 00:02.000\nNo, no.\n\n00:03.000 --> 00:04.000\nNo, no.\n";
    assert_eq!(body(twice), "No, no. No, no.");
}

#[test]
fn paragraphs_end_with_silence_and_speakers() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nThe ferry is late.\n\n\
        2\n00:00:09,000 --> 00:00:10,000\nNobody minds.\n\n\
        3\n00:00:10,100 --> 00:00:11,000\n- Not you?\n- Not me.\n\n\
        4\n00:00:19,100 --> 00:00:20,000\nAnd not\n\n5\n00:00:29,100 --> 00:00:30,000\nthe goat.\n";
    let expected =
        "The ferry is late.\n\nNobody minds.\n\nNot you?\n\nNot me.\n\nAnd not the goat.";
    assert_eq!(body(text), expected);
    let long = srt(&["The ferry is late and nobody on the pier minds."; 50].map(|it| it));
    let long = long.replace("minds", "waits for it any more");
    assert!(body(&long).split("\n\n").all(|paragraph| paragraph.len() < 1_200));
}

#[test]
fn blocks_of_webvtt_and_blank_lines_in_cues() {
    let text = "WEBVTT - A late ferry\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\n\
        NOTE The first\ncue comes\n\n00:01.000 --> 00:02.000\nThe ferry\n\nis late.\n\n\
        NOTE\nno more\n\nlast\n00:03.000 --> 00:04.000\nNobody minds.";
    let article = article("talk", text);
    assert_eq!(article.title.as_deref(), Some("A late ferry"));
    assert_eq!(article.body, "The ferry is late. Nobody minds.");
}

#[test]
fn japanese_cues_are_joined_without_spaces() {
    assert_eq!(body(&srt(&["港は正午前に", "閉鎖された。"])), "港は正午前に閉鎖された。");
}

#[test]
fn only_subtitles_look_like_it() {
    let looks_like = |text: &str| {
        let head = Head { bytes: text.as_bytes(), text, extension: "txt", is_whole: true };
        looks(&head)
    };
    for text in
        ["WEBVTT", "WEBVTT - x\n", "0:01.5 --> 0:02.0\nx", "12\n00:00:01,0 --> 00:00:02,0\n"]
    {
        assert_eq!(looks_like(text), Looks::Certain, "{text}");
    }
    for text in
        ["WEBVTTs are files.", "1\n2\n3", "a --> b", "12 --> 14", "The ferry\n00:01 --> 00:02"]
    {
        assert_eq!(looks_like(text), Looks::Other, "{text}");
    }
}

#[test]
fn hostile_subtitles_are_read_in_time() {
    let started = std::time::Instant::now();
    let cue = "00:01.000 --> 00:02.000\n";
    for text in [
        format!("WEBVTT\n\n{cue}{}", "<a".repeat(100_000)),
        format!("WEBVTT\n\n{cue}{}", "[(".repeat(100_000)),
        format!("WEBVTT\n\n{cue}{}", "&{<".repeat(100_000)),
        format!("WEBVTT\n\n{cue}{}", "a ".repeat(100_000)),
        format!("WEBVTT\n\n{}", format!("{cue}a\n").repeat(20_000)),
        format!("WEBVTT\n\n{}", cue.repeat(50_000)),
        format!("WEBVTT\n{}", "NOTE\n".repeat(100_000)),
        "99999999:00:00.000 --> 1:1:1:1:1:1".to_owned(),
        "18446744073709551615:59 --> 0:1\nx".to_owned(),
    ] {
        drop(read(Input::bytes("x.vtt", text)).count());
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
