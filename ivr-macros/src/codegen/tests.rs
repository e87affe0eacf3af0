//! The expansion of a tree, read as a file: it must be Rust, and the one of ACME is reviewed like source.

use crate::compile::compile;

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
    assert!(text.contains("Self::Sales => Step::End(Ending::Hangup)"), "{text}");
}

#[test]
fn many_states_are_dealt_out_to_several_functions() {
    let states: String = (1..100).map(|n| format!("state S{n} {{ goto S{}; }}", n + 1)).collect();
    let text = expansion(&format!("tree Long {{ start S1; {states} state S100 {{ hangup; }} }}"));
    assert_eq!(text.matches("const fn next_").count(), 4, "{text}");
    assert!(text.contains("self.next_3(heard)"), "{text}");
}
