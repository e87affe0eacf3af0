//! Texts in one language or in several, and the tags of languages.

use std::{cell::RefCell, rc::Rc};

use proc_macro2::{Ident, Span};

use super::Computed;
use crate::{
    prompt_file,
    words::{self, Announcement},
};

/// A text with its span.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// The text; for SSML, the words that are spoken.
    pub(crate) value: String,
    pub(crate) span: Span,
    /// The SSML, if it is SSML.
    pub(crate) ssml: Option<String>,
    /// Whether it is known to consist of words and their punctuation, without placeholders and markup.
    pub(crate) is_plain: bool,
    /// The results of [`announced`](Self::announced), by language.
    announced: RefCell<Vec<(String, Rc<[Announcement]>)>>,
}

impl Text {
    pub(crate) fn new(value: String, span: Span) -> Self {
        Self { value, span, ssml: None, is_plain: false, announced: RefCell::default() }
    }

    /// Creates a text from SSML and the words that it speaks.
    pub(crate) fn ssml(value: String, ssml: String, span: Span) -> Self {
        Self { ssml: Some(ssml), ..Self::new(value, span) }
    }

    /// Returns whether it contains braces, so that it may have placeholders.
    pub(crate) fn has_brace(&self) -> bool {
        !self.is_plain && prompt_file::has_brace(&self.value)
    }

    /// Returns the keys that the text announces in a language. They are computed once, because several rules use them.
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

/// The value of a `language` step.
#[derive(Clone, Debug)]
pub(crate) enum LanguageValue {
    /// `en-US`
    Tag(Tag),
    /// `(expr)`
    Computed(Computed),
}

impl LanguageValue {
    /// Returns the language, if it is a literal.
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
    /// `"Hello."`: in the language of the call.
    Plain(Text),
    /// `en-US: "Hello."`: in this language for every caller.
    Fixed { language: Tag, text: Text },
    /// `{ fr-FR: "Bonjour.", en-US: "Hello." }`.
    Block(Block),
}

/// `{ fr-FR: "Bonjour.", en-US: "Hello." }`, after the word it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// `say`, `play`, `voice`, `audio` or `audio_files`.
    pub(crate) word: Span,
    pub(crate) rows: Vec<Row>,
    /// Whether a row could not be parsed. A language that seems to be missing may be there.
    pub(crate) broken: bool,
    /// The name in the prompt file that contains the rows.
    pub(crate) key: Option<Key>,
}

/// `welcome`, or `announcement, optional`.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) name: Ident,
    /// The word `optional`.
    pub(crate) optional: Option<Span>,
    /// Whether it follows `ssml` instead of `say`.
    pub(crate) ssml: bool,
}

/// `en-US: "Hello."`
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) language: Tag,
    pub(crate) text: Text,
}

impl Texts {
    /// Returns every text, with the language before it.
    pub(crate) fn each(&self) -> impl Iterator<Item = (Option<&Tag>, &Text)> {
        let (alone, rows) = match self {
            Self::Plain(text) => (Some((None, text)), &[][..]),
            Self::Fixed { language, text } => (Some((Some(language), text)), &[][..]),
            Self::Block(block) => (None, &block.rows[..]),
        };
        alone.into_iter().chain(rows.iter().map(|row| (Some(&row.language), &row.text)))
    }

    /// Returns the text for a call in `language`, and the language of the text.
    pub(crate) fn heard_in<'a>(&'a self, language: &'a str) -> Option<(&'a str, &'a Text)> {
        match self {
            Self::Plain(text) => Some((language, text)),
            Self::Fixed { language, text } => Some((&language.value, text)),
            Self::Block(block) => Some((language, block.of(language)?)),
        }
    }

    /// Returns its name in the prompt file, if it has one.
    pub(crate) fn key(&self) -> Option<&Key> {
        self.block()?.key.as_ref()
    }

    /// Returns the block, if it is one.
    pub(crate) fn block(&self) -> Option<&Block> {
        match self {
            Self::Block(block) => Some(block),
            Self::Plain(_) | Self::Fixed { .. } => None,
        }
    }
}

impl Block {
    /// Returns the text in a language.
    pub(crate) fn of(&self, language: &str) -> Option<&Text> {
        self.rows.iter().find(|row| row.language.value == language).map(|row| &row.text)
    }
}
