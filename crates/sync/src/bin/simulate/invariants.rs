//! The invariants of synchronisation, each under its number in the design, and when they are looked at: while a run
//! goes on ([`after_crash`], [`after_run`]) and when nothing is left to do ([`at_rest`]).

use crate::broken_rule::{Result, broken, holds};
use crate::census::{Census, Holding, Kept};
use crate::central::TENANT;
use crate::chance::Chance;
use crate::device::{Device, Issued};
use crate::disk;
use crate::model::Model;
use crate::plan::Deed;
use crate::world::World;
use domain::ids::{CommandId, InquiryId};
use domain::merge::Base;
use domain::{Inquiry, undo};
use protocol::wire::{Outcome, OutcomeKind};
use server::CheckReport;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Notes that are looked for after each run.
const LATEST: usize = 6;

/// After a crash: everything durable is there, and the command that was under way whole or not at all. Whether it is.
pub async fn after_crash(device: &Device, under_way: Option<CommandId>) -> Result<bool> {
    let holding = Holding::of(device).await?;
    let stored = i01_durable_commands_survive(device, under_way, &holding)?;
    i06_commands_are_atomic(&holding)?;
    Ok(stored)
}

/// After a run of synchronisation, however it ended.
pub async fn after_run(device: &mut Device, model: &Model, old_and_whole: bool) -> Result<()> {
    let standing = device.replica()?.standing().await?;
    i06_the_cursor_grows(device.stood, (standing.epoch, standing.cursor))?;
    device.stood = (standing.epoch, standing.cursor);
    if old_and_whole && !device.revoked {
        i13_old_clients_drain(standing.queued)?;
    }
    if standing.repair.is_empty() && !device.garbled {
        i06_own_words_are_shown(device, model).await?;
    }
    Ok(())
}

/// Whether nothing waits on a device.
pub async fn is_quiet(device: &Device, head: u64, lost: &BTreeSet<String>) -> Result<bool> {
    let replica = device.replica()?;
    let standing = replica.standing().await?;
    let wanted = replica.files_to_fetch().await?;
    Ok(standing.queued == 0
        && standing.repair.is_empty()
        && standing.cursor == head
        && replica.files_to_send().await?.is_empty()
        && wanted.iter().all(|f| lost.contains(&f.sha256)))
}

/// When nothing is left to do.
pub async fn at_rest(world: &mut World, seed: u64) -> Result<()> {
    let census = Census::of(&world.central).await?;
    let report = world.central.admin()?.check().await?;
    i02_one_effect_at_most(&census)?;
    i04_log_and_numbers_without_gaps(&report)?;
    i05_every_change_is_in_the_audit(&census)?;
    i05_nothing_is_overwritten_silently(&census)?;
    i05_losing_values_can_be_retrieved(&census)?;
    i12_clocks_change_no_order(&census)?;
    for place in 0..world.devices.len() {
        let Some(device) = world.devices.get(place) else {
            continue;
        };
        let holding = Holding::of(device).await?;
        i01_durable_commands_survive(device, None, &holding)?;
        i01_every_command_ends_once(device, &holding, &census)?;
        i06_commands_are_atomic(&holding)?;
        i09_receipts_hold(device, &holding, &census, world).await?;
        if !device.revoked {
            i11_a_restore_loses_nothing(device, &world.model, &census)?;
            i03_replica_equals_server(device, &holding, &census).await?;
        }
    }
    i08_erased_is_erased(world, &census).await?;
    for place in 0..world.devices.len() {
        i07_nothing_out_of_scope_on_disk(&mut world.devices, place, &census).await?;
    }
    i10_flipped_bits_are_found(world, seed).await
}

