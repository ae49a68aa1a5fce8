//! A body's legal profile is changed: first it is looked at what that does to the open cases, then it is ordered.

use super::{Admin, AdminError, commit};
use crate::decide::{Origin, Submitted};
use crate::secrets;
use crate::store::batch::{self, Done, Named};
use crate::store::{Tx, Wall, device, inquiries, staff, tenant};
use domain::ids::{CommandId, InquiryId, StaffId, TenantId};
use domain::merge::Base;
use domain::recount::{Review, review};
use domain::{Act, Actor, Inquiry, Profile, Role};
use protocol::wire::OutcomeKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Cases that are counted anew at a time.
const AT_ONCE: usize = 200;

/// What a change of the profile does, or did.
#[derive(Debug, Clone, Serialize)]
pub struct ProfileChange {
    /// Id and version of the one that was in force.
    pub from: String,
    /// Id and version of the new one.
    pub to: String,
    /// The open cases.
    #[serde(flatten)]
    pub review: Review,
}

impl Admin {
    /// What another profile would do to the open cases. Nothing is changed.
    ///
    /// # Errors
    /// A profile that is not valid; an unknown body.
    pub async fn review_profile(
        &self,
        tenant: TenantId,
        file: &str,
    ) -> Result<ProfileChange, AdminError> {
        let new = read(file)?;
        let mut tx = self.app.store.snapshot(Wall::Open).await?;
        let old = self.app.store.profile(&mut tx, tenant).await?;
        let open = inquiries::on_control(&mut tx, tenant).await?;
        Ok(change(&old, &new, &open))
    }

    /// Puts another profile in force and counts the open cases anew, in one transaction: each gets an act in its history,
    /// with the old day, the new one and the reason, and an entry in the audit. Devices get rows and profile as they call.
    ///
    /// # Errors
    /// A profile that is not valid, or lacks a kind that open cases have; an officer who is no administrator. Nothing is
    /// changed then.
    pub async fn apply_profile(
        &self,
        tenant: TenantId,
        file: &str,
        by: StaffId,
        reason: &str,
    ) -> Result<ProfileChange, AdminError> {
        let new = read(file)?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let officers = staff::actors(&mut tx, tenant).await?;
        if !officers.get(&by).is_some_and(|o| o.is(Role::Administrator)) {
            return Err(AdminError::NotOrdered);
        }
        let old = self.app.store.profile(&mut tx, tenant).await?;
        let open = inquiries::on_control(&mut tx, tenant).await?;
        let change = change(&old, &new, &open);
        let lost = change.review.lost.iter().filter(|l| l.list == "kind");
        let lost: BTreeSet<String> = lost.map(|l| l.code.0.clone()).collect();
        if !lost.is_empty() {
            return Err(AdminError::KindsLost(lost.into_iter().collect()));
        }
        tenant::set_profile(&mut tx, tenant, file).await?;
        // The scope names the profile: that is how devices hear of it.
        device::scopes_changed(&mut tx, tenant).await?;
        let act = Act::Recount {
            reason: reason.to_owned(),
        };
        for moved in change.review.moved.chunks(AT_ONCE) {
            let ids = moved.iter().map(|m| m.inquiry).collect();
            self.recount(&mut tx, tenant, (by, &act), ids).await?;
        }
        commit(tx).await?;
        Ok(change)
    }

    /// The officer's order is carried out by the server: also for restricted cases, which an administrator does not see.
    async fn recount(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        (by, act): (StaffId, &Act),
        ids: BTreeSet<InquiryId>,
    ) -> Result<(), AdminError> {
        let now = (self.app.clock)();
        let named = Named {
            inquiries: ids.clone(),
            ..Named::default()
        };
        let mut world = batch::load(&self.app.store, tx, tenant, None, &named).await?;
        let at = now.with_timezone(&world.profile.offset());
        let origin = Origin {
            device: None,
            units: world.units.clone(),
            admitted: BTreeSet::from([by]),
        };
        let roles = BTreeSet::from([Role::Administrator, Role::DataOfficer]);
        world.staff.insert(by, Actor { id: by, roles });
        let head = world.head;
        let mut done = Vec::with_capacity(ids.len());
        for inquiry in ids {
            let versions = world.rows.get(&inquiry).map(|r| &r.inquiry.versions);
            let base: BTreeMap<String, Base> = versions
                .into_iter()
                .flatten()
                .map(|(field, version)| (field.clone(), Base::Version(*version)))
                .collect();
            let submitted = Submitted {
                device_seq: 0,
                id: CommandId(secrets::fresh_id(now)?),
                inquiry,
                base: &base,
                was: &BTreeMap::new(),
                epoch: u64::MAX,
                act,
                actor: by,
                at,
                provisional: None,
            };
            let decided = world.decide(&origin, &submitted);
            if let OutcomeKind::Rejected { refusal } = &decided.outcome.result {
                return Err(AdminError::Recount {
                    inquiry,
                    why: refusal.code(),
                });
            }
            done.push(Done {
                decided,
                inquiry,
                actor: Some(by),
                act: act.code(),
                sent: None,
            });
        }
        batch::flush(tx, tenant, None, head, &world, &done, now).await?;
        Ok(())
    }
}

/// A profile's file, read and checked.
pub(super) fn read(file: &str) -> Result<Profile, AdminError> {
    Profile::read(file).map_err(|wrong| AdminError::Profile {
        violations: wrong.iter().map(ToString::to_string).collect(),
    })
}

fn change(old: &Profile, new: &Profile, open: &[Inquiry]) -> ProfileChange {
    let name = |p: &Profile| format!("{} {}", p.id, p.version);
    ProfileChange {
        from: name(old),
        to: name(new),
        review: review(old, new, open),
    }
}
