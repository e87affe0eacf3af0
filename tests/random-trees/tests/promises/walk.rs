//! Finds every reachable position of a tree by the step that serves calls, and what holds for them.

use std::{collections::HashMap, time::Duration};

use ivr_core::text::Sound;
use ivr_runtime::{
    call::Dialog,
    description::{Action, Line, Scope, State, Target, Verb},
    input::Input,
    tree::{Event, PhoneTree, Position, Reply, To},
};

/// The places of a tree, by number.
pub(super) struct Walk {
    /// How many states the tree has.
    pub(super) states: usize,
    places: Vec<Place>,
    /// Where calls begin, and where they go on after an error.
    roots: Vec<usize>,
}

/// A state with its attempts.
struct Place {
    state: usize,
    asks: bool,
    moves: Vec<Move>,
    /// How long a caller listens who enters it.
    entered: Duration,
}

/// What can happen at a place.
struct Move {
    /// The keys that are pressed; `None` where the caller does nothing.
    keys: Option<u32>,
    /// Under which combination of the conditions of the state; 0 where it has none.
    held: usize,
    /// The time until it happens.
    waits: Duration,
    /// The time that is listened to on the way and after it, until the next move is due.
    heard: Duration,
    /// `None` when the call is over.
    to: Option<usize>,
}

impl Walk {
    /// Visits every place.
    pub(super) fn of<T: PhoneTree>() -> Self {
        let dialog = Dialog::<T>::new().unwrap();
        let mut visitor = Visitor { dialog: &dialog, known: HashMap::new(), found: Vec::new() };
        let starts = dialog.description().starts.iter().map(|start| start.state.as_str());
        let on_error = dialog.description().on_error.iter().map(|on_error| match &on_error.then {
            Target::Go(name) => name.as_str(),
            Target::Action(row) => match &dialog.description().actions[usize::from(*row)] {
                Action::Enter { state } => state,
                other => panic!("random trees go on in a state: {other:?}"),
            },
            other => panic!("random trees go on in a state: {other:?}"),
        });
        let roots: Vec<usize> = starts
            .chain(on_error)
            .map(|name| visitor.number(Position::fresh(dialog.named(name).unwrap())))
            .collect();
        let mut places = Vec::new();
        while let Some(at) = visitor.found.get(places.len()).copied() {
            let place = visitor.place(at);
            places.push(place);
        }
        Self { states: T::states().len(), places, roots }
    }

    /// The longest time that a caller can be silent from any point of any call on; `None` when nothing ends it.
    pub(super) fn longest_silence(&self) -> Option<Duration> {
        let mut known: Vec<Option<Option<Duration>>> = vec![None; self.places.len()];
        for place in 0..self.places.len() {
            self.silence_from(place, &mut known, 0)?;
        }
        let after = |place: usize| known[place].unwrap().unwrap();
        let begun = self.roots.iter().map(|root| self.places[*root].entered + after(*root));
        let moves = self.places.iter().flat_map(|place| &place.moves);
        let chosen = moves.filter(|step| step.keys.is_some());
        let chosen = chosen.filter_map(|step| Some(step.heard + after(step.to?)));
        begun.chain(chosen).max()
    }

    /// How long it takes from a place on while the caller does nothing; `None` when it goes round.
    fn silence_from(
        &self,
        place: usize,
        known: &mut Vec<Option<Option<Duration>>>,
        depth: usize,
    ) -> Option<Duration> {
        if let Some(Some(time)) = known[place] {
            return Some(time);
        }
        // More moves than places visit one of them twice.
        if depth > self.places.len() {
            return None;
        }
        let mut longest = Duration::ZERO;
        for step in self.places[place].moves.iter().filter(|step| step.keys.is_none()) {
            let after = match step.to {
                Some(to) => self.silence_from(to, known, depth + 1)?,
                None => Duration::ZERO,
            };
            longest = longest.max(step.waits + step.heard + after);
        }
        known[place] = Some(Some(longest));
        Some(longest)
    }

    /// Whether a state but this one asks the caller.
    pub(super) fn asks_elsewhere(&self, wanted: usize) -> bool {
        self.places.iter().any(|place| place.asks && place.state != wanted)
    }

    /// How many keys a caller needs at most to come to a state, from wherever they are asked: the caller chooses well,
    /// and all else turns out as badly as it can. `None` when there is a place without a way.
    pub(super) fn most_keys(&self, wanted: usize) -> Option<u32> {
        let mut away: Vec<Option<u32>> = vec![None; self.places.len()];
        loop {
            let nearer: Vec<Option<u32>> =
                self.places.iter().map(|place| Self::keys_from(place, wanted, &away)).collect();
            if nearer == away {
                break;
            }
            away = nearer;
        }
        let asked = self.places.iter().zip(away).filter(|(place, _)| place.asks);
        asked.map(|(_, keys)| keys).try_fold(0, |most: u32, keys| Some(most.max(keys?)))
    }

    fn keys_from(place: &Place, wanted: usize, away: &[Option<u32>]) -> Option<u32> {
        if place.state == wanted {
            return Some(0);
        }
        let after = |step: &Move| away[step.to?];
        if place.asks {
            // The caller makes the best choice under each combination of conditions, and the worst combination counts.
            let combinations = place.moves.iter().map(|step| step.held).max().unwrap_or(0);
            let best = |held: usize| {
                let there = place.moves.iter().filter(|step| step.held == held);
                there.filter_map(|step| Some(step.keys? + after(step)?)).min()
            };
            return (0..=combinations).map(best).try_fold(0, |most: u32, keys| Some(most.max(keys?)));
        }
        let all: Option<Vec<u32>> = place.moves.iter().map(after).collect();
        all?.into_iter().max()
    }

