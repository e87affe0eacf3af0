//! Clauses in other forms: a duration without its clause, `for 2min`, and `and transcribe`, `(timeout 20s)`, `-> zip`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    clause::follows_block,
    literal, others, peek_word, syntax_error, tokens,
    words::{self, Context, clauses},
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// What people write before a duration in place of its clause.
const BEFORE: [&str; 14] = [
    "for", "within", "in", "after", "during", "max", "maximum", "at", "most", "up", "to", "upto", "only",
    "lasting",
];

/// Returns whether a word says no more than that a duration follows.
pub(super) fn is_before(word: &str) -> bool {
    BEFORE.contains(&word)
}

/// Takes a duration that began at `first`, and says which clause it needs. `comma` is what the help writes before the
/// clause: nothing behind a comma that was read.
pub(super) fn duration(
    input: ParseStream<'_>,
    verb: Verb,
    (first, comma): (Span, &str),
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut at = input.cursor();
    while let Some((word, rest)) = at.ident()
        && is_before(&word.to_string())
    {
        at = rest;
    }
    let Some((length, rest)) = at.literal() else { return false };
    let unit = |word: &str| ["s", "m", "h"].iter().any(|unit| word.starts_with(unit)) && word != "match";
    let length = length.to_string();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut last = rest;
    if length.bytes().all(|byte| byte.is_ascii_digit()) {
        let Some((_, behind)) = rest.ident().filter(|(word, _)| unit(&word.to_string())) else {
            return false;
        };
        last = behind;
    } else if !length.starts_with(is_digit) || !length.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    while peek_word(input).is_some_and(|word| is_before(&word)) && tokens::take_one(input).is_some() {}
    let Some(taken) = tokens::take_until(input, |input| input.cursor() == last) else { return false };
    let diagnostic = syntax_error(first, "the duration has no clause").to(taken.last);
    diagnostics.unread(diagnostic.help(format!("write `{comma}{} {}`", clause(verb), taken.written())));
    true
}

/// Takes texts or a key that follow the comma at `first`, and says which clause they need.
pub(super) fn text(input: ParseStream<'_>, verb: Verb, first: Span, diagnostics: &mut Diagnostics) -> bool {
    let (mut at, mut texts) = (input.cursor(), Vec::new());
    while let Some((value, rest)) = at.literal() {
        texts.push(value.to_string());
        let comma = rest.punct().filter(|(mark, _)| mark.as_char() == ',').map(|(_, rest)| rest);
        at = comma.filter(|rest| rest.literal().is_some()).unwrap_or(rest);
    }
    let [written, others @ ..] = &texts[..] else { return false };
    let inside = written.trim_matches(['"', '\'']);
    if inside == written {
        return false;
    }
    let is_key =
        inside.len() == 1 && inside.bytes().all(|key| key.is_ascii_digit() || key == b'*' || key == b'#');
    let is_name = others.is_empty() && inside.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let clause = match verb {
        Verb::Gather | Verb::Record if is_key => format!("finish_on_key '{inside}'"),
        Verb::Gather if is_name => format!("into {inside}"),
        Verb::Gather => format!("hints [{}]", texts.join(", ")),
        Verb::Enqueue => format!("music {written}"),
        Verb::Dial | Verb::Record | Verb::Connect | Verb::Match | Verb::Hours => return false,
    };
    let Some(taken) = tokens::take_until(input, |input| input.cursor() == at) else { return false };
    let message = format!("the clause of `{}` is missing", taken.written());
    diagnostics.unread(syntax_error(first, message).to(taken.last).help(format!("write `, {clause}`")));
    true
}

/// `gather 5 keys, zip`, `enqueue "support", Waiting`: a name of the author where a clause stands, which needs the clause
/// before it.
pub(super) fn name(input: ParseStream<'_>, verb: Verb, word: &Ident) -> Option<Diagnostic> {
    let typed = word.to_string();
    let is_state = typed.starts_with(char::is_uppercase);
    if verb == Verb::Enqueue && is_state && literal::is_over(input) {
        let diagnostic = syntax_error(word.span(), "the state of a waiting caller must follow `wait`");
        return Some(diagnostic.help(format!("write `wait {typed}`")));
    }
    let in_call = matches!(typed.as_str(), "call" | "self" | "data") && input.peek(Token![.]);
    if verb != Verb::Gather || in_call.then(|| input.peek2(syn::Ident)) == Some(false) {
        return None;
    }
    let told = |field: &Ident, last: Span| {
        no_clause(word.span(), field).to(last).help(format!("write `into {field}`"))
    };
    if in_call {
        let (_, field) = (tokens::take_one(input), super::any_word(input, "a field").ok()?);
        return Some(told(&field, field.span()));
    }
    let place = Context::Clause(verb);
    // Every clause of `gather` has a value.
    let is_own = literal::is_over(input)
        && !is_state
        && !words::is_ours(&typed)
        && !words::is_another(place, &typed)
        && !words::is_near(place, &typed)
        && !words::is_replaced(place, &typed)
        && !others::is_attribute(&words::folded(&typed));
    is_own.then(|| told(word, word.span()))
}

