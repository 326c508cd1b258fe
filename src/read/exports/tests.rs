//! Every export in its exact shape, and what is kept of it.

use jiff::Timestamp;
use jiff::civil::date;

use crate::article::{Article, Warning};
use crate::read::archive::hostile::pack;
use crate::read::{Address, Document, Input, Item, read};
use crate::{Error, Result};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/fixtures/exports/", $name)).as_slice()
    };
}

const FERRY: &str = "https://amity-post.example/ferry";

fn items(name: &str, bytes: &[u8]) -> Vec<Result<Item>> {
    read(Input::bytes(name, bytes)).collect()
}

/// The addresses in an export that holds nothing else.
fn addresses(name: &str, bytes: &[u8]) -> Vec<Address> {
    let address = |item: Result<Item>| match item.expect("an item") {
        Item::Address(address) => address,
        Item::Document(document) => panic!("{document:?}"),
    };
    items(name, bytes).into_iter().map(address).collect()
}

fn document(item: &Result<Item>) -> &Document {
    match item {
        Ok(Item::Document(document)) => document,
        other => panic!("{other:?}"),
    }
}

fn address(item: &Result<Item>) -> &Article {
    match item {
        Ok(Item::Address(address)) => &address.article,
        other => panic!("{other:?}"),
    }
}

fn at(time: &str) -> Option<Timestamp> {
    Some(time.parse().expect("a time"))
}

fn urls(addresses: &[Address]) -> Vec<&str> {
    addresses.iter().map(|address| address.article.url.as_deref().unwrap_or_default()).collect()
}

fn marked(article: &Article) -> Vec<(&str, Option<&str>)> {
    let pair = |it| {
        let highlight: &crate::article::Highlight = it;
        (&*highlight.quote, highlight.note.as_deref())
    };
    article.highlights.iter().map(pair).collect()
}

#[test]
fn pocket() {
    let all = addresses("part_000000.csv", fixture!("pocket.csv"));
    let [ferry, bread, untitled] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ferry.source, "part_000000.csv:2");
    let title = "The last ferry of the season leaves Port Amity with a goat on boar";
    assert_eq!(ferry.article.title.as_deref(), Some(title));
    assert_eq!(ferry.article.url.as_deref(), Some(FERRY));
    assert_eq!(ferry.article.tags, ["sea", "slow travel"]);
    assert_eq!(ferry.article.created, at("2024-10-30T12:00:00Z"));
    assert_eq!((ferry.article.read_count, bread.article.read_count), (0, 1));
    assert_eq!(bread.article.title.as_deref(), Some("Bread, salt and a \"quiet\" harbour"));
    assert!(bread.article.tags.is_empty());
    assert_eq!(untitled.article.title, None);
}

#[test]
fn instapaper_of_three_generations() {
    let first = addresses("instapaper.csv", fixture!("instapaper-1.csv"));
    assert_eq!(first.len(), 4);
    assert_eq!((first[0].article.read_count, first[1].article.read_count), (0, 1));
    assert_eq!(marked(&first[1].article), [("The baker rose at two. Nobody else did.", None)]);
    assert_eq!(first[2].source, "instapaper.csv:5");
    assert!(first[2].article.starred && !first[0].article.starred);
    assert_eq!(first[3].article.category.as_deref(), Some("Harbour reading"));
    assert_eq!(first[0].article.category, None);
    let second = addresses("instapaper.csv", fixture!("instapaper-2.csv"));
    assert_eq!(second[1].article.created, at("2024-01-01T00:00:00Z"));
    let third = addresses("instapaper.csv", fixture!("instapaper-3.csv"));
    assert_eq!(third[0].article.tags, ["sea", "slow travel"]);
    assert!(third[1].article.tags.is_empty());
    assert_eq!(third[0].article.title.as_deref(), Some("The last ferry leaves"));
}

#[test]
fn readwise_reader_without_what_came_by_a_feed() {
    let all = addresses("reader.csv", fixture!("readwise-reader.csv"));
    let [ferry, bread, later] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ferry.article.tags, ["sea", "fisher's"]);
    assert_eq!(ferry.article.created, at("2022-11-06T04:33:50Z"));
    assert_eq!((ferry.article.progress, ferry.article.read_count), (Some(25), 0));
    assert_eq!((bread.article.progress, bread.article.read_count), (Some(100), 1));
    assert_eq!(bread.article.created, at("2023-01-15T18:00:01.25Z"));
    assert_eq!(later.article.url.as_deref(), Some("https://amity-post.example/later"));
    assert_eq!((later.article.progress, later.article.tags.len()), (None, 0));
    assert_eq!(later.source, "reader.csv:5");
}

