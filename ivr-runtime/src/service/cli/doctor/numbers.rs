//! The checks of `doctor` for the numbers of the account: whether calls to them go to this tree, and what callers
//! hear when it does not answer. They are read from Twilio's API if there are credentials.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use form_urlencoded::byte_serialize;
use serde::Deserialize;

use super::{Fails, Finding, Fine, Note};
use crate::{
    carrier::signature::Address,
    description::Description,
    dialog::tree::Callback,
    service::{
        cli::client::{self, Peer},
        config::{Account, Checked},
    },
};

/// The maximum size of a response in bytes. A page of a thousand numbers has about two million.
const MAX_ANSWER: u64 = 8 << 20;

/// The maximum number of pages of numbers.
const MAX_PAGES: usize = 20;

/// The path of the accounts.
const ACCOUNTS: &str = "/2010-04-01/Accounts";

/// A page of `IncomingPhoneNumbers.json`.
#[derive(Deserialize)]
struct Page {
    incoming_phone_numbers: Vec<Number>,
    next_page_uri: Option<String>,
}

/// The configuration of a number.
#[derive(Deserialize)]
struct Number {
    phone_number: String,
    voice_application_sid: Option<String>,
    trunk_sid: Option<String>,
    #[serde(flatten)]
    voice: Voice,
}

/// The URLs of a number, or of an application that replaces them.
#[derive(Deserialize, Default)]
struct Voice {
    voice_url: Option<String>,
    voice_method: Option<String>,
    voice_fallback_url: Option<String>,
    status_callback: Option<String>,
}

/// The expected URLs.
struct Expected<'a> {
    /// `https://voice.example.com`.
    public: &'a Address,
    /// The URLs of the tree and of its named starts.
    urls: Vec<String>,
    status: String,
    /// Whether the tree has a hook for the end of a call.
    needs_status: bool,
}

/// Returns the findings about the numbers, or `None` if no account is configured.
pub(super) fn numbers(
    tree: &Description,
    settings: &Checked,
    root: &str,
    asked: Option<&str>,
) -> Option<Vec<Finding>> {
    let (account, public) = (settings.account.as_ref()?, settings.public_url.as_ref()?);
    let tree_url = format!("{public}{root}");
    let starts = tree.starts.iter().filter_map(|start| Some(format!("{tree_url}/{}", start.name.as_ref()?)));
    let expected = Expected {
        public,
        urls: std::iter::once(tree_url.clone()).chain(starts).collect(),
        status: format!("{tree_url}/status"),
        needs_status: tree.after.iter().any(|hook| hook.of == Callback::Call),
    };
    Some(match all(account, asked) {
        Ok(numbers) => expected.examine(account, numbers, asked),
        Err(AskError::Refused(status)) => vec![Fails(format!(
            "Twilio refuses access to the numbers of {}: status {status}; are TWILIO_ACCOUNT_SID and the token, or \
             TWILIO_API_KEY and TWILIO_API_SECRET, of the same account?",
            account.sid
        ))],
        Err(AskError::Away(why)) => {
            vec![Note(format!(
                "the numbers cannot be checked, because {} cannot be queried: {why}",
                account.api
            ))]
        }
    })
}

/// Why the API could not be read.
enum AskError {
    /// The status of the response.
    Refused(u16),
    Away(String),
}

/// Returns all numbers of an account, or the number that was requested.
fn all(account: &Account, asked: Option<&str>) -> Result<Vec<Number>, AskError> {
    let only =
        asked.map(|number| format!("&PhoneNumber={}", byte_serialize(number.as_bytes()).collect::<String>()));
    let sid = &account.sid;
    let mut path =
        format!("{ACCOUNTS}/{sid}/IncomingPhoneNumbers.json?PageSize=1000{}", only.unwrap_or_default());
    let mut numbers = Vec::new();
    for _ in 0..MAX_PAGES {
        let page: Page = get(account, &path)?;
        numbers.extend(page.incoming_phone_numbers);
        match page.next_page_uri {
            // The credentials are sent only to the same host.
            Some(next) if next.starts_with('/') => path = next,
            Some(_) | None => break,
        }
    }
    Ok(numbers)
}

/// Reads a resource.
fn get<R: for<'de> Deserialize<'de>>(account: &Account, path: &str) -> Result<R, AskError> {
    let api = &account.api;
    // The request contains the password.
    if !api.is_https() && !api.is_loopback() {
        return Err(AskError::Away("it is not https".to_owned()));
    }
    let away = |error: std::io::Error| AskError::Away(error.to_string());
    let (host, peer) = (api.host(), if api.is_https() { Peer::Host(api.host()) } else { Peer::Plain });
    let port = api.port().unwrap_or(if api.is_https() { 443 } else { 80 });
    let credentials = STANDARD.encode(format!("{}:{}", account.user, account.password));
    let headers = format!("Authorization: Basic {credentials}\r\nAccept: application/json\r\n");
    let path = format!("{}{path}", api.path());
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let stream = client::connect(bare, port).map_err(away)?;
    let answer = client::get(stream, peer, (host, &path, &headers), MAX_ANSWER).map_err(away)?;
    if answer.status != 200 {
        return Err(AskError::Refused(answer.status));
    }
    serde_json::from_slice(&answer.body)
        .map_err(|error| AskError::Away(format!("its answer is invalid: {error}")))
}

