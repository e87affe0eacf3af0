//! From tokens to [`Tree`]: a file per construct. What cannot be read is reported and skipped, so that several
//! mistakes come at once and the states are still there.

mod after;
mod apart;
mod arm;
mod asked;
mod asterisk;
mod attribute;
mod bare;
mod before_arrow;
mod braceless;
mod cases;
mod chosen;
mod clause;
mod common;
mod condition;
mod connect;
mod count;
mod data;
mod dial;
mod digits;
mod elsewhere;
mod example;
mod files;
mod flag;
mod foreign;
mod grouped;
mod handler;
mod head;
mod home;
mod hours;
mod item;
mod line;
mod list;
mod listen;
mod literal;
mod next;
mod next_line;
mod number;
mod offer;
mod other_rust;
mod others;
mod otherwise;
mod outcome;
mod own_state;
mod pattern;
mod promise;
mod quotes;
mod renamed;
mod rust;
mod said;
mod scenario;
mod scope;
mod screen;
mod set;
mod several;
mod slip;
mod start;
mod state;
mod step;
mod stray;
mod target;
mod texts;
mod times;
mod tokens;
mod tree;
mod unbraced;
mod undeclared;
mod unit;
mod verb;
mod waiting;
mod words;
mod xml;

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{
    Token,
    buffer::Cursor,
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::AnyDelimiter as _},
};

use unit::{Resume, begins_item, begins_line, begins_unit, is_ended, skip, unit};

pub(crate) use elsewhere::AFTER_HANG_UP;
pub(crate) use literal::written_duration;
pub(crate) use tree::tree;
#[cfg(test)]
pub(crate) use words::tests::heads;
pub(crate) use words::{no_target, outcome_called, target_called};

use crate::diagnostics::{Behind, Diagnostic, Diagnostics};

/// The maximum nesting depth of blocks.
const MAX_DEPTH: usize = 64;

/// Returns the next word, if there is one.
fn peek_word(input: ParseStream<'_>) -> Option<String> {
    // Uses the cursor, because a fork is slower than the rest of the function.
    input.cursor().ident().map(|(word, _)| word.to_string())
}

/// Takes `word` if it comes next.
fn take_word(input: ParseStream<'_>, word: &str) -> Option<Span> {
    (peek_word(input)? == word).then(|| input.call(Ident::parse_any).ok()).flatten().map(|found| found.span())
}

/// Takes the word that comes next.
fn any_word(input: ParseStream<'_>, what: &str) -> Result<Ident, Diagnostic> {
    input.call(Ident::parse_any).map_err(|_| expected(input, what))
}

/// Returns a syntax error.
fn syntax_error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new("syntax", span, message)
}

/// `expected a duration such as `5s`, found `five``.
fn expected(input: ParseStream<'_>, what: &str) -> Diagnostic {
    let Some((token, _)) = input.cursor().token_tree() else {
        return syntax_error(input.span(), format!("expected {what} before this")).help(example::of(what));
    };
    if let Some(diagnostic) =
        stray::before_value(what, input.cursor()).or_else(|| scope::bare(input.cursor()))
    {
        return diagnostic;
    }
    let found = match &token {
        TokenTree::Group(group) => opening(group.delimiter()).to_owned(),
        other => other.to_string(),
    };
    let diagnostic = syntax_error(input.span(), format!("expected {what}, found `{found}`"));
    match example::instead(what, &token) {
        Some(written) => diagnostic.help(format!("write `{written}`")),
        None => diagnostic.help(example::of(what)),
    }
}

/// The same with another help.
fn expected_as(input: ParseStream<'_>, what: &str, help: &str) -> Diagnostic {
    Diagnostic { lines: Vec::new(), ..expected(input, what) }.help(help)
}

fn opening(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Parenthesis => "(",
        Delimiter::Brace => "{",
        Delimiter::Bracket => "[",
        Delimiter::None => "…",
    }
}

/// Returns the error that something is missing before the next token.
fn missing_before(input: ParseStream<'_>, what: &str) -> Diagnostic {
    syntax_error(input.span(), format!("missing `{what}` before this"))
}

