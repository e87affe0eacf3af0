//! Clients that want to fill the disk by way of the log.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Duration, sleep},
};

use crate::{run, scale, server::Server};

#[test]
fn refused_requests_do_not_fill_the_log() {
    run(async {
        let server = Server::signed(&[]);
        let (count, path) = (scale(2000, 50_000), "x".repeat(4000));
        let request = format!("POST /triage/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let mut some = [0; 4096];
        for _ in 0..count {
            stream.write_all(request.as_bytes()).await.unwrap();
            assert!(stream.read(&mut some).await.unwrap() > 0);
        }
        sleep(Duration::from_secs(2)).await;
        let (log, sent) = (server.log(), count * request.len());
        println!("{count} refused requests: {sent} bytes sent, {} logged", log.len());
        assert!(log.len() < sent / 20, "{} bytes of log", log.len());
        assert!(log.contains("counted="), "{log}");
    });
}
