//! A sentence as words and marks.
//!
//! In: one sentence. Out: its words and punctuation marks in order, and which stand inside brackets
//! or a quotation.

/// A word, or one mark.
#[derive(Debug)]
pub(super) struct Token<'a> {
    /// Where it begins and ends in the sentence, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// As it is written.
    pub(super) text: &'a str,
    /// In lower case, with straight apostrophes.
    pub(super) lower: String,
    /// What mark it is; dashes of every length are `—`, and a word is none.
    pub(super) mark: Option<char>,
    /// Whether it stands inside brackets or a quotation, or is one of their marks.
    pub(super) enclosed: bool,
}

impl Token<'_> {
    pub(super) fn is_word(&self) -> bool {
        self.mark.is_none()
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    pub(super) fn has_digit(&self) -> bool {
        self.text.contains(|c: char| c.is_ascii_digit())
    }
}

/// The tokens of `sentence`.
pub(super) fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        let start = at;
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let word = word_length(&sentence[at..]);
        let (length, mark) = match word {
            0 => mark_at(&sentence[at..], c),
            length => (length, None),
        };
        at += length;
        let before = sentence[..start].chars().next_back();
        let after = sentence[at..].chars().next();
        let was_open = !open.is_empty();
        if let Some(mark) = mark {
            enclose(&mut open, mark, before, after);
        }
        let text = &sentence[start..at];
        let lower = text.to_lowercase().replace('’', "'");
        let enclosed = was_open || !open.is_empty();
        tokens.push(Token { start, end: at, text, lower, mark, enclosed });
    }
    tokens
}

/// Opens and closes brackets and quotations at a mark.
fn enclose(open: &mut Vec<char>, mark: char, before: Option<char>, after: Option<char>) {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let closing = match mark {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        '“' | '„' => Some('”'),
        '«' => Some('»'),
        '‘' | '`' => Some('’'),
        '"' if open.last() != Some(&'"') => Some('"'),
        '\'' if !is_letter(before) && is_letter(after) => Some('\''),
        _ => None,
    };
    match closing {
        Some(closing) => open.push(closing),
        None if open.last() == Some(&mark) && !(is_letter(before) && is_letter(after)) => {
            open.pop();
        }
        None => {}
    }
}

/// The bytes of the mark that `text` begins with, and what it is.
fn mark_at(text: &str, c: char) -> (usize, Option<char>) {
    let is_dash = |c: char| matches!(c, '-' | '–' | '—');
    match is_dash(c) {
        true => (text.len() - text.trim_start_matches(is_dash).len(), Some('—')),
        false => (c.len_utf8(), Some(c)),
    }
}

/// The bytes of the word that `text` begins with: letters, digits and what stands between two of
/// them, a sign of currency before and a percent sign behind.
fn word_length(text: &str) -> usize {
    let is_sign = |c: char| matches!(c, '$' | '£' | '€' | '¥' | '#' | '@');
    let body = text.strip_prefix(is_sign).unwrap_or(text);
    let sign = text.len() - body.len();
    let mut end = 0;
    let mut characters = body.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let is_between = at > 0
            && next.is_some_and(|next| match c {
                ',' => next.is_ascii_digit() && body[..at].ends_with(|c: char| c.is_ascii_digit()),
                '-' | '\'' | '’' | '.' | '/' | '&' | ':' => next.is_alphanumeric(),
                _ => false,
            });
        if !c.is_alphanumeric() && !is_between {
            if c == '%' && end == at && end > 0 {
                end += 1;
            }
            break;
        }
        end = at + c.len_utf8();
    }
    if end == 0 { 0 } else { sign + end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(sentence: &str) -> Vec<&str> {
        tokens(sentence).iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_keep_what_stands_within_them() {
        assert_eq!(
            words("It cost $3.3bn, or 12%, in state-of-the-art U.S. yards -- the mayor's."),
            [
                "It",
                "cost",
                "$3.3bn",
                ",",
                "or",
                "12%",
                ",",
                "in",
                "state-of-the-art",
                "U.S",
                ".",
                "yards",
                "--",
                "the",
                "mayor's",
                "."
            ]
        );
    }

    #[test]
    fn what_stands_in_brackets_and_quotations_is_enclosed() {
        let enclosed = |sentence: &str| -> String {
            let open: Vec<String> = tokens(sentence)
                .iter()
                .filter(|token| token.enclosed && token.is_word())
                .map(|token| token.text.to_owned())
                .collect();
            open.join(" ")
        };
        assert_eq!(enclosed("He (or she) said “no, never” twice."), "or she no never");
        assert_eq!(enclosed("The so-called 'old bridge' isn't Ada's."), "old bridge");
        assert_eq!(enclosed("The \"old\" bridge, the ‘Ada’s Arch’ of Wexley"), "old Ada’s Arch");
        assert_eq!(enclosed("She said: “We wait, and"), "We wait and", "it goes on");
    }
}
