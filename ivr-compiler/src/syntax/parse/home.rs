//! Words in a place where they have no meaning, such as a clause among the steps or an outcome among the items, in the
//! words of the language or of another system. The answer names the place where the word belongs.

use ivr_core::event::{Outcome, Verb};
use proc_macro2::Ident;

use super::{
    example, foreign, syntax_error,
    words::{Context, ENDINGS, ITEMS, STEPS, clauses, folded, outcome_words},
};
use crate::diagnostics::Diagnostic;

/// The kind of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Step,
    Ending,
    Item,
    Clause,
    Outcome,
    Target,
    Input,
}

/// A word of the language, and the verbs that have it.
struct Home {
    ours: &'static str,
    kind: Kind,
    verbs: Vec<Verb>,
}

/// Words that join others: their place, and an example.
const JOINTS: &[(&[&str], &str, &str)] = &[
    (&["hidden"], "must come before the key of an arm", "write it in the arms: `hidden 9 => …`"),
    (&["above"], "must come after the phrase of an arm", "write it in the arms: `\"sales\" above 0.6 => …`"),
    (&["then"], "must come after the braces of an arm", "write it in the arms: `1 => { … } then …`"),
    (
        &["at"],
        "must come after the blocks of `retry`",
        "write it in the arms: `_ => retry 2 { … } at … then …`",
    ),
    (
        &["within", "meanwhile"],
        "must come after the Rust expression of a `match`",
        "write `match app.find(call).await within 2s meanwhile { … } { … }`",
    ),
    (&["late"], "is an outcome of `match … within`", "write it in the arms: `late => …`"),
    (
        &["another", "done"],
        "is an outcome of `next`",
        "write `next item in list match { another => …, done => … }`",
    ),
    (&["declined"], "is an outcome of a `dial` with `screen`", "write it in the arms: `declined => …`"),
    (&["under", "was"], "must come after the name of a state", "write `state … under … { … }`"),
    (
        &["unless"],
        "must come at the beginning of `screen`",
        "write `screen 1 { unless … within 2s { … } … }`",
    ),
    (&["atleastonce"], "is a clause of `run`", "write `run …, at_least_once;`"),
    (&["optional"], "must come after `say` and the name of a prompt", "write `say notice, optional;`"),
    (
        &["zone", "timezone", "tz"],
        "is a clause of `hours`",
        "write `hours office, zone \"Europe/Paris\" { … }`",
    ),
    (&["sip"], "must come after `dial`", "write it at the end of a state: `dial sip \"…\" match { … }`"),
    (
        &["client"],
        "must come after `dial`",
        "write it at the end of a state: `dial client \"…\" match { … }`",
    ),
    (
        &["conference"],
        "must come after `dial`",
        "write it at the end of a state: `dial conference \"…\" match { … }`",
    ),
    (&["short"], "must come after `dial`", "write it at the end of a state: `dial short \"…\" match { … }`"),
    (
        &["stream"],
        "must come after `connect`",
        "write `connect stream \"wss://…\", time_limit 1min match { … }`",
    ),
    (&["numdigits", "digitcount"], "is the number before `keys`", "write `gather 4 keys`"),
    (
        &["retries", "maxretries", "retrycount", "attempts", "maxattempts", "tries"],
        "is the number after `retry`",
        "write it in the arms: `_ => retry 2 { … } then …`",
    ),
    (&["with"], "must come after the name of a start", "write `start … with { zip: Digits };`"),
    (&["secret"], "must come before a field of `data`", "write `data { secret pin: Digits }`"),
];

/// Words of other systems with too many meanings to be one of the language.
const VAGUE: [&str; 34] = [
    "type", "from", "with", "list", "send", "pass", "args", "limit", "ring", "accept", "code", "until",
    "output", "field", "context", "block", "class", "page", "section", "function", "func", "true", "false",
    "yes", "within", "first", "save", "store", "read", "main", "must", "self", "error", "other",
];

/// Returns whether the word joins others.
pub(super) fn joins(word: &str) -> bool {
    JOINTS.iter().any(|(words, ..)| words.contains(&folded(word).as_str()))
}

