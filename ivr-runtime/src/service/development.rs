//! What a program adds to a served tree for its authors: pages next to the webhook, and an observer of its calls.
//! This crate contains neither; a program passes them to [`router_with`](crate::router_with).

use std::sync::Arc;

use axum::Router;

use crate::{
    description::Description,
    dialog::tree::{Ending, PhoneTree, To},
    input::Input,
    service::{
        config::{Checked, SettingError},
        snapshot::Snapshots,
    },
};
use ivr_core::event::Event;

/// Paths under a tree that are not states. Without [`Development`] each of them is answered with 404.
pub const RESERVED_PATHS: [&str; 7] =
    ["/phone", "/watch", "/events", "/tree.svg", "/tree.mmd", "/tree.dot", "/tree.json"];

/// Observes calls as the webhook answers them. Without an observer nothing is recorded.
///
/// Every method is called while a request is answered, and must return at once.
pub trait Observer: Send + Sync {
    /// Called when a call is answered at the start with this index (0 for an incoming call), or when a call in
    /// progress is moved there. A repeated request reports it again.
    fn call_started(&self, call_sid: &str, start: usize);

    /// Called when a request moved the call. A repeated request does not.
    fn call_moved(&self, call_sid: &str, moved: &Moved<'_>);

    /// Called when the caller hears `on_error`.
    fn call_failed(&self, call_sid: &str);

    /// Called when Twilio reports the end of the call.
    fn call_ended(&self, call_sid: &str);

    /// Called when the server stops. Anything that would keep a connection open must end.
    fn server_stopping(&self);
}

/// What a request did to a call.
#[derive(Clone, Debug)]
pub struct Moved<'a> {
    /// The states that the call left, by index, and the event in each; never empty.
    pub steps: &'a [(usize, Event)],
    /// The input of the request. It contains what the caller said and entered.
    pub input: &'a Input<'a>,
    /// The position of the call after the request.
    pub to: Place,
}

/// The position of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The state with this index.
    State(usize),
    /// The call has ended.
    End(Ending),
}

impl<T: PhoneTree> From<To<T>> for Place {
    fn from(to: To<T>) -> Self {
        match to {
            To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at) => Self::State(at.state.index()),
            To::End(ending, _) => Self::End(ending),
        }
    }
}

/// Pages of a tree for its authors, served only if [`Checked::development`] is set.
pub trait Development<T: PhoneTree>: Observer {
    /// Returns the pages to print when the server starts: a name, and a path under the tree.
    fn pages(&self, settings: &Checked) -> Vec<(&'static str, &'static str)>;

    /// Returns the routes of the pages. Each of [`RESERVED_PATHS`] must be among them.
    ///
    /// # Errors
    ///
    /// Returns an error if a page cannot be served with these settings.
    fn routes(self: Arc<Self>, site: Site<'_, T>) -> Result<Router, SettingError>;
}

/// Creates the development pages of a tree.
pub type Develop<T> = fn(&Description) -> Arc<dyn Development<T>>;

/// The served tree, as its pages see it.
#[derive(Debug)]
pub struct Site<'a, T> {
    /// The routes of the webhook.
    pub webhook: &'a Router,
    /// The path of the tree, `/acme`.
    pub root: &'a str,
    /// The current and future texts of the tree.
    pub snapshots: &'a Arc<Snapshots<T>>,
    /// The settings of the server.
    pub settings: &'a Checked,
}
