//! Which language a text is in.
//!
//! In: any text. Out: its language, or nothing where that would be a guess. Trigram statistics
//! by whatlang; it knows 70 languages, and text of a few words is seldom enough for it.
//!
//! Names mislead it: English about Turkish towns has the letters of Turkish. So where it finds a
//! language in Latin letters other than English, the small words of the text are asked too, those
//! that begin with a small letter: if those of English are as common, it is not that language.

use std::collections::HashSet;

use whatlang::{Lang, Script};

/// The bytes of a text that are looked at: more do not change the answer.
const SAMPLE: usize = 16 * 1024;

/// The language of `text` as an ISO 639-1 code (`en`), or ISO 639-3 where there is none; `None`
/// where it cannot be told reliably.
#[must_use]
pub fn detect_language(text: &str) -> Option<String> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let info = whatlang::detect(sample)?;
    let found = info.is_reliable().then(|| code(info.lang()));
    let language = match info.script() {
        Script::Latin if info.lang() != Lang::Eng => by_small_words(sample, found),
        _ => found,
    };
    language.map(str::to_owned)
}

/// What the small words of a text make of the language that was found, which is not English.
fn by_small_words<'a>(text: &str, found: Option<&'a str>) -> Option<&'a str> {
    /// Fewer words tell nothing.
    const FEW: usize = 6;
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect();
    if words.len() < FEW {
        return found;
    }
    let english = count(&words, "en");
    let other = found.map_or(0, |found| count(&words, found));
    let is_common = |times: usize| 5 * times >= words.len();
    match found {
        // Half as many again, and every third word at least where nothing else was found.
        Some(_) if is_common(english) && 2 * english >= 3 * other => Some("en"),
        Some(_) if is_common(english) && 4 * english >= 3 * other => None,
        None if 3 * english >= words.len() => Some("en"),
        found => found,
    }
}

/// How many of these words are among the small words of a language.
fn count(words: &[&str], language: &str) -> usize {
    /// Letters that are words of many languages.
    const LETTERS: [&str; 7] = ["i", "s", "t", "d", "m", "o", "y"];
    let small: HashSet<&str> = stop_words::lookup(language)
        .unwrap_or_default()
        .iter()
        .copied()
        .filter(|word| !LETTERS.contains(word))
        .collect();
    words.iter().filter(|word| small.contains(*word)).count()
}

/// The code of a language that an input names: a language tag (`en-GB`), an ISO 639-3 code
/// (`eng`) or an English name (`English`). `None` for anything else.
#[cfg(any(feature = "read", test))]
pub(crate) fn language_code(named: &str) -> Option<String> {
    let primary = named.split(['-', '_']).next().unwrap_or(named).trim().to_lowercase();
    if let Some(lang) = Lang::from_code(primary.as_str()) {
        return Some(code(lang).to_owned());
    }
    if matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(primary);
    }
    let by_name = Lang::all().iter().find(|lang| lang.eng_name().eq_ignore_ascii_case(&primary));
    by_name.map(|&lang| code(lang).to_owned())
}

/// The ISO 639-1 code of a language that whatlang tells apart.
fn code(lang: Lang) -> &'static str {
    CODES
        .iter()
        .find(|(three, _)| *three == lang.code())
        .map_or_else(|| lang.code(), |(_, two)| *two)
}

