//! What is written where something else was found: the help of everything that is expected.

use proc_macro2::TokenTree;

use crate::diagnostics::A_STATE;

/// Returns what to write in place of `found`, if that is certain: the token in quotes, the punctuation that is named, or
/// the example.
pub(super) fn instead(what: &str, found: &TokenTree) -> Option<String> {
    let quoted = |at: usize| what.get(at + 1..)?.split('`').next().map(str::to_owned);
    match found {
        TokenTree::Literal(_) | TokenTree::Ident(_) if what.ends_with("in double quotes") => {
            Some(format!("\"{}\"", found.to_string().trim_matches('\'')))
        }
        TokenTree::Punct(_)
            if what.starts_with('`') && !what.contains("` and ") && !what.contains("` or ") =>
        {
            quoted(0)
        }
        // A text is not a synonym of a keyword.
        TokenTree::Literal(text) if text.to_string().starts_with('"') => None,
        TokenTree::Group(_) => None,
        TokenTree::Literal(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => {
            let is_whole = !what.starts_with("a language") && !what.starts_with("a time");
            what.find("such as `").filter(|_| is_whole).and_then(|at| quoted(at + "such as ".len()))
        }
    }
}

/// Returns an example of what is expected.
const EXAMPLES: [(&str, &str); 46] = [
    ("a target", "write the name of a state, such as `⟨state⟩`, or `end`"),
    ("the name of a state", "write a name, such as `⟨state⟩`"),
    ("a former name", "write a name, such as `OldMenu`"),
    ("the name of the tree", "write a name, such as `Line`"),
    ("the name of a start", "write a lowercase name, such as `callback`"),
    ("the state where", "write the name of a state, such as `⟨state⟩`"),
    ("a state", "write the name of a state, such as `⟨state⟩`"),
    ("the name of a field", "write a lowercase name, such as `zip`"),
    ("the name of a rule", "write the name of a rule, such as `endless_silence`"),
    ("the name of a queue", "write a name in double quotes, such as `\"support\"`"),
    ("the name of the hours", "write a lowercase name, such as `office`"),
    ("the name of a value", "write a name and its value, such as `account: call.account`"),
    ("a key, a phrase", "write a key, such as `1`, words in double quotes, or an outcome, such as `silence`"),
    (
        "a key, words",
        "write a key, such as `1`, words in double quotes, an outcome in brackets, such as `[busy]`, `silence` or `_`",
    ),
    ("a key", "write a key, such as `1` or `'#'`"),
    ("the key of an item", "write `key item.digit`"),
    ("a Rust expression", "write a Rust expression, such as `call.zip`"),
    ("`:` and a Rust", "write a Rust expression, such as `call.zip`"),
    ("`match`", "write `match { … }`, with an arm for every outcome"),
    ("`{`", "write `{ … }`"),
    ("`[`", "write `[ … ]`"),
    ("`,` between", "write `,`"),
    ("`,`", "write `,`, or remove it"),
    ("`;`", "write `;`, or remove it"),
    ("`:`", "write `:`"),
    ("`=>`", "write `=>` and the name of a state, such as `⟨state⟩`, or `end`"),
    ("`then`", "write `then` and the name of a state, such as `⟨state⟩`, or `end`"),
    ("`in`", "write `next item in list`, with the names of two fields"),
    ("`from`", "write `offer item from list`, with the names of two fields"),
    ("`another`", "write `another => …, done => …`"),
    ("`-`", "write both times, such as `9:00-18:00`"),
    ("`call`", "write `after call`, `after recording in …` or `after transcription in …`"),
    ("`(`", "write the name of a rule in parentheses"),
    ("an input", "write `key`, `4 keys`, `keys`, `speech` or `key or speech`"),
    ("the prompts in braces", "write `{ say \"…\"; }`"),
    ("a text", "write a text in double quotes, such as `\"Welcome.\"`"),
    ("the type of the result", "write the name of an enum of yours, such as `Outcome`"),
    ("the tones", "write tones in double quotes, such as `\"ww204\"`"),
    ("the minutes", "write hours and minutes, such as `9:00`"),
    ("days", "write `mon..=fri 9:00-18:00;`"),
    ("an outcome", "write an outcome, such as `silence`"),
    ("an item", "write an item, such as `state Menu { … }`"),
    ("a step", "write a step, such as `say \"…\";`"),
    ("a pattern", "write a Rust pattern, such as `Some(_)` or `true`"),
    ("a date", "write a date in double quotes, such as `\"12-25\"`"),
    ("a `bool`", "write the name of a `bool` field or of `hours`"),
];

/// Returns the help if `what` was expected.
pub(super) fn of(what: &str) -> String {
    if let Some((_, help)) = EXAMPLES.iter().find(|(begin, _)| what.starts_with(begin)) {
        return help.replace("⟨state⟩", A_STATE);
    }
    format!("write {what}")
}

/// Returns an example of the value of a clause.
pub(super) fn of_clause(clause: &str) -> Option<&'static str> {
    Some(match clause {
        "timeout" | "speech_timeout" => "5s",
        "max_length" => "2min",
        "time_limit" => "1h",
        "send_digits" => "\"ww204\"",
        "max_participants" => "10",
        "wait_url" => "\"https://…\"",
        "finish_on_key" => "'#'",
        "language" => "en-US",
        "caller_id" => "\"+1…\"",
        "max_wait" => "10min",
        "music" => "\"hold.mp3\"",
        "hints" => "[\"…\"]",
        "into" => "zip",
        "wait" => "Waiting",
        "result" => "Outcome",
        "give" => "{ account: call.account }",
        _ => return None,
    })
}
