//! Datelines: where a report was filed, when, and by which agency, before its first sentence begins.
//!
//! "LONDON, England (CNN) -- ", "Riverton, Ohio — ", "NEW DELHI: ", "DUNMORE, Pa., March 5, 2026
//! /NewsWire/ -- ", "Madrid, 3 mar (EFE).- ". They belong to the page and not to what the sentence
//! says; a pick begins behind them.
//!
//! An agency, a wire or capitals tell a dateline wherever a paragraph begins. A place in small letters
//! and a dash might as well be prose ("Bread — warm bread — is dear."), and is one only where an article
//! begins.

use super::{Around, begins_sentence, past_space, small_letters};

/// Agencies that are told by their names even where no dash follows.
#[rustfmt::skip]
pub(super) const AGENCIES: &[&str] = &[
    "CNN", "CNN.com", "AP", "Reuters", "AFP", "UPI", "dpa", "DPA", "Xinhua", "TASS", "ТАСС",
    "ANSA", "PTI", "IANS", "ANI", "Bloomberg", "Associated Press", "The Associated Press",
    "Press Association", "PA", "CNN Student News", "CNN Business", "CNNMoney",
    "The Hollywood Reporter", "EW.com", "KABC", "EFE", "Lusa", "Kyodo", "Yonhap", "Interfax",
    "Belga", "APA", "SDA", "ANP", "NTB", "TT", "Ritzau", "Tanjug", "MTI", "PAP", "CTK", "ČTK",
    "Anadolu", "MENA", "WAM", "KUNA", "Bernama", "Antara", "The Canadian Press", "CP", "AAP",
    "PRNewswire", "PRNEWSWIRE", "BUSINESS WIRE", "GLOBE NEWSWIRE", "GlobeNewswire", "ACCESSWIRE",
    "ots", "epd", "kna", "sid", "SID", "afp", "ap", "reuters", "efe", "dts", "RIA", "РИА Новости",
    "Reuters Health", "KNA", "EPD", "OTS", "Europa Press",
];

/// The most bytes of a dateline.
const LONGEST: usize = 110;

/// The most words of one.
const MOST_WORDS: usize = 10;

/// What is left has at least so many words.
const LEAST_LEFT: usize = 4;

/// Small words within the name of a place, and between two of them.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "de", "la", "of", "al", "on", "the", "upon", "and", "und", "et", "y", "e", "del", "di", "da",
    "do", "dos", "du", "des", "sur", "sous", "am", "an", "der", "im", "in", "den", "el", "les",
    "le", "near", "en", "och", "og", "i", "и",
];

/// Months in small letters, as other languages write them behind a day: by their first letters.
#[rustfmt::skip]
const SMALL_MONTHS: &[&str] = &[
    "jan", "janv", "ene", "gen", "feb", "fév", "fev", "mar", "mär", "mars", "abr", "apr", "avr",
    "may", "mai", "mag", "maj", "jun", "jui", "giu", "jul", "lug", "ago", "aug", "aoû", "sep",
    "set", "oct", "okt", "ott", "out", "nov", "dec", "déc", "dez", "dic", "янв", "фев", "мар",
    "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
];

/// Words with which no place begins.
#[rustfmt::skip]
const NO_PLACE: &[&str] = &[
    "a", "an", "in", "on", "at", "it", "he", "she", "they", "we", "i", "you", "this", "that",
    "these", "those", "but", "and", "or", "so", "my", "his", "her", "our", "their", "its", "there",
    "what", "who", "how", "why", "when", "where", "if", "yes", "no", "not", "all", "some", "then",
    "now",
];

/// Words of capitals before a colon that are no places.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "WARNING", "NOTE", "CORRECTION", "DANGER", "CAUTION", "FACT", "MYTH", "QUESTION", "ANSWER",
    "HOST", "POLICE", "REPORT", "REVIEW", "ANALYSIS", "OPINION", "NATO", "NASA", "UNICEF",
    "UNESCO", "IMPORTANT", "RECIPE", "SUBJECT", "FROM", "SPOILER", "TL;DR", "VERDICT",
];

