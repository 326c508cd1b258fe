//! The card as text, in the order of a reader's page: the article, similar readings, summary,
//! statistics, details.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use nutgraf::article::{Article, ArticleId};
use nutgraf::engine::{Against, Card, NewSentences, SimilarReading};
use nutgraf::story::Relation;

use super::args::CardArgs;
use super::browse::and_copies;
use super::explanation;
use super::output::{BOLD, DIM, clean};

/// Prints a card, or as much of it as was asked for.
pub(crate) fn print(out: &mut impl Write, card: &Card, args: &CardArgs) -> io::Result<()> {
    if !args.no_text {
        if let Some(title) = card.title() {
            writeln!(out, "{BOLD}{}{BOLD:#}\n", clean(title))?;
        }
        print_body(out, card)?;
    }
    heading(out, &format!("Similar Readings ({} items)", card.similar.len()))?;
    for reading in &card.similar {
        print_reading(out, reading)?;
    }
    if let Some(NewSentences { new, of, articles, against }) = card.news {
        let to_whom = match against {
            Against::Read => "to you",
            Against::Story => "in this story",
        };
        let after = if articles == 1 { "article" } else { "articles" };
        writeln!(out, "{} {to_whom}, after {articles} {after}.", are_new(new, of))?;
    }
    writeln!(out)?;
    heading(out, "Summary")?;
    match unanswered(card) {
        Some(query) => writeln!(out, "{DIM}Nothing here is about “{}”.{DIM:#}", clean(query))?,
        None => print_summary(out, card, args)?,
    }
    writeln!(out)?;
    if let Some(scores) = &card.explanation {
        explanation::print(out, card, scores)?;
    }
    heading(out, "Statistics")?;
    let article = &card.document.article;
    writeln!(out, "Words: {}", article.word_count)?;
    writeln!(out, "Read Count: {}", article.read_count)?;
    writeln!(out, "Sentences: {}", card.sentences.len())?;
    writeln!(out, "Reading Time: {} min\n", card.reading_minutes())?;
    heading(out, "Details")?;
    print_details(out, card)
}

/// So many of so many sentences are new.
pub(crate) fn are_new(new: usize, of: usize) -> String {
    format!("{new} of {of} sentences {} new", if new == 1 { "is" } else { "are" })
}

/// So many of the names that both articles have are told in a line.
const NAMES: usize = 3;

/// A similar reading in a line.
pub(crate) fn print_reading(out: &mut impl Write, reading: &SimilarReading) -> io::Result<()> {
    let mark = match reading.relation {
        Relation::SameText => " (same text)",
        Relation::SameStory => " (same story)",
        Relation::Related => "",
    };
    write!(out, "{DIM}{:.2}{DIM:#}  {}{DIM}{mark}", reading.score, clean(&reading.title))?;
    let names = reading.reasons.iter().flat_map(|reasons| &reasons.shared.names).take(NAMES);
    for (at, name) in names.enumerate() {
        write!(out, "{}{}", if at == 0 { " · " } else { ", " }, clean(name))?;
    }
    write!(out, "{}", and_copies(reading.copies.len() as u64))?;
    writeln!(out, "{DIM:#}")
}

/// The same with the id by which it is called.
pub(crate) fn print_found(out: &mut impl Write, reading: &SimilarReading) -> io::Result<()> {
    write!(out, "{DIM}{}{DIM:#}  ", short(reading.id))?;
    print_reading(out, reading)
}

/// The digits of an id that are shown: enough for libraries of any likely size, and taken wherever an
/// id is.
pub(crate) fn short(id: ArticleId) -> String {
    const SHORT_ID: usize = 13;
    let mut id = id.to_string();
    id.truncate(SHORT_ID);
    id
}

/// What was asked, if nothing in the article is about it.
pub(crate) fn unanswered(card: &Card) -> Option<&str> {
    card.query.as_deref().filter(|_| card.summary.picks.is_empty())
}

/// The summary; nothing if it is empty.
pub(crate) fn print_summary(out: &mut impl Write, card: &Card, args: &CardArgs) -> io::Result<()> {
    if card.summary.picks.is_empty() {
        return Ok(());
    }
    let (summary, body) = (&card.summary, card.body());
    if !args.bullets && summary.items.is_none() {
        return writeln!(out, "{}", clean(&card.text()));
    }
    if args.bullets {
        for pick in summary.sentences() {
            writeln!(out, "- {}", clean(&pick.text(body).unwrap_or_default()))?;
        }
    } else {
        let sentences: Vec<String> =
            summary.sentences().filter_map(|pick| pick.text(body)).collect();
        writeln!(out, "{}", clean(&sentences.join(" ")))?;
    }
    for pick in summary.items() {
        writeln!(out, "• {}", clean(&pick.text(body).unwrap_or_default()))?;
    }
    match summary.items_left_out() {
        0 => Ok(()),
        more => writeln!(out, "{DIM}and {more} more{DIM:#}"),
    }
}

/// The body, the summary's sentences in bold.
fn print_body(out: &mut impl Write, card: &Card) -> io::Result<()> {
    let body = card.body();
    let mut printed = 0;
    for pick in &card.summary.picks {
        let (before, picked) = (&body[printed..pick.span.start], &body[pick.span]);
        write!(out, "{}{BOLD}{}{BOLD:#}", clean(before), clean(picked))?;
        printed = pick.span.end;
    }
    writeln!(out, "{}\n", clean(&body[printed..]))
}

fn print_details(out: &mut impl Write, card: &Card) -> io::Result<()> {
    let details: &Article = &card.document.article;
    let time = |time: Option<Timestamp>| time.map(local_time);
    let id = details.id.map(|id| id.to_string());
    for (label, value) in [
        ("ID", id),
        ("Category ID", details.category.clone()),
        ("URL", details.url.clone()),
        ("Date", details.date.map(long_date)),
        ("Created", time(details.created)),
        ("Updated", time(details.updated)),
        ("Last Read", time(details.last_read)),
    ] {
        writeln!(out, "{label}: {}", clean(value.as_deref().unwrap_or("-")))?;
    }
    // What only some articles have.
    let source = Some(&card.document.source).filter(|source| !source.is_empty());
    for (label, value) in [
        ("External ID", details.external_id.as_ref()),
        ("Author", details.author.as_ref()),
        ("Site", details.site.as_ref()),
        ("Tags", Some(&details.tags.join(", ")).filter(|tags| !tags.is_empty())),
        ("Source", source),
    ] {
        if let Some(value) = value {
            writeln!(out, "{label}: {}", clean(value))?;
        }
    }
    Ok(())
}

pub(super) fn heading(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "{BOLD}{text}{BOLD:#}")
}

/// `Dec. 24, 2024`, months as the Associated Press abbreviates them.
pub(crate) fn long_date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
        "Dec.",
    ];
    let month = MONTHS[date.month() as usize - 1];
    format!("{month} {}, {}", date.day(), date.year())
}

/// `2024/12/24 19:00`, in local time.
pub(crate) fn local_time(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y/%m/%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_newspapers_do() {
        assert_eq!(long_date(jiff::civil::date(2024, 12, 24)), "Dec. 24, 2024");
        assert_eq!(long_date(jiff::civil::date(2025, 6, 1)), "June 1, 2025");
    }
}
