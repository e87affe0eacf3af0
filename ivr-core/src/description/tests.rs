//! What is written is what is read.

use proptest::prelude::*;

use super::*;
use crate::{event::Event, position::Ending};

/// A tree with every verb, line, target and action, each with all of its members and with none that may be absent.
const EVERYTHING: &str = r#"{"name":"All","docs":"First.\nSecond \"quoted\".","language":"fr-FR","voice":"Polly.Lea","audio":"https://a.example/","languages":[
{"tag":"en-US","voice":"Polly.Joanna","audio":"https://a.example/en/"},
{"tag":"es-ES"}],"prompts":{"file":"prompts.toml","keys":[{"key":"zip","optional":true,"ssml":true,"off":true,"placeholders":[{"language":"fr-FR","written":"{zip:digits}","number":0}]},{"key":"hello"}]},"hours":[
{"name":"office","zone":"Europe/Paris","schedule":{"week":[[{"from":540,"to":1080}],[],[],[],[],[],[]],"exceptions":[{"day":"12-25"},{"day":"2026-12-24","spans":[{"from":600,"to":960}]}]}}],"starts":[
{"state":"Menu"},
{"name":"volunteers","state":"Menu","with":[{"field":"campaign","optional":true},{"field":"id"}]}],"on_error":{"lines":[{"say":{"text":"Désolé."}}],"then":{"go":"Menu"}},"told":[
"?campaign",
"CallerName"],"states":[
{"name":"Menu","docs":"A menu.","under":"Menu","lines":[{"say":{"text":"Oui {a}.","ssml":"<p>Oui {a}.</p>","placeholders":[{"from":7,"to":10,"number":0}],"language":"fr-FR","voice":"alice","others":[{"language":"en-US","text":"{a}!","ssml":"<p>{a}!</p>","placeholders":[{"from":3,"to":6,"number":1}]},{"language":"es-ES","text":"Sí."}],"key":"yes","optional":true}},{"play":{"url":"a.mp3","text":"A.","language":"fr-FR","others":[{"language":"en-US","url":"b.mp3","text":"B."},{"language":"es-ES"}],"placeholder":3,"key":"a"}},{"play":{}},{"play_digits":{"digits":"ww9#"}},{"play_digits":{"digits":{"placeholder":4,"source":"call.pin"},"secret":true}},{"pause":{"seconds":2}},{"uninterrupted":{"lines":[{"first":{"lines":[{"pause":{"seconds":1}}]}}]}},{"effect":{"block":0}},{"effect":{"block":1,"at_least_once":["app.call(call).await"]}},{"language":{"tag":"en-US"}},{"language":{"tag":"","choice":{"placeholder":7,"source":"call.tongue"}}}],"verb":{"gather":{"keys":{"min":1,"max":4},"count":{"placeholder":5,"source":"call.length"},"speech":true,"timeout":5,"speech_timeout":2,"finish_on_key":"\"","language":"de-DE","hints":["sales"],"more_hints":{"placeholder":6,"source":"app.towns()"},"into":"zip","conditions":["office"],"prompts":[{"say":{"text":"Un."}},{"scoped":{"scope":{"if":"!office"},"lines":[{"pause":{"seconds":1}}]}}],"arms":[{"keys":["1","12"],"phrases":[{"text":"sales","above":0.8},{"text":"desk"}],"outcomes":["silence","_","arm 0"],"heard":"1","condition":"office","pattern":"Some(_)","hidden":true,"inherited":true,"to":{"go":"Menu"}},{"to":"again"},{"to":{"end":"hangup"}},{"to":{"end":"busy"}},{"to":{"end":"rejected"}},{"to":{"end":"leave"}},{"to":{"action":0}}]}}},
{"name":"B","verb":{"gather":{"keys":{"min":1},"timeout":5}}},
{"name":"C","verb":{"dial":{"numbers":["+12345678900"],"nouns":["number","client"],"placeholder":0,"timeout":20,"caller_id":"+12345678901","arms":[{"outcomes":["answered"],"to":"again"}]}}},
{"name":"D","verb":{"record":{"max_length":120,"timeout":0,"finish_on_key":"*","without_beep":true,"transcribe":true,"arms":[{"outcomes":["recorded"],"to":"again"}]}}},
{"name":"E","verb":{"enqueue":{"queue":"support","max_wait":600,"music":[{"play":{"url":"hold.mp3"}}],"arms":[{"outcomes":["hung_up"],"to":"again"},{"outcomes":["waits"],"to":{"wait":"Menu"}}]}}},
{"name":"F","verb":{"match":{"question":0,"source":"app.is_open()","walks":"stops","within":3,"meanwhile":[{"say":{"text":"Un instant."}}],"arms":[{"outcomes":["arm 0"],"pattern":"true","to":"again"}]}}},
{"name":"G","waiting":true,"verb":{"goto":{"go":"Menu"}}},
{"name":"H","verb":"hangup"},
{"name":"I","verb":"leave"},
{"name":"J","verb":{"reject":{"busy":true}}},
{"name":"K","verb":{"reject":{}}},
{"name":"L","verb":{"redirect":{"url":"https://a.example/"}}},
{"name":"LL","verb":{"redirect":{"url":{"placeholder":8,"source":"call.next"}}}},
{"name":"O","verb":{"dial":{"noun":"conference","numbers":["room"],"timeout":20,"time_limit":60,"computed_time_limit":{"placeholder":9,"source":"call.left"},"caller_id":{"placeholder":1,"source":"call.line"},"send_digits":"ww1","hangup_on_star":true,"record":true,"sequential":true,"waits_for_start":true,"end_on_exit":true,"max_participants":3,"muted":true,"wait_url":"https://a.example/","screen":{"key":"1","unless":{"question":1,"source":"app.taken()","within":2,"lines":[{"say":{"text":"Pris."}}]},"lines":[{"play":{"url":"ask.mp3"}}]}}}},
{"name":"N","verb":{"connect":{"connect":0,"url":"wss://a.example/","stream":true,"time_limit":240,"give":[{"name":"account","placeholder":2}],"result":"Billing","arms":[{"outcomes":["failed"],"to":"again"}]}}},
{"name":"M","verb":{"hours":{"name":"office","arms":[{"outcomes":["open"],"to":"again"}]}}}],"actions":[
{"retry":{"times":2,"blocks":[[{"say":{"text":"Quoi ?"}}],[]],"at":"Menu","then":{"go":"B"}}},
{"retry":{"times":1,"then":"again"}},
{"say":{"lines":[{"say":{"text":"Bon."}}],"then":"again"}},
{"enter":{"state":"Menu"}},
{"leave":{"state":"Menu"}}],"promises":[
"Menu within 2 keys of every state"],"scenarios":[
{"name":"the hours","from":"volunteers","calls":[{"inputs":["3","_"],"to":"Menu"},{"to":"end"}]}]}"#;

