//! The time zones that dates name: offsets, abbreviations, names of the zone database.

use jiff::tz::{Offset, TimeZone};

/// What abbreviations mean, in minutes east of Greenwich. One that means several (`IST`) is not
/// here.
#[rustfmt::skip]
const ABBREVIATIONS: &[(&str, i32)] = &[
    ("z", 0), ("ut", 0), ("utc", 0), ("gmt", 0), ("wet", 0),
    ("bst", 60), ("cet", 60), ("mez", 60), ("wat", 60), ("west", 60),
    ("cat", 120), ("cest", 120), ("eet", 120), ("mesz", 120), ("sast", 120),
    ("eat", 180), ("eest", 180), ("msk", 180), ("trt", 180),
    ("pkt", 300), ("wib", 420), ("ict", 420),
    ("awst", 480), ("hkt", 480), ("pht", 480), ("sgt", 480), ("wita", 480),
    ("jst", 540), ("kst", 540), ("acst", 570), ("aest", 600), ("acdt", 630), ("aedt", 660),
    ("nzst", 720), ("nzdt", 780),
    ("ndt", -150), ("nst", -210), ("adt", -180), ("brt", -180), ("art", -180), ("clt", -240),
    ("edt", -240), ("est", -300), ("cdt", -300), ("cst", -360), ("mdt", -360), ("mst", -420),
    ("pdt", -420), ("pst", -480), ("akdt", -480), ("akst", -540), ("hst", -600),
];

/// What Americans call their zones in summer and winter alike.
const NAMED: &[(&str, &str)] = &[
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
];

/// The zone that `text` names, all of it: `Z`, `+02:00`, `GMT+2`, `EST`, `(CET)`,
/// `Europe/Berlin`, `+0200 (CEST)`.
pub(super) fn zone(text: &str) -> Option<TimeZone> {
    let text = text.trim().trim_matches(|c| "()[],".contains(c)).trim();
    // What stands in brackets after an offset repeats it.
    let text = text.split(['(', '[']).map(str::trim).find(|part| !part.is_empty())?;
    if text.contains('/') {
        return TimeZone::get(text).ok();
    }
    let small = text.to_ascii_lowercase();
    let (name, digits) = match small.find(['+', '-', '−']) {
        Some(at) => small.split_at(at),
        None => (&*small, ""),
    };
    let name = name.trim();
    if digits.is_empty() {
        let minutes = ABBREVIATIONS.iter().find(|(it, _)| *it == name).map(|(_, it)| *it);
        let named = || NAMED.iter().find(|(it, _)| *it == name);
        return match minutes {
            Some(minutes) => fixed(minutes),
            None => named().and_then(|(_, zone)| TimeZone::get(zone).ok()),
        };
    }
    matches!(name, "" | "gmt" | "utc" | "ut" | "z").then(|| offset(digits)).flatten()
}

/// `+2`, `+02`, `+0200`, `+02:00`, `-5:30`, `+05:30:00`.
fn offset(text: &str) -> Option<TimeZone> {
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let digits = text.trim_start_matches(['+', '-', '−']).trim();
    let parts: Vec<&str> = digits.split(':').collect();
    let (hours, minutes) = match parts.as_slice() {
        [hours, minutes] | [hours, minutes, "00"] => (*hours, *minutes),
        [hours] if hours.len() <= 2 => (*hours, "0"),
        [both] if both.is_ascii() && matches!(both.len(), 3 | 4) => both.split_at(both.len() - 2),
        _ => return None,
    };
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    ((0..=15).contains(&hours) && (0..60).contains(&minutes))
        .then(|| fixed(sign * (60 * hours + minutes)))
        .flatten()
}

fn fixed(minutes: i32) -> Option<TimeZone> {
    if minutes == 0 {
        return Some(TimeZone::UTC);
    }
    Offset::from_seconds(60 * minutes).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_in_every_form() {
        let minutes = |text: &str| {
            let offset = zone(text)?.to_offset(jiff::Timestamp::UNIX_EPOCH);
            Some(offset.seconds() / 60)
        };
        for (text, expected) in [
            ("Z", Some(0)),
            ("(UTC)", Some(0)),
            ("+02:00", Some(120)),
            ("+0200 (CEST)", Some(120)),
            ("-0530", Some(-330)),
            ("GMT+2", Some(120)),
            ("UTC -5", Some(-300)),
            ("EST", Some(-300)),
            ("IST", None),
            ("XYZ+2", None),
            ("+2500", None),
            ("+2:xx", None),
            ("+", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }
}
