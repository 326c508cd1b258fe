//! The same text has the same vector, to the bit: by every contract, alone and beside others, here and by the
//! library.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nutgraf::embed::{Embedder as _, Int8Embedder};
use nutgraf::serve::ServeOptions;
use serde_json::{Value, json};

use crate::asking::{Answer, ask, get, post, request, server};

const TEXT: &str =
    "The ferry from Lorne stopped on Monday after inspectors found cracks in its hull.";

/// What the library makes of a text.
fn expected(text: &str) -> Vec<u32> {
    let embedder = Int8Embedder::bundled().unwrap();
    bits(embedder.embed(&[text]).unwrap().embeddings.row(0))
}

fn bits(row: &[f32]) -> Vec<u32> {
    row.iter().map(|value| value.to_bits()).collect()
}

fn floats(value: &Value) -> Vec<u32> {
    let row: Vec<f32> = serde_json::from_value(value.clone()).unwrap();
    bits(&row)
}

fn base64(value: &Value) -> Vec<u32> {
    let bytes = STANDARD.decode(value.as_str().unwrap()).unwrap();
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect()
}

fn embedding(answer: &Answer, index: usize) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"][index]["embedding"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_contract_gives_the_same_bits() {
    let router = server(ServeOptions::default());
    let expected = expected(TEXT);
    let asked = json!({"model": "any", "input": TEXT});
    assert_eq!(floats(&embedding(&post(&router, "/v1/embeddings", &asked).await, 0)), expected);
    let asked = json!({"model": "any", "input": ["Ice.", TEXT], "encoding_format": "base64"});
    assert_eq!(base64(&embedding(&post(&router, "/v1/embeddings", &asked).await, 1)), expected);

    let tokens = post(&router, "/tokenize", &json!({"inputs": TEXT})).await.json();
    let ids: Vec<u64> =
        tokens[0].as_array().unwrap().iter().map(|it| it["id"].as_u64().unwrap()).collect();
    for ids in [&ids[..], &ids[1..ids.len() - 1]] {
        let asked = json!({"model": "any", "input": ids});
        assert_eq!(floats(&embedding(&post(&router, "/v1/embeddings", &asked).await, 0)), expected);
    }
    let tei = post(&router, "/embed", &json!({"inputs": [TEXT]})).await.json();
    assert_eq!(floats(&tei[0]), expected);
    let ollama = post(&router, "/api/embed", &json!({"model": "m", "input": TEXT})).await.json();
    assert_eq!(floats(&ollama["embeddings"][0]), expected);
    let asked = json!({"inputs": {"source_sentence": TEXT, "sentences": [TEXT, "Ice."]}});
    let similarity = post(&router, "/similarity", &asked).await.json();
    assert!(similarity[0].as_f64().unwrap() > 0.9999 && similarity[1].as_f64().unwrap() < 0.9);
}

#[tokio::test(flavor = "multi_thread")]
async fn under_load_every_text_has_the_bits_that_it_has_alone() {
    let router = server(ServeOptions::default());
    let texts: Vec<String> =
        (0..40).map(|n| "snow ".repeat(n * 7 % 40 + 1) + &n.to_string()).collect();
    let alone: Vec<Vec<u32>> = texts.iter().map(|text| expected(text)).collect();
    let tasks = (0..64usize).map(|task| {
        let (router, texts) = (router.clone(), texts.clone());
        tokio::spawn(async move {
            let first = task * 11 % texts.len();
            let numbers: Vec<usize> =
                (0..=task % 9).map(|n| (first + n * 5) % texts.len()).collect();
            let input: Vec<&String> = numbers.iter().map(|number| &texts[*number]).collect();
            let asked = json!({"model": "any", "input": input, "encoding_format": "base64"});
            let answer = post(&router, "/v1/embeddings", &asked).await;
            let rows: Vec<Vec<u32>> =
                (0..numbers.len()).map(|at| base64(&embedding(&answer, at))).collect();
            (numbers, rows)
        })
    });
    let mut compared = 0;
    for task in tasks.collect::<Vec<_>>() {
        let (numbers, rows) = task.await.unwrap();
        for (number, row) in numbers.into_iter().zip(rows) {
            assert_eq!(row, alone[number]);
            compared += 1;
        }
    }
    assert!(compared > 250);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_over_http_is_that_of_the_library() {
    let router = server(ServeOptions::default());
    let body = "The harbour of Lorne froze over on Sunday for the first time since 1963. Ferries stay in port \
                until Thursday, harbour master Ada Holm said. Fishermen walked to their boats. The last such winter \
                closed the port for five weeks. Schools open as usual.";
    let headers = [("content-type", "text/plain")];
    let asked = request("POST", "/v1/summaries?sentences=2&explain=true", &headers, body);
    let answer = ask(&router, asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let sentences = answer["summary"]["sentences"].as_array().unwrap();
    let sentences: Vec<&str> = sentences.iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert_eq!(sentences, nutgraf::summarize(body, 2).unwrap());
    assert_eq!(answer["schema"], "nutgraf.article/1");
    assert_eq!(answer["summary"]["explanation"].as_array().unwrap().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_is_said() {
    let router = server(ServeOptions::default());
    let long = "snow ".repeat(400);
    let answer =
        post(&router, "/v1/embeddings", &json!({"model": "m", "input": ["ice", long]})).await;
    assert_eq!(answer.header("x-nutgraf-truncated"), "1");
    let data = answer.json();
    assert_eq!(data["data"][0].get("truncated"), None);
    assert_eq!(data["data"][1]["truncated"], true);
    assert_eq!(data["usage"]["prompt_tokens"], 3 + 256);
    let refused = post(&router, "/embed", &json!({"inputs": long, "truncate": false})).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["error_type"]),
        (422, &json!("Validation"))
    );
    let refused = post(&router, "/api/embed", &json!({"input": long, "truncate": false})).await;
    assert!(refused.status == 400 && refused.json()["error"].is_string());
    assert!(get(&router, "/metrics").await.text().contains("nutgraf_truncated_texts_total 1"));
}
