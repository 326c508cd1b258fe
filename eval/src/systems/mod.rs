//! Systems: what is evaluated, by name.
//!
//! Each task has systems of its own, named by a word. Beside them stand external ones, so that
//! any program can join the table: `NAME=file:PATH` reads what it gave from a file,
//! `NAME=command:COMMAND` runs it. Both speak JSON lines, one object for each unit: see
//! [`external`].

pub mod external;

use anyhow::{Result, bail, ensure};

use crate::results::SystemInfo;

/// A system as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemSpec {
    /// Its name in the tables.
    pub name: String,
    /// Where it is.
    pub source: Source,
}

/// Where a system is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In this program.
    BuiltIn,
    /// Its results are in this file.
    File(String),
    /// A command line for the shell, which reads units and prints results.
    Command(String),
}

impl SystemSpec {
    /// Reads a list of systems: each `NAME`, several of these with commas between them,
    /// `NAME=file:PATH` or `NAME=command:COMMAND`.
    ///
    /// # Errors
    /// If one is of neither form, names a built-in system that is not among `known`, or bears the
    /// name of another.
    pub fn parse_all(given: &[String], known: &[&str]) -> Result<Vec<Self>> {
        let mut systems: Vec<Self> = Vec::new();
        for text in given {
            let parsed = match text.contains('=') {
                true => vec![Self::parse_external(text)?],
                false => text.split(',').map(Self::built_in).collect(),
            };
            for system in parsed {
                let name = &system.name;
                ensure!(
                    system.source != Source::BuiltIn || known.contains(&name.as_str()),
                    "no system `{name}`: there are {}, and NAME=file:PATH or NAME=command:COMMAND",
                    known.join(", ")
                );
                ensure!(
                    systems.iter().all(|other| other.name != *name),
                    "two systems are named `{name}`: give one another name, as in \
                     `{name}-2=command:...`"
                );
                systems.push(system);
            }
        }
        Ok(systems)
    }

    fn built_in(name: &str) -> Self {
        Self { name: name.trim().to_owned(), source: Source::BuiltIn }
    }

    fn parse_external(text: &str) -> Result<Self> {
        let (name, rest) = text.split_once('=').unwrap_or((text, ""));
        let source = match rest.split_once(':') {
            Some(("file", path)) => Source::File(path.to_owned()),
            Some(("command" | "cmd", command)) => Source::Command(command.to_owned()),
            _ => bail!("`{text}` is no system: write {name}=file:PATH or {name}=command:COMMAND"),
        };
        ensure!(!name.is_empty(), "`{text}` has no name before the `=`");
        Ok(Self { name: name.to_owned(), source })
    }

    /// What a results file says of it.
    #[must_use]
    pub fn info(&self) -> SystemInfo {
        let about = match &self.source {
            Source::BuiltIn => "built in".to_owned(),
            Source::File(path) => format!("file: {path}"),
            Source::Command(command) => format!("command: {command}"),
        };
        SystemInfo { name: self.name.clone(), about }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[&str]) -> Result<Vec<SystemSpec>> {
        let given: Vec<String> = given.iter().map(|&text| text.to_owned()).collect();
        SystemSpec::parse_all(&given, &["lead", "oracle"])
    }

    #[test]
    fn every_form_is_read() {
        let systems =
            parse(&["lead,oracle", "a=file:x=y:z", "b=command:cat | jq '.a,.b'"]).unwrap();
        let sources: Vec<&Source> = systems.iter().map(|system| &system.source).collect();
        assert_eq!(
            sources,
            [
                &Source::BuiltIn,
                &Source::BuiltIn,
                &Source::File("x=y:z".to_owned()),
                &Source::Command("cat | jq '.a,.b'".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_no_system_is_refused() {
        let message = |given: &[&str]| parse(given).unwrap_err().to_string();
        assert!(message(&["leed"]).contains("there are lead, oracle"));
        assert!(message(&["a=b"]).contains("a=file:PATH"));
        assert!(message(&["=file:x"]).contains("no name"));
        assert!(message(&["lead", "lead"]).contains("two systems"));
    }
}
