//! What readers said, in figures: means, wins, ties and losses against a baseline, by source.
//!
//! An article counts once, however many read it: its marks are the means of its readers', and it is won
//! where more of them prefer the system than prefer the baseline.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Result, ensure};

use super::{CRITERIA, Judgement, Key, Reader, agreement};
use crate::statistics::bootstrap::{Resampling, bootstrap, interval};
use crate::statistics::{Columns, Kind, Statistic};

/// The figures of all articles and of each source, and how far readers agree.
///
/// # Errors
/// If `baseline` is no system of the key, or nothing was judged.
pub fn table(key: &Key, readers: &[Reader], baseline: Option<&str>) -> Result<String> {
    let names: Vec<&str> = key.systems.iter().map(|system| system.name.as_str()).collect();
    let baseline = baseline.or(names.first().copied()).unwrap_or_default();
    ensure!(
        names.contains(&baseline),
        "the baseline `{baseline}` is not among the systems: there are {}",
        names.join(", ")
    );
    let judged: BTreeSet<usize> =
        readers.iter().flat_map(|reader| reader.judged.keys().copied()).collect();
    ensure!(!judged.is_empty(), "nothing is judged yet");
    let mut text = missing(key, readers);
    let sources: BTreeSet<&str> =
        judged.iter().map(|&number| key.articles[number].source.as_str()).collect();
    let groups = std::iter::once(None).chain(sources.iter().copied().map(Some));
    for group in groups.take(if sources.len() > 1 { usize::MAX } else { 1 }) {
        let is_of = |source: &str| group.is_none_or(|group| group == source);
        let numbers: Vec<usize> =
            judged.iter().copied().filter(|&number| is_of(&key.articles[number].source)).collect();
        let alike = key.articles.iter().filter(|it| it.is_alike() && is_of(&it.source)).count();
        let title = group.unwrap_or("all");
        writeln!(text, "== {title}: {} judged, {alike} alike for all", numbers.len())?;
        for &name in &names {
            writeln!(text, "{}", means(name, &numbers, readers))?;
        }
        for &name in names.iter().filter(|&&name| name != baseline) {
            writeln!(
                text,
                "  {name} against {baseline}: {}",
                Duel::new(name, baseline, &numbers, readers)
            )?;
        }
    }
    text.push_str(&agreement::lines(readers));
    Ok(text)
}

/// Which articles a reader has left out.
fn missing(key: &Key, readers: &[Reader]) -> String {
    let mut text = String::new();
    for reader in readers {
        let left: Vec<String> = (0..key.articles.len())
            .filter(|number| {
                !key.articles[*number].is_alike() && !reader.judged.contains_key(number)
            })
            .map(|number| number.to_string())
            .collect();
        if !left.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} has not judged: {}", reader.name, left.join(" "));
        }
    }
    text
}

/// What readers said of a system's summary of an article.
fn of_system<'a>(
    name: &'a str,
    number: usize,
    readers: &'a [Reader],
) -> impl Iterator<Item = &'a Judgement> {
    readers.iter().filter_map(move |reader| reader.judged.get(&number)?.get(name))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    sum / count as f64
}

fn means(name: &str, numbers: &[usize], readers: &[Reader]) -> String {
    let over_articles = |value: &dyn Fn(&Judgement) -> f64| {
        mean(numbers.iter().map(|&number| mean(of_system(name, number, readers).map(value))))
    };
    let criteria: Vec<String> = CRITERIA
        .iter()
        .enumerate()
        .map(|(i, criterion)| {
            format!("{criterion} {:.2}", over_articles(&|of| f64::from(of.marks[i])))
        })
        .collect();
    format!("{name:16} {}  mean {:.2}", criteria.join("  "), over_articles(&Judgement::mean))
}

/// A system against the baseline.
#[derive(Debug, PartialEq)]
struct Duel {
    won: usize,
    tied: usize,
    lost: usize,
    difference: f64,
    interval: (f64, f64),
}

impl Duel {
    fn new(name: &str, baseline: &str, numbers: &[usize], readers: &[Reader]) -> Self {
        let (mut won, mut lost) = (0, 0);
        let mut differences: Vec<BTreeMap<String, f64>> = Vec::with_capacity(numbers.len());
        for &number in numbers {
            let pairs =
                || of_system(name, number, readers).zip(of_system(baseline, number, readers));
            let better = pairs().filter(|(own, other)| own.rank < other.rank).count();
            let worse = pairs().filter(|(own, other)| own.rank > other.rank).count();
            won += usize::from(better > worse);
            lost += usize::from(worse > better);
            let difference = mean(pairs().map(|(own, other)| own.mean() - other.mean()));
            differences.push(BTreeMap::from([(DIFFERENCE.to_owned(), difference)]));
        }
        let statistic = Statistic::new(Kind::Mean(DIFFERENCE), &Columns::new(differences.iter()));
        let rounds = bootstrap(&[&statistic], numbers.len(), Resampling::default());
        Self {
            won,
            tied: numbers.len() - won - lost,
            lost,
            difference: statistic.value(&vec![1.0; numbers.len()]),
            interval: rounds.first().map_or((f64::NAN, f64::NAN), |rounds| interval(rounds)),
        }
    }
}

