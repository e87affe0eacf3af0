//! # wrong_scenario
//!
//! A call of a `scenario` leads to another state than its line says. A caller who makes exactly these inputs ends up
//! somewhere unexpected. Either the tree has changed, or the scenario was wrong from the beginning.
//!
//! ```text
//! everywhere { silence | _ => retry 2 { say "Sorry?"; } then Desk }
//! state Menu { gather key { say "To speak to a person, press zero."; } match { 0 => Desk } }
//! scenario "a person" { 0 => Desk; silence silence => Desk; }      // it takes three silences
//! ```
//!
//! The note shows where the call goes. Change the tree or the line:
//!
//! ```text
//! everywhere { silence | _ => retry 2 { say "Sorry?"; } then Desk }
//! state Menu { gather key { say "To speak to a person, press zero."; } match { 0 => Desk } }
//! scenario "a person" { 0 => Desk; silence silence silence => Desk; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Jump, Rest, StateId},
    syntax::Expected,
};

pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for scenario in &graph.scenarios {
        for line in &scenario.lines {
            let course = graph.course(scenario, &line.inputs);
            if let Some(diagnostic) = compare(graph, &line.expected, &course.rest) {
                diagnostics.push(diagnostic.0.note(graph.route(&course)).help(diagnostic.1));
            }
        }
    }
}

/// Returns the error for a call that waits in another state, and what its line should say.
fn compare(graph: &Graph, expected: &Expected<Jump>, rest: &Rest<'_>) -> Option<(Diagnostic, String)> {
    let name = |state: StateId| graph.states.get(state).map_or_else(String::new, |s| s.name.to_string());
    let (span, message, right) = match (expected, rest) {
        (Expected::State(jump), Rest::In(state)) if jump.state != *state => {
            let message = format!("this call stops in `{}`, not in `{}`", name(*state), jump.name);
            (jump.name.span(), message, name(*state))
        }
        (Expected::State(jump), Rest::Over) => {
            let message = format!("this call is over: it does not stop in `{}`", jump.name);
            (jump.name.span(), message, "end".to_owned())
        }
        (Expected::End(word), Rest::In(state)) if !graph.is_over_in(*state) => {
            (*word, format!("this call is not over: it waits in `{}`", name(*state)), name(*state))
        }
        _ => return None,
    };
    let diagnostic = Diagnostic::new("wrong_scenario", span, message);
    Some((diagnostic, format!("if that is right, write `=> {right}`")))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_call_that_goes_elsewhere_is_shown_as_it_goes() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Greeting;
                everywhere { silence | _ => retry 2 { say "Sorry?"; } then Reception }
                state Greeting { say "Welcome."; goto Menu; }
                state Menu { gather key { say "Press three or two."; } match { 3 => Hours, 2 => Support } }
                state Hours { gather key { say "Nine to five. Press one."; } match { 1 => Hours, silence | _ => Menu } }
                state Support { enqueue "support" match { _ => end } }
                state Reception { dial "+12345678900" match { _ => end } }
                scenario "the hours" {
                    3 1 _ 2 => Support;
                    3 1 _ 2 => Reception;
//~                            ^^^^^^^^^ this call stops in `Support`, not in `Reception`
//~                            note: Greeting → Menu —3→ Hours —1→ Hours —_→ Menu —2→ Support
//~                            help: if that is right, write `=> Support`
                    silence _ silence => Reception;
                    silence silence => Reception;
//~                                    ^^^^^^^^^ this call stops in `Menu`, not in `Reception`
//~                                    note: Greeting → Menu —silence→ Menu —silence→ Menu
//~                                    help: if that is right, write `=> Menu`
                }
            }
            "#,
        );
    }

    #[test]
    fn a_call_that_is_over_and_one_that_is_not() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Sales;
                state Sales { record match { recorded => Thanks, silence => end } }
                state Thanks { say "Thank you."; hangup; }
                scenario "messages" {
                    [silence] => end;
                    [recorded] => end;
                    [recorded] => Thanks;
                    [silence] => Thanks;
//~                              ^^^^^^ this call is over: it does not stop in `Thanks`
//~                             note: Sales —[silence]→ end
//~                             help: if that is right, write `=> end`
                    => end;
//~                    ^^^ this call is not over: it waits in `Sales`
//~                    note: Sales
//~                    help: if that is right, write `=> Sales`
                }
            }
            "#,
        );
    }

    #[test]
    fn words_are_heard_as_the_telephone_hears_them() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { "operator" => Reception, silence | _ => end }
                state Menu { gather key or speech { say "Sales or support?"; } match { 1 | "sales" => Sales, "sales support" => Support } }
                state Sales { hangup; }
                state Support { hangup; }
                state Reception { hangup; }
                scenario "words" {
                    "Sales, please!" => Sales;
                    "the sales support" => Support;
                    "the OPERATOR" => Reception;
                    "1" => Sales;
                    "pizza" => end;
                }
            }
            "#,
        );
    }

    #[test]
    fn a_code_that_is_asked_again_from_elsewhere_counts_as_an_attempt() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Code;
                start night Menu;
                state Code { gather 4 keys { say "Enter your code."; } match { entered => Check, silence | _ => retry 2 { say "Four keys."; } then end } }
                state Check { gather key { say "Press one if it is right."; } match { 1 => Menu, silence | _ => retry 1 { say "Again."; } at Code then end } }
                state Menu { gather key { say "Press one for your code."; } match { 1 => Code, silence | _ => end } }
                scenario "attempts" {
                    1234 2 1234 2 => end;
                    silence 1234 2 => end;
                    silence 1234 2 => Code;
//~                                   ^^^^ this call is over: it does not stop in `Code`
//~                                   note: Code —silence→ Code —1234→ Check —2→ end
//~                                   help: if that is right, write `=> end`
                    1234 1 1 1234 2 => Code;
                    12 => Code;
                }
                scenario "at night" from night { => Menu; 1 1234 => Check; }
            }
            "#,
        );
    }

    #[test]
    fn plain_rust_answers_with_one_of_its_patterns() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Lookup;
                state Lookup { match app.find().await within 3s { Some(_) => Found, None => Sales, late => Sales } }
                state Found { hangup; }
                state Sales { hangup; }
                scenario "lookups" {
                    [Some(_)] => Found;
                    [late] => Sales;
                    [None] => Found;
//~                           ^^^^^ this call stops in `Sales`, not in `Found`
//~                           note: Lookup —[None]→ Sales
//~                           help: if that is right, write `=> Sales`
                }
            }
            "#,
        );
    }

    #[test]
    fn a_call_through_a_misspelt_target_is_left_alone() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => Slaes, silence | _ => end } }
