//! Pages: one article each.
//!
//! In: the bytes or the text of a page. Out: its article, and what speaks against its text being
//! whole.

use super::encoding::encoding;
use super::linked_data::LinkedData;
use super::main_text::Measured;
use super::metadata;
use super::second;
use super::tree::{LARGEST as READ, Page, ROOT};
use crate::article::{Doubt, Extraction, Warning};
use crate::error::Result;
use crate::read::charset;
use crate::read::entry::{Entries, Entry, one};
use crate::read::source::{LARGEST, Source};
use crate::text::{count_words, detect_language};

/// Two texts agree if the F1 of their words is no less.
const AGREES: f32 = 0.8;
/// A text of fewer words is a short one.
const SHORT: usize = 50;
/// A text of fewer words may be the beginning of one that is for subscribers.
const STUB: usize = 400;

/// What pages say to those who have no subscription, in small letters.
const WALLS: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "to continue reading",
    "to keep reading",
    "continue reading this article",
    "already a subscriber",
    "subscribers only",
    "for subscribers only",
    "this article is for subscribers",
    "to read the full",
    "to unlock this article",
    "this content is for members",
    "become a member to read",
    "start your free trial",
    "create a free account to",
    "nur für abonnenten",
    "weiterlesen mit",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "solo para suscriptores",
    "exclusivo para assinantes",
    "riservato agli abbonati",
    "только для подписчиков",
];

/// Reads the page that is an input.
pub(super) fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let (name, address) = (source.name.clone(), source.address.clone());
    let media_type = source.media_type.clone();
    let mut bytes = source.into_bytes(LARGEST)?;
    let encoding = encoding(&bytes, media_type.as_deref());
    // A few NUL bytes are damage, many are UTF-16 or no text.
    let nuls = bytes.iter().filter(|&&b| b == 0).count();
    if nuls > 0 && 50 * nuls < bytes.len() {
        bytes.retain(|&b| b != 0);
    }
    let decoded = charset::decode(&name, bytes, encoding)?;
    let mut entry = page(&decoded.text, address.as_deref());
    entry.source = name;
    entry.warnings.splice(0..0, decoded.warnings);
    Ok(entry)
}

/// The article of a page that was fetched from `address`.
pub(crate) fn page(html: &str, address: Option<&str>) -> Entry {
    let page = Page::parse(html);
    let mut measured = Measured::new(&page);
    let (all, links) = (measured.letters(ROOT), measured.links(ROOT));
    let data = LinkedData::read(&page.linked_data);
    let mut article = metadata::article(&measured, &data, address);
    let is_walled = data.is_free == Some(false) || has_wall(&measured.text(ROOT));
    measured.leave_out_furniture();
    let (top, is_sure) = measured.top();
    measured.trim(top);
    article.body = measured.text(top);
    let mut extraction = Extraction::default();
    if let Some(witness) = witness(&measured, &data, is_sure) {
        let agreement = second::agreement(&article.body, &witness);
        extraction.agreement = Some(agreement);
        if count_words(&article.body) < SHORT && witness.len() > 2 * article.body.len() {
            article.body = witness;
        } else if agreement < AGREES {
            extraction.doubts.push(Doubt::Disagreement);
        }
    }
    if article.body.is_empty() {
        article.body = measured.text(ROOT);
    }
    let words = count_words(&article.body);
    let mut doubt = |holds: bool, doubt| {
        if holds {
            extraction.doubts.push(doubt);
        }
    };
    doubt(is_walled && words < STUB, Doubt::Paywall);
    doubt(ends_open(&article.body), Doubt::Teaser);
    doubt(2 * links > all && 4 * measured.prose(top) < all && words < STUB, Doubt::Links);
    doubt(words < SHORT, Doubt::Short);
    doubt(page.is_cut, Doubt::Cut);
    // A template in English is often left as it is for texts that are not.
    if article.language.as_deref() == Some("en") {
        article.language = detect_language(&article.body).or(article.language);
    }
    let mut entry = Entry::new(String::new(), article);
    if page.is_cut {
        let reason = format!(
            "the page has more than {} MiB or 100000 elements; what follows is left out",
            READ >> 20
        );
        entry.warnings.push(Warning::Cut { reason });
    }
    entry.extraction = Some(extraction);
    entry
}

/// What another finds to be the text: the page's own data, or, where the page does not mark its
/// text, readability.
fn witness(measured: &Measured<'_, '_>, data: &LinkedData, is_sure: bool) -> Option<String> {
    let given = data.body.clone().filter(|body| count_words(body) >= SHORT);
    let is_asked = !is_sure && measured.page().len() <= second::NODES;
    given.or_else(|| is_asked.then(|| second::readability(measured.html())).flatten())
}

fn has_wall(text: &str) -> bool {
    let text = text.to_lowercase();
    WALLS.iter().any(|wall| text.contains(wall))
}

/// Whether a text breaks off: it ends in dots that stand for what is left out.
fn ends_open(text: &str) -> bool {
    let text = text.trim_end();
    ["…", "...", "[…]", "[...]"].iter().any(|end| text.ends_with(end))
}
