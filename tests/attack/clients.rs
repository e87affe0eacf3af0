//! Clients that hold on to a connection, and come again when it is taken from them.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};

/// How soon a client that was sent away comes again.
const RETURN: Duration = Duration::from_millis(500);

/// One more byte of a slow client.
const DRIP: Duration = Duration::from_secs(1);

/// Clients that do the same, until they are dropped.
pub(crate) struct Clients {
    // Dropping it ends the clients.
    _running: JoinSet<()>,
}

impl Clients {
    /// So many clients, each of which does `work` again and again.
    pub(crate) fn start<W: Future<Output = io::Result<()>> + Send>(
        count: usize,
        work: impl Fn() -> W + Clone + Send + 'static,
    ) -> Self {
        let mut running = JoinSet::new();
        for _ in 0..count {
            let work = work.clone();
            running.spawn(async move {
                loop {
                    // The client reconnects, whether it was refused, closed or never accepted.
                    let _ = work().await;
                    sleep(RETURN).await;
                }
            });
        }
        Self { _running: running }
    }

    /// The same, once they all had time to come in.
    pub(crate) async fn settled(self) -> Self {
        sleep(Duration::from_secs(2)).await;
        self
    }
}

/// Asks for more than the buffers of the machine hold, and reads nothing.
pub(crate) async fn never_read(address: SocketAddr) -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4096)?;
    let mut stream = socket.connect(address).await?;
    let request = "GET /triage/tree.svg HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.write_all(request.repeat(200).as_bytes()).await?;
    gone(&stream).await
}

/// Waits until the server has enough, without reading.
async fn gone(stream: &TcpStream) -> io::Result<()> {
    loop {
        sleep(DRIP).await;
        if let Some(error) = stream.take_error()? {
            return Err(error);
        }
        // Writing to a closed connection returns a reset.
        let _ = stream.try_write(b"G")?;
    }
}

/// Sends `head`, then a byte a second.
pub(crate) async fn drip(address: SocketAddr, head: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head.as_bytes()).await?;
    loop {
        if let Ok(ended) = timeout(DRIP, stream.read(&mut [0; 1024])).await {
            ended?;
            return Ok(());
        }
        stream.write_all(b"x").await?;
    }
}

/// One request every three seconds and a half, so that the connection is never idle for long.
pub(crate) async fn keep_open(address: SocketAddr) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    loop {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
        if stream.read(&mut [0; 1024]).await? == 0 {
            return Ok(());
        }
        sleep(DRIP * 7 / 2).await;
    }
}
