//! # promise_silence
//!
//! The tree promises how long a caller can be silent before the call ends, and on some path the call lasts longer. A
//! telephone left off the hook would be billed by the minute.
//!
//! ```text
//! promise silence ends within 30s;
//! state Menu {
//!     gather key, timeout 10s { say "For our hours, press one."; } match {
//!         1 => end,
//!         silence | _ => retry 5 { say "Sorry?"; } then end,
//!     }
//! }
//! ```
//!
//! The promise applies from every point of every call. It covers everything that happens without the caller:
//! silence, unrecognized noise, and every outcome of a `dial`, a `record` or an `enqueue`. Speech is timed at a
//! fixed rate for each language, and timeouts at their value. The time of a conversation and the time in a queue are
//! not counted.
//!
//! Ask less often, shorten the timeouts, or promise a longer time:
//!
//! ```text
//! promise silence ends within 30s;
//! state Menu {
//!     gather key, timeout 6s { say "For our hours, press one."; } match {
//!         1 => end,
//!         silence | _ => retry 2 { say "Sorry?"; } then end,
//!     }
//! }
//! ```

use std::time::Duration;

use super::counterexample;
use crate::{
    check::time,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Branch, Graph, Measure, Node, PositionGraph, To},
    syntax::{Number, Promise},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.leads_anywhere() {
        return;
    }
    for promise in &graph.promises {
        if let Promise::Silence { limit, .. } = promise {
            prove(graph, limit, diagnostics);
        }
    }
}

fn prove(graph: &Graph, limit: &Number, diagnostics: &mut Diagnostics) {
    let places = PositionGraph::explore(graph, graph.beginnings(), |_, _| true);
    if places.cut {
        diagnostics.push(counterexample::too_wide("promise_silence", limit.span));
        return;
    }
    let measure = OfSilence { graph, places: &places };
    let Some(longest) = places.longest(&measure) else {
        diagnostics.extend(counterexample::endless(graph, "promise_silence", limit.span));
        return;
    };
    let whole =
        silences(&measure).filter_map(|silence| Some((silence.begun + longest.of(silence.place)?, silence)));
    // Of several with the longest time, the first is the easiest to reach.
    let Some((time, silence)) = whole.reduce(|a, b| if b.0 > a.0 { b } else { a }) else { return };
    if time <= Duration::from_secs(limit.value.into()) {
        return;
    }
    let message = format!("a silent caller is held for {}", time::spelled(time));
    let diagnostic = Diagnostic::new("promise_silence", limit.span, message).note("the longest such call:");
    let mut route = silence.before(&places);
    route.extend(places.route_from(silence.place, |place| longest.on(place)));
    let diagnostic = counterexample::shown(diagnostic, graph, &places, &route);
    diagnostics.push(diagnostic.help("ask less often, wait less, or weaken the promise"));
}

/// A point from which a caller may be silent.
struct Silence {
    place: usize,
    /// The duration of what is said there, and on the way there.
    begun: Duration,
    /// What the caller did before; `None` at a start.
    came: Option<(usize, usize)>,
}

impl Silence {
    /// Returns the shortest call that leads there.
    fn before(&self, places: &PositionGraph<'_>) -> Vec<(usize, Option<usize>)> {
        let Some((from, step)) = self.came else { return Vec::new() };
        let mut route = places.route_to(from);
        route.pop();
        route.push((from, Some(step)));
        route
    }
}

/// Returns every start, and everything that the caller can choose.
fn silences<'a>(measure: &'a OfSilence<'_>) -> impl Iterator<Item = Silence> + 'a {
    measure.places.list.iter().enumerate().flat_map(move |(number, place)| {
        let beginning = place.came.is_none().then(|| {
            let begun = time::of_words(measure.graph, place.state, true);
            Silence { place: number, begun, came: None }
        });
        let chosen = place.moves.iter().enumerate().filter(|(_, taken)| taken.caller_initiated);
        let chosen = chosen.filter_map(move |(step, taken)| {
            Some(Silence { place: taken.to?, begun: measure.said(taken), came: Some((number, step)) })
        });
        beginning.into_iter().chain(chosen)
    })
}

