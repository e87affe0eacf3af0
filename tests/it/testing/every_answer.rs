//! The section of `docs/testing.md` about every call, for a tree with an app.

use ivr::phone::every_path_with;

#[derive(Clone, Copy)]
enum Duty {
    Ada,
    Nobody,
}

impl Duty {
    async fn number(&self) -> Option<String> {
        match self {
            Self::Ada => Some("+12345678900".to_owned()),
            Self::Nobody => None,
        }
    }
}

ivr::phone_tree! {
    /// Whoever is on duty, or a message.
    tree Night for Duty {
        start Ask;
        data { line: String }

        state Ask {
            match app.number().await within 5s {
                Some(number) => { set line = number; } then Ring,
                None => Message,
                late => Message,
            }
        }
        state Ring    { dial (call.line) match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

#[test]
fn every_answer_leads_somewhere() {
    let paths = every_path_with::<Night>([Duty::Ada, Duty::Nobody]);
    assert!(paths.left_out.is_empty(), "{paths}");
}