/// 1, on the disk: what a person was told is done is in the outbox, in its place, with nothing between. One more may
/// be there: the command that was under way.
fn i01_durable_commands_survive(
    device: &Device,
    under_way: Option<CommandId>,
    holding: &Holding,
) -> Result<bool> {
    for (n, stored) in holding.outbox.iter().enumerate() {
        let expected = device.issued.get(n).map(|i| i.id).or(under_way);
        holds(1, stored.seq == n as u64 + 1, || {
            format!(
                "device {}: the outbox has a gap before {}",
                device.id, stored.seq
            )
        })?;
        holds(1, Some(stored.id) == expected, || {
            format!("device {}: at {} is another command", device.id, stored.seq)
        })?;
    }
    let (there, issued) = (holding.outbox.len(), device.issued.len());
    holds(1, there >= issued, || {
        format!(
            "device {}: {there} of {issued} commands are left",
            device.id
        )
    })?;
    Ok(there > issued)
}

/// 1, in the end: each command has one outcome, the same on both sides; or it is still queued, where the server does
/// not let the device in any more. A refused one is kept for a person.
fn i01_every_command_ends_once(device: &Device, holding: &Holding, census: &Census) -> Result<()> {
    for queued in &holding.outbox {
        let (id, status) = (queued.id, queued.status.as_str());
        let mut kept = census.commands.iter().filter(|k| k.outcome.id == id);
        let (first, second) = (kept.next(), kept.next());
        let fits = match first.map(|k| &k.outcome.result) {
            None => device.revoked && status == "queued",
            Some(_) if device.revoked && status == "queued" => true,
            Some(OutcomeKind::Rejected { .. }) => {
                status == "rejected" && holding.rejected.contains(&id)
            }
            Some(_) => ["acked", "done"].contains(&status),
        };
        holds(1, second.is_none() && (fits || device.revoked), || {
            let outcome = first.map(|k| &k.outcome.result);
            format!("command {id} is {status} on the device, {outcome:?} at the server")
        })?;
    }
    Ok(())
}

/// 2: a command is in the timeline of its case once at most, and a note that somebody wrote stands there once.
fn i02_one_effect_at_most(census: &Census) -> Result<()> {
    let (mut seen, mut words) = (BTreeSet::new(), BTreeSet::new());
    for (id, case) in &census.cases {
        let case: Inquiry = serde_json::from_str(&case.content)?;
        for event in &case.history {
            holds(2, seen.insert(event.command), || {
                format!("command {} took effect twice, on {id}", event.command)
            })?;
        }
        for note in &case.notes {
            holds(2, words.insert(note.text.expose().clone()), || {
                format!("a note stands twice, on {id}")
            })?;
        }
    }
    Ok(())
}

/// 3: the rows of the device are the server's within its departments, of restricted cases those that concern its people,
/// byte for byte; its sums are those of its rows;
/// nothing else is shown.
async fn i03_replica_equals_server(
    device: &Device,
    holding: &Holding,
    census: &Census,
) -> Result<()> {
    let mine = |id: &InquiryId| census.is_for(device, id);
    for (id, case) in &census.cases {
        if !mine(id)? {
            continue;
        }
        match holding.cases.get(id).map(|s| (&s.base, s.differs)) {
            Some((Some(base), false)) if base == case => {}
            other => {
                let what = other.map(|(base, differs)| (base.as_ref().map(|b| b.seq), differs));
                return broken(
                    3,
                    format!(
                        "device {}: case {id} at {} is {what:?}",
                        device.id, case.seq
                    ),
                );
            }
        }
    }
    for id in holding.cases.keys() {
        holds(3, mine(id)?, || {
            format!("device {}: case {id} is not for it", device.id)
        })?;
    }
    let differs = device.replica()?.check_rows().await?;
    holds(3, differs.is_empty(), || {
        format!(
            "device {}: sums of {differs:?} are not those of the rows",
            device.id
        )
    })
}

