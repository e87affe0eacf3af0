//! Limits of clients: their defaults, and how each is set.

use std::time::Duration;

/// The flag of [`Limits::max_connections_per_address`].
pub(super) const PER_ADDRESS: &str = "max-connections-per-address";

/// The minimum of [`Limits::max_header_size`]: hyper's smallest buffer.
const MIN_HEADER_SIZE: usize = 8 * 1024;

/// Limits of clients and of stopping.
///
/// `docs/deploy.md` says how the defaults were chosen.
///
/// ```
/// use ivr_runtime::server::Limits;
/// assert_eq!(Limits::default().header_timeout.as_secs(), 5);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The maximum number of open connections. For another connection, the one that has been idle longest is closed.
    /// Connections whose request is being answered are never closed, and the new connection waits for them.
    pub max_connections: usize,
    /// The maximum number of open connections of one IPv4 address or one IPv6 /64 network, or `None` for no limit,
    /// which is right behind a proxy. For another connection, the longest idle one of the same address is closed.
    pub max_connections_per_address: Option<usize>,
    /// The time from the first byte of a request to the end of its headers; also for a TLS handshake, and for the
    /// first byte of a new connection.
    pub header_timeout: Duration,
    /// The time from the end of the headers to the end of the body of a webhook.
    pub body_timeout: Duration,
    /// The time without progress while a response is written to a client that does not read it.
    pub write_timeout: Duration,
    /// The time from a response to the next request on the same connection. A proxy in front must close its idle
    /// connections sooner.
    pub idle_timeout: Duration,
    /// The age at which a connection is closed after the current response.
    pub max_connection_age: Duration,
    /// The maximum size of a request line with its headers in bytes, at least 8192. A longer one is answered with
    /// 431.
    pub max_header_size: usize,
    /// The number of requests that wait for the store or the app above which new calls are turned away. At most three
    /// quarters of [`max_connections`](Self::max_connections).
    pub max_pending_requests: usize,
    /// How late the server may be with its work before new calls are turned away.
    pub max_delay: Duration,
    /// The number of refused webhooks a second that are logged individually, for each reason; the others are counted.
    pub max_logged_refusals: u32,
    /// How long new requests are still accepted after the stop was requested, so that load balancers notice
    /// `/readyz`.
    pub shutdown_delay: Duration,
    /// How long running requests may then take to finish.
    pub shutdown_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 1024,
            max_connections_per_address: None,
            header_timeout: Duration::from_secs(5),
            body_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(5),
            max_connection_age: Duration::from_secs(60 * 60),
            max_header_size: 16 * 1024,
            max_pending_requests: 768,
            max_delay: Duration::from_secs(1),
            max_logged_refusals: 20,
            shutdown_delay: Duration::ZERO,
            shutdown_timeout: Duration::from_secs(15),
        }
    }
}

/// Parses a value and stores it in the limits. The error says which values are valid.
type Set = fn(&mut Limits, &str) -> Result<(), &'static str>;

/// A limit as a flag and as an environment variable.
pub(crate) struct LimitSetting {
    pub(crate) flag: &'static str,
    pub(crate) variable: &'static str,
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "shown by the command line"))]
    pub(crate) default: &'static str,
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "shown by the command line"))]
    pub(crate) help: &'static str,
    pub(crate) set: Set,
}

