//! Lines that stand in an article's text and are no statements: captions, bylines, datelines,
//! headings, calls to read on.
//!
//! Selection takes them only where there is nothing else. The signs are those of English news;
//! in other languages the shape still tells most of them.

/// Fewer words than this state nothing.
const MIN_WORDS: usize = 4;

/// A line without final punctuation, or that ends in a colon, is a heading or caption if it has
/// no more words than this.
const MAX_HEADING_WORDS: usize = 10;

/// A line that begins as site furniture does is taken for it if it has no more words than this.
const MAX_FURNITURE_WORDS: usize = 14;

/// How site furniture begins, in lower case.
const FURNITURE: &[&str] = &[
    "by ",
    "read more",
    "read:",
    "read also",
    "read the full",
    "read on",
    "see also",
    "related:",
    "more:",
    "more on",
    "watch:",
    "watch live",
    "watch the",
    "photos:",
    "photo:",
    "video:",
    "click ",
    "tap here",
    "share this",
    "share on",
    "follow us",
    "follow @",
    "sign up",
    "subscribe",
    "advertisement",
    "copyright",
    "©",
    "(c) ",
    "all rights reserved",
    "image copyright",
    "image caption",
    "image source",
    "media caption",
    "getty images",
    "e-mail to a friend",
    "transcript",
    "last updated",
    "updated:",
    "published:",
    "source:",
    "credit:",
    "contact us",
    "download ",
    "join the conversation",
    "this material may not be",
    "this page was last",
    "also read:",
    "this article has been",
    "this story has been",
];

/// A line that says how the article came about has no more words than this.
const MAX_CREDIT_WORDS: usize = 25;

/// What such a line says, in lower case.
const CREDITS: &[&str] = &[
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "an earlier version of this",
    "a previous version of this",
    "the associated press contributed",
];

/// Whether `text`, a sentence of `words` words, is such a line.
pub(super) fn is_fragment(text: &str, words: usize) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
    is_too_short(text, words)
        || words <= MAX_HEADING_WORDS && !is_finished(text)
        || words <= MAX_FURNITURE_WORDS && is_furniture(text)
        || words <= MAX_CREDIT_WORDS && is_credit(text)
}

/// Scripts without spaces count one word for a whole phrase, so the length has a say too.
fn is_too_short(text: &str, words: usize) -> bool {
    const MIN_BYTES: usize = 40;
    words == 0 || words < MIN_WORDS && text.len() < MIN_BYTES
}

/// Whether `text` ends as a sentence does.
fn is_finished(text: &str) -> bool {
    let is_wrapper = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）')
    };
    let last = text.trim_end_matches(is_wrapper).chars().next_back();
    last.is_some_and(|c| !c.is_alphanumeric() && !matches!(c, ':' | '-' | '–' | '—' | ',' | ';'))
}

fn is_credit(text: &str) -> bool {
    let text = text.to_lowercase();
    CREDITS.iter().any(|credit| text.contains(credit))
}

fn is_furniture(text: &str) -> bool {
    FURNITURE
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|head| head.to_lowercase() == **start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(text: &str) -> bool {
        is_fragment(text, text.split_whitespace().count())
    }

    #[test]
    fn furniture_and_headings_are_fragments() {
        for text in [
            "By Ada Okafor and Lee Brandt.",
            "Read more: What the harbour loan means for your rent.",
            "Share",
            "• Photos: The flood in pictures.",
            "The mayor at the new bridge",
            "Here is what we know:",
            "RIVERTON, Ohio (Wire) --",
            "The Courier's Ada Okafor contributed to this report from Riverton.",
            "An earlier version of this article gave the wrong year for the opening of the bridge.",
            "© 2031 The Riverton Courier.",
            "***",
            "Not so.",
        ] {
            assert!(fragment(text), "{text}");
        }
    }

    #[test]
    fn statements_are_none() {
        for text in [
            "The bridge reopened on Monday.",
            "“We had no warning at all,” she said.",
            "By the time the ferry docked, the storm had taken the roof of the terminal.",
            "Er kam erst nach Mitternacht an.",
            "港口周一重新开放，渡轮恢复正常运行。",
            "The council wants to build a second bridge before the end of the decade",
        ] {
            assert!(!fragment(text), "{text}");
        }
    }
}
