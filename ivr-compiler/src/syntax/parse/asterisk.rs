//! A line of Asterisk's dial plan, `exten => 1,1,Goto(sales,s,1)` or `same => n,Hangup()`.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{line, literal::capitalised, next_line, peek_word, syntax_error, tokens, words};
use crate::diagnostics::{Diagnostic, Diagnostics};

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

/// The application that the line calls.
fn application(taken: &tokens::Taken) -> Option<String> {
    let all: Vec<TokenTree> = taken.tokens.clone().into_iter().collect();
    let [.., TokenTree::Ident(name), TokenTree::Group(arguments)] = &all[..] else { return None };
    (arguments.delimiter() == Delimiter::Parenthesis).then(|| name.to_string())
}
