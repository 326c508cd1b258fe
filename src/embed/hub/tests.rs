//! The real code against a hub on 127.0.0.1.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::test_hub::{COMMIT, Fault, REPOSITORY, TestHub, model_files, sha256};
use super::*;
use crate::error::ErrorKind;

const FILES: [&str; 4] =
    ["config.json", "tokenizer.json", "1_Pooling/config.json", "model.safetensors"];
/// Long for a byte from this machine, short for a test.
const STALL: Duration = Duration::from_secs(1);

fn options(endpoint: &str, cache: &Path) -> HubOptions {
    HubOptions { endpoint: Some(endpoint.to_owned()), ..HubOptions::new(cache) }
}

fn pull_with(options: HubOptions, reference: &str) -> Result<Pulled> {
    Hub::new(options)?.pull(&reference.parse()?, &mut |_| {})
}

fn pull(hub: &TestHub, cache: &TempDir, reference: &str) -> Result<Pulled> {
    pull_with(options(&hub.endpoint(), cache.path()), reference)
}

/// As [`pull`], but giving up on a silent hub after [`STALL`].
fn pull_impatiently(hub: &TestHub, cache: &TempDir, reference: &str) -> Result<Pulled> {
    let timeouts = Timeouts { stall: STALL, ..Timeouts::default() };
    pull_with(HubOptions { timeouts, ..options(&hub.endpoint(), cache.path()) }, reference)
}

fn offline(cache: &Path) -> HubOptions {
    HubOptions { offline: true, ..options("http://127.0.0.1:9", cache) }
}

fn weights() -> Vec<u8> {
    model_files().pop().unwrap().1
}

/// Every file in a folder and below, and not the links.
fn plain_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => found.extend(plain_files(&entry.path())),
            kind if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}

/// That a failed pull left no file in any snapshot, and no blob that a reader would take.
fn assert_nothing_kept(cache: &TempDir, file: &str) {
    let snapshots = cache.path().join("models--acme--tiny-bert").join("snapshots");
    assert!(!snapshots.join(COMMIT).join(file).exists(), "{file} must not be there");
    for path in plain_files(cache.path()) {
        let content = fs::read(&path).unwrap();
        assert!(!content.starts_with(b"<html>"), "{} is a page", path.display());
        let name = path.file_name().unwrap().to_str().unwrap();
        let whole = name.len() != 64 || name == sha256(&content);
        assert!(whole, "{name} has the name of what it is not");
    }
    let reference = REPOSITORY.parse().unwrap();
    assert_eq!(Hub::new(offline(cache.path())).unwrap().cached(&reference), None);
}

/// Orders one fault, expects the pull to fail with this in the message, then to work without.
fn fails_cleanly(part: &'static str, fault: Fault, file: &str, message: &str) {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail(part, fault);
    let pull_once = match fault {
        Fault::Silence | Fault::StallAt(_) => pull_impatiently,
        _ => pull,
    };
    let error = pull_once(&hub, &cache, REPOSITORY).expect_err("the fault must be seen");
    let error = error.to_string();
    assert!(error.contains(message), "{fault:?}: {error}");
    assert_nothing_kept(&cache, file);
    hub.mend();
    assert_eq!(pull(&hub, &cache, REPOSITORY).unwrap().files.len(), FILES.len());
}

#[test]
fn a_model_arrives_whole_pinned_and_with_its_hashes() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let pulled = pull(&hub, &cache, REPOSITORY).unwrap();
    assert_eq!((pulled.repository.as_str(), pulled.revision.as_str()), (REPOSITORY, COMMIT));
    assert_eq!(pulled.files.iter().map(|file| file.name).collect::<Vec<_>>(), FILES);
    for file in &pulled.files {
        let sent = model_files().into_iter().find(|(name, _)| *name == file.name).unwrap().1;
        assert_eq!(fs::read(pulled.folder.join(file.name)).unwrap(), sent);
        assert_eq!((file.bytes, file.sha256.clone()), (sent.len() as u64, sha256(&sent)));
    }
    let blobs = cache.path().join("models--acme--tiny-bert/blobs");
    assert_eq!(plain_files(&blobs).len(), FILES.len(), "no partial file stays");

    let reader = Hub::new(offline(cache.path())).unwrap();
    let found = reader.cached(&REPOSITORY.parse().unwrap()).unwrap();
    assert_eq!((&found.folder, &found.revision), (&pulled.folder, &pulled.revision));
    assert_eq!(found.repository, REPOSITORY);
    let (repository, revision) = (pulled.repository, pulled.revision);
    assert_eq!(reader.list_cached(), [Cached { repository, revision, folder: pulled.folder }]);
}

