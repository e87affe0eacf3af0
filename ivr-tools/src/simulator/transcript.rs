//! The transcript of a call: one line for each thing that happened, with its time and its state.

use super::{
    call::{End, Event, Moment, Turn},
    request::Request,
    twiml::{self, Gather, Prompt, Sound},
    url::Url,
};
use ivr_runtime::call::without_language;

/// What is shown instead of a secret.
pub(crate) const HIDDEN: &str = "…";

/// Everything that has happened in a call.
#[derive(Clone, Debug)]
pub(crate) struct Transcript {
    /// The URL that was called, under which the states are.
    mount: Url,
    moments: Vec<Moment>,
}

impl Transcript {
    pub(crate) fn new(mount: Url) -> Self {
        Self { mount, moments: Vec::new() }
    }

    pub(crate) fn extend(&mut self, moments: Vec<Moment>) {
        self.moments.extend(moments);
    }

    pub(crate) fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// Returns the position of an action URL: `Menu`, `Menu/2` after two attempts, `en-US/Menu/2` in another
    /// language.
    pub(crate) fn place(&self, action: &Url) -> Option<String> {
        let below = action.path().strip_prefix(self.mount.path().trim_end_matches('/'))?;
        let place = below.strip_prefix('/').filter(|place| !place.is_empty())?;
        // A name with characters beyond ASCII is percent-encoded in a URL.
        form_urlencoded::parse(place.as_bytes()).next().map(|(place, _)| place.into_owned())
    }

    /// Returns the paths of all requests relative to the tree; empty for that of a new call.
    pub(crate) fn requested(&self) -> impl Iterator<Item = String> {
        let urls = self.moments.iter().filter_map(|moment| match &moment.event {
            Event::Requests(request) => Some(&request.url),
            _ => None,
        });
        urls.filter_map(|url| match url.path() == self.mount.path() {
            true => Some(String::new()),
            false => self.place(url),
        })
    }

    /// Returns the position of each moment: the next one that waits or, for a move, the one that waited for it.
    pub(crate) fn places(&self) -> Vec<Option<String>> {
        let mut next = None;
        let mut places = Vec::with_capacity(self.moments.len());
        for moment in self.moments.iter().rev() {
            match &moment.event {
                Event::Waits(_, action) => next = action.as_ref().and_then(|action| self.place(action)),
                Event::Acts(_) => next = None,
                _ => {}
            }
            places.push(next.clone());
        }
        places.reverse();
        let mut waited = None;
        for (moment, place) in self.moments.iter().zip(&mut places) {
            match moment.event {
                Event::Waits(..) => waited.clone_from(place),
                Event::Acts(_) => place.clone_from(&waited),
                _ => {}
            }
        }
        places
    }
}

impl std::fmt::Display for Transcript {
    /// Writes a line for each moment: time, position and what happened, in columns.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = self.places();
        let width = places.iter().flatten().map(|place| place.chars().count()).max().unwrap_or(0);
        self.moments.iter().zip(&places).try_for_each(|(moment, place)| {
            let place = place.as_deref().unwrap_or_default();
            writeln!(f, "{}  {place:width$}  {}", moment.time(), moment.event)
        })
    }
}

impl Moment {
    /// Returns minutes and seconds since the call began.
    pub(crate) fn time(&self) -> String {
        let seconds = self.at.max(0.0) as u32;
        format!("{:>2}:{:02}", seconds / 60, seconds % 60)
    }
}

impl std::fmt::Display for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Requests(request) => write!(f, "{request}"),
            Self::Hears(prompt) => write!(f, "{prompt}"),
            Self::CalleeHears(prompt) => write!(f, "the called party hears {prompt}"),
            Self::CalleePresses(key) => write!(f, "the called party presses {key}"),
            Self::Waits(turn, _) => write!(f, "{turn}"),
            Self::Acts(act) => write!(f, "> {act}"),
            Self::Lost(what) => write!(f, "[nobody listens: {what} is lost]"),
            Self::Interrupts => f.write_str("[the prompt stops]"),
            Self::PassesOver(verb) => write!(f, "[<{verb}> is skipped]"),
            Self::Alerts(alert) => write!(f, "! {alert}"),
            Self::Ends(end) => write!(f, "{end}"),
        }
    }
}

