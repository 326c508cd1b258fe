//! Folders: of data files, of BEIR, of web pages; and the wrong ones.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

const SUMMARY: &str = r#"{"text": "Fog all day.", "summary": "Fog"}"#;

fn beir() -> Folder {
    let folder = Folder::new();
    folder.write(
        "corpus.jsonl",
        r#"{"_id": "d1", "title": "Fog", "text": "Fog all day."}
{"_id": 2, "title": "", "text": "Clear."}
{"_id": "d1", "title": "", "text": "Again."}
{"_id": "d3", "title": "", "text": ""}
{"title": "", "text": "Nameless."}
"#,
    );
    folder.write(
        "queries.jsonl",
        r#"{"_id": "q1", "text": "is it foggy"}
{"_id": "q2", "text": "is it late"}
"#,
    );
    folder.write(
        "qrels/test.tsv",
        "query-id\tcorpus-id\tscore\r\nq1\td1\t2\r\nq1\t2\t0\r\nq1\td9\t1\r\nq9\td1\t1\r\nq1\td1\t1\r\nq1\td3\tx\r\n",
    );
    folder.write("qrels/train.tsv", "q2\t2\t1\n");
    folder
}

fn page(folder: &Folder, name: &str, html: &[u8]) {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(html).unwrap();
    folder.write(&format!("html/{name}.html.gz"), encoder.finish().unwrap());
}

#[test]
fn every_data_file_of_a_folder_is_a_data_set() {
    let folder = Folder::new();
    folder.write("b.jsonl", SUMMARY);
    folder.write("a.csv", "text,summary\nA.,a\n");
    folder.write("b.json", format!("[{SUMMARY}]"));
    folder.write("README.md", "Fog data.");
    folder.write("z1.story", "Fog all day.\n\n@highlight\n\nFog");
    folder.write("z2.story", "Clear.\n\n@highlight\n\nClear");
    let sets = open_summaries(&folder.path(), &Fields::default()).unwrap();
    let own_name = folder.path().file_name().unwrap().to_str().unwrap().to_owned();
    let found: Vec<(&str, usize)> =
        sets.iter().map(|set| (set.name.as_str(), set.items.len())).collect();
    assert_eq!(found, [("a", 1), ("b.json", 1), ("b.jsonl", 1), (&own_name, 2)]);
    assert_eq!(sets[3].items[1].id, "z2");
}

#[test]
fn a_folder_without_data_says_what_is_read() {
    let folder = Folder::new();
    folder.write("README.md", "Fog data.");
    let open = || open_summaries(&folder.path(), &Fields::default());
    assert_fails(open(), &["no data file lies in", "JSON lines"]);
    folder.write("a.jsonl", "{}");
    assert_fails(open(), &["no file of the folder", "a.jsonl", "1 without a text"]);
    folder.write("b.jsonl", SUMMARY);
    let sets = open().unwrap();
    assert_eq!((sets.len(), sets[0].name.as_str()), (1, "b"));
    assert!(sets[0].tally.to_string().contains("passed over"), "{}", sets[0].tally);
    assert!(sets[0].tally.to_string().contains("a.jsonl"));
}

#[test]
fn beir_with_its_traps() {
    let folder = beir();
    let loaded = open_retrieval(&folder.path(), None).unwrap();
    let set = loaded.items;
    assert_eq!(set.split, "test");
    let ids: Vec<&str> = set.documents.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(ids, ["d1", "2", "d3"]);
    assert_eq!(set.queries, [("q1".to_owned(), "is it foggy".to_owned())]);
    let of_query: Vec<(&str, i64)> =
        set.judgements["q1"].iter().map(|(id, score)| (id.as_str(), *score)).collect();
    assert_eq!((set.judgements.len(), of_query), (1, vec![("2", 0), ("d1", 2)]));

    assert_eq!((loaded.tally.read, loaded.tally.kept()), (13, 6));
    let places: Vec<(&str, &str)> =
        loaded.tally.skipped.iter().map(|it| (it.reason.as_str(), it.first.as_str())).collect();
    assert_eq!(
        places,
        [
            ("with the id of a document before", "corpus.jsonl:3"),
            ("without the field `id`", "corpus.jsonl:5"),
            ("without a score that is a whole number", "test.tsv:7"),
            ("queries without a judgement in this split", "queries.jsonl:2"),
            ("judgements of an unknown document", "test.tsv, row 3"),
            ("judgements of an unknown query", "test.tsv, row 4"),
            ("judgements given before", "test.tsv, row 5"),
        ]
    );
}

