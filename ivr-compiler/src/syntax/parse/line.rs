//! How a line of a state or of a block begins: its word, and what people write in place of one.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{LitStr, Token, ext::IdentExt as _, parse::ParseStream, token};

use super::{
    apart,
    asked::asked,
    asterisk, at_parenthesis, attribute, chosen, expected, grouped, literal, peek_word,
    scope::scoped,
    set, syntax_error, tokens,
    words::{self, Context, ENDINGS, STEPS, folded},
    xml,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Text,
};

/// The beginning of a line.
pub(super) enum Begin {
    /// A word of the language, which was taken.
    Word(Ident),
    /// A text without a word before it, parsed as `say`.
    Said(Text),
    /// The name of a state without `goto`.
    Goto(Ident),
    /// Something that could not be parsed, which was consumed and reported.
    Unread,
}

/// Parses the beginning of a line.
pub(super) fn begin(
    input: ParseStream<'_>,
    place: Context,
    diagnostics: &mut Diagnostics,
) -> Result<Begin, Diagnostic> {
    if is_plain(input, place) {
        return Ok(Begin::Word(input.call(Ident::parse_any)?));
    }
    if let Some(diagnostic) = xml::element(input) {
        diagnostics.unread(diagnostic);
        return Ok(Begin::Unread);
    }
    if literal::is_text(input) {
        return said(input, diagnostics);
    }
    while attribute::conditional(input, diagnostics) {}
    if attribute::misplaced(input, diagnostics) {
        return begin(input, place, diagnostics);
    }
    if let Some(diagnostic) = attribute::comment(input) {
        diagnostics.push(diagnostic);
        input.parse::<Token![#]>()?;
        return begin(input, place, diagnostics);
    }
    if place == Context::State && arrow(input, diagnostics).is_some() {
        return Ok(Begin::Goto(literal::name(input, "the name of a state")?));
    }
    if grouped::steps(input, diagnostics) || chosen::other_if(input, diagnostics) {
        return Ok(Begin::Unread);
    }
    let Some(word) = peek_word(input) else {
        return Err(expected(input, "a step such as `say \"…\";`"));
    };
    if place == Context::State && stored_outcome(input, diagnostics) {
        return begin(input, place, diagnostics);
    }
    if let Some(diagnostic) = of_another_language(input, &word) {
        diagnostics.unread(diagnostic);
        return Ok(Begin::Unread);
    }
    if let Some(begun) = of_rust(input, place, &word, diagnostics) {
        return Ok(begun);
    }
    let name = input.call(Ident::parse_any)?;
    let line_ends = input.is_empty() || input.peek(Token![;]);
    let unknown = !words::is_known(place, &word) && word.starts_with(char::is_uppercase);
    // `Message;` has no text, so it does not stand for `say`.
    let is_other = words::ours(place, &word).is_none_or(|ours| !STEPS.contains(&ours))
        && words::is_another(place, &word);
    if place == Context::State && unknown && line_ends && !is_other {
        let diagnostic = syntax_error(name.span(), "a state continues with `goto`");
        diagnostics.push(diagnostic.help(format!("write `goto {name}`")));
        return Ok(Begin::Goto(name));
    }
    // `speak en-US` is the former step `language`, and `speak "Hello."` means `say`.
    if word == "speak" && literal::is_text(input) {
        diagnostics.push(words::called(&name, "say"));
        return Ok(Begin::Word(Ident::new("say", name.span())));
    }
    let joined = apart::joined(input, place, &name, diagnostics);
    joined.map_or_else(|| words::meant(place, name, diagnostics), Ok).map(Begin::Word)
}

/// `=> Sales;`, `-> Sales;`: an arrow before a state, reported and taken.
fn arrow(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
    (input.peek(Token![=>]) || input.peek(Token![->])).then_some(())?;
    let (first, last) = (tokens::take_one(input)?, tokens::take_one(input)?);
    let diagnostic = syntax_error(first.first, "a state continues with `goto`").to(last.last);
    diagnostics.push(diagnostic.help("write `goto`"));
    Some(())
}

/// Returns whether a word of the language and a literal, or `goto` and a state, come next. This is the fast path: most
/// lines have this form, and need no further checks.
fn is_plain(input: ParseStream<'_>, place: Context) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    match rest.token_tree() {
        Some((TokenTree::Literal(_), _)) => words::is_known(place, &word.to_string()),
        Some((TokenTree::Ident(state), rest)) => {
            place == Context::State && word == "goto" && rest.punct().is_some() && state != "to"
        }
        _ => false,
    }
}

