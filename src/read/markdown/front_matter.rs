//! Front matter: what a Markdown file says of itself, between `---` (YAML) or `+++` (TOML).
//!
//! In: text. Out: the keys at the top with their values, and the text that follows. Of YAML and
//! TOML this is what people and clippers write: strings in quotation marks or without, over
//! several lines too, and lists. Values that hold keys of their own are passed over.

/// More bytes than this are no front matter.
const LONGEST: usize = 256 << 10;

/// A key and its values.
pub(super) type Entry = (String, Vec<String>);

/// The front matter of a text and what comes after it.
pub(super) fn divided(text: &str) -> Option<(&str, &str)> {
    let (fence, rest) = text.trim_start().split_once('\n')?;
    let fence = fence.trim_end();
    if !matches!(fence, "---" | "+++") {
        return None;
    }
    let (mut offset, mut has_key) = (0, false);
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            // A rule may stand at the head of a text, and another further down.
            let is_front_matter = offset == 0 || has_key;
            return is_front_matter.then(|| (&rest[..offset], &rest[offset + line.len()..]));
        }
        has_key |= line.contains([':', '=']);
        offset += line.len();
        if offset > LONGEST {
            return None;
        }
    }
    None
}

/// The keys of front matter.
pub(super) fn entries(front: &str) -> Vec<Entry> {
    let mut lines = Lines { lines: front.lines().collect(), at: 0 };
    let mut entries = Vec::new();
    while let Some(line) = lines.next() {
        // A table of TOML holds what is said of something else.
        if line.starts_with('[') && line.trim_end().ends_with(']') {
            break;
        }
        if line.starts_with([' ', '\t', '-', '#', '%']) {
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let values = lines.values(value.trim());
        entries.push((unquoted_key(key).to_owned(), values));
    }
    entries
}

fn unquoted_key(key: &str) -> &str {
    key.trim().trim_matches(['"', '\''])
}

/// The lines of front matter, read from the top.
struct Lines<'a> {
    lines: Vec<&'a str>,
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let line = self.lines.get(self.at)?;
        self.at += 1;
        Some(line)
    }

    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).copied()
    }

    /// The next line, if it is indented: a part of what stands above.
    fn indented(&mut self) -> Option<&'a str> {
        self.peek().filter(|line| line.starts_with([' ', '\t']))?;
        self.next()
    }

    /// The values that follow a key; `rest` stands on its line.
    fn values(&mut self, rest: &str) -> Vec<String> {
        match rest.as_bytes() {
            [] | [b'#', ..] => self.list(),
            [b'|' | b'>', ..] => vec![self.block(rest.starts_with('>'))],
            [b'"', b'"', b'"', ..] | [b'\'', b'\'', b'\'', ..] => vec![self.toml_block(rest)],
            [b'"', ..] => vec![escaped(&self.until_closed(rest, '"'))],
            [b'\'', ..] => vec![self.until_closed(rest, '\'').replace("''", "'")],
            [b'[', b'[', ..] => vec![without_comment(rest).to_owned()],
            [b'[', ..] => self.inline_list(rest),
            [b'{' | b'&' | b'!' | b'*', ..] => {
                while self.indented().is_some() {}
                Vec::new()
            }
            _ => {
                let mut value = without_comment(rest).to_owned();
                while let Some(line) = self.indented() {
                    value.push(' ');
                    value.push_str(without_comment(line.trim()));
                }
                vec![value]
            }
        }
    }

    /// The elements of a list, one a line; nothing if the lines hold keys.
    fn list(&mut self) -> Vec<String> {
        let mut values = Vec::new();
        while let Some(line) = self.peek() {
            let trimmed = line.trim_start();
            let is_part = line.starts_with([' ', '\t']) || trimmed.is_empty();
            let item = trimmed.strip_prefix('-').filter(|it| it.is_empty() || it.starts_with(' '));
            if !is_part && item.is_none() {
                break;
            }
            self.at += 1;
            let Some(item) = item.map(str::trim) else { continue };
            let is_key = !item.starts_with(['"', '\'', '[']) && item.contains(": ");
            if !is_key {
                values.push(scalar(item));
            }
        }
        values
    }

    /// A string over several lines: folded into one, or as it stands.
    fn block(&mut self, is_folded: bool) -> String {
        let mut value = String::new();
        while let Some(line) = self.peek() {
            if !(line.starts_with([' ', '\t']) || line.trim().is_empty()) {
                break;
            }
            self.at += 1;
            if !value.is_empty() {
                value.push(if is_folded { ' ' } else { '\n' });
            }
            value.push_str(line.trim());
        }
        value.trim().to_owned()
    }

    /// A string of TOML over several lines.
    fn toml_block(&mut self, rest: &str) -> String {
        let (fence, rest) = rest.split_at(3);
        let mut value = String::new();
        let mut line = rest;
        loop {
            if let Some(end) = line.find(fence) {
                value.push_str(&line[..end]);
                return value.trim().to_owned();
            }
            value.push_str(line);
            value.push('\n');
            match self.next() {
                Some(next) => line = next,
                None => return value.trim().to_owned(),
            }
        }
    }

    /// What stands between quotation marks; the second may be on a later line.
    fn until_closed(&mut self, rest: &str, quote: char) -> String {
        let mut value = String::new();
        let mut line = &rest[1..];
        loop {
            if let Some(end) = closing(line, quote) {
                value.push_str(&line[..end]);
                return value;
            }
            value.push_str(line.trim());
            match self.indented() {
                Some(next) => line = next.trim_start(),
                // It is not closed: perhaps the mark is a letter of the value.
                None => return value,
            }
            value.push(' ');
        }
    }

    /// `[a, "b, c"]`, over several lines too.
    fn inline_list(&mut self, rest: &str) -> Vec<String> {
        let mut whole = rest.to_owned();
        while !whole.contains(']') {
            let Some(line) = self.peek().filter(|line| !line.contains(": ")) else { break };
            self.at += 1;
            whole.push(' ');
            whole.push_str(line.trim());
        }
        let inside = whole.trim_start_matches('[');
        let inside = inside.rfind(']').map_or(inside, |end| &inside[..end]);
        let mut values = Vec::new();
        let mut rest = inside.trim();
        while !rest.is_empty() {
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let closed = quote.and_then(|quote| Some(closing(&rest[1..], quote)? + 2));
            let end = rest[closed.unwrap_or(0)..].find(',').map(|at| at + closed.unwrap_or(0));
            values.push(scalar(rest[..end.unwrap_or(rest.len())].trim()));
            rest = end.map_or("", |end| rest[end + 1..].trim_start());
        }
        values
    }
}

/// Where a quotation mark closes the string; two single ones are one in it.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if c == '\\' && quote == '"' || c == quote && quote == '\'' && next == Some(quote) {
            chars.next();
        } else if c == quote {
            return Some(at);
        }
    }
    None
}

/// A value on one line.
fn scalar(text: &str) -> String {
    let quoted = |quote: char| {
        let inside = text.strip_prefix(quote)?;
        closing(inside, quote).map(|end| &inside[..end])
    };
    match (quoted('"'), quoted('\'')) {
        (Some(inside), _) => escaped(inside),
        (_, Some(inside)) => inside.replace("''", "'"),
        _ => without_comment(text).to_owned(),
    }
}

/// A value without the comment behind it.
fn without_comment(text: &str) -> &str {
    text.split(" #").next().unwrap_or(text).trim()
}

/// A string with its escapes replaced.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some(mark @ ('u' | 'U' | 'x')) => {
                let length = match mark {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = chars.by_ref().take(length).collect();
                let number = u32::from_str_radix(&digits, 16).ok();
                value.push(number.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(other) => value.push(other),
            None => {}
        }
    }
    value
}
