//! The verbs that end a document. A verb that returns has an action. A verb that listens is followed by a Redirect to
//! the same action, because a response without keys, speech or sound is silence.

use std::borrow::Cow;

use ivr_core::callback::Callback;
use ivr_core::twiml::{
    CONFERENCE_MAX_PARTICIPANTS, DIAL_TIME_LIMIT, DIAL_TIMEOUT, GATHER_HINT_LENGTH, GATHER_HINTS,
    GATHER_NUM_DIGITS, GATHER_SPEECH_TIMEOUT, GATHER_TIMEOUT, KEYS, Noun, RECORD_MAX_LENGTH,
    RECORD_MAX_LENGTH_TRANSCRIBED, RECORD_TIMEOUT,
};

use crate::{
    audio::Links,
    description::{Connect, Description, Dial, Enqueue, Gather, Line, Record, Value, Verb},
    dialog::tree::Ending,
};

use super::{
    course::Said,
    lines,
    xml::{Tag, Xml},
};

/// Connection overrides of a callback: five repetitions after any failure. Twilio reads them from the fragment of a
/// URL, which it does not send.
const RETRIES: &str = "#rc=5&rp=all";

/// The context of a verb.
#[derive(Clone, Copy)]
pub(super) struct VerbContext<'a> {
    /// The tree it belongs to.
    pub(super) tree: &'a Description,
    /// The beginning of every URL of the tree, without a slash at its end.
    pub(super) base: &'a str,
    /// The state of the verb.
    pub(super) state: Option<&'a str>,
    /// The URL that receives the result of the verb.
    pub(super) action: &'a str,
    /// The text between the action and the letter of another leg, in the URL that such a leg requests.
    pub(super) mark: &'a str,
    /// The default language for recognition.
    pub(super) language: &'a str,
    /// The values that are passed to an agent, in source order.
    pub(super) given: &'a [String],
    /// The URLs of recordings.
    pub(super) links: &'a Links,
}

