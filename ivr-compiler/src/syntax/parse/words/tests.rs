//! Every word in every place: the words of the language and those of other systems, where a clause, a step, an item, an
//! arm or a target may stand. Each is answered once, on the word, with a help.
//!
//! `PLACES=all cargo test -p ivr-compiler places -- --nocapture` tries all of them and prints what is said, by place.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    panic::{self, AssertUnwindSafe},
};

use ivr_core::event::Verb;

use super::{Context, ENDINGS, ITEMS, STEPS, foreign};
use crate::{
    compile,
    diagnostics::{Diagnostic, Severity},
};

/// Words of TwiML, VoiceXML, Studio, Asterisk, Python, JavaScript and Rust, as they are written there.
const OTHERS: &str = "Say Play Gather Dial Record Enqueue Connect Redirect Hangup Reject Pause Leave Queue Conference \
    Sip Client Number Sms Stream Start Response Parameter Prompt Pay Refer Task Siprec Transcription \
    method action url timeout statusCallback statusCallbackEvent recordingStatusCallback trim waitUrl \
    transcribeCallback transcribe sendDigits record priority loop language finishOnKey workflowSid timeLimit \
    startConferenceOnEnter endConferenceOnExit speechTimeout speechModel ringTone reservationSid region \
    recordingChannels recordingTrack reason profanityFilter enhanced playBeep partialResultCallback numDigits muted \
    maxSpeechTime maxParticipants maxLength length input dtmf hints hangupOnStar callerId callReason callSid \
    beep bargeIn answerOnBridge actionOnEmptyResult coach eventCallback sequential machineDetection referUrl \
    conversationRelay welcomeGreeting ttsProvider transcriptionProvider interruptible dtmfDetection voice debug \
    noinput nomatch reprompt filled prompt form field grammar audio goto submit exit disconnect transfer block var \
    if elseif else catch throw assign clear break option menu choice enumerate subdialog param link initial \
    exten same Answer Background Playback WaitExten Goto GotoIf Hangup Set NoOp Voicemail MixMonitor Read Queue \
    Authenticate Macro Gosub Return Verbose Wait Progress Busy Congestion GotoIfTime SayDigits SayNumber \
    split transition trigger widget flow set_variables send_message make_http_request run_function \
    connect_call_to gather_input_on_call say_play record_voicemail enqueue_call add_twiml_redirect fork_stream \
    def return lambda elif pass None True False and or not in is with as yield async await try except finally \
    raise import from class del global nonlocal assert print while for continue switch case default const let var \
    function new this null undefined typeof throw export fn impl struct enum trait mod use pub mut ref move loop \
    match self super where unsafe extern static type dyn crate box Some Ok Err \
    press digit digits number one zero star hash pound then next when on do end stop quit call transfer_to \
    retries retry_count attempts max_retries max_attempts tries speak listen ask wait hold whisper volume speed rate \
    pitch gender mute email sms text log delay sleep repeat timer duration title description name id label tag \
    version author note comment welcome greeting menu_text invalid error success otherwise always never";

/// One of so many is tried by the test.
const SAMPLE: usize = 199;

/// How many of a sample may be wrong.
const MAX_WRONG: usize = 18;

/// A place: its name, a legal tree in which `⟨⟩` stands for what is put there, and the forms of it, with `W` for the
/// word. In some the word replaces something.
struct Place {
    name: &'static str,
    tree: &'static str,
    forms: &'static [&'static str],
}

const LINES: &[&str] =
    &["W;", "W \"x\";", "W 5s;", "W Menu;", "W { say \"x.\"; }", "W: 5,", "W = 5;", "W(\"x\");"];
const CLAUSES: &[&str] =
    &[", W", ", W 5s", ", W 3", ", W \"x\"", ", W: 5s", ", W = 5", ", W true", ", W '#'", ", W=\"5\""];
const PATTERNS: &[&str] = &["W => end, ", "W | ", "W { say \"x.\"; } then end, ", "W: end, "];
const TARGETS: &[&str] = &["W", "W Menu", "W \"x\"", "W()", "W;"];

