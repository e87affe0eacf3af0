//! A helpline: two languages, opening hours, volunteers who are called one after the other and may decline, a queue that
//! callers can leave for a callback or a message, and a report after the call.
//!
//! ```text
//! cargo run --example helpline -- call                                                  # calls it from the terminal
//! cargo run --example helpline -- call --at "2026-06-01 20:00" 1 declined answered      # the second volunteer takes it
//! ```
//!
//! A volunteer who calls `/helpline/volunteer` is connected with the caller who has waited longest.

use std::{
    collections::BTreeSet,
    env,
    fs::OpenOptions,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use ivr::{Call, EndedBy, Recording, Transcription};
use serde::{Deserialize, Serialize};

ivr::phone_tree! {
    /// Somebody to talk to, in English and in French.
    pub tree Helpline for Rota {
        start Welcome;
        start volunteer Shift;
        language en-GB, fr-FR;

        hours line, zone "Europe/London" { mon..=sun 8:00-24:00; closed "12-25"; }

        data { volunteers: Vec<Volunteer>, volunteer: Volunteer, taken_by: Option<String> }

        everywhere {
            silence | _ => retry 2 {
                say { en-GB: "Sorry, I did not get that.", fr-FR: "Pardon, je n'ai pas compris." }
            } then Message,
        }
        on_error {
            say { en-GB: "Something went wrong on our side.", fr-FR: "Une erreur est survenue chez nous." }
        } then Message

        after call                     { run app.report(call).await; }
        after recording in Message     { run app.keep(call, recording).await, at_least_once; }
        after transcription in Message { run app.read(call, transcription).await, at_least_once; }

        state Welcome {
            gather key {
                say en-GB: "This is the helpline. For English, press one.";
                say fr-FR: "Pour le français, tapez deux.";
            } match {
                1 => Hours,
                2 => { language fr-FR; } then Hours,
            }
        }

        state Hours { match hours line { open => Find, closed => Closed } }

        state Closed {
            say {
                en-GB: "We are here every day from eight in the morning until midnight.",
                fr-FR: "Nous sommes là tous les jours de huit heures à minuit.",
            }
            goto Message;
        }

        state Find {
            say { en-GB: "We are looking for somebody to talk to you.", fr-FR: "Nous cherchons quelqu'un pour vous." }
            match app.on_duty(&call.language).await within 3s {
                found => { set volunteers = found; } then Next,
                late  => Queue,
            }
        }

        state Next { next volunteer in volunteers match { another => Ring, done => Queue } }

        /// The caller hears it ring until a volunteer has pressed the key: neither a mailbox nor a child takes the call.
        state Ring {
            dial (&call.volunteer.number), timeout 15s, screen 1 {
                unless app.is_over(call) within 1s {
                    say { en-GB: "The caller has hung up. Thank you.", fr-FR: "L'appelant a raccroché. Merci." }
                }
                say {
                    en-GB: "{volunteer.name}, a call from the helpline. To take it, press one.",
                    fr-FR: "{volunteer.name}, un appel de la ligne d'écoute. Pour le prendre, tapez un.",
                }
            } match {
                answered => { set taken_by = Some(call.volunteer.name.clone()); } then end,
                declined | busy | no_answer | failed | canceled => Next,
            }
        }

        state Queue {
            say { en-GB: "All of us are talking to somebody.", fr-FR: "Nous sommes tous en ligne." }
            enqueue "helpline", max_wait 15min, wait Position match {
                bridged              => end,
                left | full | failed => Message,
                hung_up              => end,
            }
        }

        /// From here to `leave` the caller waits: Twilio asks for the next document when this one is over.
        state Position {
            match queue.position {
                1 => { say { en-GB: "You are next.", fr-FR: "C'est bientôt à vous." } } then Music,
                _ => {
                    say {
                        en-GB: "You are number {queue.position} in the queue.",
                        fr-FR: "Vous êtes numéro {queue.position} dans la file.",
                    }
                } then Music,
            }
        }

        state Music {
            gather key {
                say { en-GB: "For other options, press star.", fr-FR: "Pour d'autres options, tapez étoile." }
                play "https://prompts.example/calm.mp3";
            } match { '*' => Options, silence | _ => Position }
        }

        state Options {
            gather key {
                say {
                    en-GB: "To be called back, press one. To leave a message, press two. To keep waiting, press star.",
                    fr-FR: "Pour être rappelé, tapez un. Pour laisser un message, tapez deux. Pour attendre, tapez étoile.",
                }
            } match {
                1                 => leave to Callback,
                2                 => leave to Message,
                '*' | silence | _ => Position,
            }
        }

        state Callback {
            match call.from.number() {
                Some(_) => {
                    say { en-GB: "We will call you back today.", fr-FR: "Nous vous rappelons aujourd'hui." }
                    run app.call_back(call).await, at_least_once;
                } then end,
                None => { say { en-GB: "Your number is withheld.", fr-FR: "Votre numéro est masqué." } } then Message,
            }
        }

        state Message {
            say {
                en-GB: "Please leave a message after the tone, then press hash.",
                fr-FR: "Laissez un message après le bip, puis tapez dièse.",
            }
            record, max_length 2min, finish_on_key '#', transcribe match { recorded | silence => Goodbye }
        }

        state Goodbye { say { en-GB: "Thank you. Goodbye.", fr-FR: "Merci. Au revoir." } hangup; }

        state Shift {
            dial queue "helpline", timeout 10s match {
                answered => end,
                _        => { say { en-GB: "Nobody is waiting.", fr-FR: "Personne n'attend." } } then end,
            }
        }
    }
}

/// Somebody who listens, in their language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Volunteer {
    name: String,
    language: String,
    number: String,
}

