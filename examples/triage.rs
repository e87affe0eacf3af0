//! A telephone line that relieves an emergency service during an epidemic. In French, by voice or by keys.
//!
//! This is a demonstration of a phone tree. Its medical content follows a published prototype and was reviewed by
//! nobody: it must not be put in front of people who need help.
//!
//! ```text
//! cargo run --example triage -- --spoken    # speaks where no recordings are at hand
//! cargo run --example triage -- call        # calls it from the terminal
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
        language fr-FR;
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

        // Whoever is not heard or not understood twice speaks with a person, and so does whoever presses 0.
        everywhere {
            silence => retry 1 { play "error-01.mp3", say "Je ne vous ai pas entendu."; }
                       then { play "error-02.mp3", say "Je ne vous entends toujours pas."; } then Emergency,
            _       => retry 1 { play "error-01.mp3", say "Je ne vous ai pas compris."; }
                       then { play "error-02.mp3", say "Je ne vous comprends toujours pas."; } then Emergency,
            hidden 0 => Emergency,
        }

        trouble { say "Un incident technique est survenu."; } then Emergency

        /// Is the call about the virus at all?
        state Introduction {
            gather key or speech, timeout 3s, pause 3s {
                first {
                    play "introduction.mp3",
                        say "Bonjour. Ceci est une démonstration, et non un service médical. \
                             En cas d'urgence vitale, raccrochez et composez le 15.";
                }
                play "about.mp3",
                    say "Appelez-vous au sujet du coronavirus ? Pour oui, tapez 1. Pour non, tapez 2.";
                play "https://www.soundjay.com/button/sounds/beep-07.mp3", say "Parlez maintenant.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "coronavirus" above 0.5 | "covid" above 0.5 => Assistance,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas le coronavirus" above 0.5 | "pas pour le coronavirus" above 0.5
                    | "pas du coronavirus" above 0.5 | "autre chose" above 0.5 => Emergency,
            }
        }

        /// Simple questions have a number of the government.
        state Assistance {
            gather key or speech, timeout 3s, pause 3s {
                play "classification.mp3",
                    say "Avez-vous besoin d'une assistance médicale ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 => Breath,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas du tout" above 0.5 => GreenNumber,
            }
        }

        /// Grave: hard to breathe.
        state Breath {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-01.mp3",
                    say "Avez-vous du mal à respirer ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 => Emergency,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas du tout" above 0.5 => Faint,
            }
        }

        /// Grave: faintness, or pain in the chest.
        state Faint {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-02.mp3",
                    say "Avez-vous eu un malaise, ou une douleur à la poitrine ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 => Emergency,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas du tout" above 0.5 => Fever,
            }
        }

        state Fever {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-03.mp3",
                    say "Avez-vous de la fièvre ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "j'ai de la fièvre" above 0.5 => { set fever = true; } then Cough,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas de fièvre" above 0.5 => { set fever = false; } then Cough,
            }
        }

        state Cough {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-04.mp3",
                    say "Toussez-vous ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "je tousse" above 0.5 => { set cough = true; } then Taste,
                2 | "non" above 0.5 | "nan" above 0.5 | "je ne tousse pas" above 0.5 => { set cough = false; } then Taste,
            }
        }

        state Taste {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-05.mp3",
                    say "Avez-vous perdu le goût ou l'odorat ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 => { set taste = true; } then Contact,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas du tout" above 0.5 => { set taste = false; } then Contact,
            }
        }

        state Contact {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-06.mp3",
                    say "Avez-vous été en contact avec une personne malade ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 => { set contact = true; } then Duty,
                2 | "non" above 0.5 | "nan" above 0.5 | "pas du tout" above 0.5 => { set contact = false; } then Duty,
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
            play "divert-student.mp3",
                say "Vous êtes mis en relation avec un étudiant en médecine, qui a vos réponses sous les yeux.";
            run app.hand_over(call).await;
            dial (call.student), timeout 30s match { answered => end, _ => Emergency }
        }

        /// The government's number for simple questions.
        state GreenNumber {
            play "divert-green-number.mp3", say "Vous êtes mis en relation avec le numéro vert du gouvernement.";
            dial "+33800130000", timeout 30s match { answered => end, _ => Emergency }
        }

        /// A person of the emergency service.
        state Emergency {
            play "divert-samu.mp3", say "Restez en ligne : vous êtes mis en relation avec le service d'urgence.";
            enqueue "samu" match { bridged => end, _ => Samu }
        }

        /// The queue is full or away: their number.
        state Samu { dial short "15", timeout 60s match { answered => end, _ => Regret } }

        state Regret { say "Personne ne répond. Raccrochez, et composez le 15."; hangup; }
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

    /// Puts the answers on the student's screen: here, as a line of a file.
    async fn hand_over(&self, call: &Call<TriageData>) {
        let Some(ledger) = &self.ledger else { return };
        let (fever, cough, taste, contact) = (call.fever, call.cough, call.taste, call.contact);
        let line = format!("{} fever={fever} cough={cough} taste={taste} contact={contact}\n", call.id);
        let file = OpenOptions::new().create(true).append(true).open(ledger);
        if let Err(error) = file.and_then(|mut file| file.write_all(line.as_bytes())) {
            eprintln!("the answers of a call did not reach the student: {error}");
        }
    }
}

fn main() -> ExitCode {
    ivr::run::<Triage>(Desk::from_env())
}