impl Expected<'_> {
    fn examine(&self, account: &Account, numbers: Vec<Number>, asked: Option<&str>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for mut number in numbers {
            let application = number.voice_application_sid.take().filter(|sid| !sid.is_empty());
            if let Some(sid) = application {
                let path = format!("{ACCOUNTS}/{}/Applications/{sid}.json", account.sid);
                match get(account, &path) {
                    Ok(voice) => number.voice = voice,
                    Err(_) => {
                        let (phone, is_asked) = (&number.phone_number, asked.is_some());
                        let words = format!("{phone}: its application {sid} cannot be read");
                        findings.extend(is_asked.then_some(Note(words)));
                        continue;
                    }
                }
            }
            if asked.is_some() || self.is_here(number.voice.voice_url.as_deref()) {
                findings.extend(self.number(&number));
            }
        }
        if findings.is_empty() {
            let url = self.urls.first().map(String::as_str).unwrap_or_default();
            findings.push(Fails(match asked {
                Some(number) => format!("the account {} has no number {number}", account.sid),
                None => format!("no number of the account {} calls {url}", account.sid),
            }));
        }
        findings
    }

    /// Returns whether a URL has the host of the tree.
    fn is_here(&self, url: Option<&str>) -> bool {
        let parsed = url.and_then(|url| url.split(['#', '?']).next()?.parse::<Address>().ok());
        parsed.is_some_and(|url| url.host().eq_ignore_ascii_case(self.public.host()))
    }

    fn number(&self, number: &Number) -> Vec<Finding> {
        let (phone, voice) = (&number.phone_number, &number.voice);
        if let Some(trunk) = number.trunk_sid.as_deref().filter(|sid| !sid.is_empty()) {
            return vec![Fails(format!(
                "{phone}: the SIP trunk {trunk} takes its calls, and no webhook is requested"
            ))];
        }
        let mut findings = vec![self.webhook(phone, voice)];
        findings.push(self.fallback(phone, voice));
        findings.extend(self.status(phone, voice));
        findings
    }

    fn webhook(&self, phone: &str, voice: &Voice) -> Finding {
        let (url, right) = (voice.voice_url.as_deref().unwrap_or_default(), self.urls.join(" or "));
        if !self.urls.iter().any(|right| right == without_overrides(url)) {
            return Fails(match url {
                "" => {
                    format!("{phone}: “A call comes in” is empty: it should be Webhook, {right}, HTTP POST")
                }
                url => format!("{phone}: “A call comes in” is {url}: it should be {right}"),
            });
        }
        match voice.voice_method.as_deref() {
            Some("GET") => Note(format!(
                "{phone}: “A call comes in” is HTTP GET: it works, but puts the numbers of callers into the \
                 logs of proxies; HTTP POST is better"
            )),
            _ => Fine(format!("{phone}: calls come in at {url}")),
        }
    }

    fn fallback(&self, phone: &str, voice: &Voice) -> Finding {
        match voice.voice_fallback_url.as_deref().unwrap_or_default() {
            "" => Note(format!(
                "{phone}: “Primary handler fails” is empty: while no server answers, callers hear an error \
                 message of Twilio; `fallback` writes a document for it"
            )),
            url if self.is_here(Some(url)) => Fails(format!(
                "{phone}: “Primary handler fails” is {url}, which fails with this server: host the documents that \
                 `fallback` writes elsewhere"
            )),
            url => Fine(format!("{phone}: while no server answers, callers hear {url}")),
        }
    }

    fn status(&self, phone: &str, voice: &Voice) -> Option<Finding> {
        let url = voice.status_callback.as_deref().unwrap_or_default();
        let needed = "without it `after call` never runs";
        if without_overrides(url) == self.status {
            let repeats = url.contains('#');
            return (self.needs_status && !repeats).then(|| {
                Note(format!(
                    "{phone}: “Call status changes” is not repeated when it fails: write {}#rc=5&rp=all",
                    self.status
                ))
            });
        }
        let should = format!("{phone}: “Call status changes” should be {}, HTTP POST", self.status);
        Some(match (self.needs_status, url) {
            (true, _) => Fails(format!("{should}: {needed}")),
            (false, "") => Note(format!("{should}: it reports the end of a call")),
            (false, _) => return None,
        })
    }
}

/// Returns a URL without connection overrides at its end.
fn without_overrides(url: &str) -> &str {
    url.split('#').next().unwrap_or_default().trim_end_matches('/')
}

#[cfg(test)]
mod tests;
