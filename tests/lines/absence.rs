//! A school's line in English and Spanish: a parent reports a child who is absent and leaves a message that is transcribed, the
//! school asks those who did not call, and parents meet in a conference that the teacher opens.

use std::sync::{Arc, Mutex};

use ivr::{
    Call, Recording, Transcription,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::{at_last, served::Served};

ivr::phone_tree! {
    /// Who is absent today.
    tree Absence for School {
        start Greeting;
        start missing Missing with { child: Digits };
        start teacher TeacherPin;
        language en-US, es-MX;
        voice { en-US: "Polly.Joanna", es-MX: "Polly.Mia" }

        hours office, zone "America/Chicago" { mon..=fri 7:30-16:00; }
        hours evening, zone "America/Chicago" { tue 19:00-20:30; }

        data {
            child: Digits = Digits::default(),
            pupil: Pupil = Pupil::default(),
            secret pin: Digits = Digits::default(),
            reason: Option<char>,
        }

        everywhere {
            9 => again,
            0 if office => Office,
            silence | _ => retry 2 { say { en-US: "Sorry?", es-MX: "¿Perdón?" } } then Office,
        }
        on_error { say { en-US: "Something went wrong.", es-MX: "Algo salió mal." } } then Goodbye

        after call                    { run app.ended(call); }
        after recording in Reason     { run app.heard(call, recording).await, at_least_once; }
        after transcription in Reason { run app.read(call, transcription).await; }

        state Greeting {
            gather key or speech, hints ["English", "español"] {
                say en-US: "Lincoln School. For English, press one.";
                say es-MX: "Para español, oprima dos.";
            } match {
                1 | "english"             => Menu,
                2 | "spanish" | "español" => { language es-MX; } then Menu,
            }
        }
        state Menu {
            gather key or speech {
                ssml {
                    en-US: "To report an absence, press one. <break time='300ms'/> For the parents' meeting, press two.",
                    es-MX: "Para avisar de una ausencia, oprima uno. <break time='300ms'/> Para la reunión de padres, oprima dos.",
                }
                if office { say { en-US: "For the office, press zero.", es-MX: "Para la oficina, oprima cero." } }
            } match {
                1 | "absent" | "sick" | "ausencia" | "enfermo" => Child,
                2 | "meeting" | "reunión"                      => Meeting,
            }
        }

        state Child {
            gather 5 keys or speech, into child {
                say { en-US: "Please enter the number of your child.", es-MX: "Marque el número de su hijo." }
            } match { entered => Find }
        }
        state Find {
            match app.pupil(&call.child).await within 4s {
                Some(found) => { set pupil = found; } then Why,
                None | late => retry 1 {
                    say { en-US: "I do not know {child:digits}.", es-MX: "No conozco el {child:digits}." }
                } at Child then Office,
            }
        }
        state Why under Child {
            gather key {
                say {
                    en-US: "{pupil.name}, {pupil.missed:plural day|days} this year. If they are ill, press one. For another reason, press two. \
                            For another child, press star.",
                    es-MX: "{pupil.name}, {pupil.missed:plural día|días} este año. Si está enfermo, oprima uno. Por otra razón, oprima dos. \
                            Para otro niño, oprima estrella.",
                }
            } match {
                1   => { set reason = Some('i'); } then Reason,
                2   => { set reason = Some('o'); } then Reason,
                '*' => back,
            }
        }
        state Reason {
            say {
                en-US: "Tell us more after the tone, then press pound.",
                es-MX: "Cuéntenos más después del tono y oprima gato.",
            }
            record, max_length 1min, finish_on_key '#', transcribe match { recorded | silence => Noted }
        }
        state Noted {
            say { en-US: "{pupil.name} is excused today.", es-MX: "{pupil.name} está justificado hoy." }
            goto Goodbye;
        }

        /// The school calls those who said nothing, in the language of the family.
        state Missing {
            match app.pupil(&call.child).await within 4s {
                Some(found) if found.spanish => { set pupil = found; language es-MX; } then Ask,
                Some(found)                  => { set pupil = found; } then Ask,
                None | late                  => end,
            }
        }
        #[allow(hangup_on_error, reason = "whoever answers may not be a parent")]
        state Ask {
            gather key {
                say {
                    en-US: "Lincoln School. {pupil.name} is not here. If they are ill, press one. If you did not know, press two.",
                    es-MX: "Escuela Lincoln. {pupil.name} no está aquí. Si está enfermo, oprima uno. Si no lo sabía, oprima dos.",
                }
            } match {
                1           => { set reason = Some('i'); } then Reason,
                2           => Office,
                silence | _ => retry 2 { say { en-US: "Sorry?", es-MX: "¿Perdón?" } } then end,
            }
        }

        state Meeting { match hours evening { open => Room, closed => Later } }
        state Later {
            say {
                en-US: "The meeting is on Tuesday from 7 PM to 8:30 PM.",
                es-MX: "La reunión es el martes de 7 PM a 8:30 PM.",
            }
            goto Goodbye;
        }
        state Room {
            say { en-US: "You join the meeting, and are muted.", es-MX: "Entra en la reunión, sin micrófono." }
            dial conference "parents", start_on_enter false, muted, max_participants 50, time_limit 2h match { _ => Goodbye }
        }
        state TeacherPin {
            gather 4 keys, into pin { say { en-US: "Your pin, please.", es-MX: "Su clave, por favor." } } match {
                entered     => Teacher,
                silence | _ => retry 1 { say { en-US: "Sorry?", es-MX: "¿Perdón?" } } then Goodbye,
            }
        }
        state Teacher {
            match app.is_teacher(&call.pin) {
                true  => Host,
                false => retry 2 { say { en-US: "That is not it.", es-MX: "No es esa." } } at TeacherPin then Goodbye,
            }
        }
        state Host { dial conference "parents", end_on_exit, record, time_limit 2h match { _ => Goodbye } }

        state Office {
            match hours office { open => Desk, closed => Goodbye }
        }
        state Desk {
            say { en-US: "One moment.", es-MX: "Un momento." }
            dial ["+13125550100", sip "sip:office@lincoln.example"], timeout 20s, sequential match { answered => Goodbye, _ => Goodbye }
        }
        state Goodbye { say { en-US: "Goodbye.", es-MX: "Adiós." } hangup; }
    }
}

/// A pupil, as the school knows them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Pupil {
    name: String,
    missed: u32,
    spanish: bool,
}

