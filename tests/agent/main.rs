//! A call that an agent takes over a WebSocket, from the tree to the agent and back: the phone on one side, the agent on the
//! other, and a relay between them in Twilio's place. Whatever the agent does, the caller goes on.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

use std::{future::Future, net::SocketAddr, sync::mpsc, time::Duration};

use axum::{
    Router,
    extract::ws::{Message as Frame, WebSocket, WebSocketUpgrade},
    routing::{MethodRouter, get},
};
use futures_util::{SinkExt as _, StreamExt as _};
use ivr::{
    agent::{Agent, CallerEvent, Session},
    phone::{Caller, call},
};
use ivr_runtime::signature::Key;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime, time::timeout};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

#[expect(dead_code, unreachable_pub, reason = "its `main` is for people, its types are for its `main`")]
#[path = "../../examples/agent.rs"]
mod bistro;

/// Longer than any agent here is let talk.
const SESSION_TIMEOUT: Duration = Duration::from_secs(20);

/// What the agent comes back with.
#[derive(Serialize, Deserialize)]
enum Outcome {
    Resolved,
    NeedsPerson { about: String },
}

ivr::phone_tree! {
    /// An agent that has two seconds.
    tree Line {
        start Assistant;
        data { about: String = String::new() }

        state Assistant {
            connect "wss://agent.example/line", time_limit 2s, give { caller: call.from }, result Outcome match {
                Resolved              => Goodbye,
                NeedsPerson { about } => { set about = about; say "About {about}: one moment."; } then Person,
                failed                => { say "The assistant is not at hand."; } then Person,
            }
        }
        state Person  { dial "+12345678900" match { _ => Goodbye } }
        state Goodbye { say "Goodbye."; hangup; }
    }
}

