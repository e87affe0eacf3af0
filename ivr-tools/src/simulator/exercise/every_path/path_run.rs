//! A call along a path: a move for every edge. After each move, the description, the pure step and the documents are
//! compared.

use super::moves::{ActTable, position};
use crate::{
    inspect::graph::{self, Cause, Destination, Edge, End},
    inspect::paths::{Class, Stop},
    simulator::{
        act::Act,
        call::{self, Turn},
        exercise::alerts,
        session::Session,
        transcript,
    },
};
use ivr_core::{condition::Conditions, hours::OpenSet};
use ivr_runtime::{
    call::{Dialog, without_language},
    description::{Gather, Verb},
    heard::Event,
    tree::{PhoneTree, Position, Reply, To},
    trial::{Clock, Late},
};

/// How often an edge may be taken before its attempts must be used up.
const ATTEMPTS: usize = 64;

/// How a call along a path went.
pub(super) enum Course {
    /// To its end, with this transcript.
    Taken(String),
    /// It is impossible with this app, for this reason, after this number of edges.
    NotTaken { why: String, taken: usize },
    /// It did not go as the tree says, with the reason and the call.
    Wrong(String),
}

/// Why a call left its path.
enum PathError {
    NotTaken(String),
    Wrong(String),
}

/// A call along a path.
pub(super) struct PathRun<'a, T> {
    dialog: &'a Dialog<T>,
    /// Whether Rust chooses the language of a call.
    chooses_language: bool,
    class: &'a Class<'a, 'a>,
    repertoire: &'a mut ActTable,
    /// For each edge, which of its moves is used.
    turns: &'a [usize],
    /// The last edge, by its index in the path, and how often it was taken.
    attempts: (usize, usize),
    /// The maximum number of edges that the call has completed.
    taken: usize,
    session: Session,
    /// The position after the pure step.
    at: Position<T>,
    /// The position of the queue in which the caller waits.
    queued: Option<Position<T>>,
    /// The number of steps of the tree that were compared.
    seen: usize,
}

impl<'a, T: PhoneTree> PathRun<'a, T> {
    pub(super) fn new(
        dialog: &'a Dialog<T>,
        class: &'a Class<'a, 'a>,
        (repertoire, turns): (&'a mut ActTable, &'a [usize]),
        (session, begins): (Session, Position<T>),
    ) -> Self {
        let at = dialog.arrive(Reply { words: None, to: To::Enter(begins) }).unwrap_or(begins);
        Self {
            dialog,
            chooses_language: dialog.description().chooses_language(),
            class,
            repertoire,
            turns,
            attempts: (0, 0),
            taken: 0,
            session,
            at,
            queued: None,
            seen: 0,
        }
    }

    pub(super) fn carry_out(mut self) -> Course {
        let off = self.go().and_then(|()| self.arrive()).err();
        let taken = self.taken;
        let transcript = self.session.transcript();
        match off {
            None => Course::Taken(transcript.to_string()),
            Some(PathError::NotTaken(why)) => Course::NotTaken { why, taken },
            Some(PathError::Wrong(why)) => Course::Wrong(format!("{why}\n\n{transcript}")),
        }
    }