/// Cities of so few letters that they might be initials.
#[rustfmt::skip]
const SHORT_CITIES: &[&str] = &[
    "ROME", "LIMA", "OSLO", "KIEV", "KYIV", "BONN", "BERN", "DOHA", "BAKU", "RIGA", "SUVA", "APIA",
    "LOME", "LYON", "NICE", "METZ", "CORK", "BATH", "PUNE", "AGRA", "ADEN", "HULL", "YORK", "RENO",
    "WACO", "ERIE", "ROMA", "BERNE", "GAZA", "GOA", "ACRE", "CALI", "LEÓN", "LVIV", "ГАГА",
    "ADDIS",
];

/// What begins with it points at what was said before the dash.
#[rustfmt::skip]
const POINTERS: &[&str] = &[
    "That", "This", "These", "Those", "It", "It's", "It’s", "He", "She", "They", "Both", "Which",
    "What", "Who", "Such", "Here", "There", "We", "I", "Not", "And", "But", "Or", "So", "Is",
    "Are", "Was",
];

/// Where a sentence stands.
pub(super) struct Standing<'a> {
    /// It is the document's first.
    pub(super) is_first: bool,
    /// It is among the first.
    pub(super) is_early: bool,
    pub(super) around: &'a Around<'a>,
}

/// The length in bytes of the dateline that opens `text`, white space behind it included; 0 where
/// there is none.
pub(super) fn dateline(text: &str, count_words: fn(&str) -> usize, at: &Standing<'_>) -> usize {
    let head = &text[..text.floor_char_boundary(LONGEST)];
    if at.is_first && !head.contains(char::is_uppercase) {
        let len = small_letters::dateline(text, head).unwrap_or(0);
        if len > 0 {
            return if count_words(&text[len..]) >= LEAST_LEFT { len } else { 0 };
        }
    }
    let Some(len) = asian(text, head).or_else(|| length(text, head, at)) else { return 0 };
    let left = &text[len..];
    let is_more = bracket(left).is_some();
    if (begins_sentence(left) || is_more) && count_words(left) >= LEAST_LEFT { len } else { 0 }
}

fn length(text: &str, head: &str, at: &Standing<'_>) -> Option<usize> {
    if head.starts_with(['(', '[']) {
        return of_agency_alone(text, at);
    }
    let (end, mark) = first_mark(head)?;
    let place = Place::read(&head[..end])?;
    match mark {
        Mark::Bracket => of_agency(text, end, &place),
        Mark::Slash => of_wire(text, end),
        Mark::Dash => {
            let from = after_dash(text, end)?;
            place.stands_alone(text, from, at).then_some(from)
        }
        Mark::Colon => (at.is_early && place.is_shouted_city()).then(|| past_space(text, end + 1)),
    }
}

/// What ends the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bracket,
    Slash,
    Dash,
    Colon,
}

/// The first mark that can end a place, and where it stands.
fn first_mark(head: &str) -> Option<(usize, Mark)> {
    let mut before = ' ';
    for (at, c) in head.char_indices() {
        let rest = &head[at + c.len_utf8()..];
        let mark = match c {
            '(' => Some(Mark::Bracket),
            '/' if before == ' ' && rest.contains('/') => Some(Mark::Slash),
            '—' | '―' => Some(Mark::Dash),
            '–' if before == ' ' || rest.starts_with(' ') => Some(Mark::Dash),
            '-' if rest.starts_with('-') || before == ' ' => Some(Mark::Dash),
            // "MONTREAL- The": no word goes on behind the hyphen.
            '-' if rest.starts_with(' ') => Some(Mark::Dash),
            ':' if rest.starts_with(' ') => Some(Mark::Colon),
            '!' | '?' | '"' | '“' | '”' | ';' => return None,
            _ => None,
        };
        if let Some(mark) = mark {
            return Some((at, mark));
        }
        before = c;
    }
    None
}

/// "(CNN) -- ", "(CNN)", "(WPN) " at the beginning.
fn of_agency_alone(text: &str, at: &Standing<'_>) -> Option<usize> {
    let (agency, end) = bracket(text)?;
    let is_acronym = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        (2..=8).contains(&letters) && word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    };
    match after_agency(text, end) {
        Some(from) if is_agency(agency) => Some(from),
        _ if is_known(agency) => Some(past_space(text, end)),
        _ if at.is_first && is_acronym(agency) => Some(past_space(text, end)),
        _ => None,
    }
}

