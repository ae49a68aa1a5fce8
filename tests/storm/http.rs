//! As much of HTTP/1.1 as a front needs: whole messages with their length in the head.

use std::io::{Error, ErrorKind, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Neither side sends more.
const HEAD_MOST: usize = 64 * 1024;

/// A request or an answer.
#[derive(Clone)]
pub struct Message {
    /// First line and headers, with the blank line.
    head: Vec<u8>,
    pub body: Vec<u8>,
}

fn bad(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

impl Message {
    /// The next message; `None` where the other side has closed instead of beginning one.
    pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Self>> {
        let mut bytes = Vec::with_capacity(8 * 1024);
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            if bytes.len() > HEAD_MOST {
                return Err(bad("a head without an end"));
            }
            if from.read_buf(&mut bytes).await? == 0 {
                return match bytes.is_empty() {
                    true => Ok(None),
                    false => Err(ErrorKind::UnexpectedEof.into()),
                };
            }
        };
        let mut body = bytes.split_off(end);
        let mut message = Self {
            head: bytes,
            body: Vec::new(),
        };
        assert!(
            message.header("transfer-encoding").is_none(),
            "has a length"
        );
        let length = message.header("content-length").map_or(Ok(0), str::parse);
        let length: usize = length.map_err(|_| bad("a length"))?;
        if body.len() > length {
            return Err(bad("more than was announced"));
        }
        let there = body.len();
        body.resize(length, 0);
        from.read_exact(&mut body[there..]).await?;
        message.body = body;
        Ok(Some(message))
    }

    /// An answer of the front's own.
    pub fn answer(status: &str, kind: &str, body: Vec<u8>) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self {
            head: head.into_bytes(),
            body,
        }
    }

    pub async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> Result<()> {
        to.write_all(&self.head).await?;
        to.write_all(&self.body).await?;
        to.flush().await
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        std::str::from_utf8(&self.head).unwrap_or("").split("\r\n")
    }

    /// A word of the first line.
    fn word(&self, n: usize) -> &str {
        let first = self.lines().next().unwrap_or("");
        first.split(' ').nth(n).unwrap_or("")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Of a request.
    pub fn method(&self) -> &str {
        self.word(0)
    }

    /// Of a request.
    pub fn path(&self) -> &str {
        self.word(1)
    }

    /// Of an answer.
    pub fn is_ok(&self) -> bool {
        self.word(1) == "200"
    }
}
