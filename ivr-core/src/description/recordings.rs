//! The recordings that a tree plays, in each of its languages, and their locations.

use super::{Description, Line, Play};

/// A `play`, as heard in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Played {
    /// The base URL of the file, if the tree declares one.
    pub base: Option<String>,
    /// The file or URL, or the source of a Rust expression.
    pub file: String,
    /// Whether what is played depends on the call.
    pub is_value: bool,
}

impl Description {
    /// Returns every `play` of the tree, by language.
    pub fn played(&self) -> Vec<Played> {
        let mut found = Vec::new();
        for tag in self.tags() {
            let tree = self.in_language(tag);
            tree.lists().into_iter().for_each(|lines| self.played_in(tag, lines, &mut found));
        }
        found
    }

    /// Returns the tree with its recordings under `audio`: all of them, or those of one language.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"fr-FR","languages":[{"tag":"en-US"}],"starts":[{"state":"A"}],
    /// #     "states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// let moved = tree.under(None, "https://a.example/").under(Some("en-US"), "https://a.example/en/");
    /// assert_eq!(moved.audio.as_deref(), Some("https://a.example/"));
    /// assert_eq!(moved.languages[0].audio.as_deref(), Some("https://a.example/en/"));
    /// ```
    #[must_use]
    pub fn under(mut self, language: Option<&str>, audio: &str) -> Self {
        let first = language.is_none_or(|tag| tag == self.language);
        if first {
            // Languages that used the URL of the first language keep the old URL, unless the new one is for all
            // languages.
            let shared = self.audio.replace(audio.to_owned()).filter(|_| language.is_some());
            for other in &mut self.languages {
                other.audio = other.audio.take().filter(|_| language.is_some()).or_else(|| shared.clone());
            }
        }
        for other in self.languages.iter_mut().filter(|other| Some(other.tag.as_str()) == language) {
            other.audio = Some(audio.to_owned());
        }
        self
    }

    /// Returns whether a language has its own base URL for recordings.
    pub fn parts_recordings(&self) -> bool {
        self.languages.iter().any(|other| other.audio.is_some())
    }

    fn played_in(&self, tag: &str, lines: &[Line], found: &mut Vec<Played>) {
        for line in lines {
            match line {
                Line::Play(Play { url: Some(url), placeholder, language, .. }) => {
                    let base = self.audio_of(language.as_deref().unwrap_or(tag)).map(str::to_owned);
                    found.push(Played { base, file: url.clone(), is_value: placeholder.is_some() });
                }
                Line::Uninterrupted { lines } | Line::First { lines } | Line::Scoped { lines, .. } => {
                    self.played_in(tag, lines, found);
                }
                Line::Say(_)
                | Line::Play(_)
                | Line::PlayDigits { .. }
                | Line::Pause { .. }
                | Line::Effect { .. }
                | Line::Language { .. } => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_under_the_address_of_the_language_that_plays_it() {
        let tree: Description = serde_json::from_str(
            r#"{"name":"Desk","language":"en-US","audio":"https://a.example/en/",
            "languages":[{"tag":"fr-FR","audio":"https://a.example/fr/"},{"tag":"de-DE"}],
            "starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup","lines":[
                {"play":{"url":"hello.mp3","others":[{"language":"fr-FR","url":"bonjour.mp3"},
                                                     {"language":"de-DE","text":"Hallo."}]}},
                {"first":{"lines":[{"play":{"url":"choix.mp3","language":"fr-FR"}}]}}]}]}"#,
        )
        .unwrap();
        let played =
            tree.played().into_iter().map(|played| format!("{}{}", played.base.unwrap(), played.file));
        let french = "https://a.example/fr/choix.mp3";
        assert_eq!(
            played.collect::<Vec<_>>(),
            ["https://a.example/en/hello.mp3", french, "https://a.example/fr/bonjour.mp3", french, french]
        );
    }
}
