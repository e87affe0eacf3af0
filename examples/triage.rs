//! A telephone line that relieves an emergency service during an epidemic. In French, or in English on request, by
//! voice or by keys.
//!
//! This is a demonstration of a phone tree. Its medical content follows a published prototype and was reviewed by
//! nobody: it must not be put in front of people who need help.
//!
//! ```text
//! cargo run --example triage -- --spoken    # speaks where no recordings are at hand
//! cargo run --example triage -- call --spoken    # calls it from the terminal
//! ```

use std::{env, fs::OpenOptions, io::Write as _, path::PathBuf, process::ExitCode};

use ivr::data::Call;

ivr::phone_tree! {
    /// Who calls about the virus, and how badly are they?
    ///
    /// The first two symptoms are grave: whoever has one reaches the emergency service at once. The others are
    /// noted, and a medical student hears them before taking the call.
    pub tree Triage for Desk {
        start Introduction;
        language fr-FR, en-US;
        voice { fr-FR: "Polly.Lea", en-US: "Polly.Joanna" }
        audio "https://calaster-funnel.s3.eu-west-3.amazonaws.com/";

        data {
            fever: bool = false,
            cough: bool = false,
            /// Loss of taste or smell.
            taste: bool = false,
            /// Contact with somebody who is ill.
            contact: bool = false,
            /// The line of the student on duty.
            student: String,
        }

        // Whoever is not heard or not understood twice speaks with a person, and so does whoever presses 0. A
        // negation that no answer has, and a doubt, are not understood: nobody guesses here. An English "no" belongs
        // to what follows it more often than not: "no idea", "there's no air".
        everywhere {
            silence => retry 1 {
                           play { fr-FR: "error-01.mp3" },
                               say { fr-FR: "Je ne vous ai pas entendu.", en-US: "I did not hear you." }
                       } then {
                           play { fr-FR: "error-02.mp3" },
                               say { fr-FR: "Je ne vous entends toujours pas.", en-US: "I still do not hear you." }
                       } then Emergency,
            _ | "pas" | "rien" | "ni" | "peut-être"
              | "not" | "don't" | "doesn't" | "didn't" | "isn't" | "wasn't" | "haven't" | "can't" | "cannot"
              | "dont" | "doesnt" | "didnt" | "isnt" | "wasnt" | "havent" | "cant"
              | "nothing" | "never" | "without" | "neither" | "nor" | "maybe" | "perhaps"
              | "have no" | "got no" | "i've no" | "is no" | "there's no" | "it's no" | "no idea" | "no doubt"
              | "no longer" | "no more" | "no pain" | "no strength" | "no air" | "no oxygen" | "no breath"
              | "no fever" | "no cough" | "no taste" | "no smell" | "no sense of"
                    => retry 1 {
                           play { fr-FR: "error-01.mp3" },
                               say { fr-FR: "Je ne vous ai pas compris.", en-US: "I did not understand you." }
                       } then {
                           play { fr-FR: "error-02.mp3" },
                               say {
                                   fr-FR: "Je ne vous comprends toujours pas.",
                                   en-US: "I still do not understand you.",
                               }
                       } then Emergency,
            hidden 0 => Emergency,

            // The language changes at any question, and the question is asked again in it. The answers stay.
            hidden 9 | "english" above 0.5 | "anglais" above 0.5 => {
                speak en-US;
                say en-US: "Hello. This is a demonstration, and not a medical service. \
                            In a life-threatening emergency, hang up and call 15.";
                say fr-FR: "Pour revenir au français, tapez 8.";
            } then again,
            hidden 8 | "français" above 0.5 | "french" above 0.5 => { speak fr-FR; } then again,
        }

        trouble { say { fr-FR: "Un incident technique est survenu.", en-US: "Something went wrong on our side." } }
        then Emergency

        /// Is the call about the virus at all?
        state Introduction {
            gather key or speech, timeout 3s, pause 3s {
                first {
                    // Every call begins in French; whoever changes hears this in English then.
                    play "introduction.mp3",
                        say fr-FR: "Bonjour. Ceci est une démonstration, et non un service médical. \
                                    En cas d'urgence vitale, raccrochez et composez le 15.";
                    say en-US: "For English, press nine.";
                }
                play { fr-FR: "about.mp3" },
                    say {
                        fr-FR: "Appelez-vous au sujet du coronavirus ? Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Are you calling about the coronavirus? For yes, press 1. For no, press 2.",
                    }
                play "https://www.soundjay.com/button/sounds/beep-07.mp3",
                    say { fr-FR: "Parlez maintenant.", en-US: "Speak now." }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "yes" above 0.5 | "yeah" above 0.5
                  | "coronavirus" above 0.5 | "corona" above 0.5 | "covid" above 0.5 => Assistance,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5 | "autre chose" above 0.5
                  | "pas le coronavirus" above 0.5 | "pas pour le coronavirus" above 0.5
                  | "pas le covid" above 0.5 | "pas pour le covid" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5 | "something else" above 0.5
                  | "not the coronavirus" above 0.5 | "not about the coronavirus" above 0.5
                  | "not covid" above 0.5 | "not about covid" above 0.5 => Emergency,
            }
        }

        /// Simple questions have a number of the government.
        state Assistance {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "classification.mp3" },
                    say {
                        fr-FR: "Avez-vous besoin d'une assistance médicale ? Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Do you need medical assistance? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "yes" above 0.5 | "yeah" above 0.5 => Breath,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "pas besoin" above 0.5 | "juste une question" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                  | "don't need assistance" above 0.5 | "just a question" above 0.5 => GreenNumber,
            }
        }

        /// Grave: hard to breathe. Only a plain no rules it out.
        state Breath {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "symptom-01.mp3" },
                    say {
                        fr-FR: "Avez-vous du mal à respirer ? Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Do you have trouble breathing? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "mal à respirer" above 0.5
                  | "pas à respirer" above 0.5 | "pas respirer" above 0.5 | "j'étouffe" above 0.5
                  | "yes" above 0.5 | "yeah" above 0.5 | "trouble breathing" above 0.5
                  | "short of breath" above 0.5 | "hard to breathe" above 0.5 | "can't breathe" above 0.5
                  | "cannot breathe" above 0.5 | "not breathe" above 0.5 | "no air" above 0.5
                  | "there's no air" above 0.5 | "no oxygen" above 0.5
                  | "hardly breathe" above 0.5 | "choking" above 0.5 | "suffocating" above 0.5 => Emergency,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "pas de mal à respirer" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                  | "no trouble breathing" above 0.5 | "have no trouble breathing" above 0.5
                  | "not short of breath" above 0.5 => Faint,
            }
        }

        /// Grave: faintness, or pain in the chest. Only a plain no rules it out.
        state Faint {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "symptom-02.mp3" },
                    say {
                        fr-FR: "Avez-vous eu un malaise, ou une douleur à la poitrine ? \
                                Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Have you felt faint, or had pain in your chest? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "un malaise" above 0.5 | "mal à la poitrine" above 0.5
                  | "yes" above 0.5 | "yeah" above 0.5 | "felt faint" above 0.5 | "fainted" above 0.5
                  | "chest pain" above 0.5 | "pain in my chest" above 0.5 | "chest hurts" above 0.5 => Emergency,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "ni l'un ni l'autre" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                  | "neither one" above 0.5 | "neither of them" above 0.5 => Fever,
            }
        }

        state Fever {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "symptom-03.mp3" },
                    say {
                        fr-FR: "Avez-vous de la fièvre ? Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Do you have a fever? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "de la fièvre" above 0.5
                  | "yes" above 0.5 | "yeah" above 0.5 | "a fever" above 0.5
                    => { set fever = true; } then Cough,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5 | "pas de fièvre" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                  | "no fever" above 0.5 | "have no fever" above 0.5
                  | "don't have a fever" above 0.5 | "not have a fever" above 0.5
                    => { set fever = false; } then Cough,
            }
        }

        state Cough {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "symptom-04.mp3" },
                    say {
                        fr-FR: "Toussez-vous ? Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Do you cough? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "je tousse" above 0.5
                  | "yes" above 0.5 | "yeah" above 0.5 | "i cough" above 0.5 | "i'm coughing" above 0.5
                  | "have a cough" above 0.5
                    => { set cough = true; } then Taste,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "je tousse pas" above 0.5 | "je ne tousse pas" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                  | "i don't cough" above 0.5 | "i do not cough" above 0.5 | "i'm not coughing" above 0.5
                  | "no cough" above 0.5 | "have no cough" above 0.5 | "don't have a cough" above 0.5
                    => { set cough = false; } then Taste,
            }
        }

        state Taste {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "symptom-05.mp3" },
                    say {
                        fr-FR: "Avez-vous perdu le goût ou l'odorat ? Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Have you lost your sense of taste or smell? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5
                  | "j'ai perdu le goût" above 0.5 | "j'ai perdu l'odorat" above 0.5
                  | "yes" above 0.5 | "yeah" above 0.5
                  | "i lost my taste" above 0.5 | "i lost my smell" above 0.5 | "i lost my sense of" above 0.5
                  | "i've lost my taste" above 0.5 | "i've lost my smell" above 0.5
                  | "i've lost my sense of" above 0.5
                    => { set taste = true; } then Contact,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5 | "pas perdu" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                  | "not lost" above 0.5 | "haven't lost" above 0.5
                    => { set taste = false; } then Contact,
            }
        }

        state Contact {
            gather key or speech, timeout 3s, pause 3s {
                play { fr-FR: "symptom-06.mp3" },
                    say {
                        fr-FR: "Avez-vous été en contact avec une personne malade ? \
                                Pour oui, tapez 1. Pour non, tapez 2.",
                        en-US: "Have you been in contact with somebody who is ill? For yes, press 1. For no, press 2.",
                    }
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "yes" above 0.5 | "yeah" above 0.5
                    => { set contact = true; } then Duty,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "no" above 0.5 | "nope" above 0.5 | "no not at all" above 0.5
                    => { set contact = false; } then Duty,
            }
        }

        /// Is a student there?
        state Duty {
            match app.student_on_duty().await within 5s {
                Some(line) => { set student = line; } then Student,
                None       => Emergency,
                late       => Emergency,
            }
        }

        /// A medical student, who has the answers on the screen.
        state Student {
            play { fr-FR: "divert-student.mp3" },
                say {
                    fr-FR: "Vous êtes mis en relation avec un étudiant en médecine, qui a vos réponses sous les yeux.",
                    en-US: "You are being connected to a medical student, who has your answers on the screen.",
                }
            run app.hand_over(call).await;
            dial (call.student), timeout 30s match { answered => end, _ => Emergency }
        }

        /// The government's number for simple questions.
        state GreenNumber {
            play { fr-FR: "divert-green-number.mp3" },
                say {
                    fr-FR: "Vous êtes mis en relation avec le numéro vert du gouvernement.",
                    en-US: "You are being connected to the government's number for questions.",
                }
            dial "+33800130000", timeout 30s match { answered => end, _ => Emergency }
        }

        /// A person of the emergency service.
        state Emergency {
            play { fr-FR: "divert-samu.mp3" },
                say {
                    fr-FR: "Restez en ligne : vous êtes mis en relation avec le service d'urgence.",
                    en-US: "Stay on the line: you are being connected to the emergency service.",
                }
            enqueue "samu" match { bridged => end, _ => Samu }
        }

        /// The queue is full or away: their number.
        state Samu { dial short "15", timeout 60s match { answered => end, _ => Regret } }

        state Regret {
            say {
                fr-FR: "Personne ne répond. Raccrochez, et composez le 15.",
                en-US: "Nobody answers. Hang up, and call 15.",
            }
            hangup;
        }

        promise Emergency within 1 key of every state;
        promise silence ends within 5min;

        scenario "another emergency" { "Non." => Emergency; "Non." [full] [no_answer] => Regret; }
        scenario "a simple question" { "C'est pour le coronavirus." "Non merci." => GreenNumber; }
        scenario "a grave sign"      { 1 1 "Je n'arrive pas à respirer." => Emergency; }
        scenario "a mild case"       { 1 1 2 2 "J'ai de la fièvre." "Je ne tousse pas." 2 1 [Some(line)] => Student; }
        scenario "nobody guesses"    { "Oui… enfin non." => Introduction; "Je ne sais pas." "Peut-être." => Emergency; }
        scenario "nobody speaks"     { 1 silence silence => Emergency; }

        scenario "in English" {
            9 "It's about the coronavirus." "Just a question." => GreenNumber;
            9 1 1 "I can't breathe." => Emergency;
            9 1 1 2 2 "I have a fever." "I don't cough." 2 1 [Some(line)] => Student;
            1 1 "English, please." "No." => Faint;
            9 1 8 "Non merci." => GreenNumber;
        }
        scenario "nobody guesses in English" {
            9 "Yes… well, no." => Introduction;
            9 "I don't know." "Maybe." => Emergency;
        }
    }
}

