//! What is near: exact scores of what is stored now, in one order, narrowed by a filter.

use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, Entry, Filter, ListOptions, Neighbor, Store};
use nutgraf::vector::{dot, normalise};

use crate::given::{Random, article, model, numbered, text};
use crate::{each_store, listed, put, put_with};

/// No multiple of what is added at a time.
const DIMENSIONS: usize = 19;

/// So many articles with vectors of any length, in stored order.
fn fill(library: &dyn Store, random: &mut Random, count: u64) -> Vec<(ArticleId, Vec<f32>)> {
    let model = model("small");
    let stored = |number: u64| {
        let category = text(if number % 100 == 7 { "rare" } else { "common" });
        Article { id: Some(numbered(number)), category, ..article(&format!("Report {number}.")) }
    };
    let articles: Vec<Article> = (0..count).map(stored).collect();
    let vectors: Vec<Vec<f32>> = articles.iter().map(|_| random.vector(DIMENSIONS)).collect();
    let entry = |(article, values)| Entry {
        article,
        vector: Some(ArticleVector { model: &model, values }),
    };
    let entries: Vec<Entry> =
        articles.iter().zip(vectors.iter().map(Vec::as_slice)).map(entry).collect();
    assert!(library.add(&entries).unwrap().iter().all(Result::is_ok));
    articles.iter().map(|article| article.id.unwrap()).zip(vectors).collect()
}

/// The nearest by looking at all, with the bits of their scores.
fn exact(all: &[(ArticleId, Vec<f32>)], query: &[f32], count: usize) -> Vec<(ArticleId, u32)> {
    let unit = |values: &[f32]| {
        let mut values = values.to_vec();
        normalise(&mut values);
        values
    };
    let score = |values: &[f32]| dot(&unit(query), &unit(values)).clamp(-1.0, 1.0) + 0.0;
    let mut scored: Vec<(ArticleId, f32)> =
        all.iter().map(|(id, values)| (*id, score(values))).collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    scored.truncate(count);
    scored.into_iter().map(|(id, score)| (id, score.to_bits())).collect()
}

fn found(neighbors: &[Neighbor]) -> Vec<(ArticleId, u32)> {
    neighbors.iter().map(|it| (it.article.id, it.score.to_bits())).collect()
}

fn near(
    library: &dyn Store,
    query: &[f32],
    count: usize,
    filter: &Filter,
) -> Vec<(ArticleId, u32)> {
    let vector = ArticleVector { model: &model("small"), values: query };
    found(&library.nearest(vector, count, filter).unwrap())
}

#[test]
fn scores_are_exact_to_the_bit() {
    each_store(|library| {
        let random = &mut Random(1);
        let all = fill(library, random, 60);
        for _ in 0..10 {
            let query = random.vector(DIMENSIONS);
            for count in [1, 5, 60, usize::MAX] {
                let found = near(library, &query, count, &Filter::default());
                assert_eq!(found, exact(&all, &query, count));
            }
            assert!(near(library, &query, 0, &Filter::default()).is_empty());
        }
    });
}

#[test]
fn every_change_is_seen_by_the_next_question() {
    each_store(|library| {
        let random = &mut Random(2);
        let mut all = fill(library, random, 40);
        let model = model("small");
        for round in 0..6 {
            library.remove(all.remove(3).0).unwrap();
            let (id, values) = (all[round].0, random.vector(DIMENSIONS));
            let mut text = library.get_by_id(id).unwrap();
            text.body = format!("Another text {round}.");
            let vector = ArticleVector { model: &model, values: &values };
            library.patch(id, &mut |_: Article| text.clone(), Some((&text, vector))).unwrap();
            all[round].1 = values;
            let stored = library.get_by_id(all[10].0).unwrap();
            let values = random.vector(DIMENSIONS);
            assert_eq!(library.set_vectors(&model, &[(&stored, values.as_slice())]).unwrap(), 1);
            all[10].1 = values;
            let (article, values) =
                (article(&format!("New in round {round}.")), random.vector(DIMENSIONS));
            let vector = ArticleVector { model: &model, values: &values };
            all.push((put_with(library, &article, vector), values));
            let query = random.vector(DIMENSIONS);
            let found = near(library, &query, 5, &Filter::default());
            assert_eq!(found, exact(&all, &query, 5), "round {round}");
        }
    });
}

#[test]
fn equal_scores_are_in_stored_order() {
    each_store(|library| {
        let model = model("small");
        let put = |number: u64, values: &[f32]| {
            let stored = Article { id: Some(numbered(number)), ..article(&format!("{number}.")) };
            put_with(library, &stored, ArticleVector { model: &model, values })
        };
        // By id they would come in another order.
        let ids = [(9, 0.5), (3, 1.0), (7, 4.0)].map(|(id, length)| put(id, &[length, 0.0]));
        let other = put(1, &[0.0, 1.0]);
        let last = put(2, &[8.0, 0.0]);
        let expected = [ids[0], ids[1], ids[2], last, other];
        for count in [5, 4, 2] {
            let found = near(library, &[2.0, 0.0], count, &Filter::default());
            let found: Vec<ArticleId> = found.into_iter().map(|(id, _)| id).collect();
            assert_eq!(found, expected[..count]);
        }
    });
}

#[test]
fn a_neighbor_is_a_line_of_the_list() {
    each_store(|library| {
        let random = &mut Random(3);
        fill(library, random, 10);
        let values = random.vector(DIMENSIONS);
        let vector = ArticleVector { model: &model("small"), values: &values };
        let near = library.nearest(vector, 10, &Filter::default()).unwrap();
        let lines = library.list(&ListOptions::default()).unwrap();
        assert!(near.len() == 10 && near.iter().all(|it| lines.contains(&it.article)));
    });
}

