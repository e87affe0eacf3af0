//! Every rule, in the order of their reports.

use super::{
    after, app_without_type, arms, await_without_within, dial, hours, impossible_input, languages,
    levels::{Check, Rule, Weight},
    lints, offers, paths, places, promises, prompts, read_before_set, recordings, retry_asks_rust, screening,
    values, waiting, waivers, wrong_scenario,
};
use crate::{check::survey::Survey, diagnostics::Diagnostics, model::Graph};

/// Rules about mistakes that strand or mislead a caller.
pub(super) static ERRORS: &[Rule] = &[
    error("bad_waiver", graph(waivers::bad_waiver)),
    error("bad_name", graph(values::bad_name)),
    error("duplicate_language", graph(languages::duplicate_language)),
    error("unknown_language", graph(languages::unknown_language)),
    error("language_without_region", graph(languages::language_without_region)),
    error("missing_language", graph(languages::missing_language)),
    error("placeholder_differs", graph(languages::placeholder_differs)),
    waivable("bad_language", graph(values::bad_language)),
    waivable("bad_voice", graph(values::bad_voice)),
    error("bad_url", survey(values::bad_url)),
    error("missing_folder", graph(recordings::missing_folder)),
    waivable("missing_file", graph(recordings::missing_file)),
    waivable("bad_format", survey(recordings::bad_format)),
    error("bad_number", graph(values::bad_number)),
    error("bad_tones", survey(dial::bad_tones)),
    error("idle_clause", graph(places::idle_clause)),
    waivable("unstarted_conference", graph(dial::unstarted_conference)),
    error("empty_text", survey(values::empty_text)),
    error("bad_character", survey(values::bad_character)),
    waivable("markup_in_text", survey(values::markup_in_text)),
    error("placeholder_in_phrase", survey(values::placeholder_in_phrase)),
    error("placeholder_in_value", survey(values::placeholder_in_value)),
    error("text_too_long", survey(values::text_too_long)),
    error("out_of_range", survey(values::out_of_range)),
    error("unknown_zone", graph(hours::unknown_zone)),
    error("bad_hours", graph(hours::bad_hours)),
    error("overlapping_hours", graph(hours::overlapping_hours)),
    error("bad_date", graph(hours::bad_date)),
    error("duplicate_arm", graph(arms::duplicate_arm)),
    error("impossible_outcome", graph(arms::impossible_outcome)),
    error("phrase_without_speech", graph(arms::phrase_without_speech)),
    error("key_without_keys", graph(arms::key_without_keys)),
    error("key_length", graph(arms::key_length)),
    error("finish_as_option", graph(arms::finish_as_option)),
    error("ambiguous_keys", graph(arms::ambiguous_keys)),
    Rule { yields: true, ..error("unhandled_outcome", graph(arms::unhandled_outcome)) },
    waivable("answered_as_missed", graph(arms::answered_as_missed)),
    error("continues_after_hang_up", graph(arms::continues_after_hang_up)),
    error("first_outside_prompts", survey(places::first_outside_prompts)),
    error("tones_while_listening", graph(places::tones_while_listening)),
    error("each_outside_offer", survey(offers::each_outside_offer)),
    error("offer_without_keys", graph(offers::offer_without_keys)),
    error("offer_unannounced", graph(offers::offer_unannounced)),
    of_calls(error("reject_after_answer", graph(places::reject_after_answer))),
    of_calls(error("leave_outside_queue", graph(places::leave_outside_queue))),
    error("screen_without_key", graph(screening::screen_without_key)),
    error("not_while_screening", graph(screening::not_while_screening)),
    of_calls(error("not_while_waiting", graph(waiting::not_while_waiting))),
    of_calls(error("everywhere_while_waiting", graph(waiting::everywhere_while_waiting))),
    of_calls(error("queue_outside_waiting", survey(waiting::queue_outside_waiting))),
    of_calls(error("queue_without_way_out", graph(waiting::queue_without_way_out))),
    error("circular_under", graph(places::circular_under)),
    error("former_name_in_use", graph(places::former_name_in_use)),
    of_calls(error("unreachable_state", graph(paths::unreachable_state))),
    of_calls(error("no_way_out", graph(paths::no_way_out))),
    of_calls(waivable("endless_silence", graph(paths::endless_silence))),
    of_calls(error("hot_cycle", graph(places::hot_cycle))),
    of_calls(error("impossible_input", graph(impossible_input::check))),
    of_calls(error("wrong_scenario", graph(wrong_scenario::check))),
    of_calls(error("promise_nothing", graph(promises::promise_nothing))),
    of_calls(error("promise_within_keys", graph(promises::promise_within_keys))),
    of_calls(error("promise_first_option", graph(promises::promise_first_option))),
    of_calls(error("promise_before", graph(promises::promise_before))),
    of_calls(error("promise_silence", graph(promises::promise_silence))),
    error("app_without_type", graph(app_without_type::check)),
    error("await_without_within", graph(await_without_within::check)),
    of_calls(error("read_before_set", graph(read_before_set::check))),
    Rule { yields: true, ..waivable("prompt_key_mismatch", survey(prompts::prompt_key_mismatch)) },
    Rule { yields: true, ..of_calls(waivable("announced_nowhere", graph(prompts::announced_nowhere))) },
    Rule { yields: true, ..waivable("entry_length", survey(prompts::entry_length)) },
    Rule { yields: true, ..waivable("any_key", survey(prompts::any_key)) },
    Rule { yields: true, ..waivable("finish_alone", survey(prompts::finish_alone)) },
    Rule { yields: true, ..waivable("phrase_without_arm", survey(prompts::phrase_without_arm)) },
    waivable("retry_asks_rust", graph(retry_asks_rust::check)),
    error("after_nothing", graph(after::after_nothing)),
    of_calls(waivable("transcription_unused", graph(after::transcription_unused))),
];

