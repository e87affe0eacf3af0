//! The WebSocket of a conversation. It reads and writes while the agent is working, and closes when the agent or the
//! caller ends the conversation or the time limit has passed.

use std::{future::Future, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use serde::Serialize;
use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, sleep_until, timeout, timeout_at},
};

use super::{
    frames::{Received, Sent, Setup},
    session::{CallerEvent, Session},
};
use crate::service::telemetry::redact;

/// The time limit for the first frame.
const SETUP_TIMEOUT: Duration = Duration::from_secs(10);

/// The time limit of a conversation that was not started by a tree.
const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(60 * 60);

/// The time limit for writing the last frame.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// How many frames may wait for the agent, or for the socket.
const FRAMES: usize = 64;

/// How a conversation ended.
enum Ending {
    /// The agent returned, possibly with a result as JSON.
    Done(Option<String>),
    /// Why the session ends without a result.
    Broken(&'static str),
    /// The caller has hung up.
    Closed,
}

/// Runs a conversation.
pub(super) async fn converse<F, Fut, R>(mut socket: WebSocket, talk: F)
where
    F: FnOnce(Session) -> Fut + Send + 'static,
    Fut: Future<Output = Option<R>> + Send + 'static,
    R: Serialize + Send + 'static,
{
    let Ok(Some(setup)) = timeout(SETUP_TIMEOUT, setup(&mut socket)).await else {
        tracing::warn!("closed a WebSocket that did not send the frame `setup`");
        return;
    };
    let (limit, call) = (limit(&setup), setup.call_sid.clone());
    let (tell, heard) = mpsc::channel(FRAMES);
    let (sent, mut to_send) = mpsc::channel(FRAMES);
    let session = Session { setup, heard, sent };
    // A separate task, so that a panic of the agent does not end this one.
    let mut agent = tokio::spawn(async move {
        let result = talk(session).await;
        result.and_then(|result| serde_json::to_string(&result).ok())
    });
    let until = Instant::now() + limit;
    let ending = carry(&mut socket, &mut agent, (tell, &mut to_send), until).await;
    let sid = redact::call_sid(&call);
    let handoff_data = match ending {
        Ending::Closed => {
            tracing::info!(call.sid = sid, "the caller left the agent");
            // The agent learns this from `hear`, and has some time to store its results.
            to_send.close();
            let _ = timeout(END_TIMEOUT, &mut agent).await;
            return agent.abort();
        }
        Ending::Done(result) => result,
        Ending::Broken(why) => {
            tracing::warn!(call.sid = sid, "a conversation ends without a result: {why}");
            None
        }
    };
    agent.abort();
    let end = async {
        // Frames that are queued are sent before the end.
        while let Ok(frame) = to_send.try_recv() {
            socket.send(text(&frame)).await?;
        }
        socket.send(text(&Sent::End { handoff_data })).await?;
        socket.send(Message::Close(None)).await
    };
    if !matches!(timeout(END_TIMEOUT, end).await, Ok(Ok(()))) {
        tracing::warn!(call.sid = sid, "the end of a conversation could not be sent");
    }
}

/// Receives the first frame.
async fn setup(socket: &mut WebSocket) -> Option<Setup> {
    loop {
        match socket.recv().await?.ok()? {
            Message::Text(json) => match serde_json::from_str(&json).ok()? {
                Received::Setup(setup) => return Some(setup),
                _ => return None,
            },
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Binary(_) | Message::Close(_) => return None,
        }
    }
}

/// Returns the time limit that the tree sets.
fn limit(setup: &Setup) -> Duration {
    let given = setup.custom_parameters.get("time_limit").and_then(|seconds| seconds.parse().ok());
    given.map_or(DEFAULT_TIME_LIMIT, Duration::from_secs)
}

/// Reads and writes until the conversation ends.
async fn carry(
    socket: &mut WebSocket,
    agent: &mut JoinHandle<Option<String>>,
    (tell, to_send): (mpsc::Sender<CallerEvent>, &mut mpsc::Receiver<Sent>),
    until: Instant,
) -> Ending {
    const OVER: Ending = Ending::Broken("the time limit is reached");
    let mut tell = Some(tell);
    loop {
        tokio::select! {
            done = &mut *agent => {
                return done.map_or(Ending::Broken("the agent panicked"), Ending::Done);
            }
            () = sleep_until(until) => return OVER,
            Some(frame) = to_send.recv() => match timeout_at(until, socket.send(text(&frame))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Ending::Closed,
                Err(_) => return OVER,
            },
            received = socket.recv() => {
                let Some(Ok(message)) = received else { return Ending::Closed };
                let heard = match read(&message) {
                    Frame::Event(heard) => heard,
                    Frame::Nothing => continue,
                    Frame::Closed => return Ending::Closed,
                    Frame::Unreadable => return Ending::Broken("a frame cannot be parsed"),
                };
                if let Some(queue) = &tell {
                    tokio::select! {
                        told = queue.send(heard) => if told.is_err() { tell = None },
                        () = sleep_until(until) => return OVER,
                        done = &mut *agent => {
                            return done.map_or(Ending::Broken("the agent panicked"), Ending::Done);
                        }
                    }
                }
            }
        }
    }
}

/// A message as the agent sees it.
enum Frame {
    Event(CallerEvent),
    Nothing,
    Closed,
    Unreadable,
}

fn read(message: &Message) -> Frame {
    let json = match message {
        Message::Text(json) => json,
        Message::Close(_) => return Frame::Closed,
        Message::Ping(_) | Message::Pong(_) => return Frame::Nothing,
        Message::Binary(_) => return Frame::Unreadable,
    };
    match serde_json::from_str(json) {
        // Only the last part of a prompt contains the whole utterance.
        Ok(Received::Prompt { last: false, .. } | Received::Other | Received::Setup(_)) => Frame::Nothing,
        Ok(Received::Prompt { voice_prompt, lang, .. }) => {
            Frame::Event(CallerEvent::Speech { text: voice_prompt, language: lang })
        }
        Ok(Received::Dtmf { digit }) => match digit.chars().next() {
            Some(key) => Frame::Event(CallerEvent::Key(key)),
            None => Frame::Nothing,
        },
        Ok(Received::Interrupt { utterance_until_interrupt: until }) => {
            Frame::Event(CallerEvent::Interrupted { until })
        }
        Ok(Received::Error { description }) => {
            tracing::warn!("the relay reports an error: {description}");
            Frame::Nothing
        }
        Err(_) => Frame::Unreadable,
    }
}

fn text(frame: &Sent) -> Message {
    Message::Text(frame.to_json().into())
}
