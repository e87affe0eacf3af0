//! The contract with generated code: what `phone_tree!` generates and everything else in this crate reads.
//!
//! Control flow is finite and `const`. Texts are data (see [`crate::description`]). Nothing here depends on HTTP, a
//! carrier or a clock.

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
/// `phone_tree!` implements this trait. Manual implementations are only useful in tests.
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
///     const ACTIONS: &'static [Action<Self>] = &[];
///     fn states() -> &'static [Self] { &[Bye::Goodbye] }
///     fn index(self) -> usize { self as usize }
///     fn name(self) -> &'static str { "Goodbye" }
///     fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) }
/// }
///
/// assert_eq!(Bye::Goodbye.next(Event::Silence), Transition::End(Ending::Hangup));
/// ```
pub trait PhoneTree: Copy + Eq + Hash + Debug + Send + Sync + 'static {
    /// The type that the tree calls in Rust, or `()`.
    type App: Send + Sync + 'static;
    /// The fields of `data { … }`, or `()`.
    type Data: CallData;
    /// The name of the tree as written, `Acme`.
    const NAME: &'static str;
    /// Everything in the tree except control flow, as JSON; see [`crate::description::Description`].
    const DESCRIPTION: &'static str;
    /// The actions that [`Transition::Action`] refers to.
    const ACTIONS: &'static [Action<Self>];
    /// Whether the tree has data or calls Rust, so that its calls are sessions and some documents are rendered for each call.
    const NEEDS_APP: bool = false;
    /// Whether data of a call is stored between two requests: its fields, and that a `run` was executed.
    const STATEFUL: bool = false;
    /// The values of Twilio's first request that the tree reads.
    const TOLD: Wanted = Wanted::Named(&[]);
    /// The blocks with a `run` that is executed at most once.
    const RUNS: &'static [u16] = &[];
    /// The sources of these `run`s without blanks, one text for each block of [`RUNS`](Self::RUNS). Another version
    /// of the tree identifies them by their source. Without texts they are identified by their block.
    const RUN_SOURCES: &'static [&'static str] = &[];
    /// Whether the tree waives `endless_silence` somewhere, so that a silent caller may stay forever.
    const WAIVES_ENDLESS_SILENCE: bool = false;
    /// The blocks in arms of a Rust `match` whose `set`s follow texts. Their values come with the answer; see
    /// [`Answer::later`].
    const ANSWERED: &'static [u16] = &[];
    /// The `run`s that are repeated until they are done, by index.
    const AT_LEAST_ONCE: &'static [AtLeastOnce] = &[];
    /// The hooks for reports outside of the requests of a call.
    const HOOKS: &'static [Hook<Self>] = &[];
    /// Returns the states, in source order.
    ///
    /// This is not a constant: rustc evaluates constants during `cargo check`, and needs time that grows with the square
    /// of the number of states to verify an array of them.
    fn states() -> &'static [Self];
    /// Returns the index of this state in [`states`](Self::states).
    fn index(self) -> usize;
    /// Returns the name of this state as written, `Menu`.
    fn name(self) -> &'static str;
    /// Returns where the call goes when `heard` happens in this state.
    fn next(self, heard: Event) -> Transition<Self>;

    /// Stores a complete entry in the field of this state. Returns `None` if the field does not accept it.
    #[must_use]
    fn enter(self, call: &Call<Self::Data>, entry: Entered<'_>) -> Option<Self::Data> {
        let _ = entry;
        Some(call.data().clone())
    }

    /// Stores the values of a request to a named start in the fields that the start declares.
    ///
    /// # Errors
    ///
    /// Returns an error if such a field is missing, or does not accept its text.
    fn start(name: &str, call: &Call<Self::Data>, given: Given<'_>) -> Result<Self::Data, UnreadFieldError> {
        let _ = (name, given);
        Ok(call.data().clone())
    }

    /// Returns the items that this state offers.
    #[must_use]
    fn offered(self, call: &Call<Self::Data>) -> Offered {
        let _ = call;
        Offered::default()
    }

    /// Stores the item at this index of the offered list in its field. With `speak` the item is in the field only
    /// during that call; without, the caller has chosen it.
    fn item(self, call: &mut Call<Self::Data>, place: usize, speak: Option<SpeakItem<'_, Self::Data>>) {
        let _ = place;
        if let Some(speak) = speak {
            speak(call);
        }
    }

    /// Returns the data after the `set`s of a block.
    #[must_use]
    fn set(block: u16, app: &Self::App, call: &Call<Self::Data>) -> Self::Data {
        let _ = (block, app);
        call.data().clone()
    }

    /// Executes the at-most-once `run`s of a block.
    fn run(block: u16, app: &Self::App, call: &Call<Self::Data>) -> impl Future<Output = ()> + Send {
        let _ = (block, app, call);
        async {}
    }

    /// Executes a `run` of [`AT_LEAST_ONCE`](Self::AT_LEAST_ONCE). Returns whether it is done.
    fn run_at_least_once(
        number: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
    ) -> impl Future<Output = bool> + Send {
        let _ = (number, app, call);
        async { true }
    }

    /// Executes a `run` of [`HOOKS`](Self::HOOKS), with an index over all of them. Returns whether it is done; an
    /// at-most-once `run` always is.
    fn after(
        run: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
        report: &Report,
    ) -> impl Future<Output = bool> + Send {
        let _ = (run, app, call, report);
        async { true }
    }

    /// Evaluates a Rust `match`. Returns the arm for its answer.
    fn ask(
        question: u16,
        app: &Self::App,
        call: &Call<Self::Data>,
    ) -> impl Future<Output = Answer<Self::Data>> + Send {
        let _ = (question, app, call);
        async { Answer { heard: Event::Else, data: None, later: Vec::new(), spoken: Vec::new() } }
    }

    /// Returns the arm for the result of the agent of this `connect`, or `None` if the result does not parse as its
    /// type.
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

    /// Returns whether a field that conditions test is true, by its index in `data`.
    #[must_use]
    fn condition(field: u16, call: &Call<Self::Data>) -> bool {
        let _ = (field, call);
        false
    }

    /// Returns the value of a placeholder, or of an `(expr)` in place of a literal.
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
    /// The block that contains it.
    pub block: u16,
    /// Its source without blanks, by which another version of the tree identifies it.
    pub source: &'static str,
}

