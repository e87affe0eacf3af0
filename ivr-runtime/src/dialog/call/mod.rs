//! A step of a call as a pure function: (position, input) → (texts, next position).
//!
//! The module has no HTTP, no clock and no carrier. The webhook, the phones and the tests use the same step.

// The conditions of options.
mod conditions;

// The position of a call in the path of a URL.
mod path;

// The state in which a call waits.
mod rest;

pub use path::without_language;
pub(crate) use rest::Steps;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::{
    data::{Call, Entered},
    description::{Action, Description, Line, MatchHours, Screen, Start, State, Target, Verb},
    dialog::tree::{Language, PhoneTree, Position, PromptRef, Reply, To, Transition},
    input::{Input, InputMatcher},
};
use ivr_core::{event::Event, hours::OpenSet};

use conditions::Tested;

/// A tree prepared for calls, with its parsed description and its matchers.
///
/// ```
/// # use ivr_runtime::{call::Dialog, tree::*};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let dialog = Dialog::<Bye>::new().unwrap();
/// assert_eq!(dialog.begin(), Position::fresh(Bye::Goodbye));
/// ```
#[derive(Clone, Debug)]
pub struct Dialog<T> {
    description: Description,
    states: FxHashMap<&'static str, T>,
    /// The states by their names in earlier versions.
    former: FxHashMap<Box<str>, T>,
    /// The matchers of the states, for each language.
    matchers: Vec<Vec<InputMatcher>>,
    /// The first state of each start.
    starts: Vec<T>,
    /// The conditions of each state.
    conditions: Vec<Vec<Tested>>,
    /// Everything that conditions can test, by name.
    tested: FxHashMap<Box<str>, Tested>,
    /// The target of `on_error`.
    on_error: Option<Transition<T>>,
}

impl<T: PhoneTree> Dialog<T> {
    /// Parses the description of the tree.
    ///
    /// # Errors
    ///
    /// Returns an error if the description does not match the enum. This cannot happen with generated code.
    pub fn new() -> Result<Self, DescriptionError> {
        Self::of(Self::built()?.without_what_is_off())
    }

    /// Returns the built-in description, including texts that are switched off.
    pub(crate) fn built() -> Result<Description, DescriptionError> {
        serde_json::from_str(T::DESCRIPTION).map_err(|error| DescriptionError(error.to_string()))
    }

    /// Creates the dialog with another description.
    pub(crate) fn of(description: Description) -> Result<Self, DescriptionError> {
        let states: FxHashMap<&'static str, T> =
            T::states().iter().map(|state| (state.name(), *state)).collect();
        let same = description
            .states
            .iter()
            .map(|state| state.name.as_str())
            .eq(T::states().iter().map(|s| s.name()));
        if !same {
            return Err(DescriptionError("the states differ".into()));
        }
        if description.actions.len() != T::ACTIONS.len() {
            return Err(DescriptionError("the actions differ".into()));
        }
        let named = |name: &str| {
            states.get(name).copied().ok_or_else(|| DescriptionError(format!("no state `{name}`")))
        };
        let starts: Vec<T> =
            description.starts.iter().map(|start| named(&start.state)).collect::<Result<_, _>>()?;
        if starts.is_empty() {
            return Err(DescriptionError("there is no start".into()));
        }
        let on_error = match &description.on_error {
            Some(on_error) => Some(transition::<T>(&on_error.then, named)?),
            None => None,
        };
        if u8::try_from(description.languages.len()).is_err() {
            return Err(DescriptionError("there are more than 256 languages".into()));
        }
        let matchers = |language| {
            description.states.iter().map(|state| InputMatcher::new(&state.verb, language)).collect()
        };
        let matchers = description.tags().map(matchers).collect();
        let former = description.states.iter().zip(T::states());
        let former = former
            .flat_map(|(state, one)| state.was.iter().map(|name| (name.as_str().into(), *one)))
            .collect();
        let tested = conditions::names(&description);
        let conditions = description.states.iter().map(|state| conditions::tested(&tested, state));
        let conditions = conditions.collect::<Result<_, _>>()?;
        Ok(Self { description, states, former, matchers, starts, conditions, tested, on_error })
    }

    /// Returns the dialog with each recording replaced by its words, if it has words.
    #[must_use]
    pub fn spoken(self) -> Self {
        Self { description: self.description.spoken(), ..self }
    }

