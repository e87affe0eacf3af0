//! The stored record of a call.

use std::hash::{BuildHasher as _, RandomState};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{aftermath::Aftermath, walked::Stop};
use crate::{
    dialog::{
        after::Report,
        call::Dialog,
        data::{Call, CallData, FieldError, Fields, Queue, Told},
        tree::PhoneTree,
    },
    twiml::Rest,
};

/// The format version of a record.
const VERSION: u8 = 1;

/// The format version of a record with a `run` that is repeated until it is done. Older servers would treat the
/// record as their own and execute the `run` once.
const REPEATING: u8 = 2;

/// The format version of a record with reports for hooks. Older servers would handle them again.
const REPORTING: u8 = 3;

/// A call, as JSON in the store. It contains the caller and what they entered, so the store is as private as the
/// calls.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Record {
    version: u8,
    /// The number of steps of the call; the URL of the next step ends in it.
    pub(super) step: u32,
    /// The step that answered the call, to recognize a repeated request; a call may begin again.
    pub(super) began: u32,
    /// The fingerprint of the request that began it, or of the last request of a queue that changed something; see
    /// [`fingerprint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) began_by: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) waited_by: Option<u64>,
    /// The named start at which it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    /// The language of the call, if the tree has several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) language: String,
    /// The answer to the last step, for a repeated request.
    pub(super) document: String,
    from: String,
    to: String,
    /// Other facts that Twilio reported and the tree reads.
    #[serde(default, skip_serializing_if = "Told::is_empty")]
    told: Told,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recording: Option<String>,
    fields: Fields,
    /// The step that put the caller into a queue, while they wait in it. The queue uses it for its document requests
    /// and for the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) queued: Option<u32>,
    /// What Twilio reported about that queue.
    #[serde(default, skip_serializing_if = "is_untold")]
    queue: Queue,
    /// Where the call continues after the queue, as the end of a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) leaves_to: Option<String>,
    /// Whether the call has ended. The record stays as long as there is something to do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) over: bool,
    /// The `run`s that were not started, and those that are not done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pending: Vec<Pending>,
    /// A random number for each removal of `run`s. A server whose save got no answer recognizes its own record by its
    /// content; two servers that remove the same `run`s must not both believe that they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    crossed_off: Option<u64>,
    /// What the hooks of the tree need.
    #[serde(default, skip_serializing_if = "Aftermath::is_empty")]
    pub(super) aftermath: Aftermath,
}

/// A `run` that is still to be done, with the fields at the time when it was reached.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Pending {
    /// The step that reached it, and its index in that step.
    pub(super) step: u32,
    pub(super) place: u16,
    /// The block of the tree.
    pub(super) block: u16,
    pub(super) fields: Fields,
    /// The language of the call.
    #[serde(default)]
    pub(super) language: String,
    /// The source of a block that is executed at most once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) once: Option<String>,
    /// The source of a `run` that is repeated until it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at_least_once: Option<String>,
    /// In a hook, the last state of the call.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) state: String,
    /// The name and the content of the report of a hook; `block` is then the index of its `run`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) report: Option<(String, Report)>,
    /// The server that executes it, if several share a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
}

impl Pending {
    /// Returns the name by which the receiver recognizes a repetition.
    fn step_id(&self, call: &str) -> String {
        match &self.report {
            Some((name, _)) => format!("{call}-{name}-{}", self.place),
            None => format!("{call}-{}-{}", self.step, self.place),
        }
    }

    /// Returns whether it is the same `run` of the same step, or of the same report.
    pub(super) fn is(&self, other: &Self) -> bool {
        let report = |pending: &Self| pending.report.as_ref().map(|(name, _)| name.clone());
        (self.step, self.place, report(self)) == (other.step, other.place, report(other))
    }
}

impl Record {
    /// Creates a call before its first step.
    pub(super) fn new(from: &str, to: &str) -> Self {
        Self {
            version: VERSION,
            step: 0,
            began: 1,
            began_by: None,
            waited_by: None,
            start: None,
            language: String::new(),
            document: String::new(),
            from: from.to_owned(),
            to: to.to_owned(),
            told: Told::default(),
            recording: None,
            fields: Fields::default(),
            queued: None,
            queue: Queue::default(),
            leaves_to: None,
            over: false,
            pending: Vec::new(),
            crossed_off: None,
            aftermath: Aftermath::default(),
        }
    }

    /// Creates the record for the reports of a call of which nothing is stored.
    pub(super) fn of_no_call(from: &str, to: &str) -> Self {
        Self { aftermath: Aftermath::of_no_call(), over: true, ..Self::new(from, to) }
    }

    /// Begins the call again with the same identifier, for example after a move to its first URL. Steps continue to
    /// count, so that no earlier request is mistaken for a later one; what is still to be done is kept.
    pub(super) fn anew(self, from: &str, to: &str) -> Self {
        let (step, pending, aftermath) = (self.step, self.pending, self.aftermath.anew());
        Self { step, began: step.saturating_add(1), pending, aftermath, ..Self::new(from, to) }
    }