#[test]
fn raindrop() {
    let all = addresses("raindrop.csv", fixture!("raindrop.csv"));
    let [ferry, bread, deep] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ferry.article.tags, ["sea", "slow travel"]);
    assert_eq!(ferry.article.category.as_deref(), Some("Harbour / Ships"));
    assert_eq!((&bread.article.category, bread.article.starred), (&None, false));
    assert_eq!(deep.article.category.as_deref(), Some("A / B"));
    assert!(ferry.article.starred);
    assert_eq!(ferry.article.created, at("2024-03-02T09:15:00Z"));
    let expected = [
        ("Nobody on the pier minded.", Some("Not even Mara")),
        ("Forty passengers and a goat.", None),
        ("", Some("Ask Mara about the goat")),
    ];
    assert_eq!(marked(&ferry.article), expected);

    let all = addresses("raindrop.json", fixture!("raindrop.json"));
    assert_eq!(urls(&all), [FERRY]);
    assert_eq!(marked(&all[0].article), [("Nobody minded.", None), ("", Some("Ask Mara"))]);
    assert!(all[0].article.starred);
    assert_eq!(all[0].article.updated, at("2024-03-03T09:15:00Z"));
}

#[test]
fn matter() {
    let all = addresses("matter.csv", fixture!("matter.csv"));
    let [ferry, goat] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ferry.article.author.as_deref(), Some("Mara Holt"));
    assert_eq!(ferry.article.site.as_deref(), Some("The Amity Post"));
    assert_eq!(ferry.article.tags, ["sea", "slow travel"]);
    assert_eq!((ferry.article.starred, ferry.article.read_count), (true, 1));
    assert_eq!(ferry.article.last_read, at("2024-05-06T00:00:00Z"));
    assert_eq!((goat.article.starred, goat.article.read_count), (false, 0));
}

#[test]
fn wallabag() {
    let all = items("wallabag.json", fixture!("wallabag.json"));
    let [ferry, gone] = all.as_slice() else { panic!("{all:?}") };
    let Document { article, source, .. } = document(ferry);
    assert_eq!(source, "wallabag.json[0]");
    assert_eq!(article.title.as_deref(), Some("The last ferry leaves"));
    assert!(article.body.contains("two hours again. Nobody on the pier minded."));
    assert!(article.body.contains("forty passengers & a goat."), "{}", article.body);
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!((article.read_count, article.starred), (1, true));
    assert_eq!(article.tags, ["sea", "slow travel"]);
    assert_eq!(article.created, at("2016-09-08T09:55:58Z"));
    assert_eq!(article.updated, at("2016-09-08T09:57:16Z"));
    assert_eq!(article.last_read, at("2016-09-09T06:00:00Z"));
    assert_eq!(article.published, at("2016-09-07T04:30:00Z"));
    assert_eq!(article.date, Some(date(2016, 9, 7)));
    assert_eq!(article.author.as_deref(), Some("Mara Holt, Idris Vane"));
    assert_eq!(article.site.as_deref(), Some("amity-post.example"));
    assert_eq!(article.language.as_deref(), Some("en"));
    let expected = [("Nobody on the pier minded.", Some("Twice a week, then."))];
    assert_eq!(marked(article), expected);
    let gone = address(gone);
    assert_eq!(gone.title.as_deref(), Some("A page that was not there"));
    assert_eq!((gone.read_count, gone.starred), (0, false));
}

#[test]
fn wallabag_of_version_1_and_as_a_table() {
    let all = items("wallabag.json", fixture!("wallabag-1.json"));
    let article = &document(&all[0]).article;
    assert_eq!(article.body, "The ferry was late by two hours again.");
    assert_eq!((article.read_count, article.starred), (1, false));
    assert_eq!(article.tags, ["sea", "harbour"]);

    let all = items("wallabag.csv", fixture!("wallabag.csv"));
    let article = &document(&all[0]).article;
    let body = "The ferry was late by two hours again.\n\nNobody on the pier minded; the goat did.";
    assert_eq!(article.body, body);
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!(article.tags, ["sea", "slow travel"]);
    assert_eq!(article.created, at("2023-12-31T09:15:00Z"));
    assert_eq!(article.language.as_deref(), Some("en"));
}

