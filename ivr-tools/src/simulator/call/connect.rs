//! `<Connect>`: the caller speaks with an agent, and returns to the action.

use super::Call;
use crate::simulator::twiml::Connect;

/// The default length of a conversation.
const TALK_SECONDS: u32 = 60;

impl Call {
    /// Handles the end of the agent's session, with or without a result; a stream never has one.
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
