//! The caller's side: a phone that executes TwiML as Twilio does. Stories, the terminal phone and the browser phone
//! use it. It does not know the structure of a tree, except in `exercise`.

// What goes over the wire, and what is wrong with it.
pub(crate) mod alert;
pub(crate) mod request;
mod url;

// A document as typed verbs, and how long it takes to hear.
pub(crate) mod pace;
pub(crate) mod twiml;

// The call itself, and the moves in it.
pub(crate) mod act;
pub(crate) mod call;

// How requests reach an application.
mod line;

// A call with its line, and what is left of it to read.
pub(crate) mod session;
pub(crate) mod transcript;
mod written;

// Where a call into a tree of this program begins, and what is told of it.
mod start;
mod told;

// Who calls: the caller of a story, somebody at a terminal, and either of them into a tree of this program.
mod caller;
mod terminal;
mod tree;

// Tests of a whole tree.
mod exercise;

pub use caller::Caller;
pub use exercise::{
    Coverage, Path, Paths, check_lock, every_path, every_path_from, every_path_with, random_callers,
    random_callers_with,
};
pub(crate) use tree::status_path;
pub use tree::{call, call_from, call_from_with, call_with};

pub(crate) use line::Socket;
pub(crate) use request::Method;
pub(crate) use session::{Number, Session};
pub(crate) use start::Start;
pub(crate) use terminal::{InputMode, Moves, Stop, Terminal};
pub(crate) use told::Told;
pub(crate) use written::{beginning, test as written_test};