/// What the line asks of the rest of the world.
#[derive(Debug)]
pub struct Desk {
    student: Option<String>,
    ledger: Option<PathBuf>,
}

impl Desk {
    /// The line of a student on duty, and the file that their screen reads.
    fn from_env() -> Self {
        let student = env::var("TRIAGE_STUDENT").unwrap_or_else(|_| "+33123456789".to_owned());
        let student = Some(student).filter(|line| !line.is_empty());
        Self { student, ledger: env::var_os("TRIAGE_LEDGER").map(PathBuf::from) }
    }

    async fn student_on_duty(&self) -> Option<String> {
        self.student.clone()
    }

    /// Puts the answers on the student's screen, and in which language to say good day: here, as a line of a file.
    async fn hand_over(&self, call: &Call<TriageData>) {
        let Some(ledger) = &self.ledger else { return };
        let (fever, cough, taste, contact) = (call.fever, call.cough, call.taste, call.contact);
        let line = format!(
            "{} language={} fever={fever} cough={cough} taste={taste} contact={contact}\n",
            call.id, call.language
        );
        let file = OpenOptions::new().create(true).append(true).open(ledger);
        if let Err(error) = file.and_then(|mut file| file.write_all(line.as_bytes())) {
            eprintln!("the answers of a call did not reach the student: {error}");
        }
    }
}

