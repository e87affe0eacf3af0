//! Clients that begin handshakes without end: a distant client gets through.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, duplex, split},
    net::TcpStream,
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep, timeout},
};

use crate::{calls::call_over, memory::encrypt, run, scale, server::Server};

/// Half of a round trip of the distant client.
const DELAY: Duration = Duration::from_millis(50);

/// The beginning of a handshake that announces 512 bytes.
const HELLO: [u8; 9] = [22, 3, 1, 2, 0, 1, 0, 1, 252];

#[test]
fn a_distant_client_shakes_hands_while_others_begin_and_never_finish() {
    run(async {
        let (server, certificate) = Server::encrypted(&[]);
        let address = server.address;
        let flood = tokio::spawn(flood(address, scale(500, 2000)));
        sleep(Duration::from_secs(2)).await;
        let (calls, mut answered) = (scale(5, 50), 0);
        for _ in 0..calls {
            let attempt = async {
                let mut stream = encrypt(distant(address).await?, &certificate).await?;
                call_over(&mut stream, true).await
            };
            answered +=
                usize::from(timeout(Duration::from_secs(15), attempt).await.is_ok_and(|call| call.is_ok()));
        }
        flood.abort();
        println!("handshakes without end: {answered} of {calls} distant calls answered");
        assert_eq!(answered, calls);
    });
}

/// So many new connections a second, of which half send nothing and half the beginning of a handshake.
async fn flood(address: SocketAddr, per_second: usize) {
    let mut tick = interval(Duration::from_millis(10));
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut held = JoinSet::new();
    loop {
        tick.tick().await;
        for number in 0..per_second / 100 {
            held.spawn(async move {
                let Ok(mut stream) = TcpStream::connect(address).await else { return };
                if number % 2 == 0 && stream.write_all(&HELLO).await.is_err() {
                    return;
                }
                let _ = timeout(Duration::from_secs(10), stream.read(&mut [0; 64])).await;
            });
        }
        while held.try_join_next().is_some() {}
    }
}

/// A connection on which everything takes its time.
async fn distant(address: SocketAddr) -> io::Result<tokio::io::DuplexStream> {
    let (near, far) = duplex(64 * 1024);
    let (mut from_client, mut to_client) = split(far);
    let (mut from_server, mut to_server) = TcpStream::connect(address).await?.into_split();
    tokio::spawn(async move { carry(&mut from_client, &mut to_server).await });
    tokio::spawn(async move { carry(&mut from_server, &mut to_client).await });
    Ok(near)
}

async fn carry(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
) -> io::Result<()> {
    let mut some = [0; 16 * 1024];
    loop {
        let length = from.read(&mut some).await?;
        sleep(DELAY).await;
        if length == 0 {
            return to.shutdown().await;
        }
        to.write_all(&some[..length]).await?;
    }
}
