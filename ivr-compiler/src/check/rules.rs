//! Every rule, in the order of their reports.

use super::{
    after, app_without_type, arms, await_without_within, dial, hours, impossible_input, languages,
    levels::{Rule, Weight},
    lints, offers, paths, places, promises, prompts, read_before_set, recordings, retry_asks_rust, screening,
    values, waiting, waivers, wrong_scenario,
};
use crate::{diagnostics::Diagnostics, model::Graph};

/// What strands or misleads a caller.
pub(super) static ERRORS: &[Rule] = &[
    error("bad_waiver", waivers::bad_waiver),
    error("bad_name", values::bad_name),
    error("duplicate_language", languages::duplicate_language),
    error("unknown_language", languages::unknown_language),
    error("language_without_region", languages::language_without_region),
    error("missing_language", languages::missing_language),
    error("placeholder_differs", languages::placeholder_differs),
    waivable("bad_language", values::bad_language),
    waivable("bad_voice", values::bad_voice),
    error("bad_url", values::bad_url),
    error("missing_folder", recordings::missing_folder),
    waivable("missing_file", recordings::missing_file),
    waivable("bad_format", recordings::bad_format),
    error("bad_number", values::bad_number),
    error("bad_tones", dial::bad_tones),
    error("idle_clause", dial::idle_clause),
    waivable("unstarted_conference", dial::unstarted_conference),
    error("empty_text", values::empty_text),
    error("bad_character", values::bad_character),
    waivable("markup_in_text", values::markup_in_text),
    error("text_too_long", values::text_too_long),
    error("out_of_range", values::out_of_range),
    error("unknown_zone", hours::unknown_zone),
    error("bad_hours", hours::bad_hours),
    error("overlapping_hours", hours::overlapping_hours),
    error("bad_date", hours::bad_date),
    error("duplicate_arm", arms::duplicate_arm),
    error("impossible_outcome", arms::impossible_outcome),
    error("phrase_without_speech", arms::phrase_without_speech),
    error("key_without_keys", arms::key_without_keys),
    error("key_length", arms::key_length),
    error("finish_as_option", arms::finish_as_option),
    error("ambiguous_keys", arms::ambiguous_keys),
    Rule { yields: true, ..error("unhandled_outcome", arms::unhandled_outcome) },
    waivable("answered_as_missed", arms::answered_as_missed),
    error("continues_after_hang_up", arms::continues_after_hang_up),
    error("first_outside_prompts", places::first_outside_prompts),
    error("tones_while_listening", places::tones_while_listening),
    error("each_outside_offer", offers::each_outside_offer),
    error("offer_without_keys", offers::offer_without_keys),
    error("offer_unannounced", offers::offer_unannounced),
    of_calls(error("reject_after_answer", places::reject_after_answer)),
    of_calls(error("leave_outside_queue", places::leave_outside_queue)),
    error("screen_without_key", screening::screen_without_key),
    error("not_while_screening", screening::not_while_screening),
    of_calls(error("not_while_waiting", waiting::not_while_waiting)),
    of_calls(error("everywhere_while_waiting", waiting::everywhere_while_waiting)),
    of_calls(error("queue_outside_waiting", waiting::queue_outside_waiting)),
    of_calls(error("queue_without_way_out", waiting::queue_without_way_out)),
    error("circular_under", places::circular_under),
    error("former_name_in_use", places::former_name_in_use),
    of_calls(error("unreachable_state", paths::unreachable_state)),
    of_calls(error("no_way_out", paths::no_way_out)),
    of_calls(waivable("endless_silence", paths::endless_silence)),
    of_calls(error("hot_cycle", places::hot_cycle)),
    of_calls(error("impossible_input", impossible_input::check)),
    of_calls(error("wrong_scenario", wrong_scenario::check)),
    of_calls(error("promise_nothing", promises::promise_nothing)),
    of_calls(error("promise_within_keys", promises::promise_within_keys)),
    of_calls(error("promise_first_option", promises::promise_first_option)),
    of_calls(error("promise_before", promises::promise_before)),
    of_calls(error("promise_silence", promises::promise_silence)),
    error("app_without_type", app_without_type::check),
    error("await_without_within", await_without_within::check),
    of_calls(error("read_before_set", read_before_set::check)),
    Rule { yields: true, ..waivable("prompt_key_mismatch", prompts::prompt_key_mismatch) },
    Rule { yields: true, ..of_calls(waivable("announced_nowhere", prompts::announced_nowhere)) },
    Rule { yields: true, ..waivable("entry_length", prompts::entry_length) },
    Rule { yields: true, ..waivable("any_key", prompts::any_key) },
    Rule { yields: true, ..waivable("finish_alone", prompts::finish_alone) },
    Rule { yields: true, ..waivable("phrase_without_arm", prompts::phrase_without_arm) },
    waivable("retry_asks_rust", retry_asks_rust::check),
    error("after_nothing", after::after_nothing),
    of_calls(waivable("transcription_unused", after::transcription_unused)),
];

