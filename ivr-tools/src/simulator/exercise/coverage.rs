//! The coverage of a tree by stories: the states that were entered and the arms that were taken.

use std::{
    collections::{BTreeSet, HashSet},
    fmt,
    marker::PhantomData,
};

use super::dialog;
use crate::{
    inspect::graph,
    simulator::{Caller, transcript::Transcript},
};
use ivr_runtime::{
    call::Dialog,
    description::{Arm, Description, Verb},
    heard::Event,
    tree::{PhoneTree, Reply, To},
};

/// What a tree has to cover, and what some stories cover of it.
///
/// A story is a function that makes a call with [`call`](super::super::call) or
/// [`call_with`](super::super::call_with) and returns it. The function can also be a `#[test]`. An arm of
/// `everywhere` counts once, however many states have it.
///
/// ```
/// use ivr_tools::simulator::{Caller, Coverage, call};
/// # use ivr_runtime::tree::*;
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
/// #       "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
///
/// fn everybody_is_dismissed() -> Caller {
///     call::<Bye>().hears("goodbye").ended()
/// }
///
/// Coverage::<Bye>::of([everybody_is_dismissed]).assert_complete();
/// ```
#[derive(Clone, Debug)]
pub struct Coverage<T> {
    /// Everything that can be covered, in the order of the tree.
    states: Vec<String>,
    arms: Vec<String>,
    covered_states: BTreeSet<usize>,
    covered_arms: HashSet<String>,
    stories: usize,
    tree: PhantomData<T>,
}

impl<T: PhoneTree> Coverage<T> {
    /// Runs these stories, and records what they cover.
    ///
    /// ```
    /// # use ivr_tools::simulator::{Caller, Coverage}; use ivr_runtime::tree::PhoneTree;
    /// fn gate<T: PhoneTree>(stories: [fn() -> Caller; 2]) {
    ///     println!("{}", Coverage::<T>::of(stories));
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if a story panics.
    #[track_caller]
    pub fn of<S: FnOnce() -> Caller>(stories: impl IntoIterator<Item = S>) -> Self {
        let dialog = dialog::<T>();
        let mut coverage = Self::nothing(dialog.description());
        for story in stories {
            let mut caller = story();
            caller.session().settle();
            coverage.stories += 1;
            coverage.begin(&dialog, caller.session().transcript());
            coverage.add(&dialog, caller.session().steps());
        }
        coverage
    }

    /// Checks that every state was entered and every arm taken.
    ///
    /// # Panics
    ///
    /// Panics with the names of those that were not.
    #[track_caller]
    #[expect(clippy::panic, reason = "a gate that is not passed fails its test")]
    pub fn assert_complete(&self) {
        if !self.missing().is_empty() {
            panic!("{self}");
        }
    }

    /// Returns what no story covers, in the order of the tree: `Menu` for a state and `Menu: 9 | "repeat"` for an
    /// arm.
    ///
    /// ```
    /// # use ivr_tools::simulator::Coverage; use ivr_runtime::tree::PhoneTree;
    /// fn all_but_support<T: PhoneTree>(coverage: &Coverage<T>) {
    ///     assert_eq!(coverage.missing(), ["Support", "Support: bridged", "Support: _"]);
    /// }
    /// ```
    #[must_use]
    pub fn missing(&self) -> Vec<&str> {
        let states = self.states.iter().enumerate();
        let states = states.filter(|(place, _)| !self.covered_states.contains(place)).map(|(_, name)| name);
        let arms = self.arms.iter().filter(|arm| !self.covered_arms.contains(*arm));
        states.chain(arms).map(String::as_str).collect()
    }

    fn nothing(tree: &Description) -> Self {
        let mut arms: Vec<String> = Vec::new();
        for state in &tree.states {
            for arm in state.verb.arms() {
                let label = label(&state.name, arm);
                if !arms.contains(&label) {
                    arms.push(label);
                }
            }
        }
        Self {
            states: tree.states.iter().map(|state| state.name.clone()).collect(),
            arms,
            covered_states: BTreeSet::new(),
            covered_arms: HashSet::new(),
            stories: 0,
            tree: PhantomData,
        }
    }

