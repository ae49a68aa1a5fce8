//! Files travel last, by chunks, and let commands and rows pass.

use super::{Answer, Change, Core, Effect, Event, Message, Phase, Query, signature};
use crate::error::SyncError;
use crate::store::{StoreError, StoredFile, WantedFile};
use chrono::{DateTime, FixedOffset};
use protocol::wire::{BlobOffer, BlobReceipt, BlobState, WireError};
use std::collections::VecDeque;

/// What the run knows about files.
#[derive(Debug, Default)]
pub(super) struct Files {
    stage: Stage,
    sending: VecDeque<StoredFile>,
    fetching: VecDeque<WantedFile>,
    done: u64,
    of: u64,
}

#[derive(Debug, Default)]
enum Stage {
    /// Nothing was listed yet.
    #[default]
    Fresh,
    /// Waits for the list of files to send.
    ListSend,
    /// Waits for a file's offer.
    ReadOffer,
    /// Waits for what the server lacks of the file offered.
    Offered(BlobOffer),
    /// Chunks to send, the next one last.
    Send { sha256: String, left: Vec<u32> },
    /// Reads or sends the chunk.
    Sending {
        sha256: String,
        left: Vec<u32>,
        n: u32,
    },
    /// Waits for the receipt.
    Complete { sha256: String, size: u64 },
    /// Stores the receipt, or takes in the file.
    Storing { then_fetch: bool },
    /// Waits for the list of files to fetch.
    ListFetch,
    /// Chunks to fetch, the next one last.
    Fetch { sha256: String, left: Vec<u32> },
    /// Fetches or writes a chunk.
    Fetching {
        sha256: String,
        left: Vec<u32>,
        n: u32,
    },
    /// All that could travel has.
    Over,
}

impl Core {
    /// Begins with files, or goes on after commands and rows passed.
    pub(super) fn enter_files(&mut self) -> Effect {
        self.phase = Phase::Files;
        match std::mem::take(&mut self.files.stage) {
            Stage::Fresh => {
                self.files.stage = Stage::ListSend;
                Effect::Read(Query::FilesToSend)
            }
            Stage::Send { sha256, left } => self.send_chunk(sha256, left),
            Stage::Fetch { sha256, left } => self.fetch_chunk(sha256, left),
            stage => {
                self.files.stage = stage;
                self.done()
            }
        }
    }

    pub(super) fn files_step(&mut self, event: Event, now: DateTime<FixedOffset>) -> Effect {
        self.phase = Phase::Files;
        match (std::mem::take(&mut self.files.stage), event) {
            (Stage::ListSend, Event::FilesToSend(files)) => {
                self.files.of += files.len() as u64;
                self.files.sending = files.into();
                self.next_send()
            }
            (Stage::ReadOffer, Event::Offer(offer)) => {
                self.files.stage = Stage::Offered(offer.clone());
                Effect::Send(Message::Offer(offer))
            }
            (Stage::Offered(offer), Event::Answered(Answer::Blob(state))) => {
                self.offered(offer, state)
            }
            (Stage::Sending { sha256, left, n }, Event::Chunk(bytes)) => {
                self.files.stage = Stage::Sending {
                    sha256: sha256.clone(),
                    left,
                    n,
                };
                Effect::Send(Message::PutChunk { sha256, n, bytes })
            }
            (Stage::Sending { sha256, left, .. }, Event::Answered(Answer::Taken)) => {
                self.files.stage = Stage::Send { sha256, left };
                self.between_chunks(now)
            }
            (Stage::Complete { sha256, size }, Event::Answered(Answer::Receipt(receipt))) => {
                if receipt.sha256 != sha256 || receipt.size != size {
                    return self.skip("a receipt for another file".into());
                }
                self.receipt(receipt)
            }
            (Stage::Storing { then_fetch }, Event::Written(_)) => {
                self.files.done += 1;
                if then_fetch {
                    self.outcome.files_fetched += 1;
                    self.next_fetch()
                } else {
                    self.outcome.files_sent += 1;
                    self.next_send()
                }
            }
            (Stage::ListFetch, Event::FilesToFetch(files)) => {
                self.files.of += files.len() as u64;
                self.files.fetching = files.into();
                self.next_fetch()
            }
            (Stage::Fetching { sha256, left, n }, Event::Answered(Answer::Bytes(bytes))) => {
                self.files.stage = Stage::Fetching {
                    sha256: sha256.clone(),
                    left,
                    n,
                };
                Effect::Write(Change::Chunk(sha256, n, bytes))
            }
            (Stage::Fetching { sha256, left, .. }, Event::Written(_)) => {
                self.files.stage = Stage::Fetch { sha256, left };
                self.between_chunks(now)
            }
            _ => self.stop(super::out_of_turn()),
        }
    }

