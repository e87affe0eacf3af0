//! One parser per verb: attributes and nouns become types; each invalid value is reported under its Twilio code.

use roxmltree::Node;

use super::{
    Connect, Dial, Enqueue, Gather, LANGUAGE, Link, Prompt, Record, Sound, Verb, attributes::Attributes, text,
};
use crate::simulator::alert::Alert;

/// The characters of tones; `w` waits half a second, `W` a whole second.
const TONES: &str = "0123456789ABCDabcd#*wW";
const KEYS: &str = "0123456789*#";
const MAX_PARTIES: usize = 10;
const MAX_SAY_LENGTH: usize = 4096;
const MAX_QUEUE_NAME_LENGTH: usize = 64;

/// The codes for prompts, which differ inside `<Gather>`.
struct PromptCodes {
    voice: u16,
    say_loop: u16,
}

const ALONE: PromptCodes = PromptCodes { voice: 13511, say_loop: 13510 };
const IN_GATHER: PromptCodes = PromptCodes { voice: 13321, say_loop: 13322 };

/// Returns the verb of an element that the schema allows under `<Response>`; `name` is its name there.
pub(super) fn verb(node: Node<'_, '_>, name: &'static str, warnings: &mut Vec<Alert>) -> Verb {
    let mut attributes = Attributes::of(node, warnings);
    match name {
        "Gather" => Verb::Gather(gather(node, warnings)),
        "Dial" => Verb::Dial(dial(node, warnings)),
        "Record" => Verb::Record(record(&mut attributes)),
        "Enqueue" => Verb::Enqueue(enqueue(node, &mut attributes)),
        "Connect" => connect(node, &mut attributes).map_or(Verb::Other(name), Verb::Connect),
        "Redirect" => {
            let method = attributes.method("method", 13710);
            Verb::Redirect(Link { url: Some(text::plain(node)), method })
        }
        "Reject" => {
            Verb::Reject { busy: attributes.one_of("reason", "rejected busy", 13810) == Some("busy") }
        }
        "Hangup" => Verb::Hangup,
        "Leave" => Verb::Leave,
        _ => prompt(node, &ALONE, warnings).map_or(Verb::Other(name), Verb::Prompt),
    }
}

/// Returns the verb for `<ConversationRelay>` or `<Stream>`, or `None` for other nouns.
fn connect(node: Node<'_, '_>, attributes: &mut Attributes<'_, '_, '_>) -> Option<Connect> {
    let is_agent =
        |node: &Node<'_, '_>| node.has_tag_name("ConversationRelay") || node.has_tag_name("Stream");
    let noun = node.children().find(is_agent)?;
    let value = |node: Node<'_, '_>, name: &str| node.attribute(name).unwrap_or_default().to_owned();
    let parameters = noun.children().filter(|child| child.has_tag_name("Parameter"));
    Some(Connect {
        action: attributes.action(13312),
        url: value(noun, "url"),
        is_stream: noun.has_tag_name("Stream"),
        parameters: parameters.map(|one| (value(one, "name"), value(one, "value"))).collect(),
    })
}

fn prompt(node: Node<'_, '_>, codes: &PromptCodes, warnings: &mut Vec<Alert>) -> Option<Prompt> {
    let mut attributes = Attributes::of(node, warnings);
    Some(match node.tag_name().name() {
        "Say" => say(node, codes, &mut attributes),
        "Play" => play(node, &mut attributes),
        "Pause" => {
            let length = attributes.number("length").unwrap_or(1);
            let seconds = u16::try_from(length).unwrap_or(u16::MAX);
            Prompt { sound: Sound::Pause { seconds }, times: 1 }
        }
        _ => return None,
    })
}

fn say(node: Node<'_, '_>, codes: &PromptCodes, attributes: &mut Attributes<'_, '_, '_>) -> Prompt {
    if let Some(voice) = attributes.get("voice") {
        let known = matches!(voice, "man" | "woman" | "alice")
            || voice.starts_with("Polly.")
            || voice.starts_with("Google.");
        if !known {
            attributes.bad(codes.voice, "voice", "is not a voice");
        }
    }
    let spoken = text::spoken(node);
    if spoken.is_empty() {
        attributes.complain(13520, "has nothing to say");
    }
    if spoken.chars().count() > MAX_SAY_LENGTH {
        attributes.complain(13521, &format!("is longer than {MAX_SAY_LENGTH} characters"));
    }
    let language = attributes.get("language").map(str::to_owned);
    Prompt {
        sound: Sound::Say { text: spoken, language, pause: text::pause(node) },
        times: attributes.times(codes.say_loop),
    }
}

