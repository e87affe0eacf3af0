//! Every class of calls that a tree allows: its keys, its end, and its estimated duration.
//!
//! Two calls belong to the same class if they take the same arms. The module also counts what a test has to cover.

mod length;
mod table;
mod walk;

pub(crate) use {table::keys, walk::walk};

use std::collections::BTreeSet;

use crate::inspect::graph::{self, Edge, End};
use ivr_runtime::description::Description;

/// The maximum number of paths that a person or a test is asked to look at.
pub const MAX_PATHS: usize = 10_000;

/// Returns the path classes of a tree as text, at most `limit` for each start; if there are more, the shortest.
///
/// A path ends where a choice of the caller leads back to an earlier state, and says so. Attempts are used up. If the
/// caller does nothing, the path continues to its end.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
/// let paths = ivr_tools::inspect::paths::paths(&tree, ivr_tools::inspect::paths::MAX_PATHS);
/// assert!(paths.contains("A hangs up"));
/// ```
#[must_use]
pub fn paths(tree: &Description, limit: usize) -> String {
    let edges = graph::edges(tree);
    let starts = tree.starts.iter().map(|start| {
        let (classes, is_cut) = walk::walk(tree, &edges, &start.state, limit);
        From { name: start.name.as_deref(), classes, is_cut }
    });
    let starts: Vec<From<'_, '_>> = starts.collect();
    table::table(tree, &starts)
}

/// The paths from a start.
struct From<'e, 'd> {
    name: Option<&'d str>,
    classes: Vec<Class<'e, 'd>>,
    /// Whether there are more paths than requested.
    is_cut: bool,
}

/// A class of calls.
pub(crate) struct Class<'e, 'd> {
    /// The edges; never empty.
    pub(crate) edges: Vec<&'e Edge<'d>>,
    pub(crate) stop: Stop<'d>,
}

/// Why a path ends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Stop<'d> {
    /// The call has ended.
    End(End),
    /// It would enter this state again.
    Back(&'d str),
    /// It asks again without counting.
    Again,
}

/// What a tree has to cover, or what was covered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Coverage {
    states: usize,
    arms: usize,
}

impl Coverage {
    fn whole(tree: &Description) -> Self {
        Self {
            states: tree.states.len(),
            arms: tree.states.iter().map(|state| state.verb.arms().len()).sum(),
        }
    }

