//! Where a store may be: none is made by looking, one by opening, and it is the same whoever
//! opens it.

use std::sync::Barrier;
use std::thread;

use nutgraf::Error;
use nutgraf::library::{ArticleVector, Filter, Store};

use crate::given::{article, complete, model};
use crate::{Kind, add, all, each_kind, each_spot, listed, place, put, put_with};

#[test]
fn looking_makes_none() {
    each_spot(|spot| {
        for _ in 0..2 {
            assert!(spot.location.find().unwrap().is_none());
            let absent = spot.location.open_existing().err();
            assert!(matches!(absent, Some(Error::LibraryAbsent { .. })), "{absent:?}");
        }
        if let Some(file) = spot.location.file() {
            assert!(!file.exists() && !file.parent().unwrap().exists());
        }
    });
}

#[test]
fn opening_makes_one_that_is_found_from_then_on() {
    each_spot(|spot| {
        let made = spot.open();
        let identity = made.identity().unwrap();
        assert!(identity.parse::<uuid::Uuid>().is_ok(), "{identity}");
        assert_eq!(made.count().unwrap(), 0);
        drop(made);
        let found = spot.location.find().unwrap().unwrap();
        assert_eq!(found.identity().unwrap(), identity);
        assert_eq!(spot.open().identity().unwrap(), identity);
        assert_eq!(spot.location.open_existing().unwrap().identity().unwrap(), identity);
        assert!(!found.is_immutable());
        assert_eq!(spot.location.file().is_some(), spot.kind == Kind::File);
    });
}

#[test]
fn every_library_is_another() {
    each_kind(|kind, library| {
        let other = crate::Fresh::of(kind).unwrap();
        assert_ne!(other.store().identity().unwrap(), library.identity().unwrap());
        put(library, &article("One."));
        assert_eq!(other.store().count().unwrap(), 0);
    });
}

#[test]
fn what_was_stored_is_there_when_it_is_opened_again() {
    each_spot(|spot| {
        let library = spot.open();
        let model = model("small");
        let vector = ArticleVector { model: &model, values: &[0.6, 0.8] };
        let id = put_with(library.as_ref(), &complete(), vector);
        let other = put(library.as_ref(), &article("One."));
        place(library.as_ref(), id, None, None);
        place(library.as_ref(), other, Some(id), None);
        library.add_later(&[&article("For later.")], &model).unwrap().remove(0).unwrap();
        let holdings = library.holdings(0, 9).unwrap();
        drop(library);
        let library = spot.open();
        assert_eq!(library.holdings(0, 9).unwrap(), holdings);
        assert_eq!(library.nearest(vector, 9, &Filter::default()).unwrap()[0].article.id, id);
        assert_eq!(library.search_words("pilot", 9, &Filter::default()).unwrap()[0].id, id);
        assert_eq!(library.job_counts().unwrap().ready, 1);
        assert_eq!(all(library.as_ref()).len(), 3);
    });
}

#[test]
fn what_one_handle_stores_the_other_finds_at_once() {
    each_spot(|spot| {
        let (one, two) = (spot.open(), spot.open());
        let model = model("small");
        for n in 0..5 {
            let (writer, reader) = if n % 2 == 0 { (&one, &two) } else { (&two, &one) };
            let vector = ArticleVector { model: &model, values: &[1.0, n as f32] };
            let id = put_with(writer.as_ref(), &article(&format!("Report {n}.")), vector);
            assert_eq!(listed(reader.as_ref(), &Filter::default())[0], id);
            assert_eq!(reader.nearest(vector, 9, &Filter::default()).unwrap()[0].article.id, id);
            assert_eq!(reader.with_words(&["report"], 1).unwrap(), [id]);
            let again = add(reader.as_ref(), &article(&format!("Report {n}."))).unwrap();
            assert_eq!(again.id, id);
            if n == 3 {
                reader.remove(id).unwrap();
                assert!(writer.get_by_id(id).is_err());
                assert_eq!(writer.nearest(vector, 9, &Filter::default()).unwrap().len(), 3);
            }
        }
        assert_eq!(one.count().unwrap(), 4);
    });
}

#[test]
fn many_that_open_a_new_library_at_once_make_one() {
    each_spot(|spot| {
        let barrier = Barrier::new(8);
        let identities: Vec<String> = thread::scope(|scope| {
            let open = || {
                barrier.wait();
                let library = spot.open();
                put(library.as_ref(), &article(&format!("By {:?}.", thread::current().id())));
                library.identity().unwrap()
            };
            let openers: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).collect()
        });
        assert!(identities.iter().all(|identity| *identity == identities[0]), "{identities:?}");
        assert_eq!(spot.open().count().unwrap(), 8);
    });
}

#[test]
fn writers_of_several_handles_lose_nothing() {
    each_spot(|spot| {
        let library = spot.open();
        thread::scope(|scope| {
            for writer in 0..4 {
                let library = &library;
                scope.spawn(move || {
                    let own = (writer % 2 == 0).then(|| spot.open());
                    let own: &dyn Store = own.as_ref().unwrap_or(library).as_ref();
                    for number in 0..15 {
                        put(own, &article(&format!("Report {number} of {writer}.")));
                        assert!(own.count().unwrap() > number);
                    }
                });
            }
        });
        assert_eq!(library.count().unwrap(), 60);
        let numbers: Vec<u64> =
            library.holdings(0, 99).unwrap().iter().map(|holding| holding.number).collect();
        assert!(numbers.len() == 60 && numbers.is_sorted_by(|a, b| a < b));
    });
}

#[test]
fn a_name_has_no_password() {
    each_spot(|spot| {
        let name = spot.open().name();
        match spot.location.file() {
            Some(file) => assert_eq!(name, file.display().to_string()),
            None => {
                assert!(name.starts_with("postgres"), "{name}");
                let url = std::env::var("NUTGRAF_TEST_POSTGRES").unwrap();
                let secret = url.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
                let secret = secret.and_then(|(user, _)| Some(user.split_once(':')?.1));
                assert!(secret.is_none_or(|it| !name.contains(it)), "{name}");
            }
        }
    });
}
