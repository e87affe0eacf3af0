//! `<Record>`: messages and empty recordings.

use super::*;

#[test]
fn a_message_is_reported_to_the_document_itself_by_default() {
    let mut call = call("<Record/>");
    act(&mut call, &Act::Message(8, MessageEnd::Silence));
    assert_eq!(requests(&call), format!("POST {HERE}"));
    let request = request(&call);
    assert_eq!(request.field("RecordingDuration"), Some("8"));
    assert_eq!(request.field("Digits"), Some(""));
    assert!(request.field("RecordingUrl").unwrap().ends_with(request.field("RecordingSid").unwrap()));
}

#[test]
fn the_beep_is_heard_unless_the_document_says_otherwise() {
    let beeps = |inner| {
        let log = call(inner).take_log();
        log.iter().any(|m| matches!(&m.event, Event::Hears(prompt) if prompt.sound == Sound::Beep))
    };
    assert!(beeps("<Record/>"));
    assert!(!beeps("<Record playBeep='false'/>"));
}

#[test]
fn a_message_ends_at_its_greatest_length() {
    let mut call = call("<Record maxLength='10'/>");
    act(&mut call, &Act::Message(60, MessageEnd::Silence));
    assert_eq!(request(&call).field("RecordingDuration"), Some("10"));
}

#[test]
fn the_key_that_ended_a_message_is_reported() {
    let mut call = call("<Record finishOnKey='*#'/>");
    press(&mut call, "#");
    assert_eq!(request(&call).field("Digits"), Some("#"));
}

#[test]
fn a_key_that_ends_no_message_is_lost() {
    let mut call = call("<Record finishOnKey='#'/><Say>No message.</Say>");
    press(&mut call, "1");
    assert_eq!(words(&mut call), "No message.");
}

#[test]
fn an_empty_recording_goes_on_with_the_next_verb() {
    let mut call = call("<Record action='x'/><Say>No message.</Say>");
    act(&mut call, &Act::Silence);
    assert_eq!(words(&mut call), "No message.");
}

#[test]
fn a_caller_who_hangs_up_after_the_message_is_still_reported() {
    let mut call = call("<Record action='x'/>");
    act(&mut call, &Act::Message(8, MessageEnd::HangUp));
    assert_eq!(request(&call).field("Digits"), Some("hangup"));
    assert_eq!(request(&call).field("CallStatus"), Some("completed"));
    call.fetched(Ok(xml("<Say>Thank you.</Say>")));
    assert_eq!(over(&call), &End::CallerHungUp);
    assert_eq!(words(&mut call), "");
}

#[test]
fn words_into_a_recording_are_a_message() {
    let mut call = call("<Record/>");
    act(&mut call, &Act::Say("one two three four five".into(), 0.9));
    assert_eq!(request(&call).field("RecordingDuration"), Some("2"));
}

#[test]
fn a_recording_and_its_text_are_reported_when_the_call_stands_still() {
    let mut call = call(
        "<Record action='next' recordingStatusCallback='/rec' transcribe='true' transcribeCallback='/text'/>",
    );
    act(&mut call, &Act::Say("The printer is broken.".into(), 0.9));
    assert_eq!(requests(&call), "POST http://host/ivr/next");
    call.fetched(Ok(xml("<Gather/>")));
    assert_eq!(requests(&call), "POST http://host/rec");
    assert_eq!(request(&call).field("RecordingStatus"), Some("completed"));
    call.fetched(Ok(Response { status: 204, ..Response::default() }));
    assert_eq!(requests(&call), "POST http://host/text");
    assert_eq!(request(&call).field("TranscriptionText"), Some("The printer is broken."));
    call.fetched(Ok(Response { status: 500, ..Response::default() }));
    assert!(matches!(call.turn(), Turn::Gather(_)));
    let alerts: Vec<_> = call
        .take_log()
        .iter()
        .filter_map(|m| match &m.event {
            Event::Alerts(f) => f.code(),
            _ => None,
        })
        .collect();
    assert_eq!(alerts, [15003]);
}

#[test]
fn a_recording_is_reported_also_at_the_end_of_the_call_and_before_its_status() {
    let mut call = call("<Record action='/done' recordingStatusCallback='/rec'/>");
    call.tell_status(Url::parse("http://host/status").unwrap());
    act(&mut call, &Act::Message(8, MessageEnd::Silence));
    call.fetched(Ok(xml("<Say>Thank you.</Say>")));
    for url in ["http://host/rec", "http://host/status"] {
        assert_eq!(requests(&call), format!("POST {url}"));
        call.fetched(Ok(Response { status: 204, ..Response::default() }));
    }
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn a_recording_that_is_empty_is_not_reported() {
    let mut call = call("<Record recordingStatusCallback='/rec'/><Say>No message.</Say>");
    act(&mut call, &Act::Silence);
    assert_eq!(over(&call), &End::HungUp);
}
