//! How a tree ends a call.

use super::Verb;
use crate::position::Ending;

/// How a call leaves a tree. A picture has one node for each, and events contain its name.
///
/// ```
/// use ivr_core::{description::{End, Verb}, position::Ending};
/// assert_eq!(End::from(Ending::Busy), End::Reject);
/// assert_eq!(End::of(&Verb::Hangup).map(End::as_str), Some("hangup"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum End {
    /// The call is hung up.
    Hangup,
    /// The call is rejected.
    Reject,
    /// The caller leaves the queue.
    Leave,
    /// The call continues with another document.
    Redirect,
}

impl End {
    /// Every end.
    pub const ALL: [Self; 4] = [Self::Hangup, Self::Reject, Self::Leave, Self::Redirect];

    /// Returns its word in the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hangup => "hangup",
            Self::Reject => "reject",
            Self::Leave => "leave",
            Self::Redirect => "redirect",
        }
    }

    /// Returns how a verb ends the call, or `None` if the call continues.
    #[must_use]
    pub const fn of(verb: &Verb) -> Option<Self> {
        match verb {
            Verb::Hangup => Some(Self::Hangup),
            Verb::Reject { .. } => Some(Self::Reject),
            Verb::Leave => Some(Self::Leave),
            Verb::Redirect { .. } => Some(Self::Redirect),
            Verb::Goto(_)
            | Verb::Gather(_)
            | Verb::Dial(_)
            | Verb::Record(_)
            | Verb::Enqueue(_)
            | Verb::Match(_)
            | Verb::Connect(_)
            | Verb::Hours(_) => None,
        }
    }
}

impl From<Ending> for End {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Hangup => Self::Hangup,
            Ending::Busy | Ending::Rejected => Self::Reject,
            Ending::Leave => Self::Leave,
        }
    }
}