/// `if call.n > 2 { … }`, a line of a dial plan, and a variable.
fn of_another_language(input: ParseStream<'_>, word: &str) -> Option<Diagnostic> {
    match word {
        "if" => asked(input),
        "exten" | "same" => asterisk::extension(input),
        _ => set::variable(input),
    }
}

/// `"Welcome."` with no word before it.
fn said(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Begin, Diagnostic> {
    if is_number(input) && !input.peek2(Token![;]) {
        let diagnostic = syntax_error(input.span(), "use `dial` to call a number");
        diagnostics.push(diagnostic.help("write `dial` before it"));
        return Ok(Begin::Word(Ident::new("dial", input.span())));
    }
    let token = input.parse::<LitStr>()?;
    // `"Welcome." say;`
    if let Some((word, rest)) = input.cursor().ident()
        && word == "say"
        && (rest.eof() || rest.punct().is_some())
        && let Some(word) = tokens::take_one(input)
    {
        let diagnostic = syntax_error(token.span(), "the text must come after `say`").to(word.last);
        diagnostics.push(diagnostic.help(format!("write `say {}`", token.token())));
        let _end = input.parse::<Option<Token![;]>>()?;
        return Ok(Begin::Said(Text::new(token.value(), token.span())));
    }
    let mut written = format!("say {}", token.token());
    if !input.peek(Token![;]) {
        written.push(';');
    }
    let _end = input.parse::<Option<Token![;]>>()?;
    diagnostics.push(
        syntax_error(token.span(), "a step is missing before the text").help(format!("write `{written}`")),
    );
    Ok(Begin::Said(Text::new(token.value(), token.span())))
}

/// `"+12345678900"`
fn is_number(input: ParseStream<'_>) -> bool {
    let text = input.cursor().literal().map(|(text, _)| text.to_string()).unwrap_or_default();
    text.starts_with("\"+") && text.bytes().filter(u8::is_ascii_digit).count() > 5
}

/// `let result = dial …`: what stands before the verb is reported and taken.
fn stored_outcome(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    if !matches!(word.to_string().as_str(), "let" | "var" | "const" | "set") {
        return false;
    }
    let verb = rest.ident().and_then(|(_, rest)| rest.punct()).filter(|(mark, _)| mark.as_char() == '=');
    let Some((verb, _)) = verb.and_then(|(_, rest)| rest.ident()) else { return false };
    if !matches!(verb.to_string().as_str(), "gather" | "dial" | "record" | "enqueue" | "connect") {
        return false;
    }
    let Some(taken) = tokens::take_until(input, |input| input.peek(Token![=])) else { return false };
    let last = tokens::take_one(input).map_or(taken.last, |mark| mark.last);
    let message = format!("the outcome of `{verb}` is not stored: its arms handle it");
    diagnostics.push(syntax_error(taken.first, message).to(last).help("remove it"));
    true
}

/// Reports Rust and Python: `response.say("Hello.")`, `println!("Hello.")`, `n = 1`, `app.note(call).await`.
fn of_rust(
    input: ParseStream<'_>,
    place: Context,
    word: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Begin> {
    if word == "await" && place != Context::After {
        let (first, rest) =
            (tokens::take_one(input)?, tokens::take_until(input, |input| input.peek(Token![;])));
        let _end = input.parse::<Option<Token![;]>>().ok()?;
        let (last, call) =
            rest.map_or((first.last, "app.note(call)".to_owned()), |rest| (rest.last, rest.written()));
        let diagnostic = syntax_error(first.first, "`run` is missing before the Rust expression").to(last);
        diagnostics.unread(diagnostic.help(format!("write `run {call}.await`")));
        return Some(Begin::Unread);
    }
    let known = words::is_known(place, word) || ENDINGS.contains(&word) || STEPS.contains(&word);
    if !known && let Some(diagnostic) = changed_in_place(input) {
        diagnostics.unread(diagnostic);
        return Some(Begin::Unread);
    }
    let assigns = input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>]);
    let chains = input.peek2(Token![.]) || input.peek2(Token![::]) || input.peek2(Token![!]);
    let calls = !known && input.peek2(syn::token::Paren);
    if known && !chains || !(assigns || chains || calls) || word == "if" {
        return None;
    }
    let at_arms = |input: ParseStream<'_>| input.peek(Token![match]) && input.peek2(token::Brace);
    let taken = tokens::take_until(input, |input| input.peek(Token![;]) || at_arms(input))?;
    if at_arms(input) {
        diagnostics.unread(before_arms(input, &taken)?);
        return Some(Begin::Unread);
    }
    let _end = input.parse::<Option<Token![;]>>().ok()?;
    let written = taken.written();
    let diagnostic = |message: &str| syntax_error(taken.first, message).to(taken.last);
    let own = written.strip_prefix("call.").filter(|rest| rest.split_once(" = ").is_some());
    diagnostics.unread(if let Some(own) = own {
        diagnostic("use `set` to change a field").help(format!("write `set {own}`"))
    } else if assigns {
        let value = tokens::written(&scoped(taken.tokens.clone().into_iter().skip(2).collect()));
        diagnostic("use `set` to change a field").help(format!("write `set {word} = {value}`"))
    } else if words::is_needless(word) {
        diagnostic(&format!("a phone tree needs no `{word}`")).help("remove it")
    } else if let Some(step) = last_call(&taken) {
        match step.strip_prefix("say").filter(|_| input_prints(&written)) {
            Some(_) => diagnostic("`say` is missing before the text").help(format!("write `{step}`")),
            None => diagnostic("a step is a word and its value").help(format!("write `{step}`")),
        }
    } else {
        diagnostic("`run` is missing before the Rust expression").help(format!("write `run {written}`"))
    });
    Some(Begin::Unread)
}

