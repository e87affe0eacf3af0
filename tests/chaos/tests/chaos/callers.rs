//! What each caller does, and what the ledger should say of it.

use std::{thread, time::Duration};

use ivr::phone::Caller;

use crate::{
    dice::Dice,
    ledger::{Expected, Promise},
    provider::{PUBLIC_URL, Provider},
    replicas::{STUDENT, Tree},
};

/// The most requests of a call, about; what it waits is shared among them.
const STEPS: u32 = 11;

/// Who calls the helpline.
const NUMBER: &str = "+441234567890";

/// What the helpline says from midnight to eight, and on one day of the year.
const OUT_OF_HOURS: [&str; 2] = ["We are here every day", "Nous sommes là tous les jours"];

/// One call.
pub(crate) struct Visit {
    pub(crate) tree: Tree,
    pub(crate) dice: Dice,
    /// How long the call is to take.
    pub(crate) length: Duration,
}

impl Visit {
    /// Makes the call, and says what should come of it.
    pub(crate) fn make(mut self, provider: &Provider) -> Vec<Expected> {
        self.pause();
        let effects = match self.tree {
            Tree::Triage => self.triage(provider),
            Tree::Helpline => self.helpline(provider),
            Tree::Orders => self.orders(provider),
            Tree::Desk => self.desk(provider),
        };
        let call = provider.id();
        effects
            .into_iter()
            .map(|(promise, effect)| Expected { call: call.clone(), promise, effect })
            .collect()
    }

    fn pause(&mut self) {
        let mean = usize::try_from((self.length / STEPS).as_millis()).unwrap();
        thread::sleep(Duration::from_millis(self.dice.below(2 * mean + 1) as u64));
    }

    fn press(&mut self, caller: Caller, key: char) -> Caller {
        self.pause();
        caller.press(key)
    }

    /// The triage line: four answers for the student, or the way out to the emergency service.
    fn triage(&mut self, provider: &Provider) -> Vec<(Promise, String)> {
        let mut caller = provider.call(Tree::Triage).hears("introduction.mp3");
        let mut language = "fr-FR";
        if self.dice.percent(30) {
            caller = self.press(caller, '9').hears("Are you calling about the coronavirus?");
            language = "en-US";
        }
        for key in ['1', '1', '2', '2'] {
            if self.dice.percent(5) {
                let _over = self.press(caller, '0').queues("samu").bridged().ended();
                return Vec::new();
            }
            caller = self.press(caller, key).speaks(language);
        }
        let answers = [0; 4].map(|_| self.dice.percent(50));
        for yes in answers {
            caller = self.press(caller, if yes { '1' } else { '2' });
        }
        caller = caller.dials(STUDENT);
        self.pause();
        let _over = caller.answers().ended();
        let [fever, cough, taste, contact] = answers;
        let told = format!("language={language} fever={fever} cough={cough} taste={taste} contact={contact}");
        vec![(Promise::AtLeastOnce, told)]
    }

    /// The helpline: two volunteers who may decline, the queue that can be left, a message, and the report of each call.
    fn helpline(&mut self, provider: &Provider) -> Vec<(Promise, String)> {
        let status = format!("{PUBLIC_URL}/helpline/status");
        let mut caller = provider.call(Tree::Helpline).from(NUMBER).status_callback(&status);
        let (language, names) = match self.dice.percent(70) {
            true => ('1', ["Ada", "Grace"]),
            false => ('2', ["Camille", "Léa"]),
        };
        caller = self.press(caller.hears("For English, press one."), language);
        let spoken = if language == '1' { "en-GB" } else { "fr-FR" };
        caller = caller.speaks(spoken);
        if OUT_OF_HOURS.iter().any(|words| caller.transcript().contains(words)) {
            return self.message(caller);
        }
        for name in names {
            self.pause();
            if self.dice.percent(40) {
                let _over = caller.answers().ended();
                return vec![reported("Ring by us", name)];
            }
            caller = if self.dice.percent(50) { caller.declines() } else { caller.no_answer() };
        }
        self.queue(caller, spoken)
    }