#[test]
fn a_question_without_direction_or_of_another_length_finds_nothing() {
    each_store(|library| {
        fill(library, &mut Random(4), 10);
        let all = Filter::default();
        let odd = [0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
        for value in odd {
            assert!(near(library, &[value; DIMENSIONS], 5, &all).is_empty(), "{value}");
        }
        for length in [0, 1, DIMENSIONS - 1, DIMENSIONS + 1] {
            assert!(near(library, &vec![1.0; length], 5, &all).is_empty(), "{length}");
        }
    });
}

#[test]
fn a_vector_without_direction_is_near_nothing() {
    each_store(|library| {
        let model = model("small");
        let put = |body: &str, values: &[f32]| {
            put_with(library, &article(body), ArticleVector { model: &model, values })
        };
        put("Zero.", &[0.0, 0.0]);
        let (ahead, behind) = (put("Ahead.", &[1.0, 0.0]), put("Behind.", &[-1.0, 0.0]));
        let near = near(library, &[1.0, 0.0], 9, &Filter::default());
        assert_eq!(near, [(ahead, 1f32.to_bits()), (behind, (-1f32).to_bits())]);
        assert_eq!(library.count_lacking_vectors(&model).unwrap(), 0);
    });
}

#[test]
fn large_and_small_values_are_compared_too() {
    each_store(|library| {
        let model = model("small");
        let all = [[1e6, 2e6, 0.0], [3e-9, 4e-9, 1e-9], [70_000.0, -1.0, 1e-3]];
        let put = |(number, values): (usize, &[f32; 3])| {
            let article = article(&format!("Report {number}."));
            let vector = ArticleVector { model: &model, values };
            (put_with(library, &article, vector), values.to_vec())
        };
        let all: Vec<_> = all.iter().enumerate().map(put).collect();
        let query = [5e5, 1e5, 1e5];
        assert_eq!(near(library, &query, 3, &Filter::default()), exact(&all, &query, 3));
    });
}

#[test]
fn a_filter_that_few_pass_gives_as_many_as_are_asked_for() {
    each_store(|library| {
        let random = &mut Random(5);
        let all = fill(library, random, 2_000);
        let rare: Vec<_> = all.iter().skip(7).step_by(100).cloned().collect();
        let filter = Filter { category: text("rare"), ..Filter::default() };
        assert_eq!(listed(library, &filter).len(), 20);
        let others: Vec<ArticleId> = all[..1_990].iter().map(|(id, _)| *id).collect();
        let without = Filter { exclude: others, ..Filter::default() };
        for _ in 0..5 {
            let query = random.vector(DIMENSIONS);
            assert_eq!(near(library, &query, 5, &filter), exact(&rare, &query, 5));
            assert_eq!(near(library, &query, 50, &filter), exact(&rare, &query, 20));
            assert_eq!(near(library, &query, 5, &without), exact(&all[1_990..], &query, 5));
        }
    });
}

#[test]
fn chosen_articles_have_the_scores_that_the_nearest_have() {
    each_store(|library| {
        let random = &mut Random(6);
        let ids: Vec<ArticleId> = fill(library, random, 30).into_iter().map(|it| it.0).collect();
        let lacking = put(library, &article("Without a vector."));
        let values = random.vector(DIMENSIONS);
        let vector = ArticleVector { model: &model("small"), values: &values };
        let all = Filter::default();
        let chosen = [ids[20], lacking, ids[3], ids[11], ArticleId::new_v7()];
        let mut expected = library.nearest(vector, 30, &all).unwrap();
        expected.retain(|neighbor| chosen.contains(&neighbor.article.id));
        assert_eq!(library.scored(vector, &chosen, &all).unwrap(), expected);
        let without = Filter { exclude: vec![ids[3]], ..Filter::default() };
        expected.retain(|neighbor| neighbor.article.id != ids[3]);
        assert_eq!(library.scored(vector, &chosen, &without).unwrap(), expected);
        assert!(expected.len() == 2);
        let rare = Filter { category: text("rare"), ..Filter::default() };
        assert!(library.scored(vector, &chosen, &rare).unwrap().is_empty());
        let other = ArticleVector { model: &model("other"), values: &values };
        assert!(library.scored(other, &chosen, &all).unwrap().is_empty());
        let zero = ArticleVector { values: &[0.0; DIMENSIONS], ..vector };
        assert!(library.scored(zero, &chosen, &all).unwrap().is_empty());
    });
}

#[test]
fn models_do_not_see_each_other() {
    each_store(|library| {
        let [small, large, none] = ["small", "large", "none"].map(model);
        let one = article("One.");
        let of_small = ArticleVector { model: &small, values: &[1.0, 0.0] };
        let id = put_with(library, &one, of_small);
        let of_large = ArticleVector { model: &large, values: &[0.0, 1.0, 0.0] };
        let two = put_with(library, &article("Two."), of_large);
        put_with(library, &one, of_large);
        let ids = |vector: ArticleVector| -> Vec<ArticleId> {
            let found = library.nearest(vector, 9, &Filter::default()).unwrap();
            found.into_iter().map(|it| it.article.id).collect()
        };
        assert_eq!(ids(of_small), [id]);
        assert_eq!(ids(of_large), [id, two]);
        assert!(ids(ArticleVector { model: &none, values: &[1.0, 0.0] }).is_empty());
        assert!(ids(ArticleVector { model: &large, ..of_small }).is_empty());
    });
}
