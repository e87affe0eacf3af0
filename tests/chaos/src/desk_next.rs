//! The version after `desk`: one more question.

ivr::phone_tree! {
    /// Four questions.
    pub tree Desk {
        start First;
        language en-US;
        on_error { say "Something went wrong."; } then end
        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
        state First  { gather key { say "For the second question, press one."; } match { 1 => Thanks } }
        state Thanks { say "Thank you."; goto Between; }
        state Between {
            gather key { say "Another question came in between. To go on, press one."; } match { 1 => Second }
        }
        state Second { gather key { say "For the third question, press one."; } match { 1 => Third } }
        state Third  { gather key { say "To end the call, press one."; } match { 1 => Bye } }
        state Bye    { say "Goodbye."; hangup; }
    }
}

fn main() -> std::process::ExitCode {
    ivr::serve::<Desk>()
}
