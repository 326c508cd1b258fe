//! The cues of subtitles.
//!
//! In: lines. Out: cues: times, and the lines below them. Numbers and names of cues, notes and styles
//! are left out. A blank line in a cue does not end it; only other times do.

/// What stands on the screen for a time.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Cue<'a> {
    /// When it comes and goes, in milliseconds.
    pub(super) times: (u64, u64),
    pub(super) lines: Vec<&'a str>,
}

/// The cues of a text.
pub(super) struct Cues<'a> {
    lines: std::iter::Peekable<std::str::Split<'a, char>>,
    /// The times of the cue that comes.
    times: Option<(u64, u64)>,
}

impl<'a> Cues<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { lines: text.split('\n').peekable(), times: None }
    }
}

impl<'a> Iterator for Cues<'a> {
    type Item = Cue<'a>;

    fn next(&mut self) -> Option<Cue<'a>> {
        while self.times.is_none() {
            self.times = times(self.lines.next()?);
        }
        let mut cue = Cue { times: self.times.take()?, lines: Vec::new() };
        let mut is_note = false;
        let mut after_blank = false;
        // Whether the line above is one of the cue's, and stands below a blank one.
        let mut above = None;
        for line in self.lines.by_ref() {
            if let Some(times) = times(line) {
                self.times = Some(times);
                let is_number = |line: &&str| line.bytes().all(|byte| byte.is_ascii_digit());
                let is_name = above == Some(true)
                    || above.is_some() && cue.lines.last().is_some_and(is_number);
                if is_name {
                    cue.lines.pop();
                }
                break;
            }
            let line = line.trim();
            if line.is_empty() {
                (is_note, after_blank, above) = (false, true, None);
                continue;
            }
            is_note |= after_blank && is_block(line);
            if !is_note {
                cue.lines.push(line);
                above = Some(after_blank);
            }
            after_blank = false;
        }
        Some(cue)
    }
}

/// Whether a line begins what is no cue.
fn is_block(line: &str) -> bool {
    let begins = |word: &&str| {
        line.strip_prefix(*word).is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t']))
    };
    ["NOTE", "STYLE", "REGION"].iter().any(|word| begins(&word))
}

/// The times that a line gives: `00:00:01,000 --> 00:00:04.000 align:start`.
pub(super) fn times(line: &str) -> Option<(u64, u64)> {
    let (from, to) = line.split_once("-->")?;
    let to = to.trim_start().split([' ', '\t']).next()?;
    Some((time(from.trim())?, time(to)?))
}

/// A time of the form `1:02:03,004` in milliseconds.
fn time(text: &str) -> Option<u64> {
    let (whole, parts) = match text.rsplit_once([',', '.']) {
        Some((whole, parts)) => (whole, parts),
        None => (text, "0"),
    };
    let number = |digits: &str| -> Option<u64> {
        let digits = digits.trim();
        let is_number =
            (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse().ok())?
    };
    let mut seconds = 0;
    let mut count = 0;
    for part in whole.split(':') {
        seconds = seconds * 60 + number(part)?;
        count += 1;
        if count > 4 {
            return None;
        }
    }
    (count > 1).then_some(seconds * 1000 + number(parts)?)
}
