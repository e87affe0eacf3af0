//! One step of a call through states that ask plain Rust and change fields: from what was heard to the place
//! where the call waits next.

use std::{sync::Arc, time::Duration};

use super::lookups::{Found, Key, Lookups, Running};
use crate::{
    call::Flow,
    data::{Call, Entered},
    description::{Line, Match, Verb},
    heard::Heard,
    input::Input,
    tree::{At, PhoneTree, Reply, To},
    twiml,
};

/// Everything that one step did.
pub(super) struct Walked<T: PhoneTree> {
    /// The call after every `set`.
    pub(super) call: Call<T::Data>,
    /// The blocks with `run`s, each with the call as it was then.
    pub(super) runs: Vec<(u16, Call<T::Data>)>,
    /// What was said in states that asked Rust on the way.
    pub(super) before: Vec<Line>,
    pub(super) rest: Rest<T>,
}

/// Where the step came to rest.
pub(super) enum Rest<T> {
    /// The reply to give.
    Reply(Reply<T>),
    /// A question that takes its time: say this, and come back to the place.
    Hold(At<T>, Vec<Line>),
}

impl<T: PhoneTree> Rest<T> {
    /// The name of the state or ending.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Reply(reply) => reply.to.name(),
            Self::Hold(at, _) => at.state.name(),
        }
    }
}

/// A question failed: the caller hears the words for trouble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Failed;

/// What a walk needs of the session.
pub(super) struct Walk<'a, T: PhoneTree> {
    pub(super) flow: &'a Flow<T>,
    pub(super) app: &'a Arc<T::App>,
    pub(super) lookups: &'a Lookups<T>,
}

impl<T: PhoneTree> Walk<'_, T> {
    /// A new call.
    pub(super) async fn begin(&self, call: Call<T::Data>) -> Result<Walked<T>, Failed> {
        self.follow(Walked::new(call), self.flow.answer()).await
    }

    /// The answer to `input` at `at`.
    pub(super) async fn advance(
        &self,
        call: Call<T::Data>,
        at: At<T>,
        input: &Input<'_>,
    ) -> Result<Walked<T>, Failed> {
        let mut walked = Walked::new(call);
        if let Verb::Match(question) = &self.flow.state(at.state).verb {
            return self.ask_and_follow(walked, at, question).await;
        }
        if !input.recording_url.is_empty() {
            walked.call.recording = Some(input.recording_url.clone().into_owned());
        }
        let heard = self.enter(&mut walked, at, input);
        let reply = at.take(at.state.next(heard));
        self.follow(walked, reply).await
    }

    /// What was heard, with a complete entry put into its field; one that the field does not take is a wrong one.
    fn enter(&self, walked: &mut Walked<T>, at: At<T>, input: &Input<'_>) -> Heard {
        let heard = self.flow.hear(at.state, input);
        if heard != Heard::Entered {
            return heard;
        }
        let entry = if input.digits.is_empty() {
            Entered::Words(&input.speech, input.confidence)
        } else {
            Entered::Keys(&input.digits)
        };
        match at.state.enter(&walked.call, entry) {
            Some(data) => {
                walked.call = walked.call.clone().with(data);
                Heard::Entered
            }
            None => Heard::Else,
        }
    }

    /// Goes on from `reply` through every state that needs nobody's answer but Rust's.
    async fn follow(&self, walked: Walked<T>, reply: Reply<T>) -> Result<Walked<T>, Failed> {
        let mut walked = walked;
        let mut reply = reply;
        // A tree that compiles has no cycle of such states.
        for _ in 0..=T::STATES.len() {
            let (lines, at) = twiml::said(self.flow, reply);
            self.apply(&mut walked, reply);
            let question = at.and_then(|at| match &self.flow.state(at.state).verb {
                Verb::Match(question) => Some((at, question)),
                _ => None,
            });
            let Some((at, question)) = question else {
                walked.rest = Rest::Reply(reply);
                return Ok(walked);
            };
            walked.before.extend(lines);
            let slow = question.within.is_some();
            if slow && !walked.before.is_empty() {
                // What stands before a slow question is said while it is answered.
                let _running = self.start(&walked.call, question);
                let lines = std::mem::take(&mut walked.before);
                walked.rest = Rest::Hold(at, lines);
                return Ok(walked);
            }
            match self.ask(&mut walked, at, question).await? {
                Some(next) => reply = next,
                None => return Ok(walked),
            }
        }
        Err(Failed)
    }

    async fn ask_and_follow(
        &self,
        walked: Walked<T>,
        at: At<T>,
        question: &Match,
    ) -> Result<Walked<T>, Failed> {
        let mut walked = walked;
        match self.ask(&mut walked, at, question).await? {
            Some(reply) => self.follow(walked, reply).await,
            None => Ok(walked),
        }
    }

    /// Asks, and answers with the reply of the arm; `None` when the caller is to hold the line.
    async fn ask(
        &self,
        walked: &mut Walked<T>,
        at: At<T>,
        question: &Match,
    ) -> Result<Option<Reply<T>>, Failed> {
        let (key, running) = self.start(&walked.call, question).ok_or(Failed)?;
        match self.lookups.wait(&key, running).await {
            Found::Failed => Err(Failed),
            Found::NotYet => {
                let lines = match question.meanwhile.is_empty() {
                    true => vec![Line::Pause { seconds: 1 }],
                    false => question.meanwhile.clone(),
                };
                walked.rest = Rest::Hold(at, lines);
                Ok(None)
            }
            Found::Answered(answer) => {
                if let Some(data) = answer.data {
                    walked.call = walked.call.clone().with(data);
                }
                Ok(Some(at.take(at.state.next(answer.heard))))
            }
        }
    }

    fn start(&self, call: &Call<T::Data>, question: &Match) -> Option<(Key, Running<T::Data>)> {
        let within = question.within.map(|seconds| Duration::from_secs(seconds.into()));
        let key = (call.id.clone(), question.question);
        let running = self.lookups.begin(&key, within, self.app, call)?;
        Some((key, running))
    }

    /// The `set`s and `run`s on the way of a reply, in order.
    fn apply(&self, walked: &mut Walked<T>, reply: Reply<T>) {
        for block in self.flow.effects(reply) {
            let data = T::set(block, self.app, &walked.call);
            walked.call = walked.call.clone().with(data);
            walked.runs.push((block, walked.call.clone()));
        }
    }
}

impl<T: PhoneTree> Walked<T> {
    fn new(call: Call<T::Data>) -> Self {
        let rest = Rest::Reply(Reply { words: None, to: To::End(crate::tree::Ending::Hangup) });
        Self { call, runs: Vec::new(), before: Vec::new(), rest }
    }
}