/// "LONDON, Dec. 3 (Agency) -- ": from the bracket at `open` on.
fn of_agency(text: &str, open: usize, place: &Place<'_>) -> Option<usize> {
    let (agency, len) = bracket(&text[open..])?;
    let end = open + len;
    let is_shouted = place.is_shouted && agency.chars().all(|c| c.is_uppercase());
    match after_agency(text, end) {
        Some(from) if is_agency(agency) => Some(from),
        _ if is_known(agency) || is_shouted => Some(past_space(text, past_stop(text, end))),
        _ => None,
    }
}

/// " /NewsWire/ -- ", " /TASS/. ", " / ACCESSWIRE / March 5, 2026 / ": from the stroke at `open` on.
fn of_wire(text: &str, open: usize) -> Option<usize> {
    const PARTS: usize = 3;
    let mut end = open;
    for part in 0..PARTS {
        let inside = &text[end + 1..];
        let Some(len) = inside.find('/').filter(|&len| len <= 40) else { break };
        let name = inside[..len].trim();
        if name.is_empty() || !name.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
            break;
        }
        end += 1 + len;
        if part + 1 == PARTS {
            break;
        }
    }
    (end > open).then(|| {
        let end = past_stop(text, end + 1);
        after_dash(text, end).unwrap_or_else(|| past_space(text, end))
    })
}

/// "【東京＝共同】", "新华社北京3月5日电", "(서울=연합뉴스) ... = ".
fn asian(text: &str, head: &str) -> Option<usize> {
    const LONGEST: usize = 30;
    let within = |end: usize| head[..end].chars().count() <= LONGEST;
    for (open, close) in [('【', '】'), ('［', '］'), ('〔', '〕')] {
        if head.starts_with(open) {
            let end = head.find(close).filter(|&end| within(end))? + close.len_utf8();
            return Some(after_dash(text, end).unwrap_or_else(|| past_space(text, end)));
        }
    }
    if ["新华社", "新華社", "中新社", "中新网", "中央社"]
        .iter()
        .any(|agency| head.starts_with(agency))
    {
        let end = head.find(['电', '電']).filter(|&end| within(end))? + '电'.len_utf8();
        let reporters =
            text[end..].strip_prefix(['（', '(']).and_then(|rest| rest.find(['）', ')']));
        let end = reporters.map_or(end, |len| end + '（'.len_utf8() + len + '）'.len_utf8());
        return text.is_char_boundary(end).then(|| past_space(text, end));
    }
    let (agency, end) = bracket(head)?;
    if !agency.contains('=') {
        return None;
    }
    let sign = head[end..].find(" = ").filter(|&len| len <= 40);
    Some(past_space(text, sign.map_or(end, |len| end + len + " = ".len())))
}

/// What stands in the brackets that `text` begins with, and where they end.
pub(super) fn bracket(text: &str) -> Option<(&str, usize)> {
    const LONGEST: usize = 60;
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let end = text.find(close).filter(|&end| end <= LONGEST)?;
    Some((text[1..end].trim(), end + 1))
}

/// Whether a name can be an agency's.
fn is_agency(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (starts || is_known(name)) && !name.contains(':')
}

/// Whether it is a known agency's, or begins with one: "dpa/tmn", "Reuters Health".
fn is_known(name: &str) -> bool {
    let first = name.split(['/', '-', '&', ',']).next().unwrap_or(name).trim();
    AGENCIES.contains(&name) || AGENCIES.contains(&first)
}

/// Past a full stop or a colon.
fn past_stop(text: &str, at: usize) -> usize {
    at + usize::from(text[at..].starts_with(['.', ':', ',']))
}

/// Where the text goes on behind the dash that follows an agency.
pub(super) fn after_agency(text: &str, end: usize) -> Option<usize> {
    let stop = past_stop(text, end);
    let is_colon = text[end..].starts_with(':');
    after_dash(text, stop).or_else(|| is_colon.then(|| past_space(text, stop)))
}

/// Where the text goes on behind the dash that follows `from`.
fn after_dash(text: &str, from: usize) -> Option<usize> {
    let rest = text[from..].trim_start();
    let behind = rest.trim_start_matches(['—', '–', '-', '―']);
    (behind.len() < rest.len()).then(|| text.len() - behind.trim_start().len())
}

/// What stands before a mark, where it reads as a place, a date or both.
struct Place<'a> {
    words: Vec<&'a str>,
    /// The first word is in capitals.
    is_shouted: bool,
    /// A comma, a stop or a number divides it: "Riverton, Ohio", "London, 3 March".
    is_divided: bool,
}

