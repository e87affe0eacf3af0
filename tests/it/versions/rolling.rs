//! A new version is rolled out and back during calls: servers of both versions answer the calls of both.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::Router;
use ivr::{phone::check_lock, store::MemoryStore};

use super::{lock, post_of, redirect, server, server_for};

/// The orders that were noted, by call: how many, and the last one.
#[derive(Debug, Default)]
#[expect(unreachable_pub, reason = "the app of a public tree is as public as the tree")]
pub struct Ledger(Mutex<BTreeMap<String, (usize, String)>>);

impl Ledger {
    fn note(&self, call: &str, order: String) {
        let mut noted = self.0.lock().unwrap();
        let (count, last) = noted.entry(call.to_owned()).or_default();
        (*count, *last) = (*count + 1, order);
    }
}

mod orders {
    use super::{Arc, Ledger};

    ivr::phone_tree! {
        pub tree Line for Arc<Ledger> {
            start Ask;
            data { order: ivr::speak::Digits = ivr::speak::Digits::default() }
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Ask  { gather 2 keys, into order { say "Your order?"; } match { entered => Menu } }
            state Menu { gather key { say "Order {order:digits}. To end, press one."; } match { 1 => Note } }
            state Note { run app.note(&call.id, call.order.to_string()); goto Bye; }
            state Bye  { say "Goodbye."; hangup; }
        }
    }
}

/// The same with a size of the order, which is asked for in a state and kept in a field of its own, and with another `run`
/// in front of the one that was there.
mod orders_with_size {
    use super::{Arc, Ledger};

    ivr::phone_tree! {
        pub tree Line for Arc<Ledger> {
            start Ask;
            data {
                order: ivr::speak::Digits = ivr::speak::Digits::default(),
                size: ivr::speak::Digits = ivr::speak::Digits::default(),
            }
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Ask  { gather 2 keys, into order { say "Your order?"; } match { entered => Size } }
            state Size { gather 2 keys, into size { say "How many?"; } match { entered => Menu } }
            state Menu {
                gather key { say "Order {order:digits}, {size:digits} of it. To end, press one."; }
                match { 1 => Note }
            }
            state Note {
                run app.note(&call.id, format!("{} of {}", call.size, call.order));
                goto Bye;
            }
            state Bye  { say "Goodbye."; hangup; }
        }
    }
}

/// What no server of the first version can go on with: its state is gone.
mod orders_without_a_menu {
    use super::{Arc, Ledger};

    ivr::phone_tree! {
        pub tree Line for Arc<Ledger> {
            start Ask;
            data { order: ivr::speak::Digits = ivr::speak::Digits::default() }
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Ask  { gather 2 keys, into order { say "Your order?"; } match { entered => Note } }
            state Note { run app.note(&call.id, call.order.to_string()); goto Bye; }
            state Bye  { say "Goodbye."; hangup; }
        }
    }
}

mod desk {
    ivr::phone_tree! {
        pub tree Line {
            start Menu;
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Menu { gather key { say "To end, press one."; } match { 1 => Bye } }
            state Bye  { say "Goodbye."; hangup; }
        }
    }
}

/// The same with one more question.
mod desk_that_asks {
    ivr::phone_tree! {
        pub tree Line {
            start Menu;
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Menu { gather key { say "To end, press one."; } match { 1 => Sure } }
            state Sure { gather key { say "Are you sure? Press two."; } match { 2 => Bye } }
            state Bye  { say "Goodbye."; hangup; }
        }
    }
}

/// Servers that are asked in turn.
#[derive(Default)]
struct Balancer {
    servers: Vec<Router>,
    turn: usize,
}

impl Balancer {
    fn serve(&mut self, servers: [&Router; 2]) {
        self.servers = servers.map(Clone::clone).to_vec();
    }

    async fn post(&mut self, call: &str, path: &str, form: &str) -> String {
        self.turn += 1;
        post_of(&self.servers[self.turn % self.servers.len()], call, path, form).await
    }
}

/// A call and where its last document leads; `None` when it is over.
struct Call {
    id: String,
    action: Option<String>,
    heard: String,
    was_wrong: bool,
}

impl Call {
    async fn begin(balancer: &mut Balancer, id: String) -> Self {
        let mut call = Self { id, action: None, heard: String::new(), was_wrong: false };
        call.request(balancer, "/line", "").await;
        call
    }