/// Matters of taste.
pub(super) static LINTS: &[Rule] = &[
    warning("menu_too_long", lints::menu_too_long),
    warning("tree_too_deep", lints::tree_too_deep),
    warning("instruction_too_long", lints::instruction_too_long),
    warning("key_before_action", lints::key_before_action),
    warning("keys_out_of_order", lints::keys_out_of_order),
    warning("speech_without_keys", lints::speech_without_keys),
    warning("same_reprompt", lints::same_reprompt),
    warning("too_many_tries", lints::too_many_tries),
    warning("hangup_on_error", lints::hangup_on_error),
    warning("operator_unreachable", lints::operator_unreachable),
    warning("uninterrupted_menu", lints::uninterrupted_menu),
    warning("silent_gap", lints::silent_gap),
    warning("timeout_too_short", lints::timeout_too_short),
    warning("finish_unannounced", lints::finish_unannounced),
    warning("offer_without_more", offers::offer_without_more),
    warning("more_unannounced", offers::more_unannounced),
    warning("endless_wait", waiting::endless_wait),
    warning("record_without_words", lints::record_without_words),
    warning("record_without_beep", lints::record_without_beep),
    warning("zero_not_operator", lints::zero_not_operator),
    warning("unspoken_language", languages::unspoken_language),
    warning("unread_language", languages::unread_language),
    warning("options_said_once", lints::options_said_once),
    warning("unused_everywhere", lints::unused_everywhere),
    warning("unused_file", recordings::unused_file),
    warning("closed_anyway", hours::closed_anyway),
    warning("unused_hours", hours::unused_hours),
    warning("spoken_hours", hours::spoken_hours),
    silent("blaming_words", lints::blaming_words),
];

type Check = fn(&Graph, &mut Diagnostics);

const fn error(name: &'static str, check: Check) -> Rule {
    Rule { name, weight: Weight::Error, yields: false, follows_calls: false, check }
}

/// It follows calls through the tree.
const fn of_calls(rule: Rule) -> Rule {
    Rule { follows_calls: true, ..rule }
}

const fn waivable(name: &'static str, check: Check) -> Rule {
    Rule { name, weight: Weight::WaivableError, yields: false, follows_calls: false, check }
}

const fn warning(name: &'static str, check: Check) -> Rule {
    Rule { name, weight: Weight::Warning, yields: false, follows_calls: false, check }
}

const fn silent(name: &'static str, check: Check) -> Rule {
    Rule { name, weight: Weight::Silent, yields: false, follows_calls: false, check }
}

/// Every rule that can be asked about.
pub(super) fn every() -> impl Iterator<Item = &'static Rule> {
    ERRORS.iter().chain(LINTS).chain([&waivers::UNUSED])
}

/// The rule of this name.
pub(super) fn rule(name: &str) -> Option<&'static Rule> {
    every().find(|rule| rule.name == name)
}
