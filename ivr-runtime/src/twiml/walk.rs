//! Finds every reply that a call can lead to, before the first call.

use std::collections::{HashSet, VecDeque};

use crate::{
    description::Verb,
    dialog::{
        call::Dialog,
        tree::{Language, PhoneTree, Position, Reply, To},
    },
};
use ivr_core::{
    condition::Conditions,
    event::{Event, Outcome},
    hours::OpenSet,
};

use super::{
    course::{Course, Rest},
    failing,
};

/// Returns the distinct replies that can be reached from every start, and from `on_error` in every language that a
/// call may speak; the nearest come first.
///
/// Time passes during a call, so after each reply any of `times` may apply. The iterator is lazy: it searches only as
/// far as it is consumed.
pub(super) fn replies<'a, T: PhoneTree>(dialog: &'a Dialog<T>, times: &'a [OpenSet]) -> Replies<'a, T> {
    let named = dialog.description().starts.iter().filter_map(|start| dialog.named(&start.state));
    let starts = named.map(|state| Reply { words: None, to: To::Enter(Position::fresh(state)) });
    let mut replies = Replies {
        dialog,
        chooses_language: dialog.description().chooses_language(),
        times,
        waiting: VecDeque::new(),
        seen: HashSet::new(),
        places: HashSet::new(),
        languages: HashSet::new(),
    };
    for reply in starts {
        replies.meet(reply);
    }
    replies.speak(Language::FIRST);
    replies
}

/// The breadth-first search of [`replies`].
#[derive(Debug)]
pub(super) struct Replies<'a, T> {
    dialog: &'a Dialog<T>,
    /// Whether Rust chooses the language of a call.
    chooses_language: bool,
    times: &'a [OpenSet],
    waiting: VecDeque<Reply<T>>,
    seen: HashSet<Reply<T>>,
    places: HashSet<Position<T>>,
    languages: HashSet<Language>,
}

impl<T: PhoneTree> Replies<'_, T> {
    /// Returns a position in every language that a call may speak there: in all languages of the tree if Rust
    /// chooses.
    fn spoken(&self, at: Position<T>) -> Vec<Position<T>> {
        if self.chooses_language {
            return self.dialog.languages().map(|language| at.speaking(language)).collect();
        }
        vec![at]
    }

    fn meet(&mut self, reply: Reply<T>) {
        if self.seen.insert(reply) {
            self.waiting.push_back(reply);
        }
    }

    /// Adds the replies after a failure in `language`.
    fn speak(&mut self, language: Language) {
        if self.languages.insert(language) {
            self.meet(failing::reply(self.dialog, language));
        }
    }
}

impl<T: PhoneTree> Iterator for Replies<'_, T> {
    type Item = Reply<T>;

    fn next(&mut self) -> Option<Reply<T>> {
        let reply = self.waiting.pop_front()?;
        for open in self.times {
            // The conditions decide whether an arm is taken, but not where it leads.
            let Rest::State(rest) = Course::of_no_call(self.dialog, reply, *open).rest else { continue };
            for at in self.spoken(rest.asked(Conditions::NONE)) {
                if !self.places.insert(at) {
                    continue;
                }
                self.speak(at.language);
                if self.dialog.is_heard_while_waiting(at) {
                    self.meet(self.dialog.wait(at));
                }
                for heard in outcomes(&self.dialog.state(at.state).verb) {
                    self.meet(at.apply(at.state.next(heard), T::ACTIONS));
                }
            }
        }
        Some(reply)
    }
}

/// Returns every event that is possible in a state with this verb.
fn outcomes(verb: &Verb) -> Vec<Event> {
    match verb {
        Verb::Gather(gather) => {
            let of_arms = gather.arms.iter().flat_map(|arm| {
                let keys = arm.keys.iter().filter_map(|entry| Event::single_key(entry));
                keys.chain(arm.heard).chain(arm.outcomes.iter().copied())
            });
            of_arms.chain([Event::Silence, Event::Else]).collect()
        }
        Verb::Dial(_) | Verb::Record(_) | Verb::Enqueue(_) | Verb::Hours(_) => {
            verb.kind().into_iter().flat_map(ivr_core::event::Verb::outcomes).map(Outcome::heard).collect()
        }
        Verb::Connect(connect) => connect.arms.iter().flat_map(|arm| arm.outcomes.iter().copied()).collect(),
        Verb::Match(question) => question.arms.iter().flat_map(|arm| arm.outcomes.iter().copied()).collect(),
        Verb::Goto(_) | Verb::Hangup | Verb::Reject { .. } | Verb::Redirect { .. } | Verb::Leave => {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::tree::{Counters, Ending, PromptRef},
        fixture::{Acme, Hotel},
        twiml::clinic::Clinic,
    };

    #[test]
    fn the_walk_counts_every_attempt_and_gives_up_where_the_tree_does() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let found: Vec<_> = replies(&dialog, &[OpenSet::NONE]).collect();
        assert_eq!(found.first(), Some(&dialog.answer()));
        let asked = |action, block| Reply {
            words: Some(PromptRef { action, block }),
            to: To::Ask(Position {
                counters: Counters::ZERO.with(0, block + 1),
                ..Position::fresh(Acme::Menu)
            }),
        };
        for action in [0, 1] {
            assert!(found.contains(&asked(action, 0)) && found.contains(&asked(action, 1)));
            assert!(!found.contains(&asked(action, 2)));
        }
        // The greeting, six other states, two attempts of each of two arms, and the end.
        assert_eq!(found.len(), 1 + 6 + 4 + 1);
    }

    #[test]
    fn every_start_and_every_outcome_is_walked() {
        let dialog = Dialog::<Clinic>::new().unwrap();
        let found: HashSet<_> = replies(&dialog, &[OpenSet::NONE]).map(|reply| reply.to).collect();
        for state in [Clinic::Check, Clinic::Café, Clinic::Closed, Clinic::Waiting] {
            assert!(found.contains(&To::Enter(Position::fresh(state))), "{state:?}");
        }
        let refused = Position { counters: Counters::ZERO.with(1, 1), ..Position::fresh(Clinic::Code) };
        assert!(found.contains(&To::Ask(refused)));
        assert!(found.contains(&To::End(Ending::Leave, Language::FIRST)));
    }

    #[test]
    fn what_only_on_error_leads_to_is_walked_in_each_language_that_calls_speak() {
        let dialog = Dialog::<Hotel>::new().unwrap();
        let found: HashSet<_> = replies(&dialog, &[OpenSet::NONE]).map(|reply| reply.to).collect();
        for language in dialog.languages() {
            assert!(
                found.contains(&To::Enter(Position::fresh(Hotel::Help).speaking(language))),
                "{language:?}"
            );
        }
    }

    #[test]
    fn no_place_is_walked_in_a_language_that_no_call_speaks_there() {
        let dialog = Dialog::<Hotel>::new().unwrap();
        let found: Vec<_> = replies(&dialog, &[OpenSet::NONE]).collect();
        // Callers are greeted only in the first language, and the rooms are also described in English.
        let greeted =
            found.iter().filter(|reply| matches!(reply.to, To::Enter(at) if at.state == Hotel::Greeting));
        assert_eq!(greeted.count(), 1);
        let rooms = found.iter().filter(|reply| matches!(reply.to, To::Enter(at) if at.state == Hotel::Room));
        assert_eq!(rooms.count(), 3);
        // Acme has one language, so there are no further documents.
        assert!(
            replies(&Dialog::<Acme>::new().unwrap(), &[OpenSet::NONE])
                .all(|reply| reply.to.language() == Language::FIRST)
        );
    }
}
