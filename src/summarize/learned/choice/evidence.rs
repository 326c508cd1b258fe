//! What is known of the sentences of a document, before its summaries are weighed.

use crate::summarize::discourse::Auditor;
use crate::summarize::payoff::payoffs_of;
use crate::summarize::similarity::WordVectors;
use crate::summarize::{Document, PieceKind};
use crate::vector::{Embeddings, dot};

/// A sentence of fewer words seldom opens an article.
const OPENING_WORDS: usize = 10;

/// From here on a sentence may be what readers come for.
const OF_NOTE: f32 = 0.3;

/// How much a sentence that stands without the one before is expected to hurt, where the audit reads no more
/// of a language than the words that sentences open with, or nothing.
const UNSEEN: f32 = 0.25;

/// What is known of the statements of a document. They are numbered among themselves.
pub(in super::super) struct Evidence<'a> {
    /// Where each stands among all sentences.
    pub(super) statements: &'a [usize],
    /// The text of each.
    pub(super) texts: Vec<&'a str>,
    /// The number of words in each.
    pub(super) words: Vec<usize>,
    /// The score of each, less their mean and over their deviation.
    pub(super) standard: Vec<f32>,
    /// How gladly a reader would have each.
    pub(super) reads: Vec<f32>,
    /// How like each is to the whole.
    pub(super) centrality: Vec<f32>,
    /// The statement that says what the article is about: the first of some length that asks nothing.
    pub(super) opening: usize,
    /// Whether the piece is chosen from as news is.
    is_news: bool,
    /// Whether the audit reads the language.
    is_read: bool,
    /// How much of what readers come for stands in each.
    pub(super) payoffs: Vec<f32>,
    /// What readers would miss beside a statement, where its language is audited.
    pub(super) auditor: Option<Auditor>,
    /// The terms of each statement, ascending.
    pub(super) terms: Vec<Vec<u32>>,
    /// What each term counts for what the document is about.
    pub(super) themes: Vec<f32>,
    /// What all of them count.
    pub(super) all_themes: f32,
    vectors: Option<&'a Embeddings>,
    sparse: WordVectors,
}

impl<'a> Evidence<'a> {
    /// `vectors` has a row for each statement.
    pub(in super::super) fn new(
        document: &Document<'a>,
        statements: &'a [usize],
        vectors: Option<&'a Embeddings>,
    ) -> Self {
        let texts: Vec<&str> =
            statements.iter().map(|&i| &document.body[document.statement(i)]).collect();
        let words: Vec<usize> = texts.iter().map(|text| (document.count_words)(text)).collect();
        let sparse = WordVectors::new(texts.iter().copied());
        let centrality = match vectors {
            Some(vectors) => to_mean(vectors),
            None => sparse.to_mean(),
        };
        let terms: Vec<Vec<u32>> = (0..texts.len())
            .map(|i| sparse.row(i).iter().map(|&(term, _)| term).collect())
            .collect();
        let themes = themes(&terms);
        let language = if document.is_english() { Some("en") } else { document.language };
        let auditor = language
            .and_then(|language| Auditor::new(&document.texts().collect::<Vec<_>>(), language));
        let kind = PieceKind::of(document);
        let payoffs = payoffs_of(document, kind);
        let payoffs = statements.iter().map(|&i| payoffs[i]).collect();
        let states = |i: &usize| words[*i] >= OPENING_WORDS && !is_question(texts[*i]);
        let opening = (0..texts.len().min(4)).find(states).unwrap_or(0);
        Self {
            statements,
            is_news: is_news(document, kind),
            is_read: document.is_english(),
            payoffs,
            standard: vec![0.0; statements.len()],
            reads: vec![0.0; statements.len()],
            centrality,
            opening,
            auditor,
            all_themes: themes.iter().sum::<f32>().max(f32::MIN_POSITIVE),
            themes,
            terms,
            texts,
            words,
            vectors,
            sparse,
        }
    }

    /// The same where statements have these scores, and readers would say `reads` of them.
    pub(in super::super) fn with_scores(self, scores: &[f32], reads: Vec<f32>) -> Self {
        Self { standard: standard(scores), reads, ..self }
    }

