use jiff::civil::date;

use crate::article::{Article, Doubt, Warning};
use crate::read::{Format, Input, Item, Items, read};

/// What an input holds, an item a line: address or article, or what is wrong.
fn items(name: &str, bytes: impl Into<Vec<u8>>) -> Items {
    read(Input::bytes(name, bytes))
}

fn articles(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Article> {
    let articles = items(name, bytes).map(|item| match item.expect("a good item") {
        Item::Document(document) => document.article,
        Item::Address(address) => address.article,
    });
    articles.collect()
}

fn error(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    items(name, bytes).next().expect("an item").expect_err("an error").to_string()
}

#[test]
fn try_out() {
    for path in glob() {
        let bytes = std::fs::read(&path).unwrap();
        eprintln!("=== {path}");
        for item in read(Input::bytes(path.clone(), bytes)).take(3) {
            match item {
                Ok(Item::Document(d)) => {
                    let mut a = d.article;
                    let n = a.body.len();
                    a.body = a
                        .body
                        .chars()
                        .take(std::env::var("LEN").map_or(150, |n| n.parse().unwrap()))
                        .collect();
                    eprintln!(
                        "DOC {} {n} {:?} {:?}\n  {a:?}\n{}",
                        d.source, d.extraction, d.warnings, a.body
                    )
                }
                Ok(Item::Address(a)) => eprintln!("ADDR {:?}", a),
                Err(e) => eprintln!("ERR {e}"),
            }
        }
    }
}
fn glob() -> Vec<String> {
    std::env::var("TRY").unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}
