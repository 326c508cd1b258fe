//! Whole pages, as sites of several kinds make them.

use super::page::page;
use crate::article::Doubt;
use crate::read::entry::Entry;
use crate::read::{Input, Item, read};

const FIRST: &str = "The harbour master closed the northern quay on Monday, after divers had found \
    that the oldest of its timbers would not carry another winter of heavy cargo.";
const SECOND: &str = "Repairs will take until the spring, the port authority said, and the two \
    ferries that use the quay are to sail from the fish market until then.";
const THIRD: &str = "Traders on the market, who learned of it from the radio, asked the council \
    for a hearing, which is to take place in the town hall next week.";

fn read_page(html: &str) -> Entry {
    page(html, Some("https://news.example.org/2024/12/24/quay?ref=feed"))
}

/// A page with furniture of every kind around and in its text.
fn full_page() -> String {
    format!(
        r#"<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
        <title>Northern quay closed | The Coast Herald</title>
        <meta property="og:title" content="Northern quay closed &amp; ferries moved">
        <meta property="og:site_name" content="The Coast Herald">
        <meta name="author" content="By Ann Quill">
        <meta property="article:published_time" content="2024-12-23T18:30:00+01:00">
        <meta property="article:section" content="Harbour">
        <meta name="keywords" content="quay, ferries, Quay">
        <link rel="canonical" href="/2024/12/24/quay"></head><body>
        <header class="site-header"><a href="/">The Coast Herald</a> <nav><ul><li><a href="/a">News</a>
        <li><a href="/b">Sport</a></ul></nav></header>
        <div class="cookie-banner"><p>We use cookies to give you the best experience on this page, and
        so do the nine hundred partners whom we share what we know of you with.</p></div>
        <article><h1>Northern quay closed &amp; ferries moved</h1>
        <p class="byline">By <a rel="author" href="/ann">Ann Quill</a></p>
        <div class="share-tools"><a href="/f">Share</a> <a href="/t">Post</a></div>
        <div class="entry-content"><p>{FIRST}</p>
        <figure><img src="q.jpg"><figcaption>The quay in a storm, a year ago.</figcaption></figure>
        <p>{SECOND}</p><p><strong><a href="/x">READ MORE: What the divers saw below</a></strong></p>
        <ul><li>Sailings at noon stay.</li><li>Sailings at night do not.</li></ul>
        <aside class="newsletter"><p>Sign up and get the latest from the coast every morning.</p></aside>
        <p>{THIRD}</p><h3>Related</h3><ul><li><a href="/1">The storm of last year</a></li>
        <li><a href="/2">A ferry for the islands</a></li></ul></div></article>
        <section id="comments"><p>I have said for years that this quay would not last, and nobody has
        listened to me, as nobody ever does in this town of ours.</p></section>
        <footer><p>Copyright © 2024 The Coast Herald. All rights reserved, in all that we print.</p>
        </footer></body></html>"#
    )
}

#[test]
fn a_page_gives_its_article_alone() {
    let entry = read_page(&full_page());
    let list = "- Sailings at noon stay.\n- Sailings at night do not.";
    let expected = format!("{FIRST}\n\n{SECOND}\n\n{list}\n\n{THIRD}");
    assert_eq!(entry.article.body, expected);
    assert_eq!(entry.warnings, []);
}

#[test]
fn a_page_says_what_it_is() {
    let article = read_page(&full_page()).article;
    assert_eq!(article.title.as_deref(), Some("Northern quay closed & ferries moved"));
    assert_eq!(article.author.as_deref(), Some("Ann Quill"));
    assert_eq!(article.site.as_deref(), Some("The Coast Herald"));
    assert_eq!(article.date, Some(jiff::civil::date(2024, 12, 23)));
    assert_eq!(article.published.unwrap().to_string(), "2024-12-23T17:30:00Z");
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.category.as_deref(), Some("Harbour"));
    assert_eq!(article.tags, ["quay", "ferries"]);
    assert_eq!(article.url.as_deref(), Some("https://news.example.org/2024/12/24/quay"));
}

