//! Names of arms in events. A name is taken from the source of the arm and never contains the keys of the arm.

use super::{Action, Arm, Description, State, Target};
use crate::{
    event::Event,
    text::{normalise, spoken_keys},
};

impl Description {
    /// Returns the names of the arms of a state, in the same order. All names are distinct.
    ///
    /// An arm is named after its first phrase, its Rust pattern or its outcomes. An arm with keys only is named after
    /// its target, because the key may identify what a caller entered. For the same reason, a phrase or a pattern
    /// that contains a digit, spoken or written, is not used as a name. Names do not change when keys change.
    ///
    /// ```
    /// # use ivr_core::description::Description;
    /// let tree: Description = serde_json::from_str(
    ///     r#"{"name":"Desk","language":"en-US","starts":[{"state":"Menu"}],"states":[
    ///         {"name":"Menu","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"arms":[
    ///             {"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Bye"}},
    ///             {"keys":["2"],"heard":"2","to":{"go":"Bye"}},
    ///             {"outcomes":["silence","_"],"to":"again"}]}}},
    ///         {"name":"Bye","verb":"hangup"}]}"#).unwrap();
    /// assert_eq!(tree.arm_names(&tree.states[0]), ["sales", "to Bye", "silence | _"]);
    /// ```
    #[must_use]
    pub fn arm_names(&self, state: &State) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for arm in state.verb.arms() {
            let name = self.arm_name(arm);
            let mut numbered = name.clone();
            let mut number = 1;
            while names.contains(&numbered) {
                number += 1;
                numbered = format!("{name} ({number})");
            }
            names.push(numbered);
        }
        names
    }

    fn arm_name(&self, arm: &Arm) -> String {
        let is_plain = |text: &str| !text.chars().any(char::is_numeric);
        let is_key =
            |text: &str| self.tags().any(|language| spoken_keys(&normalise(text), language).is_some());
        let phrases = arm.phrases.iter().map(|phrase| phrase.text.as_str());
        let phrase = phrases.into_iter().find(|text| is_plain(text) && !is_key(text));
        let pattern = arm.pattern.as_deref().filter(|pattern| is_plain(pattern));
        if let Some(name) = phrase.or(pattern) {
            return name.to_owned();
        }
        if arm.pattern.is_none() && !arm.outcomes.is_empty() {
            return arm.outcomes.iter().map(Event::to_string).collect::<Vec<_>>().join(" | ");
        }
        self.goal(&arm.to)
    }

    /// Returns the final target, which names an arm without phrases.
    fn goal(&self, target: &Target) -> String {
        let mut target = target;
        // A tree that compiles has no cycle of actions, but a description that was read from a file may have one.
        for _ in 0..=self.actions.len() {
            target = match target {
                Target::Go(state) | Target::Wait(state) => return format!("to {state}"),
                Target::Again => break,
                Target::End(ending) => return ending.as_str().to_owned(),
                Target::Action(row) => match self.actions.get(usize::from(*row)) {
                    Some(Action::Retry { then, .. } | Action::Say { then, .. }) => then,
                    Some(Action::Enter { state } | Action::Leave { state }) => return format!("to {state}"),
                    None => break,
                },
            };
        }
        "again".to_owned()
    }
}
