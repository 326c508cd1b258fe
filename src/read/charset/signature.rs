//! What files that are no text begin with.

/// What files that are no text begin with.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF media file"),
    (b"OggS", "an Ogg media file"),
    (b"ID3", "an MP3 file"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document: save it as .docx or as text"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old Microsoft Office document: save it as .docx or as text",
    ),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1F\x8B", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xFD7zXZ\0", "xz-compressed data"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed data"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x7FELF", "an ELF program"),
    (b"\xCF\xFA\xED\xFE", "a Mach-O program"),
    (b"\xCA\xFE\xBA\xBE", "a program or Java class file"),
    (b"\0asm", "a WebAssembly module"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// What the bytes are, if they are no text.
pub(super) fn signature(bytes: &[u8]) -> Option<&'static str> {
    let found = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    // These signatures are letters, with which a text may begin too.
    let is_word = |start: &[u8]| start.iter().all(u8::is_ascii_alphanumeric);
    found.filter(|(start, _)| !is_word(start) || bytes.contains(&0)).map(|(_, reason)| *reason)
}
