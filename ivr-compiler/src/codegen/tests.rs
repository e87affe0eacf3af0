//! The expansion of a tree, read as a file: it must be Rust, and the one of ACME is reviewed like source.

use std::{env, fs, path::Path};

use quote::quote;

use crate::{compile::compile, prompts::tests::with_prompts};

/// `EXPANSION=overwrite cargo test -p ivr-compiler expansion` writes the file anew.
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
    assert!(text.contains("Sales => End(Ending::Hangup)"), "{text}");
}

#[test]
fn states_are_imported_where_no_name_is_taken() {
    let tree = |state: &str| {
        expansion(&format!(
            "tree Line {{ start {state}; state {state} {{ goto Bye; }} state Bye {{ hangup; }} }}"
        ))
    };
    assert!(tree("Menu").contains("Menu => Go(Bye)"), "{}", tree("Menu"));
    for taken in ["Line", "Go", "Transition"] {
        let text = tree(taken);
        assert!(text.contains(&format!("Line::{taken} => Go(Line::Bye)")), "{text}");
    }
    let aliased = expansion("tree Event { start Bye; state Bye { hangup; } }");
    assert!(aliased.contains("__EventTree::Bye => End(Ending::Hangup)"), "{aliased}");
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
        quote!(::core::matches!(
            rest(Line::Greeting, &[Event::Next, Event::Arm(1), Event::Busy]),
            ::core::option::Option::Some(Line::Sales)
        )),
        quote!(rest(Line::Greeting, &[Event::Next, Event::Key1, Event::Next]).is_none()),
        quote!(rest(Line::Greeting, &[Event::Next, Event::Else]).is_none()),
    ] {
        assert!(text.contains(&assertion.to_string()), "{assertion} is not in {text}");
    }
}

/// The description of a tree.
/// The description of a tree, on one line.
fn description(tree: &str) -> String {
    let text = expansion(tree);
    let (_, after) = text.split_once("DESCRIPTION: &'static str = ").expect("a tree has a description");
    let literal = after.split_once(";\n        const ACTIONS").expect("the actions are behind it").0;
    syn::parse_str::<syn::LitStr>(literal).expect("a description is a literal").value().replace('\n', "")
}

