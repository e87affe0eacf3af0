//! The file itself: all of it, if it is a text.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// The largest file of words, in bytes. A tree of a thousand prompts in five languages is a tenth of it.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What a file says at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    Text(String),
    /// It cannot be read, for this reason.
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

    /// The text, or why there is none.
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

/// How people call a file: its name without the folders.
pub(crate) fn named(path: &Path) -> String {
    let name = path.file_name().map_or_else(|| PathBuf::from(path), PathBuf::from);
    name.display().to_string()
}
