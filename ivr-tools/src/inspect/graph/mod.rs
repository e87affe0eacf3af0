//! The control flow of a tree as edges between its states, read from its [`Description`].
//!
//! Pictures, scripts, paths and diffs all use these edges. [`describe`] puts an edge into words.

pub(crate) mod describe;
mod route;
mod shared;

pub(crate) use describe::written;
pub(crate) use ivr_runtime::description::End;
pub(crate) use route::{Destination, Retry, Route};
pub(crate) use shared::{same_arm, shared};

pub(crate) use ivr_core::event::Kind;
use ivr_core::{condition::Condition, event::Outcome};
use ivr_runtime::{
    description::{Arm, Description, State, Verb},
    heard::Event,
};

/// A way out of a state: an arm, or the part of an arm that is of one [`Kind`].
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Edge<'d> {
    /// The state that it leaves, by its index in the description.
    pub(crate) from: usize,
    /// The index of its arm in the state; 0 if the verb has none.
    pub(crate) arm: usize,
    /// The causes; never empty.
    pub(crate) causes: Vec<Cause<'d>>,
    pub(crate) kind: Kind,
    /// Whether the arm comes from `everywhere`.
    pub(crate) inherited: bool,
    /// Whether it is not announced on purpose.
    pub(crate) hidden: bool,
    /// The condition under which it exists.
    pub(crate) condition: Option<&'d Condition>,
    pub(crate) route: Route<'d>,
}

impl Edge<'_> {
    /// Returns whether a caller who does nothing never takes it.
    pub(crate) fn is_caller_initiated(&self, state: &State) -> bool {
        self.causes.iter().all(|cause| cause.is_caller_initiated(state))
    }
}

/// The cause of an edge.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Cause<'d> {
    /// An entry of keys.
    Keys(&'d str),
    /// A phrase.
    Phrase(&'d str),
    /// A Rust pattern.
    Pattern(&'d str),
    /// Everything else: silence, an outcome of a verb, or [`Event::Next`].
    Outcome(Event),
}

impl Cause<'_> {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Outcome(Event::Next) | Self::Pattern(_) => Kind::Automatic,
            Self::Outcome(heard) => heard.outcome().map_or(Kind::Chosen, Outcome::kind),
            Self::Keys(_) | Self::Phrase(_) => Kind::Chosen,
        }
    }

    /// Returns whether the cause need not be mentioned, because the state continues by itself.
    pub(crate) fn goes_without_saying(self) -> bool {
        self == Self::Outcome(Event::Next)
    }

    /// Returns whether a caller who does nothing never causes it in `state`.
    fn is_caller_initiated(self, state: &State) -> bool {
        let keys_only =
            matches!(&state.verb, Verb::Gather(gather) if gather.keys.is_some() && !gather.speech);
        self.kind() == Kind::Chosen || (self == Self::Outcome(Event::Else) && keys_only)
    }
}

/// Returns the causes of an edge for display. If `_` takes everything else, the phrases next to it are left out.
pub(crate) fn told<'d>(causes: &[Cause<'d>]) -> Vec<Cause<'d>> {
    let anything = causes.contains(&Cause::Outcome(Event::Else));
    causes.iter().copied().filter(|cause| !(anything && matches!(cause, Cause::Phrase(_)))).collect()
}

/// Returns whether an edge of `match hours` is for the open schedule.
pub(crate) fn is_open(edge: &Edge<'_>) -> bool {
    let has = |heard| edge.causes.contains(&Cause::Outcome(heard));
    has(Event::Open) || !has(Event::Closed)
}

/// Returns every edge of a tree, in the order of its states and their arms.
pub(crate) fn edges(tree: &Description) -> Vec<Edge<'_>> {
    tree.states.iter().enumerate().flat_map(|(from, state)| edges_from(tree, from, state)).collect()
}

fn edges_from<'d>(tree: &'d Description, from: usize, state: &'d State) -> Vec<Edge<'d>> {
    let alone = |route| Edge {
        from,
        arm: 0,
        causes: vec![Cause::Outcome(Event::Next)],
        kind: Kind::Automatic,
        inherited: false,
        hidden: false,
        condition: None,
        route,
    };
    match &state.verb {
        Verb::Goto(to) => vec![alone(Route::of(tree, to))],
        Verb::Hangup => vec![alone(Route::to(End::Hangup))],
        Verb::Reject { .. } => vec![alone(Route::to(End::Reject))],
        Verb::Redirect { .. } => vec![alone(Route::to(End::Redirect))],
        Verb::Leave => vec![alone(Route::to(End::Leave))],
        verb => {
            let arms = verb.arms().iter().enumerate();
            arms.flat_map(|(arm, of)| edges_of_arm(tree, (from, arm), of)).collect()
        }
    }
}

