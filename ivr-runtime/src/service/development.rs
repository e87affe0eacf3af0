//! What a program adds to a served tree for the people who make it: pages beside the webhook and an observer of its
//! calls. This crate has neither; a program passes them to [`router_with`](crate::router_with).

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

/// Paths under a tree that name no state. Without [`Development`] each of them is answered with 404.
pub const RESERVED_PATHS: [&str; 7] =
    ["/phone", "/watch", "/events", "/tree.svg", "/tree.mmd", "/tree.dot", "/tree.json"];

/// Is told what happens in calls as the webhook answers them. Without an observer nothing of it is recorded.
///
/// Every method is called on the path of a request and must return at once.
pub trait Observer: Send + Sync {
    /// A call is being answered at the start of this index, 0 for an incoming one, or one in progress is led there. A
    /// repeated request reports it again.
    fn call_started(&self, call_sid: &str, start: usize);

    /// A request moved the call. A repeated request does not.
    fn call_moved(&self, call_sid: &str, moved: &Moved<'_>);

    /// The caller hears the tree's error answer.
    fn call_failed(&self, call_sid: &str);

    /// Twilio reported the end of the call.
    fn call_ended(&self, call_sid: &str);

    /// The server stops: whatever would keep a connection open has to end.
    fn server_stopping(&self);
}

/// What one request did to a call.
#[derive(Clone, Debug)]
pub struct Moved<'a> {
    /// The states that the call left, by index, and what was heard in each; never empty.
    pub steps: &'a [(usize, Event)],
    /// What the request carried. It holds what the caller said and entered.
    pub input: &'a Input<'a>,
    /// Where the call is now.
    pub to: Place,
}

/// Where a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The state of this index in the tree.
    State(usize),
    /// The call is over.
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

/// Pages of a tree for the people who make it, served only where [`Checked::development`] is set.
pub trait Development<T: PhoneTree>: Observer {
    /// The pages to print when the server starts: a name, and a path under the tree.
    fn pages(&self, settings: &Checked) -> Vec<(&'static str, &'static str)>;

    /// The routes of the pages. Every one of [`RESERVED_PATHS`] has to be among them.
    ///
    /// # Errors
    ///
    /// When a page cannot be served under these settings.
    fn routes(self: Arc<Self>, site: Site<'_, T>) -> Result<Router, SettingError>;
}

/// Makes the development pages of a tree.
pub type Develop<T> = fn(&Description) -> Arc<dyn Development<T>>;

/// The served tree, as its pages see it.
#[derive(Debug)]
pub struct Site<'a, T> {
    /// The routes of the webhook.
    pub webhook: &'a Router,
    /// The path of the tree, `/acme`.
    pub root: &'a str,
    /// What the tree says now and later.
    pub snapshots: &'a Arc<Snapshots<T>>,
    /// The settings of the server.
    pub settings: &'a Checked,
}
