//! ACME before and after a change, and the differences that are reported.

use super::*;
use crate::{
    fixture::{Acme, Hotel},
    inspect::picture::grown,
};
use ivr_core::condition::Condition;
use ivr_runtime::{
    description::{Action, DataField, Line, Phrase, Say, Scope, Target},
    heard::Event,
    tree::{Ending, PhoneTree},
};

fn acme() -> Description {
    serde_json::from_str(Acme::DESCRIPTION).unwrap()
}

/// What is different after `change`.
fn after(change: impl FnOnce(&mut Description)) -> Diff {
    let mut new = acme();
    change(&mut new);
    Diff::between(&acme(), &new)
}

fn gather(state: &mut State) -> &mut ivr_runtime::description::Gather {
    let Verb::Gather(gather) = &mut state.verb else { panic!("{} does not listen", state.name) };
    gather
}

fn say(text: &str) -> Line {
    Line::Say(Say { text: text.to_owned(), ..Say::default() })
}

#[test]
fn a_tree_does_not_differ_from_itself() {
    assert!(after(|_| {}).is_empty());
    assert_eq!(after(|_| {}).to_string(), "No caller of Acme would notice a difference.\n");
}

#[test]
fn a_key_that_leads_elsewhere_is_told_with_both_states() {
    let diff = after(|tree| gather(&mut tree.states[1]).arms[2].to = Target::Go("Sales".to_owned()));
    assert_eq!(diff.changes, ["Menu: the key 3 or the words “hours” now leads to Sales instead of Hours"]);
    assert!(!diff.strands_calls());
}

#[test]
fn a_state_that_waits_and_is_gone_strands_calls() {
    let diff = after(|tree| drop(tree.states.remove(5)));
    assert_eq!(diff.stranding, ["state Support is gone: calls waiting there would be stranded"]);
}

#[test]
fn a_state_that_never_waits_may_go() {
    let diff = after(|tree| drop(tree.states.remove(4)));
    assert_eq!(diff.changes, ["state Thanks is gone"]);
    assert!(!diff.strands_calls());
}

#[test]
fn a_renamed_state_strands_calls_and_its_new_name_is_told() {
    let diff = after(|tree| tree.states[3].name = "Voicemail".to_owned());
    assert_eq!(
        diff.stranding,
        ["state Sales is gone (Voicemail says the same): calls waiting there would be stranded"]
    );
    assert!(diff.changes.contains(&"state Voicemail is new: it records".to_owned()), "{diff}");
}

#[test]
fn a_state_that_waits_for_something_else_strands_calls() {
    let diff = after(|tree| tree.states[6].verb = tree.states[3].verb.clone());
    let expected = "Reception: it now records instead of dialing; calls waiting there would be stranded";
    assert_eq!(diff.stranding, [expected]);
}

#[test]
fn another_ending_of_a_state_that_ends_strands_nobody() {
    let diff = after(|tree| tree.states[4].verb = Verb::Reject { busy: false });
    assert_eq!(diff.changes, ["Thanks: it now rejects instead of hanging up"]);
}

#[test]
fn other_words_and_another_timeout_are_told_with_what_they_were() {
    let diff = after(|tree| {
        tree.states[0].lines = vec![say("Hello."), say("This is ACME.")];
        gather(&mut tree.states[2]).timeout = 8;
        gather(&mut tree.states[2]).prompts.pop();
        gather(&mut tree.states[2]).finish_on_key = Some('#');
    });
    assert_eq!(
        diff.changes,
        [
            "Greeting: the caller now hears “Hello.”, “This is ACME.” instead of “Welcome to ACME, Inc.”",
            "Hours: the caller no longer hears “Press one to repeat this message, or any other key to go back \
             to the menu.”",
            "Hours: timeout is now 8 s instead of 5 s",
            "Hours: the finish key is now # instead of none",
        ]
    );
}

