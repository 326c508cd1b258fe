//! Transcripts: time stamps and sounds go.
//!
//! A stamp at the head of a line is one of a transcript where several lines have one, and where
//! it is in brackets, has seconds, or begins at nought: the times of a programme ("9:00 Opening")
//! are text. The time of an entry of a live report ("4:15 p.m. — ") goes where a dash follows.

use super::{Room, speakers};
use crate::article::RepairKind;

/// The stamps that make a transcript.
const STAMPS: usize = 3;

pub(super) fn clear(room: &mut Room<'_>) {
    let stamps: Vec<(usize, Stamp)> =
        room.wholes().filter_map(|(at, text)| Some((at, Stamp::at(text)?))).collect();
    let is_sure = stamps.iter().filter(|(_, stamp)| stamp.is_sure).count() >= 2;
    let from_nought = stamps.first().is_some_and(|(_, stamp)| stamp.is_nought);
    let is_transcript = is_sure || (from_nought && stamps.len() >= STAMPS);
    for (at, stamp) in &stamps {
        if is_transcript || stamp.is_entry {
            let Some(text) = room.whole(*at) else { continue };
            let (removed, kept) = text.split_at(stamp.length);
            room.keep(*at, vec![kept], &[removed.trim_end()], RepairKind::TimeStamp);
        }
    }
    if is_transcript {
        clear_sounds(room);
    }
    speakers::set_apart(room, is_transcript);
}

/// A time at the head of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    /// Its bytes, with the brackets around it and the white space behind.
    length: usize,
    /// Whether it is in brackets or has seconds.
    is_sure: bool,
    /// Whether its first figure is nought.
    is_nought: bool,
    /// Whether it is the time of an entry of a live report.
    is_entry: bool,
}

impl Stamp {
    fn at(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(['[', '(']);
        let is_open = rest.is_some();
        let (mut rest, parts, first) = time(rest.unwrap_or(text))?;
        // A second time, where the stamp is a stretch.
        for dash in [" --> ", " - ", " – ", "-", "–"] {
            if let Some((behind, _, _)) = rest.strip_prefix(dash).and_then(time) {
                rest = behind;
                break;
            }
        }
        let closed = rest.strip_prefix([']', ')']);
        if is_open != closed.is_some() {
            return None;
        }
        let rest = closed.unwrap_or(rest);
        let bare = rest.trim_start_matches([':', ' ']);
        let is_apart = rest.is_empty() || rest.len() > bare.len();
        let length = text.len() - bare.len();
        let stamp =
            Self { length, is_sure: is_open || parts == 3, is_nought: first == 0, is_entry: false };
        entry(text, rest).or_else(|| is_apart.then_some(stamp))
    }
}

/// The time of an entry of a live report: `4:15 p.m. — `, `16:15 GMT - `.
fn entry(text: &str, rest: &str) -> Option<Stamp> {
    const HALVES: &[&str] = &["a.m.", "p.m.", "am", "pm", "AM", "PM", "A.M.", "P.M."];
    const ZONES: &[&str] =
        &["ET", "EST", "EDT", "PT", "PST", "PDT", "CT", "CST", "GMT", "UTC", "BST", "CET"];
    let skip = |rest: &'static [&'static str], text: &str| -> Option<usize> {
        let trimmed = text.trim_start();
        let word = rest.iter().find(|word| trimmed.starts_with(**word))?;
        Some(text.len() - trimmed.len() + word.len())
    };
    let half = skip(HALVES, rest);
    let behind = rest.get(half.unwrap_or_default()..)?;
    let zone = skip(ZONES, behind);
    let behind = behind.get(zone.unwrap_or_default()..)?;
    let dash = behind.trim_start();
    let text_behind = dash.strip_prefix(['—', '–']).or_else(|| dash.strip_prefix("- "))?;
    let kept = text_behind.trim_start();
    let begins = kept.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
    ((half.is_some() || zone.is_some()) && begins).then_some(Stamp {
        length: text.len() - kept.len(),
        is_sure: false,
        is_nought: false,
        is_entry: true,
    })
}

/// What is behind the time that a text begins with, how many parts that has, and its first.
fn time(text: &str) -> Option<(&str, usize, u32)> {
    let two_digits = |text: &str| text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let digits = two_digits(text);
    let first = text.get(..digits).filter(|_| digits < 3)?.parse().ok()?;
    let mut rest = text.get(digits..)?;
    let mut parts = 1;
    while parts < 3
        && let Some(behind) = rest.strip_prefix(':')
        && two_digits(behind) == 2
    {
        rest = behind.get(2..)?;
        parts += 1;
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=3).contains(&digits) {
            rest = fraction.get(digits..)?;
        }
    }
    (parts > 1).then_some((rest, parts, first))
}

/// Takes out paragraphs that are a sound: `[MUSIC]`, `(APPLAUSE)`.
fn clear_sounds(room: &mut Room<'_>) {
    for at in 0..room.paragraphs.len() {
        let Some(text) = room.whole(at) else { continue };
        let sound = sound_length(text);
        if sound == text.len() && sound > 0 {
            room.remove(at, RepairKind::Furniture);
        }
    }
}

/// The bytes of the sound that a text begins with.
fn sound_length(text: &str) -> usize {
    const LONGEST: usize = 30;
    let Some(inside) = text.strip_prefix(['[', '(']) else { return 0 };
    let Some(end) = inside.find([']', ')']).filter(|end| *end <= LONGEST) else { return 0 };
    let is_caps = inside.get(..end).is_some_and(|sound| {
        sound.chars().any(char::is_uppercase) && !sound.chars().any(char::is_lowercase)
    });
    if is_caps { end + 2 } else { 0 }
}
