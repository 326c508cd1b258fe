//! The Porter stemmer with the extensions of NLTK.
//!
//! A token goes in, its stem comes out. The steps are those of M. Porter, "An algorithm for suffix
//! stripping", Program 14.3 (1980), with the departures of `nltk.stem.PorterStemmer` in its default
//! mode (`NLTK_EXTENSIONS`), which is what `rouge-score` uses: a few irregular forms, shorter words
//! in -ies and -ied, a stricter y to i, and -fulli and -logi. Every such departure is named where
//! it stands.
//!
//! It works on bytes: tokens of ROUGE are lower-case ASCII letters and digits (digits count as
//! consonants, as in NLTK). It is no stemmer for other scripts.

/// The stem of a token.
///
/// `token` is made of `a-z` and `0-9`; any other text is given back as it is.
///
/// ```
/// use nutgraf_eval::metrics::rouge::porter_stem;
///
/// assert_eq!(porter_stem("harbours"), "harbour");
/// assert_eq!(porter_stem("dying"), "die");
/// ```
pub fn porter_stem(token: &str) -> String {
    if !token.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return token.to_owned();
    }
    let mut word = token.as_bytes().to_vec();
    stem_in_place(&mut word);
    word.into_iter().map(char::from).collect()
}

/// Replaces a word, lower-case ASCII letters and digits, by its stem.
pub(super) fn stem_in_place(word: &mut Vec<u8>) {
    if let Some(stem) = irregular_stem(word) {
        word.clear();
        word.extend_from_slice(stem);
        return;
    }
    if word.len() <= 2 {
        return;
    }
    strip_plural(word);
    strip_past_and_progressive(word);
    turn_final_y(word);
    reduce_double_suffix(word);
    apply_first(word, STEP_3, |stem, _| measure(stem) > 0);
    apply_first(word, STEP_4, |stem, suffix| {
        measure(stem) > 1 && (suffix != b"ion" || matches!(stem.last(), Some(b's' | b't')))
    });
    strip_final_e(word);
    if word.ends_with(b"ll") && measure(&word[..word.len() - 1]) > 1 {
        word.pop();
    }
}

/// A suffix and what takes its place.
type Rule = (&'static [u8], &'static [u8]);

const STEP_2: &[Rule] = &[
    (b"ational", b"ate"),
    (b"tional", b"tion"),
    (b"enci", b"ence"),
    (b"anci", b"ance"),
    (b"izer", b"ize"),
    (b"bli", b"ble"),
    (b"alli", b"al"),
    (b"entli", b"ent"),
    (b"eli", b"e"),
    (b"ousli", b"ous"),
    (b"ization", b"ize"),
    (b"ation", b"ate"),
    (b"ator", b"ate"),
    (b"alism", b"al"),
    (b"iveness", b"ive"),
    (b"fulness", b"ful"),
    (b"ousness", b"ous"),
    (b"aliti", b"al"),
    (b"iviti", b"ive"),
    (b"biliti", b"ble"),
    // NLTK's own.
    (b"fulli", b"ful"),
];

const STEP_3: &[Rule] = &[
    (b"icate", b"ic"),
    (b"ative", b""),
    (b"alize", b"al"),
    (b"iciti", b"ic"),
    (b"ical", b"ic"),
    (b"ful", b""),
    (b"ness", b""),
];

const STEP_4: &[Rule] = &[
    (b"al", b""),
    (b"ance", b""),
    (b"ence", b""),
    (b"er", b""),
    (b"ic", b""),
    (b"able", b""),
    (b"ible", b""),
    (b"ant", b""),
    (b"ement", b""),
    (b"ment", b""),
    (b"ent", b""),
    (b"ion", b""),
    (b"ou", b""),
    (b"ism", b""),
    (b"ate", b""),
    (b"iti", b""),
    (b"ous", b""),
    (b"ive", b""),
    (b"ize", b""),
];

/// NLTK's pool of irregular forms.
fn irregular_stem(word: &[u8]) -> Option<&'static [u8]> {
    Some(match word {
        b"sky" | b"skies" => b"sky",
        b"dying" => b"die",
        b"lying" => b"lie",
        b"tying" => b"tie",
        b"news" => b"news",
        b"inning" | b"innings" => b"inning",
        b"outing" | b"outings" => b"outing",
        b"canning" | b"cannings" => b"canning",
        b"howe" => b"howe",
        b"proceed" => b"proceed",
        b"exceed" => b"exceed",
        b"succeed" => b"succeed",
        _ => return None,
    })
}

/// Applies the first rule whose suffix the word has, if `condition` holds of the stem before that
/// suffix, and says whether there was such a rule. A rule that is refused ends the search too.
fn apply_first(
    word: &mut Vec<u8>,
    rules: &[Rule],
    condition: impl Fn(&[u8], &[u8]) -> bool,
) -> bool {
    let Some((suffix, replacement)) = rules.iter().find(|(suffix, _)| word.ends_with(suffix))
    else {
        return false;
    };
    let stem_len = word.len() - suffix.len();
    if condition(&word[..stem_len], suffix) {
        word.truncate(stem_len);
        word.extend_from_slice(replacement);
    }
    true
}

/// Step 1a. NLTK: a word of four letters in -ies keeps its e ("dies", "die").
fn strip_plural(word: &mut Vec<u8>) {
    let len = word.len();
    if word.ends_with(b"ies") {
        word.truncate(if len == 4 { 3 } else { len - 2 });
    } else if word.ends_with(b"sses") {
        word.truncate(len - 2);
    } else if word.ends_with(b"s") && !word.ends_with(b"ss") {
        word.pop();
    }
}

