//! Opening hours in calls: with and without Rust, in several zones, and while a call goes on.

use ivr::phone::{
    call, call_from, call_with, every_path, every_path_with, random_callers, random_callers_with,
};

ivr::phone_tree! {
    /// Two places on two sides of the Atlantic.
    tree Offices {
        start Greeting;

        hours paris, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
        hours boston, zone "America/New_York" { mon..=fri 9:00-17:00; closed "11-26"; }

        state Greeting { say "Welcome."; match hours paris { open => Paris, closed => Later } }
        state Later    { say "Paris is closed."; match hours boston { open => Boston, closed => Closed } }
        state Paris    { dial "+33123456789", timeout 30s match { answered => end, _ => Later } }
        state Boston   { dial "+12345678900" match { _ => end } }
        state Closed   { say "Nobody is there."; hangup; }
    }
}

#[test]
fn each_schedule_has_the_time_of_its_own_zone() {
    // A Monday: 17:59 in Paris is 11:59 in Boston.
    call::<Offices>().calls_at("2026-11-02 17:59").hears("Welcome.").dials("+33123456789").answers().ended();
    call::<Offices>().calls_at("2026-11-02 18:00").hears("Paris is closed.").dials("+12345678900");
    call::<Offices>()
        .calls_at("2026-11-02 23:00")
        .hears("Paris is closed.")
        .hears("Nobody is there.")
        .ended();
    // Clocks have changed in Europe but not yet in America, so the difference is five hours.
    call::<Offices>().calls_at("2026-10-26 21:30").dials("+12345678900");
    call::<Offices>().calls_at("2026-10-26 22:00").hears("Nobody is there.").ended();
    // A holiday of one of the offices.
    call::<Offices>().calls_at("2026-11-26 19:00").hears("Nobody is there.").ended();
}

#[test]
fn time_passes_with_the_call() {
    // After two seconds of welcome and thirty of ringing it is past six o'clock.
    call::<Offices>()
        .calls_at("2026-11-02 17:59")
        .no_answer()
        .hears("Paris is closed.")
        .dials("+12345678900");
}

#[test]
fn a_test_without_a_time_is_always_open_and_every_path_is_called() {
    call::<Offices>().dials("+33123456789");
    let paths = every_path::<Offices>();
    assert!(paths.left_out.is_empty(), "{paths}");
    assert!(paths.taken.iter().any(|path| path.keys == "[closed] [closed]"), "{paths:?}");
    random_callers::<Offices>(30, 1);
}

ivr::phone_tree! {
    /// A desk that is open for a minute in the week, and the call that goes out from it.
    tree Seldom {
        start Greeting;
        start callback Back;

        hours desk, zone "Europe/Paris" { sun 3:00-3:01; }

        state Greeting { say "Welcome."; goto Back; }
        state Back     { match hours desk { open => Desk, closed => Closed } }
        state Desk     { dial "+33123456789" match { _ => end } }
        state Closed   { say "Nobody is there."; hangup; }
    }
}

#[test]
fn a_test_is_always_open_from_every_start() {
    call::<Seldom>().dials("+33123456789");
    call_from::<Seldom>("callback", []).dials("+33123456789");
    call_from::<Seldom>("callback", []).calls_at("2026-11-02 12:00").hears("Nobody is there.").ended();
}

/// Whoever is on duty.
struct Duty(Option<&'static str>);

ivr::phone_tree! {
    /// Asks Rust and the clock.
    tree Night for Duty {
        start Ask;
        data { line: String, n: u32 = 0 }

        hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; sat 22:00-2:00; }

        state Ask     { match app.0 { Some(number) => { set line = number.to_owned(); } then Office, None => Closed } }
        state Office  { set n = call.n + 1; match hours office { open => Ring, closed => { say "Closed, {n}."; } then Choice } }
        state Choice  { gather key { say "To try again, press one."; } match { 1 => Office, silence | _ => Closed } }
        state Ring    { dial (call.line) match { _ => end } }
        state Closed  { say "Goodbye."; hangup; }
    }
}

#[test]
fn a_tree_that_asks_rust_asks_the_clock_in_the_same_way() {
    let call = || call_with::<Night>(Duty(Some("+33123456789")));
    call().calls_at("2026-11-02 12:00").dials("+33123456789");
    call().calls_at("2026-11-08 01:59").dials("+33123456789");
    call().calls_at("2026-11-08 02:00").hears("Closed, 1.").press('1').hears("Closed, 2.").at(Night::Choice);
    call().calls_at("2026-11-02 08:59").hears("Closed, 1.").silence().hears("Goodbye.").ended();
    let paths = every_path_with::<Night>([Duty(Some("+33123456789")), Duty(None)]);
    assert!(paths.left_out.is_empty(), "{paths}");
    random_callers_with::<Night>(30, 1, Duty(Some("+33123456789")));
}

ivr::phone_tree! {
    /// Open the whole day, in two halves.
    tree Clock {
        start Greeting;

        hours morning, zone "Etc/UTC" { mon..=sun 0:00-12:00; }
        hours evening, zone "Etc/UTC" { mon..=sun 12:00-24:00; }

        state Greeting { say "Welcome."; goto Early; }
        state Early    { match hours morning { open => Thanks, closed => Late } }
        state Late     { say "Good afternoon."; match hours evening { open => Bye, closed => Thanks } }
        state Bye      { say "Goodbye."; goto Thanks; }
        state Thanks   { say "Thank you."; hangup; }
    }
}

#[tokio::test]
async fn states_that_ask_the_clock_are_steps_in_the_events_of_a_call() {
    use std::{sync::mpsc::channel, time::Duration};

    use ivr::{config::Settings, events::Happened};
    use tower::ServiceExt as _;

    let (sender, events) = channel();
    let settings = Settings::new().unsigned().own_events(move |events| {
        events.iter().for_each(|event| sender.send(event.what.clone()).unwrap());
    });
    let router = ivr::router::<Clock>((), &settings).unwrap();
    let request = axum::http::Request::post("/clock")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("CallSid=CA0123456789abcdef0123456789abcdef"));
    assert!(router.oneshot(request.unwrap()).await.unwrap().status().is_success());
    let mut told = Vec::new();
    let mut is_over = false;
    while !is_over {
        let event = events.recv_timeout(Duration::from_secs(10)).unwrap();
        let (line, end) = match event {
            Happened::Started { next, end, .. } => (format!("started → {}", next.unwrap()), end),
            Happened::Step { state, outcome, next, end, .. } => {
                (format!("{state} {outcome} → {}", next.unwrap()), end)
            }
            other => panic!("{other:?}"),
        };
        told.push(line);
        is_over = end.is_some();
    }
    let early = ["started → Early", "Early open → Thanks"];
    let late = ["started → Early", "Early closed → Late", "Late open → Thanks"];
    assert!(told == early || told == late, "{told:?}");
}
