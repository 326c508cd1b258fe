//! Sentences ranked by what a reader asks.
//!
//! In: a question or some words, their vector where there is one, and another scorer. Out: for
//! each sentence whether it is about that, and a score of three parts: `meaning`, the cosine with
//! the question; `words`, the share of the question's words that it has, the rare ones counting
//! most; and `importance`, its place in the ranking of the other scorer, which decides between
//! sentences that are about it alike. Where an English question asks for a kind of answer ([`asked`]:
//! a sum, a number, an age, a date, a place, a person, a list, a cause, a verdict, yes or no), there
//! is a fourth, `answer`: how much the sentence looks like one, the first the most, as an article
//! tells first what it is about. What looks like one may be less near to the question; where a sum,
//! a number, an age or a date is asked for, nothing else is an answer.
//!
//! A sentence is relevant from a cosine of [`LEAST_MEANING`] or a share of [`LEAST_WORDS`] on. On
//! CNN articles, with the bundled model, these find something for 99 % of what people wrote of an
//! article, and for 4 % of what they wrote of another (`nutgraf-eval questions`).

mod age;
mod amount;
mod asked;
mod cause;
mod date;
mod family;
mod list;
mod person;
mod place;
mod sentence;
mod subject;
mod verdict;

use super::score::relative_ranks;
use super::{Basis, Document, Ranking, Score, SentenceScorer};
use crate::error::Result;
use crate::vector::dot;
use asked::Asked;
use sentence::words;

/// From this cosine on, a sentence is about the question.
const LEAST_MEANING: f32 = 0.38;

/// From this share of the question's words on, weighed by their rareness, it is so as well.
const LEAST_WORDS: f32 = 0.4;

/// What a cosine counts, where the share of words counts 1.
const MEANING: f32 = 0.5;

/// What the first place in the other ranking counts; the last counts nothing.
const IMPORTANCE: f32 = 0.4;

/// The same where a kind of answer is asked for, as the questions in `eval/data/questions/tune.jsonl` are
/// answered best.
mod kind {
    /// What a cosine counts.
    pub(super) const MEANING: f32 = 0.5;
    /// What the share of the question's words counts.
    pub(super) const WORDS: f32 = 0.6;
    /// What the first place in the other ranking counts.
    pub(super) const IMPORTANCE: f32 = 0.1;
    /// What it counts that a sentence looks like an answer.
    pub(super) const ANSWER: f32 = 0.6;
    /// An answer that stands behind another counts this much of it.
    pub(super) const LATER: f32 = 0.9;
    /// How near a sentence must be to the question, where 1 is about it; less by `EASE` if it looks
    /// like an answer.
    pub(super) const LEAST: f32 = 1.0;
    pub(super) const EASE: f32 = 0.6;
    /// The same where a sentence that does not look like an answer cannot be one.
    pub(super) const STRICT: f32 = 1.2;
    pub(super) const STRICT_EASE: f32 = 0.3;
    /// From how much on it looks like one.
    pub(super) const LEAST_EVIDENCE: f32 = 0.15;
    /// How much the nearness of the sentence before counts.
    pub(super) const BEFORE: f32 = 0.6;
}

/// Scores sentences by what they say about a question.
pub struct Query<'a> {
    /// The question, or some words.
    pub text: &'a str,
    /// Its unit vector, by the model of the document's embeddings. Without it, words decide.
    pub vector: Option<&'a [f32]>,
    /// What ranks sentences that are about it alike.
    pub base: &'a dyn SentenceScorer,
}

