//! The expansion of a tree, read as a file: it must be Rust, and the one of ACME is reviewed like source.

use std::{env, fs, path::Path};

use quote::quote;

use crate::compile::compile;

/// `EXPANSION=overwrite cargo test -p ivr-macros expansion` writes the file anew.
#[test]
fn the_expansion_of_acme_is_the_one_that_was_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = fs::read_to_string(folder.join("../examples/acme.rs")).expect("the example is there");
    let found = format!("//! What `examples/acme.rs` expands to.\n\n{}", expansion(&tree_of(&example)));
    let file = folder.join("src/codegen/acme.expanded.rs");
    if env::var_os("EXPANSION").is_some_and(|value| value == "overwrite") {
        fs::write(&file, &found).expect("the file can be written");
    }
    let reviewed = fs::read_to_string(&file).expect("the reviewed expansion is there");
    for (number, (found, reviewed)) in found.lines().zip(reviewed.lines()).enumerate() {
        assert_eq!(found, reviewed, "line {} of {}", number + 1, file.display());
    }
    assert_eq!(found.len(), reviewed.len(), "one of them goes on");
}

/// What stands between the braces of the only `phone_tree!` of a file.
fn tree_of(example: &str) -> String {
    let file = syn::parse_file(example).expect("the example is Rust");
    let tree = file.items.into_iter().find_map(|item| match item {
        syn::Item::Macro(call) => Some(call.mac.tokens.to_string()),
        _ => None,
    });
    tree.expect("the example has a tree")
}

/// Expands, checks that the result is a Rust file, and lays it out.
fn expansion(source: &str) -> String {
    let tokens = compile(source.parse().expect("the brackets of a test are balanced"));
    let file = syn::parse2(tokens).expect("the expansion is Rust");
    prettyplease::unparse(&file)
}

#[test]
fn a_tree_with_faults_still_has_its_enum_and_its_transitions() {
    let text = expansion("pub tree Line { start Menu; state Menu { goto Slaes; } state Sales { hangup; } }");
    assert!(text.contains("compile_error! {"), "{text}");
    assert!(text.contains("pub enum Line {"), "{text}");
    assert!(text.contains("Line::Sales => Step::End(Ending::Hangup)"), "{text}");
}

#[test]
fn many_states_are_dealt_out_to_several_functions() {
    let states: String = (1..100).map(|n| format!("state S{n} {{ goto S{}; }}", n + 1)).collect();
    let text = expansion(&format!("tree Long {{ start S1; {states} state S100 {{ hangup; }} }}"));
    assert_eq!(text.matches("const fn next_").count(), 4, "{text}");
    assert!(text.contains("self.next_3(heard)"), "{text}");
}

#[test]
fn a_scenario_is_asserted_over_the_generated_function() {
    let tree = quote! {
        pub tree Line {
            start Greeting;
            state Greeting { goto Menu; }
            state Menu {
                gather key or speech { say "Sales?"; } match {
                    1 | "sales" => Sales,
                    "help"      => Reception,
                    silence | _ => end,
                }
            }
            state Sales { say "Bye."; hangup; }
            state Reception { dial "+12345678900" match { answered => end, _ => Sales } }
            scenario "calls" { "help" [busy] => Sales; "sales" => end; _ => end; }
        }
    };
    let text = compile(tree).to_string();
    for assertion in [
        quote!(matches!(rest(Line::Greeting, &[Heard::Next, Heard::Arm(1), Heard::Busy]), Some(Line::Sales))),
        quote!(rest(Line::Greeting, &[Heard::Next, Heard::Key1, Heard::Next]).is_none()),
        quote!(rest(Line::Greeting, &[Heard::Next, Heard::Else]).is_none()),
    ] {
        assert!(text.contains(&assertion.to_string()), "{assertion} is not in {text}");
    }
}