#[test]
fn karakeep() {
    let all = items("karakeep.json", fixture!("karakeep.json"));
    let [ferry, thought, lost] = all.as_slice() else { panic!("{all:?}") };
    let ferry = address(ferry);
    assert_eq!(ferry.title.as_deref(), Some("The last ferry leaves"));
    assert_eq!(ferry.tags, ["sea", "slow travel"]);
    assert_eq!(ferry.category.as_deref(), Some("Harbour"));
    assert_eq!((ferry.read_count, marked(ferry)), (1, vec![("", Some("Ask Mara"))]));
    assert_eq!(ferry.created, at("2024-03-02T09:15:00Z"));
    let thought = document(thought);
    assert_eq!(thought.source, "karakeep.json[1]");
    assert_eq!(thought.article.body, "Ferries are late because the sea is.\n\nGoats are not.");
    assert_eq!(thought.article.title.as_deref(), Some("A thought"));
    assert!(matches!(lost, Err(Error::NoText { name }) if name == "karakeep.json[2]"));
}

#[test]
fn linkwarden() {
    let all = addresses("linkwarden.json", fixture!("linkwarden.json"));
    let [ferry, goat] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ferry.article.category.as_deref(), Some("Harbour"));
    assert_eq!(ferry.article.tags, ["sea", "slow travel"]);
    assert_eq!(ferry.article.created, at("2024-03-02T09:15:00Z"));
    assert_eq!(ferry.article.title.as_deref(), Some("The last ferry leaves"));
    assert_eq!((ferry.article.starred, goat.article.starred), (false, true));
    assert_eq!((goat.source.as_str(), &goat.article.title), ("linkwarden.json[1]", &None));
    assert_eq!(goat.article.category.as_deref(), Some("Ships"));
}

#[test]
fn pinboard() {
    let all = addresses("pinboard.json", fixture!("pinboard.json"));
    let [ferry, goat] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ferry.article.url.as_deref(), Some(FERRY));
    assert_eq!(ferry.article.title.as_deref(), Some("The last ferry leaves"));
    assert_eq!(ferry.article.tags, ["sea", "slow-travel"]);
    assert_eq!(ferry.article.created, at("2024-03-02T09:15:00Z"));
    assert_eq!(marked(&ferry.article), [("", Some("Nobody on the pier minded."))]);
    assert!(goat.article.tags.is_empty() && goat.article.highlights.is_empty());
}

#[test]
fn bookmarks_of_browsers() {
    let all = addresses("Bookmarks", fixture!("chrome.json"));
    let goat = "https://amity-post.example/goat";
    assert_eq!(urls(&all), [FERRY, goat, "http://amity-post.example/pier"]);
    let folders: Vec<_> = all.iter().map(|it| it.article.category.as_deref()).collect();
    assert_eq!(folders, [Some("Bookmarks bar"), Some("Harbour"), Some("Mobile bookmarks")]);
    assert_eq!(all[0].article.created, at("2024-03-02T09:15:00Z"));
    assert_eq!(all[0].article.last_read, None);
    assert_eq!(all[1].article.last_read, at("2024-03-02T09:15:02Z"));

    let all = addresses("bookmarks.json", fixture!("firefox.json"));
    assert_eq!(urls(&all), [FERRY, goat]);
    assert_eq!(all[0].article.tags, ["sea", "slow travel"]);
    assert_eq!(all[0].article.created, at("2024-03-02T09:15:00Z"));
    assert_eq!(all[0].article.updated, at("2024-03-02T09:16:00Z"));
    let folders: Vec<_> = all.iter().map(|it| it.article.category.as_deref()).collect();
    assert_eq!(folders, [Some("menu"), Some("Harbour")]);
}

#[test]
fn starred_items_of_feed_readers() {
    let all = items("starred.json", fixture!("starred.json"));
    let [ferry, goat] = all.as_slice() else { panic!("{all:?}") };
    let article = &document(ferry).article;
    assert_eq!(
        article.body,
        "The ferry was late by two hours again.\n\nNobody on the pier minded."
    );
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!(article.tags, ["Harbour", "sea"]);
    assert_eq!((article.read_count, article.starred), (1, true));
    assert_eq!(article.author.as_deref(), Some("Mara Holt"));
    assert_eq!(article.site.as_deref(), Some("The Amity Post"));
    assert_eq!(article.published, at("2024-03-02T05:00:00Z"));
    assert_eq!(article.date, Some(date(2024, 3, 2)));
    assert_eq!(article.created, at("2024-03-02T09:15:00Z"));
    let goat = document(goat);
    assert_eq!(goat.article.body, "A goat crossed for the price of a child.");
    assert_eq!(goat.article.url.as_deref(), Some("https://amity-post.example/goat"));
    assert_eq!((goat.article.starred, goat.article.read_count), (true, 0));
    assert_eq!(goat.source, "starred.json[1]");
}

