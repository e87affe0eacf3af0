//! The position of a call as the end of a URL: the position in the tree, and a mark that distinguishes the requests
//! of a call.

use std::fmt;

use crate::dialog::{
    call::{Dialog, without_language},
    tree::{Language, PhoneTree, Position},
};

/// How often a call may be answered by `on_error`. The last time, the call ends with its text.
const MAX_ERRORS: u8 = 3;

/// The position of a call, and which of its requests asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CallPosition<T> {
    pub(crate) at: Position<T>,
    pub(crate) mark: Mark,
}

impl<T: Copy> CallPosition<T> {
    /// Returns the position of a call that has just reached `state`, from a URL without a mark.
    pub(crate) fn fresh(state: T) -> Self {
        Self { at: Position::fresh(state), mark: Mark::default() }
    }
}

/// Parses the end of a URL: `Menu`, `Menu/2`, with a mark `Menu/0/7`, or in a language other than the first
/// `en-US/Menu/0/7`.
pub(crate) fn locate<T: PhoneTree>(dialog: &Dialog<T>, path: &str) -> Option<CallPosition<T>> {
    let (place, mark) = match split(path) {
        (place, None) => (place, Mark::default()),
        (place, Some(mark)) => (place, Mark::parse(mark)?),
    };
    if mark.step.is_some() && !T::STATEFUL {
        return None;
    }
    let is_asked = |at: &Position<T>| mark.leg.is_of(dialog, *at);
    dialog.locate(place).filter(is_asked).map(|at| CallPosition { at, mark })
}

/// A call that begins, or continues, at a named start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StartPosition<T> {
    /// The index of the start in the tree.
    pub(crate) start: usize,
    pub(crate) state: T,
    /// The language in the URL.
    pub(crate) language: Option<Language>,
}

impl<T: PhoneTree> StartPosition<T> {
    /// Parses the end of a URL: `callback`, or `en-US/callback`.
    pub(crate) fn locate(dialog: &Dialog<T>, path: &str) -> Option<Self> {
        let start = dialog.start(path)?;
        let (_, state) = dialog.start_at(start)?;
        let language = without_language(path).0.and_then(|tag| dialog.language(tag));
        Some(Self { start, state, language })
    }

    /// Returns the position to which it leads a call in `language`.
    pub(crate) fn at(self, language: Language) -> Position<T> {
        Position::fresh(self.state).speaking(self.language.unwrap_or(language))
    }
}

/// The failed request, as `on_error` needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Origin {
    /// The mark, or `None` for a new call.
    pub(crate) mark: Option<Mark>,
    /// The language of the call.
    pub(crate) language: Language,
    /// The named start of the request.
    pub(crate) start: Option<usize>,
}

impl Origin {
    /// Returns the origin of a request from a position in the tree.
    pub(crate) fn of<T: Copy>(place: CallPosition<T>) -> Self {
        Self { mark: Some(place.mark), language: place.at.language, start: None }
    }

    /// Returns the origin of a request from a position that this version of the tree does not have.
    pub(crate) fn unknown<T: PhoneTree>(dialog: &Dialog<T>, path: &str) -> Self {
        let mark = split(path).1.and_then(Mark::parse).unwrap_or_default();
        Self { mark: Some(mark), language: dialog.language_of(path), start: None }
    }

    /// Returns the origin of a request to a named start.
    pub(crate) fn of_start<T: Copy>(start: StartPosition<T>) -> Self {
        Self { mark: None, language: start.language.unwrap_or_default(), start: Some(start.start) }
    }

    /// Returns whether a queue asks.
    pub(crate) fn waits(self) -> bool {
        self.mark.is_some_and(|mark| mark.leg == Leg::Queue)
    }

    /// Returns whether a callee asks.
    pub(crate) fn is_of_callee(self) -> bool {
        self.mark.is_some_and(|mark| matches!(mark.leg, Leg::Screen | Leg::Screened))
    }

    /// Returns whether another error ends the call.
    pub(crate) fn is_last(self) -> bool {
        self.mark.is_some_and(Mark::is_last)
    }
}

/// Splits off the mark: `Menu/0/7` is the position `Menu/0` with the mark `7`, also after a language.
fn split(path: &str) -> (&str, Option<&str>) {
    let slashes = if without_language(path).0.is_some() { 2 } else { 1 };
    let before_mark = path.match_indices('/').nth(slashes);
    match before_mark.and_then(|(slash, _)| path.split_at_checked(slash)) {
        Some((place, mark)) => (place, mark.strip_prefix('/')),
        None => (path, None),
    }
}

/// Distinguishes the requests of a call: `7` after seven steps; `7t1` where the first error of the call led, and
/// `9a1` later in that call; `9w` if a queue requests a document; `9s` and `9k` if a callee is asked for a key, and
/// has answered.
///
/// A tree without data counts no steps. A URL that was written by hand has no mark, and is treated as the newest of
/// its call.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Mark {
    /// The number of steps of the call.
    pub(super) step: Option<u32>,
    /// How often the call was answered by `on_error`.
    errors: u8,
    /// Whether `on_error` led to this position.
    led: bool,
    /// Who asks.
    pub(crate) leg: Leg,
}