#[test]
fn the_cache_is_one_that_hf_hub_itself_reads() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let pulled = pull(&hub, &cache, REPOSITORY).unwrap();
    let theirs = hf_hub::Cache::new(cache.path().to_owned()).model(REPOSITORY.to_owned());
    for file in FILES {
        assert_eq!(theirs.get(file), Some(pulled.folder.join(file)));
    }
}

#[test]
fn progress_adds_up_to_every_file() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let client = Hub::new(options(&hub.endpoint(), cache.path())).unwrap();
    let reference = REPOSITORY.parse().unwrap();
    let mut events = Vec::new();
    let pulled = client.pull(&reference, &mut |event| events.push(event)).unwrap();

    let mut events = events.into_iter().peekable();
    for file in &pulled.files {
        let started = PullEvent::Started { file: file.name, bytes: Some(file.bytes) };
        assert_eq!(events.next(), Some(started));
        let mut sum = 0;
        while let Some(PullEvent::Advanced { bytes }) = events.peek() {
            sum += bytes;
            events.next();
        }
        assert_eq!(sum, file.bytes);
        assert_eq!(events.next(), Some(PullEvent::Finished { file: file.name }));
    }
    assert_eq!(events.next(), None);
}

#[test]
fn a_second_pull_downloads_nothing() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let first = pull(&hub, &cache, REPOSITORY).unwrap();
    hub.take_log();
    assert_eq!(pull(&hub, &cache, REPOSITORY).unwrap(), first);
    assert_eq!(hub.take_log(), [format!("/api/models/{REPOSITORY}/revision/main")]);
}

#[test]
fn every_kind_of_revision_leads_to_its_commit() {
    let hub = TestHub::start();
    for revision in ["main", "v1", "refs/pr/5", COMMIT] {
        let cache = tempfile::tempdir().unwrap();
        let reference = format!("{REPOSITORY}@{revision}");
        let pulled = pull(&hub, &cache, &reference).unwrap();
        assert_eq!(pulled.revision, COMMIT);
        let files = hub.take_log().into_iter().filter(|path| path.contains("/resolve/"));
        assert!(files.into_iter().all(|path| path.contains(COMMIT)), "fetched at the commit");
        let reader = Hub::new(offline(cache.path())).unwrap();
        let found = reader.cached(&reference.parse().unwrap());
        assert_eq!(found.map(|it| it.folder), Some(pulled.folder.clone()));
        let pinned = format!("{REPOSITORY}@{COMMIT}").parse().unwrap();
        assert_eq!(reader.cached(&pinned).map(|it| it.folder), Some(pulled.folder));
    }
}

#[test]
fn another_commit_than_the_pinned_one_is_refused() {
    fails_cleanly("/config.json", Fault::OtherCommit, "config.json", "answers for commit ffff");
}

#[test]
fn a_wrong_sha256_names_both_and_deletes_the_file() {
    let mut wrong = weights();
    wrong[0] ^= 1;
    fails_cleanly("/store/", Fault::Corrupt, "model.safetensors", &sha256(&wrong));
    fails_cleanly("/store/", Fault::Corrupt, "model.safetensors", &sha256(&weights()));
}

