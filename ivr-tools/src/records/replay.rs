//! Runs recorded calls through the current tree, and finds those that would go elsewhere. A call is identified by the
//! names of the arms that it took, so keys may change; a missing arm or state is reported.

use std::{collections::BTreeMap, fmt};

use ivr_runtime::{
    call::Dialog,
    description::{Description, End},
    events::Happened,
    tree::{Counters, PhoneTree, Position, To},
};
use serde::Serialize;

use super::{Calls, RecordedCall, counted, grouped, percent};
use ivr_core::event::{Event, Outcome};

/// The maximum number of calls that are named for each difference.
const NAMED: usize = 3;

/// The result of a replay.
#[derive(Debug, Serialize)]
pub(crate) struct Replay {
    pub(crate) tree: String,
    pub(crate) calls: u64,
    /// The number of calls that go the same way.
    pub(crate) same: u64,
    /// The other calls by difference, the most frequent first.
    pub(crate) differences: Vec<Difference>,
}

/// Calls that this version leads elsewhere, at the same place.
#[derive(Debug, Serialize)]
pub(crate) struct Difference {
    #[serde(flatten)]
    pub(crate) why: Why,
    /// The calls, by their `CallSid`.
    pub(crate) calls: Vec<String>,
}

/// Where a call first goes another way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub(crate) enum Why {
    /// A step leads elsewhere.
    Elsewhere {
        /// The state, or `None` at the start of a call.
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// The arm that was taken, or the named start.
        #[serde(skip_serializing_if = "Option::is_none")]
        arm: Option<String>,
        /// The old target.
        before: String,
        /// The new target.
        now: String,
    },
    /// The state is gone.
    NoState { state: String },
    /// The state no longer has this arm.
    NoArm { state: String, arm: String },
    /// The state has another verb.
    OtherVerb { state: String, before: String, now: String },
    /// The named start is gone.
    NoStart { start: String },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elsewhere { state, arm, before, now } => {
                match (state, arm) {
                    (Some(state), Some(arm)) => write!(f, "{state}, {arm}")?,
                    (Some(state), None) => f.write_str(state)?,
                    (None, Some(start)) => write!(f, "the start {start}")?,
                    (None, None) => f.write_str("the start")?,
                }
                write!(f, ": led to {before}, now leads to {now}")
            }
            Self::NoState { state } => write!(f, "{state}: there is no such state any more"),
            Self::NoArm { state, arm } => write!(f, "{state}, {arm}: there is no such arm any more"),
            Self::OtherVerb { state, before, now } => write!(f, "{state}: was `{before}`, is now `{now}`"),
            Self::NoStart { start } => write!(f, "the start {start}: there is no such start any more"),
        }
    }
}

impl Replay {
    pub(crate) fn of<T: PhoneTree>(calls: &Calls, dialog: &Dialog<T>) -> Self {
        let arms = Arms::of(dialog.description());
        let mut differences: BTreeMap<Why, Vec<String>> = BTreeMap::new();
        let mut same = 0;
        for call in &calls.calls {
            match replay(call, dialog, &arms) {
                Ok(()) => same += 1,
                Err(why) => differences.entry(why).or_default().push(call.sid.clone()),
            }
        }
        let mut differences: Vec<Difference> =
            differences.into_iter().map(|(why, calls)| Difference { why, calls }).collect();
        differences.sort_by_key(|difference| std::cmp::Reverse(difference.calls.len()));
        let all = u64::try_from(calls.calls.len()).unwrap_or(u64::MAX);
        Self { tree: dialog.description().name.clone(), calls: all, same, differences }
    }

    /// Returns whether every call goes the same way.
    pub(crate) fn is_same(&self) -> bool {
        self.differences.is_empty()
    }
}

impl fmt::Display for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (all, part) = (counted(self.calls, "call"), percent(self.same, self.calls));
        writeln!(
            f,
            "{} of {all} of {} go the same way under this version ({part}).",
            grouped(self.same),
            self.tree
        )?;
        if !self.is_same() {
            writeln!(f)?;
        }
        for Difference { why, calls } in &self.differences {
            let named: Vec<&str> = calls.iter().take(NAMED).map(String::as_str).collect();
            let more = if calls.len() > NAMED { ", …" } else { "" };
            writeln!(f, "{:>9}  {why}", grouped(u64::try_from(calls.len()).unwrap_or(u64::MAX)))?;
            writeln!(f, "{:>9}  {}{more}", "", named.join(", "))?;
        }
        Ok(())
    }
}

/// The names of the arms of each state.
struct Arms(Vec<Vec<String>>);

impl Arms {
    fn of(tree: &Description) -> Self {
        Self(tree.states.iter().map(|state| tree.arm_names(state)).collect())
    }

