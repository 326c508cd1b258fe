//! Vectors: stored, replaced, dropped with the text they were made of.

use super::{Shelf, add, article, published};
use crate::Error;
use crate::article::Article;
use crate::library::{ArticleVector, Entry, Outcome, Resolution, SqliteStore};
use crate::vector::ModelId;

fn model(name: &str) -> ModelId {
    ModelId::new(name, "0123456789abcdef")
}

fn lacking(library: &SqliteStore, model: &ModelId) -> Vec<String> {
    let articles = library.lacking_vectors(model, 10).unwrap();
    articles.into_iter().map(|article| article.body).collect()
}

#[test]
fn vectors_come_back_bit_for_bit_with_their_generation() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let model = model("small");
    assert!(library.vectors(&model).unwrap().ids.is_empty());
    let values = [[0.1f32, -0.0, f32::MIN_POSITIVE], [1.0, 2.5e-30, -7.0]];
    let articles = [article("One."), article("Two.")];
    let entries: Vec<_> = articles
        .iter()
        .zip(&values)
        .map(|(article, values)| Entry {
            article,
            vector: Some(ArticleVector { model: &model, values }),
        })
        .collect();
    let ids: Vec<_> = library.add(&entries).unwrap().into_iter().map(|a| a.unwrap().id).collect();
    let stored = library.vectors(&model).unwrap();
    assert_eq!(stored.generation, library.generation().unwrap());
    assert_eq!((stored.dimensions, &stored.ids), (3, &ids));
    let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    for ((id, row), (expected_id, expected)) in stored.rows().zip(ids.iter().zip(&values)) {
        assert_eq!((&id, bits(row)), (expected_id, bits(expected)));
    }
    assert!(lacking(&library, &model).is_empty());
    assert_eq!(lacking(&library, &super::vectors::model("other")), ["One.", "Two."]);

    library.remove(ids[0]).unwrap();
    let stored = library.vectors(&model).unwrap();
    assert_eq!((stored.ids, stored.values), (vec![ids[1]], values[1].to_vec()));
}

#[test]
fn a_changed_text_loses_its_vector_and_a_changed_detail_keeps_it() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let model = model("small");
    let first = published("https://a.example", "A", "One.");
    let vector = Some(ArticleVector { model: &model, values: &[1.0, 0.0] });
    let id = library.add(&[Entry { article: &first, vector }]).unwrap().remove(0).unwrap().id;

    let filed = Article { category: Some("arts".to_owned()), ..first.clone() };
    assert_eq!(library.resolve(&filed).unwrap(), Resolution::Changed { id, text: false });
    assert_eq!(add(&library, &filed).unwrap().outcome, Outcome::Updated);
    assert!(lacking(&library, &model).is_empty());

    let retitled = Article { title: Some("B".to_owned()), ..filed };
    add(&library, &retitled).unwrap();
    assert!(lacking(&library, &model).is_empty(), "a title is no part of the vector");

    let changed = Article { body: "Two.".to_owned(), ..retitled };
    add(&library, &changed).unwrap();
    assert_eq!(lacking(&library, &model), ["Two."]);

    let generation = library.generation().unwrap();
    let added = library.add(&[Entry { article: &changed, vector }]).unwrap().remove(0).unwrap();
    assert_eq!(added.outcome, Outcome::Unchanged);
    assert!(lacking(&library, &model).is_empty(), "an unchanged article takes a vector it lacks");
    assert!(library.generation().unwrap() > generation);
}

#[test]
fn a_vector_made_of_an_older_text_is_passed_over() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let model = model("small");
    let first = published("https://a.example", "A", "One.");
    add(&library, &first).unwrap();
    add(&library, &published("https://b.example", "B", "Two.")).unwrap();
    let batch = library.lacking_vectors(&model, 10).unwrap();
    add(&library, &Article { body: "One, rewritten.".to_owned(), ..first }).unwrap();
    let made: Vec<_> = batch.iter().map(|article| (article, [0.6f32, 0.8].as_slice())).collect();
    assert_eq!(library.set_vectors(&model, &made).unwrap(), 1);
    assert_eq!(lacking(&library, &model), ["One, rewritten."]);
}

#[test]
fn a_vector_that_no_index_could_use_is_refused() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let model = model("small");
    let put = |body: &str, values: &[f32]| {
        let vector = Some(ArticleVector { model: &model, values });
        library.add(&[Entry { article: &article(body), vector }]).unwrap().remove(0)
    };
    put("One.", &[1.0, 0.0]).unwrap();
    for values in [&[][..], &[f32::NAN, 0.0], &[f32::INFINITY, 0.0], &[1.0], &[1.0, 0.0, 0.0]] {
        let refused = put("Two.", values);
        assert!(matches!(refused, Err(Error::InvalidField { field: "vector", .. })), "{values:?}");
    }
    assert_eq!(library.count().unwrap(), 1);
}