/// 4: no place of the log is missing, no number is missing or given twice, the sums of the server are those of its
/// rows. (That each place and number is new when it is given, [`Model::answered`] looks at while the run goes on.)
fn i04_log_and_numbers_without_gaps(report: &CheckReport) -> Result<()> {
    for tenant in &report.tenants {
        let whole = tenant.log_gap.is_none() && tenant.numbers.is_empty();
        holds(4, whole, || {
            format!("log: {:?}, numbers: {:?}", tenant.log_gap, tenant.numbers)
        })?;
        holds(3, tenant.sums.is_empty(), || {
            format!(
                "the server's sums of {:?} are not those of its rows",
                tenant.sums
            )
        })?;
        holds(9, tenant.files.is_empty(), || {
            format!("files without their bytes: {:?}", tenant.files)
        })?;
    }
    holds(10, report.sound(), || format!("{report:?}"))
}

fn outcomes(census: &Census) -> BTreeMap<CommandId, &Kept> {
    census.commands.iter().map(|k| (k.outcome.id, k)).collect()
}

fn seq(outcome: &Outcome) -> u64 {
    outcome.seq.unwrap_or(0)
}

/// 5: for each field that was ever changed, the audit has an entry with this very version and a commitment to this
/// very value.
fn i05_every_change_is_in_the_audit(census: &Census) -> Result<()> {
    let kept = outcomes(census);
    let mut changes: BTreeMap<(InquiryId, &str, u64), (&[u8], &str)> = BTreeMap::new();
    for noted in &census.audit {
        let at = kept.get(&noted.command).map_or(0, |k| seq(&k.outcome));
        for field in noted.fields.iter().filter(|f| f.version == at) {
            let key = (noted.case, field.field.as_str(), at);
            changes.insert(key, (&noted.salt, &field.commitment));
        }
    }
    for (id, case) in &census.cases {
        let case: Inquiry = serde_json::from_str(&case.content)?;
        for (field, version) in &case.versions {
            let value = undo::value(&case, field).ok().flatten();
            let value = value.map(|v| v.to_string()).unwrap_or_default();
            let fits =
                changes
                    .get(&(*id, field.as_str(), *version))
                    .is_some_and(|(salt, commitment)| {
                        server::audit::commitment(salt, field, &value) == *commitment
                    });
            holds(5, fits, || {
                format!("case {id}: the audit does not know `{field}` at version {version}")
            })?;
        }
    }
    Ok(())
}

/// 5: a command changed a field only if its device had seen the value that stood; otherwise it is a conflict. (Not for
/// fields that only grow or have their own rules, nor for commands of a log that was lost.)
fn i05_nothing_is_overwritten_silently(census: &Census) -> Result<()> {
    const OWN_RULES: [&str; 6] = [
        "attachments",
        "notes",
        "resolutions",
        "state",
        "number",
        "provisional",
    ];
    let kept = outcomes(census);
    for noted in &census.audit {
        let Some(Kept {
            body: Some(body),
            outcome,
            ..
        }) = kept.get(&noted.command)
        else {
            continue;
        };
        if body.epoch != census.epoch || ["withdraw", "settle_conflict"].contains(&body.act.code())
        {
            continue;
        }
        let changed = noted.fields.iter().filter(|f| f.version == seq(outcome));
        for field in changed.filter(|f| !OWN_RULES.contains(&f.field.as_str()) && f.base > 0) {
            let seen = match body.base.get(&field.field) {
                Some(Base::Version(version)) => *version,
                Some(Base::After(earlier)) => match kept.get(earlier).map(|k| &k.outcome) {
                    Some(Outcome {
                        result: OutcomeKind::Conflict { fields },
                        ..
                    }) if fields.contains(&field.field) => 0,
                    Some(outcome) => seq(outcome),
                    None => 0,
                },
                None => 0,
            };
            holds(5, seen >= field.base, || {
                format!(
                    "command {} passed over `{}` of {} at version {}, having seen {seen}",
                    noted.command, field.field, noted.case, field.base
                )
            })?;
        }
    }
    Ok(())
}