    /// Whoever waits gives up, is answered, or takes one of the ways out.
    fn queue(&mut self, caller: Caller, language: &str) -> Vec<(Promise, String)> {
        let mut caller = caller.queues("helpline");
        self.pause();
        match self.dice.below(4) {
            0 => {
                let _over = caller.hangs_up().ended();
                vec![reported("Queue by the caller", "nobody")]
            }
            1 => {
                let _over = caller.bridged().ended();
                vec![reported("Queue by us", "nobody")]
            }
            ways => {
                caller = self.press(caller, '*');
                if ways == 2 {
                    caller = self.press(caller, '2');
                    return self.message(caller);
                }
                let _over = self.press(caller, '1').ended();
                let back = format!("call {NUMBER} back in {language}");
                vec![(Promise::AtLeastOnce, back), reported("Callback by us", "nobody")]
            }
        }
    }

    fn message(&mut self, caller: Caller) -> Vec<(Promise, String)> {
        self.pause();
        let words = format!("It is about number {:04}.", self.dice.below(10_000));
        let _over = caller.waits_for_message().says(&words).ended();
        vec![
            (Promise::AtLeastOnce, format!("2 s from {NUMBER}")),
            (Promise::AtLeastOnce, format!("from {NUMBER}: {words}")),
            reported("Goodbye by us", "nobody"),
        ]
    }

    /// A line without data, in the old or the new version.
    fn desk(&mut self, provider: &Provider) -> Vec<(Promise, String)> {
        let mut caller = provider.call(Tree::Desk).hears("For the second question");
        loop {
            let heard = caller.transcript();
            if heard.contains("Goodbye.") {
                let _over = caller.ended();
                return Vec::new();
            }
            assert!(!heard.contains("Sorry?") && !heard.contains("went wrong"), "{heard}");
            caller = self.press(caller, '1');
        }
    }

    /// The line for orders: boxes are counted, and confirmed, once with a change of mind.
    fn orders(&mut self, provider: &Provider) -> Vec<(Promise, String)> {
        let customer = format!("{:04}", self.dice.below(10_000));
        let mut effects = Vec::new();
        self.pause();
        let mut caller = provider
            .call(Tree::Orders)
            .hears("customer number")
            .press(customer.as_str())
            .hears("You have 0 boxes");
        let mut boxes = 0;
        let rounds = if self.dice.percent(30) { 2 } else { 1 };
        for round in 0..rounds {
            for _ in 0..self.dice.below(4) {
                boxes += 1;
                caller = self.press(caller, '1').hears(&format!("You have {boxes} boxes."));
                effects.push((Promise::AtMostOnce, format!("counted customer={customer} boxes={boxes}")));
            }
            caller = self.press(caller, '2');
            if caller.transcript().lines().rev().take(3).any(|line| line.contains("there tomorrow")) {
                caller = self.press(caller, '1');
            }
            caller = caller.hears(&spoken(&customer, boxes));
            let is_last = round + 1 == rounds;
            caller = self.press(caller, if is_last { '1' } else { '2' });
        }
        let _over = caller.hears(&format!("Thank you for {boxes} boxes.")).ended();
        effects.push((Promise::AtMostOnce, format!("charged customer={customer} boxes={boxes}")));
        effects.push((Promise::AtLeastOnce, format!("shipped customer={customer} boxes={boxes}")));
        effects
    }
}

/// What the helpline says of a call that ended so.
fn reported(ended: &str, taken_by: &str) -> (Promise, String) {
    (Promise::AtMostOnce, format!("ended in {ended}, taken by {taken_by}"))
}

/// What is asked before an order is placed.
fn spoken(customer: &str, boxes: u32) -> String {
    let digits: Vec<String> = customer.chars().map(String::from).collect();
    format!("Customer {} pays {}.", digits.join(" "), boxes * 7)
}
