use jiff::civil::date;

use crate::article::{Article, Doubt, Extraction, Warning};
use crate::read::{Document, Input, Item, read};

/// The documents in an input; an address is one without a body, an error is its message as a source.
fn documents(input: Input) -> Vec<Document> {
    let items = read(input).map(|item| match item {
        Ok(Item::Document(document)) => document,
        Ok(Item::Address(address)) => {
            Document { article: address.article, source: address.source, ..Document::default() }
        }
        Err(error) => Document { source: error.to_string(), ..Document::default() },
    });
    items.collect()
}

fn articles(text: &str) -> Vec<Article> {
    documents(Input::bytes("feed", text)).into_iter().map(|document| document.article).collect()
}

fn only(text: &str) -> Document {
    let mut documents = documents(Input::bytes("feed", text));
    assert_eq!(documents.len(), 1, "{text}: {documents:?}");
    documents.remove(0)
}

const TEXT: &str = "The ferry was late by two hours again, and nobody on the pier minded.";

/// RSS with this in its only item.
fn rss(item: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
         <title>Pier News</title><link>https://pier.example/</link><language>en-GB</language>\
         <item>{item}</item></channel></rss>"
    )
}

#[test]
fn all_forms_of_feeds_give_the_same_article() {
    let long = format!("<p>{TEXT}</p><p>A second one left at nine.</p>");
    let escaped = long.replace('<', "&lt;").replace('>', "&gt;");
    let rss_2 = rss(&format!(
        "<title>Late &amp;amp; later</title><link>https://pier.example/late</link>\
         <guid isPermaLink=\"false\">tag:pier.example,2024:1</guid>\
         <dc:creator>Marta Øst</dc:creator><category>Sea</category><category>Goats</category>\
         <pubDate>Tue, 24 Dec 2024 23:30:00 +0100</pubDate><description>Late.</description>\
         <content:encoded><![CDATA[{long}]]></content:encoded>"
    ));
    let rss_1 = format!(
        "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:d=\"http://purl.org/dc/elements/1.1/\">\
         <channel rdf:about=\"https://pier.example/\"><title>Pier News</title><d:language>en</d:language>\
         <items><rdf:Seq><rdf:li rdf:resource=\"https://pier.example/late\"/></rdf:Seq></items></channel>\
         <image><title>A ferry</title></image>\
         <item rdf:about=\"https://pier.example/late\"><title>Late &amp; later</title>\
         <link>https://pier.example/late</link><d:date>2024-12-24T23:30:00+01:00</d:date>\
         <d:creator>Marta Øst</d:creator><d:subject>Sea</d:subject><d:subject>Goats</d:subject>\
         <d:identifier>tag:pier.example,2024:1</d:identifier>\
         <description>{escaped}</description></item></rdf:RDF>"
    );
    let atom = format!(
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\" xml:base=\"https://pier.example/\">\
         <a:title>Pier News</a:title><a:entry><a:id>tag:pier.example,2024:1</a:id>\
         <a:title type=\"html\">Late &amp;amp; later</a:title><a:link rel=\"edit\" href=\"edit\"/>\
         <a:link href=\"/late\"/><a:author><a:name>Marta Øst</a:name><a:email>m@x</a:email></a:author>\
         <a:category term=\"sea\" label=\"Sea\"/><a:category term=\"Goats\"/>\
         <a:published>2024-12-24T22:30:00Z</a:published><a:summary>Late.</a:summary>\
         <a:content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{long}</div></a:content>\
         </a:entry></a:feed>"
    );
    let json = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Pier News", "language": "en",
        "home_page_url": "https://pier.example", "items": [{
            "id": "tag:pier.example,2024:1", "url": "/late", "title": "Late & later",
            "content_html": long, "summary": "Late.", "tags": ["Sea", "Goats", 7],
            "authors": [{"name": "Marta Øst"}], "date_published": "2024-12-24T23:30:00+01:00",
        }],
    });
    for feed in [rss_2, rss_1, atom, json.to_string()] {
        let Document { article, source, extraction, warnings, .. } = only(&feed);
        assert_eq!(source, "feed[0]");
        assert_eq!(article.title.as_deref(), Some("Late & later"), "{feed}");
        assert!(
            article.body.starts_with(TEXT) && article.body.ends_with("left at nine."),
            "{feed}"
        );
        assert_eq!(article.url.as_deref(), Some("https://pier.example/late"), "{feed}");
        assert_eq!(article.external_id.as_deref(), Some("tag:pier.example,2024:1"));
        assert_eq!(article.author.as_deref(), Some("Marta Øst"));
        assert_eq!(article.site.as_deref(), Some("Pier News"));
        assert_eq!(article.tags, ["Sea", "Goats"]);
        assert_eq!(article.language.as_deref(), Some("en"));
        assert!(article.date.is_some());
        assert_eq!(article.published, "2024-12-24T22:30:00Z".parse().ok());
        assert_eq!((extraction, warnings), (None, Vec::new()));
    }
}

