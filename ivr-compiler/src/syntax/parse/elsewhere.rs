//! Words of the language that stand at another place, and words that have no counterpart.

use ivr_core::event::Verb;
use proc_macro2::Ident;

use super::{
    foreign, syntax_error,
    words::{Context, ENDINGS, ITEMS, STEPS, called, clauses, folded, is_needless},
};
use crate::diagnostics::Diagnostic;

/// A word of the language that stands at another place, or one that has no counterpart.
pub(super) fn elsewhere(place: Context, word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: String, help: &str| Some(syntax_error(word.span(), message).help(help));
    match place {
        Context::Item => item_elsewhere(word, typed),
        Context::Clause(verb) => clause_elsewhere(verb, word, typed, folded),
        Context::Prompts if ENDINGS.contains(&typed) => {
            let message =
                format!("`{typed}` ends a state, and what stands here is said before the caller answers");
            told(message, "leave it out: where an answer leads stands in the arms, `1 => …`")
        }
        Context::Block
            if matches!(
                typed,
                "gather" | "dial" | "record" | "enqueue" | "match" | "next" | "connect" | "redirect"
            ) =>
        {
            let help = format!(
                "lead to that state behind the braces: `{{ … }} then …`, and write `{typed} …` there"
            );
            told(format!("`{typed}` stands in a state of its own"), &help)
        }
        Context::Prompts if matches!(folded, "for" | "loop" | "while") => {
            let told =
                syntax_error(word.span(), "what is said of every item that is offered stands in `each`");
            Some(told.help("write `each { … }`"))
        }
        Context::State if matches!(folded, "for" | "foreach") => {
            let message = "a tree has no loops: a state is asked again by `retry` or entered again";
            let help = "for the items of a list, write `next item in list match { another => …, done => … }`";
            Some(syntax_error(word.span(), message).help(help))
        }
        Context::State | Context::Prompts | Context::Block => line_elsewhere(word, typed, folded),
        Context::After if STEPS.contains(&typed) || ENDINGS.contains(&typed) => {
            told("nobody is on the line here: only `run` stands in `after`".to_owned(), "write `run …;`")
        }
        Context::Outcome(_) if STEPS.contains(&typed) || ENDINGS.contains(&typed) => {
            let told = syntax_error(word.span(), format!("`{typed}` stands in a state, and arms stand here"));
            Some(told.help(
                "write what is pressed or what happens, and where the call goes: `1 => …`, `silence => …`",
            ))
        }
        Context::Outcome(_) | Context::Target | Context::Listen | Context::After => None,
    }
}

fn item_elsewhere(word: &Ident, typed: &str) -> Option<Diagnostic> {
    let told = |message: String, help: &str| Some(syntax_error(word.span(), message).help(help));
    if let Some(hook) = foreign::hook(&folded(typed)) {
        return Some(called(word, hook));
    }
    if matches!(typed, "states" | "nodes" | "steps" | "menus" | "flows" | "widgets") {
        let told = syntax_error(word.span(), "each state stands beside the others, behind the word `state`");
        return Some(told.help("write `state Menu { … }`, and the next one behind it"));
    }
    match typed {
        "use" | "const" | "static" | "mod" | "impl" | "import" | "type" | "extern" | "from" => {
            told(format!("`{typed}` stands outside of `phone_tree!`"), "move it above `phone_tree!`")
        }
        "let" | "var" => {
            told("what a call keeps is declared in `data { … }`".into(), "write `data { zip: Digits }`")
        }
        "tree" => told("one `phone_tree!` holds one tree".into(), "write a `phone_tree!` of its own for it"),
        "exten" | "same" => told(
            "an extension of Asterisk is an arm of `gather … match { … }`".into(),
            "write `gather key { … } match { 1 => … }` in a state",
        ),
        _ if STEPS.contains(&typed) || ENDINGS.contains(&typed) => told(
            format!("`{typed}` stands in a state"),
            "move it into the braces of a state: `state … { … }`",
        ),
        "match" | "then" | "else" | "under" | "was" | "with" | "within" => {
            told(format!("`{typed}` has no meaning between the items of a tree"), "remove it")
        }
        _ => None,
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
            (Verb::Record, "into") => told.help("leave it out: where the audio is says `call.recording`"),
            _ => told.help("leave the clause out"),
        });
    }
    if let Some(instead) = foreign::clause(folded) {
        return Some(diagnostic(instead.into()).help("leave the clause out"));
    }
    None
}

