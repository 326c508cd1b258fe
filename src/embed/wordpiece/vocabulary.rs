//! The pieces of a WordPiece vocabulary, looked up by their bytes.
//!
//! In: the `vocab` object of a `tokenizer.json`, read without an allocation a piece. Out: a
//! [`Vocabulary`] of two tables: pieces that start a word, and pieces that continue one, which
//! the file writes with [`CONTINUING_PREFIX`]. A piece that starts a word yet holds the prefix
//! cannot match: `#` is a word of its own.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What the file writes before a piece that continues a word.
pub(super) const CONTINUING_PREFIX: &str = "##";

/// Every piece and its id.
#[derive(Default)]
pub(super) struct Vocabulary {
    /// Those that start a word.
    pub(super) initial: Pieces,
    /// Those that continue one, without the prefix.
    pub(super) continuing: Pieces,
}

impl Vocabulary {
    /// The number of pieces.
    pub(super) fn len(&self) -> usize {
        self.initial.pieces.len() + self.continuing.pieces.len()
    }

    /// The largest id.
    pub(super) fn max_id(&self) -> u32 {
        let pieces = self.initial.pieces.iter().chain(&self.continuing.pieces);
        pieces.map(|piece| piece.id).max().unwrap_or_default()
    }

    /// The id of a token as the file writes it.
    pub(super) fn id(&self, token: &str) -> Option<u32> {
        match continuing(token) {
            Some(piece) => self.continuing.get(piece),
            None => self.initial.get(token),
        }
    }
}

/// The piece of a token that continues a word.
fn continuing(token: &str) -> Option<&str> {
    token.strip_prefix(CONTINUING_PREFIX).filter(|piece| !piece.is_empty())
}

/// A hash table from texts to ids: open addressing, linear probing, at most half full.
#[derive(Default)]
pub(super) struct Pieces {
    /// The texts of all pieces, one after the other.
    text: String,
    pieces: Vec<Piece>,
    /// As many as a power of two; none if there are no pieces.
    slots: Vec<Slot>,
    /// The length of the longest piece in bytes.
    longest: usize,
}

/// A piece's text, as a range of bytes of the texts of all, and its id.
struct Piece {
    start: u32,
    end: u32,
    id: u32,
}

#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    /// An index of the pieces, or [`VACANT`].
    piece: u32,
}

const VACANT: u32 = u32::MAX;

impl Pieces {
    /// The length in bytes and the id of the longest piece that `text` starts with.
    pub(super) fn longest_prefix(&self, text: &str) -> Option<(usize, u32)> {
        let lengths = (1..=text.len().min(self.longest)).rev();
        lengths
            .filter(|length| text.is_char_boundary(*length))
            .find_map(|length| self.get(&text[..length]).map(|id| (length, id)))
    }

    /// The id of a piece.
    fn get(&self, text: &str) -> Option<u32> {
        let hash = hash(text.as_bytes());
        let piece = self.probe(hash).find(|slot| slot.hash == hash && self.text_of(*slot) == text);
        piece.map(|slot| self.pieces[slot.piece as usize].id)
    }

    /// The taken slots where a piece of this hash may be.
    fn probe(&self, hash: u32) -> impl Iterator<Item = Slot> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize;
        std::iter::from_fn(move || {
            let slot = *self.slots.get(at & mask)?;
            at += 1;
            (slot.piece != VACANT).then_some(slot)
        })
    }

    fn text_of(&self, slot: Slot) -> &str {
        let piece = &self.pieces[slot.piece as usize];
        &self.text[piece.start as usize..piece.end as usize]
    }

    /// Adds a piece that [`Pieces::index`] will let be found; `None` if the texts exceed 4 GiB.
    fn push(&mut self, text: &str, id: u32) -> Option<()> {
        let start = u32::try_from(self.text.len()).ok()?;
        let end = start.checked_add(u32::try_from(text.len()).ok()?)?;
        self.text.push_str(text);
        self.pieces.push(Piece { start, end, id });
        self.longest = self.longest.max(text.len());
        Some(())
    }

    /// Lets every piece be found; `None` if two have the same text.
    fn index(&mut self) -> Option<()> {
        let vacant = Slot { hash: 0, piece: VACANT };
        self.slots = vec![vacant; (2 * self.pieces.len()).next_power_of_two()];
        let mask = self.slots.len() - 1;
        for (index, piece) in (0..VACANT).zip(&self.pieces) {
            let text = &self.text[piece.start as usize..piece.end as usize];
            let hash = hash(text.as_bytes());
            let mut at = hash as usize & mask;
            while self.slots[at].piece != VACANT {
                if self.slots[at].hash == hash && self.text_of(self.slots[at]) == text {
                    return None;
                }
                at = (at + 1) & mask;
            }
            self.slots[at] = Slot { hash, piece: index };
        }
        Some(())
    }
}

/// Hashes eight bytes at a time by folded multiplication, as wyhash does; texts that collide are
/// told apart by comparison.
fn hash(bytes: &[u8]) -> u32 {
    const KEYS: [u64; 2] = [0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB];
    let fold = |a: u64, b: u64| {
        let product = u128::from(a ^ KEYS[0]) * u128::from(b ^ KEYS[1]);
        (product >> 64) as u64 ^ product as u64
    };
    let mut state = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((eight, after)) = rest.split_first_chunk::<8>()
        && after.len() > 8
    {
        state = fold(u64::from_le_bytes(*eight), state);
        rest = after;
    }
    // The first and the last bytes of what remains overlap where it is short.
    let (first, last) = if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
    } else {
        (rest.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0)
    };
    let folded = fold(first ^ state, last);
    (folded >> 32) as u32 ^ folded as u32
}

impl<'de> Deserialize<'de> for Vocabulary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(VocabularyVisitor)
    }
}

struct VocabularyVisitor;

/// A token as the file writes it, copied only if it has an escape.
#[derive(Deserialize)]
struct Token<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Visitor<'de> for VocabularyVisitor {
    type Value = Vocabulary;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("tokens and their ids")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vocabulary, A::Error> {
        let mut vocabulary = Vocabulary::default();
        while let Some((Token(token), id)) = map.next_entry()? {
            let pushed = match continuing(&token) {
                Some(piece) => vocabulary.continuing.push(piece, id),
                None => vocabulary.initial.push(&token, id),
            };
            pushed.ok_or_else(|| A::Error::custom("more than 4 GiB of tokens"))?;
        }
        let indexed = vocabulary.initial.index().and(vocabulary.continuing.index());
        indexed.ok_or_else(|| A::Error::custom("two tokens of one text"))?;
        Ok(vocabulary)
    }
}