//~                                                                        ^^^^^ state `Slaes` is not declared
//~                                                                        help: did you mean `Sales`?
                state Sales { hangup; }
                scenario "sales" { 1 => Sales; }
            }
            "#,
        );
    }

    #[test]
    fn a_scenario_names_states_and_starts_that_exist() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                start night Menu;
                state Menu { hangup; }
                scenario "sales" { => Meun; => Menu; }
//~                                   ^^^^ state `Meun` is not declared
//~                                   help: did you mean `Menu`?
                scenario "late" from nigth { => Menu; }
//~                                  ^^^^^ start `nigth` is not declared
//~                                  help: did you mean `night`?
            }
            "#,
        );
    }

    #[test]
    fn words_are_heard_in_the_language_that_the_call_speaks() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Choice;
                language fr-FR, en-US;
                everywhere { silence | _ => end }
                state Choice { gather key { say fr-FR: "Tapez un."; say en-US: "Press two."; } match { 1 => Menu, 2 => { language en-US; } then Menu } }
                state Menu { gather key or speech { say { fr-FR: "Tapez un.", en-US: "Press one." } } match { 1 => More } }
                state More { language fr-FR; goto Last; }
                state Last { gather key or speech { say { fr-FR: "Tapez un.", en-US: "Press one." } } match { 1 => Menu } }
                scenario "English" { 2 "one" "un" => Menu; 1 "un" => Last; 1 "one" => end; 2 "un" => end; }
                scenario "French" { 2 "one" "one" => Menu; }
//~                                                  ^^^^ this call is over: it does not stop in `Menu`
//~                                                  note: Choice —2→ Menu —"one"→ More → Last —"one"→ end
//~                                                  help: if that is right, write `=> end`
            }
            "#,
        );
    }
}
