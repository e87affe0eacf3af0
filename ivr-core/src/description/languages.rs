//! A tree in several languages, and what callers in one of them hear.

use std::borrow::Cow;

use super::{Description, Line, Play, Say, json::write_json};

/// A language of a tree other than the first.
///
/// ```
/// let english: ivr_core::description::Language =
///     serde_json::from_str(r#"{"tag":"en-US","voice":"Polly.Joanna"}"#).unwrap();
/// assert_eq!(english.audio, None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Language {
    /// A BCP 47 tag with a region, `en-US`. It is part of URLs.
    pub tag: String,
    /// The voice that speaks it.
    pub voice: Option<String>,
    /// The base URL of relative `play` files in this language. `None` is the base URL of the tree.
    pub audio: Option<String>,
}

impl Description {
    /// Returns whether Rust chooses the language of a call in some state, by `language (expr);`.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(!tree.chooses_language());
    /// ```
    #[must_use]
    pub fn chooses_language(&self) -> bool {
        fn chooses(lines: &[Line]) -> bool {
            lines.iter().any(|line| match line {
                Line::Language { choice, .. } => choice.is_some(),
                Line::Uninterrupted { lines } | Line::First { lines } | Line::Scoped { lines, .. } => {
                    chooses(lines)
                }
                Line::Say(_)
                | Line::Play(_)
                | Line::PlayDigits { .. }
                | Line::Pause { .. }
                | Line::Effect { .. } => false,
            })
        }
        self.lists().into_iter().any(chooses)
    }

    /// Returns the tags of the languages, beginning with the first language.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"fr-FR","languages":[{"tag":"en-US"}],"starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert_eq!(tree.tags().collect::<Vec<_>>(), ["fr-FR", "en-US"]);
    /// ```
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        [self.language.as_str()].into_iter().chain(self.languages.iter().map(|other| other.tag.as_str()))
    }

    /// Returns the tree as it is heard in one of its languages, as a tree with that language only. Lines in another
    /// language name it.
    ///
    /// ```
    /// use ivr_core::description::Line;
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"fr-FR","languages":[{"tag":"en-US"}],"starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup",
    /// #     "lines":[{"say":{"text":"Au revoir.","others":[{"language":"en-US","text":"Goodbye."}]}}]}]}"#).unwrap();
    /// let english = tree.in_language("en-US");
    /// assert_eq!(english.language, "en-US");
    /// assert!(matches!(&english.states[0].lines[0], Line::Say(say) if say.text == "Goodbye."));
    /// ```
    #[must_use]
    pub fn in_language(&self, tag: &str) -> Self {
        let mut tree = Self {
            language: tag.to_owned(),
            voice: self.voice_of(tag).map(Into::into),
            audio: self.audio_of(tag).map(Into::into),
            languages: Vec::new(),
            ..self.clone()
        };
        tree.each_line(|line| line.reduce(tag, &self.language));
        tree
    }

    /// Returns the voice for a language, if the tree declares one.
    pub fn voice_of(&self, tag: &str) -> Option<&str> {
        if tag == self.language {
            return self.voice.as_deref();
        }
        self.other(tag)?.voice.as_deref()
    }

    /// Returns the base URL of relative files in a language.
    pub fn audio_of(&self, tag: &str) -> Option<&str> {
        let own = self.other(tag).and_then(|other| other.audio.as_deref());
        own.or(self.audio.as_deref())
    }

    fn other(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|other| other.tag == tag)
    }
}

impl Line {
    /// Returns what a call in `tag` hears of this line, in a tree whose first language is `first`: a line without
    /// translations, which names its language if it is not the first. A block is unchanged.
    pub fn in_language(&self, tag: &str, first: &str) -> Cow<'_, Self> {
        match self {
            Self::Say(say) => {
                say.in_language(tag).map_or(Cow::Borrowed(self), |say| Cow::Owned(Self::Say(say)))
            }
            Self::Play(play) => play.in_language(tag, first).map_or(Cow::Borrowed(self), Cow::Owned),
            Self::PlayDigits { .. }
            | Self::Pause { .. }
            | Self::Uninterrupted { .. }
            | Self::First { .. }
            | Self::Scoped { .. }
            | Self::Effect { .. }
            | Self::Language { .. } => Cow::Borrowed(self),
        }
    }

    /// Reduces the lines to the language `tag`, including blocks.
    fn reduce(&mut self, tag: &str, first: &str) {
        if let Cow::Owned(line) = self.in_language(tag, first) {
            *self = line;
        }
        let language = match self {
            Self::Say(say) => {
                say.others.clear();
                &mut say.language
            }
            Self::Play(play) => {
                play.others.clear();
                &mut play.language
            }
            Self::Uninterrupted { lines } | Self::First { lines } | Self::Scoped { lines, .. } => {
                return lines.iter_mut().for_each(|line| line.reduce(tag, first));
            }
            Self::PlayDigits { .. } | Self::Pause { .. } | Self::Effect { .. } | Self::Language { .. } => {
                return;
            }
        };
        let spoken = language.take().unwrap_or_else(|| first.to_owned());
        *language = (spoken != tag).then_some(spoken);
    }
}