fn play(node: Node<'_, '_>, attributes: &mut Attributes<'_, '_, '_>) -> Prompt {
    let times = attributes.times(13410);
    let Some(digits) = attributes.get("digits") else {
        let url = text::plain(node);
        if !url.is_ascii() {
            attributes.complain(
                11100,
                &format!("plays `{url}`, whose characters beyond ASCII must be percent-encoded"),
            );
        }
        return Prompt { sound: Sound::Play { url }, times };
    };
    if !digits.chars().all(|tone| TONES.contains(tone)) {
        attributes.bad(13430, "digits", "has characters that are not tones");
    }
    Prompt { sound: Sound::Tones { digits: digits.to_owned(), is_secret: false }, times }
}

fn gather(node: Node<'_, '_>, warnings: &mut Vec<Alert>) -> Gather {
    let prompts: Vec<Prompt> =
        node.children().filter_map(|child| prompt(child, &IN_GATHER, warnings)).collect();
    let mut attributes = Attributes::of(node, warnings);
    if prompts.iter().any(|prompt| matches!(prompt.sound, Sound::Tones { .. })) {
        attributes.complain(13320, "sends no tones while it listens");
    }
    let input = input(&mut attributes);
    let timeout = attributes.number("timeout").unwrap_or(5);
    if attributes.get("speechTimeout") != Some("auto") {
        attributes.number("speechTimeout");
    } else if attributes.get("speechModel").is_some() {
        attributes.bad(13335, "speechTimeout", "does not go with a speechModel");
    }
    attributes.number("maxSpeechTime");
    attributes.method("partialResultCallbackMethod", 13329);
    attributes.flag("bargeIn", 13332);
    attributes.flag("profanityFilter", 13333);
    hints(&mut attributes);
    Gather {
        action: attributes.action(13312),
        keys: input.contains("dtmf"),
        words: input.contains("speech"),
        timeout,
        num_digits: attributes.number("numDigits"),
        finish: finish_key(&mut attributes),
        reports_silence: attributes.flag("actionOnEmptyResult", 13338).unwrap_or(false),
        language: attributes.get("language").unwrap_or(LANGUAGE).to_owned(),
        prompts,
    }
}

fn input<'a>(attributes: &mut Attributes<'a, '_, '_>) -> &'a str {
    let Some(input) = attributes.get("input") else { return "dtmf" };
    let known = input.split_whitespace().all(|kind| matches!(kind, "dtmf" | "speech"));
    if known && !input.trim().is_empty() {
        return input;
    }
    attributes.bad(13326, "input", "is none of: dtmf, speech, dtmf speech");
    "dtmf"
}

/// Returns the finish key, or none if the attribute is empty; `#` if it is absent.
fn finish_key(attributes: &mut Attributes<'_, '_, '_>) -> Option<char> {
    let Some(text) = attributes.get("finishOnKey") else { return Some('#') };
    let mut keys = text.chars();
    let key = keys.next()?;
    if keys.next().is_some() {
        attributes.bad(13311, "finishOnKey", "is more than one key");
        return Some('#');
    }
    if !KEYS.contains(key) {
        attributes.bad(13310, "finishOnKey", "is not a key");
        return Some('#');
    }
    Some(key)
}

fn hints(attributes: &mut Attributes<'_, '_, '_>) {
    let Some(hints) = attributes.get("hints") else { return };
    if hints.split(',').count() > 500 || hints.split(',').any(|hint| hint.chars().count() > 100) {
        attributes.bad(13330, "hints", "has more than 500 entries, or one of more than 100 characters");
    }
}

fn record(attributes: &mut Attributes<'_, '_, '_>) -> Record {
    let transcribe = attributes.flag("transcribe", 13614).unwrap_or(false);
    let longest = if transcribe { 120 } else { 3600 };
    let finish = match attributes.get("finishOnKey") {
        Some(keys) if keys.chars().all(|key| KEYS.contains(key)) => keys,
        Some(_) => {
            attributes.bad(13613, "finishOnKey", "has characters that are not keys");
            KEYS
        }
        None => KEYS,
    };
    Record {
        action: attributes.action(13610),
        timeout: attributes.number("timeout").unwrap_or(5),
        max_length: attributes.number("maxLength").unwrap_or(longest),
        finish: finish.to_owned(),
        beep: attributes.flag("playBeep", 13616).unwrap_or(true),
        status_callback: attributes.callback("recordingStatusCallback", "recordingStatusCallbackMethod"),
        transcribe_callback: attributes.callback("transcribeCallback", "").filter(|_| transcribe),
    }
}

