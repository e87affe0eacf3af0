//! The slots of a cluster. Each key is in one of 16,384 slots, and each primary has some of the slots.

use redis::Value;
use xxhash_rust::xxh3::xxh3_64;

use crate::service::store::StoreError;

/// The number of slots.
const SLOTS: u16 = 16_384;

/// Returns the slot of a key, computed from the text in its first braces, or from the whole key without braces.
pub(super) fn slot(key: &[u8]) -> u16 {
    let tag = key.iter().position(|byte| *byte == b'{').and_then(|open| {
        let inside = key.get(open + 1..)?;
        let close = inside.iter().position(|byte| *byte == b'}')?;
        inside.get(..close).filter(|tag| !tag.is_empty())
    });
    crc(tag.unwrap_or(key)) % SLOTS
}

/// Returns the CRC-16/XMODEM of the bytes.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            let shifted = crc << 1;
            if crc & 0x8000 == 0 { shifted } else { shifted ^ 0x1021 }
        })
    })
}

/// A primary of a cluster.
#[derive(Debug)]
pub(super) struct Member {
    /// `host:port`.
    pub(super) address: String,
    /// The hash tag that assigns a key to this server when it is written in braces.
    pub(super) tag: String,
    pub(super) replicas: usize,
}

#[derive(Debug)]
struct Range {
    first: u16,
    last: u16,
    /// The index of its primary in `members`.
    member: usize,
}

/// The assignment of slots to primaries.
#[derive(Debug)]
pub(super) struct SlotMap {
    /// Sorted, and disjoint.
    ranges: Vec<Range>,
    /// The primaries, sorted by their first slot.
    pub(super) members: Vec<Member>,
    pub(super) replicas: Vec<String>,
    /// A hash of the assignment.
    pub(super) version: u64,
}

impl SlotMap {
    /// Parses the response to `CLUSTER SLOTS` of the server at the address `asked`.
    pub(super) fn read(answer: Value, asked: &str) -> Result<Self, StoreError> {
        let Value::Array(rows) = answer else {
            return Err(StoreError::away("a node of Redis Cluster says nothing of its slots"));
        };
        let mut rows: Vec<_> = rows.into_iter().filter_map(|row| Row::read(row, asked)).collect();
        rows.sort_by_key(|row| row.first);
        let mut map = Self {
            version: xxh3_64(format!("{rows:?}").as_bytes()),
            ranges: Vec::new(),
            members: Vec::new(),
            replicas: Vec::new(),
        };
        for row in rows {
            map.add(row);
        }
        for place in 0..map.members.len() {
            let tag = map.tag(place);
            if let Some(member) = map.members.get_mut(place) {
                member.tag = tag;
            }
        }
        Ok(map)
    }

    fn add(&mut self, row: Row) {
        let Row { first, last, primary, replicas } = row;
        let known = self.members.iter().position(|member| member.address == primary);
        let member = known.unwrap_or_else(|| {
            let replicas = replicas.len();
            self.members.push(Member { address: primary, tag: String::new(), replicas });
            self.members.len() - 1
        });
        self.ranges.push(Range { first, last, member });
        for replica in replicas {
            if !self.replicas.contains(&replica) {
                self.replicas.push(replica);
            }
        }
    }

    /// Returns a number whose slot belongs to this member. A few thousand numbers contain one for each range.
    fn tag(&self, place: usize) -> String {
        let numbers = (0..u32::from(SLOTS) * 16).map(|number| number.to_string());
        let mut of_member = numbers.filter(|tag| self.place(slot(tag.as_bytes())) == Some(place));
        of_member.next().unwrap_or_default()
    }

    fn place(&self, slot: u16) -> Option<usize> {
        let behind = self.ranges.partition_point(|range| range.first <= slot);
        let range = self.ranges.get(behind.checked_sub(1)?)?;
        (slot <= range.last).then_some(range.member)
    }

    /// Returns the primary that has a slot, if there is one.
    pub(super) fn owner(&self, slot: u16) -> Option<&Member> {
        self.members.get(self.place(slot)?)
    }

    /// Returns the addresses of all primaries and replicas.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &String> {
        self.members.iter().map(|member| &member.address).chain(&self.replicas)
    }

    pub(super) fn names(&self, address: &str) -> bool {
        self.addresses().any(|known| known == address)
    }

    /// Returns whether each slot has a primary.
    pub(super) fn is_whole(&self) -> bool {
        let mut next = 0;
        self.ranges.iter().all(|range| std::mem::replace(&mut next, range.last + 1) == range.first)
            && next == SLOTS
    }
}

/// A range of slots and the servers that have it.
#[derive(Debug)]
struct Row {
    first: u16,
    last: u16,
    primary: String,
    replicas: Vec<String>,
}

