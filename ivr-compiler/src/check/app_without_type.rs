//! # app_without_type
//!
//! The tree calls Rust through `app` but does not declare the type of `app`. The compiler cannot generate the
//! question, so no call could continue from this state.
//!
//! ```text
//! tree Line {
//!     start Menu;
//!     state Menu { match app.is_open() { true => Open, false => Closed } }
//!     state Open { say "Please hold."; hangup; }
//!     state Closed { say "We are closed."; hangup; }
//! }
//! ```
//!
//! Write the type after the name of the tree:
//!
//! ```text
//! tree Line for Office {
//!     start Menu;
//!     state Menu { match app.is_open() { true => Open, false => Closed } }
//!     state Open { say "Please hold."; hangup; }
//!     state Closed { say "We are closed."; hangup; }
//! }
//! ```

use proc_macro2::{Span, TokenStream, TokenTree};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.app.is_some() {
        return;
    }
    if let Some(app) = graph.rust().into_iter().find_map(app_in) {
        let name = &graph.name;
        let diagnostic =
            Diagnostic::new("app_without_type", app, format!("`{name}` does not declare the type of `app`"));
        diagnostics.push(
            diagnostic.help(format!("write its type after the name of the tree: `tree {name} for App`")),
        );
    }
}

/// Returns the word `app`, if it is not a field or a method with that name.
fn app_in(tokens: &TokenStream) -> Option<Span> {
    let mut path = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(word) if word == "app" && !path => return Some(word.span()),
            TokenTree::Group(group) => {
                if let Some(found) = app_in(&group.stream()) {
                    return Some(found);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        path = matches!(&token, TokenTree::Punct(mark) if matches!(mark.as_char(), '.' | ':'));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn an_app_of_no_type_is_told_once() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { match app.is_open() { true => Open, false => end } }
//~                                ^^^ `Line` does not declare the type of `app`
//~                                help: write its type after the name of the tree: `tree Line for App`
                state Open { match app.who() { true => end, false => end } }
            }
            "#,
        );
    }

    #[test]
    fn rust_that_asks_something_else() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { match crate::app::is_open() { true => end, false => end } }
            }
            "#,
        );
    }
}
