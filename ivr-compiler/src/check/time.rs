//! Estimates of how long a caller listens and waits, for promises and lints. Speech is timed by [`Sound::time`]; the
//! time of a person or a queue is not estimated.

use std::time::Duration;

use ivr_core::event::Outcome;

use crate::{
    model::{Branch, Gather, Graph, State, Verb},
    prompt_file::break_times,
    syntax::{Condition, Pattern, Scope, Step, Texts, nested_if, nested_on_entry},
    words::{Sound, whole_seconds},
};

/// Returns the duration of `steps`, in the language in which it is longest; `fresh` includes what is said only when a
/// call enters the state.
pub(super) fn of_steps(graph: &Graph, steps: &[Step], fresh: bool) -> Duration {
    longest(graph, |language| in_language(steps, language, fresh)).0
}

/// Returns the longest duration over the languages of the tree, and that language.
pub(super) fn longest(graph: &Graph, takes: impl Fn(&str) -> Duration) -> (Duration, &str) {
    let mut longest = (Duration::ZERO, graph.languages.first.value.as_str());
    for tag in graph.languages.all() {
        let time = takes(&tag.value);
        if time > longest.0 {
            longest = (time, &tag.value);
        }
    }
    longest
}

/// Returns the duration of steps in a call that speaks `language` before them.
pub(super) fn in_language(steps: &[Step], language: &str, fresh: bool) -> Duration {
    let (mut language, mut time, mut before) = (language, Duration::ZERO, None);
    let enters = |block: &Step| (fresh || !block.is_once()) && condition(block).is_none();
    for step in nested_if(steps, enters) {
        let under = before.take();
        time += match condition(step) {
            Some((condition, steps)) => {
                let own = in_language(steps, language, fresh);
                before = Some((condition, own));
                // Only one of two opposite blocks is said.
                match under {
                    Some((other, time)) if condition.opposite() == *other => own.saturating_sub(time),
                    _ => own,
                }
            }
            None => of_step(step, language),
        };
        if let Step::Language { language: other, .. } = step {
            // If Rust chooses the language, the longest of all languages counts anyway.
            language = other.tag().map_or(language, |tag| &tag.value);
        }
    }
    time
}

/// Returns the condition of a block, and its steps.
fn condition(step: &Step) -> Option<(&Condition, &[Step])> {
    match step {
        Step::Scoped { scope: Scope::If(condition), steps, .. } => Some((condition, steps)),
        _ => None,
    }
}

/// Returns the duration of a step; a block has that of its steps.
fn of_step(step: &Step, language: &str) -> Duration {
    match step {
        Step::Say(texts) => of_texts(texts, language),
        Step::Play { file, words } => {
            let own = words.as_ref().and_then(|words| words.heard_in(language));
            match (own, file.heard_in(language)) {
                (Some((language, text)), _) => Sound::Text(&text.value).time(language),
                (None, Some(_)) => Sound::Audio { text: None }.time(language),
                (None, None) => Duration::ZERO,
            }
        }
        Step::PlayComputed { .. } => Sound::Audio { text: None }.time(language),
        Step::PlayDigits { digits, .. } => {
            let digits = digits.text().map(|text| text.value.as_str());
            Sound::Tones { digits }.time(language)
        }
        Step::Pause(pause) => Sound::Pause { seconds: pause.value }.time(language),
        Step::Language { .. }
        | Step::Uninterrupted(_)
        | Step::First { .. }
        | Step::Scoped { .. }
        | Step::Set { .. }
        | Step::Run { .. }
        | Step::Effects(_) => Duration::ZERO,
    }
}

/// Returns the maximum duration of the prompts of a gather, over its conditions.
pub(super) fn of_prompts(gather: &Gather, language: &str, fresh: bool) -> Duration {
    if gather.conditions.is_empty() {
        return in_language(&gather.prompts, language, fresh);
    }
    let each = gather.combinations().map(|held| in_language(&gather.prompts_while(held), language, fresh));
    each.max().unwrap_or_default()
}

