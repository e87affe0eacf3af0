//! Agents over a real WebSocket, with a peer in Twilio's place: each of them ends the session, so that the caller goes on.

use std::{net::SocketAddr, time::Duration};

use axum::Router;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

use super::*;

const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// What the tree takes.
#[derive(Serialize)]
enum Outcome {
    Resolved,
    Booked { table: u8, seats: u8 },
    NeedsPerson { about: String },
}

/// An agent that repeats everything until it is thanked.
async fn echo(mut session: Session) -> Option<Outcome> {
    session.say(&format!("Hello, {}.", session.given("name").unwrap_or("stranger"))).await;
    loop {
        match session.hear().await? {
            CallerEvent::Speech { text, .. } if text.contains("thank") => return Some(Outcome::Resolved),
            CallerEvent::Speech { text, .. } => session.say(&text).await,
            CallerEvent::Key(_) => return Some(Outcome::NeedsPerson { about: session.call_id().to_owned() }),
            CallerEvent::Interrupted { .. } => session.say("Sorry.").await,
        }
    }
}

/// An agent that books a table: for how many, and when, by a grammar of a few words.
async fn bistro(mut session: Session) -> Option<Outcome> {
    const NUMBERS: [&str; 5] = ["one", "two", "three", "four", "five"];
    let number = |text: &str| {
        let said: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
        let named = NUMBERS.iter().position(|number| said.contains(number)).map(|place| place as u8 + 1);
        named.or_else(|| said.iter().find_map(|word| word.parse().ok()))
    };
    session.say("For how many?").await;
    for _ in 0..3 {
        match session.hear().await? {
            CallerEvent::Speech { text, .. } if text.contains("person") => {
                return Some(Outcome::NeedsPerson { about: text });
            }
            CallerEvent::Speech { text, .. } => match number(&text) {
                Some(seats) if seats <= 5 => {
                    session.say("At which table?").await;
                    if let CallerEvent::Speech { text, .. } = session.hear().await?
                        && let Some(table) = number(&text)
                    {
                        return Some(Outcome::Booked { table, seats });
                    }
                }
                _ => session.say("Up to five, please.").await,
            },
            CallerEvent::Key(_) | CallerEvent::Interrupted { .. } => {}
        }
    }
    None
}

