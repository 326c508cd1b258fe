//! Copying a library to another store, whole and compared.
//!
//! In: two stores. Out: the second holds what the first does, to the bit. What is there already and is the same is left: a
//! copy that was ended goes on, and one that was made before is brought up to date.

use sha2::{Digest, Sha256};

use super::{Holding, Store};
use crate::{Error, Result};

/// So many articles are taken at a time.
const PAGE: usize = 256;
/// So often a library that is written to meanwhile is gone through.
const ROUNDS: usize = 4;

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The articles that both hold now.
    pub articles: u64,
    /// The vectors that both hold now.
    pub vectors: u64,
    /// Those articles that were sent, this time.
    pub sent: u64,
    /// Those that the copy held and the library does not.
    pub removed: u64,
    /// The sha256 of all that both hold, in hexadecimal digits.
    pub checksum: String,
}

/// What one way through both of them found.
#[derive(Default)]
struct Round {
    articles: u64,
    vectors: u64,
    sent: u64,
    removed: u64,
    checksum: Sha256,
}

/// Makes `to` a copy of `from`; `progress` is told how many articles were gone through, of how many, and whether they are
/// only compared by now.
///
/// # Errors
/// [`Error::Refused`] if `to` holds articles and is no copy of `from`, or if `from` does not stop changing; otherwise if one of
/// them cannot be read or written. What was copied until then stays.
pub fn copy(
    from: &dyn Store,
    to: &dyn Store,
    progress: &mut dyn FnMut(u64, u64, bool),
) -> Result<Copied> {
    let identity = from.identity()?;
    if identity == to.identity()? {
        return Err(refused("both are the same library"));
    }
    to.begin_copy(&identity)?;
    let (mut sent, mut removed) = (0, 0);
    for round in 0..ROUNDS {
        let ledger = from.ledger()?;
        to.receive_ledger(&ledger)?;
        let total = from.count()?;
        let mut tell = |done| progress(done, total, round > 0);
        let found = go_through(from, to, &mut tell)?;
        sent += found.sent;
        removed += found.removed;
        let is_same = found.sent == 0 && found.removed == 0;
        if is_same && to.ledger()? == ledger && from.ledger()? == ledger {
            let mut checksum = found.checksum;
            checksum.update(format!("{ledger:?}"));
            return Ok(Copied {
                articles: found.articles,
                vectors: found.vectors,
                sent,
                removed,
                checksum: checksum.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
            });
        }
    }
    Err(refused(
        "the library is being written to; stop what writes to it and copy again: what was copied stays",
    ))
}

/// Compares both, page by page, and sends what differs.
fn go_through(from: &dyn Store, to: &dyn Store, tell: &mut dyn FnMut(u64)) -> Result<Round> {
    let mut round = Round::default();
    let mut after = 0;
    loop {
        let theirs = from.holdings(after, PAGE)?;
        // Behind the last of the library's, whatever the copy has is too much.
        let last = if theirs.len() < PAGE { u64::MAX } else { theirs[PAGE - 1].number };
        let (mut held, mut at) = (Vec::new(), after);
        loop {
            let page = to.holdings(at, PAGE)?;
            let is_end = page.len() < PAGE;
            at = page.last().map_or(at, |holding| holding.number);
            held.extend(page.into_iter().filter(|holding| holding.number <= last));
            if is_end || at >= last {
                break;
            }
        }
        let differs = |holding: &&Holding| {
            let found = held.binary_search_by_key(&holding.number, |own| own.number);
            found.map_or(true, |at| !is_same(&held[at], holding))
        };
        let changed: Vec<Holding> = theirs.iter().filter(differs).cloned().collect();
        let is_gone = |number: &u64| theirs.binary_search_by_key(number, |it| it.number).is_err();
        let gone: Vec<u64> = held.iter().map(|holding| holding.number).filter(is_gone).collect();
        if !changed.is_empty() || !gone.is_empty() {
            to.receive(&changed, &gone)?;
        }
        for holding in &theirs {
            round.articles += 1;
            round.vectors += holding.vectors.len() as u64;
            add_to(&mut round.checksum, holding);
        }
        round.sent += changed.len() as u64;
        round.removed += gone.len() as u64;
        tell(round.articles);
        if last == u64::MAX {
            return Ok(round);
        }
        after = last;
    }
}

/// Whether both hold the same, vectors to the bit.
fn is_same(a: &Holding, b: &Holding) -> bool {
    let bits = |holding: &Holding| -> Vec<u32> {
        holding.vectors.iter().flat_map(|(_, values)| values).map(|value| value.to_bits()).collect()
    };
    a == b && bits(a) == bits(b)
}

fn add_to(checksum: &mut Sha256, holding: &Holding) {
    let Holding { number, article, vectors, story, text, is_kept } = holding;
    checksum.update(format!("{number} {article:?} {story:?} {text:?} {is_kept}"));
    for (model, values) in vectors {
        checksum.update(model.as_str());
        for value in values {
            checksum.update(value.to_le_bytes());
        }
    }
}

fn refused(reason: &str) -> Error {
    Error::Refused { name: "copy".to_owned(), reason: reason.to_owned() }
}
