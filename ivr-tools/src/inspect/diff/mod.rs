//! The difference between two versions of a tree as a caller would notice it, in words, and whether calls in progress
//! would survive the change.

mod arms;
mod clauses;
mod data;
mod hours;
mod languages;
mod roots;
mod spoken;

use std::{collections::BTreeSet, fmt};

use crate::inspect::graph::{self, Edge, describe};
use ivr_runtime::description::{Description, State, Verb};

/// If the same changed in more states than this, they are counted, not named.
const NAMED: usize = 3;

/// The differences between two versions of a tree.
///
/// ```
/// # let tree = |verb: &str| -> ivr_runtime::description::Description { serde_json::from_str(&format!(
/// #   r#"{{"name":"Bye","language":"en-US","starts":[{{"state":"A"}}],"states":[{{"name":"A","verb":{verb}}}]}}"#)).unwrap() };
/// let (old, new) = (tree(r#""hangup""#), tree(r#"{"reject":{"busy":true}}"#));
/// let diff = ivr_tools::inspect::diff::Diff::between(&old, &new);
/// assert!(!diff.strands_calls());
/// assert!(diff.to_string().contains("A: it now rejects instead of hanging up"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diff {
    tree: String,
    stranding: Vec<String>,
    misleading: Vec<String>,
    changes: Vec<String>,
}

impl Diff {
    /// Returns the differences of `new`.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(ivr_tools::inspect::diff::Diff::between(&tree, &tree).is_empty());
    /// ```
    #[must_use]
    pub fn between(old: &Description, new: &Description) -> Self {
        let mut diff = Self {
            tree: new.name.clone(),
            stranding: Vec::new(),
            misleading: Vec::new(),
            changes: Vec::new(),
        };
        if old.name != new.name {
            let names = format!("the tree is now called {} instead of {}", new.name, old.name);
            diff.stranding.push(format!("{names}, and so is its address"));
        }
        diff.stranding.extend(languages::stranding(old, new));
        diff.stranding.extend(data::stranding(old, new));
        diff.changes.extend(roots::changes(old, new));
        diff.changes.extend(hours::changes(old, new));
        // After this, the states of the old tree have the names of the new one.
        let renamed = renamed(old, new);
        diff.changes.extend(renamed.changes);
        let old = &renamed.tree;
        diff.gone(old, new);
        diff.misleading.extend(misleading(old, new));
        let added = new.states.iter().filter(|state| old.state(&state.name).is_none());
        diff.changes.extend(added.map(|state| format!("state {} is new: it {}", state.name, does(state))));
        diff.kept(old, new);
        diff
    }

    /// Returns whether calls in progress would be lost, because the state in which they wait is gone or waits for
    /// something else.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(!ivr_tools::inspect::diff::Diff::between(&tree, &tree).strands_calls());
    /// ```
    #[must_use]
    pub fn strands_calls(&self) -> bool {
        !self.stranding.is_empty()
    }

    /// Returns whether callers who heard the keys of a state would be led elsewhere by them, or nowhere.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(!ivr_tools::inspect::diff::Diff::between(&tree, &tree).misleads_callers());
    /// ```
    #[must_use]
    pub fn misleads_callers(&self) -> bool {
        !self.misleading.is_empty()
    }

    /// Returns what prevents a version from taking over the calls of the other: stranded calls and misleading keys.
    /// Returns `None` if nothing does.
    #[must_use]
    pub fn breaking(&self) -> Option<String> {
        let mut text = String::new();
        for (title, changes) in [
            ("Calls in progress would be stranded:", &self.stranding),
            ("Callers who have heard what these keys did would be misled:", &self.misleading),
        ] {
            if !changes.is_empty() {
                text.push_str(&format!("{title}\n"));
                changes.iter().for_each(|change| text.push_str(&format!("  {change}\n")));
            }
        }
        (!text.is_empty()).then_some(text)
    }

