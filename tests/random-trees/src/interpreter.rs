//! What a call must hear: one rule of the language after the other, by name, over the tree alone. It does not use the
//! runtime: no positions, documents or stored requests.

use std::collections::HashMap;

use crate::tree::{
    Arm, CONDITIONS, Condition, DEFAULTS, FLAGS, MORE, Step, Target, Tree, Value, Verb, answer, file, items,
    language, number, tones,
};

/// The most that happens between two moves; a call with more is not compared.
const MAX_STATES: usize = 100;

/// A call.
#[derive(Clone, Debug)]
pub struct Call<'t> {
    tree: &'t Tree,
    fields: [u32; 3],
    /// What holds now, and what held when the caller was asked.
    holds: [bool; CONDITIONS.len()],
    held: [bool; CONDITIONS.len()],
    language: usize,
    list: Vec<u32>,
    item: u32,
    /// How many items of the list were taken, and the page that is offered.
    taken: usize,
    page: usize,
    /// How often each state has asked again since it was entered.
    asked: HashMap<usize, u32>,
    state: usize,
    /// How often Rust failed, and whether that led to this state.
    failures: u32,
    is_led_by_failure: bool,
    /// What is heard since the last move.
    pub heard: Vec<String>,
    /// What Rust was told, in order.
    pub told: Vec<String>,
    states: usize,
}

/// What the call waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// A key.
    Key,
    /// Whether this number is answered.
    Dial(String),
    /// Nothing: it is over.
    Over,
}

/// A move.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    /// A key.
    Key(u32),
    /// No key.
    Silence,
    /// The dialed one answers.
    Answers,
    /// Or is busy.
    Busy,
}

/// Why a call goes no further.
enum Stop {
    /// Rust failed.
    Panic,
    /// Too much happens.
    Endless,
}

impl<'t> Call<'t> {
    /// A new call while these schedules are open, and what it waits for; `None` when it is not to be compared.
    #[must_use]
    pub fn begin(tree: &'t Tree, open: [bool; 2]) -> Option<(Self, Turn)> {
        let mut call = Self {
            tree,
            fields: DEFAULTS,
            holds: [false, false, open[0], open[1]],
            held: [false; 4],
            list: Vec::new(),
            item: 0,
            taken: 0,
            page: 0,
            language: 0,
            asked: HashMap::new(),
            state: 0,
            failures: 0,
            is_led_by_failure: false,
            heard: Vec::new(),
            told: Vec::new(),
            states: 0,
        };
        let turn = call.attempt(|call| call.enter(0))?;
        Some((call, turn))
    }

    /// The call after a move that is made while these schedules are open.
    pub fn make(&mut self, made: Move, open: [bool; 2]) -> Option<Turn> {
        self.holds[FLAGS..].copy_from_slice(&open);
        self.attempt(|call| {
            let tree = call.tree;
            let target = match &tree.states.get(call.state).map(|state| &state.verb) {
                Some(Verb::Gather { arms, rest, .. }) => match made {
                    Move::Key(key) => {
                        let there = |arm: &&Arm| arm.key == key && call.held_then(arm.condition);
                        let own = arms.iter().find(there);
                        own.or(tree.everywhere.as_ref().filter(there)).map_or(rest, |arm| &arm.target)
                    }
                    _ => rest,
                },
                Some(Verb::Offer { chosen, rest, .. }) => match made {
                    Move::Key(MORE) => {
                        call.page += 1;
                        return call.reach(call.state, false);
                    }
                    Move::Key(key) => {
                        let everywhere = tree.everywhere.as_ref();
                        let everywhere =
                            everywhere.filter(|arm| arm.key == key && call.held_then(arm.condition));
                        match call.offered().into_iter().find(|(own, _)| *own == key) {
                            Some((_, item)) => {
                                call.item = item;
                                chosen
                            }
                            None => everywhere.map_or(rest, |arm| &arm.target),
                        }
                    }
                    _ => rest,
                },
                Some(Verb::Dial { answered, rest }) => {
                    if made == Move::Answers {
                        answered
                    } else {
                        rest
                    }
                }
                _ => return Ok(Turn::Over),
            };
            call.follow(target, None)
        })
    }

