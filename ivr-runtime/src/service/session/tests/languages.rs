//! A call that plain Rust takes part in, in two languages: what Rust is told, what is said while it thinks, and what is
//! said when it fails.

use super::*;
use crate::{
    dialog::{
        data::{Answer, Call},
        tree::{Action, Ending, Event, Transition},
    },
    service::store::MemoryStore,
};

/// ```text
/// state Menu { gather key match { 1 => { language en-US; } then Look, _ => Look } }
/// state Look { match app(call).await within 30s meanwhile { say { … } } { 0 => Bye, late => Bye } }
/// state Bye  { say "{call.language}"; hangup; }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Porter {
    Menu,
    Look,
    Bye,
}

impl PhoneTree for Porter {
    /// How long an answer takes, in seconds; 99 is a panic.
    type App = u64;
    type Data = ();
    const NAME: &'static str = "Porter";
    const NEEDS_APP: bool = true;
    const STATEFUL: bool = true;
    const DESCRIPTION: &'static str = r#"{"name":"Porter","language":"fr-FR","languages":[{"tag":"en-US"}],
"starts":[{"state":"Menu"}],
"on_error":{"lines":[{"say":{"text":"Une panne.","others":[{"language":"en-US","text":"A fault."}]}}],"then":{"end":"hangup"}},
"states":[
{"name":"Menu","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,
 "arms":[{"keys":["1"],"heard":"1","to":{"action":0}},{"outcomes":["silence","_"],"to":{"go":"Look"}}]}}},
{"name":"Look","verb":{"match":{"question":0,"source":"app(call).await","within":30,
 "meanwhile":[{"uninterrupted":{"lines":[{"say":{"text":"Un instant.","others":[{"language":"en-US","text":"One moment."}]}}]}}],
 "arms":[{"pattern":"0","heard":"arm 0","to":{"go":"Bye"}},{"outcomes":["late"],"to":{"go":"Bye"}}]}}},
{"name":"Bye","lines":[{"say":{"text":"{}","placeholders":[{"from":0,"to":2,"number":0}],"others":[{"language":"en-US","text":"{}","placeholders":[{"from":0,"to":2,"number":0}]}]}}],"verb":"hangup"}],
"actions":[{"say":{"lines":[{"speak":{"language":"en-US"}}],"then":{"go":"Look"}}}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[Action::Say { then: Transition::Go(Self::Look) }];

    fn states() -> &'static [Self] {
        &[Self::Menu, Self::Look, Self::Bye]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Menu", "Look", "Bye"][self.index()]
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Menu, Event::Key1) => Transition::Action(0),
            (Self::Menu, _) => Transition::Go(Self::Look),
            (Self::Look, _) => Transition::Go(Self::Bye),
            (Self::Bye, _) => Transition::End(Ending::Hangup),
        }
    }

    async fn ask(_: u16, seconds: &u64, _: &Call<()>) -> Answer<()> {
        assert_ne!(*seconds, 99, "on purpose");
        sleep(Duration::from_secs(*seconds)).await;
        Answer::arm(0)
    }

    fn render(_: u16, _: &u64, call: &Call<()>) -> String {
        format!("It is {}.", call.language)
    }
}

async fn post(router: &Router, path: &str, form: &str) -> String {
    request(router, path, &format!("CallSid={CALL}&From=%2B14158675309&To=%2B18005551212&{form}")).await
}

fn porter(seconds: u64, store: &Arc<MemoryStore>) -> Router {
    routes(Arc::new(Sessions::<Porter>::new(seconds, Some(Arc::clone(store) as Arc<dyn CallStore>))))
}

#[tokio::test(start_paused = true)]
async fn rust_is_told_the_language_that_the_call_speaks() {
    for (key, language) in [("1", "en-US"), ("2", "fr-FR")] {
        let router = porter(0, &Arc::default());
        let menu = post(&router, "/porter", "").await;
        let bye = post(&router, &next(&menu), &format!("Digits={key}")).await;
        assert!(bye.contains(&format!(r#"<Say language="{language}">It is {language}.</Say>"#)), "{bye}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_an_answer_waits_in_the_language_of_the_call_and_comes_back_to_it() {
    let store = Arc::default();
    let router = porter(10, &store);
    let menu = post(&router, "/porter", "").await;
    let held = post(&router, &next(&menu), "Digits=1").await;
    assert!(held.contains(r#"<Say language="en-US">One moment.</Say>"#), "{held}");
    assert_eq!(next(&held), "/porter/en-US/Look/0/2");
    // The same request twice, then on another process.
    assert_eq!(post(&porter(10, &store), &next(&menu), "Digits=1").await, held);
    let bye = post(&porter(0, &store), &next(&held), "").await;
    assert!(bye.contains("It is en-US."), "{bye}");
}

#[tokio::test(start_paused = true)]
async fn a_failing_answer_is_told_in_the_language_of_the_place_that_failed() {
    let router = porter(99, &Arc::default());
    let menu = post(&router, "/porter", "").await;
    let in_french = post(&router, &next(&menu), "Digits=2").await;
    assert!(in_french.contains("Une panne."), "{in_french}");
    let in_english = post(&router, "/porter/en-US/Look", "").await;
    assert!(in_english.contains("A fault.") && !in_english.contains("panne"), "{in_english}");
}
