//! `<Redirect>`, and HTTP redirects.

use super::*;

#[test]
fn a_redirect_is_relative_to_the_document() {
    assert_eq!(requests(&call("<Redirect>../next?x=1</Redirect>")), "POST http://host/next?x=1");
    assert_eq!(requests(&call("<Redirect method='GET'>next</Redirect>")), "GET http://host/ivr/next");
}

#[test]
fn a_blank_redirect_is_the_document_again() {
    assert_eq!(requests(&call("<Redirect/>")), format!("POST {HERE}"));
}

#[test]
fn a_redirect_replaces_the_document() {
    let mut call = call("<Say>One.</Say><Redirect>/two</Redirect><Say>Never.</Say>");
    call.fetched(Ok(xml("<Say>Two.</Say>")));
    assert_eq!(words(&mut call), "One. Two.");
    assert_eq!(over(&call), &End::HungUp);
}

#[test]
fn redirects_that_never_let_anybody_answer_are_a_fault() {
    let mut call = call("<Say>Hold on.</Say><Redirect/>");
    for _ in 0..DOCUMENTS_IN_A_ROW {
        call.fetched(Ok(xml("<Say>Hold on.</Say><Redirect/>")));
    }
    assert_eq!(code(&call), None);
}

#[test]
fn a_dial_that_reaches_nobody_for_ever_is_a_fault() {
    const NOBODY: &str = "<Dial action='/again'>nobody</Dial>";
    let mut call = call(NOBODY);
    for _ in 0..DOCUMENTS_IN_A_ROW {
        call.fetched(Ok(xml(NOBODY)));
    }
    assert_eq!(code(&call), None);
}

#[test]
fn an_unusable_url_ends_the_call() {
    assert_eq!(code(&call("<Redirect>ftp://a/b</Redirect>")), Some(11100));
}

fn moved(status: u16, location: &str) -> Response {
    Response { status, location: Some(location.into()), ..Response::default() }
}

#[test]
fn a_redirect_of_http_loses_the_fields_of_a_post() {
    let mut call = call("<Gather numDigits='1'/>");
    press(&mut call, "1");
    call.fetched(Ok(moved(302, "/moved")));
    assert_eq!(requests(&call), "GET http://host/moved");
    assert_eq!(request(&call).field("Digits"), None);
}

#[test]
fn a_redirect_of_http_that_keeps_the_method_keeps_the_fields() {
    let mut call = call("<Gather numDigits='1'/>");
    press(&mut call, "1");
    call.fetched(Ok(moved(307, "/moved")));
    assert_eq!(requests(&call), "POST http://host/moved");
    assert_eq!(request(&call).field("Digits"), Some("1"));
}

#[test]
fn the_eleventh_redirect_of_http_is_one_too_many() {
    let mut call = answered(moved(301, "/1"));
    for _ in 0..9 {
        call.fetched(Ok(moved(301, "/again")));
    }
    assert_eq!(requests(&call), "GET http://host/again");
    call.fetched(Ok(moved(301, "/again")));
    assert_eq!(code(&call), Some(11215));
}

#[test]
fn a_document_of_somebody_else_is_where_the_call_leaves() {
    let mut call = call("<Redirect>https://elsewhere.example/x</Redirect>");
    call.leave();
    assert_eq!(over(&call), &End::Elsewhere(Url::parse("https://elsewhere.example/x").unwrap()));
}

#[test]
fn only_the_redirects_that_twilio_follows_are_followed() {
    for status in [301, 302, 303, 307] {
        assert!(requests(&answered(moved(status, "/moved"))).ends_with(" http://host/moved"), "{status}");
    }
    for status in [300, 304, 305, 306, 308] {
        assert_eq!(code(&answered(moved(status, "/moved"))), Some(11216), "{status}");
    }
    let nowhere = Response { status: 302, ..Response::default() };
    assert_eq!(code(&answered(nowhere)), Some(11216));
}

#[test]
fn a_url_with_characters_beyond_ascii_is_malformed() {
    assert_eq!(code(&call("<Redirect>/caf\u{e9}</Redirect>")), Some(11100));
    assert_eq!(requests(&call("<Redirect>/caf%C3%A9</Redirect>")), "POST http://host/caf%C3%A9");
    assert_eq!(code(&answered(moved(302, "/caf\u{e9}"))), Some(11100));
}
