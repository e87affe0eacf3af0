//! The smallest useful tree, as shown in the README.
//!
//! ```text
//! cargo run --example desk -- call 1 7 0 no_answer recorded
//! ```

ivr::phone_tree! {
    pub tree Desk {
        start Menu;
        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Person }

        state Menu {
            gather key or speech { say "For our hours, press one. For a person, press zero."; }
            match { 1 | "hours" => Hours, 0 | "person" => Person }
        }
        state Hours   { say "We are open from nine to five."; goto Menu; }
        state Person  { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

fn main() -> std::process::ExitCode {
    ivr::serve::<Desk>()
}
