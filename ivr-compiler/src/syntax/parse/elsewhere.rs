//! Words of the language that stand at another place, and words that have no counterpart.

use ivr_core::event::Verb;
use proc_macro2::Ident;
use syn::parse::ParseStream;

use super::{
    hours, others, syntax_error, tokens,
    words::{
        self, Context, ENDINGS, ITEMS, STEPS, called, clauses, folded, is_known, is_needless, target_called,
    },
};
use crate::diagnostics::Diagnostic;

/// The help for an arm that waits until the caller has hung up.
pub(crate) const AFTER_HANG_UP: &str =
    "remove the arm: the call ends when the caller hangs up, and `after call { … }` then runs";

/// Reports a word of the language in the wrong place, or a word without a counterpart.
pub(super) fn elsewhere(place: Context, word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: String, help: &str| Some(syntax_error(word.span(), message).help(help));
    if place == Context::Outcome(Verb::Hours)
        && let Some(diagnostic) = outcome_of_hours(word, typed, folded)
    {
        return Some(diagnostic);
    }
    match place {
        Context::Item => item_elsewhere(word, typed),
        Context::Clause(verb) => clause_elsewhere(verb, word, typed, folded),
        Context::Outcome(verb) => outcome_elsewhere(verb, word, typed, folded),
        Context::Prompts if ENDINGS.contains(&typed) => {
            let message = format!("`{typed}` ends a state and is not allowed among prompts");
            told(message, "remove it, and write the targets in the arms: `1 => …`")
        }
        Context::Block
            if matches!(
                typed,
                "gather" | "dial" | "record" | "enqueue" | "match" | "next" | "connect" | "redirect"
            ) =>
        {
            let help =
                format!("lead to that state after the braces: `{{ … }} then …`, and write `{typed} …` there");
            told(format!("`{typed}` needs a state of its own"), &help)
        }
        Context::Prompts if matches!(folded, "for" | "loop" | "while") => {
            let told = syntax_error(word.span(), "the prompt of every offered item must be in `each`");
            Some(told.help("write `each { … }`"))
        }
        Context::State if matches!(folded, "for" | "foreach") => {
            let message = "a tree has no loops: a state is asked again by `retry` or entered again";
            let help = "for the items of a list, write `next item in list match { another => …, done => … }`";
            Some(syntax_error(word.span(), message).help(help))
        }
        Context::State | Context::Prompts | Context::Block => line_elsewhere(word, typed, folded),
        Context::After => {
            told("the call is over here: only `run` is allowed in `after`".to_owned(), "write `run …;`")
                .filter(|_| !words::is_near(place, typed))
        }
        Context::Target | Context::Listen => None,
    }
}

/// A word among the arms that is not an outcome of the verb.
fn outcome_elsewhere(verb: Verb, word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: String, help: &str| Some(syntax_error(word.span(), message).help(help));
    match (verb, folded) {
        (
            Verb::Dial,
            "machine" | "answeringmachine" | "voicemail" | "mailbox" | "amd" | "human" | "person",
        ) => {
            let message =
                "a machine that takes the call is `answered`; with `screen`, only a person takes it";
            told(
                message.to_owned(),
                "remove the arm, and write `, screen 1 { say \"To take the call, press one.\"; }` before `match`",
            )
        }
        (
            Verb::Gather | Verb::Record,
            "disconnected" | "hungup" | "callerhungup" | "callerhangup" | "callerleft",
        ) => told(format!("`{}` never has the outcome `{typed}`", verb.as_str()), AFTER_HANG_UP),
        _ if STEPS.contains(&typed) || ENDINGS.contains(&typed) => {
            let help = "write an input and a target: `1 => …`, `silence => …`";
            told(format!("`{typed}` is not allowed among arms"), help)
        }
        _ => None,
    }
}

