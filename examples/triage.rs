//! A telephone line that relieves an emergency service during an epidemic. Callers use speech or keys, in French or, on
//! request, in English.
//!
//! This is a demonstration of a phone tree. Its medical content follows a published prototype, and no expert has reviewed
//! it. Do not use it for people who need help.
//!
//! ```text
//! cargo run --example triage -- --spoken    # speaks the texts of missing recordings
//! cargo run --example triage -- call --spoken    # calls it from the terminal
//! ```

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use ivr::Call;

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

        // A caller who is silent twice, is not understood twice, or presses 0 speaks with a person. A negation without
        // an arm of its own, and a doubt, are asked again, because a wrong guess could be dangerous. An English "no"
        // usually belongs to the words after it: "no idea", "there's no air".
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

            // The language can be changed at any question, which is then asked again. The answers are kept.
            hidden 9 | "english" above 0.5 | "anglais" above 0.5 => {
                language en-US;
                say en-US: "Hello. This is a demonstration, and not a medical service. \
                            In a life-threatening emergency, hang up and call 15.";
                say fr-FR: "Pour revenir au français, tapez 8.";
            } then again,
            hidden 8 | "français" above 0.5 | "french" above 0.5 => { language fr-FR; } then again,
        }

        on_error { say { fr-FR: "Un incident technique est survenu.", en-US: "Something went wrong on our side." } }
        then Emergency

        /// Is the call about the virus at all?
        state Introduction {
            gather key or speech, timeout 3s, speech_timeout 3s {
                first {
                    // Every call begins in French. A caller who changes the language hears this again in English.
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            gather key or speech, timeout 3s, speech_timeout 3s {
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
            run app.hand_over(call).await, at_least_once;
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

    /// Puts the answers on the student's screen, and in which language to say good day: here, as a line of a file. It is
    /// repeated until it is written; the screen shows lines with the same first word once.
    async fn hand_over(&self, call: &Call<TriageData>) -> io::Result<()> {
        let Some(ledger) = &self.ledger else { return Ok(()) };
        let (fever, cough, taste, contact) = (call.fever, call.cough, call.taste, call.contact);
        let line = format!(
            "{} language={} fever={fever} cough={cough} taste={taste} contact={contact}\n",
            call.step_id, call.language
        );
        OpenOptions::new().create(true).append(true).open(ledger)?.write_all(line.as_bytes())
    }
}

fn main() -> ExitCode {
    ivr::run::<Triage>(Desk::from_env())
}

// What its callers hear.
#[cfg(test)]
#[path = "triage/calls.rs"]
mod calls;

// That they hear it in their own language.
#[cfg(test)]
#[path = "triage/languages.rs"]
mod languages;
