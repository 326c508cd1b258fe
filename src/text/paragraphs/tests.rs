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
