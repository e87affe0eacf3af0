//! Whose turn it is in a call, what happens in it, and how it ends.

use super::Gathering;
use ivr_core::event::Verb;

use crate::simulator::{
    act::{Act, Outcome},
    alert::Alert,
    request::Request,
    twiml::{Connect, Dial, Enqueue, Prompt, Record},
    url::Url,
};

/// Whose turn it is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Turn {
    /// The application's: fetch the request, and pass the response to [`Call::fetched`](super::Call::fetched).
    Fetch(Request),
    /// The caller's, with keys or words.
    Gather(Gathering),
    /// The caller's, with a message.
    Record(Record),
    /// That of the one who is called.
    Dial(Dial),
    /// That of the queue.
    Enqueue(Enqueue),
    /// That of an agent.
    Connect(Connect),
    /// Nobody's.
    Over(End),
}

/// How a call ended.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum End {
    /// `<Hangup>`, or the end of the document.
    HungUp,
    Rejected {
        busy: bool,
    },
    CallerHungUp,
    /// The call continues with a document of another application.
    Elsewhere(Url),
    Failed(Alert),
}

/// An event of the call with its time: seconds since the call began.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Moment {
    pub(crate) at: f32,
    pub(crate) event: Event,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Event {
    Requests(Request),
    Hears(Prompt),
    /// What a callee hears before the two are connected.
    CalleeHears(Prompt),
    /// The key that they press.
    CalleePresses(String),
    /// It is the turn of the caller or of the network. The URL receives the result.
    Waits(Turn, Option<Url>),
    Acts(Act),
    /// Keys or speech arrived while nothing listened for them.
    Lost(String),
    /// A key stopped the prompts.
    Interrupts,
    /// A verb that this phone does not execute.
    PassesOver(&'static str),
    Alerts(Alert),
    Ends(End),
}

/// A move that nobody waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct UnexpectedAct;

impl Turn {
    /// Returns whether this move is expected.
    pub(super) fn takes(&self, act: &Act) -> bool {
        match (self, act) {
            (Self::Fetch(_) | Self::Over(_), _) => false,
            (_, Act::HangUp) | (Self::Connect(_), Act::HandBack(_)) => true,
            (Self::Gather(_), act) => {
                !matches!(act, Act::World(_) | Act::Message(..) | Act::HandBack(_) | Act::MoveUp)
            }
            (Self::Record(_), act) => !matches!(act, Act::World(_) | Act::HandBack(_) | Act::MoveUp),
            (Self::Connect(_), Act::World(outcome)) => Verb::Connect.has(*outcome),
            (Self::Dial(dial), Act::World(outcome)) => dial.can_be(*outcome),
            (Self::Enqueue(_), Act::World(outcome)) => {
                Verb::Enqueue.has(*outcome) && *outcome != Outcome::Waits
            }
            _ => false,
        }
    }
}
