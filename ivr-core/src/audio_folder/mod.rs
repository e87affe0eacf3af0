//! The recordings in a folder or in a list file. Only this module reads them.
//!
//! The module has no dependencies and is shared with the compiler of trees, so a file that the compiler finds in a
//! folder is the file that the runtime requests from a store.

// The names in `play`.
mod composed;
pub mod name;

use std::{
    collections::BTreeSet,
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// The maximum number of files in a folder. A folder with more files does not contain recordings only.
const MAX_FILES: usize = 20_000;

/// The maximum depth of nested folders, which ends a cycle of links.
const DEEPEST: usize = 16;

/// The recordings in a folder or list.
#[derive(Clone, Debug)]
pub struct AudioFolder {
    /// The names of the files, with `/` between folders.
    pub files: BTreeSet<String>,
}

/// Why the recordings could not be listed.
#[derive(Clone, Debug)]
pub enum AudioFolderError {
    /// There is no file or folder with this name.
    Absent,
    /// The folder contains more than the maximum number of files.
    TooMany,
    /// The operating system reported an error.
    Refused(String),
}

impl AudioFolder {
    /// Reads the files in a folder, or the lines of a list file.
    pub fn read(place: &Path) -> Result<Self, AudioFolderError> {
        let mut files = BTreeSet::new();
        if fs::metadata(place)?.is_dir() {
            walk(place, &mut PathBuf::new(), &mut files)?;
        } else {
            files.extend(lines(&fs::read_to_string(place)?));
        }
        Ok(Self { files })
    }

    /// Returns the stored name of a file. The stored name may encode an accent as its own character when `name` does
    /// not.
    pub fn find(&self, name: &str) -> Option<&str> {
        if let Some(file) = self.files.get(name) {
            return Some(file);
        }
        let wanted = composed::composed(name);
        self.files.iter().find(|file| composed::composed(file) == wanted).map(String::as_str)
    }
}

/// Returns the lines of a list file, without empty lines and comments that begin with `#`.
fn lines(text: &str) -> impl Iterator<Item = String> {
    // Some editors on Windows write a byte order mark at the start of a file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let named = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    named.map(|line| line.trim_start_matches("./").trim_start_matches('/').to_owned())
}

/// Collects every file in a folder and its subfolders, except hidden ones.
fn walk(root: &Path, below: &mut PathBuf, files: &mut BTreeSet<String>) -> Result<(), AudioFolderError> {
    for entry in fs::read_dir(root.join(&below))? {
        let name = entry?.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        below.push(name);
        if fs::metadata(root.join(&below))?.is_dir() {
            if below.components().count() < DEEPEST {
                walk(root, below, files)?;
            }
        } else {
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"));
        }
        below.pop();
        if files.len() > MAX_FILES {
            return Err(AudioFolderError::TooMany);
        }
    }
    Ok(())
}

impl fmt::Display for AudioFolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("there is no such folder or list"),
            Self::TooMany => f.write_str("there are too many files here"),
            Self::Refused(why) => write!(f, "this cannot be read: {why}"),
        }
    }
}

impl From<io::Error> for AudioFolderError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            _ => Self::Refused(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recordings() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/audio_folder/recordings")
    }

    #[test]
    fn a_folder_is_read_with_all_below_and_nothing_hidden() {
        let audio_folder = AudioFolder::read(&recordings().join("prompts")).unwrap();
        let files: Vec<&str> = audio_folder.files.iter().map(String::as_str).collect();
        assert_eq!(
            files,
            ["en/menu.mp3", "fr/bon accueil.wav", "fr/menu.mp3", "menu.mp3", "notes.txt", "welcome.mp3"]
        );
    }

    #[test]
    fn a_list_has_a_file_in_each_line() {
        let audio_folder = AudioFolder::read(&recordings().join("prompts.txt")).unwrap();
        let files: Vec<&str> = audio_folder.files.iter().map(String::as_str).collect();
        assert_eq!(files, ["fr/menu.mp3", "menu.mp3", "two words.mp3"]);
    }

    #[test]
    fn a_list_may_begin_with_a_byte_order_mark() {
        let files: Vec<String> = lines("\u{feff}menu.mp3\r\nwelcome.mp3\r\n").collect();
        assert_eq!(files, ["menu.mp3", "welcome.mp3"]);
    }

    #[test]
    fn a_name_is_found_however_its_accents_are_stored() {
        let audio_folder =
            AudioFolder { files: ["cafe\u{301}.mp3".to_owned(), "th\u{e9}.mp3".to_owned()].into() };
        assert_eq!(audio_folder.find("caf\u{e9}.mp3"), Some("cafe\u{301}.mp3"));
        assert_eq!(audio_folder.find("the\u{301}.mp3"), Some("th\u{e9}.mp3"));
        assert_eq!(audio_folder.find("cafe.mp3"), None);
    }

    #[test]
    fn what_is_not_there_is_no_empty_folder() {
        assert!(matches!(AudioFolder::read(&recordings().join("promts")), Err(AudioFolderError::Absent)));
    }
}
