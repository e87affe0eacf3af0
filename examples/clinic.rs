//! A clinic finder: it asks for a zip code, looks up the doctors, and offers them on as many pages as necessary. Each
//! doctor has an extension at their practice. The practices and the desk have opening hours, and callers at night hear
//! other options.
//!
//! ```text
//! cargo run --example clinic -- call --at "2026-11-02 10:00" 06457 2 answered
//! ```

use std::process::ExitCode;

use ivr::speak::Digits;
use serde::{Deserialize, Serialize};

ivr::phone_tree! {
    /// Finds a doctor nearby, and connects the caller.
    pub tree Clinic for Directory {
        start Zip;

        hours practices, zone "America/New_York" {
            mon..=fri 8:00-18:00;
            sat 9:00-12:00;
            closed "01-01", "12-25";
        }
        hours desk, zone "America/New_York" { mon..=sun 7:00-22:00; }

        data { zip: Digits, doctors: Vec<Doctor>, doctor: Doctor }

        everywhere {
            0 if desk => Desk,
            silence | _ => retry 2 { say "Sorry, I did not get that."; } then Help,
        }
        on_error { say "Something went wrong on our side."; } then Help

        state Zip {
            gather 5 keys, into zip { say "Please enter your zip code."; } match { entered => Find }
        }

        state Find {
            match app.near(&call.zip).await within 20s meanwhile { say "One moment."; } {
                found if found.is_empty() => retry 1 {
                    say "There is no doctor in {zip:digits}.";
                } at Zip then Help,
                found => { set doctors = found; } then Doctors,
                late  => Help,
            }
        }

        state Doctors {
            gather key or speech, offer doctor from doctors, more 9 {
                first {
                    say "These doctors are near you.";
                    if !practices { say "Their practices are closed now."; }
                }
                each { say "For {doctor.name}, press {key}."; }
                more { say "For others, press nine."; }
                if desk { say "For the desk, press zero."; }
                say "For another zip code, press star.";
            } match { chosen => Chosen, '*' => Zip }
        }

        state Chosen under Doctors { match hours practices { open => Connect, closed => Closed } }

        state Connect under Doctors {
            say "Connecting you to {doctor.name}.";
            dial (&call.doctor.line), timeout 20s, send_digits (call.doctor.tones()) match {
                answered => end,
                _        => { say "Nobody answers there."; } then Other,
            }
        }

        state Other under Doctors {
            gather key {
                say "For the other doctors, press one.";
                if desk { say "For the desk, press zero."; }
            } match { 1 => back }
        }

        #[allow(hangup_on_error, reason = "most who call at night only want to know when to call again")]
        state Closed under Doctors {
            say "{doctor.name} is open Monday through Friday from 8 AM to 6 PM, and on Saturday from 9 AM to noon.";
            gather key {
                say "For the doctor on call, press one. For the other doctors, press two.";
            } match { 1 => OnCall, 2 => back, silence => { say "Goodbye."; } then end }
        }

        state OnCall {
            say "One moment, please.";
            dial "+12345678911", timeout 30s match { answered => end, _ => Help }
        }

        /// Where those end up who cannot be helped otherwise.
        state Help  { match hours desk { open => Desk, closed => Night } }
        state Desk  { say "One moment, please."; dial "+12345678900" match { _ => end } }
        state Night { say "Nobody is at the desk now. Please call again after seven."; hangup; }

    }
}

/// A doctor, the telephone of their practice, and the extension at which they are there.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Doctor {
    name: String,
    line: String,
    extension: Option<u16>,
}

impl Doctor {
    /// What the switchboard of the practice hears a second after it answers.
    fn tones(&self) -> String {
        self.extension.map(|extension| format!("W{extension}")).unwrap_or_default()
    }
}

/// The doctors of a region. A real one asks a database, and `within` bounds how long a caller waits for it.
#[derive(Debug)]
pub struct Directory {
    doctors: Vec<(&'static str, Doctor)>,
}

impl Directory {
    /// So many doctors of one practice around 06457, and one elsewhere who answers in person.
    fn sample(count: usize) -> Self {
        let near = (1..).zip(201..).take(count).map(|(number, extension)| {
            let (name, line) = (format!("Doctor {number}"), "+12345678920".to_owned());
            ("06457", Doctor { name, line, extension: Some(extension) })
        });
        let name = "Doctor Lake".to_owned();
        let elsewhere = Doctor { name, line: "+12345678999".to_owned(), extension: None };
        Self { doctors: near.chain([("10001", elsewhere)]).collect() }
    }

    /// The same around every zip code.
    #[cfg(test)]
    fn sample_everywhere(count: usize) -> Self {
        let mut directory = Self::sample(count);
        directory.doctors.iter_mut().for_each(|(zip, _)| *zip = "");
        directory.doctors.pop();
        directory
    }

    async fn near(&self, zip: &Digits) -> Vec<Doctor> {
        let near = self.doctors.iter().filter(|(own, _)| own.is_empty() || *zip == *own);
        near.map(|(_, doctor)| doctor.clone()).collect()
    }
}

fn main() -> ExitCode {
    ivr::run::<Clinic>(Directory::sample(11))
}

#[cfg(test)]
mod calls {
    use ivr::phone::{Caller, Coverage, call_with, every_path_with, random_callers_with};

    use super::{Clinic, Directory};

