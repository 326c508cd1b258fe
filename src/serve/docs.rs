//! The description of the API, for people: `/docs`.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::Value;

use super::operation::Operation;

/// The page, without style or script of its own but what is allowed everywhere.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>The API of nutgraf</title></head>
<body><main>
<h1>The API of nutgraf</h1>
<p>Version {{ version }}. The same as a document for programs: <a href="/openapi.json">/openapi.json</a>.
Where the server has tokens, send <code>Authorization: Bearer TOKEN</code>.
What is wrong is said in a problem document (RFC 9457), and by each contract in its own form.</p>
{% for tag in tags %}<h2>{{ tag.name }}</h2>
{% for item in tag.items %}<details><summary><code>{{ item.method }} {{ item.path }}</code> {{ item.summary }}</summary>
{% if !item.query.is_empty() %}<p>Parameters:</p><dl>{% for (name, about) in item.query %}<dt><code>{{ name }}</code></dt><dd>{{ about }}</dd>{% endfor %}</dl>{% endif %}
{% for (what, schema) in item.bodies %}<p>{{ what }}</p>{% if !schema.is_empty() %}<pre tabindex="0">{{ schema }}</pre>{% endif %}{% endfor %}
</details>
{% endfor %}{% endfor %}
<h2>Schemas</h2>
{% for (name, schema) in schemas %}<details id="{{ name }}"><summary><code>{{ name }}</code></summary><pre tabindex="0">{{ schema }}</pre></details>
{% endfor %}
</main></body></html>"##
)]
struct Page {
    version: &'static str,
    tags: Vec<Tag>,
    schemas: Vec<(String, String)>,
}

struct Tag {
    name: &'static str,
    items: Vec<Described>,
}

struct Described {
    method: String,
    path: &'static str,
    summary: &'static str,
    query: Vec<(String, String)>,
    bodies: Vec<(String, String)>,
}

/// The page of these operations, as this document describes them.
pub(super) fn page(operations: &[Operation], document: &Value) -> Response {
    let mut tags: Vec<Tag> = Vec::new();
    for operation in operations {
        let item = described(operation, document);
        match tags.iter_mut().find(|tag| tag.name == operation.tag) {
            Some(tag) => tag.items.push(item),
            None => tags.push(Tag { name: operation.tag, items: vec![item] }),
        }
    }
    let schemas = document["components"]["schemas"].as_object();
    let schemas =
        schemas.into_iter().flatten().map(|(name, schema)| (name.clone(), pretty(schema)));
    let page = Page { version: env!("CARGO_PKG_VERSION"), tags, schemas: schemas.collect() };
    let mut response = Html(page.render().unwrap_or_default()).into_response();
    let policy =
        HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

fn described(operation: &Operation, document: &Value) -> Described {
    let of = &document["paths"][operation.path][operation.method];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let query = of["parameters"].as_array().into_iter().flatten();
    let query = query.map(|it| (text(&it["name"]), text(&it["description"])));
    let mut bodies = Vec::new();
    for (form, media) in of["requestBody"]["content"].as_object().into_iter().flatten() {
        bodies.push((format!("Takes {form}:"), pretty(&media["schema"])));
    }
    for (status, answer) in of["responses"].as_object().into_iter().flatten() {
        let about = text(&answer["description"]);
        for (form, media) in answer["content"].as_object().into_iter().flatten() {
            bodies.push((format!("{status}, {form}: {about}"), pretty(&media["schema"])));
        }
    }
    Described {
        method: operation.method.to_uppercase(),
        path: operation.path,
        summary: operation.summary,
        query: query.collect(),
        bodies,
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