impl Say {
    /// Returns the text in another language, or `None` if this is the text for it.
    fn in_language(&self, tag: &str) -> Option<Self> {
        if self.language.is_some() {
            return None;
        }
        let other = self.others.iter().find(|other| other.language == tag)?;
        Some(Self {
            text: other.text.clone(),
            ssml: other.ssml.clone(),
            placeholders: other.placeholders.clone(),
            others: Vec::new(),
            language: Some(tag.to_owned()),
            ..self.clone()
        })
    }
}

impl Play {
    /// Returns the recording in another language, or its words if it has none, or `None` if this is the recording for
    /// it.
    fn in_language(&self, tag: &str, first: &str) -> Option<Line> {
        let other = self.others.iter().find(|other| other.language == tag && self.language.is_none());
        let (url, text) = other.map_or((&self.url, &self.text), |other| (&other.url, &other.text));
        // Without URLs for other languages, the file has the same name under the `audio` of each language.
        let is_own = other.is_some() || (self.others.is_empty() && tag != first);
        let language = self.language.clone().or_else(|| is_own.then(|| tag.to_owned()));
        match (url, text) {
            (None, Some(text)) => {
                let (text, key) = (text.clone(), self.key.clone());
                Some(Line::Say(Say { text, language, key, ..Say::default() }))
            }
            _ if language == self.language => None,
            _ => Some(Line::Play(Self {
                url: url.clone(),
                text: text.clone(),
                others: Vec::new(),
                language,
                placeholder: self.placeholder,
                key: self.key.clone(),
            })),
        }
    }
}

