//! What a sender wrote, without what a mail program put around it.
//!
//! In: the plain text of a mail. Out: the text without the signature, the message that is answered
//! and the headers of one that is forwarded. What is forwarded is kept: it is what the mail is
//! about.

use super::headers;

/// How the lines of a plain text are folded (RFC 3676).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// Each is a line.
    Fixed,
    /// One that ends in a space goes on.
    Flowed,
    /// The same, and the space is none of the text's.
    FlowedWithoutSpaces,
}

/// A signature is no longer.
const SIGNATURE_LINES: usize = 15;
/// The most lines between `On Monday` and `wrote:`.
const ATTRIBUTION_LINES: usize = 3;
/// The most bytes of these lines.
const ATTRIBUTION_BYTES: usize = 300;
/// What a mailing list adds below is no longer, in lines.
const FOOTER_LINES: usize = 8;
/// The most bytes of a line that a telephone adds.
const DEVICE_BYTES: usize = 80;

/// How a line that says who wrote what follows begins and ends, in small letters.
const ATTRIBUTIONS: &[(&str, &[&str])] = &[
    ("on ", &["wrote:", "wrote :"]),
    ("at ", &["wrote:"]),
    ("am ", &["schrieb:", ">:", "):"]),
    ("le ", &["a écrit :", "a écrit:", "a écrit\u{A0}:"]),
    ("el ", &["escribió:", "escribió :"]),
    ("il ", &["ha scritto:", "ha scritto :"]),
    ("em ", &["escreveu:"]),
    ("a ", &["escreveu:"]),
    ("op ", &["schreef:", ">:", "):"]),
    ("den ", &["skrev:", ">:"]),
    ("dnia ", &["napisał(a):", "napisał:", "napisała:"]),
    ("w dniu ", &["napisał(a):", "pisze:"]),
    ("dne ", &["napsal(a):", "napsal:", "napsala:"]),
    (
        "",
        &[
            "написал(а):",
            "написал:",
            "написала:",
            "пишет:",
            "写道：",
            "写道:",
            "のメール:",
            "님이 작성:",
        ],
    ),
];
/// What stands between the dashes above a message that is answered or forwarded.
const SEPARATORS: &[&str] = &[
    "original message",
    "forwarded message",
    "forwarded by",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "originalnachricht",
    "message d'origine",
    "message d’origine",
    "message transféré",
    "message original",
    "mensaje original",
    "mensaje reenviado",
    "messaggio originale",
    "messaggio inoltrato",
    "mensagem original",
    "mensagem encaminhada",
    "oorspronkelijk bericht",
    "doorgestuurd bericht",
    "ursprungligt meddelande",
    "vidarebefordrat meddelande",
    "oprindelig meddelelse",
    "alkuperäinen viesti",
    "wiadomość oryginalna",
    "исходное сообщение",
    "пересылаемое сообщение",
    "元のメッセージ",
    "转发邮件",
    "原始邮件",
    "転送メッセージ",
];
/// The same without dashes.
const BARE_SEPARATORS: &[&str] = &[
    "begin forwarded message:",
    "anfang der weitergeleiteten nachricht:",
    "début du message réexpédié :",
    "début du message transféré :",
    "inicio del mensaje reenviado:",
    "inizio messaggio inoltrato:",
    "início da mensagem reencaminhada:",
    "begin doorgestuurd bericht:",
];
/// What telephones and programs sign with.
const DEVICES: &[&str] = &[
    "sent from my ",
    "sent from yahoo",
    "sent from outlook",
    "sent from mail for",
    "sent from the all new aol",
    "sent from proton",
    "sent with proton",
    "sent via ",
    "sent using ",
    "get outlook for ",
    "get bluemail for",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir de ",
    "enviado desde mi ",
    "enviado desde ",
    "enviado do meu ",
    "enviado de mi ",
    "inviato da ",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "skickat från min ",
    "sendt fra min ",
    "wysłane z ",
    "отправлено с ",
    "отправлено из ",
    "iphoneから送信",
    "发自我的",
];
/// How the subject of a forwarded message begins, in small letters.
const FORWARDED: [&str; 9] = ["fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "vs:", "転送:"];

/// The text as its lines were written, before a mail program folded them.
pub(super) fn unfolded(text: &str, flow: Flow) -> String {
    if flow == Flow::Fixed {
        return text.to_owned();
    }
    let mut whole = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split('\n') {
        let said = line.trim_start_matches('>');
        let depth = line.len() - said.len();
        let said = said.strip_prefix(' ').unwrap_or(said);
        if open != Some(depth) || said == "-- " {
            if !whole.is_empty() {
                let is_over = whole.ends_with('\n');
                whole.push_str(if open.is_some() && !is_over { "\n" } else { "" });
            }
            whole.push_str(&">".repeat(depth));
            whole.push_str(if depth > 0 { " " } else { "" });
        }
        let goes_on = said.ends_with(' ') && said != "-- ";
        if goes_on {
            let without = flow == Flow::FlowedWithoutSpaces;
            whole.push_str(if without { &said[..said.len() - 1] } else { said });
            open = Some(depth);
        } else {
            whole.push_str(said);
            whole.push('\n');
            open = None;
        }
    }
    whole
}

/// What the sender wrote of `text`, the text of a mail with this subject.
pub(super) fn of(text: &str, subject: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let lower = subject.to_lowercase();
    let is_forward = FORWARDED.iter().any(|mark| lower.starts_with(mark));
    let kept = kept(&lines, is_forward);
    if kept.iter().any(|line| line.chars().any(char::is_alphanumeric)) {
        return kept.join("\n");
    }
    // Nothing but what others wrote: then that is what the mail says.
    let unquoted: Vec<&str> = lines.iter().map(|line| unquoted(line)).collect();
    self::kept(&unquoted, true).join("\n")
}

/// The lines that the sender wrote. Of a forwarded message the text is kept.
fn kept<'a>(lines: &[&'a str], is_forward: bool) -> Vec<&'a str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut has_words = false;
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        let passed_on = is_forward || !has_words;
        if is_quoted(line) {
            at += 1;
        } else if let Some(length) = separator(&lines[at..]) {
            if !passed_on {
                break;
            }
            at += length;
        } else if let Some(length) = attribution(&lines[at..]) {
            let next = lines[at + length..].iter().find(|line| !line.trim().is_empty());
            let is_followed = next.is_some_and(|next| is_quoted(next));
            let rest_is_quoted = has_words && has_address_or_time(&lines[at..at + length]);
            if !is_followed && rest_is_quoted && !is_forward {
                break;
            }
            if !is_followed && !passed_on {
                kept.extend(&lines[at..at + length]);
            }
            at += length;
        } else if let Some(length) = signature(&lines[at..], has_words) {
            at += length;
        } else if let Some(length) = sealed(&lines[at..]) {
            at += length;
        } else {
            has_words |= line.chars().any(char::is_alphanumeric);
            kept.push(line);
            at += 1;
        }
    }
    kept
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// A quoted line without its marks.
fn unquoted(line: &str) -> &str {
    let text = line.trim_start_matches([' ', '>']);
    if is_quoted(line) { text } else { line }
}

