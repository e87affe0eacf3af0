//! A word of the language in several parts: `every where`, `on-error`, `caller id`.

use proc_macro2::Ident;
use syn::{buffer::Cursor, parse::ParseStream};

use super::{
    syntax_error, tokens,
    words::{self, Context, folded},
};
use crate::diagnostics::Diagnostics;

/// The maximum number of parts.
const MAX_PARTS: usize = 4;

/// Takes what follows `first`, if they are one word of the language together, which is reported.
pub(super) fn joined(
    input: ParseStream<'_>,
    place: Context,
    first: &Ident,
    diagnostics: &mut Diagnostics,
) -> Option<Ident> {
    // Most words have no second part.
    part(input.cursor())?;
    let typed = first.to_string();
    let is_own = words::is_known(place, &typed);
    let (mut at, mut written, mut name) = (input.cursor(), typed.clone(), typed);
    for _ in 1..MAX_PARTS {
        let (dash, part, rest) = part(at)?;
        at = rest;
        written.push_str(&format!("{dash}{part}"));
        name.push_str(&part.to_string());
        let known = || place.known().into_iter().find(|known| folded(known) == folded(&name));
        // `wait time` may be a clause and its value.
        let Some(ours) = known().or_else(|| words::ours(place, &name).filter(|_| !is_own)) else { continue };
        let last = tokens::take_until(input, |input| input.cursor() == at)?.last;
        let diagnostic = syntax_error(first.span(), format!("`{written}` is called `{ours}` here"));
        diagnostics.push(diagnostic.to(last).help(format!("write `{ours}`")));
        return Some(Ident::new(ours, first.span()));
    }
    None
}

/// The next word in lower case, and what separates it from the one before.
fn part(at: Cursor<'_>) -> Option<(char, Ident, Cursor<'_>)> {
    let dash = at.punct().filter(|(mark, _)| mark.as_char() == '-').map(|(_, rest)| rest);
    let (part, rest) = dash.unwrap_or(at).ident()?;
    let sign = if dash.is_some() { '-' } else { ' ' };
    let is_expression = rest.punct().is_some_and(|(mark, _)| mark.as_char() == '.');
    (!is_expression && part.to_string().starts_with(char::is_lowercase)).then_some((sign, part, rest))
}
