//! Words of other systems, and their counterparts here: TwiML's own spelling, VoiceXML, Twilio Studio, Asterisk,
//! Python and Rust. They are compared in lower case and without underscores.

use ivr_core::event::Verb;

use super::words::{self, Context};

/// A foreign word, and the word of the language for it.
type Synonyms = &'static [(&'static str, &'static [&'static str])];

/// Returns the word of the language for `theirs`, which is folded.
pub(super) fn ours(place: Context, theirs: &str) -> Option<&'static str> {
    listed(place, theirs).or_else(|| of_call(place, theirs))
}

/// `end_call`, `transfer_call`: a verb of the call, with its object.
fn of_call(place: Context, theirs: &str) -> Option<&'static str> {
    let word = theirs.strip_suffix("call").filter(|_| matches!(place, Context::State | Context::Target))?;
    let word = word.strip_suffix("the").unwrap_or(word);
    let ours = place.known().into_iter().find(|known| *known == word).or_else(|| listed(place, word))?;
    // `switch call` and `print call` are followed by what they take.
    (ours != "match" && !words::STEPS.contains(&ours)).then_some(ours)
}

fn listed(place: Context, theirs: &str) -> Option<&'static str> {
    let find = |synonyms: Synonyms| {
        synonyms.iter().find(|(_, others)| others.contains(&theirs)).map(|(ours, _)| *ours)
    };
    match place {
        Context::Item => find(ITEMS),
        Context::State => find(STEPS).or_else(|| find(ENDINGS)),
        Context::Prompts | Context::Block => find(STEPS),
        Context::Clause(Verb::Gather) => find(CLAUSES_OF_GATHER),
        Context::Clause(Verb::Dial) => find(CLAUSES_OF_DIAL),
        Context::Clause(Verb::Record) => find(CLAUSES_OF_RECORD),
        Context::Clause(Verb::Enqueue) => find(CLAUSES_OF_ENQUEUE),
        Context::Clause(Verb::Connect) => find(CLAUSES_OF_CONNECT),
        Context::Clause(Verb::Match | Verb::Hours) | Context::Outcome(Verb::Match | Verb::Connect) => None,
        Context::Outcome(Verb::Hours) => find(OF_HOURS),
        Context::Outcome(Verb::Gather) => find(OF_GATHER),
        Context::Outcome(Verb::Dial) => find(OF_DIAL),
        Context::Outcome(Verb::Record) => find(OF_RECORD),
        Context::Outcome(Verb::Enqueue) => find(OF_ENQUEUE),
        Context::Target => find(TARGETS),
        Context::Listen => find(LISTEN),
        Context::After => find(STEPS).filter(|ours| *ours == "run"),
    }
}

const ITEMS: Synonyms = &[
    (
        "state",
        &[
            "fn",
            "def",
            "node",
            "form",
            "menu",
            "widget",
            "context",
            "page",
            "screen",
            "step",
            "function",
            "func",
            "dialog",
            "section",
            "field",
            "block",
            "class",
            "subdialog",
            "flow",
            "extension",
            "stage",
            "task",
        ],
    ),
    ("start", &["initial", "entry", "begin", "root", "main", "entrypoint", "trigger", "first", "startat"]),
    ("on_error", &["catch", "error", "fallback", "rescue", "except", "onfailure", "onexception"]),
    ("everywhere", &["global", "globals", "default", "defaults", "always", "anywhere", "common", "shared"]),
    ("language", &["locale", "lang", "languages"]),
    ("voice", &["speaker", "tts", "ttsvoice"]),
    ("audio", &["audiourl", "baseurl", "audiobase"]),
    ("prompts", &["promptfile", "texts"]),
    ("data", &["vars", "variables", "fields", "struct", "context"]),
    ("hours", &["schedule", "openinghours", "businesshours", "timetable", "calendar"]),
    ("scenario", &["test", "story"]),
    ("promise", &["guarantee", "ensure", "invariant", "assert", "must", "require", "shall"]),
];

const STEPS: Synonyms = &[
    (
        "say",
        &[
            "print",
            "speak",
            "tts",
            "prompt",
            "message",
            "text",
            "echo",
            "talk",
            "puts",
            "saydigits",
            "saynumber",
            "sayplay",
            "saytext",
            "announce",
        ],
    ),
    ("play", &["audio", "playback", "sound", "background", "playfile", "playaudio", "controlplayback"]),
    ("pause", &["wait", "sleep", "delay", "break"]),
    ("set", &["assign", "setvariables", "setvariable", "setvar"]),
    ("language", &["lang", "locale", "setlanguage", "switchlanguage", "changelanguage"]),
    ("run", &["execute", "exec", "invoke", "do"]),
    ("first", &["once"]),
    ("each", &["foreach", "forevery", "every", "item", "items"]),
    ("uninterrupted", &["nobargein", "uninterruptible"]),
];

