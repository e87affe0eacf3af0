//! The location of Redis: a single address, the primary that its Sentinels name, or the nodes of a cluster.

use std::time::Duration;

use redis::{AsyncConnectionConfig, Client, ConnectionAddr, RedisError, RedisResult, cmd};

use crate::service::store::{StoreError, remote::CONNECT_TIMEOUT};

/// The time within which a Sentinel must answer.
const SENTINEL_TIMEOUT: Duration = Duration::from_millis(500);

/// The default ports of a Sentinel and of a server.
const SENTINEL_PORT: u16 = 26_379;
const PORT: u16 = 6379;

/// The nodes in a URL `redis+cluster://[[user]:password@]host[:6379],…`, and the settings with which all are reached.
pub(super) struct Nodes {
    scheme: String,
    /// `user:password@`, or empty.
    user: String,
    /// `host:port` of each node.
    pub(super) hosts: Vec<String>,
    /// The part of the URL after the port.
    behind: String,
}

impl Nodes {
    /// Parses the URL of a cluster. Returns `None` for other URLs.
    pub(super) fn read(url: &str) -> Result<Option<Self>, StoreError> {
        let Some((scheme, rest)) = url.split_once("+cluster://") else { return Ok(None) };
        let (authority, behind) = rest.find(['/', '?']).map_or((rest, ""), |end| rest.split_at(end));
        if !matches!(behind.split('?').next(), Some("" | "/" | "/0")) {
            return Err(why("a cluster has only the database 0"));
        }
        let (user, hosts) = split_user(authority);
        let hosts = hosts.split(',').map(|host| with_port(host, PORT)).collect();
        let nodes = Self { scheme: scheme.to_owned(), user, hosts, behind: behind.to_owned() };
        for host in &nodes.hosts {
            Client::open(nodes.url(host)).map_err(|error| invalid(&error))?;
        }
        Ok(Some(nodes))
    }

    /// Returns the URL of a node.
    pub(super) fn url(&self, address: &str) -> String {
        let Self { scheme, user, behind, .. } = self;
        format!("{scheme}://{user}{address}{behind}")
    }

    /// Returns the URL of a node as a single server, without user and password.
    pub(super) fn as_server(&self, address: &str) -> String {
        format!("{}://{address}", self.scheme)
    }
}

fn why(why: &str) -> StoreError {
    StoreError::InvalidUrl { why: why.to_owned() }
}

/// Splits the authority of a URL into `user:password@`, which may be empty, and the hosts.
fn split_user(authority: &str) -> (String, &str) {
    let split = authority.rsplit_once('@');
    split.map_or_else(|| (String::new(), authority), |(user, hosts)| (format!("{user}@"), hosts))
}

fn with_port(host: &str, port: u16) -> String {
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if has_port { host.to_owned() } else { format!("{host}:{port}") }
}

/// The location of a Redis with a single primary.
pub(super) enum Address {
    Server(Client),
    /// `redis+sentinel://[[user]:password@]host[:26379],…/service[/database]`.
    Sentinels {
        sentinels: Vec<Client>,
        service: String,
        /// The part of the URL of the primary before its host.
        before: String,
        /// The part after its port.
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
            .ok_or_else(|| why("the name of the service is missing after the Sentinels"))?;
        let (user, hosts) = split_user(authority);
        let (service, behind) = path.find(['/', '?']).map_or((path, ""), |end| path.split_at(end));
        if service.is_empty() {
            return Err(why("the name of the service is missing after the Sentinels"));
        }
        let sentinels = hosts.split(',').map(|host| {
            let address = with_port(host, SENTINEL_PORT);
            Client::open(format!("{scheme}://{address}")).map_err(|error| invalid(&error))
        });
        let sentinels = sentinels.collect::<Result<_, _>>()?;
        let before = format!("{scheme}://{user}");
        // Errors in the rest of the URL are reported now, not when a Sentinel answers.
        Client::open(format!("{before}localhost:6379{behind}")).map_err(|error| invalid(&error))?;
        Ok(Self::Sentinels { sentinels, service: service.to_owned(), before, behind: behind.to_owned() })
    }

    /// Returns the URL of the cluster to which this server belongs.
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

    /// Returns whether the address may lead to a different server later.
    pub(super) fn may_move(&self) -> bool {
        match self {
            Self::Server(_) => false,
            Self::Sentinels { .. } => true,
        }
    }

    /// Returns a client of the server that accepts writes.
    pub(super) async fn primary(&self) -> Result<Client, StoreError> {
        let (sentinels, service, before, behind) = match self {
            Self::Server(client) => return Ok(client.clone()),
            Self::Sentinels { sentinels, service, before, behind } => (sentinels, service, before, behind),
        };
        let mut failure = StoreError::away("no Sentinel is listed");
        for sentinel in sentinels {
            match ask(sentinel, service).await {
                Ok(Some((host, port))) => {
                    // An IPv6 address.
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

/// Asks a Sentinel for the address of the primary.
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