    /// Runs from the beginning to the last edge.
    fn go(&mut self) -> Result<(), PathError> {
        self.hold_up(0);
        self.session.carry_on();
        let edges = &self.class.edges;
        let mut next = 0;
        for _ in 0..edges.len().saturating_mul(ATTEMPTS) {
            self.taken = self.taken.max(next);
            let Some(edge) = edges.get(next) else { return Ok(()) };
            let heard = self.take(edge, next)?;
            if heard == Event::Waits {
                self.queued = Some(self.at);
            }
            let reply = self.at.apply(self.at.state.next(heard), T::ACTIONS);
            let there = self.dialog.arrive(reply);
            match reply.to {
                To::Ask(at) if at == self.at.asked(Conditions::NONE) => {
                    return self.leads(edge, edge.route.to == Destination::Again, "asks again");
                }
                // An attempt takes the same edge again, or leads back to it from an earlier state.
                To::Ask(at) => {
                    self.at = there.unwrap_or(at);
                    if at.state.index() != edge.from {
                        let before = edges.iter().take(next).rposition(|edge| edge.from == at.state.index());
                        let name = at.state.name();
                        let detour = || {
                            PathError::NotTaken(format!("it asks {name} again, which is not on this path"))
                        };
                        next = before.ok_or_else(detour)?;
                    }
                }
                To::Wait(at) => {
                    let name = at.state.name();
                    self.leads(edge, edge.route.to == Destination::State(name), name)?;
                    // The queue requests its own URL, which contains the attempts from before the wait.
                    let asked = self.queued.and_then(|queue| self.dialog.arrive(self.dialog.wait(queue)));
                    self.at = asked.or(there).unwrap_or(at);
                    next += 1;
                    if next < edges.len() {
                        self.wait_on()?;
                    }
                }
                To::Enter(at) | To::Leave(at) => {
                    let name = at.state.name();
                    self.leads(edge, edge.route.to == Destination::State(name), name)?;
                    self.at = there.unwrap_or(at);
                    next += 1;
                }
                To::End(ending, _) => {
                    let end = End::from(ending);
                    let handed_over = edge.route.to == Destination::End(End::Redirect) && end == End::Hangup;
                    let same = handed_over || edge.route.to == Destination::End(end);
                    return self.leads(edge, same, ending.as_str());
                }
            }
        }
        Err(PathError::Wrong("its attempts are never used up".to_owned()))
    }

    /// Reads the language from a position in the documents, if Rust chooses it.
    fn speak(&mut self, place: Option<&str>) {
        if let Some(place) = place
            && self.chooses_language
        {
            let spoken = without_language(place).0.and_then(|tag| self.dialog.language(tag));
            self.at = self.at.speaking(spoken.unwrap_or_default());
        }
    }

    /// Takes an edge, and returns its event, which must be the same in the documents.
    fn take(&mut self, edge: &Edge<'_>, number: usize) -> Result<Event, PathError> {
        let state = self.dialog.state(self.at.state);
        if self.at.state.index() != edge.from {
            return Err(PathError::Wrong(format!("the step of the tree leads to {}", state.name)));
        }
        match &state.verb {
            Verb::Goto(_) | Verb::Hangup | Verb::Reject { .. } | Verb::Redirect { .. } | Verb::Leave => {
                return Ok(Event::Next);
            }
            Verb::Match(_) | Verb::Hours(_) => {}
            Verb::Gather(gather) => {
                self.at = self.at.asked(self.held(gather));
                self.speak(self.session.place().as_deref());
                self.act(edge, number)?;
            }
            // The queue requests its documents by itself.
            Verb::Enqueue(_) if edge.causes.contains(&Cause::Outcome(Event::Waits)) => {}
            Verb::Dial(_) | Verb::Record(_) | Verb::Enqueue(_) | Verb::Connect(_) => {
                self.act(edge, number)?;
            }
        }
        let here = self.dialog.path(self.at);
        if matches!(state.verb, Verb::Enqueue(_)) && !edge.causes.contains(&Cause::Outcome(Event::Waits)) {
            self.pass_waiting(&here);
        }
        let Some((place, heard)) = self.step() else {
            return Err(PathError::Wrong(format!("the documents do not ask what becomes of {here}")));
        };
        self.speak(Some(&place));
        let here = self.dialog.path(self.at);
        if place != here {
            return Err(PathError::Wrong(format!(
                "the documents are at {place}, and the step of the tree at {here}"
            )));
        }
        let taken = state.verb.taken(heard).and_then(|arm| state.verb.arms().get(arm));
        let wanted = state.verb.arms().get(edge.arm);
        if taken == wanted {
            return Ok(heard);
        }
        let [taken, wanted] = [taken, wanted].map(|arm| arm.map_or_else(String::new, graph::written));
        Err(match &state.verb {
            Verb::Hours(hours) => PathError::NotTaken(format!("`{}` is {taken} on this path", hours.name)),
            Verb::Match(_) => PathError::NotTaken(format!("no app answers {wanted} in {}", state.name)),
            // The length of this entry is known only during a call.
            Verb::Gather(gather) if gather.count.is_some() => {
                PathError::NotTaken(format!("no entry is {wanted} in {}", state.name))
            }
            // Whether an item has the key is known only during a call.
            Verb::Gather(gather) if gather.offer.is_some() => {
                PathError::NotTaken(format!("no app offers an item for {wanted} in {}", state.name))
            }
            _ => PathError::Wrong(format!("{} hears {taken} in place of {wanted}", state.name)),
        })
    }

