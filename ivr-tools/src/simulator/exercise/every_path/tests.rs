//! Paths that go where the tree says, and the messages for those that do not.

use super::*;
use crate::fixture::Acme;
use ivr_runtime::{
    data::{Answer, Call},
    tree::{Action, Ending, Event, Transition},
};

#[test]
fn every_path_of_acme_goes_where_the_tree_says() {
    let paths = every_path::<Acme>();
    assert_eq!(paths.to_string(), "22 paths called, 0 left out");
    let keys = r#"3|"hours" silence|_ silence silence silence [_] [silence]"#;
    let path = paths.taken.iter().find(|path| path.keys == keys).unwrap();
    assert_eq!(path.transcript.matches("“Sorry, I did not hear you.”").count(), 2, "{}", path.transcript);
    assert!(path.transcript.ends_with("the call is over\n"), "{}", path.transcript);
}

#[test]
fn the_causes_of_an_arm_have_their_turns() {
    let transcripts: String = every_path::<Acme>().taken.into_iter().map(|path| path.transcript).collect();
    for cause in ["> 1\n", "> \"sales\"", "> busy", "> no_answer", "> failed", "> left", "> silence"] {
        assert!(transcripts.contains(cause), "{cause}");
    }
}

/// A tree that asks its app whether anybody is there; `next` is what its step makes of a key.
macro_rules! door {
    ($name:ident, $key:expr) => {
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        enum $name {
            Bell,
            Hall,
            Bye,
        }

        impl PhoneTree for $name {
            type App = bool;
            type Data = ();
            const NAME: &'static str = "Door";
            const DESCRIPTION: &'static str = r#"{"name":"Door","language":"en-US","starts":[{"state":"Bell"}],
                "states":[{"name":"Bell","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"arms":[
                    {"keys":["1"],"heard":"1","to":{"go":"Hall"}},
                    {"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}},
                {"name":"Hall","verb":{"match":{"question":0,"source":"app.open()","within":5,"arms":[
                    {"outcomes":["arm 0"],"pattern":"true","to":{"go":"Bye"}},
                    {"outcomes":["arm 1"],"pattern":"false","to":{"end":"hangup"}},
                    {"outcomes":["late"],"to":{"end":"hangup"}}]}}},
                {"name":"Bye","lines":[{"say":{"text":"Come in."}}],"verb":"hangup"}]}"#;
            const ACTIONS: &'static [Action<Self>] = &[];
            const NEEDS_APP: bool = true;

            fn states() -> &'static [Self] {
                &[Self::Bell, Self::Hall, Self::Bye]
            }

            fn index(self) -> usize {
                self as usize
            }

            fn name(self) -> &'static str {
                ["Bell", "Hall", "Bye"][self.index()]
            }

            fn next(self, heard: Event) -> Transition<Self> {
                match (self, heard) {
                    (Self::Bell, Event::Key1) => $key,
                    (Self::Hall, Event::Arm(0)) => Transition::Go(Self::Bye),
                    _ => Transition::End(Ending::Hangup),
                }
            }

            async fn ask(_: u16, app: &bool, _: &Call<()>) -> Answer<()> {
                Answer::arm(u16::from(!*app))
            }
        }
    };
}

door!(OriginGuard, Transition::Go(Self::Hall));
door!(Crooked, Transition::Go(Self::Bye));

#[test]
fn of_several_apps_the_one_is_asked_that_gives_the_answer() {
    let paths = every_path_with::<OriginGuard>([true, false]);
    assert_eq!(paths.to_string(), "4 paths called, 0 left out");
    let asked = |keys: &str| paths.taken.iter().find(|path| path.keys == keys).unwrap().transcript.clone();
    assert!(asked("1 [true]").contains("“Come in.”"));
    assert!(!asked("1 [false]").contains("“Come in.”") && !asked("1 [late]").contains("“Come in.”"));
}

#[test]
fn an_answer_that_no_app_gives_is_left_out_by_name() {
    let paths = every_path_with::<OriginGuard>([true]);
    assert_eq!(paths.left_out, ["1 [false]: no app answers false in Hall"]);
    assert_eq!(paths.taken.len(), 3);
}

#[test]
fn of_two_apps_that_fail_the_one_that_came_furthest_is_reported() {
    // The first app does not get past the hall, and the second not past the attic.
    let paths = every_path_with::<House>([(false, false), (true, false)]);
    let up = paths.left_out.iter().find(|path| path.contains("[warm]")).unwrap();
    assert!(up.ends_with("no app answers warm in Attic"), "{paths}");
    let paths = every_path_with::<House>([(true, false), (false, false)]);
    assert!(paths.left_out.iter().any(|path| path.ends_with("no app answers warm in Attic")), "{paths}");
}

#[test]
fn a_question_that_is_asked_in_two_states_has_one_answer() {
    let paths = every_path_with::<House>([(true, true), (true, false), (false, true), (false, false)]);
    assert_eq!(paths.left_out, Vec::<String>::new());
    let expected = "[true] [warm] [false]: `app.open()` is answered `true` in Hall and `false` in Door";
    assert_eq!(paths.contradictory, [expected]);
}

/// Asks whether it is open, whether it is warm, and whether it is open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum House {
    Hall,
    Attic,
    OriginGuard,
}

impl PhoneTree for House {
    type App = (bool, bool);
    type Data = ();
    const NAME: &'static str = "House";
    const DESCRIPTION: &'static str = r#"{"name":"House","language":"en-US","starts":[{"state":"Hall"}],"states":[
        {"name":"Hall","verb":{"match":{"question":0,"source":"app.open()","arms":[
            {"outcomes":["arm 0"],"pattern":"true","to":{"go":"Attic"}},
            {"outcomes":["arm 1"],"pattern":"false","to":{"end":"hangup"}}]}}},
        {"name":"Attic","verb":{"match":{"question":1,"source":"app.heat()","arms":[
            {"outcomes":["arm 0"],"pattern":"warm","to":{"go":"Door"}},
            {"outcomes":["arm 1"],"pattern":"cold","to":{"end":"hangup"}}]}}},
        {"name":"Door","verb":{"match":{"question":0,"source":"app.open()","arms":[
            {"outcomes":["arm 0"],"pattern":"true","to":{"end":"hangup"}},
            {"outcomes":["arm 1"],"pattern":"false","to":{"end":"hangup"}}]}}}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[];
    const NEEDS_APP: bool = true;

    fn states() -> &'static [Self] {
        &[Self::Hall, Self::Attic, Self::OriginGuard]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Hall", "Attic", "Door"][self.index()]
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Hall, Event::Arm(0)) => Transition::Go(Self::Attic),
            (Self::Attic, Event::Arm(0)) => Transition::Go(Self::OriginGuard),
            _ => Transition::End(Ending::Hangup),
        }
    }

    async fn ask(question: u16, app: &(bool, bool), _: &Call<()>) -> Answer<()> {
        let yes = if question == 0 { app.0 } else { app.1 };
        Answer::arm(u16::from(!yes))
    }
}

#[test]
#[should_panic = "Bell leads to Hall, and its step leads to Bye"]
fn a_step_that_leads_elsewhere_than_the_description_is_found() {
    every_path_with::<Crooked>([true]);
}
