//! A tree with every kind of generated item, compiled under any name of the runtime.

use super::runtime::speak::Digits;

super::phone_tree! {
    /// Every kind of generated item: fields, a question to Rust, an effect, a spoken value, a call asserted.
    pub tree Line for Rooms {
        start Zip;

        data {
            /// What the caller entered.
            zip: Digits,
            tries: u8 = 0,
        }

        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Goodbye }

        state Zip  { gather 5 keys, into zip { say "Enter your zip code."; } match { entered => Find } }

        state Find {
            match app.knows(&call.zip) {
                true  => { set tries = call.tries + 1; } then Found,
                false => Goodbye,
            }
        }

        state Found {
            say "There is a room in {zip:digits}.";
            run app.note(call.tries);
            goto Goodbye;
        }

        state Goodbye { say "Goodbye."; hangup; }

        scenario "nobody is there" { silence silence => Goodbye; }
    }
}

/// What the tree asks.
#[derive(Debug)]
pub struct Rooms;

impl Rooms {
    fn knows(&self, zip: &Digits) -> bool {
        *zip == "06457"
    }

    fn note(&self, tries: u8) {
        assert!(tries > 0, "{self:?} are found after a try");
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::runtime::tree::{Event, Transition},
        Line,
    };

    #[test]
    fn a_tree_works_whatever_the_runtime_is_called() {
        assert_eq!(Line::Zip.next(Event::Entered), Transition::Go(Line::Find));
    }
}
