//! What rustc shows for trees that strand a caller, and that their legal neighbors compile.

#![expect(
    deprecated,
    unreachable_pub,
    clippy::enum_variant_names,
    clippy::match_same_arms,
    reason = "the neighbours are written as programs are; a test that panics has failed"
)]

/// trybuild builds all dependencies again, which takes most of a minute, so only `.ci/run` and
/// `CI=true cargo test -p ivr-test-ui` do it. `TRYBUILD=overwrite cargo test -p ivr-test-ui` records the output.
#[test]
fn a_tree_that_strands_a_caller_is_one_error_on_the_token_that_has_to_change() {
    if ["CI", "TRYBUILD"].iter().all(|name| std::env::var_os(name).is_none()) {
        eprintln!("skipped, because neither `CI` nor `TRYBUILD` is set");
        return;
    }
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}

#[test]
fn every_refused_tree_has_a_legal_neighbour() {
    let names = |folder: &str| {
        let entries = std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".rs")).collect::<std::collections::BTreeSet<_>>()
    };
    let modules = include_str!("ui.rs")
        .lines()
        .filter_map(|line| line.split_once("#[path = \"pass/")?.1.split_once('"'));
    let modules = modules.map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names("pass"), modules, "each file of `pass` is a module below, which compiles it");
    assert!(names("fail").is_superset(&names("pass")));
}

// The neighbors. Each has a test that runs it.
#[path = "pass/ambiguous_keys.rs"]
mod ambiguous_keys;
#[path = "pass/broken_promise.rs"]
mod broken_promise;
#[path = "pass/condition_of_another_type.rs"]
mod condition_of_another_type;
#[path = "pass/desk_without_silence.rs"]
mod desk_without_silence;
#[path = "pass/duplicate_key.rs"]
mod duplicate_key;
#[path = "pass/duplicate_phrase.rs"]
mod duplicate_phrase;
#[path = "pass/duplicate_state.rs"]
mod duplicate_state;
#[path = "pass/field_read_too_early.rs"]
mod field_read_too_early;
#[path = "pass/finish_as_option.rs"]
mod finish_as_option;
#[path = "pass/key_that_nobody_takes.rs"]
mod key_that_nobody_takes;
#[path = "pass/late_reject.rs"]
mod late_reject;
#[path = "pass/menu_error_menu.rs"]
mod menu_error_menu;
#[path = "pass/message_after_a_conversation.rs"]
mod message_after_a_conversation;
#[path = "pass/misspelt_language.rs"]
mod misspelt_language;
#[path = "pass/misspelt_placeholder.rs"]
mod misspelt_placeholder;
#[path = "pass/misspelt_state.rs"]
mod misspelt_state;
#[path = "pass/no_ending.rs"]
mod no_ending;
#[path = "pass/no_start.rs"]
mod no_start;
#[path = "pass/no_way_out.rs"]
mod no_way_out;
#[path = "pass/number_that_nobody_can_call.rs"]
mod number_that_nobody_can_call;
#[path = "pass/orphan_state.rs"]
mod orphan_state;
#[path = "pass/phrase_by_accent.rs"]
mod phrase_by_accent;
#[path = "pass/phrase_without_speech.rs"]
mod phrase_without_speech;
#[path = "pass/question_of_another_type.rs"]
mod question_of_another_type;
#[path = "pass/run_of_another_type.rs"]
mod run_of_another_type;
#[path = "pass/rust_match_not_exhaustive.rs"]
mod rust_match_not_exhaustive;
#[path = "pass/scenario_that_goes_elsewhere.rs"]
mod scenario_that_goes_elsewhere;
#[path = "pass/secret_in_a_prompt.rs"]
mod secret_in_a_prompt;
#[path = "pass/story_of_a_misspelt_state.rs"]
mod story_of_a_misspelt_state;
#[path = "pass/types_of_values.rs"]
mod types_of_values;
#[path = "pass/unwritten_reason.rs"]
mod unwritten_reason;
#[path = "pass/values_in_place_of_literals.rs"]
mod values_in_place_of_literals;
#[path = "pass/warnings_are_shown.rs"]
mod warnings_are_shown;
#[path = "pass/words_after_the_end.rs"]
mod words_after_the_end;
