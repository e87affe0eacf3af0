//! Everything in a tree except control flow, as data: texts, keys, phrases, verbs, and targets by name.
//!
//! `phone_tree!` writes the description as a JSON text with [`Description::to_json`]. The runtime reads it once, when
//! a server or a test starts (feature `serde`). Documents, pictures, scripts and diffs are made from it, and
//! `graph --format json` prints it.

// Serialization as JSON; deserialization is derived.
mod json;

// Prompts.
mod lines;
mod names;

pub use lines::{Line, Placeholder, Play, Recording, Say, Scope, Translation};

// The prompts in one language of the tree.
mod languages;

pub use languages::Language;

// The prompts that are in a prompt file.
mod prompt_file;

pub use prompt_file::{Key, KeyPlaceholder, PromptFile};

// The verbs of a state.
mod dial;
mod end;
mod verbs;

pub use dial::{Dial, Expression, Value};
pub use end::End;
pub use verbs::{Connect, Enqueue, Gather, Given, Keys, Match, Offer, Record, Verb};

// The conditions of a `gather`.
mod conditions;

// The screen of a callee.
mod screen;

pub use screen::{Screen, Unless};

// Opening hours.
mod hours;

pub use hours::{Hours, MatchHours};

// Arms, and their names in records of calls.
mod arm_names;
mod arms;

pub use arms::{Action, Arm, Phrase, Target};

// Recordings.
mod recordings;

pub use recordings::Played;

// Promises and scenarios.
mod claims;

pub use claims::{Course, Scenario};

use json::{Writer, write_json};

use crate::callback::Callback;

/// A whole tree.
///
/// ```
/// use ivr_core::description::Description;
/// let tree: Description = serde_json::from_str(
///     r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
///         "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#,
/// ).unwrap();
/// assert_eq!(tree.states[0].name, "Goodbye");
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Description {
    /// The name, `Acme`.
    pub name: String,
    /// The doc comment.
    pub docs: Option<String>,
    /// A BCP 47 tag such as `en-US`: the language in which every call begins, for speech and for recognition.
    pub language: String,
    /// A Twilio voice for that language, `Polly.Joanna`.
    pub voice: Option<String>,
    /// The base URL of relative `play` files.
    pub audio: Option<String>,
    /// The other languages that a call may speak, in source order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub languages: Vec<Language>,
    /// The file from which some of the texts were read.
    #[cfg_attr(feature = "serde", serde(alias = "words"))]
    pub prompts: Option<PromptFile>,
    /// Opening hours, in source order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hours: Vec<Hours>,
    /// The starts. The first has no name.
    #[cfg_attr(feature = "serde", serde(default))]
    pub starts: Vec<Start>,
    /// What the caller hears when the server fails, and where the call goes then.
    #[cfg_attr(feature = "serde", serde(alias = "trouble"))]
    pub on_error: Option<OnError>,
    /// The fields of a call, in source order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub data: Vec<DataField>,
    /// The facts of Twilio's first request that the tree reads, such as `CallerName`. A `?` precedes parameters of
    /// the webhook's query.
    #[cfg_attr(feature = "serde", serde(default))]
    pub told: Vec<String>,
    /// The states, in source order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub states: Vec<State>,
    /// The rows that [`Target::Action`] refers to.
    #[cfg_attr(feature = "serde", serde(default, alias = "ways"))]
    pub actions: Vec<Action>,
    /// The hooks for reports outside of the requests of a call.
    #[cfg_attr(feature = "serde", serde(default))]
    pub after: Vec<After>,
    /// The promises of the tree, as written in its source.
    #[cfg_attr(feature = "serde", serde(default))]
    pub promises: Vec<String>,
    /// The scenarios of the tree.
    #[cfg_attr(feature = "serde", serde(default))]
    pub scenarios: Vec<Scenario>,
}

/// Evaluates an expression for every list of lines, by shared or `mut` reference.
macro_rules! visit_lists {
    ($tree:expr, |$list:ident| $visit:expr $(, $mut:tt)?) => {
        for State { lines: $list, verb, .. } in &$($mut)? $tree.states {
            $visit;
            match verb {
                Verb::Gather(Gather { prompts: $list, .. })
                | Verb::Match(Match { meanwhile: $list, .. })
                | Verb::Enqueue(Enqueue { music: $list, .. }) => $visit,
                Verb::Dial(Dial { screen: Some(Screen { lines: $list, unless, .. }), .. }) => {
                    $visit;
                    if let Some(Unless { lines: $list, .. }) = unless {
                        $visit;
                    }
                }
                Verb::Dial(Dial { screen: None, .. })
                | Verb::Record(_)
                | Verb::Connect(_)
                | Verb::Hours(_)
                | Verb::Goto(_)
                | Verb::Redirect { .. }
                | Verb::Reject { .. }
                | Verb::Hangup
                | Verb::Leave => {}
            }
        }
        for action in &$($mut)? $tree.actions {
            match action {
                Action::Retry { blocks, .. } => {
                    for $list in blocks {
                        $visit;
                    }
                }
                Action::Say { lines: $list, .. } => $visit,
                Action::Enter { .. } | Action::Leave { .. } => {}
            }
        }
        if let Some(OnError { lines: $list, .. }) = &$($mut)? $tree.on_error {
            $visit;
        }
    };
}

