//! Options under a condition: the arms match what was announced, even if the condition has changed since.

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use ivr::{
    config::Settings,
    phone::{Coverage, call, call_with, every_path, every_path_with, random_callers, random_callers_with},
};
use tower::ServiceExt as _;

ivr::phone_tree! {
    /// Sales are there in the day; nothing is kept of a call.
    #[allow(hangup_on_error, reason = "a test")]
    tree Shop {
        start Menu;
        hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
        hours night, zone "Europe/Paris" { mon..=fri 20:00-23:00; }

        everywhere {
            0 if office => Person,
            silence | _ => retry 2 { say "Sorry?"; } then Bye,
        }

        #[allow(instruction_too_long, silent_gap, reason = "the office closes meanwhile")]
        state Menu {
            gather key or speech {
                first { if office { say "We are here."; } else { say "We are closed."; } }
                if office { say "For sales, press three. For a person, press zero."; }
                else { say "To leave a message, press three."; }
                pause 30s;
                if !office { if night { say "For emergencies, press four."; } }
            } match {
                3 | "sales" if office    => Sales,
                3 | "message" if !office => Message,
                hidden 4 if night        => Person,
            }
        }
        state Sales   { say "Sales."; hangup; }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
        state Person  { dial "+12345678900" match { _ => end } }
        state Bye     { say "Goodbye."; hangup; }

        scenario "by day"   { 3 if office => end; "sales" if office => end; 0 if office => Person; }
        scenario "by night" { 3 if !office => Message; 0 if !office => Menu; "sales" if !office => Menu; 4 if night => Person; }
    }
}

#[test]
fn an_option_is_said_and_taken_while_its_condition_holds() {
    call::<Shop>()
        .calls_at("2026-11-02 12:00")
        .hears("We are here. For sales, press three.")
        .press('3')
        .hears("Sales.");
    call::<Shop>().calls_at("2026-11-02 12:00").says("sales").hears("Sales.");
    call::<Shop>().calls_at("2026-11-02 12:00").press('0').dials("+12345678900");
    let night = || {
        call::<Shop>().calls_at("2026-11-02 19:00").hears("We are closed. To leave a message, press three.")
    };
    night()
        .does_not_hear("For sales")
        .does_not_hear("emergencies")
        .press('3')
        .hears("Please leave a message.");
    night().says("sales").hears("Sorry?");
    night()
        .press('0')
        .hears("Sorry?")
        .hears("To leave a message, press three.")
        .does_not_hear("We are closed");
    night().press('4').hears("Sorry?");
    call::<Shop>()
        .calls_at("2026-11-02 21:00")
        .hears("For emergencies, press four.")
        .press('4')
        .dials("+12345678900");
}

#[test]
fn a_schedule_that_closes_between_question_and_answer_changes_no_key() {
    // The prompts take longer than half a minute, so that the answer comes after six o'clock.
    let late = || call::<Shop>().calls_at("2026-11-02 17:59").silence().hears("For sales, press three.");
    late().press('3').hears("Sales.");
    // When the state asks again, the condition is evaluated again.
    late().press('7').hears("To leave a message, press three.").press('3').hears("Please leave a message.");
}

#[tokio::test]
async fn the_url_carries_what_held_and_names_that_mean_nothing_are_passed_over() {
    let router = ivr::router::<Shop>((), &Settings::new().unsigned()).unwrap();
    for (path, heard) in [
        ("Menu.office", "Sales."),
        ("Menu.office/1", "Sales."),
        ("Menu.office.night", "Sales."),
        ("Menu.night.gone", "Please leave a message."),
        ("Menu", "Please leave a message."),
        ("Menu/2", "Please leave a message."),
    ] {
        let request = Request::post(format!("/shop/{path}"))
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("CallSid=CA1&Digits=3"))
            .unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let document = to_bytes(answer.into_body(), 64_000).await.unwrap();
        let document = String::from_utf8_lossy(&document);
        assert!(document.contains(heard), "{path}: {document}");
    }
}

#[test]
fn every_path_of_each_combination_is_called() {
    let paths = every_path::<Shop>();
    assert!(paths.left_out.is_empty(), "{paths}");
    for keys in ["3|\"sales\" if office", "3|\"message\" if !office [silence]", "4 if night [_]"] {
        assert!(paths.taken.iter().any(|path| path.keys == keys), "{keys}: {paths:?}");
    }
    random_callers::<Shop>(60, 1);
}

