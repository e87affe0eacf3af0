//! # endless_silence
//!
//! The call repeats forever without any choice by the caller: through silence, a wrong key, unrecognized speech, an
//! outcome such as `no_answer`, or a state that continues by itself. A telephone left off the hook would be billed
//! by the minute.
//!
//! ```text
//! state Menu  { gather key { say "Press one for sales."; } match { 1 => Sales, silence | _ => Error } }
//! state Error { say "That is not an option."; goto Menu; }
//! ```
//!
//! Count the attempts, and connect the caller to a person after the last one:
//!
//! ```text
//! state Menu {
//!     gather key { say "Press one for sales."; } match {
//!         1           => Sales,
//!         silence | _ => retry 2 { say "That is not an option."; } then Reception,
//!     }
//! }
//! ```
//!
//! A field that counts in the cycle, and that a Rust `match` in the cycle tests, ends it as well:
//!
//! ```text
//! data { tries: u32 = 0 }
//! state Menu  { gather key { say "Press one for sales."; } match { 1 => Sales, silence | _ => Count } }
//! state Count { set tries = call.tries + 1; goto Again; }
//! state Again { match call.tries { 0..=2 => Menu, _ => Reception } }
//! ```
//!
//! A walk through a list by `next` ends, unless something in the cycle replaces the list.
//!
//! If the cycle is intended, because somebody outside of the tree ends it, waive the rule at one of its states and
//! give the reason: `#[allow(endless_silence, reason = "the queue answers within the hour")]`.

// Walks through a list of steps.
mod sets;
mod walked;

use std::collections::{HashMap, HashSet, VecDeque};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Edge, Graph, Set, StateId, Verb, components},
};

const RULE: &str = "endless_silence";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let left_alone = |out: &Vec<Edge>| out.iter().filter(|edge| !edge.caller_initiated).cloned().collect();
    let mut loose: Vec<Vec<Edge>> = graph.all_edges().iter().map(left_alone).collect();
    queued(graph, &mut loose);
    let trapped: HashSet<StateId> = graph.traps().iter().flatten().copied().collect();
    waived(graph, &mut loose, diagnostics);
    counted(graph, &mut loose);
    walked::leave_out_items(graph, &mut loose);
    let component = components(&loose, |_| true);
    let mut reported = HashSet::new();
    for (state, own) in component.iter().enumerate() {
        let round = Round { edges: &loose, component: &component, own: *own };
        if round.out(state).next().is_some() && !trapped.contains(&state) && reported.insert(own) {
            report(graph, &round.shortest(state), diagnostics);
        }
    }
}

/// Removes cycles through the first waiting state, which `endless_wait` reports.
fn queued(graph: &Graph, loose: &mut [Vec<Edge>]) {
    for (state, out) in loose.iter_mut().enumerate().filter(|(state, _)| graph.waiting.holds(*state)) {
        out.retain(|edge| !graph.waiting.begins_anew(state, edge.to));
    }
}

/// Reports the cycles of states that waive the rule, which marks their waivers as used, and removes the edges of these
/// states, so that only other cycles remain.
fn waived(graph: &Graph, loose: &mut [Vec<Edge>], diagnostics: &mut Diagnostics) {
    let names =
        |(state, found): (StateId, &crate::model::State)| found.attributes.allows(RULE).then_some(state);
    let named: Vec<StateId> = graph.states.iter().enumerate().filter_map(names).collect();
    if named.is_empty() {
        return;
    }
    let component = components(loose, |_| true);
    for state in named {
        let Some(own) = component.get(state) else { continue };
        let round = Round { edges: loose, component: &component, own: *own };
        if let Some(edge) = round.out(state).next() {
            diagnostics.push(Diagnostic::new(RULE, edge.span, "goes round").within(state));
        }
        if let Some(out) = loose.get_mut(state) {
            out.clear();
        }
    }
}

/// Removes cycles in which a counter grows, as with `set n = call.n + 1`, and Rust tests it.
fn counted(graph: &Graph, loose: &mut [Vec<Edge>]) {
    let all = || graph.effects.iter().flat_map(|effects| &effects.sets);
    let answered = graph.states.iter().filter_map(|state| state.verb.arms());
    let answered = answered.flat_map(|arms| &arms.list).flat_map(|arm| &arm.answered.first);
    let counters: HashSet<String> =
        all().chain(answered).filter(|set| grows(set)).map(|set| set.field.to_string()).collect();
    if counters.is_empty() {
        return;
    }
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Match(question) = &state.verb else { continue };
        let asked = plain(&question.question);
        let asked: Vec<&String> = counters.iter().filter(|field| names(&asked, field)).collect();
        let is_growth = |set: &Set| grows(set) && asked.iter().any(|field| set.field == field.as_str());
        if !asked.is_empty()
            && !goes_round(graph, id, loose, &is_growth)
            && let Some(out) = loose.get_mut(id)
        {
            out.clear();
        }
    }
}

