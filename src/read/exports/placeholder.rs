//! Texts that an application stored where it had none.
//!
//! In: a text. Out: whether it only says that the article could not be fetched.

/// A text longer than this says more.
const LONGEST: usize = 400;

/// What such texts begin with, in small letters and with straight apostrophes.
const BEGINNINGS: [&str; 14] = [
    "wallabag can't retrieve contents for this article",
    "wallabag ne parvient pas à récupérer le contenu",
    "wallabag kann den inhalt",
    "[unable to retrieve full-text content]",
    "unable to retrieve full-text content",
    "[unable to retrieve content]",
    "we were unable to parse",
    "we were unable to fetch the content",
    "unable to parse content",
    "your link is being saved",
    "there was an error saving",
    "failed to fetch the content",
    "content could not be retrieved",
    "no content available",
];

/// Whether a text stands for one that there is none of.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    if text.len() > LONGEST {
        return false;
    }
    let text = text.replace('’', "'").to_lowercase();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_says_that_there_is_no_text_is_told_from_a_text() {
        for text in [
            "wallabag can’t retrieve contents for this article. Please troubleshoot this issue.",
            "[unable to retrieve full-text content]",
            " Your link is being saved...",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        let article = format!(
            "We were unable to parse the minister's answer. {}",
            "She spoke of ferries, of goats and of the harbour for an hour. ".repeat(8)
        );
        for text in ["", "The ferry was late.", &article] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