#[test]
fn the_address_is_that_of_the_page() {
    let address = |item: &str| only(&rss(item)).article.url;
    let late = Some("https://pier.example/late".to_owned());
    for item in [
        "<title>x</title><link>https://pier.example/late</link>",
        "<title>x</title><link>\n  /late\n</link>",
        "<title>x</title><link><![CDATA[https://pier.example/late]]></link>",
        "<title>x</title><guid>https://pier.example/late</guid>",
        "<title>x</title><atom:link href=\"https://pier.example/late\"/>",
        "<link>https://count.example/7</link><feedburner:origLink>https://pier.example/late</feedburner:origLink>",
        "<atom:link rel=\"self\" href=\"https://x.example/\"/><link>https://pier.example/late</link>",
    ] {
        assert_eq!(address(item), late, "{item}");
    }
    for item in [
        "<description>A text without an address is one all the same.</description><guid isPermaLink=\"false\">https://x.example/</guid>",
        "<description>A text without an address is one all the same.</description><link>javascript:x</link>",
    ] {
        assert_eq!(address(item), None, "{item}");
    }
}

#[test]
fn times_are_read_or_warned_of() {
    let read = |item: &str| only(&rss(&format!("<description>{TEXT}</description>{item}")));
    let document = read("<dc:date>2024-12-24</dc:date>");
    assert_eq!(
        (document.article.date, document.article.published),
        (Some(date(2024, 12, 24)), None)
    );
    let document = read("<pubDate>soon</pubDate><dc:date>2024-12-24T10:00:00</dc:date>");
    assert_eq!(document.article.published, "2024-12-24T10:00:00Z".parse().ok());
    assert!(document.warnings.is_empty());
    let document = read("<pubDate>soon</pubDate>");
    assert_eq!((document.article.date, document.article.published), (None, None));
    let [Warning::Field { field, found, .. }] = &*document.warnings else { panic!("{document:?}") };
    assert_eq!((&**field, &**found), ("pubdate", "`soon`"));
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content>The ferry.</content>\
        <updated>2024-12-24T10:00:00Z</updated></entry></feed>";
    let article = only(atom).article;
    assert_eq!((article.date, article.published), (Some(date(2024, 12, 24)), article.updated));
}

#[test]
fn authors_are_names() {
    for (author, name) in [
        ("m@pier.example (Marta Øst)", Some("Marta Øst")),
        ("Marta Øst <m@pier.example>", Some("Marta Øst")),
        ("By Marta Øst", Some("Marta Øst")),
        ("Marta Øst (mailto:m@pier.example)", Some("Marta Øst")),
        ("Marta Øst (Pier News)", Some("Marta Øst (Pier News)")),
        ("Byron", Some("Byron")),
        ("m@pier.example", None),
    ] {
        let author = author.replace('<', "&lt;");
        let article =
            only(&rss(&format!("<title>{TEXT}</title><link>/a</link><author>{author}</author>")))
                .article;
        assert_eq!(article.author.as_deref(), name, "{author}");
    }
}

