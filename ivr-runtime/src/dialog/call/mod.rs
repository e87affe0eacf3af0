//! The pure step of a call: (where it is, what came) → (what is said, where it is now).
//!
//! No HTTP, no clock, no provider. The same step serves the webhook, the phones and the tests.

// Where a call is, as the end of a URL.
mod path;

pub use path::without_language;

use std::{borrow::Cow, collections::HashMap};

use crate::{
    description::{Description, Line, State, Verb, Way},
    dialog::tree::{At, Language, PhoneTree, Reply, To, Words},
    input::{Ear, Input},
};
use ivr_core::event::Heard;

/// A tree made ready for calls: its description read, its ears worked out.
///
/// ```
/// # use ivr_runtime::{call::Flow, tree::*};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const STATES: &'static [Self] = &[Bye::Goodbye]; const WAYS: &'static [Way<Self>] = &[];
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Heard) -> Step<Self> { Step::End(Ending::Hangup) } }
/// let flow = Flow::<Bye>::new().unwrap();
/// assert_eq!(flow.begin(), At::fresh(Bye::Goodbye));
/// ```
#[derive(Clone, Debug)]
pub struct Flow<T> {
    description: Description,
    states: HashMap<&'static str, T>,
    /// The ears of the states, for each language.
    ears: Vec<Vec<Ear>>,
    start: T,
}

impl<T: PhoneTree> Flow<T> {
    /// Reads the description of the tree.
    ///
    /// # Errors
    ///
    /// When the description and the enum do not belong together, which generated code cannot bring about.
    pub fn new() -> Result<Self, Mismatch> {
        Self::of(Self::built()?.without_what_is_off())
    }

    /// The description as it was built in, with what is switched off.
    pub(crate) fn built() -> Result<Description, Mismatch> {
        serde_json::from_str(T::DESCRIPTION).map_err(|error| Mismatch(error.to_string()))
    }

    /// The same tree with another description of it.
    pub(crate) fn of(description: Description) -> Result<Self, Mismatch> {
        let states: HashMap<&'static str, T> = T::STATES.iter().map(|state| (state.name(), *state)).collect();
        let same =
            description.states.iter().map(|state| state.name.as_str()).eq(T::STATES.iter().map(|s| s.name()));
        if !same {
            return Err(Mismatch("the states differ".into()));
        }
        if description.ways.len() != T::WAYS.len() {
            return Err(Mismatch("the ways differ".into()));
        }
        let first = description.starts.first().and_then(|start| states.get(start.state.as_str()).copied());
        let start = first.ok_or_else(|| Mismatch("there is no start".into()))?;
        if u8::try_from(description.languages.len()).is_err() {
            return Err(Mismatch("there are more than 256 languages".into()));
        }
        let ears =
            |language| description.states.iter().map(|state| Ear::new(&state.verb, language)).collect();
        let ears = description.tags().map(ears).collect();
        Ok(Self { description, states, ears, start })
    }

    /// The same with words in the place of every recording that has some.
    #[must_use]
    pub fn spoken(self) -> Self {
        Self { description: self.description.spoken(), ..self }
    }

    /// The same with its recordings under `audio`: all of them, or those of one language.
    #[must_use]
    pub fn under(self, language: Option<&str>, audio: &str) -> Self {
        Self { description: self.description.under(language, audio), ..self }
    }

    /// The same with other words.
    #[cfg(test)]
    pub(crate) fn with(self, description: Description) -> Self {
        Self { description, ..self }
    }

    /// All of the tree that is not control.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// The description of one state.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`new` made sure that the states are the same")]
    pub fn state(&self, state: T) -> &State {
        &self.description.states[state.index()]
    }

    /// The words on the way to a reply.
    #[must_use]
    pub fn words(&self, words: Words) -> &[Line] {
        self.description.ways.get(usize::from(words.way)).map_or(&[], |way: &Way| way.lines(words.block))
    }

