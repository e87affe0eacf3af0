//! Compares the prompts of a file with the arms of the tree: every key with an arm must be announced, and no other
//! key. Differences that the built-in texts have as well are ignored.

use crate::description::{Action, Description, Gather, Line, Scope, State, Target, Verb};
use ivr_core::{
    condition::Conditions,
    event as heard,
    prompt_file::{Difference, Location, Options, Prompt, PromptError, SpokenText, Taken, difference},
    text as words,
};

/// Returns every difference between announcements and arms that `tree` has and `built` does not.
pub(super) fn differing(built: &Description, tree: &Description, prompts: &[Prompt]) -> Vec<PromptError> {
    let tags: Vec<&str> = built.tags().collect();
    let mut faults: Vec<PromptError> = Vec::new();
    for (number, tag) in tags.iter().enumerate() {
        let (before, now) = (built.in_language(tag), tree.in_language(tag));
        let named = if tags.len() > 1 { format!(" in `{tag}`") } else { String::new() };
        for state in &now.states {
            let Verb::Gather(gather) = &state.verb else { continue };
            let Some(was) = before.state(&state.name) else { continue };
            let place = |key: &str| place(prompts, key, number);
            for held in gather.combinations() {
                let (prompted, was) = (Prompted::of(&now, state, held), Prompted::of(&before, was, held));
                if was.difference(gather) == Difference::default() {
                    faults.extend(prompted.faults(&was, gather, &state.name, &named, place));
                }
            }
        }
    }
    faults.sort_by_key(|fault| (fault.place.is_none(), fault.place));
    faults.dedup();
    faults
}

/// Returns the location of the text of a key.
fn place(prompts: &[Prompt], key: &str, language: usize) -> Option<Location> {
    let prompt = prompts.iter().find(|prompt| prompt.key == key)?;
    prompt.texts.get(language).map(|(_, place)| *place)
}

/// What a caller hears before answering in a state, in one language.
struct Prompted<'a> {
    texts: Vec<SpokenText<'a>>,
    /// The key of each text that is in the file.
    keys: Vec<Option<&'a str>>,
    /// Whether something is played whose words are not known.
    unknown: bool,
    /// The conditions that hold.
    held: Conditions,
}

impl<'a> Prompted<'a> {
    /// Collects the steps of the states that lead here by `goto`, those of the state, and its prompts.
    fn of(tree: &'a Description, state: &'a State, held: Conditions) -> Self {
        let mut coming = vec![state];
        let mut seen = 0;
        while let Some(at) = coming.get(seen).copied() {
            seen += 1;
            let before = tree.states.iter().filter(|other| goes_to(tree, other) == Some(&at.name));
            coming.extend(before.filter(|other| other.name != state.name));
        }
        let mut prompted = Self { texts: Vec::new(), keys: Vec::new(), unknown: false, held };
        for state in coming.iter().rev() {
            prompted.hear(tree, &state.lines, None, false);
        }
        if let Verb::Gather(gather) = &state.verb {
            prompted.hear(tree, &gather.prompts, Some(gather), false);
        }
        prompted
    }

    /// Adds lines. A line before the gather that has a condition may not be heard (`sometimes`).
    fn hear(&mut self, tree: &'a Description, lines: &'a [Line], gather: Option<&Gather>, sometimes: bool) {
        for line in lines {
            let (text, language, key, optional) = match line {
                Line::Say(say) => (Some(&say.text), &say.language, &say.key, say.optional),
                Line::Play(play) => (play.text.as_ref(), &play.language, &play.key, false),
                Line::Scoped { scope: Scope::If(condition), .. }
                    if gather.is_some_and(|gather| !gather.holds(condition, self.held)) =>
                {
                    continue;
                }
                Line::Scoped { scope: Scope::If(_), lines } if gather.is_none() => {
                    self.hear(tree, lines, gather, true);
                    continue;
                }
                Line::Uninterrupted { lines } | Line::First { lines } | Line::Scoped { lines, .. } => {
                    self.hear(tree, lines, gather, sometimes);
                    continue;
                }
                Line::PlayDigits { .. }
                | Line::Pause { .. }
                | Line::Effect { .. }
                | Line::Language { .. } => continue,
            };
            let Some(text) = text else {
                self.unknown = true;
                continue;
            };
            let language = language.as_deref().unwrap_or(&tree.language);
            self.texts.push(SpokenText { text, language, optional: optional || sometimes });
            self.keys.push(key.as_deref());
        }
    }

    fn difference(&self, gather: &Gather) -> Difference {
        let finish = gather.finish_on_key.map(String::from);
        difference(&self.texts, self.unknown, &options(gather, finish.as_deref(), self.held), |_, heard| {
            words::announced(heard.text, heard.language)
        })
    }

