//! From a [`Reply`](crate::tree::Reply) to a TwiML document; the only place that writes angle brackets.
