//! Opening words that lean on the sentence before, in languages other than English.
//!
//! In: a sentence and its language's primary tag. Out: the connective or the demonstrative that it
//! opens with. The lists are closed: they hold words that tell by themselves, whatever follows,
//! but for times ("diese Woche", "cette année") and a few longer words that begin alike. Pronouns
//! and what stands further inside are not looked for.

use std::ops::Range;

use super::Kind;

/// The words of a language, in lower case.
struct Words {
    language: &'static str,
    connectives: &'static [&'static str],
    demonstratives: &'static [&'static str],
    /// What frees a demonstrative right behind it.
    times: &'static [&'static str],
    /// Beginnings that are neither.
    exempt: &'static [&'static str],
    /// Whether spaces part words.
    spaced: bool,
}

#[rustfmt::skip]
const LANGUAGES: &[Words] = &[
    Words {
        language: "de",
        connectives: &[
            "aber", "doch", "jedoch", "dennoch", "trotzdem", "deshalb", "daher", "darum", "deswegen", "außerdem",
            "zudem", "dagegen", "hingegen", "stattdessen", "allerdings", "und", "oder", "denn", "somit", "folglich",
            "danach", "daraufhin", "dabei", "dazu", "zum beispiel", "das heißt", "im gegenteil", "darüber hinaus",
            "infolgedessen", "sondern", "indes", "auch", "also", "seitdem",
        ],
        demonstratives: &[
            "dies", "diese", "dieser", "dieses", "diesen", "diesem", "jene", "jener", "jenes", "solche", "solcher",
            "ein solcher", "eine solche", "ein solches", "letztere", "letzterer", "letzteres", "das ist", "das war",
        ],
        times: &[
            "woche", "wochen", "jahr", "monat", "tage", "sommer", "winter", "herbst", "frühling", "frühjahr",
            "wochenende", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "abend",
            "morgen", "nacht",
        ],
        exempt: &[],
        spaced: true,
    },
    Words {
        language: "fr",
        connectives: &[
            "mais", "donc", "or", "car", "et", "en effet", "par exemple", "cependant", "toutefois", "pourtant",
            "néanmoins", "ainsi", "en outre", "de plus", "par conséquent", "c'est pourquoi", "par contre",
            "en revanche", "d'ailleurs", "au contraire", "ensuite", "puis", "alors", "c'est-à-dire", "autrement dit",
        ],
        demonstratives: &[
            "ce", "cet", "cette", "ces", "cela", "ça", "ceci", "celui-ci", "celle-ci", "ceux-ci", "celles-ci",
            "ce dernier", "cette dernière", "un tel", "une telle", "de tels", "de telles",
        ],
        times: &[
            "semaine", "année", "matin", "soir", "mois", "jours", "été", "hiver", "automne", "printemps", "nuit",
            "week-end", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "derniers jours",
        ],
        exempt: &["ce que", "ce qui", "ce qu'", "ce sont", "ce n'est", "ce dont", "alors que", "ainsi que", "de plus en"],
        spaced: true,
    },
    Words {
        language: "es",
        connectives: &[
            "pero", "sin embargo", "además", "por eso", "por ello", "por lo tanto", "por tanto", "así", "entonces",
            "no obstante", "en cambio", "y", "o", "también", "por ejemplo", "es decir", "de hecho", "asimismo",
            "por otro lado", "por otra parte", "en consecuencia", "al contrario", "o sea",
        ],
        demonstratives: &[
            "este", "esta", "estos", "estas", "ese", "esa", "esos", "esas", "aquel", "aquella", "aquellos", "aquellas",
            "esto", "eso", "aquello", "dicho", "dicha", "dichos", "dichas",
        ],
        times: &[
            "semana", "año", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "noche",
            "mañana", "tarde", "mes", "verano", "invierno", "otoño", "primavera", "fin de semana",
        ],
        exempt: &["además de", "así como"],
        spaced: true,
    },
    Words {
        language: "it",
        connectives: &[
            "ma", "però", "tuttavia", "quindi", "dunque", "perciò", "pertanto", "inoltre", "per esempio", "ad esempio",
            "infatti", "invece", "di conseguenza", "al contrario", "e", "ed", "anche", "così", "poi", "allora", "cioè",
        ],
        demonstratives: &[
            "questo", "questa", "questi", "queste", "quel", "quella", "quello", "quegli", "quei", "quelle", "ciò",
            "quest'ultimo", "quest'ultima", "tale", "tali",
        ],
        times: &[
            "settimana", "mese", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "notte",
            "mattina", "sera", "estate", "inverno", "autunno", "primavera", "weekend", "fine settimana",
        ],
        exempt: &["invece di", "ciò che", "quello che", "quelli che", "quella che", "così come", "anche se"],
        spaced: true,
    },
    Words {
        language: "pt",
        connectives: &[
            "mas", "porém", "contudo", "entretanto", "todavia", "portanto", "assim", "no entanto", "além disso",
            "por isso", "por exemplo", "ou seja", "de fato", "de facto", "também", "e", "então", "por outro lado",
            "em vez disso", "isto é",
        ],
        demonstratives: &[
            "este", "esta", "estes", "estas", "esse", "essa", "esses", "essas", "isso", "isto", "aquele", "aquela",
            "aqueles", "aquelas", "aquilo", "tal", "tais",
        ],
        times: &[
            "semana", "ano", "segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo", "noite", "manhã",
            "tarde", "mês", "verão", "inverno", "outono", "primavera", "fim de semana",
        ],
        exempt: &["assim como", "assim que"],
        spaced: true,
    },
    Words {
        language: "ru",
        connectives: &[
            "но", "однако", "поэтому", "также", "кроме того", "при этом", "таким образом", "например", "то есть",
            "тем не менее", "в то же время", "зато", "и", "а", "следовательно", "итак", "потому", "впрочем", "затем",
            "к тому же", "вместо этого", "в результате", "напротив",
        ],
        demonstratives: &[
            "это", "этот", "эта", "эти", "этого", "этой", "этому", "этих", "этим", "эту", "такой", "такая", "такое",
            "такие", "тот", "те", "последний из них",
        ],
        times: &["неделя", "неделю", "год", "месяц", "лето", "летом", "зимой", "осенью", "весной", "утром", "ночью"],
        exempt: &["потому что", "те, кто", "тот, кто", "в результате чего"],
        spaced: true,
    },
    Words {
        language: "zh",
        connectives: &[
            "但", "然而", "不过", "不過", "因此", "所以", "而且", "此外", "另外", "例如", "比如", "于是", "於是", "同时",
            "同時", "也就是说", "也就是說", "可是", "并且", "並且", "因而", "其次",
        ],
        demonstratives: &[
            "这", "這", "那些", "那个", "那個", "那是", "那时", "那時", "那次", "那天", "该", "該", "此举", "此舉", "此次",
            "此事", "其中",
        ],
        times: &["周", "星期", "个月", "個月", "几天", "幾天", "些天"],
        exempt: &["但丁", "该隐", "所以说", "另外的"],
        spaced: false,
    },
    Words {
        language: "ja",
        connectives: &[
            "しかし", "だが", "だから", "そして", "また、", "それで", "それから", "ただし", "さらに", "そのため", "このため",
            "したがって", "例えば", "たとえば", "つまり", "すなわち", "ところが", "一方、", "一方で", "けれども", "でも、",
            "なお、", "その結果", "その後",
        ],
        demonstratives: &[
            "これ", "それ", "この", "その", "こうした", "そうした", "このような", "そのような", "あの", "同社", "同氏",
        ],
        times: &["たび", "夏", "冬", "春", "秋", "週末", "ほど"],
        exempt: &["それぞれ", "これまで", "これから"],
        spaced: false,
    },
    Words {
        language: "ko",
        connectives: &[
            "그러나", "하지만", "그런데", "그리고", "그래서", "따라서", "그러므로", "또한", "또", "예를 들어", "즉", "반면",
            "게다가", "이에", "이로써", "그럼에도", "그렇지만", "이처럼", "그 결과",
        ],
        demonstratives: &[
            "이", "그", "이러한", "그러한", "이런", "그런", "이는", "이것은", "그것은", "이 같은", "이와", "이를", "이들은",
            "이것이", "그것이", "이것을",
        ],
        // A title behind "이" makes it a name, Lee.
        times: &[
            "대통령", "총리", "장관", "의원", "회장", "대표", "씨", "후보", "감독", "전 ", "의장", "총재", "시장", "교수",
            "선수", "위원장", "원장", "사장", "기자", "판사", "검사",
        ],
        exempt: &[],
        spaced: true,
    },
];

