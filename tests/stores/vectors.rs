//! Stored vectors: kept to the bit, dropped with the text that they were made of, refused where
//! nothing could be compared with them.

use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{
    ArticleVector, CachedVector, Entry, Outcome, Resolution, SentenceVector, Store,
};
use nutgraf::vector::ModelId;

use crate::given::{article, model, page, text};
use crate::{Kind, add, each_kind, each_store, put, put_with};

fn bits(values: Option<Vec<f32>>) -> Vec<u32> {
    values.unwrap().iter().map(|value| value.to_bits()).collect()
}

/// The texts of the articles that lack a vector.
fn lacking(library: &dyn Store, model: &ModelId) -> Vec<String> {
    let articles = library.lacking_vectors(model, 9).unwrap();
    assert_eq!(library.count_lacking_vectors(model).unwrap(), articles.len());
    articles.into_iter().map(|article| article.body).collect()
}

#[test]
fn vectors_come_back_bit_for_bit() {
    each_store(|library| {
        let model = model("small");
        let given = [
            [0.1, -0.0, f32::MIN_POSITIVE],
            [1.0, 2.5e-30, -7.0],
            [f32::from_bits(1), f32::MAX, f32::MIN],
        ];
        for (number, values) in given.iter().enumerate() {
            let article = article(&format!("Report {number}."));
            let id = put_with(library, &article, ArticleVector { model: &model, values });
            let expected: Vec<u32> = values.iter().map(|value| value.to_bits()).collect();
            assert_eq!(bits(library.vector(id, &model).unwrap()), expected);
            let held = library.holdings(0, 9).unwrap().remove(number);
            assert_eq!(bits(held.vectors.first().map(|(_, values)| values.clone())), expected);
        }
        assert_eq!(library.vector(ArticleId::new_v7(), &model).unwrap(), None);
    });
}

#[test]
fn what_lacks_a_vector_is_told_in_stored_order() {
    each_store(|library| {
        let [small, other] = ["small", "other"].map(model);
        let vector = ArticleVector { model: &small, values: &[1.0] };
        for body in ["One.", "Two.", "Three."] {
            put(library, &article(body));
        }
        put_with(library, &article("Four."), vector);
        assert_eq!(lacking(library, &small), ["One.", "Two.", "Three."]);
        assert_eq!(lacking(library, &other), ["One.", "Two.", "Three.", "Four."]);
        let two = library.lacking_vectors(&small, 2).unwrap();
        assert_eq!(two.iter().map(|it| it.body.as_str()).collect::<Vec<_>>(), ["One.", "Two."]);
        assert!(library.lacking_vectors(&small, 0).unwrap().is_empty());
        let made: Vec<(&Article, &[f32])> =
            two.iter().map(|article| (article, [2.0f32].as_slice())).collect();
        assert_eq!(library.set_vectors(&small, &made).unwrap(), 2);
        assert_eq!(lacking(library, &small), ["Three."]);
    });
}

#[test]
fn a_changed_text_loses_its_vector_and_a_changed_detail_keeps_it() {
    each_store(|library| {
        let model = model("small");
        let first = page("https://a.example", "A", "One.");
        let id = put_with(library, &first, ArticleVector { model: &model, values: &[1.0, 0.0] });
        let filed = Article { category: text("arts"), title: text("B"), ..first };
        assert_eq!(library.resolve(&filed).unwrap(), Resolution::Changed { id, text: false });
        assert_eq!(add(library, &filed).unwrap().outcome, Outcome::Updated);
        assert!(lacking(library, &model).is_empty(), "a title is no part of the vector");
        let translated = Article { language: text("nb"), ..filed };
        assert_eq!(library.resolve(&translated).unwrap(), Resolution::Changed { id, text: true });
        add(library, &translated).unwrap();
        assert_eq!(lacking(library, &model), ["One."], "it is split otherwise");
        let vector = ArticleVector { model: &model, values: &[0.0, 1.0] };
        let again = library.add(&[Entry { article: &translated, vector: Some(vector) }]).unwrap();
        assert_eq!(again[0].as_ref().unwrap().outcome, Outcome::Unchanged);
        assert!(lacking(library, &model).is_empty(), "an unchanged article takes what it lacks");
        let rewritten = Article { body: "Two.".to_owned(), ..translated };
        add(library, &rewritten).unwrap();
        assert_eq!(lacking(library, &model), ["Two."]);
    });
}

#[test]
fn an_unchanged_article_keeps_its_vector_and_a_changed_one_takes_the_new() {
    each_store(|library| {
        let model = model("small");
        let first = page("https://a.example", "A", "One.");
        let vector = |values: &'static [f32]| ArticleVector { model: &model, values };
        let id = put_with(library, &first, vector(&[1.0]));
        put_with(library, &first, vector(&[2.0]));
        assert_eq!(library.vector(id, &model).unwrap(), Some(vec![1.0]));
        put_with(library, &Article { title: text("B"), ..first.clone() }, vector(&[3.0]));
        assert_eq!(library.vector(id, &model).unwrap(), Some(vec![3.0]));
        put_with(library, &Article { body: "Two.".to_owned(), ..first }, vector(&[4.0]));
        assert_eq!(library.vector(id, &model).unwrap(), Some(vec![4.0]));
    });
}

