//! Searches through an index over vectors, which small libraries do not have.

use super::super::PostgresStore;
use super::super::nearest::{Query, by_index};
use super::Place;
use crate::library::{ArticleVector, Effort, Filter, IndexState};
use crate::vector::{ModelId, dot};

const DIMENSIONS: usize = 16;
const ROWS: usize = 12_000;

/// Articles with vectors in all directions; one in 600 is of the category `rare`, every second one of `half`.
fn filled(place: &Place) -> (PostgresStore, ModelId) {
    let store = place.open();
    let model = ModelId::new("test", "0");
    store
        .write(|tx| {
            tx.execute(
                "INSERT INTO models (id, dimensions) VALUES ($1, $2)",
                &[&model.as_str(), &(DIMENSIONS as i32)],
            )?;
            tx.batch(&format!(
                "SELECT setseed(0.5); \
                 INSERT INTO articles (id, content_hash, created, updated, read_count, word_count, \
                 starred, title, body, words, category) SELECT gen_random_uuid(), \
                 sha256(n::text::bytea), n, n, 0, 1, false, n::text, n::text, '', \
                 CASE WHEN n % 600 = 7 THEN 'rare' WHEN n % 2 = 0 THEN 'half' END \
                 FROM generate_series(1, {ROWS}) AS n; \
                 INSERT INTO members (article) SELECT number FROM articles; \
                 INSERT INTO vectors (article, model, vector) SELECT number, 1, \
                 (SELECT array_agg(random() - 0.5) FROM generate_series(1, {DIMENSIONS}) \
                 WHERE number > 0)::vector FROM articles"
            ))
        })
        .unwrap();
    store.keep_up(&model, Effort::All).unwrap();
    (store, model)
}

/// The scores of the `count` nearest, of all that are stored.
fn exact(store: &PostgresStore, values: &[f32], category: Option<&str>, count: usize) -> Vec<f32> {
    let rows = store
        .read(|tx| {
            let sql = "SELECT vector FROM vectors JOIN articles ON number = article \
                       WHERE $1::text IS NULL OR category = $1";
            tx.query(sql, &[&category])
        })
        .unwrap();
    let score = |row: &postgres::Row| {
        let mut other = row.get::<_, pgvector::Vector>(0).to_vec();
        crate::vector::normalise(&mut other);
        dot(values, &other)
    };
    let mut scores: Vec<f32> = rows.iter().map(score).collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    scores.truncate(count);
    scores
}

#[test]
fn an_index_finds_the_nearest_that_pass_however_few_do() {
    let Some(place) = Place::new() else { return };
    let (store, model) = filled(&place);
    assert_eq!(store.index_state(&model).unwrap(), IndexState::Current { behind: 0 });
    let (mut found, mut given) = (0, 0);
    for seed in 0..20 {
        let mut values: Vec<f32> =
            (0..DIMENSIONS).map(|at| ((at * 7 + seed * 13) % 29) as f32 - 14.0).collect();
        crate::vector::normalise(&mut values);
        let vector = ArticleVector { model: &model, values: &values };
        for category in [None, Some("half"), Some("rare")] {
            let filter = Filter { category: category.map(str::to_owned), ..Filter::default() };
            let truth = exact(&store, &values, category, 5);
            let nearest = store.nearest(vector, 5, &filter).unwrap();
            assert_eq!(nearest.len(), 5, "{category:?}");
            given += truth.len();
            // The query is brought to length 1 once more, which may change its last bits.
            let is_near = |score: f32| truth.iter().any(|other| (other - score).abs() < 1e-6);
            found += nearest.iter().filter(|it| is_near(it.score)).count();
        }
        // Of the index alone: it goes on until five of the twenty have passed.
        let rare = Filter { category: Some("rare".to_owned()), ..Filter::default() };
        let passed = store.read(|tx| {
            let query = Query::of(tx, vector)?.expect("a vector with a direction");
            by_index(tx, &query, 5, &rare)
        });
        assert_eq!(passed.unwrap().len(), 5);
    }
    assert!(found as f64 >= 0.97 * given as f64, "{found} of {given}");
}

#[test]
fn a_search_goes_through_the_index() {
    let Some(place) = Place::new() else { return };
    let (store, model) = filled(&place);
    let mut session = place.session();
    let index = format!("{}.vectors_near_1", place.schema);
    let scans = |session: &mut super::Session| -> i64 {
        // Counts come when a session ends or a second later.
        let sql = "SELECT coalesce(sum(idx_scan), 0)::bigint FROM pg_stat_user_indexes \
                   WHERE indexrelid = to_regclass($1)";
        session.one(sql, &[&index]).unwrap().get(0)
    };
    let before = scans(&mut session);
    let values = [0.25; DIMENSIONS];
    let vector = ArticleVector { model: &model, values: &values };
    let half = Filter { category: Some("half".to_owned()), ..Filter::default() };
    store.nearest(vector, 5, &Filter::default()).unwrap();
    store.nearest(vector, 5, &half).unwrap();
    drop(store);
    let mut after = before;
    for _ in 0..50 {
        session.batch("SELECT pg_stat_clear_snapshot()").unwrap();
        after = scans(&mut session);
        if after >= before + 2 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the index was scanned {} times", after - before);
}

#[test]
fn an_index_is_made_once_there_are_many_and_can_be_made_anew() {
    let Some(place) = Place::new() else { return };
    let (store, model) = filled(&place);
    store.discard_index().unwrap();
    assert_eq!(store.index_state(&model).unwrap(), IndexState::Absent);
    store.keep_up(&model, Effort::Least).unwrap();
    assert_eq!(store.index_state(&model).unwrap(), IndexState::Absent);
    store.keep_up(&model, Effort::Articles(1)).unwrap();
    assert_eq!(store.index_state(&model).unwrap(), IndexState::Current { behind: 0 });
    store.keep_up(&model, Effort::Compact).unwrap();
    assert_eq!(store.index_state(&model).unwrap(), IndexState::Current { behind: 0 });
    let other = ModelId::new("other", "0");
    store.keep_up(&other, Effort::All).unwrap();
    assert_eq!(store.index_state(&other).unwrap(), IndexState::Absent);
}