    fn place(&self, state: usize, arm: &str) -> Option<usize> {
        self.0.get(state)?.iter().position(|name| name == arm)
    }
}

/// The target of a step: a state, and how the tree ends the call.
type Goal<'a> = (Option<&'a str>, Option<End>);

fn shown((state, end): Goal<'_>) -> String {
    match (state, end) {
        (Some(state), _) => state.to_owned(),
        (None, Some(end)) => end.as_str().to_owned(),
        (None, None) => "nowhere".to_owned(),
    }
}

/// Runs a call through the tree, as far as it goes the same way.
fn replay<T: PhoneTree>(call: &RecordedCall, dialog: &Dialog<T>, arms: &Arms) -> Result<(), Why> {
    let mut at: Option<Position<T>> = None;
    for event in &call.events {
        match &event.what {
            Happened::Started { start, next, end } => {
                let begun = match start {
                    None => dialog.begin(),
                    Some(name) => {
                        dialog.begin_at(name).ok_or_else(|| Why::NoStart { start: name.clone() })?
                    }
                };
                let to = To::Enter(begun);
                at = compare(dialog, to, (next.as_deref(), *end), (None, start.as_deref()))?;
            }
            Happened::Step { state, verb, arm, outcome, attempt, next, end, .. } => {
                let now = dialog.named(state).ok_or_else(|| Why::NoState { state: state.clone() })?;
                let known = dialog.state(now);
                let word = known.verb.kind().map_or("nothing that comes back", |verb| verb.as_str());
                if word != verb {
                    let (state, before, now) = (state.clone(), verb.clone(), word.to_owned());
                    return Err(Why::OtherVerb { state, before, now });
                }
                // The states of a queue do not move the call, and a document may take the caller out of the queue.
                if known.waiting || [Outcome::Waits, Outcome::Left].iter().any(|one| one.as_str() == outcome)
                {
                    at = at.filter(|_| known.waiting || outcome == Outcome::Waits.as_str());
                    continue;
                }
                let from = at.filter(|at| at.state == now).unwrap_or(Position {
                    counters: Counters::ZERO.with(0, (*attempt).min(15)),
                    ..Position::fresh(now)
                });
                let heard = heard(dialog, arms, now, (arm.as_deref(), outcome)).ok_or_else(|| {
                    Why::NoArm { state: state.clone(), arm: named(arm.as_deref(), outcome) }
                })?;
                let to = from.apply(now.next(heard), T::ACTIONS).to;
                let name = named(arm.as_deref(), outcome);
                at = compare(dialog, to, (next.as_deref(), *end), (Some(state), Some(&name)))?;
            }
            // The next step of the call shows where it continues.
            Happened::OnError { .. } => at = None,
            Happened::Ended { .. } | _ => {}
        }
    }
    Ok(())
}

/// Returns the name of an arm; if it has several outcomes, the outcome.
fn named(arm: Option<&str>, outcome: &str) -> String {
    if outcome == Happened::MATCHED { arm.unwrap_or(outcome).to_owned() } else { outcome.to_owned() }
}

/// Returns the current event in a state for this arm, or for this outcome.
fn heard<T: PhoneTree>(
    dialog: &Dialog<T>,
    arms: &Arms,
    state: T,
    (arm, outcome): (Option<&str>, &str),
) -> Option<Event> {
    let verb = &dialog.state(state).verb;
    if outcome == Happened::MATCHED {
        let arm = verb.arms().get(arms.place(state.index(), arm?)?)?;
        return arm.heard.or(arm.outcomes.first().copied());
    }
    Outcome::parse(outcome).map(Outcome::heard)
}

/// Checks that the call waits in the same state as before.
fn compare<T: PhoneTree>(
    dialog: &Dialog<T>,
    to: To<T>,
    before: Goal<'_>,
    (state, arm): (Option<&str>, Option<&str>),
) -> Result<Option<Position<T>>, Why> {
    let (rest, now) = match to {
        To::Enter(at) | To::Ask(at) | To::Leave(at) | To::Wait(at) => {
            let rest = dialog.settle(at);
            let state = dialog.state(rest.state);
            (Some(rest), (Some(state.name.as_str()), End::of(&state.verb)))
        }
        To::End(ending, _) => (None, (None, Some(ending.into()))),
    };
    // A state may have had another name.
    let before_now = before.0.map(|name| dialog.named(name).map_or(name, |state| state.name()));
    // A state that ends the call by itself is compared by name.
    let is_same = match (before_now, now.0) {
        (None, None) => before.1 == now.1,
        (before_name, name) => before_name == name,
    };
    if is_same {
        return Ok(rest);
    }
    Err(Why::Elsewhere {
        state: state.map(str::to_owned),
        arm: arm.map(str::to_owned),
        before: shown(before),
        now: shown(now),
    })
}

#[cfg(test)]
mod tests;
