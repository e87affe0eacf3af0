//! Which arm of a verb takes what was heard, as the transition function has it, and how its author wrote it.

use ivr_core::event::Outcome;
use ivr_runtime::{
    description::{Arm, Verb},
    heard::Event,
};

/// The place of the arm that takes `heard`.
pub(crate) fn taken(verb: &Verb, heard: Event) -> Option<usize> {
    let arms = verb.arms();
    let rest = || {
        let last = |of: Outcome| arms.iter().rposition(|arm: &Arm| arm.outcomes.contains(&of.heard()));
        Outcome::FALLBACKS.into_iter().find_map(last).or_else(|| arms.len().checked_sub(1))
    };
    arms.iter().position(|arm| names(arm, heard)).or_else(rest)
}

fn names(arm: &Arm, heard: Event) -> bool {
    let is_key = |entry: &String| Event::single_key(entry) == Some(heard);
    arm.outcomes.contains(&heard) || arm.heard == Some(heard) || arm.keys.iter().any(is_key)
}

/// The left side of an arm: `9 | "repeat"`, `silence | _`, `Some(line)`.
pub(crate) fn written(arm: &Arm) -> String {
    if let Some(pattern) = &arm.pattern {
        return pattern.clone();
    }
    let key = |keys: &String| if keys.contains(['*', '#']) { format!("'{keys}'") } else { keys.clone() };
    let keys = arm.keys.iter().map(key);
    let phrases = arm.phrases.iter().map(|phrase| format!("{:?}", phrase.text));
    let outcomes = arm.outcomes.iter().map(Event::to_string);
    keys.chain(phrases).chain(outcomes).collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::call::Dialog;

    #[test]
    fn the_arm_taken_leads_where_the_transition_function_leads() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let everything = (0..=9).map(|key| Event::key(char::from_digit(key, 10).unwrap()).unwrap());
        for heard in everything.chain([Event::Silence, Event::Else, Event::Star]) {
            let verb = &dialog.state(Acme::Menu).verb;
            let arm = &verb.arms()[taken(verb, heard).unwrap()];
            let same = verb.arms().iter().position(|other| names(other, heard));
            assert_eq!(arm.outcomes.contains(&Event::Else), same.is_none() || heard == Event::Else);
            let step = Acme::Menu.next(heard);
            let led = matches!(step, ivr_runtime::tree::Transition::Action(_));
            assert_eq!(arm.inherited, led, "{heard}");
        }
        let verb = &dialog.state(Acme::Reception).verb;
        assert_eq!(taken(verb, Event::Busy), Some(1));
        assert_eq!(taken(&dialog.state(Acme::Thanks).verb, Event::Next), None);
    }

    #[test]
    fn an_arm_is_written_as_its_author_wrote_it() {
        let arm = r##"{"keys":["9","#"],"phrases":[{"text":"repeat"}],"outcomes":["silence"],"to":"again"}"##;
        let arm: Arm = serde_json::from_str(arm).unwrap();
        assert_eq!(written(&arm), r##"9 | '#' | "repeat" | silence"##);
    }
}
