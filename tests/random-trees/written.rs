//! The source of a random tree.

use std::fmt::Write as _;

use super::tree::{
    Arm, CONDITIONS, Condition, DEFAULTS, FIELDS, FLAGS, LANGUAGES, MORE, Step, Target, Tree, Value, Verb,
};

/// The tree as its author writes it.
pub(super) fn source(tree: &Tree) -> String {
    let mut text = String::new();
    let writer = Writer { tree };
    let _ = write!(
        text,
        "#[allow(endless_silence, prompt_key_mismatch, unused_hours, reason = \"random\")] pub tree {} for super::App {{ start S0; ",
        tree.name
    );
    if tree.languages == 2 {
        let _ = write!(text, "language {}, {}; ", LANGUAGES[0], LANGUAGES[1]);
    }
    if tree.keeps {
        let fields = FIELDS.iter().zip(DEFAULTS).map(|(name, value)| format!("{name}: u32 = {value}"));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let _ = write!(
            text,
            "data {{ {fields}, list: Vec<u32> = Vec::new(), item: u32 = 0, p: bool = false, q: bool = false }} "
        );
    }
    for name in &CONDITIONS[FLAGS..] {
        let _ = write!(text, "hours {name}, zone \"Europe/Paris\" {{ mon 9:00-18:00; }} ");
    }
    if let Some((steps, state)) = &tree.on_error {
        let _ = write!(text, "on_error {{ {} }} then S{state} ", writer.steps(steps));
    }
    if let Some(arm) = &tree.everywhere {
        let _ = write!(text, "everywhere {{ {} }} ", writer.arm(arm));
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

fn named(condition: Condition) -> String {
    format!("{}{}", if condition.negated { "!" } else { "" }, CONDITIONS[condition.place])
}

struct Writer<'t> {
    tree: &'t Tree,
}

impl Writer<'_> {
    fn verb(&self, verb: &Verb) -> String {
        let arms = |arms: &[Target]| {
            let arm = |(place, target): (usize, &Target)| format!("{place} => {}, ", self.target(target));
            arms.iter().enumerate().map(arm).collect::<String>()
        };
        let (fields, panics) = (self.fields(), self.tree.on_error.is_some());
        match verb {
            Verb::Goto(state) => format!("goto S{state};"),
            Verb::Gather { prompts, arms: keys, rest } => format!(
                "gather key {{ {} }} match {{ {} silence | _ => {} }}",
                self.steps(prompts),
                keys.iter().map(|arm| self.arm(arm) + ", ").collect::<String>(),
                self.target(rest)
            ),
            Verb::Match { question, arms: answers, rest } => format!(
                "match app.answer({question}, {fields}, {panics}) {{ {} {} => {} }}",
                arms(answers),
                if binds(rest) { "bound" } else { "_" },
                self.target(rest)
            ),
            Verb::Hours { place, open, closed } => format!(
                "match hours {} {{ open => {}, closed => {} }}",
                CONDITIONS[*place],
                self.target(open),
                self.target(closed)
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

    fn arm(&self, arm: &Arm) -> String {
        let condition =
            arm.condition.map_or_else(String::new, |condition| format!(" if {}", named(condition)));
        format!("{}{condition} => {}", arm.key, self.target(&arm.target))
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
            Step::Choose => format!(
                "language ({}Language::ALL[ivr_test_random_trees::tree::language(call.a)]);",
                self.tree.name
            ),
            Step::Tones => "play digits (ivr_test_random_trees::tree::tones(call.b));".to_owned(),
            Step::Uninterrupted(steps) => format!("uninterrupted {{ {} }}", self.steps(steps)),
            Step::First(steps) => format!("first {{ {} }}", self.steps(steps)),
            Step::Flag(flag, is_even) => {
                let not = if *is_even { "" } else { "!" };
                format!("set {} = {not}call.a.is_multiple_of(2);", CONDITIONS[*flag])
            }
            Step::If(condition, then, otherwise) => {
                let otherwise = match &otherwise[..] {
                    [] => String::new(),
                    steps => format!(" else {{ {} }}", self.steps(steps)),
                };
                format!("if {} {{ {} }}{otherwise}", named(*condition), self.steps(then))
            }
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