    /// Makes a request, and follows where it is led without a word.
    async fn request(&mut self, balancer: &mut Balancer, path: &str, form: &str) {
        let mut document = balancer.post(&self.id, path, form).await;
        while !document.contains("<Say") {
            let path = redirect(&document);
            document = balancer.post(&self.id, &path, "").await;
        }
        assert!(!document.contains("Something went wrong."), "{}: {document}", self.id);
        self.action =
            document.split_once("action=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        self.heard = document;
    }

    /// What a caller does who wants to get on: a wrong key at the menu first, where `is_wrong` says so.
    async fn answer(&mut self, balancer: &mut Balancer, is_wrong: bool) {
        let Some(action) = self.action.clone() else { return };
        let is_menu = self.heard.contains("press one.");
        let keys = match &self.heard {
            heard if heard.contains("Your order?") => "47",
            heard if heard.contains("How many?") => "12",
            heard if heard.contains("Press two.") => "2",
            _ if is_menu && is_wrong && !self.was_wrong => "8",
            _ => "1",
        };
        self.was_wrong |= keys == "8";
        self.request(balancer, &action, &format!("Digits={keys}&msg=Gather+End")).await;
        assert!(keys == "8" || !self.heard.contains("Sorry?"), "{}: {}", self.id, self.heard);
    }

    fn is_over(&self) -> bool {
        self.action.is_none()
    }
}

/// Rolls from one version to another and back while calls begin, go on and end; how many there were.
async fn roll(old: [&Router; 2], new: [&Router; 2]) -> Vec<Call> {
    let mut balancer = Balancer::default();
    let mut calls: Vec<Call> = Vec::new();
    let [mixed, back] = [[old[0], new[1]], [new[0], old[1]]];
    for (servers, is_new) in [
        (old, false),
        (mixed, false),
        (mixed, false),
        (new, true),
        (new, true),
        (back, false),
        (back, false),
        (back, false),
    ] {
        balancer.serve(servers);
        for _ in 0..7 {
            calls.push(Call::begin(&mut balancer, format!("CA{}", calls.len())).await);
        }
        for (number, call) in calls.iter_mut().enumerate() {
            call.answer(&mut balancer, number % 3 == 0 && !is_new).await;
        }
    }
    // The last new server stops after the calls that only it knows have continued.
    for _ in 0..4 {
        for call in &mut calls {
            call.answer(&mut balancer, false).await;
        }
    }
    balancer.serve(old);
    let last = Call::begin(&mut balancer, "CAlast".to_owned()).await;
    calls.push(last);
    for call in &mut calls {
        for _ in 0..4 {
            call.answer(&mut balancer, false).await;
        }
        assert!(call.is_over() && call.heard.contains("Goodbye."), "{}: {}", call.id, call.heard);
    }
    calls
}

#[tokio::test]
async fn no_call_without_data_is_stranded_while_a_version_is_rolled_out_and_back() {
    let store = Arc::default();
    let (old, new) = (server::<desk::Line>(&store), server::<desk_that_asks::Line>(&store));
    assert_eq!(roll([&old, &old], [&new, &new]).await.len(), 57);
}

#[tokio::test]
async fn no_call_with_data_is_stranded_and_each_order_is_noted_once() {
    let (store, ledger): (Arc<MemoryStore>, Arc<Ledger>) = Default::default();
    let old = || server_for::<orders::Line>(Arc::clone(&ledger), &store);
    let new = || server_for::<orders_with_size::Line>(Arc::clone(&ledger), &store);
    let calls = roll([&old(), &old()], [&new(), &new()]).await;
    // A `run` is executed after the answer.
    for _ in 0..200 {
        if ledger.0.lock().unwrap().len() == calls.len() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let noted = ledger.0.lock().unwrap().clone();
    for call in &calls {
        let (count, order) = &noted[&call.id];
        // A server of the old version notes the order alone.
        assert!(*count == 1 && ["47", "12 of 47", " of 47"].contains(&order.as_str()), "{order}");
    }
    let with_size = noted.values().filter(|(_, order)| order == "12 of 47").count();
    assert!(with_size > 10, "{with_size}");
}

#[tokio::test]
async fn a_field_that_a_server_does_not_know_is_left_to_those_that_do() {
    let (store, ledger): (Arc<MemoryStore>, Arc<Ledger>) = Default::default();
    let old = server_for::<orders::Line>(Arc::clone(&ledger), &store);
    let new = server_for::<orders_with_size::Line>(Arc::clone(&ledger), &store);
    let mut call = Call { id: "CA1".to_owned(), action: None, heard: String::new(), was_wrong: false };
    for (server, path, keys) in [(&new, "/line", ""), (&new, "", "47"), (&new, "", "12"), (&old, "", "8")] {
        let mut balancer = Balancer { servers: vec![server.clone()], turn: 0 };
        let path = call.action.clone().unwrap_or(path.to_owned());
        call.request(&mut balancer, &path, &format!("Digits={keys}")).await;
    }
    assert!(call.heard.contains("Sorry?") && call.heard.contains("Order 4 7. To end"), "{}", call.heard);
    let mut balancer = Balancer { servers: vec![new], turn: 0 };
    call.answer(&mut balancer, true).await;
    assert!(call.heard.contains("Order 4 7, 1 2 of it."), "{}", call.heard);
}

#[tokio::test]
async fn a_server_of_the_old_version_asks_again_with_what_the_caller_pressed() {
    let (store, ledger): (Arc<MemoryStore>, Arc<Ledger>) = Default::default();
    let old = server_for::<orders::Line>(Arc::clone(&ledger), &store);
    let new = server_for::<orders_with_size::Line>(ledger, &store);
    post_of(&new, "CA1", "/line", "").await;
    post_of(&new, "CA1", "/line/Ask/0/1", "Digits=47").await;
    let first = post_of(&old, "CA1", "/line/Size/0/2", "Digits=12&FinishedOnKey=").await;
    assert_eq!(redirect(&first), "/line/Size/0/2?Digits=12&FinishedOnKey=&ivr-retry=1");
    assert!(!first.contains("Pause"), "{first}");
    let second = post_of(&old, "CA1", &redirect(&first), "").await;
    assert_eq!(redirect(&second), "/line/Size/0/2?Digits=12&FinishedOnKey=&ivr-retry=2");
    assert!(second.contains("<Pause length=\"1\"/>"), "{second}");
    let menu = post_of(&new, "CA1", &redirect(&second), "").await;
    assert!(menu.contains("Order 4 7, 1 2 of it."), "{menu}");
    // Twilio repeats the request and gets the same answer.
    assert_eq!(post_of(&new, "CA1", &redirect(&second), "").await, menu);
}

#[test]
fn the_lock_of_the_first_version_refuses_one_that_strands_calls() {
    let path = lock::<orders::Line>("rolling");
    check_lock::<orders_with_size::Line>(&path);
    let refused = std::panic::catch_unwind(|| check_lock::<orders_without_a_menu::Line>(&path));
    std::fs::remove_file(&path).unwrap();
    let why = *refused.unwrap_err().downcast::<String>().unwrap();
    assert!(why.contains("state Menu is gone"), "{why}");
}