/// Who is on duty, and what is known of the calls: in this process, and in the file that `HELPLINE_LEDGER` names. A program
/// that outlives its process keeps it in a database.
#[derive(Clone, Debug, Default)]
pub struct Rota {
    volunteers: Vec<Volunteer>,
    over: Arc<Mutex<BTreeSet<String>>>,
    log: Arc<Mutex<Vec<String>>>,
    ledger: Option<PathBuf>,
}

impl Rota {
    fn from_env() -> Self {
        Self { ledger: env::var_os("HELPLINE_LEDGER").map(PathBuf::from), ..Self::sample(2) }
    }

    /// So many for each language, two at most.
    fn sample(count: usize) -> Self {
        let all = [["Ada", "Grace"], ["Camille", "Léa"]].into_iter().zip(["en-GB", "fr-FR"]);
        let volunteers = all.flat_map(|(names, language)| {
            names.into_iter().zip(1..).take(count).map(move |(name, number)| Volunteer {
                name: name.to_owned(),
                language: language.to_owned(),
                number: format!("+1234567890{number}"),
            })
        });
        Self { volunteers: volunteers.collect(), ..Self::default() }
    }

    async fn on_duty(&self, language: &str) -> Vec<Volunteer> {
        self.volunteers.iter().filter(|volunteer| volunteer.language == language).cloned().collect()
    }

    /// Whether the caller is gone.
    fn is_over(&self, call: &Call<HelplineData>) -> bool {
        self.over.lock().unwrap_or_else(PoisonError::into_inner).contains(&call.id)
    }

    async fn report(&self, call: &Call<HelplineData>) {
        self.over.lock().unwrap_or_else(PoisonError::into_inner).insert(call.id.clone());
        let by = if call.ended_by == Some(EndedBy::Caller) { "the caller" } else { "us" };
        let taken_by = call.taken_by.as_deref().unwrap_or("nobody");
        let line = format!("ended in {} by {by}, taken by {taken_by}", call.state);
        if let Err(error) = self.note(call, line) {
            eprintln!("the report is lost: {error}");
        }
    }

    async fn call_back(&self, call: &Call<HelplineData>) -> io::Result<()> {
        self.note(call, format!("call {} back in {}", call.from, call.language))
    }

    async fn keep(&self, call: &Call<HelplineData>, recording: &Recording) -> io::Result<()> {
        self.note(call, format!("{} s from {}", recording.seconds, call.from))
    }

    async fn read(&self, call: &Call<HelplineData>, text: &Transcription) -> io::Result<()> {
        self.note(call, format!("from {}: {}", call.from, text.text.as_deref().unwrap_or("(not understood)")))
    }

    /// Keeps a line. In the file, one that has the same first word as another is the same again.
    fn note(&self, call: &Call<HelplineData>, line: String) -> io::Result<()> {
        if let Some(ledger) = &self.ledger {
            let line = format!("{} {line}\n", call.step_id);
            OpenOptions::new().create(true).append(true).open(ledger)?.write_all(line.as_bytes())?;
        }
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        Ok(())
    }
}

fn main() -> ExitCode {
    ivr::run::<Helpline>(Rota::from_env())
}

#[cfg(test)]
mod calls {
    use std::{sync::PoisonError, thread, time::Duration};

