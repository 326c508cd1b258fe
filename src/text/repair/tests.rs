use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

const A: &str = "The harbour master closed the port before noon on Monday because the wind had \
    grown far too strong for the ferries.";
const B: &str = "\u{201C}Nobody goes out in that,\u{201D} she said. Fishing boats stayed at their \
    moorings all day, and the crews mended nets in the long shed behind the ice house.";
const C: &str = "By the evening the wind had gone down, and the first ferry left with forty \
    passengers, a goat and the mail of three days.";

fn join(paragraphs: &[&str]) -> String {
    paragraphs.join("\n\n")
}

/// Repairs, and checks on the way what must hold of every repair.
fn repaired(title: Option<&str>, body: &str) -> String {
    let (once, repairs) = repair(title, body);
    assert_eq!(repair(title, &once), (once.clone(), vec![]), "not idempotent");
    assert_eq!(repairs.is_empty(), words_of(&once) == words_of(body), "not reported");
    assert!(repairs.iter().all(|repair| repair.words == count_words(&repair.removed)));
    once
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[test]
fn copies_of_every_layout_are_reduced_to_the_first() {
    let all = join(&[A, B, C]);
    let glued = [A, B, C].concat();
    for (layout, body) in [
        ("twice", join(&[A, B, C, A, B, C])),
        ("three times", join(&[A, B, C, A, B, C, A, B, C])),
        ("all but the lead", join(&[A, B, C, B, C])),
        ("block by block", join(&[A, A, B, B, C, C])),
        ("two by two", join(&[A, B, A, B, C, C])),
        ("interleaved", join(&[A, B, A, C, B, C])),
        ("in another order", join(&[A, B, C, C, A, B])),
        ("one line a paragraph", [A, B, C, A, B, C].join("\n")),
        ("glued into one paragraph", join(&[A, B, C, &glued])),
        ("joined into one paragraph", join(&[A, B, C, &all.replace("\n\n", " ")])),
        ("broken off", join(&[A, B, C, A, B, &C[..C.len() / 2]])),
        ("broken off in a word", format!("{all}\n{}", &all[..all.len() - 4])),
        ("other quotes and spaces", {
            let other = all.replace(['\u{201C}', '\u{201D}'], "\"").replace(", ", " ,  ");
            format!("{all}\n{}", other.to_uppercase())
        }),
    ] {
        assert_eq!(repaired(None, &body), all, "{layout}");
    }
}

#[test]
fn a_copy_inside_one_line_is_removed() {
    let line = [A, B, C].join(" ");
    assert_eq!(repaired(None, &format!("{line} {line}")), line);
    assert_eq!(repaired(None, &[A, B, C, A, B, C].concat()), [A, B, C].concat());
}

#[test]
fn one_run_is_one_repair_with_its_text() {
    let (body, repairs) = repair(None, &join(&[A, B, C, B, C]));
    assert_eq!(body, join(&[A, B, C]));
    let removed = join(&[B, C]);
    let words = count_words(&removed);
    assert_eq!(repairs, [Repair { kind: RepairKind::RepeatedBlock, removed, words }]);
}

#[test]
fn short_lines_go_with_the_copy_that_they_are_part_of() {
    let text = join(&[A, "No.", B, "No.", C, "Yes."]);
    assert_eq!(repaired(None, &format!("{text}\n\n{text}")), text);
    let doubled = text.split("\n\n").map(|line| format!("{line}\n{line}\n")).collect::<String>();
    assert_eq!(repaired(None, &doubled), text);
    let verses = "Low lies the mist,\nlow lies the sea,\nlow lies the boat\nthat carried me.\n\
        Who rows it home?\nNot I, said he,\nlow lies the boat\nthat carried me.";
    let paragraphs = verses.replace('\n', "\n\n");
    assert_eq!(repaired(None, &format!("{verses}\n{verses}")), paragraphs);
}

#[test]
fn the_title_and_the_lead_line_stand_once() {
    let lead = "The port is closed for a second day running.";
    let all = join(&[A, B, C]);
    assert_eq!(repaired(Some("Port closed"), &join(&["PORT CLOSED!", A, B, C])), all);
    assert_eq!(repaired(Some("Port closed"), &join(&[A, B, C, "Port closed", A, B, C])), all);
    let (_, repairs) = repair(Some("Port closed"), &join(&["Port closed", "Port closed", A]));
    assert!(repairs.iter().all(|repair| repair.kind == RepairKind::RepeatedTitle));
    let with_lead = join(&[lead, "By our reporter", A]);
    assert_eq!(repaired(None, &join(&[lead, "By our reporter", lead, A])), with_lead);
    let glued = format!("{lead} {A}");
    assert_eq!(repaired(None, &join(&[lead, &glued])), join(&[lead, A]));
    let (_, repairs) = repair(None, &join(&[lead, &glued]));
    assert_eq!(repairs[0].kind, RepairKind::RepeatedLead);
}

#[test]
fn the_title_is_found_beside_the_name_of_a_site_and_as_a_sentence() {
    let all = join(&[A, B, C]);
    for title in [
        "Port of Ada closed again - Riverton Courier",
        "Riverton Courier | Port of Ada closed again",
        "Port of Ada closed again | News | Riverton Courier",
        "Port of Ada closed again – The Courier",
        "Port of Ada closed again",
    ] {
        let body = join(&["Port of Ada closed again", A, B, C]);
        assert_eq!(repaired(Some(title), &body), all, "{title}");
        assert_eq!(repaired(Some(title), &format!("Port of Ada closed again. {all}")), all);
    }
    for (title, line) in [
        ("Port closed – what next for Ada?", "What next for Ada?"),
        ("Port closed", "Port closed to all on Monday, and on Tuesday too."),
        ("The harbour master closed the port", A),
        ("No. No", "No. No. They all said so."),
    ] {
        let body = join(&[line, B, C]);
        if line != "What next for Ada?" {
            assert_eq!(repaired(Some(title), &body), body, "{title}");
        }
    }
}

#[test]
fn a_teaser_goes_before_the_whole_lead_and_a_deck_stands_once() {
    let all = join(&[A, B, C]);
    let cut = &A[..A.len() - 30];
    for mark in ["…", "...", " [...]", " [\u{2026}]", "\u{2026}]", " (...)"] {
        let body = join(&[&format!("{cut}{mark}"), A, B, C]);
        assert_eq!(repaired(None, &body), all, "{mark}");
        let (_, repairs) = repair(None, &body);
        assert_eq!(repairs[0].kind, RepairKind::RepeatedLead);
    }
    // Cut off, and not followed by the whole.
    let body = join(&["And then they waited, and waited, and waited…", A, B]);
    assert_eq!(repaired(None, &body), body);
    // The teaser is all there is of it.
    let body = join(&[&format!("{cut}…"), B]);
    assert_eq!(repaired(None, &body), body);
    let deck = "Ferries are suspended. Cracks were found.";
    let body = join(&[deck, &format!("{deck} {A}"), B]);
    assert_eq!(repaired(None, &body), join(&[deck, A, B]));
    let effect = join(&["Yes, we can.", &format!("Yes, we can. {A}"), B]);
    assert_eq!(repaired(None, &effect), effect);
}

#[test]
fn a_title_that_is_all_there_is_stays() {
    assert_eq!(repaired(Some("Port closed"), "Port closed"), "Port closed");
    assert_eq!(repaired(Some("***"), "***\n***"), "***\n\n***");
    assert_eq!(repaired(Some(""), ""), "");
}

#[test]
fn what_is_repeated_by_intent_survives() {
    let refrain = "Row on, row on, the night is long,\nand the light is on the shore;\n\
        row on, row on, and sing the song\nthat we never sang before.";
    let song = ["The rope was wet, the sail was torn,", "The moon came up above the mast,"]
        .map(|verse| format!("{verse}\nand none of us had slept.\n{refrain}\n"))
        .concat();
    for body in [
        join(&[A, "Yes, we can.", B, "Yes, we can.", "Yes, we can.", C]),
        join(&["Yes, we can.", "Yes, we can.", "Yes, we can."]),
        join(&["Q: What did you see that night?", A, "Q: What did you see that night?", B]),
        join(&["\u{201C}No.\u{201D}", "\u{201C}No.\u{201D}", A, "\u{201C}No.\u{201D}"]),
        join(&[A, "one boat", "two nets", "one boat", "one boat", B]),
        join(&[
            "We have a boat that will sail one day to the islands of the north.",
            "We have a boat that will sail one day past every rock in the sound.",
            "We have a boat today.",
            "We have a boat that will sail one day with every child on board.",
        ]),
        join(&[
            A,
            "Berg wins a free kick in the defensive half.",
            B,
            "Berg wins a free kick in the defensive half.",
            C,
        ]),
        format!("{song}{refrain}"),
        format!(
            "{A} It was, he said, the worst wind in forty years on this coast. {B} It was, he \
            said, the worst wind in forty years on this coast. {C}"
        ),
    ] {
        assert_eq!(words_of(&repaired(None, &body)), words_of(&body), "{body}");
    }
}

#[test]
fn text_without_spaces_is_repaired_too() {
    let text = "港は月曜日の正午前に閉鎖された。風が強すぎて渡し船が出られなかったからである。\n\n\
        漁船は一日中港にとどまり、乗組員は氷室の裏の長い小屋で網を繕った。";
    assert_eq!(repaired(None, &format!("{text}\n{text}")), text);
}

#[test]
fn five_megabytes_take_a_moment() {
    let mut lines = String::new();
    for number in 0..25_000 {
        let _ = writeln!(
            lines,
            "Boat {number} left the harbour at {} with {} nets on board and \
            came back late.",
            number % 24,
            number * 7
        );
    }
    let twice = lines.repeat(2);
    // A generous bound, for slow machines and unoptimised builds: quadratic work takes hours.
    for body in [twice.clone(), twice.replace('\n', " "), "a. ".repeat(1_500_000)] {
        let start = Instant::now();
        let _ = repair(None, &body);
        eprintln!("{} bytes: {:?}", body.len(), start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}

#[test]
fn copies_in_copies_take_no_longer() {
    const SIZE: usize = 400_000;
    let lead = "The port is closed for a second day running.";
    let text = join(&[A, B, C]);
    let mut nested = text.clone();
    let mut layer = 0;
    while nested.len() < SIZE {
        layer += 1;
        nested = format!("{nested}\n\n{nested}\n\nBoat {layer} came back.");
    }
    for (name, body) in [
        ("doubled", format!("{text}\n\n").repeat(SIZE / text.len())),
        ("nested", nested),
        ("lead lines", format!("{lead}\n\n").repeat(SIZE / lead.len())),
        ("leads in a line", format!("{lead}\n\n") + &format!("{lead} ").repeat(8_000) + A),
        ("titles", "Port closed today. ".repeat(20_000) + A),
        ("teasers", format!("{lead}..\n\n").repeat(8_000) + lead + " " + A),
    ] {
        let start = Instant::now();
        let (repaired, _) = repair(Some("Port closed today"), &body);
        eprintln!("{name}: {} to {} in {:?}", body.len(), repaired.len(), start.elapsed());
        assert!(repaired.len() < body.len() / 10, "{name}");
        // A generous bound, for slow machines: a layer a round takes minutes.
        assert!(start.elapsed() < Duration::from_secs(10), "{name}");
    }
}

/// Paragraphs of a few sentences, long and short, in any order.
fn scrambled() -> impl Strategy<Value = String> {
    let sentence = prop_oneof![
        Just(A),
        Just(B),
        Just(C),
        Just("No."),
        Just("Yes, we can."),
        Just("***"),
        Just("The port is closed for a second day running."),
        Just("and so it went")
    ];
    let separator = prop_oneof![Just("\n"), Just("\n\n"), Just(" "), Just("")];
    proptest::collection::vec((sentence, separator), 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

proptest! {
    #[test]
    fn repair_is_idempotent_and_invents_nothing(body in scrambled(), titled: bool) {
        let title = titled.then_some("The port is closed for a second day running.");
        let (once, repairs) = repair(title, &body);
        let (twice, again) = repair(title, &once);
        prop_assert_eq!(&once, &twice);
        prop_assert!(again.is_empty());
        let mut before = words_of(&body).into_iter();
        for word in words_of(&once) {
            prop_assert!(before.any(|other| other == word), "`{}` is not in the body", word);
        }
        // Whatever went is still there, if glued to the word beside it.
        let left = format!("{once} {}", title.unwrap_or_default());
        for repair in repairs {
            for word in words_of(&repair.removed) {
                prop_assert!(left.contains(&word), "`{}` is lost", word);
            }
        }
    }

    #[test]
    fn a_body_stored_several_times_is_stored_once(
        long in Just(vec![A, B, C]).prop_shuffle(),
        short in proptest::collection::vec(
            prop_oneof!["No\\.", "Yes, we can\\.", "and so it went"],
            4,
        ),
        times in 2_usize..4,
    ) {
        let parts = short.iter().map(String::as_str).zip(long);
        let body = join(&parts.flat_map(|(a, b)| [a, b]).collect::<Vec<_>>());
        prop_assert_eq!(repair(None, &format!("{body}\n\n").repeat(times)).0, body);
    }

    #[test]
    fn arbitrary_text_does_not_panic(title in ".{0,20}", body in "[ab。.\" \n漢É]{0,200}") {
        let (once, _) = repair(Some(&title), &body);
        prop_assert_eq!(repair(Some(&title), &once).0, once);
    }
}