    /// Returns the conditions that held when the caller was asked, from the URL of the action.
    fn held(&self, gather: &Gather) -> Conditions {
        if gather.conditions.is_empty() {
            return Conditions::NONE;
        }
        let action = self.session.action();
        let place = action.and_then(|action| self.session.transcript().place(&action)).unwrap_or_default();
        let name = self.at.state.name();
        let asked = place.split('/').find(|part| transcript::state(part) == name);
        asked.and_then(|asked| self.dialog.locate(asked)).map_or(Conditions::NONE, |at| at.conditions)
    }

    /// Makes the move that takes an edge.
    fn act(&mut self, edge: &Edge<'_>, number: usize) -> Result<(), PathError> {
        let name = self.at.state.name();
        let (last, times) = self.attempts;
        let times = if last == number { times } else { 0 };
        self.attempts = (number, times + 1);
        let turn = self.turns.get(number).map_or(0, |turn| turn + times);
        let act = self.repertoire.get(self.dialog, self.at, edge, turn).cloned();

        let Some(act) = act else {
            if let Some(condition) = edge.condition {
                return Err(PathError::NotTaken(format!(
                    "`{condition}` does not hold in {name} on this path"
                )));
            }
            let causes = graph::describe::labels(&edge.causes);
            return Err(PathError::NotTaken(format!("nothing that a caller can do is {causes} in {name}")));
        };
        self.hold_up(number + 1);
        let act = self.fitted(act, edge)?;
        let here = self.dialog.path(self.at);
        if self.session.act(&act).is_err() {
            let turn = self.session.turn().to_string();
            return Err(PathError::Wrong(format!(
                "the documents do not wait for {act} at {here}: the call {turn}"
            )));
        }
        self.session.settle();
        Ok(())
    }

    /// Adapts a move to the number of keys in this call, if it depends on the call; one key fewer if the entry should
    /// be wrong.
    fn fitted(&self, act: Act, edge: &Edge<'_>) -> Result<Act, PathError> {
        let (Verb::Gather(Gather { count: Some(_), .. }), Turn::Gather(gathering), Act::Press(keys)) =
            (&self.dialog.state(self.at.state).verb, self.session.turn(), &act)
        else {
            return Ok(act);
        };
        let whole = usize::try_from(gathering.verb.num_digits.unwrap_or(1)).unwrap_or(1);
        let is = |outcome| edge.causes.contains(&Cause::Outcome(outcome));
        let length = match (is(Event::Entered), is(Event::Else)) {
            (true, _) => whole,
            (false, true) => whole - 1,
            (false, false) => return Ok(act),
        };
        if length == 0 {
            let name = self.at.state.name();
            return Err(PathError::NotTaken(format!("every key is a whole entry in {name}")));
        }
        Ok(Act::Press(keys.chars().cycle().take(length).collect()))
    }

    /// Lets the queue request the next document.
    fn wait_on(&mut self) -> Result<(), PathError> {
        let unexpected =
            || PathError::Wrong("the call does not wait for the next document of its queue".to_owned());
        self.session.act(&Act::Silence).map_err(|_| unexpected())?;
        self.session.settle();
        match self.step() {
            Some((_, Event::Waits)) => Ok(()),
            _ => Err(unexpected()),
        }
    }

