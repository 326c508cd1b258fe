//! Text without final marks: speech as a machine writes it down, or a text that lost its marks.
//!
//! In: a sentence of a body that has next to no final marks. Out: where to cut it. A sentence of
//! hundreds of words is none, and nothing that selects sentences can work with it. It is cut where
//! somebody else begins to speak, at semicolons and other marks, and before words that begin a
//! clause (`and then`, `so we`, `but`), in pieces of bounded length. Where there is no such place
//! a piece is cut at a space.
//!
//! What it does not do: touch a long sentence in a text that has its marks.

use super::marks::{is_terminator, is_unspaced_script};

/// A sentence is left alone up to this size, and a text whose sentences have this size on average
/// has next to no marks.
const LONG: usize = 60;
/// The sizes between which a piece is cut at the best place.
const SHORTEST: usize = 10;
const LONGEST: usize = 36;
/// Letters of a script without spaces that count as one word.
const LETTERS: usize = 3;

/// Whether `body`, which has `sentences` by its marks and lines, has next to no final marks.
pub(super) fn lacks_marks(body: &str) -> bool {
    let (mut size, mut marks) = (0, 0);
    let mut after_mark = false;
    for word in body.split_whitespace() {
        size += size_of(word);
        let ends = word.contains(is_terminator);
        marks += usize::from(ends && !after_mark);
        after_mark = ends;
    }
    size > LONG && size >= LONG * (marks + 1)
}

/// Where `sentence` has to be cut, as offsets in bytes.
pub(super) fn cuts(sentence: &str) -> Vec<usize> {
    let words: Vec<Word> = words(sentence);
    let total: usize = words.iter().map(|word| word.size).sum();
    let mut cuts = Vec::new();
    if total <= LONG {
        return cuts;
    }
    let (mut begin, mut left) = (0, total);
    while begin < words.len() {
        let Some(next) = next_cut(sentence, &words, begin, left) else { break };
        left -= words[begin..next].iter().map(|word| word.size).sum::<usize>();
        cuts.push(words[next].start);
        begin = next;
    }
    cuts
}

/// The word before which the piece that begins with word `begin` ends.
fn next_cut(text: &str, words: &[Word], begin: usize, left: usize) -> Option<usize> {
    let (mut size, mut best, mut best_value) = (0, None, 0);
    for at in begin..words.len() {
        if at > begin && is_speaker(text, words, at) {
            return Some(at);
        }
        if size > LONGEST {
            break;
        }
        if at > begin && size >= SHORTEST && left - size >= SHORTEST {
            let value = value(text, words, at);
            // Of equal places the first is taken whose piece has a good length.
            if value > best_value {
                (best, best_value) = (Some(at), value);
            }
        }
        size += words[at].size;
    }
    if size > LONGEST || best_value >= CLAUSE && left > LONGEST {
        let longest = fitting(words, begin);
        return best.or(Some(longest).filter(|&at| at > begin && at < words.len()));
    }
    None
}

/// The word at which a piece that has no place to cut ends.
fn fitting(words: &[Word], begin: usize) -> usize {
    let mut size = 0;
    for (at, word) in words.iter().enumerate().skip(begin) {
        if size + word.size > LONGEST && at > begin {
            return at;
        }
        size += word.size;
    }
    words.len()
}

#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    size: usize,
}

fn words(text: &str) -> Vec<Word> {
    let base = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - base;
            Word { start, end: start + word.len(), size: size_of(word) }
        })
        .collect()
}

/// How many words `word` counts for.
fn size_of(word: &str) -> usize {
    if word.is_ascii() {
        return 1;
    }
    let unspaced = word.chars().filter(|&c| is_unspaced_script(c)).count();
    (unspaced / LETTERS).max(1)
}

/// What a cut before a clause is worth, and so what one at a mark is.
const CLAUSE: u8 = 3;

