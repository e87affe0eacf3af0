//! Verifies `X-Twilio-Signature`, and explains a mismatch.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Rejection, form::Form, incoming::Incoming};
use crate::{
    carrier::signature::{
        Address, Claim, Difference, FormFields, Key, Keyring, LastOrders, Order, Seen, Signer,
    },
    service::{config::Checked, request_headers::RequestHeaders, telemetry::redact},
};

/// How many refusals a second are explained. Each costs some dozens of signatures, which must not become a way to
/// keep the server busy.
const EXPLAINED_A_SECOND: u32 = 20;

/// The longest form that is explained, in bytes; Twilio's have about one thousand.
const MAX_EXPLAINED_LENGTH: usize = 4096;

/// Verifies `X-Twilio-Signature`.
#[derive(Debug)]
pub(crate) struct SignatureGuard {
    keys: Keyring,
    address: Option<Address>,
    mount: String,
    explained: Mutex<(Instant, u32)>,
    orders: LastOrders,
}

impl SignatureGuard {
    pub(crate) fn new(settings: &Checked) -> Self {
        Self {
            keys: settings.keys.clone(),
            address: settings.public_url.clone(),
            mount: settings.mount.clone(),
            explained: Mutex::new((Instant::now(), 0)),
            orders: LastOrders::new(),
        }
    }

    /// Whether webhooks must be signed.
    pub(crate) fn is_signed(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Refuses what is not signed at all by its headers alone: its body is never read.
    pub(crate) fn check_head(&self, headers: RequestHeaders<'_>) -> Result<(), Rejection> {
        let is_missing = self.is_signed() && headers.signature.is_none();
        if is_missing { Err(Rejection::Unsigned) } else { Ok(()) }
    }

    /// Whether a request may come in, which has this form and is of this account.
    pub(crate) fn check(
        &self,
        incoming: &Incoming<'_>,
        form: &Form<'_>,
        account: &str,
    ) -> Result<(), Rejection> {
        if self.keys.is_empty() {
            return Ok(());
        }
        let headers = incoming.headers();
        let header = headers.signature.ok_or(Rejection::Unsigned)?;
        let settings = headers.signature_settings.map(|value| value.to_str().unwrap_or_default());
        let keys = self.keys.candidates(account, settings).map_err(Rejection::Key)?;
        let assumed = if self.address.is_none() { assumed(incoming) } else { Vec::new() };
        let addresses = self.address.iter().chain(&assumed);
        // The fields of a GET request are signed as part of its URL.
        let order = if incoming.has_query() { Order::default() } else { Order::of_like(&self.orders, form) };
        let fits = |key: &Key| {
            addresses.clone().any(|address| {
                key.verify_ordered(header.as_bytes(), (address, incoming.target()), (&order, form))
            })
        };
        if let Some((signer, _)) = keys.iter().find(|(_, key)| fits(key)) {
            order.remember(&self.orders);
            if signer.is_one_of_several() {
                tracing::info!(path = ?redact::path(incoming.path()), "a webhook is signed with {signer}");
            }
            return Ok(());
        }
        let signed: FormFields<'_> = form.pairs().filter(|_| !incoming.has_query()).collect();
        let signature = header.to_str().unwrap_or_default();
        let difference = addresses.clone().next().and_then(|address| {
            let claim = Claim { address, target: incoming.target(), form: &signed, signature };
            self.explain(&keys, &claim, incoming)
        });
        Err(Rejection::Signature(difference))
    }

    /// What else there is to say of a wrong signature.
    pub(crate) fn hint(&self, rejection: &Rejection) -> &'static str {
        match (rejection, &self.address) {
            (Rejection::Signature(_), None) => "; no public URL is set, so the Host header was used instead",
            _ => "",
        }
    }

    fn explain(
        &self,
        keys: &[(Signer, &Key)],
        claim: &Claim<'_>,
        incoming: &Incoming<'_>,
    ) -> Option<Difference> {
        let short = incoming.encoded().len() + claim.target.len() <= MAX_EXPLAINED_LENGTH;
        if !short || !self.may_explain() {
            return None;
        }
        let seen = self.seen(incoming);
        let mut differences = keys.iter().map(|(_, key)| key.difference(claim, &seen));
        // A key that explains the difference is the one that signed the request.
        let last = differences.next()?;
        if last.parts().is_empty() {
            return differences.find(|difference| !difference.parts().is_empty()).or(Some(last));
        }
        Some(last)
    }

    fn may_explain(&self) -> bool {
        let mut explained = self.explained.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = &mut *explained;
        if since.elapsed() > Duration::from_secs(1) {
            (*since, *count) = (Instant::now(), 0);
        }
        *count += 1;
        *count <= EXPLAINED_A_SECOND
    }

    /// Everywhere else that the request may have been sent to.
    fn seen(&self, incoming: &Incoming<'_>) -> Seen {
        let owned = |name| incoming.header(name).map(str::to_owned);
        let hosts = ["host", "x-forwarded-host", "x-original-host"].into_iter().filter_map(owned);
        let path = incoming.target().split('?').next().unwrap_or_default();
        let under = |prefix: &str| format!("{}{path}", prefix.trim_end_matches('/'));
        let mut paths = vec![incoming.path().to_owned(), under(&self.mount)];
        paths.extend(incoming.header("x-forwarded-prefix").map(under));
        Seen { hosts: hosts.collect(), paths }
    }
}

/// Where the request says that it was sent; only taken when nobody said where the tree is.
fn assumed(incoming: &Incoming<'_>) -> Vec<Address> {
    let host = incoming.header("host").unwrap_or_default();
    [true, false].into_iter().filter_map(|https| Address::of_host(https, host)).collect()
}
