//! Renames the states of a tree.

use super::{Action, Description, Target, Verb};

impl Description {
    /// Returns the tree with renamed states. `renamed` returns the new name of a state that has one.
    ///
    /// ```
    /// # let tree: ivr_core::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[
    /// #     {"name":"A","verb":{"goto":{"go":"B"}}},{"name":"B","under":"A","verb":"hangup"}]}"#).unwrap();
    /// let renamed = tree.with_names(|name| (name == "B").then_some("Goodbye"));
    /// assert!(renamed.to_json().contains(r#"{"name":"A","verb":{"goto":{"go":"Goodbye"}}}"#));
    /// assert!(renamed.to_json().contains(r#"{"name":"Goodbye","under":"A","verb":"hangup"}"#));
    /// ```
    #[must_use]
    pub fn with_names<'n>(mut self, renamed: impl Fn(&str) -> Option<&'n str>) -> Self {
        let rename = |name: &mut String| {
            if let Some(new) = renamed(name) {
                new.clone_into(name);
            }
        };
        self.starts.iter_mut().for_each(|start| rename(&mut start.state));
        self.after.iter_mut().filter_map(|after| after.state.as_mut()).for_each(rename);
        for state in &mut self.states {
            rename(&mut state.name);
            state.under.iter_mut().for_each(rename);
        }
        for action in &mut self.actions {
            match action {
                Action::Retry { at, .. } => at.iter_mut().for_each(rename),
                Action::Enter { state } | Action::Leave { state } => rename(state),
                Action::Say { .. } => {}
            }
        }
        self.each_target(|target| {
            if let Target::Go(state) = target {
                rename(state);
            }
        });
        self
    }

    /// Changes every target.
    fn each_target(&mut self, mut change: impl FnMut(&mut Target)) {
        for state in &mut self.states {
            if let Verb::Goto(target) = &mut state.verb {
                change(target);
            }
            state.verb.arms_mut().iter_mut().for_each(|arm| change(&mut arm.to));
        }
        for action in &mut self.actions {
            match action {
                Action::Retry { then, .. } | Action::Say { then, .. } => change(then),
                Action::Enter { .. } | Action::Leave { .. } => {}
            }
        }
        self.on_error.iter_mut().for_each(|on_error| change(&mut on_error.then));
    }
}
