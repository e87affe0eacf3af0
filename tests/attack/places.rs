//! Clients that want to have all places: calls are answered nevertheless.

use crate::{
    calls::Calls,
    clients::{Clients, drip, keep_open, never_read},
    memory::stays_small,
    run, scale,
    server::Server,
};

/// Places of the server; the clients are more.
const PLACES: [&str; 2] = ["--max-connections", "64"];

fn arguments() -> &'static [&'static str] {
    if crate::is_full() { &[] } else { &PLACES }
}

#[test]
fn calls_are_answered_while_clients_never_read_their_answers() {
    run(async {
        let server = Server::unsigned(arguments());
        let address = server.address;
        let clients = Clients::start(scale(80, 1100), move || never_read(address)).settled().await;
        Calls::make(&server, scale(20, 500)).await.are_answered("clients that never read");
        stays_small(&server, "clients that never read");
        drop(clients);
    });
}

#[test]
fn calls_are_answered_while_clients_send_their_headers_slowly() {
    run(async {
        let server = Server::signed(arguments());
        let address = server.address;
        let head = "POST /triage HTTP/1.1\r\nHost: localhost\r\nX-Filler: ";
        let clients = Clients::start(scale(120, 2000), move || drip(address, head)).settled().await;
        Calls::make(&server, scale(20, 500)).await.are_answered("slow headers");
        stays_small(&server, "slow headers");
        drop(clients);
    });
}

#[test]
fn calls_are_answered_while_clients_send_their_bodies_slowly() {
    run(async {
        let server = Server::signed(arguments());
        let address = server.address;
        let head = "POST /triage HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nX-Twilio-Signature: x\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\n\r\n";
        let clients = Clients::start(scale(120, 2000), move || drip(address, head)).settled().await;
        Calls::make(&server, scale(20, 500)).await.are_answered("slow bodies");
        stays_small(&server, "slow bodies");
        drop(clients);
    });
}

#[test]
fn calls_are_answered_while_clients_keep_their_connections_open() {
    run(async {
        let server = Server::signed(arguments());
        let address = server.address;
        let clients = Clients::start(scale(120, 2000), move || keep_open(address)).settled().await;
        Calls::make(&server, scale(20, 500)).await.are_answered("idle connections");
        stays_small(&server, "idle connections");
        drop(clients);
    });
}
