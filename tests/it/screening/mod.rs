//! The called party may decline, over the real router.

// Several legs of one call, several servers, and a caller who is gone.
mod legs;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use ivr::{config::Settings, phone};

ivr::phone_tree! {
    /// Volunteers, one after the other, who accept or decline.
    pub tree Helpline {
        start First;

        state First  { say "We are looking for somebody."; dial "+12345678901", timeout 15s, screen 1 { say "A call from the helpline. To take it, press one."; } match { answered => end, declined => Second, busy | no_answer | failed | canceled => Second } }
        state Second { dial ["+12345678902", "+12345678903"], screen '*' { say "A call from the helpline. To take it, press star."; } match { answered => end, declined | busy | no_answer | failed | canceled => Message } }
        state Message { say "Nobody is free. Please leave a message."; record, max_length 1min match { recorded | silence => end } }
    }
}

#[test]
fn whoever_presses_the_key_is_connected_and_whoever_does_not_has_declined() {
    phone::call::<Helpline>().answers().ended();
    phone::call::<Helpline>().declines().at(Helpline::Second).answers().ended();
    phone::call::<Helpline>().declines().declines().hears("Nobody is free.").at(Helpline::Message);
    phone::call::<Helpline>().no_answer().busy().at(Helpline::Message);
    phone::call::<Helpline>().hangs_up().ended();
}

#[test]
fn the_transcript_shows_what_the_one_who_is_called_hears() {
    let transcript = phone::call::<Helpline>().answers().transcript();
    assert!(
        transcript.contains("the called party hears “A call from the helpline. To take it, press one.”"),
        "{transcript}"
    );
    assert!(transcript.contains("the called party presses 1"), "{transcript}");
}

#[test]
fn every_path_and_random_callers_go_where_the_tree_says() {
    let paths = phone::every_path::<Helpline>();
    assert_eq!(paths.left_out, Vec::<String>::new());
    assert!(paths.taken.iter().any(|path| path.keys.contains("[declined]")), "{paths}");
    phone::random_callers::<Helpline>(100, 5);
}

ivr::phone_tree! {
    /// Asks first whether somebody else has taken the call.
    tree Shared for Board {
        start Ask;
        data { name: String = "Ada".to_owned() }
        state Ask {
            dial "+12345678901", screen 1 {
                unless app.is_taken(call).await within 2s { say "Somebody else has taken it."; }
                say "A call from {name}. To take it, press one.";
            } match {
                answered => { run app.note(call, "answered"); } then end,
                declined => { run app.note(call, "declined"); } then end,
                busy | no_answer | failed | canceled => { run app.note(call, "missed"); } then end,
            }
        }
    }
}

/// Which calls are taken, and what became of each.
#[derive(Clone, Default)]
struct Board(Arc<Mutex<BTreeMap<String, &'static str>>>);

impl Board {
    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn is_taken<D>(&self, call: &ivr::Call<D>) -> bool {
        self.0.lock().unwrap().get(&call.id) == Some(&"taken") || self.0.lock().unwrap().contains_key("all")
    }

    fn note<D>(&self, call: &ivr::Call<D>, what: &'static str) {
        self.0.lock().unwrap().insert(call.id.clone(), what);
    }

    fn count(&self, what: &str) -> usize {
        self.0.lock().unwrap().values().filter(|noted| **noted == what).count()
    }
}

#[test]
fn a_screen_speaks_the_fields_of_the_call_and_asks_whether_it_is_taken() {
    let transcript = phone::call_with::<Shared>(Board::default()).answers().transcript();
    assert!(transcript.contains("A call from Ada. To take it, press one."), "{transcript}");
    let taken = Board::default();
    taken.0.lock().unwrap().insert("all".to_owned(), "taken");
    let transcript = phone::call_with::<Shared>(taken).answers().transcript();
    assert!(transcript.contains("the called party hears “Somebody else has taken it.”"), "{transcript}");
    assert!(!transcript.contains("A call from Ada"), "{transcript}");
}

#[test]
fn fifty_volunteers_who_decline_at_random_agree_with_the_ledger() {
    let board = Board::default();
    let router = ivr::router::<Shared>(board.clone(), &Settings::new().unsigned().store("memory:")).unwrap();
    let (mut dice, mut answered) = (7_u32, 0);
    for _ in 0..50 {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let caller = phone::Caller::to(router.clone(), "/shared");
        if dice >> 16 & 1 == 0 {
            answered += 1;
            caller.answers().ended();
        } else {
            caller.declines().ended();
        }
    }
    for _ in 0..200 {
        if board.count("answered") + board.count("declined") == 50 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!((board.count("answered"), board.count("declined")), (answered, 50 - answered));
    assert!((10..40).contains(&answered));
}
