//! What a call knows: who calls, and the fields of `data { … }`. Where it is kept is the business of
//! [`crate::service::store`].

// Fields by name.
mod fields;

// The queue that a caller waits in.
mod queue;

pub use fields::{FieldError, Fields};
pub use queue::Queue;

use std::{fmt, ops::Deref};

use serde::de::DeserializeOwned;

use ivr_core::text::is_withheld;

use super::after::EndedBy;
pub use crate::dialog::{
    answer::Answer,
    offer::{Offered, SpeakItem, item, offer, offer_by_key},
    places::Places,
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

/// Who calls.
///
/// ```
/// use ivr_runtime::data::Caller;
/// assert_eq!(Caller::parse("anonymous"), Caller::Withheld);
/// assert_eq!(Caller::parse("client:alice"), Caller::Client("alice".into()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Caller {
    /// A number, in E.164 form where Twilio knows it.
    Number(String),
    /// Not told; see [`is_withheld`] for the forms in which Twilio says so.
    Withheld,
    /// An application of Twilio's, `client:alice`.
    Client(String),
    /// A SIP address.
    Sip(String),
}

impl Caller {
    /// Reads `From` as Twilio writes it.
    #[must_use]
    pub fn parse(from: &str) -> Self {
        if let Some(client) = from.strip_prefix("client:") {
            return Self::Client(client.to_owned());
        }
        if is_withheld(from) {
            return Self::Withheld;
        }
        if from.starts_with("sip:") || from.starts_with("sips:") {
            return Self::Sip(from.to_owned());
        }
        let digits = from.strip_prefix('+').unwrap_or(from);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Withheld;
        }
        Self::Number(from.to_owned())
    }

    /// The number, where there is one.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Withheld | Self::Client(_) | Self::Sip(_) => None,
        }
    }
}

/// What people read: the number, `withheld`, the name of the client or the SIP address. It belongs in no log: see
/// `Debug`.
///
/// ```
/// use ivr_runtime::data::Caller;
/// assert_eq!(Caller::parse("+14158675309").to_string(), "+14158675309");
/// assert_eq!(Caller::parse("anonymous").to_string(), "withheld");
/// assert_eq!(Caller::parse("client:alice").to_string(), "client:alice");
/// ```
impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(text) | Self::Sip(text) => f.write_str(text),
            Self::Withheld => f.write_str("withheld"),
            Self::Client(name) => write!(f, "client:{name}"),
        }
    }
}

/// Never the number itself: this is what reaches logs.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(_) => "Number(…)",
            Self::Withheld => "Withheld",
            Self::Client(_) => "Client(…)",
            Self::Sip(_) => "Sip(…)",
        })
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
    Words(&'a str, Option<f32>),
}

/// Never the entry itself.
impl fmt::Debug for Entered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keys(_) => "Keys(…)",
            Self::Words(..) => "Words(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_caller_never_reaches_a_log() {
        let call = Call::new("CA1", "+14158675309", "+18005551212", ());
        assert!(!format!("{:?}", call.from).contains("415"));
    }

    #[test]
    fn a_caller_without_a_number_is_told_apart() {
        for (from, expected) in [
            ("", Caller::Withheld),
            ("Anonymous", Caller::Withheld),
            ("+266696687", Caller::Withheld),
            ("+7378742833", Caller::Withheld),
            ("+2562533", Caller::Withheld),
            ("+8656696", Caller::Withheld),
            ("+86282452253", Caller::Withheld),
            ("unknown", Caller::Withheld),
            ("sip:anonymous@anonymous.invalid", Caller::Withheld),
            ("client:anonymous", Caller::Client("anonymous".into())),
            ("sip:a@example.org", Caller::Sip("sip:a@example.org".into())),
            ("+33123456789", Caller::Number("+33123456789".into())),
        ] {
            assert_eq!(Caller::parse(from), expected, "{from}");
        }
    }
}
