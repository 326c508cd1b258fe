//! Pages that are made, or broken, so that they stop what reads them.
//!
//! Each must be read or refused at once: the limits are generous for a debug build on a machine
//! that does other work, and far below what a time that grows with the square would take.

use std::time::{Duration, Instant};

use super::*;
use crate::read::{Input, Item, read};

/// What a page may take.
const LIMIT: Duration = Duration::from_secs(8);

/// Reads a page and says what it took; its text must hold `text`.
fn assert_read(name: &str, html: &str, text: &str) {
    let start = Instant::now();
    let items: Vec<_> = read(Input::bytes("page.html", html.as_bytes())).collect();
    let fragment = text_of(html);
    is_markup(html);
    let took = start.elapsed();
    assert!(took < LIMIT, "{name}: {took:?}");
    assert_eq!(items.len(), 1, "{name}");
    match &items[0] {
        Ok(Item::Document(document)) => {
            let body = &document.article.body;
            assert!(body.contains(text), "{name}: {}", &body[..body.floor_char_boundary(200)]);
        }
        other => assert!(text.is_empty(), "{name}: {other:?}"),
    }
    assert!(fragment.contains(text), "{name}");
}

/// A page with an article and something else after it.
fn with_article(hostile: &str) -> String {
    format!("<!DOCTYPE html><html><body><article>{}</article>{hostile}", ARTICLE.repeat(4))
}

const ARTICLE: &str = "<p>The harbour master closed the northern quay on Monday, after divers had \
    found that the oldest of its timbers would not carry another winter of heavy cargo.</p>";

#[test]
fn deep_pages() {
    for (name, open) in [
        ("div", "<div>"),
        ("b and i", "<b><i>"),
        ("table", "<table><tr><td>"),
        ("bare table", "<table>"),
        ("form", "<form>"),
        ("a", "<a href=x>"),
        ("list", "<ul><li>"),
        ("font p", "<font><p>"),
        ("quote", "<blockquote>"),
        ("custom", "<x-y>"),
        ("svg", "<svg>"),
        ("object", "<object>"),
        ("dl", "<dl><dt><dd>"),
        ("button p", "<button><p>"),
    ] {
        for count in [5_000, 20_000] {
            let name = format!("{count} {name}");
            assert_read(&name, &with_article(&open.repeat(count)), "harbour master");
        }
    }
    let around = "<div>".repeat(20_000) + &ARTICLE.repeat(3) + &"</div>".repeat(20_000);
    assert_read("an article in 20,000 div", &around, "harbour master");
}

#[test]
fn wide_pages() {
    let links = "<a href=\"/x\">A link to somewhere else</a> ".repeat(20_000);
    assert_read("20,000 links", &with_article(&links), "harbour master");
    let paragraphs = ARTICLE.repeat(1_000);
    assert_read("1,000 paragraphs", &paragraphs, "harbour master");
    assert_read("100,000 references", &with_article(&"&amp;".repeat(100_000)), "harbour");
    assert_read("50,000 half references", &with_article(&"&a".repeat(50_000)), "harbour");
    assert_read(
        "one long reference",
        &with_article(&format!("&{}", "a".repeat(200_000))),
        "harbour",
    );
    assert_read("a long number", &with_article(&format!("&#{};", "9".repeat(200_000))), "harbour");
    assert_read("100,000 line breaks", &with_article(&"<br>".repeat(100_000)), "harbour");
    assert_read("end tags", &with_article(&"</b></p></div></td>".repeat(100_000)), "harbour");
    let cells = "<table>".to_owned() + &"<tr><td>x".repeat(20_000);
    assert_read("20,000 rows", &with_article(&cells), "harbour master");
    assert_read("one long word", &with_article(&"x".repeat(400_000)), "harbour master");
    assert_read("spaces", &with_article(&" \n\t".repeat(200_000)), "harbour master");
}

