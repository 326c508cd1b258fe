//! What is nearest, against the exact answer: through changes, restored copies, damage, filters, and
//! several users at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Shelf, article};
use crate::article::{Article, ArticleId};
use crate::library::IndexState;
use crate::library::{ArticleVector, Depth, Effort, Entry, Filter, Neighbor, SqliteStore, Store};
use crate::similar::SEAL_FROM;
use crate::vector::{ModelId, dot, normalise};

pub(super) const DIMENSIONS: usize = 16;

pub(super) fn model() -> ModelId {
    ModelId::new("small", "0123456789abcdef")
}

/// Vectors that are the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub(super) fn vector(&mut self) -> Vec<f32> {
        let mut vector: Vec<f32> =
            (0..DIMENSIONS).map(|_| self.next() as f32 / (1u64 << 30) as f32 - 1.0).collect();
        normalise(&mut vector);
        vector
    }
}

pub(super) fn add_all(library: &SqliteStore, articles: &[(Article, Vec<f32>)]) -> Vec<ArticleId> {
    let model = model();
    let entries: Vec<Entry> = articles
        .iter()
        .map(|(article, values)| Entry {
            article,
            vector: Some(ArticleVector { model: &model, values }),
        })
        .collect();
    Store::add(library, &entries).unwrap().into_iter().map(|added| added.unwrap().id).collect()
}

pub(super) fn some(random: &mut Random, count: usize) -> Vec<(Article, Vec<f32>)> {
    (0..count)
        .map(|_| {
            let number = random.next();
            let category = Some(format!("c{}", number % 10));
            (Article { category, ..article(&format!("Report {number}.")) }, random.vector())
        })
        .collect()
}

pub(super) fn nearest(library: &SqliteStore, query: &[f32], filter: &Filter) -> Vec<Neighbor> {
    library.nearest(ArticleVector { model: &model(), values: query }, 5, filter).unwrap()
}

/// The ids and the scores of the five nearest, by looking at all.
pub(super) fn exact(truth: &BTreeMap<ArticleId, Vec<f32>>, query: &[f32]) -> Vec<(ArticleId, f32)> {
    let mut all: Vec<_> = truth.iter().map(|(id, vector)| (*id, dot(query, vector))).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.truncate(5);
    all
}

fn assert_exact(library: &SqliteStore, truth: &BTreeMap<ArticleId, Vec<f32>>, random: &mut Random) {
    for _ in 0..5 {
        let query = random.vector();
        let found: Vec<_> = nearest(library, &query, &Filter::default())
            .into_iter()
            .map(|neighbor| (neighbor.article.id, neighbor.score))
            .collect();
        let exact = exact(truth, &query);
        assert_eq!(found.len(), exact.len());
        for (found, exact) in found.iter().zip(&exact) {
            assert!(found.0 == exact.0 && (found.1 - exact.1).abs() < 1e-6, "{found:?} {exact:?}");
        }
    }
}

fn index_folder(library: &Path) -> PathBuf {
    let mut folder = library.as_os_str().to_owned();
    folder.push(".nutgraf-index");
    folder.into()
}

pub(super) fn keep_up(library: &SqliteStore, effort: Effort) {
    library.keep_up(&model(), DIMENSIONS, effort).unwrap();
}

pub(super) fn state(library: &SqliteStore) -> IndexState {
    library.index_state(&model(), DIMENSIONS, Depth::Full).unwrap()
}

