//! The recordings of a tree at compile time, and which of them a caller hears in each language.

use std::path::Path;

use super::{Graph, StateId};
use crate::{
    audio_folder::{
        AudioFolder,
        name::{is_absolute, name},
    },
    syntax::{Step, Text, Texts},
};

/// Where the recordings of some languages are.
#[derive(Debug)]
pub(crate) struct AudioFiles {
    /// The folder or list as in the source.
    pub(crate) path: Text,
    /// The languages whose recordings are there.
    pub(crate) languages: Vec<String>,
    /// The files, or why they are unknown.
    pub(crate) audio_folder: Result<AudioFolder, String>,
    /// Whether it is a list, with one file per line.
    pub(crate) is_list: bool,
}

/// A file that is played.
#[derive(Clone, Debug)]
pub(crate) struct Played<'g> {
    /// The text in the source.
    pub(crate) text: &'g Text,
    /// The name of the file.
    pub(crate) name: String,
    pub(crate) language: &'g str,
    pub(crate) state: Option<StateId>,
}

impl Graph {
    /// Reads the folders of `audio_files`, relative to `root`.
    pub(crate) fn read_audio_files(&mut self, root: &Path) {
        let languages = self.languages.all().map(|tag| tag.value.clone());
        let Some(texts) = &self.recordings else { return };
        self.audio_files = match texts {
            Texts::Plain(path) => vec![audio_files(root, path, languages.collect())],
            // The parser has already refused `audio_files fr-FR: "…"`.
            Texts::Fixed { .. } => Vec::new(),
            Texts::Block(block) => {
                let rows = block.rows.iter().filter(|row| self.languages.knows(&row.language.value));
                rows.map(|row| audio_files(root, &row.text, vec![row.language.value.clone()])).collect()
            }
        };
    }

    /// Returns every file under an `audio` that is played, once for each language.
    pub(crate) fn played(&self) -> Vec<Played<'_>> {
        let mut found = Vec::new();
        for written in self.steps() {
            let Step::Play { file, words } = written.step else { continue };
            // A text in a fixed language is for all callers, and so is its recording.
            let fixed = match words {
                Some(Texts::Fixed { language, .. }) => Some(language.value.as_str()),
                _ => None,
            };
            let languages = self.languages.all().map(|tag| tag.value.as_str());
            for language in languages.filter(|language| fixed.is_none_or(|fixed| fixed == *language)) {
                let heard = file.heard_in(language).map(|(_, text)| text);
                let Some(text) = heard.filter(|text| !is_absolute(&text.value)) else { continue };
                let (name, state) = (name(&text.value), written.state);
                found.push(Played { text, name, language, state });
            }
        }
        found
    }

    /// Returns the name of a file as it is stored. Its accents may be combining characters there, and a URL is compared
    /// byte by byte.
    pub(crate) fn stored<'g>(&'g self, file: &'g str, language: &str) -> &'g str {
        let is_plain = !is_absolute(file) && name(file) == file;
        let own = |audio_files: &&AudioFiles| audio_files.languages.iter().any(|own| own == language);
        let audio_folder =
            self.audio_files.iter().find(own).and_then(|audio_files| audio_files.audio_folder.as_ref().ok());
        audio_folder.filter(|_| is_plain).and_then(|audio_folder| audio_folder.find(file)).unwrap_or(file)
    }

    /// Returns whether the tree plays a file that Rust names.
    pub(crate) fn plays_values(&self) -> bool {
        self.steps().iter().any(|written| matches!(written.step, Step::PlayComputed { .. }))
    }
}

fn audio_files(root: &Path, path: &Text, languages: Vec<String>) -> AudioFiles {
    let (path, place) = (path.clone(), root.join(&path.value));
    let (audio_folder, is_list) = if path.value.trim().is_empty() || Path::new(&path.value).has_root() {
        (Err("this is not a folder of the package".to_owned()), false)
    } else {
        (AudioFolder::read(&place).map_err(|why| why.to_string()), place.is_file())
    };
    AudioFiles { path, languages, audio_folder, is_list }
}