#[test]
fn what_whoever_is_called_hears_is_told() {
    let screened = |key: char, text: &str| {
        let line = serde_json::json!({"say": {"text": text}});
        let unless =
            serde_json::json!({"question": 0, "source": "app.taken()", "within": 2, "lines": [line]});
        let screen = serde_json::json!({"key": key, "lines": [line], "unless": unless});
        let dial = serde_json::json!({"dial": {"numbers": ["+1"], "timeout": 5, "screen": screen}});
        let mut tree = acme();
        tree.states[0].verb = serde_json::from_value(dial).unwrap();
        tree
    };
    assert_eq!(
        Diff::between(&screened('1', "Press one."), &screened('2', "Press two.")).changes,
        [
            "Greeting: the key that accepts the call is now 2 instead of 1",
            "Greeting: what the called party hears is now “Press two.” instead of “Press one.”",
            "Greeting: what is heard by whoever is not asked is now “Press two.” instead of “Press one.”",
        ]
    );
}

#[test]
fn more_attempts_and_other_words_of_a_retry_are_told() {
    let diff = after(|tree| {
        let Action::Retry { times, blocks, .. } = &mut tree.actions[0] else { panic!() };
        *times = 3;
        blocks.push(vec![say("Are you there?")]);
    });
    assert_eq!(
        diff.changes,
        [
            "Menu: silence now asks again 3 times, then leads to Reception; before, it asks again twice, then \
             leads to Reception",
            "Menu: after silence the caller, asked again, now also hears “Are you there?”",
        ]
    );
}

#[test]
fn arms_that_come_and_go_are_told() {
    let diff = after(|tree| {
        let arms = &mut gather(&mut tree.states[1]).arms;
        arms[3].keys = vec!["8".to_owned()];
        arms[3].to = Target::End(Ending::Hangup);
    });
    assert_eq!(
        diff.changes,
        [
            "Menu: the key 8 is new and hangs up",
            "Menu: the key 9 has no arm any more; before, it leads to Menu"
        ]
    );
}

#[test]
fn words_that_are_new_are_told_as_arms_and_only_the_first_of_many() {
    let diff = after(|tree| {
        let menu = gather(&mut tree.states[1]);
        let sales = menu.arms[0].phrases[0].clone();
        for word in ["yes", "yeah", "yep", "sure", "fine"] {
            menu.hints.push(word.to_owned());
            menu.arms[0].phrases.push(Phrase { text: word.to_owned(), above: Some(0.5) });
        }
        menu.arms[0].phrases[0] = Phrase { above: Some(0.6), ..sales };
    });
    assert_eq!(
        diff.changes,
        [
            "Menu: the confidence asked of “sales” is now 0.6 instead of none",
            "Menu: the words “yes” or the words “yeah” or the words “yep” or one of 2 more is new and leads to Sales"
        ]
    );
}

#[test]
fn a_hint_of_the_author_is_told() {
    let diff = after(|tree| gather(&mut tree.states[1]).hints.push("anvil".to_owned()));
    assert_eq!(diff.changes, ["Menu: the list of hints is now anvil instead of none"]);
}

#[test]
fn a_change_of_everywhere_is_told_once() {
    let (old, mut new) = (grown::grow(80), grown::grow(80));
    let Action::Retry { times, .. } = &mut new.actions[1] else { panic!() };
    *times = 1;
    let diff = Diff::between(&old, &new);
    assert_eq!(diff.changes.len(), 1, "{diff}");
    assert!(diff.changes[0].contains(" more: anything else now asks again once"), "{diff}");
}

#[test]
fn the_start_on_error_and_the_language_are_part_of_the_tree() {
    let diff = after(|tree| {
        tree.language = "fr-FR".to_owned();
        tree.starts[0].state = "Menu".to_owned();
        tree.on_error = None;
    });
    assert_eq!(
        diff.changes,
        [
            "the language is now fr-FR instead of en-US",
            "the first state of a call is now Menu instead of Greeting",
            "what happens when the server fails is now none instead of leads to Reception",
            "when the server fails, the caller no longer hears “Something went wrong on our side.”",
        ]
    );
}

#[test]
fn a_promise_that_is_dropped_is_told() {
    let mut old = acme();
    old.promises = vec!["first option within 20s".to_owned()];
    assert_eq!(Diff::between(&old, &acme()).changes, ["it no longer promises: first option within 20s"]);
    assert_eq!(Diff::between(&acme(), &old).changes, ["it now promises: first option within 20s"]);
}

