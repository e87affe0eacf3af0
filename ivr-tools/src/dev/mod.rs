//! Development features of a served tree: the phone in the browser, the live view, and the pictures.

// The pages of the phone and their access control.
pub(crate) mod browser;

// The pictures of the tree.
mod pictures;

// The live view of calls.
pub(crate) mod watch;

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    routing::{MethodRouter, any},
};
use ivr_runtime::{
    config::{Checked, SettingError, SettingErrors, Settings},
    description::Description,
    development::{Development, Moved, Observer, Site},
    tree::PhoneTree,
};

use self::watch::Watch;
use crate::simulator::{Start, beginning};

/// The paths of the live view: its page, and its events.
const WATCH: [&str; 2] = ["/watch", "/events"];

/// Returns the routes of a tree, to nest in your own app. They include the development pages if [`Settings::phone`]
/// allows them.
///
/// A tree called `Acme` is served at `/acme` and below, with `/healthz`, `/readyz` and `/metrics` next to it. To
/// serve several trees in one app, nest each under its own prefix, and pass the prefix to [`Settings::mounted_at`].
///
/// # Errors
///
/// Returns every error in the settings, including settings that leave open who may call the tree.
///
/// ```
/// # use ivr_runtime::{tree::*, config::Settings};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Acme { Goodbye }
/// # impl PhoneTree for Acme { type App = (); type Data = (); const NAME: &'static str = "Acme";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Acme","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Acme::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let settings = Settings::new().auth_token("12345").public_url("https://voice.example.com");
/// let app: axum::Router = ivr_tools::router::<Acme>((), &settings)?;
/// # let _ = app; Ok::<(), ivr_runtime::config::SettingErrors>(())
/// ```
pub fn router<T: PhoneTree>(app: T::App, settings: &Settings) -> Result<Router, SettingErrors> {
    ivr_runtime::router_with::<T>(app, settings, Some(pages::<T>))
}

/// Returns the development pages of a tree.
pub fn pages<T: PhoneTree>(tree: &Description) -> Arc<dyn Development<T>> {
    Arc::new(Pages { watch: Arc::new(Watch::new(tree)) })
}

/// The pages of a router, and the calls that it answered.
#[derive(Debug)]
struct Pages {
    watch: Arc<Watch>,
}

impl Observer for Pages {
    fn call_started(&self, call_sid: &str, start: usize) {
        self.watch.began(call_sid, start);
    }

    fn call_moved(&self, call_sid: &str, moved: &Moved<'_>) {
        self.watch.moved(call_sid, moved);
    }

    fn call_failed(&self, call_sid: &str) {
        self.watch.failed(call_sid);
    }

    fn call_ended(&self, call_sid: &str) {
        self.watch.ended(call_sid);
    }

    fn server_stopping(&self) {
        self.watch.close();
    }
}

impl<T: PhoneTree> Development<T> for Pages {
    fn pages(&self, settings: &Checked) -> Vec<(&'static str, &'static str)> {
        let [watch, _] = WATCH;
        let watch = settings.watch.then_some(("watch", watch));
        [("phone", browser::PATH)].into_iter().chain(watch).chain([("picture", pictures::FIRST)]).collect()
    }

    fn routes(self: Arc<Self>, site: Site<'_, T>) -> Result<Router, SettingError> {
        let Site { webhook, root, snapshots, settings } = site;
        let tree = snapshots.current().dialog.description().clone();
        let begins = (beginning::<T> as fn(&Start) -> String, T::NAME);
        let desk =
            browser::Desk::new(webhook.clone(), root, (&tree, settings), begins, Arc::clone(&self.watch))?;
        let phone = browser::routes(root, &tree, settings, desk, Arc::clone(&self.watch));
        let closed = WATCH.iter().filter(|_| !settings.watch);
        let router = closed.fold(phone, |router, path| router.route(&format!("{root}{path}"), nothing()));
        Ok(router.merge(pictures::routes(root, snapshots)))
    }
}

/// Returns the response of a page that is not served.
fn nothing() -> MethodRouter {
    any(async || StatusCode::NOT_FOUND)
}
