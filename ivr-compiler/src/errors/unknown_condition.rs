//! # unknown_condition
//!
//! The name after `if` is not a `bool` field of the call or a schedule, or it is both, or it is a secret field. The
//! caller would hear an option that does not apply to them, or miss one that does.
//!
//! ```text
//! data { member: bool = false }
//! state Menu {
//!     gather key { if member { say "For your bonus, press one."; } say "For a person, press zero."; } match {
//!         1 if membr => Bonus, 0 => Person, silence | _ => end,
//!     }
//! }
//! ```
//!
//! Name a field of `data`, or `hours` of the tree:
//!
//! ```text
//! data { member: bool = false }
//! state Menu {
//!     gather key { if member { say "For your bonus, press one."; } say "For a person, press zero."; } match {
//!         1 if member => Bonus, 0 => Person, silence | _ => end,
//!     }
//! }
//! ```
//!
//! The conditions that held when a state asked are part of the URL, which Twilio and proxies log. A field that is
//! `secret` therefore cannot be a condition.

use proc_macro2::Ident;

use crate::diagnostics::{Diagnostic, nearest};

const RULE: &str = "unknown_condition";

pub(crate) fn unknown_condition(name: &Ident, known: &[String]) -> Diagnostic {
    let message = format!("no field and no `hours` is called `{name}`");
    let diagnostic = Diagnostic::new(RULE, name.span(), message);
    match nearest(&name.to_string(), known.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(format!("declare it: `data {{ {name}: bool }}`")),
    }
}

pub(crate) fn ambiguous_condition(name: &Ident) -> Diagnostic {
    let message = format!("`{name}` is both a field and a schedule");
    Diagnostic::new(RULE, name.span(), message).help("rename one of the two")
}

pub(crate) fn secret_condition(name: &Ident) -> Diagnostic {
    let message = format!("`{name}` is secret, and a condition becomes part of the URL of the answer");
    Diagnostic::new(RULE, name.span(), message)
        .help("declare the field without `secret`, or ask for it in a `match`")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn names_that_nobody_declared() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { member: bool }
                everywhere { 0 if nihgt => end, silence | _ => end }
//~                               ^^^^^ no field and no `hours` is called `nihgt`
//~                               help: did you mean `night`?
                hours night, zone "Europe/Paris" { mon..=sun 20:00-23:00; }
                state Menu { gather key { if membr { say "For your bonus, press one."; } } match { 1 if vip => end } }
//~                                          ^^^^^ no field and no `hours` is called `membr`
//~                                          help: did you mean `member`?
//~                                                                                                     ^^^ no field and no `hours` is called `vip`
//~                                                                                                     help: declare it: `data { vip: bool }`
            }
            "#,
        );
    }

    #[test]
    fn a_name_among_steps_is_told_once_however_often_it_is_inherited() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { secret member: bool = false }
                everywhere { silence | _ => { if opne { say "Goodbye."; } } then end }
//~                                              ^^^^ no field and no `hours` is called `opne`
//~                                              help: declare it: `data { opne: bool }`
                state Menu { if membr { say "Hello."; } if member { say "Welcome back."; } gather key { say "For more, press one."; } match { 1 => More } }
//~                             ^^^^^ no field and no `hours` is called `membr`
//~                             help: did you mean `member`?
                state More { gather key { say "To end, press one."; } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn names_that_two_things_have_and_secrets() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = false, secret debtor: bool = false }
                hours open, zone "Europe/Paris" { mon 9:00-18:00; }
                state Menu { match hours open { open => Ask, closed => end } }
                state Ask {
                    gather key { play "https://a.example/menu.mp3"; } match {
                        hidden 1 if open => end,
//~                                 ^^^^ `open` is both a field and a schedule
//~                                 help: rename one of the two
                        hidden 2 if debtor => end,
//~                                 ^^^^^^ `debtor` is secret, and a condition becomes part of the URL of the answer
//~                                 help: declare the field without `secret`, or ask for it in a `match`
                        silence | _ => end
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn fields_and_schedules_in_prompts_and_arms() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { member: bool = true }
                hours night, zone "Europe/Paris" { mon..=sun 20:00-23:00; }
                everywhere { 0 if !night => end, silence | _ => end }
                state Menu {
                    gather key {
                        if member { say "For your bonus, press one."; } else if night { say "For help, press two."; }
                    } match {
                        1 if member => end,
                        hidden 2 if night => end,
                    }
                }
            }
            "#,
        );
    }
}
