//! A forest as bytes. All numbers are little endian:
//!
//! | part | content |
//! |---|---|
//! | header | magic (16 bytes), format version (u32) |
//! | features | their number (u16); the name of each (a u16 length and UTF-8) |
//! | trees | base value (f32), number of trees (u32); of each the number of nodes (u32) and the nodes in pre-order |
//! | split | feature, with the top bit set if NaN goes left (u16), value (f32), threshold (f32) |
//! | leaf | 0xFFFF (u16), value (f32) |
//! | end | CRC-32 of all that precedes (u32) |
//!
//! Reading trusts nothing: no length is believed before the bytes for it are there, so memory
//! is bounded by a small multiple of the input, and whatever is not one whole, valid forest is
//! an error, even where the checksum is right.

use super::{Forest, ForestError, Node, Tree};

const MAGIC: &[u8; 16] = b"nutgraf forest\r\n";
const VERSION: u32 = 1;
const LEAF: u16 = 0xFFFF;
const NAN_LEFT: u16 = 0x8000;
const LEAF_BYTES: usize = 6;
const TREE_BYTES: usize = 4 + LEAF_BYTES;

impl Forest {
    /// Reads a forest that was trained on the features `expected_names`, in that order.
    ///
    /// # Errors
    /// [`ForestError::NotAForest`], [`ForestError::Version`], [`ForestError::Damaged`] or
    /// [`ForestError::Invalid`] if the bytes are not a forest that this version can read;
    /// [`ForestError::WrongFeature`] if it was trained on other features.
    pub fn from_bytes(bytes: &[u8], expected_names: &[&str]) -> Result<Self, ForestError> {
        let mut reader = Reader { bytes: checked_body(bytes)? };
        check_names(&reader.names()?, expected_names)?;
        let base = f32::from_le_bytes(reader.array()?);
        let count = reader.count(TREE_BYTES)?;
        let trees = (0..count).map(|_| reader.tree()).collect::<Result<Vec<_>, _>>()?;
        if !reader.bytes.is_empty() {
            return Err(ForestError::Damaged { reason: "there are bytes after the last tree" });
        }
        Self::new(base, expected_names.len(), trees)
    }

    /// The forest as bytes, with the names of its features, which are what [`Forest::from_bytes`]
    /// asks for.
    ///
    /// # Errors
    /// [`ForestError::Names`] if there is not one name for each feature;
    /// [`ForestError::NameTooLong`] if one has more than 65,535 bytes.
    pub fn to_bytes(&self, names: &[&str]) -> Result<Vec<u8>, ForestError> {
        if names.len() != self.features() {
            return Err(ForestError::Names { features: self.features(), names: names.len() });
        }
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((names.len() as u16).to_le_bytes());
        for (position, name) in names.iter().enumerate() {
            let length = u16::try_from(name.len())
                .map_err(|_| ForestError::NameTooLong { position, length: name.len() })?;
            bytes.extend(length.to_le_bytes());
            bytes.extend(name.as_bytes());
        }
        bytes.extend(self.base().to_le_bytes());
        bytes.extend((self.trees().len() as u32).to_le_bytes());
        self.trees().iter().for_each(|tree| write_tree(tree, &mut bytes));
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        Ok(bytes)
    }
}

fn write_tree(tree: &Tree, bytes: &mut Vec<u8>) {
    let nodes = tree.nodes();
    bytes.extend((nodes.len() as u32).to_le_bytes());
    for node in nodes {
        match node {
            Node::Split { feature, threshold, nan_left, value } => {
                let tag = feature | if nan_left { NAN_LEFT } else { 0 };
                bytes.extend(tag.to_le_bytes());
                bytes.extend(value.to_le_bytes());
                bytes.extend(threshold.to_le_bytes());
            }
            Node::Leaf { value } => {
                bytes.extend(LEAF.to_le_bytes());
                bytes.extend(value.to_le_bytes());
            }
        }
    }
}

/// What stands between the header and the checksum, once both are right.
fn checked_body(bytes: &[u8]) -> Result<&[u8], ForestError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ForestError::NotAForest)?;
    let mut reader = Reader { bytes: rest };
    let found = u32::from_le_bytes(reader.array()?);
    if found != VERSION {
        return Err(ForestError::Version { found, supported: VERSION });
    }
    let (body, checksum) = reader.bytes.split_last_chunk().ok_or(TOO_SHORT)?;
    if crc32fast::hash(&bytes[..bytes.len() - checksum.len()]) != u32::from_le_bytes(*checksum) {
        return Err(ForestError::Damaged { reason: "its checksum is not that of its content" });
    }
    Ok(body)
}

fn check_names(model: &[&str], program: &[&str]) -> Result<(), ForestError> {
    let length = model.len().max(program.len());
    let Some(position) = (0..length).find(|&at| model.get(at) != program.get(at)) else {
        return Ok(());
    };
    let name_in = |names: &[&str]| names.get(position).map(|&name| name.to_owned());
    Err(ForestError::WrongFeature { position, program: name_in(program), model: name_in(model) })
}

const TOO_SHORT: ForestError = ForestError::Damaged { reason: "it ends too early" };

/// Takes values from the front of the bytes that are left.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ForestError> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(TOO_SHORT)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ForestError> {
        let (taken, rest) = self.bytes.split_first_chunk().ok_or(TOO_SHORT)?;
        self.bytes = rest;
        Ok(*taken)
    }

    /// A number of things that take at least `least` bytes each, which are there.
    fn count(&mut self, least: usize) -> Result<usize, ForestError> {
        let count = u32::from_le_bytes(self.array()?) as usize;
        if count > self.bytes.len() / least { Err(TOO_SHORT) } else { Ok(count) }
    }

    fn names(&mut self) -> Result<Vec<&'a str>, ForestError> {
        let count = u16::from_le_bytes(self.array()?);
        (0..count).map(|_| self.name()).collect()
    }

    fn name(&mut self) -> Result<&'a str, ForestError> {
        let length = u16::from_le_bytes(self.array()?);
        let name = self.take(length.into())?;
        let not_text = |_| ForestError::Damaged { reason: "a feature's name is not UTF-8" };
        str::from_utf8(name).map_err(not_text)
    }

    fn tree(&mut self) -> Result<Tree, ForestError> {
        let count = self.count(LEAF_BYTES)?;
        let nodes = (0..count).map(|_| self.node()).collect::<Result<Vec<_>, _>>()?;
        Tree::from_preorder(&nodes)
    }

    fn node(&mut self) -> Result<Node, ForestError> {
        let tag = u16::from_le_bytes(self.array()?);
        let value = f32::from_le_bytes(self.array()?);
        if tag == LEAF {
            return Ok(Node::Leaf { value });
        }
        let threshold = f32::from_le_bytes(self.array()?);
        Ok(Node::Split {
            feature: tag & !NAN_LEFT,
            threshold,
            nan_left: tag & NAN_LEFT != 0,
            value,
        })
    }
}
