//! The state in which a call waits, after states that continue by themselves and states that match on hours. The
//! documents follow what is said on the way.

use smallvec::SmallVec;

use super::Dialog;
use crate::{
    description::Verb,
    dialog::tree::{PhoneTree, Position, To},
};
use ivr_core::{event::Event, hours::OpenSet};

/// The positions that one request left, and the event in each; usually one.
pub(crate) type Steps<T> = SmallVec<[(Position<T>, Event); 2]>;

impl<T: PhoneTree> Dialog<T> {
    /// Returns the position in which a call waits that goes `to` a position after these steps. Each state on the way
    /// that matches on hours is a further step, unless it is already among them: a call that comes there a second
    /// time waits for another answer.
    pub(crate) fn rest(&self, to: To<T>, open: OpenSet, steps: &mut Steps<T>) -> To<T> {
        let mut to = to;
        // A tree that compiles has no cycle of `goto`, and each state that checks hours is passed at most once.
        for _ in 0..T::states().len() * (T::states().len() + 1) {
            let (To::Enter(at) | To::Ask(at)) = to else { return to };
            let heard = match &self.state(at.state).verb {
                Verb::Goto(_) => Event::Next,
                Verb::Hours(asked) if !steps.iter().any(|(before, _)| before.state == at.state) => {
                    let heard = self.hours(asked, open);
                    steps.push((at, heard));
                    heard
                }
                Verb::Hours(_)
                | Verb::Gather(_)
                | Verb::Dial(_)
                | Verb::Record(_)
                | Verb::Enqueue(_)
                | Verb::Match(_)
                | Verb::Connect(_)
                | Verb::Hangup
                | Verb::Reject { .. }
                | Verb::Redirect { .. }
                | Verb::Leave => return to,
            };
            to = at.apply(at.state.next(heard), T::ACTIONS).to;
        }
        to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::tree::Reply,
        fixture::{Acme, Hotel},
        twiml::{Course, Rest},
    };

    /// Each state of a tree comes to rest where its documents do.
    fn rests_where_its_documents_do<T: PhoneTree>() {
        let dialog = Dialog::<T>::new().unwrap();
        for state in T::states() {
            let reply = Reply { words: None, to: To::Enter(Position::fresh(*state)) };
            let course = Course::of_no_call(&dialog, reply, OpenSet::NONE);
            let mut steps = Steps::new();
            let to = dialog.rest(reply.to, OpenSet::NONE, &mut steps);
            let passed: Vec<_> = steps.iter().map(|(at, heard)| (at.state, *heard)).collect();
            let said: Vec<_> = course.passed.iter().map(|(at, heard)| (at.state, *heard)).collect();
            assert_eq!(passed, said, "{}", state.name());
            match (to, course.rest) {
                (To::Enter(at), Rest::State(rest)) => assert_eq!(at.state, rest.state, "{}", state.name()),
                (To::End(ending, _), Rest::Over(over)) => assert_eq!(ending, over, "{}", state.name()),
                (to, rest) => panic!("{}: {to:?} and {rest:?}", state.name()),
            }
        }
    }

    #[test]
    fn a_call_rests_where_its_documents_rest() {
        rests_where_its_documents_do::<Acme>();
        rests_where_its_documents_do::<Hotel>();
    }
}
