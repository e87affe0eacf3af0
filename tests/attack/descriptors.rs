//! A server that may have few descriptors, and more clients than that.

use crate::{
    calls::Calls,
    clients::{Clients, keep_open},
    run, scale,
    server::Server,
};

#[test]
fn calls_are_answered_with_256_descriptors_and_400_clients() {
    run(async {
        let server = Server::with_descriptors(256);
        let address = server.address;
        let clients = Clients::start(400, move || keep_open(address)).settled().await;
        Calls::make(&server, scale(20, 500)).await.are_answered("256 descriptors");
        let (descriptors, log) = (server.descriptors(), server.log());
        println!("256 descriptors: {descriptors} were open");
        assert!(descriptors < 192, "{descriptors} are open, and there is no room for what answers open");
        assert!(
            log.contains("96 connections instead of 1024") && !log.contains("cannot be accepted"),
            "{log}"
        );
        drop(clients);
    });
}