/// Returns whether a cycle leads through a state that does not set this counter.
fn goes_round(graph: &Graph, id: StateId, loose: &[Vec<Edge>], is_it: &impl Fn(&Set) -> bool) -> bool {
    let mut without = loose.to_vec();
    for (number, (state, out)) in graph.states.iter().zip(&mut without).enumerate() {
        if sets::steps(graph, &state.steps, is_it) {
            out.clear();
        }
        let is_set = |arm: &Arm| sets::arm(graph, arm, is_it);
        if !out.is_empty() && state.verb.arms().is_some_and(|arms| arms.list.iter().any(is_set)) {
            *out = graph.edges_of(number, |arm| !is_set(arm));
            out.retain(|edge| !edge.caller_initiated);
        }
    }
    let component = components(&without, |_| true);
    let own = component.get(id);
    without.get(id).into_iter().flatten().any(|edge| component.get(edge.to) == own)
}

/// Recognizes `set n = call.n + 1`, in the forms that people write.
fn grows(set: &Set) -> bool {
    let (value, field) = (plain(&set.value), format!("call.{}", set.field));
    let grown = ["+", ".saturating_add(", ".wrapping_add("].map(|sign| format!("{field}{sign}"));
    grown.iter().any(|grown| value.contains(grown)) || value.ends_with(&format!("+{field}"))
}

fn plain(tokens: &proc_macro2::TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}

/// Returns whether Rust names `call.field`, and not a longer name.
fn names(rust: &str, field: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    rust.split("call.").skip(1).any(|after| after.strip_prefix(field).is_some_and(ends))
}

/// The edges between the states of one component.
struct Round<'g> {
    edges: &'g [Vec<Edge>],
    component: &'g [usize],
    own: usize,
}

impl<'g> Round<'g> {
    fn out(&self, state: StateId) -> impl Iterator<Item = &'g Edge> {
        let inside = |edge: &&Edge| self.component.get(edge.to) == Some(&self.own);
        self.edges.get(state).into_iter().flatten().filter(inside)
    }

    /// Returns the shortest cycle through `start`, the first state of the component.
    fn shortest(&self, start: StateId) -> Vec<(StateId, &'g Edge)> {
        let mut came: HashMap<StateId, (StateId, &Edge)> = HashMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(state) = waiting.pop_front() {
            for edge in self.out(state) {
                if edge.to == start {
                    let mut cycle = vec![(state, edge)];
                    let mut at = state;
                    while let Some(step) = came.get(&at).filter(|_| at != start) {
                        cycle.push(*step);
                        at = step.0;
                    }
                    cycle.reverse();
                    return cycle;
                }
                came.entry(edge.to).or_insert_with(|| {
                    waiting.push_back(edge.to);
                    (state, edge)
                });
            }
        }
        Vec::new()
    }
}

fn report(graph: &Graph, cycle: &[(StateId, &Edge)], diagnostics: &mut Diagnostics) {
    let Some((from, last)) = cycle.last() else { return };
    let mut round = String::new();
    for (state, edge) in cycle {
        round.push_str(&format!("{} —{}→ ", graph.name_of(*state), edge.label));
    }
    round.push_str(&graph.name_of(last.to));
    let message = "a caller who does nothing loops here forever";
    let diagnostic = Diagnostic::new(RULE, last.span, message).within(*from).note(round);
    diagnostics.push(diagnostic.help(help(graph, cycle, *from, last)));
}

