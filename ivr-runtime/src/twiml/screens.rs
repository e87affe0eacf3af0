//! What a callee hears before the two are connected. Documents are rendered before the first call, except for the URL
//! that receives the key, and for texts with fields of the call.

use bytes::Bytes;

use crate::{
    description::{Line, Play},
    dialog::{
        call::Dialog,
        tree::{Ending, PhoneTree, Position},
    },
};
use ivr_core::hours::OpenSet;

use super::{
    course::{NoCall, Rest, Said},
    documents::{Documents, LARGEST, Sheet, TooLong, fitting},
    xml::{Xml, escape},
};

/// The place in a document for the URL that receives the key.
const ACTION: &str = "action=\"\"";

/// The documents of the states with a `screen`: by state, then by language.
#[derive(Clone, Debug, Default)]
pub(super) struct Screens(Vec<Vec<Prepared>>);

/// The documents of a state in a language, without values of a call.
#[derive(Clone, Debug)]
struct Prepared {
    /// The text before and after the URL that receives the key.
    asks: (String, String),
    /// Whether the texts speak fields.
    speaks_fields: bool,
    /// The document for `unless`, if there is one.
    unless: Option<TurnsAway>,
}

/// What is heard instead of the question.
#[derive(Clone, Debug)]
struct TurnsAway {
    document: Bytes,
    speaks_fields: bool,
}

impl Screens {
    pub(super) fn new<T: PhoneTree>(sheet: Sheet<'_, T>) -> Result<Self, TooLong> {
        let dialog = sheet.dialog;
        let of_state = |state: &T| {
            let at = |language| Position::fresh(*state).speaking(language);
            dialog.languages().filter_map(|language| Prepared::new(sheet, at(language)).transpose()).collect()
        };
        T::states().iter().map(of_state).collect::<Result<_, _>>().map(Self)
    }

    fn get<T: PhoneTree>(&self, at: Position<T>) -> Option<&Prepared> {
        self.0.get(at.state.index())?.get(at.language.place())
    }
}

impl Prepared {
    /// Creates the documents, or returns `None` for a state without a `screen`.
    fn new<T: PhoneTree>(sheet: Sheet<'_, T>, at: Position<T>) -> Result<Option<Self>, TooLong> {
        let Some(screen) = sheet.dialog.screen(at) else { return Ok(None) };
        let said = |lines| Said::default().then(sheet.dialog, lines, at.language, &mut NoCall(OpenSet::NONE));
        let document = sheet.screen(&said(&screen.lines), at, "")?;
        let (before, after) = document.split_once(ACTION).unwrap_or((&document, ""));
        let unless = screen.unless.as_ref().map(|unless| {
            let document = Bytes::from(sheet.render(&said(&unless.lines), Rest::Over(Ending::Hangup))?);
            Ok(TurnsAway { document, speaks_fields: speaks_fields(&unless.lines) })
        });
        Ok(Some(Self {
            asks: (before.to_owned(), after.to_owned()),
            speaks_fields: speaks_fields(&screen.lines),
            unless: unless.transpose()?,
        }))
    }

    /// Returns the document with this URL for the key.
    fn with_action(&self, action: &str) -> Option<Bytes> {
        let (before, after) = &self.asks;
        let text = [before, "action=\"", &escape(action), "\"", after].concat();
        (text.len() <= LARGEST).then(|| Bytes::from(text))
    }
}

/// Returns whether a value of the call is among what is said or played.
fn speaks_fields(lines: &[Line]) -> bool {
    lines.iter().any(|line| match line {
        Line::Say(say) => !say.placeholders.is_empty(),
        Line::Play(Play { placeholder, .. }) => placeholder.is_some(),
        Line::PlayDigits { digits, .. } => digits.placeholder().is_some(),
        Line::Pause { .. } | Line::Language { .. } | Line::Effect { .. } => false,
        Line::First { lines } | Line::Uninterrupted { lines } | Line::Scoped { lines, .. } => {
            speaks_fields(lines)
        }
    })
}

impl<T: PhoneTree> Documents<T> {
    /// Returns whether a callee at `at` hears values of the call.
    pub(crate) fn screen_speaks_fields(&self, at: Position<T>) -> bool {
        self.screens.get(at).is_none_or(|screen| screen.speaks_fields)
    }

    /// Returns the document for a callee without values of the call, in the step with this mark.
    pub(crate) fn screen(&self, dialog: &Dialog<T>, at: Position<T>, step: &str) -> Bytes {
        let prepared = self.screens.get(at);
        let action = self.screen_sheet(dialog, step).screen_action(at);
        prepared.and_then(|screen| screen.with_action(&action)).unwrap_or_else(decline)
    }

    /// Returns the document for a callee. If the texts speak fields, they are read from `said`; otherwise `said` is
    /// not called.
    pub(crate) fn screen_in_call<'l>(
        &self,
        dialog: &Dialog<T>,
        at: Position<T>,
        said: impl FnOnce() -> Said<'l>,
        step: &str,
    ) -> Result<Bytes, TooLong> {
        if !self.screen_speaks_fields(at) {
            return Ok(self.screen(dialog, at, step));
        }
        let sheet = self.screen_sheet(dialog, step);
        sheet.screen(&said(), at, &sheet.screen_action(at)).map(Bytes::from)
    }

    /// Returns the document that replaces the question and ends the call of the callee.
    pub(crate) fn turn_away<'l>(
        &self,
        dialog: &Dialog<T>,
        at: Position<T>,
        said: impl FnOnce() -> Said<'l>,
    ) -> Result<Bytes, TooLong> {
        match self.screens.get(at).and_then(|screen| screen.unless.as_ref()) {
            Some(TurnsAway { document, speaks_fields: false }) => Ok(document.clone()),
            _ => self.screen_sheet(dialog, "").render(&said(), Rest::Over(Ending::Hangup)).map(Bytes::from),
        }
    }
}

impl<'a, T: PhoneTree> Sheet<'a, T> {
    /// Writes the lines in a gather for the key, whose action is `action`.
    fn screen(self, said: &Said<'_>, at: Position<T>, action: &'a str) -> Result<String, TooLong> {
        let place = self.place(action, at.language, None);
        let text = Xml::document("Response", |xml| place.screen(xml, said));
        fitting(text, at.state.name())
    }

    /// Returns the URL that receives the key.
    fn screen_action(self, at: Position<T>) -> String {
        [&self.action(at), self.mark(Rest::State(at)), "k"].concat()
    }
}

/// Returns the document that connects a callee who has pressed the key.
pub(crate) fn accept() -> Bytes {
    Bytes::from_static(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>")
}

/// Returns the document that ends the call of a callee who has declined.
pub(crate) fn decline() -> Bytes {
    Bytes::from_static(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Hangup/></Response>")
}
