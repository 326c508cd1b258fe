//! The program as a user meets it: the real binary, run in a folder of its own, with a home, a
//! library and an environment that belong to that folder alone.

// Every file in `tests/` is a crate of its own and uses a part of this.
#![allow(dead_code)]

pub(crate) mod card;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// How long a command may take before it counts as hung.
const PATIENCE: Duration = Duration::from_secs(120);

/// A temporary folder in which the program is run.
pub(crate) struct Program {
    folder: TempDir,
    /// The user to run as, where it is not the one who runs the tests.
    user: Option<u32>,
}

impl Program {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), user: None }
    }

    /// A folder with a copy of this repository's `examples/`.
    pub(crate) fn with_examples() -> Self {
        let program = Self::new();
        copy_folder(&examples(), &program.path("examples"));
        program
    }

    /// A folder with a copy of `examples/`, of whose collections only so many articles each are
    /// left: the model takes its time.
    pub(crate) fn with_few_examples(each: usize) -> Self {
        let program = Self::with_examples();
        for entry in fs::read_dir(program.path("examples/articles")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let kept: String = text.split_inclusive('\n').take(each).collect();
            fs::write(path, kept).unwrap();
        }
        program
    }

    /// A folder with the same files as another.
    pub(crate) fn copy(other: &Self) -> Self {
        let program = Self::new();
        copy_folder(&other.path("."), &program.path("."));
        program
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The library that commands use unless `--library` names another.
    pub(crate) fn library(&self) -> PathBuf {
        self.path("library.db")
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// The program with these arguments, to be started by the caller.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments);
        self.settle(&mut command);
        command
    }

    /// A shell that knows the program by its name.
    pub(crate) fn shell(&self, script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        self.settle(&mut command);
        let search_path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders = vec![binary().parent().unwrap().to_owned()];
        folders.extend(std::env::split_paths(&search_path));
        command.env("PATH", std::env::join_paths(folders).unwrap());
        command
    }

    /// Gives a command this folder, and an environment of its own.
    fn settle(&self, command: &mut Command) {
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .env("XDG_CACHE_HOME", self.path("home/cache"))
            .env("XDG_CONFIG_HOME", self.path("home/config"))
            .env("HF_HUB_OFFLINE", "1")
            .env("NUTGRAF_LIBRARY", self.library())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC");
        #[cfg(unix)]
        if let Some(user) = self.user {
            use std::os::unix::process::CommandExt;
            command.uid(user).gid(user);
        }
    }

    /// Runs the commands that follow as a user to whom permissions apply, who gets all that is
    /// in the folder. False where that cannot be: for some users they never apply.
    #[cfg(unix)]
    pub(crate) fn lose_privileges(&mut self) -> bool {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        const NOBODY: u32 = 65_534;
        let folder = self.folder.path();
        if fs::metadata(folder).unwrap().uid() != 0 {
            return true;
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for path in entries.chain([folder.to_owned()]) {
            if chown(path, Some(NOBODY), Some(NOBODY)).is_err() {
                return false;
            }
        }
        self.user = Some(NOBODY);
        // It may be that this user cannot even reach the program.
        self.command(&["--version"]).output().is_ok_and(|output| output.status.success())
    }

    /// Runs the program to its end, with nothing on standard input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with_input(arguments, "")
    }

    /// Runs the program to its end, with this on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Ran {
        Ran::of(self.command(arguments), input)
    }

    /// Runs the program, which must succeed, and gives its standard output.
    pub(crate) fn print(&self, arguments: &[&str]) -> String {
        self.run(arguments).succeeded().stdout
    }

    /// Runs the program, which must succeed, and gives its standard output as lines of JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        self.run(arguments).succeeded().json()
    }

    /// Runs the program, which must succeed and print one line of JSON.
    pub(crate) fn one(&self, arguments: &[&str]) -> Value {
        self.run(arguments).succeeded().one()
    }

    /// Stores the articles in these lines of JSONL.
    pub(crate) fn add(&self, lines: &str) -> Vec<Value> {
        self.run_with_input(&["add", "--json", "-"], lines).succeeded().json()
    }
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Runs a command to its end.
    pub(crate) fn of(command: Command, input: impl Into<Vec<u8>>) -> Self {
        let mut command = assert_cmd::Command::from_std(command);
        let output = command.timeout(PATIENCE).write_stdin(input).output().unwrap();
        Self {
            status: output.status,
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The exit code; a signal has none.
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The same, if the exit code is 0.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        self.ended(0)
    }

    /// The same, if this is the exit code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code(), Some(code), "{self:#?}");
        assert!(!self.stderr.contains("panicked"), "{self:#?}");
        self
    }

    /// The same, if standard error has all of these in it.
    #[track_caller]
    pub(crate) fn saying(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.stderr.contains(word), "`{word}` is missing from {self:#?}");
        }
        self
    }

    /// Standard output, a value of JSON in each line.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        json_lines(&self.stdout)
    }

    /// Standard output, which must be one line of JSON.
    #[track_caller]
    pub(crate) fn one(&self) -> Value {
        let mut lines = self.json();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        lines.remove(0)
    }
}

/// An article as a line of JSONL.
pub(crate) fn line(article: Value) -> String {
    format!("{article}\n")
}

/// A value of JSON in each line.
#[track_caller]
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The values of a text field, one for each value that has it.
pub(crate) fn texts<'a>(values: &'a [Value], field: &str) -> Vec<&'a str> {
    values.iter().filter_map(|value| value[field].as_str()).collect()
}

/// The program's file.
pub(crate) fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_nutgraf"))
}

/// This repository's `examples/`.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// Copies a folder and all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