fn main() -> ExitCode {
    ivr::run::<Triage>(Desk::from_env())
}

#[cfg(test)]
mod calls {
    use std::{fs, process};

    use ivr::{
        config::Settings,
        phone::{Caller, call_with, every_path_with, random_callers_with},
    };

    use super::{Desk, PathBuf, Triage};

    pub(super) const STUDENT: &str = "+33123456789";

    fn desk() -> Desk {
        Desk { student: Some(STUDENT.into()), ledger: None }
    }

    pub(super) fn on_duty() -> Caller {
        call_with::<Triage>(desk())
    }

    #[test]
    fn another_emergency_waits_for_the_emergency_service() {
        on_duty()
            .hears("introduction.mp3")
            .hears("about.mp3")
            .waits_for_keys()
            .waits_for_words()
            .says("Non.")
            .hears("divert-samu.mp3")
            .queues("samu")
            .bridged()
            .ended();
    }

    #[test]
    fn a_full_queue_rings_the_emergency_service_and_then_tells_what_to_do() {
        on_duty().press('0').queue_full().dials("15").answers().ended();
        on_duty().press('0').fails().no_answer().hears("composez le 15").ended();
    }

    #[test]
    fn a_simple_question_has_a_number_of_the_government() {
        on_duty()
            .says("C'est pour le coronavirus.")
            .hears("classification.mp3")
            .says("Non merci, juste une question.")
            .hears("divert-green-number.mp3")
            .dials("+33800130000")
            .answers()
            .ended();
        on_duty().press('1').press('2').no_answer().queues("samu");
    }

