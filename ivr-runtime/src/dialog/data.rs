//! The data of a call: the caller, and the fields of `data { … }`. [`crate::service::store`] stores it.

// Fields by name.
mod fields;

// The caller, and the queue in which the caller waits.
mod caller;
mod queue;

pub use caller::Caller;
pub use fields::{FieldError, Fields};
pub use queue::Queue;

use std::{fmt, ops::Deref};

use serde::de::DeserializeOwned;

use super::after::EndedBy;
pub use crate::dialog::{
    answer::Answer,
    offer::{Offered, SpeakItem, item, offer, offer_by_key},
    places::Places,
    told::{AnsweredBy, StirVerstat, Told, Wanted},
};

/// The fields of a tree, as `phone_tree!` declares them: `data { zip: Digits }` becomes `ClinicData`.
///
/// ```
/// use ivr_runtime::data::{CallData, Fields};
/// assert!(<() as CallData>::EMPTY);
/// assert!(<() as CallData>::load(&Fields::default()).is_ok());
/// ```
pub trait CallData: Clone + Default + Send + Sync + 'static {
    /// Whether there are no fields, so that nothing is stored.
    const EMPTY: bool;

    /// Returns the fields by name.
    fn save(&self) -> Fields;

    /// Loads the output of [`save`](Self::save). A missing field has its default, so fields may be added and removed
    /// between two versions.
    ///
    /// # Errors
    ///
    /// Returns an error if a field has a value of another type.
    fn load(fields: &Fields) -> Result<Self, FieldError>;

    /// Returns the positions in its lists, if the tree has lists.
    fn places(&self) -> Option<&Places> {
        None
    }

    /// Returns the positions in its lists, to change them.
    fn places_mut(&mut self) -> Option<&mut Places> {
        None
    }
}

impl CallData for () {
    const EMPTY: bool = true;

    fn save(&self) -> Fields {
        Fields::default()
    }

    fn load(_: &Fields) -> Result<Self, FieldError> {
        Ok(())
    }
}

/// Returns the initial value of a field. For generated code, so that rustc reports a missing default at the type of
/// the field.
#[doc(hidden)]
#[must_use]
pub fn initial<T: Default>() -> T {
    T::default()
}

/// A call as Rust code of a tree sees it: `call.from`, and the fields of the tree as `call.zip`.
///
/// ```
/// use ivr_runtime::data::{Call, Caller};
/// let call = Call::new("CA1", "+14158675309", "+18005551212", ());
/// assert_eq!(call.from, Caller::Number("+14158675309".into()));
/// // What reaches a log says which call it is, and nothing of it.
/// assert_eq!(format!("{call:?}"), r#"Call { id: "CA1", .. }"#);
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Call<D> {
    /// Twilio's identifier of the call, `CallSid`.
    pub id: String,
    /// The caller.
    pub from: Caller,
    /// The number that was called.
    pub to: String,
    /// The URL of the last recording of this call, if there is one.
    pub recording: Option<String>,
    /// In a `run`, the name of this `run` in this step of this call, such as `CA…-7-0`. It is unique, and the same
    /// each time the `run` is repeated. Empty elsewhere.
    pub step_id: String,
    /// The current language of the call, `en-US`. Empty in a call that a test creates.
    pub language: String,
    /// In `after …`, the last state of the call, `Menu`. Empty elsewhere, and if nothing is stored of the call any
    /// more.
    pub state: String,
    /// In `after call`, who ended the call. `None` elsewhere, and if it is neither stored nor reported by Twilio.
    pub ended_by: Option<EndedBy>,
    /// The name of the caller, if the number looks it up: `CallerName`.
    pub caller_name: Option<String>,
    /// The number that forwarded the call, if the carrier reports it: `ForwardedFrom`.
    pub forwarded_from: Option<Caller>,
    /// Who answered an outgoing call, if Twilio was asked to detect machines: `AnsweredBy`.
    pub answered_by: Option<AnsweredBy>,
    /// The SHAKEN/STIR attestation of the number of the caller: `StirVerstat`.
    pub stir_verstat: Option<StirVerstat>,
    told: Told,
    queue: Queue,
    data: D,
}

impl<D> Call<D> {
    /// Creates a call with its data; `from` is as Twilio reports it.
    #[must_use]
    pub fn new(id: &str, from: &str, to: &str, data: D) -> Self {
        let (id, to) = (id.to_owned(), to.to_owned());
        Self {
            id,
            from: Caller::parse(from),
            to,
            recording: None,
            step_id: String::new(),
            language: String::new(),
            state: String::new(),
            ended_by: None,
            caller_name: None,
            forwarded_from: None,
            answered_by: None,
            stir_verstat: None,
            told: Told::default(),
            queue: Queue::default(),
            data,
        }
    }

