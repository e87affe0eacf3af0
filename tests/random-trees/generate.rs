//! Random trees, and their source.

use std::fmt::Write as _;

use super::{
    dice::Dice,
    tree::{DEFAULTS, FIELDS, LANGUAGES, MORE, State, Step, Target, Tree, Value, Verb},
};

/// Makes a tree.
pub(super) fn tree(name: &str, dice: &mut Dice) -> Tree {
    let count = 4 + dice.below(5);
    let keeps = dice.percent(85);
    let languages = 1 + dice.below(2);
    let mut maker = Maker { dice, count, keeps, languages, words: 0, tags: 0 };
    let states = (0..count).map(|state| maker.state(state)).collect();
    let everywhere = maker.dice.percent(50).then(|| maker.target(count, false));
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
        let verb = match self.dice.below(if self.keeps { 13 } else { 10 }) {
            kind if kind < 4 || state + 2 == self.count => {
                let mut prompts = self.says(2);
                if self.dice.percent(50) {
                    prompts.insert(0, Step::First(self.says(2)));
                }
                Verb::Gather { prompts, arms: self.arms(state, false), rest: self.retried(rest) }
            }
            4..=5 => Verb::Goto(state + 1),
            6..=8 => Verb::Match {
                question: state as u32,
                arms: self.arms(state, true),
                rest: self.around(state + 1),
            },
            10 => Verb::Next { another: self.item(), done: self.around(state + 1) },
            11..=12 => Verb::Offer { prompts: self.says(2), chosen: self.item(), rest: self.retried(rest) },
            _ => Verb::Dial { answered: self.around(self.count), rest },
        };
        State { steps: self.steps(4, false), verb }
    }

    fn arms(&mut self, state: usize, is_rust: bool) -> Vec<Target> {
        let count = 1 + self.dice.below(3);
        (0..count).map(|_| if is_rust { self.back_or_on(state) } else { self.target(state, true) }).collect()
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
            5 if self.languages == 2 && !is_deaf => Step::Language(self.dice.below(2)),
            6 if !is_deaf => Step::Uninterrupted(self.says(2)),
            7 if self.keeps && !is_deaf && self.dice.percent(60) => Step::List(self.dice.below(20) as u32),
            7 if self.keeps => Step::Play,
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

/// The tree as its author writes it.
pub(super) fn source(tree: &Tree) -> String {
    let mut text = String::new();
    let writer = Writer { tree };
    let _ = write!(
        text,
        "#[allow(endless_silence, prompt_key_mismatch, reason = \"random\")] pub tree {} for super::App {{ start S0; ",
        tree.name
    );
    if tree.languages == 2 {
        let _ = write!(text, "language {}, {}; ", LANGUAGES[0], LANGUAGES[1]);
    }
    if tree.keeps {
        let fields = FIELDS.iter().zip(DEFAULTS).map(|(name, value)| format!("{name}: u32 = {value}"));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let _ = write!(text, "data {{ {fields}, list: Vec<u32> = Vec::new(), item: u32 = 0 }} ");
    }
    if let Some((steps, state)) = &tree.on_error {
        let _ = write!(text, "on_error {{ {} }} then S{state} ", writer.steps(steps));
    }
    if let Some(target) = &tree.everywhere {
        let _ = write!(text, "everywhere {{ 9 => {} }} ", writer.target(target));
    }
    for (number, state) in tree.states.iter().enumerate() {
        let _ = write!(
            text,
            "state S{number} {{ {} {} }} ",
            writer.steps(&state.steps),
            writer.verb(&state.verb)
        );
    }
    text + "}"
}

/// Whether the words of an arm use what its pattern binds.
fn binds(target: &Target) -> bool {
    let Target::Say(steps, _) = target else { return false };
    steps.iter().any(|step| matches!(step, Step::Set(_, Value::Bound)))
}

struct Writer<'t> {
    tree: &'t Tree,
}

