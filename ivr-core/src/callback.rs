//! Reports that Twilio sends outside of the requests of a call, and the hooks of a tree that handle them.

/// A report outside of the requests of a call. `after call`, `after recording` and `after transcription` handle one
/// kind each.
///
/// ```
/// use ivr_core::callback::Callback;
/// assert_eq!(Callback::parse("recording"), Some(Callback::Recording));
/// assert_eq!(Callback::Call.path(), "status");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Callback {
    /// The call is over: the number's status callback.
    Call,
    /// The audio of a recording is available: `recordingStatusCallback`.
    Recording,
    /// A recording was transcribed: `transcribeCallback`.
    Transcription,
}

impl Callback {
    /// Every callback.
    pub const ALL: [Self; 3] = [Self::Call, Self::Recording, Self::Transcription];

    /// Returns the word after `after`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Recording => "recording",
            Self::Transcription => "transcription",
        }
    }

    /// Returns the path under the tree to which Twilio sends the report.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Call => "status",
            Self::Recording | Self::Transcription => self.as_str(),
        }
    }

    /// Returns whether the report belongs to a state, which follows `in`.
    #[must_use]
    pub const fn has_state(self) -> bool {
        match self {
            Self::Call => false,
            Self::Recording | Self::Transcription => true,
        }
    }

    /// The callback of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|callback| callback.as_str() == word)
    }
}

/// The final `CallStatus` of a call.
///
/// ```
/// use ivr_core::callback::CallStatus;
/// assert_eq!(CallStatus::parse("no-answer"), Some(CallStatus::NoAnswer));
/// assert_eq!(CallStatus::parse("in-progress"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum CallStatus {
    /// The call was answered and has ended.
    Completed,
    /// The called line was busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// The call was canceled before anybody answered.
    Canceled,
    /// The call could not be made.
    Failed,
}

impl CallStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Completed, Self::Busy, Self::NoAnswer, Self::Canceled, Self::Failed];

    /// Returns the status as Twilio writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::NoAnswer => "no-answer",
            Self::Canceled => "canceled",
            Self::Failed => "failed",
        }
    }

    /// Parses a status as Twilio writes it. Returns `None` for the status of a call in progress.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::Callback;

    #[test]
    fn a_callback_reads_back_from_its_word_and_each_has_a_path_of_its_own() {
        for callback in Callback::ALL {
            assert_eq!(Callback::parse(callback.as_str()), Some(callback));
            let alike = Callback::ALL.into_iter().filter(|other| other.path() == callback.path());
            assert_eq!(alike.count(), 1);
        }
        assert_eq!(Callback::parse("status"), None);
    }
}
