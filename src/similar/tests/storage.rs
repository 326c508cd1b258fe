use std::fs;
use std::path::Path;

use super::*;
use crate::error::{Error, Result};
use crate::similar::{ArticleIndex, Fingerprint, How, IndexKind, IndexState, verify};
use crate::vector::ModelId;

type Articles = Vec<(ArticleId, Vec<f32>)>;

fn articles(count: usize, dimensions: usize) -> Articles {
    let vectors = clustered(&mut Random(21), count, 5, dimensions);
    vectors.into_iter().enumerate().map(|(number, vector)| (id(number), vector)).collect()
}

fn fingerprint(dimensions: usize) -> Fingerprint {
    Fingerprint {
        library: "an id".to_owned(),
        generation: 7,
        model: ModelId::new("tiny", "0123456789abcdef"),
        dimensions,
    }
}

fn open(path: &Path, articles: &Articles, kind: IndexKind) -> (ArticleIndex, How) {
    let fingerprint = fingerprint(articles[0].1.len());
    ArticleIndex::open_or_build(path, &fingerprint, || Ok(articles.clone()), kind).unwrap()
}

/// Opens an index that must be there already.
fn reopen(path: &Path, dimensions: usize, kind: IndexKind) -> ArticleIndex {
    let rows = || -> Result<Articles> { panic!("the stored index is of use") };
    let (index, how) =
        ArticleIndex::open_or_build(path, &fingerprint(dimensions), rows, kind).unwrap();
    assert!(matches!(how, How::Loaded));
    index
}

fn assert_same_answers(a: &ArticleIndex, b: &ArticleIndex, articles: &Articles) {
    assert_eq!((a.kind(), a.len()), (b.kind(), b.len()));
    for (id, vector) in articles {
        assert_eq!(a.nearest(vector, 5, &[*id]), b.nearest(vector, 5, &[*id]));
    }
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn what_was_stored_answers_like_what_was_built() {
    let articles = articles(900, 12);
    for kind in [IndexKind::Exact, IndexKind::Hnsw] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.index");
        let (built, how) = open(&path, &articles, kind);
        assert!(matches!(how, How::Built { because: IndexState::Absent, not_saved: None }));
        assert_eq!(verify(&path, &fingerprint(12)), IndexState::Current);
        assert_same_answers(&built, &reopen(&path, 12, kind), &articles);
        assert_eq!(files(folder.path()), 1);
    }
}

#[test]
fn an_empty_library_has_an_index_too() {
    for kind in [IndexKind::Exact, IndexKind::Hnsw] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.index");
        let (index, _) =
            ArticleIndex::open_or_build(&path, &fingerprint(4), || Ok(Vec::new()), kind).unwrap();
        assert!(index.is_empty() && index.nearest(&[1.0; 4], 5, &[]).is_empty());
        assert!(reopen(&path, 4, kind).is_empty());
    }
}

#[test]
fn the_article_itself_is_left_out_and_the_others_fill_up() {
    let folder = tempfile::tempdir().unwrap();
    let articles = articles(300, 8);
    for kind in [IndexKind::Exact, IndexKind::Hnsw] {
        let (index, _) = open(&folder.path().join("library.index"), &articles, kind);
        for (id, vector) in &articles {
            let with = index.nearest(vector, 6, &[]);
            let without = index.nearest(vector, 5, &[*id]);
            assert_eq!(with[0].id, *id);
            assert_eq!(with[1..], without);
        }
        let ids: Vec<_> = articles[..299].iter().map(|(id, _)| *id).collect();
        let rest = index.nearest(&articles[0].1, 5, &ids);
        assert_eq!(rest.iter().map(|n| n.id).collect::<Vec<_>>(), [articles[299].0]);
    }
}

#[test]
fn every_flipped_byte_is_noticed_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let articles = articles(24, 4);
    for kind in [IndexKind::Exact, IndexKind::Hnsw] {
        let (built, _) = open(&path, &articles, kind);
        let sound = fs::read(&path).unwrap();
        for at in 0..sound.len() {
            let mut flipped = sound.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(&path, &flipped).unwrap();
            let state = verify(&path, &fingerprint(4));
            assert!(
                matches!(&state, IndexState::Damaged(_)) || (16..20).contains(&at),
                "byte {at}: {state}"
            );
            assert_ne!(state, IndexState::Current);
            assert_eq!(fs::read(&path).unwrap(), flipped, "checking changes nothing");
            if at % 13 == 0 {
                let (mended, how) = open(&path, &articles, kind);
                assert!(matches!(how, How::Built { not_saved: None, .. }), "byte {at}");
                assert_same_answers(&built, &mended, &articles);
                assert_eq!(fs::read(&path).unwrap(), sound);
            }
        }
    }
}

#[test]
fn a_file_of_any_other_length_is_noticed_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let articles = articles(24, 4);
    let (built, _) = open(&path, &articles, IndexKind::Hnsw);
    let sound = fs::read(&path).unwrap();
    let mut longer = sound.clone();
    longer.push(0);
    let cuts = (0..sound.len()).map(|length| sound[..length].to_vec());
    for (number, wrong) in cuts.chain([longer, [sound.clone(), sound.clone()].concat()]).enumerate()
    {
        fs::write(&path, &wrong).unwrap();
        let state = verify(&path, &fingerprint(4));
        assert!(matches!(state, IndexState::Damaged(_)), "{} bytes: {state}", wrong.len());
        if number % 29 == 0 || wrong.len() > sound.len() {
            let (mended, how) = open(&path, &articles, IndexKind::Hnsw);
            assert!(matches!(how, How::Built { because: IndexState::Damaged(_), .. }));
            assert_same_answers(&built, &mended, &articles);
        }
    }
}

