//! What may befall a safetensors file, as data that a fuzzer can make.
//!
//! In: a whole file and a [`Damage`]. Out: the damaged file. Bytes drawn at random hardly ever
//! get past a parser; here the header can lie about one tensor, or one value be out of range,
//! while all else stays as it was.

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

/// All that befalls a file, in this order; nothing by default.
#[derive(Arbitrary, Debug, Default)]
pub struct Damage {
    /// Lies of the header.
    pub header: Vec<Lie>,
    /// Values of tensors.
    pub values: Vec<Overwrite>,
    /// What becomes of the bytes, wherever they are.
    pub bytes: Vec<Bytes>,
}

/// What the header says of one tensor, chosen by its number.
#[derive(Arbitrary, Debug)]
pub struct Lie {
    tensor: u8,
    about: About,
}

/// A lie about a tensor.
#[derive(Arbitrary, Debug)]
enum About {
    Absent,
    /// It has the name of another, which loses it.
    Name(u8),
    Type(u8),
    /// A size of its shape; one more, if there is none of that number.
    Size(u8, u64),
    Begin(u64),
    End(u64),
    /// It lies where another does, and that one where it should: a header that agrees with
    /// itself, if they are as long.
    Exchanged(u8),
}

/// A change of the values of one tensor, chosen by its number.
#[derive(Arbitrary, Debug)]
pub struct Overwrite {
    tensor: u8,
    /// The four bytes that change; all of the tensor's if there are none of this number.
    place: u8,
    with: Number,
}

/// Four bytes.
#[derive(Arbitrary, Debug)]
enum Number {
    Bits(u32),
    /// One of [`EXTREMES`].
    Extreme(u8),
}

/// Floats at the ends of their range, or beyond.
const EXTREMES: [f32; 12] = [
    0.0,
    -0.0,
    f32::MAX,
    f32::MIN,
    f32::MIN_POSITIVE,
    -f32::MIN_POSITIVE,
    1e-45,
    1e18,
    -1e18,
    1e-20,
    f32::INFINITY,
    f32::NAN,
];

/// A change of bytes; places are taken modulo the length.
#[derive(Arbitrary, Debug)]
pub enum Bytes {
    /// The length that the file begins with.
    HeaderLength(u64),
    /// One byte.
    Set(u32, u8),
    /// Some bytes from here on are gone.
    Cut(u32, u16),
    /// The rest is gone.
    CutOff(u32),
    /// Bytes are put between others.
    Insert(u32, Vec<u8>),
    /// The file is another.
    Replace(Vec<u8>),
}

impl Damage {
    /// The file after it.
    pub fn applied_to(&self, whole: &[u8]) -> Vec<u8> {
        let mut file = whole.to_vec();
        if !(self.header.is_empty() && self.values.is_empty()) {
            file = self.applied_to_tensors(whole);
        }
        self.bytes.iter().for_each(|change| change.apply(&mut file));
        file
    }

    /// The damage of header and values; `whole` is a safetensors file.
    fn applied_to_tensors(&self, whole: &[u8]) -> Vec<u8> {
        let (length, rest) = whole.split_first_chunk().expect("a length");
        let (header, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
        let mut header: Map<String, Value> = serde_json::from_slice(header).expect("a header");
        let mut data = data.to_vec();
        self.values.iter().for_each(|overwrite| overwrite.apply(&header, &mut data));
        self.header.iter().for_each(|lie| lie.apply(&mut header));
        let header = Value::Object(header).to_string().into_bytes();
        [&(header.len() as u64).to_le_bytes()[..], &header, &data].concat()
    }
}

/// The name of a tensor by its number, of which there are as many as one likes.
fn name(header: &Map<String, Value>, tensor: u8) -> Option<String> {
    header.keys().nth(usize::from(tensor) % header.len().max(1)).cloned()
}

impl Lie {
    fn apply(&self, header: &mut Map<String, Value>) {
        let Some(name_of_tensor) = name(header, self.tensor) else { return };
        let mut tensor = header.remove(&name_of_tensor).unwrap_or_default();
        let mut named = name_of_tensor;
        match self.about {
            About::Absent => return,
            About::Name(other) => named = name(header, other).unwrap_or(named),
            About::Type(number) => {
                const TYPES: [&str; 7] = ["I8", "U8", "F16", "F32", "I32", "F64", "F4"];
                tensor["dtype"] = TYPES[usize::from(number) % TYPES.len()].into();
            }
            About::Size(axis, size) => {
                let shape = tensor["shape"].as_array_mut().expect("sizes");
                match shape.get_mut(usize::from(axis)) {
                    Some(known) => *known = size.into(),
                    None => shape.push(size.into()),
                }
            }
            About::Begin(offset) => tensor["data_offsets"][0] = offset.into(),
            About::End(offset) => tensor["data_offsets"][1] = offset.into(),
            About::Exchanged(other) => {
                let other = name(header, other).and_then(|other| header.get_mut(&other));
                if let Some(other) = other {
                    let theirs = std::mem::replace(&mut other["data_offsets"], json!(null));
                    other["data_offsets"] = tensor["data_offsets"].take();
                    tensor["data_offsets"] = theirs;
                }
            }
        }
        header.insert(named, tensor);
    }
}

impl Overwrite {
    fn apply(&self, header: &Map<String, Value>, data: &mut [u8]) {
        let tensor = name(header, self.tensor).map(|name| &header[&name]["data_offsets"]);
        let offset = |end: usize| tensor.and_then(|it| it[end].as_u64()).unwrap_or(0) as usize;
        let values = data[offset(0)..offset(1)].as_chunks_mut::<4>().0;
        let with = match self.with {
            Number::Bits(bits) => bits.to_le_bytes(),
            Number::Extreme(number) => EXTREMES[usize::from(number) % EXTREMES.len()].to_le_bytes(),
        };
        match values.get_mut(usize::from(self.place)) {
            Some(value) => *value = with,
            None => values.fill(with),
        }
    }
}

impl Bytes {
    fn apply(&self, file: &mut Vec<u8>) {
        let length = file.len();
        let place = |place: u32| place as usize % (length + 1);
        match self {
            Self::HeaderLength(header) => {
                let known = length.min(8);
                file[..known].copy_from_slice(&header.to_le_bytes()[..known]);
            }
            Self::Set(at, byte) => {
                if let Some(known) = file.get_mut(place(*at)) {
                    *known = *byte;
                }
            }
            Self::Cut(at, count) => {
                let start = place(*at);
                file.drain(start..length.min(start + usize::from(*count)));
            }
            Self::CutOff(at) => file.truncate(place(*at)),
            Self::Insert(at, bytes) => {
                let start = place(*at);
                file.splice(start..start, bytes.iter().copied());
            }
            Self::Replace(bytes) => file.clone_from(bytes),
        }
    }
}