fn read(json: &str) -> Description {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"))
}

#[test]
fn every_type_is_written_as_it_is_read() {
    let tree = read(EVERYTHING);
    assert_eq!(tree.to_json(), EVERYTHING);
    assert_eq!(read(&tree.to_json_pretty()), tree);
}

#[test]
fn a_file_is_found_wherever_it_is_played() {
    let files: Vec<String> = read(EVERYTHING).played().into_iter().map(|played| played.file).collect();
    for file in ["a.mp3", "hold.mp3", "ask.mp3"] {
        assert!(files.iter().any(|played| played == file), "{file} of {files:?}");
    }
}

#[test]
fn the_indented_form_is_the_usual_one() {
    let tree = read(
        r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#,
    );
    let lines = r#"{
  "name": "Bye",
  "language": "en-US",
  "starts": [
    {
      "state": "A"
    }
  ],
  "states": [
    {
      "name": "A",
      "verb": "hangup"
    }
  ]
}"#;
    assert_eq!(tree.to_json_pretty(), lines);
}

#[test]
fn members_of_earlier_versions_are_read() {
    let old = r#"{"name":"A","docs":"","language":"en-US","words":{"file":"w.toml","keys":[]},"starts":[{"state":"A"}],
        "trouble":{"lines":[],"then":{"way":0}},"ways":[{"enter":{"state":"A"}}],"states":[
            {"name":"A","lines":[{"speak":{"language":"en-US"}},{"say":{"text":"{a}","holes":[{"from":0,"to":3,"number":0}]}},
                {"play":{"url":"x","hole":1}}],
             "verb":{"gather":{"timeout":5,"pause":2,"finish":"0","listen":"fr-FR",
                "arms":[{"outcomes":["silent","cancelled"],"to":"again"}]}}},
            {"name":"B","verb":{"record":{"max":9,"silence":4,"finish":"1","arms":[]}}},
            {"name":"C","verb":{"dial":{"numbers":["x"],"hole":2,"timeout":1,"arms":[]}}}]}"#;
    let json = read(old).to_json();
    for part in [
        r#""prompts":{"file":"w.toml"}"#,
        r#""on_error":{"then":{"action":0}}"#,
        r#""actions":["#,
        r#"{"language":{"tag":"en-US"}}"#,
        r#""placeholders":[{"from":0,"to":3,"number":0}]"#,
        r#""placeholder":1"#,
        r#""speech_timeout":2,"finish_on_key":"0","language":"fr-FR""#,
        r#""outcomes":["silence","canceled"]"#,
        r#"{"record":{"max_length":9,"timeout":4,"finish_on_key":"1"}}"#,
        r#""placeholder":2"#,
    ] {
        assert!(json.contains(part), "{part} in {json}");
    }
}

