//! The articles of a story as one text, in the order of time: what summaries of a story are made of.
//!
//! In: a [`Story`]. Out: its articles (copies left out), each sentence with its vector, how well it tells its
//! own article, and whether it was new when it came.

use super::news::told_by;
use super::{Analysis, Engine};
use crate::article::{Article, Sentence, Span};
use crate::error::Result;
use crate::library::{Member, Story};
use crate::story::{NoveltyModel, Told};
use crate::summarize::{
    Budget, Document, PieceKind, Ranking, Redundancy, Score, Selection, select,
};
use crate::text::count_words;
use crate::vector::{Embeddings, dot};

/// A story is summed up by so many of its articles at most: the first and the newest.
const READ: usize = 24;

/// Articles tell the same in words of their own: what is this near says the same.
const REPEATS: f32 = 0.7;

/// What is less likely new than this was told before. A sentence that tells a new thing in the words of the old is
/// not missed: it is likely to tell it best.
const LIKELY_TOLD: f32 = -1.5;
/// The sentence that opens the newest article is missed only if it is less likely new than this.
const SURELY_TOLD: f32 = -2.5;

/// What it is worth that the summary of its own article has a sentence, and that it opens that.
const CHOSEN: f32 = 0.5;
const OPENING: f32 = 2.0;

/// A sentence of a story, by whom it was told and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The article that tells it.
    pub member: Member,
    /// What it says, with what is put into it for a reader who sees it alone.
    pub text: String,
    /// Where it lies in the article's body.
    pub span: Span,
}

/// The text of a story.
pub(super) struct StoryText {
    chapters: Vec<Chapter>,
    /// All bodies, one after the other.
    body: String,
    /// All sentences in it.
    sentences: Vec<Sentence>,
    embeddings: Option<Embeddings>,
    language: Option<String>,
}

/// An article of a story.
struct Chapter {
    member: Member,
    article: Article,
    /// Where its body begins in that of the story.
    start: usize,
    /// The number of its first sentence.
    first: usize,
    /// Of each sentence, how well it tells the article: about 0 in the mean, with a deviation of about 1.
    scores: Vec<f32>,
    /// Of each sentence, the log odds that it was new when it came.
    news: Vec<f32>,
    /// The sentence that says what it is about, if that is known.
    opening: Option<usize>,
    /// Whether it judges, and does not report.
    judges: bool,
}

impl Engine {
    /// The text of a story; `is_known` says of a member that what it tells is known, whenever it came.
    pub(super) fn story_text(
        &self,
        story: &Story,
        is_known: impl Fn(&Member) -> bool,
    ) -> Result<StoryText> {
        let library = self.library()?;
        let texts: Vec<&Member> =
            story.members.iter().filter(|member| member.copy_of.is_none()).collect();
        let newest = texts.len().saturating_sub(READ - 1).max(1);
        let read = texts.iter().take(1).chain(texts.iter().skip(newest));
        let mut told = Told::default();
        let mut read_chapters: Vec<(Member, Article, Analysis)> = Vec::new();
        for member in read {
            let Some(article) = library.articles(&[member.id])?.pop() else { continue };
            let analysis = self.analyse(&article)?;
            if is_known(member) {
                told_by(&article, &analysis, &mut told);
            }
            read_chapters.push(((*member).clone(), article, analysis));
        }
        let mut text = StoryText {
            chapters: Vec::new(),
            body: String::new(),
            sentences: Vec::new(),
            embeddings: None,
            language: read_chapters.first().and_then(|(_, article, _)| article.language.clone()),
        };
        let mut values = Vec::new();
        for (member, article, analysis) in read_chapters {
            let is_known = is_known(&member);
            let news = news_of(&article, &analysis, &told, is_known);
            let (scores, opening, kind) = self.own_scores(&article, &analysis)?;
            if !is_known {
                told_by(&article, &analysis, &mut told);
            }
            values.extend_from_slice(analysis.embedded.embeddings.as_slice());
            let judges = matches!(kind, PieceKind::Opinion | PieceKind::Review)
                || speaks_of_itself(&article);
            text.add(
                Chapter { member, article, start: 0, first: 0, scores, news, opening, judges },
                &analysis.sentences,
            );
        }
        let embedder = self.embedder()?;
        let (model, dimensions) = (embedder.model().clone(), embedder.dimensions());
        let covers = match &text.language {
            Some(language) => embedder.covers(language),
            None => true,
        };
        text.embeddings = covers.then(|| Embeddings::new(model, dimensions, values));
        Ok(text)
    }

