//! A form as a browser posts it (`multipart/form-data`), read as it comes. Memory is bounded three ways: each value and
//! file by itself, what is read ahead of the parser, and what all forms together hold ([`Budget`]). Whatever goes over a
//! limit is read to its end and thrown away, so that the browser gets to see an answer, and what was typed is kept.

use super::files::{FILE_MOST, FILES_MOST, Upload};
use crate::mapping::Fields;
use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::Stream;
use multer::{Constraints, Field, Multipart, SizeLimit};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What all forms together may hold, in steps.
const BUDGET: usize = 4096;
/// Bytes of a step.
const STEP: usize = 64 * 1024;
/// Bytes of all typed values of a form.
const TYPED_MOST: usize = 4 * 1024 * 1024;
/// Values of a form.
const VALUES_MOST: usize = 200;
/// Bytes of a form; more is not even read to be thrown away.
const FORM_MOST: u64 = 256 * 1024 * 1024;
/// Bytes that may be waiting for the parser before it gets its turn, and before it is a form that never goes on.
const AHEAD: usize = 256 * 1024;
const AHEAD_MOST: usize = 1024 * 1024;
/// A little less than any call may take, so that the answer still gets out.
const TIME: Duration = Duration::from_secs(280);

/// What all forms that are being read may hold together.
#[derive(Clone)]
pub(crate) struct Budget(Arc<Semaphore>);

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(BUDGET)))
    }
}

/// Why a form, or a part of it, was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It is no form, or it ends in the middle.
    Broken,
    /// Typed values are larger than they may be.
    TypedTooLarge,
    /// Larger than anything that is read.
    TooLarge,
    /// More files than a submission may have.
    TooManyFiles,
    /// A file that is larger than it may be, by its name.
    FileTooLarge(String),
    /// A file without a byte, by its name.
    FileEmpty(String),
    /// Others are sending so much that there is no room now.
    Busy,
    /// It took too long.
    Slow,
}

/// A form that was read.
#[derive(Default)]
pub(crate) struct Form {
    pub fields: Fields,
    pub files: Vec<Upload>,
    pub trouble: Vec<Trouble>,
    /// Whether a file was there at all.
    pub had_files: bool,
    held: Vec<OwnedSemaphorePermit>,
}

impl Form {
    /// The first value of a field, without blanks at its ends.
    pub(crate) fn get(&self, name: &str) -> &str {
        let values = self.fields.get(name).map_or(&[][..], Vec::as_slice);
        values.first().map_or("", |v| v.trim())
    }

    fn add(&mut self, trouble: Trouble) {
        if !self.trouble.contains(&trouble) {
            self.trouble.push(trouble);
        }
    }
}

/// The boundary of a multipart body, from its `content-type`.
pub(crate) fn boundary(content_type: Option<&str>) -> Option<String> {
    multer::parse_boundary(content_type?).ok()
}

/// Reads a form. What is wrong with it stands in [`Form::trouble`]; what was typed is there as far as it came.
pub(crate) async fn read(budget: &Budget, boundary: String, body: Body) -> Form {
    let ahead = Arc::new(AtomicUsize::new(0));
    let body = Arc::new(Mutex::new(body.into_data_stream()));
    let stream = Metered {
        body: Arc::clone(&body),
        ahead: Arc::clone(&ahead),
        let_go: 0,
    };
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(FORM_MOST));
    let mut parts = Multipart::with_constraints(stream, boundary, limits);
    let mut form = Form::default();
    let reading = async {
        read_parts(budget, &mut parts, &ahead, &mut form).await;
        // Where it could not be read to its end.
        drain_stream(&body).await;
    };
    if tokio::time::timeout(TIME, reading).await.is_err() {
        form.add(Trouble::Slow);
    }
    if form.trouble.iter().any(|t| *t != Trouble::TypedTooLarge) {
        // They will have to be chosen again anyway: make room.
        form.files.clear();
        form.held.clear();
    }
    form
}

