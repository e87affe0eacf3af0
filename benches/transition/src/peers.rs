//! The same table written by hand, and with other libraries, in which every state names every input.

use ivr::tree::{Ending, Event, Transition};

use crate::{Said, acme::Acme};

/// What a careful person would write.
pub fn by_hand(state: Acme, heard: Event) -> Transition<Acme> {
    match state {
        Acme::Greeting => Transition::Go(Acme::Menu),
        Acme::Menu => match heard {
            Event::Key1 => Transition::Go(Acme::Sales),
            Event::Key2 => Transition::Go(Acme::Support),
            Event::Key3 => Transition::Go(Acme::Hours),
            Event::Key9 => Transition::Go(Acme::Menu),
            Event::Key0 => Transition::Go(Acme::Reception),
            Event::Silence => Transition::Action(0),
            _ => Transition::Action(1),
        },
        Acme::Hours => match heard {
            Event::Key1 => Transition::Go(Acme::Hours),
            _ => Transition::Go(Acme::Menu),
        },
        Acme::Sales => match heard {
            Event::Recorded => Transition::Go(Acme::Thanks),
            _ => Transition::End(Ending::Hangup),
        },
        Acme::Thanks => Transition::End(Ending::Hangup),
        Acme::Support => match heard {
            Event::Bridged => Transition::End(Ending::Hangup),
            _ => Transition::Go(Acme::Sales),
        },
        Acme::Reception => match heard {
            Event::Answered => Transition::End(Ending::Hangup),
            _ => Transition::Go(Acme::Sales),
        },
    }
}

mod with_smlang {
    use super::Said;

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
            Greeting + Recorded = Menu,
            Greeting + Silent = Menu,
            Greeting + Bridged = Menu,
            Greeting + Answered = Menu,
            Greeting + NoAnswer = Menu,
            Menu + D0 = Reception,
            Menu + D1 = Sales,
            Menu + D2 = Support,
            Menu + D3 = Hours,
            Menu + D4 / wrong = Menu,
            Menu + D5 / wrong = Menu,
            Menu + D6 / wrong = Menu,
            Menu + D7 / wrong = Menu,
            Menu + D8 / wrong = Menu,
            Menu + D9 = Menu,
            Menu + Star / wrong = Menu,
            Menu + Hash / wrong = Menu,
            Menu + Silence / unheard = Menu,
            Menu + Recorded / wrong = Menu,
            Menu + Silent / wrong = Menu,
            Menu + Bridged / wrong = Menu,
            Menu + Answered / wrong = Menu,
            Menu + NoAnswer / wrong = Menu,
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
            Hours + Recorded = Menu,
            Hours + Silent = Menu,
            Hours + Bridged = Menu,
            Hours + Answered = Menu,
            Hours + NoAnswer = Menu,
            Sales + D0 = Over,
            Sales + D1 = Over,
            Sales + D2 = Over,
            Sales + D3 = Over,
            Sales + D4 = Over,
            Sales + D5 = Over,
            Sales + D6 = Over,
            Sales + D7 = Over,
            Sales + D8 = Over,
            Sales + D9 = Over,
            Sales + Star = Over,
            Sales + Hash = Over,
            Sales + Silence = Over,
            Sales + Recorded = Thanks,
            Sales + Silent = Over,
            Sales + Bridged = Over,
            Sales + Answered = Over,
            Sales + NoAnswer = Over,
            Thanks + D0 = Over,
            Thanks + D1 = Over,
            Thanks + D2 = Over,
            Thanks + D3 = Over,
            Thanks + D4 = Over,
            Thanks + D5 = Over,
            Thanks + D6 = Over,
            Thanks + D7 = Over,
            Thanks + D8 = Over,
            Thanks + D9 = Over,
            Thanks + Star = Over,
            Thanks + Hash = Over,
            Thanks + Silence = Over,
            Thanks + Recorded = Over,
            Thanks + Silent = Over,
            Thanks + Bridged = Over,
            Thanks + Answered = Over,
            Thanks + NoAnswer = Over,
            Support + D0 = Sales,
            Support + D1 = Sales,
            Support + D2 = Sales,
            Support + D3 = Sales,
            Support + D4 = Sales,
            Support + D5 = Sales,
            Support + D6 = Sales,
            Support + D7 = Sales,
            Support + D8 = Sales,
            Support + D9 = Sales,
            Support + Star = Sales,
            Support + Hash = Sales,
            Support + Silence = Sales,
            Support + Recorded = Sales,
            Support + Silent = Sales,
            Support + Bridged = Over,
            Support + Answered = Sales,
            Support + NoAnswer = Sales,
            Reception + D0 = Sales,
            Reception + D1 = Sales,
            Reception + D2 = Sales,
            Reception + D3 = Sales,
            Reception + D4 = Sales,
            Reception + D5 = Sales,
            Reception + D6 = Sales,
            Reception + D7 = Sales,
            Reception + D8 = Sales,
            Reception + D9 = Sales,
            Reception + Star = Sales,
            Reception + Hash = Sales,
            Reception + Silence = Sales,
            Reception + Recorded = Sales,
            Reception + Silent = Sales,
            Reception + Bridged = Sales,
            Reception + Answered = Over,
            Reception + NoAnswer = Sales,
        }
    }

    /// What was said last.
    pub struct Context(pub Said);

    impl StateMachineContext for Context {
        fn wrong(&mut self) -> Result<(), ()> {
            self.0 = Said::NotUnderstood;
            Ok(())
        }

        fn unheard(&mut self) -> Result<(), ()> {
            self.0 = Said::NotHeard;
            Ok(())
        }
    }
}