impl Row {
    fn read(row: Value, asked: &str) -> Option<Self> {
        let Value::Array(parts) = row else { return None };
        let mut parts = parts.into_iter();
        let [first, last] = [parts.next()?, parts.next()?].map(|part| match part {
            Value::Int(slot) => u16::try_from(slot).ok().filter(|slot| *slot < SLOTS),
            _ => None,
        });
        let mut nodes = parts.map(|node| {
            let Value::Array(parts) = node else { return None };
            let [host, Value::Int(port), ..] = parts.as_slice() else { return None };
            let host = match host {
                Value::BulkString(host) => String::from_utf8_lossy(host),
                Value::SimpleString(host) => host.into(),
                Value::Nil => "".into(),
                _ => return None,
            };
            (host != "?").then(|| address(&host, *port, asked))
        });
        let primary = nodes.next()??;
        Some(Self { first: first?, last: last?, primary, replicas: nodes.flatten().collect() })
    }
}

/// Returns `host:port`. A node that does not know its own host leaves it out; then the host of `asked` is used.
fn address(host: &str, port: impl std::fmt::Display, asked: &str) -> String {
    let (asked_host, _) = asked.rsplit_once(':').unwrap_or((asked, ""));
    match host {
        "" => format!("{asked_host}:{port}"),
        host if host.contains(':') && !host.starts_with('[') => format!("[{host}]:{port}"),
        host => format!("{host}:{port}"),
    }
}

/// Returns the target of a redirection that the server at the address `asked` sent.
pub(super) fn redirected(to: &str, asked: &str) -> String {
    let (host, port) = to.rsplit_once(':').unwrap_or((to, ""));
    address(host, port, asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(host: &str, port: i64) -> Value {
        Value::Array(vec![
            Value::BulkString(host.into()),
            Value::Int(port),
            Value::BulkString(b"id".to_vec()),
        ])
    }

    fn row(first: i64, last: i64, nodes: Vec<Value>) -> Value {
        Value::Array([vec![Value::Int(first), Value::Int(last)], nodes].concat())
    }

    #[test]
    fn a_key_is_in_the_slot_that_redis_says() {
        // The answers of `CLUSTER KEYSLOT`.
        for (key, expected) in [
            ("123456789", 12_739),
            ("", 0),
            ("ivr:Acme:CA1", crc(b"ivr:Acme:CA1") % SLOTS),
            ("{user1000}.following", 3443),
            ("{user1000}.followers", 3443),
            ("foo{}{bar}", 8363),
            ("foo{{bar}}zap", slot(b"{bar")),
            ("foo{bar}{zap}", 5061),
            ("{bar", crc(b"{bar") % SLOTS),
        ] {
            assert_eq!(slot(key.as_bytes()), expected, "{key}");
        }
    }

    #[test]
    fn each_slot_leads_to_its_primary() {
        let rows = vec![
            row(8000, 16_383, vec![node("10.0.0.2", 7000)]),
            row(0, 5000, vec![node("10.0.0.1", 7000), node("10.0.0.3", 7000), node("?", 0)]),
            row(5001, 7999, vec![node("", 7001)]),
        ];
        let map = SlotMap::read(Value::Array(rows), "host.example:6379").unwrap();
        let owner = |slot| map.owner(slot).map(|member| member.address.as_str());
        assert_eq!([0, 5000].map(owner), [Some("10.0.0.1:7000"); 2]);
        assert_eq!([5001, 7999].map(owner), [Some("host.example:7001"); 2]);
        assert_eq!([8000, 16_383].map(owner), [Some("10.0.0.2:7000"); 2]);
        assert!(map.is_whole());
        assert_eq!(map.replicas, ["10.0.0.3:7000"]);
        for member in &map.members {
            assert_eq!(owner(slot(member.tag.as_bytes())), Some(&*member.address));
        }
    }

    #[test]
    fn a_slot_without_a_primary_is_noticed() {
        let rows = vec![row(0, 100, vec![node("a", 1)]), row(102, 16_383, vec![node("a", 1)])];
        let map = SlotMap::read(Value::Array(rows), "a:1").unwrap();
        assert!(!map.is_whole() && map.owner(101).is_none() && map.owner(102).is_some());
        assert_eq!(
            (map.members.len(), SlotMap::read(Value::Array(vec![]), "a:1").unwrap().is_whole()),
            (1, false)
        );
    }

    #[test]
    fn a_redirection_may_leave_out_the_host_and_the_brackets() {
        assert_eq!(redirected("10.0.0.1:7000", "a:1"), "10.0.0.1:7000");
        assert_eq!(redirected(":7000", "a:1"), "a:7000");
        assert_eq!(redirected("::1:7000", "a:1"), "[::1]:7000");
        assert_eq!(redirected(":7000", "[::1]:1"), "[::1]:7000");
    }
}
