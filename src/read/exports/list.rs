//! Lists in one cell of a table.
//!
//! In: a cell: a JSON array, a list as Python prints it, or words with commas between. Out: the
//! words.

/// The words in a list.
pub(super) fn list_of(cell: &str) -> Vec<String> {
    let cell = cell.trim();
    if let Ok(words) = serde_json::from_str(cell) {
        return words;
    }
    let inside = cell.strip_prefix('[').and_then(|cell| cell.strip_suffix(']')).unwrap_or(cell);
    let mut words = Vec::new();
    let mut rest = inside;
    while !rest.is_empty() {
        let (word, after) = word(rest.trim_start());
        words.push(word);
        rest = after;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The first word, without its quotation marks, and what follows the comma after it.
fn word(text: &str) -> (String, &str) {
    let quotation = text.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let quoted = quotation.and_then(|mark| quoted(text.get(1..)?, mark));
    let (word, rest) = match quoted {
        Some(found) => found,
        None => {
            let end = text.find(',').unwrap_or(text.len());
            let (word, rest) = text.split_at(end);
            (word.trim().to_owned(), rest)
        }
    };
    (word, rest.split_once(',').map_or("", |(_, rest)| rest))
}

/// The text up to the quotation mark that closes it, and what follows; none where a comma or the
/// end does not come next: then the mark is but an apostrophe.
fn quoted(text: &str, mark: char) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => {
                is_escaped = false;
                word.push(match c {
                    'n' | 't' | 'r' => ' ',
                    c => c,
                });
            }
            '\\' => is_escaped = true,
            c if c == mark => {
                let rest = text.get(at + c.len_utf8()..)?.trim_start();
                return (rest.is_empty() || rest.starts_with(',')).then_some((word, rest));
            }
            c => word.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_whoever_wrote_them() {
        let cases: [(&str, &[&str]); 12] = [
            ("", &[]),
            ("[]", &[]),
            ("[\"coding\", \"a, b\"]", &["coding", "a, b"]),
            ("['sea', 'slow travel']", &["sea", "slow travel"]),
            ("['it\\'s', \"fisher's\", 'say \"hi\"']", &["it's", "fisher's", "say \"hi\""]),
            ("['a, b', 'c']", &["a, b", "c"]),
            ("[sea, harbour]", &["sea", "harbour"]),
            ("sea, harbour", &["sea", "harbour"]),
            ("one", &["one"]),
            ("'tis, 'twas", &["'tis", "'twas"]),
            ("['open", &["['open"]),
            ("[,]", &[]),
        ];
        for (cell, expected) in cases {
            assert_eq!(list_of(cell), expected, "{cell}");
        }
    }
}
