//! One test for each fact about verbs: what follows, what is requested, what is heard.

mod answers;
mod dialling;
mod documents;
mod gathering;
mod queueing;
mod recording;
mod redirects;

use super::*;
use crate::simulator::act::{MessageEnd, Outcome};

const HERE: &str = "http://host/ivr/menu.xml?line=2";

fn xml(inner: &str) -> Response {
    Response {
        status: 200,
        content_type: Some("text/xml; charset=utf-8".into()),
        body: format!("<Response>{inner}</Response>").into(),
        ..Response::default()
    }
}

/// A call that was answered with this document.
fn call(inner: &str) -> Call {
    answered(xml(inner))
}

fn answered(response: Response) -> Call {
    let mut call = Call::new(Identity::new(), Method::Post, Url::parse(HERE).unwrap());
    call.fetched(Ok(response));
    call
}

fn act(call: &mut Call, act: &Act) {
    assert_eq!(call.act(act), Ok(()), "{act:?}");
}

fn press(call: &mut Call, keys: &str) {
    act(call, &Act::Press(keys.into()));
}

fn world(call: &mut Call, outcome: Outcome) {
    act(call, &Act::World(outcome));
}

/// The request that is due.
fn request(call: &Call) -> &Request {
    match call.turn() {
        Turn::Fetch(request) => request,
        other => panic!("{other:?}"),
    }
}

fn requests(call: &Call) -> String {
    let request = request(call);
    format!("{} {}", request.method.as_str(), request.url)
}

fn words(call: &mut Call) -> String {
    crate::simulator::transcript::heard(&call.take_log())
}

fn over(call: &Call) -> &End {
    match call.turn() {
        Turn::Over(end) => end,
        other => panic!("{other:?}"),
    }
}

fn code(call: &Call) -> Option<u16> {
    match over(call) {
        End::Failed(alert) => alert.code(),
        other => panic!("{other:?}"),
    }
}
