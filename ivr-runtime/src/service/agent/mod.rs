//! The agent's side of `connect`: a WebSocket that Twilio opens, with typed frames of ConversationRelay.
//!
//! A conversation is an async function: it receives and sends speech, and returns a result for the tree. It ends
//! without a result when the time limit of the tree has passed, when it panics, or when the caller hangs up, so that
//! the call always continues.
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

// The messages of the socket.
mod frames;

// A conversation from the point of view of the agent.
mod session;

// The WebSocket of a conversation.
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

/// The maximum size of a received frame, in bytes. A minute of speech is a few kilobytes of text.
const MAX_FRAME_SIZE: usize = 64 * 1024;

/// An agent, and who may open a conversation with it.
#[derive(Clone)]
pub struct Agent {
    /// The public address and the auth token, or `None` if anybody may connect.
    signed: Option<Arc<(Address, Key)>>,
}

/// Shows whether upgrades are signed, never the token.
impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").field("is_signed", &self.signed.is_some()).finish()
    }
}

impl Agent {
    /// Accepts only Twilio: the upgrade must have a signature with this auth token for the agent's public address,
    /// `https://agent.example`.
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

    /// Accepts anybody, for an agent that only this machine can reach.
    ///
    /// ```
    /// let agent = ivr_runtime::agent::Agent::unsigned();
    /// assert_eq!(format!("{agent:?}"), "Agent { is_signed: false }");
    /// ```
    #[must_use]
    pub fn unsigned() -> Self {
        Self { signed: None }
    }

    /// Returns the route of an agent whose conversations are executed by `talk`. Its result is passed to the tree;
    /// `None` becomes `failed`.
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
