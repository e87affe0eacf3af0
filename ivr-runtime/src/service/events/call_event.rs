//! An event as it is written and read: one JSON object per line.

use serde::{Deserialize, Serialize};

use super::Timestamp;
use crate::{description::End, service::telemetry::MATCHED};
use ivr_core::callback::CallStatus;

/// An event of a call, with names of its tree.
///
/// It has no field for what a caller pressed or said, for a telephone number or for a field of a call.
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
    /// The `CallSid`, or `-` if it is invalid.
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
    /// A call was answered, or moved to a named start.
    Started {
        /// The named start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<String>,
        /// The state of the call afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// How the tree ended the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<End>,
    },
    /// A state was left, or asks again. A request that passes several states writes several events.
    Step {
        /// The state.
        state: String,
        /// Its verb, `gather`.
        verb: String,
        /// The name of the arm that was taken: see [`arm_names`](ivr_core::description::Description::arm_names).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        arm: Option<String>,
        /// The outcome of the verb, `no_answer`, or `matched` for keys, phrases and Rust patterns of an arm.
        outcome: String,
        /// How often the caller had been asked again.
        attempt: u8,
        /// The state of the call afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// How the tree ended the call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<End>,
        /// The time from the request to the answer, in microseconds.
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
        /// The status that Twilio reported.
        status: CallStatus,
        /// The duration of the call, in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duration_s: Option<u32>,
    },
}

impl Happened {
    /// The outcome of a step for a key, a phrase or a Rust pattern of an arm.
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