#[test]
fn the_split_can_be_named() {
    let folder = beir();
    let set = open_retrieval(&folder.path(), Some("train")).unwrap().items;
    assert_eq!((set.split.as_str(), set.queries[0].0.as_str()), ("train", "q2"));
    assert_eq!(set.judgements["q2"]["2"], 1);
    assert_fails(open_retrieval(&folder.path(), Some("dev")), &["dev.tsv", "test.tsv, train.tsv"]);
    assert_fails(open_retrieval(&folder.path(), Some("../qrels/test")), &["no ../qrels/test.tsv"]);
    fs::remove_dir_all(folder.path().join("qrels")).unwrap();
    assert_fails(open_retrieval(&folder.path(), None), &["test.tsv or dev.tsv", "nothing"]);
}

#[test]
fn pages_that_lack_a_side_are_skipped() {
    let folder = Folder::new();
    folder.write(
        "gold.json",
        r#"{"b": {"articleBody": "Fog.", "url": "https://example.org/"}, "a": {"articleBody": "A"},
            "c": {"articleBody": "C"}, "d": {"articleBody": " "}, "f": {"articleBody": "F"}}"#,
    );
    page(&folder, "b", b"<p>Fog\xff.");
    page(&folder, "d", b"<p>");
    page(&folder, "e", b"<p>");
    folder.write("html/a.html", "<p>A");
    folder.write("html/f.html.gz", "not compressed");
    let loaded = open_extraction(&folder.path()).unwrap();
    assert_eq!(
        loaded.items,
        [
            ExtractionPage { id: "a".into(), html: b"<p>A".to_vec(), url: None, body: "A".into() },
            ExtractionPage {
                id: "b".into(),
                html: b"<p>Fog\xff.".to_vec(),
                url: Some("https://example.org/".into()),
                body: "Fog.".into(),
            },
        ]
    );
    let places: Vec<(&str, &str)> =
        loaded.tally.skipped.iter().map(|it| (it.reason.as_str(), it.first.as_str())).collect();
    assert_eq!(
        places[..3],
        [
            ("without an HTML file", "gold.json, `c`"),
            ("without an article text", "`d`"),
            ("without an entry in the gold file", "e.html.gz"),
        ]
    );
    assert_eq!(places[3].0, "with an HTML file that cannot be read");
    assert_eq!((loaded.tally.read, loaded.tally.kept()), (6, 2));
}

#[test]
fn the_wrong_task_is_told_the_right_command() {
    let folder = beir();
    let pages = Folder::new();
    pages.write("gold.json", "{}");
    pages.write("html/a.html", "");
    let fields = Fields::default();
    let open = |path: &PathBuf| open_summaries(path, &fields);
    assert_fails(open(&folder.path()), &["looks like a BEIR folder", "`nutgraf-eval retrieval`"]);
    assert_fails(open(&pages.path()), &["`nutgraf-eval extraction`"]);
    assert_fails(open_retrieval(&pages.path(), None), &["`nutgraf-eval extraction`"]);
    assert_fails(open_extraction(&folder.path()), &["`nutgraf-eval retrieval`"]);
    assert_fails(open_extraction(&folder.path().join("absent")), &["no such folder"]);
    assert_fails(open_retrieval(&folder.path().join("absent"), None), &["no such folder"]);
    assert_fails(open_extraction(&pages.path()), &["without an entry in the gold file"]);

    for (name, content, command) in [
        ("a.jsonl", r#"{"text": "Fog.", "sents": ["Fog."]}"#, "segmentation"),
        ("a.jsonl", r#"{"text": "Fog.", "sentences": [[0, 4]]}"#, "segmentation"),
        ("a.tsv", "g\tf\ty\t1\t2.5\tFog.\tMist.\ng\tf\ty\t2\t1.5\tA\tB\n", "pairs"),
        ("a.csv", "Fog.,Mist.,2.5\nA,B,1.0\n", "pairs"),
        ("a.csv", "3,Oil up,Again.\n1,Fog,Thick.\n", "retrieval"),
    ] {
        let path = folder.write(name, content);
        let command = format!("use `nutgraf-eval {command}`");
        assert_fails(open(&path), &["nothing could be read from", name, &command]);
    }
    let path = folder.write("s.jsonl", SUMMARY);
    assert_fails(open_pairs(&path), &["articles with summaries", "`nutgraf-eval summary`"]);
    assert_fails(open_articles(&path, &fields), &["without a category", "`nutgraf-eval summary`"]);
    assert_fails(open_segmentation(&path), &["`nutgraf-eval summary`"]);
    assert_fails(open_retrieval(&path, None), &["is no BEIR folder", "corpus.jsonl"]);
}
