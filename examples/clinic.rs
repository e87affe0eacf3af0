//! A clinic finder: a zip code, a lookup, and the doctors that were found, as many pages of them as it takes.
//!
//! ```text
//! cargo run --example clinic -- call 06457 2 answered
//! ```

use std::process::ExitCode;

use ivr::speak::Digits;
use serde::{Deserialize, Serialize};

ivr::phone_tree! {
    /// Finds a doctor nearby, and connects the caller.
    pub tree Clinic for Directory {
        start Zip;

        data { zip: Digits, doctors: Vec<Doctor>, doctor: Doctor }

        everywhere { 0 => Desk, silence | _ => retry 2 { say "Sorry, I did not get that."; } then Desk }
        on_error { say "Something went wrong on our side."; } then Desk

        state Zip {
            gather 5 keys, into zip { say "Please enter your zip code."; } match { entered => Find }
        }

        state Find {
            match app.near(&call.zip).await within 5s meanwhile { say "One moment."; } {
                found if found.is_empty() => retry 1 {
                    say "There is no doctor in {zip:digits}.";
                } at Zip then Desk,
                found => { set doctors = found; } then Doctors,
                late  => Desk,
            }
        }

        /// Those that are open now come first.
        state Doctors {
            gather key or speech, offer doctor from doctors, more 9 {
                first { say "These doctors are near you."; }
                each { say "For {doctor.name}, {doctor.hours}, press {key}."; }
                more { say "For others, press nine."; }
                say "For another zip code, press star.";
            } match { chosen => Connect, '*' => Zip }
        }

        state Connect under Doctors {
            say "Connecting you to {doctor.name}.";
            dial (&call.doctor.line), timeout 20s match {
                answered => end,
                _        => { say "Nobody answers there."; } then Other,
            }
        }

        state Other under Doctors {
            gather key { say "For the other doctors, press one. For the desk, press zero."; } match { 1 => back }
        }

        state Desk { say "One moment, please."; dial "+12345678900" match { _ => end } }
    }
}

/// A doctor, when they are there, and their telephone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Doctor {
    name: String,
    hours: String,
    line: String,
}

/// The doctors of a region. A real one asks a database, and `within` bounds how long a caller waits for it.
#[derive(Debug)]
pub struct Directory {
    doctors: Vec<(&'static str, Doctor)>,
}

impl Directory {
    /// So many doctors around 06457, and one elsewhere.
    fn sample(count: usize) -> Self {
        let near = (1..=count).map(|number| {
            let hours = if number % 2 == 0 { "open until six" } else { "open until noon" };
            let line = format!("+123456789{number:02}");
            ("06457", Doctor { name: format!("Doctor {number}"), hours: hours.to_owned(), line })
        });
        let elsewhere = Doctor {
            name: "Doctor Lake".to_owned(),
            hours: "open until six".to_owned(),
            line: "+12345678999".to_owned(),
        };
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

    fn clinic(doctors: usize) -> Caller {
        call_with::<Clinic>(Directory::sample(doctors)).hears("Please enter your zip code.").press("06457")
    }

    #[test]
    fn a_doctor_of_the_first_page_is_dialed() -> Caller {
        clinic(2)
            .hears("near you. For Doctor 1, open until noon, press 1. For Doctor 2, open until six, press 2.")
            .does_not_hear("For others")
            .says("two")
            .hears("Connecting you to Doctor 2.")
            .dials("+12345678902")
            .answers()
            .ended()
    }

    #[test]
    fn nine_turns_the_page_and_the_last_page_leads_to_the_first() -> Caller {
        clinic(11)
            .hears("For Doctor 8, open until six, press 8. For others, press nine.")
            .press('9')
            .hears("For Doctor 9, open until noon, press 1. For Doctor 10, open until six, press 2.")
            .press('9')
            .hears("For Doctor 1, open until noon, press 1.")
            .press('9')
            .press('3')
            .dials("+12345678911")
            .busy()
            .hears("Nobody answers there.")
            .press('1')
            .hears("For Doctor 1, open until noon, press 1.")
            .press('*')
            .hears("Please enter your zip code.")
            .press("10001")
            .hears("For Doctor Lake, open until six, press 1.")
    }

    #[test]
    fn a_key_without_a_doctor_is_told_and_zero_reaches_the_desk() -> Caller {
        clinic(1)
            .press('4')
            .hears("Sorry, I did not get that.")
            .press('0')
            .dials("+12345678900")
            .no_answer()
            .ended()
    }

    #[test]
    fn a_zip_code_without_doctors_is_asked_for_once_more() -> Caller {
        let directory = Directory::sample(0);
        call_with::<Clinic>(directory)
            .press("06457")
            .hears("There is no doctor in 0 6 4 5 7. Please enter your zip code.")
            .press("06457")
            .dials("+12345678900")
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
        ];
        assert_eq!(Coverage::<Clinic>::of(stories).missing(), ["Find: late"]);
    }
}