    #[test]
    fn a_grave_symptom_reaches_the_emergency_service_at_once() {
        on_duty().press('1').says("oui").hears("symptom-01.mp3").says("Oui !").queues("samu");
        on_duty().press('1').press('1').press('2').hears("symptom-02.mp3").press('1').queues("samu");
    }

    #[test]
    fn a_mild_case_reaches_a_student_who_has_the_answers() {
        let ledger = Ledger::new("mild");
        let caller = call_with::<Triage>(ledger.desk())
            .press('1')
            .says("Ouais, s'il vous plaît.")
            .says("Non, non.")
            .press('2')
            .hears("symptom-03.mp3")
            .says("J'ai de la fièvre.")
            .hears("symptom-04.mp3")
            .says("Je ne tousse pas.")
            .hears("symptom-05.mp3")
            .says("OUI")
            .hears("symptom-06.mp3")
            .says("Non, pas du tout.")
            .hears("divert-student.mp3")
            .dials(STUDENT)
            .retried();
        let _over = caller.answers().ended();
        let line = ledger.read();
        assert!(line.ends_with(" fever=true cough=false taste=true contact=false\n"), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }

    #[test]
    fn a_student_who_does_not_answer_is_followed_by_the_emergency_service() {
        six_answers(on_duty()).dials(STUDENT).no_answer().queues("samu");
    }

    #[test]
    fn without_a_student_the_emergency_service_takes_the_call() {
        six_answers(call_with::<Triage>(Desk { student: None, ledger: None })).queues("samu");
    }

    #[test]
    fn an_app_that_does_not_answer_in_time_is_followed_by_the_emergency_service() {
        six_answers(on_duty().app_is_late()).queues("samu");
    }

    #[test]
    fn every_path_goes_where_the_tree_says() {
        let nobody = Desk { student: None, ledger: None };
        let paths = every_path_with::<Triage>([desk(), nobody]);
        assert!(paths.left_out.is_empty(), "{paths}");
    }

    #[test]
    fn whoever_calls_is_answered() {
        random_callers_with::<Triage>(50, 0, desk());
    }

    #[test]
    fn silence_is_asked_about_once_and_then_a_person_answers() {
        on_duty()
            .silence()
            .hears("error-01.mp3")
            .hears("about.mp3")
            .does_not_hear("introduction.mp3")
            .at(Triage::Introduction)
            .silence()
            .hears("error-02.mp3")
            .queues("samu");
    }

    #[test]
    fn nobody_guesses_what_contradicts_itself() {
        on_duty()
            .press('1')
            .press('1')
            .says("Oui… enfin non.")
            .hears("error-01.mp3")
            .at(Triage::Breath)
            .says("Non, je ne respire pas du tout.")
            .queues("samu");
    }

    #[test]
    fn the_table_in_the_documentation_is_what_happens() {
        let (rows, line) = (table(0), line(Settings::new()));
        assert!(rows.len() > 30, "the table is there");
        let real: Vec<String> = rows.iter().map(|said| row(said, || line("/triage"))).collect();
        assert!(rows == real, "what happens is:\n{}", real.join("\n"));
    }

    /// A line for many calls.
    pub(super) fn line(settings: Settings) -> impl Fn(&str) -> Caller {
        let settings = settings.unsigned().store("memory:");
        let router = ivr::router::<Triage>(desk(), &settings).unwrap();
        move |path| Caller::to(router.clone(), path)
    }

    /// The rows of one of the tables in the documentation.
    pub(super) fn table(number: usize) -> Vec<&'static str> {
        let text = include_str!("../docs/triage.md");
        let table = text.split("\n| said |").nth(number + 1).unwrap();
        table.lines().skip(2).take_while(|line| line.starts_with('|')).collect()
    }

