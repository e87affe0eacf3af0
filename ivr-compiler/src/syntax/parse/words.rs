//! The words of the language by the place they stand at, and the error for any other word.

use ivr_core::event::{Outcome, Verb};
use proc_macro2::Ident;

use super::{elsewhere, foreign, home, others, renamed, syntax_error};
use crate::diagnostics::{Diagnostic, Diagnostics, nearest};

/// The context of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Context {
    Item,
    /// A line of a state: a step, or its ending.
    State,
    /// A line among the prompts of a gather.
    Prompts,
    /// A line of a block in an arm, or in `on_error`.
    Block,
    Clause(Verb),
    Outcome(Verb),
    Target,
    /// What `gather` listens for.
    Listen,
    /// A line of `after`.
    After,
}

/// The clauses of a verb.
pub(super) fn clauses(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::Gather => &[
            "timeout",
            "speech_timeout",
            "finish_on_key",
            "language",
            "hints",
            "into",
            "offer",
            "more",
            "key",
        ],
        Verb::Dial => &[
            "timeout",
            "time_limit",
            "caller_id",
            "send_digits",
            "hangup_on_star",
            "record",
            "sequential",
            "screen",
            "start_on_enter",
            "end_on_exit",
            "max_participants",
            "muted",
            "wait_url",
        ],
        Verb::Record => &["max_length", "timeout", "finish_on_key", "play_beep", "transcribe"],
        Verb::Connect => &["time_limit", "give", "result"],
        Verb::Enqueue => &["max_wait", "wait", "music"],
        Verb::Match | Verb::Hours => &[],
    }
}

/// Returns the words for the outcomes of a verb, and `_`.
pub(super) fn outcome_words(verb: Verb) -> Vec<&'static str> {
    let own = verb
        .outcomes()
        .filter(|outcome| !matches!(outcome, Outcome::Else | Outcome::Waits))
        .chain([Outcome::Else]);
    own.map(Outcome::as_str).collect()
}

pub(super) const ITEMS: [&str; 14] = [
    "state",
    "start",
    "language",
    "voice",
    "audio",
    "prompts",
    "audio_files",
    "data",
    "hours",
    "everywhere",
    "on_error",
    "scenario",
    "promise",
    "after",
];

pub(super) const STEPS: [&str; 12] = [
    "say",
    "ssml",
    "play",
    "pause",
    "first",
    "uninterrupted",
    "language",
    "set",
    "run",
    "each",
    "more",
    "once",
];

pub(super) const ENDINGS: [&str; 11] = [
    "goto", "gather", "dial", "record", "enqueue", "match", "next", "hangup", "reject", "redirect", "connect",
];

impl Context {
    pub(super) fn known(self) -> Vec<&'static str> {
        match self {
            Self::Item => ITEMS.to_vec(),
            Self::State => STEPS.iter().chain(&ENDINGS).chain(&["leave"]).copied().collect(),
            Self::Prompts | Self::Block => STEPS.to_vec(),
            Self::Clause(verb) => clauses(verb).to_vec(),
            Self::Outcome(verb) => outcome_words(verb),
            Self::Target => vec!["retry", "again", "back", "end", "hangup", "reject", "leave"],
            Self::Listen => vec!["key", "keys", "speech"],
            Self::After => vec!["run"],
        }
    }

    fn replaced(self) -> Option<renamed::Context> {
        Some(match self {
            Self::Item => renamed::Context::Item,
            Self::State | Self::Prompts | Self::Block => renamed::Context::Step,
            Self::Clause(Verb::Gather) => renamed::Context::Gather,
            Self::Clause(Verb::Record) => renamed::Context::Record,
            Self::Outcome(_) => renamed::Context::Outcome,
            Self::Clause(_) | Self::Target | Self::Listen | Self::After => return None,
        })
    }

    /// Returns what is expected in this context.
    fn example(self) -> &'static str {
        match self {
            Self::Item => "begin each item with its word, such as `state` or `start`",
            Self::State | Self::Prompts | Self::Block => "write a step, such as `say \"…\";`",
            Self::After => "write `run …;`",
            Self::Clause(_) => "remove the clause",
            Self::Outcome(Verb::Gather) => {
                "write a key, such as `1`, words in double quotes, `silence`, or `_` for anything else"
            }
            Self::Outcome(Verb::Dial) => "write an outcome, such as `answered`, or `_` for all others",
            Self::Outcome(Verb::Record) => "write `recorded` or `silence`",
            Self::Outcome(Verb::Enqueue) => "write an outcome, such as `bridged`, or `_` for all others",
            Self::Outcome(Verb::Hours) => "write `open` or `closed`",
            Self::Outcome(Verb::Match | Verb::Connect) => "write a Rust pattern",
            Self::Target => "write the name of a state, or `end`",
            Self::Listen => "write `key`, `4 keys`, `keys`, `speech` or `key or speech`",
        }
    }

    /// `unknown step `sya``.
    fn unknown(self, word: &str, meant: Option<&str>) -> String {
        match self {
            Self::Item => format!("unknown item `{word}`"),
            Self::State if meant.is_some_and(|meant| !STEPS.contains(&meant)) => {
                format!("unknown ending `{word}`")
            }
            Self::State | Self::Prompts | Self::Block | Self::After => format!("unknown step `{word}`"),
            Self::Clause(verb) => format!("unknown clause `{word}` of `{}`", verb.as_str()),
            Self::Outcome(verb) => format!("unknown outcome `{word}` of `{}`", verb.as_str()),
            Self::Target => format!("unknown target `{word}`"),
            Self::Listen => format!("unknown word `{word}` after `gather`"),
        }
    }
}

