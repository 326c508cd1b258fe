//! What tests store: the same in every run, and made here.

use jiff::Timestamp;
use jiff::civil::date;
use nutgraf::article::{Article, ArticleId, Highlight};
use nutgraf::vector::ModelId;

/// An article with a body and nothing else.
pub(crate) fn article(body: &str) -> Article {
    Article { body: body.to_owned(), word_count: count_words(body), ..Article::default() }
}

/// An article with a URL, a title and a body.
pub(crate) fn page(url: &str, title: &str, body: &str) -> Article {
    Article { url: text(url), title: text(title), ..article(body) }
}

/// An article that has everything.
pub(crate) fn complete() -> Article {
    let body = "The pilot boat of Lorne ran aground on Sunday. Nobody was hurt.";
    let highlight =
        Highlight { quote: "Nobody was hurt.".to_owned(), note: text("As the harbour says.") };
    Article {
        id: Some("5c1e7a90-3b42-4d18-9f06-2ab4c6d8e013".parse().unwrap()),
        external_id: text("wire-17"),
        category: text("sea"),
        date: Some(date(2024, 12, 24)),
        published: Some(time("2024-12-24T07:30:00.000000007Z")),
        author: text("Ada Brekke"),
        site: text("Lorne Post"),
        tags: vec!["pilot".to_owned(), "tide, low".to_owned()],
        starred: true,
        progress: Some(40),
        highlights: vec![highlight],
        language: text("en"),
        created: Some(time("2024-12-25T00:00:00.123456789Z")),
        updated: Some(time("2024-12-26T00:00:00.000000001Z")),
        last_read: Some(time("2025-01-01T12:30:00Z")),
        read_count: 7,
        ..page("https://post.example/pilot", "Aground", body)
    }
}

/// The counter that stands in for that of text repair.
pub(crate) fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

pub(crate) fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An id that is the same in every store.
pub(crate) fn numbered(number: u64) -> ArticleId {
    ArticleId::from_bytes(((u128::from(number) << 64) | 1).to_be_bytes())
}

pub(crate) fn model(name: &str) -> ModelId {
    ModelId::new(name, "0123456789abcdef")
}

/// Numbers that are the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn number(&mut self) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Values within [-1, 1).
    pub(crate) fn vector(&mut self, dimensions: usize) -> Vec<f32> {
        (0..dimensions).map(|_| self.number() as f32 / (1u64 << 30) as f32 - 1.0).collect()
    }
}
