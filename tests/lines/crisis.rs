//! A crisis line: ten languages, a key that excludes machines, and the people on duty.

use std::sync::mpsc;

use ivr::{
    Call,
    config::Settings,
    phone::{Caller, Coverage, call_with, every_path_with, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::{next, nothing_more, over_http};

ivr::phone_tree! {
    /// Ten languages behind ten keys.
    #[allow(unread_language, reason = "a test presses every key")]
    #[allow(menu_too_long, reason = "nobody listens to the other nine")]
    #[allow(instruction_too_long, reason = "each caller listens for one of ten sentences")]
    tree Crisis for Team {
        start Language;
        language en-GB, fr-FR, de-DE, es-ES, it-IT, pt-PT, nl-NL, pl-PL, ru-RU, tr-TR;
        prompts "tests/lines/crisis.toml";

        hours day, zone "Europe/London" { mon..=sun 8:00-20:00; }

        data {
            code: Digits = Digits::default(),
            entered: Digits = Digits::default(),
            people: Vec<Person>,
            person: Person,
            met: Option<String>,
        }

        everywhere { silence | _ => retry 2 { say sorry; } then Goodbye }
        on_error { say trouble; } then Goodbye

        after call { run app.ended(call); }

        state Language {
            set code = app.code();
            gather key {
                say en-GB: "For English, press one.";
                say fr-FR: "Pour le français, tapez deux.";
                say de-DE: "Für Deutsch drücken Sie die Drei.";
                say es-ES: "Para español, pulse cuatro.";
                say it-IT: "Per l'italiano, premete cinque.";
                say pt-PT: "Para português, prima seis.";
                say nl-NL: "Voor Nederlands, toets zeven.";
                say pl-PL: "Po polsku, wybierz osiem.";
                say ru-RU: "Для русского языка нажмите девять.";
                say tr-TR: "Türkçe için sıfıra basın.";
            } match {
                1 => Captcha,
                2 => { language fr-FR; } then Captcha,
                3 => { language de-DE; } then Captcha,
                4 => { language es-ES; } then Captcha,
                5 => { language it-IT; } then Captcha,
                6 => { language pt-PT; } then Captcha,
                7 => { language nl-NL; } then Captcha,
                8 => { language pl-PL; } then Captcha,
                9 => { language ru-RU; } then Captcha,
                0 => { language tr-TR; } then Captcha,
            }
        }

        /// Machines that dial numbers in a row press nothing, or one key.
        state Captcha {
            gather 2 keys, into entered { say captcha; } match { entered => Check }
        }
        state Check {
            match call.entered == call.code {
                true  => Shift,
                false => retry 2 { say sorry; } at Captcha then Goodbye,
            }
        }

        state Shift { match hours day { open => Day, closed => Night } }
        state Day   { set people = app.people(call, "day"); goto Next; }
        state Night { set people = app.people(call, "night"); goto Next; }

        state Next { next person in people match { another => Ring, done => Sorry } }
        state Ring {
            say moment;
            dial (&call.person.number), timeout 15s, screen 1 {
                unless app.is_over(call) within 1s { say gone; }
                say screen;
            } match {
                answered => { set met = Some(call.person.name.clone()); } then end,
                declined | busy | no_answer | failed | canceled => Next,
            }
        }
        state Sorry   { say nobody; hangup; }
        state Goodbye { say goodbye; hangup; }
    }
}

/// Somebody of the team.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Person {
    name: String,
    number: String,
}

/// The team: two by day, one by night, in every language.
struct Team(mpsc::Sender<String>);

impl Team {
    fn code(&self) -> Digits {
        "47".parse().unwrap()
    }

    fn people(&self, call: &Call<CrisisData>, shift: &str) -> Vec<Person> {
        let person = |number: u32| Person {
            name: format!("{shift} {number} {}", call.language),
            number: format!("+1234567{}{number}", if shift == "day" { "100" } else { "200" }),
        };
        (1..=if shift == "day" { 2 } else { 1 }).map(person).collect()
    }

    fn is_over(&self, _: &Call<CrisisData>) -> bool {
        false
    }

    fn ended(&self, call: &Call<CrisisData>) {
        let _ = self.0.send(format!("{}: {}", call.language, call.met.as_deref().unwrap_or("nobody")));
    }
}

fn team() -> (Team, mpsc::Receiver<String>) {
    let (tell, told) = mpsc::channel();
    (Team(tell), told)
}

fn line() -> Caller {
    call_with::<Crisis>(team().0).hears("For English, press one.")
}

const LANGUAGES: [(char, &str); 10] = [
    ('1', "en-GB"),
    ('2', "fr-FR"),
    ('3', "de-DE"),
    ('4', "es-ES"),
    ('5', "it-IT"),
    ('6', "pt-PT"),
    ('7', "nl-NL"),
    ('8', "pl-PL"),
    ('9', "ru-RU"),
    ('0', "tr-TR"),
];

#[test]
fn each_of_ten_languages_is_spoken_from_the_key_to_the_person() {
    for (key, language) in LANGUAGES {
        let (team, told) = team();
        call_with::<Crisis>(team)
            .press(key)
            .speaks(language)
            .hears("4 7")
            .press("47")
            .speaks(language)
            .dials("+12345671001")
            .declines()
            .dials("+12345671002")
            .answers()
            .ended();
        assert_eq!(next(&told), format!("{language}: day 2 {language}"));
        nothing_more(&told);
    }
}

fn a_person_of_the_night() -> Caller {
    call_with::<Crisis>(team().0)
        .calls_at("2026-12-24 03:00")
        .press('1')
        .press("47")
        .dials("+12345672001")
        .answers()
        .ended()
}

fn nobody_of_the_night() -> Caller {
    call_with::<Crisis>(team().0)
        .calls_at("2026-12-24 20:00")
        .press('1')
        .press("47")
        .no_answer()
        .hears("All of us")
        .ended()
}

fn a_machine() -> Caller {
    line().press('1').press("11").hears("Sorry").press("22").press("33").hears("Goodbye").ended()
}

fn a_machine_that_is_silent() -> Caller {
    line().press('1').stays_silent()
}

fn a_person_of_the_day(key: char) -> Caller {
    line().press(key).press("47").dials("+12345671001").answers().ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Crisis>::of([
        || a_person_of_the_day('1'),
        || a_person_of_the_day('2'),
        || a_person_of_the_day('3'),
        || a_person_of_the_day('4'),
        || a_person_of_the_day('5'),
        || a_person_of_the_day('6'),
        || a_person_of_the_day('7'),
        || a_person_of_the_day('8'),
        || a_person_of_the_day('9'),
        || a_person_of_the_day('0'),
        a_person_of_the_night,
        nobody_of_the_night,
        a_machine,
        a_machine_that_is_silent,
        || line().stays_silent(),
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let paths = every_path_with::<Crisis>([team().0]);
    assert!(!paths.taken.is_empty());
    random_callers_with::<Crisis>(100, 4, team().0);
}

#[test]
fn a_call_over_http_by_day_or_by_night() {
    let router = ivr::router::<Crisis>(team().0, &Settings::new().unsigned().store("memory:")).unwrap();
    over_http(router, "/crisis", |caller| {
        caller.press('3').press("12").hears("4 7").press("47").speaks("de-DE").answers().ended()
    });
}
