//! Tokens put together again, line by line.

use super::evidence::Form;

/// A text whose tokens are put together; its lines stay.
pub(super) fn joined(text: &str, form: Form, language: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        Joiner::new(form, language, &mut out).line(line);
        if line.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// To which of its neighbours a token is joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    None,
    Left,
    Right,
    Both,
}

/// A token as it is written, and to what it is joined.
type Piece<'a> = (&'a str, Side);

struct Joiner<'o, 'l> {
    form: Form,
    language: Option<&'l str>,
    out: &'o mut String,
    /// Whether the next token is joined to the last.
    is_tight: bool,
    /// Whether a single quotation mark, a straight double one or a low one is open.
    single: bool,
    straight: bool,
    low: bool,
}

impl<'o, 'l> Joiner<'o, 'l> {
    fn new(form: Form, language: Option<&'l str>, out: &'o mut String) -> Self {
        Self { form, language, out, is_tight: true, single: false, straight: false, low: false }
    }

    fn line(mut self, line: &str) {
        let mut tokens = line.split_whitespace().map(unescaped).peekable();
        let mut before = String::new();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().map(String::as_str);
            let piece = match self.form {
                Form::Stops => stop(&token),
                Form::Tokens => self.piece(&token, &before, next),
            };
            // The full stop of an abbreviation ends its sentence too; tokenisers write it twice.
            let is_twice = token == "." && is_abbreviated(&before);
            if !is_twice {
                self.push(piece);
            }
            before = token;
        }
    }

    fn push(&mut self, (text, side): Piece<'_>) {
        if !self.is_tight && !matches!(side, Side::Left | Side::Both) {
            self.out.push(' ');
        }
        self.out.push_str(text);
        self.is_tight = matches!(side, Side::Right | Side::Both);
    }

    fn piece<'a>(&mut self, token: &'a str, before: &str, next: Option<&str>) -> Piece<'a> {
        let ends_clause = next.is_none_or(is_closing_token);
        match token {
            "``" => ("“", Side::Right),
            "''" => ("”", Side::Left),
            "`" => {
                self.single = true;
                ("‘", Side::Right)
            }
            "'" | "’" => self.apostrophe(token, before, ends_clause),
            "\"" => {
                self.straight = !self.straight && (!ends_clause || before.is_empty());
                (token, if self.straight { Side::Right } else { Side::Left })
            }
            "„" | "‚" => {
                self.low = true;
                (token, Side::Right)
            }
            // Closes what a low mark opened.
            "“" | "‘" if self.low => {
                self.low = false;
                (token, Side::Left)
            }
            "“" | "‘" => (token, Side::Right),
            "”" => (token, Side::Left),
            "«" | "»" | ";" | ":" | "?" | "!" | "%" if self.language == Some("fr") => {
                (token, Side::None)
            }
            "«" => (token, Side::Right),
            "»" => (token, Side::Left),
            "(" | "[" | "{" => (token, Side::Right),
            ")" | "]" | "}" => (token, Side::Left),
            "$" | "£" | "€" | "¥" | "US$" | "C$" | "A$" | "#"
                if next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                (token, Side::Right)
            }
            "%" | "°" | "¢" if before.ends_with(|c: char| c.is_ascii_digit()) => {
                (token, Side::Left)
            }
            "..." | "…" => (token, if ends_clause { Side::Left } else { Side::None }),
            _ if is_joint(token) => (&token[1..2], Side::Both),
            _ if is_bracket_code(token) => bracket(token),
            _ if token.chars().all(|c| matches!(c, ',' | ';' | ':' | '.' | '?' | '!')) => {
                (token, Side::Left)
            }
            _ if !before.is_empty() && is_rest_of_word(token, before, next) => (token, Side::Left),
            _ if self.is_elision(token) => (token, Side::Right),
            _ => (token, Side::None),
        }
    }

    /// A mark that closes a quotation, opens one, or stands for a genitive (`workers ' rights`).
    fn apostrophe<'a>(&mut self, token: &'a str, before: &str, ends_clause: bool) -> Piece<'a> {
        let is_genitive = before.ends_with(['s', 'S', 'z', 'x']);
        if self.single && (ends_clause || !is_genitive) {
            self.single = false;
            return ("’", Side::Left);
        }
        if is_genitive || token == "’" || ends_clause && !before.is_empty() {
            return (token, Side::Left);
        }
        self.single = true;
        ("‘", Side::Right)
    }

    /// Whether a token is an article or pronoun that its apostrophe ties to what follows.
    fn is_elision(&self, token: &str) -> bool {
        const LETTERS: usize = 6;
        let word = token.strip_suffix(['\'', '’']).unwrap_or_default();
        matches!(self.language, Some("fr" | "it" | "ca"))
            && (1..=LETTERS).contains(&word.chars().count())
            && word.chars().all(char::is_alphabetic)
    }
}

