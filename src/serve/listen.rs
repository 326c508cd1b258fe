//! Where a server listens, and the loop that takes connections.
//!
//! In: an address, a path, or a socket that a supervisor has opened; a router. Out: answers, until told to end:
//! then no connection is taken any more, and those there are end with the request that they have.
//!
//! A connection has so long for a request's head, and a head is so large at most; a client that reads nothing of
//! its answer is cut off; there are so many connections at a time. Only HTTP/1.1 is spoken: HTTP/2 is for whoever stands in front.

use std::fmt;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use listenfd::ListenFd;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Duration, sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use super::limits::Limits;

/// The most bytes of a request's head.
const HEAD_BYTES: usize = 64 << 10;
/// The most headers.
const HEADERS: usize = 100;

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// At an address of this machine.
    Tcp(SocketAddr),
    /// At a path: whoever may write the file may ask.
    Unix(PathBuf),
    /// At the socket that a supervisor has opened, as systemd does (`LISTEN_FDS`).
    Inherited,
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("unix:").filter(|path| !path.is_empty()) {
            return Ok(Self::Unix(path.into()));
        }
        if text == "systemd" {
            return Ok(Self::Inherited);
        }
        let text = text
            .strip_prefix("localhost:")
            .map_or(text.to_owned(), |port| format!("127.0.0.1:{port}"));
        text.parse().map(Self::Tcp).map_err(|_| {
            "it must be an address with a port (127.0.0.1:7800), unix:PATH, or systemd".to_owned()
        })
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "http://{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Inherited => f.write_str("the socket of the supervisor"),
        }
    }
}

impl Listen {
    /// Opens it.
    ///
    /// # Errors
    /// What the system says: the address is taken, say.
    pub fn open(&self) -> io::Result<Listener> {
        match self {
            Self::Tcp(address) => {
                let listener = std::net::TcpListener::bind(address)?;
                Ok(Listener::Tcp(listener))
            }
            Self::Unix(path) => {
                remove_left_over(path)?;
                let listener = std::os::unix::net::UnixListener::bind(path)?;
                fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
                Ok(Listener::Unix(listener, Some(path.clone())))
            }
            Self::Inherited => inherited(),
        }
    }
}

/// A place that is open.
#[derive(Debug)]
pub enum Listener {
    /// An address.
    Tcp(std::net::TcpListener),
    /// A path, which is removed in the end where it was made here.
    Unix(std::os::unix::net::UnixListener, Option<PathBuf>),
}

impl Listener {
    /// Whether only this machine reaches it.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Tcp(listener) => listener.local_addr().is_ok_and(|it| it.ip().is_loopback()),
            Self::Unix(..) => true,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Tcp(listener) => match listener.local_addr() {
                Ok(address) => format!("http://{address}"),
                Err(_) => "an address".to_owned(),
            },
            Self::Unix(_, Some(path)) => format!("unix:{}", path.display()),
            Self::Unix(_, None) => "the socket of the supervisor".to_owned(),
        }
    }
}

/// Removes the socket of a server that was killed; one that answers stays.
fn remove_left_over(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_socket() => {
            if std::os::unix::net::UnixStream::connect(path).is_ok() {
                return Err(io::Error::new(
                    io::ErrorKind::AddrInUse,
                    "a server listens there already",
                ));
            }
            fs::remove_file(path)
        }
        Ok(_) => {
            Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file that is no socket"))
        }
        Err(_) => Ok(()),
    }
}

fn inherited() -> io::Result<Listener> {
    let mut given = ListenFd::from_env();
    if let Ok(Some(listener)) = given.take_tcp_listener(0) {
        return Ok(Listener::Tcp(listener));
    }
    match given.take_unix_listener(0) {
        Ok(Some(listener)) => Ok(Listener::Unix(listener, None)),
        _ => Err(io::Error::new(
            io::ErrorKind::NotFound,
            "no supervisor has passed a socket; name an address",
        )),
    }
}

