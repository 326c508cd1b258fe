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
    program.path("library.db.nutgraf-index")
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
    for (line, reading) in printed.lines().zip(&of_file) {
        let title = reading["title"].as_str().unwrap();
        let name = reading["reasons"]["names"][0].as_str();
        assert!(line.contains(title), "{line}");
        assert!(name.is_none_or(|name| line.contains(&format!(" · {name}"))), "{line}");
    }
    let why = program.print(&["similar", theft, "-k", "1", "--why"]);
    assert!(why.contains("    here: ") && why.contains("    there: "), "{why}");
    let matching = &program.one(&["similar", theft, "-k", "1", "--why", "--json"])["matching"];
    assert!(why.contains(matching["there"]["text"].as_str().unwrap()), "{why}");
    let most = usize::MAX.to_string();
    let all = program.json(&["similar", theft, "--json", "-k", &most, "--min-score", "-1"]);
    assert_eq!(all.len(), listed.len());
    let found = program.json(&["search", "ferry", "--json", "--limit", &most]);
    assert_eq!(found.len(), listed.len());
    // A file of a stored article is that article.
    let own = program.json(
        &[
            &["similar", "examples/articles/space.jsonl", "--json"][..],
            &["-k", "1000", "--min-score", "-1"],
        ]
        .concat(),
    );
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
    let is_copy = |reading: &&Value| reading["relation"] == "same_text";
    assert_eq!(similar.iter().filter(is_copy).count(), 1);
    assert_eq!(similar[0]["relation"], "same_text");
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
    assert!(!index.exists(), "so few are read from the database");
    assert!(program.print(&["check"]).contains("index: none yet"));
    program.run(&["check", "--repair"]).succeeded();
    assert!(program.print(&["check", "--full"]).contains("index: current"));
    assert_eq!(program.print(&theft), answer);

    let whole: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(&index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !["lock", "CACHEDIR.TAG"].iter().any(|name| path.ends_with(name)))
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    assert_eq!(whole.len(), 2, "a manifest and a segment");
    for (path, good) in &whole {
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
            whole.iter().for_each(|(path, good)| fs::write(path, good).unwrap());
            fs::write(path, &bytes).unwrap();
            let state = program.run(&["check", "--full"]).succeeded().stdout;
            assert!(state.contains("index: damaged"), "{}: {state}", path.display());
            assert!(state.contains("the articles are sound"), "{state}");
            assert_eq!(program.print(&theft), answer);
        }
        program.run(&["check", "--repair"]).succeeded();
        assert!(program.print(&["check", "--full"]).contains("index: current"));
        assert_eq!(program.print(&theft), answer);
    }
    fs::remove_dir_all(&index).unwrap();
    assert_eq!(program.print(&theft), answer);
    // What somebody else has put in its place stays there; the answer comes all the same.
    fs::write(&index, "mine").unwrap();
    assert_eq!(program.print(&theft), answer);
    program.run(&["check", "--repair"]).ended(1).saying(&["not of an index"]);
    assert_eq!(fs::read(&index).unwrap(), b"mine");
}

#[test]
fn the_index_of_another_time_or_library_is_not_used() {
    let program = stocked();
    let theft = ["similar", "examples/exchange-theft.md", "--json", "--min-score", "-1"];
    let answer = program.print(&theft);
    program.run(&["check", "--repair"]).succeeded();
    let copy = program.path("copy.db");
    program.run(&["backup", copy.to_str().unwrap()]).succeeded();
    let nearest = json_lines(&answer)[0]["id"].as_str().unwrap().to_owned();
    program.run(&["rm", "-q", &nearest]).succeeded();
    let after = program.print(&theft);
    assert!(!after.contains(&nearest), "{after}");
    program.add(&line(json!({"title": "Late ferry", "body": SEA})));
    program.run(&["check", "--repair"]).succeeded();
    // The library is put back as it was, and the index beside it is that of another time line.
    fs::copy(&copy, program.library()).unwrap();
    assert!(program.print(&["check"]).contains("index: stale"));
    assert_eq!(program.print(&theft), answer);
    program.run(&["backup", copy.to_str().unwrap()]).ended(4).saying(&["name another"]);

    let other = Program::with_examples();
    other.add(&line(json!({"title": "Late ferry", "body": SEA})));
    other.run(&["check", "--repair"]).succeeded();
    for entry in fs::read_dir(index_of(&program)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), index_of(&other).join(entry.file_name())).unwrap();
    }
    assert!(other.print(&["check"]).contains("of another library"));
    assert_eq!(texts(&other.json(&theft), "title"), ["Late ferry"]);
}

