//! A line of Asterisk's dial plan, `exten => 1,1,Goto(sales,s,1)` or `same => n,Hangup()`.

use ivr_core::event::Outcome;
use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{line, literal::capitalised, next_line, peek_word, syntax_error, tokens, words};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Pattern,
};

/// Returns the diagnostic for an extension that comes next; it is taken with its `;`.
pub(super) fn extension(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    let arrow = rest.punct().is_some_and(|(mark, _)| mark.as_char() == '=');
    if word != "exten" && word != "same" || !arrow {
        return None;
    }
    let first = tokens::take_one(input)?;
    let begins = |input: ParseStream<'_>| {
        next_line::begins(input) || matches!(peek_word(input).as_deref(), Some("exten" | "same"))
    };
    let taken = tokens::take_until(input, |input| input.peek(Token![;]) || begins(input))?;
    let ended = input.parse::<Option<Token![;]>>().ok()?.is_some();
    let key = taken.tokens.clone().into_iter().nth(2).filter(|_| word == "exten");
    let step = line::last_call(&taken);
    let app = application(&taken);
    let needless = app.as_deref().is_some_and(words::is_needless);
    if let Some(TokenTree::Literal(key)) = key {
        let target = match step.as_deref().and_then(|step| step.strip_prefix("goto ")) {
            Some(state) => capitalised(state),
            None => "…".to_owned(),
        };
        let message = "an extension of Asterisk is an arm of `gather … match { … }`";
        let help = format!("write `gather key {{ … }} match {{ {key} => {target} }}`");
        return Some(syntax_error(first.first, message).to(taken.last).help(help));
    }
    let diagnostic = |message: String| syntax_error(first.first, message).to(taken.last);
    let end = if ended { "" } else { ";" };
    Some(match (needless, step) {
        (true, _) => {
            diagnostic(format!("a phone tree needs no `{}`", app.unwrap_or_default())).help("remove it")
        }
        (false, Some(step)) => diagnostic("a line of Asterisk is its step alone here".to_owned())
            .help(format!("write `{step}{end}`")),
        (false, None) => diagnostic("a line of Asterisk is a step here".to_owned())
            .help("write a step, such as `say \"…\";`"),
    })
}

/// `Goto(sales,s,1)` where a state is named: reported and read as the state.
pub(super) fn goto(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Ident> {
    let (word, rest) = input.cursor().ident()?;
    let (arguments, span, _) = rest.group(Delimiter::Parenthesis)?;
    let is_goto = [
        "goto",
        "jump",
        "transition",
        "transfer",
        "redirect",
        "enter",
        "go",
        "gosub",
        "call",
        "some",
        "ok",
        "box",
        "state",
    ];
    if !is_goto.contains(&words::folded(&word.to_string()).as_str()) {
        return None;
    }
    let state = match arguments.token_tree()?.0 {
        TokenTree::Ident(state) => state.to_string(),
        TokenTree::Literal(state) => state.to_string().trim_matches('"').to_owned(),
        TokenTree::Group(_) | TokenTree::Punct(_) => return None,
    };
    let state = syn::parse_str::<Ident>(&capitalised(&state)).ok()?;
    let _taken = (tokens::take_one(input), tokens::take_one(input));
    let diagnostic = syntax_error(word.span(), "an arm takes only the name of the state").to(span.close());
    diagnostics.push(diagnostic.help(format!("write `{state}`")));
    diagnostics.repaired(&state.to_string());
    Some(Ident::new(&state.to_string(), word.span()))
}

/// The message for the first pattern of digits in a block; the others are the same mistake.
const NO_PATTERN: &str = "a pattern of digits is not an arm: `entered` takes every entry";

/// `_XXXX`, `_1NXX.` and `"_XXXX"` in place of keys: reported and read as `entered`.
pub(super) fn patterns(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Pattern>> {
    let (first, rest) = input.cursor().token_tree()?;
    let is_range =
        matches!(&first, TokenTree::Ident(word) if word == "_") && rest.group(Delimiter::Bracket).is_some();
    let written = match &first {
        TokenTree::Ident(word) => word.to_string(),
        TokenTree::Literal(_) => tokens::unquoted(&first)?,
        TokenTree::Group(_) | TokenTree::Punct(_) => return None,
    };
    let length = length(&written);
    if length.is_none() && !is_range {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]) || input.peek(Token![->]))?;
    let diagnostic = syntax_error(taken.first, NO_PATTERN).to(taken.last).help("write `entered`");
    if diagnostics.last_mut().is_some_and(|last| last.message == NO_PATTERN) {
        diagnostics.is_unread();
        return Some(Vec::new());
    }
    let is_whole = taken.tokens.into_iter().count() == 1;
    diagnostics.unread(match length.filter(|_| is_whole) {
        Some(length) => diagnostic.note(format!("`gather {length} keys` asks for an entry of {length} keys")),
        None => diagnostic.note("`gather 4..=8 keys` asks for an entry of four to eight keys"),
    });
    Some(vec![Pattern::Outcome { outcome: Outcome::Entered, span: taken.first }])
}

/// The number of digits of `_1XXX` or `XXXX`; none for another word.
fn length(written: &str) -> Option<usize> {
    let digits = written.strip_prefix('_').unwrap_or(written);
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'Z' | 'N');
    let is_marked = digits.len() < written.len() && digits.contains(['X', 'Z', 'N']);
    let is_pattern = is_marked || digits.len() > 1 && digits.bytes().all(|byte| byte == b'X');
    (is_pattern && digits.chars().all(is_digit)).then_some(digits.len())
}

/// The application that the line calls.
fn application(taken: &tokens::Taken) -> Option<String> {
    let all: Vec<TokenTree> = taken.tokens.clone().into_iter().collect();
    let [.., TokenTree::Ident(name), TokenTree::Group(arguments)] = &all[..] else { return None };
    (arguments.delimiter() == Delimiter::Parenthesis).then(|| name.to_string())
}
