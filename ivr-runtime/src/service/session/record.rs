//! What is stored of a call between two requests.

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

/// The layout of a record.
const VERSION: u8 = 1;

/// The layout of a record with a `run` that is repeated until it is done. A server from before there were such would take
/// the record for one of its own, and do the `run` once.
const REPEATING: u8 = 2;

/// The layout of a record with reports for hooks. A server from before there were such would tell them again.
const REPORTING: u8 = 3;

/// One call, as JSON in the store. Who calls and what they entered is in it: the store is as private as the
/// calls are.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Record {
    version: u8,
    /// How many steps the call has done; the URL of the next step ends in it.
    pub(super) step: u32,
    /// The step that answered the call, for a request that Twilio repeats; a call may begin anew.
    pub(super) began: u32,
    /// What the request that began it is known by, and the last one of a queue that changed something; see
    /// [`fingerprint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) began_by: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) waited_by: Option<u64>,
    /// The named start that it began at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    /// What the call speaks, where the tree has several languages.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) language: String,
    /// The answer to the last step, for a request that Twilio repeats.
    pub(super) document: String,
    from: String,
    to: String,
    /// What else Twilio told of the call, as far as the tree reads it.
    #[serde(default, skip_serializing_if = "Told::is_empty")]
    told: Told,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recording: Option<String>,
    fields: Fields,
    /// The step that put the caller into a queue, while they wait in it: the queue asks again and again with it, and tells
    /// the end with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) queued: Option<u32>,
    /// What was told of that queue.
    #[serde(default, skip_serializing_if = "is_untold")]
    queue: Queue,
    /// Where the call goes on once it has left the queue, as the end of a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) leaves_to: Option<String>,
    /// The call is over; the record stays as long as there is something to do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) over: bool,
    /// `run`s that nobody has begun, and those that are not done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pending: Vec<Pending>,
    /// Another number for each time that `run`s are crossed off. A server whose save got no answer takes the record that it finds
    /// for its own if it is the same; two servers that cross off the same must not both believe that they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    crossed_off: Option<u64>,
    /// What the hooks of the tree need.
    #[serde(default, skip_serializing_if = "Aftermath::is_empty")]
    pub(super) aftermath: Aftermath,
}

/// A `run` that is still to be done, with the fields as they were when it was reached.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Pending {
    /// The step that reached it, and its place in that step.
    pub(super) step: u32,
    pub(super) place: u16,
    /// Which block of the tree.
    pub(super) block: u16,
    pub(super) fields: Fields,
    /// What the call spoke.
    #[serde(default)]
    pub(super) language: String,
    /// The source of what is done at most once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) once: Option<String>,
    /// The source of a `run` that is repeated until it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at_least_once: Option<String>,
    /// In a hook the state that the call was in last.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) state: String,
    /// The name of the report that a hook is told, and the report; `block` is then the number of its `run`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) report: Option<(String, Report)>,
    /// The server that does it, where several share a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
}

impl Pending {
    /// The name by which whoever receives it knows a repetition.
    fn step_id(&self, call: &str) -> String {
        match &self.report {
            Some((name, _)) => format!("{call}-{name}-{}", self.place),
            None => format!("{call}-{}-{}", self.step, self.place),
        }
    }

    /// Whether it is the same `run` of the same step, or of the same report.
    pub(super) fn is(&self, other: &Self) -> bool {
        let report = |pending: &Self| pending.report.as_ref().map(|(name, _)| name.clone());
        (self.step, self.place, report(self)) == (other.step, other.place, report(other))
    }
}

impl Record {
    /// A call before its first step.
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

    /// What is kept for the reports of a call of which nothing is stored.
    pub(super) fn of_no_call(from: &str, to: &str) -> Self {
        Self { aftermath: Aftermath::of_no_call(), over: true, ..Self::new(from, to) }
    }

    /// The call begins anew under the same name, as when it is led back to its first URL. Steps are counted on, so
    /// that no request of before is taken for one of after; what is still to be done stays so.
    pub(super) fn anew(self, from: &str, to: &str) -> Self {
        let (step, pending, aftermath) = (self.step, self.pending, self.aftermath.anew());
        Self { step, began: step.saturating_add(1), pending, aftermath, ..Self::new(from, to) }
    }

    /// The same, of which a request tells who calls whom.
    pub(super) fn with_parties(self, from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned(), ..self }
    }

    /// What is stored of a call that is over and has nothing more to do: nothing, unless the tree has hooks. Then the call
    /// waits for the reports of its recordings, and the names of those that were told stay, so that none is told again.
    pub(super) fn at_rest<T: PhoneTree>(self) -> Option<Self> {
        if T::HOOKS.is_empty() {
            // What the hooks of another version need is left to it.
            return (!self.aftermath.is_empty()).then_some(Self { over: true, ..self });
        }
        if self.aftermath.is_awaited::<T>() {
            return Some(Self { over: true, ..self });
        }
        let aftermath = self.aftermath.forgotten();
        Some(Self { over: true, step: self.step, aftermath, ..Self::new("", "") })
    }

    /// Whether it has the fields of this call, and its place in the queue; how long it has waited grows by itself.
    pub(super) fn holds<D: CallData>(&self, call: &Call<D>) -> bool {
        let (before, now) = (self.queue, call.queue());
        (before.position, before.size) == (now.position, now.size)
            && self.recording == call.recording
            && self.fields == self.fields_after(call)
    }

    /// Whether the caller waits in a queue after a step that came to this, and where the call goes on when it leaves.
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

    /// The same call, which goes on at a named start, or begins there.
    pub(super) fn at_start(self, name: &str) -> Self {
        let began = self.step.saturating_add(1);
        Self { began, start: Some(name.to_owned()), over: false, ..self }
    }

    /// Whether the last step was the one that answered the call, at the start of this name.
    pub(super) fn has_just_begun(&self, start: Option<&str>) -> bool {
        self.step == self.began && self.began_at(start)
    }

    /// Whether it is the start of this name that the call began at.
    pub(super) fn began_at(&self, start: Option<&str>) -> bool {
        self.start.as_deref() == start
    }

    /// Crosses off all but what is left to be done.
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
        serde_json::to_vec(self).map_err(|_| Unreadable::Invalid)
    }

    /// The call as the tree's Rust sees it, but for its language: that is in the URL.
    pub(super) fn call<D: CallData>(&self, id: &str) -> Result<Call<D>, FieldError> {
        self.call_with(id, &self.fields)
    }

    /// The call as it was when a `run` of it was reached.
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

    /// The record after one more step.
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

    /// The fields after a step. Those that only another version of the tree has stay as they are.
    fn fields_after<D: CallData>(&self, call: &Call<D>) -> Fields {
        let fields = call.data().save();
        if self.fields.names().all(|name| fields.has(name)) {
            return fields;
        }
        // A field that is stored and that this version knows is among those that it writes itself.
        let known = D::load(&self.fields).map(|data| data.save()).unwrap_or_default();
        fields.with_others_of(&self.fields, |name| !known.has(name))
    }
}

/// What a request is known by on every server: a digest of its `I-Twilio-Idempotency-Token`, if it has one.
pub(super) fn fingerprint(token: &str) -> Option<u64> {
    let digest = Sha256::digest(token);
    let (first, _) = digest.split_first_chunk()?;
    (!token.is_empty()).then(|| u64::from_be_bytes(*first))
}

fn is_untold(queue: &Queue) -> bool {
    *queue == Queue::default()
}

/// Why a record is not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unreadable {
    /// Another version of this program wrote it: what it has to do stays stored.
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
