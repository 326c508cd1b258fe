//! What the API can be asked, one [`Operation`] each: the route and its documentation come from the same place.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::service::Service;

pub(super) type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// A body: of which media type, and what it is.
#[derive(Clone)]
pub(super) struct Content {
    pub(super) media_type: &'static str,
    pub(super) schema: Option<MakeSchema>,
}

/// One operation, as the document describes it.
#[derive(Clone)]
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) query: Option<MakeSchema>,
    pub(super) bodies: Vec<Content>,
    pub(super) answers: Vec<(u16, &'static str, Option<Content>)>,
}

fn make<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const JSON: &str = "application/json";

impl Operation {
    fn new(
        method: &'static str,
        path: &'static str,
        tag: &'static str,
        summary: &'static str,
    ) -> Self {
        let (query, bodies, answers) = (None, Vec::new(), Vec::new());
        Self { method, path, tag, summary, query, bodies, answers }
    }

    pub(super) fn get(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("get", path, tag, summary)
    }

    pub(super) fn post(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("post", path, tag, summary)
    }

    pub(super) fn patch(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("patch", path, tag, summary)
    }

    pub(super) fn delete(path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new("delete", path, tag, summary)
    }

    /// What may stand behind the `?`: the fields of this struct.
    pub(super) fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(make_inline::<T>);
        self
    }

    /// A body of JSON.
    pub(super) fn takes<T: JsonSchema>(self) -> Self {
        self.takes_form(JSON, Some(make::<T>))
    }

    /// A body of another form.
    pub(super) fn takes_form(
        mut self,
        media_type: &'static str,
        schema: Option<MakeSchema>,
    ) -> Self {
        self.bodies.push(Content { media_type, schema });
        self
    }

    /// An answer of JSON.
    pub(super) fn gives<T: JsonSchema>(self, status: u16, what: &'static str) -> Self {
        self.gives_form::<T>(status, what, JSON)
    }

    /// An answer of another form that has a schema.
    pub(super) fn gives_form<T: JsonSchema>(
        mut self,
        status: u16,
        what: &'static str,
        media_type: &'static str,
    ) -> Self {
        let content = Content { media_type, schema: Some(make::<T>) };
        self.answers.push((status, what, Some(content)));
        self
    }

    /// An answer of text.
    pub(super) fn gives_text(
        mut self,
        status: u16,
        what: &'static str,
        media_type: &'static str,
    ) -> Self {
        self.answers.push((status, what, Some(Content { media_type, schema: None })));
        self
    }

    /// An answer without a body.
    pub(super) fn gives_nothing(mut self, status: u16, what: &'static str) -> Self {
        self.answers.push((status, what, None));
        self
    }

    /// Errors in the form of another contract; ours are said once for all operations.
    pub(super) fn fails<T: JsonSchema>(mut self, statuses: &[u16]) -> Self {
        for &status in statuses {
            self = self.gives::<T>(status, "An error");
        }
        self
    }
}

/// The schema itself, for its fields to be read.
fn make_inline<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

/// Routes and what is said of them.
#[derive(Default)]
pub(super) struct Operations {
    pub(super) router: Router<Service>,
    pub(super) all: Vec<Operation>,
}

impl Operations {
    /// One more.
    pub(super) fn with<H, T>(mut self, operation: Operation, handler: H) -> Self
    where
        H: Handler<T, Service>,
        T: 'static,
    {
        let filter = match operation.method {
            "get" => MethodFilter::GET,
            "post" => MethodFilter::POST,
            "patch" => MethodFilter::PATCH,
            _ => MethodFilter::DELETE,
        };
        self.router = self.router.route(operation.path, on(filter, handler));
        self.all.push(operation);
        self
    }

    /// All of others too.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.all.extend(others.all);
        self
    }
}
