//! Random callers, and requests that Twilio repeats: the tree must answer all of them.

mod random_inputs;
mod rng;

use self::{random_inputs::RandomInputs, rng::Rng};
use super::{alerts, dialog};
use crate::simulator::{
    act::{Act, Outcome},
    alert::Alert,
    call::{Event, Turn},
    request::{Request, Response},
    session::Session,
    start::Start,
    told::Told,
    tree::line,
    twiml,
};
use ivr_core::hours::{MAX_SCHEDULES, OpenSet};
use ivr_runtime::{router::root, tree::PhoneTree, trial::Clock};

/// The number of moves after which a caller says nothing more.
const MOVES: usize = 40;

/// The number of turns within which a call must then end.
const MAX_STEPS: usize = 200;

/// Calls a tree without an app: see [`random_callers_with`].
///
/// ```
/// # use ivr_runtime::tree::*;
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
/// #       "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// ivr_tools::simulator::random_callers::<Bye>(10, 0);
/// ```
///
/// # Panics
///
/// Panics in the same cases as [`random_callers_with`].
#[track_caller]
pub fn random_callers<T: PhoneTree<App = ()>>(calls: u32, seed: u64) {
    random_callers_with::<T>(calls, seed, ());
}

/// Makes this many random calls: keys and speech of the tree and others, silence, messages, outcomes of dials and
/// queues, hang-ups, and requests that come twice, too late, or with unexpected fields.
///
/// Every response must have status 200 and a document without errors in Twilio's debugger. A repeated request must
/// get the same answer. The tree must not answer with `on_error`. The call of a caller who says nothing more must
/// end, unless the tree waives `endless_silence`. The same seed makes the same calls.
///
/// ```
/// # use ivr_tools::simulator::random_callers_with; use ivr_runtime::tree::PhoneTree;
/// fn nothing_goes_wrong<T: PhoneTree<App = Option<String>>>() {
///     random_callers_with::<T>(200, 0, Some("+33123456789".to_owned()));
/// }
/// ```
///
/// # Panics
///
/// Panics at the first call that fails, with the call and the seed that reproduces it alone.
#[track_caller]
#[expect(clippy::panic, reason = "a call that goes wrong fails its test")]
pub fn random_callers_with<T: PhoneTree>(calls: u32, seed: u64, app: T::App) {
    let dialog = dialog::<T>();
    let random_inputs = RandomInputs::of(dialog.description());
    let starts: Vec<Start> = Start::free(dialog.description()).collect();
    let tries = Told::tries(dialog.description());
    let router = line::<T>(app).unwrap_or_else(|errors| panic!("{errors}"));
    for call in 0..calls {
        let seed = seed.wrapping_add(call.into());
        let mut rng = Rng::new(seed);
        let start = if starts.len() > 1 { rng.one(&starts) } else { starts.first() };
        let number = start.cloned().unwrap_or_default().number(&root::<T>());
        let number = number.unwrap_or_else(|alert| panic!("{alert}"));
        let mut session = Session::in_process(number, router.clone());
        if tries.len() > 1
            && let Some(told) = rng.one(&tries)
        {
            session.tell(told.clone());
        }
        let mut caller = Anybody {
            random_inputs: &random_inputs,
            rng,
            session,
            alike: !T::NEEDS_APP || T::STATEFUL,
            may_go_round: T::WAIVES_ENDLESS_SILENCE,
        };
        if let Err(why) = caller.call() {
            let (tree, transcript) = (T::NAME, caller.session.transcript());
            panic!("{why}\n\nin random_callers::<{tree}>(1, {seed}), which went so:\n\n{transcript}");
        }
    }
}

/// A random caller.
struct Anybody<'w> {
    random_inputs: &'w RandomInputs,
    rng: Rng,
    session: Session,
    /// Whether a repeated request must get the same answer. If the tree asks its app again, the app decides.
    alike: bool,
    /// Whether the tree waives that silence ends.
    may_go_round: bool,
}

