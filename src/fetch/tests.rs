//! The fetcher against a server on this machine that misbehaves in every way that is guarded.

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{FetchOptions, Fetched, Fetcher, Validators};
use crate::read::read;
use crate::{Error, ErrorKind};

const PAGE: &str = "The ferry was late by two hours again. Nobody on the pier minded.";

/// A server on a port of its own; `answer` is given the request's lines and the connection.
struct Server {
    port: u16,
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn start(answer: fn(&[String], &mut TcpStream)) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                thread::spawn(move || {
                    let mut stream = stream;
                    let mut lines = Vec::new();
                    for line in BufReader::new(stream.try_clone().unwrap()).lines() {
                        match line {
                            Ok(line) if !line.is_empty() => lines.push(line),
                            _ => break,
                        }
                    }
                    counted.fetch_add(1, Ordering::SeqCst);
                    answer(&lines, &mut stream);
                });
            }
        });
        Self { port, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn path(lines: &[String]) -> &str {
    lines[0].split(' ').nth(1).unwrap()
}

fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let length = body.len();
    // The client may have gone.
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let _ = stream.write_all(body);
}

/// Limits that a test can wait for.
fn limits() -> FetchOptions {
    FetchOptions {
        timeout: Duration::from_millis(1500),
        most_bytes: 100_000,
        most_redirects: 3,
        ..FetchOptions::default()
    }
}

/// A fetcher to which 127.0.0.1 is public and the rest of the loopback net is not.
fn fetcher() -> Fetcher {
    let policy = |address| match address {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => None,
        other => super::addresses::special(other),
    };
    Fetcher::with_policy(limits(), policy)
}

fn body(fetched: Result<Fetched, Error>) -> String {
    match fetched.unwrap() {
        Fetched::Page(input, _) => read(input).documents().next().unwrap().unwrap().article.body,
        Fetched::Unchanged => panic!("unchanged"),
    }
}

fn reason(fetched: Result<Fetched, Error>) -> String {
    match fetched {
        Err(error) => error.to_string(),
        Ok(_) => panic!("it was fetched"),
    }
}

#[test]
fn a_page_is_fetched_as_what_it_is() {
    let server = Server::start(|lines, stream| {
        assert!(lines.iter().any(|it| it.to_lowercase().starts_with("user-agent: nutgraf/")));
        match path(lines) {
            "/moved" => send(stream, "301 Moved", "Location: ../text?x=1\r\n", b""),
            _ => send(stream, "200 OK", "Content-Type: text/plain\r\n", PAGE.as_bytes()),
        }
    });
    assert_eq!(body(fetcher().get(&server.url("/text"), None)), PAGE);
    let Fetched::Page(input, _) = fetcher().get(&server.url("/moved#part"), None).unwrap() else {
        panic!("unchanged");
    };
    assert_eq!(input.name(), server.url("/text?x=1"));
    let document = read(input).documents().next().unwrap().unwrap();
    assert_eq!(document.article.url, Some(server.url("/text?x=1")));
}

#[test]
fn what_is_not_of_the_public_net_is_not_even_asked() {
    let server = Server::start(|_, stream| send(stream, "200 OK", "", PAGE.as_bytes()));
    let strict = Fetcher::new(limits());
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0"] {
        let error = strict.get(&format!("http://{host}:{}/", server.port), None).err().unwrap();
        assert!(
            matches!(error, Error::PrivateAddress { .. })
                || host == "0x7f.1"
                || host == "2130706433",
            "{host}: {error}"
        );
        assert!(matches!(error.kind(), ErrorKind::Input | ErrorKind::Network));
    }
    let metadata = reason(strict.get("http://169.254.169.254/latest/meta-data/", None));
    assert!(metadata.contains("link-local"), "{metadata}");
    assert_eq!(server.requests(), 0);
    let allowing = Fetcher::new(FetchOptions { allow_private: true, ..limits() });
    assert_eq!(body(allowing.get(&server.url("/"), None)), PAGE);
}

#[test]
fn other_schemes_and_credentials_are_refused() {
    for (address, why) in [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://news.example/x", "only http and https"),
        ("gopher://news.example/x", "only http and https"),
        ("http://", "no address"),
        ("news.example/x", "no address"),
        ("http://ada:secret@news.example/x", "a name or a password"),
        ("http:///ada:secret@news.example/x", "a name or a password"),
        ("http://\\ada:secret@news.example/x", "a name or a password"),
        ("http://ada:sec/ret@news.example/x", "no address"),
    ] {
        let said = reason(fetcher().get(address, None));
        assert!(said.contains(why) && !said.contains("sec"), "{said}");
    }
    let server = Server::start(|_, stream| {
        send(stream, "302 Found", "Location: //ada:secret@127.0.0.1/\r\n", b"");
    });
    let said = reason(fetcher().get(&server.url("/"), None));
    assert!(said.contains("a name or a password") && !said.contains("secret"), "{said}");
}