#[test]
fn another_name_is_another_address() {
    assert!(after(|tree| tree.name = "Front".to_owned()).strands_calls());
}

#[test]
fn what_no_caller_notices_is_no_difference() {
    let diff = after(|tree| {
        tree.docs = Some("Another comment.".to_owned());
        gather(&mut tree.states[1]).arms[0].heard = Some(Event::Arm(0));
        tree.actions.insert(0, Action::Say { lines: Vec::new(), then: Target::Again });
        for arm in &mut gather(&mut tree.states[1]).arms {
            if let Target::Action(row) = &mut arm.to {
                *row += 1;
            }
        }
    });
    assert!(diff.is_empty(), "{diff}");
}

/// What is different in the hotel, which speaks French, English and Spanish, after its text is changed.
fn hotel(from: &str, to: &str) -> Diff {
    let changed = Hotel::DESCRIPTION.replace(from, to);
    assert_ne!(changed, Hotel::DESCRIPTION);
    let read = |text: &str| serde_json::from_str::<Description>(text).unwrap();
    Diff::between(&read(Hotel::DESCRIPTION), &read(&changed))
}

#[test]
fn a_text_that_changed_in_one_language_is_told_with_it() {
    let diff = hotel("Which room?", "What room?");
    assert!(!diff.strands_calls());
    let told = "Room: in en-US, the caller now hears “What room?” instead of “Which room?”\n";
    assert!(diff.to_string().contains(told), "{diff}");
    let diff = hotel(r#""timeout":20"#, r#""timeout":30"#);
    assert!(diff.to_string().contains("Desk: timeout is now 30 s instead of 20 s\n"), "{diff}");
}

#[test]
fn calls_in_a_language_that_is_gone_are_stranded_and_a_new_one_harms_nobody() {
    let read = |text: &str| serde_json::from_str::<Description>(text).unwrap();
    let three = read(Hotel::DESCRIPTION);
    let mut two = three.clone();
    two.languages.pop();
    let gone = Diff::between(&three, &two);
    assert!(gone.strands_calls());
    assert!(gone.to_string().contains("  calls that speak es-ES would go on in fr-FR\n"), "{gone}");
    let added = Diff::between(&two, &three);
    assert!(!added.strands_calls());
    assert!(added.to_string().contains("the language es-ES is now spoken instead of none"), "{added}");
}

#[test]
fn another_first_language_strands_the_calls_that_name_none() {
    let read = |text: &str| serde_json::from_str::<Description>(text).unwrap();
    let french = read(Hotel::DESCRIPTION);
    let english = french.in_language("en-US");
    let diff = Diff::between(&french, &english);
    assert!(diff.to_string().contains("calls that speak fr-FR would go on in en-US\n"), "{diff}");
}

#[test]
fn another_speak_is_a_difference() {
    let diff = hotel(
        r#"{"lines":[{"speak":{"language":"es-ES"}}],"then""#,
        r#"{"lines":[{"speak":{"language":"en-US"}}],"then""#,
    );
    assert!(diff.to_string().contains("a change to en-US"), "{diff}");
}

#[test]
fn a_run_that_is_done_at_least_once_is_told_when_it_comes_and_goes() {
    let effect: Line =
        serde_json::from_str(r#"{"effect":{"block":0,"at_least_once":["app.call_help(call).await"]}}"#)
            .unwrap();
    let mut promising = acme();
    promising.states[1].lines.push(effect);
    let changes = |old: &Description, new: &Description| Diff::between(old, new).changes;
    assert_eq!(
        changes(&acme(), &promising),
        ["Menu: `run app.call_help(call).await` is now done at least once"]
    );
    assert_eq!(
        changes(&promising, &acme()),
        ["Menu: `run app.call_help(call).await` is no longer done at least once"]
    );
    assert!(Diff::between(&promising, &promising).is_empty());
}

#[test]
fn a_state_that_names_what_it_was_strands_nobody() {
    let diff = after(|tree| {
        *tree = tree.clone().with_names(|name| (name == "Sales").then_some("Voicemail"));
        tree.states[3].was = vec!["Orders".to_owned(), "Sales".to_owned()];
    });
    assert_eq!(diff.changes, ["state Sales is now called Voicemail"]);
    assert_eq!(diff.breaking(), None);
}

#[test]
fn a_renamed_state_that_waits_for_something_else_strands_calls() {
    let diff = after(|tree| {
        *tree = tree.clone().with_names(|name| (name == "Sales").then_some("Voicemail"));
        tree.states[3].was = vec!["Sales".to_owned()];
        tree.states[3].verb = tree.states[6].verb.clone();
    });
    let expected = "Voicemail: it now dials instead of recording; calls waiting there would be stranded";
    assert_eq!(diff.stranding, [expected]);
}

#[test]
fn keys_that_lead_elsewhere_or_nowhere_mislead_who_heard_them() {
    let diff = after(|tree| {
        let arms = &mut gather(&mut tree.states[1]).arms;
        arms[2].to = Target::Go("Sales".to_owned());
        arms.remove(1);
    });
    assert!(diff.misleads_callers() && !diff.strands_calls());
    assert_eq!(
        diff.breaking().unwrap(),
        "Callers who have heard what these keys did would be misled:\n  \
         Menu: the key 2 or the words “support” has no arm any more; before, it leads to Support\n  \
         Menu: the key 3 or the words “hours” now leads to Sales; before, it leads to Hours\n"
    );
}

/// ACME with its key for the hours under a condition.
fn conditional(condition: &str) -> Description {
    let mut tree = acme();
    let menu = gather(&mut tree.states[1]);
    menu.conditions = vec!["open".to_owned()];
    menu.arms[2].condition = Some(Condition::from(condition.to_owned()));
    tree
}

#[test]
fn a_key_that_is_put_under_a_condition_misleads_who_was_told_of_it() {
    let (always, open, closed) = (acme(), conditional("open"), conditional("!open"));
    let told = "Callers who have heard what these keys did would be misled:\n  \
                Menu: the key 3 or the words “hours” is under another condition; before, it leads to Hours\n";
    assert_eq!(Diff::between(&always, &open).breaking().as_deref(), Some(told));
    assert_eq!(Diff::between(&open, &always).breaking(), None);
    assert_eq!(Diff::between(&open, &open).breaking(), None);
    let told =
        told.replace("the key 3 or the words “hours”", "the key 3 if open or the words “hours” if open");
    assert_eq!(Diff::between(&open, &closed).breaking(), Some(told));
}

#[test]
fn a_prompt_that_is_put_under_a_condition_is_told_with_it() {
    let mut new = conditional("open");
    let menu = gather(&mut new.states[1]);
    let scope = Scope::If(Condition::from("open".to_owned()));
    menu.prompts = vec![Line::Scoped { scope, lines: vec![say("Press three.")] }];
    let changes = Diff::between(&acme(), &new).changes.join("; ");
    assert!(changes.contains("the caller now hears “Press three.” if open instead of"), "{changes}");
}

#[test]
fn another_answer_to_silence_misleads_nobody() {
    let diff = after(|tree| {
        let Action::Retry { times, .. } = &mut tree.actions[0] else { panic!() };
        *times = 3;
    });
    assert!(!diff.is_empty());
    assert_eq!(diff.breaking(), None);
}

#[test]
fn a_field_of_another_type_strands_calls_that_have_stored_it() {
    let field = |field: &str, kind: &str| DataField { field: field.into(), kind: kind.into() };
    let mut old = acme();
    old.data = vec![field("zip", "Digits"), field("gone", "u8")];
    let mut new = acme();
    new.data = vec![field("zip", "u32"), field("fresh", "u8")];
    assert_eq!(
        Diff::between(&old, &new).stranding,
        [
            "the field zip is now of type `u32` instead of `Digits`: calls that have stored it may hear `on_error`"
        ]
    );
    assert_eq!(Diff::between(&old, &old).breaking(), None);
}
