//! The transition function: one match over the states without a wildcard, a small match of arms inside each.

use ivr_core::event::Event;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    arms,
    row::{Idents, Row},
    states, steps,
};
use crate::model::{End, Graph, State, Target, Verb};

/// The maximum number of states in one match. More states are divided among several functions, because the cost of
/// optimizing a function grows with the square of its length.
const STATES_PER_FUNCTION: usize = 32;

/// `impl Acme { pub const fn next(self, heard: Event) -> Transition<Self> { … } }`, with what it imports.
pub(super) fn function(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let tree = &states::path(graph);
    let mut words = Idents::with_states();
    let mut rows = rows(graph, tree, &mut words);
    // States are qualified (`Acme::Busy`) if one has the name of an event or of the tree, or if the tree is an alias,
    // whose variants cannot be imported.
    let (name, imported) = (tree.to_string(), words.imported_names());
    let is_taken = |state: &State| {
        let state = state.name.to_string();
        state == name || imported.contains(&state.as_str())
    };
    let imports_states = graph.name == *tree && !graph.states.iter().any(is_taken);
    if !imports_states {
        words = Idents::imported();
        rows = self::rows(graph, tree, &mut words);
    }
    let functions = if rows.is_empty() { nowhere() } else { functions(&rows) };
    let events = words.events();
    let states = imports_states.then(|| quote!(use #tree::*;));
    quote! {
        const _: () = {
            use #runtime::tree::{Ending, Event, Event::{#(#events),*}, Transition, Transition::{Go, Wait, Again, End, Action}};
            #states

            impl #tree { #functions }
        };
    }
}

fn rows(graph: &Graph, tree: &Ident, words: &mut Idents) -> Vec<TokenStream> {
    graph.states.iter().map(|state| row(tree, state, words)).collect()
}

const DOC: &str = " Where the call goes when `heard` happens in this state.";

/// For a tree without states, which has an error.
fn nowhere() -> TokenStream {
    quote!(#[doc = #DOC] pub const fn next(self, _heard: Event) -> Transition<Self> { Again })
}

fn functions(rows: &[TokenStream]) -> TokenStream {
    if rows.len() <= STATES_PER_FUNCTION {
        return quote! {
            #[doc = #DOC]
            pub const fn next(self, heard: Event) -> Transition<Self> {
                match self { #(#rows)* }
            }
        };
    }
    // Selected by the number of the state: a second match over all names costs a tenth of what rustc does with a large
    // tree.
    let size = Literal::usize_unsuffixed(STATES_PER_FUNCTION);
    let last = (rows.len() - 1) / STATES_PER_FUNCTION;
    let groups = (0..last).map(|number| {
        let (part, number) = (part(number), Literal::usize_unsuffixed(number));
        quote!(#number => self.#part(heard),)
    });
    let last = part(last);
    let parts = rows.chunks(STATES_PER_FUNCTION).enumerate().map(|(number, rows)| {
        let (part, doc) =
            (part(number), " Some rows of [`next`](Self::next), which sends only those states here.");
        quote! {
            #[doc = #doc]
            const fn #part(self, heard: Event) -> Transition<Self> {
                match self { #(#rows)* _ => Again }
            }
        }
    });
    quote! {
        #[doc = #DOC]
        pub const fn next(self, heard: Event) -> Transition<Self> {
            match self as usize / #size { #(#groups)* _ => self.#last(heard) }
        }
        #(#parts)*
    }
}

fn part(number: usize) -> Ident {
    format_ident!("next_{number}")
}

/// `Acme::Menu => match heard { … },`.
fn row(tree: &Ident, state: &State, words: &mut Idents) -> TokenStream {
    let mut row = Row::default();
    words.state(tree, &state.name, &mut row);
    row.arrow();
    let ending = match &state.verb {
        Verb::Goto(target) => Some(target.clone()),
        Verb::Hangup | Verb::Redirect(_) => Some(Target::End(End::Hangup)),
        Verb::Reject { busy: true, .. } => Some(Target::End(End::Busy)),
        Verb::Reject { busy: false, .. } => Some(Target::End(End::Rejected)),
        Verb::Leave { .. } => Some(Target::End(End::Leave)),
        Verb::Broken => Some(Target::Again),
        Verb::Gather(_)
        | Verb::Dial(_)
        | Verb::Record(_)
        | Verb::Enqueue(_)
        | Verb::Match(_)
        | Verb::Connect(_)
        | Verb::Hours(_) => None,
    };
    match ending {
        Some(target) => steps::put(tree, &target, words, &mut row),
        None => asked(tree, state, words, &mut row),
    }
    row.mark(',');
    row.into_tokens()
}

/// `match heard { … }`. Where most arms only go somewhere, `Go(match heard { Key1 => Acme::Sales, _ => return Again })`:
/// rustc then checks one call for each state rather than one for each arm.
fn asked(tree: &Ident, state: &State, words: &mut Idents, row: &mut Row) {
    let rows = rows_of(state);
    let goes = rows.iter().filter(|(_, target)| matches!(target, Target::Go(_))).count();
    if goes > rows.len() / 2 {
        words.transition(&words.go.clone(), row);
        row.argument(|row| listening(tree, &rows, words, row, place));
    } else {
        listening(tree, &rows, words, row, steps::put);
    }
}

/// An event and its target. The last has no event and stands for all others.
fn rows_of(state: &State) -> Vec<(Vec<Event>, &Target)> {
    let arms = state.verb.arms().map_or(&[][..], |arms| &arms.list);
    let rest = arms::rest(&state.verb);
    let mut rows: Vec<(Vec<Event>, &Target)> = Vec::with_capacity(arms.len().saturating_add(1));
    for (number, arm) in arms.iter().enumerate() {
        if Some(number) != rest {
            rows.push((arms::heard(arm, number), &arm.target));
        }
    }
    let last = rest.and_then(|number| arms.get(number)).map_or(&Target::Again, |arm| &arm.target);
    rows.push((Vec::new(), last));
    rows
}

/// Generates `match heard { Key1 => …, _ => … }`, in which `target` writes each target.
fn listening(
    tree: &Ident,
    rows: &[(Vec<Event>, &Target)],
    words: &mut Idents,
    row: &mut Row,
    put: fn(&Ident, &Target, &Idents, &mut Row),
) {
    row.push(words.matches.clone());
    row.push(words.heard.clone());
    row.block(|block| {
        for (heard, target) in rows {
            for (place, event) in heard.iter().enumerate() {
                if place > 0 {
                    block.mark('|');
                }
                words.pattern(*event, block);
            }
            if heard.is_empty() {
                block.push(words.anything.clone());
            }
            block.arrow();
            put(tree, target, words, block);
            block.mark(',');
        }
    });
}

/// Generates `Acme::Sales` for a transition to that state, otherwise `return Again`.
fn place(tree: &Ident, target: &Target, words: &Idents, row: &mut Row) {
    if let Target::Go(jump) = target {
        words.state(tree, &jump.name, row);
    } else {
        row.push(words.returns.clone());
        steps::put(tree, target, words, row);
    }
}

/// `Event::Key3`: as a pattern, or as a value.
pub(super) fn pattern(heard: Event) -> TokenStream {
    let mut row = Row::default();
    Idents::new().pattern(heard, &mut row);
    row.into_tokens()
}
