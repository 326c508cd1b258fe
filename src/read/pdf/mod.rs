//! PDF: a document with a text layer is an article.
//!
//! In: the file. Out: its text as it is read: column by column, in paragraphs, without what repeats
//! on its pages, without notes and captions. What is not read: pictures of pages (scans without a
//! text layer), locked files, forms and comments.
//!
//! ```text
//! guard -> glyphs -> rows -> columns -> furniture -> prose
//! ```
//!
//! The parser is somebody else's: it sees a file only after the [`guard`] has measured it, on a
//! thread of its own that is given a large stack and a deadline, and where it panics that is an
//! error like any other.

mod columns;
mod faces;
mod furniture;
mod glyphs;
mod guard;
mod info;
mod prose;
mod rows;

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use hayro_syntax::{LoadPdfError, Pdf};

use self::furniture::Sheet;
use self::glyphs::Drawing;
use self::info::Info;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::source::Source;
use super::table::Reader;
use crate::article::{Article, Warning};
use crate::error::{Error, Result};
use crate::text::join_paragraphs;
use crate::text::paragraphs::title_and_paragraphs;

pub(crate) const READER: Reader = Reader {
    name: "pdf",
    extensions: &["pdf"],
    media_types: &["application/pdf", "application/x-pdf"],
    looks,
    read,
};

/// The largest file.
const LARGEST: usize = 256 << 20;
/// The most pages.
const MOST_PAGES: usize = 5_000;
/// How long reading may take. Drawing stops by itself before, and what was read by then is given.
const DRAWING: Duration = Duration::from_secs(40);
const DEADLINE: Duration = Duration::from_secs(60);
/// The stack of the thread that reads.
const STACK: usize = 256 << 20;
/// How far from its beginning a file may say what it is.
const MARK: usize = 1024;

fn looks(head: &Head<'_>) -> Looks {
    let start = &head.bytes[..head.bytes.len().min(MARK)];
    let at = start.windows(5).position(|window| window == b"%PDF-");
    match at {
        Some(0) => Looks::Certain,
        // Something stands before it: a mail's header, or white space.
        Some(at) if !start[..at].iter().any(u8::is_ascii_alphanumeric) => Looks::Certain,
        Some(_) => Looks::Likely,
        None => Looks::Other,
    }
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let refused = |reason: String| Error::Refused { name: name.clone(), reason };
    let file = Arc::new(source.into_bytes(LARGEST)?);
    let (sender, receiver) = sync_channel(1);
    let work = move || {
        // A panic of the parser drops the sender.
        let _ = sender.send(text(&file));
    };
    let thread = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
    let thread = thread.spawn(work).map_err(|error| refused(error.to_string()))?;
    let text = match receiver.recv_timeout(DEADLINE) {
        Ok(text) => text,
        Err(RecvTimeoutError::Timeout) => {
            let seconds = DEADLINE.as_secs();
            Err(format!(
                "reading it takes more than {seconds} seconds; divide it, or save it as text"
            ))
        }
        Err(RecvTimeoutError::Disconnected) => {
            drop(thread.join());
            Err("it is damaged; repair it first (for example qpdf in.pdf out.pdf)".to_owned())
        }
    };
    let Text { article, warnings } = text.map_err(refused)?;
    Ok(Entry { warnings, ..Entry::new(name.clone(), article) })
}

/// What was read of a file.
struct Text {
    article: Article,
    warnings: Vec<Warning>,
}

/// Reads a file; an error is the reason why it is refused.
fn text(file: &Arc<Vec<u8>>) -> Result<Text, String> {
    let started = Instant::now();
    let measured = guard::measure(file)?;
    let pdf = Pdf::new(Arc::clone(file)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "it is locked; save a copy without a password".to_owned(),
        LoadPdfError::Invalid => {
            "it is damaged; repair it first (for example qpdf in.pdf out.pdf)".to_owned()
        }
    })?;
    let deadline = started + DRAWING;
    let drawing = Drawing::new(file, &measured, deadline);
    let mut sheets: Vec<Sheet> = Vec::new();
    let (mut glyphs, mut unknown, mut without) = (0_usize, 0_usize, 0_usize);
    let mut warnings = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        if index == MOST_PAGES || Instant::now() > deadline {
            let reason = format!("the document is too long; what follows page {index} is left out");
            warnings.push(Warning::Cut { reason });
            break;
        }
        let drawn = drawing.of(page);
        glyphs += drawn.glyphs.len();
        unknown += drawn.glyphs.iter().filter(|glyph| is_unknown(&glyph.text)).count();
        without += usize::from(drawn.glyphs.is_empty() && drawn.pictures > 0);
        let lines = columns::lines(rows::rows(&drawn.glyphs));
        sheets.push(Sheet { lines, height: f64::from(page.render_dimensions().1) });
    }
    if glyphs == 0 && without > 0 {
        return Err(
            "it holds pictures of pages and no text; run it through OCR first (for example \
                    ocrmypdf)"
                .to_owned(),
        );
    }
    if 3 * unknown > glyphs {
        return Err(
            "its fonts do not say which letters they draw, so that it has no text; run it \
                    through OCR first (for example ocrmypdf --force-ocr)"
                .to_owned(),
        );
    }
    if without > 0 {
        let all = sheets.len();
        let reason = format!("{without} of {all} pages are pictures without text");
        warnings.push(Warning::Cut { reason });
    }
    Ok(Text { article: article(sheets, Info::read(pdf.metadata())), warnings })
}

/// Whether it is not known what a glyph stands for.
fn is_unknown(text: &str) -> bool {
    text.is_empty()
        || text.chars().any(|c| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\0'..'\t'))
}

fn article(mut sheets: Vec<Sheet>, info: Info) -> Article {
    let sizes = sheets.iter().flat_map(|sheet| &sheet.lines);
    let body_size = rows::most_common_size(sizes.map(|line| (line.size, line.text.len())));
    furniture::clean(&mut sheets, body_size);
    let mut pages: Vec<_> = sheets.into_iter().map(|sheet| sheet.lines).collect();
    let largest = pages.first_mut().and_then(|page| prose::largest(page, body_size));
    let paragraphs = prose::paragraphs(&pages, body_size);
    let mut article = Article { author: info.author, date: info.date, ..Article::default() };
    article.title = title(info.title, largest.as_deref(), &paragraphs).or(largest);
    article.body = join_paragraphs(paragraphs);
    if article.title.is_none() {
        let (title, paragraphs) = title_and_paragraphs(&article.body, false);
        article.title = title;
        article.body = join_paragraphs(paragraphs);
    }
    article
}

/// The title that a document gives itself, if that is to be believed: it stands on its first page,
/// or nothing there is set like a title.
fn title(given: Option<String>, largest: Option<&str>, paragraphs: &[String]) -> Option<String> {
    const HEAD: usize = 6;
    let given = given?;
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let head = paragraphs.iter().take(HEAD).map(String::as_str);
    let head: String = largest.into_iter().chain(head).map(letters).collect();
    (largest.is_none() || head.contains(&letters(&given))).then_some(given)
}

#[cfg(test)]
mod tests;
