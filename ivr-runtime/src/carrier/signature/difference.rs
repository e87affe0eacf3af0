//! The parts of a request that differ from what was signed, and their description.

use std::fmt::{self, Display, Formatter};

/// The difference between the signed request and the received one.
///
/// If there is no part, the token differs, or something that is not visible to the server.
///
/// ```
/// use ivr_runtime::signature::{Address, Claim, Key, Seen};
/// let key = Key::new("12345");
/// let signature = key.sign("http://example.com/acme", &[]);
/// let address: Address = "https://example.com".parse().unwrap();
/// let claim = Claim { address: &address, target: "/acme", form: &[], signature: &signature };
/// assert_eq!(
///     key.difference(&claim, &Seen::default()).to_string(),
///     "the scheme differs: signed for http://, but the public URL says https://",
/// );
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Difference(pub(super) Vec<Part>);

/// A part of a request that differs from what was signed.
///
/// ```
/// use ivr_runtime::signature::Part;
/// assert_eq!(Part::Order.name(), "parameter order");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Part {
    /// The header is not a signature: its length is wrong.
    Header {
        /// The number of characters received.
        length: usize,
        /// The number of characters of a signature with this hash.
        expected: usize,
    },
    /// The scheme: `http` or `https`.
    Scheme {
        /// The signed scheme.
        signed: &'static str,
        /// The expected scheme.
        ours: &'static str,
    },
    /// The name of the host.
    Host {
        /// The signed name.
        signed: String,
        /// The expected name.
        ours: String,
    },
    /// The port.
    Port {
        /// The signed port.
        signed: Option<u16>,
        /// The expected port.
        ours: Option<u16>,
    },
    /// The path, without the query.
    Path {
        /// The signed path.
        signed: String,
        /// The expected path.
        ours: String,
    },
    /// The query was removed or re-encoded after signing.
    Query,
    /// The fields are signed in the order in which they were sent.
    Order,
    /// Blank fields are not signed.
    Blanks,
    /// No field is signed.
    Fields,
}

impl Difference {
    /// Returns the parts that differ.
    ///
    /// ```
    /// assert!(ivr_runtime::signature::Difference::default().parts().is_empty());
    /// ```
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Returns the names of the parts, for machines: `scheme`, `scheme, host`, or `token`.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::signature::Difference::default().names(), "token");
    /// ```
    #[must_use]
    pub fn names(&self) -> String {
        if self.0.is_empty() {
            return "token".to_owned();
        }
        self.0.iter().map(Part::name).collect::<Vec<_>>().join(", ")
    }
}

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the token differs, or something that this server cannot see");
        }
        for (place, part) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("; ")?;
            }
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl Part {
    /// Returns the name of the part, for machines.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Header { .. } => "header",
            Self::Scheme { .. } => "scheme",
            Self::Host { .. } => "host",
            Self::Port { .. } => "port",
            Self::Path { .. } => "path",
            Self::Query => "query",
            Self::Order => "parameter order",
            Self::Blanks => "blank parameters",
            Self::Fields => "parameters",
        }
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { length, expected } => write!(
                f,
                "the header is not a signature: it has {length} characters, a signature has {expected} of base64"
            ),
            Self::Scheme { signed, ours } => {
                write!(f, "the scheme differs: signed for {signed}://, but the public URL says {ours}://")
            }
            Self::Host { signed, ours } => {
                write!(f, "the host differs: signed for `{signed}`, but the public URL says `{ours}`")
            }
            Self::Port { signed, ours } => {
                let spelled =
                    |port: &Option<u16>| port.map_or("no port".to_owned(), |port| format!("port {port}"));
                let (signed, ours) = (spelled(signed), spelled(ours));
                write!(f, "the port differs: signed with {signed}, but the public URL says {ours}")
            }
            Self::Path { signed, ours } => {
                write!(f, "the path differs: signed for `{signed}`, but the request is for `{ours}`")
            }
            Self::Query => f.write_str("the query differs: a proxy removed it or encoded it differently"),
            Self::Order => {
                f.write_str("the parameter order differs: signed as they were sent, not sorted by name")
            }
            Self::Blanks => f.write_str("the parameters differ: blank ones are not signed"),
            Self::Fields => f.write_str("the parameters differ: signed without any"),
        }
    }
}
