//! Training of the scorer: documents with reference summaries in, the forests of
//! [`Learned`] out.
//!
//! 1. The label of a sentence is whether the greedy oracle picks it; the sentence forest is fitted
//!    to that.
//! 2. The label of a word is whether the reference has it; the term forest is fitted to that, with
//!    the scores that sentences get from a sentence forest that has not seen their document.
//! 3. The sets of each document's best sentences are labelled with their ROUGE-1 F1, less the mean
//!    of the document's sets; the set forest is fitted to that, with scores and odds from forests that have
//!    not seen the document. (With ROUGE-2 F1 added, the label does worse.) Its values are then
//!    scaled so that the difference of two sets' values is the log odds that the one has the
//!    higher ROUGE-1 F1, as far as set forests that have not seen a document tell of it.
//! 4. The label of a sentence is how gladly readers would have it in a summary; the [readers'
//!    forests](readers) are fitted to that.
//! 5. The lexical forest is fitted as the sentence forest is, to what can be seen of a sentence in any language.
//! 6. The [choice] among the sets is fitted to three witnesses at once: what readers
//!    preferred, the sentences that they chose, and the ROUGE-1 F1 of the sets, with what forests say that have not seen the document.
//!
//! Everything is deterministic for a seed. What [`cross_validate`] gives for a document comes
//! from forests that have not seen it, at any step; folds are by the text of the document, so
//! that copies of it fall into one.

mod background;
pub mod boosting;
mod calibration;
pub mod choice;
mod documents;
mod logistic;
mod novelty;
mod prepared;
pub mod readers;
mod relation;
mod table;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use boosting::{Loss, Options};
use nutgraf::summarize::learned::{
    CandidateSets, Forests, Learned, candidate_sets, lexical_candidate_sets, lexical_feature_names,
    reader_feature_names, sentence_feature_names, set_feature_names, term_feature_names, terms,
};
use nutgraf::summarize::{Budget, Selection, Summary, summarize_with};
use rayon::prelude::*;

pub use background::count_words;
pub use choice::Judged;
pub use documents::{Example, examples};
pub use novelty::fit_novelty;
use readers::Graders;
pub use readers::Read;
pub use relation::fit_relation;
use table::Table;

/// The data sets that the forests inside the library were trained on, see `models/learned`.
const TRAINING_DATA: [&str; 5] =
    ["cnndm-validation", "cnndm-train", "xsum", "inshorts", "usatoday-cnn"];

/// Whether the forests inside the library were trained on the data set of this name.
#[must_use]
pub fn is_training_data(name: &str) -> bool {
    TRAINING_DATA.contains(&name)
}

/// Into how many parts documents are divided to score those of a part by forests of the others.
const INNER_FOLDS: usize = 4;

/// How the sentence forest is trained.
#[must_use]
pub fn sentence_options(seed: u64) -> Options {
    Options {
        loss: Loss::Logistic,
        trees: 300,
        max_leaves: 15,
        learning_rate: 0.05,
        min_rows_in_leaf: 4.0,
        l2: 5.0,
        feature_fraction: 0.5,
        row_fraction: 0.7,
        seed,
        ..Options::default()
    }
}

/// How the term forest is trained.
#[must_use]
pub fn term_options(seed: u64) -> Options {
    Options {
        trees: 100,
        max_leaves: 31,
        learning_rate: 0.1,
        min_rows_in_leaf: 20.0,
        ..sentence_options(seed)
    }
}

/// How the set forest is trained.
#[must_use]
pub fn set_options(seed: u64) -> Options {
    Options {
        loss: Loss::SquaredError,
        learning_rate: 0.04,
        min_rows_in_leaf: 200.0,
        l2: 10.0,
        row_fraction: 0.5,
        ..sentence_options(seed)
    }
}

