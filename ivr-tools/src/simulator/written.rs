//! Writes a call as the test that repeats it.

use std::any::TypeId;

use super::{
    act::{Act, CONFIDENT, MessageEnd, Outcome, Quoted},
    call::{End, Event, Turn},
    start::Start,
    transcript::{self, Transcript},
    twiml::Sound,
    url::Url,
};
use ivr_runtime::tree::PhoneTree;

/// The number of words of a prompt that identify it, so that the rest may be reworded.
const WORDS: usize = 6;

/// Returns the source of a test that makes this call. `caller` is how it begins, and `tree` is the enum of its
/// states.
pub(crate) fn test(transcript: &Transcript, caller: &str, tree: Option<&str>) -> String {
    let mut chain = Vec::new();
    // Only the last wait before a move can be checked.
    let mut waits = None;
    let mut early = None;
    for moment in transcript.moments() {
        match &moment.event {
            Event::Hears(prompt) => chain.extend(heard(&prompt.sound)),
            Event::Waits(turn, action) => {
                waits = in_state(transcript, tree, action.as_ref()).or_else(|| waiting(turn));
            }
            Event::Acts(act) => {
                chain.extend(waits.take());
                chain.push(moved(act));
                early = if let Act::PressAfter(_, keys) = act { Some(keys) } else { None };
            }
            // The keys were accepted. Which part of a prompt they interrupted does not matter.
            Event::Interrupts => {
                if let (Some(keys), Some(link)) = (early.take(), chain.last_mut()) {
                    *link = format!("press({keys:?})");
                }
            }
            Event::Ends(end) => {
                waits = None;
                chain.push(ended(end));
            }
            Event::CalleeHears(_)
            | Event::CalleePresses(_)
            | Event::Requests(_)
            | Event::Lost(_)
            | Event::PassesOver(_)
            | Event::Alerts(_) => {}
        }
    }
    chain.extend(waits);
    let chain: String = chain.iter().map(|link| format!("\n        .{link}")).collect();
    format!("#[test]\nfn a_recorded_call() {{\n    {caller}{chain};\n}}\n")
}

/// Returns how a test begins that calls this start of a tree in this program.
pub(crate) fn beginning<T: PhoneTree>(start: &Start) -> String {
    let tree = T::NAME;
    let is_alone = TypeId::of::<T::App>() == TypeId::of::<()>();
    match (start.arguments(), is_alone) {
        (None, true) => format!("ivr::phone::call::<{tree}>()"),
        (None, false) => format!("ivr::phone::call_with::<{tree}>(app())"),
        (Some(start), true) => format!("ivr::phone::call_from::<{tree}>({start})"),
        (Some(start), false) => format!("ivr::phone::call_from_with::<{tree}>({start}, app())"),
    }
}

fn heard(sound: &Sound) -> Option<String> {
    match sound {
        Sound::Say { text, .. } => {
            let words: Vec<_> = text.split_whitespace().take(WORDS).collect();
            Some(format!("hears({})", Quoted(&words.join(" "))))
        }
        Sound::Play { url } => Some(format!("hears({})", Quoted(url))),
        Sound::Tones { digits, is_secret: false } => Some(format!("plays_digits({})", Quoted(digits))),
        Sound::Tones { is_secret: true, .. } | Sound::Pause { .. } | Sound::Beep => None,
    }
}

fn in_state(transcript: &Transcript, tree: Option<&str>, action: Option<&Url>) -> Option<String> {
    let place = transcript.place(action?)?;
    tree.map(|tree| format!("at({tree}::{})", transcript::state(&place)))
}

/// Returns what a call waits for if no state can be named.
fn waiting(turn: &Turn) -> Option<String> {
    match turn {
        Turn::Gather(gathering) if gathering.verb.keys => Some("waits_for_keys()".into()),
        Turn::Gather(_) => Some("waits_for_words()".into()),
        Turn::Record(_) => Some("waits_for_message()".into()),
        Turn::Dial(dial) => dial.parties.first().map(|party| format!("dials({})", Quoted(party))),
        Turn::Enqueue(enqueue) => Some(format!("queues({})", Quoted(&enqueue.name))),
        Turn::Connect(connect) => Some(format!("connects({})", Quoted(&connect.url))),
        Turn::Fetch(_) | Turn::Over(_) => None,
    }
}

