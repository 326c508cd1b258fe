//! What is looked at before a parser sees a PDF: how large its streams are once they are unpacked.
//!
//! In: the bytes. Out: where the streams begin that may be unpacked, or why the file is refused. A
//! stream of some kilobytes may stand for gigabytes, and parsers unpack some as soon as they open a
//! file. So each is measured here, without keeping it, whatever it is for. Pictures are not
//! measured: they are never unpacked.

use std::collections::HashSet;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// The most bytes of one stream, unpacked.
const LARGEST: u64 = 64 << 20;
/// The most bytes of all streams, unpacked.
const LARGEST_WHOLE: u64 = 1 << 30;
/// More damaged bytes than this are not tried: a lenient parser may unpack what we cannot.
const DAMAGED: usize = 1 << 20;
/// The most objects.
const MOST_OBJECTS: usize = 500_000;

/// Names that tell are shorter, escapes included.
const LONGEST_NAME: usize = 64;

/// Where streams begin that may be unpacked.
#[derive(Debug, Default)]
pub(super) struct Measured(HashSet<usize>);

impl Measured {
    /// Whether the stream that begins at this byte may be unpacked.
    pub(super) fn allows(&self, at: usize) -> bool {
        self.0.contains(&at)
    }
}

/// Measures all streams of a file.
pub(super) fn measure(file: &[u8]) -> Result<Measured, String> {
    if is_encrypted(file) {
        return Err("it is locked; save a copy without a password or restrictions (for example \
                    qpdf --decrypt in.pdf out.pdf)"
            .to_owned());
    }
    let objects = count(file, b" obj");
    if objects > MOST_OBJECTS {
        return Err(format!("it has {objects} objects; divide it"));
    }
    let mut measured = Measured::default();
    let mut left = LARGEST_WHOLE;
    let mut before = 0;
    let mut from = 0;
    while let Some(found) = find(file, b"stream", from) {
        from = found + 6;
        if file[..found].ends_with(b"end") {
            before = from;
            continue;
        }
        let start = match file.get(from..) {
            Some([b'\r', b'\n', ..]) => from + 2,
            Some([b'\r' | b'\n', ..]) => from + 1,
            _ => from,
        };
        // Whatever stands between the last stream and this one describes it, or may.
        let described = Described::read(&file[before.min(found)..found]);
        if described.is_picture() {
            continue;
        }
        let length = unpacked(&file[start.min(file.len())..], &described)?;
        left = left.checked_sub(length).ok_or("it unpacks to more than 1 GiB; divide it")?;
        measured.0.insert(start);
    }
    Ok(measured)
}

/// Whether the file says that it is encrypted.
fn is_encrypted(file: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = find(file, b"/Encrypt", from) {
        from = at + 8;
        let next = file[from..].iter().find(|b| !b.is_ascii_whitespace());
        if next.is_some_and(|b| b.is_ascii_digit() || *b == b'<') {
            return true;
        }
    }
    false
}

/// What a part of a file says of a stream.
#[derive(Debug, Default)]
struct Described {
    filters: Vec<Filter>,
    is_image: bool,
    is_of_objects: bool,
}

impl Described {
    /// Reads the names in a part of a file.
    fn read(part: &[u8]) -> Self {
        let is_regular = |b: &u8| !b.is_ascii_whitespace() && !b"()<>[]{}/%\0".contains(b);
        let mut described = Self::default();
        let mut is_subtype = false;
        for part in part.split(|b| *b == b'/').skip(1) {
            let part = &part[..part.len().min(LONGEST_NAME)];
            let end = part.iter().position(|b| !is_regular(b)).unwrap_or(part.len());
            let name = unescaped(&part[..end]);
            described.filters.extend(Filter::named(&name).filter(|_| described.filters.len() < 8));
            described.is_image |= is_subtype && name == b"Image";
            described.is_of_objects |=
                matches!(name.as_slice(), b"First" | b"W" | b"ObjStm" | b"XRef");
            is_subtype = name == b"Subtype";
        }
        described
    }

    /// Whether a stream is a picture, and neither a stream of objects nor a table of them.
    fn is_picture(&self) -> bool {
        self.is_image && !self.is_of_objects
    }
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, after @ ..] = rest {
        let digits = after.first_chunk::<2>().filter(|_| *first == b'#');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = after.get(if byte.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    bytes
}

/// How long a stream is, unpacked. What follows it in the file is in `data` too.
fn unpacked(data: &[u8], described: &Described) -> Result<u64, String> {
    let filters = &described.filters;
    let expanding = filters.iter().filter(|it| it.expands()).count();
    if expanding > 1 {
        return Err("a part of it is packed twice; save it anew (for example qpdf \
                    --object-streams=generate in.pdf out.pdf)"
            .to_owned());
    }
    let mut decoded: Option<Vec<u8>> = None;
    for filter in filters {
        let data = decoded.as_deref().unwrap_or(data);
        match filter {
            Filter::Ascii85 => decoded = Some(ascii85(data)),
            Filter::AsciiHex => decoded = Some(ascii_hex(data)),
            Filter::Flate => return inflated(data),
            Filter::Lzw => return within(lzw(data)),
            Filter::RunLength => return within(run_length(data)),
        }
    }
    // Of a stream that says nothing else, the length may be said elsewhere: it is in the file.
    Ok(decoded.map_or(0, |decoded| decoded.len() as u64))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Filter {
    Flate,
    Lzw,
    RunLength,
    Ascii85,
    AsciiHex,
}

impl Filter {
    fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"FlateDecode" | b"Fl" => Some(Self::Flate),
            b"LZWDecode" | b"LZW" => Some(Self::Lzw),
            b"RunLengthDecode" | b"RL" => Some(Self::RunLength),
            b"ASCII85Decode" | b"A85" => Some(Self::Ascii85),
            b"ASCIIHexDecode" | b"AHx" => Some(Self::AsciiHex),
            _ => None,
        }
    }

    fn expands(self) -> bool {
        matches!(self, Self::Flate | Self::Lzw | Self::RunLength)
    }
}

