//! A tree in a crate that depends on the compiler and the runtime alone, and says so in the brackets.

ivr_macros::phone_tree! {
    [::ivr_runtime]

    /// Somebody answers, and hangs up.
    pub tree Line {
        start Goodbye;
        state Goodbye { say "Goodbye."; hangup; }
    }
}

#[cfg(test)]
mod tests {
    use ivr_runtime::tree::{Ending, Heard, Step};

    use super::Line;

    #[test]
    fn a_tree_works_without_the_facade() {
        assert_eq!(Line::Goodbye.next(Heard::Next), Step::End(Ending::Hangup));
    }
}
