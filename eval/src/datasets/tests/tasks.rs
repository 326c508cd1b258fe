//! Articles with categories, scored pairs and segmented texts.

use super::*;

fn articles(name: &str, content: &str) -> Result<Loaded<Vec<LabelledArticle>>> {
    let folder = Folder::new();
    Ok(open_articles(&folder.write(name, content), &Fields::default())?.remove(0))
}

fn pairs(name: &str, content: impl AsRef<[u8]>) -> Result<Loaded<Vec<ScoredPair>>> {
    let folder = Folder::new();
    Ok(open_pairs(&folder.write(name, content))?.remove(0))
}

fn segmented(content: &str) -> Result<Loaded<Vec<SegmentedText>>> {
    let folder = Folder::new();
    Ok(open_segmentation(&folder.write("a.jsonl", content))?.remove(0))
}

fn pair(id: &str, first: &str, second: &str, score: f64) -> ScoredPair {
    ScoredPair { id: id.into(), first: first.into(), second: second.into(), score }
}

#[test]
fn categories_in_json_and_in_tables() {
    let row = r#"{"id": "sea/1", "category": "sea", "title": "Fog", "paragraphs": ["A.", "B."]}"#;
    let loaded =
        articles("a.jsonl", &format!("{row}\n{{\"label\": 3, \"text\": \"C.\"}}")).unwrap();
    assert_eq!(
        loaded.items[0],
        LabelledArticle {
            id: "sea/1".into(),
            title: Some("Fog".into()),
            text: whole("A.\n\nB."),
            category: "sea".into(),
        }
    );
    assert_eq!((loaded.items[1].id.as_str(), loaded.items[1].category.as_str()), ("2", "3"));
    let table = "category,text\nsea,A.\n,B.\n";
    let loaded = articles("a.csv", table).unwrap();
    assert_eq!(loaded.items.len(), 1);
    assert_eq!(loaded.tally.skipped[0].to_string(), "1 without a category, first at a.csv:3");
}

#[test]
fn ag_news_has_no_header() {
    let loaded =
        articles("a.csv", "\"3\",\"Oil, again\",\"Up a\\third to \\$9 \"\r\n\"1\",\"T\",\"\"\n");
    let loaded = loaded.unwrap();
    assert_eq!(
        loaded.items,
        [LabelledArticle {
            id: "1".into(),
            title: Some("Oil, again".into()),
            text: whole("Up a third to $9"),
            category: "3".into(),
        }]
    );
    assert_eq!(loaded.tally.to_string(), "2 rows, 1 skipped (1 without a text, first at a.csv:2)");
}

/// Quotation marks that never close, a carriage return inside, sources behind, Windows' ends.
#[test]
fn the_benchmark_is_read_without_quoting() {
    let table = "news\tx\t2015\t0007\t4.20\t\"Fog at sea.\tSea fog.\r\n\
                 news\tx\t2015\t0007\t0\tA\rB\tC \"D\tsource\tother\n\
                 news\tx\t2015\t9\tNaN\tE\tF\n\
                 news\tx\t2015\t9\t1.5\tE\n\
                 news\tx\t2015\t9\t1.5\tE\t \n";
    let loaded = pairs("a.tsv", table).unwrap();
    let expected = [pair("1", "\"Fog at sea.", "Sea fog.", 4.2), pair("2", "A\rB", "C \"D", 0.0)];
    assert_eq!(loaded.items, expected);
    assert_eq!(
        loaded.tally.to_string(),
        "5 rows, 3 skipped (1 without a score that is a finite number, first at a.tsv:3; \
         1 of fewer than 7 columns, first at a.tsv:4; 1 without a sentence2, first at a.tsv:5)"
    );
}

#[test]
fn pairs_in_other_tables_and_in_json() {
    let expected = [pair("1", "Fog, thick", "Mist", 3.5), pair("2", "A", "B", 0.0)];
    for (name, content) in [
        ("a.csv", "\"Fog, thick\",Mist,3.5\r\nA,B,0\r\n"),
        ("a.tsv", "Fog, thick\tMist\t3.5\nA\tB\t0\n"),
        ("a.csv", "score,sentence2,x,sentence1\n3.5,Mist,,\"Fog, thick\"\n0,B,,A\n"),
        ("a.tsv", "sentence1\tsentence2\tscore\nFog, thick\tMist\t3.5\nA\tB\t0.0\n"),
        (
            "a.jsonl",
            "{\"sentence1\": \"Fog, thick\", \"sentence2\": \"Mist\", \"score\": 3.5}\n\
             {\"sentence1\": \"A\", \"sentence2\": \"B\", \"score\": \"0\"}\n",
        ),
    ] {
        assert_eq!(pairs(name, content).unwrap().items, expected, "{name}: {content}");
    }
    assert_fails(pairs("a.tsv", "A\tB\nC\tD\n"), &["a.tsv", "1 row", "score"]);
    // The number before is a class, as in AG News.
    assert_fails(pairs("a.csv", "3,Fog,Fog all day\n4,Mist,Mist too\n"), &["retrieval"]);
}

#[test]
fn sentences_as_strings_and_as_offsets() {
    let rows = concat!(
        r#"{"text": "Brrr… fog. Fog. ", "sents": ["Brrr… fog.", "Fog. "]}"#,
        "\n",
        r#"{"id": "e", "text": "Brrr… fog. Fog.", "sentences": [[0, 10], [11, 15]]}"#,
        "\n",
    );
    let loaded = segmented(rows).unwrap();
    for item in &loaded.items {
        let slices: Vec<&str> =
            item.sentences.iter().map(|span| &item.text[span.clone()]).collect();
        assert_eq!(slices, ["Brrr… fog.", "Fog."]);
    }
    assert_eq!(loaded.items[1].id, "e");
}

#[test]
fn sentences_that_do_not_fit_are_skipped() {
    let rows = r#"{"text": "Fog. Mist.", "sents": ["Mist.", "Fog."]}
{"text": "Fog. Mist.", "sentences": [[0, 4], [3, 9]]}
{"text": "Fog. Mist.", "sentences": [[0, 99]]}
{"text": "Fog. Mist.", "sentences": [[0, 18446744073709551615]]}
{"text": "Fog. Mist.", "sentences": [[-1, 3]]}
{"text": "Fog. Mist.", "sentences": []}
{"text": " ", "sents": [" "]}
{"text": "Fog.", "sents": ["Fog."]}
"#;
    let tally = segmented(rows).unwrap().tally;
    let skipped: Vec<(&str, usize)> =
        tally.skipped.iter().map(|it| (it.reason.as_str(), it.count)).collect();
    assert_eq!(
        skipped,
        [
            ("with a sentence that is not in its text", 1),
            ("with offsets that are out of order or beyond the text", 3),
            ("with sentences that are neither strings nor offsets", 1),
            ("without sentences", 1),
            ("without a text", 1),
        ]
    );
}