    /// Returns the dialog with its recordings under `audio`: all of them, or those of one language.
    #[must_use]
    pub fn under(self, language: Option<&str>, audio: &str) -> Self {
        Self { description: self.description.under(language, audio), ..self }
    }

    /// Returns the dialog with other texts.
    #[cfg(test)]
    pub(crate) fn with(self, description: Description) -> Self {
        Self { description, ..self }
    }

    /// Returns the description: everything in the tree except control flow.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Returns the description of a state.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`new` made sure that the states are the same")]
    pub fn state(&self, state: T) -> &State {
        &self.description.states[state.index()]
    }

    /// Returns the texts of a reply.
    #[must_use]
    pub fn words(&self, words: PromptRef) -> &[Line] {
        self.description
            .actions
            .get(usize::from(words.action))
            .map_or(&[], |action: &Action| action.lines(words.block))
    }

    /// Returns the state with this name, in this version or an earlier one.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<T> {
        self.states.get(name).or_else(|| self.former.get(name)).copied()
    }

    /// Returns the position at which a new call begins.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "`of` made sure that there is a start")]
    pub fn begin(&self) -> Position<T> {
        Position::fresh(self.starts[0])
    }

    /// Returns the position at which a call begins whose first request has this path under the tree: `callback`, or
    /// `en-US/callback`. Returns `None` if the tree has no such start.
    #[must_use]
    pub fn begin_at(&self, path: &str) -> Option<Position<T>> {
        let (_, state) = self.start_at(self.start(path)?)?;
        Some(Position::fresh(state).speaking(self.language_of(path)))
    }

    /// Returns the index of the named start for a path, `callback` or `en-US/callback`.
    #[must_use]
    pub(crate) fn start(&self, path: &str) -> Option<usize> {
        let name = without_language(path).1;
        self.description.starts.iter().position(|start| start.name.as_deref() == Some(name))
    }

    /// Returns the start with this index, and its state.
    pub(crate) fn start_at(&self, place: usize) -> Option<(&Start, T)> {
        Some((self.description.starts.get(place)?, *self.starts.get(place)?))
    }

    /// Returns the target of `on_error`, if the tree has one.
    pub(crate) fn on_error(&self) -> Option<Transition<T>> {
        self.on_error
    }

    /// Returns the reply to a new call.
    #[must_use]
    pub fn answer(&self) -> Reply<T> {
        Reply { words: None, to: To::Enter(self.begin()) }
    }

    /// Returns the position in which a call that enters `at` waits, after every state that continues by itself.
    #[must_use]
    pub fn settle(&self, at: Position<T>) -> Position<T> {
        let mut at = self.after(at, &self.state(at.state).lines);
        // A tree that compiles has no cycle of `goto`, so the number of states bounds the walk.
        for _ in T::states() {
            if !matches!(self.state(at.state).verb, Verb::Goto(_)) {
                break;
            }
            match self.arrive(at.apply(at.state.next(Event::Next), T::ACTIONS)) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Returns the position to which a reply leads after the steps before the verb. A `language` step among them
    /// counts. Returns `None` if the call has ended.
    #[must_use]
    pub fn arrive(&self, reply: Reply<T>) -> Option<Position<T>> {
        let (at, lines) = match reply.to {
            To::Enter(at) | To::Wait(at) | To::Leave(at) => (at, self.state(at.state).lines.as_slice()),
            To::Ask(at) => (at, &[][..]),
            To::End(..) => return None,
        };
        let at = reply.words.map_or(at, |words| self.after(at, self.words(words)));
        Some(self.after(at, lines))
    }

    /// Returns the position after these lines. The last `language` step among them counts.
    fn after(&self, at: Position<T>, lines: &[Line]) -> Position<T> {
        let spoken = lines.iter().filter_map(|line| match line {
            // A language that Rust chooses is known only during a call.
            Line::Language { tag, .. } => self.language(tag),
            Line::Say(_)
            | Line::Play(_)
            | Line::PlayDigits { .. }
            | Line::Pause { .. }
            | Line::Uninterrupted { .. }
            | Line::First { .. }
            | Line::Scoped { .. }
            | Line::Effect { .. } => None,
        });
        spoken.last().map_or(at, |language| at.speaking(language))
    }

    /// Returns the event for an input in a state, in the language that the call speaks there.
    #[must_use]
    pub fn hear(&self, at: Position<T>, input: &Input<'_>) -> Event {
        let matchers = self.matchers.get(at.language.place());
        matchers
            .and_then(|matchers| matchers.get(at.state.index()))
            .map_or(Event::Else, |matcher| matcher.hear(input, at.conditions))
    }

    /// Returns the keys that were pressed or spoken in a state.
    pub(crate) fn key(&self, at: Position<T>, input: &Input<'_>) -> Option<String> {
        let matcher = self.matchers.get(at.language.place())?.get(at.state.index())?;
        matcher.key(input, at.conditions)
    }

    /// Returns the fields of a call after storing the complete entry of `input`, or `None` if the field does not
    /// accept it. Spoken keys count as keys if the field accepts keys.
    ///
    /// ```no_run
    /// # use ivr_runtime::{call::Dialog, data::Call, input::Input, tree::{PhoneTree, Position}};
    /// # fn zip<T: PhoneTree>(dialog: &Dialog<T>, at: Position<T>, call: &Call<T::Data>) -> Option<T::Data> {
    /// let said = Input { speech: "My zip code is 06457.".into(), ..Input::default() };
    /// dialog.enter(at, call, &said)
    /// # }
    /// ```
    #[must_use]
    pub fn enter(&self, at: Position<T>, call: &Call<T::Data>, input: &Input<'_>) -> Option<T::Data> {
        if !input.digits.is_empty() {
            return at.state.enter(call, Entered::Keys(&input.digits));
        }
        let is_entry = |keys: &String| {
            let pressed = Input { digits: keys.into(), ..Input::default() };
            self.hear(at, &pressed) == Event::Entered
        };
        let spoken = self.key(at, input).filter(is_entry);
        let keys = spoken.and_then(|keys| at.state.enter(call, Entered::Keys(&keys)));
        keys.or_else(|| at.state.enter(call, Entered::Speech(&input.speech, input.confidence)))
    }

    /// Returns the reply to a queue that requests the document for a caller who waits since `at`: the state of
    /// `wait`, or `music`.
    #[must_use]
    pub fn wait(&self, at: Position<T>) -> Reply<T> {
        match &self.state(at.state).verb {
            Verb::Enqueue(enqueue) if !enqueue.music.is_empty() => Reply { words: None, to: To::Wait(at) },
            _ => at.apply(at.state.next(Event::Waits), T::ACTIONS),
        }
    }

    /// Returns the `screen` for a callee who is called at `at`.
    pub(crate) fn screen(&self, at: Position<T>) -> Option<&Screen> {
        match &self.state(at.state).verb {
            Verb::Dial(dial) => dial.screen.as_ref(),
            Verb::Goto(_)
            | Verb::Gather(_)
            | Verb::Record(_)
            | Verb::Enqueue(_)
            | Verb::Connect(_)
            | Verb::Match(_)
            | Verb::Hours(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Leave => None,
        }
    }

    /// Returns whether this tree says what a caller hears while waiting since `at`.
    pub(crate) fn is_heard_while_waiting(&self, at: Position<T>) -> bool {
        matches!(&self.state(at.state).verb, Verb::Enqueue(enqueue) if enqueue.is_heard_while_waiting())
    }

    /// Returns the event for `match hours` while these schedules are open.
    pub(crate) fn hours(&self, asked: &MatchHours, open: OpenSet) -> Event {
        let place = self.description.place_of_hours(&asked.name);
        if place.is_some_and(|place| open.has(place)) { Event::Open } else { Event::Closed }
    }

    /// Returns the event for an input while these schedules are open. For `match hours`, the schedule decides.
    pub(crate) fn hear_while(&self, at: Position<T>, input: &Input<'_>, open: OpenSet) -> Event {
        match &self.state(at.state).verb {
            Verb::Hours(asked) => self.hours(asked, open),
            _ => self.hear(at, input),
        }
    }

    /// Executes a step: returns the reply to `input` for a call that waits at `at`.
    #[must_use]
    pub fn advance(&self, at: Position<T>, input: &Input<'_>) -> Reply<T> {
        at.apply(at.state.next(self.hear(at, input)), T::ACTIONS)
    }

    /// Returns the languages of the tree, beginning with the first.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        (0..=u8::MAX).zip(self.description.tags()).map(|(place, _)| Language::nth(place))
    }

    /// Returns the tag of a language, `en-US`.
    #[must_use]
    pub fn tag(&self, language: Language) -> &str {
        self.description.tags().nth(language.place()).unwrap_or(&self.description.language)
    }

    /// Returns the language with this tag.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<Language> {
        self.languages()
            .zip(self.description.tags())
            .find(|(_, own)| *own == tag)
            .map(|(language, _)| language)
    }

    /// Returns what a call in `language` hears of a line. A block is unchanged.
    #[must_use]
    pub(crate) fn line<'a>(&'a self, line: &'a Line, language: Language) -> Cow<'a, Line> {
        line.in_language(self.tag(language), &self.description.language)
    }
}