#[test]
fn attributes() {
    let many: String = (0..20_000).map(|number| format!(" a{number}=\"{number}\"")).collect();
    assert_read("20,000 attributes", &with_article(&format!("<div{many}>x</div>")), "harbour");
    let same = " class=\"share\"".repeat(200_000);
    assert_read("the same attribute", &with_article(&format!("<div{same}>x</div>")), "harbour");
    let long = "word ".repeat(100_000);
    for name in ["title", "class", "style", "href", "id"] {
        let hostile = format!("<div {name}=\"{long}\">x</div>");
        assert_read("500 kB in an attribute", &with_article(&hostile), "harbour");
    }
    assert_read("equals signs", &with_article(&format!("<a {}>", "= ".repeat(500_000))), "harbour");
    let spaces = format!("<a {}>", " ".repeat(400_000));
    assert_read("spaces in a tag", &with_article(&spaces), "harbour");
    let quotes = "<a href=\" title=' x=\" >".repeat(20_000);
    assert_read("quotation marks that do not match", &with_article(&quotes), "harbour");
    let open = "<a b=\">\"".repeat(50_000);
    assert_read("tags that end in quotations alone", &with_article(&open), "harbour");
}

#[test]
fn what_never_ends() {
    for open in [
        "<!--",
        "<!-",
        "<!",
        "<?",
        "<",
        "</",
        "<a",
        "<a b='",
        "<a b=\"",
        "</a",
        "<script>",
        "<style>",
        "<textarea>",
        "<title>",
        "<xmp>",
        "<iframe>",
        "<noscript>",
        "<template>",
        "<plaintext>",
        "<select><option>",
        "<![CDATA[",
        "<math>",
        "<frameset>",
        "<head>",
        "&#",
        "&#x",
    ] {
        let html = with_article(&open.repeat(20_000));
        assert_read(open, &html, "harbour master");
        let html = with_article(&(open.repeat(20_000) + ">"));
        assert_read(open, &html, "harbour master");
    }
}

#[test]
fn misnested_and_damaged_pages() {
    let crossed = "<b><i><u><p></b>x</i>y</u>z".repeat(10_000);
    assert_read("crossed formatting", &with_article(&crossed), "harbour");
    let fostered = "<table><b>x<tr>y<a href=x><td>z".repeat(20_000);
    assert_read("text between cells", &with_article(&fostered), "harbour");
    let headings = "<h1><h2><h3>x</h1>".repeat(10_000);
    assert_read("headings in headings", &with_article(&headings), "harbour");
    let nuls = with_article(&"x\0y".repeat(100));
    assert_read("some NULs", &nuls.replace("quay", "qu\0ay"), "");
    let start = Instant::now();
    let items: Vec<_> = read(Input::bytes("page.html", "<html>\0\0\0\0".repeat(10_000))).collect();
    assert!(items.iter().all(Result::is_err) && start.elapsed() < LIMIT);
    let data = |json: &str| format!("<script type=application/ld+json>{json}</script>");
    for json in [
        "[".repeat(100_000),
        "{\"@graph\":".repeat(100_000),
        format!("[{}0]", "[],".repeat(50_000)),
        format!("{{\"@type\":\"Article\",\"keywords\":[{}\"x\"]}}", "\"k\",".repeat(200_000)),
        "{\"@type\":\"Article\",\"headline\":{\"name\":[[[]]]},\"author\":7}".to_owned(),
    ] {
        let html = data(&json) + &with_article("");
        assert_read("linked data", &html, "harbour master");
    }
    let scripts = data("{\"@type\":\"WebPage\"}").repeat(20_000) + &with_article("");
    assert_read("20,000 scripts of data", &scripts, "harbour master");
    let metas = "<meta name=author content=x>".repeat(20_000) + &with_article("");
    assert_read("20,000 meta", &metas, "harbour master");
    let headings = "<h1>x<h1>".repeat(10_000) + &"<time>x</time>".repeat(10_000);
    assert_read("20,000 headings and times", &with_article(&headings), "harbour master");
}