/// Returns the error that something is missing after what was parsed since `from`.
fn missing_after(input: ParseStream<'_>, from: Cursor<'_>, what: &str) -> Diagnostic {
    let last = tokens::last_between(from, input.cursor());
    let span = last.map_or_else(|| input.span(), |token| tokens::end_of(&token));
    syntax_error(span, format!("missing `{what}` after this"))
}

/// Takes and reports a punctuation mark that is not allowed.
fn no_mark(input: ParseStream<'_>, diagnostics: &mut Diagnostics, place: &str) {
    let double = input.peek(Token![=>]) || input.peek(Token![->]) || input.peek(Token![==]);
    let before_block = input.cursor().punct().is_some_and(|(_, rest)| rest.group(Delimiter::Brace).is_some());
    let single = input.peek(Token![:]) && !input.peek(Token![::])
        || input.peek(Token![=])
        || before_block && (input.peek(Token![;]) || input.peek(Token![,]));
    if !double && !single {
        return;
    }
    let Some(mut taken) = tokens::take_one(input) else { return };
    if let Some(second) = double.then(|| tokens::take_one(input)).flatten() {
        taken.tokens.extend(second.tokens);
        taken.last = second.last;
    }
    let diagnostic = syntax_error(taken.first, format!("`{}` is not allowed {place}", taken.written()));
    diagnostics.push(diagnostic.to(taken.last).help("remove it"));
}

/// `a`, `b` and `c`.
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Parses `{ … }` with `body`.
fn block<T>(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
    body: impl FnOnce(ParseStream<'_>, &mut Diagnostics) -> T,
) -> Result<T, Diagnostic> {
    block_called(input, diagnostics, "a block must be in braces", body)
}

/// Parses `{ … }` with `body`. `message` is reported for other brackets.
fn block_called<T>(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
    message: &str,
    body: impl FnOnce(ParseStream<'_>, &mut Diagnostics) -> T,
) -> Result<T, Diagnostic> {
    if !slip::at_brackets(input) {
        return Err(expected(input, "`{`"));
    }
    slip::report_brackets(input, message, diagnostics);
    let (_, span, content) = input.parse_any_delimiter()?;
    if diagnostics.depth >= MAX_DEPTH {
        let _rest: proc_macro2::TokenStream = content.parse()?;
        return Err(syntax_error(span.open(), format!("more than {MAX_DEPTH} nested blocks here")));
    }
    diagnostics.depth += 1;
    diagnostics.behind = Behind::Nothing;
    let read = body(&content, diagnostics);
    diagnostics.behind = Behind::Nothing;
    diagnostics.depth -= 1;
    Ok(read)
}

/// Takes a group with this delimiter, and returns its content.
fn group<'a>(
    input: ParseStream<'a>,
    delimiter: Delimiter,
    what: &str,
) -> Result<syn::parse::ParseBuffer<'a>, Diagnostic> {
    if input.cursor().group(delimiter).is_none() {
        return Err(expected(input, what));
    }
    let (_, _, content) = input.parse_any_delimiter()?;
    Ok(content)
}

/// Returns whether a group in braces comes next.
fn at_block(input: ParseStream<'_>) -> bool {
    input.cursor().group(Delimiter::Brace).is_some()
}

/// Returns whether a group in parentheses comes next.
fn at_parenthesis(input: ParseStream<'_>) -> bool {
    input.cursor().group(Delimiter::Parenthesis).is_some()
}