#[test]
fn a_vector_made_of_an_older_text_is_passed_over() {
    each_store(|library| {
        let model = model("small");
        let pages = ["a", "b", "c", "d"]
            .map(|site| page(&format!("https://{site}.example"), site, &format!("Of {site}.")));
        for page in &pages {
            put(library, page);
        }
        let mut batch = library.lacking_vectors(&model, 9).unwrap();
        let [a, b, c, _] = pages;
        add(library, &Article { body: "Rewritten.".to_owned(), ..a }).unwrap();
        add(library, &Article { language: text("nb"), ..b }).unwrap();
        library.remove(batch[2].id.unwrap()).unwrap();
        // Without an id it is not known which article this is.
        batch.push(Article { id: None, ..c });
        let made: Vec<(&Article, &[f32])> =
            batch.iter().map(|article| (article, [0.6f32, 0.8].as_slice())).collect();
        assert_eq!(library.set_vectors(&model, &made).unwrap(), 1);
        assert_eq!(lacking(library, &model), ["Rewritten.", "Of b."]);
        assert!(library.vector(batch[3].id.unwrap(), &model).unwrap().is_some());
    });
}

#[test]
fn a_text_that_differs_in_white_space_alone_is_the_one_it_was_made_of() {
    each_store(|library| {
        let model = model("small");
        let id = put(library, &article("One text.\nTwo lines."));
        let spaced = Article { id: Some(id), ..article(" One  text. Two lines.") };
        assert_eq!(library.set_vectors(&model, &[(&spaced, [1.0].as_slice())]).unwrap(), 1);
        assert_eq!(library.vector(id, &model).unwrap(), Some(vec![1.0]));
    });
}

#[test]
fn a_vector_that_nothing_could_be_compared_with_is_refused() {
    each_store(|library| {
        let model = model("small");
        let vector = ArticleVector { model: &model, values: &[1.0, 0.0] };
        let id = put_with(library, &article("One."), vector);
        let one = library.get_by_id(id).unwrap();
        let two = library.get_by_id(put(library, &article("Two."))).unwrap();
        for values in [&[][..], &[f32::NAN, 0.0], &[f32::INFINITY, 0.0], &[1.0], &[1.0, 0.0, 0.0]] {
            let vector = Some(ArticleVector { model: &model, values });
            let article = article("Three.");
            let added = library.add(&[Entry { article: &article, vector }]).unwrap().remove(0);
            assert!(
                matches!(added, Err(Error::InvalidField { field: "vector", .. })),
                "{values:?}"
            );
            let batch = [(&two, [0.0, 1.0].as_slice()), (&one, values)];
            let set = library.set_vectors(&model, &batch);
            assert!(matches!(set, Err(Error::InvalidField { field: "vector", .. })), "{values:?}");
        }
        assert_eq!(library.count().unwrap(), 2);
        assert_eq!(library.vector(id, &model).unwrap(), Some(vec![1.0, 0.0]));
        assert_eq!(lacking(library, &model), ["Two."], "nothing of a batch is stored");
    });
}

#[test]
fn a_refused_batch_does_not_say_how_long_a_models_vectors_are() {
    each_store(|library| {
        let model = model("small");
        let id = put(library, &article("One."));
        let one = library.get_by_id(id).unwrap();
        let batch = [(&one, [1.0, 0.0].as_slice()), (&one, [1.0, 0.0, 0.0].as_slice())];
        assert!(library.set_vectors(&model, &batch).is_err());
        assert_eq!(library.vector(id, &model).unwrap(), None);
        assert_eq!(library.set_vectors(&model, &batch[1..]).unwrap(), 1);
    });
}

#[test]
fn an_article_is_compared_by_the_model_that_made_more_vectors() {
    each_store(|library| {
        let [old, new, none] = ["old", "new", "none"].map(model);
        let of = |model: &ModelId, article: &Article| {
            put_with(library, article, ArticleVector { model, values: &[1.0] })
        };
        let articles = ["One.", "Two.", "Three."].map(article);
        let ids = articles.each_ref().map(|article| of(&old, article));
        let model_for =
            |id: ArticleId, preferred: &ModelId| library.model_for(id, preferred).unwrap();
        assert_eq!(model_for(ids[0], &new), Some(old.clone()), "the preferred made none");
        of(&new, &articles[0]);
        of(&new, &articles[1]);
        assert_eq!(model_for(ids[0], &new), Some(old.clone()), "another made more");
        assert_eq!(model_for(ids[0], &none), Some(old.clone()));
        of(&new, &articles[2]);
        assert_eq!(model_for(ids[0], &new), Some(new.clone()));
        assert_eq!(model_for(ids[0], &old), Some(old.clone()), "the preferred wins a tie");
        let fourth = of(&new, &article("Four."));
        assert_eq!(model_for(fourth, &old), Some(new), "the preferred made none of it");
        let lacking = put(library, &article("Five."));
        assert_eq!(model_for(lacking, &old), None);
        assert_eq!(model_for(ArticleId::new_v7(), &old), None);
    });
}

#[test]
fn sentences_are_cached_where_it_is_worth_it() {
    each_kind(|kind, library| {
        assert_eq!(library.caches_sentences(), kind == Kind::File);
        let [model, other] = ["small", "other"].map(model);
        let sentence =
            |values: &'static [f32]| SentenceVector { text: "One.", values, truncated: true };
        library.cache_vectors(&model, &[sentence(&[0.1, -0.0])]).unwrap();
        library.cache_vectors(&model, &[sentence(&[0.5, 0.5])]).unwrap();
        let cached = library.cached_vectors(&model, &["Two.", "One."]).unwrap();
        if kind == Kind::Postgres {
            assert_eq!(cached, [None, None]);
        } else {
            let first = CachedVector { values: vec![0.1, -0.0], truncated: true };
            assert_eq!(cached, [None, Some(first)], "what is cached already stays");
        }
        assert_eq!(library.cached_vectors(&other, &["One."]).unwrap(), [None]);
        library.forget_other_models(&other).unwrap();
        assert_eq!(library.cached_vectors(&model, &["One."]).unwrap(), [None]);
    });
}