/// The machine of smlang.
pub struct Smlang(with_smlang::StateMachine<with_smlang::Context>);

impl Default for Smlang {
    fn default() -> Self {
        Self(with_smlang::StateMachine::new(with_smlang::Context(Said::Nothing)))
    }
}

#[inline(never)]
pub fn step_of_smlang(machine: &mut Smlang, heard: usize) -> Said {
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
        12 => E::Silence,
        13 => E::Recorded,
        14 => E::Silent,
        15 => E::Bridged,
        16 => E::Answered,
        _ => E::NoAnswer,
    };
    machine.0.context_mut().0 = Said::Nothing;
    if matches!(machine.0.process_event(event), Ok(S::Over)) {
        *machine = Smlang::default();
        return Said::Over;
    }
    machine.0.context().0
}

mod with_rust_fsm {
    rust_fsm::state_machine! {
        pub acme(Greeting)
        Greeting => { D0 => Menu, D1 => Menu, D2 => Menu, D3 => Menu, D4 => Menu, D5 => Menu, D6 => Menu, D7 => Menu, D8 => Menu, D9 => Menu, Star => Menu, Hash => Menu, Silence => Menu, Recorded => Menu, Silent => Menu, Bridged => Menu, Answered => Menu, NoAnswer => Menu },
        Menu => { D0 => Reception, D1 => Sales, D2 => Support, D3 => Hours, D4 => Menu [Wrong], D5 => Menu [Wrong], D6 => Menu [Wrong], D7 => Menu [Wrong], D8 => Menu [Wrong], D9 => Menu, Star => Menu [Wrong], Hash => Menu [Wrong], Silence => Menu [Unheard], Recorded => Menu [Wrong], Silent => Menu [Wrong], Bridged => Menu [Wrong], Answered => Menu [Wrong], NoAnswer => Menu [Wrong] },
        Hours => { D0 => Menu, D1 => Hours, D2 => Menu, D3 => Menu, D4 => Menu, D5 => Menu, D6 => Menu, D7 => Menu, D8 => Menu, D9 => Menu, Star => Menu, Hash => Menu, Silence => Menu, Recorded => Menu, Silent => Menu, Bridged => Menu, Answered => Menu, NoAnswer => Menu },
        Sales => { D0 => Over, D1 => Over, D2 => Over, D3 => Over, D4 => Over, D5 => Over, D6 => Over, D7 => Over, D8 => Over, D9 => Over, Star => Over, Hash => Over, Silence => Over, Recorded => Thanks, Silent => Over, Bridged => Over, Answered => Over, NoAnswer => Over },
        Thanks => { D0 => Over, D1 => Over, D2 => Over, D3 => Over, D4 => Over, D5 => Over, D6 => Over, D7 => Over, D8 => Over, D9 => Over, Star => Over, Hash => Over, Silence => Over, Recorded => Over, Silent => Over, Bridged => Over, Answered => Over, NoAnswer => Over },
        Support => { D0 => Sales, D1 => Sales, D2 => Sales, D3 => Sales, D4 => Sales, D5 => Sales, D6 => Sales, D7 => Sales, D8 => Sales, D9 => Sales, Star => Sales, Hash => Sales, Silence => Sales, Recorded => Sales, Silent => Sales, Bridged => Over, Answered => Sales, NoAnswer => Sales },
        Reception => { D0 => Sales, D1 => Sales, D2 => Sales, D3 => Sales, D4 => Sales, D5 => Sales, D6 => Sales, D7 => Sales, D8 => Sales, D9 => Sales, Star => Sales, Hash => Sales, Silence => Sales, Recorded => Sales, Silent => Sales, Bridged => Sales, Answered => Over, NoAnswer => Sales },
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
pub fn step_of_rust_fsm(machine: &mut RustFsm, heard: usize) -> Said {
    use with_rust_fsm::acme::{Input as I, Output as O, State as S};
    const INPUTS: [I; 18] = [
        I::D0,
        I::D1,
        I::D2,
        I::D3,
        I::D4,
        I::D5,
        I::D6,
        I::D7,
        I::D8,
        I::D9,
        I::Star,
        I::Hash,
        I::Silence,
        I::Recorded,
        I::Silent,
        I::Bridged,
        I::Answered,
        I::NoAnswer,
    ];
    let said = machine.0.consume(&INPUTS[heard]);
    if matches!(machine.0.state(), S::Over) {
        *machine = RustFsm::default();
        return Said::Over;
    }
    match said {
        Ok(Some(O::Wrong)) => Said::NotUnderstood,
        Ok(Some(O::Unheard)) => Said::NotHeard,
        _ => Said::Nothing,
    }
}
