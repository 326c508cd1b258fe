//! How much a server takes at once.

use std::time::Duration;

/// Limits of size, number and time. Each has a default that suits one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Tokens of work in flight, waiting or done, of each class: of what somebody waits for, and of bulk work.
    /// Default: 131,072, some ten seconds' work of two cores.
    pub tokens_in_flight: usize,
    /// Requests that somebody waits for, in flight at a time: so many that the last of them is not answered much
    /// later than the first. Default: 64.
    pub awaited: usize,
    /// Bytes of a body, unless it is a stream of lines. Default: 32 MiB.
    pub body_bytes: usize,
    /// Bytes of a line of a stream. Default: 8 MiB.
    pub line_bytes: usize,
    /// How long a body may take, and a pause of a stream of lines. Default: 30 seconds.
    pub body_time: Duration,
    /// How long a request's head may take, and a kept connection may be idle. Default: 15 seconds.
    pub head_time: Duration,
    /// How long a client may read nothing of an answer. Default: 60 seconds.
    pub write_time: Duration,
    /// How long an answer may take, unless it is a stream. Default: 120 seconds.
    pub answer_time: Duration,
    /// Texts of one request. Default: 2,048, as of OpenAI.
    pub texts: usize,
    /// Connections at a time. Default: 1,024.
    pub connections: usize,
    /// Calls on the library at a time. Default: 16.
    pub library_calls: usize,
    /// How long requests may go on after the server was told to end. Default: 30 seconds.
    pub shutdown_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens_in_flight: 131_072,
            awaited: 64,
            body_bytes: 32 << 20,
            line_bytes: 8 << 20,
            body_time: Duration::from_secs(30),
            head_time: Duration::from_secs(15),
            write_time: Duration::from_secs(60),
            answer_time: Duration::from_secs(120),
            texts: 2_048,
            connections: 1_024,
            library_calls: 16,
            shutdown_time: Duration::from_secs(30),
        }
    }
}