    /// Does one thing as a whole, or not at all: when Rust fails, the words for that stand in its place.
    fn attempt(&mut self, work: impl FnOnce(&mut Self) -> Result<Turn, Stop>) -> Option<Turn> {
        self.heard.clear();
        self.states = 0;
        let before = self.clone();
        match work(self) {
            Ok(turn) => {
                self.is_led_by_failure = false;
                Some(turn)
            }
            Err(Stop::Endless) => None,
            Err(Stop::Panic) => {
                *self = before;
                self.fail()
            }
        }
    }

    fn fail(&mut self) -> Option<Turn> {
        let (steps, state) = self.tree.on_error.as_ref()?;
        // A second failure in a row and a fourth in all end the call, and no field is known then.
        if self.is_led_by_failure || self.failures >= 3 {
            let language = self.language;
            self.heard.extend(steps.iter().filter_map(|step| match step {
                Step::Say(number) if self.tree.keeps => {
                    Some(format!("{}{number}   .", if language == 0 { "E" } else { "F" }))
                }
                Step::Say(number) => Some(format!("{}{number}.", if language == 0 { "E" } else { "F" })),
                _ => None,
            }));
            return Some(Turn::Over);
        }
        self.failures += 1;
        self.is_led_by_failure = true;
        self.steps(steps, true, None);
        self.asked.clear();
        let turn = self.enter(*state).ok()?;
        Some(turn)
    }

    fn enter(&mut self, state: usize) -> Result<Turn, Stop> {
        self.asked.insert(state, 0);
        self.reach(state, true)
    }

    /// A state is entered, or asks again.
    fn reach(&mut self, state: usize, is_fresh: bool) -> Result<Turn, Stop> {
        self.states += 1;
        if self.states > MAX_STATES {
            return Err(Stop::Endless);
        }
        self.state = state;
        // The conditions when the state asks apply to the answer. All `set`s before it are done by then.
        let tree = self.tree;
        let Some(found) = tree.states.get(state) else { return Ok(Turn::Over) };
        let listens = matches!(found.verb, Verb::Gather { .. } | Verb::Offer { .. });
        // Prompts are said each time the state asks; steps before them once per visit.
        if is_fresh || !listens {
            self.steps(&found.steps, is_fresh, None);
        }
        match &found.verb {
            Verb::Goto(next) => self.enter(*next),
            Verb::Gather { prompts, .. } => {
                self.held = self.holds;
                self.steps(prompts, is_fresh, None);
                Ok(Turn::Key)
            }
            Verb::Offer { prompts, .. } => {
                if is_fresh {
                    self.page = 0;
                }
                self.held = self.holds;
                self.steps(prompts, is_fresh, None);
                let language = if self.language == 0 { "E" } else { "F" };
                for (key, item) in self.offered() {
                    self.heard.push(format!("{language} {item} {key}."));
                }
                if self.list.len() > self.keys().len() {
                    self.heard.push(format!("{language} more."));
                }
                Ok(Turn::Key)
            }
            Verb::Hours { place, open, closed } => {
                let target = if self.holds[*place] { open } else { closed };
                self.follow(target, None)
            }
            Verb::Next { another, done } => match self.list.get(self.taken).copied() {
                Some(item) => {
                    self.taken += 1;
                    self.item = item;
                    self.follow(another, None)
                }
                None => self.follow(done, None),
            },
            Verb::Match { question, arms, rest } => {
                let answer = answer(*question, self.fields, tree.on_error.is_some()).ok_or(Stop::Panic)?;
                match arms.get(answer as usize) {
                    Some(target) => self.follow(target, None),
                    None => self.follow(rest, Some(answer)),
                }
            }
            Verb::Dial { rest, .. } => {
                let number = number(self.fields[1], tree.on_error.is_some());
                // A value that is not a number is not dialed; the outcome is `failed`.
                if number.starts_with('+') { Ok(Turn::Dial(number)) } else { self.follow(rest, None) }
            }
            Verb::Hangup => Ok(Turn::Over),
        }
    }

    /// Whether a condition held when the caller was asked.
    fn held_then(&self, condition: Option<Condition>) -> bool {
        condition.is_none_or(|condition| self.held[condition.place] != condition.negated)
    }

