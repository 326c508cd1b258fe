//! The headers of a message as lines of text.
//!
//! In: text. Out: whether it begins with headers, and the same in the form that a parser of mails
//! takes. Headers that were copied with the text of a message may be in the language of the
//! program that showed them.

/// Headers that say that a text is a message, if several stand together.
const KNOWN: &[&str] = &[
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "sent",
    "sender",
    "reply-to",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "return-path",
    "received",
    "delivered-to",
    "envelope-to",
    "list-id",
    "list-unsubscribe",
    "dkim-signature",
    "authentication-results",
    "arc-seal",
    "newsgroups",
    "organization",
    "path",
    "x-mailer",
    "user-agent",
    "received-spf",
    "importance",
    "thread-topic",
];
/// Who it is from. A message has one of them, or went through a server.
const ORIGIN: &[&str] = &["from", "received", "return-path", "delivered-to", "sender"];
/// What the headers are called elsewhere: from, subject, date, to.
const TRANSLATED: [(&str, &[&str]); 4] = [
    ("from", &["von", "de", "da", "van", "från", "fra", "od", "от", "kimden", "差出人", "发件人"]),
    (
        "subject",
        &[
            "betreff",
            "objet",
            "asunto",
            "oggetto",
            "assunto",
            "onderwerp",
            "ämne",
            "emne",
            "temat",
            "předmět",
            "тема",
            "konu",
            "件名",
            "主题",
        ],
    ),
    (
        "date",
        &[
            "gesendet",
            "datum",
            "envoyé",
            "fecha",
            "enviado",
            "enviado el",
            "inviato",
            "data",
            "enviada em",
            "verzonden",
            "skickat",
            "sendt",
            "wysłano",
            "дата",
            "отправлено",
            "tarih",
            "送信日時",
            "发送时间",
            "日時",
        ],
    ),
    ("to", &["an", "à", "para", "a", "aan", "till", "til", "do", "кому", "kime", "宛先", "收件人"]),
];
/// The most headers that are looked at.
const MOST: usize = 60;

/// The name of the header that a line is, in small letters and in English.
pub(super) fn name(line: &str) -> Option<String> {
    let (name, _) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '\u{A0}']);
    let is_name = !name.is_empty()
        && name.len() <= 40
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        && name.matches(' ').count() <= 1;
    if !is_name {
        return None;
    }
    let name = name.to_lowercase();
    let english = TRANSLATED.iter().find(|(_, others)| others.contains(&&*name));
    Some(english.map_or(name, |(english, _)| (*english).to_owned()))
}

/// Whether a text begins with the headers of a message.
pub(super) fn begin(text: &str) -> bool {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines().take(4 * MOST) {
        if line.trim().is_empty() || names.len() >= MOST {
            break;
        }
        if line.starts_with([' ', '\t']) && !names.is_empty() {
            continue;
        }
        match name(line) {
            Some(name) => names.push(name),
            None => return false,
        }
    }
    is_message(&names)
}

/// Whether headers of these names are those of a message.
pub(super) fn is_message(names: &[String]) -> bool {
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&&**name));
    let mut known: Vec<&String> = names.iter().filter(|it| KNOWN.contains(&&***it)).collect();
    known.sort();
    known.dedup();
    let says_what = has(&["subject", "date", "message-id", "to", "mime-version"]);
    // Two of three are known: a list of terms with colons is none.
    known.len() >= 2
        && has(ORIGIN)
        && says_what
        && (3 * known.len() >= names.len() || has(&["message-id", "received"]))
}

/// The message with its first headers named in English and written in UTF-8.
pub(super) fn in_english(message: Vec<u8>) -> Vec<u8> {
    let start = message.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let start = if message[start..].starts_with(b"\xEF\xBB\xBF") { start + 3 } else { start };
    let body = body_start(&message[start..]) + start;
    let head = &message[start..body];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text.to_owned(),
        Err(_) => match crate::read::charset::decode("", head.to_vec(), None) {
            Ok(decoded) => decoded.text,
            Err(_) => return message,
        },
    };
    let mut english = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let translated =
            name(line).filter(|name| TRANSLATED.iter().any(|(it, _)| it == name) || name == "sent");
        match (translated, line.split_once([':', '：'])) {
            (Some(name), Some((_, value))) if !line.starts_with([' ', '\t']) => {
                english.push_str(if name == "sent" { "date" } else { &name });
                english.push_str(": ");
                english.push_str(value.trim_start_matches(['*', ' ']));
            }
            _ => english.push_str(line),
        }
    }
    let mut whole = english.into_bytes();
    whole.extend_from_slice(&message[body..]);
    whole
}

/// Where the body begins: after the first blank line.
fn body_start(message: &[u8]) -> usize {
    let mut at = 0;
    for line in message.split_inclusive(|&byte| byte == b'\n') {
        if line.trim_ascii().is_empty() {
            return at;
        }
        at += line.len();
    }
    at
}