/// Reads a body to its end and throws it away: a browser that is still sending would not look at the answer.
pub(crate) async fn drain(body: Body) {
    let body = Mutex::new(body.into_data_stream());
    // Nobody has to be told that it took too long: the answer says what was wrong already.
    let _ = tokio::time::timeout(TIME, drain_stream(&body)).await;
}

async fn drain_stream(body: &Mutex<BodyDataStream>) {
    let mut left = FORM_MOST;
    while let Some(Ok(bytes)) = poll_fn(|cx| poll_body(body, cx)).await {
        match left.checked_sub(bytes.len() as u64) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

fn poll_body(
    body: &Mutex<BodyDataStream>,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, Unreadable>>> {
    let Ok(mut body) = body.lock() else {
        return Poll::Ready(Some(Err(Unreadable)));
    };
    Pin::new(&mut *body)
        .poll_next(cx)
        .map(|next| next.map(|bytes| bytes.map_err(|_| Unreadable)))
}

async fn read_parts(
    budget: &Budget,
    parts: &mut Multipart<'_>,
    ahead: &AtomicUsize,
    form: &mut Form,
) {
    let (mut typed, mut values) = (0, 0);
    loop {
        ahead.store(0, Ordering::Relaxed);
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return,
            Err(error) => return form.add(trouble_of(&error)),
        };
        // The head is read: the parser got on.
        ahead.store(0, Ordering::Relaxed);
        let done = match part.file_name().map(str::to_owned) {
            Some(name) => read_file(budget, part, name, ahead, form).await,
            None => {
                values += 1;
                let room = if values > VALUES_MOST {
                    0
                } else {
                    TYPED_MOST.saturating_sub(typed)
                };
                read_value(part, room, ahead, form)
                    .await
                    .map(|n| typed += n)
            }
        };
        if let Err(error) = done {
            return form.add(trouble_of(&error));
        }
    }
}

/// A typed value, of at most so many bytes. Says how many there were.
async fn read_value(
    mut part: Field<'_>,
    room: usize,
    ahead: &AtomicUsize,
    form: &mut Form,
) -> Result<usize, multer::Error> {
    let name = part.name().unwrap_or_default().to_owned();
    let mut value = Vec::new();
    let mut over = false;
    while let Some(chunk) = part.chunk().await? {
        ahead.store(0, Ordering::Relaxed);
        over = over || value.len() + chunk.len() > room;
        if !over {
            value.extend_from_slice(&chunk);
        }
    }
    if over {
        form.add(Trouble::TypedTooLarge);
        return Ok(0);
    }
    let length = value.len() + name.len();
    let value = String::from_utf8_lossy(&value).into_owned();
    form.fields.entry(name).or_default().push(value);
    Ok(length)
}

async fn read_file(
    budget: &Budget,
    mut part: Field<'_>,
    name: String,
    ahead: &AtomicUsize,
    form: &mut Form,
) -> Result<(), multer::Error> {
    let mut bytes = Vec::new();
    let mut steps = 0;
    // Once it cannot be taken, its bytes are let go.
    let mut refused = (form.files.len() >= FILES_MOST).then_some(Trouble::TooManyFiles);
    let mut empty = true;
    while let Some(chunk) = part.chunk().await? {
        ahead.store(0, Ordering::Relaxed);
        empty = empty && chunk.is_empty();
        if refused.is_some() {
            continue;
        }
        if bytes.len() + chunk.len() > FILE_MOST {
            refused = Some(Trouble::FileTooLarge(name.clone()));
        }
        while refused.is_none() && steps * STEP < bytes.len() + chunk.len() {
            match Arc::clone(&budget.0).try_acquire_owned() {
                Ok(step) => form.held.push(step),
                Err(_) => refused = Some(Trouble::Busy),
            }
            steps += 1;
        }
        if refused.is_some() {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    // What browsers send where no file was chosen.
    if name.is_empty() && empty {
        return Ok(());
    }
    form.had_files = true;
    match refused {
        Some(trouble) => form.add(trouble),
        None if empty => form.add(Trouble::FileEmpty(name)),
        None => form.files.push(Upload {
            name,
            bytes: Bytes::from(bytes),
        }),
    }
    Ok(())
}

fn trouble_of(error: &multer::Error) -> Trouble {
    match error {
        multer::Error::StreamSizeExceeded { .. } => Trouble::TooLarge,
        _ => Trouble::Broken,
    }
}

/// The body's bytes, not read further ahead of the parser than it can use: the parser itself would take whatever is
/// there.
struct Metered {
    body: Arc<Mutex<BodyDataStream>>,
    /// Bytes since the parser last got on.
    ahead: Arc<AtomicUsize>,
    /// How far ahead it was when the parser last was given its turn.
    let_go: usize,
}

/// The body broke off, or a part's head has no end.
#[derive(Debug, thiserror::Error)]
#[error("the form cannot be read")]
struct Unreadable;

impl Stream for Metered {
    type Item = Result<Bytes, Unreadable>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let ahead = self.ahead.load(Ordering::Relaxed);
        if ahead < self.let_go {
            self.let_go = 0;
        }
        if ahead >= self.let_go + AHEAD {
            self.let_go = ahead;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        // It had its turn, and could do nothing with all that.
        if ahead >= AHEAD_MOST {
            return Poll::Ready(Some(Err(Unreadable)));
        }
        let next = poll_body(&self.body, cx);
        if let Poll::Ready(Some(Ok(bytes))) = &next {
            self.ahead.fetch_add(bytes.len(), Ordering::Relaxed);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(parts: &[(&str, &str, usize)]) -> Body {
        let mut body = String::new();
        for (name, file, length) in parts {
            let file = match *file {
                "" => String::new(),
                file => format!("; filename=\"{file}\""),
            };
            let head = format!("content-disposition: form-data; name=\"{name}\"{file}");
            body.push_str(&format!("--b\r\n{head}\r\n\r\n{}\r\n", "x".repeat(*length)));
        }
        body.push_str("--b--\r\n");
        Body::from(body)
    }

    async fn read_with(steps: usize, body: Body) -> (Form, Budget) {
        let budget = Budget(Arc::new(Semaphore::new(steps)));
        (read(&budget, "b".into(), body).await, budget)
    }

    #[tokio::test]
    async fn no_more_is_held_than_all_forms_may_hold_and_it_is_given_back() {
        let two = || form_of(&[("text", "", 5), ("f", "a", STEP), ("f", "b", 1)]);
        let (form, budget) = read_with(2, two()).await;
        assert_eq!((form.files.len(), form.trouble.len()), (2, 0));
        assert_eq!(budget.0.available_permits(), 0);
        drop(form);
        assert_eq!(budget.0.available_permits(), 2);
        let (form, budget) = read_with(1, two()).await;
        assert_eq!(form.trouble, [Trouble::Busy]);
        assert_eq!(form.get("text"), "xxxxx", "what was typed is kept");
        assert!(form.files.is_empty() && form.had_files);
        assert_eq!(budget.0.available_permits(), 1);
    }

    #[tokio::test]
    async fn values_are_limited_in_number_and_together() {
        let many = vec![("v", "", 1); VALUES_MOST + 1];
        let (form, _) = read_with(1, form_of(&many)).await;
        assert_eq!(form.trouble, [Trouble::TypedTooLarge]);
        assert_eq!(form.fields["v"].len(), VALUES_MOST);
        let (form, _) = read_with(1, form_of(&[("a", "", TYPED_MOST), ("b", "", 1)])).await;
        assert_eq!(form.trouble, [Trouble::TypedTooLarge]);
        assert!(form.fields.contains_key("a") && !form.fields.contains_key("b"));
    }

    #[tokio::test]
    async fn what_is_no_form_is_said_to_be_broken() {
        for body in ["", "--b", "--b\r\n\r\n", "--c\r\n\r\nx\r\n--c--"] {
            let (form, _) = read_with(1, Body::from(body)).await;
            assert_eq!(form.trouble, [Trouble::Broken], "{body:?}");
        }
        assert_eq!(
            boundary(Some("multipart/form-data; boundary=b")).as_deref(),
            Some("b")
        );
        assert_eq!(boundary(Some("application/json")), None);
    }
}
