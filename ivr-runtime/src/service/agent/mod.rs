//! The agent's side of `connect`: a WebSocket that Twilio opens, with the frames of ConversationRelay as types.
//!
//! A conversation is an async function: it hears, says, and comes back with what the tree is to know. It is ended without a
//! result when the time of the tree is over, when it panics, and when the caller is gone, so that the caller always goes on.
//!
//! ```no_run
//! use ivr_runtime::agent::{Agent, CallerEvent, Session};
//!
//! #[derive(serde::Serialize)]
//! enum Billing { Resolved, NeedsPerson }
//!
//! async fn talk(mut session: Session) -> Option<Billing> {
//!     session.say("What is it about?").await;
//!     while let Some(heard) = session.hear().await {
//!         match heard {
//!             CallerEvent::Speech { text, .. } if text.contains("thank") => return Some(Billing::Resolved),
//!             CallerEvent::Key('0') => return Some(Billing::NeedsPerson),
//!             _ => session.say("Go on.").await,
//!         }
//!     }
//!     None
//! }
//!
//! # fn app(token: &str) -> axum::Router {
//! let agent = Agent::signed("https://agent.example".parse().unwrap(), token);
//! axum::Router::new().route("/billing", agent.route(talk))
//! # }
//! ```

// What is sent and received.
mod frames;

// One conversation, as the agent sees it.
mod session;

// The WebSocket of one conversation.
mod socket;

#[cfg(test)]
mod tests;

pub use session::{CallerEvent, Session};

pub use crate::carrier::signature::{Address, AddressError};

use std::{fmt, future::Future, sync::Arc};

use axum::{
    extract::{Request, WebSocketUpgrade},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use serde::Serialize;

use crate::carrier::signature::{Claim, Key, SIGNATURE_HEADER};

/// The largest frame that is read, in bytes: a minute of speech is a few kilobytes of text.
const MAX_FRAME_SIZE: usize = 64 * 1024;

/// Who may open a conversation with an agent.
#[derive(Clone)]
pub struct Agent {
    /// The public address and the auth token; `None` where anybody may.
    signed: Option<Arc<(Address, Key)>>,
}

/// Whether upgrades are signed, and never the token.
impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").field("is_signed", &self.signed.is_some()).finish()
    }
}

impl Agent {
    /// Only Twilio: the upgrade has the signature of this auth token for the agent's public address, `https://agent.example`.
    ///
    /// ```
    /// use ivr_runtime::agent::Agent;
    /// let agent = Agent::signed("https://agent.example".parse().unwrap(), "12345");
    /// assert_eq!(format!("{agent:?}"), "Agent { is_signed: true }");
    /// ```
    #[must_use]
    pub fn signed(address: Address, auth_token: &str) -> Self {
        Self { signed: Some(Arc::new((address, Key::new(auth_token)))) }
    }

    /// Anybody: for an agent that only this machine reaches.
    ///
    /// ```
    /// let agent = ivr_runtime::agent::Agent::unsigned();
    /// assert_eq!(format!("{agent:?}"), "Agent { is_signed: false }");
    /// ```
    #[must_use]
    pub fn unsigned() -> Self {
        Self { signed: None }
    }

    /// The route of an agent that talks so. What it comes back with is handed to the tree; `None` is `failed`.
    pub fn route<F, Fut, R, S>(self, talk: F) -> MethodRouter<S>
    where
        F: Fn(Session) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Option<R>> + Send + 'static,
        R: Serialize + Send + 'static,
        S: Clone + Send + Sync + 'static,
    {
        get(move |upgrade: WebSocketUpgrade, request: Request| {
            let (agent, talk) = (self.clone(), talk.clone());
            async move { agent.answer(upgrade, &request, talk) }
        })
    }

    fn answer<F, Fut, R>(&self, upgrade: WebSocketUpgrade, request: &Request, talk: F) -> Response
    where
        F: FnOnce(Session) -> Fut + Send + 'static,
        Fut: Future<Output = Option<R>> + Send + 'static,
        R: Serialize + Send + 'static,
    {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        if !self.admits(target, request.headers()) {
            tracing::warn!("an upgrade to a WebSocket was refused: the signature is missing or wrong");
            return StatusCode::FORBIDDEN.into_response();
        }
        let upgrade = upgrade.max_message_size(MAX_FRAME_SIZE).max_frame_size(MAX_FRAME_SIZE);
        upgrade.on_upgrade(|socket| socket::converse(socket, talk))
    }

    fn admits(&self, target: &str, headers: &HeaderMap) -> bool {
        let Some((address, key)) = self.signed.as_deref() else { return true };
        let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
        let claim = |signature| Claim { address, target, form: &[], signature };
        signature.is_some_and(|signature| key.verify_upgrade(&claim(signature)))
    }
}
