//! `inquiry-server intake`: where inquiries come in.

use super::{Failed, OfTenant, Say, only};
use clap::Args;
use domain::ids::UnitId;
use server::Admin;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct Intake {
    #[command(flatten)]
    tenant: OfTenant,
    /// Department.
    unit: String,
    /// File that says how the website's form is read (see server/mappings); checked, and stored with the token.
    #[arg(long, conflicts_with_all = ["page", "close"])]
    mapping: Option<PathBuf>,
    /// Opens the page of the Electronic Reception; prints its path.
    #[arg(long, conflicts_with = "close")]
    page: bool,
    /// Last part of the page's address: /reception/SLUG.
    #[arg(long, requires = "page")]
    slug: Option<String>,
    /// File of the policy that people agree to (see server/policies).
    #[arg(long, requires = "page")]
    policy: Option<PathBuf>,
    /// Closes the page.
    #[arg(long)]
    close: bool,
}

pub(super) async fn run(admin: &Admin, args: Intake, say: &Say) -> Result<(), Failed> {
    let tenant = only(admin, args.tenant).await?;
    let unit = UnitId(args.unit);
    let read = |file: Option<PathBuf>| -> Result<Option<String>, Failed> {
        file.map(|file| std::fs::read_to_string(&file).map_err(super::about(&file)))
            .transpose()
    };
    if args.close {
        let closed = admin.close_page(tenant).await?;
        return say.value(&if closed { "closed" } else { "it was not open" });
    }
    if args.page {
        let (slug, policy) = (args.slug.as_deref(), read(args.policy)?);
        let path = admin.open_page(tenant, &unit, slug, policy.as_deref());
        return say.value(&path.await?);
    }
    // A mapping that is wrong ends no token.
    let mapping = read(args.mapping)?;
    admin.set_mapping(tenant, mapping.as_deref()).await?;
    say.value(&admin.set_intake(tenant, &unit).await?)
}