    /// Returns the differences, with the location of the text in the file.
    fn faults(
        &self,
        before: &Prompted<'_>,
        gather: &Gather,
        state: &str,
        named: &str,
        place: impl Fn(&str) -> Option<Location>,
    ) -> Vec<PromptError> {
        let Difference { unhandled, unheard } = self.difference(gather);
        let fault = |key: Option<&str>, message: String| {
            let fault = PromptError::new("prompt_key_mismatch", key.and_then(&place), message);
            key.map_or(fault.clone(), |key| fault.of(key))
        };
        let unhandled = unhandled.into_iter().map(|(index, pressed)| {
            let key = self.keys.get(index).copied().flatten();
            let message =
                format!("callers are told{named} to press `{pressed}`, which does nothing in `{state}`");
            fault(key, message).help("announce only keys that the program accepts; they are built in")
        });
        let unheard = unheard.into_iter().map(|(_, pressed)| {
            let said = before.naming(&pressed).or_else(|| self.keys.iter().rev().copied().flatten().next());
            let message = format!("callers of `{state}` do not hear{named} what the key `{pressed}` is for");
            fault(said, message).help("announce it; the keys are built in")
        });
        unhandled.chain(unheard).collect()
    }

    /// Returns the key of the text that announces these keys.
    fn naming(&self, pressed: &str) -> Option<&'a str> {
        let named = |heard: &SpokenText<'_>| {
            let found = words::announced(heard.text, heard.language);
            found.iter().any(|found| matches!(&found.kind, words::Announced::Key(key) if key == pressed))
        };
        let texts = self.texts.iter().zip(&self.keys);
        texts.filter(|(heard, _)| named(heard)).find_map(|(_, key)| *key)
    }
}

fn goes_to<'a>(tree: &'a Description, state: &'a State) -> Option<&'a String> {
    match &state.verb {
        Verb::Goto(Target::Go(name)) => Some(name),
        Verb::Goto(Target::Action(row)) => match tree.actions.get(usize::from(*row)) {
            Some(Action::Enter { state }) => Some(state),
            _ => None,
        },
        _ => None,
    }
}

fn options<'a>(gather: &'a Gather, finish: Option<&'a str>, held: Conditions) -> Options<'a> {
    let arm = |arm: &'a crate::description::Arm| Taken {
        keys: arm.keys.iter().map(String::as_str).collect(),
        phrases: arm.phrases.iter().map(|phrase| phrase.text.as_str()).collect(),
        entered: arm.outcomes.contains(&heard::Event::Entered),
        inherited: arm.inherited,
        announced: !arm.inherited && !arm.hidden,
    };
    let keys = gather.keys.map(|keys| (u32::from(keys.min), keys.max.map(u32::from)));
    Options { keys, finish, arms: gather.arms_while(held).map(arm).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A menu whose first option is there while it is open, and whose second one is there while it is not.
    fn menu(open: &str, closed: &str) -> Description {
        let say = |key: &str, text: &str| format!(r#"{{"say":{{"text":"{text}","key":"{key}"}}}}"#);
        let under = |condition: &str, line: &str| {
            format!(r#"{{"scoped":{{"scope":{{"if":"{condition}"}},"lines":[{line}]}}}}"#)
        };
        let prompts = [under("open", &say("open", open)), under("!open", &say("closed", closed))].join(",");
        let text = format!(
            r#"{{"name":"Line","language":"en-US","starts":[{{"state":"Menu"}}],"states":[{{"name":"Menu",
                "verb":{{"gather":{{"keys":{{"min":1,"max":1}},"timeout":5,"conditions":["open"],"prompts":[{prompts}],
                "arms":[{{"keys":["1"],"heard":"arm 0","condition":"open","to":"again"}},
                {{"keys":["2"],"heard":"arm 1","condition":"!open","to":"again"}},
                {{"outcomes":["silence","_"],"to":{{"end":"hangup"}}}}]}}}}}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn prompts_are_compared_under_each_combination_of_conditions() {
        let built = menu("For sales, press one.", "To leave a message, press two.");
        let told = |open: &str, closed: &str| {
            let faults = differing(&built, &menu(open, closed), &[]);
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(told("One for sales.", "Two for a message."), "");
        let swapped = told("For sales, press two.", "To leave a message, press two.");
        assert!(swapped.contains("to press `2`, which does nothing in `Menu`"), "{swapped}");
        assert!(swapped.contains("what the key `1` is for"), "{swapped}");
        let both = told("For sales, press one.", "Press one or two.");
        assert!(both.contains("to press `1`, which does nothing in `Menu`"), "{both}");
    }
}