#[test]
fn a_tree_of_several_languages_is_described_in_each() {
    let tree = r#"
        pub tree Line {
            start Menu;
            language fr-FR, en-US;
            voice { en-US: "Polly.Joanna", fr-FR: "Polly.Lea" }
            audio { fr-FR: "https://p.example/fr/", en-US: "https://p.example/en/" }
            data { days: u32 = 0, zip: String = String::new() }
            state Menu {
                language en-US;
                say { en-US: "{days:plural day|days} {zip}", fr-FR: "{zip} {days:plural jour|jours}" }
                say en-US: "{days:plural day|days}";
                play { fr-FR: "accueil.mp3", en-US: "welcome.mp3" }
                play { fr-FR: "accueil.mp3" }, say { fr-FR: "Bonjour.", en-US: "Hello." }
                play { en-US: "welcome.mp3" }, say { fr-FR: "Bonjour.", en-US: "Hello." }
                play "welcome.mp3", say { fr-FR: "Bonjour.", en-US: "Hello." }
                play "welcome.mp3", say en-US: "Hello.";
                play "beep.mp3";
                gather key or speech, language en-US { } match { 1 => { language fr-FR; } then Menu, silence | _ => end }
            }
        }
    "#;
    let text = description(tree);
    for part in [
        r#""language":"fr-FR","voice":"Polly.Lea","audio":"https://p.example/fr/","languages":[{"tag":"en-US","voice":"Polly.Joanna","audio":"https://p.example/en/"}],"starts""#,
        r#""lines":[{"language":{"tag":"en-US"}},"#,
        r#"{"say":{"text":"{zip} {days}","placeholders":[{"from":0,"to":5,"number":1},{"from":6,"to":12,"number":2}],"others":[{"language":"en-US","text":"{days} {zip}","placeholders":[{"from":0,"to":6,"number":0},{"from":7,"to":12,"number":1}]}]}},"#,
        r#"{"say":{"text":"{days}","placeholders":[{"from":0,"to":6,"number":0}],"language":"en-US"}},"#,
        r#"{"play":{"url":"accueil.mp3","others":[{"language":"en-US","url":"welcome.mp3"}]}},"#,
        r#"{"play":{"url":"accueil.mp3","text":"Bonjour.","others":[{"language":"en-US","text":"Hello."}]}},"#,
        r#"{"play":{"text":"Bonjour.","others":[{"language":"en-US","url":"welcome.mp3","text":"Hello."}]}},"#,
        r#"{"play":{"url":"welcome.mp3","text":"Bonjour.","others":[{"language":"en-US","url":"welcome.mp3","text":"Hello."}]}},"#,
        r#"{"play":{"url":"welcome.mp3","text":"Hello.","language":"en-US"}},"#,
        r#"{"play":{"url":"beep.mp3"}}]"#,
        r#""language":"en-US""#,
        r#""actions":["#,
        r#"{"say":{"lines":[{"language":{"tag":"fr-FR"}}],"then":{"go":"Menu"}}}"#,
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn one_voice_and_one_folder_in_a_tree_of_several_languages() {
    let tree = r#"
        pub tree Line {
            start Menu;
            language fr-FR, en-US;
            voice "Polly.Lea";
            audio "https://p.example/";
            state Menu { language en-US; hangup; }
        }
    "#;
    let text = description(tree);
    let head = r#""language":"fr-FR","voice":"Polly.Lea","audio":"https://p.example/","languages":[{"tag":"en-US"}],"#;
    assert!(text.contains(head), "{text}");
}

#[test]
fn a_tree_of_one_language_is_described_as_if_it_named_none() {
    let by_language = r#"
        pub tree Line {
            start Menu;
            voice { en-US: "Polly.Joanna" }
            audio { en-US: "https://p.example/" }
            state Menu { say { en-US: "Hello." } say en-US: "Hello."; play { en-US: "a.mp3" }, say { en-US: "A." } hangup; }
        }
    "#;
    let plain = r#"
        pub tree Line {
            start Menu;
            voice "Polly.Joanna";
            audio "https://p.example/";
            state Menu { say "Hello."; say "Hello."; play "a.mp3", say "A."; hangup; }
        }
    "#;
    assert_eq!(description(by_language), description(plain));
}

#[test]
fn an_entry_is_understood_in_the_language_that_the_call_speaks() {
    let tree = |languages: &str| {
        expansion(&format!(
            "pub tree Line {{
                start Menu;
                language {languages};
                data {{ zip: Digits }}
                everywhere {{ silence | _ => end }}
                state Menu {{ gather 5 keys or speech, into zip match {{ entered => More }} }}
                state More {{ gather 5 keys or speech, language de-DE, into zip match {{ entered => Bye }} }}
                state Bye {{ language en-US; hangup; }}
            }}"
        ))
    };
    let (one, several) = (tree("en-US"), tree("fr-FR, en-US"));
    assert!(one.contains(r#"enter(&mut (data.zip), entry, "en-US")"#), "{one}");
    assert!(several.contains("enter(&mut (data.zip), entry, &call.language)"), "{several}");
    assert!(several.contains(r#"enter(&mut (data.zip), entry, "de-DE")"#), "{several}");
}

#[test]
fn what_is_played_is_watched_and_a_list_is_watched_itself() {
    let folder = "../ivr-core/src/audio_folder/recordings";
    let watched = |recordings: &str| {
        let path = format!("{folder}/{recordings}");
        let source = format!(
            "pub tree Line {{ start Menu; audio \"https://a.example/\"; audio_files \"{path}\";
             state Menu {{ play \"menu.mp3\"; play \"/menu.mp3\"; hangup; }} }}"
        );
        let text = expansion(&source);
        let files = text.split("include_bytes!(").skip(1).filter_map(|rest| rest.split(')').nth(1));
        files.map(|rest| rest.split('"').nth(3).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(watched("prompts/"), [format!("{folder}/prompts/menu.mp3")]);
    assert_eq!(watched("prompts.txt"), [format!("{folder}/prompts.txt")]);
}

#[test]
fn a_recording_is_asked_for_as_it_is_stored() {
    let text = expansion(
        "pub tree Line { start Menu; audio \"https://a.example/\";
         audio_files \"../ivr-core/src/audio_folder/recordings/decomposed.txt\";
         state Menu { play \"caf\u{e9}.mp3\"; hangup; } }",
    );
    assert!(text.contains("\"url\":\"cafe\u{301}.mp3\""), "{text}");
}

#[test]
fn words_of_a_file_are_described_and_the_file_is_a_part_of_the_program() {
    let file = "[zip]\nfr-FR = 'Code {zip:digits}.'\nen-US = '{zip:digits}, right?'\n[news]\non = false\nfr-FR = 'Non.'\nen-US = 'No.'";
    let text = with_prompts(file, || {
        expansion(
            r#"tree Line {
                start Zip;
                language fr-FR, en-US;
                prompts "prompts.toml";
                data { zip: Digits = Digits::default() }
                state Zip { language en-US; say zip; say news, optional; hangup; }
            }"#,
        )
    });
    for part in [
        r#""prompts":{"file":"prompts.toml","keys":[{"key":"zip","placeholders":[{"language":"fr-FR","written":"{zip:digits}","number":0},{"language":"en-US","written":"{zip:digits}","number":1}]},{"key":"news","optional":true,"off":true}]}"#,
        r#"{"say":{"text":"Code {zip}.","placeholders":[{"from":5,"to":10,"number":0}],"others":[{"language":"en-US","text":"{zip}, right?","placeholders":[{"from":0,"to":5,"number":1}]}],"key":"zip"}}"#,
        r#""key":"news","optional":true}}"#,
        r#"::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/prompts.toml")"#,
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn a_run_that_is_done_at_least_once_is_described_and_another_one_is_not() {
    let text = description(
        "tree Line for App { start Menu;
         state Menu { run app.note(call).await; say \"One.\"; run app.call_help(call).await, at_least_once; say \"Two.\"; hangup; } }",
    );
    assert!(text.contains(r#"{"effect":{"block":0}}"#), "{text}");
    assert!(
        text.contains(r#"{"effect":{"block":1,"at_least_once":["app.call_help(call).await"]}}"#),
        "{text}"
    );
}

#[test]
fn digits_are_spoken_in_the_language_of_the_text_they_stand_in() {
    let text = expansion(
        r#"tree Line { start Zip; language fr-FR, en-US; data { zip: String = String::new() }
           state Zip { say { fr-FR: "Code {zip:digits}.", en-US: "{zip:digits}, right?" } hangup; } }"#,
    );
    for language in ["fr-FR", "en-US"] {
        assert!(text.contains(&format!(", \"{language}\")")), "{text}");
    }
}
