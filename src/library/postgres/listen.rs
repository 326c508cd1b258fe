//! Being told that there are jobs, on a connection of its own. It only shortens the wait: what nobody is told of is found
//! by looking.

use std::sync::PoisonError;
use std::thread::sleep;
use std::time::Duration;

use postgres::fallible_iterator::FallibleIterator as _;

use super::failure::Failure;
use super::{PostgresStore, Session};
use crate::Result;

/// A connection that is told.
pub(super) struct Listener(Session);

impl PostgresStore {
    /// Waits until somebody has jobs, at most so long.
    pub(super) fn listen(&self, at_most: Duration) -> Result<()> {
        // Of several threads one is told, which is enough.
        let mut listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
        if listener.is_none() {
            *listener = self.listener().ok();
        }
        let told = match listener.as_mut() {
            Some(Listener(session)) => {
                let mut notifications = session.client().notifications();
                notifications.timeout_iter(at_most).next().map(drop).map_err(Failure::from)
            }
            None => {
                sleep(at_most);
                return Ok(());
            }
        };
        if told.is_err() {
            // The next who waits connects anew; this one has at least not spun.
            *listener = None;
            sleep(at_most.min(Duration::from_secs(1)));
        }
        Ok(())
    }

    fn listener(&self) -> Result<Listener, Failure> {
        let mut session = self.manager.session()?;
        session.batch("LISTEN nutgraf_jobs")?;
        Ok(Listener(session))
    }
}
