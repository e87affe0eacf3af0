//! Which server answers the requests of a call: one of them, as long as the cookie of nginx comes back.

use std::{collections::BTreeSet, sync::Arc};

use ivr::phone::Caller;

use crate::{
    dice::Dice,
    provider::Provider,
    proxy::Proxy,
    replicas::{HOSTS, Replicas, Tree},
    servers::{Kind, Server},
    storm::Folder,
};

/// How many calls there are of each kind.
const CALLS: u64 = 6;

/// One line behind nginx.
struct Line {
    replicas: Replicas,
    proxy: Proxy,
}

impl Line {
    fn provider(&self, call: u64, keeps_cookies: bool) -> Provider {
        let listens = [self.proxy.listens()[0]];
        let provider = Provider::new(&listens, &Arc::default(), Dice::new(call)).repeats_nothing();
        provider.keeps_cookies(keeps_cookies)
    }

    /// How many requests each host has answered.
    fn answered(&self) -> [usize; HOSTS] {
        let name = format!("ivr_requests_total{{tree=\"{:?}\"", Tree::Orders);
        std::array::from_fn(|host| self.replicas.metric(host, Tree::Orders, &name))
    }

    /// The hosts that answer while this is done.
    fn asked(&self, does: impl FnOnce() -> Caller) -> (Caller, BTreeSet<usize>) {
        let before = self.answered();
        let caller = does();
        let after = self.answered();
        (caller, (0..HOSTS).filter(|&host| before[host] != after[host]).collect())
    }
}

/// The number of a customer, and three boxes.
fn orders(caller: Caller) -> Caller {
    let caller = caller.hears("customer number").press("1234").hears("You have 0 boxes");
    (1..=3).fold(caller, |caller, boxes| caller.press('1').hears(&format!("You have {boxes} boxes.")))
}

#[test]
fn a_call_stays_on_a_server_by_its_cookie_and_needs_none() {
    let Some(store) = Server::start(Kind::REDIS, &[]) else { return };
    let folder = Folder::new("kept");
    let replicas = Replicas::start(store.url(), &folder.0, &[Tree::Orders], HOSTS);
    let Some(proxy) = Proxy::start(&replicas, &folder.0) else { return };
    let mut line = Line { replicas, proxy };
    let mut servers = BTreeSet::new();
    for call in 0..CALLS {
        let provider = line.provider(call, true);
        let (caller, asked) = line.asked(|| orders(provider.call(Tree::Orders)));
        assert_eq!(asked.len(), 1, "a call went from one server to another: {asked:?}");
        // Its server is killed and has no record of the call in memory afterwards.
        let host = *asked.first().unwrap();
        line.replicas.restart(host);
        let _over = line.asked(|| caller.press('1').hears("You have 4 boxes.").hangs_up()).0;
        servers.insert(host);
    }
    assert!(servers.len() > 1, "each call went to one server: {servers:?}");
    let wandering = (0..CALLS).filter(|&call| {
        let provider = line.provider(call, false);
        let (caller, asked) = line.asked(|| orders(provider.call(Tree::Orders)));
        drop(caller.hangs_up());
        asked.len() > 1
    });
    assert!(wandering.count() > CALLS as usize / 2, "requests without a cookie are not shared out");
}
