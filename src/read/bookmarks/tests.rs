use crate::article::Article;
use crate::read::{Input, Item, read};

/// The addresses in an input; an error is its message as a title.
fn addresses(name: &str, text: &str) -> Vec<Article> {
    let items = read(Input::bytes(name, text)).map(|item| match item {
        Ok(Item::Address(address)) => address.article,
        Ok(Item::Document(document)) => panic!("a text: {}", document.article.body),
        Err(error) => Article { title: Some(error.to_string()), ..Article::default() },
    });
    items.collect()
}

fn urls(name: &str, text: &str) -> Vec<String> {
    addresses(name, text).into_iter().map(|it| it.url.or(it.title).unwrap_or_default()).collect()
}

const BROWSER: &str = r#"<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>

<DL><p>
    <DT><H3 ADD_DATE="1718000000" LAST_MODIFIED="1718000001" PERSONAL_TOOLBAR_FOLDER="true">Toolbar</H3>
    <DD>what I need every day
    <DL><p>
        <DT><A HREF="https://ferry.example/times?day=1&amp;line=2" ADD_DATE="1718000002" LAST_MODIFIED="1718000003" LAST_VISIT="1718000004" ICON="data:image/png;base64,AAAA" TAGS="sea, ferries,sea">Times &amp; lines</A>
        <DD>Line 2 is the late one.
Ask for the goat.
        <DT><A HREF="place:sort=8&maxResults=10">Most visited</A>
        <DD>of no page
        <DT><A HREF="javascript:void(0)">A button</A>
        <DT><H3>Goats</H3>
        <DL><p>
            <DT><A HREF="HTTPS://goat.example/" ADD_DATE="1718000005000">HTTPS://goat.example/</A>
            <HR>
        </DL><p>
        <DT><A HREF="https://pier.example/" ADD_DATE="0" PRIVATE="1">The <b>pier</b></A>
    </DL><p>
    <DT><A HREF="https://harbour.example/" ADD_DATE="1718000006000000">Harbour</A>
</DL>
"#;

#[test]
fn bookmarks_of_a_browser_keep_folders_tags_times_and_notes() {
    for name in ["bookmarks.html", "bookmarks.txt", "-"] {
        let all = addresses(name, BROWSER);
        let [times, goat, pier, harbour] = &*all else { panic!("{all:?}") };
        assert_eq!(times.title.as_deref(), Some("Times & lines"));
        assert_eq!(times.url.as_deref(), Some("https://ferry.example/times?day=1&line=2"));
        assert_eq!(times.category.as_deref(), Some("Toolbar"));
        assert_eq!(times.tags, ["sea", "ferries"]);
        assert_eq!(times.created.map(|it| it.as_second()), Some(1_718_000_002));
        assert_eq!(times.updated.map(|it| it.as_second()), Some(1_718_000_003));
        assert_eq!(times.last_read.map(|it| it.as_second()), Some(1_718_000_004));
        let [note] = &*times.highlights else { panic!("{times:?}") };
        assert_eq!(note.quote, "");
        assert_eq!(note.note.as_deref(), Some("Line 2 is the late one.\nAsk for the goat."));
        assert_eq!(
            (goat.title.as_deref(), goat.category.as_deref()),
            (None, Some("Toolbar / Goats"))
        );
        assert_eq!(goat.created.map(|it| it.as_second()), Some(1_718_000_005));
        assert_eq!((pier.title.as_deref(), pier.created), (Some("The pier"), None));
        assert_eq!(pier.category.as_deref(), Some("Toolbar"));
        assert_eq!((harbour.category.as_deref(), harbour.highlights.len()), (None, 0));
        assert_eq!(harbour.created.map(|it| it.as_second()), Some(1_718_000_006));
    }
}

#[test]
fn bookmarks_without_their_first_line_or_their_end() {
    let headless = &BROWSER[BROWSER.find("<DL>").unwrap()..];
    assert_eq!(urls("a.html", headless).len(), 4);
    let cut = &BROWSER[..BROWSER.find("<HR>").unwrap()];
    assert_eq!(urls("a.html", cut).len(), 2);
    let compact = BROWSER.replace(['\n', '\t'], " ").replace("<p>", "").replace("</A>", "");
    assert_eq!(urls("a.html", &compact).len(), 4);
}

