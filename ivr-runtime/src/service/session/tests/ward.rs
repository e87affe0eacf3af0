//! A tree that asks for a code, looks it up and notes it, written by hand as `phone_tree!` would generate it.

use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::sleep;

use crate::dialog::{
    data::{Answer, Call, CallData, Entered, FieldError, Fields},
    tree::{Action, Ending, Event, PhoneTree, Transition},
};

/// What the ward asks. What it does depends on the code.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// How often it was asked.
    pub(super) asked: AtomicUsize,
    /// How many of its answers were given up.
    pub(super) dropped: AtomicUsize,
    /// Every `run`, as the call and the code.
    pub(super) noted: Mutex<Vec<String>>,
}

impl Desk {
    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub(super) fn dropped(&self) -> usize {
        self.dropped.load(Ordering::SeqCst)
    }

    pub(super) fn noted(&self) -> Vec<String> {
        self.noted.lock().unwrap().clone()
    }

    async fn look_up(&self, code: &str) -> u16 {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match code {
            "22" => {
                let _given_up = GivenUp(&self.dropped);
                pending::<()>().await;
            }
            "33" => panic!("on purpose"),
            "40" => sleep(Duration::from_secs(40)).await,
            "05" => sleep(Duration::from_secs(5)).await,
            _ => {}
        }
        0
    }

    async fn note(&self, call: &str, code: &str) {
        self.noted.lock().unwrap().push(format!("{call} {code}"));
        match code {
            "66" => panic!("on purpose"),
            "77" => pending().await,
            "88" => sleep(Duration::from_secs(10)).await,
            _ => {}
        }
    }
}

struct GivenUp<'a>(&'a AtomicUsize);

impl Drop for GivenUp<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct WardData {
    code: String,
    tally: String,
}

impl CallData for WardData {
    const EMPTY: bool = false;

    fn save(&self) -> Fields {
        let mut fields = Fields::default();
        fields.put("code", &self.code);
        fields.put("tally", &self.tally);
        fields
    }

    fn load(fields: &Fields) -> Result<Self, FieldError> {
        Ok(Self { code: fields.take("code", String::new)?, tally: fields.take("tally", String::new)? })
    }
}

/// ```text
/// state Code    { gather 2 keys, into code { say "Enter your code."; } match {
///                     entered => Check, silence | _ => retry 1 { say "Again."; } then Human } }
/// state Check   { match app.look_up(&call.code).await within 45s meanwhile { say "One moment."; } {
///                     0 => Welcome, late => Human } }
/// state Welcome { run app.note(call).await; say "Code {code}."; gather key match {
///                     1 => Code, 2 => Tally, 3 => First, silence | _ => end } }
/// state First   { match app.look_up(&call.code).await within 6s { 0 => Second, late => Human } }
/// state Second  { match app.look_up(&call.code).await within 6s { 0 => Message, late => Human } }
/// state Human   { dial "+12345678900" match { answered => end, busy => Message, _ => Tally } }
/// state Tally   { set tally = "#".repeat(70_000); say "Counted."; goto Message; }
/// state Message { say "Goodbye."; hangup; }
/// on_error       { say "Something went wrong."; } then Human
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Ward {
    Code,
    Check,
    Welcome,
    First,
    Second,
    Human,
    Tally,
    Message,
}

impl PhoneTree for Ward {
    type App = Arc<Desk>;
    type Data = WardData;
    const NAME: &'static str = "Ward";
    const NEEDS_APP: bool = true;
    const STATEFUL: bool = true;
    const RUNS: &'static [u16] = &[0];
    const RUN_SOURCES: &'static [&'static str] = &["app.note(call).await"];
    const DESCRIPTION: &'static str = r##"{"name":"Ward","language":"en-US","starts":[{"state":"Code"}],