impl VerbContext<'_> {
    /// Writes what is said without a verb; the queue requests the next document. An empty document would be requested
    /// again at once.
    pub(super) fn say(self, xml: &mut Xml, said: &Said<'_>) {
        lines::write(xml, self.tree, said.all(), self.links);
        if said.is_empty() {
            xml.element("Pause").with("length", 1).empty();
        }
    }

    /// Writes what is said, then the verb.
    pub(super) fn write(self, xml: &mut Xml, said: &Said<'_>, verb: &Verb) {
        let (before, during) = match verb {
            Verb::Gather(_) => said.around_listening(),
            // Twilio rejects a call only before it is answered, so nothing may be said.
            Verb::Reject { .. } => (&[][..], &[][..]),
            _ => (said.all(), &[][..]),
        };
        lines::write(xml, self.tree, before, self.links);
        match verb {
            Verb::Gather(gather) => self.gather(xml, gather, during),
            Verb::Dial(dial) => self.dial(xml, dial),
            Verb::Record(record) => self.record(xml, record),
            Verb::Enqueue(enqueue) => self.enqueue(xml, enqueue),
            Verb::Connect(connect) => self.connect(xml, connect),
            Verb::Redirect { url } => redirect(xml, url.literal().unwrap_or_default()),
            Verb::Reject { busy } => {
                xml.element("Reject").with("reason", if *busy { "busy" } else { "rejected" }).empty();
            }
            // The next request returns the answer.
            Verb::Match(_) | Verb::Hours(_) => redirect(xml, self.action),
            Verb::Leave => xml.element("Leave").empty(),
            // A course never ends at a `goto`.
            Verb::Hangup | Verb::Goto(_) => xml.element("Hangup").empty(),
        }
    }

    fn gather(self, xml: &mut Xml, gather: &Gather, during: &[Cow<'_, Line>]) {
        let input = match (gather.keys.is_some(), gather.speech) {
            (true, true) => "dtmf speech",
            (false, true) => "speech",
            (_, false) => "dtmf",
        };
        let pause = gather.speech_timeout.map(|pause| GATHER_SPEECH_TIMEOUT.clamp(pause));
        let language = gather.language.as_deref().unwrap_or(self.language);
        xml.element("Gather")
            .with("input", input)
            .with("action", self.action)
            .with("method", "POST")
            .with("timeout", GATHER_TIMEOUT.clamp(gather.timeout))
            .with_some(
                "numDigits",
                gather.keys.and_then(|keys| keys.max).map(|max| GATHER_NUM_DIGITS.clamp(max)),
            )
            // Twilio's default is `#`, which a menu may offer as a choice.
            .with("finishOnKey", gather.finish_on_key.map(String::from).unwrap_or_default())
            .with("actionOnEmptyResult", true)
            .with_some("language", gather.speech.then_some(language))
            .with_some("speechTimeout", pause.filter(|_| gather.speech))
            .with_some("hints", hints(&gather.hints).filter(|_| gather.speech))
            .content(|inside| lines::write(inside, self.tree, during, self.links));
        redirect(xml, self.action);
    }

    /// Writes what a callee hears, with a gather for the key that accepts the call. Any other key declines it, and so
    /// does silence.
    pub(super) fn screen(self, xml: &mut Xml, said: &Said<'_>) {
        xml.element("Gather")
            .with("input", "dtmf")
            .with("action", self.action)
            .with("method", "POST")
            .with("timeout", 5)
            .with("numDigits", 1)
            .with("finishOnKey", "")
            .content(|inside| lines::write(inside, self.tree, said.all(), self.links));
        xml.element("Hangup").empty();
    }

    fn dial(self, xml: &mut Xml, dial: &Dial) {
        let recordings = dial.record.then(|| self.callback(Callback::Recording));
        let screen = dial.screen.as_ref().map(|_| format!("{}{}s", self.action, self.mark));
        let tag = xml
            .element("Dial")
            .with("action", self.action)
            .with("method", "POST")
            .with("timeout", DIAL_TIMEOUT.clamp(dial.timeout))
            .with_some("timeLimit", dial.time_limit.map(|limit| DIAL_TIME_LIMIT.clamp(limit)))
            .with_some("callerId", dial.caller_id.as_ref().and_then(Value::literal))
            .with_some("hangupOnStar", dial.hangup_on_star.then_some(true))
            .with_some("record", dial.record.then_some("record-from-answer"))
            .with_some("recordingStatusCallback", recordings)
            .with_some("sequential", dial.sequential.then_some(true));
        nouns(tag, dial, screen.as_deref());
    }
    fn record(self, xml: &mut Xml, record: &Record) {
        let lengths = if record.transcribe { RECORD_MAX_LENGTH_TRANSCRIBED } else { RECORD_MAX_LENGTH };
        let transcription = record.transcribe.then(|| self.callback(Callback::Transcription));
        xml.element("Record")
            .with("action", self.action)
            .with("method", "POST")
            .with("maxLength", lengths.clamp(record.max_length))
            .with("timeout", RECORD_TIMEOUT.clamp(record.timeout))
            .with("finishOnKey", record.finish_on_key.as_deref().unwrap_or(KEYS))
            .with("playBeep", !record.without_beep)
            .with_some("transcribe", record.transcribe.then_some(true))
            .with_some("transcribeCallback", transcription)
            .with("recordingStatusCallback", self.callback(Callback::Recording))
            .empty();
        redirect(xml, self.action);
    }

    /// Returns the URL to which Twilio reports something about this verb. If a hook handles the report, the URL names
    /// the position, and a report that could not be stored is repeated: by default Twilio repeats only what did not
    /// reach a server.
    fn callback(self, callback: Callback) -> String {
        let Self { base, action, .. } = self;
        let path = callback.path();
        let is_awaited = self.state.is_some_and(|state| self.tree.has_hook(callback, state));
        match action.strip_prefix(base).filter(|_| is_awaited) {
            Some(place) => format!("{base}/{path}{place}{RETRIES}"),
            None => format!("{base}/{path}"),
        }
    }

    /// Writes a `<Connect>`. Neither `Connect` nor its nouns have a time limit: the agent receives the limit, and
    /// ends the session itself.
    fn connect(self, xml: &mut Xml, connect: &Connect) {
        let limit = connect.time_limit.to_string();
        let given =
            connect.give.iter().map(|given| given.name.as_str()).zip(self.given.iter().map(String::as_str));
        let parameters = given.chain([("time_limit", limit.as_str())]);
        xml.element("Connect").with("action", self.action).with("method", "POST").content(|inside| {
            let noun = match connect.stream {
                true => inside.element("Stream").with("url", lines::ascii(&connect.url)),
                false => {
                    let noun = inside.element("ConversationRelay").with("url", lines::ascii(&connect.url));
                    noun.with("language", self.language)
                }
            };
            noun.content(|inside| {
                for (name, value) in parameters {
                    inside.element("Parameter").with("name", name).with("value", value).empty();
                }
            });
        });
    }

    fn enqueue(self, xml: &mut Xml, enqueue: &Enqueue) {
        let waits = enqueue.is_heard_while_waiting();
        xml.element("Enqueue")
            .with("action", self.action)
            .with("method", "POST")
            .with_some("waitUrl", waits.then_some(format_args!("{}{}w", self.action, self.mark)))
            .with_some("waitUrlMethod", waits.then_some("POST"))
            .text(enqueue.queue.literal().unwrap_or_default());
    }
}

