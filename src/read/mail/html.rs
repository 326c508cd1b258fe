//! The quoted part of a mail in HTML.

/// What begins the message that is answered, in the tags that mail programs write around it, in
/// small letters. All that follows belongs to it.
const REST: &[&str] = &[
    "gmail_quote_container",
    "gmail_attr",
    "gmail_extra",
    "yahoo_quoted",
    "divrplyfwdmsg",
    "appendonsend",
    "moz-cite-prefix",
    "outlookmessageheader",
    "_mailoriginal",
    "mail-editor-reference-message-container",
    "protonmail_quote",
    "zmail_extra",
    "tutanota_quote",
    "replyintro",
    "ms-outlook-mobile-reference-message",
];
/// What quoted passages are called, between which answers may stand.
const PASSAGE: &[&str] = &["type=\"cite\"", "type='cite'", "type=cite", "gmail_quote"];

/// The HTML without the messages that it answers. A mail that is nothing else stays whole.
pub(super) fn without_quotes(html: &str) -> String {
    let kept = passages_left_out(html);
    let cut = rest_left_out(&kept);
    let says_something = |html: &str| {
        let text = crate::read::html::text_of(html);
        text.chars().any(char::is_alphanumeric)
    };
    if cut.len() < html.len() && !says_something(cut) { html.to_owned() } else { cut.to_owned() }
}

/// The HTML before the tag that begins the rest.
fn rest_left_out(html: &str) -> &str {
    let lower = html.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find('<') {
        let tag = &lower[from + at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        if REST.iter().any(|name| tag.contains(name)) {
            return &html[..from + at];
        }
        from += at + tag.len().max(1);
    }
    html
}

/// The HTML without `<blockquote type="cite">` and what is in it.
fn passages_left_out(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut kept = String::with_capacity(html.len());
    let mut depth = 0_usize;
    let (mut from, mut copied) = (0, 0);
    while let Some(at) = lower[from..].find('<').map(|at| from + at) {
        let tag = &lower[at..];
        let tag = &tag[..tag.find('>').map_or(tag.len(), |end| end + 1)];
        let end = at + tag.len();
        if tag.starts_with("<blockquote") {
            let is_quote = PASSAGE.iter().any(|name| tag.contains(name));
            if depth == 0 && is_quote {
                kept.push_str(&html[copied..at]);
            }
            depth += usize::from(depth > 0 || is_quote);
        } else if tag.starts_with("</blockquote") && depth > 0 {
            depth -= 1;
            copied = end;
        }
        from = end;
    }
    if depth == 0 {
        kept.push_str(&html[copied..]);
    }
    kept
}