#[test]
fn teasers_are_marked_and_lose_what_leads_on() {
    let read = |item: &str| only(&rss(&format!("<title>Late</title><link>/a</link>{item}")));
    let teaser = Some(Extraction { doubts: vec![Doubt::Teaser], agreement: None });
    let long = format!(
        "{TEXT} A second one left at nine with forty passengers and a goat, which slept. The \
         captain said that the wind had turned twice since the morning. Whoever waited was given \
         soup by the owners of the café, and a blanket where it was needed most."
    );
    for (tail, kept) in [
        (" [&amp;#8230;]", ""),
        (" […]", ""),
        (" [...]", ""),
        ("..", "..."),
        ("&lt;p&gt;Read more&lt;/p&gt;", "."),
        (" &lt;a href=\"x\"&gt;Continue reading →&lt;/a&gt;", "."),
        ("&lt;p&gt;Continue reading Late at Pier News&lt;/p&gt;", "."),
        (" Weiterlesen ...", "."),
        (" Read the full story", "."),
        ("\n\nLire la suite »", "."),
        (" […]\n\nThe post Late appeared first on Pier News.", ""),
    ] {
        let document = read(&format!("<description>{long}{tail}</description>"));
        assert_eq!(document.extraction, teaser, "{tail}: {document:?}");
        let body = document.article.body.trim_end_matches(['.', '…', ' ']);
        assert_eq!(body, long.trim_end_matches('.'), "{tail}");
        assert!(document.article.body.ends_with(kept), "{tail}: {}", document.article.body);
    }
    assert_eq!(read("<description>The ferry is late.</description>").extraction, teaser);
    for whole in [
        format!("<description>{long}</description>"),
        format!("<description>{long}\n\nThe post Late appeared first on Pier News.</description>"),
        "<content:encoded>The ferry is late.</content:encoded>".to_owned(),
        format!("<content:encoded>{long} And so on ...</content:encoded>"),
        format!("<content:encoded>{long} They read more books now.</content:encoded>"),
        format!(
            "<content:encoded>{long} Nobody can read on a pier. Read more books!</content:encoded>"
        ),
    ] {
        let document = read(&whole);
        assert_eq!(document.extraction, None, "{whole}");
        assert!(!document.article.body.contains("first on"), "{whole}");
    }
    // Without an address there is nowhere to read on.
    assert_eq!(only(&rss("<description>The ferry is late.</description>")).extraction, None);
}

#[test]
fn entries_without_a_text_of_their_own_are_addresses() {
    for item in [
        "",
        "<description></description>",
        "<description>Ferry late again on Monday</description>",
        "<description>&lt;a href=\"/c\"&gt;Comments&lt;/a&gt;</description>",
        "<description>&lt;a href=\"/c\"&gt;Ferry late again on Monday&lt;/a&gt; &lt;font&gt;Pier News&lt;/font&gt;</description>",
    ] {
        let document =
            only(&rss(&format!("<title>Ferry late again on Monday</title><link>/a</link>{item}")));
        assert_eq!(document.article.body, "", "{item}");
        assert_eq!(document.article.url.as_deref(), Some("https://pier.example/a"));
    }
}

#[test]
fn broken_feeds_are_read() {
    let good = rss(&format!(
        "<title>A & B &eacute; 5 < 6</title><link>/a?x=1&y=2</link><description>{TEXT}</description>"
    ));
    let broken = [
        good.clone(),
        format!("\u{FEFF}\n  {good}"),
        format!("Warning: mysql_connect() failed\n{good}"),
        format!("<br />\n<b>Warning</b>: mysql_connect() failed in <b>x.php</b><br />\n{good}"),
        good.replace("<?xml version=\"1.0\"?>", ""),
        good.replace("version=\"2.0\"", "version=2.01"),
        good.replace("version=\"2.0\"", ""),
        good.replace("<description>", "<description><![CDATA["),
        good.replace("</channel></rss>", ""),
        good.replace("</item></channel></rss>", ""),
        good.replace("</description></item></channel></rss>", ""),
        good.replace("<item>", "<item><!-- never closed "),
        good.replace("<description>", "<DESCRIPTION>").replace("</description>", "</DESCRIPTION >"),
        good.replace("<description>", "<description><p>")
            .replace("</description>", "<br></description>"),
        good.replace("</title><link>", "</title></b></i><link>"),
        good.replace("<rss", "<!DOCTYPE rss [<!ENTITY eacute \"x\"><!ENTITY a '<b>'>]><rss"),
    ];
    for (index, feed) in broken.iter().enumerate() {
        let article = only(feed).article;
        assert!(article.body.starts_with(TEXT), "{index}: {feed}: {}", article.body);
        assert_eq!(article.url.as_deref(), Some("https://pier.example/a?x=1&y=2"), "{index}");
        let title = article.title.unwrap_or_default();
        assert!(title.starts_with("A & B ") && title.ends_with(" 5 < 6"), "{index}: {title}");
    }
    // An item that is never closed ends where the next begins.
    let items = rss("<title>One</title><link>/1</link><item><title>Two</title><link>/2</link>");
    let titles: Vec<_> = articles(&items).into_iter().filter_map(|it| it.title).collect();
    assert_eq!(titles, ["One", "Two"]);
}

