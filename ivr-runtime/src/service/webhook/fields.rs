//! What the fields of a webhook mean to a tree. Fields that no tree asks for are passed over: Twilio adds them
//! without notice.

use super::form::{Form, FormField};
use crate::{
    dialog::data::Queue,
    input::Input,
    service::{
        session::{self, CallInfo},
        telemetry::redact,
    },
};
use ivr_core::callback::CallStatus;

/// The longest call identifier that is taken for one; Twilio's have 34 characters.
const MAX_SID_LENGTH: usize = 64;

/// The lengths of the names that matter.
const LENGTHS: u64 = 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 14 | 1 << 17;

/// The fields that matter, as they were first given: of repeated ones the first counts.
#[derive(Default)]
pub(crate) struct Fields<'a> {
    account_sid: Option<&'a str>,
    call_sid: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    call_status: Option<&'a str>,
    digits: Option<&'a str>,
    speech: Option<&'a str>,
    confidence: Option<&'a str>,
    dial_status: Option<&'a str>,
    dial_bridged: Option<&'a str>,
    queue_result: Option<&'a str>,
    handoff: Option<&'a str>,
    recording_url: Option<&'a str>,
    recording_duration: Option<&'a str>,
    idempotency_token: &'a str,
}

impl<'a> Fields<'a> {
    /// Reads a form in one pass.
    pub(crate) fn of(form: &'a Form<'_>) -> Self {
        let mut fields = Self::default();
        for sent in form.fields_of_lengths(LENGTHS) {
            // As bytes: a name is left at the first that differs.
            let field = match sent.name {
                b"AccountSid" => &mut fields.account_sid,
                b"CallSid" => &mut fields.call_sid,
                b"From" => &mut fields.from,
                b"To" => &mut fields.to,
                b"CallStatus" => &mut fields.call_status,
                b"Digits" => &mut fields.digits,
                b"SpeechResult" => &mut fields.speech,
                b"Confidence" => &mut fields.confidence,
                b"DialCallStatus" => &mut fields.dial_status,
                b"DialBridged" => &mut fields.dial_bridged,
                b"QueueResult" => &mut fields.queue_result,
                b"HandoffData" => &mut fields.handoff,
                b"RecordingUrl" => &mut fields.recording_url,
                b"RecordingDuration" => &mut fields.recording_duration,
                _ => continue,
            };
            if field.is_none() {
                *field = Some(sent.value());
            }
        }
        fields
    }

    /// The same, with what the caller did before the request was passed on.
    pub(crate) fn or(self, carried: Option<&'a Form<'_>>) -> Self {
        let Some(before) = carried.map(Self::of) else { return self };
        Self {
            digits: self.digits.or(before.digits),
            speech: self.speech.or(before.speech),
            confidence: self.confidence.or(before.confidence),
            dial_status: self.dial_status.or(before.dial_status),
            dial_bridged: self.dial_bridged.or(before.dial_bridged),
            queue_result: self.queue_result.or(before.queue_result),
            handoff: self.handoff.or(before.handoff),
            recording_url: self.recording_url.or(before.recording_url),
            recording_duration: self.recording_duration.or(before.recording_duration),
            ..self
        }
    }

    /// The same, of a request with this `I-Twilio-Idempotency-Token`.
    pub(crate) fn with_token(self, token: Option<&'a str>) -> Self {
        Self { idempotency_token: token.unwrap_or_default(), ..self }
    }

    /// The account that the call belongs to.
    pub(crate) fn account(&self) -> &'a str {
        self.account_sid.unwrap_or_default()
    }

    /// What the caller did, or what a verb came back with.
    pub(crate) fn input(&self) -> Input<'a> {
        let text = |field: Option<&'a str>| field.unwrap_or_default().into();
        let confidence = self.confidence.and_then(|number| number.parse::<f32>().ok());
        Input {
            digits: text(self.digits),
            speech: text(self.speech),
            // Recognisers that are not asked for a confidence report 0.0.
            confidence: confidence.filter(|number| *number > 0.0 && *number <= 1.0),
            dial_status: text(self.dial_status),
            dial_bridged: text(self.dial_bridged),
            queue_result: text(self.queue_result),
            recording_url: text(self.recording_url),
            recording_duration: text(self.recording_duration),
            handoff: text(self.handoff),
        }
    }

    /// What Twilio tells of the queue that the caller waits in; `None` where it tells nothing.
    pub(crate) fn queue(form: &Form<'_>) -> Option<Queue> {
        let (mut queue, mut is_told) = (Queue::default(), false);
        for sent in form.fields_of_lengths(1 << 9 | 1 << 12 | 1 << 13 | 1 << 16) {
            let field = match sent.name {
                b"QueuePosition" => &mut queue.position,
                b"QueueTime" => &mut queue.waited,
                b"AvgQueueTime" => &mut queue.average,
                b"CurrentQueueSize" => &mut queue.size,
                _ => continue,
            };
            is_told |= sent.name == b"QueuePosition" || sent.name == b"QueueTime";
            *field = sent.value().parse().unwrap_or(0);
        }
        is_told.then_some(queue)
    }

    /// The call of whoever is connected with this one: `ParentCallSid`.
    pub(crate) fn parent<'f>(form: &'f Form<'_>) -> &'f str {
        let mut fields = form.fields_of_lengths(1 << 13);
        fields.find(|field| field.name == b"ParentCallSid").map_or("", FormField::value)
    }

    /// Whose call it is; the id is empty when it is missing or none.
    pub(crate) fn call_info(&self) -> CallInfo<'a> {
        let (from, to) = (self.from.unwrap_or_default(), self.to.unwrap_or_default());
        let is_ringing = self.call_status == Some("ringing");
        CallInfo {
            id: self.id(),
            from,
            to,
            is_ringing,
            queue: None,
            told: None,
            idempotency_token: self.idempotency_token,
        }
    }

    /// The id of the call, as the store knows it; empty when it is missing or none.
    pub(crate) fn id(&self) -> &'a str {
        let fits = |id: &&str| {
            let is_short = id.len() <= MAX_SID_LENGTH;
            is_short && id.bytes().all(|byte| byte.is_ascii_graphic()) && !id.starts_with(session::RESERVED)
        };
        self.call_sid.filter(fits).unwrap_or_default()
    }

    /// How the call has ended, if it has.
    pub(crate) fn ended(&self) -> Option<CallStatus> {
        self.call_status.and_then(CallStatus::parse)
    }

    /// Whether the call has ended, as its status says.
    pub(crate) fn is_over(&self) -> bool {
        self.ended().is_some()
    }

    /// `CallDuration` of a call that is over, in seconds.
    pub(crate) fn duration(form: &Form<'_>) -> Option<u32> {
        let mut fields = form.fields_of_lengths(1 << 12);
        fields.find(|field| field.name == b"CallDuration").and_then(|field| field.value().parse().ok())
    }

    /// The name of the call, for the log; `-` when it is none.
    pub(crate) fn call_sid(&self) -> &'a str {
        redact::call_sid(self.call_sid.unwrap_or_default())
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