#[test]
fn garbage_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let articles = articles(30, 4);
    let noise: Vec<u8> = (0..5_000).map(|i| Random(i).bits() as u8).collect();
    for garbage in [b"".as_slice(), b"{}", &[0xff; 400], b"nutgraf similar\n", &noise] {
        fs::write(&path, garbage).unwrap();
        let (_, how) = open(&path, &articles, IndexKind::Auto);
        let How::Built { because: IndexState::Damaged(_), not_saved: None } = how else {
            panic!("{how:?}")
        };
        reopen(&path, 4, IndexKind::Auto);
    }
}

#[test]
fn an_index_of_something_else_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let articles = articles(30, 4);
    let wanted = fingerprint(4);
    let others = [
        Fingerprint { library: "another id".to_owned(), ..wanted.clone() },
        Fingerprint { generation: 8, ..wanted.clone() },
        Fingerprint { model: ModelId::new("tiny", "fedcba987654"), ..wanted.clone() },
    ];
    for other in others {
        let rows = || Ok(articles.clone());
        ArticleIndex::open_or_build(&path, &other, rows, IndexKind::Exact).unwrap();
        assert!(matches!(verify(&path, &wanted), IndexState::Stale(_)), "{other:?}");
        let (_, how) = open(&path, &articles, IndexKind::Exact);
        assert!(matches!(how, How::Built { because: IndexState::Stale(_), .. }), "{other:?}");
        assert_eq!(verify(&path, &wanted), IndexState::Current);
    }
    assert!(matches!(verify(&path, &fingerprint(5)), IndexState::Stale(_)));
    let (index, how) = open(&path, &articles, IndexKind::Hnsw);
    assert!(matches!(how, How::Built { because: IndexState::Stale(_), .. }), "another kind");
    assert_eq!(index.kind(), "hnsw");
    assert_eq!(reopen(&path, 4, IndexKind::Auto).kind(), "hnsw", "a graph that is there is used");
}

#[test]
fn a_few_articles_need_no_graph() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = open(&folder.path().join("index"), &articles(30, 4), IndexKind::Auto);
    assert_eq!(index.kind(), "exact");
}

#[test]
fn an_index_that_cannot_be_stored_answers_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let articles = articles(30, 4);
    let occupied = folder.path().join("occupied");
    fs::create_dir(&occupied).unwrap();
    fs::write(occupied.join("kept"), "as it is").unwrap();
    let nowhere = folder.path().join("no such folder").join("library.index");
    assert_eq!(verify(&nowhere, &fingerprint(4)), IndexState::Absent);
    assert!(matches!(verify(&occupied, &fingerprint(4)), IndexState::Damaged(_)));
    for path in [occupied.as_path(), &nowhere, Path::new("/")] {
        let (index, how) = open(path, &articles, IndexKind::Auto);
        assert!(matches!(how, How::Built { not_saved: Some(_), .. }), "{how:?}");
        assert_eq!(index.nearest(&articles[3].1, 1, &[])[0].id, articles[3].0);
    }
    assert_eq!(files(folder.path()), 1, "no temporary file is left");
    assert_eq!(fs::read(occupied.join("kept")).unwrap(), b"as it is");
}

#[test]
fn a_vector_without_direction_is_left_out_and_one_of_another_length_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let mut articles = articles(30, 4);
    articles[0].1 = vec![0.0; 4];
    articles[1].1 = vec![f32::NAN; 4];
    let (index, _) = open(&path, &articles, IndexKind::Exact);
    assert_eq!(index.len(), 28);
    assert!(index.nearest(&[1.0; 4], 40, &[]).iter().all(|n| n.id != id(0) && n.id != id(1)));

    articles[2].1 = vec![1.0; 3];
    let other = Fingerprint { generation: 8, ..fingerprint(4) };
    let failed = ArticleIndex::open_or_build(&path, &other, || Ok(articles), IndexKind::Exact);
    assert!(matches!(failed, Err(Error::VectorLength { found: 3, expected: 4, .. })));
    assert_eq!(verify(&path, &fingerprint(4)), IndexState::Current, "the old file still stands");
}

#[test]
fn an_error_of_the_library_is_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let rows = || Err(Error::NoLibrary);
    let failed = ArticleIndex::open_or_build(&path, &fingerprint(4), rows, IndexKind::Auto);
    assert!(matches!(failed, Err(Error::NoLibrary)));
    assert_eq!(files(folder.path()), 0);
}

#[test]
fn many_may_open_and_build_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.index");
    let articles = articles(120, 8);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (path, articles) = (&path, &articles);
            scope.spawn(move || {
                for round in 0..4 {
                    if (thread + round) % 3 == 0 {
                        // Whoever deletes it or tears it does no harm to the others.
                        let _ = fs::remove_file(path);
                    }
                    let (index, how) = open(path, articles, IndexKind::Hnsw);
                    assert!(!matches!(how, How::Built { not_saved: Some(_), .. }), "{how:?}");
                    let (id, vector) = &articles[thread];
                    assert_eq!(index.nearest(vector, 1, &[])[0].id, *id);
                }
            });
        }
    });
    reopen(&path, 8, IndexKind::Hnsw);
    assert_eq!(files(folder.path()), 1);
}
