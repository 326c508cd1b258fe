//! `nutgraf schema`.

use std::io::{self, Write};

use nutgraf::read::field_names;
use nutgraf::wire::SCHEMAS;

use super::failure::{Failure, Outcome};
use super::output::Output;

/// What names the list of fields that are read.
const FIELDS: &str = "fields";

/// Prints the JSON Schema of a kind of line, or the names of all.
pub(crate) fn run(name: Option<&str>, out: &mut Output) -> Result<Outcome, Failure> {
    let Some(name) = name else {
        for entry in SCHEMAS {
            writeln!(out, "{:<24}{}", entry.name, entry.commands)?;
        }
        writeln!(out, "{FIELDS:<24}the names of fields that are read")?;
        return Ok(Outcome::Done);
    };
    if name == FIELDS {
        for (holds, names) in field_names() {
            writeln!(out, "{holds}: {}", names.join(", "))?;
        }
        return Ok(Outcome::Done);
    }
    let matches = |full: &str| full == name || full.trim_start_matches("nutgraf.") == name;
    let Some(entry) = SCHEMAS.iter().find(|entry| matches(entry.name)) else {
        let names: Vec<_> = SCHEMAS.iter().map(|entry| entry.name).collect();
        return Err(Failure::Usage(format!("no schema `{name}`; there are {}", names.join(", "))));
    };
    let schema = serde_json::to_string_pretty(&(entry.schema)()).map_err(io::Error::from)?;
    writeln!(out, "{schema}")?;
    Ok(Outcome::Done)
}