/// Pupils and teachers, and what was noted.
#[derive(Clone, Default)]
struct School {
    /// Whether every number is that of a pupil and of a teacher, where it does not hang on the number.
    rehearsed: Option<(bool, bool)>,
    noted: Arc<Mutex<Vec<String>>>,
}

impl School {
    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn pupil(&self, child: &Digits) -> Option<Pupil> {
        let (is_known, spanish) = match (self.rehearsed, child.as_str()) {
            (Some((is_known, spanish)), _) => (is_known, spanish),
            (None, number) => (number.starts_with('1'), number.ends_with('2')),
        };
        is_known.then(|| Pupil { name: "Dana".to_owned(), missed: 1, spanish })
    }

    fn is_teacher(&self, pin: &Digits) -> bool {
        self.rehearsed.map_or(*pin == "4711", |(is_known, _)| is_known)
    }

    fn note(&self, line: String) {
        self.noted.lock().unwrap().push(line);
    }

    fn ended(&self, call: &Call<AbsenceData>) {
        self.note(format!("{} in {}", call.state, call.language));
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn heard(&self, call: &Call<AbsenceData>, recording: &Recording) -> Result<(), String> {
        self.note(format!("{} {:?} {} s", call.pupil.name, call.reason, recording.seconds));
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn read(&self, call: &Call<AbsenceData>, transcription: &Transcription) {
        let text = transcription.text.as_deref().unwrap_or("nothing");
        self.note(format!("{} was read: {text}", call.pupil.name));
    }

    fn is_noted(&self, line: &str) {
        at_last(|| self.noted.lock().unwrap().iter().any(|noted| noted == line).then_some(()));
    }
}

const EVENING: &str = "2026-12-01 19:30";

fn line() -> Caller {
    call_with::<Absence>(School::default()).hears("For English, press one.")
}

fn a_child_is_ill() -> Caller {
    let school = School::default();
    let call = call_with::<Absence>(school.clone())
        .press('1')
        .hears("For the office, press zero.")
        .press('9')
        .hears("To report an absence")
        .says("My daughter is sick.")
        .press("20001")
        .hears("I do not know 2 0 0 0 1. Please enter")
        .says("one zero zero zero one")
        .hears("Dana, 1 day this year.")
        .press('*')
        .press("10001")
        .press('1')
        .hears("Tell us more")
        .says("She has a fever.")
        .hears("Dana is excused today.")
        .speaks("en-US")
        .ended();
    school.is_noted("Dana was read: She has a fever.");
    school.is_noted("Goodbye in en-US");
    call
}

fn a_child_is_absent_in_spanish() -> Caller {
    line()
        .says("español")
        .says("Quiero avisar de una ausencia.")
        .speaks("es-MX")
        .press("10002")
        .hears("Dana, 1 día este año.")
        .press('2')
        .silence()
        .hears("Dana está justificado hoy.")
        .speaks("es-MX")
        .ended()
}

/// The school calls a family.
fn missing(school: &School, child: &str) -> Caller {
    call_from_with::<Absence>("missing", [("child", child)], school.clone())
}

fn a_family_did_not_know() -> Caller {
    missing(&School::default(), "10002")
        .speaks("es-MX")
        .hears("Dana no está aquí.")
        .press('2')
        .dials("+13125550100")
        .no_answer()
        .hears("Adiós.")
        .ended()
}

fn a_family_knows() -> Caller {
    missing(&School::default(), "10001").press('3').hears("Sorry?").press('1').records(3).ended()
}

fn a_parent_joins_the_meeting() -> Caller {
    line()
        .calls_at(EVENING)
        .press('2')
        .does_not_hear("oficina")
        .says("la reunión")
        .hears("sin micrófono")
        .dials("parents")
        .answers()
        .ended()
}

/// A teacher, who opens the meeting.
fn teacher() -> Caller {
    call_from_with::<Absence>("teacher", [], School::default()).hears("Your pin, please.")
}

fn a_teacher_opens_the_meeting() -> Caller {
    teacher()
        .press("1234")
        .hears("That is not it.")
        .press("4711")
        .dials("parents")
        .answers()
        .hears("Goodbye.")
        .ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Absence>::of([
        a_child_is_ill,
        a_child_is_absent_in_spanish,
        a_family_did_not_know,
        a_family_knows,
        a_parent_joins_the_meeting,
        a_teacher_opens_the_meeting,
        || line().press('1').press('2').calls_at(EVENING).hangs_up(),
        || line().calls_at("2026-12-01 21:00").press('1').press('2').hears("from 7 PM to 8:30 PM.").ended(),
        || line().calls_at(EVENING).stays_silent().hears("Goodbye.").ended(),
        || line().press('1').press('0').dials("+13125550100").answers().ended(),
        || line().press('1').press('1').app_is_late().press("10001").press("10001").hangs_up(),
        || missing(&School::default(), "20001").ended(),
        || missing(&School::default(), "10001").app_is_late().ended(),
        || missing(&School::default(), "10001").stays_silent().ended(),
        || teacher().silence().hears("Sorry?").stays_silent().ended(),
        || teacher().press("1234").press("1235").press("1236").hears("Goodbye.").ended(),
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let schools = [(true, false), (true, true), (false, false)];
    let schools = schools.map(|rehearsed| School { rehearsed: Some(rehearsed), ..School::default() });
    let paths = every_path_with::<Absence>(schools);
    assert!(paths.taken.len() > 30, "{paths}");
    random_callers_with::<Absence>(50, 13, School::default());
}

#[test]
fn a_served_line_keeps_its_language_over_restarts_of_its_server() {
    let school = School::default();
    let app = school.clone();
    let served = Served::<Absence>::new("absence", move || app.clone());
    let call = served.call("/absence").press('2');
    served.restart();
    let call = call.press('1').speaks("es-MX").press("10002").hears("Dana, 1 día");
    served.restart();
    let call = call.press('1');
    served.restart();
    call.records(4).hears("Dana está justificado hoy.").speaks("es-MX").ended();
    school.is_noted("Dana Some('i') 4 s");
    let call = served.call("/absence/missing?child=10002").hears("Dana no está aquí.");
    served.restart();
    call.press('1').hears("Cuéntenos más").records(2).ended();
}
