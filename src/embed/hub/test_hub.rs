//! A hub on 127.0.0.1 for the tests: the routes of a real one, over `std::net` alone, with
//! faults to order. One answer a connection.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::verify::hex;

pub(super) const REPOSITORY: &str = "acme/tiny-bert";
pub(super) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const MAX_HOLD: Duration = Duration::from_secs(30);

/// What is to go wrong with requests whose path holds a given text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fault {
    /// This status, with a page as body.
    Status(u16),
    /// This status, with the hub's own code for the reason.
    Code(u16, &'static str),
    /// Status 200 and a login page.
    Page,
    /// The right head, and a body that ends after so many bytes.
    TruncateAt(usize),
    /// The right head, and a body that stops coming after so many bytes.
    StallAt(usize),
    /// No answer at all.
    Silence,
    /// One byte of the body is another.
    Corrupt,
    /// `Range` is not understood.
    NoRange,
    /// The answer lies at another path of the same host.
    Moved,
    /// The answer says that it is of another commit.
    OtherCommit,
    /// No header that a file could be checked by.
    Bare,
    /// An id that is a path out of the cache.
    PathAsId,
}

pub(super) struct TestHub {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    files: Vec<(&'static str, Vec<u8>)>,
    faults: Mutex<Vec<(&'static str, Fault)>>,
    log: Mutex<Vec<String>>,
    /// Where the large files lie, if not on the hub itself.
    store: Mutex<String>,
    stopped: AtomicBool,
}

struct Request {
    path: String,
    range_start: Option<usize>,
    token: Option<String>,
}

#[derive(Default)]
struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// The files of the repository; the weights are large enough to come in many pieces.
pub(super) fn model_files() -> Vec<(&'static str, Vec<u8>)> {
    let weights = (0u32..300_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    vec![
        ("README.md", b"# tiny".to_vec()),
        ("config.json", br#"{"model_type": "bert"}"#.to_vec()),
        ("tokenizer.json", br#"{"version": "1.0"}"#.to_vec()),
        ("1_Pooling/config.json", br#"{"pooling_mode_cls_token": true}"#.to_vec()),
        ("model.safetensors", weights),
    ]
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl TestHub {
    pub(super) fn start() -> Self {
        Self::with_files(model_files())
    }

    pub(super) fn with_files(files: Vec<(&'static str, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            files,
            faults: Mutex::default(),
            log: Mutex::default(),
            store: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let state = Arc::clone(&shared);
                // A client that hangs up early is what some tests are about.
                thread::spawn(move || state.serve(stream).ok());
            }
        });
        Self { address, state }
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends requests for large files on to another hub, under another name of this machine.
    pub(super) fn use_store_of(&self, other: &Self) {
        *self.state.store.lock().unwrap() = format!("http://localhost:{}", other.address.port());
    }

    /// Orders a fault for every path that holds `part`.
    pub(super) fn fail(&self, part: &'static str, fault: Fault) {
        self.state.faults.lock().unwrap().push((part, fault));
    }

    /// Takes all faults back.
    pub(super) fn mend(&self) {
        self.state.faults.lock().unwrap().clear();
    }

    /// The requests since the last call, as `PATH`, `PATH from N` where a range was asked for,
    /// and with `with TOKEN` behind where one was sent.
    pub(super) fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.state.log.lock().unwrap())
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        self.state.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

impl State {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let request = read_request(&stream)?;
        let mut line = request.path.clone();
        request.range_start.iter().for_each(|start| line += &format!(" from {start}"));
        request.token.iter().for_each(|token| line += &format!(" with {token}"));
        self.log.lock().unwrap().push(line);

        let faults = self.faults.lock().unwrap().clone();
        let fault = faults.iter().rev().find(|(part, _)| request.path.contains(part));
        let fault = fault.map(|(_, fault)| *fault);
        if fault == Some(Fault::Silence) {
            return self.hold();
        }
        let reply = self.reply(&request, fault);
        let mut head = format!("HTTP/1.1 {} x\r\nConnection: close\r\n", reply.status);
        head += &format!("Content-Length: {}\r\n", reply.body.len());
        reply.headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        stream.write_all(format!("{head}\r\n").as_bytes())?;
        match fault {
            Some(Fault::TruncateAt(end)) => stream.write_all(&reply.body[..end]),
            Some(Fault::StallAt(end)) => {
                stream.write_all(&reply.body[..end])?;
                self.hold()
            }
            _ => stream.write_all(&reply.body),
        }
    }

    /// Keeps the connection open, and says nothing, for longer than any test should wait.
    fn hold(&self) -> std::io::Result<()> {
        let begun = Instant::now();
        while !self.stopped.load(Ordering::SeqCst) && begun.elapsed() < MAX_HOLD {
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    fn reply(&self, request: &Request, fault: Option<Fault>) -> Reply {
        let mut reply = match fault {
            Some(Fault::Status(status)) => page(status),
            Some(Fault::Code(status, code)) => Reply {
                status,
                headers: vec![("X-Error-Code", code.to_owned())],
                ..Reply::default()
            },
            Some(Fault::Page) => page(200),
            Some(Fault::Moved) => Reply {
                status: 307,
                headers: vec![("Location", format!("/moved{}", request.path))],
                ..Reply::default()
            },
            _ => self.route(request, fault == Some(Fault::NoRange)),
        };
        match fault {
            Some(Fault::Corrupt) => reply.body.iter_mut().take(1).for_each(|byte| *byte ^= 1),
            Some(Fault::Bare) => reply.headers.clear(),
            Some(Fault::PathAsId) => {
                reply.headers.retain(|(name, _)| *name != "ETag");
                reply.headers.push(("ETag", "\"../../../escaped\"".to_owned()));
            }
            Some(Fault::OtherCommit) => {
                reply.headers.retain(|(name, _)| *name != "X-Repo-Commit");
                reply.headers.push(("X-Repo-Commit", "f".repeat(40)));
            }
            _ => {}
        }
        reply
    }

    fn route(&self, request: &Request, whole: bool) -> Reply {
        let path = request.path.strip_prefix("/moved").unwrap_or(&request.path);
        let start = request.range_start.filter(|_| !whole);
        let routes =
            [format!("/api/models/{REPOSITORY}/revision/"), format!("/{REPOSITORY}/resolve/")];
        if let Some(revision) = path.strip_prefix(&routes[0]) {
            return self.describe(revision);
        }
        if let Some(bytes) = path.strip_prefix("/store/").and_then(|id| self.stored(id)) {
            return slice(bytes, start, vec![("ETag", "\"of-the-store\"".to_owned())]);
        }
        let file = path.strip_prefix(&routes[1]).and_then(|rest| rest.split_once('/'));
        let file = file.and_then(|(_, file)| self.files.iter().find(|(name, _)| *name == file));
        let Some((name, bytes)) = file else { return page(404) };
        let id = sha256(bytes);
        let commit = ("X-Repo-Commit", COMMIT.to_owned());
        if name.ends_with(".safetensors") {
            let linked = [
                ("X-Linked-ETag", format!("\"{id}\"")),
                ("X-Linked-Size", bytes.len().to_string()),
            ];
            let location = ("Location", format!("{}/store/{id}", self.store.lock().unwrap()));
            return Reply {
                status: 302,
                headers: [commit, location].into_iter().chain(linked).collect(),
                body: vec![],
            };
        }
        slice(bytes, start, vec![commit, ("ETag", format!("\"{}\"", &id[..40]))])
    }

    fn describe(&self, revision: &str) -> Reply {
        if !["main", "v1", "refs%2Fpr%2F5", COMMIT].contains(&revision) {
            return page(404);
        }
        let files: Vec<_> =
            self.files.iter().map(|(name, _)| serde_json::json!({ "rfilename": name })).collect();
        let info = serde_json::json!({ "id": REPOSITORY, "sha": COMMIT, "siblings": files });
        let headers = vec![("Content-Type", "application/json".to_owned())];
        Reply { status: 200, headers, body: info.to_string().into_bytes() }
    }

    fn stored(&self, id: &str) -> Option<&[u8]> {
        self.files.iter().map(|(_, bytes)| &bytes[..]).find(|bytes| sha256(bytes) == id)
    }
}

fn page(status: u16) -> Reply {
    let headers = vec![("Content-Type", "text/html; charset=utf-8".to_owned())];
    Reply { status, headers, body: b"<html>Please log in</html>".to_vec() }
}

/// A probe asks for one byte, a transfer for all behind `start`.
fn slice(bytes: &[u8], start: Option<usize>, headers: Vec<(&'static str, String)>) -> Reply {
    let mut reply = Reply { status: 200, headers, body: bytes.to_vec() };
    if let Some(start) = start {
        if start >= bytes.len() {
            return page(416);
        }
        let range = format!("bytes {start}-{}/{}", bytes.len() - 1, bytes.len());
        reply.headers.push(("Content-Range", range));
        (reply.status, reply.body) = (206, bytes[start..].to_vec());
    }
    reply
}

fn read_request(stream: &TcpStream) -> std::io::Result<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut request = Request { path, range_start: None, token: None };
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "range" => {
                let start = value.trim_start_matches("bytes=").split('-').next();
                request.range_start = start.and_then(|start| start.parse().ok());
            }
            "authorization" => request.token = Some(value.trim_start_matches("Bearer ").to_owned()),
            _ => {}
        }
    }
    Ok(request)
}
