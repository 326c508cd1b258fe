//! One message as an article.
//!
//! In: the bytes of a message. Out: its subject, its sender and what the sender wrote. What a
//! parser could trip over is bounded before: the size, and how many messages lie in messages.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use mail_parser::{Address, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::own_words::{self, Flow};
use super::{headers, html};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::read::html::text_of;
use crate::read::{charset, dates};
use crate::text::count_words;
use crate::text::paragraphs::{clean_line, with_line_feeds};

/// More messages in a message than these are attachments that are not looked into: the parser
/// nests them as deep as they lie.
const MESSAGES: usize = 32;
/// Plain text is the better one of two that say the same. One with fewer words than two in three of
/// the HTML's says less; one with more than this many addresses is a list of links.
const ADDRESSES: usize = 5;

/// What a message turns out to be.
pub(super) enum Found {
    /// A mail.
    Mail(Box<Article>),
    /// A page that a browser saved as a message.
    Page { html: String, address: Option<String> },
}

/// Reads the message called `name`.
///
/// # Errors
/// [`Error::Refused`] if it has no headers.
pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Found> {
    let bytes = headers::in_english(without_deep_messages(bytes));
    let message = MessageParser::default().parse(&bytes).filter(|it| !it.parts.is_empty());
    let Some(message) = message else {
        let reason = "this is no mail: it begins with no headers; give it with --format text";
        return Err(Error::Refused { name: name.to_owned(), reason: reason.to_owned() });
    };
    let saved = message.header_raw("Snapshot-Content-Location").map(clean_line);
    if saved.is_some() || is_saved_page(&message) {
        let html = html_parts(&message).next().map(Cow::into_owned);
        let location = || message.header_raw("Content-Location").map(clean_line);
        if let Some(html) = html {
            return Ok(Found::Page { html, address: saved.or_else(location) });
        }
    }
    Ok(Found::Mail(Box::new(article(&message))))
}

fn is_saved_page(message: &Message<'_>) -> bool {
    message.header_raw("From").is_some_and(|from| from.contains("<Saved by "))
}

fn article(message: &Message<'_>) -> Article {
    let subject = message.subject().map(clean_line).filter(|it| !it.is_empty());
    let sender = message.from().or_else(|| message.sender()).and_then(person);
    let raw = |header: &str| message.header_raw(header).map(clean_line);
    let is_newsletter = message.header_raw("List-Unsubscribe").is_some();
    let mut article = Article {
        body: body(message, subject.as_deref().unwrap_or_default()),
        url: raw("Archived-At").map(bare_address).filter(|it| it.starts_with("http")),
        author: sender.clone(),
        site: list(message).or_else(|| sender.filter(|_| is_newsletter)),
        external_id: message.message_id().map(|id| format!("mid:{id}")),
        title: subject,
        ..Article::default()
    };
    let date = raw("Date").or_else(|| raw("Resent-Date"));
    if let Some(date) = date {
        article.date = dates::date(&date);
        article.published = dates::timestamp(&date, &TimeZone::system());
    }
    if article.published.is_none()
        && let Some(date) = message.date().filter(|date| date.is_valid())
    {
        article.published = dates::timestamp(&date.to_rfc3339(), &TimeZone::UTC);
        article.date = article.date.or_else(|| dates::date(&date.to_rfc3339()));
    }
    article
}

/// The name of the list that a mail was sent through, if people write to it.
fn list(message: &Message<'_>) -> Option<String> {
    message.header_raw("List-Post").filter(|post| post.contains("mailto:"))?;
    let id = clean_line(message.header_raw("List-Id")?);
    let (name, address) = id.split_once('<').unwrap_or(("", &id));
    let name = name.trim().trim_matches('"');
    let named = if name.is_empty() { address.trim_end_matches('>') } else { name };
    (!named.is_empty()).then(|| named.to_owned())
}

fn bare_address(text: String) -> String {
    text.trim_matches(['<', '>', ' ']).to_owned()
}

