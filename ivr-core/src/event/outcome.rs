//! The outcomes of verbs: their names, who causes them, and what they mean for the caller. A new one is a line here
//! and a line in the table of its verb; rustc names the other places that must know it.

/// Makes [`Outcome`] and [`Event`] of one table, so that neither can lack what the other has.
macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident $word:literal $label:literal $cause:ident $kind:ident $caller:ident;)*) => {
        /// What a verb comes back with, as an arm names it.
        ///
        /// ```
        /// use ivr_core::event::{Cause, Outcome};
        /// assert_eq!(Outcome::NoAnswer.as_str(), "no_answer");
        /// assert_eq!(Outcome::NoAnswer.cause(), Cause::Callee);
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Outcome {
            $($(#[$doc])* $name,)*
        }

        impl Outcome {
            /// Every outcome.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in the language.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Its name for people who read pictures, scripts and lists of calls.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }

            /// Who brings it about.
            #[must_use]
            pub const fn cause(self) -> Cause {
                match self { $(Self::$name => Cause::$cause),* }
            }

            /// What it is for the call.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind),* }
            }

            /// Whether the caller is still on the line.
            #[must_use]
            pub const fn caller_is_there(self) -> bool {
                match self { $(Self::$name => outcomes!(@is $caller)),* }
            }

            /// The event of a transition.
            #[must_use]
            pub const fn heard(self) -> Event {
                match self { $(Self::$name => Event::$name),* }
            }
        }

        /// What the caller did, or what a verb came back with.
        ///
        /// Phrases and entries of several keys are mapped to the arm that has them before the transition, so the
        /// transition function never sees a string.
        ///
        /// ```
        /// use ivr_core::event::Event;
        /// assert_eq!(Event::key('3'), Some(Event::Key3));
        /// assert_eq!(Event::NoAnswer.to_string(), "no_answer");
        /// assert_eq!("arm 4".parse(), Ok(Event::Arm(4)));
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
        pub enum Event {
            /// The key 0.
            Key0,
            /// The key 1.
            Key1,
            /// The key 2.
            Key2,
            /// The key 3.
            Key3,
            /// The key 4.
            Key4,
            /// The key 5.
            Key5,
            /// The key 6.
            Key6,
            /// The key 7.
            Key7,
            /// The key 8.
            Key8,
            /// The key 9.
            Key9,
            /// The key `*`.
            Star,
            /// The key `#`.
            Hash,
            /// The arm of this number, counted from 0 in the order of the source: phrases and entries of several keys.
            Arm(u16),
            $($(#[$doc])* $name,)*
            /// A state was done and goes on by itself.
            Next,
        }

        impl Event {
            /// The name of its variant, for generated code.
            #[must_use]
            pub const fn variant(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::Key0 => "Key0",
                    Self::Key1 => "Key1",
                    Self::Key2 => "Key2",
                    Self::Key3 => "Key3",
                    Self::Key4 => "Key4",
                    Self::Key5 => "Key5",
                    Self::Key6 => "Key6",
                    Self::Key7 => "Key7",
                    Self::Key8 => "Key8",
                    Self::Key9 => "Key9",
                    Self::Star => "Star",
                    Self::Hash => "Hash",
                    Self::Arm(_) => "Arm",
                    Self::Next => "Next",
                }
            }

            /// The outcome that it is; `None` for keys, arms and [`Event::Next`].
            #[must_use]
            pub const fn outcome(self) -> Option<Outcome> {
                Some(match self {
                    $(Self::$name => Outcome::$name,)*
                    Self::Key0 | Self::Key1 | Self::Key2 | Self::Key3 | Self::Key4 | Self::Key5 | Self::Key6
                    | Self::Key7 | Self::Key8 | Self::Key9 | Self::Star | Self::Hash | Self::Arm(_)
                    | Self::Next => return None,
                })
            }
        }
    };
    (@is there) => { true };
    (@is gone) => { false };
}

outcomes! {
    // Name     in a tree    for readers         caused by  means      the caller is

    /// A complete entry of keys, or words, where no arm names them.
    Entered     "entered"    "a complete entry"  Caller     Chosen     there;
    /// A key of an item that a `gather` offers.
    Chosen      "chosen"     "an offered item"   Caller     Chosen     there;
    /// Nothing came.
    Silence     "silence"    "silence"           Caller     Failure    there;
    /// Anything that no arm has.
    Else        "_"          "anything else"     Caller     Failure    there;
    /// `dial`, `connect stream`: somebody answered, and the conversation is over.
    Answered    "answered"   "answered"          Callee     Automatic  there;
    /// `dial`: the line was busy.
    Busy        "busy"       "busy"              Callee     Failure    there;
    /// `dial`: nobody answered in time.
    NoAnswer    "no_answer"  "no answer"         Callee     Failure    there;
    /// `dial`, `enqueue`, `connect`: it could not be done.
    Failed      "failed"     "failed"            Twilio     Failure    there;
    /// `dial`: canceled before anybody answered.
    Canceled    "canceled"   "canceled"          Twilio     Failure    there;
    /// `dial`: somebody answered and did not take the call, where `screen` asks them.
    Declined    "declined"   "declined"          Callee     Failure    there;
    /// `record`: there is audio.
    Recorded    "recorded"   "recorded"          Caller     Automatic  there;
    /// `enqueue`: spoke to somebody, and the conversation is over.
    Bridged     "bridged"    "bridged"           Callee     Automatic  there;
    /// `enqueue`: taken out of the queue.
    Left        "left"       "left"              App        Automatic  there;
    /// `enqueue`: hung up while waiting.
    HungUp      "hung_up"    "hung up"           Caller     Failure    gone;
    /// `enqueue`: the queue was full.
    Full        "full"       "full"              Twilio     Failure    there;
    /// `enqueue`: the caller waits, and hears what the clause `wait` leads to. No arm names it.
    Waits       "waits"      "waiting"           Twilio     Automatic  there;
    /// A Rust `match` did not answer in time.
    Late        "late"       "a late answer"     App        Failure    there;
    /// `match hours`: the schedule is open.
    Open        "open"       "open"              Clock      Automatic  there;
    /// `match hours`: the schedule is closed.
    Closed      "closed"     "closed"            Clock      Automatic  there;
}

/// Spellings of earlier versions, which saved descriptions still have.
const REPLACED: [(&str, Outcome); 2] = [("silent", Outcome::Silence), ("cancelled", Outcome::Canceled)];

impl Outcome {
    /// Where no arm names what happened, the last arm that names the first of these takes it.
    pub const FALLBACKS: [Self; 4] = [Self::Else, Self::Failed, Self::Silence, Self::Late];

    /// The outcome of this name.
    ///
    /// ```
    /// use ivr_core::event::Outcome;
    /// assert_eq!(Outcome::parse("busy"), Some(Outcome::Busy));
    /// assert_eq!(Outcome::parse("bussy"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let known = Self::ALL.iter().copied().find(|outcome| outcome.as_str() == name);
        known.or_else(|| REPLACED.iter().find(|(old, _)| *old == name).map(|(_, outcome)| *outcome))
    }

    /// Whether the caller has spoken with somebody.
    #[must_use]
    pub const fn is_conversation(self) -> bool {
        matches!((self.cause(), self.kind()), (Cause::Callee, Kind::Automatic))
    }

    /// Whether the caller was asked, and gave no answer that has an arm.
    #[must_use]
    pub const fn is_not_understood(self) -> bool {
        self.caller_is_there() && matches!((self.cause(), self.kind()), (Cause::Caller, Kind::Failure))
    }
}

/// Who brings an outcome about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// The caller, also by doing nothing.
    Caller,
    /// Whoever was called, or answers the queue.
    Callee,
    /// Rust of the application.
    App,
    /// Twilio, or the network behind it.
    Twilio,
    /// The time of day.
    Clock,
}

/// What a transition is for the call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The caller chose it: a key, a phrase, an entry.
    Chosen,
    /// Nobody chose it: the call goes on as planned.
    Automatic,
    /// Silence, a wrong key, or a verb that did not get what it was for.
    Failure,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Chosen, Self::Automatic, Self::Failure];
}
