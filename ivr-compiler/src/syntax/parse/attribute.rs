//! `/// …`, and `#[allow(rule, reason = "…")]`, `#[warn(rule)]`, `#[deny(rule)]` as Rust has them.

use proc_macro2::{Delimiter, Ident};
use syn::{LitStr, Token, ext::IdentExt as _, parse::ParseStream};

use super::{expected, group, literal, syntax_error, take_word};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{Attributes, Level, Setting, Text},
};

const LEVELS: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// Parses the attributes that come next. One that cannot be parsed is reported and left out; its item is kept.
pub(super) fn attributes(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Attributes {
    let mut found = Attributes::default();
    while input.peek(Token![#]) {
        if conditional(input, diagnostics) {
            continue;
        }
        if let Err(error) = attribute(input, &mut found, diagnostics) {
            diagnostics.push(error);
        }
    }
    found
}

/// Takes a `#[cfg(…)]`. Its item is parsed as if the condition held; rustc decides.
pub(super) fn conditional(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let attribute = input.cursor().punct().and_then(|(_, rest)| rest.group(Delimiter::Bracket));
    let is_cfg = attribute.and_then(|(inside, _, _)| inside.ident()).is_some_and(|(word, _)| word == "cfg");
    if !is_cfg || !input.peek(Token![#]) {
        return false;
    }
    let _attribute = super::tokens::take_one(input).zip(super::tokens::take_one(input));
    diagnostics.conditional = true;
    true
}

/// `# greets the caller`, as other languages have comments.
pub(super) fn comment(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (mark, rest) = input.cursor().punct().filter(|(mark, _)| mark.as_char() == '#')?;
    let inner = rest.punct().filter(|(mark, _)| mark.as_char() == '!').map_or(rest, |(_, rest)| rest);
    if inner.group(Delimiter::Bracket).is_some() {
        return None;
    }
    Some(syntax_error(mark.span(), "a comment begins with `//`").help("write `//`"))
}

fn attribute(
    input: ParseStream<'_>,
    found: &mut Attributes,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let comment = comment(input);
    input.parse::<Token![#]>()?;
    if let Some(diagnostic) = comment {
        return Err(diagnostic);
    }
    if input.peek(Token![!])
        && let Some(mark) = super::tokens::take_one(input)
    {
        let message = "an attribute of a tree or of a state has no `!`";
        diagnostics.push(syntax_error(mark.first, message).help("remove it"));
    }
    let content = group(input, Delimiter::Bracket, "`[`")?;
    if take_word(&content, "doc").is_some() {
        content.parse::<Token![=]>()?;
        let line: LitStr = content.parse()?;
        found.docs.push(Text::new(line.value(), line.span()));
        return Ok(());
    }
    let Some((_, level)) = LEVELS.iter().find(|(word, _)| take_word(&content, word).is_some()) else {
        return Err(unknown(&content));
    };
    let inside = group(&content, Delimiter::Parenthesis, "`(` and the name of a rule")?;
    found.settings.extend(settings(&inside, *level, diagnostics)?);
    Ok(())
}

/// An attribute other than `cfg` among the lines of a state: reported and taken.
pub(super) fn misplaced(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let attribute = input.cursor().punct().filter(|(mark, _)| mark.as_char() == '#');
    let Some((inside, span, _)) = attribute.and_then(|(_, rest)| rest.group(Delimiter::Bracket)) else {
        return false;
    };
    if inside.ident().is_none() {
        return false;
    }
    let first = input.span();
    let _attribute = super::tokens::take_one(input).zip(super::tokens::take_one(input));
    let diagnostic = syntax_error(first, "a waiver must come before a tree or a state").to(span.close());
    diagnostics.push(diagnostic.help("move it before `state`"));
    true
}

fn unknown(input: ParseStream<'_>) -> Diagnostic {
    let Ok(word) = input.call(Ident::parse_any) else {
        return expected(input, "an attribute such as `allow`");
    };
    let (typed, _rest) = (word.to_string(), input.parse::<proc_macro2::TokenStream>());
    if typed == "derive" {
        let message = "the enum of a tree has `Debug`, `Clone`, `Copy`, `PartialEq`, `Eq` and `Hash` already";
        return syntax_error(word.span(), message).help("remove the attribute");
    }
    let diagnostic = syntax_error(word.span(), format!("unknown attribute `{typed}`"));
    match nearest(&typed, LEVELS.iter().map(|(word, _)| *word)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic
            .help("remove the attribute")
            .note("a tree and its states have `///`, `allow`, `warn`, `deny` and `cfg`"),
    }
}

/// Parses the rules between the brackets, each with the reason at the end.
fn settings(
    input: ParseStream<'_>,
    level: Level,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Setting>, Diagnostic> {
    let mut rules: Vec<Ident> = Vec::new();
    let mut reason: Option<Text> = None;
    while !input.is_empty() {
        if !rules.is_empty() && literal::is_text(input) {
            let text = literal::text(input, "a reason")?;
            let diagnostic = syntax_error(text.span, "the reason of a waiver must follow `reason =`");
            diagnostics.push(diagnostic.help(format!("write `reason = {:?}`", text.value)));
            reason = Some(text);
            continue;
        }
        let word = literal::name(input, "the name of a rule")?;
        if word == "reason" && input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            reason = Some(literal::text(input, "a reason")?);
        } else {
            rules.push(word);
        }
        if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
            return Err(expected(input, "`,`"));
        }
    }
    if rules.is_empty() {
        return Err(expected(input, "the name of a rule"));
    }
    Ok(rules.into_iter().map(|rule| Setting { level, rule, reason: reason.clone() }).collect())
}