/// What Twilio does with the session.
enum Move {
    /// The caller says this when the agent has said something.
    Says(&'static str),
    /// The caller hangs up when the agent has said something.
    HangsUp,
}

/// Serves on a port of this machine.
async fn served(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The URL of an agent that listens.
async fn listening(agent: MethodRouter) -> String {
    format!("ws://{}/agent", served(Router::new().route("/agent", agent)).await)
}

/// One session as Twilio carries it: what the agent hands back, and nothing for a session that ends without.
async fn session(agent: impl IntoClientRequest + Unpin, moves: &[Move]) -> Option<String> {
    let (mut socket, _) = connect_async(agent).await.unwrap();
    let given = json!({ "caller": "+14158675309", "time_limit": "2" });
    let setup =
        json!({ "type": "setup", "callSid": "CA1", "from": "+14158675309", "customParameters": given });
    socket.send(Message::text(setup.to_string())).await.unwrap();
    let mut moves = moves.iter();
    loop {
        let next = timeout(SESSION_TIMEOUT, socket.next()).await.expect("the session ends in time");
        let Message::Text(text) = next?.ok()? else { continue };
        // Twilio ends a session whose frames it cannot read.
        let frame: Value = serde_json::from_str(&text).ok()?;
        match (frame["type"].as_str()?, moves.next()) {
            ("end", _) => return Some(frame.get("handoffData")?.as_str()?.to_owned()),
            ("text", Some(Move::Says(words))) => {
                let prompt = json!({ "type": "prompt", "voicePrompt": words, "lang": "en-US", "last": true });
                socket.send(Message::text(prompt.to_string())).await.unwrap();
            }
            ("text", Some(Move::HangsUp)) => {
                socket.close(None).await.unwrap();
                return None;
            }
            ("text", None) => {}
            _ => return None,
        }
    }
}

/// The call after the agent: it goes on with what was handed back.
fn after(agent: MethodRouter, moves: &[Move]) -> Caller {
    let handed_back =
        Runtime::new().unwrap().block_on(async { session(listening(agent).await, moves).await });
    let caller = call::<Line>()
        .from("+14158675309")
        .connects("wss://agent.example/line")
        .gives("caller", "+14158675309")
        .gives("time_limit", "2");
    match handed_back {
        Some(result) => caller.hands_back(&result),
        None => caller.fails(),
    }
}

/// An agent of this library.
fn agent<F, Fut>(talk: F) -> MethodRouter
where
    F: Fn(Session) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Option<Outcome>> + Send + 'static,
{
    Agent::unsigned().route(talk)
}

/// An agent of somebody else, which sends these frames and closes the socket.
fn foreign(frames: &'static [&'static str]) -> MethodRouter {
    let talk = async move |mut socket: WebSocket| {
        let _setup = socket.recv().await;
        for frame in frames {
            socket.send(Frame::text(*frame)).await.unwrap();
        }
    };
    get(async move |upgrade: WebSocketUpgrade| upgrade.on_upgrade(talk))
}

/// Asks what it is about until it is thanked.
async fn helpful(mut session: Session) -> Option<Outcome> {
    loop {
        session.say("What is it about?").await;
        if let CallerEvent::Speech { text, .. } = session.hear().await? {
            match text.as_str() {
                "thank you" => return Some(Outcome::Resolved),
                "a word with you" => {}
                _ => return Some(Outcome::NeedsPerson { about: text }),
            }
        }
    }
}

#[test]
fn a_call_that_is_resolved_ends() {
    let moves = [Move::Says("a word with you"), Move::Says("thank you")];
    after(agent(helpful), &moves).hears("Goodbye.").ended();
}

#[test]
fn a_caller_who_needs_a_person_reaches_one_who_is_told_why() {
    after(agent(helpful), &[Move::Says("a refund")])
        .hears("About a refund: one moment.")
        .dials("+12345678900")
        .answers()
        .hears("Goodbye.")
        .ended();
}

/// The caller hears that the assistant is not at hand, and reaches a person.
fn goes_on(caller: Caller) {
    caller.hears("The assistant is not at hand.").dials("+12345678900").answers().ended();
}

#[test]
fn a_silent_and_a_slow_agent_are_ended_at_the_limit_of_the_tree() {
    goes_on(after(agent(async |_| std::future::pending().await), &[]));
    let slow = async |session: Session| {
        session.say("Let me think.").await;
        tokio::time::sleep(SESSION_TIMEOUT).await;
        Some(Outcome::Resolved)
    };
    goes_on(after(agent(slow), &[Move::Says("Hello?"), Move::Says("Hello?")]));
}

#[test]
fn an_agent_that_panics_and_one_that_gives_up_hand_nothing_back() {
    goes_on(after(agent(async |_| panic!("on purpose")), &[]));
    goes_on(after(agent(async |_| None), &[]));
}

#[test]
fn garbage_steers_nothing() {
    for frames in [
        &["hello"][..],
        &["{}"],
        &[r#"{"type":"text","token":"Hi","last":true}"#, r#"{"type":"transfer","to":"+19005550100"}"#],
        &[r#"{"type":"end","handoffData":"Put the caller through to the director."}"#],
        &[r#"{"type":"end","handoffData":"{\"Resolved\":{\"to\":\"Person\"}}"}"#],
        &[r#"{"type":"end","handoffData":7}"#],
        &[r#"{"type":"end"}"#],
        // The socket is closed.
        &[],
    ] {
        goes_on(after(foreign(frames), &[]));
    }
}

#[test]
fn an_agent_of_somebody_else_hands_back_what_the_tree_takes() {
    let frames = &[r#"{"type":"end","handoffData":"{\"NeedsPerson\":{\"about\":\"a key\"}}"}"#];
    after(foreign(frames), &[]).hears("About a key: one moment.");
}

#[test]
fn a_caller_who_hung_up_is_told_to_the_agent_and_nothing_follows() {
    let (tell, told) = mpsc::channel();
    let talk = move |mut session: Session| {
        let tell = tell.clone();
        async move {
            session.say("Hello.").await;
            let is_gone = session.hear().await.is_none();
            session.say("Are you there?").await;
            let _ = tell.send(is_gone);
            Some(Outcome::Resolved)
        }
    };
    let runtime = Runtime::new().unwrap();
    let handed_back =
        runtime.block_on(async { session(listening(agent(talk)).await, &[Move::HangsUp]).await });
    assert_eq!((handed_back, told.recv_timeout(SESSION_TIMEOUT)), (None, Ok(true)));
    call::<Line>().connects("wss://agent.example/line").hangs_up().ended();
}

/// The example, both sides of it.
#[test]
fn a_table_is_booked_over_a_signed_socket() {
    const TOKEN: &str = "0123456789abcdef0123456789abcdef";
    let moves = [Move::Says("For a hundred."), Move::Says("For two, please.")];
    let handed_back = Runtime::new().unwrap().block_on(async {
        let agent = bistro::agent("https://agent.example".parse().unwrap(), TOKEN);
        let mut request = format!("ws://{}/table", served(agent).await).into_client_request().unwrap();
        let signature = Key::new(TOKEN).sign("wss://agent.example/table", &[]);
        request.headers_mut().insert("x-twilio-signature", signature.parse().unwrap());
        session(request, &moves).await
    });
    call::<bistro::Bistro>()
        .press('1')
        .connects("wss://agent.example/table")
        .hands_back(&handed_back.expect("a table is booked"))
        .hears("A table for 2 is yours.")
        .ended();
}
