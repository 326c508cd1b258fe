use crate::read::{Input, read};

/// The body of each article, or its error, after its source.
fn texts(name: &str, text: &str) -> Vec<String> {
    let documents = read(Input::bytes(name, text)).documents();
    documents
        .map(|document| match document {
            Ok(document) => format!("{} {}", document.source, document.article.body),
            Err(error) => error.to_string(),
        })
        .collect()
}

#[test]
fn objects_one_after_the_other_are_articles() {
    for text in [
        "{\n \"body\": \"One.\"\n}\n{\n \"body\": \"Two.\"\n}",
        "{\n \"body\": \"One.\"\n}{\n \"body\": \"Two.\"\n}",
        "{\n \"body\": \"One.\"\n},\n{\n \"body\": \"Two.\"\n},\n",
        "[{\"body\": \"One.\"}, {\"body\": \"Two.\"},]",
        "\u{FEFF}[{\"body\": \"One.\"}]\n[{\"body\": \"Two.\"}]",
    ] {
        assert_eq!(texts("a.json", text), ["a.json[0] One.", "a.json[1] Two."], "{text}");
    }
    assert_eq!(texts("a.json", "{\n\"body\": \"One.\"}\n"), ["a.json One."]);
    let long = "The ferry was late by two hours again, and nobody on the pier minded it at all.";
    let sequence = format!("\u{1E}{{\n\"body\": \"{long}\"}}\n").repeat(2);
    assert_eq!(texts("a.json", &sequence).len(), 2);
}

#[test]
fn what_is_nearly_json_is_read() {
    let text = "[{\"body\": \"One \\ud83d.\"}, {\"body\": \"Two\n\nlines.\", \"score\": NaN}, \
        {\"body\": \"Three.\",},]";
    let expected = ["a.json[0] One \u{FFFD}.", "a.json[1] Two\n\nlines.", "a.json[2] Three."];
    assert_eq!(texts("a.json", text), expected);
}

#[test]
fn a_bad_element_does_not_stop_the_others_and_a_cut_file_gives_what_it_has() {
    let read =
        texts("a.json", "[{\"body\": \"One.\"}, {\"body\": x}, {\"body\": \"Three.\"}, {\"bo");
    assert_eq!(read[0], "a.json[0] One.");
    assert!(read[1].starts_with("a.json[1]: not valid JSON: expected value at line 1"), "{read:?}");
    assert_eq!(read[2], "a.json[2] Three.");
    assert!(read[3].starts_with("a.json[3]: not valid JSON: EOF"), "{read:?}");
    assert_eq!(read.len(), 4);
    let read = texts("a.json", "[{\"body\": \"One.\"}");
    assert!(read[1].contains("not valid JSON"), "{read:?}");
}

#[test]
fn lists_of_articles_are_found_in_what_servers_answer() {
    for text in [
        r#"{"status": "ok", "articles": [{"content": "One."}, {"content": "Two."}]}"#,
        r#"{"version": "x", "title": "Feed", "items": [{"content_text": "One."}, {"content_text": "Two."}]}"#,
        r#"{"response": {"docs": [{"body": "One."}, {"body": "Two."}]}}"#,
        r#"{"response": {"results": [{"webTitle": "t", "fields": {"body": "One."}}, {"fields": {"body": "Two."}}]}}"#,
        r#"{"hits": {"total": 2, "hits": [{"_id": 1, "_source": {"text": "One."}}, {"_source": {"text": "Two."}}]}}"#,
        r#"{"data": {"children": [{"data": {"selftext": "One."}}, {"data": {"selftext": "Two."}}]}}"#,
        r#"{"features": [], "rows": [{"row_idx": 0, "row": {"document": "One."}}, {"row": {"document": "Two."}}]}"#,
        r#"{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle", "articleBody": "One."},
            {"@type": "Article", "articleBody": "Two."}]}"#,
    ] {
        assert_eq!(texts("a.json", text), ["a.json[0] One.", "a.json[1] Two."], "{text}");
    }
    // An article with a list beside its text is one article.
    let article = r#"{"body": "One.", "items": [{"text": "x"}], "results": [{"body": "y"}]}"#;
    assert_eq!(texts("a.json", article), ["a.json One."]);
}

#[test]
fn nesting_without_end_is_an_error() {
    for text in ["{\"a\":".repeat(200_000), format!("[{{\"a\":{}", "[".repeat(200_000))] {
        let read = texts("a.json", &text);
        assert!(read[0].contains("not valid JSON"), "{read:?}");
    }
    let deep = format!("{}{}", "{\"data\":".repeat(100), "}".repeat(100));
    assert_eq!(texts("a.json", &deep).len(), 1);
}

#[test]
fn a_date_in_doubt_is_told_by_another_record() {
    let dates = |name: &str, text: &str| -> Vec<String> {
        let documents = read(Input::bytes(name, text)).documents();
        documents
            .map(|it| it.map_or_else(|e| e.to_string(), |it| format!("{:?}", it.article.date)))
            .collect()
    };
    let first = r#"{"body": "One.", "date": "03/04/2024"}"#;
    let second = r#"{"body": "Two.", "date": "24/12/2024"}"#;
    let told = ["Some(2024-04-03)", "Some(2024-12-24)"];
    assert_eq!(dates("a.jsonl", &format!("{first}\n{second}\n")), told);
    assert_eq!(dates("a.json", &format!("[{first}, {second}]")), told);
    assert_eq!(dates("a.json", &format!("[{first}, {first}]")), ["None", "None"]);
}
