//! `offer stop from stops, more 9` and `offer option from options, key option.digit`: clauses of `gather`.

use proc_macro2::{Ident, TokenStream};
use syn::{Token, parse::ParseStream};

use super::{
    at_block, expected, expected_as, literal, peek_word, rust, syntax_error, take_word, tokens, tree::once,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Offer, Text},
};

/// The clauses of an offer, which may be in any order.
#[derive(Default)]
pub(super) struct Clauses {
    /// The word `offer`, the item and the list.
    offer: Option<(Ident, Ident, Ident)>,
    more: Option<(Ident, Text)>,
    key: Option<(Ident, TokenStream)>,
}

impl Clauses {
    /// Parses the value of the clause `offer`, `more` or `key`.
    pub(super) fn read(
        &mut self,
        input: ParseStream<'_>,
        clause: &Ident,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        match clause.to_string().as_str() {
            "offer" => {
                let (item, list) = item_and_list(input, diagnostics)?;
                once(&mut self.offer, clause, (clause.clone(), item, list), diagnostics);
            }
            "more" if at_block(input) || input.peek(Token![,]) => {
                let diagnostic = syntax_error(clause.span(), "`more` needs a key");
                return Err(diagnostic.help("write `more 9`"));
            }
            "more" => {
                let key = literal::keys(input, diagnostics)?;
                if key.value.chars().count() != 1 {
                    return Err(syntax_error(key.span, "one key turns the page"));
                }
                once(&mut self.more, clause, (clause.clone(), key), diagnostics);
            }
            _ => {
                let expression = expression(input)?;
                once(&mut self.key, clause, (clause.clone(), expression), diagnostics);
            }
        }
        Ok(())
    }

    /// Returns the offer, if there is one. Its other clauses are allowed only with it.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) -> Option<Offer> {
        let others = [self.more.as_ref().map(|(word, _)| word), self.key.as_ref().map(|(word, _)| word)];
        let Some((word, item, list)) = self.offer else {
            for clause in others.into_iter().flatten() {
                let message = format!("`{clause}` is only allowed with `offer`");
                diagnostics.push(
                    syntax_error(clause.span(), message).help("write `offer item from list` before it"),
                );
            }
            return None;
        };
        if let [Some(more), Some(_)] = others {
            let message = "items with keys of their own have no pages";
            diagnostics.push(syntax_error(more.span(), message).help("remove `more` or `key`"));
        }
        let more = self.more.map(|(_, key)| key);
        let key = self.key.map(|(_, expression)| expression);
        Some(Offer { word: word.span(), item, list, more, key })
    }
}

/// `stop from stops`.
fn item_and_list(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Ident, Ident), Diagnostic> {
    const FORM: &str = "write `offer item from list`";
    if let (Some("from" | "in" | "of"), Some((_, rest))) =
        (peek_word(input).as_deref(), input.cursor().ident())
        && let Some((list, _)) = rest.ident()
    {
        let word = input.span();
        let diagnostic = syntax_error(word, "`offer` needs a field for the item before the list");
        return Err(diagnostic.to(list.span()).help(match singular(&list) {
            Some(item) => format!("write `{item} from {list}`"),
            None => format!("write `… from {list}`, with the field for the item"),
        }));
    }
    if let Some((item, list)) = list_first(input, "from", diagnostics) {
        return Ok((item, list));
    }
    let item = literal::field(input, "`offer` takes the name of a field, not an expression", diagnostics)?;
    if let Some(other) = take_word(input, "in").or_else(|| take_word(input, "of")) {
        diagnostics.push(syntax_error(other, "the list must follow `from`").help("write `from`"));
    } else if take_word(input, "from").is_none() {
        if at_block(input) || input.peek(Token![,]) {
            let diagnostic = syntax_error(item.span(), "`offer` needs a list");
            return Err(match singular(&item) {
                Some(one) => diagnostic.help(format!("write `{one} from {item}`, with a field for the item")),
                None => diagnostic.help(format!("write `{item} from …`, the field that holds the list")),
            });
        }
        return Err(expected_as(input, "`from` and the field that holds the list", FORM));
    }
    let list = literal::field(input, "`offer` takes the name of the list alone", diagnostics)?;
    Ok((item, list))
}

/// `stops as stop`: reported and read as `stop from stops`.
pub(super) fn list_first(
    input: ParseStream<'_>,
    joint: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(Ident, Ident)> {
    let (list, rest) = input.cursor().ident()?;
    let (word, rest) = rest.ident()?;
    let (item, behind) = rest.ident()?;
    matches!(word.to_string().as_str(), "as" | "into" | "to").then_some(())?;
    let _taken = tokens::take_until(input, |input| input.cursor() == behind)?;
    let diagnostic = syntax_error(list.span(), "the field for the item must come before its list");
    diagnostics.push(diagnostic.to(item.span()).help(format!("write `{item} {joint} {list}`")));
    Some((item, list))
}

/// `stop` for a list that is called `stops`.
pub(super) fn singular(list: &Ident) -> Option<String> {
    list.to_string().strip_suffix('s').filter(|one| one.len() > 1).map(str::to_owned)
}

/// Takes Rust up to the next clause, the prompts or the arms.
fn expression(input: ParseStream<'_>) -> Result<TokenStream, Diagnostic> {
    rust::too_deep(input.cursor())?;
    let ends = |input: ParseStream<'_>| {
        input.peek(Token![,]) || at_block(input) || peek_word(input).as_deref() == Some("match")
    };
    let taken = tokens::take_until(input, ends);
    taken
        .map(|taken| taken.tokens)
        .ok_or_else(|| expected(input, "the key of an item, such as `key item.digit`"))
}
