//! Which language a text is in.
//!
//! In: any text. Out: its language, or nothing where that would be a guess. Trigram statistics
//! by whatlang; it knows 70 languages, and text of a few words is seldom enough for it.

use whatlang::Lang;

/// The bytes of a text that are looked at: more do not change the answer.
const SAMPLE: usize = 16 * 1024;

/// The language of `text` as an ISO 639-1 code (`en`), or ISO 639-3 where there is none; `None`
/// where it cannot be told reliably.
#[must_use]
pub fn detect_language(text: &str) -> Option<String> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let info = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    Some(code(info.lang()).to_owned())
}

/// The code of a language that an input names: a language tag (`en-GB`), an ISO 639-3 code
/// (`eng`) or an English name (`English`). `None` for anything else.
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
