//! A small test tree with features that ACME does not have: texts before a `goto`, a notice that no key interrupts, a
//! state that another state asks again, two languages, audio, and an ending other than a hang-up.

use crate::dialog::tree::{Action, Ending, Event, PhoneTree, Transition};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Clinic {
    Welcome,
    Notice,
    Code,
    Check,
    Café,
    Closed,
    Waiting,
}

impl PhoneTree for Clinic {
    type App = ();
    type Data = ();
    const NAME: &'static str = "Clinic";
    const DESCRIPTION: &'static str = r##"{"name":"Clinic","language":"en-GB","voice":"Polly.Amy","audio":"https://prompts.example/en/",
"starts":[{"state":"Welcome"},{"name":"night","state":"Closed"},{"name":"queue","state":"Waiting"}],
"states":[
{"name":"Welcome","lines":[{"play":{"url":"welcome.wav"}}],"verb":{"goto":{"action":0}}},
{"name":"Notice","lines":[{"say":{"text":"Hello."}},{"uninterrupted":{"lines":[{"say":{"text":"This call is recorded."}},{"pause":{"seconds":1}}]}},{"say":{"text":"Good."}}],"verb":{"goto":{"go":"Code"}}},
{"name":"Code","lines":[{"say":{"text":"We need your code."}}],"verb":{"gather":{"keys":{"min":4,"max":8},"finish":"#","timeout":5,
 "prompts":[{"first":{"lines":[{"say":{"text":"It is on your card."}}]}},{"say":{"text":"Enter your code."}},{"say":{"text":"Entrez votre code.","language":"fr-FR"}}],
 "arms":[{"keys":["0000"],"heard":"arm 0","to":{"go":"Café"}},{"outcomes":["entered"],"to":{"go":"Check"}},{"outcomes":["silence"],"to":{"action":1}},{"outcomes":["_"],"to":"again"}]}}},
{"name":"Check","lines":[{"say":{"text":"One moment."}}],"verb":{"record":{"max":60,"silence":5,
 "arms":[{"outcomes":["recorded"],"to":{"end":"hangup"}},{"outcomes":["silence"],"to":{"action":2}}]}}},
{"name":"Café","verb":{"dial":{"numbers":["+331234567"],"timeout":20,
 "arms":[{"outcomes":["answered"],"to":{"end":"hangup"}},{"outcomes":["_"],"to":{"end":"leave"}}]}}},
{"name":"Closed","verb":{"reject":{"busy":true}}},
{"name":"Waiting","lines":[{"say":{"text":"Please hold."}}],"verb":{"redirect":{"url":"https://other.example/?a=1&b=2"}}}],
"actions":[
{"say":{"lines":[{"say":{"text":"First a notice."}}],"then":{"go":"Notice"}}},
{"retry":{"times":2,"blocks":[[{"say":{"text":"Sorry?"}}],[{"say":{"text":"Your code, please."}}]],"then":{"end":"hangup"}}},
{"retry":{"times":1,"blocks":[[{"say":{"text":"That code is wrong."}}]],"at":"Code","then":{"go":"Café"}}}]}"##;
    const ACTIONS: &'static [Action<Self>] = &[
        Action::Say { then: Transition::Go(Self::Notice) },
        Action::Retry { slot: 0, times: 2, at: None, then: Transition::End(Ending::Hangup) },
        Action::Retry { slot: 1, times: 1, at: Some(Self::Code), then: Transition::Go(Self::Café) },
    ];

    fn states() -> &'static [Self] {
        &[Self::Welcome, Self::Notice, Self::Code, Self::Check, Self::Café, Self::Closed, Self::Waiting]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Welcome", "Notice", "Code", "Check", "Café", "Closed", "Waiting"][self.index()]
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Welcome, _) => Transition::Action(0),
            (Self::Notice, _) => Transition::Go(Self::Code),
            (Self::Code, Event::Arm(0)) => Transition::Go(Self::Café),
            (Self::Code, Event::Entered) => Transition::Go(Self::Check),
            (Self::Code, Event::Silence) => Transition::Action(1),
            (Self::Code, _) => Transition::Again,
            (Self::Check, Event::Silence) => Transition::Action(2),
            (Self::Café, Event::Answered) | (Self::Check | Self::Closed | Self::Waiting, _) => {
                Transition::End(Ending::Hangup)
            }
            (Self::Café, _) => Transition::End(Ending::Leave),
        }
    }
}
