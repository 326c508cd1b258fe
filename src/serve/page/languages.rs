//! Languages by name, and the attribute that tells a browser which one a text is in.

use std::fmt;

use askama::filters::HtmlSafe;

/// The languages that a form offers, by their ISO 639-1 codes.
pub(super) const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("ca", "Catalan"),
    ("zh", "Chinese"),
    ("hr", "Croatian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("nl", "Dutch"),
    ("en", "English"),
    ("et", "Estonian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("de", "German"),
    ("el", "Greek"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("lv", "Latvian"),
    ("lt", "Lithuanian"),
    ("nb", "Norwegian"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sr", "Serbian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("es", "Spanish"),
    ("sv", "Swedish"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
];

/// A language's name, or its code where that has none here.
pub(super) fn name(code: &str) -> &str {
    LANGUAGES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// A choice of a form: a value, its label, and whether it is chosen.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

/// The languages as choices, and the chosen one among them even if it has no name here.
pub(super) fn choices(chosen: Option<&str>) -> Vec<Choice> {
    let unnamed = chosen.filter(|code| LANGUAGES.iter().all(|(known, _)| known != code));
    let named = LANGUAGES.iter().copied().chain(unnamed.map(|code| (code, code)));
    let choice = |(code, name): (&str, &str)| Choice {
        value: code.to_owned(),
        label: name.to_owned(),
        is_chosen: chosen == Some(code),
    };
    named.map(choice).collect()
}

/// The attribute ` lang="..."` of a text in a language that is known, with the space before it; else nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lang(Option<String>);

impl Lang {
    /// The attribute for this code; nothing if it is none.
    pub(super) fn of(code: Option<&str>) -> Self {
        // It is written as it is: letters, digits and hyphens need no escape.
        let is_code = |code: &&str| {
            let mut bytes = code.bytes();
            (2..=35).contains(&code.len()) && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        Self(code.filter(is_code).map(str::to_owned))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(code) => write!(f, " lang=\"{code}\""),
            None => Ok(()),
        }
    }
}

impl HtmlSafe for Lang {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_becomes_an_attribute() {
        assert_eq!(Lang::of(Some("ja")).to_string(), " lang=\"ja\"");
        assert_eq!(Lang::of(Some("zh-Hant")).to_string(), " lang=\"zh-Hant\"");
        assert_eq!(Lang::of(None).to_string(), "");
        assert_eq!(Lang::of(Some("en\" onclick=\"x")).to_string(), "");
        assert_eq!(Lang::of(Some("")).to_string(), "");
    }

    #[test]
    fn what_is_chosen_is_among_the_choices() {
        let chosen = |code| choices(code).into_iter().filter(|it| it.is_chosen).count();
        assert_eq!(chosen(Some("fr")), 1);
        assert_eq!(chosen(Some("haw")), 1);
        assert_eq!(chosen(None), 0);
        assert_eq!(name("sv"), "Swedish");
        assert_eq!(name("haw"), "haw");
    }
}