/// Who requests the document of a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Leg {
    /// The caller.
    #[default]
    Caller,
    /// A queue: what does the caller hear in it?
    Queue,
    /// A callee: what do they hear before the two are connected?
    Screen,
    /// A callee who has pressed a key.
    Screened,
}

impl Leg {
    const OTHERS: [Self; 3] = [Self::Queue, Self::Screen, Self::Screened];

    /// Returns the letter at the end of a mark.
    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::Caller => "",
            Self::Queue => "w",
            Self::Screen => "s",
            Self::Screened => "k",
        }
    }

    fn of(mark: &str) -> Self {
        Self::OTHERS.into_iter().find(|leg| mark.ends_with(leg.letter())).unwrap_or_default()
    }

    /// Returns whether the state has such a leg.
    fn is_of<T: PhoneTree>(self, dialog: &Dialog<T>, at: Position<T>) -> bool {
        match self {
            Self::Caller => true,
            Self::Queue => dialog.is_heard_while_waiting(at),
            Self::Screen | Self::Screened => dialog.screen(at).is_some(),
        }
    }
}

impl Mark {
    /// The mark before the first step of a call.
    pub(super) const START: Self = Self { step: Some(0), errors: 0, led: false, leg: Leg::Caller };

    /// Returns the mark of the answer to a request with this mark, after `step` steps.
    pub(super) fn answered(self, step: Option<u32>) -> Self {
        Self { step, led: false, leg: Leg::Caller, ..self }
    }

    /// Returns the mark of an answer by `on_error`.
    pub(super) fn failed(self, step: Option<u32>) -> Self {
        Self { step, errors: self.errors.saturating_add(1), led: true, leg: Leg::Caller }
    }

    /// Returns the text after a position in the URLs of the caller.
    pub(crate) fn step_text(self) -> String {
        Self { leg: Leg::Caller, ..self }.to_string()
    }

    /// Returns whether a queue requests a document.
    pub(crate) fn is_of_queue(self) -> bool {
        self.leg == Leg::Queue
    }

    /// Returns whether the call was answered by `on_error` before.
    pub(super) fn has_failed(self) -> bool {
        self.errors > 0
    }

    /// Returns whether another error ends the call: `on_error` led here, or errors have repeated.
    fn is_last(self) -> bool {
        self.led || self.errors >= MAX_ERRORS
    }

    fn parse(text: &str) -> Option<Self> {
        let (whole, leg) = (text, Leg::of(text));
        let text = whole.strip_suffix(leg.letter()).unwrap_or(whole);
        let letter = text.find(['t', 'a']);
        let (step, errors) = match letter.and_then(|place| text.split_at_checked(place)) {
            Some((step, errors)) => (step, errors.get(1..)?.parse().ok().filter(|count| *count > 0)?),
            None => (text, 0),
        };
        let step = if step.is_empty() { None } else { Some(step.parse().ok()?) };
        let mark = Self { step, errors, led: text.contains('t'), leg };
        // Only the canonical form is accepted, without a sign and without leading zeros.
        (mark.to_string() == whole && !whole.is_empty()).then_some(mark)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(step) = self.step {
            write!(f, "{step}")?;
        }
        match (self.errors, self.led) {
            (0, _) => Ok(()),
            (errors, true) => write!(f, "t{errors}"),
            (errors, false) => write!(f, "a{errors}"),
        }?;
        f.write_str(self.leg.letter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_as_itself() {
        let first = Mark::START.failed(Some(0));
        for (mark, text) in [
            (Mark::START, "0"),
            (Mark::START.answered(Some(7)), "7"),
            (first, "0t1"),
            (first.answered(Some(1)), "1a1"),
            (first.answered(Some(1)).failed(Some(9)), "9t2"),
            (Mark::default().failed(None), "t1"),
            (Mark::default().failed(None).answered(None), "a1"),
            (Mark { leg: Leg::Queue, ..Mark::default() }, "w"),
            (Mark { leg: Leg::Queue, ..Mark::START }, "0w"),
            (Mark { leg: Leg::Queue, ..first.answered(Some(1)) }, "1a1w"),
        ] {
            assert_eq!(mark.to_string(), text);
            assert_eq!(Mark::parse(text), Some(mark));
        }
    }

    #[test]
    fn what_nobody_wrote_is_no_mark() {
        for text in [
            "",
            "07",
            "ww",
            "w7",
            "7w1",
            "+7",
            "-1",
            "t",
            "7t",
            "7t0",
            "7t01",
            "7t1t1",
            "7a300",
            "x",
            "99999999999",
            "7/",
        ] {
            assert_eq!(Mark::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_second_failure_in_a_row_and_a_fourth_in_all_are_the_end() {
        let mut mark = Mark::START;
        for count in 1..=3 {
            assert!(!mark.is_last(), "{count}");
            mark = mark.failed(None);
            assert!(mark.is_last());
            mark = mark.answered(None);
        }
        assert!(mark.is_last());
    }
}
