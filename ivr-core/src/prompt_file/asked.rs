//! Compares a prompt file with what a tree requires: every prompt in every language of the tree, and nothing else.

use super::{Location, PromptError, entry, nearest, read};

/// What a tree requires of its prompt file.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The languages of the tree in their order, with the maximum number of characters for the voice of each.
    pub languages: Vec<(&'a str, usize)>,
    /// The prompts that the file must contain.
    pub keys: Vec<Key<'a>>,
}

/// A prompt of the tree: `say welcome;`.
#[derive(Clone, Debug)]
pub struct Key<'a> {
    /// Its name.
    pub name: &'a str,
    /// `say welcome, optional;`.
    pub optional: bool,
    /// `ssml welcome;`: its texts are SSML.
    pub ssml: bool,
    /// The placeholders with which the program was built, by language. `None` while it is being built.
    pub built: Option<Vec<Kept<'a>>>,
}

/// A placeholder of a language, as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept<'a> {
    /// The language of the text.
    pub language: &'a str,
    /// The placeholder as written, `{code:digits}`.
    pub written: &'a str,
}

impl Asked<'_> {
    /// Returns whether the program is being built, so that the key in the tree may be the misspelt one.
    fn is_being_built(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.name == key && known.built.is_none())
    }
}

/// A prompt of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prompt {
    /// The name of its entry.
    pub key: String,
    /// Whether it is said.
    pub on: bool,
    /// The text in each language, in the order of the tree, with its location.
    pub texts: Vec<(String, Location)>,
}

/// Returns the prompts in the order of `asked`, or all errors in the file.
pub fn read_prompts(source: &str, asked: &Asked<'_>) -> Result<Vec<Prompt>, Vec<PromptError>> {
    let entries = read::read(source)?;
    let mut errors = Vec::new();
    if entries.is_empty() && !asked.keys.is_empty() {
        let error = PromptError::new(read::UNREADABLE, None, "it is empty");
        return Err(vec![error.help("every prompt has an entry `[name]`")]);
    }
    let mut missing: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for key in &asked.keys {
        match entries.iter().find(|entry| entry.name == key.name) {
            Some(entry) => found.extend(entry::prompt(entry, key, &asked.languages, &mut errors)),
            None => missing.push(key.name),
        }
    }
    for entry in entries.iter().filter(|entry| !asked.keys.iter().any(|key| key.name == entry.name)) {
        let meant = nearest(&entry.name, missing.iter().copied());
        errors.push(unknown(entry, meant, asked));
        missing.retain(|name| Some(*name) != meant);
    }
    let names = entries.iter().map(|entry| entry.name.as_str());
    errors.extend(missing.into_iter().map(|name| absent(name, nearest(name, names.clone()))));
    errors.sort_by_key(|error| (error.place.is_none(), error.place));
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// The error for an entry that the tree does not say. `meant` is a prompt that the tree says and the file does not
/// contain.
fn unknown(entry: &read::Entry, meant: Option<&str>, asked: &Asked<'_>) -> PromptError {
    let name = &entry.name;
    if let Some(meant) = meant.filter(|meant| asked.is_being_built(meant)) {
        let message = format!("entry `{meant}` is missing, and `{name}` is never used");
        let error = PromptError::new("unknown_words", entry.place, message).of(meant);
        return error.help(format!("did you mean `{name}`?"));
    }
    if let Some(meant) = meant {
        let message = format!("`{name}` is never used, and `{meant}` is missing");
        return PromptError::new("unknown_words", entry.place, message)
            .of(meant)
            .help(format!("did you mean `{meant}`?"));
    }
    let message = format!("`{name}` is never used");
    let error = PromptError::new("unused_words", entry.place, message).of(name);
    match nearest(name, asked.keys.iter().map(|key| key.name)) {
        Some(other) => {
            error.help(format!("did you mean `{other}`, which is also an entry? Otherwise remove it"))
        }
        None => error.help("remove it, or use it in the tree"),
    }
}

/// The error for a prompt that the file does not contain.
fn absent(name: &str, near: Option<&str>) -> PromptError {
    let error = PromptError::new("unknown_words", None, format!("entry `{name}` is missing")).of(name);
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("write `[{name}]` and its texts")),
    }
}

#[cfg(test)]
mod tests;
