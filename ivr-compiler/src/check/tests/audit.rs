//! Mistakes that were found in phone trees in use, each as it would be written here, and what the compiler says.
//! Most of them stand beside their rules; these are about more than one. `docs/audit.md` lists all.

use super::{check_diagnostics, check_legal};

#[test]
fn a_recording_that_nobody_continues() {
    check_diagnostics(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { say "To leave a message, press one."; } match { 1 => Sales } }
            state Sales { say "Please leave a message."; record; }
//~                                                      ^^^^^^^ `record` has several outcomes, but no `match` handles them
//~                                                      help: write `record match { recorded => end, silence => end }`
        }
        "#,
    );
}

#[test]
fn a_prompt_after_the_time_to_answer_it() {
    check_diagnostics(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { } match { 1 => Sales, 2 => Hours } say "For sales, press one. For our hours, press two."; }
//~                                                                      ^^^ this is unreachable: state `Menu` ends above
//~                                                                      help: a state must have one ending, and it must come last
            state Sales { say "Please call tomorrow."; hangup; }
            state Hours { say "Nine to five."; hangup; }
        }
        "#,
    );
    check_diagnostics(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { } match { 1 => Sales, 2 => Hours } }
//~                                             ^ the prompts of `Menu` do not announce `1` and `2`
//~                                             help: write `hidden 1`
//~                                             help: or announce it in the prompts
            state Sales { say "Please call tomorrow."; hangup; }
            state Hours { say "Nine to five."; hangup; }
        }
        "#,
    );
}

#[test]
fn an_option_that_leads_to_an_empty_text() {
    check_diagnostics(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { say "For the mayor, press one. For our hours, press two."; } match { 1 => "", 2 => Hours } }
//~                                                                                                             ^^ expected a target such as a state or `end`, found `""`
//~                                                                                                             help: write the name of a state, such as `Menu`, or `end`
            state Hours { say "Nine to five."; hangup; }
        }
        "#,
    );
    check_legal(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { say "For the mayor, press one. For our hours, press two."; } match { 1 => Mayor, 2 => Hours } }
            state Mayor { dial "+12345678900" match { _ => end } }
            state Hours { say "Nine to five."; hangup; }
        }
        "#,
    );
}

#[test]
fn a_question_that_leads_to_itself_on_every_key_and_one_without_a_way_in() {
    check_diagnostics(
        r#"
        pub tree Survey {
            start First;
            state First { gather key { say "Will you vote? Yes, press one. No, press two."; } match { 1 | 2 | silence | _ => First } }
//~               ^^^^^ state `First` has no way out: no path ends the call
//~               note: every arm leads back here
//~               help: lead one arm to a state that ends, or to `end`
            state Second { gather key { say "Will you help? Yes, press one. No, press two."; } match { 1 | 2 | silence | _ => end } }
//~               ^^^^^^ state `Second` is unreachable
//~               help: lead an arm or a `goto` here, or remove the state
        }
        "#,
    );
    check_legal(
        r#"
        pub tree Survey {
            start First;
            state First { gather key { say "Will you vote? Yes, press one. No, press two."; } match { 1 | 2 | silence | _ => Second } }
            state Second { gather key { say "Will you help? Yes, press one. No, press two."; } match { 1 | 2 | silence | _ => end } }
        }
        "#,
    );
}

#[test]
fn a_key_that_is_compared_as_a_text() {
    check_diagnostics(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { say "For our hours, press star."; } match { "*" => Hours } }
//~                                                                               ^^^ a key must be in single quotes: in double quotes it is a phrase
//~                                                                               help: write `'*'`
            state Hours { gather key { say "Nine to five. Again, press one."; } match { "1" => Hours } }
//~                                                                                     ^^^ a key must not be in quotes: in quotes it is a phrase
//~                                                                                     help: write `1`
        }
        "#,
    );
    check_legal(
        r#"
        pub tree Line {
            start Menu;
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
            state Menu { gather key { say "For our hours, press star."; } match { '*' => Hours } }
            state Hours { gather key { say "Nine to five. Again, press one."; } match { 1 => Hours } }
        }
        "#,
    );
}

#[test]
fn a_key_beyond_the_last_item_is_a_wrong_key() {
    let tree = |led_to: &str| {
        format!(
            r#"
        pub tree Bookmarks {{
            start Menu;
            everywhere {{ silence | _ => retry 2 {{ say "Sorry?"; }} then end }}
            state Menu {{ gather key {{ say "To delete the first bookmark, press one, the second, two."; }} match {{ 1 => First, 2 => Second }} }}
            state First {{ say "The first one is deleted."; hangup; }}
            state Second {{ say "The second one is deleted."; hangup; }}
            scenario "there is no seventh" {{ 7 => {led_to}; }}"#
        )
    };
    check_legal(&format!("{}\n}}", tree("Menu")));
    check_diagnostics(&format!(
        "{}
//~                                               ^^^^^^ this call stops in `Menu`, not in `Second`
//~                                               note: Menu —7→ Menu
//~                                               help: if that is right, write `=> Menu`
        }}",
        tree("Second")
    ));
}

#[test]
fn an_accent_is_the_same_letter() {
    check_diagnostics(
        r#"
        pub tree Triage {
            start Fever;
            language fr-FR;
            state Fever { gather key or speech { say "Dites fièvre, ou tapez un."; } match { 1 | "fièvre" => end, "fievre" => Cough, silence | _ => end } }
//~                                                                                                               ^^^^^^^^ "fièvre" and "fievre" are the same words to the telephone
//~                                                                                                               help: only the first can ever be taken: remove one of them
            state Cough { hangup; }
        }
        "#,
    );
    check_legal(
        r#"
        pub tree Triage {
            start Fever;
            language fr-FR;
            state Fever { gather key or speech { say "Dites fièvre, ou tapez un."; } match { 1 | "fièvre" => Cough, silence | _ => end } }
            state Cough { hangup; }
            scenario "as recognisers write it" { "FIEVRE." => Cough; "J'ai de la fièvre !" => Cough; "fi vre" => end; }
        }
        "#,
    );
}
