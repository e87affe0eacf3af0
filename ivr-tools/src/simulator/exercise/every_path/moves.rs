//! The moves that take an edge: computed from its causes, and kept only if the matcher of the tree agrees.

use std::collections::HashMap;

use crate::{
    inspect::graph::{Cause, Edge, Kind},
    inspect::paths::Class,
    simulator::act::{Act, MESSAGE_SECONDS, MessageEnd, handed_back},
};
use ivr_core::{condition::Conditions, event::Outcome};
use ivr_runtime::{
    call::Dialog,
    data::Call,
    description::{Gather, Record, Verb},
    heard::Event,
    input::Input,
    tree::{Language, PhoneTree, Position},
};

/// Words that no arm is for.
const NOISE: &str = "mumble mumble";

/// The confidence of speech that should be understood, and of speech that should not.
const SURE: f32 = 1.0;
const DOUBTFUL: f32 = 0.0;

/// The moves of every edge so far.
#[derive(Debug, Default)]
pub(super) struct ActTable(HashMap<Key, Vec<Act>>);

/// Edges with the same moves. The meaning of speech depends on the language, and the arm on the conditions that hold.
type Key = (usize, usize, Kind, Language, Conditions);

/// How often each edge was taken, in any language.
type Taken = HashMap<(usize, usize, Kind), usize>;

fn key(edge: &Edge<'_>) -> (usize, usize, Kind) {
    (edge.from, edge.arm, edge.kind)
}

impl ActTable {
    /// Returns for every edge of every path how often it was taken in the paths before.
    pub(super) fn turns(classes: &[Class<'_, '_>]) -> Vec<Vec<usize>> {
        let mut taken = Taken::new();
        let mut turn = |edge: &&Edge<'_>| {
            let times = taken.entry(key(edge)).or_default();
            *times += 1;
            *times - 1
        };
        classes.iter().map(|class| class.edges.iter().map(&mut turn).collect()).collect()
    }

    /// Returns a move that takes this edge from a position, or `None` if no caller can. If there are several, they
    /// are used in turn.
    pub(super) fn get<T: PhoneTree>(
        &mut self,
        dialog: &Dialog<T>,
        at: Position<T>,
        edge: &Edge<'_>,
        turn: usize,
    ) -> Option<&Act> {
        let (from, arm, kind) = key(edge);
        let key = (from, arm, kind, at.language, at.conditions);
        let moves = self.0.entry(key).or_insert_with(|| moves(dialog, at, edge));
        moves.get(turn.checked_rem(moves.len())?)
    }
}

/// Returns what a caller can do at a question, and the resulting events.
fn answers<T: PhoneTree>(
    dialog: &Dialog<T>,
    at: Position<T>,
    gather: &Gather,
    edge: &Edge<'_>,
) -> Vec<(Act, Event)> {
    let acts = edge.causes.iter().flat_map(|cause| {
        let heard = |act: &Act| match gather.count {
            Some(_) => heard_of_count(dialog, at, (gather, *cause), act),
            None => heard(dialog, at, act),
        };
        entries(gather, *cause).into_iter().map(move |act| (act.clone(), heard(&act)))
    });
    let acts: Vec<_> = acts.collect();
    let is_else = edge.causes == [Cause::Outcome(Event::Else)];
    // Each of these keys may belong to an item. If no item has the key, it is `_`.
    if is_else && acts.iter().all(|(_, heard)| *heard == Event::Chosen) {
        acts.into_iter().map(|(act, _)| (act, Event::Else)).rev().collect()
    } else {
        acts
    }
}

/// Returns the messages that a caller can leave: ended by each key, by silence, and none.
fn messages(record: &Record) -> Vec<(Act, Event)> {
    let keys = record.arms.iter().flat_map(|arm| &arm.keys).filter_map(|key| key.chars().next());
    let ended =
        keys.filter_map(|key| Some((Act::Message(MESSAGE_SECONDS, MessageEnd::Key(key)), Event::key(key)?)));
    let others = [
        (Act::Message(MESSAGE_SECONDS, MessageEnd::Silence), Event::Recorded),
        (Act::Silence, Event::Silence),
    ];
    ended.chain(others).collect()
}

/// Every move that takes this edge.
fn moves<T: PhoneTree>(dialog: &Dialog<T>, at: Position<T>, edge: &Edge<'_>) -> Vec<Act> {
    let verb = &dialog.state(at.state).verb;
    let takes = |(_, heard): &(Act, Event)| verb.taken(*heard) == Some(edge.arm);
    let candidates: Vec<(Act, Event)> = match verb {
        Verb::Gather(gather) => answers(dialog, at, gather, edge),
        Verb::Record(record) => messages(record),
        Verb::Dial(_) | Verb::Enqueue(_) => {
            let outcomes = verb.kind().into_iter().flat_map(ivr_runtime::heard::Verb::outcomes);
            let outcomes = outcomes.filter(|outcome| match verb {
                Verb::Dial(dial) => dial.noun.can_be(*outcome, dial.screen.is_some()),
                _ => *outcome != Outcome::Waits,
            });
            outcomes.map(|outcome| (Act::World(outcome), outcome.heard())).collect()
        }
        Verb::Connect(connect) => {
            let named = connect.arms.iter().zip(0..).filter_map(|(arm, number)| {
                let result = handed_back(arm.pattern.as_deref()?);
                let is_name = result.starts_with('"');
                is_name.then_some((Act::HandBack(result), Event::Arm(number)))
            });
            let otherwise = if connect.stream { Outcome::Answered } else { Outcome::Failed };
            named.chain([(Act::World(otherwise), otherwise.heard())]).collect()
        }
        Verb::Goto(_)
        | Verb::Hangup
        | Verb::Reject { .. }
        | Verb::Redirect { .. }
        | Verb::Leave
        | Verb::Match(_)
        | Verb::Hours(_) => Vec::new(),
    };
    let caused = |(_, heard): &(Act, Event)| {
        // An arm with several outcomes has two edges if one of the outcomes is a failure.
        let is_named = edge.causes.contains(&Cause::Outcome(*heard));
        // After the caller has hung up, a path does not continue.
        let is_left = || heard.outcome().is_none_or(Outcome::caller_is_there);
        let is_else = edge.causes.contains(&Cause::Outcome(Event::Else));
        matches!(verb, Verb::Gather(_) | Verb::Connect(_) | Verb::Record(_))
            || is_named
            || is_else && is_left()
    };
    candidates.into_iter().filter(takes).filter(caused).map(|(act, _)| act).collect()
}

