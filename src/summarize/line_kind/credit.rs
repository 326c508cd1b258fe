//! Who made what stands on the page: captions with their credits, bylines, "Reporting by ...".

use super::phrase::{Line, tells};
use crate::summarize::calendar::begins_with_date;

/// A byline has no more words than this.
const MAX_BYLINE: usize = 14;

/// A caption or a line of credits has no more than this.
const MAX_WORDS: usize = 60;

/// The name of an agency alone has no more than this.
const MAX_NAME: usize = 4;

/// How captions and credits of pictures begin, in small letters.
#[rustfmt::skip]
const PICTURES: &[&str] = &[
    "file -", "file –", "file —", "file photo", "file picture", "file image", "(file", "pictured:",
    "pictured above", "pictured left", "pictured right", "above:", "photo by", "photos by",
    "photo:", "photos:", "photo credit", "photo courtesy", "photo/", "photograph:",
    "photograph by", "photographs by", "photography by", "picture:", "picture by", "pictures:",
    "image:", "image by", "image credit", "image courtesy", "illustration:", "illustration by",
    "illustrations by", "graphic:", "graphic by", "ap photo", "video by", "(photo", "(image",
    "(picture", "(credit", "(courtesy", "(file", "(ap photo", "foto:", "fotos:", "(foto",
    "photo :", "crédit photo", "bild:", "(bild", "symbolbild", "symbolfoto", "archivbild",
    "archivfoto", "imagen:", "imagen de archivo", "crédito:", "foto de archivo", "фото:",
];

/// What a bracket at the end of a caption says, in small letters.
#[rustfmt::skip]
const IN_BRACKETS: &[&str] = &[
    "photo", "image", "picture", "credit", "courtesy", "getty", "ap photo", "via ap", "file",
    "shutterstock", "alamy", "foto", "bild", "handout", "screenshot", "illustration",
];

/// How lines of credits begin, in small letters.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "reporting by", "additional reporting", "editing by", "edited by", "writing by", "written by",
    "compiled by", "translated by", "translation by", "research by", "produced by",
    "with reporting", "with additional reporting", "with contributions", "with files from",
    "with assistance", "with inputs from", "with input from", "inputs from", "interview by",
    "as told to", "story by", "words by", "text by", "report by", "reported by", "by ",
    "mit material von", "mit informationen von", "con información de", "avec afp", "avec reuters",
    "transcript by",
];

/// Whether the line gives credit, or is the caption of a picture.
pub(super) fn is_credit(text: &str, words: usize) -> bool {
    if words > MAX_WORDS {
        return false;
    }
    let small = text.to_lowercase();
    PICTURES.iter().any(|start| small.starts_with(start))
        || words <= MAX_NAME && small.starts_with("getty images")
        || ends_in_credit(text)
        || is_of_makers(text, &small, words)
        || is_from(text)
}

/// "— Ada Moss (@adamoss) May 3, 2031", under a message that is quoted.
pub(super) fn is_signature(text: &str, words: usize) -> bool {
    words <= MAX_BYLINE && text.starts_with(['—', '–', '-', '―']) && text.contains("(@")
}

/// Lines of few words that say when and by whom, as threads and listings have them: "by ferryman",
/// "01-08-2031, 03:44 PM", "Provided by the harbour office".
pub(super) fn is_stamp(text: &str, words: usize, finished: bool) -> bool {
    const MAX_NAME: usize = 2;
    const MAX_DATE: usize = 8;
    let text = text.trim();
    let small = text.to_lowercase();
    let has_year = small.strip_prefix("copyright ").is_some_and(|rest| {
        rest.trim_start_matches(['©', '(', 'c', ')', ' ']).starts_with(|c: char| c.is_ascii_digit())
    });
    has_year && words <= MAX_BYLINE
        || !finished
            && (small.starts_with("by ") && words <= MAX_NAME
                || words <= MAX_DATE && begins_with_date(text) && !tells(text)
                || words <= MAX_DATE && small.starts_with("provided by ")
                || words <= MAX_NAME && small.starts_with("staff report")
                || small.starts_with("doi:"))
}

/// How lines begin that say who published the text, and whose it is.
#[rustfmt::skip]
const IMPRINTS: &[&str] = &[
    "©", "(c) ", "copyright", "all rights reserved", "originally published", "first published",
    "this originally appeared", "republished", "reprinted", "this article was", "this story was",
    "this post was", "a version of this", "last updated", "updated:", "published:", "source:",
    "sources:", "credit:", "more information:", "the post", "image copyright", "image source",
    "image caption", "media caption",
];

/// What says who had a hand in the text.
const HANDS: &[&str] = &["contributed to this", "contributed reporting", "appeared first on"];

/// Whether a line that is furniture says whose the text is, and asks for nothing.
pub(super) fn is_imprint(line: &Line) -> bool {
    line.begins_with(IMPRINTS) && !line.says_you() || line.contains(HANDS)
}

/// Whether the line is nothing but the credit of a picture.
pub(super) fn is_bare_credit(text: &str) -> bool {
    let text = text.trim();
    let is_wrapped = text.starts_with(['(', '[']) && text.ends_with([')', ']', '.']);
    let small = text.to_lowercase();
    is_wrapped && ends_in_credit(text) || PICTURES.iter().any(|start| small.starts_with(start))
}