/// How many lines stand above the text of a message that is answered or forwarded: a line of
/// dashes with words in it, and headers.
fn separator(lines: &[&str]) -> Option<usize> {
    let line = lines.first()?.trim();
    let words = line.trim_matches(['-', '_', '*', '=', ' ', '\u{A0}']).to_lowercase();
    let is_ruled = line.starts_with("--") || line.starts_with("__") || line.starts_with("==");
    let is_named = is_ruled && SEPARATORS.iter().any(|it| words.starts_with(it))
        || BARE_SEPARATORS.contains(&&*line.to_lowercase());
    let is_rule = is_ruled && words.is_empty();
    let from = usize::from(is_named || is_rule);
    let blank = lines[from..].iter().take_while(|line| line.trim().is_empty()).count();
    let blank = if from == 0 { 0 } else { blank.min(2) };
    match header_block(&lines[from + blank..]) {
        Some(length) => Some(from + blank + length),
        None => is_named.then_some(from),
    }
}

/// How many lines of headers a text begins with, if they are those of a message.
fn header_block(lines: &[&str]) -> Option<usize> {
    /// The most lines of such headers.
    const MOST: usize = 14;
    let mut names = Vec::new();
    let mut length = 0;
    for line in lines.iter().take(MOST) {
        let line = line.trim_start_matches(['>', '*', ' ']);
        match headers::name(line) {
            Some(name) => names.push(name),
            None if !line.trim().is_empty() && !names.is_empty() => {}
            None => break,
        }
        length += 1;
    }
    let has = |name: &str| names.iter().any(|it| it == name);
    let is_block = has("from") && (has("date") || has("sent")) && (has("to") || has("subject"));
    is_block.then_some(length)
}