/// Lints.
pub(super) static LINTS: &[Rule] = &[
    warning("menu_too_long", graph(lints::menu_too_long)),
    warning("tree_too_deep", graph(lints::tree_too_deep)),
    warning("instruction_too_long", graph(lints::instruction_too_long)),
    warning("key_before_action", survey(lints::key_before_action)),
    warning("keys_out_of_order", survey(lints::keys_out_of_order)),
    warning("speech_without_keys", graph(lints::speech_without_keys)),
    warning("same_reprompt", graph(lints::same_reprompt)),
    warning("too_many_tries", graph(lints::too_many_tries)),
    warning("hangup_on_error", graph(lints::hangup_on_error)),
    warning("operator_unreachable", graph(lints::operator_unreachable)),
    warning("uninterrupted_menu", graph(lints::uninterrupted_menu)),
    warning("silent_gap", survey(lints::silent_gap)),
    warning("timeout_too_short", graph(lints::timeout_too_short)),
    warning("timeout_too_long", graph(lints::timeout_too_long)),
    warning("finish_unannounced", graph(lints::finish_unannounced)),
    warning("offer_without_more", graph(offers::offer_without_more)),
    warning("more_unannounced", graph(offers::more_unannounced)),
    warning("endless_wait", graph(waiting::endless_wait)),
    warning("record_without_words", graph(lints::record_without_words)),
    warning("record_without_beep", graph(lints::record_without_beep)),
    warning("zero_not_operator", graph(lints::zero_not_operator)),
    warning("unspoken_language", graph(languages::unspoken_language)),
    warning("unread_language", survey(languages::unread_language)),
    warning("options_said_once", graph(lints::options_said_once)),
    warning("unreachable_arm", graph(lints::unreachable_arm)),
    warning("unused_everywhere", graph(lints::unused_everywhere)),
    warning("unused_file", graph(recordings::unused_file)),
    warning("closed_anyway", graph(hours::closed_anyway)),
    warning("unused_hours", graph(hours::unused_hours)),
    warning("spoken_hours", graph(hours::spoken_hours)),
    silent("blaming_words", graph(lints::blaming_words)),
];

/// A rule that uses all steps or texts, or the prompts of each gather.
const fn survey(check: fn(&Survey<'_>, &mut Diagnostics)) -> Check {
    Check::Survey(check)
}

/// Any other rule.
const fn graph(check: fn(&Graph, &mut Diagnostics)) -> Check {
    Check::Graph(check)
}

const fn error(name: &'static str, check: Check) -> Rule {
    Rule { name, weight: Weight::Error, yields: false, follows_calls: false, check }
}

/// Marks a rule that follows calls through the tree.
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

/// Returns every rule that attributes can name.
pub(super) fn every() -> impl Iterator<Item = &'static Rule> {
    ERRORS.iter().chain(LINTS).chain([&waivers::UNUSED])
}

/// Returns the rule with this name.
pub(super) fn rule(name: &str) -> Option<&'static Rule> {
    every().find(|rule| rule.name == name)
}