impl SentenceScorer for Query<'_> {
    fn name(&self) -> &'static str {
        "query"
    }

    fn uses_embeddings(&self) -> bool {
        true
    }

    fn rank(&self, document: &Document<'_>) -> Result<Ranking> {
        let base = self.base.rank(document)?;
        let totals: Vec<f32> = base.scores.iter().map(|score| score.total).collect();
        let ranks = relative_ranks(&totals);
        let embeddings = document.embeddings_for(self.name())?;
        let cosines: Option<Vec<f32>> = match (embeddings, self.vector) {
            (Some(embeddings), Some(vector)) if vector.len() == embeddings.dimensions() => {
                Some(embeddings.rows().map(|row| dot(row, vector)).collect())
            }
            _ => None,
        };
        let asked = Asked::of(self.text).filter(|_| document.is_english());
        let shares = subject::shares(self.text, document, asked);
        let meaning = |i: usize| cosines.as_ref().map_or(0.0, |cosines| cosines[i]);
        let importance = |i: usize| ranks.get(i).map_or(0.0, |rank| 1.0 - rank);
        let count = document.sentences.len();
        let answers = asked.map(|asked| {
            let closeness: Vec<f32> = (0..count)
                .map(|i| (meaning(i) / LEAST_MEANING).max(shares[i] / LEAST_WORDS))
                .collect();
            Answers::new(document, asked, &closeness)
        });
        let score = |i: usize| match &answers {
            None => Score::from_parts([
                ("meaning", MEANING * meaning(i)),
                ("words", shares[i]),
                ("importance", IMPORTANCE * importance(i)),
            ]),
            Some(answers) => Score::from_parts([
                ("meaning", kind::MEANING * meaning(i)),
                ("words", kind::WORDS * shares[i]),
                ("importance", kind::IMPORTANCE * importance(i)),
                ("answer", kind::ANSWER * answers.values[i]),
            ]),
        };
        let is_relevant = |i: usize| match &answers {
            None => meaning(i) >= LEAST_MEANING || shares[i] >= LEAST_WORDS,
            Some(answers) => answers.is_relevant[i],
        };
        Ok(Ranking {
            relevant: Some((0..count).map(is_relevant).collect()),
            basis: Some(cosines.as_ref().map_or(Basis::Words, |_| Basis::Vectors)),
            sampled: base.sampled,
            ..Ranking::from_scores((0..count).map(score).collect())
        })
    }
}

/// How the sentences of a document answer a question of a kind.
struct Answers {
    /// For each the worth of its answer, 1 at most.
    values: Vec<f32>,
    /// For each whether it may be an answer.
    is_relevant: Vec<bool>,
}

impl Answers {
    /// `closeness` says how near a sentence is to the question: 1 is about it.
    fn new(document: &Document<'_>, asked: Asked, closeness: &[f32]) -> Self {
        let evidence: Vec<f32> =
            document.texts().map(|text| asked.evidence(text, &words(text))).collect();
        let mut worth = 1.0;
        let mut values = Vec::with_capacity(evidence.len());
        let mut is_relevant = Vec::with_capacity(evidence.len());
        for (i, &evidence) in evidence.iter().enumerate() {
            let least = match asked.is_strict() {
                true if evidence < kind::LEAST_EVIDENCE => f32::INFINITY,
                true => kind::STRICT - kind::STRICT_EASE * evidence,
                false => kind::LEAST - kind::EASE * evidence,
            };
            let before = if i > 0 { kind::BEFORE * closeness[i - 1].min(1.0) } else { 0.0 };
            let is_about = closeness[i].max(before) >= least;
            is_relevant.push(is_about);
            values.push(worth * evidence);
            if is_about && evidence > 0.5 {
                worth *= kind::LATER;
            }
        }
        Self { values, is_relevant }
    }
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::article::{Sentence, Span};
    use crate::summarize::{Budget, Lead, Verdict, explain, select, summarize};
    use crate::vector::{Embeddings, ModelId};

    const LINES: [&str; 5] = [
        "Anna Okafor has run the harbour bakery for nine years.",
        "It sells four hundred loaves a day.",
        "She wants to buy the empty warehouse next door.",
        "The town council has not answered her.",
        "A ferry calls at the harbour twice a day.",
    ];

    fn sentences(lines: &[&str]) -> (String, Vec<Sentence>) {
        let mut body = String::new();
        let mut sentences = Vec::new();
        for line in lines {
            let start = body.len();
            body.push_str(line);
            sentences.push(Sentence { span: Span::new(start, body.len()), paragraph: 0 });
            body.push(' ');
        }
        (body, sentences)
    }