const ENDINGS: Synonyms = &[
    (
        "match",
        &["switch", "split", "branch", "case", "select", "choose", "decide", "cond", "gotoif", "gotoiftime"],
    ),
    ("goto", &["transition", "jump", "then", "next", "to", "go", "gosub", "macro"]),
    (
        "gather",
        &[
            "input",
            "listen",
            "read",
            "collect",
            "ask",
            "getdigits",
            "waitexten",
            "menu",
            "field",
            "authenticate",
        ],
    ),
    ("dial", &["call", "transfer", "forward", "bridge", "connectcallto", "phone"]),
    ("connect", &["agent", "relay", "conversationrelay", "handoff"]),
    ("record", &["voicemail", "recordvoicemail", "recordmessage", "mixmonitor"]),
    ("enqueue", &["queue", "hold"]),
    ("redirect", &["submit", "twimlredirect"]),
    ("hangup", &["end", "exit", "return", "disconnect", "quit", "stop", "terminate", "bye", "finish"]),
];

const CLAUSES_OF_GATHER: Synonyms = &[
    ("timeout", &["wait", "waittime", "initialtimeout", "firstdigittimeout", "interdigittimeout", "maxwait"]),
    ("speech_timeout", &["endsilencetimeout", "endofspeechtimeout", "silencetimeout"]),
    (
        "finish_on_key",
        &[
            "finishkey",
            "terminator",
            "endkey",
            "termchar",
            "terminatingkey",
            "submitkey",
            "until",
            "endwith",
            "endswith",
            "terminatedby",
            "endon",
        ],
    ),
    ("language", &["lang", "locale", "speechlanguage"]),
    ("hints", &["grammar", "vocabulary", "keywords", "phrases", "hint"]),
    ("into", &["store", "saveas", "storein", "variable", "var", "assign", "to", "save", "field", "as"]),
    ("offer", &["choices", "choose", "options", "list", "menu"]),
];

const CLAUSES_OF_DIAL: Synonyms = &[
    ("timeout", &["ringtimeout", "ringtime", "ring", "ringfor", "dialtimeout", "maxwait"]),
    ("time_limit", &["maxduration", "limit", "maxcallduration", "maxlength", "maxtime"]),
    ("caller_id", &["from", "fromnumber", "clid", "calleridnumber", "showas"]),
    ("send_digits", &["senddtmf", "dtmf", "digits", "extension", "postdial", "tones"]),
    ("record", &["recording", "recordcall", "recordconversation"]),
    ("sequential", &["hunt", "inorder", "serial", "sequentially", "oneatatime"]),
    ("screen", &["whisper", "announce", "confirm", "accept", "screening", "callscreening"]),
    ("start_on_enter", &["startconferenceonenter", "startonjoin"]),
    ("end_on_exit", &["endconferenceonexit", "endonleave"]),
    ("max_participants", &["max", "maximum", "maxmembers", "maxusers", "participants"]),
    ("muted", &["mute", "ismuted", "silent"]),
    ("wait_url", &["holdmusic", "waitmusic", "moh", "musiconhold"]),
];

const CLAUSES_OF_RECORD: Synonyms = &[
    ("max_length", &["maxduration", "maxtime", "maxseconds", "duration", "limit", "timelimit"]),
    ("timeout", &["silence", "maxsilence", "silencetimeout", "finalsilence", "speechtimeout"]),
    (
        "finish_on_key",
        &[
            "finishkey",
            "terminator",
            "endkey",
            "termchar",
            "terminatingkey",
            "stopkey",
            "until",
            "endwith",
            "endon",
        ],
    ),
    ("play_beep", &["beep", "tone"]),
    ("transcribe", &["transcription", "transcript"]),
];

const CLAUSES_OF_ENQUEUE: Synonyms = &[
    (
        "max_wait",
        &["timeout", "maxwaittime", "waittimeout", "timelimit", "maxtime", "queuetimeout", "maxlength"],
    ),
    ("wait", &["hold", "whilewaiting", "waiting", "holding", "waitstate"]),
    ("music", &["waiturl", "holdmusic", "waitmusic", "moh", "musiconhold", "play"]),
];

