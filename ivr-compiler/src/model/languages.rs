//! The languages of a tree: their voices and recordings, and the language of a call after some steps.

use proc_macro2::Ident;

use super::{Graph, Placeholder};
use crate::syntax::{Step, Tag, Text, Texts};

/// The languages of a tree.
#[derive(Debug)]
pub(crate) struct Languages {
    /// The language in which every call begins.
    pub(crate) first: Tag,
    pub(crate) others: Vec<Tag>,
    /// Languages that are declared again.
    pub(crate) repeated: Vec<Tag>,
    /// Whether some of them could not be parsed.
    pub(crate) broken: bool,
}

impl Languages {
    /// Returns the declared languages, or American English.
    pub(super) fn new(declared: Option<Vec<Tag>>, broken: bool, tree: &Ident) -> Self {
        let mut declared = declared.unwrap_or_default().into_iter();
        let otherwise = || Tag { value: "en-US".into(), span: tree.span(), end: tree.span() };
        let first = declared.next().unwrap_or_else(otherwise);
        let mut languages = Self { first, others: Vec::new(), repeated: Vec::new(), broken };
        for tag in declared {
            match languages.knows(&tag.value) {
                true => languages.repeated.push(tag),
                false => languages.others.push(tag),
            }
        }
        languages
    }

    /// Returns all languages, beginning with the first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Tag> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Returns whether there are several.
    pub(crate) fn several(&self) -> bool {
        !self.others.is_empty()
    }

    pub(crate) fn knows(&self, tag: &str) -> bool {
        self.all().any(|own| own.value == tag)
    }

    /// Returns the declared language, of those that are known, that differs from a tag in its region alone.
    pub(crate) fn alike(&self, tag: &str, known: &[&str]) -> Option<&str> {
        let language = tag.split(['-', '_']).next()?;
        let is_alike =
            |own: &&str| own.split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(language));
        let mut own = self.all().map(|own| own.value.as_str()).filter(is_alike);
        own.find(|own| *own != tag && known.contains(own))
    }

    /// Returns the language of a text.
    pub(crate) fn of<'a>(&'a self, before: Option<&'a Tag>) -> &'a str {
        &before.unwrap_or(&self.first).value
    }

    /// Returns ` in fr-FR` if the language is ambiguous.
    pub(crate) fn named(&self, language: &str) -> String {
        if self.several() { format!(" in `{language}`") } else { String::new() }
    }
}

impl Graph {
    /// Returns the voice of a language, or `None` if Twilio chooses it.
    pub(crate) fn voice_of(&self, language: &str) -> Option<&Text> {
        match self.voice.as_ref()? {
            Texts::Plain(voice) => Some(voice).filter(|_| language == self.languages.first.value),
            Texts::Fixed { .. } => None,
            Texts::Block(block) => block.of(language),
        }
    }

    /// Returns whether Rust chooses a language somewhere.
    pub(crate) fn chooses_language(&self) -> bool {
        self.placeholders.iter().any(|placeholder| matches!(placeholder, Placeholder::Language(_)))
    }

    /// Returns the base URL of the recordings in a language.
    pub(crate) fn audio_of<'a>(&'a self, language: &'a str) -> Option<&'a Text> {
        self.audio.as_ref()?.heard_in(language).map(|(_, audio)| audio)
    }
}

/// Returns the language of a call after some steps.
pub(crate) fn spoken_after<'a>(steps: &'a [Step], before: &'a str) -> &'a str {
    let speak = |step: &'a Step| match step {
        // A language that Rust chooses is known only during a call.
        Step::Language { language, .. } => language.tag().map(|tag| tag.value.as_str()),
        _ => None,
    };
    steps.iter().rev().find_map(speak).unwrap_or(before)
}
