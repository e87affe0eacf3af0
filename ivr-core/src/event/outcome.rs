//! The outcomes of verbs: their names, who causes them, and what they mean for the caller. To add an outcome, add a
//! line here and a line to the table of its verb. rustc reports the other places that need a change.

/// Generates [`Outcome`] and [`Event`] from one table, so that they cannot differ.
macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident $word:literal $label:literal $cause:ident $kind:ident $caller:ident;)*) => {
        /// The outcome of a verb, as an arm names it.
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

            /// Returns its name in the language.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Returns its name for display in pictures, scripts and lists of calls.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }

            /// Returns who causes it.
            #[must_use]
            pub const fn cause(self) -> Cause {
                match self { $(Self::$name => Cause::$cause),* }
            }

            /// Returns what it means for the call.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind),* }
            }

            /// Returns whether the caller is still on the line.
            #[must_use]
            pub const fn caller_is_there(self) -> bool {
                match self { $(Self::$name => outcomes!(@is $caller)),* }
            }

            /// Returns the event for the transition function.
            #[must_use]
            pub const fn heard(self) -> Event {
                match self { $(Self::$name => Event::$name),* }
            }
        }

        /// What the caller did, or the outcome of a verb.
        ///
        /// Phrases and entries of several keys are mapped to an arm before the transition, so the transition function
        /// handles no strings.
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
            /// The arm with this index, in source order, for phrases and entries of several keys.
            Arm(u16),
            $($(#[$doc])* $name,)*
            /// The state continues by itself.
            Next,
        }

        impl Event {
            /// Returns the name of its variant, for generated code.
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

            /// Returns the outcome, or `None` for keys, arms and [`Event::Next`].
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
    // Name     in a tree    label               caused by  means      the caller is

    /// A complete entry or any speech, if no arm names it.
    Entered     "entered"    "a complete entry"  Caller     Chosen     there;
    /// A key of an item that a `gather` offers.
    Chosen      "chosen"     "an offered item"   Caller     Chosen     there;
    /// No input.
    Silence     "silence"    "silence"           Caller     Failure    there;
    /// Any input without an arm.
    Else        "_"          "anything else"     Caller     Failure    there;
    /// `dial`, `connect stream`: somebody answered, and the conversation has ended.
    Answered    "answered"   "answered"          Callee     Automatic  there;
    /// `dial`: the line was busy.
    Busy        "busy"       "busy"              Callee     Failure    there;
    /// `dial`: nobody answered in time.
    NoAnswer    "no_answer"  "no answer"         Callee     Failure    there;
    /// `dial`, `enqueue`, `connect`: Twilio could not do it.
    Failed      "failed"     "failed"            Twilio     Failure    there;
    /// `dial`: canceled before anybody answered.
    Canceled    "canceled"   "canceled"          Twilio     Failure    there;
    /// `dial` with `screen`: somebody answered and did not accept the call.
    Declined    "declined"   "declined"          Callee     Failure    there;
    /// `record`: a message was recorded.
    Recorded    "recorded"   "recorded"          Caller     Automatic  there;
    /// `enqueue`: the caller spoke to somebody, and the conversation has ended.
    Bridged     "bridged"    "bridged"           Callee     Automatic  there;
    /// `enqueue`: the caller was taken out of the queue.
    Left        "left"       "left"              App        Automatic  there;
    /// `enqueue`: the caller hung up while waiting.
    HungUp      "hung_up"    "hung up"           Caller     Failure    gone;
    /// `enqueue`: the queue was full.
    Full        "full"       "full"              Twilio     Failure    there;
    /// `enqueue`: the caller waits and hears the states of the clause `wait`. No arm names it.
    Waits       "waits"      "waiting"           Twilio     Automatic  there;
    /// `match`: Rust did not answer in time.
    Late        "late"       "a late answer"     App        Failure    there;
    /// `match hours`: the schedule is open.
    Open        "open"       "open"              Clock      Automatic  there;
    /// `match hours`: the schedule is closed.
    Closed      "closed"     "closed"            Clock      Automatic  there;
}

/// Names in earlier versions, which saved descriptions may still contain.
const REPLACED: [(&str, Outcome); 2] = [("silent", Outcome::Silence), ("cancelled", Outcome::Canceled)];

impl Outcome {
    /// The outcomes that take any event without an arm, in this order. If several arms name the same outcome, the
    /// last one is used.
    pub const FALLBACKS: [Self; 4] = [Self::Else, Self::Failed, Self::Silence, Self::Late];

    /// Returns the outcome with this name.
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

    /// Returns whether the caller has spoken with somebody.
    #[must_use]
    pub const fn is_conversation(self) -> bool {
        matches!((self.cause(), self.kind()), (Cause::Callee, Kind::Automatic))
    }

    /// Returns whether the caller was asked and gave no answer that has an arm.
    #[must_use]
    pub const fn is_not_understood(self) -> bool {
        self.caller_is_there() && matches!((self.cause(), self.kind()), (Cause::Caller, Kind::Failure))
    }
}

/// Who causes an outcome.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// The caller, also by doing nothing.
    Caller,
    /// The callee, or the person who answers the queue.
    Callee,
    /// Rust code of the application.
    App,
    /// Twilio or the telephone network.
    Twilio,
    /// The time of day.
    Clock,
}

/// What a transition means for the call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The caller chose it with a key, a phrase or an entry.
    Chosen,
    /// Nobody chose it: the call continues as planned.
    Automatic,
    /// Silence, a wrong key, or a verb that failed.
    Failure,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Chosen, Self::Automatic, Self::Failure];
}