fn transition<T: PhoneTree>(
    target: &Target,
    named: impl Fn(&str) -> Result<T, DescriptionError>,
) -> Result<Transition<T>, DescriptionError> {
    Ok(match target {
        Target::Go(state) | Target::Wait(state) => Transition::Go(named(state)?),
        Target::Action(row) if usize::from(*row) < T::ACTIONS.len() => Transition::Action(*row),
        Target::Action(row) => return Err(DescriptionError(format!("no action {row}"))),
        Target::Again => Transition::Again,
        Target::End(ending) => Transition::End(*ending),
    })
}

/// The error for a description that does not match its enum.
///
/// ```
/// # fn show(error: ivr_runtime::call::DescriptionError) -> String { error.to_string() }
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the description of the tree does not fit its states: {0}")]
pub struct DescriptionError(String);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::tree::{Counters, Ending},
        fixture::Acme,
    };

    fn press(dialog: &Dialog<Acme>, at: Position<Acme>, key: &str) -> Reply<Acme> {
        dialog.advance(at, &Input { digits: key.to_owned().into(), ..Input::default() })
    }

    #[test]
    fn silence_twice_and_again_reaches_the_receptionist() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let mut at = dialog.settle(dialog.begin());
        for attempt in 1..=2 {
            let reply = dialog.advance(at, &Input::default());
            assert_eq!(reply.words, Some(PromptRef { action: 0, block: attempt - 1 }));
            let To::Ask(next) = reply.to else { panic!("{reply:?}") };
            at = next;
            assert_eq!((at.state, at.counters.get(0)), (Acme::Menu, attempt));
        }
        assert_eq!(dialog.advance(at, &Input::default()).to, To::Enter(Position::fresh(Acme::Reception)));
    }

    #[test]
    fn the_arm_taken_leads_where_the_transition_function_leads() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let keys = (0..=9).map(|key| Event::key(char::from_digit(key, 10).unwrap()).unwrap());
        let verb = &dialog.state(Acme::Menu).verb;
        for heard in keys.chain([Event::Silence, Event::Else, Event::Star]) {
            let arm = &verb.arms()[verb.taken(heard).unwrap()];
            // In this state only inherited arms count attempts.
            let is_counted = matches!(Acme::Menu.next(heard), crate::dialog::tree::Transition::Action(_));
            assert_eq!(arm.inherited, is_counted, "{heard}");
        }
        assert_eq!(dialog.state(Acme::Reception).verb.taken(Event::Busy), Some(1));
        assert_eq!(dialog.state(Acme::Thanks).verb.taken(Event::Next), None);
    }

    #[test]
    fn silence_and_wrong_keys_share_one_counter() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let To::Ask(at) = press(&dialog, Position::fresh(Acme::Menu), "7").to else { panic!() };
        let To::Ask(at) = dialog.advance(at, &Input::default()).to else { panic!() };
        assert_eq!(press(&dialog, at, "7").to, To::Enter(Position::fresh(Acme::Reception)));
    }

    #[test]
    fn a_fresh_entry_forgives_attempts() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let at = Position { counters: Counters::ZERO.with(0, 2), ..Position::fresh(Acme::Menu) };
        assert_eq!(press(&dialog, at, "9").to, To::Enter(Position::fresh(Acme::Menu)));
    }

    #[test]
    fn an_empty_recording_is_silence_and_ends() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let at = Position::fresh(Acme::Sales);
        assert_eq!(dialog.advance(at, &Input::default()).to, To::End(Ending::Hangup, Language::FIRST));
        let message = Input { recording_url: "https://api.example/RE1".into(), ..Input::default() };
        assert_eq!(dialog.advance(at, &message).to, To::Enter(Position::fresh(Acme::Thanks)));
    }
}
