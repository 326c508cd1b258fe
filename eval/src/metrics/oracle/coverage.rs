//! How much of a reference a growing selection of sentences covers.
//!
//! The n-grams of the document that the reference has too get dense numbers once. A selection is
//! then two small arrays of counts, and adding a sentence touches only its own shared n-grams and
//! the bigrams at its two joints.

use rustc_hash::FxHashMap;

use super::super::rouge::{Prepared, Score, ngram_total};

/// The sentences of a document as seen from the reference.
#[derive(Debug)]
pub(super) struct Document {
    unigrams: Target<u32>,
    bigrams: Target<(u32, u32)>,
    sentences: Vec<Sentence>,
}

/// The n-grams of the reference, numbered, with their counts.
#[derive(Debug)]
struct Target<K> {
    numbers: FxHashMap<K, usize>,
    counts: Vec<u32>,
    total: usize,
}

/// A sentence: the numbers of those of its n-grams that the reference has.
#[derive(Debug)]
struct Sentence {
    unigrams: Vec<usize>,
    bigrams: Vec<usize>,
    tokens: usize,
    /// Its first and last token; `None` if it has none at all.
    ends: Option<(u32, u32)>,
}

impl Document {
    pub(super) fn new(reference: &Prepared, sentences: &[Prepared]) -> Self {
        let unigrams = Target::new(reference.tokens().iter().copied(), reference.token_count(), 1);
        let bigrams = Target::new(bigrams(reference.tokens()), reference.token_count(), 2);
        let sentence = |text: &Prepared| {
            reference.assert_same_scorer(text);
            let tokens = text.tokens();
            Sentence {
                unigrams: tokens.iter().filter_map(|token| unigrams.number(token)).collect(),
                bigrams: self::bigrams(tokens).filter_map(|pair| bigrams.number(&pair)).collect(),
                tokens: tokens.len(),
                ends: tokens.first().copied().zip(tokens.last().copied()),
            }
        };
        let sentences = sentences.iter().map(sentence).collect();
        Self { unigrams, bigrams, sentences }
    }

    /// The number of sentences.
    pub(super) fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether a sentence has any token; one that has none changes no score.
    pub(super) fn has_tokens(&self, sentence: usize) -> bool {
        self.sentences[sentence].tokens > 0
    }

    /// The bigram where one sentence follows another, if the reference has it.
    fn joint(&self, earlier: Option<usize>, later: Option<usize>) -> Option<usize> {
        let (_, last) = self.sentences[earlier?].ends?;
        let (first, _) = self.sentences[later?].ends?;
        self.bigrams.number(&(last, first))
    }
}

fn bigrams(tokens: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    tokens.iter().copied().zip(tokens.iter().copied().skip(1))
}

impl<K: Copy + Eq + std::hash::Hash> Target<K> {
    fn new(ngrams: impl Iterator<Item = K>, tokens: usize, n: usize) -> Self {
        let mut target = Self {
            numbers: FxHashMap::default(),
            counts: Vec::new(),
            total: ngram_total(tokens, n),
        };
        for ngram in ngrams {
            let number = *target.numbers.entry(ngram).or_insert(target.counts.len());
            if number == target.counts.len() {
                target.counts.push(0);
            }
            target.counts[number] += 1;
        }
        target
    }

    fn number(&self, ngram: &K) -> Option<usize> {
        self.numbers.get(ngram).copied()
    }
}

/// Chosen sentences and what they cover.
#[derive(Debug, Clone)]
pub(super) struct Coverage<'a> {
    document: &'a Document,
    chosen: Vec<usize>,
    unigrams: Counts<'a>,
    bigrams: Counts<'a>,
    tokens: usize,
}

/// How often a selection has each n-gram of the reference.
#[derive(Debug, Clone)]
struct Counts<'a> {
    wanted: &'a [u32],
    taken: Vec<u32>,
    /// The clipped overlap: the smaller of wanted and taken, summed.
    hits: usize,
}

impl<'a> Coverage<'a> {
    /// Nothing chosen.
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            chosen: Vec::new(),
            unigrams: Counts::new(&document.unigrams.counts),
            bigrams: Counts::new(&document.bigrams.counts),
            tokens: 0,
        }
    }

    /// The chosen sentences, ascending.
    pub(super) fn chosen(&self) -> &[usize] {
        &self.chosen
    }

    /// The chosen sentences, ascending.
    pub(super) fn into_chosen(self) -> Vec<usize> {
        self.chosen
    }

    /// ROUGE-1 F1 + ROUGE-2 F1 of the chosen sentences.
    pub(super) fn objective(&self) -> f64 {
        let f1 = |hits, wanted, n| Score::from_hits(hits, wanted, ngram_total(self.tokens, n)).f1;
        f1(self.unigrams.hits, self.document.unigrams.total, 1)
            + f1(self.bigrams.hits, self.document.bigrams.total, 2)
    }

    /// The objective if a sentence, not chosen yet, is added.
    pub(super) fn objective_with(&mut self, sentence: usize) -> f64 {
        self.add(sentence);
        let objective = self.objective();
        self.remove(sentence);
        objective
    }

    /// Chooses a sentence that is not chosen yet.
    pub(super) fn add(&mut self, sentence: usize) {
        let place = self.chosen.partition_point(|&other| other < sentence);
        let (before, after) = self.neighbours(place);
        self.chosen.insert(place, sentence);
        let Sentence { unigrams, bigrams, tokens, .. } = &self.document.sentences[sentence];
        self.tokens += tokens;
        self.unigrams.take(unigrams.iter().copied());
        self.bigrams.put_back(self.document.joint(before, after));
        self.bigrams.take(bigrams.iter().copied());
        self.bigrams.take(self.document.joint(before, Some(sentence)));
        self.bigrams.take(self.document.joint(Some(sentence), after));
    }

    /// Undoes [`Coverage::add`].
    fn remove(&mut self, sentence: usize) {
        let place = self.chosen.partition_point(|&other| other < sentence);
        self.chosen.remove(place);
        let (before, after) = self.neighbours(place);
        let Sentence { unigrams, bigrams, tokens, .. } = &self.document.sentences[sentence];
        self.tokens -= tokens;
        self.unigrams.put_back(unigrams.iter().copied());
        self.bigrams.put_back(self.document.joint(Some(sentence), after));
        self.bigrams.put_back(self.document.joint(before, Some(sentence)));
        self.bigrams.put_back(bigrams.iter().copied());
        self.bigrams.take(self.document.joint(before, after));
    }

    /// The chosen sentences on both sides of a gap.
    fn neighbours(&self, place: usize) -> (Option<usize>, Option<usize>) {
        let before = place.checked_sub(1).map(|index| self.chosen[index]);
        (before, self.chosen.get(place).copied())
    }
}

impl<'a> Counts<'a> {
    fn new(wanted: &'a [u32]) -> Self {
        Self { wanted, taken: vec![0; wanted.len()], hits: 0 }
    }

    fn take(&mut self, ngrams: impl IntoIterator<Item = usize>) {
        for ngram in ngrams {
            self.hits += usize::from(self.taken[ngram] < self.wanted[ngram]);
            self.taken[ngram] += 1;
        }
    }

    fn put_back(&mut self, ngrams: impl IntoIterator<Item = usize>) {
        for ngram in ngrams {
            self.taken[ngram] -= 1;
            self.hits -= usize::from(self.taken[ngram] < self.wanted[ngram]);
        }
    }
}
