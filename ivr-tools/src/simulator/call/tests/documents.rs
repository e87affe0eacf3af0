//! What a document does as a whole: order, end, time, and the parameters of its requests.

use super::*;

#[test]
fn the_first_request_rings_and_carries_the_standard_parameters() {
    let call = Call::new(Identity::new(), Method::Get, Url::parse(HERE).unwrap());
    let request = request(&call);
    assert_eq!(request.field("CallStatus"), Some("ringing"));
    assert_eq!(request.field("Direction"), Some("inbound"));
    assert_eq!(request.field("ApiVersion"), Some("2010-04-01"));
    assert_eq!(request.field("From"), request.field("Caller"));
    assert_eq!(request.field("To"), request.field("Called"));
    assert!(request.field("CallSid").unwrap().starts_with("CA"));
    assert!(request.target().to_string().starts_with(&format!("{HERE}&AccountSid=AC")));
}

#[test]
fn later_requests_are_of_the_same_call_in_progress() {
    let mut call = Call::new(Identity::new(), Method::Post, Url::parse(HERE).unwrap());
    let sid = request(&call).field("CallSid").map(str::to_owned);
    call.fetched(Ok(xml("<Say>Hi</Say><Redirect>next</Redirect>")));
    assert_eq!(request(&call).field("CallStatus"), Some("in-progress"));
    assert_eq!(request(&call).field("CallSid").map(str::to_owned), sid);
}

#[test]
fn verbs_are_heard_in_order_and_the_end_hangs_up() {
    let mut call = call("<Say>One.</Say><Play>two.wav</Play><Say>Three.</Say>");
    assert_eq!(words(&mut call), "One. two.wav Three.");
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn an_empty_document_is_the_end() {
    assert_eq!(over(&call("")), &End::HungUp);
}

#[test]
fn what_stands_after_a_hangup_is_not_heard() {
    let mut call = call("<Say>Bye.</Say><Hangup/><Say>Still there?</Say>");
    assert_eq!(words(&mut call), "Bye.");
}

#[test]
fn a_rejected_call_was_never_answered() {
    assert_eq!(over(&call("<Reject/>")), &End::Rejected { busy: false });
    assert_eq!(over(&call("<Reject reason='busy'/>")), &End::Rejected { busy: true });
    assert_eq!(over(&call("<Pause length='3'/><Reject/>")), &End::Rejected { busy: false });
    assert_eq!(over(&call("<Say>Hi</Say><Reject/>")), &End::HungUp);
}

#[test]
fn verbs_that_this_phone_does_not_execute_are_passed_over_by_name() {
    let mut call = call("<Start><Stream url='wss://a/b'/></Start><Say>Hi</Say>");
    let log = call.take_log();
    assert!(log.iter().any(|moment| moment.event == Event::PassesOver("Start")));
    assert_eq!(crate::simulator::transcript::heard(&log), "Hi");
}

#[test]
fn time_passes_with_what_is_heard() {
    let mut call = call("<Say>one two three four five</Say><Pause length='3'/><Hangup/>");
    let seconds: Vec<_> = call.take_log().iter().map(|moment| moment.at).collect();
    assert_eq!(seconds, [0.0, 0.0, 2.0, 5.0]);
}

#[test]
fn the_status_callback_is_told_how_the_call_ended() {
    let told = |inner| {
        let mut call = Call::new(Identity::new(), Method::Post, Url::parse(HERE).unwrap());
        call.tell_status(Url::parse("http://host/status").unwrap());
        call.fetched(Ok(xml(inner)));
        assert_eq!(requests(&call), "POST http://host/status");
        let request = request(&call).clone();
        call.fetched(Ok(Response { status: 204, ..Response::default() }));
        assert!(matches!(over(&call), End::HungUp | End::Rejected { .. }));
        let field = |name| request.field(name).unwrap().to_owned();
        (field("CallStatus"), field("CallDuration"))
    };
    assert_eq!(told("<Pause length='7'/><Hangup/>"), ("completed".into(), "7".into()));
    assert_eq!(told("<Reject reason='busy'/>"), ("busy".into(), "0".into()));
    assert_eq!(told("<Reject/>"), ("no-answer".into(), "0".into()));
}

#[test]
fn a_status_callback_that_fails_is_a_warning() {
    let mut call = Call::new(Identity::new(), Method::Post, Url::parse(HERE).unwrap());
    call.tell_status(Url::parse("http://host/status").unwrap());
    call.fetched(Ok(xml("")));
    call.fetched(Ok(Response { status: 404, ..Response::default() }));
    assert_eq!(over(&call), &End::HungUp);
    let log = call.take_log();
    assert!(log.iter().any(|m| matches!(&m.event, Event::Alerts(alert) if alert.code() == Some(15003))));
}
