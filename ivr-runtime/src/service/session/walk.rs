//! A step of a call through states that call Rust and set fields: from the input to the position where the call waits
//! next.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{
    StartPosition,
    lookups::{Asked, Found, Lookups},
    teller::Teller,
    walked::{Failed, Stop, Walked},
};
use crate::{
    description::{Gather, Match, Offer, Verb},
    dialog::{
        call::Dialog,
        data::Call,
        speak::Given,
        tree::{Language, PhoneTree, Position, Reply, To},
    },
    input::{Input, InputMatcher},
    service::trial::Late,
    twiml::{self, Course, failing},
};
use ivr_core::{event::Event, hours::OpenSet};

/// How long a request continues from question to question before it answers with what is said so far. A list may be
/// longer: the document then leads back to the next question.
const WALK_TIMEOUT: Duration = Duration::from_secs(2);

/// The maximum number of questions per request.
const MAX_QUESTIONS: usize = 10_000;

/// How a step begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Go<'i, T> {
    /// A new call.
    Begin,
    /// A call at a named start, and the fields of the request.
    Start(StartPosition<T>, Given<'i>),
    /// An input at a position.
    Answer(Position<T>, &'i Input<'i>),
    /// A queue requests the document for a waiting caller.
    Wait(Position<T>),
    /// The `on_error` block, in a call in this language.
    OnError(Language),
}

impl<T: Copy> Go<'_, T> {
    /// Returns the language of the call before anything is said.
    const fn language(&self) -> Language {
        match self {
            Self::Begin => Language::FIRST,
            Self::Start(start, _) => match start.language {
                Some(language) => language,
                None => Language::FIRST,
            },
            Self::Answer(at, _) | Self::Wait(at) => at.language,
            Self::OnError(language) => *language,
        }
    }
}

/// What a walk needs of the session.
pub(super) struct Walk<'a, T: PhoneTree> {
    pub(super) dialog: &'a Dialog<T>,
    pub(super) app: &'a Arc<T::App>,
    pub(super) lookups: &'a Lookups<T>,
    /// The questions that count as late, whatever the app does.
    pub(super) late: Option<&'a Late>,
    /// Where a call continues that has left a queue by `leave to`.
    pub(super) leaves_to: Option<Position<T>>,
    /// The schedules that are open.
    pub(super) open: OpenSet,
    /// When a caller whose questions are still open is sent to ask again.
    pub(super) until: Instant,
}

impl<'a, T: PhoneTree> Walk<'a, T> {
    /// Executes a step of a call.
    pub(super) async fn go(&self, call: Call<T::Data>, go: Go<'_, T>) -> Result<Walked<'a, T>, Failed> {
        let mut walked = Walked::new(call);
        walked.speak(self.dialog, go.language());
        match go {
            Go::Begin => self.follow(walked, self.dialog.answer()).await,
            Go::Start(start, given) => {
                let name = self.dialog.start_at(start.start).and_then(|(start, _)| start.name.as_deref());
                let data = T::start(name.unwrap_or_default(), &walked.call, given)?;
                walked.call.put(data);
                let reply = Reply { words: None, to: To::Enter(start.at(Language::FIRST)) };
                self.follow(walked, reply).await
            }
            Go::Answer(at, input) => self.answer(walked, at, input).await,
            Go::Wait(at) => {
                walked.heard.push((at, Event::Waits));
                self.follow(walked, self.dialog.wait(at)).await
            }
            Go::OnError(language) => {
                walked.said = failing::said(self.dialog, language, &mut self.teller(&mut walked));
                self.follow(walked, failing::reply(self.dialog, language)).await
            }
        }
    }

    /// Returns the answer to `input` at `at`.
    async fn answer(
        &self,
        walked: Walked<'a, T>,
        at: Position<T>,
        input: &Input<'_>,
    ) -> Result<Walked<'a, T>, Failed> {
        let mut walked = walked;
        if let Verb::Match(question) = &self.dialog.state(at.state).verb {
            return match self.ask(&mut walked, at, question).await? {
                Some(reply) => self.follow(walked, reply).await,
                None => Ok(walked),
            };
        }
        if let Verb::Connect(connect) = &self.dialog.state(at.state).verb
            && let Some(answer) = T::handed_back(connect.connect, &input.handoff, self.app, &walked.call)
        {
            let reply = walked.take(at, answer);
            return self.follow(walked, reply).await;
        }
        if !input.recording_url.is_empty() {
            walked.call.recording = Some(input.recording_url.clone().into_owned());
        }
        let heard = self.enter(&mut walked, at, input);
        // The target was stored when the caller left the queue (`leave to`).
        let reply = match self.leaves_to.filter(|_| heard == Event::Left) {
            Some(to) => Reply { words: None, to: To::Enter(to) },
            None => walked.leave(at, heard),
        };
        self.follow(walked, reply).await
    }

