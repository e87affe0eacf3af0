//! Every call of a tree, as in `docs/testing.md`.

use ivr::phone::{Caller, Coverage, call, every_path, random_callers};

ivr::phone_tree! {
    /// A person, or a message.
    pub tree Line {
        start Menu;
        everywhere { silence | _ => retry 1 { say "Pardon?"; } then Person }

        state Menu    { gather key { say "For a person, press zero."; } match { 0 => Person } }
        state Person  { dial "+12345678900" match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

#[test]
fn every_path_goes_where_the_tree_says() {
    let paths = every_path::<Line>();
    assert!(paths.left_out.is_empty(), "{paths}");
}

#[test]
fn whoever_calls_is_answered() {
    random_callers::<Line>(200, 0);
}

#[test]
fn somebody_answers() -> Caller {
    call::<Line>().press('7').hears("pardon").press('0').answers().ended()
}

#[test]
fn nobody_answers() -> Caller {
    call::<Line>().silence().silence().no_answer().records(5).ended()
}

#[test]
fn the_stories_cover_the_tree() {
    Coverage::<Line>::of([somebody_answers, nobody_answers]).assert_complete();
}
