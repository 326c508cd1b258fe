//! A line as the rules of kinds see it: in small letters, with straight apostrophes.

use crate::summarize::discourse::has_verb;

/// Words with which somebody is said to say something.
#[rustfmt::skip]
const ATTRIBUTIONS: &[&str] = &[
    "said", "says", "told", "tells", "added", "according", "announced", "argued", "argues",
    "reported", "found", "believes", "believed", "wrote", "warned", "explained",
];

/// What lines of a page ask their readers to do.
#[rustfmt::skip]
const IMPERATIVES: &[&str] = &[
    "get", "sign", "subscribe", "join", "follow", "register", "download", "read", "click", "tap",
    "watch", "listen", "support", "donate", "become", "log", "enter", "share", "try", "start",
    "receive", "stay", "never", "don't", "want", "like", "enjoy", "see", "find", "visit", "check",
    "explore", "discover", "order", "catch", "please", "help", "keep", "continue", "add", "manage",
    "update", "accept", "choose", "select", "give", "gift", "send", "upgrade", "access", "unlock",
    "looking", "love", "be", "enable", "disable", "turn", "view", "learn", "sponsor", "buy",
    "browse", "scroll", "swipe", "save", "open",
];

/// One line.
pub(super) struct Line {
    /// Its text in small letters, with straight apostrophes.
    text: String,
    /// Its words, without the marks around them.
    tokens: Vec<String>,
    /// How many words it has, as the document counts them.
    pub(super) words: usize,
    /// It has a quotation in it.
    pub(super) is_quoted: bool,
}

impl Line {
    pub(super) fn new(text: &str, words: usize) -> Self {
        let is_quoted = text.contains(['"', '“', '”', '„', '«']) || text.starts_with(['\'', '‘']);
        let text = text.to_lowercase().replace('’', "'");
        let tokens = text
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-'))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Self { text, tokens, words, is_quoted }
    }

    /// Whether it begins with the whole words of `phrase`.
    pub(super) fn begins(&self, phrase: &str) -> bool {
        let rest = self.text.strip_prefix(phrase);
        let ends_in_word = phrase.ends_with(char::is_alphanumeric);
        rest.is_some_and(|rest| !ends_in_word || !rest.starts_with(char::is_alphanumeric))
    }

    /// Whether it begins with one of these.
    pub(super) fn begins_with(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.begins(phrase))
    }

    /// Whether one of these stands in it.
    pub(super) fn contains(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.text.contains(phrase))
    }

    /// Whether one of these words stands in it.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| words.contains(&token.as_str()))
    }

    /// Its word at `place`.
    pub(super) fn word(&self, place: usize) -> &str {
        self.tokens.get(place).map_or("", String::as_str)
    }

    /// Its last word.
    pub(super) fn last(&self) -> &str {
        self.tokens.last().map_or("", String::as_str)
    }

    /// The word before its last.
    pub(super) fn before_last(&self) -> &str {
        self.tokens.len().checked_sub(2).map_or("", |place| self.word(place))
    }

    /// Whether it ends in this mark.
    pub(super) fn ends(&self, mark: char) -> bool {
        self.text.trim_end().ends_with(mark)
    }

    /// Whether it ends in the arrow of a link.
    pub(super) fn is_link(&self) -> bool {
        let text = self.text.trim_end_matches([' ', '.']);
        text.ends_with(['»', '›', '→']) && !text.contains(['«', '‹'])
    }

    /// Whether it speaks to its reader.
    pub(super) fn says_you(&self) -> bool {
        self.has(&["you", "your", "you're", "you've", "you'll", "yourself"])
    }

    /// Whether the page speaks of itself.
    pub(super) fn says_we(&self) -> bool {
        self.has(&["we", "our", "us", "we're", "we've", "we'll"])
    }

    /// Whether it begins with a request.
    pub(super) fn is_imperative(&self) -> bool {
        IMPERATIVES.contains(&self.word(0))
    }

    /// Its text, in small letters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it has a verb, by the English lists.
    pub(super) fn tells(&self) -> bool {
        has_verb(&self.text)
    }

    /// Whether it has words that only English has.
    pub(super) fn is_english(&self) -> bool {
        self.has(&["the", "and", "of", "to", "is", "we", "our", "your", "you", "this"])
    }

    /// Whether somebody is said to say it.
    pub(super) fn is_attributed(&self) -> bool {
        self.is_quoted || self.has(ATTRIBUTIONS)
    }
}

/// Whether an English text has a verb among its words in small letters, which no name is.
pub(super) fn tells(text: &str) -> bool {
    let small: Vec<&str> =
        text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).collect();
    has_verb(&small.join(" "))
}