#[test]
fn an_unknown_member_is_an_error() {
    let more = r#"{"name":"A","language":"en-US","starts":[],"states":[],"colour":"red"}"#;
    assert!(serde_json::from_str::<Description>(more).is_err());
}

proptest! {
    #[test]
    fn every_text_is_written_so_that_it_reads_back(text in any::<String>(), key in any::<char>(), above in 0.0..1.0_f32) {
        let mut tree = read(EVERYTHING);
        tree.docs = Some(text.clone());
        tree.promises.push(text);
        let Some(Verb::Gather(gather)) = tree.states.first_mut().map(|state| &mut state.verb) else { panic!() };
        gather.finish_on_key = Some(key);
        gather.arms[0].phrases[0].above = Some(above);
        prop_assert_eq!(read(&tree.to_json()), tree.clone());
        prop_assert_eq!(read(&tree.to_json_pretty()), tree);
    }

    #[test]
    fn every_event_and_number_reads_back(arm in any::<u16>(), seconds in any::<u32>(), times in any::<u8>()) {
        let mut tree = read(EVERYTHING);
        tree.actions.push(Action::Retry { times, blocks: vec![vec![Line::Pause { seconds }]], at: None, then: Target::End(Ending::Busy) });
        let Some(Verb::Enqueue(enqueue)) = tree.states.get_mut(4).map(|state| &mut state.verb) else { panic!() };
        enqueue.arms[0].heard = Some(Event::Arm(arm));
        prop_assert_eq!(read(&tree.to_json()), tree);
    }
}

/// The names of the arms of a state that has these.
#[cfg(feature = "serde")]
fn arm_names(arms: &str) -> Vec<String> {
    let tree = format!(
        r#"{{"name":"T","language":"en-US","languages":[{{"tag":"fr-FR"}}],"starts":[{{"state":"A"}}],"states":[
            {{"name":"A","verb":{{"gather":{{"keys":{{"min":1}},"timeout":5,"arms":[{arms}]}}}}}}],"actions":[
            {{"retry":{{"times":2,"then":{{"go":"Reception"}}}}}},{{"say":{{"then":{{"action":1}}}}}}]}}"#
    );
    let tree: Description = serde_json::from_str(&tree).unwrap();
    tree.arm_names(&tree.states[0])
}

#[cfg(feature = "serde")]
#[test]
fn an_arm_is_never_called_by_what_a_caller_entered() {
    for (arm, name) in [
        (r#"{"keys":["1234"],"to":{"go":"Vault"}}"#, "to Vault"),
        (r#"{"keys":["1"],"to":{"action":0}}"#, "to Reception"),
        (r#"{"keys":["1"],"to":{"end":"hangup"}}"#, "hangup"),
        (r#"{"phrases":[{"text":"four one five"}],"heard":"arm 0","to":{"go":"Vault"}}"#, "to Vault"),
        (r#"{"phrases":[{"text":"deux"}],"heard":"arm 0","to":{"go":"Vault"}}"#, "to Vault"),
        (r#"{"phrases":[{"text":"room 7"},{"text":"the vault"}],"heard":"arm 0","to":"again"}"#, "the vault"),
        (r#"{"pattern":"Some(1234)","outcomes":["arm 0"],"to":{"go":"Vault"}}"#, "to Vault"),
        (r#"{"pattern":"Some(_)","outcomes":["arm 0"],"to":{"go":"Vault"}}"#, "Some(_)"),
        (r#"{"keys":["0"],"outcomes":["silence"],"to":{"go":"Vault"}}"#, "silence"),
        // From a file that the compiler did not write.
        (r#"{"keys":["1"],"to":{"action":1}}"#, "again"),
        (r#"{"keys":["1"],"to":{"action":7}}"#, "again"),
    ] {
        assert_eq!(arm_names(arm), [name], "{arm}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn arms_that_lead_to_the_same_state_are_told_apart() {
    let arm = |key: u8| format!(r#"{{"keys":["{key}"],"to":{{"go":"Menu"}}}}"#);
    assert_eq!(arm_names(&[arm(1), arm(2), arm(3)].join(",")), ["to Menu", "to Menu (2)", "to Menu (3)"]);
}
