//! # out_of_range
//!
//! The value is outside the range that Twilio accepts. Twilio would refuse the document in the middle of the call,
//! or use another value without telling anybody.
//!
//! | what | from | to |
//! |---|---|---|
//! | `gather`, `timeout` | 1 s | 1 h |
//! | `gather`, `speech_timeout` (the silence that ends an utterance) | 1 s | 1 min |
//! | `gather`, keys of an entry | 1 | 999 |
//! | `hints` | | 500 of 100 characters |
//! | `dial`, `timeout` | 5 s | 10 min |
//! | `dial`, `time_limit` | 1 s | 4 h |
//! | `connect`, `time_limit` | 1 s | 24 h |
//! | `dial`, numbers at once | 1 | 10 |
//! | `dial conference`, `max_participants` | 1 | 250 |
//! | `record`, `max_length` | 2 s | 4 h; with `transcribe` 2 min |
//! | `record`, `timeout` | 1 s | 1 h |
//! | `enqueue`, `max_wait` | 1 s | |
//! | `enqueue`, the name of the queue | 1 | 64 characters |
//! | `pause` | 1 s | 1 h |
//! | `retry` | 1 | 15 |
//!
//! ```text
//! state Desk { dial "+12345678900", timeout 2s match { answered => end, _ => Message } }
//! ```
//!
//! Use a value in the range:
//!
//! ```text
//! state Desk { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
//! ```

use ivr_core::twiml::{
    CONFERENCE_MAX_PARTICIPANTS, CONNECT_TIME_LIMIT, DIAL_NOUNS, DIAL_TIME_LIMIT, DIAL_TIMEOUT,
    GATHER_HINT_LENGTH, GATHER_HINTS, GATHER_NUM_DIGITS, GATHER_SPEECH_TIMEOUT, GATHER_TIMEOUT, PAUSE_LENGTH,
    QUEUE_NAME_LENGTH, RECORD_MAX_LENGTH, RECORD_MAX_LENGTH_TRANSCRIBED, RECORD_TIMEOUT, Range,
};
use proc_macro2::Span;

use crate::{
    check::survey::Survey,
    check::time,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Connect, Dial, Gather, Record, Verb, Written},
    syntax::{Noun, Number, Step, Text, parse::written_duration},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let mut found = Vec::new();
        match &state.verb {
            Verb::Gather(gather) => of_gather(gather, &mut found),
            Verb::Dial(dial) => of_dial(dial, &mut found),
            Verb::Record(record) => of_record(record, &mut found),
            Verb::Connect(connect) => of_connect(connect, &mut found),
            Verb::Enqueue(enqueue) => {
                let wait = Range { least: 1, most: u32::MAX };
                found.extend(enqueue.max_wait.and_then(|most| seconds("a caller waits", most, wait)));
                let queue = enqueue.queue.text();
                found.extend(queue.and_then(|queue| length("the name of a queue", queue, QUEUE_NAME_LENGTH)));
            }
            _ => {}
        }
        diagnostics.extend(found.into_iter().map(|diagnostic| diagnostic.within(id)));
    }
    for &Written { step, state, .. } in graph.steps() {
        if let Step::Pause(pause) = step {
            diagnostics.extend(
                seconds("a pause is", *pause, PAUSE_LENGTH).map(|diagnostic| diagnostic.within(state)),
            );
        }
    }
}

fn of_gather(gather: &Gather, found: &mut Vec<Diagnostic>) {
    found.extend(
        gather.timeout.and_then(|timeout| seconds("a caller is waited for", timeout, GATHER_TIMEOUT)),
    );
    found.extend(
        gather
            .speech_timeout
            .and_then(|pause| seconds("the pause that ends an utterance is", pause, GATHER_SPEECH_TIMEOUT)),
    );
    let most = GATHER_NUM_DIGITS.most;
    if let Some(keys) = gather.keys.filter(|keys| keys.min > most || keys.max.is_some_and(|max| max > most)) {
        let least = keys.min.min(most);
        let range = if keys.max == Some(keys.min) { most.to_string() } else { format!("{least}..={most}") };
        let diagnostic = diagnostic(keys.span, format!("an entry has at most {most} keys"));
        found.push(diagnostic.help(format!("write `{range}`")));
    }
    if let Some(first) = gather.hints.get(GATHER_HINTS) {
        found.push(
            diagnostic(
                first.span,
                format!("Twilio takes at most {GATHER_HINTS} hints, and these are {}", gather.hints.len()),
            )
            .help("remove it"),
        );
    }
    found.extend(gather.hints.iter().filter_map(|hint| length("a hint", hint, GATHER_HINT_LENGTH)));
}