    /// Skips what was heard in the queue before the waiting ended.
    fn pass_waiting(&mut self, here: &str) {
        let steps = self.session.steps().iter().skip(self.seen);
        let passed = steps.take_while(|(place, heard)| place != here || *heard == Event::Waits);
        self.seen += passed.count();
    }

    /// Returns the next step of the tree that was not compared yet.
    fn step(&mut self) -> Option<(String, Event)> {
        let step = self.session.steps().get(self.seen)?.clone();
        self.seen += 1;
        Some(step)
    }

    /// Delays the app and opens the hours as the path requires, up to the next move.
    fn hold_up(&mut self, next: usize) {
        let (mut late, mut asked) = (Vec::new(), Vec::new());
        let mut open = OpenSet::ALL;
        for edge in self.class.edges.iter().skip(next) {
            match self.dialog.description().states.get(edge.from).map(|state| &state.verb) {
                Some(Verb::Match(question)) if edge.causes.contains(&Cause::Outcome(Event::Late)) => {
                    late.push(question.question);
                }
                Some(Verb::Hours(hours)) if !asked.contains(&hours.name.as_str()) => {
                    let all = &self.dialog.description().hours;
                    let place = all.iter().position(|one| one.name == hours.name).unwrap_or_default();
                    open = open.with(place, graph::is_open(edge));
                    asked.push(hours.name.as_str());
                }
                Some(Verb::Match(question)) if question.source == "queue.position" => {
                    self.session.stand_at(position(edge));
                }
                Some(Verb::Gather(_)) => {
                    if let Some(condition) = edge.condition
                        && !asked.contains(&condition.name.as_str())
                        && let Some(place) = self.dialog.description().place_of_hours(&condition.name)
                    {
                        open = open.with(place, !condition.negated);
                    }
                    break;
                }
                // The queue requests its documents by itself.
                Some(Verb::Enqueue(_)) if edge.causes.contains(&Cause::Outcome(Event::Waits)) => {}
                Some(Verb::Goto(_) | Verb::Match(_) | Verb::Hours(_)) => {}
                _ => break,
            }
        }
        self.session.delay(Late::Some(late));
        self.session.set_clock(Clock::Open(open));
    }

    fn leads(&self, edge: &Edge<'_>, same: bool, there: &str) -> Result<(), PathError> {
        if same {
            return Ok(());
        }
        let wanted = graph::describe::leads(&edge.route.to);
        Err(PathError::Wrong(format!("{} {wanted}, and its step leads to {there}", self.at.state.name())))
    }

    /// Returns whether the path ends with the caller hanging up in a queue.
    fn is_hung_up(&self) -> bool {
        let gone = Cause::Outcome(Event::HungUp);
        self.class.edges.last().is_some_and(|edge| edge.causes.contains(&gone))
    }

    /// Checks the end of the path: the call has ended if it must, and Twilio would report nothing.
    fn arrive(&mut self) -> Result<(), PathError> {
        let over = match self.session.turn() {
            Turn::Over(call::End::HungUp) => Some(End::Hangup),
            Turn::Over(call::End::CallerHungUp) if self.is_hung_up() => Some(End::Hangup),
            Turn::Over(call::End::Rejected { .. }) => Some(End::Reject),
            Turn::Over(call::End::Elsewhere(_)) => Some(End::Redirect),
            _ => None,
        };
        let alert = alerts(&self.session).next().map(ToString::to_string);
        if let Some(alert) = alert {
            return Err(PathError::Wrong(alert));
        }
        match self.class.stop {
            Stop::End(End::Leave) => Ok(()),
            Stop::End(end) if over == Some(end) => Ok(()),
            Stop::End(end) => {
                let turn = self.session.turn();
                Err(PathError::Wrong(format!("the path {}, but {turn}", graph::describe::ends(end))))
            }
            Stop::Back(_) | Stop::Again => {
                // Hanging up has no effect if the call is over.
                let _over = self.session.act(&Act::HangUp);
                Ok(())
            }
        }
    }
}
