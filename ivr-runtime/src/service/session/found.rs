//! The record of a call, as a request finds it.

use super::{
    Asking, CallInfo, StartPosition,
    error::SessionError,
    place::Mark,
    record::{Record, Unreadable},
    walk::Go,
    walked::{Stop, Walked},
};
use crate::{description::Verb, dialog::tree::PhoneTree, twiml};

/// What a request finds of its call.
pub(super) enum Found {
    /// The call continues from this record.
    At(Record),
    /// The request was answered before. The record contains the newest answer.
    Answered(Record),
}

/// Returns what a request with this mark finds. `is_repeated` says whether the record began with this request.
pub(super) fn find(
    stored: Option<&[u8]>,
    info: CallInfo<'_>,
    mark: Option<Mark>,
    is_repeated: impl Fn(&Record) -> bool,
) -> Result<Found, SessionError> {
    let new = || Ok(Found::At(Record::new(info.from, info.to)));
    match (stored, mark) {
        (None, None) => new(),
        // The first step failed, and `on_error` led here.
        (None, Some(mark)) if mark.step == Mark::START.step => new(),
        (None, Some(_)) => Err(SessionError::Forgotten),
        (Some(stored), None) => match Record::read(stored) {
            // A call that was answered never rings again, so a first request with the status `ringing` is a repetition
            // and must not begin the call again. An outbound call is `in-progress` from its first request on, and so
            // is a call that is moved to its first URL. Only the token of the request distinguishes these.
            Ok(record) if record.aftermath.is_call_gone() => Ok(Found::At(record.anew(info.from, info.to))),
            Ok(record)
                if record.has_just_begun(None)
                    || info.is_ringing && record.began_at(None)
                    || is_repeated(&record) =>
            {
                Ok(Found::Answered(record))
            }
            Ok(record) => Ok(Found::At(record.anew(info.from, info.to))),
            // The record may contain work that only another version can do, so it must not be overwritten.
            Err(why @ Unreadable::OtherVersion) => Err(why.into()),
            Err(Unreadable::Invalid) => new(),
        },
        (Some(stored), Some(mark)) => {
            let record = Record::read(stored)?;
            if record.aftermath.is_call_gone() {
                let is_first = mark.step == Mark::START.step;
                return match is_first {
                    true => Ok(Found::At(record.anew(info.from, info.to))),
                    false => Err(SessionError::Forgotten),
                };
            }
            // A repeated request gets the stored answer; one for an earlier step gets the newest answer.
            let is_newest = mark.step.is_none_or(|step| step == record.step);
            Ok(if is_newest { Found::At(record) } else { Found::Answered(record) })
        }
    }
}

/// Returns what a request to a named start finds. A call in progress is moved there, unless this request began it
/// there.
pub(super) fn find_at_start(
    stored: Option<&[u8]>,
    info: CallInfo<'_>,
    name: &str,
    is_repeated: impl Fn(&Record) -> bool,
) -> Result<Found, SessionError> {
    let new = || Record::new(info.from, info.to);
    let record = match stored.map(Record::read) {
        None | Some(Err(Unreadable::Invalid)) => new(),
        Some(Err(why @ Unreadable::OtherVersion)) => return Err(why.into()),
        Some(Ok(record)) => record,
    };
    let begins_again = record.has_just_begun(Some(name)) || info.is_ringing && record.began_at(Some(name));
    Ok(match begins_again || is_repeated(&record) {
        true => Found::Answered(record),
        false => Found::At(record.at_start(name)),
    })
}

impl<'a, T: PhoneTree> Asking<'a, T> {
    /// Returns the name of the requested start.
    pub(super) fn start_name(&self) -> Option<&'a str> {
        let (start, _) = self.script.dialog.start_at(self.start?)?;
        start.name.as_deref()
    }

    /// Returns how the call continues from the record. At a named start it keeps its language.
    pub(super) fn go_with(&self, record: &Record) -> Go<'a, T> {
        let spoken = || self.script.dialog.language(&record.language);
        match self.go {
            Go::Start(start, given) => {
                Go::Start(StartPosition { language: start.language.or_else(spoken), ..start }, given)
            }
            Go::OnError(language) if self.start.is_some() => Go::OnError(spoken().unwrap_or(language)),
            go @ (Go::Begin | Go::Answer(..) | Go::Wait(_) | Go::OnError(_)) => go,
        }
    }
}

/// Returns whether the caller waits in a queue: the queue asks, or holds the state that is answered.
pub(super) fn is_waiting<T: PhoneTree>(asking: Asking<'_, T>) -> bool {
    match asking.go {
        Go::Wait(_) => true,
        Go::Answer(at, _) => asking.script.dialog.state(at.state).waiting,
        Go::Begin | Go::Start(..) | Go::OnError(_) => false,
    }
}

/// Returns whether the request belongs to the step that put the caller into a queue: a document request, or the
/// result.
pub(super) fn is_of_queue<T: PhoneTree>(asking: Asking<'_, T>, mark: Mark, record: &Record) -> bool {
    let is_enqueue = match asking.go {
        Go::Wait(_) => true,
        Go::Answer(at, _) => matches!(asking.script.dialog.state(at.state).verb, Verb::Enqueue(_)),
        Go::Begin | Go::Start(..) | Go::OnError(_) => false,
    };
    is_enqueue && mark.step.is_some() && mark.step == record.queued
}

/// Returns whether a step of a waiting caller changes nothing.
pub(super) fn is_unchanged<T: PhoneTree>(record: &Record, walked: &Walked<'_, T>) -> bool {
    walked.runs.is_empty()
        && !matches!(walked.stop, Stop::Rest(twiml::Rest::Left(_)))
        && record.holds(&walked.call)
}
