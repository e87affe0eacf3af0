//! What an editor finds in the expansion: every name of a state, wherever the author wrote it, as the same variant
//! with the author's span; and nothing that was invented stands where the author wrote something else.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Range,
};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::{check::is_rule, compile::compile};

/// A name and its source position.
type NamedSpan = (String, Range<usize>);

/// A sound tree with a name of a state in every possible position.
const SOUND: &str = r#"
    /// A line.
    pub(crate) tree Line for App {
        start Greeting;
        start night Closed;
        data { zip: String = String::new(), secret pin: Digits }
        everywhere {
            0 => Desk,
            1 => { say "Back."; } then Menu,
            silence => retry 2 { say "Sorry?"; } then Desk,
            _ => retry 1 { say "Pardon?"; } at Code then { say "Goodbye."; } then Thanks,
        }
        on_error { say "Sorry."; } then Desk
        promise Desk within 9 keys of every state;
        promise Desk within 9 keys of Menu;
        promise Greeting before Menu;
        state Greeting { uninterrupted { say "Welcome."; } goto Menu; }
        state Menu { gather key { say "For your code, press two. Three. Four."; } match { 2 => Code, 3 => Hours, 4 => Lookup } }
        state Code { gather 4 keys { say "Your code?"; } match { entered => Check } }
        state Check { gather key { say "Right? Press two."; } match { 2 => Menu, silence | _ => retry 1 { say "No."; } at Code then Thanks } }
        state Hours under Menu { gather key { say "Nine to five."; } match { 5 => again, silence | _ => back } }
        state Lookup { match app.find(&call.zip).await within 3s { Some(_) => Menu, None => { set zip = String::new(); } then Thanks, late => Thanks } }
        state Desk { dial "+12345678900" match { answered => end, busy => Message, _ => { say "Nobody."; } then Message } }
        state Message { record match { recorded => Queue, silence => end } }
        state Queue { enqueue "q" match { bridged => end, _ => Thanks } }
        state Thanks { say "Thank you."; hangup; }
        state Closed { say "We are closed."; goto Thanks; }
        scenario "calls" { 2 1234 2 => Menu; 3 _ => Menu; silence silence silence => Desk; }
        scenario "at night" from night { => Thanks; => end; }
    }
"#;

/// The same in trees with errors, each of another kind.
const FAULTS: [(&str, &str); 16] = [
    ("an unknown target", "start Menu; state Menu { goto Slaes; } state Sales { goto Menu; }"),
    (
        "an unreachable state",
        "start Menu; state Menu { goto Sales; } state Sales { hangup; } state Orphan { goto Sales; }",
    ),
    (
        "an arm half written",
        "start Menu; state Menu { gather key match { 1 => Sales, 2 => , silence | _ => Menu } } state Sales { goto Menu; }",
    ),
    (
        "an arm that has just begun",
        "start Menu; state Menu { gather key match { 1 => Sales, 3 => silence | _ => Menu } } state Sales { hangup; }",
    ),
    (
        "a missing comma",
        "start Menu; state Menu { gather key match { 1 => Sales 2 => Menu, silence | _ => end } } state Sales { hangup; }",
    ),
    (
        "a wrong clause",
        "start Menu; state Menu { gather key, timeuot 5s { say \"x\"; } match { 1 => Sales, silence | _ => end } } state Sales { hangup; }",
    ),
    (
        "a wrong duration",
        "start Menu; state Menu { dial \"+12345678900\", timeout 5 match { answered => Sales, _ => end } } state Sales { hangup; }",
    ),
    ("a goto without end", "start Menu; state Menu { goto Sales } state Sales { goto }"),
    (
        "a retry without end",
        "start Menu; state Menu { gather key match { silence => retry 2 { } Sales, _ => retry 2 { } at Menu Sales } } state Sales { hangup; }",
    ),
    (
        "two states of one name",
        "start Menu; state Menu { goto Sales; } state Sales { hangup; } state Sales { goto Menu; }",
    ),
    ("two starts", "start Menu; start Sales; state Menu { goto Sales; } state Sales { hangup; }"),
    (
        "a wrong scenario",
        "start Menu; state Menu { goto Sales; } state Sales { hangup; } scenario \"x\" { => Menu; => Sales; 1 => Menu; }",
    ),
    (
        "a scenario of nobody",
        "start Menu; state Menu { goto Sales; } state Sales { hangup; } scenario \"x\" from nowhere { => Menu; 1 => Sales }",
    ),
    (
        "broken promises",
        "start Menu; promise Menu before Sales; promise Nobody before Sales; promise Sales whenever Menu; state Menu { goto Sales; } state Sales { hangup; }",
    ),
    (
        "words before a retry",
        "start Menu; on_error { } Sales state Menu { gather key match { silence | _ => { say \"x\"; } then retry 2 { } at Menu then Sales } } state Sales { hangup; }",
    ),
    (
        "an unknown item",
        "start Menu; strat Sales; state Menu under Sales { gto Sales; } state Sales { gather match { 1 => Menu } } state { goto Sales; } state Menu",
    ),
];