    /// Returns the event for an input, after storing a complete entry in its field. An entry that the field does not
    /// accept is a wrong one.
    fn enter(&self, walked: &mut Walked<'a, T>, at: Position<T>, input: &Input<'_>) -> Event {
        let heard = self.dialog.hear_while(at, input, self.open);
        if let Verb::Gather(Gather { offer: Some(offer), .. }) = &self.dialog.state(at.state).verb {
            return self.choose(walked, (at, offer), (heard, input));
        }
        let heard = self.counted(walked, at, (heard, input));
        if heard != Event::Entered {
            return heard;
        }
        match self.dialog.enter(at, &walked.call, input) {
            Some(data) => {
                walked.call.put(data);
                Event::Entered
            }
            None => Event::Else,
        }
    }

    /// Returns the event if the number of keys of an entry depends on the call.
    fn counted(&self, walked: &Walked<'a, T>, at: Position<T>, (heard, input): (Event, &Input<'_>)) -> Event {
        let Verb::Gather(gather @ Gather { count: Some(count), .. }) = &self.dialog.state(at.state).verb
        else {
            return heard;
        };
        if heard != Event::Entered {
            return heard;
        }
        let keys = twiml::counted(&T::render(count.placeholder, self.app, &walked.call));
        let verb = Verb::Gather(Gather { keys: keys.or(gather.keys), count: None, ..gather.clone() });
        InputMatcher::new(&verb, self.dialog.tag(at.language)).hear(input, at.conditions)
    }

    /// Returns the event if items are offered, after storing the chosen item in its field. A key without an item is a
    /// wrong one.
    fn choose(
        &self,
        walked: &mut Walked<'a, T>,
        (at, offer): (Position<T>, &Offer),
        (heard, input): (Event, &Input<'_>),
    ) -> Event {
        if offer.more.and_then(Event::key) == Some(heard) {
            if let Some(places) = walked.call.places_mut() {
                places.turn(&offer.list);
            }
            return heard;
        }
        if heard != Event::Chosen {
            return heard;
        }
        let key = self.dialog.key(at, input);
        let mut items = at.state.offered(&walked.call).items.into_iter();
        match items.find(|(own, _)| key.as_deref() == Some(own.encode_utf8(&mut [0; 4]))) {
            Some((_, place)) => {
                at.state.item(&mut walked.call, place, None);
                Event::Chosen
            }
            None => Event::Else,
        }
    }

    /// Continues from `reply` through every state that needs only an answer of Rust.
    async fn follow(&self, walked: Walked<'a, T>, reply: Reply<T>) -> Result<Walked<'a, T>, Failed> {
        let (mut walked, mut reply) = (walked, reply);
        let enough = self.until.min(Instant::now() + WALK_TIMEOUT);
        let mut questions = 0;
        loop {
            let rest = self.say(&mut walked, reply);
            if let Some(refused) = walked.refused.take() {
                return Err(refused);
            }
            let Some((at, question)) = self.question(rest) else {
                walked.stop = Stop::Rest(rest);
                return Ok(walked);
            };
            let slow = question.within.is_some();
            if slow && !walked.said.is_empty() {
                // The steps before a slow question are said while it is answered.
                if !self.is_late(question) {
                    let _asked = self.begin(&walked.call, question);
                }
                walked.hold(at);
                return Ok(walked);
            }
            if walked.is_full() || questions == MAX_QUESTIONS || questions > 0 && Instant::now() >= enough {
                walked.hold(at);
                return Ok(walked);
            }
            questions += 1;
            match self.ask(&mut walked, at, question).await? {
                Some(next) => reply = next,
                None => return Ok(walked),
            }
        }
    }

    /// Executes all steps on the way of a reply, in order.
    fn say(&self, walked: &mut Walked<'a, T>, reply: Reply<T>) -> twiml::Rest<T> {
        let said = std::mem::take(&mut walked.said);
        let Course { said, rest, passed, to } =
            Course::new(self.dialog, said, reply, &mut self.teller(walked));
        walked.said = said;
        walked.heard.extend(passed);
        walked.next = Some(to);
        rest
    }

    fn teller<'w>(&'w self, walked: &'w mut Walked<'a, T>) -> Teller<'w, T> {
        let Walked { call, runs, answered, spoken, secrets, refused, .. } = walked;
        Teller {
            dialog: self.dialog,
            app: self.app,
            call,
            runs,
            answered,
            spoken,
            secrets,
            refused,
            open: self.open,
            offered: None,
        }
    }

    /// Returns the question of the state in which a call waits.
    fn question(&self, rest: twiml::Rest<T>) -> Option<(Position<T>, &'a Match)> {
        let twiml::Rest::State(at) = rest else { return None };
        match &self.dialog.state(at.state).verb {
            Verb::Match(question) => Some((at, question)),
            Verb::Goto(_)
            | Verb::Gather(_)
            | Verb::Dial(_)
            | Verb::Record(_)
            | Verb::Enqueue(_)
            | Verb::Connect(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Hours(_)
            | Verb::Leave => None,
        }
    }

    /// Asks Rust, and returns the reply of the arm, or `None` if the caller must stay on the line.
    async fn ask(
        &self,
        walked: &mut Walked<'a, T>,
        at: Position<T>,
        question: &'a Match,
    ) -> Result<Option<Reply<T>>, Failed> {
        if self.is_late(question) {
            return Ok(Some(walked.leave(at, Event::Late)));
        }
        let mut asked = self.begin(&walked.call, question).ok_or(Failed::Question)?;
        if walked.asked.get(&question.question).is_some_and(|before| before.is(&asked)) {
            // A second visit in the same request asks again, although the fields are the same.
            self.lookups.forget(&asked);
            asked = self.begin(&walked.call, question).ok_or(Failed::Question)?;
        }
        match self.lookups.wait(&asked, self.until).await {
            Found::Failed => {
                // The next visit asks again.
                self.lookups.forget(&asked);
                Err(Failed::Question)
            }
            Found::NotYet => {
                let said = std::mem::take(&mut walked.said);
                let teller = &mut self.teller(walked);
                walked.said = said.then(self.dialog, &question.meanwhile, at.language, teller);
                walked.hold(at);
                Ok(None)
            }
            Found::Answered(answer) => {
                walked.asked.insert(question.question, asked);
                Ok(Some(walked.take(at, answer)))
            }
        }
    }

    fn is_late(&self, question: &Match) -> bool {
        question.within.is_some() && self.late.is_some_and(|late| late.has(question.question))
    }

    fn begin(&self, call: &Call<T::Data>, question: &Match) -> Option<Asked<T::Data>> {
        // Questions are stored by call id, and this request has none.
        if call.id.is_empty() {
            return None;
        }
        let within = question.within.map(|seconds| Duration::from_secs(seconds.into()));
        self.lookups.begin(question.question, within, self.app, call)
    }
}