#[test]
fn linked_data_counts_more_and_may_be_broken() {
    let with = |data: &str| {
        let script = format!("<script type=\"application/ld+json\">{data}</script></head>");
        read_page(&full_page().replace("</head>", &script)).article
    };
    let graph = r#"{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Herald"},
        {"@type":"Person","@id":"bo","name":"Bo Marsh"},
        {"@type":["NewsArticle"],"headline":"Quay shut","author":[{"@id":"bo"},{"name":"Cy Reed"}],
        "datePublished":"2024-12-22","publisher":{"@type":"Organization","name":"Coast Media"},
        "keywords":["timber"],"articleSection":["Ports"]}]}"#;
    let article = with(graph);
    assert_eq!(article.author.as_deref(), Some("Bo Marsh, Cy Reed"));
    assert_eq!(article.date, Some(jiff::civil::date(2024, 12, 22)));
    assert_eq!(article.published, None);
    assert_eq!(article.category.as_deref(), Some("Ports"));
    assert_eq!(article.tags, ["quay", "ferries", "timber"]);
    // A line break in a string, a list at the top, a comment around.
    let article = with("<!-- [{\"@type\":\"BlogPosting\",\"author\":\"Di\nFen\"}] -->");
    assert_eq!(article.author.as_deref(), Some("Di Fen"));
    for broken in
        ["{", "", "null", "[1, {\"@type\": 3}]", "{\"@type\":\"Article\",\"author\":[[]]}"]
    {
        assert_eq!(with(broken).author.as_deref(), Some("Ann Quill"), "{broken}");
    }
}

#[test]
fn what_speaks_against_a_text_is_said() {
    let doubts = |html: &str| read_page(html).extraction.unwrap().doubts;
    let long = format!("<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>");
    assert_eq!(doubts(&format!("<html><article>{long}</article>")), []);
    let wall = format!("<html><article>{long}</article><p>Subscribe to continue reading.</p>");
    assert_eq!(doubts(&wall), [Doubt::Paywall]);
    let closed = r#"<script type="application/ld+json">{"@type":"NewsArticle",
        "isAccessibleForFree":"False"}</script>"#;
    assert_eq!(doubts(&format!("<html>{closed}<article>{long}</article>")), [Doubt::Paywall]);
    assert_eq!(doubts(&format!("<html><article>{long}<p>And then they …</p>")), [Doubt::Teaser]);
    assert!(doubts("<html><p>Only a few words.").contains(&Doubt::Short));
    let links = "<li><a href=/x>Another thing that somebody wrote today</a>".repeat(40);
    assert!(doubts(&format!("<html><ul>{links}</ul>")).contains(&Doubt::Links));
}

#[test]
fn names_that_lie_do_not_cost_the_text() {
    let text = format!("<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>");
    for html in [
        format!("<html><body class=\"has-sidebar\"><div class=\"sidebar\">{text}</div>"),
        format!("<html><form><div class=\"comments\">{text}</div></form>"),
        format!("<html><div class=\"elementor-widget\">{text}</div>"),
        format!("<html><div style=\"display: none\">{text}</div>"),
        format!("<html><table><tr><td>{text}</table>"),
        format!("<html><div hidden><main>{text}</main></div>"),
        text.replace("<p>", "<div>").replace("</p>", "</div>"),
        text.replace("<p>", "").replace("</p>", "<br><br>"),
    ] {
        let body = read_page(&html).article.body;
        for part in [FIRST, SECOND, THIRD] {
            assert!(body.contains(part), "{html}: {body}");
        }
    }
}

