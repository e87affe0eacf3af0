//! Where Redis is: at one address, wherever its Sentinels say that the primary is, or on the nodes of a cluster.

use std::time::Duration;

use redis::{AsyncConnectionConfig, Client, ConnectionAddr, RedisError, RedisResult, cmd};

use crate::service::store::{StoreError, remote::CONNECT_TIMEOUT};

/// How long one Sentinel may take to answer.
const SENTINEL_TIMEOUT: Duration = Duration::from_millis(500);

/// The port of a Sentinel whose address has none, and that of a server.
const SENTINEL_PORT: u16 = 26_379;
const PORT: u16 = 6379;

/// The nodes that a URL names, `redis+cluster://[[user]:password@]host[:6379],…`, and how all of them are reached.
pub(super) struct Nodes {
    scheme: String,
    /// `user:password@`.
    user: String,
    /// Each `host:port`.
    pub(super) hosts: Vec<String>,
    /// What stands behind a port.
    behind: String,
}

impl Nodes {
    /// The nodes of a cluster, if the URL is that of one.
    pub(super) fn read(url: &str) -> Result<Option<Self>, StoreError> {
        let Some((scheme, rest)) = url.split_once("+cluster://") else { return Ok(None) };
        let (authority, behind) = rest.find(['/', '?']).map_or((rest, ""), |end| rest.split_at(end));
        if !matches!(behind.split('?').next(), Some("" | "/" | "/0")) {
            return Err(why("a cluster has no other database than 0"));
        }
        let (user, hosts) = split_user(authority);
        let hosts = hosts.split(',').map(|host| with_port(host, PORT)).collect();
        let nodes = Self { scheme: scheme.to_owned(), user, hosts, behind: behind.to_owned() };
        for host in &nodes.hosts {
            Client::open(nodes.url(host)).map_err(|error| invalid(&error))?;
        }
        Ok(Some(nodes))
    }

    /// The URL of one of them.
    pub(super) fn url(&self, address: &str) -> String {
        let Self { scheme, user, behind, .. } = self;
        format!("{scheme}://{user}{address}{behind}")
    }

    /// The same without a password.
    pub(super) fn as_server(&self, address: &str) -> String {
        format!("{}://{address}", self.scheme)
    }
}

fn why(why: &str) -> StoreError {
    StoreError::InvalidUrl { why: why.to_owned() }
}

/// `user:password@`, if it is there, and the hosts behind it.
fn split_user(authority: &str) -> (String, &str) {
    let split = authority.rsplit_once('@');
    split.map_or_else(|| (String::new(), authority), |(user, hosts)| (format!("{user}@"), hosts))
}

fn with_port(host: &str, port: u16) -> String {
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if has_port { host.to_owned() } else { format!("{host}:{port}") }
}

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
        let (authority, path) = rest
            .split_once('/')
            .ok_or_else(|| why("the name of the service is missing behind the Sentinels"))?;
        let (user, hosts) = split_user(authority);
        let (service, behind) = path.find(['/', '?']).map_or((path, ""), |end| path.split_at(end));
        if service.is_empty() {
            return Err(why("the name of the service is missing behind the Sentinels"));
        }
        let sentinels = hosts.split(',').map(|host| {
            let address = with_port(host, SENTINEL_PORT);
            Client::open(format!("{scheme}://{address}")).map_err(|error| invalid(&error))
        });
        let sentinels = sentinels.collect::<Result<_, _>>()?;
        let before = format!("{scheme}://{user}");
        // What is wrong with the rest is said now, and not when a Sentinel answers.
        Client::open(format!("{before}localhost:6379{behind}")).map_err(|error| invalid(&error))?;
        Ok(Self::Sentinels { sentinels, service: service.to_owned(), before, behind: behind.to_owned() })
    }

    /// How a cluster is named that this server belongs to.
    pub(super) fn as_cluster(&self) -> String {
        match self {
            Self::Server(client) => {
                let address = client.get_connection_info().addr();
                let scheme =
                    if matches!(address, ConnectionAddr::TcpTls { .. }) { "rediss" } else { "redis" };
                format!("{scheme}+cluster://{address}")
            }
            Self::Sentinels { .. } => "redis+cluster://host:6379,…".to_owned(),
        }
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

pub(super) fn invalid(error: &RedisError) -> StoreError {
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
    fn a_url_of_a_cluster_names_nodes_that_are_reached_alike() {
        let nodes =
            Nodes::read("rediss+cluster://user:p%40ss@a,b:7001,[::1]?protocol=resp3").unwrap().unwrap();
        assert_eq!(nodes.hosts, ["a:6379", "b:7001", "[::1]:6379"]);
        assert_eq!(nodes.url("c:1"), "rediss://user:p%40ss@c:1?protocol=resp3");
        assert_eq!(nodes.as_server("c:1"), "rediss://c:1");
        assert!(Nodes::read("redis+cluster://a/0").unwrap().is_some());
        assert!(Nodes::read("redis://a").unwrap().is_none());
        for url in ["redis+cluster://a/1", "redis+cluster://", "redis+cluster://a,,b"] {
            let refused = Nodes::read(url).err();
            assert!(matches!(refused, Some(StoreError::InvalidUrl { .. })), "{url}: {refused:?}");
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