/// 5: a value that lost stands beside the one that won, on the case.
fn i05_losing_values_can_be_retrieved(census: &Census) -> Result<()> {
    for Kept { body, outcome, .. } in &census.commands {
        let (Some(body), OutcomeKind::Conflict { fields }) = (body, &outcome.result) else {
            continue;
        };
        let case = census.cases.get(&body.inquiry);
        let case: Option<Inquiry> = case.map(|c| serde_json::from_str(&c.content)).transpose()?;
        for field in fields {
            let kept = case.as_ref().is_some_and(|case| {
                let mut all = case.conflicts.iter();
                all.any(|c| c.command == body.id && c.field == *field && !c.mine.is_null())
            });
            holds(5, kept, || {
                format!("`{field}` of command {} is lost", body.id)
            })?;
        }
    }
    Ok(())
}

/// 6: a command is in the outbox if and only if the device's audit tells of it.
fn i06_commands_are_atomic(holding: &Holding) -> Result<()> {
    let (outbox, noted) = (holding.outbox.len() as u64, holding.noted);
    holds(6, outbox == noted, || {
        format!("{outbox} commands in the outbox, {noted} in the device's audit")
    })
}

/// 6: what somebody did is what they see, at once.
pub fn i06_shown_at_once(issued: &Issued, done: &Inquiry, shown: Option<&Inquiry>) -> Result<()> {
    holds(6, shown == Some(done), || {
        format!("command {} is not shown after it was done", issued.id)
    })
}

/// 6: what somebody noted stays in sight, whatever came since, unless it was refused or taken back. What was refused once
/// stays out of sight when it goes again after a restore: the device knows the reason.
async fn i06_own_words_are_shown(device: &Device, model: &Model) -> Result<()> {
    let notes = device.issued.iter().filter(|i| i.deed == Deed::Note);
    for note in notes.rev().take(LATEST) {
        let refused = model.refused_ever(note.id) || model.withdrawn.contains(&note.id);
        if refused {
            continue;
        }
        let Some(case) = device.replica()?.get(note.case).await? else {
            continue;
        };
        let shown = case.notes.iter().any(|n| *n.text.expose() == note.word);
        holds(6, shown, || {
            format!(
                "device {}: own note {} is out of sight",
                device.id, note.seq
            )
        })?;
    }
    Ok(())
}

/// 6: within an epoch the cursor never goes back.
fn i06_the_cursor_grows(before: (u64, u64), now: (u64, u64)) -> Result<()> {
    holds(6, now >= before || now.0 > before.0, || {
        format!("epoch and cursor went from {before:?} to {now:?}")
    })
}

/// 7: of a case that is not the device's, nothing that others wrote is in its database, not even in a page that is
/// free; no file of it is there; and nothing at all can be read without the key.
async fn i07_nothing_out_of_scope_on_disk(
    devices: &mut [Device],
    place: usize,
    census: &Census,
) -> Result<()> {
    let Some(device) = devices.get(place) else {
        return Ok(());
    };
    let mut known = BTreeSet::new();
    for id in census.cases.keys() {
        if census.is_for(device, id)? {
            known.insert(*id);
        }
    }
    let mine = |case: &InquiryId| known.contains(case);
    let others = devices.iter().filter(|d| d.id != device.id);
    let all: Vec<&Issued> = others.flat_map(|d| &d.issued).collect();
    let gone: Vec<&&Issued> = all.iter().filter(|i| !mine(&i.case)).collect();
    let gone: Vec<String> = gone.iter().map(|i| i.word.clone()).collect();
    let any: Vec<String> = all.iter().map(|i| i.word.clone()).collect();
    for (id, case) in census.cases.iter().filter(|(id, _)| !mine(id)) {
        if device.revoked {
            break;
        }
        let case: Inquiry = serde_json::from_str(&case.content)?;
        for file in &case.attachments {
            let path = disk::file_of(device.dir(), file.id.0);
            holds(7, !path.exists(), || {
                format!("device {}: a file of case {id} is on the disk", device.id)
            })?;
        }
    }
    let revoked = device.revoked;
    let Some(device) = devices.get_mut(place) else {
        return Ok(());
    };
    device.close().await?;
    let files = device.drive().files();
    for (name, bytes) in &files {
        let plain = disk::find(bytes, &any);
        holds(7, plain.is_none(), || {
            format!("device {}: {name} is not encrypted: {plain:?}", device.id)
        })?;
        // A revoked device learns nothing any more, not even what it may no longer hold.
        let found = if revoked || gone.is_empty() {
            None
        } else {
            disk::find(&disk::decrypted(bytes, name), &gone)
        };
        holds(7, found.is_none(), || {
            format!(
                "device {}: {found:?}, out of scope, is in {name}",
                device.id
            )
        })?;
    }
    Ok(())
}

