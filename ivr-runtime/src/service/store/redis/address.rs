//! Where Redis is: at one address, or wherever its Sentinels say that the primary is.

use std::time::Duration;

use redis::{AsyncConnectionConfig, Client, RedisError, RedisResult, cmd};

use crate::service::store::{StoreError, remote::CONNECT_TIMEOUT};

/// How long one Sentinel may take to answer.
const SENTINEL_TIMEOUT: Duration = Duration::from_millis(500);

/// The port of a Sentinel whose address has none.
const SENTINEL_PORT: u16 = 26_379;

/// Where Redis is.
pub(super) enum Address {
    Server(Client),
    /// `redis+sentinel://[[user]:password@]host[:26379],…/service[/database]`.
    Sentinels {
        sentinels: Vec<Client>,
        service: String,
        /// What the URL of the primary begins with, up to its host.
        before: String,
        /// What stands behind its port.
        behind: String,
    },
}

impl Address {
    pub(super) fn read(url: &str) -> Result<Self, StoreError> {
        match url.split_once("+sentinel://") {
            None => Ok(Self::Server(Client::open(url).map_err(|error| invalid(&error))?)),
            Some((scheme, rest)) => Self::sentinels(scheme, rest),
        }
    }

    fn sentinels(scheme: &str, rest: &str) -> Result<Self, StoreError> {
        let why = |why: &str| StoreError::InvalidUrl { why: why.to_owned() };
        let (authority, path) = rest
            .split_once('/')
            .ok_or_else(|| why("the name of the service is missing behind the Sentinels"))?;
        let (user, hosts) =
            authority.rsplit_once('@').map_or((None, authority), |(user, hosts)| (Some(user), hosts));
        let (service, behind) = path.find(['/', '?']).map_or((path, ""), |end| path.split_at(end));
        if service.is_empty() {
            return Err(why("the name of the service is missing behind the Sentinels"));
        }
        let sentinels = hosts.split(',').map(|host| {
            let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
            let port = if has_port { String::new() } else { format!(":{SENTINEL_PORT}") };
            Client::open(format!("{scheme}://{host}{port}")).map_err(|error| invalid(&error))
        });
        let sentinels = sentinels.collect::<Result<_, _>>()?;
        let before = format!("{scheme}://{}", user.map(|user| format!("{user}@")).unwrap_or_default());
        // What is wrong with the rest is said now, and not when a Sentinel answers.
        Client::open(format!("{before}localhost:6379{behind}")).map_err(|error| invalid(&error))?;
        Ok(Self::Sentinels { sentinels, service: service.to_owned(), before, behind: behind.to_owned() })
    }

    /// Whether the address may lead to another server than before.
    pub(super) fn may_move(&self) -> bool {
        match self {
            Self::Server(_) => false,
            Self::Sentinels { .. } => true,
        }
    }

    /// The server that may be written to.
    pub(super) async fn primary(&self) -> Result<Client, StoreError> {
        let (sentinels, service, before, behind) = match self {
            Self::Server(client) => return Ok(client.clone()),
            Self::Sentinels { sentinels, service, before, behind } => (sentinels, service, before, behind),
        };
        let mut failure = StoreError::away("there is no Sentinel");
        for sentinel in sentinels {
            match ask(sentinel, service).await {
                Ok(Some((host, port))) => {
                    // The address of IPv6.
                    let host = if host.contains(':') { format!("[{host}]") } else { host };
                    return Client::open(format!("{before}{host}:{port}{behind}"))
                        .map_err(|error| invalid(&error));
                }
                Ok(None) => {
                    failure = StoreError::away(format_args!("no Sentinel knows the service `{service}`"));
                }
                Err(error) => failure = StoreError::away(format_args!("a Sentinel: {error}")),
            }
        }
        Err(failure)
    }
}

/// What one Sentinel takes for the primary.
async fn ask(sentinel: &Client, service: &str) -> RedisResult<Option<(String, u16)>> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT.min(SENTINEL_TIMEOUT)))
        .set_response_timeout(Some(SENTINEL_TIMEOUT));
    let mut connection = sentinel.get_multiplexed_async_connection_with_config(&config).await?;
    cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg(service).query_async(&mut connection).await
}

fn invalid(error: &RedisError) -> StoreError {
    StoreError::InvalidUrl { why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_sentinels_has_hosts_a_service_and_what_the_primary_needs() {
        for (url, count, named, begins, ends) in [
            ("redis+sentinel://a,b:1,c/line", 3, "line", "redis://", ""),
            ("redis+sentinel://:secret@a:26379/line/2", 1, "line", "redis://:secret@", "/2"),
            (
                "rediss+sentinel://user:p%40ss@[::1]:5,b/x?protocol=resp3",
                2,
                "x",
                "rediss://user:p%40ss@",
                "?protocol=resp3",
            ),
        ] {
            let Ok(Address::Sentinels { sentinels, service, before, behind }) = Address::read(url) else {
                panic!("{url}")
            };
            assert_eq!(
                (sentinels.len(), &*service, &*before, &*behind),
                (count, named, begins, ends),
                "{url}"
            );
        }
    }

    #[test]
    fn a_url_of_sentinels_without_a_service_or_a_host_is_refused() {
        for url in [
            "redis+sentinel://a,b",
            "redis+sentinel://a/",
            "redis+sentinel:///line",
            "redis+sentinel://a/line/x",
        ] {
            let refused = Address::read(url).err();
            assert!(matches!(refused, Some(StoreError::InvalidUrl { .. })), "{url}: {refused:?}");
        }
    }
}
