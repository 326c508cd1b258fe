//! Who may ask, from where, and what is never read.

use nutgraf::serve::{AccessTokens, Origins, ServeOptions};
use serde_json::json;

use crate::asking::{ask, get, post, request, server};

const TOKENS: &str = "desk 0123456789abcdef0123\nscreen fedcba9876543210fedc read\n";

#[tokio::test]
async fn a_token_is_needed_and_a_reader_changes_nothing() {
    let tokens = AccessTokens::parse(TOKENS).unwrap();
    let router = server(ServeOptions { tokens, ..ServeOptions::default() });
    assert_eq!(get(&router, "/health").await.status, 200);
    for path in [
        "/ready",
        "/metrics",
        "/v1/models",
        "/v1/articles",
        "/openapi.json",
        "/",
        "/feed.atom",
        "/x",
    ] {
        assert_eq!(get(&router, path).await.status, 401, "{path}");
    }
    let body = json!({"body": "It snowed in Lorne on Monday."}).to_string();
    for (token, read, write) in [
        ("Bearer 0123456789abcdef0123", 200, 201),
        ("Bearer fedcba9876543210fedc", 200, 403),
        ("Basic b25lOmZlZGNiYTk4NzY1NDMyMTBmZWRj", 200, 403),
        ("Bearer 0123456789abcdef0124", 401, 401),
        ("0123456789abcdef0123", 401, 401),
    ] {
        let headers = [("authorization", token), ("content-type", "application/json")];
        let answer = ask(&router, request("GET", "/v1/articles", &headers, "")).await;
        assert_eq!(answer.status.as_u16(), read, "{token}");
        let answer = ask(&router, request("POST", "/v1/articles", &headers, body.clone())).await;
        assert_eq!(answer.status.as_u16(), write, "{token}");
    }
    let reader = [("authorization", "Bearer fedcba9876543210fedc")];
    for (method, path) in [
        ("PATCH", "/v1/articles/0000"),
        ("DELETE", "/v1/articles/0000"),
        ("POST", "/v1/articles/0000/reads"),
    ] {
        assert_eq!(
            ask(&router, request(method, path, &reader, "{}")).await.status,
            403,
            "{method}"
        );
    }
    let browser = [("accept", "text/html")];
    let answer = ask(&router, request("GET", "/", &browser, "")).await;
    assert!(answer.header("www-authenticate").starts_with("Basic"));
}

#[tokio::test]
async fn pages_of_other_sites_and_other_names_are_refused() {
    let origins =
        Origins { hosts: vec!["desk.lan".into()], origins: vec!["https://news.example".into()] };
    let router = server(ServeOptions { origins, ..ServeOptions::default() });
    let status = async |method: &str, headers: &[(&str, &str)]| {
        let mut asked = axum::http::Request::builder().method(method).uri("/v1/articles");
        for (name, value) in headers {
            asked = asked.header(*name, *value);
        }
        let body = json!({"body": "It snowed in Lorne on Monday."}).to_string();
        ask(&router, asked.body(body.into()).unwrap()).await.status.as_u16()
    };
    let json = ("content-type", "application/json");
    assert_eq!(status("GET", &[("host", "desk.lan:80")]).await, 200);
    assert_eq!(status("GET", &[("host", "rebound.example")]).await, 403);
    assert_eq!(
        status("POST", &[("host", "localhost"), json, ("origin", "https://evil.example")]).await,
        403
    );
    assert_eq!(
        status("POST", &[("host", "localhost"), json, ("sec-fetch-site", "cross-site")]).await,
        403
    );
    assert_eq!(
        status("POST", &[("host", "localhost"), json, ("origin", "http://localhost")]).await,
        201
    );

    let preflight = |origin: &str| {
        let headers = [("origin", origin), ("access-control-request-method", "POST")];
        request("OPTIONS", "/v1/articles", &headers, "")
    };
    let allowed = ask(&router, preflight("https://news.example")).await;
    assert_eq!(allowed.status, 204);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://news.example");
    let refused = ask(&router, preflight("https://evil.example")).await;
    assert!(refused.status == 403 && refused.header("access-control-allow-origin").is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_says_why() {
    let router = server(ServeOptions::default());
    let status = async |path: &str, headers: &[(&str, &str)], body: &str| {
        let answer = ask(&router, request("POST", path, headers, body.to_owned())).await;
        (answer.status.as_u16(), answer.text())
    };
    let (code, said) = status("/embed", &[("content-encoding", "gzip")], "x").await;
    assert!(code == 415 && said.contains("compressed"), "{said}");
    let (code, said) =
        status("/v1/embeddings", &[("content-type", "application/xml")], "<a/>").await;
    assert!(code == 415 && said.contains("application/json"), "{said}");
    let (code, said) = status("/v1/embeddings", &[], "{\"input\": ").await;
    assert!(code == 400 && said.contains("\"error\":{"), "{said}");
    let deep = "[".repeat(10_000);
    for path in
        ["/embed", "/v1/embeddings", "/api/embed", "/tokenize", "/v1/articles", "/v1/summaries"]
    {
        let (code, said) = status(path, &[("content-type", "application/json")], &deep).await;
        assert!((400..500).contains(&code), "{path}: {code} {said}");
    }
    for (body, expected) in [
        (json!({"input": ""}), "empty text"),
        (json!({"input": []}), "empty text"),
        (json!({"input": ["a"], "dimensions": 64}), "384"),
        (json!({"input": [99_999_999]}), "99999999"),
        (json!(["a", null, null, null, null]), "JSON object"),
        (json!({"input": {"a": 1}}), "input"),
        (json!({"input": "a", "encoding_format": "hex"}), "encoding_format"),
    ] {
        let answer = post(&router, "/v1/embeddings", &body).await;
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(answer.status.is_client_error() && message.contains(expected), "{body}: {message}");
    }
    let fetch =
        post(&router, "/v1/summaries?fetch=true", &json!({"url": "http://localhost/"})).await;
    assert_eq!(fetch.status, 403);
    let address = post(&router, "/v1/articles", &json!({"url": "https://a.example/"})).await;
    assert_eq!(address.status, 422);
}
