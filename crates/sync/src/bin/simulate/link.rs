//! The way from a device to the server, with everything that can happen on it.

use crate::broken::Break;
use crate::broken_rule::Result;
use crate::central::Central;
use crate::plan::Fault;
use protocol::wire::{Hello, Op, OutcomeKind, PullReply, Push, PushReply, RepairFrame, RepairPlan};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use sync::{Body, Method, Reply, Request, Transport, TransportError};

/// A call as the server saw and answered it, whatever the link did then.
#[derive(Clone)]
pub struct Seen {
    /// What was asked.
    pub request: Request,
    /// What was answered.
    pub reply: Reply,
}

/// What a run of synchronisation left behind on the link.
#[derive(Default)]
pub struct Marks {
    /// Calls so far.
    pub calls: usize,
    /// All calls that reached the server.
    pub seen: Vec<Seen>,
    /// Requests that will arrive once more.
    pub late: Vec<Request>,
    /// Whether a reply was delivered with a changed bit or short.
    pub garbled: bool,
    /// Whether a deliberate fault of the server was made.
    pub reused: bool,
    /// What went wrong in breaking something on purpose.
    pub failed: Option<crate::broken_rule::Broken>,
}

/// What comes of a call.
type Carried = std::result::Result<Reply, TransportError>;

/// A link.
pub struct Link<'a> {
    /// The server.
    pub central: &'a Central,
    /// What happens to which call.
    pub faults: BTreeMap<usize, Fault>,
    /// Nothing passes.
    pub offline: bool,
    /// Frames are as small as the server makes them.
    pub small_frames: bool,
    /// The device speaks only the protocol before this one.
    pub old: bool,
    /// What is broken on purpose, as far as it concerns this device.
    pub breaks: Option<Break>,
    /// What was seen.
    pub marks: Mutex<Marks>,
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Carries one call to the server.
pub async fn deliver(central: &Central, request: &Request) -> Result<Reply> {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
    };
    let body = match &request.body {
        Body::Empty => Vec::new(),
        Body::Json(bytes) | Body::Bytes(bytes) => bytes.clone(),
    };
    let token = request.token.as_ref().map(|t| t.expose().as_str());
    let inside = central.inside()?;
    let (status, body) = inside.call(method, &request.path, token, body).await;
    Ok(Reply {
        status,
        body,
        retry_after: None,
    })
}

impl Link<'_> {
    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The request as this device, of its age, makes it.
    fn rewritten(&self, mut request: Request) -> Request {
        if let Body::Json(body) = &mut request.body {
            if self.old
                && request.path == "/v1/hello"
                && let Some(mut hello) = read::<Hello>(body)
            {
                let before = hello.protocol[0].saturating_sub(1);
                hello.protocol = [before, before];
                *body = json(&hello);
            }
            let pulls = ["/v1/pull", "/v1/repair/pull"].contains(&request.path.as_str());
            if self.small_frames
                && pulls
                && let Some(mut ask) = read::<serde_json::Value>(body)
            {
                ask["max_bytes"] = 1.into();
                *body = json(&ask);
            }
        }
        request
    }

    async fn serve(&self, request: &Request) -> Result<Reply> {
        let mut reply = deliver(self.central, request).await?;
        if request.path == "/v1/push" && reply.status == 200 {
            self.break_server(request, &mut reply).await?;
        }
        self.marks().seen.push(Seen {
            request: request.clone(),
            reply: reply.clone(),
        });
        self.break_device(request, &mut reply);
        Ok(reply)
    }

    async fn break_server(&self, request: &Request, reply: &mut Reply) -> Result<()> {
        if self.breaks == Some(Break::OpenRestricted) {
            return self.central.open_restricted().await;
        }
        let wanted = matches!(self.breaks, Some(Break::ReuseNumber | Break::SilentMerge));
        let (Body::Json(asked), Some(mut answer)) = (
            &request.body,
            read::<PushReply>(&reply.body).filter(|_| wanted),
        ) else {
            return Ok(());
        };
        if self.breaks == Some(Break::ReuseNumber) {
            let given = answer.outcomes.iter().any(|o| o.number.is_some());
            if given && !self.marks().reused {
                let done = self.central.reuse_number().await?;
                self.marks().reused = done;
            }
            return Ok(());
        }
        let commands = read::<Push>(asked).map(|p| p.commands).unwrap_or_default();
        for (command, outcome) in commands.iter().zip(&mut answer.outcomes) {
            if let (Ok(body), OutcomeKind::Conflict { .. }) = (command.read(), &outcome.result) {
                self.central.merge_silently(outcome, body.inquiry.0).await?;
            }
        }
        reply.body = json(&answer);
        Ok(())
    }

    fn break_device(&self, request: &Request, reply: &mut Reply) {
        if reply.status != 200 {
            return;
        }
        match (self.breaks, request.path.as_str()) {
            (Some(Break::DropAck), "/v1/push") => {
                if let Some(mut answer) = read::<PushReply>(&reply.body) {
                    answer.outcomes.retain(|o| o.device_seq % 5 != 0);
                    reply.body = json(&answer);
                }
            }
            (Some(Break::SkipRow), "/v1/pull") => {
                if let Some(mut answer) = read::<PullReply>(&reply.body) {
                    answer.ops.retain(|op| !skipped(op));
                    answer.buckets.clear();
                    reply.body = json(&answer);
                }
            }
            (Some(Break::ForgetErase), "/v1/pull") => {
                if let Some(mut answer) = read::<PullReply>(&reply.body) {
                    answer.ops.retain(|op| !matches!(op, Op::Erase { .. }));
                    reply.body = json(&answer);
                }
            }
            (Some(Break::SkipRow), "/v1/repair/check") => {
                if let Some(mut answer) = read::<RepairPlan>(&reply.body) {
                    answer.parts.clear();
                    reply.body = json(&answer);
                }
            }
            _ => {}
        }
    }

    /// A reply with one bit changed, as far as it can reach a device at all: TLS finds every flip on the way, so what
    /// is let through here is what must be found behind it too: rows against their sums, files against their hashes,
    /// and what is no message any more.
    fn flipped(&self, request: &Request, reply: Reply, at: u64) -> Carried {
        let mut other = reply.clone();
        let bits = other.body.len() * 8;
        let bit = usize::try_from(at)
            .unwrap_or(0)
            .checked_rem(bits)
            .unwrap_or(0);
        if let Some(byte) = other.body.get_mut(bit / 8) {
            *byte ^= 1 << (bit % 8);
        }
        let reaches = match request.path.as_str() {
            "/v1/pull" => same_but_content(&reply, &other, |f: &mut PullReply| &mut f.ops),
            "/v1/repair/pull" => same_but_content(&reply, &other, |f: &mut RepairFrame| &mut f.ops),
            _ if request.method == Method::Get => true,
            _ => read::<serde_json::Value>(&other.body).is_none(),
        };
        if reaches {
            self.marks().garbled = true;
            Ok(other)
        } else {
            Err(TransportError::Garbled("a bit flipped".into()))
        }
    }
}