    /// A chunk went through. Whatever was queued meanwhile goes first, and from time to time the news are asked for.
    fn between_chunks(&mut self, now: DateTime<FixedOffset>) -> Effect {
        if self.news_due(now) {
            self.stand()
        } else {
            self.read_outbox()
        }
    }

    fn next_send(&mut self) -> Effect {
        self.show("sync-files", self.files.done, self.files.of);
        match self.files.sending.front() {
            Some(file) => {
                self.files.stage = Stage::ReadOffer;
                Effect::Read(Query::Offer(file.sha256.clone()))
            }
            None => {
                self.files.stage = Stage::ListFetch;
                Effect::Read(Query::FilesToFetch)
            }
        }
    }

    fn offered(&mut self, offer: BlobOffer, state: BlobState) -> Effect {
        if let Some(receipt) = state.receipt {
            if receipt.sha256 != offer.sha256 || receipt.size != offer.size {
                return self.skip("a receipt for another file".into());
            }
            return self.receipt(receipt);
        }
        let mut left = state.missing;
        if left.iter().any(|n| *n as usize >= offer.chunks.len()) {
            return self.skip("chunks that the file does not have".into());
        }
        left.reverse();
        self.send_chunk(offer.sha256, left)
    }

    fn send_chunk(&mut self, sha256: String, mut left: Vec<u32>) -> Effect {
        match left.pop() {
            Some(n) => {
                self.files.stage = Stage::Sending {
                    sha256: sha256.clone(),
                    left,
                    n,
                };
                Effect::Read(Query::Chunk(sha256, n))
            }
            None => {
                let size = self.files.sending.front().map_or(0, |f| f.size);
                self.files.stage = Stage::Complete {
                    sha256: sha256.clone(),
                    size,
                };
                Effect::Send(Message::Complete { sha256 })
            }
        }
    }

    fn receipt(&mut self, receipt: BlobReceipt) -> Effect {
        let message = format!("blob:{}:{}", receipt.sha256, receipt.size);
        if !signature::holds(&self.server_key, &message, &receipt.signature) {
            return self.stop(SyncError::BadSignature);
        }
        self.files.sending.pop_front();
        self.files.stage = Stage::Storing { then_fetch: false };
        Effect::Write(Change::FileSent(receipt))
    }

    fn next_fetch(&mut self) -> Effect {
        self.show("sync-files", self.files.done, self.files.of);
        match self.files.fetching.pop_front() {
            Some(WantedFile {
                sha256,
                mut missing,
                ..
            }) => {
                missing.reverse();
                self.fetch_chunk(sha256, missing)
            }
            None => {
                self.files.stage = Stage::Over;
                self.done()
            }
        }
    }

    fn fetch_chunk(&mut self, sha256: String, mut left: Vec<u32>) -> Effect {
        match left.pop() {
            Some(n) => {
                self.files.stage = Stage::Fetching {
                    sha256: sha256.clone(),
                    left,
                    n,
                };
                Effect::Send(Message::GetChunk { sha256, n })
            }
            None => {
                self.files.stage = Stage::Storing { then_fetch: true };
                Effect::Write(Change::FileFetched(sha256))
            }
        }
    }

    /// One file does not pass; the others do.
    pub(super) fn file_refused(&mut self, refusal: &WireError) -> Effect {
        match refusal.code.as_str() {
            // Not a problem: the device that has the bytes has not sent them yet.
            "unknown-blob" if matches!(self.files.stage, Stage::Fetching { .. }) => {
                self.next_fetch()
            }
            "bad-chunk" | "incomplete-blob" | "unknown-blob" | "too-large" | "out-of-scope" => {
                self.skip(refusal.code.clone())
            }
            _ => self.stop(super::message::problem(refusal.clone())),
        }
    }

    pub(super) fn file_store_failed(&mut self, error: StoreError) -> Effect {
        match error {
            StoreError::WrongHash | StoreError::MissingFile => self.skip(error.to_string()),
            other => self.stop(other.into()),
        }
    }

    fn skip(&mut self, why: String) -> Effect {
        self.phase = Phase::Files;
        self.outcome.problems.push(SyncError::File(why));
        match self.files.stage {
            Stage::Fetch { .. } | Stage::Fetching { .. } | Stage::Storing { then_fetch: true } => {
                self.next_fetch()
            }
            _ => {
                self.files.sending.pop_front();
                self.next_send()
            }
        }
    }
}
