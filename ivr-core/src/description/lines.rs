//! Lines: what the caller hears in each language, and the values that are inserted into a text.

use super::{Expression, Value, json::write_json};
use crate::condition::Condition;

/// Something the caller hears.
///
/// ```
/// use ivr_core::description::Line;
/// let line: Line = serde_json::from_str(r#"{"pause":{"seconds":1}}"#).unwrap();
/// assert_eq!(line, Line::Pause { seconds: 1 });
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Line {
    /// `say "…";`.
    Say(Say),
    /// `play "…";`.
    Play(Play),
    /// `play digits "9";`: tones. No key is accepted while they play.
    PlayDigits {
        /// The tones.
        digits: Value,
        /// Whether the tones contain a `secret` field. Transcripts do not show them.
        #[cfg_attr(feature = "serde", serde(default))]
        secret: bool,
    },
    /// `pause 1s;`.
    Pause {
        /// The length in seconds, at least 1.
        seconds: u32,
    },
    /// `uninterrupted { … }`: no key is accepted while it is said.
    Uninterrupted {
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
    },
    /// `first { … }` among prompts: said only when a call enters the state.
    First {
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
    },
    /// `each { … }`, `more { … }` and `once { … }` among prompts; `if open { … }` also elsewhere.
    Scoped {
        /// When it is said, and how often.
        scope: Scope,
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
    },
    /// `set` and `run`, which are not heard.
    Effect {
        /// The index of the block that contains them.
        block: u16,
        /// The sources of the `run`s that are repeated until they succeed.
        #[cfg_attr(feature = "serde", serde(default))]
        at_least_once: Vec<String>,
    },
    /// `language en-US;`: not heard. The following lines are said in this language.
    #[cfg_attr(feature = "serde", serde(alias = "speak"))]
    Language {
        /// The tag of a language of the tree. Empty if an expression chooses the language.
        #[cfg_attr(feature = "serde", serde(default, alias = "language"))]
        tag: String,
        /// `language (expr);`.
        choice: Option<Expression>,
    },
}

/// When lines among prompts are said, and how often.
///
/// ```
/// use ivr_core::description::Scope;
/// assert_eq!(serde_json::from_str::<Scope>(r#"{"once":2}"#).unwrap(), Scope::Once(2));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Scope {
    /// For each offered item.
    Each,
    /// If an offer has several pages.
    More,
    /// On the first visit of a call only. The field is its index in the tree.
    Once(u16),
    /// While a condition of the state holds. `else` is the opposite condition.
    If(Condition),
}

impl Scope {
    /// Returns whether the lines are omitted when a state asks again.
    ///
    /// ```
    /// use ivr_core::description::Scope;
    /// assert!(Scope::Once(0).is_once() && !Scope::Each.is_once());
    /// ```
    #[must_use]
    pub const fn is_once(&self) -> bool {
        matches!(self, Self::Once(_))
    }
}

/// `say "…";`, or `say { fr-FR: "…", en-US: "…" }`.
///
/// ```
/// use ivr_core::description::Say;
/// let hello: Say = serde_json::from_str(
///     r#"{"text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}"#).unwrap();
/// assert_eq!(hello.others[0].text, "Hello.");
/// ```
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Say {
    /// The text in the tree's first language, with `{field:format}` for a value.
    pub text: String,
    /// The text as SSML, if it was written as SSML. `text` is then its spoken part.
    pub ssml: Option<String>,
    /// The positions of the placeholders in `ssml` if it is present, and otherwise in `text`.
    #[cfg_attr(feature = "serde", serde(default, alias = "holes"))]
    pub placeholders: Vec<Placeholder>,
    /// The text in the tree's other languages.
    #[cfg_attr(feature = "serde", serde(default))]
    pub others: Vec<Translation>,
    /// The language, if all callers hear the text in the same language.
    pub language: Option<String>,
    /// The voice, if it differs from the voice of the language.
    pub voice: Option<String>,
    /// The name of the text in the prompt file.
    pub key: Option<String>,
    /// Whether the prompt file may switch the text off.
    #[cfg_attr(feature = "serde", serde(default))]
    pub optional: bool,
}