    fn of(tree: &Description, starts: &[From<'_, '_>]) -> Self {
        let classes = starts.iter().flat_map(|start| &start.classes);
        let taken: BTreeSet<(usize, usize)> =
            classes.flat_map(|class| &class.edges).map(|edge| (edge.from, edge.arm)).collect();
        let states: BTreeSet<usize> = taken.iter().map(|(state, _)| *state).collect();
        let has_arms =
            |state: usize| tree.states.get(state).is_some_and(|state| !state.verb.arms().is_empty());
        Self { states: states.len(), arms: taken.iter().filter(|(state, _)| has_arms(*state)).count() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Acme, inspect::picture::grown};
    use ivr_runtime::{
        description::{Target, Verb},
        tree::PhoneTree,
    };

    fn acme() -> Description {
        serde_json::from_str(Acme::DESCRIPTION).unwrap()
    }

    /// Every path as `seconds end keys`.
    fn rows(tree: &Description, limit: usize) -> Vec<String> {
        let text = paths(tree, limit);
        let numbered = text
            .lines()
            .filter(|line| line.get(..5).is_some_and(|number| number.trim().parse::<u32>().is_ok()));
        numbered.map(|line| line[6..].split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn of_many_phrases_the_first_is_written() {
        let mut tree = acme();
        let Verb::Gather(menu) = &mut tree.states[1].verb else { panic!() };
        let (sales, support) = (menu.arms[0].phrases.clone(), menu.arms[1].phrases.clone());
        menu.arms[0].phrases.extend(support);
        menu.arms[6].phrases = sales;
        let rows = rows(&tree, MAX_PATHS);
        assert!(rows.contains(&"19 s Thanks hangs up 1|\"sales\"|… [recorded]".to_owned()), "{rows:#?}");
        assert!(!rows.iter().any(|row| row.contains("\"sales\"|_")), "{rows:#?}");
    }

    #[test]
    fn every_class_of_acme_is_there_with_keys_end_and_length() {
        let rows = rows(&acme(), MAX_PATHS);
        assert_eq!(rows.len(), 22, "{rows:#?}");
        for row in [
            "19 s Thanks hangs up 1|\"sales\" [recorded]",
            "15 s Menu starts anew 9",
            "57 s Reception hangs up silence silence silence [answered]",
            "115 s Sales hangs up 3|\"hours\" silence|_ silence silence silence [_] [silence]",
        ] {
            assert!(rows.iter().any(|one| one == row), "{row} is missing in {rows:#?}");
        }
    }

    #[test]
    fn a_caller_who_is_left_alone_is_followed_through_a_menu_he_has_heard() {
        let rows = rows(&acme(), MAX_PATHS);
        let alone = rows.iter().filter(|row| row.contains("3|\"hours\" silence|_ ")).count();
        let back = rows.iter().filter(|row| row.contains("leads back to Menu")).count();
        assert_eq!((alone, back), (6, 0), "{rows:#?}");
    }

    #[test]
    fn the_longest_path_is_pointed_out_and_all_of_a_sound_tree_is_covered() {
        let text = paths(&acme(), MAX_PATHS);
        assert!(text.contains("22 paths; number 9 takes longest, about 115 s."), "{text}");
        assert!(text.contains("They cover 7 of 7 states and 15 of 15 arms."), "{text}");
    }

    #[test]
    fn a_bound_keeps_the_shortest_paths_and_says_so() {
        let text = paths(&acme(), 2);
        assert!(text.contains("There are more. These are the shortest."), "{text}");
        assert_eq!(
            rows(&acme(), 2),
            ["23 s Sales hangs up 1|\"sales\" [silence]", "15 s Menu starts anew 9"]
        );
    }

    #[test]
    fn an_attempt_at_an_earlier_state_is_written_with_what_leads_there() {
        let tree: Description = serde_json::from_str(
            r#"{"name":"Practice","language":"en-US","starts":[{"state":"Patient"}],"states":[
            {"name":"Patient","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"arms":[
                {"keys":["1"],"heard":"1","to":{"go":"Check"}},
                {"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}},
            {"name":"Check","verb":{"match":{"question":0,"source":"app.find()","arms":[
                {"outcomes":["arm 0"],"pattern":"Some(_)","to":{"end":"hangup"}},
                {"outcomes":["arm 1"],"pattern":"None","to":{"action":0}}]}}}],
            "actions":[{"retry":{"times":2,"blocks":[[]],"at":"Patient","then":{"end":"hangup"}}}]}"#,
        )
        .unwrap();
        let rows = rows(&tree, MAX_PATHS);
        assert!(rows.iter().any(|row| row.ends_with(" 1 [None] 1 [None] 1 [None]")), "{rows:#?}");
    }

    #[test]
    fn an_endless_silence_is_cut_where_it_closes() {
        let mut tree = acme();
        let Verb::Record(sales) = &mut tree.states[3].verb else { panic!() };
        sales.arms[1].to = Target::Go("Menu".to_owned());
        let rows = rows(&tree, MAX_PATHS);
        assert!(
            rows.iter().any(|row| row.contains("leads back to Menu 1|\"sales\" [silence] silence")),
            "{rows:#?}"
        );
    }

    #[test]
    fn a_large_tree_is_walked_within_the_bound() {
        let rows = rows(&grown::grow(150), 300);
        assert_eq!(rows.len(), 300);
    }

    #[test]
    fn a_start_of_its_own_has_paths_of_its_own() {
        let mut tree = acme();
        tree.starts.push(ivr_runtime::description::Start {
            with: Vec::new(),
            name: Some("callback".to_owned()),
            state: "Thanks".to_owned(),
        });
        let text = paths(&tree, MAX_PATHS);
        let own = text.split("From the start callback\n").nth(1).unwrap();
        assert!(own.contains("Thanks hangs up  (nothing)"), "{text}");
    }
}
