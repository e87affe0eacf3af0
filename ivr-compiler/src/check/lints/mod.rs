//! Recommendations. Each can be waived with a reason.

// Length and number.
mod instruction_too_long;
mod menu_too_long;
mod silent_gap;
mod timeout_too_long;
mod timeout_too_short;
mod too_many_tries;
mod tree_too_deep;

// Words and order.
mod blaming_words;
mod finish_unannounced;
mod key_before_action;
mod keys_out_of_order;
mod record_without_beep;
mod record_without_words;
mod same_reprompt;
mod uninterrupted_menu;

// Ways for every caller.
mod hangup_on_error;
mod operator_unreachable;
mod options_said_once;
mod speech_without_keys;
mod unreachable_arm;
mod unused_everywhere;
mod zero_not_operator;

pub(super) use blaming_words::check as blaming_words;
pub(super) use finish_unannounced::check as finish_unannounced;
pub(super) use hangup_on_error::check as hangup_on_error;
pub(super) use instruction_too_long::check as instruction_too_long;
pub(super) use key_before_action::check as key_before_action;
pub(super) use keys_out_of_order::check as keys_out_of_order;
pub(super) use menu_too_long::check as menu_too_long;
pub(super) use operator_unreachable::check as operator_unreachable;
pub(super) use options_said_once::check as options_said_once;
pub(super) use record_without_beep::check as record_without_beep;
pub(super) use record_without_words::check as record_without_words;
pub(super) use same_reprompt::check as same_reprompt;
pub(super) use silent_gap::check as silent_gap;
pub(super) use speech_without_keys::check as speech_without_keys;
pub(super) use timeout_too_long::check as timeout_too_long;
pub(super) use timeout_too_short::check as timeout_too_short;
pub(super) use too_many_tries::check as too_many_tries;
pub(super) use tree_too_deep::check as tree_too_deep;
pub(super) use uninterrupted_menu::check as uninterrupted_menu;
pub(super) use unreachable_arm::check as unreachable_arm;
pub(super) use unused_everywhere::check as unused_everywhere;
pub(super) use zero_not_operator::check as zero_not_operator;
