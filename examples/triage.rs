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

        // Whoever is not heard or not understood twice speaks with a person, and so does whoever presses 0. A
        // negation that no answer has, and a doubt, are not understood: nobody guesses here.
        everywhere {
            silence => retry 1 { play "error-01.mp3", say "Je ne vous ai pas entendu."; }
                       then { play "error-02.mp3", say "Je ne vous entends toujours pas."; } then Emergency,
            _ | "pas" | "rien" | "ni" | "peut-être"
                    => retry 1 { play "error-01.mp3", say "Je ne vous ai pas compris."; }
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
                1 | "oui" above 0.5 | "ouais" above 0.5
                  | "coronavirus" above 0.5 | "corona" above 0.5 | "covid" above 0.5 => Assistance,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5 | "autre chose" above 0.5
                  | "pas le coronavirus" above 0.5 | "pas pour le coronavirus" above 0.5
                  | "pas le covid" above 0.5 | "pas pour le covid" above 0.5 => Emergency,
            }
        }

        /// Simple questions have a number of the government.
        state Assistance {
            gather key or speech, timeout 3s, pause 3s {
                play "classification.mp3",
                    say "Avez-vous besoin d'une assistance médicale ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 => Breath,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "pas besoin" above 0.5 | "juste une question" above 0.5 => GreenNumber,
            }
        }

        /// Grave: hard to breathe. Only a plain no rules it out.
        state Breath {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-01.mp3",
                    say "Avez-vous du mal à respirer ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "mal à respirer" above 0.5
                  | "pas à respirer" above 0.5 | "pas respirer" above 0.5 | "j'étouffe" above 0.5 => Emergency,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "pas de mal à respirer" above 0.5 => Faint,
            }
        }

        /// Grave: faintness, or pain in the chest. Only a plain no rules it out.
        state Faint {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-02.mp3",
                    say "Avez-vous eu un malaise, ou une douleur à la poitrine ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "un malaise" above 0.5
                  | "mal à la poitrine" above 0.5 => Emergency,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "ni l'un ni l'autre" above 0.5 => Fever,
            }
        }

        state Fever {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-03.mp3",
                    say "Avez-vous de la fièvre ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "de la fièvre" above 0.5
                    => { set fever = true; } then Cough,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5 | "pas de fièvre" above 0.5
                    => { set fever = false; } then Cough,
            }
        }

        state Cough {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-04.mp3",
                    say "Toussez-vous ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5 | "je tousse" above 0.5
                    => { set cough = true; } then Taste,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
                  | "je tousse pas" above 0.5 | "je ne tousse pas" above 0.5
                    => { set cough = false; } then Taste,
            }
        }

        state Taste {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-05.mp3",
                    say "Avez-vous perdu le goût ou l'odorat ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5
                  | "j'ai perdu le goût" above 0.5 | "j'ai perdu l'odorat" above 0.5
                    => { set taste = true; } then Contact,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5 | "pas perdu" above 0.5
                    => { set taste = false; } then Contact,
            }
        }

        state Contact {
            gather key or speech, timeout 3s, pause 3s {
                play "symptom-06.mp3",
                    say "Avez-vous été en contact avec une personne malade ? Pour oui, tapez 1. Pour non, tapez 2.";
            } match {
                1 | "oui" above 0.5 | "ouais" above 0.5
                    => { set contact = true; } then Duty,
                2 | "non" above 0.5 | "nan" above 0.5 | "non pas du tout" above 0.5
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

        promise Emergency within 1 key of every state;
        promise silence ends within 5min;

        scenario "another emergency" { "Non." => Emergency; "Non." [full] [no_answer] => Regret; }
        scenario "a simple question" { "C'est pour le coronavirus." "Non merci." => GreenNumber; }
        scenario "a grave sign"      { 1 1 "Je n'arrive pas à respirer." => Emergency; }
        scenario "a mild case"       { 1 1 2 2 "J'ai de la fièvre." "Je ne tousse pas." 2 1 [Some(line)] => Student; }
        scenario "nobody guesses"    { "Oui… enfin non." => Introduction; "Je ne sais pas." "Peut-être." => Emergency; }
        scenario "nobody speaks"     { 1 silence silence => Emergency; }
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

#[cfg(test)]
mod calls {
    use std::{fs, process};

    use ivr::phone::{Caller, call_with, every_path_with, random_callers_with};

    use super::{Desk, PathBuf, Triage};

    const STUDENT: &str = "+33123456789";

    fn desk() -> Desk {
        Desk { student: Some(STUDENT.into()), ledger: None }
    }

    fn on_duty() -> Caller {
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
        let desk = Desk { student: Some(STUDENT.into()), ledger: Some(ledger.0.clone()) };
        let caller = call_with::<Triage>(desk)
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
        let text = include_str!("../docs/triage.md");
        let table: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("| said |")).collect();
        let table: Vec<&str> = table.into_iter().take_while(|line| line.starts_with('|')).collect();
        let rows: Vec<&str> = table.iter().skip(2).map(|row| row.split(" | ").next().unwrap()).collect();
        assert!(rows.len() > 30, "the table is there");
        let real: Vec<String> = rows.iter().map(|said| row(said)).collect();
        assert!(table[2..] == real, "what happens is:\n{}", real.join("\n"));
    }

    /// Where each state goes when this is said, as a row of the table.
    fn row(said: &str) -> String {
        let states = ["", "1", "11", "112", "1122", "11222", "112222", "1122222"];
        let ends = states.map(|keys| {
            let asked = keys.chars().fold(on_duty(), Caller::press);
            let (before, mut caller) = place(asked);
            for _ in 0..if said.ends_with("twice") { 2 } else { 1 } {
                caller = act(caller, said.trim_start_matches("| ").trim_end_matches(", twice"));
            }
            let (after, _) = place(caller);
            if before == after { "again".to_owned() } else { after }
        });
        format!("{said} | {} |", ends.join(" | "))
    }

    /// Does what the first cell of a row says.
    fn act(caller: Caller, said: &str) -> Caller {
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

    /// The state where the call waits, as the last line of its transcript names it.
    fn place(mut caller: Caller) -> (String, Caller) {
        let transcript = caller.transcript();
        let line = transcript.lines().last().unwrap();
        let place = line.split_whitespace().nth(1).unwrap();
        (place.split('/').next().unwrap().to_owned(), caller)
    }

    fn six_answers(caller: Caller) -> Caller {
        ['1', '1', '2', '2', '1', '1', '2', '2'].into_iter().fold(caller, Caller::press)
    }

    /// A file of one test, which is taken away with it.
    struct Ledger(PathBuf);

    impl Ledger {
        fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("triage-{name}-{}", process::id())))
        }

        fn read(&self) -> String {
            fs::read_to_string(&self.0).unwrap_or_default()
        }
    }

    impl Drop for Ledger {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }
}