impl std::fmt::Display for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{} {}]", self.method.as_str(), self.url.path_and_query())?;
        // Identifiers and empty values are left out.
        let news = self.extra.iter().filter(|(name, value)| {
            !name.ends_with("Sid") && !matches!(*name, "RecordingUrl" | "msg") && !value.is_empty()
        });
        news.into_iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

impl std::fmt::Display for Prompt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.sound {
            Sound::Say { text, .. } => write!(f, "“{text}”")?,
            Sound::Play { url } => write!(f, "[plays {url}]")?,
            Sound::Tones { is_secret: true, .. } => write!(f, "[tones {HIDDEN}]")?,
            Sound::Tones { digits, .. } => write!(f, "[tones {digits}]")?,
            Sound::Pause { seconds } => write!(f, "[pause, {seconds} s]")?,
            Sound::Beep => f.write_str("[beep]")?,
        }
        if self.times > 1 { write!(f, " {} times", self.times) } else { Ok(()) }
    }
}

impl std::fmt::Display for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fetch(request) => write!(f, "waits for an answer to {request}"),
            Self::Gather(gathering) => write!(f, "{}", gathering.verb),
            Self::Record(record) => write!(f, "waits for a message of at most {} s", record.max_length),
            Self::Dial(dial) => write!(f, "calls {}, {} s", dial.parties.join(" and "), dial.timeout),
            Self::Enqueue(enqueue) => write!(f, "waits in the queue {}", enqueue.name),
            Self::Connect(connect) => write!(f, "speaks with the agent at {}", connect.url),
            Self::Over(end) => write!(f, "{end}"),
        }
    }
}

impl std::fmt::Display for Gather {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("waits for ")?;
        if self.keys {
            match self.num_digits {
                Some(1) => f.write_str("a key")?,
                Some(count) => write!(f, "{count} keys")?,
                None => f.write_str("keys")?,
            }
        }
        if self.keys && self.words {
            f.write_str(" or ")?;
        }
        if self.words {
            f.write_str("words")?;
        }
        write!(f, ", {} s", self.timeout)
    }
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::HungUp => f.write_str("the call is over"),
            Self::Rejected { busy: true } => f.write_str("the call is rejected: busy"),
            Self::Rejected { busy: false } => f.write_str("the call is rejected"),
            Self::CallerHungUp => f.write_str("the caller hung up"),
            Self::Elsewhere(url) => write!(f, "the call goes on at {url}"),
            Self::Failed(_) => f.write_str("the call broke off"),
        }
    }
}

/// Returns the state of a position, without its language, its attempts and its conditions.
pub(crate) fn state(place: &str) -> &str {
    let place = without_language(place).1;
    place.split_once(['/', '.']).map_or(place, |(state, _)| state)
}

/// Returns the languages in which something was said; the default is Twilio's.
pub(crate) fn languages(moments: &[Moment]) -> impl Iterator<Item = &str> {
    moments.iter().filter_map(|moment| match &moment.event {
        Event::Hears(Prompt { sound: Sound::Say { language, .. }, .. }) => {
            Some(language.as_deref().unwrap_or(twiml::LANGUAGE))
        }
        _ => None,
    })
}

/// The tones that were sent.
pub(crate) fn tones(moments: &[Moment]) -> impl Iterator<Item = &str> {
    moments.iter().filter_map(|moment| match &moment.event {
        Event::Hears(Prompt { sound: Sound::Tones { digits, .. }, .. }) => Some(digits.as_str()),
        _ => None,
    })
}

/// Returns what was heard as one text in lower case, with files by name.
pub(crate) fn heard(moments: &[Moment]) -> String {
    let sounds = moments.iter().filter_map(|moment| match &moment.event {
        Event::Hears(prompt) => Some(&prompt.sound),
        _ => None,
    });
    let words = sounds.filter_map(|sound| match sound {
        Sound::Say { text, .. } => Some(text.as_str()),
        Sound::Play { url } => Some(url.as_str()),
        Sound::Tones { .. } | Sound::Pause { .. } | Sound::Beep => None,
    });
    words.collect::<Vec<_>>().join(" ")
}