    /// Records the starts at which a call began, or to which it was moved.
    fn begin(&mut self, dialog: &Dialog<T>, transcript: &Transcript) {
        for path in transcript.requested() {
            let at = if path.is_empty() { Some(dialog.begin()) } else { dialog.begin_at(&path) };
            if let Some(at) = at {
                self.enter(dialog, Reply { words: None, to: To::Enter(at) });
            }
        }
    }

    fn add(&mut self, dialog: &Dialog<T>, steps: &[(String, Event)]) {
        for (place, heard) in steps {
            let Some(at) = dialog.locate(place) else { continue };
            let state = dialog.state(at.state);
            self.covered_states.insert(at.state.index());
            if let Some(arm) = state.verb.taken(*heard).and_then(|arm| state.verb.arms().get(arm)) {
                self.covered_arms.insert(label(&state.name, arm));
            }
            self.enter(dialog, at.apply(at.state.next(*heard), T::ACTIONS));
        }
    }

    /// Records every state on the way of a reply that needs no answer.
    fn enter(&mut self, dialog: &Dialog<T>, reply: Reply<T>) {
        let mut reply = reply;
        for _ in T::states() {
            let (To::Enter(at) | To::Wait(at) | To::Leave(at)) = reply.to else { break };
            self.covered_states.insert(at.state.index());
            if !matches!(dialog.state(at.state).verb, Verb::Goto(_)) {
                break;
            }
            reply = at.apply(at.state.next(Event::Next), T::ACTIONS);
        }
    }
}

fn label(state: &str, arm: &Arm) -> String {
    let place = if arm.inherited { "everywhere" } else { state };
    format!("{place}: {}", graph::written(arm))
}

/// Writes the numbers, and what is missing.
impl<T: PhoneTree> fmt::Display for Coverage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arms = self.arms.iter().filter(|arm| self.covered_arms.contains(*arm)).count();
        let stories = graph::describe::count(self.stories, "call");
        let covers = if self.stories == 1 { "covers" } else { "cover" };
        let (states, all_states, all_arms) = (self.covered_states.len(), self.states.len(), self.arms.len());
        write!(
            f,
            "{stories} {covers} {states} of {all_states} states and {arms} of {all_arms} arms of {}",
            T::NAME
        )?;
        let missing = self.missing();
        if missing.is_empty() {
            return f.write_str(".");
        }
        f.write_str("; nobody tried\n")?;
        missing.iter().try_for_each(|one| write!(f, "\n    {one}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Acme, simulator::call};

    fn the_menu() -> Caller {
        call::<Acme>().press('9').silence().press('7').at(Acme::Menu)
    }

    fn the_hours() -> Caller {
        call::<Acme>().says("hours").press('1').silence().at(Acme::Menu)
    }

    fn a_message_for_sales() -> Caller {
        call::<Acme>().press('1').records(5).ended()
    }

    fn support() -> Caller {
        call::<Acme>().press('2').bridged().ended()
    }

    fn a_full_queue() -> Caller {
        call::<Acme>().press('2').queue_full().silence().ended()
    }

    fn the_receptionist() -> Caller {
        call::<Acme>().press('0').answers().ended()
    }

    fn nobody_is_there() -> Caller {
        call::<Acme>().press('0').busy().hangs_up()
    }

    const ALL: [fn() -> Caller; 7] =
        [the_menu, the_hours, a_message_for_sales, support, a_full_queue, the_receptionist, nobody_is_there];

    #[test]
    fn stories_for_everything_pass_the_gate() {
        let coverage = Coverage::<Acme>::of(ALL);
        coverage.assert_complete();
        assert_eq!(coverage.to_string(), "7 calls cover 7 of 7 states and 15 of 15 arms of Acme.");
    }

    #[test]
    fn an_arm_that_nobody_tried_is_named_as_it_is_written() {
        let coverage = Coverage::<Acme>::of(ALL.into_iter().take(1).chain(ALL.into_iter().skip(2)));
        assert_eq!(coverage.missing(), ["Hours", r#"Menu: 3 | "hours""#, "Hours: 1", "Hours: silence | _"]);
    }

    #[test]
    #[should_panic = "1 call covers 2 of 7 states and 3 of 15 arms of Acme; nobody tried\n\n    Hours\n"]
    fn a_gate_that_is_not_passed_shows_the_numbers() {
        Coverage::<Acme>::of([the_menu]).assert_complete();
    }
}
