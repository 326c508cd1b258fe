//! One long mix of all that can be done, on stores of all kinds side by side: each step has the
//! same answer from each of them.

use std::fmt::Debug;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::date;
use nutgraf::Result;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{
    ArticleVector, Copies, Entry, FetchRecord, Filter, Job, ListOptions, Neighbor, Placing, Store,
    StoryChange, StoryOptions,
};

use crate::given::{Random, article, model, numbered, text, time};
use crate::one_of_each;

const STEPS: u64 = 300;
const DIMENSIONS: usize = 8;
/// So many articles there are at most.
const IDS: usize = 40;
const WORDS: [&str; 10] =
    ["Harbour", "ferry", "ice", "tide", "pilot", "Café", "京都", "board", "rises", "late"];
const NAMES: [&str; 4] = ["sea", "town", "arts", "Sea"];

/// So many changes a step makes at most, each at a moment of its own: one that came no later than
/// the last would be taken for one of now.
const MOMENTS: u64 = 10;

fn at(moment: u64) -> Timestamp {
    Timestamp::from_second(1_750_000_000 + moment as i64).unwrap()
}

fn some_id(random: &mut Random) -> ArticleId {
    numbered(random.below(IDS) as u64)
}

fn some_ids(random: &mut Random) -> Vec<ArticleId> {
    (0..1 + random.below(3)).map(|_| some_id(random)).collect()
}

fn some_words(random: &mut Random, most: usize) -> String {
    let words: Vec<&str> = (0..1 + random.below(most)).map(|_| random.pick(&WORDS)).collect();
    words.join(" ")
}

fn some_name(random: &mut Random) -> Option<String> {
    (random.below(3) > 0).then(|| random.pick(&NAMES).to_owned())
}

fn some_url(random: &mut Random) -> String {
    let start = random.pick(&["https://", "http://www.", "https://m."]);
    let end = random.pick(&["", "/", "?utm_source=mail"]);
    format!("{start}paper{}.example/{}{end}", random.below(4), random.below(12))
}

/// An article that may be new, or one that is stored, or in the way of another.
fn some_article(random: &mut Random, moment: u64) -> Article {
    let number = random.below(IDS) as u64;
    let day = 1 + random.below(9) as i8;
    Article {
        id: Some(numbered(number)),
        external_id: (random.below(4) == 0).then(|| format!("wire-{}", random.below(20))),
        title: (random.below(4) > 0).then(|| some_words(random, 3)),
        category: some_name(random),
        url: (random.below(3) > 0).then(|| some_url(random)),
        date: (random.below(2) == 0).then(|| date(2025, 3, day)),
        published: (random.below(2) == 0).then(|| time(&format!("2025-03-0{day}T12:00:00Z"))),
        site: (random.below(4) == 0).then(|| "Lorne Post".to_owned()),
        tags: vec![some_words(random, 1)],
        starred: random.below(5) == 0,
        language: text(random.pick(&["en", "nb"])),
        created: Some(at(number)),
        updated: Some(at(1_000 + moment)),
        ..article(&some_words(random, 6))
    }
}

fn some_filter(random: &mut Random) -> Filter {
    let mut filter = Filter::default();
    match random.below(8) {
        0 => filter.category = some_name(random),
        1 => filter.language = text(random.pick(&["en", "nb", "de"])),
        2 => filter.since = Some(date(2025, 3, 1 + random.below(9) as i8)),
        3 => filter.until = Some(date(2025, 3, 1 + random.below(9) as i8)),
        4 => filter.read = Some(random.below(2) == 0),
        5 => filter.source = text(random.pick(&["paper1.example", "Lorne Post", "example"])),
        6 => filter.exclude = some_ids(random),
        _ => {}
    }
    filter
}

/// What was answered, or why it was refused.
fn told<T: Debug>(answer: Result<T>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => format!("refused: {error}"),
    }
}

/// The same of a change to stories, but for when it was made.
fn told_change(change: Result<StoryChange>) -> String {
    told(change.map(|it| (it.number, it.kind, it.story, it.moved, it.undone.is_some())))
}

/// The same in an order that no store promises.
fn told_sorted<T: Debug + Ord>(answer: Result<Vec<T>>) -> String {
    told(answer.map(|mut found| {
        found.sort();
        found
    }))
}

fn add(library: &dyn Store, random: &mut Random, step: u64) -> String {
    let model = model("small");
    let count = 1 + random.below(4) as u64;
    let articles: Vec<Article> =
        (0..count).map(|nth| some_article(random, MOMENTS * step + nth)).collect();
    let vectors: Vec<Vec<f32>> = articles.iter().map(|_| random.vector(DIMENSIONS)).collect();
    let with_vectors = articles.iter().zip(&vectors).map(|(article, values)| {
        let vector = ArticleVector { model: &model, values };
        Entry { article, vector: (values[0] > -0.5).then_some(vector) }
    });
    let entries: Vec<Entry> = with_vectors.collect();
    let resolved: Vec<String> = articles.iter().map(|it| told(library.resolve(it))).collect();
    let added: Vec<String> = library.add(&entries).unwrap().into_iter().map(told).collect();
    format!("{resolved:?} {added:?}")
}

fn patch(library: &dyn Store, random: &mut Random, step: u64) -> String {
    let given = some_article(random, MOMENTS * step);
    let which = random.below(4);
    let mut change = |stored: Article| {
        let updated = given.updated;
        match which {
            0 => Article { title: given.title.clone(), updated, ..stored },
            1 => Article { category: given.category.clone(), updated, ..stored },
            2 => Article { url: given.url.clone(), updated, ..stored },
            _ => Article { body: given.body.clone(), updated, ..stored },
        }
    };
    told(library.patch(some_id(random), &mut change, None))
}