    fn document<'a>(body: &'a str, sentences: &'a [Sentence], language: &'a str) -> Document<'a> {
        Document {
            body,
            title: None,
            language: Some(language),
            sentences,
            embeddings: None,
            count_words: |text| text.unicode_words().count(),
        }
    }

    fn picks(lines: &[&str], language: &str, text: &str, count: usize) -> Vec<usize> {
        let (body, sentences) = sentences(lines);
        let document = document(&body, &sentences, language);
        let query = Query { text, vector: None, base: &Lead };
        let summary = summarize(&document, &query, Budget::sentences(count).unwrap()).unwrap();
        summary.picks.iter().map(|pick| pick.index).collect()
    }

    #[test]
    fn only_what_is_about_the_question_is_picked() {
        assert_eq!(picks(&LINES, "en", "What about the ferry?", 3), [4]);
        assert_eq!(picks(&LINES, "en", "harbour", 3), [0, 4]);
        assert_eq!(
            picks(&LINES, "en", "penguins", 3),
            [0usize; 0],
            "nothing is said to be nothing"
        );
    }

    #[test]
    fn an_antecedent_comes_with_what_refers_to_it_if_there_is_room() {
        assert_eq!(picks(&LINES, "en", "Is a warehouse for sale?", 1), [2]);
        assert_eq!(picks(&LINES, "en", "Is a warehouse for sale?", 2), [0, 2]);
        assert_eq!(picks(&LINES, "en", "Is a warehouse for sale?", 3), [0, 2], "and no more");
        let lines = [
            "Some 900 people have coins there.",
            "Bread is dear.",
            "Will they be paid?",
            "The exchange says yes.",
        ];
        assert_eq!(picks(&lines, "en", "paid", 1), [2]);
        assert_eq!(picks(&lines, "en", "paid", 2), [0, 2]);
        assert_eq!(picks(&lines, "en", "paid", 3), [0, 2, 3]);
    }

    #[test]
    fn an_amount_is_that_of_the_event() {
        let lines = [
            "Thieves made off with $68 million in coins from the Wexley exchange on Tuesday.",
            "They persuaded a help-desk worker to reset a password.",
            "Analysts followed the money to wallets of the thieves of Brinmark, an exchange that lost \
             $212 million to a false recruiter.",
            "The exchange is insured for only $25 million.",
        ];
        let question = "how much money was stolen?";
        assert_eq!(picks(&lines, "en", question, 1), [0]);
        assert_eq!(picks(&lines, "en", question, 3), [0], "and of no other");
        assert_eq!(picks(&lines, "en", "How much is the exchange insured for?", 1), [3]);
        let lines = [
            "A bus left the road near Riverton on Monday and nine people were hurt.",
            "The driver was not on the bus when the police came.",
            "In 1974, forty people were hurt when a train left the rails there.",
        ];
        assert_eq!(picks(&lines, "en", "How many people were hurt?", 1), [0]);
    }

    #[test]
    fn words_of_other_languages_are_found() {
        let german = ["Die Fähre fährt nicht mehr.", "Die Polizei hat einen Hubschrauber bereit."];
        assert_eq!(picks(&german, "de", "Was ist mit der Polizei?", 3), [1]);
        let chinese = ["渡轮停止运营。", "警方准备了一架直升机。"];
        assert_eq!(picks(&chinese, "zh", "警方怎么说？", 3), [1]);
        assert_eq!(picks(&chinese, "zh", "轮？", 3), [0], "one letter");
    }

    #[test]
    fn meaning_counts_where_there_are_vectors() {
        let (body, sentences) = sentences(&LINES[..2]);
        let embeddings =
            Embeddings::new(ModelId::from_stored("test".into()), 2, vec![1.0, 0.0, 0.6, 0.8]);
        let embeddings = Some(&embeddings);
        let document = Document { embeddings, ..document(&body, &sentences, "en") };
        let vector = [0.0, 1.0];
        let query = Query { text: "Wie viel?", vector: Some(&vector), base: &Lead };
        let ranking = query.rank(&document).unwrap();
        assert_eq!(ranking.relevant, Some(vec![false, true]));
        assert_eq!(ranking.basis, Some(Basis::Vectors));
        assert!((ranking.scores[1].parts.get("meaning").unwrap() - 0.4).abs() < 1e-6);
        let budget = Budget::default();
        let selected = select(&document, &ranking, budget, &crate::summarize::Selection::default());
        let verdicts = explain(&document, &ranking, &selected.picks, &Default::default());
        assert_eq!(verdicts, [Verdict::Antecedent, Verdict::Picked]);
    }
}