    /// Returns whether callers would notice nothing.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(ivr_tools::inspect::diff::Diff::between(&tree, &tree).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stranding.is_empty() && self.changes.is_empty()
    }

    fn gone(&mut self, old: &Description, new: &Description) {
        for state in old.states.iter().filter(|state| new.state(&state.name).is_none()) {
            let same = |other: &&State| old.state(&other.name).is_none() && same_words(state, other);
            let renamed = new.states.iter().find(same);
            let renamed = renamed.map_or(String::new(), |other| format!(" ({} says the same)", other.name));
            let gone = format!("state {} is gone{renamed}", state.name);
            if waits(&state.verb) {
                self.stranding.push(format!("{gone}: calls waiting there would be stranded"));
            } else {
                self.changes.push(gone);
            }
        }
    }

    /// Compares the states that both versions have. The same change in several states or in all languages is reported
    /// once.
    fn kept(&mut self, old: &Description, new: &Description) {
        for state in &new.states {
            if let Some(old_state) = old.state(&state.name).filter(|old| does(old) != does(state)) {
                self.other_verb(old_state, state);
            }
        }
        let both = languages::both(old, new);
        let told: Vec<Told> = both
            .iter()
            .map(|tag| changes_in(&languages::reduced(old, tag), &languages::reduced(new, tag)))
            .collect();
        let mut said: BTreeSet<(&str, &[String])> = BTreeSet::new();
        for (change, states) in told.iter().flatten() {
            let tags: Vec<&str> = both
                .iter()
                .zip(&told)
                .filter(|(_, told)| told.iter().any(|one| one.0 == *change && one.1 == *states))
                .map(|(tag, _)| tag.as_str())
                .collect();
            if said.insert((change, states)) {
                let only = if tags.len() == both.len() {
                    String::new()
                } else {
                    format!("in {}, ", tags.join(", "))
                };
                let states: Vec<&str> = states.iter().map(String::as_str).collect();
                self.changes.push(format!("{}: {only}{change}", names(&states)));
            }
        }
    }

    fn other_verb(&mut self, old: &State, new: &State) {
        let change = format!("{}: it now {} instead of {}", new.name, does(new), doing(&old.verb));
        if waits(&old.verb) {
            self.stranding.push(format!("{change}; calls waiting there would be stranded"));
        } else {
            self.changes.push(change);
        }
    }
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "No caller of {} would notice a difference.", self.tree);
        }
        if self.strands_calls() {
            writeln!(f, "Calls in progress would be stranded:")?;
            self.stranding.iter().try_for_each(|change| writeln!(f, "  {change}"))?;
        }
        if !self.changes.is_empty() {
            writeln!(f, "{} of {}:", describe::count(self.changes.len(), "change"), self.tree)?;
            self.changes.iter().try_for_each(|change| writeln!(f, "  {change}"))?;
        }
        Ok(())
    }
}

/// A tree of an earlier version with the current names, and the new states.
struct Renamed {
    tree: Description,
    changes: Vec<String>,
}

/// Renames the states of `old` to their names in `new`.
fn renamed(old: &Description, new: &Description) -> Renamed {
    let mut names: Vec<(&str, &str)> = Vec::new();
    for state in &new.states {
        let was = state.was.iter().find(|was| old.state(was).is_some() && new.state(was).is_none());
        if let Some(was) = was.filter(|_| old.state(&state.name).is_none()) {
            names.push((was, &state.name));
        }
    }
    let changes = names.iter().map(|(was, is)| format!("state {was} is now called {is}")).collect();
    let tree = old.clone().with_names(|name| names.iter().find(|(was, _)| *was == name).map(|(_, is)| *is));
    Renamed { tree, changes }
}

/// Returns the keys and phrases of states whose meaning a caller may already have heard.
fn misleading(old: &Description, new: &Description) -> Vec<String> {
    let (before, after) = (graph::edges(old), graph::edges(new));
    let mut told = Vec::new();
    for (place, state) in new.states.iter().enumerate() {
        let Some(was) = old.states.iter().position(|one| one.name == state.name) else { continue };
        let before: Vec<&Edge<'_>> = before.iter().filter(|edge| edge.from == was).collect();
        let after: Vec<&Edge<'_>> = after.iter().filter(|edge| edge.from == place).collect();
        told.extend(arms::moved(&before, &after).map(|change| format!("{}: {change}", state.name)));
    }
    told
}

