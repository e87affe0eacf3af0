//! The prompt file of a tree: it is read at compile time, and its texts are inserted where the tree names them. Later
//! stages see them as if they were written in the source.

use std::{env, fs, path::Path};

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    errors,
    prompt_file::{self, Asked, Key, Prompt, PromptError, longest, nearest, ssml},
    syntax::{Block, Row, Said, Tag, Text, Tree},
};

/// Inserts the texts of the file where the tree names them. A name with an error gets no text and is reported.
pub(crate) fn fill(tree: &mut Tree, diagnostics: &mut Diagnostics) {
    let keys = keys(tree, diagnostics);
    let Some(file) = tree.prompts.as_ref().map(|words| words.file.clone()) else {
        let is_field = |name: &str| tree.data.iter().any(|field| field.name == name);
        let told = |key: &Asking| errors::words_of_no_file(&key.name, key.span, is_field(&key.name));
        if !tree.unread.prompts {
            keys.iter().for_each(|key| diagnostics.push(told(key)));
        }
        return;
    };
    // Without the languages of the tree, the required texts are unknown.
    if tree.unread.language {
        return;
    }
    let languages = languages(tree);
    let read = source(&file.value)
        .map_err(|why| errors::unreadable_words(&file.value, file.span, &why))
        .map_err(|diagnostic| vec![diagnostic]);
    let found = read.and_then(|source| {
        let asked = Asked {
            languages: languages.iter().map(|tag| (tag.as_str(), longest(voice(tree, tag)))).collect(),
            keys: keys.iter().map(Asking::key).collect(),
        };
        let told = |diagnostic: PromptError| in_the_file(diagnostic, &file, &keys);
        prompt_file::read_prompts(&source, &asked)
            .map_err(|diagnostics| diagnostics.into_iter().map(told).collect())
    });
    match found {
        Ok(found) => put(tree, &found, &languages),
        Err(told) => diagnostics.extend(told),
    }
}

/// A name, and where it is first used.
struct Asking {
    name: String,
    span: Span,
    /// Whether it may be switched off.
    optional: bool,
    ssml: bool,
}

impl Asking {
    fn key(&self) -> Key<'_> {
        Key { name: &self.name, optional: self.optional, ssml: self.ssml, built: None }
    }
}

/// Returns every name. A name is optional, or SSML, at all of its uses or at none.
fn keys(tree: &mut Tree, diagnostics: &mut Diagnostics) -> Vec<Asking> {
    let mut found: Vec<Asking> = Vec::new();
    tree.each_keyed(|block| {
        let Some(key) = &block.key else { return };
        let (name, optional) = (key.name.to_string(), key.optional.is_some());
        match found.iter().find(|known| known.name == name) {
            None => found.push(Asking { name, span: key.name.span(), optional, ssml: key.ssml }),
            Some(known) if known.ssml != key.ssml => {
                diagnostics.push(errors::half_ssml(&name, key.name.span(), key.ssml));
            }
            Some(known) if known.optional != optional => {
                diagnostics.push(errors::half_optional(
                    &name,
                    key.optional.unwrap_or(key.name.span()),
                    optional,
                ));
            }
            Some(_) => {}
        }
    });
    found
}

fn languages(tree: &Tree) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in tree.languages.iter().flatten() {
        if !found.contains(&tag.value) {
            found.push(tag.value.clone());
        }
    }
    if found.is_empty() { vec!["en-US".to_owned()] } else { found }
}

/// Returns the voice of a language.
fn voice<'a>(tree: &'a Tree, language: &'a str) -> Option<&'a str> {
    let (_, voice) = tree.voice.as_ref()?.heard_in(language)?;
    Some(&voice.value)
}

/// Returns an error in the file, at the name that it concerns.
fn in_the_file(diagnostic: PromptError, file: &Text, keys: &[Asking]) -> Diagnostic {
    let said = keys.iter().find(|key| diagnostic.key.as_ref() == Some(&key.name));
    let span = said.map_or(file.span, |key| key.span);
    let line = diagnostic.place.map(|place| format!(":{}", place.line)).unwrap_or_default();
    let told =
        Diagnostic::new(diagnostic.page, span, format!("{}{line}: {}", file.value, diagnostic.message));
    match diagnostic.help {
        Some(help) => told.help(help),
        None => told,
    }
}

fn put(tree: &mut Tree, found: &[Prompt], languages: &[String]) {
    tree.each_keyed(|block| {
        let prompt = block.key.as_ref().and_then(|key| found.iter().find(|prompt| key.name == prompt.key));
        if let Some(prompt) = prompt {
            fill_block(block, prompt, languages);
        }
    });
    let mut said = Vec::new();
    tree.each_keyed(|block| {
        let Some(key) = &block.key else { return };
        let Some(prompt) = found.iter().find(|prompt| key.name == prompt.key) else { return };
        if !said.iter().any(|said: &Said| said.key == prompt.key) {
            let texts =
                languages.iter().cloned().zip(prompt.texts.iter().map(|(text, _)| text.clone())).collect();
            let (optional, off, ssml) = (key.optional.is_some(), !prompt.on, key.ssml);
            said.push(Said { key: prompt.key.clone(), optional, off, ssml, texts });
        }
    });
    if let Some(words) = &mut tree.prompts {
        words.keys = said;
    }
}

fn fill_block(block: &mut Block, prompt: &Prompt, languages: &[String]) {
    let Some((span, is_ssml)) = block.key.as_ref().map(|key| (key.name.span(), key.ssml)) else { return };
    let row = |(tag, (text, _)): (&String, &(String, _))| Row {
        language: Tag { value: tag.clone(), span, end: span },
        text: match ssml(text).ok().filter(|_| is_ssml) {
            Some(found) => Text::ssml(found.spoken, text.clone(), span),
            None => Text::new(text.clone(), span),
        },
    };
    block.rows = languages.iter().zip(&prompt.texts).map(row).collect();
    block.broken = false;
}

/// Returns the text of a file, relative to the package that is compiled.
fn source(file: &str) -> Result<String, String> {
    #[cfg(test)]
    if let Some(text) = tests::pretended(file) {
        return Ok(text);
    }
    if Path::new(file).is_absolute() {
        return Err("it is named from the folder of the package, without a `/` before it".to_owned());
    }
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&folder).join(file);
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => absent(&path),
        _ => format!("it cannot be read: {error}"),
    })?;
    String::from_utf8(bytes).map_err(|_| "it is not valid UTF-8 text".to_owned())
}

/// Returns the message for a missing file, with the nearest name in its folder.
fn absent(path: &Path) -> String {
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let beside = path.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    let mut names: Vec<String> = beside.flatten().map(|entry| name(&entry.path())).collect();
    names.sort();
    match nearest(&name(path), names.iter().map(String::as_str)) {
        Some(near) => format!("there is no such file; did you mean `{near}`?"),
        None => "there is no such file in the folder of the package".to_owned(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
