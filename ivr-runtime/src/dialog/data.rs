//! What a call knows: who calls, and the fields of `data { … }`. Where it is kept is the business of
//! [`crate::service::store`].

// Fields by name.
mod fields;

// Who calls, and the queue that they wait in.
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
    /// There are no fields, so nothing is ever stored.
    const EMPTY: bool;

    /// The fields by name.
    fn save(&self) -> Fields;

    /// Reads what [`save`](Self::save) wrote; a field that is missing has its default, so a tree may gain and
    /// lose fields between two versions.
    ///
    /// # Errors
    ///
    /// When a field holds something of another type.
    fn load(fields: &Fields) -> Result<Self, FieldError>;

    /// The places of its lists, in a tree that has some.
    fn places(&self) -> Option<&Places> {
        None
    }

    /// The same, to change them.
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

/// What a field is when a call begins. For generated code, so that a type without a default is told on that type.
#[doc(hidden)]
#[must_use]
pub fn initial<T: Default>() -> T {
    T::default()
}

/// A call as plain Rust in a tree sees it: `call.from`, and the tree's own fields as `call.zip`.
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
    /// Twilio's name for the call, `CallSid`.
    pub id: String,
    /// Who calls.
    pub from: Caller,
    /// The number that was called.
    pub to: String,
    /// Where the last recording of this call is, once one was made.
    pub recording: Option<String>,
    /// In a `run` the name of this `run` of this step of this call, such as `CA…-7-0`: the same whenever it is repeated, and
    /// no other has it. Empty elsewhere.
    pub step_id: String,
    /// The language that the call speaks now, `en-US`; empty in a call that is made by hand.
    pub language: String,
    /// In `after …` the state that the call was in last, `Menu`; empty elsewhere, and when nothing is stored of the
    /// call any more.
    pub state: String,
    /// In `after call` who ended the call. `None` elsewhere, and when nothing is stored of the call any more and Twilio
    /// does not say it either.
    pub ended_by: Option<EndedBy>,
    /// The name of the caller, where the number looks it up: `CallerName`.
    pub caller_name: Option<String>,
    /// The number that forwarded the call, where the carrier tells it: `ForwardedFrom`.
    pub forwarded_from: Option<Caller>,
    /// Who answered a call that went out, where Twilio was asked to detect machines: `AnsweredBy`.
    pub answered_by: Option<AnsweredBy>,
    /// What SHAKEN/STIR says of the number of the caller: `StirVerstat`.
    pub stir_verstat: Option<StirVerstat>,
    told: Told,
    queue: Queue,
    data: D,
}

impl<D> Call<D> {
    /// A call with the data it has so far; `from` is as Twilio reports it.
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

    /// The fields of the tree.
    #[must_use]
    pub fn data(&self) -> &D {
        &self.data
    }

    /// The same, to change them. For generated code.
    #[doc(hidden)]
    pub fn data_mut(&mut self) -> &mut D {
        &mut self.data
    }

    /// The custom SIP header of this name, `X-Account`, of the call as it came; case does not matter. A tree that names the
    /// header keeps it; in Rust outside of the tree it is there when the tree hands over the whole call.
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

    /// The parameter of this name in the query of the webhook that the call began with: `?campaign=7`. It is kept as a
    /// [`sip_header`](Self::sip_header) is.
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

    /// What Twilio told of it.
    pub(crate) fn told(&self) -> &Told {
        &self.told
    }

    /// The same call, of which this was told.
    pub(crate) fn told_of(mut self, told: Told) -> Self {
        self.caller_name = told.field("CallerName").map(str::to_owned);
        self.forwarded_from = told.field("ForwardedFrom").map(Caller::parse);
        self.answered_by = told.field("AnsweredBy").map(AnsweredBy::parse);
        self.stir_verstat = told.field("StirVerstat").map(StirVerstat::parse);
        Self { told, ..self }
    }

    /// The places of its lists, to change them.
    pub(crate) fn places_mut(&mut self) -> Option<&mut Places>
    where
        D: CallData,
    {
        self.data.places_mut()
    }

    /// Other data in place of what it has.
    pub(crate) fn put(&mut self, data: D) {
        self.data = data;
    }

    /// The same call with other data.
    #[must_use]
    pub fn with(self, data: D) -> Self {
        Self { data, ..self }
    }
}

/// Which call it is, and nothing of what is known of it: this is what reaches logs.
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

/// What a `run` that is done `at_least_once` comes back with: `()`, or a `Result` whose error has it repeated.
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
    /// Whether it need not be repeated.
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

/// Whether a `run` that came back with this need not be repeated.
#[doc(hidden)]
pub fn is_done(outcome: &impl RunOutcome) -> bool {
    outcome.is_done()
}

/// What an agent handed back, read as the type that the tree expects; `None` when it is not JSON of that type. For generated
/// code.
#[doc(hidden)]
#[must_use]
pub fn handed_back<T: DeserializeOwned>(result: &str) -> Option<T> {
    serde_json::from_str(result).ok()
}

/// A complete entry, on its way into a field.
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
    /// Words, and how sure the recogniser is of them.
    Speech(&'a str, Option<f32>),
}

/// Never the entry itself.
impl fmt::Debug for Entered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keys(_) => "Keys(…)",
            Self::Speech(..) => "Speech(…)",
        })
    }
}
