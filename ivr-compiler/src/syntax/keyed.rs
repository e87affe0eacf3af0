//! Every place in a tree whose text is in the prompt file, so that the text can be inserted.

use super::{Block, Ending, Step, Target, Texts, Tree};

impl Tree {
    /// Changes every block whose rows are in the prompt file.
    pub(crate) fn each_keyed(&mut self, mut change: impl FnMut(&mut Block)) {
        let change: &mut dyn FnMut(&mut Block) = &mut change;
        for arm in &mut self.everywhere {
            target(&mut arm.target, change);
        }
        if let Some(on_error) = &mut self.on_error {
            steps(&mut on_error.steps, change);
            target(&mut on_error.then, change);
        }
        for state in &mut self.states {
            steps(&mut state.steps, change);
            ending(&mut state.ending, change);
        }
    }
}

type Change<'a> = &'a mut dyn FnMut(&mut Block);

fn ending(ending: &mut Ending, change: Change<'_>) {
    let arms = match ending {
        Ending::Gather(gather) => {
            steps(&mut gather.prompts, change);
            &mut gather.arms
        }
        Ending::Dial(dial) => {
            if let Some(screen) = &mut dial.clauses.screen {
                steps(&mut screen.steps, change);
                screen.unless.iter_mut().for_each(|unless| steps(&mut unless.steps, change));
            }
            &mut dial.arms
        }
        Ending::Record(record) => &mut record.arms,
        Ending::Enqueue(enqueue) => {
            steps(&mut enqueue.music, change);
            &mut enqueue.arms
        }
        Ending::Hours(hours) => &mut hours.arms,
        Ending::Match(question) => {
            steps(&mut question.meanwhile, change);
            let late = question.late.iter_mut().map(|(_, target)| target);
            for found in question.arms.iter_mut().map(|arm| &mut arm.target).chain(late) {
                target(found, change);
            }
            return;
        }
        Ending::Connect(connect) => {
            let outcomes = connect.outcomes.iter_mut().map(|(_, target)| target);
            for found in connect.arms.iter_mut().map(|arm| &mut arm.target).chain(outcomes) {
                target(found, change);
            }
            return;
        }
        Ending::Next(next) => {
            for arm in next.another.iter_mut().chain(&mut next.done) {
                target(&mut arm.target, change);
            }
            return;
        }
        Ending::Goto(_)
        | Ending::Hangup
        | Ending::Reject { .. }
        | Ending::Redirect(_)
        | Ending::Leave { .. }
        | Ending::Broken => return,
    };
    for arm in &mut arms.arms {
        target(&mut arm.target, change);
    }
}

fn target(found: &mut Target, change: Change<'_>) {
    match found {
        Target::Say { steps: said, then } => {
            steps(said, change);
            target(then, change);
        }
        Target::Retry(retry) => {
            for block in &mut retry.blocks {
                steps(block, change);
            }
            target(&mut retry.then, change);
        }
        Target::State(_)
        | Target::Again
        | Target::Back(_)
        | Target::End
        | Target::Reject { .. }
        | Target::Leave { .. }
        | Target::Broken => {}
    }
}

fn steps(found: &mut [Step], change: Change<'_>) {
    for step in found {
        match step {
            Step::Say(Texts::Block(block)) | Step::Play { words: Some(Texts::Block(block)), .. }
                if block.key.is_some() =>
            {
                change(block);
            }
            Step::Uninterrupted(inside)
            | Step::First { steps: inside, .. }
            | Step::Scoped { steps: inside, .. } => steps(inside, change),
            _ => {}
        }
    }
}