/// A clause of `gather` among its prompts, and an ending in a block on the way.
pub(super) fn strays(place: Context, input: ParseStream<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    let typed = word.to_string();
    match place {
        Context::Prompts
            if matches!(
                typed.as_str(),
                "timeout" | "speech_timeout" | "finish_on_key" | "hints" | "into"
            ) =>
        {
            let message = format!("`{typed}` is a clause of `gather`: clauses must come before the braces");
            let value = tokens::until_semicolon(rest);
            let value = value.split(',').next().unwrap_or_default().trim_start_matches([' ', ':', '=']);
            Some(syntax_error(word.span(), message).help(format!("write `, {typed} {value}` before them")))
        }
        Context::Block
            if typed.starts_with(char::is_uppercase)
                && !words::is_another(Context::State, &typed)
                && (rest.eof()
                    || rest.punct().is_some_and(|(mark, rest)| mark.as_char() == ';' && rest.eof())) =>
        {
            let diagnostic = syntax_error(word.span(), "the target must come after the braces");
            Some(diagnostic.help(format!("write `{{ … }} then {typed}`")))
        }
        Context::Block if matches!(typed.as_str(), "goto" | "hangup" | "end" | "return" | "then") => {
            let goes = matches!(typed.as_str(), "goto" | "return" | "then");
            let target = match rest.ident() {
                Some((state, _)) if goes => state.to_string(),
                _ => "end".to_owned(),
            };
            let last = rest.token_tree().map_or(word.span(), |(token, next)| {
                let last = if goes { next.token_tree().map(|(token, _)| token) } else { None };
                last.unwrap_or(token).span()
            });
            let diagnostic = syntax_error(word.span(), "the target must come after the braces").to(last);
            Some(diagnostic.help(format!("write `{{ … }} then {target}`")))
        }
        // `reprompt;`
        Context::Block if rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';') => {
            let ours = target_called(&typed).or((typed == "again").then_some("again"))?;
            let known = is_known(Context::Block, &typed) || ours == "end" && typed != "exit";
            let diagnostic = syntax_error(word.span(), "the target must come after the braces");
            (!known).then(|| diagnostic.help(format!("write `{{ … }} then {ours}`")))
        }
        _ => None,
    }
}

/// A time of the schedule in place of `open` or `closed`.
fn outcome_of_hours(word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: String, help: &str| Some(syntax_error(word.span(), message).help(help));
    match folded {
        "holiday" | "holidays" | "weekend" | "weekends" | "lunch" | "night" | "break" | "evening" => {
            told(format!("`{typed}` is `closed` here, as the schedule says"), "remove the arm")
        }
        _ if hours::is_of_days(folded) => told(
            format!("`{typed}` is not an outcome of `match hours`: the schedule says which days are open"),
            "write `open` or `closed`",
        ),
        _ => None,
    }
}

fn item_elsewhere(word: &Ident, typed: &str) -> Option<Diagnostic> {
    let told = |message: String, help: &str| Some(syntax_error(word.span(), message).help(help));
    if let Some(hook) = others::hook(&folded(typed)) {
        return Some(called(word, hook));
    }
    if matches!(typed, "states" | "nodes" | "steps" | "menus" | "flows" | "widgets") {
        let told = syntax_error(word.span(), "each state must be declared on its own with `state`");
        return Some(told.help("write `state Menu { … }`, and the next one after it"));
    }
    match typed {
        "use" | "const" | "static" | "mod" | "impl" | "type" | "extern" => {
            told(format!("`{typed}` is not allowed in `phone_tree!`"), "move it above `phone_tree!`")
        }
        "let" | "var" => {
            told("declare what a call keeps in `data { … }`".into(), "write `data { zip: Digits }`")
        }
        "tree" => told("one `phone_tree!` holds one tree".into(), "write a separate `phone_tree!` for it"),
        "exten" | "same" => told(
            "an extension of Asterisk is an arm of `gather … match { … }`".into(),
            "write `gather key { … } match { 1 => … }` in a state",
        ),
        _ if STEPS.contains(&typed) || ENDINGS.contains(&typed) => told(
            format!("`{typed}` is only allowed in a state"),
            "move it into the braces of a state: `state … { … }`",
        ),
        "match" | "then" | "else" | "under" | "was" | "with" | "within" | "end" | "done" | "endstate" => {
            told(format!("`{typed}` is not allowed between the items of a tree"), "remove it")
        }
        _ => unset(word, &folded(typed)),
    }
}

fn clause_elsewhere(verb: Verb, word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let diagnostic = |message: String| syntax_error(word.span(), message);
    let owners: Vec<&str> = Verb::ALL
        .iter()
        .filter(|other| clauses(**other).contains(&typed))
        .map(|other| other.as_str())
        .collect();
    if !owners.is_empty() {
        let told = diagnostic(format!(
            "`{typed}` is a clause of {}, not of `{}`",
            super::list(&owners),
            verb.as_str()
        ));
        return Some(match (verb, typed) {
            (Verb::Record, "into") => told.help("remove it: `call.recording` has the URL of the audio"),
            _ => told.help("remove the clause"),
        });
    }
    if let Some(instead) = others::clause(folded) {
        return Some(diagnostic(instead.into()).help("remove the clause"));
    }
    None
}

