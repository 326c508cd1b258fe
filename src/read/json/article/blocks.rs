//! A text that comes in pieces: lists of paragraphs or sentences, and the trees of editors.
//!
//! In: a list or an object. Out: its text, paragraphs with blank lines between. Understood are
//! lists of strings, of lists of strings (paragraphs of sentences), and objects whose text is in
//! `text`, `content`, `children`, `blocks`, `data` and the like: Slate, ProseMirror, Editor.js,
//! Draft.js, Quill, Portable Text. Pictures, code and advertisements are left out.

use serde_json::{Map, Value};

use crate::read::fields::plain_text;

/// The fields of a piece in which its text may be, the likeliest first.
const TEXT: &[&str] = &[
    "text",
    "rendered",
    "content",
    "value",
    "html",
    "body",
    "paragraph",
    "insert",
    "children",
    "nodes",
    "blocks",
    "ops",
    "items",
    "sentences",
    "paragraphs",
    "spans",
    "data",
    "root",
    "document",
    "doc",
    "main",
    "$t",
    "#text",
    "__cdata",
    "plain",
    "raw",
    "markdown",
];
/// The kinds of pieces that are no text.
const LEFT_OUT: &[&str] = &[
    "image",
    "img",
    "figure",
    "picture",
    "gallery",
    "video",
    "audio",
    "embed",
    "oembed",
    "iframe",
    "code",
    "codeblock",
    "code_block",
    "script",
    "ad",
    "advert",
    "advertisement",
    "delimiter",
    "divider",
    "thematicbreak",
    "thematic_break",
    "related",
    "newsletter",
    "raw_html",
    "caption",
    "interstitial_link",
];
/// The kinds of pieces that are parts of a line.
const PARTS: &[&str] = &["text", "span"];

/// Whether a value is none: null, an empty string, list or object.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// How the pieces of a list stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Each is a paragraph.
    Blocks,
    /// They are parts of one line, if one of them says that it is.
    Either,
    /// They are parts of one line.
    Line,
}

/// What is still to be written.
enum Task {
    Piece(Value, Layout),
    /// The end of a paragraph.
    Break,
    /// A space between sentences.
    Space,
}

/// The text of a value in pieces.
pub(super) fn text_of_blocks(value: Value) -> String {
    let mut text = String::new();
    let mut tasks = vec![Task::Piece(value, Layout::Blocks)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Break => end_paragraph(&mut text),
            Task::Space => text.push(' '),
            Task::Piece(Value::String(piece), layout) => {
                let plain = plain_text(piece, false);
                if text.is_empty() {
                    text = plain;
                } else {
                    text.push_str(&plain);
                }
                if layout != Layout::Line {
                    end_paragraph(&mut text);
                }
            }
            Task::Piece(Value::Array(items), layout) => push_list(&mut tasks, items, layout),
            Task::Piece(Value::Object(object), layout) => {
                if layout != Layout::Line {
                    tasks.push(Task::Break);
                }
                tasks.extend(inner(object, layout));
            }
            Task::Piece(..) => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn end_paragraph(text: &mut String) {
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

/// Adds the elements of a list, in order.
fn push_list(tasks: &mut Vec<Task>, items: Vec<Value>, layout: Layout) {
    let is_line = match layout {
        Layout::Line => true,
        Layout::Either => items.iter().any(|item| is_part(item, true)),
        Layout::Blocks => items.iter().any(|item| is_part(item, false)),
    };
    if is_line {
        if layout != Layout::Line {
            tasks.push(Task::Break);
        }
        tasks.extend(items.into_iter().rev().map(|item| Task::Piece(item, Layout::Line)));
        return;
    }
    let of_lists = items.iter().all(Value::is_array);
    for item in items.into_iter().rev() {
        match item {
            // Paragraphs, each a list of sentences.
            Value::Array(sentences) if of_lists && sentences.iter().all(Value::is_string) => {
                tasks.push(Task::Break);
                push_sentences(tasks, sentences);
            }
            item => tasks.push(Task::Piece(item, Layout::Blocks)),
        }
    }
}

fn push_sentences(tasks: &mut Vec<Task>, sentences: Vec<Value>) {
    for sentence in sentences.into_iter().rev() {
        tasks.push(Task::Space);
        tasks.push(Task::Piece(sentence, Layout::Line));
    }
}

/// Whether a piece is a part of a line: one that says so, or, in a list that may be a line, one
/// with nothing but a text and its form.
fn is_part(item: &Value, may_be_line: bool) -> bool {
    let Some(object) = item.as_object() else { return false };
    if object.contains_key("insert") {
        return true;
    }
    let is_text = || object.get("text").is_some_and(Value::is_string);
    let is_leaf = || object.values().all(|value| !value.is_object());
    may_be_line
        && is_text()
        && match kind(object) {
            Some(kind) => PARTS.contains(&&*kind),
            None => is_leaf() && !object.contains_key("children"),
        }
}

/// What kind of piece an object says it is.
fn kind(object: &Map<String, Value>) -> Option<String> {
    let names = ["type", "_type", "nodeType", "kind", "blockType"];
    let kind = names.iter().find_map(|name| object.get(*name)?.as_str());
    kind.map(str::to_ascii_lowercase)
}

/// What there is to write of a piece that is an object.
fn inner(mut object: Map<String, Value>, layout: Layout) -> Vec<Task> {
    let kind = kind(&object);
    if kind.as_deref().is_some_and(|kind| LEFT_OUT.contains(&kind)) {
        return Vec::new();
    }
    let holds = |name: &&&str| {
        object.get(**name).is_some_and(|value| !is_empty(value) && !value.is_number())
    };
    let Some(name) = TEXT.iter().find(holds) else { return Vec::new() };
    let Some(value) = object.remove(*name) else { return Vec::new() };
    match value {
        Value::Array(sentences) if *name == "sentences" => {
            let mut tasks = Vec::new();
            push_sentences(&mut tasks, sentences);
            tasks
        }
        value => {
            let is_line = matches!(*name, "children" | "spans" | "ops")
                || (kind.is_some() && *name == "content");
            let inside = match layout {
                Layout::Line => Layout::Line,
                _ if is_line => Layout::Either,
                _ => Layout::Blocks,
            };
            vec![Task::Piece(value, inside)]
        }
    }
}