    /// Where each state goes when this is said in a call that begins so, as a row of the table.
    pub(super) fn row(row: &str, begin: impl Fn() -> Caller) -> String {
        let said = row.split(" | ").next().unwrap().trim_end_matches(" |");
        let ends = QUESTIONS.map(|(_, keys)| {
            let asked = keys.chars().fold(begin(), Caller::press);
            let (before, caller) = state(asked);
            let (after, _) = state(act(caller, said));
            if before == after { "again".to_owned() } else { after }
        });
        format!("{said} | {} |", ends.join(" | "))
    }

    /// Each state that asks, and the keys that lead there.
    pub(super) const QUESTIONS: [(Triage, &str); 8] = [
        (Triage::Introduction, ""),
        (Triage::Assistance, "1"),
        (Triage::Breath, "11"),
        (Triage::Faint, "112"),
        (Triage::Fever, "1122"),
        (Triage::Cough, "11222"),
        (Triage::Taste, "112222"),
        (Triage::Contact, "1122222"),
    ];

    /// Does what the first cell of a row says.
    pub(super) fn act(mut caller: Caller, said: &str) -> Caller {
        let once = said.trim_start_matches("| ").trim_end_matches(", twice");
        for _ in 0..if said.ends_with(", twice") { 2 } else { 1 } {
            caller = act_once(caller, once);
        }
        caller
    }

