//! The description of the API, made of the operations themselves: `/openapi.json`, and `/docs` for people.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::docs;
use super::operation::{Content, Operation};
use super::problem::ProblemDocument;
use super::service::Service;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| document(&super::operations().all));

/// The routes.
pub(super) fn router() -> Router<Service> {
    Router::new().route("/openapi.json", get(openapi)).route("/docs", get(docs))
}

async fn openapi() -> Response {
    let form = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, form)], DOCUMENT.to_string()).into_response()
}

async fn docs() -> Response {
    docs::page(&super::operations().all, &DOCUMENT)
}

/// The document, OpenAPI 3.1.
pub(super) fn document(operations: &[Operation]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut taken = settings.clone().for_deserialize().into_generator();
    let mut given = settings.for_serialize().into_generator();
    let problem = given.subschema_for::<ProblemDocument<'static>>().to_value();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let described = described(operation, &mut taken, &mut given);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = described;
    }
    let mut schemas = taken.take_definitions(true);
    schemas.extend(given.take_definitions(true));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "nutgraf",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A local reading engine: summaries made of an article's own sentences, and the \
                stored articles nearest to it. The contracts of OpenAI, text-embeddings-inference and Ollama \
                are spoken as far as they embed.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What is wrong, as RFC 9457 has it",
                    "content": {"application/problem+json": {"schema": problem}},
                },
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    })
}

/// What is taken and what is given have schemas of their own: a field that may be left out of an answer may be
/// one that a request must have.
fn described(
    operation: &Operation,
    taken: &mut SchemaGenerator,
    given: &mut SchemaGenerator,
) -> Value {
    let mut answers: Map<String, Value> = Map::new();
    for (status, what, content) in &operation.answers {
        let answer =
            answers.entry(status.to_string()).or_insert_with(|| json!({"description": what}));
        if let Some(content) = content {
            let schema = media(content, given)["schema"].take();
            let held = &mut answer["content"][content.media_type]["schema"];
            *held = match held.take() {
                Value::Null => schema,
                other => json!({"anyOf": [other, schema]}),
            };
        }
    }
    answers.insert("default".to_owned(), json!({"$ref": "#/components/responses/Problem"}));
    let mut described = json!({
        "operationId": operation_id(operation),
        "tags": [operation.tag],
        "summary": operation.summary,
        "responses": answers,
    });
    let mut parameters = path_parameters(operation.path);
    if let Some(query) = operation.query {
        parameters.extend(query_parameters(&query(taken).to_value()));
    }
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if !operation.bodies.is_empty() {
        let mut forms: Map<String, Value> = Map::new();
        for body in &operation.bodies {
            forms.insert(body.media_type.to_owned(), media(body, taken));
        }
        described["requestBody"] = json!({"required": true, "content": forms});
    }
    described
}

fn media(content: &Content, generator: &mut SchemaGenerator) -> Value {
    match content.schema {
        Some(make) => json!({"schema": make(generator).to_value()}),
        None => json!({"schema": {"type": "string"}}),
    }
}

/// A name for the operation that generated clients call it by.
fn operation_id(operation: &Operation) -> String {
    let words =
        operation.path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    words.fold(operation.method.to_owned(), |mut name, word| {
        let _ = write!(name, "_{word}");
        name
    })
}

/// The parts of a path that stand in braces.
fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let described = |name: &str| {
        json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"},
            "description": "An id, the start of one, an external id, or an address, percent-encoded"})
    };
    names.map(described).collect()
}

/// The fields of an object's schema, as parameters.
fn query_parameters(schema: &Value) -> Vec<Value> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let mut parameters = Vec::with_capacity(properties.len());
    let required = schema["required"].as_array();
    for (name, property) in properties {
        let is_required = required.is_some_and(|names| names.contains(&json!(name)));
        let mut property = property.clone();
        let about = property.as_object_mut().and_then(|it| it.remove("description"));
        parameters.push(json!({
            "name": name,
            "in": "query",
            "required": is_required,
            "description": about,
            "schema": property,
        }));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a document refers to something.
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|it| references(it, found));
            }
            Value::Array(items) => items.iter().for_each(|it| references(it, found)),
            _ => {}
        }
    }

    #[test]
    fn all_that_is_referred_to_is_there() {
        let mut found = Vec::new();
        references(&DOCUMENT, &mut found);
        assert!(found.len() > 20);
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(DOCUMENT.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_operation_is_described() {
        let all = super::super::operations().all;
        for operation in &all {
            let described = &DOCUMENT["paths"][operation.path][operation.method];
            assert!(described["summary"].is_string(), "{} {}", operation.method, operation.path);
            assert!(described["responses"].as_object().unwrap().len() > 1);
        }
        let ids: std::collections::BTreeSet<String> = all.iter().map(operation_id).collect();
        assert_eq!(ids.len(), all.len());
    }
}
