//! The prompt file of a tree, as it was when the program was built.

use super::{Description, Line, json::write_json};

/// `prompts "prompts.toml";`.
///
/// ```
/// let words: ivr_core::description::PromptFile =
///     serde_json::from_str(r#"{"file":"prompts.toml","keys":[{"key":"welcome"}]}"#).unwrap();
/// assert!(!words.keys[0].optional);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct PromptFile {
    /// The path of the file at build time, relative to the folder of its package.
    pub file: String,
    /// Every prompt that the tree says.
    #[cfg_attr(feature = "serde", serde(default))]
    pub keys: Vec<Key>,
}

/// A prompt in the file: `say announcement, optional;`.
///
/// ```
/// let key: ivr_core::description::Key =
///     serde_json::from_str(r#"{"key":"announcement","optional":true,"off":true}"#).unwrap();
/// assert!(key.off);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Key {
    /// Its name.
    pub key: String,
    /// Whether the prompt may be switched off.
    #[cfg_attr(feature = "serde", serde(default))]
    pub optional: bool,
    /// Whether its texts are SSML.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ssml: bool,
    /// Whether the prompt is switched off.
    #[cfg_attr(feature = "serde", serde(default))]
    pub off: bool,
    /// The placeholders in its texts.
    #[cfg_attr(feature = "serde", serde(default))]
    pub placeholders: Vec<KeyPlaceholder>,
}

/// A placeholder in a text of a prompt.
///
/// ```
/// let zip: ivr_core::description::KeyPlaceholder =
///     serde_json::from_str(r#"{"language":"en-US","written":"{zip:digits}","number":0}"#).unwrap();
/// assert_eq!(zip.number, 0);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct KeyPlaceholder {
    /// The language of the text.
    pub language: String,
    /// The placeholder as written in the file.
    pub written: String,
    /// The index that `PhoneTree::render` receives.
    pub number: u16,
}

impl Description {
    /// Returns the tree without the lines that are switched off.
    pub fn without_what_is_off(mut self) -> Self {
        let keys = self.prompts.iter().flat_map(|words| &words.keys);
        let off: Vec<String> = keys.filter(|key| key.off).map(|key| key.key.clone()).collect();
        if !off.is_empty() {
            self.each_list(|lines| drop_off(lines, &off));
        }
        self
    }
}

fn drop_off(lines: &mut Vec<Line>, off: &[String]) {
    lines.retain(
        |line| !matches!(line, Line::Say(say) if say.key.as_ref().is_some_and(|key| off.contains(key))),
    );
    for line in lines {
        if let Line::Uninterrupted { lines } | Line::First { lines } | Line::Scoped { lines, .. } = line {
            drop_off(lines, off);
        }
    }
}

write_json! {
    PromptFile { file, keys }
    Key { key, optional, ssml, off, placeholders }
    KeyPlaceholder { language, written, number }
}
