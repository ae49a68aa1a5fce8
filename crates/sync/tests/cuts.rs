//! The link breaks at every call, and the process dies at every write. Afterwards everything that was queued has
//! arrived exactly once.

use crate::memory::Memory;
use crate::support::*;
use domain::InquiryId;

/// What the desk does before a run: two cases, a refused act, a file; and what another desk did meanwhile.
struct Work {
    desk: Memory,
    mine: InquiryId,
    sha256: String,
    /// Places in the log that it takes.
    effects: u64,
}

async fn work(house: &House, other: &Memory) -> Work {
    let desk = house.desk(&["general", "roads"]).await;
    let theirs = new_id();
    let (foreign, size) = other.keep_file(bytes());
    other.queue(house.clerk, theirs, register("roads"));
    other.queue(house.clerk, theirs, attach(&foreign, size));
    house.sync(other).await;
    let mine = new_id();
    desk.queue(house.clerk, mine, register("general"));
    let (sha256, size) = desk.keep_file(bytes());
    desk.queue(house.clerk, mine, attach(&sha256, size));
    desk.queue(house.clerk, mine, domain::Act::Approve);
    desk.queue(house.clerk, mine, correct_subject("Жаңы тема"));
    desk.queue(house.clerk, mine, note("эскертүү"));
    // Only the files of this round matter.
    desk.held.lock().unwrap().fetches = false;
    Work {
        desk,
        mine,
        sha256,
        effects: 4,
    }
}

/// A clean run after the accident, and what must hold then.
async fn arrives_once(house: &House, other: &Memory, work: &Work, head: u64, how: &str) {
    house.sync(&work.desk).await;
    assert_eq!(work.desk.queued(), 0, "{how}");
    house.sync(other).await;
    assert_eq!(
        house.head().await,
        head + work.effects,
        "{how}: each command has its effect once"
    );
    let row = work.desk.inquiry(work.mine).unwrap();
    assert_eq!(
        (row.notes.len(), row.attachments.len(), row.history.len()),
        (1, 1, 4),
        "{how}"
    );
    assert_eq!(
        (row.subject.as_str(), row.conflicts.len()),
        ("Жаңы тема", 0),
        "{how}: own acts do not conflict"
    );
    assert_eq!(work.desk.rows(), other.rows(), "{how}");
    let held = work.desk.held.lock().unwrap();
    assert!(held.unsent.is_empty() && held.repair.is_empty(), "{how}");
    let outcomes: Vec<_> = held
        .commands
        .iter()
        .map(|(_, o)| o.as_ref().unwrap())
        .collect();
    assert_eq!(
        outcomes.iter().filter(|o| o.seq.is_none()).count(),
        1,
        "{how}: one was refused"
    );
    assert!(
        other.held.lock().unwrap().files.contains_key(&work.sha256),
        "{how}: the file arrived"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_breaks_at_any_call() {
    let house = House::new().await;
    let other = house.desk(&["general", "roads"]).await;
    let whole = work(&house, &other).await;
    let link = Link::whole(house.http());
    run(&whole.desk, &link).await;
    let calls = link.calls.lock().unwrap().len();
    assert!(calls >= 8, "{calls}");
    house.sync(&other).await;
    for how in [Cut::Request, Cut::Reply, Cut::Twice] {
        for at in 0..calls {
            let work = work(&house, &other).await;
            let head = house.head().await;
            let outcome = run(&work.desk, &Link::cut(house.http(), at, how)).await;
            assert_eq!(
                outcome.complete,
                how == Cut::Twice,
                "{how:?} at {at}: {:?}",
                outcome.problems
            );
            arrives_once(
                &house,
                &other,
                &work,
                head,
                &format!("{how:?} at call {at}"),
            )
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_write() {
    let house = House::new().await;
    let other = house.desk(&["general", "roads"]).await;
    let whole = work(&house, &other).await;
    whole.desk.die_at(-1);
    run(&whole.desk, &house.http()).await;
    let writes = whole.desk.writes();
    assert!(writes >= 4, "{writes}");
    house.sync(&other).await;
    for half in 0..writes * 2 {
        let work = work(&house, &other).await;
        let head = house.head().await;
        work.desk.die_at(half);
        let outcome = run(&work.desk, &house.http()).await;
        assert!(!outcome.complete, "at {half}");
        assert_eq!(outcome.problems.last().unwrap().code(), "closed");
        work.desk.die_at(-1);
        arrives_once(
            &house,
            &other,
            &work,
            head,
            &format!("dead at half write {half}"),
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fetching_goes_on_at_the_chunk_where_it_broke_off() {
    let house = House::new().await;
    let (one, two) = (
        house.desk(&["general"]).await,
        house.desk(&["general"]).await,
    );
    let id = new_id();
    let (sha256, size) = one.keep_file(bytes());
    one.queue(house.clerk, id, register("general"));
    one.queue(house.clerk, id, attach(&sha256, size));
    house.sync(&one).await;
    let mut fetched = Vec::new();
    // Greeting, rows, then the chunks: the link lives for one chunk each time.
    for last in [3, 2, 2] {
        let link = Link::cut(house.http(), last, Cut::Request);
        run(&two, &link).await;
        fetched.extend(
            link.calls
                .into_inner()
                .unwrap()
                .into_iter()
                .take(last)
                .filter(|c| c.contains("chunks")),
        );
    }
    house.sync(&two).await;
    assert!(two.held.lock().unwrap().files.contains_key(&sha256));
    let expected: Vec<String> = (0..fetched.len())
        .map(|n| format!("/v1/blobs/{sha256}/chunks/{n}"))
        .collect();
    assert_eq!(fetched, expected, "no chunk travels twice");
    assert_eq!(fetched.len(), 3);
}
