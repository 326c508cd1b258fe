//! What the trained scorer sees of a sentence.

use super::likeness::{Likeness, Links};
use super::reading::{Reading, distinct_pairs};
use crate::summarize::score::relative_ranks;

/// The features of a sentence, in their order, each with the part of the score that it counts to.
#[rustfmt::skip]
pub(super) const FEATURES: &[(&str, Part)] = {
    use Part::{Centrality, Form, Length, Position, Topic};
    &[
        ("place", Position), ("relative place", Position), ("from the end", Position),
        ("begins a paragraph", Position), ("sentences", Position), ("document words", Length),
        ("words", Length), ("relative words", Length), ("words before", Length), ("words after", Length),
        ("following", Centrality), ("preceding", Centrality), ("centrality", Centrality),
        ("degree", Centrality), ("centrality rank", Centrality), ("degree rank", Centrality),
        ("nearest following", Centrality), ("nearest preceding", Centrality), ("next", Centrality),
        ("previous", Centrality), ("mean", Centrality), ("lead", Centrality), ("first", Centrality),
        ("mean frequency", Topic), ("frequency", Topic), ("mean spread", Topic), ("topic words", Topic),
        ("topic density", Topic), ("function words", Topic), ("repeated pairs", Topic),
        ("repeated pair density", Topic), ("new words", Topic), ("words of the lead", Topic),
        ("words of the title", Topic),
        ("digits", Form), ("capitals", Form), ("capital density", Form), ("quotation marks", Form),
        ("opens with a quotation", Form), ("ends with a quotation", Form), ("question", Form),
        ("full stop", Form), ("first and second person", Form), ("speech", Form), ("commas", Form),
        ("brackets", Form),
    ]
};

/// The named parts of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Position,
    Centrality,
    Topic,
    Length,
    Form,
}

/// The parts in the order in which a score adds them up, behind its base.
pub(super) const PARTS: [(Part, &str); 5] = [
    (Part::Position, "position"),
    (Part::Centrality, "centrality"),
    (Part::Topic, "topic"),
    (Part::Length, "length"),
    (Part::Form, "form"),
];

/// What is known of the sentences that are scored, before each is looked at.
pub(super) struct Sentences<'a> {
    pub(super) texts: &'a [&'a str],
    /// Whether each begins a paragraph.
    pub(super) begins: &'a [bool],
    pub(super) reading: &'a Reading,
    pub(super) links: &'a Links,
    pub(super) likeness: &'a Likeness,
}

impl Sentences<'_> {
    /// The features of every sentence, row after row: shape `[n, FEATURES.len()]`.
    pub(super) fn features(&self) -> Vec<f32> {
        let n = self.texts.len();
        let (likeness, links) = (self.likeness, self.links);
        let (centrality, degree) = (links.centrality(), links.degree());
        let ranks = [relative_ranks(&centrality), relative_ranks(&degree)];
        let lengths: Vec<f32> = self.reading.words.iter().map(|words| words.len() as f32).collect();
        let (median, all) = (median(&lengths).max(1.0), lengths.iter().sum::<f32>());
        let mut seen = vec![false; self.reading.frequency.len()];
        let mut features = Vec::with_capacity(n * FEATURES.len());
        for i in 0..n {
            let at = |values: &[f32], index: Option<usize>| {
                index.and_then(|index| values.get(index)).copied().unwrap_or(0.0)
            };
            let before = i.checked_sub(1);
            features.extend([
                i as f32,
                i as f32 / (n - 1).max(1) as f32,
                (n - 1 - i) as f32,
                flag(self.begins[i]),
                n as f32,
                all,
                lengths[i],
                lengths[i] / median,
                at(&lengths, before),
                at(&lengths, Some(i + 1)),
                links.following[i],
                links.preceding[i],
                centrality[i],
                degree[i],
                ranks[0][i],
                ranks[1][i],
                links.nearest_following[i],
                links.nearest_preceding[i],
                links.next[i],
                at(&links.next, before),
                likeness.mean[i],
                likeness.lead[i],
                links.first[i],
            ]);
            features.extend(self.topic(i, &mut seen));
            features.extend(form(self.texts[i]));
        }
        features
    }

    /// What the words of sentence `i` have to do with the rest; `seen` are those that came before.
    fn topic(&self, i: usize, seen: &mut [bool]) -> [f32; 11] {
        let reading = self.reading;
        let (words, content) = (&reading.words[i], &reading.content[i]);
        let length = words.len().max(1) as f32;
        let distinct = content.len().max(1) as f32;
        let count = |is: &[bool]| content.iter().filter(|&&word| is[word as usize]).count() as f32;
        let sum = |of: &[u32]| content.iter().map(|&word| of[word as usize]).sum::<u32>() as f32;
        let frequency = sum(&reading.frequency) / reading.total;
        let repeated = distinct_pairs(words)
            .iter()
            .filter(|pair| reading.pairs.get(pair).is_some_and(|&count| count > 1))
            .count() as f32;
        let topic_words = count(&reading.is_topic);
        let new = content.iter().filter(|&&word| !seen[word as usize]).count() as f32;
        content.iter().for_each(|&word| seen[word as usize] = true);
        [
            100.0 * frequency / distinct,
            frequency,
            sum(&reading.spread) / distinct / reading.words.len() as f32,
            topic_words,
            topic_words / length,
            1.0 - reading.content_count[i] as f32 / length,
            repeated,
            repeated / length,
            new / distinct,
            count(&reading.in_lead) / distinct,
            reading.in_title.as_ref().map_or(f32::NAN, |is| count(is) / distinct),
        ]
    }
}

/// What a sentence looks like.
fn form(text: &str) -> [f32; 12] {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let capitals = words.iter().skip(1).filter(is_capital).count() as f32;
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„');
    let count = |is: &dyn Fn(char) -> bool| text.chars().filter(|&c| is(c)).count() as f32;
    let end = text.trim_end_matches(|c: char| is_mark(c) || matches!(c, '\'' | '’' | ')'));
    let is_person = |word: &&&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.split(['\'', '’']).next().unwrap_or(word);
        matches!(
            word,
            "I" | "we" | "We" | "my" | "My" | "our" | "Our" | "me" | "us" | "you" | "You" | "your"
        )
    };
    let is_speech = |word: &&str| {
        matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "said" | "says" | "told")
    };
    [
        count(&|c| c.is_ascii_digit()),
        capitals,
        capitals / words.len().max(1) as f32,
        count(&is_mark),
        flag(text.starts_with(|c: char| is_mark(c) || c == '\'')),
        flag(text.ends_with(is_mark)),
        flag(end.ends_with('?')),
        flag(end.ends_with('.')),
        words.iter().filter(is_person).count() as f32,
        flag(words.iter().any(is_speech)),
        count(&|c| c == ','),
        count(&|c| c == '('),
    ]
}

pub(super) fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

pub(super) fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        len if len % 2 == 1 => sorted[middle],
        _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}