/// Whether there are words of the language.
pub(super) fn knows(primary: &str) -> bool {
    words(primary).is_some()
}

fn words(primary: &str) -> Option<&'static Words> {
    LANGUAGES.iter().find(|words| words.language.eq_ignore_ascii_case(primary))
}

/// What `sentence` opens with and leans on, and its bytes.
pub(super) fn opening(sentence: &str, primary: &str) -> Option<(Kind, Range<usize>)> {
    let words = words(primary)?;
    let start = sentence.find(char::is_alphanumeric)?;
    let text = &sentence[start..];
    let ends = |phrase: &str| {
        let length = beginning(text, phrase)?;
        let goes_on = text[length..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        (!words.spaced || !goes_on).then_some(length)
    };
    if words.exempt.iter().any(|phrase| beginning(text, phrase).is_some()) {
        return None;
    }
    let longest = |phrases: &[&str]| phrases.iter().filter_map(|phrase| ends(phrase)).max();
    if let Some(length) = longest(words.connectives) {
        return Some((Kind::BrokenConnective, start..start + length));
    }
    let length = longest(words.demonstratives)?;
    let behind = text[length..].trim_start();
    let is_time = words.times.iter().any(|time| beginning(behind, time).is_some());
    // A word must follow that the pointer goes with or is the subject of.
    let alone = !behind.starts_with(char::is_alphanumeric);
    (!is_time && !alone).then_some((Kind::DanglingDemonstrative, start..start + length))
}

/// The bytes of `phrase`, which is in lower case, at the beginning of `text`.
fn beginning(text: &str, phrase: &str) -> Option<usize> {
    let mut written = text.char_indices().map(|(at, c)| (at, if c == '’' { '\'' } else { c }));
    for expected in phrase.chars() {
        let (_, c) = written.next()?;
        if c != expected && !c.to_lowercase().eq([expected]) {
            return None;
        }
    }
    Some(written.next().map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(language: &str, sentence: &str) -> Option<Kind> {
        opening(sentence, language).map(|(kind, _)| kind)
    }

    #[test]
    fn words_that_lean_are_found() {
        for (language, connective, demonstrative) in [
            ("de", "Doch die Bäckerei blieb zu.", "Diese Entscheidung ärgert viele."),
            ("fr", "« Mais le four est froid », dit-elle.", "Cette décision fâche le village."),
            ("es", "Sin embargo, el horno sigue frío.", "Esta decisión enfada al pueblo."),
            ("it", "Tuttavia il forno è freddo.", "Questa scelta divide il paese."),
            ("pt", "No entanto, o forno está frio.", "Essa decisão irritou a vila."),
            ("ru", "Однако печь осталась холодной.", "Эта диета запрещает хлеб."),
            ("zh", "但面包店没有开门。", "这种饮食不含面包。"),
            ("ja", "しかし窯は冷たいままだった。", "この食事法ではパンを食べない。"),
            ("ko", "그러나 빵집은 문을 닫았다.", "이 식단에는 빵이 없다."),
            ("ko", "즉 빵이 없다는 뜻이다.", "그것은 오래된 오븐이다."),
            ("ru", "То есть хлеба не будет.", "Это старая печь."),
        ] {
            assert_eq!(kind(language, connective), Some(Kind::BrokenConnective), "{connective}");
            let found = kind(language, demonstrative);
            assert_eq!(found, Some(Kind::DanglingDemonstrative), "{demonstrative}");
        }
    }

    #[test]
    fn words_that_stand_alone_pass() {
        for (language, sentence) in [
            ("de", "Diese Woche öffnet die Bäckerei."),
            ("de", "Dochtlose Kerzen brennen nicht."),
            ("de", "Die Bäckerei blieb aber zu."),
            ("fr", "Cette année, le four reste froid."),
            ("fr", "Ce que dit le boulanger est vrai."),
            ("fr", "Alors que la pluie tombe, le four chauffe."),
            ("es", "Este año el horno sigue frío."),
            ("es", "Además de pan, vende queso."),
            ("it", "Questa settimana il forno apre."),
            ("it", "Emma Neri vende pane."),
            ("pt", "Esta semana o forno abre."),
            ("ru", "Иван Мохов печёт хлеб."),
            ("ru", "Потому что хлеб дорог, его не берут."),
            ("zh", "这周面包店开门。"),
            ("zh", "但丁的书卖得很好。"),
            ("ja", "それぞれの店が値上げした。"),
            ("ja", "この夏、店が開く。"),
            ("ko", "이 대통령은 빵집을 찾았다."),
            ("ko", "이번 주에 빵집이 문을 연다."),
            ("sv", "Men bageriet är stängt."),
            ("de", ""),
        ] {
            assert_eq!(kind(language, sentence), None, "{sentence}");
        }
    }

    #[test]
    fn the_words_at_fault_are_given() {
        let sentence = "« C’est pourquoi le four est froid. »";
        let (_, span) = opening(sentence, "fr").unwrap();
        assert_eq!(&sentence[span], "C’est pourquoi");
    }
}
