//! A way to a server that counts the bytes of both directions, and can cut the line.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Counts of a wiretap.
#[derive(Debug, Default)]
pub struct Counts {
    /// Bytes to the server.
    pub up: AtomicU64,
    /// Bytes from the server.
    pub down: AtomicU64,
    /// Pieces that the client began with while the server was silent: about the number of calls.
    pub calls: AtomicU64,
    /// When so many bytes have come from the server, the line is cut, once. 0: never.
    pub cut_at: AtomicU64,
}

/// Listens on the loopback and passes everything on to `server`. Ends with the runtime.
///
/// # Errors
/// No free port.
pub async fn tap(server: SocketAddr) -> std::io::Result<(SocketAddr, Arc<Counts>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let counts = Arc::new(Counts::default());
    let shared = Arc::clone(&counts);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let counts = Arc::clone(&shared);
            tokio::spawn(async move {
                if let Ok(server) = TcpStream::connect(server).await {
                    pass(client, server, &counts).await;
                }
            });
        }
    });
    Ok((address, counts))
}

async fn pass(client: TcpStream, server: TcpStream, counts: &Counts) {
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let up = async {
        let mut buffer = vec![0; 64 * 1024];
        let mut answered = u64::MAX;
        while let Ok(n @ 1..) = from_client.read(&mut buffer).await {
            counts.up.fetch_add(n as u64, Ordering::Relaxed);
            let down = counts.down.load(Ordering::Relaxed);
            if down != answered {
                counts.calls.fetch_add(1, Ordering::Relaxed);
                answered = down;
            }
            if to_server.write_all(&buffer[..n]).await.is_err() {
                break;
            }
        }
    };
    let down = async {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(n @ 1..) = from_server.read(&mut buffer).await {
            let all = counts.down.fetch_add(n as u64, Ordering::Relaxed) + n as u64;
            let cut = counts.cut_at.load(Ordering::Relaxed);
            if cut > 0 && all >= cut {
                counts.cut_at.store(0, Ordering::Relaxed);
                break;
            }
            if to_client.write_all(&buffer[..n]).await.is_err() {
                break;
            }
        }
    };
    tokio::select! { () = up => {}, () = down => {} }
}