impl<'a> Place<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let words: Vec<&str> =
            text.split([' ', ',', '/', '\u{a0}']).filter(|word| !word.is_empty()).collect();
        let first = *words.first()?;
        let is_number = |word: &str| word.starts_with(|c: char| c.is_numeric());
        let is_part = |(at, word): (usize, &&str)| {
            let is_dated = at > 0 && is_number(words[at - 1]);
            let is_month = || {
                let start: String = word.chars().take(3).collect();
                let end = word.trim_end_matches('.').chars().count();
                end <= 10 && SMALL_MONTHS.contains(&start.to_lowercase().as_str())
            };
            word.starts_with(char::is_uppercase)
                || is_number(word) && word.chars().count() <= 5
                || *word == "&"
                || at > 0 && PARTICLES.contains(word)
                || is_dated && is_month()
        };
        let is_abbreviation = |word: &str| {
            let Some(plain) = word.strip_suffix('.') else { return true };
            plain.contains('.') || plain.chars().count() <= 6
        };
        // A stop inside a place belongs to an abbreviation or a day.
        let fits = words.len() <= MOST_WORDS
            && words.iter().enumerate().all(is_part)
            && words.iter().all(|word| is_abbreviation(word))
            && !is_number(first);
        let letters = first.chars().filter(|c| c.is_alphabetic()).count();
        let is_shouted =
            letters >= 2 && first.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
        let is_word = NO_PLACE.contains(&first.to_lowercase().as_str());
        let is_hague = first == "The" && words.get(1) == Some(&"Hague");
        if !fits || is_word || first == "The" && !is_hague {
            return None;
        }
        let is_divided = text.contains(',') || words.iter().any(|word| is_number(word));
        Some(Self { words, is_shouted, is_divided })
    }

    /// Whether a dash behind it is enough, with the sentence from `from` on.
    fn stands_alone(&self, text: &str, from: usize, at: &Standing<'_>) -> bool {
        const FEW_WORDS: usize = 3;
        let letters = self.words[0].chars().filter(|c| c.is_alphabetic()).count();
        if self.is_shouted {
            return letters > 2 || self.words.len() > 1;
        }
        let left = &text[from..];
        let next = left.split([' ', ',']).next().unwrap_or(left);
        let is_pair = left.contains([' ', '—', '–'])
            && (left.contains('—')
                || left.contains(" – ")
                || left.contains("--")
                || left.contains(" - "));
        let may = if self.is_divided { at.is_early } else { at.is_first };
        let few = self.is_divided || self.words.len() <= FEW_WORDS;
        may && few && !is_pair && !POINTERS.contains(&next) && !self.is_common(at)
    }

    /// Whether its first word is one that is written small elsewhere, or other lines begin in the
    /// same way.
    fn is_common(&self, at: &Standing<'_>) -> bool {
        let first = self.words[0].to_lowercase();
        let mut others = at.around.all();
        others.any(|text| {
            let small = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == first);
            let head = &text[..text.floor_char_boundary(LONGEST)];
            let alike = first_mark(head).is_some_and(|(end, mark)| {
                mark == Mark::Dash
                    && Place::read(&head[..end])
                        .is_some_and(|place| !place.is_shouted && !place.is_divided)
                    && after_dash(head, end).is_some_and(|from| begins_sentence(&head[from..]))
            });
            small || alike && !self.is_divided
        })
    }

    /// Whether it is all in capitals, and no label or initials.
    fn is_shouted_city(&self) -> bool {
        const INITIALS: usize = 4;
        let first = self.words[0];
        let is_initials = self.words.len() == 1
            && first.chars().count() <= INITIALS
            && !SHORT_CITIES.contains(&first);
        let is_label = self.words.iter().any(|word| LABELS.contains(word));
        let shout = |word: &&str| {
            word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()) || word.ends_with('.')
        };
        let all = if self.is_divided { self.is_shouted } else { self.words.iter().all(shout) };
        self.is_shouted && all && !is_initials && !is_label
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::statements;

    fn without(text: &str) -> String {
        statements(&[text], "en").remove(0)
    }

    #[test]
    fn datelines_are_found() {
        let statement = "A bridge reopened on Monday.";
        for line in [
            "(CNN)",
            "(CNN) -- ",
            "LONDON, England (CNN) -- ",
            "Jakarta (CNN)",
            "Washington, D.C. (CNN)",
            "RIVERTON, Ohio (Wire) — ",
            "JERUSALEM, Dec. 3 (Reuters) - ",
            "Rio de Janeiro (AFP) – ",
            "BERLIN — ",
            "RIVERTON, Ohio -- ",
            "( CNN ) -- ",
            "WASHINGTON (AP) — ",
            "NEW YORK, Dec. 3 (Reuters) - ",
            "Washington, D.C. -- ",
            "WASHINGTON, D.C. — ",
            "SPRINGFIELD, Ill. — ",
            "ST. PAUL, Minn. — ",
            "WINSTON-SALEM, N.C. — ",
            "PORT-AU-PRINCE, Haiti (WPN) — ",
            "LONDON: ",
            "NEW DELHI: ",
            "ROME: ",
            "Paris (AFP&agency) - ",
            "Riverton, Nev. (KRTV & MyNews5)- ",
            "SAN FRANCISCO, Oct. 1, 2031 /PRNewswire/ -- ",
            "DUNMORE, Pa., March 5, 2031 /NewsWire/ -- ",
            "SAN FRANCISCO--(BUSINESS WIRE)--",
            "LONDON, UK / ACCESSWIRE / March 5, 2031 / ",
            "Riverton, Ohio — ",
            "Northmark -- ",
            "Port Ada, 3 March – ",
            "LONDON/PARIS (Reuters) - ",
            "LONDON and PARIS — ",
            "WASHINGTON—",
            "MOSCOW, March 3. /TASS/. ",
            "Berlin (dpa) - ",
            "Frankfurt (dpa-AFX) - ",
            "Hamburg/Berlin (dpa/tmn) – ",
            "Madrid, 3 mar (EFE).- ",
            "BUENOS AIRES, 5 ago (EFE).- ",
            "PARIS, 3 mars (Reuters) - ",
            "(ANSA) - ROMA, 3 MAR - ",
            "SÃO PAULO (Reuters) - ",
            "МОСКВА, 3 марта. /ТАСС/. ",
            "BEIJING, March 3 (Xinhua) -- ",
            "The Hague (AP) — ",
            "(WPN) ",
            "ABOARD AIR FORCE ONE (AP) — ",
            "【東京＝共同】",
            "(서울=연합뉴스) 홍길동 기자 = ",
            "新华社北京3月5日电（记者张三）",
        ] {
            assert_eq!(without(&format!("{line}{statement}")), statement, "{line}");
        }
    }

    #[test]
    fn what_is_part_of_the_sentence_stays() {
        for text in [
            "Ada Moss (Labour) won the seat by nine votes.",
            "The bank (CNN) said it would pay.",
            "NASA — the space agency — said it would launch.",
            "NATO-led troops left the town on Monday.",
            "Rain fell. (CNN) A bridge reopened on Monday.",
            "(CNN) It fell.",
            "Bread — warm bread — is dear in all of the towns.",
            "Riverton — a town of nine hundred — voted on Monday.",
            "Riverton — That is the town that everybody talks about.",
            "Ada Moss — The Baker — won the seat by nine votes.",
            "Port Ada-based Calder Pumps said on Monday that it would pay.",
            "The council — Ada Moss aside — approved the loan on Monday.",
            "WARNING: The bridge is closed to all lorries from Monday.",
            "NASA: We will go to the moon before the end of May.",
            "Riverton: The town that nobody wanted to leave in May.",
            "In Riverton, Ohio — The council met on Monday in vain.",
            "He left London — Paris was next on his list of towns.",
            "(The mayor did not want to say more about the bridge.)",
            "",
        ] {
            assert_eq!(without(text), text);
        }
    }

    #[test]
    fn a_list_of_names_has_no_datelines() {
        let lines = [
            "Calder — Shares of the maker of pumps rose by a tenth.",
            "Tidewell — Shares of the maker of sensors fell by a half.",
        ];
        assert_eq!(statements(&lines, "en"), lines);
        let lines =
            ["Bread — Nobody can pay for a loaf any more.", "The price of bread rose in May."];
        assert_eq!(statements(&lines, "en"), lines);
    }

    #[test]
    fn a_colon_is_enough_only_where_an_article_begins() {
        let lines =
            ["Rain fell.", "Snow fell.", "Hail fell.", "LONDON: The bridge is closed to all."];
        assert_eq!(statements(&lines, "en"), lines);
    }
}