#[test]
fn pages_errors_and_silence_leave_nothing_behind() {
    let page = "a web page came instead";
    fails_cleanly("/api/", Fault::Page, "config.json", page);
    fails_cleanly("/resolve/", Fault::Page, "config.json", page);
    fails_cleanly("/store/", Fault::Page, "model.safetensors", page);
    fails_cleanly("/api/", Fault::Status(500), "config.json", "try again later");
    fails_cleanly("/tokenizer.json", Fault::Status(503), "tokenizer.json", "try again later");
    fails_cleanly("/store/", Fault::Status(403), "model.safetensors", "HF_TOKEN");
    fails_cleanly("/api/", Fault::Status(429), "config.json", "come back later");
    fails_cleanly("/config.json", Fault::Bare, "config.json", "not what a hub answers");
    fails_cleanly("/config.json", Fault::Corrupt, "config.json", "should hold JSON");
    fails_cleanly("/api/", Fault::Silence, "config.json", "no byte came for 1s");
    fails_cleanly("/config.json", Fault::StallAt(4), "config.json", "no byte came");
    fails_cleanly("/config.json", Fault::TruncateAt(4), "config.json", "ended too early");
}

#[test]
fn a_stalled_transfer_ends_and_is_taken_up() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail("/store/", Fault::StallAt(200_000));
    let begun = Instant::now();
    let error = pull_impatiently(&hub, &cache, REPOSITORY).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(error.to_string().contains("no byte came for 1s"), "{error}");
    assert_nothing_kept(&cache, "model.safetensors");
    takes_up_at(&hub, &cache, 200_000);
}

#[test]
fn a_truncated_transfer_ends_and_is_taken_up() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail("/store/", Fault::TruncateAt(150_000));
    let error = pull(&hub, &cache, REPOSITORY).unwrap_err();
    assert!(error.to_string().contains("ended too early"), "{error}");
    assert_nothing_kept(&cache, "model.safetensors");
    takes_up_at(&hub, &cache, 150_000);
}

/// That the next pull asks only for what is missing of the weights, and gets them right.
fn takes_up_at(hub: &TestHub, cache: &TempDir, offset: usize) {
    hub.mend();
    hub.take_log();
    let pulled = pull(hub, cache, REPOSITORY).unwrap();
    assert_eq!(fs::read(pulled.folder.join("model.safetensors")).unwrap(), weights());
    let transfers: Vec<_> =
        hub.take_log().into_iter().filter(|path| path.starts_with("/store/")).collect();
    assert_eq!(transfers, [format!("/store/{} from {offset}", sha256(&weights()))]);
}

#[test]
fn what_an_earlier_transfer_left_is_used_only_if_it_fits() {
    let id = sha256(&weights());
    let mut damaged = weights()[..1000].to_vec();
    damaged[7] ^= 1;
    let too_long = [weights(), vec![0]].concat();
    let transfers = |left: &[u8], fault: Option<Fault>| {
        let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
        let blobs = cache.path().join("models--acme--tiny-bert/blobs");
        fs::create_dir_all(&blobs).unwrap();
        fs::write(blobs.join(format!("{id}.nutgraf-part")), left).unwrap();
        fault.into_iter().for_each(|fault| hub.fail("/store/", fault));
        let pulled = pull(&hub, &cache, REPOSITORY).unwrap();
        assert_eq!(fs::read(pulled.folder.join("model.safetensors")).unwrap(), weights());
        hub.take_log().iter().filter(|path| path.starts_with("/store/")).count()
    };
    assert_eq!(transfers(&weights(), None), 0, "whole: only checked");
    assert_eq!(transfers(&weights()[..1000], None), 1, "the rest is fetched");
    assert_eq!(transfers(&weights()[..1000], Some(Fault::NoRange)), 1, "or all, without ranges");
    assert_eq!(transfers(&damaged, None), 2, "damaged: the rest, then all");
    assert_eq!(transfers(&too_long, None), 1, "too long: all");
}

