//! The hotel walked by its description alone: what is heard, in which language, and where the next request goes. It
//! knows nothing of the runtime but that text.

use ivr_runtime::tree::PhoneTree;
use serde_json::Value;

use crate::fixture::Hotel;

/// Something heard; a file has neither language nor voice.
#[derive(PartialEq, Debug)]
pub(super) struct Said {
    pub(super) language: Option<String>,
    pub(super) voice: Option<String>,
    pub(super) text: String,
}

/// A call, and what was heard since its last request.
#[derive(Debug)]
pub(super) struct Walk {
    tree: Value,
    language: String,
    state: Option<String>,
    attempts: u64,
    pub(super) said: Vec<Said>,
}

impl Walk {
    pub(super) fn begin() -> Self {
        let tree: Value = serde_json::from_str(Hotel::DESCRIPTION).unwrap();
        let language = text(&tree["language"]);
        let mut walk = Self { tree, language, state: None, attempts: 0, said: Vec::new() };
        walk.enter("Greeting");
        walk
    }

    /// Where the next request goes; `None` when the call is over.
    pub(super) fn action(&self) -> Option<String> {
        let mut url = "/hotel".to_owned();
        if self.language != self.tree["language"] {
            url += &format!("/{}", self.language);
        }
        url += &format!("/{}", self.state.as_ref()?);
        Some(if self.attempts == 0 { url } else { format!("{url}/{}", self.attempts) })
    }

    /// Something happens in the state that waits: the fields of the request for it.
    pub(super) fn goes_on(&mut self, whim: u8) -> Vec<(&'static str, &'static str)> {
        self.said.clear();
        let verb = self.state(&self.state.clone().unwrap())["verb"].clone();
        let keys = ["0", "1", "2", "3", "4", "5", "9", "42", "77", ""];
        let (field, value, outcome) = match whim {
            _ if verb["dial"].is_object() && whim.is_multiple_of(2) => {
                ("DialCallStatus", "completed", "answered")
            }
            _ if verb["dial"].is_object() => ("DialCallStatus", "busy", "_"),
            _ if verb["record"].is_object() => ("RecordingUrl", "https://r.example/1", "recorded"),
            _ => match keys[usize::from(whim) % keys.len()] {
                "" => ("Digits", "", "silence"),
                keys => ("Digits", keys, "_"),
            },
        };
        let (_, verb) = verb.as_object().unwrap().iter().next().unwrap();
        let has =
            |list: &Value, name: &str| list.as_array().is_some_and(|list| list.iter().any(|one| one == name));
        let arms = verb["arms"].as_array().unwrap();
        let named = arms.iter().find(|arm| has(&arm["keys"], value));
        let arm = named.or_else(|| arms.iter().find(|arm| has(&arm["outcomes"], outcome))).unwrap();
        self.follow(&arm["to"].clone());
        vec![(field, value)]
    }

    fn follow(&mut self, target: &Value) {
        if let Some(state) = target["go"].as_str() {
            self.attempts = 0;
            return self.enter(state);
        }
        let Some(row) = target["action"].as_u64() else {
            self.state = None;
            return;
        };
        let action = self.tree["actions"][row as usize].clone();
        if action["say"].is_object() {
            self.hear(&action["say"]["lines"]);
            return self.follow(&action["say"]["then"]);
        }
        let retry = &action["retry"];
        if self.attempts >= retry["times"].as_u64().unwrap() {
            return self.follow(&retry["then"]);
        }
        self.attempts += 1;
        self.hear(&retry["blocks"][0]);
        self.ask();
    }

    fn enter(&mut self, name: &str) {
        let state = self.state(name);
        self.state = Some(name.to_owned());
        self.hear(&state["lines"]);
        match &state["verb"]["goto"] {
            Value::Null if state["verb"] == "hangup" => self.state = None,
            Value::Null => self.ask(),
            target => self.follow(target),
        }
    }

    fn ask(&mut self) {
        let state = self.state(&self.state.clone().unwrap());
        self.hear(&state["verb"]["gather"]["prompts"]);
    }

    fn hear(&mut self, lines: &Value) {
        for line in lines.as_array().into_iter().flatten() {
            if let Some(language) = line["speak"]["language"].as_str() {
                self.language = language.to_owned();
            } else if line["say"].is_object() {
                self.say(&line["say"]);
            } else {
                self.play(&line["play"]);
            }
        }
    }

    fn say(&mut self, say: &Value) {
        let language = say["language"].as_str().unwrap_or(&self.language).to_owned();
        let own = if say["language"].is_null() { self.own(say) } else { say.clone() };
        self.add(&language, text(&own["text"]));
    }

    fn play(&mut self, play: &Value) {
        let own = if play["others"].is_null() { play.clone() } else { self.own(play) };
        let Some(file) = own["url"].as_str() else {
            let language = self.language.clone();
            return self.add(&language, text(&own["text"]));
        };
        let audio = self.setting(&self.language, "audio").unwrap_or_else(|| text(&self.tree["audio"]));
        self.said.push(Said { language: None, voice: None, text: format!("{audio}{file}") });
    }

    /// What a line has in the language of the call.
    fn own(&self, line: &Value) -> Value {
        if self.language == self.tree["language"] {
            return line.clone();
        }
        let mut others = line["others"].as_array().unwrap().iter();
        others.find(|other| other["language"] == *self.language).unwrap().clone()
    }

    fn add(&mut self, language: &str, text: String) {
        let voice = self.setting(language, "voice");
        self.said.push(Said { language: Some(language.to_owned()), voice, text });
    }

    fn setting(&self, language: &str, name: &str) -> Option<String> {
        if language == self.tree["language"] {
            return self.tree[name].as_str().map(str::to_owned);
        }
        let mut others = self.tree["languages"].as_array().unwrap().iter();
        others.find(|other| other["tag"] == language)?[name].as_str().map(str::to_owned)
    }

    fn state(&self, name: &str) -> Value {
        let mut states = self.tree["states"].as_array().unwrap().iter();
        states.find(|state| state["name"] == name).unwrap().clone()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
