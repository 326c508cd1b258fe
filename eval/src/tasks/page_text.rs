//! All text of an HTML page: what any extraction of the article alone has to beat.

/// Elements whose content is no text of the page.
const NO_TEXT: [&str; 5] = ["script", "style", "noscript", "template", "head"];

/// All text of a page, with a line break for every tag; comments, scripts and styles left out.
/// Character references are resolved where they are those of markup itself.
pub(super) fn page_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 4);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        rest = match rest.strip_prefix("<!--") {
            Some(comment) => behind(comment, "-->"),
            None => {
                let name = tag_name(&rest[1..]);
                let tag = behind(rest, ">");
                match NO_TEXT.iter().find(|known| name.eq_ignore_ascii_case(known)) {
                    Some(name) => behind_closing(tag, name),
                    None => tag,
                }
            }
        };
        text.push('\n');
    }
    text.push_str(rest);
    resolve(&text)
}

fn tag_name(tag: &str) -> &str {
    tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("")
}

fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

fn behind_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        if tag_name(rest).eq_ignore_ascii_case(name) {
            return behind(rest, ">");
        }
    }
    ""
}

fn resolve(text: &str) -> String {
    const REFERENCES: [(&str, &str); 7] = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    REFERENCES.iter().fold(text.to_owned(), |text, (reference, c)| text.replace(reference, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_and_markup_is_not() {
        let html = "<html><head><title>T</title></head><body class='a'><!-- no <p> -->\
                    <p>Fish &amp; chips</p><SCRIPT>if (a < b) {}</SCRIPT><p>6 &lt; 7</p>";
        let text = page_text(html);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(lines, ["Fish & chips", "6 < 7"]);
    }

    #[test]
    fn broken_markup_ends_nowhere_but_does_end() {
        assert_eq!(page_text("a<b").trim(), "a");
        assert_eq!(page_text("x<script>never closed").trim(), "x");
        assert_eq!(page_text("é<!-- open").trim(), "é");
    }
}