#[test]
fn filters_narrow_what_is_found_and_listed() {
    let program = stocked();
    let all = program.json(&["list", "--json"]);
    let of = |category: &str| all.iter().filter(|it| it["category"] == category).count();
    let category = all.iter().find_map(|it| it["category"].as_str()).unwrap();
    let listed = program.json(&["list", "--json", "--category", category]);
    assert_eq!(listed.len(), of(category));
    for command in [
        &["search", "--json", "what happened"][..],
        &["search", "--json", "--words", "the"],
        &["similar", "--json", "examples/exchange-theft.md", "--min-score", "-1"],
    ] {
        let narrowed = [command, &["--category", category]].concat();
        let ids: Vec<String> = listed.iter().map(|it| it["id"].as_str().unwrap().into()).collect();
        let found = program.json(&narrowed);
        assert!(!found.is_empty(), "{narrowed:?}");
        for hit in &found {
            let id = hit["id"].as_str().unwrap();
            assert!(ids.iter().any(|listed| listed == id), "{narrowed:?}: {hit}");
        }
        let first = found[0]["id"].as_str().unwrap();
        let without = program.json(&[&narrowed[..], &["--exclude", first]].concat());
        assert!(!texts(&without, "id").contains(&first), "{narrowed:?}");
        assert!(program.json(&[command, &["--read"]].concat()).is_empty());
        assert_eq!(program.json(&[command, &["--unread"]].concat()), program.json(command));
    }
    let high = ["similar", "--json", "examples/exchange-theft.md", "--min-score", "0.999"];
    assert!(program.json(&high).is_empty());
    program.run(&["search", "x", "--min-score", "2"]).ended(2).saying(&["-1 to 1"]);
    program.run(&["list", "--since", "tomorrow"]).ended(2);
    program.run(&["list", "--exclude", "no-such-id"]).ended(3);
}

#[test]
fn what_there_is_can_be_told_compacted_and_copied() {
    let program = stocked();
    let theft = ["similar", "examples/exchange-theft.md", "--json"];
    let answer = program.print(&theft);
    let stats = program.one(&["stats", "--json"]);
    assert_eq!(stats["articles"], program.json(&["list", "--json"]).len());
    assert_eq!((&stats["lacking_vectors"], &stats["unsealed"]), (&json!(0), &stats["articles"]));
    program.run(&["compact"]).succeeded();
    let compacted = program.one(&["stats", "--json"]);
    assert_eq!((&compacted["unsealed"], &compacted["articles"]), (&json!(0), &stats["articles"]));
    assert_eq!(compacted["segments"].as_array().unwrap().len(), 1);
    assert!(program.print(&["stats"]).contains("in 1 segments, 0 vectors"));
    assert_eq!(program.print(&theft), answer);
    let copy = program.path("copy.db");
    program.run(&["backup", copy.to_str().unwrap()]).succeeded();
    let copied = program.run(&["--library", copy.to_str().unwrap(), "export"]).succeeded().stdout;
    assert_eq!(copied, program.print(&["export"]));
    let nowhere = program.path("no/such/folder.db");
    program.run(&["backup", nowhere.to_str().unwrap()]).ended(4).saying(&["no/such/folder.db"]);
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
    let found = program.run(&["check", "--full", "--json"]).ended(1).one();
    assert_eq!(found["sound"], false);
    let findings = found["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["rebuildable"] == true), "{findings:#?}");
    assert!(program.run(&["check", "--full"]).ended(1).stdout.contains("check --repair"));
    let mended = program.print(&["check", "--repair"]);
    assert!(mended.contains("the articles are sound"), "{mended}");
    program.run(&["check"]).succeeded();
    assert_eq!(program.print(&theft), answer);
    assert!(!program.print(&["search", "--words", "moon"]).is_empty());
}