/// 8: every device that is let in has given its receipt for each erased case. None that gave one has a word of it in its
/// database or its log, or a file; nor has the server. (That the chain still verifies, 4 and 10 say.)
async fn i08_erased_is_erased(world: &World, census: &Census) -> Result<()> {
    let all: Vec<&Issued> = world.devices.iter().flat_map(|d| &d.issued).collect();
    for state in world.central.admin()?.erasures(TENANT).await? {
        let case = state.order.inquiry;
        holds(8, state.owed.is_empty(), || {
            format!("{:?} owe a receipt for {case}", state.owed)
        })?;
        let about = all.iter().filter(|i| i.case == case);
        let words: Vec<String> = about.clone().map(|i| i.word.clone()).collect();
        let files: Vec<_> = about.clone().filter_map(|i| i.file.as_ref()).collect();
        let found = world.central.find(&words).await?;
        holds(8, found.is_none(), || {
            format!("the server has {found:?} of {case}")
        })?;
        for (_, sha256) in about.filter_map(|i| i.file.as_ref()) {
            holds(8, !world.central.object(sha256).exists(), || {
                format!("the server has file {sha256} of {case}")
            })?;
        }
        for device in world
            .devices
            .iter()
            .filter(|d| state.confirmed.contains(&d.id))
        {
            for (name, bytes) in device.drive().files() {
                let plain = disk::decrypted(&bytes, &name);
                let found = disk::find(&plain, &words);
                holds(8, found.is_none(), || {
                    format!("device {}: {found:?} of {case} is in {name}", device.id)
                })?;
            }
            let mut paths = files.iter().map(|(id, _)| disk::file_of(device.dir(), *id));
            holds(8, !paths.any(|path| path.exists()), || {
                format!("device {}: a file of {case} is there", device.id)
            })?;
        }
        holds(8, !census.cases.contains_key(&case), || {
            format!("the server still has {case}")
        })?;
    }
    Ok(())
}

/// 9: for each receipt that a device has, the server's store has bytes with that hash; without one, the device still
/// has them.
async fn i09_receipts_hold(
    device: &Device,
    holding: &Holding,
    census: &Census,
    world: &World,
) -> Result<()> {
    let all = world.devices.iter().flat_map(|d| &d.issued);
    let erased = all.filter(|i| census.erased.contains(&i.case));
    let erased = erased
        .filter_map(|i| i.file.as_ref())
        .map(|(_, sha256)| sha256);
    let erased: BTreeSet<&String> = erased.collect();
    for sha256 in holding.receipts.iter().filter(|s| !erased.contains(s)) {
        let bytes = std::fs::read(world.central.object(sha256)).unwrap_or_default();
        holds(9, hex::encode(Sha256::digest(&bytes)) == *sha256, || {
            format!(
                "device {}: a receipt for {sha256}, which is not stored",
                device.id
            )
        })?;
    }
    let brought = device.issued.iter().filter_map(|i| i.file.as_ref());
    let kept = |sha256| holding.receipts.contains(sha256) || erased.contains(sha256);
    for (attachment, sha256) in brought.filter(|(_, sha256)| !kept(sha256)) {
        let bytes = device
            .replica()?
            .read_file((*attachment).into())
            .await?
            .unwrap_or_default();
        holds(9, hex::encode(Sha256::digest(&bytes)) == *sha256, || {
            format!("device {}: {sha256} is gone without a receipt", device.id)
        })?;
    }
    Ok(())
}