#[test]
fn titles_lose_the_name_of_their_site() {
    let title = |head: &str| {
        let html = format!("<html><head>{head}</head><p>{FIRST}</p>");
        read_page(&html).article.title.unwrap_or_default()
    };
    for (head, expected) in [
        ("<title>Quay closed for winter - Coast Herald</title>", "Quay closed for winter"),
        (
            "<title>Quay closed for winter | News | Coast Herald</title>\
          <meta property=og:site_name content='Coast Herald'>",
            "Quay closed for winter",
        ),
        ("<title>Quay closed - what traders say about it now</title>", {
            "Quay closed - what traders say about it now"
        }),
        ("<title>A-B-C of ferries</title>", "A-B-C of ferries"),
        ("<title>R&amp;D &#8211; it&#8217;s &lt;b&gt;</title>", "R&D – it’s <b>"),
        (
            "<title></title><meta property=og:title content='Quay &amp;#39;shut&amp;#39;'>",
            "Quay 'shut'",
        ),
    ] {
        assert_eq!(title(head), expected, "{head}");
    }
}

#[test]
fn every_encoding_is_read() {
    let text = FIRST.replace("Monday", "Monday – “très tôt”");
    let body = |bytes: Vec<u8>, media_type: Option<&str>| {
        let input = Input::bytes("page.html", bytes).media_type(media_type.map(str::to_owned));
        match read(input).next() {
            Some(Ok(Item::Document(document))) => document.article.body,
            other => panic!("{other:?}"),
        }
    };
    let page = |meta: &str| format!("<html><head>{meta}</head><body><p>{text}</p>");
    let latin = |html: &str| encoding_rs::WINDOWS_1252.encode(html).0.into_owned();
    let http = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\">";
    assert_eq!(body(latin(&page("<meta charset=windows-1252>")), None), text);
    assert_eq!(body(latin(&page(http)), None), text);
    assert_eq!(body(latin(&page("")), Some("text/html; charset=\"iso-8859-1\"")), text);
    // What is named is not what is there.
    assert_eq!(body(page(http).into_bytes(), None), text);
    assert_eq!(body(page("<meta charset=utf-16le>").into_bytes(), None), text);
    let mut damaged = page("<meta charset=utf-8>").into_bytes();
    damaged.extend(b"<p>\xFF");
    assert!(body(damaged, None).starts_with(&text));
    let japanese = "港は風のため正午前に閉鎖された。漁船は一日中港に留まった。";
    let html = format!("<html><meta charset=shift_jis><p>{japanese}");
    assert_eq!(body(encoding_rs::SHIFT_JIS.encode(&html).0.into_owned(), None), japanese);
    let wide: Vec<u8> = page("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(body([b"\xFF\xFE", &wide[..]].concat(), None), text);
}

#[test]
fn pages_are_told_from_what_only_begins_like_one() {
    let format = |name: &str, content: &str| {
        let source = crate::read::source::Source::open(Input::bytes(name, content)).unwrap();
        crate::read::detect::detect(&source).name
    };
    for html in [
        "<!DOCTYPE html><p>x",
        "<!doctype HTML PUBLIC \"x\">",
        "<html>",
        "\n <HTML lang=en>",
        "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"x\">",
        "<!-- c --> <!-- d --><html>",
        "<head><title>",
        "<body class=x>",
        "<p>One</p>",
        "<div>One</div>",
        "<h1>One</h1>",
        "<article>One</article>",
        "<section>One</section>",
    ] {
        assert_eq!(format("-", html), "html", "{html}");
        assert_eq!(format("page.txt", html), "html", "{html}");
    }
    for text in [
        "<3 is what they wrote.",
        "<stdio.h> is missing.",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>",
        "<!DOCTYPE html><title>Pocket Export</title><ul>",
        "<rss version=\"2.0\"><channel>",
        "<opml version=\"2.0\">",
        "<pa>x</pa>",
        "a <p>b</p>",
    ] {
        assert_ne!(format("-", text), "html", "{text}");
    }
    assert_eq!(format("notes.md", "<p align=center>Logo</p>\n\n# Title"), "markdown");
}
