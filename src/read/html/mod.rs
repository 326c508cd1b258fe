//! HTML: the text of a page or of a piece of one.

/// The text of a piece of HTML, all of it: paragraphs with blank lines between.
pub(crate) fn text_of(fragment: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in fragment.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push_str("\n\n");
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}