fn enqueue(node: Node<'_, '_>, attributes: &mut Attributes<'_, '_, '_>) -> Enqueue {
    let queue = text::plain(node);
    let name = match attributes.get("workflowSid") {
        Some(workflow) => workflow.to_owned(),
        None => queue,
    };
    if name.is_empty() {
        attributes.complain(14204, "names no queue");
    }
    if name.chars().count() > MAX_QUEUE_NAME_LENGTH {
        attributes.complain(14205, &format!("has a name of more than {MAX_QUEUE_NAME_LENGTH} characters"));
    }
    let method = attributes.method("waitUrlMethod", 14206);
    let wait = attributes.get("waitUrl").map(str::trim).filter(|url| !url.is_empty()).map(str::to_owned);
    let wait = wait.map(|url| Link { url: Some(url), method });
    Enqueue { action: attributes.action(14201), name, wait }
}

fn dial(node: Node<'_, '_>, warnings: &mut Vec<Alert>) -> Dial {
    let nouns: Vec<_> = node.children().filter(Node::is_element).collect();
    let is_conference = nouns.iter().any(|noun| noun.has_tag_name("Conference"));
    let mut parties: Vec<String> = nouns.iter().filter_map(|noun| party(*noun, warnings)).collect();
    let mut attributes = Attributes::of(node, warnings);
    if is_conference && nouns.len() > 1 {
        attributes.complain(13000, "mixes a conference with other nouns");
    }
    let number = text::plain(node);
    if !number.is_empty() && is_number(&number) {
        parties.push(number);
    } else if !number.is_empty() || nouns.is_empty() {
        attributes.complain(13223, &format!("calls `{number}`, which is not a phone number"));
    }
    if parties.len() > MAX_PARTIES {
        attributes.complain(13215, &format!("has more than {MAX_PARTIES} nouns"));
        parties.truncate(MAX_PARTIES);
    }
    let timeout = attributes.number("timeout").unwrap_or(30);
    let time_limit = attributes.number("timeLimit");
    attributes.flag("hangupOnStar", 13213);
    attributes.flag("sequential", 13218);
    attributes.flag("answerOnBridge", 13219);
    let recordings = "do-not-record record-from-answer record-from-ringing record-from-answer-dual \
                      record-from-ringing-dual true false";
    let record = attributes.one_of("record", recordings, 13217);
    let records = !matches!(record, None | Some("do-not-record" | "false"));
    let status_callback = attributes.callback("recordingStatusCallback", "recordingStatusCallbackMethod");
    let action = attributes.action(13210);
    let screened = nouns.iter().find(|noun| noun.has_attribute("url") && !noun.has_tag_name("Queue"));
    let screen = screened.and_then(|noun| {
        let mut attributes = Attributes::of(*noun, warnings);
        let url = attributes.get("url").map(str::trim).filter(|url| !url.is_empty())?.to_owned();
        Some(Link { url: Some(url), method: attributes.method("method", 13221) })
    });
    let digits = nouns.iter().find_map(|noun| noun.attribute("sendDigits")).map(str::to_owned);
    Dial { action, timeout, time_limit, records, status_callback, parties, digits, screen, is_conference }
}

/// Returns the callee of a noun of `<Dial>`, or `None` if it calls nobody.
fn party(node: Node<'_, '_>, warnings: &mut Vec<Alert>) -> Option<String> {
    let name = match node.tag_name().name() {
        "Number" => {
            let number = text::plain(node);
            let mut attributes = Attributes::of(node, warnings);
            attributes.method("method", 13221);
            if attributes.get("sendDigits").is_some_and(|digits| !digits.chars().all(|d| TONES.contains(d))) {
                attributes.bad(13222, "sendDigits", "has characters that are not tones");
            }
            if !is_number(&number) {
                attributes.complain(13223, &format!("is `{number}`, which is not a phone number"));
                return None;
            }
            number
        }
        // The name is in a child element, among parameters.
        "Client" | "Application" | "Sip" => {
            let inner = node.children().find(|child| {
                child.has_tag_name("Identity")
                    || child.has_tag_name("ApplicationSid")
                    || child.has_tag_name("Uri")
            });
            let own = text::plain(node);
            if own.is_empty() { inner.map(text::plain).unwrap_or_default() } else { own }
        }
        "Conference" => {
            let mut attributes = Attributes::of(node, warnings);
            attributes.flag("muted", 13230);
            attributes.flag("endConferenceOnExit", 13231);
            attributes.flag("startConferenceOnEnter", 13232);
            attributes.number("maxParticipants");
            text::plain(node)
        }
        "Queue" | "Sim" | "WhatsApp" => text::plain(node),
        _ => return None,
    };
    Some(name)
}

/// Returns whether a text is E.164, or a national number as people write it.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')' | ' '));
    plain && (2..=15).contains(&digits) && !text.chars().skip(1).any(|c| c == '+')
}