    const MONDAY: &str = "2026-11-02 10:00";
    const EVENING: &str = "2026-11-02 19:00";
    const NIGHT: &str = "2026-11-02 23:00";

    fn clinic(doctors: usize, at: &str) -> Caller {
        let call = call_with::<Clinic>(Directory::sample(doctors)).calls_at(at);
        call.hears("Please enter your zip code.").press("06457")
    }

    #[test]
    fn a_doctor_of_the_first_page_is_dialed() -> Caller {
        clinic(2, MONDAY)
            .hears("near you. For Doctor 1, press 1. For Doctor 2, press 2. For the desk, press zero.")
            .does_not_hear("For others")
            .does_not_hear("closed")
            .says("two")
            .hears("Connecting you to Doctor 2.")
            .dials("+12345678920")
            .sends_digits("W202")
            .answers()
            .ended()
    }

    #[test]
    fn nine_turns_the_page_and_the_last_page_leads_to_the_first() -> Caller {
        clinic(11, MONDAY)
            .hears("For Doctor 8, press 8. For others, press nine.")
            .press('9')
            .hears("For Doctor 9, press 1. For Doctor 10, press 2.")
            .press('9')
            .hears("For Doctor 1, press 1.")
            .press('9')
            .press('3')
            .dials("+12345678920")
            .sends_digits("W211")
            .busy()
            .hears("Nobody answers there.")
            .press('1')
            .hears("For Doctor 1, press 1.")
            .press('*')
            .hears("Please enter your zip code.")
            .press("10001")
            .hears("For Doctor Lake, press 1.")
    }

    #[test]
    fn a_key_without_a_doctor_is_told_and_zero_reaches_the_desk() -> Caller {
        clinic(1, MONDAY)
            .press('4')
            .hears("Sorry, I did not get that.")
            .press('0')
            .dials("+12345678900")
            .no_answer()
            .ended()
    }

    #[test]
    fn a_zip_code_without_doctors_is_asked_for_once_more() -> Caller {
        clinic(0, MONDAY)
            .hears("There is no doctor in 0 6 4 5 7. Please enter your zip code.")
            .press("06457")
            .dials("+12345678900")
    }

    #[test]
    fn in_the_evening_the_hours_are_told_and_the_desk_is_still_there() -> Caller {
        clinic(2, EVENING)
            .hears("Their practices are closed now. For Doctor 1, press 1.")
            .hears("For the desk, press zero.")
            .press('1')
            .hears("Doctor 1 is open Monday through Friday from 8 AM to 6 PM")
            .press('2')
            .hears("For Doctor 2, press 2.")
            .press('0')
            .dials("+12345678900")
    }

    #[test]
    fn at_night_nobody_is_promised_who_is_not_there() -> Caller {
        clinic(2, NIGHT)
            .does_not_hear("the desk")
            .press('0')
            .hears("Sorry, I did not get that.")
            .press('2')
            .press('7')
            .hears("Sorry, I did not get that. For the doctor on call, press one.")
            .press('1')
            .dials("+12345678911")
            .no_answer()
            .hears("Nobody is at the desk now.")
            .ended()
    }

    #[test]
    fn who_only_wanted_the_hours_says_nothing_more() -> Caller {
        clinic(1, NIGHT).press('1').hears("from 9 AM to noon.").silence().hears("Goodbye.").ended()
    }

    #[test]
    fn a_practice_that_closes_while_its_doctor_is_named_is_told_to_be_closed() {
        // The caller hears the list until after six o'clock. The desk is open until ten, so zero means what was
        // announced.
        let call = || clinic(8, "2026-11-02 17:59").does_not_hear("closed").silence().silence();
        call().press('1').hears("Doctor 1 is open Monday");
        call().press('0').dials("+12345678900");
    }

    #[test]
    fn a_desk_that_closes_while_it_is_announced_is_reached() {
        clinic(8, "2026-11-02 21:59").hears("For the desk, press zero.").press('0').dials("+12345678900");
    }

    #[test]
    fn a_doctor_without_an_extension_is_sent_no_tones() {
        call_with::<Clinic>(Directory::sample(1))
            .calls_at(MONDAY)
            .press("10001")
            .press('1')
            .dials("+12345678999")
            .sends_digits("");
    }

    #[test]
    fn every_path_ends_whatever_the_lookup_finds() {
        let paths = every_path_with::<Clinic>([0, 1, 8, 9, 20].map(Directory::sample_everywhere));
        assert!(paths.left_out.is_empty(), "{paths}");
        random_callers_with::<Clinic>(100, 1, Directory::sample_everywhere(20));
    }

    #[test]
    fn the_stories_cover_every_arm_but_a_late_answer() {
        let stories = [
            a_doctor_of_the_first_page_is_dialed,
            nine_turns_the_page_and_the_last_page_leads_to_the_first,
            a_key_without_a_doctor_is_told_and_zero_reaches_the_desk,
            a_zip_code_without_doctors_is_asked_for_once_more,
            in_the_evening_the_hours_are_told_and_the_desk_is_still_there,
            at_night_nobody_is_promised_who_is_not_there,
            who_only_wanted_the_hours_says_nothing_more,
        ];
        assert_eq!(Coverage::<Clinic>::of(stories).missing(), ["Find: late", "OnCall: answered"]);
    }
}
