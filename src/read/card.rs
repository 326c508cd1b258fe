//! The card: an article record as plain text.
//!
//! In: text in the form of the card that is printed for an article:
//!
//! ```text
//! body
//! Similar Readings (2 items)    the whole section may be missing
//! titles
//! Summary
//! sentences
//! Statistics
//! 224                           also `Words: 224`
//! Words1                        a label may be glued to the next value
//! Read CountDetails             or to the next heading
//! ID: ...
//! URL: ...
//! ```
//!
//! Out: the article with what the details say of it; the other sections are derived from the
//! text, so they are left out. A text is a card only if the headings stand in this order, `Words`
//! under Statistics, and from Details to the end there is nothing but `Label: value`, an ID, a
//! URL or a date among them: an article about summaries is not eaten.

use super::dates::Seen;
use super::fields::{self, Field, Given};
use crate::article::{Article, Warning};
use crate::text::join_paragraphs;
use crate::text::paragraphs::title_and_paragraphs;

/// More lines than this are not statistics.
const STATISTICS_LINES: usize = 16;
/// What stands for a value that there is none of.
const ABSENT: [&str; 6] = ["-", "–", "—", "never", "none", "unknown"];

/// Reads a card, if `text` is one, and says which details cannot be read.
pub(crate) fn article(text: &str) -> Option<(Article, Vec<Warning>)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let sections = Sections::find(&lines)?;
    let (title, paragraphs) = title_and_paragraphs(&sections.text.join("\n"), true);
    let mut article = Article { title, body: join_paragraphs(paragraphs), ..Article::default() };
    let mut given = Vec::new();
    if let Some(count) = read_count(&sections.statistics) {
        given.push(Given::one(Field::ReadCount, "Read Count", count));
    }
    for (label, value) in sections.details.iter().filter_map(|line| detail(line)) {
        let is_absent = ABSENT.iter().any(|absent| value.eq_ignore_ascii_case(absent));
        if let Some(field) = field(label).filter(|_| !is_absent) {
            given.push(Given::one(field, label, value));
        }
    }
    let warnings = fields::set_all(&mut article, &given, Seen::default());
    Some((article, warnings))
}

/// The lines of a card that are read.
struct Sections<'a> {
    text: &'a [&'a str],
    statistics: String,
    details: &'a [&'a str],
}

impl<'a> Sections<'a> {
    /// Finds the sections from the end, where their form is strictest.
    fn find(lines: &'a [&'a str]) -> Option<Self> {
        let is_detail = |line: &&str| line.trim().is_empty() || detail(line).is_some();
        let heading = lines.iter().rposition(|line| !is_detail(line))?;
        let details = &lines[heading + 1..];
        let is_telling = |field| matches!(field, Field::Id | Field::Url | Field::Date);
        let mut labels = details.iter().filter_map(|line| detail(line));
        labels.find(|(label, _)| field(label).is_some_and(is_telling))?;

        let glued = lines[heading].trim().strip_suffix("Details")?;
        let above = &lines[..heading];
        let statistics = above.iter().rposition(|line| line.trim() == "Statistics")?;
        let figures = &above[statistics + 1..];
        if figures.len() > STATISTICS_LINES {
            return None;
        }
        let figures = format!("{}\n{glued}", figures.join("\n"));
        if !figures.contains("Words") {
            return None;
        }
        let above = &above[..statistics];
        let summary = above.iter().rposition(|line| line.trim() == "Summary")?;
        let above = &above[..summary];
        let similar = above.iter().rposition(|line| is_similar_heading(line.trim()));
        let text = &above[..similar.unwrap_or(summary)];
        Some(Self { text, statistics: figures, details })
    }
}

/// `Similar Readings (5 items)`.
fn is_similar_heading(line: &str) -> bool {
    let count = line.strip_prefix("Similar Readings (").and_then(|rest| rest.strip_suffix(')'));
    let digits = count.and_then(|count| count.split_once(' ')).map(|(digits, _)| digits);
    digits.is_some_and(|digits| digits.parse::<usize>().is_ok())
}

/// The label and the value of a line such as `Last Read: 2024/12/24 21:42`.
fn detail(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.trim().split_once(':')?;
    let is_label = label.len() <= 20
        && label.starts_with(|c: char| c.is_ascii_uppercase())
        && label.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ')
        && (value.is_empty() || value.starts_with(' '));
    is_label.then(|| (label, value.trim()))
}

