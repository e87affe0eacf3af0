//! Prints the output of the commands that show a tree.

use std::{
    io::{self, ErrorKind, Write as _},
    process::ExitCode,
};

/// Prints `text`. A pipe that the reader closes early (`… | head`) is not an error.
pub(crate) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // If this fails, too, there is no output left to report it.
            let _ = writeln!(io::stderr(), "cannot print: {error}");
            ExitCode::FAILURE
        }
    }
}