/// Returns whether the word has a meaning in this context.
pub(super) fn is_known(place: Context, word: &str) -> bool {
    match place {
        Context::Item => ITEMS.contains(&word),
        Context::State => STEPS.contains(&word) || ENDINGS.contains(&word) || word == "leave",
        Context::Prompts | Context::Block => STEPS.contains(&word),
        Context::Clause(verb) => clauses(verb).contains(&word),
        Context::Outcome(verb) => outcome_words(verb).contains(&word),
        Context::Target | Context::Listen | Context::After => place.known().contains(&word),
    }
}

/// Returns whether the word has a meaning in any place.
pub(super) fn is_ours(word: &str) -> bool {
    let verbs = Verb::ALL.iter().flat_map(|verb| [Context::Clause(*verb), Context::Outcome(*verb)]);
    let places = [Context::Item, Context::State, Context::Target, Context::Listen];
    places.into_iter().chain(verbs).any(|place| is_known(place, word)) || home::joins(word)
}

/// Returns the intended word. A misspelt one is reported and parsed as what it means, so that nothing else is missing.
pub(super) fn meant(place: Context, word: Ident, diagnostics: &mut Diagnostics) -> Result<Ident, Diagnostic> {
    let typed = word.to_string();
    if is_known(place, &typed) {
        return Ok(word);
    }
    let (diagnostic, ours) = answer(place, &word, &typed);
    let Some(ours) = ours else { return Err(diagnostic) };
    if !follows_its_pair(&typed, diagnostics) {
        diagnostics.push(diagnostic);
    }
    Ok(Ident::new(ours, word.span()))
}

/// Pairs of foreign words that occur in two arms of one block. Only the first is reported, because it explains the
/// second.
const PAIRS: [(&str, &str); 5] =
    [("true", "false"), ("Some", "None"), ("yes", "no"), ("Ok", "Err"), ("some", "none")];

/// Returns whether the last diagnostic is about the other word of a pair.
pub(super) fn follows_its_pair(typed: &str, diagnostics: &mut Diagnostics) -> bool {
    let other = PAIRS.iter().find_map(|(a, b)| match typed {
        _ if typed == *a => Some(b),
        _ if typed == *b => Some(a),
        _ => None,
    });
    let told = diagnostics.last_mut().map(|last| last.message.as_str()).unwrap_or_default();
    other.is_some_and(|other| {
        let quoted = told.split('`').nth(1).unwrap_or_default();
        quoted == *other || quoted.strip_prefix(other).is_some_and(|bound| bound.starts_with('('))
    })
}

/// Returns the diagnostic for a word, and the word that it means, if there is one.
fn answer(place: Context, word: &Ident, typed: &str) -> (Diagnostic, Option<&'static str>) {
    let diagnostic = |message: String| syntax_error(word.span(), message);
    if let Some(ours) = place.replaced().and_then(|context| renamed::replacement(context, typed)) {
        return (renamed::replaced(word.span(), typed, ours), Some(ours));
    }
    let (folded, known) = (folded(typed), place.known());
    let same = known.iter().copied().find(|known| self::folded(known) == folded);
    if let Some(ours) = same.or_else(|| foreign::ours(place, &folded)) {
        return (called(word, ours), Some(ours));
    }
    if let Some(diagnostic) = elsewhere::elsewhere(place, word, typed, &folded) {
        return (diagnostic, None);
    }
    let near = nearest(typed, known.iter().copied().filter(|known| *known != "_"));
    let home = home::home(place, word, typed);
    let near = near.filter(|near| {
        let begins = typed.starts_with(near) || near.starts_with(typed);
        begins || home.is_none() && !others::is_common(typed)
    });
    if let (Some(home), None) = (home, near) {
        return (home, None);
    }
    if let (Context::Clause(verb), None) = (place, near) {
        let told = diagnostic(format!("`{}` has no clause `{typed}`", verb.as_str()));
        return (told.help("remove the clause"), None);
    }
    let diagnostic = diagnostic(place.unknown(typed, near));
    if let (Context::State | Context::Block, None, true) = (place, near, is_function(typed)) {
        let help = format!("if it is for your Rust, write `run app.{typed}(call).await;`");
        return (diagnostic.help(help), None);
    }
    match near {
        Some(near) => (
            diagnostic.help(format!("did you mean `{near}`?")),
            known.into_iter().find(|known| *known == near),
        ),
        None => (diagnostic.help(place.example()), None),
    }
}

