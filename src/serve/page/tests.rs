//! Pages as they are rendered: what is escaped, where marks stand, what a browser is told of languages.

use askama::Template as _;

use super::article::ArticlePage;
use super::change::EditPage;
use super::frame::{Frame, Notice};
use super::import::ProgressPage;
use super::job::Progress;
use super::new::NewPage;
use super::sheet::{Sheet, View};
use crate::article::{Article, ArticleId};
use crate::engine::Engine;
use crate::summarize::Lead;
use crate::text::{Document, prepare};

const BODY: &str = "The ferry stopped on Monday. Cracks were found in its hull.\n\nBuses run instead. \
    They take two hours.";

fn engine() -> Engine {
    Engine::builder().scorer(Box::new(Lead)).library_in_memory().build().unwrap()
}

fn frame() -> Frame {
    Frame { section: "library", may_write: true, token: "t0ken".to_owned(), notice: None }
}

fn article(title: &str, body: &str) -> Article {
    let article =
        Article { title: Some(title.to_owned()), body: body.to_owned(), ..Article::default() };
    prepare(article).article
}

fn rendered(article: Article, view: View) -> String {
    let document = Document { article, ..Document::default() };
    let sheet = Sheet::of(&engine(), &document, view).unwrap();
    ArticlePage::new(&sheet, view, frame()).render().unwrap()
}

/// Holds a page to what the policy and readers of every kind ask of each.
fn check(html: &str) {
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\""), "{html}");
    assert_eq!(html.matches("<h1").count(), 1, "one heading of the first level");
    assert_eq!(html.matches("<main").count(), 1);
    // A quotation mark that an article brings is escaped: as part of a tag it would stand here.
    for refused in
        [" style=\"", "<style", " onclick=\"", " onload=\"", "href=\"javascript:", "<script>"]
    {
        assert!(!html.contains(refused), "{refused} in {html}");
    }
    for outside in ["src=\"http", "action=\"http", "src=\"//"] {
        assert!(!html.contains(outside), "{outside} in {html}");
    }
    assert_eq!(html.matches("<form").count(), html.matches("</form>").count());
    for form in html.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
        let form = form.split("</form>").next().unwrap();
        assert!(form.contains("name=\"form_token\" value=\"t0ken\""), "{form}");
    }
}

#[test]
fn what_an_article_says_is_never_markup() {
    let title = "<script>alert(1)</script> \"quoted\"";
    let body = "A line with <script>alert(2)</script> in it. And <b>one</b> more.";
    let mut hostile = article(title, body);
    hostile.id = Some(ArticleId::new_v7());
    hostile.url = Some("javascript:alert(3)//\" onclick=\"x".to_owned());
    hostile.category = Some("<i>news</i>".to_owned());
    hostile.language = Some("en\" onclick=\"x".to_owned());
    let html = rendered(hostile.clone(), View::new(None, true));
    check(&html);
    assert!(!html.contains("<b>") && !html.contains("<i>") && html.contains("alert(2)"));
    check(&EditPage::new(frame(), hostile).render().unwrap());
}

#[test]
fn the_summary_is_marked_in_the_text() {
    let html = rendered(article("Ferry", BODY), View::new(Some(2), false));
    check(&html);
    assert!(html.contains("<span id=\"s0\"><mark>The ferry stopped on Monday.</mark></span> "));
    assert!(
        html.contains("<span id=\"s1\"><mark>Cracks were found in its hull.</mark></span></p>")
    );
    assert!(html.contains("<span id=\"s2\">Buses run instead.</span> <span id=\"s3\">"));
    assert!(html.contains("href=\"#s0\"") && !html.contains("href=\"#s2\""));
    assert!(html.contains("value=\"2\"") && html.contains("Why this sentence"));
    for part in ["Similar Readings", "Summary", "Statistics", "Details"] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn what_is_not_stored_can_be_kept_and_nothing_else() {
    let html = rendered(article("Ferry", BODY), View::new(None, false));
    assert!(html.contains("Keep it in the library") && !html.contains("/delete"));
    let stored = Article { id: Some(ArticleId::new_v7()), ..article("Ferry", BODY) };
    let html = rendered(stored, View::new(None, false));
    assert!(html.contains("/delete") && html.contains("/edit") && html.contains("Mark as read"));
    assert!(!html.contains("Keep it in the library"));
}

#[test]
fn a_text_says_its_language_and_a_browser_its_direction() {
    let mut foreign = article("مدينة", "توقفت العبارة يوم الاثنين. الحافلات تعمل بدلا منها.");
    foreign.language = Some("ar".to_owned());
    let html = rendered(foreign, View::new(None, false));
    check(&html);
    assert!(html.contains("<h1 lang=\"ar\" dir=\"auto\">"));
    assert!(html.contains("<div id=\"text\" lang=\"ar\">\n\n<p dir=\"auto\">"), "{html}");
}

#[test]
fn every_sentence_is_judged_where_that_is_asked() {
    let with = rendered(article("Ferry", BODY), View::new(Some(1), true));
    check(&with);
    assert!(with.contains("<table>") && with.contains("others say more"));
    let without = rendered(article("Ferry", BODY), View::new(Some(1), false));
    assert!(!without.contains("<table>"));
}

#[test]
fn an_import_is_watched_until_it_is_done() {
    let progress = Progress { total: Some(9), added: 4, is_running: true, ..Progress::default() };
    let page = |progress| {
        let name = "export <1>.zip".to_owned();
        ProgressPage { frame: frame(), name, progress }.render().unwrap()
    };
    let html = page(progress.clone());
    check(&html);
    assert!(html.contains("http-equiv=\"refresh\"") && html.contains("value=\"4\" max=\"9\""));
    assert!(html.contains("4 of 9 articles are done."));
    let reasons = vec!["a.html: there is no article text in it".to_owned()];
    let done = Progress { is_running: false, skipped: 5, reasons, ..progress };
    let html = page(done);
    check(&html);
    assert!(!html.contains("refresh") && html.contains("no article text"));
    assert!(html.contains("and 4 more") && html.contains("To the library"));
}

#[test]
fn a_notice_offers_to_undo() {
    let notice = Notice { text: "Removed “Ferry”.".to_owned(), undo: Some(7) };
    let frame = Frame { notice: Some(notice), ..frame() };
    let html = NewPage { frame, fetches: false, most: "32 MiB".to_owned() }.render().unwrap();
    check(&html);
    assert!(html.contains("action=\"/undo/7\"") && html.contains("Removed “Ferry”."));
    assert!(!html.contains("name=\"address\""), "no address where nothing is fetched");
}

#[test]
fn who_may_only_read_sees_no_form_that_changes() {
    let stored = Article { id: Some(ArticleId::new_v7()), ..article("Ferry", BODY) };
    let document = Document { article: stored.clone(), ..Document::default() };
    let view = View::new(None, false);
    let sheet = Sheet::of(&engine(), &document, view).unwrap();
    let reader = Frame { may_write: false, ..frame() };
    let html = ArticlePage::new(&sheet, view, reader.clone()).render().unwrap();
    assert!(!html.contains("method=\"post\""), "{html}");
    let html = EditPage::new(reader, stored).render().unwrap();
    assert!(!html.contains("<textarea"), "{html}");
}