/// Returns the verb for an ending.
pub(super) fn ending(ending: Ending) -> Verb {
    match ending {
        Ending::Hangup => Verb::Hangup,
        Ending::Busy => Verb::Reject { busy: true },
        Ending::Rejected => Verb::Reject { busy: false },
        Ending::Leave => Verb::Leave,
    }
}

/// Writes the callees of a `dial`: one number, or an element for each; `screen` is what they hear first.
pub(super) fn nouns(tag: Tag<'_>, dial: &Dial, screen: Option<&str>) {
    let tones = dial.send_digits.as_ref().and_then(Value::literal);
    match dial.numbers.as_slice() {
        // The callee is known only during a call.
        _ if dial.placeholder.is_some() => tag.empty(),
        [number]
            if dial.noun == Noun::Number && dial.nouns.is_empty() && tones.is_none() && screen.is_none() =>
        {
            tag.text(number);
        }
        _ => tag.content(|inside| {
            for (called, number) in dial.callees() {
                let noun = inside.element(called.element());
                let noun = match called {
                    Noun::Number => noun.with_some("sendDigits", tones),
                    Noun::Conference => conference(noun, dial),
                    Noun::Sip | Noun::Client | Noun::Queue => noun,
                };
                let method = screen.map(|_| "POST");
                noun.with_some("url", screen).with_some("method", method).text(number);
            }
        }),
    }
}

fn conference<'x>(noun: Tag<'x>, dial: &Dial) -> Tag<'x> {
    let most = dial.max_participants.map(|most| CONFERENCE_MAX_PARTICIPANTS.clamp(most));
    noun.with_some("muted", dial.muted.then_some(true))
        .with_some("startConferenceOnEnter", dial.waits_for_start.then_some(false))
        .with_some("endConferenceOnExit", dial.end_on_exit.then_some(true))
        .with_some("maxParticipants", most)
        .with_some("waitUrl", dial.wait_url.as_deref().map(lines::ascii))
}

fn redirect(xml: &mut Xml, url: &str) {
    xml.element("Redirect").with("method", "POST").text(lines::ascii(url));
}