/// The forests of a trained scorer, as files.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The sentence forest.
    pub sentences: Vec<u8>,
    /// The term forest.
    pub terms: Vec<u8>,
    /// The set forest.
    pub sets: Vec<u8>,
    /// The lexical forest.
    pub lexical: Vec<u8>,
    /// The readers' forest.
    pub readers: Vec<u8>,
    /// The readers' lexical forest.
    pub lexical_readers: Vec<u8>,
    /// The weights of the choice, as JSON.
    pub choice: Vec<u8>,
    /// What the choice is worth for judgements that it was not fitted to: of news with vectors and
    /// without, of others with vectors and without.
    pub agreement: [choice::Fitted; 4],
}

impl Trained {
    /// Its files by their names in `models/learned`.
    #[must_use]
    pub fn files(&self) -> [(&'static str, &[u8]); 7] {
        [
            ("sentences.forest", &self.sentences),
            ("terms.forest", &self.terms),
            ("sets.forest", &self.sets),
            ("lexical.forest", &self.lexical),
            ("readers.forest", &self.readers),
            ("readers-lexical.forest", &self.lexical_readers),
            ("choice.json", &self.choice),
        ]
    }

    /// The scorer with these forests.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn scorer(&self) -> Result<Learned> {
        Ok(Learned::from_bytes(Forests {
            sentences: &self.sentences,
            terms: &self.terms,
            sets: &self.sets,
            lexical: &self.lexical,
            readers: &self.readers,
            lexical_readers: &self.lexical_readers,
            choice: &self.choice,
        })?)
    }
}

/// What readers said of articles.
#[derive(Debug, Default)]
pub struct Said<'a> {
    /// The summaries that they would rather have.
    pub judged: Vec<&'a Judged>,
    /// The sentences that they would have in a summary.
    pub read: Vec<&'a Read>,
}