/// Runs this very test in a second process, kills that amid the weights, and pulls again.
#[test]
fn a_killed_pull_is_taken_up() {
    const ENDPOINT: &str = "NUTGRAF_TEST_HUB_ENDPOINT";
    const CACHE: &str = "NUTGRAF_TEST_HUB_CACHE";
    if let (Ok(endpoint), Ok(cache)) = (std::env::var(ENDPOINT), std::env::var(CACHE)) {
        pull_with(options(&endpoint, Path::new(&cache)), REPOSITORY).unwrap();
        return;
    }
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail("/store/", Fault::StallAt(100_000));
    let (_, module) = module_path!().split_once("::").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("{module}::a_killed_pull_is_taken_up")])
        .env(ENDPOINT, hub.endpoint())
        .env(CACHE, cache.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let partial = cache
        .path()
        .join("models--acme--tiny-bert/blobs")
        .join(format!("{}.nutgraf-part", sha256(&weights())));
    let begun = Instant::now();
    while fs::metadata(&partial).map_or(0, |metadata| metadata.len()) < 100_000 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the child does not get there");
        thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_nothing_kept(&cache, "model.safetensors");
    takes_up_at(&hub, &cache, 100_000);
}

#[test]
fn two_pulls_at_once_download_once() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let pulled: Vec<_> = thread::scope(|scope| {
        let pulls: Vec<_> =
            (0..4).map(|_| scope.spawn(|| pull(&hub, &cache, REPOSITORY).unwrap())).collect();
        pulls.into_iter().map(|pull| pull.join().unwrap()).collect()
    });
    assert!(pulled.windows(2).all(|pair| pair[0] == pair[1]));
    let log = hub.take_log();
    assert_eq!(log.iter().filter(|path| path.starts_with("/store/")).count(), 1, "{log:?}");
}

#[test]
fn a_damaged_file_in_the_cache_is_seen_and_replaced() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let pulled = pull(&hub, &cache, REPOSITORY).unwrap();
    let path = pulled.folder.join("model.safetensors").canonicalize().unwrap();
    fs::write(&path, [&weights()[1..], &[0]].concat()).unwrap();

    let error = pull_with(offline(cache.path()), REPOSITORY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Model);
    assert!(error.to_string().contains(&sha256(&weights())), "{error}");
    assert_eq!(pull(&hub, &cache, REPOSITORY).unwrap(), pulled);
    assert_eq!(fs::read(path).unwrap(), weights());
}

#[test]
fn offline_only_the_cache_answers() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let error = pull_with(offline(cache.path()), REPOSITORY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("HF_HUB_OFFLINE"), "{error}");
    let pulled = pull(&hub, &cache, REPOSITORY).unwrap();
    hub.take_log();
    let options = HubOptions { offline: true, ..options(&hub.endpoint(), cache.path()) };
    assert_eq!(pull_with(options, REPOSITORY).unwrap(), pulled);
    assert!(hub.take_log().is_empty());
}

#[test]
fn a_repository_or_revision_that_is_not_there_is_said_to_be() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let refused = |reference: &str, expected: &str| {
        let error = pull(&hub, &cache, reference).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    };
    refused("acme/absent", "no such repository");
    hub.fail("/revision/v9", Fault::Code(404, "RevisionNotFound"));
    refused("acme/tiny-bert@v9", "no revision `v9`");
    hub.fail("/api/", Fault::Status(401));
    refused(REPOSITORY, "set HF_TOKEN");
    assert!(plain_files(cache.path()).is_empty());
}

#[test]
fn a_missing_file_matters_only_if_it_is_required() {
    let cache = tempfile::tempdir().unwrap();
    for (missing, kept) in [("tokenizer.json", None), ("1_Pooling/config.json", Some(3))] {
        let files = model_files().into_iter().filter(|(name, _)| *name != missing).collect();
        let pulled = pull(&TestHub::with_files(files), &cache, REPOSITORY);
        assert_eq!(pulled.as_ref().ok().map(|pulled| pulled.files.len()), kept);
        if let Err(error) = pulled {
            assert!(error.to_string().contains("has no tokenizer.json"), "{error}");
        }
    }
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail("/1_Pooling/", Fault::Status(404));
    assert_eq!(pull(&hub, &cache, REPOSITORY).unwrap().files.len(), 3, "listed, and a 404");
}