/// Returns whether a function may have this name.
fn is_function(word: &str) -> bool {
    syn::parse_str::<Ident>(word).is_ok()
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Returns the diagnostic for another word for one of the language.
pub(super) fn called(word: &Ident, ours: &str) -> Diagnostic {
    syntax_error(word.span(), format!("`{word}` is called `{ours}` here")).help(format!("write `{ours}`"))
}

/// Returns whether the word names something in another system that happens automatically here.
pub(super) fn is_needless(word: &str) -> bool {
    matches!(folded(word).as_str(), "pass" | "noop" | "answer" | "progress" | "ringing" | "verbose" | "begin")
}

/// Returns a word in lower case, without separators.
pub(super) fn folded(word: &str) -> String {
    word.chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect()
}

/// Returns the word of the language for one of another system.
pub(super) fn ours(place: Context, word: &str) -> Option<&'static str> {
    foreign::ours(place, &folded(word))
}

/// Returns whether a line that begins with the word may choose where the call goes: an ending, a target or a state.
pub(super) fn may_lead(word: &str) -> bool {
    let is = |place| is_known(place, word) || is_another(place, word) || is_near(place, word);
    let is_step = is_another(Context::Block, word) || is_near(Context::Block, word);
    word.starts_with(char::is_uppercase) || !is_step && (is(Context::State) || is(Context::Target))
}

/// Refuses a word after `or` that is neither keys nor speech.
pub(super) fn second_input(typed: &Ident, keys: bool, speech: bool) -> Result<(), Diagnostic> {
    let word = typed.to_string();
    let is = |holds: fn(Context, &str) -> bool| holds(Context::Listen, &word);
    if !(keys || speech) || is(is_known) || is(is_another) || is(is_near) {
        return Ok(());
    }
    let other = if speech { "key" } else { "speech" };
    let diagnostic = syntax_error(typed.span(), format!("`{other}` must follow `or`"));
    Err(diagnostic.help(format!("write `{other}`")))
}

/// Reports a word in place of a target that has a meaning elsewhere.
pub(crate) fn no_target(word: &Ident) -> Option<Diagnostic> {
    let typed = word.to_string();
    typed.starts_with(char::is_lowercase).then(|| home::home(Context::Target, word, &typed)).flatten()
}

/// Returns whether this is a former spelling of the word.
pub(super) fn is_replaced(place: Context, word: &str) -> bool {
    place.replaced().is_some_and(|context| renamed::replacement(context, word).is_some())
}

/// Returns whether the word is a misspelling of one that is known in this context.
pub(super) fn is_near(place: Context, word: &str) -> bool {
    !others::is_common(word)
        && nearest(word, place.known().into_iter().filter(|known| *known != "_")).is_some()
}

/// Returns whether the word is a misspelling of a clause.
pub(super) fn is_near_clause(verb: Verb, word: &str) -> bool {
    nearest(word, clauses(verb).iter().copied()).is_some()
        || clauses(verb).iter().any(|known| self::folded(known) == folded(word))
}

/// Returns whether the word is a misspelling of an outcome.
pub(super) fn is_near_outcome(verb: Verb, word: &str) -> bool {
    nearest(word, outcome_words(verb).into_iter().filter(|known| *known != "_")).is_some()
}

/// Returns the outcomes of a verb, for a note.
pub(super) fn outcomes(verb: Verb) -> String {
    super::list(&outcome_words(verb))
}

/// Returns the word of the language for a target of another system.
pub(crate) fn target_called(word: &str) -> Option<&'static str> {
    foreign::ours(Context::Target, &folded(word))
}

/// Returns the word of the language for an outcome of another system.
pub(crate) fn outcome_called(verb: Verb, word: &str) -> Option<&'static str> {
    foreign::ours(Context::Outcome(verb), &folded(word))
}

/// Returns whether the word is one of the language in another case, or is in the table of foreign words.
pub(super) fn is_another(place: Context, word: &str) -> bool {
    let folded = folded(word);
    place.known().iter().any(|known| self::folded(known) == folded) || foreign::ours(place, &folded).is_some()
}

#[cfg(test)]
pub(super) mod tests;