#[test]
fn miniflux() {
    let all = items("entries.json", fixture!("miniflux.json"));
    let article = &document(&all[0]).article;
    assert_eq!(article.body.split("\n\n").count(), 2);
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!(article.category.as_deref(), Some("Harbour"));
    assert_eq!(article.site.as_deref(), Some("The Amity Post"));
    assert_eq!((article.read_count, article.starred), (1, true));
    assert_eq!(article.published, at("2024-03-02T06:15:00Z"));
    assert_eq!(article.created, at("2024-03-02T09:15:00.123456Z"));
    assert_eq!((article.author.as_deref(), &*article.tags[0]), (Some("Mara Holt"), "sea"));
}

#[test]
fn readwise_as_json() {
    let all = items("reader.json", fixture!("readwise-reader.json"));
    let article = &document(&all[0]).article;
    assert_eq!(article.body, "The ferry was late by two hours again.");
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!(article.tags, ["sea", "slow travel"]);
    assert_eq!((article.progress, article.read_count), (Some(16), 1));
    assert_eq!(article.date, Some(date(2023, 3, 22)));
    assert_eq!(article.site.as_deref(), Some("The Amity Post"));
    assert_eq!(article.created, at("2023-03-26T21:02:51.618751Z"));

    let all = addresses("export.json", fixture!("readwise-highlights.json"));
    let article = &all[0].article;
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!(marked(article), [("Nobody on the pier minded.", Some("As ever"))]);
    assert_eq!(article.tags, ["sea"]);
}

/// The archive that Omnivore sends, with these files too.
fn omnivore(others: &[(&str, &[u8])]) -> Vec<u8> {
    let slug = "the-last-ferry-leaves-18f4a";
    let (page, marked) = (format!("content/{slug}.html"), format!("highlights/{slug}.md"));
    let mut files: Vec<(&str, &[u8])> = vec![
        ("metadata_0_to_3.json", fixture!("omnivore/metadata_0_to_3.json")),
        (&page, fixture!("omnivore/content/the-last-ferry-leaves-18f4a.html")),
        (
            "content/a-page-that-was-not-there-18f4b.html",
            fixture!("omnivore/content/a-page-that-was-not-there-18f4b.html"),
        ),
        (&marked, fixture!("omnivore/highlights/the-last-ferry-leaves-18f4a.md")),
    ];
    files.extend(others);
    pack(&files)
}

#[test]
fn omnivore_with_its_texts() {
    let all = items("export.zip", &omnivore(&[]));
    let [ferry, gone, without] = all.as_slice() else { panic!("{all:?}") };
    let Document { article, source, warnings, .. } = document(ferry);
    assert_eq!(source, "export.zip/metadata_0_to_3.json[0]");
    assert_eq!(warnings, &[]);
    assert_eq!(article.title.as_deref(), Some("The last ferry leaves"));
    assert_eq!(article.body.split("\n\n").count(), 2, "{}", article.body);
    assert!(article.body.ends_with("& a goat, said Idris Vane."), "{}", article.body);
    assert_eq!(article.url.as_deref(), Some(FERRY));
    assert_eq!(article.author.as_deref(), Some("Mara Holt"));
    assert_eq!((article.progress, article.read_count), (Some(88), 1));
    assert_eq!(article.tags, ["sea", "slow travel"]);
    assert_eq!(article.created, at("2024-05-07T08:15:30.123Z"));
    assert_eq!(article.updated, at("2024-05-08T08:15:30Z"));
    assert_eq!(article.published, at("2024-05-06T22:30:00Z"));
    assert_eq!(article.date, Some(date(2024, 5, 6)));
    let expected = [("Nobody on the pier minded.", Some("Not even Mara.")), ("a goat", None)];
    assert_eq!(marked(article), expected);
    assert_eq!(address(gone).url.as_deref(), Some("https://amity-post.example/gone"));
    assert_eq!(address(without).read_count, 0);
    assert_eq!(address(without).title.as_deref(), Some("No content"));
}

#[test]
fn the_files_of_omnivore_are_read_in_their_order() {
    let one = |slug: &str| {
        format!(
            r#"[{{"id": "{slug}", "slug": "{slug}", "title": "{slug}", "state": "Active",
            "url": "https://amity-post.example/{slug}", "readingProgress": 0, "labels": [],
            "savedAt": "2024-05-07T08:15:30.123Z", "updatedAt": null, "publishedAt": null}}]"#
        )
    };
    let (late, early, bad) = (one("late"), one("early"), b"[{".as_slice());
    let archive = omnivore(&[
        ("metadata_100_to_101.json", late.as_bytes()),
        ("metadata_20_to_21.json", early.as_bytes()),
        ("metadata_40_to_41.json", bad),
        ("content/late.html", b"<p>The text of the late one.</p>"),
        ("content/early.html", b"\x89PNG\r\n\x1a\n"),
    ]);
    let all = items("export.zip", &archive);
    assert_eq!(all.len(), 6);
    assert_eq!(address(&all[3]).title.as_deref(), Some("early"));
    assert!(matches!(&all[4], Err(Error::InvalidJson { name, .. }) if name.ends_with("41.json")));
    assert_eq!(document(&all[5]).article.body, "The text of the late one.");
}

