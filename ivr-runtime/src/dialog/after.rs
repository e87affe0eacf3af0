//! What a hook of a tree is told: `after call`, `after recording`, `after transcription`.

use std::fmt;

use ivr_core::callback::Callback;
use serde::{Deserialize, Serialize};

/// What Twilio reported beside the requests of a call. For generated code.
///
/// ```
/// use ivr_runtime::after::{EndedBy, Report};
/// assert!(Report::Call(Some(EndedBy::Caller)).recording().is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// The call is over.
    Call(Option<EndedBy>),
    /// The audio of a recording is there.
    Recording(Recording),
    /// A recording was transcribed, or could not be.
    Transcription(Transcription),
}

impl Report {
    /// Which callback it came by.
    #[must_use]
    pub fn callback(&self) -> Callback {
        match self {
            Self::Call(_) => Callback::Call,
            Self::Recording(_) => Callback::Recording,
            Self::Transcription(_) => Callback::Transcription,
        }
    }

    /// What `recording` is in `after recording`.
    #[must_use]
    pub fn recording(&self) -> Option<&Recording> {
        match self {
            Self::Recording(recording) => Some(recording),
            Self::Call(_) | Self::Transcription(_) => None,
        }
    }

    /// What `transcription` is in `after transcription`.
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
    /// The tree: its last document hangs up, rejects the call, or hands it to another document.
    Tree,
    /// Nobody answered an outbound call, or the line was busy.
    Unanswered,
    /// The call failed: Twilio could not make it, or could not go on with it.
    Failed,
}

/// A recording whose audio is there, `recording` in `after recording`.
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
    /// Twilio's name for it, `RecordingSid`.
    pub id: String,
    /// Where the audio is; Twilio asks for the credentials of the account there.
    pub url: String,
    /// How long it is.
    pub seconds: u32,
    /// The key that ended it. `None` when no key did, and when nothing is stored of the call any more.
    pub key: Option<char>,
}

impl Recording {
    /// A recording, as a test of what is done with it makes one.
    #[must_use]
    pub fn new(id: &str, url: &str, seconds: u32, key: Option<char>) -> Self {
        Self { id: id.to_owned(), url: url.to_owned(), seconds, key }
    }
}

/// Which recording it is; where it is never reaches a log.
impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What Twilio understood of a recording, `transcription` in `after transcription`.
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
    /// Twilio's name for it, `TranscriptionSid`.
    pub id: String,
    /// The recording that was transcribed, `RecordingSid`.
    pub recording: String,
    /// What was said; `None` when Twilio could not transcribe it.
    pub text: Option<String>,
}

impl Transcription {
    /// A transcription, as a test of what is done with it makes one.
    #[must_use]
    pub fn new(id: &str, recording: &str, text: Option<&str>) -> Self {
        Self { id: id.to_owned(), recording: recording.to_owned(), text: text.map(str::to_owned) }
    }
}

/// Which transcription it is, and nothing of what was said.
impl fmt::Debug for Transcription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Transcription");
        shown.field("id", &self.id).field("recording", &self.recording).finish_non_exhaustive()
    }
}