/// A field where its clause stands.
fn no_clause(first: Span, field: &Ident) -> Diagnostic {
    syntax_error(first, format!("`gather` has no clause `{field}`: a field must follow `into`"))
}

/// The clause that a duration alone is meant for.
fn clause(verb: Verb) -> &'static str {
    match verb {
        Verb::Record => "max_length",
        Verb::Enqueue => "max_wait",
        Verb::Connect => "time_limit",
        Verb::Gather | Verb::Dial | Verb::Match | Verb::Hours => "timeout",
    }
}

/// Returns whether something comes next that is neither a clause nor what follows them, and they do follow.
pub(super) fn is_stray(input: ParseStream<'_>, verb: Verb) -> bool {
    let Some((token, _)) = input.cursor().token_tree() else { return false };
    match token {
        TokenTree::Group(group) => {
            let begins = group.stream().into_iter().next();
            let is_clause = matches!(begins, Some(TokenTree::Ident(word)) if words::is_known(Context::Clause(verb), &word.to_string()));
            verb != Verb::Gather
                && (group.delimiter() == Delimiter::Parenthesis || is_clause)
                && match_follows(input.cursor())
        }
        TokenTree::Punct(mark) => {
            let arrow =
                verb == Verb::Gather && matches!(mark.as_char(), '=' | '-') && !input.peek2(Token![match]);
            (arrow && leads_to_field(input) || !matches!(mark.as_char(), ',' | ';' | '=' | ':' | '-'))
                && match_follows(input.cursor())
        }
        TokenTree::Literal(_) => match_follows(input.cursor()) && !literal::is_text(input),
        TokenTree::Ident(word) => {
            let word = word.to_string();
            let other = matches!(word.as_str(), "match" | "then" | "say" | "into");
            let prompts = follows_block(input) && verb == Verb::Gather;
            !other
                && (prompts && match_is_behind(input)
                    || !follows_block(input) && match_follows(input.cursor()))
        }
    }
}

/// Returns whether an arrow and a name that is not `match` come next.
fn leads_to_field(input: ParseStream<'_>) -> bool {
    let behind = input.cursor().punct().and_then(|(_, rest)| rest.punct());
    behind.and_then(|(_, rest)| rest.ident()).is_some_and(|(word, _)| word != "match" && word != "say")
}

/// Returns whether `word { … } match` comes next.
fn match_is_behind(input: ParseStream<'_>) -> bool {
    let rest =
        input.cursor().ident().and_then(|(_, rest)| rest.group(Delimiter::Brace)).map(|(_, _, rest)| rest);
    rest.and_then(Cursor::ident).is_some_and(|(word, _)| word == "match")
}

/// Returns whether `match` comes on the same line.
pub(super) fn match_follows(mut at: Cursor<'_>) -> bool {
    while let Some((token, next)) = at.token_tree() {
        match &token {
            TokenTree::Ident(word) if word == "match" => return true,
            TokenTree::Punct(mark) if mark.as_char() == ';' => return false,
            _ => at = next,
        }
    }
    false
}