/// Twilio's side of a WebSocket.
struct Relay(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Relay {
    async fn to(address: SocketAddr) -> Self {
        Self(connect_async(format!("ws://{address}/agent")).await.unwrap().0)
    }

    async fn send(&mut self, json: &str) {
        self.0.send(Message::text(json)).await.unwrap();
    }

    async fn set_up(&mut self, limit: &str) {
        let given = format!(r#""customParameters":{{"name":"Ada","time_limit":"{limit}"}}"#);
        self.send(&format!(r#"{{"type":"setup","callSid":"CA1","from":"+14158675309",{given}}}"#)).await;
    }

    async fn say(&mut self, words: &str) {
        self.send(&format!(r#"{{"type":"prompt","voicePrompt":"{words}","lang":"en-US","last":true}}"#))
            .await;
    }

    /// The next frame; `None` when the socket is closed.
    async fn frame(&mut self) -> Option<serde_json::Value> {
        let message =
            timeout(ANSWER_TIMEOUT, self.0.next()).await.expect("the agent answers in time")?.ok()?;
        message.into_text().ok().and_then(|text| serde_json::from_str(&text).ok())
    }

    async fn hears(&mut self, words: &str) {
        assert_eq!(self.frame().await.unwrap()["token"], words);
    }

    /// What is handed back; the socket is closed behind it.
    async fn handed_back(&mut self) -> Option<String> {
        let end = self.frame().await.expect("the session is ended by its frame");
        assert_eq!(end["type"], "end", "{end}");
        assert_eq!(self.frame().await, None);
        end.get("handoffData").map(|data| data.as_str().unwrap().to_owned())
    }
}

/// An agent that listens.
async fn listening<F, Fut>(agent: Agent, talk: F) -> SocketAddr
where
    F: Fn(Session) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Option<Outcome>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().route("/agent", agent.route(talk));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn begun<F, Fut>(limit: &str, talk: F) -> Relay
where
    F: Fn(Session) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Option<Outcome>> + Send + 'static,
{
    let mut relay = Relay::to(listening(Agent::unsigned(), talk).await).await;
    relay.set_up(limit).await;
    relay
}

#[tokio::test]
async fn an_echo_comes_back_resolved() {
    let mut relay = begun("60", echo).await;
    relay.hears("Hello, Ada.").await;
    relay.say("Is anybody there?").await;
    relay.hears("Is anybody there?").await;
    relay.send(r#"{"type":"novelty"}"#).await;
    relay.send(r#"{"type":"prompt","voicePrompt":"than","last":false}"#).await;
    relay.send(r#"{"type":"interrupt","utteranceUntilInterrupt":"Is","durationUntilInterruptMs":9}"#).await;
    relay.hears("Sorry.").await;
    relay.say("No, thanks.").await;
    assert_eq!(relay.handed_back().await.as_deref(), Some(r#""Resolved""#));
}

#[tokio::test]
async fn an_agent_that_needs_a_person_says_what_for() {
    let mut relay = begun("60", echo).await;
    relay.hears("Hello, Ada.").await;
    relay.send(r#"{"type":"dtmf","digit":"0"}"#).await;
    assert_eq!(relay.handed_back().await.as_deref(), Some(r#"{"NeedsPerson":{"about":"CA1"}}"#));
}

#[tokio::test]
async fn a_table_is_booked_by_a_grammar() {
    let mut relay = begun("60", bistro).await;
    relay.hears("For how many?").await;
    relay.say("Many!").await;
    relay.hears("Up to five, please.").await;
    relay.say("For two, please").await;
    relay.hears("At which table?").await;
    relay.say("Number 7").await;
    assert_eq!(relay.handed_back().await.as_deref(), Some(r#"{"Booked":{"table":7,"seats":2}}"#));
    let mut relay = begun("60", bistro).await;
    relay.hears("For how many?").await;
    relay.say("A person").await;
    assert_eq!(relay.handed_back().await.as_deref(), Some(r#"{"NeedsPerson":{"about":"A person"}}"#));
}

#[tokio::test]
async fn an_agent_that_is_silent_or_slow_is_ended_at_its_limit() {
    for is_deaf in [false, true] {
        let talk = move |mut session: Session| async move {
            if is_deaf {
                std::future::pending::<()>().await;
            }
            while session.hear().await.is_some() {}
            None
        };
        let mut relay = begun("1", talk).await;
        // More frames than the agent takes. The socket must still be read.
        for _ in 0..200 {
            relay.say("Hello?").await;
        }
        assert_eq!(relay.handed_back().await, None, "{is_deaf}");
    }
}

#[tokio::test]
async fn an_agent_that_panics_or_gives_up_hands_nothing_back() {
    let mut relay = begun("60", |_| async { panic!("on purpose") }).await;
    assert_eq!(relay.handed_back().await, None);
    let mut relay = begun("60", |_| async { None }).await;
    assert_eq!(relay.handed_back().await, None);
}

#[tokio::test]
async fn frames_that_cannot_be_read_end_the_session() {
    for garbage in ["hello", "{}", r#"{"type":"prompt"}"#, "\u{1F600}"] {
        let mut relay = begun("60", echo).await;
        relay.hears("Hello, Ada.").await;
        relay.send(garbage).await;
        assert_eq!(relay.handed_back().await, None, "{garbage}");
    }
    // A connection that is not a ConversationRelay is closed.
    let mut relay = Relay::to(listening(Agent::unsigned(), echo).await).await;
    relay.send(r#"{"type":"dtmf","digit":"0"}"#).await;
    assert_eq!(relay.frame().await, None);
}

#[tokio::test]
async fn an_agent_learns_that_the_caller_is_gone() {
    let (tell, mut told) = mpsc::channel(1);
    let talk = move |mut session: Session| {
        let tell = tell.clone();
        async move {
            let heard = session.hear().await;
            tell.send(heard.is_none()).await.unwrap();
            // Nobody hears this, and sending it does not block.
            session.say("Hello?").await;
            Some(Outcome::Resolved)
        }
    };
    let mut relay = begun("60", talk).await;
    relay.0.close(None).await.unwrap();
    assert_eq!(timeout(ANSWER_TIMEOUT, told.recv()).await.unwrap(), Some(true));
}

#[tokio::test]
async fn an_upgrade_is_signed_by_twilio_or_refused() {
    let address = "https://agent.example".parse().unwrap();
    let server = listening(Agent::signed(address, "12345"), echo).await;
    let upgrade = async |signature: Option<String>| {
        let mut request = format!("ws://{server}/agent").into_client_request().unwrap();
        if let Some(signature) = signature {
            request.headers_mut().insert("x-twilio-signature", signature.parse().unwrap());
        }
        match connect_async(request).await {
            Ok(_) => 101,
            Err(Error::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    };
    let sign = |token: &str, url: &str| Some(Key::new(token).sign(url, &[]));
    assert_eq!(upgrade(sign("12345", "wss://agent.example/agent")).await, 101);
    assert_eq!(upgrade(None).await, 403);
    assert_eq!(upgrade(sign("54321", "wss://agent.example/agent")).await, 403);
    assert_eq!(upgrade(sign("12345", "https://agent.example/agent")).await, 403);
    assert_eq!(upgrade(sign("12345", "wss://agent.example/other")).await, 403);
}
