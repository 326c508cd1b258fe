//! Files to read, and the key to them.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Result, ensure};

use super::{Entry, Key, SCHEMA};
use crate::random::Random;
use crate::results::SystemInfo;

/// An article as a reader sees it, and what each system made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// Its id in the data.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its text.
    pub body: String,
    /// What it is counted under.
    pub source: String,
    /// A summary for each system, in the order of the systems.
    pub summaries: Vec<String>,
}

/// What is written for a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Texts to read, each of so many articles as were asked for at most.
    pub files: Vec<String>,
    /// Who wrote what.
    pub key: Key,
}

/// Words of an article that are shown: of a longer one so many of its beginning and its end.
const SHOWN: usize = 1500;
const BEGINNING: usize = 1300;
const END: usize = 80;

/// Draws an order of the summaries for each article, and writes files of `per_file` articles.
/// Articles for which all summaries are one are in the key alone.
///
/// # Errors
/// If there are more systems than letters, or an article lacks a summary.
pub fn draw(
    articles: &[Presented],
    systems: Vec<SystemInfo>,
    per_file: usize,
    seed: u64,
) -> Result<Panel> {
    let letters: Vec<char> = ('A'..='Z').collect();
    ensure!(
        (2..=letters.len()).contains(&systems.len()),
        "a panel compares 2 to {} systems; there are {}",
        letters.len(),
        systems.len()
    );
    let mut texts = Vec::new();
    let mut entries = Vec::with_capacity(articles.len());
    for (number, article) in articles.iter().enumerate() {
        ensure!(
            article.summaries.len() == systems.len(),
            "`{}` has {} summaries of {} systems",
            article.id,
            article.summaries.len(),
            systems.len()
        );
        let mut order: Vec<usize> = (0..systems.len()).collect();
        let mut random = Random::of_round(seed, number);
        for place in (1..order.len()).rev() {
            order.swap(place, random.below(place + 1));
        }
        let mut distinct: Vec<(String, Vec<String>)> = Vec::new();
        for system in order {
            let text = one_line(&article.summaries[system]);
            let name = systems[system].name.clone();
            match distinct.iter_mut().find(|(known, _)| *known == text) {
                Some((_, names)) => names.push(name),
                None => distinct.push((text, vec![name])),
            }
        }
        if distinct.len() > 1 {
            let summaries = letters.iter().zip(distinct.iter().map(|(text, _)| text.as_str()));
            texts.push(shown(number, article, summaries));
        }
        let letters: BTreeMap<char, Vec<String>> =
            letters.iter().copied().zip(distinct.into_iter().map(|(_, names)| names)).collect();
        entries.push(Entry { id: article.id.clone(), source: article.source.clone(), letters });
    }
    let files = texts.chunks(per_file.max(1)).map(<[String]>::concat).collect();
    Ok(Panel { files, key: Key { schema: SCHEMA.to_owned(), seed, systems, articles: entries } })
}

fn shown<'a>(
    number: usize,
    article: &Presented,
    summaries: impl Iterator<Item = (&'a char, &'a str)>,
) -> String {
    let title = article.title.as_deref().unwrap_or_default();
    let mut text = format!("\n\n##### {number} {title}\n{}\n", abridged(&article.body));
    for (letter, summary) in summaries {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "--{letter}: {summary}");
    }
    text
}

/// The text, of a long one the beginning and the end.
fn abridged(body: &str) -> String {
    let words: Vec<&str> = body.split(' ').collect();
    if words.len() <= SHOWN {
        return body.to_owned();
    }
    let (beginning, end) = (&words[..BEGINNING], &words[words.len() - END..]);
    format!("{} [[...]] {}", beginning.join(" "), end.join(" "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn systems(names: &[&str]) -> Vec<SystemInfo> {
        let info = |name: &&str| SystemInfo { name: (*name).to_owned(), about: String::new() };
        names.iter().map(info).collect()
    }

    fn article(id: usize, summaries: &[&str]) -> Presented {
        Presented {
            id: format!("a{id}"),
            title: Some("Ferry".to_owned()),
            body: "It sank.".to_owned(),
            source: "news".to_owned(),
            summaries: summaries.iter().map(|&text| text.to_owned()).collect(),
        }
    }

    #[test]
    fn equal_summaries_share_a_letter() {
        let articles = [article(0, &["It sank.", "It  sank.\n", "It did."]), article(1, &["x"; 3])];
        let panel = draw(&articles, systems(&["a", "b", "c"]), 10, 1).unwrap();
        let letters = &panel.key.articles[0].letters;
        assert_eq!(letters.len(), 2);
        let shared = letters.values().find(|names| names.len() == 2).unwrap();
        assert!(shared.contains(&"a".to_owned()) && shared.contains(&"b".to_owned()));
        assert!(panel.key.articles[1].is_alike());
        assert_eq!(panel.files.len(), 1);
        assert!(panel.files[0].contains("##### 0 Ferry\nIt sank.\n--A: "));
        assert!(!panel.files[0].contains("##### 1"));
    }

    #[test]
    fn the_order_is_drawn_anew_for_each_article() {
        let articles: Vec<Presented> = (0..400).map(|id| article(id, &["x", "y"])).collect();
        let panel = draw(&articles, systems(&["a", "b"]), 150, 7).unwrap();
        assert_eq!(panel.files.len(), 3);
        let first = panel.key.articles.iter().filter(|entry| entry.letters[&'A'] == ["a"]).count();
        assert!((150..250).contains(&first), "{first}");
        assert_eq!(draw(&articles, systems(&["a", "b"]), 150, 7).unwrap(), panel);
        assert_ne!(draw(&articles, systems(&["a", "b"]), 150, 8).unwrap().key, panel.key);
    }

    #[test]
    fn a_long_article_is_abridged() {
        let long = article(0, &["x", "y"]);
        let body = (0..2000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let panel = draw(&[Presented { body, ..long }], systems(&["a", "b"]), 1, 1).unwrap();
        assert!(panel.files[0].contains("1299 [[...]] 1920"));
    }

    #[test]
    fn one_system_is_no_panel() {
        assert!(draw(&[article(0, &["x"])], systems(&["a"]), 1, 1).is_err());
    }
}