#[test]
fn every_name_of_a_state_stands_in_the_expansion() {
    let expansion = every_name_is_there(SOUND, "a sound tree").to_string();
    assert!(!expansion.contains("compile_error"), "{expansion}");
}

#[test]
fn every_name_of_a_state_stands_in_the_expansion_whatever_is_wrong() {
    for (diagnostic, items) in FAULTS {
        let expansion = every_name_is_there(&format!("tree Line {{ {items} }}"), diagnostic);
        assert!(expansion.to_string().contains("compile_error"), "{diagnostic} is a fault");
    }
}

#[test]
fn nothing_invented_stands_where_the_author_wrote() {
    for source in
        [SOUND.to_owned()].into_iter().chain(FAULTS.map(|(_, items)| format!("tree Line {{ {items} }}")))
    {
        let expansion = compile(source.parse().expect("the brackets of a test are balanced"));
        for (ident, _) in idents(expansion) {
            let written = ident.span().source_text();
            // `compile_error` and the names of rules are located at the tokens that a message points to.
            let name = ident.to_string();
            let message = matches!(name.as_str(), "core" | "compile_error") || is_rule(&name);
            assert!(
                message || is_invented(ident.span()) || written == Some(ident.to_string()),
                "{ident}: {written:?}"
            );
        }
    }
}

/// Before all that quotes it, for an editor completes it by trying names of other lengths in its place.
#[test]
fn a_name_that_is_half_typed_stands_first() {
    let tree = quote!(tree Line { start Menu; state Menu { goto Sal; } state Sales { goto Menu; } });
    let expansion = compile(tree).to_string();
    let first = quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            const _: Line = Line::Sal;
        };
    };
    assert!(expansion.starts_with(&first.to_string()), "{expansion}");
}

#[track_caller]
fn every_name_is_there(source: &str, what: &str) -> TokenStream {
    let tree: TokenStream = source.parse().expect("the brackets of a test are balanced");
    let written = idents(tree.clone());
    let states: BTreeSet<String> =
        written.iter().filter(|(_, before)| before == "state").map(|(name, _)| name.to_string()).collect();
    let expansion = compile(tree);
    // A variant occurs in the declaration of the enum, or after its name.
    let found: HashSet<NamedSpan> = variants(&expansion);
    for (name, _) in written.iter().filter(|(name, _)| states.contains(&name.to_string())) {
        let place = name.span().start();
        let here = (name.to_string(), name.span().byte_range());
        assert!(found.contains(&here), "{what}: `{name}` at {}:{} is lost", place.line, place.column);
    }
    expansion
}

/// Returns all identifiers, each with the token before it.
fn idents(tokens: TokenStream) -> Vec<(Ident, String)> {
    let mut found = Vec::new();
    let mut before = String::new();
    for token in tokens {
        match &token {
            TokenTree::Group(group) => found.extend(idents(group.stream())),
            TokenTree::Ident(ident) => found.push((ident.clone(), before)),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        before = token.to_string();
    }
    found
}

/// The variants of the enum: where it is declared, `Line::Menu`, and every name where they are imported.
fn variants(expansion: &TokenStream) -> HashSet<NamedSpan> {
    let mut found = HashSet::new();
    collect(expansion.clone(), false, &mut found);
    found
}

/// `in_scope`: the variants are declared here, or have been imported.
fn collect(tokens: TokenStream, in_scope: bool, found: &mut HashSet<NamedSpan>) {
    let in_scope = in_scope || has_import(&tokens);
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (place, token) in tokens.iter().enumerate() {
        let text =
            |back: usize| place.checked_sub(back).map_or_else(String::new, |place| tokens[place].to_string());
        match token {
            TokenTree::Group(group) => collect(group.stream(), in_scope || text(2) == "enum", found),
            TokenTree::Ident(ident) => {
                let named = text(1) == ":" && text(2) == ":" && text(3) == "Line";
                if named || in_scope {
                    found.insert((ident.to_string(), ident.span().byte_range()));
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// `use Line::*;` on this level.
fn has_import(tokens: &TokenStream) -> bool {
    let words: Vec<String> = tokens.clone().into_iter().map(|token| token.to_string()).collect();
    words.windows(5).any(|words| words.concat() == "useLine::*")
}

fn is_invented(span: Span) -> bool {
    span.byte_range().is_empty()
}

#[test]
fn a_name_that_the_compiler_invents_has_no_place() {
    let ident = idents(quote!(invented)).remove(0).0;
    assert!(is_invented(ident.span()));
}