#[test]
fn every_change_is_seen_by_the_next_question() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let other = SqliteStore::open(library.path()).unwrap();
    let random = &mut Random(1);
    let mut truth = BTreeMap::new();
    for round in 0..12 {
        let new = some(random, 30);
        let ids = add_all(&library, &new);
        truth.extend(ids.iter().copied().zip(new.into_iter().map(|(_, vector)| vector)));
        let gone = ids[3];
        library.remove(gone).unwrap();
        truth.remove(&gone);
        let vector = random.vector();
        let model = model();
        let mut text = library.get_by_id(ids[4]).unwrap();
        text.body = format!("Another text {round}.");
        let made = Some((&text, ArticleVector { model: &model, values: &vector }));
        library.patch(ids[4], &mut |_| text.clone(), made).unwrap();
        truth.insert(ids[4], vector);
        // A title and a category leave the vector as it is.
        let title = |stored| Article { title: Some("T".to_owned()), ..stored };
        library.patch(ids[5], &mut title.clone(), None).unwrap();
        assert_exact(&library, &truth, random);
        assert_exact(&other, &truth, random);
        match round % 4 {
            1 => keep_up(&library, Effort::All),
            2 => keep_up(&other, Effort::Least),
            3 => keep_up(&library, Effort::Compact),
            _ => {}
        }
        assert_exact(&other, &truth, random);
    }
    keep_up(&library, Effort::All);
    assert_eq!(state(&library), IndexState::Current { behind: 0 });
    assert_exact(&SqliteStore::open(library.path()).unwrap(), &truth, random);
}

#[test]
fn a_library_that_was_put_back_is_not_answered_from_another_time_line() {
    let Shelf { library, folder } = Shelf::new();
    let random = &mut Random(2);
    let first = some(random, 20);
    let ids = add_all(&library, &first);
    let copy = folder.path().join("copy.db");
    library.back_up(&copy).unwrap();
    let lost = some(random, 3);
    add_all(&library, &lost);
    keep_up(&library, Effort::All);
    let path = library.path().to_path_buf();
    drop(library);
    fs::copy(&copy, &path).unwrap();
    let library = SqliteStore::open(&path).unwrap();
    let again = some(random, 3);
    let new = add_all(&library, &again);
    assert_eq!(
        state(&library),
        IndexState::Stale("it is of another time line of the library".to_owned())
    );
    let mut truth: BTreeMap<_, _> =
        ids.into_iter().zip(first.into_iter().map(|(_, vector)| vector)).collect();
    truth.extend(new.into_iter().zip(again.into_iter().map(|(_, vector)| vector)));
    assert_exact(&library, &truth, random);
    keep_up(&library, Effort::All);
    assert_eq!(state(&library), IndexState::Current { behind: 0 });
    assert_exact(&library, &truth, random);
    assert!(library.back_up(&copy).is_err(), "a copy never takes the place of a file");
}

#[test]
fn what_happens_to_the_folder_changes_no_answer() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let random = &mut Random(3);
    let articles = some(random, 300);
    let ids = add_all(&library, &articles);
    let truth: BTreeMap<_, _> =
        ids.into_iter().zip(articles.into_iter().map(|(_, vector)| vector)).collect();
    keep_up(&library, Effort::All);
    let path = library.path().to_path_buf();
    let index = index_folder(&path);
    for entry in fs::read_dir(&index).unwrap() {
        let file = entry.unwrap().path();
        // Upkeep has put another in its place, or it is empty.
        let Ok(whole) = fs::read(&file) else { continue };
        for at in (0..whole.len()).step_by(whole.len() / 12 + 1) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            fs::remove_file(&file).unwrap();
            fs::write(&file, &flipped).unwrap();
            let opened = SqliteStore::open(&path).unwrap();
            assert_exact(&opened, &truth, random);
            assert_exact(&library, &truth, random);
            keep_up(&library, Effort::All);
            let Ok(_) = fs::remove_file(&file) else { continue };
            fs::write(&file, &whole).unwrap();
        }
        let _ = fs::remove_file(&file);
        assert_exact(&SqliteStore::open(&path).unwrap(), &truth, random);
        fs::write(&file, &whole).unwrap();
    }
    fs::remove_dir_all(&index).unwrap();
    assert_exact(&SqliteStore::open(&path).unwrap(), &truth, random);
    fs::write(&index, "a file of the user's own").unwrap();
    assert_exact(&SqliteStore::open(&path).unwrap(), &truth, random);
    let opened = SqliteStore::open(&path).unwrap();
    assert!(opened.keep_up(&model(), DIMENSIONS, Effort::All).is_err(), "and it says so");
    assert_eq!(fs::read(&index).unwrap(), b"a file of the user's own");
}

