//! Remarks of published guidelines about a state: too many options, too long prompts, too many menus. A picture marks
//! them; they are not errors.

use ivr_core::{
    guidance::{MAX_INSTRUCTION_TIME, MAX_MENUS, MAX_OPTIONS, is_menu, is_too_long, menu_depths},
    text::whole_seconds,
};

use crate::{
    inspect::graph::{Destination, Edge, Route},
    inspect::spoken,
};
use ivr_runtime::description::{Arm, Description, State, Verb};

/// Returns the remarks for each state, in the order of the description.
pub(crate) fn remarks(tree: &Description, edges: &[Edge<'_>]) -> Vec<Vec<String>> {
    let options: Vec<usize> = tree.states.iter().map(options).collect();
    let menus: Vec<bool> = options.iter().map(|options| is_menu(*options)).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); tree.states.len()];
    for edge in edges {
        next.get_mut(edge.from).into_iter().for_each(|next| next.extend(states(tree, &edge.route)));
    }
    let depths = menu_depths(&menus, roots(tree), |state| next.get(state).cloned().unwrap_or_default());
    let states = tree.states.iter().zip(&options).zip(depths);
    states.map(|((state, options), depth)| remarks_on(tree, state, *options, depth)).collect()
}

fn remarks_on(tree: &Description, state: &State, options: usize, depth: Option<usize>) -> Vec<String> {
    let mut remarks = Vec::new();
    if options > MAX_OPTIONS {
        remarks.push(format!("{options} options; callers remember {MAX_OPTIONS}"));
    }
    if let Verb::Gather(_) = &state.verb {
        let time = spoken::time_of_prompts(tree, &state.verb, None, true);
        if is_too_long(time, options) {
            let (seconds, most) = (whole_seconds(time), whole_seconds(MAX_INSTRUCTION_TIME));
            remarks.push(format!("an instruction of {seconds} s; callers listen for {most} s"));
        }
    }
    if let Some(depth) = depth.filter(|depth| is_menu(options) && *depth > MAX_MENUS) {
        remarks.push(format!("{depth} menus deep; callers find their way through {MAX_MENUS}"));
    }
    remarks
}

/// Returns how many options are announced: the state's own arms with keys or phrases that are not hidden.
fn options(state: &State) -> usize {
    let offered = |arm: &&Arm| !arm.keys.is_empty() || !arm.phrases.is_empty();
    let is_own = |arm: &&Arm| !arm.hidden && !arm.inherited && offered(arm);
    match &state.verb {
        // The maximum over all combinations of conditions.
        Verb::Gather(gather) => {
            let each = gather.combinations().map(|held| gather.arms_while(held).filter(is_own).count());
            each.max().unwrap_or_default()
        }
        verb => verb.arms().iter().filter(is_own).count(),
    }
}

/// Returns the states where calls begin, and where they continue after a failure.
fn roots(tree: &Description) -> Vec<usize> {
    let place = |name: &str| tree.states.iter().position(|state| state.name == name);
    let starts = tree.starts.iter().filter_map(|start| place(&start.state));
    let on_error = tree.on_error.iter().flat_map(|on_error| states(tree, &Route::of(tree, &on_error.then)));
    starts.chain(on_error).collect()
}

/// Returns the states that a route may lead to.
fn states(tree: &Description, route: &Route<'_>) -> Vec<usize> {
    let again = route.retries.iter().filter_map(|retry| retry.at);
    let to = match route.to {
        Destination::State(state) => Some(state),
        Destination::Again | Destination::End(_) => None,
    };
    again.chain(to).filter_map(|name| tree.states.iter().position(|state| state.name == name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::graph;

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
            ["6 options; callers remember 5", "an instruction of 24 s; callers listen for 20 s"]
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
        assert_eq!(remarks[3], ["4 menus deep; callers find their way through 3"]);
    }
}
