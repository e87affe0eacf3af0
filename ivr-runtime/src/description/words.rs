//! The file that some texts of a tree stand in, and what of it was known when the program was built.

use serde::{Deserialize, Serialize};

use super::{Description, Line};

/// `prompts "prompts.toml";`.
///
/// ```
/// let words: ivr_runtime::description::PromptFile =
///     serde_json::from_str(r#"{"file":"prompts.toml","keys":[{"key":"welcome"}]}"#).unwrap();
/// assert!(!words.keys[0].optional);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptFile {
    /// Where the file was when the program was built, from the folder of its package.
    pub file: String,
    /// Every key that the tree says.
    pub keys: Vec<Key>,
}

/// A key of the file: `say announcement, optional;`.
///
/// ```
/// let key: ivr_runtime::description::Key =
///     serde_json::from_str(r#"{"key":"announcement","optional":true,"off":true}"#).unwrap();
/// assert!(key.off);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Its name.
    pub key: String,
    /// Whether it may be switched off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether its texts are SSML.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ssml: bool,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// The values that its texts speak.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<KeyPlaceholder>,
}

/// A value that is spoken in a text of a key.
///
/// ```
/// let zip: ivr_runtime::description::KeyPlaceholder =
///     serde_json::from_str(r#"{"language":"en-US","written":"{zip:digits}","number":0}"#).unwrap();
/// assert_eq!(zip.number, 0);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyPlaceholder {
    /// The language of the text.
    pub language: String,
    /// As it stands in the file.
    pub written: String,
    /// What [`PhoneTree::render`](crate::dialog::tree::PhoneTree::render) is asked for.
    pub number: u16,
}

impl Description {
    /// The same tree without the lines that are switched off: what callers hear.
    pub(crate) fn without_what_is_off(mut self) -> Self {
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
        if let Line::Uninterrupted { lines } | Line::First { lines } = line {
            drop_off(lines, off);
        }
    }
}
