//! All of a tree that is not control, as data: words, keys, phrases, verbs, targets by name.
//!
//! `phone_tree!` writes it as one JSON text; it is read once, when a server or a test starts. Documents,
//! pictures, scripts and diffs are made from it, and `graph --format json` prints it.

// What is said.
mod lines;

pub use lines::{Line, Placeholder, Play, Recording, Say, Wording};

// What of it a caller hears who speaks one of the tree's languages.
mod languages;

pub use languages::Language;

// Which of it is in a file of texts.
mod words;

pub use words::{Key, KeyPlaceholder, PromptFile};

// How a state ends.
mod verbs;

pub use verbs::{Dial, Enqueue, Gather, Keys, Match, Record, Verb};

// What that comes to.
mod arms;

pub use arms::{Action, Arm, Phrase, Target};

// What is played.
mod recordings;

// Promises and scenarios.
mod claims;

pub use claims::{Course, Scenario};

use serde::{Deserialize, Serialize};

/// A whole tree.
///
/// ```
/// use ivr_runtime::description::Description;
/// let tree: Description = serde_json::from_str(
///     r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
///         "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#,
/// ).unwrap();
/// assert_eq!(tree.states[0].name, "Goodbye");
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// `Acme`.
    pub name: String,
    /// The documentation comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// A BCP 47 tag such as `en-US`: what every call begins in, spoken and listened for unless something says
    /// otherwise.
    pub language: String,
    /// A voice of Twilio for that language, `Polly.Joanna`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// What relative `play` files are under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
    /// The languages that a call may speak later on, in the order of the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// The file that some of the texts were read from.
    #[serde(default, alias = "words", skip_serializing_if = "Option::is_none")]
    pub prompts: Option<PromptFile>,
    /// The roots; the first has no name.
    pub starts: Vec<Start>,
    /// What the caller hears when our side fails, and where the call goes then.
    #[serde(default, alias = "trouble", skip_serializing_if = "Option::is_none")]
    pub on_error: Option<OnError>,
    /// The states in the order of the source.
    pub states: Vec<State>,
    /// The rows that [`Target::Action`] points at.
    #[serde(default, alias = "ways", skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// What the tree promises of every call, in the words of its source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<String>,
    /// Calls that are known to go as they are written down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
}

impl Description {
    /// The same tree with words in place of every recording that has some: for where no recordings are at
    /// hand.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup",
    /// #     "lines":[{"play":{"url":"bye.mp3","text":"Goodbye."}}]}]}"#).unwrap();
    /// use ivr_runtime::description::Line;
    /// assert!(matches!(&tree.spoken().states[0].lines[0], Line::Say(say) if say.text == "Goodbye."));
    /// ```
    #[must_use]
    pub fn spoken(mut self) -> Self {
        self.each_line(Line::speak);
        self
    }

    /// Changes every line at the top of a list: a block has its lines inside.
    pub(crate) fn each_line(&mut self, mut change: impl FnMut(&mut Line)) {
        self.each_list(|lines| lines.iter_mut().for_each(&mut change));
    }

    /// Changes every list of lines that is not inside of a block.
    fn each_list(&mut self, mut change: impl FnMut(&mut Vec<Line>)) {
        for state in &mut self.states {
            change(&mut state.lines);
            match &mut state.verb {
                Verb::Gather(gather) => change(&mut gather.prompts),
                Verb::Match(question) => change(&mut question.meanwhile),
                _ => {}
            }
        }
        for action in &mut self.actions {
            match action {
                Action::Retry { blocks, .. } => blocks.iter_mut().for_each(&mut change),
                Action::Say { lines, .. } => change(lines),
                Action::Enter { .. } => {}
            }
        }
        if let Some(on_error) = &mut self.on_error {
            change(&mut on_error.lines);
        }
    }

    /// The state called `name`.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(tree.state("A").is_some());
    /// assert!(tree.state("B").is_none());
    /// ```
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|state| state.name == name)
    }
}

/// A root of a tree: where a call begins.
///
/// ```
/// let start = ivr_runtime::description::Start { name: None, state: "Menu".into(), with: Vec::new() };
/// assert_eq!(serde_json::to_string(&start).unwrap(), r#"{"state":"Menu"}"#);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// `volunteers` in `start volunteers AcceptCall;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The state it begins with.
    pub state: String,
    /// The fields that a request to it carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<StartField>,
}

/// A field that a request to a named start carries.
///
/// ```
/// let field: ivr_runtime::description::StartField = serde_json::from_str(r#"{"field":"campaign"}"#).unwrap();
/// assert!(!field.optional);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartField {
    /// Its name, in the tree and in the query or the form.
    pub field: String,
    /// It may be missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// `on_error { … } then T`.
///
/// ```
/// let on_error: ivr_runtime::description::OnError =
///     serde_json::from_str(r#"{"lines":[],"then":{"go":"Reception"}}"#).unwrap();
/// assert!(on_error.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnError {
    /// What is said.
    pub lines: Vec<Line>,
    /// Where the call goes.
    pub then: Target,
}

/// One state.
///
/// ```
/// let state: ivr_runtime::description::State =
///     serde_json::from_str(r#"{"name":"Greeting","verb":{"goto":{"go":"Menu"}}}"#).unwrap();
/// assert!(state.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// `Menu`.
    pub name: String,
    /// The documentation comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The state that `back` leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// The steps before the verb, said once a visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The ending.
    pub verb: Verb,
}