    use ivr::phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with};

    use super::{Helpline, Rota};

    fn helpline(rota: &Rota) -> Caller {
        call_with::<Helpline>(rota.clone()).from("+441234567890").hears("For English, press one.")
    }

    /// What the rota is told of the call, which may take a moment.
    fn noted(rota: &Rota, line: &str) {
        let log = || rota.log.lock().unwrap_or_else(PoisonError::into_inner).join("\n");
        for _ in 0..500 {
            if log().contains(line) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("expected {line:?} in:\n{}", log());
    }

    #[test]
    fn volunteers_are_rung_until_one_takes_the_call() -> Caller {
        let rota = Rota::sample(2);
        let call = helpline(&rota)
            .press('1')
            .hears("We are looking for somebody")
            .dials("+12345678901")
            .declines()
            .dials("+12345678902")
            .answers()
            .ended();
        noted(&rota, "ended in Ring by us, taken by Grace");
        call
    }

    #[test]
    fn a_volunteer_is_asked_by_name_in_the_language_of_the_caller() -> Caller {
        let mut call = helpline(&Rota::sample(2)).press('2').speaks("fr-FR").answers().ended();
        let transcript = call.transcript();
        assert!(transcript.contains("“Camille, un appel de la ligne d'écoute."), "{transcript}");
        assert!(transcript.contains("the called party presses 1"), "{transcript}");
        call
    }

    fn waiting(rota: &Rota) -> Caller {
        helpline(rota).press('1').declines().no_answer().hears("All of us are talking to somebody.")
    }

    #[test]
    fn whoever_waits_hears_their_place_and_moves_up() -> Caller {
        waiting(&Rota::sample(2))
            .hears("You are number 2 in the queue.")
            .silence()
            .moves_up()
            .silence()
            .hears("You are next.")
            .bridged()
            .ended()
    }

    #[test]
    fn a_caller_leaves_the_queue_for_a_callback() -> Caller {
        let rota = Rota::sample(2);
        let call = waiting(&rota)
            .press('*')
            .press('*')
            .silence()
            .press('*')
            .press('1')
            .hears("We will call you back")
            .ended();
        noted(&rota, "call +441234567890 back in en-GB");
        call
    }

    #[test]
    fn a_withheld_number_is_not_called_back_but_can_leave_a_message() -> Caller {
        let rota = Rota::sample(2);
        call_with::<Helpline>(rota)
            .from("anonymous")
            .press('1')
            .busy()
            .busy()
            .press('*')
            .press('1')
            .hears("Your number is withheld. Please leave a message")
            .hangs_up()
    }

    #[test]
    fn a_message_is_kept_and_read() -> Caller {
        let rota = Rota::sample(2);
        let call = waiting(&rota)
            .press('*')
            .press('2')
            .says("Please call me in the evening.")
            .hears("Thank you. Goodbye.")
            .ended();
        noted(&rota, "3 s from +441234567890");
        noted(&rota, "from +441234567890: Please call me in the evening.");
        noted(&rota, "ended in Goodbye by us, taken by nobody");
        call
    }

    #[test]
    fn whoever_gives_up_waiting_is_reported() -> Caller {
        let rota = Rota::sample(2);
        let call = waiting(&rota).hangs_up().ended();
        noted(&rota, "ended in Queue by the caller, taken by nobody");
        call
    }

    #[test]
    fn on_christmas_day_a_message_is_taken() -> Caller {
        call_with::<Helpline>(Rota::sample(2))
            .calls_at("2026-12-25 10:00")
            .press('1')
            .hears("We are here every day from eight in the morning until midnight. Please leave a message")
            .silence()
            .ended()
    }

    #[test]
    fn a_full_queue_and_a_wait_without_end_lead_to_the_voicemail() -> Caller {
        let call = waiting(&Rota::sample(2)).stays_silent().transcript();
        assert!(call.contains("Please leave a message"), "{call}");
        waiting(&Rota::sample(2)).queue_full().at(Helpline::Message).hangs_up()
    }

    #[test]
    fn whoever_presses_nothing_can_leave_a_message() -> Caller {
        helpline(&Rota::sample(2)).silence().press('7').hears("Sorry, I did not get that.").stays_silent()
    }

    #[test]
    fn a_rota_that_does_not_answer_leads_to_the_queue() -> Caller {
        helpline(&Rota::sample(2)).app_is_late().press('1').queues("helpline").hangs_up()
    }

    fn shift() -> Caller {
        call_from_with::<Helpline>("volunteer", [], Rota::sample(2)).dials("helpline")
    }

    #[test]
    fn a_volunteer_takes_whoever_has_waited_longest() -> Caller {
        shift().answers().ended()
    }

    #[test]
    fn a_volunteer_is_told_when_nobody_waits() -> Caller {
        shift().no_answer().hears("Nobody is waiting.").ended()
    }

    #[test]
    fn every_path_ends_well() {
        let paths = every_path_with::<Helpline>([0, 1, 2].map(Rota::sample));
        // In that test, nobody withholds their number.
        assert!(paths.left_out.iter().all(|path| path.contains("[None]")), "{paths}");
        random_callers_with::<Helpline>(100, 1, Rota::sample(2));
    }

    #[test]
    fn the_stories_cover_every_arm() {
        let stories = [
            volunteers_are_rung_until_one_takes_the_call,
            a_volunteer_is_asked_by_name_in_the_language_of_the_caller,
            whoever_waits_hears_their_place_and_moves_up,
            a_caller_leaves_the_queue_for_a_callback,
            a_withheld_number_is_not_called_back_but_can_leave_a_message,
            a_message_is_kept_and_read,
            whoever_gives_up_waiting_is_reported,
            on_christmas_day_a_message_is_taken,
            a_full_queue_and_a_wait_without_end_lead_to_the_voicemail,
            whoever_presses_nothing_can_leave_a_message,
            a_rota_that_does_not_answer_leads_to_the_queue,
            a_volunteer_takes_whoever_has_waited_longest,
            a_volunteer_is_told_when_nobody_waits,
        ];
        Coverage::<Helpline>::of(stories).assert_complete();
    }
}
