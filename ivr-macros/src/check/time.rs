//! How long a caller listens and waits: estimates that promises and lints share. Speech is timed by
//! [`words::speaking_time`]; what a person or a queue takes is not estimated.

use std::time::Duration;

use crate::{
    model::{Graph, State, Verb},
    syntax::{Step, Text},
    words,
};

/// An audio file: nobody fetches it to compile a tree.
const AUDIO: Duration = Duration::from_secs(5);

/// The time it takes to say `text` in the language of the tree.
pub(super) fn of_text(graph: &Graph, text: &Text) -> Duration {
    words::speaking_time(&text.value, &graph.language.value)
}

/// The time it takes to go through `steps`; `fresh` includes what is said on a fresh entry only.
pub(super) fn of_steps(graph: &Graph, steps: &[Step], fresh: bool) -> Duration {
    steps
        .iter()
        .map(|step| match step {
            Step::Say(text) => of_text(graph, text),
            Step::Play { .. } | Step::PlayComputed { .. } => AUDIO,
            Step::Pause(pause) => Duration::from_secs(pause.value.into()),
            Step::Uninterrupted(steps) => of_steps(graph, steps, fresh),
            Step::First { steps, .. } if fresh => of_steps(graph, steps, fresh),
            Step::First { .. } | Step::Set { .. } | Step::Run { .. } | Step::Effects(_) => Duration::ZERO,
        })
        .sum()
}

/// All that is said before the caller of `state` must do something: its steps on a fresh entry, and its prompts.
pub(super) fn of_words(graph: &Graph, state: &State, fresh: bool) -> Duration {
    let steps = if fresh { of_steps(graph, &state.steps, fresh) } else { Duration::ZERO };
    match &state.verb {
        Verb::Gather(gather) => steps + of_steps(graph, &gather.prompts, fresh),
        _ => steps,
    }
}

/// How long the verb of a state waits while the caller does nothing: until a timeout, a ringing tone or a silent
/// recording is over, or an answer is late. A queue has no bound of its own and counts as nothing.
pub(super) fn of_waiting(verb: &Verb) -> Duration {
    Duration::from_secs(match verb {
        Verb::Gather(gather) => gather.waits().into(),
        Verb::Dial(dial) => dial.rings().into(),
        Verb::Record(record) if record.quiet() > 0 => record.quiet().min(record.longest()).into(),
        Verb::Record(record) => record.longest().into(),
        Verb::Match(question) => question.within.map_or(0, |within| within.value).into(),
        _ => 0,
    })
}

/// `4 s`, `2 min 5 s`: whole seconds, rounded up.
pub(super) fn spelled(time: Duration) -> String {
    let seconds = time.as_millis().div_ceil(1000);
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