"on_error":{"lines":[{"say":{"text":"Something went wrong."}}],"then":{"go":"Human"}},
"states":[
{"name":"Code","verb":{"gather":{"keys":{"min":2,"max":2},"timeout":5,"into":"code",
 "prompts":[{"say":{"text":"Enter your code."}}],
 "arms":[{"outcomes":["entered"],"to":{"go":"Check"}},{"outcomes":["silence","_"],"to":{"action":0}}]}}},
{"name":"Check","verb":{"match":{"question":0,"source":"app.look_up(&call.code).await","within":45,
 "meanwhile":[{"say":{"text":"One moment."}}],
 "arms":[{"pattern":"0","heard":"arm 0","to":{"go":"Welcome"}},{"outcomes":["late"],"to":{"go":"Human"}}]}}},
{"name":"Welcome","lines":[{"effect":{"block":0}},{"say":{"text":"Code {}.","placeholders":[{"from":5,"to":7,"number":0}]}}],
 "verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"prompts":[],
 "arms":[{"keys":["1"],"heard":"1","to":{"go":"Code"}},{"keys":["2"],"heard":"2","to":{"go":"Tally"}},
 {"keys":["3"],"heard":"3","to":{"go":"First"}},{"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}},
{"name":"First","verb":{"match":{"question":1,"source":"app.look_up(&call.code).await","within":6,
 "arms":[{"pattern":"0","heard":"arm 0","to":{"go":"Second"}},{"outcomes":["late"],"to":{"go":"Human"}}]}}},
{"name":"Second","verb":{"match":{"question":2,"source":"app.look_up(&call.code).await","within":6,
 "arms":[{"pattern":"0","heard":"arm 0","to":{"go":"Message"}},{"outcomes":["late"],"to":{"go":"Human"}}]}}},
{"name":"Human","verb":{"dial":{"numbers":["+12345678900"],"timeout":20,
 "arms":[{"outcomes":["answered"],"to":{"end":"hangup"}},{"outcomes":["busy"],"to":{"go":"Message"}},
 {"outcomes":["_"],"to":{"go":"Tally"}}]}}},
{"name":"Tally","lines":[{"effect":{"block":1}},{"say":{"text":"Counted."}}],"verb":{"goto":{"go":"Message"}}},
{"name":"Message","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}],
"actions":[{"retry":{"times":1,"blocks":[[{"say":{"text":"Again."}}]],"then":{"go":"Human"}}}]}"##;
    const ACTIONS: &'static [Action<Self>] =
        &[Action::Retry { slot: 0, times: 1, at: None, then: Transition::Go(Self::Human) }];

    fn states() -> &'static [Self] {
        &[
            Self::Code,
            Self::Check,
            Self::Welcome,
            Self::First,
            Self::Second,
            Self::Human,
            Self::Tally,
            Self::Message,
        ]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Code", "Check", "Welcome", "First", "Second", "Human", "Tally", "Message"][self.index()]
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Code, Event::Entered) => Transition::Go(Self::Check),
            (Self::Code, _) => Transition::Action(0),
            (Self::Check, Event::Arm(_)) => Transition::Go(Self::Welcome),
            (Self::Welcome, Event::Key1) => Transition::Go(Self::Code),
            (Self::Welcome, Event::Key2) => Transition::Go(Self::Tally),
            (Self::Welcome, Event::Key3) => Transition::Go(Self::First),
            (Self::First, Event::Arm(_)) => Transition::Go(Self::Second),
            (Self::Second, Event::Arm(_)) | (Self::Human, Event::Busy) | (Self::Tally, _) => {
                Transition::Go(Self::Message)
            }
            (Self::Check | Self::First | Self::Second, _) => Transition::Go(Self::Human),
            (Self::Human, Event::Answered) | (Self::Welcome | Self::Message, _) => {
                Transition::End(Ending::Hangup)
            }
            (Self::Human, _) => Transition::Go(Self::Tally),
        }
    }

    fn enter(self, call: &Call<WardData>, entry: Entered<'_>) -> Option<WardData> {
        let Entered::Keys(keys) = entry else { return None };
        Some(WardData { code: keys.to_owned(), ..call.data().clone() })
    }

    fn set(block: u16, _: &Self::App, call: &Call<WardData>) -> WardData {
        let mut data = call.data().clone();
        if block == 1 {
            data.tally = "#".repeat(70_000);
        }
        data
    }

    async fn run(block: u16, app: &Self::App, call: &Call<WardData>) {
        if block == 0 {
            app.note(&call.id, &call.code).await;
        }
    }

    async fn ask(_: u16, app: &Self::App, call: &Call<WardData>) -> Answer<WardData> {
        Answer::arm(app.look_up(&call.code).await)
    }

    fn render(_: u16, _: &Self::App, call: &Call<WardData>) -> String {
        call.code.clone()
    }
}