    fn act_once(caller: Caller, said: &str) -> Caller {
        if said == "silence" {
            return caller.silence();
        }
        let (before, rest) = said.split_once('`').unwrap();
        let (words, how) = rest.rsplit_once('`').unwrap();
        match (before, how) {
            ("key ", "") => caller.press(words),
            ("", "") => caller.says(words),
            ("", ", 10 kB of it") => caller.says(&words.repeat(10_000 / words.len())),
            ("", how) => caller.says_with(words, how.trim_start_matches(", sure to ").parse().unwrap()),
            _ => panic!("what is {said}?"),
        }
    }

    /// The state where the call waits, whatever it speaks.
    fn state(caller: Caller) -> (String, Caller) {
        let (place, caller) = place(caller);
        let place = place.strip_prefix("en-US/").unwrap_or(&place);
        (place.split('/').next().unwrap().to_owned(), caller)
    }

    /// Where the call waits: `Fever/0`, or `en-US/Fever/1` after an attempt in English. The last line of a transcript
    /// has it, with the number of the step behind it.
    pub(super) fn place(mut caller: Caller) -> (String, Caller) {
        let transcript = caller.transcript();
        let line = transcript.lines().last().unwrap();
        let (place, _) = line.split_whitespace().nth(1).unwrap().rsplit_once('/').unwrap();
        (place.to_owned(), caller)
    }

    fn six_answers(caller: Caller) -> Caller {
        ['1', '1', '2', '2', '1', '1', '2', '2'].into_iter().fold(caller, Caller::press)
    }

    /// A file of one test, which is taken away with it.
    pub(super) struct Ledger(PathBuf);

