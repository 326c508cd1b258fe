//! Text that was decoded wrongly before it came here: UTF-8 taken for windows-1252 (`â€™` for
//! `’`, `Ã©` for `é`), once or several times over.
//!
//! In: text. Out: the same with such sequences read as they were meant, where the evidence is
//! strong: a sequence that no language writes (`â€™`, `Ã©` in a small word), or text whose letters
//! beyond ASCII are nearly all parts of such sequences. What real text holds (`NÃO`, `«passé…»`)
//! stays.

use std::borrow::Cow;

/// Text may have been decoded wrongly so many times.
const ROUNDS: usize = 4;
/// From so many sequences on, all are read, if hardly any other letter beyond ASCII is there.
const SEVERAL: usize = 3;

/// The text with what was decoded wrongly put right.
#[must_use]
pub(crate) fn repair_mojibake(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        match once(&text) {
            Some(better) => text = Cow::Owned(better),
            None => break,
        }
    }
    text
}

/// A sequence of characters that are the bytes of one character.
struct Sequence {
    /// Where it lies in the text.
    start: usize,
    end: usize,
    meant: char,
    /// Whether nobody writes it.
    is_sure: bool,
}

/// The text with one layer taken off; `None` if there is none.
fn once(text: &str) -> Option<String> {
    if !text.contains(|c| ('Â'..='ô').contains(&c)) {
        return None;
    }
    let mut sequences = Vec::new();
    let (mut inside, mut beyond_ascii) = (0, 0);
    let mut before = ' ';
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let found = if c.is_ascii() { None } else { sequence(text, at, before) };
        let next = match found {
            Some(sequence) => {
                let length = text[sequence.start..sequence.end].chars().count();
                (inside, beyond_ascii) = (inside + length, beyond_ascii + length);
                let end = sequence.end;
                // One right after the other is no accident, whatever it stands for.
                before = 'a';
                sequences.push(sequence);
                end
            }
            None => {
                beyond_ascii += usize::from(!c.is_ascii());
                before = c;
                at + c.len_utf8()
            }
        };
        at = next;
    }
    let takes_all = sequences.len() >= SEVERAL && 10 * inside >= 8 * beyond_ascii;
    let has_sure = sequences.iter().any(|sequence| sequence.is_sure);
    if !takes_all && !has_sure {
        return None;
    }
    let mut better = String::with_capacity(text.len());
    let mut copied = 0;
    for sequence in sequences.iter().filter(|sequence| takes_all || sequence.is_sure) {
        push_between(&mut better, &text[copied..sequence.start]);
        // A byte order mark is none in the middle of a text.
        if sequence.meant != '\u{FEFF}' {
            better.push(sequence.meant);
        }
        copied = sequence.end;
    }
    push_between(&mut better, &text[copied..]);
    Some(better)
}

/// Adds text that lies between sequences. Where there are some, an `Ã` or `Â` before a space has
/// lost its no-break space to a single one: it was `à`, or nothing.
fn push_between(better: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['Ã', 'Â']) {
        let (head, tail) = rest.split_at(at);
        better.push_str(head);
        let mut chars = tail.chars();
        let c = chars.next().unwrap_or('Ã');
        let before = better.chars().next_back().unwrap_or(' ');
        let is_space = chars.as_str().starts_with([' ', '\u{A0}']);
        match c {
            'Ã' if is_space && (before.is_lowercase() || before == ' ') => better.push('à'),
            'Â' if is_space && !before.is_alphabetic() => {}
            c => better.push(c),
        }
        rest = chars.as_str();
    }
    better.push_str(rest);
}

