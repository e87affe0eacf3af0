//! A pharmacy with a prompt file, which its staff can change while callers are on the line.
//!
//! ```text
//! cargo run --example pharmacy -- --prompts examples/pharmacy.toml
//! ```

ivr::phone_tree! {
    /// The pharmacy at the market.
    pub tree Pharmacy {
        start Welcome;
        prompts "examples/pharmacy.toml";

        everywhere { silence | _ => retry 2 { say sorry; } then Counter }

        state Welcome { say welcome; say notice, optional; goto Menu; }
        state Menu    { gather key { say menu; } match { 1 => Hours, 0 => Counter } }
        state Hours   { say hours; goto Menu; }
        state Counter { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
        state Message { say message; record match { recorded | silence => end } }
    }
}

fn main() -> std::process::ExitCode {
    ivr::serve::<Pharmacy>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_hears_the_words_of_the_file_and_no_notice_that_is_off() {
        let call = ivr::phone::call::<Pharmacy>();
        let call = call
            .hears("The pharmacy at the market.")
            .hears("For our hours, press one. To talk to us, press zero.");
        call.at(Pharmacy::Menu).press("1").hears("open from eight to six").hangs_up();
    }
}
