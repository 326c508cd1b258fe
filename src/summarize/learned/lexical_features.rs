//! What the trained scorer sees of a sentence in a language that it does not know: its place, its
//! length beside the others', the words that it shares with them. Nothing that depends on what the words
//! mean, how a script writes them, or how many a language needs.

use super::analysis::begins;
use super::likeness::Links;
use super::sentence_features::{Part, flag, median};
use crate::summarize::Document;
use crate::summarize::score::relative_ranks;
use crate::summarize::similarity::{Similarity, WordVectors};

/// The features of a sentence, in their order, each with the part of the score that it counts to.
#[rustfmt::skip]
pub(super) const LEXICAL_FEATURES: &[(&str, Part)] = {
    use Part::{Centrality, Form, Length, Position, Topic};
    &[
        ("place", Position), ("relative place", Position), ("from the end", Position),
        ("begins a paragraph", Position), ("sentences", Position),
        ("relative length", Length), ("length rank", Length),
        ("following", Centrality), ("preceding", Centrality), ("centrality", Centrality),
        ("degree", Centrality), ("centrality rank", Centrality), ("degree rank", Centrality),
        ("nearest following", Centrality), ("nearest preceding", Centrality), ("next", Centrality),
        ("previous", Centrality), ("mean", Centrality), ("mean rank", Centrality), ("first", Centrality),
        ("mean spread", Topic), ("new terms", Topic), ("terms of the lead", Topic),
        ("terms of the title", Topic),
        ("has a number", Form), ("opens with a quotation", Form), ("ends with a quotation", Form),
        ("question", Form),
    ]
};

/// How many sentences make the lead.
const LEAD: usize = 3;

/// The features of each of these sentences, row after row.
pub(super) fn lexical_features(document: &Document<'_>, statements: &[usize]) -> Vec<f32> {
    let texts: Vec<&str> =
        statements.iter().map(|&i| &document.body[document.statement(i)]).collect();
    let n = texts.len();
    let title = document.title.unwrap_or("");
    // The title comes last, so that sentences keep their numbers.
    let words =
        WordVectors::new(texts.iter().copied().chain([title]).collect::<Vec<_>>().into_iter());
    let title: Vec<u32> = words.row(n).iter().map(|&(term, _)| term).collect();
    let own = WordVectors::new(texts.iter().copied());
    let mean = own.to_mean();
    let links = Links::new(&Similarity::Words(own));
    let (centrality, degree) = (links.centrality(), links.degree());
    let lengths: Vec<f32> = texts.iter().map(|text| text.chars().count() as f32).collect();
    let ranks = [&lengths, &centrality, &degree, &mean].map(|values| relative_ranks(values));
    let median = median(&lengths).max(1.0);
    let begins = begins(document, statements);
    let terms = Terms::new(&words, n);
    let mut seen = vec![false; terms.spread.len()];
    let at = |values: &[f32], index: Option<usize>| {
        index.and_then(|index| values.get(index)).copied().unwrap_or(0.0)
    };
    let mut features = Vec::with_capacity(n * LEXICAL_FEATURES.len());
    for (i, text) in texts.iter().enumerate() {
        features.extend([
            i as f32,
            i as f32 / (n - 1).max(1) as f32,
            (n - 1 - i) as f32,
            flag(begins[i]),
            n as f32,
            lengths[i] / median,
            ranks[0][i],
            links.following[i],
            links.preceding[i],
            centrality[i],
            degree[i],
            ranks[1][i],
            ranks[2][i],
            links.nearest_following[i],
            links.nearest_preceding[i],
            links.next[i],
            at(&links.next, i.checked_sub(1)),
            mean[i],
            ranks[3][i],
            links.first[i],
        ]);
        let own: Vec<u32> = words.row(i).iter().map(|&(term, _)| term).collect();
        let distinct = own.len().max(1) as f32;
        let share = |is: &dyn Fn(u32) -> bool| {
            own.iter().filter(|&&term| is(term)).count() as f32 / distinct
        };
        let spread: f32 = own.iter().map(|&term| terms.spread[term as usize]).sum();
        features.extend([
            spread / distinct / n as f32,
            share(&|term| !seen[term as usize]),
            share(&|term| terms.in_lead[term as usize]),
            match document.title {
                Some(_) => share(&|term| title.binary_search(&term).is_ok()),
                None => f32::NAN,
            },
        ]);
        own.iter().for_each(|&term| seen[term as usize] = true);
        features.extend(form(text));
    }
    features
}

/// In how many sentences the terms are, and whether in the first.
struct Terms {
    spread: Vec<f32>,
    in_lead: Vec<bool>,
}

impl Terms {
    fn new(words: &WordVectors, sentences: usize) -> Self {
        let rows = || (0..words.len()).flat_map(|i| words.row(i).iter().map(move |row| (i, row.0)));
        let count = rows().map(|(_, term)| term as usize + 1).max().unwrap_or(0);
        let mut terms = Self { spread: vec![0.0; count], in_lead: vec![false; count] };
        for (i, term) in rows().filter(|(i, _)| *i < sentences) {
            terms.spread[term as usize] += 1.0;
            terms.in_lead[term as usize] |= i < LEAD;
        }
        terms
    }
}

/// What a sentence looks like.
fn form(text: &str) -> [f32; 4] {
    let is_mark =
        |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』');
    let end = text.trim_end_matches(|c: char| is_mark(c) || matches!(c, '\'' | '’' | ')' | '）'));
    [
        flag(text.contains(char::is_numeric)),
        flag(text.starts_with(is_mark)),
        flag(text.ends_with(is_mark)),
        flag(end.ends_with(['?', '？', '؟'])),
    ]
}