#[test]
fn pocket_and_instapaper_tell_what_was_read() {
    let pocket = "<!DOCTYPE html>\n<html>\n\t<!--So long and thanks for all the fish-->\n\t<head>\n\t\t\
        <meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\" />\n\t\t\
        <title>Pocket Export</title>\n\t</head>\n\t<body>\n\t\t<h1>Unread</h1>\n\t\t<ul>\n\t\t\t\
        <li><a href=\"https://ferry.example/1\" time_added=\"1718000000\" tags=\"sea,goats\">Late</a></li>\n\
        \t\t</ul>\n\t\t\n\t\t<h1>Read Archive</h1>\n\t\t<ul>\n\t\t\t\
        <li><a href=\"https://ferry.example/2\" time_added=\"1718000001\" tags=\"\">Later</a></li>\n\
        \t\t</ul>\n\t</body>\n</html>\n";
    let all = addresses("ril_export.html", pocket);
    let [late, later] = &*all else { panic!("{all:?}") };
    assert_eq!((late.read_count, &*late.tags), (0, &["sea".to_owned(), "goats".to_owned()][..]));
    assert_eq!(late.created.map(|it| it.as_second()), Some(1_718_000_000));
    assert_eq!((later.read_count, later.title.as_deref(), later.tags.len()), (1, Some("Later"), 0));
    assert_eq!((&late.category, &later.category), (&None, &None));

    let instapaper = "<!DOCTYPE html><html><head><title>Instapaper: Export</title></head><body>\
        <h1>Unread</h1><ol><li><a href=\"https://ferry.example/1\">Late</a></ol>\
        <h1>Starred</h1><ol><li><a href=\"https://ferry.example/2\">Later</a></ol>\
        <h1>Goats</h1><ol><li><a href=\"https://ferry.example/3\">Latest</a></ol>\
        <h1>Archive</h1><ol><li><a href=\"https://ferry.example/4\">Gone</a></ol></body></html>";
    let all = addresses("instapaper-export.html", instapaper);
    let states: Vec<_> = all.iter().map(|it| (it.starred, it.read_count)).collect();
    assert_eq!(states, [(false, 0), (true, 0), (false, 0), (false, 1)]);
    let folders: Vec<_> = all.iter().map(|it| it.category.as_deref()).collect();
    assert_eq!(folders, [None, None, Some("Goats"), None]);
}

#[test]
fn lists_of_addresses_are_told_from_text() {
    let (a, b) = ("https://ferry.example/a", "http://pier.example/?b=1|2");
    for list in [
        format!("{a}\n{b}\n"),
        format!("  {a}\r\n\r\n\r\n{b}  "),
        format!("{a} | Late ferry\n{b}"),
        format!("{a}\tLate ferry\n{b}\tThe pier"),
        format!("{a} Late ferry\n{b} The pier"),
        format!("Late ferry {a}\nThe pier: {b}"),
        format!("Late ferry\n{a}\n\nThe pier\n{b}\n"),
        format!("# read later\n- [Late ferry]({a})\n* [The pier]({b} \"wet\")\n"),
        format!("1. {a}\n2. <{b}>"),
    ] {
        for name in ["list.txt", "list.md", "-"] {
            let found: Vec<String> = urls(name, &list);
            assert_eq!(found, [a, b], "{name}: {list}");
        }
    }
    assert_eq!(urls("-", a), [a]);
    let titles: Vec<_> = addresses("-", &format!("{a} | Late | ferry\nThe pier - {b}"))
        .into_iter()
        .map(|it| it.title)
        .collect();
    assert_eq!(titles, [Some("Late | ferry".to_owned()), Some("The pier".to_owned())]);

    for text in [
        format!("The ferry is late. See {a}"),
        format!("{a} is down, says the mayor. It was closed on Tuesday."),
        format!("The ferry is late.\n\n{a}\n\nNobody on the pier minds.\n\nThey have a goat."),
        format!("{a}\n\nThe ferry was late by two hours again.\n\nNobody on the pier minded."),
        "httpd is a server.\nhttps is a protocol.".to_owned(),
    ] {
        let items: Vec<_> = read(Input::bytes("a.txt", text.clone())).collect();
        assert!(matches!(&*items, [Ok(Item::Document(_))]), "{text}: {items:?}");
    }
}

#[test]
fn a_line_without_an_address_is_named() {
    let list =
        "https://ferry.example/1\n".repeat(9) + "to be sorted\n" + "https://ferry.example/2 | x\n";
    let found = urls("list.txt", &list);
    assert_eq!(found.len(), 11);
    assert_eq!(found[9], "list.txt:10: there is no address on this line: `to be sorted`");
}

#[test]
fn hostile_bookmarks_are_read_in_time() {
    let started = std::time::Instant::now();
    let head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>";
    let link = "<DT><A HREF=\"https://ferry.example/\">x</A>";
    for (page, count) in [
        (format!("{head}{}{link}", "<DL><DT><H3>f</H3>".repeat(20_000)), 1),
        (format!("{head}{}", link.repeat(10_000)), 10_000),
        (format!("{head}{}", "<A HREF=\"https://ferry.example/\">".repeat(10_000)), 10_000),
        (format!("{head}{link}<DD>{}", "note ".repeat(100_000)), 1),
        (format!("{head}{}", "<DT><A HREF=\"".repeat(20_000)), 1),
        (format!("{head}<DT><A {}>", "a=b ".repeat(5_000)), 1),
    ] {
        assert_eq!(urls("a.html", &page).len(), count, "{}", &page[..60]);
    }
    assert_eq!(urls("-", &"https://ferry.example/1\n".repeat(20_000)).len(), 20_000);
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