/// Reports a word that has a meaning elsewhere.
pub(super) fn home(place: Context, word: &Ident, typed: &str) -> Option<Diagnostic> {
    let folded = folded(typed);
    let is_outcome = matches!(place, Context::Outcome(verb) if verb != Verb::Gather);
    let joint = JOINTS.iter().find(|(words, ..)| words.contains(&folded.as_str())).filter(|_| !is_outcome);
    if let Some((_, place, help)) = joint {
        return Some(syntax_error(word.span(), format!("`{typed}` {place}")).help(help));
    }
    let home = find(typed, &folded)?;
    // What another system calls a clause of another verb may be one of this verb there.
    let other_clause = matches!(place, Context::Clause(_)) && home.kind == Kind::Clause;
    if other_clause && self::folded(home.ours) != folded {
        return None;
    }
    let renamed =
        if home.ours == typed { String::new() } else { format!(" called `{}` here: it is", home.ours) };
    let message = format!("`{typed}` is{renamed} {}, not {}", described(&home), named(place));
    Some(syntax_error(word.span(), message).help(help(place, &home)))
}

/// Returns the word, or the counterpart of a word of another system.
fn find(typed: &str, folded: &str) -> Option<Home> {
    let same = |known: &&'static str| *known == typed || self::folded(known) == folded;
    let one = |words: &[&'static str], kind| {
        let ours = words.iter().copied().find(same)?;
        Some(Home { ours, kind, verbs: Vec::new() })
    };
    one(&STEPS, Kind::Step)
        .or_else(|| one(&ENDINGS, Kind::Ending))
        .or_else(|| one(&ITEMS, Kind::Item))
        .or_else(|| of_verbs(Kind::Clause, |verb| clauses(verb).iter().copied().find(same)))
        .or_else(|| of_verbs(Kind::Outcome, |verb| outcome_words(verb).into_iter().find(same)))
        .or_else(|| one(&["retry", "again", "back", "end", "leave"], Kind::Target))
        .or_else(|| one(&["key", "keys", "speech"], Kind::Input))
        .or_else(|| of_others(folded))
}

fn of_others(folded: &str) -> Option<Home> {
    if folded.len() < 4 || VAGUE.contains(&folded) {
        return None;
    }
    let one = |place, kind| {
        let ours = foreign::ours(place, folded)?;
        Some(Home { ours, kind, verbs: Vec::new() })
    };
    let outcome = |verb| foreign::ours(Context::Outcome(verb), folded).filter(|ours| *ours != "_");
    one(Context::Block, Kind::Step)
        .or_else(|| one(Context::State, Kind::Ending))
        .or_else(|| of_verbs(Kind::Clause, |verb| foreign::ours(Context::Clause(verb), folded)))
        .or_else(|| of_verbs(Kind::Outcome, outcome))
        .or_else(|| one(Context::Target, Kind::Target))
        .or_else(|| one(Context::Item, Kind::Item))
        .or_else(|| one(Context::Listen, Kind::Input))
}

/// Returns the first word that a verb has, and all verbs that have it.
fn of_verbs(kind: Kind, word: impl Fn(Verb) -> Option<&'static str>) -> Option<Home> {
    let found: Vec<_> = Verb::ALL.iter().filter_map(|verb| Some((*verb, word(*verb)?))).collect();
    let ours = found.first().map(|(_, ours)| *ours).filter(|ours| *ours != Outcome::Else.as_str())?;
    let verbs = found.into_iter().filter(|(_, other)| *other == ours).map(|(verb, _)| verb).collect();
    Some(Home { ours, kind, verbs })
}