fn within(length: u64) -> Result<u64, String> {
    if length <= LARGEST {
        return Ok(length);
    }
    Err(format!("a part of it unpacks to more than {} MiB; this is no text", LARGEST >> 20))
}

fn inflated(data: &[u8]) -> Result<u64, String> {
    let is_zlib = matches!(data, [first, second, ..]
        if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    let mut decoder: Box<dyn Read + '_> = if is_zlib {
        Box::new(ZlibDecoder::new(data))
    } else {
        Box::new(DeflateDecoder::new(data))
    };
    let mut buffer = [0; 16 << 10];
    let mut length = 0;
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => return within(length),
            Ok(read) => length += read as u64,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return within(length);
            }
            Err(_) if data.len() <= DAMAGED => return within(length),
            Err(_) => {
                return Err("a part of it is damaged; repair it first (for example qpdf in.pdf \
                            out.pdf)"
                    .to_owned());
            }
        }
        if length > LARGEST {
            return within(length);
        }
    }
}

/// How long LZW data is, unpacked, or that it is too long.
fn lzw(data: &[u8]) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    // The lengths of what the codes stand for.
    let mut lengths: Vec<u64> = vec![1; 258];
    let (mut bits, mut count, mut width) = (0_u32, 0_u32, 9_u32);
    let mut last: Option<u64> = None;
    let mut length = 0;
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        if count < width {
            continue;
        }
        count -= width;
        let code = (bits >> count & ((1 << width) - 1)) as usize;
        match code {
            CLEAR => {
                lengths.truncate(258);
                (last, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        let next = last.map(|last| last + 1);
        let Some(this) = lengths.get(code).copied().or(next) else { break };
        length += this;
        if length > LARGEST {
            break;
        }
        if let Some(next) = next
            && lengths.len() < 4096
        {
            lengths.push(next);
        }
        last = Some(this);
        width = match lengths.len() + 1 {
            2048.. => 12,
            1024.. => 11,
            512.. => 10,
            _ => 9,
        };
    }
    length
}

fn run_length(data: &[u8]) -> u64 {
    let mut length = 0;
    let mut rest = data;
    while let [first, after @ ..] = rest {
        let skip = match first {
            128 => break,
            0..128 => {
                length += u64::from(*first) + 1;
                usize::from(*first) + 1
            }
            _ => {
                length += 257 - u64::from(*first);
                1
            }
        };
        rest = after.get(skip..).unwrap_or_default();
    }
    length
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut group, mut count) = (0_u32, 0_usize);
    for byte in data {
        match byte {
            b'~' => break,
            b'z' if count == 0 => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    bytes.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        bytes.extend(group.to_be_bytes().iter().take(count - 1));
    }
    bytes
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u8> =
        digits.filter_map(|byte| char::from(*byte).to_digit(16).map(|it| it as u8)).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

fn count(bytes: &[u8], needle: &[u8]) -> usize {
    let (mut count, mut from) = (0, 0);
    while let Some(at) = find(bytes, needle, from) {
        count += 1;
        from = at + needle.len();
    }
    count
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn stream(description: &str, data: &[u8]) -> Vec<u8> {
        let mut file = format!("%PDF-1.5\n1 0 obj <<{description}>>\nstream\n").into_bytes();
        file.extend(data);
        file.extend(b"\nendstream endobj");
        file
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_however_it_is_described() {
        let bomb = deflated(&vec![b' '; (65 << 20) + 1]);
        let twice = deflated(&bomb);
        for (description, data) in [
            ("/Filter/FlateDecode", &bomb),
            ("/Filter/Fl#61teDecode", &bomb),
            ("/Filter[/FlateDecode /FlateDecode]", &twice),
            ("/Filter[/FlateDecode /FlateDecode]/X(1 0 obj)", &twice),
            ("/Filter/FlateDecode/X(/Subtype/Image)/First 1", &bomb),
        ] {
            assert!(measure(&stream(description, data)).is_err(), "{description}");
        }
    }

    #[test]
    fn a_picture_may_be_large_and_may_not_be_unpacked() {
        let bomb = deflated(&vec![0; (65 << 20) + 1]);
        let file = stream("/Subtype /Image/Filter/FlateDecode", &bomb);
        let at = find(&file, b"stream\n", 0).unwrap() + 7;
        assert!(!measure(&file).unwrap().allows(at));
        let file = stream("/ProcSet[/PDF/ImageC]/Filter/FlateDecode", &deflated(b"BT ET"));
        let at = find(&file, b"stream\n", 0).unwrap() + 7;
        assert!(measure(&file).unwrap().allows(at));
    }

    #[test]
    fn each_filter_is_measured() {
        assert_eq!(ascii85(b"9jqo^BlbD-~> and so on"), b"Man is d");
        assert_eq!(ascii_hex(b"4d 61 6E>x"), b"Man");
        assert_eq!(run_length(&[2, b'a', b'b', b'c', 254, b'd', 128, 7]), 6);
        // "-----A---B" of the PDF reference.
        assert_eq!(lzw(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]), 10);
        assert_eq!(inflated(&deflated(&[7; 1000])), Ok(1000));
    }

    #[test]
    fn a_locked_file_is_refused_by_name() {
        let refused = measure(b"trailer << /Root 1 0 R /Encrypt 5 0 R >>").unwrap_err();
        assert!(refused.contains("locked"), "{refused}");
        assert!(measure(b"(how to /Encrypt a file)").is_ok());
    }
}