/// `Queue("sales") match { … }`, `app.find(call).await match { … }`: taken with the arms.
fn before_arms(input: ParseStream<'_>, taken: &tokens::Taken) -> Option<Diagnostic> {
    let (word, _arms) = (tokens::take_one(input)?, tokens::take_one(input)?);
    let _end = input.parse::<Option<Token![;]>>().ok()?;
    if let Some(ending) = last_call(taken) {
        let ending = ending.trim_end_matches(" match { … }");
        let diagnostic = syntax_error(taken.first, "an ending is a word and its value").to(taken.last);
        return Some(diagnostic.help(format!("write `{ending}`")));
    }
    let message = "`match` must come before the Rust expression";
    let diagnostic = syntax_error(taken.first, message).to(word.last);
    Some(diagnostic.help(format!("write `match {}`", taken.written())))
}

/// `println!`, `console.log` and similar calls.
fn input_prints(written: &str) -> bool {
    ["print", "eprint", "format", "console", "puts", "echo", "write", "log", "info"]
        .iter()
        .any(|word| written.starts_with(word))
}

/// `n += 1`, `n++` and `n := 1`, taken with their `;`.
fn changed_in_place(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (field, rest) = input.cursor().ident()?;
    let (sign, rest) = rest.punct()?;
    let (second, _) = rest.punct()?;
    let (sign, second) = (sign.as_char(), second.as_char());
    let twice = matches!(sign, '+' | '-') && second == sign;
    let assigns = second == '=' && matches!(sign, '+' | '-' | '*' | '/' | ':');
    if !(twice || assigns) {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let _end = input.parse::<Option<Token![;]>>().ok()?;
    let value = tokens::written(&scoped(taken.tokens.into_iter().skip(3).collect()));
    let value = match sign {
        ':' => value,
        _ if twice => format!("call.{field} {sign} 1"),
        _ => format!("call.{field} {sign} {value}"),
    };
    let diagnostic = syntax_error(taken.first, "use `set` to change a field").to(taken.last);
    Some(diagnostic.help(format!("write `set {field} = {value}`")))
}

/// `say "Hello."` for `response.say("Hello.")`, `println!("Hello.")`.
pub(super) fn last_call(taken: &tokens::Taken) -> Option<String> {
    let all: Vec<TokenTree> = taken.tokens.clone().into_iter().collect();
    let [.., before, TokenTree::Group(arguments)] = &all[..] else { return None };
    if arguments.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let method = match before {
        TokenTree::Punct(_) => all.iter().rev().nth(2)?,
        other => other,
    };
    let name = match folded(&method.to_string()).trim_end_matches("ln") {
        "print" | "eprint" | "puts" | "write" => "say".to_owned(),
        other => other.to_owned(),
    };
    let known = STEPS.iter().chain(&ENDINGS).copied().find(|known| folded(known) == name);
    let known = known.or_else(|| words::ours(Context::State, &name))?;
    let first = arguments.stream().into_iter();
    let first = first.take_while(|token| !matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','));
    let value = value_of(known, &tokens::written(&first.collect()));
    Some(if value.is_empty() { known.to_owned() } else { format!("{known} {value}") })
}