    /// The state called `name`.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<T> {
        self.states.get(name).copied()
    }

    /// Where a new call begins.
    #[must_use]
    pub fn begin(&self) -> At<T> {
        At::fresh(self.start)
    }

    /// The reply to a new call.
    #[must_use]
    pub fn answer(&self) -> Reply<T> {
        Reply { words: None, to: To::Enter(self.begin()) }
    }

    /// Where a call that enters `at` comes to rest: past every state that goes on by itself.
    #[must_use]
    pub fn settle(&self, at: At<T>) -> At<T> {
        let mut at = self.after(at, &self.state(at.state).lines);
        // No tree that compiles has a cycle of `goto`, so the number of states bounds the walk.
        for _ in T::STATES {
            if !matches!(self.state(at.state).verb, Verb::Goto(_)) {
                break;
            }
            match self.arrive(at.apply(at.state.next(Heard::Next), T::WAYS)) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Where a reply leads, once all is said that stands before the verb: a `speak` on the way counts. `None` when
    /// the call is over.
    #[must_use]
    pub fn arrive(&self, reply: Reply<T>) -> Option<At<T>> {
        let (at, lines) = match reply.to {
            To::Enter(at) => (at, self.state(at.state).lines.as_slice()),
            To::Ask(at) => (at, &[][..]),
            To::End(..) => return None,
        };
        let at = reply.words.map_or(at, |words| self.after(at, self.words(words)));
        Some(self.after(at, lines))
    }

    /// The same place after these lines: the last `speak` among them counts.
    fn after(&self, at: At<T>, lines: &[Line]) -> At<T> {
        let spoken = lines.iter().filter_map(|line| match line {
            Line::Language { tag: language } => self.language(language),
            Line::Say(_)
            | Line::Play(_)
            | Line::Pause { .. }
            | Line::Uninterrupted { .. }
            | Line::First { .. }
            | Line::Effect { .. } => None,
        });
        spoken.last().map_or(at, |language| at.speaking(language))
    }

    /// What an answer means in a state, in the language that the call speaks there.
    #[must_use]
    pub fn hear(&self, at: At<T>, input: &Input<'_>) -> Heard {
        let ears = self.ears.get(at.language.place());
        ears.and_then(|ears| ears.get(at.state.index())).map_or(Heard::Else, |ear| ear.hear(input))
    }

    /// One step: the answer to `input` for a call that waits at `at`.
    #[must_use]
    pub fn advance(&self, at: At<T>, input: &Input<'_>) -> Reply<T> {
        at.apply(at.state.next(self.hear(at, input)), T::WAYS)
    }

    /// The languages of the tree, the first first.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        (0..=u8::MAX).zip(self.description.tags()).map(|(place, _)| Language::nth(place))
    }

    /// The tag of a language, `en-US`.
    #[must_use]
    pub fn tag(&self, language: Language) -> &str {
        self.description.tags().nth(language.place()).unwrap_or(&self.description.language)
    }

    /// The language with this tag.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<Language> {
        self.languages()
            .zip(self.description.tags())
            .find(|(_, own)| *own == tag)
            .map(|(language, _)| language)
    }

    /// What a call that speaks `language` hears of a line. A block is left as it is.
    #[must_use]
    pub(crate) fn line<'a>(&'a self, line: &'a Line, language: Language) -> Cow<'a, Line> {
        line.in_language(self.tag(language), &self.description.language)
    }
}

/// A description that does not belong to its enum.
///
/// ```
/// # fn show(error: ivr_runtime::call::Mismatch) -> String { error.to_string() }
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mismatch(String);

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the description of the tree does not fit its states: {}", self.0)
    }
}

impl std::error::Error for Mismatch {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::tree::{Counters, Ending},
        fixture::Acme,
    };

    fn press(flow: &Flow<Acme>, at: At<Acme>, key: &str) -> Reply<Acme> {
        flow.advance(at, &Input { digits: key.to_owned().into(), ..Input::default() })
    }

    #[test]
    fn silence_twice_and_again_reaches_the_receptionist() {
        let flow = Flow::<Acme>::new().unwrap();
        let mut at = flow.settle(flow.begin());
        for attempt in 1..=2 {
            let reply = flow.advance(at, &Input::default());
            assert_eq!(reply.words, Some(Words { way: 0, block: attempt - 1 }));
            let To::Ask(next) = reply.to else { panic!("{reply:?}") };
            at = next;
            assert_eq!((at.state, at.counters.get(0)), (Acme::Menu, attempt));
        }
        assert_eq!(flow.advance(at, &Input::default()).to, To::Enter(At::fresh(Acme::Reception)));
    }

    #[test]
    fn silence_and_wrong_keys_share_one_counter() {
        let flow = Flow::<Acme>::new().unwrap();
        let To::Ask(at) = press(&flow, At::fresh(Acme::Menu), "7").to else { panic!() };
        let To::Ask(at) = flow.advance(at, &Input::default()).to else { panic!() };
        assert_eq!(press(&flow, at, "7").to, To::Enter(At::fresh(Acme::Reception)));
    }

    #[test]
    fn a_fresh_entry_forgives_attempts() {
        let flow = Flow::<Acme>::new().unwrap();
        let at = At { counters: Counters::ZERO.with(0, 2), ..At::fresh(Acme::Menu) };
        assert_eq!(press(&flow, at, "9").to, To::Enter(At::fresh(Acme::Menu)));
    }

    #[test]
    fn an_empty_recording_is_silence_and_ends() {
        let flow = Flow::<Acme>::new().unwrap();
        let at = At::fresh(Acme::Sales);
        assert_eq!(flow.advance(at, &Input::default()).to, To::End(Ending::Hangup, Language::FIRST));
        let message = Input { recording_url: "https://api.example/RE1".into(), ..Input::default() };
        assert_eq!(flow.advance(at, &message).to, To::Enter(At::fresh(Acme::Thanks)));
    }
}
