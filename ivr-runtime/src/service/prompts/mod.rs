//! Replaces the texts of a tree with those of a prompt file, at startup and while the server runs.
//!
//! `ivr_core::prompt_file` defines what a file must contain; the compiler uses it, too. This module only produces a
//! complete new snapshot, and does not answer requests.

// A tree with replaced prompts.
mod applied;

// The check that replaced prompts announce the keys of the tree.
mod keys;

// The prompt file, which is read again when it changes.
mod file;
mod watched;

pub(crate) use self::watched::{Followed, Watched};

use std::fmt;

use self::{applied::applied, file::Source, keys::differing};
use crate::{
    description::Description,
    dialog::{call::Dialog, tree::PhoneTree},
};
use ivr_core::prompt_file::{Asked, Kept, Key, PromptError, longest, read_prompts};

/// Why a file is refused: at least one error, in the order of its lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PromptErrors(pub(crate) Vec<String>);

impl From<Vec<PromptError>> for PromptErrors {
    fn from(faults: Vec<PromptError>) -> Self {
        Self(faults.iter().map(ToString::to_string).collect())
    }
}

impl fmt::Display for PromptErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

/// Reads a file and returns the tree with its texts.
#[cfg(feature = "serve")]
pub(crate) fn read<T: PhoneTree>(path: &std::path::Path) -> Result<Dialog<T>, PromptErrors> {
    dialog(Source::read(path).text()?)
}

fn dialog<T: PhoneTree>(source: &str) -> Result<Dialog<T>, PromptErrors> {
    let broken = |mismatch: crate::dialog::call::DescriptionError| PromptErrors(vec![mismatch.to_string()]);
    let built = Dialog::<T>::built().map_err(broken)?;
    Dialog::of(reworded(&built, source)?).map_err(broken)
}

/// Returns the tree with the texts of a file, after the same checks as for built-in texts.
fn reworded(built: &Description, source: &str) -> Result<Description, PromptErrors> {
    let Some(words) = &built.prompts else {
        let fault = format!("the tree `{}` has no prompt file: its texts are built in", built.name);
        return Err(PromptErrors(vec![fault]));
    };
    let asked = Asked {
        languages: built.tags().map(|tag| (tag, longest(built.voice_of(tag)))).collect(),
        keys: words.keys.iter().map(asked).collect(),
    };
    let prompts = read_prompts(source, &asked)?;
    let tree = applied(built, &prompts);
    let faults = differing(built, &tree, &prompts);
    if faults.is_empty() { Ok(tree.without_what_is_off()) } else { Err(faults.into()) }
}

fn asked(key: &crate::description::Key) -> Key<'_> {
    let kept = key.placeholders.iter().map(|kept| Kept { language: &kept.language, written: &kept.written });
    Key { name: &key.key, optional: key.optional, ssml: key.ssml, built: Some(kept.collect()) }
}

#[cfg(test)]
mod tests;