/// Returns the help for the last edge of a cycle: count attempts in an arm of a `gather`, or lead a `goto` elsewhere.
/// Rust and other verbs have no attempts.
fn help(graph: &Graph, cycle: &[(StateId, &Edge)], from: StateId, last: &Edge) -> String {
    let then = graph.refuge(last.to);
    let inside = cycle.iter().any(|(state, _)| graph.name_of(*state) == then);
    let then = if inside { "end".to_owned() } else { then };
    let words = if graph.languages.several() { "" } else { " { say \"Sorry?\"; }" };
    let gathers =
        |state: &StateId| matches!(graph.states.get(*state).map(|state| &state.verb), Some(Verb::Gather(_)));
    if gathers(&from) {
        return format!("count the attempts: `{} => retry 2{words} then {then}`", last.label);
    }
    if let Some((state, edge)) = cycle.iter().find(|(state, _)| gathers(state)) {
        let name = graph.name_of(*state);
        return format!(
            "count the attempts in `{name}`: write `{} => retry 2{words} then {then}`",
            edge.label
        );
    }
    format!("lead to a state that does not return to `{}`, or to `{then}`", graph.name_of(last.to))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn menu_to_error_to_menu() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one to end."; } match { 1 => Bye, silence | _ => Error } }
                state Error { say "Invalid."; goto Menu; }
//~                                                ^^^^ a caller who does nothing loops here forever
//~                                                note: Menu —silence→ Error —goto→ Menu
//~                                                help: count the attempts in `Menu`: write `silence => retry 2 { say "Sorry?"; } then end`
                state Bye { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn silence_that_asks_again_for_ever() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one to end."; } match { 1 => end, silence => again, _ => end } }
//~                                                                                    ^^^^^^^ a caller who does nothing loops here forever
//~                                                                                    note: Menu —silence→ Menu
//~                                                                                    help: count the attempts: `silence => retry 2 { say "Sorry?"; } then end`
            }
            "#,
        );
    }

    #[test]
    fn giving_up_in_a_circle() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key { say "Press one to end."; } match {
                        1           => end,
                        silence | _ => retry 2 { say "Sorry?"; } then Reception,
                    }
                }
                state Reception { dial "+12345678900" match { answered => end, _ => Menu } }
//~                                                                            ^ a caller who does nothing loops here forever
//~                                                                            note: Menu —silence→ Reception —_→ Menu
//~                                                                            help: count the attempts in `Menu`: write `silence => retry 2 { say "Sorry?"; } then end`
            }
            "#,
        );
    }

    #[test]
    fn a_waived_state_hides_no_other_circle() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Hold;
                #[allow(endless_silence, reason = "music until somebody answers")]
                state Hold { dial "+12345678900" match { answered => end, busy => Menu, _ => Hold } }
                state Menu { gather key { say "Press one to end."; } match { 1 => end, silence => Error, _ => Hold } }
                state Error { say "Invalid."; goto Menu; }
//~                                                ^^^^ a caller who does nothing loops here forever
//~                                                note: Menu —silence→ Error —goto→ Menu
//~                                                help: count the attempts in `Menu`: write `silence => retry 2 { say "Sorry?"; } then end`
            }
            "#,
        );
    }

    #[test]
    fn a_wrong_key_is_a_choice_where_only_keys_are_heard() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one to end."; } match { 1 => end, silence => end, _ => again } }
            }
            "#,
        );
    }

    #[test]
    fn a_counter_of_the_author_comes_to_an_end() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { n: u32 = 0 }
                state Menu { gather key { say "To end, press one."; } match { 1 => end, silence | _ => Count } }
                state Count { set n = call.n + 1; goto Again; }
                state Again { match call.n { 0..=2 => Menu, _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_counter_that_grows_elsewhere_breaks_no_round() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { n: u32 = 0 }
                state Menu { gather key { say "To end, press one. For more, press two."; } match { 1 => end, 2 => Count, silence | _ => Again } }
                state Count { set n = call.n + 1; goto Menu; }
                state Again { match call.n { 0..=2 => Menu, _ => end } }
//~                                          ^ a caller who does nothing loops here forever
//~                                          note: Menu —silence→ Again —0..=2→ Menu
//~                                          help: count the attempts in `Menu`: write `silence => retry 2 { say "Sorry?"; } then end`
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { n: u32 = 0, name: String = String::new() }
                state Menu { gather key { say "To end, press one."; } match { 1 => end, silence | _ => Count } }
                state Count { set n = call.n + 1; goto Again; }
                state Again { match call.name.len() { 0 => Menu, _ => end } }
//~                                                   ^ a caller who does nothing loops here forever
//~                                                   note: Menu —silence→ Count —goto→ Again —0→ Menu
//~                                                   help: count the attempts in `Menu`: write `silence => retry 2 { say "Sorry?"; } then end`
            }
            "#,
        );
    }

    #[test]
    fn a_counter_that_grows_in_an_arm_comes_to_an_end() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { n: u32 = 0 }
                state Menu { gather key { say "To end, press one."; } match { 1 => end, silence | _ => Again } }
                state Again { match call.n { 0..=2 => { set n = call.n.saturating_add(1); } then Menu, _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn attempts_that_are_counted_come_to_an_end() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => Hours, silence | _ => retry 2 { say "Sorry?"; } then end } }
                state Hours { say "Nine to five."; gather key { say "Press any key."; } match { silence | _ => Menu } }
            }
            "#,
        );
    }
}
