//! Calls to a tree in this program, from the webhook to the document, without a socket.

use axum::Router;

use super::{Caller, Start};
use ivr_runtime::{
    call::Dialog,
    config::{SettingErrors, Settings},
    router::{root, router},
    tree::{Callback, PhoneTree},
};

/// Calls a tree without an app.
///
/// ```
/// # use ivr_runtime::tree::*;
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
/// #       "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// ivr_tools::simulator::call::<Bye>().hears("goodbye").ended();
/// ```
///
/// # Panics
///
/// Panics if the tree cannot be served. A tree that compiles can be served.
#[must_use]
#[track_caller]
pub fn call<T: PhoneTree<App = ()>>() -> Caller {
    call_with::<T>(())
}

/// Calls a tree with its app.
///
/// # Panics
///
/// Panics if the tree cannot be served. A tree that compiles can be served.
#[must_use]
#[track_caller]
#[expect(clippy::panic, reason = "a story without a tree fails its test")]
pub fn call_with<T: PhoneTree>(app: T::App) -> Caller {
    match line::<T>(app) {
        Ok(router) => with_status::<T>(Caller::to(router, &root::<T>())),
        Err(errors) => panic!("{errors}"),
    }
}

/// Calls a tree without an app at one of its named starts, whose request contains these fields.
///
/// ```
/// # use ivr_tools::simulator::call_from; use ivr_runtime::tree::PhoneTree;
/// fn a_campaign<T: PhoneTree<App = ()>>() {
///     call_from::<T>("outbound", [("campaign", "7")]).hears("campaign seven").hangs_up();
///     call_from::<T>("callback", []).hears("you asked us to call you back").hangs_up();
/// }
/// ```
///
/// # Panics
///
/// Panics if the tree has no such start, or the start has no such field.
#[must_use]
#[track_caller]
pub fn call_from<'f, T: PhoneTree<App = ()>>(
    start: &str,
    fields: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Caller {
    call_from_with::<T>(start, fields, ())
}

/// Calls a tree with its app at one of its named starts: see [`call_from`].
///
/// # Panics
///
/// Panics in the same cases as [`call_from`].
#[must_use]
#[track_caller]
#[expect(clippy::panic, reason = "a story without a tree fails its test")]
pub fn call_from_with<'f, T: PhoneTree>(
    start: &str,
    fields: impl IntoIterator<Item = (&'f str, &'f str)>,
    app: T::App,
) -> Caller {
    let dialog = Dialog::<T>::new().unwrap_or_else(|error| panic!("{error}"));
    let start = Start::named(dialog.description(), start, fields).unwrap_or_else(|why| panic!("{why}"));
    match line::<T>(app) {
        Ok(router) => with_status::<T>(Caller::at_start(router, &root::<T>(), &start)),
        Err(errors) => panic!("{errors}"),
    }
}

/// Sends the status callback to a tree with `after call`, as the number's configuration does.
#[track_caller]
fn with_status<T: PhoneTree>(caller: Caller) -> Caller {
    match status_path::<T>() {
        Some(path) => caller.status_callback(&path),
        None => caller,
    }
}

/// Returns the path of the status callback of a tree with `after call`.
pub(crate) fn status_path<T: PhoneTree>() -> Option<String> {
    let waits = T::HOOKS.iter().any(|hook| hook.callback == Callback::Call);
    waits.then(|| format!("{}/{}", root::<T>(), Callback::Call.path()))
}

/// Returns a line to a tree whose calls are stored in memory.
pub(super) fn line<T: PhoneTree>(app: T::App) -> Result<Router, SettingErrors> {
    router::<T>(app, &Settings::rehearsal())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;

    #[test]
    fn a_tree_is_called_through_its_own_webhook() {
        call::<Acme>()
            .hears("Welcome to ACME")
            .press('3')
            .hears("open Monday")
            .silence()
            .at(Acme::Menu)
            .says("the receptionist, please")
            .dials("+12345678900")
            .at(Acme::Reception)
            .busy()
            .waits_for_message()
            .records(8)
            .hears("thank you")
            .ended();
    }

    #[test]
    fn attempts_are_counted_over_the_whole_call() {
        call::<Acme>()
            .silence()
            .hears("did not hear you")
            .press('7')
            .hears("invalid")
            .at(Acme::Menu)
            .stays_silent()
            .at(Acme::Reception);
    }

    #[test]
    fn an_empty_recording_is_told_to_the_tree() {
        call::<Acme>().press('1').silence().ended();
        call::<Acme>()
            .press('2')
            .queues("support")
            .queue_full()
            .at(Acme::Sales)
            .records_and_hangs_up(3)
            .ended();
    }

    #[test]
    fn a_signed_tree_answers_who_signs_with_its_token() {
        let tree = || router::<Acme>((), &Settings::new().auth_token("0123456789")).unwrap();
        Caller::to(tree(), "/acme").signed("0123456789").press('3').hears("open").hangs_up().ended();
        Caller::to(tree(), "/acme").signed("another").breaks_off_with(11200);
        Caller::to(tree(), "/acme").breaks_off_with(11200);
    }
}