/// Formats `a clause of `gather` and `dial``.
fn described(home: &Home) -> String {
    let (kind, of) = match home.kind {
        Kind::Step => ("step", String::new()),
        Kind::Ending => ("ending", " of a state".to_owned()),
        Kind::Item => ("item", " of the tree".to_owned()),
        Kind::Clause => ("clause", of(&home.verbs)),
        Kind::Outcome => ("outcome", of(&home.verbs)),
        Kind::Target => ("target", " of an arm".to_owned()),
        Kind::Input => ("input", " of `gather`".to_owned()),
    };
    let article = if matches!(home.kind, Kind::Step | Kind::Clause | Kind::Target) { "a" } else { "an" };
    format!("{article} {kind}{of}")
}

fn of(verbs: &[Verb]) -> String {
    let names: Vec<&str> = verbs.iter().map(|verb| verb.as_str()).collect();
    format!(" of {}", super::list(&names))
}

/// Formats what the place takes.
fn named(place: Context) -> String {
    match place {
        Context::Item => "an item of the tree".to_owned(),
        Context::State | Context::Prompts | Context::Block | Context::After => "a step".to_owned(),
        Context::Clause(verb) => format!("a clause of `{}`", verb.as_str()),
        Context::Outcome(verb) => format!("an outcome of `{}`", verb.as_str()),
        Context::Target => "a target".to_owned(),
        Context::Listen => "an input of `gather`".to_owned(),
    }
}

/// Formats how to write the word where it belongs.
fn help(place: Context, home: &Home) -> String {
    let ours = home.ours;
    match home.kind {
        Kind::Clause if matches!(place, Context::Clause(_)) => "remove the clause".to_owned(),
        Kind::Clause => {
            let verb = home.verbs.first().map_or("gather key", |verb| written(*verb, ours));
            let value = example::of_clause(ours).map(|value| format!(" {value}")).unwrap_or_default();
            format!("write it behind its verb, such as `{verb}, {ours}{value}`")
        }
        Kind::Step => {
            let has_block = ["uninterrupted", "first", "once", "each", "more"].contains(&ours);
            let step = if has_block { format!("{ours} {{ … }}") } else { format!("{ours} …;") };
            match place {
                Context::Clause(Verb::Gather) => format!("write it among the prompts: `{{ {step} }}`"),
                Context::Clause(verb) => format!("write it above `{}`: `{step}`", verb.as_str()),
                Context::Listen => format!("write it above `gather`: `{step}`"),
                _ => format!("write it in the braces of an arm: `{{ {step} }} then …`"),
            }
        }
        Kind::Ending if place == Context::Item => {
            format!("write it at the end of a state: `state … {{ {ours} … }}`")
        }
        Kind::Ending if ours == "goto" && place != Context::Block => {
            "write the state as the target of an arm: `1 => …`".to_owned()
        }
        Kind::Ending if matches!(ours, "goto" | "hangup") => {
            "write the target behind the braces: `{ … } then end`".to_owned()
        }
        Kind::Ending => format!("lead to a state that ends with it: `state … {{ {ours} … }}`"),
        Kind::Item => format!("write it outside of the states: `{ours} …`"),
        Kind::Outcome => format!("write it in the arms: `{ours} => …`"),
        Kind::Target if ours == "retry" => "write it in the arms: `_ => retry 2 { … } then …`".to_owned(),
        Kind::Target => format!("write it in the arms: `_ => {ours}`"),
        Kind::Input => format!("write it after `gather`: `gather {ours}`"),
    }
}

/// Returns the verb before its clause.
fn written(verb: Verb, clause: &str) -> &'static str {
    match (verb, clause) {
        (Verb::Gather, "hints" | "language" | "speech_timeout") => "gather speech",
        (Verb::Gather, "into" | "finish_on_key") => "gather keys",
        (Verb::Gather, "more" | "key") => "gather key, offer item from list",
        (Verb::Gather, _) => "gather key",
        (Verb::Dial, "start_on_enter" | "end_on_exit" | "max_participants" | "muted" | "wait_url") => {
            "dial conference \"…\""
        }
        (Verb::Dial, _) => "dial \"…\"",
        (Verb::Record, _) => "record",
        (Verb::Enqueue, _) => "enqueue \"…\"",
        (Verb::Connect, _) => "connect \"…\"",
        (Verb::Match | Verb::Hours, _) => "match",
    }
}