    /// Where each statement stands among all sentences.
    pub(in super::super) fn statements(&self) -> &[usize] {
        self.statements
    }

    /// Whether the piece is chosen from as news is.
    pub(in super::super) fn is_news(&self) -> bool {
        self.is_news
    }

    /// The statement that says what the article is about.
    pub(in super::super) fn opening(&self) -> usize {
        self.opening
    }

    /// How much of what readers come for stands in a statement.
    pub(in super::super) fn payoff(&self, i: usize) -> f32 {
        self.payoffs[i]
    }

    /// The share of what the document is about that these statements name.
    pub(in super::super) fn coverage(&self, set: &[usize]) -> f32 {
        let mut terms: Vec<u32> = set.iter().flat_map(|&i| &self.terms[i]).copied().collect();
        terms.sort_unstable();
        terms.dedup();
        let themes: f32 = terms.iter().map(|&term| self.themes[term as usize]).sum();
        themes / self.all_themes
    }

    /// How much hurts what the audit finds that these statements leave dangling.
    pub(in super::super) fn dangling(&self, set: &[usize]) -> f32 {
        let picks: Vec<usize> = set.iter().map(|&i| self.statements[i]).collect();
        self.auditor.as_ref().map_or(0.0, |auditor| auditor.hurt(&picks))
    }

    /// How much is expected to hurt that no audit finds: nothing where it reads the language.
    pub(super) fn unseen(&self, set: &[usize]) -> f32 {
        let follows = |&i: &usize| i == 0 || i == self.opening || set.contains(&(i - 1));
        let torn_out = set.iter().filter(|i| !follows(i)).count();
        if self.is_read { 0.0 } else { UNSEEN * torn_out as f32 }
    }

    /// The statements of the greatest payoffs, if there are any of note: at most so many.
    pub(in super::super) fn best_payoffs(&self, most: usize) -> Vec<usize> {
        let mut best: Vec<usize> =
            (0..self.payoffs.len()).filter(|&i| self.payoffs[i] >= OF_NOTE).collect();
        best.sort_by(|&i, &j| self.payoffs[j].total_cmp(&self.payoffs[i]));
        best.truncate(most);
        best
    }

    /// How alike two statements are.
    pub(in super::super) fn likeness(&self, i: usize, j: usize) -> f32 {
        match self.vectors {
            Some(vectors) => dot(vectors.row(i), vectors.row(j)),
            None => self.sparse.cosine(i, j),
        }
    }
}

/// Whether a piece of this kind is chosen from as news is. Words tell other kinds in English alone: of
/// a piece in another language whose form does not say what it is, news is the better guess.
fn is_news(document: &Document<'_>, kind: PieceKind) -> bool {
    kind == PieceKind::News || kind == PieceKind::Other && !document.is_english()
}

/// Whether a sentence asks.
fn is_question(text: &str) -> bool {
    text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '？' | '؟'))
        .ends_with(['?', '？', '؟'])
}

/// These values less their mean, over their deviation.
fn standard(values: &[f32]) -> Vec<f32> {
    let n = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / n;
    let deviation = variance.sqrt() + 1e-6;
    values.iter().map(|value| (value - mean) / deviation).collect()
}

/// The cosine of each row with the mean of all.
fn to_mean(vectors: &Embeddings) -> Vec<f32> {
    let rows = vectors.rows().map(|row| (row, 1.0));
    let mean = crate::vector::weighted_mean(vectors.dimensions(), rows);
    vectors.rows().map(|row| dot(row, &mean)).collect()
}

/// What each term counts: the more the more statements have it, but nothing if all have.
fn themes(terms: &[Vec<u32>]) -> Vec<f32> {
    let count = terms.iter().flatten().max().map_or(0, |&most| most as usize + 1);
    let mut spread = vec![0f32; count];
    terms.iter().flatten().for_each(|&term| spread[term as usize] += 1.0);
    let n = terms.len() as f32;
    let theme = |spread: f32| if spread < 2.0 { 0.0 } else { spread * (n / spread).ln() };
    spread.into_iter().map(theme).collect()
}
