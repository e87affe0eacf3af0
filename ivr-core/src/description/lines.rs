//! Lines: what the caller hears, in each language, and what is spoken into a text.

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
    /// `play digits "9";`: tones, which no key is listened for meanwhile.
    PlayDigits {
        /// The tones.
        digits: Value,
        /// A field that is `secret` is among them: no transcript shows them.
        #[cfg_attr(feature = "serde", serde(default))]
        secret: bool,
    },
    /// `pause 1s;`.
    Pause {
        /// At least 1.
        seconds: u32,
    },
    /// `uninterrupted { … }`: no key is listened for while it is said.
    Uninterrupted {
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
    },
    /// `first { … }` among prompts: on a fresh entry only.
    First {
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
    },
    /// `each { … }`, `more { … }` and `once { … }` among prompts, and `if open { … }` also elsewhere.
    Scoped {
        /// When it is said, and how often.
        scope: Scope,
        /// What is said.
        #[cfg_attr(feature = "serde", serde(default))]
        lines: Vec<Line>,
    },
    /// `set` and `run`: nothing to hear.
    Effect {
        /// The number of the block they stand in.
        block: u16,
        /// The sources of the `run`s that are repeated until they are done.
        #[cfg_attr(feature = "serde", serde(default))]
        at_least_once: Vec<String>,
    },
    /// `language en-US;`: nothing to hear; what follows is said in this language.
    #[cfg_attr(feature = "serde", serde(alias = "speak"))]
    Language {
        /// One of the tree's; empty where an expression says which.
        #[cfg_attr(feature = "serde", serde(default, alias = "language"))]
        tag: String,
        /// `language (expr);`
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
    /// Where an offer has several pages.
    More,
    /// On the first visit of a call only; its number in the tree.
    Once(u16),
    /// While a condition of the state holds; `else` is the opposite one.
    If(Condition),
}

impl Scope {
    /// Whether it is left out where a state asks again.
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
    /// The words in the tree's first language, with `{field:format}` where a value is spoken.
    pub text: String,
    /// The same as SSML, where it was written so; `text` is what is spoken of it.
    pub ssml: Option<String>,
    /// Where the placeholders stand in the text, or in the SSML where there is some.
    #[cfg_attr(feature = "serde", serde(default, alias = "holes"))]
    pub placeholders: Vec<Placeholder>,
    /// The words in the tree's other languages.
    #[cfg_attr(feature = "serde", serde(default))]
    pub others: Vec<Translation>,
    /// Their language where everybody hears them in the same one, whatever language the call speaks.
    pub language: Option<String>,
    /// Their voice where it is not that of their language.
    pub voice: Option<String>,
    /// What a file of texts calls them.
    pub key: Option<String>,
    /// Whether a file of texts may switch them off, and nothing is said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub optional: bool,
}

/// The words of a line in one of the tree's languages that is not the first.
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
    /// The words.
    pub text: String,
    /// The same as SSML, where it was written so.
    pub ssml: Option<String>,
    /// Where the placeholders stand in them, or in the SSML where there is some.
    #[cfg_attr(feature = "serde", serde(default, alias = "holes"))]
    pub placeholders: Vec<Placeholder>,
}

/// `play "…";`, or `play { fr-FR: "…", en-US: "…" }`, and what is said in place of a recording.
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
    /// An absolute URL, or a file under the `audio` of the language; the source of a Rust expression when `hole`
    /// is there. Without it there is no recording in the tree's first language, and the words are said.
    pub url: Option<String>,
    /// The same in words, for where the recording is not at hand.
    pub text: Option<String>,
    /// The recordings in the tree's other languages; without them the same is played in all.
    #[cfg_attr(feature = "serde", serde(default))]
    pub others: Vec<Recording>,
    /// The language of its words where everybody hears the same, whatever language the call speaks.
    pub language: Option<String>,
    /// The number of the expression that says what is played.
    #[cfg_attr(feature = "serde", serde(alias = "hole"))]
    pub placeholder: Option<u16>,
    /// What a file of texts calls its words.
    pub key: Option<String>,
}

/// A recording in one of the tree's languages that is not the first.
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
    /// The URL or file; without it the words are said.
    pub url: Option<String>,
    /// The same in words.
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
    /// The words that are said instead, where every language has some; otherwise the recordings that have words are
    /// left out.
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

/// A placeholder: what stands at this place of a text is made for each call.
///
/// ```
/// let placeholder = ivr_core::description::Placeholder { from: 12, to: 28, number: 0 };
/// assert!(placeholder.from < placeholder.to);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Placeholder {
    /// The first byte of the placeholder in the text.
    pub from: u32,
    /// The byte behind it.
    pub to: u32,
    /// What `PhoneTree::render` is asked for.
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
