//! The available recordings, for comparison with a script.

use ivr_core::audio_folder::{
    AudioFolder,
    name::{is_absolute, name},
};

/// The available folders and lists, each for one language or for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct AudioFiles(Vec<(Option<String>, AudioFolder)>);

impl AudioFiles {
    /// Adds the folder or list `place`; for a language, the last one counts.
    pub(crate) fn add(
        &mut self,
        language: Option<&str>,
        place: &str,
    ) -> Result<(), ivr_core::audio_folder::AudioFolderError> {
        self.0.push((language.map(str::to_owned), AudioFolder::read(std::path::Path::new(place))?));
        Ok(())
    }

    /// Adds what a test puts there.
    #[cfg(test)]
    pub(super) fn with(mut self, language: Option<&str>, files: &[&str]) -> Self {
        let files = files.iter().map(|&file| file.to_owned()).collect();
        self.0.push((language.map(str::to_owned), AudioFolder { files }));
        self
    }

    /// Returns whether the file of a `play` is available in a language, or `None` if no folder is given for it.
    pub(super) fn has(&self, language: &str, file: &str) -> Option<bool> {
        let own = |tag: &Option<String>| tag.as_deref().is_none_or(|tag| tag == language);
        let (_, audio_folder) = self.0.iter().rfind(|(tag, _)| own(tag)).filter(|_| !is_absolute(file))?;
        Some(audio_folder.find(&name(file)).is_some())
    }
}
