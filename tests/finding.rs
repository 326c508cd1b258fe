//! What the library finds: similar readings, articles by meaning or by words, and that no answer
//! depends on what is derived from the articles.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use program::{Program, json_lines, line, texts};
use serde_json::{Value, json};

const SEA: &str = "The ferry was two hours late again. Nobody on the pier minded much.";

/// A program with `examples/` and a library of some of the articles in it.
fn stocked() -> Program {
    static MODEL: OnceLock<Program> = OnceLock::new();
    let model = MODEL.get_or_init(|| {
        let program = Program::with_examples();
        let files = ["cryptocurrency-theft", "space", "culture"];
        let files = files.map(|name| format!("examples/articles/{name}.jsonl"));
        program.run(&["add", "-q", &files[0], &files[1], &files[2]]).succeeded();
        program
    });
    Program::copy(model)
}

fn index_of(program: &Program) -> PathBuf {
    program.path("library.db.index")
}

#[test]
fn similar_readings_are_of_the_same_subject_and_never_itself() {
    let program = stocked();
    let listed = program.json(&["list", "--json"]);
    let thefts: Vec<&Value> = listed
        .iter()
        .filter(|line| line["url"].as_str().unwrap().contains("cryptocurrency"))
        .collect();
    assert!(thefts.len() >= 6);
    let mut near = 0;
    for theft in &thefts {
        let id = theft["id"].as_str().unwrap();
        let similar = program.json(&["similar", id, "--json"]);
        assert_eq!(similar.len(), 5);
        assert!(!texts(&similar, "id").contains(&id), "{theft}");
        near += texts(&similar, "url").iter().filter(|url| url.contains("cryptocurrency")).count();
    }
    // A random reading would be of the subject about once in eight times.
    assert!(near * 10 >= thefts.len() * 5 * 8, "{near} of {}", thefts.len() * 5);

    let theft = "examples/exchange-theft.md";
    let of_file = program.json(&["similar", theft, "--json", "-k", "3"]);
    assert_eq!(of_file.len(), 3);
    assert!(of_file[0]["url"].as_str().unwrap().contains("cryptocurrency"), "{of_file:#?}");
    let text = fs::read(program.path(theft)).unwrap();
    let of_input = program.run_with_input(&["similar", "-", "--json", "-k", "3"], text).succeeded();
    assert_eq!(of_input.json(), of_file);
    let printed = program.print(&["similar", theft, "-k", "3"]);
    let titles: Vec<&str> = printed.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    assert_eq!(titles, texts(&of_file, "title"));
    // A file of a stored article is that article.
    let own = program.json(&["similar", "examples/articles/space.jsonl", "--json", "-k", "1000"]);
    assert_eq!(own.len() % (listed.len() - 1), 0, "one is left out for each: itself");
    program.run(&["similar", "no-such-file.txt"]).ended(3).saying(&["no-such-file.txt"]);
}

#[test]
fn searching_is_by_meaning_or_by_exact_words() {
    let program = stocked();
    let by_meaning = program.json(&["search", "hackers stole digital coins", "--json"]);
    assert_eq!(by_meaning.len(), 10);
    let theft = |hit: &Value| hit["url"].as_str().unwrap().contains("cryptocurrency");
    assert!(by_meaning[..3].iter().all(theft), "{by_meaning:#?}");
    assert_eq!(program.json(&["search", "tide", "--json", "--limit", "2"]).len(), 2);

    let hits = program.json(&["search", "--words", "lander moon", "--json"]);
    assert!(!hits.is_empty());
    for hit in &hits {
        let (snippet, shown) = (hit["snippet"].as_str().unwrap(), hit["id"].as_str().unwrap());
        for span in hit["matches"].as_array().unwrap() {
            let offset = |field: &str| usize::try_from(span[field].as_u64().unwrap()).unwrap();
            let word = snippet[offset("start")..offset("end")].to_lowercase();
            assert!(["lander", "moon"].contains(&word.as_str()), "{word}");
        }
        let article = program.one(&["show", shown, "--json", "-k", "0"]);
        let text = format!("{} {}", article["title"], article["body"]).to_lowercase();
        assert!(text.contains("lander") && text.contains("moon"), "{text}");
    }
    let phrase = program.json(&["search", "--words", "\"south pole\"", "--json"]);
    let reversed = program.json(&["search", "--words", "\"pole south\"", "--json"]);
    assert!(!phrase.is_empty() && reversed.is_empty());
    let start = program.json(&["search", "--words", "custom*", "--json", "--limit", "100"]);
    let whole = program.json(&["search", "--words", "custom", "--json"]);
    assert!(start.len() > whole.len(), "{} {}", start.len(), whole.len());
    for query in ["zzyzx", "\"unclosed", "(", "AND", "a OR", "NEAR(", "*", "\"", "title:x", "-", ""]
    {
        program.run(&["search", "--words", "--", query]).succeeded();
    }
    program.run(&["search", "--words", "zzyzx"]).succeeded().saying(&["nothing found"]);
}

