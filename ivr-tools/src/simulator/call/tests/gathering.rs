//! `<Gather>`: keys, words, silence, and keys that come early.

use super::*;

#[test]
fn the_last_key_of_an_entry_submits_it_at_once() {
    let mut call = call("<Gather numDigits='2' action='zip'><Say>Your zip?</Say></Gather>");
    press(&mut call, "12");
    assert_eq!(requests(&call), "POST http://host/ivr/zip");
    assert_eq!(request(&call).field("Digits"), Some("12"));
    assert_eq!(request(&call).field("FinishedOnKey"), Some(""));
    assert_eq!(request(&call).field("msg"), Some("Gather End"));
}

#[test]
fn without_an_action_the_document_itself_is_asked_again() {
    let mut call = call("<Gather numDigits='1' method='GET'/>");
    press(&mut call, "1");
    assert_eq!(requests(&call), format!("GET {HERE}"));
}

#[test]
fn keys_after_a_complete_entry_are_lost() {
    let mut call = call("<Gather numDigits='1'/>");
    press(&mut call, "123");
    assert_eq!(request(&call).field("Digits"), Some("1"));
    assert!(call.take_log().iter().any(|moment| moment.event == Event::Lost("23".into())));
}

#[test]
fn an_open_entry_waits_for_more_keys() {
    let mut call = call("<Gather numDigits='3'/>");
    press(&mut call, "1");
    press(&mut call, "2");
    assert!(matches!(call.turn(), Turn::Gather(gathering) if gathering.entered == "12"));
    press(&mut call, "3");
    assert_eq!(request(&call).field("Digits"), Some("123"));
}

#[test]
fn a_part_of_an_entry_is_submitted_when_no_further_key_comes() {
    let mut call = call("<Gather numDigits='4'/>");
    press(&mut call, "12");
    act(&mut call, &Act::Silence);
    assert_eq!(request(&call).field("Digits"), Some("12"));
}

#[test]
fn the_finish_key_submits_an_entry_and_is_no_part_of_it() {
    let mut call = call("<Gather/>");
    press(&mut call, "1234#");
    assert_eq!(request(&call).field("Digits"), Some("1234"));
    assert_eq!(request(&call).field("FinishedOnKey"), Some("#"));
}

#[test]
fn a_finish_key_pressed_first_is_no_input() {
    let mut call = call("<Gather/><Say>Nothing came.</Say>");
    press(&mut call, "#");
    assert_eq!(words(&mut call), "Nothing came.");
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn with_an_empty_finish_key_the_hash_is_a_key_like_any_other() {
    let mut call = call("<Gather finishOnKey='' numDigits='1'/>");
    press(&mut call, "#");
    assert_eq!(request(&call).field("Digits"), Some("#"));
}

#[test]
fn silence_goes_on_with_the_next_verb() {
    let mut call = call("<Gather action='x'><Say>Press one.</Say></Gather><Say>Goodbye.</Say>");
    act(&mut call, &Act::Silence);
    assert_eq!(words(&mut call), "Press one. Goodbye.");
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn silence_is_reported_when_the_document_asks_for_it() {
    let mut call = call("<Gather action='x' actionOnEmptyResult='true'/><Say>Never.</Say>");
    act(&mut call, &Act::Silence);
    assert_eq!(requests(&call), "POST http://host/ivr/x");
    assert_eq!(request(&call).field("Digits"), None);
}

#[test]
fn a_finish_key_pressed_first_is_reported_as_silence() {
    let mut call = call("<Gather action='x' actionOnEmptyResult='true'/>");
    press(&mut call, "#");
    assert_eq!(request(&call).field("Digits"), None);
}

#[test]
fn words_are_reported_with_their_confidence() {
    let mut call = call("<Gather input='dtmf speech' numDigits='1'/>");
    act(&mut call, &Act::Say("sales please".into(), 0.25));
    assert_eq!(request(&call).field("SpeechResult"), Some("sales please"));
    assert_eq!(request(&call).field("Confidence"), Some("0.25"));
    assert_eq!(request(&call).field("Digits"), None);
}

#[test]
fn words_are_silence_where_only_keys_count() {
    let mut call = call("<Gather/><Say>Nothing came.</Say>");
    act(&mut call, &Act::Say("sales".into(), 0.9));
    assert_eq!(words(&mut call), "Nothing came.");
}

#[test]
fn keys_are_silence_where_only_words_count() {
    let mut call = call("<Gather input='speech'/><Say>Nothing came.</Say>");
    press(&mut call, "1");
    assert_eq!(words(&mut call), "Nothing came.");
}

#[test]
fn the_first_kind_of_input_wins() {
    let mut call = call("<Gather input='dtmf speech' numDigits='4'/>");
    press(&mut call, "1");
    act(&mut call, &Act::Say("sales".into(), 0.9));
    assert_eq!(request(&call).field("Digits"), Some("1"));
    assert_eq!(request(&call).field("SpeechResult"), None);
}

#[test]
fn a_key_stops_the_nested_prompt() {
    let mut call = call("<Gather numDigits='1'><Say>one two three four five</Say></Gather>");
    call.take_log();
    act(&mut call, &Act::PressAfter(0.5, "1".into()));
    assert_eq!(request(&call).field("Digits"), Some("1"));
    let log = call.take_log();
    let stopped = log.iter().find(|moment| moment.event == Event::Interrupts).unwrap();
    assert_eq!(stopped.at, 0.5);
}

#[test]
fn a_key_during_any_other_prompt_is_lost() {
    let mut call = call("<Say>one two three four five</Say><Gather numDigits='1'><Say>Now</Say></Gather>");
    act(&mut call, &Act::PressAfter(1.0, "1".into()));
    assert!(matches!(call.turn(), Turn::Gather(gathering) if gathering.entered.is_empty()));
    assert!(call.take_log().iter().any(|moment| moment.event == Event::Lost("1".into())));
    act(&mut call, &Act::PressAfter(2.1, "2".into()));
    assert_eq!(request(&call).field("Digits"), Some("2"));
}

#[test]
fn who_hangs_up_while_asked_is_not_reported() {
    let mut call = call("<Gather action='x' actionOnEmptyResult='true'/>");
    act(&mut call, &Act::HangUp);
    assert_eq!(over(&call), &End::CallerHungUp);
}

#[test]
fn nobody_waits_for_an_outcome_while_keys_are_gathered() {
    let mut call = call("<Gather/>");
    assert_eq!(call.act(&Act::World(Outcome::Busy)), Err(UnexpectedAct));
    assert_eq!(call.act(&Act::Message(3, MessageEnd::Silence)), Err(UnexpectedAct));
}

#[test]
fn a_call_that_is_over_takes_no_move() {
    assert_eq!(call("").act(&Act::Silence), Err(UnexpectedAct));
}
