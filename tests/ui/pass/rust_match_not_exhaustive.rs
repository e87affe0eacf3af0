//! Every answer of the app has an arm.

/// What the desk knows of a caller.
pub enum Known {
    Guest,
    Staff,
    Nobody,
}

pub struct Desk;

impl Desk {
    async fn who(&self, number: Option<&str>) -> Known {
        match number {
            Some("+12345678900") => Known::Staff,
            Some(_) => Known::Guest,
            None => Known::Nobody,
        }
    }
}

ivr::phone_tree! {
    pub tree Hotel for Desk {
        start Greeting;

        state Greeting {
            say "Welcome.";
            match app.who(call.from.number()).await within 5s {
                Known::Guest => Person,
                Known::Staff => Message,
                Known::Nobody => Person,
                late => Message,
            }
        }

        state Person  { dial "+12345678900" match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

// The enum is there all the same: what uses it is not a second error.
#[test]
fn runs() {
    assert_ne!(Hotel::Person, Hotel::Message);
}
