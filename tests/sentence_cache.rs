//! A sentence is embedded once: an engine with a library asks its model for what is new only.

use std::path::Path;
use std::sync::{Arc, Mutex};

use nutgraf::Result;
use nutgraf::article::Article;
use nutgraf::embed::{Embedded, Embedder};
use nutgraf::engine::{Card, CardOptions, Change, Engine, Nearness};
use nutgraf::library::{Effort, SqliteStore, Store};
use nutgraf::text::Document;
use nutgraf::vector::{Embeddings, ModelId, normalise};
use tempfile::TempDir;

const DIMENSIONS: usize = 8;

/// Makes vectors of letters, and remembers which texts it was given.
struct Letters {
    model: ModelId,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Embedder for Letters {
    fn model(&self) -> &ModelId {
        &self.model
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    fn max_tokens(&self) -> usize {
        40
    }

    fn embed(&self, texts: &[&str]) -> Result<Embedded> {
        let mut values = Vec::new();
        for text in texts {
            let mut row = [0.1f32; DIMENSIONS];
            text.bytes().for_each(|letter| row[usize::from(letter) % DIMENSIONS] += 0.37);
            normalise(&mut row);
            values.extend(row);
        }
        self.asked.lock().unwrap().extend(texts.iter().map(|text| (*text).to_owned()));
        Ok(Embedded {
            embeddings: Embeddings::new(self.model.clone(), DIMENSIONS, values),
            truncated: texts.iter().map(|text| text.len() > self.max_tokens()).collect(),
        })
    }
}

/// An engine, and what its model was asked.
struct Watched {
    engine: Engine,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    /// An engine whose model is of this name, with the library at `path` or none.
    fn new(name: &str, path: Option<&Path>) -> Self {
        let asked = Arc::default();
        let model = Letters { model: ModelId::new(name, "0"), asked: Arc::clone(&asked) };
        let builder = Engine::builder().embedder(Box::new(model));
        let builder = match path {
            Some(path) => builder.library(path),
            None => builder,
        };
        Self { engine: builder.build().unwrap(), asked }
    }

    fn add(&self, documents: &[Document]) {
        for added in self.engine.add(documents).unwrap() {
            added.unwrap();
        }
    }

    fn card(&self, document: &Document) -> Card {
        self.engine.card(document, &CardOptions { neighbors: 0, ..CardOptions::default() }).unwrap()
    }

    /// What the model was asked since this was called last, in the alphabet's order.
    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

fn document(url: &str, body: &str) -> Document {
    let article =
        Article { url: Some(url.to_owned()), body: body.to_owned(), ..Article::default() };
    Document { article, source: url.to_owned(), ..Document::default() }
}

const LONG: &str = "The harbour master counted the boats, twice, and went home late.";

/// A folder with a library, of which there is nothing yet.
fn shelf() -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    (folder, path)
}

#[test]
fn a_sentence_is_embedded_once() {
    let (_folder, path) = shelf();
    let watched = Watched::new("letters", Some(&path));
    let first = document("https://a.example", "It rained. It blew. It rained.");
    let second = document("https://b.example", "Nobody came. It blew.");
    watched.add(&[first, second]);
    assert_eq!(watched.asked(), ["It blew.", "It rained.", "Nobody came."], "of one call");

    let longer = document("https://a.example", "It rained. It blew. It snowed.");
    watched.add(std::slice::from_ref(&longer));
    assert_eq!(watched.asked(), ["It snowed."], "of an article that was stored");
    watched.add(&[longer.clone(), document("https://c.example", "It snowed. Nobody came.")]);
    assert_eq!(watched.asked(), [""; 0]);
    watched.card(&longer);
    assert_eq!(watched.asked(), [""; 0], "of a card");

    let id = watched.engine.library().unwrap().resolve(&longer.article).unwrap();
    let nutgraf::library::Resolution::Unchanged(id) = id else { panic!("{id:?}") };
    let body = Some("It snowed. It thawed.".to_owned());
    watched.engine.edit(id, Change { body, ..Change::default() }).unwrap();
    assert_eq!(watched.asked(), ["It thawed."], "of an edited article");

    drop(watched);
    let again = Watched::new("letters", Some(&path));
    again.add(&[document("https://d.example", "It thawed. It blew.")]);
    assert_eq!(again.asked(), [""; 0], "of an earlier run");
}

#[test]
fn many_articles_in_one_call_share_their_sentences() {
    let (_folder, path) = shelf();
    let watched = Watched::new("letters", Some(&path));
    let documents: Vec<Document> = (0..150)
        .map(|n| document(&format!("https://a.example/{n}"), &format!("It rained. Day {n} ended.")))
        .collect();
    watched.add(&documents);
    let asked = watched.asked();
    assert_eq!(asked.len(), 151);
    assert_eq!(asked.iter().filter(|text| *text == "It rained.").count(), 1);

    let library = watched.engine.library().unwrap();
    let model = watched.engine.model().unwrap();
    let vector_of = |library: &dyn Store, document: &Document| {
        let id = library.get(document.article.url.as_deref().unwrap()).unwrap().id.unwrap();
        library.vector(id, model).unwrap().unwrap()
    };
    let (_other_folder, other) = shelf();
    for document in documents.iter().step_by(37) {
        let single = Watched::new("letters", Some(&other));
        single.add(std::slice::from_ref(document));
        let made_alone = vector_of(single.engine.library().unwrap(), document);
        assert_eq!(made_alone, vector_of(library, document), "{}", document.source);
    }
}

#[test]
fn a_cached_vector_is_the_one_that_the_model_gives() {
    let (_folder, path) = shelf();
    let text = document("https://a.example", &format!("It rained. {LONG} It blew. {LONG}"));
    let fresh = Watched::new("letters", None);
    let expected = fresh.card(&text);
    assert!((0..expected.sentences.len()).any(|sentence| expected.is_truncated(sentence)));
    let watched = Watched::new("letters", Some(&path));
    watched.add(std::slice::from_ref(&text));
    watched.asked();
    let card = watched.card(&text);
    assert_eq!(watched.asked(), [""; 0]);
    assert_eq!(card, expected, "with the flags of sentences that were cut");
}

#[test]
fn another_model_has_vectors_of_its_own() {
    let (_folder, path) = shelf();
    let text = document("https://a.example", "It rained. It blew.");
    Watched::new("letters", Some(&path)).add(std::slice::from_ref(&text));
    let other = Watched::new("other", Some(&path));
    other.engine.refresh_vectors(|_, _| ()).unwrap();
    assert_eq!(other.asked(), ["It blew.", "It rained."]);
    other.card(&text);
    assert_eq!(other.asked(), [""; 0], "what was made for a stored article is kept");
    other.engine.library().unwrap().forget_other_models(other.engine.model().unwrap()).unwrap();
    let first = Watched::new("letters", Some(&path));
    first.card(&text);
    assert_eq!(first.asked(), ["It blew.", "It rained."], "a rebuild forgets other models");
}

#[test]
fn articles_are_found_by_the_old_vectors_until_the_new_ones_are_made() {
    let (_folder, path) = shelf();
    let documents: Vec<Document> = (0..60)
        .map(|n| document(&format!("https://a.example/{n}"), &format!("Day {n} ended. It blew.")))
        .collect();
    let before = Watched::new("letters", Some(&path));
    before.add(&documents);
    let found = |watched: &Watched| {
        watched.engine.similar(&documents[7].article, &Nearness::of(5)).unwrap()
    };
    let expected = found(&before);
    assert_eq!(expected.len(), 5);
    drop(before);

    let after = Watched::new("other", Some(&path));
    let lacking = || {
        let library = after.engine.library().unwrap();
        library.count_lacking_vectors(after.engine.model().unwrap()).unwrap()
    };
    assert_eq!((found(&after), lacking()), (expected.clone(), 60));
    let options = CardOptions::default();
    assert_eq!(after.engine.card(&documents[7], &options).unwrap().similar, expected);
    // What is written brings some of the rest along. Article 7 comes early, and is not compared with those
    // few alone that came with it.
    for left in [44, 28, 12, 0] {
        after.engine.keep_up(Effort::Articles(1)).unwrap();
        assert_eq!((found(&after), lacking()), (expected.clone(), left));
    }
}

#[test]
fn a_card_stores_nothing() {
    let (_folder, path) = shelf();
    let watched = Watched::new("letters", Some(&path));
    let text = document("https://a.example", "It rained. It blew.");
    for _ in 0..2 {
        watched.card(&text);
        assert_eq!(watched.asked(), ["It blew.", "It rained."]);
    }
}

#[test]
fn a_cache_that_cannot_be_used_is_no_failure() {
    let (_folder, path) = shelf();
    let watched = Watched::new("letters", Some(&path));
    let text = document("https://a.example", "It rained. It blew.");
    watched.add(std::slice::from_ref(&text));
    watched.asked();
    // Nobody else's lock, full disk or damage would be another matter to the cache.
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("DROP TABLE sentence_vectors").unwrap();
    drop(connection);
    assert_eq!(watched.card(&text).sentences.len(), 2);
    watched.add(&[document("https://b.example", "It blew. It snowed.")]);
    assert_eq!(watched.asked(), ["It blew.", "It blew.", "It rained.", "It snowed."]);
    assert_eq!(SqliteStore::open_existing(&path).unwrap().count().unwrap(), 2);
}
