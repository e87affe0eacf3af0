//! `--admin-bind`: probes and metrics on a separate address.

use std::{net::SocketAddr, process::Command};

use super::{Folder, address, triage_with_store};
use crate::{
    http::get,
    program::{self, Running, ends},
};

const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// What the server says of its second address.
fn admin_address(running: &mut Running) -> SocketAddr {
    loop {
        let line = running.line();
        if let Some(address) = line.strip_prefix("metrics  http://") {
            break address.strip_suffix("/metrics").unwrap().parse().unwrap();
        }
    }
}

#[test]
fn probes_and_metrics_move_to_the_admin_address() {
    let folder = Folder::new("admin");
    let store = folder.path("calls.redb");
    let mut running = Running::start(triage_with_store(&store).args(["--admin-bind", "127.0.0.1:0"]));
    let (tree, admin) = (address(&mut running), admin_address(&mut running));
    for probe in PROBES {
        assert_eq!(get(admin, probe).0, 200, "{probe}");
        assert_eq!(get(tree, probe).0, 404, "{probe}");
    }
    assert_eq!(get(admin, "/triage").0, 404);
    assert!(get(tree, "/triage").1.ends_with("</Response>"));
    let metrics = get(admin, "/metrics").1;
    assert!(metrics.contains("ivr_request_duration_seconds_count{tree=\"Triage\"} 1"), "{metrics}");
    let asked = |address: SocketAddr| {
        let mut health = Command::new(program::triage());
        ends(health.env_clear().args(["health", "--ready", "--admin-bind", &address.to_string()])).0
    };
    assert_eq!((asked(admin), asked(tree)), (Some(0), Some(1)));
    running.stop();
}

#[test]
fn without_an_admin_address_they_stand_beside_the_tree() {
    let folder = Folder::new("no-admin");
    let mut running = Running::start(&mut triage_with_store(&folder.path("calls.redb")));
    let tree = address(&mut running);
    for probe in PROBES {
        assert_eq!(get(tree, probe).0, 200, "{probe}");
    }
    running.stop();
}

#[test]
fn an_address_that_cannot_be_understood_is_a_mistake() {
    let folder = Folder::new("bad-admin");
    let (code, said) =
        ends(triage_with_store(&folder.path("calls.redb")).args(["--admin-bind", "everywhere"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("admin bind: `everywhere` is not an address"), "{said}");
    let (code, said) = ends(triage_with_store(&folder.path("calls.redb")).args(["--write-timeout", "soon"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("write-timeout: `soon` is not a duration such as 500ms"), "{said}");
}