    /// Returns the fields of the tree.
    #[must_use]
    pub fn data(&self) -> &D {
        &self.data
    }

    /// Returns the fields, to change them. For generated code.
    #[doc(hidden)]
    pub fn data_mut(&mut self) -> &mut D {
        &mut self.data
    }

    /// Returns the custom SIP header with this name, `X-Account`, of the call; the name is case-insensitive. The
    /// header is stored if the tree names it. Rust code outside of the tree can read it if the tree passes the whole
    /// call.
    ///
    /// ```
    /// # use ivr_runtime::data::Call;
    /// let call = Call::new("CA1", "+14158675309", "+18005551212", ());
    /// assert_eq!(call.sip_header("X-Account"), None);
    /// ```
    #[must_use]
    pub fn sip_header(&self, name: &str) -> Option<&str> {
        self.told.sip_header(name)
    }

    /// Returns the parameter with this name in the query of the webhook with which the call began: `?campaign=7`. It
    /// is stored in the same cases as a [`sip_header`](Self::sip_header).
    ///
    /// ```
    /// # use ivr_runtime::data::Call;
    /// let call = Call::new("CA1", "+14158675309", "+18005551212", ());
    /// assert_eq!(call.param("campaign"), None);
    /// ```
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.told.param(name)
    }

    /// Returns what Twilio reported about the call.
    pub(crate) fn told(&self) -> &Told {
        &self.told
    }

    /// Adds what Twilio reported about the call.
    pub(crate) fn told_of(mut self, told: Told) -> Self {
        self.caller_name = told.field("CallerName").map(str::to_owned);
        self.forwarded_from = told.field("ForwardedFrom").map(Caller::parse);
        self.answered_by = told.field("AnsweredBy").map(AnsweredBy::parse);
        self.stir_verstat = told.field("StirVerstat").map(StirVerstat::parse);
        Self { told, ..self }
    }

    /// Returns the positions in its lists, to change them.
    pub(crate) fn places_mut(&mut self) -> Option<&mut Places>
    where
        D: CallData,
    {
        self.data.places_mut()
    }

    /// Replaces its data.
    pub(crate) fn put(&mut self, data: D) {
        self.data = data;
    }

    /// Returns the call with other data.
    #[must_use]
    pub fn with(self, data: D) -> Self {
        Self { data, ..self }
    }
}

/// Shows the identifier of the call and none of its data, because this is logged.
impl<D> fmt::Debug for Call<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("id", &self.id).finish_non_exhaustive()
    }
}

impl<D> Deref for Call<D> {
    type Target = D;

    fn deref(&self) -> &D {
        &self.data
    }
}

/// The result of a `run` with `at_least_once`: `()`, or a `Result` whose error causes a repetition.
///
/// ```
/// use ivr_runtime::data::RunOutcome;
/// assert!(().is_done() && Ok::<u8, ()>(1).is_done());
/// assert!(!Err::<(), u8>(1).is_done());
/// ```
#[diagnostic::on_unimplemented(
    message = "a `run` that is done `at_least_once` comes back with `()` or a `Result`",
    label = "this is `{Self}`"
)]
pub trait RunOutcome {
    /// Returns whether the `run` is done.
    fn is_done(&self) -> bool;
}

impl RunOutcome for () {
    fn is_done(&self) -> bool {
        true
    }
}

impl<T, E> RunOutcome for Result<T, E> {
    fn is_done(&self) -> bool {
        self.is_ok()
    }
}

/// Returns whether a `run` with this result is done.
#[doc(hidden)]
pub fn is_done(outcome: &impl RunOutcome) -> bool {
    outcome.is_done()
}

/// Deserializes the result of an agent, or returns `None` if it is not JSON of the expected type. For generated code.
#[doc(hidden)]
#[must_use]
pub fn handed_back<T: DeserializeOwned>(result: &str) -> Option<T> {
    serde_json::from_str(result).ok()
}

/// A complete entry that is stored in a field.
///
/// ```
/// use ivr_runtime::data::Entered;
/// let entry = Entered::Keys("06457");
/// assert!(matches!(entry, Entered::Keys(_)));
/// ```
#[derive(Clone, Copy, PartialEq)]
pub enum Entered<'a> {
    /// Keys.
    Keys(&'a str),
    /// Speech, and the confidence of the recognizer.
    Speech(&'a str, Option<f32>),
}

/// Never shows the entry.
impl fmt::Debug for Entered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keys(_) => "Keys(…)",
            Self::Speech(..) => "Speech(…)",
        })
    }
}
