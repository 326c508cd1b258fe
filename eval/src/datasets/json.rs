//! Rows as JSON objects: one a line, or all in one array.
//!
//! In: the bytes of a file. Out: its rows, with where each is. What the file begins with decides,
//! not its name: data hubs call both kinds `.json`. Lines are read one by one; an array is held
//! in memory as a whole.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::files::file_name;
use super::reading::Collector;
use super::source::{Line, Source};

/// Reads all rows of a file. Blank lines are none.
pub(super) fn read(mut source: Source<'_>, path: &Path, rows: &mut Collector<'_>) -> Result<()> {
    let (mut buffer, mut number) = (Vec::new(), 0);
    loop {
        let line = source.line(&mut buffer)?;
        number += 1;
        let place = || format!("{}:{number}", file_name(path));
        match line {
            Line::End => return Ok(()),
            Line::TooLong => rows.malformed("longer than 64 MiB", place()),
            Line::Read => {
                let content = buffer.trim_ascii();
                if content.is_empty() {
                    continue;
                }
                // Only the first line with anything on it can begin an array of objects; an
                // array that ends on a later line is none of the rows of JSON lines.
                if rows.is_empty() && content[0] == b'[' {
                    buffer.push(b'\n');
                    buffer.extend(source.rest()?);
                    return array(&buffer, path, rows);
                }
                match std::str::from_utf8(content) {
                    Err(_) => rows.malformed("not in UTF-8", place()),
                    Ok(text) => match serde_json::from_str::<Map<String, Value>>(text) {
                        Ok(fields) => rows.take(Ok(fields), &place()),
                        Err(error) => {
                            rows.malformed(
                                "that are no JSON object",
                                format!("{} ({error})", place()),
                            );
                        }
                    },
                }
            }
        }
    }
}

fn array(bytes: &[u8], path: &Path, rows: &mut Collector<'_>) -> Result<()> {
    let values: Vec<Value> = serde_json::from_slice(bytes)
        .with_context(|| format!("{} is neither JSON lines nor a JSON array", path.display()))?;
    for (index, value) in values.into_iter().enumerate() {
        let place = format!("{}, item {}", file_name(path), index + 1);
        match value {
            Value::Object(fields) => rows.take(Ok(fields), &place),
            _ => rows.malformed("that are no JSON object", place),
        }
    }
    Ok(())
}