/// What ends a sentence is joined to it, and all else stands as it is.
fn stop(token: &str) -> Piece<'_> {
    let ends = !token.is_empty() && token.chars().all(|c| matches!(c, '.' | '?' | '!'));
    (token, if ends { Side::Left } else { Side::None })
}

/// A token without the codes that Moses and the Treebank put in place of characters.
fn unescaped(token: &str) -> String {
    const CODES: [(&str, &str); 10] = [
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&#91;", "["),
        ("&#93;", "]"),
        ("&#124;", "|"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("\\/", "/"),
        ("\\*", "*"),
    ];
    let mut text = token.to_owned();
    if token.contains(['&', '\\']) {
        for (code, character) in CODES {
            text = text.replace(code, character);
        }
    }
    text
}

/// Whether a word ends in a full stop of its own.
fn is_abbreviated(word: &str) -> bool {
    word.ends_with('.') && word.contains(char::is_alphabetic)
}

/// Whether nothing but the end of a clause can follow what stands before the token.
fn is_closing_token(token: &str) -> bool {
    matches!(token, "''" | "”" | "\"" | "»" | ")" | "]" | "'" | "-RRB-" | "-rrb-")
        || token.chars().all(|c| matches!(c, ',' | ';' | ':' | '.' | '?' | '!'))
}

/// Whether a token is a mark between two parts of a word: `@-@`, `@,@`.
fn is_joint(token: &str) -> bool {
    matches!(token, "@-@" | "@,@" | "@.@" | "@/@" | "@:@")
}

/// Whether a token stands for a bracket: `-LRB-`, `-rsb-`.
fn is_bracket_code(token: &str) -> bool {
    token.len() == 5 && bracket(token).1 != Side::None
}

fn bracket(token: &str) -> Piece<'_> {
    const CODES: [(&str, &str, Side); 6] = [
        ("-LRB-", "(", Side::Right),
        ("-RRB-", ")", Side::Left),
        ("-LSB-", "[", Side::Right),
        ("-RSB-", "]", Side::Left),
        ("-LCB-", "{", Side::Right),
        ("-RCB-", "}", Side::Left),
    ];
    let found = CODES.iter().find(|(code, ..)| code.eq_ignore_ascii_case(token));
    found.map_or((token, Side::None), |&(_, bracket, side)| (bracket, side))
}

/// Whether a token is the second part of the word that `before` begins: `'s`, `n't`, `gon na`.
fn is_rest_of_word(token: &str, before: &str, next: Option<&str>) -> bool {
    let is_one = |list: &[&str]| list.iter().any(|text| text.eq_ignore_ascii_case(token));
    let is_word = before.ends_with(char::is_alphanumeric);
    if let Some(rest) = token.strip_prefix(['\'', '’']) {
        let is_clitic =
            ["s", "re", "ve", "ll", "d", "m"].iter().any(|c| c.eq_ignore_ascii_case(rest));
        // `'T is` begins a clause.
        let is_not = rest == "t" && !next.is_some_and(|next| matches!(next, "is" | "was"));
        return is_clitic && !is_opening_token(before) || is_not && is_word;
    }
    if is_one(&["n't", "n’t"]) {
        return is_word;
    }
    let halves = [("gon", "na"), ("wan", "na"), ("got", "ta"), ("gim", "me"), ("lem", "me")];
    halves.iter().any(|(first, second)| {
        first.eq_ignore_ascii_case(before) && second.eq_ignore_ascii_case(token)
    })
}

/// Whether a token opens a quotation or a bracket, so that nothing before it is a word's first part.
fn is_opening_token(token: &str) -> bool {
    matches!(token, "``" | "`" | "(" | "[" | "“" | "‘" | "--") || bracket(token).1 == Side::Right
}
