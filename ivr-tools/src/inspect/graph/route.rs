//! The final target of an arm: its [`Target`] followed through [`Description::actions`].

use ivr_runtime::description::{Action, Description, End, Line, Target};

/// Everything that happens from an arm to the next state.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Route<'d> {
    /// The retries, each until its attempts are used up.
    pub(crate) retries: Vec<Retry<'d>>,
    /// The texts on the way, after the attempts.
    pub(crate) said: &'d [Line],
    /// The final target.
    pub(crate) to: Destination<'d>,
}

/// `retry N { … }`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Retry<'d> {
    pub(crate) times: u8,
    /// The state that is asked again, if it is another one.
    pub(crate) at: Option<&'d str>,
    /// The texts for the first attempt, the second, and so on; the last is repeated.
    pub(crate) blocks: &'d [Vec<Line>],
}

/// The end of a route.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Destination<'d> {
    /// A state is entered.
    State(&'d str),
    /// The same state asks again.
    Again,
    /// The call leaves the tree.
    End(End),
}

impl<'d> Route<'d> {
    /// Creates a route that only ends.
    pub(crate) const fn to(end: End) -> Self {
        Self { retries: Vec::new(), said: &[], to: Destination::End(end) }
    }

    /// Follows `target`. As in [`ivr_runtime::tree::Position::take`], texts closer to the end replace those before.
    pub(crate) fn of(tree: &'d Description, target: &'d Target) -> Self {
        let mut route = Self { retries: Vec::new(), said: &[], to: Destination::Again };
        let mut target = target;
        // A tree that compiles has no cycle of actions, but a description that was read from a file may have one.
        for _ in 0..=tree.actions.len() {
            let action = match target {
                Target::Go(state) | Target::Wait(state) => {
                    return Self { to: Destination::State(state), ..route };
                }
                Target::Again => return route,
                Target::End(ending) => return Self { to: Destination::End((*ending).into()), ..route },
                Target::Action(row) => tree.actions.get(usize::from(*row)),
            };
            match action {
                Some(Action::Retry { times, blocks, at, then }) => {
                    route.retries.push(Retry { times: *times, at: at.as_deref(), blocks });
                    target = then;
                }
                Some(Action::Say { lines, then }) => {
                    route.said = lines;
                    target = then;
                }
                Some(Action::Enter { state } | Action::Leave { state }) => {
                    return Self { to: Destination::State(state), ..route };
                }
                None => return route,
            }
        }
        route
    }

    /// Returns how often the same state asks again before the route continues. A visit has one counter, so the
    /// numbers are not added.
    pub(crate) fn attempts(&self) -> u8 {
        self.retries.iter().filter(|retry| retry.at.is_none()).map(|retry| retry.times).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(actions: &str) -> Description {
        let text = format!(
            r#"{{"name":"T","language":"en-US","starts":[{{"state":"A"}}],
                "states":[{{"name":"A","verb":"hangup"}}],"actions":{actions}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn words_after_the_attempts_are_kept_with_the_attempts() {
        let tree = tree(
            r#"[{"retry":{"times":2,"blocks":[],"at":"Code","then":{"action":1}}},
                {"say":{"lines":[{"pause":{"seconds":1}}],"then":{"end":"busy"}}}]"#,
        );
        let route = Route::of(&tree, &Target::Action(0));
        assert_eq!(route.retries, [Retry { times: 2, at: Some("Code"), blocks: &[] }]);
        assert_eq!(route.said, [Line::Pause { seconds: 1 }]);
        assert_eq!(route.to, Destination::End(End::Reject));
    }

    #[test]
    fn a_way_that_leads_to_itself_comes_to_an_end() {
        let tree = tree(r#"[{"say":{"lines":[],"then":{"action":0}}}]"#);
        assert_eq!(Route::of(&tree, &Target::Action(0)).to, Destination::Again);
    }

    #[test]
    fn a_row_that_is_not_there_leads_nowhere_else() {
        assert_eq!(Route::of(&tree("[]"), &Target::Action(7)).to, Destination::Again);
    }
}