/// Returns the first argument of a call as the value of a step or an ending.
fn value_of(word: &str, argument: &str) -> String {
    let text = argument.starts_with('"');
    let number = argument.bytes().all(|byte| byte.is_ascii_digit()) && !argument.is_empty();
    let name = argument.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !number;
    match word {
        "hangup" | "reject" | "leave" => String::new(),
        "pause" if number => format!("{argument}s"),
        "goto" if text => argument.trim_matches('"').to_owned(),
        "say" | "ssml" | "play" | "enqueue" | "redirect" if name && !argument.is_empty() => {
            format!("{argument:?}")
        }
        "dial" if argument.starts_with("SIP") || argument.starts_with("PJSIP") => {
            let user = argument.rsplit(['/', ' ']).next().unwrap_or("desk");
            format!("sip \"sip:{user}@example.com\" match {{ … }}")
        }
        "dial" if !text => "\"+1…\"".to_owned(),
        "gather" => "key { … } match { … }".to_owned(),
        "record" => "match { … }".to_owned(),
        "match" => format!("{argument} {{ … }}"),
        _ => argument.to_owned(),
    }
}

/// `("…")` in place of a value without parentheses. `read` parses the inside.
pub(super) fn without_parentheses(
    input: ParseStream<'_>,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Text> {
    if !at_parenthesis(input) {
        return None;
    }
    let (inside, span, _) = input.cursor().group(Delimiter::Parenthesis)?;
    let (literal, rest) = inside.literal()?;
    if !rest.eof() {
        return None;
    }
    let text: LitStr = syn::parse_str(&literal.to_string()).ok()?;
    let _taken = tokens::take_one(input)?;
    diagnostics.push(parenthesised(span.open(), span.close(), what, &literal.to_string()));
    Some(Text::new(text.value(), literal.span()))
}

/// Returns the diagnostic for a value in parentheses.
pub(super) fn parenthesised(first: Span, last: Span, what: &str, inside: &str) -> Diagnostic {
    let diagnostic = syntax_error(first, format!("{what} in parentheses")).to(last);
    diagnostic.help(format!("write `{inside}`"))
}
