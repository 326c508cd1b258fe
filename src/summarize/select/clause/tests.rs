use unicode_segmentation::UnicodeSegmentation;

use super::*;

/// The longest beginning of at most so many words that may stand for the sentence.
fn within(sentence: &str, words: usize) -> Option<&str> {
    clause_end(sentence, |part| part.unicode_words().count() <= words).map(|end| &sentence[..end])
}

/// Every beginning that may stand for the sentence.
fn all(sentence: &str) -> Vec<&str> {
    let mut found: Vec<&str> = (1..80).filter_map(|words| within(sentence, words)).collect();
    found.dedup();
    found
}

#[test]
fn what_adds_to_the_main_clause_can_go() {
    for (sentence, expected) in [
        (
            "Marulet, an exchange in Cape Town, stopped all trading after thieves took its coins.",
            &["Marulet, an exchange in Cape Town, stopped all trading"][..],
        ),
        (
            "Marulet, an exchange in Cape Town, halted its trading after thieves took its coins.",
            &["Marulet, an exchange in Cape Town, halted its trading"],
        ),
        (
            "The town has sold its harbour to Ada Moss, who owns the ferry.",
            &["The town has sold its harbour to Ada Moss"],
        ),
        (
            "The council closed the old bridge in Wexley on Tuesday because of cracks.",
            &[
                "The council closed the old bridge",
                "The council closed the old bridge in Wexley",
                "The council closed the old bridge in Wexley on Tuesday",
            ],
        ),
        (
            "A storm tore the roof off the station, leaving two hundred travellers in the rain.",
            &["A storm tore the roof off the station"],
        ),
        (
            "Ada Moss won the race for the mill town, the second victory of her career.",
            &["Ada Moss won the race", "Ada Moss won the race for the mill town"],
        ),
        (
            "The baker sold his shop to a friend and moved to the coast of Ireland.",
            &["The baker sold his shop to a friend"],
        ),
        (
            "The river rose by a metre overnight; the ferries stayed in the harbour.",
            &["The river rose by a metre overnight"],
        ),
        (
            "The school will open in a former mill -- a brick hall by the canal.",
            &["The school will open in a former mill"],
        ),
    ] {
        assert_eq!(all(sentence), expected, "{sentence}");
    }
}

#[test]
fn a_mention_behind_the_clause_can_go() {
    for (sentence, expected) in [
        (
            "Police arrested six people in a search that began at a mill by the river.",
            &["Police arrested six people in a search"][..],
        ),
        (
            "A boy playing with matches started a fire that burned the mill for days.",
            &["A boy playing with matches started a fire"],
        ),
        ("The mayor said in a statement that the bridge would close.", &[]),
        ("The flood left the village of Oldham in a state of despair.", &[]),
        ("She read the book that was found in a mill.", &[]),
        ("The visitors are now on course for a second victory.", &[]),
        ("The county regulators will decide on the plan.", &[]),
        (
            "The town has ended a deal with Moss Ferries which paid for the school.",
            &["The town has ended a deal with Moss Ferries"],
        ),
        ("The inspectors asked the town how they look after the children.", &[]),
        ("The tool of the bank could help predict when prices will rise.", &[]),
        ("The firm reported an increase in the price of flour.", &[]),
    ] {
        assert_eq!(all(sentence), expected, "{sentence}");
    }
}

#[test]
fn numbers_and_lists_stay_together() {
    for sentence in [
        "The plant will shut down reactors 3, 4 and 5 of its northern block.",
        "The fire burned homes, cars and a school by the river.",
        "The thieves took a bicycle, a boat and a crate of apples.",
        "The plan includes a school, the library, and a park.",
        "The date has been fixed for months and, in the town of Wexley, nobody has objected.",
        "The fund has lent money to 12 in Wexley.",
        "The train will stop between Wexley and Oldham.",
        "The baker likes swimming, running and cycling by the river.",
    ] {
        assert_eq!(all(sentence), [""; 0], "{sentence}");
    }
}

#[test]
fn what_a_word_rules_stays_with_it() {
    for sentence in [
        "The council did not close the bridge because it was unsafe.",
        "The mayor has never closed the bridge in Wexley.",
        "The bridge will open only for walkers in Wexley.",
        "Ada Moss is the first woman to lead a bank in Norway.",
        "This was the largest flood on record in Wexley.",
        "The ferry will sail on Monday, unless the wind is too strong.",
        "The strike will begin on Monday if the talks in Oslo fail.",
        "The bill passed the lower house in May, but was vetoed by the governor.",
        "Ada Moss had praised the plan in Wexley, a claim that turned out to be false.",
        "Neither the mayor has signed the paper for the town, nor has the council read it.",
        "Ada Moss was the first to open her shop after the flood.",
        "All trains of the line stop at Wexley when it snows.",
        "She played the tormented, wandering queen of the north.",
        "All shops must stay shut on the square in Wexley.",
    ] {
        assert_eq!(all(sentence), [""; 0], "{sentence}");
    }
}

#[test]
fn a_claim_keeps_who_made_it() {
    for sentence in [
        "The mayor stole the money from the school, police said.",
        "The mayor stole the money from the school, according to a report.",
        "The mayor stole the money from the school after a dinner, the paper reported on Monday.",
        "The mayor stole the money from the school, said Lee Brandt of the county.",
    ] {
        assert_eq!(all(sentence), [""; 0], "{sentence}");
    }
    let sentence = "Police say the mayor stole the money from the school, which closed in May.";
    assert_eq!(all(sentence), ["Police say the mayor stole the money from the school"]);
}

#[test]
fn the_predicate_is_never_lost() {
    for sentence in [
        "Ada Moss, who closed the bridge in May, after a long fight in the council, and her son",
        "A man accused of a theft in Wexley on Monday has been set free.",
        "The ferry that sank off Oldham in May, with two hundred on board, has been raised.",
        "After the dam broke in Wexley on Monday, the town asked for help.",
        "The film based on her book about a bakery in Wexley won the prize.",
        "The plans for a new hall in Wexley, drawn by Ada Moss, are on show.",
    ] {
        for part in all(sentence) {
            let whole = tokens(part);
            assert!(main_verb(&whole, &finite_verbs(&whole)).is_some(), "{part}");
            assert!(part.contains("set free") || part.contains("asked"), "{part}");
        }
    }
}

#[test]
fn brackets_and_quotations_stay_whole() {
    for sentence in [
        "The mayor called it “a gift to the town, which has waited for years” in a letter.",
        "The bank will pay for the bridge (built in 1901, after the flood) by itself.",
        "The state began a campaign with the slogan “Mud, we're in it.”",
        "The mayor said: “We will close the bridge, which is old, on Monday",
    ] {
        for part in all(sentence) {
            let open = part.matches(['“', '(']).count();
            assert_eq!(open, part.matches(['”', ')']).count(), "{part}");
        }
    }
}

#[test]
fn words_that_something_follows_are_known() {
    for word in ["the", "of", "and", "will", "not", "3", "1,500", "only", "two"] {
        assert!(is_left_open_by(word), "{word}");
    }
    for word in ["bridge", "Wexley", "1901", "closed"] {
        assert!(!is_left_open_by(word), "{word}");
    }
}

#[test]
fn any_text_can_be_asked() {
    for text in ["", " ", ",", "—", "é€a", "The", "(((", "Is is is is is is is, ,, and", "a'b’c‘d"]
    {
        let _ = all(text);
        let _ = has_predicate(text);
    }
}
