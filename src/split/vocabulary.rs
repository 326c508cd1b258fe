//! Lists of words that tell what a mark means: times, months, verbs of speech, the ends of host and
//! file names, names with a mark of their own.

/// Whether `word` can follow `a.m.` or `p.m.` in the same sentence although it has a capital.
pub(super) fn continues_time(word: &str) -> bool {
    TIME_WORDS.contains(&word) || SHORT_MONTHS.contains(&word)
}

/// Whether `word` is a time zone as it follows a time (`04:30 GMT`).
pub(super) fn is_time_zone(word: &str) -> bool {
    ZONES.contains(&word)
}

/// Whether `word` says that somebody speaks: `"Where?" Smith asked.` is one sentence.
pub(super) fn is_speech_verb(word: &str) -> bool {
    SPEECH_VERBS.contains(&word)
}

/// Whether `word` is what follows the point of a host or file name, in any case.
pub(super) fn is_name_extension(word: &str) -> bool {
    EXTENSIONS.iter().any(|extension| extension.eq_ignore_ascii_case(word))
}

/// Whether the exclamation mark after `word` belongs to it, as a name.
pub(super) fn is_exclaimed_name(word: &str) -> bool {
    EXCLAIMED_NAMES.contains(&word)
}

pub(super) const SHORT_MONTHS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Okt",
    "Dez", "Febr",
];

const EXCLAIMED_NAMES: &[&str] =
    &["Yahoo", "Jeopardy", "Yum", "Joomla", "Oklahoma", "E", "Wham", "Kahoot"];

const TIME_WORDS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Mon",
    "Tue",
    "Tues",
    "Wed",
    "Thu",
    "Thur",
    "Thurs",
    "Fri",
    "Sat",
    "Sun",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Eastern",
    "Central",
    "Mountain",
    "Pacific",
    "Greenwich",
    "ET",
    "EST",
    "EDT",
    "CT",
    "CST",
    "CDT",
    "MT",
    "MST",
    "MDT",
    "PT",
    "PST",
    "PDT",
    "GMT",
    "BST",
    "UTC",
    "CET",
    "CEST",
    "IST",
];

const ZONES: &[&str] = &[
    "ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "GMT", "BST",
    "UTC", "CET", "CEST", "IST", "AEST", "JST", "SGT", "EAT", "WAT", "SAST",
];

const SPEECH_VERBS: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "wrote",
    "writes",
    "added",
    "adds",
    "replied",
    "shouted",
    "tweeted",
    "yelled",
    "joked",
    "recalled",
    "exclaimed",
    "wondered",
    "explained",
    "continued",
    "cried",
    "answered",
    "responded",
    "posted",
    "quipped",
    "screamed",
    "declared",
];

const EXTENSIONS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "io", "ai", "tv", "uk", "de", "fr", "co", "info", "biz",
    "js", "ts", "py", "rs", "go", "pdf", "doc", "html", "htm", "php", "asp", "aspx", "txt", "jpg",
    "png", "exe", "zip", "xml", "json", "csv",
];