fn place(library: &dyn Store, random: &mut Random) -> String {
    let waiting = library.unplaced(5).unwrap();
    let mut placings = Vec::new();
    for article in waiting.iter().filter_map(|article| article.id) {
        let with = (random.below(2) == 0).then(|| some_id(random));
        let copy_of = library.duplicates_of(&library.get_by_id(article).unwrap()).unwrap();
        placings.push(Placing { article, with, copy_of: copy_of.first().copied() });
    }
    told(library.place(&placings))
}

fn near(library: &dyn Store, random: &mut Random) -> String {
    let (model, values) = (model("small"), random.vector(DIMENSIONS));
    let vector = ArticleVector { model: &model, values: &values };
    let filter = some_filter(random);
    let ids = some_ids(random);
    let scored = told(library.scored(vector, &[ids[0]], &filter));
    let near = library.nearest(vector, 1 + random.below(9), &filter);
    let bits = |it: &Neighbor| (it.article.clone(), it.score.to_bits());
    scored + &told(near.map(|found| found.iter().map(bits).collect::<Vec<_>>()))
}

fn work(library: &dyn Store, random: &mut Random, step: u64) -> String {
    let model = model("small");
    let articles = [0, 1].map(|nth| some_article(random, MOMENTS * step + nth));
    let added = library.add_later(&[&articles[0], &articles[1]], &model).unwrap();
    let added: Vec<String> = added.into_iter().map(told).collect();
    let wanted = told(library.want_vectors(&model, random.below(3)));
    let waiting = told(library.first_awaited()) + &told(library.count_unplaced());
    let jobs: Vec<Job> = library.claim("one", &model, 9, Duration::from_secs(3_600)).unwrap();
    let mut answers = Vec::new();
    for job in &jobs {
        let values = random.vector(DIMENSIONS);
        let article = library.get_by_id(job.article).unwrap();
        let vector = ArticleVector { model: &model, values: &values };
        let finished = library.finish(&[(job, &article, vector)]);
        answers.push((job.article, job.attempts, told(finished)));
    }
    format!("{added:?} {wanted} {waiting} {answers:?} {:?}", library.job_counts().unwrap())
}

fn fetch(library: &dyn Store, random: &mut Random) -> String {
    let address = format!("https://a.example/feed/{}", random.below(3));
    let known = told(library.last_fetch(&address));
    let etag = (random.below(2) == 0).then(|| random.below(9).to_string());
    library.remember_fetch(&FetchRecord { address, etag, last_modified: None }).unwrap();
    known + &told(library.ledger().map(|ledger| ledger.fetches))
}

fn list(library: &dyn Store, random: &mut Random) -> String {
    let sources = vec!["paper2.example".to_owned(), "Lorne Post".to_owned()];
    let copies = if random.below(2) == 0 { Copies::Folded(sources) } else { Copies::Each };
    let (offset, limit) = (random.below(3), Some(random.below(12)));
    let filter = some_filter(random);
    told(library.list(&ListOptions { filter, offset, limit, copies, after: None }))
}

fn words(library: &dyn Store, random: &mut Random) -> String {
    let query = some_words(random, 2);
    let query = if random.below(3) == 0 { format!("\"{query}\"*") } else { query };
    let found = library.search_words(&query, 99, &some_filter(random));
    let shown = found
        .map(|hits| hits.into_iter().map(|it| (it.id, it.title, it.snippet)).collect::<Vec<_>>());
    let with = library.with_words(&[random.pick(&WORDS), random.pick(&WORDS)], 5);
    told_sorted(shown) + &told(with)
}

fn models(library: &dyn Store, random: &mut Random) -> String {
    let model = model("small");
    let id = some_id(random);
    let lacking = told(library.lacking_vectors(&model, 3));
    let counted = told(library.count_lacking_vectors(&model));
    format!(
        "{lacking} {counted} {} {}",
        told(library.model_for(id, &model)),
        told(library.vector(id, &model))
    )
}

/// Takes a step, which is the same wherever it is taken, and tells what came of it.
fn take(library: &dyn Store, step: u64) -> String {
    let random = &mut Random(step);
    // Without articles there is little to do.
    let kind = if step < 10 { 0 } else { random.below(20) };
    match kind {
        0..=3 => add(library, random, step),
        4 => patch(library, random, step),
        5 => told(library.remove(some_id(random))),
        6 => told(library.mark_read(some_id(random), at(step))),
        7 | 8 => place(library, random),
        9 => told_change(library.merge_stories(&some_ids(random))),
        10 => told_change(library.split_story(&some_ids(random))),
        11 => told_change(library.undo_story_change(None)),
        12 => list(library, random),
        13 => near(library, random),
        14 => words(library, random),
        15 => work(library, random, step),
        16 => fetch(library, random),
        17 => {
            told(library.get(&some_url(random)))
                + &told(library.story(&some_id(random).to_string()))
        }
        18 => {
            let filter = some_filter(random);
            told(library.stories(&StoryOptions { filter, ..StoryOptions::default() }))
        }
        _ => models(library, random),
    }
}

#[test]
fn every_store_gives_the_same_answers_to_a_long_mix() {
    let stores = one_of_each();
    let held = |library: &dyn Store| told(library.holdings(0, 99));
    for step in 0..STEPS {
        let expected = take(stores[0].store(), step);
        for fresh in &stores[1..] {
            let kind = fresh.kind;
            assert_eq!(take(fresh.store(), step), expected, "step {step} on {kind}");
            assert_eq!(held(fresh.store()), held(stores[0].store()), "step {step} on {kind}");
        }
    }
    assert!(stores[0].store().count().unwrap() > 5, "something is left to compare");
    assert!(!stores[0].store().story_changes().unwrap().is_empty());
}