#[rustfmt::skip]
const CODES: [(&str, &str); 70] = [
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"),
    ("ben", "bn"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("cym", "cy"),
    ("dan", "da"), ("deu", "de"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"),
    ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"), ("hrv", "hr"),
    ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"),
    ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"), ("lav", "lv"),
    ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"),
    ("por", "pt"), ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"),
    ("sna", "sn"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"),
    ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"), ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"),
    ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_and_does_not_guess() {
        let english = "The harbour master closed the port before noon because the wind had grown \
            too strong for the ferries, and the fishing boats stayed at home.";
        assert_eq!(detect_language(english).as_deref(), Some("en"));
        assert_eq!(
            detect_language("港は正午前に閉鎖された。風が強すぎた。").as_deref(),
            Some("ja")
        );
        assert_eq!(detect_language(""), None);
        assert_eq!(detect_language("12 34"), None);
    }

    #[test]
    fn foreign_names_do_not_make_english_foreign() {
        for text in [
            "Mayor Ayşe Demir met Governor Kerem Özdağ in Şanlıdere. The two spoke about the dam \
             at Birekli and the road to Gazidağ. Şeyhmus Yıldız, a farmer, said he was glad.",
            "The ferry to Nieuwersluis, Oud-Vossemeer and Sint Maartensdijk was late again, said \
             Willem van der Heijden of the Koninklijke Veerdienst.",
            "Juan Hernández Rodríguez of Ciudad Vieja del Río beat José Luis González Fernández \
             in the final at San Miguel de las Flores, his third win of the year.",
            "Jyväskylän Äänekoski and Pyhäjärven Kärsämäki are towns of the north, where Päivi \
             Hämäläinen was born and Väinö Myllymäki died.",
        ] {
            assert_eq!(detect_language(text).as_deref(), Some("en"), "{text}");
        }
        let towns = "This is a page with a list of towns. Oudenbosch. Bergen aan den Rijn. Wijk \
            bij Ede. Alphen aan den IJssel. Krimpen op Zoom.";
        assert_ne!(detect_language(towns).as_deref(), Some("nl"));
    }

    #[test]
    fn other_languages_stay_what_they_are() {
        for (language, text) in [
            (
                "de",
                "Der Hafenmeister hat den Hafen am Vormittag geschlossen, weil der Wind für \
                    die Fähren zu stark geworden war. Niemand war in Gefahr, sagte er.",
            ),
            (
                "nl",
                "De havenmeester heeft de haven in de ochtend gesloten, omdat de wind te sterk \
                    was voor de veerboten. Niemand was in gevaar, zei hij.",
            ),
            (
                "es",
                "El capitán cerró el puerto antes del mediodía porque el viento era demasiado \
                    fuerte para los barcos. Nadie corrió peligro, dijo.",
            ),
            (
                "fr",
                "Le capitaine a fermé le port avant midi parce que le vent était trop fort pour \
                    les bateaux. Personne n'était en danger, a-t-il dit.",
            ),
            (
                "it",
                "Il comandante ha chiuso il porto prima di mezzogiorno perché il vento era \
                    troppo forte per le navi. Nessuno era in pericolo, ha detto.",
            ),
            (
                "sv",
                "Hamnkaptenen stängde hamnen före lunch eftersom vinden hade blivit för stark \
                    för färjorna. Ingen var i fara, sade han.",
            ),
            (
                "tr",
                "Liman başkanı, rüzgâr feribotlar için çok sert olduğundan limanı öğleden önce \
                    kapattı. Kimse tehlikede değildi, dedi.",
            ),
            (
                "ru",
                "Капитан закрыл порт до полудня, потому что ветер был слишком сильным для \
                    паромов. Никто не пострадал, сказал он.",
            ),
        ] {
            assert_eq!(detect_language(text).as_deref(), Some(language), "{text}");
        }
        for text in ["Bergen op Zoom", "Ad hoc", "Si", "Wijk bij Duurstede 12"] {
            assert!(detect_language(text).is_none(), "{text}");
        }
    }

    #[test]
    fn every_language_has_a_code_of_two_letters() {
        assert!(Lang::all().iter().all(|&lang| code(lang).len() == 2));
    }

    #[test]
    fn names_tags_and_codes_are_understood() {
        for named in ["en", "EN", "en-GB", "eng", "English"] {
            assert_eq!(language_code(named).as_deref(), Some("en"), "{named}");
        }
        assert_eq!(language_code("gsw").as_deref(), Some("gsw"));
        assert_eq!(language_code("none of these"), None);
    }
}