/// The name of a sender, or the address where there is no name.
fn person(address: &Address<'_>) -> Option<String> {
    let first = address.first()?;
    let name = first.name().map(clean_line).filter(|name| !name.is_empty());
    let name = name.or_else(|| first.address().map(clean_line))?;
    // Some programs write the address into the name as well.
    let name = match name.split_once(" <") {
        Some((alone, address)) if address.contains('@') => alone.to_owned(),
        _ => name,
    };
    Some(name.trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty())
}

/// What the sender wrote.
fn body(message: &Message<'_>, subject: &str) -> String {
    let mut plain = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            let text = with_line_feeds(in_its_charset(message, part, text).into_owned());
            push(&mut plain, &own_words::unfolded(&text, flow(part)));
        }
    }
    let plain = own_words::of(&plain, subject);
    let mut rich = String::new();
    for markup in html_parts(message) {
        push(&mut rich, &text_of(&html::without_quotes(&markup)));
    }
    let rich = own_words::of(&rich, subject);
    if is_whole(&plain, &rich) { plain } else { rich }
}

/// Whether plain text says what the HTML says, and is no list of links.
fn is_whole(plain: &str, rich: &str) -> bool {
    let is_address = |word: &&str| word.trim_start_matches(['<', '(', '[']).starts_with("http");
    let addresses: Vec<&str> = plain.split_whitespace().filter(is_address).collect();
    let length: usize = addresses.iter().map(|address| address.len()).sum();
    let is_list = addresses.len() > ADDRESSES && 4 * length > plain.len();
    let words = count_words(rich);
    words == 0 || 3 * count_words(plain) >= 2 * words && !is_list
}

fn push(text: &mut String, part: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(part);
}

fn html_parts<'m>(message: &'m Message<'m>) -> impl Iterator<Item = Cow<'m, str>> {
    message.html_bodies().filter_map(move |part| match &part.body {
        PartType::Html(markup) => Some(in_its_charset(message, part, markup)),
        _ => None,
    })
}

/// The text of a part whose headers do not say in what encoding it is, in what it seems to be.
fn in_its_charset<'m>(
    message: &'m Message<'_>,
    part: &MessagePart<'_>,
    text: &'m str,
) -> Cow<'m, str> {
    let is_raw = part.encoding == Encoding::None && text.contains(char::REPLACEMENT_CHARACTER);
    let range = part.offset_body as usize..part.offset_end as usize;
    let bytes = message.raw_message.get(range).filter(|_| is_raw);
    let decoded = bytes.and_then(|bytes| charset::decode("", bytes.to_vec(), None).ok());
    decoded.map_or(Cow::Borrowed(text), |decoded| Cow::Owned(decoded.text))
}

/// How the lines of a part are folded.
fn flow(part: &MessagePart<'_>) -> Flow {
    let says = |name, value: &str| {
        let attribute = part.content_type().and_then(|it| it.attribute(name));
        attribute.is_some_and(|it| it.eq_ignore_ascii_case(value))
    };
    match (says("format", "flowed"), says("delsp", "yes")) {
        (false, _) => Flow::Fixed,
        (true, false) => Flow::Flowed,
        (true, true) => Flow::FlowedWithoutSpaces,
    }
}

/// The message with the messages in it, where they are too many, named something else. Nothing
/// moves.
fn without_deep_messages(mut bytes: Vec<u8>) -> Vec<u8> {
    const NESTING: [(&[u8], &[u8]); 3] = [
        (b"message/rfc822", b"x-other/rfc822"),
        (b"message/global", b"x-other/global"),
        (b"multipart/digest", b"multipart/mixedx"),
    ];
    let mut found = Vec::new();
    for at in 0..bytes.len() {
        if !matches!(bytes[at], b'm' | b'M') {
            continue;
        }
        let names = |(name, _): &&(&[u8], &[u8])| {
            bytes.get(at..at + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        if let Some((_, other)) = NESTING.iter().find(names) {
            found.push((at, *other));
        }
    }
    if found.len() > MESSAGES {
        for (at, other) in found {
            bytes[at..at + other.len()].copy_from_slice(other);
        }
    }
    bytes
}