impl Writer<'_> {
    fn verb(&self, verb: &Verb) -> String {
        let arms = |arms: &[Target], first: usize| {
            let arm =
                |(place, target): (usize, &Target)| format!("{} => {}, ", place + first, self.target(target));
            arms.iter().enumerate().map(arm).collect::<String>()
        };
        let (fields, panics) = (self.fields(), self.tree.on_error.is_some());
        match verb {
            Verb::Goto(state) => format!("goto S{state};"),
            Verb::Gather { prompts, arms: keys, rest } => format!(
                "gather key {{ {} }} match {{ {} silence | _ => {} }}",
                self.steps(prompts),
                arms(keys, 1),
                self.target(rest)
            ),
            Verb::Match { question, arms: answers, rest } => format!(
                "match app.answer({question}, {fields}, {panics}) {{ {} {} => {} }}",
                arms(answers, 0),
                if binds(rest) { "bound" } else { "_" },
                self.target(rest)
            ),
            Verb::Next { another, done } => format!(
                "next item in list match {{ another => {}, done => {} }}",
                self.target(another),
                self.target(done)
            ),
            Verb::Offer { prompts, chosen, rest } => format!(
                "gather key, offer item from list, more {MORE} {{ {} each {{ {} }} more {{ {} }} }} match {{ chosen => {}, silence | _ => {} }}",
                self.steps(prompts),
                self.spoken(" {item} {key}."),
                self.spoken(" more."),
                self.target(chosen),
                self.target(rest)
            ),
            Verb::Dial { answered, rest } => {
                let b = if self.tree.keeps { "call.b" } else { "2" };
                let (answered, rest) = (self.target(answered), self.target(rest));
                format!(
                    "dial (ivr_test_random_trees::tree::number({b}, {panics})) match {{ answered => {answered}, _ => {rest} }}"
                )
            }
            Verb::Hangup => "hangup;".to_owned(),
        }
    }

    fn fields(&self) -> &'static str {
        if self.tree.keeps { "[call.a, call.b, call.c]" } else { "[1, 2, 3]" }
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Go(state) => format!("S{state}"),
            Target::Again => "again".to_owned(),
            Target::End => "end".to_owned(),
            Target::Say(steps, then) => format!("{{ {} }} then {}", self.steps(steps), self.target(then)),
            Target::Retry { times, blocks, at, then } => {
                let blocks: String =
                    blocks.iter().map(|block| format!("{{ {} }} ", self.steps(block))).collect();
                let at = at.map(|state| format!("at S{state} ")).unwrap_or_default();
                format!("retry {times} {blocks}{at}then {}", self.target(then))
            }
        }
    }

    fn steps(&self, steps: &[Step]) -> String {
        steps.iter().map(|step| self.step(step) + " ").collect()
    }

    fn step(&self, step: &Step) -> String {
        match step {
            Step::Say(number) => self.say(*number),
            Step::Play => "play (ivr_test_random_trees::tree::file(call.a));".to_owned(),
            Step::Set(field, value) => {
                let value = match value {
                    Value::Number(number) => number.to_string(),
                    Value::Field(other, 0) => format!("call.{}", FIELDS[*other]),
                    Value::Field(other, more) => format!("call.{} + {more}", FIELDS[*other]),
                    Value::Bound => "bound".to_owned(),
                    Value::Item => "call.item".to_owned(),
                };
                format!("set {} = {value};", FIELDS[*field])
            }
            Step::List(count) => {
                format!("set list = ivr_test_random_trees::tree::items(call.a, {count});")
            }
            Step::Run(number) => {
                format!("run app.note(&call.id, {number}, {}).await;", self.fields())
            }
            Step::Language(language) => format!("language {};", LANGUAGES[*language]),
            Step::Uninterrupted(steps) => format!("uninterrupted {{ {} }}", self.steps(steps)),
            Step::First(steps) => format!("first {{ {} }}", self.steps(steps)),
        }
    }

    fn say(&self, number: u32) -> String {
        let fields = if self.tree.keeps { " {a} {b} {c}" } else { "" };
        self.spoken(&format!("{number}{fields}."))
    }

    /// The same text behind the letter of each language.
    fn spoken(&self, text: &str) -> String {
        if self.tree.languages == 1 {
            return format!("say \"E{text}\";");
        }
        let [first, second] = LANGUAGES;
        format!("say {{ {first}: \"E{text}\", {second}: \"F{text}\" }}")
    }
}
