//! `inquiry-server staff`.

use super::{Failed, OfTenant, Say, only};
use clap::Subcommand;
use domain::Role;
use domain::ids::{StaffId, UnitId};
use domain::profile::Label;
use server::{Admin, NewStaff};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Adds somebody. The password is read from INQUIRY_SERVER_PASSWORD.
    Add {
        #[command(flatten)]
        tenant: OfTenant,
        /// Login.
        login: String,
        /// Name as on papers.
        #[arg(long)]
        name: String,
        /// Office.
        #[arg(long)]
        position: String,
        /// Department.
        #[arg(long)]
        unit: String,
        /// clerk, supervisor, archivist, administrator or data_officer; may be repeated.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// Telephone for the applicant.
        #[arg(long, default_value = "")]
        phone: String,
        #[command(flatten)]
        password: GivenPassword,
    },
    /// Lists the staff.
    List {
        #[command(flatten)]
        tenant: OfTenant,
    },
    /// Says that somebody does not work here any more.
    Leave {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id or login.
        who: String,
    },
    /// Says that somebody works here again.
    Return {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id or login.
        who: String,
    },
    /// Gives somebody another password, read from INQUIRY_SERVER_PASSWORD.
    Password {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id or login.
        who: String,
        #[command(flatten)]
        password: GivenPassword,
    },
    /// Changes what somebody may do: all roles are named anew.
    Roles {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id or login.
        who: String,
        /// clerk, supervisor, archivist, administrator or data_officer; may be repeated.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
}

#[derive(clap::Args)]
pub(super) struct GivenPassword {
    /// Password; from the environment, so that it is in no history.
    #[arg(
        long,
        env = "INQUIRY_SERVER_PASSWORD",
        hide_env_values = true,
        hide = true
    )]
    password: Option<String>,
}

impl GivenPassword {
    fn wanted(self) -> Result<String, Failed> {
        let given = self.password.filter(|p| !p.is_empty());
        given.ok_or_else(|| "put the password into INQUIRY_SERVER_PASSWORD".into())
    }
}

pub(super) async fn run(admin: &Admin, command: Command, say: &Say) -> Result<(), Failed> {
    match command {
        Command::Add {
            tenant,
            login,
            name,
            position,
            unit,
            roles,
            phone,
            password,
        } => {
            let id = StaffId(admin.new_id()?);
            let position = Label::same(&position);
            let new = NewStaff {
                id,
                login,
                password: password.wanted()?,
                name,
                position,
                roles: known_roles(&roles)?,
                unit: UnitId(unit),
                phone,
            };
            admin.add_staff(only(admin, tenant).await?, new).await?;
            say.value(&id)
        }
        Command::List { tenant } => {
            let staff = admin.staff(only(admin, tenant).await?).await?;
            say.either(&staff, || {
                staff
                    .iter()
                    .map(|s| {
                        let roles: Vec<&str> = s.roles.iter().map(|r| r.code()).collect();
                        let state = if s.active { "works here" } else { "has left" };
                        let (id, login, unit, name) = (s.id, &s.login, &s.unit.0, &s.name);
                        let roles = roles.join(",");
                        format!("{id}\t{login}\t{state}\t{unit}\t{roles}\t{name}")
                    })
                    .collect()
            })
        }
        Command::Leave { tenant, who } => {
            let tenant = only(admin, tenant).await?;
            let (id, login) = find(admin, tenant, &who).await?;
            admin.set_active(tenant, id, false).await?;
            told(say, id, &format!("{login} does not work here any more."))
        }
        Command::Return { tenant, who } => {
            let tenant = only(admin, tenant).await?;
            let (id, login) = find(admin, tenant, &who).await?;
            admin.set_active(tenant, id, true).await?;
            told(say, id, &format!("{login} works here again."))
        }
        Command::Password {
            tenant,
            who,
            password,
        } => {
            let tenant = only(admin, tenant).await?;
            let (id, login) = find(admin, tenant, &who).await?;
            admin.set_password(tenant, id, password.wanted()?).await?;
            told(say, id, &format!("{login} has another password now."))
        }
        Command::Roles { tenant, who, roles } => {
            let tenant = only(admin, tenant).await?;
            let (id, login) = find(admin, tenant, &who).await?;
            admin.set_roles(tenant, id, &known_roles(&roles)?).await?;
            told(say, id, &format!("{login}: {}.", roles.join(", ")))
        }
    }
}

fn told(say: &Say, id: StaffId, sentence: &str) -> Result<(), Failed> {
    let value = serde_json::json!({ "staff": id });
    say.either(&value, || vec![sentence.to_owned()])
}

/// Somebody by id or by login.
async fn find(
    admin: &Admin,
    tenant: domain::ids::TenantId,
    who: &str,
) -> Result<(StaffId, String), Failed> {
    let staff = admin.staff(tenant).await?;
    let found = staff
        .into_iter()
        .find(|s| s.login == who || s.id.to_string() == who);
    let found = found.ok_or("nobody of this id or login works here")?;
    Ok((found.id, found.login))
}

fn known_roles(codes: &[String]) -> Result<Vec<Role>, Failed> {
    let roles: Option<Vec<Role>> = codes
        .iter()
        .map(|code| Role::ALL.into_iter().find(|r| r.code() == code))
        .collect();
    Ok(roles.ok_or("a role that does not exist")?)
}
