//! The contract with generated code: what `phone_tree!` writes and everything else here reads.
//!
//! Control is finite and `const`; words are data (see [`crate::description`]); nothing here knows of HTTP,
//! of a carrier or of a clock.

use std::{fmt::Debug, future::Future, hash::Hash};

use crate::dialog::{
    after::Report,
    data::{Answer, Call, CallData, Entered, Offered, SpeakItem, Wanted},
    speak::{Given, UnreadFieldError},
};

pub use ivr_core::{
    callback::Callback,
    event::Event,
    position::{Action, Counters, Ending, Language, Position, PromptRef, Reply, To, Transition},
};

/// A phone tree: the exhaustive enum of its states, with a total transition function.
///
/// Written by `phone_tree!`; nobody implements it by hand except in tests.
///
/// ```
/// use ivr_runtime::tree::{Ending, Event, PhoneTree, Transition, Action};
///
/// #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
/// enum Bye {
///     Goodbye,
/// }
///
/// impl PhoneTree for Bye {
///     type App = ();
///     type Data = ();
///     const NAME: &'static str = "Bye";
///     const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US",
///         "starts":[{"state":"Goodbye"}],
///         "states":[{"name":"Goodbye","verb":"hangup"}]}"#;
///     const STATES: &'static [Self] = &[Bye::Goodbye];
///     const ACTIONS: &'static [Action<Self>] = &[];
///     fn index(self) -> usize { self as usize }
///     fn name(self) -> &'static str { "Goodbye" }
///     fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) }
/// }
///
/// assert_eq!(Bye::Goodbye.next(Event::Silence), Transition::End(Ending::Hangup));
/// ```
pub trait PhoneTree: Copy + Eq + Hash + Debug + Send + Sync + 'static {
    /// What the tree asks questions of in plain Rust; `()` when it asks none.
    type App: Send + Sync + 'static;
    /// The fields of `data { … }`; `()` when there are none.
    type Data: CallData;
    /// The name of the tree as its author wrote it, `Acme`.
    const NAME: &'static str;
    /// Everything about the tree that is not control, as JSON; see [`crate::description::Description`].
    const DESCRIPTION: &'static str;
    /// The states in the order of the source.
    const STATES: &'static [Self];
    /// What [`Transition::Action`] points at.
    const ACTIONS: &'static [Action<Self>];
    /// Whether it asks plain Rust for anything, so that some documents are made for each call.
    const NEEDS_APP: bool = false;
    /// Whether something of a call is stored between two requests: its fields, and that a `run` was done.
    const STATEFUL: bool = false;
    /// What it reads of what Twilio tells of a call when it begins.
    const TOLD: Wanted = Wanted::Named(&[]);
    /// The blocks that hold a `run` that is done at most once.
    const RUNS: &'static [u16] = &[];
    /// The Rust of these `run`s without blanks, a text for each block of [`RUNS`](Self::RUNS), by which another version of
    /// the tree knows them. Without texts they are known by their block.
    const RUN_SOURCES: &'static [&'static str] = &[];
    /// Whether the tree waives `endless_silence` somewhere, so that a silent caller may be kept forever.
    const WAIVES_ENDLESS_SILENCE: bool = false;
    /// The blocks of arms of a Rust `match` whose `set`s stand behind words: their values come with the answer, see
    /// [`Answer::later`].
    const ANSWERED: &'static [u16] = &[];
    /// The `run`s that are repeated until they are done, by number.
    const AT_LEAST_ONCE: &'static [AtLeastOnce] = &[];
    /// What is done when Twilio reports something beside the requests of a call.
    const HOOKS: &'static [Hook<Self>] = &[];
    /// The place of this state in [`STATES`](Self::STATES).
    fn index(self) -> usize;
    /// The name of this state as its author wrote it, `Menu`.
    fn name(self) -> &'static str;
    /// Where the call goes when `heard` happens in this state.
    fn next(self, heard: Event) -> Transition<Self>;

    /// Puts a complete entry into the field that this state gathers into; `None` when the field does not take it.
    #[must_use]
    fn enter(self, call: &Call<Self::Data>, entry: Entered<'_>) -> Option<Self::Data> {
        let _ = entry;
        Some(call.data().clone())
    }

    /// Puts what a request to a named start carries into the fields that the start declares.
    ///
    /// # Errors
    ///
    /// When such a field is missing, or does not take its text.
    fn start(name: &str, call: &Call<Self::Data>, given: Given<'_>) -> Result<Self::Data, UnreadFieldError> {
        let _ = (name, given);
        Ok(call.data().clone())
    }

    /// What this state offers of a list.
    #[must_use]
    fn offered(self, call: &Call<Self::Data>) -> Offered {
        let _ = call;
        Offered::default()
    }

    /// Puts the item at this place of the list that the state offers into its field. With `speak` it is there only while
    /// that is called; without, the caller has chosen it.
    fn item(self, call: &mut Call<Self::Data>, place: usize, speak: Option<SpeakItem<'_, Self::Data>>) {
        let _ = place;
        if let Some(speak) = speak {
            speak(call);
        }
    }

    /// The data after the `set`s of one block.
    #[must_use]
    fn set(block: u16, app: &Self::App, call: &Call<Self::Data>) -> Self::Data {
        let _ = (block, app);
        call.data().clone()
    }

    /// The `run`s of one block that are done at most once.
    fn run(block: u16, app: &Self::App, call: &Call<Self::Data>) -> impl Future<Output = ()> + Send {
        let _ = (block, app, call);
        async {}
    }

    /// One `run` of [`AT_LEAST_ONCE`](Self::AT_LEAST_ONCE): whether it is done.
    fn run_at_least_once(
        number: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
    ) -> impl Future<Output = bool> + Send {
        let _ = (number, app, call);
        async { true }
    }

    /// One `run` of [`HOOKS`](Self::HOOKS), counted over all of them: whether it is done. One that is done at most once
    /// always is.
    fn after(
        run: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
        report: &Report,
    ) -> impl Future<Output = bool> + Send {
        let _ = (run, app, call, report);
        async { true }
    }

    /// A Rust `match`: which arm the answer is.
    fn ask(
        question: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
    ) -> impl Future<Output = Answer<Self::Data>> + Send {
        let _ = (question, app, call);
        async { Answer { heard: Event::Else, data: None, later: Vec::new(), spoken: Vec::new() } }
    }

    /// What the agent of this `connect` handed back: which arm takes it. `None` when it does not parse as the type.
    #[must_use]
    fn handed_back(
        connect: u16,
        result: &str,
        app: &Self::App,
        call: &Call<Self::Data>,
    ) -> Option<Answer<Self::Data>> {
        let _ = (connect, result, app, call);
        None
    }

    /// Whether a field holds that conditions look at, by its place in `data`.
    #[must_use]
    fn condition(field: u16, call: &Call<Self::Data>) -> bool {
        let _ = (field, call);
        false
    }

    /// What stands in a placeholder, or a `(expr)` in place of a literal.
    #[must_use]
    fn render(placeholder: u16, app: &Self::App, call: &Call<Self::Data>) -> String {
        let _ = (placeholder, app, call);
        String::new()
    }
}

