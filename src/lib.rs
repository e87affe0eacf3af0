//! Phone trees (IVR) in Rust. [`phone_tree!`] compiles a phone tree to an exhaustive enum with a `match`-based
//! transition function, and rejects a tree that would strand a caller. [`serve`] answers Twilio's voice webhooks for
//! the tree with TwiML.
//!
//! ```
//! use ivr::tree::{Event, Transition};
//!
//! ivr::phone_tree! {
//!     /// Somebody answers, or takes a message.
//!     pub tree Desk {
//!         start Person;
//!         state Person  { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
//!         state Message { say "Please leave a message."; record match { recorded | silence => end } }
//!     }
//! }
//!
//! assert_eq!(Desk::Person.next(Event::Busy), Transition::Go(Desk::Message));
//! ivr::phone::call::<Desk>().no_answer().hears("leave a message").records(20).ended();
//! ```
//!
//! Where to start:
//!
//! | to | see |
//! |---|---|
//! | write a tree | [`phone_tree!`], and the reference in `docs/language.md` |
//! | serve it as a program | [`serve`], or [`run`] with an app that the tree calls |
//! | serve it in your own axum app | [`router`] (feature `router`), with [`config::Settings`] |
//! | call it in a test | [`phone::call`] |
//! | inspect it | the commands `call`, `graph` and `doctor` of every program that uses [`serve`] |
//! | use it in another way | [`tree::PhoneTree`]; the crates `ivr-runtime` and `ivr-tools`, whose interfaces may change |

// The server.
#[cfg(all(feature = "router", not(feature = "tools")))]
#[doc(inline)]
pub use ivr_runtime::router::router;
#[cfg(all(feature = "serve", not(feature = "tools")))]
#[doc(inline)]
pub use ivr_runtime::{run, serve};
// The server, with the commands and pages of the tools.
#[cfg(feature = "tools")]
#[doc(inline)]
pub use ivr_tools::{router, run, serve};

// The values that Rust receives about a call.
#[doc(inline)]
pub use ivr_runtime::{
    after::{EndedBy, Recording, Transcription},
    data::{AnsweredBy, Call, Caller, StirVerstat},
};

// The agent's side of `connect`.
#[cfg(feature = "agent")]
#[doc(inline)]
pub use ivr_runtime::agent;

// The simulated phone for tests.
#[cfg(feature = "tools")]
#[doc(inline)]
pub use ivr_tools::simulator as phone;

/// The settings of a server.
#[cfg(feature = "router")]
pub mod config {
    #[doc(inline)]
    pub use ivr_runtime::config::{S3, SettingError, SettingErrors, Settings};
}

/// Events of calls: the type that [`Settings::own_events`](config::Settings::own_events) passes on and `--events`
/// writes.
#[cfg(feature = "router")]
pub mod events {
    #[doc(inline)]
    pub use ivr_runtime::events::{CallEvent, CallStatus, End, Happened, Timestamp, TimestampError};
}

/// Values that are spoken and entered: the types for `data { … }`.
pub mod speak {
    #[doc(inline)]
    pub use ivr_runtime::speak::{Count, Currency, Date, Digits, Entry, Money, ParseError, Speech, Time};
}

/// Stores for call data.
#[cfg(feature = "router")]
pub mod store {
    #[doc(inline)]
    pub use ivr_runtime::store::*;
}

/// The items that `phone_tree!` generates for a tree.
pub mod tree {
    #[doc(inline)]
    pub use ivr_runtime::{
        heard::Outcome,
        tree::{Action, Ending, Event, PhoneTree, Transition},
    };
}

/// Items that `phone_tree!` and generated code use. They are not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use ivr_macros::phone_tree;
    pub use ivr_runtime::{after, data, speak, tree};
}

/// Compiles a phone tree to the exhaustive enum of its states.
///
/// `pub tree Acme { … }` generates `pub enum Acme { … }` with a variant for each `state` and its doc comment. It also
/// generates:
///
/// - `Acme::next`, the transition function: it is total and `const`, and consists of one `match` over the states
///   without a wildcard.
/// - `impl `[`PhoneTree`](tree::PhoneTree)` for Acme`, through which the rest of this crate reads the tree.
///
/// ```
/// use ivr::tree::{Ending, Event, PhoneTree, Transition};
///
/// ivr::phone_tree! {
///     /// What the caller can choose.
///     pub tree Line {
///         start Menu;
///         language en-US;
///
///         everywhere { silence | _ => retry 2 { say "Sorry?"; } then Goodbye }
///
///         /// The choice.
///         state Menu {
///             gather key or speech { say "For our hours, press one."; } match { 1 | "hours" => Hours }
///         }
///
///         state Hours   { say "We are open from nine to five."; goto Goodbye; }
///         state Goodbye { say "Goodbye."; hangup; }
///     }
/// }
///
/// assert_eq!(Line::states(), [Line::Menu, Line::Hours, Line::Goodbye]);
/// assert_eq!(Line::Menu.next(Event::Key1), Transition::Go(Line::Hours));
///
/// // The function is `const`: what a call does can be settled while it compiles.
/// const _: () = assert!(matches!(Line::Goodbye.next(Event::Next), Transition::End(Ending::Hangup)));
/// ```
///
/// # What does not compile
///
/// A tree in which a caller could be lost does not compile. All errors are reported at once, each on the token that
/// has to change:
///
/// ```compile_fail
/// ivr::phone_tree! {
///     pub tree Line {
///         start Menu;
///         state Menu { gather key { say "For our hours, press one."; } match { 1 => Hours, _ => Hours } }
///         //                                                           ^^^^^ silence is forgotten
///         state Hours { say "We are open from nine to five."; hangup; }
///     }
/// }
/// ```
///
/// `docs/language.md` describes the language, and `docs/errors.md` describes every error.
#[macro_export]
macro_rules! phone_tree {
    ($($tree:tt)*) => { $crate::__private::phone_tree! { [$crate::__private] $($tree)* } };
}

/// Compiles the examples in the documents.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../README.md")]
    struct Readme;

    #[doc = include_str!("../docs/language.md")]
    struct Language;

    #[doc = include_str!("../docs/audio.md")]
    struct Audio;

    #[doc = include_str!("../docs/data.md")]
    struct Data;

    #[doc = include_str!("../docs/stores.md")]
    struct Stores;

    #[doc = include_str!("../docs/design.md")]
    struct Design;

    #[doc = include_str!("../docs/deploy.md")]
    struct Deploy;

    #[doc = include_str!("../docs/events.md")]
    struct Events;

    #[doc = include_str!("../docs/testing.md")]
    struct Testing;
}
