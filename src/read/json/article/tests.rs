use std::sync::Arc;

use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::read::FieldPaths;

fn read_with(value: Value, paths: FieldPaths) -> Result<Entry> {
    let Value::Object(object) = value else { panic!("no object") };
    let place = Place { name: "in".to_owned(), fields: Arc::new(paths), ..Place::default() };
    article(object, &place)
}

fn read(value: Value) -> Entry {
    read_with(value.clone(), FieldPaths::default())
        .unwrap_or_else(|error| panic!("{error}: {value}"))
}

const LONG: &str = "The council of Wexley voted on Tuesday to close the old bridge over the river. \
    Engineers found cracks in two of its four pillars last month. Drivers will have to take a \
    detour until spring, and the mayor said that repairs would cost nine million dollars.";

#[test]
fn a_text_is_found_under_every_usual_name() {
    for name in [
        "body",
        "text",
        "content",
        "content_text",
        "article",
        "articleBody",
        "article_body",
        "document",
        "ctext",
        "full_text",
        "fulltext",
        "maintext",
        "story",
        "Text",
        "fullContent",
    ] {
        assert_eq!(
            read(json!({ "title": "T", name: "One. Two." })).article.body,
            "One. Two.",
            "{name}"
        );
    }
    for name in ["content_html", "contentHtml", "html", "body"] {
        let html = json!({ name: "<p>One &amp; two.</p><script>var a;</script><p>Three.</p>" });
        assert_eq!(
            read(html).article.body.split("\n\n").filter(|it| !it.trim().is_empty()).count(),
            2,
            "{name}"
        );
    }
    let plain = read(json!({ "title": "A &amp; B&#8217;s", "body": "It&#8217;s <b and AT&T." }));
    assert_eq!(plain.article.title.as_deref(), Some("A & B’s"));
    assert_eq!(plain.article.body, "It’s <b and AT&T.");
}

#[test]
fn an_empty_field_hides_no_later_one_and_a_teaser_no_text() {
    for empty in [json!(""), json!(null), json!([]), json!(" ")] {
        assert_eq!(read(json!({ "body": empty, "text": "One." })).article.body, "One.");
    }
    let both = json!({ "text": "Short teaser.", "article": LONG, "description": "x" });
    assert_eq!(read(both).article.body, LONG);
    assert_eq!(read(json!({ "body": LONG, "text": "Other." })).article.body, LONG);
    let teaser = read(json!({ "description": "A bridge closes.", "title": "Bridge" }));
    assert_eq!(teaser.article.body, "A bridge closes.");
    assert_eq!(teaser.extraction.unwrap().doubts, [Doubt::Teaser]);
    assert_eq!(read(json!({ "document": LONG, "summary": "x" })).extraction, None);
}

#[test]
fn a_text_in_pieces_is_put_together() {
    let two = "One. Two.\n\nThree.";
    for text in [
        json!({ "paragraphs": ["One. Two.", "Three."] }),
        json!({ "body": [["One.", "Two."], ["Three."]] }),
        json!({ "body": [{ "type": "paragraph", "text": "One. Two." }, { "text": "Three." }] }),
        json!({ "body": [{ "text": "One. Two." }, { "text": "Three." }] }),
        json!({ "content_elements": [
            { "type": "text", "content": "One. Two." }, { "type": "image", "caption": "x", "content": "y" },
            { "type": "text", "content": "Three." },
        ] }),
        json!({ "body": [
            { "type": "p", "children": [{ "text": "One. " }, { "type": "a", "children": [{ "text": "Two." }] }] },
            { "type": "p", "children": [{ "text": "Three.", "bold": true }] },
        ] }),
        json!({ "content": { "type": "doc", "content": [
            { "type": "paragraph", "content": [{ "type": "text", "text": "One. " }, { "type": "text", "text": "Two." }] },
            { "type": "paragraph", "content": [{ "type": "text", "text": "Three." }] },
        ] } }),
        json!({ "content": { "blocks": [
            { "type": "paragraph", "data": { "text": "One. Two." } },
            { "type": "code", "data": { "code": "let x" } },
            { "type": "paragraph", "data": { "text": "Three." } },
        ] } }),
        json!({ "body": { "ops": [{ "insert": "One. " }, { "insert": "Two.", "attributes": {} }, { "insert": "\n\nThree." }] } }),
        json!({ "paragraphs": [{ "sentences": ["One.", "Two."] }, { "sentences": ["Three."] }] }),
        json!({ "content": { "rendered": "One. Two.\n\nThree." } }),
    ] {
        assert_eq!(read(text.clone()).article.body, two, "{text}");
    }
    let sentences = json!({ "sentences": ["One.", "Two.", "Three."] });
    assert_eq!(read(sentences).article.body, "One. Two. Three.");
    let numbered =
        json!({ "sentences": [{ "id": 1, "text": "One." }, { "id": 2, "text": "Two." }] });
    assert_eq!(read(numbered).article.body, "One. Two.");
}