const CLAUSES_OF_CONNECT: Synonyms = &[
    (
        "time_limit",
        &["timeout", "limit", "maxduration", "maxtime", "maxlength", "maxwait", "within", "duration"],
    ),
    (
        "give",
        &[
            "parameters",
            "params",
            "parameter",
            "param",
            "customparameters",
            "data",
            "context",
            "with",
            "send",
            "pass",
            "args",
        ],
    ),
    (
        "result",
        &[
            "returns",
            "returning",
            "return",
            "output",
            "outcome",
            "outcomes",
            "type",
            "into",
            "as",
            "expects",
            "results",
        ],
    ),
];

const OF_GATHER: Synonyms = &[
    (
        "_",
        &[
            "default",
            "else",
            "otherwise",
            "other",
            "others",
            "any",
            "anything",
            "anythingelse",
            "everythingelse",
            "somethingelse",
            "anyother",
            "wrongkey",
            "invalidkey",
            "invalidinput",
            "invalid",
            "nomatch",
            "wrong",
            "i",
            "unknown",
            "error",
        ],
    ),
    ("silence", &["noinput", "timeout", "none", "nothing", "empty", "t", "noresponse", "quiet", "silent"]),
    ("chosen", &["selected", "picked", "choice", "chose", "selection", "select"]),
    (
        "entered",
        &[
            "input",
            "digits",
            "done",
            "complete",
            "completed",
            "filled",
            "ok",
            "code",
            "valid",
            "validinput",
            "success",
            "received",
            "collected",
            "correct",
        ],
    ),
];

const OF_DIAL: Synonyms = &[
    ("answered", &["completed", "connected", "answer", "accepted", "success", "ok", "complete", "bridged"]),
    ("no_answer", &["unanswered", "timeout", "ringtimeout", "silence", "chanunavail"]),
    ("busy", &["rejected"]),
    ("failed", &["fail", "error", "unreachable", "invalid", "congestion"]),
    ("canceled", &["cancel"]),
    ("_", &["default", "else", "otherwise", "other", "others", "any"]),
];

const OF_RECORD: Synonyms = &[
    ("recorded", &["done", "completed", "complete", "success", "ok", "finished", "record"]),
    ("silence", &["empty", "nothing", "none", "noinput", "timeout", "quiet"]),
    ("_", &["default", "else", "otherwise", "other", "others", "any"]),
];

const OF_ENQUEUE: Synonyms = &[
    ("bridged", &["connected", "answered", "done", "completed"]),
    ("left", &["leave", "abandoned", "dequeued", "timeout", "timedout", "expired"]),
    ("full", &["queuefull"]),
    ("hung_up", &["hangup", "callerhungup"]),
    ("failed", &["fail", "error", "systemerror"]),
    ("_", &["default", "else", "otherwise", "other", "others", "any"]),
];

const OF_HOURS: Synonyms = &[
    ("open", &["true", "yes", "opened", "within", "inside", "during"]),
    ("closed", &["false", "no", "close", "shut", "outside", "afterhours"]),
    ("_", &["default", "else", "otherwise", "other", "others", "any"]),
];

const TARGETS: Synonyms = &[
    ("again", &["repeat", "reprompt", "replay", "continue", "restart", "loop", "self"]),
    (
        "end",
        &[
            "disconnect",
            "exit",
            "quit",
            "stop",
            "terminate",
            "finish",
            "bye",
            "none",
            "null",
            "nil",
            "undefined",
            "void",
        ],
    ),
    ("back", &["return", "previous", "prev", "parent"]),
    ("leave", &["dequeue", "leavequeue", "exitqueue", "unqueue"]),
];

const LISTEN: Synonyms = &[
    ("key", &["digit", "dtmf", "button", "keypress"]),
    ("keys", &["digits", "buttons", "number", "code", "pin", "entry", "integer", "numbers", "numeric"]),
    ("speech", &["voice", "words", "spoken", "asr", "speak"]),
];

/// Returns all words of the tables.
#[cfg(test)]
pub(super) fn all() -> Vec<&'static str> {
    let tables = [
        ITEMS,
        STEPS,
        ENDINGS,
        CLAUSES_OF_GATHER,
        CLAUSES_OF_DIAL,
        CLAUSES_OF_RECORD,
        CLAUSES_OF_ENQUEUE,
        CLAUSES_OF_CONNECT,
        OF_GATHER,
        OF_DIAL,
        OF_RECORD,
        OF_ENQUEUE,
        OF_HOURS,
        TARGETS,
        LISTEN,
    ];
    tables.into_iter().flatten().flat_map(|(_, others)| others.iter().copied()).collect()
}
