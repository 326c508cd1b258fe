//! External systems: units out as JSON lines, results in as JSON lines.
//!
//! A command is run once for a data set, by `sh -c`. On its standard input it gets a line for
//! each unit, an object with an `id`; on its standard output it gives a line for each, an object
//! with the same `id`, in any order. What it writes on standard error goes to the terminal. A
//! file of results has the same lines. A card that `nutgraf summarize --json` printed has its id too.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{fs, thread};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::Source;

/// What a system gave: by id, the object it gave for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// The objects by id.
    pub by_id: BTreeMap<String, Value>,
    /// The time that the command took, in seconds.
    pub seconds: f64,
}

impl Given {
    /// The time that the command took for each unit, evenly shared, in seconds.
    #[must_use]
    pub fn seconds_each(&self) -> f64 {
        self.seconds / self.by_id.len().max(1) as f64
    }
}

/// What an external system gives for these units, each an object with an `id`.
///
/// # Errors
/// If the file cannot be read or the command fails, if a line is no object with an `id`, or if a
/// unit lacks a result: the error names the first.
pub fn ask(name: &str, source: &Source, units: &[Value]) -> Result<Given> {
    let started = Instant::now();
    let by_id = match source {
        Source::BuiltIn => bail!("`{name}` is no external system"),
        Source::File(path) => {
            let text = fs::read_to_string(path)
                .with_context(|| format!("system `{name}`: {path} cannot be read"))?;
            objects(name, path, text.as_bytes())?
        }
        Source::Command(command) => run(name, command, units)
            .with_context(|| format!("system `{name}`: `{command}` failed"))?,
    };
    let lacking: Vec<&str> =
        units.iter().filter_map(id).filter(|id| !by_id.contains_key(*id)).collect();
    if let Some(first) = lacking.first() {
        bail!(
            "system `{name}` gave nothing for {} of {} units, the first of them `{first}`: it must \
             give an object with the `id` of each",
            lacking.len(),
            units.len()
        );
    }
    let seconds = match source {
        Source::Command(_) => started.elapsed().as_secs_f64(),
        _ => 0.0,
    };
    Ok(Given { by_id, seconds })
}

fn run(name: &str, command: &str, units: &[Value]) -> Result<BTreeMap<String, Value>> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("sh cannot be started")?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (Some(stdin), Some(stdout)) = (stdin, stdout) else { bail!("it has no pipes") };
    // It may write before it has read everything, so both go on side by side.
    let (fed, given) = thread::scope(|scope| {
        let feeder = scope.spawn(move || feed(BufWriter::new(stdin), units));
        let given = objects(name, "its output", stdout);
        (feeder.join(), given)
    });
    let given = match given {
        Ok(given) => given,
        Err(error) => {
            // It may go on writing to nobody; its fate no longer counts.
            let _ = child.kill();
            let _ = child.wait();
            return Err(error);
        }
    };
    let status = child.wait()?;
    ensure!(status.success(), "it ended with {status}");
    match fed {
        Ok(fed) => fed?,
        Err(_) => bail!("its input could not be written"),
    }
    Ok(given)
}

/// Writes the units; a command that stops reading has seen enough.
fn feed(mut to: impl Write, units: &[Value]) -> Result<()> {
    let written: std::io::Result<()> =
        units.iter().try_for_each(|unit| writeln!(to, "{unit}")).and_then(|()| to.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn objects(name: &str, origin: &str, from: impl Read) -> Result<BTreeMap<String, Value>> {
    let mut by_id = BTreeMap::new();
    for (number, line) in BufReader::new(from).lines().enumerate() {
        let at = || format!("system `{name}`: {origin}, line {}", number + 1);
        let line = line.with_context(at)?;
        if line.trim().is_empty() {
            continue;
        }
        let mut object: Value = serde_json::from_str(&line)
            .with_context(|| format!("{}: no JSON, one object a line is expected", at()))?;
        // Numbers are ids as well.
        if let Some(number) = object.get("id").filter(|id| id.is_number()) {
            object["id"] = Value::String(number.to_string());
        }
        // A card names an article by the id that it was given.
        if object.get("id").is_none()
            && let Some(id) = object.pointer("/details/external_id").filter(|id| id.is_string())
        {
            object["id"] = id.clone();
        }
        let id = id(&object).with_context(|| format!("{}: no object with an `id`", at()))?;
        if by_id.insert(id.to_owned(), object.clone()).is_some() {
            bail!("{}: a second result for `{id}`", at());
        }
    }
    Ok(by_id)
}

fn id(object: &Value) -> Option<&str> {
    object.get("id")?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn units(count: usize) -> Vec<Value> {
        (0..count).map(|n| json!({"id": n.to_string(), "text": "x".repeat(1000)})).collect()
    }

    #[test]
    fn a_command_that_writes_while_it_reads_does_not_hang() {
        let source = Source::Command("cat".to_owned());
        let units = units(2_000);
        let given = ask("cat", &source, &units).unwrap();
        assert_eq!(given.by_id.len(), 2_000);
        assert_eq!(given.by_id["17"], units[17]);
    }

    #[test]
    fn failures_are_named() {
        let message = |command: &str| {
            let source = Source::Command(command.to_owned());
            format!("{:#}", ask("mine", &source, &units(3)).unwrap_err())
        };
        assert!(message("cat >/dev/null; exit 3").contains("exit status: 3"));
        assert!(message("head -n 1").contains("nothing for 2 of 3 units, the first of them `1`"));
        assert!(message("echo hello").contains("line 1: no JSON"));
        assert!(message("echo '[1]'").contains("no object with an `id`"));
        assert!(message("cat; echo '{\"id\": 1}'").contains("a second result for `1`"));
        assert!(message("no-such-program-anywhere").contains("failed"));
    }

    #[test]
    fn a_command_that_does_not_read_is_fine() {
        let source =
            Source::Command("for i in 0 1 2; do echo \"{\\\"id\\\": $i}\"; done".to_owned());
        assert_eq!(ask("mine", &source, &units(3)).unwrap().by_id.len(), 3);
    }
}
