//! The fields of a webhook that a tree can ask for. Other fields are ignored, because Twilio adds fields without
//! notice.

use super::form::Form;
use crate::{
    dialog::data::Queue,
    input::Input,
    service::{
        session::{self, CallInfo},
        telemetry::redact,
    },
};
use ivr_core::callback::CallStatus;

/// The maximum length of a call identifier. Twilio's have 34 characters.
const MAX_SID_LENGTH: usize = 64;

/// The lengths of the relevant names, as a bit set.
const LENGTHS: u64 = 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 14 | 1 << 17;

/// The relevant fields. Of repeated fields, the first counts. Their values are decoded when they are read.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    form: &'a Form<'a>,
    /// What the caller did before the request was passed on.
    before: Option<&'a Form<'a>>,
    /// Their indexes, by name; those in the earlier form are marked.
    places: [u16; Name::COUNT],
    idempotency_token: &'a str,
}

/// A relevant field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Name {
    AccountSid,
    CallSid,
    From,
    To,
    CallStatus,
    // The input of the caller, and the outcome of a verb.
    Digits,
    SpeechResult,
    Confidence,
    DialCallStatus,
    DialBridged,
    QueueResult,
    HandoffData,
    RecordingUrl,
    RecordingDuration,
}

impl Name {
    const COUNT: usize = Self::RecordingDuration as usize + 1;
}

/// The index of a missing field.
const MISSING: u16 = u16::MAX;

/// The mark of an index in the earlier form. A form of 64 KiB has fewer fields.
const BEFORE: u16 = 1 << 15;

/// Finds the relevant fields in one pass.
fn places(form: &Form<'_>) -> [u16; Name::COUNT] {
    let mut places = [MISSING; Name::COUNT];
    for (name, place) in form.fields_of_lengths(LENGTHS) {
        let name = match name {
            b"AccountSid" => Name::AccountSid,
            b"CallSid" => Name::CallSid,
            b"From" => Name::From,
            b"To" => Name::To,
            b"CallStatus" => Name::CallStatus,
            b"Digits" => Name::Digits,
            b"SpeechResult" => Name::SpeechResult,
            b"Confidence" => Name::Confidence,
            b"DialCallStatus" => Name::DialCallStatus,
            b"DialBridged" => Name::DialBridged,
            b"QueueResult" => Name::QueueResult,
            b"HandoffData" => Name::HandoffData,
            b"RecordingUrl" => Name::RecordingUrl,
            b"RecordingDuration" => Name::RecordingDuration,
            _ => continue,
        };
        if let Some(known) = places.get_mut(name as usize).filter(|known| **known == MISSING) {
            *known = u16::try_from(place).ok().filter(|place| *place < BEFORE).unwrap_or(MISSING);
        }
    }
    places
}

impl<'a> Fields<'a> {
    /// Reads a form in one pass.
    pub(crate) fn of(form: &'a Form<'_>) -> Self {
        Self { form, before: None, places: places(form), idempotency_token: "" }
    }

    /// Adds what the caller did before the request was passed on.
    pub(crate) fn or(&mut self, carried: Option<&'a Form<'_>>) {
        let Some(before) = carried else { return };
        self.before = Some(before);
        let of_caller = self.places.iter_mut().zip(places(before)).skip(Name::Digits as usize);
        for (place, before) in of_caller.filter(|(place, before)| **place == MISSING && *before != MISSING) {
            *place = before | BEFORE;
        }
    }