#[test]
fn the_encoding_is_the_one_that_the_bytes_are_in() {
    let feed = |declared: &str| {
        rss("<title>Ærø før jul</title><link>/a</link>")
            .replace("version=\"1.0\"", &format!("version='1.0' encoding='{declared}'"))
    };
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let utf_16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    for bytes in [
        latin(&feed("ISO-8859-1")),
        latin(&feed("utf-8")),
        feed("ISO-8859-1").into_bytes(),
        feed("utf-16").into_bytes(),
        utf_16(&feed("utf-16")),
        feed("nonsense").into_bytes(),
        encoding_rs::KOI8_R
            .encode(&feed("koi8-r").replace("Ærø før jul", "Паром опоздал"))
            .0
            .into_owned(),
    ] {
        let found = documents(Input::bytes("a.xml", bytes));
        let title = found[0].article.title.clone().unwrap_or_default();
        assert!(title == "Ærø før jul" || title == "Паром опоздал", "{title} {}", found[0].source);
    }
    let japanese = feed("iso-2022-jp").replace("Ærø før jul", "港は正午前に閉鎖された");
    let bytes = encoding_rs::ISO_2022_JP.encode(&japanese).0.into_owned();
    let title = documents(Input::bytes("a.xml", bytes)).remove(0).article.title;
    assert_eq!(title.as_deref(), Some("港は正午前に閉鎖された"));
}

#[test]
fn feeds_of_many_items_and_of_none() {
    let items: String = (0..3_000)
        .map(|n| format!("</item><item><title>Ferry {n}</title><link>/{n}</link>"))
        .collect();
    assert_eq!(documents(Input::bytes("a", rss(&format!("<link>/x</link>{items}")))).len(), 3_001);
    let none = "<rss version=\"2.0\"><channel><title>x</title></channel></rss>";
    assert_eq!(only(none).source, "feed: the feed has no entries");
    let other = documents(Input::bytes("a.xml", "<shop><item>x</item></shop>"));
    assert!(other[0].source.starts_with("a.xml: this XML is no feed"), "{other:?}");
    let html =
        documents(Input::bytes("a.txt", "A text about <rss version=\"2.0\"> and its <channel>."));
    assert!(html[0].article.body.starts_with("A text about"));
}