/// A row that the broken device never gets.
fn skipped(op: &Op) -> bool {
    matches!(op, Op::Put { id, .. } if id.0.as_bytes()[15] % 3 == 0)
}

/// Whether two replies are the same but for the content of rows, or the second is none.
fn same_but_content<T: DeserializeOwned + PartialEq>(
    one: &Reply,
    other: &Reply,
    ops: impl Fn(&mut T) -> &mut Vec<Op>,
) -> bool {
    let blank = |reply: &Reply| {
        let mut frame = read::<T>(&reply.body)?;
        for op in ops(&mut frame) {
            if let Op::Put { content, .. } = op {
                content.clear();
            }
        }
        Some(frame)
    };
    match blank(other) {
        None => true,
        Some(frame) => blank(one) == Some(frame),
    }
}

impl Transport for Link<'_> {
    async fn call(&self, request: Request) -> Carried {
        let call = {
            let mut marks = self.marks();
            marks.calls += 1;
            marks.calls - 1
        };
        if self.offline {
            return Err(TransportError::Offline("partitioned".into()));
        }
        let request = self.rewritten(request);
        let fault = self.faults.get(&call).copied();
        match fault {
            Some(Fault::Request) => return Err(TransportError::Offline("lost".into())),
            Some(Fault::Proxy) => {
                let body = b"<html>Bad gateway</html>".to_vec();
                return Ok(Reply {
                    status: 502,
                    body,
                    retry_after: None,
                });
            }
            _ => {}
        }
        let mut served = self.serve(&request).await;
        if fault == Some(Fault::Twice) && served.is_ok() {
            served = self.serve(&request).await;
        }
        let mut reply = match served {
            Ok(reply) => reply,
            Err(broken) => {
                self.marks().failed = Some(broken);
                return Err(TransportError::Offline("the simulator failed".into()));
            }
        };
        match fault {
            Some(Fault::Reply) => Err(TransportError::Stall),
            Some(Fault::Late) => {
                self.marks().late.push(request);
                Err(TransportError::Stall)
            }
            Some(Fault::Cut(at)) => {
                let most = reply.body.len();
                let at = usize::try_from(at).unwrap_or(0).checked_rem(most);
                reply.body.truncate(at.unwrap_or(0));
                self.marks().garbled = true;
                Ok(reply)
            }
            Some(Fault::Flip(at)) => self.flipped(&request, reply, at),
            _ => Ok(reply),
        }
    }
}