/// Returns the edges of an arm. An arm for keys and silence has an edge for each: one caller chooses it, and it
/// happens to another. Phrases next to `_` count as not understood.
fn edges_of_arm<'d>(
    tree: &'d Description,
    (from, arm): (usize, usize),
    of: &'d Arm,
) -> impl Iterator<Item = Edge<'d>> {
    let kind_of = |cause: &Cause<'d>| match cause {
        Cause::Phrase(_) if of.outcomes.contains(&Event::Else) => Kind::Failure,
        cause => cause.kind(),
    };
    Kind::ALL.into_iter().filter_map(move |kind| {
        let causes: Vec<Cause<'d>> = causes(of).filter(|cause| kind_of(cause) == kind).collect();
        (!causes.is_empty()).then(|| Edge {
            from,
            arm,
            causes,
            kind,
            inherited: of.inherited,
            hidden: of.hidden,
            condition: of.condition.as_ref(),
            route: Route::of(tree, &of.to),
        })
    })
}

fn causes(arm: &Arm) -> impl Iterator<Item = Cause<'_>> {
    let keys = arm.keys.iter().map(|keys| Cause::Keys(keys));
    let phrases = arm.phrases.iter().map(|phrase| Cause::Phrase(&phrase.text));
    let outcomes = arm.outcomes.iter().map(|heard| match &arm.pattern {
        Some(pattern) => Cause::Pattern(pattern),
        None => Cause::Outcome(*heard),
    });
    keys.chain(phrases).chain(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::PhoneTree;

    fn acme() -> Description {
        serde_json::from_str(Acme::DESCRIPTION).unwrap()
    }

    #[test]
    fn every_arm_and_every_ending_of_acme_is_an_edge() {
        let tree = acme();
        let edges = edges(&tree);
        let shown: Vec<(usize, usize)> = edges.iter().map(|edge| (edge.from, edge.arm)).collect();
        let menu = (0..7).map(|arm| (1, arm));
        let rest = [(2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (5, 0), (5, 1), (6, 0), (6, 1)];
        assert_eq!(shown, [(0, 0)].into_iter().chain(menu).chain(rest).collect::<Vec<_>>());
    }

    #[test]
    fn giving_up_is_the_end_of_a_route_and_asking_again_stands_before_it() {
        let tree = acme();
        let edges = edges(&tree);
        let silence = edges.iter().find(|edge| (edge.from, edge.arm) == (1, 5)).unwrap();
        assert_eq!((silence.kind, silence.inherited), (Kind::Failure, true));
        assert_eq!(silence.route.to, Destination::State("Reception"));
        assert_eq!(silence.route.retries.iter().map(|retry| retry.times).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn an_arm_for_a_key_and_for_silence_is_two_edges() {
        let mut tree = acme();
        let Verb::Gather(menu) = &mut tree.states[1].verb else { panic!() };
        menu.arms[0].outcomes.push(Event::Silence);
        let edges = edges(&tree);
        let kinds: Vec<Kind> =
            edges.iter().filter(|edge| (edge.from, edge.arm) == (1, 0)).map(|edge| edge.kind).collect();
        assert_eq!(kinds, [Kind::Chosen, Kind::Failure]);
    }

    #[test]
    fn words_beside_anything_else_are_no_edge_of_their_own() {
        let mut tree = acme();
        let Verb::Gather(menu) = &mut tree.states[1].verb else { panic!() };
        let sales = menu.arms[0].phrases.clone();
        menu.arms[6].phrases = sales;
        let edges = edges(&tree);
        let wrong: Vec<_> = edges.iter().filter(|edge| (edge.from, edge.arm) == (1, 6)).collect();
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].kind, Kind::Failure);
        assert_eq!(wrong[0].causes, [Cause::Phrase("sales"), Cause::Outcome(Event::Else)]);
    }

    #[test]
    fn a_wrong_key_is_attended_and_a_wrong_word_is_not() {
        let tree = acme();
        let wrong = Cause::Outcome(Event::Else);
        let (menu, hours) = (&tree.states[1], &tree.states[2]);
        assert!(wrong.is_caller_initiated(hours), "keys only");
        assert!(!wrong.is_caller_initiated(menu), "speech is heard");
        assert!(!Cause::Outcome(Event::Silence).is_caller_initiated(hours));
    }
}
