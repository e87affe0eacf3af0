//! ACME written by hand as `phone_tree!` would write it, so that the runtime is tested without the compiler.

use crate::tree::{Ending, Heard, PhoneTree, Step, Way};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Acme {
    Greeting,
    Menu,
    Hours,
    Sales,
    Thanks,
    Support,
    Reception,
}

impl Acme {
    pub(crate) const fn next(self, heard: Heard) -> Step<Self> {
        match self {
            Self::Greeting => Step::Go(Self::Menu),
            Self::Menu => match heard {
                Heard::Key1 => Step::Go(Self::Sales),
                Heard::Key2 => Step::Go(Self::Support),
                Heard::Key3 => Step::Go(Self::Hours),
                Heard::Key9 => Step::Go(Self::Menu),
                Heard::Key0 => Step::Go(Self::Reception),
                Heard::Silence => Step::Way(0),
                _ => Step::Way(1),
            },
            Self::Hours => match heard {
                Heard::Key1 => Step::Go(Self::Hours),
                _ => Step::Go(Self::Menu),
            },
            Self::Sales => match heard {
                Heard::Recorded => Step::Go(Self::Thanks),
                _ => Step::End(Ending::Hangup),
            },
            Self::Thanks => Step::End(Ending::Hangup),
            Self::Support => match heard {
                Heard::Bridged => Step::End(Ending::Hangup),
                _ => Step::Go(Self::Sales),
            },
            Self::Reception => match heard {
                Heard::Answered => Step::End(Ending::Hangup),
                _ => Step::Go(Self::Sales),
            },
        }
    }
}

impl PhoneTree for Acme {
    type App = ();
    type Data = ();
    const NAME: &'static str = "Acme";
    const DESCRIPTION: &'static str = r##"{"name":"Acme","docs":"The front desk of ACME, Inc.","language":"en-US","starts":[{"state":"Greeting"}],
"trouble":{"lines":[{"say":{"text":"Something went wrong on our side."}}],"then":{"go":"Reception"}},
"states":[
{"name":"Greeting","lines":[{"say":{"text":"Welcome to ACME, Inc."}}],"verb":{"goto":{"go":"Menu"}}},
{"name":"Menu","docs":"What the caller can choose.","verb":{"gather":{"keys":{"min":1,"max":1},"speech":true,"timeout":5,"hints":["sales","support","hours","receptionist"],
 "prompts":[{"first":{"lines":[{"say":{"text":"Listen to the following menu options."}}]}},{"say":{"text":"For sales, press one. For support, press two. For our business hours, press three. To repeat these options, press nine. To speak with the receptionist, press zero."}}],
 "arms":[{"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}},
 {"keys":["2"],"phrases":[{"text":"support"}],"heard":"2","to":{"go":"Support"}},
 {"keys":["3"],"phrases":[{"text":"hours"}],"heard":"3","to":{"go":"Hours"}},
 {"keys":["9"],"heard":"9","to":{"go":"Menu"}},
 {"keys":["0"],"phrases":[{"text":"receptionist"}],"heard":"0","to":{"go":"Reception"}},
 {"outcomes":["silence"],"inherited":true,"to":{"way":0}},
 {"outcomes":["_"],"inherited":true,"to":{"way":1}}]}}},
{"name":"Hours","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,
 "prompts":[{"say":{"text":"We are open Monday through Friday from 9 AM to 6 PM."}},{"pause":{"seconds":1}},{"say":{"text":"Press one to repeat this message, or any other key to go back to the menu."}}],
 "arms":[{"keys":["1"],"heard":"1","to":{"go":"Hours"}},{"outcomes":["silence","_"],"to":{"go":"Menu"}}]}}},
{"name":"Sales","lines":[{"say":{"text":"Please leave a message after the tone."}}],"verb":{"record":{"max":120,"silence":5,
 "arms":[{"outcomes":["recorded"],"to":{"go":"Thanks"}},{"outcomes":["silent"],"to":{"end":"hangup"}}]}}},
{"name":"Thanks","lines":[{"say":{"text":"Thank you. Goodbye."}}],"verb":"hangup"},
{"name":"Support","lines":[{"say":{"text":"You are being transferred to the support line."}}],"verb":{"enqueue":{"queue":"support",
 "arms":[{"outcomes":["bridged"],"to":{"end":"hangup"}},{"outcomes":["_"],"to":{"go":"Sales"}}]}}},
{"name":"Reception","verb":{"dial":{"numbers":["+12345678900"],"timeout":20,
 "arms":[{"outcomes":["answered"],"to":{"end":"hangup"}},{"outcomes":["_"],"to":{"go":"Sales"}}]}}}],
"ways":[
{"retry":{"times":2,"blocks":[[{"say":{"text":"Sorry, I did not hear you."}}]],"then":{"go":"Reception"}}},
{"retry":{"times":2,"blocks":[[{"say":{"text":"The option that you selected is invalid."}}]],"then":{"go":"Reception"}}}]}"##;
    const STATES: &'static [Self] =
        &[Self::Greeting, Self::Menu, Self::Hours, Self::Sales, Self::Thanks, Self::Support, Self::Reception];
    const WAYS: &'static [Way<Self>] = &[
        Way::Retry { slot: 0, times: 2, at: None, then: Step::Go(Self::Reception) },
        Way::Retry { slot: 0, times: 2, at: None, then: Step::Go(Self::Reception) },
    ];

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Greeting", "Menu", "Hours", "Sales", "Thanks", "Support", "Reception"][self.index()]
    }

    fn next(self, heard: Heard) -> Step<Self> {
        Self::next(self, heard)
    }
}