    /// Whether a call can come to `later` without having been in `first`.
    pub(super) fn comes_without(&self, first: usize, later: usize) -> bool {
        let mut seen = vec![false; self.places.len()];
        let mut waiting = self.roots.clone();
        while let Some(number) = waiting.pop() {
            let place = &self.places[number];
            if place.state == first || std::mem::replace(&mut seen[number], true) {
                continue;
            }
            if place.state == later {
                return true;
            }
            waiting.extend(place.moves.iter().filter_map(|step| step.to));
        }
        false
    }
}

struct Visitor<'f, T> {
    dialog: &'f Dialog<T>,
    known: HashMap<Position<T>, usize>,
    found: Vec<Position<T>>,
}

impl<T: PhoneTree> Visitor<'_, T> {
    fn number(&mut self, at: Position<T>) -> usize {
        let next = self.found.len();
        let number = *self.known.entry(at).or_insert(next);
        if number == next {
            self.found.push(at);
        }
        number
    }

    fn place(&mut self, at: Position<T>) -> Place {
        let dialog = self.dialog;
        let state = dialog.state(at.state);
        let moves = match &state.verb {
            Verb::Goto(_) => vec![self.step(at, Event::Next, None, 0)],
            Verb::Gather(gather) => {
                let mut moves = Vec::new();
                for held in gather.combinations() {
                    let asked = at.asked(held);
                    for key in "0123456789*#".chars() {
                        let input = Input { digits: key.to_string().into(), ..Input::default() };
                        let step = self.step(asked, dialog.hear(asked, &input), Some(1), 0);
                        moves.push(Move { held: held.number(), ..step });
                    }
                }
                moves.push(self.step(at, dialog.hear(at, &Input::default()), None, gather.timeout));
                moves
            }
            Verb::Dial(dial) => {
                let statuses = ["completed", "busy", "no-answer", "failed", "canceled"];
                let inputs = statuses.map(|status| Input { dial_status: status.into(), ..Input::default() });
                inputs.iter().map(|input| self.step(at, dialog.hear(at, input), None, dial.timeout)).collect()
            }
            Verb::Match(question) => {
                let arms = (0..).zip(&question.arms);
                arms.map(|(number, _)| self.step(at, Event::Arm(number), None, 0)).collect()
            }
            Verb::Hours(_) => {
                [Event::Open, Event::Closed].map(|heard| self.step(at, heard, None, 0)).into_iter().collect()
            }
            Verb::Hangup => Vec::new(),
            other => panic!("random trees have no {other:?}"),
        };
        let asks = matches!(state.verb, Verb::Gather(_));
        Place { state: at.state.index(), asks, moves, entered: in_state(state, true) }
    }

    fn step(&mut self, at: Position<T>, heard: Event, keys: Option<u32>, waits: u32) -> Move {
        let Reply { words, to } = at.apply(at.state.next(heard), T::ACTIONS);
        let said = words.map_or(Duration::ZERO, |words| of(self.dialog.words(words), true));
        let (after, to) = match to {
            To::Enter(at) | To::Wait(at) | To::Leave(at) => {
                (in_state(self.dialog.state(at.state), true), Some(self.number(at)))
            }
            To::Ask(at) => (in_state(self.dialog.state(at.state), false), Some(self.number(at))),
            To::End(..) => (Duration::ZERO, None),
        };
        Move { keys, held: 0, waits: Duration::from_secs(waits.into()), heard: said + after, to }
    }
}

/// How long a caller listens in a state until they can answer.
fn in_state(state: &State, fresh: bool) -> Duration {
    let steps = if fresh { of(&state.lines, true) } else { Duration::ZERO };
    match &state.verb {
        Verb::Gather(gather) => {
            let each = gather.combinations().map(|held| of(&gather.prompts_while(held), fresh));
            steps + each.max().unwrap_or_default()
        }
        _ => steps,
    }
}

fn of(lines: &[Line], fresh: bool) -> Duration {
    let time = |line: &Line| match line {
        Line::Say(say) => Sound::Text(&say.text).time("en-US"),
        Line::Play(play) => Sound::Audio { text: play.text.as_deref() }.time("en-US"),
        Line::PlayDigits { digits, .. } => Sound::Tones { digits: digits.literal() }.time("en-US"),
        Line::Pause { seconds } => Duration::from_secs((*seconds).into()),
        Line::First { lines } if fresh => of(lines, fresh),
        // The length of an offer depends on its list. The compiler counts each part once.
        Line::Uninterrupted { lines } | Line::Scoped { lines, .. } => of(lines, fresh),
        Line::First { .. } | Line::Effect { .. } | Line::Language { .. } => Duration::ZERO,
    };
    // Only one of two opposite blocks is said.
    let mut all = Duration::ZERO;
    for (place, line) in lines.iter().enumerate() {
        all += time(line);
        if let (Some(before), Line::Scoped { scope: Scope::If(condition), .. }) =
            (place.checked_sub(1).map(|before| &lines[before]), line)
            && let Line::Scoped { scope: Scope::If(other), .. } = before
            && condition.is_opposite(other)
        {
            all -= time(line).min(time(before));
        }
    }
    all
}
