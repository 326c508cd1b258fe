//! What of a book is no chapter: covers, title and copyright pages, contents.
//!
//! In: a page, or the title and the text of what may be a chapter. Out: whether it is none.

use super::page::Page;

/// What pages are, by `epub:type` or `role`, that are no chapters.
const KINDS: [&str; 20] = [
    "cover",
    "titlepage",
    "halftitlepage",
    "copyright-page",
    "toc",
    "doc-toc",
    "landmarks",
    "loi",
    "lot",
    "loa",
    "lov",
    "page-list",
    "index",
    "doc-index",
    "seriespage",
    "colophon",
    "imprint",
    "dedication",
    "endnotes",
    "footnotes",
];
/// Titles of such pages.
const TITLES: [&str; 52] = [
    "about the publisher",
    "bibliografia",
    "bibliografía",
    "bibliographie",
    "bibliography",
    "capa",
    "colofon",
    "colophon",
    "contenido",
    "contents",
    "copertina",
    "copyright",
    "copyright information",
    "copyright notice",
    "copyright page",
    "couverture",
    "cover",
    "cover page",
    "cubierta",
    "dedication",
    "deckblatt",
    "endnotes",
    "footnotes",
    "frontispiece",
    "half title",
    "half title page",
    "impressum",
    "imprint",
    "indice",
    "índice",
    "index",
    "inhalt",
    "inhaltsverzeichnis",
    "inhoud",
    "inhoudsopgave",
    "list of figures",
    "list of illustrations",
    "list of tables",
    "newsletter",
    "omslag",
    "other books by this author",
    "page de titre",
    "portada",
    "register",
    "sommaire",
    "sommario",
    "spis treści",
    "table des matières",
    "table of contents",
    "title",
    "title page",
    "titelseite",
];

/// Whether a page is no chapter by what it says that it is, or as hardly more than links.
pub(super) fn is_furniture(page: &Page<'_>) -> bool {
    let is_named = page.kinds.iter().any(|kind| KINDS.contains(&kind.as_str()));
    is_named || (page.text > 0 && 5 * page.links > 3 * page.text)
}

/// Whether a title is one of a page that is no chapter.
pub(super) fn is_title_of_furniture(title: &str) -> bool {
    let title = title.trim().trim_end_matches([':', '.']).to_lowercase();
    TITLES.contains(&title.as_str())
        || ["also by ", "other books by ", "praise for "].iter().any(|it| title.starts_with(it))
}

/// Whether a text is a copyright page, or one with the title of the book and little else.
pub(super) fn is_front_matter(text: &str, book: Option<&str>, author: Option<&str>) -> bool {
    const COPYRIGHT: usize = 400;
    const TITLE: usize = 40;
    let words = text.split_whitespace().count();
    let small = text.to_lowercase();
    let rights = [
        "©",
        "(c) ",
        "isbn",
        "all rights reserved",
        "copyright",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos reservados",
    ];
    let claims = rights.iter().filter(|claim| small.contains(**claim)).count();
    if words < COPYRIGHT && claims >= 2 {
        return true;
    }
    let letters = letters(text);
    let has = |name: Option<&str>| name.is_some_and(|name| letters.contains(&self::letters(name)));
    let without = |name: Option<&str>| name.map_or(0, |name| name.split_whitespace().count());
    let others = words.saturating_sub(without(book) + without(author));
    words < TITLE && has(book) && (has(author) || others <= 4) && others < 15
}

/// The letters and digits of a text, in small letters.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_told_from_short_chapters() {
        let is = |text| is_front_matter(text, Some("The Long Pier"), Some("Ada Quill"));
        assert!(is("THE LONG PIER\n\nA novel\n\nAda Quill\n\nHarbour Press, Wexley"));
        assert!(is("The Long Pier"));
        assert!(is("Copyright 2020 by Ada Quill. All rights reserved. Printed in Wexley."));
        assert!(!is("They copyright everything here, he said, and laughed until dusk."));
        assert!(!is(
            "The long pier was what they called it, because nobody had walked to its end."
        ));
        assert!(!is("It rained."));
    }
}
