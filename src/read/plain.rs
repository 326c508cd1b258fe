//! Plain text: a card, or a text that may begin with a title.
//!
//! Beside the title may stand who wrote it and when; such lines become the author and the date.
//! The body is left as it stands: where its lines were broken at a width they are joined when
//! the article is prepared.

use super::card;
use super::dates;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::fields::plain_text;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::article::Article;
use crate::error::Result;
use crate::text::paragraphs::{byline, is_day, with_line_feeds, without_head};

pub(crate) const READER: Reader = Reader {
    name: "text",
    extensions: &["txt", "text"],
    media_types: &["text/plain"],
    looks,
    read,
};

/// Everything else is recognised by something.
fn looks(_: &Head<'_>) -> Looks {
    Looks::Other
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let mut warnings = decoded.warnings;
    let text = with_line_feeds(plain_text(decoded.text, false));
    let article = match card::article(&text) {
        Some((article, unread)) => {
            warnings.extend(unread);
            article
        }
        None => article(text),
    };
    Ok(Entry { warnings, ..Entry::new(name, article) })
}

/// The article that a text is.
fn article(text: String) -> Article {
    let mut article = Article::default();
    (article.title, article.body) = without_head(text, |line| take_line(&mut article, line));
    article
}

/// Takes the author or the day out of a line that is nothing else, if neither is known yet.
fn take_line(article: &mut Article, line: &str) -> bool {
    if let Some(names) = byline(line)
        && article.author.is_none()
    {
        article.author = Some(names.to_owned());
        return true;
    }
    let date = is_day(line).then(|| dates::date(line)).flatten();
    if date.is_some() && article.date.is_none() {
        article.date = date;
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::text::prepare;

    const TEXT: &str = "The harbour master closed the port before noon because of the wind.";

    #[test]
    fn labels_dates_and_bylines_are_no_title() {
        for above in [
            "FOR IMMEDIATE RELEASE\n\n",
            "PRESS RELEASE\nFor release: 5 March 2026\n\n",
            "Contact: Lena Ortiz, press@ada.example\n\n",
            "BUSINESS\n\n",
            "Sport | Football\n\n",
            "5 March 2026\n\n",
            "By Lena Ortiz\n\n",
            "",
        ] {
            let text = format!("{above}Port of Ada closes\n\n{TEXT}\n");
            let article = article(text);
            assert_eq!(article.title.as_deref(), Some("Port of Ada closes"), "{above}");
            assert!(article.body.trim_end().ends_with(TEXT));
        }
    }

    #[test]
    fn who_wrote_it_and_when_are_fields() {
        let article =
            article(format!("Port closed\n\nBy Lena Ortiz\nMarch 5, 2026\n\n{TEXT}\n\n{TEXT}"));
        assert_eq!(article.author.as_deref(), Some("Lena Ortiz"));
        assert_eq!(article.date, Some(date(2026, 3, 5)));
        assert_eq!(article.body.trim(), format!("{TEXT}\n\n{TEXT}"));
    }

    #[test]
    fn text_without_a_title_is_all_body() {
        for text in [TEXT, "", "By noon.\n\nIt rained.", "By Lena Ortiz", "One.\n\nTwo."] {
            let article = article(text.to_owned());
            assert_eq!((article.title, article.body.as_str()), (None, text));
        }
    }

    #[test]
    fn an_open_first_line_above_sentences_is_the_title() {
        let article = article(format!("Port of Ada closes\n{TEXT}\nNobody minded.\n{TEXT}"));
        assert_eq!(article.title.as_deref(), Some("Port of Ada closes"));
        assert_eq!(prepare(article).article.body.split("\n\n").count(), 2);
    }
}