/// A `run` that is repeated until it is done.
///
/// ```
/// use ivr_runtime::tree::AtLeastOnce;
/// let run = AtLeastOnce { block: 0, source: "app.note(call).await" };
/// assert_eq!(run.source, "app.note(call).await");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AtLeastOnce {
    /// The block that it stands in.
    pub block: u16,
    /// Its Rust without blanks, by which another version of the tree knows it.
    pub source: &'static str,
}

/// `after recording in Message { run …; }`: what is done when Twilio reports something beside the requests of a call.
///
/// ```
/// use ivr_runtime::tree::{Callback, Hook, HookRun};
/// const RUNS: &[HookRun] = &[HookRun { source: "app.ended(call).await", at_least_once: false }];
/// let hook: Hook<()> = Hook { callback: Callback::Call, state: None, runs: RUNS };
/// assert_eq!(hook.runs.len(), 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hook<T: 'static> {
    /// What is reported.
    pub callback: Callback,
    /// The state that it belongs to.
    pub state: Option<T>,
    /// What is done then, in order.
    pub runs: &'static [HookRun],
}

/// A `run` of a [`Hook`].
///
/// ```
/// let run = ivr_runtime::tree::HookRun { source: "app.ended(call).await", at_least_once: true };
/// assert!(run.at_least_once);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HookRun {
    /// Its Rust without blanks, by which another version of the tree knows it.
    pub source: &'static str,
    /// Repeated until it is done.
    pub at_least_once: bool,
}

/// Fails to compile where a tree has `hours` and the program cannot tell the time of its zone.
///
/// ```
/// # #[cfg(feature = "hours")]
/// const _: () = ivr_runtime::tree::require_hours();
/// ```
#[cfg(feature = "hours")]
pub const fn require_hours() {}

/// Fails to compile where a tree has `hours` and the program cannot tell the time of its zone.
///
/// # Panics
///
/// Always.
#[cfg(not(feature = "hours"))]
#[expect(clippy::panic, reason = "it is evaluated while the tree compiles")]
pub const fn require_hours() {
    panic!("a tree with `hours` needs the feature `hours` of the crate `ivr`")
}

/// The name of the state that a reply leads to, or the word for the ending.
#[must_use]
pub fn name_of<T: PhoneTree>(to: To<T>) -> &'static str {
    match to {
        To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at) => at.state.name(),
        To::End(ending, _) => ending.as_str(),
    }
}