/// "... (Photo by Joan Moss/Courier)", "... (Joan Moss/Courier via AP)".
fn ends_in_credit(text: &str) -> bool {
    const LONGEST: usize = 100;
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    let Some(inner) = text.strip_suffix([')', ']']) else { return false };
    let Some(open) = inner.rfind(['(', '[']) else { return false };
    let inside = inner[open + 1..].trim();
    if inside.is_empty() || inside.len() > LONGEST {
        return false;
    }
    let small = inside.to_lowercase();
    let is_word = |known: &&&str| {
        let behind = small.strip_prefix(**known);
        behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let names =
        [" photo", "getty images", "/getty", "/afp", "/reuters", "/ap", "via ap", "file photo"];
    IN_BRACKETS.iter().any(|known| is_word(&known)) && !tells(inside)
        || names.iter().any(|name| small.contains(name)) && !tells(inside)
        || is_name_of_agency(inside)
}

/// "Joan Moss/Courier": names on both sides of one stroke.
fn is_name_of_agency(inside: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let Some((name, agency)) = inside.split_once('/') else { return false };
    let is_named = |part: &str| {
        let part = part.trim();
        !part.is_empty()
            && part.split_whitespace().count() <= MOST_WORDS
            && part.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
    };
    // "(AC/DC)" and "(N/A)" are names of one word.
    name.contains(' ') && is_named(name) && is_named(agency)
}

/// "Reporting by Ada Okafor; editing by Lee Brandt", "By Ada Okafor and Lee Brandt.": names, and no
/// verb.
fn is_of_makers(text: &str, small: &str, words: usize) -> bool {
    const MOST_AFTER: usize = 40;
    let Some(start) = CREDITS.iter().find(|start| small.starts_with(**start)) else { return false };
    let Some(rest) = text.get(start.len()..) else { return false };
    if *start == "by " && words > MAX_BYLINE || words > MOST_AFTER {
        return false;
    }
    let work = |c: &str| matches!(c, "editing" | "reporting" | "writing" | "additional" | "edited");
    let names: Vec<&str> = rest.split_whitespace().filter(|word| !work(word)).collect();
    let is_named = names
        .iter()
        .any(|word| word.trim_start_matches(['(', '"', '“']).starts_with(char::is_uppercase));
    let first = names.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let is_date = names.first().is_some_and(|word| begins_with_date(word));
    let needs_name_first = matches!(*start, "by " | "written by" | "produced by");
    is_named && (first || !needs_name_first) && !is_date && !tells(&names.join(" "))
}

/// "Okafor reported from Riverton, and Brandt from Port Ada."
fn is_from(text: &str) -> bool {
    let reports = [" reported from ", " reported and wrote from ", " wrote and reported from "];
    let found = reports.iter().find_map(|reports| text.split_once(reports));
    let Some((who, from)) = found else { return false };
    let is_name = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase())
            || matches!(word, "and" | "from" | "in" | "with" | "also")
    };
    let begins =
        who.split_whitespace().next().is_some_and(|word| !matches!(word, "The" | "She" | "He"));
    begins && who.split_whitespace().all(is_name) && from.split_whitespace().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::super::fragment;

    #[test]
    fn captions_and_credits_state_nothing() {
        for text in [
            "By Ada Okafor and Lee Brandt.",
            "By Will Moss, The Riverton Courier",
            "Reporting by Ada Okafor in Riverton; editing by Lee Brandt and Joan Moss",
            "Reporting by Ada Okafor in Riverton; Editing by Lee Brandt.",
            "Additional reporting by Joan Moss in Port Ada.",
            "Edited by Ada Moss.",
            "With files from The Canadian Press.",
            "Okafor reported from Riverton, and Brandt from Port Ada.",
            "FILE - The ferry Ada leaves the terminal in Riverton, Feb. 2, 2030.",
            "File photo: The ferry Ada leaves the terminal in Riverton in a storm of last year.",
            "Pictured: The mayor and her husband at the opening of the new bridge.",
            "Photo by Joan Moss for The Riverton Courier.",
            "A passenger waits at the closed ferry terminal in Riverton. (Photo by Joan Moss/Courier)",
            "Workers look at the cracked hull in the dock of Port Ada (Joan Moss/Courier).",
            "The bridge at night, with the new lamps along the whole of its length (AP Photo/Lee Brandt).",
            "Foto: Die Fähre verlässt den Hafen von Riverton im Morgengrauen.",
        ] {
            assert!(fragment(text), "{text}");
        }
    }

    #[test]
    fn stories_about_them_keep_their_sentences() {
        for text in [
            "By Monday the ferry was back in the harbour.",
            "By May, Ada Moss had sold the bakery to a neighbour.",
            "Reporting by the newspaper led to the arrest of the mayor.",
            "Editing by hand took the publisher three years.",
            "Written by hand, the letter was found under the floor in May.",
            "Produced by a small firm in Leeds, the pump sold well for years.",
            "The photographer took the picture from the roof of the terminal.",
            "The photo was taken in 1974 by a boy of nine.",
            "A file of nine hundred photographs was found in the archive.",
            "The band (AC/DC) played in the harbour until midnight.",
            "The judge (a former lawyer of the file) ruled that it was void.",
            "The station reported from the front for nine weeks.",
            "Photographers waited for her outside the court on Monday.",
            "Above all, the council wants to keep the ferry.",
        ] {
            assert!(!fragment(text), "{text}");
        }
    }
}