const DIFFERENCE: &str = "difference";

impl std::fmt::Display for Duel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { won, tied, lost, difference, interval: (low, high) } = self;
        let p = sign_test(*won, *lost);
        write!(
            f,
            "won {won}, tied {tied}, lost {lost} (p {p:.3}); difference {difference:+.2} \
             [{low:+.2}, {high:+.2}]"
        )
    }
}

/// The two-sided sign test: how likely so uneven a division of wins and losses is by chance.
fn sign_test(wins: usize, losses: usize) -> f64 {
    let all = wins + losses;
    let mut log_choose = 0.0;
    let mut tail = 0.0;
    for k in 0..=wins.min(losses) {
        tail += (log_choose - all as f64 * std::f64::consts::LN_2).exp();
        log_choose += ((all - k) as f64 / (k + 1) as f64).ln();
    }
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Judgements, SCHEMA};
    use super::*;
    use crate::results::SystemInfo;

    fn key(sources: &[&str]) -> Key {
        let system = |name: &str| SystemInfo { name: name.to_owned(), about: String::new() };
        let letters =
            BTreeMap::from([('A', vec!["old".to_owned()]), ('B', vec!["new".to_owned()])]);
        let entry = |(at, source): (usize, &&str)| Entry {
            id: at.to_string(),
            source: (*source).to_owned(),
            letters: letters.clone(),
        };
        Key {
            schema: SCHEMA.to_owned(),
            seed: 1,
            systems: vec![system("old"), system("new")],
            articles: sources.iter().enumerate().map(entry).collect(),
        }
    }

    /// Each article's ranks and marks: of `old`, of `new`.
    fn reader(name: &str, judged: &[(usize, [usize; 2], [u8; 2])]) -> Reader {
        let judged = judged.iter().map(|&(number, ranks, marks)| {
            let of = |i: usize| Judgement { rank: ranks[i], marks: [marks[i]; 3] };
            let judgements = [("old".to_owned(), of(0)), ("new".to_owned(), of(1))];
            (number, Judgements::from(judgements))
        });
        Reader { name: name.to_owned(), judged: judged.collect() }
    }

    #[test]
    fn the_sign_test_is_exact() {
        for (wins, losses, p) in [(0, 0, 1.0), (5, 0, 0.0625), (8, 2, 0.109_375), (3, 3, 1.0)] {
            assert!((sign_test(wins, losses) - p).abs() < 1e-12, "{wins}, {losses}");
        }
        assert!(sign_test(2000, 1000) < 1e-50, "many articles do not overflow");
    }

    #[test]
    fn wins_are_counted_once_an_article_and_by_source() {
        let key = key(&["web", "web", "news", "news"]);
        let readers = [
            reader("x", &[(0, [2, 1], [3, 5]), (1, [1, 1], [4, 4]), (2, [1, 2], [5, 2])]),
            reader("y", &[(0, [2, 1], [3, 4]), (1, [2, 1], [4, 5]), (2, [2, 1], [3, 4])]),
        ];
        let text = table(&key, &readers, None).unwrap();
        assert!(text.contains("x has not judged: 3\n"), "{text}");
        assert!(text.contains("== all: 3 judged, 0 alike for all"), "{text}");
        assert!(
            text.contains("  new against old: won 2, tied 1, lost 0 (p 0.500); difference +0.33 [")
        );
        assert!(
            text.contains("old              covers 3.67  coherent 3.67  useful 3.67  mean 3.67")
        );
        assert!(text.contains("== news: 1 judged"), "{text}");
        assert!(text.contains("== web: 2 judged"), "{text}");
        assert!(text.contains("x and y: 3 pairs of summaries, same 33 %, opposite 33 %"), "{text}");
        let text = table(&key, &readers[..1], Some("new")).unwrap();
        assert!(text.contains("  old against new: won 1, tied 1, lost 1 (p 1.000)"), "{text}");
    }

    #[test]
    fn nothing_to_count_is_refused() {
        let key = key(&["web"]);
        let message =
            |readers: &[Reader], baseline| table(&key, readers, baseline).unwrap_err().to_string();
        assert!(message(&[reader("x", &[])], None).contains("nothing is judged"));
        assert!(message(&[], Some("none")).contains("there are old, new"));
    }
}
