//! What Twilio would report in its debugger: a code, whether the call survives, and what was wrong.

/// An error in a document, a response or a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Alert {
    code: Option<u16>,
    fatal: bool,
    text: String,
}

impl Alert {
    /// Creates a warning: the call continues, and the wrong part is ignored or has its default.
    pub(crate) fn warning(code: u16, text: impl Into<String>) -> Self {
        Self { code: Some(code), fatal: false, text: text.into() }
    }

    /// Creates a warning without a Twilio code.
    pub(crate) fn remark(text: impl Into<String>) -> Self {
        Self { code: None, fatal: false, text: text.into() }
    }

    /// Creates the error for a tree that failed, so that the caller hears `on_error`.
    pub(crate) fn on_error(why: &str) -> Self {
        Self::remark(format!("the tree answered with `on_error`: {why}"))
    }

    /// Creates an error that ends the call with a recorded apology.
    pub(crate) fn fatal(code: u16, text: impl Into<String>) -> Self {
        Self { code: Some(code), fatal: true, text: text.into() }
    }

    /// Creates the error for a call that would never end. Twilio has no code for it, and bills such a call for hours.
    pub(crate) fn endless(text: impl Into<String>) -> Self {
        Self { code: None, fatal: true, text: text.into() }
    }

    /// Returns the code in Twilio's error dictionary, if there is one.
    pub(crate) fn code(&self) -> Option<u16> {
        self.code
    }

    /// Returns whether the call ends.
    #[cfg(test)]
    pub(crate) fn is_fatal(&self) -> bool {
        self.fatal
    }
}

impl std::fmt::Display for Alert {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.fatal { "error" } else { "warning" })?;
        if let Some(code) = self.code {
            write!(f, " {code}")?;
        }
        write!(f, ": {}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_code_and_its_weight() {
        assert_eq!(Alert::warning(12200, "`<Saay>`").to_string(), "warning 12200: `<Saay>`");
        assert_eq!(Alert::fatal(11200, "status 500").to_string(), "error 11200: status 500");
        assert_eq!(Alert::endless("silence").to_string(), "error: silence");
    }
}
