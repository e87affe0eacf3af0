//! The texts of an arm of a Rust `match` speak what its pattern binds.

use ivr::phone::{call_with, every_path_with};

/// What came by mail.
#[derive(Clone)]
enum Mail {
    Nothing,
    Count(u32),
    From { name: String, at: (u32, u32) },
}

/// A box of mail.
#[derive(Clone)]
struct Box(Mail);

ivr::phone_tree! {
    /// Says what there is.
    tree Mailbox for Box {
        start Look;
        data { name: String = "nobody".to_owned() }

        state Look {
            match app.0.clone() {
                Mail::Nothing => { say "You have no messages."; } then end,
                Mail::Count(m) if m > 90 => { say "You have {m} messages, and your box is full."; } then end,
                Mail::Count(m) => { say "You have {m:plural message|messages}."; } then end,
                Mail::From { name: sender, at } => {
                    say "{name} no longer: {sender} wrote at {at.0}.";
                    set name = sender;
                    say "That was {name}, and {sender}.";
                } then Again,
            }
        }

        state Again { say "Yours, {name}."; hangup; }
    }
}

#[test]
fn what_a_pattern_binds_is_spoken_with_its_format() {
    let mailbox = |mail| call_with::<Mailbox>(Box(mail));
    mailbox(Mail::Nothing).hears("You have no messages.").ended();
    mailbox(Mail::Count(1)).hears("You have 1 message.").ended();
    mailbox(Mail::Count(7)).hears("You have 7 messages.").ended();
    mailbox(Mail::Count(99)).hears("You have 99 messages, and your box is full.").ended();
}

#[test]
fn what_a_set_takes_is_spoken_before_and_behind_it() {
    let mail = Mail::From { name: "Ada".to_owned(), at: (9, 30) };
    call_with::<Mailbox>(Box(mail.clone()))
        .hears("nobody no longer: Ada wrote at 9. That was Ada, and Ada. Yours, Ada.")
        .ended();
    let apps = [Mail::Nothing, Mail::Count(3), Mail::Count(91), mail].map(Box);
    let paths = every_path_with::<Mailbox>(apps);
    assert!(paths.left_out.is_empty(), "{paths}");
}
