//! Reads the whole file, if it is text.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// The maximum size of a prompt file, in bytes. A tree with a thousand prompts in five languages has a tenth of it.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The content of a file at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    Text(String),
    /// The file cannot be read, for this reason.
    Unreadable(String),
}

impl Source {
    pub(crate) fn read(path: &Path) -> Self {
        match bytes(path) {
            Ok(bytes) if bytes.len() as u64 > LARGEST => {
                Self::Unreadable(format!("it is larger than {} MB", LARGEST / 1024 / 1024))
            }
            Ok(bytes) => String::from_utf8(bytes).map_or_else(|error| not_utf8(&error), Self::Text),
            Err(error) => Self::Unreadable(format!("it cannot be read: {error}")),
        }
    }

    /// Returns the text, or why there is none.
    pub(crate) fn text(&self) -> Result<&str, super::PromptErrors> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Unreadable(why) => Err(super::PromptErrors(vec![why.clone()])),
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_utf8(error: &std::string::FromUtf8Error) -> Source {
    let sound = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let line = 1 + sound.iter().filter(|byte| **byte == b'\n').count();
    Source::Unreadable(format!("line {line}: this is not valid UTF-8 text (save the file as UTF-8)"))
}

/// Returns the name of a file without its folders.
pub(crate) fn named(path: &Path) -> String {
    let name = path.file_name().map_or_else(|| PathBuf::from(path), PathBuf::from);
    name.display().to_string()
}
