//! # unknown_state
//!
//! The name does not belong to any state. A call that gets there would have nowhere to go and would drop.
//!
//! ```text
//! state Menu { gather key { say "For sales, press one."; } match { 1 => Slaes, silence | _ => Sales } }
//! state Sales { say "Please call again tomorrow."; hangup; }
//! ```
//!
//! Correct the spelling, or declare the state:
//!
//! ```text
//! state Menu { gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => Sales } }
//! state Sales { say "Please call again tomorrow."; hangup; }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::{Diagnostic, nearest};

pub(crate) fn unknown_state(name: &Ident, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new("unknown_state", name.span(), format!("state `{name}` is not declared"));
    match nearest(&name.to_string(), known.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None if name.to_string().starts_with(char::is_lowercase) => {
            let state = known.first().map_or("Menu", String::as_str);
            diagnostic.help(format!("write the name of a state, such as `{state}`"))
        }
        None => diagnostic.help(format!("declare it: `state {name} {{ … }}`")),
    }
}

/// The name of something else in place of a state.
pub(crate) fn no_state(name: &Ident, what: &str, state: Option<&String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        "unknown_state",
        name.span(),
        format!("`{name}` is {what}, and a state is named here"),
    );
    let state = state.map_or("Menu", String::as_str);
    diagnostic.help(format!("write the name of a state, such as `{state}`"))
}

/// The same for the target of an arm, where `word` is what another system's name for a target is called here, and
/// `elsewhere` answers a word that has a meaning in another place.
pub(crate) fn unknown_target(
    name: &Ident,
    known: &[String],
    word: Option<&str>,
    elsewhere: fn(&Ident) -> Option<Diagnostic>,
) -> Diagnostic {
    let typed = name.to_string().to_lowercase();
    let word = word.filter(|_| !known.iter().any(|state| state.to_lowercase() == typed));
    let Some(word) = word else {
        let near = nearest(&name.to_string(), known.iter().map(String::as_str)).is_some();
        let elsewhere = (!near).then(|| elsewhere(name)).flatten();
        let elsewhere = elsewhere.map(|told| Diagnostic { rule: "unknown_state", ..told });
        return elsewhere.unwrap_or_else(|| unknown_state(name, known));
    };
    let diagnostic = Diagnostic::new("syntax", name.span(), format!("`{name}` is called `{word}` here"));
    diagnostic.help(format!("write `{word}`"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_misspelt_target_is_not_also_an_unreachable_state() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { goto Slaes; }
//~                               ^^^^^ state `Slaes` is not declared
//~                               help: did you mean `Sales`?
                state Sales { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_state_whose_name_cannot_be_read_is_not_also_unknown() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { goto Sales; }
                state 1Sales { hangup; }
//~                   ^^^^^^ the name of a state must begin with a letter
//~                   help: write `Sales1`
            }
            "#,
        );
    }

    #[test]
    fn a_name_like_no_other_is_to_be_declared() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { goto Billing; }
//~                               ^^^^^^^ state `Billing` is not declared
//~                               help: declare it: `state Billing { … }`
            }
            "#,
        );
    }

    #[test]
    fn a_misspelt_target_of_all_states_is_one_mistake() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { '*' => { say "Back."; } then back, 9 => retry 1 at Menu then Mneu, silence | _ => retry 20 then end }
//~                                                                                       ^^^^ state `Mneu` is not declared
//~                                                                                       help: did you mean `Menu`?
//~                                                                                                                  ^^ a caller is asked again at least once and at most 15 times
//~                                                                                                                  help: write `2`
                state Menu { gather key { say "Press one."; } match { 1 => Hours } }
                state Hours under Menu { gather key { say "Press one."; } match { 1 => More } }
                state More under Hours { gather key { say "Press one."; } match { 1 => Menu } }
            }
            "#,
        );
    }
}
