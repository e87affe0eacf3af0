//! What a callee hears before the two are connected, resolved.

use super::{resolve::Resolver, said::Said};
use crate::syntax::{Screen, Unless};

impl Resolver<'_> {
    pub(super) fn screen(&mut self, screen: Screen) -> Screen {
        let unless = screen.unless.map(|unless| Unless {
            number: self.question_number(),
            steps: self.values.steps(unless.steps, Said::Repeated, self.diagnostics),
            ..unless
        });
        let steps = self.values.steps(screen.steps, Said::Repeated, self.diagnostics);
        Screen { unless, steps, ..screen }
    }
}
