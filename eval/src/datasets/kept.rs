//! What is kept beside the code: labels, questions, judgements, extracts.

use std::path::Path;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

/// Reads what is kept, a JSON object a line; blank lines count for nothing.
///
/// # Errors
/// If the file cannot be read, or a line is of another form; with its number.
pub fn read_kept<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: cannot be read", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_another_form_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "1\n\n2\n").unwrap();
        assert_eq!(read_kept::<u32>(file.path()).unwrap(), [1, 2]);
        std::fs::write(file.path(), "1\n\nx\n").unwrap();
        let error = read_kept::<u32>(file.path()).unwrap_err().to_string();
        assert!(error.ends_with(":3"), "{error}");
        let error = read_kept::<u32>(Path::new("/no/such/file")).unwrap_err().to_string();
        assert!(error.contains("cannot be read"), "{error}");
    }
}