struct OfSilence<'a> {
    graph: &'a Graph,
    places: &'a PositionGraph<'a>,
}

impl OfSilence<'_> {
    /// Returns the duration of what is said on a move and at its target.
    fn said(&self, step: &Branch<'_>) -> Duration {
        let to = step.to.and_then(|to| self.places.list.get(to));
        let fresh = matches!(step.reply.to, To::Enter(_));
        let entered = to.map(|to| time::of_words(self.graph, to.state, fresh));
        time::of_way(self.graph, step) + entered.unwrap_or_default()
    }
}

impl Measure for OfSilence<'_> {
    fn arrived(&self, _: &Node<'_>) -> Option<Duration> {
        Some(Duration::ZERO)
    }

    fn over(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }

    fn takes(&self, from: &Node<'_>, step: &Branch<'_>) -> Option<Duration> {
        let waits = step
            .to
            .and_then(|to| self.places.list.get(to))
            .is_some_and(|to| self.graph.waiting.begins_anew(from.at.state, to.at.state));
        (!step.caller_initiated && !waits)
            .then(|| time::of_waiting(&from.state.verb, step.pattern) + self.said(step))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn every_attempt_and_every_timeout_is_counted() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                promise silence ends within 1min;
//~                                         ^^^^ a silent caller is held for 1 min 16 s
//~                                         note: the longest such call:
//~                                         note: Menu "For hours, press three."
//~                                         note: —3→ Hours "Nine to five."
//~                                         note: —silence→ Menu "For hours, press three."
//~                                         note: —silence→ "Sorry?" Menu "For hours, press three."
//~                                         note: —silence→ "Sorry?" Menu "For hours, press three."
//~                                         note: —silence→ Reception
//~                                         note: —[busy]→ Message
//~                                         note: —[recorded]→ the call is over
//~                                         help: ask less often, wait less, or weaken the promise
                state Menu {
                    gather key, timeout 8s { say "For hours, press three."; } match {
                        3 => Hours,
                        silence | _ => retry 2 { say "Sorry?"; } then Reception,
                    }
                }
                state Hours { say "Nine to five."; gather key { } match { silence | _ => Menu } }
                state Reception { dial "+12345678900", timeout 20s match { answered => end, busy | no_answer | failed | canceled => Message } }
                state Message { record, max_length 20s match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_caller_who_goes_on_pressing_is_not_silent() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                promise silence ends within 30s;
                state Menu { gather key { say "For hours, press three."; } match { 3 => Hours, silence => end, _ => again } }
                state Hours { say "Nine to five."; goto Menu; }
            }
            "#,
        );
    }

    #[test]
    fn what_may_go_round_for_ever_is_not_bounded() {
        check_diagnostics(
            r#"
            #[allow(endless_silence, reason = "a listening post")]
            pub tree Line {
                start Menu;
                promise silence ends within 1h;
//~                                         ^^ without input this may loop forever: `endless_silence` is waived
//~                                         help: remove the promise or the waiver
                state Menu { gather key { say "For hours, press three."; } match { 3 => end, silence | _ => again } }
            }
            "#,
        );
    }

    #[test]
    fn a_silent_caller_is_timed_in_the_language_that_takes_longest() {
        let tree = |limit| {
            format!(
                r#"
            pub tree Line {{
                start Menu;
                language fr-FR, en-US;
                promise silence ends within {limit}s;
                state Menu {{
                    gather key {{ say {{ fr-FR: "Tapez un.", en-US: "One two three four five six seven eight, press one. Nine ten." }} }} match {{
                        1 => {{ language en-US; }} then Bye,
                        silence | _ => Bye,
                    }}
                }}
                state Bye {{ say {{ fr-FR: "Merci d’avoir appelé la ligne, et à bientôt, chers amis.", en-US: "Goodbye." }} hangup; }}
            }}
            "#
            )
        };
        check_legal(&tree(15));
        let told: Vec<String> = crate::compile::diagnostics(tree(14).parse().unwrap())
            .into_iter()
            .filter(|diagnostic| diagnostic.rule == "promise_silence")
            .map(|diagnostic| diagnostic.message)
            .collect();
        assert_eq!(told, ["a silent caller is held for 15 s"]);
    }
}
