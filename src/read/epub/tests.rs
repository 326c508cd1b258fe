use super::super::docx::tests::zip;
use crate::read::{Input, Item, read as read_input};
use crate::text::Document;

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='OEBPS/book.opf' \
    media-type='application/oebps-package+xml'/></rootfiles></container>";

/// A book of these pages, with this table of contents in the old form.
fn book(pages: &[(&str, &str)], contents: &[(&str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let items: String = pages
        .iter()
        .map(|(name, _)| format!("<item id='{name}' href='{name}' media-type='x'/>"))
        .collect();
    let spine: String =
        pages.iter().map(|(name, _)| format!("<itemref idref='{name}'/>")).collect();
    let opf = format!(
        "<package><metadata><dc:title>The Long Pier</dc:title><dc:creator>Ada Quill</dc:creator>\
         <dc:language>en-GB</dc:language><dc:date>2019-08-07</dc:date></metadata>\
         <manifest>{items}<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>\
         </manifest><spine toc='ncx'>{spine}</spine></package>"
    );
    let points: String = contents
        .iter()
        .map(|(title, target)| {
            format!(
                "<navPoint><navLabel><text>{title}</text></navLabel><content src='{target}'/>\
                 </navPoint>"
            )
        })
        .collect();
    let ncx = format!("<ncx><navMap>{points}</navMap></ncx>");
    let mut parts = vec![("mimetype", super::MEDIA_TYPE), ("META-INF/container.xml", CONTAINER)];
    parts.extend([("OEBPS/book.opf", opf.as_str()), ("OEBPS/toc.ncx", ncx.as_str())]);
    let named: Vec<(String, String)> = pages
        .iter()
        .map(|(name, body)| {
            let page = format!("<html><head><title>x</title></head><body>{body}</body></html>");
            (format!("OEBPS/{name}"), page)
        })
        .collect();
    parts.extend(named.iter().map(|(name, page)| (name.as_str(), page.as_str())));
    parts.extend(more);
    zip(&parts)
}

fn chapters(bytes: Vec<u8>) -> Vec<Document> {
    read_input(Input::bytes("pier", bytes))
        .map(|item| match item.unwrap() {
            Item::Document(document) => document,
            Item::Address(address) => panic!("{address:?}"),
        })
        .collect()
}

fn titles(chapters: &[Document]) -> Vec<&str> {
    chapters.iter().map(|it| it.article.title.as_deref().unwrap_or("-")).collect()
}

const ONE: &str = "<h1>The tide</h1><p>The water went out at four and left the boats behind.</p>";
const TWO: &str = "<p>Nobody walked to the end of it before noon that day.</p>";

#[test]
fn a_chapter_is_an_article_and_the_book_its_category() {
    let pages = [
        ("cover.xhtml", "<img src='c.jpg'/>"),
        ("title.xhtml", "<p>THE LONG PIER</p><p>Ada Quill</p>"),
        ("rights.xhtml", "<p>Copyright 2019 Ada Quill</p><p>ISBN 1234567890</p>"),
        ("list.xhtml", "<p><a href='1.xhtml'>The tide</a></p><p><a href='2.xhtml'>Noon</a></p>"),
        ("1.xhtml", ONE),
        ("2.xhtml", TWO),
    ];
    let contents = [("Cover", "cover.xhtml"), ("The tide", "1.xhtml"), ("Before noon", "2.xhtml")];
    let chapters = chapters(book(&pages, &contents, &[]));
    assert_eq!(titles(&chapters), ["The tide", "Before noon"]);
    let first = &chapters[0];
    assert_eq!(first.article.body, "The water went out at four and left the boats behind.");
    assert_eq!(first.source, "pier/OEBPS/1.xhtml");
    assert_eq!(first.article.category.as_deref(), Some("The Long Pier"));
    assert_eq!(first.article.author.as_deref(), Some("Ada Quill"));
    assert_eq!(first.article.language.as_deref(), Some("en"));
    assert_eq!(first.article.date, Some(jiff::civil::date(2019, 8, 7)));
}

#[test]
fn a_chapter_may_go_on_over_pages_and_several_may_share_one() {
    let shared = format!("<div id='a'>{ONE}</div><div id='b'><h2>Noon</h2>{TWO}</div>");
    let pages = [
        ("1.xhtml", "<p>It begins on a quay where nothing much happens for a while.</p>"),
        ("1b.xhtml", "<p>And then something does happen after all.</p>"),
        ("2.xhtml", &shared),
    ];
    let contents = [("A quay", "1.xhtml"), ("The tide", "2.xhtml#a"), ("Noon", "2.xhtml#b")];
    let chapters = chapters(book(&pages, &contents, &[]));
    assert_eq!(titles(&chapters), ["A quay", "The tide", "Noon"]);
    assert!(chapters[0].article.body.ends_with("happen after all."));
    assert_eq!(chapters[1].source, "pier/OEBPS/2.xhtml#a");
    assert!(!chapters[1].article.body.contains("Nobody"));
    assert_eq!(chapters[2].article.body, "Nobody walked to the end of it before noon that day.");
}

#[test]
fn a_heading_that_says_more_than_the_contents_is_the_title() {
    let page = "<h1>Chapter 1: The tide</h1><p>The water went out at four.</p>";
    let chapters = chapters(book(&[("1.xhtml", page)], &[("Chapter 1", "1.xhtml")], &[]));
    assert_eq!(titles(&chapters), ["Chapter 1: The tide"]);
    assert_eq!(chapters[0].article.body, "The water went out at four.");
}

#[test]
fn without_contents_headings_are_the_titles() {
    let chapters = chapters(book(&[("1.xhtml", ONE), ("2.xhtml", TWO)], &[], &[]));
    assert_eq!(titles(&chapters), ["The tide", "-"]);
}

#[test]
fn a_book_of_nothing_but_front_matter_is_read_all_the_same() {
    let pages = [("1.xhtml", "<p>The Long Pier</p><p>Ada Quill</p>")];
    assert_eq!(chapters(book(&pages, &[], &[])).len(), 1);
}

#[test]
fn a_bare_archive_of_pages_is_a_book() {
    let page = format!("<html><body>{ONE}</body></html>");
    let chapters = chapters(zip(&[("mimetype", super::MEDIA_TYPE), ("OEBPS/c1.xhtml", &page)]));
    assert_eq!(titles(&chapters), ["The tide"]);
    assert_eq!(chapters[0].article.category, None);
}

#[test]
fn a_locked_book_is_refused_and_one_with_scrambled_fonts_is_not() {
    let encryption = |part: &str| {
        format!(
            "<encryption><EncryptedData><CipherData><CipherReference URI='{part}'/>\
            </CipherData></EncryptedData></encryption>"
        )
    };
    let with = |part: &str| {
        let encryption = encryption(part);
        book(&[("1.xhtml", ONE)], &[], &[("META-INF/encryption.xml", encryption.as_str())])
    };
    assert_eq!(chapters(with("OEBPS/font.otf")).len(), 1);
    let error = read_input(Input::bytes("x", with("OEBPS/1.xhtml"))).next().unwrap().unwrap_err();
    assert!(error.to_string().contains("DRM"), "{error}");
}

#[test]
fn a_page_that_cannot_be_read_does_not_stop_the_others() {
    let bomb = " ".repeat(65 << 20);
    let pages = [("1.xhtml", ONE), ("2.xhtml", bomb.as_str()), ("3.xhtml", TWO)];
    let contents = [("The tide", "1.xhtml"), ("B", "2.xhtml"), ("Noon", "3.xhtml")];
    let items: Vec<_> = read_input(Input::bytes("x", book(&pages, &contents, &[]))).collect();
    assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn a_spine_that_names_a_page_a_thousand_times_gives_it_once() {
    let opf = format!(
        "<package><manifest><item id='a' href='a.xhtml'/></manifest><spine>{}</spine></package>",
        "<itemref idref='a'/>".repeat(1000)
    );
    let parts = [
        ("mimetype", super::MEDIA_TYPE),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", &opf),
        ("OEBPS/a.xhtml", ONE),
    ];
    assert_eq!(chapters(zip(&parts)).len(), 1);
}
