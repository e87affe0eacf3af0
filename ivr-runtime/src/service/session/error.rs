//! Why a caller hears `on_error`, for the log. The caller never hears the reason.

use std::fmt;

use super::{RecordAvailability, Sessions, record::Unreadable, walked::Failed};
use crate::{
    dialog::{data::FieldError, speak::UnreadFieldError, tree::PhoneTree},
    service::store::StoreError,
    twiml::TooLong,
};

/// Why a caller hears `on_error`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum SessionError {
    /// The request contains no call identifier.
    NoCall,
    /// The store refused, or is unavailable.
    Store(StoreError),
    /// The store did not answer in time.
    StoreLate,
    /// The record was written by another version.
    OtherVersion,
    /// The record cannot be parsed.
    Unreadable,
    /// A stored field does not have the type that the tree declares.
    Field(FieldError),
    /// Nothing is stored of this call.
    Forgotten,
    /// Other requests of the same call kept changing the record.
    Crowded,
    /// A Rust question panicked, or there are too many.
    Question,
    /// A request to a named start lacks one of its fields, or the field does not accept its value.
    Start(UnreadFieldError),
    /// A value that depends on the call is not valid for Twilio.
    Value(&'static str),
    /// The document is too long.
    TooLong(TooLong),
    /// `on_error` led the call to a state that sets a field, which cannot be stored.
    Unkept,
}

impl SessionError {
    /// Returns whether the record caused the error, and not the tree or its app.
    pub(super) fn is_about_the_record(&self) -> bool {
        matches!(
            self,
            Self::Store(_)
                | Self::StoreLate
                | Self::OtherVersion
                | Self::Unreadable
                | Self::Field(_)
                | Self::Forgotten
        )
    }

    /// Returns whether a server with another version can read the record.
    pub(crate) fn is_of_another_version(&self) -> bool {
        matches!(self, Self::OtherVersion | Self::Field(_))
    }
}

/// With the record first, and without it if that fails.
const WAYS_TO_TELL: [RecordAvailability; 2] = [RecordAvailability::Record, RecordAvailability::Nothing];

impl<T: PhoneTree> Sessions<T> {
    /// Returns the ways to answer with `on_error`, in order. A database that did not answer is not asked again.
    pub(crate) fn ways_to_tell(&self, error: Option<&SessionError>) -> &'static [RecordAvailability] {
        let is_away =
            matches!(error, Some(SessionError::StoreLate | SessionError::Store(StoreError::Away { .. })));
        if is_away && self.presence.is_some() { &[RecordAvailability::Nothing] } else { &WAYS_TO_TELL }
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCall => f.write_str("the request names no call"),
            Self::Store(error) => error.fmt(f),
            Self::StoreLate => f.write_str("the call store does not answer"),
            Self::OtherVersion => f.write_str("the record of the call was written by another version"),
            Self::Unreadable => f.write_str("the record of the call cannot be read"),
            Self::Field(error) => error.fmt(f),
            Self::Forgotten => f.write_str("there is no record of the call"),
            Self::Crowded => f.write_str("concurrent requests keep changing the record of the call"),
            Self::Start(error) => error.fmt(f),
            Self::Question => f.write_str("a question to the app failed"),
            Self::Value(what) => f.write_str(what),
            Self::TooLong(error) => error.fmt(f),
            Self::Unkept => f.write_str("a field cannot be set, because nothing can be stored"),
        }
    }
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Unreadable> for SessionError {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::OtherVersion => Self::OtherVersion,
            Unreadable::Invalid => Self::Unreadable,
        }
    }
}

impl From<FieldError> for SessionError {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl From<Failed> for SessionError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Question => Self::Question,
            Failed::Value(what) => Self::Value(what),
            Failed::Start(error) => Self::Start(error),
        }
    }
}

impl From<TooLong> for SessionError {
    fn from(error: TooLong) -> Self {
        Self::TooLong(error)
    }
}
