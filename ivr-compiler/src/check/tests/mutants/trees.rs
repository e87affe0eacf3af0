//! Legal trees that together contain every construct of the language.

use std::{fs, path::Path};

use crate::{compile, diagnostics::Severity};

/// The trees of the manual that are compiled without files, and those that have what no example of it has.
pub(super) fn trees() -> Vec<String> {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md");
    let manual = fs::read_to_string(manual).unwrap();
    let parts = manual.split("ivr::phone_tree! {\n").skip(1);
    let whole = parts.filter_map(|part| part.split_once("\n}\n").map(|(tree, _)| tree.to_owned()));
    let found: Vec<String> = whole.filter(|tree| !tree.contains("prompts \"")).collect();
    found.into_iter().chain(OTHERS.map(str::to_owned)).collect()
}

const OTHERS: [&str; 4] = [
    r##"
    /// Clauses of all verbs.
    pub tree Clauses for App {
        start Menu;
        start night Busy with { account: Digits };
        data { zip: Digits, secret pin: Digits = Digits::default(), open: bool = true, n: u8 = 4, tone: String = String::new() }
        everywhere { '*' => back, hidden 9 => again, silence => end, _ => end }
        on_error { say "Sorry."; pause 1s; } then Desk

        #[allow(endless_silence, reason = "as agreed")]
        state Menu was Start, Front {
            uninterrupted { say "This call is recorded."; }
            gather key or speech, timeout 8s, speech_timeout 2s, language en-GB, hints ["sales", "support"] {
                first { say "Welcome."; }
                once { say "We have moved."; }
                if open { say "For sales, press one."; } else { say "We are closed."; }
                say "For support, press two.";
            } match {
                1 | "sales" above 0.6 if open => Code,
                2 | "support" => { say "One moment."; } then Desk,
            }
        }
        state Code under Menu {
            gather 4..=8 keys, finish_on_key '#', into zip { say "Your code, then press hash."; } match {
                entered => Ask,
                hidden *1 => Desk,
                silence => retry 2 { say "Your code?"; } { say "Once more."; } at Menu then Closed,
            }
        }
        state Ask {
            set open = false; run app.note(call).await; run app.keep(call), at_least_once;
            match app.find(&call.zip).await within 20s meanwhile { say "One moment."; } {
                Some(line) => { set tone = line; say "Found {zip:digits}."; } then Pin,
                None | late => Closed,
            }
        }
        state Pin { gather (call.n) keys or speech, hints (app.towns()), into pin { say "Your pin?"; } match { entered => Desk } }
        state Desk {
            dial ["+12345678901", client "alice", sip "sip:desk@example.com"], timeout 20s, time_limit 1h,
                caller_id "+12345678900", send_digits "ww204", hangup_on_star, record, sequential,
                screen 1 { unless app.taken(call).await within 2s { say "Taken."; } say "To take the call, press one."; }
            match { answered => end, declined | busy => Room, no_answer | failed | canceled => Queue }
        }
        state Room {
            dial conference "weekly", start_on_enter true, end_on_exit, max_participants 10, muted, wait_url "https://x.example/w"
            match { answered => end, _ => Short }
        }
        state Short { dial short "15" match { answered => end, _ => Line2 } }
        state Line2 { dial queue "support", timeout 1min match { answered => end, _ => Tell } }
        state Queue { enqueue "support", max_wait 10min, music "https://x.example/hold.mp3" match { bridged | hung_up => end, left | full | failed => Tell } }
        state Tell {
            play "https://x.example/a.mp3", say "Please speak."; play digits "ww9#"; play digits (call.tone); play (call.tone);
            ssml "Please <break time='1s'/> wait.";
            record, max_length 2min, timeout 5s, finish_on_key ['1', '#'], play_beep true, transcribe match {
                recorded '1' => Closed, recorded => Relay, silence => Away,
            }
        }
        state Relay { connect stream "wss://agent.example/s", time_limit 1min match { answered => Elsewhere } }
        state Elsewhere { redirect (call.tone); }
        state Away { redirect "https://x.example/next"; }
        state Closed { say "Goodbye."; hangup; }
        state Busy { reject busy; }
        after transcription in Tell { run app.text(call, transcription).await; }
    }
    "##,
    r#"
    /// Promises and scenarios.
    tree Promised {
        start Consent;
        start callback Consent;
        everywhere { 0 => Person, silence | _ => retry 1 { say "Pardon?"; } then Person }
        state Consent { uninterrupted { say "Messages are recorded."; } goto Menu; }
        state Menu { gather key { say "To leave a message, press one. For a person, press zero."; } match { 1 => Message } }
        state Message { record match { recorded | silence => end } }
        state Person { dial "+12345678900" match { answered => end, _ => end } }
        promise Person within 1 key of every state;
        promise Message within 1 key of Menu;
        promise Consent before every record;
        promise first option within 20s;
        promise silence ends within 2h;
        scenario "a message" { 1 [recorded '1'] => end; 1 [silence] => end; }
        scenario "nobody" from callback { silence _ [busy] => end; }
    }
    "#,
    r#"
    /// Two languages.
    pub(crate) tree Both for App {
        start Menu;
        language fr-FR, en-US;
        voice { fr-FR: "Polly.Lea", en-US: "Polly.Joanna" }
        audio { fr-FR: "https://a.example/fr/", en-US: "https://a.example/en/" }
        data { n: u32 = 2 }
        state Menu {
            say { fr-FR: "Bonjour.", en-US: "Hello." }
            play { fr-FR: "a.mp3" }, say { fr-FR: "Bon.", en-US: "Good." }
            play "b.mp3", say { fr-FR: "Bien.", en-US: "Well." }
            say en-US: "This is English.";
            language en-US;
            language (app.language(call));
            say { fr-FR: "{n:plural jour|jours}", en-US: "{n:plural day|days}" }
            hangup;
        }
    }
    "#,
    r#"
    /// Lists and hours.
    pub tree Lists for Town {
        start Begin;
        hours office, zone "Europe/Paris" {
            mon..=thu 9:00-12:30, 14:00-18:00;
            fri, sat 10:00-13:00;
            closed "12-25", "2026-05-01";
            open 10:00-16:00 on "2026-12-24";
        }
        data { stops: Vec<Stop>, stop: Stop, lines: Vec<String>, line: String }
        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
        state Begin { set stops = app.stops(); set lines = app.lines(); match hours office { open => StopList, closed => Next } }
        state StopList {
            gather key, offer stop from stops, more 9 {
                each { say "For {stop.name}, press {key}."; }
                more { say "For others, press nine."; }
            } match { chosen => Next, hidden 0 if !office => Next }
        }
        state Next { next line in lines match { another => Ring, done => Own } }
        state Ring { dial (&call.line), timeout 15s, time_limit (call.left), caller_id (call.line) match { answered => end, _ => Next } }
        state Own { gather key, offer line from lines, key line.digit { each { say "{line}: {key}."; } } match { chosen => Bye } }
        state Bye { say "{lines.left:plural line is|lines are} left."; hangup; }
        after call { run app.ended(call).await; }
    }
    "#,
];

#[test]
fn the_trees_that_are_changed_are_legal() {
    let trees = trees();
    assert!(trees.len() > 20, "{} trees", trees.len());
    for tree in trees {
        let told = compile::diagnostics(tree.parse().unwrap());
        let errors: Vec<String> = told
            .iter()
            .filter(|told| told.severity == Severity::Error)
            .map(crate::diagnostics::Diagnostic::text)
            .collect();
        assert_eq!(errors, [""; 0], "{tree}");
    }
}
