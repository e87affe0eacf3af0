//! Rules about words in places where they have no meaning.

mod circular_under;
mod first_outside_prompts;
mod former_name_in_use;
mod hot_cycle;
mod idle_clause;
mod leave_outside_queue;
mod reject_after_answer;
mod tones_while_listening;

pub(super) use circular_under::check as circular_under;
pub(super) use first_outside_prompts::check as first_outside_prompts;
pub(super) use former_name_in_use::check as former_name_in_use;
pub(super) use hot_cycle::check as hot_cycle;
pub(super) use idle_clause::check as idle_clause;
pub(super) use leave_outside_queue::check as leave_outside_queue;
pub(super) use reject_after_answer::check as reject_after_answer;
pub(super) use tones_while_listening::check as tones_while_listening;