/// Takes a clause that stands in another form where none was read: `and transcribe`, `(timeout 20s)`, `-> zip`,
/// `in en-GB`.
pub(super) fn clause_otherwise(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> bool {
    bracketed(input, verb, diagnostics)
        || joined(input, verb, diagnostics)
        || verb == Verb::Gather && (language(input, diagnostics) || field(input, diagnostics))
}

/// `(timeout 20s)` and `{ max_length 2min }`.
fn bracketed(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> bool {
    let Some((inside, delimiter, span, _)) = input.cursor().any_group() else { return false };
    let word = inside.ident().map(|(word, _)| word.to_string());
    if word.is_none_or(|word| !words::is_known(Context::Clause(verb), &word)) {
        return false;
    }
    let _clauses = tokens::take_one(input);
    let brackets = match delimiter {
        Delimiter::Parenthesis => "parentheses",
        Delimiter::Brace => "braces",
        Delimiter::Bracket | Delimiter::None => "brackets",
    };
    let written = tokens::written(&inside.token_stream());
    let diagnostic = syntax_error(span.open(), format!("clauses must not be in {brackets}")).to(span.close());
    diagnostics.unread(diagnostic.help(format!("write `, {}`", written.trim_end_matches([';', ',']))));
    true
}

/// Returns a word such as `and` and the clause behind it, if they come next.
fn joint(input: ParseStream<'_>, verb: Verb) -> Option<(Ident, Ident)> {
    let (joint, rest) = input.cursor().ident()?;
    let (clause, _) = rest.ident()?;
    let is_joint = matches!(joint.to_string().as_str(), "and" | "with" | "plus" | "also" | "then" | "using");
    (is_joint && words::is_known(Context::Clause(verb), &clause.to_string())).then_some((joint, clause))
}

/// Returns whether another clause follows, behind a word such as `and`.
pub(super) fn joins_clause(input: ParseStream<'_>, verb: Verb) -> bool {
    joint(input, verb).is_some()
}

/// `and transcribe`.
fn joined(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> bool {
    let Some((joint, clause)) = joint(input, verb) else { return false };
    let diagnostic = syntax_error(joint.span(), format!("a comma must come before `{clause}`"));
    diagnostics.unread(diagnostic.help("write `,`"));
    let _clause = tokens::take_until(input, literal::is_over);
    true
}

/// `in en-GB`.
fn language(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let dash = rest.ident().and_then(|(_, rest)| rest.punct()).is_some_and(|(mark, _)| mark.as_char() == '-');
    if word != "in" || !dash {
        return false;
    }
    let _word = tokens::take_one(input);
    let Some(tag) = tokens::take_until(input, literal::is_over) else { return false };
    let written: String = tag.written().split_whitespace().collect();
    let diagnostic = syntax_error(word.span(), "the language of speech is a clause").to(tag.last);
    diagnostics.unread(diagnostic.help(format!("write `, language {written}`")));
    true
}

/// `-> zip`, `as zip`, and `zip` alone.
fn field(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let mut at = input.cursor();
    let first = at.span();
    if let Some((field, rest)) = at.ident()
        && rest.group(Delimiter::Brace).is_some()
        && !words::is_ours(&field.to_string())
        && !is_before(&field.to_string())
        && field.to_string().starts_with(char::is_lowercase)
    {
        let _field = tokens::take_one(input);
        diagnostics.unread(no_clause(first, &field).help(format!("write `, into {field}`")));
        return true;
    }
    if let Some((_, rest)) = at.ident().filter(|(word, _)| word == "as") {
        at = rest;
    } else {
        let Some((mark, rest)) = at.punct().filter(|(mark, _)| matches!(mark.as_char(), '-' | '=')) else {
            return false;
        };
        let Some((_, rest)) = rest.punct().filter(|(mark, _)| mark.as_char() == '>') else { return false };
        (at, _) = (rest, mark);
    }
    let Some((field, behind)) = at.ident().filter(|(word, _)| word != "match") else { return false };
    let _taken = tokens::take_until(input, |input| input.cursor() == behind);
    diagnostics.unread(
        syntax_error(first, "the field of an entry must follow `into`")
            .to(field.span())
            .help(format!("write `, into {field}`")),
    );
    true
}

/// `finish_on_key any` of `record`: taken, because any key ends a recording without the clause.
pub(super) fn any_key(input: ParseStream<'_>, clause: &Ident, diagnostics: &mut Diagnostics) -> bool {
    let text =
        |text: String| matches!(text.trim_matches(['"', '\'']), "any" | "all" | "every" | "1234567890*#");
    let is_any = input.cursor().token_tree().is_some_and(|(token, _)| text(token.to_string()));
    let Some(taken) = is_any.then(|| tokens::take_until(input, literal::is_over)).flatten() else {
        return false;
    };
    let message = "without this clause any key ends the recording";
    let diagnostic = syntax_error(clause.span(), message).to(taken.last);
    diagnostics.push(diagnostic.help("remove the clause"));
    true
}

/// `no beep`, `no_beep`, `disable_record`: what a clause turns off, taken with its word.
pub(super) fn turned_off(
    input: ParseStream<'_>,
    verb: Verb,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> bool {
    let folded = words::folded(&word.to_string());
    if matches!(folded.as_str(), "no" | "without" | "not" | "disable") {
        let Some((typed, _)) = input.cursor().ident() else { return false };
        let Some(ours) = clause_called(verb, &typed.to_string()) else { return false };
        let _name = tokens::take_one(input);
        diagnostics.push(off(verb, word, ours).to(typed.span()));
        return true;
    }
    let name = ["no", "without", "disable"].iter().find_map(|before| folded.strip_prefix(before));
    let is_alone = literal::is_over(input) && words::ours(Context::Clause(verb), &folded).is_none();
    let Some(ours) = name.filter(|_| is_alone).and_then(|name| clause_called(verb, name)) else {
        return false;
    };
    diagnostics.push(off(verb, word, ours));
    true
}

fn clause_called(verb: Verb, name: &str) -> Option<&'static str> {
    let folded = words::folded(name);
    let own = clauses(verb).iter().copied().find(|one| words::folded(one) == folded);
    own.or_else(|| words::ours(Context::Clause(verb), name))
}

/// Reports what turns off the clause `ours`.
fn off(verb: Verb, word: &Ident, ours: &str) -> Diagnostic {
    let diagnostic =
        syntax_error(word.span(), format!("`{verb}` has no clause `{word}`", verb = verb.as_str()));
    match ours {
        "play_beep" | "start_on_enter" => diagnostic.help(format!("write `{ours} false`")),
        _ => diagnostic.help("remove the clause"),
    }
}
