//! The engine inside another program: a newsroom's intake desk that takes stories from several
//! threads, stores them, and tells for each what the archive already has on it.
//!
//! ```text
//! cargo run --release --example newsroom
//! ```

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::thread;

use nutgraf::article::Article;
use nutgraf::engine::{Engine, Nearness};
use nutgraf::read::{Input, read};
use nutgraf::text::prepare;

/// What the desk sends on with a story.
struct Briefing {
    headline: String,
    related: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    // An engine is `Send + Sync` and used through `&self`: one serves all threads.
    let engine = Engine::builder().library_in_memory().build()?;
    for topic in ["space", "economy", "health"] {
        let name = format!("{topic}.jsonl");
        let input = Input::file(archive.join(&name))?;
        let documents = read(input).documents().collect::<Result<Vec<_>, _>>()?;
        for added in engine.add(&documents)? {
            added?;
        }
    }

    let stories = [
        (
            "Probe lost",
            "Controllers lost touch with a small lander minutes before it was to set \
                        down near the lunar south pole. They will try again to reach it tonight.",
        ),
        (
            "Chocolate dearer",
            "Chocolate makers say that they will raise prices once more, as \
                              cocoa harvests failed for a third year.",
        ),
    ];
    let briefings = thread::scope(|scope| {
        let desks: Vec<_> = stories
            .iter()
            .map(|(headline, body)| scope.spawn(|| briefing(&engine, headline, body)))
            .collect();
        desks
            .into_iter()
            .map(|desk| desk.join().expect("the desk does not panic"))
            .collect::<nutgraf::Result<Vec<_>>>()
    })?;
    for Briefing { headline, related } in briefings {
        println!("{headline}");
        related.iter().for_each(|title| println!("    {title}"));
    }
    Ok(())
}

fn briefing(engine: &Engine, headline: &str, body: &str) -> nutgraf::Result<Briefing> {
    let article =
        Article { title: Some(headline.to_owned()), body: body.to_owned(), ..Article::default() };
    let story = prepare(article).article;
    let related = engine.similar(&story, &Nearness::of(2))?;
    Ok(Briefing {
        headline: headline.to_owned(),
        related: related.into_iter().map(|reading| reading.title).collect(),
    })
}
