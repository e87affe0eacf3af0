//! Lines: what the caller hears, in each language, and what is spoken into a text.

use serde::{Deserialize, Serialize};

/// Something the caller hears.
///
/// ```
/// use ivr_runtime::description::Line;
/// let line: Line = serde_json::from_str(r#"{"pause":{"seconds":1}}"#).unwrap();
/// assert_eq!(line, Line::Pause { seconds: 1 });
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// `say "…";`.
    Say(Say),
    /// `play "…";`.
    Play(Play),
    /// `pause 1s;`.
    Pause {
        /// At least 1.
        seconds: u16,
    },
    /// `uninterrupted { … }`: no key is listened for while it is said.
    Uninterrupted {
        /// What is said.
        lines: Vec<Line>,
    },
    /// `first { … }` among prompts: on a fresh entry only.
    First {
        /// What is said.
        lines: Vec<Line>,
    },
    /// `set` and `run`: nothing to hear.
    Effect {
        /// The number of the block they stand in.
        block: u16,
        /// The sources of the `run`s that are repeated until they are done.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        at_least_once: Vec<String>,
    },
    /// `language en-US;`: nothing to hear; what follows is said in this language.
    #[serde(alias = "speak")]
    Language {
        /// One of the tree's.
        #[serde(alias = "language")]
        tag: String,
    },
}

/// `say "…";`, or `say { fr-FR: "…", en-US: "…" }`.
///
/// ```
/// use ivr_runtime::description::Say;
/// let hello: Say = serde_json::from_str(
///     r#"{"text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}"#).unwrap();
/// assert_eq!(hello.others[0].text, "Hello.");
/// ```
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// The words in the tree's first language, with `{field:format}` where a value is spoken.
    pub text: String,
    /// The same as SSML, where it was written so; `text` is what is spoken of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssml: Option<String>,
    /// Where the placeholders stand in the text, or in the SSML where there is some.
    #[serde(default, alias = "holes", skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<Placeholder>,
    /// The words in the tree's other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Wording>,
    /// Their language where everybody hears them in the same one, whatever language the call speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Their voice where it is not that of their language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// What a file of texts calls them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Whether a file of texts may switch them off, and nothing is said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// The words of a line in one of the tree's languages that is not the first.
///
/// ```
/// use ivr_runtime::description::Wording;
/// let hello = Wording { language: "en-US".into(), text: "Hello.".into(), ..Wording::default() };
/// assert_eq!(serde_json::to_string(&hello).unwrap(), r#"{"language":"en-US","text":"Hello."}"#);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The language.
    pub language: String,
    /// The words.
    pub text: String,
    /// The same as SSML, where it was written so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssml: Option<String>,
    /// Where the placeholders stand in them, or in the SSML where there is some.
    #[serde(default, alias = "holes", skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<Placeholder>,
}

/// `play "…";`, or `play { fr-FR: "…", en-US: "…" }`, and what is said in place of a recording.
///
/// ```
/// use ivr_runtime::description::Play;
/// let hello: Play = serde_json::from_str(
///     r#"{"url":"accueil.mp3","text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}"#).unwrap();
/// assert_eq!(hello.others[0].url, None, "there is no recording in English, so the words are said");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Play {
    /// An absolute URL, or a file under the `audio` of the language; the source of a Rust expression when `hole`
    /// is there. Without it there is no recording in the tree's first language, and the words are said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The same in words, for where the recording is not at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The recordings in the tree's other languages; without them the same is played in all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Recording>,
    /// The language of its words where everybody hears the same, whatever language the call speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The number of the expression that says what is played.
    #[serde(default, alias = "hole", skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<u16>,
    /// What a file of texts calls its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// A recording in one of the tree's languages that is not the first.
///
/// ```
/// use ivr_runtime::description::Recording;
/// let hello: Recording = serde_json::from_str(r#"{"language":"en-US","url":"welcome.mp3"}"#).unwrap();
/// assert_eq!(hello.text, None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// The language.
    pub language: String,
    /// The URL or file; without it the words are said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Line {
    /// Puts the words of a recording in its place, in each language that has some.
    pub(super) fn speak(&mut self) {
        match self {
            Self::Play(play) => {
                if let Some(say) = play.in_words() {
                    *self = Self::Say(say);
                }
            }
            Self::Uninterrupted { lines } | Self::First { lines } => lines.iter_mut().for_each(Self::speak),
            Self::Say(_) | Self::Pause { .. } | Self::Effect { .. } | Self::Language { .. } => {}
        }
    }
}

impl Play {
    /// The words that are said instead, where every language has some; otherwise the recordings that have words are
    /// left out.
    fn in_words(&mut self) -> Option<Say> {
        let wording = |other: &Recording| {
            let text = other.text.clone()?;
            Some(Wording { language: other.language.clone(), text, ..Wording::default() })
        };
        let others: Option<Vec<Wording>> = self.others.iter().map(wording).collect();
        if let (Some(text), Some(others)) = (&self.text, others) {
            return Some(Say {
                text: text.clone(),
                others,
                language: self.language.clone(),
                key: self.key.clone(),
                ..Say::default()
            });
        }
        let own = (&mut self.url, &self.text);
        let others = self.others.iter_mut().map(|other| (&mut other.url, &other.text));
        for (url, _) in others.chain([own]).filter(|(_, text)| text.is_some()) {
            *url = None;
        }
        None
    }
}

/// A placeholder: what stands at this place of a text is made for each call.
///
/// ```
/// let placeholder = ivr_runtime::description::Placeholder { from: 12, to: 28, number: 0 };
/// assert!(placeholder.from < placeholder.to);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholder {
    /// The first byte of the placeholder in the text.
    pub from: u32,
    /// The byte behind it.
    pub to: u32,
    /// What [`PhoneTree::render`](crate::dialog::tree::PhoneTree::render) is asked for.
    pub number: u16,
}