#[test]
fn coverage_names_arms_with_their_conditions() {
    let day = || call::<Shop>().calls_at("2026-11-02 12:00").press('3').hears("Sales.");
    let missing = Coverage::<Shop>::of([day]).missing().join("; ");
    assert!(missing.contains("Menu: 3 | \"message\" if !office; Menu: 4 if night"), "{missing}");
    assert!(!missing.contains("Menu: 3 | \"sales\" if office"), "{missing}");
}

ivr::phone_tree! {
    /// Asks a schedule, and has options that depend on it.
    tree Gate {
        start Hello;
        hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }

        state Hello { match hours office { open => Open, closed => Menu } }
        state Open  { say "We are open."; goto Menu; }
        state Menu  {
            gather key {
                if office { say "For sales, press one."; }
                say "To hear this again, press two. To be asked anew, press three.";
            } match {
                1 if office => end,
                2           => again,
                3           => Hello,
                silence | _ => retry 1 { say "Sorry?"; } then Bye,
            }
        }
        state Bye { say "Goodbye."; hangup; }
    }
}

#[test]
fn a_path_that_needs_a_schedule_to_be_open_and_closed_at_one_time_is_contradictory() {
    let paths = every_path::<Gate>();
    assert!(paths.left_out.is_empty(), "{paths}");
    let contradictory = ["[closed] 1 if office: `office` does not hold in Menu on this path"];
    assert_eq!(paths.contradictory, contradictory);
    assert!(paths.taken.iter().any(|path| path.keys == "[open] 1 if office"), "{paths:?}");
    assert!(paths.taken.iter().any(|path| path.keys == "[closed] 2"), "{paths:?}");
}

/// Who calls.
struct Members {
    is_member: bool,
    is_open: bool,
}

ivr::phone_tree! {
    /// Members have more options; what is known of them may change while they listen.
    tree Club for Members {
        start Hello;
        data { member: bool = false, open: bool = false, asked: u8 = 0 }
        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Bye }

        state Hello { set member = app.is_member; set open = app.is_open; goto Menu; }
        state Menu {
            say "Welcome.";
            set asked = call.asked + 1;
            gather key {
                if member {
                    say "For your bonus, press one.";
                    if open { say "For the club, press two."; }
                }
                say "To join, press three. To be asked anew, press four.";
            } match {
                1 if member => Bonus,
                hidden 2 if open => Bye,
                3 => Join,
                4 => { set member = !call.member; } then Menu,
            }
        }
        state Bonus { say "Your bonus is ten."; hangup; }
        state Join  { set member = true; say "Now you are a member."; goto Menu; }
        state Bye   { say "Goodbye."; hangup; }

        scenario "a member" { 1 if member => end; 1 if !member => Menu; 3 4 1 if member => end; }
    }
}

#[test]
fn a_field_is_as_it_is_when_the_question_is_asked() {
    let club = |is_member, is_open| call_with::<Club>(Members { is_member, is_open }).hears("Welcome.");
    club(false, false)
        .does_not_hear("bonus")
        .press('1')
        .hears("Sorry?")
        .press('3')
        .hears("For your bonus, press one.");
    club(true, false)
        .hears("For your bonus, press one.")
        .does_not_hear("the club")
        .press('1')
        .hears("Your bonus is ten.");
    club(true, true).hears("For the club, press two.").press('2').hears("Goodbye.");
    club(true, false).press('2').hears("Sorry?");
    club(true, false).press('4').does_not_hear("bonus").press('1').hears("Sorry?");
    club(false, false).press('4').hears("bonus").press('1').hears("Your bonus is ten.");
}

#[test]
fn every_path_of_a_tree_with_fields_is_called_with_the_apps_that_lead_there() {
    let all = [(true, true), (true, false), (false, true), (false, false)];
    let paths = every_path_with::<Club>(all.map(|(is_member, is_open)| Members { is_member, is_open }));
    assert!(paths.left_out.is_empty(), "{paths}");
    assert!(paths.taken.iter().any(|path| path.keys == "1 if member"), "{paths:?}");
    random_callers_with::<Club>(60, 1, Members { is_member: true, is_open: false });
}