    /// Sets caller and callee from a request.
    pub(super) fn with_parties(self, from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned(), ..self }
    }

    /// Returns what is stored of a call that has ended and has nothing more to do: nothing, unless the tree has
    /// hooks. Then the record waits for the reports of its recordings, and keeps the names of those that were
    /// handled.
    pub(super) fn at_rest<T: PhoneTree>(self) -> Option<Self> {
        if T::HOOKS.is_empty() {
            // A tree without hooks keeps what the hooks of another version need.
            return (!self.aftermath.is_empty()).then_some(Self { over: true, ..self });
        }
        if self.aftermath.is_awaited::<T>() {
            return Some(Self { over: true, ..self });
        }
        let aftermath = self.aftermath.forgotten();
        Some(Self { over: true, step: self.step, aftermath, ..Self::new("", "") })
    }

    /// Returns whether it has the fields of this call and its position in the queue, ignoring how long it has waited.
    pub(super) fn holds<D: CallData>(&self, call: &Call<D>) -> bool {
        let (before, now) = (self.queue, call.queue());
        (before.position, before.size) == (now.position, now.size)
            && self.recording == call.recording
            && self.fields == self.fields_after(call)
    }

    /// Records whether the caller waits in a queue after a step, and where the call continues after the queue.
    pub(super) fn wait<T: PhoneTree>(&mut self, dialog: &Dialog<T>, is_waiting: bool, stop: &Stop<T>) {
        let (queued, leaves_to) = match stop {
            Stop::Rest(Rest::State(at)) if dialog.is_heard_while_waiting(*at) => (Some(self.step), None),
            Stop::Rest(Rest::Left(at)) => (self.queued, Some(dialog.path(*at))),
            Stop::Rest(Rest::State(_) | Rest::Wait | Rest::Over(_)) | Stop::Hold(_) => {
                (self.queued.filter(|_| is_waiting), None)
            }
        };
        (self.queued, self.leaves_to) = (queued, leaves_to);
        if self.queued.is_none() {
            self.queue = Queue::default();
        }
    }

    /// Continues or begins the call at a named start.
    pub(super) fn at_start(self, name: &str) -> Self {
        let began = self.step.saturating_add(1);
        Self { began, start: Some(name.to_owned()), over: false, ..self }
    }

    /// Returns whether the last step was the one that answered the call, at the start with this name.
    pub(super) fn has_just_begun(&self, start: Option<&str>) -> bool {
        self.step == self.began && self.began_at(start)
    }

    /// Returns whether the call began at the start with this name.
    pub(super) fn began_at(&self, start: Option<&str>) -> bool {
        self.start.as_deref() == start
    }

    /// Removes everything except what is left to be done.
    pub(super) fn cross_off(&mut self, is_left: impl Fn(&Pending) -> bool) {
        self.pending.retain(is_left);
        self.crossed_off = Some(RandomState::new().hash_one(self.step));
    }

    pub(super) fn read(stored: &[u8]) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct Layout {
            version: u8,
        }
        let is_known = |version| matches!(version, VERSION | REPEATING | REPORTING);
        match serde_json::from_slice::<Self>(stored) {
            Ok(record) if is_known(record.version) => Ok(record),
            Ok(_) => Err(Unreadable::OtherVersion),
            Err(_) => Err(match serde_json::from_slice::<Layout>(stored) {
                Ok(layout) if !is_known(layout.version) => Unreadable::OtherVersion,
                _ => Unreadable::Invalid,
            }),
        }
    }

    pub(super) fn write(&mut self) -> Result<Vec<u8>, Unreadable> {
        let is_repeating = self.pending.iter().any(|run| run.at_least_once.is_some());
        let is_reporting = self.aftermath.is_told() || self.pending.iter().any(|run| run.report.is_some());
        self.version = match (is_reporting, is_repeating) {
            (true, _) => REPORTING,
            (false, true) => REPEATING,
            (false, false) => VERSION,
        };
        // The document is the largest part, and escaping makes it longer.
        let mut written = Vec::with_capacity(2 * self.document.len() + 512);
        serde_json::to_writer(&mut written, self).map_err(|_| Unreadable::Invalid)?;
        Ok(written)
    }

    /// The call as the tree's Rust sees it, but for its language: that is in the URL.
    pub(super) fn call<D: CallData>(&self, id: &str) -> Result<Call<D>, FieldError> {
        self.call_with(id, &self.fields)
    }

    /// Returns the call as it was when a `run` of it was reached.
    pub(super) fn call_of<D: CallData>(&self, id: &str, pending: &Pending) -> Result<Call<D>, FieldError> {
        let mut call = self.call_with(id, &pending.fields)?;
        call.language.clone_from(&pending.language);
        call.step_id = pending.step_id(id);
        call.state.clone_from(&pending.state);
        if let Some((_, Report::Call(ended_by))) = pending.report {
            call.ended_by = ended_by;
        }
        Ok(call)
    }

    fn call_with<D: CallData>(&self, id: &str, fields: &Fields) -> Result<Call<D>, FieldError> {
        let mut call = Call::new(id, &self.from, &self.to, D::load(fields)?);
        call.recording.clone_from(&self.recording);
        Ok(call.told_of(self.told.clone()).waiting_in(self.queue))
    }

    /// Returns the record after another step.
    pub(super) fn after<D: CallData>(mut self, call: &Call<D>, document: &str) -> Self {
        self.step = self.step.saturating_add(1);
        (self.waited_by, self.crossed_off) = (None, None);
        document.clone_into(&mut self.document);
        self.recording.clone_from(&call.recording);
        self.fields = self.fields_after(call);
        self.queue = call.queue();
        self.told.clone_from(call.told());
        self
    }

    /// Returns the fields after a step. Fields that only another version of the tree has are unchanged.
    fn fields_after<D: CallData>(&self, call: &Call<D>) -> Fields {
        let fields = call.data().save();
        if self.fields.names().all(|name| fields.has(name)) {
            return fields;
        }
        // Fields that this version knows are written from its own values. Only unknown ones are kept as stored.
        let known = D::load(&self.fields).map(|data| data.save()).unwrap_or_default();
        fields.with_others_of(&self.fields, |name| !known.has(name))
    }
}