/// Returns the possible moves for a cause of a gather.
fn entries(gather: &Gather, cause: Cause<'_>) -> Vec<Act> {
    match cause {
        Cause::Keys(keys) => vec![Act::Press(keys.to_owned())],
        Cause::Phrase(words) => vec![Act::Say(words.to_owned(), SURE)],
        Cause::Outcome(Event::Silence) => vec![Act::Silence],
        Cause::Outcome(Event::Entered) => complete(gather),
        Cause::Outcome(Event::Chosen) => offered(gather),
        Cause::Outcome(Event::Else) => wrong(gather),
        Cause::Outcome(_) | Cause::Pattern(_) => Vec::new(),
    }
}

/// Returns complete entries, some of which the field may not accept.
fn complete(gather: &Gather) -> Vec<Act> {
    let mut acts = Vec::new();
    if let Some(keys) = gather.keys {
        let lengths = [keys.min, keys.max.unwrap_or(keys.min + 3)];
        for length in lengths.map(usize::from) {
            let same = ["1", "2", "5", "0"].map(|key| key.repeat(length));
            let other = ["1234567890", "0101202012", "20200101"]
                .map(|keys| keys.chars().cycle().take(length).collect());
            acts.extend(same.into_iter().chain(other).filter(|keys| !keys.is_empty()).map(Act::Press));
        }
    }
    if gather.speech {
        acts.push(Act::Say(NOISE.to_owned(), SURE));
    }
    acts
}

/// Returns the keys that items may have; the first is used by nearly every list.
fn offered(gather: &Gather) -> Vec<Act> {
    let keys = gather.offer.as_ref().map_or("", |offer| &offer.keys);
    keys.chars().take(1).map(|key| Act::Press(key.to_string())).collect()
}

/// Returns invalid entries: keys without an arm, too few keys, speech that is not understood.
fn wrong(gather: &Gather) -> Vec<Act> {
    let mut acts = Vec::new();
    if let Some(keys) = gather.keys {
        let heard = |key: &char| gather.finish_on_key != Some(*key);
        let single = "7894561230*#".chars().filter(heard).map(String::from);
        let length = keys.max.unwrap_or(keys.min);
        let whole = "7*0".chars().filter(heard).map(|key| String::from(key).repeat(length.into()));
        acts.extend(single.chain(whole).filter(|keys| !keys.is_empty()).map(Act::Press));
    }
    if gather.speech {
        acts.push(Act::Say(NOISE.to_owned(), SURE));
        acts.push(Act::Say(NOISE.to_owned(), DOUBTFUL));
    }
    acts
}

/// Returns the event if the number of keys depends on the call: that number of keys is an entry, one fewer is
/// nothing, and an arm may name an entry.
fn heard_of_count<T: PhoneTree>(
    dialog: &Dialog<T>,
    at: Position<T>,
    (gather, cause): (&Gather, Cause<'_>),
    act: &Act,
) -> Event {
    match (cause, act) {
        (Cause::Outcome(outcome @ (Event::Entered | Event::Else)), Act::Press(_)) => outcome,
        (Cause::Keys(_), Act::Press(keys)) => {
            let arms = Gather { keys: None, ..gather.clone() };
            arms.matcher(dialog.tag(at.language), at.conditions).entry(keys)
        }
        _ => heard(dialog, at, act),
    }
}

/// Returns the event when a caller does this at a position.
fn heard<T: PhoneTree>(dialog: &Dialog<T>, at: Position<T>, act: &Act) -> Event {
    let input = match act {
        Act::Press(keys) => Input { digits: keys.into(), ..Input::default() },
        Act::Say(words, sure) => Input { speech: words.into(), confidence: Some(*sure), ..Input::default() },
        _ => Input::default(),
    };
    let heard = dialog.hear(at, &input);
    if heard != Event::Entered {
        return heard;
    }
    let mut nobody = Call::new("", "", "", T::Data::default());
    dialog.tag(at.language).clone_into(&mut nobody.language);
    dialog.enter(at, &nobody, &input).map_or(Event::Else, |_| Event::Entered)
}

/// Returns the position in a queue that takes an arm of `match queue.position`: the number that it names, or a rarely
/// named one.
pub(super) fn position(edge: &Edge<'_>) -> u32 {
    let named = edge.causes.iter().find_map(|cause| match cause {
        Cause::Pattern(pattern) => pattern.split_whitespace().next()?.parse().ok(),
        Cause::Keys(_) | Cause::Phrase(_) | Cause::Outcome(_) => None,
    });
    named.unwrap_or(7)
}