/// Step 1b. NLTK: -ied goes to -i, or to -ie in a word of four letters ("spied", "died").
fn strip_past_and_progressive(word: &mut Vec<u8>) {
    let len = word.len();
    if word.ends_with(b"ied") {
        word.truncate(if len == 4 { 3 } else { len - 2 });
        return;
    }
    if word.ends_with(b"eed") {
        if measure(&word[..len - 3]) > 0 {
            word.pop();
        }
        return;
    }
    let Some(suffix) = [&b"ed"[..], b"ing"]
        .into_iter()
        .find(|suffix| word.ends_with(suffix) && contains_vowel(&word[..len - suffix.len()]))
    else {
        return;
    };
    word.truncate(len - suffix.len());
    restore_ending(word);
}

/// What step 1b does to a stem from which -ed or -ing fell.
fn restore_ending(stem: &mut Vec<u8>) {
    let takes_e = [&b"at"[..], b"bl", b"iz"].iter().any(|ending| stem.ends_with(ending));
    if takes_e {
        stem.push(b'e');
    } else if ends_in_double_consonant(stem) {
        if !matches!(stem.last(), Some(b'l' | b's' | b'z')) {
            stem.pop();
        }
    } else if measure(stem) == 1 && ends_in_cvc(stem) {
        stem.push(b'e');
    }
}

/// Step 1c. NLTK: y turns to i only after a consonant that does not begin the word.
fn turn_final_y(word: &mut [u8]) {
    let Some((last @ b'y', stem)) = word.split_last_mut() else { return };
    if stem.len() > 1 && last_vowels(stem) & 1 == 0 {
        *last = b'i';
    }
}

/// Step 2. NLTK: -alli is tried first and the rest runs on what it leaves; -logi loses its i if
/// there is a vowel and a consonant up to its l.
fn reduce_double_suffix(word: &mut Vec<u8>) {
    let len = word.len();
    if word.ends_with(b"alli") && measure(&word[..len - 4]) > 0 {
        word.truncate(len - 2);
    }
    let found = apply_first(word, STEP_2, |stem, _| measure(stem) > 0);
    if !found && word.ends_with(b"logi") && measure(&word[..word.len() - 3]) > 0 {
        word.pop();
    }
}

/// Step 5a.
fn strip_final_e(word: &mut Vec<u8>) {
    let Some((b'e', stem)) = word.split_last() else { return };
    let measure = measure(stem);
    if measure > 1 || (measure == 1 && !ends_in_cvc(stem)) {
        word.pop();
    }
}

/// Says of each letter whether it is a vowel. A y is one if a consonant stands before it.
fn vowels(word: &[u8]) -> impl Iterator<Item = bool> {
    word.iter().scan(false, |after_consonant, letter| {
        let vowel = match letter {
            b'a' | b'e' | b'i' | b'o' | b'u' => true,
            b'y' => *after_consonant,
            _ => false,
        };
        *after_consonant = !vowel;
        Some(vowel)
    })
}

/// The last letters as bits, the last one lowest: 1 for a vowel.
fn last_vowels(word: &[u8]) -> u32 {
    vowels(word).fold(0, |bits, vowel| bits << 1 | u32::from(vowel))
}

/// Porter's measure: how often a consonant follows a vowel.
fn measure(stem: &[u8]) -> usize {
    let mut after_vowel = false;
    vowels(stem).filter(|&vowel| std::mem::replace(&mut after_vowel, vowel) && !vowel).count()
}

fn contains_vowel(stem: &[u8]) -> bool {
    vowels(stem).any(|vowel| vowel)
}

/// Porter's condition *d.
fn ends_in_double_consonant(word: &[u8]) -> bool {
    matches!(word, [.., a, b] if a == b) && last_vowels(word) & 1 == 0
}

/// Porter's condition *o: consonant, vowel, consonant, the last of them not w, x or y. NLTK: also
/// a word that is one vowel and one consonant.
fn ends_in_cvc(word: &[u8]) -> bool {
    let bits = last_vowels(word);
    match word {
        [_, _] => bits & 0b11 == 0b10,
        [.., _, _, last] => bits & 0b111 == 0b010 && !matches!(last, b'w' | b'x' | b'y'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{measure, porter_stem};

    #[test]
    fn the_measure_counts_vowel_consonant_turns() {
        let cases = [("", 0), ("by", 0), ("tree", 0), ("oats", 1), ("ivy", 1), ("orrery", 2)];
        for (stem, expected) in cases {
            assert_eq!(measure(stem.as_bytes()), expected, "{stem}");
        }
    }

    #[test]
    fn the_departures_of_nltk() {
        let cases = [
            ("dies", "die"),
            ("flies", "fli"),
            ("died", "die"),
            ("spied", "spi"),
            ("enjoy", "enjoy"),
            ("using", "use"),
            ("skies", "sky"),
            ("succeed", "succeed"),
            ("geology", "geolog"),
            ("hopefully", "hope"),
            ("yyyyyying", "yyyyyi"),
        ];
        for (word, stem) in cases {
            assert_eq!(porter_stem(word), stem, "{word}");
        }
    }

    #[test]
    fn other_texts_are_given_back() {
        for text in ["", "Running", "café", "two words"] {
            assert_eq!(porter_stem(text), text);
        }
    }
}