    /// Returns the value of a field, or an empty text if it is missing.
    #[inline]
    fn text(&self, name: Name) -> &'a str {
        self.find(name).unwrap_or_default()
    }

    #[inline]
    fn find(&self, name: Name) -> Option<&'a str> {
        let place = self.places.get(name as usize).copied().filter(|place| *place != MISSING)?;
        let form = if place & BEFORE == 0 { Some(self.form) } else { self.before };
        Some(form?.value_at(usize::from(place & !BEFORE)))
    }

    /// Sets the `I-Twilio-Idempotency-Token` of the request.
    pub(crate) fn with_token(self, token: Option<&'a str>) -> Self {
        Self { idempotency_token: token.unwrap_or_default(), ..self }
    }

    /// Returns the account of the call.
    pub(crate) fn account(&self) -> &'a str {
        self.text(Name::AccountSid)
    }

    /// Returns what the caller did, or the result of a verb.
    pub(crate) fn input(&self) -> Input<'a> {
        let text = |name| self.text(name).into();
        let confidence = self.find(Name::Confidence).and_then(|number| number.parse::<f32>().ok());
        Input {
            digits: text(Name::Digits),
            speech: text(Name::SpeechResult),
            // Recognizers that do not compute a confidence report 0.0.
            confidence: confidence.filter(|number| *number > 0.0 && *number <= 1.0),
            dial_status: text(Name::DialCallStatus),
            dial_bridged: text(Name::DialBridged),
            queue_result: text(Name::QueueResult),
            recording_url: text(Name::RecordingUrl),
            recording_duration: text(Name::RecordingDuration),
            handoff: text(Name::HandoffData),
        }
    }

    /// Returns what Twilio reports about the queue in which the caller waits, or `None`.
    pub(crate) fn queue(form: &Form<'_>) -> Option<Queue> {
        let (mut queue, mut is_told) = (Queue::default(), false);
        for (name, place) in form.fields_of_lengths(1 << 9 | 1 << 12 | 1 << 13 | 1 << 16) {
            let field = match name {
                b"QueuePosition" => &mut queue.position,
                b"QueueTime" => &mut queue.waited,
                b"AvgQueueTime" => &mut queue.average,
                b"CurrentQueueSize" => &mut queue.size,
                _ => continue,
            };
            is_told |= matches!(name, b"QueuePosition" | b"QueueTime");
            *field = form.value_at(place).parse().unwrap_or(0);
        }
        is_told.then_some(queue)
    }

    /// Returns the call of the caller with whom this one is connected: `ParentCallSid`.
    pub(crate) fn parent<'f>(form: &'f Form<'_>) -> &'f str {
        form.first(b"ParentCallSid").unwrap_or_default()
    }

    /// Returns the call of the request. Its identifier is empty if it is missing or invalid.
    pub(crate) fn call_info(&self) -> CallInfo<'a> {
        CallInfo {
            id: self.id(),
            from: self.text(Name::From),
            to: self.text(Name::To),
            is_ringing: self.is_ringing(),
            queue: None,
            told: None,
            idempotency_token: self.idempotency_token,
        }
    }

    /// Returns whether nobody has answered the call yet.
    pub(crate) fn is_ringing(&self) -> bool {
        self.text(Name::CallStatus) == "ringing"
    }

    /// Returns the identifier of the call for the store, or an empty text if it is missing or invalid.
    pub(crate) fn id(&self) -> &'a str {
        let fits = |id: &&'a str| {
            let is_short = id.len() <= MAX_SID_LENGTH;
            is_short && id.bytes().all(|byte| byte.is_ascii_graphic()) && !id.starts_with(session::RESERVED)
        };
        Some(self.text(Name::CallSid)).filter(fits).unwrap_or_default()
    }

    /// Returns how the call has ended, if it has.
    pub(crate) fn ended(&self) -> Option<CallStatus> {
        CallStatus::parse(self.text(Name::CallStatus))
    }

    /// Returns whether the call has ended, according to its status.
    pub(crate) fn is_over(&self) -> bool {
        self.ended().is_some()
    }

    /// Returns `CallDuration` of a call that has ended, in seconds.
    pub(crate) fn duration(form: &Form<'_>) -> Option<u32> {
        form.first(b"CallDuration").and_then(|seconds| seconds.parse().ok())
    }

    /// Returns the identifier of the call for the log, or `-` if it is invalid.
    pub(crate) fn call_sid(&self) -> &'a str {
        redact::call_sid(self.text(Name::CallSid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(encoded: &str) -> Form<'_> {
        let mut form = Form::default();
        form.decode(encoded.as_bytes()).unwrap();
        form
    }

    #[test]
    fn of_repeated_fields_the_first_counts_even_when_it_is_blank() {
        let form = form("Digits=&Digits=3&SpeechResult=sales&SpeechResult=support");
        let input = Fields::of(&form).input();
        assert_eq!((&*input.digits, &*input.speech), ("", "sales"));
    }

    #[test]
    fn confidence_is_a_number_above_nought_to_one_or_it_is_absent() {
        for (text, confidence) in [
            ("0.9", Some(0.9)),
            ("1", Some(1.0)),
            ("0.0001", Some(0.0001)),
            ("0.0", None),
            ("0", None),
            ("-0.0", None),
            ("-1", None),
            ("2", None),
            ("NaN", None),
            ("", None),
        ] {
            let encoded = format!("Confidence={text}");
            let form = form(&encoded);
            assert_eq!(Fields::of(&form).input().confidence, confidence, "{text}");
        }
    }

    #[test]
    fn what_servers_store_of_themselves_is_no_call() {
        let id = |value: &str| Fields::of(&form(&format!("CallSid={value}"))).id().to_owned();
        assert_eq!((id("~servers"), id("servers~")), (String::new(), "servers~".to_owned()));
    }

    #[test]
    fn only_what_looks_like_a_call_is_named_in_the_log() {
        let sid = |value: &str| Fields::of(&form(&format!("CallSid={value}"))).call_sid().to_owned();
        assert_eq!(sid("CA0123456789abcdef0123456789abcdef"), "CA0123456789abcdef0123456789abcdef");
        for other in ["", "%0Aforged+line", "%2B14158675309", "14158675309", &"A".repeat(65)] {
            assert_eq!(sid(other), "-", "{other}");
        }
    }
}
