//! The values that the hooks of a tree receive: `after call`, `after recording`, `after transcription`.

use std::fmt;

use ivr_core::callback::Callback;
use serde::{Deserialize, Serialize};

/// A report by Twilio outside of the requests of a call. For generated code.
///
/// ```
/// use ivr_runtime::after::{EndedBy, Report};
/// assert!(Report::Call(Some(EndedBy::Caller)).recording().is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// The call has ended.
    Call(Option<EndedBy>),
    /// The audio of a recording is available.
    Recording(Recording),
    /// A recording was transcribed, or could not be.
    Transcription(Transcription),
}

impl Report {
    /// Returns the callback of the report.
    #[must_use]
    pub fn callback(&self) -> Callback {
        match self {
            Self::Call(_) => Callback::Call,
            Self::Recording(_) => Callback::Recording,
            Self::Transcription(_) => Callback::Transcription,
        }
    }

    /// Returns the value of `recording` in `after recording`.
    #[must_use]
    pub fn recording(&self) -> Option<&Recording> {
        match self {
            Self::Recording(recording) => Some(recording),
            Self::Call(_) | Self::Transcription(_) => None,
        }
    }

    /// Returns the value of `transcription` in `after transcription`.
    #[must_use]
    pub fn transcription(&self) -> Option<&Transcription> {
        match self {
            Self::Transcription(transcription) => Some(transcription),
            Self::Call(_) | Self::Recording(_) => None,
        }
    }
}

/// Who ended a call, `call.ended_by` in `after call`.
///
/// ```
/// assert_ne!(ivr_runtime::after::EndedBy::Caller, ivr_runtime::after::EndedBy::Tree);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The caller hung up.
    Caller,
    /// The tree: its last document hangs up, rejects the call, or continues it with another document.
    Tree,
    /// Nobody answered an outgoing call, or the line was busy.
    Unanswered,
    /// The call failed: Twilio could not make it or could not continue it.
    Failed,
}

/// A recording with its audio, `recording` in `after recording`.
///
/// ```
/// use ivr_runtime::after::Recording;
/// let recording = Recording::new("RE1", "https://api.twilio.com/recordings/RE1", 12, Some('#'));
/// assert_eq!((recording.seconds, recording.key), (12, Some('#')));
/// // A recording is private, and so is where it is.
/// assert_eq!(format!("{recording:?}"), r#"Recording { id: "RE1", .. }"#);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recording {
    /// Twilio's identifier, `RecordingSid`.
    pub id: String,
    /// The URL of the audio. Twilio requires the credentials of the account there.
    pub url: String,
    /// The length in seconds.
    pub seconds: u32,
    /// The key that ended the recording. `None` if no key did, or if nothing is stored of the call any more.
    pub key: Option<char>,
}

impl Recording {
    /// Creates a recording, for tests.
    #[must_use]
    pub fn new(id: &str, url: &str, seconds: u32, key: Option<char>) -> Self {
        Self { id: id.to_owned(), url: url.to_owned(), seconds, key }
    }
}

/// Shows the identifier, but not the URL, which must not be logged.
impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The transcription of a recording, `transcription` in `after transcription`.
///
/// ```
/// use ivr_runtime::after::Transcription;
/// let transcription = Transcription::new("TR1", "RE1", Some("Please call back."));
/// assert_eq!(transcription.text.as_deref(), Some("Please call back."));
/// // What was said never reaches a log.
/// assert_eq!(format!("{transcription:?}"), r#"Transcription { id: "TR1", recording: "RE1", .. }"#);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Transcription {
    /// Twilio's identifier, `TranscriptionSid`.
    pub id: String,
    /// The recording that was transcribed, `RecordingSid`.
    pub recording: String,
    /// The text, or `None` if Twilio could not transcribe the recording.
    pub text: Option<String>,
}

impl Transcription {
    /// Creates a transcription, for tests.
    #[must_use]
    pub fn new(id: &str, recording: &str, text: Option<&str>) -> Self {
        Self { id: id.to_owned(), recording: recording.to_owned(), text: text.map(str::to_owned) }
    }
}

/// Shows the identifier, but not the text.
impl fmt::Debug for Transcription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Transcription");
        shown.field("id", &self.id).field("recording", &self.recording).finish_non_exhaustive()
    }
}