#[test]
fn what_no_segment_holds_is_kept_with_what_is_made_one() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let random = &mut Random(10);
    let articles = some(random, 100);
    let ids = add_all(&library, &articles);
    keep_up(&library, Effort::All);
    let mut truth: BTreeMap<_, _> =
        ids.into_iter().zip(articles.into_iter().map(|(_, vector)| vector)).collect();
    // So many go that the segment is written anew, and those that come are too few to be sealed.
    let gone: Vec<ArticleId> = truth.keys().copied().step_by(2).collect();
    for id in gone {
        library.remove(id).unwrap();
        truth.remove(&id);
    }
    let articles = some(random, 10);
    let ids = add_all(&library, &articles);
    truth.extend(ids.into_iter().zip(articles.into_iter().map(|(_, vector)| vector)));
    keep_up(&library, Effort::Least);
    let stats = library.statistics(&model(), DIMENSIONS).unwrap();
    assert!(stats.segments.iter().all(|segment| segment.dead == 0), "{stats:?}");
    assert!(matches!(state(&library), IndexState::Current { .. }), "it holds them all");
    for library in [&library, &SqliteStore::open(library.path()).unwrap()] {
        let query = truth.values().next_back().unwrap();
        assert_eq!(nearest(library, query, &Filter::default())[0].score, 1.0);
        assert_exact(library, &truth, random);
    }
}

#[test]
fn damage_that_upkeep_meets_is_mended_by_it() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let random = &mut Random(9);
    let mut truth = BTreeMap::new();
    for _ in 0..2 {
        let articles = some(random, 200);
        let ids = add_all(&library, &articles);
        truth.extend(ids.into_iter().zip(articles.into_iter().map(|(_, vector)| vector)));
        keep_up(&library, Effort::All);
    }
    let path = library.path().to_path_buf();
    drop(library);
    for entry in fs::read_dir(index_folder(&path)).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|it| it == "segment") {
            let mut bytes = fs::read(&file).unwrap();
            // In a row that nobody reads before the segments become one.
            bytes[4096 + 100] ^= 1;
            fs::remove_file(&file).unwrap();
            fs::write(&file, bytes).unwrap();
        }
    }
    let library = SqliteStore::open(&path).unwrap();
    keep_up(&library, Effort::Compact);
    assert_eq!(state(&library), IndexState::Current { behind: 0 });
    assert_exact(&library, &truth, random);
}

#[test]
fn filters_find_the_nearest_of_what_they_leave() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let random = &mut Random(4);
    let mut articles = some(random, 5_000);
    for (number, (article, _)) in articles.iter_mut().enumerate() {
        let day = 1 + number % 28;
        article.date = format!("2025-03-{day:02}").parse().ok();
        article.language = Some(if number % 1000 == 7 { "fo" } else { "en" }.to_owned());
        article.url = Some(format!("https://www.site{}.example/{number}", number % 50));
    }
    let ids = add_all(&library, &articles);
    library.mark_read(ids[77], jiff::Timestamp::now()).unwrap();
    keep_up(&library, Effort::All);
    let text = |text: &str| Some(text.to_owned());
    let day = |day: &str| Some(day.parse().unwrap());
    type Test = fn(&Article, usize) -> bool;
    let all = Filter::default;
    let cases: [(Filter, Test); 7] = [
        (Filter { language: text("fo"), ..all() }, |it, _| it.language.as_deref() == Some("fo")),
        (Filter { category: text("c3"), ..all() }, |it, _| it.category.as_deref() == Some("c3")),
        (Filter { since: day("2025-03-27"), ..all() }, |_, n| n % 28 >= 26),
        (Filter { until: day("2025-03-02"), ..all() }, |_, n| n % 28 <= 1),
        (Filter { read: Some(true), ..all() }, |_, n| n == 77),
        (Filter { source: text("site9.example"), ..all() }, |_, n| n % 50 == 9),
        (Filter { exclude: ids[..4_990].to_vec(), ..all() }, |_, n| n >= 4_990),
    ];
    for (filter, passes) in cases {
        let mut truth = BTreeMap::new();
        for (number, (article, vector)) in articles.iter().enumerate() {
            if passes(article, number) {
                truth.insert(ids[number], vector.clone());
            }
        }
        let query = random.vector();
        let found: Vec<_> = nearest(&library, &query, &filter)
            .into_iter()
            .map(|neighbor| neighbor.article.id)
            .collect();
        let exact: Vec<_> = exact(&truth, &query).into_iter().map(|(id, _)| id).collect();
        assert_eq!(found, exact, "{filter:?}");
    }
    let odd = Filter { category: text("none"), ..all() };
    assert!(nearest(&library, &random.vector(), &odd).is_empty());
}

