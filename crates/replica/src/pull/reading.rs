//! Rows of a frame, read on another thread while the ones before them are written: reading a row costs about as much as
//! writing it, and on two cores both go on at the same time.

use crate::error::{ReplicaError, Result};
use crate::extract::Extract;
use crate::rows;
use domain::{Inquiry, InquiryId, UnitId};
use protocol::checksum;
use protocol::wire::Op;
use std::slice::Chunks;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Rows read together. So many fewer are not worth a thread.
const TOGETHER: usize = 120;

/// An operation, read.
pub(super) enum Step {
    Put(Box<RowRead>),
    Remove { seq: u64, id: InquiryId },
    Erase { seq: u64, id: InquiryId },
}

/// A row as the server sent it, with what is made of it.
pub(super) struct RowRead {
    pub seq: u64,
    pub unit: UnitId,
    pub content: String,
    pub inquiry: Inquiry,
    pub sum: u128,
    pub extract: Arc<Extract>,
}

/// Reads operations in order, some ahead of those that are asked for.
pub(super) struct Reading<'a> {
    ops: Chunks<'a, Op>,
    next: Option<JoinHandle<Result<Vec<Step>>>>,
    alone: bool,
}

impl<'a> Reading<'a> {
    pub fn of(ops: &'a [Op]) -> Self {
        let mut reading = Self {
            ops: ops.chunks(TOGETHER),
            next: None,
            alone: ops.len() <= TOGETHER,
        };
        if !reading.alone {
            reading.start();
        }
        reading
    }

    fn start(&mut self) {
        // Copied, as what is written of it is anyway.
        let chunk = self.ops.next().map(<[Op]>::to_vec);
        self.next = chunk.map(|ops| tokio::task::spawn_blocking(move || read(ops)));
    }

    /// The next operations; `None` after the last.
    pub async fn more(&mut self) -> Result<Option<Vec<Step>>> {
        if self.alone {
            return self.ops.next().map(|ops| read(ops.to_vec())).transpose();
        }
        let Some(reading) = self.next.take() else {
            return Ok(None);
        };
        let steps = reading
            .await
            .map_err(|_| ReplicaError::corrupt("frame".to_owned()))?;
        self.start();
        steps.map(Some)
    }
}

fn read(ops: Vec<Op>) -> Result<Vec<Step>> {
    let step = |op| match op {
        Op::Put {
            seq,
            id,
            unit,
            content,
        } => {
            let inquiry = rows::parse(&content, id)?;
            if inquiry.id != id {
                return Err(ReplicaError::corrupt(format!("frame, inquiry {id}")));
            }
            Ok(Step::Put(Box::new(RowRead {
                seq,
                unit,
                sum: checksum::row(id, seq, &content),
                extract: Arc::new(Extract::of(&inquiry)),
                content,
                inquiry,
            })))
        }
        Op::Remove { seq, id } => Ok(Step::Remove { seq, id }),
        Op::Erase { seq, id } => Ok(Step::Erase { seq, id }),
    };
    ops.into_iter().map(step).collect()
}