fn moved(act: &Act) -> String {
    match act {
        Act::Press(keys) => format!("press({keys:?})"),
        Act::PressAfter(seconds, keys) => format!("press_after({seconds:?}, {keys:?})"),
        Act::Say(words, confidence) if *confidence == CONFIDENT => format!("says({})", Quoted(words)),
        Act::Say(words, confidence) => format!("says_with({}, {confidence:?})", Quoted(words)),
        Act::Silence => "silence()".into(),
        Act::Message(seconds, MessageEnd::HangUp) => format!("records_and_hangs_up({seconds})"),
        Act::Message(seconds, MessageEnd::Key(key)) => format!("records_until({seconds}, {key:?})"),
        Act::Message(seconds, _) => format!("records({seconds})"),
        Act::MoveUp => "moves_up()".into(),
        Act::HangUp => "hangs_up()".into(),
        Act::World(outcome) => came_of_it(*outcome).into(),
        Act::HandBack(result) => format!("hands_back({})", Quoted(result)),
    }
}

fn came_of_it(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answers()",
        Outcome::Busy => "busy()",
        Outcome::NoAnswer => "no_answer()",
        Outcome::Failed => "fails()",
        Outcome::Canceled => "canceled()",
        Outcome::Declined => "declines()",
        Outcome::Bridged => "bridged()",
        Outcome::Left => "leaves_queue()",
        Outcome::HungUp => "hangs_up()",
        Outcome::Full => "queue_full()",
        Outcome::Entered
        | Outcome::Chosen
        | Outcome::Silence
        | Outcome::Else
        | Outcome::Recorded
        | Outcome::Waits
        | Outcome::Late
        | Outcome::Open
        | Outcome::Closed => "silence()",
    }
}

fn ended(end: &End) -> String {
    match end {
        End::Rejected { .. } => "rejected()".into(),
        // An endless call has no error code, so the generated test expects the call to end and fails until it does.
        End::Failed(alert) => {
            alert.code().map_or_else(|| "ended()".into(), |code| format!("breaks_off_with({code})"))
        }
        End::HungUp | End::CallerHungUp | End::Elsewhere(_) => "ended()".into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, routing::post};

    use super::*;
    use crate::simulator::session::{Number, Session};

    #[test]
    fn a_call_is_written_down_move_by_move() {
        let say = "<Say>For our hours, press three, or say hours.</Say>";
        let menu = format!("<Response><Gather action='/acme/Menu/1' numDigits='1'>{say}</Gather></Response>");
        let dial = "<Response><Dial action='/acme/Desk'>15</Dial></Response>";
        let xml = [("content-type", "text/xml")];
        let router = Router::new()
            .route("/acme", post(async move || (xml, menu)))
            .route("/acme/Menu/1", post(async move || (xml, dial)))
            .route("/acme/Desk", post(async move || (xml, "<Response><Hangup/></Response>")));
        let mut session = Session::in_process(Number::read("/acme").unwrap(), router);
        session.act(&Act::PressAfter(1.0, "3".into())).unwrap();
        session.act(&Act::World(Outcome::NoAnswer)).unwrap();
        let expected = r#"#[test]
fn a_recorded_call() {
    Acme::call()
        .hears("For our hours, press three, or")
        .at(Acme::Menu)
        .press("3")
        .at(Acme::Desk)
        .no_answer()
        .ended();
}
"#;
        assert_eq!(test(session.transcript(), "Acme::call()", Some("Acme")), expected);
        let elsewhere = test(session.transcript(), "caller()", None);
        assert!(
            elsewhere.contains(".waits_for_keys()\n") && elsewhere.contains(".dials(\"15\")\n"),
            "{elsewhere}"
        );
    }
}