fn line_elsewhere(word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: &str, help: &str| Some(syntax_error(word.span(), message).help(help));
    let behind = |verb: &str| {
        let diagnostic = syntax_error(word.span(), format!("`{folded}` must come after `{verb}`"));
        Some(diagnostic.help(format!("write `{verb} {folded}`")))
    };
    match folded {
        "let" | "var" | "const" | "static" => told(
            "a tree has no variables: declare what a call keeps in `data { … }` and change it with `set`",
            "write `set … = …;`, and declare the field in the tree: `data { … }`",
        ),
        "for" | "while" | "loop" => told(
            "a tree has no loops: a state is asked again by `retry` or entered again",
            "write `goto` and the name of the state to enter again",
        ),
        "exten" | "same" => told(
            "an extension of Asterisk is an arm of `gather … match { … }`",
            "write `gather key { … } match { 1 => … }`",
        ),
        "rem" | "comment" | "note" | "remark" => told("a comment begins with `//`", "write `// …`"),
        "sms" | "sendsms" | "sendmessage" | "sendtext" | "textmessage" | "email" | "sendemail"
        | "sendmail" => told(
            "a phone tree sends no messages: `run` calls the Rust that does",
            &format!("call your Rust code: `run app.{folded}(call).await;`"),
        ),
        "log" | "webhook" | "http" | "httprequest" | "makehttprequest" | "fetch" | "post" | "api" | "agi"
        | "curl" | "request" | "notify" | "save" | "store" | "trace" => {
            let told = syntax_error(word.span(), format!("`{typed}` belongs in Rust code that `run` calls"));
            Some(told.help(format!("write `run app.{folded}(call).await;`")))
        }
        "conference" | "sip" | "client" => behind("dial"),
        "stream" => behind("connect"),
        "connect" | "pay" | "refer" | "siprec" | "prompttemplate" => told(
            &format!("a phone tree has no `{typed}`: `redirect` hands the call to a document that has it"),
            "write `redirect \"https://…\";`",
        ),
        "under" | "was" | "extends" | "parent" => {
            let told = syntax_error(word.span(), format!("`{typed}` must come after the name of the state"));
            Some(told.help("write it before the braces: `state … under … { … }`"))
        }
        _ if is_needless(typed) => {
            Some(syntax_error(word.span(), format!("a phone tree needs no `{typed}`")).help("remove it"))
        }
        "state" => told("states cannot be nested", "close the braces of the state before it: `}`"),
        _ if ITEMS.contains(&typed) => {
            let told = syntax_error(word.span(), format!("`{typed}` is not allowed in a state"));
            Some(told.help("move it out of the braces of the state"))
        }
        _ => arm_elsewhere(word, typed, folded).or_else(|| unset(word, folded)),
    }
}

/// Reports an attribute of TwiML without a counterpart.
fn unset(word: &Ident, folded: &str) -> Option<Diagnostic> {
    let message = match others::clause(folded) {
        Some(instead) => instead.to_owned(),
        None if others::is_unset(folded) => {
            format!("`{word}` is an attribute of TwiML that a tree does not set")
        }
        None => return None,
    };
    Some(syntax_error(word.span(), message).help("remove it"))
}

/// Words that belong to arms, or that join the parts of a line.
fn arm_elsewhere(word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: &str, help: &str| Some(syntax_error(word.span(), message).help(help));
    match folded {
        "noinput" | "onsilence" | "ontimeout" | "timeout" => told(
            "silence is handled by an arm of `match`: `silence => …`",
            "remove it here, and add the arm `silence => …`",
        ),
        "then" | "within" | "meanwhile" | "at" | "with" | "every" | "above" | "hidden" | "from" | "offer"
        | "true" | "false" => told(&format!("`{typed}` cannot begin a line"), "remove it"),
        "atleastonce" => told(
            "`at_least_once` must follow the expression of `run`, after a comma",
            "write `run …, at_least_once;`",
        ),
        "retry" => told(
            "`retry` must come after the `=>` of an arm",
            "write it in the arms: `_ => retry 2 { … } then …`",
        ),
        "again" | "back" => told(
            &format!("`{typed}` must come after the `=>` of an arm"),
            &format!("write it in the arms: `_ => {typed}`"),
        ),
        "silence" | "entered" | "chosen" | "answered" | "busy" | "noanswer" | "failed" | "recorded"
        | "open" | "closed" => told(
            &format!("`{typed}` is an arm of `match`"),
            &format!("write `match {{ {typed} => … }}` after the verb of the state"),
        ),
        "else" | "elif" | "elsif" | "nomatch" | "oninvalid" | "invalid" | "default" | "otherwise" => told(
            "any other input is handled by an arm of `match`: `_ => …`",
            "remove it here, and add the arm `_ => …`",
        ),
        "filled" | "onanswer" | "keypress" | "on" | "case" | "when" => told(
            "the caller's answer is handled by an arm of `match`",
            "write `match { 1 => … }` after the prompts of `gather`",
        ),
        _ => None,
    }
}