const PLACES: &[Place] = &[
    Place {
        name: "item",
        tree: "tree Line { start Menu; ⟨⟩ state Menu { say \"Hi.\"; hangup; } }",
        forms: &[
            "W;",
            "W \"x\";",
            "W Menu;",
            "W { say \"x.\"; }",
            "W Other { say \"x.\"; hangup; }",
            "W = 5;",
            "W: \"x\",",
            "W 5s;",
        ],
    },
    Place {
        name: "state",
        tree: "tree Line { start Menu; state Menu { ⟨⟩ say \"Hi.\"; hangup; } }",
        forms: LINES,
    },
    Place {
        name: "ending",
        tree: "tree Line { start Menu; state Menu { say \"Hi.\"; ⟨⟩ } }",
        forms: &["W;", "W Menu;", "W \"x\";", "W(\"x\");"],
    },
    Place {
        name: "prompts",
        tree: "tree Line { start Menu; state Menu { gather key { ⟨⟩ say \"For help, press one.\"; } match { 1 => end, silence | _ => end } } }",
        forms: LINES,
    },
    Place {
        name: "first",
        tree: "tree Line { start Menu; state Menu { gather key { first { ⟨⟩ say \"Hi.\"; } say \"For help, press one.\"; } match { 1 => end, silence | _ => end } } }",
        forms: LINES,
    },
    Place {
        name: "block",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => { ⟨⟩ say \"Bye.\"; } then end, silence | _ => end } } }",
        forms: LINES,
    },
    Place {
        name: "retry block",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => end, silence | _ => retry 2 { ⟨⟩ say \"Sorry?\"; } then end } } }",
        forms: LINES,
    },
    Place {
        name: "on_error block",
        tree: "tree Line { start Menu; on_error { ⟨⟩ say \"Sorry.\"; } then Menu state Menu { say \"Hi.\"; hangup; } }",
        forms: LINES,
    },
    Place {
        name: "screen block",
        tree: "tree Line { start Menu; state Menu { dial \"+12345678900\", screen 1 { ⟨⟩ say \"Press one.\"; } match { _ => end } } }",
        forms: LINES,
    },
    Place {
        name: "if block",
        tree: "tree Line { start Menu; data { vip: bool = true } state Menu { if vip { ⟨⟩ say \"Hi.\"; } hangup; } }",
        forms: LINES,
    },
    Place {
        name: "after",
        tree: "tree Line for App { start Menu; state Menu { say \"Hi.\"; hangup; } after call { ⟨⟩ run app.ended(call); } }",
        forms: LINES,
    },
    Place {
        name: "gather key",
        tree: "tree Line { start Menu; state Menu { gather key⟨⟩ { say \"For help, press one.\"; } match { 1 => end, silence | _ => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "gather keys",
        tree: "tree Line { start Menu; state Menu { gather 4 keys⟨⟩ { say \"Your code, please.\"; } match { entered => end, silence | _ => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "gather speech",
        tree: "tree Line { start Menu; state Menu { gather speech, timeout 8s⟨⟩ { say \"Say sales.\"; } match { \"sales\" => end, silence | _ => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "gather without comma",
        tree: "tree Line { start Menu; state Menu { gather key⟨⟩ { say \"For help, press one.\"; } match { 1 => end, silence | _ => end } } }",
        forms: &[" W", " W 5s", " W 3", " W \"x\"", " W '#'", " W true"],
    },
    Place {
        name: "dial",
        tree: "tree Line { start Menu; state Menu { dial \"+12345678900\"⟨⟩ match { _ => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "dial without comma",
        tree: "tree Line { start Menu; state Menu { dial \"+12345678900\"⟨⟩ match { _ => end } } }",
        forms: &[" W", " W 5s", " W 3", " W \"x\"", " W '#'", " W true"],
    },
    Place {
        name: "conference",
        tree: "tree Line { start Menu; state Menu { dial conference \"weekly\"⟨⟩ match { _ => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "record",
        tree: "tree Line { start Menu; state Menu { say \"Speak.\"; record⟨⟩ match { recorded | silence => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "enqueue",
        tree: "tree Line { start Menu; state Menu { enqueue \"support\"⟨⟩ match { _ => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "connect",
        tree: "tree Line { start Menu; state Menu { connect \"wss://a.example/b\", time_limit 4min, result Outcome⟨⟩ match { Done => end, failed => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "stream",
        tree: "tree Line { start Menu; state Menu { connect stream \"wss://a.example/b\", time_limit 4min⟨⟩ match { answered => end } } }",
        forms: CLAUSES,
    },
    Place {
        name: "arms of gather key",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { ⟨⟩1 => end, silence | _ => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "arms of gather speech",
        tree: "tree Line { start Menu; state Menu { gather speech { say \"Say sales.\"; } match { ⟨⟩\"sales\" => end, silence | _ => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "everywhere",
        tree: "tree Line { start Menu; everywhere { ⟨⟩silence | _ => end } state Menu { gather key { say \"For help, press one.\"; } match { 1 => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "arms of dial",
        tree: "tree Line { start Menu; state Menu { dial \"+12345678900\" match { ⟨⟩answered => end, _ => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "arms of record",
        tree: "tree Line { start Menu; state Menu { say \"Speak.\"; record match { ⟨⟩recorded | silence => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "arms of enqueue",
        tree: "tree Line { start Menu; state Menu { enqueue \"support\" match { ⟨⟩bridged | _ => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "arms of hours",
        tree: "tree Line { start Menu; hours office, zone \"Europe/Paris\" { mon 9:00-17:00; } state Menu { match hours office { ⟨⟩open => end, closed => end } } }",
        forms: PATTERNS,
    },
    Place {
        name: "arms of next",
        tree: "tree Line for App { start Menu; data { list: Vec<String> = Vec::new(), one: String = String::new() } state Menu { next one in list match { ⟨⟩another => Say, done => end } } state Say { say \"{one}\"; goto Menu; } }",
        forms: PATTERNS,
    },
    Place {
        name: "target",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => ⟨⟩, silence | _ => end } } }",
        forms: TARGETS,
    },
    Place {
        name: "target of dial",
        tree: "tree Line { start Menu; state Menu { dial \"+12345678900\" match { answered => ⟨⟩, _ => end } } }",
        forms: &["W", "W Menu"],
    },
    Place {
        name: "then",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => { say \"x.\"; } then ⟨⟩, silence | _ => end } } }",
        forms: &["W", "W Menu"],
    },
    Place {
        name: "instead of then",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => { say \"x.\"; } ⟨⟩ end, silence | _ => end } } }",
        forms: &["W"],
    },
    Place {
        name: "retry",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => end, silence | _ => retry ⟨⟩ { say \"x.\"; } then end } } }",
        forms: &["W 2", "2 W", "W"],
    },
    Place {
        name: "listen",
        tree: "tree Line { start Menu; state Menu { gather ⟨⟩ { say \"For help, press one.\"; } match { 1 => end, silence | _ => end } } }",
        forms: &["W", "key or W", "W key", "1 W", "key W"],
    },
    Place {
        name: "instead of match",
        tree: "tree Line { start Menu; state Menu { dial \"+12345678900\" ⟨⟩ { answered => end, _ => end } } }",
        forms: &["W", "match W"],
    },
    Place {
        name: "callee",
        tree: "tree Line { start Menu; state Menu { dial ⟨⟩ match { _ => end } } }",
        forms: &["W \"x\"", "W \"+12345678900\"", "W"],
    },
    Place {
        name: "tail of say",
        tree: "tree Line { start Menu; state Menu { say \"Hi.\"⟨⟩; hangup; } }",
        forms: &[", W", ", W \"x\"", " W", ", W=\"x\"", ", W 2"],
    },
    Place {
        name: "tail of play",
        tree: "tree Line { start Menu; state Menu { play \"https://a.example/b.mp3\"⟨⟩; hangup; } }",
        forms: &[", W", ", W \"x\"", " W", ", W=\"x\"", ", W 2"],
    },
    Place {
        name: "tail of run",
        tree: "tree Line for App { start Menu; state Menu { run app.note(call).await⟨⟩; hangup; } }",
        forms: &[", W", ", W 5s", ", W \"x\""],
    },
    Place {
        name: "scenario",
        tree: "tree Line { start Menu; state Menu { gather key { say \"For help, press one.\"; } match { 1 => end, silence | _ => end } } scenario \"x\" { ⟨⟩ => end; } }",
        forms: &["W", "1 W", "[W]"],
    },
    Place {
        name: "promise",
        tree: "tree Line { start Menu; state Menu { say \"Hi.\"; hangup; } promise ⟨⟩; }",
        forms: &[
            "W",
            "W Menu",
            "Menu W record",
            "Menu before W",
            "Menu before every W",
            "silence W within 5s",
            "silence ends W 5s",
            "first W within 5s",
            "Menu W 2 keys of every state",
        ],
    },
    Place {
        name: "hours",
        tree: "tree Line { start Menu; hours office, zone \"Europe/Paris\" { ⟨⟩ mon 9:00-17:00; } state Menu { match hours office { open => end, closed => end } } }",
        forms: &["W;", "W 9:00-10:00;", "W \"12-25\";"],
    },
    Place {
        name: "clauses of hours",
        tree: "tree Line { start Menu; hours office, zone \"Europe/Paris\"⟨⟩ { mon 9:00-17:00; } state Menu { match hours office { open => end, closed => end } } }",
        forms: &[", W", ", W \"x\"", " W"],
    },
    Place {
        name: "head of state",
        tree: "tree Line { start Menu; state Menu ⟨⟩ { say \"Hi.\"; hangup; } }",
        forms: &["W", "W Menu", "W \"x\"", ", W 5s"],
    },
    Place {
        name: "head of tree",
        tree: "tree Line ⟨⟩ { start Menu; state Menu { say \"Hi.\"; hangup; } }",
        forms: &["W", "W App"],
    },
    Place {
        name: "start",
        tree: "tree Line { start Menu⟨⟩; state Menu { say \"Hi.\"; hangup; } }",
        forms: &[" W", ", W", " W Menu"],
    },
];

/// All words of the language.
fn vocabulary() -> Vec<&'static str> {
    let places = [Context::Item, Context::State, Context::Target, Context::Listen, Context::After];
    let verbs = Verb::ALL.iter().flat_map(|verb| [Context::Clause(*verb), Context::Outcome(*verb)]);
    let known = places.into_iter().chain(verbs).flat_map(Context::known);
    known.chain(JOINTS).filter(|word| *word != "_").collect()
}

/// Words that a block may follow.
pub(crate) fn heads() -> Vec<&'static str> {
    const OTHERS: [&str; 8] = ["tree", "retry", "then", "if", "else", "screen", "give", "unless"];
    ITEMS.into_iter().chain(STEPS).chain(ENDINGS).chain(OTHERS).collect()
}

/// Words that stand in front of or between others.
const JOINTS: [&str; 50] = [
    "tree",
    "then",
    "else",
    "if",
    "under",
    "was",
    "with",
    "within",
    "meanwhile",
    "at",
    "from",
    "for",
    "in",
    "of",
    "every",
    "before",
    "above",
    "hidden",
    "secret",
    "or",
    "on",
    "zone",
    "mon",
    "late",
    "unless",
    "optional",
    "at_least_once",
    "short",
    "sip",
    "client",
    "queue",
    "conference",
    "stream",
    "digits",
    "to",
    "call",
    "recording",
    "transcription",
    "another",
    "option",
    "ends",
    "within",
    "pub",
    "start",
    "true",
    "false",
    "item",
    "list",
    "app",
    "waits",
];

/// All words, each once.
fn words() -> BTreeSet<&'static str> {
    vocabulary().into_iter().chain(foreign::all()).chain(OTHERS.split_whitespace()).collect()
}