/// How good a place to cut is before word `at`: 0 is none.
fn value(text: &str, words: &[Word], at: usize) -> u8 {
    let word = |at: usize| words.get(at).and_then(|w| text.get(w.start..w.end)).unwrap_or("");
    let (previous, this, next) = (word(at.wrapping_sub(1)), word(at), word(at + 1));
    if previous.ends_with([';', '!', '?', '.', '…', '。', '；']) {
        return 6;
    }
    let lower = this.to_lowercase();
    let this = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let joins = |list: &[&str]| list.contains(&this);
    // What ends with such a word is not finished.
    if UNFINISHED.contains(&previous) {
        return 0;
    }
    if joins(CONNECTIVES) {
        let opens_clause = SUBJECTS.contains(&next) || CONNECTIVES.contains(&next);
        let after_clause = CONNECTIVES.contains(&previous);
        return match (after_clause, opens_clause) {
            (true, _) => 0,
            (_, true) => 5,
            _ => CLAUSE,
        };
    }
    if previous.ends_with([',', ':', '、', '，', '—', '–']) {
        return 4;
    }
    let capital = word(at).starts_with(char::is_uppercase) && SUBJECTS.contains(&this);
    match (capital, joins(CONJUNCTIONS)) {
        (true, _) => 4,
        (_, true) => 2,
        _ => u8::from(is_unspaced(word(at)) || this == "i" || SUBJECTS.contains(&this)),
    }
}

fn is_unspaced(word: &str) -> bool {
    word.starts_with(is_unspaced_script)
}

/// Whether somebody else begins to speak with word `at`: `>>`, `HOST:`, `SPEAKER 2:`, `Q:`.
fn is_speaker(text: &str, words: &[Word], at: usize) -> bool {
    let word = |at: usize| words.get(at).and_then(|w| text.get(w.start..w.end)).unwrap_or("");
    let this = word(at);
    if this.starts_with(">>") {
        return !word(at.wrapping_sub(1)).starts_with(">>");
    }
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '\'' | '-'))
    };
    let continues = at > 0 && is_name(word(at - 1)) && !word(at - 1).ends_with(':');
    if let Some(name) = this.strip_suffix(':') {
        return is_name(name) && !continues;
    }
    let next = word(at + 1);
    let is_second = next.strip_suffix(':').is_some_and(|next| {
        is_name(next) || next.bytes().all(|b| b.is_ascii_digit()) && !next.is_empty()
    });
    let is_speaker = is_name(this) && this.chars().nth(1).is_some()
        || matches!(this, "Speaker" | "speaker" | "Interviewer" | "Sprecher");
    is_speaker && is_second
}

/// Words that join clauses in spoken English, German, French, Spanish, Italian, Portuguese, Dutch
/// and Russian.
const CONNECTIVES: &[&str] = &[
    "and",
    "but",
    "so",
    "then",
    "und",
    "aber",
    "also",
    "dann",
    "et",
    "mais",
    "donc",
    "alors",
    "puis",
    "y",
    "pero",
    "entonces",
    "luego",
    "e",
    "mas",
    "então",
    "ma",
    "allora",
    "poi",
    "quindi",
    "en",
    "maar",
    "dus",
    "toen",
    "и",
    "а",
    "но",
    "потом",
    "затем",
    "поэтому",
];

const CONJUNCTIONS: &[&str] = &[
    "because",
    "which",
    "or",
    "when",
    "if",
    "although",
    "while",
    "until",
    "unless",
    "after",
    "before",
    "weil",
    "wenn",
    "oder",
    "parce",
    "quand",
    "si",
    "ou",
    "porque",
    "cuando",
    "perché",
    "quando",
    "omdat",
    "потому",
    "если",
    "когда",
];

/// Words that a clause begins with, after the word that joins it.
const SUBJECTS: &[&str] = &[
    "i", "I", "you", "he", "she", "it", "we", "they", "there", "this", "that", "the", "my", "our",
    "his", "her", "their", "in", "on", "at", "for", "after", "when", "if", "because", "now",
    "today", "first", "what", "i'm", "i've", "it's", "that's", "we're", "you're", "there's",
    "let's", "ich", "du", "er", "sie", "es", "wir", "ihr", "das", "der", "die", "je", "tu", "il",
    "elle", "on", "nous", "vous", "ils", "elles", "c'est", "le", "la", "les", "yo", "él", "ella",
    "nosotros", "ellos", "el", "los", "eu", "ele", "ela", "nós", "io", "lui", "lei", "noi", "loro",
    "ik", "hij", "zij", "we", "het", "de", "я", "ты", "он", "она", "мы", "вы", "они", "это",
];

/// Words after which no sentence ends.
const UNFINISHED: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "on", "at", "by", "for", "with", "from", "my", "your",
    "his", "her", "its", "our", "their", "because", "that", "which", "who", "if", "when", "is",
    "was", "are", "were", "be", "been", "very", "really", "as", "than", "or", "der", "die", "das",
    "den", "dem", "ein", "eine", "von", "mit", "zu", "le", "la", "les", "un", "une", "du", "el",
    "los", "las", "una", "que", "il", "di", "в", "на", "с",
];
