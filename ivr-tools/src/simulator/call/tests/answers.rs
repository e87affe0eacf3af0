//! Statuses, content types and faults of the answers to a call.

use super::*;

fn of_type(content_type: &str, body: &str) -> Call {
    answered(Response {
        status: 200,
        content_type: (!content_type.is_empty()).then(|| content_type.into()),
        body: body.into(),
        ..Response::default()
    })
}

#[test]
fn an_error_of_the_application_is_an_apology_and_the_end() {
    for status in [400, 403, 404, 413, 500, 503] {
        let mut call = answered(Response { status, ..Response::default() });
        assert_eq!(code(&call), Some(11200));
        assert!(words(&mut call).contains("an application error has occurred"));
    }
}

#[test]
fn documents_come_as_xml_or_html() {
    for content_type in ["text/xml", "application/xml", "text/html", "Text/XML; charset=utf-8"] {
        let mut call = of_type(content_type, "<Response><Say>Hi</Say></Response>");
        assert_eq!(words(&mut call), "Hi", "{content_type}");
    }
}

#[test]
fn plain_text_is_a_document_or_is_read_aloud() {
    assert_eq!(words(&mut of_type("text/plain", "<Response><Say>Hi</Say></Response>")), "Hi");
    let mut call = of_type("text/plain", "Gone fishing.\n");
    assert_eq!(words(&mut call), "Gone fishing.");
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn audio_is_played_before_the_call_ends() {
    let mut call = of_type("audio/mpeg", "\u{1}");
    assert_eq!(words(&mut call), HERE);
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn other_content_types_are_refused() {
    assert_eq!(code(&of_type("application/json", "{}")), Some(12300));
    assert_eq!(code(&of_type("", "<Response/>")), Some(12300));
}

#[test]
fn a_document_that_cannot_be_read_ends_the_call() {
    assert_eq!(code(&of_type("text/xml", "<Response>")), Some(12100));
    assert_eq!(code(&of_type("text/xml", "<html/>")), Some(12102));
}

#[test]
fn warnings_do_not_end_the_call() {
    let mut call = call("<Saay>Hi</Saay><Say>Hello</Say>");
    let log = call.take_log();
    assert!(log.iter().any(|m| matches!(&m.event, Event::Alerts(alert) if alert.code() == Some(12200))));
    assert_eq!(crate::simulator::transcript::heard(&log), "Hello");
}

#[test]
fn a_refusal_names_its_likely_cause() {
    for (status, cause) in [
        (401, "https://user:password@host/"),
        (403, "set TWILIO_AUTH_TOKEN"),
        (404, "there is nothing at this path"),
        (405, "--get"),
        (500, "read its log"),
    ] {
        let call = answered(Response { status, ..Response::default() });
        let End::Failed(alert) = over(&call) else { panic!("{status}") };
        let said = alert.to_string();
        assert!(
            said.starts_with(&format!("error 11200: the application answered with status {status}: ")),
            "{said}"
        );
        assert!(said.contains(cause), "{said}");
    }
}