#[test]
fn the_same_text_under_another_url_is_a_duplicate_and_marked() {
    let program = stocked();
    let first = program.add(&line(json!({"url": "https://a.example/1", "body": SEA})));
    let copy =
        json!({"url": "https://b.example/2", "title": "Copied", "body": format!("  {SEA} \n")});
    let ran = program.run_with_input(&["add", "-"], line(copy)).succeeded();
    let first = first[0]["id"].as_str().unwrap();
    let ran = ran.saying(&["the same text", first]);
    assert!(ran.stdout.starts_with("added "), "{ran:#?}");
    let similar = program.json(&["similar", first, "--json"]);
    assert_eq!(similar[0]["title"], "Copied");
    assert_eq!(
        texts(&similar, "relation"),
        ["duplicate", "similar", "similar", "similar", "similar"]
    );
    let card = program.print(&["show", "https://b.example/2"]);
    assert!(card.contains("(same text)\n"), "{card}");
    assert_eq!(card.matches("(same text)").count(), 1, "{card}");
}

#[test]
fn nothing_that_happens_to_the_index_changes_an_answer() {
    let program = stocked();
    let theft = ["similar", "examples/exchange-theft.md", "--json"];
    let answer = program.print(&theft);
    let index = index_of(&program);
    let good = fs::read(&index).unwrap();
    assert!(program.print(&["check"]).contains("index: current"));

    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x20;
        bytes
    };
    let damaged = [
        flipped(0),
        flipped(good.len() / 3),
        flipped(good.len() - 1),
        good[..good.len() / 2].to_vec(),
        Vec::new(),
        b"not an index".to_vec(),
        [good.as_slice(), b"more"].concat(),
    ];
    for bytes in damaged {
        fs::write(&index, &bytes).unwrap();
        let state = program.run(&["check"]).succeeded().stdout;
        assert!(state.contains("index: damaged"), "{state}");
        assert!(state.contains("the articles are sound"), "{state}");
        assert_eq!(program.print(&theft), answer);
        assert_eq!(fs::read(&index).unwrap(), good, "the index is built again");
    }
    fs::remove_file(&index).unwrap();
    assert!(program.print(&["check"]).contains("index: absent"));
    assert_eq!(program.print(&theft), answer);
    assert_eq!(fs::read(&index).unwrap(), good);
    // A folder in its place cannot be replaced; the answer comes all the same.
    fs::remove_file(&index).unwrap();
    fs::create_dir(&index).unwrap();
    assert_eq!(program.print(&theft), answer);
}

#[test]
fn the_index_of_another_time_or_library_is_not_used() {
    let program = stocked();
    let theft = ["similar", "examples/exchange-theft.md", "--json"];
    let answer = program.print(&theft);
    let old = fs::read(index_of(&program)).unwrap();
    let nearest = json_lines(&answer)[0]["id"].as_str().unwrap().to_owned();
    program.run(&["rm", "-q", &nearest]).succeeded();
    let after = program.print(&theft);
    assert!(!after.contains(&nearest), "{after}");
    fs::write(index_of(&program), &old).unwrap();
    assert!(program.print(&["check"]).contains("index: stale"));
    assert_eq!(program.print(&theft), after);

    let other = Program::with_examples();
    other.add(&line(json!({"title": "Late ferry", "body": SEA})));
    fs::write(index_of(&other), &old).unwrap();
    assert_eq!(texts(&other.json(&theft), "title"), ["Late ferry"]);
}

#[test]
fn a_check_finds_and_mends_what_is_derived() {
    let program = stocked();
    let theft = ["similar", "examples/exchange-theft.md", "--json"];
    let answer = program.print(&theft);
    let sound = program.one(&["check", "--json"]);
    assert_eq!((&sound["schema"], &sound["sound"]), (&json!("nutgraf.check/1"), &json!(true)));
    assert_eq!(sound["articles"], program.json(&["list", "--json"]).len());
    assert_eq!(sound["findings"], json!([]));

    let database = rusqlite::Connection::open(program.library()).unwrap();
    database
        .execute_batch(
            "DELETE FROM vectors; INSERT INTO article_words (article_words) VALUES ('delete-all');",
        )
        .unwrap();
    drop(database);
    let found = program.run(&["check", "--json"]).ended(1).one();
    assert_eq!(found["sound"], false);
    let findings = found["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["rebuildable"] == true), "{findings:#?}");
    assert!(program.run(&["check"]).ended(1).stdout.contains("check --repair"));
    let mended = program.print(&["check", "--repair"]);
    assert!(mended.contains("the articles are sound"), "{mended}");
    program.run(&["check"]).succeeded();
    assert_eq!(program.print(&theft), answer);
    assert!(!program.print(&["search", "--words", "moon"]).is_empty());
}