/// How many lines say who wrote what follows and when.
fn attribution(lines: &[&str]) -> Option<usize> {
    let mut text = String::new();
    for (index, line) in lines.iter().take(ATTRIBUTION_LINES).enumerate() {
        if line.trim().is_empty() || is_quoted(line) {
            return None;
        }
        text.push_str(line.trim());
        if text.len() > ATTRIBUTION_BYTES {
            return None;
        }
        let lower = text.to_lowercase();
        let is_one = |(begin, ends): &(&str, &[&str])| {
            lower.starts_with(begin) && ends.iter().any(|end| lower.ends_with(end))
        };
        let tells = lower.contains('@') || lower.contains(|c: char| c.is_ascii_digit());
        if tells && ATTRIBUTIONS.iter().any(is_one) {
            return Some(index + 1);
        }
        // The first line alone tells that it is none.
        if !ATTRIBUTIONS.iter().any(|(begin, _)| lower.starts_with(begin)) {
            return None;
        }
        text.push(' ');
    }
    None
}

/// Whether lines hold an address of a mail or a time of the day, as only a program writes it.
fn has_address_or_time(lines: &[&str]) -> bool {
    let is_time = |word: &str| {
        let mut parts = word.trim_matches([',', '(', ')']).split(':');
        let two = (parts.next(), parts.next());
        let is_number =
            |it: &str| (1..=2).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit());
        matches!(two, (Some(hour), Some(minute)) if is_number(hour) && is_number(minute))
    };
    lines.iter().any(|line| line.contains('@') || line.split_whitespace().any(is_time))
}

/// How many lines from here on are a signature, what a telephone adds, or what a mailing list does.
fn signature(lines: &[&str], has_words: bool) -> Option<usize> {
    let line = *lines.first()?;
    let bare = line.trim();
    let is_dashes = bare == "--" || bare == "—";
    let is_rule = bare.len() >= 20 && bare.bytes().all(|byte| byte == b'_');
    let lower = bare.to_lowercase();
    let is_device = bare.len() <= DEVICE_BYTES && DEVICES.iter().any(|it| lower.starts_with(it));
    if !has_words || !(is_dashes || is_rule || is_device) {
        return None;
    }
    let most = match () {
        () if is_dashes => SIGNATURE_LINES,
        () if is_rule => FOOTER_LINES,
        () => 2,
    };
    let mut written = 0;
    for (index, line) in lines.iter().enumerate().skip(1) {
        if is_quoted(line) || separator(&lines[index..]).is_some() {
            return Some(index);
        }
        if attribution(&lines[index..]).is_some() {
            return Some(index);
        }
        written += usize::from(!line.trim().is_empty());
        if written > most {
            return None;
        }
    }
    // What a telephone adds stands last; a line that begins so may be followed by a name.
    Some(if is_device && written > 0 { 1 } else { lines.len() })
}

/// How many lines here seal a message: marks of PGP and what stands between them.
fn sealed(lines: &[&str]) -> Option<usize> {
    let line = lines.first()?.trim();
    if line == "-----BEGIN PGP SIGNED MESSAGE-----" {
        let blank = lines.iter().take(4).position(|line| line.trim().is_empty());
        return Some(blank.unwrap_or(1));
    }
    (line == "-----BEGIN PGP SIGNATURE-----").then_some(lines.len())
}