#[test]
fn a_long_tail_is_sealed_by_who_adds() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let random = &mut Random(7);
    let articles = some(random, SEAL_FROM + 10);
    let ids = add_all(&library, &articles);
    assert!(matches!(state(&library), IndexState::Current { .. }), "{:?}", state(&library));
    let truth: BTreeMap<_, _> =
        ids.into_iter().zip(articles.into_iter().map(|(_, vector)| vector)).collect();
    assert_exact(&SqliteStore::open(library.path()).unwrap(), &truth, random);
    let stats = library.statistics(&model(), DIMENSIONS).unwrap();
    assert_eq!((stats.articles as usize, stats.segments.len()), (SEAL_FROM + 10, 1));
}

#[test]
fn a_damaged_vector_takes_only_its_own_article_out_of_reach() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let random = &mut Random(8);
    let articles = some(random, 50);
    let ids = add_all(&library, &articles);
    let flip = |id: ArticleId, sql: &str| {
        library.lock().execute(sql, [id.as_bytes()]).unwrap();
    };
    let of = "WHERE article = (SELECT number FROM articles WHERE id = ?1)";
    flip(ids[3], &format!("UPDATE vectors SET vector = zeroblob(64) {of}"));
    flip(ids[4], &format!("UPDATE vectors SET vector = x'00' {of}"));
    let opened = SqliteStore::open(library.path()).unwrap();
    let mut truth: BTreeMap<_, _> =
        ids.iter().copied().zip(articles.into_iter().map(|(_, vector)| vector)).collect();
    truth.remove(&ids[3]);
    truth.remove(&ids[4]);
    assert_exact(&opened, &truth, random);
    assert_eq!(opened.vector(ids[3], &model()).unwrap(), None, "nothing is compared with it");
    assert!(opened.vector(ids[5], &model()).unwrap().is_some());
    let report = opened.check(Depth::Quick, super::count_words).unwrap();
    assert_eq!(report.findings, [crate::library::Finding::Vectors(2)]);
    opened.rebuild(super::count_words).unwrap();
    assert_eq!(opened.count_lacking_vectors(&model()).unwrap(), 2);
}

#[test]
fn chosen_articles_have_the_scores_that_the_nearest_have() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let mut random = Random(7);
    let ids = add_all(&library, &some(&mut random, 30));
    let query = random.vector();
    let vector = ArticleVector { model: &model(), values: &query };
    let all = library.nearest(vector, 30, &Filter::default()).unwrap();
    let chosen = [ids[20], ids[3], ids[11], ArticleId::new_v7()];
    let mut expected = all.clone();
    expected.retain(|neighbor| chosen.contains(&neighbor.article.id));
    assert_eq!(library.scored(vector, &chosen, &Filter::default()).unwrap(), expected);
    let without = Filter { exclude: vec![ids[3]], ..Filter::default() };
    let others = library.scored(vector, &chosen, &without).unwrap();
    assert!(others.len() == 2 && others.iter().all(|neighbor| neighbor.article.id != ids[3]));
    let other = ModelId::new("other", "0123456789abcdef");
    let of_other = ArticleVector { model: &other, values: &query };
    assert_eq!(library.scored(of_other, &chosen, &Filter::default()).unwrap(), []);
}
