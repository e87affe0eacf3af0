//! One conversation, as the agent sees it.

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

/// Which call it is, and nothing of what was said or given.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("call", &self.setup.call_sid).finish_non_exhaustive()
    }
}

/// What the caller did.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallerEvent {
    /// The caller said something, and has finished.
    Speech {
        /// As it was understood.
        text: String,
        /// The language of it, `en-US`; empty where Twilio does not say.
        language: String,
    },
    /// The caller pressed a key, where the relay listens for keys.
    Key(char),
    /// The caller spoke while the agent did.
    Interrupted {
        /// What was said until then.
        until: String,
    },
}

/// What happened, and never what was said.
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
    /// Twilio's name of the call, as the tree has it in `call.id`.
    #[must_use]
    pub fn call_id(&self) -> &str {
        &self.setup.call_sid
    }

    /// Who calls.
    #[must_use]
    pub fn from(&self) -> Caller {
        Caller::parse(&self.setup.from)
    }

    /// The number that was called.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.setup.to
    }

    /// What the tree gives under this name.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<&str> {
        self.setup.custom_parameters.get(name).map(String::as_str)
    }

    /// What the caller does next; `None` when the caller is gone.
    pub async fn hear(&mut self) -> Option<CallerEvent> {
        self.heard.recv().await
    }

    /// Says something. Nobody hears it when the caller is gone, which [`hear`](Self::hear) tells.
    pub async fn say(&self, text: &str) {
        self.send(Sent::Text { token: text.to_owned(), last: true }).await;
    }

    /// Says a part of something, as a model makes it; the last part says so.
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
        // The socket is gone when the conversation is over, and so is whoever would have heard it.
        let _ = self.sent.send(frame).await;
    }
}