    /// How well each sentence tells its article, by the engine's scorer; which says what it is
    /// about; and what kind of piece that is.
    fn own_scores(
        &self,
        article: &Article,
        analysis: &Analysis,
    ) -> Result<(Vec<f32>, Option<usize>, PieceKind)> {
        let embeddings =
            Some(&analysis.embedded.embeddings).filter(|_| self.scorer.uses_embeddings());
        let document = Document {
            body: &article.body,
            title: article.title.as_deref(),
            language: article.language.as_deref(),
            sentences: &analysis.sentences,
            embeddings: embeddings.filter(|_| self.covers(article).unwrap_or(false)),
            count_words,
        };
        let ranking = self.scorer.rank(&document)?;
        let mut scores = standardised(ranking.scores.iter().map(|score| score.total).collect());
        // What the scorer weighs beyond single sentences.
        let best = ranking.sets.iter().max_by(|a, b| a.value.total_cmp(&b.value));
        for chosen in best.iter().flat_map(|best| &best.sentences) {
            scores[*chosen] += CHOSEN;
        }
        if let Some(opening) = ranking.opening {
            scores[opening] += OPENING;
        }
        Ok((scores, ranking.opening, PieceKind::of(&document)))
    }
}

/// Whether an English text says "I" more than once outside quotations, as a report does not.
fn speaks_of_itself(article: &Article) -> bool {
    let mut is_quoted = false;
    let mut words = 0;
    for word in article.body.split_whitespace() {
        if word.starts_with(['“', '"', '‘']) {
            is_quoted = true;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        words +=
            usize::from(!is_quoted && matches!(bare, "I" | "I’m" | "I'm" | "I’ve" | "I've" | "My"));
        if word.contains(['”', '’']) && word.ends_with(['”', '’', ',', '.'])
            || word.len() > 1 && word.trim_end_matches([',', '.', '?', '!']).ends_with('"')
        {
            is_quoted = false;
        }
    }
    words > 1 && article.language.as_deref().is_none_or(|language| language == "en")
}

/// The log odds of each sentence of an article being new after what was told.
fn news_of(article: &Article, analysis: &Analysis, told: &Told, is_known: bool) -> Vec<f32> {
    let model = NoveltyModel::bundled();
    let rows = analysis.embedded.embeddings.rows();
    let odds = |(sentence, row): (&Sentence, &[f32])| match (is_known, told.is_empty()) {
        (true, _) => f32::NEG_INFINITY,
        (_, true) => f32::INFINITY,
        _ => model.log_odds(&told.novelty(sentence.text(&article.body), row)),
    };
    analysis.sentences.iter().zip(rows).map(odds).collect()
}

fn standardised(values: Vec<f32>) -> Vec<f32> {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let deviation =
        (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count).sqrt();
    values.into_iter().map(|value| (value - mean) / deviation.max(1e-6)).collect()
}

impl StoryText {
    /// Puts an article behind the others.
    fn add(&mut self, mut chapter: Chapter, sentences: &[Sentence]) {
        if !self.body.is_empty() {
            self.body.push_str("\n\n");
        }
        let start = self.body.len();
        let paragraph = self.sentences.last().map_or(0, |sentence| sentence.paragraph + 1);
        (chapter.start, chapter.first) = (start, self.sentences.len());
        self.body.push_str(&chapter.article.body);
        self.sentences.extend(sentences.iter().map(|sentence| Sentence {
            span: Span::new(sentence.span.start + start, sentence.span.end + start),
            paragraph: sentence.paragraph + paragraph,
        }));
        self.chapters.push(chapter);
    }

    /// How many articles it has.
    pub(super) fn articles(&self) -> usize {
        self.chapters.len()
    }

    /// How many sentences were new when they came.
    pub(super) fn news(&self) -> usize {
        self.chapters.iter().flat_map(|chapter| &chapter.news).filter(|odds| **odds > 0.0).count()
    }

    /// The members whose articles these are.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member> {
        self.chapters.iter().map(|chapter| &chapter.member)
    }

    /// The sentences that tell the story best, in the order of time: of what was not told before, by the members
    /// that pass.
    pub(super) fn select(&self, budget: Budget, passes: impl Fn(&Member) -> bool) -> Vec<Quote> {
        let title = self.chapters.last().and_then(|last| last.article.title.as_deref());
        let document = Document {
            body: &self.body,
            title,
            language: self.language.as_deref(),
            sentences: &self.sentences,
            embeddings: self.embeddings.as_ref(),
            count_words,
        };
        let mut relevant = Vec::with_capacity(self.sentences.len());
        let last = self.chapters.len().saturating_sub(1);
        for (place, chapter) in self.chapters.iter().enumerate() {
            // Where nothing of an article is new, what is near it is not either.
            let passes = passes(&chapter.member) && chapter.news.iter().any(|odds| *odds > 0.0);
            let is_worth = |(n, odds): (usize, &f32)| {
                let is_opening = place == last && chapter.opening == Some(n);
                passes && (*odds > LIKELY_TOLD || is_opening && *odds > SURELY_TOLD)
            };
            relevant.extend(chapter.news.iter().enumerate().map(is_worth));
        }
        if !relevant.contains(&true) {
            return Vec::new();
        }
        let scores = self.scores().into_iter().map(|total| Score::from_parts([("story", total)]));
        let ranking =
            Ranking { relevant: Some(relevant), ..Ranking::from_scores(scores.collect()) };
        let redundancy = Redundancy { cosine: REPEATS, overlap: 0.5, term_share: None };
        let selection = Selection { redundancy, lists_items: false, ..Selection::default() };
        let selected = select(&document, &ranking, budget, &selection);
        selected.picks.iter().filter_map(|pick| self.quote(pick)).collect()
    }

    fn quote(&self, pick: &crate::summarize::Pick) -> Option<Quote> {
        let text = pick.text(&self.body)?;
        let of = |chapter: &&Chapter| chapter.first <= pick.index;
        let chapter = self.chapters.iter().rev().find(of)?;
        let span = Span::new(pick.span.start - chapter.start, pick.span.end - chapter.start);
        Some(Quote { member: chapter.member.clone(), text, span })
    }

    /// What each sentence is worth to the story: how well it tells its article, how many others tell the like,
    /// how late it was told, and how new it was then.
    fn scores(&self) -> Vec<f32> {
        const SUPPORT: f32 = 2.0;
        const LATE: f32 = 1.5;
        const LAST: f32 = 1.0;
        const NEW: f32 = 0.2;
        const JUDGES: f32 = 3.0;
        let count = self.chapters.len() as f32;
        // Where it stands is what a reader wants to know most.
        let last = self.chapters.iter().rposition(|chapter| !chapter.judges);
        let mut scores = Vec::with_capacity(self.sentences.len());
        for (place, chapter) in self.chapters.iter().enumerate() {
            let late =
                LATE * (place + 1) as f32 / count + if last == Some(place) { LAST } else { 0.0 };
            for (n, own) in chapter.scores.iter().enumerate() {
                let support = self.support(place, chapter.first + n);
                let news = NEW * chapter.news[n].clamp(LIKELY_TOLD, 2.0);
                let judges = if chapter.judges { JUDGES } else { 0.0 };
                scores.push(own + SUPPORT * support + late + news - judges);
            }
        }
        scores
    }

    /// The mean over the other articles of the cosine with the sentence there that is nearest.
    fn support(&self, own: usize, sentence: usize) -> f32 {
        let Some(embeddings) = &self.embeddings else { return 0.0 };
        let row = embeddings.row(sentence);
        let mut sum = 0.0;
        for (place, chapter) in self.chapters.iter().enumerate() {
            if place != own {
                let those = chapter.first..chapter.first + chapter.scores.len();
                let nearest = those.map(|other| dot(row, embeddings.row(other)));
                sum += nearest.fold(0.0, f32::max);
            }
        }
        sum / (self.chapters.len() - 1).max(1) as f32
    }
}