/// A text in a language of the tree other than the first.
///
/// ```
/// use ivr_core::description::Translation;
/// let hello = Translation { language: "en-US".into(), text: "Hello.".into(), ..Translation::default() };
/// assert!(hello.placeholders.is_empty());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Translation {
    /// The language.
    pub language: String,
    /// The text.
    pub text: String,
    /// The text as SSML, if it was written as SSML.
    pub ssml: Option<String>,
    /// The positions of the placeholders in `ssml` if it is present, and otherwise in `text`.
    #[cfg_attr(feature = "serde", serde(default, alias = "holes"))]
    pub placeholders: Vec<Placeholder>,
}

/// `play "…";` or `play { fr-FR: "…", en-US: "…" }`, and what is said instead of a recording.
///
/// ```
/// use ivr_core::description::Play;
/// let hello: Play = serde_json::from_str(
///     r#"{"url":"accueil.mp3","text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}"#).unwrap();
/// assert_eq!(hello.others[0].url, None, "there is no recording in English, so the words are said");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Play {
    /// An absolute URL, or a file under the `audio` of the language. If `placeholder` is present, the source of a
    /// Rust expression. `None` if the tree has no recording in its first language; then `text` is said.
    pub url: Option<String>,
    /// The words of the recording, which are said if the recording is not available.
    pub text: Option<String>,
    /// The recordings in the tree's other languages. If there are none, the same recording is played in all
    /// languages.
    #[cfg_attr(feature = "serde", serde(default))]
    pub others: Vec<Recording>,
    /// The language of the words, if all callers hear the same recording.
    pub language: Option<String>,
    /// The index of the expression that chooses what is played.
    #[cfg_attr(feature = "serde", serde(alias = "hole"))]
    pub placeholder: Option<u16>,
    /// The name of the words in the prompt file.
    pub key: Option<String>,
}

/// A recording in a language of the tree other than the first.
///
/// ```
/// use ivr_core::description::Recording;
/// let hello: Recording = serde_json::from_str(r#"{"language":"en-US","url":"welcome.mp3"}"#).unwrap();
/// assert_eq!(hello.text, None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Recording {
    /// The language.
    pub language: String,
    /// The URL or file. If it is `None`, the words are said.
    pub url: Option<String>,
    /// The words of the recording.
    pub text: Option<String>,
}

impl Line {
    /// Replaces a recording with its words, in each language that has words.
    pub(super) fn speak(&mut self) {
        match self {
            Self::Play(play) => {
                if let Some(say) = play.in_words() {
                    *self = Self::Say(say);
                }
            }
            Self::Uninterrupted { lines } | Self::First { lines } | Self::Scoped { lines, .. } => {
                lines.iter_mut().for_each(Self::speak);
            }
            Self::Say(_)
            | Self::PlayDigits { .. }
            | Self::Pause { .. }
            | Self::Effect { .. }
            | Self::Language { .. } => {}
        }
    }
}

impl Play {
    /// Returns the words if every language has them. Otherwise the recordings that have words are removed.
    fn in_words(&mut self) -> Option<Say> {
        let translation = |other: &Recording| {
            let text = other.text.clone()?;
            Some(Translation { language: other.language.clone(), text, ..Translation::default() })
        };
        let others: Option<Vec<Translation>> = self.others.iter().map(translation).collect();
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

/// A placeholder in a text. Its value is inserted for each call.
///
/// ```
/// let placeholder = ivr_core::description::Placeholder { from: 12, to: 28, number: 0 };
/// assert!(placeholder.from < placeholder.to);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Placeholder {
    /// The offset of its first byte in the text.
    pub from: u32,
    /// The offset after its last byte.
    pub to: u32,
    /// The index that `PhoneTree::render` receives.
    pub number: u16,
}

write_json! {
    enum Line {
        "say": Say(say),
        "play": Play(play),
        "play_digits": PlayDigits { digits, secret },
        "pause": Pause { seconds },
        "uninterrupted": Uninterrupted { lines },
        "first": First { lines },
        "scoped": Scoped { scope, lines },
        "effect": Effect { block, at_least_once },
        "language": Language { tag, choice },
    }
}

write_json! {
    enum Scope {
        "each": Each,
        "more": More,
        "once": Once(number),
        "if": If(condition),
    }
}

write_json! {
    Say { text, ssml, placeholders, language, voice, others, key, optional }
    Translation { language, text, ssml, placeholders }
    Play { url, text, language, others, placeholder, key }
    Recording { language, url, text }
    Placeholder { from, to, number }
}
