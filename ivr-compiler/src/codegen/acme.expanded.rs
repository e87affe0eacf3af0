//! What `examples/acme.rs` expands to.

/// The front desk of ACME, Inc.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash,
)]
pub enum Acme {
    /// Says who has been reached.
    Greeting,
    /// The choice between people and opening hours.
    Menu,
    /// When somebody is there.
    Hours,
    /// Nobody sells by telephone: a voicemail.
    Sales,
    /// The message is there.
    Thanks,
    /// The support line, with music until somebody is free.
    Support,
    /// A person; put your own number here.
    Reception,
    /// Nobody answers: during business hours a message helps, at night a caller learns when to call again.
    Missed,
    /// Outside of business hours.
    Closed,
}
const _: () = ::ivr::tree::require_hours();
const _: () = {
    use ::ivr::tree::{
        Ending, Event,
        Event::{
            Key1, Key2, Key3, Key9, Key0, Silence, Recorded, Bridged, Answered, Open,
        },
        Transition, Transition::{Go, Wait, Again, End, Action},
    };
    use Acme::*;
    impl Acme {
        /// Where the call goes when `heard` happens in this state.
        pub const fn next(self, heard: Event) -> Transition<Self> {
            match self {
                Greeting => Go(Menu),
                Menu => {
                    Go(
                        match heard {
                            Key1 => Sales,
                            Key2 => Support,
                            Key3 => Hours,
                            Key9 => Menu,
                            Key0 => Reception,
                            Silence => return Action(0),
                            _ => return Action(1),
                        },
                    )
                }
                Hours => {
                    Go(
                        match heard {
                            Key1 => Hours,
                            _ => Menu,
                        },
                    )
                }
                Sales => {
                    match heard {
                        Recorded => Go(Thanks),
                        _ => End(Ending::Hangup),
                    }
                }
                Thanks => End(Ending::Hangup),
                Support => {
                    match heard {
                        Bridged => End(Ending::Hangup),
                        _ => Go(Sales),
                    }
                }
                Reception => {
                    match heard {
                        Answered => End(Ending::Hangup),
                        _ => Go(Missed),
                    }
                }
                Missed => {
                    Go(
                        match heard {
                            Open => Sales,
                            _ => Closed,
                        },
                    )
                }
                Closed => End(Ending::Hangup),
            }
        }
    }
};
const _: () = {
    use ::ivr::tree::{Ending, Event, PhoneTree, Transition, Action};
    impl PhoneTree for Acme {
        type App = ();
        type Data = ();
        const NAME: &'static str = "Acme";
        const DESCRIPTION: &'static str = r#"{"name":"Acme","docs":"The front desk of ACME, Inc.","language":"en-US","hours":[
{"name":"office","zone":"America/New_York","schedule":{"week":[[{"from":540,"to":1080}],[{"from":540,"to":1080}],[{"from":540,"to":1080}],[{"from":540,"to":1080}],[{"from":540,"to":1080}],[{"from":600,"to":780}],[]],"exceptions":[{"day":"01-01"},{"day":"12-25"}]}}],"starts":[
{"state":"Greeting"}],"on_error":{"lines":[{"say":{"text":"Something went wrong on our side."}}],"then":{"go":"Reception"}},"states":[
{"name":"Greeting","docs":"Says who has been reached.","lines":[{"say":{"text":"Welcome to ACME, Inc."}}],"verb":{"goto":{"go":"Menu"}}},
{"name":"Menu","docs":"The choice between people and opening hours.","verb":{"gather":{"keys":{"min":1,"max":1},"speech":true,"timeout":5,"hints":["sales","support","hours","repeat","receptionist"],"prompts":[{"first":{"lines":[{"say":{"text":"Listen to the following menu options."}}]}},{"say":{"text":"For sales, press one. For support, press two. For our business hours, press three. To repeat these options, press nine. To speak with the receptionist, press zero."}}],"arms":[{"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}},{"keys":["2"],"phrases":[{"text":"support"}],"heard":"2","to":{"go":"Support"}},{"keys":["3"],"phrases":[{"text":"hours"}],"heard":"3","to":{"go":"Hours"}},{"keys":["9"],"phrases":[{"text":"repeat"}],"heard":"9","to":{"go":"Menu"}},{"keys":["0"],"phrases":[{"text":"receptionist"}],"heard":"0","to":{"go":"Reception"}},{"outcomes":["silence"],"inherited":true,"to":{"action":0}},{"outcomes":["_"],"inherited":true,"to":{"action":1}}]}}},
{"name":"Hours","docs":"When somebody is there.","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"prompts":[{"say":{"text":"We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. We are closed on Sunday."}},{"pause":{"seconds":1}},{"say":{"text":"Press one to repeat this message or any other key to go back to the menu."}}],"arms":[{"keys":["1"],"heard":"1","to":{"go":"Hours"}},{"outcomes":["silence","_"],"to":{"go":"Menu"}}]}}},
{"name":"Sales","docs":"Nobody sells by telephone: a voicemail.","lines":[{"say":{"text":"All our sales representatives are currently busy, please leave us a message and we will return your call as soon as possible."}}],"verb":{"record":{"max_length":120,"timeout":5,"arms":[{"outcomes":["recorded"],"to":{"go":"Thanks"}},{"outcomes":["silence"],"to":{"end":"hangup"}}]}}},
{"name":"Thanks","docs":"The message is there.","lines":[{"say":{"text":"Thank you. Goodbye."}}],"verb":"hangup"},
{"name":"Support","docs":"The support line, with music until somebody is free.","lines":[{"say":{"text":"You are being transferred to the support line. A representative will be with you shortly."}}],"verb":{"enqueue":{"queue":"support","arms":[{"outcomes":["bridged"],"to":{"end":"hangup"}},{"outcomes":["_"],"to":{"go":"Sales"}}]}}},
{"name":"Reception","docs":"A person; put your own number here.","verb":{"dial":{"numbers":["+12345678900"],"timeout":20,"arms":[{"outcomes":["answered"],"to":{"end":"hangup"}},{"outcomes":["_"],"to":{"go":"Missed"}}]}}},
{"name":"Missed","docs":"Nobody answers: during business hours a message helps, at night a caller learns when to call again.","verb":{"hours":{"name":"office","arms":[{"outcomes":["open"],"to":{"go":"Sales"}},{"outcomes":["closed"],"to":{"go":"Closed"}}]}}},
{"name":"Closed","docs":"Outside of business hours.","lines":[{"say":{"text":"Our office is closed now. We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. Goodbye."}}],"verb":"hangup"}],"actions":[
{"retry":{"times":2,"blocks":[[{"say":{"text":"Sorry, I did not hear you."}}]],"then":{"go":"Reception"}}},
{"retry":{"times":2,"blocks":[[{"say":{"text":"The option that you selected is invalid."}}]],"then":{"go":"Reception"}}}],"promises":[
"Reception within 2 keys of every state"],"scenarios":[
{"name":"the hours twice, then support","calls":[{"inputs":["3","1","_","2"],"to":"Support"}]},
{"name":"nobody is left alone","calls":[{"inputs":["silence","_","silence"],"to":"Reception"},{"inputs":["0","[no_answer]","[open]"],"to":"Sales"},{"inputs":["0","[no_answer]","[closed]"],"to":"end"},{"inputs":["1","[recorded]"],"to":"Thanks"},{"inputs":["\"receptionist\"","[busy]","[open]"],"to":"Sales"}]}]}"#;
        const ACTIONS: &'static [Action<Self>] = &[
            Action::Retry {
                slot: 0,
                times: 2,
                at: ::core::option::Option::None,
                then: Transition::Go(Acme::Reception),
            },
            Action::Retry {
                slot: 0,
                times: 2,
                at: ::core::option::Option::None,
                then: Transition::Go(Acme::Reception),
            },
        ];
        fn states() -> &'static [Self] {
            &[
                Acme::Greeting,
                Acme::Menu,
                Acme::Hours,
                Acme::Sales,
                Acme::Thanks,
                Acme::Support,
                Acme::Reception,
                Acme::Missed,
                Acme::Closed,
            ]
        }
        fn index(self) -> usize {
            self as usize
        }
        fn name(self) -> &'static str {
            const NAMES: [&str; 9] = [
                "Greeting",
                "Menu",
                "Hours",
                "Sales",
                "Thanks",
                "Support",
                "Reception",
                "Missed",
                "Closed",
            ];
            NAMES[self as usize]
        }
        fn next(self, heard: Event) -> Transition<Self> {
            Self::next(self, heard)
        }
    }
    impl ::core::fmt::Debug for Acme {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str(PhoneTree::name(*self))
        }
    }
};
/// States that are named beside the transitions: here an editor finds them.
const _: &[Acme] = &[
    Acme::Greeting,
    Acme::Reception,
    Acme::Reception,
    Acme::Reception,
    Acme::Reception,
];
const _: () = {
    use ::ivr::tree::{Position, Event, PhoneTree, To};
    /// Returns the state of a call after all events, or `None` if it is over.
    const fn rest(start: Acme, heard: &[Event]) -> ::core::option::Option<Acme> {
        let actions = <Acme as PhoneTree>::ACTIONS;
        let mut at = Position::fresh(start);
        let mut place = 0;
        while place < heard.len() {
            match at.apply(Acme::next(at.state, heard[place]), actions).to {
                To::Enter(next) | To::Ask(next) | To::Wait(next) | To::Leave(next) => {
                    at = next;
                }
                To::End(..) => return ::core::option::Option::None,
            }
            place += 1;
        }
        ::core::option::Option::Some(at.state)
    }
    ::core::assert!(
        ::core::matches!(rest(Acme::Greeting, & [Event::Next, Event::Key3, Event::Key1,
        Event::Else, Event::Key2]), ::core::option::Option::Some(Acme::Support)),
        "the scenario \"the hours twice, then support\" fails in the generated code"
    );
    ::core::assert!(
        ::core::matches!(rest(Acme::Greeting, & [Event::Next, Event::Silence,
        Event::Else, Event::Silence]), ::core::option::Option::Some(Acme::Reception)),
        "the scenario \"nobody is left alone\" fails in the generated code"
    );
    ::core::assert!(
        ::core::matches!(rest(Acme::Greeting, & [Event::Next, Event::Key0,
        Event::NoAnswer, Event::Open]), ::core::option::Option::Some(Acme::Sales)),
        "the scenario \"nobody is left alone\" fails in the generated code"
    );
    ::core::assert!(
        rest(Acme::Greeting, & [Event::Next, Event::Key0, Event::NoAnswer, Event::Closed,
        Event::Next]).is_none(),
        "the scenario \"nobody is left alone\" fails in the generated code"
    );
    ::core::assert!(
        ::core::matches!(rest(Acme::Greeting, & [Event::Next, Event::Key1,
        Event::Recorded]), ::core::option::Option::Some(Acme::Thanks)),
        "the scenario \"nobody is left alone\" fails in the generated code"
    );
    ::core::assert!(
        ::core::matches!(rest(Acme::Greeting, & [Event::Next, Event::Key0, Event::Busy,
        Event::Open]), ::core::option::Option::Some(Acme::Sales)),
        "the scenario \"nobody is left alone\" fails in the generated code"
    );
};
