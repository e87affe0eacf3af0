//! Declarations that a tree does not have: `queue "support";`, `import "other.tree";`.

use proc_macro2::TokenTree;
use syn::{buffer::Cursor, parse::ParseStream};

use super::{syntax_error, tokens, words::folded};
use crate::diagnostics::Diagnostic;

const IMPORT: &str =
    "a tree imports nothing: its states are in one `phone_tree!`, and its Rust is outside of it";

/// Returns the diagnostic for a declaration that comes next; it is taken as a whole.
pub(super) fn undeclared(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    let message = match folded(&word.to_string()).as_str() {
        "import" | "include" | "includestr" | "require" | "from" | "source" => IMPORT,
        "use" if rest.literal().is_some() => IMPORT,
        "extends" | "load" if rest.ident().is_some() || rest.literal().is_some() => IMPORT,
        "number" | "phone" if rest.ident().is_some() => "a number needs no declaration: `dial` has it",
        "number" | "numbers" | "phone" | "phonenumber" | "telephone" | "did" | "tel" => {
            "a number is connected to the tree in Twilio's settings, not in the tree"
        }
        "agent" | "agents" if rest.ident().map_or(rest, |(_, rest)| rest).literal().is_some() => {
            "an agent needs no declaration: `connect` names it"
        }
        "client" | "clients" => "a client needs no declaration: `dial client` names it",
        "sip" => "a SIP address needs no declaration: `dial sip` names it",
        "queue" | "queues" => "a queue needs no declaration: `enqueue` names it",
        "conference" | "conferences" | "room" | "rooms" => {
            "a conference needs no declaration: `dial conference` names it"
        }
        _ => return None,
    };
    let behind = end(rest, message != IMPORT)?;
    let taken = tokens::take_until(input, |input| input.cursor() == behind)?;
    let file = taken.tokens.clone().into_iter().find(|token| token.to_string().ends_with(".toml\""));
    if let (IMPORT, Some(file)) = (message, file) {
        let message = "a prompt file is loaded with `prompts`";
        return Some(
            syntax_error(taken.first, message).to(taken.last).help(format!("write `prompts {file};`")),
        );
    }
    let has_clauses = message != IMPORT
        && taken.tokens.clone().into_iter().any(|token| match token {
            TokenTree::Group(_) => true,
            TokenTree::Punct(mark) => mark.as_char() == ',',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        });
    let message = if has_clauses { format!("{message} and has its clauses") } else { message.to_owned() };
    Some(syntax_error(taken.first, message).to(taken.last).help("remove it"))
}

/// The end of a declaration: its `;` or its braces, if no `match` is before it.
fn end(from: Cursor<'_>, braces: bool) -> Option<Cursor<'_>> {
    let mut at = from;
    loop {
        let (token, next) = at.token_tree()?;
        match token {
            TokenTree::Ident(word) if word == "match" => return None,
            TokenTree::Ident(word) if word == "state" => return (at != from).then_some(at),
            TokenTree::Group(group) if braces && group.delimiter() == proc_macro2::Delimiter::Brace => {
                let optional = next.punct().filter(|(mark, _)| mark.as_char() == ';');
                return Some(optional.map_or(next, |(_, rest)| rest));
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => return Some(next),
            _ => at = next,
        }
    }
}