struct Answer {
    faults: Vec<&'static str>,
    told: String,
}

fn errors(text: &str) -> Vec<Diagnostic> {
    let Ok(tokens) = text.parse() else { return Vec::new() };
    let told = compile::diagnostics(tokens).into_iter();
    let mut found: Vec<Diagnostic> = told.filter(|told| told.severity == Severity::Error).collect();
    found.sort_by_key(|told| told.span.byte_range().start);
    found
}

fn answer(place: &Place, form: &str, word: &str) -> Answer {
    let written = form.replace('W', word);
    let (from, text) = (place.tree.find("⟨⟩").unwrap(), place.tree.replace("⟨⟩", &written));
    let to = from + written.len();
    let found = errors(&text);
    let mut faults = Vec::new();
    if found.len() > 1 {
        faults.push("several");
    }
    let mut told = String::new();
    for (place, error) in found.iter().enumerate() {
        let (start, end) =
            (error.span.byte_range().start, error.end.byte_range().end.max(error.span.byte_range().start));
        let help = error.lines.iter().find(|line| line.starts_with("help: ")).cloned().unwrap_or_default();
        told.push_str(&format!(
            "{}⟦{}⟧ {} [{}] {help}",
            if place > 0 { " + " } else { "" },
            &text[start..end],
            error.message,
            error.rule
        ));
        if place > 0 {
            continue;
        }
        if error.rule == "syntax" && (end < from || start > to) {
            faults.push("elsewhere");
        }
        if error.rule == "syntax" && help.is_empty() && !error.message.starts_with("missing") {
            faults.push("no help");
        }
        if error.message.contains("expected one of") || error.message.matches('`').count() > 10 {
            faults.push("long");
        }
        if found.len() == 1
            && let Some(mended) =
                crate::check::tests::mistakes::followed(&error.message, &help, &text, start, end)
        {
            let left = errors(&mended);
            let same = left
                .first()
                .is_some_and(|left| left.message == error.message && left.span.byte_range().start <= start);
            if left.len() > 1 || same {
                faults.push("help fails");
                told.push_str(&format!(
                    " → {}",
                    left.iter().map(|left| left.message.as_str()).collect::<Vec<_>>().join(" + ")
                ));
            }
        }
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    Answer { faults, told: told.replace(word, "W") }
}

#[test]
fn every_word_in_every_place_is_answered_once() {
    let only = env::var("PLACES").ok();
    let all = only.is_some();
    let is_meant =
        |place: &&Place| only.as_ref().is_none_or(|only| only == "all" || place.name.contains(only.as_str()));
    let (mut tried, mut wrong, words) = (0, Vec::new(), words());
    for place in PLACES.iter().filter(is_meant) {
        let mut kinds = BTreeMap::<String, Vec<&str>>::new();
        for (number, (form, word)) in
            place.forms.iter().flat_map(|form| words.iter().map(move |word| (form, word))).enumerate()
        {
            if !all && !number.is_multiple_of(SAMPLE) {
                continue;
            }
            tried += 1;
            let answer = panic::catch_unwind(AssertUnwindSafe(|| answer(place, form, word)));
            let answer = answer.unwrap_or_else(|_| Answer { faults: vec!["panics"], told: String::new() });
            let kind = format!("{} ‹{form}› {} {}", place.name, answer.faults.join(","), answer.told);
            if !answer.faults.is_empty() {
                wrong.push(format!("{kind} ← {word}"));
            }
            kinds.entry(kind).or_default().push(word);
        }
        for (kind, words) in kinds.iter().filter(|_| all) {
            println!("{} × {kind} ← {}", words.len(), words.join(" "));
        }
    }
    println!("{} of {tried} words are answered wrong; {} words", wrong.len(), words.len());
    assert!(all || wrong.len() <= MAX_WRONG, "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}