#[test]
fn a_redirect_is_looked_at_before_it_is_followed() {
    let server = Server::start(|lines, stream| {
        let location = match path(lines) {
            "/inside" => "http://127.0.0.2:1/",
            "/file" => "file:///etc/passwd",
            "/loop" => "/loop",
            _ => return send(stream, "302 Found", "", b""),
        };
        send(stream, "302 Found", &format!("Location: {location}\r\n"), b"");
    });
    let get = |path| reason(fetcher().get(&server.url(path), None));
    assert!(get("/inside").contains("127.0.0.2 is a loopback address"), "{}", get("/inside"));
    assert!(get("/file").contains("only http and https"), "{}", get("/file"));
    let before = server.requests();
    assert!(get("/loop").contains("sends on more than 3 times"), "{}", get("/loop"));
    assert_eq!(server.requests() - before, 4);
    assert!(get("/nowhere").contains("does not say where"), "{}", get("/nowhere"));
}

#[test]
fn size_is_bounded_after_decompression() {
    let server = Server::start(|lines, stream| match path(lines) {
        "/gzip" => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&vec![b'a'; 50_000_000]).unwrap();
            let bomb = encoder.finish().unwrap();
            assert!(bomb.len() < 60_000);
            send(stream, "200 OK", "Content-Encoding: gzip\r\n", &bomb);
        }
        "/small" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
            encoder.write_all(PAGE.as_bytes()).unwrap();
            send(stream, "200 OK", "Content-Encoding: gzip\r\n", &encoder.finish().unwrap());
        }
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'a'; 4096]).is_ok() {}
        }
        _ => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            while stream.write_all(b"X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
        }
    });
    let get = |path| fetcher().get(&server.url(path), None);
    assert_eq!(body(get("/small")), PAGE);
    assert!(reason(get("/gzip")).contains("larger than"));
    assert!(reason(get("/endless")).contains("larger than"));
    assert!(!reason(get("/headers")).is_empty());
}

#[test]
fn time_is_bounded_whatever_the_server_waits_with() {
    let server = Server::start(|lines, stream| match path(lines) {
        "/silent" => thread::sleep(Duration::from_secs(20)),
        "/slow" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            for _ in 0..400 {
                if stream.write_all(b"a").is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(50));
            }
        }
        _ => {
            thread::sleep(Duration::from_millis(700));
            send(stream, "302 Found", "Location: /again\r\n", b"");
        }
    });
    for path in ["/silent", "/slow", "/redirects"] {
        let started = Instant::now();
        let said = reason(fetcher().get(&server.url(path), None));
        assert!(said.contains("took longer than 1.5 s"), "{path}: {said}");
        assert!(started.elapsed() < Duration::from_secs(5), "{path}");
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|lines, stream| {
        let asks = |name: &str| lines.iter().any(|it| it.to_lowercase().starts_with(name));
        if asks("if-none-match: \"v1\"") && asks("if-modified-since: fri, 03 sep 2021") {
            return send(stream, "304 Not Modified", "", b"");
        }
        let headers = "ETag: \"v1\"\r\nLast-Modified: Fri, 03 Sep 2021 10:00:00 GMT\r\n";
        send(stream, "200 OK", headers, PAGE.as_bytes());
    });
    let Fetched::Page(_, validators) = fetcher().get(&server.url("/"), None).unwrap() else {
        panic!("unchanged");
    };
    assert_eq!(validators.etag.as_deref(), Some("\"v1\""));
    assert!(matches!(fetcher().get(&server.url("/"), Some(&validators)), Ok(Fetched::Unchanged)));
    let other = Validators { etag: Some("\"v0\"".into()), ..Validators::default() };
    assert!(matches!(fetcher().get(&server.url("/"), Some(&other)), Ok(Fetched::Page(..))));
}

#[test]
fn what_a_server_refuses_is_said_with_what_to_do() {
    let server = Server::start(|lines, stream| match path(lines) {
        "/garbage" => {
            let _ = stream.write_all(b"\0\x01\x02 no protocol of ours\r\n\r\n");
        }
        "/short" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort");
        }
        path => send(stream, &format!("{} No", &path[1..]), "Retry-After: 120\r\n", b"nothing"),
    });
    for (path, why) in [
        ("/404", "no such page"),
        ("/403", "save it and give the file"),
        ("/401", "a login"),
        ("/429", "wait 120"),
        ("/503", "try again later"),
        ("/204", "that is no page"),
        ("/garbage", "the connection failed"),
        ("/short", "broke off"),
    ] {
        let error = fetcher().get(&server.url(path), None).err().unwrap();
        assert!(error.to_string().contains(why), "{path}: {error}");
        assert_eq!((error.kind(), error.input().is_some()), (ErrorKind::Network, true));
    }
    let nobody = reason(fetcher().get("http://127.0.0.1:9/", None));
    assert!(nobody.contains("nobody answers") || nobody.contains("failed"), "{nobody}");
}
