//! `/// …`, and `#[allow(rule, reason = "…")]`, `#[warn(rule)]`, `#[deny(rule)]` as Rust has them.

use proc_macro2::Ident;
use syn::{LitStr, Token, bracketed, parenthesized, parse::ParseStream};

use super::{literal, take_word};
use crate::{
    diagnostics::Diagnostics,
    syntax::{Attributes, Level, Setting, Text},
};

const LEVELS: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// The attributes that come next. One that cannot be read is reported and left out; what it stands at is kept.
pub(super) fn attributes(input: ParseStream<'_>, faults: &mut Diagnostics) -> Attributes {
    let mut found = Attributes::default();
    while input.peek(Token![#]) {
        if let Err(error) = attribute(input, &mut found) {
            faults.push(error);
        }
    }
    found
}

fn attribute(input: ParseStream<'_>, found: &mut Attributes) -> syn::Result<()> {
    input.parse::<Token![#]>()?;
    let content;
    bracketed!(content in input);
    if take_word(&content, "doc").is_some() {
        content.parse::<Token![=]>()?;
        let line: LitStr = content.parse()?;
        found.docs.push(Text::new(line.value(), line.span()));
        return Ok(());
    }
    let Some((_, level)) = LEVELS.iter().find(|(word, _)| take_word(&content, word).is_some()) else {
        return Err(content.error(
            "expected a documentation comment, or `allow(rule, reason = \"…\")`, `warn(rule)` or `deny(rule)`",
        ));
    };
    let inside;
    parenthesized!(inside in content);
    found.settings.extend(settings(&inside, *level)?);
    Ok(())
}

/// The rules between the brackets, each with the reason that stands last.
fn settings(input: ParseStream<'_>, level: Level) -> syn::Result<Vec<Setting>> {
    let mut rules: Vec<Ident> = Vec::new();
    let mut reason: Option<Text> = None;
    while !input.is_empty() {
        let word = literal::name(input, "the name of a rule")?;
        if word == "reason" && input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            reason = Some(literal::text(input, "a reason")?);
        } else {
            rules.push(word);
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    if rules.is_empty() {
        return Err(input.error("expected the name of a rule"));
    }
    Ok(rules.into_iter().map(|rule| Setting { level, rule, reason: reason.clone() }).collect())
}
