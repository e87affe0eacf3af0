//! A tree that fails: the key 8 panics.

use std::cell::Cell;

use ivr_runtime::tree::{Action, Ending, Event, PhoneTree, Transition};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Trap {
    Menu,
    Café,
}

impl PhoneTree for Trap {
    type App = ();
    type Data = ();
    const NAME: &'static str = "TrapDoor";
    const DESCRIPTION: &'static str = r#"{"name":"TrapDoor","language":"en-US","starts":[{"state":"Menu"}],
        "on_error":{"lines":[{"say":{"text":"Something broke."}}],"then":{"go":"Café"}},
        "states":[
            {"name":"Menu","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"arms":[
                {"keys":["8"],"heard":"8","to":{"go":"Café"}},{"outcomes":["silence","_"],"to":{"go":"Café"}}]}}},
            {"name":"Café","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"arms":[
                {"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[];

    fn states() -> &'static [Self] {
        &[Self::Menu, Self::Café]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        match self {
            Self::Menu => "Menu",
            Self::Café => "Café",
        }
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Menu, Event::Key8) => trapped(),
            (Self::Menu, _) => Transition::Go(Self::Café),
            (Self::Café, _) => Transition::End(Ending::Hangup),
        }
    }
}

thread_local! {
    static SET: Cell<bool> = const { Cell::new(false) };
}

/// Sets the trap on this thread; until then the key 8 is a key, and the tree can be made ready.
pub(crate) fn set() {
    SET.set(true);
}

#[expect(clippy::panic, reason = "this is what the tree is for")]
fn trapped() -> Transition<Trap> {
    if SET.get() {
        panic!("a mistake in the tree, on purpose");
    }
    Transition::Again
}