#[test]
fn the_array_of_omnivore_by_itself_is_addresses() {
    let all = addresses("metadata_0_to_3.json", fixture!("omnivore/metadata_0_to_3.json"));
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].article.progress, Some(88));
    assert_eq!(all[0].source, "metadata_0_to_3.json[0]");
}

#[test]
fn what_has_no_address_is_known_by_the_id_of_its_application() {
    let line = r#"[{"id": 7, "title": "A note", "content": "<p>The ferry was late.</p>",
        "is_archived": false, "is_starred": false, "created_at": "yesterday", "tags": {}}]"#;
    let all = items("wallabag.json", line.as_bytes());
    let Document { article, warnings, .. } = document(&all[0]);
    assert_eq!(article.external_id.as_deref(), Some("wallabag:7"));
    assert_eq!((article.created, article.url.as_deref()), (None, None));
    let [Warning::Field { field, found, .. }] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert_eq!((field.as_str(), found.as_str()), ("created_at", "`\"yesterday\"`"));
}

#[test]
fn an_ordinary_article_is_no_export() {
    for line in [
        r#"{"title": "T", "body": "The ferry was late.", "url": "https://a.example", "tags": ["x"]}"#,
        r#"{"title": "T", "body": "The ferry was late.", "items": [{"body": "A goat."}]}"#,
        r#"{"body": "The ferry was late.", "bookmarks": [], "data": [{"text": "x"}]}"#,
        r#"{"body": "The ferry was late.", "roots": ["carrot"], "collections": [{"name": "x"}]}"#,
        r#"{"body": "The ferry was late.", "status": "read", "starred": true}"#,
        r#"{"body": "The ferry was late.", "is_archived": false}"#,
    ] {
        let all = items("a.json", line.as_bytes());
        assert_eq!(all.len(), 1, "{line}");
        let document = document(&all[0]);
        assert_eq!(document.article.body, "The ferry was late.", "{line}");
        assert_eq!(document.source, "a.json");
    }
}

#[test]
fn articles_in_a_list_in_an_object_are_found() {
    for text in [
        r#"{"status": "ok", "totalResults": 2, "articles": [A, B]}"#,
        r#"{"data": [A, B], "paging": {}}"#,
        r#"{"response": {"status": "ok", "docs": [A, B]}}"#,
        r#"{"response": {"results": [A, B]}, "title": "Search"}"#,
        r#"{"data": {"items": [A, B]}}"#,
        r#"{"version": 3, "posts": [A, B]}"#,
        r#"[{"documents": [A]}, {"documents": [B]}]"#,
    ] {
        let text = text
            .replace('A', r#"{"title": "One", "body": "The ferry was late."}"#)
            .replace('B', r#"{"title": "Two", "body": "A goat crossed."}"#);
        let all = items("a.json", text.as_bytes());
        let titles: Vec<_> = all.iter().map(|it| document(it).article.title.as_deref()).collect();
        assert_eq!(titles, [Some("One"), Some("Two")], "{text}");
        assert!(document(&all[1]).source.ends_with(']'));
    }
    let empty = items("a.json", br#"{"status": "ok", "articles": []}"#);
    assert!(matches!(empty.as_slice(), [Err(Error::NoText { .. })]), "{empty:?}");
}

#[test]
fn hostile_json_is_an_error_at_once() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let objects = format!("{}1{}", "{\"data\":".repeat(100_000), "}".repeat(100_000));
    let lists = format!("{}{}", "{\"items\":[".repeat(50_000), "]}".repeat(50_000));
    for text in [&deep, &objects, &lists, &format!("[{objects}]"), &format!("{{\"a\": {deep}}}")] {
        let start = std::time::Instant::now();
        let all = items("a.json", text.as_bytes());
        assert!(all.iter().all(Result::is_err) && all.len() < 10, "{}", all.len());
        assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
    }
    // As deep as the parser goes, and every one a list in an object.
    let lists = format!("{}{}", "{\"items\":[".repeat(60), "]}".repeat(60));
    assert!(items("a.json", lists.as_bytes()).iter().all(Result::is_err));
}