/// 10: a changed entry of the audit is found, on the server and on a device. (On some seeds: it costs a copy.)
async fn i10_flipped_bits_are_found(world: &mut World, seed: u64) -> Result<()> {
    const EVERY: u64 = 8;
    const CHANGES: [&str; 6] = [
        "update audit set result = 'merged' where result = 'applied' and seq % 2 = ",
        "update audit set fields = replace(fields, '\"version\":1', '\"version\":2') where fields like '%\"version\":1%' and seq % 2 = ",
        "update audit set actor = null where seq % 2 = ",
        "update audit set at = replace(at, '2026', '2027') where seq % 2 = ",
        "update audit set hash = zeroblob(32) where seq % 2 = ",
        "delete from audit where seq % 2 = ",
    ];
    if !seed.is_multiple_of(EVERY) {
        return Ok(());
    }
    let mut chance = Chance::new(seed);
    let change = chance.pick(&CHANGES).copied().unwrap_or_default();
    let change = format!("{change}{}", chance.below(2));
    let blind = world.central.is_blind_to(&change).await?;
    holds(10, !blind, || {
        format!("the server's check does not see: {change}")
    })?;
    let Some(device) = world.devices.first_mut() else {
        return Ok(());
    };
    device.open().await?;
    let mut database = device.database().await?;
    let done = sqlx::query("update audit set act = act || 'x' where seq = 1 + ?")
        .bind(i64::try_from(chance.below(device.issued.len())).unwrap_or(0))
        .execute(&mut database)
        .await?;
    sqlx::Connection::close(database).await?;
    let found = device.replica()?.audit_verify().await?.broken_at;
    holds(10, done.rows_affected() == 0 || found.is_some(), || {
        "a device does not see that its audit was changed".into()
    })
}

/// 11: what the server once acknowledged and a device still has is at the server, whatever backup was put back.
fn i11_a_restore_loses_nothing(device: &Device, model: &Model, census: &Census) -> Result<()> {
    let kept: BTreeSet<CommandId> = census
        .commands
        .iter()
        .filter(|k| k.device == device.id.0)
        .map(|k| k.outcome.id)
        .collect();
    for (_, id) in model
        .acknowledged
        .iter()
        .filter(|(place, _)| *place == device.place)
    {
        holds(11, kept.contains(id), || {
            format!("device {}: acknowledged command {id} is lost", device.id)
        })?;
    }
    Ok(())
}

/// 12: the timeline of a case is in the order in which the server took its commands, whatever the clocks said.
fn i12_clocks_change_no_order(census: &Census) -> Result<()> {
    let kept = outcomes(census);
    for (id, case) in &census.cases {
        let case: Inquiry = serde_json::from_str(&case.content)?;
        let places: Vec<u64> = case
            .history
            .iter()
            .map(|e| kept.get(&e.command).map_or(0, |k| seq(&k.outcome)))
            .collect();
        holds(12, places.is_sorted(), || {
            format!("case {id}: its timeline is in the order {places:?}")
        })?;
    }
    Ok(())
}

/// 13: a client of an older protocol gets rid of its outbox.
fn i13_old_clients_drain(queued: u64) -> Result<()> {
    holds(13, queued == 0, || {
        format!("{queued} commands of an old client wait after a whole run")
    })
}

/// 14: once nothing goes wrong any more, nothing waits anywhere after so many rounds.
pub fn i14_queues_empty(quiet: bool, rounds: usize) -> Result<()> {
    holds(14, quiet, || {
        format!("something still waits after {rounds} calm rounds")
    })
}
