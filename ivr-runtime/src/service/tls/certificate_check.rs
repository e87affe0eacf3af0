//! Checks a certificate as Twilio does: whether it is valid today, for this host, and issued by a trusted authority.

use std::time::Duration;

use tokio_rustls::rustls::{
    CertificateError, Error, RootCertStore,
    client::{verify_server_cert_signed_by_trust_anchor, verify_server_name},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
};

use super::pem::provider;

/// The last second of the year 9999. No certificate is valid that long.
const NEVER: u64 = 253_402_300_799;
const DAY: u64 = 24 * 60 * 60;

/// A problem that Twilio would have with a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum CertificateProblem {
    /// It expired on this day.
    Expired(String),
    /// It becomes valid on this day.
    NotYet(String),
    /// It is for these names, and not for the host that is called.
    OtherName(Vec<String>),
    /// It is self-signed.
    SelfSigned,
    /// No trusted authority has issued it. The intermediate certificates may be missing.
    Unknown {
        /// Whether the file contains only the certificate of the server.
        alone: bool,
    },
    /// Another problem, in the words of the TLS library.
    Other(String),
}

/// A chain, and the trusted authorities.
pub(crate) struct CertificateCheck<'a> {
    leaf: ParsedCertificate<'a>,
    chain: &'a [CertificateDer<'a>],
    trusted: RootCertStore,
}

impl<'a> CertificateCheck<'a> {
    /// Creates the check of a chain against the public roots. Returns `None` if its first certificate cannot be
    /// parsed.
    pub(crate) fn public(chain: &'a [CertificateDer<'a>]) -> Option<Self> {
        Self::by(chain, webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect())
    }

    fn by(chain: &'a [CertificateDer<'a>], trusted: RootCertStore) -> Option<Self> {
        let leaf = ParsedCertificate::try_from(chain.first()?).ok()?;
        Some(Self { leaf, chain, trusted })
    }

    /// Returns all problems at this time, if the server is called as `host`.
    pub(crate) fn problems(&self, host: Option<&str>, now: UnixTime) -> Vec<CertificateProblem> {
        let mut found = Vec::new();
        let (from, until) = self.lifetime();
        if now.as_secs() > until.as_secs() {
            found.push(CertificateProblem::Expired(day(until)));
        } else if now.as_secs() < from.as_secs() {
            found.push(CertificateProblem::NotYet(day(from)));
        }
        found.extend(host.and_then(|host| self.other_name(host)));
        // The chain is verified at a time within its validity; otherwise the only error would be the expiry.
        let then = now.as_secs().clamp(from.as_secs(), until.as_secs());
        found.extend(self.distrust(at(then)));
        found
    }

    /// Returns the number of days from `now` to its last day, and that day.
    pub(crate) fn rest(&self, now: UnixTime) -> (u64, String) {
        let (_, until) = self.lifetime();
        (until.as_secs().saturating_sub(now.as_secs()) / DAY, day(until))
    }

    fn other_name(&self, host: &str) -> Option<CertificateProblem> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(bare).ok()?;
        match verify_server_name(&self.leaf, &name) {
            Err(Error::InvalidCertificate(CertificateError::NotValidForNameContext {
                presented, ..
            })) => Some(CertificateProblem::OtherName(presented.iter().map(|name| plain(name)).collect())),
            Err(_) => Some(CertificateProblem::OtherName(Vec::new())),
            Ok(()) => None,
        }
    }

    fn distrust(&self, now: UnixTime) -> Option<CertificateProblem> {
        match self.verify(&self.trusted, now) {
            Ok(()) => None,
            Err(CertificateError::UnknownIssuer) if self.vouches_for_itself(now) => {
                Some(CertificateProblem::SelfSigned)
            }
            Err(CertificateError::UnknownIssuer) => {
                Some(CertificateProblem::Unknown { alone: self.chain.len() == 1 })
            }
            // A self-signed certificate is often marked as an authority, too.
            Err(CertificateError::Other(other)) if other.to_string().contains("CaUsedAsEndEntity") => {
                Some(CertificateProblem::SelfSigned)
            }
            Err(other) => Some(CertificateProblem::Other(other.to_string())),
        }
    }

    fn vouches_for_itself(&self, now: UnixTime) -> bool {
        let mut itself = RootCertStore::empty();
        let added = self.chain.first().is_some_and(|leaf| itself.add(leaf.clone().into_owned()).is_ok());
        added && self.verify(&itself, now).is_ok()
    }

    /// Returns the first and the last moment of its validity.
    fn lifetime(&self) -> (UnixTime, UnixTime) {
        // webpki does not expose the dates of a certificate, but its errors contain them.
        let from = match self.verify(&self.trusted, at(0)) {
            Err(CertificateError::NotValidYetContext { not_before, .. }) => not_before,
            _ => at(0),
        };
        let until = match self.verify(&self.trusted, at(NEVER)) {
            Err(CertificateError::ExpiredContext { not_after, .. }) => not_after,
            _ => at(NEVER),
        };
        (from, until)
    }

    fn verify(&self, trusted: &RootCertStore, now: UnixTime) -> Result<(), CertificateError> {
        let between = self.chain.get(1..).unwrap_or_default();
        let algorithms = provider().signature_verification_algorithms.all;
        let verified =
            verify_server_cert_signed_by_trust_anchor(&self.leaf, trusted, between, now, algorithms);
        verified.map_err(|error| match error {
            Error::InvalidCertificate(why) => why,
            _ => CertificateError::BadEncoding,
        })
    }
}

/// Returns the plain name for `DnsName("a.example")` or `IpAddress(192.0.2.7)`, as the TLS library shows names.
fn plain(name: &str) -> String {
    let inside = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(name);
    inside.trim_matches('"').to_owned()
}

fn at(second: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(second))
}

/// Returns a date such as `2026-11-21`, computed with the calendar's cycle of 400 years from a 1 March, so that a
/// leap day comes last.
fn day(time: UnixTime) -> String {
    let days = time.as_secs() / DAY + 719_468;
    let (cycle, of_cycle) = (days / 146_097, days % 146_097);
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{}-{month:02}-{of_month:02}", cycle * 400 + year + later)
}

#[cfg(test)]
mod tests;
