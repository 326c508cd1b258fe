//! The library over HTTP: what is stored, changed, listed, found, and told apart when two change it.

use nutgraf::serve::ServeOptions;
use serde_json::{Value, json};

use crate::asking::{Answer, ask, get, post, request, server};

fn article(number: usize) -> Value {
    json!({
        "title": format!("Report {number}"),
        "url": format!("https://lorne.example/{number}"),
        "category": if number.is_multiple_of(2) { "sea" } else { "land" },
        "body": format!("The ferry to Skarn carried {number} cars on Monday, harbour master Ada Holm said. \
                         It stops for the winter in week {number}."),
    })
}

async fn change(
    router: &axum::Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    ask(router, request(method, path, &all, body.to_string())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_stored_changed_read_and_removed() {
    let router = server(ServeOptions::default());
    let stored = post(&router, "/v1/articles", &article(1)).await;
    assert_eq!(stored.status, 201, "{}", stored.text());
    assert_eq!(stored.json()["outcome"], "added");
    let place = stored.header("location").to_owned();
    assert_eq!(place, format!("/v1/articles/{}", stored.json()["id"].as_str().unwrap()));
    let again = post(&router, "/v1/articles", &article(1)).await;
    assert_eq!((again.status.as_u16(), &again.json()["outcome"]), (200, &json!("unchanged")));

    let got = get(&router, &place).await;
    assert_eq!(
        (&got.json()["title"], &got.json()["schema"]),
        (&json!("Report 1"), &json!("nutgraf.record/1"))
    );
    let tag = got.header("etag").to_owned();
    let known = ask(&router, request("GET", &place, &[("if-none-match", &tag)], "")).await;
    assert!(known.status == 304 && known.body.is_empty());

    let to = json!({"title": "Ferry report", "category": null});
    let stale = change(&router, "PATCH", &place, &[("if-match", "\"0000\"")], &to).await;
    assert_eq!(stale.status, 412);
    let changed = change(&router, "PATCH", &place, &[("if-match", &tag)], &to).await;
    assert_eq!(
        (&changed.json()["title"], &changed.json()["category"]),
        (&json!("Ferry report"), &Value::Null)
    );
    assert_ne!(changed.header("etag"), tag);
    for wrong in [
        json!({"body": " "}),
        json!({"language": "Klingonese"}),
        json!({"titel": "x"}),
        json!({"date": "soon"}),
    ] {
        let refused = change(&router, "PATCH", &place, &[], &wrong).await;
        assert!(refused.status.is_client_error(), "{wrong}: {}", refused.text());
    }

    let read =
        post(&router, &format!("{place}/reads"), &json!({"at": "2026-03-01T08:00:00Z"})).await;
    assert_eq!(
        (&read.json()["read_count"], &read.json()["last_read"]),
        (&json!(1), &json!("2026-03-01T08:00:00Z"))
    );
    assert_eq!(
        ask(&router, request("POST", &format!("{place}/reads"), &[], "")).await.json()["read_count"],
        2
    );
    let by_address = get(&router, "/v1/articles/https%3A%2F%2Florne.example%2F1").await;
    assert_eq!(by_address.json()["title"], "Ferry report");

    let stale = ask(&router, request("DELETE", &place, &[("if-match", &tag)], "")).await;
    assert_eq!(stale.status, 412);
    assert_eq!(ask(&router, request("DELETE", &place, &[], "")).await.status, 204);
    let gone = get(&router, &place).await;
    assert_eq!(
        (gone.status.as_u16(), &gone.json()["type"]),
        (404, &json!("tag:nutgraf,2026:not_found"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_answered_in_order_and_a_bad_one_stops_none() {
    let router = server(ServeOptions::default());
    let mut lines: Vec<String> = (0..70).map(|number| article(number).to_string()).collect();
    lines[3] = "{\"title\": \"nothing\"}".into();
    lines[40] = "no json".into();
    lines[69] = lines[0].clone();
    let body = lines.join("\n");
    let headers = [("content-type", "application/x-ndjson")];
    let answer = ask(&router, request("POST", "/v1/articles", &headers, body)).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let answers: Vec<Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 70);
    for (number, line) in answers.iter().enumerate() {
        let expected = match number {
            3 | 40 => (json!("nutgraf.error/1"), Value::Null),
            69 => (json!("nutgraf.added/1"), json!("unchanged")),
            _ => (json!("nutgraf.added/1"), json!("added")),
        };
        assert_eq!((line["schema"].clone(), line["outcome"].clone()), expected, "{line}");
        assert_eq!(line["source"], format!("the body:{}", number + 1));
    }
    assert_eq!(get(&router, "/v1/stats").await.json()["articles"], 67);

    let mut seen = Vec::new();
    let mut path = "/v1/articles?limit=10&copies=true".to_owned();
    loop {
        let page = get(&router, &path).await.json();
        seen.extend(page["articles"].as_array().unwrap().iter().map(|it| it["id"].to_string()));
        // What comes meanwhile is newer, and moves nothing.
        post(&router, "/v1/articles", &article(1_000 + seen.len())).await;
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/articles?limit=10&copies=true&cursor={next}");
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (67, 67));
    let sea = get(&router, "/v1/articles?category=sea&limit=1000").await.json();
    assert!(sea["articles"].as_array().unwrap().iter().all(|it| it["category"] == "sea"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_alike_new_and_searched_for_is_found() {
    let router = server(ServeOptions::default());
    let bodies = [
        (
            "Ferry stopped",
            "The ferry from Lorne to Skarn was stopped on Monday after inspectors found cracks in its hull. \
          Harbour master Ada Holm said 340 passengers were put on buses.",
        ),
        (
            "Ferry back",
            "The ferry from Lorne to Skarn, stopped on Monday for cracks in its hull, sails again on Friday. \
          Repairs cost 1.2 million, harbour master Ada Holm said.",
        ),
        (
            "Chess",
            "A girl of eleven won the open chess tournament of Tarrow, beating two grandmasters.",
        ),
    ];
    let mut ids = Vec::new();
    for (title, body) in bodies {
        let stored =
            post(&router, "/v1/articles", &json!({"title": title, "body": body})).await.json();
        ids.push(stored["id"].as_str().unwrap().to_owned());
    }
    let similar = get(&router, &format!("/v1/articles/{}/similar?why=true", ids[1])).await.json();
    let first = &similar["results"][0];
    assert_eq!(first["id"], ids[0].as_str());
    assert!(first["reasons"]["names"].as_array().unwrap().iter().any(|name| name == "Ada Holm"));
    assert!(first["matching"]["here"]["text"].is_string());
    assert!(!similar.to_string().contains(&ids[2]));
    let found = get(&router, "/v1/search?q=a%20young%20chess%20player&limit=1").await.json();
    assert_eq!(found["results"][0]["id"], ids[2].as_str());
    let found = get(&router, "/v1/search?q=grandmasters&by=words").await.json();
    assert_eq!(found["results"][0]["id"], ids[2].as_str());
    assert_eq!(get(&router, "/v1/search?q=").await.status, 400);
    let card = get(&router, &format!("/v1/articles/{}/card?sentences=1&offsets=chars", ids[0]))
        .await
        .json();
    assert_eq!((&card["offsets"], &card["details"]["id"]), (&json!("chars"), &json!(ids[0])));
    let news = get(&router, &format!("/v1/articles/{}/new", ids[1])).await.json();
    assert_eq!(news["schema"], "nutgraf.news/1");
    assert!(news["sentences"].as_array().unwrap().len() == 2);
    assert_eq!(get(&router, "/v1/stories").await.status, 200);
    assert_eq!(get(&router, "/v1/digest").await.status, 200);
    let feed = get(&router, "/feed.atom?q=ferry").await;
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    let again = ask(
        &router,
        request("GET", "/feed.atom?q=ferry", &[("if-none-match", feed.header("etag"))], ""),
    )
    .await;
    assert_eq!(again.status, 304);
    assert!(get(&router, "/docs").await.text().contains("/v1/articles/{id}/similar"));
    assert_eq!(get(&router, "/openapi.json").await.json()["openapi"], "3.1.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_what_they_saw_one_does() {
    let router = server(ServeOptions::default());
    let stored = post(&router, "/v1/articles", &article(1)).await;
    let place = stored.header("location").to_owned();
    for round in 0..10 {
        let tag = get(&router, &place).await.header("etag").to_owned();
        let change = |who: usize| {
            let (router, place, tag) = (router.clone(), place.clone(), tag.clone());
            tokio::spawn(async move {
                let to = json!({"title": format!("Title {round} of {who}")});
                change(&router, "PATCH", &place, &[("if-match", &tag)], &to).await.status.as_u16()
            })
        };
        let all: Vec<_> = (0..8).map(change).collect();
        let mut statuses = Vec::new();
        for one in all {
            statuses.push(one.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    }
}
