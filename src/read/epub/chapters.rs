//! The chapters of a book, one after the other.
//!
//! In: the package and what the book is made of. Out: an [`Entry`] for each chapter. The contents
//! say where one begins: at a page or at a place in one. A page that they do not name and that has
//! no heading goes on with the chapter before it.

use std::collections::VecDeque;
use std::ops::Range;

use super::book::Book;
use super::contents::Line;
use super::furniture::{is_front_matter, is_furniture, is_title_of_furniture, letters};
use super::page::Page;
use crate::article::Article;
use crate::error::Result;
use crate::read::entry::Entry;
use crate::read::html;
use crate::read::package::Package;
use crate::text::count_words;
use crate::text::paragraphs::paragraphs;

/// The chapters that are still to come.
pub(super) struct Chapters {
    package: Package,
    book: Book,
    pages: VecDeque<String>,
    open: Option<Chapter>,
    ready: VecDeque<Result<Entry>>,
    has_given: bool,
    /// What was taken for no chapter; given if nothing else is.
    doubted: Vec<Entry>,
}

/// A chapter that may go on.
struct Chapter {
    source: String,
    title: Option<String>,
    text: String,
    is_doubted: bool,
}

/// A part of a page.
struct Part<'a> {
    range: Range<usize>,
    line: Option<&'a Line>,
}

impl Chapters {
    pub(super) fn new(package: Package, book: Book) -> Self {
        let pages = book.pages.iter().cloned().collect();
        Self {
            package,
            book,
            pages,
            open: None,
            ready: VecDeque::new(),
            has_given: false,
            doubted: Vec::new(),
        }
    }

    /// Reads a page: closes the chapter before it and opens those that begin on it.
    fn read(&mut self, name: &str) -> Result<()> {
        let Some(xhtml) = self.package.text(name)? else { return Ok(()) };
        let page = Page::read(&xhtml);
        let is_furniture = self.book.furniture.contains(name) || is_furniture(&page);
        let lines: Vec<Line> = self.book.contents.of(name).into_iter().cloned().collect();
        for part in parts(&page, &lines) {
            let heading = page.heading(part.range.clone());
            let text = html::text_of(&page.markup(part.range.clone()));
            let begins = part.line.is_some() || heading.is_some() || self.book.contents.is_empty();
            match &mut self.open {
                Some(open) if !begins && !is_furniture && !open.is_doubted => {
                    open.text.push_str("\n\n");
                    open.text.push_str(&text);
                }
                _ => {
                    self.close();
                    let place = part.line.and_then(|line| line.place.as_ref());
                    let place = place.map(|id| format!("#{id}")).unwrap_or_default();
                    let source = format!("{}/{name}{place}", self.package.name);
                    let title = chosen(part.line.map(|line| line.title.as_str()), heading);
                    self.open = Some(Chapter { source, title, text, is_doubted: is_furniture });
                }
            }
        }
        Ok(())
    }

    /// Ends the chapter that is open.
    fn close(&mut self) {
        let Some(chapter) = self.open.take() else { return };
        let Chapter { source, title, text, is_doubted } = chapter;
        let properties = &self.book.properties;
        let body = match &title {
            Some(title) => without_title(&text, title),
            None => text.clone(),
        };
        if count_words(&body) == 0 {
            return;
        }
        let (book, author) = (properties.title.as_deref(), properties.author.as_deref());
        let is_doubted = is_doubted
            || title.as_deref().is_some_and(is_title_of_furniture)
            || is_front_matter(&text, book, author);
        let mut article =
            Article { body, category: properties.title.clone(), ..Article::default() };
        properties.apply(&mut article);
        article.title = title;
        let entry = Entry::new(source, article);
        if is_doubted {
            self.doubted.push(entry);
        } else {
            self.ready.push_back(Ok(entry));
        }
    }
}

impl Iterator for Chapters {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            if let Some(page) = self.pages.pop_front() {
                if let Err(error) = self.read(&page) {
                    self.close();
                    self.ready.push_back(Err(error));
                }
            } else if self.open.is_some() {
                self.close();
            } else if !self.has_given && !self.doubted.is_empty() {
                self.ready.extend(self.doubted.drain(..).map(Ok));
            } else {
                return None;
            }
        }
        self.has_given = true;
        self.ready.pop_front()
    }
}

/// A chapter's title: what the contents call it, or its heading where that says the same and more.
fn chosen(line: Option<&str>, heading: Option<String>) -> Option<String> {
    match (line, heading) {
        (Some(line), Some(heading)) if letters(&heading).starts_with(&letters(line)) => {
            Some(heading)
        }
        (Some(line), _) => Some(line.to_owned()),
        (None, heading) => heading,
    }
}

/// The parts of a page that begin chapters, and the one before them.
fn parts<'a>(page: &Page<'_>, lines: &'a [Line]) -> Vec<Part<'a>> {
    let at = |line: &Line| match &line.place {
        None => Some(page.start()),
        Some(id) => page.place(id),
    };
    let mut begins: Vec<(usize, &Line)> =
        lines.iter().filter_map(|line| Some((at(line)?, line))).collect();
    // Where no place is found, the page is the chapter of its first line.
    if begins.is_empty() {
        begins.extend(lines.first().map(|line| (page.start(), line)));
    }
    begins.sort_by_key(|(at, _)| *at);
    begins.dedup_by_key(|(at, _)| *at);
    let ends = begins.iter().skip(1).map(|(at, _)| *at).chain([usize::MAX]);
    let mut parts: Vec<Part<'a>> = Vec::new();
    let first = begins.first().map_or(usize::MAX, |(at, _)| *at);
    if first > page.start() {
        parts.push(Part { range: page.start()..first, line: None });
    }
    parts.extend(
        begins
            .iter()
            .zip(ends)
            .map(|((at, line), end)| Part { range: *at..end, line: Some(*line) }),
    );
    parts.retain(|part| part.line.is_some() || !is_blank(page, &part.range));
    parts
}

fn is_blank(page: &Page<'_>, range: &Range<usize>) -> bool {
    html::text_of(&page.markup(range.clone())).trim().is_empty()
}

/// A text without the paragraphs at its head that its title is made of.
fn without_title(text: &str, title: &str) -> String {
    let all = paragraphs(text);
    let mut rest = letters(title);
    let mut count = 0;
    for paragraph in &all {
        let head = letters(paragraph);
        match rest.strip_prefix(&head) {
            Some(after) if !head.is_empty() => rest = after.to_owned(),
            _ => break,
        }
        count += 1;
    }
    // A title of which only the beginning was found stands in the text some other way.
    let count = if rest.is_empty() || count == 1 { count } else { 0 };
    all.get(count..).unwrap_or_default().join("\n\n")
}
