//! The same table by hand, and in the words of other libraries, where every state names every input.

use ivr::tree::{Ending, Heard, Step};

use crate::acme::Acme;

/// What a careful person would write.
pub fn by_hand(state: Acme, heard: Heard) -> Step<Acme> {
    match state {
        Acme::Greeting => Step::Go(Acme::Menu),
        Acme::Menu => match heard {
            Heard::Key1 => Step::Go(Acme::Sales),
            Heard::Key2 => Step::Go(Acme::Support),
            Heard::Key3 => Step::Go(Acme::Hours),
            Heard::Key9 => Step::Go(Acme::Menu),
            Heard::Key0 => Step::Go(Acme::Reception),
            Heard::Silence => Step::Way(0),
            _ => Step::Way(1),
        },
        Acme::Hours => match heard {
            Heard::Key1 => Step::Go(Acme::Hours),
            _ => Step::Go(Acme::Menu),
        },
        Acme::Sales => match heard {
            Heard::Recorded => Step::Go(Acme::Thanks),
            _ => Step::End(Ending::Hangup),
        },
        Acme::Thanks => Step::End(Ending::Hangup),
        Acme::Support => match heard {
            Heard::Bridged => Step::End(Ending::Hangup),
            _ => Step::Go(Acme::Sales),
        },
        Acme::Reception => match heard {
            Heard::Answered => Step::End(Ending::Hangup),
            _ => Step::Go(Acme::Sales),
        },
    }
}

mod with_smlang {
    smlang::statemachine! {
        transitions: {
            *Greeting + D0 = Menu,
            Greeting + D1 = Menu,
            Greeting + D2 = Menu,
            Greeting + D3 = Menu,
            Greeting + D4 = Menu,
            Greeting + D5 = Menu,
            Greeting + D6 = Menu,
            Greeting + D7 = Menu,
            Greeting + D8 = Menu,
            Greeting + D9 = Menu,
            Greeting + Star = Menu,
            Greeting + Hash = Menu,
            Greeting + Silence = Menu,
            Menu + D0 = Reception,
            Menu + D1 = Sales,
            Menu + D2 = Support,
            Menu + D3 = Hours,
            Menu + D4 = Menu,
            Menu + D5 = Menu,
            Menu + D6 = Menu,
            Menu + D7 = Menu,
            Menu + D8 = Menu,
            Menu + D9 = Menu,
            Menu + Star = Menu,
            Menu + Hash = Menu,
            Menu + Silence = Menu,
            Hours + D0 = Menu,
            Hours + D1 = Hours,
            Hours + D2 = Menu,
            Hours + D3 = Menu,
            Hours + D4 = Menu,
            Hours + D5 = Menu,
            Hours + D6 = Menu,
            Hours + D7 = Menu,
            Hours + D8 = Menu,
            Hours + D9 = Menu,
            Hours + Star = Menu,
            Hours + Hash = Menu,
            Hours + Silence = Menu,
        }
    }

    #[derive(Default)]
    pub struct Context;
    impl StateMachineContext for Context {}
}

/// The machine of smlang.
pub struct Smlang(with_smlang::StateMachine<with_smlang::Context>);

impl Default for Smlang {
    fn default() -> Self {
        Self(with_smlang::StateMachine::new(with_smlang::Context))
    }
}

#[inline(never)]
pub fn step_of_smlang(machine: &mut Smlang, heard: usize) -> bool {
    use with_smlang::{Events as E, States as S};
    let event = match heard {
        0 => E::D0,
        1 => E::D1,
        2 => E::D2,
        3 => E::D3,
        4 => E::D4,
        5 => E::D5,
        6 => E::D6,
        7 => E::D7,
        8 => E::D8,
        9 => E::D9,
        10 => E::Star,
        11 => E::Hash,
        _ => E::Silence,
    };
    let state = machine.0.process_event(event);
    let over = matches!(state, Ok(S::Sales | S::Support | S::Reception));
    if over {
        *machine = Smlang::default();
    }
    over
}

mod with_rust_fsm {
    rust_fsm::state_machine! {
        pub acme(Greeting)
        Greeting => { D0 => Menu, D1 => Menu, D2 => Menu, D3 => Menu, D4 => Menu, D5 => Menu, D6 => Menu, D7 => Menu, D8 => Menu, D9 => Menu, Star => Menu, Hash => Menu, Silence => Menu },
        Menu => { D0 => Reception, D1 => Sales, D2 => Support, D3 => Hours, D4 => Menu, D5 => Menu, D6 => Menu, D7 => Menu, D8 => Menu, D9 => Menu, Star => Menu, Hash => Menu, Silence => Menu },
        Hours => { D0 => Menu, D1 => Hours, D2 => Menu, D3 => Menu, D4 => Menu, D5 => Menu, D6 => Menu, D7 => Menu, D8 => Menu, D9 => Menu, Star => Menu, Hash => Menu, Silence => Menu },
    }
}

/// The machine of rust-fsm.
pub struct RustFsm(with_rust_fsm::acme::StateMachine);

impl Default for RustFsm {
    fn default() -> Self {
        Self(with_rust_fsm::acme::StateMachine::new())
    }
}

#[inline(never)]
pub fn step_of_rust_fsm(machine: &mut RustFsm, heard: usize) -> bool {
    use with_rust_fsm::acme::{Input as I, State as S};
    const INPUTS: [I; 13] =
        [I::D0, I::D1, I::D2, I::D3, I::D4, I::D5, I::D6, I::D7, I::D8, I::D9, I::Star, I::Hash, I::Silence];
    let _ = machine.0.consume(&INPUTS[heard]);
    let over = matches!(machine.0.state(), S::Sales | S::Support | S::Reception);
    if over {
        *machine = RustFsm::default();
    }
    over
}
