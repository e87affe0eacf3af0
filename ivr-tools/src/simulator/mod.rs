//! The caller's side: a phone that executes TwiML as Twilio does. Stories, the terminal phone and the browser phone
//! use it. It does not know the structure of a tree, except in `exercise`.

// Requests, and alerts about them.
pub(crate) mod alert;
pub(crate) mod request;
mod url;

// Parsed documents and their duration.
pub(crate) mod pace;
pub(crate) mod twiml;

// The call and the actions in it.
pub(crate) mod act;
pub(crate) mod call;

// The connection to an application.
mod line;

// A call with its connection and its transcript.
pub(crate) mod session;
pub(crate) mod transcript;
mod written;

// The start of a call into a tree of this program.
mod start;
mod told;

// Callers: of a test, at a terminal, and into a tree of this program.
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