/// Trains a scorer of documents with summaries, and of what readers said.
///
/// # Errors
/// If there is nothing to learn from.
pub fn train(examples: &[&Example], said: &Said<'_>, seed: u64) -> Result<Trained> {
    let graders = Graders::fit(&said.read, seed)?;
    let reads: Vec<[Vec<f32>; 2]> = examples
        .par_iter()
        .map(|example| graders.grades(example.digest(), &example.features))
        .collect();
    let folds: Vec<usize> =
        examples.iter().map(|example| example.fold(INNER_FOLDS, seed ^ 1)).collect();
    let tables: Vec<Table> = examples.iter().map(|example| example.lexical_table()).collect();
    let lexical = table::fit(&tables, &sentence_options(seed)).context("the lexical forest")?;
    let lexical_scores =
        table::held_out(&tables, &folds, &sentence_options(seed)).context("the lexical forest")?;
    let tables: Vec<Table> = examples.iter().map(|example| example.sentence_table()).collect();
    let options = sentence_options(seed);
    let sentences = table::fit(&tables, &options).context("the sentence forest")?;
    let scores = table::held_out(&tables, &folds, &options).context("the sentence forest")?;

    let tables: Vec<Table> = examples
        .par_iter()
        .zip(&scores)
        .map(|(example, scores)| {
            let (words, features) = terms(&example.document(), scores)?;
            let label = |word: &String| f32::from(u8::from(example.refers_to(word)));
            let targets = words.iter().map(label).collect();
            Ok(Table { features, targets, weight: example.weight })
        })
        .collect::<Result<_>>()?;
    let options = term_options(seed);
    let term_forest = table::fit(&tables, &options).context("the term forest")?;
    let odds = table::held_out(&tables, &folds, &options).context("the term forest")?;

    let candidates: Vec<CandidateSets> = examples
        .par_iter()
        .zip(scores.into_par_iter().zip(&odds))
        .zip(&reads)
        .map(|((example, (scores, odds)), [reads, _])| {
            Ok(candidate_sets(&example.document(), scores, reads, odds)?)
        })
        .collect::<Result<_>>()?;
    let values: Vec<Vec<f32>> = examples
        .par_iter()
        .zip(&candidates)
        .map(|(example, candidates)| example.values(&candidates.sets))
        .collect();
    let tables: Vec<Table> = examples
        .iter()
        .zip(candidates.iter().zip(&values))
        .map(|(example, (candidates, values))| {
            let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
            let targets = values.iter().map(|value| value - mean).collect();
            Table { features: candidates.features.clone(), targets, weight: example.weight }
        })
        .collect();
    let options = set_options(seed);
    let sets = table::fit(&tables, &options).context("the set forest")?;
    let predicted = table::held_out(&tables, &folds, &options).context("the set forest")?;
    let scale = calibration::scale(&predicted, &values);
    let sets = calibration::scaled(&sets, scale)?;
    let mut trained = Trained {
        sentences: sentences.to_bytes(&sentence_feature_names())?,
        terms: term_forest.to_bytes(&term_feature_names())?,
        sets: sets.to_bytes(&set_feature_names())?,
        lexical: lexical.to_bytes(&lexical_feature_names())?,
        readers: graders.with.forest.to_bytes(&reader_feature_names())?,
        lexical_readers: graders.without.forest.to_bytes(&lexical_feature_names())?,
        choice: choice::NONE.to_vec(),
        agreement: Default::default(),
    };
    let scorer = trained.scorer()?;
    let weights = examples.iter().map(|example| example.weight);
    let with_vectors = candidates.into_iter().zip(predicted).zip(values).map(
        |((candidates, predicted), values)| {
            choice::Weighed::new(candidates, &predicted, scale, values)
        },
    );
    let with_words: Vec<choice::Weighed> = examples
        .par_iter()
        .zip(lexical_scores.par_iter().zip(&reads))
        .map(|(example, (scores, [_, reads]))| {
            let candidates = lexical_candidate_sets(&example.document(), scores, reads);
            let values = example.values(&candidates.sets);
            choice::Weighed::new(candidates, &[], 0.0, values)
        })
        .collect();
    let [with, without] = readers::weighed(&said.read, &scorer, &graders)?;
    let witnesses = [
        choice::Witnesses {
            summaries: with_vectors.zip(weights.clone()).collect(),
            extracts: with,
        },
        choice::Witnesses {
            summaries: with_words.into_iter().zip(weights).collect(),
            extracts: without,
        },
    ];
    let judged = choice::rows(&said.judged, &scorer, &graders)?;
    trained.choice = choice::fit(&judged, &witnesses)?;
    let kinds = [(true, 0), (true, 1), (false, 0), (false, 1)];
    trained.agreement = kinds.map(|kind| choice::agreement(&judged, kind, &witnesses[kind.1]));
    Ok(trained)
}

/// The summaries by a scorer of each document, in their order, each made by forests that were
/// trained without it.
///
/// # Errors
/// As [`train`].
pub fn cross_validate(
    examples: &[Example],
    said: &Said<'_>,
    folds: usize,
    (budget, selection): (Budget, &Selection),
    seed: u64,
    mut on_fold: impl FnMut(usize),
) -> Result<Vec<Summary>> {
    let mut summaries = vec![Summary::default(); examples.len()];
    for fold in 0..folds {
        let (held_out, rest): (Vec<usize>, Vec<usize>) =
            (0..examples.len()).partition(|&i| examples[i].fold(folds, seed) == fold);
        let rest: Vec<&Example> = rest.iter().map(|&i| &examples[i]).collect();
        let own: BTreeSet<u64> = held_out.iter().map(|&i| examples[i].digest()).collect();
        let judged = said.judged.iter().filter(|judged| !own.contains(&judged.digest()));
        let read = said.read.iter().filter(|read| !own.contains(&read.digest()));
        let said = Said { judged: judged.copied().collect(), read: read.copied().collect() };
        let scorer = train(&rest, &said, seed)?.scorer()?;
        let made: Vec<Summary> = held_out
            .par_iter()
            .map(|&i| Ok(summarize_with(&examples[i].document(), &scorer, budget, selection)?))
            .collect::<Result<_>>()?;
        held_out.into_iter().zip(made).for_each(|(i, made)| summaries[i] = made);
        on_fold(fold);
    }
    Ok(summaries)
}
