//! A temporary file for what must be known to its end before its beginning can be printed.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::Path;
use std::process;

/// A file without a name, gone when this is dropped or the process ends.
pub(crate) struct Spool {
    file: BufWriter<File>,
}

impl Spool {
    /// Makes one in the folder for temporary files.
    pub(crate) fn new() -> io::Result<Self> {
        let mut number = 0;
        loop {
            let path = env::temp_dir().join(format!("nutgraf-{}-{number}", process::id()));
            match create_unnamed(&path) {
                Ok(file) => return Ok(Self { file: BufWriter::new(file) }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                Err(error) => {
                    let said = format!("a temporary file, {}: {error}", path.display());
                    return Err(io::Error::new(error.kind(), said));
                }
            }
        }
    }

    /// Copies what was written.
    pub(crate) fn copy_to(mut self, out: &mut impl Write) -> io::Result<()> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(0))?;
        io::copy(file, out).map(|_| ())
    }
}

/// Makes a file that nobody else can open, and takes its name away while it is in use.
fn create_unnamed(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    fs::remove_file(path)?;
    Ok(file)
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