    /// The keys that nothing else takes.
    fn keys(&self) -> Vec<u32> {
        (1..=9).filter(|key| *key != MORE && (*key != 9 || self.tree.everywhere.is_none())).collect()
    }

    /// The keys of the page, each with its item.
    fn offered(&self) -> Vec<(u32, u32)> {
        let keys = self.keys();
        let pages: Vec<&[u32]> = self.list.chunks(keys.len()).collect();
        let page = self.page.checked_rem(pages.len()).and_then(|page| pages.get(page));
        keys.into_iter().zip(page.into_iter().flat_map(|page| page.iter().copied())).collect()
    }

    fn follow(&mut self, target: &'t Target, bound: Option<u32>) -> Result<Turn, Stop> {
        match target {
            Target::Go(state) => self.enter(*state),
            Target::Again => self.reach(self.state, false),
            Target::End => Ok(Turn::Over),
            Target::Say(steps, then) => {
                self.steps(steps, true, bound);
                self.follow(then, None)
            }
            Target::Retry { times, blocks, at, then } => {
                let state = at.unwrap_or(self.state);
                let count = self.asked.get(&state).copied().unwrap_or(0);
                if count >= *times {
                    return self.follow(then, None);
                }
                if let Some(block) = blocks.get(count as usize).or(blocks.last()) {
                    self.steps(block, true, None);
                }
                self.asked.insert(state, count + 1);
                self.reach(state, false)
            }
        }
    }

    /// Steps, in order; what is set and told counts on a fresh entry only.
    fn steps(&mut self, steps: &[Step], is_fresh: bool, bound: Option<u32>) {
        let mut place = 0;
        while let Some(step) = steps.get(place) {
            place += 1;
            match step {
                Step::Say(number) => self.heard.push(self.words(*number)),
                Step::Play => self.heard.push(file(self.fields[0])),
                Step::Set(..) | Step::List(_) | Step::Flag(..) => {
                    // Consecutive `set`s apply together.
                    let is_set =
                        |step: &&Step| matches!(step, Step::Set(..) | Step::List(_) | Step::Flag(..));
                    let together: Vec<&Step> = steps[place - 1..].iter().take_while(is_set).collect();
                    place += together.len() - 1;
                    if is_fresh {
                        self.set(&together, bound);
                    }
                }
                Step::Run(number) if is_fresh => {
                    let [a, b, c] = self.fields;
                    self.told.push(format!("{number} {a} {b} {c}"));
                }
                Step::Language(language) if is_fresh => self.language = *language,
                Step::Choose if is_fresh => self.language = language(self.fields[0]),
                Step::Tones => self.heard.push(tones(self.fields[1])),
                Step::Uninterrupted(steps) => self.steps(steps, is_fresh, bound),
                Step::First(steps) if is_fresh => self.steps(steps, is_fresh, bound),
                Step::If(condition, then, otherwise) => {
                    // Prompts change no field, so the conditions are those when the state asked.
                    let said =
                        if self.holds[condition.place] != condition.negated { then } else { otherwise };
                    self.steps(said, is_fresh, bound);
                }
                Step::Run(_) | Step::Language(_) | Step::Choose | Step::First(_) => {}
            }
        }
    }

    fn set(&mut self, sets: &[&Step], bound: Option<u32>) {
        let before = self.fields;
        for step in sets {
            match step {
                Step::Set(field, value) => {
                    self.fields[*field] = match value {
                        Value::Number(number) => *number,
                        Value::Field(other, more) => before[*other] + more,
                        Value::Bound => bound.unwrap_or_default(),
                        Value::Item => self.item,
                    };
                }
                Step::List(count) => {
                    self.list = items(before[0], *count);
                    (self.taken, self.page) = (0, 0);
                }
                Step::Flag(flag, is_even) => self.holds[*flag] = before[0].is_multiple_of(2) == *is_even,
                _ => {}
            }
        }
    }

    fn words(&self, number: u32) -> String {
        let language = if self.language == 0 { "E" } else { "F" };
        let [a, b, c] = self.fields;
        if self.tree.keeps {
            format!("{language}{number} {a} {b} {c}.")
        } else {
            format!("{language}{number}.")
        }
    }
}
