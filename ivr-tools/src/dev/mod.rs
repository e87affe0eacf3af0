//! The phone in the browser and the live view: there in development, and for the world there is nothing.

use std::sync::Arc;

use axum::{Router, routing::any};

use crate::{
    config::{Checked, Mistake},
    description::Description,
    tree::PhoneTree,
    watch::Watch,
    webhook::Rejection,
};

/// Where the phone and the live view stand under a tree.
const PHONE: &str = "/phone";
const WATCH: [&str; 2] = ["/watch", "/events"];

/// What follows the calls of `tree`, when somebody may look on.
pub(super) fn watch(tree: &Description, settings: &Checked) -> Option<Arc<Watch>> {
    let is_shown = settings.development && cfg!(feature = "serve");
    is_shown.then(|| Arc::new(Watch::new(tree)))
}

/// The names and paths of what people may open.
#[cfg(feature = "serve")]
pub(crate) fn paths(settings: &Checked) -> impl Iterator<Item = (&'static str, &'static str)> {
    let [watch, _] = WATCH;
    let phone = settings.development.then_some(("phone", PHONE));
    phone.into_iter().chain(settings.watch.then_some(("watch", watch)))
}

/// The routes under `root`; the phone calls `webhook`.
pub(super) fn routes<T: PhoneTree>(
    webhook: &Router,
    root: &str,
    tree: &Description,
    settings: &Checked,
    watch: Option<Arc<Watch>>,
) -> Result<Router, Mistake> {
    let closed = |router: Router, path: &&str| {
        router.route(&format!("{root}{path}"), any(async || Rejection::NotFound))
    };
    let router = match watch {
        None => closed(Router::new(), &PHONE),
        Some(watch) => open::<T>(webhook, root, tree, settings, watch)?,
    };
    let shut = WATCH.iter().filter(|_| !settings.watch);
    Ok(shut.fold(router, closed))
}

#[cfg(feature = "serve")]
fn open<T: PhoneTree>(
    webhook: &Router,
    root: &str,
    tree: &Description,
    settings: &Checked,
    watch: Arc<Watch>,
) -> Result<Router, Mistake> {
    use crate::phone::{beginning, browser};
    let begins = (beginning::<T>(), T::NAME);
    let desk = browser::Desk::new(webhook.clone(), root, settings, begins, Arc::clone(&watch))?;
    Ok(browser::routes(root, tree, settings, desk, watch))
}

/// There is no phone in a program that does not serve.
#[cfg(not(feature = "serve"))]
#[expect(clippy::extra_unused_type_parameters, reason = "it is called as the one with a phone")]
fn open<T: PhoneTree>(
    _: &Router,
    _: &str,
    _: &Description,
    _: &Checked,
    _: Arc<Watch>,
) -> Result<Router, Mistake> {
    Ok(Router::new())
}
