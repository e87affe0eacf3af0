//! # bad_name
//!
//! The name of a state is not in CamelCase. It becomes a variant of an enum and part of a URL, and names in lower
//! case belong to the server (`status`, `phone` …). The server could not distinguish the state from its own paths,
//! and callers would hear an error.
//!
//! ```text
//! start main_menu;
//! state main_menu { hangup; }
//! ```
//!
//! Write the name as Rust writes types:
//!
//! ```text
//! start MainMenu;
//! state MainMenu { hangup; }
//! ```
//!
//! The name of a start is part of a URL as well. It consists of lower-case letters, digits and `_`, and must not be
//! a name that the server uses itself.
//!
//! ```text
//! start Menu;
//! start status Report;
//! state Menu { say "Nobody is here."; hangup; }
//! state Report { say "All is well."; hangup; }
//! ```
//!
//! ```text
//! start Menu;
//! start report Report;
//! state Menu { say "Nobody is here."; hangup; }
//! state Report { say "All is well."; hangup; }
//! ```

use ivr_core::RESERVED_PATHS;
use proc_macro2::Ident;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    diagnostics.extend(camel_case(&graph.name, "tree"));
    diagnostics.extend(graph.starts.iter().filter_map(|start| path(start.name.as_ref()?)));
    for (id, state) in graph.states.iter().enumerate() {
        diagnostics.extend(camel_case(&state.name, "state").map(|diagnostic| diagnostic.within(id)));
    }
}

/// Checks the name of a start, which is part of its URL.
fn path(name: &Ident) -> Option<Diagnostic> {
    let text = name.to_string();
    if RESERVED_PATHS.contains(&text.as_str()) {
        let message = format!("`{text}` is a path of the server: a start cannot have this name");
        return Some(Diagnostic::new("bad_name", name.span(), message).help("give it another name"));
    }
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if text.chars().all(fits) {
        return None;
    }
    let message = "the name of a start must be lowercase letters, digits and `_`: it is part of a URL";
    let meant: String = text
        .trim_start_matches("r#")
        .chars()
        .map(|letter| letter.to_ascii_lowercase())
        .filter(|letter| fits(*letter))
        .collect();
    let help = if meant.is_empty() { "such as `outbound`".to_owned() } else { format!("write `{meant}`") };
    Some(Diagnostic::new("bad_name", name.span(), message).help(help))
}

fn camel_case(name: &Ident, what: &str) -> Option<Diagnostic> {
    let text = name.to_string();
    let plain = text.trim_start_matches("r#");
    if plain == text && !plain.starts_with(char::is_lowercase) && !plain.contains('_') {
        return None;
    }
    let words = plain.split('_').filter(|word| !word.is_empty());
    let meant: String = words.map(capital).collect();
    let diagnostic =
        Diagnostic::new("bad_name", name.span(), format!("a {what} is named like a type of Rust"));
    Some(if meant.is_empty() {
        diagnostic.help("such as `Menu`")
    } else {
        diagnostic.help(format!("write `{meant}`"))
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn names_that_are_no_types() {
        check_diagnostics(
            r#"
            pub tree front_desk {
//~                  ^^^^^^^^^^ a tree is named like a type of Rust
//~                  help: write `FrontDesk`
                start menu;
                state menu { goto Opening_Hours; }
//~                   ^^^^ a state is named like a type of Rust
//~                   help: write `Menu`
                state Opening_Hours { goto r#Match; }
//~                   ^^^^^^^^^^^^^ a state is named like a type of Rust
//~                   help: write `OpeningHours`
                state r#Match { hangup; }
//~                   ^^^^^^^ a state is named like a type of Rust
//~                   help: write `Match`
            }
            "#,
        );
    }

    #[test]
    fn starts_that_no_url_reaches() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                start status Report;
//~                   ^^^^^^ `status` is a path of the server: a start cannot have this name
//~                   help: give it another name
                start outBound Report;
//~                   ^^^^^^^^ the name of a start must be lowercase letters, digits and `_`: it is part of a URL
//~                   help: write `outbound`
                state Menu { say "Goodbye."; hangup; }
                state Report { say "Goodbye."; hangup; }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                start call_back_2 Report;
                state Menu { say "Goodbye."; hangup; }
                state Report { say "Goodbye."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn names_in_other_scripts_and_in_capitals() {
        check_legal("pub tree Transition { start Menu; state Menu { hangup; } }");
        check_legal(
            "pub tree FAQ { start Café; state Café { goto 営業時間; } state 営業時間 { goto Step; } state Step { hangup; } }",
        );
    }
}