/// Parses the required `;` after something that began at `from` and does not end in a block. A missing `;` before the
/// next line is reported alone, and parsing continues.
fn semicolon(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(());
    }
    if no_line_follows(input) {
        let before = tokens::between(from, input.cursor());
        stray::stray(input, &before, |input| input.peek(Token![;]), diagnostics);
        input.parse::<Token![;]>()?;
        return Ok(());
    }
    if second_text(input) {
        let before = tokens::between(from, input.cursor());
        stray::stray(input, &before, |input| input.peek(Token![;]), diagnostics);
        input.parse::<Token![;]>()?;
        return Ok(());
    }
    if input.peek(Token![,]) {
        let needless = input.peek2(Token![;]);
        let (message, help) = match needless {
            true => ("`,` is not allowed before `;`", "remove it"),
            false => ("a line must end with `;`", "write `;`"),
        };
        diagnostics.push(syntax_error(input.span(), message).help(help));
        input.parse::<Token![,]>()?;
        if needless {
            input.parse::<Token![;]>()?;
        }
        return Ok(());
    }
    if let Some(diagnostic) = next_line::instead_of_semicolon(input, from) {
        diagnostics.push(diagnostic);
        return Ok(());
    }
    if input.peek(Token![->]) || input.peek(Token![=>]) {
        let (first, last) = (tokens::take_one(input), tokens::take_one(input));
        if let Some((first, last)) = first.zip(last) {
            let diagnostic = syntax_error(first.first, "a state continues with `goto`").to(last.last);
            return Err(diagnostic.help("write `; goto`"));
        }
    }
    if stray::behind_step(input, from, diagnostics) {
        return Ok(());
    }
    let goes_on = input.is_empty() || begins_line(input) || literal::is_text(input) || input.peek(Token![#]);
    if !goes_on && stray::semicolon_follows(input.cursor()) {
        stray::stray(
            input,
            &tokens::between(from, input.cursor()),
            |input| input.peek(Token![;]),
            diagnostics,
        );
        input.parse::<Token![;]>()?;
        return Ok(());
    }
    if !goes_on && peek_word(input).is_none() {
        return Err(expected(input, "`;`"));
    }
    diagnostics.push(missing_after(input, from, ";"));
    Ok(())
}

/// Returns whether `, "https://b.example/";` comes next.
fn second_text(input: ParseStream<'_>) -> bool {
    let rest = input.cursor().punct().filter(|(mark, _)| mark.as_char() == ',').map(|(_, rest)| rest);
    let text = rest.and_then(Cursor::literal).filter(|(text, _)| text.to_string().starts_with('"'));
    text.is_some_and(|(_, rest)| stray::semicolon_follows(rest))
}

/// Returns whether `, voice "alice";` or ` now;` comes next: tokens up to a `;` that begin no line.
fn no_line_follows(input: ParseStream<'_>) -> bool {
    let at = input.cursor();
    let comma = at.punct().filter(|(mark, _)| mark.as_char() == ',').map(|(_, rest)| rest);
    let Some((word, rest)) = comma.unwrap_or(at).ident() else { return false };
    let word = word.to_string();
    let is_alone = rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';');
    let is_assigned = rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), '=' | ':'));
    let is_line = words::is_known(words::Context::State, &word) || word == "if";
    let is_rust = rest.group(Delimiter::Parenthesis).is_some()
        || rest.punct().is_some_and(|(mark, _)| mark.as_char() == '.');
    let is_lowercase = word.starts_with(char::is_lowercase);
    let is_rest = match comma {
        Some(_) => is_assigned || !is_line && !is_rust && (is_lowercase || !is_alone),
        None => is_alone && is_lowercase && !is_line && !words::is_another(words::Context::State, &word),
    };
    is_rest && stray::semicolon_follows(comma.map_or(at, |_| rest))
}

/// Returns whether `, loop …` comes next.
fn loops(input: ParseStream<'_>) -> bool {
    let after = input.cursor().punct().and_then(|(_, rest)| rest.ident());
    after.is_some_and(|(word, _)| word == "loop" || word == "repeat" || word == "times")
}

/// TwiML's `loop`, with its comma.
fn no_loop(input: ParseStream<'_>, verb: &str) -> Diagnostic {
    let first = input.span();
    let taken = tokens::take_until(input, |input| input.peek(Token![;]));
    let last = taken.map_or(first, |taken| taken.last);
    let done = if verb == "say" { "said" } else { "played" };
    let message = format!("`{verb}` has no `loop`: write the line once for each time it is {done}");
    syntax_error(first, message).to(last).help("remove it")
}
