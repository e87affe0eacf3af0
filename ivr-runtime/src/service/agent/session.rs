//! A conversation, as the agent sees it.

use std::fmt;

use tokio::sync::mpsc;

use super::frames::{Sent, Setup};
use crate::dialog::data::Caller;

/// A conversation with a caller.
///
/// ```
/// use ivr_runtime::agent::{CallerEvent, Session};
///
/// /// Repeats everything until the caller presses a key.
/// async fn echo(mut session: Session) -> Option<&'static str> {
///     loop {
///         match session.hear().await? {
///             CallerEvent::Speech { text, .. } => session.say(&text).await,
///             CallerEvent::Key(_) => return Some("Resolved"),
///             CallerEvent::Interrupted { .. } => {}
///             _ => {}
///         }
///     }
/// }
/// ```
pub struct Session {
    pub(super) setup: Setup,
    pub(super) heard: mpsc::Receiver<CallerEvent>,
    pub(super) sent: mpsc::Sender<Sent>,
}

/// Shows the identifier of the call, but neither speech nor passed values.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("call", &self.setup.call_sid).finish_non_exhaustive()
    }
}

/// What the caller did.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallerEvent {
    /// The caller said something and has finished.
    Speech {
        /// The recognized text.
        text: String,
        /// Its language, `en-US`. Empty if Twilio does not report it.
        language: String,
    },
    /// The caller pressed a key, if the relay listens for keys.
    Key(char),
    /// The caller spoke while the agent spoke.
    Interrupted {
        /// What the agent had said until then.
        until: String,
    },
}

/// Shows the kind of event, but not the speech.
impl fmt::Debug for CallerEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Speech { .. } => "Speech(…)",
            Self::Key(_) => "Key(…)",
            Self::Interrupted { .. } => "Interrupted(…)",
        })
    }
}

impl Session {
    /// Returns Twilio's identifier of the call, which the tree has as `call.id`.
    #[must_use]
    pub fn call_id(&self) -> &str {
        &self.setup.call_sid
    }

    /// Returns the caller.
    #[must_use]
    pub fn from(&self) -> Caller {
        Caller::parse(&self.setup.from)
    }

    /// Returns the number that was called.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.setup.to
    }

    /// Returns the value that the tree passes under this name.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<&str> {
        self.setup.custom_parameters.get(name).map(String::as_str)
    }

    /// Waits for the next action of the caller. Returns `None` when the caller has hung up.
    pub async fn hear(&mut self) -> Option<CallerEvent> {
        self.heard.recv().await
    }

    /// Says a text. If the caller has hung up, nobody hears it, and [`hear`](Self::hear) returns `None`.
    pub async fn say(&self, text: &str) {
        self.send(Sent::Text { token: text.to_owned(), last: true }).await;
    }

    /// Says a part of a text, as a model generates it. `is_last` marks the last part.
    pub async fn say_part(&self, text: &str, is_last: bool) {
        self.send(Sent::Text { token: text.to_owned(), last: is_last }).await;
    }

    /// Plays a file by its URL.
    pub async fn play(&self, url: &str) {
        self.send(Sent::Play { source: url.to_owned() }).await;
    }

    /// Sends key tones.
    pub async fn send_digits(&self, digits: &str) {
        self.send(Sent::SendDigits { digits: digits.to_owned() }).await;
    }

    async fn send(&self, frame: Sent) {
        // An error means that the socket is closed: the conversation is over, and nobody would hear the text.
        let _ = self.sent.send(frame).await;
    }
}
