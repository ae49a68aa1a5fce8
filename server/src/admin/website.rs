//! Where inquiries come in: the website's token and its mapping, the page of the Electronic Reception.

use super::{Admin, AdminError, check_units, commit};
use crate::reception::RESERVED;
use crate::reception::policy::Policy;
use crate::secrets;
use crate::settings::Violation;
use crate::store::{Wall, intake};
use domain::ids::{TenantId, UnitId};

impl Admin {
    /// Lets the website post to a department. The token is shown this once; an earlier one ends.
    ///
    /// # Errors
    /// An unknown department.
    pub async fn set_intake(&self, tenant: TenantId, unit: &UnitId) -> Result<String, AdminError> {
        let token = secrets::token()?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        check_units(&mut tx, tenant, std::slice::from_ref(unit)).await?;
        intake::set(&mut tx, tenant, &secrets::hash(&token), unit).await?;
        commit(tx).await?;
        Ok(token)
    }

    /// Says how the website's form is read: the text of a mapping's file, or `None` for this server's own names.
    ///
    /// # Errors
    /// A mapping that is not valid for the body's profile; an unknown body.
    pub async fn set_mapping(
        &self,
        tenant: TenantId,
        mapping: Option<&str>,
    ) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let profile = self.app.store.profile(&mut tx, tenant).await?;
        if let Some(text) = mapping {
            crate::mapping::read(text, &profile).map_err(|wrong| invalid("mapping", &wrong))?;
        }
        intake::set_mapping(&mut tx, tenant, mapping).await?;
        commit(tx).await
    }

    /// Opens the page of the Electronic Reception: what it takes goes to a department. An address and a policy that are
    /// left out stay as they were. Returns the page's path.
    ///
    /// # Errors
    /// An unknown department; an address that cannot be; a policy that is not valid; a first opening without either.
    pub async fn open_page(
        &self,
        tenant: TenantId,
        unit: &UnitId,
        slug: Option<&str>,
        policy: Option<&str>,
    ) -> Result<String, AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        check_units(&mut tx, tenant, std::slice::from_ref(unit)).await?;
        let profile = self.app.store.profile(&mut tx, tenant).await?;
        if let Some(text) = policy {
            Policy::read(text, &profile).map_err(|wrong| invalid("policy", &wrong))?;
        }
        let before = intake::page_of(&mut tx, tenant).await?.unzip();
        let slug = slug.map(str::to_owned).or(before.0);
        let policy = policy.map(str::to_owned).or(before.1);
        let (Some(slug), Some(policy)) = (slug, policy) else {
            return Err(AdminError::PageNeeds);
        };
        let owner = intake::slug_owner(&mut tx, &slug).await?;
        if !is_slug(&slug) || owner.is_some_and(|owner| owner != tenant) {
            return Err(AdminError::Slug(slug));
        }
        intake::open_page(&mut tx, tenant, unit, &slug, &policy).await?;
        commit(tx).await?;
        Ok(format!("/reception/{slug}"))
    }

    /// Closes the page. Says whether it was open.
    ///
    /// # Errors
    /// The database.
    pub async fn close_page(&self, tenant: TenantId) -> Result<bool, AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let closed = intake::close_page(&mut tx, tenant).await?;
        commit(tx).await?;
        Ok(closed)
    }
}

fn invalid(what: &'static str, wrong: &[Violation]) -> AdminError {
    AdminError::File {
        what,
        violations: wrong.iter().map(ToString::to_string).collect(),
    }
}

fn is_slug(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (2..=40).contains(&text.len()) && text.chars().all(sign) && !RESERVED.contains(&text)
}