    impl Ledger {
        pub(super) fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("triage-{name}-{}", process::id())))
        }

        /// A desk with a student who reads it.
        pub(super) fn desk(&self) -> Desk {
            Desk { student: Some(STUDENT.into()), ledger: Some(self.0.clone()) }
        }

        pub(super) fn read(&self) -> String {
            fs::read_to_string(&self.0).unwrap_or_default()
        }
    }

    impl Drop for Ledger {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// French and English: when a call changes from one to the other, and that nothing else changes with it.
#[cfg(test)]
mod languages {
    use ivr::{
        config::Settings,
        phone::{Caller, call_with},
    };

    use super::{
        Triage,
        calls::{Ledger, QUESTIONS, STUDENT, act, line, on_duty, place, row, table},
    };

    fn in_english() -> Caller {
        on_duty().press('9')
    }

    #[test]
    fn english_is_offered_once_and_spoken_to_the_end() {
        on_duty()
            .hears("introduction.mp3 For English, press nine. ")
            .press('9')
            .hears("This is a demonstration, and not a medical service.")
            .hears("tapez 8. Are you calling about the coronavirus?")
            .does_not_hear("introduction.mp3")
            .silence()
            .hears("I did not hear you. Are you calling about the coronavirus?")
            .does_not_hear("For English")
            .speaks("en-US")
            .says("Yes.")
            .hears("Do you need medical assistance?")
            .says("What is that?")
            .hears("I did not understand you. Do you need medical assistance?")
            .says("Yes, please.")
            .hears("Do you have trouble breathing?")
            .says("I'm short of breath.")
            .hears("Stay on the line")
            .speaks("en-US")
            .queue_full()
            .dials("15")
            .no_answer()
            .hears("Nobody answers.")
            .speaks("en-US")
            .ended();
    }

    #[test]
    fn whoever_presses_nine_by_mistake_comes_back_with_eight() {
        in_english()
            .hears("Pour revenir au français, tapez 8.")
            .press('8')
            .hears("about.mp3")
            .does_not_hear("introduction.mp3")
            .does_not_hear("English")
            .speaks("fr-FR")
            .says("non")
            .hears("divert-samu.mp3");
    }

    #[test]
    fn a_language_changes_at_any_question_and_the_answers_stay() {
        let ledger = Ledger::new("middle");
        call_with::<Triage>(ledger.desk())
            .press('1')
            .press('1')
            .press('2')
            .press('2')
            .says("J'ai de la fièvre.")
            .hears("symptom-04.mp3")
            .says("English, please.")
            .hears("not a medical service")
            .hears("Do you cough?")
            .at(Triage::Cough)
            .says("I don't cough.")
            .speaks("en-US")
            .says("nope")
            .says("Yeah.")
            .hears("You are being connected to a medical student")
            .dials(STUDENT)
            .retried()
            .answers()
            .ended();
        let line = ledger.read();
        assert!(
            line.ends_with(" language=en-US fever=true cough=false taste=false contact=true\n"),
            "{line}"
        );
    }

    #[test]
    fn another_language_costs_no_attempt_and_gives_none_back() {
        on_duty()
            .silence()
            .press('9')
            .press('8')
            .press('9')
            .at(Triage::Introduction)
            .silence()
            .queues("samu");
    }

    #[test]
    fn trouble_is_told_in_the_language_of_the_call() {
        let spoken = line(Settings::new().spoken());
        spoken("/triage/Gone").hears("Un incident technique").speaks("fr-FR").queues("samu");
        spoken("/triage/en-US/Gone/1").hears("Something went wrong").speaks("en-US").queues("samu");
    }

    /// What a caller can do at a question, as a row of the documentation has it.
    const MOVES: [&str; 8] =
        ["key `1`", "key `2`", "key `0`", "key `5`", "silence", "silence, twice", "`😷`", "`😷`, twice"];

    #[test]
    fn a_call_goes_the_same_way_in_either_language_and_speaks_no_other() {
        let spoken = line(Settings::new().spoken());
        for (question, keys) in QUESTIONS {
            for moves in MOVES {
                let goes = |begun: Caller, language: &str| {
                    let asked = keys.chars().fold(begun, |call, key| call.press(key).speaks(language));
                    place(act(asked.at(question), moves).speaks(language)).0
                };
                let english = goes(spoken("/triage").press('9'), "en-US");
                let french = goes(spoken("/triage"), "fr-FR");
                assert_eq!(english, format!("en-US/{french}"), "{moves} in {question:?}");
            }
        }
    }

    #[test]
    fn a_student_is_told_the_same_answers_and_the_language() {
        for answers in 0..16 {
            let keys = [0, 1, 2, 3].map(|bit| if answers >> bit & 1 == 1 { '1' } else { '2' });
            let ledger = Ledger::new(&format!("answers-{answers}"));
            for begin in [&[][..], &['9']] {
                let moves = begin.iter().chain(&['1', '1', '2', '2']).chain(&keys);
                let caller = moves.fold(call_with::<Triage>(ledger.desk()), |caller, key| caller.press(*key));
                let _over = caller.dials(STUDENT).answers().ended();
            }
            let lines = ledger.read();
            let told: Vec<&str> = lines.lines().map(|line| line.split_once(' ').unwrap().1).collect();
            let [french, english] = told[..] else { panic!("{lines}") };
            assert_eq!(french.strip_prefix("language=fr-FR"), english.strip_prefix("language=en-US"));
            assert!(french.starts_with("language=fr-FR fever="), "{french}");
        }
    }

    #[test]
    fn what_is_said_in_english_leads_where_it_leads_in_french() {
        let (french, english, line) = (table(0), table(1), line(Settings::new()));
        let in_english = || line("/triage").press('9');
        let real: Vec<String> = english.iter().map(|said| row(said, in_english)).collect();
        assert!(english == real, "what happens is:\n{}", real.join("\n"));
        let leads = |row: &str| row.split_once(" | ").unwrap().1.to_owned();
        for (french, english) in french.iter().zip(&english) {
            assert_eq!(leads(french), leads(english), "{french} {english}");
        }
        assert!(english.len() > french.len(), "English has all that French has");
    }

    #[test]
    fn what_is_said_in_the_other_language_is_as_the_documentation_has_it() {
        let rows = table(2);
        let cells = |said: &str| [on_duty, in_english].map(|begin| outcome(begin(), said)).join(" | ");
        let real = rows.iter().map(|row| row.split(" | ").next().unwrap().trim_end_matches(" |"));
        let real: Vec<String> = real.map(|said| format!("{said} | {} |", cells(said))).collect();
        assert!(rows == real, "what happens is:\n{}", real.join("\n"));
    }

    /// Where this leads at the first question, and in which language it is asked again.
    fn outcome(caller: Caller, said: &str) -> String {
        let (place, _) = place(act(caller, said));
        let (place, _) = place.rsplit_once('/').unwrap();
        match place {
            "Introduction" => "again, in French".to_owned(),
            "en-US/Introduction" => "again, in English".to_owned(),
            other => other.trim_start_matches("en-US/").to_owned(),
        }
    }
}