/// Takes connections until `end` is ready, and then lets those there are finish.
pub(super) async fn accept(
    listener: Listener,
    router: Router,
    limits: &Limits,
    end: impl Future<Output = ()>,
) -> io::Result<()> {
    let connections = Connections {
        router,
        graceful: GracefulShutdown::new(),
        room: Arc::new(Semaphore::new(limits.connections.max(1))),
        head_time: limits.head_time,
        write_time: limits.write_time,
    };
    let mut end = std::pin::pin!(end);
    match listener {
        Listener::Tcp(listener) => {
            listener.set_nonblocking(true)?;
            let listener = TcpListener::from_std(listener)?;
            loop {
                let permit = connections.permit().await;
                tokio::select! {
                    taken = listener.accept() => match taken {
                        Ok((stream, _)) => {
                            // Answers are whole when they are sent; waiting to fill a packet only delays them.
                            let _ = stream.set_nodelay(true);
                            connections.serve(stream, permit);
                        }
                        Err(error) => rest_after(&error).await,
                    },
                    () = &mut end => break,
                }
            }
        }
        Listener::Unix(listener, path) => {
            listener.set_nonblocking(true)?;
            let listener = UnixListener::from_std(listener)?;
            loop {
                let permit = connections.permit().await;
                tokio::select! {
                    taken = listener.accept() => match taken {
                        Ok((stream, _)) => connections.serve(stream, permit),
                        Err(error) => rest_after(&error).await,
                    },
                    () = &mut end => break,
                }
            }
            if let Some(path) = path {
                let _ = fs::remove_file(path);
            }
        }
    }
    // What has not ended by then is cut off.
    let _ = timeout(limits.shutdown_time, connections.graceful.shutdown()).await;
    Ok(())
}

/// Connections, and what each of them is served by.
struct Connections {
    router: Router,
    graceful: GracefulShutdown,
    room: Arc<Semaphore>,
    head_time: Duration,
    write_time: Duration,
}

impl Connections {
    /// Room for one more, once there is; none only if the semaphore were closed, which it never is.
    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }

    fn serve<S>(&self, stream: S, permit: Option<OwnedSemaphorePermit>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = TowerToHyperService::new(self.router.clone());
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.write_time));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head_time)
            .max_buf_size(HEAD_BYTES)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = self.graceful.watch(connection);
        tokio::spawn(async move {
            // A client that goes, or speaks no HTTP, is nobody's fault here.
            let _ = connection.await;
            drop(permit);
        });
    }
}

/// Errors of one connection pass at once; no more files, say, only after a while.
async fn rest_after(error: &io::Error) {
    let is_of_one = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    );
    if !is_of_one {
        sleep(Duration::from_millis(100)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_local_ones_known() {
        for (text, is_local) in
            [("127.0.0.1:0", true), ("localhost:0", true), ("[::1]:0", true), ("0.0.0.0:0", false)]
        {
            let listener = text.parse::<Listen>().unwrap().open();
            // A machine may have no IPv6.
            if let Ok(listener) = listener {
                assert_eq!(listener.is_local(), is_local, "{text}");
            }
        }
        assert_eq!("unix:/run/a.sock".parse(), Ok(Listen::Unix("/run/a.sock".into())));
        assert_eq!("systemd".parse(), Ok(Listen::Inherited));
        for text in ["", "unix:", "7800", "news.example:80", "127.0.0.1"] {
            assert!(text.parse::<Listen>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_socket_that_is_left_over_is_replaced_and_a_file_is_not() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("a.sock");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let opened = Listen::Unix(path.clone()).open().unwrap();
        assert_eq!(Listen::Unix(path).open().unwrap_err().kind(), io::ErrorKind::AddrInUse);
        drop(opened);
        let file = folder.path().join("a.txt");
        fs::write(&file, "kept").unwrap();
        assert!(Listen::Unix(file.clone()).open().is_err());
        assert_eq!(fs::read_to_string(file).unwrap(), "kept");
    }
}
