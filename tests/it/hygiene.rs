//! Other names in scope do not affect a tree, and parts of a tree may depend on `#[cfg(…)]`.

#![no_implicit_prelude]
#![expect(dead_code, unused_macros, unused_imports, reason = "names that the tree must not take for its own")]

mod taken {
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Vec;
    pub(super) struct String;
    pub(super) struct Ok;
}

use taken::*;

macro_rules! matches {
    () => {};
}

macro_rules! assert {
    () => {};
}

::ivr::phone_tree! {
    /// Called like what every tree is made of.
    pub tree Transition {
        start Menu;
        data { count: u32 = 0 }
        everywhere { silence | _ => retry 1 { say "Sorry?"; } at Code then Bye }
        state Menu { set count = call.count + 1; say "Call {count}."; goto Code; }
        state Code {
            gather key { say "To end, press one."; } match {
                1 => Bye,
                #[cfg(any())]
                hidden 2 => Absent,
            }
        }
        state Bye { say "Goodbye."; hangup; }
        #[cfg(any())]
        state Absent { say "Nobody hears this."; hangup; }
        #[cfg(all())]
        scenario "one" { 1 => end; silence => Code; }
    }
}

::ivr::phone_tree! {
    /// Called like an event that its transition function names, as are its states.
    pub tree Silence {
        start Key1;
        state Key1 { gather key { say "To end, press one."; } match { 1 | silence | _ => Go } }
        state Go { say "Goodbye."; hangup; }
    }
}

#[::core::prelude::v1::test]
fn a_tree_and_its_states_may_be_called_like_what_the_transition_function_names() {
    use ::ivr::tree::{Event, Transition as To};
    ::std::assert!(::std::matches!(Silence::Key1.next(Event::Key1), To::Go(Silence::Go)));
    ::std::assert!(::std::matches!(Silence::Key1.next(Event::Silence), To::Go(Silence::Go)));
}

#[::core::prelude::v1::test]
fn a_tree_means_the_same_whatever_else_is_in_scope() {
    ivr_test(<Transition as ::ivr::tree::PhoneTree>::states().len());
}

fn ivr_test(states: usize) {
    ::std::assert_eq!(states, 3, "a state that depends on what does not hold is not there");
}
