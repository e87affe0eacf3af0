//! Texts in one language or in several, and the tags of languages.

use std::{cell::RefCell, rc::Rc};

use proc_macro2::{Ident, Span};

use super::Computed;
use crate::words::{self, Announcement};

/// Text with the place it stands at.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// What it says; of SSML, the words that are spoken.
    pub(crate) value: String,
    pub(crate) span: Span,
    /// The same as SSML.
    pub(crate) ssml: Option<String>,
    /// What [`announced`](Self::announced) has found, by language.
    announced: RefCell<Vec<(String, Rc<[Announcement]>)>>,
}

impl Text {
    pub(crate) fn new(value: String, span: Span) -> Self {
        Self { value, span, ssml: None, announced: RefCell::default() }
    }

    /// The words that SSML speaks, and the SSML.
    pub(crate) fn ssml(value: String, ssml: String, span: Span) -> Self {
        Self { ssml: Some(ssml), ..Self::new(value, span) }
    }

    /// The keys that the text announces in a language; read once, because several rules ask.
    pub(crate) fn announced(&self, language: &str) -> Rc<[Announcement]> {
        for (known, found) in &*self.announced.borrow() {
            if known == language {
                return Rc::clone(found);
            }
        }
        let found: Rc<[Announcement]> = words::announced(&self.value, language).into();
        self.announced.borrow_mut().push((language.to_owned(), Rc::clone(&found)));
        found
    }
}

/// `en-US`: several tokens.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) value: String,
    pub(crate) span: Span,
    /// Its last token.
    pub(crate) end: Span,
}

/// The language that a call speaks from some step on.
#[derive(Clone, Debug)]
pub(crate) enum LanguageValue {
    /// `en-US`
    Tag(Tag),
    /// `(expr)`
    Computed(Computed),
}

impl LanguageValue {
    /// The language, where the source says which.
    pub(crate) fn tag(&self) -> Option<&Tag> {
        match self {
            Self::Tag(tag) => Some(tag),
            Self::Computed(_) => None,
        }
    }
}

/// A text, or one for each language.
#[derive(Clone, Debug)]
pub(crate) enum Texts {
    /// `"Hello."`: as the call speaks.
    Plain(Text),
    /// `en-US: "Hello."`: in this language, whatever the call speaks.
    Fixed { language: Tag, text: Text },
    /// `{ fr-FR: "Bonjour.", en-US: "Hello." }`.
    Block(Block),
}

/// `{ fr-FR: "Bonjour.", en-US: "Hello." }`, after the word it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// `say`, `play`, `voice`, `audio` or `recordings`.
    pub(crate) word: Span,
    pub(crate) rows: Vec<Row>,
    /// Some row could not be read, so what seems to be missing may stand there.
    pub(crate) broken: bool,
    /// The rows stand in a file, under this name.
    pub(crate) key: Option<Key>,
}

/// `welcome`, or `announcement, optional`.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) name: Ident,
    /// The word `optional`.
    pub(crate) optional: Option<Span>,
    /// It stands behind `ssml`, and not behind `say`.
    pub(crate) ssml: bool,
}

/// `en-US: "Hello."`
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) language: Tag,
    pub(crate) text: Text,
}

impl Texts {
    /// Every text, with the language that stands before it.
    pub(crate) fn each(&self) -> impl Iterator<Item = (Option<&Tag>, &Text)> {
        let (alone, rows) = match self {
            Self::Plain(text) => (Some((None, text)), &[][..]),
            Self::Fixed { language, text } => (Some((Some(language), text)), &[][..]),
            Self::Block(block) => (None, &block.rows[..]),
        };
        alone.into_iter().chain(rows.iter().map(|row| (Some(&row.language), &row.text)))
    }

    /// The text that a call hears while it speaks `language`, and the language of the text.
    pub(crate) fn heard_in<'a>(&'a self, language: &'a str) -> Option<(&'a str, &'a Text)> {
        match self {
            Self::Plain(text) => Some((language, text)),
            Self::Fixed { language, text } => Some((&language.value, text)),
            Self::Block(block) => Some((language, block.of(language)?)),
        }
    }

    /// The name in a file of words, where it has one.
    pub(crate) fn key(&self) -> Option<&Key> {
        self.block()?.key.as_ref()
    }

    /// The block, where it is one.
    pub(crate) fn block(&self) -> Option<&Block> {
        match self {
            Self::Block(block) => Some(block),
            Self::Plain(_) | Self::Fixed { .. } => None,
        }
    }
}

impl Block {
    /// The text of a language.
    pub(crate) fn of(&self, language: &str) -> Option<&Text> {
        self.rows.iter().find(|row| row.language.value == language).map(|row| &row.text)
    }
}
