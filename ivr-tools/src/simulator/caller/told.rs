//! What Twilio reports about the call of a story when it begins.

use super::Caller;
use ivr_runtime::data::{AnsweredBy, StirVerstat};

impl Caller {
    /// Sets the name of the caller, `call.caller_name`. Call this method, like the others in this block, before the
    /// first move.
    #[must_use]
    pub fn caller_name(self, name: &str) -> Self {
        self.field("CallerName", name)
    }

    /// Sets the number that forwarded the call, `call.forwarded_from`.
    #[must_use]
    pub fn forwarded_from(self, number: &str) -> Self {
        self.field("ForwardedFrom", number)
    }

    /// Sets who answered an outgoing call, `call.answered_by`: an [`AnsweredBy`], or the value as Twilio writes it.
    ///
    /// ```
    /// # use ivr_tools::simulator::call; use ivr_runtime::{data::AnsweredBy, tree::PhoneTree};
    /// fn a_machine<T: PhoneTree<App = ()>>() {
    ///     call::<T>().answered_by(AnsweredBy::MachineEndBeep).hears("We called you").ended();
    ///     call::<T>().answered_by("human").hears("Hello");
    /// }
    /// ```
    #[must_use]
    pub fn answered_by(self, by: impl Into<AnsweredBy>) -> Self {
        self.field("AnsweredBy", by.into().as_str())
    }

    /// Sets the SHAKEN/STIR attestation of the caller's number, `call.stir_verstat`.
    #[must_use]
    pub fn stir_verstat(self, verstat: impl Into<StirVerstat>) -> Self {
        self.field("StirVerstat", verstat.into().as_str())
    }

    /// Sends this custom SIP header, `call.sip_header("X-…")`.
    #[must_use]
    pub fn sip_header(self, name: &str, value: &str) -> Self {
        self.field(&format!("SipHeader_{name}"), value)
    }

    /// Calls the webhook with this parameter in its query, `call.param("…")`.
    #[must_use]
    pub fn param(mut self, name: &str, value: &str) -> Self {
        let mut told = self.session.told().clone();
        told.param(name, value);
        self.session.tell(told);
        self
    }

    fn field(mut self, name: &str, value: &str) -> Self {
        let mut told = self.session.told().clone();
        told.field(name, value);
        self.session.tell(told);
        self
    }
}
