//! Cutting a summary to a number of words, as DUC did before it compared recall.

/// The first `words` words of a text: its sentences, the last one cut behind that word.
///
/// Words stand between white space (Unicode's `White_Space`); a dash between spaces is one.
///
/// ```
/// use nutgraf_eval::metrics::rouge::first_words;
///
/// assert_eq!(first_words(&["Rain fell.", "It  was late."], 4), ["Rain fell.", "It  was"]);
/// ```
pub fn first_words<S: AsRef<str>>(sentences: &[S], words: usize) -> Vec<&str> {
    let mut left = words;
    let mut kept = Vec::new();
    for sentence in sentences.iter().map(AsRef::as_ref) {
        if left == 0 {
            break;
        }
        match word_ends(sentence).nth(left - 1) {
            Some(end) => {
                kept.push(&sentence[..end]);
                break;
            }
            None => {
                kept.push(sentence);
                left -= word_ends(sentence).count();
            }
        }
    }
    kept
}

/// The byte offsets behind the words of a text.
fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    let next = text.char_indices().skip(1).map(|(start, c)| (start, c.is_whitespace()));
    let next = next.chain(std::iter::once((text.len(), true)));
    let in_word = text.chars().map(|c| !c.is_whitespace());
    in_word.zip(next).filter_map(|(in_word, (end, gap))| (in_word && gap).then_some(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::first_words;

    #[test]
    fn edges() {
        let text = [" Öl – now ", "", "a\u{a0}b\n c"];
        let cases: [(usize, &[&str]); 5] = [
            (0, &[]),
            (1, &[" Öl"]),
            (3, &[" Öl – now"]),
            (5, &[" Öl – now ", "", "a\u{a0}b"]),
            (9, &text),
        ];
        for (words, expected) in cases {
            assert_eq!(first_words(&text, words), expected, "{words}");
        }
    }

    proptest! {
        #[test]
        fn as_many_words_as_asked_for(
            sentences in prop::collection::vec("[ab \\n\u{3000}é]{0,12}", 0..6),
            words in 0usize..12,
        ) {
            let all = sentences.join("\n");
            let kept = first_words(&sentences, words).join("\n");
            let expected: Vec<&str> = all.split_whitespace().take(words).collect();
            prop_assert_eq!(kept.split_whitespace().collect::<Vec<_>>(), expected);
            prop_assert!(all.starts_with(&kept));
        }
    }
}
