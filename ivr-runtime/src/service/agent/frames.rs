//! The frames of ConversationRelay, as JSON. Fields that agents do not need are ignored.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// A frame from Twilio.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Received {
    /// The first frame.
    Setup(Setup),
    /// Speech of the caller.
    Prompt {
        voice_prompt: String,
        #[serde(default)]
        lang: String,
        /// Whether the caller has finished.
        #[serde(default = "yes")]
        last: bool,
    },
    Dtmf {
        digit: String,
    },
    /// The caller spoke while the agent spoke.
    Interrupt {
        #[serde(default)]
        utterance_until_interrupt: String,
    },
    Error {
        #[serde(default)]
        description: String,
    },
    /// An unknown frame. Twilio adds frames without notice.
    #[serde(other)]
    Other,
}

const fn yes() -> bool {
    true
}

/// The call of a conversation.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Setup {
    pub(super) call_sid: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) to: String,
    #[serde(default)]
    pub(super) custom_parameters: BTreeMap<String, String>,
}

/// Shows the identifier of the call, but not the passed values.
impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").field("call_sid", &self.call_sid).finish_non_exhaustive()
    }
}

/// A frame to Twilio.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Sent {
    /// Speaks a text.
    Text { token: String, last: bool },
    /// Plays a file.
    Play { source: String },
    /// Sends key tones.
    SendDigits { digits: String },
    /// Ends the session with a result as text.
    End {
        #[serde(skip_serializing_if = "Option::is_none")]
        handoff_data: Option<String>,
    },
}

impl Sent {
    pub(super) fn to_json(&self) -> String {
        // Serializing strings and booleans cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_those_of_the_relay() {
        let read = |json: &str| serde_json::from_str::<Received>(json).ok();
        let prompt = r#"{"type":"prompt","voicePrompt":"Two, please.","lang":"en-US","last":true}"#;
        assert!(
            matches!(read(prompt), Some(Received::Prompt { voice_prompt, last: true, .. }) if voice_prompt == "Two, please.")
        );
        assert!(
            matches!(read(r#"{"type":"dtmf","digit":"0"}"#), Some(Received::Dtmf { digit }) if digit == "0")
        );
        assert!(matches!(read(r#"{"type":"novelty","a":1}"#), Some(Received::Other)));
        assert!(read(r#"{"type":"prompt"}"#).is_none() && read("hello").is_none());
        let sent = [
            (Sent::Text { token: "Hi".into(), last: true }, r#"{"type":"text","token":"Hi","last":true}"#),
            (Sent::SendDigits { digits: "1".into() }, r#"{"type":"sendDigits","digits":"1"}"#),
            (Sent::End { handoff_data: None }, r#"{"type":"end"}"#),
            (Sent::End { handoff_data: Some("\"A\"".into()) }, r#"{"type":"end","handoffData":"\"A\""}"#),
        ];
        for (frame, json) in sent {
            assert_eq!(frame.to_json(), json);
        }
    }
}