impl Description {
    /// Returns the tree as JSON, with one line for each state.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// let json = tree.to_json();
    /// assert_eq!(json.lines().last(), Some(r#"{"name":"A","verb":"hangup"}]}"#));
    /// assert_eq!(serde_json::from_str::<ivr_core::description::Description>(&json).unwrap(), tree);
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        Writer::compact(self)
    }

    /// Returns the tree as indented JSON, for display.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        Writer::pretty(self)
    }

    /// Returns the tree with each recording replaced by its words, if it has words. This is for use without
    /// recordings.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup",
    /// #     "lines":[{"play":{"url":"bye.mp3","text":"Goodbye."}}]}]}"#).unwrap();
    /// use ivr_core::description::Line;
    /// assert!(matches!(&tree.spoken().states[0].lines[0], Line::Say(say) if say.text == "Goodbye."));
    /// ```
    #[must_use]
    pub fn spoken(mut self) -> Self {
        self.each_line(Line::speak);
        self
    }

    /// Changes every top-level line of each list. Blocks contain further lines.
    pub fn each_line(&mut self, mut change: impl FnMut(&mut Line)) {
        self.each_list(|lines| lines.iter_mut().for_each(&mut change));
    }

    /// Changes every list of lines that is not inside a block.
    fn each_list(&mut self, mut change: impl FnMut(&mut Vec<Line>)) {
        visit_lists!(self, |lines| change(lines), mut);
    }

    /// Returns every list of lines that is not inside a block.
    fn lists(&self) -> Vec<&[Line]> {
        let mut found: Vec<&[Line]> = Vec::new();
        visit_lists!(self, |lines| found.push(lines));
        found
    }

    /// Returns whether a hook handles this report for the state called `state`.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}],
    /// #     "after":[{"of":"recording","state":"A","runs":[]}]}"#).unwrap();
    /// use ivr_core::callback::Callback;
    /// assert!(tree.has_hook(Callback::Recording, "A"));
    /// assert!(!tree.has_hook(Callback::Transcription, "A"));
    /// ```
    #[must_use]
    pub fn has_hook(&self, of: Callback, state: &str) -> bool {
        self.after.iter().any(|after| after.of == of && after.state.as_deref() == Some(state))
    }

    /// Returns the state called `name`.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(tree.state("A").is_some());
    /// assert!(tree.state("B").is_none());
    /// ```
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|state| state.name == name)
    }
}

/// A start of a tree.
///
/// ```
/// let start: ivr_core::description::Start = serde_json::from_str(r#"{"state":"Menu"}"#).unwrap();
/// assert_eq!(start.name, None);
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Start {
    /// `volunteers` in `start volunteers AcceptCall;`.
    pub name: Option<String>,
    /// The first state.
    pub state: String,
    /// The fields that a request to the start contains.
    #[cfg_attr(feature = "serde", serde(default))]
    pub with: Vec<StartField>,
}

/// A field in a request to a named start.
///
/// ```
/// let field: ivr_core::description::StartField = serde_json::from_str(r#"{"field":"campaign"}"#).unwrap();
/// assert!(!field.optional);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct StartField {
    /// The name, in the tree and in the query or form.
    pub field: String,
    /// Whether the field may be missing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub optional: bool,
}

/// `on_error { … } then T`.
///
/// ```
/// let on_error: ivr_core::description::OnError =
///     serde_json::from_str(r#"{"lines":[],"then":{"go":"Reception"}}"#).unwrap();
/// assert!(on_error.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct OnError {
    /// What is said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lines: Vec<Line>,
    /// The state in which the call continues.
    pub then: Target,
}

/// `after recording in Message { run …; }`.
///
/// ```
/// use ivr_core::{callback::Callback, description::After};
/// let after: After = serde_json::from_str(r#"{"of":"call","runs":["app.ended(call).await"]}"#).unwrap();
/// assert_eq!((after.of, after.state), (Callback::Call, None));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct After {
    /// The report that the hook handles.
    pub of: Callback,
    /// The state to which the report belongs.
    pub state: Option<String>,
    /// The source of each `run`, for display.
    #[cfg_attr(feature = "serde", serde(default))]
    pub runs: Vec<String>,
}

/// A field of `data { … }`.
///
/// ```
/// let field: ivr_core::description::DataField = serde_json::from_str(r#"{"field":"zip","kind":"Digits"}"#).unwrap();
/// assert_eq!(field.kind, "Digits");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct DataField {
    /// `zip`.
    pub field: String,
    /// The type, as written in the source.
    pub kind: String,
}

/// One state.
///
/// ```
/// let state: ivr_core::description::State =
///     serde_json::from_str(r#"{"name":"Greeting","verb":{"goto":{"go":"Menu"}}}"#).unwrap();
/// assert!(state.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct State {
    /// `Menu`.
    pub name: String,
    /// Its names in earlier versions. Calls in progress may still use them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub was: Vec<String>,
    /// The doc comment.
    pub docs: Option<String>,
    /// The state to which `back` leads.
    pub under: Option<String>,
    /// Whether the caller waits in a queue here, because a clause `wait` leads to the state.
    #[cfg_attr(feature = "serde", serde(default))]
    pub waiting: bool,
    /// The steps before the verb, which are said once per visit.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lines: Vec<Line>,
    /// The verb that ends the state.
    pub verb: Verb,
}

write_json! {
    Description {
        name, docs, language, voice, audio, languages, prompts, hours, starts, on_error, data, told, states, actions,
        after,
        promises, scenarios,
    }
    Start { name, state, with }
    StartField { field, optional }
    OnError { lines, then }
    After { of, state, runs }
    DataField { field, kind }
    State { name, was, docs, under, waiting, lines, verb }
}

#[cfg(test)]
mod tests;
