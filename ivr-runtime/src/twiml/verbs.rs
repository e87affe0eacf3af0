//! The verbs that end a document. Each one that comes back names its action; each one that listens is followed
//! by a Redirect to the same action, because an answer without keys, words or sound is silence.

use crate::{
    description::{Description, Dial, Enqueue, Gather, Record, Verb},
    tree::Ending,
};

use super::{course::Said, lines, xml::Xml};

/// Where a verb stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The tree it belongs to.
    pub(super) tree: &'a Description,
    /// What every URL of the tree begins with, without a slash at its end.
    pub(super) base: &'a str,
    /// The URL that is told what came of the verb.
    pub(super) action: &'a str,
}

impl Place<'_> {
    /// Writes what is said, then the verb.
    pub(super) fn write(self, xml: &mut Xml, said: &Said<'_>, verb: &Verb) {
        match verb {
            Verb::Gather(gather) => self.gather(xml, said, gather),
            Verb::Reject { busy } => reject(xml, *busy),
            Verb::Hangup | Verb::Goto(_) => ending(xml, self.tree, said, Ending::Hangup),
            Verb::Leave => ending(xml, self.tree, said, Ending::Leave),
            Verb::Dial(dial) => {
                lines::write(xml, self.tree, said.all());
                self.dial(xml, dial);
            }
            Verb::Record(record) => {
                lines::write(xml, self.tree, said.all());
                self.record(xml, record);
            }
            Verb::Enqueue(enqueue) => {
                lines::write(xml, self.tree, said.all());
                self.enqueue(xml, enqueue);
            }
            Verb::Redirect { url } => {
                lines::write(xml, self.tree, said.all());
                redirect(xml, url);
            }
        }
    }

    fn gather(self, xml: &mut Xml, said: &Said<'_>, gather: &Gather) {
        let (before, during) = said.around_listening();
        lines::write(xml, self.tree, before);
        let input = match (gather.keys.is_some(), gather.speech) {
            (true, true) => "dtmf speech",
            (false, true) => "speech",
            (_, false) => "dtmf",
        };
        let language = gather.listen.as_deref().unwrap_or(&self.tree.language);
        let speech = |value| Some(value).filter(|_| gather.speech);
        xml.element("Gather")
            .with("input", input)
            .with("action", self.action)
            .with("method", "POST")
            .with("timeout", gather.timeout)
            .with_some("numDigits", gather.keys.and_then(|keys| keys.max))
            // The provider's default is `#`, which a menu may offer as a choice.
            .with("finishOnKey", gather.finish.map(String::from).unwrap_or_default())
            .with("actionOnEmptyResult", true)
            .with_some("language", speech(language))
            .with_some("speechTimeout", gather.pause.filter(|_| gather.speech))
            .with_some("hints", hints(&gather.hints).filter(|_| gather.speech))
            .content(|inside| lines::write(inside, self.tree, during));
        redirect(xml, self.action);
    }

    fn dial(self, xml: &mut Xml, dial: &Dial) {
        let tag = xml
            .element("Dial")
            .with("action", self.action)
            .with("method", "POST")
            .with("timeout", dial.timeout)
            .with_some("callerId", dial.caller_id.as_ref());
        match dial.numbers.as_slice() {
            [number] => tag.text(number),
            several => tag.content(|inside| {
                for number in several {
                    inside.element("Number").text(number);
                }
            }),
        }
    }

    fn record(self, xml: &mut Xml, record: &Record) {
        let transcription = record.transcribe.then(|| format!("{}/transcription", self.base));
        xml.element("Record")
            .with("action", self.action)
            .with("method", "POST")
            .with("maxLength", record.max)
            .with("timeout", record.silence)
            .with("finishOnKey", record.finish.map_or_else(|| "1234567890*#".to_owned(), String::from))
            .with("playBeep", true)
            .with_some("transcribe", transcription.as_ref().map(|_| true))
            .with_some("transcribeCallback", transcription.as_ref())
            .with("recordingStatusCallback", format_args!("{}/recording", self.base))
            .empty();
        redirect(xml, self.action);
    }

    fn enqueue(self, xml: &mut Xml, enqueue: &Enqueue) {
        xml.element("Enqueue").with("action", self.action).with("method", "POST").text(&enqueue.queue);
    }
}

/// Writes what is said, then the end of the call.
pub(super) fn ending(xml: &mut Xml, tree: &Description, said: &Said<'_>, ending: Ending) {
    let name = match ending {
        Ending::Busy => return reject(xml, true),
        Ending::Rejected => return reject(xml, false),
        Ending::Hangup => "Hangup",
        Ending::Leave => "Leave",
    };
    lines::write(xml, tree, said.all());
    xml.element(name).empty();
}

/// Only a call that was not answered can be rejected, so nothing is said before it.
fn reject(xml: &mut Xml, busy: bool) {
    xml.element("Reject").with("reason", if busy { "busy" } else { "rejected" }).empty();
}

fn redirect(xml: &mut Xml, url: &str) {
    xml.element("Redirect").with("method", "POST").text(url);
}

/// The provider takes 500 phrases of 100 characters, separated by commas.
fn hints(phrases: &[String]) -> Option<String> {
    let clean = phrases.iter().map(|phrase| phrase.replace(',', " "));
    let taken: Vec<_> = clean.filter(|phrase| phrase.chars().count() <= 100).take(500).collect();
    (!taken.is_empty()).then(|| taken.join(","))
}
