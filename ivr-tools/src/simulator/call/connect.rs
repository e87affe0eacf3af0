//! `<Connect>`: the caller speaks with an agent, and comes back to the action.

use super::Call;
use crate::simulator::twiml::Connect;

/// The length of a conversation that nobody gave one.
const TALK_SECONDS: u32 = 60;

impl Call {
    /// The agent ended the session, with a result or without one; a stream never has one.
    pub(super) fn answer_connect(&mut self, connect: &Connect, result: Option<&String>) {
        self.pass(TALK_SECONDS);
        if connect.action.url.is_none() {
            return self.run();
        }
        let handoff = result.filter(|_| !connect.is_stream);
        let extra = handoff.map(|result| ("HandoffData", result.clone())).into_iter().collect();
        self.follow(&connect.action, extra);
    }
}