#[test]
fn an_article_in_an_object_is_found() {
    for (outer, fields) in [
        ("article", json!({ "title": "T", "body": LONG, "url": "https://a.example/1" })),
        ("_source", json!({ "headline": "T", "text": LONG, "link": "https://a.example/1" })),
        (
            "data",
            json!({ "article": { "title": "T", "content": LONG, "url": "https://a.example/1" } }),
        ),
        ("fields", json!({ "headline": "T", "bodyText": LONG, "weburl": "https://a.example/1" })),
    ] {
        let article = read(json!({ "id": "17", outer: fields })).article;
        assert_eq!(article.body, LONG, "{outer}");
        assert_eq!(article.title.as_deref(), Some("T"), "{outer}");
        assert_eq!(article.url.as_deref(), Some("https://a.example/1"), "{outer}");
        assert_eq!(article.external_id.as_deref(), Some("17"), "{outer}");
    }
}

#[test]
fn json_ld_is_read() {
    let article = read(json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge closes",
        "articleBody": LONG, "datePublished": "2024-12-24T10:00:00Z",
        "author": [{ "@type": "Person", "name": "Ada Okafor" }, { "@type": "Person", "name": "Jonas Lind" }],
        "publisher": { "@type": "Organization", "name": "The Courier", "url": "https://courier.example" },
        "mainEntityOfPage": { "@type": "WebPage", "@id": "https://courier.example/bridge" },
        "articleSection": ["Local", "Roads"], "keywords": "bridge, river", "inLanguage": "en-GB",
        "image": ["https://courier.example/a.jpg"],
    }))
    .article;
    assert_eq!(article.title.as_deref(), Some("Bridge closes"));
    assert_eq!(article.date, Some(date(2024, 12, 24)));
    assert_eq!(article.published, "2024-12-24T10:00:00Z".parse().ok());
    assert_eq!(article.author.as_deref(), Some("Ada Okafor, Jonas Lind"));
    assert_eq!(article.site.as_deref(), Some("The Courier"));
    assert_eq!(article.url.as_deref(), Some("https://courier.example/bridge"));
    assert_eq!(article.category.as_deref(), Some("Local"));
    assert_eq!(article.tags, ["Roads", "bridge", "river"]);
    assert_eq!(article.language.as_deref(), Some("en"));
}

#[test]
fn a_field_of_another_type_costs_a_warning_alone() {
    for (field, value) in [
        ("id", json!(true)),
        ("title", json!(5)),
        ("date", json!("soon")),
        ("date", json!([])),
        ("date", json!({ "day": 4 })),
        ("category", json!({ "x": 1 })),
        ("url", json!(17)),
        ("read_count", json!("many")),
        ("language", json!(3)),
        ("tags", json!(true)),
    ] {
        let entry = read(json!({ "body": LONG, field: value }));
        assert_eq!(entry.article.body, LONG);
        let expected = usize::from(value != json!([]));
        assert_eq!(entry.warnings.len(), expected, "{field}: {value}: {:?}", entry.warnings);
    }
    let entry = read(json!({
        "title": ["a", "b"], "body": LONG, "category": ["a", "b"], "read_count": 3.0,
        "author": { "first_name": "Ada", "last_name": "Okafor" }, "date": { "$date": "2024-12-24T10:00:00Z" },
        "created": 1_730_243_630, "source": { "id": null, "name": "X" }, "label": 2, "highlights": "A gist.",
    }));
    assert_eq!(entry.warnings, []);
    let article = entry.article;
    assert_eq!((article.title.as_deref(), article.read_count), (Some("a"), 3));
    assert_eq!((article.category.as_deref(), &*article.tags), (Some("a"), &["b".to_owned()][..]));
    assert_eq!(
        (article.author.as_deref(), article.site.as_deref()),
        (Some("Ada Okafor"), Some("X"))
    );
    assert_eq!(article.date, Some(date(2024, 12, 24)));
    assert_eq!(article.created, "2024-10-29T23:13:50Z".parse().ok());
    assert_eq!(article.highlights, []);
}

