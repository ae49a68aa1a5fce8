//! The way from a device to the front of the servers: TCP that is cut, stands still for a while, and flips bits. What
//! travels on it is TLS, as in an office: any bit may flip.

use crate::journal::Journal;
use scenarios::programs::Chance;
use std::io::Result;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A line with a flipped bit does not last long. Else a changed length would be waited for until somebody's patience ends.
const AFTER_FLIP: Duration = Duration::from_millis(500);
/// Places of trouble: from 2^8 bytes up to 2^12, where something passes in every run, and up to 2^18, among files.
const PLACES: [u64; 2] = [4, 10];

/// What happens to one direction of a connection, once.
#[derive(Debug, Clone, Copy)]
pub enum Trouble {
    Cut { at: u64 },
    Flip { at: u64, bit: u64 },
    Still { at: u64, millis: u64 },
}

impl Trouble {
    /// Of six connections in a row, four have something in one of the directions, if so much passes there.
    pub fn of(connection: u64, chance: &mut Chance) -> [Option<Self>; 2] {
        let near = usize::try_from(chance.below(2)).unwrap_or(0);
        let power = 1 << (8 + chance.below(PLACES[near]));
        let at = power + chance.below(power);
        let trouble = match connection % 6 {
            0 | 3 => Self::Cut { at },
            2 => Self::Flip {
                at,
                bit: chance.below(8),
            },
            5 => Self::Still {
                at,
                millis: 50 + chance.below(1_500),
            },
            _ => return [None; 2],
        };
        match chance.below(2) {
            0 => [Some(trouble), None],
            _ => [None, Some(trouble)],
        }
    }

    fn kind(self) -> (&'static str, u64) {
        match self {
            Self::Cut { at } => ("wire cut", at),
            Self::Flip { at, .. } => ("wire flipped", at),
            Self::Still { at, .. } => ("wire still", at),
        }
    }
}

/// Carries both directions until either ends, and then neither goes on.
pub async fn carry(
    device: TcpStream,
    front: tokio::io::DuplexStream,
    [up, down]: [Option<Trouble>; 2],
    journal: &Journal,
) {
    let (from_device, to_device) = device.into_split();
    let (from_front, to_front) = tokio::io::split(front);
    tokio::select! {
        _ = pass(from_device, to_front, up, journal) => {}
        _ = pass(from_front, to_device, down, journal) => {}
    }
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut trouble: Option<Trouble>,
    journal: &Journal,
) -> Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    let mut passed = 0_u64;
    loop {
        let n = from.read(&mut buffer).await?;
        if n == 0 {
            return Ok(());
        }
        let bytes = &mut buffer[..n];
        let here = |at: u64| at.checked_sub(passed).filter(|at| *at < n as u64);
        let met = trouble.and_then(|t| Some((t, usize::try_from(here(t.kind().1)?).ok()?)));
        if let Some((met, place)) = met {
            trouble = None;
            journal.trouble(met.kind().0, &format!("after {} bytes", met.kind().1));
            match met {
                Trouble::Cut { .. } => return to.write_all(&bytes[..place]).await,
                Trouble::Still { millis, .. } => {
                    tokio::time::sleep(Duration::from_millis(millis)).await;
                }
                Trouble::Flip { bit, .. } => {
                    bytes[place] ^= 1 << bit;
                    to.write_all(bytes).await?;
                    let rest = tokio::io::copy(&mut from, &mut to);
                    return match tokio::time::timeout(AFTER_FLIP, rest).await {
                        Ok(ended) => ended.map(|_| ()),
                        Err(_) => Ok(()),
                    };
                }
            }
        }
        to.write_all(bytes).await?;
        passed += n as u64;
    }
}