/// Returns the phrases that Twilio accepts as hints, separated by commas.
fn hints(phrases: &[String]) -> Option<String> {
    let spaced = phrases.iter().map(|phrase| phrase.replace(',', " "));
    let taken: Vec<_> = spaced
        .filter(|phrase| (1..=GATHER_HINT_LENGTH).contains(&phrase.chars().count()))
        .take(GATHER_HINTS)
        .collect();
    (!taken.is_empty()).then(|| taken.join(","))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::description::Say;

    /// Returns the document after `say "Hello.";` and the verb.
    fn written(verb: serde_json::Value) -> String {
        let tree = json!({"name": "Desk", "language": "en-GB", "starts": [], "states": []});
        let tree: Description = serde_json::from_value(tree).unwrap();
        let verb: Verb = serde_json::from_value(verb).unwrap();
        let hello = [Line::Say(Say { text: "Hello.".into(), ..Say::default() })];
        let (action, links) = ("/desk/Here/1", &Links::plain());
        let place = VerbContext {
            tree: &tree,
            base: "/desk",
            state: None,
            action,
            mark: "/",
            language: "en-GB",
            given: &[],
            links,
        };
        let text = Xml::document("Response", |xml| place.write(xml, &Said::of(&hello), &verb));
        roxmltree::Document::parse(&text).unwrap();
        let (_, inner) = text.split_once("<Response>").unwrap();
        inner.strip_suffix("</Response>").unwrap().replace(r#"<Say language="en-GB">Hello.</Say>"#, "Hello. ")
    }

    const AGAIN: &str = r#"<Redirect method="POST">/desk/Here/1</Redirect>"#;

    #[test]
    fn a_gather_of_keys_says_nothing_about_speech() {
        let gather = json!({"gather": {"keys": {"min": 1, "max": 1}, "timeout": 7, "pause": 2,
            "listen": "fr-FR", "hints": ["oui"], "arms": []}});
        let expected = concat!(
            r#"<Gather input="dtmf" action="/desk/Here/1" method="POST" timeout="7" numDigits="1" "#,
            r#"finishOnKey="" actionOnEmptyResult="true">Hello. </Gather>"#
        );
        assert_eq!(written(gather), format!("{expected}{AGAIN}"));
    }

    #[test]
    fn a_gather_of_words_has_no_number_of_keys() {
        let gather = json!({"gather": {"speech": true, "timeout": 5, "pause": 2, "listen": "fr-FR",
            "hints": ["oui, merci", "non"], "arms": []}});
        let expected = concat!(
            r#"<Gather input="speech" action="/desk/Here/1" method="POST" timeout="5" finishOnKey="" "#,
            r#"actionOnEmptyResult="true" language="fr-FR" speechTimeout="2" hints="oui  merci,non">"#,
            "Hello. </Gather>"
        );
        assert_eq!(written(gather), format!("{expected}{AGAIN}"));
    }

    #[test]
    fn an_entry_of_several_keys_ends_at_the_most_keys_or_at_the_finish_key() {
        let upto = written(json!({"gather": {"keys": {"min": 4, "max": 8}, "finish": "#", "speech": true,
            "timeout": 5, "arms": []}}));
        assert!(upto.contains(r##"timeout="5" numDigits="8" finishOnKey="#" actionOn"##), "{upto}");
        assert!(upto.contains(r#"input="dtmf speech""#), "{upto}");
        assert!(upto.contains(r#"language="en-GB">Hello."#), "{upto}");
        let open = written(json!({"gather": {"keys": {"min": 1}, "finish": "*", "timeout": 5, "arms": []}}));
        assert!(open.contains(r#"timeout="5" finishOnKey="*" "#), "{open}");
    }

    #[test]
    fn hints_stay_within_what_the_provider_takes() {
        let many: Vec<String> = (0..600).map(|n| n.to_string()).chain(["x".repeat(101)]).collect();
        assert_eq!(hints(&many).unwrap().split(',').count(), 500);
        assert_eq!(hints(&["x".repeat(101)]), None);
    }

    #[test]
    fn one_number_is_the_text_of_a_dial_and_several_ring_at_once() {
        let one = json!({"dial": {"numbers": ["+12345678900"], "timeout": 20, "arms": []}});
        assert_eq!(
            written(one),
            r#"Hello. <Dial action="/desk/Here/1" method="POST" timeout="20">+12345678900</Dial>"#
        );
        let two = json!({"dial": {"numbers": ["+1", "+2"], "timeout": 20, "caller_id": "+3", "arms": []}});
        let expected = concat!(
            r#"Hello. <Dial action="/desk/Here/1" method="POST" timeout="20" callerId="+3">"#,
            "<Number>+1</Number><Number>+2</Number></Dial>"
        );
        assert_eq!(written(two), expected);
    }

    #[test]
    fn each_noun_has_its_element_and_its_attributes() {
        for (dial, expected) in [
            (
                json!({"numbers": ["+1"], "timeout": 20, "send_digits": "ww204", "record": true, "arms": []}),
                concat!(
                    r#"timeout="20" record="record-from-answer" recordingStatusCallback="/desk/recording">"#,
                    r#"<Number sendDigits="ww204">+1</Number></Dial>"#
                ),
            ),
            (
                json!({"noun": "sip", "numbers": ["sip:a@b.example?x=1&y=2"], "timeout": 20, "time_limit": 60,
                    "arms": []}),
                r#"timeout="20" timeLimit="60"><Sip>sip:a@b.example?x=1&amp;y=2</Sip></Dial>"#,
            ),
            (
                json!({"noun": "client", "numbers": ["alice", "bob"], "timeout": 20, "sequential": true,
                    "hangup_on_star": true, "arms": []}),
                concat!(
                    r#"timeout="20" hangupOnStar="true" sequential="true">"#,
                    "<Client>alice</Client><Client>bob</Client></Dial>"
                ),
            ),
            (
                json!({"noun": "queue", "numbers": ["support"], "timeout": 20, "arms": []}),
                r#"timeout="20"><Queue>support</Queue></Dial>"#,
            ),
            (
                json!({"noun": "conference", "numbers": ["weekly"], "timeout": 20, "muted": true,
                    "waits_for_start": true, "end_on_exit": true, "max_participants": 9,
                    "wait_url": "https://a.example/wait", "arms": []}),
                concat!(
                    r#"timeout="20"><Conference muted="true" startConferenceOnEnter="false" "#,
                    r#"endConferenceOnExit="true" maxParticipants="9" waitUrl="https://a.example/wait">"#,
                    "weekly</Conference></Dial>"
                ),
            ),
        ] {
            let text = written(json!({"dial": dial}));
            assert!(text.ends_with(expected), "{text}");
        }
    }

    #[test]
    fn any_key_ends_a_recording_and_the_file_is_reported_under_the_base() {
        let expected = concat!(
            r#"Hello. <Record action="/desk/Here/1" method="POST" maxLength="120" timeout="5" "#,
            r##"finishOnKey="0123456789*#" playBeep="true" recordingStatusCallback="/desk/recording"/>"##
        );
        let record = json!({"record": {"max": 120, "silence": 5, "arms": []}});
        assert_eq!(written(record), format!("{expected}{AGAIN}"));
    }

    #[test]
    fn the_tone_before_a_message_can_be_left_out() {
        let record = json!({"record": {"max": 60, "silence": 5, "without_beep": true, "arms": []}});
        assert!(written(record).contains(r#" playBeep="false" "#));
    }

    #[test]
    fn a_recording_to_be_written_down_says_where_the_text_goes() {
        let expected = concat!(
            r#"Hello. <Record action="/desk/Here/1" method="POST" maxLength="60" timeout="1" "#,
            r##"finishOnKey="#" playBeep="true" transcribe="true" transcribeCallback="/desk/transcription" "##,
            r#"recordingStatusCallback="/desk/recording"/>"#
        );
        let record =
            json!({"record": {"max": 60, "silence": 1, "finish": "#", "transcribe": true, "arms": []}});
        assert_eq!(written(record), format!("{expected}{AGAIN}"));
    }

    #[test]
    fn every_attribute_that_is_written_is_one_that_twilio_takes() {
        let hints: Vec<String> = (0..600).map(|n| "x".repeat(n % 120)).collect();
        for seconds in [0, 1, 119, 121, u16::MAX] {
            for verb in [
                json!({"gather": {"keys": {"min": 1, "max": seconds}, "speech": true, "timeout": seconds,
                    "pause": seconds, "finish": "*", "hints": hints, "arms": []}}),
                json!({"dial": {"numbers": ["+1"], "timeout": seconds, "caller_id": "+3", "arms": []}}),
                json!({"dial": {"noun": "conference", "numbers": ["a"], "timeout": seconds, "muted": true,
                    "time_limit": seconds, "waits_for_start": true, "end_on_exit": true, "sequential": true,
                    "max_participants": seconds, "wait_url": "https://a.example/", "hangup_on_star": true,
                    "record": true, "arms": []}}),
                json!({"dial": {"numbers": ["+1"], "timeout": 5, "send_digits": "ww1", "arms": []}}),
                json!({"record": {"max": seconds, "silence": seconds, "arms": []}}),
                json!({"record": {"max": seconds, "silence": seconds, "transcribe": true, "finish": "1", "arms": []}}),
                json!({"enqueue": {"queue": "desk", "arms": []}}),
                json!({"redirect": {"url": "https://a.example/"}}),
                json!({"reject": {"busy": true}}),
            ] {
                let text = format!("<Response>{}</Response>", written(verb));
                let document = roxmltree::Document::parse(&text).unwrap();
                for node in document.descendants().filter(roxmltree::Node::is_element) {
                    for attribute in node.attributes() {
                        let known = ivr_core::twiml::attribute_of(node.tag_name().name(), attribute.name());
                        let taken = known.is_some_and(|known| known.accepts(attribute.value()));
                        assert!(taken, "{node:?} {attribute:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_queue_is_entered_by_its_name() {
        assert_eq!(
            written(json!({"enqueue": {"queue": "R&D", "arms": []}})),
            r#"Hello. <Enqueue action="/desk/Here/1" method="POST">R&amp;D</Enqueue>"#
        );
    }

    #[test]
    fn an_ending_is_said_goodbye_to_but_a_reject_is_not() {
        assert_eq!(written(json!("hangup")), "Hello. <Hangup/>");
        assert_eq!(written(json!("leave")), "Hello. <Leave/>");
        assert_eq!(
            written(json!({"redirect": {"url": "https://a.example/?b&c"}})),
            r#"Hello. <Redirect method="POST">https://a.example/?b&amp;c</Redirect>"#
        );
        assert_eq!(
            written(json!({"redirect": {"url": "https://a.example/café?q=où"}})),
            r#"Hello. <Redirect method="POST">https://a.example/caf%C3%A9?q=o%C3%B9</Redirect>"#
        );
        assert_eq!(written(json!({"reject": {"busy": true}})), r#"<Reject reason="busy"/>"#);
        assert_eq!(written(json!({"reject": {"busy": false}})), r#"<Reject reason="rejected"/>"#);
    }

    #[test]
    fn every_ending_of_an_arm_is_a_verb_that_ends() {
        for (end, verb) in [
            (Ending::Hangup, Verb::Hangup),
            (Ending::Leave, Verb::Leave),
            (Ending::Busy, Verb::Reject { busy: true }),
            (Ending::Rejected, Verb::Reject { busy: false }),
        ] {
            assert_eq!(ending(end), verb);
        }
    }
}