fn of_texts(texts: &Texts, language: &str) -> Duration {
    let heard = texts.heard_in(language);
    heard.map_or(Duration::ZERO, |(language, text)| {
        Sound::Text(&text.value).time(language) + break_times(text.ssml.as_deref())
    })
}

/// Returns the duration of everything that is said before the caller of `state` must act: its steps if it is entered,
/// and its prompts.
pub(super) fn of_words(graph: &Graph, state: &State, fresh: bool) -> Duration {
    let steps = if fresh { of_steps(graph, &state.steps, fresh) } else { Duration::ZERO };
    match &state.verb {
        Verb::Gather(gather) => steps + longest(graph, |language| of_prompts(gather, language, fresh)).0,
        _ => steps,
    }
}

/// Returns the duration of what a gather says until its first option is known: to the end of the first key that its
/// prompts announce, or of all prompts if no key is recognized.
pub(super) fn of_words_to_first_option(graph: &Graph, state: &State, fresh: bool) -> Duration {
    let steps = if fresh { of_steps(graph, &state.steps, fresh) } else { Duration::ZERO };
    let Verb::Gather(gather) = &state.verb else { return steps };
    let each = gather.combinations().map(|held| {
        let prompts = gather.prompts_while(held);
        longest(graph, |language| to_first_option(nested_on_entry(&prompts, fresh), language)).0
    });
    steps + each.max().unwrap_or_default()
}

/// Returns the time until a call in `language` has heard the first announced key.
fn to_first_option<'s>(heard: impl Iterator<Item = &'s Step>, language: &str) -> Duration {
    let mut time = Duration::ZERO;
    for step in heard {
        if let Step::Say(texts) = step
            && let Some((language, text)) = texts.heard_in(language)
        {
            let announced = text.announced(language);
            let option = announced.first().and_then(|first| text.value.get(..first.range.end));
            if let Some(until) = option {
                return time + Sound::Text(until).time(language);
            }
        }
        time += of_step(step, language);
    }
    time
}

/// Returns the duration of a move until the next state is heard: what is waited for, and what is said on the way.
pub(super) fn of_move(graph: &Graph, from: &State, step: &Branch<'_>) -> Duration {
    of_waiting(&from.verb, step.pattern) + of_way(graph, step)
}

/// Returns the duration of what is said on a move.
pub(super) fn of_way(graph: &Graph, step: &Branch<'_>) -> Duration {
    let steps = step.reply.words.map_or(&[][..], |words| graph.words(words));
    of_steps(graph, steps, true)
}

/// Returns how long a verb waits until this happens: a timeout, ringing, a recording, a late answer. A queue counts
/// until `max_wait`, and as nothing if people end it.
pub(super) fn of_waiting(verb: &Verb, happens: Option<&Pattern>) -> Duration {
    let silent = matches!(happens, Some(Pattern::Outcome { outcome: Outcome::Silence, .. }));
    let left = matches!(happens, Some(Pattern::Outcome { outcome: Outcome::Left, .. }));
    Duration::from_secs(match verb {
        Verb::Gather(gather) => gather.waits().into(),
        Verb::Dial(dial) => dial.rings().into(),
        Verb::Record(record) if silent => record.quiet().min(record.longest()).into(),
        Verb::Record(record) => record.longest().into(),
        Verb::Match(question) => question.within.map_or(0, |within| within.value).into(),
        Verb::Connect(connect) => connect.longest().into(),
        Verb::Enqueue(enqueue) if left => enqueue.max_wait.map_or(0, |wait| wait.value).into(),
        _ => 0,
    })
}

/// Returns `4 s`, `2 min 5 s`: whole seconds, rounded up.
pub(super) fn spelled(time: Duration) -> String {
    let seconds = whole_seconds(time);
    match (seconds / 60, seconds % 60) {
        (minutes, 0) if minutes > 0 && minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
