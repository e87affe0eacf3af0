//! Every reply that a call can lead to, found before the first call.

use std::collections::{HashSet, VecDeque};

use crate::{
    call::Flow,
    description::Verb,
    heard::Heard,
    tree::{At, PhoneTree, Reply, To},
};

use super::course::{Course, Rest};

/// The replies within reach of every start and of `also`, the nearest first, each once.
///
/// It is lazy: taking some of them walks no farther.
pub(super) fn replies<T: PhoneTree>(flow: &Flow<T>, also: Option<Reply<T>>) -> Replies<'_, T> {
    let named = flow.description().starts.iter().filter_map(|start| flow.named(&start.state));
    let starts = named.map(|state| Reply { words: None, to: To::Enter(At::fresh(state)) });
    let mut replies =
        Replies { flow, waiting: VecDeque::new(), seen: HashSet::new(), places: HashSet::new() };
    for reply in starts.chain(also) {
        replies.meet(reply);
    }
    replies
}

/// The walk behind [`replies`], breadth first.
#[derive(Debug)]
pub(super) struct Replies<'a, T> {
    flow: &'a Flow<T>,
    waiting: VecDeque<Reply<T>>,
    seen: HashSet<Reply<T>>,
    places: HashSet<At<T>>,
}

impl<T: PhoneTree> Replies<'_, T> {
    fn meet(&mut self, reply: Reply<T>) {
        if self.seen.insert(reply) {
            self.waiting.push_back(reply);
        }
    }
}

impl<T: PhoneTree> Iterator for Replies<'_, T> {
    type Item = Reply<T>;

    fn next(&mut self) -> Option<Reply<T>> {
        let reply = self.waiting.pop_front()?;
        if let Rest::State(at) = Course::new(self.flow, &[], reply).rest
            && self.places.insert(at)
        {
            for heard in outcomes(&self.flow.state(at.state).verb) {
                self.meet(at.take(at.state.next(heard)));
            }
        }
        Some(reply)
    }
}

/// Everything that can be heard in a state with this verb.
fn outcomes(verb: &Verb) -> Vec<Heard> {
    match verb {
        Verb::Gather(gather) => {
            let of_arms = gather.arms.iter().flat_map(|arm| {
                let keys = arm.keys.iter().filter_map(|entry| single_key(entry));
                keys.chain(arm.heard).chain(arm.outcomes.iter().copied())
            });
            of_arms.chain([Heard::Silence, Heard::Else]).collect()
        }
        Verb::Dial(_) => {
            vec![Heard::Answered, Heard::Busy, Heard::NoAnswer, Heard::Failed, Heard::Cancelled]
        }
        Verb::Record(_) => vec![Heard::Recorded, Heard::Silent],
        Verb::Enqueue(_) => vec![Heard::Bridged, Heard::Left, Heard::Full, Heard::Failed],
        Verb::Goto(_) | Verb::Hangup | Verb::Reject { .. } | Verb::Redirect { .. } | Verb::Leave => {
            Vec::new()
        }
    }
}

fn single_key(entry: &str) -> Option<Heard> {
    let mut keys = entry.chars();
    let first = keys.next().and_then(Heard::key)?;
    keys.next().is_none().then_some(first)
}
