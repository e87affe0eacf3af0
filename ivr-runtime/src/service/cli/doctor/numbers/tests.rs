//! Queries the account over HTTP: a server in the test replaces Twilio's API.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread::JoinHandle,
};

use super::*;
use crate::{
    dialog::call::Dialog,
    fixture::Acme,
    service::config::{Host, Settings},
};

const SID: &str = "AC0123456789abcdef0123456789abcdef";

/// Answers so many requests, each with what `answer` says to its head.
fn api(requests: usize, answer: fn(&str) -> (u16, String)) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = std::thread::spawn(move || {
        let mut heads = Vec::new();
        for _ in 0..requests {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            let (status, body) = answer(&head);
            let length = body.len();
            let answer = format!("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).unwrap();
            heads.push(head);
        }
        heads
    });
    (url, served)
}

fn number(phone: &str, fields: &str) -> String {
    format!(r#"{{"phone_number":"{phone}","friendly_name":"desk",{fields}}}"#)
}

fn page(numbers: &[String]) -> String {
    format!(r#"{{"incoming_phone_numbers":[{}],"next_page_uri":null}}"#, numbers.join(","))
}

fn settings(api: &str) -> Settings {
    Settings::new()
        .bind("127.0.0.1:0")
        .public_url("https://voice.example.com")
        .auth_token("12345")
        .account_sid(SID)
        .api_url(api)
}

/// What is said of the numbers of a tree, which has a hook at the end of a call where `hook` says so.
fn said(settings: &Settings, hook: bool, asked: Option<&str>) -> Option<String> {
    let mut tree = Dialog::<Acme>::new().unwrap().description().clone();
    if hook {
        tree.after = serde_json::from_str(r#"[{"of":"call","runs":["app.ended(call)"]}]"#).unwrap();
    }
    let checked = settings.clone().check(Host::Ours).unwrap();
    let findings = numbers(&tree, &checked, "/acme", asked)?;
    Some(findings.iter().map(Finding::line).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_number_that_is_set_as_it_should_be_is_fine_and_others_are_passed_over() {
    let (url, served) = api(1, |_| {
        let right = r#""voice_url":"https://voice.example.com/acme","voice_method":"POST",
            "voice_fallback_url":"https://handler.twilio.com/twiml/EH1","status_callback":"https://voice.example.com/acme/status""#;
        let other = r#""voice_url":"https://other.example.com/acme","voice_method":"POST""#;
        (200, page(&[number("+14158675309", right), number("+14158675310", other)]))
    });
    assert_eq!(
        said(&settings(&url), false, None).unwrap(),
        "ok    +14158675309: calls come in at https://voice.example.com/acme\n\
         ok    +14158675309: while no server answers, callers hear https://handler.twilio.com/twiml/EH1"
    );
    let heads = served.join().unwrap();
    assert!(
        heads[0].starts_with(&format!(
            "GET /2010-04-01/Accounts/{SID}/IncomingPhoneNumbers.json?PageSize=1000 HTTP/1.1\r\n"
        )),
        "{}",
        heads[0]
    );
    let credentials = STANDARD.encode(format!("{SID}:12345"));
    assert!(heads[0].contains(&format!("Authorization: Basic {credentials}\r\n")), "{}", heads[0]);
}

#[test]
fn what_is_wrong_with_a_number_says_what_to_write() {
    let (url, served) = api(1, |_| {
        let wrong = r#""voice_url":"https://voice.example.com/acmee#rc=3","voice_method":"POST",
            "voice_fallback_url":"https://VOICE.example.com/fallback.xml","status_callback":"""#;
        let get = r#""voice_url":"https://voice.example.com/acme/#rc=3","voice_method":"GET","voice_fallback_url":"",
            "status_callback":"https://voice.example.com/acme/status""#;
        let trunk = r#""voice_url":"https://voice.example.com/acme","trunk_sid":"TK1""#;
        (200, page(&[number("+1", wrong), number("+2", get), number("+3", trunk)]))
    });
    let said = said(&settings(&url), true, None).unwrap();
    for line in [
        "FAIL  +1: “A call comes in” is https://voice.example.com/acmee#rc=3: it should be https://voice.example.com/acme",
        "FAIL  +1: “Primary handler fails” is https://VOICE.example.com/fallback.xml, which fails with this server",
        "FAIL  +1: “Call status changes” should be https://voice.example.com/acme/status, HTTP POST: without it `after call`",
        "note  +2: “A call comes in” is HTTP GET",
        "note  +2: “Primary handler fails” is empty",
        "note  +2: “Call status changes” is not repeated when it fails: write https://voice.example.com/acme/status#rc=5&rp=all",
        "FAIL  +3: the SIP trunk TK1 takes its calls",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    served.join().unwrap();
}

#[test]
fn the_number_that_is_asked_for_is_told_wherever_its_calls_go() {
    let (url, served) = api(1, |_| (200, page(&[number("+14158675309", r#""voice_url":null"#)])));
    let found = said(&settings(&url), false, Some("+14158675309")).unwrap();
    assert!(found.contains("FAIL  +14158675309: “A call comes in” is empty"), "{found}");
    assert!(served.join().unwrap()[0].contains("PageSize=1000&PhoneNumber=%2B14158675309 HTTP"));
    let (url, served) = api(1, |_| (200, page(&[])));
    let missing = said(&settings(&url), false, Some("+1")).unwrap();
    assert_eq!(missing, format!("FAIL  the account {SID} has no number +1"));
    served.join().unwrap();
    let (url, served) = api(1, |_| (200, page(&[])));
    let none = said(&settings(&url), false, None).unwrap();
    assert_eq!(none, format!("FAIL  no number of the account {SID} calls https://voice.example.com/acme"));
    served.join().unwrap();
}

#[test]
fn an_application_is_looked_at_in_place_of_its_number_and_pages_are_followed() {
    let (url, served) = api(3, |head| {
        let path = head.split(' ').nth(1).unwrap();
        if path.contains("/Applications/AP1.json") {
            return (200, r#"{"sid":"AP1","voice_url":"https://voice.example.com/acme"}"#.to_owned());
        }
        if path.contains("Page=1") {
            let application = r#""voice_url":"https://old.example.com","voice_application_sid":"AP1""#;
            return (200, page(&[number("+2", application)]));
        }
        let next = format!(r#""next_page_uri":"{path}&Page=1""#);
        (200, page(&[]).replace(r#""next_page_uri":null"#, &next))
    });
    let said = said(&settings(&url), false, None).unwrap();
    assert!(said.contains("ok    +2: calls come in at https://voice.example.com/acme"), "{said}");
    served.join().unwrap();
}

#[test]
fn credentials_that_are_refused_fail_and_an_api_that_is_away_is_noted() {
    let (url, served) = api(1, |_| (401, r#"{"code":20003}"#.to_owned()));
    let refused = said(&settings(&url), false, None).unwrap();
    assert!(refused.starts_with("FAIL  ") && refused.contains("status 401"), "{refused}");
    served.join().unwrap();
    let (url, served) = api(1, |_| (200, "<html>".to_owned()));
    assert!(said(&settings(&url), false, None).unwrap().starts_with("note  the numbers cannot be checked"));
    served.join().unwrap();
    // Nothing listens on this port any more.
    assert!(said(&settings(&url), false, None).unwrap().starts_with("note  the numbers cannot be checked"));
    let open = said(&settings("http://api.example.com"), false, None).unwrap();
    assert!(open.contains("it is not https"), "{open}");
}

#[test]
fn without_an_account_nobody_is_asked() {
    let unnamed = Settings::new().public_url("https://voice.example.com").auth_token("12345");
    assert_eq!(said(&unnamed, false, None), None);
}