#[test]
fn what_a_reader_marked_is_kept() {
    let article = read(json!({
        "body": LONG, "starred": true, "progress": 40, "is_read": 1,
        "highlights": ["cracks", { "quote": "nine million", "note": "how much?" }, { "x": 1 }],
    }))
    .article;
    assert_eq!((article.starred, article.progress, article.read_count), (true, Some(40), 1));
    assert_eq!(article.highlights[1].note.as_deref(), Some("how much?"));
    assert_eq!(article.highlights.len(), 2);
}

#[test]
fn paths_come_before_names() {
    let paths = |text: &str| FieldPaths { text: Some(text.to_owned()), ..FieldPaths::default() };
    let value = json!({
        "body": "Not this.", "payload": { "html": "<p>This.</p>", "parts": [{ "t": "A." }, { "t": "B." }] },
        "a.b": "Dotted.",
    });
    for (path, expected) in [
        ("payload.html", "This."),
        (".payload.parts[1].t", "B."),
        ("payload.parts.0.t", "A."),
        ("payload.parts.t", "A.\n\nB."),
        ("payload.parts[*].t", "A.\n\nB."),
        ("a.b", "Dotted."),
    ] {
        let entry = read_with(value.clone(), paths(path)).unwrap();
        assert_eq!(entry.article.body.trim(), expected, "{path}");
    }
    let error = read_with(value, paths("payload.missing")).unwrap_err().to_string();
    assert_eq!(
        error,
        "in: there is no article text in it; it has the fields `a.b`, `body`, `payload.html`, `payload.parts`"
    );
    let fields = FieldPaths {
        text: None,
        title: Some("meta.t".to_owned()),
        date: Some("meta.d".to_owned()),
    };
    let value = json!({ "title": "Not", "body": LONG, "date": "2020-01-01", "meta": { "t": "Yes", "d": "24/12/2024" } });
    let article = read_with(value, fields).unwrap().article;
    assert_eq!((article.title.as_deref(), article.date), (Some("Yes"), Some(date(2024, 12, 24))));
}

#[test]
fn without_a_text_the_fields_are_named_or_the_address_is_kept() {
    let error = |value| read_with(value, FieldPaths::default()).unwrap_err().to_string();
    assert_eq!(
        error(json!({ "id": 7, "payload": { "html": "<p>x</p>", "n": null }, "e": "" })),
        "in: there is no article text in it; it has the fields `id`, `payload.html`"
    );
    let bookmark = read(json!({ "title": "T", "url": "https://a.example" }));
    assert_eq!((bookmark.article.body.as_str(), bookmark.article.url.is_some()), ("", true));
    assert!(error(json!({ "url": "https://a.example", "payload": LONG })).contains("`payload`"));
}

#[test]
fn what_we_wrote_is_taken_as_it_stands() {
    let ours = json!({
        "schema": "nutgraf.export/1", "title": "How to write &amp;", "body": "Write &amp; for &, <p>for</p> a paragraph.",
        "tags": ["sea, harbour"], "category": "[a, b]", "author": "By &amp; By",
    });
    let article = read(ours).article;
    assert_eq!(article.title.as_deref(), Some("How to write &amp;"));
    assert_eq!(article.body, "Write &amp; for &, <p>for</p> a paragraph.");
    assert_eq!(article.tags, ["sea, harbour"]);
    assert_eq!(article.category.as_deref(), Some("[a, b]"));
    assert_eq!(article.author.as_deref(), Some("By &amp; By"));
}