#[test]
fn a_redirect_within_the_hub_is_followed() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail("/acme/tiny-bert/resolve/", Fault::Moved);
    hub.fail("/moved/", Fault::Corrupt);
    assert!(pull(&hub, &cache, REPOSITORY).is_err(), "it is there that the file is read");
    hub.fail("/moved/", Fault::NoRange);
    assert_eq!(pull(&hub, &cache, REPOSITORY).unwrap().files.len(), FILES.len());
}

#[test]
fn a_store_on_another_host_gets_the_request_and_not_the_token() {
    let (hub, store, cache) = (TestHub::start(), TestHub::start(), tempfile::tempdir().unwrap());
    hub.use_store_of(&store);
    let token = Some(Token::new("hf_abc"));
    let options = HubOptions { token, ..options(&hub.endpoint(), cache.path()) };
    assert_eq!(pull_with(options, REPOSITORY).unwrap().files.len(), FILES.len());
    assert_eq!(store.take_log(), [format!("/store/{}", sha256(&weights()))]);
    assert!(hub.take_log().iter().all(|request| request.ends_with(" with hf_abc")));
}

#[test]
fn an_id_from_the_hub_is_never_a_path() {
    let (hub, folder) = (TestHub::start(), tempfile::tempdir().unwrap());
    hub.fail("/config.json", Fault::PathAsId);
    let cache = folder.path().join("a/b/c/cache");
    let pulled = pull_with(options(&hub.endpoint(), &cache), REPOSITORY).unwrap();
    assert_eq!(pulled.files.len(), FILES.len());
    assert!(plain_files(folder.path()).iter().all(|path| path.starts_with(&cache)));
    assert!(plain_files(&cache).iter().all(|path| !path.ends_with("escaped")));
}

#[test]
fn the_token_is_sent_and_never_shown() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let with_token = |token: &str| HubOptions {
        token: Some(Token::new(token)),
        ..options(&hub.endpoint(), cache.path())
    };
    let client = Hub::new(with_token("hf_abc")).unwrap();
    assert!(!format!("{client:?}").contains("hf_abc"));
    client.pull(&REPOSITORY.parse().unwrap(), &mut |_| {}).unwrap();
    assert!(hub.take_log()[0].ends_with(" with hf_abc"));
    let error = Hub::new(with_token("hf_abc\nX-Other: 1")).unwrap_err().to_string();
    assert!(error.contains("HF_TOKEN") && !error.contains("hf_abc"), "{error}");
}

#[test]
fn a_hub_that_is_not_there_is_said_to_be() {
    let cache = tempfile::tempdir().unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = pull_with(options(&format!("http://{closed}"), cache.path()), REPOSITORY);
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.to_string().contains("cannot be reached"), "{error}");
    for endpoint in ["hub.example", "file:///etc", "http://", "https://a b"] {
        let error = Hub::new(options(endpoint, cache.path())).unwrap_err();
        assert!(error.to_string().contains("HF_ENDPOINT"), "{error}");
    }
}

#[test]
fn a_password_in_the_address_of_a_hub_is_never_repeated() {
    let (hub, cache) = (TestHub::start(), tempfile::tempdir().unwrap());
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    hub.fail("/resolve/", Fault::Page);
    for (address, said) in [
        (hub.endpoint(), "/resolve/"),
        (format!("http://{closed}"), "cannot be reached"),
        ("ftp://hub.example".to_owned(), "HF_ENDPOINT"),
    ] {
        for password in ["secret", "sec/ret", "sec@ret"] {
            let endpoint = address.replace("://", &format!("://ada:{password}@"));
            let error = pull_with(options(&endpoint, cache.path()), REPOSITORY).unwrap_err();
            let error = error.to_string();
            let expected = if password.contains('/') { "HF_ENDPOINT" } else { said };
            assert!(error.contains(expected) && !error.contains("sec"), "{error}");
            assert!(!error.contains("ada"), "{error}");
        }
    }
}
