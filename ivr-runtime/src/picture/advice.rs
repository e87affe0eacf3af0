//! What published guidance for telephone dialogues would say about a state: too many options, too long an
//! instruction, too deep a menu. A picture marks it; nothing is refused here.

use std::collections::VecDeque;

use crate::{
    description::{Description, State, Verb},
    graph::{Edge, Kind, Place},
    spoken,
};

/// More options than this are forgotten before the last is heard.
const OPTIONS: usize = 5;
/// A longer instruction, in seconds, is not listened to.
const INSTRUCTION: f64 = 20.0;
/// Deeper menus lose callers.
const LEVELS: usize = 3;

/// The remarks for each state, in the order of the description.
pub(crate) fn remarks(tree: &Description, edges: &[Edge<'_>]) -> Vec<Vec<String>> {
    let options: Vec<usize> = (0..tree.states.len()).map(|state| options(edges, state)).collect();
    let levels = levels(tree, edges, &options);
    let states = tree.states.iter().zip(&options).zip(levels);
    states.map(|((state, options), level)| remarks_on(tree, state, *options, level)).collect()
}

/// Whether an instruction of this length is listened to.
pub(crate) fn is_long(seconds: f64) -> bool {
    seconds > INSTRUCTION
}

fn remarks_on(tree: &Description, state: &State, options: usize, level: Option<usize>) -> Vec<String> {
    let mut remarks = Vec::new();
    if options > OPTIONS {
        remarks.push(format!("{options} options; a caller keeps {OPTIONS} in mind"));
    }
    if let Verb::Gather(gather) = &state.verb {
        let seconds = spoken::seconds(tree, &gather.prompts, true);
        if is_long(seconds) {
            remarks.push(format!("an instruction of {seconds:.0} s; {INSTRUCTION} s are listened to"));
        }
    }
    if let Some(level) = level.filter(|level| is_menu(options) && *level > LEVELS) {
        remarks.push(format!("{level} menus deep; {LEVELS} are found again"));
    }
    remarks
}

/// How many arms a caller has to keep in mind.
fn options(edges: &[Edge<'_>], state: usize) -> usize {
    let chosen = edges.iter().filter(|edge| edge.from == state && edge.kind == Kind::Chosen);
    chosen.filter(|edge| !edge.inherited && !edge.hidden).count()
}

/// With two options it is a question; a row of questions is not a deep menu.
const fn is_menu(options: usize) -> bool {
    options >= 3
}

/// The fewest menus on the way to each state, itself included; `None` where no caller gets as planned.
fn levels(tree: &Description, edges: &[Edge<'_>], options: &[usize]) -> Vec<Option<usize>> {
    let place = |name: &str| tree.states.iter().position(|state| state.name == name);
    let own = |state: usize| usize::from(options.get(state).is_some_and(|options| is_menu(*options)));
    let mut levels: Vec<Option<usize>> = vec![None; tree.states.len()];
    let starts = tree.starts.iter().filter_map(|start| place(&start.state));
    let mut waiting: VecDeque<(usize, usize)> = starts.map(|state| (state, own(state))).collect();
    while let Some((state, level)) = waiting.pop_front() {
        let Some(known) = levels.get_mut(state) else { continue };
        if known.is_some_and(|known| known <= level) {
            continue;
        }
        *known = Some(level);
        for edge in edges.iter().filter(|edge| edge.from == state && edge.kind != Kind::Failure) {
            let Place::State(to) = edge.route.to else { continue };
            waiting.extend(place(to).map(|to| (to, level + own(to))));
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph;

    fn menu(name: &str, options: usize, to: &str) -> String {
        let arm = |key: usize| format!(r#"{{"keys":["{key}"],"heard":"{key}","to":{{"go":"{to}"}}}}"#);
        let arms: Vec<String> = (1..=options).map(arm).collect();
        format!(
            r#"{{"name":"{name}","verb":{{"gather":{{"timeout":5,"arms":[{}],
                "prompts":[{{"say":{{"text":"{}"}}}}]}}}}}}"#,
            arms.join(","),
            "word ".repeat(options * 10)
        )
    }

    fn remarks_of(states: &[String]) -> Vec<Vec<String>> {
        let states = states.join(",");
        let text =
            format!(r#"{{"name":"T","language":"en","starts":[{{"state":"A"}}],"states":[{states}]}}"#);
        let tree: Description = serde_json::from_str(&text).unwrap();
        remarks(&tree, &graph::edges(&tree))
    }

    #[test]
    fn five_options_are_fine_and_six_are_remarked_with_their_length() {
        assert_eq!(remarks_of(&[menu("A", 5, "A")]), [Vec::<String>::new()]);
        let six = remarks_of(&[menu("A", 6, "A")]);
        assert_eq!(
            six[0],
            ["6 options; a caller keeps 5 in mind", "an instruction of 24 s; 20 s are listened to"]
        );
    }

    #[test]
    fn only_the_fourth_menu_is_too_deep_and_the_shortest_way_counts() {
        let chain = ["A", "B", "C", "D"].map(|name| {
            let next = char::from(name.as_bytes()[0] + 1).to_string();
            menu(name, 3, if name == "D" { "A" } else { &next })
        });
        let remarks = remarks_of(&chain);
        assert!(remarks[..3].iter().all(Vec::is_empty), "{remarks:?}");
        assert_eq!(remarks[3], ["4 menus deep; 3 are found again"]);
    }
}