/// What a request is known by on every server: a digest of its `I-Twilio-Idempotency-Token`, if it has one.
pub(super) fn fingerprint(token: &str) -> Option<u64> {
    if token.is_empty() {
        return None;
    }
    let digest = Sha256::digest(token);
    let (first, _) = digest.split_first_chunk()?;
    Some(u64::from_be_bytes(*first))
}

fn is_untold(queue: &Queue) -> bool {
    *queue == Queue::default()
}

/// Why a record cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unreadable {
    /// Another version of this program wrote it. What it has to do stays stored.
    OtherVersion,
    /// The bytes are not a record.
    Invalid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back() {
        let record = Record::new("+14158675309", "+18005551212");
        let call: Call<()> = record.call("CA1").unwrap();
        let mut after = record.after(&call, "<Response/>");
        assert_eq!((after.step, after.document.as_str()), (1, "<Response/>"));
        assert_eq!(Record::read(&after.write().unwrap()), Ok(after));
    }

    #[test]
    fn a_call_that_begins_anew_keeps_its_count_and_what_is_to_be_done() {
        let pending = Pending {
            step: 1,
            place: 0,
            block: 3,
            fields: Fields::default(),
            language: String::new(),
            once: None,
            at_least_once: None,
            state: String::new(),
            report: None,
            by: None,
        };
        let mut record = Record { step: 4, recording: Some("RE1".into()), ..Record::new("a", "b") };
        record.pending.push(pending.clone());
        let anew = record.anew("c", "d");
        assert_eq!((anew.step, &anew.recording, &anew.pending), (4, &None, &vec![pending]));
        assert!(!anew.has_just_begun(None));
        let call: Call<()> = anew.call("CA1").unwrap();
        assert!(anew.after(&call, "<Response/>").has_just_begun(None));
    }

    #[test]
    fn a_record_of_another_version_is_not_guessed_at() {
        let record = serde_json::to_string(&Record::new("a", "b")).unwrap();
        let newer = record.replace("\"version\":1", "\"version\":4");
        assert_ne!(record, newer);
        assert_eq!(Record::read(newer.as_bytes()), Err(Unreadable::OtherVersion));
        assert_eq!(Record::read(br#"{"version":4,"runs":[]}"#), Err(Unreadable::OtherVersion));
        assert_eq!(Record::read(b"{"), Err(Unreadable::Invalid));
    }

    #[test]
    fn a_server_without_at_least_once_does_not_read_a_record_that_has_it() {
        let mut record = Record::new("a", "b");
        let version = |record: &mut Record| {
            let written = record.write().unwrap();
            assert!(Record::read(&written).is_ok());
            String::from_utf8(written).unwrap().split(',').next().unwrap().to_owned()
        };
        let pending = |at_least_once: Option<&str>| Pending {
            step: 1,
            place: 0,
            block: 0,
            fields: Fields::default(),
            language: String::new(),
            once: None,
            at_least_once: at_least_once.map(str::to_owned),
            state: String::new(),
            report: None,
            by: None,
        };
        record.pending.push(pending(None));
        assert_eq!(version(&mut record), r#"{"version":1"#);
        record.pending.push(pending(Some("app.call_help()")));
        assert_eq!(version(&mut record), r#"{"version":2"#);
        record.pending.clear();
        assert_eq!(version(&mut record), r#"{"version":1"#);
    }
}