#[test]
fn hostile_feeds_are_read_in_time() {
    let started = std::time::Instant::now();
    let bomb = "<!ENTITY a \"aaaaaaaaaa\">".to_owned()
        + &(0..30)
            .map(|n| format!("<!ENTITY b{n} \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"))
            .collect::<String>();
    let wide = 10_000;
    for feed in [
        rss("<description>&b29;&b29;</description>")
            .replace("<rss", &format!("<!DOCTYPE rss [{bomb}]><rss")),
        rss(&"<a>".repeat(wide)),
        rss(&format!("<link>/a</link><description>{}", "<b><i>".repeat(2_000))),
        rss(&"<category>x</category>".repeat(wide)),
        rss(&format!("<x {}>", "a=\"b\" ".repeat(wide))),
        rss(&"<![CDATA[".repeat(wide)),
        rss(&"<!--".repeat(wide)),
        rss(&"<?".repeat(wide)),
        rss(&"<!".repeat(wide)),
        rss(&"<!DOCTYPE \"".repeat(wide)),
        rss(&"&".repeat(wide)),
        rss(&"<".repeat(wide)),
        rss(&format!("<link>/a</link><title>{}</title>", "x".repeat(200_000))),
        "<rss>".repeat(wide),
        "<rss><channel>".repeat(wide) + "<item><title>x</title><link>https://a.example/</link>",
        "<opml>".to_owned()
            + &"<outline text=\"x\">".repeat(wide)
            + "<outline xmlUrl=\"https://a.example/\"/>",
        rss("<link>/a</link>").replace(
            "<rss",
            &format!(
                "<rss {}",
                (0..1_000)
                    .map(|n| format!("xmlns:p{n}=\"http://purl.org/dc/elements/1.1/\" "))
                    .collect::<String>()
            ),
        ),
    ] {
        let found = documents(Input::bytes("a.xml", feed.clone()));
        assert!(!found.is_empty() && found.len() < 10, "{}", &feed[..80]);
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn outlines_name_feeds_and_their_folders() {
    let outline = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" \
        xmlns:x=\"https://x.example/\"><head><title>Mine</title></head><body>\
        <outline text=\"News\" title=\"News\"><outline text=\"Sea &amp; pier\">\
        <outline type=\"rss\" text=\"Pier\" TITLE=\"Pier News\" xmlURL=\"https://pier.example/f?a=1&amp;b=2\" \
        htmlUrl=\"https://pier.example/\" x:id=\"7\" category=\"/Boats/Ferries,goats\"></outline></outline></outline>\
        <outline text=\"feed\" xmlUrl=\"feed://goat.example/rss\"/>\
        <outline text=\"a note\"/><outline type=\"link\" text=\"Page\" url=\"https://page.example/\"/></body></opml>";
    for name in ["subscriptions.opml", "subscriptions.xml", "-"] {
        let found = documents(Input::bytes(name, outline));
        let [pier, goat, page] = &*found else { panic!("{found:?}") };
        assert_eq!(pier.article.url.as_deref(), Some("https://pier.example/f?a=1&b=2"));
        assert_eq!(pier.article.title.as_deref(), Some("Pier News"));
        assert_eq!(pier.article.tags, ["News", "Sea & pier", "Boats", "Ferries", "goats"]);
        assert_eq!(goat.article.url.as_deref(), Some("http://goat.example/rss"));
        assert_eq!(
            (goat.article.tags.len(), page.article.url.as_deref()),
            (0, Some("https://page.example/"))
        );
        assert_eq!(page.source, format!("{name}[2]"));
    }
    let cut = &outline[..outline.find("category").unwrap()];
    assert_eq!(only(cut).source, "feed: the outline names no feed");
}

#[test]
fn json_feeds_in_their_variants() {
    let feed = |items: serde_json::Value| {
        serde_json::json!({ "title": "Pier News", "items": items }).to_string()
    };
    let text = only(&feed(
        serde_json::json!([{ "id": 7, "content_text": "First line.\n\nSecond <b> line." }]),
    ));
    assert_eq!(text.article.body, "First line.\n\nSecond <b> line.");
    assert_eq!((text.article.url, text.article.external_id), (None, None));
    let found = documents(Input::bytes(
        "f.json",
        feed(serde_json::json!([
            { "id": "https://pier.example/1", "content_text": TEXT, "author": {"name": "Marta"}, "date_published": 7 },
            { "url": "https://pier.example/2", "title": "Two", "external_url": "https://x.example" },
            { "url": "https://pier.example/3", "summary": "Only that the ferry …" },
            "no item",
        ])),
    ));
    assert_eq!(found[0].article.url.as_deref(), Some("https://pier.example/1"));
    assert_eq!(found[0].article.author.as_deref(), Some("Marta"));
    assert_eq!(
        (found[1].article.url.as_deref(), &*found[1].article.body),
        (Some("https://pier.example/2"), "")
    );
    assert_eq!(found[2].extraction.as_ref().map(|it| &*it.doubts), Some(&[Doubt::Teaser][..]));
    assert!(found[3].source.starts_with("f.json[3]: the field `item` must be"), "{:?}", found[3]);
    let none = serde_json::json!({ "version": "https://jsonfeed.org/version/1", "items": [] });
    assert_eq!(only(&none.to_string()).source, "feed: the feed has no entries");
}