/// `after recording in Message { run …; }`: a hook for a report outside of the requests of a call.
///
/// ```
/// use ivr_runtime::tree::{Callback, Hook, HookRun};
/// const RUNS: &[HookRun] = &[HookRun { source: "app.ended(call).await", at_least_once: false }];
/// let hook: Hook<()> = Hook { callback: Callback::Call, state: None, runs: RUNS };
/// assert_eq!(hook.runs.len(), 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hook<T: 'static> {
    /// The report.
    pub callback: Callback,
    /// The state to which the report belongs.
    pub state: Option<T>,
    /// The `run`s of the hook, in order.
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
    /// Its source without blanks, by which another version of the tree identifies it.
    pub source: &'static str,
    /// Whether it is repeated until it is done.
    pub at_least_once: bool,
}

/// Fails to compile if a tree has `hours` but the program lacks the time zone database.
///
/// ```
/// # #[cfg(feature = "hours")]
/// const _: () = ivr_runtime::tree::require_hours();
/// ```
#[cfg(feature = "hours")]
pub const fn require_hours() {}

/// Fails to compile if a tree has `hours` but the program lacks the time zone database.
///
/// # Panics
///
/// Always.
#[cfg(not(feature = "hours"))]
#[expect(clippy::panic, reason = "it is evaluated while the tree compiles")]
pub const fn require_hours() {
    panic!("a tree with `hours` needs the feature `hours` of the crate `ivr`")
}

/// Returns the name of the state that a reply leads to, or the word for the ending.
#[must_use]
pub fn name_of<T: PhoneTree>(to: To<T>) -> &'static str {
    match to {
        To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at) => at.state.name(),
        To::End(ending, _) => ending.as_str(),
    }
}
