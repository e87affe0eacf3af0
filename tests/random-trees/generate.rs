//! Random trees.

use super::{
    dice::Dice,
    tree::{Arm, CONDITIONS, Condition, FLAGS, State, Step, Target, Tree, Value, Verb},
};

/// Makes a tree.
pub(super) fn tree(name: &str, dice: &mut Dice) -> Tree {
    let count = 4 + dice.below(5);
    let keeps = dice.percent(85);
    let languages = 1 + dice.below(2);
    let mut maker = Maker { dice, count, keeps, languages, words: 0, tags: 0 };
    let states = (0..count).map(|state| maker.state(state)).collect();
    let everywhere = maker.dice.percent(50).then(|| {
        let condition = maker.dice.percent(40).then(|| maker.condition());
        Arm { key: 9, condition, target: maker.target(count, false) }
    });
    // A state that cannot fail itself.
    let on_error = maker.dice.percent(40).then(|| (maker.says(2), count - 2));
    Tree { name: name.to_owned(), keeps, languages, on_error, everywhere, states }
}

struct Maker<'d> {
    dice: &'d mut Dice,
    count: usize,
    keeps: bool,
    languages: usize,
    words: u32,
    tags: u32,
}

impl Maker<'_> {
    /// Every state leads to the next one by the way that is always there, and the last one ends the call.
    fn state(&mut self, state: usize) -> State {
        if state + 1 == self.count {
            return State { steps: self.steps(3, false), verb: Verb::Hangup };
        }
        let rest = self.around(state + 1);
        let verb = match self.dice.below(if self.keeps { 14 } else { 11 }) {
            kind if kind < 4 || state + 2 == self.count => {
                let mut prompts = self.says(2);
                if self.dice.percent(50) {
                    prompts.insert(0, Step::First(self.says(2)));
                }
                if self.dice.percent(50) {
                    prompts.push(self.conditional());
                }
                Verb::Gather { prompts, arms: self.keys(state), rest: self.retried(rest) }
            }
            4..=5 => Verb::Goto(state + 1),
            6..=8 => {
                Verb::Match { question: state as u32, arms: self.arms(state), rest: self.around(state + 1) }
            }
            9 => {
                let place = FLAGS + self.dice.below(CONDITIONS.len() - FLAGS);
                Verb::Hours { place, open: self.around(state + 1), closed: rest }
            }
            11 => Verb::Next { another: self.item(), done: self.around(state + 1) },
            12..=13 => {
                Verb::Offer { prompts: self.offering(), chosen: self.item(), rest: self.retried(rest) }
            }
            _ => Verb::Dial { answered: self.around(self.count), rest },
        };
        State { steps: self.steps(4, false), verb }
    }

    fn arms(&mut self, state: usize) -> Vec<Target> {
        (0..1 + self.dice.below(3)).map(|_| self.back_or_on(state)).collect()
    }

    /// The keys 1, 2 … and sometimes 9, which everybody inherits; some of them under a condition, and some of these once
    /// more under its opposite.
    fn keys(&mut self, state: usize) -> Vec<Arm> {
        let mut arms = Vec::new();
        let nine = self.dice.percent(20).then_some(9);
        for key in (1..2 + self.dice.below(3) as u32).chain(nine) {
            let condition = self.dice.percent(40).then(|| self.condition());
            arms.push(Arm { key, condition, target: self.target(state, true) });
            if let Some(Condition { place, negated }) = condition
                && self.dice.percent(40)
            {
                let condition = Some(Condition { place, negated: !negated });
                arms.push(Arm { key, condition, target: self.target(state, true) });
            }
        }
        arms
    }

    fn condition(&mut self) -> Condition {
        let first = if self.keeps { 0 } else { FLAGS };
        let place = first + self.dice.below(CONDITIONS.len() - first);
        Condition { place, negated: self.dice.percent(40) }
    }

    fn conditional(&mut self) -> Step {
        let condition = self.condition();
        let otherwise = if self.dice.percent(50) { self.says(1) } else { Vec::new() };
        let mut then = self.says(2);
        match self.dice.below(4) {
            0 => then.push(Step::If(self.condition(), self.says(1), Vec::new())),
            1 => then.push(Step::First(self.says(1))),
            2 => return Step::First(vec![Step::If(condition, then, otherwise)]),
            _ => {}
        }
        Step::If(condition, then, otherwise)
    }

    fn offering(&mut self) -> Vec<Step> {
        let mut prompts = self.says(2);
        if self.dice.percent(30) {
            prompts.push(self.conditional());
        }
        prompts
    }

    /// An arm of a Rust `match` changes something, so that nothing goes round forever.
    fn back_or_on(&mut self, state: usize) -> Target {
        let next = self.dice.below(self.count);
        if next > state {
            return self.around(next);
        }
        let mut steps = self.steps(3, false);
        if self.keeps {
            let field = self.dice.below(3);
            steps.push(Step::Set(field, Value::Field(field, 1)));
        }
        steps.push(self.say());
        Target::Say(steps, Box::new(Target::Go(next)))
    }

    fn target(&mut self, state: usize, is_local: bool) -> Target {
        let next = self.dice.below(self.count);
        match self.dice.below(8) {
            0 if is_local => Target::Again,
            1 => self.around(self.count),
            2..=3 if is_local && state < self.count => {
                let then = self.around(next);
                self.retried(then)
            }
            _ => self.around(next),
        }
    }

    /// Speaks of an item, then goes anywhere: the list has an end.
    fn item(&mut self) -> Target {
        let field = self.dice.below(3);
        let mut steps = vec![Step::Set(field, Value::Item), self.say()];
        steps.extend(self.steps(2, false));
        let next = self.dice.below(self.count);
        Target::Say(steps, Box::new(Target::Go(next)))
    }

    fn retried(&mut self, then: Target) -> Target {
        if self.dice.percent(50) {
            return then;
        }
        let blocks = (0..1 + self.dice.below(2)).map(|_| self.spoken(3)).collect();
        let at = self.dice.percent(25).then_some(self.count - 2);
        Target::Retry { times: 1 + self.dice.below(3) as u32, blocks, at, then: Box::new(then) }
    }

    /// To a state, or past the last one to the end, with words on the way or without.
    fn around(&mut self, next: usize) -> Target {
        let to = if next < self.count { Target::Go(next) } else { Target::End };
        if self.dice.percent(50) { to } else { Target::Say(self.spoken(4), Box::new(to)) }
    }

    fn spoken(&mut self, most: usize) -> Vec<Step> {
        let mut steps = self.steps(most, false);
        let place = self.dice.below(steps.len() + 1);
        steps.insert(place, self.say());
        steps
    }

    fn says(&mut self, most: usize) -> Vec<Step> {
        (0..1 + self.dice.below(most)).map(|_| self.say()).collect()
    }

    fn say(&mut self) -> Step {
        self.words += 1;
        Step::Say(self.words)
    }

    fn steps(&mut self, most: usize, is_deaf: bool) -> Vec<Step> {
        (0..self.dice.below(most + 1)).map(|_| self.step(is_deaf)).collect()
    }

    fn step(&mut self, is_deaf: bool) -> Step {
        match self.dice.below(10) {
            0..=2 if self.keeps && !is_deaf => {
                let value = match self.dice.below(3) {
                    0 => Value::Number(self.dice.below(50) as u32),
                    _ => Value::Field(self.dice.below(3), self.dice.below(4) as u32),
                };
                Step::Set(self.dice.below(3), value)
            }
            3..=4 if self.keeps && !is_deaf => {
                self.tags += 1;
                Step::Run(self.tags)
            }
            5 if self.languages == 2 && !is_deaf => match self.keeps && self.dice.percent(40) {
                true => Step::Choose,
                false => Step::Language(self.dice.below(2)),
            },
            6 if self.keeps && !is_deaf && self.dice.percent(40) => Step::Tones,
            6 if !is_deaf => Step::Uninterrupted(self.says(2)),
            7 if self.keeps && !is_deaf && self.dice.percent(40) => {
                Step::Flag(self.dice.below(FLAGS), self.dice.percent(50))
            }
            7 if self.keeps && !is_deaf && self.dice.percent(60) => Step::List(self.dice.below(20) as u32),
            7 if self.keeps => Step::Play,
            8 if !is_deaf && self.dice.percent(40) => {
                let otherwise = if self.dice.percent(50) { self.says(1) } else { Vec::new() };
                Step::If(self.condition(), self.says(2), otherwise)
            }
            _ => self.say(),
        }
    }
}

/// What an arm of a Rust `match` binds becomes a value in its own words.
pub(super) fn bind(tree: &mut Tree, dice: &mut Dice) {
    for state in &mut tree.states {
        let Verb::Match { rest: Target::Say(steps, _), .. } = &mut state.verb else { continue };
        for step in steps {
            if let Step::Set(_, value) = step
                && dice.percent(60)
            {
                *value = Value::Bound;
            }
        }
    }
}
