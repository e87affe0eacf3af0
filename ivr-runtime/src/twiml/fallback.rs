//! The document for calls while no server answers. It is hosted elsewhere, as the fallback URL of the number, and
//! refers to no server. It says in every language of the tree that something went wrong and when somebody is there,
//! and calls the number that a silent caller would reach.

use super::{course::NoCall, failing, lines, verbs, xml::Xml};
use crate::{
    audio::Links,
    description::{Description, Dial, Hours, Line, Say, Value, Verb},
    dialog::{
        call::Dialog,
        tree::{Event, PhoneTree, Position, Reply, To},
    },
};
use ivr_core::{
    hours::{OpenSet, opening_sentence},
    twiml::{DIAL_TIME_LIMIT, DIAL_TIMEOUT, Noun},
};

/// The maximum number of states in the search for a number.
const MAX_STATES: usize = 1000;

/// A document that needs no server.
///
/// ```
/// # use ivr_runtime::{call::Dialog, tree::*, twiml::fallback};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let fallback = fallback(&Dialog::<Bye>::new().unwrap(), 0);
/// assert!(fallback.document.contains("Please call again later.") && fallback.numbers.is_empty());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fallback {
    /// The document.
    pub document: String,
    /// The numbers that it calls.
    pub numbers: Vec<String>,
    /// The state with these numbers.
    pub state: Option<&'static str>,
}

/// Returns the document for calls that begin at the start with this index.
#[must_use]
pub fn fallback<T: PhoneTree>(dialog: &Dialog<T>, start: usize) -> Fallback {
    // Recordings may be in a private bucket, whose URLs only the server can sign.
    let dialog = dialog.clone().spoken();
    let begin = dialog.start_at(start).map_or_else(|| dialog.begin(), |(_, state)| Position::fresh(state));
    let begin = Reply { words: None, to: To::Enter(begin) };
    let on_error = || failing::reply(&dialog, dialog.begin().language);
    let dial = reached(&dialog, begin).or_else(|| reached(&dialog, on_error()));
    let tree = dialog.description();
    let hours = hours(tree, dial.as_ref());
    let document = Xml::document("Response", |xml| {
        for language in dialog.languages() {
            let said = failing::said(&dialog, language, &mut NoCall(OpenSet::NONE));
            let said = said.without_recordings();
            let said = match opening(hours, dialog.tag(language)) {
                Some(line) => said.then_line(line),
                None => said,
            };
            lines::write(xml, tree, said.all(), &Links::plain());
        }
        if let Some(reached) = &dial {
            write(xml, reached.dial);
        }
        xml.element("Hangup").empty();
    });
    let numbers = dial.as_ref().map(|reached| reached.dial.numbers.clone()).unwrap_or_default();
    Fallback { document, numbers, state: dial.map(|reached| reached.state) }
}

/// A `dial` that a silent caller reaches.
struct Reached<'a> {
    state: &'static str,
    dial: &'a Dial,
    /// The hours that were tested on the way.
    asked: Vec<&'a str>,
}

/// Returns the first `dial` that a silent caller reaches, if the app answers too late and everything is open.
fn reached<T: PhoneTree>(dialog: &Dialog<T>, reply: Reply<T>) -> Option<Reached<'_>> {
    let (mut reply, mut asked) = (reply, Vec::new());
    for _ in 0..MAX_STATES {
        let (To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at)) = reply.to else { return None };
        let heard = match &dialog.state(at.state).verb {
            Verb::Dial(dial) if is_fixed(dial) => {
                return Some(Reached { state: at.state.name(), dial, asked });
            }
            Verb::Dial(_) | Verb::Connect(_) | Verb::Enqueue(_) => Event::Failed,
            Verb::Gather(_) | Verb::Record(_) => Event::Silence,
            Verb::Match(question) if question.within.is_some() => Event::Late,
            Verb::Hours(hours) => {
                asked.push(hours.name.as_str());
                Event::Open
            }
            Verb::Goto(_) => Event::Next,
            // The answers of the app are unknown here.
            Verb::Match(_) | Verb::Hangup | Verb::Reject { .. } | Verb::Redirect { .. } | Verb::Leave => {
                return None;
            }
        };
        reply = at.apply(at.state.next(heard), T::ACTIONS);
    }
    None
}

/// Returns whether the callee can be dialed without a call and without a server. A queue or a conference may be
/// answered by somebody whom the same server connects.
fn is_fixed(dial: &Dial) -> bool {
    let is_computed = |value: &Option<Value>| value.as_ref().is_some_and(|value| value.literal().is_none());
    let is_somebody = match dial.noun {
        Noun::Number | Noun::Sip | Noun::Client => true,
        Noun::Queue | Noun::Conference => false,
    };
    is_somebody
        && !dial.numbers.is_empty()
        && dial.placeholder.is_none()
        && dial.computed_time_limit.is_none()
        && !is_computed(&dial.caller_id)
        && !is_computed(&dial.send_digits)
}

/// Writes the `<Dial>` without an action, so that the call ends after it.
fn write(xml: &mut Xml, dial: &Dial) {
    let tag = xml
        .element("Dial")
        .with("timeout", DIAL_TIMEOUT.clamp(dial.timeout))
        .with_some("timeLimit", dial.time_limit.map(|limit| DIAL_TIME_LIMIT.clamp(limit)))
        .with_some("callerId", dial.caller_id.as_ref().and_then(Value::literal))
        .with_some("hangupOnStar", dial.hangup_on_star.then_some(true))
        .with_some("sequential", dial.sequential.then_some(true));
    verbs::nouns(tag, dial, None);
}

/// Returns the schedule that decides whether somebody answers: the only one that was tested on the way, or the only
/// one of the tree.
fn hours<'a>(tree: &'a Description, reached: Option<&Reached<'_>>) -> Option<&'a Hours> {
    match (reached.map_or(&[][..], |reached| &reached.asked), &tree.hours[..]) {
        ([name], hours) => hours.iter().find(|hours| hours.name == *name),
        ([], [hours]) => Some(hours),
        _ => None,
    }
}

/// Returns a line that says when somebody is there.
fn opening(hours: Option<&Hours>, language: &str) -> Option<Line> {
    let text = opening_sentence(&hours?.schedule, language)?;
    Some(Line::Say(Say { text, language: Some(language.to_owned()), ..Say::default() }))
}