fn of_dial(dial: &Dial, found: &mut Vec<Diagnostic>) {
    let clauses = &dial.clauses;
    found.extend(clauses.timeout.and_then(|timeout| seconds("it rings", timeout, DIAL_TIMEOUT)));
    let limit = clauses.time_limit.and_then(|limit| seconds("a conversation has", limit, DIAL_TIME_LIMIT));
    found.extend(limit);
    if let Some(most) = clauses.conference.max_participants
        && !CONFERENCE_MAX_PARTICIPANTS.contains(most.value)
    {
        let Range { least, most: greatest } = CONFERENCE_MAX_PARTICIPANTS;
        let message = format!("a conference has {least} to {greatest} participants");
        let help = format!("write `{}`", CONFERENCE_MAX_PARTICIPANTS.clamp(most.value));
        found.push(diagnostic(most.span, message).help(help));
    }
    if matches!(dial.noun, Noun::Queue) {
        let names = dial.numbers.iter();
        found.extend(names.filter_map(|name| length("the name of a queue", name, QUEUE_NAME_LENGTH)));
    }
    if let Some(first) = dial.numbers.get(DIAL_NOUNS) {
        let count = dial.numbers.len();
        found.push(
            diagnostic(
                first.span,
                format!("at most {DIAL_NOUNS} numbers ring at once, and these are {count}"),
            )
            .help("remove it"),
        );
    }
}

fn of_connect(connect: &Connect, found: &mut Vec<Diagnostic>) {
    let limit = connect.time_limit.and_then(|limit| seconds("an agent has", limit, CONNECT_TIME_LIMIT));
    found.extend(limit);
}

fn of_record(record: &Record, found: &mut Vec<Diagnostic>) {
    let (what, allowed) = match record.transcribe {
        Some(_) => ("a message that is written down has", RECORD_MAX_LENGTH_TRANSCRIBED),
        None => ("a message has", RECORD_MAX_LENGTH),
    };
    found.extend(record.max_length.and_then(|up_to| seconds(what, up_to, allowed)));
    found.extend(
        record.timeout.and_then(|silence| seconds("the silence that ends it is", silence, RECORD_TIMEOUT)),
    );
}

fn seconds(what: &str, number: Number, allowed: Range) -> Option<Diagnostic> {
    if allowed.contains(number.value) {
        return None;
    }
    let spelled = |seconds: u32| time::spelled(std::time::Duration::from_secs(seconds.into()));
    let value = allowed.clamp(number.value);
    let bound = match number.value < allowed.least {
        true => format!("at least {}", spelled(value)),
        false => format!("at most {}", spelled(value)),
    };
    Some(
        diagnostic(number.span, format!("{what} {bound}"))
            .help(format!("write `{}`", written_duration(value))),
    )
}

fn length(what: &str, text: &Text, most: usize) -> Option<Diagnostic> {
    let length = text.value.chars().count();
    let message = || format!("{what} has at most {most} characters, but this has {length}");
    (length > most).then(|| diagnostic(text.span, message()).help("shorten it"))
}

fn diagnostic(span: Span, message: String) -> Diagnostic {
    Diagnostic::new("out_of_range", span, message)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn waiting_too_long_and_too_short() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => { pause 2h; } then E }
//~                                                 ^^ a pause is at most 1 h
//~                                                 help: write `1h`
                state A { pause 0s; gather key or speech, timeout 0s, speech_timeout 2min { say "One?"; } match { 1 => B } }
//~                             ^^ a pause is at least 1 s
//~                             help: write `1s`
//~                                                               ^^ a caller is waited for at least 1 s
//~                                                               help: write `1s`
//~                                                                                  ^^^^ the pause that ends an utterance is at most 1 min
//~                                                                         help: write `1min`
                state B { dial "+12345678900", timeout 11min match { answered => end, _ => C } }
//~                                                    ^^^^^ it rings at most 10 min
//~                                                    help: write `10min`
                state C { record, max_length 1s match { _ => D } }
//~                                          ^^ a message has at least 2 s
//~                                     help: write `2s`
                #[allow(transcription_unused, reason = "a test")]
                state D { record, max_length 3min, transcribe, timeout 2h match { _ => E } }
//~                                          ^^^^ a message that is written down has at most 2 min
//~                                     help: write `2min`
//~                                                                    ^^ the silence that ends it is at most 1 h
//~                                                               help: write `1h`
                state E { record, timeout 0s match { _ => F } }
//~                                       ^^ the silence that ends it is at least 1 s
//~                                       help: write `1s`
                state F { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn too_many_at_once() {
        let numbers = r#""+12345678900","#.repeat(10);
        check_diagnostics(&format!(
            r#"
            pub tree Line {{
                start A;
                state A {{ dial [{numbers}
                    "+12345678911", "+12345678912"] match {{ _ => B }} }}
//~                 ^^^^^^^^^^^^^^ at most 10 numbers ring at once, and these are 12
//~                 help: remove it
                state B {{ gather 1000 keys {{ say "Your number?"; }} match {{ entered | silence | _ => C }} }}
//~                              ^^^^ an entry has at most 999 keys
//~                              help: write `999`
                state C {{ enqueue "{}" match {{ _ => end }} }}
//~                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the name of a queue has at most 64 characters, but this has 65
//~                                help: shorten it
            }}
            "#,
            "q".repeat(65)
        ));
    }

    #[test]
    fn the_bounds_themselves_are_fine() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { pause 1s; gather key or speech, timeout 1s, speech_timeout 60s, hints ["sales"] { say "One or two?"; } match { 1 => B, 2 => C } }
                state B { dial "+12345678900", timeout 10min match { answered => end, _ => D } }
                state C { dial "+12345678900", timeout 5s match { answered => end, _ => D } }
                state D { record, max_length 4h, timeout 1s match { _ => end } }
            }
            "#,
        );
    }
}
