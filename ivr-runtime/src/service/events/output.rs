//! The destination of events: a file, standard output, or a function of the program.

use std::{
    fmt,
    fs::OpenOptions,
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use super::CallEvent;

/// A function of the program that receives events, oldest first.
pub type EventFn = dyn Fn(&[CallEvent]) + Send + Sync;

/// The destination of events.
#[derive(Clone)]
pub(crate) enum EventOutput {
    Stdout,
    /// A file, to which events are appended.
    File(PathBuf),
    Own(Arc<EventFn>),
}

impl fmt::Debug for EventOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdout => f.write_str("Stdout"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Own(_) => f.write_str("Own"),
        }
    }
}

/// An open output.
pub(super) enum Open {
    Lines(Box<dyn Write + Send>),
    Own(Arc<EventFn>),
}

impl EventOutput {
    /// Parses the path that a person wrote; `-` is standard output.
    pub(crate) fn parse(path: &str) -> Result<Self, String> {
        match path.trim() {
            "" => Err("the path of the file is empty; `-` is standard output".to_owned()),
            "-" => Ok(Self::Stdout),
            path => Ok(Self::File(path.into())),
        }
    }

    pub(super) fn open(&self) -> Result<Open, String> {
        Ok(match self {
            Self::Stdout => Open::Lines(Box::new(io::stdout())),
            Self::File(path) => {
                let file = OpenOptions::new().append(true).create(true).open(path);
                Open::Lines(Box::new(
                    file.map_err(|error| format!("cannot open {}: {error}", path.display()))?,
                ))
            }
            Self::Own(function) => Open::Own(Arc::clone(function)),
        })
    }
}

impl Open {
    /// Writes whole lines at once, so that programs can append to the same file.
    pub(super) fn write(&mut self, events: &[CallEvent]) -> io::Result<()> {
        match self {
            Self::Own(function) => {
                function(events);
                Ok(())
            }
            Self::Lines(out) => {
                let mut lines = Vec::new();
                for event in events {
                    serde_json::to_writer(&mut lines, event)?;
                    lines.push(b'\n');
                }
                out.write_all(&lines)?;
                out.flush()
            }
        }
    }
}
