//! Who is admitted, what becomes of a request that stumbles, and of one whose client has gone.

use std::time::Duration;

use nutgraf::engine::Engine;
use nutgraf::serve::{Limits, Log, ServeOptions, Server};
use serde_json::json;

use crate::asking::{Fragile, get, post, server};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_refused_with_its_limit() {
    let limits =
        Limits { tokens_in_flight: 1_024, texts: 64, body_bytes: 20_000, ..Limits::default() };
    let router = server(ServeOptions { limits, ..ServeOptions::default() });
    let texts = vec!["snow ".repeat(100); 30];
    let answer = post(&router, "/v1/embeddings", &json!({"model": "m", "input": texts})).await;
    assert_eq!(answer.status, 413, "{}", answer.text());
    assert_eq!(answer.json()["error"]["limit"], 1_024);
    let answer =
        post(&router, "/v1/embeddings", &json!({"model": "m", "input": vec!["a"; 65]})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["error"]["limit"]), (413, &json!(64)));
    let answer = post(&router, "/embed", &json!({"inputs": "snow ".repeat(5_000)})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["limit"]), (413, &json!(20_000)));
    let answer =
        post(&router, "/v1/summaries", &json!({"body": "It snowed. ".repeat(1_000)})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["limit"]), (413, &json!(1_024)));
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_server_says_when_to_come_again_and_forgets_who_has_gone() {
    let (fragile, gate) = Fragile::new();
    let engine = Engine::builder().embedder(Box::new(fragile)).library_in_memory().build().unwrap();
    let limits = Limits { tokens_in_flight: 1_024, ..Limits::default() };
    let options = ServeOptions { limits, workers: Some(1), ..ServeOptions::default() };
    let router = Server::new(engine, options, Log::Faults).unwrap().router();
    let asked = json!({"model": "m", "input": "snow ".repeat(200)});
    let ask = || {
        let (router, asked) = (router.clone(), asked.clone());
        tokio::spawn(async move { post(&router, "/v1/embeddings", &asked).await.status.as_u16() })
    };
    gate.shut();
    let begun = ask();
    while !get(&router, "/metrics").await.text().contains("nutgraf_tokens_in_flight 202") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    while !get(&router, "/metrics").await.text().contains("nutgraf_tasks_waiting 0") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let waiting: Vec<_> = (0..4).map(|_| ask()).collect();
    while !get(&router, "/metrics").await.text().contains("nutgraf_tokens_in_flight 1010") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let refused = post(&router, "/v1/embeddings", &asked).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json()["error"]["type"], "rate_limit_error");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(get(&router, "/health").await.status == 200);
    // Those that wait are given up; the one that is being done is not.
    for waits in waiting {
        waits.abort();
        assert!(waits.await.unwrap_err().is_cancelled());
    }
    gate.open();
    assert_eq!(begun.await.unwrap(), 200);
    while !get(&router, "/metrics").await.text().contains("nutgraf_tokens_in_flight 0") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let metrics = get(&router, "/metrics").await.text();
    let batches: u64 = metrics
        .lines()
        .find_map(|line| line.strip_prefix("nutgraf_batched_tokens "))
        .and_then(|count| count.parse().ok())
        .unwrap();
    assert!(batches == 202, "what nobody waits for was embedded: {batches}");
    assert_eq!(ask().await.unwrap(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_stumbles_does_so_alone() {
    let (fragile, gate) = Fragile::new();
    let engine = Engine::builder().embedder(Box::new(fragile)).library_in_memory().build().unwrap();
    let options = ServeOptions { workers: Some(1), ..ServeOptions::default() };
    let router = Server::new(engine, options, Log::Faults).unwrap().router();
    gate.shut();
    let ask = |text: &'static str| {
        let router = router.clone();
        tokio::spawn(async move {
            post(&router, "/embed", &json!({"inputs": text})).await.status.as_u16()
        })
    };
    let first = ask("ice");
    while !get(&router, "/metrics").await.text().contains("nutgraf_tokens_in_flight 3") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // These three are one batch when the model is free.
    let together = [ask("rain"), ask("stumble"), ask("hail")];
    while !get(&router, "/metrics").await.text().contains("nutgraf_tasks_waiting 3") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gate.open();
    assert_eq!(first.await.unwrap(), 200);
    let [rain, stumble, hail] = together;
    assert_eq!([rain.await.unwrap(), stumble.await.unwrap(), hail.await.unwrap()], [200, 500, 200]);
    assert_eq!(get(&router, "/ready").await.status, 200);
}
