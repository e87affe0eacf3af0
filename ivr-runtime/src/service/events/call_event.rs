//! One event, as it is written and read: a JSON object a line.

use serde::{Deserialize, Serialize};

use super::Timestamp;
use crate::{description::End, service::telemetry::MATCHED};
use ivr_core::callback::CallStatus;

/// Something that happened in a call, by names of its tree.
///
/// It has no member for what a caller pressed or said, for a telephone number or for a field of a call.
///
/// ```
/// use ivr_runtime::events::{CallEvent, Happened};
/// let line = r#"{"time":"2026-11-30T07:15:14.250Z","call":"CA0123456789abcdef0123456789abcdef","tree":"Acme",
///     "event":"step","state":"Menu","verb":"gather","arm":"sales","outcome":"matched","attempt":0,"next":"Sales",
///     "latency_us":180}"#;
/// let event: CallEvent = serde_json::from_str(line).unwrap();
/// assert!(matches!(event.what, Happened::Step { next: Some(next), .. } if next == "Sales"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallEvent {
    /// When it was recorded.
    pub time: Timestamp,
    /// `CallSid`; `-` for what is not one.
    pub call: String,
    /// The name of the tree.
    pub tree: String,
    /// What happened.
    #[serde(flatten)]
    pub what: Happened,
}

/// What happened.
///
/// ```
/// use ivr_runtime::events::Happened;
/// let begun: Happened = serde_json::from_str(r#"{"event":"started","next":"Menu"}"#).unwrap();
/// assert_eq!(begun, Happened::Started { start: None, next: Some("Menu".into()), end: None });
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Happened {
    /// A call was answered, or led to a named start.
    Started {
        /// The named start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<String>,
        /// The state that the call is in after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// How the tree ended the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<End>,
    },
    /// A state was left, or asks again. A request that passes several states is several events.
    Step {
        /// The state.
        state: String,
        /// Its verb, `gather`.
        verb: String,
        /// The arm that was taken, by its name: see
        /// [`arm_names`](ivr_core::description::Description::arm_names).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        arm: Option<String>,
        /// What the verb came back with, `no_answer`; `matched` for keys, words and answers of Rust that an arm names.
        outcome: String,
        /// How often the call had been asked again.
        attempt: u8,
        /// The state that the call is in after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// How the tree ended the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<End>,
        /// Microseconds from the request to the answer.
        latency_us: u64,
    },
    /// The caller hears `on_error`.
    OnError {
        /// The state that failed, if this version has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<String>,
    },
    /// Twilio reported the end of the call.
    Ended {
        /// What it reported.
        status: CallStatus,
        /// How long the call took, in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duration_s: Option<u32>,
    },
}

impl Happened {
    /// The outcome of a step by a key, words or an answer of Rust that an arm names.
    pub const MATCHED: &str = MATCHED;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_written_as_it_is_read() {
        for status in CallStatus::ALL {
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("\"{}\"", status.as_str()));
        }
    }

    #[test]
    fn members_of_a_later_version_are_passed_over() {
        let line = r#"{"time":"2026-11-30T07:15:14Z","call":"-","tree":"Acme","region":"eu","event":"ended",
            "status":"completed","quality":5}"#;
        let event: CallEvent = serde_json::from_str(line).unwrap();
        assert_eq!(event.what, Happened::Ended { status: CallStatus::Completed, duration_s: None });
    }
}