/// The field that a label names.
fn field(label: &str) -> Option<Field> {
    match label {
        "Category ID" => Some(Field::Category),
        label => {
            let name = label.to_lowercase().replace(' ', "_");
            Field::ALL.into_iter().find(|field| field.name() == name)
        }
    }
}

/// The number that goes with `Read Count`. Figures come as `1 Read Count` or as
/// `Read Count: 1`; which of the two, the first of them says.
fn read_count(statistics: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (before, after) = statistics.split_once("Read Count")?;
    if statistics.trim_start().starts_with(is_digit) {
        let digits = before.trim_end();
        let start = digits.trim_end_matches(is_digit).len();
        Some(&digits[start..])
    } else {
        let digits = after.trim_start_matches([':', ' ', '\n']);
        let end = digits.find(|c| !is_digit(c)).unwrap_or(digits.len());
        Some(&digits[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry was late by two hours again.\nNobody on the pier minded.";

    fn card(statistics: &str, details: &str) -> String {
        format!(
            "{TEXT}\nSimilar Readings (2 items)\nSummary\nSummary: ferries\nSummary\n\
             The ferry was late\nStatistics\n{statistics}Details\n{details}"
        )
    }

    #[test]
    fn a_card_with_glued_labels_is_read() {
        let details = "ID: f-17\nCategory ID: sea\nURL: https://ferry.example/1\n\
            Date: Sep. 3, 2021\nCreated: 2021/09/03 08:15\nUpdated: -\nLast Read: never";
        let card = card("13\nWords4\nRead Count", details);
        let article = article(&card).unwrap().0;
        assert_eq!(article.body.replace("\n\n", "\n"), TEXT);
        assert_eq!(article.external_id.as_deref(), Some("f-17"));
        assert_eq!(article.category.as_deref(), Some("sea"));
        assert_eq!(article.url.as_deref(), Some("https://ferry.example/1"));
        assert_eq!(article.date, Some(jiff::civil::date(2021, 9, 3)));
        let local = jiff::civil::datetime(2021, 9, 3, 8, 15, 0, 0);
        let created = local.to_zoned(jiff::tz::TimeZone::system()).unwrap().timestamp();
        assert_eq!(article.created, Some(created));
        assert_eq!((article.updated, article.last_read), (None, None));
        assert_eq!(article.read_count, 4);
    }

    #[test]
    fn a_card_as_we_print_it_is_read() {
        let card = format!(
            "Is the ferry late?\n\n{}\n\nSummary\n\nLate.\n\nStatistics\n\nWords: 13\n\
             Read Count: 12\nSentences: 2\n\nDetails\n\nID: 3f0c\nModel: x\n",
            TEXT.replace('\n', "\n\n")
        );
        let article = article(&card).unwrap().0;
        assert_eq!(article.title.as_deref(), Some("Is the ferry late?"));
        assert_eq!(article.body.replace("\n\n", "\n"), TEXT);
        assert_eq!(article.read_count, 12);
    }

    #[test]
    fn an_article_with_such_lines_is_no_card() {
        for text in [
            format!("{TEXT}\nSummary\nIt was late.\nDetails\nURL: x"),
            format!("{TEXT}\nSummary\nStatistics\nWords\nDetails\nAsk the harbour master."),
            format!("{TEXT}\nStatistics\nWords\nSummary\nDetails\nURL: x"),
            format!("{TEXT}\nSummary\nStatistics\nWords\nDetails\nColour: red"),
            card("13\nWords", "ID: x\n\nAnd then the text goes on."),
        ] {
            assert!(article(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_bad_date_is_a_warning() {
        let details = "URL: https://ferry.example/1\nDate: soon\nCreated: 24/12/2021 08:15";
        let (article, warnings) = article(&card("1\nWords", details)).unwrap();
        assert_eq!(article.url.as_deref(), Some("https://ferry.example/1"));
        assert_eq!((article.date, article.created.is_some()), (None, true));
        let warned = warnings[0].to_string();
        assert!(warned.starts_with("the field `Date` is left out"), "{warned}");
        assert_eq!(warnings.len(), 1);
    }
}
