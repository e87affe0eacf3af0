//! The file that some texts of a tree stand in, and what of it was known when the program was built.

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
    /// Where the file was when the program was built, from the folder of its package.
    pub file: String,
    /// Every key that the tree says.
    #[cfg_attr(feature = "serde", serde(default))]
    pub keys: Vec<Key>,
}

/// A key of the file: `say announcement, optional;`.
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
    /// Whether it may be switched off.
    #[cfg_attr(feature = "serde", serde(default))]
    pub optional: bool,
    /// Whether its texts are SSML.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ssml: bool,
    /// Whether it is switched off.
    #[cfg_attr(feature = "serde", serde(default))]
    pub off: bool,
    /// The values that its texts speak.
    #[cfg_attr(feature = "serde", serde(default))]
    pub placeholders: Vec<KeyPlaceholder>,
}

/// A value that is spoken in a text of a key.
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
    /// As it stands in the file.
    pub written: String,
    /// What `PhoneTree::render` is asked for.
    pub number: u16,
}

impl Description {
    /// The same tree without the lines that are switched off: what callers hear.
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
