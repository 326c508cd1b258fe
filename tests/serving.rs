//! `nutgraf serve` as a process: how it begins, and how it ends.
#![cfg(unix)]

mod program;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use program::Program;

/// A server, which is killed if a test leaves it.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    /// Starts it at a free port, or at this place.
    fn new(program: &Program, place: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nutgraf"))
            .args(["--library", "library.db", "serve", "--listen", place])
            .current_dir(program.path("."))
            .env_remove("NUTGRAF_TOKEN")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_once("reading at ").unwrap_or_else(|| panic!("{line}")).1;
        let address = address.split(';').next().unwrap().trim_start_matches("http://").to_owned();
        Self { child, address }
    }

    fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_finishes_what_it_took_and_ends() {
    let program = Program::new();
    let mut serving = Serving::new(&program, "127.0.0.1:0");
    let mut stream = TcpStream::connect(&serving.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let line = "{\"body\": \"The ferry to Skarn stopped on Monday.\"}\n";
    let head =
        "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n";
    write!(stream, "{head}Content-Length: {}\r\n\r\n", line.len()).unwrap();
    let (first, rest) = line.split_at(20);
    stream.write_all(first.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(300));
    serving.terminate();
    thread::sleep(Duration::from_millis(300));
    assert!(TcpStream::connect(&serving.address).is_err(), "nothing new is taken");
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("\"outcome\":\"added\""), "{answer}");
    assert!(serving.child.wait().unwrap().success());
}

#[test]
fn a_socket_of_its_own_is_answered_at_and_removed() {
    let program = Program::new();
    let mut serving = Serving::new(&program, "unix:a.sock");
    let path = program.path("a.sock");
    let mut stream = UnixStream::connect(&path).unwrap();
    stream
        .write_all(b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"ready\""), "{answer}");
    serving.terminate();
    assert!(serving.child.wait().unwrap().success());
    assert!(!Path::new(&path).exists());
}

#[test]
fn it_says_why_it_does_not_begin() {
    let program = Program::new();
    std::fs::write(program.path("tokens"), "desk short\n").unwrap();
    let begun = |arguments: &[&str]| {
        let all = [&["--library", "library.db", "serve"], arguments].concat();
        program.run(&all)
    };
    begun(&["--listen", "0.0.0.0:0"]).ended(2).saying(&["--tokens-file", "--insecure"]);
    begun(&["--tokens-file", "tokens"]).ended(2).saying(&["tokens: line 1", "16 characters"]);
    begun(&["--tokens-file", "absent"]).ended(2).saying(&["absent", "No such file"]);
    begun(&["--listen", "nowhere"]).ended(2).saying(&["127.0.0.1:7800", "unix:PATH"]);
    begun(&["--listen", "systemd"]).ended(2).saying(&["no supervisor"]);
}