impl Anybody<'_> {
    fn call(&mut self) -> Result<(), String> {
        self.session.set_clock(Clock::Open(OpenSet::ALL));
        self.set_clock();
        for _ in 0..MOVES {
            if !self.goes_on()? {
                return Ok(());
            }
            self.disturb()?;
            self.set_clock();
            let act = match self.session.is_queued() && self.rng.once_in(3) {
                true => random_inputs::in_queue(&mut self.rng, self.session.turn()),
                false => self.random_inputs.act(&mut self.rng, self.session.turn()),
            };
            self.act(&act)?;
        }
        for _ in 0..MAX_STEPS {
            if !self.goes_on()? {
                return Ok(());
            }
            if self.session.is_queued() {
                // Somebody answers the queue in the end.
                self.act(&Act::World(Outcome::Bridged))?;
                continue;
            }
            match random_inputs::world(&mut self.rng, self.session.turn()) {
                Some(act) => self.act(&act)?,
                None if self.may_go_round => self.act(&Act::Silence)?,
                None => self.session.stay_silent().map_err(|_| "nobody waits for silence".to_owned())?,
            }
        }
        if self.may_go_round {
            return Ok(());
        }
        Err(format!("a caller who says nothing more is still there after {MAX_STEPS} turns"))
    }

    /// Returns whether the call continues, if nothing was wrong so far.
    fn goes_on(&mut self) -> Result<bool, String> {
        self.session.settle();
        match alerts(&self.session).next() {
            Some(alert) => Err(alert.to_string()),
            None => Ok(!matches!(self.session.turn(), Turn::Over(_))),
        }
    }

    fn act(&mut self, act: &Act) -> Result<(), String> {
        self.session.act(act).map_err(|_| format!("nobody waits for the move `{act}`"))
    }

    /// Sometimes opens and closes hours.
    fn set_clock(&mut self) {
        if self.random_inputs.has_hours && self.rng.once_in(4) {
            let bits = u32::try_from(self.rng.below(1 << MAX_SCHEDULES)).unwrap_or(u32::MAX);
            self.session.set_clock(Clock::Open(OpenSet::from_bits(bits)));
        }
    }

    /// Sends requests that the caller does not notice.
    fn disturb(&mut self) -> Result<(), String> {
        if self.rng.once_in(6)
            && let Some([first, second]) = self.session.retry()
            && self.alike
            && first != second
        {
            return Err("a request that came twice was not answered alike".to_owned());
        }
        if self.rng.once_in(12) {
            let request = self.earlier();
            self.answered(request)?;
        }
        if self.rng.once_in(12) {
            let extra = self.random_inputs.fields(&mut self.rng);
            let asked = |request: Request| {
                let (told, standard) = (request.told, request.standard);
                Request { told, ..Request::new(request.method, request.url, standard, extra) }
            };
            let request = self.earlier().map(asked);
            self.answered(request)?;
        }
        Ok(())
    }

    /// One of the requests of this call.
    fn earlier(&mut self) -> Option<Request> {
        let events = self.session.transcript().moments().iter().map(|moment| &moment.event);
        let requests: Vec<&Request> = events
            .filter_map(|event| match event {
                Event::Requests(request) => Some(request),
                _ => None,
            })
            .collect();
        self.rng.one(&requests).map(|request| (*request).clone())
    }

    fn answered(&mut self, request: Option<Request>) -> Result<(), String> {
        let Some(request) = request else { return Ok(()) };
        let wrong = |alert: Alert| format!("{request}, at a time when nobody expected it: {alert}");
        let response = self.session.repeat(&request).map_err(wrong)?;
        examine(&response).map_err(wrong)
    }
}

/// Checks that a response is a complete document without errors.
fn examine(response: &Response) -> Result<(), Alert> {
    if let Some(why) = response.report.as_ref().and_then(|report| report.on_error.as_ref()) {
        return Err(Alert::on_error(why));
    }
    if response.status != 200 {
        return Err(Alert::fatal(11200, format!("the application answered with status {}", response.status)));
    }
    let text = std::str::from_utf8(&response.body).map_err(|error| Alert::fatal(12100, error.to_string()))?;
    twiml::parse(text)?.warnings.into_iter().next().map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests;
