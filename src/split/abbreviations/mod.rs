//! Words whose full stop is part of them, and words that begin a sentence.
//!
//! What a full stop after an abbreviation means depends on what follows, and differently for
//! each kind: a title stands before a name, `No.` before a number, `Inc.` before anything.

/// What the full stop after an abbreviation can be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name (`Dr.`) or inside a phrase (`vs.`): never ends a sentence.
    Inner,
    /// Stands before a number (`No.`, `Dec.`): ends a sentence before anything else.
    Numeric,
    /// A single letter, mostly of a name.
    Initial,
    /// `a.m.`, `p.m.`
    TimeOfDay,
    /// `etc.` and the like: ends a sentence before any capital.
    Closing,
    /// All others, `U.S.`, `Inc.`, `Calif.`: ends a sentence only before a word that begins one.
    Other,
}

impl Abbreviation {
    /// The kind of `word`, which stands before a full stop and is given without it; `None` for
    /// an ordinary word.
    pub(super) fn of(word: &str) -> Option<Self> {
        if let Some(kind) = Self::by_shape(word) {
            return Some(kind);
        }
        // The months and `No.` are abbreviations only with their capital.
        if MONTHS.contains(&word) {
            return Some(Self::Numeric);
        }
        let lower = word.to_lowercase();
        let is_in = |list: &[&str]| list.contains(&lower.as_str());
        if is_in(INNER) {
            Some(Self::Inner)
        } else if is_in(NUMERIC) {
            Some(Self::Numeric)
        } else if is_in(CLOSING) {
            Some(Self::Closing)
        } else if is_in(OTHER) {
            Some(Self::Other)
        } else {
            None
        }
    }

    /// Initials and abbreviations with inner full stops, which need no list.
    fn by_shape(word: &str) -> Option<Self> {
        if matches!(word, "a.m" | "p.m" | "A.M" | "P.M") {
            return Some(Self::TimeOfDay);
        }
        let mut letters = 0;
        for part in word.split('.') {
            let mut chars = part.chars();
            if !chars.next().is_some_and(char::is_alphabetic) || chars.next().is_some() {
                return None;
            }
            letters += 1;
        }
        match (letters, word) {
            (1, _) => Some(Self::Initial),
            (_, "e.g" | "i.e" | "P.S" | "z.B" | "d.h") => Some(Self::Inner),
            _ => Some(Self::Other),
        }
    }
}

/// Whether `word` is one that begins sentences and is seldom part of a name.
pub(super) fn begins_sentence(word: &str) -> bool {
    // A contraction begins what its first part begins: `It's`, `They’re`.
    let word = word.split(['\'', '’']).next().unwrap_or(word);
    STARTERS.contains(&word)
}

/// Whether `word` can follow `a.m.` or `p.m.` in the same sentence although it has a capital.
pub(super) fn continues_time(word: &str) -> bool {
    TIME_WORDS.contains(&word) || MONTHS.contains(&word)
}

/// Whether `word` is the name of a month as German writes it, before which a number with a full
/// stop is an ordinal (`am 3. Oktober`).
pub(super) fn follows_ordinal(word: &str) -> bool {
    GERMAN_MONTHS.contains(&word)
}

/// Whether the exclamation mark after `word` belongs to it, as a name.
pub(super) fn is_exclaimed_name(word: &str) -> bool {
    matches!(word, "Yahoo" | "Jeopardy" | "Yum" | "Joomla" | "Oklahoma" | "E")
}

/// Whether `word` says that somebody speaks: `"Where?" Smith asked.` is one sentence.
pub(super) fn is_speech_verb(word: &str) -> bool {
    SPEECH_VERBS.contains(&word)
}

/// Whether `word` is what follows the point of a host or file name, in any case.
pub(super) fn is_name_extension(word: &str) -> bool {
    EXTENSIONS.iter().any(|extension| extension.eq_ignore_ascii_case(word))
}

const INNER: &[&str] = &[
    // Titles and ranks.
    "mr", "mrs", "ms", "mx", "messrs", "mmes", "dr", "drs", "prof", "profs", "rev", "fr", "hon",
    "gov", "govs", "sen", "sens", "rep", "reps", "pres", "sec", "amb", "supt", "insp", "det",
    "gen", "lt", "lieut", "col", "maj", "capt", "cmdr", "cpl", "sgt", "pvt", "pfc", "adm", "brig",
    "cdr", "spc", "ens", "atty", "asst", "assoc", "sra", "srta", "mme", "mlle", "mgr", "dott",
    "sig", "hr", "frl", "ing", "dipl", // Inside a phrase.
    "vs", "v", "cf", "viz", "ca", "approx", "incl", "excl", "esp", "resp", "bzw", "usw", "vgl",
    "ggf", "evtl", "sog", "inkl",
];

const NUMERIC: &[&str] = &[
    "no", "nos", "nr", "n°", "nº", "núm", "p", "pp", "pg", "pgs", "vol", "vols", "fig", "figs",
    "ch", "chap", "para", "paras", "art", "op", "ed", "eds", "tel", "ext", "rm", "apt", "verse",
    "abs", "bd", "abb", "kap", "s",
];

const MONTHS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Okt",
    "Dez", "Febr",
];

const CLOSING: &[&str] = &["etc", "al", "ibid", "ff"];

const OTHER: &[&str] = &[
    // Companies and names.
    "co", "cos", "corp", "inc", "ltd", "bros", "jr", "sr", "esq", "ph.d", "m.sc", "b.sc", "dept",
    "univ", "assn", "natl", "intl", "int'l", "nat'l", "govt", "gov't", "mfg", "cie", "gebr",
    // Places.
    "st", "ste", "mt", "mts", "ft", "pt", "ave", "av", "blvd", "rd", "hwy", "sq", "str", "bldg",
    "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "kans", "ky",
    "md", "mich", "minn", "mo", "mont", "neb", "nebr", "nev", "okla", "ore", "penn", "tenn", "tex",
    "va", "vt", "wis", "wyo", "ont", "que", "ee", "uu", // Quantities and times.
    "bil", "bln", "mil", "mln", "tril", "trln", "est", "min", "max", "avg", "hrs", "yr", "yrs",
    "oz", "lb", "lbs", "mph", "sq", "mio", "mrd", "jh", "tsd", // Print.
    "cont", "pron", "abbr", "orig", "transl", "misc", "dist", "div", "mus", "jap", "engl",
];

const STARTERS: &[&str] = &[
    "A",
    "According",
    "Additionally",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "Are",
    "As",
    "At",
    "Because",
    "Before",
    "Besides",
    "Both",
    "But",
    "By",
    "Can",
    "Could",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Everyone",
    "Experts",
    "Few",
    "Finally",
    "For",
    "Former",
    "From",
    "Further",
    "Furthermore",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Indeed",
    "Instead",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Let",
    "Like",
    "Many",
    "Maybe",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "Much",
    "My",
    "Nevertheless",
    "Next",
    "No",
    "Nobody",
    "None",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "Of",
    "Officials",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "Perhaps",
    "Please",
    "Police",
    "Researchers",
    "Several",
    "She",
    "Should",
    "Since",
    "So",
    "Some",
    "Soon",
    "Still",
    "Such",
    "Than",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Today",
    "Together",
    "Under",
    "Unlike",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Whether",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Within",
    "Without",
    "Would",
    "Yes",
    "Yet",
    "You",
    "Your",
];

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

const GERMAN_MONTHS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jahrhundert",
    "Jahrhunderts",
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