/// Changes, and the states with each of them.
type Told = Vec<(String, Vec<String>)>;

/// Returns the differences between the states of two trees in one language; the same change in several states is
/// reported once.
fn changes_in(old: &Description, new: &Description) -> Told {
    let (before, after) = (graph::edges(old), graph::edges(new));
    let mut told = Told::new();
    for (place, state) in new.states.iter().enumerate() {
        let Some(was) = old.states.iter().position(|one| one.name == state.name) else { continue };
        let Some(old_state) = old.states.get(was).filter(|old| does(old) == does(state)) else { continue };
        let before: Vec<&Edge<'_>> = before.iter().filter(|edge| edge.from == was).collect();
        let after: Vec<&Edge<'_>> = after.iter().filter(|edge| edge.from == place).collect();
        let heard = spoken::changes("the caller", &heard_in(old_state), &heard_in(state));
        let clauses = clauses::changes(&old_state.verb, &state.verb);
        let promises = spoken::promises(&old_state.lines, &state.lines);
        for change in heard.into_iter().chain(promises).chain(clauses).chain(arms::changes(&before, &after)) {
            match told.iter_mut().find(|(text, _)| *text == change) {
                Some((_, states)) => states.push(state.name.clone()),
                None => told.push((change, vec![state.name.clone()])),
            }
        }
    }
    told
}

/// Returns whether a call waits in a state with this verb, so that a later request names the state.
const fn waits(verb: &Verb) -> bool {
    match verb {
        Verb::Gather(_) | Verb::Dial(_) | Verb::Record(_) | Verb::Enqueue(_) | Verb::Connect(_) => true,
        // After `meanwhile`, the call returns to this state.
        Verb::Match(question) => question.within.is_some(),
        // A call never waits in one of these states.
        Verb::Hours(_)
        | Verb::Goto(_)
        | Verb::Hangup
        | Verb::Reject { .. }
        | Verb::Redirect { .. }
        | Verb::Leave => false,
    }
}

fn does(state: &State) -> &'static str {
    describe::does(&state.verb)
}

const fn doing(verb: &Verb) -> &'static str {
    match verb {
        Verb::Goto(_) => "going on",
        Verb::Gather(_) => "listening",
        Verb::Dial(_) => "dialing",
        Verb::Record(_) => "recording",
        Verb::Enqueue(_) => "queueing",
        Verb::Hangup => "hanging up",
        Verb::Reject { .. } => "rejecting",
        Verb::Redirect { .. } => "handing over",
        Verb::Leave => "leaving",
        Verb::Match(_) => "asking",
        Verb::Connect(_) => "connecting",
        Verb::Hours(_) => "looking at the clock",
    }
}

/// Returns everything that is heard in a state before an arm is taken.
fn heard_in(state: &State) -> Vec<String> {
    [spoken::heard(&state.lines), spoken::heard(crate::inspect::spoken::prompts(&state.verb))].concat()
}

fn same_words(one: &State, other: &State) -> bool {
    let heard = heard_in(one);
    !heard.is_empty() && heard == heard_in(other) && does(one) == does(other)
}

/// `Menu`, `Menu, Hours and Sales`, `Menu, Hours, Sales and 12 more`.
fn names(states: &[&str]) -> String {
    match states {
        [named @ .., last] if states.len() <= NAMED && !named.is_empty() => {
            format!("{} and {last}", named.join(", "))
        }
        [.., last] if states.len() == 1 => (*last).to_owned(),
        _ => {
            let named: Vec<&str> = states.iter().take(NAMED).copied().collect();
            format!("{} and {} more", named.join(", "), states.len().saturating_sub(NAMED))
        }
    }
}

#[cfg(test)]
mod tests;