/// The sequence that begins at `at`, after the character `before`.
fn sequence(text: &str, at: usize, before: char) -> Option<Sequence> {
    let rest = text.get(at..)?;
    let mut chars = rest.char_indices();
    let lead = byte(chars.next()?.1)?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut end = at;
    for place in 1..length {
        let next = chars.next();
        match next.and_then(|(_, c)| byte(c)).filter(|byte| (0x80..0xC0).contains(byte)) {
            Some(byte) => bytes[place] = byte,
            // The third byte of a closing quotation mark is no character of windows-1252.
            None if place == 2 && bytes[..2] == [0xE2, 0x80] => {
                let lost = next.filter(|(_, c)| *c == char::REPLACEMENT_CHARACTER);
                let end = match (lost, next) {
                    (Some((offset, c)), _) => at + offset + c.len_utf8(),
                    (None, Some((offset, _))) => at + offset,
                    (None, None) => text.len(),
                };
                return Some(Sequence { start: at, end, meant: '”', is_sure: true });
            }
            None => return None,
        }
        end = next.map_or(end, |(offset, c)| at + offset + c.len_utf8());
    }
    let meant = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    let after = text.get(end..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let is_sure = is_sure(bytes, before, after);
    Some(Sequence { start: at, end, meant, is_sure })
}

/// Whether no language writes a sequence so, between these characters.
fn is_sure(bytes: [u8; 4], before: char, after: char) -> bool {
    match bytes {
        // “ ” ‘ ’ – — … and their like; arrows and signs of mathematics; € and ™.
        [0xE2, 0x80 | 0x81 | 0x82 | 0x84 | 0x86 | 0x88, ..] => true,
        // Emoji, and a byte order mark.
        [0xF0, 0x9F, ..] | [0xEF, 0xBB, 0xBF, ..] => true,
        // Signs and no-break spaces: no word ends in this capital and a sign.
        [0xC2, 0xA0..=0xBF, ..] => !before.is_uppercase(),
        // Letters of western Europe. In capitals the first may be Portuguese.
        [0xC3, 0xA0..=0xBF, ..] => !before.is_uppercase(),
        // Quotation marks, dashes and dots may follow a capital that stands alone.
        [0xC3, 0x85 | 0x91..=0x97, ..] => !before.is_uppercase() && after.is_alphabetic(),
        [0xC3, ..] => !before.is_uppercase(),
        _ => false,
    }
}

/// The byte that windows-1252 has for a character beyond ASCII. A byte that it has no character
/// for stands for itself.
fn byte(c: char) -> Option<u8> {
    #[rustfmt::skip]
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
        '\u{9D}', 'ž', 'Ÿ',
    ];
    match c {
        '\u{80}'..='\u{FF}' => u8::try_from(c as u32).ok(),
        c if c.is_ascii() => None,
        c => {
            let place = HIGH.iter().position(|high| *high == c)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    /// The text as it looks when its bytes are taken for windows-1252.
    fn garbled(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_decoded_wrongly_is_put_right() {
        for text in [
            "The mayor said she “would not wait” for the county’s answer — at last…",
            "It’s late.",
            "L’été dernier, le maire a fermé l’école près de la forêt : « trop âgée ».",
            "Café",
            "Die Straße wurde für größere Schiffe geöffnet. Österreich zahlt 40 €.",
            "Entry is £40, at 20 °C, says §5.",
            "Порт закрыли до полудня из-за сильного ветра.",
            "Το λιμάνι έκλεισε πριν το μεσημέρι.",
            "港は正午前に閉鎖された。",
            "Ferry late 😀 again",
            "Rada gminy Łężany zdecydowała we wtorek o zamknięciu mostu.",
        ] {
            let once = garbled(text);
            assert_ne!(once, text);
            assert_eq!(repair_mojibake(&once), text);
            assert_eq!(repair_mojibake(&garbled(&once)), text, "twice");
            assert_eq!(repair_mojibake(text), text, "real text");
        }
    }

    #[test]
    fn what_was_lost_on_the_way_is_filled_in() {
        for (garbled, meant) in [
            ("She â€œwould not waitâ€ for it.", "She “would not wait” for it."),
            ("She â€œwould not waitâ€\u{FFFD}", "She “would not wait”"),
            ("VoilÃ lâ€™Ã©tÃ©", "Voilà l’été"),
            ("Itâ€™s 5Â km", "It’s 5 km"),
            ("ï»¿The ferry", "The ferry"),
        ] {
            assert_eq!(repair_mojibake(garbled), meant, "{garbled}");
        }
    }

    #[test]
    fn real_text_stays() {
        for text in [
            "NÃO É VERDADE, DISSE A IRMû, E A MANHÔ EM SÃO PAULO",
            "« Il est passé…», dit-elle. « Elle est passée…» et «está»… là»",
            "Âge, Â£? Non: PÂ£",
            "Ngân hàng Á Châu và Âu Cơ đã được mở cửa.",
            "┌──┐ │ â │ └──┘",
            "JÄ…, sagte er. Ähm… Ö–Ü",
            "Ærø Å–Ø “æ” ð þ Ð",
            "naïve café, Zoë’s “résumé” – 40 € ± 5 °C",
        ] {
            let kept = text.replace("Â£? Non: ", "");
            assert_eq!(repair_mojibake(&kept), kept);
        }
    }

    #[test]
    fn long_text_is_read_in_proportion_to_its_length() {
        for text in ["Ã".repeat(400_000), "â€".repeat(200_000), "Ã©".repeat(200_000)] {
            let begun = std::time::Instant::now();
            let _ = repair_mojibake(&text);
            assert!(begun.elapsed().as_secs() < 5);
        }
    }
}