write_json! {
    Language { tag, voice, audio }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::json::Writer;

    fn json_of(line: &Line) -> String {
        Writer::compact(line)
    }

    fn line(json: &str) -> Line {
        let line: Line = serde_json::from_str(json).unwrap();
        assert_eq!(json_of(&line), json, "it is written as it was read");
        line
    }

    /// What a line is in each language of a tree in French, English and Spanish, as JSON.
    fn heard(json: &str) -> [String; 3] {
        let line = line(json);
        ["fr-FR", "en-US", "es-ES"].map(|tag| json_of(&line.in_language(tag, "fr-FR")))
    }

    #[test]
    fn a_call_hears_the_text_of_the_language_that_it_speaks() {
        let text = r#"{"say":{"text":"Oui {a}.","placeholders":[{"from":4,"to":7,"number":0}],"others":[{"language":"en-US","text":"{a}!","placeholders":[{"from":0,"to":3,"number":1}]},{"language":"es-ES","text":"Sí."}],"key":"yes"}}"#;
        let [french, english, spanish] = heard(text);
        assert_eq!(french, text);
        let own = r#"{"say":{"text":"{a}!","placeholders":[{"from":0,"to":3,"number":1}],"language":"en-US","key":"yes"}}"#;
        assert_eq!(english, own);
        assert_eq!(spanish, r#"{"say":{"text":"Sí.","language":"es-ES","key":"yes"}}"#);
    }

    #[test]
    fn what_is_fixed_in_a_language_is_the_same_to_everybody() {
        for text in [
            r#"{"say":{"text":"For English, press two.","language":"en-US"}}"#,
            r#"{"play":{"url":"two.mp3","text":"For English, press two.","language":"en-US"}}"#,
        ] {
            assert_eq!(heard(text), [text, text, text]);
        }
    }

    #[test]
    fn where_a_language_has_no_recording_its_words_are_said() {
        let [french, english, spanish] = heard(
            r#"{"play":{"url":"a.mp3","text":"Bonjour.","others":[{"language":"en-US","text":"Hello."},{"language":"es-ES","url":"s.mp3"}]}}"#,
        );
        assert!(french.starts_with(r#"{"play":{"url":"a.mp3","text":"Bonjour.","#), "{french}");
        assert_eq!(english, r#"{"say":{"text":"Hello.","language":"en-US"}}"#);
        assert_eq!(spanish, r#"{"play":{"url":"s.mp3","language":"es-ES"}}"#);
        let [french, english, _] =
            heard(r#"{"play":{"text":"Bonjour.","others":[{"language":"en-US","url":"w.mp3"}]}}"#);
        assert_eq!(french, r#"{"say":{"text":"Bonjour."}}"#);
        assert_eq!(english, r#"{"play":{"url":"w.mp3","language":"en-US"}}"#);
    }

    #[test]
    fn a_file_without_words_is_the_same_in_all_but_where_it_is_found() {
        let [french, english, _] = heard(r#"{"play":{"url":"beep.mp3"}}"#);
        assert_eq!(french, r#"{"play":{"url":"beep.mp3"}}"#);
        assert_eq!(english, r#"{"play":{"url":"beep.mp3","language":"en-US"}}"#);
        let [_, chosen, _] = heard(r#"{"play":{"url":"(call.tune)","placeholder":3}}"#);
        assert_eq!(chosen, r#"{"play":{"url":"(call.tune)","language":"en-US","placeholder":3}}"#);
    }

    #[test]
    fn a_tree_reduced_to_one_language_says_where_a_line_is_in_another() {
        let tree: Description = serde_json::from_str(
            r#"{"name":"Desk","language":"fr-FR","voice":"Polly.Lea","audio":"https://a.example/",
            "languages":[{"tag":"en-US","voice":"Polly.Joanna"},{"tag":"es-ES","audio":"https://a.example/es/"}],
            "starts":[{"state":"A"}],"states":[{"name":"A","lines":[
                {"say":{"text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}},
                {"uninterrupted":{"lines":[{"say":{"text":"Press two.","language":"en-US"}},{"play":{"url":"a.mp3"}}]}},
                {"speak":{"language":"en-US"}}],"verb":"hangup"}]}"#,
        )
        .unwrap();
        let lines = |tag| {
            let lines = tree.in_language(tag).states.remove(0).lines;
            lines.iter().map(json_of).collect::<Vec<_>>()
        };
        let speak = r#"{"language":{"tag":"en-US"}}"#;
        let there = r#"{"uninterrupted":{"lines":[{"say":{"text":"Press two.","language":"en-US"}},{"play":{"url":"a.mp3"}}]}}"#;
        let here = r#"{"uninterrupted":{"lines":[{"say":{"text":"Press two."}},{"play":{"url":"a.mp3"}}]}}"#;
        assert_eq!(lines("fr-FR"), [r#"{"say":{"text":"Bonjour."}}"#, there, speak]);
        assert_eq!(lines("en-US"), [r#"{"say":{"text":"Hello."}}"#, here, speak]);
        // A text that is missing in a language is spoken in the first language.
        assert_eq!(lines("es-ES"), [r#"{"say":{"text":"Bonjour.","language":"fr-FR"}}"#, there, speak]);
        let heads = ["fr-FR", "en-US", "es-ES"].map(|tag| {
            let tree = tree.in_language(tag);
            (tree.voice.unwrap_or_default(), tree.audio.unwrap_or_default(), tree.languages.len())
        });
        assert_eq!(heads[0], ("Polly.Lea".into(), "https://a.example/".into(), 0));
        assert_eq!(heads[1], ("Polly.Joanna".into(), "https://a.example/".into(), 0));
        assert_eq!(heads[2], (String::new(), "https://a.example/es/".into(), 0));
    }

    #[test]
    fn without_recordings_each_language_hears_the_words_that_it_has() {
        let both = r#"{"play":{"url":"a.mp3","text":"Bonjour.","others":[{"language":"en-US","url":"b.mp3","text":"Hello."}]}}"#;
        let mut spoken = line(both);
        spoken.speak();
        let said = r#"{"say":{"text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}}"#;
        assert_eq!(json_of(&spoken), said);
        let mut half = line(
            r#"{"play":{"url":"a.mp3","text":"Bonjour.","others":[{"language":"en-US","url":"b.mp3"}]}}"#,
        );
        half.speak();
        let left = r#"{"play":{"text":"Bonjour.","others":[{"language":"en-US","url":"b.mp3"}]}}"#;
        assert_eq!(json_of(&half), left);
    }
}
