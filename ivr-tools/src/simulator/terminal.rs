//! A phone in the terminal. It prints what happens, and reads moves line by line from people, pipes and scripts.

use std::io::{self, Write};

use ivr_core::hours::LocalTime;

use super::{
    act::Act,
    alert::Alert,
    call::{Event, Turn, UnexpectedAct},
    session::Session,
    transcript::Transcript,
};

/// The move for silence until the call ends or waits for somebody else.
const STAY_SILENT: &str = "silence...";

/// A phone that prints to `out`.
#[derive(Debug)]
pub(crate) struct Terminal<W> {
    session: Session,
    out: W,
    mode: InputMode,
    /// The moments that were printed.
    shown: usize,
}

/// How a terminal shows a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InputMode {
    pub(crate) moves: Moves,
    /// Requests are printed too.
    pub(crate) requests: bool,
    /// The width of the column of states, which grows if necessary.
    pub(crate) width: usize,
}

/// Where the moves come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moves {
    /// A person types them: each move is prompted for, and a wrong one may be corrected.
    Typed,
    /// Lines of a pipe. Lines after the end of the call are ignored.
    Piped,
    /// A script, in which every move must be valid.
    Script,
}

/// Why a call could not be completed.
#[derive(Debug)]
pub(crate) enum Stop {
    /// An unexpected move, and what was expected.
    UnexpectedAct(String),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<W: Write> Terminal<W> {
    pub(crate) fn new(session: Session, out: W, mode: InputMode) -> Self {
        Self { session, out, mode, shown: 0 }
    }

    /// Runs the call, and hangs up when there are no more moves.
    pub(crate) fn carry_through(
        &mut self,
        moves: impl Iterator<Item = io::Result<String>>,
    ) -> Result<(), Stop> {
        let mut moves = moves;
        self.session.carry_on();
        loop {
            self.show()?;
            let broke_off = self.session.alert().is_some();
            if broke_off || (self.is_over() && self.mode.moves != Moves::Script) {
                return Ok(());
            }
            self.ask()?;
            let Some(line) = moves.next().transpose()? else { break };
            let made =
                if line.trim() == STAY_SILENT { self.stay_silent() } else { self.make(&Act::read(&line)) };
            if made.is_err() {
                let waits = self.session.turn().to_string();
                if self.mode.moves != Moves::Typed {
                    return Err(Stop::UnexpectedAct(format!("nobody waits for the move `{line}`: {waits}")));
                }
                writeln!(self.out, "the call does not expect this: it {waits}")?;
            }
        }
        if !self.is_over() {
            // Hanging up is possible until the call is over.
            let _ = self.make(&Act::HangUp);
            self.show()?;
        }
        Ok(())
    }

    pub(crate) fn transcript(&self) -> &Transcript {
        self.session.transcript()
    }

    /// Returns when the call began, by the clock that was set.
    pub(crate) fn began(&self) -> Option<LocalTime> {
        self.session.began()
    }

    /// The fault that ended the call.
    pub(crate) fn alert(&self) -> Option<&Alert> {
        self.session.alert()
    }

    fn is_over(&self) -> bool {
        matches!(self.session.turn(), Turn::Over(_))
    }

    fn make(&mut self, act: &Act) -> Result<(), UnexpectedAct> {
        self.session.act(act)?;
        // A line of input is a whole entry.
        self.session.settle();
        Ok(())
    }

    fn stay_silent(&mut self) -> Result<(), UnexpectedAct> {
        loop {
            self.session.stay_silent()?;
            self.session.settle();
            if !matches!(self.session.turn(), Turn::Gather(_) | Turn::Record(_)) {
                return Ok(());
            }
        }
    }

    /// Prints what is new.
    fn show(&mut self) -> io::Result<()> {
        let places = self.session.transcript().places();
        let news = self.session.transcript().moments().iter().zip(places).skip(self.shown);
        for (moment, place) in news {
            self.shown += 1;
            let hidden = match moment.event {
                Event::Requests(_) => !self.mode.requests,
                // The line was just entered.
                Event::Acts(_) => self.mode.moves == Moves::Typed,
                _ => false,
            };
            if !hidden {
                let state = place.as_deref().unwrap_or_default();
                let width = self.mode.width.max(state.chars().count());
                self.mode.width = width;
                writeln!(self.out, "{}  {state:width$}  {}", moment.time(), moment.event)?;
            }
        }
        Ok(())
    }

    fn ask(&mut self) -> io::Result<()> {
        if self.mode.moves == Moves::Typed && !self.is_over() {
            write!(self.out, "{}> ", choices(self.session.turn()))?;
        }
        self.out.flush()
    }
}

/// Returns what may be typed where keys and speech are not accepted.
fn choices(turn: &Turn) -> &'static str {
    match turn {
        Turn::Dial(_) => "answered, busy, no_answer, failed or canceled",
        Turn::Record(_) => "recorded or silence",
        Turn::Enqueue(enqueue) if enqueue.wait.is_some() => "bridged, left, failed, move up or silence",
        Turn::Enqueue(_) => "bridged, left, full or failed",
        Turn::Connect(_) => "failed, or what the agent hands back in brackets: [Resolved]",
        Turn::Gather(_) | Turn::Fetch(_) | Turn::Over(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, routing::post};

    use super::*;
    use crate::simulator::session::Number;

    fn desk() -> Session {
        let xml = [("content-type", "text/xml")];
        let menu = "<Response><Gather action='/desk/Menu' numDigits='1' input='dtmf speech'>\
                    <Say>Press one.</Say></Gather><Redirect>/desk</Redirect></Response>";
        let dial = "<Response><Dial action='/desk/Reception'>+12345678900</Dial></Response>";
        let bye = "<Response><Say>Goodbye.</Say></Response>";
        let router = Router::new()
            .route("/desk", post(async move || (xml, menu)))
            .route("/desk/Menu", post(async move || (xml, dial)))
            .route("/desk/Reception", post(async move || (xml, bye)));
        Session::in_process(Number::read("/desk").unwrap(), router)
    }

    fn carry_through(lines: &[&str], moves: Moves) -> (Result<(), Stop>, String, Option<String>) {
        let mut printed = Vec::new();
        let mode = InputMode { moves, requests: false, width: 9 };
        let mut terminal = Terminal::new(desk(), &mut printed, mode);
        let carried = terminal.carry_through(lines.iter().map(|line| Ok((*line).to_owned())));
        let alert = terminal.alert().map(ToString::to_string);
        drop(terminal);
        (carried, String::from_utf8(printed).unwrap(), alert)
    }

    #[test]
    fn a_script_prints_the_call_with_its_states() {
        let (carried, printed, alert) = carry_through(&["1", "no_answer"], Moves::Script);
        assert!(carried.is_ok() && alert.is_none());
        let expected = " 0:00  Menu       “Press one.”
 0:00  Menu       waits for a key or words, 5 s
 0:00  Menu       > 1
 0:00  Reception  calls +12345678900, 30 s
 0:00  Reception  > no_answer
 0:35             “Goodbye.”
 0:36             the call is over
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn a_script_that_is_done_hangs_up() {
        let (carried, printed, _) = carry_through(&["\"sales\""], Moves::Script);
        assert!(carried.is_ok());
        assert!(printed.ends_with("> hang up\n 0:00             the caller hung up\n"), "{printed}");
    }

    #[test]
    fn a_move_that_nobody_waits_for_stops_a_script() {
        let (carried, ..) = carry_through(&["busy"], Moves::Script);
        let Err(Stop::UnexpectedAct(text)) = carried else { panic!("{carried:?}") };
        assert_eq!(text, "nobody waits for the move `busy`: waits for a key or words, 5 s");
        let (carried, ..) = carry_through(&["1", "busy", "2"], Moves::Script);
        assert!(matches!(carried, Err(Stop::UnexpectedAct(text)) if text.ends_with("the call is over")));
    }

    #[test]
    fn what_a_pipe_holds_after_the_end_is_not_read() {
        let (carried, printed, _) = carry_through(&["1", "busy", "", ""], Moves::Piped);
        assert!(carried.is_ok());
        assert!(printed.ends_with("the call is over\n"), "{printed}");
    }

    #[test]
    fn somebody_at_the_terminal_is_asked_again() {
        let (carried, printed, _) = carry_through(&["busy", "1", "answered"], Moves::Typed);
        assert!(carried.is_ok());
        assert!(
            printed.contains("> the call does not expect this: it waits for a key or words, 5 s\n> "),
            "{printed}"
        );
        assert!(printed.contains("\nanswered, busy, no_answer, failed or canceled> "), "{printed}");
        assert!(!printed.contains("> answered"), "{printed}");
    }

    #[test]
    fn silence_without_end_is_called_out_by_name() {
        let (carried, printed, alert) = carry_through(&[STAY_SILENT], Moves::Script);
        assert!(carried.is_ok());
        assert!(alert.unwrap().starts_with("error: endless silence: the same question was asked 20 times"));
        assert!(printed.ends_with("the call broke off\n"), "{printed}");
    }
}
