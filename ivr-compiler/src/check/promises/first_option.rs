//! # promise_first_option
//!
//! The tree promises how soon a caller hears the first option, and on some path the caller listens longer.
//!
//! ```text
//! promise first option within 5s;
//! state Greeting { say "Welcome to the friendly front desk of the oldest shop in Springfield."; goto Menu; }
//! state Menu { gather key { say "For our hours, press one."; } match { 1 | silence | _ => end } }
//! ```
//!
//! The first option counts as heard at the end of the first key that a prompt announces. If the compiler recognizes
//! no key, it counts at the end of the prompts. Speech is timed at a fixed rate for each language (150 words a
//! minute in English). An audio file is timed by its words, or as five seconds if it has none.
//!
//! Shorten what is said before the option, or promise a longer time:
//!
//! ```text
//! promise first option within 5s;
//! state Greeting { say "Welcome to our shop."; goto Menu; }
//! state Menu { gather key { say "For our hours, press one."; } match { 1 | silence | _ => end } }
//! ```

use std::time::Duration;

use super::counterexample;
use crate::{
    check::time,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Branch, Graph, Measure, Node, Position, PositionGraph, To, Verb},
    syntax::{Number, Promise},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.leads_anywhere() {
        return;
    }
    for promise in &graph.promises {
        if let Promise::FirstOption { limit, .. } = promise {
            prove(graph, limit, diagnostics);
        }
    }
}

fn prove(graph: &Graph, limit: &Number, diagnostics: &mut Diagnostics) {
    let starts = graph.starts.iter().map(|start| Position::fresh(start.state.state));
    let places = PositionGraph::explore(graph, starts, |place, _| !listens(place));
    if places.cut {
        diagnostics.push(counterexample::too_wide("promise_first_option", limit.span));
        return;
    }
    let measure = UntilTheFirstOption { graph, places: &places };
    let Some(longest) = places.longest(&measure) else {
        diagnostics.extend(counterexample::endless(graph, "promise_first_option", limit.span));
        return;
    };
    let roots = places.list.iter().enumerate().filter(|(_, place)| place.came.is_none());
    let times =
        roots.filter_map(|(number, root)| Some((measure.entered(root, true) + longest.of(number)?, number)));
    let Some((time, root)) = times.max_by_key(|(time, root)| (*time, std::cmp::Reverse(*root))) else {
        return;
    };
    if time <= Duration::from_secs(limit.value.into()) {
        return;
    }
    let message = format!("the first option is heard after {}", time::spelled(time));
    let diagnostic =
        Diagnostic::new("promise_first_option", limit.span, message).note("the longest call until then:");
    let route = places.route_from(root, |place| longest.on(place));
    diagnostics.push(
        counterexample::shown(diagnostic, graph, &places, &route)
            .help("shorten what comes before it, or weaken the promise"),
    );
}

fn listens(place: &Node<'_>) -> bool {
    matches!(place.state.verb, Verb::Gather(_))
}

struct UntilTheFirstOption<'a> {
    graph: &'a Graph,
    places: &'a PositionGraph<'a>,
}

impl UntilTheFirstOption<'_> {
    /// Returns the duration of what a state says until the first option, when it is entered or asks again.
    fn entered(&self, place: &Node<'_>, fresh: bool) -> Duration {
        if listens(place) {
            return time::of_words_to_first_option(self.graph, place.state, fresh);
        }
        time::of_words(self.graph, place.state, fresh)
    }
}

impl Measure for UntilTheFirstOption<'_> {
    fn arrived(&self, place: &Node<'_>) -> Option<Duration> {
        listens(place).then_some(Duration::ZERO)
    }

    fn over(&self) -> Option<Duration> {
        None
    }

    fn takes(&self, from: &Node<'_>, step: &Branch<'_>) -> Option<Duration> {
        let to = step.to.and_then(|to| self.places.list.get(to));
        let entered = to.map(|to| self.entered(to, matches!(step.reply.to, To::Enter(_))));
        Some(time::of_move(self.graph, from.state, step) + entered.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_long_welcome_keeps_the_first_option_waiting() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Greeting;
                promise first option within 5s;
//~                                         ^^ the first option is heard after 6 s
//~                                         note: the longest call until then:
//~                                         note: Greeting "Welcome to the friendly front desk."
//~                                         note: → Menu "Listen to the following. For sales, press one. For …"
//~                                         help: shorten what comes before it, or weaken the promise
                state Greeting { say "Welcome to the friendly front desk."; goto Menu; }
                state Menu {
                    gather key { first { say "Listen to the following."; } say "For sales, press one. For supplies, press two, and so on."; } match {
                        1 | 2 | silence | _ => end,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn of_two_opposites_one_is_said() {
        let tree = |second: &str| {
            format!(
                "pub tree Line {{
                    start Greeting;
                    data {{ member: bool = false }}
                    promise first option within 5s;
                    state Greeting {{ if member {{ say \"Welcome back to the desk.\"; }} {second} {{ say \"Welcome to the friendly desk.\"; }} goto Menu; }}
                    state Menu {{ gather key {{ say \"For sales, press one.\"; }} match {{ 1 | silence | _ => end }} }}
                }}"
            )
        };
        check_legal(&tree("else"));
        let told = crate::compile::diagnostics(tree("if member").parse().unwrap());
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn a_line_that_is_dialled_first_rings_first() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Reception;
                promise first option within 20s;
//~                                         ^^^ the first option is heard after 22 s
//~                                         note: the longest call until then:
//~                                         note: Reception
//~                                         note: —[_]→ "Nobody is there." Menu "Press one."
//~                                         help: shorten what comes before it, or weaken the promise
                state Reception { dial "+12345678900", timeout 20s match { answered => end, _ => { say "Nobody is there."; } then Menu } }
                state Menu { gather key { say "Press one."; } match { 1 | silence | _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn what_comes_after_the_first_option_takes_its_time() {
        check_legal(
            r#"
            pub tree Line {
                start Greeting;
                promise first option within 5s;
                state Greeting { say "Welcome."; goto Menu; }
                state Menu {
                    gather key { say "For sales, press one. For everything else that we do, and that is a lot, please press two, and so on, and so forth."; } match {
                        1 | 2 | silence | _ => end,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn the_language_that_takes_longest_is_timed() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Greeting;
                language en-US, de-DE;
                promise first option within 5s;
//~                                         ^^ the first option is heard after 6 s
//~                                         note: the longest call until then:
//~                                         note: Greeting "Welcome."
//~                                         note: → Menu "Press one."
//~                                         help: shorten what comes before it, or weaken the promise
                state Greeting { say { en-US: "Welcome.", de-DE: "Herzlich willkommen bei der freundlichen Auskunft." } goto Menu; }
                state Menu {
                    gather key { say { en-US: "Press one.", de-DE: "Bitte drücken Sie jetzt die Eins. Oder warten Sie auf die nächste freie Person." } } match {
                        1 | silence | _ => { language de-DE; } then end,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn what_only_some_callers_hear_before_it() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { news: bool = true }
                promise first option within 5s;
//~                                         ^^ the first option is heard after 7 s
//~                                         note: the longest call until then:
//~                                         note: Menu "There is news today of which we have to tell you at some …"
//~                                         help: shorten what comes before it, or weaken the promise
                state Menu {
                    gather key {
                        if news { say "There is news today of which we have to tell you at some length now."; } else { say "Hello."; }
                        say "Press one.";
                    } match { 1 | silence | _ => end }
                }
            }
            "#,
        );
    }
}