/// Every limit that can be set.
pub(crate) const LIMIT_SETTINGS: [LimitSetting; 11] = [
    LimitSetting {
        flag: "max-connections",
        variable: "IVR_MAX_CONNECTIONS",
        default: "1024",
        help: "Open connections; a further one closes the longest idle one",
        set: |limits, text| count(text).map(|value| limits.max_connections = value),
    },
    LimitSetting {
        flag: PER_ADDRESS,
        variable: "IVR_MAX_CONNECTIONS_PER_ADDRESS",
        default: "none",
        help: "Open connections from one client address, or none; with TLS an eighth of all",
        set: |limits, text| optional(text).map(|value| limits.max_connections_per_address = value),
    },
    LimitSetting {
        flag: "header-timeout",
        variable: "IVR_HEADER_TIMEOUT",
        default: "5s",
        help: "Time for the headers of a request, and for a TLS handshake",
        set: |limits, text| duration(text).map(|value| limits.header_timeout = value),
    },
    LimitSetting {
        flag: "body-timeout",
        variable: "IVR_BODY_TIMEOUT",
        default: "10s",
        help: "Time for the body of a request",
        set: |limits, text| duration(text).map(|value| limits.body_timeout = value),
    },
    LimitSetting {
        flag: "write-timeout",
        variable: "IVR_WRITE_TIMEOUT",
        default: "10s",
        help: "Time without progress while a client does not read its answer",
        set: |limits, text| duration(text).map(|value| limits.write_timeout = value),
    },
    LimitSetting {
        flag: "idle-timeout",
        variable: "IVR_IDLE_TIMEOUT",
        default: "5s",
        help: "Time from an answer to the next request of a connection",
        set: |limits, text| duration(text).map(|value| limits.idle_timeout = value),
    },
    LimitSetting {
        flag: "max-connection-age",
        variable: "IVR_MAX_CONNECTION_AGE",
        default: "1h",
        help: "Age at which a connection is closed after its answer",
        set: |limits, text| duration(text).map(|value| limits.max_connection_age = value),
    },
    LimitSetting {
        flag: "max-header-size",
        variable: "IVR_MAX_HEADER_SIZE",
        default: "16384",
        help: "Bytes of a request line with its headers",
        set: |limits, text| size(text).map(|value| limits.max_header_size = value),
    },
    LimitSetting {
        flag: "max-pending-requests",
        variable: "IVR_MAX_PENDING_REQUESTS",
        default: "768",
        help: "Requests that wait for the store or the app; with more, new calls are turned away",
        set: |limits, text| count(text).map(|value| limits.max_pending_requests = value),
    },
    LimitSetting {
        flag: "max-delay",
        variable: "IVR_MAX_DELAY",
        default: "1s",
        help: "How late the server may be with its work before new calls are turned away",
        set: |limits, text| duration(text).map(|value| limits.max_delay = value),
    },
    LimitSetting {
        flag: "max-logged-refusals",
        variable: "IVR_MAX_LOGGED_REFUSALS",
        default: "20",
        help: "Refusals a second that are logged individually, for each reason",
        set: |limits, text| number(text).map(|value| limits.max_logged_refusals = value),
    },
];

fn count(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|count| *count > 0).ok_or("a number from 1 on")
}

fn optional(text: &str) -> Result<Option<usize>, &'static str> {
    if text == "none" { Ok(None) } else { count(text).map(Some).map_err(|_| "a number from 1 on, or `none`") }
}

fn number(text: &str) -> Result<u32, &'static str> {
    text.parse().map_err(|_| "a number")
}

fn size(text: &str) -> Result<usize, &'static str> {
    let size = text.parse().ok().filter(|size| (MIN_HEADER_SIZE..=1 << 20).contains(size));
    size.ok_or("a number of bytes from 8192 to 1048576")
}

/// Parses a whole number with its unit: `500ms`, `5s`, `10min`, `1h`. The maximum is a day.
fn duration(text: &str) -> Result<Duration, &'static str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let milliseconds = match unit {
        "ms" => Some(1),
        "s" => Some(1000),
        "min" => Some(60 * 1000),
        "h" => Some(60 * 60 * 1000),
        _ => None,
    };
    let length = milliseconds.and_then(|unit| number.parse::<u64>().ok()?.checked_mul(unit));
    let valid = length.filter(|length| (1..=24 * 60 * 60 * 1000).contains(length));
    valid.map(Duration::from_millis).ok_or("a duration such as 500ms, 5s, 10min or 1h, up to 24h")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_that_is_shown_is_the_default() {
        let mut limits =
            Limits { max_connections: 1, header_timeout: Duration::from_secs(9), ..Limits::default() };
        for setting in &LIMIT_SETTINGS {
            (setting.set)(&mut limits, setting.default).unwrap();
        }
        assert_eq!(limits, Limits::default());
    }

    #[test]
    fn a_flag_and_its_variable_have_the_same_name() {
        for setting in &LIMIT_SETTINGS {
            let name = setting.flag.to_uppercase().replace('-', "_");
            assert_eq!(setting.variable, format!("IVR_{name}"));
        }
    }

    #[test]
    fn a_duration_is_a_whole_number_with_its_unit() {
        for (text, milliseconds) in [("500ms", 500), ("5s", 5000), ("10min", 600_000), ("24h", 86_400_000)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in [
            "",
            "5",
            "s",
            "5 s",
            "-5s",
            "1.5s",
            "0s",
            "25h",
            "5m",
            "99999999999999999999s",
            "1844674407370955161h",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn counts_and_sizes_have_their_bounds() {
        assert_eq!((count("1"), optional("none"), optional("7")), (Ok(1), Ok(None), Ok(Some(7))));
        assert_eq!((size("8192"), size("1048576")), (Ok(8192), Ok(1_048_576)));
        for text in ["0", "-1", "", "x", "18446744073709551616"] {
            assert!(count(text).is_err() && optional(text).is_err(), "{text}");
        }
        assert!(size("8191").is_err() && size("1048577").is_err());
    }
}