fn line_elsewhere(word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: &str, help: &str| Some(syntax_error(word.span(), message).help(help));
    let behind = |verb: &str| {
        let diagnostic = syntax_error(word.span(), format!("`{folded}` stands behind `{verb}`"));
        Some(diagnostic.help(format!("write `{verb} {folded}`")))
    };
    match folded {
        "let" | "var" | "const" | "static" => told(
            "a tree has no variables: what a call keeps is declared in `data { … }` and changed by `set`",
            "write `set … = …;`, and declare the field beside the states: `data { … }`",
        ),
        "for" | "while" | "loop" => told(
            "a tree has no loops: a state is asked again by `retry` or entered again",
            "write `goto` and the name of the state that is entered again",
        ),
        "exten" | "same" => told(
            "an extension of Asterisk is an arm of `gather … match { … }`",
            "write `gather key { … } match { 1 => … }`",
        ),
        "rem" | "comment" | "note" | "remark" => told("a comment begins with `//`", "write `// …`"),
        "sms" | "sendsms" | "sendmessage" | "sendtext" | "textmessage" | "email" | "sendemail"
        | "sendmail" => told(
            "a phone tree sends no messages: `run` calls the Rust that does",
            &format!("let your Rust do it: `run app.{folded}(call).await;`"),
        ),
        "log" | "webhook" | "http" | "httprequest" | "makehttprequest" | "fetch" | "post" | "api" | "agi"
        | "curl" | "request" | "notify" | "save" | "store" | "trace" => {
            let told = syntax_error(word.span(), format!("`{typed}` is for your Rust, which `run` calls"));
            Some(told.help(format!("write `run app.{folded}(call).await;`")))
        }
        "conference" | "sip" | "client" => behind("dial"),
        "stream" => behind("connect"),
        "connect" | "pay" | "refer" | "siprec" | "prompttemplate" => told(
            &format!("a phone tree has no `{typed}`: `redirect` hands the call to a document that does"),
            "write `redirect \"https://…\";`",
        ),
        "under" | "was" | "extends" | "parent" => {
            let told = syntax_error(word.span(), format!("`{typed}` stands behind the name of the state"));
            Some(told.help("write it before the braces: `state … under … { … }`"))
        }
        _ if is_needless(typed) => {
            Some(syntax_error(word.span(), format!("a phone tree needs no `{typed}`")).help("remove it"))
        }
        "state" => told(
            "states stand side by side, not in one another",
            "close the braces of the state before it: `}`",
        ),
        _ if ITEMS.contains(&typed) => {
            let told = syntax_error(word.span(), format!("`{typed}` stands beside the states"));
            Some(told.help("move it out of the braces of the state"))
        }
        _ => arm_elsewhere(word, typed, folded),
    }
}

/// What belongs to the arms, or joins what stands in a line.
fn arm_elsewhere(word: &Ident, typed: &str, folded: &str) -> Option<Diagnostic> {
    let told = |message: &str, help: &str| Some(syntax_error(word.span(), message).help(help));
    match folded {
        "noinput" | "onsilence" | "ontimeout" | "timeout" => told(
            "what happens on silence is an arm of `match`: `silence => …`",
            "leave it out here, and add the arm `silence => …`",
        ),
        "then" | "within" | "meanwhile" | "at" | "with" | "every" | "above" | "hidden" | "from" | "offer"
        | "true" | "false" => told(&format!("`{typed}` begins no line"), "remove it"),
        "retry" | "again" | "back" => told(
            &format!("`{typed}` stands behind the `=>` of an arm"),
            &format!("write it in the arms: `_ => {typed} …`"),
        ),
        "silence" | "entered" | "chosen" | "answered" | "busy" | "noanswer" | "failed" | "recorded"
        | "open" | "closed" => told(
            &format!("`{typed}` is an arm of `match`"),
            &format!("write `match {{ {typed} => … }}` behind what the state asks"),
        ),
        "else" | "elif" | "elsif" | "nomatch" | "oninvalid" | "invalid" | "default" | "otherwise" => told(
            "what happens on anything else is an arm of `match`: `_ => …`",
            "leave it out here, and add the arm `_ => …`",
        ),
        "filled" | "onanswer" | "keypress" | "on" | "case" | "when" => told(
            "what the caller answers is an arm of `match`",
            "write `match { 1 => … }` behind the prompts of `gather`",
        ),
        _ => None,
    }
}
