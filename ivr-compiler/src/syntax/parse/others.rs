//! What other systems write that has no counterpart in the tables of words: hooks, names of keys, and attributes.

/// Returns the hook for an item of another system.
pub(super) fn hook(name: &str) -> Option<&'static str> {
    Some(match name {
        "onhangup" | "onend" | "oncallend" | "onfinish" | "finally" | "statuscallback" | "oncompleted"
        | "aftercall" | "onclose" | "ondisconnect" => "after call",
        "onrecording" | "recordingstatuscallback" | "onrecorded" | "afterrecording" => "after recording in …",
        "ontranscription" | "transcribecallback" | "aftertranscription" => "after transcription in …",
        _ => return None,
    })
}

/// Returns a key by its name.
pub(super) fn key(name: &str) -> Option<&'static str> {
    const KEYS: [(&str, &[&str]); 12] = [
        ("0", &["zero"]),
        ("1", &["one"]),
        ("2", &["two"]),
        ("3", &["three"]),
        ("4", &["four"]),
        ("5", &["five"]),
        ("6", &["six"]),
        ("7", &["seven"]),
        ("8", &["eight"]),
        ("9", &["nine"]),
        ("'#'", &["pound", "hash", "octothorpe"]),
        ("'*'", &["star", "asterisk"]),
    ];
    KEYS.iter().find(|(_, names)| names.contains(&name)).map(|(key, _)| *key)
}

/// Reports a clause of TwiML without a counterpart, and what to do instead.
pub(super) fn clause(name: &str) -> Option<&'static str> {
    Some(match name {
        "action" => "an `action` is an arm of `match`",
        "method" => "`method` belongs to `action`, and an `action` is an arm of `match`",
        "actiononemptyresult" => "silence has an arm of its own: `silence => …`",
        "bargein" => "a key interrupts every prompt, except for those in `uninterrupted { … }`",
        "loop" | "looped" => "there is no repetition: write the line twice",
        "partialresultcallback" | "partialresultcallbackmethod" => {
            "`gather` answers once, when the caller has finished"
        }
        "recordingstatuscallback" | "recordingstatuscallbackevent" => {
            "steps after a recording are declared outside the states: `after recording in S { … }`"
        }
        "statuscallback" | "statuscallbackevent" => {
            "steps after a call are declared outside the states: `after call { … }`"
        }
        "transcribecallback" => {
            "steps after a transcription are declared outside the states: `after transcription in S { … }`"
        }
        "callsid" | "sid" => "the ID of a call is `call.id`, in the Rust that `run` calls",
        "machinedetection" => "who answers an outgoing call is in `call.answered_by`",
        "welcomegreeting" | "greeting" | "welcome" => "a greeting is a step: `say \"…\";`",
        "maxspeechtime" => "an utterance has at most 60 seconds",
        _ => return None,
    })
}

/// Returns whether the word is an attribute of TwiML without a counterpart.
pub(super) fn is_attribute(name: &str) -> bool {
    clause(name).is_some() || is_unset(name)
}

/// Returns whether the word is an attribute of TwiML that no tree sets.
pub(super) fn is_unset(name: &str) -> bool {
    matches!(
        name,
        "answeronbridge"
            | "callreason"
            | "dtmfdetection"
            | "enhanced"
            | "eventcallback"
            | "hangupon"
            | "interruptible"
            | "priority"
            | "profanityfilter"
            | "recordingchannels"
            | "recordingtrack"
            | "referurl"
            | "region"
            | "reservationsid"
            | "ringtone"
            | "speechmodel"
            | "transcriptionprovider"
            | "trim"
            | "ttsprovider"
            | "waitmethod"
            | "waiturlmethod"
            | "workflowsid"
    )
}

/// Returns whether the word is common in programs and other systems, and so not a slip for one of the language.
pub(super) fn is_common(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "or"
            | "not"
            | "let"
            | "null"
            | "await"
            | "block"
            | "catch"
            | "choose"
            | "close"
            | "coach"
            | "crate"
            | "field"
            | "filled"
            | "id"
            | "move"
            | "one"
            | "other"
            | "pitch"
            | "raise"
            | "select"
            | "send"
            | "speed"
            | "trait"
            | "anywhere"
            | "Refer"
            | "store"
    )
}
