//! One step of a call through states that ask plain Rust and change fields: from what was heard to the place
//! where the call waits next.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::lookups::{Asked, Found, Lookups};
use crate::{
    call::{Effect, Flow},
    data::{Call, Entered},
    description::{Line, Match, Verb},
    heard::Heard,
    input::Input,
    tree::{self, At, Ending, Language, PhoneTree, Reply, To},
    trial::Late,
    twiml::{self, Failing},
};

/// What a step begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Go<'i, T> {
    /// A new call.
    Begin,
    /// What was heard at a place.
    Answer(At<T>, &'i Input<'i>),
    /// The words for trouble, in a call that speaks this language.
    Trouble(Language),
}

impl<T: Copy> Go<'_, T> {
    /// What the call speaks before anything is said.
    const fn language(&self) -> Language {
        match self {
            Self::Begin => Language::FIRST,
            Self::Answer(at, _) => at.language,
            Self::Trouble(language) => *language,
        }
    }
}

/// Everything that one step did.
pub(super) struct Walked<T: PhoneTree> {
    /// The call after every `set`.
    pub(super) call: Call<T::Data>,
    /// The blocks with `run`s, each with the call as it was then.
    pub(super) runs: Vec<(u16, Call<T::Data>)>,
    /// What was said in states that asked Rust on the way.
    pub(super) before: Vec<Line>,
    /// The places that were left, and what was heard in each.
    pub(super) heard: Vec<(At<T>, Heard)>,
    /// The questions whose answers were taken.
    pub(super) asked: Vec<Asked<T::Data>>,
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
            Self::Reply(reply) => tree::name_of(reply.to),
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
    /// The questions that are not answered in time, whatever the app does.
    pub(super) late: Option<&'a Late>,
    /// When the caller is to hold the line for whatever is still being answered.
    pub(super) until: Instant,
}

impl<T: PhoneTree> Walk<'_, T> {
    /// One step of a call.
    pub(super) async fn go(&self, call: Call<T::Data>, go: Go<'_, T>) -> Result<Walked<T>, Failed> {
        let mut walked = Walked::new(call);
        walked.speak(self.flow, go.language());
        match go {
            Go::Begin => self.follow(walked, self.flow.answer()).await,
            Go::Answer(at, input) => self.answer(walked, at, input).await,
            Go::Trouble(language) => {
                let failing = Failing::new(self.flow, language);
                walked.before = failing.lines;
                self.follow(walked, failing.reply).await
            }
        }
    }

    /// The answer to `input` at `at`.
    async fn answer(&self, walked: Walked<T>, at: At<T>, input: &Input<'_>) -> Result<Walked<T>, Failed> {
        let mut walked = walked;
        if let Verb::Match(question) = &self.flow.state(at.state).verb {
            return match self.ask(&mut walked, at, question).await? {
                Some(reply) => self.follow(walked, reply).await,
                None => Ok(walked),
            };
        }
        if !input.recording_url.is_empty() {
            walked.call.recording = Some(input.recording_url.clone().into_owned());
        }
        let heard = self.enter(&mut walked, at, input);
        let reply = walked.leave(at, heard);
        self.follow(walked, reply).await
    }

    /// What was heard, with a complete entry put into its field; one that the field does not take is a wrong one.
    fn enter(&self, walked: &mut Walked<T>, at: At<T>, input: &Input<'_>) -> Heard {
        let heard = self.flow.hear(at, input);
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
                if !self.is_late(question) {
                    let _asked = self.begin(&walked.call, question);
                }
                walked.hold(at, Vec::new());
                return Ok(walked);
            }
            match self.ask(&mut walked, at, question).await? {
                Some(next) => reply = next,
                None => return Ok(walked),
            }
        }
        Err(Failed)
    }

    /// Asks, and answers with the reply of the arm; `None` when the caller is to hold the line.
    async fn ask(
        &self,
        walked: &mut Walked<T>,
        at: At<T>,
        question: &Match,
    ) -> Result<Option<Reply<T>>, Failed> {
        if self.is_late(question) {
            return Ok(Some(walked.leave(at, Heard::Late)));
        }
        let asked = self.begin(&walked.call, question).ok_or(Failed)?;
        match self.lookups.wait(&asked, self.until).await {
            Found::Failed => {
                // The next visit asks anew.
                self.lookups.forget(&asked);
                Err(Failed)
            }
            Found::NotYet => {
                walked.hold(at, twiml::told(self.flow, &question.meanwhile, at.language));
                Ok(None)
            }
            Found::Answered(answer) => {
                walked.asked.push(asked);
                if let Some(data) = answer.data {
                    walked.call = walked.call.clone().with(data);
                }
                Ok(Some(walked.leave(at, answer.heard)))
            }
        }
    }

    fn is_late(&self, question: &Match) -> bool {
        question.within.is_some() && self.late.is_some_and(|late| late.has(question.question))
    }

    fn begin(&self, call: &Call<T::Data>, question: &Match) -> Option<Asked<T::Data>> {
        // A question belongs to a call, and this one has no name.
        if call.id.is_empty() {
            return None;
        }
        let within = question.within.map(|seconds| Duration::from_secs(seconds.into()));
        self.lookups.begin(question.question, within, self.app, call)
    }

    /// The `set`s, `run`s and `speak`s on the way of a reply, in order.
    fn apply(&self, walked: &mut Walked<T>, reply: Reply<T>) {
        for effect in self.flow.effects(reply) {
            match effect {
                Effect::Block(block) => {
                    let data = T::set(block, self.app, &walked.call);
                    walked.call = walked.call.clone().with(data);
                    walked.runs.push((block, walked.call.clone()));
                }
                Effect::Speak(language) => walked.speak(self.flow, language),
            }
        }
    }
}

impl<T: PhoneTree> Walked<T> {
    fn new(call: Call<T::Data>) -> Self {
        let rest = Rest::Reply(Reply { words: None, to: To::End(Ending::Hangup, Language::FIRST) });
        Self { call, runs: Vec::new(), before: Vec::new(), heard: Vec::new(), asked: Vec::new(), rest }
    }

    /// Leaves a place by what was heard there.
    fn leave(&mut self, at: At<T>, heard: Heard) -> Reply<T> {
        self.heard.push((at, heard));
        at.apply(at.state.next(heard), T::WAYS)
    }

    /// What plain Rust is told of the language of the call.
    fn speak(&mut self, flow: &Flow<T>, language: Language) {
        flow.tag(language).clone_into(&mut self.call.language);
    }

    /// The caller hears what is still to be said, then `meanwhile`, and comes back to `at`.
    fn hold(&mut self, at: At<T>, meanwhile: Vec<Line>) {
        let mut lines = std::mem::take(&mut self.before);
        lines.extend(meanwhile);
        if lines.is_empty() {
            lines.push(Line::Pause { seconds: 1 });
        }
        self.rest = Rest::Hold(at, lines);
    }
}
