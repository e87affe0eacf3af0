//! A tree in a crate that knows the facade by another name: the expansion names what `telephone` is, not `ivr`.

telephone::phone_tree! {
    /// Somebody answers, and hangs up.
    pub tree Line {
        start Goodbye;
        state Goodbye { say "Goodbye."; hangup; }
    }
}

#[cfg(test)]
mod tests {
    use telephone::tree::{Ending, Heard, Step};

    use super::Line;

    #[test]
    fn a_tree_works_when_the_facade_has_another_name() {
        assert_eq!(Line::Goodbye.next(Heard::Next), Step::End(Ending::Hangup));
    }
}
